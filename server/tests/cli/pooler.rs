//! A server whose PostgreSQL is reached through a pooler that lends each connection for one transaction.

use serde_json::Value;

use super::{Folder, Server, free_port, path, pursuance, run, run_with_input};
use crate::support::pooler::Pooler;

/// A folder with the URL of its database.
struct Home {
    folder: Folder,
    database: String,
    port: u16,
}

impl Home {
    fn with(&self, args: &[&str]) -> Vec<String> {
        let mut args = self.folder.with(args);
        args.extend(["--database-url".to_owned(), self.database.clone()]);
        args
    }

    fn serve(&self) -> Server {
        let bind = format!("127.0.0.1:{}", self.port);
        let args = self.with(&["serve", "--bind", &bind]);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        Server::begin(pursuance(&args), self.port, "Its data is in")
    }

    fn run(&self, args: &[&str], input: &str) -> super::Ended {
        let args = self.with(args);
        run_with_input(&args.iter().map(String::as_str).collect::<Vec<_>>(), input)
    }
}

fn act(server: &Server, token: &str, action: &str, input: &str) -> Value {
    let body = server.post(&format!("/api/v1/actions/{action}"), token, "application/json", input.as_bytes());
    serde_json::from_str(&body).unwrap()
}

/// Serves, writes from many connections at a time, and runs commands beside it; then serves once more.
fn all_goes_through(database: String) {
    let home = Home { folder: Folder::new(), database, port: free_port() };
    let server = home.serve();
    let create = ["admin", "account", "create", "ana", "--passphrase-stdin", "--operator", "--json"];
    home.run(&create, "otter lamp quarry seven\n").json();
    let token = home.run(&["admin", "token", "create", "ana", "--json"], "").json();
    let token = token["token"].as_str().unwrap();
    let bees = r#"{"slug":"bees","name":"Bees","mission":"Count.","visibility":"public"}"#;
    act(&server, token, "pursuance.create", bees);
    std::thread::scope(|scope| {
        for writer in 0..6 {
            let server = &server;
            scope.spawn(move || {
                for number in 0..5 {
                    let input = format!(r#"{{"pursuance":"bees","title":"Task {writer}.{number}"}}"#);
                    act(server, token, "task.create", &input);
                    let list = server.get("/api/v1/pursuances/bees/tasks?limit=200");
                    assert!(list.contains(&format!("Task {writer}.{number}")), "{list}");
                    assert!(server.get("/p/bees/list?q=Task").starts_with("HTTP/1.1 200"));
                }
            });
        }
    });
    let doctor = home.run(&["doctor", "--json"], "").json();
    let found = doctor.as_array().unwrap().iter().find(|finding| finding["check"] == "pooler").unwrap();
    assert!(found["found"].as_str().unwrap().contains("one is in between"), "{found}");
    assert_eq!(server.stop().0, Some(0));
    let server = home.serve();
    assert!(server.get("/api/v1/pursuances/bees/tasks?limit=200").contains("Task 5.4"));
}

#[tokio::test]
async fn a_pooler_that_lends_connections_is_found_and_everything_goes_through_it() {
    let (_pooler, database) = Pooler::with_database().await;
    tokio::task::spawn_blocking(|| all_goes_through(database)).await.unwrap();
}

#[tokio::test]
async fn the_url_may_say_that_no_statement_is_kept() {
    let (_pooler, database) = Pooler::with_database().await;
    let database = format!("{database}&statement-cache-capacity=0");
    tokio::task::spawn_blocking(|| all_goes_through(database)).await.unwrap();
}

#[tokio::test]
async fn without_a_pooler_none_is_found() {
    let database = crate::support::postgres::migrated().await;
    let folder = Folder::new();
    let args = ["doctor", "--json", "--data-dir", &path(&folder.data()), "--database-url", &database];
    let doctor: Value = serde_json::from_str(&run(&args).out).unwrap();
    let found = doctor.as_array().unwrap().iter().find(|finding| finding["check"] == "pooler").unwrap();
    assert!(found["found"].as_str().unwrap().starts_with("none is in between"), "{found}");
}

#[tokio::test]
async fn who_keeps_statements_behind_a_pooler_is_told_what_to_set() {
    let (_pooler, database) = Pooler::with_database().await;
    let database = format!("{database}&statement-cache-capacity=40");
    let folder = Folder::new();
    // The first start leaves statements with the sessions that the second one is lent.
    let told = (0..3).map(|_| {
        let bind = format!("127.0.0.1:{}", free_port());
        let args = ["admin", "account", "list", "--base-url", "http://localhost:9", "--bind", &bind];
        let data = path(&folder.data());
        run(&[&args[..], &["--data-dir", &data, "--database-url", &database]].concat()).err
    });
    let told: Vec<_> = told.collect();
    assert!(
        told.iter().any(|err| err.contains("Add statement-cache-capacity=0 to database-url")),
        "{told:?}"
    );
}
