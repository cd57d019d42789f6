//! The topic of a page, as its address names it: `bees`, or `bees/12` for a task; and the last event that the page knows.

/// A pursuance or a task, and the number from which on its events are new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// The name as requested.
    pub name: String,
    /// The slug, or the id.
    pub pursuance: String,
    /// The number of the task.
    pub task: Option<i64>,
    pub since: Since,
}

/// The last event that a browser knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// No event yet.
    Now,
    Number(i64),
    /// The text is not a number.
    Unknown,
}

/// The longest name of a pursuance.
const LONGEST: usize = 64;

impl Topic {
    /// A topic that begins now.
    pub fn of(pursuance: String, task: Option<i64>) -> Self {
        let name = task.map_or_else(|| pursuance.clone(), |number| format!("{pursuance}/{number}"));
        Self { name, pursuance, task, since: Since::Now }
    }

    /// Reads `bees`, `bees/12`, `bees:17` or `bees/12:17`. None where it can be no name of a page.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, since) = match text.split_once(':') {
            Some((name, number)) => (name, Since::parse(number)),
            None => (text, Since::Now),
        };
        let (pursuance, task) = match name.split_once('/') {
            Some((pursuance, task)) => (pursuance, Some(task.parse().ok().filter(|number| *number > 0)?)),
            None => (name, None),
        };
        let is_name = (1..=LONGEST).contains(&pursuance.len())
            && pursuance
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        is_name.then(|| Self { since, ..Self::of(pursuance.to_owned(), task) })
    }
}

impl Since {
    fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(number) if number >= 0 => Self::Number(number),
            Ok(_) | Err(_) => Self::Unknown,
        }
    }
}

/// The id of the last event that a browser received on a stream: the number, and the pursuance if the stream carries several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastEvent<'a> {
    pursuance: Option<&'a str>,
    since: Since,
}

impl<'a> LastEvent<'a> {
    /// Reads the id of an event.
    pub fn read(id: &'a str) -> Self {
        match id.rsplit_once(':') {
            Some((pursuance, number)) => Self { pursuance: Some(pursuance), since: Since::parse(number) },
            None => Self { pursuance: None, since: Since::parse(id) },
        }
    }

    /// Lets the topics of the event's pursuance begin after the event, unless they know a newer one. An id without a pursuance belongs
    /// to the only one.
    pub fn resume(self, topics: &mut [Topic]) {
        let is_one = !has_several(topics);
        for topic in topics {
            if self.pursuance.map_or(is_one, |name| name == topic.pursuance) {
                topic.since = match (topic.since, self.since) {
                    (Since::Number(known), Since::Number(last)) => Since::Number(known.max(last)),
                    (_, last) => last,
                };
            }
        }
    }
}

/// Whether the topics belong to several pursuances. The id of an event then names its pursuance.
pub(super) fn has_several(topics: &[Topic]) -> bool {
    topics.windows(2).any(|pair| matches!(pair, [a, b] if a.pursuance != b.pursuance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<i64>, Since)> {
        Topic::parse(text).map(|topic| (topic.pursuance, topic.task, topic.since))
    }

    #[test]
    fn a_topic_is_a_pursuance_or_a_task_since_an_event() {
        assert_eq!(read("bees"), Some(("bees".to_owned(), None, Since::Now)));
        assert_eq!(read("bees/12:17"), Some(("bees".to_owned(), Some(12), Since::Number(17))));
        for odd in ["bees:", "bees:x", "bees:-1", "bees:99999999999999999999", "bees:1:2"] {
            assert_eq!(read(odd), Some(("bees".to_owned(), None, Since::Unknown)), "{odd}");
        }
        for bad in ["", ":3", "Bees", "bees\n", "bees/", "bees/x", "bees/0", "bees/1/2", "b/é"] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
        assert_eq!(read(&"b".repeat(65)), None);
    }

    fn resumed(topics: &[&str], id: &str) -> Vec<Since> {
        let mut topics: Vec<Topic> = topics.iter().filter_map(|text| Topic::parse(text)).collect();
        LastEvent::read(id).resume(&mut topics);
        topics.into_iter().map(|topic| topic.since).collect()
    }

    #[test]
    fn an_id_is_a_number_and_names_its_pursuance_where_there_are_several() {
        assert_eq!(resumed(&["bees", "bees/2:3"], "7"), [Since::Number(7), Since::Number(7)]);
        assert_eq!(resumed(&["bees:9"], "7"), [Since::Number(9)], "what it knows already");
        assert_eq!(resumed(&["bees:1", "wasps:1"], "wasps:7"), [Since::Number(1), Since::Number(7)]);
        assert_eq!(resumed(&["bees", "wasps"], "7"), [Since::Now, Since::Now], "of which one?");
        assert_eq!(resumed(&["bees"], "zq"), [Since::Unknown]);
    }
}
