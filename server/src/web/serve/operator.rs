//! The operators' pages: how the server does, other servers, deliveries, accounts, tokens, settings. For anybody else
//! they refuse.

use std::collections::HashMap;

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{ConfigureInstance, LiftLimits, RevokeToken, SetOperator, SuspendAccount};
use pursuance_domain::event::happened::{KeyAccepted, KeyChanged};
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::{ActorId, TokenId};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::DisplayName;

use super::peer_keys::changed_key;
use crate::actions::Thing;
use crate::actions::retry::{Which, retry};
use crate::reads::{Actors, Page, one_more};
use crate::store::actor_keys;
use crate::store::actors;
use crate::store::db::ReadTx;
use crate::store::deliveries::{self, Delivery, DeliveryState as Stored, Host};
use crate::store::error::StoreResult;
use crate::store::operations;
use crate::store::room;
use crate::store::standing::{self, Standing, Stopped};
use crate::store::{accounts, instance, jobs, tokens};
use crate::text::{Markup, escape};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::Field;
use crate::web::operator::{
    AccountRow, AccountsPage, AnyTokenRow, ChannelRow, DeliveriesPage, DeliveryRow, DeliveryState, Head,
    LogRow, OverviewPage, PeerPage, PeerRow, PeerState, PeersPage, SettingsForm, SettingsPage, Tab,
    TokensPage, delivery_state_choices,
};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Query, Reader};
use crate::web::request::refusal::{said, status_of, words_of};
use crate::web::request::session::{Visit, see_with};

/// Rows on one page.
const SHOWN: usize = 50;
/// Servers named on the overview.
const TROUBLES: i64 = 10;
/// Lines of what was done lately.
const LATELY: i64 = 15;

/// When this process began to answer.
#[derive(Debug, Clone, Copy)]
pub struct Since(pub Time);

/// What every one of these pages begins with.
pub(super) async fn frame(visit: &Visit, tx: &mut ReadTx, tab: Tab) -> StoreResult<(Layout, Head)> {
    let (waiting, _, refused) = deliveries::waiting(tx).await?;
    let head = Head {
        tab,
        peers: deliveries::count_hosts(tx).await?,
        deliveries: waiting + refused + deliveries::stopped(tx).await?,
        accounts: accounts::count(tx).await?,
    };
    Ok((visit.layout(tx, Nav::Operator).await?, head))
}

/// `GET /admin`
pub async fn overview(visit: Visit, Extension(since): Extension<Since>) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Overview).await?;
    let totals = operations::totals(&mut tx, visit.now.plus(-DAY), visit.now.plus(-7 * DAY)).await?;
    let (waiting, oldest, _) = deliveries::waiting(&mut tx).await?;
    let (jobs_waiting, due_since) = jobs::waiting(&mut tx, visit.now).await?;
    let mut lately = Vec::new();
    for event in operations::lately(&mut tx, LATELY).await? {
        lately.extend(log(&visit, &mut tx, &l, &event).await?);
    }
    let shown = OverviewPage {
        troubles: troubles(&mut tx, &l).await?,
        waiting,
        stopped: deliveries::stopped(&mut tx).await?,
        oldest: oldest.map(|oldest| l.moment(oldest)),
        stuck: totals.stuck,
        delivered_today: totals.delivered,
        received_today: totals.received,
        pursuances: totals.pursuances,
        tasks: totals.tasks,
        new_accounts: totals.new_accounts,
        database_bytes: totals.database_bytes,
        files_bytes: totals.files_bytes,
        quotas: visit.app.config.quotas,
        free_bytes: free(&visit.app.config.data_dir),
        jobs_due: if due_since.is_some() { jobs_waiting } else { 0 },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: if visit.app.db.is_sqlite() { "SQLite" } else { "Postgres" }.to_owned(),
        started: l.moment(since.0),
        lately,
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// What is free on the disk under a folder, when the system says so.
fn free(folder: &std::path::Path) -> Option<i64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    i64::try_from(disk.f_bavail.saturating_mul(disk.f_frsize)).ok()
}

/// Who did something, where no account did.
#[derive(Clone, Copy)]
enum Nobody {
    /// An operator at the command line.
    Operator,
    /// The server by itself.
    Server,
}

