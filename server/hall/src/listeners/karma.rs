//! The ledger of karma follows the verdicts on work (RULES §6).

use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::karma::{
    Deed, KarmaChange, REPEATED_WITHIN, WorkPair, change, earned, mentored, verdict,
};
use pursuance_domain::value::Size;

use super::Tasks;
use crate::state::App;
use crate::store::actors::{self, ActorKind};
use crate::store::db::WriteTx;
use crate::store::delegations;
use crate::store::error::StoreResult;
use crate::store::karma::{self, NewLine};
use crate::store::mentors;
use crate::store::tasks::{Task, Touched};

pub(super) async fn hear(
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
) -> StoreResult<()> {
    let (Some(verdict), Some(task)) = (verdict(&event.what), &event.task) else { return Ok(()) };
    let Some(Touched { task, .. }) = tasks.find(tx, task).await? else { return Ok(()) };
    match change(verdict, task.is_mirror()) {
        Some(KarmaChange::Earns) => earns(app, tx, event, task).await,
        Some(KarmaChange::TakesBack) => takes_back(app, tx, event, task).await,
        None => Ok(()),
    }
}

async fn earns(app: &App, tx: &mut WriteTx, event: &Recorded, task: &Task) -> StoreResult<()> {
    let Some(worker) = task.assignee.clone() else { return Ok(()) };
    let Some(judge) = judge(tx, event, task).await? else { return Ok(()) };
    let pair = WorkPair { worker: person(tx, &worker).await?, judge: person(tx, &judge).await? };
    let Some(one) = pair.worker.as_ref().or(pair.judge.as_ref()) else { return Ok(()) };
    let other_of = |who: &ActorId| if *who == worker { &judge } else { &worker };
    let since = event.at.plus(-REPEATED_WITHIN);
    let repeats = karma::repeats(tx, &task.pursuance, one, other_of(one), since).await?;
    // The size of a private task is known only to its members.
    let size = if task.title.is_sealed() { Size::M } else { task.asked.size };
    let lines = earned(&pair, size, repeats);
    if !lines.is_empty() {
        mentor_earns(app, tx, event, task, &worker).await?;
    }
    for line in lines {
        let new = NewLine {
            id: app.clock.new_id_at(event.at),
            pursuance: &task.pursuance,
            who: &line.who,
            task: &task.id,
            other: other_of(&line.who),
            deed: line.deed,
            points: line.points,
            at: event.at,
        };
        karma::add(tx, &new).await?;
    }
    Ok(())
}

/// The mentor who accompanied the person who did the work earns karma, too.
async fn mentor_earns(
    app: &App,
    tx: &mut WriteTx,
    event: &Recorded,
    task: &Task,
    learner: &ActorId,
) -> StoreResult<()> {
    let Some(mentor) = mentors::accompanying(tx, &task.id, learner).await? else { return Ok(()) };
    let since = event.at.plus(-REPEATED_WITHIN);
    let repeats = karma::repeats(tx, &task.pursuance, &mentor.person, learner, since).await?;
    let new = NewLine {
        id: app.clock.new_id_at(event.at),
        pursuance: &task.pursuance,
        who: &mentor.person,
        task: &task.id,
        other: learner,
        deed: Deed::Mentor,
        points: mentored(repeats),
        at: event.at,
    };
    karma::add(tx, &new).await
}

/// Only people earn.
async fn person(tx: &mut WriteTx, who: &ActorId) -> StoreResult<Option<ActorId>> {
    let actor = actors::by_id(tx, who).await?;
    Ok(actor.filter(|actor| actor.kind == ActorKind::Person).map(|actor| actor.id))
}

/// The actor who accepted the work: for a mirror always the origin, however its verdict came here.
async fn judge(tx: &mut WriteTx, event: &Recorded, task: &Task) -> StoreResult<Option<ActorId>> {
    let delegation = task.delegation.as_ref().filter(|_| task.is_mirror());
    let Some(delegation) = delegation else { return Ok(event.actor.clone()) };
    Ok(delegations::by_id(tx, delegation).await?.map(|row| row.origin))
}

async fn takes_back(app: &App, tx: &mut WriteTx, event: &Recorded, task: &Task) -> StoreResult<()> {
    for (line, _) in karma::holding_of_task(tx, &task.id).await? {
        karma::take_back(tx, &app.clock.new_id_at(event.at), &line, event.at).await?;
    }
    Ok(())
}
