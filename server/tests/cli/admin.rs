//! Commands of the operator, beside a running server.

use super::{Folder, Server, run};
use crate::support::inspect::Inspect;

const PASSPHRASE: &str = "otter lamp quarry seven\n";

#[test]
fn an_account_and_its_token_go_a_round() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin", "--operator", "--json"];
    let made = folder.run_with_input(&create, PASSPHRASE).json();
    assert_eq!(made["account"], "ana");

    let token = folder.run(&["admin", "token", "create", "ana", "--label", "a robot", "--json"]).json();
    assert!(token["token"].as_str().is_some_and(|text| text.len() >= 32), "{token}");
    let listed = folder.run(&["admin", "token", "list", "ana", "--json"]).json();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["label"], &listed[0]["revoked"]),
        (&token["id"], &"a robot".into(), &().into())
    );

    folder.run(&["admin", "token", "revoke", token["id"].as_str().unwrap(), "--json"]).json();
    let listed = folder.run(&["admin", "token", "list", "--json"]).json();
    assert!(listed[0]["revoked"].is_string(), "{listed}");

    let accounts = folder.run(&["admin", "account", "list", "--json"]).json();
    assert_eq!((&accounts[0]["account"], &accounts[0]["operator"]), (&"ana".into(), &true.into()));
}

#[test]
fn the_index_of_words_is_made_anew() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    folder.run_with_input(&["admin", "account", "create", "ana", "--passphrase-stdin"], PASSPHRASE);
    server.stop();
    let done = folder.run(&["admin", "search", "rebuild", "--json"]).json();
    assert_eq!(done["rebuilding"], true);
    let findings = serde_json::from_str(&folder.run(&["doctor", "--json"]).out).unwrap();
    let found = |findings: &serde_json::Value| {
        let search = findings.as_array().unwrap().iter().find(|finding| finding["check"] == "search");
        search.unwrap()["found"].as_str().unwrap().to_owned()
    };
    assert!(found(&findings).contains("are being taken in"), "{findings}");
}

#[test]
fn a_primary_is_named_only_where_there_is_a_pursuance_without_one() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    assert_eq!(folder.run(&["admin", "primary", "list", "--json"]).json(), serde_json::json!([]));
    folder.run(&["admin", "primary", "set", "bees", "ana"]).refused_with(&["pursuance"]);
}

#[test]
fn a_doctor_looked_for_among_the_commands_of_operators_is_pointed_to() {
    run(&["admin", "doctor"]).refused_with(&["this command is `pursuance doctor`"]);
    let help = run(&["admin", "--help"]);
    assert!(!help.out.contains("doctor"), "{}", help.out);
}

#[test]
fn the_help_of_a_command_of_operators_leaves_the_settings_to_the_help_of_the_server() {
    for command in
        [&["admin", "--help"][..], &["admin", "account", "--help"], &["admin", "account", "reset", "--help"]]
    {
        let help = run(command).out;
        assert!(!help.contains("--trusted-proxy"), "{help}");
        assert!(help.contains("--data-dir") && help.contains("pursuance --help"), "{help}");
    }
    assert!(run(&["--help"]).out.contains("--trusted-proxy"));
}

#[test]
fn a_weak_passphrase_opens_no_account() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin"];
    folder.run_with_input(&create, "short\n").refused_with(&["not strong enough"]);
    folder.run_with_input(&create, "\n").refused_with(&["no passphrase"]);
    folder
        .run_with_input(&["admin", "account", "create", "Ana!", "--passphrase-stdin"], PASSPHRASE)
        .refused_with(&["Ana!"]);
    assert_eq!(folder.run(&["admin", "account", "list", "--json"]).json(), serde_json::json!([]));
}

#[test]
fn a_passphrase_never_comes_from_the_command_line() {
    assert_eq!(run(&["admin", "account", "create", "ana"]).code, Some(2));
    assert_eq!(run(&["admin", "account", "reset", "ana"]).code, Some(2));
}

