//! Restores and starts that would end in an empty house: a database that is not the one of the settings, and keys that do not open.

use std::fs;
use std::path::{Path, PathBuf};

use pursuance::store::db::Db;
use pursuance::store::{backup, migrate};
use serde_json::Value;
use sqlx::{Connection, SqliteConnection};

use super::{Ended, Folder, Server, free_port, path, pursuance, run, run_with_input};
use crate::support::postgres;

const PASSPHRASE: &str = "otter lamp quarry seven\n";

/// Runs a command with settings.
fn with(args: &[&str], settings: &[(&str, &str)]) -> Ended {
    let settings = settings.iter().flat_map(|(name, value)| [*name, *value]);
    run(&args.iter().copied().chain(settings).collect::<Vec<_>>())
}

/// A server with settings, on a folder.
fn serve(data: &Path, port: u16, settings: &[&str]) -> Server {
    let (data, bind) = (path(data), format!("127.0.0.1:{port}"));
    let args = [&["serve", "--data-dir", &data, "--bind", &bind][..], settings].concat();
    Server::begin(pursuance(&args), port, "Its data is in")
}

/// An instance in SQLite that was left, and an archive of it.
struct Left {
    folder: Folder,
    archive: PathBuf,
    base_url: String,
}

impl Left {
    fn with(settings: &[&str]) -> Self {
        let folder = Folder::new();
        let port = free_port();
        serve(&folder.data(), port, settings).stop();
        let archive = folder.0.path().join("backup.tar");
        folder.run(&["backup", &path(&archive), "--json"]).json();
        Self { folder, archive, base_url: format!("http://localhost:{port}") }
    }

    fn on_sqlite() -> Self {
        Self::with(&[])
    }

    /// Restores its archive.
    fn restore(&self, into: &Path, settings: &[(&str, &str)]) -> Ended {
        let (archive, into) = (path(&self.archive), path(into));
        with(&["restore", &archive, "--data-dir", &into, "--json"], settings)
    }

    fn target(&self) -> PathBuf {
        self.folder.0.path().join("into")
    }
}

/// Whether a database has no table: nothing was written into it.
async fn is_empty(url: &str) -> bool {
    let db = Db::open(url).await.unwrap();
    let founded = backup::founded(&db).await.unwrap();
    let is_current = migrate::is_current(&db).await;
    db.close().await;
    founded.is_none() && is_current.is_err()
}

#[tokio::test]
async fn an_archive_with_an_sqlite_database_is_refused_where_the_settings_name_postgres() {
    let left = Left::on_sqlite();
    let database = postgres::database().await;
    let into = left.target();
    left.restore(&into, &[("--database-url", &database)]).refused_with(&[
        "SQLite database of",
        &left.base_url,
        "postgres://",
        "Nothing was changed",
    ]);
    assert!(!into.exists() && is_empty(&database).await);
    left.restore(&into, &[]).json();
}

#[tokio::test]
async fn a_start_founds_nothing_on_postgres_beside_an_instance_in_sqlite() {
    let left = Left::on_sqlite();
    let database = postgres::database().await;
    let data = path(&left.folder.data());
    let settings = [("--data-dir", data.as_str()), ("--database-url", &database)];
    let bind = format!("127.0.0.1:{}", free_port());
    let archive = path(&left.folder.0.path().join("other.tar"));
    for command in [
        &["serve", "--bind", &bind][..],
        &["admin", "account", "list"],
        &["admin", "account", "list", "--base-url", &left.base_url],
        &["backup", &archive],
    ] {
        with(command, &settings).refused_with(&[&left.base_url, "pursuance.db", "postgres://"]);
    }
    let doctor = with(&["doctor"], &settings);
    assert_eq!(doctor.code, Some(1));
    assert!(
        doctor.out.contains(&left.base_url) && doctor.out.contains("take database-url out"),
        "{}",
        doctor.out
    );
    assert!(is_empty(&database).await, "nothing was written into it");
    // What was there is found by the settings of before.
    left.folder.run(&["admin", "account", "list", "--json"]).json();
}

#[tokio::test]
async fn an_instance_on_postgres_goes_on_beside_an_old_database_in_sqlite_and_the_doctor_says_so() {
    let left = Left::on_sqlite();
    let database = postgres::database().await;
    let elsewhere = left.folder.0.path().join("elsewhere");
    let port = free_port();
    serve(&elsewhere, port, &["--database-url", &database]).stop();
    let server = serve(&left.folder.data(), port, &["--database-url", &database]);
    let data = path(&left.folder.data());
    let doctor = with(&["doctor", "--data-dir", &data], &[("--database-url", &database)]);
    assert!(
        doctor.out.contains(&format!("the instance {} is in the SQLite database", left.base_url)),
        "{}",
        doctor.out
    );
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
}

