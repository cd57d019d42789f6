//! The people of the table, what its lines need, and its doors.

use http::StatusCode;
use pursuance::actions::PerformError;
use pursuance::actions::access::Access;
use pursuance::store::{pursuances, tasks};
use pursuance_domain::action::Action;
use pursuance_domain::allowed::{Permission, Principal, Ruling, ruling};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

use super::lines::{Line, Needs};
use super::{bees, of};
use crate::support::browser::{Browser, Form};
use crate::support::{Person, TestApp};

/// The needs of a line, made for one cell.
#[derive(Debug, Default)]
pub(super) struct Made {
    task: Option<i64>,
    member: String,
    revision: i64,
    delegation: String,
}

impl Made {
    fn fill(&self, text: &str) -> String {
        text.replace("{task}", &self.task.unwrap_or_default().to_string())
            .replace("{member}", &self.member)
            .replace("{revision}", &self.revision.to_string())
            .replace("{delegation}", &self.delegation)
    }

    fn input(&self, name: &str, input: &Value) -> Value {
        let mut input = of(input.clone());
        for value in input.as_object_mut().unwrap().values_mut() {
            match value.as_str() {
                Some("{task}") => *value = json!(self.task),
                Some("{revision}") => *value = json!(self.revision),
                Some("{member}") => *value = json!(self.member),
                Some("{delegation}") => *value = json!(self.delegation),
                _ => {}
            }
        }
        // A delegation is named by itself.
        if name.starts_with("delegation.") && !self.delegation.is_empty() {
            input.as_object_mut().unwrap().remove("pursuance");
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

pub(super) struct Scene {
    pub app: TestApp,
    ana: Person,
    worker: Person,
    /// In the order of the table.
    pub people: Vec<(Person, Browser, String)>,
    counted: usize,
}

/// The name of the member with a role; the Primary is ana.
fn member_of(role: Role) -> String {
    format!("{}1", role.as_str().replace('_', ""))
}

impl Scene {
    pub async fn set(app: TestApp) -> Self {
        let names: Vec<(String, &str)> = Role::ALL
            .iter()
            .filter(|role| **role != Role::Primary)
            .map(|role| (member_of(*role), role.as_str()))
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
        let worker = members.pop().unwrap();
        members.push(ana.clone());
        members.push(app.person("zoe").await);
        members.push(gone);
        let mut people = Vec::new();
        for person in members {
            let mut browser = Browser::signed_in(&app, &person.id).await;
            let csrf = browser.open("/me").await.shown().form("/me/theme").value("csrf").to_owned();
            people.push((person, browser, csrf));
        }
        Self { app, ana, worker, people, counted: 0 }
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

    pub async fn make(&mut self, needs: Needs, by: &Person) -> Made {
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
            Needs::Invite => {
                let input = of(json!({ "role": "normal", "expires": "10m", "uses": 1 }));
                let made = self.ana.perform("invite.create", input).await.ok();
                let id = made["result"]["invite"].as_str().unwrap().to_owned();
                return Made { member: id, ..Made::default() };
            }
            Needs::Askable => {
                self.counted += 1;
                let person = self.app.person(&format!("askable{}", self.counted)).await;
                person.perform("profile.edit", json!({ "askable": true })).await.ok();
                return Made { member: person.name, ..Made::default() };
            }
            Needs::Free | Needs::Offered => None,
            Needs::Others
            | Needs::Finished
            | Needs::Dropped
            | Needs::OthersUnreviewed
            | Needs::Wrote
            | Needs::WroteFinished
            | Needs::Granted(_) => Some("worker"),
            Needs::Said | Needs::Archived | Needs::Trashed => Some("worker"),
            Needs::Own | Needs::OwnSaid | Needs::OwnFinished | Needs::OwnUnreviewed => Some(by.name.as_str()),
        };
        let number = if matches!(needs, Needs::Wrote | Needs::WroteFinished) {
            self.written(by).await
        } else {
            super::task(&self.ana, "Count").await
        };
        let on = |more: Value| crate::support::groups::merged(of(json!({ "task": number })), more);
        // Strangers cannot have a task; they try all the same.
        if let Some(name) = holder {
            self.ana.perform("task.assign", on(json!({ "assignee": name }))).await;
        }
        let is_finished = matches!(needs, Needs::Finished | Needs::WroteFinished | Needs::OwnFinished);
        for phase in ["in_progress", "ready_for_review"].into_iter().filter(|_| is_finished) {
            let moved = self.ana.perform("task.set_phase", on(json!({ "phase": phase }))).await;
            // A stranger does not have the task that would be finished.
            assert!(moved.status.is_success() || needs == Needs::OwnFinished, "{moved:?}");
        }
        if needs == Needs::Dropped {
            self.ana.perform("task.set_phase", on(json!({ "phase": "dropped" }))).await.ok();
        }
        if matches!(needs, Needs::OthersUnreviewed | Needs::OwnUnreviewed) {
            // A form of the settings without the tick has taken it away.
            self.ana.perform("pursuance.edit", of(json!({ "may_skip_review": true }))).await.ok();
            self.ana.perform("task.set_reviewer", on(json!({ "needs_review": false }))).await.ok();
        }
        if let Needs::Granted(may) = needs {
            self.ana.perform("grant.set", on(json!({ "member": by.name, "may": may }))).await;
        }
        let seen = self.ana.read(&format!("{}/tasks/{number}", super::BEES)).await.ok();
        let mut made =
            Made { task: Some(number), revision: seen["revision"].as_i64().unwrap(), ..Made::default() };
        let away = match needs {
            Needs::Archived => Some("task.archive"),
            Needs::Trashed => Some("task.trash"),
            _ => None,
        };
        if let Some(away) = away {
            self.ana.perform(away, on(json!({}))).await.ok();
        }
        if matches!(needs, Needs::Said | Needs::OwnSaid) {
            let hm = on(json!({ "body": "Hm." }));
            let said = match needs {
                Needs::OwnSaid => Some(by.perform("task.comment", hm.clone()).await),
                _ => None,
            };
            // Strangers say nothing; what they try to change is of somebody else.
            let said = match said.filter(|said| said.status.is_success()) {
                Some(said) => said.ok(),
                None => self.worker.perform("task.comment", hm).await.ok(),
            };
            said["result"]["message"].as_str().unwrap().clone_into(&mut made.member);
        }
        if needs == Needs::Offered {
            let offered = self.ana.perform("delegation.offer", on(json!({ "to": "wasps" }))).await.ok();
            offered["result"]["delegation"].as_str().unwrap().clone_into(&mut made.delegation);
        }
        made
    }

    /// A task that somebody wrote while their role let them, whatever it is now. Strangers write none.
    async fn written(&self, by: &Person) -> i64 {
        let Some(role) = Role::ALL.into_iter().find(|role| member_of(*role) == by.name) else {
            return super::task(&self.ana, "Count").await;
        };
        let role = role.as_str();
        let set = |role: &str| of(json!({ "member": by.name, "role": role }));
        if role != "assistant_admin" {
            self.ana.perform("member.set_role", set("assistant_admin")).await.ok();
        }
        let number = super::task(by, "Count").await;
        if role != "assistant_admin" {
            self.ana.perform("member.set_role", set(role)).await.ok();
        }
        number
    }

    /// The answer of the rule itself.
    pub async fn ruling(&self, who: &Principal, permission: Permission, made: &Made) -> char {
        let mut tx = self.app.db.read().await.unwrap();
        let pursuance = pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap();
        let task = match made.task {
            Some(number) => tasks::by_number(&mut tx, &pursuance.id, number).await.unwrap(),
            None => None,
        };
        let access = Access::load(&mut tx, who, pursuance, self.app.clock.now()).await.unwrap();
        match ruling(who, permission, &access.facts(task.as_ref())) {
            Ruling::Yes => 'x',
            Ruling::Suggest(_) => 's',
            Ruling::No(_) => '.',
        }
    }

    /// Whether the page or form does it.
    pub async fn by_page(&mut self, at: usize, line: &Line, made: &Made) -> bool {
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
        assert!(is_done(told) || told.is_client_error(), "{path} neither did it nor refused it: {answer:?}");
        is_done(told)
    }

    /// Whether the API would do it. `suggests`: its refusal offers to suggest it.
    pub async fn by_api(&self, at: usize, line: &Line, made: &Made, suggests: bool) -> bool {
        let person = &self.people[at].0;
        let Some((name, input)) = &line.action else {
            let path = made.fill(line.page).replace("/t/", "/tasks/");
            return person.read(&format!("{}{path}", super::BEES)).await.status == StatusCode::OK;
        };
        let path = format!("/api/v1/actions/{name}?dry_run=true");
        let answer = person.post(&path, &[], made.input(name, input)).await;
        assert!(
            answer.status.is_success() || [403, 404, 409, 410, 422].contains(&answer.status.as_u16()),
            "{answer:?}"
        );
        if suggests {
            let instead = answer.problem(403, "suggest-instead")["suggest"].clone();
            let path = "/api/v1/actions/suggestion.make?dry_run=true";
            person.post(path, &[], instead).await.ok();
        } else {
            assert!(!answer.text().contains("suggest-instead"), "{answer:?}");
        }
        answer.status.is_success()
    }

    /// Whether it is done for somebody without a role: another server, the command line.
    pub async fn without_role(&self, who: &Principal, line: &Line, made: &Made) -> bool {
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

/// A form that was done leads on; the link of an invitation stands on the answer itself.
fn is_done(status: StatusCode) -> bool {
    status == StatusCode::SEE_OTHER || status == StatusCode::OK
}
