//! The next things for a person, in all their pursuances, each with its reason: the first ten, and behind them the others that were
//! found. The order is that of urgency: what they are asked comes first, then what others wait for. Beside these: urgent and late tasks without anybody, for members who may
//! assign them, and free tasks.

mod between;
mod gather;
mod why;

use std::collections::{BTreeSet, HashMap, HashSet};

use pursuance_domain::allowed::{Principal, Sights};
use pursuance_domain::id::{ActorId, AskId, DelegationId, MentorId, OfferId};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Size;
use schemars::JsonSchema;
use serde::Serialize;

pub use self::between::has_late_work;
use self::gather::Gather;
pub use self::why::Why;
use super::Actors;
use super::person::sights_in;
use super::sealed::{SealedView, is_due_in_week};
use super::waits;
use crate::actions::PerformError;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::delegations::Delegation;
use crate::store::deliveries::Host;
use crate::store::outline::{self, Who};
use crate::store::requests::{self, WaitingRequest};
use crate::store::sidebar::{self, NoticedDiscussions};
use crate::store::standing::Standing;
use crate::store::texts::Body;

/// The most next things: more would not be next. Others are folded below them on the page, so that none is left out unseen.
pub const MOST: usize = 10;
/// The most rows shown of each kind.
const LOOK: i64 = 10;
/// The most free tasks that are proposed.
const PROPOSED: usize = 3;
/// The most late tasks that stand before a member who may assign them; all but the first few are folded on the page.
const LATE: usize = 23;
/// The time for which an admission, a refused request to join and accepted work are shown.
const LATELY: i64 = 7 * DAY;
/// The most delegations listed beside the next things.
const OTHERS: usize = 5;

/// The reason with the people and times as they are kept.
pub type Reason = Why<Who, Time>;

/// Where a next thing is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    Task {
        slug: String,
        number: i64,
    },
    /// Among the offers to the person.
    Offer {
        offer: OfferId,
    },
    /// Among the offers to the person: a question whether they accompany a learner.
    Lesson {
        mentor: MentorId,
    },
    /// Among the offers to a pursuance.
    Incoming {
        slug: String,
        delegation: DelegationId,
    },
    /// Among the delegations of a pursuance that have ended.
    Ended {
        slug: String,
    },
    Members {
        slug: String,
    },
    /// A question whether they join.
    Question {
        ask: AskId,
    },
    Pursuance {
        slug: String,
    },
    /// The question what a pursuance may ask them about.
    Arrival {
        slug: String,
    },
    Pursuances,
    /// Another server, for operators.
    Server {
        host: String,
    },
    /// The requests for an account, for operators.
    AccountRequests,
}

impl Place {
    /// Its address on this instance.
    pub fn path(&self) -> String {
        match self {
            Self::Task { slug, number } => format!("/p/{slug}/t/{number}"),
            Self::Offer { offer } => format!("/offers#offer-{offer}"),
            Self::Lesson { mentor } => format!("/offers#lesson-{mentor}"),
            Self::Incoming { slug, delegation } => format!("/p/{slug}/incoming#offer-{delegation}"),
            Self::Ended { slug } => format!("/p/{slug}/incoming#ended-head"),
            Self::Members { slug } => format!("/p/{slug}/members"),
            Self::Question { ask } => format!("/me/asks/{ask}"),
            Self::Pursuance { slug } => format!("/p/{slug}"),
            Self::Arrival { slug } => format!("/p/{slug}/arrival"),
            Self::Pursuances => "/p".to_owned(),
            Self::Server { host } => format!("/admin/peers/{host}"),
            Self::AccountRequests => "/admin/accounts#requests".to_owned(),
        }
    }

    /// The pursuance that it is in, by its name in addresses.
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Task { slug, .. }
            | Self::Incoming { slug, .. }
            | Self::Ended { slug }
            | Self::Members { slug }
            | Self::Pursuance { slug }
            | Self::Arrival { slug } => Some(slug),
            Self::Offer { .. }
            | Self::Lesson { .. }
            | Self::Question { .. }
            | Self::Pursuances
            | Self::Server { .. }
            | Self::AccountRequests => None,
        }
    }
}

