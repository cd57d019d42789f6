//! Findings of a query of the language, held against its meaning: `Query::matches`, task by task.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use pursuance::store::actors::{self, Actor, ActorKind};
use pursuance::store::db::{Db, SearchTx, WriteTx};
use pursuance::store::delegations::{self, Delegation};
use pursuance::store::dependencies::{self, Block};
use pursuance::store::outline::query::everywhere::{self, Found, Reach};
use pursuance::store::outline::query::{FEW, Matched, QueryAsker, answer_with, days, plans};
use pursuance::store::outline::{self, Row, TitleCondition};
use pursuance::store::tasks::{self, NewTask, Task};
use pursuance::store::{grants, migrate, pursuances, statistics, watches};
use pursuance_domain::allowed::{
    Facts as Standing, Grants, Membership, Principal, Sight, Sights, TaskGrant, Via, sight,
};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::query::{
    HandleTerm, HostTerm, Order, Part, Query, QueryFacts, Range, Sort, Term, parse,
};
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Deliverables, Size, Skill, Skills, Title, Urgency, Visibility};

use crate::support::dice::Dice;
use crate::support::rows::{a_delegation, a_person, a_pursuance, a_task, an_actor, anyones, id, waits};
use crate::support::searching;

crate::store::on_both!(
    a_query_finds_what_it_means_and_nothing_that_is_hidden,
    every_order_is_walked_in_pages_of_any_size,
    every_order_everywhere_is_walked_in_pages_of_any_size,
    no_order_of_a_pursuance_is_sorted_whole,
    what_few_tasks_have_is_begun_with,
    the_first_tasks_of_each_day_are_read_along_an_index,
    a_text_is_a_value_whatever_stands_in_it,
    a_title_is_found_whole_or_in_part,
);

const ZONE: Tz = Tz::Europe__Berlin;

fn now() -> Time {
    Time::parse("2026-11-20T12:00:00Z").unwrap()
}

/// A task as it was written, told apart from the rows of the database.
struct Written {
    task: Task,
    deliverables: String,
    skills: Vec<Skill>,
    holder: Option<HandleTerm>,
    creator: HandleTerm,
    reviewer: Option<HandleTerm>,
    watched_by: Vec<ActorId>,
    parent: Option<i64>,
    depends: Vec<i64>,
    is_blocked: bool,
    is_archived: bool,
    is_delegated: bool,
    from: Option<HostTerm>,
}

/// A pursuance with tasks of every kind, and those who read them.
struct Hive {
    bees: Actor,
    ana: ActorId,
    ben: ActorId,
    tasks: Vec<Written>,
    /// The task that Ben may read besides his own.
    shown_to_ben: i64,
}

/// A reader: as what, and by which name.
struct Reader<'a> {
    sight: Sight,
    person: Option<&'a ActorId>,
    handle: Option<HandleTerm>,
}

fn handle(name: &str) -> HandleTerm {
    HandleTerm::parse(name).unwrap()
}

const TITLES: [&str; 6] = [
    "Count the hives",
    "Paint the 100% hive",
    "Österreich: Карта",
    "Weigh honey",
    "Buy a veil",
    "count queens",
];
const SKILLS: [&str; 4] = ["Language:French", "Language:Polish", "Design:Maps", "Languages:None"];

async fn elsewhere(tx: &mut WriteTx, name: &str, host: &str) -> Actor {
    let actor = an_actor(ActorKind::Group, name, Some(host));
    actors::add(tx, &actor, None).await.unwrap();
    actor
}

