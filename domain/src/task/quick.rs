//! Quick words: a task in one line, as `Publish map @jonas !urgent due:fri #Design:Maps ~m` (RULES §7).
//!
//! A word is quick where it stands alone between blanks and can be nothing else. Whatever is no quick word stays in the title, and
//! so does a second one of a kind, a name that nobody here has, what stands in quotation marks, and a word behind a backslash.

use chrono_tz::Tz;

use super::Asks;
use crate::query::{
    Completing, Completion, DayTerm, HandleTerm, Key, PersonTerm, day_at, person_at, skill_at,
};
use crate::time::{Time, TimeRefusal};
use crate::value::{Size, Skill, Skills, Title, Urgency, ValueRefusal, one_line};

/// The most characters of a line with quick words.
pub const MOST_CHARACTERS: usize = 1_000;

/// A line as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quick {
    /// The rest of the text; its length is not checked yet.
    pub title: String,
    /// `@jonas`: who is to do it.
    pub assignee: Option<PersonTerm>,
    /// `!urgent`
    pub urgency: Option<Urgency>,
    /// `due:fri`
    pub due: Option<DayTerm>,
    /// `#Design:Maps`, any number of them.
    pub skills: Vec<Skill>,
    /// `~m`
    pub size: Option<Size>,
    /// `!ask` or `!not-yet`: whether help is asked for at once.
    pub ask: Option<bool>,
}

/// Reads a line. `is_known` says whether a name is that of somebody who may get the task.
///
/// # Errors
/// When it is longer than [`MOST_CHARACTERS`].
pub fn read(text: &str, is_known: impl Fn(&HandleTerm) -> bool) -> Result<Quick, ValueRefusal> {
    let line = one_line(text);
    let letters: Vec<char> = line.chars().take(MOST_CHARACTERS + 1).collect();
    if letters.len() > MOST_CHARACTERS {
        let got = line.chars().count();
        return Err(ValueRefusal::TooLong { what: "the title", max: MOST_CHARACTERS, got });
    }
    let mut quick = Quick::default();
    let mut title: Vec<String> = Vec::new();
    for QuickToken { letters, what } in tokens(&letters) {
        let kept = match what {
            What::Text => letters,
            What::Literal => letters.get(1..).unwrap_or_default(),
            What::Quick(word) => {
                if quick.take(word, &is_known) {
                    continue;
                }
                letters
            }
        };
        title.push(kept.iter().collect());
    }
    quick.title = title.join(" ");
    Ok(quick)
}

/// The line that reads as a task with these asks, and with or without asking for help at once; none where no line can say all of
/// it, as with deliverables.
pub fn line(asks: &Asks, ask: Option<bool>) -> Option<String> {
    let Asks { title, skills, due, size, urgency, .. } = asks;
    let mut words: Vec<String> = skills.iter().map(skill_word).collect();
    words.extend(due.map(|due| format!("due:{}", due.date())));
    words.extend((*size != Size::default()).then(|| format!("~{}", size.as_str())));
    words.extend((*urgency != Urgency::default()).then(|| format!("!{}", urgency.as_str())));
    words.extend(ask.map(|ask| format!("!{}", ask_word(ask))));
    let (title_word, words) = (literal(title.as_str()), words.join(" "));
    // A field without a quick word keeps its default.
    let is_said = |line: &String| {
        let read = read(line, |_| false).ok().filter(|read| read.assignee.is_none() && read.ask == ask);
        let due = |read: &Quick| read.due(Time(0), Tz::UTC).ok();
        read.and_then(|read| read.asks(due(&read)?).ok()).as_ref() == Some(asks)
    };
    // An unclosed quotation mark in the title would swallow the words behind it.
    let lines = [format!("{title_word} {words}"), format!("{words} {title_word}")];
    let mut lines = lines.into_iter().map(|line| line.trim().to_owned());
    lines.find(is_said)
}

