//! Every role × every action × every door, against the table of RULES §2, written out here.
//!
//! `x`: may; `s`: may only suggest it, and is refused; `.`: may not. Pages really do what they are asked, each with things
//! of its own; the API is asked for a dry run. Other servers and the command line have no role: `perform` refuses them every
//! line here. At their real doors, `inbox` and `cli::roles` knock: [`INBOX`] and [`COMMAND_LINE`] list what has such a door.

use std::collections::BTreeMap;

use pursuance_domain::action::{Action, Card, Doors, Right};
use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::id::ActorId;

use super::lines::line;
use super::scene::Scene;
use crate::support::TestApp;
use crate::support::bees::COMMAND_LINE;

/// Untrusted, Viewer, Normal, Assigner, Recruiter, Assistant admin, Admin, Primary; a stranger; somebody banned.
const TABLE: &str = "
 . x x x x x x x  . .  read a task
 . x x x x x x x  . .  read the members
 . x x x x x x x  . .  read the log
 . x x x x x x x  . .  read how it goes
 . x x x x x x x  . .  discuss
 . . x x x x x x  . .  take
 . s s x x x x x  . .  work on a task of somebody else
 . s s x x x x x  . .  assign
 . s s x x x x x  . .  give to somebody else
 . . . x x x x x  . .  hand over
 . . . x x x x x  . .  take an offer back
 . s s s s x x x  . .  create
 . s s s s x x x  . .  create below
 . s s s s x x x  . .  split
 . s s s s x x x  . .  edit
 . . . . . x x x  . .  block
 . . . . . x x x  . .  name the reviewer
 . . . . . x x x  . .  choose the reviewer
 . . . . . x x x  . .  move
 . . . . . x x x  . .  grant
 . . . . . x x x  . .  merge two words for a skill
 . . . . . x x x  . .  remove a comment
 . . . . . x x x  . .  archive
 . . . . . x x x  . .  put into the trash
 . . . . . x x x  . .  bring back
 . . . . . x x x  . .  bring back out of the trash
 . . . . . . x x  . .  delete for good
 . . . x x x x x  . .  review
 . . . x x x x x  . .  accept
 . . . x x x x x  . .  send back
 . . . x x x x x  . .  finish what needs no review
 . s s x x x x x  . .  open again
 . s s x x x x x  . .  drop
 . . . . x x x x  . .  let in
 . . . . x x x x  . .  invite
 . . . . . x x x  . .  invite an Assistant admin
 . . . . . x x x  . .  revoke an invitation of the Primary
 . . . . . x x x  . .  see who invited whom
 . . . . x x x x  . .  ask somebody to join
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
 x x x x x x x x  . .  edit what one said
 x x x x x x x x  . .  delete what one said
 . s x x x x x x  . .  create below the own task
 . s x x x x x x  . .  split the own task
 . s s s s x x x  . .  edit the own task
 x x x x x x x x  . .  block the own task
 x x x x x x x x  . .  finish the own task, which needs no review
 . . . . . . . .  . .  review the own work
 . . . . . . . .  . .  accept the own work
 . s x x x x x x  . .  edit what one wrote
 . . x x x x x x  . .  block what one wrote
 . . x x x x x x  . .  name the reviewer of what one wrote
 . . x x x x x x  . .  choose the reviewer of what one wrote
 . . . x x x x x  . .  review what one wrote
 . . . x x x x x  . .  accept what one wrote
 . s x x x x x x  . .  drop what one wrote
 x x x x x x x x  . .  read what one may see
 . x x x x x x x  . .  discuss what one may see
 x x x x x x x x  . .  discuss what one may discuss
 s s s s s x x x  . .  edit what one may suggest
 x x x x x x x x  . .  edit what one may edit
 x x x x x x x x  . .  block what one may edit
 . . . . . . . x  . .  close
";

/// The lines that the inbox of a pursuance has a message for. Only the other side of a delegation sends one with effect.
pub(super) const INBOX: [&str; 5] =
    ["discuss", "hand over", "work on a task of somebody else", "edit", "review"];

