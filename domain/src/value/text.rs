//! Free texts with their limits, counted in Unicode scalar values after trimming and NFC.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::at_most::at_most;
use super::unseen::{is_unseen, without_unseen};
use super::{ValueRefusal, through_text};

/// Characters that change the direction of text could falsify a page (PROTOCOL §1.5).
fn is_bidi_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text as one line with single blanks, and without letters that are not seen. Read again, it stays as it is.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    without_unseen(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The form in which words are compared: small letters, without any invisible letter, even one that shapes others.
pub(crate) fn folded(word: &str) -> String {
    let seen: String = word.chars().filter(|c| !is_unseen(*c)).nfc().collect();
    seen.to_lowercase()
}

fn many_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .nfc()
        .filter(|c| !is_bidi_override(*c) && (!c.is_control() || matches!(c, '\n' | '\t')))
        .collect::<String>()
        .trim()
        .to_owned()
}

fn within(what: &'static str, max: usize, text: String) -> Result<String, ValueRefusal> {
    let got = text.chars().count();
    if got > max { Err(ValueRefusal::TooLong { what, max, got }) } else { Ok(text) }
}

/// Whether a text has a visible letter: nobody can choose an invisible link.
fn is_seen(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !c.is_control() && !is_unseen(c))
}

fn present(what: &'static str, text: String) -> Result<String, ValueRefusal> {
    if is_seen(&text) { Ok(text) } else { Err(ValueRefusal::Empty { what }) }
}

