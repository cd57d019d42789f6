//! One's own account: profile, colours, sessions, passphrase, tokens.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{StatusCode, header};
use pursuance_domain::action::{CreateToken, EndAllSessions, EndSession, RevokeToken, SetVerifier};
use pursuance_domain::id::{SessionId, TokenId};
use pursuance_domain::time::DAY;
use pursuance_domain::value::{Label, Language, TokenScope};

use super::display::DisplayForm;
use super::edit::ProfileForm;
use super::work::{SkillWithLevel, leveled};
use crate::actions::{NewerProfile, Refused, token};
use crate::bounds::client::Client;
use crate::credentials::TypedPassphrase;
use crate::pictures;
use crate::platform::clock::random;
use crate::reads::person;
use crate::reads::storage::{StorageView, UsedView};
use crate::state::hash_secret;
use crate::store::{accounts, sealed, tokens};
use crate::web::frame::cookies::Cookie;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::{Layout, Nav, Theme};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, RefusedField, bytes, limit, refused};
use crate::web::frame::when::When;
use crate::web::request::camera::with_camera;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{SignedIn, Visit, ask_again, see, see_with};
use crate::web::task::conflict::Theirs;

/// `GET /me`. Its refused forms come back as this page with status 422.
#[derive(Template)]
#[template(path = "account/page.html")]
pub struct AccountPage {
    pub l: Layout,
    /// The name they sign in with.
    pub name: String,
    /// `name@server`.
    pub handle: String,
    pub profile: ProfileForm,
    pub display: DisplayForm,
    /// The error of a picture just sent.
    pub picture: Field,
    pub skills: Vec<SkillWithLevel>,
    /// The fields that were changed here and elsewhere, with the texts saved elsewhere.
    pub conflict: Vec<Theirs>,
    pub passphrase: PassphraseForm,
    pub sessions: Vec<SessionRow>,
    pub tokens: Vec<TokenRow>,
    pub token: TokenForm,
    /// A token that was made just now, shown only this once.
    pub new_token: Option<String>,
    /// A refusal that concerns no field.
    pub problem: String,
    /// How many private pursuances they are in, and in how many of them under keys that they replaced.
    pub places: i64,
    pub under_former: i64,
    /// How much room their files and texts take.
    pub storage: StorageView,
}

/// POST `/me/passphrase`: `old, passphrase, passphrase_again`, and `end_tokens` (yes) when ticked. No passphrase is sent
/// back.
#[derive(Default)]
pub struct PassphraseForm {
    pub old: Field,
    pub passphrase: Field,
    pub passphrase_again: Field,
    /// Whether the API tokens stay valid.
    pub keeps_tokens: bool,
}

/// Days a token may live, to choose from.
const DAYS: [(i64, &str); 4] =
    [(7, "token-days-7"), (30, "token-days-30"), (90, "token-days-90"), (365, "token-days-365")];

/// The default choice.
const USUAL_DAYS: i64 = token::LIFE / DAY;

/// POST `/me/tokens`: `name, scope, days, passphrase`. The passphrase is not sent back.
pub struct TokenForm {
    pub name: Field,
    pub scope: TokenScope,
    pub days: i64,
    pub passphrase: Field,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self {
            name: Field::default(),
            scope: TokenScope::default(),
            days: USUAL_DAYS,
            passphrase: Field::default(),
        }
    }
}

/// A signed-in browser.
pub struct SessionRow {
    pub id: String,
    pub since: When,
    pub seen: When,
    /// Whether it is the session of this browser.
    pub is_this: bool,
}

/// A bearer token of the API.
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub made: When,
    pub ends: When,
    pub scope: TokenScope,
    /// The last use, if it was used.
    pub used: Option<When>,
}

impl TokenRow {
    /// The key of the text about its scope.
    pub fn scope_key(&self) -> &'static str {
        scope_key(self.scope)
    }
}

/// The key of the text about a scope.
pub fn scope_key(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "token-scope-read",
        TokenScope::Act => "token-scope-act",
    }
}

