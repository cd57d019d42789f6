//! Imports run one way, down the tower that docs/architecture.md draws: no circle, and no arrow up.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::architecture::{ROOTS, all_sources};

/// From the top: a folder of `server/src` (or a file beside the folders), and all that it may import. A new arrow is a line
/// in this table, and whoever adds it sees what it ties together.
const TOWER: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "doors",
            "jobs",
            "actions",
            "peers",
            "state",
            "keyring",
            "store",
            "connections",
            "credentials",
            "addresses",
            "text",
            "platform",
        ],
    ),
    (
        "doors",
        &["derived", "sealed", "uploads", "web", "inbox", "api", "route", "state", "store", "addresses"],
    ),
    (
        "derived",
        &["web", "api", "actions", "client_ip", "route", "state", "store", "bounds", "unread", "credentials"],
    ),
    ("sealed", &["web", "api", "reads", "actions", "bounds", "client_ip", "route", "state", "unread"]),
    ("uploads", &["web", "api", "actions", "route", "state", "unread"]),
    (
        "web",
        &[
            "pictures",
            "attachment",
            "reads",
            "actions",
            "peers",
            "client_ip",
            "route",
            "state",
            "lookup",
            "store",
            "task_wire",
            "bounds",
            "unread",
            "credentials",
            "markdown",
            "text",
            "platform",
        ],
    ),
    (
        "inbox",
        &[
            "pictures",
            "attachment",
            "actions",
            "peers",
            "client_ip",
            "route",
            "state",
            "lookup",
            "store",
            "task_wire",
            "bounds",
            "addresses",
            "markdown",
        ],
    ),
    (
        "api",
        &[
            "attachment",
            "reads",
            "actions",
            "client_ip",
            "route",
            "state",
            "store",
            "bounds",
            "unread",
            "records",
            "text",
            "platform",
        ],
    ),
    ("attachment", &["actions", "state", "store", "platform"]),
    (
        "jobs",
        &[
            "letters",
            "reads",
            "actions",
            "listeners",
            "peers",
            "state",
            "lookup",
            "keyring",
            "store",
            "bounds",
            "platform",
        ],
    ),
    ("letters", &["reads", "state", "store", "text", "platform"]),
    ("reads", &["actions", "listeners", "peers", "state", "store", "bounds", "records", "markdown", "text"]),
    (
        "actions",
        &[
            "pictures",
            "listeners",
            "peers",
            "state",
            "lookup",
            "keyring",
            "store",
            "task_wire",
            "bounds",
            "addresses",
            "markdown",
            "text",
            "platform",
            "credentials",
        ],
    ),
    ("listeners", &["state", "store", "markdown"]),
    ("peers", &["state", "lookup", "keyring", "store", "bounds", "addresses", "markdown"]),
    ("connections", &["client_ip", "bounds", "platform"]),
    ("client_ip", &["bounds", "state", "platform"]),
    ("route", &["state"]),
    (
        "state",
        &[
            "pictures",
            "lookup",
            "keyring",
            "store",
            "bounds",
            "credentials",
            "keyed_hashes",
            "changes",
            "last_heard",
            "addresses",
            "platform",
        ],
    ),
    ("lookup", &["keyring", "store", "bounds", "text"]),
    ("keyring", &["store", "platform"]),
    ("pictures", &["store", "bounds", "text", "platform"]),
    ("last_heard", &["bounds"]),
    ("changes", &[]),
    ("store", &["bounds", "text", "platform"]),
    ("credentials", &["bounds", "text"]),
    ("bounds", &["platform"]),
    ("task_wire", &["markdown"]),
    ("unread", &[]),
    ("records", &[]),
    ("keyed_hashes", &["platform"]),
    ("addresses", &[]),
    ("markdown", &[]),
    ("text", &[]),
    ("platform", &[]),
];

