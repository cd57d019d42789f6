//! The lines of the table: how each is tried at each door.

use pursuance_domain::allowed::Permission;
use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

/// Needs of an action besides the person who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    /// A task that nobody has.
    Free,
    /// A task that somebody else works on.
    Others,
    /// A task of the Primary whose work somebody else has finished.
    Finished,
    /// A task that somebody else worked on, and that was dropped.
    Dropped,
    /// A task that needs no review and that somebody else works on; and one of the person who acts.
    OthersUnreviewed,
    OwnUnreviewed,
    /// A task of the person who acts.
    Own,
    /// The same, with the work finished and no reviewer but the Primary, who wrote it.
    OwnFinished,
    /// A task that the person who acts wrote, and somebody else works on.
    Wrote,
    /// The same, with the work finished.
    WroteFinished,
    /// A task of somebody else, on which the person who acts was granted something.
    Granted(&'static str),
    /// A task of somebody else, who has said something about it.
    Said,
    /// A task of the person who acts, who has said something about it.
    OwnSaid,
    /// A task that is archived.
    Archived,
    /// A task in the trash.
    Trashed,
    /// A task that is offered to another pursuance.
    Offered,
    /// Somebody who asks to join.
    Applicant,
    /// A member in a role.
    Member(&'static str),
    /// Somebody who is banned.
    Banned,
    /// An invitation of the Primary, by its id.
    Invite,
    /// Somebody who allows being asked.
    Askable,
}

/// How one line is tried.
pub(super) struct Line {
    pub needs: Needs,
    /// The action with what it takes besides the pursuance; none for what is only read.
    pub action: Option<(&'static str, Value)>,
    /// The last parts of the address of the page or form, and the fields of the form.
    pub page: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    /// The permission that the rule is asked for; none where it depends on more than the rule of roles is told.
    pub permission: Option<Permission>,
}

/// `{task}`, `{member}`, `{revision}`, `{delegation}` stand for what the line needs.
pub(super) fn line(name: &str) -> Line {
    let read = |needs, page, permission| Line {
        needs,
        action: None,
        page,
        fields: &[],
        permission: Some(permission),
    };
    let act = |needs, action, input, page, fields, permission| Line {
        needs,
        action: Some((action, input)),
        page,
        fields,
        permission: Some(permission),
    };
    use Needs::{
        Applicant, Archived, Askable, Banned, Dropped, Finished, Free, Granted, Invite, Member, Nothing,
        Offered, Others, OthersUnreviewed, Own, OwnFinished, OwnSaid, OwnUnreviewed, Said, Trashed, Wrote,
        WroteFinished,
    };
    use Permission as P;
    let task = || json!({ "task": "{task}" });
    let on = |more: Value| crate::support::groups::merged(task(), more);
    let with = |more: Value| crate::support::groups::merged(json!({ "member": "{member}" }), more);
    let edit = || on(json!({ "revision": "{revision}", "title": "Another title" }));
    let edit_fields: &[(&str, &str)] =
        &[("revision", "{revision}"), ("title", "Another title"), ("size", "m"), ("urgency", "normal")];
    let (blocked, blocked_fields) = (|| on(json!({ "reason": "Ice." })), &[("blocker", "Ice.")]);
    let reviewer_fields: &[(&str, &str)] = &[
        ("revision", "{revision}"),
        ("title", "Count"),
        ("size", "m"),
        ("urgency", "normal"),
        ("reviewer", "ana"),
    ];
    let why = || with(json!({ "reason": "No." }));
    let (comment, comment_fields) = (on(json!({ "body": "Hm." })), &[("body", "Hm.")]);
    let (into, into_fields) = (|| on(json!({ "into": ["Part"] })), &[("into", "Part")]);
    let below = on(json!({ "title": "Part" }));
    let ban_fields: &[(&str, &str)] = &[("how", "7d"), ("reason", "No.")];
    let name_reviewer = || on(json!({ "revision": "{revision}", "reviewer": "ana" }));
    let phase = |to: &str| on(json!({ "phase": to }));
    let (reviewer, by_ana) = (|| on(json!({ "reviewer": "ana" })), &[("reviewer", "ana")]);
    let accept = || on(json!({ "verdict": "accept" }));
    let send_back = on(json!({ "verdict": "send_back", "comment": "Site 4?" }));
    let back = &[("phase", "in_progress"), ("comment", "Site 4?")];
    let done = &[("phase", "done")];
    let dropped = &[("phase", "dropped")];
    match name {
        "read a task" => read(Others, "/t/{task}", P::SeeTask),
        "read the members" => read(Nothing, "/members", P::SeeMembers),
        "read the log" => read(Nothing, "/log", P::SeeLog),
        "read how it goes" => read(Nothing, "/health", P::SeeHealth),
        "discuss" => act(Others, "task.comment", comment, "/t/{task}/comments", comment_fields, P::Discuss),
        "archive" => act(Others, "task.archive", task(), "/t/{task}/archive", &[], P::ArchiveTask),
        "put into the trash" => act(Others, "task.trash", task(), "/t/{task}/trash", &[], P::ArchiveTask),
        "bring back" => act(Archived, "task.restore", task(), "/t/{task}/restore", &[], P::ArchiveTask),
        "bring back out of the trash" => {
            act(Trashed, "task.restore", task(), "/t/{task}/restore", &[], P::ArchiveTask)
        }
        "delete for good" => act(Trashed, "task.delete", task(), "/t/{task}/delete", &[], P::DeleteTask),
        "remove a comment" => act(
            Said,
            "comment.delete",
            on(json!({ "comment": "{member}", "reason": "No." })),
            "/t/{task}/comments/{member}/delete",
            &[("reason", "No.")],
            P::Moderate,
        ),
        "edit what one said" => act(
            OwnSaid,
            "comment.edit",
            on(json!({ "comment": "{member}", "revision": 1, "body": "Hm?" })),
            "/t/{task}/comments/{member}/edit",
            &[("body", "Hm?"), ("revision", "1")],
            P::Discuss,
        ),
        "delete what one said" => act(
            OwnSaid,
            "comment.delete",
            on(json!({ "comment": "{member}" })),
            "/t/{task}/comments/{member}/delete",
            &[],
            P::Discuss,
        ),
        "discuss the own task" => {
            act(Own, "task.comment", comment, "/t/{task}/comments", comment_fields, P::Discuss)
        }
        "take" => act(Free, "task.take", task(), "/t/{task}/take", &[], P::TakeTask),
        "work on a task of somebody else" => act(
            Others,
            "task.set_phase",
            on(json!({ "phase": "in_progress" })),
            "/t/{task}/phase",
            &[("phase", "in_progress")],
            P::WorkOnTask,
        ),
        "work on the own task" => act(
            Own,
            "task.set_phase",
            on(json!({ "phase": "in_progress" })),
            "/t/{task}/phase",
            &[("phase", "in_progress")],
            P::WorkOnTask,
        ),
        "hand the own task back" => {
            act(Own, "task.hand_back", task(), "/t/{task}/hand-back", &[], P::WorkOnTask)
        }
        "assign" => act(
            Free,
            "task.assign",
            on(json!({ "assignee": "worker" })),
            "/t/{task}/assign",
            &[("assignee", "worker")],
            P::Assign,
        ),
        "give to somebody else" => act(
            Others,
            "task.assign",
            on(json!({ "assignee": "ana" })),
            "/t/{task}/assign",
            &[("assignee", "ana")],
            P::Assign,
        ),
        "hand over" => act(
            Free,
            "delegation.offer",
            on(json!({ "to": "wasps" })),
            "/t/{task}/hand-over",
            &[("to", "wasps")],
            P::Delegate,
        ),
        "create" => act(
            Nothing,
            "task.create",
            json!({ "title": "New" }),
            "/tasks",
            &[("title", "New")],
            P::CreateTask,
        ),
        "create below" => act(
            Others,
            "task.create",
            below,
            "/tasks",
            &[("title", "Part"), ("parent", "{task}")],
            P::AddSubtask,
        ),
        "create below the own task" => act(
            Own,
            "task.create",
            below,
            "/tasks",
            &[("title", "Part"), ("parent", "{task}")],
            P::AddSubtask,
        ),
        "edit" => act(Others, "task.edit", edit(), "/t/{task}/edit", edit_fields, P::EditTask),
        "split" => act(Others, "task.split", into(), "/t/{task}/split", into_fields, P::AddSubtask),
        "split the own task" => act(Own, "task.split", into(), "/t/{task}/split", into_fields, P::AddSubtask),
        "edit what one wrote" => act(Wrote, "task.edit", edit(), "/t/{task}/edit", edit_fields, P::EditTask),
        "block what one wrote" => {
            act(Wrote, "task.block", blocked(), "/t/{task}/block", blocked_fields, P::Depend)
        }
        "edit the own task" => act(Own, "task.edit", edit(), "/t/{task}/edit", edit_fields, P::EditTask),
        "block" => act(Others, "task.block", blocked(), "/t/{task}/block", blocked_fields, P::Depend),
        "block the own task" => {
            act(Own, "task.block", blocked(), "/t/{task}/block", blocked_fields, P::Depend)
        }
        "name the reviewer" => {
            act(Others, "task.edit", name_reviewer(), "/t/{task}/edit", reviewer_fields, P::SetReviewer)
        }
        "name the reviewer of what one wrote" => {
            act(Wrote, "task.edit", name_reviewer(), "/t/{task}/edit", reviewer_fields, P::SetReviewer)
        }
        "choose the reviewer" => {
            act(Others, "task.set_reviewer", reviewer(), "/t/{task}/reviewer", by_ana, P::SetReviewer)
        }
        "choose the reviewer of what one wrote" => {
            act(Wrote, "task.set_reviewer", reviewer(), "/t/{task}/reviewer", by_ana, P::SetReviewer)
        }
        "accept" => act(Finished, "task.review", accept(), "/t/{task}/phase", done, P::Review),
        "accept what one wrote" => {
            act(WroteFinished, "task.review", accept(), "/t/{task}/phase", done, P::Review)
        }
        "accept the own work" => {
            act(OwnFinished, "task.review", accept(), "/t/{task}/phase", done, P::Review)
        }
        "send back" => Line {
            permission: None,
            ..act(Finished, "task.review", send_back, "/t/{task}/phase", back, P::Review)
        },
        "finish what needs no review" => Line {
            permission: None,
            ..act(OthersUnreviewed, "task.set_phase", phase("done"), "/t/{task}/phase", done, P::WorkOnTask)
        },
        "finish the own task, which needs no review" => {
            act(OwnUnreviewed, "task.set_phase", phase("done"), "/t/{task}/phase", done, P::WorkOnTask)
        }
        "open again" => act(
            Dropped,
            "task.set_phase",
            phase("in_progress"),
            "/t/{task}/phase",
            &[("phase", "in_progress")],
            P::WorkOnTask,
        ),
        "merge two words for a skill" => {
            let words = json!({ "skill": "Design:Pictures", "into": "Design:Illustration" });
            let fields = &[("skill", "Design:Pictures"), ("into", "Design:Illustration")];
            act(Nothing, "skill.merge", words, "/skills", fields, P::MergeSkills)
        }
        "move" => act(Others, "task.move", task(), "/t/{task}/move", &[("parent", "")], P::MoveTask),
        "grant" => act(
            Others,
            "grant.set",
            on(json!({ "member": "worker", "may": ["edit"] })),
            "/t/{task}/grants",
            &[("member", "worker"), ("may", "edit")],
            P::GrantOnTask,
        ),
        "review" => act(Finished, "task.set_phase", phase("done"), "/t/{task}/phase", done, P::Review),
        "review what one wrote" => {
            act(WroteFinished, "task.set_phase", phase("done"), "/t/{task}/phase", done, P::Review)
        }
        "review the own work" => {
            act(OwnFinished, "task.set_phase", phase("done"), "/t/{task}/phase", done, P::Review)
        }
        "drop" => Line {
            permission: None,
            ..act(Others, "task.set_phase", phase("dropped"), "/t/{task}/phase", dropped, P::WorkOnTask)
        },
        "drop what one wrote" => Line {
            permission: None,
            ..act(Wrote, "task.set_phase", phase("dropped"), "/t/{task}/phase", dropped, P::WorkOnTask)
        },
        "take an offer back" => act(
            Offered,
            "delegation.recall",
            json!({ "delegation": "{delegation}" }),
            "/d/{delegation}/recall",
            &[],
            P::Delegate,
        ),
        "read what one may see" => read(Granted("view"), "/t/{task}", P::SeeTask),
        "discuss what one may see" => {
            act(Granted("view"), "task.comment", comment, "/t/{task}/comments", comment_fields, P::Discuss)
        }
        "discuss what one may discuss" => {
            act(Granted("discuss"), "task.comment", comment, "/t/{task}/comments", comment_fields, P::Discuss)
        }
        "edit what one may suggest" => {
            act(Granted("suggest"), "task.edit", edit(), "/t/{task}/edit", edit_fields, P::EditTask)
        }
        "edit what one may edit" => {
            act(Granted("edit"), "task.edit", edit(), "/t/{task}/edit", edit_fields, P::EditTask)
        }
        "block what one may edit" => {
            act(Granted("edit"), "task.block", blocked(), "/t/{task}/block", blocked_fields, P::Depend)
        }
        "let in" => act(
            Applicant,
            "member.decide",
            with(json!({ "accept": true })),
            "/members/decide",
            &[("member", "{member}"), ("answer", "accept")],
            P::DecideMember,
        ),
        "invite" => act(
            Nothing,
            "invite.create",
            json!({ "role": "normal", "expires": "7d", "uses": 1 }),
            "/invites",
            &[("role", "normal"), ("expires", "7d"), ("uses", "1")],
            P::Invite { role: Role::Normal },
        ),
        "invite an Assistant admin" => act(
            Nothing,
            "invite.create",
            json!({ "role": "assistant_admin", "expires": "7d", "uses": 1 }),
            "/invites",
            &[("role", "assistant_admin"), ("expires", "7d"), ("uses", "1")],
            P::Invite { role: Role::AssistantAdmin },
        ),
        "revoke an invitation of the Primary" => act(
            Invite,
            "invite.revoke",
            json!({ "invite": "{member}" }),
            "/invites/{member}",
            &[("how", "only")],
            P::RevokeInvite,
        ),
        "see who invited whom" => read(Nothing, "/members?tree=true", P::SeeInviteTree),
        "ask somebody to join" => act(
            Askable,
            "recruit.ask",
            json!({ "person": "{member}", "role": "normal" }),
            "/recruit",
            &[("person", "{member}"), ("role", "normal")],
            P::Invite { role: Role::Normal },
        ),
        "remove" => act(
            Member("normal"),
            "member.remove",
            why(),
            "/m/{member}/end",
            &[("how", "remove"), ("reason", "No.")],
            P::Ban { role: Role::Normal },
        ),
        "ban" => act(
            Member("normal"),
            "member.ban",
            why(),
            "/m/{member}/end",
            ban_fields,
            P::Ban { role: Role::Normal },
        ),
        "ban an Assistant admin" => act(
            Member("assistant_admin"),
            "member.ban",
            why(),
            "/m/{member}/end",
            ban_fields,
            P::Ban { role: Role::AssistantAdmin },
        ),
        "unban" => act(
            Banned,
            "member.unban",
            with(json!({})),
            "/m/{member}/unban",
            &[],
            P::Ban { role: Role::Normal },
        ),
        "set a role" => act(
            Member("normal"),
            "member.set_role",
            with(json!({ "role": "viewer" })),
            "/members/role",
            &[("member", "{member}"), ("role", "viewer")],
            P::SetRole { from: Role::Normal, to: Role::Viewer },
        ),
        "make an Admin" => act(
            Member("normal"),
            "member.set_role",
            with(json!({ "role": "admin" })),
            "/members/role",
            &[("member", "{member}"), ("role", "admin")],
            P::SetRole { from: Role::Normal, to: Role::Admin },
        ),
        "change the settings" => act(
            Nothing,
            "pursuance.edit",
            json!({ "name": "Bees" }),
            "/settings",
            &[("name", "Bees"), ("mission", ""), ("visibility", "members"), ("joining", "open")],
            P::EditPursuance,
        ),
        "ask somebody to take over" => act(
            Member("normal"),
            "pursuance.transfer",
            json!({ "to": "{member}" }),
            "/m/{member}/take-over",
            &[("ask", "yes")],
            P::TransferPursuance,
        ),
        // The last line: nothing else happens in a closed pursuance.
        "close" => act(
            Nothing,
            "pursuance.close",
            json!({ "reason": "We have counted them all." }),
            "/close",
            &[("reason", "We have counted them all.")],
            P::DeletePursuance,
        ),
        other => panic!("nobody here knows how to {other}"),
    }
}
