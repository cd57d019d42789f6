//! Texts of people on a page, in the clear or sealed.

use std::fmt;

use askama::filters::HtmlSafe;
use fluent_bundle::FluentValue;
use pursuance_domain::id::bits_of;

use crate::reads::sealed::SealedView;
use crate::store::texts::{Body, Sealed, SignedPeople};
use crate::text::{Arg, Markup, Rich, Text, escape};

/// A text of people on a page: as it was written, or an element that a device with the key fills.
///
/// It is written into the page as HTML. Where no element can stand, in an attribute, an `<option>` or a sentence, stands what
/// [`Words::said`] has; so it does as the argument of a text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Words {
    /// In plain words.
    said: String,
    /// The element, where it is sealed.
    sealed: Option<Markup>,
    /// The id of the object whose text it is, as its signed revisions name it; empty where it is not sealed.
    object: String,
    /// The newest revision of that object.
    newest: Option<i64>,
    /// Under which identities somebody has that object, a task, and reviews it; known where `newest` is.
    pub people: SignedPeople,
}

impl Words {
    /// A text for a reader of this language.
    pub fn of(body: &Body, t: Text) -> Self {
        Self::in_field(body, "title", t)
    }

    /// A text of another field than the title.
    fn in_field(body: &Body, field: &'static str, t: Text) -> Self {
        let said = body.said(t).into_owned();
        let Some(sealed) = body.sealed() else { return Self { said, ..Self::default() } };
        let object = object_of(&sealed.object);
        let element = element_of(&object, sealed, field, t);
        Self { said, sealed: Some(element), object, newest: sealed.newest, people: sealed.people.clone() }
    }

    /// The id of the object whose text it is, in hexadecimal; empty where it is not sealed.
    pub fn object(&self) -> &str {
        &self.object
    }

    /// The newest revision of the object, where it is sealed and what stands beside it is of this revision.
    pub fn newest(&self) -> Option<i64> {
        self.newest
    }

    /// A text of which a script knows where it belongs: `element` is its place, and `said` what stands elsewhere.
    pub(super) fn placed(said: &str, element: Markup) -> Self {
        Self { said: said.to_owned(), sealed: Some(element), ..Self::default() }
    }

    /// The text in plain words; of a sealed one that there is something.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// Its HTML where the same title stands beside it: of a sealed one the place alone, which a device fills from what it keeps. Envelopes
    /// are the longest part of a row, and no compression makes them shorter.
    pub fn again(&self) -> Markup {
        if self.object.is_empty() {
            return self.markup();
        }
        Markup::trusted(format!(
            "<span data-sealed data-object=\"{}\" dir=\"auto\">…</span>",
            escape(&self.object)
        ))
    }

    /// Whether it is sealed.
    pub fn is_sealed(&self) -> bool {
        self.sealed.is_some()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// Its HTML.
    pub fn markup(&self) -> Markup {
        self.sealed.clone().unwrap_or_else(|| Markup::trusted(escape(&self.said)))
    }

    /// A text with it as the `name`.
    pub fn within(&self, text: Rich) -> Rich {
        match &self.sealed {
            Some(element) => text.html("name", element.clone()),
            None => text.set("name", &self.said),
        }
    }

    /// Its HTML, with `shown` in place of the text as it was written.
    pub fn shown_as(&self, shown: impl FnOnce(&str) -> Markup) -> Markup {
        self.sealed.clone().unwrap_or_else(|| shown(&self.said))
    }
}

/// An id of ours as signed revisions name the same object: 16 bytes in hexadecimal.
pub fn object_of(id: &str) -> String {
    bits_of(id).map_or_else(|| id.to_owned(), |bits| format!("{bits:032x}"))
}

/// The element in the place of a sealed text. Without a script it says that there is one.
fn element_of(object: &str, sealed: &Sealed, field: &'static str, t: Text) -> Markup {
    let (revision, envelope) = (sealed.revision, SealedView::from(sealed).envelope);
    Markup::trusted(format!(
        "<span data-sealed data-object=\"{}\" data-field=\"{field}\" data-rev=\"{revision}\" data-env=\"{envelope}\" dir=\"auto\">{}</span>",
        escape(object),
        escape(t.s("sealed-mark"))
    ))
}

/// A longer text as HTML: made from what was written, or the element in the place of a sealed text.
pub fn prose(body: &Body, t: Text, html: impl FnOnce(&str) -> String) -> Markup {
    Words::in_field(body, "desc", t).shown_as(|text| Markup::trusted(html(text)))
}

/// Words that are not sealed: of a name, of another server, or of this program.
impl From<String> for Words {
    fn from(said: String) -> Self {
        Self { said, ..Self::default() }
    }
}

impl From<&str> for Words {
    fn from(said: &str) -> Self {
        Self::from(said.to_owned())
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sealed {
            Some(element) => element.fmt(f),
            None => f.write_str(&escape(&self.said)),
        }
    }
}

impl HtmlSafe for Words {}

impl Arg for Words {
    fn value(&self) -> FluentValue<'static> {
        self.said.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_on_the_page_as_it_was_written_and_a_sealed_one_as_an_element() {
        let t = Text::english();
        let open = Words::of(&Body::from("Count <b>bees</b>"), t);
        assert_eq!(open.to_string(), escape("Count <b>bees</b>"));
        assert_eq!((open.said(), open.is_sealed()), ("Count <b>bees</b>", false));
        let (object, envelope) = ("01d".to_owned(), vec![1, 1, 255]);
        let sealed = Sealed { object, revision: 2, envelope, ..Sealed::default() };
        let sealed = Words::of(&Body::Sealed(sealed), t);
        assert_eq!(
            sealed.to_string(),
            "<span data-sealed data-object=\"01d\" data-field=\"title\" data-rev=\"2\" data-env=\"AQH_\" dir=\"auto\">…</span>"
        );
        assert_eq!(sealed.again().to_string(), "<span data-sealed data-object=\"01d\" dir=\"auto\">…</span>");
        assert_eq!(open.again().to_string(), open.to_string());
        assert_eq!((sealed.said(), sealed.is_sealed()), ("something in a private pursuance", true));
        assert_eq!((sealed.object(), open.object()), ("01d", ""));
        assert_eq!(object_of("0068x5bbb4zcyc0484gj6n3km6"), "00323a55ad64fb3cc01104848d51ce86".to_owned());
        assert_eq!(prose(&Body::Forgotten, t, |text| format!("<p>{text}</p>")).to_string(), "<p></p>");
        assert_eq!(
            t.with("edit-title").set("title", &sealed).to_string(),
            "Edit “something in a private pursuance”"
        );
    }
}
