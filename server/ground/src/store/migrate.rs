//! Migration of the schema: forward only, one text for both databases (migrations/README.md).

use std::io::ErrorKind;
use std::path::Path;

use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::backup;
use super::db::{Db, all};
use super::error::{CopyBefore, StoreError, StoreResult};
use super::statistics;

/// A step: its number, its name, its text.
pub struct Step {
    /// 1, 2, 3 …
    pub version: i64,
    /// The name in the file name.
    pub name: &'static str,
    /// The text, before it is rendered for a database.
    pub sql: &'static str,
}

impl Step {
    /// `file`: the number in four digits, `_`, and the name. Another form does not compile.
    const fn of(file: &'static str, sql: &'static str) -> Self {
        let (number, name) = file.split_at(5);
        match (i64::from_str_radix(number.split_at(4).0, 10), number.as_bytes()) {
            (Ok(version), [.., b'_']) => Self { version, name, sql },
            _ => panic!("a step is called as its file"),
        }
    }
}

/// Makes `STEPS` of the names of the files in `migrations/`.
macro_rules! steps {
    ($($file:literal),+ $(,)?) => {
        /// Every step in order.
        pub const STEPS: &[Step] =
            &[$(Step::of($file, include_str!(concat!("../../../../migrations/", $file, ".sql")))),+];
    };
}

steps! {
    "0001_foundation",
    "0002_credentials",
    "0003_files",
    "0004_peers",
    "0005_endings",
    "0006_reads",
    "0007_requests",
    "0008_reasons",
    "0009_language",
    "0010_terms",
    "0011_review",
    "0012_roles",
    "0013_dependencies",
    "0014_answers",
    "0015_notices",
    "0016_urgent",
    "0017_invites",
    "0018_suggestions",
    "0019_one_primary",
    "0020_ways",
    "0021_review",
    "0022_endings",
    "0023_closing",
    "0024_further",
    "0025_people",
    "0026_pairing",
    "0027_karma",
    "0028_asked_and_gone",
    "0029_silence",
    "0030_words",
    "0031_heirs",
    "0032_health",
    "0033_mail",
    "0034_feeds",
    "0036_skill_offers",
    "0037_mentors",
    "0038_pages",
    "0039_push",
    "0040_reviewer_first",
    "0041_left",
    "0042_full_text",
    "0043_saved_search",
    "0044_order",
    "0045_undo",
    "0046_display",
    "0047_words_anew",
    "0048_orders",
    "0049_told_by_time",
    "0050_urgent_everywhere",
    "0051_words_of_people",
    "0052_undone_by_place",
    "0053_urgent_open",
    "0054_shown_waiting",
    "0055_name_of_then",
    "0056_former_mail",
    "0057_skills_seen",
    "0058_dates",
    "0059_text_room",
    "0060_anew",
    "0061_not_taken",
    "0062_skill_room",
    "0063_free",
    "0064_reviews",
    "0065_sizes",
    "0066_due_told",
    "0067_door",
    "0068_last_sign",
    "0069_arrived",
    "0070_account_request",
    "0071_fixed_days",
    "0072_skill_room_once",
    "0073_key_slots",
    "0074_sealed",
    "0075_narrow",
    "0076_sealed_messages",
    "0077_sealed_found",
    "0078_sealed_tags",
    "0079_former_identity",
    "0080_sealed_box",
    "0081_sealed_suggestion",
    "0083_second_device",
    "0084_sealed_declined",
    "0085_tagged_lessons",
    "0086_words_gone",
    "0087_upload",
    "0088_shown_picture",
    "0089_rooms",
    "0090_replies",
    "0091_read_marker",
    "0092_talk",
    "0093_nothing_left",
    "0094_index_only",
    "0095_files_found",
    "0096_seal_unopened",
    "0097_room",
    "0098_named_awaited",
    "0099_settled",
    "0100_key_renewal",
    "0101_invited_accounts",
    "0102_event_action",
    "0103_parcels",
    "0104_account_request_network",
}

/// The number of the newest step this program knows.
pub fn newest() -> i64 {
    STEPS.last().map_or(0, |step| step.version)
}

