//! Where somebody gets mail: confirmed by a link, kept sealed, and counted.

use http::StatusCode;
use pursuance::actions::{PerformError, Refused};
use pursuance::bounds::client::Client;
use pursuance::credentials::TypedPassphrase;
use pursuance::store::mails::{self, AddressState};
use pursuance_domain::action::{RemoveMail, SetMail, SetVerifier, SuspendAccount};
use pursuance_domain::allowed::Principal;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::DAY;
use pursuance_domain::value::MailAddress;
use serde_json::json;

use super::{Mails, header, on_both_with_mail, text};
use crate::support::browser::Browser;
use crate::support::{PASSPHRASE, Setup, TestApp};

on_both_with_mail!(
    nothing_is_sent_before_the_link_was_opened_and_it_is_good_once,
    a_link_is_good_for_a_day,
    an_address_is_given_and_forgotten_on_the_page,
    links_have_a_bound_for_each_person_and_each_address,
    links_of_the_instance_have_a_bound,
    another_address_takes_the_passphrase_and_the_former_one_is_told,
    whoever_had_mail_is_told_of_another_address_whatever_comes_between,
    an_address_that_is_taken_away_is_told_too_and_one_that_was_never_confirmed_is_not,
    whoever_got_a_new_passphrase_confirms_their_address_anew,
    new_accounts_leave_half_of_the_links_to_others,
    one_network_has_so_many_links_sent,
);

fn slug(outcome: Result<(), PerformError>) -> &'static str {
    match outcome {
        Ok(()) => "ok",
        Err(PerformError::Refused(refused)) => refused.slug(),
        Err(error) => panic!("{error:?}"),
    }
}

async fn nothing_is_sent_before_the_link_was_opened_and_it_is_good_once(mails: Mails) {
    mails.ask(&mails.ben, "Ben@mail.example").await.unwrap();
    let code = mails.code("Ben@mail.example", 1).await;
    let first = &mails.post.mails()[0];
    assert!(text(first).contains("ben, who is signed in at Tests (localhost:8080)"), "{}", text(first));
    assert_eq!(header(first, "list-unsubscribe"), "", "there is nothing to end yet");
    mails.given("Count", json!({})).await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 1);

    assert_eq!(slug(mails.confirm(&mails.ana, &code).await), "invalid-input", "it is another person's");
    assert_eq!(slug(mails.confirm(&mails.ben, "0000").await), "invalid-input");
    assert_eq!(slug(mails.confirm(&mails.ben, &code).await), "ok");
    assert_eq!(slug(mails.confirm(&mails.ben, &code).await), "invalid-input", "it was opened before");
    mails.given("Feed", json!({})).await;
    mails.sent().await;
    assert_eq!(mails.post.to("Ben@mail.example").len(), 2);
}

async fn a_link_is_good_for_a_day(mails: Mails) {
    mails.ask(&mails.ben, "ben@mail.example").await.unwrap();
    let old = mails.code("ben@mail.example", 1).await;
    mails.app.advance(DAY);
    assert_eq!(slug(mails.confirm(&mails.ben, &old).await), "invalid-input");
    mails.ask(&mails.ben, "ben@mail.example").await.unwrap();
    let code = mails.code("ben@mail.example", 2).await;
    assert_ne!(code, old);
    assert_eq!(slug(mails.confirm(&mails.ben, &code).await), "ok");
}

