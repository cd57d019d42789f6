//! The steps that the viewer of a task's page may take, and the words of the next step: for the viewer's own part, and for the
//! parts of others.

use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::tree::may_be_open_below;

use super::candidates;
use super::ending::EndsShown;
use super::heir::HeirShown;
use super::may::{TaskMay, may};
use super::page::TaskPage;
use super::parts::{WorkParts, on_mirror};
use super::scene::Scene;
use super::suggest::Suggests;
use crate::actions::task::SETTLED_AT_ONCE;
use crate::store::tasks;
use crate::text::Markup;
use crate::web::cards::suggestions::count_about;
use crate::web::delegation::delegate::Incoming;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{Field, Party};
use crate::web::request::failure::PageError;

/// The steps that the viewer may take with a task.
pub struct Steps {
    /// The steps of the viewer's own part, and everything else they may do.
    pub may: TaskMay,
    /// The steps that the viewer may take on behalf of somebody else.
    pub in_place: TaskMay,
    /// Whether it has open subtasks, which are the work then.
    pub has_open_parts: bool,
    pub parts: WorkParts,
    pub ends: EndsShown,
    /// The changes that the viewer may only suggest.
    pub suggests: Suggests,
    /// The number of suggestions about it that the viewer may decide or has made.
    pub suggestions: usize,
    /// The number of open subtasks at any depth, if the viewer decides about them.
    pub open_subtasks: i64,
    /// The chosen fate of open subtasks when the work is accepted.
    pub fate: Field,
    /// The comment field of the form that sends work back.
    pub send_back_comment: Field,
}

impl Steps {
    pub(super) async fn of(
        s: &mut Scene<'_>,
        heir: Option<&HeirShown>,
        incoming: Option<&mut Incoming>,
    ) -> Result<Self, PageError> {
        let may = may_now(s, heir).await?;
        // Only a person who may accept or finish it has to decide about them; there may be very many.
        let asks = (may.accept || may.finish) && s.task.children > 0;
        let open_subtasks = if asks { tasks::open_below(s.tx, &s.task.id).await? } else { 0 };
        let suggestions =
            if s.beside.has_suggestions { count_about(s.visit, s.tx, s.access, s.task).await? } else { 0 };
        let suggests = if s.task.is_put_away() {
            Suggests::default()
        } else {
            Suggests::of(s.access, s.task, s.hands.is_delegated)
        };
        let parts = WorkParts::of(s).await?;
        let steps = may.split(&parts);
        let (may, in_place) = match incoming {
            Some(mirror) => on_mirror(mirror, &parts, steps),
            None => steps,
        };
        Ok(Self {
            may,
            in_place,
            has_open_parts: s.task.has_open_parts(),
            parts,
            ends: EndsShown::of(s.access, s.task),
            suggests,
            suggestions,
            open_subtasks,
            fate: Field::default(),
            send_back_comment: Field::default(),
        })
    }

    /// The key of the question about open subtasks; it differs for finishing without a review and for accepting.
    pub fn fate_legend(&self) -> &'static str {
        if self.may.finish || self.in_place.finish { "step-open-subtasks-done" } else { "step-open-subtasks" }
    }

    /// Whether the viewer has to choose the fate of open subtasks when they accept or finish the work.
    pub fn asks_fate(&self) -> bool {
        self.open_subtasks > 0
    }

    /// The number of open subtasks that are closed at once with their task, if there are more of them. Closing them cannot be undone then.
    pub fn too_many_to_undo(&self) -> Option<i64> {
        let most = i64::try_from(SETTLED_AT_ONCE).unwrap_or(i64::MAX);
        (self.open_subtasks > most).then_some(most)
    }
}

/// The viewer's permissions on a task at this moment.
async fn may_now(s: &mut Scene<'_>, heir: Option<&HeirShown>) -> Result<TaskMay, PageError> {
    // A task that is put away must be restored first.
    if s.task.is_put_away() {
        return Ok(TaskMay::default());
    }
    let may = may(s.access, s.task, s.hands);
    let goes_on = may.hand_over && candidates::may_go_on_from(s.tx, s.chain.nearest_mirror()).await?.is_ok();
    Ok(TaskMay {
        // An heir who is asked, and a former assignee who may take it back, have a card for that.
        take: may.take && heir.is_none_or(HeirShown::leaves_it),
        hand_over: goes_on,
        // A done parent prevents reopening, even if the viewer does not see it.
        reopen: may.reopen.filter(|_| may_be_open_below(s.chain.phases()).is_ok()),
        ..may
    })
}