/// The key of a sentence about the instance, who did it where no account did, and the server it names; `None` when
/// operators do not look back at it.
fn log_key(what: &Happened) -> Option<(&'static str, Nobody, Option<&str>)> {
    let by_operator = |key| Some((key, Nobody::Operator, None));
    match what {
        Happened::AccountOperatorSet(set) if set.after => by_operator("log-operator-set"),
        Happened::AccountOperatorSet(_) => by_operator("log-operator-ended"),
        Happened::AccountSuspended(set) if set.suspended => by_operator("log-suspended"),
        Happened::AccountSuspended(_) => by_operator("log-unsuspended"),
        Happened::AccountLimitsLifted(set) if set.lifted => by_operator("log-limits-lifted"),
        Happened::AccountLimitsLifted(_) => by_operator("log-limits-set"),
        Happened::InstanceConfigured(_) => by_operator("log-configured"),
        Happened::HostBlocked(told) => {
            let key = if told.blocked { "log-host-blocked" } else { "log-host-unblocked" };
            Some((key, Nobody::Operator, Some(&told.host)))
        }
        Happened::ChannelResumed(told) => Some(("log-channel-resumed", Nobody::Operator, Some(&told.host))),
        Happened::ActorKeyAccepted(told) => {
            let (KeyAccepted::ToOperators { host, .. } | KeyAccepted::ToPeople { host, .. }) = told;
            Some(("log-key-accepted", Nobody::Operator, host.as_deref()))
        }
        Happened::HostNotLettingIn(told) => Some(("log-not-let-in", Nobody::Server, Some(&told.host))),
        Happened::ActorGone(_) => Some(("log-actor-gone", Nobody::Server, None)),
        Happened::ActorKeyChanged(told) => {
            let (KeyChanged::ToOperators { host, .. } | KeyChanged::ToPeople { host, .. }) = told;
            Some(("log-key-changed", Nobody::Server, host.as_deref()))
        }
        Happened::DelegationSuspended(told) => {
            Some(("log-channel-suspended", Nobody::Server, told.host.as_deref()))
        }
        Happened::AccountCreated(_)
        | Happened::AccountVerifierSet(_)
        | Happened::SessionStarted(_)
        | Happened::SessionEnded(_)
        | Happened::TokenCreated(_)
        | Happened::TokenRevoked(_)
        | Happened::ProfileEdited(_)
        | Happened::FileAdded(_)
        | Happened::PursuanceCreated(_)
        | Happened::PursuanceEdited(_)
        | Happened::MemberJoined(_)
        | Happened::MemberAsked(_)
        | Happened::MemberDecided(_)
        | Happened::MemberLeft(_)
        | Happened::MemberRoleSet(_)
        | Happened::TaskCreated(_)
        | Happened::TaskEdited(_)
        | Happened::TaskMoved(_)
        | Happened::TaskPhaseSet(_)
        | Happened::TaskAssigned(_)
        | Happened::TaskCommented(_)
        | Happened::TaskFileAttached(_)
        | Happened::DelegationOffered(_)
        | Happened::DelegationReoffered(_)
        | Happened::DelegationCountered(_)
        | Happened::DelegationAccepted(_)
        | Happened::DelegationAcceptedTooLate(_)
        | Happened::DelegationGranted(_)
        | Happened::DelegationDeclined(_)
        | Happened::DelegationWithdrawn(_)
        | Happened::DelegationExpired(_)
        | Happened::DelegationLost(_)
        | Happened::DelegationProgressed(_)
        | Happened::DelegationUpdated(_)
        | Happened::DelegationSubmitted(_)
        | Happened::DelegationReviewStarted(_)
        | Happened::DelegationReviewReminded(_)
        | Happened::DelegationReviewEscalated(_)
        | Happened::DelegationWorkAccepted(_)
        | Happened::DelegationSentBack(_)
        | Happened::DelegationWorkRefused(_)
        | Happened::DelegationRecalling(_)
        | Happened::DelegationRecalled(_)
        | Happened::DelegationReturning(_)
        | Happened::DelegationReturned(_)
        | Happened::DelegationNudged(_)
        | Happened::DelegationStalled(_)
        | Happened::DelegationVoided(_)
        | Happened::DelegationCutOff(_)
        | Happened::DelegationOnwardAsked(_)
        | Happened::DelegationOnwardAnswered(_)
        | Happened::DelegationRefused(_)
        | Happened::DelegationUndelivered(_) => None,
    }
}

