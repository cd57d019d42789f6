//! `pursuance admin primary`: pursuances whose Primary cannot act.

use clap::Subcommand;
use pursuance_domain::action::NamePrimary;
use pursuance_domain::allowed::Principal;
use pursuance_domain::value::ActorRef;
use serde_json::json;

use crate::cli::CliError;
use crate::cli::output::{Format, columns};
use crate::state::App;
use crate::store::handover;

/// Orphans that one command lists.
const LISTED: i64 = 1_000;

/// Commands about the Primaries of pursuances.
#[derive(Debug, Subcommand)]
pub enum PrimaryCommand {
    /// Lists the pursuances whose Primary is suspended or gone
    List(Format),
    /// Makes an Admin of such a pursuance its Primary
    Set {
        /// The name of the pursuance in addresses
        slug: String,
        /// The Admin
        name: String,
        #[command(flatten)]
        format: Format,
    },
}

impl PrimaryCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::List(format) => list(app, format).await,
            Self::Set { slug, name, format } => set(app, slug, &name, format).await,
        }
    }
}

async fn list(app: &App, format: Format) -> Result<(), CliError> {
    let found = handover::orphans(&mut app.db.read().await?, "", LISTED).await?;
    let answer: Vec<_> =
        found.iter().map(|orphan| json!({ "pursuance": orphan.slug, "name": orphan.name })).collect();
    format.print(&answer, || {
        let rows: Vec<[String; 2]> =
            found.iter().map(|orphan| [orphan.slug.clone(), orphan.name.clone()]).collect();
        columns(["PURSUANCE", "NAME"], &rows, "Every pursuance has a Primary who can act.")
    })
}

async fn set(app: &App, slug: String, name: &str, format: Format) -> Result<(), CliError> {
    let member = ActorRef::parse(name)
        .map_err(|refusal| CliError::Argument { text: name.to_owned(), reason: refusal.to_string() })?;
    let action = NamePrimary { pursuance: slug.clone(), member };
    let done = app.perform(&Principal::Operator, action.into()).await?;
    format.print(&done.result, || format!("{name} is the Primary of {slug} now"))
}
