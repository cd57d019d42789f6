//! The search for an assignee, for viewers who may assign the task: the people asked and the reasons, the time of the next
//! questions, and the forms that ask.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, AskMember, CallNextWave, PausePairing};
use pursuance_domain::delegation::ActorUri;
use pursuance_domain::pairing::{MentorState, Unfit};
use pursuance_domain::people::role::Role;
use pursuance_domain::silence::HeirRule;
use pursuance_domain::value::Skill;

use super::forms::At;
use super::hand_over::OFFER;
use crate::actions::access;
use crate::reads::offers::WhyView;
use crate::reads::pairing::{self, AllyView, AnswerView, MentorAskedView, PairingState, PairingView};
use crate::store::db::ReadTx;
use crate::text::{Markup, Text};
use crate::web::cards::pick::{self, Meant, Pick};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Words;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// `GET` and, when refused, `POST /p/{slug}/t/{number}/pairing`: `what` (next, pause, go_on, ask), and `member`.
#[derive(Template)]
#[template(path = "task/pairing.html")]
pub struct PairingPage {
    pub l: Layout,
    pub slug: String,
    pub number: i64,
    pub title: Words,
    /// Sentences about the state of the search.
    pub state: Vec<Markup>,
    /// Whether the next people can probably be asked now; then this is the main button.
    pub may_call: bool,
    /// Whether the asking can be paused or resumed.
    pub may_pause: bool,
    pub may_go_on: bool,
    /// The members who can be asked by name; none if nobody can.
    pub members: Option<Pick>,
    pub asked: Vec<AskedRow>,
    /// The members who were asked to accompany a learner.
    pub mentors: Vec<MentorRow>,
    /// The reasons why others with its skills are not asked now: the key of each reason, and the number of people.
    pub unfit: Vec<(&'static str, usize)>,
    /// Other pursuances that offer its skills, and the number of further ones.
    pub allies: Vec<AllyRow>,
    pub allies_more: usize,
    pub problem: String,
}

/// A member who was asked to accompany a learner.
pub struct MentorRow {
    pub name: String,
    pub skill: String,
    pub at: When,
    /// The key of the words for the answer.
    pub answer: &'static str,
}

/// A pursuance that offers skills of the task.
pub struct AllyRow {
    pub name: String,
    /// Its name in addresses.
    pub address: String,
    /// The page to hand the task over through its skill offer.
    pub href: String,
    /// The reason why it is listed.
    pub why: String,
}

/// A member who was asked.
pub struct AskedRow {
    pub name: String,
    pub at: When,
    /// The key of the answer.
    pub answer: &'static str,
    pub why: String,
    /// The numbers behind the question; empty if there are none.
    pub exactly: String,
}

fn answer_key(answer: AnswerView) -> &'static str {
    match answer {
        AnswerView::None => "pairing-answer-none",
        AnswerView::Yes => "pairing-answer-yes",
        AnswerView::StandsBy => "pairing-answer-stands-by",
        AnswerView::No => "pairing-answer-no",
        AnswerView::NoLonger => "pairing-answer-no-longer",
        AnswerView::Later => "pairing-answer-later",
        AnswerView::Over => "pairing-answer-over",
    }
}

fn mentor_key(state: MentorState) -> &'static str {
    match state {
        MentorState::Asked => "pairing-answer-none",
        MentorState::Ready => "pairing-mentor-ready",
        MentorState::Accompanies => "pairing-mentor-accompanies",
        MentorState::No => "pairing-answer-no",
        MentorState::Over => "pairing-mentor-over",
    }
}

fn unfit_key(why: Unfit) -> &'static str {
    match why {
        Unfit::NotAMember | Unfit::RoleTooLow | Unfit::LacksSkills | Unfit::WasAsked => "pairing-unfit-other",
        Unfit::Reviews => "pairing-unfit-reviews",
        Unfit::HadIt => "pairing-unfit-had-it",
        Unfit::AskedNotTo => "pairing-unfit-asked-not-to",
        Unfit::Away => "pairing-unfit-away",
        Unfit::Quiet => "pairing-unfit-quiet",
        Unfit::Busy => "pairing-unfit-busy",
        Unfit::Enough => "pairing-unfit-enough",
    }
}

fn why(t: Text, why: &WhyView) -> String {
    match why {
        WhyView::ByHand { by } => t.with("pairing-why-by").set("who", by.as_str()).to_string(),
        WhyView::Heir { rule } => t.s(rule_key(*rule)).to_owned(),
        WhyView::Drawn { .. } => t.s("pairing-why-skills").to_owned(),
    }
}

