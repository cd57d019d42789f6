//! A month of thirty people in two pursuances on two servers, by a clock that is moved. What each of them was told, and what
//! happened, is then held against every promise of RULES §§4–6 and §8, as a reader of that page understands it: nothing here
//! asks the program for its rules.
//!
//! | file | what |
//! |---|---|
//! | `town` | who they are, and what they said of their time and skills |
//! | `days` | what they do, each by a character of their own; `between` is about tasks of two pursuances |
//! | `told` | what is read at the end: events, inboxes, offers, karma, mails |
//! | `known` | the events once more, one after the other: how everything stood at each moment |
//! | `asking`, `waves` | §4: who was asked, when, and how many at once |
//! | `silences`, `heirs` | §5: reminders, handing on, and who goes on |
//! | `ledger` | §6 |
//! | `inboxes`, `mails` | §8 |
//! | `staying` | an organiser who was idle, what presses, and newcomers |

mod asking;
mod between;
mod days;
mod heirs;
mod inboxes;
mod known;
mod ledger;
mod mails;
mod silences;
mod staying;
mod told;
mod town;
mod waves;

use std::collections::BTreeMap;
use std::time::Instant;

use pursuance_domain::time::Time;

use self::known::Known;
use self::told::Told;
use self::town::Town;
use crate::support::peers::On;
use crate::support::rounds;

/// How many broken promises of a kind are shown.
const SHOWN: usize = 4;

/// Promises: how often each was looked at, and by whom it was broken.
#[derive(Debug, Default)]
pub struct Promises {
    looked_at: BTreeMap<&'static str, usize>,
    broken: Vec<String>,
}

impl Promises {
    /// Notes whether a promise was kept once; `whom` names person, task and time.
    fn holds(&mut self, promise: &'static str, is_kept: bool, whom: impl FnOnce() -> String) {
        *self.looked_at.entry(promise).or_default() += 1;
        if !is_kept {
            self.broken.push(format!("{promise}: {}", whom()));
        }
    }
}

/// Cases that a month must have had, so that its promises were put to the test.
const HAPPENS: &[&str] = &[
    asking::ONCE,
    asking::AGAIN,
    asking::WANTED,
    asking::CAP,
    asking::WORK,
    asking::QUIET,
    asking::AWAY,
    asking::NEVER_SKILL,
    asking::NEVER_HERE,
    asking::SKILLS,
    asking::NOT_THE_JUDGE,
    asking::NOT_THE_FORMER,
    asking::ROLE,
    asking::SOMEBODY,
    asking::FIRST_YES,
    asking::LATER_YES,
    asking::STOOD_BY,
    waves::WHO,
    waves::SOON,
    silences::DUE,
    silences::REMINDED,
    silences::NOT_BEFORE,
    silences::PAUSED,
    silences::GRACE,
    silences::QUIET,
    silences::IN_TIME,
    silences::FREED,
    heirs::ALONE,
    heirs::EACH_RULE,
    heirs::TAKES_BACK,
    ledger::LINES,
    ledger::TOTALS,
    ledger::TAKEN_BACK,
    inboxes::ONCE,
    inboxes::OWN,
    inboxes::READS,
    inboxes::ASKED,
    inboxes::REMINDERS,
    inboxes::HANDED_ON,
    inboxes::ALONE,
    inboxes::ENDS,
    inboxes::REVIEWS,
    inboxes::VERDICTS,
    inboxes::OFFERS,
    inboxes::DELEGATES,
    mails::QUIET,
    mails::NEWS,
    mails::DIGEST_TIME,
    mails::DIGEST_SOMETHING,
    mails::DIGEST_ONCE,
    mails::DIGEST_NEWS,
    mails::ONCE,
    mails::SUBJECT,
    mails::TOLD,
    staying::SHORT,
    staying::NO_ECHO,
    staying::ON_A_HOME,
    staying::NEWCOMER,
];

