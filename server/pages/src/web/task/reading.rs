//! The read position of the viewer in a discussion, and the forms that change it.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pursuance_domain::action::{Action, ReadAllThreads, ReadThread};
use pursuance_domain::id::MessageId;

use super::forms::At;
use super::page::TaskPage;
use super::parts::{WorkParts, WorkStep};
use super::scene::Scene;
use crate::actions::PerformError;
use crate::reads::message_extras::Place;
use crate::store::discussions::Message;
use crate::store::error::StoreResult;
use crate::store::read_markers::COUNTED;
use crate::store::tasks::Unread;
use crate::web::frame::layout::{Layout, counted};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;
use crate::web::request::session::{Visit, local, see, see_with};
use crate::web::task::comment::PlacePages as _;

/// The unread messages of a member in a discussion.
#[derive(Default)]
pub struct Reading {
    /// Whether the viewer has a read marker: a member who muted neither the task nor the pursuance.
    pub is_kept: bool,
    pub news: Option<News>,
}

/// The unread messages.
pub struct News {
    /// Their number, as text.
    pub count: String,
    /// The id of the first one.
    first: String,
    /// The address of the first one.
    pub href: String,
    /// The time at which the read marker was last moved.
    pub since: Option<When>,
    /// The last message of all, if it is on this page: once it is seen, all are marked as read.
    pub end: Option<String>,
    is_one: bool,
}

impl Reading {
    /// Returns the unread messages if they begin with this message.
    pub fn begins_at(&self, message: &str) -> Option<&News> {
        self.news.as_ref().filter(|news| news.first == message)
    }

    /// Reads the position in the discussion of a task. `shown`: the messages on the page; `is_newest`: whether they are the last ones of
    /// all.
    pub(super) async fn of(s: &mut Scene<'_>, shown: &[Message], is_newest: bool) -> StoreResult<Self> {
        let is_member = s.visit.floor(s.tx, &s.access.pursuance.id).await?.is_some();
        let page = links::task(&s.access.pursuance.slug, s.task.number);
        let news = s.beside.unread.as_ref().map(|unread| News::of(&s.l, unread, &page, (shown, is_newest)));
        Ok(Self { is_kept: is_member && !s.beside.is_muted, news })
    }
}

impl News {
    /// Builds the unread messages of a discussion. `shown`: the messages on the page; `is_newest`: whether they are the last ones of all.
    pub(in crate::web) fn of(
        l: &Layout,
        unread: &Unread,
        page: &str,
        (shown, is_newest): (&[Message], bool),
    ) -> Self {
        let Unread { count, first, read_at } = unread;
        Self {
            count: counted(*count, COUNTED),
            first: first.to_string(),
            href: if shown.iter().any(|message| message.id == *first) {
                format!("#{}", links::FIRST_UNREAD)
            } else {
                links::first_unread(page, first)
            },
            since: read_at.map(|at| l.moment(at)),
            end: shown.last().filter(|_| is_newest).map(|message| message.id.to_string()),
            is_one: *count == 1,
        }
    }

    /// Whether this message is the only unread one, and the last of all.
    fn is_only(&self, message: &str) -> bool {
        self.is_one && self.first == message && self.end.as_deref() == Some(message)
    }
}

impl TaskPage {
    /// The message with the words of a step, if it is the only unread one. The page shows these words on top, so a viewer who has seen them
    /// has read the discussion.
    pub fn all_news<'a>(&self, told: &'a WorkStep) -> Option<&'a str> {
        let (news, message) = (self.talk.reading.news.as_ref()?, told.message.as_deref()?);
        news.is_only(message).then_some(message)
    }

    /// The only unread message, if the viewer's next step begins with its words: taking the step marks it as read.
    pub fn seen_on_top(&self) -> Option<&str> {
        let WorkParts { handed_in, sent_back, .. } = &self.steps.parts;
        let handed_in = handed_in.as_ref().filter(|_| self.steps.may.reviews());
        handed_in.into_iter().chain(sent_back).find_map(|told| self.all_news(told))
    }
}

/// Marks a message as read after the step that began with it. The message may have been deleted meanwhile.
pub(super) async fn seen_with(
    visit: &Visit,
    pursuance: &str,
    task: i64,
    message: &str,
) -> Result<(), PageError> {
    let message = MessageId(message.to_owned());
    let (pursuance, task) = (Some(pursuance.to_owned()), Some(task));
    let action = ReadThread { pursuance, task, room: None, message, read: true };
    match visit.app.perform(&visit.who, action.into()).await {
        Ok(_) | Err(PerformError::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// `POST /p/{slug}/t/{number}/read`: `message`, the last read message; `unread` (yes): marks everything from it on as unread; `quiet`
/// (yes): sent by a script, no redirect.
pub async fn read(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let left = links::pursuance(&slug);
    read_at(&Place::Task { slug, number }, &left, posted).await
}

/// Moves the read marker of a discussion. `left`: the page to show after marking as unread.
pub(in crate::web) async fn read_at(
    place: &Place,
    left: &str,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let is_unread = form.is_ticked("unread");
    let message = MessageId(form.text("message").to_owned());
    let (pursuance, task, room) = match place {
        Place::Task { slug, number } => (Some(slug.clone()), Some(*number), None),
        Place::Room { room, .. } => (None, None, Some(room.clone())),
    };
    say(&visit, ReadThread { pursuance, task, room, message, read: !is_unread }.into()).await?;
    if form.is_ticked("quiet") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if is_unread {
        // The page of the discussion would mark it as read at once.
        return Ok(see_with(&visit.app, left, FormNotice::good("notice-unread")));
    }
    Ok(see(&format!("{}#discussion", place.page())))
}

/// `POST /p/{slug}/read-all`: `back`, the page to return to; else the list of tasks.
pub async fn read_all(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let to = match form.text("back") {
        "" => links::task_list(&slug),
        back => local(back).to_owned(),
    };
    say(&visit, ReadAllThreads { pursuance: Some(slug) }.into()).await?;
    Ok(see_with(&visit.app, &to, FormNotice::good("notice-all-read")))
}

/// Performs the action. A refusal becomes an error page, because the page has no field for it.
async fn say(visit: &Visit, action: Action) -> Result<(), PageError> {
    visit.app.perform(&visit.who, action).await?;
    Ok(())
}
