//! The data folder, the disk under it, the key file, and the clock of the disk.

use std::fs::{self, Metadata};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::{Finding, look};
use crate::actions::room::kept_free;
use crate::cli::error::with_causes;
use crate::platform::clock::{Clock, random};
use crate::platform::config::Config;
use crate::platform::vault::Vault;

const GIB: u64 = 1024 * 1024 * 1024;
/// Less room than this and a day of files could fill it.
const LITTLE_ROOM: u64 = 2 * GIB;
/// Less room than this and the database itself may not be able to write.
const NO_ROOM: u64 = GIB / 4;
/// A machine that gets its time from the network is never this many seconds off.
pub(super) const CLOCK_SLACK: i64 = 30;

pub(super) fn look_at(config: &Config) -> Vec<Finding> {
    let mut findings = vec![writable(&config.data_dir)];
    if config.data_dir.exists() {
        findings.extend([room(config), file_clock(&config.data_dir)]);
    }
    findings.push(key_file(config.key_file.as_deref()));
    findings
}

/// Writes a file, returns what the disk records of it, and removes it.
fn written(folder: &Path) -> std::io::Result<Metadata> {
    let path = folder.join(format!("doctor-{}", hex::encode(random::<8>())));
    let mut file = fs::File::create_new(&path)?;
    let metadata =
        file.write_all(b"pursuance doctor").and_then(|()| file.sync_all()).and_then(|()| file.metadata());
    fs::remove_file(&path)?;
    metadata
}

fn writable(folder: &Path) -> Finding {
    let look = look("data folder", format!("{}, by writing a file there", folder.display()));
    match folder.try_exists() {
        Ok(true) => {}
        Ok(false) => {
            return look.fail(
                "it does not exist",
                "Start the server once, or name its folder with --data-dir or its settings with --config.",
            );
        }
        Err(error) => {
            return look.fail(
                format!("it cannot be looked into: {error}"),
                "Run this as the user the server runs as, or as root.",
            );
        }
    }
    let (written, owner) =
        match written(folder).and_then(|file| Ok((file.uid(), fs::metadata(folder)?.uid()))) {
            Ok(users) => users,
            Err(error) => {
                return look.fail(
                    format!("it cannot be written to: {error}"),
                    "Run this as the user the server runs as; that user has to own the folder.",
                );
            }
        };
    if written != owner {
        return look.warn(
            format!("user {written} can write to it, but it belongs to user {owner}; whether the server can was not tried"),
            format!("Run this as the user the server runs as, mostly the owner: setpriv --reuid {owner} --clear-groups …"),
        );
    }
    match others_may_read(folder) {
        Ok(false) => look.ok("it can be written to, and only its owner reads it"),
        Ok(true) => {
            look.warn("others on this machine may look into it", format!("chmod 700 {}", folder.display()))
        }
        Err(error) => look.warn(format!("its permissions cannot be read: {error}"), "Check who owns it."),
    }
}

fn others_may_read(path: &Path) -> std::io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o007 != 0)
}

fn room(config: &Config) -> Finding {
    let folder = &config.data_dir;
    let look = look("disk space", format!("the disk under {}", folder.display()));
    let (free, total) = match rustix::fs::statvfs(folder) {
        Ok(disk) => {
            (disk.f_bavail.saturating_mul(disk.f_frsize), disk.f_blocks.saturating_mul(disk.f_frsize))
        }
        Err(error) => return look.warn(format!("it cannot be asked: {error}"), "Look with df."),
    };
    let found = format!("{:.1} of {:.1} GiB are free", gib(free), gib(total));
    let kept_free = kept_free(&config.quotas, i64::try_from(total).unwrap_or(i64::MAX));
    if i64::try_from(free).is_ok_and(|free| free < kept_free) {
        let refused = if config.database_file().is_some() {
            "nothing new is written, and no file is taken in"
        } else {
            "no file is taken in"
        };
        return look.fail(
            format!("{found}, less than is left free: {refused}"),
            "Make room, or let less be left free with keep-free-mib.",
        );
    }
    if free < NO_ROOM {
        look.fail(found, "Make room now: without it nothing can be stored.")
    } else if free < LITTLE_ROOM {
        look.warn(found, "Make room soon; uploaded files and the database grow.")
    } else {
        look.ok(found)
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit after the point")]
fn gib(bytes: u64) -> f64 {
    bytes as f64 / GIB as f64
}

/// Whether the machine's clock and that of the disk (which may be another machine's) agree.
fn file_clock(folder: &Path) -> Finding {
    let look = look("clock of the disk", "the time of a file written just now");
    let now = Clock::System.now().unix_seconds();
    let modified = match written(folder).and_then(|metadata| metadata.modified()) {
        Ok(modified) => modified,
        Err(error) => {
            return look.warn(format!("no file could be written: {error}"), "See the data folder above.");
        }
    };
    let seconds = modified
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
    let apart = now.saturating_sub(seconds).abs();
    if apart > CLOCK_SLACK {
        look.warn(
            format!("it is {apart} s apart from this machine's clock"),
            "Let both machines take their time from the same server (NTP).",
        )
    } else {
        look.ok("it agrees with this machine's clock")
    }
}

fn key_file(path: Option<&Path>) -> Finding {
    let Some(path) = path else {
        return look("key file", "the setting key-file")
            .ok("none is set here: with none, new private keys are stored as they are, so keep backups of the database private");
    };
    let look = look("key file", path.display().to_string());
    let vault = match Vault::open(Some(path)) {
        Ok(vault) => vault,
        Err(error) => {
            return look.fail(
                with_causes(&error),
                "Put the file back from its backup: without it this server cannot act as itself.",
            );
        }
    };
    let begins = vault.fingerprint().map(|begins| begins.to_string()).unwrap_or_default();
    match others_may_read(path) {
        Ok(false) => {
            look.ok(format!("it can be read, and others cannot read it; its SHA-256 begins with {begins}"))
        }
        Ok(true) => look.warn(
            format!("others on this machine may read it; its SHA-256 begins with {begins}"),
            format!("chmod 600 {}", path.display()),
        ),
        Err(error) => look.warn(format!("its permissions cannot be read: {error}"), "Check who owns it."),
    }
}
