//! Push: the part of `/inbox/settings` with the browsers that receive the viewer's notices. Adding a browser needs
//! JavaScript, as receiving does; everything else works without it.

use axum::extract::Path;
use axum::response::Response;
use http::{HeaderMap, header};
use pursuance_domain::action::{SubscribePush, UnsubscribePush};
use pursuance_domain::id::{ActorId, PushId, SessionId};
use pursuance_domain::value::{Label, PushEndpoint, PushKey, PushSecret, ValueRefusal};

use super::settings::fill;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pushes;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// The most browsers listed: more than the limit of an account, which operators can lift.
const LISTED: i64 = 100;

/// The part of the page about push.
pub struct PushPart {
    /// The server's public key: the browser accepts only push messages signed with it.
    pub key: String,
    pub browsers: Vec<BrowserRow>,
}

/// A browser in the list.
pub struct BrowserRow {
    pub id: String,
    pub name: String,
    pub since: When,
    /// Whether it is the browser of this request.
    pub is_this: bool,
}

impl PushPart {
    /// The browsers of the viewer.
    pub(super) async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        l: &Layout,
        person: &ActorId,
    ) -> StoreResult<Self> {
        let session = visit.session().map(|session| &session.id);
        let row = |browser: pushes::Browser| BrowserRow {
            is_this: browser.session.as_ref() == session,
            id: browser.id.0,
            name: browser.name,
            since: l.moment(browser.since),
        };
        let browsers = pushes::list(tx, person, LISTED).await?.into_iter().map(row).collect();
        Ok(Self { key: visit.app.push_key.public().to_owned(), browsers })
    }

    /// Whether anything is pushed to somebody.
    pub fn is_on(&self) -> bool {
        !self.browsers.is_empty()
    }

    /// Whether the browser of this request is one of them.
    pub fn has_this(&self) -> bool {
        self.browsers.iter().any(|browser| browser.is_this)
    }
}

/// The most characters of a `User-Agent` that are read.
const AGENT_MOST: usize = 1_000;

/// Browsers by a word in their `User-Agent`. Many contain the words of other browsers too, so the more specific come first.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// A short name for a browser, from its `User-Agent`.
fn called(agent: &str) -> String {
    let agent: String = agent.chars().take(AGENT_MOST).collect();
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "?".to_owned(),
    }
}

/// Reads the fields that the script has filled in.
fn read(session: SessionId, form: &FormFields, agent: &str) -> Result<SubscribePush, ValueRefusal> {
    Ok(SubscribePush {
        session,
        endpoint: PushEndpoint::parse(form.text("endpoint"))?,
        p256dh: PushKey::parse(form.text("p256dh"))?,
        auth: PushSecret::parse(form.text("auth"))?,
        name: Label::parse(&called(agent))?,
    })
}

/// `POST /inbox/push`: `endpoint`, `p256dh`, `auth`, as the browser said them.
pub async fn subscribe(headers: HeaderMap, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let session = visit.signed_in()?.session.id.clone();
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let asked = match read(session, &form, agent) {
        Ok(subscribe) => visit.app.perform(&visit.who, subscribe.into()).await,
        Err(refusal) => Err(refusal.into()),
    };
    match split_refusal(asked)? {
        Ok(_) => Ok(see_with(&visit.app, links::inbox_settings(), FormNotice::good("notice-push-on"))),
        Err(refused) => {
            let mut tx = visit.app.db.read().await?;
            let mut shown = fill(&visit, &mut tx, "").await?;
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// `POST /inbox/push/{id}/end`
pub async fn end(Path(id): Path<PushId>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.app.perform(&visit.who, UnsubscribePush { browser: id }.into()).await?;
    Ok(see_with(&visit.app, links::inbox_settings(), FormNotice::info("notice-push-off")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_by_what_it_says_of_itself() {
        for (agent, name) in [
            ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox, Android"),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Chrome, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1",
                "Safari, iPhone",
            ),
            ("curl/8", "?"),
            ("", "?"),
        ] {
            assert_eq!(called(agent), name);
        }
    }
}
