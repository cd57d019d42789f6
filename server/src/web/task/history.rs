//! Events in lines: the history of a task, and "Lately" on the page of a pursuance.

use std::collections::HashMap;
use std::sync::LazyLock;

use pursuance_domain::allowed::Granted;
use pursuance_domain::delegation::{Cut, Side, State};
use pursuance_domain::event::happened::{TaskAssigned, TaskEdited, TransferEnd};
use pursuance_domain::event::{Happened, Recorded, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::Reached;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::asks::Fields;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::{kinds_of_the_instance, kinds_told_by_name};
use serde_json::Value;

use super::named::Named;
use super::once::Once;
use crate::actions::access::Access;
use crate::actions::seeing::Seeing;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::store::texts::{self, Field};
use crate::store::{events, pursuances};
use crate::text::{Markup, Text, escape};
use crate::web::delegation::step::Happening;
use crate::web::frame::labels::{PhaseTag, grant_key, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, TaskLink};
use crate::web::frame::when::When;
use crate::web::request::session::Visit;

/// The keys of the sentences that are found by the word of a kind.
static BY_NAME: LazyLock<HashMap<Verb, String>> = LazyLock::new(|| {
    let key = |verb: &Verb| format!("happened-{}", verb.as_str().replace(['.', '_'], "-"));
    Verb::told_by_name().iter().map(|verb| (*verb, key(verb))).collect()
});

fn key_of(verb: Verb) -> &'static str {
    BY_NAME.get(&verb).map(String::as_str).unwrap_or_default()
}

/// One line of the history.
pub struct HistoryRow {
    /// The actor; none when it happened automatically.
    pub by: Option<Party>,
    pub what: Line,
    pub at: When,
}

/// The kinds of lines in the history.
pub enum Line {
    /// The sentence that is found by the word of its kind, with what is told about it.
    ByName {
        verb: Verb,
        told: Value,
    },
    /// Its phase: the key of a sentence of its own, where the change has one.
    Phase {
        from: PhaseTag,
        to: PhaseTag,
        as_step: Option<&'static str>,
    },
    Assigned {
        to: Option<Party>,
    },
    Took,
    HandedBack,
    /// It looks for help again, as there was no news for long.
    Silent,
    /// It looks for help again, as whoever had it cannot go on.
    Gone {
        of: Party,
    },
    /// The review went to whoever wrote the task.
    ReviewGone {
        of: Party,
    },
    /// It was archived, or put into the trash, with another one that it is below.
    Along {
        with: Option<TaskLink>,
        is_trashed: bool,
    },
    /// Somebody goes on with it; until when they need, where they said that.
    StillOnIt {
        until: Option<When>,
    },
    /// Somebody was reminded; of whom nobody else is told.
    Nudged,
    /// It waits for another task, or no longer; `None` for a task that the viewer may not see.
    Waits {
        on: Option<TaskLink>,
        waits: bool,
    },
    /// Another task waits for it, or no longer.
    Awaited {
        by: Option<TaskLink>,
        waits: bool,
    },
    /// It waits for a person, or for something in words.
    Blocked {
        on: Option<Party>,
        reason: String,
    },
    Unblocked {
        /// The member it waited for is gone.
        is_gone: bool,
    },
    /// A task that this one waits for was opened again, or closed.
    BlockerMoved {
        on: Option<TaskLink>,
        is_open: bool,
    },
    /// Somebody else than its author removed a comment.
    CommentRemoved {
        of: Party,
    },
    Attached {
        name: String,
    },
    /// Somebody else than its owner took a file off the task.
    FileRemoved {
        of: Party,
    },
    Delegation {
        what: Happening,
    },
    /// In a pursuance.
    Left,
    RoleSet {
        of: Party,
        role: &'static str,
    },
    /// Somebody accepted to become the Primary.
    BecamePrimary,
    /// The same, for whoever was it before.
    TookOver {
        of: Party,
        role: &'static str,
    },
    /// A join request was accepted.
    LetIn {
        of: Party,
        role: &'static str,
    },
    Removed {
        of: Party,
        /// With the invitation by which they came.
        with_invite: bool,
    },
    Banned {
        of: Party,
        /// The end; none for good.
        until: Option<When>,
    },
    Unbanned {
        of: Party,
    },
    Invited {
        role: &'static str,
    },
    /// Somebody asks the reader to join.
    AskedToJoinAs {
        role: &'static str,
    },
    /// Somebody answered such a question of the reader.
    AnsweredAsk {
        accepted: bool,
    },
    /// A member is asked, answered, or stands by no longer: told to that member alone.
    Offer {
        of: Party,
        key: &'static str,
    },
    /// Somebody does it who learns a skill of it, and who accompanies them.
    Accompanied {
        mentor: Party,
        learner: Party,
        skill: String,
    },
    /// Another way to find somebody is tried: the key of the sentence.
    FindsSomebody {
        key: &'static str,
    },
    /// Nobody was found, and other pursuances offer what it needs: how many, the first of them, and whether each offers all.
    Allied {
        count: usize,
        first: Vec<Party>,
        whole: bool,
    },
    /// An invitation ended; also the memberships that came by it.
    InviteRevoked {
        with_members: bool,
    },
    /// The Primary asked a member to take over.
    AskedToTakeOver {
        of: Party,
    },
    /// Nobody is asked any more.
    NotAskedAnyMore {
        of: Party,
        because: TransferEnd,
    },
    /// Rights of a member on one task; none any more.
    Granted {
        of: Party,
        may: Granted,
    },
    /// Somebody suggested something: the word for it in the sentence.
    Suggested {
        what: &'static str,
    },
    /// A suggestion was answered or taken back: the key of the sentence.
    Suggestion {
        of: Party,
        key: &'static str,
    },
    /// What follows for a task from a removal or a ban, and that one as the log of the pursuance tells it.
    Follows {
        what: Box<Line>,
        end: Box<HistoryRow>,
        /// The reason that was given; empty when none was.
        reason: String,
    },
}

