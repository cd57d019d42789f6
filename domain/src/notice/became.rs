//! The outcome of a question to a person about a task: whether they take it, or accompany somebody who learns by it (RULES §8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pairing::{MentorState, OfferState};

/// The outcome of a question that does not wait for its person any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// They have taken the task.
    Taken,
    /// They said yes, and go on with the task when nobody has it.
    StandsBy,
    /// They said yes, and stood by until that ended.
    StoodBy,
    /// They said yes: they accompany somebody.
    Yes,
    /// They said no, for now or for good.
    No,
    /// They wanted to be asked later.
    Later,
    /// They alone were asked, and the time for an answer is over.
    Late,
    /// Somebody else has the task.
    SomebodyElses,
    /// Nobody is asked any more.
    Over,
}

impl Became {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Taken,
        Self::StandsBy,
        Self::StoodBy,
        Self::Yes,
        Self::No,
        Self::Later,
        Self::Late,
        Self::SomebodyElses,
        Self::Over,
    ];
}

/// The task of a question, as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedTaskNow {
    /// Whether the question can be answered: nobody has the task, and it wants help.
    pub is_open: bool,
    /// Whether somebody has the task.
    pub is_somebodys: bool,
}

impl AskedTaskNow {
    /// The outcome of an unanswered question; none while it waits.
    fn unanswered(self) -> Option<Became> {
        match self {
            Self { is_open: true, .. } => None,
            Self { is_somebodys: true, .. } => Some(Became::SomebodyElses),
            Self { .. } => Some(Became::Over),
        }
    }
}

/// The outcome of the question whether somebody takes a task; none while it waits for them.
pub fn of_offer(state: OfferState, task: AskedTaskNow) -> Option<Became> {
    match state {
        OfferState::Open => task.unanswered(),
        OfferState::Accepted => Some(Became::Taken),
        OfferState::StandingBy => Some(Became::StandsBy),
        OfferState::StoodDown | OfferState::Released => Some(Became::StoodBy),
        OfferState::NotNow | OfferState::Never => Some(Became::No),
        OfferState::Later => Some(Became::Later),
        OfferState::Lapsed => Some(Became::Late),
        OfferState::Over => Some(Became::Over),
    }
}

/// The outcome of the question whether somebody accompanies a learner; none while it waits for them.
pub fn of_lesson(state: MentorState, task: AskedTaskNow) -> Option<Became> {
    match state {
        MentorState::Asked => task.unanswered(),
        MentorState::Ready | MentorState::Accompanies => Some(Became::Yes),
        MentorState::No => Some(Became::No),
        MentorState::Over => Some(Became::Over),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: AskedTaskNow = AskedTaskNow { is_open: true, is_somebodys: false };
    const TAKEN: AskedTaskNow = AskedTaskNow { is_open: false, is_somebodys: true };
    const ENDED: AskedTaskNow = AskedTaskNow { is_open: false, is_somebodys: false };

    #[test]
    fn a_question_waits_only_while_it_is_unanswered_and_can_be_answered() {
        for (task, became) in
            [(WANTED, None), (TAKEN, Some(Became::SomebodyElses)), (ENDED, Some(Became::Over))]
        {
            assert_eq!(of_offer(OfferState::Open, task), became);
            assert_eq!(of_lesson(MentorState::Asked, task), became);
        }
        // Somebody who is away has the task while the question to go on with it is open.
        assert_eq!(of_offer(OfferState::Open, AskedTaskNow { is_open: true, is_somebodys: true }), None);
    }

    #[test]
    fn an_answer_stands_whatever_becomes_of_the_task() {
        for task in [WANTED, TAKEN, ENDED] {
            for state in OfferState::ALL.iter().filter(|state| **state != OfferState::Open) {
                assert_eq!(of_offer(*state, task), of_offer(*state, ENDED), "{state:?}");
            }
            assert_eq!(of_offer(OfferState::Accepted, task), Some(Became::Taken));
            assert_eq!(of_offer(OfferState::Never, task), Some(Became::No));
            assert_eq!(of_lesson(MentorState::Ready, task), Some(Became::Yes));
            assert_eq!(of_lesson(MentorState::Over, task), Some(Became::Over));
        }
    }
}