/// What operators did, in a sentence.
async fn log(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    event: &Recorded,
) -> Result<Option<LogRow>, PageError> {
    let t = visit.t;
    let Some((key, nobody, host)) = log_key(&event.what) else { return Ok(None) };
    let object = actors::by_id(tx, &ActorId(event.object.clone())).await?;
    let by = match &event.actor {
        Some(actor) => Some(visit.party_of(tx, &mut Actors::default(), actor).await?),
        None => None,
    };
    let name = object.map_or_else(|| host.unwrap_or_default().to_owned(), |actor| actor.name);
    let nobody = match nobody {
        Nobody::Operator => "by-command-line",
        Nobody::Server => "by-itself",
    };
    let who = match by {
        Some(by) => by.bold(t),
        None => Markup::trusted(format!("<b>{}</b>", escape(t.s(nobody)))),
    };
    let text = Markup::trusted(t.rich(key).html("who", who).set("name", name).to_string());
    Ok(Some(LogRow { text, at: l.moment(event.at) }))
}

fn peer(l: &Layout, host: &Host, waiting: i64, standing: Standing) -> PeerRow {
    let state = match standing {
        Standing::Fine => PeerState::Fine,
        Standing::Silent => PeerState::Silent {
            since: l.moment(host.down_since.map_or(l.now, Time)),
            next_try: l.moment(host.next_at.map_or(l.now, Time)),
        },
        Standing::Forbids { since } => PeerState::Forbids { since: l.moment(since) },
        Standing::Suspended => PeerState::Suspended,
        Standing::OtherKey => PeerState::OtherKey,
        Standing::Blocked => PeerState::Blocked,
    };
    PeerRow { host: host.name.clone(), state, last_ok: host.last_ok.map(|at| l.moment(Time(at))), waiting }
}

/// The servers that something is wrong with, what needs an operator first.
async fn troubles(tx: &mut ReadTx, l: &Layout) -> StoreResult<Vec<PeerRow>> {
    let waiting: HashMap<String, i64> = operations::waiting_by_host(tx).await?.into_iter().collect();
    let found = standing::troubled(tx, TROUBLES).await?;
    let row = |(host, standing): &(Host, Standing)| {
        peer(l, host, waiting.get(&host.name).copied().unwrap_or(0), *standing)
    };
    Ok(found.iter().map(row).collect())
}

async fn peers(tx: &mut ReadTx, l: &Layout, after: &str, limit: i64) -> StoreResult<Vec<PeerRow>> {
    let waiting: HashMap<String, i64> = operations::waiting_by_host(tx).await?.into_iter().collect();
    let hosts = deliveries::hosts(tx, after, limit).await?;
    let stopped = Stopped::read(tx).await?;
    let row = |host: &Host| peer(l, host, waiting.get(&host.name).copied().unwrap_or(0), stopped.judge(host));
    Ok(hosts.iter().map(row).collect())
}

/// `GET /admin/peers`
pub async fn peers_page(visit: Visit, query: Query) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Peers).await?;
    let rows = peers(&mut tx, &l, query.0.text("after"), one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |peer| peer.host.clone());
    let next = next.map(|host| format!("{}?after={host}", links::operator_peers()));
    page(StatusCode::OK, &PeersPage { l, head, peers: items, next })
}