impl From<Happening> for Line {
    fn from(what: Happening) -> Self {
        Self::Delegation { what }
    }
}

impl HistoryRow {
    /// The line as a sentence. A delegation's sentences are those of its timeline.
    pub fn sentence(&self, t: Text) -> Markup {
        let who = match &self.by {
            Some(party) => party.bold(t),
            None => Markup::trusted(format!("<b>{}</b>", t.s("by-itself"))),
        };
        self.what.sentence(t, &who)
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
            Line::Along { is_trashed: true, .. } => line("happened-task-trashed-along"),
            Line::Along { with, is_trashed: false } => {
                line("happened-task-archived-along").html("task", other(t, with.as_ref()))
            }
            Line::StillOnIt { until: None } => line("happened-task-still-on-it"),
            Line::StillOnIt { until: Some(until) } => {
                line("happened-task-still-on-it-until").html("until", until.clone())
            }
            Line::Nudged => t.rich("happened-task-nudged"),
            Line::Waits { on, waits: true } => {
                line("happened-task-waits").html("task", other(t, on.as_ref()))
            }
            Line::Waits { on, waits: false } => {
                line("happened-task-waits-no-more").html("task", other(t, on.as_ref()))
            }
            Line::Awaited { by, waits: true } => {
                line("happened-task-awaited").html("task", other(t, by.as_ref()))
            }
            Line::Awaited { by, waits: false } => {
                line("happened-task-awaited-no-more").html("task", other(t, by.as_ref()))
            }
            Line::Blocked { on: Some(on), .. } => line("happened-task-blocked-on").html("on", on.markup(t)),
            Line::Blocked { on: None, reason } if reason.is_empty() => line("happened-task-blocked-silent"),
            Line::Blocked { on: None, reason } => line("happened-task-blocked").set("reason", reason),
            Line::Unblocked { is_gone: false } => line("happened-task-unblocked"),
            Line::Unblocked { is_gone: true } => t.rich("happened-task-unblocked-gone"),
            Line::BlockerMoved { on, is_open } => {
                let key =
                    if *is_open { "happened-task-blocker-moved-open" } else { "happened-task-blocker-moved" };
                t.rich(key).html("task", other(t, on.as_ref()))
            }
            Line::CommentRemoved { of } => line("happened-task-comment-removed").html("of", of.markup(t)),
            Line::FileRemoved { of } => line("happened-task-file-removed").html("of", of.markup(t)),
            Line::Attached { name } if name.is_empty() => line("happened-task-file-attached-gone"),
            Line::Attached { name } => line("happened-task-file-attached").set("name", name),
            Line::Delegation { what } => line(what.key()),
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
            Line::Accompanied { mentor, learner, skill } => t
                .rich("happened-task-accompanied")
                .html("mentor", mentor.markup(t))
                .html("learner", learner.markup(t))
                .set("skill", skill),
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

/// The same line with the task it happened to, for a pursuance's page.
pub struct LatelyRow {
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
}

/// An event as a line; `None` when it is not shown to readers. For several there is [`line_of`].
pub async fn line(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    one: &Once,
) -> StoreResult<Option<HistoryRow>> {
    let named = Named::of_one(visit, tx, &one.event).await?;
    line_of(visit, tx, l, actors, &named, one).await
}

/// One of the events of which it is known what they name, as a line.
pub(in crate::web) async fn line_of(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    named: &Named,
    one: &Once,
) -> StoreResult<Option<HistoryRow>> {
    let event = &one.event;
    let Some(what) = told(visit, tx, l, actors, named, one).await? else { return Ok(None) };
    let what = match gone_by(&event.what) {
        Some(of) => follows(visit, tx, l, actors, event, of, what).await?,
        None => what,
    };
    let by = match &event.actor {
        Some(actor) => Some(visit.party_of(tx, actors, actor).await?),
        None => None,
    };
    Ok(Some(HistoryRow { by, what, at: l.moment(event.at) }))
}

/// The person whose membership others may have ended, or who may not sign in: a task tells neither which of them, nor by whom.
fn gone_by(what: &Happened) -> Option<&ActorId> {
    match what {
        Happened::TaskAssigned(TaskAssigned { because: Some(Parting::Unavailable), before, .. }) => {
            before.as_ref()
        }
        Happened::TaskEdited(TaskEdited {
            because: Some(Parting::Unavailable),
            before: Some(Fields { reviewer: Some(of), .. }),
            ..
        }) => of.as_ref(),
        _ => None,
    }
}

/// The line with the removal or the ban from which it follows, for those who read the log of the pursuance: it says no more of
/// it than the log.
async fn follows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    event: &Recorded,
    of: &ActorId,
    what: Line,
) -> StoreResult<Line> {
    let found = pursuances::with_member(tx, &event.stream.0, visit.person()).await?;
    let Some((pursuance, member, grants)) = found else { return Ok(what) };
    let Ok(sight) = Access::of(&visit.who, pursuance, member, grants, visit.now).sight() else {
        return Ok(what);
    };
    let Some(end) = events::came_or_went(tx, &sight, of, event.at).await? else { return Ok(what) };
    let (line, reason) = match &end.what {
        Happened::MemberRemoved(told) => {
            let of = visit.party_of(tx, actors, of).await?;
            (Line::Removed { of, with_invite: told.invite.is_some() }, told.reason.as_ref())
        }
        Happened::MemberBanned(ban) => {
            let of = visit.party_of(tx, actors, of).await?;
            (Line::Banned { of, until: ban.until.map(|until| l.moment(until)) }, Some(&ban.reason))
        }
        // They are a member: their account is suspended, which is between them and those who run the server.
        _ => return Ok(what),
    };
    let reason = match reason {
        Some(reason) => texts::at_revision(tx, reason.as_str(), Field::Reason, 1).await?,
        None => String::new(),
    };
    let by = match &end.actor {
        Some(actor) => Some(visit.party_of(tx, actors, actor).await?),
        None => None,
    };
    let end = HistoryRow { by, what: line, at: l.moment(end.at) };
    Ok(Line::Follows { what: Box::new(what), end: Box::new(end), reason })
}

async fn told(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    named: &Named,
    one: &Once,
) -> StoreResult<Option<Line>> {
    let event = &one.event;
    let object = || ActorId(event.object.clone());
    Ok(Some(match &event.what {
        Happened::TaskEdited(TaskEdited {
            because: Some(_),
            before: Some(Fields { reviewer: Some(Some(of)), .. }),
            ..
        }) => Line::ReviewGone { of: visit.party_of(tx, actors, of).await? },
        what @ kinds_told_by_name!() => Line::ByName { verb: what.verb(), told: what.data() },
        Happened::MemberLeft(left) if left.was_member == Some(false) => return Ok(None),
        Happened::MemberLeft(_) => Line::Left,
        // Readers see a new member; a refusal stays between the person and the members who decide.
        Happened::MemberDecided(decided) if decided.accepted => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::LetIn { of, role: role_key(decided.role.unwrap_or(Role::Normal)) }
        }
        Happened::MemberDecided(_) => return Ok(None),
        Happened::MemberRoleSet(role) if role.after == Role::Primary && event.actor == Some(object()) => {
            Line::BecamePrimary
        }
        Happened::MemberRoleSet(role) if role.before == Role::Primary && event.actor.is_some() => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::TookOver { of, role: role_key(role.after) }
        }
        Happened::MemberRoleSet(role) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::RoleSet { of, role: role_key(role.after) }
        }
        Happened::MemberRemoved(told) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Removed { of, with_invite: told.invite.is_some() }
        }
        Happened::MemberBanned(ban) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Banned { of, until: ban.until.map(|until| l.moment(until)) }
        }
        Happened::MemberUnbanned(_) => Line::Unbanned { of: visit.party_of(tx, actors, &object()).await? },
        Happened::InviteCreated(told) => Line::Invited { role: role_key(told.role) },
        Happened::RecruitAsked(told) => Line::AskedToJoinAs { role: role_key(told.role) },
        Happened::RecruitAnswered(told) => Line::AnsweredAsk { accepted: told.accepted },
        Happened::InviteRevoked(told) => Line::InviteRevoked { with_members: told.with_members },
        Happened::TransferAsked(_) => {
            Line::AskedToTakeOver { of: visit.party_of(tx, actors, &object()).await? }
        }
        Happened::TransferEnded(told) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::NotAskedAnyMore { of, because: told.because }
        }
        Happened::TaskGrantSet(told) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Granted { of, may: told.after }
        }
        Happened::SuggestionMade(told) => Line::Suggested { what: suggested_word(&told.action) },
        Happened::SuggestionAccepted(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.of.by).await?,
            key: if told.changed {
                "happened-suggestion-accepted-changed"
            } else {
                "happened-suggestion-accepted"
            },
        },
        Happened::SuggestionDeclined(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.by).await?,
            key: "happened-suggestion-declined",
        },
        Happened::SuggestionWithdrawn(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.by).await?,
            key: "happened-suggestion-withdrawn",
        },
        Happened::SuggestionClosed(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.of.by).await?,
            key: "happened-suggestion-closed",
        },
        Happened::TaskPhaseSet(phase) => Line::Phase {
            from: phase.before.into(),
            to: phase.after.into(),
            as_step: step_key(phase.before, phase.after, one.has_comment),
        },
        Happened::TaskAssigned(told) => assigned(visit, tx, actors, event, told).await?,
        Happened::TaskAsked(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-task-asked" }
        }
        Happened::OfferAnswered(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-offer-answered" }
        }
        Happened::OfferEnded(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-offer-ended" }
        }
        Happened::MentorAsked(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-mentor-asked" }
        }
        Happened::MentorAnswered(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-mentor-answered" }
        }
        Happened::TaskAccompanied(told) => Line::Accompanied {
            mentor: visit.party_of(tx, actors, &told.mentor).await?,
            learner: visit.party_of(tx, actors, &told.learner).await?,
            skill: told.skill.to_string(),
        },
        Happened::PairingMoved(told) => Line::FindsSomebody {
            key: match told.way {
                Reached::Waves | Reached::Board => "happened-pairing-moved",
                Reached::Split => "happened-pairing-moved-split",
                Reached::Learners => "happened-pairing-moved-learners",
                Reached::Allied => "happened-pairing-moved-allied",
            },
        },
        Happened::PairingAllied(told) => {
            let mut first = Vec::with_capacity(told.pursuances.len());
            for pursuance in &told.pursuances {
                first.push(visit.party_of(tx, actors, pursuance).await?);
            }
            Line::Allied { count: told.count, first, whole: told.whole }
        }
        Happened::TaskStillOnIt(told) => Line::StillOnIt { until: told.until.map(|until| l.day(until)) },
        Happened::TaskNudged(_) => Line::Nudged,
        Happened::TaskWaits(told) => Line::Waits { on: named.task(&told.on), waits: told.waits },
        Happened::TaskAwaited(told) => Line::Awaited { by: named.task(&told.by), waits: told.waits },
        Happened::TaskBlocked(told) => Line::Blocked {
            on: match &told.on {
                Some(person) => Some(visit.party_of(tx, actors, person).await?),
                None => None,
            },
            reason: named.reason(&event.object),
        },
        Happened::TaskUnblocked(told) => Line::Unblocked { is_gone: told.because.is_some() },
        Happened::TaskBlockerMoved(told) => {
            Line::BlockerMoved { on: named.task(&told.on), is_open: told.is_open() }
        }
        Happened::TaskCommentRemoved(_) => {
            Line::CommentRemoved { of: visit.party_of(tx, actors, &object()).await? }
        }
        Happened::TaskFileRemoved(_) => {
            Line::FileRemoved { of: visit.party_of(tx, actors, &object()).await? }
        }
        Happened::TaskFileAttached(_) => Line::Attached { name: named.file(&event.object) },
        kinds_of_the_instance!() => return Ok(None),
        Happened::DelegationOffered(_) => Happening::Offered.into(),
        Happened::DelegationReoffered(_) => Happening::Reoffered.into(),
        Happened::DelegationCountered(_) => Happening::Countered.into(),
        Happened::DelegationAccepted(_) => Happening::Accepted.into(),
        Happened::DelegationAcceptedTooLate(_) => Happening::AcceptedTooLate.into(),
        Happened::DelegationGranted(_) => Happening::Granted.into(),
        Happened::DelegationDeclined(_) => Happening::Declined.into(),
        Happened::DelegationWithdrawn(_) => Happening::Withdrawn.into(),
        Happened::DelegationExpired(_) => Happening::Expired.into(),
        Happened::DelegationLost(_) => Happening::Lost.into(),
        Happened::DelegationProgressed(_) => Happening::Progressed.into(),
        Happened::DelegationUpdated(_) => Happening::Changed.into(),
        Happened::DelegationSubmitted(_) => Happening::Submitted.into(),
        Happened::DelegationReviewStarted(_) => Happening::ReviewStarted.into(),
        Happened::DelegationReviewReminded(_) => Happening::ReviewReminded.into(),
        Happened::DelegationReviewEscalated(_) => Happening::ReviewEscalated.into(),
        Happened::DelegationWorkAccepted(told) => match told.step.state {
            State::Recalling | State::Recalled => Happening::Thanked.into(),
            _ => Happening::WorkAccepted.into(),
        },
        Happened::DelegationSentBack(_) => Happening::SentBack.into(),
        Happened::DelegationWorkRefused(_) => Happening::WorkRefused.into(),
        Happened::DelegationRecalling(_) => Happening::Recalling.into(),
        // Each is told by the side whose step it was: the delegate hears of the recall, and the origin of the return.
        Happened::DelegationRecalled(step) => match step.side {
            Side::Origin => Happening::Recalled.into(),
            Side::Delegate => Happening::Recalling.into(),
        },
        Happened::DelegationReturning(_) => Happening::Returning.into(),
        Happened::DelegationReturned(step) => match step.side {
            Side::Origin => Happening::Returning.into(),
            Side::Delegate => Happening::Returned.into(),
        },
        Happened::DelegationNudged(_) => Happening::Nudged.into(),
        Happened::DelegationStalled(_) => Happening::Stalled.into(),
        Happened::DelegationSuspended(_) => Happening::Suspended.into(),
        Happened::ActorKeyChanged(_) => Happening::KeyChanged.into(),
        Happened::ActorKeyAccepted(_) => Happening::KeyAccepted.into(),
        Happened::DelegationVoided(_) => Happening::Voided.into(),
        Happened::DelegationCutOff(step) => match step.cut.flatten() {
            Some(Cut::TheyRefuse) => Happening::ShutOut.into(),
            Some(Cut::WeBlocked) | None => Happening::Blocked.into(),
        },
        Happened::DelegationOnwardAsked(_) => Happening::OnwardAsked.into(),
        Happened::DelegationOnwardAnswered(told) => match told.allowed {
            Some(false) => Happening::OnwardRefused.into(),
            Some(true) | None => Happening::OnwardAllowed.into(),
        },
        Happened::DelegationRefused(_) => Happening::NotTaken.into(),
        Happened::DelegationUndelivered(_) => Happening::Undelivered.into(),
    }))
}

