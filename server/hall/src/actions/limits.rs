//! Limits on sign-in attempts, new accounts and actions. Attempts are counted in the database, so that several
//! processes count together, in fixed time slots: a slot ends for everybody at once, which is simple, and no attempt
//! can extend it.

use pursuance_domain::action::{Action, Pace};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{self, ActorId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND, Time};

use super::{Cx, PerformError, Stage, Step, Walk, lane_of_visitors};
use crate::bounds::bodies::Whose;
use crate::bounds::client::Client;
use crate::state::App;
use crate::store::db::{ReadTx, WriteTx};
use crate::store::error::StoreResult;
use crate::store::{accounts, discussions, instance};

/// One limit. Of one on a client, a wider network has as much as several clients.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    scope: &'static str,
    /// How long a slot is, in the unit of [`Time`].
    pub slot: i64,
    pub most: i64,
}

/// Guesses at one name's passphrase from one address: so nobody can lock out another person by guessing.
pub const SIGN_IN_NAME_THERE: Limit = Limit { scope: "sign-in-name-there", slot: 15 * MINUTE, most: 10 };
/// Guesses at one name's passphrase from anywhere.
pub const SIGN_IN_NAME: Limit = Limit { scope: "sign-in-name", slot: 15 * MINUTE, most: 200 };
/// Guesses from one address, at any name. A whole library may share an address.
pub const SIGN_IN_ADDRESS: Limit = Limit { scope: "sign-in-address", slot: 15 * MINUTE, most: 100 };
/// Guesses from a browser in which its person has signed in before; strangers' guesses do not count against it.
pub const SIGN_IN_BROWSER: Limit = Limit { scope: "sign-in-browser", slot: 15 * MINUTE, most: 20 };
/// Names under which a client of one address asks how one signs in, on the page to sign in.
pub const SIGN_IN_KINDS: Limit = Limit { scope: "sign-in-kinds", slot: 15 * MINUTE, most: 100 };
/// How long an address counts as known for a person.
pub const SEEN_WITHIN: i64 = 30 * DAY;
/// Accounts opened from one address, failed attempts included.
pub const JOIN_ADDRESS: Limit = Limit { scope: "join-address", slot: 60 * MINUTE, most: 30 };
/// Requests for an account from one address.
pub const ACCOUNT_REQUESTS_ADDRESS: Limit = Limit { scope: "account-requests-address", slot: DAY, most: 3 };

/// Accounts opened by one invitation of a private pursuance, where nobody opens one without.
pub const INVITE_ACCOUNTS: Limit = Limit { scope: "invite-accounts", slot: DAY, most: 100 };

/// Links to confirm an address of mail: for one person, from one network, to one address, and by this instance.
pub const MAIL_PERSON: Limit = Limit { scope: "mail-person", slot: DAY, most: 6 };
pub const MAIL_ADDRESS: Limit = Limit { scope: "mail-address", slot: DAY, most: 3 };
pub const MAIL_CLIENT: Limit = Limit { scope: "mail-client", slot: DAY, most: 30 };
pub const MAIL_INSTANCE: Limit = Limit { scope: "mail-instance", slot: DAY, most: 1_000 };
/// The part of these links for accounts younger than a day: many new accounts cannot keep others from confirming.
pub const MAIL_NEW: Limit = Limit { scope: "mail-new", slot: DAY, most: MAIL_INSTANCE.most / 2 };
/// The age from which an account is no longer new.
const NEW_UNTIL: i64 = DAY;
/// Immediate mails to one person: other people's acts cause them.
pub const MAIL_AT_ONCE: Limit = Limit { scope: "mail-at-once", slot: DAY, most: 100 };

/// Agreements of one server that are answered: each leaves two activities and a delivery.
pub const AGREEMENTS_HOST: Limit = Limit { scope: "agreements-host", slot: DAY, most: 20 };

/// Texts of one person in any minute, in all places together: in comments, with steps and beside work that is sent back.
pub const SAID_A_MINUTE: i64 = 60;

/// Bytes of answers of one person that are kept, so that a request that is sent once more does nothing twice: answers to programs,
/// which are kept for a day, and answers to forms, which are kept for 31 days, have the bound each.
pub const KEPT_ANSWERS: u64 = 64 * 1024 * 1024;

/// Messages of one person that tell a whole room (`@room`), in all rooms of a pursuance: each leaves a notice for every member.
pub const ROOM_CALLED: Limit = Limit { scope: "room-called", slot: HOUR, most: 6 };

/// A try as it counts: a limit, its subject, and how many times the limit the subject may have.
struct CountedTry {
    limit: Limit,
    subject: String,
    most: i64,
}

impl Limit {
    /// Counts a subject once.
    fn of(self, subject: String) -> CountedTry {
        CountedTry { most: self.most, limit: self, subject }
    }

