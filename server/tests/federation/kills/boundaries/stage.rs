//! The stage: two instances, people, a mail server, and what kills one of the processes at a boundary.

use std::sync::atomic::AtomicU64;

use pursuance::platform::clock::Clock;
use pursuance_domain::action::SetMail;
use pursuance_domain::time::{DAY, SECOND, Time};
use pursuance_domain::value::MailAddress;
use serde_json::json;

use super::Stage;
use crate::federation::kills::Chance;
use crate::federation::kills::gate::{Boundary, Gate};
use crate::federation::process::{Process, SharedClock};
use crate::mail::Post;
use crate::support::bees::{bees, of};
use crate::support::inspect::Inspect;
use crate::support::peers::until_or;
use crate::support::ports::free_port;
use crate::support::speakers::{FRENCH, knows};
use crate::support::{Setup, TestApp, postgres};

/// At which boundaries the process is killed.
pub enum Kills {
    Never,
    Everywhere,
    /// At some, up to three times in a row.
    Some(Chance),
}

impl Kills {
    /// At some, as follows from a seed.
    pub fn of(seed: u64) -> Self {
        Self::Some(Chance(AtomicU64::new(seed)))
    }

    /// How many times in a row it is killed at this one.
    fn at(&self, boundary: Boundary) -> u64 {
        match self {
            Self::Never => 0,
            Self::Everywhere => 1,
            Self::Some(chance) if boundary.comes_again() => chance.below(4),
            Self::Some(chance) => chance.below(2),
        }
    }
}

/// Longer than any lease, in seconds.
const LEASES: i64 = 125;

/// How often time passes for what failed.
const TRIES: usize = 40;

/// Deliveries and jobs that failed, and wait for another try.
const FAILED: &str =
    "(select id from delivery where state = 'waiting' union all select id from job where error <> ''
    union all select id from parcel where attempts > 0) x";

/// Tells whether anything has happened since.
const TRACE: &str = "select cast((select count(*) from activity) as text) || ' ' || cast((select coalesce(sum(last), 0) from stream) as text)";

/// Rows that may wait, by table and columns.
const WAITING: [(&str, &str); 5] = [
    ("job", "kind, cast(run_at as text), cast(lease_until as text), cast(attempts as text), error"),
    ("host", "name, cast(next_at as text), cast(lease_until as text), cast(failures as text), last_error"),
    ("delivery where state = 'waiting'", "inbox, cast(next_at as text), cast(attempts as text), last_error"),
    ("parcel", "carrier, receiver, cast(due_at as text), cast(attempts as text)"),
    ("silence", "task, cast(due_at as text)"),
];

impl Stage {
    /// The bees with ana, who gets no mail, with ben and cleo, who know French, and with dora; the wasps elsewhere. It is noon
    /// of a day to come.
    pub async fn open(on_postgres: bool, kills: Kills) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SharedClock::new(folder.path());
        let now = Clock::System.now();
        let noon = Time::parse(&format!("{}T12:00:00Z", now.plus(2 * DAY).date())).unwrap();
        let ahead = (noon.0 - now.0) / SECOND;
        clock.set(ahead);
        let post = Post::open(0);
        let smtp = format!("smtp://127.0.0.1:{}?tls=none", post.port);
        let base_url = || Some(format!("http://localhost:{}", free_port()));

        let database_url = if on_postgres { Some(postgres::migrated().await) } else { None };
        let setup =
            Setup { base_url: base_url(), database_url, smtp_url: Some(smtp.clone()), ..Setup::default() };
        let app = TestApp::with(setup).await;
        app.advance(ahead * SECOND);
        let others = [("dora", "normal"), ("ben", "normal"), ("cleo", "normal")];
        let (ana, people) = bees(&app, "public", &others).await;
        let heirs = json!({ "mode": "fixed", "heirs": ["stand_by", "last_active", "fewest_tasks"] });
        ana.perform("pursuance.set_pace", of(heirs)).await.ok();
        for person in &people[1..] {
            knows(person, &[FRENCH]).await;
        }
        for person in &people {
            let address = MailAddress::parse(&format!("{}@mail.example", person.name)).unwrap();
            app.perform(&person.principal(), SetMail { address }.into()).await.unwrap();
        }
        // As if they had opened their links.
        let inspect = Inspect::open(&app.config.database_url).await;
        inspect
            .spoil("update mail_address set state = 'confirmed', link_hash = null, link_until = null")
            .await;
        inspect.spoil("delete from mail").await;
        inspect.spoil("delete from parcel").await;
        let gate = Gate::build(&inspect).await;
        let tokens: Vec<String> =
            [&ana].into_iter().chain(&people).map(|person| person.token().to_owned()).collect();
        drop((ana, people));
        let settings = vec![
            ("PURSUANCE_SMTP_URL", smtp),
            ("PURSUANCE_MAIL_FROM", "Tests <mail@commons.example>".to_owned()),
        ];
        let ours = Process::take_over(app, &clock, settings).await;

