//! Feeds: their making, another secret, and their end. The door makes the secret of a feed; here is only its hash.
//!
//! Like a token, a feed opens what its person may read until it ends; so none is made by a token, which may end before it.

use pursuance_domain::action::{CreateFeed, ReplaceFeed, RevokeFeed};
use pursuance_domain::event::happened::{Bare, FeedCreated};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, FeedId};
use pursuance_domain::value::{FeedForm, Sha256, ValueRefusal};
use serde_json::{Value, json};

use super::{Counted, Cx, InputRefusal, PerformError, Refused, Thing, access, account, search, session};
use crate::platform::clock::random;
use crate::state::hash_secret;
use crate::store::events;
use crate::store::feeds::{self, Feed};

carried_out! {
    CreateFeed => create,
    ReplaceFeed => replace,
    RevokeFeed => revoke,
}

/// How many feeds one account may have.
pub const MOST: i64 = 30;

/// The beginning of the path of every feed: what follows is its secret.
pub const BEGINNING: &str = "/f/";

/// The ending of the address of a feed: some programs recognise the format by it.
fn ending(form: FeedForm) -> &'static str {
    match form {
        FeedForm::Calendar => ".ics",
        FeedForm::Atom => ".atom",
    }
}

/// A new secret for a feed, and its hash: the secret goes to the person who makes the feed, and nowhere else.
///
/// # Errors
/// Never: the hash is hexadecimal.
pub fn new_secret() -> Result<(String, Sha256), ValueRefusal> {
    let secret = hex::encode(random::<16>());
    let hash = Sha256::parse(&hash_secret(&secret))?;
    Ok((secret, hash))
}

/// The path of a feed.
pub fn path(secret: &str, form: FeedForm) -> String {
    format!("{BEGINNING}{secret}{}", ending(form))
}

/// Reads the secret and the form from the last part of a feed's path.
pub fn in_path(file: &str) -> Option<(&str, FeedForm)> {
    FeedForm::ALL.iter().find_map(|form| Some((file.strip_suffix(ending(*form))?, *form)))
}

async fn create(cx: &mut Cx, a: CreateFeed) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let pursuance = match &a.pursuance {
        Some(_) if a.search.is_some() => return Err(Refused::Input(InputRefusal::FeedOfTwo).into()),
        Some(named) => {
            let access = access::find(&mut cx.tx, &cx.who.clone(), named, cx.now).await?;
            // A person without read access gets no feed of the pursuance.
            access.sight()?;
            Some(access.pursuance)
        }
        None => match &a.search {
            Some(id) => search::looks_in(cx, id).await?,
            None => None,
        },
    };
    // The lock makes the second of two simultaneous requests count the first.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    session::demand(cx, &person, &a.session).await?;
    let owner = account::account(cx, &person).await?;
    if !owner.unbounded && feeds::count(&mut cx.tx, &person).await? >= MOST {
        return Err(Refused::Full { what: Counted::Feeds, most: MOST }.into());
    }
    let feed = Feed {
        id: FeedId(cx.new_id()),
        account: person.clone(),
        pursuance: pursuance.as_ref().map(|pursuance| pursuance.id.clone()),
        search: a.search,
        name: a.name.to_string(),
        form: a.form,
        made: cx.now,
        seen: None,
    };
    feeds::add(&mut cx.tx, &feed, &a.secret_hash).await?;
    let told = match feed.search {
        Some(search) => FeedCreated { form: a.form, pursuance: None, search: Some(search) },
        None => FeedCreated { form: a.form, pursuance: feed.pursuance, search: None },
    };
    tell(cx, &person, Happened::FeedCreated(told), &feed.id);
    Ok(json!({ "feed": feed.id, "form": a.form, "pursuance": pursuance.map(|pursuance| pursuance.slug) }))
}

async fn replace(cx: &mut Cx, a: ReplaceFeed) -> Result<Value, PerformError> {
    let feed = own(cx, &a.feed).await?;
    feeds::replace(&mut cx.tx, &feed.id, &a.secret_hash, cx.now).await?;
    tell(cx, &feed.account, Happened::FeedReplaced(Bare {}), &feed.id);
    Ok(json!({ "feed": feed.id, "form": feed.form }))
}

async fn revoke(cx: &mut Cx, a: RevokeFeed) -> Result<Value, PerformError> {
    let feed = own(cx, &a.feed).await?;
    feeds::remove(&mut cx.tx, &feed.id).await?;
    tell(cx, &feed.account, Happened::FeedRevoked(Bare {}), &feed.id);
    Ok(json!({ "feed": feed.id }))
}

/// The feed with this id, which is the person's own: that of somebody else is not there. Nobody else changes it meanwhile.
async fn own(cx: &mut Cx, id: &FeedId) -> Result<Feed, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let feed = feeds::by_id(&mut cx.tx, id).await?.filter(|feed| feed.account == person);
    Ok(feed.ok_or(Refused::NotFound(Thing::Feed))?)
}

fn tell(cx: &mut Cx, person: &ActorId, what: Happened, feed: &FeedId) {
    cx.leave(StreamId::of(person), Audience::Own, what, feed.as_str(), None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_and_a_form_are_found_in_the_path_of_a_feed() {
        let (secret, hash) = new_secret().unwrap();
        assert_eq!(hash.as_str(), hash_secret(&secret));
        for form in FeedForm::ALL {
            let path = path(&secret, *form);
            assert_eq!(in_path(path.strip_prefix(BEGINNING).unwrap()), Some((secret.as_str(), *form)));
        }
        assert_eq!(in_path(&secret), None);
        assert_eq!(in_path(&format!("{secret}.html")), None);
    }
}
