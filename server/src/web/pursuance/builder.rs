//! The form that writes a query: each choice becomes a part of its text (RULES §7).

use pursuance_domain::query::{MOST_CHARACTERS, Order, Query, Skilled, Term, parse};
use pursuance_domain::task::phase::Shown;
use pursuance_domain::value::{Size, Skill, Urgency};

use crate::text::Text;
use crate::web::frame::labels::{self, PhaseTag, urgency_key};
use crate::web::frame::view::{Choice, size_key};
use crate::web::request::form::Fields;

/// A choice that writes one part: its value in the form, the key of its label, and the part.
type Writes = (&'static str, &'static str, &'static str);

/// Who has a task.
const WHO: [Writes; 3] = [
    ("me", "filter-me", "@me"),
    ("nobody", "filter-nobody", "@-"),
    ("elsewhere", "filter-elsewhere", "is:delegated"),
];

/// When it is due.
const DUE: [Writes; 5] = [
    ("overdue", "build-due-overdue", "is:overdue"),
    ("today", "build-due-today", "due:today"),
    ("week", "build-due-week", "due:<1w"),
    ("fortnight", "build-due-fortnight", "due:<2w"),
    ("none", "build-due-none", "due:none"),
];

/// What the form offers. Nothing is chosen in it, since every choice stands in the text.
pub struct Builder {
    pub phases: Vec<Choice>,
    pub who: Vec<Choice>,
    pub sizes: Vec<Choice>,
    pub urgencies: Vec<Choice>,
    pub dues: Vec<Choice>,
    pub sorts: Vec<Choice>,
}

impl Builder {
    /// The form in a language.
    pub fn new(t: Text) -> Self {
        let offered = |none: &'static str, all: Vec<(&'static str, &'static str)>| {
            let all = all.into_iter().map(|(value, key)| (value, t.s(key)));
            labels::choices(std::iter::once(("", t.s(none))).chain(all), "")
        };
        let plain = |all: &[Writes]| all.iter().map(|(value, key, _)| (*value, *key)).collect();
        let phases = Shown::ALL.iter().map(|phase| (phase.as_str(), PhaseTag::from(*phase).key()));
        let sizes = Size::ALL.iter().map(|size| (size.as_str(), size_key(*size)));
        let urgencies = Urgency::ALL.iter().map(|urgency| (urgency.as_str(), urgency_key(*urgency)));
        let sorts = Order::ALL.iter().map(|order| (order.as_str(), order_key(*order)));
        Self {
            phases: offered("filter-any-phase", phases.collect()),
            who: offered("filter-anyone", plain(&WHO)),
            sizes: offered("build-any-size", sizes.collect()),
            urgencies: offered("build-any-urgency", urgencies.collect()),
            dues: offered("build-any-due", plain(&DUE)),
            sorts: offered("build-usual-order", sorts.collect()),
        }
    }
}

/// The text of the query with what is chosen in the form: GET `phase, who, person, skill, size, urgency, due, sort`, and `q`, which is
/// kept. `None` when nothing is chosen; choices that are no choices count as absent.
pub fn written(asked: &Fields) -> Option<String> {
    let one_of = |field: &str, all: &[Writes]| {
        let chosen = all.iter().find(|(value, ..)| *value == asked.text(field));
        chosen.map(|(.., part)| (*part).to_owned())
    };
    let sort = Order::parse(asked.text("sort"));
    let chosen = [
        Shown::parse(asked.text("phase")).map(|phase| Term::Phase(phase).to_string()),
        one_of("who", &WHO),
        person(asked.text("person")),
        skill(asked.text("skill")),
        Size::parse(asked.text("size")).ok().map(|size| Term::Size(size).to_string()),
        Urgency::parse(asked.text("urgency")).ok().map(|urgency| Term::Urgency(urgency).to_string()),
        one_of("due", &DUE),
        sort.map(|order| format!("sort:{}", order.as_str())),
    ];
    let chosen: Vec<String> = chosen.into_iter().flatten().collect();
    if chosen.is_empty() {
        return None;
    }
    let typed = asked.text("q").trim();
    let kept = if sort.is_some() { without_order(typed) } else { typed.to_owned() };
    // First: behind a quotation mark that is not closed they would be words.
    let parts: Vec<String> = chosen.into_iter().chain([kept]).filter(|part| !part.is_empty()).collect();
    Some(parts.join(" "))
}