/// One next thing.
#[derive(Debug, Clone)]
pub struct NextThing {
    pub title: Body,
    pub place: Place,
    /// The display name of the pursuance; empty where the title names it.
    pub pursuance: String,
    pub due: Option<Time>,
    /// The size, where it matters.
    pub size: Option<Size>,
    /// How many open tasks wait for it.
    pub waiting: i64,
    pub is_urgent: bool,
    /// Whether it waits for something.
    pub is_blocked: bool,
    /// Whether the reader has it and may finish it with one press.
    pub finishes: bool,
    pub why: Reason,
}

impl NextThing {
    /// A thing without facts about work: it is no task, or they do not matter.
    fn plain(title: impl Into<Body>, place: Place, pursuance: String, why: Reason) -> Self {
        Self {
            title: title.into(),
            place,
            pursuance,
            due: None,
            size: None,
            waiting: 0,
            is_urgent: false,
            is_blocked: false,
            finishes: false,
            why,
        }
    }
}

/// A task that is with others, or offered to them.
#[derive(Debug, Clone)]
pub struct TaskWithOthers {
    pub row: Delegation,
    pub title: Body,
    pub number: i64,
    pub slug: String,
}

/// The reader, and the facts about them that are known already.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub who: &'a Principal,
    pub now: Time,
    /// Whether anybody asks to join where they decide.
    pub has_newcomers: bool,
    /// For operators: other servers that wait for a decision, and the name of the instance.
    pub stopped: &'a [(Host, Standing)],
    /// For operators: how many people ask for an account.
    pub requests: i64,
    pub instance: &'a str,
}

/// The next things.
pub struct Next {
    /// In this order: the first [`MOST`] are next.
    pub things: Vec<NextThing>,
    /// Of what there is more than was looked at.
    pub further: BTreeSet<Further>,
    /// Whether any of all these asks them something, or a pursuance asks what it may ask them about.
    pub asks: bool,
    /// Free tasks that are late, due within two days or urgent, where they may assign somebody; the first due first, then the urgent.
    pub late: Group,
    /// Free tasks where they may take one, best first; the first of them without those they are asked about and those that are late.
    pub free: Group,
    /// Free tasks that they have all skills for, among those that were compared.
    pub matching: Matching,
    /// Number of tasks that wait for their verdict, up to a hundred; none where each of them is one of `things`.
    pub reviews: i64,
    pub with_others: Vec<TaskWithOthers>,
    /// The actors that were read on the way.
    pub actors: Actors,
    /// Whether there are saved searches that they want on Home.
    pub has_saved: bool,
    /// Their requests to join that wait for an answer, the newest first.
    pub requested: Vec<WaitingRequest>,
    /// The slug of the pursuance that asks what it may ask them about.
    pub arriving: Option<String>,
}

/// Where there are more things than are read, by the name of the pursuance of the first that is left out. Reviews are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Further {
    /// Questions to the person about tasks.
    Offers,
    /// Offers of others, and what ended between pursuances.
    Incoming { slug: String },
    /// Tasks with others, and tasks of others: those that changed last are read.
    Between { slug: String },
    /// People who ask to join.
    Members { slug: String },
    /// Tasks of people who are gone, or silent.
    Tasks { slug: String },
    /// The person's own tasks.
    Own,
}

impl Further {
    /// The address of the page that has them.
    pub fn path(&self) -> String {
        match self {
            Self::Offers => "/offers".to_owned(),
            Self::Incoming { slug } | Self::Between { slug } => format!("/p/{slug}/incoming"),
            Self::Members { slug } => Place::Members { slug: slug.clone() }.path(),
            Self::Tasks { slug } => Place::Pursuance { slug: slug.clone() }.path(),
            Self::Own => "/tasks?q=%40me+is%3Aopen".to_owned(),
        }
    }
}

/// Leaves out the rows behind the first `most`, of which one more was read. Answers the first of them.
fn cut<T>(rows: &mut Vec<T>, most: i64) -> Option<T> {
    let most = usize::try_from(most).unwrap_or(usize::MAX).min(rows.len());
    rows.drain(most..).next()
}

