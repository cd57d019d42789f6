//! Joins the scripts of the pages into as few files as are of use.
//!
//! A script is a module of one subject, and imports other modules by relative addresses. A browser would request dozens of modules
//! one by one, which takes longer than running them. So it gets two files: `shared.js`, with the modules that all pages run, and the
//! file of the kind of page, with its other modules. The script of a kind of page is one that no other script imports.
//!
//! Each module becomes a function of its own. It is called once, after the modules that it imports, and returns its exports.

use std::collections::{BTreeMap, BTreeSet};

/// The file with the modules that all pages run.
pub const SHARED: &str = "shared.js";

/// The beginnings of declarations that other scripts may import.
const EXPORTED: [&str; 3] = ["export function ", "export async function ", "export const "];

/// A script, as a function of its own.
struct Module {
    /// The scripts that it imports, by their paths.
    imports: Vec<String>,
    code: String,
}

impl Module {
    /// Reads a script without comments and indentation. Each import statement is a line of its own, and each export is part of its
    /// declaration (a test of `files` checks this).
    fn read(path: &str, text: &str) -> Self {
        let (mut imports, mut exports, mut body) = (Vec::new(), Vec::new(), String::new());
        for line in text.lines() {
            if let Some((names, from)) = import(line) {
                let from = resolved(path, from);
                let names: Vec<String> =
                    names.split(',').map(|name| name.trim().replace(" as ", ": ")).collect();
                body.push_str(&format!("const {{ {} }} = {};\n", names.join(", "), named(&from)));
                imports.push(from);
                continue;
            }
            if let Some(name) = exported(line) {
                exports.push(name);
            }
            body.push_str(line.strip_prefix("export ").unwrap_or(line));
            body.push('\n');
        }
        let exports = exports.join(", ");
        Self {
            imports,
            code: format!("const {} = (() => {{\n{body}return {{ {exports} }};\n}})();\n", named(path)),
        }
    }
}

/// The names in an import statement, and the path as written.
pub fn import(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("import {")?.strip_suffix("';")?.split_once("} from '")
}

/// The name that a line declares for other scripts.
pub fn exported(line: &str) -> Option<&str> {
    let rest = EXPORTED.iter().find_map(|word| line.strip_prefix(word))?;
    rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next()
}

/// The variable that holds the exports of a script: `$outline_page` for `outline/page.js`.
fn named(path: &str) -> String {
    format!("${}", path.trim_end_matches(".js").replace('/', "_"))
}

/// The path of a script that another one names relative to itself.
fn resolved(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The files that browsers get, of scripts by their paths.
pub fn joined(scripts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let modules: BTreeMap<&str, Module> =
        scripts.iter().map(|(path, text)| (path.as_str(), Module::read(path, text))).collect();
    let imported: BTreeSet<&str> =
        modules.values().flat_map(|module| &module.imports).map(String::as_str).collect();
    let pages: BTreeMap<&str, Vec<&str>> = modules
        .keys()
        .filter(|path| !imported.contains(*path))
        .map(|path| (*path, in_order(path, &modules)))
        .collect();
    let is_shared = |path: &str| pages.values().all(|all| all.contains(&path));
    let code = |paths: &[&str]| -> String { paths.iter().map(|path| modules[path].code.as_str()).collect() };

    let mut files = BTreeMap::new();
    for (page, all) in &pages {
        let (shared, own): (Vec<&str>, Vec<&str>) = all.iter().partition(|path| is_shared(path));
        let names = |paths: &[&str]| paths.iter().map(|path| named(path)).collect::<Vec<_>>().join(", ");
        let uses =
            |path: &&str| own.iter().any(|one| modules[one].imports.iter().any(|import| import == path));
        let used: Vec<&str> = shared.iter().copied().filter(uses).collect();
        let begin = format!("import {{ {} }} from './{SHARED}';\n", names(&used));
        files.insert((*page).to_owned(), format!("{begin}{}", code(&own)));
        files.insert(SHARED.to_owned(), format!("{}export {{ {} }};\n", code(&shared), names(&shared)));
    }
    files
}

/// A script and all that it imports, itself or through others, in the order in which they begin.
fn in_order<'a>(path: &'a str, modules: &'a BTreeMap<&str, Module>) -> Vec<&'a str> {
    fn gather<'a>(
        path: &'a str,
        modules: &'a BTreeMap<&str, Module>,
        seen: &mut BTreeSet<&'a str>,
        found: &mut Vec<&'a str>,
    ) {
        if !seen.insert(path) {
            return;
        }
        for next in modules.get(path).into_iter().flat_map(|module| &module.imports) {
            gather(next, modules, seen, found);
        }
        if modules.contains_key(path) {
            found.push(path);
        }
    }
    let mut found = Vec::new();
    gather(path, modules, &mut BTreeSet::new(), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined_of(scripts: &[(&str, &str)]) -> BTreeMap<String, String> {
        joined(&scripts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn what_all_pages_run_is_one_file_and_each_kind_of_page_has_another_one() {
        let files = joined_of(&[
            ("dom.js", "export const all = 1;\nexport async function as() {}"),
            ("live.js", "import { all } from './dom.js';\nexport function live() {\nreturn all;\n}"),
            ("main.js", "import { live } from './live.js';\nlive();"),
            (
                "outline.js",
                "import { live } from './live.js';\nimport { write } from './outline/write.js';\nlive(write);",
            ),
            (
                "outline/write.js",
                "import { all as every, as } from '../dom.js';\nexport const write = [every, as];",
            ),
        ]);
        let names: Vec<&String> = files.keys().collect();
        assert_eq!(names, ["main.js", "outline.js", "shared.js"]);
        let dom =
            "const $dom = (() => {\nconst all = 1;\nasync function as() {}\nreturn { all, as };\n})();\n";
        let live = "const $live = (() => {\nconst { all } = $dom;\nfunction live() {\nreturn all;\n}\nreturn { live };\n})();\n";
        assert_eq!(files["shared.js"], format!("{dom}{live}export {{ $dom, $live }};\n"));
        let main = "const $main = (() => {\nconst { live } = $live;\nlive();\nreturn {  };\n})();\n";
        assert_eq!(files["main.js"], format!("import {{ $live }} from './shared.js';\n{main}"));
        let write = "const $outline_write = (() => {\nconst { all: every, as } = $dom;\nconst write = [every, as];\nreturn { write };\n})();\n";
        assert!(
            files["outline.js"]
                .starts_with(&format!("import {{ $dom, $live }} from './shared.js';\n{write}")),
            "{files:?}"
        );
    }
}
