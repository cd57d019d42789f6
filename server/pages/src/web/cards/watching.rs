//! The viewer's watch on the object of a page, and whether it is muted.

use pursuance_domain::notice::Cause;

use crate::web::request::session::Visit;

/// The viewer's watch on a task or a pursuance.
pub struct Watching {
    /// Its id, in forms.
    pub object: String,
    pub watch: WatchReason,
    pub is_muted: bool,
    /// Whether it came from another pursuance: its creator here did not write it.
    pub is_mirror: bool,
}

/// Why the viewer hears of an object, if they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchReason {
    /// They watch it.
    Own(Cause),
    /// They watch its pursuance, or a skill that it wants.
    Around,
    /// It is theirs: a watch begins as soon as the job about it has run.
    Begins,
    Off,
}

impl Watching {
    /// The viewer's watch as it was read, or else why they hear of it; none for a visitor.
    pub(in crate::web) fn known(
        visit: &Visit,
        object: &str,
        (cause, is_muted): (Option<Cause>, bool),
        is_mirror: bool,
        or_else: WatchReason,
    ) -> Option<Self> {
        let watch = cause.map_or(or_else, WatchReason::Own);
        visit.person().map(|_| Self { object: object.to_owned(), watch, is_muted, is_mirror })
    }

    /// The text keys of what is said of it, and of the reason where there is one.
    pub fn words(&self) -> (&'static str, Option<&'static str>) {
        match self.watch {
            WatchReason::Own(cause) => ("watching-on", Some(cause_key(cause, self.is_mirror))),
            WatchReason::Around => ("watching-around", None),
            WatchReason::Begins => ("watching", None),
            WatchReason::Off => ("watching-off", None),
        }
    }

    /// Whether they are told of what is said there.
    pub fn is_on(&self) -> bool {
        matches!(self.watch, WatchReason::Own(_) | WatchReason::Around)
    }
}

/// The text key of the reason for a watch on an object, which may be the copy of another pursuance's task.
pub(in crate::web) fn cause_key(cause: Cause, is_mirror: bool) -> &'static str {
    match cause {
        Cause::Made if is_mirror => "watch-brought",
        Cause::Made => "watch-made",
        Cause::Took => "watch-took",
        Cause::Reviews => "watch-reviews",
        Cause::Commented => "watch-commented",
        Cause::Chosen => "watch-chosen",
    }
}
