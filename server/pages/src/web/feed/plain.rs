//! Sentences of pages as plain text, for programs that show no markup.

use crate::text::Markup;

/// The text of our own markup: without elements, with character references resolved.
pub(super) fn text_of(markup: &Markup) -> String {
    let html = markup.to_string();
    let mut text = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find(['<', '&']) {
        let (before, found) = rest.split_at(at);
        text.push_str(before);
        let end = if found.starts_with('<') { '>' } else { ';' };
        let Some(length) = found.find(end) else {
            // Our own markup never ends like this, so the rest is plain text.
            text.push_str(found);
            return text;
        };
        let (piece, after) = found.split_at(length + 1);
        if end == ';' {
            match referred(piece) {
                Some(c) => text.push(c),
                None => text.push_str(piece),
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The character of a reference: a name that our escaping writes, or a number.
fn referred(reference: &str) -> Option<char> {
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::escape;

    #[test]
    fn elements_go_and_what_people_wrote_stays_as_they_wrote_it() {
        let typed = "<script>alert(\"1\")</script> & 'so' &lt; 5 > 4; 🐝";
        let markup = Markup::trusted(format!("<b dir=\"auto\">Ana</b> wrote <i>{}</i>", escape(typed)));
        assert_eq!(text_of(&markup), format!("Ana wrote {typed}"));
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["a & b", "a &unknown; b", "a &#xffffffff; b", "a < b", "&"] {
            assert_eq!(text_of(&Markup::trusted(text.to_owned())), text);
        }
    }
}
