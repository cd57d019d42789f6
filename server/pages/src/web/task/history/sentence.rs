//! A line of a history as a sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use pursuance_domain::event::Verb;
use pursuance_domain::event::happened::TransferEnd;

use super::{HistoryRow, Line};
use crate::text::{Markup, Text, escape};
use crate::web::frame::labels::grant_key;
use crate::web::frame::view::TaskLink;

/// The keys of the sentences of kinds with only one.
static BY_NAME: LazyLock<HashMap<Verb, String>> = LazyLock::new(|| {
    let key = |verb: &Verb| format!("happened-{}", verb.as_str().replace(['.', '_'], "-"));
    Verb::told_by_name().iter().map(|verb| (*verb, key(verb))).collect()
});

fn key_of(verb: Verb) -> &'static str {
    BY_NAME.get(&verb).map(String::as_str).unwrap_or_default()
}

impl HistoryRow {
    /// The line as a sentence. A delegation has the same sentences as in its timeline.
    pub fn sentence(&self, t: Text) -> Markup {
        let who = match &self.by {
            Some(party) => party.bold(t),
            None => Markup::trusted(format!("<b>{}</b>", t.s("by-itself"))),
        };
        self.what.sentence(t, &who)
    }

    /// Whether the sentence names the actor; some omit it on purpose.
    pub fn says_who(&self, t: Text) -> bool {
        // No other text contains this marker: texts of people are escaped.
        const WHO: &str = "<b data-who></b>";
        let who = Markup::trusted(WHO.to_owned());
        self.by.is_some() && self.what.sentence(t, &who).to_string().contains(WHO)
    }
}

