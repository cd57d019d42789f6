//! `pursuance key`: the keys of a person, as a file that opens them on another device (docs/sealed.md §3.3). It needs a server over the
//! network alone, or none.

pub mod ask;
mod error;
pub mod file;
mod import;
mod signed_in;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use pursuance_domain::time::Time;
use pursuance_sealed::account::Passphrase;
use pursuance_sealed::export::{Export, ExportedPursuance};
use pursuance_sealed::replica;
use pursuance_sealed::words::words;
use serde_json::json;

pub use self::error::KeyCommandError;
pub use self::signed_in::{AccountAnswer, Place, seals_of};
use super::CliError;
use super::client::{shown, to_text};
use super::output::{Format, say};

/// Commands about the keys of a person.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Signs in at a server, and writes the keys of the account into a file; asks for the passphrase, and for one for the file
    Export {
        /// The address of the server: https://NAME, or http://localhost:PORT
        url: String,
        /// The name of the account
        name: String,
        /// The file, which is not there yet
        file: PathBuf,
    },
    /// Gives the keys of a file to an account whose passphrase its server checks; asks for the passphrases of the file and of the account,
    /// and for a new one
    Import {
        /// The address of the server: https://NAME, or http://localhost:PORT
        url: String,
        /// The name of the account
        name: String,
        /// The file
        file: PathBuf,
    },
    /// Shows whose keys are in a file; asks for its passphrase
    Show {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        format: Format,
    },
}

impl KeyCommand {
    /// Runs it.
    ///
    /// # Errors
    /// When the keys do not come out, or in.
    pub async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Export { url, name, file } => export(&url, &name, &file).await,
            Self::Import { url, name, file } => import::import(&url, &name, &file).await,
            Self::Show { file, format } => show(&file, format),
        }
    }
}

async fn export(url: &str, name: &str, path: &Path) -> Result<(), CliError> {
    let mut account = AccountAnswer::of(url, name)?;
    file::is_free(path)?;
    let typed = ask::known(&format!("Passphrase of {}: ", account.handle()))?;
    let passphrase = Passphrase::new(&typed);
    let of_file = ask::new("New passphrase for the file: ")?;
    let gathered = gather(&mut account, &passphrase).await;
    account.sign_out().await;
    let exported = gathered?;
    file::write(path, &exported, &of_file)?;
    let (path, count) = (path.display(), exported.pursuances.len());
    say(&format!("{path}: {} ({}), {count} private pursuances", exported.handle, exported.keys.iid()))
}

/// The keys of an account, and of each private pursuance how far its log goes, and the keys that are open to it.
async fn gather(account: &mut AccountAnswer, passphrase: &Passphrase) -> Result<Export, CliError> {
    let keys = account.open_keys(passphrase).await?;
    let mut pursuances = Vec::new();
    for place in account.places().await? {
        let (bundle, fold) = account.replica(&place, false).await?;
        // A log that was checked has an entry.
        let Some(head) = fold.head() else { continue };
        let epochs = replica::secrets(&fold, seals_of(&bundle), &keys).into_iter().collect();
        let base_url = account.client.origin().to_string();
        pursuances.push(ExportedPursuance { pid: fold.pid(), base_url, head, epochs });
    }
    Ok(Export { keys, handle: account.handle(), pursuances })
}

fn show(path: &Path, format: Format) -> Result<(), CliError> {
    let bytes = file::read(path)?;
    let typed = ask::known(&format!("Passphrase of {}: ", path.display()))?;
    let Export { keys, handle, pursuances } = file::open(path, &bytes, &typed)?;
    let (iid, card) = (keys.iid(), to_text(keys.card().encode()));
    let created = i64::try_from(keys.created_ms).ok().and_then(|ms| ms.checked_mul(1000));
    let created = created.map_or_else(|| "unknown".to_owned(), |micros| Time(micros).rfc3339());
    let listed: Vec<_> = pursuances
        .iter()
        .map(|one| {
            let epochs: Vec<u32> = one.epochs.iter().map(|(epoch, _)| *epoch).collect();
            json!({
                "pid": one.pid.to_string(), "base_url": one.base_url, "head": one.head.hash.to_string(),
                "entries": one.head.seq.saturating_add(1), "epochs": epochs,
            })
        })
        .collect();
    let answer = json!({
        "handle": handle, "iid": iid.to_string(), "words": words(iid.as_bytes()), "card": card,
        "created": created, "pursuances": listed,
    });
    format.print(&answer, || {
        let mut lines = vec![
            format!("account   {}", shown(&handle)),
            format!("identity  {iid}"),
            format!("words     {}", words(iid.as_bytes()).join(" ")),
            format!("card      {card}"),
            format!("created   {created}"),
        ];
        for one in &pursuances {
            let entries = one.head.seq.saturating_add(1);
            let (count, head) = (one.epochs.len(), words(one.head.hash.as_bytes()).join(" "));
            lines.push(format!("\nprivate pursuance {} at {}", one.pid, shown(&one.base_url)));
            lines.push(format!("  {entries} entries of its log, up to: {head}"));
            lines.push(format!("  keys: {count}"));
        }
        lines.join("\n")
    })
}
