//! The things that a server with this program sends, whatever is in its database: its files, the headers of each answer, and the
//! scripts and fields of the pages that need no session. `pursuance verify-assets` compares a server with them.

use http::Method;
use http::header::{self, HeaderName};
use url::form_urlencoded::Serializer;

use super::guard::{CONTENT_POLICY, HEADERS};
use crate::web::frame::files::{self, SCRIPTS};
use crate::web::frame::{links, private, sealed};
use crate::web::request::secret_links;
use crate::web::request::static_files::form_of;

/// The media type of a page.
pub const PAGE_FORM: &str = "text/html; charset=utf-8";

/// A file as a browser gets it.
pub struct Asset {
    /// The address at which browsers ask for it.
    pub address: String,
    pub bytes: &'static [u8],
    pub form: &'static str,
    pub policy: &'static str,
}

/// A script of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub address: String,
    /// The hash that the page names.
    pub integrity: Option<&'static str>,
}

/// A page that needs no session.
pub struct Page {
    pub path: String,
    /// The form that it answers, where it does not answer a link.
    pub sent: Option<String>,
    pub policy: &'static str,
    pub scripts: Vec<Script>,
    /// Whether the last of them is missing where nobody opens an account by themselves.
    pub may_be_closed: bool,
    /// The names that its fields may have; without any it has neither fields nor forms.
    pub fields: &'static [&'static str],
}

impl Page {
    /// Whether its address may hold a secret, such as that of an invitation.
    pub fn is_secret(&self) -> bool {
        let method = if self.sent.is_some() { Method::POST } else { Method::GET };
        self.path.parse().is_ok_and(|uri| secret_links::keeps(&method, &uri))
    }
}

/// Every file.
pub fn assets() -> Vec<Asset> {
    let policy = |path: &str| if path == sealed::WORKER { sealed::WORKER_POLICY } else { CONTENT_POLICY };
    files::all()
        .map(|(path, file)| Asset {
            address: address_of(path),
            bytes: &file.bytes,
            form: form_of(path),
            policy: policy(path),
        })
        .collect()
}

/// The address of a file, as pages and scripts name it.
fn address_of(path: &str) -> String {
    if let Some(script) = path.strip_prefix(SCRIPTS) {
        return links::script(script);
    }
    let bare = if path == "worker.js" { format!("/{path}") } else { format!("/static/{path}") };
    let named = [links::style(), sealed::script().to_owned(), sealed::group_script().0.to_owned()];
    named.into_iter().find(|address| address.split('?').next() == Some(bare.as_str())).unwrap_or(bare)
}

/// The headers of every answer, of one with this policy. `is_secret`: its address may hold a secret.
pub fn headers(policy: &'static str, is_secret: bool) -> [(HeaderName, &'static str); 5] {
    HEADERS.map(|(name, value)| {
        let value = if name == header::CONTENT_SECURITY_POLICY {
            policy
        } else if is_secret && name == header::REFERRER_POLICY {
            secret_links::REFERRER_POLICY
        } else {
            value
        };
        (name, value)
    })
}

/// A file that a page loads beside its scripts.
pub struct LinkedFile {
    /// The sort of the link.
    pub rel: &'static str,
    pub address: String,
    /// The hash that the page names.
    pub integrity: Option<&'static str>,
}

/// The stylesheet of every page, and the script that all of them load before their own.
pub fn beside_a_page() -> [LinkedFile; 2] {
    let hash = links::shared_script_hash();
    [
        LinkedFile { rel: "stylesheet", address: links::style(), integrity: None },
        LinkedFile { rel: "modulepreload", address: links::shared_script(), integrity: Some(hash) },
    ]
}

/// The pages that anybody gets: of signing in, as `name` whose passphrase stays on its device or by another device, of opening an account, of
/// recovery; and of an invitation to a private pursuance, where its id is known.
pub fn pages(name: &str, invitation: Option<&str>) -> Vec<Page> {
    let main = Script { address: links::script("main.js"), integrity: Some(links::script_hash("main.js")) };
    let keys = Script { address: sealed::script().to_owned(), integrity: Some(sealed::integrity()) };
    let plain = |path: &str, fields: &'static [&'static str]| Page {
        path: path.to_owned(),
        sent: None,
        policy: CONTENT_POLICY,
        scripts: vec![main.clone()],
        may_be_closed: false,
        fields,
    };
    let with_keys = |path: &str| Page {
        scripts: vec![main.clone(), keys.clone()],
        policy: sealed::NO_FORM_POLICY,
        ..plain(path, &[])
    };
    let sent = Serializer::new(String::new()).append_pair("name", name).append_pair("next", "").finish();
    let mut pages = vec![
        plain(links::signin(), &["name", "next"]),
        Page { sent: Some(sent), ..with_keys(links::signin()) },
        with_keys(links::signin_device()),
        with_keys(links::recover()),
        Page {
            policy: CONTENT_POLICY,
            may_be_closed: true,
            fields: &["name", "passphrase", "passphrase_again", "next", "words", "key"],
            ..with_keys(links::join())
        },
    ];
    pages.extend(invitation.map(|id| {
        let (address, hash) = sealed::group_script();
        Page {
            policy: private::TRUSTED_POLICY,
            scripts: vec![Script { address: address.to_owned(), integrity: Some(hash) }],
            ..plain(&links::invite(id), &[])
        }
    }));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_of_a_page_is_a_file() {
        let assets = assets();
        let has = |address: &str| assets.iter().any(|asset| asset.address == address);
        for page in pages("ana", Some("00112233445566778899aabbccddeeff")) {
            assert!(page.scripts.iter().all(|script| has(&script.address)), "{}", page.path);
        }
        assert!(beside_a_page().iter().all(|beside| has(&beside.address)));
        assert!(has("/worker.js") && has("/static/sealed/argon2.js") && has("/static/sealed/people.js"));
        assert!(has("/static/sealed/qr.js") && has("/static/sealed/scan.js"));
        let worker = assets.iter().find(|asset| asset.policy == sealed::WORKER_POLICY);
        assert_eq!(worker.map(|asset| asset.address.as_str()), Some("/static/sealed/argon2.js"));
    }
}
