//! `pursuance verify-assets`: whether a server sends the scripts, the headers and the pages of this program, compared with what is
//! compiled into it.

mod page;
mod shape;

use std::process::ExitCode;

use bytes::Bytes;
use clap::Args;
use http::{HeaderMap, HeaderName, StatusCode, header};
use pursuance_federation::fetch::{Answer, FetchError};
use url::Url;

use super::client::{FORM, PageClient, shown};
use super::{CliError, output};
use crate::doors::assets::{self, Asset, PAGE_FORM, Page};
use crate::platform::clock::random;

/// The name that a browser gives itself: a server that sends other scripts to some would send these to a program that names
/// itself.
const AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/// Headers by which an answer loads more, leads away, or lets more run.
const NEVER: [&str; 4] = ["link", "refresh", "service-worker-allowed", "origin-trial"];

/// The server, and which of its pages are looked at.
#[derive(Debug, Args)]
pub struct VerifyAssets {
    /// The address of the server: https://NAME, or http://localhost:PORT
    url: String,
    /// Asks for the sign-in page of this account; else for that of a name that nobody has
    #[arg(long)]
    name: Option<String>,
    /// Looks at the page of this invitation to a private pursuance, too; what stands behind its # is not sent
    #[arg(long, value_name = "LINK")]
    invite: Option<String>,
}

impl VerifyAssets {
    /// Runs it: one line for each difference, or one that says that there is none.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn run(self) -> Result<ExitCode, CliError> {
        let client = PageClient::new(&self.url, AGENT)?;
        let invitation = self.invite.as_deref().map(|link| id_of(&client, link)).transpose()?;
        let name = self.name.unwrap_or_else(|| format!("a{}", hex::encode(random::<8>())));
        let (pages, files) = (assets::pages(&name, invitation.as_deref()), assets::assets());
        let mut found = Vec::new();
        for page in &pages {
            found.extend(of_page(&client, page).await?);
        }
        for file in &files {
            found.extend(of_file(&client, file).await?);
        }
        let (origin, version) = (client.origin(), env!("CARGO_PKG_VERSION"));
        if found.is_empty() {
            let (files, pages) = (files.len(), pages.len());
            output::say(&format!(
                "{origin} sends what version {version} does: {files} files, {pages} pages"
            ))?;
            return Ok(ExitCode::SUCCESS);
        }
        output::say(&found.join("\n"))?;
        Ok(ExitCode::FAILURE)
    }
}

/// The id of an invitation to a private pursuance of that server, from its link.
fn id_of(client: &PageClient, link: &str) -> Result<String, CliError> {
    let wrong = || CliError::Argument {
        text: link.to_owned(),
        reason: format!("it is no link of an invitation to a private pursuance of {}", client.origin()),
    };
    let url = Url::parse(link).map_err(|_| wrong())?;
    let is_there = url.origin().ascii_serialization() == client.origin().to_string();
    let id = url.path().strip_prefix("/i/").filter(|id| {
        is_there && id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    });
    id.map(str::to_owned).ok_or_else(wrong)
}

/// The differences of a page, one line for each.
async fn of_page(client: &PageClient, page: &Page) -> Result<Vec<String>, CliError> {
    let (at, asked) = match &page.sent {
        Some(sent) => {
            let body = Bytes::from(sent.clone());
            (format!("POST {}", page.path), client.post(&page.path, FORM, body).await)
        }
        None => (format!("GET {}", page.path), client.get(&page.path).await),
    };
    lines(&at, asked, |answer| {
        let mut found = of_headers(client, answer, PAGE_FORM, assets::headers(page.policy, page.is_secret()));
        found.extend(page::differences(page, &answer.body));
        found
    })
}

/// The differences of a file.
async fn of_file(client: &PageClient, file: &Asset) -> Result<Vec<String>, CliError> {
    let asked = client.get(&file.address).await;
    lines(&format!("GET {}", file.address), asked, |answer| {
        let mut found = of_headers(client, answer, file.form, assets::headers(file.policy, false));
        if answer.body != file.bytes {
            found.push("it has other bytes".to_owned());
        }
        found
    })
}

/// The differences of an answer, with its address before each.
fn lines(
    at: &str,
    asked: Result<Answer, CliError>,
    of: impl FnOnce(&Answer) -> Vec<String>,
) -> Result<Vec<String>, CliError> {
    let found = match asked {
        Ok(answer) if answer.status == StatusCode::OK => of(&answer),
        Ok(answer) => vec![format!("it answers {}", answer.status.as_u16())],
        Err(CliError::Ask { source: FetchError::TooLarge { limit }, .. }) => {
            vec![format!("it is larger than {limit} bytes")]
        }
        Err(failed) => return Err(failed),
    };
    Ok(found.into_iter().map(|what| format!("{at}: {what}")).collect())
}

/// The differences in the headers of an answer.
fn of_headers(
    client: &PageClient,
    answer: &Answer,
    form: &'static str,
    ours: [(HeaderName, &'static str); 5],
) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in ours.into_iter().chain([(header::CONTENT_TYPE, form)]) {
        let said = said(&answer.headers, name.as_str());
        if said != value {
            found.push(format!("{name} is “{}”, and not “{value}”", shown(&said)));
        }
    }
    if client.origin().to_string().starts_with("https:")
        && said(&answer.headers, header::STRICT_TRANSPORT_SECURITY.as_str()).is_empty()
    {
        found.push("strict-transport-security is missing".to_owned());
    }
    for name in NEVER {
        let said = said(&answer.headers, name);
        if !said.is_empty() {
            found.push(format!("{name} is “{}”", shown(&said)));
        }
    }
    found
}

/// The values of a header, each once: a proxy may say again what the program says.
fn said(headers: &HeaderMap, name: &str) -> String {
    let mut values: Vec<_> =
        headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    values.dedup();
    values.join(", ")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn an_invitation_is_one_of_that_server() {
        let client = PageClient::new("http://localhost:8001", AGENT).unwrap();
        let id = "00112233445566778899aabbccddeeff";
        let link = |base: &str| format!("{base}/i/{id}#i1.secret");
        assert_eq!(id_of(&client, &link("http://localhost:8001")).unwrap(), id);
        for other in
            [link("http://localhost:8002"), "http://localhost:8001/i/secret".to_owned(), id.to_owned()]
        {
            assert!(id_of(&client, &other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_header_that_says_the_same_twice_says_it_once() {
        let mut headers = HeaderMap::new();
        for value in ["nosniff", "nosniff", "other"] {
            headers.append("a", HeaderValue::from_static(value));
        }
        assert_eq!((said(&headers, "a").as_str(), said(&headers, "b").as_str()), ("nosniff, other", ""));
    }
}
