//! Open pages hear that something changed, and ask again for themselves.

use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::{kinds_of_both, kinds_of_pursuances, kinds_of_the_instance};

use super::Heard;
use crate::state::{App, News};

pub(super) fn hear(heard: &mut Heard, event: &Recorded) {
    if is_shown(&event.what) && heard.pages.last() != Some(&event.stream) {
        heard.pages.push(event.stream.clone());
    }
}

/// Tells open pages of this process that something changed. Those of other processes look for themselves.
pub(crate) fn tell(app: &App, news: impl IntoIterator<Item = News>) {
    for news in news {
        // Nobody listening is fine.
        let _ = app.live.send(news);
    }
}

/// Whether it may change a page that hears of changes: those are the pages of a pursuance and its tasks.
fn is_shown(what: &Happened) -> bool {
    match what {
        kinds_of_the_instance!() => false,
        kinds_of_pursuances!() | kinds_of_both!() => true,
    }
}
