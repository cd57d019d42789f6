//! The viewer of a page: the session of the cookie, and the frame around every page.
//!
//! A handler of a GET takes a [`Visit`]; a handler of a POST takes a [`Posted`](super::form::Posted), which contains
//! one after the origin of the form was checked.

mod redirect;

use axum::extract::FromRequestParts;
use chrono_tz::Tz;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, StatusCode};
use pursuance_domain::action::StartSession;
use pursuance_domain::allowed::{Facts, Membership, Permission, Principal, Sights, Via, allowed};
use pursuance_domain::id::{ActorId, SessionId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;
use pursuance_domain::value::{RoomReaders, Visibility};
use tokio::sync::OnceCell;

pub use self::redirect::{local, see, see_with};
use super::carried_forms::{Lost, NewSession};
use super::failure::PageError;
use super::form::FormFields;
use super::signin::name_in;
use crate::actions::limits::{self, Try};
use crate::actions::{PerformError, Refused, last_seen};
use crate::bounds::client::Client;
use crate::bounds::searchers::SearchClient;
use crate::client_ip::client_of;
use crate::credentials::{self, LoginKey, TypedPassphrase};
use crate::platform::clock::random;
use crate::reads::person::sights_in;
use crate::reads::waits::{self, Here};
use crate::state::{App, hash_secret};
use crate::store::accounts::{self, Account, Session, SignInVerifier};
use crate::store::db::{ListTx, ReadTx, SearchTx};
use crate::store::error::StoreResult;
use crate::store::read_markers::ReadableDiscussions;
use crate::store::sidebar::{self, NoticedDiscussions};
use crate::store::{notices, standing};
use crate::text::Text;
use crate::web::frame::cookies::{Cookie, visitors_text};
use crate::web::frame::counts::Sums;
use crate::web::frame::csrf;
use crate::web::frame::layout::{Layout, Nav, SidebarPursuance, Theme, Viewer};
use crate::web::frame::mine::Mine;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::private::PrivateGroup;
use crate::web::frame::undo::UndoButton;
use crate::web::frame::view::Field;
use crate::web::request::added_task::Added;

/// The field in which a script sends the key that it derived from a passphrase.
pub const PROOF: &str = "proof";

/// Pursuances at the side of a page.
const LISTED: usize = 100;
/// Servers that wait for an operator are counted up to here.
const COUNTED: i64 = 10;
/// The life of the cookie: longer than the session, which the server ends.
const COOKIE_SECONDS: i64 = 365 * 86_400;

/// A request for a page: the viewer, the time, the language and the colours.
pub struct Visit {
    pub app: App,
    pub who: Principal,
    pub now: Time,
    /// The time zone of the viewer.
    pub zone: Tz,
    pub t: Text,
    pub sums: Sums,
    /// The pursuances of the viewer, loaded on first use.
    memberships: OnceCell<Vec<sidebar::MemberPursuance>>,
    /// How many rows of the inbox are unread, counted once.
    unread: OnceCell<i64>,
    pub(in crate::web) signed_in: Option<SignedIn>,
    theme: Theme,
    notice: Option<FormNotice>,
    added: Option<Added>,
    undo: Option<UndoButton>,
    /// The mark of a browser in which a person has signed in before.
    browser: Option<String>,
    /// The client of the request.
    client: Client,
    /// The address of the page that is asked for; empty for a form.
    here: String,
}

/// A session and its account.
pub struct SignedIn {
    pub session: Session,
    pub account: Account,
    /// The skills of the person.
    pub(in crate::web) mine: Mine,
}

impl Visit {
    /// Reads the viewer from the head of a request.
    pub async fn read(app: &App, headers: &HeaderMap) -> StoreResult<Self> {
        Self::read_as(app, headers, Cookie::Session.read(&app.config.base_url, headers)).await
    }

    /// Reads a visit for a session whose cookie the browser does not have yet.
    pub async fn read_as(app: &App, headers: &HeaderMap, secret: Option<&str>) -> StoreResult<Self> {
        let (base, now) = (&app.config.base_url, app.clock.now());
        let signed_in = match secret {
            Some(secret) => signed_in(app, secret, now).await?,
            None => None,
        };
        let who = match &signed_in {
            Some(found) => Principal::Person { actor: found.account.actor.clone(), via: Via::Session },
            None => Principal::Visitor,
        };
        let browser = Cookie::Zone.read(base, headers).and_then(|name| name.parse::<Tz>().ok());
        let account = signed_in.as_ref().map(|found| &found.account);
        let stored =
            |of: fn(&Account) -> Option<&str>| account.and_then(of).and_then(|name| name.parse().ok());
        let zone = stored(|account| account.zone.as_deref())
            .or(browser)
            .or_else(|| stored(|account| account.browser_zone.as_deref()));
        if let Some(found) = &signed_in {
            last_seen::zone(app, &found.session, &found.account, browser);
        }
        let t = match &signed_in {
            Some(found) => text_of(&found.account, headers),
            None => visitors_text(base, headers),
        };
        let zone = zone.unwrap_or(Tz::UTC);
        Ok(Self {
            app: app.clone(),
            who,
            now,
            zone,
            t: t.in_zone(zone),
            sums: Sums::default(),
            memberships: OnceCell::new(),
            unread: OnceCell::new(),
            signed_in,
            theme: Theme::asked(base, headers),
            browser: Cookie::Browser.read(base, headers).map(str::to_owned),
            client: Client::UNKNOWN,
            notice: Cookie::Notice.read(base, headers).and_then(FormNotice::parse),
            added: Cookie::Notice.read(base, headers).and_then(Added::parse),
            undo: UndoButton::read(base, headers),
            here: String::new(),
        })
    }

    /// A visit of another program, such as a feed reader: without a session, a cookie or a browser.
    pub fn of_program(app: &App, who: Principal, zone: Tz, t: Text) -> Self {
        Self {
            app: app.clone(),
            who,
            now: app.clock.now(),
            zone,
            t,
            sums: Sums::default(),
            memberships: OnceCell::new(),
            unread: OnceCell::new(),
            signed_in: None,
            theme: Theme::System,
            notice: None,
            added: None,
            undo: None,
            browser: None,
            client: Client::UNKNOWN,
            here: String::new(),
        }
    }

    /// The visit with the sums that this process has cached.
    #[must_use]
    pub fn with_sums(self, extensions: &Extensions) -> Self {
        let sums = extensions.get::<Sums>().cloned().unwrap_or_default();
        Self { sums, ..self }
    }

    /// The visit with the client of its request: a visitor's searches are counted by client.
    #[must_use]
    pub fn from(self, client: Client) -> Self {
        Self { client, ..self }
    }

    /// The client of its request.
    pub fn client(&self) -> Client {
        self.client
    }

    /// A reader for a search, as soon as the viewer may search. Any other reader must be dropped before.
    ///
    /// # Errors
    /// When the viewer searches too much, or no connection is available.
    pub async fn search(&self) -> StoreResult<SearchTx> {
        self.app.search(&SearchClient::of(&self.who, self.client)).await
    }

    /// A reader for a list: where the viewer says what they look for, for a search of theirs. Any other reader must be dropped before.
    ///
    /// # Errors
    /// When the viewer searches too much, or no connection is available.
    pub async fn list(&self, is_search: bool) -> StoreResult<ListTx> {
        self.app.list(&SearchClient::of(&self.who, self.client), is_search).await
    }

    /// The session, for pages that need one.
    ///
    /// # Errors
    /// [`PageError::SignInFirst`].
    pub fn signed_in(&self) -> Result<&SignedIn, PageError> {
        self.signed_in.as_ref().ok_or(PageError::SignInFirst)
    }

    /// The mark of a browser in which a person has signed in before.
    pub fn browser(&self) -> Option<&str> {
        self.browser.as_deref()
    }

    /// The session, if there is one.
    pub fn session(&self) -> Option<&Session> {
        self.signed_in.as_ref().map(|found| &found.session)
    }

    /// The viewer, if signed in.
    pub fn person(&self) -> Option<&ActorId> {
        self.signed_in.as_ref().map(|found| &found.account.actor)
    }

    /// The skills of the viewer, which came with their session.
    pub fn mine(&self) -> Mine {
        self.signed_in.as_ref().map(|found| found.mine.clone()).unwrap_or_default()
    }

    /// The account of the viewer, who must be an operator.
    ///
    /// # Errors
    /// When the viewer is signed out, or no operator: then there is no such page.
    pub fn operator(&self) -> Result<&Account, PageError> {
        let account = &self.signed_in()?.account;
        let about = Facts::about(Visibility::Members, Membership::None);
        let facts = Facts { is_operator: account.operator, ..about };
        allowed(&self.who, Permission::OperateInstance, &facts).map_err(PerformError::from)?;
        Ok(account)
    }

    /// The pursuances of the viewer; none for a visitor.
    pub(in crate::web) async fn memberships(
        &self,
        tx: &mut ReadTx,
    ) -> StoreResult<&[sidebar::MemberPursuance]> {
        let Some(person) = self.person() else { return Ok(&[]) };
        Ok(self.memberships.get_or_try_init(async || sidebar::pursuances(tx, person).await).await?)
    }

    /// Keeps the number of unread rows of the inbox, for a page that makes them.
    pub(in crate::web) fn has_counted(&self, unread: usize) {
        let counted = i64::try_from(unread).map_or(notices::COUNTED, |count| count.min(notices::COUNTED));
        // Where it is set already it was counted in the same way.
        let _ = self.unread.set(counted);
    }

    /// From when on something may be unread for the viewer in a pursuance; none where they are no member, or muted it.
    pub(in crate::web) async fn floor(
        &self,
        tx: &mut ReadTx,
        pursuance: &ActorId,
    ) -> StoreResult<Option<Time>> {
        let place = self.memberships(tx).await?.iter().find(|place| place.id == *pursuance);
        Ok(place.and_then(|place| place.floor).map(|floor| floor.at(self.now)))
    }

    /// The tasks that the viewer may read in their open pursuances.
    pub async fn sights(&self, tx: &mut ReadTx) -> StoreResult<Sights> {
        let mine = self.memberships(tx).await?;
        Ok(sights_in(&self.who, mine.iter().filter(|mine| !mine.is_closed)))
    }

    /// Returns the values that a part of a page needs of its frame: nothing stands around it. `picture_changes`: the number of
    /// changes of people's pictures.
    pub async fn part(&self, tx: &mut ReadTx, picture_changes: i64) -> StoreResult<Layout> {
        let viewer = self.signed_in.as_ref().map(|found| Viewer {
            name: found.account.name.clone(),
            display: found.account.display.clone(),
            csrf: csrf::masked(&found.session.csrf),
            is_operator: found.account.operator,
            has_keys: found.account.has_keys,
            session: found.session.id.to_string(),
        });
        let pictures = self.app.pictures.known(tx, picture_changes).await?;
        Ok(Layout::part((self.t, self.zone), self.now, viewer, pictures))
    }

    /// The frame of a page.
    pub async fn layout(&self, tx: &mut ReadTx, nav: Nav) -> StoreResult<Layout> {
        let sights = self.sights(tx).await?;
        let account = self.signed_in.as_ref().map(|found| &found.account);
        let is_operator = account.is_some_and(|account| account.operator);
        let told = NoticedDiscussions {
            heard: heard(self.memberships(tx).await?, &sights, self.now),
            now: self.now,
        };
        let frame = sidebar::frame(tx, self.person(), &sights, is_operator, &told).await?.unwrap_or_default();
        let waiting = waits::in_all(&frame, self.memberships(tx).await?, &sights);
        let mut layout = Layout {
            zone_cookie: Cookie::Zone.name(&self.app.config.base_url),
            instance: frame.name,
            host: self.app.addresses.authority().to_owned(),
            door: frame.door,
            theme: self.theme,
            single_keys: account.is_none_or(|account| account.display_as.single_keys),
            offers: frame.offers,
            talk: frame.talk,
            requests: frame.requests,
            waiting,
            nav,
            flash: self.notice.map(|notice| notice.flash(self.t)),
            undo: self.undo.clone(),
            here: self.here.clone(),
            ..self.part(tx, frame.picture_changes).await?
        };
        let Some(found) = &self.signed_in else { return Ok(layout) };
        if let Some(added) = &self.added {
            layout.flash = added.flash(self, tx).await?;
        }
        if frame.has_unread {
            // Notices of closed pursuances are shown, and so they are counted.
            let all = sights_in(&self.who, self.memberships(tx).await?.iter());
            let count = async || notices::count_unread(tx, &found.account.actor, &all).await;
            layout.unread = *self.unread.get_or_try_init(count).await?;
        }
        for mine in self.memberships(tx).await? {
            let is_here = layout.within().is_some_and(|slug| slug == mine.slug || slug == mine.id.as_str());
            if let Some(pid) = &mine.pid {
                let group = PrivateGroup {
                    slug: mine.slug.clone(),
                    pid: pid.to_string(),
                    role: mine.role,
                    renew_keys: mine.renew_keys,
                    is_closed: mine.is_closed,
                };
                if is_here {
                    layout.private = Some(group.clone());
                }
                layout.theirs.push(group);
            }
            let Here { incoming, newcomers } = waits::here(mine, &sights);
            layout.newcomers += newcomers;
            if layout.pursuances.len() < LISTED {
                layout.pursuances.push(SidebarPursuance {
                    is_members_only: !mine.visibility.is_open(),
                    is_private: mine.visibility.is_private(),
                    is_closed: mine.is_closed,
                    incoming,
                    name: mine.name.clone(),
                    slug: mine.slug.clone(),
                });
            }
        }
        if frame.is_stopped {
            layout.stopped = standing::stopped(tx, COUNTED).await?;
            layout.waiting += i64::try_from(layout.stopped.len()).unwrap_or(i64::MAX);
        }
        Ok(layout)
    }
}

/// News of the discussions of the open pursuances of a person that are not muted; of as many as the page lists.
fn heard<'a>(
    mine: &'a [sidebar::MemberPursuance],
    sights: &Sights,
    now: Time,
) -> Vec<ReadableDiscussions<'a>> {
    let heard = |mine: &'a sidebar::MemberPursuance| {
        let sight = sights.of(&mine.id)?;
        Some(ReadableDiscussions {
            pursuance: &mine.id,
            floor: mine.floor?.at(now),
            // Untrusted members are told of none, also where they read some as visitors do.
            rooms: sight.sees_rooms(RoomReaders::Members),
            whole: sight.only_of().is_none(),
        })
    };
    mine.iter().filter_map(heard).take(LISTED).collect()
}

