//! The results of a search over everything, by kind: for the page and for the API.

mod in_rooms;

use pursuance_domain::allowed::{Principal, Sights};
use pursuance_domain::id::{ActorId, FileId, MessageId, RoomId, TaskId};
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::text::{PURSUANCES_MAX, Phrase, snippet};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::in_rooms::{rooms_named, without_rooms};
use super::sealed::SealedView;
use super::talk::room_url;
use super::{Page, name_of, one_more, person, pursuance_url, task_url};
use crate::actions::PerformError;
use crate::markdown;
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::finding::{self, CommentHit, FileHit, Found, FoundSpot, PersonHit, PursuanceHit, TaskHit};
use crate::store::fulltext;
use crate::store::rooms::Room;
use crate::store::texts::Body;

/// The most characters of the text of a search.
pub const MOST_CHARACTERS: usize = 200;

/// The most known pursuances and people of other servers that are searched: the latest ones.
pub const KNOWN: i64 = 200;
pub const KNOWN_PEOPLE: i64 = 500;

/// Letters around the first word that was found.
pub const EXCERPT: usize = 160;

/// A kind of thing that is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Tasks,
    Pursuances,
    People,
    Comments,
    Files,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Tasks, Self::Pursuances, Self::People, Self::Comments, Self::Files];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Pursuances => "pursuances",
            Self::People => "people",
            Self::Comments => "comments",
            Self::Files => "files",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The request of a search.
#[derive(Debug, Clone, Copy)]
pub struct SearchRequest<'a> {
    pub phrases: &'a [Phrase],
    /// One kind alone; without it, the beginning of each.
    pub kind: Option<Kind>,
    /// The place before which a list of one kind goes on.
    pub before: Option<i64>,
    /// The most results of each kind.
    pub limit: usize,
    pub now: Time,
    /// The rooms that the text names with `in:`; where it names some, only what was said there, and its files, is found.
    pub rooms: &'a [Room],
}

/// The results of one kind, the newest first.
#[derive(Debug)]
pub struct Part<H> {
    pub items: Vec<H>,
    /// The place before which it goes on.
    pub next: Option<i64>,
    /// Whether only the newest were looked at, because too many have these words.
    pub is_cut: bool,
}

impl<H> Default for Part<H> {
    fn default() -> Self {
        Self { items: Vec::new(), next: None, is_cut: false }
    }
}

impl<H> Part<H> {
    fn of(found: Found<H>, limit: usize, place: impl Fn(&H) -> i64) -> Self {
        let Found { hits, is_cut, is_narrowed: _ } = found;
        let Page { items, next } = Page::cut(hits, limit, place);
        Self { items, next, is_cut }
    }
}

/// The results of a search, by kind.
#[derive(Debug, Default)]
pub struct Results {
    pub tasks: Part<TaskHit>,
    pub pursuances: Part<PursuanceHit>,
    pub people: Part<PersonHit>,
    pub comments: Part<CommentHit>,
    pub files: Part<FileHit>,
    /// Known pursuances of other servers.
    pub elsewhere: Vec<Actor>,
    /// People of other servers who wrote a comment on a task that the reader may read.
    pub people_elsewhere: Vec<Actor>,
    /// Whether the reader has more pursuances than were looked in.
    pub is_narrowed: bool,
    /// Whether older texts are still being taken into the index.
    pub is_filling: bool,
}

/// The text of a search as it is looked for: no more than [`MOST_CHARACTERS`], and no control characters, which no text has.
pub fn typed(text: &str) -> String {
    let letters = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    letters.take(MOST_CHARACTERS).collect::<String>().trim_end().to_owned()
}