/// Lets so many days pass, and looks at everything.
async fn promises_of(on: On, seed: u64, days: usize) -> Promises {
    let began = Instant::now();
    let mut town = Town::begin(on, seed).await;
    println!("seed {seed}: everybody is here after {:?}", began.elapsed());
    town.live(days).await;
    println!("{days} days have passed after {:?}", began.elapsed());
    let told = Told::of(&town).await;
    println!("everything was read after {:?}", began.elapsed());
    let mut promises = Promises::default();
    for side in 0..2 {
        let mut known = Known::new(&town, &told, side);
        let mut silences = silences::Silences::default();
        let mut heirs = heirs::Heirs::default();
        let mut ledger = ledger::Ledger::default();
        let mut asking = asking::Asking::default();
        let mut waves = waves::Waves::default();
        let events = &told.sides[side].events;
        let mut moments = town.diary.moments.iter().peekable();
        for (at, event) in events.iter().enumerate() {
            while let Some(moment) = moments.next_if(|moment| **moment < event.at) {
                asking.look(&known, &mut promises, *moment);
                silences.look(&known, &mut promises, *moment);
            }
            asking.hear(&known, &mut promises, event);
            waves.hear(&known, &mut promises, &events[at..]);
            heirs.hear(&known, &mut promises, event);
            silences.hear(&known, &mut promises, event);
            ledger.hear(&known, event);
            known.learn(event);
            silences.follow(&known, event);
        }
        asking.end(&known, &mut promises);
        heirs.end(&known, &mut promises);
        ledger.end(&known, &mut promises);
        inboxes::look(&known, &mut promises);
        mails::look(&known, &mut promises);
    }
    staying::look(&town, &mut promises);
    promises.tell_of_tasks(&town, &told);
    println!("the promises were looked at after {:?}", began.elapsed());
    told.federated_documents_are_silent_of_karma(&town).await;
    town.world.calm_down().await;
    town.world.assert_agreement().await;
    println!("all is done after {:?}", began.elapsed());
    promises
}

impl Promises {
    /// Prints what happened to each task of a broken promise, for people who look for the reason.
    fn tell_of_tasks(&self, town: &Town, told: &Told) {
        for (side, group) in told.sides.iter().zip(&town.groups) {
            for (id, sheet) in &side.sheets {
                let name = format!("{}#{}, ", group.slug, sheet.number);
                if !self.broken.iter().any(|text| text.contains(&name)) {
                    continue;
                }
                println!("{name}search at the end: {}", sheet.search);
                for event in side.events.iter().filter(|event| event.task == *id) {
                    println!("  {} {} {} {}", Time(event.at).rfc3339(), event.verb, event.actor, event.data);
                }
            }
        }
    }

    /// Nothing was broken, and where a whole month has passed, everything was put to the test.
    fn assert_kept(&self, seed: u64, is_month: bool) {
        // Of each promise some, so that all are seen.
        let mut some: Vec<&str> = Vec::new();
        for promise in self.looked_at.keys() {
            let broken = self.broken.iter().filter(|text| text.starts_with(promise));
            some.extend(broken.take(SHOWN).map(String::as_str));
        }
        let (count, some) = (self.broken.len(), some.join("\n"));
        assert!(count == 0, "seed {seed}: {count} promises were broken:\n{some}\n{:#?}", self.looked_at);
        let idle: Vec<_> = HAPPENS.iter().filter(|promise| !self.looked_at.contains_key(*promise)).collect();
        assert!(!is_month || idle.is_empty(), "seed {seed}: nothing put these to the test: {idle:#?}");
    }
}

#[tokio::test]
#[ignore = "takes minutes: ./test long"]
async fn every_promise_is_kept_to_thirty_people_for_a_month() {
    for seed in 1..=u64::from(rounds().div_ceil(4)) {
        promises_of(On::Sqlite, seed, 30).await.assert_kept(seed, true);
    }
}

#[tokio::test]
#[ignore = "takes minutes: ./test long"]
async fn every_promise_is_kept_for_a_week_on_postgres() {
    promises_of(On::Postgres, 7, 7).await.assert_kept(7, false);
}
