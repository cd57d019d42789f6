//! `/help/keys`: the keys of the pages ([`crate::web::frame::keys`]).

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use crate::web::frame::keys::{PLACES, Place};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// `GET /help/keys`
#[derive(Template)]
#[template(path = "help/keys.html")]
pub struct KeysPage {
    pub l: Layout,
}

impl KeysPage {
    /// Every place with its keys.
    pub fn places(&self) -> &'static [Place] {
        PLACES
    }

    /// The name of a key: some keys have a name in each language, others are named by their label.
    pub fn named(&self, key: &str) -> String {
        let t = self.l.t;
        match key {
            "Shift" => t.s("keys-key-shift").to_owned(),
            "Enter" => t.s("keys-key-enter").to_owned(),
            _ => key.to_owned(),
        }
    }
}

/// `GET /help/keys`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Help).await?;
    page(StatusCode::OK, &KeysPage { l })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::web::frame::keys::hook;

    /// Collects the keys for which the templates below a folder ask a hook.
    fn asked(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                let text = fs::read_to_string(&path).unwrap();
                let calls = text.split("l.key(\"").skip(1);
                found.extend(calls.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
                assert!(!text.contains("data-key="), "{}: ask l.key(…)", path.display());
            }
        }
    }

    #[test]
    fn every_key_of_a_template_stands_in_the_table() {
        let mut found = BTreeSet::new();
        asked(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates"), &mut found);
        assert!(found.len() > 8, "{found:?}");
        for key in found {
            let written = hook(&key).to_string();
            assert!(written.contains(&format!(" data-key=\"{key}\"")), "{key} stands in no table");
            assert_eq!(written.contains("aria-keyshortcuts"), !key.contains(' '), "{written}");
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        let everywhere = &PLACES[0];
        for place in PLACES {
            let mut seen = BTreeSet::new();
            for key in place.keys.iter().flat_map(|keys| keys.keys) {
                assert!(seen.insert(key), "{key}: {}", place.name);
                let is_letter = key.chars().all(|sign| sign.is_ascii_lowercase());
                let is_taken = everywhere.keys.iter().any(|keys| keys.keys.contains(key));
                assert!(!is_letter || place == everywhere || !is_taken, "{key}: {}", place.name);
            }
        }
    }
}