/// An archive of an instance on Postgres: its files alone.
async fn files_alone(folder: &Folder, database: &str) -> (PathBuf, String) {
    let port = free_port();
    serve(&folder.data(), port, &["--database-url", database]).stop();
    let archive = folder.0.path().join("files.tar");
    let data = path(&folder.data());
    with(&["backup", &path(&archive), "--data-dir", &data, "--json"], &[("--database-url", database)]).json();
    (archive, format!("http://localhost:{port}"))
}

#[tokio::test]
async fn the_files_of_an_instance_on_postgres_come_after_its_dump() {
    let (database, empty, other) =
        (postgres::database().await, postgres::database().await, postgres::database().await);
    let folder = Folder::new();
    let (archive, base_url) = files_alone(&folder, &database).await;
    let another = Folder::new();
    let (_, other_base) = files_alone(&another, &other).await;
    let (archive, into) = (path(&archive), folder.0.path().join("into"));
    let into_text = path(&into);
    let restore = ["restore", &archive, "--data-dir", &into_text, "--json"];

    with(&restore, &[]).refused_with(&[&base_url, "in PostgreSQL", "the SQLite database", &into_text]);
    with(&restore, &[("--database-url", &empty)]).refused_with(&[
        &base_url,
        "there is no instance in postgres://",
        "pg_restore first",
    ]);
    with(&restore, &[("--database-url", &other)]).refused_with(&[&base_url, &other_base]);
    with(&restore, &[("--database-url", "postgres://nobody@127.0.0.1:1/nothing")])
        .refused_with(&["cannot be asked", "127.0.0.1:1"]);
    assert!(!into.exists(), "nothing was written");
    with(&restore, &[("--database-url", &database)]).json();
    assert!(into.exists());
}

#[test]
fn nothing_is_founded_beside_files_or_a_restore_that_was_cut_off() {
    for (trace, words) in
        [("files/ab/cdef", "has files of an instance"), ("pursuance.db.restoring", "cut off")]
    {
        let folder = Folder::new();
        let trace = folder.data().join(trace);
        fs::create_dir_all(trace.parent().unwrap()).unwrap();
        fs::write(&trace, "a").unwrap();
        let bind = format!("127.0.0.1:{}", free_port());
        folder.run(&["serve", "--bind", &bind]).refused_with(&[words, "pursuance.db"]);
        folder.run(&["admin", "account", "list"]).refused_with(&[words]);
        assert!(!folder.data().join("pursuance.db").exists());
    }
}

/// Two key files, and the fingerprints of what is in them.
fn keys(folder: &Folder) -> [(String, String); 2] {
    [7_u8, 8].map(|byte| {
        let file = folder.0.path().join(format!("key-{byte}"));
        fs::write(&file, [byte; 32]).unwrap();
        let sum = std::process::Command::new("sha256sum").arg(&file).output().unwrap().stdout;
        (path(&file), String::from_utf8(sum).unwrap()[..16].to_owned())
    })
}

#[test]
fn a_restore_whose_keys_do_not_open_is_refused_with_the_fingerprint_of_the_wanted_one() {
    let kept = Folder::new();
    let [(key, wanted), (other, found)] = keys(&kept);
    let left = Left::with(&["--key-file", &key]);
    let into = left.target();
    let missing = path(&kept.0.path().join("missing"));

    left.restore(&into, &[]).refused_with(&["private keys", &wanted, "key-file"]);
    left.restore(&into, &[("--key-file", &other)]).refused_with(&["private keys", &wanted, &found]);
    left.restore(&into, &[("--key-file", &missing)]).refused_with(&["cannot read the key file", &missing]);
    assert!(!into.exists(), "nothing was written");
    left.restore(&into, &[("--key-file", &key)]).json();

    // The server and the doctor say the same of the restored folder.
    let data = path(&into);
    let bind = format!("127.0.0.1:{}", free_port());
    for settings in [&[][..], &[("--key-file", other.as_str())]] {
        let serve = ["serve", "--data-dir", &data, "--bind", &bind, "--base-url", &left.base_url];
        with(&serve, settings).refused_with(&[&wanted]);
        let doctor = with(&["doctor", "--data-dir", &data], settings);
        assert!(doctor.code == Some(1) && doctor.out.contains(&wanted), "{}", doctor.out);
    }
    let doctor = with(&["doctor", "--data-dir", &data, "--key-file", &key], &[]);
    assert!(doctor.out.contains(&format!("its SHA-256 begins with {wanted}")), "{}", doctor.out);
}

