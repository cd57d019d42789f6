//! Opening an account: a name and a passphrase, nothing else. Where operators let people in, the same address has the form that asks
//! for an account (`account_request`), but for somebody with an invitation.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{ConfigureInstance, CreateAccount};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::value::{Door, Name, Sha256};

use super::account_request;
use super::signin::{enter, onward, task_of};
use crate::actions::sealed::is_spent;
use crate::actions::{Refused, limits};
use crate::bounds::client::Client;
use crate::credentials::TypedPassphrase;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::instance;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, Words, refused};
use crate::web::people::invite::came_to;
use crate::web::people::private_invite::{Coming, coming_by};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, OpenForm, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal};
use crate::web::request::session::{Proven, Visit, local, see};

/// `GET` and, when refused, `POST /join`: `name, passphrase, passphrase_again, next`.
#[derive(Template)]
#[template(path = "account/join.html")]
pub struct JoinPage {
    pub l: Layout,
    pub form: JoinForm,
    /// Where to go afterwards: a path of this server; empty for the start.
    pub next: String,
    /// The title of the task that they take afterwards, where they may read it now.
    pub task: Option<Words>,
    /// Whether they came from an invitation to a private pursuance, into which their device brings them afterwards.
    pub is_private: bool,
    /// Whether as many accounts were opened by that invitation as it lets in.
    pub is_spent: bool,
    /// Whether nobody runs the server yet.
    pub is_unset: bool,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

impl JoinPage {
    /// Whether they came from the page of a task.
    pub fn is_for_a_task(&self) -> bool {
        links::task_to_take(&self.next).is_some()
    }

    /// Whether they may open an account here.
    pub fn is_open(&self) -> bool {
        let is_let_in = self.is_for_an_invite() && !self.is_spent;
        self.l.takes_anybody() || !self.is_unset && self.l.takes_invited() && is_let_in
    }

    /// Whether they came from an invitation.
    pub fn is_for_an_invite(&self) -> bool {
        is_invite(&self.next)
    }

    /// The secret of the invitation by which they come; empty: none.
    pub fn invite(&self) -> &str {
        self.next.strip_prefix(&links::invite("")).unwrap_or_default()
    }

    /// The sign-in page, for people who have an account.
    pub fn signin(&self) -> String {
        links::signin_onward(&self.next)
    }
}

/// Whether a page is that of an invitation.
fn is_invite(next: &str) -> bool {
    next.starts_with(&links::invite(""))
}

/// Whether a page is that of an invitation to a private pursuance, and whether as many accounts were opened by it as it lets in.
async fn private_way(visit: &Visit, tx: &mut ReadTx, next: &str) -> StoreResult<(bool, bool)> {
    let coming = coming_by(tx, next.strip_prefix(&links::invite(""))).await?;
    let Some(id) = coming.private_invite else { return Ok((false, false)) };
    Ok((true, is_spent(&visit.app, tx, &id, visit.now).await?))
}

/// The fields of a new account. Passphrases are never sent back.
#[derive(Default)]
pub struct JoinForm {
    pub name: Field,
    pub passphrase: Field,
    pub passphrase_again: Field,
    /// Whether the page says that the typed passphrases were not sent back.
    pub is_emptied: bool,
}

impl JoinForm {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("name", "join-name", &self.name),
            ("passphrase", "passphrase", &self.passphrase),
            ("passphrase-again", "passphrase-again", &self.passphrase_again),
        ])
    }
}

/// `GET /join`
pub async fn form(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let next = query.0.text("next");
    if visit.person().is_some() {
        return Ok(see(local(next)));
    }
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let is_unset = is_unset(&l, &mut tx).await?;
    if l.takes_requests() && !is_unset && !is_invite(next) {
        return account_request::form(&visit, &mut tx, l, next).await;
    }
    let next = onward(next);
    let task = task_of(&visit, &mut tx, &next).await?;
    let (is_private, is_spent) = private_way(&visit, &mut tx, &next).await?;
    let (form, problem) = (JoinForm::default(), String::new());
    page(StatusCode::OK, &JoinPage { l, form, next, task, is_private, is_spent, is_unset, problem })
}

/// `POST /join`
pub async fn join(client: Client, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    if !is_invite(form.text("next")) {
        let door = instance::door(&mut visit.app.db.read().await?).await?;
        if door == Door::Request {
            return account_request::ask(&visit, client, &form).await;
        }
    }
    let (next, refused) = (form.text("next"), StatusCode::UNPROCESSABLE_ENTITY);
    let typed = match typed(&visit, &form) {
        Ok(typed) => typed,
        Err(fields) => return shown(&visit, refused, *fields, next, String::new()).await,
    };
    // A mistyped form does not count towards the limit: people in one room share an address.
    limits::join(&visit.app, client).await?;
    let code = next.strip_prefix(&links::invite(""));
    let Coming { invite, private_invite } = coming_by(&mut visit.app.db.read().await?, code).await?;
    let way = Way { setup: None, server: None, invite, private_invite };
    match open(&visit, typed, way).await? {
        Ok(Opened { account, to: Some(to) }) => {
            let notice = FormNotice::good("notice-came-in");
            enter(&visit, &Proven::by_opening(account), &to, Some(notice), client).await
        }
        Ok(Opened { account, to: None }) => {
            let notice = if next.is_empty() {
                FormNotice::good("notice-welcome")
            } else {
                FormNotice::good("notice-welcome-back")
            };
            enter(&visit, &Proven::by_opening(account), local(next), Some(notice), client).await
        }
        Err((fields, problem)) => shown(&visit, refused, fields, next, problem).await,
    }
}

