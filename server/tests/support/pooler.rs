//! A PgBouncer in front of the Postgres of the tests, that lends each connection for one transaction, as hosted databases do by default
//! (fixtures/pooler.ini).

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use url::Url;

use super::peers::until;
use super::postgres;

const PORT: u16 = 6432;

/// A pooler that runs until it is stopped or dropped.
pub struct Pooler {
    child: Option<Child>,
    folder: TempDir,
    /// Its own user: it refuses to run as root, and the socket of the cluster is in a folder that only its owner opens.
    user: Option<u32>,
}

impl Pooler {
    /// Begins to lend connections of a cluster, to which a URL leads.
    ///
    /// # Panics
    /// Without PgBouncer: a test that was left out would read as one that passed.
    pub async fn of(cluster: &str) -> Self {
        let to = Url::parse(cluster).unwrap();
        let host = to.query_pairs().find(|(name, _)| name == "host").map(|(_, host)| host.into_owned());
        let host = host.unwrap_or_else(|| to.host_str().unwrap_or("localhost").to_owned());
        let folder = tempfile::tempdir().unwrap();
        let owner = Path::new(&host).is_dir().then(|| fs::metadata(&host).unwrap().uid());
        let user = owner.filter(|_| rustix::process::geteuid().is_root());
        let ini = include_str!("../fixtures/pooler.ini")
            .replace("HOST", &host)
            .replace("USER", if to.username().is_empty() { "postgres" } else { to.username() })
            .replace("FOLDER", folder.path().to_str().unwrap());
        let ini = ini.replace("PORT", &to.port().unwrap_or(5432).to_string());
        let file = folder.path().join("pgbouncer.ini");
        fs::write(&file, ini).unwrap();
        for path in [folder.path(), &file] {
            fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
            if let Some(user) = user {
                chown(path, Some(user), None).unwrap();
            }
        }
        let mut pooler = Self { child: None, folder, user };
        pooler.start().await;
        pooler
    }

    /// Runs again after it was stopped.
    pub async fn start(&mut self) {
        let program =
            ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].into_iter().find(|it| Path::new(it).exists());
        let mut command = Command::new(program.expect(
            "PgBouncer is not installed. `./test rust` installs it; or do so: apt-get install pgbouncer",
        ));
        command.arg("--quiet").arg(self.folder.path().join("pgbouncer.ini"));
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        self.child = Some(command.spawn().unwrap());
        until("the pooler listens", async || self.socket().exists()).await;
    }

    /// Ends at once, as in a restart: each connection through it is lost, and none begins.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
            // What a killed one leaves.
            let _ = fs::remove_file(self.socket());
        }
    }

    /// The URL of a database of the cluster, through the pooler.
    pub fn url(&self, direct: &str) -> String {
        let mut url = Url::parse(direct).unwrap();
        url.set_query(None);
        url.set_port(Some(PORT)).unwrap();
        url.query_pairs_mut().append_pair("host", self.folder.path().to_str().unwrap());
        url.into()
    }

    /// An empty database, through a pooler of its own.
    pub async fn with_database() -> (Self, String) {
        let direct = postgres::database().await;
        let pooler = Self::of(&direct).await;
        let url = pooler.url(&direct);
        (pooler, url)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join(format!(".s.PGSQL.{PORT}"))
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        self.stop();
    }
}
