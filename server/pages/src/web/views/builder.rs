//! The form that writes a query: each choice becomes a part of its text, and replaces the parts of the same kind (RULES §7).

use pursuance_domain::query::{Is, MOST_CHARACTERS, Order, Part, Query, Skilled, Sort, Term, parse};
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::value::{Size, Skill, Urgency};

use crate::text::Text;
use crate::web::frame::labels::{PhaseTag, urgency_key};
use crate::web::frame::view::{Choice, size_key};
use crate::web::request::form::FormFields;

/// A choice that writes one part: its value in the form, the key of its label, and the part.
type Writes = (&'static str, &'static str, &'static str);

/// The choices for the assignee.
const WHO: [Writes; 3] = [
    ("me", "filter-me", "@me"),
    ("nobody", "filter-nobody", "@-"),
    ("elsewhere", "filter-elsewhere", "is:delegated"),
];

/// The choices for the due date.
const DUE: [Writes; 5] = [
    ("overdue", "build-due-overdue", "is:overdue"),
    ("today", "build-due-today", "due:today"),
    ("week", "build-due-week", "due:<1w"),
    ("fortnight", "build-due-fortnight", "due:<2w"),
    ("none", "build-due-none", "due:none"),
];

/// The choices for what waits, as pages call it: what somebody has, and what is planned.
const WAITING: [Writes; 2] =
    [("blocked", "phase-blocked", "is:blocked"), ("later", "phase-later", "is:later")];

/// The value of a choice that removes the parts of its kind from the text.
const ANY: &str = "any";

/// The kind of a choice; a choice replaces another one of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Phase,
    Who,
    Size,
    Urgency,
    Due,
    Order,
}

impl Kind {
    /// Whether a part of a query is of this kind. Excluded parts (`!`) do not count: they fit beside any choice.
    fn has(self, part: &Part) -> bool {
        let term = &part.term;
        let is_of_it = match self {
            Self::Phase => matches!(term, Term::Phase(_) | Term::Is(Is::Blocked | Is::Later)),
            Self::Who => matches!(term, Term::Has(_) | Term::Is(Is::Delegated)),
            Self::Size => matches!(term, Term::Size(_)),
            Self::Urgency => matches!(term, Term::Urgency(_)),
            Self::Due => matches!(term, Term::Due(_) | Term::Is(Is::Overdue)),
            Self::Order => false,
        };
        is_of_it && !part.not
    }

    /// The parts of a query of this kind, if there are any.
    fn of(self, query: &Query) -> Option<String> {
        if self == Self::Order {
            return query.sort.map(|sort| sort.to_string());
        }
        let parts: Vec<String> =
            query.parts.iter().filter(|part| self.has(part)).map(Part::to_string).collect();
        Some(parts.join(" ")).filter(|said| !said.is_empty())
    }
}

/// A choice of the form: its value, the key of its label, and the part that it writes.
struct BuilderChoice {
    value: &'static str,
    key: &'static str,
    part: String,
}

impl BuilderChoice {
    fn of(all: &[Writes]) -> Vec<Self> {
        all.iter().map(|(value, key, part)| Self { value, key, part: (*part).to_owned() }).collect()
    }

    /// Every choice of a kind, in order.
    fn all(kind: Kind) -> Vec<Self> {
        match kind {
            Kind::Who => Self::of(&WHO),
            Kind::Due => Self::of(&DUE),
            Kind::Phase => {
                let one = |phase: &ShownPhase| {
                    let part = Term::Phase(*phase).to_string();
                    Self { value: phase.as_str(), key: PhaseTag::from(*phase).key(), part }
                };
                let stored = ShownPhase::ALL.iter().filter(|phase| **phase != ShownPhase::Blocked);
                stored.map(one).chain(Self::of(&WAITING)).collect()
            }
            Kind::Size => {
                let one = |size: &Size| Self {
                    value: size.as_str(),
                    key: size_key(*size),
                    part: Term::Size(*size).to_string(),
                };
                Size::ALL.iter().map(one).collect()
            }
            Kind::Urgency => {
                let one = |urgency: &Urgency| {
                    let part = Term::Urgency(*urgency).to_string();
                    Self { value: urgency.as_str(), key: urgency_key(*urgency), part }
                };
                Urgency::ALL.iter().map(one).collect()
            }
            Kind::Order => {
                let one = |by: &Order| {
                    let part = Sort { by: *by, reversed: false }.to_string();
                    Self { value: by.as_str(), key: order_key(*by), part }
                };
                Order::ALL.iter().map(one).collect()
            }
        }
    }
}

/// The choices of the form. A part that the text has already is chosen and has an empty value: sent again, it changes nothing,
/// whatever was typed meanwhile.
pub struct Builder {
    pub phases: Vec<Choice>,
    pub who: Vec<Choice>,
    pub sizes: Vec<Choice>,
    pub urgencies: Vec<Choice>,
    pub dues: Vec<Choice>,
    pub sorts: Vec<Choice>,
}

