//! `pursuance key`: the keys of a person in a file, out of an account and into one; and `pursuance sealed read`, which opens tasks with it.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use pursuance_sealed::account::Passphrase;
use pursuance_sealed::export::Export;
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::revision::Rel;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::json;

use super::sealed::vector;
use super::{Folder, Server, path, pursuance, run_with_input};
use crate::support::group::{Group, body, put};

/// The identity of the file among the vectors.
const IID: &str = "591bb2b40b277d735ffd9f38e0bbe9d461814065bd3636c6be55b1802f16f427";

#[test]
fn keys_come_into_an_account_and_out_of_it_again() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin", "--json"];
    folder.run_with_input(&create, "otter lamp quarry seven\n").json();
    let base = format!("http://localhost:{}", server.port);
    let [given, taken] = ["given", "taken"].map(|name| path(&folder.0.path().join(name)));
    std::fs::write(&given, vector("/export/file")).unwrap();
    let (export, import) = (["key", "export", &base, "ana", &taken], ["key", "import", &base, "ana", &given]);

    run_with_input(&export, "otter lamp quarry seven\nthe file of ana\n")
        .refused_with(&["checks the passphrase of this account itself"]);
    let typed = |former: &str, new: &str| format!("export pass phrase 12\n{former}\n{new}\n");
    let new = "lantern harbour seven willow";
    run_with_input(&import, &typed("not mine at all", new)).refused_with(&["this name and passphrase"]);
    run_with_input(&import, &typed(new, new)).refused_with(&["take another one"]);
    let taken_in = run_with_input(&import, &typed("otter lamp quarry seven", new));
    assert_eq!(taken_in.code, Some(0), "{}", taken_in.err);
    assert!(taken_in.out.contains(IID) && taken_in.out.lines().count() == 3, "{}", taken_in.out);
    run_with_input(&import, &typed("otter lamp quarry seven", new)).refused_with(&["has keys of its own"]);

    run_with_input(&export, "lantern harbour seven\nthe file of ana\n")
        .refused_with(&["/api/v1/session answers"]);
    run_with_input(&export, &format!("{new}\nshort\n")).refused_with(&["at least 14"]);
    let exported = run_with_input(&export, &format!("{new}\nthe file of ana\n"));
    assert_eq!(exported.code, Some(0), "{}", exported.err);
    assert!(exported.out.contains(IID) && exported.out.contains("0 private pursuances"), "{}", exported.out);
    assert_eq!(std::fs::metadata(&taken).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(&taken).unwrap().starts_with("-----BEGIN PURSUANCE IDENTITY-----\n"));
    run_with_input(&export, &format!("{new}\nthe file of ana\n")).refused_with(&["cannot write"]);

    let show = ["key", "show", &taken, "--json"];
    let shown = run_with_input(&show, "the file of ana\n").json();
    let handle = format!("ana@localhost:{}", server.port);
    assert_eq!((&shown["iid"], &shown["handle"]), (&json!(IID), &json!(handle)));
    run_with_input(&show, "the file of ben\n").refused_with(&["does not open"]);
    run_with_input(&show, "").refused_with(&["no passphrase"]);
}

#[test]
fn whoever_stops_at_a_passphrase_sees_what_they_type_afterwards() {
    let folder = Folder::new();
    let given = path(&folder.0.path().join("given"));
    std::fs::write(&given, vector("/export/file")).unwrap();
    let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keys).unwrap();
    unlockpt(&keys).unwrap();
    let name = ptsname(&keys, Vec::<u8>::new()).unwrap();
    let terminal = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let shows = || tcgetattr(&terminal).unwrap().local_modes.contains(LocalModes::ECHO | LocalModes::ISIG);
    assert!(shows());

    let mut command = pursuance(&["key", "show", &given]);
    let mut child = command.stdin(Stdio::from(terminal.try_clone().unwrap())).spawn().unwrap();
    let mut asked = child.stderr.take().unwrap();
    let (mut said, mut byte) = (String::new(), [0_u8]);
    while !said.ends_with(": ") {
        asked.read_exact(&mut byte).unwrap();
        said.push(char::from(byte[0]));
    }
    assert!(said.starts_with("Passphrase of ") && !shows(), "{said}");
    std::fs::File::from(keys.try_clone().unwrap()).write_all(b"export\x03").unwrap();
    // By the signal, or where whoever runs the tests has it ignored, by itself.
    assert!(!child.wait().unwrap().success());
    assert!(shows());
}

