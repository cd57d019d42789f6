//! Events in lines: the history of a task, and "Lately" on the page of a pursuance.

use pursuance_domain::allowed::Granted;
use pursuance_domain::delegation::{Cut, Side, State};
use pursuance_domain::event::happened::{TaskAssigned, TransferEnd};
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::{ActorId, FileId, TaskId};
use pursuance_domain::kinds_of_the_instance;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;

use super::once::Once;
use crate::actions::seeing::Seeing;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::dependencies;
use crate::store::discussions;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::text::{Markup, Text, escape};
use crate::web::delegation::step::Happening;
use crate::web::frame::labels::{PhaseTag, grant_key, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, TaskLink};
use crate::web::frame::when::When;
use crate::web::request::session::Visit;

/// One line of the history.
pub struct HistoryRow {
    /// The actor; none when it happened automatically.
    pub by: Option<Party>,
    pub what: Line,
    pub at: When,
}

/// The kinds of lines in the history.
pub enum Line {
    Created,
    Edited,
    Moved,
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
    Unblocked,
    /// A task it waits for was closed, or opened again.
    BlockerMoved {
        on: Option<TaskLink>,
        phase: PhaseTag,
    },
    Commented,
    Attached {
        name: String,
    },
    Delegation {
        what: Happening,
    },
    /// In a pursuance.
    Joined,
    AskedToJoin,
    Left,
    RoleSet {
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
    },
    Banned {
        of: Party,
        /// The end; none for good.
        until: Option<When>,
    },
    Unbanned {
        of: Party,
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
    SettingsChanged,
    Founded,
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
        let line = |key| t.rich(key).html("who", who.clone());
        let text = match &self.what {
            Line::Created => line("happened-task-created"),
            Line::Edited => line("happened-task-edited"),
            Line::Moved => line("happened-task-moved"),
            Line::Phase { as_step: Some(key), .. } => line(key),
            Line::Phase { from, to, as_step: None } => {
                line("happened-task-phase-set").set("from", t.s(from.key())).set("to", t.s(to.key()))
            }
            Line::Assigned { to: Some(to) } => line("happened-task-assigned").html("to", to.markup(t)),
            Line::Assigned { to: None } => line("happened-task-assigned-to-nobody"),
            Line::Took => line("happened-task-assigned-to-oneself"),
            Line::HandedBack => line("happened-task-assigned-back"),
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
            Line::Blocked { on: None, reason } => line("happened-task-blocked").set("reason", reason),
            Line::Unblocked => line("happened-task-unblocked"),
            Line::BlockerMoved { on, phase } => {
                let text = t.rich("happened-task-blocker-moved").html("task", other(t, on.as_ref()));
                text.set("phase", t.s(phase.key()))
            }
            Line::Commented => line("happened-task-commented"),
            Line::Attached { name } => line("happened-task-file-attached").set("name", name),
            Line::Delegation { what } => line(what.key()),
            Line::Joined => line("happened-member-joined"),
            Line::AskedToJoin => line("happened-member-asked"),
            Line::Left => line("happened-member-left"),
            Line::RoleSet { of, role } => {
                line("happened-member-role-set").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::LetIn { of, role } => {
                line("happened-member-decided").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::Removed { of } => line("happened-member-removed").html("of", of.markup(t)),
            Line::Banned { of, until: Some(until) } => {
                line("happened-member-banned").html("of", of.markup(t)).html("until", until.clone())
            }
            Line::Banned { of, until: None } => {
                line("happened-member-banned-for-good").html("of", of.markup(t))
            }
            Line::Unbanned { of } => line("happened-member-unbanned").html("of", of.markup(t)),
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
            Line::SettingsChanged => line("happened-pursuance-edited"),
            Line::Founded => line("happened-pursuance-created"),
        };
        Markup::trusted(text.to_string())
    }
}

/// The same line with the task it happened to, for a pursuance's page.
pub struct LatelyRow {
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
}

/// An event as a line; `None` when it is not shown to readers.
pub async fn line(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    one: &Once,
) -> StoreResult<Option<HistoryRow>> {
    let event = &one.event;
    let Some(what) = told(visit, tx, l, actors, one).await? else { return Ok(None) };
    let by = match &event.actor {
        Some(actor) => Some(visit.party_of(tx, actors, actor).await?),
        None => None,
    };
    Ok(Some(HistoryRow { by, what, at: l.moment(event.at) }))
}

async fn told(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    one: &Once,
) -> StoreResult<Option<Line>> {
    let event = &one.event;
    let object = || ActorId(event.object.clone());
    Ok(Some(match &event.what {
        Happened::PursuanceCreated(_) => Line::Founded,
        Happened::PursuanceEdited(_) => Line::SettingsChanged,
        Happened::MemberJoined(_) => Line::Joined,
        Happened::MemberAsked(_) => Line::AskedToJoin,
        Happened::MemberLeft(left) if left.was_member == Some(false) => return Ok(None),
        Happened::MemberLeft(_) => Line::Left,
        // Readers see a new member; a refusal stays between the person and the members who decide.
        Happened::MemberDecided(decided) if decided.accepted => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::LetIn { of, role: role_key(decided.role.unwrap_or(Role::Normal)) }
        }
        Happened::MemberDecided(_) => return Ok(None),
        Happened::MemberRoleSet(role) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::RoleSet { of, role: role_key(role.after) }
        }
        Happened::MemberRemoved(_) => Line::Removed { of: visit.party_of(tx, actors, &object()).await? },
        Happened::MemberBanned(ban) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Banned { of, until: ban.until.map(|until| l.moment(until)) }
        }
        Happened::MemberUnbanned(_) => Line::Unbanned { of: visit.party_of(tx, actors, &object()).await? },
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
        Happened::TaskCreated(_) => Line::Created,
        Happened::TaskEdited(_) => Line::Edited,
        Happened::TaskMoved(_) => Line::Moved,
        Happened::TaskPhaseSet(phase) => Line::Phase {
            from: phase.before.into(),
            to: phase.after.into(),
            as_step: step_key(phase.before, phase.after, one.has_comment),
        },
        Happened::TaskAssigned(told) => assigned(visit, tx, actors, event, told).await?,
        Happened::TaskWaits(told) => {
            Line::Waits { on: linked(visit, tx, &told.on).await?, waits: told.waits }
        }
        Happened::TaskAwaited(told) => {
            Line::Awaited { by: linked(visit, tx, &told.by).await?, waits: told.waits }
        }
        Happened::TaskBlocked(told) => Line::Blocked {
            on: match &told.on {
                Some(person) => Some(visit.party_of(tx, actors, person).await?),
                None => None,
            },
            reason: dependencies::block_text(tx, &event.object).await?,
        },
        Happened::TaskUnblocked(_) => Line::Unblocked,
        Happened::TaskBlockerMoved(told) => {
            Line::BlockerMoved { on: linked(visit, tx, &told.on).await?, phase: told.phase.into() }
        }
        Happened::TaskCommented(_) => Line::Commented,
        Happened::TaskFileAttached(_) => {
            let file = discussions::file(tx, &FileId(event.object.clone())).await?;
            Line::Attached { name: file.map(|file| file.name).unwrap_or_default() }
        }
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
async fn linked(visit: &Visit, tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<TaskLink>> {
    let seen = Seeing::of(&visit.who).tasks(tx, [task]).await?;
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
        (_, Some(to)) if event.actor.as_ref() == Some(to) => Line::Took,
        (_, Some(to)) => Line::Assigned { to: Some(visit.party_of(tx, actors, to).await?) },
        (Some(from), None) if event.actor.as_ref() == Some(from) => Line::HandedBack,
        (_, None) => Line::Assigned { to: None },
    })
}
