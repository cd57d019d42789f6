//! Uploads in progress: how many at once, for one person, for one address and for all, and how slow they may be. An upload that stalls
//! holds a connection and a place; it loses both.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use pursuance_domain::id::ActorId;
use pursuance_domain::wording::Wording;
use tokio::time::Instant;

use super::client::{Client, ClientNetwork};
use super::places::{KeyPlaces, Place};

/// How many uploads one person may have in progress, over all tokens and sessions.
pub const AT_ONCE_EACH: usize = 3;
/// How many of one address: several accounts do not take the places of everybody.
pub const AT_ONCE_OF_ADDRESS: usize = 8;
/// How many uploads may be in progress in all.
pub const AT_ONCE: usize = 32;
/// The longest time between two pieces.
pub const IDLE: Duration = Duration::from_secs(10);
/// How many bytes have to arrive each second, on average, once the first [`GRACE`] is over.
pub const LEAST_RATE: usize = 4 * 1024;
/// How long an upload may be slower than that at its beginning.
pub const GRACE: Duration = Duration::from_secs(30);
/// How much of a form may come before its file: it is held in memory while the form is taken apart.
pub const BEFORE_FILE: usize = 1024 * 1024;

/// The limit of uploads in progress is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooManyUploads {
    OfPerson,
    OfAddress,
    InAll,
}

impl TooManyUploads {
    /// The text for people.
    pub fn wording(self) -> Wording {
        Wording::new(match self {
            Self::OfPerson => "refusal-uploads-yours",
            Self::OfAddress => "refusal-uploads-address",
            Self::InAll => "refusal-uploads",
        })
    }
}

/// The uploads in progress.
#[derive(Debug, Default)]
pub struct Uploads(KeyPlaces<UploadSender>);

/// Who sends an upload, and from where.
type UploadSender = (ActorId, Client);

/// A place among the uploads, given back when it is dropped.
pub type UploadSlot = Place<UploadSender>;

impl Uploads {
    /// Takes a place for one more upload of a person, from a client.
    ///
    /// # Errors
    /// When the limit of this person, of this address, or of all together, is reached.
    pub fn begin(&self, person: &ActorId, client: Client) -> Result<UploadSlot, TooManyUploads> {
        self.0.take_if((person.clone(), client), |_, under_way| {
            let of = |is: &dyn Fn(&UploadSender) -> bool| -> usize {
                under_way.iter().filter(|(sender, _)| is(sender)).map(|(_, places)| places).sum()
            };
            if of(&|_| true) >= AT_ONCE {
                return Err(TooManyUploads::InAll);
            }
            if of(&|(other, _)| other == person) >= AT_ONCE_EACH {
                return Err(TooManyUploads::OfPerson);
            }
            let has_all = |network: ClientNetwork| {
                of(&|(_, from)| network.has(*from)) >= network.width.most(AT_ONCE_OF_ADDRESS)
            };
            if client.networks().any(has_all) {
                return Err(TooManyUploads::OfAddress);
            }
            Ok(())
        })
    }
}

/// Why an upload ended early.
#[derive(Debug, thiserror::Error)]
pub enum StoppedUpload<E> {
    /// The connection broke.
    #[error(transparent)]
    Broken(E),
    /// No bytes came for too long.
    #[error("nothing arrived for {} s", IDLE.as_secs())]
    Idle,
    /// At this rate it would never end.
    #[error("less than {LEAST_RATE} bytes arrived each second")]
    Slow,
    /// It is a form, and its file does not begin.
    #[error("no file began in {BEFORE_FILE} bytes")]
    NoFile,
}

/// Whether the file of a form has begun.
#[derive(Debug, Clone, Default)]
pub struct FileBegun(Arc<AtomicBool>);