/// Tasks without anybody: the first few, and the number of all.
#[derive(Debug, Clone, Default)]
pub struct Group {
    pub things: Vec<NextThing>,
    /// Number of tasks, with those in `things`.
    pub count: usize,
    /// How many of them stand in other parts of the same answer.
    pub elsewhere: usize,
    /// Whether there may be more than were counted.
    pub has_more: bool,
}

/// Free tasks of which the reader has all skills.
#[derive(Debug, Clone, Copy)]
pub struct Matching {
    pub all: usize,
    /// How many of them stand in the same answer: they are proposed, late, or asked about.
    pub here: usize,
}

/// The next things for a person in the pursuances that they may read.
///
/// # Errors
/// When the database fails.
pub async fn of(
    tx: &mut ReadTx,
    reader: Reader<'_>,
    sights: Sights,
    person: &ActorId,
) -> Result<Next, PerformError> {
    let mut next = Gather {
        reader,
        sights,
        actors: Actors::default(),
        between: HashMap::new(),
        things: Vec::new(),
        asked: HashSet::new(),
        waiting: HashMap::new(),
        further: BTreeSet::new(),
    };
    // Empty kinds are not read.
    let there = outline::next_kinds(tx, &next.sights, person, reader.now.plus(-LATELY)).await?;
    if there.shared {
        next.find_between(tx, person).await?;
    }
    if there.asked {
        next.asked(tx, person).await?;
    }
    if there.lessons {
        next.lessons(tx, person).await?;
    }
    next.stopped_servers();
    next.offers(tx).await?;
    next.answered(tx).await?;
    let mut reviews = 0;
    if there.reviews {
        reviews = next.reviews(tx, person).await?;
    }
    if there.hand_ons {
        next.hand_ons(tx, person).await?;
    }
    let with_others = next.handed_out(tx, person).await?;
    next.taken(tx, person).await?;
    next.newcomers(tx).await?;
    next.account_requests();
    if there.recruited {
        next.recruited(tx, person).await?;
    }
    if there.let_in {
        next.let_in(tx, person).await?;
    }
    if there.declined {
        next.not_let_in(tx, person).await?;
    }
    if there.were_left {
        next.left(tx).await?;
    }
    if there.own {
        next.own_tasks(tx, person, there.reminded).await?;
    }
    if there.done {
        next.accepted(tx, person).await?;
    }
    next.ended(tx).await?;
    next.cut_offers(tx).await?;
    let (late, free, matching) = next.unassigned(tx, person).await?;
    let mut things = next.things;
    // A thing with two reasons is listed once, for the first.
    let mut seen = HashSet::new();
    things.retain(|thing| seen.insert((thing.place.clone(), thing.title.clone())));
    let is_asked = things.iter().any(|thing| thing.why.asks());
    let further = next.further;
    let actors = next.actors;
    let requested = if there.requested { requests::waiting_of(tx, person, LOOK).await? } else { Vec::new() };
    let arriving = if there.arriving { requests::arriving(tx, person).await? } else { None };
    let has_saved = there.saved;
    Ok(Next {
        things,
        further,
        asks: is_asked || arriving.is_some(),
        late,
        free,
        matching,
        reviews,
        with_others,
        actors,
        has_saved,
        requested,
        arriving,
    })
}

/// The things that are next for you.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Next")]
pub struct NextView {
    /// How many things wait for your answer: the number beside Home, without what only operators decide.
    pub waiting: i64,
    /// At most ten, in this order.
    pub items: Vec<ThingView>,
    /// How many further ones there are, as far as was looked.
    pub more: usize,
    /// Tasks without anybody, late, due within two days or urgent, where you may assign somebody; the first due first, then the urgent.
    pub late: GroupView,
    /// Tasks that you could take, best first; `items` has none that you are asked about, and none of `late`. Behind `/tasks?mine=1`
    /// are all of them.
    pub free: GroupView,
    /// How many of the free tasks need only skills that you have; at most 100 are counted.
    pub matching: usize,
    /// Your requests to join that wait for an answer, the newest first.
    pub requests: Vec<RequestView>,
    /// The pursuance that asks what it may ask you about, by its name in addresses; `pursuance.arrive` answers it.
    pub arriving: Option<String>,
}

