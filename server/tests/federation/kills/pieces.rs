//! A process is killed while a piece of a file arrives: what was acknowledged is there, the rest is sent from there on, and of a file
//! that does not go on nothing stays.

use pursuance_domain::time::{DAY, HOUR, SECOND};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::federation::process::{Process, SharedClock};
use crate::support::peers::until;
use crate::support::postgres;

const PIECE: usize = 1024 * 1024;
const PIECES: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_in_pieces_outlives_its_server() {
    outlives_its_server(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_in_pieces_outlives_its_server_on_postgres() {
    outlives_its_server(Some(postgres::migrated().await)).await;
}

async fn outlives_its_server(database: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let clock = SharedClock::new(folder.path());
    let mut process = Process::found(&clock, database).await;
    let ana = process.person("ana");
    let bytes: Vec<u8> = (0..=250).cycle().take(PIECES * PIECE).collect();
    let whole = ana.announce(bytes.len()).await;
    let left = ana.announce(bytes.len()).await;
    assert_eq!(ana.piece(&left, 0, bytes[..PIECE].to_vec()).await, json!({ "offset": PIECE }));
    let in_pieces = process.folder().join("files/pieces");
    let on_disk = |upload: &str| {
        let place = in_pieces.join(upload.rsplit('/').next().unwrap());
        std::fs::metadata(place).map_or(0, |file| file.len())
    };

    for (at, piece) in bytes.chunks(PIECE).enumerate().map(|(n, piece)| (n * PIECE, piece)) {
        // It dies with a part of the piece on its disk, of which nobody was told.
        let broken = ana.half_a_piece(&whole, at, piece).await;
        until("a part of it is on the disk", async || on_disk(&whole) > at as u64).await;
        process.kill();
        drop(broken);
        process.start().await;
        assert_eq!(ana.read(&whole).await, json!({ "offset": at }));
        let told = ana.piece(&whole, at, piece.to_vec()).await;
        assert_eq!(told["offset"], at + PIECE);
    }

    let file = hex::encode(Sha256::digest(&bytes));
    assert_eq!(ana.read(&whole).await, json!({ "offset": bytes.len(), "file": file }));
    assert_eq!(on_disk(&whole), 0, "the bytes are kept once");
    assert_eq!(ana.read(&left).await, json!({ "offset": PIECE }));
    clock.advance((DAY + HOUR) / SECOND);
    until("nothing is left of what does not go on", async || on_disk(&left) == 0).await;
    assert!(ana.try_read(&left).await.is_err());
    let inspect = process.inspect().await;
    until("nobody remembers it", async || inspect.count("upload").await == 0).await;
}
