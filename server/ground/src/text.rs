//! Every word that people read comes from `locales/{language}/*.ftl`, by key.
//!
//! In a template: `{{ l.t.s("cancel") }}`; with arguments `{{ l.t.with("members-count").set("n", count) }}`; and
//! where a part of the sentence is markup (a server's name, a time), `{{ l.t.rich("offer-from").html("peer", peer) }}`.
//! A refusal brings its key and arguments along: [`Text::say`].
//!
//! A key that is missing in a language is read in English, and logged once. Adding a language: a folder beside
//! `locales/en`, and its line in [`pursuance_domain::languages`].

mod labels;
mod notice_keys;
mod times;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use askama::filters::{Html, HtmlSafe, escape as askama_escape};
use chrono::Timelike;
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use http::{HeaderMap, header};
use pursuance_domain::task::dependency::Stop;
use pursuance_domain::time::Time;
use pursuance_domain::value::{HourClock, Language, WeekStart};
use pursuance_domain::wording::{NamedValue, Wording};
use serde_json::Value;

pub use self::labels::{phase_key, role_key, size_key};
pub use self::notice_keys::{became_key, kind_key, mail_key, own_key, reason_key, was_asked_key};
pub use self::times::Times;

/// The beginning of a text, with an ellipsis where it is longer than `room` characters.
pub fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(room.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The files of every language. A test compares the list with each folder.
macro_rules! files_of {
    ($language:literal) => {
        files_of!($language:
            "account.ftl" "activity.ftl" "closing.ftl" "common.ftl" "delegation.ftl" "errors.ftl" "health.ftl" "help.ftl" "home.ftl" "inbox.ftl" "invites.ftl" "landing.ftl"
            "mail.ftl" "members.ftl" "notices.ftl" "offers.ftl" "operator.ftl" "private.ftl" "pursuance.ftl" "push.ftl" "refusals.ftl" "rooms.ftl" "search.ftl" "skill_offers.ftl" "suggestions.ftl" "task.ftl" "undo.ftl" "writing.ftl"
        )
    };
    ($language:literal: $($file:literal)+) => {
        &[$(($file, include_str!(concat!("../../../locales/", $language, "/", $file)))),+]
    };
}

/// The name of a file, and its contents.
/// Files of Fluent: names and texts.
pub type FluentFiles = &'static [(&'static str, &'static str)];

macro_rules! locales {
    ($($name:ident $code:literal $own:literal)+) => {
        fn files(language: Language) -> FluentFiles {
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

/// The direction in which the lines of a language run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left, as in Arabic and Hebrew.
    Rtl,
}

impl Direction {
    /// The value of `dir` in HTML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// One language, parsed once.
struct Locale {
    language: &'static str,
    /// Its text `direction`: `ltr` or `rtl`.
    direction: Direction,
    /// How times are told in its text `region`, where the browser names none: a code of ISO 3166, or 001 for the world.
    times: Times,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted in advance: most of a page is made of them.
    plain: HashMap<String, String>,
}

impl Locale {
    fn read(language: &'static str, files: FluentFiles) -> Self {
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
        let plain: HashMap<String, String> = keys
            .into_iter()
            .filter_map(|key| Some((plain_text(&bundle, &key)?, key)))
            .map(|(text, key)| (key, text))
            .collect();
        let is_rtl = plain.get("direction").is_some_and(|direction| direction == Direction::Rtl.as_str());
        let direction = if is_rtl { Direction::Rtl } else { Direction::Ltr };
        let times = Times::of_region(plain.get("region").map_or("", String::as_str));
        Self { language, direction, times, bundle, plain }
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

/// The languages that a browser asks for.
fn languages_of(headers: &HeaderMap) -> &str {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok()).unwrap_or_default()
}

/// The languages of an `Accept-Language` header, the best liked first (RFC 9110 §12.5.4).
fn liked(accept_language: &str) -> Vec<&str> {
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
    wanted.into_iter().map(|(range, _)| range).collect()
}

/// The texts of one language, and how times are told in them. Cheap to copy; every page has one.
#[derive(Clone, Copy)]
pub struct Text(&'static Locale, Times);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text")
    }
}

/// The keys that have been missing in a language so far.
pub fn missed(language: &str) -> Vec<String> {
    let missed = MISSED.lock().unwrap_or_else(PoisonError::into_inner);
    missed.iter().filter(|(of, _)| *of == language).map(|(_, key)| key.clone()).collect()
}

impl Text {
    /// A language of its own, made of files of Fluent; it stays in memory. For tests.
    pub fn made_of(tag: &'static str, files: FluentFiles) -> Self {
        let locale: &'static Locale = Box::leak(Box::new(Locale::read(tag, files)));
        Self(locale, locale.times)
    }

    /// The two parts of what is said of a refusal: why, and what to do next; none for one that this language does not have.
    pub fn parts(self, wording: &Wording) -> [Option<String>; 2] {
        let args = self.args_of(wording);
        [Part::Text, Part::Next].map(|part| self.0.find(wording.key(), part, &args))
    }

    /// The language that is always complete.
    pub fn english() -> Self {
        Self::of(Language::English)
    }

    /// The words of a language; times are those of UTC.
    pub fn of(language: Language) -> Self {
        let locale = locale(language);
        Self(locale, locale.times)
    }

    /// The same words, with times by the clocks of a zone.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self(self.0, Times { zone, ..self.1 })
    }

    /// The same words, with the clock and the week that somebody chose, as far as they did.
    #[must_use]
    pub fn telling(self, clock: Option<HourClock>, first_day: Option<WeekStart>) -> Self {
        let Times { zone, .. } = self.1;
        let (clock, first_day) = (clock.unwrap_or(self.1.clock), first_day.unwrap_or(self.1.first_day));
        Self(self.0, Times { zone, clock, first_day })
    }

    /// The clock, for times that a script tells.
    pub fn hours(self) -> HourClock {
        self.1.clock
    }

    /// The texts for a request, by the languages of its browser.
    pub fn asked(headers: &HeaderMap) -> Self {
        Self::preferred(languages_of(headers))
    }

    /// The words of a language that somebody chose, for a request; times are told as in the region that its browser names.
    pub fn asked_in(language: Language, headers: &HeaderMap) -> Self {
        Self::chosen(language, languages_of(headers))
    }

    /// The words of a language. Where the browser does not ask for it, its own region counts more than the browser's.
    fn chosen(language: Language, accept_language: &str) -> Self {
        let mut liked = liked(accept_language);
        if !liked.iter().any(|range| Language::of_tag(range) == Some(language)) {
            liked.insert(0, language.as_str());
        }
        Self::among(language, &liked)
    }

    /// The texts of the preferred available language of an `Accept-Language` header.
    fn preferred(accept_language: &str) -> Self {
        let liked = liked(accept_language);
        let language = liked.iter().find_map(|range| Language::of_tag(range));
        Self::among(language.unwrap_or(Language::English), &liked)
    }

    /// The words of a language, and times as in the region that the liked languages name: a person in Hungary may read English words
    /// with the clock of Hungary.
    fn among(language: Language, liked: &[&str]) -> Self {
        let t = Self::of(language);
        times::region_among(liked).map_or(t, |region| Self(t.0, Times::of_region(region)))
    }

    /// How times are told.
    pub fn times(self) -> Times {
        self.1
    }

    /// The direction of the language.
    pub fn direction(self) -> Direction {
        self.0.direction
    }

    /// The time of the day, "16:02" or "4:02 PM".
    pub fn clock(self, at: &impl Timelike) -> String {
        match self.1.clock {
            HourClock::TwentyFour => format!("{:02}:{:02}", at.hour(), at.minute()),
            HourClock::Twelve => {
                let (is_after_noon, hour) = at.hour12();
                let time = format!("{hour}:{:02}", at.minute());
                let key = if is_after_noon { "when-after-noon" } else { "when-before-noon" };
                self.with(key).set("time", time).to_string()
            }
        }
    }

    /// A moment with its date and zone, for sentences that people copy.
    fn exactly(self, at: Time) -> String {
        let at = at.utc().with_timezone(&self.1.zone);
        format!("{} {} {}", at.format("%Y-%m-%d"), self.clock(&at), at.format("%Z"))
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
    pub fn with(self, key: &'static str) -> TextPhrase {
        TextPhrase { text: self, key, args: FluentArgs::new() }
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
            args.set(*name, isolated(self.direction(), self.word(word)));
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
            Stop::Seen { pursuance, task, title } => {
                let title = title.as_deref().unwrap_or_else(|| self.s("sealed-text"));
                let place = if Some(pursuance) == home { "" } else { pursuance.as_str() };
                format!("{place}#{task} {title}")
            }
            Stop::LeftOut { left_out } => self.with("tasks-left-out").set("n", *left_out).to_string(),
            Stop::Hidden => self.s("task-you-cannot-see").to_owned(),
        });
        names.collect::<Vec<_>>().join(" → ")
    }

    fn word(self, word: &NamedValue) -> FluentValue<'static> {
        match word {
            NamedValue::Number(number) => FluentValue::from(*number),
            NamedValue::Name(name) => FluentValue::from(name.clone()),
            NamedValue::Key(key) => FluentValue::from(self.s(key)),
            NamedValue::Phase(phase) => FluentValue::from(self.s(phase_key(*phase))),
            NamedValue::Role(role) => FluentValue::from(self.s(role_key(*role))),
            NamedValue::Holders(role) => FluentValue::from(self.s(labels::holders_key(*role))),
            NamedValue::State(state) => FluentValue::from(self.s(labels::state_key(*state))),
            NamedValue::Can(permission) => FluentValue::from(self.s(permission.key())),
            NamedValue::Way(stops) => FluentValue::from(self.way(stops)),
            NamedValue::Time(time) => FluentValue::from(self.exactly(*time)),
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
pub struct TextPhrase {
    text: Text,
    key: &'static str,
    args: FluentArgs<'static>,
}

impl TextPhrase {
    /// Inserts a name, a word or a number into the text.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Arg) -> Self {
        self.args.set(name, isolated(self.text.direction(), value.value()));
        self
    }
}

/// A text that runs against the sentence around it, between marks that keep it from reordering that sentence (Unicode UAX 9, FSI and
/// PDI). Others have no marks, because these would be copied along with them.
fn isolated(around: Direction, value: FluentValue<'static>) -> FluentValue<'static> {
    let runs_against = |c: char| match around {
        Direction::Ltr => is_from_right_to_left(c),
        Direction::Rtl => c.is_alphabetic() && !is_from_right_to_left(c),
    };
    match value {
        FluentValue::String(text) if text.chars().any(runs_against) => {
            FluentValue::from(format!("\u{2068}{text}\u{2069}"))
        }
        other => other,
    }
}

/// The blocks of Hebrew, Arabic and the other scripts that are written from right to left.
fn is_from_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

impl fmt::Display for TextPhrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.0.format(self.key, Part::Text, &self.args))
    }
}

/// A text with markup in it.
pub struct Rich(TextPhrase);

impl Rich {
    /// Inserts a name, a word or a number into the text, escaped.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Arg) -> Self {
        let value = match value.value() {
            FluentValue::String(text) => FluentValue::from(escape(&text)),
            other => other,
        };
        self.0.args.set(name, isolated(self.0.text.direction(), value));
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
            self.0.args.set(name.clone(), isolated(self.0.text.direction(), value));
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
