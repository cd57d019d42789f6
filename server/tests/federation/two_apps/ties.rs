//! Answers and quotes of comments, on both sides of a delegation.

use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::groups::{Group, merged};
use crate::support::inspect::Inspect;
use crate::support::peers::World;

/// Ties of the comments of an instance, the oldest first: the words of the comment that each answers, and of the one that it quotes.
async fn ties(group: &Group) -> Vec<Vec<String>> {
    let inspect = Inspect::open(&group.app.config.database_url).await;
    let words = "coalesce((select t.body from text_version t where t.object = m.";
    let sql = format!(
        "select {words}reply_to and t.revision = 1), ''), {words}quote and t.revision = 1), '') from message m order by m.at, m.id"
    );
    inspect.rows(&sql).await
}

async fn say(group: &Group, task: i64, body: &str, more: Value) -> Value {
    let said = merged(json!({ "body": body, "share": true }), more);
    group.on_task("task.comment", task, said).await["message"].clone()
}

/// The id here of the comment with these words.
async fn id_of(group: &Group, words: &str) -> Value {
    let inspect = Inspect::open(&group.app.config.database_url).await;
    let sql = format!("select object from text_version where field = 'body' and body = '{words}'");
    json!(inspect.rows(&sql).await.concat()[0])
}

#[tokio::test]
async fn replies_and_quotes_of_what_both_sides_have_travel_and_reactions_do_not() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let number = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, number, json!({ "discussion": true })).await;
    let mirror = between.mirror().await.number;
    let asked = say(&bees, number, "How many?", json!({})).await;
    let ours = say(&bees, number, "For us.", json!({ "share": false })).await;
    world.settle().await;
    let there = id_of(&wasps, "How many?").await;
    say(&wasps, mirror, "Seven.", json!({ "reply_to": there })).await;
    world.settle().await;
    let answer = id_of(&bees, "Seven.").await;
    // A reply to a reply hangs on the first one; what only one side has is not told.
    say(&bees, number, "Surely?", json!({ "reply_to": answer, "quote": answer })).await;
    say(&bees, number, "By the way.", json!({ "quote": ours, "reply_to": ours })).await;
    let like = json!({ "message": asked, "emoji": "👍", "on": true });
    bees.on_task("message.react", number, like).await;
    world.settle().await;

    let tie = |answers: &str, quotes: &str| vec![answers.to_owned(), quotes.to_owned()];
    assert_eq!(
        ties(&wasps).await,
        [tie("", ""), tie("How many?", ""), tie("How many?", "Seven."), tie("", "")]
    );
    assert_eq!(ties(&bees).await[4], tie("For us.", "For us."), "here it stays what it is");
    let there = Inspect::open(&wasps.app.config.database_url).await;
    assert_eq!(there.count("reaction").await, 0);
    assert_eq!(bees.comments(number).await.len(), 5);
    world.assert_agreement().await;
}
