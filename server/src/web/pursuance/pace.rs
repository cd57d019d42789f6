//! The rules for silent tasks, for Admins: the choice, the order of heirs, the learnt pace as pictures, and the tasks that
//! would be handed on now under other terms.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::SetPace;
use pursuance_domain::allowed::Permission;
use pursuance_domain::silence::{Clock, HeirRule, Heirs, Pace, Terms, Why, Would};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{HandingOn, Size, Urgency};

use crate::actions::access;
use crate::reads::Actors;
use crate::reads::silence::{TriedOut, tried_out};
use crate::store::silence;
use crate::text::{Markup, Text};
use crate::web::cards::head::{Head, Tab, head};
use crate::web::frame::labels::{PhaseTag, choices};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::Choice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Query};
use crate::web::request::session::{Visit, see_with};
use crate::web::task::pairing::rule_key;

/// The measures of a picture, in its own units.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 110.0;
const TOP: f64 = 18.0;
/// The number of steps of a curve.
const POINTS: u32 = 64;

/// `GET /p/{slug}/settings/pace`, with `?try=` (learnt, fixed) and `?reviewer=` (yes) beside it.
#[derive(Template)]
#[template(path = "pursuance/pace.html")]
pub struct PacePage {
    pub l: Layout,
    pub head: Head,
    pub handing_on: Vec<Choice>,
    /// The order of heirs: the rule for each place.
    pub order: Vec<Place>,
    pub assigns: bool,
    /// Whether the reviewer is asked first, and the same under the terms tried out.
    pub asks_reviewer: bool,
    pub tried_reviewer: bool,
    pub plots: Vec<Plot>,
    /// The terms to try out.
    pub tried: Vec<Choice>,
    pub would: Vec<WouldRow>,
    /// Whether there are more silent tasks than were checked.
    pub is_cut: bool,
}

/// A place in the order of handing on.
pub struct Place {
    /// The name and the id of its field.
    pub name: String,
    pub label: String,
    pub choices: Vec<Choice>,
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
    pub title: String,
    pub href: String,
    pub said: Markup,
    /// The key of the badge, if the effect is more than a reminder.
    pub badge: Option<&'static str>,
}

impl PacePage {
    /// Whether the terms tried out would have no effect now.
    pub fn nothing_would(&self) -> bool {
        self.would.is_empty()
    }
}

/// Days as a person says them: halves below ten, whole ones above.
fn in_days(micros: i64) -> f64 {
    let days = micros as f64 / DAY as f64;
    if days < 10.0 { (days * 2.0).round() / 2.0 } else { days.round() }
}

/// The learnt pace of a phase, with its effect on a task of usual size.
fn plot(t: Text, title: &'static str, pace: Pace) -> Plot {
    let usual = Why { size: Size::M, urgency: Urgency::Normal, answers: 0 };
    let clock = Clock::of(Terms { mode: HandingOn::Learnt, pace }, usual, Time(0));
    let day = |at: Time| at.0 as f64 / DAY as f64;
    let last = day(clock.hand_on_at) * 1.15;
    let x = |days: f64| days / last * WIDTH;
    let mut curve = String::new();
    for point in 0..=POINTS {
        let days = last * f64::from(point) / f64::from(POINTS);
        let y = TOP + (1.0 - pace.survival(days)) * (HEIGHT - TOP);
        let _ = write!(curve, "{}{:.1} {y:.1}", if point == 0 { "M" } else { "L" }, x(days));
    }
    let learnt = (pace.weight() - Pace::default().weight()).round() as i64;
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
        learnt: (pace != Pace::default()).then_some(learnt.max(1)),
    }
}

fn mode_key(mode: HandingOn) -> &'static str {
    match mode {
        HandingOn::Learnt => "pace-learnt",
        HandingOn::Fixed => "pace-fixed",
        HandingOn::Off => "pace-off",
    }
}

/// The places in the order of heirs, each with every rule to choose from, or nobody.
fn places(t: Text, heirs: &Heirs) -> Vec<Place> {
    let chosen: Vec<HeirRule> = heirs.iter().collect();
    let place = |at: usize| {
        let here = chosen.get(at).map_or("", |rule| rule.as_str());
        let rules = HeirRule::ALL.iter().map(|rule| (rule.as_str(), t.s(rule_key(*rule))));
        Place {
            name: format!("heir_{}", at + 1),
            label: t.with("pace-place").set("n", at + 1).to_string(),
            choices: choices(std::iter::once(("", t.s("pace-nobody"))).chain(rules), here),
        }
    };
    (0..HeirRule::ALL.len()).map(place).collect()
}