async fn an_address_is_given_and_forgotten_on_the_page(mails: Mails) {
    let mut browser = Browser::signed_in(&mails.app, &mails.ben.id).await;
    let page = browser.open("/inbox/settings").await.shown().saying("Nothing is sent to you.");
    let said = |address| [("address", address), ("passphrase", PASSPHRASE)];
    let refused = browser.fill(&page, "/inbox/mail", &said("ben at home")).await.refused();
    assert_eq!(refused.form("/inbox/mail").value("address"), "ben at home");
    let page = browser.fill(&refused, "/inbox/mail", &said("ben@mail.example")).await.shown();
    let _page = page.saying("A link was sent to ben@mail.example");
    let code = mails.code("ben@mail.example", 1).await;
    let path = format!("/mail/confirm?code={code}");
    let confirm = browser.open(&path).await.shown();
    assert_eq!(confirm.headers["cache-control"], "no-store");
    let mut visitor = Browser::new(&mails.app);
    assert!(visitor.open(&path).await.path.starts_with("/signin"), "it asks who they are first");
    browser.open("/inbox/settings").await.shown().saying("A link was sent to");
    let page = browser.fill(&confirm, "/mail/confirm", &[]).await.shown();
    let page = page.saying("Mail is sent to ben@mail.example.").saying("Once a day");
    assert_eq!(page.form("/inbox/mail").value("address"), "", "one press is not to end it");
    let again = browser.fill(&confirm, "/mail/confirm", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = browser.fill(&page, "/inbox/settings", &[("mail.comment", "now")]).await.shown();
    assert!(page.html.contains("<option value=\"now\" selected>"), "{page:?}");
    browser.fill(&page, "/inbox/mail/remove", &[]).await.shown().saying("The address is forgotten.");
    let mut tx = mails.app.db.read().await.unwrap();
    assert!(mails::address(&mut tx, &mails.ben.id).await.unwrap().is_none());
    drop(tx);
    assert_eq!(mails.inspect.count("mail where purpose <> 'former'").await, 0, "no digest waits");
}

async fn links_have_a_bound_for_each_person_and_each_address(mails: Mails) {
    for _ in 0..3 {
        mails.ask(&mails.ana, "club@mail.example").await.unwrap();
    }
    let too_many = |outcome: Result<(), PerformError>| {
        matches!(outcome, Err(PerformError::Refused(Refused::Rule(Refusal::TooMany { .. }))))
    };
    assert!(too_many(mails.ask(&mails.ben, "Club@mail.example").await), "whoever asks, in whatever spelling");
    for number in 0..6 {
        mails.ask(&mails.ben, &format!("ben{number}@mail.example")).await.unwrap();
    }
    assert!(too_many(mails.ask(&mails.ben, "ben6@mail.example").await));
    mails.app.advance(DAY);
    mails.ask(&mails.ben, "club@mail.example").await.unwrap();
}

async fn links_of_the_instance_have_a_bound(mails: Mails) {
    mails.app.advance(DAY);
    counted(&mails, ("mail-instance", ""), 1_000).await;
    assert_eq!(slug(mails.ask(&mails.ben, "ben@mail.example").await), "rate-limit");
}

async fn new_accounts_leave_half_of_the_links_to_others(mails: Mails) {
    mails.app.advance(DAY);
    let new = mails.app.person("newcomer").await;
    counted(&mails, ("mail-new", ""), 499).await;
    mails.ask(&new, "newcomer@mail.example").await.unwrap();
    assert_eq!(slug(mails.ask(&new, "newcomer@mail.example").await), "rate-limit");
    mails.ask(&mails.ben, "ben@mail.example").await.unwrap();
    mails.app.advance(DAY);
    counted(&mails, ("mail-new", ""), 500).await;
    mails.ask(&new, "newcomer@mail.example").await.unwrap();
}

async fn one_network_has_so_many_links_sent(mails: Mails) {
    const THERE: &str = "198.51.100.7";
    let there = Client::at(THERE.parse().unwrap()).home();
    counted(&mails, ("mail-client", &there), 29).await;
    let mut ana = Browser::signed_in(&mails.app, &mails.ana.id).await.from(THERE);
    let fields = [("address", "ana@mail.example"), ("passphrase", PASSPHRASE)];
    let page = ana.open("/inbox/settings").await.shown();
    let page = ana.fill(&page, "/inbox/mail", &fields).await.shown();
    let refused = ana.fill(&page, "/inbox/mail", &fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.form("/inbox/mail").value("address"), "ana@mail.example");
    let mut ana = ana.from("198.51.100.8");
    ana.fill(&page, "/inbox/mail", &fields).await.shown();
}

/// Counts so many in the slot of this day.
async fn counted(mails: &Mails, (scope, subject): (&str, &str), most: i64) {
    let slot = mails.app.clock.now().0.div_euclid(DAY);
    let mut tx = mails.app.db.write().await.unwrap();
    for _ in 0..most {
        pursuance::store::instance::count(&mut tx, scope, subject, slot).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn another_address_takes_the_passphrase_and_the_former_one_is_told(mails: Mails) {
    mails.ben.perform("profile.edit", json!({ "language": "de" })).await.ok();
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let mut browser = Browser::signed_in(&mails.app, &mails.ben.id).await;
    let page = browser.open("/inbox/settings").await.shown();
    for wrong in ["", "otter lamp quarry eight"] {
        let said = [("address", "else@mail.example"), ("passphrase", wrong)];
        let refused = browser.fill(&page, "/inbox/mail", &said).await.refused();
        let form = refused.form("/inbox/mail");
        assert_eq!((form.value("address"), form.value("passphrase")), ("else@mail.example", ""));
    }
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 1, "nothing has changed");

    for next in ["else@mail.example", "third@mail.example"] {
        let said = [("address", next), ("passphrase", PASSPHRASE)];
        browser.fill(&page, "/inbox/mail", &said).await.shown();
    }
    mails.code("third@mail.example", 1).await;
    mails.sent().await;
    let told = mails.post.to("ben@mail.example");
    assert_eq!(told.len(), 2, "one mail, though the second address came before it was sent: {told:?}");
    let words = text(&told[1]);
    assert_eq!(header(&told[1], "content-language"), "de");
    for part in [
        "Mails für ben bei Tests (localhost:8080) kommen nicht mehr an diese Adresse",
        "/me\n",
        "/inbox/settings",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("else@") && !words.contains("third@"), "it says no other address: {words}");
    assert_eq!(header(&told[1], "list-unsubscribe"), "", "there is nothing left to end");
    assert_eq!(mails.inspect.count("mail where address is not null").await, 0, "it is kept nowhere");
}

async fn whoever_had_mail_is_told_of_another_address_whatever_comes_between(mails: Mails) {
    let (ana, ben) = (&mails.ana, &mails.ben);
    mails.confirmed(ben, "ben@mail.example").await;
    for address in ["ben@mail.example", "else@mail.example"] {
        mails.ask(ben, address).await.unwrap();
    }
    mails.confirmed(ana, "ana@mail.example").await;
    let verifier =
        mails.app.credentials.verifier(TypedPassphrase::typed(PASSPHRASE.to_owned())).await.unwrap();
    let set = SetVerifier { account: ana.id.clone(), verifier, keep_session: None, end_tokens: false };
    mails.app.perform(&Principal::Operator, set.into()).await.unwrap();
    mails.ask(ana, "other@mail.example").await.unwrap();
    mails.sent().await;
    for (name, address) in [("ben", "ben@mail.example"), ("ana", "ana@mail.example")] {
        let told = mails.post.to(address);
        let sentence = format!("Mail for {name} at Tests (localhost:8080) no longer comes to this address");
        assert!(told.iter().any(|mail| text(mail).contains(&sentence)), "{address}: {told:?}");
    }
}

async fn an_address_that_is_taken_away_is_told_too_and_one_that_was_never_confirmed_is_not(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.ask(&mails.ben, "ben@mail.example").await.unwrap();
    mails.sent().await;
    assert_eq!(mails.post.to("ben@mail.example").len(), 2, "the same address gets the link alone");
    let code = mails.code("ben@mail.example", 2).await;
    mails.confirm(&mails.ben, &code).await.unwrap();
    mails.app.perform(&mails.ben.principal(), RemoveMail {}.into()).await.unwrap();
    mails.sent().await;
    let told = mails.post.to("ben@mail.example");
    assert!(
        text(&told[2]).contains("Mail for ben at Tests (localhost:8080) no longer comes to this address")
    );

    mails.ask(&mails.ana, "typo@mail.example").await.unwrap();
    mails.code("typo@mail.example", 1).await;
    mails.ask(&mails.ana, "ana@mail.example").await.unwrap();
    mails.sent().await;
    assert_eq!(mails.post.to("typo@mail.example").len(), 1, "nothing but the link");
}

async fn whoever_got_a_new_passphrase_confirms_their_address_anew(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let verifier =
        mails.app.credentials.verifier(TypedPassphrase::typed(PASSPHRASE.to_owned())).await.unwrap();
    let set = SetVerifier { account: mails.ben.id.clone(), verifier, keep_session: None, end_tokens: false };
    mails.app.perform(&Principal::Operator, set.into()).await.unwrap();
    let mut browser = Browser::of(&mails.app, "ben").await;
    let page = browser.open("/inbox/settings").await.shown();
    let page = page
        .saying("An operator set a new passphrase for you. Since then no mail is sent to ben@mail.example");
    let form = page.form("/inbox/mail");
    assert_eq!(form.value("address"), "ben@mail.example", "the passphrase and one press are enough");
    browser.submit(form.with(&[("passphrase", PASSPHRASE)])).await.shown();
    let code = mails.code("ben@mail.example", 2).await;
    mails.confirm(&mails.ben, &code).await.unwrap();
    for suspended in [true, false] {
        let suspend = SuspendAccount { account: mails.ben.id.clone(), suspended };
        mails.app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    }
    let mut browser = Browser::of(&mails.app, "ben").await;
    browser.open("/inbox/settings").await.shown().saying("Your account was suspended. Since then no mail");
}

#[tokio::test]
async fn where_no_mail_is_sent_the_page_says_so_and_nothing_is_taken() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let page = Browser::signed_in(&app, &ana.id).await.open("/inbox/settings").await.shown();
    let page = page.saying("This server sends no mail.");
    assert!(!page.has_form("/inbox/mail") && !page.html.contains("name=\"mail.comment\""));
    let address = MailAddress::parse("ana@mail.example").unwrap();
    let refused = app.perform(&ana.principal(), SetMail { address }.into()).await;
    assert_eq!(slug(refused.map(drop)), "invalid-input");
}

#[tokio::test]
async fn an_address_is_sealed_with_the_key_file() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, [7; 32]).unwrap();
    let setup = Setup {
        smtp_url: Some("smtp://127.0.0.1:1?tls=none".to_owned()),
        key_file: Some(key),
        ..Setup::default()
    };
    let app = TestApp::with(setup).await;
    let ana = app.person("ana").await;
    let address = MailAddress::parse("ana@mail.example").unwrap();
    app.perform(&ana.principal(), SetMail { address: address.clone() }.into()).await.unwrap();
    let mut tx = app.db.read().await.unwrap();
    let kept = mails::address(&mut tx, &ana.id).await.unwrap().unwrap();
    assert_eq!(kept.state, AddressState::Asked);
    assert!(!kept.sealed.windows(3).any(|window| window == b"ana"), "{:?}", kept.sealed);
    assert_eq!(app.keys.open_address(&ana.id, &kept.sealed).unwrap().as_slice(), address.as_str().as_bytes());
    drop(tx);
    app.perform(&ana.principal(), RemoveMail {}.into()).await.unwrap();
    assert!(mails::address(&mut app.db.read().await.unwrap(), &ana.id).await.unwrap().is_none());
}
