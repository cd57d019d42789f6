//! Tasks between two pursuances: the pages, and the actions on them.

use std::collections::BTreeSet;

use pursuance::jobs::Worker;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use crate::support::browser::{Browser, Page};
use crate::support::two::{MIRROR, TASK, Two};

#[tokio::test]
async fn new_terms_are_answered_on_the_mirror_whatever_they_change_and_never_unread() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    let edit = json!({ "pursuance": "bees", "task": 1, "revision": 2, "deliverables": "All hives.\nIn grey.\nAnd the weirs.",
        "skills": ["Design:Maps", "Sport:Rowing"], "size": "l" });
    two.ana.perform("task.edit", edit).await.ok();

    let read = two.at_wasps.until_shown(MIRROR, "Bees offers new terms").await;
    let read = read.saying("And the weirs.</ins>").saying("Design:Maps, Sport:Rowing</ins>");
    let [accept, decline] = ["accept", "decline"].map(|form| format!("/p/wasps/d/{theirs}/{form}"));
    two.bees_do("reoffer", &ours, json!({ "due": "2040-04-01" })).await;
    two.at_wasps.until_shown(MIRROR, "1 Apr 2040").await;
    let again = two.at_wasps.fill(&read, &decline, &[("reason", "We cannot row."), ("code", "skills")]).await;
    let again = again.refused().saying("The offer has changed").saying("1 Apr 2040").saying("We cannot row.");
    assert_eq!(again.form(&decline).value("code"), "skills");
    assert_ne!(again.form(&decline).value("offer"), read.form(&decline).value("offer"));
    two.at_wasps.fill(&again, &accept, &[]).await.shown();
    two.at_bees.until_shown(TASK, "1 Apr 2040").await;
}

#[tokio::test]
async fn what_exactly_was_asked_is_what_was_agreed_until_new_terms_are() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.bees_do("reoffer", &ours, json!({ "size": "l", "due": "2040-04-01" })).await;
    let asked = |page: &Page| {
        let from = page.html.split("The exact request").nth(1).unwrap();
        from.split("</details>").next().unwrap().to_owned()
    };
    let pending = two.at_wasps.until_shown(MIRROR, "Bees offers new terms").await;
    assert!(asked(&pending).contains("1 May 2040") && !asked(&pending).contains("1 Apr 2040"));
    two.wasps_do("decline", &theirs, json!({ "code": "due-too-soon" })).await;
    let declined = two.at_wasps.until_shown(MIRROR, "declined").await;
    assert!(asked(&declined).contains("1 May 2040") && !asked(&declined).contains("1 Apr 2040"));
    two.at_bees.until_shown(TASK, "The date is too soon.").await;
}

#[tokio::test]
async fn every_offer_that_waits_for_an_answer_has_its_own_forms() {
    let mut two = Two::start().await;
    let (to_wasps, theirs) = two.offered("wasps", json!({})).await;
    let (to_hornets, _) = two.offered("hornets", json!({})).await;
    two.wasps_do("counter", &theirs, json!({ "note": "In June?", "due": "2040-06-01" })).await;

    let page = two.at_bees.until_shown(TASK, "In June?").await;
    let form = |row: &str, form: &str| format!("/p/bees/d/{row}/{form}");
    assert!(page.has_form(&form(&to_wasps, "reoffer")) && page.has_form(&form(&to_hornets, "recall")));
    let ids: Vec<&str> =
        page.html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "each id is there once");
    let typed = [("due", "soon"), ("note", "June it is.")];
    let refused = two.at_bees.fill(&page, &form(&to_wasps, "reoffer"), &typed).await.refused();
    assert_eq!(refused.form(&form(&to_wasps, "reoffer")).value("note"), "June it is.");
    two.at_bees.fill(&page, &form(&to_hornets, "recall"), &[]).await.shown();
    assert!(!two.at_bees.open(TASK).await.shown().has_form(&form(&to_hornets, "recall")));

    let card = two.at_wasps.open("/p/wasps/incoming").await.shown();
    assert!(!card.has_form(&format!("/p/wasps/d/{theirs}/counter")), "they have suggested something already");
}

