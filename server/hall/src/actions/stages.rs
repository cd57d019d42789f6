//! The stages of the hallway, a pipeline around the function of every action. Each stage prepares or checks something, outside or inside of
//! the transaction, and knows an action only by its card ([`Card`](pursuance_domain::action::Card)).
//!
//! Adding one: its [`Stage`] in the file of its family, and its line in [`STAGES`].

use std::fmt::Debug;
use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;

use pursuance_domain::action::Action;
use pursuance_domain::allowed::Principal;

use super::attached_files::{AttachedFiles, LookAtFiles};
use super::limits::CountPace;
use super::rendered::{RenderTexts, Rendered};
use super::room::RoomOnDisk;
use super::sealed::{ReadRecords, Ready};
use super::suggestion::SuggestInstead;
use super::undo::LeaveWayBack;
use super::{Cx, Options, PerformError, Performed, Refused, delegation, edges, skill_offer};
use crate::state::App;
use crate::store::error::StoreError;
use crate::store::instance;

/// The stages, in the order in which every action passes them.
static STAGES: &[&dyn Stage] = &[
    &CountPace,
    &ReadRecords,
    &RoomOnDisk,
    // Requests to other servers may take long, so they come before the transaction.
    &delegation::FindPartner,
    &edges::KnowEdges,
    &skill_offer::FindReaders,
    &LookAtFiles,
    &RenderTexts,
    &LeaveWayBack,
    &SuggestInstead,
];

/// The stages of the program, and those that come with an action.
pub(super) fn all(further: &[Arc<dyn Stage>]) -> impl Iterator<Item = &dyn Stage> {
    STAGES.iter().copied().chain(further.iter().map(Arc::as_ref))
}

/// The boxed future of a stage.
pub type Step<'a, T = ()> = Pin<Box<dyn Future<Output = Result<T, PerformError>> + Send + 'a>>;

/// A stage of the hallway. Its error is the result of the action, and nothing has changed.
pub trait Stage: Debug + Send + Sync {
    /// Prepares slow work, such as requests to other servers, before the transaction begins; or refuses the action.
    fn prepare<'a>(&'a self, _: &'a mut Walk) -> Step<'a> {
        Box::pin(ready(Ok(())))
    }

    /// Begins the transaction.
    fn begin(&self, _: &mut Cx, _: &Action) {}

    /// Checks inside of the transaction, after everything is written but the events and the messages. Received messages pass this step,
    /// too.
    fn check<'a>(&'a self, _: &'a mut Cx) -> Step<'a> {
        Box::pin(ready(Ok(())))
    }

    /// Handles a refusal, after the transaction was rolled back.
    fn follow<'a>(&'a self, _: &'a Walk, refused: Refused) -> Step<'a, Follow> {
        Box::pin(ready(Ok(Follow::Refuse(refused))))
    }
}

/// The next step after a refusal.
#[derive(Debug)]
pub enum Follow {
    /// The refusal is the result.
    Refuse(Refused),
    /// The action is retried, because the cause of the refusal has changed.
    Again,
}

/// The results of the stages for the transaction.
#[derive(Debug, Clone, Default)]
pub(super) struct Prepared {
    /// The records that the action brings, until it takes them.
    pub sealed: Option<Ready>,
    /// The kinds of the files that it attaches.
    pub attached_files: AttachedFiles,
    /// The HTML of texts that it may send.
    pub rendered: Rendered,
}

/// An action on its way through the hallway.
pub struct Walk {
    pub(super) app: App,
    pub(super) who: Principal,
    pub(super) action: Action,
    pub(super) options: Options,
    pub(super) prepared: Prepared,
}

impl Walk {
    pub(super) fn new(app: &App, who: &Principal, action: Action, options: Options) -> Self {
        Self { app: app.clone(), who: who.clone(), action, options, prepared: Prepared::default() }
    }

    /// The principal who acts.
    pub fn who(&self) -> &Principal {
        &self.who
    }

    /// The requested action.
    pub fn action(&self) -> &Action {
        &self.action
    }

    /// Runs all stages and performs the action.
    pub(super) async fn go(mut self) -> Result<Performed, PerformError> {
        let further = self.options.further.clone();
        for stage in all(&further) {
            stage.prepare(&mut self).await?;
        }
        let mut done = self.attempt().await;
        for stage in all(&further) {
            let refused = match done {
                Err(PerformError::Refused(refused)) => refused,
                done => return done,
            };
            done = match stage.follow(&self, refused).await? {
                Follow::Refuse(refused) => Err(refused.into()),
                Follow::Again => self.attempt().await,
            };
        }
        done
    }

    async fn attempt(&self) -> Result<Performed, PerformError> {
        match self.once_rendered().await {
            // The second of two simultaneous requests with one key gets the response of the first.
            Err(PerformError::Store(error))
                if error.is_retryable()
                    || error.is_lost()
                    || matches!(error, StoreError::Taken(instance::KEY)) =>
            {
                self.once_rendered().await
            }
            outcome => outcome,
        }
    }

    async fn once_rendered(&self) -> Result<Performed, PerformError> {
        let mut prepared = self.prepared.clone();
        loop {
            match self.app.transact(self, prepared.clone()).await {
                Ok(performed) => return Ok(performed),
                Err(error) => prepared.rendered = prepared.rendered.after(error).await?,
            }
        }
    }
}
