//! The reading at the end: the events, and the notices of each person.

use std::collections::BTreeMap;

use chrono::DateTime;
use pursuance_domain::time::Time;
use serde_json::Value;

use super::town::Town;
use crate::mail;
use crate::support::Caller;
use crate::support::browser::Browser;
use crate::support::documents::addresses;

/// Something that happened in a pursuance.
pub struct Event {
    pub seq: i64,
    pub at: i64,
    pub actor: String,
    pub verb: String,
    pub object: String,
    pub task: String,
    pub data: Value,
}

impl Event {
    /// A text among what is told with it; empty where it is null or not there.
    pub fn told(&self, member: &str) -> &str {
        self.data[member].as_str().unwrap_or_default()
    }
}

/// A notice, as the inbox of somebody has it.
pub struct Notice {
    pub who: String,
    pub seq: i64,
    pub kind: String,
    pub event: Value,
    pub task: Option<i64>,
    /// Whether its person has read it; acting on the task does.
    pub is_read: bool,
}

/// A line of somebody's karma.
pub struct Line {
    pub who: String,
    pub deed: String,
    /// In thousandths of a point.
    pub points: i64,
}

/// A mail, as it was taken by the mail server.
pub struct Mail {
    pub to: String,
    pub at: i64,
    pub id: String,
    pub subject: String,
    pub text: String,
    pub is_digest: bool,
}

/// A task, as it is at the end: what was never changed.
pub struct Sheet {
    pub number: i64,
    pub title: String,
    pub size: String,
    pub urgency: String,
    pub creator: String,
    pub is_mirror: bool,
    pub skills: Vec<String>,
    /// How the search for people stands at the end, for people who read what was broken.
    pub search: String,
}

/// Everything of one server.
pub struct Side {
    pub events: Vec<Event>,
    pub notices: Vec<Notice>,
    pub mails: Vec<Mail>,
    pub sheets: BTreeMap<String, Sheet>,
    pub karma: Vec<Line>,
    /// All points of each, as they read them.
    pub totals: BTreeMap<String, i64>,
    /// The offers of each, as they read them: offer and state.
    pub offers: BTreeMap<String, String>,
}

pub struct Told {
    pub sides: Vec<Side>,
}

/// Points in thousandths.
fn thousandths(points: &Value) -> i64 {
    (points.as_f64().unwrap() * 1000.0).round() as i64
}

/// A moment that is written in JSON.
pub fn moment(value: &Value) -> i64 {
    Time::parse(value.as_str().unwrap_or_else(|| panic!("no time: {value}"))).unwrap().0
}

impl Told {
    pub async fn of(town: &Town) -> Self {
        let mut sides = Vec::new();
        for side in 0..2 {
            sides.push(Side::of(town, side).await);
        }
        Self { sides }
    }

    /// No document that other servers may fetch, and nothing that was sent to them, tells of karma.
    pub async fn federated_documents_are_silent_of_karma(&self, town: &Town) {
        for instance in &town.world.instances {
            let ids = instance.inspect.rows("select id from karma").await.concat();
            let is_clean =
                |text: &str| !text.contains("karma") && ids.iter().all(|id| !text.contains(id.as_str()));
            let sent = "select cast(bytes as text) from activity where direction = 'out'";
            for bytes in instance.inspect.rows(sent).await.concat() {
                assert!(is_clean(&bytes), "karma in a message to another server: {bytes}");
            }
            let mut visitor = Browser::visiting(instance);
            for address in addresses(instance).await.into_iter().filter(|address| !address.contains("/log/"))
            {
                let accept = [("accept", "application/activity+json")];
                let page = visitor.send(http::Method::GET, &address, &accept, Vec::new()).await;
                assert!(is_clean(&page.html), "karma in {address}: {}", page.html);
            }
        }
    }
}

impl Side {
    /// Whether a task became urgent by an edit.
    pub fn made_urgent(&self, task: &str) -> bool {
        let is_edit = |event: &&Event| event.verb == "task.edited" && event.task == task;
        self.events.iter().filter(is_edit).any(|event| event.data["after"]["urgency"] == "urgent")
    }