/// Whether what was typed can go into an address: a longer text is no query.
pub fn is_writable(asked: &Fields) -> bool {
    ["q", "person", "skill"].iter().all(|field| asked.text(field).chars().count() <= MOST_CHARACTERS)
}

/// Whoever has it, by name. What is no name is told as a fault of the query, at its place.
fn person(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.trim().trim_start_matches('@').split_whitespace().collect();
    // A name has no blanks; behind one, the rest would be words.
    (!words.is_empty()).then(|| format!("@{}", words.join("-")))
}

/// A skill, or all of an area. What is neither is told as a fault of the query, at its place.
fn skill(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let area = typed.strip_suffix(":*").and_then(Skilled::any_of);
    let skilled = area.or_else(|| Skill::parse(typed).ok().map(Skilled::Is));
    Some(match skilled {
        Some(skilled) => Term::Skill(skilled).to_string(),
        None => format!("skill:\"{}\"", typed.replace('\\', "\\\\").replace('"', "\\\"")),
    })
}

/// The text without its order, where another one takes its place. A text with a fault stays as it is.
fn without_order(typed: &str) -> String {
    match parse(typed) {
        Ok(query) if query.sort.is_some() => Query { sort: None, ..query }.to_string(),
        Ok(_) | Err(_) => typed.to_owned(),
    }
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
mod tests {
    use super::*;

    fn built(form: &str) -> Option<String> {
        written(&Fields::parse(form.as_bytes()))
    }

    #[test]
    fn every_choice_writes_a_part_and_what_was_typed_is_kept() {
        for (form, text) in [
            ("q=map&who=me&phase=in_review", "status:in_review @me map"),
            ("person=%40ana", "@ana"),
            ("person=ana%40lingua.example&q=%22river+bank", "@ana@lingua.example \"river bank"),
            ("skill=Language:French&size=s&urgency=urgent", "skill:Language:French size:s urgency:urgent"),
            ("skill=Language:Old+French", "skill:\"Language:Old French\""),
            ("skill=Language:*", "skill:Language:*"),
            ("due=overdue&sort=due", "is:overdue sort:due"),
            ("q=map+sort:-new&sort=due", "sort:due map"),
        ] {
            assert_eq!(built(form).as_deref(), Some(text), "{form}");
            if !text.ends_with("bank") {
                assert!(parse(text).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_choice_writes_nothing() {
        for form in ["", "q=map", "q=map&who=&phase=&person=+&skill=&due=&sort=", "who=all&phase=x&size=xl"] {
            assert_eq!(built(form), None, "{form}");
        }
    }

    #[test]
    fn every_choice_that_is_offered_reads_as_a_query() {
        let builder = Builder::new(Text::english());
        for (field, choices) in [
            ("phase", &builder.phases),
            ("who", &builder.who),
            ("size", &builder.sizes),
            ("urgency", &builder.urgencies),
            ("due", &builder.dues),
            ("sort", &builder.sorts),
        ] {
            assert!(choices.len() > 2, "{field}");
            for choice in choices.iter().filter(|choice| !choice.value.is_empty()) {
                let text = built(&format!("{field}={}", choice.value)).unwrap();
                assert!(parse(&text).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_name_and_no_skill_is_one_faulty_piece() {
        assert_eq!(built("person=Ana+Bo").as_deref(), Some("@Ana-Bo"));
        let text = built("skill=%22French%22+maps&q=is:open").unwrap();
        let bad = parse(&text).unwrap_err();
        assert_eq!((bad.position, bad.rest.to_string().as_str()), (0, "is:open"), "{text}");
    }
}