macro_rules! text_type {
    ($($(#[$doc:meta])* $name:ident($what:literal, $max:literal, $shape:ident $(, $need:ident)?)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most Unicode scalar values this text may have.
            pub const MAX: usize = $max;

            /// Cleans and checks a text.
            ///
            /// # Errors
            /// When the text is too long, or empty where a text is needed.
            pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
                let text = $shape(text);
                $(let text = $need($what, text)?;)?
                Ok(Self(within($what, $max, text)?))
            }

            /// A text that was cleaned and checked when it arrived: a row of the database, or a message of another
            /// server that was read within the same limits.
            pub fn checked(text: String) -> Self {
                Self(text)
            }

            /// The cleaned text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )+
        /// The names of these types, for tests that ask something of each.
        pub const TEXTS: &[&str] = &[$(stringify!($name)),+];

        /// This text as each type of one line reads it, by its name.
        #[cfg(test)]
        pub(super) fn lines(text: &str) -> Vec<(&'static str, Result<String, ValueRefusal>)> {
            let all = [$((stringify!($name), stringify!($shape), $name::parse(text).map(String::from))),+];
            all.into_iter().filter(|(_, shape, _)| *shape == "one_line").map(|(name, _, read)| (name, read)).collect()
        }
    };
}

text_type! {
    /// The IANA name of a time zone, like `Europe/Warsaw`; empty for that of the browser.
    Zone("the time zone", 40, one_line),
    /// A task's title, one line.
    Title("the title", 200, one_line, present),
    /// The deliverables, in Markdown. May be empty.
    Deliverables("the description", 10_000, many_lines),
    /// A comment, a hand-in or a reason that is required, in Markdown.
    Body("the text", 10_000, many_lines, present),
    /// A short message that may be empty.
    Note("the message", 2_000, many_lines),
    /// The reason of an act against a member.
    Grounds("the reason", 2_000, many_lines, present),
    /// News of the work in a sentence or two; as much as the other side of a delegation takes.
    ProgressNote("the message", 500, many_lines),
    /// The words of somebody who asks for an account: who they are, and what brings them.
    Introduction("the text", 500, many_lines, present),
    /// The reason why a task is blocked, in a sentence.
    BlockReason("the reason", 200, one_line, present),
    /// The purpose of an invitation, one line. May be empty.
    Purpose("the purpose", 200, one_line),
    /// The mission of a pursuance, or a person's words about themselves. May be empty.
    Mission("the text", 2_000, many_lines),
    /// The display name of a person or a pursuance, one line.
    DisplayName("the name", 80, one_line, present),
    /// The purpose of a token, one line.
    Label("the name", 80, one_line, present),
    /// The name of a room, one line.
    RoomName("the name", 60, one_line, present),
    /// The name of a saved search, one line.
    SearchName("the name", 60, one_line, present),
}

impl From<Option<Deliverables>> for Deliverables {
    fn from(said: Option<Deliverables>) -> Self {
        said.unwrap_or_else(|| Self(String::new()))
    }
}

/// The name of a file without any folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileName(String);

impl FileName {
    /// The most Unicode scalar values a name may have.
    pub const MAX: usize = 200;

    /// Keeps the last part of a path and refuses an empty name.
    ///
    /// # Errors
    /// When the name is empty or longer than 200 characters.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = one_line(last);
        if matches!(name.as_str(), "." | "..") || !is_seen(&name) {
            return Err(ValueRefusal::Empty { what: "the file name" });
        }
        Ok(Self(within("the file name", Self::MAX, name)?))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256(String);

impl Sha256 {
    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(ValueRefusal::Sha256Form)
        }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A skill `Area:Detail`, at most 64 characters; compared without regard to case.
#[derive(Debug, Clone)]
pub struct Skill(String);

impl Skill {
    /// The most Unicode scalar values a skill may have.
    pub const MAX: usize = 64;

    /// Reads `Area:Detail`.
    ///
    /// # Errors
    /// When there is no single colon with words on both sides, or it is too long.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let text = one_line(text);
        let (area, detail) = text.split_once(':').ok_or(ValueRefusal::SkillForm)?;
        let (area, detail) = (area.trim(), detail.trim());
        if !is_seen(area) || !is_seen(detail) || detail.contains(':') || text.contains(',') {
            return Err(ValueRefusal::SkillForm);
        }
        Ok(Self(within("the skill", Self::MAX, format!("{area}:{detail}"))?))
    }

    /// The skill as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which the details of two skills are the same, whatever their areas.
    pub fn detail_key(&self) -> String {
        folded(self.0.split_once(':').map_or("", |(_, detail)| detail))
    }

    /// The form under which two skills are the same.
    pub fn key(&self) -> String {
        folded(&self.0)
    }
}

impl PartialEq for Skill {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Skill {}

/// A set of at most 32 skills, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Skills(Vec<Skill>);

impl Skills {
    /// The most skills of a set.
    pub const MOST: usize = 32;

    /// Makes a set, dropping repeats.
    ///
    /// # Errors
    /// When there are more than 32.
    pub fn new(skills: impl IntoIterator<Item = Skill>) -> Result<Self, ValueRefusal> {
        let mut set: Vec<Skill> = Vec::new();
        let mut keys = HashSet::new();
        for skill in skills {
            if keys.insert(skill.key()) {
                // Stops reading at the limit.
                if set.len() == Self::MOST {
                    return Err(ValueRefusal::TooMany { what: "skills", max: Self::MOST });
                }
                set.push(skill);
            }
        }
        Ok(Self(set))
    }

    /// Reads skills separated by commas or line breaks, as typed into a field.
    ///
    /// # Errors
    /// When an entry is not a skill, or there are too many.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let parts = text.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty());
        Self::new(parts.map(Skill::parse).collect::<Result<Vec<_>, _>>()?)
    }

    /// The skills in order.
    pub fn iter(&self) -> impl Iterator<Item = &Skill> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a skill is among them.
    pub fn contains(&self, skill: &Skill) -> bool {
        self.0.contains(skill)
    }
}

impl<'de> Deserialize<'de> for Skills {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(at_most::<Skill, _>(deserializer, "skills", Self::MOST)?).map_err(serde::de::Error::custom)
    }
}

impl std::fmt::Display for Skills {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.0.iter().map(Skill::as_str).collect();
        f.write_str(&words.join(", "))
    }
}

through_text! {
    Zone: "the IANA name of a time zone, or nothing for that of the browser",
    Title: "one line of 1 to 200 characters",
    Deliverables: "Markdown, at most 10,000 characters",
    Body: "Markdown, 1 to 10,000 characters",
    Note: "at most 2,000 characters",
    Grounds: "1 to 2,000 characters",
    ProgressNote: "at most 500 characters",
    Introduction: "1 to 500 characters",
    BlockReason: "one line of 1 to 200 characters",
    Purpose: "one line of at most 200 characters",
    Mission: "Markdown, at most 2,000 characters",
    DisplayName: "one line of 1 to 80 characters",
    Label: "one line of 1 to 80 characters",
    RoomName: "one line of 1 to 60 characters",
    SearchName: "one line of 1 to 60 characters",
    FileName: "the name of a file, without folders",
    Sha256: "64 hexadecimal digits",
    Skill: "a skill written Area:Detail, at most 64 characters",
}
