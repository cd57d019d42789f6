//! Quotes and reactions beside messages: the quoted words, as far as their reader may read them, and how people react.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use pursuance_domain::allowed::{Principal, Thread};
use pursuance_domain::id::{ActorId, MessageId, RoomId};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::Actors;
use super::search::plain;
use crate::actions::access::Access;
use crate::actions::{PerformError, Refused, Thing, comment};
use crate::state::App;
use crate::store::bans;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message};
use crate::store::error::StoreResult;
use crate::store::reactions::{self, Reaction};
use crate::text::shortened;

/// The most characters of a quoted message that are shown: the link leads to the rest.
const QUOTED_MAX: usize = 280;
/// The characters of it that are looked at for that: marks and addresses take room, too.
const LOOKED_AT: usize = 1_000;

/// The most bytes of messages that are read at once: making a page of them must not take long.
pub const TEXT_MAX: usize = 32 * 1024;

/// The newest messages that fit, at least one, the oldest first.
pub fn fitting(mut messages: Vec<Message>) -> Vec<Message> {
    let mut room = TEXT_MAX;
    let fit = within(messages.iter().rev(), &mut room).max(1);
    messages.split_off(messages.len().saturating_sub(fit))
}

/// The number of these messages that fit, up to the first that does not; their bytes are subtracted from `room`.
pub fn within<'a>(messages: impl Iterator<Item = &'a Message>, room: &mut usize) -> usize {
    let fit = messages.map_while(|message| {
        *room = room.checked_sub(message.body.size())?;
        Some(())
    });
    fit.count()
}

/// Where a message is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the discussion of a task.
    Task { slug: String, number: i64 },
    /// In a room.
    Room { slug: String, room: RoomId },
}

impl Place {
    fn of(access: &Access, place: &comment::Place) -> Self {
        let slug = access.pursuance.slug.clone();
        match place {
            comment::Place::Task(task) => Self::Task { slug, number: task.number },
            comment::Place::Room(room) => Self::Room { slug, room: room.id.clone() },
        }
    }

    /// The slug of its pursuance.
    pub fn slug(&self) -> &str {
        match self {
            Self::Task { slug, .. } | Self::Room { slug, .. } => slug,
        }
    }

    /// The path of a message there, with those around it.
    pub fn path(&self, message: impl Display) -> String {
        match self {
            Self::Task { slug, number } => format!("/p/{slug}/t/{number}?around={message}#m-{message}"),
            Self::Room { slug, room } => format!("/p/{slug}/talk/{room}?around={message}#m-{message}"),
        }
    }
}

/// A message that another one quotes, for one reader.
#[derive(Debug, Clone)]
pub enum Quoted {
    /// They may read it. `worded`: since when it says that, where it stands in another pursuance. `ends`: it stands in a room with a
    /// lifetime, after which it is gone without any change.
    Read { author: ActorId, text: String, path: String, worded: Option<Time>, ends: bool },
    /// They may read it where it stands, in another pursuance, whose words are others now than when it was quoted.
    Changed { path: String },
    /// It was deleted or removed, or went with its task, or its time in its room is over; or it stands in another pursuance, and its
    /// author is banned in this one, or suspended.
    Gone,
    /// They may not read it.
    Unreadable,
}

impl Quoted {
    /// Returns the part of it that is shown in a message of that time: nobody who quotes a message of another pursuance has
    /// agreed to later words.
    fn in_message(&self, at: Time) -> Self {
        match self {
            Self::Read { path, worded: Some(worded), .. } if *worded > at => {
                Self::Changed { path: path.clone() }
            }
            other => other.clone(),
        }
    }
}

/// Who reads, where, and when.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub who: &'a Principal,
    pub now: Time,
    /// The discussion that they are reading, and its place.
    pub here: (&'a Thread, &'a Place),
}

/// The quotes and reactions beside some messages.
#[derive(Debug, Default)]
pub struct MessageExtras {
    /// The quotes in them, by the ids of the quoting messages.
    pub quotes: HashMap<MessageId, Quoted>,
    /// The reactions to them, by their ids.
    pub reactions: HashMap<String, Vec<Reaction>>,
}

