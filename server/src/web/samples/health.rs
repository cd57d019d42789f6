//! Samples of the page that says how a pursuance goes.

use pursuance_domain::health::{Offered, Taken, WEEK, Waits, Week, since};
use pursuance_domain::value::Skill;

use super::delegation::head;
use super::*;
use crate::web::cards::head::Tab;
use crate::web::pursuance::health::{
    HealthPage, HealthRow, ListName, LoadList, LoadRow, TaskList, answers, waits,
};

const NAMES: [ListName; 4] = [ListName::Wanting, ListName::Stuck, ListName::Late, ListName::InReview];

fn weeks() -> Vec<Week> {
    let counts =
        [(3, 0), (5, 2), (0, 0), (12, 4), (7, 9), (2, 3), (1, 1), (0, 6), (14, 2), (6, 6), (4, 5), (2, 1)];
    let mut open = 20;
    let mut from = since(now());
    let mut weeks = Vec::new();
    for (made, finished) in counts {
        open += made - finished;
        let until = from.plus(WEEK);
        weeks.push(Week { from, until, made, finished, open });
        from = until;
    }
    weeks
}

pub(super) fn add(pages: &mut Vec<(&'static str, String)>) {
    let t = words();
    let skills = vec![Skill::parse("Language:Basque").unwrap()];
    let reasons = [
        Waits::Closed,
        Waits::NoSkills,
        Waits::Blocked,
        Waits::OnOffer,
        Waits::Paused,
        Waits::NobodyHas { skills },
        Waits::Searching,
        Waits::NobodyHasAll,
        Waits::Unanswered { people: 2 },
        Waits::AllAsked { people: 3 },
        Waits::AllAway { people: 1 },
        Waits::NobodyFree { people: 2 },
    ];
    let since = |key: &'static str, at: &str| Markup::trusted(t.rich(key).html("at", moment(at)).to_string());
    let row = |reason: String, when| HealthRow {
        task: TaskLink {
            href: "/p/river-watch/t/12".to_owned(),
            number: 12,
            title: "Translate the report into Basque".to_owned(),
        },
        reason,
        when,
    };
    let lists = NAMES.map(|name| {
        let at = "2026-11-06T08:30:00Z";
        let rows = match name {
            ListName::Wanting => {
                reasons.iter().map(|why| row(waits(t, why), vec![since("health-since", at)])).collect()
            }
            ListName::Stuck => {
                let reminded = since("health-nudged", "2026-11-18T08:30:00Z");
                let on = since("health-hand-on", "2026-11-24T08:30:00Z");
                let silent = t.with("health-stuck-silent").set("who", "Dov").to_string();
                vec![
                    row(silent, vec![since("health-since", at), reminded, on]),
                    row(t.s("health-stuck-blocked").to_owned(), vec![since("health-since", at)]),
                ]
            }
            ListName::Late => {
                let has = t.with("health-has-it").set("who", "Dov").to_string();
                let due = || vec![since("health-due", at)];
                vec![row(has, due()), row(t.s("health-nobody-has-it").to_owned(), due())]
            }
            ListName::InReview => {
                vec![row(
                    t.with("health-decides").set("who", "Ruth").to_string(),
                    vec![since("health-since", at)],
                )]
            }
        };
        TaskList { name, total: 30, more: 18, rows, weighed: (name == ListName::Wanting).then_some(1_000) }
    });
    let load = |who: Party, under_way, reviews| LoadRow { who, under_way, reviews };
    let load = LoadList {
        rows: vec![load(Party::person("Dov Klein"), 4, 1), load(Party::person("Mara Okafor").you(), 1, 0)],
        more: 1,
        most: 5,
    };
    let taken = Taken { tasks: 14, median_seconds: 20 * 3_600, ninety_seconds: 6 * 86_400 };
    let offers = Offered { ended: 41, accepted: 17, waiting: 3 };
    let shown = HealthPage::of(
        in_river_watch(),
        head(Tab::Health),
        lists.into(),
        Some(load),
        &weeks(),
        answers(t, Some(taken), offers),
    );
    page(pages, "health", &shown);
    let none = |name| TaskList { name, rows: Vec::new(), total: 0, more: 0, weighed: None };
    let nobody = LoadList { rows: Vec::new(), more: 0, most: 0 };
    let shown = HealthPage::of(
        in_river_watch(),
        head(Tab::Health),
        NAMES.map(none).into(),
        Some(nobody),
        &[],
        answers(t, None, Offered::default()),
    );
    page(pages, "health-none", &shown);
}
