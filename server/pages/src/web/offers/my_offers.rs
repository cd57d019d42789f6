//! `/offers`: the tasks that the viewer is asked about, why, and the answers.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{
    AcceptOffer, Action, AnswerMentor, LaterOffer, NeverOffer, NotNow, StandDown,
};
use pursuance_domain::id::{MentorId, OfferId};
use pursuance_domain::pairing::{MentorState, OfferRefusal, OfferState};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::silence::HeirRule;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::DAY;
use pursuance_domain::value::Skill;

use crate::actions::Refused;
use crate::markdown;
use crate::reads::mentors;
use crate::reads::offers::{self, Row, WhyView};
use crate::reads::{Actors, Page};
use crate::store::db::ReadTx;
use crate::store::tasks;
use crate::text::{Markup, Text, escape};
use crate::web::frame::asks::AsksView;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::mine::Mine;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::private::subject_of;
use crate::web::frame::view::{Choice, Field, Words, prose};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page, page_beside};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// The most waiting offers on one page: a person gets at most twenty offers a week.
const WAITING: usize = 50;
/// The number of earlier offers on a page.
const EARLIER: usize = 30;
/// The default time until the viewer is asked again after "later".
const A_WEEK: i64 = 7 * DAY;

const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// `GET /offers`, with `?before=`; and, when refused, `POST /offers/{id}`.
#[derive(Template)]
#[template(path = "offers/my_offers.html")]
pub struct MyOffersPage {
    pub l: Layout,
    /// The mentoring questions: whether the viewer accompanies a learner.
    pub lessons: Vec<LessonCard>,
    /// The offers that wait for an answer, the newest first.
    pub waiting: Vec<MyOfferCard>,
    pub earlier: Vec<EarlierOffer>,
    /// The address of the next page.
    pub next: Option<String>,
    pub problem: String,
    /// Texts of a refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

/// A question whether the viewer accompanies a learner.
pub struct LessonCard {
    pub id: String,
    pub title: Words,
    pub href: String,
    pub pursuance: Words,
    pub pursuance_href: String,
    /// The question, or the answer.
    pub about: Markup,
    /// Whether the viewer has said yes.
    pub is_ready: bool,
    pub at: When,
}

impl LessonCard {
    fn of(l: &Layout, row: mentors::Row) -> Self {
        let is_ready = row.mentor.state == MentorState::Ready;
        let skill = subject_of(l.t, &row.task.id, &row.mentor.subject);
        // Nobody reviews there by themselves.
        let said = match (is_ready, skill.is_sealed()) {
            (false, false) => "lesson-about",
            (true, false) => "lesson-about-ready",
            (false, true) => "lesson-about-here",
            (true, true) => "lesson-about-ready-here",
        };
        let skill = skill.shown_as(|skill| Markup::trusted(escape(skill)));
        Self {
            href: links::task(&row.slug, row.task.number),
            pursuance_href: links::pursuance(&row.slug),
            about: Markup::trusted(l.t.rich(said).html("skill", skill).to_string()),
            is_ready,
            at: l.moment(row.mentor.at),
            id: row.mentor.id.0,
            title: Words::of(&row.task.title, l.t),
            pursuance: l.name_in(&row.slug, &row.pursuance),
        }
    }
}

/// An offer to answer.
pub struct MyOfferCard {
    pub id: String,
    pub asks: AsksView,
    pub href: String,
    pub pursuance: Words,
    pub pursuance_href: String,
    /// A sentence about the mentor, if the viewer would learn a skill with this task.
    pub mentor: Option<String>,
    /// Why the viewer is asked, sentence by sentence.
    pub why: Vec<String>,
    /// The figures behind it.
    pub exactly: Vec<String>,
    pub until_id: String,
    pub until: Field,
    /// The skills that "never" may apply to, if there are several.
    pub which: Vec<Choice>,
    pub skill_id: String,
    pub skill: Field,
    pub at: When,
    /// The time until which only the viewer is asked.
    pub ends: Option<When>,
    /// Whether one of its further answers was refused.
    pub is_open: bool,
}

/// An offer that was answered, or whose task somebody else has.
pub struct EarlierOffer {
    pub id: String,
    pub title: Words,
    pub href: String,
    /// The text key of its state.
    pub state: &'static str,
    /// The name of the answer that is still possible, and the key of its button.
    pub answer: Option<(&'static str, &'static str)>,
    pub at: When,
}

impl FormPage for MyOffersPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// The text key of the rule by which the viewer is the heir.
fn heir_key(rule: HeirRule) -> &'static str {
    match rule {
        HeirRule::StandBy => "offers-why-stand-by",
        HeirRule::LastActive => "offers-why-last-active",
        HeirRule::FewestTasks => "offers-why-fewest-tasks",
        HeirRule::MostKarma => "offers-why-most-karma",
        HeirRule::Inviter => "offers-why-inviter",
    }
}

