//! The messages behind a message in a discussion. Hundreds of open pages ask for them at the same moment, as soon as somebody has
//! said something, so they are read once for all pages (docs/decisions/0022).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use pursuance_domain::allowed::Thread;
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::time::Time;
use tokio::sync::OnceCell;

use super::Actors;
use super::message_extras::{TEXT_MAX, within};
use crate::bounds::keep;
use crate::store::db::{Db, ReadTx, Version};
use crate::store::discussions::{self, Message, TaskFile};
use crate::store::error::StoreResult;
use crate::store::{pictures, said_files};

/// The most messages that come as a part of a page: where there are more, the page is read again.
const MOST: usize = 10;
/// The most answers that are cached, of 32 KiB of text each.
const CACHED: usize = 64;

/// The messages behind a message: the same for everybody who may read the discussion.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// In the order of time. None where a part of the page cannot show them: the message is not there any more; there is too much; or
    /// something of it is a reply, which stands below what it answers.
    pub messages: Vec<Message>,
    /// The files that came with them.
    pub files: Vec<TaskFile>,
    pub authors: Actors,
    /// The number of changes of people's pictures.
    pub picture_changes: i64,
}

/// By the id of a task or a room, and that of the message.
type NewsKey = (String, String);

#[derive(Default)]
struct Cached {
    /// The version of the database that all of it was read in.
    version: Option<Version>,
    said: HashMap<NewsKey, Arc<OnceCell<Arc<Said>>>>,
}

/// The messages behind the last messages of open pages, until anything is written.
#[derive(Clone, Default)]
pub struct SaidCache(Arc<Mutex<Cached>>);

/// The cache as it is in one version of the database.
pub struct InVersion<'a> {
    cache: &'a SaidCache,
    version: Version,
}

impl SaidCache {
    /// The cache in the present version of the database. To be called before a transaction begins in which the reader's rights are read:
    /// then what comes from here is never older than they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn now(&self, db: &Db) -> StoreResult<InVersion<'_>> {
        Ok(InVersion { cache: self, version: db.version().await? })
    }
}

impl InVersion<'_> {
    /// Returns the messages of a discussion behind the message with this id; all of them where the id is empty.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn said_after(
        &self,
        tx: &mut ReadTx,
        (thread, pursuance): (&Thread, &ActorId),
        after: &str,
        now: Time,
    ) -> StoreResult<Arc<Said>> {
        if !after.is_empty() && !is_own_id(after) {
            return Ok(Arc::default());
        }
        if thread.has_ends() {
            // A discussion with ends is read anew each time: its messages end without a change of the database.
            return Ok(Arc::new(read(tx, (thread, pursuance), after, now).await?));
        }
        let cell = self.cell((thread.as_str().to_owned(), after.to_owned()));
        cell.get_or_try_init(async || Ok(Arc::new(read(tx, (thread, pursuance), after, now).await?)))
            .await
            .cloned()
    }

    /// The place of an answer, which the first who asks fills.
    fn cell(&self, key: NewsKey) -> Arc<OnceCell<Arc<Said>>> {
        let mut cached = self.cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.version.as_ref() != Some(&self.version) {
            *cached = Cached { version: Some(self.version.clone()), said: HashMap::new() };
        }
        if let Some(known) = cached.said.get(&key) {
            return known.clone();
        }
        let cell = Arc::<OnceCell<_>>::default();
        keep(&mut cached.said, CACHED, key, cell.clone());
        cell
    }
}

async fn read(
    tx: &mut ReadTx,
    (thread, pursuance): (&Thread, &ActorId),
    after: &str,
    now: Time,
) -> StoreResult<Said> {
    let after = match after {
        "" => None,
        id => match discussions::one_of(tx, thread, id).await? {
            Some(message) => Some(message),
            None => return Ok(Said::default()),
        },
    };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX).saturating_add(1);
    let messages = discussions::thread_after(tx, thread, after.as_ref(), most).await?;
    let mut left = TEXT_MAX;
    let fits = messages.len() <= MOST && within(messages.iter(), &mut left) == messages.len();
    if messages.is_empty() || !fits || messages.iter().any(|message| message.ties.reply_to.is_some()) {
        return Ok(Said::default());
    }
    let ids: Vec<_> = messages.iter().map(|message| message.id.clone()).collect();
    let files = said_files::with(tx, thread, &ids).await?;
    let picture_changes = pictures::count_changes(tx).await?;
    let mut authors = Actors::on_page_of(pursuance, now);
    authors.look_up(tx, messages.iter().map(|message| message.author.clone()).collect()).await?;
    for message in &messages {
        authors.get(tx, &message.author).await?;
    }
    Ok(Said { messages, files, authors, picture_changes })
}
