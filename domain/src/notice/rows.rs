//! Rows of an inbox: everything about one object is a row. Where a pursuance has many that are unread, all its tasks of one sort
//! are one row, so that a person who was away for a week reads it at a glance.

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

/// The rows that unread objects make, in the order of the objects: each with its sort, which is none where it is about no task, or
/// about all tasks that nobody has. `of`: the pursuance of an object, and its sort.
pub fn rows<T, P: Ord>(objects: Vec<T>, of: impl Fn(&T) -> (P, Option<Sort>)) -> Vec<(Option<Sort>, Vec<T>)> {
    let mut unread: BTreeMap<P, usize> = BTreeMap::new();
    for object in &objects {
        *unread.entry(of(object).0).or_default() += 1;
    }
    let mut rows: Vec<(Option<Sort>, Vec<T>)> = Vec::new();
    let mut shared: BTreeMap<(P, Sort), usize> = BTreeMap::new();
    for object in objects {
        let (pursuance, sort) = of(&object);
        let has_many = unread.get(&pursuance).is_some_and(|count| *count > APART_MOST);
        let place = match sort.filter(|_| has_many) {
            Some(sort) => *shared.entry((pursuance, sort)).or_insert(rows.len()),
            None => rows.len(),
        };
        match rows.get_mut(place) {
            Some((_, row)) => row.push(object),
            None => rows.push((sort.filter(|_| has_many), vec![object])),
        }
    }
    rows
}

/// The number of rows of unread objects, from the number of objects of each pursuance and sort: the length of [`rows`].
pub fn count<P: Ord>(objects: impl IntoIterator<Item = (P, Option<Sort>, usize)>) -> usize {
    let mut of_each: BTreeMap<P, Vec<(Option<Sort>, usize)>> = BTreeMap::new();
    for (pursuance, sort, count) in objects {
        of_each.entry(pursuance).or_default().push((sort, count));
    }
    let rows = |sorts: Vec<(Option<Sort>, usize)>| {
        let all: usize = sorts.iter().map(|(_, count)| count).sum();
        if all <= APART_MOST {
            return all;
        }
        let apart: usize = sorts.iter().filter(|(sort, _)| sort.is_none()).map(|(_, count)| count).sum();
        apart + sorts.into_iter().filter_map(|(sort, _)| sort).collect::<BTreeSet<Sort>>().len()
    };
    of_each.into_values().map(rows).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Objects of a pursuance, counted in both ways.
    fn counted(objects: &[(&'static str, Option<Sort>, usize)]) -> usize {
        let each = objects.iter().flat_map(|(of, sort, n)| vec![(*of, *sort); *n]).collect();
        let made = rows(each, |object| *object).len();
        assert_eq!(count(objects.iter().copied()), made);
        made
    }

    #[test]
    fn of_many_rows_of_a_pursuance_each_sort_is_one() {
        let (news, asked, theirs) = (Some(Sort::News), Some(Sort::Asked), Some(Sort::Theirs));
        assert_eq!(counted(&[("bees", news, APART_MOST)]), APART_MOST);
        assert_eq!(counted(&[("bees", news, APART_MOST + 1)]), 1);
        assert_eq!(counted(&[("bees", asked, 9), ("bees", theirs, 1), ("bees", None, 2)]), 4);
        assert_eq!(counted(&[("ants", news, 8), ("bees", news, 8)]), 16);
    }

    #[test]
    fn a_row_stands_where_its_first_object_does() {
        let mut objects = vec![("bees", Some(Sort::News)), ("ants", Some(Sort::Asked)), ("bees", None)];
        objects.extend([("bees", Some(Sort::News)); APART_MOST]);
        let of_each: Vec<(Option<Sort>, usize)> =
            rows(objects, |object| *object).iter().map(|(sort, of)| (*sort, of.len())).collect();
        assert_eq!(of_each, [(Some(Sort::News), APART_MOST + 1), (None, 1), (None, 1)]);
    }

    #[test]
    fn the_sorts_stand_in_their_order() {
        assert!(Sort::ALL.is_sorted());
    }
}