/// The title that reads as this text.
fn literal(text: &str) -> String {
    let letters: Vec<char> = one_line(text).chars().collect();
    let words = tokens(&letters).into_iter().map(|token| {
        let word: String = token.letters.iter().collect();
        if matches!(token.what, What::Text) { word } else { format!("\\{word}") }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn skill_word(skill: &Skill) -> String {
    let text = skill.as_str();
    if text.contains(|letter: char| letter.is_whitespace() || letter == '"') {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("#\"{escaped}\"")
    } else {
        format!("#{text}")
    }
}

/// The names in a line that may mean assignees.
pub fn names(text: &str) -> Vec<HandleTerm> {
    let letters: Vec<char> = one_line(text).chars().take(MOST_CHARACTERS).collect();
    let named = |token: QuickToken<'_>| match token.what {
        What::Quick(Word::Person(PersonTerm::Named(handle))) => Some(handle),
        What::Quick(_) | What::Literal | What::Text => None,
    };
    tokens(&letters).into_iter().filter_map(named).collect()
}

/// Finds the quick word being typed at `cursor`, in characters from 0. Only the text before the cursor counts.
pub fn complete(text: &str, cursor: usize) -> Completion {
    let letters: Vec<char> = text.chars().take(cursor.min(MOST_CHARACTERS)).collect();
    let to = letters.len();
    let is_behind_a_blank = letters.last().is_none_or(|c| c.is_whitespace());
    let word = tokens(&letters).pop().filter(|_| !is_behind_a_blank).map_or(&[][..], |token| token.letters);
    let (what, sign) = match word.first() {
        Some('@') => (Completing::Person, 1),
        Some('#') => (Completing::Skill, 1),
        Some('!') => (Completing::Word(Key::Urgency), 1),
        Some('~') => (Completing::Word(Key::Size), 1),
        _ if begins_with(word, DUE) => (Completing::Word(Key::Due), DUE.len()),
        _ => (Completing::Nothing, word.len()),
    };
    let stem = word.get(sign..).unwrap_or_default();
    Completion { what, stem: stem.iter().filter(|c| **c != '"').collect(), from: to - stem.len(), to }
}

/// The beginning of a date word.
const DUE: &str = "due:";

/// Whether a word begins with these letters, which are small ones of ASCII.
fn begins_with(word: &[char], letters: &str) -> bool {
    word.len() >= letters.len()
        && word.iter().zip(letters.chars()).all(|(had, wanted)| had.to_ascii_lowercase() == wanted)
}

impl Quick {
    /// Whether anything but a title was understood.
    pub fn is_plain(&self) -> bool {
        *self == Self { title: self.title.clone(), ..Self::default() }
    }

    /// The date of the day that it names, where its writer lives.
    ///
    /// # Errors
    /// [`TimeRefusal`] when it is not between the years 2000 and 2199.
    pub fn due(&self, now: Time, zone: Tz) -> Result<Option<Time>, TimeRefusal> {
        self.due.map(|when| Time::parse(&when.day(now, zone).to_string())).transpose()
    }

    /// The asks of the task. `due`: its date, by [`Self::due`]. A field without a quick word is as in a task with a title alone.
    ///
    /// # Errors
    /// [`ValueRefusal`] when the title is empty or too long.
    pub fn asks(&self, due: Option<Time>) -> Result<Asks, ValueRefusal> {
        let Self { title, assignee: _, urgency, due: _, skills, size, ask: _ } = self;
        Ok(Asks {
            skills: Skills::new(skills.iter().cloned())?,
            due,
            size: size.unwrap_or_default(),
            urgency: urgency.unwrap_or_default(),
            ..Asks::titled(Title::parse(title)?)
        })
    }

    /// Takes a quick word, unless there is one of its kind already.
    fn take(&mut self, word: Word, is_known: impl Fn(&HandleTerm) -> bool) -> bool {
        match word {
            Word::Person(PersonTerm::Named(handle)) if !is_known(&handle) => false,
            Word::Person(person) => fill(&mut self.assignee, person),
            Word::Urgency(urgency) => fill(&mut self.urgency, urgency),
            Word::Due(when) => fill(&mut self.due, when),
            Word::Size(size) => fill(&mut self.size, size),
            Word::Ask(ask) => fill(&mut self.ask, ask),
            Word::Skill(skill) if self.skills.contains(&skill) => true,
            Word::Skill(_) if self.skills.len() == Skills::MOST => false,
            Word::Skill(skill) => {
                self.skills.push(skill);
                true
            }
        }
    }
}

fn fill<T>(slot: &mut Option<T>, value: T) -> bool {
    let is_free = slot.is_none();
    if is_free {
        *slot = Some(value);
    }
    is_free
}

enum Word {
    Person(PersonTerm),
    Urgency(Urgency),
    Due(DayTerm),
    Skill(Skill),
    Size(Size),
    Ask(bool),
}

/// The words that say whether help is asked for at once, behind `!`.
const ASK_WORDS: [(&str, bool); 2] = [("ask", true), ("not-yet", false)];

/// The word for it.
fn ask_word(ask: bool) -> &'static str {
    if ask { "ask" } else { "not-yet" }
}

/// The words behind `!` that a stem may become, besides the urgencies.
pub fn ask_words(stem: &str) -> impl Iterator<Item = (&'static str, bool)> {
    let stem = stem.to_lowercase();
    ASK_WORDS.into_iter().filter(move |(word, _)| word.starts_with(&stem))
}

enum What {
    /// A word, or several in quotation marks.
    Text,
    /// A quick word behind a backslash.
    Literal,
    Quick(Word),
}

struct QuickToken<'a> {
    letters: &'a [char],
    what: What,
}

