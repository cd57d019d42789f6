//! The keyboard shortcuts, in one table: the source of the page about them, of the window that `?` opens, and of the attributes of
//! an element that a key leads to.

use crate::text::Markup;

/// The effect of one or more keys. Several keys each have a part of the effect, in the order of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyEffect {
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
    /// A CSS selector: the keys work on pages that match it. Empty for keys of every page.
    pub on: &'static str,
    pub keys: &'static [KeyEffect],
}

const fn keys(keys: &'static [&'static str], does: &'static str) -> KeyEffect {
    KeyEffect { keys, does }
}

/// Every key. The script finds the target of a letter by `data-key`; `keys.js`, `choosing/picking.js`, `outline/keys.js` and
/// `talk/tabs.js` implement the other effects.
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
            keys(&["d"], "keys-done"),
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
    Place {
        name: "keys-talks",
        on: ".talks",
        keys: &[
            keys(&["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5"], "keys-tab"),
            keys(&["g 1", "g 2", "g 3", "g 4", "g 5"], "keys-tab-letters"),
            keys(&["t"], "keys-tab-list"),
        ],
    },
];

/// The attributes of an element that a key leads to: for the script, and, for a single key, for screen readers.
pub fn hook(key: &str) -> Markup {
    let is_known = PLACES.iter().flat_map(|place| place.keys).any(|keys| keys.keys.contains(&key));
    if !is_known {
        return Markup::default();
    }
    // The attribute cannot express a sequence of keys: a blank means "or" there (WAI-ARIA 1.2).
    let said = if key.contains(' ') { String::new() } else { format!(" aria-keyshortcuts=\"{key}\"") };
    Markup::trusted(format!(" data-key=\"{key}\"{said}"))
}

impl KeyEffect {
    /// The single keys of each entry, pressed together or one after the other.
    pub fn pressed(&self) -> Vec<Vec<&'static str>> {
        self.keys.iter().map(|keys| keys.split(['+', ' ']).collect()).collect()
    }
}