    /// Counts each network of a client, behind other words of the subject.
    fn of_client(self, client: Client, words: &str) -> impl Iterator<Item = CountedTry> + use<> {
        let words = words.to_owned();
        client.networks().map(move |network| CountedTry {
            subject: format!("{words}{network}"),
            most: self.most.saturating_mul(network.width.shares().into()),
            limit: self,
        })
    }

    fn slot(&self, now: Time) -> i64 {
        now.0.div_euclid(self.slot)
    }

    /// The seconds until the slot of this moment is over.
    fn wait(&self, now: Time) -> u64 {
        let wait = (self.slot(now) + 1) * self.slot - now.0;
        u64::try_from(wait / SECOND).unwrap_or(0) + 1
    }
}

/// An attempt to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    /// The name as typed.
    pub name: &'a str,
    /// The account of that name, if there is one.
    pub account: Option<&'a ActorId>,
    /// The address of the client.
    pub client: Client,
    /// The mark of the browser, which it keeps after a sign-in.
    pub browser: Option<&'a str>,
}

/// Counts an attempt to sign in, before the passphrase is checked: simultaneous attempts count too. Strangers' guesses
/// do not count against a browser or an address that is known for the person; otherwise anybody could lock out anybody.
///
/// Returns whether the browser or the address is known for the person.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn sign_in(app: &App, tried: Try<'_>) -> Result<Whose, PerformError> {
    let client = tried.client;
    let known = |account| app.keyed_hashes.known_browser(account, tried.browser?);
    if let Some(browser) = tried.account.and_then(known) {
        count(app, client, [SIGN_IN_BROWSER.of(browser.to_owned())]).await?;
        return Ok(Whose::Known);
    }
    // A name that cannot exist is not worth a row for each of its spellings.
    let name: String = pursuance_domain::value::fold_name(tried.name).chars().take(30).collect();
    let there = SIGN_IN_NAME_THERE.of_client(client, &format!("{name} "));
    let limits = there.chain(SIGN_IN_ADDRESS.of_client(client, ""));
    if is_at_home(app, tried.account, client).await? {
        count(app, client, limits).await?;
        return Ok(Whose::Known);
    }
    count(app, client, limits.chain([SIGN_IN_NAME.of(name.clone())])).await?;
    Ok(Whose::Stranger)
}

/// Counts a name whose page to sign in is asked for: the page for a passphrase, or the page for a key.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn sign_in_kind(app: &App, client: Client) -> Result<(), PerformError> {
    count(app, client, SIGN_IN_KINDS.of_client(client, "")).await
}

/// Whether the person came from this address lately.
async fn is_at_home(app: &App, account: Option<&ActorId>, client: Client) -> StoreResult<bool> {
    let Some(account) = account else { return Ok(false) };
    let since = app.clock.now().plus(-SEEN_WITHIN);
    let mark = app.keyed_hashes.address(account, &client.home());
    accounts::was_seen_at(&mut app.db.read().await?, account, &mark, since).await
}

/// Counts each action of a person, whatever the result of the last one and through whatever door it comes.
#[derive(Debug)]
pub(super) struct CountPace;

impl Stage for CountPace {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(act(&walk.app, &walk.who, &walk.action))
    }
}

async fn act(app: &App, who: &Principal, action: &Action) -> Result<(), PerformError> {
    let Principal::Person { actor, .. } = who else { return Ok(()) };
    unless_lifted(app, actor, count_action(app, actor, action)).await
}

fn count_action(app: &App, actor: &ActorId, action: &Action) -> Result<(), u64> {
    let pace = action.card().pace;
    if pace == Pace::Credentials {
        return app.pace_of_credentials.count(actor);
    }
    app.pace.count(actor)?;
    if pace == Pace::Reactions {
        app.pace_of_reactions.count(actor)?;
    }
    may_write(app, actor)?;
    app.weight.count_several(actor, weight(action))
}

/// Whether a person may keep the writer busy for longer, and leave more in histories.
fn may_write(app: &App, actor: &ActorId) -> Result<(), u64> {
    app.writing.check(actor)?;
    app.history.check(actor)
}

/// Notes how many bytes an action of a person has left in histories, and as an answer that is kept: known only once it is done.
pub(super) fn left(app: &App, who: &Principal, bytes: usize) {
    if let Principal::Person { actor, .. } = who {
        #[expect(clippy::cast_precision_loss, reason = "less than a GiB")]
        app.history.add(actor, bytes as f64 / 1024.0);
    }
}

/// Bytes that the change of one of several tasks adds to the database: its event, and the index entries.
const OF_EACH: usize = 512;

