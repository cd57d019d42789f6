//! A task handed over and back, seen on the pages of both sides.

use pursuance::store::actors::{self, ActorKind};
use serde_json::json;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::rows::an_actor;

/// The bees of Ana and the wasps of Wim, on one instance, with a task of the bees.
async fn bees_and_wasps(app: &TestApp) -> (Browser, Browser) {
    let (ana, wim) = (app.person("ana").await, app.person("wim").await);
    for (person, slug, name) in [(&ana, "bees", "Bees"), (&wim, "wasps", "Wasps")] {
        let input = json!({ "slug": slug, "name": name, "mission": format!("The mission of the {name}.") });
        person.perform("pursuance.create", input).await.ok();
    }
    let input = json!({ "pursuance": "bees", "title": "Draw a map", "deliverables": "With *all* hives.", "due": "2040-05-01" });
    ana.perform("task.create", input).await.ok();
    (Browser::of(app, "ana").await, Browser::of(app, "wim").await)
}

#[tokio::test]
async fn whoever_handed_a_task_on_is_not_offered_it_again() {
    let app = TestApp::start().await;
    let worker = pursuance::jobs::Worker::spawn(&app);
    let (mut ana, mut wim) = bees_and_wasps(&app).await;
    let form = ana.open("/p/bees/t/1/hand-over?to=wasps").await.shown();
    ana.fill(&form, "/p/bees/t/1/hand-over", &[("redelegation", "yes")]).await.shown();
    let incoming = wim.until_shown("/p/wasps/incoming", "Draw a map").await;
    let id = incoming.html.split("id=\"offer-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    wim.fill(&incoming, &format!("/p/wasps/d/{id}/accept"), &[]).await.shown();
    wim.until_shown("/p/wasps/t/1", "Under way").await;

    let whom = wim.open("/p/wasps/t/1/hand-over").await.shown().saying("It has handed this task on already.");
    let bees = whom.html.split("value=\"bees\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(bees.contains("disabled"), "{bees}");
    let typed = wim.open("/p/wasps/t/1/hand-over?address=bees").await.refused();
    let typed = typed.saying("Bees has handed this task on already");
    assert!(!typed.html.contains("id=\"offer\""), "there is nothing to fill in for them");
    let (_, account) = (&typed, app.visitor());
    drop(account);
    worker.stop().await;
}

#[tokio::test]
async fn the_only_pursuance_there_is_is_chosen_beforehand_and_shown_once() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let whom = ana.open("/p/bees/t/1/hand-over").await.shown().saying("Go on");
    let wasps = whom.html.split("value=\"wasps\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(wasps.contains("checked"), "{wasps}");
    let chosen = ana.open("/p/bees/t/1/hand-over?to=wasps").await.shown();
    let is_shown = chosen.html.contains("id=\"chosen\"");
    assert!(is_shown && !chosen.html.contains("type=\"radio\" name=\"to\""), "{chosen:?}");
    // The preview stands before the button.
    let (preview, send) = (chosen.html.find("id=\"preview\""), chosen.html.find("form=\"offer\""));
    assert!(preview.is_some() && preview < send, "{chosen:?}");
}

#[tokio::test]
async fn the_terms_typed_so_far_go_along_to_another_pursuance() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let hand_over = "/p/bees/t/1/hand-over";
    let terms = |page: &Page| {
        let form = page.form(hand_over);
        ["note", "due", "heartbeat", "names", "redelegation"].map(|name| form.value(name).to_owned())
    };
    let typed = ["Could you?", "2040-06-01", "14", "yes", "no"];
    let form = ana.open(&format!("{hand_over}?to=wasps")).await.shown();
    let again = [("note", typed[0]), ("due", typed[1]), ("heartbeat", typed[2]), ("names", typed[3])];
    let again = [&again[..], &[("redelegation", typed[4]), ("again", "yes")]].concat();
    let whom = ana.fill(&form, hand_over, &again).await.shown();
    assert!(!whom.html.contains("id=\"offer\"") && terms(&whom) == typed, "{whom:?}");
    let missing = ana.fill(&whom, hand_over, &[("address", "nobody-of-that-name")]).await.refused();
    assert_eq!(terms(&missing), typed);
    let chosen = ana.fill(&missing, hand_over, &[("address", ""), ("to", "wasps")]).await.shown();
    assert!(chosen.html.contains("id=\"offer\""), "{chosen:?}");
    assert_eq!(terms(&chosen), typed);
    ana.fill(&chosen, hand_over, &[]).await.shown().saying("The offer is on its way");
}

#[tokio::test]
async fn a_task_is_offered_countered_done_and_accepted_by_pages_alone() {
    let app = TestApp::start().await;
    let worker = pursuance::jobs::Worker::spawn(&app);
    let (mut ana, mut wim) = bees_and_wasps(&app).await;
    let hand_over = "/p/bees/t/1/hand-over";

    let preview = ana.open(&format!("{hand_over}?to=wasps")).await.shown();
    let preview = preview.saying("The mission of the Wasps.").saying("Draw a map").saying("<em>all</em>");
    let fields = [("note", "Could you?"), ("due", "2040-06-01")];
    let shown = [fields[0], fields[1], ("discussion", "yes"), ("preview", "yes")];
    let shown = ana.fill(&preview, hand_over, &shown).await.shown().saying("Sent").saying("1 Jun 2040");
    assert!(shown.form(hand_over).value("note") == "Could you?", "nothing typed is lost");
    assert!(!wim.open("/p/wasps/incoming").await.shown().says("Could you?"), "nothing was sent");
    let offered = ana.fill(&preview, hand_over, &fields).await.shown().saying("The offer is on its way");
    assert_eq!(offered.path, "/p/bees/t/1");

    let incoming = wim.until_shown("/p/wasps/incoming", "Could you?").await.saying("<em>all</em>");
    let id = incoming.html.split("id=\"offer-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let post = |form: &str| format!("/p/wasps/d/{id}/{form}");
    wim.fill(&incoming, &post("counter"), &[("due", "soon"), ("note", "Later?")])
        .await
        .refused()
        .saying("Later?");
    wim.fill(&incoming, &post("counter"), &[]).await.refused().saying("Suggest another date or size");
    let countered = [("due", "2040-07-01"), ("note", "Later?")];
    let waiting =
        wim.fill(&incoming, &post("counter"), &countered).await.shown().saying("The terms change only if");
    waiting.saying("Later?").saying("1 Jul 2040");

    let counter = ana.until_shown("/p/bees/t/1", "Later?").await;
    let ours = counter.html.split("/p/bees/d/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let mine = |form: &str| format!("/p/bees/d/{ours}/{form}");
    assert_eq!(counter.form(&mine("reoffer")).value("due"), "2040-07-01", "their terms stand in the form");
    ana.fill(&counter, &mine("reoffer"), &[]).await.shown();

    let again = wim.until_shown("/p/wasps/incoming", "They changed their offer").await.saying("1 Jul 2040");
    let accepted = wim.fill(&again, &post("accept"), &[]).await.shown();
    assert_eq!(accepted.path, "/p/wasps/t/1");
    ana.until_shown("/p/bees/t/1", "accepted the offer").await;

    wim.until_shown("/", "and nobody has it yet").await;
    let mirror = wim.until_shown("/p/wasps/t/1", "Hand in").await.saying("Can you do this?");
    let told = wim.fill(&mirror, &post("progress"), &[("note", "Half of it is there.")]).await.shown();
    ana.until_shown("/p/bees/t/1", "Half of it is there.").await;
    let uploaded = wim.upload(&told, "/p/wasps/t/1/files", "map.txt", b"o o o").await.shown();
    let sha256 = uploaded.form(&post("submit")).value("files").to_owned();
    let work = [("body", "Here is the **map**."), ("files", sha256.as_str())];
    wim.fill(&uploaded, &post("submit"), &work).await.shown().saying("Handed in");

    let review = ana.until_shown("/p/bees/t/1", "<strong>map</strong>").await.saying("map.txt");
    ana.fill(&review, &mine("send-back"), &[("comment", "")]).await.refused();
    ana.fill(&review, &mine("send-back"), &[("comment", "Add a legend.")]).await.shown();
    let back = wim.until_shown("/p/wasps/t/1", "Add a legend.").await;
    let work = [("body", "With a legend."), ("files", sha256.as_str())];
    wim.fill(&back, &post("submit"), &work).await.shown();
    let review = ana.until_shown("/p/bees/t/1", "With a legend.").await;
    let before = ana.open("/p/bees/files").await.shown();
    assert!(!before.says("map.txt"), "it is not ours before it is accepted");
    let done = ana
        .fill(&review, &mine("accept-work"), &[("comment", "Thank you!")])
        .await
        .shown()
        .saying("Accepted");
    done.saying("The accepted work");
    ana.open("/p/bees/files").await.shown().saying("map.txt");
    wim.until_shown("/p/wasps/t/1", "Thank you!").await;
    worker.stop().await;
}

#[tokio::test]
async fn the_preview_shows_the_message_and_the_mission_that_they_will_read() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let hand_over = "/p/bees/t/1/hand-over";
    let form = ana.open(&format!("{hand_over}?to=wasps")).await.shown();
    let beside = |page: &Page| page.html.split("id=\"preview\"").nth(1).unwrap().to_owned();
    assert!(beside(&form).contains("The mission of the Bees."), "{form:?}");
    assert!(!beside(&form).contains("<blockquote"), "no message yet: {form:?}");

    let fields = [("note", "Could you do it **soon**?"), ("preview", "yes")];
    let shown = ana.fill(&form, hand_over, &fields).await.shown();
    assert!(beside(&shown).contains("Could you do it <strong>soon</strong>?"), "{shown:?}");
    let fields = [("note", &*"x".repeat(2_001)), ("preview", "yes")];
    let refused = ana.fill(&form, hand_over, &fields).await;
    assert!(!beside(&refused).contains("<blockquote"), "what is not sent is not shown as sent: {refused:?}");
}

#[tokio::test]
async fn a_pursuance_nobody_has_heard_of_is_told_beside_the_field() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let refused = ana.open("/p/bees/t/1/hand-over?address=hornets").await.refused();
    assert!(refused.says("hornets") && refused.html.contains("id=\"address-error\""), "{refused:?}");
}

#[tokio::test]
async fn a_refused_offer_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let hand_over = "/p/bees/t/1/hand-over";
    let preview = ana.open(&format!("{hand_over}?to=wasps")).await.shown();
    let fields =
        [("note", "Could you?"), ("due", "1999-01-01"), ("discussion", "yes"), ("redelegation", "no")];

    let refused = ana.fill(&preview, hand_over, &fields).await.refused();

    let form = refused.form(hand_over);
    for (name, value) in fields {
        assert_eq!(form.value(name), value);
    }
    assert!(refused.html.contains("id=\"due-error\""), "{refused:?}");
}