/// The numbers behind a question to a person who was drawn by lot.
fn figures(t: Text, why: &WhyView) -> String {
    match why {
        WhyView::ByHand { .. } | WhyView::Heir { .. } => String::new(),
        WhyView::Drawn { wave, offered, accepted, open_tasks, draw, .. } => t
            .with("pairing-why")
            .set("wave", i64::from(*wave))
            .set("accepted", i64::from(*accepted))
            .set("offered", i64::from(*offered))
            .set("open", i64::from(*open_tasks))
            .set("draw", format!("{draw:.2}").replace('.', t.s("offers-decimal")))
            .to_string(),
    }
}

/// The text key of the rule by which an heir is chosen.
pub(in crate::web) fn rule_key(rule: HeirRule) -> &'static str {
    match rule {
        HeirRule::StandBy => "heirs-stand-by",
        HeirRule::LastActive => "heirs-last-active",
        HeirRule::FewestTasks => "heirs-fewest-tasks",
        HeirRule::MostKarma => "heirs-most-karma",
        HeirRule::Inviter => "heirs-inviter",
    }
}

/// The reason why a pursuance is listed as offering the skills of the task.
pub(super) fn ally_why(t: Text, is_whole: bool, covered: &[Skill]) -> String {
    if is_whole {
        t.s("hand-over-offers-whole").to_owned()
    } else {
        let skills: Vec<&str> = covered.iter().map(Skill::as_str).collect();
        t.with("hand-over-offers-part").set("skills", skills.join(", ")).to_string()
    }
}

/// The sentence about the number of pursuances that offer the skills of the task.
fn allied(t: Text, shown: &PairingView) -> Option<Markup> {
    let first = shown.allies.first()?;
    let key = if first.whole { "pairing-allied" } else { "pairing-allied-some" };
    Some(Markup::trusted(t.rich(key).set("n", shown.allies_count).to_string()))
}

/// Sentences about the state of the search.
fn state(l: &Layout, shown: &PairingView) -> Vec<Markup> {
    let plain = |key: &'static str| Markup::trusted(l.t.rich(key).to_string());
    let mut said = Vec::new();
    match (shown.state, &shown.paused) {
        (PairingState::Paused, Some(paused)) => {
            let at = l.moment(paused.at);
            let text = l.t.rich("pairing-paused").set("who", paused.by.as_str()).html("at", at);
            said.push(Markup::trusted(text.to_string()));
        }
        (PairingState::Asking, _) => {
            let next = shown.next_at.map(|at| l.moment(at));
            said.push(match next {
                Some(at) => Markup::trusted(l.t.rich("pairing-next").html("at", at).to_string()),
                None => plain("pairing-soon"),
            });
            let key = if shown.counted_all { "pairing-left" } else { "pairing-left-of-many" };
            said.push(Markup::trusted(l.t.rich(key).set("n", shown.left).to_string()));
        }
        (PairingState::OneAlone, _) => said.push(match shown.next_at.map(|at| l.moment(at)) {
            Some(at) => Markup::trusted(l.t.rich("pairing-alone-until").html("at", at).to_string()),
            None => plain("pairing-alone"),
        }),
        (PairingState::NotWanted | PairingState::Paused, _) => said.push(plain("pairing-not-wanted")),
        (PairingState::NoSkills, _) if l.is_private() => said.push(plain("pairing-untagged")),
        (PairingState::NoSkills, _) => said.push(plain("pairing-no-skills")),
        (PairingState::Blocked, _) => said.push(plain("pairing-blocked")),
        (PairingState::OpenParts, _) => said.push(plain("pairing-open-parts")),
        (PairingState::OnOffer, _) => said.push(plain("pairing-on-offer")),
    }
    said.extend(allied(l.t, shown));
    said
}

