//! The database: does it answer, is it ours, and does work pile up in it?

use pursuance_domain::time::{HOUR, MINUTE, SECOND, Time};

use super::{Finding, look};
use crate::addresses::Addresses;
use crate::cli::error::with_causes;
use crate::cli::settings::clock;
use crate::keyring::KeyRing;
use crate::platform::config::Config;
use crate::platform::vault::Vault;
use crate::state::traces::{self, Trace};
use crate::store::db::{Db, PgSession, ReadTx};
use crate::store::deliveries::Host;
use crate::store::error::StoreResult;
use crate::store::instance::Instance;
use crate::store::standing::{self, Standing};
use crate::store::{backup, deliveries, fulltext, instance, jobs, migrate};

/// In a healthy server, a due job waits no longer than this.
const SLOW: i64 = 5 * MINUTE;

/// The number of other servers that are named.
const NAMED: i64 = 20;

/// How many things that the search lacks are counted.
const LACKING: i64 = 1_000;

pub(super) async fn look_at(config: &Config) -> Vec<Finding> {
    let shown = config.database_place();
    let looking = look("database", shown.clone());
    let trace = traces::find(config).await;
    match config.database_file().map(|file| file.try_exists()) {
        None | Some(Ok(true)) => {}
        Some(Ok(false)) if let Some(trace) = &trace => {
            return vec![looking.fail(format!("there is none, and {trace}"), trace.advice())];
        }
        Some(Ok(false)) => {
            return vec![looking.fail("there is none yet", "Start the server once: it makes it.")];
        }
        Some(Err(error)) => {
            let advice = "Run this as the user the server runs as, or as root.";
            return vec![looking.fail(format!("it cannot be looked into: {error}"), advice)];
        }
    }
    let db = match Db::open(&config.database_url).await {
        Ok(db) => db,
        Err(error) => {
            return vec![looking.fail(
                with_causes(&error),
                "Check database-url, and that the database runs and lets this user in.",
            )];
        }
    };
    match backup::founded(&db).await {
        Ok(None) if let Some(trace) = &trace => {
            db.close().await;
            return vec![looking.fail(format!("it has no instance, and {trace}"), trace.advice())];
        }
        _ => {}
    }
    if let Err(newer) = migrate::not_newer(&db, Some(&config.data_dir.join("backups"))).await {
        db.close().await;
        return vec![looking.fail(newer.to_string(), "Run this with the newer program.")];
    }
    let mut findings = vec![match migrate::is_current(&db).await {
        Ok(true) => looking.ok("it answers, and its schema is this program's"),
        Ok(false) => looking.fail(
            "it answers, but its schema is another version's",
            "Start the server: it brings the schema up to date after a backup.",
        ),
        Err(error) => looking.fail(
            with_causes(&error),
            "Start the server once; if that does not help, restore the newest backup.",
        ),
    }];
    findings.extend(db.session().map(sessions));
    // Files belong to every instance, and a restore that was cut off hides none.
    if let Some(trace @ Trace::Database { .. }) = &trace {
        findings.push(look("other database", "the data folder").warn(
            format!("the instance in use is there; but {trace}"),
            "Move the database that is not in use out of the folder, so that nobody takes it for this one.",
        ));
    }
    match within(&db, config).await {
        Ok(more) => findings.extend(more),
        Err(error) => {
            findings.push(look("contents", shown).fail(with_causes(&error), "Mend the database first."));
        }
    }
    db.close().await;
    findings
}

/// Whether the connections to PostgreSQL are its own.
fn sessions(session: PgSession) -> Finding {
    let look = look(
        "pooler",
        "the sessions behind two connections, unless database-url says how many statements are kept",
    );
    match session {
        PgSession::Own => look.ok("none is in between, or it leaves each connection its session"),
        PgSession::Lent => look.ok(
            "one is in between, as PgBouncer with pool_mode = transaction, and lends a session for each transaction: no statement is kept prepared, which costs some time",
        ),
    }
}

async fn within(db: &Db, config: &Config) -> StoreResult<Vec<Finding>> {
    let now = clock(config).now();
    let mut tx = db.read().await?;
    let Some(row) = instance::find(&mut tx).await? else {
        return Ok(vec![
            look("instance", "the database").fail("it has not been founded", "Start the server once."),
        ]);
    };
    let (waiting, oldest) = jobs::waiting(&mut tx, now).await?;
    let (unsent, unsent_since, refused) = deliveries::waiting(&mut tx).await?;
    let mut findings = others(&standing::troubled(&mut tx, NAMED).await?);
    findings.extend([
        base_url(&row, config),
        keys(&row, config),
        open_keys(KeyRing::count_plain(&mut tx, &row).await?, config),
        queue(waiting, oldest, now),
        outgoing(unsent, unsent_since, now),
        refusals(refused),
        words(&mut tx).await?,
    ]);
    Ok(findings)
}