#[tokio::test]
async fn a_task_that_somebody_has_is_not_offered() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/t/1/assign", &[("assignee", "ana")]).await.shown();
    let blocked = ana.open("/p/bees/t/1/hand-over").await.shown().saying("When it is free again");
    assert!(!blocked.has_form("/p/bees/t/1/hand-over"));
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.fill(&task, "/p/bees/t/1/phase", &[("phase", "dropped")]).await.shown();
    let closed = ana.open("/p/bees/t/1/hand-over").await.shown().saying("Open it again first");
    assert!(!closed.says("When it is free again") && !closed.has_form("/p/bees/t/1/hand-over"), "{closed:?}");
}

#[tokio::test]
async fn only_assigners_hand_over_and_see_offers() {
    let app = TestApp::start().await;
    let (mut ana, mut wim) = bees_and_wasps(&app).await;
    assert_eq!(wim.open("/p/bees/t/1/hand-over").await.status, http::StatusCode::FORBIDDEN);
    let preview = ana.open("/p/bees/t/1/hand-over?to=wasps").await.shown();
    ana.fill(&preview, "/p/bees/t/1/hand-over", &[("note", "A secret wish.")]).await.shown();
    assert!(
        !ana.open("/p/wasps/incoming").await.shown().says("A secret wish."),
        "an offer is for whom it was made"
    );
}