/// The reasons why the viewer is asked, in one or two sentences.
fn reasons(t: Text, why: &WhyView, skills: usize) -> Vec<String> {
    match why {
        WhyView::ByHand { by } => vec![t.with("offers-why-by").set("who", by.as_str()).to_string()],
        WhyView::Heir { rule } => {
            vec![t.s("offers-why-heir").to_owned(), t.s(heir_key(*rule)).to_owned()]
        }
        WhyView::Drawn { together, .. } => vec![
            t.with("offers-why-skills").set("n", skills).to_string(),
            t.with("offers-why-together").set("n", i64::from(*together)).to_string(),
        ],
    }
}

/// The figures behind the reasons, where the viewer was drawn.
fn figures(t: Text, why: &WhyView) -> Vec<String> {
    match why {
        WhyView::ByHand { .. } | WhyView::Heir { .. } => Vec::new(),
        WhyView::Drawn { offered, accepted, open_tasks, draw, .. } => vec![
            t.with("offers-why-record")
                .set("accepted", i64::from(*accepted))
                .set("offered", i64::from(*offered))
                .to_string(),
            t.with("offers-why-open").set("n", i64::from(*open_tasks)).to_string(),
            t.with("offers-why-draw")
                .set("draw", format!("{draw:.2}").replace('.', t.s("offers-decimal")))
                .to_string(),
        ],
    }
}

/// The text key of an offer's state, and the answer that is still possible with the key of its button.
fn ended(row: &Row) -> (&'static str, Option<(&'static str, &'static str)>) {
    let is_free = row.task.phase == Phase::HelpWanted && row.task.assignee.is_none();
    // A yes to a private task is signed on its page.
    let may = !row.task.phase.is_closed() && !row.task.title.is_sealed();
    let yes =
        may.then_some(if is_free { ("accept", "offers-accept") } else { ("accept", "offers-stand-by") });
    match row.offer.state {
        OfferState::Open if is_free => ("offers-state-not-asked", yes),
        OfferState::Open => ("offers-state-taken", yes),
        OfferState::Accepted => ("offers-state-accepted", None),
        OfferState::StandingBy => ("offers-state-standing-by", Some(("stand_down", "offers-stand-down"))),
        OfferState::NotNow | OfferState::Never => ("offers-state-no", yes),
        OfferState::Later => ("offers-state-later", yes),
        OfferState::Lapsed => ("offers-state-lapsed", yes),
        OfferState::StoodDown => ("offers-state-stood-down", yes),
        OfferState::Released => ("offers-state-released", None),
        OfferState::Over => ("offers-state-over", None),
    }
}

