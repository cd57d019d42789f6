//! Rows that the storage tests need around their own.

use pursuance::platform::clock::Clock;
use pursuance::store::actors::{self, Actor, ActorKind};
use pursuance::store::db::WriteTx;
use pursuance::store::delegations::{Delegation, RowDocument, SideCopy};
use pursuance::store::dependencies::Noted;
use pursuance::store::error::StoreResult;
use pursuance::store::tasks::{self, Edit, NewTask, Task};
use pursuance::store::{accounts, dependencies, pursuances};
use pursuance_domain::allowed::{Facts, Grants, Membership, Principal, Sight, Sights, Via, sight};
use pursuance_domain::delegation::delegate::Admission;
use pursuance_domain::delegation::origin::{OpeningFacts, TaskAvailability};
use pursuance_domain::delegation::{
    ActorUri, DelegateCopy, Offer, OfferUri, OriginCopy, Side, State, Terms, TermsHash, path,
};
use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Joining, Reviews, Size, Title, Urgency, Visibility};
use pursuance_federation::vocab;
use serde_json::json;

pub fn id() -> String {
    Clock::System.new_id()
}

pub fn an_actor(kind: ActorKind, name: &str, host: Option<&str>) -> Actor {
    let id = ActorId(id());
    let home = host.unwrap_or("here.example");
    Actor {
        uri: format!("https://{home}/ap/p/{id}"),
        inbox: format!("https://{home}/ap/p/{id}/inbox"),
        url: format!("https://{home}/p/{name}"),
        kind,
        host: host.map(str::to_owned),
        name: name.to_owned(),
        display: name.to_owned(),
        summary: String::new(),
        ed25519_public: None,
        rsa_public: None,
        instance: None,
        pinned_at: None,
        fetched_at: None,
        gone_at: None,
        capable: true,
        created: Time(1),
        id,
    }
}

/// Notes that a task waits for another one.
pub async fn waits(tx: &mut WriteTx, task: &Task, on: &Task) {
    let before = dependencies::lock(tx, &task.id, &on.id).await.unwrap();
    let noted = Noted {
        by: &task.creator,
        is_block: false,
        is_shown: false,
        is_named: true,
        seq: before.seq,
        at: Time(1),
    };
    dependencies::add(tx, (task, on), noted).await.unwrap();
}

/// A moment within the years that offers may name: 2030.
const OFFERED_AT: Time = Time(1_900_000_000_000_000);

/// One side of a delegation in a state, of a task that is called `title`.
pub fn a_delegation(side: Side, state: State, origin: &Actor, delegate: &Actor, title: &str) -> Delegation {
    let id = DelegationId(id());
    let home = origin.uri.split("/ap/").next().unwrap();
    let uri = format!("{home}/ap/d/{id}");
    let task = json!({ "type": "Task", "id": format!("{home}/ap/t/{id}"), "attributedTo": origin.uri, "name": title,
        "phase": "helpWanted", "revision": 1 });
    let terms = vocab::Terms::read(&json!({ "type": "DelegationTerms" })).unwrap();
    let hops = vec![path::hop(&ActorUri(origin.uri.clone()))];
    let offered = json!({ "type": "Delegation", "id": uri, "attributedTo": origin.uri, "delegator": origin.uri,
        "delegate": delegate.uri, "task": task, "root": task["id"], "path": hops, "terms": terms.raw(),
        "termsHash": terms.hash().to_string(), "revision": 1 });
    let now = Time(1);
    let offer = Offer {
        uri: OfferUri(format!("{home}/ap/act/{id}")),
        terms_hash: TermsHash(terms.hash().to_string()),
        terms: Terms::usual(OFFERED_AT, None),
        offered_at: OFFERED_AT,
    };
    let facts = OpeningFacts {
        now: OFFERED_AT,
        task: TaskAvailability::Free,
        is_assigned: false,
        has_offer_to_them: false,
        is_blocked: false,
        is_shut_out: false,
        waiting_offers: 0,
    };
    let copy = match side {
        Side::Origin => {
            SideCopy::Origin(OriginCopy { state, ..OriginCopy::open(offer, &facts).unwrap().copy })
        }
        Side::Delegate => SideCopy::Delegate(DelegateCopy {
            state,
            ..DelegateCopy::first(offer, Ok(Admission::default()), OFFERED_AT).copy
        }),
    };
    Delegation {
        uri,
        side,
        state,
        copy,
        origin: origin.id.clone(),
        delegate: delegate.id.clone(),
        task: None,
        peer_task_uri: None,
        grant_uri: None,
        root_uri: format!("{home}/ap/t/{id}"),
        path: hops,
        offered: RowDocument::new(vocab::Delegation::read(&offered).unwrap()).unwrap(),
        snapshot: None,
        respond_by: None,
        last_activity: now,
        next_tick: None,
        created: now,
        updated: now,
        id,
    }
}