/// `GET /admin/peers/{host}`
pub async fn peer_page(visit: Visit, Path(name): Path<String>) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let host = deliveries::host(&mut tx, &name).await?.ok_or_else(|| PageError::not_found(Thing::Server))?;
    let (l, head) = frame(&visit, &mut tx, Tab::Peers).await?;
    let mut actors = Actors::default();
    let mut channels = Vec::new();
    for talk in operations::talks(&mut tx, &name).await? {
        channels.push(ChannelRow {
            ours: visit.party_of(&mut tx, &mut actors, &ActorId(talk.local)).await?,
            theirs: visit.party_of(&mut tx, &mut actors, &ActorId(talk.peer)).await?,
            sent: talk.out_seq,
            read: talk.ack_seq,
            received: talk.in_seq,
            held: talk.held,
            is_stopped: talk.state != "open",
        });
    }
    let waiting = operations::waiting_by_host(&mut tx).await?;
    let waiting = waiting.into_iter().find(|(host, _)| *host == name).map_or(0, |(_, count)| count);
    let recent = deliveries::page(&mut tx, None, Some(&name), 20).await?;
    let files = room::of_host(&mut tx, &host.name).await?;
    let shown = PeerPage {
        peer: peer(&l, &host, waiting, Stopped::read(&mut tx).await?.judge(&host)),
        block_reason: host.block_reason.unwrap_or_default(),
        signature: host.signature.unwrap_or_default(),
        clock_offset_seconds: host.clock_offset,
        last_error: host.last_error.unwrap_or_default(),
        files_bytes: files.bytes,
        files_most: visit.app.config.quotas.peer,
        failures: host.failures,
        channels,
        changed: actor_keys::changed_at(&mut tx, &name).await?.into_iter().map(changed_key).collect(),
        deliveries: recent.into_iter().map(|delivery| delivery_row(&l, delivery)).collect(),
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// `POST /admin/peers/{host}/retry`
pub async fn retry_peer(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    posted.visit.operator()?;
    retry(&posted.visit.app, Which::Host(&name)).await?;
    Ok(see_with(&posted.visit.app, &links::operator_peer(&name), Notice::Retrying))
}

fn delivery_row(l: &Layout, delivery: Delivery) -> DeliveryRow {
    let status =
        delivery.last_status.map(|status| l.t.with("delivery-status").set("status", status.to_string()));
    let said = status.map(|status| status.to_string());
    let state = match delivery.state {
        // Its time has come, and it is not being sent: an earlier one of its conversation goes first.
        Stored::Waiting if delivery.seq.is_some() && delivery.attempts == 0 && delivery.next_at < l.now => {
            DeliveryState::Behind
        }
        Stored::Waiting => DeliveryState::Waiting { next_try: l.moment(delivery.next_at) },
        Stored::Delivered => {
            DeliveryState::Delivered { at: l.moment(delivery.delivered_at.unwrap_or(delivery.created)) }
        }
        Stored::Stopped => DeliveryState::Stopped,
        Stored::Refused => DeliveryState::Refused,
        Stored::GivenUp => DeliveryState::GaveUp,
    };
    DeliveryRow {
        may_retry: !matches!(delivery.state, Stored::Delivered | Stored::Stopped),
        reason: delivery.last_error.or(said).unwrap_or_default(),
        at: l.moment(delivery.created),
        id: delivery.id,
        kind: delivery.kind,
        host: delivery.host,
        seq: delivery.seq,
        attempts: delivery.attempts,
        state,
    }
}

/// `GET /admin/deliveries`
pub async fn deliveries_page(visit: Visit, query: Query) -> Result<Response, PageError> {
    visit.operator()?;
    let word = query.0.text("state");
    let state =
        if word.is_empty() { None } else { Some(Stored::parse(word).map_err(|_| PageError::BadRequest)?) };
    let before = query.0.number("after").map_or(Time(i64::MAX), Time);
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Deliveries).await?;
    let rows = deliveries::before(&mut tx, state, before, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |delivery| delivery.created);
    let shown = DeliveriesPage {
        states: delivery_state_choices(visit.t, word),
        deliveries: items.into_iter().map(|delivery| delivery_row(&l, delivery)).collect(),
        next: next.map(|at| format!("{}&after={}", links::operator_deliveries_in(word), at.0)),
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// `POST /admin/deliveries/{id}/retry`
pub async fn retry_delivery(Path(id): Path<String>, posted: Posted) -> Result<Response, PageError> {
    posted.visit.operator()?;
    if retry(&posted.visit.app, Which::One(&id)).await? == 0 {
        return Err(PageError::not_found(Thing::Delivery));
    }
    Ok(see_with(&posted.visit.app, links::operator_deliveries(), Notice::Retrying))
}

/// `GET /admin/accounts`
pub async fn accounts_page(visit: Visit, query: Query) -> Result<Response, PageError> {
    let shown = load_accounts(&visit, query.0.text("q").trim(), query.0.text("after")).await?;
    page(StatusCode::OK, &shown)
}

async fn load_accounts(visit: &Visit, words: &str, after: &str) -> Result<AccountsPage, PageError> {
    let me = visit.operator()?.actor.clone();
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Accounts).await?;
    let rows = operations::accounts(&mut tx, words, after, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |(account, _)| account.name.clone());
    let mut actors = Actors::default();
    let mut accounts = Vec::with_capacity(items.len());
    for (account, seen) in items {
        accounts.push(AccountRow {
            who: visit.party_of(&mut tx, &mut actors, &account.actor).await?,
            made: l.day(account.created),
            seen: seen.map(|seen| l.moment(seen)),
            is_operator: account.operator,
            is_suspended: account.suspended_at.is_some(),
            is_unbounded: account.unbounded,
            is_you: account.actor == me,
            name: account.name,
        });
    }
    let next = next.map(|name| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", words)
            .append_pair("after", &name)
            .finish();
        format!("{}?{query}", links::operator_accounts())
    });
    Ok(AccountsPage { words: words.to_owned(), accounts, next, problem: String::new(), head, l })
}

