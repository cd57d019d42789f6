//! The terms of a query.

use super::MOST_OF_PHRASE;
use super::when::{DayTerm, DueCondition, NO_DATE};
use super::write::ME;
use crate::task::phase::ShownPhase;
use crate::text::Phrase;
use crate::value::{Name, Size, Skill, Urgency, folded, one_line};

/// A condition on a task in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A word or a quoted phrase, made by [`Term::words`]: it stands in one of the texts of the task, as [`Phrase`] says.
    Words(String),
    /// `@me`, `@name`, `@name@host`, `@-`: who has it.
    Has(Has),
    /// `is:open`, `is:blocked` …
    Is(Is),
    /// `status:in_review`, `s:in_review`: its phase as it is shown.
    Phase(ShownPhase),
    /// `skill:Language:French`, `skill:Language:*`: a skill that it requires.
    Skill(Skilled),
    /// `due:<2w`, `due:none` …: its date.
    Due(DueCondition),
    /// `size:s`
    Size(Size),
    /// `urgency:urgent`
    Urgency(Urgency),
    /// `by:me`, `by:name`: who wrote it down.
    By(PersonTerm),
    /// `review:me`, `review:name`: the reviewer that is named for it.
    Review(PersonTerm),
    /// `watch:me`: the reader watches it.
    Watch,
    /// `in:slug`: the pursuance of this instance in which it is.
    In(Name),
    /// `#12`: its number.
    Task(i64),
    /// `parent:#12`: the number of the task directly above it.
    Parent(i64),
    /// `depends:#3`: the number of a task that it waits for, or waited for.
    Depends(i64),
    /// `from:host`: the instance of the pursuance that handed it here.
    From(HostTerm),
}

/// A key before a colon. Keys are read in whatever case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the key of the term of its name")]
pub enum Key {
    Is,
    Status,
    Skill,
    Due,
    Size,
    Urgency,
    By,
    Review,
    Watch,
    In,
    Parent,
    Depends,
    From,
    Sort,
}

/// The assignee that a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Has {
    /// `@-`
    Nobody,
    /// `@me`, `@name`; also a pursuance.
    Holder(PersonTerm),
}

/// A person or a pursuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonTerm {
    /// The reader; without an account, nobody.
    Me,
    /// By name.
    Named(HandleTerm),
}

/// `name` of somebody here, `name@host` of somebody elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HandleTerm {
    name: String,
    host: Option<HostTerm>,
}

/// The host of an instance in small letters, with its port where that is not the usual one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostTerm(String);

/// A skill, or all skills of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skilled {
    /// `skill:Language:French`; compared without regard to case.
    Is(Skill),
    /// `skill:Language:*`: any skill that begins with this and a colon, without regard to case. Made by [`Skilled::any_of`].
    Area(String),
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word of the language.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    )+};
}

words! {
    /// How a task stands.
    Is {
        /// Neither done nor dropped.
        Open = "open",
        /// Done.
        Done = "done",
        /// Nobody has it, all its parts are done, it waits for nothing, and no other pursuance is asked for it
        /// ([`free`](crate::task::free)).
        Free = "free",
        /// Somebody has it and cannot go on: it is open and waits for a task, a person or something in words.
        Blocked = "blocked",
        /// Nobody has it, and it waits: it is planned for later.
        Later = "later",
        /// Another pursuance has it.
        Delegated = "delegated",
        /// Open, and its day is past where the reader lives: see [`overdue`](super::overdue).
        Overdue = "overdue",
    }
    /// The property to sort lists by. Where two tasks are equal, the one with the higher number comes first, in either direction.
    Order {
        /// The first due first; tasks without a date come last, also with `-`.
        Due = "due",
        /// The newest first.
        New = "new",
        /// The last changed first.
        Updated = "updated",
        /// The urgent first.
        Urgency = "urgency",
        /// The smallest first.
        Size = "size",
        /// By the place among siblings.
        Order = "order",
    }
}

/// `sort:due`, `sort:-due`: the order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The property that it is sorted by.
    pub by: Order,
    /// Whether the other way round (`-`).
    pub reversed: bool,
}