/// The texts for an account: by its own settings, else by the request of the browser.
pub(in crate::web) fn text_of(account: &Account, headers: &HeaderMap) -> Text {
    let t =
        account.language.map_or_else(|| Text::asked(headers), |language| Text::asked_in(language, headers));
    t.telling(account.display_as.clock, account.display_as.first_day)
}

/// The time zone with the name `name`; UTC without a name.
pub(in crate::web) fn zone_of(name: Option<&str>) -> Tz {
    name.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}

async fn signed_in(app: &App, secret: &str, now: Time) -> StoreResult<Option<SignedIn>> {
    let mut tx = app.db.read_once().await?;
    let found = accounts::signed_in(&mut tx, &hash_secret(secret), now).await?;
    if let Some((session, ..)) = &found {
        last_seen::session(app, session);
    }
    Ok(found.map(|(session, account, skills)| SignedIn { session, account, mine: Mine::these(&skills) }))
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        // Every change comes as a form, and its extractor checks the origin and the token.
        if parts.method != Method::GET && parts.method != Method::HEAD {
            return Err(PageError::ForgedForm);
        }
        let client = client_of(parts, &app.config.trusted_proxies);
        let here = parts.uri.path_and_query().map_or("", |here| here.as_str()).to_owned();
        let visit = Self::read(app, &parts.headers).await?.with_sums(&parts.extensions).from(client);
        let visit = Self { here, ..visit };
        if let Some(session) = visit.session() {
            last_seen::address(app, session, client);
        }
        Ok(visit)
    }
}

