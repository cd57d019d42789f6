//! Acting as a person on one of the two servers, and waiting until a message has reached it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use pursuance_domain::action::Action;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::delegation::Side;
use pursuance_domain::delegation::state::State;
use pursuance_domain::time::{DAY, HOUR};
use serde_json::{Value, json};

use crate::cli::CliError;
use crate::state::App;
use crate::store::delegations::{self, Delegation};
use crate::store::error::StoreError;
use crate::store::{accounts, deliveries, discussions, pursuances};

/// How long to wait for the other server.
const PATIENCE: Duration = Duration::from_mins(2);
/// How often is looked.
const PAUSE: Duration = Duration::from_millis(20);

/// One of the two servers while its content is made.
pub struct DemoStage {
    pub app: App,
    time: Arc<AtomicI64>,
}

impl DemoStage {
    pub fn new(app: App, time: Arc<AtomicI64>) -> Self {
        Self { app, time }
    }

    /// Moves the time of both servers: the story began some days ago.
    pub fn ago(&self, days: i64, hours: i64) {
        self.time.store(-(days * DAY + hours * HOUR), Ordering::SeqCst);
    }

    /// A time `days` after the story's end, which is now, in the form for an action.
    pub fn in_days(&self, days: i64) -> String {
        let end = self.app.clock.now().plus(-self.time.load(Ordering::SeqCst));
        end.plus(days * DAY).rfc3339()
    }

    /// Carries out an action of the operator, written as the API takes it.
    pub async fn operate(&self, action: &str, input: Value) -> Result<Value, CliError> {
        self.perform(&Principal::Operator, action, input).await
    }

    /// Carries out an action of a person, written as the API takes it.
    pub async fn act(&self, person: &str, action: &str, input: Value) -> Result<Value, CliError> {
        let account = accounts::by_name(&mut self.app.db.read().await?, person).await?;
        let account = account.ok_or(CliError::Unknown { what: "account", name: person.to_owned() })?;
        let who = Principal::Person { actor: account.actor, via: Via::Session };
        self.perform(&who, action, input).await
    }

    async fn perform(&self, who: &Principal, action: &str, input: Value) -> Result<Value, CliError> {
        let parsed: Result<Action, _> = serde_json::from_value(json!({ "action": action, "input": input }));
        let parsed = parsed
            .map_err(|error| CliError::Argument { text: action.to_owned(), reason: error.to_string() })?;
        Ok(self.app.perform(who, parsed).await?.result)
    }

    /// Waits until the pursuance has as many delegations on a side in a state, and returns the newest.
    pub async fn until_state(
        &self,
        slug: &str,
        side: Side,
        state: State,
        many: usize,
    ) -> Result<Delegation, CliError> {
        self.until(state.as_str(), async || {
            let mut tx = self.app.db.read().await?;
            let Some(pursuance) = pursuances::by_slug(&mut tx, slug).await? else { return Ok(None) };
            let mut rows = delegations::after(&mut tx, &pursuance.id, "", 100).await?;
            rows.retain(|row| row.side == side && row.state == state);
            Ok(if rows.len() == many { rows.pop() } else { None })
        })
        .await
    }

    /// Waits until a task has this many comments.
    pub async fn until_comments(&self, slug: &str, number: i64, many: usize) -> Result<(), CliError> {
        self.until("the comments have arrived", async || {
            let mut tx = self.app.db.read().await?;
            let Some(pursuance) = pursuances::by_slug(&mut tx, slug).await? else { return Ok(None) };
            let Some(task) = crate::store::tasks::by_number(&mut tx, &pursuance.id, number).await? else {
                return Ok(None);
            };
            let later = self.app.clock.now().plus(DAY);
            let thread = discussions::last_said(&mut tx, &task.id, later, 100).await?;
            Ok((thread.len() == many).then_some(()))
        })
        .await
    }

    /// Waits until everything has arrived at the other server.
    pub async fn until_delivered(&self) -> Result<(), CliError> {
        self.until("everything has arrived", async || {
            let (waiting, _, _) = deliveries::waiting(&mut self.app.db.read().await?).await?;
            Ok((waiting == 0).then_some(()))
        })
        .await
    }

    async fn until<T>(
        &self,
        what: &'static str,
        mut look: impl AsyncFnMut() -> Result<Option<T>, StoreError>,
    ) -> Result<T, CliError> {
        let mut again = tokio::time::interval(PAUSE);
        let looking = async {
            loop {
                again.tick().await;
                if let Some(found) = look().await? {
                    return Ok(found);
                }
            }
        };
        tokio::time::timeout(PATIENCE, looking).await.unwrap_or(Err(CliError::Demo(what)))
    }
}
