//! The next things for a person: at most ten, each with its reason and one action.
//!
//! The order is that of urgency: things that others wait for come before tasks to pick up.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::delegation::{Cut, Side};
use pursuance_domain::event::{Happened, Recorded, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Urgency;

use super::delegations::Between;
use crate::reads::Actors;
use crate::reads::offers::{self, WhyView};
use crate::store::db::ReadTx;
use crate::store::dependencies::{self, Counted};
use crate::store::outline::reviews::{self, Place};
use crate::store::outline::{self, Row, Who, next};
use crate::store::standing::Standing;
use crate::store::waiting::{self, PursuanceName, Which};
use crate::store::{asks, events, pursuances, requests};
use crate::web::frame::labels::role_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::rows::{Mine, RowContext};
use crate::web::frame::view::{Party, size_key};
use crate::web::frame::when::{Due, When};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::task::parts::hands_in;

/// The most next things on the page: more would not be next.
pub(super) const MOST: usize = 10;
/// How long an admission is shown.
const LET_IN: i64 = 7 * DAY;
/// How near a date is that brings a task forward.
const SOON: i64 = 3 * DAY;
/// How long the acceptance of work is shown.
const ACCEPTED: i64 = 7 * DAY;
/// How many of each kind are looked at.
pub(super) const LOOK: i64 = 10;

/// One next thing.
pub struct NextThing {
    pub title: String,
    pub href: String,
    /// Empty where the title names it.
    pub pursuance: String,
    pub due: Option<Due>,
    /// The key of the size's words, where the size matters.
    pub size: Option<&'static str>,
    /// How many open tasks wait for it.
    pub waiting: i64,
    pub is_urgent: bool,
    /// Whether it waits for something.
    pub is_blocked: bool,
    pub why: Why,
}

/// The reason why something is next.
pub enum Why {
    /// For operators: the key of a pursuance on another server has to be compared.
    OtherKey,
    /// For operators: the records of another server and of this one differ.
    RecordsDiffer,
    /// They are asked whether they take it: with how many others, or by whom.
    Asked {
        together: u32,
    },
    AskedBy {
        who: String,
    },
    /// An offer waits for an answer.
    Answer {
        from: Party,
        by: When,
    },
    /// Work waits for a verdict.
    Review {
        by: Party,
        since: When,
    },
    /// The same, handed in in the place of its assignee.
    ReviewFor {
        by: Party,
        of: Party,
        since: When,
    },
    /// Its review has begun here.
    ReviewBegun {
        of: Party,
    },
    /// Work was sent back.
    SentBack {
        by: Party,
    },
    /// Other terms were suggested.
    Countered {
        by: Party,
    },
    /// They wrote about an offer of theirs after this side suggested other terms, or asked.
    Wrote {
        by: Party,
    },
    /// A delegate asks for new terms, or whether a third pursuance may help.
    Onward {
        by: Party,
    },
    /// A person asked to join.
    Newcomer {
        who: Party,
    },
    /// A pursuance asks them to join.
    Recruited {
        by: Party,
        role: &'static str,
    },
    /// They asked to join, and were admitted.
    LetIn {
        at: When,
    },
    /// They asked to join, and were declined.
    NotLetIn {
        at: When,
        reason: Option<String>,
    },
    /// Another pursuance has been silent.
    Silent {
        who: Party,
        since: When,
    },
    /// The review of others' work is late.
    ReviewLate {
        by: Party,
        since: When,
    },
    /// The origin asks for other terms.
    NewTerms {
        by: Party,
    },
    /// The origin asks for news.
    Nudged {
        by: Party,
    },
    /// The origin answered whether a third pursuance may help.
    OnwardAnswered {
        by: Party,
    },
    /// They declined an offer.
    Declined {
        by: Party,
    },
    /// They did not answer an offer.
    Expired {
        by: Party,
    },
    /// They gave the task back.
    Returned {
        by: Party,
    },
    /// They confirmed a recall.
    Stopped {
        by: Party,
    },
    /// Our acceptance came too late.
    Lost {
        by: Party,
    },
    /// They took the task back.
    TakenBack {
        by: Party,
    },
    /// The operators here blocked their server.
    WeBlocked {
        by: Party,
    },
    /// Their server refuses everything from this one.
    TheyRefuse {
        by: Party,
    },
    /// An offer, ours or theirs, ended because the two servers do not talk.
    OfferCut {
        by: Party,
        side: Side,
        cut: Cut,
    },
    /// They accepted our work.
    Accepted {
        by: Party,
    },
    /// They refused our work for good.
    Refused {
        by: Party,
    },
    /// A task of others that was accepted, and has no assignee yet.
    Unassigned {
        from: Party,
    },
    /// Their own work when the task was recalled.
    LateWork {
        by: Party,
    },
    /// A mirror is ready to be handed in.
    HandIn {
        to: Party,
    },
    /// Its assignee is gone; somebody chooses the next one.
    Left {
        who: Party,
    },
    /// Its reviewer is gone; its creator reviews it now.
    LeftReview {
        who: Party,
    },
    /// It was assigned to them, or taken, and has not begun.
    Begin,
    /// They are at it.
    Continue,
    /// It wants help, and they have a skill for it (or just could).
    Wanted {
        skill: Option<String>,
    },
}

/// The key of the text for an offer that ended because the two servers do not talk.
pub fn offer_cut_key(side: &Side, cut: &Cut) -> &'static str {
    match (side, cut) {
        (Side::Origin, Cut::WeBlocked) => "why-our-offer-we-blocked",
        (Side::Origin, Cut::TheyRefuse) => "why-our-offer-they-refuse",
        (Side::Delegate, Cut::WeBlocked) => "why-their-offer-we-blocked",
        (Side::Delegate, Cut::TheyRefuse) => "why-their-offer-they-refuse",
    }
}

