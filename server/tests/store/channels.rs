//! Channels keep their numbers, their bytes and the messages behind a gap.

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::channels::{self, ActivityDirection, FIRST_PREV, StoredActivity};
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::error::StoreError;
use pursuance_domain::time::Time;

use crate::support::rows::{a_pursuance, an_actor, id};

crate::store::on_both!(
    a_channel_is_made_once_and_begins_at_nothing,
    a_number_is_never_given_twice,
    the_same_activity_goes_out_and_comes_in,
    the_log_is_read_forward_from_a_number,
    what_waits_behind_a_gap_is_kept_until_released,
    a_pull_that_is_asked_for_while_another_ends_is_not_called_off,
);

async fn a_channel(tx: &mut WriteTx) -> channels::Channel {
    let bees = a_pursuance(tx, "bees").await;
    let wasps = an_actor(ActorKind::Group, "wasps", Some("b.example"));
    actors::add(tx, &wasps, None).await.unwrap();
    channels::lock(tx, &id(), &bees.id, &wasps.id, Time(1)).await.unwrap()
}

fn an_activity(
    channel: &channels::Channel,
    direction: ActivityDirection,
    uri: &str,
    seq: i64,
) -> StoredActivity {
    StoredActivity {
        uri: uri.to_owned(),
        direction: direction.as_str().to_owned(),
        actor: "a".to_owned(),
        kind: "Offer".to_owned(),
        channel: Some(channel.id.clone()),
        epoch: Some("e".to_owned()),
        seq: Some(seq),
        bytes: format!("{{\"seq\":{seq}}}").into_bytes(),
        sha256: "00".to_owned(),
        at: seq,
        outcome: "sent".to_owned(),
    }
}

async fn a_channel_is_made_once_and_begins_at_nothing(db: Db) {
    let mut tx = db.write().await.unwrap();
    let mut channel = a_channel(&mut tx).await;
    assert_eq!((channel.out_seq, channel.in_seq, channel.out_prev.as_str()), (0, 0, FIRST_PREV));
    channel.out_seq = 7;
    channels::save(&mut tx, &channel).await.unwrap();
    let again = channels::lock(
        &mut tx,
        &id(),
        &pursuance_domain::id::ActorId(channel.local.clone()),
        &pursuance_domain::id::ActorId(channel.peer.clone()),
        Time(2),
    )
    .await
    .unwrap();
    assert_eq!(again, channel);
}

async fn a_number_is_never_given_twice(db: Db) {
    let mut tx = db.write().await.unwrap();
    let channel = a_channel(&mut tx).await;
    assert!(
        channels::add_activity(&mut tx, &an_activity(&channel, ActivityDirection::Out, "one", 1))
            .await
            .unwrap()
    );
    let twice =
        channels::add_activity(&mut tx, &an_activity(&channel, ActivityDirection::Out, "two", 1)).await;
    assert!(matches!(twice, Err(StoreError::Taken(_))), "{twice:?}");
}

async fn the_same_activity_goes_out_and_comes_in(db: Db) {
    let mut tx = db.write().await.unwrap();
    let channel = a_channel(&mut tx).await;
    for direction in [ActivityDirection::Out, ActivityDirection::In] {
        assert!(channels::add_activity(&mut tx, &an_activity(&channel, direction, "one", 1)).await.unwrap());
    }
    assert!(
        !channels::add_activity(&mut tx, &an_activity(&channel, ActivityDirection::In, "one", 2))
            .await
            .unwrap(),
        "it came before"
    );
    assert_eq!(channels::seen(&mut tx, "one").await.unwrap().unwrap().sha256, "00");
    assert!(channels::seen(&mut tx, "two").await.unwrap().is_none());
}

async fn the_log_is_read_forward_from_a_number(db: Db) {
    let mut tx = db.write().await.unwrap();
    let channel = a_channel(&mut tx).await;
    for seq in 1..=5 {
        channels::add_activity(
            &mut tx,
            &an_activity(&channel, ActivityDirection::Out, &seq.to_string(), seq),
        )
        .await
        .unwrap();
    }
    let page = channels::log(&mut tx, &channel.id, ActivityDirection::Out, "e", 2, 2).await.unwrap();
    let seqs: Vec<_> = page.iter().map(|activity| activity.seq.unwrap()).collect();
    assert_eq!(seqs, [3, 4]);
    assert_eq!(page[0].bytes, br#"{"seq":3}"#, "the very bytes");
}

async fn what_waits_behind_a_gap_is_kept_until_released(db: Db) {
    let mut tx = db.write().await.unwrap();
    let channel = a_channel(&mut tx).await;
    for seq in [3, 4, 3] {
        channels::hold(&mut tx, &channel.id, "e", seq, b"bytes", Time(1)).await.unwrap();
    }
    assert_eq!(channels::held_size(&mut tx, &channel.id).await.unwrap(), (2, 10));
    channels::release(&mut tx, &channel.id, "e", 3).await.unwrap();
    assert_eq!(channels::held(&mut tx, &channel.id, "e", 3).await.unwrap(), None);
    assert_eq!(channels::held(&mut tx, &channel.id, "e", 4).await.unwrap().as_deref(), Some(&b"bytes"[..]));
}

async fn a_pull_that_is_asked_for_while_another_ends_is_not_called_off(db: Db) {
    let mut tx = db.write().await.unwrap();
    let mut channel = a_channel(&mut tx).await;
    channel.pull_at = Some(5);
    channels::save(&mut tx, &channel).await.unwrap();
    let waits =
        async |tx: &mut WriteTx| channels::by_id(tx, &channel.id).await.unwrap().unwrap().pull_at.is_some();
    assert!(channels::claim_pull(&mut tx, &channel.id, Some(5), Time(100)).await.unwrap());
    channel.pull_at = Some(99);
    channels::save(&mut tx, &channel).await.unwrap();

    channels::end_pull(&mut tx, &channel.id, Time(100)).await.unwrap();
    assert!(waits(&mut tx).await, "the log may have been read before somebody asked");

    assert!(channels::claim_pull(&mut tx, &channel.id, Some(99), Time(200)).await.unwrap());
    channels::hold(&mut tx, &channel.id, "e", 3, b"{}", Time(100)).await.unwrap();
    channels::end_pull(&mut tx, &channel.id, Time(200)).await.unwrap();
    assert!(waits(&mut tx).await, "something is behind a gap");
    channels::release(&mut tx, &channel.id, "e", 3).await.unwrap();
    channels::end_pull(&mut tx, &channel.id, Time(200)).await.unwrap();
    assert!(!waits(&mut tx).await);
}