/// How much an action weighs, in KiB begun.
fn weight(action: &Action) -> u32 {
    let bytes = match action.records() {
        Some(records) => records.bytes(),
        None => {
            let mut bytes = Counted(0);
            // After a serialisation error, the bytes written so far count.
            let _ = serde_json::to_writer(&mut bytes, action);
            bytes.0.saturating_add(action.several().saturating_mul(OF_EACH))
        }
    };
    u32::try_from(bytes / 1024).unwrap_or(u32::MAX).saturating_add(1)
}

/// A writer that counts the bytes written to it.
struct Counted(usize);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Counts work for a person before their action is known, such as making a picture small: a refused request costs as much.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn attempt(app: &App, who: &Principal) -> Result<(), PerformError> {
    let Principal::Person { actor, .. } = who else { return Ok(()) };
    unless_lifted(app, actor, app.pace.count(actor)).await
}

/// Counts work for a person that an action of theirs is to end, so that their pace has room for both: where the action would be refused
/// for it, the work is not done.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn before_work(app: &App, who: &Principal) -> Result<(), PerformError> {
    let Principal::Person { actor, .. } = who else { return Ok(()) };
    let counted = app.pace.count_several(actor, 2).and_then(|()| {
        // The action counts itself.
        app.pace.give_back(actor);
        may_write(app, actor)
    });
    unless_lifted(app, actor, counted).await
}

/// Asks whether one more picture of a person may be made small or anew.
///
/// # Errors
/// [`Refusal::TooMany`] when the pictures of this person took more time than they may.
pub async fn picture(app: &App, actor: &ActorId) -> Result<(), PerformError> {
    unless_lifted(app, actor, app.pictures.check(actor)).await
}

/// Refuses a request over the limit, unless the limits of the account are lifted.
async fn unless_lifted(app: &App, actor: &ActorId, counted: Result<(), u64>) -> Result<(), PerformError> {
    let Err(retry_after) = counted else { return Ok(()) };
    let account = accounts::by_actor(&mut app.db.read_once().await?, actor).await?;
    if account.is_some_and(|account| account.unbounded) {
        return Ok(());
    }
    Err(Refusal::TooMany { retry_after }.into())
}

/// Counts an attempt to open an account.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn join(app: &App, client: Client) -> Result<(), PerformError> {
    count(app, client, JOIN_ADDRESS.of_client(client, "")).await
}

/// Counts a request for an account; in the action's transaction, so that a refused request does not count.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub(super) async fn account_request(cx: &mut Cx, client: Client) -> Result<(), PerformError> {
    for CountedTry { limit, subject, most } in ACCOUNT_REQUESTS_ADDRESS.of_client(client, "") {
        count_within(cx, &Limit { most, ..limit }, &subject).await?;
    }
    Ok(())
}

/// Counts an account that is opened by an invitation of a private pursuance, in the action's transaction, so that only opened ones count;
/// returns whether they are no more than may be in a day.
pub(super) async fn invite_account(cx: &mut Cx, invite: &str) -> StoreResult<bool> {
    is_within(cx, &INVITE_ACCOUNTS, invite).await
}

/// Counts a link that is sent to confirm an address; in the action's transaction, so that only sent links count.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub(super) async fn mail(cx: &mut Cx, person: &ActorId, mark: &str) -> Result<(), PerformError> {
    let account = accounts::by_actor(&mut cx.tx, person).await?;
    let is_new = account.is_none_or(|account| cx.now < account.created.plus(NEW_UNTIL));
    let of_new = is_new.then_some((MAIL_NEW, ""));
    let limits = [(MAIL_PERSON, person.as_str()), (MAIL_ADDRESS, mark), (MAIL_INSTANCE, "")];
    for (limit, subject) in limits.into_iter().chain(of_new) {
        count_within(cx, &limit, subject).await?;
    }
    Ok(())
}

/// Counts an attempt to have a link sent from the network of a client.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn mail_from(app: &App, client: Client) -> Result<(), PerformError> {
    count(app, client, MAIL_CLIENT.of_client(client, "")).await
}

/// Counts an agreement of another server; in the transaction of its answer, so that only answered agreements count.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub(super) async fn agreement(cx: &mut Cx, host: &str) -> Result<(), PerformError> {
    count_within(cx, &AGREEMENTS_HOST, host).await
}

/// Whether the person may say one more thing now. What was said counts itself, so that a refused message costs nothing and edits
/// are free.
///
/// # Errors
/// [`Refusal::TooMany`] when they said as much as may be in the last minute.
pub(super) async fn say(tx: &mut ReadTx, person: &ActorId, now: Time) -> Result<(), PerformError> {
    // Above every id that was made a minute ago.
    let above = id::new_id(now.plus(-MINUTE), [u8::MAX; 10]);
    let first = discussions::said_before_last(tx, person, &above, SAID_A_MINUTE - 1).await?;
    let Some(first) = first else { return Ok(()) };
    let account = accounts::by_actor(tx, person).await?;
    if account.is_some_and(|account| account.unbounded) {
        return Ok(());
    }
    let wait = first.plus(MINUTE).0 - now.0;
    let retry_after = u64::try_from((wait - 1) / SECOND + 1).unwrap_or(1).max(1);
    Err(Refusal::TooMany { retry_after }.into())
}

