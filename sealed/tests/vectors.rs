//! The vectors that implementations in other languages read, too: every one of them, positive and negative.

use serde_json::Value;

use crate::support::{json, text};

mod check;

fn vectors() -> Value {
    json(include_str!("vectors.json"))
}

/// One test for each key of the file, and the list of them.
macro_rules! checks {
    ($($key:ident)*) => {
        const KEYS: &[&str] = &[$(stringify!($key)),*];

        $(#[test]
        fn $key() {
            let all = vectors();
            check::$key(&all, &all[stringify!($key)]);
        })*
    };
}

checks! {
    hpke_rfc9180_a2 account identity identity_wrap log epoch seal envelope skill_tags invite chat file delegation prev_box
    revision export recovery epoch_card negative log_scenarios from_rust delegation_accept invite_note pbox pairing signin
    words room records
}

#[test]
fn every_key_of_the_file_has_a_test() {
    let all = vectors();
    assert_eq!(text(&all, "format"), "pursuance-e2ee-vectors");
    assert_eq!(all["version"], 2);
    for key in all.as_object().unwrap().keys() {
        let is_said = ["format", "version", "note"].contains(&key.as_str());
        assert!(is_said || KEYS.contains(&key.as_str()), "nothing checks the vectors of “{key}”");
    }
}