/// The things between this server and others that have stopped until somebody acts. Servers that are down are found by
/// the deliveries that wait for them.
fn others(troubled: &[(Host, Standing)]) -> Vec<Finding> {
    let looking = || look("other servers", "their keys, their records and their answers, in the database");
    let found = |(host, standing): &(Host, Standing)| {
        let name = &host.name;
        match standing {
            Standing::OtherKey => Some(looking().warn(
                format!("a key changed on {name}; nothing is exchanged with its owner until you compare it"),
                format!("See both keys and what to do: pursuance admin peer show {name}"),
            )),
            Standing::Suspended => Some(looking().warn(
                format!("the records of {name} and ours differ; messages are stopped"),
                format!("Talk to its operators, then: pursuance admin peer resume {name}"),
            )),
            Standing::StoppedThere => Some(looking().warn(
                format!("{name} has stopped the exchange; it takes in nothing from here"),
                format!(
                    "Ask its operators to run: pursuance admin peer resume, with the name of this server; and here: pursuance admin peer resume {name}"
                ),
            )),
            Standing::Forbids { since } => Some(looking().warn(
                format!("{name} refuses this server since {}", since.rfc3339()),
                format!("See its answer: pursuance admin peer show {name}. Then ask its operators."),
            )),
            Standing::Silent | Standing::Blocked | Standing::Fine => None,
        }
    };
    let stopped: Vec<_> = troubled.iter().filter_map(found).collect();
    if stopped.is_empty() { vec![looking().ok("nothing is stopped with them")] } else { stopped }
}

fn base_url(row: &Instance, config: &Config) -> Finding {
    let wanted = Addresses::new(&config.base_url);
    let look = look("base URL", "the settings and the database");
    if row.base_url == wanted.base() {
        look.ok(row.base_url.clone())
    } else {
        look.fail(
            format!("the settings say {}, the database {}", wanted.base(), row.base_url),
            format!("Set base-url to {}: an instance keeps its base URL for ever.", row.base_url),
        )
    }
}

fn keys(row: &Instance, config: &Config) -> Finding {
    let look = look("keys of this server", "the database, with the key file if one is set");
    let opened = Vault::open(config.key_file.as_deref())
        .map_err(Into::into)
        .and_then(|vault| KeyRing::open(vault, row));
    match opened {
        Ok(_) => look.ok("they open"),
        Err(error) => {
            look.fail(with_causes(&error), "Set key-file to the file these keys were encrypted with.")
        }
    }
}

fn open_keys(plain: usize, config: &Config) -> Finding {
    let look = look("private keys", "how they are stored in the database");
    match (plain, &config.key_file) {
        (0, _) => look.ok("all are encrypted"),
        (_, None) => look.ok(format!("{plain} lie open in it, as no key-file is set")),
        (_, Some(_)) => look.warn(
            format!("{plain} lie open in it, although key-file is set"),
            "Start the server again: it encrypts them.",
        ),
    }
}

fn queue(waiting: i64, oldest: Option<Time>, now: Time) -> Finding {
    let look = look("queue", "the jobs in the database");
    match oldest.map(|since| now.0 - since.0) {
        Some(age) if age > SLOW => look.warn(
            format!("{waiting} jobs, the oldest has been due for {}", span(age)),
            "Is the server running? If it is, its log says what keeps it.",
        ),
        _ => look.ok(format!("{waiting} jobs, none late")),
    }
}

fn outgoing(unsent: i64, since: Option<Time>, now: Time) -> Finding {
    let look = look("deliveries that wait", "what is to be sent to other servers");
    match since.map(|since| now.0 - since.0) {
        Some(age) if age > HOUR => look.warn(
            format!("{unsent}, the oldest for {}", span(age)),
            "See which servers do not answer: pursuance admin peer list. They are tried again by themselves.",
        ),
        _ => look.ok(unsent.to_string()),
    }
}

fn refusals(refused: i64) -> Finding {
    let look = look("deliveries that were refused", "what other servers did not take");
    if refused == 0 {
        look.ok("none")
    } else {
        look.warn(
            refused.to_string(),
            "See why: pursuance admin delivery list --state refused. Then: pursuance admin delivery retry.",
        )
    }
}

/// Whether everything there is can be found by its words.
async fn words(tx: &mut ReadTx) -> StoreResult<Finding> {
    let look = look("search", "the index of words, beside what there is");
    if fulltext::is_filling(tx).await? || fulltext::is_outdated(tx).await? {
        return Ok(look.ok("texts are being taken in; some older ones are not found yet"));
    }
    let lacking = fulltext::difference(tx, LACKING).await?;
    Ok(match (lacking.missing.len(), lacking.left_over.len()) {
        (0, 0) => look.ok("everything is in it"),
        (missing, left_over) => look.warn(
            format!(
                "missing from it: {missing}; in it though they are gone: {left_over} (counted up to {LACKING})"
            ),
            "Have it made anew: pursuance admin search rebuild",
        ),
    })
}

/// A span of time as people say it.
fn span(micros: i64) -> String {
    match micros {
        ..MINUTE => format!("{} s", micros / SECOND),
        MINUTE..HOUR => format!("{} min", micros / MINUTE),
        _ => format!("{} h", micros / HOUR),
    }
}
