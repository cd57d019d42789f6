//! The server as a process: its output, its refusals, its stop.

use super::{Folder, Server, free_port, path, run};

#[test]
fn it_answers_when_it_is_ready_and_ends_well_on_sigterm() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let ready = server.get("/readyz");
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    assert!(ready.contains(r#"{"ready":true,"database":"ok","migrations":"ok"}"#), "{ready}");
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert_eq!(server.stop().0, Some(0));
    // SQLite's log is folded into its file: a copy of the folder is whole.
    assert!(!folder.data().join("pursuance.db-wal").exists());
}

#[test]
fn the_link_for_the_first_operator_is_printed_until_there_is_one() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let link = format!("http://localhost:{}/setup?code=", server.port);
    let (_, rest) = server.stop();
    assert!(rest.contains(&link), "{rest}");

    let port = link.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap().parse().unwrap();
    let made = folder.run_with_input(
        &["admin", "account", "create", "ana", "--passphrase-stdin", "--operator"],
        "otter lamp quarry seven\n",
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    let (_, rest) = Server::start_on(&folder.data(), port).stop();
    assert!(!rest.contains("/setup"), "{rest}");
}

#[test]
fn another_base_url_is_refused_with_both_of_them() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let first = format!("http://localhost:{}", server.port);
    server.stop();
    let bind = format!("127.0.0.1:{}", free_port());
    folder
        .run(&["serve", "--bind", &bind, "--base-url", "http://localhost:1"])
        .refused_with(&[&first, "http://localhost:1"]);
}

#[test]
fn a_second_server_on_one_folder_is_refused_with_the_reason() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let bind = format!("127.0.0.1:{}", free_port());
    let data = path(&folder.data());
    let base = format!("http://localhost:{}", server.port);
    let second = folder.run(&["serve", "--bind", &bind, "--base-url", &base]);
    second.refused_with(&["another server is running", &data]);
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"), "the first one goes on");
}

#[test]
fn a_port_that_is_taken_is_told_before_anything_is_founded() {
    let folder = Folder::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap().to_string();
    folder.run(&["serve", "--bind", &bind]).refused_with(&["cannot listen", &bind]);
    assert!(!folder.data().exists());
}

#[test]
fn a_request_for_another_host_is_misdirected_but_health_is_answered() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let address = format!("127.0.0.1:{}", server.port);
    assert!(server.get_as("/", &address).starts_with("HTTP/1.1 421"));
    assert!(server.get_as("/api/v1/actions", "elsewhere.example").contains("application/problem+json"));
    assert!(server.get_as("/readyz", &address).starts_with("HTTP/1.1 200"));
}

#[test]
fn what_is_not_there_is_said_to_people_and_to_programs() {
    let folder = Folder::new();
    let server = Server::start(&folder.data());
    let page = server.get("/nothing/here");
    assert!(page.starts_with("HTTP/1.1 404"), "{page}");
    assert!(page.contains("content-security-policy: default-src 'self'"), "{page}");
    let problem = server.get("/api/v1/nothing");
    assert!(problem.starts_with("HTTP/1.1 404") && problem.contains("application/problem+json"), "{problem}");
}

#[tokio::test]
async fn a_second_start_on_postgres_logs_nothing_that_looks_like_an_error() {
    let database = crate::support::postgres::database().await;
    let folder = Folder::new();
    let port = free_port();
    let mut logs = Vec::new();
    for _ in 0..2 {
        let (data, bind) = (path(&folder.data()), format!("127.0.0.1:{port}"));
        let command =
            super::pursuance(&["serve", "--data-dir", &data, "--bind", &bind, "--database-url", &database]);
        let mut server = Server::begin(command, port, "Its data is in");
        let mut log = server.child.stderr.take().unwrap();
        assert_eq!(server.stop().0, Some(0));
        let mut text = String::new();
        std::io::Read::read_to_string(&mut log, &mut text).unwrap();
        logs.push(text);
    }
    assert!(logs.iter().all(|log| log.contains("Stopped") && !log.contains("already exists")), "{logs:?}");
}

#[test]
fn a_log_filter_that_cannot_be_read_is_refused() {
    run(&["serve", "--log", "pursuance=loud=very"]).refused_with(&["pursuance=loud=very"]);
}

/// The permissions of what is in the data folder.
fn modes(folder: &Folder) -> Vec<(String, u32)> {
    use std::os::unix::fs::PermissionsExt;
    let entries = std::fs::read_dir(folder.data()).unwrap().map(Result::unwrap);
    let mode = |entry: &std::fs::DirEntry| entry.metadata().unwrap().permissions().mode() & 0o077;
    entries.map(|entry| (entry.file_name().into_string().unwrap(), mode(&entry))).collect()
}

#[test]
fn nobody_else_reads_the_database_in_a_folder_that_was_there_before() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    std::fs::create_dir_all(folder.data()).unwrap();
    let open = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(&folder.data(), 0o755);
    let server = Server::start(&folder.data());
    for (name, mode) in modes(&folder) {
        assert_eq!(mode, 0, "{name}: made for its owner alone");
    }
    let port = server.port;
    server.stop();

    // A database that an earlier version made.
    open(&folder.data().join("pursuance.db"), 0o644);
    let _server = Server::start_on(&folder.data(), port);
    for (name, mode) in modes(&folder) {
        assert_eq!(mode, 0, "{name}: taken from others");
    }
}