impl MessageExtras {
    /// Returns the quotes and reactions beside these messages. Those that are not there are not asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &mut ReadTx, reader: Reader<'_>, messages: &[Message]) -> StoreResult<Self> {
        let wanted: Vec<&str> =
            messages.iter().filter_map(|message| Some(message.ties.quote.as_ref()?.as_str())).collect();
        let reacted: Vec<&str> =
            messages.iter().filter(|one| one.ties.has_reactions).map(|one| one.id.as_str()).collect();
        let found = if wanted.is_empty() { HashMap::new() } else { quoted(tx, reader, &wanted).await? };
        let shown = |message: &Message| {
            let quoted = found.get(message.ties.quote.as_ref()?)?;
            Some((message.id.clone(), quoted.in_message(message.at)))
        };
        let quotes = messages.iter().filter_map(shown).collect();
        let reactions = if reacted.is_empty() {
            HashMap::new()
        } else {
            reactions::of_messages(tx, reacted, reader.who.person()).await?
        };
        Ok(Self { quotes, reactions })
    }

    /// The people whom it names.
    pub fn people(&self) -> Vec<ActorId> {
        let authors = self.quotes.values().filter_map(|quoted| match quoted {
            Quoted::Read { author, .. } => Some(author),
            Quoted::Changed { .. } | Quoted::Gone | Quoted::Unreadable => None,
        });
        let kinds = self.reactions.values().flatten();
        authors.chain(kinds.flat_map(|kind| &kind.people)).cloned().collect()
    }

    /// Returns the quote of a message.
    pub fn quote_of(&self, message: &Message) -> Option<&Quoted> {
        message.ties.quote.as_ref()?;
        // A quote that was read with the message and is not there any more is gone.
        Some(self.quotes.get(&message.id).unwrap_or(&Quoted::Gone))
    }
}

/// The message of a discussion that a list goes on from, by its id.
///
/// # Errors
/// When there is no such message, or the database fails.
pub async fn named(
    tx: &mut ReadTx,
    thread: &Thread,
    id: Option<&str>,
) -> Result<Option<Message>, PerformError> {
    let Some(id) = id else { return Ok(None) };
    let found = discussions::one_of(tx, thread, id).await?;
    Ok(Some(found.ok_or(Refused::NotFound(Thing::Comment))?))
}

/// The messages with these ids, as their reader may read them: in as many statements for fifty discussions as for one.
///
/// # Errors
/// When the database fails.
pub async fn quoted(
    tx: &mut ReadTx,
    reader: Reader<'_>,
    ids: &[&str],
) -> StoreResult<HashMap<MessageId, Quoted>> {
    let messages = discussions::by_ids(tx, ids.iter().copied()).await?;
    let (here, place) = reader.here;
    let others: HashSet<&str> =
        messages.iter().map(|message| message.thread.as_str()).filter(|id| *id != here.as_str()).collect();
    let mut places = HashMap::from([(here.as_str().to_owned(), (place.clone(), here.from(), false))]);
    if !others.is_empty() {
        let others: Vec<&str> = others.into_iter().collect();
        let read = comment::Place::read_each(tx, reader.who, &others, reader.now).await?;
        places.extend(read.into_iter().map(|(id, (access, place, thread))| {
            let ends = matches!(&place, comment::Place::Room(room) if room.lifetime.is_some());
            (id, (Place::of(&access, &place), thread.from(), ends))
        }));
    }
    let is_elsewhere = |message: &Message| {
        places.get(&message.thread).is_some_and(|(there, ..)| there.slug() != place.slug())
    };
    let strangers = messages.iter().filter(|message| is_elsewhere(message)).map(|one| one.author.as_str());
    let strangers: HashSet<&str> = strangers.collect();
    let shut_out = if strangers.is_empty() {
        HashSet::new()
    } else {
        bans::shut_out(tx, place.slug(), strangers, reader.now).await?
    };
    let mut found = HashMap::new();
    for message in messages {
        let is_elsewhere = is_elsewhere(&message);
        let quoted = match places.get(&message.thread) {
            // A reader who may not read it does not learn what became of it.
            None => Quoted::Unreadable,
            Some((_, from, _)) if message.retracted_at.is_some() || message.at < *from => Quoted::Gone,
            Some(_) if is_elsewhere && shut_out.contains(&message.author) => Quoted::Gone,
            Some((place, _, ends)) => Quoted::Read {
                worded: is_elsewhere.then_some(message.worded_at),
                author: message.author,
                text: excerpt(message.body.open().unwrap_or_default()),
                path: place.path(&message.id),
                ends: *ends,
            },
        };
        found.insert(message.id, quoted);
    }
    Ok(found)
}

