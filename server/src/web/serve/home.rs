//! `/`: what this is for whoever is signed out, what is next for whoever is signed in.

use std::collections::HashSet;

use axum::response::Response;
use chrono::Timelike;
use http::StatusCode;
use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::event::{Happened, Recorded, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::DAY;

use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::outline::{self, Row, next};
use crate::store::standing::{self, Standing};
use crate::store::waiting::{self, Place};
use crate::store::{accounts, deliveries, events, pursuances, requests};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::rows::Beside;
use crate::web::frame::view::size_key;
use crate::web::home::{HomePage, NextThing, PartOfDay, Why};
use crate::web::landing::{LandingPage, WantedTask};
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// The most next things on the page: more would not be next.
const MOST: usize = 10;
/// How long somebody is told that they were let in.
const LET_IN: i64 = 7 * DAY;
/// How many of each kind are looked at.
pub(super) const LOOK: i64 = 10;

/// `GET /`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    match visit.person().cloned() {
        Some(person) => home(&visit, &mut tx, &person).await,
        None => landing(&visit, &mut tx).await,
    }
}

/// `GET /about`: what this server is, also for whoever is signed in. Other servers are told this address.
pub async fn about(visit: Visit) -> Result<Response, PageError> {
    landing(&visit, &mut visit.app.db.read().await?).await
}

async fn landing(visit: &Visit, tx: &mut ReadTx) -> Result<Response, PageError> {
    let rows = next::public_to_pick_up(tx, 5).await?;
    let beside = Beside::of(visit, tx, &rows).await?;
    let wanted = rows.iter().map(|row| WantedTask {
        task: beside.row(visit, row),
        take: links::task_take(&row.slug, row.number),
        pursuance: row.pursuance.clone(),
        size: size_key(row.size),
    });
    let wanted = wanted.collect();
    let mut cards = Vec::new();
    for pursuance in pursuances::public_page(tx, "", "", 6).await? {
        cards.push(super::pursuances::public_card(visit, tx, pursuance).await?);
    }
    let page_of = LandingPage {
        wanted,
        pursuances: cards,
        pursuances_total: pursuances::count_public(tx).await?,
        accounts: accounts::count(tx).await?,
        peers: deliveries::count_hosts(tx).await?,
        l: visit.layout(tx, Nav::Home).await?,
    };
    page(StatusCode::OK, &page_of)
}

async fn home(visit: &Visit, tx: &mut ReadTx, person: &ActorId) -> Result<Response, PageError> {
    let l = visit.layout(tx, Nav::Home).await?;
    let sights = visit.sights(tx).await?;
    let mut next = Next { visit, l: &l, sights, actors: Actors::default(), things: Vec::new() };
    next.stopped_servers(tx).await?;
    next.offers(tx, person).await?;
    next.answered(tx, person).await?;
    next.reviews(tx, person).await?;
    let with_others = next.handed_out(tx, person).await?;
    next.taken(tx, person).await?;
    next.newcomers(tx).await?;
    next.let_in(tx, person).await?;
    next.left(tx).await?;
    next.own_tasks(tx, person).await?;
    next.ended(tx, person).await?;
    next.cut_offers(tx, person).await?;
    next.add_to_pick_up(tx, person).await?;
    let mut things = next.things;
    // What is there for two reasons stands there for the first.
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
        with_others,
        is_member_anywhere: !l.pursuances.is_empty(),
        l,
    };
    page(StatusCode::OK, &shown)
}

/// The next things, gathered in the order in which they matter.
pub(super) struct Next<'a> {
    pub visit: &'a Visit,
    pub l: &'a Layout,
    /// What they may read, and where.
    pub sights: Sights,
    pub actors: Actors,
    pub things: Vec<NextThing>,
}

