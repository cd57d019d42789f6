//! Each step of the schema runs over the sample rows of the steps before it, on both databases.

use std::collections::BTreeSet;
use std::path::Path;

use pursuance::store::db::Db;
use pursuance::store::delegations;
use pursuance::store::migrate;
use pursuance_domain::id::DelegationId;

use crate::support::inspect::Inspect;

fn sample(version: i64, name: &str) -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../migrations/sample/{version:04}_{name}.sql"));
    std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: every step has sample rows", path.display()))
}

/// Walks the steps one by one, each followed by its sample rows.
async fn walk(db: &Db) {
    for step in migrate::STEPS {
        migrate::run_step(db, step).await.unwrap_or_else(|error| panic!("step {}: {error:?}", step.version));
        migrate::run_sample(db, &sample(step.version, step.name))
            .await
            .unwrap_or_else(|error| panic!("sample {}: {error:?}", step.version));
    }
}

/// Step 8 changes the reason of an event, and no text of a person that looks like one.
async fn assert_no_reason_tells_of_a_suspension(inspect: &Inspect) {
    let data = inspect.rows("select data from event where seq in (701, 702) order by seq").await.concat();
    assert_eq!(
        data,
        [
            r#"{"after":null,"because":"unavailable","before":"06a","phase":"help_wanted"}"#,
            r#"{"after":{"title":"\"because\":\"suspended\""},"changed":["title"]}"#,
        ]
    );
}

/// Step 19 leaves one Primary of two, the one who came first, and no pursuance gets a second one after it.
async fn assert_there_is_one_primary(inspect: &Inspect, db: &Db) {
    let roles = "select actor || ' ' || role from member where pursuance = '01b' order by actor";
    assert_eq!(inspect.rows(roles).await.concat(), ["01a primary", "01c admin", "06a admin"]);
    let second = "update member set role = 'primary' where actor = '06a';";
    assert!(migrate::run_sample(db, second).await.is_err(), "a second Primary");
}

/// Step 20 notes of each edge that was there the pursuance of the task that is waited for.
async fn assert_every_edge_knows_both_pursuances(inspect: &Inspect) {
    let edges = "select d.task || ' ' || d.on_task || ' ' || d.on_pursuance from task_dependency d
        join task o on o.id = d.on_task and o.pursuance = d.on_pursuance order by d.task, d.on_task";
    assert_eq!(inspect.rows(edges).await.concat(), ["01f 11a 01b", "01f 11b 01b", "11a 11b 01b"]);
    assert_eq!(inspect.count("task_dependency where seq = 0").await, 2, "they are older than the clock");
    assert_eq!(inspect.count("task_dependency_clock where added = 1 and removed = 0").await, 1);
}

/// Step 21 keeps the mission as it read, and as its founder wrote it where nobody has changed the pursuance since.
async fn assert_missions_are_kept(inspect: &Inspect) {
    let kept = "select revision || ' ' || body from text_version where object = '01b' and field = 'mission'";
    assert_eq!(inspect.rows(kept).await.concat(), ["1 We count."]);
}

/// Step 10 drops what was kept twice: an agreement is read as before, and the row of the first sample, which no program
/// can read, takes no other with it.
async fn assert_agreements_are_read(db: &Db) {
    let mut tx = db.read().await.unwrap();
    let ids = ["01e", "10a"].map(|id| DelegationId(id.to_owned()));
    let mut found = delegations::by_ids(&mut tx, &ids).await.unwrap();
    assert_eq!(found.len(), 1);
    let row = found.remove(&ids[1]).unwrap();
    let offered = row.offered.read().unwrap();
    assert_eq!((offered.task.name.as_str(), offered.terms.said().max_depth), ("Map the hives", 5));
    assert_eq!(offered.terms.hash(), offered.terms_hash);
    assert_eq!(row.snapshot.unwrap().read().unwrap().name, "Map the hives");
    let damaged = delegations::by_id(&mut tx, &ids[0]).await.unwrap_err();
    assert!(damaged.to_string().starts_with("delegation.copy of 01e holds"), "{damaged}");
}