async fn hive(tx: &mut WriteTx) -> Hive {
    let bees = a_pursuance(tx, "bees").await;
    let (ana, ben) = (a_person(tx, "ana").await, a_person(tx, "ben").await);
    let (wasps, hornets) = (elsewhere(tx, "wasps", "b.example").await, a_pursuance(tx, "hornets").await);
    // Of the same number as a task of this one, and of another pursuance.
    let other = a_task(tx, &hornets, None, "Count the hives", Size::M).await;
    let holders: [(Option<&ActorId>, Option<&str>); 6] = [
        (None, None),
        (None, None),
        (Some(&ana), Some("ana")),
        (Some(&ben), Some("ben")),
        (Some(&wasps.id), Some("wasps@b.example")),
        (Some(&hornets.id), Some("hornets")),
    ];
    let mut dice = Dice(7);
    let mut tasks: Vec<Written> = Vec::new();
    for n in 0..96_usize {
        let number = pursuances::take_number(tx, &bees.id).await.unwrap();
        let (holder, held_by) = *dice.pick(&holders);
        let phase = match holder {
            None => *dice.pick(&[Phase::New, Phase::HelpWanted, Phase::Dropped]),
            Some(_) => *dice.pick(&Phase::ALL[2..]),
        };
        let skills: Vec<Skill> =
            SKILLS.iter().filter(|_| dice.below(3) == 0).map(|skill| Skill::parse(skill).unwrap()).collect();
        let deliverables = if dice.below(4) == 0 { "A *table* of hives" } else { "" };
        let due = (dice.below(3) > 0).then(|| {
            let hours = i64::try_from(dice.below(24)).unwrap();
            let days = i64::try_from(dice.below(120)).unwrap() - 80;
            now().plus(days * DAY + hours * (DAY / 24))
        });
        let mut asks = Asks::titled(Title::parse(TITLES[dice.below(TITLES.len())]).unwrap());
        asks.deliverables = Deliverables::parse(deliverables).unwrap();
        asks.skills = Skills::new(skills.clone()).unwrap();
        asks.due = due;
        asks.size = *dice.pick(Size::ALL);
        asks.urgency = *dice.pick(Urgency::ALL);
        let (creator, created_by) = if dice.below(2) == 0 { (&ana, "ana") } else { (&bees.id, "bees") };
        let reviewer = match dice.below(3) {
            0 => Some((&ana, "ana")),
            1 => Some((&ben, "ben")),
            _ => None,
        };
        let origin = match dice.below(6) {
            0 => Some((&wasps, "b.example")),
            1 => Some((&hornets, "here.example")),
            _ => None,
        };
        let parent = match dice.below(4) {
            0 if n > 0 => Some(0),
            1 if n > 0 => Some(dice.below(n)),
            _ => None,
        };
        let (id, delegation) = (TaskId(id()), DelegationId(id()));
        let mirror = format!("https://there.example/ap/t/{id}");
        let new = NewTask {
            id: &id,
            pursuance: &bees.id,
            number,
            parent: parent.map(|parent| &tasks[parent].task.id),
            phase,
            asks: &asks,
            author: creator,
            creator,
            assignee: holder,
            reviewer: reviewer.map(|(reviewer, _)| reviewer),
            needs_review: true,
            mirror_of: origin.map(|_| mirror.as_str()),
            delegation: origin.map(|_| &delegation),
            // Some were changed in the same moment.
            now: Time(1_000 + number % 7),
        };
        tasks::add(tx, new).await.unwrap();
        if let Some((origin, _)) = origin {
            let row = a_delegation(Side::Delegate, State::Active, origin, &bees, "Count");
            let row = Delegation { id: delegation.clone(), task: Some(id.clone()), ..row };
            delegations::add(tx, &row).await.unwrap();
        }
        let delegate = [&wasps, &hornets].into_iter().find(|group| holder == Some(&group.id));
        if let Some(delegate) = delegate {
            let row = a_delegation(Side::Origin, State::Active, &bees, delegate, "Count");
            delegations::add(tx, &Delegation { task: Some(id.clone()), ..row }).await.unwrap();
        }
        let mut written = Written {
            task: tasks::by_id(tx, &id).await.unwrap().unwrap(),
            deliverables: deliverables.to_owned(),
            skills,
            holder: held_by.map(handle),
            creator: handle(created_by),
            reviewer: reviewer.map(|(_, name)| handle(name)),
            watched_by: Vec::new(),
            parent: parent.map(|parent| tasks[parent].task.number),
            depends: Vec::new(),
            is_blocked: false,
            is_archived: dice.below(8) == 0 && number != 7,
            is_delegated: delegate.is_some(),
            from: origin.and_then(|(_, host)| HostTerm::parse(host)),
        };
        relate(tx, &mut dice, &mut written, &tasks, [&ana, &ben], &other).await;
        tasks.push(written);
    }
    let shown_to_ben = tasks.iter().find(|one| one.holder.is_none() && !one.is_archived).unwrap();
    let (task, number) = (shown_to_ben.task.id.clone(), shown_to_ben.task.number);
    let view = [TaskGrant::View].into_iter().collect();
    grants::set(tx, &bees.id, &task, &ben, view, Some(&ana), now()).await.unwrap();
    Hive { bees, ana, ben, tasks, shown_to_ben: number }
}