/// Signs a browser in: the secret of the new session, and the cookies with it and with the mark of the browser. The
/// browser's earlier session ends.
///
/// # Errors
/// When the session cannot be written.
pub async fn begin(visit: &Visit, proven: &Proven, client: Client) -> Result<NewSession, PerformError> {
    let (app, account) = (&visit.app, &proven.account);
    let (secret, csrf) = (hex::encode(random::<32>()), hex::encode(random::<16>()));
    let who = Principal::Person { actor: account.clone(), via: Via::Session };
    let start = StartSession {
        account: account.clone(),
        verifier_of: proven.verifier_of,
        nonce: proven.nonce.clone(),
        secret_hash: hash_secret(&secret),
        csrf,
        replaces: visit.session().map(|session| session.id.clone()),
        address: Some(app.keyed_hashes.address(account, &client.home())),
    };
    let started = app.perform(&who, start.into()).await?.result;
    let id = started.get("session").and_then(|id| id.as_str()).unwrap_or_default();
    let base = &app.config.base_url;
    let session = Cookie::Session.set(base, &secret, COOKIE_SECONDS);
    let chosen = accounts::by_actor(&mut app.db.read().await?, account).await?;
    let language = Cookie::language(base, chosen.and_then(|account| account.language));
    let browser = Cookie::Browser.set(base, &app.keyed_hashes.browser(account), COOKIE_SECONDS);
    Ok(NewSession { id: SessionId(id.to_owned()), secret, cookies: [session, browser, language] })
}

