//! The discussion of a task, on the task's page.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Thread};
use pursuance_domain::delegation::State;
use pursuance_domain::id::{DelegationId, MessageId, is_own_id};
use pursuance_domain::time::Time;

use super::answers::{Answering, BesideShown, NamedMessages, QuoteShown, ReactionShown, answering};
use super::message_form::Along;
use super::reading::Reading;
use super::scene::{Scene, is_full};
use crate::actions::access::Access;
use crate::actions::comment::may_appeal;
use crate::markdown::{self, ReferenceTargets};
use crate::platform::clock::random;
use crate::reads::Actors;
use crate::reads::message_extras::{MessageExtras, Place, Reader, TEXT_MAX, fitting, within};
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::store::discussions::{self, Message};
use crate::store::error::StoreResult;
use crate::store::sealed::messages;
use crate::store::tasks::Task;
use crate::text::{Markup, Text};
use crate::web::delegation::readers::Readers;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, FileView, Party, object_of, prose};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::form::FormFields;
use crate::web::request::session::Visit;
use crate::web::task::comment::PlacePages as _;

/// The discussion of a task.
pub struct Talk {
    pub messages: Vec<MessageView>,
    /// The number of messages before these, up to one more than are counted.
    pub earlier: i64,
    /// The address of the earlier messages.
    pub earlier_href: String,
    /// Whether the newest messages are on another page.
    pub has_later: bool,
    /// The address of the messages after these.
    pub later: Option<String>,
    /// The address at which the script polls for new messages; none unless the page shows the newest messages, and none where messages are
    /// signed.
    pub news: Option<String>,
    /// The unread messages of the viewer.
    pub reading: Reading,
    /// Whether the viewer may write.
    pub may_write: bool,
    /// The idempotency key of the form: a message with it is posted only once.
    pub key: String,
    /// The address for the completion of names; empty for a viewer who may not see the members.
    pub names: String,
    pub body: Field,
    /// The pursuance that owns the task.
    pub pursuance: String,
    /// Whether the pursuance is public.
    pub is_public: bool,
    /// The other pursuances of live delegations, which may get a message.
    pub share: Option<Share>,
    /// The messages that the viewer's new message answers and quotes.
    pub answering: Answering,
    /// The typed text, rendered.
    pub preview: Option<Markup>,
    /// The files to attach.
    pub along: Along,
}

impl Talk {
    /// More attributes of the field.
    pub fn attributes(&self) -> String {
        attributes(&self.names)
    }

    /// Whether it shows a quote that expires without any further change.
    pub fn ends(&self) -> bool {
        let written =
            self.answering.reply.iter().chain(&self.answering.quote).map(|answered| &answered.shown);
        self.messages
            .iter()
            .filter_map(|message| message.quote.as_ref())
            .chain(written)
            .any(|quote| quote.ends)
    }

    /// The number of earlier messages, in words.
    pub fn earlier_text(&self, t: Text) -> String {
        if self.earlier > EARLIER_COUNTED {
            return t.with("talk-earlier-more").set("count", EARLIER_COUNTED.to_string()).to_string();
        }
        t.with("talk-earlier").set("n", self.earlier).to_string()
    }
}

/// More attributes of the field in which a message is written. `names`: the address for the completion of names, or nothing.
pub(in crate::web) fn attributes(names: &str) -> String {
    let names = if names.is_empty() { String::new() } else { format!(" data-names=\"{names}\"") };
    format!("required maxlength=10000 placeholder=\" \" data-draft=\"once\"{names}")
}

/// Whether a message goes to other pursuances too.
pub struct Share {
    /// The pursuances that would read it: one, or several with an offer.
    pub peers: Vec<Party>,
    /// The readers at all of them.
    pub readers: Readers,
    /// Whether the box is ticked: as agreed in the offer, or as ticked before.
    pub is_ticked: bool,
}

impl Share {
    /// The names of the pursuances that would read it.
    pub fn names(&self, t: Text) -> Markup {
        let names: Vec<String> =
            self.peers.iter().map(|peer| peer.unlinked().markup(t).to_string()).collect();
        Markup::trusted(names.join(", "))
    }
}