/// The text of a step for one database.
pub fn render(sql: &str, sqlite: bool) -> String {
    let mut wanted = true;
    let mut text = String::with_capacity(sql.len());
    for line in sql.lines() {
        match line.trim() {
            "--@all" => wanted = true,
            "--@sqlite" => wanted = sqlite,
            "--@postgres" => wanted = !sqlite,
            _ if wanted => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    let (sorted_text, bytes) = if sqlite { ("text", "blob") } else { ("text collate \"C\"", "bytea") };
    text.replace("{text}", sorted_text).replace("{blob}", bytes)
}

/// Applies the missing steps. An SQLite database with data in it is copied to `backups` first, and the planners look at what the steps
/// made of it.
///
/// # Errors
/// When a step fails, or an applied step differs from the one in this program.
pub async fn migrate(db: &Db, backups: Option<&Path>) -> StoreResult<()> {
    let applied = applied(db).await;
    not_newer(db, backups).await?;
    if let (Some(folder), Some(last)) = (backups, applied)
        && db.is_sqlite()
        && STEPS.iter().any(|step| step.version > last)
    {
        let copy = folder.join(copy_before(last + 1));
        // An earlier start left this copy for the same step, and the step failed: otherwise it would not run again.
        match std::fs::remove_file(&copy) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::Backup(error)),
            _ => {}
        }
        backup::copy_into(db, &copy).await?;
    }
    let steps = STEPS.iter().map(|step| {
        let sql = AssertSqlSafe(render(step.sql, db.is_sqlite())).into_sql_str();
        Migration::new(step.version, step.name.into(), MigrationType::Simple, sql, false)
    });
    db.run_migrations(steps.collect()).await?;
    if applied.is_some_and(|last| last < newest()) {
        statistics::gather(db).await?;
    }
    Ok(())
}

/// The name of the copy that is made before a step.
fn copy_before(step: i64) -> String {
    format!("before-step-{step}.db")
}

/// The error for a database of a newer program, with the newest copy that this program can read.
fn newer(db: &Db, found: i64, backups: Option<&Path>) -> StoreError {
    let copies = (1..=newest() + 1).rev().filter_map(|step| Some(backups?.join(copy_before(step))));
    let copy = match copies.into_iter().find(|copy| copy.exists()) {
        _ if !db.is_sqlite() => CopyBefore::Dump,
        Some(copy) => CopyBefore::At(copy),
        None => CopyBefore::Nowhere,
    };
    StoreError::Newer { program: env!("CARGO_PKG_VERSION"), known: newest(), found, copy }
}

/// Refuses the database of a newer program. `backups`: where it left its copies.
///
/// # Errors
/// [`StoreError::Newer`].
pub async fn not_newer(db: &Db, backups: Option<&Path>) -> StoreResult<()> {
    match applied(db).await.filter(|found| *found > newest()) {
        Some(found) => Err(newer(db, found, backups)),
        None => Ok(()),
    }
}

/// Whether a database with data in it lacks steps that this program has.
pub async fn is_older(db: &Db) -> bool {
    applied(db).await.is_some_and(|last| last < newest())
}

/// Writes an SQLite database anew, so that its files contain nothing that was deleted or replaced.
///
/// # Errors
/// When the database fails, or there is no room for the copy.
pub async fn compact(db: &Db) -> StoreResult<()> {
    if db.is_sqlite() {
        db.run_script("vacuum; pragma wal_checkpoint(truncate)".to_owned()).await?;
    }
    Ok(())
}

/// The last applied step; none for an empty database.
async fn applied(db: &Db) -> Option<i64> {
    let mut tx = db.read().await.ok()?;
    let rows: Vec<(i64,)> =
        all!(tx, (i64,), "select version from _sqlx_migrations where success order by version desc").ok()?;
    rows.first().map(|row| row.0)
}

/// Whether every step has been applied; for `/readyz`.
///
/// # Errors
/// When the database does not answer.
pub async fn is_current(db: &Db) -> StoreResult<bool> {
    let mut tx = db.read().await?;
    let rows: Vec<(i64,)> = all!(tx, (i64,), "select count(*) from _sqlx_migrations where success")?;
    Ok(rows.first().is_some_and(|row| usize::try_from(row.0) == Ok(STEPS.len())))
}

/// Runs one step alone, for the test that walks the steps over data.
///
/// # Errors
/// When the step fails.
pub async fn run_step(db: &Db, step: &Step) -> StoreResult<()> {
    db.run_script(render(step.sql, db.is_sqlite())).await
}

/// Runs the sample rows of a step, for the test that walks the steps over data.
///
/// # Errors
/// When the rows do not fit the schema.
pub async fn run_sample(db: &Db, sql: &str) -> StoreResult<()> {
    db.run_script(render(sql, db.is_sqlite())).await
}
