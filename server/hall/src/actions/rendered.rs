//! The HTML of texts for other servers, rendered before the transaction that sends it: rendering takes longer than
//! writing, and on SQLite every other writer waits meanwhile.
//!
//! Only the transaction knows for sure which texts it needs. One that meets a text without HTML goes on to its end, notes
//! all such texts, and is rolled back; they are rendered, and it is retried. To make this rare, the texts that an action
//! is likely to send are rendered before the first try.

use std::collections::HashMap;
use std::sync::Arc;

use pursuance_domain::action::{Action, Sends};

use super::{PerformError, Stage, Step, Walk};
use crate::markdown;
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::tasks::{self, SharedText};

/// The most tries of a transaction that meets texts without HTML.
const TRIES: usize = 4;

/// Texts with their HTML.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered {
    html: Arc<HashMap<String, String>>,
    tries: usize,
}

impl Rendered {
    /// The HTML of a text, when it was made.
    pub(super) fn html(&self, text: &str) -> Option<&String> {
        self.html.get(text)
    }

    /// These texts and the texts that a transaction missed, for its retry.
    ///
    /// # Errors
    /// The transaction's error, when it has been tried often enough or missed no text.
    pub(super) async fn after(self, error: PerformError) -> Result<Self, PerformError> {
        let PerformError::Unrendered(texts) = error else { return Err(error) };
        if self.tries >= TRIES {
            return Err(PerformError::Unrendered(texts));
        }
        let tries = self.tries + 1;
        Ok(Self { tries, ..self.and(texts).await? })
    }

    /// These and some more.
    async fn and(self, texts: Vec<String>) -> Result<Self, PerformError> {
        let made = tokio::task::spawn_blocking(move || {
            let mut html = Arc::unwrap_or_clone(self.html);
            for text in texts {
                let made = markdown::to_html(&text);
                html.insert(text, made);
            }
            Self { html: Arc::new(html), ..self }
        });
        made.await.map_err(|_| PerformError::Interrupted)
    }
}

async fn text(app: &App, pursuance: &str, task: i64) -> StoreResult<Option<SharedText>> {
    tasks::text_of(&mut app.db.read_once().await?, pursuance, task).await
}

/// The texts that an action is likely to send: the text in the action itself, and the text of its task, which one lookup finds. A text
/// that is forgotten here costs a second try of its transaction; a test looks for them in the examples of all actions.
async fn likely(app: &App, action: &Action) -> StoreResult<Vec<String>> {
    let own = action.text().map(str::to_owned);
    let about = action.about();
    let of_task = match (action.card().sends, about.pursuance().zip(about.task())) {
        (Sends::WhereShared | Sends::WithTask, Some((pursuance, task))) => text(app, pursuance, task).await?,
        (Sends::Nothing | Sends::Always | Sends::WhereShared | Sends::WithTask, _) => None,
    };
    Ok(match action.card().sends {
        Sends::Nothing => Vec::new(),
        Sends::Always => own.into_iter().collect(),
        // Messages in a room go to no other server.
        Sends::WhereShared => of_task
            .filter(|of_task| of_task.is_shared)
            .map(|of_task| own.unwrap_or(of_task.body))
            .into_iter()
            .collect(),
        Sends::WithTask => of_task.map(|of_task| of_task.body).into_iter().chain(own).collect(),
    })
}

/// Renders the texts that an action is likely to send.
#[derive(Debug)]
pub(super) struct RenderTexts;

impl Stage for RenderTexts {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(async {
            let texts = likely(&walk.app, &walk.action).await?;
            if !texts.is_empty() {
                walk.prepared.rendered = Rendered::default().and(texts).await?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::{Value, json};

    use super::*;

    /// Members of an action with a text that people write at length.
    const TEXTS: &[&str] = &["deliverables", "body", "comment", "note", "reason"];

    /// The example of an action, with a text in each such member that the action has.
    fn with_texts(mut example: Value, schema: &Value) -> Value {
        for member in TEXTS {
            if !schema["properties"][member].is_null() && example[member].is_null() {
                example[*member] = json!("A few words");
            }
        }
        example
    }

    /// Actions whose text stays here, or is sent as it is, without HTML, or on the way only.
    const NOT_RENDERED: &[&str] = &[
        "task.create",
        "task.set_phase",
        "task.review",
        "task.block",
        "comment.delete",
        "room.say",
        "file.remove",
        "pursuance.join",
        "recruit.ask",
        "member.decide",
        "member.remove",
        "member.ban",
        "member.unban",
        "invite.revoke",
        "suggestion.decline",
        "delegation.reoffer",
        "delegation.progress",
        // Others are told by a job.
        "skill_offer.publish",
        "skill_offer.change",
    ];

    #[test]
    fn a_text_that_an_action_holds_is_rendered_before_its_transaction() {
        for entry in Action::catalogue() {
            let Some(example) = entry.example else { continue };
            let example = with_texts(example, entry.schema.as_value());
            let action = Action::read(entry.name, example.clone()).unwrap().unwrap();
            let text = TEXTS.iter().find_map(|member| example[member].as_str());
            let wanted = text.filter(|_| !NOT_RENDERED.contains(&entry.name));
            assert_eq!(
                action.text(),
                wanted,
                "{}: a mark `sends` in its line, or in NOT_RENDERED",
                entry.name
            );
        }
    }

    fn renders(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                renders(&path, found);
            } else if !path.ends_with("rendered.rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let calls = ["markdown::to_html", "markdown::clean_html", "use crate::markdown::"];
                found.extend(
                    calls.iter().filter(|call| source.contains(**call)).map(|_| path.display().to_string()),
                );
            }
        }
    }

    #[test]
    fn nothing_is_rendered_in_a_transaction() {
        let mut found = Vec::new();
        renders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/actions"), &mut found);
        assert!(found.is_empty(), "`Cx::html` has what was rendered before: {found:?}");
    }
}
