//! The list of public skill offers of a pursuance on another server (PROTOCOL §1.4): read when this server first hears of the
//! pursuance, when somebody here looks it up or it begins to follow, and once a week as long as it has to do with anybody here.

use pursuance_domain::id::ActorId;
use pursuance_domain::skill_offer::ASKED_EVERY;
use pursuance_domain::time::{HOUR, SECOND, Time};
use pursuance_federation::fetch::DOCUMENT_MAX;
use pursuance_federation::verify::RetryAfter;
use pursuance_federation::vocab::{self, ListPart, Proposal};
use url::Url;

use super::kept::{OFFER_LIMIT, take_listed};
use crate::lookup::DirectoryError;
use crate::peers::Gate;
use crate::peers::signing::AskError;
use crate::platform::clock::random;
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::error::{StoreError, StoreResult};
use crate::store::skill_offers;

/// How many pages of a list are read.
pub const PAGES: usize = 5;
/// The most items of a list that are read.
pub const ITEMS: usize = 100;

/// Why a list was not read to its end.
#[derive(Debug, thiserror::Error)]
enum NotRead {
    #[error("its server was asked too often; not before {0} s")]
    Often(u32),
    #[error(transparent)]
    Maker(#[from] DirectoryError),
    #[error("it could not be fetched")]
    Page(#[source] AskError),
    #[error("it is not in the form of a list: {0}")]
    Form(#[from] vocab::VocabRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NotRead {
    /// Whether it may go better soon.
    fn is_temporary(&self) -> bool {
        match self {
            Self::Maker(error) => error.is_temporary(),
            Self::Page(AskError::Fetch(error)) => error.is_temporary(),
            Self::Page(AskError::Keys(_) | AskError::Store(_)) | Self::Store(_) | Self::Often(_) => true,
            Self::Form(_) => false,
        }
    }
}

/// The most random extra wait of a list without a turn, so that the lists of one server do not all come at once again.
const SHIFT: i64 = HOUR;

/// The outcome of reading a list.
#[derive(Debug)]
pub enum ListRead {
    /// It is read again at a time.
    Again(Time),
    /// It may be read soon; why it was not.
    Failed(String),
    /// Nobody here has to do with its pursuance any more.
    Over,
}

/// Reads the list of a pursuance, as far as it answers.
///
/// # Errors
/// When the database fails.
pub async fn read_list(app: &App, gate: &Gate, maker: &ActorId) -> StoreResult<ListRead> {
    let now = app.clock.now();
    let known = actors::by_id(&mut app.db.read().await?, maker).await?;
    let is_asked =
        |maker: &Actor| !maker.is_here() && maker.gone_at.is_none() && maker.kind == ActorKind::Group;
    let Some(maker) = known.filter(is_asked) else { return Ok(ListRead::Over) };
    match take_in_list(app, gate, &maker).await {
        Ok(()) => {}
        Err(
            NotRead::Store(error)
            | NotRead::Maker(DirectoryError::Store(error))
            | NotRead::Page(AskError::Store(error)),
        ) => {
            return Err(error);
        }
        Err(NotRead::Often(seconds)) => {
            let shift = i64::from(u16::from_le_bytes(random())) * (SHIFT / (1 << 16));
            return Ok(ListRead::Again(now.plus(i64::from(seconds) * SECOND + shift)));
        }
        Err(error) if error.is_temporary() => return Ok(ListRead::Failed(error.to_string())),
        Err(error) => tracing::debug!(
            error = &error as &dyn std::error::Error,
            peer.uri = maker.uri,
            "A list of skill offers could not be read"
        ),
    }
    let is_kept_up = skill_offers::is_kept_up(&mut app.db.read().await?, &maker.id, now).await?;
    Ok(if is_kept_up { ListRead::Again(now.plus(ASKED_EVERY)) } else { ListRead::Over })
}

/// Keeps the offers of the list, as if each had been sent.
async fn take_in_list(app: &App, gate: &Gate, maker: &Actor) -> Result<(), NotRead> {
    let uri = Url::parse(&maker.uri).map_err(|_| DirectoryError::Unreadable(maker.uri.clone()))?;
    // Pays for all requests that one list can need.
    gate.spend_offer_list(&uri).map_err(|RetryAfter(seconds)| NotRead::Often(seconds))?;
    // The pursuance's own document first: it may have another owner by now, whose keys nobody believes.
    let said = vocab::Actor::read(&app.fetch_document(&uri).await?)?;
    // One document leads to no other: each would be an actor to keep, and a list to read.
    if said.id != uri {
        return Ok(());
    }
    let maker = app.keep_actor(&said).await?;
    let takes_offers = said.takes_offers();
    let mut next = said.skill_offers.filter(|list| takes_offers && list.origin() == uri.origin());
    let mut left = ITEMS;
    // The list, and its pages.
    for _ in 0..=PAGES {
        let Some(url) = next.take() else { break };
        let document = app.ask(&app.instance_actor, &url, DOCUMENT_MAX).await.map_err(NotRead::Page)?;
        let part = ListPart::read(&document.value)?;
        for item in part.items.iter().take(left) {
            if item.to_string().len() > OFFER_LIMIT {
                continue;
            }
            let Ok(said) = Proposal::read(item) else { continue };
            if let Err(why) = take_listed(app, &maker, &said).await? {
                tracing::debug!(peer.uri = maker.uri, "A skill offer in a list is not kept: {why}");
            }
        }
        left = left.saturating_sub(part.items.len());
        next = part.next.filter(|next| left > 0 && next.origin() == uri.origin());
    }
    Ok(())
}
