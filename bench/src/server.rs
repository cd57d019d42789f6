//! The program under test, as a process of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use crate::database::Place;
use crate::http::{self, Client};
use crate::trouble::{Outcome, Trouble};

/// How long it may take to start or to stop before something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. It is killed when this is dropped without [`Server::stop`].
pub struct Server {
    child: Child,
    /// From the start of the process to its first answer.
    pub started_in: Duration,
}

impl Server {
    /// Starts `pursuance serve` on a place and waits for its first answer. `log` is a filter.
    pub async fn start(binary: &Path, place: &Place, log: &str) -> Outcome<Self> {
        let path = place.folder.join("server.log");
        let lines = File::options().create(true).append(true).open(&path).map_err(Trouble::file(&path))?;
        let mut command = Command::new(binary);
        command
            .arg("serve")
            .arg("--data-dir")
            .arg(&place.folder)
            .args(["--bind", &format!("127.0.0.1:{}", place.port), "--base-url", &place.base_url()])
            .args(["--log", log, "--log-format", "json"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(lines))
            .kill_on_drop(true);
        if let Some(url) = &place.postgres {
            command.args(["--database-url", url]);
        }
        let begun = Instant::now();
        let mut child = command.spawn().map_err(Trouble::file(binary))?;
        let request = http::get(&place.authority(), "/healthz", None, None);
        loop {
            if let Ok(mut client) = Client::connect(place.port).await
                && let Ok(answer) = client.send(&request).await
                && answer.status == 200
            {
                return Ok(Self { child, started_in: begun.elapsed() });
            }
            let ended = child.try_wait().map_err(Trouble::io("look after the server"))?;
            if ended.is_some() || begun.elapsed() > PATIENCE {
                let said = std::fs::read_to_string(&path).unwrap_or_default();
                let last: Vec<&str> = said.lines().rev().take(5).collect();
                return Err(Trouble::odd(format!("the server did not start: {}", last.join("\n"))));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Its resident memory, in bytes.
    pub fn resident(&self) -> Outcome<u64> {
        let path = PathBuf::from(format!("/proc/{}/status", self.child.id().unwrap_or_default()));
        let status = std::fs::read_to_string(&path).map_err(Trouble::file(&path))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kilobytes
            .map(|kilobytes| kilobytes * 1024)
            .ok_or_else(|| Trouble::odd("the system does not tell the memory"))
    }

    /// Processor time used so far, by user and system together.
    pub fn processor_time(&self) -> Outcome<Duration> {
        let path = PathBuf::from(format!("/proc/{}/stat", self.child.id().unwrap_or_default()));
        let stat = std::fs::read_to_string(&path).map_err(Trouble::file(&path))?;
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u64 =
            after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        let per_second = rustix::param::clock_ticks_per_second();
        Ok(Duration::from_millis(ticks * 1000 / per_second.max(1)))
    }

    /// Tells it to stop and waits until it has.
    pub async fn stop(mut self) -> Outcome<()> {
        let pid = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(pid) = pid {
            kill_process(pid, Signal::TERM)
                .map_err(|error| Trouble::Io { what: "stop the server", source: error.into() })?;
        }
        match tokio::time::timeout(PATIENCE, self.child.wait()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(source)) => Err(Trouble::Io { what: "stop the server", source }),
            Err(_) => Err(Trouble::odd("the server did not stop")),
        }
    }
}
