//! A browser without a screen: it keeps cookies, follows redirects, and fills in the forms of a page. Every page it
//! gets has to keep the rules of [`html`](super::html).

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use futures::future::BoxFuture;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use pursuance::bounds::client::Client;
use pursuance::platform::clock::random;
use pursuance::state::hash_secret;
use pursuance::web::DELEGATION_FORMS;
use pursuance::web::request::carried_forms::TYPED;
use pursuance::web::request::session::{Proven, Visit};
use pursuance::web::routes;
use pursuance_domain::action::StartSession;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use tower::ServiceExt;

use super::TestApp;
use super::app::PASSPHRASE;
use super::html::{Known, hold};
use super::peers::{Instance, until};
use super::seen;

/// Somebody at a browser. Asks the router directly.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    authority: String,
    /// Where its forms say they come from.
    pub origin: String,
    /// The address it comes from; none where that is all the same.
    address: Option<IpAddr>,
    /// The languages it asks for (`Accept-Language`).
    languages: Option<&'static str>,
    cookies: BTreeMap<String, String>,
}

/// A page as it arrived.
pub struct Page {
    /// Its address, after every redirect.
    pub path: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

/// A form of a page with what stands in its fields.
#[derive(Debug, Clone)]
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Browser {
    /// A browser that has not been here yet.
    pub fn new(app: &TestApp) -> Self {
        Self {
            router: app.router.clone(),
            authority: app.addresses.authority().to_owned(),
            origin: app.addresses.base().to_owned(),
            address: None,
            languages: None,
            cookies: BTreeMap::new(),
        }
    }

    /// The same browser at another address.
    pub fn from(self, address: &str) -> Self {
        Self { address: Some(address.parse().unwrap()), ..self }
    }

    /// The same browser asking for these languages.
    pub fn speaking(self, languages: &'static str) -> Self {
        Self { languages: Some(languages), ..self }
    }

    /// The same browser, whose clocks are of a zone.
    pub fn in_zone(mut self, zone: &str) -> Self {
        let port = self.authority.rsplit(':').next().unwrap_or_default().to_owned();
        self.cookies.insert(format!("pursuance-zone-{port}"), zone.to_owned());
        self
    }

    /// A browser in which somebody with an account has signed in.
    pub async fn of(app: &TestApp, name: &str) -> Self {
        let mut browser = Self::new(app);
        let signin = browser.open("/signin").await;
        let fields = [("name", name), ("passphrase", PASSPHRASE)];
        let home = browser.fill(&signin, "/signin", &fields).await.shown();
        assert_eq!(home.path, "/");
        browser
    }

    /// Forgets every cookie, as if the session had ended.
    pub fn lose_session(&mut self) {
        self.cookies.clear();
    }

    /// Forgets the session and keeps the mark that somebody has signed in here.
    pub fn leave_session(&mut self) {
        self.cookies.retain(|name, _| name.contains("-browser"));
    }

    /// A browser in which somebody of an instance has signed in.
    pub async fn at(instance: &Instance, who: &Principal) -> Self {
        let app = instance.app.clone();
        let secret = hex::encode(random::<32>());
        let account = who.person().unwrap().clone();
        let start = StartSession {
            account,
            verifier_of: None,
            nonce: None,
            secret_hash: hash_secret(&secret),
            csrf: hex::encode(random::<16>()),
            replaces: None,
            address: None,
        };
        app.perform(who, start.into()).await.unwrap();
        let name = format!("pursuance-{}", app.addresses.authority().rsplit(':').next().unwrap());
        Self { cookies: BTreeMap::from([(name, secret)]), ..Self::visiting(instance) }
    }

    /// A browser that has not been at an instance yet.
    pub fn visiting(instance: &Instance) -> Self {
        let app = instance.app.clone();
        Self {
            authority: app.addresses.authority().to_owned(),
            origin: app.addresses.base().to_owned(),
            address: None,
            languages: None,
            cookies: BTreeMap::new(),
            router: pursuance::doors::router(app),
        }
    }

    /// A browser in which somebody is signed in already.
    pub async fn signed_in(app: &TestApp, person: &ActorId) -> Self {
        let mut browser = Self::new(app);
        let visit = Visit::read(app, &HeaderMap::new()).await.unwrap();
        let client = Client::at(std::net::Ipv4Addr::LOCALHOST.into());
        let proven = Proven::by_opening(person.clone());
        let Ok(begun) = pursuance::web::request::session::begin(&visit, &proven, client).await else {
            panic!("no session begins for {person:?}");
        };
        let (name, rest) = begun.cookies[0].to_str().unwrap().split_once('=').unwrap();
        let value = rest.split(';').next().unwrap();
        browser.cookies.insert(name.to_owned(), value.to_owned());
        browser
    }

    /// Opens an address.
    pub fn open<'a>(&'a mut self, path: &'a str) -> BoxFuture<'a, Page> {
        Box::pin(async move {
            let page = self.send(Method::GET, path, &[], Vec::new()).await;
            self.follow(page).await
        })
    }

    /// Asks for a stream, which goes on for as long as the server lets it.
    pub async fn listen(&self, path: &str) -> axum::response::Response {
        let mut request = Request::builder().uri(path).header(HOST, &self.authority);
        if !self.cookies.is_empty() {
            request = request.header(COOKIE, self.cookie());
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// Opens a page again and again until it says something.
    pub async fn until_shown(&mut self, path: &str, words: &str) -> Page {
        let mut found = None;
        until(&format!("{path} says “{words}”"), async || {
            let page = self.open(path).await;
            let says = page.says(words);
            found = Some(page);
            says
        })
        .await;
        found.unwrap().shown()
    }

    /// Fills in the form that goes to `action` and sends it. What is not named stays as the page had it.
    pub fn fill<'a>(
        &'a mut self,
        page: &'a Page,
        action: &'a str,
        fields: &'a [(&'a str, &'a str)],
    ) -> BoxFuture<'a, Page> {
        Box::pin(async move { self.submit(page.form(action).with(fields)).await })
    }

    /// Sends a form and follows where the answer leads.
    pub fn submit<'a>(&'a mut self, form: Form) -> BoxFuture<'a, Page> {
        Box::pin(async move {
            let page = self.post(form).await;
            self.follow(page).await
        })
    }

    /// Sends a form.
    pub fn post<'a>(&'a mut self, form: Form) -> BoxFuture<'a, Page> {
        Box::pin(async move {
            let body =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
            let origin = self.origin.clone();
            let headers = [
                (ORIGIN.as_str(), origin.as_str()),
                (CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"),
            ];
            self.send(Method::POST, &form.action, &headers, body.into_bytes()).await
        })
    }

    /// Sends a file in the form that goes to `action`.
    pub async fn upload(&mut self, page: &Page, action: &str, name: &str, bytes: &[u8]) -> Page {
        self.send_file(&page.form(action), name, bytes).await
    }

    /// Sends a form, and behind its fields a file; without a name nobody has chosen one.
    pub fn send_file<'a>(
        &'a mut self,
        form: &'a Form,
        name: &'a str,
        bytes: &'a [u8],
    ) -> BoxFuture<'a, Page> {
        Box::pin(async move {
            let mut body = Vec::new();
            for (field, value) in &form.fields {
                body.extend(
                    format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                        .into_bytes(),
                );
            }
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n--edge--\r\n");
            let origin = self.origin.clone();
            let headers = [
                (ORIGIN.as_str(), origin.as_str()),
                (CONTENT_TYPE.as_str(), "multipart/form-data; boundary=edge"),
            ];
            let page = self.send(Method::POST, &form.action, &headers, body).await;
            self.follow(page).await
        })
    }

    /// Goes where an answer leads.
    fn follow<'a>(&'a mut self, mut page: Page) -> BoxFuture<'a, Page> {
        Box::pin(async move {
            for _ in 0..5 {
                if page.status != StatusCode::SEE_OTHER {
                    return page;
                }
                let to = page.headers[LOCATION].to_str().unwrap().to_owned();
                page = self.send(Method::GET, to.split('#').next().unwrap_or(&to), &[], Vec::new()).await;
            }
            panic!("{page:?} leads nowhere");
        })
    }

    /// Sends any request, with the cookies.
    pub fn send<'a>(
        &'a mut self,
        method: Method,
        path: &'a str,
        headers: &'a [(&'a str, &'a str)],
        body: Vec<u8>,
    ) -> BoxFuture<'a, Page> {
        Box::pin(async move { self.send_body(method, path, headers, Body::from(body)).await })
    }

    /// The same with a body that comes by and by.
    pub fn send_body<'a>(
        &'a mut self,
        method: Method,
        path: &'a str,
        headers: &'a [(&'a str, &'a str)],
        body: Body,
    ) -> BoxFuture<'a, Page> {
        Box::pin(async move {
            let mut request = Request::builder().method(method).uri(path).header(HOST, &self.authority);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if let Some(languages) = self.languages {
                request = request.header(ACCEPT_LANGUAGE, languages);
            }
            if let Some(address) = self.address {
                request = request.extension(ConnectInfo(SocketAddr::from((address, 50_000))));
            }
            if !self.cookies.is_empty() {
                request = request.header(COOKIE, self.cookie());
            }
            let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
            let (head, body) = response.into_parts();
            for cookie in head.headers.get_all(SET_COOKIE) {
                let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
                let (value, attributes) = rest.split_once(';').unwrap();
                if attributes.contains("Max-Age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
            let html = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
            if head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
                let posts = routes().filter(|route| route.method == "POST").map(|route| route.path).collect();
                let known = Known { typed: &TYPED, forms: DELEGATION_FORMS, posts };
                hold(&format!("{path} ({})", head.status), &html, &known);
            }
            let page = Page { path: path.to_owned(), status: head.status, headers: head.headers, html };
            seen::note(format_args!("{page:?}"));
            page
        })
    }
}

