//! Checks in one statement which kinds of next things a person has, because most kinds are usually empty. The statement of each kind then
//! reads the rows, and checks the permission.

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::next::list;
use crate::store::db::{ReadTx, one};
use crate::store::error::StoreResult;

/// The kinds of next things that a person may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct NextKinds {
    /// Questions whether they will take a task.
    pub asked: bool,
    /// Questions whether they will accompany a learner.
    pub lessons: bool,
    /// Questions whether to hand on the task of a silent person.
    pub hand_ons: bool,
    /// Work that waits for their verdict.
    pub reviews: bool,
    /// Questions whether they will join.
    pub recruited: bool,
    /// Pursuances that admitted them lately.
    pub let_in: bool,
    /// Pursuances that declined them lately.
    pub declined: bool,
    /// Requests to join that wait for an answer.
    pub requested: bool,
    /// A question about which tasks a pursuance may ask them.
    pub arriving: bool,
    /// Tasks of people who left, in pursuances where this person assigns tasks.
    pub were_left: bool,
    /// Tasks assigned to them.
    pub own: bool,
    /// Tasks and reviews about which they were reminded.
    pub reminded: bool,
    /// Their recently finished tasks.
    pub done: bool,
    /// Tasks that one of their pursuances shares, or shared, with another.
    pub shared: bool,
    /// Saved searches that they show on Home.
    pub saved: bool,
}

/// Reads the kinds of next things of a person. `since`: the earliest time of recent ones.
pub async fn next_kinds(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    since: Time,
) -> StoreResult<NextKinds> {
    macro_rules! sql {
        ($within:literal, $of:literal) => {
            concat!(
                "select exists (select 1 from offer o where o.person = $1 and o.state = 'open') as asked,
                  exists (select 1 from mentor e where e.person = $1 and e.state = 'asked') as lessons,
                  exists (select 1 from silence n where n.asked = $1 and n.due_at is not null) as hand_ons,
                  (exists (select 1 from task t where t.reviewer = $1 and t.phase in ('ready_for_review', 'in_review'))
                    or exists (select 1 from task t where t.creator = $1 and t.reviewer is null
                      and t.phase in ('ready_for_review', 'in_review'))) as reviews,
                  exists (select 1 from recruit_ask q where q.person = $1 and q.state = 'open') as recruited,
                  exists (select 1 from member m where m.actor = $1 and m.let_in_at >= $3) as let_in,
                  exists (select 1 from declined_request d where d.actor = $1 and d.at >= $3) as declined,
                  exists (select 1 from member m where m.actor = $1 and m.state = 'pending') as requested,
                  (exists (select 1 from member m where m.actor = $1 and m.state = 'active' and m.arrived is null)
                    and not exists (select 1 from person_skill s where s.actor = $1)) as arriving,
                  exists (select 1 from task t where t.left_by > '' and t.pursuance ",
                $within,
                " and t.archived_at is null) as were_left,
                  exists (select 1 from task t where t.assignee = $1 and t.phase in ('started', 'in_progress')
                    and t.archived_at is null) as own,
                  exists (select 1 from silence s where s.who = $1 and s.nudged_at is not null) as reminded,
                  exists (select 1 from task t where t.assignee = $1 and t.updated > $3 and t.phase = 'done') as done,
                  exists (select 1 from ",
                $of,
                " where exists (select 1 from delegation d where d.origin = p.actor)
                    or exists (select 1 from delegation d where d.delegate = p.actor)) as shared,
                  exists (select 1 from saved_search_home h where h.account = $1) as saved"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($2))", "(select value as actor from json_each($4)) p")
    } else {
        sql!(
            "= any (array(select json_array_elements_text(cast($2 as json))))",
            "unnest(array(select json_array_elements_text(cast($4 as json)))) p(actor)"
        )
    };
    let (assigns, all) = (list(sights.where_may(Permission::Assign)), list(sights.all()));
    one!(tx, NextKinds, sql, person.as_str(), assigns, since.0, all)
}
