//! Migration of the schema: forward only, one text for both databases (migrations/README.md).

use std::io::ErrorKind;
use std::path::Path;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::backup;
use super::db::{Db, all};
use super::error::{StoreError, StoreResult};
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

/// Every step in order.
pub const STEPS: &[Step] = &[
    Step { version: 1, name: "foundation", sql: include_str!("../../../migrations/0001_foundation.sql") },
    Step { version: 2, name: "credentials", sql: include_str!("../../../migrations/0002_credentials.sql") },
    Step { version: 3, name: "files", sql: include_str!("../../../migrations/0003_files.sql") },
    Step { version: 4, name: "peers", sql: include_str!("../../../migrations/0004_peers.sql") },
    Step { version: 5, name: "endings", sql: include_str!("../../../migrations/0005_endings.sql") },
    Step { version: 6, name: "reads", sql: include_str!("../../../migrations/0006_reads.sql") },
    Step { version: 7, name: "requests", sql: include_str!("../../../migrations/0007_requests.sql") },
    Step { version: 8, name: "reasons", sql: include_str!("../../../migrations/0008_reasons.sql") },
    Step { version: 9, name: "language", sql: include_str!("../../../migrations/0009_language.sql") },
    Step { version: 10, name: "terms", sql: include_str!("../../../migrations/0010_terms.sql") },
    Step { version: 11, name: "review", sql: include_str!("../../../migrations/0011_review.sql") },
    Step { version: 12, name: "roles", sql: include_str!("../../../migrations/0012_roles.sql") },
    Step {
        version: 13,
        name: "dependencies",
        sql: include_str!("../../../migrations/0013_dependencies.sql"),
    },
    Step { version: 14, name: "answers", sql: include_str!("../../../migrations/0014_answers.sql") },
    Step { version: 15, name: "notices", sql: include_str!("../../../migrations/0015_notices.sql") },
    Step { version: 16, name: "urgent", sql: include_str!("../../../migrations/0016_urgent.sql") },
    Step { version: 17, name: "invites", sql: include_str!("../../../migrations/0017_invites.sql") },
    Step { version: 18, name: "suggestions", sql: include_str!("../../../migrations/0018_suggestions.sql") },
    Step { version: 19, name: "one_primary", sql: include_str!("../../../migrations/0019_one_primary.sql") },
    Step { version: 20, name: "ways", sql: include_str!("../../../migrations/0020_ways.sql") },
    Step { version: 21, name: "review", sql: include_str!("../../../migrations/0021_review.sql") },
    Step { version: 22, name: "endings", sql: include_str!("../../../migrations/0022_endings.sql") },
    Step { version: 23, name: "closing", sql: include_str!("../../../migrations/0023_closing.sql") },
    Step { version: 24, name: "further", sql: include_str!("../../../migrations/0024_further.sql") },
    Step { version: 25, name: "people", sql: include_str!("../../../migrations/0025_people.sql") },
    Step { version: 26, name: "pairing", sql: include_str!("../../../migrations/0026_pairing.sql") },
    Step { version: 27, name: "karma", sql: include_str!("../../../migrations/0027_karma.sql") },
    Step {
        version: 28,
        name: "asked_and_gone",
        sql: include_str!("../../../migrations/0028_asked_and_gone.sql"),
    },
    Step { version: 29, name: "silence", sql: include_str!("../../../migrations/0029_silence.sql") },
    Step { version: 30, name: "words", sql: include_str!("../../../migrations/0030_words.sql") },
    Step { version: 31, name: "heirs", sql: include_str!("../../../migrations/0031_heirs.sql") },
    Step { version: 32, name: "health", sql: include_str!("../../../migrations/0032_health.sql") },
    Step { version: 33, name: "mail", sql: include_str!("../../../migrations/0033_mail.sql") },
    Step { version: 34, name: "feeds", sql: include_str!("../../../migrations/0034_feeds.sql") },
    Step {
        version: 36,
        name: "skill_offers",
        sql: include_str!("../../../migrations/0036_skill_offers.sql"),
    },
    Step { version: 37, name: "mentors", sql: include_str!("../../../migrations/0037_mentors.sql") },
    Step { version: 38, name: "pages", sql: include_str!("../../../migrations/0038_pages.sql") },
    Step { version: 39, name: "push", sql: include_str!("../../../migrations/0039_push.sql") },
    Step {
        version: 40,
        name: "reviewer_first",
        sql: include_str!("../../../migrations/0040_reviewer_first.sql"),
    },
    Step { version: 41, name: "left", sql: include_str!("../../../migrations/0041_left.sql") },
    Step { version: 42, name: "full_text", sql: include_str!("../../../migrations/0042_full_text.sql") },
    Step {
        version: 43,
        name: "saved_search",
        sql: include_str!("../../../migrations/0043_saved_search.sql"),
    },
    Step { version: 44, name: "order", sql: include_str!("../../../migrations/0044_order.sql") },
    Step { version: 45, name: "undo", sql: include_str!("../../../migrations/0045_undo.sql") },
    Step { version: 46, name: "display", sql: include_str!("../../../migrations/0046_display.sql") },
    Step { version: 47, name: "words_anew", sql: include_str!("../../../migrations/0047_words_anew.sql") },
    Step { version: 48, name: "orders", sql: include_str!("../../../migrations/0048_orders.sql") },
    Step {
        version: 49,
        name: "told_by_time",
        sql: include_str!("../../../migrations/0049_told_by_time.sql"),
    },
    Step {
        version: 50,
        name: "urgent_everywhere",
        sql: include_str!("../../../migrations/0050_urgent_everywhere.sql"),
    },
    Step {
        version: 51,
        name: "words_of_people",
        sql: include_str!("../../../migrations/0051_words_of_people.sql"),
    },
    Step {
        version: 52,
        name: "undone_by_place",
        sql: include_str!("../../../migrations/0052_undone_by_place.sql"),
    },
    Step { version: 53, name: "urgent_open", sql: include_str!("../../../migrations/0053_urgent_open.sql") },
    Step {
        version: 54,
        name: "shown_waiting",
        sql: include_str!("../../../migrations/0054_shown_waiting.sql"),
    },
    Step {
        version: 55,
        name: "name_of_then",
        sql: include_str!("../../../migrations/0055_name_of_then.sql"),
    },
    Step { version: 56, name: "former_mail", sql: include_str!("../../../migrations/0056_former_mail.sql") },
    Step { version: 57, name: "skills_seen", sql: include_str!("../../../migrations/0057_skills_seen.sql") },
    Step { version: 58, name: "dates", sql: include_str!("../../../migrations/0058_dates.sql") },
    Step { version: 59, name: "text_room", sql: include_str!("../../../migrations/0059_text_room.sql") },
    Step { version: 60, name: "anew", sql: include_str!("../../../migrations/0060_anew.sql") },
    Step { version: 61, name: "not_taken", sql: include_str!("../../../migrations/0061_not_taken.sql") },
    Step { version: 62, name: "skill_room", sql: include_str!("../../../migrations/0062_skill_room.sql") },
    Step { version: 63, name: "free", sql: include_str!("../../../migrations/0063_free.sql") },
    Step { version: 64, name: "reviews", sql: include_str!("../../../migrations/0064_reviews.sql") },
    Step { version: 65, name: "sizes", sql: include_str!("../../../migrations/0065_sizes.sql") },
    Step { version: 66, name: "due_told", sql: include_str!("../../../migrations/0066_due_told.sql") },
    Step { version: 67, name: "door", sql: include_str!("../../../migrations/0067_door.sql") },
    Step { version: 68, name: "last_sign", sql: include_str!("../../../migrations/0068_last_sign.sql") },
    Step { version: 69, name: "arrived", sql: include_str!("../../../migrations/0069_arrived.sql") },
    Step {
        version: 70,
        name: "account_request",
        sql: include_str!("../../../migrations/0070_account_request.sql"),
    },
    Step { version: 71, name: "fixed_days", sql: include_str!("../../../migrations/0071_fixed_days.sql") },
    Step {
        version: 72,
        name: "skill_room_once",
        sql: include_str!("../../../migrations/0072_skill_room_once.sql"),
    },
    Step { version: 73, name: "key_slots", sql: include_str!("../../../migrations/0073_key_slots.sql") },
    Step { version: 74, name: "sealed", sql: include_str!("../../../migrations/0074_sealed.sql") },
    Step { version: 75, name: "narrow", sql: include_str!("../../../migrations/0075_narrow.sql") },
    Step {
        version: 76,
        name: "sealed_messages",
        sql: include_str!("../../../migrations/0076_sealed_messages.sql"),
    },
    Step {
        version: 77,
        name: "sealed_found",
        sql: include_str!("../../../migrations/0077_sealed_found.sql"),
    },
    Step { version: 78, name: "sealed_tags", sql: include_str!("../../../migrations/0078_sealed_tags.sql") },
    Step {
        version: 79,
        name: "former_identity",
        sql: include_str!("../../../migrations/0079_former_identity.sql"),
    },
    Step { version: 80, name: "sealed_box", sql: include_str!("../../../migrations/0080_sealed_box.sql") },
    Step {
        version: 81,
        name: "sealed_suggestion",
        sql: include_str!("../../../migrations/0081_sealed_suggestion.sql"),
    },
    Step {
        version: 83,
        name: "second_device",
        sql: include_str!("../../../migrations/0083_second_device.sql"),
    },
    Step {
        version: 84,
        name: "sealed_declined",
        sql: include_str!("../../../migrations/0084_sealed_declined.sql"),
    },
    Step {
        version: 85,
        name: "tagged_lessons",
        sql: include_str!("../../../migrations/0085_tagged_lessons.sql"),
    },
    Step { version: 86, name: "words_gone", sql: include_str!("../../../migrations/0086_words_gone.sql") },
    Step { version: 87, name: "upload", sql: include_str!("../../../migrations/0087_upload.sql") },
    Step {
        version: 88,
        name: "shown_picture",
        sql: include_str!("../../../migrations/0088_shown_picture.sql"),
    },
    Step { version: 89, name: "rooms", sql: include_str!("../../../migrations/0089_rooms.sql") },
    Step { version: 90, name: "replies", sql: include_str!("../../../migrations/0090_replies.sql") },
    Step { version: 91, name: "read_marker", sql: include_str!("../../../migrations/0091_read_marker.sql") },
    Step { version: 92, name: "talk", sql: include_str!("../../../migrations/0092_talk.sql") },
    Step {
        version: 93,
        name: "nothing_left",
        sql: include_str!("../../../migrations/0093_nothing_left.sql"),
    },
    Step { version: 94, name: "index_only", sql: include_str!("../../../migrations/0094_index_only.sql") },
    Step { version: 95, name: "files_found", sql: include_str!("../../../migrations/0095_files_found.sql") },
    Step {
        version: 96,
        name: "seal_unopened",
        sql: include_str!("../../../migrations/0096_seal_unopened.sql"),
    },
    Step { version: 97, name: "room", sql: include_str!("../../../migrations/0097_room.sql") },
    Step {
        version: 98,
        name: "named_awaited",
        sql: include_str!("../../../migrations/0098_named_awaited.sql"),
    },
    Step { version: 99, name: "settled", sql: include_str!("../../../migrations/0099_settled.sql") },
    Step { version: 100, name: "key_renewal", sql: include_str!("../../../migrations/0100_key_renewal.sql") },
];

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
    if let (Some(folder), Some(last)) = (backups, applied)
        && db.is_sqlite()
        && STEPS.iter().any(|step| step.version > last)
    {
        let copy = folder.join(format!("before-step-{}.db", last + 1));
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
    db.run_migrations(Migrator::with_migrations(steps.collect())).await?;
    if applied.is_some_and(|last| last < newest()) {
        statistics::gather(db).await?;
    }
    Ok(())
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