/// A task of any pursuance here, as far as the viewer may see it.
pub(super) async fn linked(visit: &Visit, tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<TaskLink>> {
    let seen = Seeing::of(&visit.who, visit.now).tasks(tx, [task]).await?;
    let link = |(task, slug): (Task, String)| TaskLink {
        href: links::task(&slug, task.number),
        number: task.number,
        title: task.title,
    };
    Ok(seen.into_values().next().map(link))
}

/// A task within a sentence.
fn other(t: Text, task: Option<&TaskLink>) -> Markup {
    match task {
        Some(task) => task.markup(),
        None => Markup::trusted(escape(t.s("task-you-cannot-see"))),
    }
}

/// The word for a suggested action in its sentence.
fn suggested_word(action: &str) -> &'static str {
    match action {
        "task.create" => "create",
        "task.split" => "split",
        "task.assign" => "assign",
        "task.set_phase" => "phase",
        "member.set_role" => "role",
        "member.remove" => "remove",
        "member.ban" => "ban",
        "member.unban" => "unban",
        _ => "other",
    }
}

/// The key of the sentence for a change of the phase; none for one that people seldom make by itself.
fn step_key(before: Phase, after: Phase, has_comment: bool) -> Option<&'static str> {
    use Phase::{Done, Dropped, HelpWanted, InProgress, InReview, New, ReadyForReview, Started};
    Some(match (before, after) {
        (New, HelpWanted) => "happened-task-phase-set-called",
        (HelpWanted, New) => "happened-task-phase-set-uncalled",
        (Started, InProgress) => "happened-task-phase-set-begun",
        (Started | InProgress, ReadyForReview) => "happened-task-phase-set-handed-in",
        (ReadyForReview, InProgress) if has_comment => "happened-task-phase-set-sent-back",
        (ReadyForReview, InProgress) => "happened-task-phase-set-taken-up-again",
        (ReadyForReview, InReview) => "happened-task-phase-set-in-review",
        (InReview, InProgress) => "happened-task-phase-set-sent-back",
        (ReadyForReview | InReview, Done) => "happened-task-phase-set-accepted",
        (Started | InProgress, Done) => "happened-task-phase-set-finished",
        (Done | Dropped, New | HelpWanted | Started | InProgress) => "happened-task-phase-set-reopened",
        (New | HelpWanted | Started | InProgress | ReadyForReview | InReview, Dropped) => {
            "happened-task-phase-set-dropped"
        }
        (_, New | HelpWanted | Started | InProgress | ReadyForReview | InReview | Done | Dropped) => {
            return None;
        }
    })
}

async fn assigned(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    event: &Recorded,
    told: &TaskAssigned,
) -> StoreResult<Line> {
    Ok(match (&told.before, &told.after) {
        _ if told.because == Some(Parting::Silent) => Line::Silent,
        (Some(of), None) if told.because == Some(Parting::Unavailable) => {
            Line::Gone { of: visit.party_of(tx, actors, of).await? }
        }
        (_, Some(to)) if event.actor.as_ref() == Some(to) => Line::Took,
        (_, Some(to)) => Line::Assigned { to: Some(visit.party_of(tx, actors, to).await?) },
        (Some(from), None) if event.actor.as_ref() == Some(from) => Line::HandedBack,
        (_, None) => Line::Assigned { to: None },
    })
}
