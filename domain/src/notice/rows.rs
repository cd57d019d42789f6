//! Rows of an inbox: everything about one object is a row. Where a pursuance has many that are unread, all its tasks of one sort
//! are one row, so that whoever was away for a week reads what there is at a glance.

use std::collections::{BTreeMap, BTreeSet};

use super::NoticeKind;

/// The most unread rows of a pursuance each of which is about one task.
pub const APART_MOST: usize = 8;

/// The most tasks that one row names, and that one press on it reads: of more, the others are the row afterwards.
pub const TASKS_MOST: usize = 60;

/// The sort of what a person is told about a task. A task of several has the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// They are asked whether they take it.
    Asked,
    /// They review it.
    Review,
    /// Something else of it is about them.
    Theirs,
    /// They hear of it.
    News,
}

impl Sort {
    /// Every one; a statement of the store knows them by their places.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Review, Self::Theirs, Self::News];

    /// The sort of a notice about a task.
    pub fn of(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::TaskOffer => Self::Asked,
            NoticeKind::Review => Self::Review,
            NoticeKind::Assignment
            | NoticeKind::Verdict
            | NoticeKind::Mention
            | NoticeKind::Reply
            | NoticeKind::Waiting
            | NoticeKind::Nudge
            | NoticeKind::Suggestion
            | NoticeKind::Role => Self::Theirs,
            NoticeKind::Comment
            | NoticeKind::Outcome
            | NoticeKind::Pairing
            | NoticeKind::Offer
            | NoticeKind::Delegation
            | NoticeKind::JoinRequest
            | NoticeKind::Admission
            | NoticeKind::Invitation
            | NoticeKind::Ban
            | NoticeKind::Closing => Self::News,
        }
    }
}

/// The number of unread rows. `objects`: for each row that everything about one object would make, its pursuance, and the sort of
/// its task; none where it is about no task, or about all tasks that nobody has.
pub fn count<P: Ord>(objects: impl IntoIterator<Item = (P, Option<Sort>)>) -> usize {
    let mut of_each: BTreeMap<P, Vec<Option<Sort>>> = BTreeMap::new();
    for (pursuance, sort) in objects {
        of_each.entry(pursuance).or_default().push(sort);
    }
    let rows = |sorts: Vec<Option<Sort>>| {
        if sorts.len() <= APART_MOST {
            return sorts.len();
        }
        let apart = sorts.iter().filter(|sort| sort.is_none()).count();
        apart + sorts.into_iter().flatten().collect::<BTreeSet<Sort>>().len()
    };
    of_each.into_values().map(rows).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_rows_of_a_pursuance_each_sort_is_one() {
        let rows = |of: &'static str, sort: Option<Sort>, n: usize| vec![(of, sort); n];
        assert_eq!(count(rows("bees", Some(Sort::News), APART_MOST)), APART_MOST);
        assert_eq!(count(rows("bees", Some(Sort::News), APART_MOST + 1)), 1);
        let many =
            [rows("bees", Some(Sort::Asked), 9), rows("bees", Some(Sort::Theirs), 1), rows("bees", None, 2)];
        assert_eq!(count(many.concat()), 4);
        let of_two = [rows("ants", Some(Sort::News), 8), rows("bees", Some(Sort::News), 8)];
        assert_eq!(count(of_two.concat()), 16);
    }

    #[test]
    fn the_sorts_stand_in_their_order() {
        assert!(Sort::ALL.is_sorted());
    }
}
