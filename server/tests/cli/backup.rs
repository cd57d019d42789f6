//! Backups: made beside a server in use, and restored into an empty folder.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::{Ended, Folder, Server, free_port, path, pursuance, run};

/// A server with somebody on it, her token, and a pursuance.
fn with_ana(folder: &Folder) -> (Server, String) {
    let server = Server::start(&folder.data());
    let token = ana_of(folder, &server);
    (server, token)
}

fn ana_of(folder: &Folder, server: &Server) -> String {
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin", "--operator", "--json"];
    folder.run_with_input(&create, "otter lamp quarry seven\n").json();
    let token = folder.run(&["admin", "token", "create", "ana", "--label", "a robot", "--json"]).json();
    let token = token["token"].as_str().unwrap().to_owned();
    act(
        server,
        &token,
        "pursuance.create",
        r#"{"slug":"bees","name":"Bees","mission":"Count.","visibility":"public"}"#,
    );
    token
}

fn act(server: &Server, token: &str, action: &str, input: &str) -> Value {
    let body = server.post(&format!("/api/v1/actions/{action}"), token, "application/json", input.as_bytes());
    serde_json::from_str(&body).unwrap()
}

/// Uploads a file and hangs it on a new task; the file's hash.
fn task_with_file(server: &Server, token: &str, number: usize) -> String {
    let content = format!("count {number}\n").repeat(1000);
    let kept: Value =
        serde_json::from_str(&server.post("/api/v1/files", token, "text/plain", content.as_bytes())).unwrap();
    let file = kept["file"].as_str().unwrap().to_owned();
    let input = format!(r#"{{"pursuance":"bees","title":"Task {number}"}}"#);
    let task = act(server, token, "task.create", &input)["result"]["task"].clone();
    let input = format!(r#"{{"pursuance":"bees","task":{task},"file":"{file}","name":"count.txt"}}"#);
    act(server, token, "task.attach", &input);
    file
}

fn on_disk(data: &Path, sha256: &str) -> PathBuf {
    data.join("files").join(&sha256[..2]).join(&sha256[2..])
}

/// Restores an archive into a folder of its own.
fn restore(archive: &Path, into: &Path) -> Ended {
    run(&["restore", &path(archive), "--data-dir", &path(into), "--json"])
}

#[test]
fn a_backup_taken_while_people_write_opens_with_every_file_it_names() {
    let folder = Folder::new();
    let (server, token) = with_ana(&folder);
    let archive = folder.0.path().join("first.tar");
    let before: Vec<String> = (0..5).map(|number| task_with_file(&server, &token, number)).collect();
    let enough = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut number = 5;
            while !enough.load(Ordering::SeqCst) {
                task_with_file(&server, &token, number);
                number += 1;
            }
            number
        });
        let made = folder.run(&["backup", &path(&archive), "--json"]);
        enough.store(true, Ordering::SeqCst);
        let made = made.json();
        assert!(made["contents"]["files"].as_u64().unwrap() >= 5, "{made}");
        assert_eq!(made["contents"]["lost"], serde_json::json!([]));
        writing.join().unwrap()
    });
    assert!(written > 5, "nothing was written meanwhile");
    let port = server.port;
    server.stop();

    let again = folder.0.path().join("again");
    let restored = restore(&archive, &again).json();
    assert_eq!(restored["backup"]["base_url"], format!("http://localhost:{port}"));
    assert_eq!(fs::metadata(&again).unwrap().permissions().mode() & 0o777, 0o700);
    for sha256 in &before {
        assert_eq!(
            fs::read(on_disk(&again, sha256)).unwrap(),
            fs::read(on_disk(&folder.data(), sha256)).unwrap()
        );
    }
    let server = Server::start_on(&again, port);
    let tasks = server.get("/api/v1/pursuances/bees/tasks?limit=200");
    assert!(tasks.contains("\"Task 0\"") && tasks.contains("\"Task 4\""), "{tasks}");
    let doctor = run(&["doctor", "--json", "--data-dir", &path(&again)]).json();
    assert!(doctor.as_array().unwrap().iter().all(|finding| finding["status"] != "fail"), "{doctor}");
    // People go on: the passphrases and tokens are those of before.
    task_with_file(&server, &token, 0);
}

