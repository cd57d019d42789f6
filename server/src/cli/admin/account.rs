//! `pursuance admin account`.

use std::io::BufRead;

use clap::{Args, Subcommand, ValueEnum};
use pursuance_domain::action::{
    Action, CreateAccount, LiftLimits, MakeAccountLink, SetOperator, SetVerifier, SuspendAccount,
};
use pursuance_domain::allowed::Principal;
use pursuance_domain::value::Name;
use serde_json::json;
use zeroize::Zeroizing;

use super::{account_named, moment};
use crate::actions::invite;
use crate::cli::CliError;
use crate::cli::output::{Format, columns};
use crate::credentials::TypedPassphrase;
use crate::state::App;
use crate::store::accounts::{self, Account};

/// Commands about accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Opens an account
    Create {
        /// The name that the person signs in with
        name: String,
        #[command(flatten)]
        passphrase: FromStdin,
        /// Lets the account run this server
        #[arg(long)]
        operator: bool,
        #[command(flatten)]
        format: Format,
    },
    /// Lists all accounts
    List(Format),
    /// Lets an account run this server, or no longer
    SetOperator {
        name: String,
        #[arg(default_value = "yes")]
        operator: Answer,
        #[command(flatten)]
        format: Format,
    },
    /// Replaces a passphrase, signs the person out everywhere and ends their tokens
    Reset {
        name: String,
        #[command(flatten)]
        passphrase: FromStdin,
        #[command(flatten)]
        format: Format,
    },
    /// Makes a link by which somebody sets the passphrase of an account, once, within 15 minutes
    Link {
        name: String,
        #[command(flatten)]
        format: Format,
    },
    /// Lifts the limits that hold for one account, or sets them again
    LiftLimits {
        name: String,
        #[arg(default_value = "yes")]
        lifted: Answer,
        #[command(flatten)]
        format: Format,
    },
    /// Stops an account from signing in, and ends its sessions and tokens
    Suspend {
        name: String,
        /// Lets it sign in again
        #[arg(long)]
        lift: bool,
        #[command(flatten)]
        format: Format,
    },
}

/// The passphrase from standard input: never from the command line, which other users of the machine can read.
#[derive(Debug, Args)]
pub struct FromStdin {
    /// Takes the passphrase from the first line of standard input
    #[arg(long, required = true)]
    passphrase_stdin: bool,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Answer {
    Yes,
    No,
}

impl AccountCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Create { name, passphrase: FromStdin { .. }, operator, format } => {
                create(app, &name, operator, format).await
            }
            Self::List(format) => list(app, format).await,
            Self::SetOperator { name, operator, format } => {
                set_operator(app, &name, operator == Answer::Yes, format).await
            }
            Self::Reset { name, passphrase: FromStdin { .. }, format } => reset(app, &name, format).await,
            Self::Link { name, format } => link(app, &name, format).await,
            Self::LiftLimits { name, lifted, format } => {
                lift_limits(app, &name, lifted == Answer::Yes, format).await
            }
            Self::Suspend { name, lift, format } => suspend(app, &name, !lift, format).await,
        }
    }
}

async fn create(app: &App, name: &str, operator: bool, format: Format) -> Result<(), CliError> {
    let name = Name::parse(name)
        .map_err(|refusal| CliError::Argument { text: name.to_owned(), reason: refusal.to_string() })?;
    let credential = new_verifier(app, name.as_str(), read_passphrase()?).await?.into();
    let action = CreateAccount {
        name: name.clone(),
        display: None,
        credential,
        operator,
        setup: None,
        server: None,
        invite: None,
        private_invite: None,
    };
    let done = app.perform(&Principal::Operator, action.into()).await?;
    format.print(&done.result, || format!("{name} can sign in at {}", app.addresses.at("/signin")))
}

async fn link(app: &App, name: &str, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let (secret, hash) = invite::new_secret();
    let no_hash = || CliError::Argument { text: name.to_owned(), reason: "no link could be made".to_owned() };
    let make = MakeAccountLink { account, secret_hash: hash.ok_or_else(no_hash)?, new: false };
    let done = app.perform(&Principal::Operator, make.into()).await?;
    let link = app.addresses.at(&format!("/reset/{secret}"));
    let until = done.result.get("until").cloned().unwrap_or_default();
    format.print(&json!({ "account": name, "link": link, "until": until }), || link.clone())
}

/// The verifier of a new passphrase, which has to be as strong as on the page.
pub async fn new_verifier(app: &App, name: &str, text: String) -> Result<String, CliError> {
    let passphrase = TypedPassphrase::typed(text);
    passphrase.check_strength(name)?;
    app.credentials.verifier(passphrase).await.map_err(CliError::Hash)
}

/// The first line of standard input without its end.
fn read_passphrase() -> Result<String, CliError> {
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line).map_err(|source| CliError::Input { source })?;
    let passphrase = line.trim_end_matches(['\r', '\n']);
    if passphrase.is_empty() { Err(CliError::NoPassphrase) } else { Ok(passphrase.to_owned()) }
}

async fn list(app: &App, format: Format) -> Result<(), CliError> {
    let mut all: Vec<Account> = Vec::new();
    loop {
        let after = all.last().map_or("", |account| account.name.as_str()).to_owned();
        let page = accounts::page(&mut app.db.read().await?, &after, 500).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let listed: Vec<_> = all
        .iter()
        .map(|account| {
            json!({
                "account": account.name, "id": account.actor, "display": account.display, "operator": account.operator,
                "suspended": account.suspended_at, "limits_lifted": account.unbounded, "created": account.created,
            })
        })
        .collect();
    format.print(&listed, || {
        let rows: Vec<_> = all
            .iter()
            .map(|account| {
                let operator = if account.operator { "operator" } else { "" };
                let suspended = account
                    .suspended_at
                    .map_or_else(String::new, |since| format!("suspended since {}", since.rfc3339()));
                [account.name.clone(), operator.to_owned(), moment(Some(account.created), ""), suspended]
            })
            .collect();
        columns(["NAME", "", "SINCE", ""], &rows, "There are no accounts yet.")
    })
}

async fn set_operator(app: &App, name: &str, operator: bool, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let action = Action::from(SetOperator { account, operator });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || {
        if operator {
            format!("{name} runs this server now")
        } else {
            format!("{name} no longer runs this server")
        }
    })
}

async fn reset(app: &App, name: &str, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let verifier = new_verifier(app, name, read_passphrase()?).await?;
    let action = Action::from(SetVerifier { account, verifier, keep_session: None, end_tokens: true });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || {
        format!("{name} has a new passphrase, is signed out everywhere, and has no tokens any longer")
    })
}

async fn lift_limits(app: &App, name: &str, lifted: bool, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let done = app.perform(&Principal::Operator, LiftLimits { account, lifted }.into()).await?;
    format.print(&done.result, || {
        if lifted {
            format!("{name} has no limits now")
        } else {
            format!("{name} has the usual limits again")
        }
    })
}

async fn suspend(app: &App, name: &str, suspended: bool, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let action = Action::from(SuspendAccount { account, suspended });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || {
        if suspended { format!("{name} can no longer sign in") } else { format!("{name} can sign in again") }
    })
}
