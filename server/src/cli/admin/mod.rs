//! `pursuance admin`: the commands of operators, beside a running server.

mod account;
mod delivery;
mod door;
mod key;
mod mail;
mod peer;
mod primary;
mod search;
mod token;

use std::process::ExitCode;

use clap::Subcommand;
use pursuance_domain::time::Time;

pub use self::account::new_verifier;
use super::output::Format;
use super::settings::Loaded;
use super::{CliError, open};
use crate::state::App;
use crate::store::accounts::{self, Account};

/// The families of commands.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// People's accounts
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Bearer tokens of the API
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// The public keys of this server
    #[command(subcommand)]
    Key(key::ServerKeyCommand),
    /// Other servers
    #[command(subcommand)]
    Peer(peer::PeerCommand),
    /// Pursuances whose Primary cannot act
    #[command(subcommand)]
    Primary(primary::PrimaryCommand),
    /// Deliveries to other servers
    #[command(subcommand)]
    Delivery(delivery::DeliveryCommand),
    /// The index of words
    #[command(subcommand)]
    Search(search::SearchCommand),
    /// Mail that came back
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Says who may open an account, or sets it
    Door {
        to: Option<door::Position>,
        #[command(flatten)]
        format: Format,
    },
    /// Sends a mail to see whether that works
    Testmail {
        /// The address it goes to
        to: String,
        #[command(flatten)]
        format: Format,
    },
    /// Looked for here, and found beside
    #[command(hide = true)]
    Doctor,
}

impl Admin {
    /// Opens the instance and does it.
    pub async fn run(self, loaded: Loaded) -> Result<ExitCode, CliError> {
        if let Self::Doctor = self {
            return Err(CliError::Elsewhere { command: "pursuance doctor" });
        }
        let app = open::open(loaded).await?;
        let done = match self {
            Self::Doctor => Ok(()),
            Self::Account(command) => command.run(&app).await,
            Self::Token(command) => command.run(&app).await,
            Self::Key(command) => command.run(&app).await,
            Self::Peer(command) => command.run(&app).await,
            Self::Primary(command) => command.run(&app).await,
            Self::Delivery(command) => command.run(&app).await,
            Self::Mail(command) => command.run(&app).await,
            Self::Search(command) => command.run(&app).await,
            Self::Door { to, format } => door::run(&app, to, format).await,
            Self::Testmail { to, format } => mail::test(&app, &to, format).await,
        };
        app.db.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }
}

/// The account with this name.
async fn account_named(app: &App, name: &str) -> Result<Account, CliError> {
    let found = accounts::by_name(&mut app.db.read().await?, name).await?;
    found.ok_or_else(|| CliError::Unknown { what: "account", name: name.to_owned() })
}

/// A time as it is shown and written, or the word for none.
fn moment(time: Option<Time>, none: &str) -> String {
    time.map_or_else(|| none.to_owned(), Time::rfc3339)
}
