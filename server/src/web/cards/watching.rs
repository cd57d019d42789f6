//! The viewer's watch on the object of a page, and whether it is muted.

use pursuance_domain::notice::Cause;

use crate::web::request::session::Visit;

/// The viewer's watch on a task or a pursuance.
pub struct Watching {
    /// Its id, in forms.
    pub object: String,
    /// The reason for the watch; none without a watch.
    pub cause: Option<Cause>,
    pub is_muted: bool,
    /// Whether it came from another pursuance: whoever made it here did not write it.
    pub is_mirror: bool,
    /// Without a watch of its own: whether they hear of it as they watch its pursuance, or a skill that it wants.
    pub is_around: bool,
    /// Without a watch of its own: whether it is theirs, so that one begins as soon as the job about it has run.
    pub begins: bool,
}

impl Watching {
    /// The viewer's watch as it was read; none for a visitor.
    pub(in crate::web) fn known(
        visit: &Visit,
        object: &str,
        (cause, is_muted): (Option<Cause>, bool),
        is_mirror: bool,
    ) -> Option<Self> {
        visit.person().map(|_| Self {
            object: object.to_owned(),
            cause,
            is_muted,
            is_mirror,
            is_around: false,
            begins: false,
        })
    }

    /// Whether they are told of what is said there.
    pub fn is_on(&self) -> bool {
        self.cause.is_some() || self.is_around
    }

    /// The text key of the reason, or of "not watched".
    pub fn key(&self) -> &'static str {
        self.cause.map_or("watch-off", |cause| cause_key(cause, self.is_mirror))
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