impl Why {
    /// The symbol in front.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Answer { .. } | Self::Asked { .. } | Self::AskedBy { .. } => "i-offer",
            Self::Review { .. } | Self::ReviewFor { .. } | Self::ReviewBegun { .. } => "i-eye",
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::SentBack { .. }
            | Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::Nudged { .. }
            | Self::TakenBack { .. }
            | Self::WeBlocked { .. }
            | Self::TheyRefuse { .. }
            | Self::OfferCut { .. }
            | Self::Refused { .. } => "i-bell",
            Self::Countered { .. }
            | Self::Wrote { .. }
            | Self::Onward { .. }
            | Self::NewTerms { .. }
            | Self::OnwardAnswered { .. } => "i-hand",
            Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Returned { .. }
            | Self::Stopped { .. }
            | Self::Unassigned { .. }
            | Self::LateWork { .. }
            | Self::Lost { .. } => "i-offer",
            Self::Accepted { .. } => "i-check",
            Self::Newcomer { .. }
            | Self::Recruited { .. }
            | Self::LetIn { .. }
            | Self::NotLetIn { .. }
            | Self::Left { .. }
            | Self::LeftReview { .. } => "i-group",
            Self::HandIn { .. } => "i-send",
            Self::Begin => "p-started",
            Self::Continue => "p-working",
            Self::Wanted { .. } => "p-help",
        }
    }

    /// The key of the verb on the button.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Answer { .. }
            | Self::Asked { .. }
            | Self::AskedBy { .. }
            | Self::Wrote { .. }
            | Self::Recruited { .. } => "do-answer",
            Self::Review { .. } | Self::ReviewFor { .. } | Self::ReviewBegun { .. } => "do-review",
            Self::SentBack { .. } | Self::Continue => "do-continue",
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::Countered { .. }
            | Self::Onward { .. }
            | Self::NewTerms { .. }
            | Self::Unassigned { .. } => "do-decide",
            Self::Newcomer { .. } | Self::Left { .. } => "do-decide",
            Self::Nudged { .. } => "do-tell",
            Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::OnwardAnswered { .. }
            | Self::LateWork { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Returned { .. }
            | Self::Stopped { .. }
            | Self::Lost { .. }
            | Self::TakenBack { .. }
            | Self::WeBlocked { .. }
            | Self::TheyRefuse { .. }
            | Self::OfferCut { .. }
            | Self::Accepted { .. }
            | Self::Refused { .. }
            | Self::LetIn { .. }
            | Self::NotLetIn { .. }
            | Self::LeftReview { .. }
            | Self::Wanted { .. } => "do-look",
            Self::HandIn { .. } => "do-hand-in",
            Self::Begin => "do-begin",
        }
    }
}