/// `GET /p/{slug}/settings/pace`
pub async fn show(visit: Visit, Path(slug): Path<String>, query: Query) -> Result<Response, PageError> {
    let t = visit.t;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::EditPursuance, None)?;
    let id = &access.pursuance.id;
    let mode = silence::terms(&mut tx, id, Phase::Started).await?.mode;
    let order = silence::order(&mut tx, id).await?;
    let (mut plots, mut is_begun) = (Vec::new(), true);
    for phase in [Phase::Started, Phase::InProgress, Phase::ReadyForReview, Phase::InReview] {
        let pace = silence::terms(&mut tx, id, phase).await?.pace;
        if pace == Pace::default() {
            is_begun = false;
        } else {
            plots.push(plot(t, PhaseTag::from(phase).key(), pace));
        }
    }
    if !is_begun {
        plots.push(plot(t, "pace-unlearnt", Pace::default()));
    }
    let tried = match HandingOn::parse(query.0.text("try")) {
        Ok(tried @ (HandingOn::Learnt | HandingOn::Fixed)) => tried,
        Ok(HandingOn::Off) | Err(_) if mode == HandingOn::Learnt => HandingOn::Fixed,
        Ok(HandingOn::Off) | Err(_) => HandingOn::Learnt,
    };
    // Without a trial the stored terms apply.
    let is_trial = !query.0.text("try").is_empty();
    let tried_reviewer = if is_trial { query.0.is_ticked("reviewer") } else { order.asks_reviewer };
    let TriedOut { found, is_cut } = tried_out(&mut tx, &access, tried, tried_reviewer).await?;
    let mut actors = Actors::default();
    let mut would = Vec::new();
    for one in found {
        let (key, badge) = match one.would {
            Would::HandOn => ("pace-would-hand-on", Some("pace-would-badge")),
            Would::AskReviewer => ("pace-would-ask", Some("pace-would-badge-ask")),
            Would::Remind | Would::Nothing => ("pace-would-remind", None),
        };
        let who = visit.party_of(&mut tx, &mut actors, &one.who).await?;
        let said = t.rich(key).html("who", who.markup(t)).set("days", one.days);
        would.push(WouldRow {
            href: links::task(&slug, one.number),
            title: one.title,
            said: Markup::trusted(said.to_string()),
            badge,
        });
    }
    let head = head(&visit, &mut tx, &access, Tab::Settings).await?;
    let l = visit.layout(&mut tx, Nav::pursuance(&slug)).await?;
    let words = |mode: &HandingOn| (mode.as_str(), t.s(mode_key(*mode)));
    let terms = [HandingOn::Learnt, HandingOn::Fixed];
    page(
        StatusCode::OK,
        &PacePage {
            handing_on: choices(HandingOn::ALL.iter().map(words), mode.as_str()),
            order: places(t, &order.heirs),
            assigns: order.assigns,
            asks_reviewer: order.asks_reviewer,
            tried_reviewer,
            plots,
            tried: choices(terms.iter().map(words), tried.as_str()),
            would,
            is_cut,
            head,
            l,
        },
    )
}

/// `POST /p/{slug}/settings/pace`: `handing_on`, `heir_1` to `heir_5` (a rule, or empty), `assigns` and
/// `asks_reviewer` (yes).
pub async fn save(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mode = HandingOn::parse(form.text("handing_on")).map_err(|_| PageError::BadRequest)?;
    let mut rules = Vec::new();
    for at in 1..=HeirRule::ALL.len() {
        match form.text(&format!("heir_{at}")) {
            "" => {}
            word => rules.push(HeirRule::parse(word).ok_or(PageError::BadRequest)?),
        }
    }
    let assigns = Some(form.is_ticked("assigns"));
    let asks_reviewer = Some(form.is_ticked("asks_reviewer"));
    let heirs = Some(Heirs::new(rules));
    let set = SetPace { pursuance: slug.clone(), mode, heirs, assigns, asks_reviewer };
    visit.app.perform(&visit.who, set.into()).await?;
    Ok(see_with(&visit.app, &links::pursuance_pace(&slug), Notice::good("notice-saved")))
}