/// The families of pages, the floors of `web`, from the top, and all that each may import of the others.
const FLOORS: &[(&str, &[&str])] = &[
    ("feed", &["inbox", "pursuance", "views", "request", "frame"]),
    ("home", &["pursuance", "views", "delegation", "cards", "request", "frame"]),
    ("inbox", &["suggestions", "task", "cards", "request", "frame"]),
    ("operator", &["account", "request", "frame"]),
    ("account", &["pursuance", "people", "offers", "task", "cards", "request", "frame"]),
    ("help", &["cards", "request", "frame"]),
    ("search", &["offers", "cards", "request", "frame"]),
    ("talk", &["task", "cards", "request", "frame"]),
    ("pursuance", &["people", "views", "task", "cards", "request", "frame"]),
    ("people", &["views", "task", "cards", "request", "frame"]),
    ("offers", &["task", "delegation", "cards", "request", "frame"]),
    ("suggestions", &["task", "cards", "request", "frame"]),
    ("views", &["task", "cards", "request", "frame"]),
    ("task", &["delegation", "cards", "request", "frame"]),
    ("delegation", &["cards", "request", "frame"]),
    ("cards", &["request", "frame"]),
    ("request", &["frame"]),
    ("frame", &[]),
];

/// The other folders that a file below `root` (`crate::`, or a folder of it) imports: by name, or by a `super::` that leaves its own.
fn imports(root: &str, file: &str, text: &str) -> BTreeSet<String> {
    let text = code_of(text);
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices(root) {
        found.extend(names(&text[at + root.len()..]));
    }
    let within = file.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count();
    let way_out = "super::".repeat(within);
    for (at, _) in text.match_indices(&way_out) {
        let is_longer = text[..at].ends_with("super::") || text[at + way_out.len()..].starts_with("super::");
        if !is_longer {
            found.extend(names(&text[at + way_out.len()..]));
        }
    }
    found.remove(folder_of(file));
    found
}

