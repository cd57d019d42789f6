//! The demo: both servers answer, the task is in progress, and nothing stays without a given folder.

use pursuance::platform::clock::Clock;

use super::{Folder, Server, free_port, path, pursuance};

fn demo(folder: &Folder, more: &[&str], ports: (u16, u16)) -> Server {
    let ports_text = format!("{},{}", ports.0, ports.1);
    let mut command = pursuance(&[&["demo", "--ports", &ports_text], more].concat());
    command.env("TMPDIR", folder.0.path());
    Server::begin(command, ports.0, "Ctrl+C")
}

/// The addresses of the task under way, as printed.
fn under_way(server: &Server) -> Vec<String> {
    server.welcome.lines().map(str::trim).filter(|line| line.contains("/t/")).map(str::to_owned).collect()
}

#[test]
fn a_task_is_under_way_between_the_two_and_nothing_stays() {
    let folder = Folder::new();
    let ports = (free_port(), free_port());
    let server = demo(&folder, &[], ports);
    let tasks = under_way(&server);
    assert_eq!(tasks.len(), 2, "{}", server.welcome);
    assert!(server.welcome.contains("seven herons wait for mara"), "{}", server.welcome);
    assert!(server.welcome.contains("1. Hand a task over: as mara"), "{}", server.welcome);

    let origin = server.get(tasks[0].split_once(&ports.0.to_string()).unwrap().1);
    assert!(origin.starts_with("HTTP/1.1 200") && origin.contains("Pixel Picket"), "{origin}");

    // Its front page says what to try, too.
    let front = server.get("/");
    assert!(front.contains("Try this: sign in as mara"), "{front}");

    assert_eq!(std::fs::read_dir(folder.0.path()).unwrap().count(), 1, "it is kept in one folder");
    assert_eq!(server.stop().0, Some(0));
    assert_eq!(std::fs::read_dir(folder.0.path()).unwrap().count(), 0, "and thrown away");
}

#[test]
fn a_named_demo_goes_on_where_it_was() {
    let folder = Folder::new();
    let data = path(&folder.data());
    let ports = (free_port(), free_port());
    let first = demo(&folder, &["--data-dir", &data], ports);
    let tasks = under_way(&first);
    first.stop();
    let again = demo(&folder, &["--data-dir", &data], ports);
    assert_eq!(under_way(&again), tasks);
    again.stop();

    std::fs::remove_file(folder.data().join("demo.json")).unwrap();
    folder.run(&["demo"]).refused_with(&["cut off", &data]);
}

#[test]
fn once_its_story_is_told_its_clock_is_the_systems() {
    let folder = Folder::new();
    let server = demo(&folder, &[], (free_port(), free_port()));
    let answer = server.get("/healthz");
    let date = answer.lines().find_map(|line| line.split_once(": ").filter(|(name, _)| *name == "date"));
    let date = httpdate::parse_http_date(date.unwrap().1.trim()).unwrap();
    let since = date.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    // The story ends some hours before, and the clock that tells it makes workers look for work all the time.
    let now = Clock::System.now().unix_seconds().unsigned_abs();
    assert!(now.abs_diff(since) < 30 * 60, "{answer}");
    server.stop();
}
