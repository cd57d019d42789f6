//! `/search`: everything that the viewer may read and that has some words, by kind; here first, then known things elsewhere.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::text::{PURSUANCES_MAX, Phrase, marked, phrases, snippet};
use pursuance_domain::value::ValueRefusal;

use super::jump::{self, NamedObject};
use crate::actions::{PerformError, Refused};
use crate::reads::search::{self, EXCERPT, Kind, MOST_CHARACTERS, Part, Results, SearchRequest, plain};
use crate::store::actors::{Actor, ActorKind};
use crate::store::db::ReadTx;
use crate::store::finding::{CommentHit, FileHit, FoundSpot, PersonHit, PursuanceHit, TaskHit};
use crate::store::texts::Body;
use crate::text::{Markup, Text};
use crate::web::cards::found_words::written;
use crate::web::cards::room;
use crate::web::cards::rows::{RowContext, RowHint};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::{Visit, see};

/// Rows of each kind, and rows of one kind alone.
const EACH: usize = 10;
const ALONE: usize = 30;

/// `GET /search`, with `?q=`, `?in=` (the slug of the pursuance in which the search began), and `?kind=` and `?before=` for one kind.
#[derive(Template)]
#[template(path = "search/page.html")]
pub struct SearchPage {
    pub l: Layout,
    /// The text of the search.
    pub words: String,
    /// The pursuance in which the search began; empty for none.
    pub within: String,
    /// The kind that the search is limited to.
    pub kind: Option<Kind>,
    /// Whether the text contains anything to search for.
    pub is_asked: bool,
    /// The results by kind, without empty kinds.
    pub groups: Vec<Group>,
    /// Whether older texts are still being indexed.
    pub is_filling: bool,
    /// The page that looks up the text, if it is an address on another server.
    pub elsewhere: Option<String>,
    /// The object whose name the text is; it is shown first.
    pub first: Option<NamedObject>,
    /// The page of the search for tasks, if the text has a word with `!`: only that search can exclude words.
    pub without: Option<String>,
    /// The number of the viewer's pursuances that were searched, if there are more.
    pub looked_in: Option<usize>,
    /// The news that a room in the text is not there for the viewer, and the next step.
    pub no_room: Option<(String, String)>,
}

/// The results of one kind.
pub struct Group {
    pub kind: Kind,
    pub rows: Vec<FoundRow>,
    /// The address of more results.
    pub next: Option<String>,
    /// Whether only the newest were searched.
    pub is_cut: bool,
}

/// One result.
#[derive(Default)]
pub struct FoundRow {
    pub href: String,
    /// Its name, with the found words marked.
    pub title: Markup,
    /// Its text around the found words.
    pub excerpt: Markup,
    pub phase: Option<PhaseTag>,
    /// The pursuance that asked for a task, or the author of a comment.
    pub by: Option<Party>,
    pub at: Option<When>,
    /// The task that it belongs to.
    pub task: Option<TaskLink>,
    /// The room that it belongs to: its name, and the address of its message there.
    pub room: Option<(String, String)>,
    /// The pursuance that it belongs to.
    pub pursuance: Option<Party>,
    /// Its name in addresses.
    pub handle: String,
    /// Its server, when that is another one.
    pub host: Option<String>,
}

impl Group {
    /// The key of the name of its kind.
    pub fn key(&self) -> &'static str {
        key_of(self.kind)
    }

    /// The id of its heading.
    pub fn id(&self) -> String {
        format!("found-{}", self.kind.as_str())
    }
}

fn key_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Tasks => "search-tasks",
        Kind::Pursuances => "search-pursuances",
        Kind::People => "search-people-head",
        Kind::Comments => "search-comments",
        Kind::Files => "search-files",
    }
}

/// Example texts, each with the text key of its result.
const EXAMPLES: [(&str, &str); 8] = [
    ("map \"river bank\"", "search-example-words"),
    ("map in:kitchen", "search-example-room"),
    ("#184", "search-example-number"),
    ("river-watch#184", "search-example-task"),
    ("@mara", "search-example-person"),
    ("mara@server.example", "search-example-there"),
    ("river-watch", "search-example-pursuance"),
    ("Language:French", "search-example-skill"),
];

impl SearchPage {
    /// The most characters of the field.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }

    /// Example texts, each with the text key of its result.
    pub fn examples(&self) -> &'static [(&'static str, &'static str)] {
        &EXAMPLES
    }

    /// The text key of the kind that the search is limited to.
    pub fn kind_key(&self) -> Option<&'static str> {
        self.kind.map(key_of)
    }
}

