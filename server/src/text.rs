//! Every word that people read comes from `locales/{language}/*.ftl`, by key.
//!
//! In a template: `{{ l.t.s("cancel") }}`; with arguments `{{ l.t.with("members-count").set("n", count) }}`; and
//! where a part of the sentence is markup (a server's name, a time), `{{ l.t.rich("offer-from").html("peer", peer) }}`.
//! A refusal brings its key and arguments along: [`Text::say`].
//!
//! A key that is missing in a language is read in English, and logged once. Adding a language: a folder beside
//! `locales/en`, and its line in [`pursuance_domain::languages`].

mod labels;
mod told;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use askama::filters::{Html, HtmlSafe, escape as askama_escape};
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use http::{HeaderMap, header};
use pursuance_domain::task::dependency::Stop;
use pursuance_domain::value::Language;
use pursuance_domain::wording::{Word, Wording};
use serde_json::Value;

pub use self::labels::{phase_key, role_key};
pub use self::told::{kind_key, own_key, reason_key};

/// The files of every language. A test compares the list with each folder.
macro_rules! files_of {
    ($language:literal) => {
        files_of!($language:
            "account.ftl" "activity.ftl" "closing.ftl" "common.ftl" "delegation.ftl" "errors.ftl" "health.ftl" "help.ftl" "home.ftl" "inbox.ftl" "invites.ftl" "landing.ftl"
            "mail.ftl" "members.ftl" "notices.ftl" "offers.ftl" "operator.ftl" "pursuance.ftl" "push.ftl" "refusals.ftl" "search.ftl" "skill_offers.ftl" "suggestions.ftl" "task.ftl"
        )
    };
    ($language:literal: $($file:literal)+) => {
        &[$(($file, include_str!(concat!("../../locales/", $language, "/", $file)))),+]
    };
}

/// The name of a file, and its contents.
type Files = &'static [(&'static str, &'static str)];

macro_rules! locales {
    ($($name:ident $code:literal $own:literal)+) => {
        fn files(language: Language) -> Files {
            match language { $(Language::$name => files_of!($code)),+ }
        }

        fn locale(language: Language) -> &'static Locale {
            match language {
                $(Language::$name => {
                    static LOCALE: LazyLock<Locale> =
                        LazyLock::new(|| Locale::read($code, files(Language::$name)));
                    &LOCALE
                }),+
            }
        }
    };
}
pursuance_domain::languages!(locales);

/// The keys that were missing in a language and have been logged.
static MISSED: Mutex<BTreeSet<(&'static str, String)>> = Mutex::new(BTreeSet::new());

/// One language, parsed once.
struct Locale {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted in advance: most of a page is made of them.
    plain: HashMap<String, String>,
}

impl Locale {
    fn read(language: &'static str, files: Files) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.parse().unwrap_or_default()]);
        // Names are written in HTML, where direction marks would end up in attributes and addresses.
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

    /// The text, or its attribute, in this language; `None` when it is missing or cannot be formatted.
    fn find(&self, key: &str, part: Part, args: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match part {
            Part::Text => message.value()?,
            Part::Next => message.get_attribute("next")?.value(),
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }

    /// The same, or else in English.
    fn format(&self, key: &str, part: Part, args: &FluentArgs<'_>) -> String {
        self.find(key, part, args).unwrap_or_else(|| {
            self.miss(key);
            let english = locale(Language::English).find(key, part, args);
            debug_assert!(english.is_some(), "no text for {key:?}, or other arguments");
            english.unwrap_or_else(|| key.to_owned())
        })
    }

    /// Logs that a text is missing, the first time.
    fn miss(&self, key: &str) -> bool {
        let missed = (self.language, key.to_owned());
        let is_new = MISSED.lock().unwrap_or_else(PoisonError::into_inner).insert(missed);
        if is_new {
            tracing::warn!(language = self.language, key, "A text is missing in its language");
        }
        is_new
    }
}

/// Which part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The text itself.
    Text,
    /// The next step.
    Next,
}

/// The keys a file defines: names at the beginning of a line, before an equals sign.
fn keys_of(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        (key.starts_with(|c: char| c.is_ascii_lowercase()) && !key.contains(' ')).then_some(key)
    })
}

/// The key of a text without arguments, when there is one of this name.
pub fn known_key(name: &str) -> Option<&'static str> {
    locale(Language::English).plain.get_key_value(name).map(|(key, _)| key.as_str())
}

/// The message, when it needs no argument.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let message = bundle.get_message(key)?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value()?, None, &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// The texts of one language, with times by the clocks of one zone. Cheap to copy; every page has one.
#[derive(Clone, Copy)]
pub struct Text(&'static Locale, Tz);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text")
    }
}

impl Text {
    /// The language that is always complete.
    pub fn english() -> Self {
        Self::of(Language::English)
    }

    /// The words of a language; times are those of UTC.
    pub fn of(language: Language) -> Self {
        Self(locale(language), Tz::UTC)
    }

