//! Speakers of a delegation: numbered by who spoke first, and found without reading what was said since.

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::channels::ActivityDirection;
use pursuance::store::db::Db;
use pursuance::store::delegations;
use pursuance_domain::delegation::{MessageKind, Side, State};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use crate::support::rows::{a_delegation, a_pursuance, an_actor, id};

crate::store::on_both!(speakers_have_the_places_in_which_they_spoke_first);

async fn speakers_have_the_places_in_which_they_spoke_first(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let wasps = an_actor(ActorKind::Group, "wasps", Some("wasps.example"));
    actors::add(&mut tx, &wasps, None).await.unwrap();
    let row = a_delegation(Side::Origin, State::Active, &bees, &wasps, "Count");
    delegations::add(&mut tx, &row).await.unwrap();
    let mut people = Vec::new();
    for name in ["ana", "ben", "cai", "dee"] {
        let person = an_actor(ActorKind::Person, name, None);
        actors::add(&mut tx, &person, None).await.unwrap();
        people.push(person.id);
    }
    people.sort();
    let [ana, ben, cai, dee] = [0, 1, 2, 3].map(|at: usize| people[at].clone());
    let mut at = 0;
    let say = async |tx: &mut _, human: Option<&ActorId>, direction, at| {
        let kind = MessageKind::Note;
        delegations::add_message(tx, &row.id, direction, &id(), kind, human, Time(at)).await.unwrap();
    };
    // Two at one moment, and what the other side and nobody in particular say in between.
    say(&mut tx, None, ActivityDirection::In, 1).await;
    say(&mut tx, Some(&ben), ActivityDirection::Out, 2).await;
    say(&mut tx, None, ActivityDirection::Out, 3).await;
    say(&mut tx, Some(&cai), ActivityDirection::Out, 4).await;
    say(&mut tx, Some(&ana), ActivityDirection::Out, 4).await;
    say(&mut tx, Some(&ben), ActivityDirection::Out, 5).await;
    let in_order = [ben.clone(), ana.clone(), cai.clone()];
    for (place, human) in in_order.iter().enumerate() {
        let found = delegations::speakers_up_to(&mut tx, &row.id, human).await.unwrap();
        assert_eq!(found.iter().position(|one| one == human), Some(place));
        assert_eq!(found[..=place], in_order[..=place]);
    }
    assert_eq!(delegations::speakers_up_to(&mut tx, &row.id, &dee).await.unwrap(), in_order);

    let Some(steps) = tx.count_steps().await.unwrap() else { return };
    let mut took = Vec::new();
    for more in [20, 2_000] {
        for _ in 0..more {
            at += 1;
            say(&mut tx, Some(&ben), ActivityDirection::Out, 10 + at).await;
        }
        steps.since();
        delegations::speakers_up_to(&mut tx, &row.id, &ben).await.unwrap();
        took.push(steps.since());
    }
    assert!(took[0] > 0 && took[1] <= took[0], "{took:?}");
}