/// Watches, dependencies, blocks and the archive.
async fn relate(
    tx: &mut WriteTx,
    dice: &mut Dice,
    written: &mut Written,
    before: &[Written],
    people: [&ActorId; 2],
    other: &Task,
) {
    let task = written.task.clone();
    let is_closed = task.phase.is_closed();
    for person in people {
        let on = dice.below(4);
        if on < 2 {
            watches::set(tx, person, task.id.as_str(), on == 0, None, now()).await.unwrap();
        }
        if on == 0 {
            written.watched_by.push(person.clone());
        }
    }
    let on = match (before.first(), dice.below(6)) {
        (Some(first), 0) => Some(first),
        (Some(_), 1) => Some(dice.pick(before)),
        _ => None,
    };
    if let Some(on) = on {
        waits(tx, &task, &on.task).await;
        written.depends.push(on.task.number);
        // One that was archived with a delegation alone goes on to hold others up.
        written.is_blocked |= !is_closed && !on.task.phase.is_closed();
    }
    if dice.below(12) == 0 {
        waits(tx, &task, other).await;
        written.is_blocked |= !is_closed;
    }
    let block = dice.below(6);
    if block < 2 {
        let said = Block {
            id: id(),
            on: Some(people[1].clone()),
            reason: "".into(),
            shared: false,
            by: people[0].clone(),
            at: now(),
            told_in: None,
        };
        dependencies::block(tx, &task, &said).await.unwrap();
        if block == 0 {
            dependencies::lift(tx, &task.id, None, now()).await.unwrap();
        } else {
            written.is_blocked |= !is_closed;
        }
    }
    if written.is_archived {
        tasks::set_archived(tx, &task.id, Some(now())).await.unwrap();
    }
}

impl Hive {
    fn readers(&self) -> [Reader<'_>; 3] {
        let facts = Standing::about(Visibility::Members, Membership::Active(Role::Untrusted));
        let who = Principal::Person { actor: self.ben.clone(), via: Via::Session };
        let bens = sight(&who, &self.bees.id, &facts, Grants::default()).unwrap();
        [
            Reader { sight: anyones(&self.bees), person: Some(&self.ana), handle: Some(handle("ana")) },
            Reader { sight: bens, person: Some(&self.ben), handle: Some(handle("ben")) },
            Reader { sight: anyones(&self.bees), person: None, handle: None },
        ]
    }

    /// Whether somebody may read a task, wherever it is.
    fn is_readable(&self, written: &Written, reader: &Reader<'_>) -> bool {
        let is_theirs = written.holder.is_some() && written.holder == reader.handle;
        reader.sight.only_of().is_none() || is_theirs || written.task.number == self.shown_to_ben
    }

    /// Whether nobody has a task, all its parts are closed, and it waits for nothing. None is on offer to another pursuance.
    fn is_free(&self, one: &Written) -> bool {
        let is_open = |part: &&Written| !part.task.phase.is_closed();
        let has_parts = self.tasks.iter().any(|part| part.parent == Some(one.task.number) && is_open(&part));
        one.task.phase.is_unassigned() && one.holder.is_none() && !one.is_blocked && !has_parts
    }

    /// The numbers of what a query means for a reader.
    fn meant(&self, query: &Query, reader: &Reader<'_>) -> Vec<i64> {
        let by_number: BTreeMap<i64, &Written> =
            self.tasks.iter().map(|one| (one.task.number, one)).collect();
        let is_told = |number: &i64| self.is_readable(by_number[number], reader);
        let matches = |one: &Written| {
            let depends: Vec<i64> = one.depends.iter().copied().filter(|number| is_told(number)).collect();
            let facts = QueryFacts {
                reader: reader.handle.as_ref(),
                texts: &[one.task.title.open().unwrap(), one.deliverables.as_str()],
                number: one.task.number,
                slug: "bees",
                phase: ShownPhase::of(one.task.phase, one.is_blocked),
                is_delegated: one.is_delegated,
                is_free: self.is_free(one),
                skills: &one.skills,
                due: one.task.asked.due,
                size: one.task.asked.size,
                urgency: one.task.asked.urgency,
                holder: one.holder.as_ref(),
                creator: &one.creator,
                reviewer: one.reviewer.as_ref(),
                is_watched: reader.person.is_some_and(|person| one.watched_by.contains(person)),
                parent: one.parent.filter(is_told),
                depends: &depends,
                from: one.from.as_ref(),
            };
            query.matches(&facts, now(), ZONE)
        };
        let found = self.tasks.iter().filter(|one| !one.is_archived && self.is_readable(one, reader));
        found.filter(|one| matches(one)).map(|one| one.task.number).collect()
    }
}

