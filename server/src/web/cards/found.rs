//! Words that were looked for, in the texts in which they were found.

use pursuance_domain::text::Piece;

use crate::text::{Markup, escape};

/// Pieces of a text, those that were found as marked.
pub(in crate::web) fn written(pieces: &[Piece<'_>]) -> Markup {
    let piece = |piece: &Piece<'_>| {
        let text = escape(piece.text);
        if piece.is_found { format!("<mark>{text}</mark>") } else { text }
    };
    Markup::trusted(pieces.iter().map(piece).collect())
}
