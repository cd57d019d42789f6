//! The clock of a task: sentences about the next steps if it goes quiet, and the answers of the person it waits for.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{AnswerHandOn, HandOnTask, NeedLonger, StillOnIt};
use pursuance_domain::allowed::Permission;
use pursuance_domain::silence::Part;
use pursuance_domain::time::DAY;

use super::forms::{At, act, nothing, say};
use super::scene::Scene;
use super::show::load;
use crate::actions::Refused;
use crate::reads::silence::running;
use crate::store::tasks::Task;
use crate::text::{Markup, Rich, Text};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party};
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::refused_page;

/// How long before the reminder the whole clock is shown.
const NEAR: i64 = DAY;

/// The clock of a task, as its page shows it.
#[derive(Default)]
pub struct ClockShown {
    /// How long the task has been quiet, and the usual time; or the day of the reminder.
    pub quiet: Markup,
    /// The days until the reminder, if the clock is calm: no reminder or question so far, no date given, no block, and no reminder within a
    /// day. The other details are then folded.
    pub asks: Option<i64>,
    /// The next steps, one sentence each.
    pub next: Vec<Markup>,
    /// Whether the task waits for the viewer.
    pub is_you: bool,
    pub is_review: bool,
    /// Whether the review can go to somebody else: the creator of the task, or another who may assign.
    pub may_hand_on: bool,
    /// The date until which the viewer needs time.
    pub until: Field,
    /// While the task is blocked, nobody asks, and there is nothing to answer.
    pub is_paused: bool,
    /// Whether the viewer is the reviewer and is asked whether the task is handed on.
    pub is_asked: bool,
}

impl ClockShown {
    /// Reads the clock; none if the task waits for nobody, or if the viewer is no member and may not see the log.
    pub(super) async fn of(s: &mut Scene<'_>) -> Result<Option<Self>, PageError> {
        let is_told = s.is_member() || s.access.may(Permission::SeeLog, None);
        if !s.beside.has_clock || !is_told {
            return Ok(None);
        }
        let (visit, access, task) = (s.visit, s.access, s.task);
        let Some(running) = running(s.tx, access, task).await? else { return Ok(None) };
        let (t, silence) = (s.l.t, &running.silence);
        let who = s.party(&silence.who).await?;
        let is_you = visit.person() == Some(&silence.who);
        let is_review = silence.part == Part::Reviewer;
        // If the creator is the named reviewer, there is nobody else to hand the review to.
        let is_other = task.reviewer.as_ref().is_some_and(|reviewer| *reviewer != task.creator);
        let falls = is_other && task.assignee.as_ref() != Some(&task.creator);
        let days = ((visit.now.0 - silence.since.0) / DAY).max(0);
        let quiet = t.rich(match (is_you, running.pace.is_learnt()) {
            (true, true) => "clock-you",
            (false, true) => "clock-other",
            (true, false) => "clock-you-new",
            (false, false) => "clock-other-new",
        });
        let usual = usual_days(running.pace.median_days());
        // After a reminder, an answer with a date, or a block, a different deadline applies.
        let is_counted =
            silence.nudged_at.is_none() && silence.until.is_none() && silence.paused_at.is_none();
        let asks = if is_counted { ((silence.nudge_at.0 - silence.since.0) / DAY).max(1) } else { 0 };
        let is_near = silence.nudge_at <= visit.now.plus(NEAR);
        let is_calm = is_counted && silence.asked.is_none() && !is_near;
        // A calm clock shows the days until the reminder in a separate line.
        let told = if is_calm { 0 } else { asks };
        let quiet = naming(quiet, "who", &who, t).set("days", days).set("usual", usual).set("asks", told);
        let quiet = Markup::trusted(quiet.to_string());
        let mut next = Vec::new();
        if let Some(until) = silence.until.filter(|until| *until > visit.now) {
            let key = if is_you { "clock-until-you" } else { "clock-until" };
            let said = naming(t.rich(key), "who", &who, t).html("until", s.l.day(until));
            next.push(Markup::trusted(said.to_string()));
        }
        if silence.paused_at.is_some() {
            next.push(Markup::trusted(t.rich("clock-paused").to_string()));
        } else {
            let (reminder, at) = match silence.nudged_at {
                Some(nudged_at) => ("clock-nudged", nudged_at),
                None => ("clock-nudge", silence.nudge_at),
            };
            next.push(Markup::trusted(t.rich(reminder).html("at", s.l.day(at)).to_string()));
            let asked = silence.asked.as_ref();
            let goes = match silence.part {
                Part::Assignee if asked.is_some() => None,
                Part::Assignee if running.asks_reviewer && has_judge(task) => Some("clock-asks-reviewer"),
                Part::Assignee => Some("clock-looks-for-help"),
                Part::Reviewer if falls => Some("clock-review-goes"),
                Part::Reviewer => None,
            };
            next.extend(
                goes.map(|key| {
                    Markup::trusted(t.rich(key).html("at", s.l.day(silence.hand_on_at)).to_string())
                }),
            );
            if let Some(asked) = asked {
                let of = s.party(&asked.who).await?;
                let said = t.rich(if of.is_you { "clock-reviewer-you" } else { "clock-reviewer" });
                let until = s.l.moment(silence.hand_on_at);
                let said = naming(naming(said, "of", &of, t), "who", &who, t).html("until", until);
                next.push(Markup::trusted(said.to_string()));
            }
        }
        let may_hand_on = is_you && is_review && falls;
        let is_asked = silence.paused_at.is_none() && visit.person().is_some_and(|you| silence.is_asked(you));
        Ok(Some(Self {
            quiet,
            asks: is_calm.then_some(asks),
            next,
            is_you,
            is_review,
            may_hand_on,
            until: Field::default(),
            is_paused: silence.paused_at.is_some(),
            is_asked,
        }))
    }
}

