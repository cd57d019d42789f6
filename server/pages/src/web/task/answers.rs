//! The context of messages in a discussion: the messages that they answer and quote, their reactions, and the reply that the viewer is
//! writing.

use axum::response::Response;
use pursuance_domain::allowed::Thread;
use pursuance_domain::id::{MessageId, is_own_id};
use pursuance_domain::talk::Called;
use pursuance_domain::value::Emoji;
use serde::Deserialize;

use super::discussion::{MessageView, Which};
use crate::actions::{Performed, Refused};
use crate::markdown::references::Named;
use crate::reads::Actors;
use crate::reads::message_extras::{MessageExtras, Place, Quoted, Reader, quoted};
use crate::store::db::ReadTx;
use crate::store::discussions::Message;
use crate::store::error::StoreResult;
use crate::store::reactions::Reaction;
use crate::text::{Markup, Text};
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party};
use crate::web::request::form::FormFields;
use crate::web::request::refusal::refusal_text;
use crate::web::request::session::{Visit, see, see_with};

/// The messages that an address or a form names: the one to answer, the one to quote, and the one to react to.
#[derive(Debug, Default)]
pub(in crate::web) struct NamedMessages {
    pub reply: Option<MessageId>,
    pub quote: Option<MessageId>,
    pub react: Option<MessageId>,
    /// The typed emoji for that message.
    pub emoji: Field,
}

impl NamedMessages {
    /// Reads the fields with these three names.
    pub fn of(fields: &FormFields, [reply, quote, react]: [&str; 3]) -> Self {
        let id = |name: &str| {
            let text = fields.text(name);
            is_own_id(text).then(|| MessageId(text.to_owned()))
        };
        Self { reply: id(reply), quote: id(quote), react: id(react), emoji: Field::default() }
    }

    /// The messages that a page shows with it: those around the one to which somebody reacts.
    pub fn which(&self) -> Which {
        self.react.clone().map_or(Which::NEWEST, Which::Around)
    }
}

/// The messages that a new message answers and quotes, shown above its box.
#[derive(Default)]
pub struct Answering {
    pub reply: Option<Answered>,
    pub quote: Option<Answered>,
}

impl Answering {
    /// Returns each of them: the name of its field, its label, and the message.
    pub fn fields(&self, t: Text) -> Vec<(&'static str, &'static str, &Answered)> {
        let reply = self.reply.iter().map(|answered| ("reply_to", t.s("talk-replying"), answered));
        reply.chain(self.quote.iter().map(|answered| ("quote", t.s("talk-quoting"), answered))).collect()
    }
}

/// A message that is answered or quoted.
pub struct Answered {
    pub id: String,
    pub shown: QuoteShown,
}

/// A message that another one quotes.
pub struct QuoteShown {
    /// The author; none where a replacement text is shown.
    pub by: Option<Markup>,
    /// The beginning of the message, or a replacement text.
    pub text: String,
    pub href: String,
    /// Whether it expires without any further change, because its room has a lifetime.
    pub ends: bool,
}

/// A kind of reaction, as a button.
pub struct ReactionShown {
    pub emoji: String,
    pub count: i64,
    pub is_mine: bool,
    /// The name of the button: “👍 3, Ana, Bo and one more”.
    pub name: String,
}

impl ReactionShown {
    /// The value of `aria-pressed`.
    pub fn pressed(&self) -> &'static str {
        if self.is_mine { "true" } else { "false" }
    }

    /// The name of the field that the button sends: a second press removes the reaction.
    pub fn field(&self) -> &'static str {
        if self.is_mine { "take" } else { "add" }
    }
}

/// The emoji that pages offer.
pub fn offered() -> impl Iterator<Item = &'static str> {
    Emoji::OFFERED.into_iter().map(|emoji| emoji.as_str())
}

/// The field for any other emoji, if one of these messages shows it.
pub fn emoji_field(messages: &[MessageView]) -> Option<&Field> {
    messages.iter().find_map(|message| message.offered.as_ref())
}

impl QuoteShown {
    /// A replacement text instead of the message.
    fn told(words: &str) -> Self {
        Self { by: None, text: words.to_owned(), href: String::new(), ends: false }
    }

    async fn of(visit: &Visit, tx: &mut ReadTx, actors: &mut Actors, quoted: &Quoted) -> StoreResult<Self> {
        Ok(match quoted {
            Quoted::Read { author, text, path, worded: _, ends } => {
                let author = visit.party_of(tx, actors, author).await?;
                // A comment of another side is one of somebody there.
                let by = if author.is_group { Party::someone_at(visit.t, &author.name) } else { author };
                let by = Some(by.unlinked().bold(visit.t));
                Self { by, text: text.clone(), href: path.clone(), ends: *ends }
            }
            Quoted::Changed { path } => Self { href: path.clone(), ..Self::told(visit.t.s("quote-changed")) },
            Quoted::Gone => Self::told(visit.t.s("quote-gone")),
            Quoted::Unreadable => Self::told(visit.t.s("quote-unreadable")),
        })
    }
}