impl Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let main = self.html.split("<main").nth(1).unwrap_or(&self.html);
        write!(f, "{} answered {}: {main}", self.path, self.status)
    }
}

impl Page {
    /// The page, which has to be one of success.
    #[track_caller]
    pub fn shown(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{self:?}");
        self
    }

    /// The page of a form that was refused.
    #[track_caller]
    pub fn refused(self) -> Self {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{self:?}");
        self
    }

    /// The page, which says that.
    #[track_caller]
    pub fn saying(self, words: &str) -> Self {
        assert!(self.says(words), "no “{words}” in {self:?}");
        self
    }

    /// Whether the page has these words, as people read them.
    pub fn says(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// The page with its words as people read them, for who looks for many.
    pub fn words(&self) -> String {
        unescaped(&self.html)
    }

    /// Whether there is a form that goes there.
    pub fn has_form(&self, action: &str) -> bool {
        self.find(action).is_some()
    }

    /// The form that goes there, or has a button that does.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let html = self.find(action).unwrap_or_else(|| panic!("no form for {action} in {self:?}"));
        Form { action: action.to_owned(), fields: fields(html) }
    }

    /// The form with this id, whose buttons stand elsewhere on the page.
    #[track_caller]
    pub fn form_of(&self, id: &str) -> Form {
        let form = self.html.split(&format!("<form id=\"{id}\"")).nth(1);
        let html = form.and_then(|rest| rest.split("</form>").next());
        let html = html.unwrap_or_else(|| panic!("no form {id} in {self:?}"));
        Form { action: String::new(), fields: fields(html) }
    }

