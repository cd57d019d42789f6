//! Every line lives in its layer (docs/architecture.md).

use std::fs;
use std::path::{Path, PathBuf};

/// A word, the places that may use it, and why.
const RULES: &[(&str, &[&str])] = &[
    ("sqlx::", &["store/"]),
    (
        "axum::",
        &[
            "web/",
            "web.rs",
            "api/",
            "derived/",
            "sealed/",
            "inbox.rs",
            "inbox/",
            "doors",
            "cli/serve.rs",
            "cli/demo",
            "client_ip.rs",
            "bounds/bodies.rs",
            "connections.rs",
            "state.rs",
            "route.rs",
            "attachment.rs",
            "unread.rs",
            "uploads.rs",
        ],
    ),
    ("SystemTime::now", &["platform/clock.rs"]),
    ("Utc::now", &[]),
    (".db.write()", &["actions/", "jobs.rs", "jobs/", "state.rs", "peers/", "inbox/", "cli/"]),
    (".db.write_in(", &["actions/"]),
    // A message goes through a channel, or outside of all of them: two places know how.
    ("NewDelivery {", &["actions/outbox.rs", "actions/unnumbered.rs"]),
    // Workers are told by the commit of what they are to do, so that nobody can forget it.
    ("notify_waiters", &["store/db.rs", "jobs/pool.rs"]),
    ("tokio::time::sleep", &["jobs.rs", "jobs/", "connections.rs"]),
    // Functions that load a task for a rule; readers get theirs by a `Sight` (docs/decisions/0012).
    ("tasks::by_id(", &["actions/", "reads/", "jobs/", "listeners/", "inbox/documents/task.rs"]),
    ("tasks::by_ids(", &["actions/", "reads/"]),
    ("tasks::by_numbers(", &["actions/access.rs"]),
    ("tasks::touched(", &["listeners/mod.rs"]),
    ("tasks::text_of(", &["actions/"]),
    ("tasks::by_number(", &["actions/", "inbox/negotiate.rs", "listeners/parts.rs", "cli/demo"]),
    ("discussions::last_said(", &["actions/", "cli/demo"]),
    ("discussions::hung_on(", &["actions/"]),
    ("rooms::by_id(", &["actions/"]),
    // `actions/thread.rs` asks of each whether the reader may read it.
    ("rooms::by_ids(", &["actions/thread.rs", "reads/inbox.rs"]),
    // The texts of a comment that was removed are for few.
    ("discussions::by_id(", &["actions/"]),
    // Of any discussion: `reads/message_extras.rs` asks for each whether it is read.
    ("discussions::by_ids(", &["reads/message_extras.rs"]),
    ("texts::versions(", &["reads/"]),
    ("endings::trashed(", &["reads/"]),
    // A listener asks only who put one of them away.
    ("tasks::ancestors(", &["actions/", "listeners/notify/scene.rs", "web/task/candidates.rs"]),
    // SQLite would plan the statement anew each time, should the next limit be another one. `limit +$1` it leaves alone.
    ("limit $", &[]),
];

fn sources(folder: &Path, found: &mut Vec<(String, String)>, root: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found, root);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The folders with the sources of the server: of each of its crates, from the top.
pub(crate) const ROOTS: [&str; 4] =
    ["server/src", "server/pages/src", "server/hall/src", "server/ground/src"];

/// Every source of the server, by its path below the folder of its crate.
pub(crate) fn all_sources() -> Vec<(String, String)> {
    ROOTS.iter().flat_map(|folder| sources_of(&root().join(folder))).collect()
}

fn sources_of(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    sources(root, &mut found, root);
    found
}

#[test]
fn every_line_lives_in_its_layer() {
    for (file, text) in all_sources() {
        for (word, homes) in RULES {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            assert!(
                at_home || !text.contains(word),
                "{file} names `{word}`; that belongs in {homes:?} (docs/architecture.md)"
            );
        }
    }
}

