//! When sessions and tokens were last used. Bookkeeping: no Action, no event, at most one write a minute each.
//!
//! The request does not wait for it, so that reading never waits for somebody who writes.

use pursuance_domain::time::MINUTE;

use super::account::SESSION_LIFE;
use crate::state::App;
use crate::store::accounts::{self, Session, Token};
use crate::store::error::StoreResult;

/// How long a mark may be out of date.
const WITHIN: i64 = MINUTE;

/// Notes that a token is used now.
pub fn token(app: &App, token: &Token) {
    let now = app.clock.now();
    if token.seen.is_some_and(|seen| now < seen.plus(WITHIN)) {
        return;
    }
    let (app, id) = (app.clone(), token.id.clone());
    note(async move {
        let mut tx = app.db.write().await?;
        accounts::touch_token(&mut tx, &id, now).await?;
        tx.commit().await
    });
}

/// Notes that a session is used now, and lets it live on.
pub fn session(app: &App, session: &Session) {
    let now = app.clock.now();
    if now < session.seen.plus(WITHIN) {
        return;
    }
    let (app, id) = (app.clone(), session.id.clone());
    note(async move {
        let mut tx = app.db.write().await?;
        accounts::touch_session(&mut tx, &id, now, now.plus(SESSION_LIFE)).await?;
        tx.commit().await
    });
}

fn note(work: impl Future<Output = StoreResult<()>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "The last use of a session or token could not be noted"
            );
        }
    });
}
