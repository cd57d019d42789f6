//! People whom each way of telling reaches, and the time at which they want to be told by it.

use pursuance::store::db::{Db, WriteTx};
use pursuance::store::mails::{self, NewAddress};
use pursuance::store::pushes::{self, Browser};
use pursuance::store::watches::{self, About};
use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::notice::{Channel, MailStop, NoticeKind, Wanted};
use pursuance_domain::time::Time;

use crate::support::rows::{a_person, a_pursuance, id};

crate::store::on_both!(each_way_reaches_those_who_have_it_as_they_chose);

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

/// When each of some people wants to be told of a kind: on the site, by mail and by push.
async fn told(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    kind: NoticeKind,
    people: &[ActorId],
) -> Vec<(ActorId, bool, Option<Wanted>, Option<Wanted>)> {
    let about = About { pursuance, task: None, room: None, kind };
    let questions: Vec<_> = people.iter().map(|who| (about, who)).collect();
    let answers = watches::recipients(tx, &questions).await.unwrap();
    assert!(answers.iter().all(|(found, place)| found.account == people[*place]), "{answers:?}");
    answers.into_iter().map(|(found, _)| (found.account, found.wants, found.by_mail, found.by_push)).collect()
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
        (&ben, NoticeKind::Comment, Channel::Site, Wanted::Never),
        (&dora, NoticeKind::Mention, Channel::Push, Wanted::Never),
    ] {
        watches::set_wanted(&mut tx, person, kind, channel, wanted).await.unwrap();
    }
    let bees = a_pursuance(&mut tx, "bees").await.id;
    let nobody = ActorId(id());
    let people = [&ana, &nobody, &ben, &cleo, &dora].map(Clone::clone);
    let (now, never) = (Some(Wanted::Now), Some(Wanted::Never));
    // Ben has not opened his link, and Cleo gets no mail any more. Of two browsers, Ana is one person.
    for (kind, expected) in [
        (
            NoticeKind::Comment,
            [
                (&ana, true, now, never),
                (&ben, false, None, None),
                (&cleo, true, None, None),
                (&dora, true, None, never),
            ],
        ),
        (
            NoticeKind::Verdict,
            [
                (&ana, true, now, never),
                (&ben, true, None, None),
                (&cleo, true, None, None),
                (&dora, true, None, never),
            ],
        ),
        (
            NoticeKind::Mention,
            [
                (&ana, true, now, now),
                (&ben, true, None, None),
                (&cleo, true, None, None),
                (&dora, true, None, never),
            ],
        ),
    ] {
        let expected = expected.map(|(who, site, mail, push)| (who.clone(), site, mail, push));
        assert_eq!(told(&mut tx, &bees, kind, &people).await, expected, "{kind:?}");
    }
    let of_dora = told(&mut tx, &bees, NoticeKind::Comment, &people[4..]).await;
    assert_eq!(of_dora.len(), 1, "only those who are asked about: {of_dora:?}");
}
