//! Texts of a refused form that have no field on its page any more: somebody else has taken that step, or the viewer may
//! not take it now. The page shows them below the problem, to be copied.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::carried_forms::{self, Typed};
use super::failure::{PageError, html, page};
use super::form::FormFields;
use crate::text::{Text, escape};

/// A page that comes back when one of its forms is refused.
pub trait FormPage: Template {
    /// Takes the texts for which it shows no field.
    fn unplaced(&mut self, texts: Vec<Typed>);
}

/// The page of a refused form. Every sent text of the fields `names` is in its field or among the unplaced texts: the
/// templates decide which forms a page has, so the rendered page is searched for them.
///
/// # Errors
/// When the template cannot be rendered.
pub fn refused_page(
    t: Text,
    status: StatusCode,
    mut shown: impl FormPage,
    sent: &FormFields,
    names: &[&str],
) -> Result<Response, PageError> {
    let written = shown.render()?;
    let typed = names.iter().map(|name| (*name, sent.text(name)));
    let texts = carried_forms::typed(t, typed.filter(|(name, text)| !has_field(&written, name, text)));
    if texts.is_empty() {
        return Ok(html(status, written));
    }
    shown.unplaced(texts);
    page(status, &shown)
}

/// Whether a page has a field with this name and this text.
pub(super) fn has_field(page: &str, name: &str, text: &str) -> bool {
    let (name, text) = (format!(" name=\"{name}\""), escape(text));
    let (line, area) = (format!(" value=\"{text}\""), format!("\n{text}</textarea>"));
    page.split(&name).skip(1).any(|rest| {
        rest.split_once('>').is_some_and(|(tag, inside)| tag.contains(&line) || inside.starts_with(&area))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_a_field_of_its_name_only() {
        let page = "<input id=\"n\" name=\"note\" type=\"text\" value=\"One &#60;b&#62;\" dir=\"auto\">\
            <textarea name=\"reason\">\nTwo\nlines</textarea><p>Three</p>";
        assert!(has_field(page, "note", "One <b>") && has_field(page, "reason", "Two\nlines"));
        for (name, text) in
            [("reason", "One <b>"), ("note", "Two\nlines"), ("reason", "Two"), ("note", "Three")]
        {
            assert!(!has_field(page, name, text), "{name}: {text}");
        }
    }
}
