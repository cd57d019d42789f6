//! The forms of the inbox: read, unread, open, mute, watch.

use axum::response::Response;
use pursuance_domain::action::{Action, MuteNotices, ReadAllThreads, ReadNotices, SetWatch};
use pursuance_domain::notice::NoticeId;

use super::page::fill;
use crate::reads::inbox::{self, ListedNotices, Target};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, local, see, see_with};

/// The most notices checked to find the next one that the viewer may read.
const LOOK: usize = 100;

/// Performs an action and redirects to `back`. A refusal is shown on the page of the inbox.
async fn done(
    visit: Visit,
    action: Action,
    back: &str,
    notice: Option<FormNotice>,
) -> Result<Response, PageError> {
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(match notice {
            Some(notice) => see_with(&visit.app, back, notice),
            None => see(back),
        }),
        Err(refused) => {
            let mut tx = visit.app.db.read().await?;
            let mut shown = fill(&visit, &mut tx, "").await?;
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// The page to return to after a form of another page.
fn back(form: &FormFields) -> String {
    let back = form.text("back");
    if back.is_empty() { links::inbox().to_owned() } else { local(back).to_owned() }
}

/// The notices that a form names, or those about its object.
fn meant(form: &FormFields, read: bool) -> ReadNotices {
    let notices: Vec<NoticeId> = form
        .iter()
        .filter(|(name, _)| *name == "notice")
        .filter_map(|(_, id)| NoticeId::parse(id).ok())
        .collect();
    if notices.is_empty() {
        return reads(form.text("object"), read);
    }
    ReadNotices { notices, object: None, all: false, read }
}

fn reads(object: &str, read: bool) -> ReadNotices {
    ReadNotices { notices: Vec::new(), object: Some(object.to_owned()), all: false, read }
}

/// `POST /inbox/read`
pub async fn read(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = if form.is_ticked("all") {
        ReadNotices { notices: Vec::new(), object: None, all: true, read: true }
    } else {
        meant(&form, form.text("read") != "no")
    };
    done(visit, action.into(), links::inbox(), None).await
}

/// `POST /inbox/read-all`: `back`, the page to return to.
pub async fn read_all(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = ReadAllThreads { pursuance: None };
    done(visit, action.into(), &back(&form), Some(FormNotice::good("notice-all-read"))).await
}

/// `POST /inbox/open`
pub async fn open(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = meant(&form, true);
    let to = local(form.text("to")).to_owned();
    done(visit, action.into(), &to, None).await
}

/// `POST /inbox/next`
pub async fn next(posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let mut tx = visit.app.db.read().await?;
    let found = inbox::list(&mut tx, &visit.who, visit.now, None, ListedNotices::Unread, LOOK).await?;
    drop(tx);
    let Some(first) = found.items.first() else { return Ok(see(links::inbox())) };
    let action = reads(&first.notice.object, true);
    let to = Target::of(first).path();
    done(visit, action.into(), &to, None).await
}

/// `POST /inbox/mute`
pub async fn mute(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let on = form.text("on") == "yes";
    let notice = if on { FormNotice::info("notice-muted") } else { FormNotice::good("notice-unmuted") };
    let action = MuteNotices { object: form.text("object").to_owned(), on };
    done(visit, action.into(), &back(&form), Some(notice)).await
}

/// `POST /inbox/watch`
pub async fn watch(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let on = form.text("on") == "yes";
    let notice = if on { FormNotice::good("notice-watched") } else { FormNotice::info("notice-unwatched") };
    let action = SetWatch { object: form.text("object").to_owned(), on };
    done(visit, action.into(), &back(&form), Some(notice)).await
}