/// However many tasks have something, they are looked for along the order of the list; or they are few, and a list to begin with; or
/// they are where hardly a task has all parts.
const WAYS: [i64; 3] = [-1, 1, FEW];

impl Reader<'_> {
    fn asker(&self) -> QueryAsker<'_> {
        QueryAsker { person: self.person, host: HostTerm::parse("here.example"), now: now(), zone: ZONE }
    }
}

/// All that a query finds, page by page, where so many are few.
async fn found_where(
    tx: &mut SearchTx,
    reader: &Reader<'_>,
    query: &Query,
    limit: i64,
    few_are: i64,
) -> Vec<Matched> {
    let asker = reader.asker();
    let (mut all, mut after) = (Vec::<Matched>::new(), None);
    loop {
        let place = (after, limit);
        let page = answer_with(tx, &reader.sight, query, &asker, place, few_are).await.unwrap().found;
        let is_last = i64::try_from(page.len()).unwrap() < limit;
        // As pages and programs hand it back.
        after = page.last().map(|last| last.place.to_string().parse().unwrap());
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

/// All that a query finds, page by page.
async fn found(tx: &mut SearchTx, reader: &Reader<'_>, query: &Query, limit: i64) -> Vec<Matched> {
    found_where(tx, reader, query, limit, FEW).await
}

/// The place of a task in an order, but for the tasks that are equal there: those without a date come last either way.
fn place(row: &Row, sort: Sort) -> (bool, i64) {
    let rank = match sort.by {
        Order::New => -row.number,
        Order::Updated => -row.updated.0,
        Order::Order => row.position,
        Order::Urgency => -i64::from(row.asked.urgency == Urgency::Urgent),
        Order::Size => {
            let place = Size::ALL.iter().position(|size| *size == row.asked.size);
            i64::try_from(place.unwrap()).unwrap()
        }
        Order::Due => row.asked.due.map_or(0, |due| due.0),
    };
    let is_undated = sort.by == Order::Due && row.asked.due.is_none();
    (is_undated, if sort.reversed { -rank } else { rank })
}

/// Every order, in both directions.
fn sorts() -> impl Iterator<Item = Sort> {
    Order::ALL.iter().flat_map(|by| [false, true].map(|reversed| Sort { by: *by, reversed }))
}

/// Terms about a task. Each finds something here, and not everything.
const PIECES: [&str; 53] = [
    "count",
    "HIVE",
    "\"the hives\"",
    "100%",
    "карта",
    "table",
    "@me",
    "@ana",
    "@ben",
    "@-",
    "@wasps@b.example",
    "@hornets",
    "is:open",
    "is:done",
    "is:blocked",
    "is:later",
    "is:delegated",
    "is:overdue",
    "status:new",
    "status:help_wanted",
    "status:started",
    "status:in_progress",
    "status:blocked",
    "status:ready_for_review",
    "status:in_review",
    "status:done",
    "status:dropped",
    "skill:Language:French",
    "skill:language:*",
    "skill:Design:Maps",
    "due:none",
    "due:<2w",
    "due:>2w",
    "due:<today",
    "due:>2026-11-20",
    "due:<2026-11-20",
    "size:s",
    "size:m",
    "size:l",
    "urgency:urgent",
    "urgency:normal",
    "by:me",
    "by:ana",
    "by:bees",
    "review:me",
    "review:ana",
    "review:ben",
    "watch:me",
    "from:b.example",
    "from:here.example",
    "parent:#1",
    "depends:#1",
    "#7",
];
/// Terms that find nothing here, or everything.
const PLAIN: [&str; 9] = [
    "nothing-like-it",
    "@nobody-here",
    "@ana@b.example",
    "@wasps",
    "in:bees",
    "in:hornets",
    "#4711",
    "parent:#4711",
    "depends:#4711",
];

/// The hive, written.
async fn hive_in(db: &Db) -> Hive {
    let mut tx = db.write().await.unwrap();
    let hive = hive(&mut tx).await;
    tx.commit().await.unwrap();
    hive
}

async fn a_query_finds_what_it_means_and_nothing_that_is_hidden(db: Db) {
    let hive = hive_in(&db).await;
    let mut tx = searching(&db).await;
    let mut dice = Dice(11);
    let mut asked: Vec<String> = PIECES.iter().chain(&PLAIN).map(|piece| (*piece).to_owned()).collect();
    asked.extend(PIECES.iter().chain(&PLAIN).map(|piece| format!("!{piece}")));
    asked.push(String::new());
    // Postgres plans each question anew, a hundred times as long as it answers it here.
    let combined = if db.is_sqlite() { 200 } else { 30 };
    for _ in 0..combined {
        let mut parts = Vec::new();
        for _ in 0..=dice.below(3) {
            let not = if dice.below(3) == 0 { "!" } else { "" };
            parts.push(format!("{not}{}", dice.pick(&PIECES)));
        }
        asked.push(parts.join(" "));
    }
    // Those of a kind are asked together.
    let of = |kind: &str| -> Vec<String> {
        PIECES.iter().filter(|piece| piece.starts_with(kind)).map(|piece| format!("!{piece}")).collect()
    };
    let kinds = ["parent:", "depends:", "skill:", "in:"].map(of);
    asked.extend(kinds.iter().map(|pieces| pieces.join(" ")));
    asked.push(kinds.iter().flat_map(|pieces| pieces.iter().take(2).cloned()).collect::<Vec<_>>().join(" "));
    let readers = hive.readers();
    let sorts: Vec<Sort> = sorts().collect();
    let mut hidden = 0;
    for text in &asked {
        let query = parse(text).unwrap_or_else(|bad| panic!("{text}: {bad}"));
        for (n, reader) in readers.iter().enumerate() {
            let meant = hive.meant(&query, reader);
            for few_are in WAYS {
                let found = found_where(&mut tx, reader, &query, 20, few_are).await;
                let mut numbers: Vec<i64> = found.iter().map(|found| found.row.number).collect();
                assert!(
                    numbers.is_sorted_by(|one, next| one > next),
                    "{text}: the newest first: {numbers:?}"
                );
                numbers.reverse();
                assert_eq!(numbers, meant, "reader {n} asks for {text}, where {few_are} are few");
                if dice.below(2) == 0 {
                    continue;
                }
                let sort = *dice.pick(&sorts);
                let query = Query { sort: Some(sort), ..query.clone() };
                let found = found_where(&mut tx, reader, &query, 20, few_are).await;
                let places: Vec<_> =
                    found.iter().map(|found| (place(&found.row, sort), -found.row.number)).collect();
                assert!(
                    places.is_sorted(),
                    "reader {n} asks for {query}, where {few_are} are few: {places:?}"
                );
                let mut numbers: Vec<i64> = found.iter().map(|found| found.row.number).collect();
                numbers.sort_unstable();
                assert_eq!(numbers, meant, "reader {n} asks for {query}, where {few_are} are few");
            }
            if n == 0 && PIECES.contains(&text.as_str()) {
                let all = hive.meant(&Query::default(), reader).len();
                assert!(!meant.is_empty() && meant.len() < all, "{text} tells nothing apart: {meant:?}");
            }
            if n == 1 {
                hidden += hive.meant(&query, &readers[0]).len().saturating_sub(meant.len());
            }
        }
    }
    assert!(hidden > 100, "nothing was hidden from anybody: {hidden}");
    // A person named with this server is named without it.
    let reader = &readers[0];
    let (long, short) = (parse("@ana@here.example").unwrap(), parse("@ana").unwrap());
    let numbers = |found: Vec<Matched>| found.into_iter().map(|one| one.row.number).collect::<Vec<_>>();
    let (long, short) =
        (numbers(found(&mut tx, reader, &long, 90).await), numbers(found(&mut tx, reader, &short, 90).await));
    assert!(!short.is_empty() && long == short, "{long:?} {short:?}");
}

async fn every_order_is_walked_in_pages_of_any_size(db: Db) {
    let hive = hive_in(&db).await;
    let mut tx = searching(&db).await;
    for reader in &hive.readers() {
        for sort in sorts() {
            let query = Query { sort: Some(sort), ..Query::default() };
            let whole = found(&mut tx, reader, &query, 90).await;
            let numbers: Vec<i64> = whole.iter().map(|found| found.row.number).collect();
            let mut all = numbers.clone();
            all.sort_unstable();
            assert_eq!(all, hive.meant(&Query::default(), reader), "{query}");
            let mut expected: Vec<&Matched> = whole.iter().collect();
            expected.sort_by_key(|found| (place(&found.row, sort), -found.row.number));
            let expected: Vec<i64> = expected.into_iter().map(|found| found.row.number).collect();
            assert_eq!(numbers, expected, "{query}");
            for (limit, few_are) in [(1, -1), (7, -1), (7, FEW)] {
                let pages = found_where(&mut tx, reader, &query, limit, few_are).await;
                let pages: Vec<i64> = pages.iter().map(|found| found.row.number).collect();
                assert_eq!(pages, numbers, "{query} in pages of {limit}");
            }
        }
    }
}

/// All that a query finds in several pursuances, page by page, where so many are few.
async fn found_everywhere(
    tx: &mut SearchTx,
    (reader, reach): (&Reader<'_>, &Reach<'_>),
    query: &Query,
    limit: i64,
    few_are: i64,
) -> Vec<Found> {
    let asker = reader.asker();
    let (mut all, mut after) = (Vec::<Found>::new(), None);
    loop {
        let place = (after, limit);
        let page = everywhere::answer_with(tx, reach, query, &asker, place, few_are).await.unwrap().found;
        let is_last = i64::try_from(page.len()).unwrap() < limit;
        after = page.last().map(|last| last.spot.to_string().parse().unwrap());
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

async fn every_order_everywhere_is_walked_in_pages_of_any_size(db: Db) {
    let mut tx = db.write().await.unwrap();
    let hive = hive(&mut tx).await;
    let ants = a_pursuance(&mut tx, "ants").await;
    for n in 0..9 {
        a_task(&mut tx, &ants, None, "Count the ants", Size::ALL[n % 3]).await;
    }
    // Public as the others, and none of the reader's.
    let moths = a_pursuance(&mut tx, "moths").await;
    a_task(&mut tx, &moths, None, "Count the moths", Size::M).await;
    tx.commit().await.unwrap();
    let mut tx = searching(&db).await;
    let readers = hive.readers();
    let [anas, bens, nobodys] = &readers;
    for (reader, with_public) in [(anas, false), (bens, false), (nobodys, true)] {
        let sights: Sights = [reader.sight.clone(), anyones(&ants)].into_iter().collect();
        let reach = Reach { sights: &sights, with_public };
        for sort in sorts() {
            for text in ["", "is:open", "by:ana", "size:s"] {
                let query = Query { sort: Some(sort), ..parse(text).unwrap() };
                let whole = found_everywhere(&mut tx, (reader, &reach), &query, 200, FEW).await;
                let of = |slug: &str| -> Vec<i64> {
                    let of = whole.iter().filter(|found| found.row.slug == slug);
                    let mut numbers: Vec<i64> = of.map(|found| found.row.number).collect();
                    numbers.sort_unstable();
                    numbers
                };
                assert_eq!(of("bees"), hive.meant(&parse(text).unwrap(), reader), "{query}");
                let beside = ["ants", "moths", "hornets"].map(|slug| of(slug).len());
                let expected = match (text, with_public) {
                    ("by:ana", _) => [0, 0, 0],
                    ("size:s", _) => [3, 0, 0],
                    (_, false) => [9, 0, 0],
                    (_, true) => [9, 1, 1],
                };
                assert_eq!(beside, expected, "{query}");
                assert_eq!(whole.len(), of("bees").len() + beside.iter().sum::<usize>(), "{query}");
                let key = |found: &Found| match sort.by {
                    Order::New => (false, 0),
                    _ => place(&found.row, sort),
                };
                let is_oldest_first = sort.by == Order::New && sort.reversed;
                for (one, next) in whole.iter().zip(whole.iter().skip(1)) {
                    let is_newer = one.row.id.as_str() > next.row.id.as_str();
                    let is_before = match key(one).cmp(&key(next)) {
                        std::cmp::Ordering::Less => true,
                        std::cmp::Ordering::Equal => is_newer != is_oldest_first,
                        std::cmp::Ordering::Greater => false,
                    };
                    assert!(is_before, "{query}: {one:?} before {next:?}");
                }
                for (limit, few_are) in [(200, -1), (40, -1), (40, FEW)] {
                    let pages = found_everywhere(&mut tx, (reader, &reach), &query, limit, few_are).await;
                    let ids = |found: &[Found]| -> Vec<TaskId> {
                        found.iter().map(|found| found.row.id.clone()).collect()
                    };
                    assert_eq!(ids(&pages), ids(&whole), "{query} in pages of {limit}, {few_are} are few");
                }
            }
        }
    }
}

/// The lines of a plan that sort more than what is on the page, or than equal ones.
fn sorters(plan: &str, is_sqlite: bool) -> Vec<&str> {
    if is_sqlite {
        // Steps at the top are those of the page.
        let steps = plan.lines().filter(|step| !step.starts_with("0<"));
        return steps.filter(|step| step.contains("TEMP B-TREE FOR ORDER BY")).collect();
    }
    let below = plan.lines().skip_while(|line| !line.contains("Limit  (cost"));
    below.filter(|line| line.contains("Sort  (cost") && !line.contains("Incremental Sort")).collect()
}

async fn no_order_of_a_pursuance_is_sorted_whole(db: Db) {
    let hive = hive_in(&db).await;
    assert_no_order_is_sorted_whole(&db, &hive).await;
    statistics::gather(&db).await.unwrap();
    // So few tasks with a date SQLite would rather sort: it is told of a thousand times as many tasks.
    let many = "--@sqlite
        update sqlite_stat1 set stat = (cast(stat as integer) * 1000) || ' ' || (of_first * 1000) || others
        from (select rowid as at, cast(behind as integer) as of_first,
            case instr(behind, ' ') when 0 then '' else substr(behind, instr(behind, ' ')) end as others
          from (select rowid, substr(stat, instr(stat, ' ') + 1) as behind from sqlite_stat1 where tbl = 'task')) s
        where sqlite_stat1.rowid = s.at;";
    migrate::run_sample(&db, many).await.unwrap();
    assert_no_order_is_sorted_whole(&db, &hive).await;
}

async fn assert_no_order_is_sorted_whole(db: &Db, hive: &Hive) {
    let mut tx = searching(db).await;
    let [reader, ..] = hive.readers();
    let mut read = BTreeMap::new();
    for sort in sorts() {
        // Terms that other indices serve do not lead away from the one that has the order.
        for text in
            ["", "is:open", "is:done", "@ana", "by:ana", "review:ben", "urgency:normal size:m", "due:<2w"]
        {
            let query = Query { sort: Some(sort), ..parse(text).unwrap() };
            let plans = plans(&mut tx, &reader.sight, &query, &reader.asker(), 51, -1).await.unwrap();
            for plan in &plans {
                assert_eq!(sorters(plan, db.is_sqlite()), Vec::<&str>::new(), "{query}:\n{plan}");
            }
            if text.is_empty() {
                read.insert(query.to_string(), plans);
            }
        }
    }
    if !db.is_sqlite() {
        return;
    }
    for (query, indices) in [
        ("sort:due", &["task_sorted_due"][..]),
        ("sort:-due", &["task_sorted_due_down", "task_sorted_due"]),
        ("sort:updated", &["task_by_updated"]),
        ("sort:-updated", &["task_by_updated"]),
        ("sort:urgency", &["task_sorted_urgency"]),
        ("sort:-urgency", &["task_sorted_urgency", "task_sorted_urgency"]),
        ("sort:size", &["task_sorted_size"]),
        ("sort:-size", &["task_sorted_size"; 5]),
        ("sort:order", &["task_sorted_order"]),
        ("sort:-order", &["task_sorted_order"]),
    ] {
        let plans = &read[query];
        assert_eq!(plans.len(), indices.len(), "{query}");
        for (plan, index) in plans.iter().zip(indices) {
            assert!(plan.contains(&format!("SEARCH t USING INDEX {index} (")), "{query}:\n{plan}");
        }
    }
}

async fn what_few_tasks_have_is_begun_with(db: Db) {
    let hive = hive_in(&db).await;
    assert_few_are_begun_with(&db, &hive).await;
    statistics::gather(&db).await.unwrap();
    assert_few_are_begun_with(&db, &hive).await;
}

async fn assert_few_are_begun_with(db: &Db, hive: &Hive) {
    let mut tx = searching(db).await;
    let [reader, untrusted, _] = hive.readers();
    let is_sqlite = db.is_sqlite();
    let begins_with_list = |plan: &str| {
        if !is_sqlite {
            return plan.contains("(id = ANY (");
        }
        // Steps at the top are those of the page.
        let mut steps = plan.lines().filter(|step| !step.starts_with("0<"));
        steps.any(|step| step.ends_with("SEARCH t USING INDEX sqlite_autoindex_task_1 (id=?)"))
    };
    for text in [
        "by:ana sort:due",
        "by:bees is:open",
        "watch:me",
        "watch:me sort:-updated",
        "skill:Design:*",
        "skill:Language:French sort:size",
        "@ana is:open",
        "review:ben sort:-due",
        "is:blocked",
        "is:overdue sort:updated",
        "depends:#1",
        "is:delegated",
        "from:b.example sort:due",
    ] {
        let query = parse(text).unwrap();
        let plans = plans(&mut tx, &reader.sight, &query, &reader.asker(), 51, FEW).await.unwrap();
        assert_eq!(plans.len(), 1, "{text}");
        assert!(begins_with_list(&plans[0]), "{text}:\n{}", plans[0]);
    }
    // An index of sizes or urgencies has the other one, too.
    let query = parse("size:l urgency:urgent").unwrap();
    let both = plans(&mut tx, &reader.sight, &query, &reader.asker(), 51, FEW).await.unwrap();
    assert!(both[0].contains("task_sorted_") || !db.is_sqlite(), "{}", both[0]);
    // Where hardly a task has all parts, more are few.
    for (text, is_list) in [("is:delegated @ana", true), ("is:delegated is:open", false)] {
        let query = parse(text).unwrap();
        let plans = plans(&mut tx, &reader.sight, &query, &reader.asker(), 51, 8).await.unwrap();
        assert_eq!(begins_with_list(&plans[0]), is_list, "{text}:\n{}", plans[0]);
    }
    // So are the tasks of somebody who may not read the others.
    let plans =
        plans(&mut tx, &untrusted.sight, &Query::default(), &untrusted.asker(), 51, FEW).await.unwrap();
    assert!(begins_with_list(&plans[0]), "{}", plans[0]);
}

async fn the_first_tasks_of_each_day_are_read_along_an_index(db: Db) {
    let hive = hive_in(&db).await;
    assert_days_are_read_along_an_index(&db, &hive).await;
    statistics::gather(&db).await.unwrap();
    assert_days_are_read_along_an_index(&db, &hive).await;
}

async fn assert_days_are_read_along_an_index(db: &Db, hive: &Hive) {
    let mut tx = searching(db).await;
    let [reader, ..] = hive.readers();
    let range = Range { from: Some(Time(20_000 * DAY)), until: Some(Time(20_031 * DAY)) };
    let (open, closed) = ("task_late", "task_dated");
    for (text, halves) in [
        ("", &[open, closed][..]),
        // Only what the query leaves is looked at.
        ("is:open", &[open]),
        ("is:done", &[closed]),
        ("!due:none", &[open, closed]),
        ("urgency:normal size:m", &[open, closed]),
        ("@ana", &[open, closed]),
    ] {
        let query = parse(text).unwrap();
        let plans = days::plans(&mut tx, &reader.sight, &query, &reader.asker(), range, 12).await.unwrap();
        // Of so few tasks Postgres counts along any index that has a part of the query.
        let counted = if db.is_sqlite() { "task_sorted_due" } else { "task_" };
        let is_read = |plan: &str, index: &str| {
            plan.contains(&if db.is_sqlite() { format!("INDEX {index} (") } else { format!("using {index}") })
        };
        for index in [open, closed] {
            assert_eq!(
                is_read(&plans[0], index),
                halves.contains(&index),
                "{text}: {index} in\n{}",
                plans[0]
            );
        }
        assert!(is_read(&plans[1], counted), "{text}: {counted} in\n{}", plans[1]);
    }
}

async fn a_text_is_a_value_whatever_stands_in_it(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let titles = ["'; drop table task; --", "$1 or 1=1", "\\' || '%_x", "(.*)[ NEAR(y)", "Count"];
    for title in titles {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    tx.commit().await.unwrap();
    let mut tx = searching(&db).await;
    let reader = Reader { sight: anyones(&bees), person: None, handle: None };
    for (number, title) in (1_i64..).zip(titles) {
        let part = Part { not: false, term: Term::words(title).unwrap() };
        let query = Query { parts: vec![part], sort: None };
        let found = found(&mut tx, &reader, &query, 9).await;
        let numbers: Vec<i64> = found.iter().map(|found| found.row.number).collect();
        assert_eq!(numbers, [number], "{title}");
    }
}

async fn a_title_is_found_whole_or_in_part(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    for title in ["Count 100% of them", "Count", "Weigh (all)"] {
        a_task(&mut tx, &bees, None, title, Size::M).await;
    }
    let mut titled = async |title: TitleCondition<'_>| {
        let rows = outline::titled(&mut tx, &anyones(&bees), title, 9).await.unwrap();
        rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(titled(TitleCondition::With("COUNT")).await, [2, 1]);
    assert_eq!(titled(TitleCondition::As("COUNT")).await, [2]);
    assert_eq!(titled(TitleCondition::With("(all)")).await, [3]);
    assert_eq!(titled(TitleCondition::With("100%")).await, [1], "a sign is a sign");
    assert!(titled(TitleCondition::As("Weigh")).await.is_empty());
}