impl Builder {
    /// The form beside the text of a query, in a language. Nothing is chosen if the text has a fault.
    pub fn new(t: Text, text: &str) -> Self {
        let query = parse(text).unwrap_or_default();
        let offered = |kind: Kind, none: &'static str| {
            let said = kind.of(&query);
            let choice = |value: &str, label: &str, selected: bool| Choice {
                value: if selected { String::new() } else { value.to_owned() },
                label: label.to_owned(),
                selected,
            };
            let all = BuilderChoice::all(kind);
            let other = said.as_ref().filter(|said| all.iter().all(|one| one.part != **said));
            let first = [choice(ANY, t.s(none), said.is_none())];
            let other = other.map(|part| choice("", part, true));
            let all = all.iter().map(|one| choice(one.value, t.s(one.key), said.as_ref() == Some(&one.part)));
            first.into_iter().chain(other).chain(all).collect()
        };
        Self {
            phases: offered(Kind::Phase, "filter-any-phase"),
            who: offered(Kind::Who, "filter-anyone"),
            sizes: offered(Kind::Size, "build-any-size"),
            urgencies: offered(Kind::Urgency, "build-any-urgency"),
            dues: offered(Kind::Due, "build-any-due"),
            sorts: offered(Kind::Order, "build-usual-order"),
        }
    }
}

/// The text of the query with the choices of the form: GET `phase, who, person, skill, size, urgency, due, sort`, and `q`, whose other
/// parts are kept. `None` if nothing is chosen; unknown values count as absent.
pub fn written(asked: &FormFields) -> Option<String> {
    let mut kinds = Vec::new();
    let mut chosen = Vec::new();
    let person = person(asked.text("person"));
    let mut choose = |kind: Kind, field: &str| {
        let value = asked.text(field);
        let part = match (kind, &person) {
            (Kind::Who, Some(person)) => Some(person.clone()),
            (_, _) => BuilderChoice::all(kind).into_iter().find(|one| one.value == value).map(|one| one.part),
        };
        if part.is_some() || value == ANY {
            kinds.push(kind);
        }
        chosen.extend(part);
    };
    choose(Kind::Phase, "phase");
    choose(Kind::Who, "who");
    choose(Kind::Size, "size");
    choose(Kind::Urgency, "urgency");
    choose(Kind::Due, "due");
    choose(Kind::Order, "sort");
    let skill = skill(asked.text("skill"));
    let typed = asked.text("q").trim();
    let kept = without(typed, &kinds);
    if chosen.is_empty() && skill.is_none() {
        return (kept != typed).then_some(kept);
    }
    // First: behind a quotation mark that is not closed they would be words.
    let parts = skill.into_iter().chain(chosen).chain([for_itself(&kept)]).filter(|part| !part.is_empty());
    Some(parts.collect::<Vec<_>>().join(" "))
}

/// Whether the typed texts fit into an address: a longer text is no query.
pub fn is_writable(asked: &FormFields) -> bool {
    ["q", "person", "skill"].iter().all(|field| asked.text(field).chars().count() <= MOST_CHARACTERS)
}

/// The part for an assignee by name. A text that is not a name becomes a fault of the query, shown at its place.
fn person(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_start_matches('@').trim();
    if typed.is_empty() {
        return None;
    }
    let is_handle = typed.chars().all(|c| c.is_alphanumeric() || matches!(c, '@' | ':' | '.' | '-' | '_'));
    Some(match is_handle {
        true if typed.contains('@') => format!("@{typed}"),
        true => format!("@{}", typed.to_lowercase()),
        false => format!("@{}", in_quotes(typed)),
    })
}

/// The part for a skill, or for all skills of an area. Any other text becomes a fault of the query, shown at its place.
fn skill(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let area = typed.strip_suffix(":*").and_then(Skilled::any_of);
    let skilled = area.or_else(|| Skill::parse(typed).ok().map(Skilled::Is));
    Some(match skilled {
        Some(skilled) => Term::Skill(skilled).to_string(),
        None => format!("skill:{}", in_quotes(typed)),
    })
}

/// A text quoted as one piece of a query.
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The text without the parts of the kinds `kinds`, which are replaced. A text with a fault stays as it is.
fn without(typed: &str, kinds: &[Kind]) -> String {
    let Ok(query) = parse(typed) else { return typed.to_owned() };
    let is_kept = |part: &Part| !kinds.iter().any(|kind| kind.has(part));
    let sort = query.sort.filter(|_| !kinds.contains(&Kind::Order));
    let kept = Query { parts: query.parts.iter().filter(|part| is_kept(part)).cloned().collect(), sort };
    if kept == query { typed.to_owned() } else { kept.to_string() }
}

/// Quotes a leading `ago`, which would otherwise belong to a date before it.
fn for_itself(text: &str) -> String {
    let (first, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    if first.eq_ignore_ascii_case("ago") { format!("\"{first}\"{rest}") } else { text.to_owned() }
}

/// The key of the name of an order.
fn order_key(order: Order) -> &'static str {
    match order {
        Order::Due => "build-sort-due",
        Order::New => "build-sort-new",
        Order::Updated => "build-sort-updated",
        Order::Urgency => "build-sort-urgency",
        Order::Size => "build-sort-size",
        Order::Order => "build-sort-order",
    }
}

#[cfg(test)]
mod tests;
