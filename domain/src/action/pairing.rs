//! Finding somebody for a task: who is asked, and what they answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{MENTOR, PERSONAL_OFFER as OFFER};
use crate::id::{ActorId, MentorId, OfferId, TaskId};
use crate::pairing::{Allies, Lesson, Seen};
use crate::time::Time;
use crate::value::{ActorRef, Skill};

inputs! {
    /// Asks for help with a task: it becomes `help_wanted`.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    WantHelp {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// Asks the next people now.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    CallNextWave {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// Pauses the asking, or goes on with it.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "paused": true }))]
    PausePairing {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// Whether nobody is asked from now on.
        #[serde(default = "yes")] paused: bool,
    }
    /// Asks one member by hand.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "member": "ana" }))]
    AskMember {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The member who is asked.
        member: ActorRef,
    }
    /// A yes.
    #[schemars(example = json!({ "offer": OFFER }))]
    AcceptOffer {
        /// An offer of yours.
        offer: OfferId,
    }
    /// A no for this task.
    #[schemars(example = json!({ "offer": OFFER }))]
    NotNow {
        /// An offer of yours.
        offer: OfferId,
    }
    /// A no for this task and for a skill.
    #[schemars(example = json!({ "offer": OFFER, "skill": "Language:French" }))]
    NeverOffer {
        /// An offer of yours.
        offer: OfferId,
        /// Which skill of the task; may be absent where it wants one only.
        #[serde(default)] skill: Option<Skill>,
    }
    /// To be asked again later.
    #[schemars(example = json!({ "offer": OFFER, "until": "2026-12-15" }))]
    LaterOffer {
        /// An offer of yours.
        offer: OfferId,
        /// The day on which you are asked again, if help is still wanted; at most 90 days from now.
        until: Time,
    }
    /// No longer standing by.
    #[schemars(example = json!({ "offer": OFFER }))]
    StandDown {
        /// An offer of yours.
        offer: OfferId,
    }
    /// The answer whether you accompany somebody who learns a skill of a task.
    #[schemars(example = json!({ "mentor": MENTOR, "accept": true }))]
    AnswerMentor {
        /// A question to you.
        mentor: MentorId,
        /// Whether you accompany them. A yes can be taken back until a learner has the task.
        accept: bool,
    }
    /// The next look at a task that wants help.
    PairTask {
        task: TaskId,
        /// Those who come first among the eligible, as they were found before the transaction.
        #[serde(default)] candidates: Vec<ActorId>,
        /// How the pairing stood when they were searched for; none where nobody was searched for.
        #[serde(default, skip_serializing_if = "Option::is_none")] seen: Option<Seen>,
        /// The other pursuances that may help, as far as they come next.
        #[serde(default, skip_serializing_if = "Option::is_none")] allies: Option<Allies>,
        /// The lesson that may come next; none where nobody could learn by the task, or none was searched for.
        #[serde(default, skip_serializing_if = "Option::is_none")] lesson: Option<Lesson>,
        /// Whether one was searched for.
        #[serde(default)] lesson_searched: bool,
        /// Who may come in the place of a member who said that they accompany somebody, and is gone or away.
        #[serde(default, skip_serializing_if = "Option::is_none")] instead: Option<Lesson>,
    }
}

fn yes() -> bool {
    true
}
