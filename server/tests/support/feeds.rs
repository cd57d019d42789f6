//! Sessions, and feeds that are made in one.

use pursuance::actions::PerformError;
use pursuance::actions::feed;
use pursuance::platform::clock::random;
use pursuance::state::hash_secret;
use pursuance::store::feeds;
use pursuance_domain::action::{CreateFeed, StartSession};
use pursuance_domain::id::{ActorId, FeedId, SearchId, SessionId};
use pursuance_domain::value::{FeedForm, Label};

use super::{Answer, Person, TestApp};

/// Signs a browser in; the session.
pub async fn session_of(app: &TestApp, who: &Person) -> SessionId {
    let start = StartSession {
        account: who.id.clone(),
        verifier_of: None,
        nonce: None,
        secret_hash: hash_secret(&hex::encode(random::<32>())),
        csrf: hex::encode(random::<16>()),
        replaces: None,
        address: None,
    };
    let done = app.perform(&who.principal(), start.into()).await.unwrap();
    SessionId(done.result["session"].as_str().unwrap().to_owned())
}

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
