//! Every role × every action × every door, against the table of RULES §2, written out here.
//!
//! `x`: may; `s`: may only suggest it, and is refused; `.`: may not. Pages really do what they are asked, each with things
//! of its own; the API is asked for a dry run. Whatever comes from another server, or from the command line, has no role:
//! through these doors every line is refused for everybody.

use http::StatusCode;
use pursuance::actions::PerformError;
use pursuance::actions::access::Access;
use pursuance::store::{pursuances, tasks};
use pursuance_domain::action::Action;
use pursuance_domain::allowed::{Permission, Principal, Ruling, ruling};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

use super::{bees, of};
use crate::support::browser::{Browser, Form};
use crate::support::{Person, TestApp};

/// Untrusted, Viewer, Normal, Assigner, Recruiter, Assistant admin, Admin, Primary; a stranger; somebody banned.
const TABLE: &str = "
 . x x x x x x x  . .  read a task
 . x x x x x x x  . .  read the members
 . x x x x x x x  . .  read the log
 . x x x x x x x  . .  discuss
 . . x x x x x x  . .  take
 . s s x x x x x  . .  work on a task of somebody else
 . s s x x x x x  . .  assign
 . . . x x x x x  . .  hand over
 . s s s s x x x  . .  create
 . s s s s x x x  . .  create below
 . s s s s x x x  . .  edit
 . . . . . x x x  . .  block
 . . . . . x x x  . .  name the reviewer
 . . . . . x x x  . .  move
 . . . . . x x x  . .  grant
 . . . . . . x x  . .  review
 . . . . x x x x  . .  let in
 . . . s s x x x  . .  remove
 . . . s s x x x  . .  ban
 . . . s s x x x  . .  unban
 . . . s s s x x  . .  ban an Assistant admin
 . s s s s s x x  . .  set a role
 . s s s s s s x  . .  make an Admin
 . . . . . . x x  . .  change the settings
 . . . . . . . x  . .  ask somebody to take over
 x x x x x x x x  . .  work on the own task
 x x x x x x x x  . .  discuss the own task
 x x x x x x x x  . .  hand the own task back
 . s x x x x x x  . .  create below the own task
 . s s s s x x x  . .  edit the own task
 x x x x x x x x  . .  block the own task
";

/// What an action needs besides the person who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// A task that nobody has.
    Free,
    /// A task that somebody else works on.
    Others,
    /// A task of the Primary whose work somebody else has finished.
    Finished,
    /// A task of the person who acts.
    Own,
    /// Somebody who asks to join.
    Applicant,
    /// A member in a role.
    Member(&'static str),
    /// Somebody who is banned.
    Banned,
}