/// A request to join that waits for an answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "NextRequest")]
pub struct RequestView {
    /// Its name in addresses.
    pub pursuance: String,
    /// Its display name; where only members may know it, its name in addresses.
    pub name: String,
    pub since: Time,
}

/// Tasks without anybody. Nobody has them, all their parts are done, they wait for nothing, and no other pursuance is asked for them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "NextGroup")]
pub struct GroupView {
    /// How many there are; at most 100 are counted.
    pub count: usize,
    /// Whether there may be more than `count`.
    pub more: bool,
    /// The first 23 of `late`; of `free` the first three, as far as they stand in nothing above.
    pub items: Vec<ThingView>,
}

/// A next thing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "NextThing")]
pub struct ThingView {
    pub reason: Why<String, Time>,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// The pursuance, by its name in addresses, where it is about one of yours.
    pub pursuance: Option<String>,
    /// The number of the task, where it is one of that pursuance.
    pub task: Option<i64>,
    /// The offer to you, where it is one.
    pub offer: Option<OfferId>,
    /// The question whether you accompany a learner, where it is one.
    pub mentor: Option<MentorId>,
    pub due: Option<Time>,
    /// Whether `due` is only the end of the week in which it is wanted: of a task whose title is sealed no more is known here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_in_week: bool,
    pub size: Option<Size>,
    pub urgent: bool,
    /// How many open tasks wait for it.
    pub waiting: i64,
    /// The address of its page.
    pub url: String,
}

/// The next things for programs.
///
/// # Errors
/// When the database fails.
pub async fn view(
    app: &App,
    tx: &mut ReadTx,
    who: &Principal,
    person: &ActorId,
) -> Result<NextView, PerformError> {
    let mine = sidebar::pursuances(tx, person).await?;
    let sights = sights_in(who, mine.iter().filter(|mine| !mine.is_closed));
    let frame = sidebar::frame(tx, Some(person), &sights, false, &NoticedDiscussions::default())
        .await?
        .unwrap_or_default();
    let waiting = waits::in_all(&frame, &mine, &sights);
    // Servers are for operators, and a token never does what operators do.
    let (stopped, now): (&[(Host, Standing)], Time) = (&[], app.clock.now());
    let reader = Reader { who, now, has_newcomers: true, stopped, requests: 0, instance: "" };
    let Next { mut things, late, free, matching, requested, arriving, .. } =
        of(tx, reader, sights, person).await?;
    let more = things.len().saturating_sub(MOST);
    things.truncate(MOST);
    let request = |one: WaitingRequest| RequestView { pursuance: one.slug, name: one.name, since: one.at };
    let items = things.into_iter().map(|thing| thing_view(app, thing)).collect();
    let requests = requested.into_iter().map(request).collect();
    let (late, free) = (group_view(app, late), group_view(app, free));
    Ok(NextView { waiting, items, more, late, free, matching: matching.all, requests, arriving })
}

fn group_view(app: &App, group: Group) -> GroupView {
    let items = group.things.into_iter().map(|thing| thing_view(app, thing)).collect();
    GroupView { count: group.count, more: group.has_more, items }
}

fn thing_view(app: &App, thing: NextThing) -> ThingView {
    let (task, offer, mentor) = match &thing.place {
        Place::Task { number, .. } => (Some(*number), None, None),
        Place::Offer { offer } => (None, Some(offer.clone()), None),
        Place::Lesson { mentor } => (None, None, Some(mentor.clone())),
        Place::Incoming { .. }
        | Place::Ended { .. }
        | Place::Members { .. }
        | Place::Question { .. }
        | Place::Pursuance { .. }
        | Place::Arrival { .. }
        | Place::Pursuances
        | Place::Server { .. }
        | Place::AccountRequests => (None, None, None),
    };
    ThingView {
        url: app.addresses.at(&thing.place.path()),
        pursuance: thing.place.slug().map(str::to_owned),
        task,
        offer,
        mentor,
        sealed: SealedView::of(&thing.title),
        due_in_week: is_due_in_week(&thing.title, thing.due),
        title: thing.title,
        due: thing.due,
        size: thing.size,
        urgent: thing.is_urgent,
        waiting: thing.waiting,
        reason: thing.why.map(|who| who.full_name(), |at| at),
    }
}
