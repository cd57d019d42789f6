//! The words of the next step on the page of a task: to the viewer about their own part, and of the parts of others.

use pursuance_domain::task::phase::Phase;

use super::page::TaskPage;
use crate::text::Markup;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::Party;

impl TaskPage {
    /// The reviewer here: the one who was named, or else the creator.
    fn checks(&self) -> &Party {
        self.reviewer.as_ref().unwrap_or(&self.creator)
    }

    /// The pursuance that asked for it and has no work of it yet.
    fn asked_by(&self) -> Option<&Party> {
        self.incoming.as_ref().filter(|mirror| mirror.d.is_active()).map(|mirror| &mirror.d.peer)
    }

    fn submits(&self) -> bool {
        self.incoming.as_ref().is_some_and(|mirror| mirror.may.submit)
    }

    /// The key of the heading over the next step.
    pub fn step_head(&self) -> &'static str {
        if self.may.reviews() {
            "step-review"
        } else if self.may.take {
            "step-take"
        } else if self.may.reopen.is_some() {
            "step-closed"
        } else if self.may.take_up_again {
            "step-waits"
        } else {
            "step-yours"
        }
    }

    /// About the work that the viewer has; empty where the text about the review says it.
    pub fn step_about(&self) -> Markup {
        let t = self.l.t;
        let said = if self.may.begin {
            t.s("step-begin-about").to_owned()
        } else if self.may.finish {
            t.s("step-finish-about").to_owned()
        } else if self.may.hand_in {
            match (self.asked_by(), self.parts.you_review) {
                (None, false) => {
                    t.rich("step-hand-in-about").html("who", self.checks().markup(t)).to_string()
                }
                (None, true) => t.s("step-hand-in-own").to_owned(),
                (Some(peer), false) => {
                    let about = t.rich("step-hand-in-mirror").html("who", self.checks().markup(t));
                    about.html("peer", peer.markup(t)).to_string()
                }
                (Some(peer), true) => {
                    t.rich("step-hand-in-mirror-own").html("peer", peer.markup(t)).to_string()
                }
            }
        } else if self.may.reviews() {
            String::new()
        } else {
            match (&self.parts.handed_in_by, self.asked_by().filter(|_| self.submits())) {
                (_, Some(peer)) => t.rich("step-finished-here").html("peer", peer.markup(t)).to_string(),
                (Some(by), None) => t.rich("step-waits-by").html("who", by.bold(t)).to_string(),
                (None, None) => t.s("step-waits-about").to_owned(),
            }
        };
        Markup::trusted(said)
    }

    /// About the work that waits for a verdict here.
    pub fn review_about(&self) -> Markup {
        let t = self.l.t;
        if self.parts.is_yours {
            return Markup::trusted(t.s("step-review-own").to_owned());
        }
        let Some(worker) = self.worker() else {
            return Markup::trusted(t.s("step-review-nobody").to_owned());
        };
        let by = self.parts.handed_in_by.as_ref();
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

    /// How it stands with somebody else who has it, for a viewer whose turn it is not.
    pub fn others(&self) -> Option<Markup> {
        let t = self.l.t;
        let worker = self.worker().filter(|worker| !worker.is_group)?;
        let is_judged = self.incoming.as_ref().is_some_and(|mirror| !mirror.d.is_active());
        if !self.l.is_signed_in() || self.may.has_step() || is_judged {
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
            (Phase::ReadyForReview, None) => match &self.parts.handed_in_by {
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
                said.html("by", self.checks().bold(t)).to_string()
            }
        };
        Some(Markup::trusted(said))
    }

    fn reviewed_by(&self) -> String {
        let t = self.l.t;
        if !self.needs_review {
            t.s("others-no-review").to_owned()
        } else if self.parts.you_review {
            t.s("others-you-review").to_owned()
        } else {
            t.rich("others-reviewed-by").html("who", self.checks().bold(t)).to_string()
        }
    }

    /// The words over the steps in the place of somebody else: of the reviewer, or of the one who has it.
    pub fn in_place_head(&self) -> String {
        let (key, of) = self.in_place_of("in-place-review", "in-place-work");
        self.l.t.with(key).set("who", of.map_or("", |of| of.name.as_str())).to_string()
    }

    /// What taking them means.
    pub fn in_place_about(&self) -> Markup {
        let (key, of) = self.in_place_of("in-place-review-about", "in-place-work-about");
        let about = self.l.t.rich(key).html("who", of.map_or_else(Markup::default, |of| of.bold(self.l.t)));
        Markup::trusted(about.to_string())
    }

    fn in_place_of(&self, review: &'static str, work: &'static str) -> (&'static str, Option<&Party>) {
        if self.in_place.reviews() { (review, Some(self.checks())) } else { (work, self.assignee.as_ref()) }
    }
}