impl Next<'_> {
    /// Whether they may do that in a place.
    pub(super) fn may(&self, place: &Place, permission: Permission) -> bool {
        self.sights.of(&place.id).is_some_and(|sight| sight.may(permission))
    }

    fn add_row(&mut self, row: &Row, why: Why) {
        self.things.push(NextThing {
            title: row.title.clone(),
            href: links::task(&row.slug, row.number),
            pursuance: row.pursuance.clone(),
            due: row.due.map(|due| self.l.due(due, false)),
            size: Some(size_key(row.size)),
            why,
        });
    }

    /// For operators: other servers with which nothing goes on before they have looked.
    async fn stopped_servers(&mut self, tx: &mut ReadTx) -> Result<(), PageError> {
        if self.l.viewer.as_ref().is_none_or(|viewer| !viewer.is_operator) {
            return Ok(());
        }
        for (host, standing) in standing::stopped(tx, LOOK).await? {
            let why = match standing {
                Standing::OtherKey => Why::OtherKey,
                Standing::Suspended => Why::RecordsDiffer,
                Standing::Forbids { .. } | Standing::Silent | Standing::Blocked | Standing::Fine => continue,
            };
            self.things.push(NextThing {
                href: links::operator_peer(&host.name),
                title: host.name,
                pursuance: self.l.instance.clone(),
                due: None,
                size: None,
                why,
            });
        }
        Ok(())
    }

    /// Work that waits for this person's verdict.
    async fn reviews(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let mut rows = next::to_review(tx, &self.sights, person, LOOK).await?;
        rows.extend(next::to_review_as_creator(tx, &self.sights, person, LOOK).await?);
        rows.sort_by_key(|row| row.updated);
        let deals = if rows.is_empty() { Vec::new() } else { outline::deals(tx, &rows).await? };
        for row in &rows {
            let mirror = deals.iter().find(|deal| deal.task == row.id && !deal.is_origin);
            let why = match (mirror, &row.assignee) {
                // It is handed in, and theirs to judge.
                (Some(deal), _) if deal.state != "active" => continue,
                (Some(deal), _) => Why::HandIn { to: self.visit.who(&deal.peer) },
                (None, Some(who)) => {
                    Why::Review { by: self.visit.who(who), since: self.l.moment(row.updated) }
                }
                (None, None) => continue,
            };
            self.add_row(row, why);
        }
        Ok(())
    }

    async fn newcomers(&mut self, tx: &mut ReadTx) -> Result<(), PageError> {
        for newcomer in waiting::newcomers(tx, &self.sights, LOOK).await? {
            let who = self.visit.who(&newcomer.who);
            self.things.push(NextThing {
                title: who.name.clone(),
                href: links::members(&newcomer.place.slug),
                pursuance: newcomer.place.name,
                due: None,
                size: None,
                why: Why::Newcomer { who },
            });
        }
        Ok(())
    }

    /// Pursuances this person was let into lately.
    async fn let_in(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let since = self.visit.now.plus(-LET_IN);
        for (slug, name, at) in requests::let_in_since(tx, &self.sights, person, since, LOOK).await? {
            self.things.push(NextThing {
                title: name.clone(),
                href: links::pursuance(&slug),
                pursuance: name,
                due: None,
                size: None,
                why: Why::LetIn { at: self.l.moment(at) },
            });
        }
        Ok(())
    }

    /// What somebody had, or was to review, who is gone: somebody says who goes on.
    async fn left(&mut self, tx: &mut ReadTx) -> Result<(), PageError> {
        for (row, who) in next::left(tx, &self.sights, LOOK).await? {
            let who = self.visit.who(&who);
            let why = if row.phase.is_unassigned() { Why::Left { who } } else { Why::LeftReview { who } };
            self.add_row(&row, why);
        }
        Ok(())
    }

    /// What this person has: what came back first, then what they have begun, then what is to be begun.
    async fn own_tasks(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let rows = next::of_assignee(tx, &self.sights, person, 2 * LOOK).await?;
        let (begun, new): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.phase == Phase::InProgress);
        let ids: Vec<TaskId> = begun.iter().map(|row| row.id.clone()).collect();
        let moves = events::newest_of_tasks(tx, &ids, Verb::TaskPhaseSet).await?;
        let mut going_on = Vec::new();
        for row in begun {
            match sent_back_by(&row, &moves) {
                Some(by) => {
                    let by = self.visit.party_of(tx, &mut self.actors, &by).await?;
                    self.add_row(&row, Why::SentBack { by });
                }
                None => going_on.push(row),
            }
        }
        for row in &going_on {
            self.add_row(row, Why::Continue);
        }
        for row in &new {
            self.add_row(row, Why::Begin);
        }
        Ok(())
    }

    async fn add_to_pick_up(&mut self, tx: &mut ReadTx, person: &ActorId) -> Result<(), PageError> {
        let rows = next::to_pick_up(tx, &self.sights, person, LOOK).await?;
        let beside = Beside::of(self.visit, tx, &rows).await?;
        for row in &rows {
            self.add_row(row, Why::Wanted { skill: beside.shared_skill(row) });
        }
        Ok(())
    }
}

/// Who sent the work back, if that was the last of these moves of the task.
fn sent_back_by(row: &Row, moves: &[Recorded]) -> Option<ActorId> {
    let last = moves.iter().find(|event| event.task.as_ref() == Some(&row.id))?;
    let Happened::TaskPhaseSet(phase) = &last.what else { return None };
    let was_in_review = matches!(phase.before, Phase::ReadyForReview | Phase::InReview);
    let who = last.actor.as_ref().filter(|_| was_in_review);
    who.filter(|actor| Some(*actor) != row.assignee.as_ref().map(|who| &who.id)).cloned()
}
