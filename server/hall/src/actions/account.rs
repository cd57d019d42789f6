//! Accounts, profiles, and the settings of the instance.

use pursuance_domain::action::{
    AcceptInvite, ConfigureInstance, CreateAccount, EditProfile, LetGo, LiftLimits, MakeAccountLink,
    SetDisplay, SetOperator, SetPicture, SetVerifier, SuspendAccount, UseAccountLink,
};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::event::happened::{
    AccountCreated, Bare, Configured, LimitsLifted, LinkMade, OperatorSet, Suspended, VerifierSet,
};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::credential::Cause;
use pursuance_domain::people::keys::NewCredential;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::{DisplayName, Door, Label, LeveledSkills, Name, Purpose};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::delegation::UNDER_WAY;
use super::leaving::LET_GO_AT_ONCE;
use super::{
    AccountKeyRefusal, Cx, InputRefusal, LastOne, NewerProfile, PerformError, Refused, Thing, access,
    account_request, arriving, credential, handover, keys, leaving, mail, sealed,
};
use crate::pictures::TYPE;
use crate::store::account_links;
use crate::store::accounts::{self, Account, DisplayAs, SignInVerifier};
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::discussions::{self, Blob};
use crate::store::jobs::Job;
use crate::store::{dependencies, error::StoreError, events, instance, pictures, skills};

carried_out! {
    CreateAccount => create,
    SetVerifier => set_verifier,
    MakeAccountLink => make_link,
    UseAccountLink => use_link,
    SetOperator => set_operator,
    SuspendAccount => suspend,
    LiftLimits => lift_limits,
    ConfigureInstance => configure_instance,
    EditProfile => edit_profile,
    SetDisplay => set_display,
    SetPicture => set_picture,
}

async fn create(cx: &mut Cx, a: CreateAccount) -> Result<Value, PerformError> {
    if a.setup.is_some() {
        // The link is good for one account, also when two processes are asked at once.
        events::lock(&mut cx.tx, &StreamId::instance()).await?;
    }
    let row = instance::find(&mut cx.tx).await?.ok_or(Refused::NotFound(Thing::Instance))?;
    let mut operator = false;
    match (&cx.who, &a.setup) {
        (Principal::Operator, _) => operator = a.operator,
        (Principal::Visitor, Some(hash)) => {
            let right = row
                .setup_hash
                .as_deref()
                .is_some_and(|kept| bool::from(kept.as_bytes().ct_eq(hash.as_bytes())));
            if !right {
                return Err(Refused::SetupUsed.into());
            }
            operator = true;
        }
        (Principal::Visitor, None) => {
            if let Some(id) = &a.private_invite {
                sealed::demand_open_invite(cx, id).await?;
            }
            match (instance::door(&mut cx.tx).await?, a.invite.is_some() || a.private_invite.is_some()) {
                // An invitation that is no private one is looked at when it is used, below.
                (Door::Anybody, true) => {}
                (Door::Invited | Door::Request, true) => {
                    if let Some(id) = &a.private_invite {
                        sealed::count_account(cx, id).await?;
                    }
                }
                (Door::Anybody, false) => account_request::demand_not_kept(cx, &a.name).await?,
                (door @ (Door::Invited | Door::Request), false) | (door @ Door::Nobody, _) => {
                    return Err(Refused::RegistrationClosed { door }.into());
                }
            }
        }
        _ => access::demand_operator(cx).await?,
    }
    if operator {
        end_setup(cx).await?;
    }
    let opened = Opening {
        name: &a.name,
        display: a.display.as_ref(),
        credential: a.credential,
        operator,
        rsa_public: row.rsa_public,
    };
    let id = open(cx, opened).await?;
    let newcomer = Principal::Person { actor: id.clone(), via: Via::Session };
    // One act: a server that cannot be set up has no account, and its link is still good.
    if let (Some(_), Some(server)) = (&a.setup, a.server) {
        cx.carry_out_as(newcomer.clone(), server.into()).await?;
    }
    let Some(secret) = a.invite else { return Ok(json!({ "account": a.name, "id": id })) };
    // So it is with an invitation that lets nobody in.
    let came = cx.carry_out_as(newcomer, AcceptInvite { secret: secret.as_str().to_owned() }.into()).await?;
    Ok(json!({ "account": a.name, "id": id, "came": came }))
}

/// An account that is opened.
pub(super) struct Opening<'a> {
    pub name: &'a Name,
    /// The name shown to others; none: the name for signing in.
    pub display: Option<&'a DisplayName>,
    pub credential: NewCredential,
    pub operator: bool,
    /// The key of the instance.
    pub rsa_public: String,
}

