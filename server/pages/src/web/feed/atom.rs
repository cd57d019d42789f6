//! Events as Atom (RFC 4287): the lines of "Lately" of a pursuance, or of somebody's inbox.

use pursuance_domain::time::Time;

use super::plain::text_of;
use crate::actions::access::Access;
use crate::reads::inbox::{ListedNotices, Target};
use crate::reads::searches::Known;
use crate::reads::{Actors, inbox};
use crate::store::db::ReadTx;
use crate::store::feeds::Feed;
use crate::store::outline::Row;
use crate::web::frame::layout::Nav;
use crate::web::frame::links;
use crate::web::inbox::bundle::sentence;
use crate::web::pursuance::lately::{Look, lately};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::views::searches::href;

/// The most entries of one feed; the oldest are left out.
pub const ENTRIES: usize = 50;
/// The entries of a pursuance. Where most events are hidden from the reader or have no line, 400 events bound the work of a feed,
/// which programs fetch again and again.
const OF_PURSUANCE: Look = Look { lines: ENTRIES, among: &[80, 400], gathers: false };

/// A feed before it is written.
struct Atom {
    id: String,
    title: String,
    /// The author of entries that do not name one.
    author: String,
    /// The page that shows the same entries.
    page: String,
    /// Its own address, where that is no secret.
    own: Option<String>,
    /// The time of the last change before its first entry.
    made: Time,
    language: &'static str,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    at: Time,
    href: String,
}

/// The events of a pursuance that the reader may read. `own`: the path of the feed, if it is not secret.
pub(super) async fn of_pursuance(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    own: Option<&str>,
) -> Result<String, PageError> {
    let l = visit.layout(tx, Nav::Elsewhere).await?;
    let (pursuance, at) = (&access.pursuance, |path: &str| visit.app.addresses.at(path));
    let page = links::pursuance(&pursuance.slug);
    let mut entries = Vec::new();
    let mut actors = Actors::on_page_of(&pursuance.id, visit.now);
    for told in lately(visit, tx, &l, access, &mut actors, &OF_PURSUANCE).await? {
        let sentence = text_of(&told.row.sentence(visit.t));
        entries.push(Entry {
            id: format!("{}#event-{}", pursuance.uri, told.seq),
            title: match &told.task {
                Some(task) => titled(&sentence, task.title.said()),
                None => sentence,
            },
            at: told.at,
            href: at(told.task.as_ref().map_or(&page, |task| &task.href)),
        });
    }
    let atom = Atom {
        id: format!("{}#lately", pursuance.uri),
        title: pursuance.name.clone(),
        author: pursuance.name.clone(),
        page: at(&page),
        own: own.map(at),
        made: pursuance.created,
        language: visit.t.language(),
        entries,
    };
    Ok(atom.write())
}