impl Line {
    fn sentence(&self, t: Text, who: &Markup) -> Markup {
        let line = |key| t.rich(key).html("who", who.clone());
        let text = match self {
            Line::ByName { verb, told } => line(key_of(*verb)).told(told),
            Line::Phase { as_step: Some(key), .. } => line(key),
            Line::Phase { from, to, as_step: None } => {
                line("happened-task-phase-set").set("from", t.s(from.key())).set("to", t.s(to.key()))
            }
            Line::Assigned { to: Some(to) } => line("happened-task-assigned").html("to", to.markup(t)),
            Line::Assigned { to: None } => line("happened-task-assigned-to-nobody"),
            Line::Took => line("happened-task-assigned-to-oneself"),
            Line::HandedBack => line("happened-task-assigned-back"),
            Line::Silent => t.rich("happened-task-assigned-silent"),
            Line::Gone { of } => t.rich("happened-task-assigned-gone").html("of", of.markup(t)),
            Line::ReviewGone { of } => t.rich("happened-task-edited-review").html("of", of.markup(t)),
            Line::ReviewWent { of, to } => {
                t.rich("happened-task-edited-review-to").html("of", of.markup(t)).html("to", to.markup(t))
            }
            Line::Along { is_trashed: true, .. } => line("happened-task-trashed-along"),
            Line::Along { with, is_trashed: false } => {
                line("happened-task-archived-along").html("task", other(t, with.as_ref()))
            }
            Line::StillOnIt { until: None } => line("happened-task-still-on-it"),
            Line::StillOnIt { until: Some(until) } => {
                line("happened-task-still-on-it-until").html("until", until.clone())
            }
            Line::PaceSet { days: Some((remind, hand_on)) } => line("happened-pursuance-pace-set-days")
                .set("remind", remind.get())
                .set("hand_on", hand_on.get()),
            Line::PaceSet { days: None } => line("happened-pursuance-pace-set"),
            Line::DueUnassigned { due } => t.rich("happened-task-due-unassigned").html("due", due.clone()),
            Line::Nudged => t.rich("happened-task-nudged"),
            Line::Waits { on, waits: true } => {
                line("happened-task-waits").html("task", other(t, on.as_ref()))
            }
            Line::Waits { on, waits: false } => {
                line("happened-task-waits-no-more").html("task", other(t, on.as_ref()))
            }
            Line::Awaited { by, waits: true, for_members } => {
                let key =
                    if *for_members { "happened-task-awaited-for-members" } else { "happened-task-awaited" };
                line(key).html("task", other(t, by.as_ref()))
            }
            Line::WaitingShown { by } => {
                line("happened-task-waiting-shown").html("task", other(t, by.as_ref()))
            }
            Line::AwaitedNamed { on } => {
                line("happened-task-awaited-named").html("task", other(t, on.as_ref()))
            }
            Line::Awaited { by, waits: false, .. } => {
                line("happened-task-awaited-no-more").html("task", other(t, by.as_ref()))
            }
            Line::Blocked { on: Some(on), .. } => line("happened-task-blocked-on").html("on", on.markup(t)),
            Line::Blocked { on: None, reason } if reason.is_empty() => line("happened-task-blocked-silent"),
            Line::Blocked { on: None, reason } if reason.is_sealed() => {
                line("happened-task-blocked").html("reason", reason.markup())
            }
            Line::Blocked { on: None, reason } => line("happened-task-blocked").set("reason", reason),
            Line::Unblocked { is_gone: false } => line("happened-task-unblocked"),
            Line::Unblocked { is_gone: true } => t.rich("happened-task-unblocked-gone"),
            Line::BlockerMoved { on, is_open } => {
                let key =
                    if *is_open { "happened-task-blocker-moved-open" } else { "happened-task-blocker-moved" };
                t.rich(key).html("task", other(t, on.as_ref()))
            }
            Line::MessageRemoved { of } => line("happened-room-message-removed").html("of", of.markup(t)),
            Line::CommentRemoved { of } => line("happened-task-comment-removed").html("of", of.markup(t)),
            Line::FileRemoved { of } => line("happened-task-file-removed").html("of", of.markup(t)),
            Line::Attached { name } if name.is_empty() => line("happened-task-file-attached-gone"),
            Line::Attached { name } => line("happened-task-file-attached").set("name", name),
            Line::Delegation { what } => line(what.key()),
            Line::Added { count } => line("lately-added").set("n", *count),
            Line::Left => line("happened-member-left"),
            Line::RoleSet { of, role } => {
                line("happened-member-role-set").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::BecamePrimary => line("happened-member-role-set-primary"),
            Line::TookOver { of, role } => {
                line("happened-member-role-set-before").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::LetIn { of, role } => {
                line("happened-member-decided").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::GotKey { of } => line("happened-member-let-in").html("of", of.markup(t)),
            Line::Removed { of, with_invite } => {
                let key =
                    if *with_invite { "happened-member-removed-with" } else { "happened-member-removed" };
                line(key).html("of", of.markup(t))
            }
            Line::Banned { of, until: Some(until) } => {
                line("happened-member-banned").html("of", of.markup(t)).html("until", until.clone())
            }
            Line::Banned { of, until: None } => {
                line("happened-member-banned-for-good").html("of", of.markup(t))
            }
            Line::Unbanned { of } => line("happened-member-unbanned").html("of", of.markup(t)),
            Line::Invited { role } => line("happened-invite-created").set("role", t.s(role)),
            Line::AskedToJoinAs { role } => line("happened-recruit-asked").set("role", t.s(role)),
            Line::AnsweredAsk { accepted: true } => line("happened-recruit-answered"),
            Line::AnsweredAsk { accepted: false } => line("happened-recruit-answered-no"),
            Line::InviteRevoked { with_members: false } => line("happened-invite-revoked"),
            Line::InviteRevoked { with_members: true } => line("happened-invite-revoked-with"),
            Line::AskedToTakeOver { of } => {
                line("happened-pursuance-transfer-asked").html("of", of.markup(t))
            }
            Line::NotAskedAnyMore { of, because } => line(match because {
                TransferEnd::Withdrawn => "happened-pursuance-transfer-ended",
                TransferEnd::Declined => "happened-pursuance-transfer-ended-declined",
                TransferEnd::Lapsed => "happened-pursuance-transfer-ended-lapsed",
            })
            .html("of", of.markup(t)),
            Line::Granted { of, may } if may.any() => {
                let may: Vec<&str> = may.list().into_iter().map(|grant| t.s(grant_key(grant))).collect();
                line("happened-task-grant-set").html("of", of.markup(t)).set("may", may.join(", "))
            }
            Line::Granted { of, .. } => line("happened-task-grant-set-none").html("of", of.markup(t)),
            Line::Accompanied { mentor, learner, skill: Some(skill) } => t
                .rich("happened-task-accompanied")
                .html("mentor", mentor.markup(t))
                .html("learner", learner.markup(t))
                .set("skill", skill),
            Line::Accompanied { mentor, learner, skill: None } => t
                .rich("happened-task-accompanied-here")
                .html("mentor", mentor.markup(t))
                .html("learner", learner.markup(t)),
            Line::FindsSomebody { key } => t.rich(key),
            Line::Allied { count, first, whole } => {
                let names: Vec<String> = first.iter().map(|party| party.markup(t).to_string()).collect();
                t.rich(if *whole { "happened-pairing-allied" } else { "happened-pairing-allied-some" })
                    .set("n", *count)
                    .set("more", count.saturating_sub(first.len()))
                    .html("names", Markup::trusted(names.join(", ")))
            }
            Line::Offer { of, key } => t.rich(key).html("of", of.markup(t)),
            Line::Suggested { what } => line("happened-suggestion-made").set("action", *what),
            Line::Suggestion { of, key } => line(key).html("of", of.markup(t)),
            Line::Follows { what, end, reason } => {
                let key = if reason.is_empty() { "follows-from" } else { "follows-from-why" };
                line(key).html("what", what.sentence(t, who)).html("end", end.sentence(t)).set("why", reason)
            }
        };
        Markup::trusted(text.to_string())
    }
}

/// A task within a sentence.
fn other(t: Text, task: Option<&TaskLink>) -> Markup {
    match task {
        Some(task) => task.markup(),
        None => Markup::trusted(escape(t.s("task-you-cannot-see"))),
    }
}
