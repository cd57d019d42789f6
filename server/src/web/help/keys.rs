//! `/help/keys`: the keys of the pages, one table. From it come the page, the window that `?` opens, and what the markup says of an
//! element that a key leads to.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use crate::text::Markup;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// What one or more keys do. Of several, each does a part of it: in the order of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// `Alt+↑` is pressed together, `g h` one after the other.
    pub keys: &'static [&'static str],
    /// The key of the words.
    pub does: &'static str,
}

/// Keys that do something in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The key of its name.
    pub name: &'static str,
    /// What a page has where they do something (a CSS selector); empty for keys of every page.
    pub on: &'static str,
    pub keys: &'static [Keys],
}

const fn keys(keys: &'static [&'static str], does: &'static str) -> Keys {
    Keys { keys, does }
}

/// Every key. The script finds by `data-key` what a letter leads to; what is done in a place is written in `keys.js` and
/// `outline.js`.
pub const PLACES: &[Place] = &[
    Place {
        name: "keys-everywhere",
        on: "",
        keys: &[
            keys(&["?"], "keys-all"),
            keys(&["/"], "keys-search"),
            keys(&["g h"], "keys-home"),
            keys(&["g o"], "keys-offers"),
            keys(&["g p"], "keys-pursuances"),
            keys(&["g i"], "keys-inbox"),
            keys(&["c"], "keys-new"),
            keys(&["u"], "keys-up"),
            keys(&["j", "k"], "keys-next"),
            keys(&["↓", "↑"], "keys-next-focused"),
            keys(&["Enter"], "keys-open"),
            keys(&["Esc"], "keys-escape"),
        ],
    },
    Place {
        name: "keys-writing",
        on: "#outline > .add",
        keys: &[
            keys(&["Enter"], "keys-add"),
            keys(&["Tab"], "keys-add-below"),
            keys(&["Shift+Tab"], "keys-add-above"),
            keys(&["Esc"], "keys-leave"),
        ],
    },
    Place {
        name: "keys-outline",
        on: "#outline",
        keys: &[
            keys(&["→", "←"], "keys-fold"),
            keys(&["Alt+↑", "Alt+↓"], "keys-move"),
            keys(&["Alt+→", "Alt+←"], "keys-level"),
            keys(&["F2"], "keys-rename"),
            keys(&["m"], "keys-menu"),
        ],
    },
    Place {
        name: "keys-several",
        on: "[data-choose]",
        keys: &[
            keys(&["x"], "keys-pick"),
            keys(&["Shift+↑", "Shift+↓"], "keys-pick-more"),
            keys(&["Esc"], "keys-pick-none"),
        ],
    },
    Place {
        name: "keys-board",
        on: "[data-board]",
        keys: &[
            keys(&["h", "l"], "keys-lane"),
            keys(&["←", "→"], "keys-lane-focused"),
            keys(&["m"], "keys-menu"),
        ],
    },
    Place {
        name: "keys-task",
        on: "#discussion",
        keys: &[
            keys(&["e"], "keys-edit"),
            keys(&["a"], "keys-assign"),
            keys(&["p"], "keys-phase"),
            keys(&["r"], "keys-reply"),
            keys(&["m"], "keys-place"),
        ],
    },
];

/// What the markup says of an element that a key leads to: for the script, and, of a single key, for those who hear the page.
pub fn hook(key: &str) -> Markup {
    let is_known = PLACES.iter().flat_map(|place| place.keys).any(|keys| keys.keys.contains(&key));
    if !is_known {
        return Markup::default();
    }
    // Keys one after the other cannot be said there: a blank stands for "or" (WAI-ARIA 1.2).
    let said = if key.contains(' ') { String::new() } else { format!(" aria-keyshortcuts=\"{key}\"") };
    Markup::trusted(format!(" data-key=\"{key}\"{said}"))
}

impl Keys {
    /// Each of them as keys that are pressed together or one after the other.
    pub fn pressed(&self) -> Vec<Vec<&'static str>> {
        self.keys.iter().map(|keys| keys.split(['+', ' ']).collect()).collect()
    }
}

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

    /// The name of a key: some have one in each language, others stand on the key.
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

    /// What the templates below a folder ask a hook for.
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
        asked(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates"), &mut found);
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