/// The first name of a path, or those of a group `{a, b::c, d::{e}}`.
fn names(path: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut begins, mut found) = (0_u32, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                found.push(name(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    found
}

/// The text without comments and without the tests at its end.
pub(crate) fn code_of(text: &str) -> String {
    let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code = |line: &str| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() };
    program.lines().map(code).collect::<Vec<_>>().join("\n")
}

fn folder_of(file: &str) -> &str {
    file.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

#[test]
fn the_tower_has_every_folder_and_no_circle() {
    let place: BTreeMap<&str, usize> = TOWER.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    for (at, (folder, below)) in TOWER.iter().enumerate() {
        for name in *below {
            assert!(place.get(name).is_some_and(|place| *place > at), "{folder} stands above {name}");
        }
    }
    let mut folders = BTreeSet::new();
    for root in ROOTS {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(root)).unwrap() {
            folders.insert(folder_of(&entry.unwrap().file_name().to_string_lossy()).to_owned());
        }
    }
    for roof in ["main", "lib"] {
        folders.remove(roof);
    }
    assert_eq!(folders, TOWER.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn every_import_runs_down_the_tower() {
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for (file, text) in all_sources() {
        let folder = folder_of(&file).to_owned();
        if ["main", "lib"].contains(&folder.as_str()) || file.ends_with("tests.rs") {
            continue;
        }
        let (_, may) = TOWER.iter().find(|(name, _)| *name == folder).unwrap();
        for name in imports("crate::", &file, &text) {
            assert!(
                may.contains(&name.as_str()),
                "{file} imports `{name}`, which `{folder}` may not (docs/architecture.md)"
            );
            used.insert((folder.clone(), name));
        }
    }
    each_arrow_is_used(TOWER, &used);
}

fn each_arrow_is_used(table: &[(&str, &[&str])], used: &BTreeSet<(String, String)>) {
    for (folder, may) in table {
        for name in *may {
            let arrow = ((*folder).to_owned(), (*name).to_owned());
            assert!(
                used.contains(&arrow),
                "`{folder}` no longer imports `{name}`: take the arrow out of the table"
            );
        }
    }
}

#[test]
fn families_of_pages_stand_on_floors_without_a_circle() {
    let place: BTreeMap<&str, usize> = FLOORS.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    let mut used = BTreeSet::new();
    let mut families = BTreeSet::new();
    for (file, text) in all_sources() {
        let Some(file) = file.strip_prefix("web/").filter(|file| file.contains('/')) else { continue };
        let family = folder_of(file).to_owned();
        if !file.ends_with("tests.rs") {
            let (_, may) = FLOORS.iter().find(|(name, _)| *name == family).unwrap();
            for name in imports("crate::web::", file, &text) {
                // Beside the families are the addresses of the router and the tests.
                if place.contains_key(name.as_str()) {
                    assert!(
                        may.contains(&name.as_str()),
                        "web/{file} imports `{name}`, which `{family}` may not"
                    );
                    used.insert((family.clone(), name));
                }
            }
        }
        families.insert(family);
    }
    for (family, below) in FLOORS {
        assert!(below.iter().all(|name| place[name] > place[family]), "an arrow of `{family}` runs up");
    }
    assert_eq!(families, place.keys().map(|name| (*name).to_owned()).collect());
    each_arrow_is_used(FLOORS, &used);
}

/// The files of the store have no table of floors, there are too many of them: each may import those that do not lead back to it.
#[test]
fn no_circle_ties_files_of_the_store_together() {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in all_sources() {
        let Some(file) = file.strip_prefix("store/").filter(|file| *file != "mod.rs") else { continue };
        arrows.entry(folder_of(file).to_owned()).or_default().extend(imports("crate::store::", file, &text));
    }
    // Folders that import nothing that is still there go, and those that nothing there imports, until only circles are left.
    while let Some(done) = arrows
        .iter()
        .find(|(name, to)| {
            !to.iter().any(|name| arrows.contains_key(name)) || !arrows.values().any(|to| to.contains(*name))
        })
        .map(|(name, _)| name.clone())
    {
        arrows.remove(&done);
    }
    assert!(arrows.is_empty(), "a circle: {:?}", arrows.keys());
}

#[test]
fn an_import_is_seen_in_every_form() {
    let seen = |file: &str, text: &str| imports("crate::", file, text).into_iter().collect::<Vec<_>>();
    assert_eq!(
        seen("store/a.rs", "use crate::web::frame::links;\nlet x = crate::jobs::Job::new();"),
        ["jobs", "web"]
    );
    assert_eq!(
        seen("store/a.rs", "use crate::{\n    api,\n    jobs::{Job, Worker},\n    store::b,\n};"),
        ["api", "jobs"]
    );
    assert_eq!(seen("store/a.rs", "use super::super::web;\nuse super::b;"), ["web"]);
    assert_eq!(seen("store/mod.rs", "pub(crate) use super::web::links;"), ["web"]);
    assert_eq!(seen("unread.rs", "use super::web;\n$crate::api::x!()"), ["api", "web"]);
    assert_eq!(
        seen("store/a.rs", "// crate::web\n#[cfg(test)]\nmod tests {\n use crate::web; }"),
        Vec::<String>::new()
    );
}

#[test]
fn the_page_about_the_architecture_draws_the_tower_and_its_floors() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let drawn = page.lines().find_map(|line| line.strip_prefix("main – ")).unwrap();
    let drawn = drawn.split([' ', ',']).filter(|name| name.chars().any(char::is_alphanumeric));
    let places: Vec<Option<usize>> =
        drawn.map(|drawn| TOWER.iter().position(|(name, _)| *name == drawn)).collect();
    assert!(places.len() > 10 && places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    let table = page.split("| folder of `web/` | pages |\n|---|---|\n").nth(1).unwrap();
    let named = table.lines().map_while(|line| line.strip_prefix("| `")?.split('/').next());
    assert_eq!(named.collect::<Vec<_>>(), FLOORS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
