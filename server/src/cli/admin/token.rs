//! `pursuance admin token`.

use clap::Subcommand;
use pursuance_domain::action::{Action, CreateToken, RevokeToken};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TokenId;
use serde_json::json;

use super::{account_named, moment};
use crate::cli::CliError;
use crate::cli::output::{Format, columns};
use crate::clock::random;
use crate::state::{App, hash_secret};
use crate::store::accounts;

/// Commands about tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token for an account and prints it, once
    Create {
        /// The account it acts for
        name: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        label: String,
        #[command(flatten)]
        format: Format,
    },
    /// Makes a token useless
    Revoke {
        id: String,
        #[command(flatten)]
        format: Format,
    },
    /// Lists the tokens of an account, or of all
    List {
        name: Option<String>,
        #[command(flatten)]
        format: Format,
    },
}

impl TokenCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Create { name, label, format } => create(app, &name, label, format).await,
            Self::Revoke { id, format } => revoke(app, id, format).await,
            Self::List { name, format } => list(app, name.as_deref(), format).await,
        }
    }
}

async fn create(app: &App, name: &str, label: String, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let token = hex::encode(random::<32>());
    let action = Action::from(CreateToken { account, name: label, secret_hash: hash_secret(&token) });
    let done = app.perform(&Principal::Operator, action).await?;
    let answer = json!({ "token": token, "id": done.result["id"], "account": name });
    format
        .print(&answer, || format!("{token}\nKeep it: it is not shown again. Whoever has it acts as {name}."))
}

async fn revoke(app: &App, id: String, format: Format) -> Result<(), CliError> {
    let action = Action::from(RevokeToken { token: TokenId(id) });
    let done = app.perform(&Principal::Operator, action).await?;
    format.print(&done.result, || "The token no longer works".to_owned())
}

async fn list(app: &App, name: Option<&str>, format: Format) -> Result<(), CliError> {
    let account = match name {
        Some(name) => Some(account_named(app, name).await?.actor),
        None => None,
    };
    let tokens = accounts::tokens(&mut app.db.read().await?, account.as_ref()).await?;
    let listed: Vec<_> = tokens
        .iter()
        .map(|token| {
            json!({
                "id": token.id, "account": token.account_name, "label": token.name, "created": token.created,
                "used": token.seen, "revoked": token.revoked_at,
            })
        })
        .collect();
    format.print(&listed, || {
        let rows: Vec<_> = tokens
            .iter()
            .map(|token| {
                let state =
                    token.revoked_at.map_or_else(String::new, |at| format!("revoked {}", at.rfc3339()));
                [
                    token.id.to_string(),
                    token.account_name.clone(),
                    token.name.clone(),
                    moment(token.seen, "never used"),
                    state,
                ]
            })
            .collect();
        columns(["ID", "ACCOUNT", "LABEL", "LAST USED", ""], &rows, "There are no tokens.")
    })
}
