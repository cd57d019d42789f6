//! Rows of an inbox: everything about one object is a row. Where a pursuance has several tasks of one sort that are unread, they are one
//! row, and where there are many rows of whatever pursuances, those of each sort of each pursuance are: a person who was away for a week
//! reads it at a glance, also where they are in several groups.

use std::collections::BTreeMap;

use super::NoticeKind;

/// The most unread rows, of all pursuances together, each of which is about one object.
pub const APART_MOST: usize = 8;

/// The most unread rows of a pursuance about tasks of one sort: more of them would say the same.
pub const SAME_MOST: usize = 3;

/// The most tasks that one row names, and that one press on it reads: of more, the others are the row afterwards.
pub const TASKS_MOST: usize = 60;

/// The sort of what a person is told about a task. A task of several has the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeSort {
    /// They are asked whether they take it.
    Asked,
    /// They review it.
    Review,
    /// Something else of it is about them.
    Theirs,
    /// They hear of it.
    News,
}

impl NoticeSort {
    /// Every one; a statement of the store knows them by their places.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Review, Self::Theirs, Self::News];

    /// Whether each task of the sort waits for the person: the one that waits longest stands first in their row, and not the newest.
    pub fn waits(self) -> bool {
        match self {
            Self::Asked | Self::Review => true,
            Self::Theirs | Self::News => false,
        }
    }

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

/// The rows that unread objects make, in the order of the objects: each with its sort, which is none where it is about no task, or
/// about all tasks that nobody has. `of`: the pursuance of an object, and its sort.
pub fn rows<T, P: Ord>(
    objects: Vec<T>,
    of: impl Fn(&T) -> (P, Option<NoticeSort>),
) -> Vec<(Option<NoticeSort>, Vec<T>)> {
    let is_many = objects.len() > APART_MOST;
    let mut of_sort: BTreeMap<(P, NoticeSort), usize> = BTreeMap::new();
    for object in &objects {
        if let (pursuance, Some(sort)) = of(object) {
            *of_sort.entry((pursuance, sort)).or_default() += 1;
        }
    }
    let mut rows: Vec<(Option<NoticeSort>, Vec<T>)> = Vec::new();
    let mut shared: BTreeMap<(P, NoticeSort), usize> = BTreeMap::new();
    for object in objects {
        let (pursuance, sort) = of(&object);
        let together = sort
            .map(|sort| (pursuance, sort))
            .filter(|of| is_many || of_sort.get(of).is_some_and(|count| *count > SAME_MOST));
        let sort = together.as_ref().map(|(_, sort)| *sort);
        let place = together.map_or(rows.len(), |of| *shared.entry(of).or_insert(rows.len()));
        match rows.get_mut(place) {
            Some((_, row)) => row.push(object),
            None => rows.push((sort, vec![object])),
        }
    }
    rows
}

/// The number of rows of unread objects, from the number of objects of each pursuance and sort: the length of [`rows`].
pub fn count<P: Ord>(objects: impl IntoIterator<Item = (P, Option<NoticeSort>, usize)>) -> usize {
    let mut of_each: BTreeMap<(P, Option<NoticeSort>), usize> = BTreeMap::new();
    for (pursuance, sort, count) in objects {
        *of_each.entry((pursuance, sort)).or_default() += count;
    }
    let is_many = of_each.values().sum::<usize>() > APART_MOST;
    let together = |count: usize| if is_many || count > SAME_MOST { count.min(1) } else { count };
    let rows = |((_, sort), count): ((P, Option<NoticeSort>), usize)| match sort {
        Some(_) => together(count),
        None => count,
    };
    of_each.into_iter().map(rows).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Objects of a pursuance, counted in both ways.
    fn counted(objects: &[(&'static str, Option<NoticeSort>, usize)]) -> usize {
        let each = objects.iter().flat_map(|(of, sort, n)| vec![(*of, *sort); *n]).collect();
        let made = rows(each, |object| *object).len();
        assert_eq!(count(objects.iter().copied()), made);
        made
    }

    #[test]
    fn of_many_rows_each_sort_of_a_pursuance_is_one() {
        let (news, asked, theirs) =
            (Some(NoticeSort::News), Some(NoticeSort::Asked), Some(NoticeSort::Theirs));
        // Three say the same, the fourth makes them one row.
        assert_eq!([3, 4].map(|n| counted(&[("bees", news, n)])), [3, 1]);
        assert_eq!(counted(&[("bees", news, SAME_MOST)]), SAME_MOST);
        assert_eq!(counted(&[("bees", news, SAME_MOST + 1)]), 1);
        assert_eq!(counted(&[("bees", news, 3), ("bees", asked, 3), ("bees", theirs, 2)]), APART_MOST);
        assert_eq!(counted(&[("bees", news, 3), ("bees", asked, 3), ("bees", theirs, 3)]), 3);
        assert_eq!(counted(&[("bees", None, APART_MOST + 1)]), APART_MOST + 1);
        assert_eq!(counted(&[("bees", asked, 9), ("bees", theirs, 1), ("bees", None, 2)]), 4);
        assert_eq!(counted(&[("ants", news, 3), ("bees", news, 3)]), 6);
    }

    #[test]
    fn rows_of_several_pursuances_are_many_together() {
        let (news, asked, theirs) =
            (Some(NoticeSort::News), Some(NoticeSort::Asked), Some(NoticeSort::Theirs));
        let of_both = [("ants", news, 2), ("ants", theirs, 2), ("bees", news, 2), ("bees", asked, 2)];
        assert_eq!(counted(&of_both), APART_MOST);
        // One more, and each sort is a row: never one of two pursuances.
        assert_eq!(counted(&[of_both.as_slice(), &[("bees", None, 1)]].concat()), 5);
        // An object that is alone of its sort stays as it is.
        let each = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map(|of| (of, news, 1));
        assert_eq!(counted(&each), 10);
    }

    #[test]
    fn a_row_stands_where_its_first_object_does() {
        let mut objects =
            vec![("bees", Some(NoticeSort::News)), ("ants", Some(NoticeSort::Asked)), ("bees", None)];
        objects.extend([("bees", Some(NoticeSort::News)); APART_MOST]);
        let of_each: Vec<(Option<NoticeSort>, usize)> =
            rows(objects, |object| *object).iter().map(|(sort, of)| (*sort, of.len())).collect();
        assert_eq!(
            of_each,
            [(Some(NoticeSort::News), APART_MOST + 1), (Some(NoticeSort::Asked), 1), (None, 1)]
        );
    }

    #[test]
    fn the_sorts_stand_in_their_order() {
        assert!(NoticeSort::ALL.is_sorted());
    }
}
