//! The delegate's side: its mirror, the work that came back, and the forms to hand in, give back or hand on.

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::origin::LATE_WORK_WITHIN;
use pursuance_domain::delegation::{DelegateCopy, DelegationRefusal, MessageKind, State};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Act};

use super::notes;
use super::readers::Readers;
use super::sides::{Common, NewTerms, SideContext, SubmissionView, WhyForm, newest};
use super::terms::{OnwardTerms, ReofferForm, onward_terms, other_terms};
use super::view::DelegationView;
use crate::actions::Thing;
use crate::markdown;
use crate::store::delegations::{Delegation, TimelineEntry};
use crate::store::outline;
use crate::store::tasks::{self, Task};
use crate::text::{Markup, Text};
use crate::web::cards::pick::{self, Pick};
use crate::web::frame::asks::ChangedPart;
use crate::web::frame::labels::{why_declined, why_returned};
use crate::web::frame::links;
use crate::web::frame::view::{Field, FileView, Party, TaskLink, Words, bytes};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;

/// The delegate's side: a mirror of a task that belongs to another pursuance.
pub struct Incoming {
    pub d: DelegationView,
    /// The missing parts, when the work came back.
    pub sent_back: Option<SentBack>,
    /// New terms they ask for; the old ones hold until we accept.
    pub pending: Option<NewTerms>,
    /// Their changes in the text since we accepted.
    pub changed: Vec<ChangedPart>,
    /// Subtasks that are still open: the work is handed in without them only after a confirmation.
    pub open_subtasks: i64,
    /// Whether that confirmation was ticked.
    pub is_waived: bool,
    /// The date until which work is still accepted after the recall.
    pub late_until: Option<When>,
    /// Files of this task, with a checkbox to hand each in.
    pub hand_in_files: Vec<FileTick>,
    pub may: IncomingMay,
    /// The places to choose from: our tasks, and the top.
    pub places: Pick,
    pub onward: OnwardCard,
    /// The people who can read the work that is handed in.
    pub readers: Readers,
    pub work: Vec<SubmissionView>,
    pub progress_note: Field,
    pub submit_body: Field,
    pub give_back: WhyForm,
    /// Files of this task, with a checkbox to give each back with it.
    pub give_back_files: Vec<FileTick>,
    pub decline: WhyForm,
    pub counter: ReofferForm,
}

impl Incoming {
    /// Whether handing in is the main thing to do on the page.
    pub fn leads(&self) -> bool {
        self.may.submit && self.d.is_active() && self.open_subtasks == 0 && !self.asks()
    }

    /// Whether work was sent since the recall.
    pub fn is_late_sent(&self) -> bool {
        self.work.iter().any(|work| work.late.is_some())
    }

    /// Whether the folded part about the hand-over contains a refused form.
    pub fn is_more_open(&self) -> bool {
        self.places.field.is_refused() || self.d.refused_form == "ask-onward"
    }

    /// The key of the text about the use of the words that are handed in.
    pub fn hand_in_hint(&self) -> &'static str {
        if self.late_until.is_some() { "talk-hint" } else { "hand-in-body-hint" }
    }

    /// Whether new terms wait for the viewer's answer.
    pub fn asks(&self) -> bool {
        self.may.manage && self.pending.as_ref().is_some_and(|pending| !pending.is_accepted)
    }
}

/// The permissions of the viewer on the delegate's side.
#[derive(Debug, Clone, Copy, Default)]
pub struct IncomingMay {
    /// Report progress.
    pub progress: bool,
    /// Hand in: for the first time, again in place of work without a verdict, or late after a recall.
    pub submit: bool,
    /// Say that the work has begun, beside the form that hands it in: a viewer who does not submit has that step on its own card.
    pub begin: bool,
    /// Give back.
    pub give_back: bool,
    /// Give back, answer new terms, hand on.
    pub manage: bool,
    /// Place it under a task of ours.
    pub place: bool,
}

/// Their words when work came back.
pub struct SentBack {
    pub comment: Markup,
    pub round: i64,
    pub at: When,
}