/// Whether a transaction that is begun at this place lives on in the branches of a `match`, an `if let` or a `while let`.
fn lives_in_branches(text: &str, at: usize) -> bool {
    let begins = text[..at].rfind([';', '{', '}']).map_or(0, |before| before + 1);
    let opens = match (text[at..].find('{'), text[at..].find(';')) {
        (Some(opening), Some(end)) => opening < end,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let words: Vec<&str> = text[begins..at].split_whitespace().collect();
    let branches = words.contains(&"match")
        || words.windows(2).any(|pair| pair == ["if", "let"] || pair == ["while", "let"]);
    branches && opens
}

/// Clippy's `significant_drop_in_scrutinee` does not look behind `?` and `.await`, where these temporaries are.
#[test]
fn no_transaction_lives_on_in_the_branches_of_a_match() {
    for (file, text) in all_sources() {
        for begin in [".read().await?", ".read_once().await?", ".write().await?"] {
            for (at, _) in text.match_indices(begin) {
                let line = text[..at].lines().count();
                assert!(
                    !lives_in_branches(&text, at),
                    "{file}:{line}: bind what is read before the branches: the connection is held in them"
                );
            }
        }
    }
    let bad =
        "let actor = match self.look_up(&mut self.db.read().await?, text).await? { None => ask().await }";
    assert!(lives_in_branches(bad, bad.find(".read()").unwrap()));
    let good = "let known = by_uri(&mut db.read().await?, uri).await?; match known { None => ask().await }";
    assert!(!lives_in_branches(good, good.find(".read()").unwrap()));
}

/// Where it is decided of each kind of event what follows from it: a new kind is to be asked for by the compiler.
const FOLLOW_EVENTS: &[&str] =
    &["listeners/", "event/effect.rs", "silence/", "karma.rs", "notice/", "pairing/"];

/// Where a piece of code asks for some kinds only, so that the compiler does not ask about a new one.
fn asks_for_some(code: &str) -> Option<&str> {
    let is_of_kinds = |pattern: &&str| pattern.contains("Happened::") || pattern.contains("Verb::");
    let patterns = code.split("let ").skip(1).map(|rest| rest.split('=').next().unwrap_or_default());
    let matched = code.split("matches!(").skip(1).map(|rest| {
        let mut open = 1;
        let end = rest.find(|c| {
            open += i32::from(c == '(') - i32::from(c == ')');
            open == 0
        });
        &rest[..end.unwrap_or(rest.len())]
    });
    patterns.chain(matched).find(is_of_kinds)
}

#[test]
fn what_follows_from_an_event_is_decided_kind_by_kind() {
    assert_eq!(asks_for_some("if let Happened::A(a) = what {"), Some("Happened::A(a) "));
    assert_eq!(asks_for_some("let (Verb::A, b) = what else {"), Some("(Verb::A, b) "));
    assert!(asks_for_some("matches!(f(what), Happened::A(_) | Happened::B(_))").is_some());
    assert_eq!(asks_for_some("let a = Happened::A; match a { Happened::A => matches!(b, 1) }"), None);
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
    let mut looked = 0;
    for (file, text) in all_sources().into_iter().chain(sources_of(&domain)) {
        let is_test = file.ends_with("tests.rs") || file.contains("/tests/");
        if is_test || !FOLLOW_EVENTS.iter().any(|home| file.starts_with(home)) {
            continue;
        }
        let code = crate::tower::code_of(&text);
        assert_eq!(asks_for_some(&code), None, "{file}");
        let has_rest = code.contains("wildcard_enum_match_arm") && code.contains("Happened");
        assert!(!has_rest, "{file} has an arm for all other kinds");
        looked += usize::from(code.contains("Happened"));
    }
    assert!(looked >= 5, "only {looked} files know of kinds of events");
}

#[test]
fn no_file_is_a_drawer() {
    for (file, _) in all_sources() {
        let name = file.rsplit('/').next().unwrap_or_default();
        assert!(
            !matches!(name, "utils.rs" | "util.rs" | "helpers.rs" | "common.rs" | "misc.rs"),
            "{file}: name it after what it is about"
        );
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (file, text) in all_sources() {
        assert!(text.starts_with("//!"), "{file} begins with what it is for");
    }
}

/// A line of a template that is longer hides what changed in it.
const LONGEST_LINE: usize = 200;

#[test]
fn templates_have_one_element_a_line() {
    fn look(folder: &Path, long: &mut Vec<String>, seen: &mut usize) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, long, seen);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                *seen += 1;
                let text = fs::read_to_string(&path).unwrap();
                let lines = text.lines().enumerate().filter(|(_, line)| line.chars().count() > LONGEST_LINE);
                long.extend(lines.map(|(at, _)| format!("{}:{}", path.display(), at + 1)));
            }
        }
    }
    let (mut long, mut seen) = (Vec::new(), 0);
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates"), &mut long, &mut seen);
    assert!(seen > 50, "{seen} templates");
    assert!(long.is_empty(), "longer than {LONGEST_LINE} characters: {long:#?}");
}

