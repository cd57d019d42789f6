//! The removal of a deleted pursuance, in steps.

use std::collections::BTreeMap;

use pursuance::store::actors::Actor;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::invites::{self, NewInvite};
use pursuance::store::{erase, followers, watches};
use pursuance_domain::id::{ActorId, InviteId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Skills};

use crate::support::rows::{a_person, a_pursuance, a_task, id};

crate::store::on_both!(what_a_deleted_pursuance_leaves_goes_in_steps_of_a_bounded_size);

const PEOPLE: usize = 8;

/// Ties a person to a pursuance without being a member.
async fn part(tx: &mut WriteTx, person: &ActorId, pursuance: &Actor) {
    let task = a_task(tx, pursuance, None, "Count", Size::M).await;
    for object in [pursuance.id.as_str(), task.id.as_str()] {
        watches::set(tx, person, object, true, None, Time(1)).await.unwrap();
        watches::set_muted(tx, person, object, true, Time(1)).await.unwrap();
    }
    followers::add(tx, &pursuance.id, person, "https://there.example/follow", Time(1)).await.unwrap();
    let (invite, secret) = (InviteId(id()), id());
    let new = NewInvite {
        id: &invite,
        pursuance: &pursuance.id,
        made_by: person,
        role: Role::Normal,
        purpose: "Counting",
        skills: &Skills::default(),
        task: None,
        secret_hash: &secret,
        expires: None,
        uses: None,
    };
    invites::add(tx, &new, Time(1)).await.unwrap();
}

async fn what_a_deleted_pursuance_leaves_goes_in_steps_of_a_bounded_size(db: Db) {
    const MOST: i64 = 3;
    let mut tx = db.write().await.unwrap();
    let (bees, wasps) = (a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "wasps").await);
    let mut people = Vec::new();
    for at in 0..PEOPLE {
        let person = a_person(&mut tx, &format!("person{at}")).await;
        part(&mut tx, &person, &bees).await;
        people.push(person);
    }
    part(&mut tx, &people[0], &wasps).await;
    let mut removed: BTreeMap<usize, u64> = BTreeMap::new();
    let mut from = 0;
    while let Some(step) = erase::some(&mut tx, &bees.id, from, MOST).await.unwrap() {
        assert!(step.rows <= MOST.unsigned_abs(), "{step:?}");
        assert!(step.part >= from, "nothing is asked again: {step:?} from {from}");
        from = step.part;
        *removed.entry(step.part).or_default() += step.rows;
    }
    // Watches and mutes of the pursuance and of its tasks, followers, invitations, tasks.
    assert_eq!(removed.values().filter(|rows| **rows == 8).count(), 7, "{removed:?}");
    assert_eq!(erase::some(&mut tx, &bees.id, 0, MOST).await.unwrap(), None);
    for (at, person) in people.iter().enumerate() {
        let others = if at == 0 { 2 } else { 0 };
        assert_eq!(watches::count(&mut tx, person).await.unwrap(), others);
        assert_eq!(watches::count_muted(&mut tx, person).await.unwrap(), others);
    }
    assert_eq!(followers::count(&mut tx, &bees.id).await.unwrap(), 0);
    assert_eq!(followers::count(&mut tx, &wasps.id).await.unwrap(), 1);
}