impl AccountPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("display", "me-display", &self.profile.display),
            ("about", "me-about", &self.profile.about),
            ("zone", "me-zone", &self.profile.zone),
            ("language", "me-language", &self.profile.language),
            ("portrait", "me-picture-file", &self.picture),
            ("clock", "me-clock", &self.display.clock),
            ("first-day", "me-week", &self.display.first_day),
            ("old", "me-passphrase-old", &self.passphrase.old),
            ("passphrase", "me-passphrase-new", &self.passphrase.passphrase),
            ("passphrase-again", "passphrase-again", &self.passphrase.passphrase_again),
            ("token-name", "me-token-name", &self.token.name),
            ("token-passphrase", "me-token-passphrase", &self.token.passphrase),
        ])
    }

    /// The languages, each by its own name.
    pub fn languages(&self) -> Vec<Choice> {
        let all = Language::ALL.iter().map(|language| (language.as_str(), language.own_name()));
        let browser = std::iter::once(("", self.l.t.s("me-language-browser")));
        choices(browser.chain(all), &self.profile.language.value)
    }

    /// The largest picture, and its longest side.
    pub fn picture_most(&self) -> String {
        let most = limit(pictures::SENT_MAX);
        self.l
            .t
            .with("me-picture-hint")
            .set("most", most)
            .set("side", i64::from(pictures::SIDE_MAX))
            .set("millions", pictures::MILLIONS_MAX)
            .to_string()
    }

    /// The scopes to choose from for a new token.
    pub fn scopes(&self) -> Vec<Choice> {
        let all = TokenScope::ALL.iter().map(|scope| (scope.as_str(), self.l.t.s(scope_key(*scope))));
        choices(all, self.token.scope.as_str())
    }

    /// How long a new token may live.
    pub fn lives(&self) -> Vec<Choice> {
        let all = DAYS.map(|(days, key)| (days.to_string(), self.l.t.s(key)));
        let all = all.iter().map(|(days, words)| (days.as_str(), *words));
        choices(all, &self.token.days.to_string())
    }

    /// How much room files and texts take, a sentence for each.
    pub fn storage(&self) -> (String, String) {
        let (t, StorageView { files, texts }) = (self.l.t, self.storage);
        let told = |key, used: UsedView| {
            let told = t.with(key).set("taken", bytes(t, used.bytes));
            match used.most {
                Some(most) => told.set("most", bytes(t, most)).to_string(),
                None => told.to_string(),
            }
        };
        let key = if texts.most.is_some() { "files-texts" } else { "files-texts-lifted" };
        (told("files-room", files), told(key, texts))
    }

    /// Whether the page links to the operator's pages, because the navigation bar on a phone does not.
    pub fn runs_the_server(&self) -> bool {
        self.l.viewer.as_ref().is_some_and(|viewer| viewer.is_operator)
    }

    /// The themes to choose from: each word, and whether it is the current one.
    pub fn themes(&self) -> Vec<(Theme, bool)> {
        Theme::ALL.into_iter().map(|theme| (theme, self.l.theme == theme)).collect()
    }
}

/// `GET /me`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    answer(StatusCode::OK, &load(&visit).await?)
}

/// The page, with the camera: a person with keys scans the code of another device on it.
pub(super) fn answer(status: StatusCode, shown: &AccountPage) -> Result<Response, PageError> {
    let response = page(status, shown)?;
    Ok(if shown.l.has_keys() { with_camera(response) } else { response })
}

pub(super) async fn load(visit: &Visit) -> Result<AccountPage, PageError> {
    let signed_in = visit.signed_in()?;
    let id = &signed_in.account.actor;
    let mut tx = visit.app.db.read().await?;
    let me = person::me(&visit.app, &mut tx, id).await?;
    let l = visit.layout(&mut tx, Nav::Account).await?;
    let sessions = accounts::sessions(&mut tx, id, visit.now).await?;
    let tokens = tokens::list(&mut tx, Some(id)).await?;
    let (places, under_former) = if l.has_keys() { sealed::under_former(&mut tx, id).await? } else { (0, 0) };
    let newer = NewerProfile {
        revision: me.revision,
        display: me.display,
        about: me.about,
        skills: me.skills,
        levels: me.skill_levels,
        discoverable: me.discoverable,
        askable: me.askable,
        zone: signed_in.account.zone.clone(),
        language: signed_in.account.language,
    };
    Ok(AccountPage {
        skills: leveled(&visit.mine(), &newer.levels),
        profile: ProfileForm::of(&newer),
        display: DisplayForm::of(signed_in.account.display_as),
        picture: Field::default(),
        conflict: Vec::new(),
        passphrase: PassphraseForm::default(),
        sessions: sessions
            .into_iter()
            .map(|session| SessionRow {
                since: l.moment(session.created),
                seen: l.moment(session.seen),
                is_this: session.id == signed_in.session.id,
                id: session.id.0,
            })
            .collect(),
        tokens: tokens
            .into_iter()
            .filter(|token| token.is_live(visit.now))
            .map(|token| TokenRow {
                made: l.moment(token.created),
                used: token.seen.map(|seen| l.moment(seen)),
                ends: l.day(token.expires),
                scope: token.scope,
                id: token.id.0,
                name: token.name,
            })
            .collect(),
        token: TokenForm::default(),
        new_token: None,
        problem: String::new(),
        places,
        under_former,
        storage: me.storage,
        name: me.account,
        handle: me.handle,
        l,
    })
}