/// The proof that a person owns an account.
#[derive(Debug, Clone)]
pub struct Proven {
    pub account: ActorId,
    /// The time at which the proven passphrase was set; none if the account has just been opened.
    pub verifier_of: Option<Time>,
    /// The nonce that a key has answered; none where it was a passphrase.
    pub nonce: Option<String>,
}

impl Proven {
    /// The proof of a person who has just opened the account.
    pub fn by_opening(account: ActorId) -> Self {
        Self { account, verifier_of: None, nonce: None }
    }
}

/// The reason why a sign-in was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLetIn {
    /// Unknown name, or wrong passphrase: nobody learns which names exist.
    Wrong,
    /// Name and passphrase are right, and the account is suspended.
    Suspended,
    /// Too many attempts; the number of seconds until the next one.
    TooMany(u64),
}

impl NotLetIn {
    /// The refusal in words.
    pub fn words(self, t: Text) -> String {
        match self {
            Self::Wrong => t.s("signin-refused").to_owned(),
            Self::Suspended => t.s("signin-suspended").to_owned(),
            Self::TooMany(seconds) => {
                let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX);
                t.with("signin-too-many").set("minutes", minutes).to_string()
            }
        }
    }

    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Wrong | Self::Suspended => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The number of seconds until another try makes sense.
    pub fn retry_after(self) -> Option<u64> {
        match self {
            Self::Wrong | Self::Suspended => None,
            Self::TooMany(seconds) => Some(seconds),
        }
    }

    /// The refusal for the page of a carried form.
    pub fn beside_a_form(self, t: Text, name: &str) -> Lost {
        Lost::NotLetIn {
            name: name.to_owned(),
            problem: self.words(t),
            status: self.status(),
            retry_after: self.retry_after(),
        }
    }
}

