//! A gate in the database of a process: it gets as far as a boundary between two transactions and no further, until it is
//! killed there.
//!
//! The program knows nothing of it. Triggers refuse what would be written behind the boundary, so what a killed process
//! leaves is what every transaction up to there has left, and nothing else.

use crate::support::inspect::Inspect;

/// A place between two steps of a job, or of what is due by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// A job of this kind is claimed, and nothing more is written.
    Claimed(&'static str),
    /// A job of this kind has done its work, and that is not noted.
    Done(&'static str),
    /// The clock has made something due, and the transaction that brings an event of this kind is not committed.
    Due(&'static str),
    /// The connection to the mail server stands, and nothing is said.
    Connected,
    /// The mail server has a whole mail, and has not said whether it takes it.
    HandedOver,
    /// The mail server has taken a mail, and that is not noted.
    Taken,
    /// A delivery is under way, and not answered.
    Sent,
    /// A delivery was answered, and that is not noted.
    Answered,
}

impl Boundary {
    /// Settings of the triggers; nothing where a process is held otherwise.
    fn told(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Claimed(kind) => vec![("claimed", kind)],
            Self::Done(kind) => vec![("done", kind)],
            Self::Due(verb) => vec![("due", verb)],
            // That the job has failed is not noted either: nobody has learnt that.
            Self::Taken => vec![("taken", ""), ("done", "send")],
            Self::Answered => vec![("answered", "")],
            Self::Connected | Self::HandedOver | Self::Sent => Vec::new(),
        }
    }

    /// Line of the log once the process stands there; none where something else tells it.
    pub fn logged(self) -> Option<&'static str> {
        match self {
            Self::Done(_) | Self::Taken => Some("A job could not be noted"),
            Self::Due(_) => Some("A silence could not be looked after"),
            Self::Answered => Some("A lane could not be given back"),
            Self::Claimed(_) | Self::Connected | Self::HandedOver | Self::Sent => None,
        }
    }

    /// Whether a process that comes back comes to the same place again.
    pub fn comes_again(self) -> bool {
        match self {
            Self::Claimed(_) | Self::Due(_) => true,
            // A mail or a delivery that was tried waits ever longer for the next try.
            Self::Done(_)
            | Self::Connected
            | Self::HandedOver
            | Self::Taken
            | Self::Sent
            | Self::Answered => false,
        }
    }
}

/// The tables that a held process goes on to write: that it is awake is no step of a job.
const FREE: [&str; 4] = ["gate", "awake", "outage", "_sqlx_migrations"];

/// A job of the kind is claimed since the gate was closed: what a process that was killed before has claimed has run out.
const CLAIMED: &str = "exists (select 1 from gate g join job j on j.kind = g.what
    where g.place = 'claimed' and j.lease_by is not null and j.lease_until > g.since)";

fn closed(place: &str, what: &str) -> String {
    format!("exists (select 1 from gate where place = '{place}' and what = {what})")
}

/// The gate of a database.
pub struct Gate(Inspect);

impl Gate {
    /// Builds an open gate.
    pub async fn build(inspect: &Inspect) -> Self {
        let is_sqlite = matches!(inspect, Inspect::Sqlite(_));
        let tables = if is_sqlite {
            // Without the tables of full text, which are no tables that a trigger can watch.
            "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'"
        } else {
            "select cast(tablename as text) from pg_tables where schemaname = current_schema()"
        };
        let mut tables = inspect.rows(tables).await.concat();
        tables.retain(|table| !FREE.contains(&table.as_str()));
        let sql = if is_sqlite { on_sqlite(&tables) } else { on_postgres(&tables) };
        inspect.script(&sql).await;
        Self(inspect.clone())
    }

    /// Closes it at a boundary, at a moment in microseconds.
    pub async fn close(&self, at: Boundary, now: i64) {
        for (place, what) in at.told() {
            let sql = format!("insert into gate (place, what, since) values ('{place}', '{what}', {now})");
            self.0.spoil(&sql).await;
        }
    }

    /// Opens it.
    pub async fn open(&self) {
        self.0.spoil("delete from gate").await;
    }

    /// Whether a job of a kind is claimed since a moment.
    pub async fn is_claimed(&self, kind: &str, since: i64) -> bool {
        // The claim of a process that was killed before has run out.
        let claimed = format!("job where kind = '{kind}' and lease_by is not null and lease_until > {since}");
        self.0.count(&claimed).await > 0
    }
}

/// One trigger of SQLite.
fn trigger(name: &str, on: &str, when: &str) -> String {
    format!("create trigger gate_{name} before {on} when {when} begin select raise(abort, 'held'); end;\n")
}

fn on_sqlite(tables: &[String]) -> String {
    let mut sql =
        "create table gate (place text not null, what text not null, since integer not null);\n".to_owned();
    for table in tables.iter().filter(|table| *table != "job") {
        for how in ["insert", "update", "delete"] {
            sql += &trigger(&format!("{how}_{table}"), &format!("{how} on {table}"), CLAIMED);
        }
    }
    let was_claimed = format!("old.lease_by is not null and {}", closed("done", "old.kind"));
    sql += &trigger("job_written", "insert on job", CLAIMED);
    sql += &trigger("job_ended", "delete on job", &format!("{CLAIMED} or {was_claimed}"));
    sql += &trigger(
        "job_given_back",
        "update on job",
        &format!("new.lease_by is null and ({CLAIMED} or {was_claimed})"),
    );
    sql += &trigger("due", "insert on event", &closed("due", "new.verb"));
    sql += &trigger("taken", "delete on mail", &closed("taken", "''"));
    sql += &trigger("answered", "update on delivery", &closed("answered", "''"));
    sql += &trigger(
        "lane",
        "update on host",
        &format!("old.lease_by is not null and new.lease_by is null and {}", closed("answered", "''")),
    );
    sql
}

/// A function of Postgres that refuses a row, and what calls it.
fn refusal(name: &str, on: &str, each: &str, when: &str) -> String {
    format!(
        "create function gate_{name}() returns trigger language plpgsql as $$ begin
           if {when} then raise exception 'held'; end if;
           if tg_op = 'DELETE' then return old; end if;
           return new;
         end $$;
         create trigger gate_{name} before {on} for each {each} execute function gate_{name}();\n"
    )
}

fn on_postgres(tables: &[String]) -> String {
    let mut sql =
        "create table gate (place text not null, what text not null, since bigint not null);\n".to_owned();
    for table in tables.iter().filter(|table| *table != "job") {
        sql += &refusal(table, &format!("insert or update or delete on {table}"), "statement", CLAIMED);
    }
    let was_claimed = format!("old.lease_by is not null and {}", closed("done", "old.kind"));
    sql += &refusal("job_written", "insert on job", "row", CLAIMED);
    sql += &refusal("job_ended", "delete on job", "row", &format!("{CLAIMED} or {was_claimed}"));
    sql += &refusal(
        "job_given_back",
        "update on job",
        "row",
        &format!("new.lease_by is null and ({CLAIMED} or {was_claimed})"),
    );
    sql += &refusal("due", "insert on event", "row", &closed("due", "new.verb"));
    sql += &refusal("taken", "delete on mail", "row", &closed("taken", "''"));
    sql += &refusal("answered", "update on delivery", "row", &closed("answered", "''"));
    sql += &refusal(
        "lane",
        "update on host",
        "row",
        &format!("old.lease_by is not null and new.lease_by is null and {}", closed("answered", "''")),
    );
    sql
}