/// How one line is tried.
struct Line {
    needs: Needs,
    /// The action with what it takes besides the pursuance; none for what is only read.
    action: Option<(&'static str, Value)>,
    /// The last parts of the address of the page or form, and the fields of the form.
    page: &'static str,
    fields: &'static [(&'static str, &'static str)],
    permission: Permission,
}

/// `{task}`, `{member}`, `{revision}` stand for what the line needs.
fn line(name: &str) -> Line {
    let read = |needs, page, permission| Line { needs, action: None, page, fields: &[], permission };
    let act = |needs, action, input, page, fields, permission| Line {
        needs,
        action: Some((action, input)),
        page,
        fields,
        permission,
    };
    use Needs::{Applicant, Banned, Finished, Free, Member, Nothing, Others, Own};
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
    let below = on(json!({ "title": "Part" }));
    let ban_fields: &[(&str, &str)] = &[("how", "7d"), ("reason", "No.")];
    match name {
        "read a task" => read(Others, "/t/{task}", P::SeeTask),
        "read the members" => read(Nothing, "/members", P::SeeMembers),
        "read the log" => read(Nothing, "/log", P::SeeLog),
        "discuss" => act(Others, "task.comment", comment, "/t/{task}/comments", comment_fields, P::Discuss),
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
        "edit the own task" => act(Own, "task.edit", edit(), "/t/{task}/edit", edit_fields, P::EditTask),
        "block" => act(Others, "task.block", blocked(), "/t/{task}/block", blocked_fields, P::Depend),
        "block the own task" => {
            act(Own, "task.block", blocked(), "/t/{task}/block", blocked_fields, P::Depend)
        }
        "name the reviewer" => act(
            Others,
            "task.edit",
            on(json!({ "revision": "{revision}", "reviewer": "ana" })),
            "/t/{task}/edit",
            reviewer_fields,
            P::SetReviewer,
        ),
        "move" => act(Others, "task.move", task(), "/t/{task}/move", &[("parent", "")], P::MoveTask),
        "grant" => act(
            Others,
            "grant.set",
            on(json!({ "member": "worker", "may": ["edit"] })),
            "/t/{task}/grants",
            &[("member", "worker"), ("may", "edit")],
            P::GrantOnTask,
        ),
        "review" => act(
            Finished,
            "task.set_phase",
            on(json!({ "phase": "done" })),
            "/t/{task}/phase",
            &[("phase", "done")],
            P::Review,
        ),
        "let in" => act(
            Applicant,
            "member.decide",
            with(json!({ "accept": true })),
            "/members/decide",
            &[("member", "{member}"), ("answer", "accept")],
            P::DecideMember,
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
        other => panic!("nobody here knows how to {other}"),
    }
}

/// What a line needs, made for one cell.
#[derive(Debug, Default)]
struct Made {
    task: Option<i64>,
    member: String,
    revision: i64,
}

impl Made {
    fn fill(&self, text: &str) -> String {
        text.replace("{task}", &self.task.unwrap_or_default().to_string())
            .replace("{member}", &self.member)
            .replace("{revision}", &self.revision.to_string())
    }

    fn input(&self, name: &str, input: &Value) -> Value {
        let mut input = of(input.clone());
        for value in input.as_object_mut().unwrap().values_mut() {
            match value.as_str() {
                Some("{task}") => *value = json!(self.task),
                Some("{revision}") => *value = json!(self.revision),
                Some("{member}") => *value = json!(self.member),
                _ => {}
            }
        }
        // A part names the task that it is part of.
        if name == "task.create" {
            let input = input.as_object_mut().unwrap();
            if let Some(task) = input.remove("task") {
                input.insert("parent".to_owned(), task);
            }
        }
        input
    }
}

struct Scene {
    app: TestApp,
    ana: Person,
    /// In the order of the table.
    people: Vec<(Person, Browser, String)>,
    counted: usize,
}

impl Scene {
    async fn set(app: TestApp) -> Self {
        let names: Vec<(String, &str)> = Role::ALL
            .iter()
            .filter(|role| **role != Role::Primary)
            .map(|role| (format!("{}1", role.as_str().replace('_', "")), role.as_str()))
            .collect();
        let others: Vec<(&str, &str)> = names
            .iter()
            .map(|(name, role)| (name.as_str(), *role))
            .chain([("worker", "normal"), ("gone", "normal")])
            .collect();
        let (ana, mut members) = bees(&app, "members", &others).await;
        let wasps = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
        app.person("wim").await.perform("pursuance.create", wasps).await.ok();
        ana.perform("member.ban", of(json!({ "member": "gone", "reason": "No." }))).await.ok();
        let gone = members.pop().unwrap();
        members.pop();
        members.push(ana.clone());
        members.push(app.person("zoe").await);
        members.push(gone);
        let mut people = Vec::new();
        for person in members {
            let mut browser = Browser::signed_in(&app, &person.id).await;
            let csrf = browser.open("/me").await.shown().form("/me/theme").value("csrf").to_owned();
            people.push((person, browser, csrf));
        }
        Self { app, ana, people, counted: 0 }
    }

    /// Somebody new, who is in the bees, or asks to be.
    async fn newcomer(&mut self, asks: bool) -> Person {
        self.counted += 1;
        let person = self.app.person(&format!("new{}", self.counted)).await;
        let joining = if asks { "approval" } else { "open" };
        let open = of(json!({ "visibility": "unlisted", "joining": joining }));
        self.ana.perform("pursuance.edit", open).await.ok();
        person.perform("pursuance.join", of(json!({}))).await.ok();
        let close = of(json!({ "visibility": "members", "joining": "open" }));
        self.ana.perform("pursuance.edit", close).await.ok();
        person
    }

    async fn make(&mut self, needs: Needs, by: &Person) -> Made {
        self.app.advance(MINUTE);
        let holder = match needs {
            Needs::Nothing => return Made::default(),
            Needs::Applicant => {
                return Made { member: self.newcomer(true).await.name, ..Made::default() };
            }
            Needs::Member(role) => {
                let member = self.newcomer(false).await.name;
                if role != "normal" {
                    let set = of(json!({ "member": member, "role": role }));
                    self.ana.perform("member.set_role", set).await.ok();
                }
                return Made { member, ..Made::default() };
            }
            Needs::Banned => {
                let member = self.newcomer(false).await.name;
                let ban = of(json!({ "member": member, "reason": "No." }));
                self.ana.perform("member.ban", ban).await.ok();
                return Made { member, ..Made::default() };
            }
            Needs::Free => None,
            Needs::Others | Needs::Finished => Some("worker"),
            Needs::Own => Some(by.name.as_str()),
        };
        let number = super::task(&self.ana, "Count").await;
        // Strangers cannot have a task; they try all the same.
        if let Some(name) = holder {
            let assign = of(json!({ "task": number, "assignee": name }));
            self.ana.perform("task.assign", assign).await;
        }
        if needs == Needs::Finished {
            for phase in ["in_progress", "ready_for_review"] {
                self.ana.perform("task.set_phase", of(json!({ "task": number, "phase": phase }))).await.ok();
            }
        }
        let seen = self.ana.read(&format!("{}/tasks/{number}", super::BEES)).await.ok();
        Made { task: Some(number), revision: seen["revision"].as_i64().unwrap(), ..Made::default() }
    }

    /// What the rule itself says.
    async fn ruling(&self, who: &Principal, permission: Permission, made: &Made) -> char {
        let mut tx = self.app.db.read().await.unwrap();
        let pursuance = pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap();
        let task = match made.task {
            Some(number) => tasks::by_number(&mut tx, &pursuance.id, number).await.unwrap(),
            None => None,
        };
        let access = Access::load(&mut tx, who, pursuance).await.unwrap();
        match ruling(who, permission, &access.facts(task.as_ref())) {
            Ruling::Yes => 'x',
            Ruling::Suggest(_) => 's',
            Ruling::No(_) => '.',
        }
    }

    /// Whether the page or form does it.
    async fn by_page(&mut self, at: usize, line: &Line, made: &Made) -> bool {
        let (_, browser, csrf) = &mut self.people[at];
        let path = format!("/p/bees{}", made.fill(line.page));
        if line.action.is_none() {
            return browser.open(&path).await.status == StatusCode::OK;
        }
        let fields: Vec<(String, String)> =
            line.fields.iter().map(|(name, value)| ((*name).to_owned(), made.fill(value))).collect();
        let mut typed: Vec<(&str, &str)> = vec![("csrf", csrf.as_str())];
        typed.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let answer = browser.post(Form::to(&path, &typed)).await;
        let told = answer.status;
        assert!(
            told == StatusCode::SEE_OTHER || told.is_client_error(),
            "{path} neither did it nor refused it: {answer:?}"
        );
        told == StatusCode::SEE_OTHER
    }

    /// Whether the API would do it.
    async fn by_api(&self, at: usize, line: &Line, made: &Made) -> bool {
        let person = &self.people[at].0;
        let Some((name, input)) = &line.action else {
            let path = made.fill(line.page).replace("/t/", "/tasks/");
            return person.read(&format!("{}{path}", super::BEES)).await.status == StatusCode::OK;
        };
        let path = format!("/api/v1/actions/{name}?dry_run=true");
        let answer = person.post(&path, &[], made.input(name, input)).await;
        assert!(
            answer.status.is_success() || [403, 404, 409, 422].contains(&answer.status.as_u16()),
            "{answer:?}"
        );
        answer.status.is_success()
    }

    /// Whether it is done for somebody without a role: another server, the command line.
    async fn without_role(&self, who: &Principal, line: &Line, made: &Made) -> bool {
        let Some((name, input)) = &line.action else { return false };
        let action: Action =
            serde_json::from_value(json!({ "action": name, "input": made.input(name, input) })).unwrap();
        match self.app.perform(who, action).await {
            Ok(_) => true,
            Err(PerformError::Refused(_)) => false,
            Err(error) => panic!("{error:?}"),
        }
    }
}

async fn every_role_does_at_every_door_what_the_table_says(app: TestApp) {
    let mut scene = Scene::set(app).await;
    let elsewhere = Principal::RemoteActor { actor: ActorId("01k9w3zq7v8h4m2x5n6p0r1s2t".to_owned()) };
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for row in TABLE.trim_matches('\n').lines() {
        let (marks, name) = row.trim().rsplit_once("  ").unwrap();
        let marks: Vec<char> = marks.chars().filter(|mark| !mark.is_whitespace()).collect();
        assert_eq!(marks.len(), scene.people.len(), "{row}");
        for (at, mark) in marks.into_iter().enumerate() {
            let (line, person) = (line(name), scene.people[at].0.clone());
            let expected = mark == 'x';
            let made = scene.make(line.needs, &person).await;
            let mut note = |door: &str, got: bool| {
                tried += 1;
                if got != expected {
                    wrong.push(format!("{} by {door}: {name} should be {mark}", person.name));
                }
            };
            note("api", scene.by_api(at, &line, &made).await);
            let said = scene.ruling(&person.principal(), line.permission, &made).await;
            let page = scene.by_page(at, &line, &made).await;
            note("page", page);
            if said != mark {
                wrong.push(format!("{}: the rule says {said} of {name}, the table {mark}", person.name));
            }
            for (door, who) in [("inbox", &elsewhere), ("command line", &Principal::Operator)] {
                if scene.without_role(who, &line, &made).await {
                    wrong.push(format!("{name} was done by the {door}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(tried, TABLE.trim().lines().count() * scene.people.len() * 2);
}

#[tokio::test]
async fn every_role_does_at_every_door_what_the_table_says_on_sqlite() {
    every_role_does_at_every_door_what_the_table_says(TestApp::start().await).await;
}

#[tokio::test]
async fn every_role_does_at_every_door_what_the_table_says_on_postgres() {
    every_role_does_at_every_door_what_the_table_says(TestApp::start_on_postgres().await).await;
}