/// `GET /p/{slug}/t/{number}/pairing`
pub async fn show(visit: Visit, Path((slug, number)): At) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &slug, number).await?)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, slug: &str, number: i64) -> Result<PairingPage, PageError> {
    let access = access::find(tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(tx, &access, number).await?;
    let own = ActorUri(visit.app.addresses.group(&access.pursuance.id));
    let shown = pairing::of(tx, &own, &access, &task).await?;
    let l = visit.layout(tx, Nav::Pursuance(access.pursuance.slug.clone())).await?;
    let asks = |state| match state {
        PairingState::Asking
        | PairingState::OneAlone
        | PairingState::NoSkills
        | PairingState::OpenParts
        | PairingState::Paused => true,
        PairingState::NotWanted | PairingState::Blocked | PairingState::OnOffer => false,
    };
    let members = if asks(shown.state) {
        let of = (&access, &[&task.id][..]);
        Some(pick::able(tx, visit.t, of, visit.t.s("pairing-nobody"), Role::Normal, None).await?)
    } else {
        None
    };
    let is_alone = shown.state == PairingState::OneAlone;
    let row = |one: &pairing::AskedView| AskedRow {
        name: one.person.clone(),
        at: l.moment(one.at),
        answer: answer_key(one.answer),
        why: why(visit.t, &one.why),
        exactly: figures(visit.t, &one.why),
    };
    let mentor = |one: &MentorAskedView| MentorRow {
        name: one.person.clone(),
        skill: one.skill.as_ref().map_or(visit.t.s("lesson-skill"), Skill::as_str).to_owned(),
        at: l.moment(one.at),
        answer: mentor_key(one.state),
    };
    let ally = |one: &AllyView| AllyRow {
        name: one.name.clone(),
        address: one.pursuance.clone(),
        href: links::hand_over_to(slug, number, &format!("{OFFER}{}", one.offer)),
        why: ally_why(visit.t, one.whole, &one.skills),
    };
    Ok(PairingPage {
        state: state(&l, &shown),
        // If nobody is left, the button would ask nobody; other methods start automatically.
        may_call: (shown.state == PairingState::Asking && (shown.left > 0 || !shown.counted_all))
            || (is_alone && shown.has_skills),
        may_pause: matches!(shown.state, PairingState::Asking) || (is_alone && shown.has_skills),
        may_go_on: shown.state == PairingState::Paused,
        members,
        asked: shown.asked.iter().map(row).collect(),
        mentors: shown.mentors.iter().map(mentor).collect(),
        unfit: shown.unfit.iter().map(|(why, count)| (unfit_key(*why), *count)).collect(),
        allies: shown.allies.iter().map(ally).collect(),
        allies_more: shown.allies_count.saturating_sub(shown.allies.len()),
        problem: String::new(),
        slug: access.pursuance.slug,
        number: task.number,
        title: Words::of(&task.title, visit.t),
        l,
    })
}

/// `POST /p/{slug}/t/{number}/pairing`
pub async fn act(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (pursuance, task) = (slug.clone(), number);
    let written = form.text("member");
    let (action, notice): (Action, FormNotice) = match form.text("what") {
        "next" => (CallNextWave { pursuance, task }.into(), FormNotice::good("notice-pairing-next")),
        "pause" => {
            (PausePairing { pursuance, task, paused: true }.into(), FormNotice::info("notice-pairing-paused"))
        }
        "go_on" => (
            PausePairing { pursuance, task, paused: false }.into(),
            FormNotice::good("notice-pairing-goes-on"),
        ),
        "ask" => {
            let mut tx = visit.app.db.read().await?;
            let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
            let meant = pick::member(&mut tx, visit.t, &access, written).await?;
            drop(tx);
            let member = match meant {
                Meant::This(member) => member,
                Meant::None => {
                    let why = visit.t.s("pairing-whom").to_owned();
                    return refused(&visit, &slug, number, (written, true), (INVALID, why)).await;
                }
                Meant::Unclear(why) => {
                    return refused(&visit, &slug, number, (written, true), (INVALID, why)).await;
                }
            };
            (AskMember { pursuance, task, member }.into(), FormNotice::good("notice-pairing-asked"))
        }
        _ => return Err(PageError::BadRequest),
    };
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => {
            // Asked from the page of the member.
            let to = match form.text("back") {
                "member" => links::member_ask(&slug, written),
                _ => links::task_pairing(&slug, number),
            };
            Ok(see_with(&visit.app, &to, notice))
        }
        Err(no) => {
            let why = (status_of(&no), refusal_text(visit.t, &no));
            refused(&visit, &slug, number, (written, form.text("what") == "ask"), why).await
        }
    }
}

/// The page with the reason of a refusal, beside the field if a member was named.
async fn refused(
    visit: &Visit,
    slug: &str,
    number: i64,
    (written, is_beside): (&str, bool),
    (status, why): (StatusCode, String),
) -> Result<Response, PageError> {
    let mut shown = fill(visit, &mut visit.app.db.read().await?, slug, number).await?;
    match shown.members.take() {
        Some(members) if is_beside => shown.members = Some(members.refused(written, why)),
        members => {
            shown.members = members;
            shown.problem = why;
        }
    }
    page(status, &shown)
}
