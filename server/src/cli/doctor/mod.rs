//! `pursuance doctor`: examines common problems, and prints for each the result and the next step.
//!
//! It changes nothing: no migration runs, no instance is founded.

mod folder;
mod reach;
mod store;

use std::process::ExitCode;

use serde::Serialize;

use super::CliError;
use super::output::Format;
use super::settings::Loaded;

/// The status of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    Warn,
    Fail,
}

/// The object, the result, and the next step.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    looked_at: String,
    found: String,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

/// Begins a finding, with its object.
fn look(check: &'static str, looked_at: impl Into<String>) -> DoctorFinding {
    DoctorFinding { check, looked_at: looked_at.into() }
}

/// A finding before its outcome.
struct DoctorFinding {
    check: &'static str,
    looked_at: String,
}

impl DoctorFinding {
    fn ok(self, found: impl Into<String>) -> Finding {
        self.found(Status::Ok, found.into(), None)
    }

    fn warn(self, found: impl Into<String>, advice: impl Into<String>) -> Finding {
        self.found(Status::Warn, found.into(), Some(advice.into()))
    }

    fn fail(self, found: impl Into<String>, advice: impl Into<String>) -> Finding {
        self.found(Status::Fail, found.into(), Some(advice.into()))
    }

    fn found(self, status: Status, found: String, advice: Option<String>) -> Finding {
        Finding { check: self.check, looked_at: self.looked_at, found, status, advice }
    }
}

/// Examines everything; fails when something must be mended.
pub async fn doctor(mut loaded: Loaded, format: Format) -> Result<ExitCode, CliError> {
    // The instance knows its base URL; the default of the settings counts only without an instance.
    let mut config = loaded.check()?;
    if loaded.settings.base_url.is_none()
        && let Ok(Some(stored)) = super::open::base_url(&config).await
    {
        config = super::settings::with_base_url(&mut loaded, stored)?;
    }
    let mut findings = vec![settings(&loaded)];
    findings.extend(folder::look_at(&config));
    findings.extend(store::look_at(&config).await);
    findings.extend(reach::look_at(&config, loaded.file.is_some()).await);
    format.print(&findings, || in_words(&findings))?;
    let worst = findings.iter().map(|finding| finding.status).max();
    Ok(if worst == Some(Status::Fail) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The origin of the settings: another process may have been started with others.
fn settings(loaded: &Loaded) -> Finding {
    let look = look("settings", "flags, PURSUANCE_… variables and the file of --config");
    match &loaded.file {
        Some(file) => look.ok(format!("they come from {}, and what flags and variables say goes before it", file.display())),
        None => look.ok(
            "no file is named, so only flags and variables count; a server that was started with others has others",
        ),
    }
}

fn in_words(findings: &[Finding]) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        let word = match finding.status {
            Status::Ok => "ok  ",
            Status::Warn => "warn",
            Status::Fail => "FAIL",
        };
        lines.push(format!("{word}  {}: {}", finding.check, finding.found));
        lines.push(format!("      looked at {}", finding.looked_at));
        lines.extend(finding.advice.iter().map(|advice| format!("      → {advice}")));
    }
    let count = |status| findings.iter().filter(|finding| finding.status == status).count();
    let mut checks: Vec<_> =
        findings.iter().filter(|it| it.status != Status::Ok).map(|it| it.check).collect();
    checks.dedup();
    let checks = checks.join(", ");
    lines.push(match (count(Status::Fail), count(Status::Warn)) {
        (0, 0) => "\nEverything is as it should be.".to_owned(),
        (0, warnings) => format!("\nNothing is broken; {warnings} to look into: {checks}."),
        (failures, warnings) => format!("\n{failures} to mend, {warnings} to look into: {checks}."),
    });
    lines.join("\n")
}