async fn shown(
    visit: &Visit,
    status: StatusCode,
    form: JoinForm,
    next: &str,
    problem: String,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let next = onward(next);
    let task = task_of(visit, &mut tx, &next).await?;
    let (is_private, is_spent) = private_way(visit, &mut tx, &next).await?;
    let is_unset = is_unset(&l, &mut tx).await?;
    page(status, &JoinPage { l, form, next, task, is_private, is_spent, is_unset, problem })
}

/// Whether nobody runs the server yet: then nobody can make an account for anybody, nor answer who asks for one; and while there is no
/// account, nobody can invite.
pub(super) async fn is_unset(l: &Layout, tx: &mut ReadTx) -> StoreResult<bool> {
    if l.takes_anybody() || instance::has_operator(tx).await? {
        return Ok(false);
    }
    Ok(l.takes_nobody() || instance::front(tx).await?.accounts == 0)
}

/// A valid name and passphrase for a new account.
pub(super) struct TypedAccount {
    name: Name,
    passphrase: TypedPassphrase,
}

/// Reads the form of a new account. Passphrases are not sent back.
pub(super) fn typed(visit: &Visit, form: &FormFields) -> Result<TypedAccount, Box<JoinForm>> {
    let mut fields = JoinForm { name: form.field("name"), is_emptied: true, ..JoinForm::default() };
    let name = Reader::new(visit.t).need(&mut fields.name, Name::parse);
    match (name, passphrase(visit, form, form.text("name"), &mut fields)) {
        (Some(name), Some(passphrase)) => Ok(TypedAccount { name, passphrase }),
        (None, _) | (_, None) => Err(Box::new(fields)),
    }
}

/// Reads a new passphrase, typed twice, of the account `name`; none where it is refused, which is noted beside the fields.
pub(super) fn passphrase(
    visit: &Visit,
    form: &FormFields,
    name: &str,
    fields: &mut JoinForm,
) -> Option<TypedPassphrase> {
    let passphrase = TypedPassphrase::typed(form.text("passphrase").to_owned());
    if let Err(refusal) = passphrase.check_strength(name) {
        fields.passphrase.error = visit.t.say_and_advise(&refusal.wording());
    }
    if form.text("passphrase") != form.text("passphrase_again") {
        visit.t.s("passphrase-differs").clone_into(&mut fields.passphrase_again.error);
    }
    let is_refused = fields.passphrase.is_refused() || fields.passphrase_again.is_refused();
    (!is_refused).then_some(passphrase)
}

/// The way by which somebody may open an account, beside an open door.
pub(super) struct Way {
    /// The hash of the link of the first operator.
    pub setup: Option<String>,
    /// Their words about the server.
    pub server: Option<ConfigureInstance>,
    /// The hash of the secret of an invitation.
    pub invite: Option<Sha256>,
    /// The id of an invitation to a private pursuance.
    pub private_invite: Option<String>,
}

/// A new account.
pub(super) struct Opened {
    pub account: ActorId,
    /// The page of the pursuance, or of the task, into which an invitation led.
    pub to: Option<String>,
}

/// Opens the account. A refusal is shown beside the name, or on top of the page.
pub(super) async fn open(
    visit: &Visit,
    typed: TypedAccount,
    way: Way,
) -> Result<Result<Opened, (JoinForm, String)>, PageError> {
    let credential = visit.app.credentials.verifier(typed.passphrase).await?.into();
    let Way { setup, server, invite, private_invite } = way;
    let create = CreateAccount {
        name: typed.name.clone(),
        display: None,
        credential,
        operator: false,
        setup,
        server,
        invite,
        private_invite,
    };
    let refused = match split_refusal(visit.app.perform_from(visit.client(), create.into()).await)? {
        Ok(done) => {
            let id = done.result.get("id").and_then(|id| id.as_str()).unwrap_or_default();
            let came = done.result.get("came").filter(|came| came.is_object());
            let account = ActorId(id.to_owned());
            let who = Principal::Person { actor: account.clone(), via: Via::Session };
            let to = match came {
                Some(came) => Some(came_to(visit, &who, came).await?),
                None => None,
            };
            return Ok(Ok(Opened { account, to }));
        }
        Err(refused) => refused,
    };
    let refill = JoinForm { name: Field::of(typed.name.as_str()), is_emptied: true, ..JoinForm::default() };
    Ok(Err(match refused {
        Refused::NameTaken(_) => {
            (JoinForm { name: refill.name.refused(refusal_text(visit.t, &refused)), ..refill }, String::new())
        }
        other => (refill, refusal_text(visit.t, &other)),
    }))
}
