//! The components of many pages, each a template of its own. The macros in `templates/frame/components.html` only call them, because a
//! macro is compiled into every page that uses it.

use askama::Template;
use askama::filters::HtmlSafe;
use pursuance_domain::value::Visibility;

use super::labels::PhaseTag;
use super::layout::Layout;
use super::links;
use super::private::PrivateGroup;
use super::view::{Choice, Field, Party, RefusedField, SkillTag};
use super::when::Due;

/// Declares components: the function that a template calls, and the template that it renders. `l` is the layout of the page, for components
/// that need it.
macro_rules! parts {
    ($($(#[$about:meta])* $part:ident $type:ident $block:tt { $($field:ident: $kind:ty),* })+) => {$(
        #[derive(Template)]
        #[template(path = "frame/parts.html", block = $block)]
        pub struct $type<'a> {
            $($field: $kind),*
        }

        impl HtmlSafe for $type<'_> {}

        $(#[$about])*
        pub fn $part<'a>($($field: $kind),*) -> $type<'a> {
            $type { $($field),* }
        }
    )+};
}

parts! {
    /// An icon that stands beside a word.
    icon Icon "icon" { name: &'a str }
    /// The CSRF token in every form of a signed-in person.
    csrf Csrf "csrf" { l: &'a Layout }
    /// The data that the script decrypts and verifies on every page of a private pursuance.
    private_group GroupPart "private_group" { l: &'a Layout, group: &'a PrivateGroup }
    /// On other pages: the private pursuances of which the page shows something for the script to decrypt.
    opens Opens "opens" { l: &'a Layout }
    /// The button that undoes the last form, on the page after it.
    undo Undo "undo" { l: &'a Layout }
    /// A phase, in words and with its ring.
    phase PhaseMark "phase" { l: &'a Layout, phase: &'a PhaseTag }
    /// A person or pursuance: marker, name, server.
    who Who "who" { l: &'a Layout, party: &'a Party }
    /// A skill; with a tick if the viewer has it.
    skill SkillMark "skill" { l: &'a Layout, skill: &'a SkillTag }
    /// A due date, in small text.
    due DueMark "due" { l: &'a Layout, due: &'a Due }
    /// The visibility of a pursuance, as a badge.
    visibility Badge "visibility" { l: &'a Layout, visibility: &'a Visibility }
    /// The errors on top of a refused form: the general problem, and links to the refused fields.
    refused RefusedPart "refused" { l: &'a Layout, problem: &'a str, fields: &'a [RefusedField] }
    /// The message beside a refused field.
    error ErrorPart "error" { id: &'a str, field: &'a Field }
    /// The attributes that tie a field to its hint and its message.
    about About "about" { id: &'a str, field: &'a Field, hint: &'a bool }
    /// One labelled line.
    #[expect(clippy::too_many_arguments, reason = "a template names no members")]
    line Line "line" { l: &'a Layout, id: &'a str, name: &'a str, label: &'static str, field: &'a Field, kind: &'a str, hint: &'static str, more: &'a str }
    /// One labelled passphrase; the typed value is not sent back.
    secret Secret "secret" { l: &'a Layout, id: &'a str, name: &'a str, label: &'static str, field: &'a Field, hint: &'static str, more: &'a str }
    /// One labelled text of several lines.
    area Area "area" { l: &'a Layout, id: &'a str, name: &'a str, label: &'static str, field: &'a Field, hint: &'static str, more: &'a str }
    /// The same, with the name of its reader in the label.
    #[expect(clippy::too_many_arguments, reason = "a template names no members")]
    area_to AreaTo "area_to" { l: &'a Layout, id: &'a str, name: &'a str, label: &'static str, who: &'a str, field: &'a Field, hint: &'static str, more: &'a str }
    /// One labelled choice.
    select Select "select" { l: &'a Layout, id: &'a str, name: &'a str, label: &'static str, choices: &'a [Choice], hint: &'static str }
}

/// The frame around the blocks of `frame/base.html`: templates of their own, so that they are not compiled into each page.
macro_rules! around {
    ($($type:ident $path:tt),+) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        pub struct $type<'a> {
            l: &'a Layout,
        }

        impl HtmlSafe for $type<'_> {}
    )+};
}

around!(Head "frame/head.html", Links "frame/links.html", Above "frame/above.html", Below "frame/below.html");

impl Layout {
    /// The page up to its title.
    pub fn head(&self) -> Head<'_> {
        Head { l: self }
    }

    /// The page between its title and its script.
    pub fn links(&self) -> Links<'_> {
        Links { l: self }
    }

    /// The page from its script to its content.
    pub fn above(&self) -> Above<'_> {
        Above { l: self }
    }

    /// The page below its content.
    pub fn below(&self) -> Below<'_> {
        Below { l: self }
    }
}