/// Every tag of a template that begins so.
fn tags<'t>(text: &'t str, begins: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(begins).map(move |(at, _)| text[at..].split_once('>').map_or("", |(tag, _)| tag))
}

/// When a server of a private pursuance is caught at a lie, its page disables whatever is marked `data-writes`, the buttons of all forms
/// that are posted in `main`, and those that name a form elsewhere (`sealed/js/src/page/group/session.js`). Nothing may write that is
/// none of these.
#[test]
fn whatever_writes_on_a_private_page_ends_with_a_lie() {
    fn look(folder: &Path, templates: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, templates);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                templates.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut templates = Vec::new();
    look(&root.join("templates"), &mut templates);
    let mut presses = 0;
    for (file, text) in &templates {
        for tag in tags(text, "<button") {
            let is_signed =
                ["press", "say"].iter().any(|word| tag.contains(&format!("data-sealed=\"{word}\"")));
            presses += usize::from(is_signed);
            assert!(!is_signed || tag.contains("data-writes"), "{file}: {tag}");
            assert!(!tag.contains("formmethod"), "{file}: it may post a form that is none: {tag}");
        }
        // Only buttons send a form.
        for tag in tags(text, "<input") {
            assert!(!tag.contains("type=\"submit\"") && !tag.contains("type=\"image\""), "{file}: {tag}");
        }
        for tag in tags(text, "<form").filter(|tag| tag.contains("method=")) {
            let is_known = ["post", "get"].iter().any(|how| tag.contains(&format!("method=\"{how}\"")));
            assert!(is_known, "{file}: not told by the page: {tag}");
        }
    }
    assert!(presses > 3, "{presses} buttons");
    let page = fs::read_to_string(root.join("sealed/js/src/page/group/session.js")).unwrap();
    assert!(page.contains("', main [method=post] button, main [form]'"));
}

/// A script that is longer has more than one subject.
const LONGEST_SCRIPT: usize = 300;

