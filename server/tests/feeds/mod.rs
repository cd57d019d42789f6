//! Calendars and feeds: what somebody may read, for other programs, at an address that is a secret.

mod ends;
mod pages;
mod shown;
mod xml;

use pursuance::actions::PerformError;
use pursuance::actions::feed;
use pursuance::store::feeds;
use pursuance_domain::action::CreateFeed;
use pursuance_domain::id::{ActorId, FeedId, SearchId};
use pursuance_domain::value::{FeedForm, Label};

use crate::push::session_of;
use crate::support::{Answer, Person, TestApp};

/// A new feed of somebody, about them or about a pursuance: its path. Refused: the stable word of the refusal.
pub(crate) async fn try_feed(
    app: &TestApp,
    who: &Person,
    form: FeedForm,
    of: Option<&str>,
) -> Result<String, &'static str> {
    let (secret, secret_hash) = feed::new_secret().unwrap();
    let (name, pursuance) = (Label::parse("Phone").unwrap(), of.map(str::to_owned));
    let session = session_of(app, who).await;
    let create = CreateFeed { name, form, pursuance, search: None, session, secret_hash };
    match app.perform(&who.principal(), create.into()).await {
        Ok(_) => Ok(feed::path(&secret, form)),
        Err(PerformError::Refused(refused)) => Err(refused.slug()),
        Err(error) => panic!("{error:?}"),
    }
}

/// The same, which is made.
pub(crate) async fn new_feed(app: &TestApp, who: &Person, form: FeedForm, of: Option<&str>) -> String {
    try_feed(app, who, form, of).await.unwrap()
}

/// A new feed of a saved search.
pub(crate) async fn search_feed(app: &TestApp, who: &Person, form: FeedForm, search: &str) -> String {
    let (secret, secret_hash) = feed::new_secret().unwrap();
    let (name, search) = (Label::parse("Phone").unwrap(), Some(SearchId(search.to_owned())));
    let session = session_of(app, who).await;
    let create = CreateFeed { name, form, pursuance: None, search, session, secret_hash };
    app.perform(&who.principal(), create.into()).await.unwrap();
    feed::path(&secret, form)
}

/// A feed that is there, whether or not its person may read what it is about.
pub(crate) async fn any_feed(
    app: &TestApp,
    account: &ActorId,
    form: FeedForm,
    pursuance: Option<ActorId>,
) -> String {
    let (secret, hash) = feed::new_secret().unwrap();
    let now = app.clock.now();
    let (id, account, name) = (FeedId(app.clock.new_id()), account.clone(), "Phone".to_owned());
    let feed = feeds::Feed { id, account, pursuance, search: None, name, form, made: now, seen: None };
    let mut tx = app.db.write().await.unwrap();
    feeds::add(&mut tx, &feed, &hash).await.unwrap();
    tx.commit().await.unwrap();
    pursuance::actions::feed::path(&secret, form)
}

/// The answer to a program without an account.
pub(crate) async fn fetch(app: &TestApp, path: &str) -> Answer {
    app.visitor().read(path).await
}

/// The same, which is there.
async fn fetched(app: &TestApp, path: &str) -> String {
    let answer = fetch(app, path).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    answer.text()
}

/// The values of a property in a calendar, unfolded.
fn values(calendar: &str, name: &str) -> Vec<String> {
    let unfolded = calendar.replace("\r\n ", "");
    let lines = unfolded.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    lines.map(str::to_owned).collect()
}