/// The pieces of a line, without the blanks between them.
fn tokens(line: &[char]) -> Vec<QuickToken<'_>> {
    let mut tokens = Vec::new();
    let mut rest = line;
    loop {
        let blanks = rest.iter().take_while(|c| c.is_whitespace()).count();
        rest = rest.get(blanks..).unwrap_or_default();
        if rest.is_empty() {
            return tokens;
        }
        let (what, length) = piece(rest);
        let (letters, behind) = rest.split_at(length.clamp(1, rest.len()));
        tokens.push(QuickToken { letters, what });
        rest = behind;
    }
}

/// The first piece of a text, and its length.
fn piece(text: &[char]) -> (What, usize) {
    if let Some(length) = quoted(text) {
        return (What::Text, length);
    }
    let backslashes = text.iter().take_while(|c| **c == '\\').count();
    match form(text.get(backslashes..).unwrap_or_default()) {
        Some((word, length)) if backslashes == 0 => (What::Quick(word), length),
        Some((_, length)) => (What::Literal, backslashes + length),
        None => (What::Text, word_length(text)),
    }
}

fn word_length(text: &[char]) -> usize {
    text.iter().take_while(|c| !c.is_whitespace()).count()
}

/// The length of what stands in quotation marks, with what follows up to a blank.
fn quoted(text: &[char]) -> Option<usize> {
    let inside = text.strip_prefix(&['"'])?;
    let closing = inside.iter().position(|c| *c == '"')?;
    Some(closing + 2 + word_length(inside.get(closing + 1..).unwrap_or_default()))
}