/// An archive as a former program wrote it: its head does not say which key is needed.
fn without_keys_in_its_head(archive: &Path) {
    let bytes = fs::read(archive).unwrap();
    let mut made = tar::Builder::new(Vec::new());
    for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut entry, &mut content).unwrap();
        let mut header = entry.header().clone();
        if entry.path().unwrap() == Path::new("pursuance-backup.json") {
            let mut head: Value = serde_json::from_slice(&content).unwrap();
            head.as_object_mut().unwrap().remove("keys").expect("this program says it");
            content = serde_json::to_vec(&head).unwrap();
            header.set_size(content.len() as u64);
            header.set_cksum();
        }
        made.append(&header, &content[..]).unwrap();
    }
    fs::write(archive, made.into_inner().unwrap()).unwrap();
}

#[test]
fn the_keys_in_an_archive_of_a_former_program_are_tried_and_nothing_of_it_stays() {
    let kept = Folder::new();
    let [(key, wanted), (other, _)] = keys(&kept);
    let left = Left::with(&["--key-file", &key]);
    without_keys_in_its_head(&left.archive);
    let into = left.target();
    for settings in [&[][..], &[("--key-file", other.as_str())]] {
        left.restore(&into, settings).refused_with(&["private keys", &wanted]);
        assert!(!into.exists(), "nothing of it stays");
    }
    left.restore(&into, &[("--key-file", &key)]).json();
}

#[tokio::test]
async fn the_keys_in_a_restored_dump_have_to_open_too() {
    let kept = Folder::new();
    let [(key, wanted), _] = keys(&kept);
    let database = postgres::database().await;
    let folder = Folder::new();
    let port = free_port();
    serve(&folder.data(), port, &["--database-url", &database, "--key-file", &key]).stop();
    let (archive, data) = (path(&folder.0.path().join("files.tar")), path(&folder.data()));
    let made = with(&["backup", &archive, "--data-dir", &data], &[("--database-url", &database)]);
    assert!(made.out.contains(&wanted), "the backup says which key it needs: {}", made.out);
    let into = folder.0.path().join("into");
    let into_text = path(&into);
    let restore = ["restore", &archive, "--data-dir", &into_text, "--database-url", &database];
    with(&restore, &[]).refused_with(&["private keys", &wanted]);
    assert!(!into.exists());
    assert_eq!(with(&restore, &[("--key-file", &key)]).code, Some(0));
}

#[tokio::test]
async fn an_older_program_says_both_versions_and_where_the_copy_of_before_is() {
    let left = Left::on_sqlite();
    let file = left.folder.data().join("pursuance.db");
    let mut conn = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let (known, newer) = (migrate::newest(), migrate::newest() + 3);
    for step in known + 1..=newer {
        sqlx::query("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values ($1, 'newer', true, x'00', 0)")
            .bind(step).execute(&mut conn).await.unwrap();
    }
    conn.close().await.unwrap();
    let versions =
        [format!("schema {known}"), format!("schema {newer}"), env!("CARGO_PKG_VERSION").to_owned()];
    let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
    let bind = format!("127.0.0.1:{}", free_port());
    let serve = ["serve", "--bind", &bind, "--base-url", &left.base_url];
    left.folder.run(&serve).refused_with(&[&versions[..], &["no copy of the database"]].concat());

    let copy = left.folder.data().join("backups").join(format!("before-step-{}.db", known + 1));
    fs::write(&copy, "").unwrap();
    let copy = path(&copy);
    let words = [&versions[..], &[copy.as_str()]].concat();
    left.folder.run(&serve).refused_with(&words);
    left.folder.run(&["admin", "account", "list"]).refused_with(&words);
    let doctor = left.folder.run(&["doctor"]);
    assert!(words.iter().all(|word| doctor.out.contains(word)), "{}", doctor.out);
}

#[tokio::test]
async fn an_older_program_on_postgres_asks_for_the_dump_of_before() {
    let database = postgres::migrated().await;
    let mut conn = sqlx::PgConnection::connect(&database).await.unwrap();
    sqlx::query("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'newer', true, '', 0)")
        .execute(&mut conn).await.unwrap();
    let folder = Folder::new();
    let create =
        ["admin", "account", "create", "ana", "--passphrase-stdin", "--base-url", "http://localhost:9"];
    let data = path(&folder.data());
    let args = [&create[..], &["--data-dir", &data, "--database-url", &database]].concat();
    run_with_input(&args, PASSPHRASE).refused_with(&["schema 9999", "restore the dump from before it"]);
}
