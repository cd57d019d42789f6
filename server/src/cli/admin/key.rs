//! `pursuance admin key`: the public keys of this server, for operators of other servers who compare a changed one
//! (PROTOCOL §3.6).

use clap::Subcommand;
use serde_json::json;

use crate::cli::CliError;
use crate::cli::output::Format;
use crate::peers::public_key;
use crate::state::App;
use crate::store::actors::{self, ActorKind};

/// Commands about this server's own keys.
#[derive(Debug, Subcommand)]
pub enum ServerKeyCommand {
    /// Shows the public key of a pursuance of this server, to read it to operators elsewhere
    Show {
        /// Its short name; without one, the server's own key is shown
        pursuance: Option<String>,
        #[command(flatten)]
        format: Format,
    },
}

impl ServerKeyCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Show { pursuance, format } => show(app, pursuance.as_deref(), format).await,
        }
    }
}

async fn show(app: &App, pursuance: Option<&str>, format: Format) -> Result<(), CliError> {
    let actor = match pursuance {
        None => app.instance_actor.clone(),
        Some(name) => {
            let found = actors::by_name_here(&mut app.db.read().await?, name).await?;
            let found = found.filter(|actor| actor.kind == ActorKind::Group);
            found.ok_or_else(|| CliError::Unknown { what: "pursuance", name: name.to_owned() })?
        }
    };
    let handle = app.handle(&actor);
    let key = public_key(&actor).map(|key| key.to_multikey());
    let key = key.ok_or_else(|| CliError::Unknown { what: "readable key of", name: handle.clone() })?;
    format.print(&json!({ "handle": handle, "actor": actor.uri, "key": key }), || {
        format!("{handle}\naddress  {}\nkey      {key}", actor.uri)
    })
}