/// Where an action is tried in every role.
enum Tried {
    /// In the table.
    Here,
    /// It asks the same question as this line.
    Like(&'static str),
    /// Everybody may, or nobody has a role yet; or time does it, or an operator.
    NotOfRoles,
    /// In a test of its own.
    In(&'static str),
}

/// A new action has to say it before it compiles.
fn tried(action: &Action) -> Tried {
    match action {
        Action::SetGrant(_)
        | Action::MergeSkills(_)
        | Action::EditPursuance(_)
        | Action::SetRole(_)
        | Action::DecideMember(_)
        | Action::CreateInvite(_)
        | Action::RevokeInvite(_)
        | Action::AskPerson(_)
        | Action::RemoveMember(_)
        | Action::BanMember(_)
        | Action::UnbanMember(_)
        | Action::TransferPursuance(_)
        | Action::CreateTask(_)
        | Action::SplitTask(_)
        | Action::EditTask(_)
        | Action::MoveTask(_)
        | Action::SetPhase(_)
        | Action::SetReviewer(_)
        | Action::ReviewTask(_)
        | Action::AssignTask(_)
        | Action::TakeTask(_)
        | Action::HandBackTask(_)
        | Action::BlockTask(_)
        | Action::CommentTask(_)
        | Action::ArchiveTask(_)
        | Action::TrashTask(_)
        | Action::RestoreTask(_)
        | Action::DeleteTask(_)
        | Action::EditComment(_)
        | Action::DeleteComment(_)
        | Action::OfferDelegation(_)
        | Action::RecallDelegation(_)
        | Action::ClosePursuance(_) => Tried::Here,
        Action::AddTasks(_) => Tried::Like("create"),
        Action::Arrive(_) => Tried::In("people::arrival"),
        Action::UndoAct(_) => Tried::In("undo::rights"),
        Action::BulkTasks(_) => Tried::In("undo::several"),
        Action::DependTask(_) | Action::UndependTask(_) | Action::UnblockTask(_) => Tried::Like("block"),
        Action::ShowWaiting(_) => Tried::Like("edit"),
        Action::SetPace(_)
        | Action::PublishSkillOffer(_)
        | Action::ChangeSkillOffer(_)
        | Action::WithdrawSkillOffer(_) => Tried::Like("change the settings"),
        Action::React(_) | Action::AttachFile(_) => Tried::Like("discuss"),
        Action::ReadThread(_) | Action::ReadAllThreads(_) => Tried::In("notices::unread"),
        Action::RemoveFile(_) => Tried::Like("remove a comment"),
        Action::CreateRoom(_)
        | Action::EditRoom(_)
        | Action::ArchiveRoom(_)
        | Action::SlowRoom(_)
        | Action::SayInRoom(_) => Tried::In("talk::rooms"),
        Action::StillOnIt(_) | Action::NeedLonger(_) | Action::HandOnTask(_) => Tried::In("silence::answers"),
        Action::AnswerHandOn(_) => Tried::In("silence::reviewer"),
        Action::TakeBack(_) => Tried::In("silence::heirs"),
        Action::LeavePursuance(_) => Tried::In("roles::leaving"),
        Action::ReopenPursuance(_) | Action::DeletePursuance(_) => Tried::In("roles::closing"),
        Action::AcceptTransfer(_) | Action::NamePrimary(_) => Tried::In("roles::handover"),
        Action::ReofferDelegation(_)
        | Action::AcceptDelegation(_)
        | Action::FetchFiles(_)
        | Action::DeclineDelegation(_)
        | Action::CounterDelegation(_)
        | Action::ReportProgress(_)
        | Action::SubmitDelegation(_)
        | Action::StartReview(_)
        | Action::AcceptWork(_)
        | Action::SendBack(_)
        | Action::RefuseWork(_)
        | Action::ThankForWork(_)
        | Action::ReturnDelegation(_)
        | Action::NudgeDelegation(_)
        | Action::AskOnward(_)
        | Action::AnswerOnward(_) => Tried::In("roles::delegations"),
        Action::WantHelp(_) | Action::CallNextWave(_) | Action::PausePairing(_) | Action::AskMember(_) => {
            Tried::In("pairing::asking")
        }
        Action::AcceptOffer(_)
        | Action::NotNow(_)
        | Action::NeverOffer(_)
        | Action::LaterOffer(_)
        | Action::StandDown(_) => Tried::In("pairing::answers"),
        Action::AnswerMentor(_) => Tried::In("pairing::mentors"),
        Action::SaveSearch(_) | Action::ChangeSearch(_) | Action::ForgetSearch(_) => {
            Tried::In("searches::kept")
        }
        Action::AcceptInvite(_) => Tried::In("roles::invites"),
        Action::AnswerAsk(_) => Tried::In("roles::recruits"),
        Action::MakeSuggestion(_) => Tried::In("suggestions::made"),
        Action::AcceptSuggestion(_)
        | Action::AmendSuggestion(_)
        | Action::DeclineSuggestion(_)
        | Action::WithdrawSuggestion(_) => Tried::In("suggestions::answers"),
        Action::EditProfile(_)
        | Action::SetDisplay(_)
        | Action::SetPicture(_)
        | Action::SetSkills(_)
        | Action::SetLimits(_)
        | Action::SetAway(_)
        | Action::RemoveInvited(_)
        | Action::SetWatch(_)
        | Action::ReadNotices(_)
        | Action::MuteNotices(_)
        | Action::SetPreference(_)
        | Action::SetMail(_)
        | Action::ConfirmMail(_)
        | Action::RemoveMail(_)
        | Action::PauseMail(_)
        | Action::CreatePursuance(_)
        | Action::JoinPursuance(_)
        | Action::CreateAccount(_)
        | Action::SetVerifier(_)
        | Action::SetKeys(_)
        | Action::DeriveAccount(_)
        | Action::SetRecovery(_)
        | Action::AddDevice(_)
        | Action::ReplaceKeys(_)
        | Action::SetOperator(_)
        | Action::SuspendAccount(_)
        | Action::StartSession(_)
        | Action::EndSession(_)
        | Action::EndAllSessions(_)
        | Action::CreateToken(_)
        | Action::CreateFeed(_)
        | Action::ReplaceFeed(_)
        | Action::RevokeFeed(_)
        | Action::SubscribePush(_)
        | Action::UnsubscribePush(_)
        | Action::RevokeToken(_)
        | Action::LiftLimits(_)
        | Action::MakeAccountLink(_)
        | Action::UseAccountLink(_)
        | Action::RequestAccount(_)
        | Action::AnswerAccountRequest(_)
        | Action::UseAccountRequest(_)
        | Action::ConfigureInstance(_)
        | Action::BlockHost(_)
        | Action::ResumeChannels(_)
        | Action::ActorGone(_)
        | Action::NoteKeyChange(_)
        | Action::VouchForKey(_)
        | Action::AcceptKey(_)
        | Action::HostShutOut(_)
        | Action::AddFile(_)
        | Action::ExpireTask(_)
        | Action::TickSilence(_)
        | Action::TellDue(_)
        | Action::SucceedTask(_)
        | Action::LookAnew(_)
        | Action::CarryOutAway(_)
        | Action::SettleSubtasks(_)
        | Action::TellWaiting(_)
        | Action::TellSkillOffer(_)
        | Action::DeclineAgreement(_)
        | Action::PairTask(_)
        | Action::LetGo(_)
        | Action::WindUpPursuance(_)
        | Action::ErasePursuance(_)
        | Action::TickDelegation(_) => Tried::NotOfRoles,
        Action::FoundSealed(_) | Action::AppendToLog(_) | Action::HandInSeals(_) => {
            Tried::In("sealed::doors")
        }
        Action::PutSealed(_) => Tried::In("sealed::put"),
        Action::PutBox(_) | Action::ForgetBox(_) => Tried::In("sealed::boxes"),
        Action::TagSealed(_) => Tried::In("sealed::tags"),
    }
}

/// The marks and the name of each row.
fn rows() -> impl Iterator<Item = (Vec<char>, &'static str)> {
    TABLE.trim_matches('\n').lines().map(|row| {
        let (marks, name) = row.trim().rsplit_once("  ").unwrap();
        (marks.chars().filter(|mark| !mark.is_whitespace()).collect(), name)
    })
}

#[test]
fn every_action_of_the_api_is_tried_in_every_role_or_names_the_test_that_does() {
    let lines: Vec<&str> = rows().map(|(_, name)| name).collect();
    let in_table: Vec<&str> =
        lines.iter().filter_map(|name| line(name).action.map(|(action, _)| action)).collect();
    for entry in Action::catalogue().into_iter().filter(|entry| entry.card.doors == Doors::Everywhere) {
        let action = Action::read(entry.name, entry.example.unwrap()).unwrap().unwrap();
        let is_here = in_table.contains(&entry.name);
        match tried(&action) {
            Tried::Here => assert!(is_here, "no line of the table tries {}", entry.name),
            Tried::Like(like) => assert!(!is_here && lines.contains(&like), "{}", entry.name),
            Tried::NotOfRoles => assert!(!is_here, "{} is in the table", entry.name),
            Tried::In(test) => {
                let file = format!("tests/{}.rs", test.replace("::", "/"));
                let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
                assert!(!is_here && text.contains(entry.name), "{file} does not try {}", entry.name);
            }
        }
    }
    for name in INBOX.iter().chain(&COMMAND_LINE) {
        assert!(lines.contains(name), "{name} is no line");
    }
}

#[test]
fn the_right_that_a_card_names_is_the_one_that_its_lines_ask_for() {
    let mut asked: BTreeMap<&str, Vec<Permission>> = BTreeMap::new();
    for (_, name) in rows() {
        let line = line(name);
        if let (Some((action, _)), Some(permission)) = (line.action, line.permission) {
            asked.entry(action).or_default().push(permission);
        }
    }
    for (action, permissions) in asked {
        let card = Card::named(action).unwrap();
        match card.needs {
            Right::Of(needs) => assert!(permissions.contains(&needs), "{action}: {permissions:?}"),
            // The permission says of which role, or the lines ask for several.
            Right::ByInput => {
                let is_one = permissions.iter().all(|one| one == &permissions[0]);
                assert!(!is_one || format!("{permissions:?}").contains('{'), "{action}: {permissions:?}");
            }
            other => panic!("{action} is in the table, and its card says {other:?}"),
        }
    }
}

async fn every_role_does_at_every_door_what_the_table_says(app: TestApp) {
    let mut scene = Scene::set(app).await;
    let elsewhere = Principal::RemoteActor { actor: ActorId("01k9w3zq7v8h4m2x5n6p0r1s2t".to_owned()) };
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (marks, name) in rows() {
        assert_eq!(marks.len(), scene.people.len(), "{name}");
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
            note("api", scene.by_api(at, &line, &made, mark == 's').await);
            let said = match line.permission {
                Some(permission) => scene.ruling(&person.principal(), permission, &made).await,
                None => mark,
            };
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
    assert_eq!(tried, rows().count() * scene.people.len() * 2);
}

#[tokio::test]
async fn every_role_does_at_every_door_what_the_table_says_on_sqlite() {
    every_role_does_at_every_door_what_the_table_says(TestApp::start().await).await;
}

#[tokio::test]
#[ignore = "minutes of pages whose rules SQLite has shown: ./test long"]
async fn every_role_does_at_every_door_what_the_table_says_on_postgres() {
    every_role_does_at_every_door_what_the_table_says(TestApp::start_on_postgres().await).await;
}
