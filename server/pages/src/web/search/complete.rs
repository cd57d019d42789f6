//! `/complete`: the proposals at the cursor of a search, for the script that completes it. It proposes nothing that its reader could
//! not read elsewhere.

use std::collections::BTreeSet;

use axum::Json;
use pursuance_domain::allowed::Permission;
use pursuance_domain::query::{Completing, Completion, DueCondition, Key, Skilled, Term, complete};
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::task::quick;
use pursuance_domain::text::phrases;
use pursuance_domain::value::{Size, Skill, Urgency};
use serde::Serialize;

use crate::actions::PerformError;
use crate::actions::access::{self, Access};
use crate::reads::{people, person, search};
use crate::store::db::ReadTx;
use crate::store::{finding, pursuances};
use crate::text::Text;
use crate::web::frame::labels::{PhaseTag, urgency_key};
use crate::web::frame::links::{EVERYTHING, LINE};
use crate::web::frame::view::size_key;
use crate::web::request::failure::PageError;
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// The most proposals.
const PROPOSED: usize = 8;

/// The proposals for the piece of text at the cursor.
#[derive(Debug, Serialize)]
pub struct Proposals {
    /// The begin and the end of the piece, in characters from 0.
    from: usize,
    to: usize,
    items: Vec<Proposal>,
}

/// One proposal.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The text to insert, with the blank or the colon after it.
    text: String,
    /// Its name in words; empty if the text says the same.
    label: String,
}

impl Proposal {
    /// A complete proposal, with a blank after it.
    fn whole(text: impl Into<String>, label: &str) -> Self {
        let text = text.into();
        let label = if label == text { String::new() } else { label.to_owned() };
        Self { text: format!("{text} "), label }
    }
}

/// `GET /complete`, with `?q=` (the text), `?at=` (the cursor, in characters), `?in=` (the slug of a pursuance) and
/// `?of=everything` or `?of=line`.
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Json<Proposals>, PageError> {
    let asked = query.0;
    let at = asked.text("at").trim().parse().unwrap_or(usize::MAX);
    let mut tx = visit.list(true).await?;
    if asked.text("of") == EVERYTHING {
        let typed: String = asked.text("q").chars().take(at).take(search::MOST_CHARACTERS).collect();
        let to = typed.chars().count();
        let items = named(&visit, &mut tx, &search::typed(&typed)).await?;
        tx.end();
        return Ok(Json(Proposals { from: 0, to, items }));
    }
    // The beginning of the text is enough, and no stored text has control characters.
    let typed = asked.text("q").replace(char::is_control, " ");
    let is_line = asked.text("of") == LINE;
    let typing = if is_line { quick::complete(&typed, at) } else { complete(&typed, at) };
    let within = match search::typed(asked.text("in")).as_str() {
        "" => None,
        slug => match access::find(&mut tx, &visit.who, slug, visit.now).await {
            Ok(access) => Some(access),
            Err(PerformError::Refused(_)) => None,
            Err(error) => return Err(error.into()),
        },
    };
    let items = match &within {
        Some(access) if is_line => quick_words(&visit, &mut tx, access, &typing).await?,
        _ if is_line => Vec::new(),
        _ => proposals(&visit, &mut tx, within.as_ref(), &typed, &typing).await?,
    };
    tx.end();
    Ok(Json(Proposals { from: typing.from, to: typing.to, items }))
}

/// The proposals at the cursor of a query.
async fn proposals(
    visit: &Visit,
    tx: &mut ReadTx,
    within: Option<&Access>,
    text: &str,
    typing: &Completion,
) -> Result<Vec<Proposal>, PageError> {
    let stem = typing.stem.trim();
    let before: Vec<char> = text.chars().take(typing.from).collect();
    Ok(match typing.what {
        Completing::Nothing | Completing::Host => Vec::new(),
        Completing::Key => keys(stem),
        Completing::Word(Key::Due) if before.ends_with(&['<']) || before.ends_with(&['>']) => {
            days(visit.t, stem)
        }
        Completing::Word(key) => words(visit.t, key, stem),
        Completing::Person => {
            let is_holder = before.ends_with(&['@']) && !before.ends_with(&[':', '@']);
            holders(visit, tx, within, stem, is_holder).await?
        }
        Completing::Skill => skills(visit, tx, within, stem).await?,
        Completing::Pursuance => pursuances_of(visit, tx, stem).await?,
    })
}

