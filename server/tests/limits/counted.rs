//! The place where the use of a limit is counted: the statement in the table is true for a second process.

use pursuance::actions::{PerformError, Refused};
use pursuance::platform::config::Settings;
use pursuance_domain::action::EndAllSessions;
use pursuance_domain::refusal::Refusal;

use super::table::{Counted, TABLE};
use crate::support::browser::Browser;
use crate::support::{Setup, TestApp, postgres};

fn counted(id: &str) -> Counted {
    TABLE.iter().flat_map(|(_, rows)| *rows).find(|row| row.id == id).unwrap().counted
}

#[tokio::test]
async fn processes_count_together_in_the_database_and_each_by_itself_in_memory() {
    let url = postgres::database().await;
    let one = TestApp::with(Setup { database_url: Some(url.clone()), ..Setup::default() }).await;
    let ana = one.person("ana").await;
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        data_dir: Some(folder.path().to_owned()),
        base_url: Some(one.addresses.base().to_owned()),
        database_url: Some(url),
        ..Settings::default()
    };
    let other = TestApp::of(folder, settings, one.clock.now()).await;

    let guess = async |app: &TestApp| {
        let mut browser = Browser::new(app).from("192.0.2.7");
        let signin = browser.open("/signin").await.shown();
        let fields = [("name", "ana"), ("passphrase", "wrong wrong wrong wrong")];
        browser.fill(&signin, "/signin", &fields).await.status.as_u16()
    };
    for _ in 0..10 {
        assert_eq!(guess(&one).await, 422);
    }
    assert_eq!(counted("sign-in-name-there"), Counted::InDatabase);
    assert_eq!(guess(&other).await, 429, "the other process knows of the ten");

    let end = async |app: &TestApp| {
        app.perform(&ana.principal(), EndAllSessions { account: ana.id.clone() }.into()).await
    };
    let refused = loop {
        if let Err(refused) = end(&one).await {
            break refused;
        }
    };
    let PerformError::Refused(Refused::Rule(Refusal::TooMany { .. })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(counted("credentials"), Counted::InMemory);
    assert!(end(&other).await.is_ok(), "the other process counts for itself");
}
