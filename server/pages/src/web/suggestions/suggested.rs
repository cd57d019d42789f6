//! The changes of a suggestion, field by field: the value at the time of the suggestion, the suggested value, the present value.

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::ActorId;
use pursuance_domain::pairing::asks_by_itself;
use pursuance_domain::suggestion::Suggested;
use pursuance_domain::task::listed::ListedTask;
use pursuance_domain::task::{Ask, Asks};
use pursuance_domain::time::Time;
use pursuance_domain::value::ActorRef;

use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline;
use crate::store::suggestions::Suggestion;
use crate::text::Text;
use crate::web::frame::asks::asks_in_words;
use crate::web::frame::asks::reads;
use crate::web::frame::labels::{phase_key, role_key};

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key of its name.
    pub label: &'static str,
    /// The value at the time of the suggestion; none for a new field.
    pub before: Option<String>,
    /// The suggested value.
    pub after: String,
    /// The present value, if somebody has changed it since.
    pub now: Option<String>,
}

/// A suggestion, with the values at its time and the present ones.
pub struct SuggestedChange<'a> {
    pub t: Text,
    pub base: Option<&'a Suggested>,
    pub what: &'a Suggested,
    pub now: Option<&'a Suggested>,
}

/// The values of a task in a list, in words.
fn said_of(t: Text, task: &ListedTask) -> Vec<String> {
    let asks = task.asks();
    let is_asking = asks_by_itself(task.ask, !asks.skills.is_empty(), task.assignee.is_none());
    asks_in_words(t, &asks, None, is_asking)
}

/// The text key of the suggested action: a sentence that names the person who suggests it.
pub fn key(what: &Suggested) -> &'static str {
    match what {
        Suggested::CreateTask(a) if a.parent.is_some() => "suggests-subtask",
        Suggested::CreateTask(_) => "suggests-task",
        Suggested::EditTask(_) => "suggests-edit",
        Suggested::AssignTask(_) => "suggests-assign",
        Suggested::SetPhase(_) => "suggests-phase",
        Suggested::SplitTask(_) | Suggested::AddTasks(_) => "suggests-split",
        Suggested::SetRole(_) => "suggests-role",
        Suggested::RemoveMember(_) => "suggests-remove",
        Suggested::BanMember(_) => "suggests-ban",
        Suggested::UnbanMember(_) => "suggests-unban",
    }
}

/// The suggestion in a few words, with the name of its object if the reader may know it.
///
/// # Errors
/// When the database fails.
pub(in crate::web) async fn in_words(
    t: Text,
    tx: &mut ReadTx,
    actors: &mut Actors,
    sight: &Sight,
    row: &Suggestion,
) -> StoreResult<String> {
    let of = match (&row.what, &row.about.task, &row.about.member) {
        (Suggested::CreateTask(task), ..) => task.title.to_string(),
        (_, Some(task), _) => {
            let title = outline::titles(tx, sight, std::slice::from_ref(task)).await?.remove(task);
            let hidden = || t.s("task-you-cannot-see").to_owned();
            title.map_or_else(hidden, |(_, title)| title.said(t).into_owned())
        }
        (_, None, Some(member)) => actors.get(tx, member).await?.display.clone(),
        (_, None, None) => String::new(),
    };
    let key = match &row.what {
        Suggested::CreateTask(a) if a.parent.is_some() => "suggested-subtask",
        Suggested::CreateTask(_) => "suggested-task",
        Suggested::EditTask(_) => "suggested-edit",
        Suggested::AssignTask(_) => "suggested-assign",
        Suggested::SetPhase(_) => "suggested-phase",
        Suggested::SplitTask(_) | Suggested::AddTasks(_) => "suggested-split",
        Suggested::SetRole(_) => "suggested-role",
        Suggested::RemoveMember(_) => "suggested-remove",
        Suggested::BanMember(_) => "suggested-ban",
        Suggested::UnbanMember(_) => "suggested-unban",
    };
    Ok(t.with(key).set("of", of).to_string())
}

impl SuggestedChange<'_> {
    /// Every field that it would change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows(&self, tx: &mut ReadTx, actors: &mut Actors) -> StoreResult<Vec<Row>> {
        let before = self.fields(tx, actors, self.base).await?;
        let now = self.fields(tx, actors, self.now).await?;
        let find = |fields: &[(&'static str, String)], label: &str| {
            fields.iter().find(|(name, _)| *name == label).map(|(_, text)| text.clone())
        };
        let after = self.fields(tx, actors, Some(self.what)).await?;
        let row = |(label, after): (&'static str, String)| Row {
            label,
            before: find(&before, label),
            now: find(&now, label),
            after,
        };
        Ok(after.into_iter().map(row).collect())
    }

    async fn fields(
        &self,
        tx: &mut ReadTx,
        actors: &mut Actors,
        what: Option<&Suggested>,
    ) -> StoreResult<Vec<(&'static str, String)>> {
        let Some(what) = what else { return Ok(Vec::new()) };
        let t = self.t;
        let said = |ask: Ask<'_>| match ask {
            Ask::Due(None) => ("edit-due", t.s("suggestion-no-date").to_owned()),
            ask => reads(t, ask),
        };
        let mut fields: Vec<(&'static str, String)> = Vec::new();
        match what {
            Suggested::CreateTask(a) => {
                fields.push(said(Ask::Title(&a.title)));
                let (plain, asks) = (Asks::titled(a.title.clone()), a.clone().into_parts().2);
                fields.extend(plain.changes(&asks).into_iter().map(|changed| said(changed.after())));
                let asking = |ask| if ask { "quick-asks" } else { "quick-not-yet" };
                fields.extend(a.ask.map(|ask| ("suggested-ask", t.s(asking(ask)).to_owned())));
            }
            Suggested::EditTask(a) => fields.extend(a.named().into_iter().map(said)),
            Suggested::AssignTask(a) => {
                let name = match &a.assignee {
                    Some(named) => named_as(tx, actors, named).await?,
                    None => t.s("nobody-yet").to_owned(),
                };
                fields.push(("fact-done-by", name));
            }
            Suggested::SetPhase(a) => {
                fields.push(("filter-phase", t.s(phase_key(a.phase)).to_owned()));
                fields.extend(a.comment.iter().map(|body| ("typed-text", body.as_str().to_owned())));
            }
            Suggested::SplitTask(a) => fields.push(("split-into", a.into.to_string())),
            Suggested::AddTasks(a) => {
                // The values read from each line.
                let lines = a.tasks.iter().map(|task| match said_of(t, task).as_slice() {
                    [_title] => task.title.to_string(),
                    words => words.join(", "),
                });
                fields.push(("split-into", lines.collect::<Vec<_>>().join("\n")));
            }
            Suggested::SetRole(a) => fields.push(("members-role", t.s(role_key(a.role)).to_owned())),
            Suggested::RemoveMember(a) => fields.push(("end-reason", a.reason.to_string())),
            Suggested::BanMember(a) => {
                fields.push(("end-reason", a.reason.to_string()));
                fields.push((
                    "suggestion-ban-until",
                    a.until.map_or_else(|| t.s("banned-for-good").to_owned(), Time::date),
                ));
            }
            Suggested::UnbanMember(a) => {
                fields.extend(a.reason.iter().map(|reason| ("end-reason", reason.to_string())));
            }
        }
        Ok(fields)
    }
}

/// The display name for a reference to a person.
async fn named_as(tx: &mut ReadTx, actors: &mut Actors, named: &ActorRef) -> StoreResult<String> {
    Ok(actors.get(tx, &ActorId(named.as_str().to_owned())).await?.display.clone())
}
