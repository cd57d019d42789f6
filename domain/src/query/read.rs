//! One piece of a text: a term, its opposite, or the order of the list.

use super::nearest::nearest;
use super::scan::{Scan, ScannedValue, narrowed};
use super::when::{AGO, NO_DATE};
use super::write::{ANY, ME, NOBODY};
use super::{
    DayTerm, DueCondition, HandleTerm, Has, HostTerm, Is, Key, MOST_OF_PHRASE, Order, Part, PersonTerm,
    PieceFault, Skilled, Sort, Term, Unit,
};
use crate::task::phase::ShownPhase;
use crate::value::{Name, Size, Skill, Urgency, one_line};

/// A piece that was understood.
pub(super) enum QueryPiece {
    Part(Part),
    Sort(Sort),
}

/// A piece that was not.
pub(super) struct Slip {
    pub fault: PieceFault,
    /// A piece that was perhaps meant; whether it reads is still to be seen.
    pub near: Option<String>,
    /// Whether the piece may be meant as words.
    pub may_be_words: bool,
}

impl Slip {
    fn new(fault: PieceFault, near: Option<String>) -> Self {
        Self { fault, near, may_be_words: false }
    }

    fn or_words(fault: PieceFault, near: Option<String>) -> Self {
        Self { fault, near, may_be_words: true }
    }

    fn negated(self) -> Self {
        Self { near: self.near.map(|near| format!("!{near}")), ..self }
    }
}

/// Reads a piece; the scan is at its beginning, and then behind it.
pub(super) fn piece(scan: &mut Scan<'_>) -> Result<QueryPiece, Slip> {
    let start = scan.at();
    let read = whole(scan);
    match read {
        Err(Slip {
            fault: fault @ (PieceFault::NothingBehind { .. } | PieceFault::NothingToNegate), ..
        }) => Err(parted(scan, start, fault)),
        Ok(_) | Err(_) => read,
    }
}

/// `is: open`, `! map`: where a sign and what stands behind the blanks are a piece together, that is the faulty one.
fn parted(scan: &mut Scan<'_>, start: usize, fault: PieceFault) -> Slip {
    let sign = scan.since(start);
    let mut behind = *scan;
    behind.blanks();
    let together: Vec<char> = sign.chars().chain(behind.rest().iter().copied()).collect();
    let mut ahead = Scan::new(&together);
    if whole(&mut ahead).is_err() {
        return Slip::new(fault, None);
    }
    behind.step(ahead.at().saturating_sub(sign.chars().count()));
    *scan = behind;
    Slip::new(fault, Some(together.iter().take(ahead.at()).collect()))
}

/// Reads a piece that has no blank behind its sign.
pub(super) fn whole(scan: &mut Scan<'_>) -> Result<QueryPiece, Slip> {
    let mut not = false;
    while scan.eat('!') {
        not = !not;
    }
    if scan.is_end() {
        return Err(Slip::or_words(PieceFault::NothingToNegate, None));
    }
    match term(scan) {
        Ok(QueryPiece::Part(part)) => Ok(QueryPiece::Part(Part { not, ..part })),
        Ok(QueryPiece::Sort(sort)) if not => {
            let other = Sort { reversed: !sort.reversed, ..sort };
            Err(Slip::new(PieceFault::NegatedSort, Some(other.to_string())))
        }
        Ok(QueryPiece::Sort(sort)) => Ok(QueryPiece::Sort(sort)),
        Err(slip) if not => Err(slip.negated()),
        Err(slip) => Err(slip),
    }
}

fn term(scan: &mut Scan<'_>) -> Result<QueryPiece, Slip> {
    let term = if scan.is_quote() {
        phrase(&scan.quoted())?
    } else if scan.eat('@') {
        Term::Has(holder(scan)?)
    } else if scan.eat('#') {
        let typed = scan.word();
        let task = number(&typed, |number| format!("#{number}"), "#");
        Term::Task(task.map_err(|slip| Slip { may_be_words: true, ..slip })?)
    } else if let Some(typed) = scan.key() {
        match Key::parse(&narrowed(&typed)) {
            Some(Key::Due) => Term::Due(due(scan)?),
            Some(Key::Sort) => return Ok(QueryPiece::Sort(sort(&value(Key::Sort, scan)?)?)),
            Some(key) => keyed(key, &value(key, scan)?)?,
            None => return Err(unknown_key(typed, scan)),
        }
    } else {
        phrase(&ScannedValue { text: scan.word(), is_closed: true })?
    };
    Ok(QueryPiece::Part(Part { not: false, term }))
}

