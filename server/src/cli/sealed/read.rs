//! `pursuance sealed read`: the private pursuances of somebody, opened in a terminal. What the server sends is verified as a page does
//! it, and held against what the file of the identity has seen.

use std::path::PathBuf;

use clap::Args;
use pursuance_domain::time::Time;
use pursuance_sealed::bundle::RecordBundle;
use pursuance_sealed::export::{Export, ExportedPursuance};
use pursuance_sealed::ids::Head;
use pursuance_sealed::log::Fold;
use pursuance_sealed::record::Record;
use pursuance_sealed::replica::{self, Secrets};

use super::outline::Outline;
use crate::cli::CliError;
use crate::cli::client::shown;
use crate::cli::key::{AccountAnswer, KeyCommandError, Place, ask, file, seals_of};
use crate::cli::output::say;

/// The server, and whose pursuances are read.
#[derive(Debug, Args)]
pub struct ReadOptions {
    /// The address of the server: https://NAME, or http://localhost:PORT
    url: String,
    /// The file with the keys, as `pursuance key export` writes it
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Reads only the pursuance with this slug
    #[arg(long = "in", value_name = "SLUG")]
    only: Option<String>,
    /// Shows tasks that have ended, too
    #[arg(long)]
    all: bool,
}

impl ReadOptions {
    /// Runs it. The passphrase of the file is asked for: its keys sign in.
    ///
    /// # Errors
    /// When the keys do not open, or the server shows something that is not right.
    pub async fn run(self) -> Result<(), CliError> {
        let bytes = file::read(&self.identity)?;
        let typed = ask::known(&format!("Passphrase of {}: ", self.identity.display()))?;
        let identity = file::open(&self.identity, &bytes, &typed)?;
        let (name, realm) = identity.handle.split_once('@').unwrap_or((&identity.handle, ""));
        let mut account = AccountAnswer::of(&self.url, name)?;
        if account.realm.as_str() != realm {
            return Err(KeyCommandError::Realm { realm: shown(realm) }.into());
        }
        let read = self.texts(&mut account, &identity).await;
        account.sign_out().await;
        say(&read?.join("\n\n"))
    }

    /// The text of each pursuance.
    async fn texts(&self, account: &mut AccountAnswer, identity: &Export) -> Result<Vec<String>, CliError> {
        account.sign_in(&identity.keys).await?;
        let is_asked = |place: &Place| self.only.as_ref().is_none_or(|only| *only == place.slug);
        let places = account.places().await?;
        let mut texts = Vec::new();
        for place in places.iter().filter(|place| is_asked(place)) {
            let (bundle, fold) = account.replica(place, true).await?;
            let pinned = identity.pursuances.iter().find(|known| known.pid == bundle.pid);
            if let Some(pinned) = pinned
                && !has(&bundle, pinned.head)
            {
                return Err(KeyCommandError::Rollback { slug: shown(&place.slug) }.into());
            }
            let secrets = secrets(&bundle, &fold, identity, pinned);
            let objects = replica::open(&bundle, &secrets);
            let outline = Outline { objects: &objects, is_whole: self.all, date };
            texts.push(format!("{}: {}", shown(&place.slug), outline.text()));
        }
        let there =
            |known: &&ExportedPursuance| !places.iter().any(|place| place.pid == known.pid.to_string());
        let missing = identity.pursuances.iter().filter(there).filter(|_| self.only.is_none());
        texts
            .extend(missing.map(|known| {
                format!("{}: the file knows it, and the server shows nothing of it", known.pid)
            }));
        if texts.is_empty() {
            texts.push("no private pursuances".to_owned());
        }
        Ok(texts)
    }
}

/// Whether a log still has the last entry that was seen.
fn has(bundle: &RecordBundle<'_>, seen: Head) -> bool {
    bundle.records.iter().any(|record| match record {
        Record::Entry(entry) => entry.body.seq == seen.seq && entry.hash() == seen.hash,
        _ => false,
    })
}

/// The secrets of epochs: from the server, sealed, and from the file, where they fit the log.
fn secrets(
    bundle: &RecordBundle<'_>,
    fold: &Fold,
    identity: &Export,
    pinned: Option<&ExportedPursuance>,
) -> Secrets {
    let mut secrets = replica::secrets(fold, seals_of(bundle), &identity.keys);
    for (number, secret) in pinned.map(|pinned| pinned.epochs.as_slice()).unwrap_or_default() {
        let fits = fold.epoch_number(*number).is_some_and(|epoch| secret.fits(&bundle.pid, epoch));
        if fits {
            secrets.entry(*number).or_insert_with(|| secret.clone());
        }
    }
    secrets
}

fn date(ms: u64) -> String {
    let micros = i64::try_from(ms).ok().and_then(|ms| ms.checked_mul(1000));
    micros.map_or_else(|| "?".to_owned(), |micros| Time(micros).date())
}