impl TaskPage {
    /// The pursuance that asked for it and has no work of it yet.
    fn asked_by(&self) -> Option<&Party> {
        self.sides.incoming.as_ref().filter(|mirror| mirror.d.is_active()).map(|mirror| &mirror.d.peer)
    }

    fn submits(&self) -> bool {
        self.sides.incoming.as_ref().is_some_and(|mirror| mirror.may.submit)
    }

    /// The key of the heading over the next step.
    pub fn step_head(&self) -> &'static str {
        if self.steps.may.reviews() {
            "step-review"
        } else if self.steps.may.take {
            "step-take"
        } else if self.steps.may.reopen.is_some() {
            "step-closed"
        } else if self.steps.may.take_up_again {
            "step-waits"
        } else {
            "step-yours"
        }
    }

    /// A text about the work that the viewer has; empty if the text about the review covers it.
    pub fn step_about(&self) -> Markup {
        let t = self.l.t;
        let is_unnamed_own = self.people.reviewer.is_none() && self.people.creator.is_you;
        let said = if self.steps.may.finish {
            t.s("step-finish-about").to_owned()
        } else if self.steps.may.hand_in {
            match (self.asked_by(), self.steps.parts.you_review) {
                (None, _) if is_unnamed_own => t.s("step-hand-in-another").to_owned(),
                (None, _) => {
                    t.rich("step-hand-in-about").html("who", self.people.checks().markup(t)).to_string()
                }
                (Some(peer), false) => {
                    let about = t.rich("step-hand-in-mirror").html("who", self.people.checks().markup(t));
                    about.html("peer", peer.markup(t)).to_string()
                }
                (Some(peer), true) => {
                    t.rich("step-hand-in-mirror-own").html("peer", peer.markup(t)).to_string()
                }
            }
        } else if self.steps.may.begin {
            t.s("step-begin-about").to_owned()
        } else if self.steps.may.reviews() {
            String::new()
        } else {
            match self.asked_by().filter(|_| self.submits()) {
                Some(peer) => t.rich("step-finished-here").html("peer", peer.markup(t)).to_string(),
                None => self.waits_about(),
            }
        };
        Markup::trusted(said)
    }

    /// Tells since when the viewer's work waits, and for whom.
    fn waits_about(&self) -> String {
        let t = self.l.t;
        let (by, people) = (self.steps.parts.handed_in_by.as_ref(), &self.people);
        let key = match (by, people.is_own_work) {
            (None, false) => "step-waits-about",
            (None, true) => "step-waits-another",
            (Some(_), false) => "step-waits-by",
            (Some(_), true) => "step-waits-by-another",
        };
        let at = self.steps.parts.handed_in.as_ref().map(|work| work.at.clone());
        let by = by.map_or_else(Markup::default, |by| by.bold(t));
        let said = t.rich(key).html("by", by).html("who", people.checks().markup(t));
        match at {
            Some(at) => said.html("at", at).to_string(),
            None => said.html("at", Markup::default()).to_string(),
        }
    }

    /// Names the reviewer of the viewer's work, and since when they review it.
    fn looked_at(&self) -> Option<Markup> {
        let WorkParts { is_yours: true, looked_at: Some(by), .. } = &self.steps.parts else { return None };
        let said = self.l.t.rich("others-look-at-yours").html("who", by.by.bold(self.l.t));
        Some(Markup::trusted(said.html("at", by.at.clone()).to_string()))
    }

    /// A text about the work that waits for a verdict here.
    pub fn review_about(&self) -> Markup {
        let t = self.l.t;
        let Some(worker) = self.people.worker() else {
            return Markup::trusted(t.s("step-review-nobody").to_owned());
        };
        let by = self.steps.parts.handed_in_by.as_ref();
        let said = match (self.asked_by(), by) {
            (Some(peer), _) => {
                let key = if self.submits() { "step-review-mirror" } else { "step-review-mirror-only" };
                t.rich(key).html("who", worker.bold(t)).html("peer", peer.markup(t))
            }
            (None, None) => t.rich("step-review-about").html("who", worker.bold(t)),
            (None, Some(by)) if by.is_you => t.rich("step-review-by-you").html("who", worker.markup(t)),
            (None, Some(by)) => t.rich("step-review-by").html("by", by.bold(t)).html("who", worker.markup(t)),
        };
        Markup::trusted(said.to_string())
    }

    /// The sentence about the work of others, for a viewer who has no next step.
    pub fn others(&self) -> Option<Markup> {
        let t = self.l.t;
        if let Some(said) = self.looked_at() {
            return Some(said);
        }
        let worker = self.people.worker().filter(|worker| !worker.is_group)?;
        let is_judged = self.sides.incoming.as_ref().is_some_and(|mirror| !mirror.d.is_active());
        if !self.l.is_signed_in() || self.steps.may.has_step() || is_judged {
            return None;
        }
        let PhaseTag::Is(phase) = self.phase else { return None };
        let who = |key| t.rich(key).html("who", worker.bold(t)).to_string();
        let said = match (phase, self.asked_by()) {
            (Phase::New | Phase::HelpWanted | Phase::Done | Phase::Dropped, _) => return None,
            (Phase::Started, _) => who("others-begin"),
            (Phase::InProgress, Some(_)) => who("others-work"),
            (Phase::InProgress, None) => format!("{} {}", who("others-work"), self.reviewed_by()),
            (Phase::ReadyForReview | Phase::InReview, Some(peer)) => {
                let said = t.rich("others-finished-here").html("who", worker.bold(t));
                said.html("peer", peer.markup(t)).to_string()
            }
            (Phase::ReadyForReview, None) => match &self.steps.parts.handed_in_by {
                None => who("others-handed-in"),
                Some(by) if by.is_you => {
                    t.rich("others-handed-in-by-you").html("who", worker.markup(t)).to_string()
                }
                Some(by) => {
                    let said = t.rich("others-handed-in-by").html("who", worker.markup(t));
                    said.html("by", by.bold(t)).to_string()
                }
            },
            (Phase::InReview, None) => {
                let said = t.rich("others-in-review").html("who", worker.markup(t));
                said.html("by", self.people.checks().bold(t)).to_string()
            }
        };
        Some(Markup::trusted(said))
    }

    fn reviewed_by(&self) -> String {
        let t = self.l.t;
        if !self.people.needs_review {
            t.s("others-no-review").to_owned()
        } else if self.steps.parts.you_review {
            t.s("others-you-review").to_owned()
        } else if self.people.is_own_work {
            t.s("others-another-reviews").to_owned()
        } else {
            t.rich("others-reviewed-by").html("who", self.people.checks().bold(t)).to_string()
        }
    }

    /// The heading of the steps on behalf of the reviewer or the assignee.
    pub fn in_place_head(&self) -> String {
        let (key, of) = self.in_place_of("in-place-review", "in-place-work");
        self.l.t.with(key).set("who", of.map_or("", |of| of.name.as_str())).to_string()
    }

    /// The same for a private task: the viewer's device fills in the name.
    pub fn in_place_of_signed(&self) -> Markup {
        let t = self.l.t;
        let (key, of) = self.in_place_of("in-place-review", "in-place-work");
        let who = of.map_or_else(Markup::default, |of| of.unlinked().markup(t));
        Markup::trusted(t.rich(key).html("who", who).to_string())
    }

    /// The explanation of these steps.
    pub fn in_place_about(&self) -> Markup {
        let (key, of) = self.in_place_of("in-place-review-about", "in-place-work-about");
        let about = self.l.t.rich(key).html("who", of.map_or_else(Markup::default, |of| of.bold(self.l.t)));
        Markup::trusted(about.to_string())
    }

    fn in_place_of(&self, review: &'static str, work: &'static str) -> (&'static str, Option<&Party>) {
        if self.steps.in_place.reviews() {
            (review, Some(self.people.checks()))
        } else {
            (work, self.people.assignee.as_ref())
        }
    }
}