/// Writes an account with its actor, under a name that is free.
pub(super) async fn open(cx: &mut Cx, new: Opening<'_>) -> Result<ActorId, PerformError> {
    let Opening { name, display, credential, operator, rsa_public } = new;
    let id = ActorId(cx.new_id());
    let key = cx.app.keys.make(&id)?;
    let addresses = &cx.app.addresses;
    let actor = Actor {
        url: addresses.at(&format!("/@{name}")),
        display: display.map_or_else(|| name.to_string(), DisplayName::to_string),
        ed25519_public: Some(key.public),
        rsa_public: Some(rsa_public),
        ..Actor::here(ActorKind::Person, id.clone(), addresses.person(&id), name.to_string(), cx.now)
    };
    add_named(cx, &actor, &key.sealed).await?;
    accounts::add(&mut cx.tx, &id, operator, cx.now).await?;
    keys::begin(cx, &id, name.as_str(), credential).await?;
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::AccountCreated(AccountCreated { operator }),
        id.as_str(),
        None,
    );
    Ok(id)
}

/// Writes a local actor under a name that is free among people and pursuances.
pub(super) async fn add_named(cx: &mut Cx, actor: &Actor, sealed_key: &[u8]) -> Result<(), PerformError> {
    let folded = pursuance_domain::value::fold_name(&actor.name);
    if actors::by_folded_name(&mut cx.tx, &folded).await?.is_some() {
        return Err(Refused::NameTaken(actor.name.clone()).into());
    }
    match actors::add(&mut cx.tx, actor, Some(sealed_key)).await {
        Err(StoreError::Taken(_)) => Err(Refused::NameTaken(actor.name.clone()).into()),
        outcome => Ok(outcome?),
    }
}

pub(super) async fn account(cx: &mut Cx, id: &ActorId) -> Result<Account, PerformError> {
    Ok(accounts::by_actor(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Account))?)
}

/// Allows a person's own account, and every account to operators.
pub(super) async fn own_or_operator(cx: &mut Cx, id: &ActorId) -> Result<(), PerformError> {
    if cx.who.person() == Some(id) { Ok(()) } else { access::demand_operator(cx).await }
}

async fn set_verifier(cx: &mut Cx, a: SetVerifier) -> Result<Value, PerformError> {
    own_or_operator(cx, &a.account).await?;
    // Under the lock, credentials that are made at the same moment do not stay.
    events::lock(&mut cx.tx, &StreamId::of(&a.account)).await?;
    let account = account(cx, &a.account).await?;
    let is_own = cx.who.person() == Some(&a.account);
    let kept = accounts::credential(&mut cx.tx, &a.account).await?;
    if is_own && kept.is_some_and(|kept| kept.verifier.derived().is_some()) {
        // The passphrase stays on its device since a moment ago: an operator alone turns that back, and then no keys are left.
        return Err(AccountKeyRefusal::HasKeys.into());
    }
    accounts::set_credential(&mut cx.tx, &a.account, &SignInVerifier::Plain(a.verifier), cx.now).await?;
    let cause = match (is_own, a.end_tokens) {
        (true, false) => Cause::OwnPassphrase,
        (true, true) => Cause::OwnPassphraseAndTokens,
        (false, _) => Cause::OperatorPassphrase,
    };
    let ended = credential::end(cx, &a.account, cause, a.keep_session.as_ref()).await?;
    cx.leave(
        StreamId::of(&a.account),
        Audience::Own,
        Happened::AccountVerifierSet(VerifierSet { tokens: Some(ended.tokens) }),
        a.account.as_str(),
        None,
    );
    Ok(json!({ "account": account.name }))
}

/// How long somebody may set a passphrase by a link; and by that of an account that was made just now.
const LINK_FOR: i64 = 15 * MINUTE;
const FIRST_LINK_FOR: i64 = 7 * DAY;

async fn make_link(cx: &mut Cx, a: MakeAccountLink) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    events::lock(&mut cx.tx, &StreamId::of(&a.account)).await?;
    let account = account(cx, &a.account).await?;
    if account.suspended_at.is_some() {
        return Err(Refused::NotFound(Thing::Account).into());
    }
    let until = cx.now.plus(if a.new { FIRST_LINK_FOR } else { LINK_FOR });
    let by = cx.who.person().cloned();
    account_links::set(&mut cx.tx, &a.account, &a.secret_hash, by.as_ref(), (cx.now, until)).await?;
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::AccountLinkMade(LinkMade { until }),
        a.account.as_str(),
        None,
    );
    Ok(json!({ "account": account.name, "until": until }))
}