/// One message.
pub struct MessageView {
    pub id: String,
    /// The page of its discussion.
    pub page: String,
    /// Its page, to which its forms are sent.
    pub href: String,
    pub by: Party,
    pub at: When,
    pub body: Markup,
    /// The pursuance that reads it too.
    pub shared_with: Option<Party>,
    /// The refusal of the other side, if it refused the message.
    pub refused: Option<RefusedComment>,
    /// The time of the last edit, if it was edited.
    pub edited: Option<When>,
    /// The key of the link to its page, if the viewer may do anything there.
    pub change: Option<&'static str>,
    /// Whether the viewer may mark the discussion as unread from this message on: it is not deleted, and somebody else wrote it.
    pub may_unread: bool,
    /// In a private pursuance: the data that a script checks against its signature.
    pub signed: Option<Signed>,
    pub answers: Answers,
    pub quote: Option<QuoteShown>,
    /// The attached files.
    pub files: Vec<FileView>,
    pub reactions: Vec<ReactionShown>,
    /// Whether the viewer may answer it, quote it and react to it.
    pub may_answer: bool,
    /// The field for any other emoji, if the list of emoji is unfolded.
    pub offered: Option<Field>,
}

/// The position of the message that a message answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// It answers no message.
    #[default]
    Nothing,
    /// The message above it on the page.
    Above,
    /// A message that is on another page, by its id.
    Elsewhere(String),
}

/// A comment of a private pursuance, as its members signed it.
pub struct Signed {
    /// Its id in hexadecimal, as the script knows it.
    pub object: String,
    /// The identity of its sender in the log, in hexadecimal.
    pub by: String,
    pub is_gone: bool,
    /// Whether the viewer may edit and delete it.
    pub may_change: bool,
    /// Whether the viewer may remove this comment of somebody else.
    pub may_remove: bool,
}

impl MessageView {
    /// More classes of its element.
    pub fn class(&self) -> &'static str {
        if self.answers == Answers::Above { " reply" } else { "" }
    }

    /// The id of the message that it answers, if that is on another page.
    pub fn elsewhere(&self) -> Option<&str> {
        match &self.answers {
            Answers::Elsewhere(id) => Some(id),
            Answers::Nothing | Answers::Above => None,
        }
    }

    /// The address of the discussion around another message.
    pub fn other_href(&self, id: &str) -> String {
        format!("{}?around={id}#m-{id}", self.page)
    }

    /// The address of the discussion with the box for an answer, by `how` (reply, quote).
    pub fn answer_href(&self, how: &str) -> String {
        format!("{}?around={id}&{how}={id}#say", self.page, id = self.id)
    }

    /// The address of the discussion with its list of emoji unfolded.
    pub fn emoji_href(&self) -> String {
        format!("{}?around={id}&react={id}#m-{id}", self.page, id = self.id)
    }

    /// The key of the note about the other side.
    pub fn shared_key(&self) -> &'static str {
        if self.refused.is_some() { "talk-refused" } else { "talk-shared" }
    }

    /// The text to send again, and its revision.
    pub fn again(&self) -> Option<(&str, i64)> {
        let (body, revision) = self.refused.as_ref()?.again.as_ref()?;
        Some((body, *revision))
    }
}

/// A comment that the other side refused.
pub struct RefusedComment {
    /// The text to send again, and its revision; none if the viewer may not, or if the other side receives no comments now.
    pub again: Option<(String, i64)>,
}

/// Messages on a page; more are a link away.
const MESSAGES: i64 = 50;
/// The most earlier messages that a page counts; for more it shows "more than". The cost of a page thus does not grow with its discussion.
const EARLIER_COUNTED: i64 = 100;
/// The number of messages on either side of the target of a link.
const BESIDE: i64 = 10;

/// Which comments a page shows.
pub(in crate::web) enum Which {
    /// The last ones before a time.
    Before(Time),
    /// The first ones after a message.
    After(MessageId),
    /// A message, with those around it.
    Around(MessageId),
}

impl Which {
    /// The last ones of all.
    pub const NEWEST: Self = Self::Before(Time(i64::MAX));

    /// Reads which messages an address asks for: `around` or `after`, the id of a message, or `before`, a time. Otherwise the last ones.
    pub fn asked(query: &FormFields) -> Self {
        let id = |name| Some(query.text(name)).filter(|id| is_own_id(id)).map(|id| MessageId(id.to_owned()));
        match (id("around"), id("after")) {
            (Some(id), _) => Self::Around(id),
            (None, Some(id)) => Self::After(id),
            (None, None) => query.number("before").map_or(Self::NEWEST, |at| Self::Before(Time(at))),
        }
    }
}