/// `GET /search`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let asked = query.0;
    let words = search::typed(asked.text("q"));
    let kind = Kind::parse(asked.text("kind"));
    let within = search::typed(asked.text("in"));
    let mut tx = visit.search().await?;
    if kind.is_none()
        && let Some(there) = jump::place(&visit, &mut tx, &words, &within).await?
    {
        return Ok(see(&there));
    }
    let (text, names) = search::without_rooms(&words);
    let looked_for = phrases(&text);
    tx.count();
    let general = (visit.t.s("room-general"), visit.now);
    let (rooms, no_room) = match search::rooms_named(&mut tx, &visit.who, &names, &within, general).await {
        Ok(rooms) => (rooms, None),
        Err(PerformError::Refused(Refused::Rule(Refusal::Value(
            unknown @ ValueRefusal::NoSuchRoom { .. },
        )))) => {
            let wording = unknown.wording();
            (Vec::new(), Some((visit.t.say(&wording), visit.t.advise(&wording))))
        }
        Err(error) => return Err(error.into()),
    };
    let wanted = SearchRequest {
        phrases: &looked_for,
        kind,
        before: asked.number("before"),
        limit: if kind.is_some() { ALONE } else { EACH },
        now: visit.now,
        rooms: &rooms,
    };
    let found = match &no_room {
        Some(_) => Results::default(),
        None => search::find(&mut tx, &visit.who, &wanted).await?,
    };
    tx.end();
    let first = match kind {
        Some(_) => None,
        None => jump::called(&visit, &mut tx, &words).await?.or_else(|| called(&found.pursuances, &words)),
    };
    let l = Layout {
        back: Some(links::search_for(&words, &within)),
        ..visit.layout(&mut tx, Nav::Search).await?
    };
    let is_filling = found.is_filling;
    let looked_in = found.is_narrowed.then_some(PURSUANCES_MAX);
    let shown = SearchPage {
        is_asked: !looked_for.is_empty(),
        groups: groups(&visit, &mut tx, &l, found, &looked_for, (&words, &within)).await?,
        elsewhere: jump::elsewhere(&visit, &words),
        first,
        without: has_not(&words).then(|| links::found_anywhere(&words)),
        looked_in,
        words,
        within,
        kind,
        is_filling,
        no_room,
        l,
    };
    page(if shown.no_room.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

/// Whether a text has an excluded word, as queries for tasks write it: `!word`.
fn has_not(words: &str) -> bool {
    words.split_whitespace().any(|part| part.strip_prefix('!').is_some_and(|rest| !phrases(rest).is_empty()))
}

/// The found pursuance with exactly this name, if there is one.
fn called(found: &Part<PursuanceHit>, words: &str) -> Option<NamedObject> {
    let mut exact = found.items.iter().filter(|hit| hit.display.to_lowercase() == words.to_lowercase());
    match (exact.next(), exact.next()) {
        (Some(one), None) => {
            Some(NamedObject::Pursuance { slug: one.slug.clone(), name: one.display.clone() })
        }
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// The results for the page.
async fn groups(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    found: Results,
    phrases: &[Phrase],
    asked: (&str, &str),
) -> Result<Vec<Group>, PageError> {
    let tasks: Vec<_> = found.tasks.items.iter().map(|hit| hit.row.clone()).collect();
    let context = RowContext::of(visit, tx, &tasks).await?;
    let task = |hit: &TaskHit| {
        let shown = context.row(visit, &hit.row);
        FoundRow {
            href: shown.href,
            phase: Some(shown.phase),
            by: match shown.hint {
                RowHint::For(peer) => Some(peer),
                RowHint::None
                | RowHint::YouReview
                | RowHint::Yours
                | RowHint::OfferedTo(_)
                | RowHint::Countered(_)
                | RowHint::Urgent => None,
            },
            pursuance: Some(Party::group(&hit.row.pursuance).linked(links::pursuance(&hit.row.slug))),
            handle: format!("#{}", hit.row.number),
            ..FoundRow::of_texts((&hit.row.title, &hit.text), visit.t, phrases)
        }
    };
    let pursuance = |hit: &PursuanceHit| FoundRow {
        href: links::pursuance(&hit.slug),
        handle: hit.slug.clone(),
        ..FoundRow::of(&hit.display, &hit.mission, phrases)
    };
    let person = |hit: &PersonHit| FoundRow {
        href: links::actor(&hit.name),
        handle: format!("@{}", hit.name),
        ..FoundRow::of(&hit.display, &hit.about, phrases)
    };
    let comment = |hit: &CommentHit| FoundRow {
        href: match &hit.spot {
            FoundSpot::Task(number) => links::said(&hit.slug, *number, &hit.id),
            FoundSpot::Room { id, .. } => links::said_in_room(&hit.slug, id, &hit.id),
        },
        by: Some(written_by(visit, hit)),
        at: Some(l.moment(hit.at)),
        pursuance: Some(Party::group(&hit.pursuance).linked(links::pursuance(&hit.slug))),
        // A comment has no name of its own, so it has the title of its task, or the name of its room.
        ..FoundRow::of_texts((&titled(visit.t, &hit.spot, &hit.title), &hit.body), visit.t, phrases)
    };
    let file = |hit: &FileHit| {
        let (mut task, mut room) = (None, None);
        match &hit.spot {
            FoundSpot::Task(number) => {
                let href = links::task(&hit.slug, *number);
                task = Some(TaskLink { number: *number, title: Words::of(&hit.title, visit.t), href });
            }
            FoundSpot::Room { id, .. } => {
                let name = titled(visit.t, &hit.spot, &hit.title).open().unwrap_or_default().to_owned();
                let href = match &hit.message {
                    Some(message) => links::said_in_room(&hit.slug, id, message),
                    None => links::room(&hit.slug, id),
                };
                room = Some((name, href));
            }
        }
        FoundRow {
            href: links::file(&hit.id),
            task,
            room,
            pursuance: Some(Party::group(&hit.pursuance).linked(links::pursuance(&hit.slug))),
            ..FoundRow::of(&hit.name, "", phrases)
        }
    };
    let there = |actor: &Actor| {
        let handle = crate::reads::name_of(actor);
        FoundRow {
            href: links::actor(&handle),
            host: actor.host.clone(),
            ..FoundRow::of(if actor.display.is_empty() { &actor.name } else { &actor.display }, "", phrases)
        }
    };
    let mut pursuances = group(Kind::Pursuances, &found.pursuances, asked, pursuance);
    // Pursuances of this server come first.
    pursuances.rows.extend(found.elsewhere.iter().map(there));
    let mut people = group(Kind::People, &found.people, asked, person);
    people.rows.extend(found.people_elsewhere.iter().map(there));
    let all = [
        group(Kind::Tasks, &found.tasks, asked, task),
        pursuances,
        people,
        group(Kind::Comments, &found.comments, asked, comment),
        group(Kind::Files, &found.files, asked, file),
    ];
    Ok(all.into_iter().filter(|group| !group.rows.is_empty()).collect())
}

/// The title of the task, or the name of the room as its pages show it.
fn titled(t: Text, spot: &FoundSpot, title: &Body) -> Body {
    match (spot, title.open()) {
        (FoundSpot::Room { is_general, .. }, Some(name)) => room::called(t, *is_general, name).into(),
        (FoundSpot::Room { .. }, None) | (FoundSpot::Task(_), _) => title.clone(),
    }
}

/// The author of a comment, named as on the page of its task.
fn written_by(visit: &Visit, hit: &CommentHit) -> Party {
    let author = visit.who(&hit.author);
    if hit.author.kind != ActorKind::Group {
        return author;
    }
    let person = match &hit.told {
        Some(name) => Party::named_there(visit.t, name, &author.name),
        None => Party::someone_at(visit.t, &author.name),
    };
    Party { host: author.host, ..person }
}

fn group<H>(
    kind: Kind,
    part: &Part<H>,
    (words, within): (&str, &str),
    row: impl Fn(&H) -> FoundRow,
) -> Group {
    Group {
        kind,
        rows: part.items.iter().map(row).collect(),
        next: part.next.map(|place| links::search_before(words, within, kind.as_str(), place)),
        is_cut: part.is_cut,
    }
}

impl FoundRow {
    /// Whether the row has a line with the place, the author or the time.
    pub fn is_placed(&self) -> bool {
        self.pursuance.is_some() || self.by.is_some() || self.at.is_some()
    }

    /// The row of an object by its title and its text in Markdown, as far as they can be read here.
    fn of_texts((title, text): (&Body, &Body), t: Text, phrases: &[Phrase]) -> Self {
        Self {
            title: Words::of(title, t).shown_as(|title| written(&marked(title, phrases))),
            ..Self::of("", text.open().unwrap_or_default(), phrases)
        }
    }

    /// The row of an object by its name and its text in Markdown.
    fn of(name: &str, text: &str, phrases: &[Phrase]) -> Self {
        Self {
            title: written(&marked(name, phrases)),
            excerpt: written(&snippet(&plain(text), phrases, EXCERPT)),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_before_a_word_is_noticed() {
        for (words, expected) in
            [("!map", true), ("river !map", true), ("map!", false), ("! map", false), ("!", false)]
        {
            assert_eq!(has_not(words), expected, "{words}");
        }
    }

    #[test]
    fn found_words_are_marked_and_bring_no_markup() {
        let title = written(&marked("<b>Map</b> of the river", &phrases("map")));
        assert_eq!(title.to_string(), "&#60;b&#62;<mark>Map</mark>&#60;/b&#62; of the river");
    }
}