#[test]
fn somebody_always_runs_the_server() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    for name in ["ana", "ben"] {
        folder
            .run_with_input(&["admin", "account", "create", name, "--passphrase-stdin", "--json"], PASSPHRASE)
            .json();
    }
    folder.run(&["admin", "account", "set-operator", "ana", "--json"]).json();
    folder.run(&["admin", "account", "set-operator", "ana", "no"]).refused_with(&["last operator"]);
    folder.run(&["admin", "account", "suspend", "ana"]).refused_with(&["last operator"]);
    folder.run(&["admin", "account", "set-operator", "ben", "yes", "--json"]).json();
    folder.run(&["admin", "account", "set-operator", "ana", "no", "--json"]).json();
}

#[test]
fn an_account_is_suspended_lifted_and_reset() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    folder
        .run_with_input(&["admin", "account", "create", "ana", "--passphrase-stdin", "--json"], PASSPHRASE)
        .json();
    assert_eq!(folder.run(&["admin", "account", "suspend", "ana", "--json"]).json()["suspended"], true);
    assert!(folder.run(&["admin", "account", "list", "--json"]).json()[0]["suspended"].is_string());
    assert_eq!(
        folder.run(&["admin", "account", "suspend", "ana", "--lift", "--json"]).json()["suspended"],
        false
    );
    let reset = ["admin", "account", "reset", "ana", "--passphrase-stdin", "--json"];
    assert_eq!(folder.run_with_input(&reset, "marble kite autumn four\n").json()["account"], "ana");
    folder
        .run_with_input(&["admin", "account", "reset", "eve", "--passphrase-stdin"], PASSPHRASE)
        .refused_with(&["eve"]);
}

#[test]
fn a_command_finds_no_instance_where_there_is_none() {
    let folder = Folder::new();
    folder.run(&["admin", "account", "list"]).refused_with(&["there is no instance", "pursuance serve"]);
    assert!(!folder.data().exists(), "looking makes nothing");
}

#[test]
fn an_account_can_be_there_before_the_first_start() {
    let folder = Folder::new();
    let create = [
        "admin",
        "account",
        "create",
        "ana",
        "--passphrase-stdin",
        "--json",
        "--base-url",
        "https://commons.example",
    ];
    assert_eq!(folder.run_with_input(&create, PASSPHRASE).json()["account"], "ana");
    folder
        .run(&["admin", "account", "list", "--base-url", "https://other.example"])
        .refused_with(&["https://commons.example"]);
}

#[test]
fn peers_are_blocked_and_shown() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    assert_eq!(folder.run(&["admin", "peer", "list", "--json"]).json(), serde_json::json!([]));
    folder.run(&["admin", "peer", "unblock", "localhost:9"]).refused_with(&["localhost:9"]);
    folder.run(&["admin", "peer", "block", "http://localhost:9/x"]).refused_with(&["is not right"]);
    assert_eq!(
        folder.run(&["admin", "peer", "block", "LOCALHOST:9", "--reason", "It floods us.", "--json"]).json()
            ["host"],
        "localhost:9"
    );
    let shown = folder.run(&["admin", "peer", "show", "localhost:9", "--json"]).json();
    assert_eq!((&shown["blocked"], &shown["deliveries"]), (&true.into(), &serde_json::json!([])));
    assert_eq!(shown["block_reason"], "It floods us.");
    assert_eq!(folder.run(&["admin", "peer", "unblock", "localhost:9", "--json"]).json()["blocked"], false);
    assert_eq!(shown["suspended_channels"], 0);
    folder.run(&["admin", "peer", "resume", "localhost:9"]).refused_with(&["is stopped", "nothing to do"]);
    folder.run(&["admin", "peer", "show", "localhost:99"]).refused_with(&["localhost:99", "is not known"]);
}

