//! The question what a pursuance may ask a newcomer about: on a page of its own, and on Home until it is answered.

use pursuance_domain::allowed::Permission;
use pursuance_domain::value::Skill;

use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::{arriving, availability, skills};
use crate::web::frame::view::{Choice, Field};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most skills to tick.
pub const BOXES: usize = 20;

/// The hours a week to choose from.
const HOURS: [i64; 5] = [1, 2, 4, 8, 16];

/// `POST` of [`links::arrival`](crate::web::frame::links::arrival): `box` (a skill) for each that is ticked, `skills`, `hours`; or
/// `later` (yes). `back`: `home`, where it leads after *Later*; `task`: the number of the task for which they came, to which it leads.
#[derive(Debug, Default)]
pub struct ArrivalForm {
    pub slug: String,
    pub name: String,
    /// The skills that the viewer's invitation names or the pursuance wants, and the viewer has not told, each with whether it is
    /// ticked.
    pub boxes: Vec<(String, bool)>,
    /// Skills that the viewer told before.
    pub known: Vec<String>,
    /// Others, separated by commas.
    pub others: Field,
    pub hours: Vec<Choice>,
    pub back: &'static str,
    pub task: Option<i64>,
}

impl ArrivalForm {
    /// The form for the viewer.
    pub(in crate::web) async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        access: &Access,
        back: &'static str,
    ) -> Result<Self, PageError> {
        access.demand(Permission::SeeMembers, None)?;
        let person = visit.person().ok_or(PageError::SignInFirst)?;
        let known = skills::of_person(tx, person).await?;
        let said = availability::of_person(tx, person).await?;
        let to_tick = arriving::to_tick(tx, &access.sight()?, person, BOXES).await?;
        let is_new = |skill: &Skill| known.iter().all(|one| one.skill != *skill);
        let now = said.and_then(|said| said.limits.hours_a_week).map(i64::from);
        let t = visit.t;
        let choice = |hours: Option<i64>| Choice {
            value: hours.map(|hours| hours.to_string()).unwrap_or_default(),
            label: match hours {
                Some(hours) => t.with("arrival-hours").set("n", hours).to_string(),
                None => t.s("arrival-hours-unsaid").to_owned(),
            },
            selected: hours == now,
        };
        let mut hours: Vec<Option<i64>> = std::iter::once(None).chain(HOURS.map(Some)).collect();
        if !hours.contains(&now) {
            hours.push(now);
        }
        Ok(Self {
            slug: access.pursuance.slug.clone(),
            name: access.pursuance.name.clone(),
            boxes: to_tick.iter().filter(|one| is_new(one)).map(|one| (one.to_string(), false)).collect(),
            known: known.iter().map(|one| one.skill.to_string()).collect(),
            others: Field::default(),
            hours: hours.into_iter().map(choice).collect(),
            back,
            task: None,
        })
    }
}