/// Adds the name of a person to a text; in a private pursuance the viewer's device fills it in.
fn naming(text: Rich, place: &'static str, party: &Party, t: Text) -> Rich {
    if party.iid.is_some() {
        text.html(place, party.unlinked().label(t))
    } else {
        text.set(place, &party.name)
    }
}

/// Whether somebody other than the assignee reviews the task.
fn has_judge(task: &Task) -> bool {
    task.assignee.as_ref() != Some(task.reviewer.as_ref().unwrap_or(&task.creator))
}

/// Whole days, at least one.
fn usual_days(median: f64) -> i64 {
    (median.round() as i64).max(1)
}

/// `POST /p/{slug}/t/{number}/still-on-it`: in a list `at` (row), and `back`, the page that it leads to.
pub async fn still_on_it(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = StillOnIt { pursuance: slug.clone(), task: number }.into();
    act(&visit, &slug, number, (action, &form), FormNotice::good("notice-still-on-it"), nothing).await
}

/// `POST /p/{slug}/t/{number}/hand-on`: `part` (review), where the viewer reviews it.
pub async fn hand_on(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = HandOnTask { pursuance: slug.clone(), task: number }.into();
    let notice = if form.text("part") == "review" { "notice-review-handed-on" } else { "notice-handed-on" };
    act(&visit, &slug, number, (action, &form), FormNotice::info(notice), nothing).await
}

/// `POST /p/{slug}/t/{number}/silence`: `answer` (hand_on, keep), of the reviewer who is asked; in a list `back`, the page that it leads to.
pub async fn answer_hand_on(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (hand_on, notice) = match form.text("answer") {
        "hand_on" => (true, FormNotice::info("notice-reviewer-handed-on")),
        "keep" => (false, FormNotice::good("notice-reviewer-kept")),
        _ => return Err(PageError::BadRequest),
    };
    let action = AnswerHandOn { pursuance: slug.clone(), task: number, hand_on }.into();
    act(&visit, &slug, number, (action, &form), notice, nothing).await
}

/// `POST /p/{slug}/t/{number}/need-longer`: `need_until`, a date.
pub async fn need_longer(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut typed = form.field("need_until");
    let Some(Some(until)) = Reader::new(visit.t).date(&mut typed) else {
        if typed.error.is_empty() {
            visit.t.s("clock-until-missing").clone_into(&mut typed.error);
        }
        return not_longer(&visit, (&slug, number), typed, &form, None).await;
    };
    let action = NeedLonger { pursuance: slug.clone(), task: number, until };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::task(&slug, number), FormNotice::good("notice-longer"))),
        Err(why) => {
            let typed = typed.refused(refusal_text(visit.t, &why));
            not_longer(&visit, (&slug, number), typed, &form, Some(&why)).await
        }
    }
}

/// The page of the task after a refused request for more time, with the typed date.
async fn not_longer(
    visit: &Visit,
    (slug, number): (&str, i64),
    typed: Field,
    form: &FormFields,
    why: Option<&Refused>,
) -> Result<Response, PageError> {
    let mut shown = load(visit, slug, number).await?;
    match (shown.clock.as_mut().filter(|clock| clock.is_you), why) {
        (Some(clock), _) => {
            clock.until = typed;
            "longer".clone_into(&mut shown.form.open);
        }
        (None, Some(why)) => say(&mut shown, why),
        (None, None) => shown.form.problem = typed.error,
    }
    let status = why.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
    refused_page(visit.t, status, shown, form, &["need_until"])
}
