//! Turns of tests (`.ci/turn`): any four in a row hold every test, and a checkout without its history holds all of them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

const TURNS: [&str; 4] = ["1", "2", "3", "4"];

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/turn")
}

/// The names of a turn, of those that are given.
fn names_of(turn: &str, names: &[String]) -> Vec<String> {
    let mut child =
        Command::new(script()).arg(turn).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let text: String = names.iter().map(|name| format!("{name}\n")).collect();
    let writing = thread::spawn(move || pipe.write_all(text.as_bytes()).unwrap());
    let answer = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(answer.status.success(), "turn {turn}: {:?}", answer.status);
    String::from_utf8(answer.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// The turns in which each name runs.
fn turns_of(names: &[String]) -> BTreeMap<String, Vec<&'static str>> {
    let mut found: BTreeMap<String, Vec<_>> = names.iter().map(|name| (name.clone(), Vec::new())).collect();
    for turn in TURNS {
        for name in names_of(turn, names) {
            found
                .get_mut(&name)
                .unwrap_or_else(|| panic!("turn {turn} has a test of its own: {name}"))
                .push(turn);
        }
    }
    found
}

/// The tests of this program, of a kind.
fn tests_of_this_program(kind: &str, options: &[&str]) -> Vec<String> {
    let program = env::current_exe().unwrap();
    let answer = Command::new(program).args(["--list", "--format", "terse"]).args(options).output().unwrap();
    let list = String::from_utf8(answer.stdout).unwrap();
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    names.map(|name| format!("[{kind}] {name}")).collect()
}

/// Names as browser tests have them.
fn browser_tests() -> Vec<String> {
    let titles = ["a card is moved", "“Ü” › 蜂 @phone", "a round @core", "a lie @turns", "a [long] one"];
    let names =
        (0..200).flat_map(|number| titles.iter().map(move |title| format!("› {number}.spec.ts › {title}")));
    names.flat_map(|name| ["desktop", "phone", "no-js"].map(|kind| format!("[{kind}] {name}"))).collect()
}

#[test]
fn four_turns_in_a_row_hold_every_test() {
    let mut names = tests_of_this_program("rust", &[]);
    assert!(names.len() > 2000, "{} tests", names.len());
    names.extend(tests_of_this_program("long", &[]));
    names.extend(browser_tests());
    for (name, turns) in turns_of(&names) {
        assert!(turns.len() == 1 || turns == TURNS, "{name} runs at {turns:?}");
        let is_long = name.starts_with("[long] ");
        assert!(!is_long || turns.len() == 1, "{name} takes long, and runs at {turns:?}");
    }
    assert_eq!(names_of("all", &names), names);
}

#[test]
fn every_turn_has_all_rules_of_the_storage_and_a_quarter_of_what_sqlite_has_shown() {
    let names = tests_of_this_program("rust", &[]);
    let turns = turns_of(&names);
    let (mut once, mut quarters) = (0, BTreeMap::new());
    for (name, at) in &turns {
        let is_of_the_storage = name.starts_with("[rust] store::");
        let is_second = name.contains("::on_postgres::");
        assert!(at.len() == 4 || (is_second && !is_of_the_storage), "{name} runs at {at:?}");
        if let [turn] = at[..] {
            let first = name.replace("::on_postgres::", "::on_sqlite::");
            assert!(turns.contains_key(&first), "SQLite has not shown {name}");
            *quarters.entry(turn).or_insert(0) += 1;
            once += 1;
        }
    }
    assert!(once > 500, "{once} rules run at one turn");
    for turn in TURNS {
        let share = quarters.get(turn).copied().unwrap_or_default() * 100 / once;
        assert!((18..=32).contains(&share), "turn {turn} has {share} % of {once} rules");
    }
}

/// A folder with the script in it, which looks at the commits there.
struct Checkout(PathBuf);

impl Checkout {
    fn new(folder: &Path) -> Self {
        fs::create_dir_all(folder.join(".ci")).unwrap();
        fs::copy(script(), folder.join(".ci/turn")).unwrap();
        Self(folder.to_owned())
    }

    fn run(&self, program: &str, args: &[&str]) -> String {
        let mut command = Command::new(program);
        // A hook of git says where the repository is that it belongs to.
        for (name, _) in env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"GIT_")) {
            command.env_remove(name);
        }
        let answer = command.args(args).current_dir(&self.0).output().unwrap();
        assert!(answer.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8(answer.stdout).unwrap().trim().to_owned()
    }

    fn git(&self, args: &str) {
        self.run("git", &args.split(' ').collect::<Vec<_>>());
    }

    fn commit(&self) {
        self.git("-c user.name=t -c user.email=t@localhost -c commit.gpgsign=false commit --quiet --allow-empty -m one");
    }

    fn turn(&self) -> String {
        self.run(".ci/turn", &[])
    }
}

#[test]
fn each_commit_has_the_turn_behind_that_of_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let checkout = Checkout::new(folder.path());
    assert_eq!(checkout.turn(), "all", "no git");
    checkout.git("init --quiet");
    assert_eq!(checkout.turn(), "all", "no commit");
    let mut turns = Vec::new();
    for _ in 0..8 {
        checkout.commit();
        turns.push(checkout.turn());
    }
    assert_eq!(turns, ["2", "3", "4", "1", "2", "3", "4", "1"]);
}

#[test]
fn without_the_history_of_commits_every_test_runs() {
    let folder = tempfile::tempdir().unwrap();
    let whole = Checkout::new(&folder.path().join("whole"));
    whole.git("init --quiet");
    whole.git("add .ci/turn");
    whole.commit();
    whole.commit();
    assert_eq!(whole.turn(), "3");

    // From a path git would copy all, whatever the depth.
    let from = format!("file://{}", whole.0.display());
    for (name, options, turn) in [("deep", "--depth=9", "3"), ("shallow", "--depth=1", "all")] {
        whole.git(&format!("clone --quiet {options} {from} ../{name}"));
        assert_eq!(Checkout(folder.path().join(name)).turn(), turn, "{name}");
    }

    // An archive that was unpacked within a repository of something else.
    assert_eq!(Checkout::new(&whole.0.join("archive")).turn(), "all");
}

#[test]
fn a_turn_that_there_is_not_is_refused() {
    for turn in ["0", "5", "", "a"] {
        let status = Command::new(script()).arg(turn).stdin(Stdio::null()).stderr(Stdio::null()).status();
        assert_eq!(status.unwrap().code(), Some(2), "{turn}");
    }
}