impl FileBegun {
    /// It has: what comes now is no longer held in memory.
    pub fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// It is over: what comes now counts as what came before it.
    pub fn end(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// The parts of a form with a file as they arrive, from its first byte on: an error as soon as it is idle or too slow, and when its
/// file does not begin.
pub fn form<E>(
    pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> (impl Stream<Item = Result<Bytes, StoppedUpload<E>>>, FileBegun) {
    let begun = FileBegun::default();
    let FileBegun(has_begun) = begun.clone();
    let mut so_far = 0_usize;
    let bounded = paced(pieces).map(move |piece| {
        let piece = piece?;
        if !has_begun.load(Ordering::Relaxed) {
            // A piece with the beginning of the file in it may be long.
            if so_far > BEFORE_FILE {
                return Err(StoppedUpload::NoFile);
            }
            so_far = so_far.saturating_add(piece.len());
        }
        Ok(piece)
    });
    (bounded, begun)
}

/// The parts of an upload as they arrive, and an error as soon as it is idle or too slow.
pub fn paced<E>(
    pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> impl Stream<Item = Result<Bytes, StoppedUpload<E>>> {
    let begun = Instant::now();
    futures::stream::try_unfold((pieces, 0_usize), move |(mut pieces, so_far)| async move {
        let Ok(next) = tokio::time::timeout(IDLE, pieces.next()).await else {
            return Err(StoppedUpload::Idle);
        };
        let Some(piece) = next.transpose().map_err(StoppedUpload::Broken)? else { return Ok(None) };
        let arrived = so_far.saturating_add(piece.len());
        let seconds = usize::try_from(begun.elapsed().saturating_sub(GRACE).as_secs()).unwrap_or(usize::MAX);
        if arrived < seconds.saturating_mul(LEAST_RATE) {
            return Err(StoppedUpload::Slow);
        }
        Ok(Some((piece, (pieces, arrived))))
    })
}

#[cfg(test)]
mod tests {
    use futures::channel::mpsc;

    use super::*;

    fn person(name: &str) -> ActorId {
        ActorId(name.to_owned())
    }

    /// One address of many.
    /// Each of another provider.
    fn address(n: usize) -> Client {
        Client::at(std::net::Ipv4Addr::from_bits(u32::try_from(n).unwrap() << 8).into())
    }

    #[test]
    fn a_place_is_free_again_once_its_upload_is_over() {
        let uploads = Uploads::default();
        // From wherever they are sent.
        let held: Vec<_> =
            (0..AT_ONCE_EACH).map(|n| uploads.begin(&person("ana"), address(n)).unwrap()).collect();
        assert_eq!(uploads.begin(&person("ana"), address(AT_ONCE)).unwrap_err(), TooManyUploads::OfPerson);
        let of_others: Vec<_> = (held.len()..AT_ONCE)
            .map(|n| uploads.begin(&person(&n.to_string()), address(n)).unwrap())
            .collect();
        assert_eq!(uploads.begin(&person("eve"), address(AT_ONCE)).unwrap_err(), TooManyUploads::InAll);
        drop((held, of_others));
        assert!(uploads.begin(&person("eve"), address(0)).is_ok());
    }

    #[test]
    fn many_accounts_of_one_address_leave_places_to_the_others() {
        let uploads = Uploads::default();
        let eves = |n: usize| uploads.begin(&person(&format!("eve-{n}")), address(0));
        let mut held: Vec<_> = (0..AT_ONCE_OF_ADDRESS).map(|n| eves(n).unwrap()).collect();
        assert_eq!(eves(AT_ONCE_OF_ADDRESS).unwrap_err(), TooManyUploads::OfAddress);
        assert!(uploads.begin(&person("ana"), address(1)).is_ok());
        held.pop();
        assert!(eves(AT_ONCE_OF_ADDRESS).is_ok());
    }

    async fn ends(
        mut pieces: impl Stream<Item = Result<Bytes, StoppedUpload<String>>> + Unpin,
    ) -> (usize, String) {
        let mut arrived = 0;
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => arrived += piece.len(),
                Err(error) => return (arrived, error.to_string()),
            }
        }
        (arrived, String::new())
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_stalls_is_ended() {
        let (sender, pieces) = mpsc::unbounded::<Result<Bytes, String>>();
        sender.unbounded_send(Ok(Bytes::from_static(b"abc"))).unwrap();
        let begun = Instant::now();
        let (arrived, why) = ends(Box::pin(paced(pieces))).await;
        assert_eq!((arrived, why.as_str()), (3, "nothing arrived for 10 s"));
        assert_eq!(begun.elapsed().as_secs(), IDLE.as_secs());
    }

    #[tokio::test]
    async fn a_form_whose_file_does_not_begin_is_ended() {
        let endless =
            || Box::pin(futures::stream::repeat_with(|| Ok::<_, String>(Bytes::from(vec![0; 4096]))));
        let (pieces, _) = form(endless());
        let (arrived, why) = ends(Box::pin(pieces)).await;
        assert!(why.starts_with("no file began"), "{why}");
        assert!((BEFORE_FILE..BEFORE_FILE + 2 * 4096).contains(&arrived), "{arrived}");
        let (pieces, begun) = form(endless().take(3 * BEFORE_FILE / 4096));
        begun.note();
        assert_eq!(
            ends(Box::pin(pieces)).await,
            (3 * BEFORE_FILE, String::new()),
            "a file is measured elsewhere"
        );
        let (pieces, begun) = form(endless());
        begun.note();
        begun.end();
        let (arrived, why) = ends(Box::pin(pieces)).await;
        assert!(why.starts_with("no file began"), "what follows on a file has no end, either: {why}");
        assert!(arrived < BEFORE_FILE + 2 * 4096, "{arrived}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_that_stalls_before_its_file_is_ended() {
        let (pieces, _) = form(Box::pin(futures::stream::pending::<Result<Bytes, String>>()));
        let (arrived, why) = ends(Box::pin(pieces)).await;
        assert_eq!((arrived, why.as_str()), (0, "nothing arrived for 10 s"));
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_drips_is_ended() {
        let dripping = |bytes: usize| {
            let ticks = tokio::time::interval(Duration::from_secs(5));
            Box::pin(futures::stream::unfold((0, ticks), move |(n, mut ticks)| async move {
                ticks.tick().await;
                (n < 100).then(|| (Ok::<_, String>(Bytes::from(vec![0; bytes])), (n + 1, ticks)))
            }))
        };
        let (arrived, why) = ends(Box::pin(paced(dripping(10)))).await;
        assert!(arrived < 100 && why.starts_with("less than"), "{arrived} {why}");
        let enough = 5 * LEAST_RATE;
        assert_eq!(ends(Box::pin(paced(dripping(enough)))).await, (100 * enough, String::new()));
    }
}