#[test]
fn a_backup_overwrites_nothing_and_only_its_owner_reads_it() {
    let folder = Folder::new();
    let (_server, _) = with_ana(&folder);
    let kept = Folder::new();
    let archive = kept.0.path().join("backup.tar");
    folder.run(&["backup", &path(&archive), "--json"]).json();
    assert_eq!(fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o600);
    let bytes = fs::read(&archive).unwrap();

    folder.run(&["backup", &path(&archive)]).refused_with(&["is there already", &path(&archive)]);

    assert_eq!(fs::read(&archive).unwrap(), bytes);
    assert_eq!(fs::read_dir(kept.0.path()).unwrap().count(), 1, "nothing else is left beside it");
    let nowhere = kept.0.path().join("no/such/folder/backup.tar");
    folder.run(&["backup", &path(&nowhere)]).refused_with(&["cannot write", &path(&nowhere)]);
}

#[test]
fn a_backup_of_nothing_makes_nothing() {
    let folder = Folder::new();
    let archive = folder.0.path().join("backup.tar");
    folder.run(&["backup", &path(&archive)]).refused_with(&["there is no instance"]);
    assert!(!archive.exists() && !folder.data().exists());
}

#[test]
fn a_backup_is_restored_into_an_empty_folder_only() {
    let folder = Folder::new();
    let (_server, _) = with_ana(&folder);
    let archive = folder.0.path().join("backup.tar");
    folder.run(&["backup", &path(&archive), "--json"]).json();
    let before = fs::read(folder.data().join("pursuance.db")).unwrap();

    restore(&archive, &folder.data()).refused_with(&["is not empty", &path(&folder.data())]);
    assert_eq!(fs::read(folder.data().join("pursuance.db")).unwrap(), before);

    let empty = folder.0.path().join("empty");
    fs::create_dir(&empty).unwrap();
    restore(&archive, &empty).json();
    let there: Vec<_> = fs::read_dir(&empty).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(there, ["pursuance.db"], "and nothing else, as there were no files");
}

#[test]
fn a_backup_that_is_not_whole_is_refused_and_leaves_nothing() {
    let folder = Folder::new();
    let (server, token) = with_ana(&folder);
    task_with_file(&server, &token, 1);
    let archive = folder.0.path().join("backup.tar");
    folder.run(&["backup", &path(&archive), "--json"]).json();
    let whole = fs::read(&archive).unwrap();
    let (damaged, into) = (folder.0.path().join("damaged.tar"), folder.0.path().join("into"));
    let refused = |bytes: &[u8], words: &[&str]| {
        fs::write(&damaged, bytes).unwrap();
        restore(&damaged, &into).refused_with(words);
        assert!(!into.exists(), "{words:?}: something stays");
    };

    for part in 1..8 {
        refused(&whole[..whole.len() * part / 8], &["cut off"]);
    }
    refused(&whole[..600], &["is no backup"]);
    refused(b"", &["is no backup"]);
    refused(b"not an archive at all, but long enough to be looked at", &["is no backup"]);
    for (what, change) in [("count 1\n", "count 2\n"), ("SQLite format 3", "SQLite format 4")] {
        let at = whole.windows(what.len()).position(|window| window == what.as_bytes()).unwrap();
        let mut bytes = whole.clone();
        bytes[at..at + what.len()].copy_from_slice(change.as_bytes());
        refused(&bytes, &["is damaged"]);
    }
    // The one that is whole still goes.
    restore(&archive, &into).json();
}

