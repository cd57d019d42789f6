//! Texts with the found words of a search marked.

use pursuance_domain::text::TextPiece;

use crate::text::{Markup, escape};

/// Writes the pieces of a text; the found pieces are marked.
pub(in crate::web) fn written(pieces: &[TextPiece<'_>]) -> Markup {
    let piece = |piece: &TextPiece<'_>| {
        let text = escape(piece.text);
        if piece.is_found { format!("<mark>{text}</mark>") } else { text }
    };
    Markup::trusted(pieces.iter().map(piece).collect())
}
