//! `pursuance admin search`: the index of words.

use clap::Subcommand;
use serde_json::json;

use crate::cli::CliError;
use crate::cli::output::Format;
use crate::state::App;
use crate::store::fulltext;

/// Commands about the search
#[derive(Debug, Subcommand)]
pub enum SearchCommand {
    /// Empties the index of words, and has the server fill it anew
    Rebuild {
        #[command(flatten)]
        format: Format,
    },
}

impl SearchCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Rebuild { format } => rebuild(app, format).await,
        }
    }
}

async fn rebuild(app: &App, format: Format) -> Result<(), CliError> {
    let mut tx = app.db.write().await?;
    fulltext::forget_all(&mut tx).await?;
    tx.commit().await?;
    format.print(&json!({ "rebuilding": true }), || {
        "The server takes all texts in anew, the newest first; searches say so until it is done.".to_owned()
    })
}
