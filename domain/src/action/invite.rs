//! Invitations: links that let people in, and questions to people who allow being asked.
//!
//! No action holds the secret of a link (DATA 26): the door that makes one, or is given one, puts its hash here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::{ActorId, AskId, InviteId, ReasonId};
use crate::people::role::Role;
use crate::value::{ActorRef, Grounds, InviteLife, Note, Purpose, Sha256, Skills};

inputs! {
    /// A link that lets people in. Its secret is made by the server and answered once, in `link`.
    #[schemars(example = json!({ "pursuance": "river-watch", "role": "normal", "expires": "7d", "uses": 1, "purpose": "For the Saturday walk", "skills": ["Language:Polish"], "task": 3 }))]
    CreateInvite {
        /// Slug or id.
        pursuance: String,
        /// The role of those who come by it: at most your own, and never Primary.
        role: Role,
        /// How long it works.
        #[serde(default)] expires: InviteLife,
        /// How many people may come by it, 1 to 10,000. Absent or null: any number.
        #[serde(default)] uses: Option<u32>,
        /// The purpose, shown to those who open the link.
        #[serde(default)] purpose: Option<Purpose>,
        /// Skills that are looked for.
        #[serde(default)] skills: Skills,
        /// The number of a task to start with.
        #[serde(default)] task: Option<i64>,
        /// The hash of the secret, from the door.
        #[serde(default, skip_serializing_if = "Option::is_none")] #[schemars(skip)] secret_hash: Option<Sha256>,
    }
    /// The invitation that lets you in.
    #[schemars(example = json!({ "secret": "0f3c5a7b9d1e2f40516273849a5bc6d7" }))]
    AcceptInvite {
        /// The link, or the code at its end. What is stored or logged is its hash.
        secret: String,
    }
    /// The end of an invitation.
    #[schemars(example = json!({ "pursuance": "river-watch", "invite": "01k9w3zq7v8h4m2x5n6p0r1s2t", "with_members": true, "reason": "All of them sell the readings." }))]
    RevokeInvite {
        /// Slug or id.
        pursuance: String,
        /// Its id.
        invite: InviteId,
        /// Whether those who came by it stop being members. Nobody with your role or a higher one does.
        #[serde(default)] with_members: bool,
        /// Whether those whom these people invited stop being members, too. Needs `with_members`.
        #[serde(default)] and_invited: bool,
        /// Why they stop being members, for them and the other members: at most 2,000 characters. Needed with `with_members`.
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Grounds>,
    }
    /// The rest of the members who came by a revoked invitation.
    RemoveInvited {
        pursuance: ActorId,
        invite: InviteId,
        and_invited: bool,
        /// The person who revoked it.
        by: ActorId,
        /// The role of that person: nobody with it or a higher one is removed.
        below: Role,
        /// The text of the reason; older programs asked for none.
        #[serde(default)] reason: Option<ReasonId>,
    }
    /// A question to a person of this instance who allows being asked.
    #[schemars(example = json!({ "pursuance": "river-watch", "person": "ben", "role": "normal", "note": "We need somebody who reads Polish." }))]
    AskPerson {
        /// Slug or id.
        pursuance: String,
        /// The person: name or handle.
        person: ActorRef,
        /// The role they would have: at most your own, and never Primary.
        role: Role,
        /// Why you ask them, at most 2,000 characters.
        #[serde(default)] note: Option<Note>,
    }
    /// An answer to such a question.
    #[schemars(example = json!({ "ask": "01k9w3zq7v8h4m2x5n6p0r1s2t", "accept": false, "block": true }))]
    AnswerAsk {
        /// Its id.
        ask: AskId,
        /// Whether you become a member.
        accept: bool,
        /// Whether this pursuance may never ask you again.
        #[serde(default)] block: bool,
    }
}