/// Whether one more answer of the person is kept under a key like this one. Beyond the bound a form is carried out, and its answer is not
/// kept: a browser sends a key with every form, and a person cannot leave it out. A program can.
///
/// # Errors
/// [`Refusal::TooMany`] for a program, until enough of its answers are too old to count.
pub(super) async fn keeps_answer(
    tx: &mut ReadTx,
    person: &ActorId,
    key: &str,
    now: Time,
) -> Result<bool, PerformError> {
    let has_room = async |tx: &mut ReadTx, at: Time| {
        let kept = instance::kept_bytes(tx, person, key, at).await?;
        StoreResult::Ok(u64::try_from(kept).is_ok_and(|kept| kept < KEPT_ANSWERS))
    };
    if has_room(tx, now).await?
        || accounts::by_actor(tx, person).await?.is_some_and(|account| account.unbounded)
    {
        return Ok(true);
    }
    if key.starts_with(instance::OF_FORM) {
        return Ok(false);
    }
    // Answers are summed by days, and count until the end of the next day.
    let days = if has_room(tx, now.plus(DAY)).await? { 1 } else { 2 };
    let then = (now.0.div_euclid(DAY) + days) * DAY;
    Err(Refusal::TooMany { retry_after: u64::try_from((then - now.0) / SECOND).unwrap_or(0) + 1 }.into())
}

/// Counts a message that tells a whole room; whether there may be one more. Further ones are said, and tell nobody of the room.
pub(super) async fn call_room(cx: &mut Cx, person: &ActorId, pursuance: &ActorId) -> StoreResult<bool> {
    if is_within(cx, &ROOM_CALLED, &format!("{pursuance} {person}")).await? {
        return Ok(true);
    }
    Ok(accounts::by_actor(&mut cx.tx, person).await?.is_some_and(|account| account.unbounded))
}

/// Counts in the transaction of an action; undone with it. Whether it is within the limit.
async fn is_within(cx: &mut Cx, limit: &Limit, subject: &str) -> StoreResult<bool> {
    let slot = limit.slot(cx.now);
    instance::forget_counters(&mut cx.tx, limit.scope, slot).await?;
    Ok(instance::count(&mut cx.tx, limit.scope, subject, slot).await? <= limit.most)
}

/// Counts as [`is_within`] does, and refuses what is beyond.
async fn count_within(cx: &mut Cx, limit: &Limit, subject: &str) -> Result<(), PerformError> {
    if is_within(cx, limit, subject).await? {
        return Ok(());
    }
    Err(Refusal::TooMany { retry_after: limit.wait(cx.now) }.into())
}

/// Counts a mail that is about to be sent at once; returns whether its person has reached the limit of the day.
pub async fn mail_at_once(tx: &mut WriteTx, person: &ActorId, now: Time) -> StoreResult<bool> {
    let (scope, slot) = (MAIL_AT_ONCE.scope, MAIL_AT_ONCE.slot(now));
    instance::forget_counters(tx, scope, slot).await?;
    Ok(instance::count(tx, scope, person.as_str(), slot).await? > MAIL_AT_ONCE.most)
}

/// Counts a try of a client, in the turns of the visitors there. A client that was refused before in the same slot is refused
/// again at once, and that try counts towards nothing.
async fn count(
    app: &App,
    client: Client,
    tries: impl IntoIterator<Item = CountedTry>,
) -> Result<(), PerformError> {
    let (now, tries) = (app.clock.now(), tries.into_iter().collect::<Vec<_>>());
    let is_spent = |one: &&CountedTry| app.spent.is(one.limit.scope, &one.subject, one.limit.slot(now));
    if let Some(wait) = tries.iter().filter(is_spent).map(|one| one.limit.wait(now)).max() {
        return Err(Refusal::TooMany { retry_after: wait }.into());
    }
    let counted = async {
        let mut tx = app.db.write_in(Some(lane_of_visitors(Some(client)))).await?;
        let mut wait = None;
        for CountedTry { limit, subject, most } in &tries {
            let slot = limit.slot(now);
            instance::forget_counters(&mut tx, limit.scope, slot).await?;
            if instance::count(&mut tx, limit.scope, subject, slot).await? > *most {
                app.spent.note(limit.scope, subject, slot);
                wait = wait.max(Some(limit.wait(now)));
            }
        }
        tx.commit().await?;
        StoreResult::Ok(wait)
    };
    match counted.await? {
        Some(retry_after) => Err(Refusal::TooMany { retry_after }.into()),
        None => Ok(()),
    }
}
