//! Where the instances under test keep their data: SQLite in a folder, or a PostgreSQL that is started for the run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tempfile::TempDir;
use url::Url;

use crate::table::Kind;
use crate::trouble::{Outcome, Trouble};

/// A place for one instance: a data folder, a database, a port.
#[derive(Debug, Clone)]
pub struct Place {
    pub kind: Kind,
    pub folder: PathBuf,
    pub port: u16,
    /// `None` for SQLite in the folder.
    pub postgres: Option<String>,
}

impl Place {
    /// What peers call it.
    pub fn authority(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// Its base URL.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.authority())
    }

    /// Its database, as the program and the driver read it.
    pub fn database_url(&self) -> String {
        match &self.postgres {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.folder.join("pursuance.db").display()),
        }
    }
}

/// The databases of a run. They go with it.
pub struct Databases {
    with_sqlite: bool,
    // Dropped first: its data is in the scratch folder.
    cluster: Option<Cluster>,
    scratch: TempDir,
}

/// A PostgreSQL to make databases in.
struct Cluster {
    url: String,
    /// How to stop it, when it was started here.
    stop: Option<Vec<String>>,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(stop) = &self.stop
            && let Err(error) = run(stop)
        {
            eprintln!("PostgreSQL was not stopped: {error}");
        }
    }
}

impl Databases {
    /// Makes a scratch folder and, when wanted, starts a PostgreSQL or uses the one at `url`.
    pub fn open(with_sqlite: bool, with_postgres: bool, url: Option<String>) -> Outcome<Self> {
        let scratch = tempfile::Builder::new().prefix("pursuance-bench-").tempdir();
        let scratch = scratch.map_err(Trouble::io("make a scratch folder"))?;
        let cluster = match (with_postgres, url) {
            (false, _) => None,
            (true, Some(url)) => Some(Cluster { url, stop: None }),
            (true, None) => Some(start(scratch.path())?),
        };
        Ok(Self { with_sqlite, cluster, scratch })
    }

    /// The kinds there are.
    pub fn kinds(&self) -> Vec<Kind> {
        let sqlite = self.with_sqlite.then_some(Kind::Sqlite);
        let postgres = self.cluster.as_ref().map(|_| Kind::Postgres);
        sqlite.into_iter().chain(postgres).collect()
    }

    /// A new, empty place.
    pub async fn place(&self, kind: Kind, name: &str) -> Outcome<Place> {
        let folder = self.scratch.path().join(format!("{name}-{}", kind.name().to_lowercase()));
        std::fs::create_dir(&folder).map_err(Trouble::file(&folder))?;
        let postgres = match (kind, &self.cluster) {
            (Kind::Postgres, Some(cluster)) => Some(database(&cluster.url, name).await?),
            _ => None,
        };
        Ok(Place { kind, folder, port: free_port()?, postgres })
    }
}

/// A port nobody listens on now.
pub fn free_port() -> Outcome<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).map_err(Trouble::io("find a free port"))?;
    Ok(listener.local_addr().map_err(Trouble::io("find a free port"))?.port())
}

/// Makes a database in a cluster; one of that name that an earlier run left is thrown away.
async fn database(cluster: &str, name: &str) -> Outcome<String> {
    let name = format!("pursuance_bench_{name}");
    let options: PgConnectOptions = cluster.parse()?;
    let mut connection = options.connect().await?;
    connection.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await?;
    connection.execute(AssertSqlSafe(format!("create database {name}"))).await?;
    connection.close().await?;
    let mut url = Url::parse(cluster)?;
    url.set_path(&name);
    Ok(url.into())
}

/// Starts a cluster that only its owner can reach, by a socket in a private folder. Its settings are PostgreSQL's own.
fn start(scratch: &Path) -> Outcome<Cluster> {
    let programs = programs()?;
    let folder = scratch.join("postgres");
    std::fs::create_dir(&folder).map_err(Trouble::file(&folder))?;
    let mut prefix = Vec::new();
    if rustix::process::geteuid().is_root() {
        // PostgreSQL refuses to run as root, and its owner must get to its folder.
        prefix = ["runuser", "-u", "postgres", "--"].map(str::to_owned).to_vec();
        let open = |path: &Path| vec!["chmod".to_owned(), "711".to_owned(), path.display().to_string()];
        run(&open(scratch))?;
        run(&["chown".to_owned(), "postgres".to_owned(), folder.display().to_string()])?;
    }
    let program = |name: &str, arguments: &[String]| {
        [prefix.as_slice(), &[programs.join(name).display().to_string()], arguments].concat()
    };
    let data = format!("--pgdata={}", folder.join("data").display());
    let initdb = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
    run(&program("initdb", &[std::slice::from_ref(&data), &initdb.map(str::to_owned)].concat()))?;
    let options = format!(
        "--options=-c listen_addresses='' -c unix_socket_directories='{}' -c max_connections=100",
        folder.display()
    );
    let log = format!("--log={}", folder.join("log").display());
    let pg_ctl = |arguments: &[&str]| {
        let all: Vec<String> =
            std::iter::once(data.clone()).chain(arguments.iter().map(|it| (*it).to_owned())).collect();
        program("pg_ctl", &all)
    };
    run(&pg_ctl(&[&log, "--wait", "--silent", &options, "start"]))?;
    Ok(Cluster {
        url: format!("postgres://postgres@localhost/postgres?host={}", folder.display()),
        stop: Some(pg_ctl(&["--mode=immediate", "--wait", "--silent", "stop"])),
    })
}

/// Where PostgreSQL's own programs are: in the newest Debian folder, which is not on PATH, or on PATH.
fn programs() -> Outcome<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    let found =
        folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists());
    found.ok_or_else(|| Trouble::odd("There is no PostgreSQL here. Install it, or name one with --postgres URL, or leave it out with --sqlite-only."))
}

fn run(command: &[String]) -> Outcome<()> {
    let [program, arguments @ ..] = command else { return Ok(()) };
    let done = Command::new(program)
        .args(arguments)
        // The working directory of root is closed to the cluster's owner.
        .current_dir("/")
        .stdout(Stdio::null())
        .status()
        .map_err(Trouble::file(program))?;
    if done.success() { Ok(()) } else { Err(Trouble::odd(format!("{program} failed: {done}"))) }
}