/// The comments of a page, the oldest first.
#[derive(Default)]
pub(in crate::web) struct Comments {
    pub messages: Vec<Message>,
    /// Whether there are comments before these.
    pub has_earlier: bool,
    /// Whether there may be comments after these.
    pub has_later: bool,
    /// Whether these are the last ones of all, so that new ones follow them.
    pub is_end: bool,
}

/// Reads the comments for a page of a task or a room; the newest ones if the requested message does not exist.
pub(in crate::web) async fn comments(tx: &mut ReadTx, seen: &Thread, which: &Which) -> StoreResult<Comments> {
    let before = match which {
        Which::Before(moment) => *moment,
        Which::Around(id) => match discussions::one_of(tx, seen, id.as_str()).await? {
            Some(message) => return around(tx, seen, message).await,
            None => Time(i64::MAX),
        },
        Which::After(id) => match discussions::one_of(tx, seen, id.as_str()).await? {
            Some(message) => return after(tx, seen, &message).await,
            None => Time(i64::MAX),
        },
    };
    let found = discussions::thread(tx, seen, before, MESSAGES).await?;
    let (read, is_cut) = (found.len(), is_full(&found, MESSAGES));
    let messages = fitting(found);
    let has_earlier = is_cut || messages.len() < read;
    let has_later = before < Time(i64::MAX);
    Ok(Comments { messages, has_earlier, has_later, is_end: !has_later })
}

/// Reads the first comments after a message that fit on a page, at least one.
async fn after(tx: &mut ReadTx, seen: &Thread, message: &Message) -> StoreResult<Comments> {
    let mut messages = discussions::thread_after(tx, seen, Some(message), MESSAGES + 1).await?;
    let is_cut = is_full(&messages, MESSAGES + 1);
    if is_cut {
        messages.pop();
    }
    let mut left = TEXT_MAX;
    let fit = within(messages.iter(), &mut left).max(1);
    let has_later = is_cut || fit < messages.len();
    messages.truncate(fit);
    Ok(Comments { messages, has_earlier: true, has_later, is_end: false })
}

/// Reads a comment with those before and after it that fit on a page: each side has half of the page.
async fn around(tx: &mut ReadTx, seen: &Thread, message: Message) -> StoreResult<Comments> {
    let mut before = discussions::thread(tx, seen, message.at, BESIDE + 1).await?;
    let mut after = discussions::thread_after(tx, seen, Some(&message), BESIDE + 1).await?;
    let (has_before, has_after) = (is_full(&before, BESIDE + 1), is_full(&after, BESIDE + 1));
    if has_before {
        before.remove(0);
    }
    if has_after {
        after.pop();
    }
    let room = TEXT_MAX.saturating_sub(message.body.size());
    let mut left = room / 2;
    let fit = within(before.iter().rev(), &mut left);
    let has_earlier = has_before || fit < before.len();
    let mut messages = before.split_off(before.len().saturating_sub(fit));
    messages.push(message);
    let mut left = left.saturating_add(room.div_ceil(2));
    let fit = within(after.iter(), &mut left);
    let has_later = has_after || fit < after.len();
    after.truncate(fit);
    messages.extend(after);
    Ok(Comments { messages, has_earlier, has_later, is_end: false })
}

/// The comments that the page shows.
pub(super) struct Said<'a> {
    /// The authors of comments of another side, by the comments' addresses.
    pub writers: &'a HashMap<String, String>,
    /// The targets of their references.
    pub places: &'a ReferenceTargets,
    pub comments: Comments,
    pub asked: &'a NamedMessages,
}

/// Moves answers below the message that they answer, if that is on the page; they keep their order. Other messages stay where they are.
pub(in crate::web) fn in_rows(mut messages: Vec<MessageView>) -> Vec<MessageView> {
    let places: HashMap<String, usize> =
        messages.iter().enumerate().map(|(place, message)| (message.id.clone(), place)).collect();
    let mut rows: Vec<(usize, MessageView)> = Vec::with_capacity(messages.len());
    for (own, mut message) in messages.drain(..).enumerate() {
        let above = match &message.answers {
            Answers::Elsewhere(id) => places.get(id).copied(),
            Answers::Nothing | Answers::Above => None,
        };
        if above.is_some() {
            message.answers = Answers::Above;
        }
        rows.push((above.unwrap_or(own), message));
    }
    // A stable sort: the first message of a row is older than its answers.
    rows.sort_by_key(|(row, _)| *row);
    rows.into_iter().map(|(_, message)| message).collect()
}

