//! The rules for silent tasks, for Admins: the choice, the order of heirs, the learnt pace as pictures, and the tasks that
//! would be handed on now under other terms.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Permission;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::silence::{Clock, FixedDays, SilencePace, Terms, Why, Would};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Size, Urgency};

use super::pace_form::{PaceForm, Trial};
use crate::actions::Refused;
use crate::actions::access::{self, Access};
use crate::reads::Actors;
use crate::reads::silence::{TriedOut, tried_out};
use crate::store::db::ReadTx;
use crate::store::silence;
use crate::text::{Markup, Text};
use crate::web::cards::head::{Head, PursuanceTab, head};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{RefusedField, Words, refused};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// The measures of a picture, in its own units.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 110.0;
const TOP: f64 = 18.0;
/// The number of steps of a curve.
const POINTS: u32 = 64;

/// `GET /p/{slug}/settings/pace`, with `?try=` (learnt, fixed), `?remind_after=`, `?hand_on_after=` (days) and
/// `?reviewer=` (yes) beside it.
#[derive(Template)]
#[template(path = "pursuance/pace.html")]
pub struct PacePage {
    pub l: Layout,
    pub head: Head,
    pub form: PaceForm,
    pub problem: String,
    pub plots: Vec<Plot>,
    /// The terms to try out.
    pub trial: Trial,
    pub would: Vec<WouldRow>,
    /// Whether there are more silent tasks than were checked.
    pub is_cut: bool,
}

/// The learnt pace of a phase, as a picture with an equivalent sentence.
pub struct Plot {
    pub title: &'static str,
    /// The share of people who are still silent, over the days.
    pub curve: String,
    /// The horizontal positions of the reminder and of handing on.
    pub nudge_x: f64,
    pub hand_on_x: f64,
    pub said: String,
    /// The number of gaps in the data; none if nothing has been learnt yet.
    pub learnt: Option<i64>,
}

/// The effect of the terms tried out on a task now.
pub struct WouldRow {
    pub title: Words,
    pub href: String,
    pub said: Markup,
    /// The key of the badge, if the effect is more than a reminder.
    pub badge: Option<&'static str>,
}

impl PacePage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        let (days, tried) = (&self.form.days, &self.trial.days);
        refused(&[
            ("remind-after", "pace-remind-after", &days.remind_after),
            ("hand-on-after", "pace-hand-on-after", &days.hand_on_after),
            ("try-remind-after", "pace-remind-after", &tried.remind_after),
            ("try-hand-on-after", "pace-hand-on-after", &tried.hand_on_after),
        ])
    }

    /// Whether the terms tried out would have no effect now.
    pub fn nothing_would(&self) -> bool {
        let days = &self.trial.days;
        self.would.is_empty() && !days.remind_after.is_refused() && !days.hand_on_after.is_refused()
    }
}

/// Days as a person says them: halves below ten, whole ones above.
fn in_days(micros: i64) -> f64 {
    let days = micros as f64 / DAY as f64;
    if days < 10.0 { (days * 2.0).round() / 2.0 } else { days.round() }
}

/// The learnt pace of a phase, with its effect on a task of usual size.
fn plot(t: Text, title: &'static str, pace: SilencePace) -> Plot {
    let usual = Why { size: Size::M, urgency: Urgency::Normal, answers: 0 };
    let clock = Clock::of(pace, usual, Time(0));
    let day = |at: Time| at.0 as f64 / DAY as f64;
    let last = day(clock.hand_on_at) * 1.15;
    let x = |days: f64| days / last * WIDTH;
    let mut curve = String::new();
    for point in 0..=POINTS {
        let days = last * f64::from(point) / f64::from(POINTS);
        let y = TOP + (1.0 - pace.survival(days)) * (HEIGHT - TOP);
        let _ = write!(curve, "{}{:.1} {y:.1}", if point == 0 { "M" } else { "L" }, x(days));
    }
    let learnt = (pace.weight() - SilencePace::default().weight()).round() as i64;
    let said = t
        .with("pace-plot")
        .set("usual", format!("{}", in_days((pace.median_days() * DAY as f64) as i64)))
        .set("nudge", format!("{}", in_days(clock.nudge_at.0)))
        .set("hand_on", format!("{}", in_days(clock.hand_on_at.0)))
        .to_string();
    Plot {
        title,
        curve,
        nudge_x: x(day(clock.nudge_at)).round(),
        hand_on_x: x(day(clock.hand_on_at)).round(),
        said,
        learnt: (pace != SilencePace::default()).then_some(learnt.max(1)),
    }
}

