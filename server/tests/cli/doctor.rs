//! The doctor: its findings on a healthy server, and on one that does not run.

use serde_json::Value;

use super::{Folder, Server};

fn finding<'a>(findings: &'a Value, check: &str) -> &'a Value {
    let found = findings.as_array().expect("a list").iter().find(|finding| finding["check"] == check);
    found.unwrap_or_else(|| panic!("nothing about {check} in {findings}"))
}

#[test]
fn a_healthy_server_has_nothing_to_mend() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    let ended = folder.run(&["doctor", "--json"]);
    let findings = ended.json();
    for check in [
        "data folder",
        "database",
        "base URL",
        "keys of this server",
        "queue",
        "search",
        "own WebFinger",
        "clock",
        "reverse proxy",
    ] {
        assert_eq!(finding(&findings, check)["status"], "ok", "{findings}");
    }
}

#[test]
fn the_doctor_says_whose_settings_it_looked_at() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    let blind = folder.run(&["doctor", "--json"]).json();
    assert!(finding(&blind, "settings")["found"].as_str().unwrap().contains("no file is named"), "{blind}");

    let file = folder.0.path().join("pursuance.toml");
    std::fs::write(&file, format!("data-dir = {:?}\n", folder.data())).unwrap();
    let seeing = super::run(&["doctor", "--json", "--config", file.to_str().unwrap()]).json();
    assert!(finding(&seeing, "settings")["found"].as_str().unwrap().contains("pursuance.toml"), "{seeing}");
    assert_eq!(finding(&seeing, "own WebFinger")["status"], "ok", "{seeing}");
}

#[test]
fn a_server_that_does_not_run_is_found_out_with_what_to_do() {
    let folder = Folder::new();
    Server::start(&folder.data()).stop();
    let ended = folder.run(&["doctor", "--json"]);
    assert_eq!(ended.code, Some(1));
    let findings: Value = serde_json::from_str(&ended.out).unwrap();
    let webfinger = finding(&findings, "own WebFinger");
    assert_eq!(webfinger["status"], "fail");
    assert!(
        webfinger["advice"].as_str().is_some_and(|advice| advice.contains("pursuance serve")),
        "{webfinger}"
    );
    assert_eq!(finding(&findings, "database")["status"], "ok");
}

#[test]
fn looking_at_nothing_makes_nothing() {
    let folder = Folder::new();
    let ended = folder.run(&["doctor", "--json"]);
    assert_eq!(ended.code, Some(1));
    let findings: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(finding(&findings, "data folder")["status"], "fail");
    assert_eq!(finding(&findings, "database")["status"], "fail");
    assert!(!folder.data().exists());
}

#[test]
fn a_folder_that_others_may_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    std::fs::set_permissions(folder.data(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let findings = folder.run(&["doctor", "--json"]).json();
    assert_eq!(finding(&findings, "data folder")["status"], "warn");
}

#[test]
fn private_keys_that_lie_open_are_counted() {
    let folder = Folder::new();
    Server::start(&folder.data()).stop();
    let key = folder.data().join("key");
    std::fs::write(&key, [7; 32]).unwrap();
    let findings: Value = serde_json::from_str(&folder.run(&["doctor", "--json"]).out).unwrap();
    assert_eq!(finding(&findings, "private keys")["status"], "ok");
    // Without the setting nothing is known here of the keys that are there already.
    let found = finding(&findings, "key file")["found"].as_str().unwrap();
    assert!(found.contains("new private keys") && !found.contains("keys are in the database"), "{found}");
    let with_key = ["doctor", "--json", "--key-file", key.to_str().unwrap()];
    let findings: Value = serde_json::from_str(&folder.run(&with_key).out).unwrap();
    let found = finding(&findings, "private keys");
    assert_eq!(found["status"], "warn");
    assert!(found["found"].as_str().is_some_and(|text| text.starts_with("4 ")), "{found}");
}
