//! What the program needs to be there at all: time to start, memory at rest, size on disk.

use std::path::Path;
use std::time::Duration;

use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::server::Server;
use crate::table::{Aim, Table, Unit};
use crate::trouble::{Outcome, Trouble};

const PART: &str = "Footprint";

/// Starts of which the middle one counts.
const STARTS: usize = 9;
/// A few requests, so that what is needed for any is in memory.
const WARM_PATHS: [&str; 4] = ["/", "/pursuances", "/signin", "/ap/instance"];

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "footprint").await?;
        // Founds the instance: only later starts count.
        Server::start(binary, &place, "info").await?.stop().await?;
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let server = Server::start(binary, &place, "info").await?;
            starts.push(server.started_in);
            server.stop().await?;
        }
        starts.sort();
        let middle = starts.get(STARTS / 2).copied().unwrap_or_default();
        table.add(
            PART,
            Some(kind),
            "start to first answer",
            middle.as_secs_f64() * 1000.0,
            Unit::Millis,
            Aim::AtMost(80.0),
        );
        let resident = resident(binary, &place).await?;
        table.add(
            PART,
            Some(kind),
            "resident memory after some requests, idle",
            megabytes(resident),
            Unit::Megabytes,
            Aim::AtMost(45.0),
        );
    }
    let size = std::fs::metadata(binary).map_err(Trouble::file(binary))?.len();
    table.add(PART, None, "program on disk", megabytes(size), Unit::Megabytes, Aim::AtMost(60.0));
    Ok(())
}

async fn resident(binary: &Path, place: &Place) -> Outcome<u64> {
    let server = Server::start(binary, place, "info").await?;
    let mut client = Client::connect(place.port).await?;
    for path in WARM_PATHS {
        for _ in 0..5 {
            client.send(&http::get(&place.authority(), path, None, None)).await?;
        }
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let resident = server.resident()?;
    server.stop().await?;
    Ok(resident)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
