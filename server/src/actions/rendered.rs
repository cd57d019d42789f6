//! The HTML of texts for other servers, rendered before the transaction that sends it: rendering takes longer than
//! writing, and on SQLite every other writer waits meanwhile.
//!
//! Only the transaction knows for sure which texts it needs. One that meets a text without HTML goes on to its end, notes
//! all such texts, and is rolled back; they are rendered, and it is retried. To make this rare, the texts that an action
//! is likely to send are rendered before the first try.

use std::collections::HashMap;
use std::sync::Arc;

use pursuance_domain::action::Action;
use pursuance_domain::value::Note;

use super::PerformError;
use crate::markdown;
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::tasks::{self, SharedText};

/// How often a transaction is tried that meets texts which were missing in the try before.
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

    /// The HTML of the texts that an action is likely to send.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn foreseen(app: &App, action: &Action) -> Result<Self, PerformError> {
        let texts = likely(app, action).await?;
        if texts.is_empty() { Ok(Self::default()) } else { Self::default().and(texts).await }
    }

    /// These and those that a transaction missed, for its retry.
    ///
    /// # Errors
    /// The error it ended with, when it has been tried often enough or missed nothing.
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

/// The texts that an action is likely to send, as far as it holds them or one look finds them.
async fn likely(app: &App, action: &Action) -> StoreResult<Vec<String>> {
    let note = |note: Option<&str>| note.map(str::to_owned).into_iter().collect();
    Ok(match action {
        Action::EditTask(edit) => match text(app, &edit.pursuance, edit.task).await? {
            Some(known) if known.is_shared => match &edit.deliverables {
                Some(new) => vec![new.as_str().to_owned()],
                None => vec![known.body],
            },
            Some(_) | None => Vec::new(),
        },
        Action::OfferDelegation(offer) => {
            let known = text(app, &offer.pursuance, offer.task).await?.map(|known| known.body);
            let note = offer.note.as_ref().map(|note| note.as_str().to_owned());
            known.into_iter().chain(note).collect()
        }
        Action::CommentTask(comment) => match text(app, &comment.pursuance, comment.task).await? {
            Some(known) if known.is_shared => vec![comment.body.as_str().to_owned()],
            Some(_) | None => Vec::new(),
        },
        Action::SubmitDelegation(work) => vec![work.body.as_str().to_owned()],
        Action::SendBack(verdict) => vec![verdict.comment.as_str().to_owned()],
        Action::RefuseWork(verdict) => vec![verdict.comment.as_str().to_owned()],
        Action::AcceptWork(verdict) => note(verdict.comment.as_ref().map(Note::as_str)),
        Action::ThankForWork(verdict) => note(verdict.comment.as_ref().map(Note::as_str)),
        Action::DeclineDelegation(answer) => note(answer.reason.as_ref().map(Note::as_str)),
        Action::CounterDelegation(answer) => note(answer.note.as_ref().map(Note::as_str)),
        Action::RecallDelegation(end) => note(end.reason.as_ref().map(Note::as_str)),
        Action::ReturnDelegation(end) => note(end.reason.as_ref().map(Note::as_str)),
        Action::NudgeDelegation(nudge) => note(nudge.note.as_ref().map(Note::as_str)),
        // They send no text, or seldom, or one that is found only on the way.
        Action::CreateAccount(_)
        | Action::SetVerifier(_)
        | Action::SetOperator(_)
        | Action::SuspendAccount(_)
        | Action::StartSession(_)
        | Action::EndSession(_)
        | Action::EndAllSessions(_)
        | Action::CreateToken(_)
        | Action::RevokeToken(_)
        | Action::LiftLimits(_)
        | Action::ConfigureInstance(_)
        | Action::BlockHost(_)
        | Action::ResumeChannels(_)
        | Action::ActorGone(_)
        | Action::NoteKeyChange(_)
        | Action::VouchForKey(_)
        | Action::AcceptKey(_)
        | Action::HostShutOut(_)
        | Action::EditProfile(_)
        | Action::CreatePursuance(_)
        | Action::EditPursuance(_)
        | Action::JoinPursuance(_)
        | Action::LeavePursuance(_)
        | Action::SetRole(_)
        | Action::DecideMember(_)
        | Action::CreateTask(_)
        | Action::MoveTask(_)
        | Action::SetPhase(_)
        | Action::SettleSubtasks(_)
        | Action::AssignTask(_)
        | Action::TakeTask(_)
        | Action::HandBackTask(_)
        | Action::AttachFile(_)
        | Action::AddFile(_)
        | Action::FetchFiles(_)
        | Action::ReofferDelegation(_)
        | Action::AcceptDelegation(_)
        | Action::ReportProgress(_)
        | Action::StartReview(_)
        | Action::AskOnward(_)
        | Action::AnswerOnward(_)
        | Action::LetGo(_)
        | Action::TickDelegation(_) => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

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