#[test]
fn a_name_in_an_archive_leads_nowhere_else() {
    let folder = Folder::new();
    let (server, _) = with_ana(&folder);
    let archive = folder.0.path().join("backup.tar");
    folder.run(&["backup", &path(&archive), "--json"]).json();
    server.stop();
    let whole = fs::read(&archive).unwrap();
    let mut entries = tar::Archive::new(&whole[..]);
    let mut head = Vec::new();
    std::io::copy(&mut entries.entries().unwrap().next().unwrap().unwrap(), &mut head).unwrap();

    let (evil, into) = (folder.0.path().join("evil.tar"), folder.0.path().join("into"));
    for (name, kind) in [
        ("../evil.txt", tar::EntryType::Regular),
        ("files/../../evil.txt", tar::EntryType::Regular),
        ("/tmp/pursuance-evil.txt", tar::EntryType::Regular),
        ("pursuance.db", tar::EntryType::Regular),
        ("files", tar::EntryType::Symlink),
        ("files", tar::EntryType::Directory),
    ] {
        let mut made = tar::Builder::new(Vec::new());
        let entry = |name: &str, kind, content: &[u8]| {
            let mut header = tar::Header::new_gnu();
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(kind);
            header.set_size(content.len() as u64);
            header.set_mode(0o600);
            header.set_cksum();
            header
        };
        made.append(&entry("pursuance-backup.json", tar::EntryType::Regular, &head), &head[..]).unwrap();
        made.append(&entry(name, kind, b"evil"), &b"evil"[..]).unwrap();
        fs::File::create(&evil).unwrap().write_all(&made.into_inner().unwrap()).unwrap();

        restore(&evil, &into).refused_with(&["is damaged", name]);

        assert!(!into.exists() && !folder.0.path().join("evil.txt").exists(), "{name}");
    }
}

#[test]
fn a_file_that_is_missing_or_damaged_is_told_and_the_rest_is_kept() {
    let folder = Folder::new();
    let (server, token) = with_ana(&folder);
    let files: Vec<String> = (0..3).map(|number| task_with_file(&server, &token, number)).collect();
    server.stop();
    fs::remove_file(on_disk(&folder.data(), &files[0])).unwrap();
    fs::write(on_disk(&folder.data(), &files[1]), "other bytes").unwrap();
    let archive = folder.0.path().join("backup.tar");

    let made = folder.run(&["backup", &path(&archive)]);

    assert_eq!(made.code, Some(1), "whoever runs it at night hears of it");
    for file in &files[..2] {
        assert!(made.out.contains(&file[2..]), "{}", made.out);
    }
    let into = folder.0.path().join("into");
    let mut lost = vec![files[0].as_str(), &files[1]];
    lost.sort_unstable();
    let mut told: Vec<_> = restore(&archive, &into).json()["contents"]["lost"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file.as_str().unwrap().to_owned())
        .collect();
    told.sort_unstable();
    assert_eq!(told, lost);
    assert!(on_disk(&into, &files[2]).exists() && !on_disk(&into, &files[1]).exists());
}

#[tokio::test]
async fn on_postgres_the_files_are_kept_and_the_dump_is_asked_for() {
    let database = crate::support::postgres::database().await;
    let folder = Folder::new();
    let port = free_port();
    let with = |args: &[&str]| {
        let data = path(&folder.data());
        [args, &["--data-dir", &data, "--database-url", &database]]
            .concat()
            .iter()
            .map(|arg| (*arg).to_owned())
            .collect::<Vec<_>>()
    };
    let bind = format!("127.0.0.1:{port}");
    let serve = with(&["serve", "--bind", &bind]);
    let server = Server::begin(
        pursuance(&serve.iter().map(String::as_str).collect::<Vec<_>>()),
        port,
        "Its data is in",
    );
    let ran = |args: &[&str], input: &str| {
        let args = with(args);
        super::run_with_input(&args.iter().map(String::as_str).collect::<Vec<_>>(), input)
    };
    let passphrase = "otter lamp quarry seven\n";
    ran(&["admin", "account", "create", "ana", "--passphrase-stdin", "--operator", "--json"], passphrase)
        .json();
    let token = ran(&["admin", "token", "create", "ana", "--json"], "").json();
    let token = token["token"].as_str().unwrap();
    act(
        &server,
        token,
        "pursuance.create",
        r#"{"slug":"bees","name":"Bees","mission":"Count.","visibility":"public"}"#,
    );
    let file = task_with_file(&server, token, 1);
    let archive = folder.0.path().join("backup.tar");

    let made = ran(&["backup", &path(&archive)], "");

    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(
        made.out.contains("The database is not in it") && made.out.contains("pg_dump --format=custom"),
        "{}",
        made.out
    );
    let into = folder.0.path().join("into");
    let restore = ["restore", &path(&archive), "--data-dir", &path(&into), "--database-url", &database];
    let restored = run(&restore);
    assert_eq!(restored.code, Some(0), "{}", restored.err);
    assert!(restored.out.contains("Its database is postgres://"), "{}", restored.out);
    assert!(on_disk(&into, &file).exists() && !into.join("pursuance.db").exists());
}
