//! The subjects of events, for a filter: a few groups for many kinds.

use pursuance_domain::event::Verb;

/// A group of kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventSubject {
    /// The work itself, and the assignees.
    Tasks,
    /// Comments and files of tasks.
    Discussion,
    /// Members who join or leave, roles and rights.
    People,
    /// The work with other pursuances, here and on other servers.
    Servers,
    /// Suggestions and their answers, and changes of the whole pursuance.
    Decisions,
}

impl EventSubject {
    /// Every subject, in the order of the choice.
    pub const ALL: [Self; 5] = [Self::Tasks, Self::Discussion, Self::People, Self::Servers, Self::Decisions];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Discussion => "discussion",
            Self::People => "people",
            Self::Servers => "servers",
            Self::Decisions => "decisions",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.as_str() == word)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Tasks => "activity-tasks",
            Self::Discussion => "activity-discussion",
            Self::People => "activity-people",
            Self::Servers => "activity-servers",
            Self::Decisions => "activity-decisions",
        }
    }

    /// The kinds of events in a subject; without a subject, all kinds of a pursuance.
    pub fn verbs(subject: Option<Self>) -> Vec<Verb> {
        let wanted = subject.map_or_else(|| Self::ALL.to_vec(), |one| vec![one]);
        wanted.into_iter().flat_map(Self::lists).flatten().copied().collect()
    }

    /// Its lists of kinds. No subject has the kinds in the streams of accounts or of the instance.
    fn lists(self) -> Vec<&'static [Verb]> {
        match self {
            Self::Tasks => vec![Verb::kinds_of_tasks()],
            Self::Discussion => vec![Verb::kinds_of_comments(), Verb::kinds_of_messages()],
            Self::People => vec![Verb::kinds_of_members(), Verb::kinds_of_rights()],
            Self::Servers => {
                vec![Verb::kinds_of_delegations(), Verb::kinds_of_skill_offers(), Verb::kinds_of_both()]
            }
            Self::Decisions => {
                vec![Verb::kinds_of_whole(), Verb::kinds_of_suggestions(), Verb::kinds_of_fittings()]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_a_pursuance_tells_is_in_one_subject() {
        for verb in Verb::ALL {
            let subjects =
                EventSubject::ALL.iter().filter(|one| EventSubject::verbs(Some(**one)).contains(verb));
            let is_told = !Verb::kinds_of_the_instance().contains(verb);
            assert_eq!(subjects.count(), usize::from(is_told), "{verb:?}");
            assert_eq!(EventSubject::verbs(None).contains(verb), is_told, "{verb:?}");
        }
        for subject in EventSubject::ALL {
            assert_eq!(EventSubject::parse(subject.as_str()), Some(subject));
        }
    }
}