#[tokio::test]
async fn other_terms_for_new_terms_take_nothing_back() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.bees_do("reoffer", &ours, json!({ "due": "2040-04-01" })).await;
    two.at_wasps.until_shown(MIRROR, "1 Apr 2040").await;
    two.wasps_do("counter", &theirs, json!({ "note": "Mid-April?", "due": "2040-04-15" })).await;

    let page = two.at_bees.until_shown(TASK, "Wasps suggests other terms").await;
    let counter = page.html.split("id=\"counter\"").nth(1).unwrap();
    let counter = counter.split("</section>").next().unwrap();
    assert!(
        counter.contains("1 Apr 2040</del> <ins dir=\"auto\">15 Apr 2040"),
        "against the new terms: {counter}"
    );
    assert!(!counter.contains("/recall\""), "withdrawing would take the task back");
    assert_eq!(page.form(&format!("/p/bees/d/{ours}/reoffer")).value("due"), "2040-04-15");
    let home = two.at_bees.open("/").await.shown();
    assert!(home.says("suggests other terms"));
}

#[tokio::test]
async fn an_answer_to_an_earlier_offer_is_shown_as_one_and_against_that_offer() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.offered("wasps", json!({})).await;
    two.worker.take().unwrap().stop().await;
    two.bees_do("reoffer", &ours, json!({ "due": "2040-04-01" })).await;
    two.wasps_do("counter", &theirs, json!({ "note": "In June?", "due": "2040-06-01" })).await;
    two.worker = Some(Worker::spawn(&two.app));

    let page = two.at_bees.until_shown(TASK, "They had read an earlier version of your offer").await;
    let counter = page.html.split("id=\"counter\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(counter.contains("1 May 2040</del>"), "{counter}");
    assert!(two.at_bees.open("/").await.shown().says("suggests other terms"));
}

#[tokio::test]
async fn work_is_replaced_judged_as_seen_and_the_earlier_version_folded() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.wasps_do("submit", &theirs, json!({ "body": "The first map." })).await;
    let read = two.at_bees.until_shown(TASK, "The first map.").await;
    let home = two.at_wasps.open("/").await.shown();
    assert!(!home.says("It is finished here"), "it is theirs to judge");
    assert!(!two.at_wasps.open("/p/wasps").await.shown().says("You review"), "it is theirs to judge");
    let handed_in = two.at_wasps.open(MIRROR).await.shown().saying("Replace what you handed in");
    let submit = format!("/p/wasps/d/{theirs}/submit");
    two.at_wasps.fill(&handed_in, &submit, &[("body", "The second map.")]).await.shown();
    two.at_bees.until_shown(TASK, "The second map.").await;

    let send_back = format!("/p/bees/d/{ours}/send-back");
    let refused = two.at_bees.fill(&read, &send_back, &[("comment", "No scale.")]).await.refused();
    let refused =
        refused.saying("A newer version has been handed in").saying("No scale.").saying("version 2");
    two.at_bees.fill(&refused, &send_back, &[]).await.shown();
    let back = two.at_wasps.until_shown(MIRROR, "No scale.").await;
    two.at_wasps.fill(&back, &submit, &[("body", "The third map.")]).await.shown();
    let page = two.at_bees.until_shown(TASK, "The third map.").await.saying("Handed in before: 2 times");
    let before =
        page.html.split("id=\"handed-in-before\"").nth(1).unwrap().split("</details>").next().unwrap();
    let [second, answer, first] =
        ["The second map.", "No scale.", "The first map."].map(|words| before.find(words));
    assert!(first.is_some() && second < answer && answer < first, "{before}");
}