/// Returns the notes for a preview about who will be notified, where the text suggests something else.
pub(in crate::web) fn heard_by(t: Text, named: &Named, may_call: bool) -> Vec<String> {
    let called =
        named.calls_room.then_some(if may_call { "talk-call-told" } else { "notice-room-call-role" });
    let cut = named.is_cut.then_some("notice-names-cut");
    called.into_iter().chain(cut).map(|key| t.s(key).to_owned()).collect()
}

/// Redirects to `to` after a message was sent; with a notice if not all the people whom it names were notified. Otherwise the message
/// itself is confirmation enough.
pub(in crate::web) fn said(visit: &Visit, done: &Performed, to: &str) -> Response {
    let called = done.result.get("at_room").and_then(|called| Called::deserialize(called).ok());
    let unheard = match called {
        Some(Called::Role) => Some("notice-room-call-role"),
        Some(Called::TooMany) => Some("notice-room-call-many"),
        Some(Called::Told) | None => done.result.get("names_cut").map(|_| "notice-names-cut"),
    };
    match unheard {
        Some(key) => see_with(&visit.app, to, FormNotice::info(key)),
        None => see(to),
    }
}

/// Explains why a message was not sent.
pub(in crate::web) fn said_refusal(t: Text, no: &Refused) -> String {
    // The same key with another text, sent after "Back" or after a lost response. The new form has a new key.
    if matches!(no, Refused::KeyReused) { t.s("talk-said-before").to_owned() } else { refusal_text(t, no) }
}

/// The context of one message.
pub(in crate::web) struct BesideShown {
    pub quote: Option<QuoteShown>,
    pub reactions: Vec<ReactionShown>,
    pub may_answer: bool,
    pub offered: Option<Field>,
}

impl BesideShown {
    /// Reads the context of a message. `may_write`: whether the viewer may discuss there.
    pub async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        actors: &mut Actors,
        (beside, asked, may_write): (&MessageExtras, &NamedMessages, bool),
        message: &Message,
    ) -> StoreResult<Self> {
        let kinds = beside.reactions.get(message.id.as_str()).map_or(&[][..], Vec::as_slice);
        let may_answer = may_write && message.retracted_at.is_none();
        Ok(Self {
            quote: quote_of(visit, tx, actors, (beside, message)).await?,
            reactions: reactions_of(visit, tx, actors, kinds).await?,
            may_answer,
            offered: (may_answer && asked.react.as_ref() == Some(&message.id)).then(|| asked.emoji.clone()),
        })
    }
}

/// Reads the quote of a message, if there is one.
async fn quote_of(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    (beside, message): (&MessageExtras, &Message),
) -> StoreResult<Option<QuoteShown>> {
    match beside.quote_of(message) {
        Some(quoted) => Ok(Some(QuoteShown::of(visit, tx, actors, quoted).await?)),
        None => Ok(None),
    }
}

/// Counts the reactions to a message, as buttons.
async fn reactions_of(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    kinds: &[Reaction],
) -> StoreResult<Vec<ReactionShown>> {
    let mut shown = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let mut names = Vec::with_capacity(kind.people.len());
        for person in &kind.people {
            let party = visit.party_of(tx, actors, person).await?;
            names.push(if party.is_you { visit.t.s("you").to_owned() } else { party.name });
        }
        shown.push(ReactionShown {
            name: name_of(visit.t, kind, &names),
            emoji: kind.emoji.clone(),
            count: kind.count,
            is_mine: kind.is_mine,
        });
    }
    Ok(shown)
}

fn name_of(t: Text, kind: &Reaction, names: &[String]) -> String {
    let others = usize::try_from(kind.count).unwrap_or(0).saturating_sub(names.len());
    let name = t.with("talk-reaction").set("emoji", &kind.emoji).set("all", kind.count);
    name.set("names", names.join(", ")).set("others", others).to_string()
}

/// Reads the messages that the viewer's new message answers and quotes, as far as the viewer may read them.
pub(in crate::web) async fn answering(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    (here, place): (&Thread, &Place),
    asked: &NamedMessages,
) -> StoreResult<Answering> {
    let ids: Vec<&str> = asked.reply.iter().chain(&asked.quote).map(MessageId::as_str).collect();
    if ids.is_empty() {
        return Ok(Answering::default());
    }
    let reader = Reader { who: &visit.who, now: visit.now, here: (here, place) };
    let found = quoted(tx, reader, &ids).await?;
    let mut answering = Answering::default();
    for (id, slot) in [(&asked.reply, &mut answering.reply), (&asked.quote, &mut answering.quote)] {
        let Some(id) = id else { continue };
        let Some(quoted @ Quoted::Read { .. }) = found.get(id) else { continue };
        let shown = QuoteShown::of(visit, tx, actors, quoted).await?;
        *slot = Some(Answered { id: id.to_string(), shown });
    }
    Ok(answering)
}
