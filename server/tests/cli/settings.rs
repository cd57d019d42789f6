//! Settings, and the help that explains them.

use super::{Folder, path, pursuance, run, run_with_input};
use crate::cli::Ended;

/// One row of `config show --json`.
fn setting<'a>(shown: &'a serde_json::Value, name: &str) -> (&'a str, &'a str) {
    let rows = shown.as_array().expect("a list");
    let row = rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name}"));
    (row["value"].as_str().unwrap_or_default(), row["from"].as_str().expect("a word"))
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let folder = Folder::new();
    let file = folder.0.path().join("pursuance.toml");
    std::fs::write(
        &file,
        "bind = \"127.0.0.1:1111\"\nlog = \"debug\"\nmax-upload-mib = 3\ntrusted-proxy = [\"::1\"]\n",
    )
    .unwrap();

    let mut command =
        pursuance(&["config", "show", "--json", "--config", &path(&file), "--bind", "127.0.0.1:3333"]);
    command.env("PURSUANCE_BIND", "127.0.0.1:2222").env("PURSUANCE_LOG", "warn");
    let shown = Ended::from(command.output().unwrap()).json();

    assert_eq!(setting(&shown, "bind"), ("127.0.0.1:3333", "flag"));
    assert_eq!(setting(&shown, "log"), ("warn", "environment"));
    assert_eq!(setting(&shown, "max-upload-mib"), ("3", "file"));
    assert_eq!(setting(&shown, "trusted-proxy"), ("::1", "file"));
    assert_eq!(setting(&shown, "base-url"), ("http://localhost:3333", "default"));
}

#[test]
fn the_base_url_of_an_instance_is_the_one_that_was_fixed() {
    let folder = Folder::new();
    let data = path(&folder.data());
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin", "--data-dir", &data];
    let founded = run_with_input(
        &[&create[..], &["--base-url", "https://commons.example"]].concat(),
        "otter lamp quarry seven\n",
    );
    assert_eq!(founded.code, Some(0), "{}", founded.err);
    let show = ["config", "show", "--json", "--data-dir", &data];
    let shown = run(&show).json();
    assert_eq!(setting(&shown, "base-url"), ("https://commons.example", "instance"));
    assert_eq!(setting(&shown, "data-dir"), (data.as_str(), "flag"));
    let given = run(&[&show[..], &["--base-url", "https://other.example"]].concat()).json();
    assert_eq!(setting(&given, "base-url"), ("https://other.example", "flag"));
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let wrong = run(&[
        "config",
        "check",
        "--base-url",
        "ftp://here",
        "--trusted-proxy",
        "there",
        "--max-upload-mib",
        "0",
    ]);
    wrong.refused_with(&["base-url", "trusted-proxy", "max-upload-mib"]);
    // And how to write it.
    wrong.refused_with(&["Write https:// and the name of this server, like https://commons.example"]);
}

#[test]
fn everything_that_is_wrong_in_the_file_is_named_with_the_rest() {
    let folder = Folder::new();
    let file = folder.0.path().join("pursuance.toml");
    std::fs::write(
        &file,
        "base-ulr = \"https://commons.example\"\nmax-upload-mib = \"many\"\ntrusted-proxy = \"there\"\nlog = \"pursuance=loud=very\"\n",
    )
    .unwrap();
    let flags = ["--base-url", "ftp://here", "--key-file", "/nowhere/key"];
    let file = path(&file);
    let check = [&["config", "check", "--config", &file][..], &flags].concat();
    run(&check).refused_with(&[
        "line 1: base-ulr",
        "line 2: max-upload-mib",
        "trusted-proxy: there",
        "log: ",
        "base-url: ftp://here",
        "key-file: ",
        "/nowhere/key",
    ]);
}

#[test]
fn a_trusted_proxy_may_be_one_text_in_the_file() {
    let folder = Folder::new();
    let file = folder.0.path().join("pursuance.toml");
    std::fs::write(&file, "trusted-proxy = \"127.0.0.1/32, ::1\"\n").unwrap();
    let shown = run(&["config", "show", "--json", "--config", &path(&file)]).json();
    assert_eq!(setting(&shown, "trusted-proxy"), ("127.0.0.1/32,::1", "file"));
}

#[test]
fn a_key_nobody_knows_is_refused_with_its_place() {
    let folder = Folder::new();
    let file = folder.0.path().join("pursuance.toml");
    std::fs::write(&file, "bind = \"127.0.0.1:1111\"\nbase-ulr = \"https://commons.example\"\n").unwrap();
    run(&["config", "check", "--config", &path(&file)]).refused_with(&[
        "pursuance.toml",
        "base-ulr",
        "line 2",
    ]);
    run(&["config", "check", "--config", "/nowhere/at/all.toml"]).refused_with(&["/nowhere/at/all.toml"]);
}

#[test]
fn a_key_file_that_cannot_be_used_is_found_by_the_check() {
    run(&["config", "check", "--key-file", "/nowhere/key"]).refused_with(&["/nowhere/key"]);
}

#[test]
fn passwords_are_not_shown() {
    let shown =
        run(&["config", "show", "--json", "--database-url", "postgres://ana:verysecret@db/pursuance"]);
    assert_eq!(setting(&shown.json(), "database-url"), ("postgres://ana:***@db/pursuance", "flag"));
    assert!(!shown.out.contains("verysecret"));
}

#[test]
fn another_time_is_refused_off_loopback() {
    let folder = Folder::new();
    let data = path(&folder.data());
    let mut command = pursuance(&["serve", "--data-dir", &data, "--base-url", "https://commons.example"]);
    let ended = Ended::from(command.env("PURSUANCE_TEST_CLOCK", "/nowhere/clock").output().unwrap());
    ended.refused_with(&["PURSUANCE_TEST_CLOCK"]);
    assert!(!folder.data().exists(), "nothing is founded");
}

#[test]
fn the_routers_own_list_needs_no_settings() {
    let mut command = pursuance(&["config", "routes", "--json"]);
    let listed = Ended::from(command.env("PURSUANCE_BASE_URL", "nonsense").output().unwrap()).json();
    let routes = listed.as_array().unwrap();
    assert!(routes.contains(&serde_json::json!({ "method": "GET", "path": "/readyz", "page": false })));
    assert!(routes.contains(&serde_json::json!({ "method": "GET", "path": "/", "page": true })));
    for (place, route) in routes.iter().enumerate() {
        assert!(!routes[..place].contains(route), "{route} is there twice");
    }
}

#[test]
fn every_command_explains_itself() {
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["demo", "--help"],
        &["doctor", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["config", "show", "--help"],
        &["admin", "account", "create", "--help"],
        &["admin", "token", "list", "--help"],
        &["admin", "peer", "block", "--help"],
        &["admin", "delivery", "retry", "--help"],
        &["admin", "search", "rebuild", "--help"],
        &["sealed", "dump", "--help"],
    ] {
        let help = run(command);
        assert_eq!(help.code, Some(0), "{command:?}");
        assert!(
            help.out.contains("Usage: pursuance") && help.out.contains("--data-dir"),
            "{command:?}: {}",
            help.out
        );
    }
    assert_eq!(run(&["nonsense"]).code, Some(2));
    assert_eq!(run(&[]).code, Some(2));
}
