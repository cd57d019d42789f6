//! The end of mail: by one click, and by mail that comes back.

use std::io::Write;
use std::process::{Command, Stdio};

use http::{Method, StatusCode};
use pursuance::store::mails::{self, AddressState};
use pursuance_domain::notice::MailStop;
use serde_json::json;

use super::{Mails, header, on_both_with_mail, path_of};
use crate::support::browser::Browser;
use crate::support::peers::until;

on_both_with_mail!(one_click_ends_all_mail_without_signing_in);

async fn state(mails: &Mails) -> AddressState {
    let mut tx = mails.app.db.read().await.unwrap();
    mails::address(&mut tx, &mails.ben.id).await.unwrap().unwrap().state
}

async fn one_click_ends_all_mail_without_signing_in(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.given("Count", json!({})).await;
    mails.sent().await;
    let stop = path_of(&header(&mails.post.mails()[1], "list-unsubscribe"));

    let shown = Browser::new(&mails.app).open(&stop).await.shown();
    assert!(shown.has_form(&stop));
    assert_eq!(state(&mails).await, AddressState::Confirmed, "looking ends nothing");
    let other = format!("{}0", &stop[..stop.len() - 1]);
    let other = if other == stop { format!("{}1", &stop[..stop.len() - 1]) } else { other };
    let post = async |path: &str| {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let body = axum::body::Body::from("List-Unsubscribe=One-Click");
        mails.app.visitor().send(Method::POST, path, &form, body).await.status
    };
    assert_eq!(post(&other).await, StatusCode::NOT_FOUND);
    assert_eq!(post("/mail/stop/x").await, StatusCode::NOT_FOUND);
    assert_eq!(state(&mails).await, AddressState::Confirmed);
    assert_eq!(post(&stop).await, StatusCode::OK);
    assert_eq!(state(&mails).await, AddressState::Paused(MailStop::Asked));
    assert_eq!(post(&stop).await, StatusCode::OK, "once more changes nothing");

    mails.given("Feed", json!({})).await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 2);
    let page = Browser::signed_in(&mails.app, &mails.ben.id).await.open("/inbox/settings").await.shown();
    page.saying("You stopped the mail to ben@mail.example.");
    // A new link brings it back.
    mails.ask(&mails.ben, "ben@mail.example").await.unwrap();
    let code = mails.code("ben@mail.example", 2).await;
    mails.confirm(&mails.ben, &code).await.unwrap();
    assert_eq!(state(&mails).await, AddressState::Confirmed);
}

/// Hands a mail to `pursuance admin mail bounce`; how it ended, and what it printed.
fn bounce(mails: &Mails, arguments: &[&str], mail: &str) -> (Option<i32>, String) {
    admin(mails, &[&["mail", "bounce"], arguments].concat(), mail)
}

fn admin(mails: &Mails, arguments: &[&str], mail: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pursuance"));
    let ours = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("PURSUANCE_"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command.arg("admin").args(arguments).args(["--json", "--data-dir"]).arg(&mails.app.config.data_dir);
    let server = format!("smtp://127.0.0.1:{}?tls=none", mails.post.port);
    command.env("PURSUANCE_SMTP_URL", server).env("PURSUANCE_MAIL_FROM", "Tests <mail@commons.example>");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    (ended.status.code(), String::from_utf8(ended.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_comes_back_pauses_the_address_it_was_sent_to() {
    let mails = Mails::begin(None).await;
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let returns = mails.post.mails()[0]["sender"].as_str().unwrap().to_owned();
    let report = |action: &str| {
        format!(
            "From: postmaster@mail.example\r\nTo: <{returns}>\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; ben@mail.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
        )
    };
    let (code, out) = bounce(&mails, &[], &report("delayed"));
    assert_eq!(
        (code, out.contains("\"paused\": false") || out.contains("\"paused\":false")),
        (Some(0), true),
        "{out}"
    );
    assert_eq!(state(&mails).await, AddressState::Confirmed, "it is only late");
    let forged = returns.replace("@", "0@").replace("00@", "1@");
    let (code, _) = bounce(&mails, &[&forged], &report("failed").replace(&returns, "nobody@commons.example"));
    assert_eq!(code, Some(1), "its mark is none of ours");
    assert_eq!(state(&mails).await, AddressState::Confirmed);
    let (code, out) = bounce(&mails, &[], &report("failed"));
    assert_eq!(code, Some(0), "{out}");
    assert_eq!(state(&mails).await, AddressState::Paused(MailStop::Refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_mail_says_what_the_server_made_of_it() {
    let mails = Mails::begin(None).await;
    let (code, out) = admin(&mails, &["testmail", "op@mail.example"], "");
    assert_eq!(code, Some(0), "{out}");
    until("it has come", async || mails.post.to("op@mail.example").len() == 1).await;
    assert_eq!(admin(&mails, &["testmail", "gone@mail.example"], "").0, Some(1));
    assert_eq!(admin(&mails, &["testmail", "nobody"], "").0, Some(1));
}
