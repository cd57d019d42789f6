//! `pursuance demo`: two servers in one process, with content and a task under way between them.
//!
//! | file | contents |
//! |---|---|
//! | `folder` | the folder of the demo, and whether it is complete |
//! | `stage` | acting as a person on one of the two, and waiting for the other |
//! | `cast` | the people |
//! | `story` | their work, and how one task comes to be under way |

mod cast;
mod folder;
mod stage;
mod story;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use clap::Args;

use self::cast::Cast;
use self::folder::Folder;
use self::stage::DemoStage;
use self::story::Under;
use super::output::say;
use super::serve::{Running, StopSignal, listen};
use super::{CliError, log};
use crate::platform::clock::Clock;
use crate::platform::config::{LogFormat, Settings};
use crate::state::{App, Use};

/// Runs the demo.
#[derive(Debug, Args)]
pub struct Demo {
    /// The ports of the two servers on localhost
    #[arg(long, value_name = "PORT,PORT", default_value = "8001,8002", value_parser = two_ports)]
    ports: (u16, u16),
}

fn two_ports(text: &str) -> Result<(u16, u16), String> {
    let (one, other) = text.split_once(',').ok_or("two ports with a comma between them")?;
    let port = |text: &str| {
        text.trim().parse::<u16>().ok().filter(|port| *port != 0).ok_or(format!("“{text}” is no port"))
    };
    let ports = (port(one)?, port(other)?);
    if ports.0 == ports.1 { Err("two different ports".to_owned()) } else { Ok(ports) }
}

impl Demo {
    /// Runs until it is told to stop. Without a given folder everything is removed at the end.
    pub async fn run(self, data_dir: Option<PathBuf>) -> Result<ExitCode, CliError> {
        log::begin(LogFormat::Text, "warn")?;
        let stop = StopSignal::on_signals()?;
        let folder = Folder::open(data_dir)?;
        let time = Arc::new(AtomicI64::new(0));
        let ((river, river_runs), (pixel, pixel_runs)) = tokio::try_join!(
            begin(&folder, folder::ONE, self.ports.0, &time, &stop),
            begin(&folder, folder::TWO, self.ports.1, &time, &stop),
        )?;
        let (river, pixel) = (DemoStage::new(river, time.clone()), DemoStage::new(pixel, time));
        let under = match folder.kept() {
            Some(under) => under,
            None => {
                let under = tokio::select! {
                    told = story::tell(&river, &pixel) => told?,
                    () = stop.clone().asked() => return end(river_runs, pixel_runs).await,
                };
                folder.keep(&under)?;
                under
            }
        };
        say(&welcome(&river.app, &pixel.app, &under, &folder))?;
        end(river_runs, pixel_runs).await
    }
}

/// Opens one of the two and lets it answer.
async fn begin(
    folder: &Folder,
    name: &str,
    port: u16,
    time: &Arc<AtomicI64>,
    stop: &StopSignal,
) -> Result<(App, Running), CliError> {
    let settings = Settings {
        data_dir: Some(folder.of(name)),
        bind: Some(SocketAddr::from(([127, 0, 0, 1], port))),
        base_url: Some(format!("http://localhost:{port}")),
        ..Settings::default()
    };
    let config = settings.check(None)?;
    let listener = listen(config.bind).await?;
    let app = App::start(config, Clock::Told(time.clone()), Use::Serve).await?;
    let running = Running::begin(&app, listener, stop.clone());
    Ok((app, running))
}

async fn end(one: Running, other: Running) -> Result<ExitCode, CliError> {
    let (one, other) = tokio::join!(one.ended(), other.ended());
    one.and(other).map(|()| ExitCode::SUCCESS)
}

/// The text to print once everything is ready.
fn welcome(river: &App, pixel: &App, under: &Under, folder: &Folder) -> String {
    let mut lines = vec![
        "Two servers are running. What you do on one is on the other within a second or two.".to_owned(),
        String::new(),
        "A task is under way between them:".to_owned(),
        format!("  {}", river.addresses.at(&format!("/p/{}/t/{}", cast::RIVER.slug, under.task))),
        format!("  {}", pixel.addresses.at(&format!("/p/{}/t/{}", cast::PIXEL.slug, under.mirror))),
    ];
    for (app, cast) in [(river, &cast::RIVER), (pixel, &cast::PIXEL)] {
        lines.extend([String::new(), sign_ins(app, cast)]);
    }
    lines.extend([String::new(), to_try(river, pixel)]);
    lines.extend([String::new(), folder.farewell()]);
    lines.join("\n")
}

/// Three things to do, in order: one task goes over and comes back.
fn to_try(river: &App, pixel: &App) -> String {
    let (mara, noor) = (cast::RIVER.founder(), cast::PIXEL.founder());
    let outline = river.addresses.at(&format!("/p/{}", cast::RIVER.slug));
    let incoming = pixel.addresses.at(&format!("/p/{}/incoming", cast::PIXEL.slug));
    [
        "Three things to try:".to_owned(),
        format!("  1. Hand a task over: as {mara}, open “{}” at", story::TO_TRY),
        format!("     {outline} and press “Hand to another pursuance”."),
        format!("  2. Accept “{}” on the other server: as {noor}, at", story::TO_TRY),
        format!("     {incoming}. Take it, and hand in a sentence."),
        format!("  3. Send it back: as {mara}, on the page of your task, say what is missing."),
    ]
    .join("\n")
}

fn sign_ins(app: &App, cast: &Cast) -> String {
    let signin = app.addresses.at("/signin");
    let mut lines = vec![
        format!("{} on {}: sign in at {signin}", cast.name, cast.server),
        format!("  {} runs this server.", cast.founder()),
    ];
    for person in cast.people {
        lines.push(format!(
            "  {:<7} {:<30} {}",
            person.name,
            cast::passphrase(person.name),
            person.role.label()
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_needs_two_different_ports() {
        assert_eq!(two_ports("8001, 8002"), Ok((8001, 8002)));
        for text in ["8001", "8001,8001", "8001,0", "8001,x", "8001,70000"] {
            assert!(two_ports(text).is_err(), "{text}");
        }
    }
}