    async fn of(town: &Town, side: usize) -> Self {
        let inspect = &town.world.instances[side].inspect;
        let group = town.groups[side].id.to_string();
        let sql = format!(
            "select cast(seq as text), cast(at as text), actor, verb, object, task, data from event
            where stream = '{group}' order by event.seq"
        );
        let events = inspect.rows(&sql).await.into_iter().map(|row| {
            let [seq, at, actor, verb, object, task, data] = row.try_into().unwrap();
            let (seq, at, data) =
                (seq.parse().unwrap(), at.parse().unwrap(), serde_json::from_str(&data).unwrap());
            Event { seq, at, actor, verb, object, task, data }
        });
        let mut told = Self {
            events: events.collect(),
            notices: Vec::new(),
            mails: town.posts[side].mails().iter().map(read_mail).collect(),
            sheets: sheets(town, side).await,
            karma: Vec::new(),
            totals: BTreeMap::new(),
            offers: BTreeMap::new(),
        };
        for one in town.people.iter().filter(|one| one.side == side) {
            let caller = Caller::at(&one.group.app, &one.group.who).await;
            for item in all(&caller, "/api/v1/me/inbox").await {
                let seq = item["notice"].as_str().unwrap().rsplit_once('-').unwrap().1.parse().unwrap();
                let kind = item["kind"].as_str().unwrap().to_owned();
                let (event, task) = (item["event"].clone(), item["task"].as_i64());
                let is_read = item["read"].as_bool().unwrap();
                told.notices.push(Notice { who: one.id.clone(), seq, kind, event, task, is_read });
            }
            for item in all(&caller, "/api/v1/me/karma").await {
                let (deed, points) =
                    (item["deed"].as_str().unwrap().to_owned(), thousandths(&item["points"]));
                told.karma.push(Line { who: one.id.clone(), deed, points });
            }
            let totals = caller.read("/api/v1/me/karma?limit=1").await.ok()["totals"].clone();
            let total = totals.get(&one.group.slug).map_or(0, thousandths);
            told.totals.insert(one.id.clone(), total);
            for item in all(&caller, "/api/v1/me/offers").await {
                let word = |member: &str| item[member].as_str().unwrap().to_owned();
                told.offers.insert(word("offer"), word("state"));
            }
        }
        told
    }
}

/// All items of a list that is read part by part.
async fn all(caller: &Caller, path: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = caller.read(&format!("{path}?limit=100{after}")).await.ok();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
    }
}

fn read_mail(told: &Value) -> Mail {
    let sent = DateTime::parse_from_rfc2822(&mail::header(told, "date")).unwrap();
    Mail {
        to: told["to"].as_str().unwrap().to_owned(),
        at: sent.timestamp_micros(),
        id: mail::header(told, "message-id"),
        subject: mail::header(told, "subject"),
        text: mail::text(told),
        is_digest: mail::header(told, "references").starts_with("<digest."),
    }
}

async fn sheets(town: &Town, side: usize) -> BTreeMap<String, Sheet> {
    let inspect = &town.world.instances[side].inspect;
    let group = town.groups[side].id.to_string();
    let wanted = inspect.rows("select task, skill from task_skill order by task, position").await;
    let sql = format!(
        "select t.id, cast(t.number as text), v.body, t.size, t.urgency, t.creator, t.mirror_of,
          coalesce('waves ' || p.waves || ', reached ' || p.reached || ', next ' || coalesce(p.next_at, 0), 'none')
            || coalesce(', its job ' || j.run_at || ' after ' || j.attempts, ', no job')
          from task t
          join text_version v on v.object = t.id and v.field = 'title' and v.revision = t.title_revision
          left join pairing p on p.task = t.id left join job j on j.unique_key = 'pair:' || t.id
        where t.pursuance = '{group}'"
    );
    let rows = inspect.rows(&sql).await.into_iter().map(|row| {
        let [id, number, title, size, urgency, creator, mirror_of, search] = row.try_into().unwrap();
        let skills = wanted.iter().filter(|row| row[0] == id).map(|row| row[1].clone()).collect();
        let (number, is_mirror) = (number.parse().unwrap(), !mirror_of.is_empty());
        (id, Sheet { number, title, size, urgency, creator, is_mirror, skills, search })
    });
    rows.collect()
}