#[tokio::test]
async fn open_subtasks_are_waived_by_a_tick_and_what_was_typed_stays() {
    let mut two = Two::start().await;
    let (_, theirs) = two.active(json!({})).await;
    let part = json!({ "pursuance": "wasps", "title": "The legend", "parent": 1 });
    two.wim.perform("task.create", part).await.ok();
    let mirror = two.at_wasps.until_shown(MIRROR, "The legend").await;
    let submit = format!("/p/wasps/d/{theirs}/submit");
    let refused = two.at_wasps.fill(&mirror, &submit, &[("body", "A map.")]).await.refused();
    let refused = refused.saying("One subtask is still open").saying("A map.");
    let handed_in = two.at_wasps.fill(&refused, &submit, &[("waived", "yes")]).await.shown();
    handed_in.saying("Handed in");
}

#[tokio::test]
async fn work_is_handed_in_after_a_recall_and_thanked_for() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    let task = two.at_bees.open(TASK).await.shown();
    let recall = [("code", "superseded"), ("reason", "Sorry.")];
    two.at_bees.fill(&task, &format!("/p/bees/d/{ours}/recall"), &recall).await.shown();
    let recalled = two.at_wasps.until_shown(MIRROR, "Send your work to").await;
    let recalled = recalled.saying("It is no longer needed.");
    let home = two.at_wasps.open("/").await.shown();
    assert!(home.says("recalled it"));
    let submit = format!("/p/wasps/d/{theirs}/submit");
    let sent = two.at_wasps.fill(&recalled, &submit, &[("body", "Half a map.")]).await.shown();
    sent.saying("nothing more is needed from you").saying("You sent work.");
    two.at_bees.until_shown("/", "stopped and sent the work so far").await;

    let late = two.at_bees.until_shown(TASK, "Half a map.").await.saying("came after the recall");
    let thank = format!("/p/bees/d/{ours}/thank");
    let thanked = two.at_bees.fill(&late, &thank, &[]).await.shown().saying("thanks were sent");
    assert!(!thanked.has_form(&thank));
    assert!(!two.at_bees.open("/").await.shown().says("sent the work so far"), "it was looked at");
    two.at_wasps.until_shown(MIRROR, "sent thanks for the work").await;
    two.app.advance(8 * DAY);
    let mut later = Browser::of(&two.app, "wim").await;
    assert!(!later.open(MIRROR).await.shown().has_form(&submit));
}

#[tokio::test]
async fn under_the_phase_stands_what_the_other_side_told_last() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let part = json!({ "pursuance": "wasps", "title": "The legend", "parent": 1 });
    two.wim.perform("task.create", part).await.ok();
    // Progress is told once a minute.
    two.app.advance(MINUTE);
    let page = two.at_bees.until_shown(TASK, "0 of 1 done").await;
    let head = page.html.split("class=\"page-head\"").nth(1).unwrap().split("</header>").next().unwrap();
    for words in ["At <bdi>Wasps</bdi>", "nobody there has begun yet", "reported <time"] {
        assert!(head.contains(words), "{words}: {head}");
    }
    assert!(page.html.contains("<a href=\"/p/wasps\""), "the terms lead there: {}", page.html);
}

#[tokio::test]
async fn a_task_that_may_not_be_handed_on_has_no_button_for_it() {
    for (rule, is_there) in [("no", false), ("ask", false), ("yes", true)] {
        let mut two = Two::start().await;
        two.active(json!({ "redelegation": rule })).await;
        let part = json!({ "pursuance": "wasps", "title": "The legend", "parent": 1 });
        two.wim.perform("task.create", part).await.ok();
        for number in [1, 2] {
            let page = two.at_wasps.open(&format!("/p/wasps/t/{number}")).await.shown();
            let button = format!("href=\"/p/wasps/t/{number}/hand-over\"");
            assert_eq!(page.html.contains(&button), is_there, "{rule}, #{number}");
            let form = two.at_wasps.open(&format!("/p/wasps/t/{number}/hand-over")).await.shown();
            assert_eq!(form.html.contains("id=\"whom\""), is_there, "{rule}, #{number}");
        }
    }
}