async fn use_link(cx: &mut Cx, a: UseAccountLink) -> Result<Value, PerformError> {
    let find = async |cx: &mut Cx| account_links::account_of(&mut cx.tx, &a.secret, cx.now).await;
    let over = || Refused::NotFound(Thing::Account);
    let found = find(cx).await?.ok_or_else(over)?;
    // Under the lock, it is used once.
    events::lock(&mut cx.tx, &StreamId::of(&found)).await?;
    let id = find(cx).await?.filter(|id| *id == found).ok_or_else(over)?;
    accounts::set_credential(&mut cx.tx, &id, &SignInVerifier::Plain(a.verifier), cx.now).await?;
    let ended = credential::end(cx, &id, Cause::OperatorPassphrase, None).await?;
    let told = Happened::AccountVerifierSet(VerifierSet { tokens: Some(ended.tokens) });
    cx.leave(StreamId::of(&id), Audience::Own, told, id.as_str(), None);
    Ok(json!({ "id": id }))
}

async fn set_operator(cx: &mut Cx, a: SetOperator) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    events::lock(&mut cx.tx, &StreamId::instance()).await?;
    let account = account(cx, &a.account).await?;
    if !a.operator {
        keep_one_operator(cx, &account).await?;
    }
    accounts::set_operator(&mut cx.tx, &a.account, a.operator).await?;
    if a.operator {
        end_setup(cx).await?;
    }
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::AccountOperatorSet(OperatorSet { before: account.operator, after: a.operator }),
        a.account.as_str(),
        None,
    );
    Ok(json!({ "account": account.name, "operator": a.operator }))
}

/// Ends the link that sets the server up: whoever still has it must not become one more operator beside the first.
async fn end_setup(cx: &mut Cx) -> Result<(), PerformError> {
    instance::set_setup(&mut cx.tx, None).await.map_err(Into::into)
}

/// Keeps the last operator who can sign in. The instance's stream is locked: of two operators who remove each other at
/// the same moment, one stays.
async fn keep_one_operator(cx: &mut Cx, account: &Account) -> Result<(), PerformError> {
    let is_one = account.operator && account.suspended_at.is_none();
    if is_one && accounts::count_operators(&mut cx.tx).await? <= 1 {
        return Err(Refused::LastOne(LastOne::Operator).into());
    }
    Ok(())
}

async fn suspend(cx: &mut Cx, a: SuspendAccount) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let pursuances = leaving::lock_all_of(cx, &a.account).await?;
    // Under the lock, credentials that are made at the same moment do not stay.
    events::lock(&mut cx.tx, &StreamId::of(&a.account)).await?;
    events::lock(&mut cx.tx, &StreamId::instance()).await?;
    let account = account(cx, &a.account).await?;
    if a.suspended {
        keep_one_operator(cx, &account).await?;
        let mut room = LET_GO_AT_ONCE;
        for pursuance in pursuances {
            // A pursuance does not learn which operator suspended its member.
            handover::lapse(cx, &pursuance, &a.account, None).await?;
            let (person, why) = (a.account.clone(), Parting::Unavailable);
            let gone =
                LetGo { pursuance: pursuance.clone(), person: person.clone(), why, by: None, to: None };
            leaving::let_go(cx, gone, &mut room).await?;
            // A request of theirs may be under way: this job lets go of the tasks that it takes.
            let job = Job::LetGo { pursuance, person, why, by: None, to: None };
            job.write(&mut cx.tx, &cx.app.clock, cx.now.plus(UNDER_WAY)).await?;
        }
    }
    accounts::set_suspended(&mut cx.tx, &a.account, a.suspended.then_some(cx.now)).await?;
    if a.suspended {
        dependencies::hide_noted_by(&mut cx.tx, &a.account, None).await?;
    }
    // The picture of a suspended person is not shown.
    pictures::changed(&mut cx.tx, &a.account).await?;
    let cause = if a.suspended { Cause::Suspended } else { Cause::Lifted };
    credential::end(cx, &a.account, cause, None).await?;
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::AccountSuspended(Suspended { suspended: a.suspended }),
        a.account.as_str(),
        None,
    );
    Ok(json!({ "account": account.name, "suspended": a.suspended }))
}

async fn lift_limits(cx: &mut Cx, a: LiftLimits) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let account = account(cx, &a.account).await?;
    accounts::set_unbounded(&mut cx.tx, &a.account, a.lifted).await?;
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::AccountLimitsLifted(LimitsLifted { lifted: a.lifted }),
        a.account.as_str(),
        None,
    );
    Ok(json!({ "account": account.name, "lifted": a.lifted }))
}

async fn configure_instance(cx: &mut Cx, a: ConfigureInstance) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let about = a.about.as_ref().map_or("", Purpose::as_str);
    let run_by = a.run_by.as_ref().map_or("", Label::as_str);
    instance::configure(&mut cx.tx, a.name.as_str(), a.door, (about, run_by)).await?;
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::InstanceConfigured(Configured {
            registration_open: a.door == Door::Anybody,
            door: Some(a.door),
        }),
        "instance",
        None,
    );
    Ok(json!({ "name": a.name, "door": a.door }))
}