fn phrase(value: &ScannedValue) -> Result<Term, Slip> {
    if !value.is_closed {
        return Err(Slip::new(PieceFault::OpenQuote, None));
    }
    Term::words(&value.text).ok_or_else(|| {
        let words = one_line(&value.text);
        let fault = if words.is_empty() {
            PieceFault::NoWords
        } else if words.chars().count() > MOST_OF_PHRASE {
            PieceFault::LongPhrase
        } else {
            PieceFault::NoLetters { typed: words.into() }
        };
        Slip::new(fault, None)
    })
}

fn unknown_key(typed: String, scan: &mut Scan<'_>) -> Slip {
    let narrow = narrowed(&typed);
    let name = narrow.trim_start_matches(|c: char| !c.is_alphabetic());
    let signs = narrow.strip_suffix(name).unwrap_or_default();
    let near = nearest(name, Key::ALL.iter().map(|key| key.as_str())).and_then(Key::parse);
    let near = Key::parse(name).or(near);
    let behind = scan.at();
    let mut ahead = *scan;
    if near == Some(Key::Due) && due(&mut ahead).is_ok() {
        *scan = ahead;
    } else {
        scan.value();
    }
    let near = near.map(|key| {
        // `-` is how others write that something must not be, and brackets hold several of their terms.
        let not = if signs.contains(['-', '–', '—', '−', '!']) { "!" } else { "" };
        let value = scan.since(behind);
        let is_held = signs.contains(['(', '[', '{']);
        let value =
            if is_held { value.trim_end_matches([')', ']', '}', '）', '］', '｝']) } else { &value };
        format!("{not}{key}:{value}")
    });
    Slip::or_words(PieceFault::UnknownKey { key: typed.into() }, near)
}

/// The value behind a key, which may not be empty.
fn value(key: Key, scan: &mut Scan<'_>) -> Result<String, Slip> {
    let value = closed(scan)?;
    if value.trim().is_empty() {
        return Err(Slip::new(PieceFault::NothingBehind { key: format!("{key}:").into() }, None));
    }
    Ok(value)
}

fn keyed(key: Key, text: &str) -> Result<Term, Slip> {
    match key {
        Key::Is => choice(key, text, Is::parse).map(Term::Is),
        Key::Status => {
            let word = text.trim().replace(|c: char| c.is_whitespace() || c == '-', "_");
            choice(key, &word, ShownPhase::parse).map(Term::Phase)
        }
        Key::Size => choice(key, text, |word| Size::parse(word).ok()).map(Term::Size),
        Key::Urgency => choice(key, text, |word| Urgency::parse(word).ok()).map(Term::Urgency),
        Key::Watch => choice(key, text, |word| (word == ME).then_some(Term::Watch)),
        Key::By => person(text, "by:").map(Term::By),
        Key::Review => person(text, "review:").map(Term::Review),
        Key::In => slug(text).map(Term::In),
        Key::Parent => number(text, |number| Term::Parent(number).to_string(), "parent:").map(Term::Parent),
        Key::Depends => {
            number(text, |number| Term::Depends(number).to_string(), "depends:").map(Term::Depends)
        }
        Key::From => host(text).map(Term::From),
        Key::Skill => skill(text).map(Term::Skill),
        // Read before, since they are no words.
        Key::Due | Key::Sort => {
            Err(Slip::new(PieceFault::NothingBehind { key: format!("{key}:").into() }, None))
        }
    }
}

