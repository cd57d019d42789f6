//! A full disk or a database that is away, which stop every worker at once: logged once, and not by each worker at each try.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::store::error::{is_away, is_disk_full};

/// Whether the disk is full and the database away, as the workers of this process met it last.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    is_full: Arc<AtomicBool>,
    is_away: Arc<AtomicBool>,
}

impl Disk {
    /// Whether a failure is new. A full disk, and a database that is away, are logged here, and not again until something was written.
    pub fn is_news(&self, error: &(dyn Error + 'static)) -> bool {
        if is_away(error) {
            if !self.is_away.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    error,
                    "The database is away, as in a restart: deliveries and jobs wait, and go on by themselves"
                );
            }
            return false;
        }
        if !is_disk_full(error) {
            return true;
        }
        if !self.is_full.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "The disk is full: nothing can be written, so deliveries and jobs wait. Make room on it; they go on by themselves"
            );
        }
        false
    }

    /// Something was written.
    pub fn has_room(&self) {
        if self.is_full.swap(false, Ordering::Relaxed) {
            tracing::info!("There is room on the disk again");
        }
        if self.is_away.swap(false, Ordering::Relaxed) {
            tracing::info!("The database is there again");
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::{self, ErrorKind, Write};
    use std::sync::{Mutex, PoisonError};

    use tracing_subscriber::fmt::MakeWriter;

    use super::*;
    use crate::store::db::Db;

    /// The log so far.
    #[derive(Clone, Default)]
    pub(in crate::jobs) struct Log(Arc<Mutex<Vec<u8>>>);

    impl Log {
        pub(in crate::jobs) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap()
        }
    }

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Log {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    #[tokio::test]
    async fn a_full_disk_and_a_database_that_is_away_are_told_once_until_something_is_written() {
        let nowhere = Db::open("postgres://nobody@127.0.0.1:1/nothing").await;
        let away = nowhere.err().unwrap();
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
        let disk = Disk::default();
        let (full, other) = (io::Error::from(ErrorKind::StorageFull), io::Error::from(ErrorKind::TimedOut));
        tracing::subscriber::with_default(subscriber, || {
            for _ in 0..3 {
                assert!(!disk.clone().is_news(&full), "each worker has the same disk");
            }
            assert!(disk.is_news(&other), "other failures are told as ever");
            disk.has_room();
            disk.has_room();
            assert!(!disk.is_news(&full));
            assert!(!disk.is_news(&away) && !disk.is_news(&away), "each worker has the same database");
        });
        let log = log.text();
        let told: Vec<_> = log.lines().map(|line| line.contains("The disk is full")).collect();
        assert_eq!(told, [true, false, true, false], "{log}");
        assert_eq!(log.matches("The database is away").count(), 1, "{log}");
        assert_eq!(log.matches("There is room on the disk again").count(), 1, "{log}");
    }
}