#[tokio::test]
async fn whoever_declined_is_marked_and_home_says_so_until_somebody_goes_on() {
    let mut two = Two::start().await;
    let (_, theirs) = two.offered("wasps", json!({})).await;
    two.at_bees.open(TASK).await.shown().saying("your offer to Wasps is withdrawn");
    two.wasps_do("decline", &theirs, json!({ "code": "capacity" })).await;
    two.at_bees.until_shown("/", "declined").await;
    let page = two.at_bees.open("/p/bees/t/1/hand-over").await.shown();
    assert_eq!(page.html.matches("Declined this task").count(), 1);
    two.at_bees.until_shown(TASK, "No time for it.").await;

    two.offered("hornets", json!({})).await;
    assert!(!two.at_bees.open("/").await.shown().says("declined"), "somebody else is asked");
}

#[tokio::test]
async fn home_has_a_line_for_whatever_the_origin_asks_of_the_delegate() {
    let two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.app.advance(DAY);
    two.bees_do("nudge", &ours, json!({ "note": "How is it?" })).await;
    let mut at_wasps = Browser::of(&two.app, "wim").await;
    at_wasps.until_shown("/", "asks how it goes").await;
    two.app.advance(1_000_000);
    two.wasps_do("progress", &theirs, json!({ "note": "Half." })).await;
    assert!(!at_wasps.open("/").await.shown().says("asks how it goes"), "they were told");
    two.bees_do("reoffer", &ours, json!({ "size": "l" })).await;
    at_wasps.until_shown("/", "offers new terms").await;
    two.wasps_do("accept", &theirs, json!({})).await;
    assert!(!at_wasps.open("/").await.shown().says("offers new terms"));
    drop(two.at_wasps);
}

#[tokio::test]
async fn a_task_is_given_back_with_what_was_done_and_why() {
    let mut two = Two::start().await;
    let (_, theirs) = two.active(json!({})).await;
    let mirror = two.at_wasps.open(MIRROR).await.shown();
    let mirror = two.at_wasps.upload(&mirror, "/p/wasps/t/1/files", "half.txt", b"o o").await.shown();
    two.wasps_do("submit", &theirs, json!({ "body": "Half." })).await;
    let give_back = format!("/p/wasps/d/{theirs}/return");
    let mirror = two.at_wasps.open(mirror.path.as_str()).await.shown();
    let fields = [("code", "return-skills"), ("reason", "Nobody here can draw.")];
    two.at_wasps.fill(&mirror, &give_back, &fields).await.shown();

    two.at_bees
        .until_shown(TASK, "Nobody here can draw.")
        .await
        .saying("half.txt")
        .saying("The skills it needs are missing");
    two.at_bees.until_shown("/", "gave it back").await;
}

#[tokio::test]
async fn of_taking_and_judging_a_task_that_is_on_its_way_back_judging_is_the_main_thing() {
    let mut two = Two::start().await;
    let (_, theirs) = two.active(json!({})).await;
    two.wasps_do("submit", &theirs, json!({ "body": "Half." })).await;
    // The other side has not confirmed.
    two.worker.take().unwrap().stop().await;
    let mirror = two.at_wasps.open(MIRROR).await.shown();
    let give_back = format!("/p/wasps/d/{theirs}/return");
    let page = two.at_wasps.fill(&mirror, &give_back, &[("code", "return-skills")]).await.shown();
    let classes = |name: &str| {
        let before = page.html.split(&format!("{name}</button>")).next().unwrap();
        let button = before.rsplit("<button class=\"").next().unwrap();
        button.split('"').next().unwrap().to_owned()
    };
    assert_eq!(classes("Take it"), "btn", "{page:?}");
    assert_eq!(classes("Start the review"), "btn primary", "{page:?}");
}

#[tokio::test]
async fn home_tells_that_nobody_answered_an_offer() {
    let two = Two::start().await;
    let (ours, _) = two.offered("wasps", json!({})).await;
    two.app.advance(8 * DAY);
    two.stands(&two.ana, "bees", &ours, "expired").await;
    Browser::of(&two.app, "ana").await.until_shown("/", "did not answer in time").await;
}

