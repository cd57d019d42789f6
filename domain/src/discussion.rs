//! Later changes to a comment (RULES §9): another wording, its end, and reactions to it.

use crate::id::MessageId;
use crate::time::{DAY, Time};
use crate::value::Emoji;
use crate::wording::{Wording, refusals};

/// The most edits of one comment: all former texts are kept.
pub const EDITS_MAX: i64 = 20;

/// The time for which the text of a removed comment is kept, for its author and the members who may remove comments.
pub const KEPT_FOR_APPEAL: i64 = 30 * DAY;

/// The most kinds of reactions to one comment: each is a button on its page.
pub const KINDS_MAX: usize = 20;
/// The most kinds that one person gives to it: nobody alone keeps others from a kind of their own.
pub const OWN_KINDS_MAX: usize = KINDS_MAX / 2;

/// A kind of reactions to a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindFacts {
    pub emoji: String,
    /// Whether the person who reacts has given it already.
    pub is_own: bool,
}

/// A comment as it stands, for the person who wants to change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentFacts {
    /// Whether the person wrote it.
    pub is_author: bool,
    /// Whether it was deleted or removed.
    pub is_gone: bool,
    /// The number of its present text, from 1.
    pub revision: i64,
}

/// The reason why a comment stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentRefusal {
    /// Somebody else wrote it.
    NotYours,
    /// It was deleted or removed.
    Gone,
    /// It was edited meanwhile, in another window.
    Stale,
    /// It was edited as often as may be.
    TooManyEdits,
    /// It has as many kinds of reactions as may be.
    TooManyKinds,
    /// The person has given as many kinds as one may.
    TooManyOwnKinds,
    /// A comment of somebody else is removed with a reason.
    ReasonNeeded,
}

refusals!(CommentRefusal);

impl CommentRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::NotYours => "not-your-comment",
            Self::Gone => "comment-gone",
            Self::Stale => "stale-revision",
            Self::TooManyEdits => "too-many-edits",
            Self::TooManyKinds | Self::TooManyOwnKinds => "too-many-reactions",
            Self::ReasonNeeded => "reason-needed",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReasonNeeded => Some("reason"),
            Self::Stale | Self::TooManyEdits => Some("body"),
            Self::TooManyKinds | Self::TooManyOwnKinds => Some("emoji"),
            Self::NotYours | Self::Gone => None,
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NotYours => Wording::new("refusal-not-your-comment"),
            Self::Gone => Wording::new("refusal-comment-gone"),
            Self::Stale => Wording::new("refusal-comment-stale"),
            Self::TooManyEdits => Wording::new("refusal-too-many-edits").set("most", EDITS_MAX),
            Self::TooManyKinds => Wording::new("refusal-too-many-reactions").set("most", KINDS_MAX),
            Self::TooManyOwnKinds => {
                Wording::new("refusal-too-many-own-reactions").set("most", OWN_KINDS_MAX)
            }
            Self::ReasonNeeded => Wording::new("refusal-reason-needed"),
        }
    }
}

/// Whether the person may give the comment another wording. `against`: the revision that they read.
///
/// # Errors
/// [`CommentRefusal`] with the reason.
pub fn may_edit(comment: CommentFacts, against: i64) -> Result<(), CommentRefusal> {
    if !comment.is_author {
        return Err(CommentRefusal::NotYours);
    }
    if comment.is_gone {
        return Err(CommentRefusal::Gone);
    }
    if comment.revision != against {
        return Err(CommentRefusal::Stale);
    }
    if comment.revision > EDITS_MAX { Err(CommentRefusal::TooManyEdits) } else { Ok(()) }
}

/// The ways in which a comment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentEnd {
    /// Its author deletes it: the text is gone at once.
    Deleted,
    /// Somebody who may do so removes it: the text is kept for an appeal.
    Removed,
}

/// The way in which the comment ends. Whether the person may remove comments of others is asked elsewhere.
///
/// # Errors
/// [`CommentRefusal`] with the reason.
pub fn ends(comment: CommentFacts, has_reason: bool) -> Result<CommentEnd, CommentRefusal> {
    if comment.is_gone {
        return Err(CommentRefusal::Gone);
    }
    if comment.is_author {
        return Ok(CommentEnd::Deleted);
    }
    if has_reason { Ok(CommentEnd::Removed) } else { Err(CommentRefusal::ReasonNeeded) }
}