        let app = TestApp::with(Setup { base_url: base_url(), ..Setup::default() }).await;
        app.advance(ahead * SECOND);
        let wasp = app.person("wasps-lead").await;
        let wasps = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "public" });
        wasp.perform("pursuance.create", wasps).await.ok();
        let token = wasp.token().to_owned();
        drop(wasp);
        let theirs = Process::take_over(app, &clock, Vec::new()).await;

        let there = theirs.inspect().await;
        let [ana, dora, ben, cleo] = [0, 1, 2, 3].map(|at: usize| ours.client(&tokens[at]));
        let wasp = theirs.client(&token);
        let stage = Self {
            kills,
            to_come: 0,
            held: (0, 0, 0),
            unnoted: 0,
            clock,
            ours,
            theirs,
            post,
            gate,
            inspect,
            there,
            ana,
            ben,
            cleo,
            dora,
            wasp,
            _folder: folder,
        };
        stage.settle().await;
        stage
    }

    pub fn now(&self) -> Time {
        Clock::System.now().plus(self.clock.get() * SECOND)
    }

    /// Waits until nobody has anything to do now.
    async fn settle(&self) {
        let mut before = Vec::new();
        let settled = async || {
            let now = self.now().0;
            let soon = now + SECOND;
            let busy = format!(
                "select cast((select count(*) from job where run_at <= {soon} or lease_until > {now})
                  + (select count(*) from host where next_at <= {now} or lease_until > {now})
                  + (select count(*) from channel where pull_at <= {now} and state = 'open')
                  + (select count(*) from silence where due_at <= {now})
                  + (select count(*) from skill_offer where due_at <= {now})
                  + (select count(*) from parcel where due_at <= {now}) as text)"
            );
            let mut traces = Vec::new();
            for inspect in [&self.inspect, &self.there] {
                if inspect.text(&busy).await != "0" {
                    before.clear();
                    return false;
                }
                traces.push(inspect.text(TRACE).await);
            }
            // Between looking at one and at the other something may have passed from one to the other.
            let is_calm = traces == before;
            before = traces;
            is_calm
        };
        until_or("nobody has anything to do", settled, async || self.standing().await).await;
    }

    /// How things stand, for whoever looks why nothing moves.
    async fn standing(&self) -> String {
        let mut standing = format!("at {}", self.now().0);
        for (place, inspect) in [("here", &self.inspect), ("there", &self.there)] {
            for (table, columns) in WAITING {
                let rows = inspect.rows(&format!("select {columns} from {table}")).await;
                standing += &format!("\n{place}, {table}: {rows:?}");
            }
        }
        standing + &format!("\nthe mail server: {:?}", self.post.told())
    }

    /// Lets time pass until just behind a moment.
    pub fn pass_to(&self, moment: Time) {
        let seconds = (moment.0 - self.now().0) / SECOND + 2;
        assert!(seconds > 0, "{moment:?} is over");
        self.clock.advance(seconds);
    }

    /// Lets mail go out that waits for more about the same thing, and what failed be tried again: the other instance may have asked
    /// this one while it was down, as often as its start took long.
    pub async fn mailed(&self) {
        for _ in 0..TRIES {
            self.settle().await;
            self.clock.advance(61);
            self.settle().await;
            if self.here_and_there(FAILED).await == 0 {
                return;
            }
        }
        panic!("something fails again and again {}", self.standing().await);
    }

    /// How many rows there are on both sides.
    async fn here_and_there(&self, counted: &str) -> i64 {
        self.inspect.count(counted).await + self.there.count(counted).await
    }

    /// From now on the process gets as far as a boundary, if it is to be killed there.
    pub async fn hold(&mut self, at: Boundary) {
        self.settle().await;
        self.to_come = self.kills.at(at);
        if self.to_come > 0 {
            self.close(at).await;
        }
    }

    async fn close(&mut self, at: Boundary) {
        let logged = at.logged().map_or(0, |words| self.ours.logged(words));
        self.held = (self.now().0, logged, self.post.held());
        self.gate.close(at, self.held.0).await;
        match at {
            Boundary::Connected => self.post.hold("EHLO").await,
            Boundary::HandedOver => self.post.hold("DATA").await,
            Boundary::Sent => self.theirs.freeze(),
            Boundary::Claimed(_)
            | Boundary::Done(_)
            | Boundary::Due(_)
            | Boundary::Taken
            | Boundary::Answered => {}
        }
    }

    /// Whether the process stands at the boundary.
    async fn stands_at(&self, at: Boundary) -> bool {
        let (since, logged, held) = self.held;
        match at {
            Boundary::Claimed(kind) => self.gate.is_claimed(kind, since).await,
            Boundary::Connected | Boundary::HandedOver => self.post.held() > held,
            Boundary::Sent => {
                let now = self.now().0;
                let sends = format!("host where lease_until > {now} and name like '%:{}'", self.theirs.port);
                self.inspect.count(&sends).await > 0
            }
            Boundary::Done(_) | Boundary::Due(_) | Boundary::Taken | Boundary::Answered => {
                at.logged().is_some_and(|words| self.ours.logged(words) > logged)
            }
        }
    }

    /// Kills the process at the boundary, and lets another one go on. The same time passes where nobody is killed.
    pub async fn go_on(&mut self, at: Boundary) {
        if self.to_come == 0 {
            self.settle().await;
            self.clock.advance(LEASES);
        }
        while self.to_come > 0 {
            let stands = async || self.stands_at(at).await;
            until_or(&format!("it stands at {at:?}"), stands, async || self.standing().await).await;
            self.ours.kill();
            self.gate.open().await;
            match at {
                Boundary::Connected | Boundary::HandedOver => self.post.go_on().await,
                Boundary::Sent => self.theirs.wake(),
                Boundary::Taken => self.unnoted += 1,
                Boundary::Claimed(_) | Boundary::Done(_) | Boundary::Due(_) | Boundary::Answered => {}
            }
            self.clock.advance(LEASES);
            // The time that is let pass for the leases alone is none in which people could not write.
            self.inspect.spoil(&format!("update awake set at = {}", self.now().0)).await;
            self.to_come -= 1;
            if self.to_come > 0 {
                self.close(at).await;
            }
            self.ours.start().await;
        }
        self.mailed().await;
    }
}