/// Everything that somebody may read and that has these words.
///
/// # Errors
/// When the database fails.
pub async fn find(
    tx: &mut ReadTx,
    who: &Principal,
    asked: &SearchRequest<'_>,
) -> Result<Results, PerformError> {
    let SearchRequest { phrases, kind, before, limit, now, rooms } = *asked;
    if phrases.is_empty() {
        return Ok(Results::default());
    }
    let sights = person::all_sights(tx, who).await?;
    let before = before.filter(|_| kind.is_some());
    let is_in_rooms = !rooms.is_empty();
    let wants = |one| {
        kind.is_none_or(|kind| kind == one) && (!is_in_rooms || matches!(one, Kind::Comments | Kind::Files))
    };
    let most = one_more(limit);
    let is_narrowed = sights.whole().count().max(sights.partly().count()) > PURSUANCES_MAX;
    let mut found = Results { is_narrowed, ..Results::default() };
    if wants(Kind::Tasks) {
        let hits = finding::tasks(tx, &sights, phrases, before, most).await?;
        found.tasks = Part::of(hits, limit, |hit| hit.place);
    }
    if wants(Kind::Pursuances) {
        let hits = finding::pursuances(tx, &sights, phrases, before, most).await?;
        found.pursuances = Part::of(hits, limit, |hit| hit.place);
        // The known servers are shown only to people with an account here, as where a task is handed over.
        if who.person().is_some() && before.is_none() {
            found.elsewhere = elsewhere(tx, phrases, limit).await?;
        }
    }
    if wants(Kind::People) {
        let hits = finding::people(tx, &sights, phrases, before, most).await?;
        found.people = Part::of(hits, limit, |hit| hit.place);
        if who.person().is_some() && before.is_none() {
            found.people_elsewhere = people_elsewhere(tx, &sights, phrases, limit).await?;
        }
    }
    if wants(Kind::Comments) {
        let hits = finding::comments(tx, &sights, (phrases, rooms), (before, now), most).await?;
        found.comments = Part::of(hits, limit, |hit| hit.place);
    }
    if wants(Kind::Files) {
        let hits = finding::files(tx, &sights, (phrases, rooms), (before, now), most).await?;
        found.files = Part::of(hits, limit, |hit| hit.place);
    }
    found.is_filling = fulltext::is_filling_for(tx, &sights).await?;
    Ok(found)
}

/// Known pursuances of other servers whose name or address has these words.
async fn elsewhere(tx: &mut ReadTx, phrases: &[Phrase], limit: usize) -> StoreResult<Vec<Actor>> {
    let known = actors::known_groups(tx, KNOWN).await?;
    Ok(known.into_iter().filter(|actor| is_called(actor, phrases)).take(limit).collect())
}

/// Known people of other servers whose name or address has these words, if the reader may read a comment of theirs.
async fn people_elsewhere(
    tx: &mut ReadTx,
    sights: &Sights,
    phrases: &[Phrase],
    limit: usize,
) -> StoreResult<Vec<Actor>> {
    let known = actors::known_people(tx, KNOWN_PEOPLE).await?;
    let called: Vec<Actor> = known.into_iter().filter(|actor| is_called(actor, phrases)).collect();
    let ids: Vec<&ActorId> = called.iter().map(|actor| &actor.id).collect();
    let met = finding::have_written(tx, sights, &ids).await?;
    Ok(called.into_iter().filter(|actor| met.contains(&actor.id)).take(limit).collect())
}

fn is_called(actor: &Actor, phrases: &[Phrase]) -> bool {
    let named = format!("{} {}", actor.display, name_of(actor));
    phrases.iter().all(|phrase| phrase.is_in(&named))
}

/// A text in Markdown in one line: what stands in lines of its own is told apart.
pub fn plain(markdown: &str) -> String {
    let text = markdown::to_text(&markdown::to_html(markdown));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" · ")
}

/// The results of a search over everything, by kind, the newest of each first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SearchResults")]
pub struct ResultsView {
    pub tasks: FoundList<FoundTask>,
    pub pursuances: FoundList<FoundPursuance>,
    pub people: FoundList<FoundPerson>,
    pub comments: FoundList<FoundComment>,
    pub files: FoundList<FoundFile>,
    /// Known pursuances of other servers whose name has these words.
    pub elsewhere: Vec<FoundElsewhere>,
    /// People of other servers whose name has these words, of those who commented on a task that you may read.
    pub people_elsewhere: Vec<FoundElsewhere>,
    /// Whether you are in more pursuances than were looked in.
    pub narrowed: bool,
    /// Whether older texts that you may read are still being taken into the index, so that they are not found yet.
    pub filling: bool,
}

/// The results of one kind.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}s")]
pub struct FoundList<T> {
    pub items: Vec<T>,
    /// Pass it as `after`, with the `kind`, to get the next part; null at the end.
    pub next: Option<i64>,
    /// Whether only the newest 1,000 with these words were looked at.
    pub cut: bool,
}

/// A task.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundTask {
    pub pursuance: String,
    /// The display name of its pursuance.
    pub name: String,
    pub task: i64,
    pub id: TaskId,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub phase: ShownPhase,
    /// Its description around what was found, as plain text.
    pub excerpt: String,
    pub url: String,
}

/// A pursuance of this instance.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundPursuance {
    pub pursuance: String,
    pub name: String,
    /// Its mission around what was found, as plain text.
    pub excerpt: String,
    pub url: String,
}

/// A person of this instance.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundPerson {
    pub person: String,
    pub name: String,
    /// Their words about themselves around what was found, as plain text.
    pub excerpt: String,
    pub url: String,
}

/// A comment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundComment {
    pub id: MessageId,
    pub pursuance: String,
    /// The number of its task; null of a message in a room.
    pub task: Option<i64>,
    /// The id of its room, where it was said in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The title of the task, or the name of the room.
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// `name`, or `name@server`.
    pub author: String,
    /// The name of who wrote it, where its author is a pursuance that tells it; null otherwise.
    pub person: Option<String>,
    pub at: Time,
    /// Its text around what was found, as plain text.
    pub excerpt: String,
    pub url: String,
}

