//! Words and numbers that two people compare (docs/sealed.md §3.0).

use std::sync::LazyLock;

use crate::frame::hash;
use crate::ids::Iid;

/// The 2,048 English words of BIP 39.
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("words.txt").lines().collect());

/// The places of the eight words in their list: the first 88 bits, 11 each.
#[must_use]
pub fn indices(bytes: &[u8; 32]) -> [u16; 8] {
    let mut indices = [0; 8];
    let mut bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| u16::from((byte >> bit) & 1)));
    for index in &mut indices {
        *index = bits.by_ref().take(11).fold(0, |value, bit| (value << 1) | bit);
    }
    indices
}

/// Eight words for a hash: of a log's head, or a pursuance's id.
#[must_use]
pub fn words(bytes: &[u8; 32]) -> [&'static str; 8] {
    indices(bytes).map(|index| WORDS.get(usize::from(index)).copied().unwrap_or_default())
}

/// Sixty digits for two identities, the same whoever asks.
#[must_use]
pub fn safety_number(one: &Iid, other: &Iid) -> String {
    let mut both = [one, other];
    both.sort();
    let [first, second] = both;
    let digest = if first == second {
        hash("pv1/safety", &[&[0, 1], first.as_bytes()])
    } else {
        hash("pv1/safety", &[&[0, 2], first.as_bytes(), second.as_bytes()])
    };
    remainder(digest.as_bytes())
}

/// A number of 256 bits modulo 10^60, with its leading zeros.
fn remainder(bytes: &[u8; 32]) -> String {
    // The digits, lowest first; those above the sixtieth fall away.
    let mut digits = [0_u16; 60];
    for byte in bytes {
        let mut carry = u16::from(*byte);
        for digit in &mut digits {
            let value = *digit * 256 + carry;
            *digit = value % 10;
            carry = value / 10;
        }
    }
    digits.iter().rev().map(ToString::to_string).collect()
}
