//! Every text key that is used exists, and every one that exists is used.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

fn files_below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

/// Everything that can name a text: templates, and the sources beside this one but for tests and samples.
fn sources() -> Vec<(PathBuf, String)> {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files_below(&server.join("src/web"), "rs", &mut paths);
    files_below(&server.join("../templates"), "html", &mut paths);
    paths.retain(|path| {
        !path.components().any(|part| part.as_os_str() == "samples") && !path.ends_with("tests.rs")
    });
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn keys() -> BTreeSet<&'static str> {
    ENGLISH_FILES.iter().flat_map(|(_, source)| keys_of(source)).collect()
}

#[test]
fn the_files_can_be_read_and_no_key_is_there_twice() {
    let mut seen = BTreeSet::new();
    for (name, source) in ENGLISH_FILES {
        if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
            panic!("{name}: {errors:?}");
        }
        for key in keys_of(source) {
            assert!(seen.insert(key), "{name}: {key} is there twice");
        }
    }
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let keys = keys();
    for (path, source) in sources() {
        for call in [".s(\"", ".with(\"", ".rich(\"", "key: \"", "label: \""] {
            for after in source.split(call).skip(1) {
                let key = after.split('"').next().unwrap_or_default();
                assert!(keys.contains(key), "{}: no text for {key:?}", path.display());
            }
        }
    }
}

/// Whether a source names the key, whole or put together by `concat!("beginning-", …)`.
fn names(source: &str, key: &str) -> bool {
    let quoted = |word: &str| source.contains(&format!("\"{word}\""));
    quoted(key)
        || key.match_indices('-').any(|(dash, _)| {
            let (beginning, rest) = key.split_at(dash + 1);
            source.contains(&format!("concat!(\"{beginning}\"")) && quoted(rest)
        })
}

#[test]
fn every_key_is_used() {
    let sources = sources();
    let unused: Vec<_> =
        keys().into_iter().filter(|key| !sources.iter().any(|(_, source)| names(source, key))).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

#[test]
fn a_number_chooses_the_form_of_the_words() {
    let t = Text::english();
    assert_eq!(t.with("members-count").set("n", 1_i64).to_string(), "One member");
    assert_eq!(t.with("members-count").set("n", 23_i64).to_string(), "23 members");
}

#[test]
fn what_people_wrote_cannot_bring_markup_into_a_rich_text() {
    let rich = Text::english().rich("preview-from").set("name", "<script>alert(1)</script>").to_string();
    assert_eq!(rich, "Offer from <b>&#60;script&#62;alert(1)&#60;/script&#62;</b>");
}

#[test]
fn a_language_we_do_not_have_falls_back_to_english() {
    assert_eq!(Text::of("pl-PL,pl;q=0.9,en;q=0.8").s("cancel"), "Cancel");
    assert_eq!(Text::of("").s("cancel"), "Cancel");
}