#[tokio::test]
async fn assigners_are_told_when_a_review_is_late_and_the_reviewer_sees_the_review() {
    let two = Two::start().await;
    let ben = two.app.person("ben").await;
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let role = json!({ "pursuance": "bees", "member": "ben", "role": "assigner" });
    two.ana.perform("member.set_role", role).await.ok();
    let (_, theirs) = two.active(json!({})).await;
    two.wasps_do("submit", &theirs, json!({ "body": "A map." })).await;
    let late = "has waited for a review since";
    Browser::of(&two.app, "ana").await.until_shown("/", "It waits for your review").await;
    for _ in 0..2 {
        assert!(!Browser::of(&two.app, "ben").await.open("/").await.shown().says(late));
        two.app.advance(8 * DAY);
    }
    Browser::of(&two.app, "ben").await.until_shown("/", late).await;
    assert!(!Browser::of(&two.app, "ana").await.open("/").await.shown().says(late));
}

#[tokio::test]
async fn once_the_origin_allows_it_home_says_so_and_the_task_is_handed_on() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({ "redelegation": "ask" })).await;
    two.wasps_do("ask_onward", &theirs, json!({ "to": "hornets" })).await;
    let asked = two.at_bees.until_shown(TASK, "asks whether").await;
    two.at_bees.open("/").await.shown().saying("asks whether another pursuance may help");
    let answer = format!("/p/bees/d/{ours}/answer-onward");
    two.at_bees.fill(&asked, &answer, &[("allow", "yes")]).await.shown();

    two.at_wasps.until_shown("/", "answered whether another pursuance may help").await;
    let mirror = two.at_wasps.open(MIRROR).await.shown();
    assert!(mirror.html.contains("href=\"/p/wasps/t/1/hand-over\""));
    let offer = json!({ "pursuance": "wasps", "task": 1, "to": "hornets" });
    two.wim.perform("delegation.offer", offer).await.ok();
    assert!(!two.at_wasps.open("/").await.shown().says("answered whether"), "it was gone on with");
}

#[tokio::test]
async fn the_delegate_reads_what_comes_next_first() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let free = two.at_wasps.until_shown(MIRROR, "Can you do this?").await;
    let taken = two.at_wasps.fill(&free, "/p/wasps/t/1/take", &[]).await.shown();
    // To hand it in is the next step from the start; nobody has to say first that they begin.
    let card = taken.html.split("id=\"hand-in\"").nth(1).unwrap().split("</section>").next().unwrap();
    let main = card.split("btn primary").nth(1).unwrap_or_else(|| panic!("no main button: {card}"));
    assert!(main.contains("Hand in") && main.contains(">Start working<"), "{card}");
    assert!(!card.contains("<details class=\"why\">") && !taken.html.contains("id=\"step\""), "{taken:?}");
    let begun = two.at_wasps.fill(&taken, "/p/wasps/t/1/phase", &[("phase", "in_progress")]).await.shown();
    let open = begun.html.split("id=\"hand-in\"").nth(1).unwrap().split("<form").next().unwrap();
    assert!(!open.contains("<details class=\"why\">") && !begun.says("Start working"), "{open}");
}

#[tokio::test]
async fn the_delegate_finds_what_is_needed_before_facts_files_and_talk_with_the_request_folded() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let free = two.at_wasps.until_shown(MIRROR, "Can you do this?").await;
    let taken = two.at_wasps.fill(&free, "/p/wasps/t/1/take", &[]).await.shown();
    let order = [
        "id=\"hand-in\"",
        ">Start working<",
        "id=\"what\"",
        "<aside",
        "id=\"files\"",
        "The exact request",
        "id=\"discussion\"",
    ];
    let places: Vec<_> = order.iter().map(|part| (taken.html.find(part), part)).collect();
    assert!(places.iter().all(|(place, _)| place.is_some()), "{places:?}: {taken:?}");
    assert!(places.is_sorted(), "{places:?}");
    let before = taken.html.split("The exact request").next().unwrap();
    assert!(before.rfind("<details") > before.rfind("</details>"), "it is folded: {taken:?}");
}

