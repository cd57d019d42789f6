//! The sweep: what is due and nothing else, once, wherever the process was stopped; and the times in which this server was
//! down.

use std::cell::Cell;
use std::collections::HashSet;

use pursuance::jobs::{Worker, sweep_silence};
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use super::{about, clock, days, on, pass, phase_of, sweep, time, told};
use crate::support::bees::{bees, task};
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_sweep_that_stops_in_between_goes_on_where_it_was_and_nobody_is_told_twice,
    times_in_which_this_server_was_down_do_not_count,
    a_time_without_a_mark_is_noted_at_the_next_start,
    the_worker_reminds_by_itself,
);

async fn a_sweep_that_stops_in_between_goes_on_where_it_was_and_nobody_is_told_twice(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    for title in ["One", "Two", "Three", "Four"] {
        let number = task(&ana, title).await;
        ben.perform("task.take", on(number, json!({}))).await.ok();
    }
    app.advance(days(6));
    let done = Cell::new(0);
    let stops = || {
        done.set(done.get() + 1);
        done.get() > 2
    };
    sweep_silence(&app, &HashSet::new(), stops).await.unwrap();
    assert_eq!(told(ben, "nudge").await, 2);
    for _ in 0..3 {
        sweep(&app).await;
        assert_eq!(told(ben, "nudge").await, 4);
    }
}

async fn times_in_which_this_server_was_down_do_not_count(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let (now, before) = (app.clock.now(), clock(ben, number).await);
    let inspect = Inspect::open(&app.config.database_url).await;
    let (began, ended) = (now.plus(DAY).0, now.plus(days(21)).0);
    inspect.spoil(&format!("insert into outage (host, began, ended) values ('', {began}, {ended})")).await;
    app.advance(days(22));
    sweep(&app).await;
    assert_eq!((told(ben, "nudge").await, phase_of(&ana, number).await.0), (0, json!("started")));
    let after = clock(ben, number).await;
    assert!(about(time(&after["nudge_at"]), time(&before["nudge_at"]).plus(days(20))), "{before} {after}");
    // They are taken out once.
    sweep(&app).await;
    pass(&app, time(&after["nudge_at"])).await;
    assert_eq!(told(ben, "nudge").await, 1);
}

async fn a_time_without_a_mark_is_noted_at_the_next_start(app: TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let outages =
        async || inspect.rows("select cast(ended - began as text) from outage where host = ''").await;
    let mark = async || inspect.text("select cast(at as text) from awake").await.parse::<i64>().unwrap_or(0);
    let worker = Worker::spawn(&app);
    until("the mark is there", async || mark().await > 0).await;
    let first = mark().await;
    app.advance(2 * MINUTE);
    until("the mark goes along", async || mark().await > first).await;
    worker.stop().await;
    assert!(outages().await.is_empty());
    app.advance(3 * DAY);
    let worker = Worker::spawn(&app);
    until("the outage is noted", async || !outages().await.is_empty()).await;
    worker.stop().await;
    let outages = outages().await;
    let down: i64 = outages[0][0].parse().unwrap();
    assert!(outages.len() == 1 && (down - 3 * DAY).abs() < 5 * MINUTE, "{outages:?}");
}

async fn the_worker_reminds_by_itself(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let worker = Worker::spawn(&app);
    app.advance(days(6));
    until("ben is reminded", async || told(ben, "nudge").await == 1).await;
    app.advance(days(8));
    until("the task looks for help", async || phase_of(&ana, number).await.0 == "help_wanted").await;
    worker.stop().await;
    assert_eq!(told(ben, "nudge").await, 1);
}
