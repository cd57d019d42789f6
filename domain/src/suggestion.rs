//! Suggestions (RULES §2): a suggested act is stored as its Action, until somebody who may perform it accepts, changes or
//! declines it. Accepting it performs the Action as a decision of that person.
//!
//! Adding an action that can be suggested: its mark in the table `actions!`, which says what it [needs](Suggested::needs). Its input
//! names its pursuance by `pursuance: String`; pages ask for its form and its words (the compiler does).

use serde::{Deserialize, Serialize};
use serde_json::Value;

mod answer;
mod compare;
mod needs;

pub use answer::{SuggestionRefusal, SuggestionState, is_open};
pub use compare::{Present, PresentTask};
pub use needs::Needs;

use crate::action::{
    About, Action, AddTasks, AssignTask, BanMember, CreateTask, EditTask, RemoveMember, SetPhase, SetRole,
    SplitTask, UnbanMember, about, of_input,
};
use crate::id::ActorId;
use crate::task::listed::ListedTask;
use crate::task::phase::Phase;
use crate::task::quick;
use crate::value::{ActorRef, Parts};

/// The right that an action of this line needs.
macro_rules! needs {
    (ByInput $input:ident $now:ident) => {
        $input.needs($now)
    };
    ($needs:ident $input:ident $now:ident) => {{
        let _ = $input;
        Needs::$needs
    }};
}

/// The lines of the table `actions!` about the actions that can be suggested.
macro_rules! suggested {
    ($(
        $name:literal $variant:ident $about:ident $needs:ident [$($person:ident)?] [$($suits:ident)?]
    )+) => {
        /// An action that can be suggested. In JSON it is the Action.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(into = "Action", try_from = "Action")]
        #[expect(missing_docs, reason = "the actions say it")]
        pub enum Suggested { $($variant($variant)),+ }

        impl From<Suggested> for Action {
            fn from(what: Suggested) -> Self {
                match what { $(Suggested::$variant(input) => input.into()),+ }
            }
        }

        impl TryFrom<Action> for Suggested {
            type Error = SuggestionRefusal;

            fn try_from(action: Action) -> Result<Self, SuggestionRefusal> {
                match action {
                    $(Action::$variant(input) $(if input.$suits())? => Ok(Self::$variant(input)),)+
                    // Without the mark it is suggested by nobody.
                    other => Err(SuggestionRefusal::NotSuggestible { action: other.name() }),
                }
            }
        }

        impl Suggested {
            /// The state when a suggestion was made, as the action that would write it again: any phase is possible.
            ///
            /// # Errors
            /// When the action cannot be suggested.
            pub fn stood(action: Action) -> Result<Self, SuggestionRefusal> {
                match action {
                    $(Action::$variant(input) => Ok(Self::$variant(input)),)+
                    // Without the mark it is suggested by nobody.
                    other => Err(SuggestionRefusal::NotSuggestible { action: other.name() }),
                }
            }

            /// The name of the action.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }

            /// The input of the action.
            pub fn input(&self) -> Value {
                match self { $(Self::$variant(input) => serde_json::to_value(input)),+ }.unwrap_or_default()
            }

            /// The object that it is about.
            pub fn about(&self) -> About<'_> {
                match self { $(Self::$variant(input) => about!($about input)),+ }
            }

            /// The right needed to carry it out. `now`: the present phase of its task.
            pub fn needs(&self, now: Option<Phase>) -> Needs {
                match self { $(Self::$variant(input) => needs!($needs input now)),+ }
            }

            /// The pursuance, by slug or id.
            pub fn pursuance(&self) -> &str {
                match self { $(Self::$variant(input) => &input.pursuance),+ }
            }

            /// Names the pursuance by its id, which stays.
            pub fn set_pursuance(&mut self, id: &ActorId) {
                let pursuance = match self { $(Self::$variant(input) => &mut input.pursuance),+ };
                id.as_str().clone_into(pursuance);
            }

            /// The person it names: the member it is about, or the assignee.
            pub fn named(&self) -> Option<&ActorRef> {
                match self { $(Self::$variant(input) => of_input!(input, None $(, Option::from(&input.$person))?)),+ }
            }

            /// The same, to be named in another way.
            pub fn named_mut(&mut self) -> Option<&mut ActorRef> {
                match self { $(Self::$variant(input) => of_input!(input, None $(, Option::from(&mut input.$person))?)),+ }
            }
        }
    };
}
every_suggested!(suggested);

impl Suggested {
    /// The number of the task it is about: of a new task, that of its parent.
    pub fn task(&self) -> Option<i64> {
        self.about().task()
    }

    /// The person it is about.
    pub fn member(&self) -> Option<&ActorRef> {
        if let About::Member { member, .. } = self.about() { Some(member) } else { None }
    }

    /// Whether it names anybody.
    pub fn names_somebody(&self) -> bool {
        self.named().is_some()
    }
}

// The questions of the table to inputs: `where` they can be suggested, and what `ByInput` ones need. The reviewer of a task and
// the verdict on work cannot be suggested.

impl CreateTask {
    fn is_plain(&self) -> bool {
        self.reviewer.is_none() && self.assignee.is_none() && self.needs_review
    }

    fn needs(&self, _: Option<Phase>) -> Needs {
        if self.parent.is_none() { Needs::CreateTask } else { Needs::AddSubtask }
    }
}

impl EditTask {
    fn keeps_reviewer(&self) -> bool {
        self.reviewer.is_none()
    }
}

impl SetPhase {
    fn gives_no_verdict(&self) -> bool {
        !matches!(self.phase, Phase::InReview | Phase::Done)
    }

    fn needs(&self, now: Option<Phase>) -> Needs {
        match self.phase {
            to if now.is_some_and(Phase::is_closed) && !to.is_closed() => Needs::Assign,
            Phase::Started | Phase::InProgress | Phase::ReadyForReview | Phase::InReview | Phase::Done => {
                Needs::Work
            }
            Phase::New | Phase::HelpWanted | Phase::Dropped => Needs::CallOrDrop,
        }
    }
}

impl AddTasks {
    /// Whether it holds only unassigned parts of a task that fit into one line each: a person who accepts them with changes edits such
    /// lines.
    fn is_parts(&self) -> bool {
        let is_line = |task: &ListedTask| {
            task.depth == 0 && task.assignee.is_none() && quick::line(&task.asks(), task.ask).is_some()
        };
        self.parent.is_some() && self.tasks.count() <= Parts::MOST && self.tasks.iter().all(is_line)
    }
}

impl SetRole {
    fn needs(&self, _: Option<Phase>) -> Needs {
        Needs::SetRole { to: self.role }
    }
}

#[cfg(test)]
mod tests;