/// `GET /offers`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let shown = fill(&visit, &mut tx, query.0.text("before")).await?;
    page_beside(StatusCode::OK, &shown, &shown.l)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, before: &str) -> Result<MyOffersPage, PageError> {
    let mut l = visit.layout(tx, Nav::Offers).await?;
    l.live = Some(links::inbox_live().to_owned());
    let mine = visit.mine();
    let mut actors = Actors::default();
    let (mut waiting, mut lessons) = (Vec::new(), Vec::new());
    if before.is_empty() {
        let asked = mentors::waiting(tx, &visit.who).await?;
        let offered = offers::waiting(tx, &visit.who, WAITING).await?;
        let lessons_in = asked.iter().filter(|row| row.task.title.is_sealed()).map(|row| &row.slug);
        let offered_in = offered.iter().filter(|row| row.task.title.is_sealed()).map(|row| &row.slug);
        for slug in lessons_in.chain(offered_in) {
            l.open_in(Some(slug));
        }
        lessons.extend(asked.into_iter().map(|row| LessonCard::of(&l, row)));
        for row in offered {
            waiting.push(card(visit, tx, &l, &mine, &mut actors, row).await?);
        }
    }
    let place = (!before.is_empty()).then_some(before);
    let Page { items, next } = offers::list(tx, &visit.who, place, EARLIER).await?;
    for row in items.iter().filter(|row| row.task.title.is_sealed()) {
        l.open_in(Some(&row.slug));
    }
    let answered = items.into_iter().filter(|row| !row.waits);
    let earlier = answered.map(|row| {
        let (state, answer) = ended(&row);
        EarlierOffer {
            href: links::task(&row.slug, row.task.number),
            state,
            answer,
            at: l.moment(row.offer.answered_at.unwrap_or(row.offer.at)),
            id: row.offer.id.0,
            title: Words::of(&row.task.title, visit.t),
        }
    });
    Ok(MyOffersPage {
        lessons,
        waiting,
        earlier: earlier.collect(),
        next: next.map(|id| links::offers_before(id.as_str())),
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

async fn card(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    mine: &Mine,
    actors: &mut Actors,
    row: Row,
) -> Result<MyOfferCard, PageError> {
    let asks = tasks::asks(tx, &row.task).await?;
    let text = prose(&asks.deliverables, l.t, markdown::to_html);
    let why = WhyView::of(tx, actors, &row.offer.asked).await?;
    let mut reasons = reasons(visit.t, &why, row.skills.iter().count());
    let mentor = match &row.offer.mentor {
        Some(mentor) => {
            let name = actors.name(tx, mentor).await?;
            let (said, why) = if row.is_accompanied {
                ("offers-mentor", "offers-why-learner")
            } else {
                ("offers-mentor-gone", "offers-why-learner-alone")
            };
            // The viewer lacks one of the skills; the first reason would say that they have all.
            if let Some(first) = reasons.first_mut() {
                *first = visit.t.with(why).set("who", name.as_str()).to_string();
            }
            Some(visit.t.with(said).set("who", name).to_string())
        }
        None => None,
    };
    let several = row.skills.iter().count() > 1;
    let choice = |skill: &Skill| Choice {
        value: skill.as_str().to_owned(),
        label: skill.as_str().to_owned(),
        selected: false,
    };
    Ok(MyOfferCard {
        href: links::task(&row.slug, row.task.number),
        pursuance_href: links::pursuance(&row.slug),
        asks: AsksView::of(l, mine, asks, text, false),
        mentor,
        why: reasons,
        exactly: figures(visit.t, &why),
        until_id: format!("until-{}", row.offer.id),
        skill_id: format!("skill-{}", row.offer.id),
        until: Field::of(visit.now.plus(A_WEEK).date()),
        which: if several { row.skills.iter().map(choice).collect() } else { Vec::new() },
        skill: Field::default(),
        at: l.moment(row.offer.at),
        ends: row.offer.until.map(|until| l.moment(until)),
        is_open: false,
        id: row.offer.id.0,
        pursuance: l.name_in(&row.slug, &row.pursuance),
    })
}

/// `POST /offers/{id}`: `answer` (accept, not_now, later, never, stand_down), and `until` or `skill` with it.
pub async fn answer(Path(id): Path<OfferId>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let offer = id.clone();
    let mut until = form.field("until");
    let action: Action = match form.text("answer") {
        "accept" => AcceptOffer { offer }.into(),
        "not_now" => NotNow { offer }.into(),
        "never" => {
            let mut skill = form.field("skill");
            match Reader::new(visit.t).maybe(&mut skill, Skill::parse) {
                Some(skill) => NeverOffer { offer, skill }.into(),
                None => return refused(&visit, &id, &form, INVALID, RefusalPlace::Skill(skill)).await,
            }
        }
        "later" => match Reader::new(visit.t).date(&mut until) {
            Some(Some(until)) => LaterOffer { offer, until }.into(),
            Some(None) => {
                let why = visit.t.say(&OfferRefusal::When.wording());
                let until = until.refused(why);
                return refused(&visit, &id, &form, INVALID, RefusalPlace::Until(until)).await;
            }
            None => return refused(&visit, &id, &form, INVALID, RefusalPlace::Until(until)).await,
        },
        "stand_down" => StandDown { offer }.into(),
        _ => return Err(PageError::BadRequest),
    };
    let no = match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(done) => {
            let text =
                |name: &str| done.result.get(name).and_then(|value| value.as_str()).unwrap_or_default();
            let number = done.result.get("task").and_then(serde_json::Value::as_i64).unwrap_or_default();
            let (to, notice) = match OfferState::parse(text("state")) {
                Some(OfferState::Accepted) => {
                    (links::task(text("pursuance"), number), FormNotice::good("notice-offer-yours"))
                }
                Some(OfferState::StandingBy) if done.result["next"] == true => {
                    (links::offers().to_owned(), FormNotice::info("notice-offer-next"))
                }
                Some(OfferState::StandingBy) => {
                    (links::offers().to_owned(), FormNotice::info("notice-offer-standing-by"))
                }
                Some(OfferState::Later) => {
                    (links::offers().to_owned(), FormNotice::info("notice-offer-later"))
                }
                Some(OfferState::Never) => {
                    (links::offers().to_owned(), FormNotice::info("notice-offer-never"))
                }
                Some(OfferState::StoodDown) => {
                    (links::offers().to_owned(), FormNotice::info("notice-offer-stood-down"))
                }
                Some(
                    OfferState::Open
                    | OfferState::NotNow
                    | OfferState::Lapsed
                    | OfferState::Released
                    | OfferState::Over,
                )
                | None => (links::offers().to_owned(), FormNotice::info("notice-offer-not-now")),
            };
            return Ok(see_with(&visit.app, &to, notice));
        }
        Err(no) => no,
    };
    let (status, why) = (status_of(&no), refusal_text(visit.t, &no));
    let beside = match &no {
        Refused::Rule(Refusal::Offer(OfferRefusal::When)) => RefusalPlace::Until(until.refused(why)),
        Refused::Rule(Refusal::Offer(OfferRefusal::WhichSkill)) => {
            RefusalPlace::Skill(form.field("skill").refused(why))
        }
        _ => RefusalPlace::Nothing(why),
    };
    refused(&visit, &id, &form, status, beside).await
}

/// `POST /mentoring/{id}`: `answer` (accept, decline).
pub async fn accompany(Path(id): Path<MentorId>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let accept = match form.text("answer") {
        "accept" => true,
        "decline" => false,
        _ => return Err(PageError::BadRequest),
    };
    let notice =
        if accept { FormNotice::good("notice-mentor-yes") } else { FormNotice::info("notice-mentor-no") };
    match split_refusal(visit.app.perform(&visit.who, AnswerMentor { mentor: id, accept }.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, links::offers(), notice)),
        Err(no) => {
            let mut shown = fill(&visit, &mut visit.app.db.read().await?, "").await?;
            shown.problem = refusal_text(visit.t, &no);
            page(status_of(&no), &shown)
        }
    }
}

/// The field beside which a refusal is said.
enum RefusalPlace {
    Until(Field),
    Skill(Field),
    Nothing(String),
}

async fn refused(
    visit: &Visit,
    id: &OfferId,
    form: &FormFields,
    status: StatusCode,
    beside: RefusalPlace,
) -> Result<Response, PageError> {
    let mut shown = fill(visit, &mut visit.app.db.read().await?, "").await?;
    let card = shown.waiting.iter_mut().find(|card| card.id == id.as_str());
    match (card, beside) {
        (Some(card), RefusalPlace::Until(until)) => {
            card.until = until;
            card.is_open = true;
        }
        (Some(card), RefusalPlace::Skill(skill)) => {
            for choice in &mut card.which {
                choice.selected = choice.value == skill.value;
            }
            card.skill = skill;
            card.is_open = true;
        }
        (None, RefusalPlace::Until(field) | RefusalPlace::Skill(field)) => shown.problem = field.error,
        (_, RefusalPlace::Nothing(why)) => shown.problem = why,
    }
    refused_page(visit.t, status, shown, form, &["until"])
}