/// The notices of a person that the person may read, the newest first.
pub(super) async fn of_person(visit: &Visit, tx: &mut ReadTx, feed: &Feed) -> Result<String, PageError> {
    let l = visit.layout(tx, Nav::Elsewhere).await?;
    let at = |path: &str| visit.app.addresses.at(path);
    let told = inbox::list(tx, &visit.who, visit.now, None, ListedNotices::All, ENTRIES).await?;
    let mut actors = Actors::in_pursuances(visit.now);
    let mut entries = Vec::new();
    for one in &told.items {
        actors.go_to(&one.notice.pursuance);
        let said = text_of(&sentence(visit, tx, &l, &mut actors, one).await?);
        let name = &one.access.pursuance.name;
        let about = match (&one.task, &one.room) {
            (Some(task), _) => task.title.said(visit.t),
            (None, Some(room)) => room.name.as_str().into(),
            (None, None) => name.into(),
        };
        entries.push(Entry {
            id: at(&format!("{}#{}", links::inbox(), one.notice.id())),
            title: titled(&said, &about),
            at: one.notice.event.at,
            href: Target::of(one).url(&visit.app),
        });
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    let atom = Atom {
        id: at(&format!("{}#{}", links::feeds(), feed.id)),
        title: feed.name.clone(),
        author: l.instance,
        page: at(links::inbox()),
        own: None,
        made: feed.made,
        language: visit.t.language(),
        entries,
    };
    Ok(atom.write())
}

/// The tasks that a saved search finds, the newest first, each once.
pub(super) async fn of_search(
    visit: &Visit,
    tx: &mut ReadTx,
    feed: &Feed,
    known: &Known,
    found: Vec<Row>,
) -> Result<String, PageError> {
    let l = visit.layout(tx, Nav::Elsewhere).await?;
    let at = |path: &str| visit.app.addresses.at(path);
    let entry = |row: Row| Entry {
        // The id of a task is the same in every feed.
        id: at(&format!("{}#{}", links::task(&row.slug, row.number), row.id)),
        title: row.title.said(visit.t).into_owned(),
        at: row.updated,
        href: at(&links::task(&row.slug, row.number)),
    };
    let atom = Atom {
        id: at(&format!("{}#{}", links::feeds(), feed.id)),
        title: known.search.name.clone(),
        author: l.instance,
        page: at(&href(known.slug(), &known.search.query)),
        own: None,
        made: feed.made,
        language: visit.t.language(),
        entries: found.into_iter().map(entry).collect(),
    };
    Ok(atom.write())
}

/// A title: the sentence and the object.
fn titled(sentence: &str, about: &str) -> String {
    format!("{}: {about}", sentence.trim_end_matches('.'))
}

impl Atom {
    fn write(&self) -> String {
        let updated = self.entries.iter().map(|entry| entry.at).max().unwrap_or(self.made);
        let mut xml = Xml::default();
        let language = self.language;
        xml.0.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        xml.0.push_str(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n"));
        xml.element("id", &self.id);
        xml.element("title", &self.title);
        xml.element("updated", &updated.rfc3339());
        xml.0.push_str("<author>");
        xml.element("name", &self.author);
        xml.0.push_str("</author>\n");
        xml.link("alternate", "text/html", &self.page);
        if let Some(own) = &self.own {
            xml.link("self", "application/atom+xml", own);
        }
        for entry in &self.entries {
            xml.0.push_str("<entry>\n");
            xml.element("id", &entry.id);
            xml.element("title", &entry.title);
            xml.element("updated", &entry.at.rfc3339());
            xml.link("alternate", "text/html", &entry.href);
            xml.0.push_str("</entry>\n");
        }
        xml.0.push_str("</feed>\n");
        xml.0
    }
}

/// XML 1.0 under way.
#[derive(Default)]
struct Xml(String);

impl Xml {
    fn element(&mut self, name: &str, text: &str) {
        self.0.push_str(&format!("<{name}>"));
        self.text(text);
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn link(&mut self, relation: &str, kind: &str, href: &str) {
        self.0.push_str(&format!("<link rel=\"{relation}\" type=\"{kind}\" href=\""));
        self.text(href);
        self.0.push_str("\"/>\n");
    }

    /// Writes a text, also within quotes. Characters that XML does not allow (XML 1.0 §2.2), not even as a reference, are left out.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.0.push(' '),
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
                c => self.0.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_wrote_is_markup_or_breaks_the_document() {
        let title = "]]></title><script>&amp;\u{0}\u{b}\u{ffff}\"'\r\n🐝";
        let atom = Atom {
            id: "https://commons.example/ap/p/01a#lately".to_owned(),
            title: title.to_owned(),
            author: "Bees".to_owned(),
            page: "https://commons.example/p/bees?a=1&b=\"".to_owned(),
            own: None,
            made: Time::parse("2026-11-20T08:55:00Z").unwrap(),
            language: "en",
            entries: Vec::new(),
        };
        let written = atom.write();
        assert!(
            written.contains("<title>]]&gt;&lt;/title&gt;&lt;script&gt;&amp;amp;&quot;'  🐝</title>"),
            "{written}"
        );
        assert!(written.contains("href=\"https://commons.example/p/bees?a=1&amp;b=&quot;\""), "{written}");
        assert!(written.contains("<updated>2026-11-20T08:55:00Z</updated>"), "{written}");
    }
}