/// The proposals at the cursor of a line that becomes a task of a pursuance.
async fn quick_words(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    typing: &Completion,
) -> Result<Vec<Proposal>, PageError> {
    let stem = typing.stem.trim();
    Ok(match typing.what {
        // A viewer who may not assign tasks gets no names.
        Completing::Person if access.may(Permission::Assign, None) => {
            holders(visit, tx, Some(access), stem, false).await?
        }
        Completing::Person => Vec::new(),
        Completing::Skill => skills(visit, tx, Some(access), stem).await?,
        Completing::Word(key) => understood(visit.t, key, stem),
        Completing::Nothing | Completing::Host | Completing::Key | Completing::Pursuance => Vec::new(),
    })
}

/// The words after a key that a line for a task accepts, too.
fn understood(t: Text, key: Key, stem: &str) -> Vec<Proposal> {
    let sign = match key {
        Key::Urgency => "!",
        Key::Size => "~",
        _ => "due:",
    };
    let is_quick = |one: &Proposal| {
        quick::read(&format!("{sign}{}", one.text), |_| false).is_ok_and(|quick| !quick.is_plain())
    };
    let asks = if key == Key::Urgency { ask_words(t, stem) } else { Vec::new() };
    words(t, key, stem).into_iter().filter(is_quick).chain(asks).collect()
}

/// The words that decide whether help is asked for at once; queries do not have them.
fn ask_words(t: Text, stem: &str) -> Vec<Proposal> {
    let label = |ask: bool| t.s(if ask { "quick-asks" } else { "quick-not-yet" });
    quick::ask_words(stem).map(|(word, ask)| Proposal::whole(word, label(ask))).collect()
}

/// Keys that begin like it.
fn keys(stem: &str) -> Vec<Proposal> {
    let stem = stem.to_lowercase();
    let begins = Key::ALL.iter().filter(|key| key.as_str().starts_with(&stem));
    let keys = begins.map(|key| Proposal { text: format!("{key}:"), label: String::new() });
    keys.take(PROPOSED).collect()
}

/// Words behind a key that begin like it.
fn words(t: Text, key: Key, stem: &str) -> Vec<Proposal> {
    let stem = match key {
        Key::Status => stem.to_lowercase().replace([' ', '-'], "_"),
        _ => stem.to_lowercase(),
    };
    let label = |word: &str| match key {
        Key::Status => ShownPhase::parse(word).map(|phase| PhaseTag::from(phase).key()),
        Key::Size => Size::parse(word).ok().map(size_key),
        Key::Urgency => Urgency::parse(word).ok().map(urgency_key),
        Key::Is
        | Key::Skill
        | Key::Due
        | Key::By
        | Key::Review
        | Key::Watch
        | Key::In
        | Key::Parent
        | Key::Depends
        | Key::From
        | Key::Sort => None,
    };
    let words = key.words().into_iter().filter(|word| word.starts_with(&stem));
    // All phases, and all days of the week with the others, are more than usual, and few.
    words.map(|word| Proposal::whole(word, label(word).map_or("", |key| t.s(key)))).collect()
}

/// Days that begin with `stem`, without the word for "no date": nothing is before or after no date.
fn days(t: Text, stem: &str) -> Vec<Proposal> {
    let none = DueCondition::None.to_string();
    words(t, Key::Due, stem).into_iter().filter(|one| one.text.trim_end() != none).collect()
}

/// The reader, nobody, and people whose name contains `stem`.
async fn holders(
    visit: &Visit,
    tx: &mut ReadTx,
    within: Option<&Access>,
    stem: &str,
    is_holder: bool,
) -> Result<Vec<Proposal>, PageError> {
    let mut found = Vec::new();
    if visit.person().is_some() && "me".starts_with(stem) {
        found.push(Proposal::whole("me", visit.t.s("filter-me")));
    }
    if is_holder && stem.is_empty() {
        found.push(Proposal::whole("-", visit.t.s("filter-nobody")));
    }
    found.extend(people_named(visit, tx, within, stem).await?);
    found.truncate(PROPOSED);
    Ok(found)
}

/// Members of a pursuance, for viewers who may see them; or people of this instance.
async fn people_named(
    visit: &Visit,
    tx: &mut ReadTx,
    within: Option<&Access>,
    stem: &str,
) -> Result<Vec<Proposal>, PageError> {
    let Some(access) = within else {
        let phrases = phrases(stem);
        if phrases.is_empty() {
            return Ok(Vec::new());
        }
        let sights = person::all_sights(tx, &visit.who).await?;
        let found = finding::people(tx, &sights, &phrases, None, most()).await?;
        return Ok(found.hits.iter().map(|hit| Proposal::whole(&hit.name, &hit.display)).collect());
    };
    if !access.may(Permission::SeeMembers, None) {
        return Ok(Vec::new());
    }
    let found = pursuances::matching_members(tx, &access.pursuance.id, stem, most()).await?;
    Ok(found.into_iter().map(|member| Proposal::whole(member.name, &member.display)).collect())
}

