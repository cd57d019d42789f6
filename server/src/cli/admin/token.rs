//! `pursuance admin token`.

use clap::Subcommand;
use pursuance_domain::action::{Action, CreateToken, RevokeToken};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TokenId;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Label, TokenScope, ValueRefusal};
use serde_json::json;

use super::{account_named, moment};
use crate::actions::token;
use crate::cli::CliError;
use crate::cli::output::{Format, columns};
use crate::platform::clock::random;
use crate::state::{App, hash_secret};
use crate::store::tokens;

/// Commands about tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token for an account and prints it, once
    Create {
        /// The account it acts for
        name: String,
        /// The purpose of the token
        #[arg(long, default_value = "command line")]
        label: String,
        /// The rights of the token: read, or act
        #[arg(long, default_value = "act")]
        scope: String,
        /// How many days it works, at most 365
        #[arg(long, default_value_t = token::LIFE / DAY)]
        days: i64,
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
            Self::Create { name, label, scope, days, format } => {
                let wanted = TokenRequest {
                    label: Label::parse(&label).map_err(|refusal| wrong(&label, &refusal))?,
                    scope: TokenScope::parse(&scope).map_err(|refusal| wrong(&scope, &refusal))?,
                    expires: app.clock.now().plus(days.saturating_mul(DAY)),
                };
                create(app, &name, wanted, format).await
            }
            Self::Revoke { id, format } => revoke(app, id, format).await,
            Self::List { name, format } => list(app, name.as_deref(), format).await,
        }
    }
}

/// The token to make.
struct TokenRequest {
    label: Label,
    scope: TokenScope,
    expires: Time,
}

fn wrong(text: &str, refusal: &ValueRefusal) -> CliError {
    CliError::Argument { text: text.to_owned(), reason: refusal.to_string() }
}

async fn create(app: &App, name: &str, wanted: TokenRequest, format: Format) -> Result<(), CliError> {
    let account = account_named(app, name).await?.actor;
    let token = hex::encode(random::<32>());
    let TokenRequest { label, scope, expires } = wanted;
    let secret_hash = hash_secret(&token);
    let action =
        Action::from(CreateToken { account, session: None, name: label, secret_hash, scope, expires });
    let done = app.perform(&Principal::Operator, action).await?;
    let answer = json!({ "token": token, "id": done.result["id"], "account": name, "scope": scope, "expires": expires });
    let does = match scope {
        TokenScope::Read => "reads what",
        TokenScope::Act => "does whatever",
    };
    format.print(&answer, || {
        let until = expires.rfc3339();
        format!("{token}\nKeep it: it is not shown again. Until {until} whoever has it {does} {name} can.")
    })
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
    let tokens = tokens::list(&mut app.db.read().await?, account.as_ref()).await?;
    let listed: Vec<_> = tokens
        .iter()
        .map(|token| {
            json!({
                "id": token.id, "account": token.account_name, "label": token.name, "scope": token.scope,
                "created": token.created, "expires": token.expires,
                "used": token.seen, "revoked": token.revoked_at,
            })
        })
        .collect();
    format.print(&listed, || {
        let rows: Vec<_> = tokens
            .iter()
            .map(|token| {
                let state = token.revoked_at.map_or_else(
                    || format!("until {}", token.expires.rfc3339()),
                    |at| format!("revoked {}", at.rfc3339()),
                );
                [
                    token.id.to_string(),
                    token.account_name.clone(),
                    token.name.clone(),
                    token.scope.as_str().to_owned(),
                    moment(token.seen, "never used"),
                    state,
                ]
            })
            .collect();
        columns(["ID", "ACCOUNT", "LABEL", "MAY", "LAST USED", ""], &rows, "There are no tokens.")
    })
}
