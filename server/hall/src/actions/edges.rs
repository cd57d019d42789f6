//! The stage that knows what waits for what (docs/decisions/0017-edges-in-memory.md).

use pursuance_domain::action::Prepares;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::dependency::DependencyRefusal;

use super::dependency::after_moves;
use super::{Cx, Follow, PerformError, Refused, Stage, Step, Walk};

/// Keeps up the edges between tasks: those in memory are brought up to date before a transaction that may search them for a circle, and
/// where the database has given up that search, it is tried again once all of them are in memory. Who waits for a task is told when it
/// is closed or opened.
#[derive(Debug)]
pub(super) struct KnowEdges;

impl Stage for KnowEdges {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(prepare(walk))
    }

    fn check<'a>(&'a self, cx: &'a mut Cx) -> Step<'a> {
        Box::pin(async { Ok(after_moves(cx).await?) })
    }

    /// They are waited for outside of the transaction; then there is an answer.
    fn follow<'a>(&'a self, walk: &'a Walk, refused: Refused) -> Step<'a, Follow> {
        Box::pin(async move {
            let again = is_given_up(&refused) && walk.app.edge_cache.ready(&walk.app.db).await?;
            Ok(if again { Follow::Again } else { Follow::Refuse(refused) })
        })
    }
}

/// Whether a dependency was refused because the database has given up the search for a circle.
fn is_given_up(refused: &Refused) -> bool {
    let refused = if let Refused::NoneOf { first, .. } = refused { first } else { refused };
    matches!(refused, Refused::Rule(Refusal::Dependency(DependencyRefusal::TooConnected)))
}

async fn prepare(walk: &Walk) -> Result<(), PerformError> {
    let app = &walk.app;
    if walk.action.card().prepares == Prepares::Edges && app.edge_cache.keep_up(&app.db).await? {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = app.edge_cache.read(&app.db).await {
                tracing::warn!("What waits for what could not be read into memory: {error}");
            }
        });
    }
    Ok(())
}