/// Step 44 leaves gaps between siblings and keeps their order.
async fn assert_siblings_keep_their_order(inspect: &Inspect) {
    let at_the_top = "select number || ' ' || position from task where pursuance = '01b' and parent is null
        and number in (61, 161, 441) order by position, number";
    assert_eq!(inspect.rows(at_the_top).await.concat(), ["61 63963136", "441 64500000", "161 168820736"]);
}

/// Step 57 makes one of skills that looked the same, wherever one is kept.
async fn assert_skills_that_look_the_same_are_one(inspect: &Inspect) {
    let keys = async |sql: &str| inspect.rows(sql).await.concat();
    let of_person =
        "select skill_key || ' ' || level from person_skill where skill_key like 'design:%' order by 1";
    assert_eq!(keys(of_person).await, ["design:charts do", "design:maps mentor"]);
    let of_task = "select skill_key from task_skill where skill_key like 'design:%'";
    assert_eq!(keys(of_task).await, ["design:charts"]);
    let merged = "select skill_key || ' ' || means_key from skill_synonym where skill_key like '%charts'";
    assert_eq!(keys(merged).await, ["art:charts design:charts"]);
    let watched =
        "select object from watch where object like 'skill:%' and object not like '%:field:%' order by 1";
    assert_eq!(keys(watched).await, ["skill:design:charts", "skill:language:persian"]);
}

/// Step 95 has the names of files taken in that came with messages in rooms.
async fn assert_files_in_rooms_are_taken_in(inspect: &Inspect) {
    let waiting = "select s.kind from searched s join search_todo o on o.seq = s.seq where s.object = '94f'";
    assert_eq!(inspect.rows(waiting).await.concat(), ["file"]);
}

#[tokio::test]
async fn steps_run_in_order_over_real_rows_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let db = Db::open(&url).await.unwrap();
    walk(&db).await;
    assert_agreements_are_read(&db).await;
    assert_no_reason_tells_of_a_suspension(&Inspect::open(&url).await).await;
    assert_there_is_one_primary(&Inspect::open(&url).await, &db).await;
    assert_every_edge_knows_both_pursuances(&Inspect::open(&url).await).await;
    assert_missions_are_kept(&Inspect::open(&url).await).await;
    assert_siblings_keep_their_order(&Inspect::open(&url).await).await;
    assert_skills_that_look_the_same_are_one(&Inspect::open(&url).await).await;
    assert_files_in_rooms_are_taken_in(&Inspect::open(&url).await).await;
}

#[tokio::test]
async fn steps_run_in_order_over_real_rows_on_postgres() {
    let database = crate::support::postgres::database().await;
    let db = Db::open(&database).await.unwrap();
    walk(&db).await;
    assert_agreements_are_read(&db).await;
    assert_no_reason_tells_of_a_suspension(&Inspect::open(&database).await).await;
    assert_there_is_one_primary(&Inspect::open(&database).await, &db).await;
    assert_every_edge_knows_both_pursuances(&Inspect::open(&database).await).await;
    assert_missions_are_kept(&Inspect::open(&database).await).await;
    assert_siblings_keep_their_order(&Inspect::open(&database).await).await;
    assert_skills_that_look_the_same_are_one(&Inspect::open(&database).await).await;
    assert_files_in_rooms_are_taken_in(&Inspect::open(&database).await).await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing_and_is_current() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display())).await.unwrap();
    migrate::migrate(&db, None).await.unwrap();
    migrate::migrate(&db, Some(folder.path())).await.unwrap();
    assert!(migrate::is_current(&db).await.unwrap());
    assert!(!folder.path().join("before-step-2.db").exists(), "nothing to do needs no copy");
}

/// The names of the steps in a folder: `0001_foundation`, …
fn steps_in(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    files.filter_map(|file| file.strip_suffix(".sql").map(str::to_owned)).collect()
}

#[test]
fn every_step_that_is_written_is_run() {
    let run: BTreeSet<String> =
        migrate::STEPS.iter().map(|step| format!("{:04}_{}", step.version, step.name)).collect();
    assert_eq!(steps_in("../migrations"), run, "the files, and the list STEPS");
    assert_eq!(steps_in("../migrations/sample"), run, "the files with sample rows, and the list STEPS");
    let numbers: Vec<i64> = migrate::STEPS.iter().map(|step| step.version).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "in order: {numbers:?}");
}