#[test]
fn private_tasks_are_read_in_a_terminal() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin", "--json"];
    folder.run_with_input(&create, "otter lamp quarry seven\n").json();
    let base = format!("http://localhost:{}", server.port);
    let [given, mine] = ["given", "mine"].map(|name| path(&folder.0.path().join(name)));
    std::fs::write(&given, vector("/export/file")).unwrap();
    let new = "lantern harbour seven willow";
    let typed = format!("export pass phrase 12\notter lamp quarry seven\n{new}\n");
    let taken_in = run_with_input(&["key", "import", &base, "ana", &given], &typed);
    assert_eq!(taken_in.code, Some(0), "{}", taken_in.err);

    let token = folder.run(&["admin", "token", "create", "ana", "--label", "tests", "--json"]).json();
    let file = Export::open(&vector("/export/file"), &Passphrase::new("export pass phrase 12")).unwrap();
    let send = |group: &Group, door: &str, records: &[_]| {
        let (token, sent) = (token["token"].as_str().unwrap(), body(records).to_string());
        server.post(&group.at(door), token, "application/json", sent.as_bytes());
    };
    let (group, founding) = Group::begun(&file.keys);
    send(&group, "log", &founding);
    let [owls, young] = [ObjectId::from_bytes([7; 16]), ObjectId::from_bytes([8; 16])];
    let said = [("desc", "All.\n\u{1b}[2J"), ("title", "Count the owls")];
    let (revision, fields) = group.task(&file.keys, owls, None, Some(&Rel::empty()), &said);
    send(&group, "put", &put(&revision, fields));
    let below = Rel { parent: owls, ..Rel::empty() };
    let (revision, fields) =
        group.task(&file.keys, young, None, Some(&below), &[("title", "Count the young")]);
    send(&group, "put", &put(&revision, fields));

    let export = ["key", "export", &base, "ana", &mine];
    let exported = run_with_input(&export, &format!("{new}\nthe file of ana\n"));
    assert!(exported.out.contains("1 private pursuances"), "{}{}", exported.out, exported.err);
    let shown = run_with_input(&["key", "show", &mine, "--json"], "the file of ana\n").json();
    let kept = &shown["pursuances"][0];
    assert_eq!((&kept["pid"], &kept["base_url"]), (&json!(group.pid.to_string()), &json!(base)));
    assert_eq!((&kept["entries"], &kept["epochs"]), (&json!(2), &json!([1])));

    // Its own passphrase is enough: the keys sign in.
    let read = |file: &str, of_file: &str| {
        run_with_input(&["sealed", "read", &base, "--identity", file], &format!("{of_file}\n"))
    };
    let opened = read(&mine, "the file of ana");
    assert_eq!(opened.code, Some(0), "{}", opened.err);
    let lines: Vec<&str> = opened.out.lines().collect();
    assert!(lines.first().is_some_and(|line| line.ends_with(": Owls")), "{lines:?}");
    let tasks = ["- Count the owls [new]", "  | All.", "  | \u{fffd}[2J", "  - Count the young [new]"];
    assert_eq!(lines[lines.len() - 4..], tasks, "{lines:?}");
    // A file of an account elsewhere signs in there.
    read(&given, "export pass phrase 12").refused_with(&["pursuance.example"]);
    let reset = ["admin", "account", "reset", "ana", "--passphrase-stdin", "--json"];
    folder.run_with_input(&reset, "otter lamp quarry seven\n").json();
    read(&mine, "the file of ana").refused_with(&["no account of the server has the keys"]);
}

#[test]
fn a_file_says_whose_keys_it_holds_and_how_far_logs_were_seen() {
    let folder = tempfile::tempdir().unwrap();
    let file = path(&folder.path().join("given"));
    std::fs::write(&file, vector("/export/file")).unwrap();
    let shown = run_with_input(&["key", "show", &file, "--json"], "export pass phrase 12\n").json();
    assert_eq!((&shown["iid"], &shown["handle"]), (&json!(IID), &json!("alice@pursuance.example")));
    let kept = &shown["pursuances"][0];
    assert_eq!((&kept["entries"], &kept["epochs"]), (&json!(3), &json!([1])));
    let text = run_with_input(&["key", "show", &file], "export pass phrase 12\n");
    assert!(text.out.contains(IID) && text.out.contains("3 entries of its log"), "{}", text.out);
    std::fs::write(&file, "no identity").unwrap();
    run_with_input(&["key", "show", &file], "x\n").refused_with(&["is no file of an identity"]);
}
