//! `pursuance admin door`: who may open an account.

use clap::ValueEnum;
use pursuance_domain::action::ConfigureInstance;
use pursuance_domain::allowed::Principal;
use pursuance_domain::value::{DisplayName, Door, Label, Purpose};
use serde_json::json;

use crate::cli::CliError;
use crate::cli::output::Format;
use crate::state::App;
use crate::store::instance;

/// Who may open an account, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Position {
    /// Anybody
    Anybody,
    /// Somebody with an invitation
    Invited,
    /// People who ask for it and are let in by an operator, and people with an invitation
    Request,
    /// Nobody: operators make accounts
    Nobody,
}

impl Position {
    fn door(self) -> Door {
        match self {
            Self::Anybody => Door::Anybody,
            Self::Invited => Door::Invited,
            Self::Request => Door::Request,
            Self::Nobody => Door::Nobody,
        }
    }
}

/// Says who may open an account, and sets it first where that is asked.
pub(super) async fn run(app: &App, to: Option<Position>, format: Format) -> Result<(), CliError> {
    let row = instance::find(&mut app.db.read().await?).await?;
    let row =
        row.ok_or_else(|| CliError::Unknown { what: "instance", name: app.addresses.base().to_owned() })?;
    let bad = |text: &str| {
        let text = text.to_owned();
        move |reason: pursuance_domain::value::ValueRefusal| CliError::Argument {
            text,
            reason: reason.to_string(),
        }
    };
    if let Some(to) = to {
        let configure = ConfigureInstance {
            name: DisplayName::parse(&row.name).map_err(bad(&row.name))?,
            door: to.door(),
            about: Purpose::parse(&row.about).ok().filter(|about| !about.as_str().is_empty()),
            run_by: Label::parse(&row.run_by).ok(),
        };
        app.perform(&Principal::Operator, configure.into()).await?;
    }
    let door = to.map_or(row.door, Position::door);
    format.print(&json!({ "door": door }), || match door {
        Door::Anybody => "Anybody may open an account".to_owned(),
        Door::Invited => "Somebody with an invitation may open an account".to_owned(),
        Door::Request => {
            "Somebody with an invitation, or whom operators let in, may open an account".to_owned()
        }
        Door::Nobody => "Operators make accounts, and nobody else opens one".to_owned(),
    })
}
