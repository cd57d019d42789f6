//! The number beside the bell is counted in SQL, and the list is asked of the rule: both say the same.

use std::collections::BTreeMap;

use pursuance_domain::notice::NoticeKind;
use pursuance_domain::notice::rows::{self, NoticeSort};
use pursuance_domain::time::SECOND;
use serde_json::json;

use super::world::World;
use crate::support::dice::Dice;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, rounds};

/// How many things there are unread notices about, how many rows these are, and how many the number says.
async fn unread(person: &Person) -> (usize, usize, usize) {
    let (mut things, mut after) = (BTreeMap::new(), String::new());
    loop {
        let part = person.read(&format!("/api/v1/me/inbox?unread=true&limit=50{after}")).await.ok();
        for told in part["items"].as_array().unwrap() {
            let word = |name: &str| told[name].as_str().unwrap().to_owned();
            let kind = NoticeKind::parse(&word("kind")).unwrap();
            // One row has all notices about an object, and one all tasks of a pursuance for which nobody was found.
            let (thing, sort) = match kind {
                NoticeKind::Pairing => ("pairing".to_owned(), None),
                _ if told["object"] == told["event"]["stream"] => (word("object"), None),
                _ => (word("object"), Some(NoticeSort::of(kind))),
            };
            let known = things.entry((word("pursuance"), thing)).or_insert(sort);
            *known = (*known).into_iter().chain(sort).min();
        }
        match part["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => {
                let count = things.len();
                let rows = rows::count(things.into_iter().map(|((pursuance, _), sort)| (pursuance, sort, 1)));
                return (count, rows, usize::try_from(part["unread"].as_i64().unwrap()).unwrap());
            }
        }
    }
}

#[tokio::test]
async fn as_many_rows_are_counted_as_may_be_read() {
    for seed in 0..u64::from(rounds()) * 2 {
        let world = World::random(TestApp::start().await, seed + 40).await;
        let inspect = Inspect::open(&world.app.config.database_url).await;
        let mut dice = Dice(seed);
        let mut in_all = 0;
        for turn in 0..4 {
            world.settle_down().await;
            until("everybody is told", async || {
                // A task that wants help is looked at again later, and that nobody was found is told in the morning.
                let soon = world.app.clock.now().plus(SECOND).0;
                inspect.count(&format!("job where kind <> 'pair' and run_at <= {soon}")).await == 0
            })
            .await;
            for person in &world.people {
                let (things, listed, counted) = unread(person).await;
                assert_eq!(listed.min(100), counted, "{} in world {seed}, turn {turn}", person.name);
                in_all += things;
            }
            if turn == 1 {
                world.put_away(seed).await;
            }
            // Rights to read are another matter afterwards; the notices are those of before.
            for group in &world.groups {
                let visibility = *dice.pick(&["public", "members", "members"]);
                let edit = json!({ "pursuance": group.slug, "visibility": visibility });
                group.founder.perform("pursuance.edit", edit).await.ok();
                for person in &world.people {
                    let role = *dice.pick(&["untrusted", "untrusted", "viewer", "assigner", "recruiter"]);
                    let set = json!({ "pursuance": group.slug, "member": person.name, "role": role });
                    group.founder.perform("member.set_role", set).await;
                }
            }
        }
        assert!(in_all > 30, "enough was told: {in_all}");
    }
}
