//! What the pages about delegations share: how one stands in a list, what the other server knows, what was asked for.

use pursuance_domain::delegation::terms::Redelegation;
use pursuance_domain::delegation::{Cut, OriginCopy, State, Terms};
use pursuance_domain::task::Asks;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Size, Urgency};
use pursuance_federation::vocab;
use serde::Deserialize;

use crate::reads::Actors;
use crate::reads::delivery::{self, DeliveryWord};
use crate::store::db::ReadTx;
use crate::store::delegations::Delegation;
use crate::store::discussions::File;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::task_wire;
use crate::text::Markup;
use crate::web::delegation::{Between, DelegationRow, OnwardTerms, ReofferForm, TermsView};
use crate::web::frame::labels::size_choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::rows::Mine;
use crate::web::frame::view::{Field, FileView, TaskLink, size_key};
use crate::web::request::session::Visit;
use crate::web::timeline;

/// What was offered last, as sent between servers.
pub(super) fn offered(row: &Delegation) -> Option<vocab::Delegation> {
    vocab::Delegation::read(&serde_json::from_str(&row.offered).ok()?).ok()
}

/// Whether work came after a recall: somebody may use it, and thank for it.
pub(super) fn has_late_work(row: &Delegation) -> bool {
    row.state == State::Recalled
        && serde_json::from_str::<OriginCopy>(&row.copy).is_ok_and(|copy| !copy.late.is_empty())
}

/// Why it ended, where the two servers do not talk.
pub(super) fn cut_of(row: &Delegation) -> Option<Cut> {
    #[derive(Deserialize)]
    struct Ended {
        #[serde(default)]
        cut: Option<Cut>,
    }
    serde_json::from_str::<Ended>(&row.copy).ok()?.cut
}

/// What the other side knows, in words.
pub(super) async fn peer_between(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    row: &Delegation,
) -> StoreResult<Between> {
    let host = actors.get(tx, row.peer()).await?.host.clone();
    if host.is_none() {
        return Ok(Between::SameServer);
    }
    let told = delivery::of_delegation(tx, row, host.as_deref()).await?;
    let at = told.at.unwrap_or(row.updated);
    let reason = told.error.unwrap_or_default();
    Ok(match told.state {
        DeliveryWord::Sending => Between::Sending,
        DeliveryWord::Delivered => Between::Delivered { at: l.moment(at) },
        DeliveryWord::Waiting => Between::NotAnswering {
            since: l.moment(at),
            next_try: l.moment(told.next_at.unwrap_or(visit.now)),
        },
        DeliveryWord::NotLetIn => {
            Between::NotLetIn { since: l.moment(at), next_try: l.moment(told.next_at.unwrap_or(visit.now)) }
        }
        DeliveryWord::Refused => Between::Refused { at: l.moment(at), reason },
        DeliveryWord::GivenUp => Between::GaveUp { at: l.moment(at) },
        DeliveryWord::InStep => Between::InStep { since: l.moment(at) },
        DeliveryWord::Suspended if reason == delivery::OTHER_KEY => {
            Between::Suspended { reason: visit.t.s("between-other-key-why").to_owned() }
        }
        DeliveryWord::Blocked => Between::Blocked,
        DeliveryWord::ShutOut => Between::ShutOut { since: l.moment(at) },
        DeliveryWord::Restored => Between::Suspended { reason: visit.t.s("between-restored-why").to_owned() },
        DeliveryWord::Suspended => {
            Between::Suspended { reason: visit.t.s("between-suspended-why").to_owned() }
        }
    })
}

/// A delegation in a list.
pub(super) async fn list_row(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    slug: &str,
    row: &Delegation,
    task: Option<&Task>,
) -> StoreResult<DelegationRow> {
    let peer = visit.party_of(tx, actors, row.peer()).await?;
    let task = match task {
        Some(task) => {
            TaskLink { href: links::task(slug, task.number), number: task.number, title: task.title.clone() }
        }
        // An offer that was never accepted has no task here.
        None => TaskLink {
            number: 0,
            title: offered(row).map(|offer| offer.task.name).unwrap_or_default(),
            href: links::incoming_offer(slug, row.id.as_str()),
        },
    };
    Ok(DelegationRow {
        task,
        peer,
        side: row.side,
        state: row.state,
        cut: cut_of(row),
        between: peer_between(visit, tx, l, actors, row).await?,
        at: l.moment(row.updated),
    })
}

/// A file as a page shows it.
pub(super) async fn file_view(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    file: File,
    task: Option<TaskLink>,
) -> StoreResult<FileView> {
    Ok(FileView {
        href: file.is_here.then(|| links::file(file.id.as_str())),
        by: visit.party_of(tx, actors, &file.added_by).await?,
        at: l.moment(file.at),
        name: file.name,
        bytes: file.bytes,
        problem: file.error.map(|why| visit.t.s(why.key()).to_owned()),
        sha256: file.sha256,
        task,
    })
}

/// What is asked for, as it was offered.
pub(super) fn terms_view(
    l: &Layout,
    mine: &Mine,
    terms: &Terms,
    task: Option<&vocab::Task>,
    files: Vec<FileView>,
    title: &str,
) -> TermsView {
    let text = task.and_then(|task| timeline::said(task.source.as_ref(), task.content.as_deref()));
    let skills = task.map(|task| task.skills.as_slice()).unwrap_or_default();
    // Words are shown as they came, and the date is that of the terms.
    let (size, urgency) = match task.map(|task| task_wire::read(task, Size::default())) {
        Some(Asks { size, urgency, title: _, deliverables: _, skills: _, due: _ }) => (size, urgency),
        None => (Size::default(), Urgency::default()),
    };
    TermsView {
        title: task.map_or(title, |task| &task.name).to_owned(),
        deliverables: Markup::trusted(text.unwrap_or_default()),
        skills: mine.tags(skills.iter().map(String::as_str)),
        size: size_key(size),
        is_urgent: urgency == Urgency::Urgent,
        due: terms.due.map(|due| l.due(due, false)),
        heartbeat_days: (terms.heartbeat.0 / DAY).max(1),
        onward: onward_terms(terms.redelegation),
        names: terms.names,
        discussion: terms.discussion,
        files,
    }
}

/// Whether a task may be handed on, as pages say it.
pub(super) fn onward_terms(rule: Redelegation) -> OnwardTerms {
    match rule {
        Redelegation::No => OnwardTerms::No,
        Redelegation::Ask => OnwardTerms::Ask,
        Redelegation::Yes => OnwardTerms::Yes,
    }
}

/// Other terms to begin with: those that stand.
pub(super) fn other_terms(l: &Layout, due: Option<Time>, size: Option<Size>) -> ReofferForm {
    ReofferForm {
        due: Field::of(due.map(Time::date).unwrap_or_default()),
        sizes: size_choices(l.t, size.unwrap_or_default().as_str()),
        note: Field::default(),
    }
}
