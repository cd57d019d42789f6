//! Asking a server over the network, as a browser does: for the commands of people who need no server here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method};
use pursuance_federation::fetch::{Answer, FetchError, Fetcher};
use pursuance_federation::reach::{Origin, Reach, ReachRefusal};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::CliError;

/// The most bytes of an answer: a part of a list of records.
const MOST: usize = 16 * 1024 * 1024;

/// How much of what a server says is shown.
const SHOWN: usize = 160;

/// A form without files.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A client of one server. It asks that one alone, and follows no redirect.
pub struct PageClient {
    fetcher: Fetcher,
    origin: Origin,
    /// The cookies that the server gave to be sent back, once somebody is signed in.
    cookies: Vec<String>,
}

impl PageClient {
    /// For the server with this base address: `https://name`, or `http://localhost:PORT`.
    ///
    /// # Errors
    /// When that is no base address, or there are no certificates to check servers with.
    pub fn new(base: &str, agent: &str) -> Result<Self, CliError> {
        let refused =
            |refusal: ReachRefusal| CliError::Argument { text: base.to_owned(), reason: refusal.to_string() };
        let origin: Origin = base.parse().map_err(refused)?;
        let reach = Reach::toward(base).map_err(refused)?;
        Ok(Self { fetcher: Fetcher::new(reach, agent)?, origin, cookies: Vec::new() })
    }

    /// The server, as addresses name it.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Gets what is at a path.
    ///
    /// # Errors
    /// When there is no answer of a sensible size. Each answer, with any status, is one.
    pub async fn get(&self, path: &str) -> Result<Answer, CliError> {
        self.ask(Method::GET, path, None).await
    }

    /// Posts something of this media type, as a page of the server does.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn post(&self, path: &str, form: &'static str, body: Bytes) -> Result<Answer, CliError> {
        self.ask(Method::POST, path, Some((form, body))).await
    }

    /// Gets JSON.
    ///
    /// # Errors
    /// Also when the server refuses, or answers something else.
    pub async fn get_json<T: DeserializeOwned>(&self, path: &str) -> Result<T, CliError> {
        self.read(path, &self.get(path).await?)
    }

    /// Posts JSON, and reads the JSON of the answer.
    ///
    /// # Errors
    /// As [`Self::get_json`].
    pub async fn post_json<T: DeserializeOwned>(&mut self, path: &str, sent: &Value) -> Result<T, CliError> {
        let answer = self.post(path, "application/json", Bytes::from(sent.to_string())).await?;
        let read = self.read(path, &answer)?;
        self.keep_cookies(&answer);
        Ok(read)
    }

    /// Sends back from now on what an answer gave for that.
    pub fn keep_cookies(&mut self, answer: &Answer) {
        let given = answer.headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        self.cookies.extend(given.filter_map(|cookie| cookie.split(';').next()).map(str::to_owned));
    }

    /// The words of a server that refuses.
    pub fn refusal(&self, path: &str, answer: &Answer) -> CliError {
        #[derive(Deserialize)]
        struct Problem {
            title: Option<String>,
            detail: Option<String>,
        }
        let problem = serde_json::from_slice::<Problem>(&answer.body).ok();
        let said = problem.and_then(|problem| problem.detail.or(problem.title));
        CliError::Answered {
            url: format!("{}{path}", self.origin),
            said: shown(&said.unwrap_or_else(|| answer.status.to_string())),
        }
    }

    /// Reads the JSON of an answer.
    ///
    /// # Errors
    /// When the server refuses, or answers something else.
    pub fn read<T: DeserializeOwned>(&self, path: &str, answer: &Answer) -> Result<T, CliError> {
        if !answer.status.is_success() {
            return Err(self.refusal(path, answer));
        }
        serde_json::from_slice(&answer.body).map_err(|_| self.unknown(path))
    }

    /// An answer that no server with this program gives.
    pub fn unknown(&self, path: &str) -> CliError {
        CliError::Answered {
            url: format!("{}{path}", self.origin),
            said: "something that this program does not know".to_owned(),
        }
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        sent: Option<(&'static str, Bytes)>,
    ) -> Result<Answer, CliError> {
        let address = format!("{}{path}", self.origin);
        let failed = |source: FetchError| CliError::Ask { url: address.clone(), source };
        let url = Url::parse(&address).map_err(|error| failed(ReachRefusal::from(error).into()))?;
        let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("*/*"))]);
        let body = sent.map(|(form, body)| {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(form));
            body
        });
        if body.is_some()
            && let Ok(origin) = HeaderValue::from_str(&self.origin.to_string())
        {
            headers.insert(ORIGIN, origin);
        }
        if !self.cookies.is_empty()
            && let Ok(mut cookies) = HeaderValue::from_str(&self.cookies.join("; "))
        {
            cookies.set_sensitive(true);
            headers.insert(COOKIE, cookies);
        }
        self.fetcher.ask(method, &url, headers, body, MOST).await.map_err(failed)
    }
}

/// Text of a server for a terminal: short, and without what a terminal obeys.
pub fn shown(text: &str) -> String {
    text.chars().take(SHOWN).flat_map(char::escape_debug).collect()
}

/// Bytes as JSON has them.
pub fn to_text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes that JSON had.
pub fn to_bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_does_nothing_to_a_terminal() {
        assert_eq!(shown("a\u{1b}[2J\u{202e}\n"), "a\\u{1b}[2J\\u{202e}\\n");
        assert_eq!(shown(&"x".repeat(SHOWN + 1)).len(), SHOWN);
    }
}
