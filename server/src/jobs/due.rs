//! Free tasks that are late, or soon due: the members who may assign them are told, and the notices are taken back when it is no
//! longer true.

use pursuance_domain::action::{Action, TellDue};
use pursuance_domain::allowed::Principal;

use crate::actions::PerformError;
use crate::listeners::notify::tell;
use crate::state::App;
use crate::store::outline::due_told;

/// Takes back notices that are no longer true, and tells of tasks of which nobody was told, until `stops`.
///
/// # Errors
/// When the database fails. A task that cannot be told of holds up no other: the last error is answered.
pub async fn sweep_due(app: &App, stops: impl Fn() -> bool) -> Result<(), PerformError> {
    let mut tx = app.db.write().await?;
    let people = due_told::withdraw(&mut tx).await?;
    tx.commit().await?;
    tell(app, people);
    let clock = Principal::Clock { job: "sweep".to_owned() };
    let mut done = Ok(());
    for task in due_told::untold(&mut app.db.read().await?, app.clock.now()).await? {
        if stops() {
            break;
        }
        if let Err(error) = app.perform(&clock, Action::TellDue(TellDue { task })).await {
            done = Err(error);
        }
    }
    done
}
