//! The last use of sessions, tokens and feeds, and the time zone of the browser. Bookkeeping: no Action, no event, at most one write a
//! minute each.
//!
//! The request does not wait for it, so that a read never waits for a writer.

use chrono_tz::Tz;
use pursuance_domain::time::MINUTE;

use super::{mail, session};
use crate::bounds::client::Client;
use crate::state::App;
use crate::store::accounts::{self, Account, Session};
use crate::store::availability;
use crate::store::error::StoreResult;
use crate::store::feeds::{self, Feed};
use crate::store::tokens::{self, Token};

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
        tokens::touch(&mut tx, &id, now).await?;
        tx.commit().await
    });
}

/// Notes that a feed is fetched now.
pub fn feed(app: &App, feed: &Feed) {
    let now = app.clock.now();
    if feed.seen.is_some_and(|seen| now < seen.plus(WITHIN)) {
        return;
    }
    let (app, id) = (app.clone(), feed.id.clone());
    note(async move {
        let mut tx = app.db.write().await?;
        feeds::touch(&mut tx, &id, now).await?;
        tx.commit().await
    });
}

/// Notes that a session is used now, and extends it.
pub fn session(app: &App, session: &Session) {
    let now = app.clock.now();
    if now < session.seen.plus(WITHIN) {
        return;
    }
    let (app, id, ends) = (app.clone(), session.id.clone(), session::ends(session.created, now));
    note(async move {
        let mut tx = app.db.write().await?;
        accounts::touch_session(&mut tx, &id, now, ends).await?;
        tx.commit().await
    });
}

/// Notes the address from which a session is used now: from there its person may sign in while others guess
/// passphrases.
pub fn address(app: &App, session: &Session, client: Client) {
    let now = app.clock.now();
    if now < session.seen.plus(WITHIN) {
        return;
    }
    let (app, account) = (app.clone(), session.account.clone());
    let address = app.keyed_hashes.address(&account, &client.home());
    note(async move {
        let mut tx = app.db.write().await?;
        accounts::see_address(&mut tx, &account, &address, now).await?;
        tx.commit().await
    });
}

/// Notes the time zone of the browser of somebody who has chosen none: their quiet hours are by its clocks, also while they do
/// not look.
pub fn zone(app: &App, session: &Session, account: &Account, browser: Option<Tz>) {
    let now = app.clock.now();
    let Some(zone) = browser.filter(|zone| account.browser_zone.as_deref() != Some(zone.name())) else {
        return;
    };
    // Two browsers in two zones take turns.
    if account.zone.is_some() || (account.browser_zone.is_some() && now < session.seen.plus(WITHIN)) {
        return;
    }
    let (app, person) = (app.clone(), account.actor.clone());
    note(async move {
        let mut tx = app.db.write().await?;
        availability::see_zone(&mut tx, &person, zone).await?;
        mail::by_new_clocks(&app.clock, &mut tx, &person, now).await?;
        tx.commit().await
    });
}

fn note(work: impl Future<Output = StoreResult<()>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "The last use of a session, token or feed, or a time zone, could not be noted"
            );
        }
    });
}