/// Files of the pages with this ending, by their path.
fn static_files(ending: &str) -> Vec<(String, String)> {
    fn look(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // Made scripts (`sealed/js/build.mjs`) are compared with their sources instead.
                if !path.ends_with("static/sealed") {
                    look(&path, ending, found);
                }
            } else if path.extension().is_some_and(|one| one == ending) {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/static"), ending, &mut found);
    found
}

/// Words that no script may contain, and why.
const FORBIDDEN_IN_SCRIPTS: &[(&str, &str)] = &[
    ("@ts-", "a type that does not fit is mended"),
    ("{any}", "a type says what it is"),
    ("<any", "a type says what it is"),
    ("any>", "a type says what it is"),
    ("globalThis.", "a module exports what others use"),
    ("window.", "a module exports what others use, and names of the browser need no `window`"),
    ("self.", "a module exports what others use"),
    ("eval(", "the policy of the pages forbids it"),
    ("import(", "a page names what it loads, and types are imported in comments alone"),
];

#[test]
fn scripts_are_short_and_make_no_global() {
    let scripts = static_files("js");
    assert!(scripts.len() > 20, "{} scripts", scripts.len());
    for (path, text) in &scripts {
        let length = text.lines().count();
        assert!(length <= LONGEST_SCRIPT, "{path}: {length} lines, and {LONGEST_SCRIPT} at most");
        assert!(text.starts_with("// "), "{path} begins with what it is for");
        // The worker of a browser is no module: it has its globals for itself.
        let is_module = text.lines().any(|line| line.starts_with("import ") || line.starts_with("export "));
        assert!(is_module || path.ends_with("/worker.js"), "{path} is no module");
        for (number, line) in text.lines().enumerate() {
            let is_comment = ["/", "*"].iter().any(|begin| line.trim().starts_with(begin));
            for (word, why) in FORBIDDEN_IN_SCRIPTS {
                let may = *word == "import(" && is_comment;
                assert!(may || !line.contains(word), "{path}:{}: `{word}`: {why}", number + 1);
            }
        }
    }
}

#[test]
fn styles_have_one_declaration_a_line() {
    for (path, text) in static_files("css") {
        for (number, line) in text.lines().map(str::trim).enumerate() {
            let is_comment = line.starts_with("/*") || line.ends_with("*/");
            let within = line.strip_suffix([';', '{', '}', ',']);
            let is_one = within.is_some_and(|within| !within.contains([';', '{', '}']));
            assert!(line.is_empty() || is_comment || is_one, "{path}:{}: {line}", number + 1);
        }
    }
}

/// More lines than any file has that one reads from top to bottom.
const LONGEST: usize = 600;
/// Tables, which are read by looking something up.
const TABLES: &[&str] = &[
    "server/pages/src/web/frame/links.rs",
    "server/pages/src/web/frame/private/words.rs",
    "server/src/api/openapi/operations.rs",
];

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn no_file_but_a_table_is_too_long_to_be_read() {
    let mut long = Vec::new();
    for folder in ["domain/src", "federation/src", "sealed/src"].into_iter().chain(ROOTS) {
        for (file, text) in sources_of(&root().join(folder)) {
            if text.lines().count() > LONGEST && !file.contains("tests") {
                long.push(format!("{folder}/{file}"));
            }
        }
    }
    long.sort();
    assert_eq!(long, TABLES, "files of more than {LONGEST} lines, and the tables among them");
}

/// The pages that say where things are in the code.
const PAGES: [&str; 4] =
    ["docs/architecture.md", "docs/contributing.md", "sealed/README.md", "sealed/js/README.md"];
/// The folders in which a page begins a path.
const BEGINNINGS: [&str; 19] = [
    "",
    "domain/src",
    "domain/src/event",
    "e2e",
    "federation/src",
    "sealed",
    "sealed/js",
    "sealed/js/src",
    "sealed/js/src/page",
    "sealed/js/src/page/group",
    "server",
    "server/ground/src",
    "server/hall/src",
    "server/pages/src",
    "server/pages/src/web",
    "server/src",
    "server/tests",
    "templates",
    "templates/static/js",
];
/// Folders that are there after a test has run.
const MADE: [&str; 1] = ["e2e/test-results/"];

/// The paths of files and folders in the words of a page that stand as code: `a/b.rs`, `a/{b,c}.rs`, `a/`. A name in capitals stands for
/// any, and a block of code is no text.
fn paths_in(page: &str) -> Vec<String> {
    let texts = page.split("\n```").step_by(2);
    let words = texts.flat_map(|text| text.split('`').skip(1).step_by(2));
    let mut paths = Vec::new();
    for word in words {
        let is_path = word.contains('/')
            && !word.starts_with('/')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "_./{},-".contains(c));
        let name = word.rsplit('/').next().unwrap_or_default();
        let stands_for_any = word
            .split(['/', '.', '_'])
            .any(|part| part.len() > 1 && part != "README" && part.chars().all(|c| c.is_ascii_uppercase()));
        if !is_path || stands_for_any || !(name.is_empty() || name.contains('.')) {
            continue;
        }
        match word.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            Some((before, (names, after))) => {
                paths.extend(names.split(',').map(|name| format!("{before}{name}{after}")));
            }
            None => paths.push(word.to_owned()),
        }
    }
    paths
}

#[test]
fn every_file_that_the_pages_about_the_code_name_is_there() {
    let mut count = 0;
    for page in PAGES {
        for path in paths_in(&fs::read_to_string(root().join(page)).unwrap()) {
            let is_there = BEGINNINGS.iter().any(|folder| root().join(folder).join(&path).exists());
            assert!(is_there || MADE.contains(&path.as_str()), "{page} names {path}");
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn a_path_on_a_page_is_seen_in_every_form() {
    let page = "a `b/c.rs` (`d/{e,f}.js`), `g/` or `h`, `/i/j`, `K::l()`, `web/NAME.rs`, `m/README.md`, `n/o`\n```\n`p/q.rs`\n```\n`r/s.md`";
    assert_eq!(paths_in(page), ["b/c.rs", "d/e.js", "d/f.js", "g/", "m/README.md", "r/s.md"]);
}
