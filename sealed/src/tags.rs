//! Blinded skills: the server pairs those that are equal, and learns no name (docs/sealed.md §3.9).

use unicode_normalization::UnicodeNormalization as _;

use crate::error::DecodeError;
use crate::frame::{frame, mac, prefixed16};
use crate::ids::Tag;
use crate::reader::Reader;
use crate::secret::TagKey;

/// The one form of a skill's name: NFKC, lower case, NFKC, one space between words. A space is TAB to CR, or SPACE.
#[must_use]
pub fn normal(name: &str) -> String {
    let lower: String = name.nfkc().collect::<String>().to_lowercase().nfkc().collect();
    let words =
        lower.split(|letter: char| matches!(letter, '\t'..='\r' | ' ')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

impl TagKey {
    /// The tag of a skill in this epoch.
    ///
    /// # Errors
    /// When the name is longer than 65,535 bytes.
    pub fn tag(&self, name: &str) -> Result<Tag, DecodeError> {
        let normal = normal(name);
        if normal.len() > usize::from(u16::MAX) {
            return Err(DecodeError::TooLarge);
        }
        let code = mac(self.expose(), &frame("pv1/tag", &[&prefixed16(normal.as_bytes())]));
        let mut reader = Reader::new(&code);
        Tag::read(&mut reader)
    }
}