/// A file that can be ticked.
#[derive(Debug, Clone)]
pub struct FileTick {
    pub sha256: String,
    pub name: String,
    pub size: String,
    pub is_ticked: bool,
}

/// Handing a mirror on to a third pursuance.
#[derive(Default)]
pub struct OnwardCard {
    /// The agreed terms for handing on.
    pub terms: Option<OnwardTerms>,
    /// Whether the agreed number of hand-overs is used up.
    pub is_exhausted: bool,
    /// The pursuances already asked about.
    pub asked: Vec<OnwardAsked>,
    /// The page to choose a third pursuance.
    pub hand_over_href: String,
    /// POST `ask-onward` with `to`.
    pub to: Field,
}

impl OnwardCard {
    /// Whether the origin has to be asked first.
    pub fn asks_first(&self) -> bool {
        self.terms == Some(OnwardTerms::Ask)
    }

    /// Whether the task may be handed on without asking the origin.
    pub fn is_free(&self) -> bool {
        self.terms == Some(OnwardTerms::Yes)
    }
}

/// A third pursuance that the origin was asked about.
pub struct OnwardAsked {
    pub to: Party,
    pub address: String,
    pub answer: OnwardAnswer,
}

/// The origin's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnwardAnswer {
    Waiting,
    Allowed,
    Refused,
}

impl OnwardAsked {
    /// Whether the task may be handed on to this pursuance now.
    pub fn is_allowed(&self) -> bool {
        self.answer == OnwardAnswer::Allowed
    }

    /// The key of the answer.
    pub fn key(&self) -> &'static str {
        match self.answer {
            OnwardAnswer::Waiting => "onward-waiting",
            OnwardAnswer::Allowed => "onward-allowed",
            OnwardAnswer::Refused => "onward-refused",
        }
    }
}

