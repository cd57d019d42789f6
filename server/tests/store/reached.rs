//! Whom each way of telling reaches, and when they want to be told by it.

use pursuance::store::db::{Db, WriteTx};
use pursuance::store::mails::{self, NewAddress};
use pursuance::store::pushes::{self, Browser};
use pursuance::store::watches;
use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::notice::{Channel, MailStop, NoticeKind, Wanted};
use pursuance_domain::time::Time;

use super::rows::{a_person, id};

crate::support::on_both!(each_way_reaches_those_who_have_it_as_they_chose);

/// Asks for an address of somebody, whose mark is their id.
async fn an_address(tx: &mut WriteTx, of: &ActorId) {
    let new = NewAddress {
        account: of,
        sealed: b"sealed",
        mark: of.as_str(),
        link_hash: "hash",
        link_until: Time(10),
    };
    mails::set_address(tx, &new, Time(1)).await.unwrap();
}

async fn a_browser(tx: &mut WriteTx, of: &ActorId) {
    let browser = Browser {
        id: PushId(id()),
        account: of.clone(),
        session: None,
        name: "Phone".to_owned(),
        service: "https://push.example".to_owned(),
        sealed: b"sealed".to_vec(),
        since: Time(1),
    };
    pushes::add(tx, &browser, &id()).await.unwrap();
}

async fn each_way_reaches_those_who_have_it_as_they_chose(db: Db) {
    let mut tx = db.write().await.unwrap();
    let ana = a_person(&mut tx, "ana").await;
    let ben = a_person(&mut tx, "ben").await;
    let cleo = a_person(&mut tx, "cleo").await;
    let dora = a_person(&mut tx, "dora").await;
    for person in [&ana, &ben, &cleo] {
        an_address(&mut tx, person).await;
    }
    for person in [&ana, &cleo] {
        assert!(mails::confirm(&mut tx, person, "hash", Time(2)).await.unwrap());
    }
    assert!(mails::pause(&mut tx, &cleo, cleo.as_str(), MailStop::Refused, Time(3)).await.unwrap());
    for person in [&ana, &ana, &dora] {
        a_browser(&mut tx, person).await;
    }
    for (person, kind, channel, wanted) in [
        (&ana, NoticeKind::Comment, Channel::Mail, Wanted::Now),
        (&dora, NoticeKind::Mention, Channel::Push, Wanted::Never),
    ] {
        watches::set_wanted(&mut tx, person, kind, channel, wanted).await.unwrap();
    }
    let nobody = ActorId(id());
    let people = [&ana, &ben, &cleo, &dora, &nobody].map(Clone::clone);
    for (channel, kind, expected) in [
        // Ben has not opened his link, and Cleo gets no mail any more.
        (Channel::Mail, NoticeKind::Comment, vec![(&ana, Wanted::Now)]),
        (Channel::Mail, NoticeKind::Verdict, vec![(&ana, Wanted::Digest)]),
        // Of two browsers, Ana is one person.
        (Channel::Push, NoticeKind::Mention, vec![(&ana, Wanted::Now), (&dora, Wanted::Never)]),
        (
            Channel::Site,
            NoticeKind::Mention,
            [&ana, &ben, &cleo, &dora].map(|person| (person, Wanted::Now)).to_vec(),
        ),
    ] {
        let reached = watches::reached(&mut tx, channel, kind, &people).await.unwrap();
        let mut expected: Vec<_> = expected.into_iter().map(|(who, when)| (who.clone(), when)).collect();
        expected.sort_by(|(one, _), (other, _)| one.cmp(other));
        assert_eq!(reached, expected, "{channel:?} {kind:?}");
    }
    let reached = watches::reached(&mut tx, Channel::Mail, NoticeKind::Comment, &people[1..]).await.unwrap();
    assert!(reached.is_empty(), "only those who are asked about: {reached:?}");
}
