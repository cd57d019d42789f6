//! The languages that people can read the pages in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueRefusal;

/// Hands the list of languages to a macro: the name in code, the tag (BCP 47), and what the language calls itself. Each has
/// a folder of that tag in `locales/`.
#[macro_export]
macro_rules! languages {
    ($to:ident) => {
        $to! {
            English "en" "English"
            German "de" "Deutsch"
        }
    };
}

macro_rules! define {
    ($($name:ident $tag:literal $own:literal)+) => {
        /// A language that the pages are written in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Language { $(#[serde(rename = $tag)] $name),+ }

        impl Language {
            /// Every language.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its tag (BCP 47).
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $tag),+ }
            }

            /// Its name in the language itself.
            pub fn own_name(self) -> &'static str {
                match self { $(Self::$name => $own),+ }
            }
        }
    };
}
languages!(define);

impl Language {
    /// Reads its tag.
    ///
    /// # Errors
    /// When the pages are not written in it.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let found = Self::ALL.iter().copied().find(|language| language.as_str() == text.trim());
        found.ok_or(ValueRefusal::NotAChoice { what: "the language", choices: "a language of this server" })
    }

    /// The language of a longer tag, such as `de-AT`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.iter().copied().find(|language| language.as_str().eq_ignore_ascii_case(primary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_reads_back_and_has_the_same_tag_in_json() {
        for language in Language::ALL.iter().copied() {
            assert_eq!(Language::parse(language.as_str()), Ok(language));
            assert_eq!(serde_json::to_string(&language).unwrap(), format!("\"{}\"", language.as_str()));
            assert_eq!(Language::of_tag(&format!("{}-AT", language.as_str().to_uppercase())), Some(language));
        }
        assert!(Language::parse("tlh").is_err());
    }
}
