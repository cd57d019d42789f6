//! Names and comments keep to the words of docs/architecture.md: one word, one meaning; a comment begins with a noun or a verb.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files below some folders whose names end so, with their texts.
fn texts(folders: &[&str], end: &str) -> Vec<(PathBuf, String)> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let is_foreign =
                path.ends_with("node_modules") || path.ends_with("vendor") || path.ends_with(".venv");
            let inside = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
            open.extend(inside.filter(|_| !is_foreign));
        } else if path.to_str().is_some_and(|name| name.ends_with(end)) {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(!found.is_empty(), "no {end} in {folders:?}");
    found
}

const SOURCES: &[&str] = &[
    "domain/src",
    "federation/src",
    "sealed/src",
    "server/ground/src",
    "server/hall/src",
    "server/pages/src",
    "server/src",
];

/// The name of the type that a line of code defines.
fn defined(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line =
        line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or(rest, |(_, rest)| rest));
    let rest = ["struct ", "enum ", "trait ", "union "].iter().find_map(|word| line.strip_prefix(word))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

/// How many names of types had two meanings or more when they were last counted. There may be fewer, and then this is lowered.
const SHARED_NAMES: usize = 106;

#[test]
fn few_names_of_types_mean_two_things() {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (path, text) in texts(SOURCES, ".rs") {
        if path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for name in text.lines().filter_map(defined) {
            *names.entry(name.to_owned()).or_default() += 1;
        }
    }
    assert!(names.len() > 1_500, "{}", names.len());
    let shared: Vec<_> = names.iter().filter(|(_, count)| **count > 1).map(|(name, _)| name).collect();
    assert!(shared.len() <= SHARED_NAMES, "{} names of types mean two things: {shared:?}", shared.len());
}

/// How many of a hundred comments begin with a word that asks, and how many comments there are.
fn asking(folders: &[&str], end: &str) -> (usize, usize) {
    let (mut all, mut asking) = (0, 0);
    for (_, text) in texts(folders, end) {
        let mut was_comment = false;
        for line in text.lines().map(str::trim_start) {
            let is_comment = line.starts_with("//") || line.starts_with("/*") || line.starts_with("* ");
            if is_comment && !was_comment {
                all += 1;
                let said = line.trim_start_matches(['/', '*', '!', ' ']);
                let first = said.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                asking += usize::from(["What", "Whoever", "Whatever"].contains(&first));
            }
            was_comment = is_comment;
        }
    }
    (asking * 100 / all.max(1), all)
}

#[test]
fn comments_begin_with_a_noun_or_a_verb() {
    for (folders, end) in [
        (&["server/tests"] as &[&str], ".rs"),
        (SOURCES, ".rs"),
        (&["sealed/js"], ".js"),
        (&["templates/static/js"], ".js"),
        (&["e2e"], ".ts"),
    ] {
        let (share, all) = asking(folders, end);
        assert!(all > 100, "{folders:?}: {all} comments");
        assert!(share < 1, "{folders:?}: {share} of 100 comments begin with What, Whoever or Whatever");
    }
}

/// The words of the table in docs/architecture.md.
fn words() -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let section = page.split("\n## Words\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let first = rows.filter_map(|row| row.split('|').nth(1)).map(|word| word.trim().to_owned());
    first.filter(|word| word != "word").collect()
}

/// Fails for a word that is in the table alone, and for one that the code says otherwise.
#[test]
fn every_word_of_the_glossary_names_a_type_a_file_or_a_field() {
    let words = words();
    assert!(words.len() > 15, "{words:?}");
    let sources = texts(SOURCES, ".rs");
    let mut names: Vec<String> = sources
        .iter()
        .flat_map(|(_, text)| text.lines().filter_map(defined))
        .map(str::to_lowercase)
        .collect();
    names.extend(sources.iter().filter_map(|(path, _)| Some(path.file_stem()?.to_str()?.to_owned())));
    for word in words {
        let plural = word.strip_suffix('y').map_or_else(|| format!("{word}s"), |stem| format!("{stem}ies"));
        let field = format!("pub {word}: ");
        let is_named = names.iter().any(|name| *name == word || *name == plural)
            || sources.iter().any(|(_, text)| text.contains(&field));
        assert!(is_named, "{word} of docs/architecture.md names no type, file or field");
    }
}
