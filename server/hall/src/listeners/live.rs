//! Notifies open pages about changes, so that they reload.

use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::{kinds_of_both, kinds_of_delegations, kinds_of_pursuances, kinds_of_the_instance};

use super::Heard;
use crate::state::{App, PageNews};

pub(super) fn hear(heard: &mut Heard, event: &Recorded) {
    if is_shown(&event.what) && !heard.pages.contains(&event.stream) {
        heard.pages.insert(event.stream.clone());
    }
}

/// Notifies the open pages of this process. Other processes poll the database.
pub fn tell(app: &App, news: impl IntoIterator<Item = PageNews>) {
    for news in news {
        if let PageNews::Change(stream) = &news {
            app.changes.note(stream, app.clock.now());
        }
        // An error means that no page is open.
        let _ = app.live.send(news);
    }
}

/// Whether an event may change an open page of a pursuance or its tasks.
fn is_shown(what: &Happened) -> bool {
    match what {
        kinds_of_the_instance!() => false,
        kinds_of_pursuances!() | kinds_of_delegations!() | kinds_of_both!() => true,
    }
}
