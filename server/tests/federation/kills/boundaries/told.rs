//! All that people and servers were told in one life of the stage.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Stage;
use crate::mail::{header, text};
use crate::support::agreement::{assert_in_step, assert_whole};

/// How often each thing was told.
pub type Told = BTreeMap<String, usize>;

/// Two lives tell the same, as often.
pub fn assert_same(calm: &Told, killed: &Told) {
    let keys: BTreeSet<&String> = calm.keys().chain(killed.keys()).collect();
    let other = keys.into_iter().filter(|key| calm.get(*key) != killed.get(*key));
    let other: Vec<String> =
        other.map(|key| format!("{key}: {:?} times, and {:?}", calm.get(key), killed.get(key))).collect();
    assert!(other.is_empty(), "without kills, and with them:\n{}", other.join("\n"));
}

impl Stage {
    /// Counts all that was told, here and there, after the checks that hold for every database.
    pub async fn told(&self) -> Told {
        self.mailed().await;
        for inspect in [&self.inspect, &self.there] {
            assert_whole(inspect).await;
            assert_eq!(
                inspect.count("delivery where state = 'waiting'").await,
                0,
                "everything was delivered"
            );
        }
        assert_in_step(&[self.inspect.clone(), self.there.clone()]).await;
        assert_eq!(self.inspect.count("outage where host = ''").await, 0, "nobody was away");
        let twice = "(select person from offer group by task, person having count(*) > 1) x";
        assert_eq!(self.inspect.count(twice).await, 0, "nobody has two offers of a task");

        let mut told = Told::new();
        for (place, inspect) in [("", &self.inspect), ("there, ", &self.there)] {
            for (what, sql) in TOLD {
                for row in inspect.rows(sql).await {
                    let (times, of) = row.split_last().unwrap();
                    let line = format!("{what}: {place}{}", of.join(", "));
                    told.insert(line, times.parse().unwrap());
                }
            }
        }
        for (line, times) in self.mail_told() {
            told.insert(line, times);
        }
        told
    }

    /// The mails by who got them and their subject. Each was taken once, and once more only where that could not be noted.
    fn mail_told(&self) -> Told {
        let mut by_name: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for mail in self.post.mails() {
            by_name.entry(header(&mail, "message-id")).or_default().push(mail);
        }
        let mut told = Told::new();
        let mut again = 0;
        for (name, mails) in by_name {
            let first = &mails[0];
            again += mails.len() - 1;
            assert!(mails.len() <= 2, "{name} was taken {} times", mails.len());
            assert!(mails.iter().all(|mail| text(mail) == text(first)), "two mails are called {name}");
            let to = first["to"].as_str().unwrap();
            let subject = header(first, "subject").replace(&format!("localhost:{}", self.ours.port), "here");
            *told.entry(format!("mail: {to}, {subject}")).or_default() += 1;
        }
        assert_eq!(again, self.unnoted, "mails that were taken more than once");
        told
    }
}

/// Counted rows: the last column says how often.
const TOLD: [(&str, &str); 5] = [
    (
        "notice",
        "select a.name, n.kind, n.reason, e.verb, coalesce(cast(t.number as text), ''), cast(count(*) as text) from notice n
         join actor a on a.id = n.account join event e on e.stream = n.stream and e.seq = n.seq
         left join task t on t.id = e.task group by a.name, n.kind, n.reason, e.verb, coalesce(cast(t.number as text), '')",
    ),
    (
        "event",
        "select coalesce(a.name, ''), e.verb, coalesce(cast(t.number as text), ''), cast(count(*) as text) from event e
         left join actor a on a.id = e.actor left join task t on t.id = e.task
         group by coalesce(a.name, ''), e.verb, coalesce(cast(t.number as text), '')",
    ),
    (
        "offer",
        "select a.name, cast(t.number as text), o.state, coalesce(cast(o.wave as text), ''), coalesce(o.heir, ''),
           cast(count(*) as text)
         from offer o join actor a on a.id = o.person join task t on t.id = o.task
         group by a.name, t.number, o.state, coalesce(cast(o.wave as text), ''), coalesce(o.heir, '')",
    ),
    ("said", "select direction, kind, cast(count(*) as text) from activity group by direction, kind"),
    (
        "skill offer",
        "select cast(revision as text), cast(count(*) as text) from skill_offer group by cast(revision as text)",
    ),
];