/// The account with that name.
async fn account_named(visit: &Visit, name: &str) -> Result<ActorId, PageError> {
    visit.operator()?;
    let found = accounts::by_name(&mut visit.app.db.read().await?, name).await?;
    Ok(found.ok_or_else(|| PageError::not_found(Thing::Account))?.actor)
}

/// Carries it out and comes back to the same search. `words`: what was searched for.
async fn change_account(
    visit: &Visit,
    form: &Fields,
    action: pursuance_domain::action::Action,
    notice: Notice,
) -> Result<Response, PageError> {
    match said(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::operator_accounts_search(form.text("q")), notice)),
        Err(refused) => {
            let mut shown = load_accounts(visit, form.text("q"), "").await?;
            shown.problem = words_of(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// `POST /admin/accounts/{name}/operator`
pub async fn set_operator(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let set = SetOperator { account, operator: form.is_ticked("operator") };
    change_account(&visit, &form, set.into(), Notice::OperatorSet).await
}

/// `POST /admin/accounts/{name}/suspend`
pub async fn suspend(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let suspended = form.is_ticked("suspended");
    let notice = if suspended { Notice::Suspended } else { Notice::Unsuspended };
    change_account(&visit, &form, SuspendAccount { account, suspended }.into(), notice).await
}

/// `POST /admin/accounts/{name}/limits`
pub async fn lift_limits(Path(name): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let account = account_named(&visit, &name).await?;
    let lifted = form.is_ticked("lifted");
    let notice = if lifted { Notice::LimitsLifted } else { Notice::LimitsSet };
    change_account(&visit, &form, LiftLimits { account, lifted }.into(), notice).await
}

/// `GET /admin/tokens`
pub async fn tokens_page(visit: Visit) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Tokens).await?;
    let mut actors = Actors::default();
    let mut rows = Vec::new();
    let live = tokens::list(&mut tx, None).await?;
    for token in live.into_iter().filter(|token| token.is_live(visit.now)) {
        rows.push(AnyTokenRow {
            of: visit.party_of(&mut tx, &mut actors, &token.account).await?,
            made: l.moment(token.created),
            used: token.seen.map(|seen| l.moment(seen)),
            ends: l.day(token.expires),
            scope: token.scope,
            id: token.id.0,
            name: token.name,
        });
    }
    page(StatusCode::OK, &TokensPage { l, head, tokens: rows, next: None })
}

/// `POST /admin/tokens/{id}/revoke`
pub async fn revoke_token(Path(id): Path<TokenId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.operator()?;
    visit.app.perform(&visit.who, RevokeToken { token: id }.into()).await?;
    Ok(see_with(&visit.app, links::operator_tokens(), Notice::TokenRevoked))
}

/// `GET /admin/settings`
pub async fn settings_form(visit: Visit) -> Result<Response, PageError> {
    visit.operator()?;
    let row = instance::find(&mut visit.app.db.read().await?).await?;
    let form = SettingsForm {
        name: Field::of(row.as_ref().map(|row| row.name.clone()).unwrap_or_default()),
        registration_open: row.is_some_and(|row| row.registration_open),
    };
    settings_page(&visit, StatusCode::OK, form).await
}

async fn settings_page(visit: &Visit, status: StatusCode, form: SettingsForm) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Settings).await?;
    page(status, &SettingsPage { l, head, form, base_url: visit.app.addresses.base().to_owned() })
}

/// `POST /admin/settings`
pub async fn settings(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    visit.operator()?;
    let mut form =
        SettingsForm { name: typed.field("name"), registration_open: typed.is_ticked("registration_open") };
    let status = match Reader::new(visit.t).need(&mut form.name, DisplayName::parse) {
        Some(name) => {
            let configure = ConfigureInstance { name, registration_open: form.registration_open };
            match said(visit.app.perform(&visit.who, configure.into()).await)? {
                Ok(_) => return Ok(see_with(&visit.app, links::operator_settings(), Notice::Saved)),
                Err(refused) => {
                    form.name.error = words_of(visit.t, &refused);
                    status_of(&refused)
                }
            }
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    settings_page(&visit, status, form).await
}
