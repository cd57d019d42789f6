//! Marks the refused form that a page shows again with its texts (`data-refused`), so that the script of an open page knows it. For a
//! browser these texts look like the defaults of the page, and they are stored nowhere else.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::header;

use super::carried_forms::Carried;
use super::failure::PageError;
use super::unplaced_texts::has_field;
use crate::text::escape;

const MARK: &str = " data-refused";

/// The page of a refused form, with that form marked.
///
/// # Errors
/// When the body of the page could not be read.
pub async fn with_mark(
    response: Response,
    path: &str,
    sent: Option<&Carried>,
) -> Result<Response, PageError> {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await?;
    let page = String::from_utf8_lossy(&bytes);
    let marked = marked(&page, path, sent);
    parts.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, Body::from(marked)))
}

/// Marks the forms with the address `path`; if some of them contain a sent text, only these.
fn marked(page: &str, path: &str, sent: Option<&Carried>) -> String {
    let address = format!("action=\"{}\"", escape(path));
    let forms: Vec<(usize, &str)> = page
        .match_indices("<form ")
        .filter_map(|(at, _)| page.get(at..).map(|rest| (at, rest.split("</form>").next().unwrap_or(rest))))
        .filter(|(_, form)| form.contains(&address))
        .collect();
    let has_text = |form: &str| {
        let shown = without_hidden(form);
        sent.is_some_and(|sent| {
            sent.texts().any(|(name, text)| !text.trim().is_empty() && has_field(&shown, name, text))
        })
    };
    let is_any = forms.iter().any(|(_, form)| has_text(form));
    let mut out = String::with_capacity(page.len() + MARK.len());
    let mut from = 0;
    for (at, _) in forms.iter().filter(|(_, form)| !is_any || has_text(form)) {
        let end = at + "<form".len();
        out.push_str(page.get(from..end).unwrap_or_default());
        out.push_str(MARK);
        from = end;
    }
    out.push_str(page.get(from..).unwrap_or_default());
    out
}

/// A form without its hidden fields.
fn without_hidden(form: &str) -> String {
    let mut pieces = form.split("<input type=\"hidden\"");
    let first = pieces.next().unwrap_or_default();
    pieces.fold(first.to_owned(), |shown, piece| shown + piece.split_once('>').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::request::form::FormFields;

    fn sent(fields: &str) -> Carried {
        Carried::new("/p/bees/tasks", "", &FormFields::parse(fields.as_bytes()))
    }

    #[test]
    fn the_form_that_was_sent_is_marked_and_no_other() {
        let line = |title: &str| {
            format!(
                "<form class=\"add\" method=\"post\" action=\"/p/bees/tasks\"><input name=\"title\" value=\"{title}\"></form>"
            )
        };
        let other = "<form method=\"post\" action=\"/p/bees/join\"><button formaction=\"/p/bees/ban\">x</button></form>";
        let page = format!("{}{other}{}", line("One &#60;b&#62;"), line(""));
        let told = marked(&page, "/p/bees/tasks", Some(&sent("title=One+%3Cb%3E&back=/p/bees")));
        assert_eq!(told, page.replacen("<form", "<form data-refused", 1));
        // A value in a hidden field is not a typed text.
        let carries = "<form method=\"post\" action=\"/p/bees/tasks\"><input type=\"hidden\" name=\"member\" value=\"zoe\"></form>";
        let told =
            marked(&format!("{carries}{page}"), "/p/bees/tasks", Some(&sent("member=zoe&title=One+%3Cb%3E")));
        assert_eq!(told, format!("{carries}{}", page.replacen("<form", "<form data-refused", 1)));
        // A form without a text is found by its address alone, and so is a form whose button has the value.
        for path in ["/p/bees/join", "/p/bees/ban"] {
            let told = marked(&page, path, None);
            assert_eq!(told, page.replace("<form method", "<form data-refused method"), "{path}");
        }
        assert_eq!(marked(&page, "/p/wasps/tasks", Some(&sent("title=One"))), page);
    }
}