/// Words for skills that contain it, as the query writes them.
async fn skills(
    visit: &Visit,
    tx: &mut ReadTx,
    within: Option<&Access>,
    stem: &str,
) -> Result<Vec<Proposal>, PageError> {
    let found = people::completions(tx, &visit.who, within, stem, PROPOSED).await?;
    let written = |word: String| {
        let term = Term::Skill(Skilled::Is(Skill::parse(&word).ok()?)).to_string();
        let value = term.strip_prefix("skill:")?;
        Some(Proposal { text: format!("{value} "), label: String::new() })
    };
    Ok(found.into_iter().filter_map(written).take(PROPOSED).collect())
}

/// Pursuances whose name or slug contains `stem`, the reader's own first.
async fn pursuances_of(visit: &Visit, tx: &mut ReadTx, stem: &str) -> Result<Vec<Proposal>, PageError> {
    let small = stem.to_lowercase();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    if let Some(person) = visit.person() {
        let own = pursuances::of_member(tx, person).await?;
        let has = |slug: &str, name: &str| slug.contains(&small) || name.to_lowercase().contains(&small);
        for one in own.into_iter().filter(|one| has(&one.slug, &one.name)).take(PROPOSED) {
            found.push(Proposal::whole(&one.slug, &one.name));
            seen.insert(one.slug);
        }
    }
    let phrases = phrases(stem);
    if found.len() < PROPOSED && !phrases.is_empty() {
        let sights = person::all_sights(tx, &visit.who).await?;
        let others = finding::pursuances(tx, &sights, &phrases, None, most()).await?.hits;
        let others = others.into_iter().filter(|one| !seen.contains(&one.slug));
        found.extend(others.map(|one| Proposal::whole(&one.slug, &one.display)));
    }
    found.truncate(PROPOSED);
    Ok(found)
}

/// The proposals of a search over everything: people after `@`, else pursuances and skills.
async fn named(visit: &Visit, tx: &mut ReadTx, text: &str) -> Result<Vec<Proposal>, PageError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let bare = |found: Vec<Proposal>, sign: &str| -> Vec<Proposal> {
        let plain = |one: Proposal| Proposal { text: format!("{sign}{}", one.text.trim_end()), ..one };
        found.into_iter().map(plain).collect()
    };
    if let Some(stem) = text.strip_prefix('@') {
        return Ok(bare(people_named(visit, tx, None, stem).await?, "@"));
    }
    // With the sign, the search goes to the pursuance at once; a bare name is searched for as a word.
    let mut found = bare(pursuances_of(visit, tx, text).await?, "@");
    // Both have a place.
    found.truncate(PROPOSED / 2);
    let words = people::completions(tx, &visit.who, None, text, PROPOSED - found.len()).await?;
    found.extend(words.into_iter().map(|text| Proposal { text, label: String::new() }));
    found.truncate(PROPOSED);
    Ok(found)
}

/// The number of rows to read.
fn most() -> i64 {
    i64::try_from(PROPOSED).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(found: &[Proposal]) -> Vec<&str> {
        found.iter().map(|one| one.text.as_str()).collect()
    }

    #[test]
    fn keys_and_their_words_are_proposed_by_their_beginning() {
        assert_eq!(texts(&keys("S")), ["status:", "skill:", "size:", "sort:"]);
        assert_eq!(texts(&keys("depe")), ["depends:"]);
        assert_eq!(keys("x"), []);
        let t = Text::english();
        assert_eq!(texts(&words(t, Key::Size, "")), ["xs ", "s ", "none ", "m ", "l "]);
        let in_review = words(t, Key::Status, "In-");
        assert_eq!(texts(&in_review), ["in_progress ", "in_review "]);
        assert_eq!(in_review[1].label, "In review");
        assert_eq!(texts(&words(t, Key::Is, "ov")), ["overdue "]);
    }

    #[test]
    fn a_line_is_proposed_only_what_it_understands() {
        let t = Text::english();
        assert_eq!(texts(&understood(t, Key::Urgency, "u")), ["urgent "]);
        assert_eq!(texts(&understood(t, Key::Size, "")), ["xs ", "s ", "none ", "m ", "l "]);
        let days = understood(t, Key::Due, "");
        assert!(texts(&days).contains(&"fri ") && !texts(&days).contains(&"none "), "{days:?}");
    }

    #[test]
    fn every_word_of_a_key_can_be_proposed() {
        for key in Key::ALL {
            assert_eq!(words(Text::english(), *key, "").len(), key.words().len(), "{key}:");
        }
    }
}