/// The next things, gathered in the order of their urgency.
pub(super) struct Next<'a> {
    pub visit: &'a Visit,
    pub l: &'a Layout,
    /// The tasks that the person may read, by pursuance.
    pub sights: Sights,
    pub actors: Actors,
    /// Tasks between pursuances, by the reason why they may be next.
    pub between: HashMap<Which, Vec<Between>>,
    pub things: Vec<NextThing>,
    /// The tasks that they are asked about: nobody proposes these to them besides.
    pub asked: HashSet<TaskId>,
    /// For each task that others wait for, how many, as far as it was asked.
    pub waiting: HashMap<TaskId, i64>,
}

impl Next<'_> {
    /// Whether they may do that in a place.
    pub(super) fn may(&self, place: &PursuanceName, permission: Permission) -> bool {
        self.sights.of(&place.id).is_some_and(|sight| sight.may(permission))
    }

    fn add_row(&mut self, row: &Row, why: Why) {
        self.things.push(NextThing {
            title: row.title.clone(),
            href: links::task(&row.slug, row.number),
            pursuance: row.pursuance.clone(),
            due: row.asked.due.map(|due| self.l.due(due, false)),
            size: Some(size_key(row.asked.size)),
            waiting: self.waiting.get(&row.id).copied().unwrap_or_default(),
            is_urgent: row.asked.urgency == Urgency::Urgent,
            is_blocked: row.is_blocked && matches!(why, Why::Begin | Why::Continue | Why::SentBack { .. }),
            why,
        });
    }

    /// Of equally urgent tasks those that others wait for come first, and those that are blocked last.
    async fn among_equals(&mut self, tx: &mut ReadTx, rows: &mut [Row]) -> Result<(), PageError> {
        let ids: Vec<&TaskId> = rows.iter().map(|row| &row.id).collect();
        self.waiting.extend(dependencies::waiting_open(tx, &ids, Counted::Own).await?);
        rows.sort_by_key(|row| (row.is_blocked, !self.waiting.contains_key(&row.id)));
        Ok(())
    }

    /// The tasks that this person is asked about.
    pub(super) async fn asked(&mut self, tx: &mut ReadTx) -> Result<(), PageError> {
        let most = usize::try_from(LOOK).unwrap_or(MOST);
        for row in offers::waiting(tx, &self.visit.who, most).await? {
            let why = match WhyView::of(tx, &mut self.actors, &row.offer.asked).await? {
                WhyView::ByHand { by } => Why::AskedBy { who: by },
                WhyView::Drawn { together, .. } => Why::Asked { together },
            };
            self.asked.insert(row.offer.task.clone());
            self.things.push(NextThing {
                href: links::offer_card(row.offer.id.as_str()),
                pursuance: row.pursuance,
                due: row.task.asked.due.map(|due| self.l.due(due, false)),
                size: Some(size_key(row.task.asked.size)),
                waiting: 0,
                is_urgent: row.task.asked.urgency == Urgency::Urgent,
                is_blocked: false,
                title: row.task.title,
                why,
            });
        }
        Ok(())
    }

    /// For operators: other servers that wait for their decision.
    pub(super) fn stopped_servers(&mut self) {
        for (host, standing) in &self.l.stopped {
            let why = match standing {
                Standing::OtherKey => Why::OtherKey,
                Standing::Suspended => Why::RecordsDiffer,
                Standing::Forbids { .. } | Standing::Silent | Standing::Blocked | Standing::Fine => continue,
            };
            self.things.push(NextThing {
                href: links::operator_peer(&host.name),
                title: host.name.clone(),
                pursuance: self.l.instance.clone(),
                due: None,
                size: None,
                waiting: 0,
                is_urgent: false,
                is_blocked: false,
                why,
            });
        }
    }

    /// Work that waits for this person's verdict.
    pub(super) async fn reviews(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let rows = reviews::of_person(tx, &self.sights, person, &Place::first(), LOOK).await?;
        let delegations = if rows.is_empty() { Vec::new() } else { outline::delegations(tx, &rows).await? };
        let ids: Vec<TaskId> = rows.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        for row in &rows {
            let mirror = delegations
                .iter()
                .find(|delegation| delegation.task == row.id && delegation.side == Side::Delegate);
            let why = match (mirror, &row.assignee) {
                (Some(delegation), _) => Why::HandIn { to: self.visit.who(&delegation.peer) },
                (None, Some(who)) => self.review(tx, row, who, &moves).await?,
                (None, None) => continue,
            };
            self.add_row(row, why);
        }
        Ok(())
    }

    /// Work of `who` that waits for a verdict, with the person who handed it in.
    async fn review(
        &mut self,
        tx: &mut ReadTx,
        row: &Row,
        who: &Who,
        moves: &[Recorded],
    ) -> Result<Why, PageError> {
        let (of, since) = (self.visit.who(who), self.l.moment(row.updated));
        if row.phase == Phase::InReview {
            return Ok(Why::ReviewBegun { of });
        }
        let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id) && hands_in(event));
        Ok(match last.and_then(|event| event.actor.as_ref()).filter(|by| **by != who.id) {
            Some(by) => {
                let by = self.visit.party_of(tx, &mut self.actors, by).await?;
                Why::ReviewFor { by, of, since }
            }
            None => Why::Review { by: of, since },
        })
    }

    pub(super) async fn newcomers(&mut self, tx: &mut ReadTx) -> Result<(), PageError> {
        if self.l.newcomers == 0 {
            return Ok(());
        }
        for newcomer in waiting::newcomers(tx, &self.sights, LOOK).await? {
            let who = self.visit.who(&newcomer.who);
            self.things.push(NextThing {
                title: who.name.clone(),
                href: links::members(&newcomer.place.slug),
                pursuance: newcomer.place.name,
                due: None,
                size: None,
                waiting: 0,
                is_urgent: false,
                is_blocked: false,
                why: Why::Newcomer { who },
            });
        }
        Ok(())
    }

    /// Pursuances that ask this person to join.
    pub(super) async fn recruited(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        for ask in asks::open_of(tx, person, LOOK).await? {
            let Some(pursuance) = pursuances::by_id(tx, &ask.pursuance).await? else { continue };
            let by = Party::person(&ask.by_display).linked(links::actor(&ask.by_name));
            self.things.push(NextThing {
                title: pursuance.name,
                href: links::ask(ask.id.as_str()),
                pursuance: String::new(),
                due: None,
                size: None,
                waiting: 0,
                is_urgent: false,
                is_blocked: false,
                why: Why::Recruited { by, role: role_key(ask.role) },
            });
        }
        Ok(())
    }

    /// Pursuances that admitted this person lately.
    pub(super) async fn let_in(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let since = self.visit.now.plus(-LET_IN);
        for (slug, name, at) in requests::let_in_since(tx, &self.sights, person, since, LOOK).await? {
            self.things.push(NextThing {
                title: name,
                href: links::pursuance(&slug),
                pursuance: String::new(),
                due: None,
                size: None,
                waiting: 0,
                is_urgent: false,
                is_blocked: false,
                why: Why::LetIn { at: self.l.moment(at) },
            });
        }
        Ok(())
    }

    /// Pursuances that declined this person's request lately. One for members only is named as they named it.
    pub(super) async fn not_let_in(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let since = self.visit.now.plus(-LET_IN);
        for one in requests::declined_since(tx, person, since, LOOK).await? {
            let href = if one.is_open { links::pursuance(&one.slug) } else { links::pursuances().to_owned() };
            self.things.push(NextThing {
                title: one.name,
                href,
                pursuance: String::new(),
                due: None,
                size: None,
                waiting: 0,
                is_urgent: false,
                is_blocked: false,
                why: Why::NotLetIn { at: self.l.moment(one.at), reason: one.reason },
            });
        }
        Ok(())
    }

    /// Tasks and reviews of people who are gone: somebody chooses who continues.
    pub(super) async fn left(&mut self, tx: &mut ReadTx) -> Result<(), PageError> {
        for (row, who) in next::left(tx, &self.sights, LOOK).await? {
            let who = self.visit.who(&who);
            let why = if row.phase.is_unassigned() { Why::Left { who } } else { Why::LeftReview { who } };
            self.add_row(&row, why);
        }
        Ok(())
    }

    /// This person's tasks: first those that came back, then those in progress, then those to begin.
    pub(super) async fn own_tasks(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let soon = self.visit.now.plus(SOON);
        let rows = next::of_assignee(tx, &self.sights, person, soon, 2 * LOOK).await?;
        let (begun, mut new): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.phase == Phase::InProgress);
        let ids: Vec<TaskId> = begun.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        let mut going_on = Vec::new();
        for row in begun {
            match sent_back_by(&row, &moves) {
                Some(by) => {
                    let by = self.visit.party_of(tx, &mut self.actors, &by).await?;
                    self.add_row(&row, Why::SentBack { by });
                }
                None => going_on.push(row),
            }
        }
        self.among_equals(tx, &mut going_on).await?;
        self.among_equals(tx, &mut new).await?;
        // What cannot wait comes before what is under way already.
        let mut rows: Vec<Row> = going_on.into_iter().chain(new).collect();
        rows.sort_by_key(|row| presses(row, self.visit.now));
        for row in &rows {
            let is_begun = row.phase == Phase::InProgress;
            self.add_row(row, if is_begun { Why::Continue } else { Why::Begin });
        }
        Ok(())
    }

    /// This person's work that somebody accepted lately: here, or the pursuance that asked for it.
    pub(super) async fn accepted(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let since = self.visit.now.plus(-ACCEPTED);
        let rows = next::done_by(tx, &self.sights, person, since, LOOK).await?;
        let ids: Vec<TaskId> = rows.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        for row in &rows {
            let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id) && event.at > since);
            if let Some(by) = last.and_then(accepted_by).filter(|by| *by != person) {
                let by = self.visit.party_of(tx, &mut self.actors, by).await?;
                self.add_row(row, Why::Accepted { by });
            }
        }
        Ok(())
    }

    pub(super) async fn add_to_pick_up(
        &mut self,
        tx: &mut ReadTx,
        person: &ActorId,
    ) -> Result<(), PageError> {
        let has_skills = !Mine::of(self.visit, tx).await?.is_empty();
        let rows = next::to_pick_up(tx, &self.sights, person, has_skills, LOOK).await?;
        let context = RowContext::of(self.visit, tx, &rows).await?;
        let asked = std::mem::take(&mut self.asked);
        for row in rows.iter().filter(|row| !asked.contains(&row.id)) {
            self.add_row(row, Why::Wanted { skill: context.shared_skill(row) });
        }
        Ok(())
    }
}