impl SideContext<'_> {
    /// The delegate's side.
    pub async fn incoming(
        &mut self,
        row: &Delegation,
        task: &Task,
        files: &[FileView],
    ) -> Result<Incoming, PageError> {
        let copy = row.copy.delegate().ok_or_else(|| PageError::not_found(Thing::Delegation))?;
        let Common { mut view, entries, agreed, asked } = self.common(row, copy.standing()).await?;
        let sent_back = if row.state == State::Active && copy.round > 1 {
            self.sent_back(&entries, copy.round)
        } else {
            None
        };
        let pending = self.new_terms(row, copy.pending.as_ref(), asked.as_ref()).await?;
        let wanted = match &copy.pending {
            Some(uri) => self.asked(row, uri.as_str()).await?,
            None => asked.clone(),
        };
        let mut work = Vec::new();
        for (one, mut view) in self.works(row, None, &mut view.older).await? {
            let is_thanked = one.verdict.is_some();
            view.late = one.late.then_some(if is_thanked { "work-thanked" } else { "work-late" });
            work.push(view);
        }
        let manages = self.access.may(Permission::Delegate, Some(task));
        let works = self.access.may(Permission::WorkOnTask, Some(task));
        view.is_for_you = manages || works;
        let is_under_way = matches!(row.state, State::Active | State::Submitted);
        let late_until = late_until(copy).filter(|until| self.visit.now <= *until);
        let may_place = self.access.may(Permission::MoveTask, Some(task));
        let places = if may_place { self.places(task).await? } else { Pick::default() };
        let may_submit = manages && (is_under_way || late_until.is_some());
        // Only a person who may hand in has to decide about them; there may be very many.
        let asks = may_submit && task.children > 0;
        let open_subtasks = if asks { tasks::open_below(self.tx, &task.id).await? } else { 0 };
        // Files that came with the offer, which they have.
        let is_theirs = |file: &&FileView| file.by.name == view.peer.name && file.by.host == view.peer.host;
        let here = files.iter().filter(|file| file.href.is_some() && !is_theirs(file));
        let ticks: Vec<FileTick> = here.map(|file| tick(self.l.t, file)).collect();
        let changed = agreed.zip(asked).map(|(agreed, asked)| agreed.changes(self.l, &asked));
        Ok(Incoming {
            sent_back,
            pending: pending.map(|terms| NewTerms { is_accepted: copy.pending_accepted.is_some(), ..terms }),
            changed: changed.unwrap_or_default(),
            open_subtasks,
            is_waived: false,
            late_until: late_until.map(|until| self.l.day(until)),
            hand_in_files: ticks.clone(),
            may: IncomingMay {
                progress: works && row.state == State::Active,
                submit: may_submit,
                // Known once it is clear who does what on the page (`task::parts::on_mirror`).
                begin: false,
                give_back: manages && is_under_way,
                manage: manages,
                place: may_place,
            },
            places,
            onward: self.onward(copy, task).await?,
            readers: Readers::among(self.tx, &mut self.actors, row.peer()).await?,
            work,
            progress_note: Field::default(),
            submit_body: Field::default(),
            give_back: WhyForm { codes: why_returned(self.l.t, ""), reason: Field::default() },
            give_back_files: ticks,
            decline: WhyForm { codes: why_declined(self.l.t, ""), reason: Field::default() },
            counter: other_terms(
                self.l,
                wanted.as_ref().and_then(|asked| asked.asks.due),
                wanted.as_ref().map(|asked| asked.asks.size),
            ),
            d: view,
        })
    }

    /// The possible parents of the task in the pursuance.
    async fn places(&mut self, task: &Task) -> Result<Pick, PageError> {
        let sight = self.access.sight()?;
        let above = match &task.parent {
            Some(id) => outline::titles(self.tx, &sight, std::slice::from_ref(id)).await?.remove(id),
            None => None,
        };
        let href = |number| links::task(&self.access.pursuance.slug, number);
        let t = self.l.t;
        let chosen =
            above.map(|(number, title)| TaskLink { number, title: Words::of(&title, t), href: href(number) });
        pick::places(self.tx, self.l.t, self.access, Some(task), chosen.as_ref()).await
    }

    fn sent_back(&self, entries: &[TimelineEntry], round: u32) -> Option<SentBack> {
        let (entry, message) = newest(entries, MessageKind::SendBack)?;
        let Act::TentativeReject(answer) = &message.act else { return None };
        let comment = match &answer.result {
            Some(vocab::AnswerResult::Review(review)) => {
                notes::said(review.source.as_ref(), review.content.as_deref())
            }
            Some(vocab::AnswerResult::Mirror(_)) | None => {
                answer.content.as_deref().map(markdown::clean_html)
            }
        };
        Some(SentBack {
            comment: Markup::trusted(comment.unwrap_or_default()),
            round: i64::from(round),
            at: self.l.moment(entry.at),
        })
    }

    async fn onward(&mut self, copy: &DelegateCopy, task: &Task) -> Result<OnwardCard, PageError> {
        let mut asked = Vec::new();
        for question in &copy.onward {
            let (to, address) = self.party_at(question.to.as_str()).await?;
            let answer = match question.allowed {
                None => OnwardAnswer::Waiting,
                Some(true) => OnwardAnswer::Allowed,
                Some(false) => OnwardAnswer::Refused,
            };
            asked.push(OnwardAsked { to, address, answer });
        }
        let holds = matches!(copy.state, State::Active | State::Submitted);
        Ok(OnwardCard {
            terms: copy.standing().filter(|_| holds).map(|offer| onward_terms(offer.terms.redelegation)),
            is_exhausted: copy.may_hand_on_to_anybody() == Err(DelegationRefusal::DepthExhausted),
            asked,
            hand_over_href: links::hand_over(&self.access.pursuance.slug, task.number),
            to: Field::default(),
        })
    }
}

/// The time until which work is accepted after a recall.
fn late_until(copy: &DelegateCopy) -> Option<Time> {
    // Nothing can be sent if the two servers do not exchange messages.
    copy.ended_at
        .filter(|_| copy.state == State::Recalled && copy.cut.is_none())
        .map(|ended| ended.plus(LATE_WORK_WITHIN))
}

fn tick(t: Text, file: &FileView) -> FileTick {
    FileTick {
        sha256: file.sha256.clone(),
        name: file.name.clone(),
        size: bytes(t, file.bytes),
        // A file on the task is usually part of the work.
        is_ticked: file.by.host.is_none() && !file.by.is_group,
    }
}