/// The account with this name and passphrase. Every refusal takes the same time.
///
/// # Errors
/// When this server failed.
pub async fn sign_in(
    visit: &Visit,
    client: Client,
    name: &str,
    passphrase: &str,
) -> Result<Result<Proven, NotLetIn>, PageError> {
    let name = name_in(name);
    let account = accounts::by_name(&mut visit.app.db.read().await?, &name).await?;
    let whose = account.as_ref().map(|account| &account.actor);
    let tried = Try { name: &name, account: whose, client, browser: visit.browser() };
    let known = match limits::sign_in(&visit.app, tried).await {
        Ok(known) => known,
        Err(PerformError::Refused(Refused::Rule(Refusal::TooMany { retry_after }))) => {
            return Ok(Err(NotLetIn::TooMany(retry_after)));
        }
        Err(broken) => return Err(broken.into()),
    };
    let mut tx = visit.app.db.read().await?;
    let kept = match &account {
        Some(account) => accounts::credential(&mut tx, &account.actor).await?,
        None => None,
    };
    drop(tx);
    // Where the passphrase stays on its device, none is right here, after the same work.
    let (verifier, verifier_of) = kept.map(|kept| (kept.verifier.plain(), kept.set_at)).unzip();
    let passphrase = TypedPassphrase::typed(passphrase.to_owned());
    let matches = visit.app.credentials.matches((client, known), passphrase, verifier.flatten()).await;
    let Ok(matches) = matches else { return Ok(Err(NotLetIn::TooMany(credentials::RETRY_AFTER))) };
    Ok(match account {
        Some(account) if matches && account.suspended_at.is_some() => Err(NotLetIn::Suspended),
        Some(account) if matches => Ok(Proven { account: account.actor, verifier_of, nonce: None }),
        Some(_) | None => Err(NotLetIn::Wrong),
    })
}

/// Checks the passphrase again, which is in the field `old` or `passphrase`; or the key that a script derived from one that stays on its
/// device, in the field `proof`. An open browser alone must not be enough to lock the owner out, take over the account, or get its mail.
/// A wrong one is an error of `field`.
///
/// # Errors
/// When there were too many tries, or this server failed.
pub(in crate::web) async fn ask_again(
    visit: &Visit,
    client: Client,
    field: &mut Field,
    form: &FormFields,
) -> Result<(), PageError> {
    let account = &visit.signed_in()?.account;
    let (name, whose) = (&account.name, Some(&account.actor));
    let tried = Try { name, account: whose, client, browser: visit.browser() };
    let known = limits::sign_in(&visit.app, tried).await?;
    let kept = accounts::credential(&mut visit.app.db.read().await?, &account.actor).await?;
    let is_right = match kept.map(|kept| kept.verifier) {
        Some(SignInVerifier::Derived(verifier)) => LoginKey::sent(form.text(PROOF)).matches(Some(&verifier)),
        other => {
            let typed = form.all("old").next().unwrap_or_else(|| form.text("passphrase"));
            let typed = TypedPassphrase::typed(typed.to_owned());
            let plain = other.and_then(SignInVerifier::plain);
            visit.app.credentials.matches((client, known), typed, plain).await.map_err(PerformError::from)?
        }
    };
    if !is_right {
        visit.t.s("passphrase-wrong").clone_into(&mut field.error);
    }
    Ok(())
}
