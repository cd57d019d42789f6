//! Rows of a private pursuance: each is found as it came, goes on alone from where it is, and goes with the pursuance.

use pursuance::store::db::Db;
use pursuance::store::room::TextRoom;
use pursuance::store::sealed::objects::NewRevision;
use pursuance::store::sealed::{self, Folds, log, objects, seals};
use pursuance::store::{erase, room};
use pursuance_domain::time::Time;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::{Head, ObjectId};
use pursuance_sealed::log::LogRole;
use pursuance_sealed::record::Record;

use crate::support::group::{Group, NEVER, new_keys};
use crate::support::rows::{a_person, a_pursuance};

crate::store::on_both!(what_is_sealed_is_kept_as_it_came_and_goes_with_its_pursuance);

async fn what_is_sealed_is_kept_as_it_came_and_goes_with_its_pursuance(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (owls, ana) = (a_pursuance(&mut tx, "owls").await.id, a_person(&mut tx, "ana").await);
    let keys = new_keys();
    let (group, sent) = Group::begun(&keys);
    let head = group.fold.head().unwrap();
    sealed::add(&mut tx, &owls, &group.fold, head).await.unwrap();
    sealed::seat(&mut tx, &owls, &keys.iid(), &ana).await.unwrap();
    let (mut entries, mut fields, mut revision) = (Vec::new(), Vec::new(), None);
    for record in &sent {
        match record.clone() {
            Record::Entry(entry) => entries.push(entry),
            Record::Field(field) => fields.push(field),
            Record::Revision(found) => revision = Some(found),
            Record::Seal(seal) => {
                assert!(seals::add(&mut tx, &owls, &ana, &seal).await.unwrap());
                assert!(!seals::add(&mut tx, &owls, &ana, &seal).await.unwrap(), "one of each member");
            }
            other => panic!("{other:?}"),
        }
    }
    log::add(&mut tx, &owls, &ana, &entries, Time(1)).await.unwrap();
    let revision = revision.unwrap();
    let new = NewRevision {
        id: "01k9w8z0a2c4e6g8j0k2m4n6p8",
        revision: &revision,
        fields: &fields,
        author: &ana,
        before: None,
    };
    assert!(objects::put(&mut tx, &owls, &new, Time(1)).await.unwrap());
    assert!(!objects::put(&mut tx, &owls, &new, Time(1)).await.unwrap(), "it is there");
    let (seed, _) = group.invitation(LogRole::Writer, 1, NEVER);
    log::add_note(&mut tx, &owls, &ana, &seed.id(), &[1; 60]).await.unwrap();

    // As it came.
    let standing = sealed::standing(&mut tx, &owls).await.unwrap().unwrap();
    assert_eq!((standing.pid, standing.head), (group.pid, head));
    assert_eq!(sealed::by_pid(&mut tx, &group.pid).await.unwrap().as_ref(), Some(&owls));
    assert_eq!(sealed::actor_of(&mut tx, &owls, &keys.iid()).await.unwrap().as_ref(), Some(&ana));
    assert_eq!(sealed::seat_of(&mut tx, &owls, &ana).await.unwrap(), Some(keys.iid()));
    let fold = Folds::default().of(&mut tx, &owls, &standing).await.unwrap().unwrap();
    assert_eq!(*fold, group.fold);
    let decoded = |bytes: &Vec<u8>| Record::decode(bytes).unwrap();
    let kept = log::records_after(&mut tx, &owls, -1, 9).await.unwrap();
    assert_eq!(kept.iter().map(|(_, bytes)| decoded(bytes)).collect::<Vec<_>>(), sent[..2]);
    let kept = seals::after(&mut tx, &owls, &keys.iid(), 0, 9).await.unwrap();
    assert_eq!(kept.iter().map(|(_, bytes)| decoded(bytes)).collect::<Vec<_>>(), sent[2..3]);
    assert!(seals::without(&mut tx, &owls, 1, None).await.unwrap().is_empty());
    // One that does not open counts no more, and whoever made it is not asked for another one.
    let (until, iid) = (kept[0].0, keys.iid());
    let of = (1, &iid);
    assert_eq!(seals::refuse(&mut tx, &owls, of, until - 1, Time(2)).await.unwrap(), 0, "another one");
    assert_eq!(seals::refuse(&mut tx, &owls, of, until, Time(2)).await.unwrap(), 1);
    assert_eq!(seals::refuse(&mut tx, &owls, of, until, Time(3)).await.unwrap(), 0, "once");
    assert_eq!(seals::count(&mut tx, &owls, 1, &iid).await.unwrap(), (0, 1));
    assert_eq!(seals::without(&mut tx, &owls, 1, None).await.unwrap(), [iid]);
    assert!(seals::without(&mut tx, &owls, 1, Some(&ana)).await.unwrap().is_empty());
    assert_eq!(seals::at_the_door(&mut tx, &owls).await.unwrap(), [(iid, ana.clone())]);
    let senders = seals::unopened(&mut tx, &owls, 1).await.unwrap();
    assert_eq!(senders[&iid], ["ana"]);
    let object =
        objects::find(&mut tx, &owls, ObjectType::Pursuance, &ObjectId::ZERO).await.unwrap().unwrap();
    assert_eq!(object.revision, revision);
    let kept = objects::records(&mut tx, &[object]).await.unwrap().concat();
    assert_eq!(kept.iter().map(decoded).collect::<Vec<_>>(), sent[3..]);

    // From where it is alone.
    let other = Head { seq: 7, ..head };
    assert!(!sealed::advance(&mut tx, &owls, other, &group.fold, head).await.unwrap());
    assert!(sealed::advance(&mut tx, &owls, head, &group.fold, head).await.unwrap());

    // Its bytes take room, which is given back.
    let holders = [owls.clone(), ana.clone()];
    let taken = room::texts_of_each(&mut tx, &holders, &ana).await.unwrap();
    let TextRoom { bytes, by_person } = taken[&owls];
    assert!(bytes > 500 && bytes == by_person && bytes == taken[&ana].bytes, "{taken:?}");
    let mut from = 0;
    while let Some(step) = erase::some(&mut tx, &owls, from, 3).await.unwrap() {
        from = step.part;
    }
    let taken = room::texts_of_each(&mut tx, &holders, &ana).await.unwrap();
    let left = |holder| taken.get(holder).copied().unwrap_or_default();
    assert_eq!((left(&ana), left(&owls)), (TextRoom::default(), TextRoom::default()));
    assert_eq!(sealed::standing(&mut tx, &owls).await.unwrap(), None);
    assert!(log::records_after(&mut tx, &owls, -1, 9).await.unwrap().is_empty());
    assert!(objects::after(&mut tx, &owls, 0, 9).await.unwrap().is_empty());
    assert_eq!(log::note(&mut tx, &owls, &seed.id()).await.unwrap(), None);
}