#[tokio::test]
async fn a_name_without_its_server_is_completed_from_those_known() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let mut tx = app.db.write().await.unwrap();
    let picket = an_actor(ActorKind::Group, "pixel-picket", Some("law.localhost:9000"));
    actors::add(&mut tx, &picket, None).await.unwrap();
    tx.commit().await.unwrap();
    let asked = ana.open("/p/bees/t/1/hand-over?address=pixel-picket").await.refused();
    asked.saying("Did you mean pixel-picket@law.localhost:9000?");
    let unknown = ana.open("/p/bees/t/1/hand-over?address=nobody-here").await.refused();
    assert!(!unknown.says("Did you mean"), "{unknown:?}");
}

#[tokio::test]
async fn a_file_that_stays_is_listed_among_what_is_not_sent() {
    let app = TestApp::start().await;
    let (mut ana, _) = bees_and_wasps(&app).await;
    let task = ana.open("/p/bees/t/1").await.shown();
    ana.upload(&task, "/p/bees/t/1/files", "hives.csv", b"1;2").await.shown();
    let form = ana.open("/p/bees/t/1/hand-over?to=wasps").await.shown();
    let not_sent = |page: &Page| {
        let stays = page.html.split("id=\"ns\"").nth(1).unwrap().split("</section>").next().unwrap();
        stays.contains("hives.csv")
    };
    assert!(not_sent(&form), "{form:?}");
    let sha256 = form.html.split("name=\"files\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let ticked = [("files", sha256), ("preview", "yes")];
    let ticked = ana.fill(&form, "/p/bees/t/1/hand-over", &ticked).await.shown();
    assert!(!not_sent(&ticked), "{ticked:?}");
}