impl Key {
    /// Every key, in the order in which they are told.
    pub const ALL: &'static [Self] = &[
        Self::Is,
        Self::Status,
        Self::Skill,
        Self::Due,
        Self::Size,
        Self::Urgency,
        Self::By,
        Self::Review,
        Self::Watch,
        Self::In,
        Self::Parent,
        Self::Depends,
        Self::From,
        Self::Sort,
    ];

    /// The key as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::Status => "status",
            Self::Skill => "skill",
            Self::Due => "due",
            Self::Size => "size",
            Self::Urgency => "urgency",
            Self::By => "by",
            Self::Review => "review",
            Self::Watch => "watch",
            Self::In => "in",
            Self::Parent => "parent",
            Self::Depends => "depends",
            Self::From => "from",
            Self::Sort => "sort",
        }
    }

    /// Reads a key in whatever case; `s` is `status`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("s") {
            return Some(Self::Status);
        }
        Self::ALL.iter().copied().find(|key| key.as_str().eq_ignore_ascii_case(text))
    }
}

impl Key {
    /// The words that may stand behind it, where it knows few.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Is => Is::ALL.iter().map(|is| is.as_str()).collect(),
            Self::Status => ShownPhase::ALL.iter().map(|phase| phase.as_str()).collect(),
            Self::Size => Size::ALL.iter().map(|size| size.as_str()).collect(),
            Self::Urgency => Urgency::ALL.iter().map(|urgency| urgency.as_str()).collect(),
            Self::Watch => vec![ME],
            Self::Sort => Order::ALL.iter().map(|order| order.as_str()).collect(),
            Self::Due => DayTerm::words().chain([NO_DATE]).collect(),
            Self::Skill | Self::By | Self::Review | Self::In | Self::Parent | Self::Depends | Self::From => {
                Vec::new()
            }
        }
    }
}

impl Term {
    /// A phrase: one line with single blanks, in the form NFC. `None` when it has no letter and no digit, or is longer than
    /// [`MOST_OF_PHRASE`].
    pub fn words(text: &str) -> Option<Self> {
        let words = one_line(text);
        let fits = words.chars().count() <= MOST_OF_PHRASE && Phrase::parse(&words).is_some();
        fits.then_some(Self::Words(words))
    }
}

impl Skilled {
    /// All skills of an area; `None` when no skill can have such an area.
    pub fn any_of(area: &str) -> Option<Self> {
        let skill = Skill::parse(&format!("{area}:x")).ok()?;
        Some(Self::Area(skill.as_str().split_once(':')?.0.to_owned()))
    }

    /// The form under which skills of the database are compared: the key of the skill, or the beginning of the keys of the area.
    pub fn key(&self) -> String {
        match self {
            Self::Is(skill) => skill.key(),
            Self::Area(area) => format!("{}:", folded(area)),
        }
    }
}

impl HandleTerm {
    /// The most characters of a name; other software has longer ones than [`Name::MAX`].
    const MAX: usize = 64;

    /// Reads `name` or `name@host`. `None` when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('@') {
            None => Name::parse(text).ok().filter(|name| name.as_str() == text).map(|name| Self::here(&name)),
            Some((name, host)) => {
                let fits = (1..=Self::MAX).contains(&name.chars().count());
                let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
                let host = HostTerm::parse(host).filter(|_| fits && plain)?;
                Some(Self { name: name.to_owned(), host: Some(host) })
            }
        }
    }

    /// Somebody of this instance.
    pub fn here(name: &Name) -> Self {
        Self { name: name.as_str().to_owned(), host: None }
    }

    /// A person from a row of the database: name and host were checked when they became known.
    pub fn checked(name: String, host: Option<String>) -> Self {
        Self { name, host: host.map(HostTerm) }
    }

    /// The name without the host.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host; `None` for this instance.
    pub fn host(&self) -> Option<&HostTerm> {
        self.host.as_ref()
    }

    /// The name as a reader on `host` writes it: a person of that host is named without it.
    #[must_use]
    pub fn seen_from(self, host: &HostTerm) -> Self {
        if self.host.as_ref() == Some(host) {
            Self { name: self.name.to_lowercase(), host: None }
        } else {
            self
        }
    }
}

impl HostTerm {
    /// The most bytes of a host (RFC 1035 §2.3.4), and of a port with its colon.
    const MAX: usize = 253 + 6;

    /// Reads a host, with or without a port. `None` when it has not the form of one: letters, digits, dots and hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let (name, port) =
            text.split_once(':').map_or((text.as_str(), None), |(name, port)| (name, Some(port)));
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_port = |port: &str| {
            let is_short = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
            is_short && port.parse::<u16>().is_ok()
        };
        let fits = text.len() <= Self::MAX && name.split('.').all(is_label) && port.is_none_or(is_port);
        fits.then_some(Self(text))
    }

    /// The host, as in handles.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