pub(super) fn refuse(mut shown: AccountPage, refused: Option<&Refused>) -> Result<Response, PageError> {
    shown.problem = refused.map(|refused| refusal_text(shown.l.t, refused)).unwrap_or_default();
    answer(refused.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of), &shown)
}

/// `POST /me/theme`
pub async fn theme(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let theme = Theme::parse(form.text("theme"));
    let mut response = see(links::account());
    let cookie = Cookie::Theme.set(&visit.app.config.base_url, theme.as_str(), 365 * 86_400);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /me/passphrase`
pub async fn passphrase(client: Client, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let signed_in = visit.signed_in()?;
    let account = &signed_in.account;
    if account.has_keys {
        // Their passphrase is no business of this server: the page has no such form.
        return Ok(see(links::account()));
    }
    let mut typed =
        PassphraseForm { keeps_tokens: !form.is_ticked("end_tokens"), ..PassphraseForm::default() };
    ask_again(&visit, client, &mut typed.old, &form).await?;
    let new = TypedPassphrase::typed(form.text("passphrase").to_owned());
    if let Err(refusal) = new.check_strength(&account.name) {
        typed.passphrase.error = visit.t.say_and_advise(&refusal.wording());
    }
    if form.text("passphrase") != form.text("passphrase_again") {
        visit.t.s("passphrase-differs").clone_into(&mut typed.passphrase_again.error);
    }
    let fields = [&typed.old, &typed.passphrase, &typed.passphrase_again];
    if fields.into_iter().any(Field::is_refused) {
        let mut shown = load(&visit).await?;
        shown.passphrase = typed;
        return refuse(shown, None);
    }
    let set = SetVerifier {
        account: account.actor.clone(),
        verifier: visit.app.credentials.verifier(new).await?,
        keep_session: Some(signed_in.session.id.clone()),
        end_tokens: !typed.keeps_tokens,
    };
    visit.app.perform(&visit.who, set.into()).await?;
    Ok(see_with(&visit.app, links::account(), FormNotice::good("notice-passphrase-set")))
}

/// `POST /me/sessions/{id}/end`
pub async fn end_session(Path(id): Path<SessionId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let is_this = visit.signed_in()?.session.id == id;
    visit.app.perform(&visit.who, EndSession { session: id }.into()).await?;
    let to = if is_this { links::home() } else { links::account() };
    Ok(see_with(&visit.app, to, FormNotice::good("notice-session-ended")))
}

/// `POST /me/sessions/end`
pub async fn end_sessions(posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let account = visit.signed_in()?.account.actor.clone();
    visit.app.perform(&visit.who, EndAllSessions { account }.into()).await?;
    let mut response = see_with(&visit.app, links::home(), FormNotice::info("notice-signed-out-everywhere"));
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.end(&visit.app.config.base_url));
    Ok(response)
}

/// `POST /me/tokens`: the secret is shown on the answer, and never again.
pub async fn make_token(client: Client, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let SignedIn { account, session, .. } = visit.signed_in()?;
    let (account, session) = (account.actor.clone(), Some(session.id.clone()));
    let mut typed = TokenForm {
        name: form.field("name"),
        scope: TokenScope::parse(form.text("scope")).unwrap_or_default(),
        days: form.number("days").unwrap_or(USUAL_DAYS),
        passphrase: Field::default(),
    };
    let name = Reader::new(visit.t).need(&mut typed.name, Label::parse);
    ask_again(&visit, client, &mut typed.passphrase, &form).await?;
    let name = match name {
        Some(name) if !typed.passphrase.is_refused() => name,
        _ => {
            let mut shown = load(&visit).await?;
            shown.token = typed;
            return refuse(shown, None);
        }
    };
    let secret = hex::encode(random::<32>());
    let expires = visit.now.plus(typed.days.saturating_mul(DAY));
    let secret_hash = hash_secret(&secret);
    let create = CreateToken { account, session, name, secret_hash, scope: typed.scope, expires };
    match split_refusal(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(_) => {
            let mut shown = load(&visit).await?;
            shown.new_token = Some(secret);
            let mut response = answer(StatusCode::OK, &shown)?;
            let no_store = http::HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, no_store);
            Ok(response)
        }
        Err(refused) => {
            let mut shown = load(&visit).await?;
            shown.token = typed;
            refuse(shown, Some(&refused))
        }
    }
}

/// `POST /me/tokens/{id}/revoke`
pub async fn revoke_token(Path(id): Path<TokenId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.signed_in()?;
    visit.app.perform(&visit.who, RevokeToken { token: id }.into()).await?;
    Ok(see_with(&visit.app, links::account(), FormNotice::good("notice-token-revoked")))
}
