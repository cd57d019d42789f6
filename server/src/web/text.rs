//! Every word a page says comes from `locales/{language}/*.ftl`, by key.
//!
//! In a template: `{{ l.t.s("cancel") }}`; with arguments `{{ l.t.with("members-count").set("n", count) }}`; and
//! where a part of the sentence is markup (a server's name, a time), `{{ l.t.rich("offer-from").html("peer", peer) }}`.
//!
//! Adding a language: a folder beside `locales/en` and its line in [`Text::of`]. A key nobody wrote fails the tests.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use askama::filters::{Html, HtmlSafe, escape as askama_escape};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use http::{HeaderMap, header};

macro_rules! files {
    ($language:literal: $($file:literal)+) => {
        &[$(($file, include_str!(concat!("../../../locales/", $language, "/", $file)))),+]
    };
}

const ENGLISH_FILES: &[(&str, &str)] = files!("en":
    "common.ftl" "landing.ftl" "account.ftl" "home.ftl" "pursuance.ftl" "task.ftl" "delegation.ftl" "members.ftl"
    "operator.ftl" "errors.ftl" "notices.ftl"
);

static ENGLISH: LazyLock<Locale> = LazyLock::new(|| Locale::read("en", ENGLISH_FILES));

/// One language, read once.
struct Locale {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted in advance: most of a page is made of them.
    plain: HashMap<String, String>,
}

impl Locale {
    fn read(language: &'static str, files: &[(&str, &str)]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.parse().unwrap_or_default()]);
        // Names are written in HTML, where marks of direction would end up in attributes and addresses.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for (_, source) in files {
            let resource =
                FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
            keys.extend(keys_of(source).map(str::to_owned));
            bundle.add_resource_overriding(resource);
        }
        let plain = keys
            .into_iter()
            .filter_map(|key| Some((plain_text(&bundle, &key)?, key)))
            .map(|(text, key)| (key, text))
            .collect();
        Self { language, bundle, plain }
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let mut errors = Vec::new();
        let text = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .map(|pattern| self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned());
        debug_assert!(text.is_some() && errors.is_empty(), "text {key:?}: {errors:?}");
        text.unwrap_or_else(|| key.to_owned())
    }
}

/// The keys a file defines: names at the beginning of a line, before an equals sign.
fn keys_of(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        (key.starts_with(|c: char| c.is_ascii_lowercase()) && !key.contains(' ')).then_some(key)
    })
}

/// The message, when it needs no argument.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let message = bundle.get_message(key)?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value()?, None, &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// The words of one language. Cheap to copy; every page holds one.
#[derive(Clone, Copy)]
pub struct Text(&'static Locale);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text")
    }
}

impl Text {
    /// The language that is always there.
    pub fn english() -> Self {
        Self(&ENGLISH)
    }

    /// The words somebody asks for, by the languages of their browser.
    pub fn asked(headers: &HeaderMap) -> Self {
        let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
        Self::of(languages.unwrap_or_default())
    }

    /// The words of the first language of an `Accept-Language` header that we have.
    fn of(accept_language: &str) -> Self {
        let wanted = accept_language.split(',').filter_map(|part| part.split([';', '-']).next());
        for language in wanted {
            match language.trim() {
                "en" => return Self::english(),
                _ => continue,
            }
        }
        Self::english()
    }

    /// Which language that is (BCP 47).
    pub fn language(self) -> &'static str {
        self.0.language
    }

    /// A text without arguments.
    pub fn s(self, key: &'static str) -> &'static str {
        let text = self.0.plain.get(key);
        debug_assert!(text.is_some(), "no text for {key:?}, or it needs arguments");
        text.map_or(key, String::as_str)
    }

    /// A text with arguments; the page escapes the result.
    pub fn with(self, key: &'static str) -> Phrase {
        Phrase { text: self, key, args: FluentArgs::new() }
    }

    /// A text that holds markup; arguments are escaped unless given as markup.
    pub fn rich(self, key: &'static str) -> Rich {
        Rich(self.with(key))
    }
}

/// A value to put into a text.
pub trait Arg {
    /// As Fluent wants it.
    fn value(&self) -> FluentValue<'static>;
}

macro_rules! number_args {
    ($($type:ty)+) => {$(
        impl Arg for $type {
            fn value(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )+};
}
number_args!(i64 u32 u8 u16 usize);

impl Arg for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(self.to_owned())
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

/// A text and the arguments gathered for it.
pub struct Phrase {
    text: Text,
    key: &'static str,
    args: FluentArgs<'static>,
}

impl Phrase {
    /// Puts a name, a word or a number into the text.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Arg) -> Self {
        self.args.set(name, isolated(value.value()));
        self
    }
}

/// A text that runs from right to left, between marks that keep it from turning the sentence around it (Unicode UAX 9,
/// FSI and PDI). Others go without: the marks would be copied along with them.
fn isolated(value: FluentValue<'static>) -> FluentValue<'static> {
    match value {
        FluentValue::String(text) if text.chars().any(is_from_right_to_left) => {
            FluentValue::from(format!("\u{2068}{text}\u{2069}"))
        }
        other => other,
    }
}

/// The blocks of Hebrew, Arabic and the other scripts that are written from right to left.
fn is_from_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.0.format(self.key, &self.args))
    }
}

/// A text with markup in it.
pub struct Rich(Phrase);

impl Rich {
    /// Puts a name, a word or a number into the text, escaped.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Arg) -> Self {
        let value = match value.value() {
            FluentValue::String(text) => FluentValue::from(escape(&text)),
            other => other,
        };
        self.0.args.set(name, isolated(value));
        self
    }

    /// Puts markup into the text as it is.
    #[must_use]
    pub fn html(mut self, name: &'static str, value: impl HtmlSafe) -> Self {
        self.0.args.set(name, value.to_string());
        self
    }
}

impl fmt::Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl HtmlSafe for Rich {}

/// HTML that is safe to write out: made here, or cleaned before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Takes HTML that was made by us or has been through the sanitizer.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// A text as it stands in HTML.
pub fn escape(text: &str) -> String {
    let Ok(escaped) = askama_escape(text, Html);
    escaped.to_string()
}

#[cfg(test)]
mod tests;
