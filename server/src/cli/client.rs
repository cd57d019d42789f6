//! Asking a server over the network, as a browser does: for the commands of people who need no server here.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, HeaderValue, Method};
use pursuance_federation::fetch::{Answer, DOCUMENT_MAX, FetchError, Fetcher};
use pursuance_federation::reach::{Origin, Reach, ReachRefusal};
use url::Url;

use super::CliError;

/// A client of one server. It asks that one alone, and follows no redirect.
pub struct Client {
    fetcher: Fetcher,
    origin: Origin,
}

impl Client {
    /// For the server with this base address: `https://name`, or `http://localhost:PORT`.
    ///
    /// # Errors
    /// When that is no base address, or there are no certificates to check servers with.
    pub fn new(base: &str, agent: &str) -> Result<Self, CliError> {
        let refused =
            |refusal: ReachRefusal| CliError::Argument { text: base.to_owned(), reason: refusal.to_string() };
        let origin: Origin = base.parse().map_err(refused)?;
        let reach = Reach::toward(base).map_err(refused)?;
        Ok(Self { fetcher: Fetcher::new(reach, agent)?, origin })
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
        self.fetcher.ask(method, &url, headers, body, DOCUMENT_MAX).await.map_err(failed)
    }
}
