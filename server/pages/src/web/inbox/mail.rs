//! Mail: the part of `/inbox/settings` with the mail address; `/mail/confirm`, which the link in a mail opens;
//! and `/mail/stop`, which ends all mail by the link in any mail, without signing in.
//!
//! The addresses of the last two are secrets (see `request::secret_links`).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use pursuance_domain::action::{ConfirmMail, PauseMail, RemoveMail, SetMail};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::MailStop;
use pursuance_domain::value::MailAddress;

use super::settings::{InboxSettingsPage, fill};
use crate::actions::{PerformError, Thing, limits};
use crate::bounds::client::Client;
use crate::state::{App, hash_secret};
use crate::store::db::ReadTx;
use crate::store::mails::{self, AddressState};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Field;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, ask_again, see_with};

/// The state of a person's mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// This server sends none.
    Off,
    /// They have given no address.
    Nowhere,
    /// A link waits to be opened.
    Asked,
    Confirmed,
    /// They stopped it.
    Stopped,
    /// Their mail server refused it.
    Refused,
    /// An operator set a new passphrase for them.
    Reset,
    /// Their account was suspended.
    Suspended,
}

/// The part of the page about mail.
pub struct MailPart {
    pub standing: Standing,
    /// The address as they wrote it; empty where there is none.
    pub address: String,
    /// The field for the new address.
    pub field: Field,
    /// The error of the passphrase, which is asked again and never sent back.
    pub passphrase: Field,
}

impl MailPart {
    /// The state of the viewer's mail.
    pub(super) async fn of(visit: &Visit, tx: &mut ReadTx, person: &ActorId) -> Result<Self, PageError> {
        let found = mails::address(tx, person).await?;
        let standing = match found.as_ref().map(|found| found.state) {
            _ if visit.app.config.mail.is_none() => Standing::Off,
            None => Standing::Nowhere,
            Some(AddressState::Asked) => Standing::Asked,
            Some(AddressState::Confirmed) => Standing::Confirmed,
            Some(AddressState::Paused(MailStop::Asked)) => Standing::Stopped,
            Some(AddressState::Paused(MailStop::Refused)) => Standing::Refused,
            Some(AddressState::Paused(MailStop::Passphrase)) => Standing::Reset,
            Some(AddressState::Paused(MailStop::Suspension)) => Standing::Suspended,
        };
        let address = match found {
            Some(found) => {
                let opened =
                    visit.app.keys.open_address(person, &found.sealed).map_err(PerformError::from)?;
                String::from_utf8_lossy(&opened).into_owned()
            }
            None => String::new(),
        };
        // The field is empty for a confirmed address: sending the form again would stop its mail until the new link is opened.
        let again = if standing == Standing::Confirmed { String::new() } else { address.clone() };
        Ok(Self { standing, field: Field::of(again), passphrase: Field::default(), address })
    }

    /// Whether this server sends mail.
    pub fn is_on(&self) -> bool {
        self.standing != Standing::Off
    }

    /// Whether an address is kept.
    pub fn is_kept(&self) -> bool {
        !self.address.is_empty()
    }

    /// The key of the sentence about the state; the sentence names the address.
    pub fn key(&self) -> &'static str {
        match self.standing {
            Standing::Off | Standing::Nowhere => "mail-nowhere",
            Standing::Asked => "mail-asked",
            Standing::Confirmed => "mail-confirmed",
            Standing::Stopped => "mail-stopped-at",
            Standing::Refused => "mail-refused-at",
            Standing::Reset => "mail-reset-at",
            Standing::Suspended => "mail-suspended-at",
        }
    }
}

/// `POST /inbox/mail`
pub async fn set(client: Client, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (mut field, mut passphrase) = (form.field("address"), Field::default());
    let address = Reader::new(visit.t).need(&mut field, MailAddress::parse);
    ask_again(&visit, client, &mut passphrase, &form).await?;
    let status = match address.filter(|_| !passphrase.is_refused()) {
        Some(address) => {
            let done = match limits::mail_from(&visit.app, client).await {
                Ok(()) => visit.app.perform(&visit.who, SetMail { address }.into()).await,
                Err(refused) => Err(refused),
            };
            match split_refusal(done)? {
                Ok(_) => {
                    let notice = FormNotice::wait("notice-mail-asked");
                    return Ok(see_with(&visit.app, links::inbox_settings(), notice));
                }
                Err(refused) => {
                    field.error = refusal_text(visit.t, &refused);
                    status_of(&refused)
                }
            }
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut tx = visit.app.db.read().await?;
    let mut shown: InboxSettingsPage = fill(&visit, &mut tx, "").await?;
    (shown.mail.field, shown.mail.passphrase) = (field, passphrase);
    page(status, &shown)
}

/// `POST /inbox/mail/remove`
pub async fn remove(posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.app.perform(&visit.who, RemoveMail {}.into()).await?;
    Ok(see_with(&visit.app, links::inbox_settings(), FormNotice::info("notice-mail-removed")))
}

/// `GET /mail/confirm` and, when refused, `POST`.
#[derive(Template)]
#[template(path = "inbox/mail_confirm.html")]
pub struct MailConfirmPage {
    pub l: Layout,
    pub code: String,
    /// Why it was refused.
    pub problem: String,
}

/// `GET /mail/confirm`, with `?code=`
pub async fn confirm_form(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Inbox).await?;
    let code = query.0.text("code").to_owned();
    page(StatusCode::OK, &MailConfirmPage { l, code, problem: String::new() })
}

/// `POST /mail/confirm`
pub async fn confirm(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let code = form.text("code").to_owned();
    let action = ConfirmMail { secret_hash: hash_secret(&code) };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, links::inbox_settings(), FormNotice::good("notice-mail-confirmed"))),
        Err(refused) => {
            let mut tx = visit.app.db.read().await?;
            let l = visit.layout(&mut tx, Nav::Inbox).await?;
            let problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &MailConfirmPage { l, code, problem })
        }
    }
}

/// `/mail/stop/{token}`
#[derive(Template)]
#[template(path = "inbox/mail_stop.html")]
pub struct MailStopPage {
    pub l: Layout,
    pub token: String,
    /// Whether the mail has been stopped.
    pub is_done: bool,
}

/// The account whose mail the link ends, and the mark of its address. Any other link is not found.
async fn stopped_by(app: &App, tx: &mut ReadTx, token: &str) -> Result<(ActorId, String), PageError> {
    let gone = || PageError::not_found(Thing::Page);
    let account = app.keyed_hashes.account_of_stop(token).ok_or_else(gone)?;
    let found = mails::address(tx, &account).await?.ok_or_else(gone)?;
    if !app.keyed_hashes.is_mail_stop(&account, &found.mark, token) {
        return Err(gone());
    }
    Ok((account, found.mark))
}

/// `GET /mail/stop/{token}`. The page does not reveal whether the link is valid.
pub async fn stop_form(visit: Visit, Path(token): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    page(StatusCode::OK, &MailStopPage { l, token, is_done: false })
}

/// `POST /mail/stop/{token}`, from the page, or by the program that reads a person's mail (RFC 8058 §3.1): the link itself
/// is the proof, so neither a session nor a form token is checked.
pub async fn stop(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (account, mark) = stopped_by(&app, &mut app.db.read().await?, &token).await?;
    let clock = Principal::Clock { job: "mail".to_owned() };
    app.perform(&clock, PauseMail { account, mark, why: MailStop::Asked }.into()).await?;
    let visit = Visit::read(&app, &headers).await?;
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    page(StatusCode::OK, &MailStopPage { l, token, is_done: true })
}