async fn edit_profile(cx: &mut Cx, a: EditProfile) -> Result<Value, PerformError> {
    let person = cx.person()?;
    // The lock makes the second of two simultaneous edits see the first.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let actor = actors::by_id(&mut cx.tx, &person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let revision = next_revision(cx, &person, a.revision).await?;
    let display = a.display.map_or(actor.display, |display| display.to_string());
    let about = a.about.map_or(actor.summary, |about| about.to_string());
    actors::describe(&mut cx.tx, &person, &display, &about, cx.now).await?;
    if let Some(skills) = &a.skills {
        arriving::set_skills(cx, &person, &LeveledSkills::done(skills)).await?;
    }
    if let Some(discoverable) = a.discoverable {
        accounts::set_discoverable(&mut cx.tx, &person, discoverable).await?;
    }
    if let Some(askable) = a.askable {
        accounts::set_askable(&mut cx.tx, &person, askable).await?;
    }
    if let Some(zone) = &a.zone {
        if !zone.as_str().is_empty() && zone.as_str().parse::<chrono_tz::Tz>().is_err() {
            return Err(Refused::Input(InputRefusal::Zone).into());
        }
        accounts::set_zone(&mut cx.tx, &person, zone).await?;
        mail::by_new_clocks(&cx.app.clock, &mut cx.tx, &person, cx.now).await?;
    }
    if let Some(language) = a.language {
        accounts::set_language(&mut cx.tx, &person, language).await?;
    }
    cx.leave(StreamId::of(&person), Audience::Own, Happened::ProfileEdited(Bare {}), person.as_str(), None);
    Ok(json!({ "account": actor.name, "id": person, "revision": revision }))
}

async fn set_display(cx: &mut Cx, a: SetDisplay) -> Result<Value, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let before = account(cx, &person).await?.display_as;
    let display = DisplayAs {
        clock: a.clock.unwrap_or(before.clock),
        first_day: a.first_day.unwrap_or(before.first_day),
        single_keys: a.single_keys.unwrap_or(before.single_keys),
    };
    accounts::set_display(&mut cx.tx, &person, display).await?;
    cx.leave(StreamId::of(&person), Audience::Own, Happened::ProfileEdited(Bare {}), person.as_str(), None);
    let DisplayAs { clock, first_day, single_keys } = display;
    Ok(json!({ "clock": clock, "first_day": first_day, "single_keys": single_keys }))
}

async fn set_picture(cx: &mut Cx, a: SetPicture) -> Result<Value, PerformError> {
    let is_own = cx.who.person() == Some(&a.account);
    if !is_own {
        // Operators take a picture away; nobody gives one to somebody else.
        access::demand_operator(cx).await?;
        if a.picture.is_some() {
            return Err(Refused::NotFound(Thing::Account).into());
        }
    }
    let account = account(cx, &a.account).await?;
    if let Some(picture) = &a.picture {
        let blob = Blob { sha256: picture.as_str().to_owned(), bytes: a.bytes, media_type: TYPE.to_owned() };
        discussions::add_blob(&mut cx.tx, &blob, &a.account, cx.now).await?;
    }
    pictures::set(&mut cx.tx, &a.account, a.picture.as_ref()).await?;
    let (stream, audience, what) = if is_own {
        (StreamId::of(&a.account), Audience::Own, Happened::ProfileEdited(Bare {}))
    } else {
        (StreamId::instance(), Audience::Operators, Happened::AccountPictureRemoved(Bare {}))
    };
    cx.leave(stream, audience, what, a.account.as_str(), None);
    Ok(json!({ "account": account.name, "picture": a.picture }))
}

/// The next revision of a profile; refused when the person saw another one. The person's stream is locked.
pub(super) async fn next_revision(
    cx: &mut Cx,
    person: &ActorId,
    seen: Option<i64>,
) -> Result<i64, PerformError> {
    let revision = accounts::revision(&mut cx.tx, person).await?;
    if seen.is_some_and(|seen| seen != revision) {
        return Err(newer_profile(cx, person, revision).await?.into());
    }
    accounts::next_revision(&mut cx.tx, person, revision).await?;
    Ok(revision + 1)
}

/// The refusal of an edit that came late, with the profile as it is.
async fn newer_profile(cx: &mut Cx, person: &ActorId, revision: i64) -> Result<Refused, PerformError> {
    let actor = actors::by_id(&mut cx.tx, person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let levels = skills::of_person(&mut cx.tx, person).await?;
    let Account { discoverable, askable, zone, language, .. } = account(cx, person).await?;
    let (display, about) = (actor.display, actor.summary);
    let skills = levels.skills();
    let newer =
        NewerProfile { revision, display, about, skills, levels, discoverable, askable, zone, language };
    Ok(Refused::StaleProfile(Box::new(newer)))
}
