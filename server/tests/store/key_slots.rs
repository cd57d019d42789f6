//! The sealed keys of accounts.

use pursuance::store::accounts::{self, SignInVerifier};
use pursuance::store::db::Db;
use pursuance::store::error::StoreError;
use pursuance::store::key_slots::{self, Identity, KeySlot, SlotKind};
use pursuance_domain::time::Time;

use crate::store::on_both;
use crate::support::rows::a_person;

on_both!(
    a_slot_takes_the_place_of_the_one_before,
    an_identity_is_that_of_one_account,
    a_credential_is_of_the_kind_that_was_written,
);

fn slot(body: &str, verifier: Option<&str>) -> KeySlot {
    KeySlot {
        realm: "commons.example".to_owned(),
        name: "ana".to_owned(),
        body: body.to_owned(),
        verifier: verifier.map(str::to_owned),
    }
}

fn identity(iid: &str) -> Identity {
    Identity { iid: iid.to_owned(), idbox: "AQE".to_owned(), card: "AQ".to_owned() }
}

async fn a_slot_takes_the_place_of_the_one_before(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    let (passphrase, recovery) = (slot("one", None), slot("two", Some("ab")));
    key_slots::set(&mut tx, &ana, SlotKind::Passphrase, &slot("old", None)).await.unwrap();
    key_slots::set(&mut tx, &ana, SlotKind::Passphrase, &passphrase).await.unwrap();
    key_slots::set(&mut tx, &ana, SlotKind::Recovery, &recovery).await.unwrap();
    key_slots::set(&mut tx, &ben, SlotKind::Recovery, &recovery).await.unwrap();
    let kinds = [(SlotKind::Passphrase, &passphrase), (SlotKind::Recovery, &recovery)];
    for (kind, kept) in kinds {
        assert_eq!(key_slots::find(&mut tx, &ana, kind).await.unwrap().as_ref(), Some(kept));
    }
    key_slots::remove_all(&mut tx, &ana).await.unwrap();
    for (kind, _) in kinds {
        assert_eq!(key_slots::find(&mut tx, &ana, kind).await.unwrap(), None);
    }
    assert_eq!(key_slots::find(&mut tx, &ben, SlotKind::Recovery).await.unwrap(), Some(recovery));
}

async fn an_identity_is_that_of_one_account(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (ana, ben) = (a_person(&mut tx, "ana").await, a_person(&mut tx, "ben").await);
    key_slots::add_identity(&mut tx, &ana, &identity("aa"), Time(1)).await.unwrap();
    assert_eq!(key_slots::identity(&mut tx, &ana).await.unwrap(), Some(identity("aa")));
    assert_eq!(key_slots::identity(&mut tx, &ben).await.unwrap(), None);
    key_slots::remove_all(&mut tx, &ana).await.unwrap();
    key_slots::add_identity(&mut tx, &ben, &identity("aa"), Time(2)).await.unwrap();
    let taken = key_slots::add_identity(&mut tx, &ana, &identity("aa"), Time(3)).await;
    assert!(matches!(taken, Err(StoreError::Taken(key_slots::CARD))), "{taken:?}");
}

async fn a_credential_is_of_the_kind_that_was_written(db: Db) {
    let mut tx = db.write().await.unwrap();
    let ana = a_person(&mut tx, "ana").await;
    for verifier in [SignInVerifier::Plain("$argon2id$".to_owned()), SignInVerifier::Derived("ab".to_owned())]
    {
        accounts::set_credential(&mut tx, &ana, &verifier, Time(7)).await.unwrap();
        let kept = accounts::credential(&mut tx, &ana).await.unwrap().unwrap();
        assert_eq!((kept.verifier, kept.set_at), (verifier, Time(7)));
    }
}
