//! `/` for people who are signed in: a greeting, the next things, and tasks that are with others.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::response::Response;
use chrono::Timelike;
use http::StatusCode;
use pursuance_domain::id::ActorId;

use super::landing::landing;
use super::next::{MOST, Next, NextThing, Why};
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::outline::reviews;
use crate::web::delegation::row::DelegationRow;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// `GET /`, signed in.
#[derive(Template)]
#[template(path = "home/page.html")]
pub struct HomePage {
    pub l: Layout,
    pub part_of_day: PartOfDay,
    /// The name in the greeting.
    pub first_name: String,
    /// The next things, in this order.
    pub next: Vec<NextThing>,
    /// Further things that did not fit.
    pub more: i64,
    /// Tasks that wait for their review, up to a hundred.
    pub reviews: i64,
    /// Tasks of their pursuances that are with others, or offered.
    pub with_others: Vec<DelegationRow>,
    /// Whether they belong to any pursuance.
    pub is_member_anywhere: bool,
}

/// Which greeting fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl PartOfDay {
    /// The part of the day at an hour from 0 to 23.
    pub fn at(hour: u32) -> Self {
        match hour {
            4..=11 => Self::Morning,
            12..=17 => Self::Afternoon,
            18..=22 => Self::Evening,
            _ => Self::Night,
        }
    }

    /// The key of the greeting.
    pub fn key(self) -> &'static str {
        match self {
            Self::Morning => "good-morning",
            Self::Afternoon => "good-afternoon",
            Self::Evening => "good-evening",
            Self::Night => "hello",
        }
    }
}

/// `GET /`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    match visit.person().cloned() {
        Some(person) => home(&visit, &mut tx, &person).await,
        None => landing(&visit, &mut tx).await,
    }
}

async fn home(visit: &Visit, tx: &mut ReadTx, person: &ActorId) -> Result<Response, PageError> {
    let l = visit.layout(tx, Nav::Home).await?;
    let sights = visit.sights(tx).await?;
    let mut next = Next {
        visit,
        l: &l,
        sights,
        actors: Actors::default(),
        between: HashMap::new(),
        things: Vec::new(),
        asked: HashSet::new(),
        waiting: HashMap::new(),
    };
    next.find_between(tx, person).await?;
    next.stopped_servers();
    next.asked(tx).await?;
    next.offers(tx).await?;
    next.answered(tx).await?;
    next.reviews(tx, person).await?;
    let with_others = next.handed_out(tx, person).await?;
    next.taken(tx, person).await?;
    next.newcomers(tx).await?;
    next.recruited(tx, person).await?;
    next.let_in(tx, person).await?;
    next.not_let_in(tx, person).await?;
    next.left(tx).await?;
    next.own_tasks(tx, person).await?;
    next.accepted(tx, person).await?;
    next.ended(tx).await?;
    next.cut_offers(tx).await?;
    next.add_to_pick_up(tx, person).await?;
    let reviews = reviews::count_of_person(tx, &next.sights, person).await?;
    let mut things = next.things;
    // A thing with two reasons is listed once, for the first.
    let mut seen = HashSet::new();
    things.retain(|thing| seen.insert((thing.href.clone(), thing.title.clone())));
    let more = i64::try_from(things.len().saturating_sub(MOST)).unwrap_or(i64::MAX);
    things.truncate(MOST);
    let display = l.viewer.as_ref().map(|viewer| viewer.display.clone()).unwrap_or_default();
    let shown = HomePage {
        part_of_day: PartOfDay::at(visit.now.utc().with_timezone(&visit.zone).hour()),
        first_name: display.split_whitespace().next().unwrap_or_default().to_owned(),
        next: things,
        more,
        reviews,
        with_others,
        is_member_anywhere: !l.pursuances.is_empty(),
        l,
    };
    page(StatusCode::OK, &shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_wished_a_good_evening_at_three_in_the_morning() {
        let keys: Vec<_> = [2, 4, 12, 18, 23].map(|hour| PartOfDay::at(hour).key()).into();
        assert_eq!(keys, ["hello", "good-morning", "good-afternoon", "good-evening", "hello"]);
    }
}