/// The person whose verdict finished a task, or the pursuance.
fn accepted_by(event: &Recorded) -> Option<&ActorId> {
    let Happened::TaskPhaseSet(set) = &event.what else { return None };
    let is_verdict =
        matches!(set.before, Phase::ReadyForReview | Phase::InReview) && set.after == Phase::Done;
    event.actor.as_ref().filter(|_| is_verdict)
}

/// The order of one's own tasks: urgent ones first, then those that are due soon or over; and last those that wait for others.
fn presses(row: &Row, now: Time) -> (bool, bool, bool) {
    let is_soon = row.asked.due.is_some_and(|due| due <= now.plus(SOON));
    (row.is_blocked, row.asked.urgency != Urgency::Urgent, !is_soon)
}

/// Who sent the work back, if that was the last of these moves of the task.
fn sent_back_by(row: &Row, moves: &[Recorded]) -> Option<ActorId> {
    let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id))?;
    let Happened::TaskPhaseSet(phase) = &last.what else { return None };
    let was_in_review = matches!(phase.before, Phase::ReadyForReview | Phase::InReview);
    let who = last.actor.as_ref().filter(|_| was_in_review);
    who.filter(|actor| Some(*actor) != row.assignee.as_ref().map(|who| &who.id)).cloned()
}
