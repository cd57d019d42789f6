//! An emoji as a value: one sequence of `emoji-test.txt` of Unicode.

use super::{ValueRefusal, through_text};

/// An emoji, as Unicode writes it in full: the same one is the same text, however a keyboard wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Emoji(&'static str);

impl Emoji {
    /// The emoji that pages offer as buttons. Any other one is typed.
    pub const OFFERED: [Self; 40] = [
        Self("👍"),
        Self("❤️"),
        Self("😂"),
        Self("🎉"),
        Self("😮"),
        Self("😢"),
        Self("👎"),
        Self("🙏"),
        Self("👏"),
        Self("💪"),
        Self("👀"),
        Self("✅"),
        Self("❌"),
        Self("❓"),
        Self("❗"),
        Self("💯"),
        Self("🔥"),
        Self("⭐"),
        Self("🚀"),
        Self("💡"),
        Self("🤔"),
        Self("😀"),
        Self("😊"),
        Self("😍"),
        Self("😎"),
        Self("😅"),
        Self("😴"),
        Self("😡"),
        Self("🤝"),
        Self("👋"),
        Self("🙌"),
        Self("🤷"),
        Self("⏳"),
        Self("📌"),
        Self("📅"),
        Self("🐛"),
        Self("🌱"),
        Self("🌈"),
        Self("☕"),
        Self("🍰"),
    ];

    /// Reads one emoji, and writes it in full.
    ///
    /// # Errors
    /// When the text is anything else, also when it is two of them.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        emojis::get(text.trim()).map(|found| Self(found.as_str())).ok_or(ValueRefusal::EmojiForm)
    }

    /// Its text.
    pub fn as_str(&self) -> &'static str {
        self.0
    }
}

through_text! {
    Emoji: "one emoji: one sequence of emoji-test.txt of Unicode",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_emoji_that_is_offered_is_one_and_written_in_full() {
        for (place, offered) in Emoji::OFFERED.iter().enumerate() {
            assert_eq!(Emoji::parse(offered.as_str()), Ok(*offered));
            assert!(!Emoji::OFFERED[..place].contains(offered), "{} is offered twice", offered.as_str());
        }
    }

    #[test]
    fn one_sequence_of_unicode_is_an_emoji_and_nothing_else_is() {
        assert_eq!(
            Emoji::parse("\u{2764}").unwrap().as_str(),
            "\u{2764}\u{fe0f}",
            "as keyboards write it, too"
        );
        for emoji in ["👍🏽", "👩‍🚒", "🇵🇱", "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "#️⃣"]
        {
            assert_eq!(Emoji::parse(emoji).unwrap().as_str(), emoji);
        }
        for other in ["", "a", "👍👍", ":+1:", "🏽🏽", "👍\u{200d}👍", "<b>", "1", "👩\u{200d}"]
        {
            assert_eq!(Emoji::parse(other), Err(ValueRefusal::EmojiForm), "{other:?}");
        }
    }
}