/// The quick word at the beginning of a text.
fn form(text: &[char]) -> Option<(Word, usize)> {
    let length = word_length(text);
    let behind_sign = || text.get(1..length).unwrap_or_default().iter().collect::<String>().to_lowercase();
    match text.first()? {
        '@' => person_at(text).map(|(person, length)| (Word::Person(person), length)),
        '#' => skill_at(text).map(|(skill, length)| (Word::Skill(skill), length)),
        '!' => {
            let word = behind_sign();
            let ask = ASK_WORDS.into_iter().find(|(known, _)| *known == word);
            let word = match ask {
                Some((_, ask)) => Word::Ask(ask),
                None => Word::Urgency(Urgency::parse(&word).ok()?),
            };
            Some((word, length))
        }
        '~' => Some((Word::Size(Size::parse(&behind_sign()).ok()?), length)),
        _ => day_at(text).map(|(when, length)| (Word::Due(when), length)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::{Deliverables, Title};

    fn known(handle: &HandleTerm) -> bool {
        handle.host().is_none() && ["jonas", "ana"].contains(&handle.name())
    }

    fn understood(text: &str) -> Quick {
        read(text, known).unwrap()
    }

    fn title(text: &str) -> String {
        understood(text).title
    }

    #[test]
    fn what_a_task_asks_for_is_written_as_the_line_that_says_it() {
        let asks = |title: &str| Asks::titled(Title::parse(title).unwrap());
        let skills = |text: &str| Skills::parse(text).unwrap();
        for (asks, written) in [
            (asks("Publish map"), "Publish map"),
            (
                asks("Publish @ana !urgent due:fri #Design:Maps ~m"),
                "Publish \\@ana \\!urgent \\due:fri \\#Design:Maps \\~m",
            ),
            (Asks { due: Some(Time::parse("2026-11-27").unwrap()), ..asks("Map") }, "Map due:2026-11-27"),
            (Asks { size: Size::L, urgency: Urgency::Urgent, ..asks("Map") }, "Map ~l !urgent"),
            (
                Asks { skills: skills("Design:Maps, Language:Old French"), ..asks("Map") },
                "Map #Design:Maps #\"Language:Old French\"",
            ),
            (
                Asks { skills: skills("Language:Old French"), ..asks("Say \"yes") },
                "#\"Language:Old French\" Say \"yes",
            ),
        ] {
            assert_eq!(line(&asks, None).as_deref(), Some(written));
        }
        let asks = asks("Map");
        let noon = Some(Time::parse("2026-11-27T12:00:00Z").unwrap());
        for (unsaid, why) in [
            (Asks { deliverables: Deliverables::parse("One.").unwrap(), ..asks.clone() }, "deliverables"),
            (Asks { due: noon, ..asks.clone() }, "an hour"),
            (Asks { skills: skills("3D:Print"), ..asks }, "a skill that no quick word is"),
        ] {
            assert_eq!(line(&unsaid, None), None, "{why}");
        }
    }

    #[test]
    fn a_line_says_who_when_what_and_how_much() {
        let quick = understood("Publish map @jonas !urgent due:2026-11-27 #Design:Maps ~m");
        assert_eq!(quick.title, "Publish map");
        assert!(matches!(&quick.assignee, Some(PersonTerm::Named(handle)) if handle.name() == "jonas"));
        assert_eq!((quick.urgency, quick.size), (Some(Urgency::Urgent), Some(Size::M)));
        assert_eq!(quick.skills, [Skill::parse("Design:Maps").unwrap()]);
        let now = Time::parse("2026-11-22T12:00:00Z").unwrap();
        assert_eq!(quick.due(now, Tz::UTC).unwrap(), Some(Time::parse("2026-11-27").unwrap()));
        assert!(!quick.is_plain() && understood("Publish map").is_plain());
    }

    #[test]
    fn a_line_says_whether_help_is_asked_for_at_once() {
        assert_eq!(understood("Map #Design:Maps").ask, None);
        for (text, title, ask) in [
            ("Map !ask", "Map", Some(true)),
            ("!NOT-YET Map #Design:Maps", "Map", Some(false)),
            ("Map !ask !not-yet", "Map !not-yet", Some(true)),
            ("Map \\!not-yet", "Map !not-yet", None),
        ] {
            let quick = understood(text);
            assert_eq!((quick.title.as_str(), quick.ask), (title, ask), "{text}");
        }
        let asks = Asks::titled(Title::parse("Ask !not-yet").unwrap());
        let written = line(&asks, Some(false)).unwrap();
        assert_eq!(written, "Ask \\!not-yet !not-yet");
        assert_eq!(understood(&written).ask, Some(false));
        assert_eq!(ask_words("No").map(|(word, _)| word).collect::<Vec<_>>(), ["not-yet"]);
        assert_eq!(ask_words("").count(), 2);
    }

    #[test]
    fn words_are_read_anywhere_and_in_whatever_case() {
        let quick = understood("~L @ME Count DUE:Tomorrow the hives !Urgent");
        assert_eq!(quick.title, "Count the hives");
        assert_eq!(quick.assignee, Some(PersonTerm::Me));
        assert_eq!((quick.urgency, quick.size), (Some(Urgency::Urgent), Some(Size::L)));
        assert!(quick.due.is_some());
    }

    #[test]
    fn a_day_is_that_of_its_writer() {
        // Sunday evening in Warsaw is Monday in Tokyo.
        let now = Time::parse("2026-11-22T20:00:00Z").unwrap();
        let due = |text: &str, zone: Tz| understood(text).due(now, zone).unwrap().map(Time::date);
        assert_eq!(due("x due:fri", Tz::UTC).as_deref(), Some("2026-11-27"));
        assert_eq!(due("x due:today", Tz::Europe__Warsaw).as_deref(), Some("2026-11-22"));
        assert_eq!(due("x due:today", Tz::Asia__Tokyo).as_deref(), Some("2026-11-23"));
        assert_eq!(due("x due:2 months", Tz::UTC).as_deref(), Some("2027-01-22"));
        assert_eq!(title("Report due:2 months Ana"), "Report Ana");
        assert!(understood("x due:9999 years").due(now, Tz::UTC).is_err());
    }

    #[test]
    fn whatever_is_no_quick_word_stays_in_the_title() {
        for text in [
            "Answer #12 and #12:30",
            "Write to ana@example.org",
            "Ask @nobody-like and @jonas@elsewhere.example",
            "Greet @jonas, then leave!",
            "Pay !!urgent !soon ~xl ~5 due:<fri due:none due:someday",
            "#hash #: # @ ! ~ due:",
            "https://example.org/due:fri",
            "note:due:fri",
        ] {
            let quick = understood(text);
            assert_eq!(quick.title, text);
            assert!(quick.is_plain(), "{text}");
        }
    }

    #[test]
    fn the_first_of_a_kind_counts_and_a_further_one_stays() {
        assert_eq!(
            title("Move ~s ~l @ana @jonas !normal !urgent due:fri due:mon"),
            "Move ~l @jonas !urgent due:mon"
        );
        let quick =
            understood("Translate #Language:French #language:french #Design:Maps #\"Language:Old French\"");
        assert_eq!((quick.title.as_str(), quick.skills.len()), ("Translate", 3));
    }

    #[test]
    fn quotes_and_a_backslash_keep_words_in_the_title() {
        assert_eq!(title("Print \"!urgent @jonas\" signs ~s"), "Print \"!urgent @jonas\" signs");
        assert_eq!(title("Print \\!urgent signs"), "Print !urgent signs");
        assert_eq!(title("Greet \\@nobody-like \\due:2 months"), "Greet @nobody-like due:2 months");
        assert_eq!(title("Look in \\\\share and C:\\temp \\"), "Look in \\\\share and C:\\temp \\");
        assert_eq!(title("\\\\@jonas"), "\\@jonas");
        // A mark that is not closed is a letter.
        assert_eq!(title("A 6\" pipe and \"more @ana"), "A 6\" pipe and \"more");
    }

    #[test]
    fn what_is_being_typed_is_told_by_its_sign() {
        let typing = |text: &str, cursor: usize| {
            let Completion { what, stem, from, to } = complete(text, cursor);
            (what, stem, from, to)
        };
        let at_the_end = |text: &str| typing(text, usize::MAX);
        let word = Completing::Word;
        assert_eq!(at_the_end("Prüfe @jo"), (Completing::Person, "jo".into(), 7, 9));
        assert_eq!(at_the_end("Map #Des"), (Completing::Skill, "Des".into(), 5, 8));
        assert_eq!(at_the_end("Map #\"Language:Old"), (Completing::Skill, "Language:Old".into(), 5, 18));
        assert_eq!(at_the_end("Map !"), (word(Key::Urgency), String::new(), 5, 5));
        assert_eq!(at_the_end("Map ~m"), (word(Key::Size), "m".into(), 5, 6));
        assert_eq!(at_the_end("DUE:f"), (word(Key::Due), "f".into(), 4, 5));
        assert_eq!(typing("Map @jo for the river", 7), (Completing::Person, "jo".into(), 5, 7));
        for text in ["", "Map", "Map @jo ", "\\@jo", "du", "a@jo", "status:new", "due"] {
            assert_eq!(complete(text, usize::MAX).what, Completing::Nothing, "{text}");
        }
        assert_eq!(typing("Map @jo", 0).0, Completing::Nothing);
    }

    #[test]
    fn the_names_in_a_line_are_found_before_it_is_read() {
        let named = names("Ask @Jonas @me \"@quoted\" \\@literal @nobody");
        let named: Vec<&str> = named.iter().map(HandleTerm::name).collect();
        assert_eq!(named, ["jonas", "nobody"]);
    }

    #[test]
    fn a_line_has_so_many_characters() {
        assert!(read(&"x".repeat(MOST_CHARACTERS), known).is_ok());
        assert!(matches!(read(&"x".repeat(MOST_CHARACTERS + 1), known), Err(ValueRefusal::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn no_line_is_too_strange_and_none_grows(text in "([ \\\\\"#@!~:a-zA-Z0-9ü]|due:|fri|months|me|\\PC){0,80}") {
            let line = one_line(&text);
            let quick = understood(&text);
            prop_assert!(quick.title.chars().count() <= line.chars().count());
            prop_assert!(quick.skills.len() <= Skills::MOST);
            let typing = complete(&text, text.chars().count() / 2);
            prop_assert!(typing.from <= typing.to);
        }

        #[test]
        fn a_title_with_nothing_quick_in_it_comes_back(text in "([ \\\\\"#@!~:a-zA-Z0-9ü]|due:|fri|months|me|\\PC){0,80}") {
            let line = one_line(&text);
            let quick = understood(&literal(&text));
            prop_assert!(quick.is_plain(), "{:?}", quick);
            prop_assert_eq!(quick.title, line);
        }
    }
}