/// Reads the discussion of the task of a scene.
pub(super) async fn talk(s: &mut Scene<'_>, said: Said<'_>) -> Result<Talk, PageError> {
    let (visit, access, task) = (s.visit, s.access, s.task);
    let Said { writers, places, comments, asked } = said;
    let Comments { messages: rows, has_earlier, has_later, is_end } = comments;
    let first = rows.first().map(|message| message.at);
    let last = rows.last().map(|message| message.id.clone()).filter(|_| has_later);
    let earlier = match first.filter(|_| has_earlier) {
        Some(first) => discussions::count_before(s.tx, &s.seen, first, EARLIER_COUNTED + 1).await?,
        None => 0,
    };
    let reading = Reading::of(s, &rows, !has_later).await?;
    let mut signed = signed(s, &rows).await?;
    let place = Place::Task { slug: access.pursuance.slug.clone(), number: task.number };
    let reader = Reader { who: &visit.who, now: visit.now, here: (&s.seen, &place) };
    let beside = MessageExtras::of(s.tx, reader, &rows).await?;
    s.actors.look_up(s.tx, beside.people()).await?;
    let answering = answering(visit, s.tx, &mut s.actors, (&s.seen, &place), asked).await?;
    let may_write = access.may(Permission::Discuss, Some(task));
    let mut messages = Vec::with_capacity(rows.len());
    for mut message in rows {
        let signed = signed.remove(message.id.as_str());
        let is_theirs = visit.person() != Some(&message.author) && message.retracted_at.is_none();
        let may_unread = reading.is_kept && is_theirs;
        let change = change_key(access, Some(task), &message);
        let is_ours = s.actors.get(s.tx, &message.author).await?.kind != ActorKind::Group;
        let shared = message.shared_with.take().filter(|_| is_ours);
        let may_again = message.retracted_at.is_none()
            && visit.person() == Some(&message.author)
            && access.may(Permission::Discuss, Some(task))
            && s.delegations.hear().any(|row| shared.as_ref() == Some(&row.id));
        let again = message.body.open().filter(|_| may_again);
        let again = again.map(|body| (body.to_owned(), message.revision));
        let refused = message.is_refused.then_some(RefusedComment { again });
        let around = (&beside, asked, may_write);
        let BesideShown { quote, reactions, may_answer, offered } =
            BesideShown::of(visit, s.tx, &mut s.actors, around, &message).await?;
        let said = say(s.visit, s.tx, &s.l, &mut s.actors, writers, places, message).await?;
        let known = shared.as_ref().and_then(|id| s.delegations.all().find(|row| row.id == *id));
        let shared_with = match (known, shared) {
            (Some(row), _) if row.state == State::Void => None,
            (Some(row), _) => Some(s.visit.party_of(s.tx, &mut s.actors, row.peer()).await?),
            (None, Some(id)) => peer_of(s.visit, s.tx, &mut s.actors, &id).await?,
            (None, None) => None,
        };
        let (page, href) = (place.page(), place.page_of(&said.id));
        messages.push(MessageView {
            page,
            href,
            change,
            shared_with,
            refused,
            may_unread,
            signed,
            quote,
            reactions,
            may_answer,
            offered,
            ..said
        });
    }
    let (mut peers, mut readers) = (Vec::new(), Readers::Members);
    for row in s.delegations.hear() {
        readers = readers.max(Readers::among(s.tx, &mut s.actors, row.peer()).await?);
        peers.push(s.visit.party_of(s.tx, &mut s.actors, row.peer()).await?);
    }
    let is_ticked = s.delegations.hear().all(crate::web::delegation::readers::shares_discussion);
    let share = (!peers.is_empty()).then_some(Share { peers, readers, is_ticked });
    let is_public = access.pursuance.visibility.is_open();
    let slug = &access.pursuance.slug;
    let news = (is_end && !access.pursuance.is_private()).then(|| links::task_news(slug, task.number));
    Ok(Talk {
        messages: in_rows(messages),
        earlier,
        has_later,
        news,
        later: last.map(|last| format!("{}?after={last}#discussion", links::task(slug, task.number))),
        earlier_href: first
            .map(|first| format!("{}?before={}#discussion", links::task(slug, task.number), first.0))
            .unwrap_or_default(),
        reading,
        key: hex::encode(random::<12>()),
        may_write,
        names: if access.may(Permission::SeeMembers, None) { links::names(slug) } else { String::new() },
        body: Field::default(),
        pursuance: access.pursuance.name.clone(),
        is_public,
        share,
        answering,
        preview: None,
        along: Along::none(&visit.app),
    })
}