/// The beginning of a message in plain words.
pub fn excerpt(markdown: &str) -> String {
    let begins: String = markdown.chars().take(LOOKED_AT).collect();
    shortened(&plain(&begins), QUOTED_MAX)
}

/// A kind of reaction to a message.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Reaction")]
pub struct ReactionView {
    pub emoji: String,
    /// How many people react so.
    pub count: i64,
    /// Whether you do.
    pub mine: bool,
    /// The names of the first of them, at most two.
    pub people: Vec<String>,
}

impl ReactionView {
    async fn of(tx: &mut ReadTx, actors: &mut Actors, kind: &Reaction) -> StoreResult<Self> {
        let mut people = Vec::with_capacity(kind.people.len());
        for person in &kind.people {
            people.push(actors.name(tx, person).await?);
        }
        Ok(Self { emoji: kind.emoji.clone(), count: kind.count, mine: kind.is_mine, people })
    }
}

/// How much of a quoted message you may read.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteState {
    /// You may read it.
    Read,
    /// You may read it at its `url`: it stands in another pursuance, and has other words than when it was quoted.
    Changed,
    /// It was deleted or removed; or it stands in another pursuance, and its author is banned in this one, or suspended.
    Gone,
    /// A message you may not read.
    Unreadable,
}

/// A message that another one quotes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Quote")]
pub struct QuoteView {
    pub state: QuoteState,
    pub author: Option<String>,
    /// The beginning of it, in plain words: of a message of this pursuance as it is now.
    pub text: Option<String>,
    /// Its page, with the messages around it.
    pub url: Option<String>,
}

/// The messages that a message answers and quotes, and the reactions to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BesideView {
    /// The message of the same discussion on which it hangs: one that hangs on no other.
    pub reply_to: Option<MessageId>,
    /// The message that it quotes; null where you may not read that.
    pub quote: Option<MessageId>,
    /// The contents of its quote.
    pub quoted: Option<QuoteView>,
    /// Each kind of reaction, in the order in which they came.
    pub reactions: Vec<ReactionView>,
}

impl BesideView {
    /// Returns the quote and the reactions beside a message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        app: &App,
        tx: &mut ReadTx,
        actors: &mut Actors,
        (beside, message): (&MessageExtras, &Message),
    ) -> StoreResult<Self> {
        let quoted = match beside.quote_of(message) {
            Some(quoted) => Some(QuoteView::of(app, tx, actors, quoted).await?),
            None => None,
        };
        // Of one that is not there any more nobody knows who could read it.
        let is_there = beside.quotes.contains_key(&message.id);
        let is_named =
            is_there && quoted.as_ref().is_some_and(|quoted| !matches!(quoted.state, QuoteState::Unreadable));
        let kinds = beside.reactions.get(message.id.as_str()).map_or(&[][..], Vec::as_slice);
        let mut reactions = Vec::with_capacity(kinds.len());
        for kind in kinds {
            reactions.push(ReactionView::of(tx, actors, kind).await?);
        }
        Ok(Self {
            reply_to: message.ties.reply_to.clone(),
            quote: message.ties.quote.clone().filter(|_| is_named),
            quoted,
            reactions,
        })
    }
}

impl QuoteView {
    /// Returns the quote of a message, with the name of the quoted author.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(app: &App, tx: &mut ReadTx, actors: &mut Actors, quoted: &Quoted) -> StoreResult<Self> {
        let nothing = |state| Self { state, author: None, text: None, url: None };
        Ok(match quoted {
            Quoted::Read { author, text, path, worded: _, ends: _ } => Self {
                state: QuoteState::Read,
                author: Some(actors.name(tx, author).await?),
                text: Some(text.clone()),
                url: Some(app.addresses.at(path)),
            },
            Quoted::Changed { path } => {
                Self { url: Some(app.addresses.at(path)), ..nothing(QuoteState::Changed) }
            }
            Quoted::Gone => nothing(QuoteState::Gone),
            Quoted::Unreadable => nothing(QuoteState::Unreadable),
        })
    }
}