    fn find(&self, action: &str) -> Option<&str> {
        let goes = [format!(" action=\"{action}\""), format!(" formaction=\"{action}\"")];
        let forms =
            self.html.split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap_or(rest));
        let posts =
            forms.filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\"")));
        posts.into_iter().find(|form| goes.iter().any(|goes| form.contains(goes)))
    }
}

impl Form {
    /// A form that stood on a page which is not open any more.
    pub fn to(action: &str, fields: &[(&str, &str)]) -> Self {
        Self { action: action.to_owned(), fields: Vec::new() }.with(fields)
    }

    /// The same, sent to another address.
    #[must_use]
    pub fn at(self, action: &str) -> Self {
        Self { action: action.to_owned(), ..self }
    }

    /// The same with other values. A field named twice is sent twice.
    #[must_use]
    pub fn with(mut self, fields: &[(&str, &str)]) -> Self {
        self.fields.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
        self.fields.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self
    }

    /// The same without a field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// The value of a field.
    #[track_caller]
    pub fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or_else(|| panic!("no field {name} in {self:?}"), |(_, value)| value)
    }
}

/// The fields of a form as a browser would send them, before its buttons.
fn fields(html: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (at, _) in html.match_indices('<') {
        let tag = html[at + 1..].split('>').next().unwrap_or_default();
        let rest = html[at + 1..].split_once('>').map(|(_, rest)| rest).unwrap_or_default();
        let Some(name) = attribute(tag, "name") else { continue };
        let value = match tag.split(' ').next() {
            Some("input") => match attribute(tag, "type").as_deref() {
                Some("checkbox" | "radio") if !tag.contains(" checked") => continue,
                Some("file") => continue,
                _ => attribute(tag, "value").unwrap_or_default(),
            },
            Some("textarea") => {
                let text = rest.split("</textarea>").next().unwrap_or_default();
                unescaped(text.strip_prefix('\n').unwrap_or(text))
            }
            Some("select") => {
                let options = rest.split("</select>").next().unwrap_or_default();
                let chosen = options.split("<option ").skip(1).find(|option| option.contains(" selected"));
                let first = options.split("<option ").nth(1);
                chosen.or(first).and_then(|option| attribute(option, "value")).unwrap_or_default()
            }
            _ => continue,
        };
        fields.push((name, value));
    }
    fields
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    Some(unescaped(tag[start..].split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    for (escaped, character) in [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(escaped, character);
    }
    plain
}