/// Whether somebody may react to a comment, of which these kinds of reactions are there: nobody does to what is gone, and a kind
/// more has to fit, among all and among their own.
///
/// # Errors
/// [`CommentRefusal`] with the reason.
pub fn may_react(is_gone: bool, kinds: &[KindFacts], emoji: Emoji) -> Result<(), CommentRefusal> {
    if is_gone {
        return Err(CommentRefusal::Gone);
    }
    let there = kinds.iter().find(|kind| kind.emoji == emoji.as_str());
    if there.is_some_and(|kind| kind.is_own) {
        return Ok(());
    }
    if kinds.iter().filter(|kind| kind.is_own).count() >= OWN_KINDS_MAX {
        return Err(CommentRefusal::TooManyOwnKinds);
    }
    if there.is_some() || kinds.len() < KINDS_MAX { Ok(()) } else { Err(CommentRefusal::TooManyKinds) }
}

/// The comment on which a reply hangs: the first one, where it answers another reply. So there is one level, whatever comes in.
pub fn hangs_on(answered: &MessageId, answered_hangs_on: Option<&MessageId>) -> MessageId {
    answered_hangs_on.unwrap_or(answered).clone()
}

/// The moment from which on the text of a comment that was removed then is gone for good.
pub fn kept_until(removed_at: Time) -> Time {
    removed_at.plus(KEPT_FOR_APPEAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: CommentFacts = CommentFacts { is_author: true, is_gone: false, revision: 1 };

    #[test]
    fn a_comment_is_edited_by_its_author_alone() {
        assert_eq!(may_edit(OWN, 1), Ok(()));
        let other = CommentFacts { is_author: false, ..OWN };
        assert_eq!(may_edit(other, 1), Err(CommentRefusal::NotYours));
    }

    #[test]
    fn an_edit_of_a_comment_that_changed_or_went_meanwhile_is_refused() {
        assert_eq!(may_edit(CommentFacts { revision: 2, ..OWN }, 1), Err(CommentRefusal::Stale));
        assert_eq!(may_edit(CommentFacts { is_gone: true, ..OWN }, 1), Err(CommentRefusal::Gone));
    }

    #[test]
    fn a_comment_has_so_many_former_texts() {
        assert_eq!(may_edit(CommentFacts { revision: EDITS_MAX, ..OWN }, EDITS_MAX), Ok(()));
        let full = CommentFacts { revision: EDITS_MAX + 1, ..OWN };
        assert_eq!(may_edit(full, EDITS_MAX + 1), Err(CommentRefusal::TooManyEdits));
    }

    #[test]
    fn reactions_are_of_so_many_kinds_and_none_is_to_what_is_gone() {
        let [thumb, heart, ..] = Emoji::OFFERED;
        let kinds = given(KINDS_MAX, false);
        assert_eq!(may_react(false, &kinds, heart), Ok(()), "of a kind that is there");
        assert_eq!(may_react(false, &kinds, thumb), Err(CommentRefusal::TooManyKinds));
        assert_eq!(may_react(false, &kinds[1..], thumb), Ok(()));
        assert_eq!(may_react(true, &kinds, heart), Err(CommentRefusal::Gone));
    }

    /// So many kinds, but for the first that is offered.
    fn given(kinds: usize, is_own: bool) -> Vec<KindFacts> {
        let kind = |kind: &Emoji| KindFacts { emoji: kind.as_str().to_owned(), is_own };
        Emoji::OFFERED.iter().skip(1).take(kinds).map(kind).collect()
    }

    #[test]
    fn one_person_gives_half_of_the_kinds_at_most() {
        let [thumb, heart, ..] = Emoji::OFFERED;
        let mut kinds = given(OWN_KINDS_MAX, true);
        assert_eq!(may_react(false, &kinds[1..], thumb), Ok(()));
        assert_eq!(may_react(false, &kinds, thumb), Err(CommentRefusal::TooManyOwnKinds));
        assert_eq!(may_react(false, &kinds, heart), Ok(()), "one that they gave already");
        kinds.push(KindFacts { emoji: thumb.as_str().to_owned(), is_own: false });
        assert_eq!(may_react(false, &kinds, thumb), Err(CommentRefusal::TooManyOwnKinds), "as others did");
    }

    #[test]
    fn a_reply_to_a_reply_hangs_on_the_first_comment() {
        let (first, reply) = (MessageId::from("a"), MessageId::from("b"));
        assert_eq!(hangs_on(&first, None), first);
        assert_eq!(hangs_on(&reply, Some(&first)), first);
    }

    #[test]
    fn comments_of_others_go_with_a_reason_and_own_ones_without() {
        let other = CommentFacts { is_author: false, ..OWN };
        assert_eq!(ends(OWN, false), Ok(CommentEnd::Deleted));
        assert_eq!(ends(OWN, true), Ok(CommentEnd::Deleted));
        assert_eq!(ends(other, false), Err(CommentRefusal::ReasonNeeded));
        assert_eq!(ends(other, true), Ok(CommentEnd::Removed));
        assert_eq!(ends(CommentFacts { is_gone: true, ..other }, true), Err(CommentRefusal::Gone));
    }
}
