//! Pursuances and their members.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::allowed::Granted;
use crate::id::{ActorId, DelegationId};
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::time::Time;
use crate::value::{
    ActorRef, DisplayName, Grounds, Joining, KeyRenewal, Mission, Name, Note, Reviews, Visibility,
};

inputs! {
    /// A new pursuance.
    #[schemars(example = json!({ "slug": "river-watch", "name": "River Watch", "mission": "Measure what flows in.", "visibility": "public" }))]
    CreatePursuance {
        /// Its name in addresses.
        slug: Name,
        /// The name shown to others.
        name: DisplayName,
        /// The mission, Markdown.
        mission: Mission,
        /// The people who may read the pursuance.
        #[serde(default)] visibility: Visibility,
        /// The way to become a member.
        #[serde(default)] joining: Joining,
        /// Which work is reviewed.
        #[serde(default)] reviews: Reviews,
    }
    /// Absent members stay as they are.
    #[schemars(example = json!({ "pursuance": "river-watch", "joining": "approval" }))]
    EditPursuance {
        /// Slug or id.
        pursuance: String,
        /// The revision this edit was written against; another one is refused. Absent: no comparison.
        #[serde(default)] revision: Option<i64>,
        #[serde(default)] name: Option<DisplayName>,
        #[serde(default)] mission: Option<Mission>,
        #[serde(default)] visibility: Option<Visibility>,
        #[serde(default)] joining: Option<Joining>,
        /// Whether single tasks may say that they need no review, where all others are reviewed.
        #[serde(default)] may_skip_review: Option<bool>,
        /// Which work is reviewed.
        #[serde(default)] reviews: Option<Reviews>,
        /// After how many days its keys are renewed; private pursuances alone have some.
        #[serde(default)] renew_keys: Option<KeyRenewal>,
    }
    /// Joins a pursuance, or asks to.
    #[schemars(example = json!({ "pursuance": "river-watch", "note": "I live by the river.", "task": 3 }))]
    JoinPursuance {
        /// Slug or id.
        pursuance: String,
        /// A note for those who decide, at most 2,000 characters. Kept until the decision.
        #[serde(default)] note: Option<Note>,
        /// The number of the task you would like to take: for those who decide, and kept as long as the note.
        #[serde(default)] task: Option<i64>,
    }
    /// Leaves a pursuance.
    #[schemars(example = json!({ "pursuance": "river-watch", "tasks_to": "ben" }))]
    LeavePursuance {
        /// Slug or id.
        pursuance: String,
        /// The member who gets your tasks under way: name or handle. Absent: they look for help again.
        #[serde(default)] tasks_to: Option<ActorRef>,
    }
    /// Another role.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "role": "assigner" }))]
    SetRole {
        /// Slug or id.
        pursuance: String,
        /// The member: name or handle.
        member: ActorRef,
        /// The new role.
        role: Role,
    }
    /// An answer to somebody who asked to join.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "accept": true }))]
    DecideMember {
        /// Slug or id.
        pursuance: String,
        /// The person who asked.
        member: ActorRef,
        /// Whether the person becomes a member.
        accept: bool,
        /// Why not, at most 2,000 characters. The person reads it on Home for a week.
        #[serde(default)] reason: Option<Note>,
    }
    /// Ends a membership. The person may join again like anybody else.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "reason": "Has moved to another river." }))]
    RemoveMember {
        /// Slug or id.
        pursuance: String,
        /// The member: name or handle.
        member: ActorRef,
        /// The reason, at most 2,000 characters. The members read it in the log.
        reason: Grounds,
    }
    /// Ends a membership, if there is one, and keeps the person from joining again. A second ban replaces the first.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "reason": "Wrote insults after two warnings.", "until": "2026-12-15" }))]
    BanMember {
        /// Slug or id.
        pursuance: String,
        /// The person: name or handle.
        member: ActorRef,
        /// The reason, at most 2,000 characters. The members read it in the log.
        reason: Grounds,
        /// The end of the ban. Absent or null: none.
        #[serde(default)] until: Option<Time>,
    }
    /// Lifts a ban. The person may join again like anybody else.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "reason": "We have talked." }))]
    UnbanMember {
        /// Slug or id.
        pursuance: String,
        /// The person: name or handle.
        member: ActorRef,
        /// The reason, at most 2,000 characters.
        #[serde(default)] reason: Option<Grounds>,
    }
    /// The question whether a member becomes the Primary.
    #[schemars(example = json!({ "pursuance": "river-watch", "to": "ben" }))]
    TransferPursuance {
        /// Slug or id.
        pursuance: String,
        /// The member who is asked: name or handle. Absent or null: nobody any more.
        #[serde(default)] to: Option<ActorRef>,
    }
    /// The answer of the member who was asked to become the Primary.
    #[schemars(example = json!({ "pursuance": "river-watch", "accept": true }))]
    AcceptTransfer {
        /// Slug or id.
        pursuance: String,
        /// Whether you become the Primary; `false` says no.
        #[serde(default = "yes")] accept: bool,
    }
    /// Closes a pursuance: nothing in it changes any more, what was handed out is recalled, what was taken is given back,
    /// and its invitations, suggestions and questions end.
    #[schemars(example = json!({ "pursuance": "river-watch", "reason": "The river is clean." }))]
    ClosePursuance {
        /// Slug or id.
        pursuance: String,
        /// The reason, at most 2,000 characters. Everybody who may read the pursuance reads it, and so do the pursuances on
        /// the other side of its delegations. It is needed, but in a private pursuance, where it would be read by this server.
        #[serde(default)] reason: Option<Grounds>,
    }
    /// Opens a closed pursuance again. What ended when it was closed stays ended.
    #[schemars(example = json!({ "pursuance": "river-watch" }))]
    ReopenPursuance {
        /// Slug or id.
        pursuance: String,
    }
    /// Deletes a pursuance for good with everything in it, at the earliest 14 days after it was closed.
    #[schemars(example = json!({ "pursuance": "river-watch", "confirm": "river-watch" }))]
    DeletePursuance {
        /// Slug or id.
        pursuance: String,
        /// Its name in addresses once more: nothing brings it back.
        confirm: Name,
    }
    /// The next delegations of a closed pursuance that have not ended.
    WindUpPursuance {
        pursuance: ActorId,
        /// The last one that was looked at.
        #[serde(default)] after: Option<DelegationId>,
    }
    /// The next part of what a deleted pursuance leaves behind.
    ErasePursuance {
        pursuance: ActorId,
        /// The part that is begun with: nothing is left of those before.
        #[serde(default)] part: usize,
    }
    /// Another Primary where the present one cannot act.
    NamePrimary {
        /// Slug or id.
        pursuance: String,
        /// An Admin of it: name.
        member: ActorRef,
    }
    /// The rights of one member on one task beyond the role. They replace what was granted before.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "member": "ben", "may": ["discuss", "edit"] }))]
    SetGrant {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The member: name or handle.
        member: ActorRef,
        /// Their rights. To take everything back, name none: absent is an error.
        #[serde(deserialize_with = "given")] may: Granted,
    }
    /// The rest of the tasks and reviews of somebody who does not go on with them.
    LetGo {
        pursuance: ActorId,
        person: ActorId,
        why: Parting,
        /// The person who brought it about; absent where the pursuance is not told.
        #[serde(default)] by: Option<ActorId>,
        /// The member who gets the tasks; absent where they look for help again.
        #[serde(default)] to: Option<ActorId>,
    }
}

/// Reads a member that has to be there: an absent one would be read like null, which takes everything back.
fn given<'de, D: serde::Deserializer<'de>>(member: D) -> Result<Granted, D::Error> {
    Granted::deserialize(member)
}

fn yes() -> bool {
    true
}