/// The data that the script checks against the signatures of comments, by id; empty where they are not signed.
async fn signed(s: &mut Scene<'_>, rows: &[Message]) -> StoreResult<HashMap<String, Signed>> {
    let (access, task) = (s.access, s.task);
    if !access.pursuance.is_private() || rows.is_empty() {
        return Ok(HashMap::new());
    }
    let senders = messages::senders(s.tx, rows.iter().map(|message| message.id.as_str())).await?;
    let (may_write, may_remove) =
        (access.may(Permission::Discuss, Some(task)), access.may(Permission::Moderate, Some(task)));
    let of = |message: &Message| {
        let (is_own, is_gone) = (s.visit.person() == Some(&message.author), message.retracted_at.is_some());
        let signed = Signed {
            object: object_of(message.id.as_str()),
            by: senders.get(message.id.as_str())?.clone(),
            is_gone,
            may_change: may_write && is_own && !is_gone,
            may_remove: may_write && may_remove && !is_own && !is_gone,
        };
        Some((message.id.0.clone(), signed))
    };
    Ok(rows.iter().filter_map(of).collect())
}

/// The key of the link to a comment's page, for a viewer who may do anything there.
pub(in crate::web) fn change_key(
    access: &Access,
    task: Option<&Task>,
    message: &Message,
) -> Option<&'static str> {
    let is_own = access.who.person() == Some(&message.author);
    match (&message.retracted_at, &message.removed) {
        (None, _) if is_own => access.may(Permission::Discuss, task).then_some("comment-change"),
        (None, _) => access.may(Permission::Moderate, task).then_some("comment-remove"),
        (Some(_), Some(_)) => may_appeal(access, task, message).then_some("comment-why-link"),
        (Some(_), None) => None,
    }
}

/// Renders a comment for the page.
pub(in crate::web) async fn say(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    writers: &HashMap<String, String>,
    places: &ReferenceTargets,
    message: Message,
) -> StoreResult<MessageView> {
    let author = visit.party_of(tx, actors, &message.author).await?;
    let is_ours = !author.is_group;
    // The other side does not report whether the author or somebody else removed a comment.
    let there = (!is_ours).then(|| author.markup(visit.t));
    // A comment of the other side is shown as a comment of the pursuance; its author is named only if that was agreed.
    let by = if is_ours {
        author
    } else {
        let person = match writers.get(&message.uri) {
            Some(name) => Party::named_there(visit.t, name, &author.name),
            None => Party::someone_at(visit.t, &author.name),
        };
        Party { host: author.host, ..person }
    };
    let edited = message.edited_at().map(|at| l.moment(at));
    let body = match (&message.retracted_at, &message.removed) {
        (None, _) => prose(&message.body, visit.t, |text| markdown::to_linked_html(text, places)),
        (Some(_), None) => Markup::trusted(match there {
            Some(who) => format!("<p><em>{}</em></p>", visit.t.rich("message-removed").html("who", who)),
            None => format!("<p><em>{}</em></p>", visit.t.s("message-retracted")),
        }),
        (Some(_), Some((by, _))) => {
            let who = visit.party_of(tx, actors, by).await?.markup(visit.t);
            let said = visit.t.rich("message-removed").html("who", who);
            Markup::trusted(format!("<p><em>{said}</em></p>"))
        }
    };
    let shared_with = match message.shared_with.filter(|_| is_ours) {
        Some(id) => peer_of(visit, tx, actors, &id).await?,
        None => None,
    };
    Ok(MessageView {
        id: message.id.to_string(),
        page: String::new(),
        href: String::new(),
        by,
        at: l.moment(message.at),
        body,
        shared_with,
        refused: None,
        edited,
        change: None,
        may_unread: false,
        signed: None,
        answers: message.ties.reply_to.map_or(Answers::Nothing, |id| Answers::Elsewhere(id.0)),
        quote: None,
        files: Vec::new(),
        reactions: Vec::new(),
        may_answer: false,
        offered: None,
    })
}

async fn peer_of(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    id: &DelegationId,
) -> StoreResult<Option<Party>> {
    match delegations::by_id(tx, id).await? {
        Some(row) if row.state != State::Void => Ok(Some(visit.party_of(tx, actors, row.peer()).await?)),
        _ => Ok(None),
    }
}