/// A file on a task, or of a message in a room.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundFile {
    pub id: FileId,
    pub name: String,
    pub pursuance: String,
    /// The number of its task; null of one of a message in a room.
    pub task: Option<i64>,
    /// The id of its room, where it came with a message in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The comment or message that it came with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The title of the task, or the name of the room.
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// Where it is read.
    pub url: String,
}

/// A known pursuance of another server, or a person there.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundElsewhere {
    /// `name@server`.
    pub handle: String,
    pub name: String,
    /// The address of its page here.
    pub url: String,
}

/// The text around the first word that was found.
fn excerpt(text: &str, phrases: &[Phrase]) -> String {
    snippet(&plain(text), phrases, EXCERPT).iter().map(|piece| piece.text).collect()
}

/// The same of a text that may be sealed: then nothing was found in it, and nothing of it can be shown.
fn excerpt_of(body: &Body, phrases: &[Phrase]) -> String {
    body.open().map_or_else(String::new, |text| excerpt(text, phrases))
}

impl<T> FoundList<T> {
    fn of<H>(part: Part<H>, view: impl FnMut(H) -> T) -> Self {
        Self { items: part.items.into_iter().map(view).collect(), next: part.next, cut: part.is_cut }
    }
}

/// The view of the results for the API.
pub fn view(app: &App, found: Results, phrases: &[Phrase]) -> ResultsView {
    let there = |actor: Actor| {
        let handle = name_of(&actor);
        let url = app.addresses.at(&format!("/@{handle}"));
        FoundElsewhere { handle, name: actor.display, url }
    };
    ResultsView {
        tasks: FoundList::of(found.tasks, |hit| FoundTask {
            phase: hit.row.shown(),
            excerpt: excerpt_of(&hit.text, phrases),
            url: task_url(app, &hit.row.slug, hit.row.number),
            pursuance: hit.row.slug,
            name: hit.row.pursuance,
            task: hit.row.number,
            id: hit.row.id,
            sealed: SealedView::of(&hit.row.title),
            title: hit.row.title,
        }),
        pursuances: FoundList::of(found.pursuances, |hit| FoundPursuance {
            excerpt: excerpt(&hit.mission, phrases),
            url: pursuance_url(app, &hit.slug),
            pursuance: hit.slug,
            name: hit.display,
        }),
        people: FoundList::of(found.people, |hit| FoundPerson {
            excerpt: excerpt(&hit.about, phrases),
            url: app.addresses.at(&format!("/@{}", hit.name)),
            person: hit.name,
            name: hit.display,
        }),
        comments: FoundList::of(found.comments, |hit| FoundComment {
            author: hit.author.full_name(),
            person: hit.told,
            excerpt: excerpt_of(&hit.body, phrases),
            url: {
                let within = match &hit.spot {
                    FoundSpot::Task(number) => task_url(app, &hit.slug, *number),
                    FoundSpot::Room { id, .. } => room_url(app, &hit.slug, id),
                };
                format!("{within}?around={0}#m-{0}", hit.id)
            },
            id: hit.id,
            pursuance: hit.slug,
            task: hit.spot.task(),
            room: hit.spot.room(),
            sealed: SealedView::of(&hit.title),
            title: hit.title,
            at: hit.at,
        }),
        files: FoundList::of(found.files, |hit| FoundFile {
            url: super::file_url(app, &hit.id),
            id: hit.id,
            name: hit.name,
            pursuance: hit.slug,
            task: hit.spot.task(),
            room: hit.spot.room(),
            message: hit.message,
            sealed: SealedView::of(&hit.title),
            title: hit.title,
        }),
        elsewhere: found.elsewhere.into_iter().map(there).collect(),
        people_elsewhere: found.people_elsewhere.into_iter().map(there).collect(),
        narrowed: found.is_narrowed,
        filling: found.is_filling,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_is_one_line_of_bounded_length() {
        assert_eq!(typed("  river\u{0}bank\n "), "river bank");
        assert_eq!(typed(&"a".repeat(MOST_CHARACTERS + 1)).len(), MOST_CHARACTERS);
        assert_eq!(typed(&"ñ".repeat(MOST_CHARACTERS + 1)).chars().count(), MOST_CHARACTERS);
    }

    #[test]
    fn lines_and_parts_of_a_list_are_told_apart() {
        assert_eq!(plain("Bring:\n\n* boots\n* a **net**\n"), "Bring: · boots · a net");
        assert_eq!(plain("One line.  "), "One line.");
    }

    #[test]
    fn every_kind_has_a_word_that_reads_as_it() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("everything"), None);
    }
}
