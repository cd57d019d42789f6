//! Fetches files of a submission: streamed, hashed on the way, never held in memory.

use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncWrite, AsyncWriteExt},
    time::{Duration, Instant},
};
use url::Url;

use super::{FetchError, Fetcher, Led, SignGet};
use crate::vocab::Sha256Sum;

/// The least bytes of a file that must arrive each second, on average, once its [`grace`](super::TimeLimits::get) is over.
pub const LEAST_RATE: u64 = 16 * 1024;

/// The conditions for a file to be kept.
#[derive(Debug, Clone, Copy)]
pub struct BlobRule {
    /// The instance's limit.
    pub max_bytes: u64,
    /// The size that was announced.
    pub size: Option<u64>,
    /// The hash that was announced.
    pub sha256: Option<Sha256Sum>,
}

/// The file as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobReceipt {
    pub size: u64,
    pub sha256: Sha256Sum,
}

impl Fetcher {
    /// Streams a file into `to`. After an error the bytes in `to` are worthless.
    ///
    /// It comes from the server that is asked: no redirect leads to another one (PROTOCOL §1.6).
    ///
    /// A large file takes its time: the limits apply to the wait for its beginning and for each piece, and to the average
    /// rate, which bounds the whole time by the size.
    ///
    /// # Errors
    /// [`FetchError`]: also when the file is larger than allowed, or not the one that was announced.
    pub async fn get_blob(
        &self,
        url: &Url,
        sign: &dyn SignGet,
        rule: BlobRule,
        to: &mut (dyn AsyncWrite + Unpin + Send),
    ) -> Result<BlobReceipt, FetchError> {
        let pace = Pace { begun: Instant::now(), grace: self.limits.get };
        let (mut response, _) = self.in_time(self.get(url, "*/*", sign, Led::Within)).await?;
        // Reads no more than the announced size, so a lie about the size costs no more than the truth.
        let limit = rule.size.map_or(rule.max_bytes, |size| size.min(rule.max_bytes));
        let mut hash = Sha256::new();
        let mut size: u64 = 0;
        while let Some(chunk) =
            self.in_time(async { response.chunk().await.map_err(FetchError::Interrupted) }).await?
        {
            size = size.saturating_add(chunk.len() as u64);
            if size > limit {
                return Err(FetchError::TooLarge { limit });
            }
            pace.keeps_up(size)?;
            hash.update(&chunk);
            self.in_time(async { to.write_all(&chunk).await.map_err(FetchError::Store) }).await?;
        }
        to.flush().await.map_err(FetchError::Store)?;
        if let Some(expected) = rule.size
            && expected != size
        {
            return Err(FetchError::BlobSize { expected, found: size });
        }
        let sha256 = Sha256Sum::from_bytes(hash.finalize().into());
        if rule.sha256.is_some_and(|expected| expected != sha256) {
            return Err(FetchError::BlobHash);
        }
        Ok(BlobReceipt { size, sha256 })
    }
}

/// The measure of a file's average rate.
struct Pace {
    begun: Instant,
    /// The time at the beginning that does not count.
    grace: Duration,
}

impl Pace {
    fn keeps_up(&self, arrived: u64) -> Result<(), FetchError> {
        let seconds = self.begun.elapsed().saturating_sub(self.grace).as_secs();
        if arrived < seconds.saturating_mul(LEAST_RATE) {
            return Err(FetchError::TooSlow { least: LEAST_RATE });
        }
        Ok(())
    }
}
