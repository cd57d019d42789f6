//! The words of a refusal without a language: the key of a text and the values it names. The sentences are in `locales/`; the
//! advice on what to do next is the attribute `next` of the same text.

use std::fmt;

use crate::allowed::Permission;
use crate::delegation::State;
use crate::people::role::Role;
use crate::task::dependency::Stop;
use crate::task::phase::Phase;
use crate::time::Time;

/// A sentence without its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    key: &'static str,
    args: Vec<(&'static str, NamedValue)>,
}

/// A value that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedValue {
    /// A number; it may choose the form of the words around it.
    Number(i64),
    /// A name, the same in every language.
    Name(String),
    /// A word that every language has its own for, by its key.
    Key(&'static str),
    Phase(Phase),
    Role(Role),
    /// Everybody who has the role, as the subject of a sentence.
    Holders(Role),
    State(State),
    /// The attempted act, to follow “can”.
    Can(Permission),
    Time(Time),
    /// Tasks, one after the other.
    Way(Vec<Stop>),
}

impl Wording {
    /// The text with this key.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same, naming a value.
    #[must_use]
    pub fn set(mut self, name: &'static str, word: impl Into<NamedValue>) -> Self {
        self.args.push((name, word.into()));
        self
    }

    /// The key of the text.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The values it names.
    pub fn args(&self) -> &[(&'static str, NamedValue)] {
        &self.args
    }
}

impl fmt::Display for Wording {
    /// For logs and assertions; people read the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)?;
        for (name, word) in &self.args {
            write!(f, " {name}={word:?}")?;
        }
        Ok(())
    }
}

macro_rules! words {
    ($($from:ty => $word:ident),+ $(,)?) => {$(
        impl From<$from> for NamedValue {
            fn from(value: $from) -> Self {
                Self::$word(value)
            }
        }
    )+};
}
words!(i64 => Number, String => Name, Phase => Phase, Role => Role, State => State, Permission => Can, Time => Time);

impl From<u32> for NamedValue {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for NamedValue {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for NamedValue {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// Makes errors of refusals: their words are in `locales/`, a log names the key.
macro_rules! refusals {
    ($($name:ty),+ $(,)?) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.wording().fmt(f)
            }
        }

        impl std::error::Error for $name {}
    )+};
}
pub(crate) use refusals;