/// One of the words that a key knows, in small or capital letters.
fn choice<T>(key: Key, typed: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Slip> {
    let word = narrowed(typed.trim()).to_lowercase();
    parse(&word).ok_or_else(|| {
        let other = if matches!(key, Key::Is | Key::Status) { elsewhere(&word) } else { None };
        if let Some(other) = other {
            return Slip::new(PieceFault::UnknownWord { key, word: typed.into() }, Some(other.to_string()));
        }
        let words = key.words();
        // `small` for `s`.
        let letter = || words.iter().copied().find(|one| one.len() == 1 && word.starts_with(one));
        let near = nearest(&word, words.iter().copied()).or_else(letter);
        Slip::new(
            PieceFault::UnknownWord { key, word: typed.into() },
            near.map(|near| format!("{key}:{near}")),
        )
    })
}

/// The term of a word that stands behind another key, or behind none: `status:open`, `is:new`, `is:mine`, `due:overdue`.
fn elsewhere(word: &str) -> Option<Term> {
    let phase =
        || ShownPhase::parse(&word.replace(|c: char| c.is_whitespace() || c == '-', "_")).map(Term::Phase);
    let urgency = || Urgency::parse(word).ok().map(Term::Urgency);
    let day = || DayTerm::parse(word).filter(|_| DayTerm::words().any(|name| name == word));
    match word {
        ME | "mine" => Some(Term::Has(Has::Holder(PersonTerm::Me))),
        "nobody" | "unassigned" => Some(Term::Has(Has::Nobody)),
        "late" => Some(Term::Is(Is::Overdue)),
        _ => Is::parse(word).map(Term::Is).or_else(phase).or_else(urgency),
    }
    .or_else(|| day().map(|day| Term::Due(DueCondition::On(day))))
}

/// The person behind an `@`. A quoted text is one piece whatever it contains: a display name, for example.
fn holder(scan: &mut Scan<'_>) -> Result<Has, Slip> {
    let may_be_words = !scan.is_quote();
    let typed = if may_be_words { scan.word() } else { closed(scan)? };
    if narrowed(&typed) == NOBODY {
        return Ok(Has::Nobody);
    }
    if typed.trim().is_empty() {
        let key = Box::from("@");
        return Err(Slip::or_words(PieceFault::NothingBehind { key }, None));
    }
    let person = person(&typed, "@").map_err(|slip| Slip { may_be_words, ..slip })?;
    Ok(Has::Holder(person))
}

/// A value, refused where its quotation mark is not closed.
fn closed(scan: &mut Scan<'_>) -> Result<String, Slip> {
    let ScannedValue { text, is_closed } = scan.value();
    if is_closed { Ok(text) } else { Err(Slip::new(PieceFault::OpenQuote, None)) }
}

/// A name with or without `@`; one of this instance in whatever case. What was meant is written behind `key`.
fn person(typed: &str, key: &str) -> Result<PersonTerm, Slip> {
    let read = |name: &str| {
        let is_me = name.eq_ignore_ascii_case(ME);
        let small = if name.contains('@') { name.to_owned() } else { name.to_lowercase() };
        if is_me { Some(PersonTerm::Me) } else { HandleTerm::parse(&small).map(PersonTerm::Named) }
    };
    let name = narrowed(typed.trim());
    let name = name.trim_start_matches('@');
    read(name).ok_or_else(|| {
        let near = read(&trimmed(name)).map(|person| format!("{key}{person}"));
        Slip::new(PieceFault::NotAName { name: typed.into() }, near)
    })
}

/// A name as it was probably meant: in small letters, without what ends a sentence.
fn trimmed(name: &str) -> String {
    name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn slug(typed: &str) -> Result<Name, Slip> {
    Name::parse(&narrowed(typed).to_lowercase()).map_err(|_| {
        let near = Name::parse(&trimmed(typed)).ok().map(|slug| Term::In(slug).to_string());
        Slip::new(PieceFault::NotAName { name: typed.into() }, near)
    })
}

fn number(typed: &str, write: impl Fn(i64) -> String, key: &str) -> Result<i64, Slip> {
    let read = |digits: &str| {
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { digits.parse().ok().filter(|number: &i64| *number > 0) } else { None }
    };
    let digits = narrowed(typed.trim());
    let digits = digits.strip_prefix('#').unwrap_or(&digits);
    if digits.is_empty() {
        return Err(Slip::new(PieceFault::NothingBehind { key: key.into() }, None));
    }
    read(digits).ok_or_else(|| {
        // `hidden#1` is the first task of another pursuance.
        let is_of_another =
            digits.split_once('#').is_some_and(|(name, _)| name.contains(char::is_alphanumeric));
        let near = read(digits.trim_matches(|c: char| !c.is_ascii_digit())).filter(|_| !is_of_another);
        let near = near.map(write);
        Slip::new(PieceFault::NotANumber { number: typed.into() }, near)
    })
}

fn host(typed: &str) -> Result<HostTerm, Slip> {
    let typed = narrowed(typed.trim());
    let typed = typed.as_str();
    HostTerm::parse(typed).ok_or_else(|| {
        let behind = typed.rsplit_once("://").map_or(typed, |(_, behind)| behind);
        let authority = behind.split('/').next().unwrap_or_default();
        let name = authority.rsplit('@').next().unwrap_or_default();
        let near = HostTerm::parse(name).map(|host| Term::From(host).to_string());
        Slip::new(PieceFault::NotAHost { host: typed.into() }, near)
    })
}

fn skill(typed: &str) -> Result<Skilled, Slip> {
    let line = one_line(typed);
    let line = if line.contains(':') { line } else { line.replacen('：', ":", 1) };
    let (area, detail) = line.split_once(':').unwrap_or((line.as_str(), ""));
    let read =
        if detail.trim() == ANY { Skilled::any_of(area) } else { Skill::parse(&line).ok().map(Skilled::Is) };
    read.ok_or_else(|| {
        let near = if detail.trim().is_empty() { Skilled::any_of(area) } else { None };
        let near = near.map(|area| Term::Skill(area).to_string());
        Slip::new(PieceFault::NotASkill { skill: typed.into() }, near)
    })
}

fn sort(typed: &str) -> Result<Sort, Slip> {
    let word = narrowed(typed.trim()).to_lowercase();
    let (by, reversed) = word.strip_prefix('-').map_or((word.as_str(), false), |by| (by, true));
    match Order::parse(by) {
        Some(by) => Ok(Sort { by, reversed }),
        None => {
            // `newest` for `new`.
            let begun = || Key::Sort.words().into_iter().find(|word| by.starts_with(word));
            let near = nearest(by, Key::Sort.words()).or_else(begun).and_then(Order::parse);
            let near = near.map(|by| Sort { by, reversed }.to_string());
            Err(Slip::new(PieceFault::UnknownWord { key: Key::Sort, word: typed.into() }, near))
        }
    }
}

/// A date: `<`, `>` or nothing, then a day. An amount goes on behind blanks: `2 months`, `2w ago`.
pub(super) fn due(scan: &mut Scan<'_>) -> Result<DueCondition, Slip> {
    let (bound, of): (&str, fn(DayTerm) -> DueCondition) = if scan.eat('<') {
        ("<", DueCondition::Before)
    } else if scan.eat('>') {
        (">", DueCondition::After)
    } else {
        ("", DueCondition::On)
    };
    if !bound.is_empty() && scan.is_end() {
        step_over_blanks_to_a_day(scan);
    }
    let mut day = narrowed(closed(scan)?.trim());
    if day.is_empty() {
        return Err(Slip::new(
            PieceFault::NothingBehind { key: format!("{}:{bound}", Key::Due).into() },
            None,
        ));
    }
    if day.bytes().all(|byte| byte.is_ascii_digit()) {
        take(scan, &mut day, |word| Unit::parse(word).is_some());
    }
    if day.starts_with(|c: char| c.is_ascii_digit())
        && matches!(DayTerm::parse(&day), Some(DayTerm::Ahead(_)))
    {
        take(scan, &mut day, |word| word == AGO);
    }
    if bound.is_empty() && day.eq_ignore_ascii_case(NO_DATE) {
        return Ok(DueCondition::None);
    }
    DayTerm::parse(&day).map(of).ok_or_else(|| {
        if let Some(other) = elsewhere(&day.to_lowercase()) {
            return Slip::new(PieceFault::NotADay { day: day.into() }, Some(other.to_string()));
        }
        // `<=` would be another day.
        let meant = if day.starts_with('=') { None } else { DayTerm::meant(&day) };
        let near = meant.map(|meant| {
            let bound = if meant == NO_DATE { "" } else { bound };
            format!("{}:{bound}{meant}", Key::Due)
        });
        Slip::new(PieceFault::NotADay { day: day.into() }, near)
    })
}

/// `due:< 2w`: the day may stand behind a blank, another term may not.
fn step_over_blanks_to_a_day(scan: &mut Scan<'_>) {
    let mut ahead = *scan;
    ahead.blanks();
    let behind = ahead;
    let word = ahead.word();
    if word.starts_with(|c: char| c.is_ascii_digit()) || DayTerm::parse(&word).is_some() {
        *scan = behind;
    }
}

/// Adds the next word to `text`, if it is wanted.
fn take(scan: &mut Scan<'_>, text: &mut String, is_wanted: impl Fn(&str) -> bool) {
    let mut ahead = *scan;
    ahead.blanks();
    let word = ahead.word().to_ascii_lowercase();
    if is_wanted(&word) {
        *scan = ahead;
        text.push(' ');
        text.push_str(&word);
    }
}
