//! The beginning of a text that people wrote, for lists.

use crate::markdown;

/// Characters of a mission on a card.
const MISSION: usize = 240;

/// The beginning of a text in Markdown, as plain text.
pub(in crate::web) fn in_short(text: &str) -> String {
    let plain = markdown::to_text(&markdown::to_html(text));
    match plain.char_indices().nth(MISSION) {
        Some((end, _)) => format!("{}…", plain.get(..end).unwrap_or_default().trim_end()),
        None => plain,
    }
}