#[tokio::test]
async fn a_changed_key_is_the_first_thing_said_of_a_server_and_the_doctor_finds_it() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    let inspect = Inspect::open(&format!("sqlite:{}/pursuance.db", folder.data().display())).await;
    // Created in 2100: an actor of long ago that nothing refers to may be forgotten before its key is written.
    for sql in [
        "insert into host (name, failures, lease_until, blocked) values ('localhost:9', 0, 0, false)",
        "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, capable, created, updated) values
          ('01c', 'group', 'localhost:9', 'wasps', 'wasps', 'http://localhost:9/ap/p/01c', 'http://localhost:9/ap/p/01c/inbox', 'Wasps', '', '', true, 4102444800000000, 1)",
    ] {
        inspect.spoil(sql).await;
    }
    let listed = folder.run(&["admin", "peer", "list", "--json"]).json();
    assert_eq!(listed[0]["state"], "fine");
    assert!(!folder.run(&["doctor"]).out.contains("localhost:9"));

    inspect
        .spoil("insert into actor_key (actor, key, standing, at) values ('01c', 'z6Mk', 'strange', 1)")
        .await;
    assert_eq!(folder.run(&["admin", "peer", "list", "--json"]).json()[0]["state"], "other_key");
    assert!(folder.run(&["admin", "peer", "list"]).out.contains("a key there changed"));
    let shown = folder.run(&["admin", "peer", "show", "localhost:9"]).out;
    assert!(shown.starts_with("localhost:9: stopped: a key there changed"), "{shown}");
    let doctor = folder.run(&["doctor"]).out;
    assert!(doctor.contains("other servers: a key changed on localhost:9"), "{doctor}");
    assert!(doctor.contains("pursuance admin peer show localhost:9"), "{doctor}");
    assert!(!doctor.contains("Everything is as it should be"), "{doctor}");

    // It was known by a key that is at hand here.
    inspect
        .spoil("update actor set pinned_at = 1, ed25519_public = (select ed25519_public from actor where kind = 'instance' and host is null) where id = '01c'")
        .await;
    let key = folder.run(&["admin", "key", "show", "--json"]).json()["key"].as_str().unwrap().to_owned();
    let accept = |name: &str, key: &str| folder.run(&["admin", "peer", "accept-key", name, key]);
    accept("ants@localhost:9", &key).refused_with(&["ants@localhost:9"]);
    accept("wasps@localhost:9", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
        .refused_with(&["neither the old key nor the new one"]);
    assert!(accept("wasps@localhost:9", &key).out.contains("is believed"));
    accept("wasps@localhost:9", &key).refused_with(&["has not changed", "nothing to do"]);
}

#[test]
fn deliveries_are_listed_and_retried() {
    let folder = Folder::new();
    let _server = Server::start(&folder.data());
    assert_eq!(
        folder.run(&["admin", "delivery", "list", "--state", "refused", "--json"]).json(),
        serde_json::json!([])
    );
    assert_eq!(folder.run(&["admin", "delivery", "retry", "--json"]).json()["retried"], 0);
    folder.run(&["admin", "delivery", "retry", "nothing"]).refused_with(&["nothing"]);
    folder
        .run(&["admin", "delivery", "list", "--host", "http://localhost:9/x"])
        .refused_with(&["is not right"]);
    folder.run(&["admin", "delivery", "retry", "--host", "a b"]).refused_with(&["is not right"]);
}

#[test]
fn operators_read_the_keys_of_their_own_server_to_others() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let whole = folder.run(&["admin", "key", "show", "--json"]).json();
    let own = server.get("/ap/instance");
    assert!(whole["key"].as_str().is_some_and(|key| key.starts_with("z6Mk")), "{whole}");
    assert!(own.contains(whole["key"].as_str().unwrap()), "as its document has it: {own}");
    let told = folder.run(&["admin", "key", "show"]).out;
    assert!(told.contains(whole["key"].as_str().unwrap()) && told.contains("address"), "{told}");
    folder.run(&["admin", "key", "show", "nobody"]).refused_with(&["pursuance", "nobody"]);
    folder
        .run_with_input(&["admin", "account", "create", "ana", "--passphrase-stdin", "--json"], PASSPHRASE)
        .json();
    folder.run(&["admin", "key", "show", "ana"]).refused_with(&["ana"]);
}