#[tokio::test]
async fn before_anybody_accepts_both_sides_are_told_who_reads_the_discussion() {
    let mut two = Two::start().await;
    let (_, theirs) = two.offered("wasps", json!({ "discussion": true })).await;
    let comment = json!({ "pursuance": "bees", "task": 1, "body": "The weirs too?" });
    two.ana.perform("task.comment", comment).await.ok();

    two.at_bees.open(TASK).await.shown().saying("also read by");
    let incoming = two.at_wasps.until_shown("/p/wasps/incoming", "The weirs too?").await;
    incoming
        .saying("Sent: what")
        .saying("One message from Bees")
        .saying("A suggestion or a question changes");

    two.wim.perform("delegation.accept", json!({ "delegation": theirs })).await.ok();
    two.at_wasps.until_shown(MIRROR, "The weirs too?").await;
}

#[tokio::test]
async fn only_who_may_change_the_terms_or_recall_is_told_so() {
    let mut two = Two::start().await;
    for (person, slug) in [(&two.ana, "bees"), (&two.wim, "wasps")] {
        let public = json!({ "pursuance": slug, "visibility": "public" });
        person.perform("pursuance.edit", public).await.ok();
    }
    two.active(json!({})).await;
    let may = "You can change the terms or recall the task";
    two.at_bees.open(TASK).await.shown().saying(may);
    let mut visitor = Browser::new(&two.app);
    let page = visitor.open(TASK).await.shown().saying("works on it.");
    assert!(!page.says(may), "{page:?}");

    two.at_wasps.open(MIRROR).await.shown().saying("Hand it in when it is finished");
    let page = visitor.open(MIRROR).await.shown().saying("The work is under way here.");
    assert!(!page.says("Hand it in"), "{page:?}");
}

#[tokio::test]
async fn the_delegate_reads_of_itself_whether_it_may_hand_a_task_on() {
    for (rule, ours, theirs) in [
        ("no", "They do it themselves", "Not handed on"),
        ("ask", "They ask before handing it on", "Bees is asked first"),
        ("yes", "They may hand it on", "May be handed on"),
    ] {
        let mut two = Two::start().await;
        let (_, row) = two.offered("wasps", json!({ "redelegation": rule })).await;
        let page = two.at_wasps.open("/p/wasps/incoming").await.shown().saying(theirs);
        assert!(!page.says(ours), "{page:?}");
        two.wim.perform("delegation.accept", json!({ "delegation": row })).await.ok();
        two.stands(&two.wim, "wasps", &row, "active").await;
        let page = two.at_wasps.open(MIRROR).await.shown().saying(theirs);
        assert!(!page.says(ours), "{page:?}");
        two.at_bees.open(TASK).await.shown().saying(ours);
    }
}

#[tokio::test]
async fn home_tells_that_the_origin_did_not_accept_the_work() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.wasps_do("submit", &theirs, json!({ "body": "All of it." })).await;
    two.stands(&two.ana, "bees", &ours, "submitted").await;
    two.bees_do("refuse_work", &ours, json!({ "comment": "It is of another river." })).await;
    two.at_wasps.until_shown("/", "did not accept the work").await;
}

#[tokio::test]
async fn whoever_accepts_a_moment_too_late_is_told_so() {
    let mut two = Two::start().await;
    let (_, theirs) = two.offered("wasps", json!({})).await;
    let (_, others) = two.offered("hornets", json!({})).await;
    two.worker.take().unwrap().stop().await;
    for row in [&theirs, &others] {
        two.wasps_do("accept", row, json!({})).await;
    }
    two.at_wasps.open("/p/wasps/incoming").await.shown().saying("They check that the task is still free.");
    two.worker = Some(Worker::spawn(&two.app));
    two.at_wasps.until_shown("/", "answered that the task is no longer free").await;
}