    /// The same words, with times by the clocks of a zone.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self(self.0, zone)
    }

    /// The texts for a request, by the languages of its browser.
    pub fn asked(headers: &HeaderMap) -> Self {
        let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
        Self::preferred(languages.unwrap_or_default())
    }

    /// The texts of the preferred available language of an `Accept-Language` header (RFC 9110 §12.5.4).
    fn preferred(accept_language: &str) -> Self {
        let mut wanted: Vec<(&str, f32)> = accept_language
            .split(',')
            .filter_map(|part| {
                let (range, weight) = part.split_once(';').unwrap_or((part, ""));
                let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse().ok());
                Some((range.trim(), weight?))
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        // The order of the header decides among languages that are liked alike.
        wanted.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        wanted.iter().find_map(|(range, _)| Language::of_tag(range)).map_or_else(Self::english, Self::of)
    }

    /// Which language that is (BCP 47).
    pub fn language(self) -> &'static str {
        self.0.language
    }

    /// A text without arguments.
    pub fn s(self, key: &'static str) -> &'static str {
        if let Some(text) = self.0.plain.get(key) {
            return text;
        }
        self.0.miss(key);
        let text = locale(Language::English).plain.get(key);
        debug_assert!(text.is_some(), "no text for {key:?}, or it needs arguments");
        text.map_or(key, String::as_str)
    }

    /// A text with arguments; the page escapes the result.
    pub fn with(self, key: &'static str) -> Phrase {
        Phrase { text: self, key, args: FluentArgs::new() }
    }

    /// A text that contains markup; arguments are escaped unless given as markup.
    pub fn rich(self, key: &'static str) -> Rich {
        Rich(self.with(key))
    }

    /// The reason of a refusal.
    pub fn say(self, wording: &Wording) -> String {
        self.0.format(wording.key(), Part::Text, &self.args_of(wording))
    }

    /// The next step after a refusal.
    pub fn advise(self, wording: &Wording) -> String {
        self.0.format(wording.key(), Part::Next, &self.args_of(wording))
    }

    /// Both, as one paragraph.
    pub fn say_and_advise(self, wording: &Wording) -> String {
        format!("{} {}", self.say(wording), self.advise(wording))
    }

    fn args_of(self, wording: &Wording) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        for (name, word) in wording.args() {
            args.set(*name, isolated(self.word(word)));
        }
        args
    }

    /// Tasks, one after the other, beginning in the pursuance of the first one.
    fn way(self, stops: &[Stop]) -> String {
        let home = stops.iter().find_map(|stop| match stop {
            Stop::Seen { pursuance, .. } => Some(pursuance),
            Stop::Hidden | Stop::LeftOut { .. } => None,
        });
        let names = stops.iter().map(|stop| match stop {
            Stop::Seen { pursuance, task, title } if Some(pursuance) == home => format!("#{task} {title}"),
            Stop::Seen { pursuance, task, title } => format!("{pursuance}#{task} {title}"),
            Stop::LeftOut { left_out } => self.with("tasks-left-out").set("n", *left_out).to_string(),
            Stop::Hidden => self.s("task-you-cannot-see").to_owned(),
        });
        names.collect::<Vec<_>>().join(" → ")
    }

    fn word(self, word: &Word) -> FluentValue<'static> {
        match word {
            Word::Number(number) => FluentValue::from(*number),
            Word::Name(name) => FluentValue::from(name.clone()),
            Word::Key(key) => FluentValue::from(self.s(key)),
            Word::Phase(phase) => FluentValue::from(self.s(phase_key(*phase))),
            Word::Role(role) => FluentValue::from(self.s(role_key(*role))),
            Word::Holders(role) => FluentValue::from(self.s(labels::holders_key(*role))),
            Word::State(state) => FluentValue::from(self.s(labels::state_key(*state))),
            Word::Can(permission) => FluentValue::from(self.s(permission.key())),
            Word::Way(stops) => FluentValue::from(self.way(stops)),
            Word::Time(time) => {
                FluentValue::from(time.utc().with_timezone(&self.1).format("%Y-%m-%d %H:%M %Z").to_string())
            }
        }
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
    /// Inserts a name, a word or a number into the text.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Arg) -> Self {
        self.args.set(name, isolated(value.value()));
        self
    }
}

/// A text that runs from right to left, between marks that keep it from reordering the sentence around it (Unicode UAX
/// 9, FSI and PDI). Others have no marks, because these would be copied along with them.
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
        f.write_str(&self.text.0.format(self.key, Part::Text, &self.args))
    }
}

/// A text with markup in it.
pub struct Rich(Phrase);

impl Rich {
    /// Inserts a name, a word or a number into the text, escaped.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Arg) -> Self {
        let value = match value.value() {
            FluentValue::String(text) => FluentValue::from(escape(&text)),
            other => other,
        };
        self.0.args.set(name, isolated(value));
        self
    }

    /// Inserts what is told about an event, by the names of its members: words, numbers, and `yes` or `no`.
    #[must_use]
    pub fn told(mut self, data: &Value) -> Self {
        for (name, told) in data.as_object().into_iter().flatten() {
            let value = match told {
                Value::String(text) => FluentValue::from(escape(text)),
                Value::Number(number) => FluentValue::from(number.as_i64().unwrap_or_default()),
                Value::Bool(is) => FluentValue::from(if *is { "yes" } else { "no" }),
                Value::Null | Value::Array(_) | Value::Object(_) => continue,
            };
            self.0.args.set(name.clone(), isolated(value));
        }
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

/// A text in its HTML form.
pub fn escape(text: &str) -> String {
    let Ok(escaped) = askama_escape(text, Html);
    escaped.to_string()
}

#[cfg(test)]
mod tests;