/// A person with an account.
pub async fn a_person(tx: &mut WriteTx, name: &str) -> ActorId {
    let person = an_actor(ActorKind::Person, name, None);
    actors::add(tx, &person, None).await.unwrap();
    accounts::add(tx, &person.id, false, Time(1)).await.unwrap();
    person.id
}

pub async fn a_pursuance(tx: &mut WriteTx, slug: &str) -> Actor {
    let actor = an_actor(ActorKind::Group, slug, None);
    actors::add(tx, &actor, None).await.unwrap();
    pursuances::add(tx, &actor.id, slug, Visibility::Public, Joining::Open, Reviews::Always, None)
        .await
        .unwrap();
    actor
}

pub async fn a_task(
    tx: &mut WriteTx,
    pursuance: &Actor,
    parent: Option<&Task>,
    title: &str,
    size: Size,
) -> Task {
    let id = TaskId(id());
    let number = pursuances::take_number(tx, &pursuance.id).await.unwrap();
    let asks = Asks { size, ..Asks::titled(Title::parse(title).unwrap()) };
    let new = NewTask {
        id: &id,
        pursuance: &pursuance.id,
        number,
        parent: parent.map(|parent| &parent.id),
        phase: Phase::New,
        asks: &asks,
        author: &pursuance.id,
        creator: &pursuance.id,
        assignee: None,
        reviewer: None,
        needs_review: true,
        mirror_of: None,
        delegation: None,
        now: Time(number),
    };
    tasks::add(tx, new).await.unwrap();
    tasks::by_id(tx, &id).await.unwrap().unwrap()
}

/// Has a task reviewed by somebody, and changes nothing else.
pub async fn set_reviewer(
    tx: &mut WriteTx,
    task: &Task,
    reviewer: Option<&ActorId>,
    now: Time,
) -> StoreResult<()> {
    let asks = tasks::asks(tx, task).await?.open().unwrap();
    let author = &task.creator;
    tasks::edit(tx, Edit { task, before: &asks, after: &asks, reviewer, author, now }).await
}

/// Makes a task urgent, and changes nothing else.
pub async fn set_urgent(tx: &mut WriteTx, task: &Task, now: Time) -> StoreResult<()> {
    let before = tasks::asks(tx, task).await?.open().unwrap();
    let (after, author) = (Asks { urgency: Urgency::Urgent, ..before.clone() }, &task.creator);
    let reviewer = task.reviewer.as_ref();
    tasks::edit(tx, Edit { task, before: &before, after: &after, reviewer, author, now }).await
}

/// Gives a task a date, and changes nothing else.
pub async fn set_due(tx: &mut WriteTx, task: &Task, due: Time, now: Time) -> StoreResult<()> {
    let before = tasks::asks(tx, task).await?.open().unwrap();
    let (after, author) = (Asks { due: Some(due), ..before.clone() }, &task.creator);
    let reviewer = task.reviewer.as_ref();
    tasks::edit(tx, Edit { task, before: &before, after: &after, reviewer, author, now }).await
}

/// Gives a task another size, and changes nothing else.
pub async fn set_size(tx: &mut WriteTx, task: &Task, size: Size, now: Time) -> StoreResult<()> {
    let before = tasks::asks(tx, task).await?.open().unwrap();
    let (after, author) = (Asks { size, ..before.clone() }, &task.creator);
    let reviewer = task.reviewer.as_ref();
    tasks::edit(tx, Edit { task, before: &before, after: &after, reviewer, author, now }).await
}

/// The sight of anyone on a public pursuance.
pub fn anyones(pursuance: &Actor) -> Sight {
    let facts = Facts::about(Visibility::Public, Membership::None);
    sight(&Principal::Visitor, &pursuance.id, &facts, Grants::default()).unwrap()
}

/// The sights of a member of some pursuances, each with its visibility and their role.
pub fn a_members(person: &ActorId, of: &[(&Actor, Visibility, Role)]) -> Sights {
    let who = Principal::Person { actor: person.clone(), via: Via::Session };
    let leave = |(pursuance, visibility, role): &(&Actor, Visibility, Role)| {
        let facts = Facts::about(*visibility, Membership::Active(*role));
        sight(&who, &pursuance.id, &facts, Grants::default()).unwrap()
    };
    of.iter().map(leave).collect()
}
