//! The command line: its parsing, and the output of each command.
//!
//! Adding a command: its variant in [`Command`], its arm in [`run`], its file here. A command that changes something
//! goes through `perform` as [`Principal::Operator`](pursuance_domain::allowed::Principal), beside a running server.

mod admin;
mod backup;
mod client;
mod config;
mod demo;
mod doctor;
mod error;
mod key;
mod log;
mod open;
mod output;
mod sealed;
mod serve;
mod settings;
mod verify_assets;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

pub use self::error::CliError;
use self::settings::Loaded;
use crate::platform::config::Settings;

/// Pursuance: people who do not know each other get work done together, across servers.
#[derive(Debug, Parser)]
#[command(
    name = "pursuance",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// TOML file with settings; its keys are the names of the flags without dashes in front
    #[arg(long, env = "PURSUANCE_CONFIG", global = true, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    #[command(flatten, next_help_heading = "Settings")]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server
    Serve,
    /// Runs two servers with content that hand work to each other, for looking around
    Demo(demo::Demo),
    /// Changes and shows what an operator may, beside a running server
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Checks and shows the settings
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Writes everything but the key file into one archive, beside a running server
    Backup(backup::Backup),
    /// Puts a backup into an empty data folder
    Restore(backup::Restore),
    /// Looks for what is wrong with this server, and says what to do
    Doctor(output::Format),
    /// Looks into files of private pursuances, and opens those of a server
    #[command(subcommand)]
    Sealed(sealed::SealedCommand),
    /// Writes the keys of a person into a file, shows whose they are, and gives them to an account
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Compares the scripts, headers and pages of a server with those of this program
    VerifyAssets(verify_assets::VerifyAssets),
}

/// Parses the command line and runs the command.
pub fn main() -> ExitCode {
    // Every file written here is for its owner alone, also in a folder that existed before: private keys, sessions.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let matches = command().try_get_matches().unwrap_or_else(|problem| problem.exit());
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|problem| problem.exit());
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(source) => return CliError::Runtime { source }.tell(),
    };
    match runtime.block_on(run(cli, &matches)) {
        Ok(code) => code,
        Err(problem) => problem.tell(),
    }
}

/// The command line. The settings that a server runs with are explained in its own help, and not again in that of commands that run
/// none.
fn command() -> clap::Command {
    let mut command = Cli::command();
    // So that every command has the global arguments, which are hidden there.
    command.build();
    ["admin", "sealed", "key", "verify-assets"]
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, without_settings))
}

/// A command, and all below it, without the settings in its help, except for the ones that name the server.
fn without_settings(command: clap::Command) -> clap::Command {
    const NAMES_THE_SERVER: [&str; 2] = ["data_dir", "config"];
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let command = command
        .mut_args(|arg| {
            let is_setting = arg.get_help_heading() == Some("Settings");
            let is_named = NAMES_THE_SERVER.contains(&arg.get_id().as_str());
            if is_setting && !is_named { arg.hide(true) } else { arg }
        })
        .after_help("The other settings: pursuance --help");
    names.iter().fold(command, |command, name| command.mut_subcommand(name, without_settings))
}

async fn run(cli: Cli, matches: &ArgMatches) -> Result<ExitCode, CliError> {
    let Cli { command, config, settings } = cli;
    // Only a flag: a demo does not belong into the folder of the server whose variables happen to be set.
    let demo_dir = settings::flag(matches, "data_dir", settings.data_dir.as_ref());
    let load = || Loaded::read(config, settings, matches);
    match command {
        Command::Serve => serve::serve(load()?).await,
        Command::Demo(demo) => demo.run(demo_dir).await,
        Command::Admin(admin) => admin.run(load()?).await,
        Command::Config(command) => command.run(load).await,
        Command::Backup(backup) => backup.run(load()?).await,
        Command::Restore(restore) => restore.run(load()?).await,
        Command::Doctor(format) => doctor::doctor(load()?, format).await,
        Command::Sealed(command) => command.run().await,
        Command::Key(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::VerifyAssets(verify) => verify.run().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }
}
