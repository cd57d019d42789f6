//! The command line as a door of RULES §2: operators run the server and have no role in a pursuance. One command is about a
//! role, and asks the rule.

use std::collections::BTreeMap;

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::{Folder, Server};
use crate::support::bees::COMMAND_LINE;

const PASSPHRASE: &str = "otter lamp quarry seven\n";

/// A group of commands: its name, and each command in it with the permission it stands for, if any.
type Group = (&'static str, &'static [(&'static str, Option<&'static str>)]);

/// Every command of operators, with the line of the table of RULES §2 that it does, if any.
const COMMANDS: [Group; 10] = [
    (
        "account",
        &[
            ("create", None),
            ("list", None),
            ("set-operator", None),
            ("reset", None),
            ("link", None),
            ("lift-limits", None),
            ("suspend", None),
        ],
    ),
    ("token", &[("create", None), ("revoke", None), ("list", None)]),
    ("key", &[("show", None)]),
    (
        "peer",
        &[
            ("list", None),
            ("show", None),
            ("block", None),
            ("resume", None),
            ("accept-key", None),
            ("unblock", None),
        ],
    ),
    ("primary", &[("list", None), ("set", Some(COMMAND_LINE[0]))]),
    ("delivery", &[("list", None), ("retry", None)]),
    ("search", &[("rebuild", None)]),
    ("mail", &[("bounce", None)]),
    ("door", &[]),
    ("testmail", &[]),
];

/// The commands that a help lists.
fn listed(help: &str) -> Vec<String> {
    let lines =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let words = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    words
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_of_operators_says_whether_it_is_about_a_role() {
    let families: BTreeMap<&str, _> = COMMANDS.into_iter().collect();
    assert_eq!(
        listed(&super::run(&["admin", "--help"]).out),
        COMMANDS.iter().map(|(family, _)| (*family).to_owned()).collect::<Vec<_>>()
    );
    for (family, commands) in &families {
        let named: Vec<&str> = commands.iter().map(|(command, _)| *command).collect();
        assert_eq!(listed(&super::run(&["admin", family, "--help"]).out), named, "{family}");
    }
    let about: Vec<&str> =
        COMMANDS.iter().flat_map(|(_, commands)| *commands).filter_map(|(_, line)| *line).collect();
    assert_eq!(about, COMMAND_LINE);
}

#[test]
fn an_operator_names_a_primary_among_the_admins_alone_and_only_where_nobody_can_act() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let account = |name: &str| {
        let create = ["admin", "account", "create", name, "--passphrase-stdin", "--json"];
        folder.run_with_input(&create, PASSPHRASE).json();
        let token = folder.run(&["admin", "token", "create", name, "--label", "tests", "--json"]).json();
        token["token"].as_str().unwrap().to_owned()
    };
    let act = |token: &str, action: &str, input: Value| {
        let path = format!("/api/v1/actions/{action}");
        server.post(&path, token, "application/json", input.to_string().as_bytes());
    };
    let ana = account("ana");
    let found = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "unlisted" });
    act(&ana, "pursuance.create", found);
    let mut names = vec![("stranger".to_owned(), None)];
    account("stranger");
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Primary) {
        let name = format!("{}1", role.as_str().replace('_', ""));
        act(&account(&name), "pursuance.join", json!({ "pursuance": "bees" }));
        if role != Role::Normal {
            let set = json!({ "pursuance": "bees", "member": name, "role": role });
            act(&ana, "member.set_role", set);
        }
        names.push((name, Some(role)));
    }
    let set = |name: &str| folder.run(&["admin", "primary", "set", "bees", name, "--json"]);
    // While the Primary acts, the answer is the same for everybody: it does not say who is a member.
    for (name, _) in &names {
        set(name).refused_with(&["can act"]);
    }
    assert_eq!(folder.run(&["admin", "primary", "list", "--json"]).json(), json!([]));
    folder.run(&["admin", "account", "suspend", "ana", "--json"]).json();
    assert_eq!(folder.run(&["admin", "primary", "list", "--json"]).json()[0]["pursuance"], "bees");
    for (name, role) in &names {
        match role {
            Some(Role::Admin) => {}
            Some(_) => set(name).refused_with(&["is not an Organiser"]),
            None => set(name).refused_with(&["pursuance: "]),
        }
    }
    assert_eq!(set("admin1").json()["primary"], "admin1");
    set("viewer1").refused_with(&["can act"]);
    assert_eq!(folder.run(&["admin", "primary", "list", "--json"]).json(), json!([]));
}