/// `GET /p/{slug}/settings/pace`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let shown = shown(&visit, &slug, &query.0).await?;
    let status = if shown.refused().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(status, &shown)
}

/// The page with the rules that hold, and with what is asked for tried out.
async fn shown(visit: &Visit, slug: &str, asked: &FormFields) -> Result<PacePage, PageError> {
    let t = visit.t;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    access.demand(Permission::EditPursuance, None)?;
    let id = &access.pursuance.id;
    let Terms { mode, days, .. } = silence::terms(&mut tx, id, Phase::Started).await?;
    let order = silence::order(&mut tx, id).await?;
    let (mut plots, mut is_begun) = (Vec::new(), true);
    for phase in [Phase::Started, Phase::InProgress, Phase::ReadyForReview, Phase::InReview] {
        let pace = silence::terms(&mut tx, id, phase).await?.pace;
        if pace == SilencePace::default() {
            is_begun = false;
        } else {
            plots.push(plot(t, PhaseTag::from(phase).key(), pace));
        }
    }
    if !is_begun {
        plots.push(plot(t, "pace-unlearnt", SilencePace::default()));
    }
    let (trial, tried_days) = Trial::read(t, asked, mode, days, &order);
    let (would, is_cut) = match tried_days {
        Some(days) => would_be(visit, &mut tx, &access, &trial, days).await?,
        None => (Vec::new(), false),
    };
    let head = head(visit, &mut tx, &access, PursuanceTab::Settings).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(slug)).await?;
    let form = PaceForm::of(mode, days, order);
    Ok(PacePage { l, head, form, problem: String::new(), plots, trial, would, is_cut })
}

/// The effect of the terms tried out on the tasks now, and whether there are more of them.
async fn would_be(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    trial: &Trial,
    days: FixedDays,
) -> Result<(Vec<WouldRow>, bool), PageError> {
    let TriedOut { found, is_cut } = tried_out(tx, access, trial.mode, days, trial.asks_reviewer).await?;
    let mut actors = Actors::default();
    let mut would = Vec::new();
    for one in found {
        let (key, badge) = match one.would {
            Would::HandOn => ("pace-would-hand-on", Some("pace-would-badge")),
            Would::AskReviewer => ("pace-would-ask", Some("pace-would-badge-ask")),
            Would::Remind | Would::Nothing => ("pace-would-remind", None),
        };
        let who = visit.party_of(tx, &mut actors, &one.who).await?;
        let said = visit.t.rich(key).html("who", who.markup(visit.t)).set("days", one.days);
        would.push(WouldRow {
            href: links::task(&access.pursuance.slug, one.number),
            title: Words::of(&one.title, visit.t),
            said: Markup::trusted(said.to_string()),
            badge,
        });
    }
    Ok((would, is_cut))
}

/// `POST /p/{slug}/settings/pace`: `handing_on`, `remind_after` and `hand_on_after` (days; empty: as before), `heir_1` to
/// `heir_5` (a rule, or empty), `assigns` and `asks_reviewer` (yes).
pub async fn save(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    let mut form = PaceForm::sent(&sent)?;
    let mut problem = String::new();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(set) = form.read(visit.t, &slug) {
        match split_refusal(visit.app.perform(&visit.who, set.into()).await)? {
            Ok(_) => {
                let back = links::pursuance_pace(&slug);
                return Ok(see_with(&visit.app, &back, FormNotice::good("notice-saved")));
            }
            Err(Refused::Rule(Refusal::Value(refusal))) => form.days.refuse(visit.t, &refusal),
            Err(refused) => {
                problem = refusal_text(visit.t, &refused);
                status = status_of(&refused);
            }
        }
    }
    let shown = shown(&visit, &slug, &FormFields::default()).await?;
    page(status, &PacePage { form, problem, ..shown })
}
