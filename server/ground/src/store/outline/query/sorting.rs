//! The orders of a list, and the parts in which an index has them.
//!
//! Of two equal tasks the one with the higher number comes first, in either direction, so an index read backwards does not always have the
//! requested order. The many equal tasks of one urgency, of one size or without a date are a part of the list each, in the order of their
//! numbers. Equal times and positions are few; each such group is sorted.

use pursuance_domain::query::{Order, Sort};
use pursuance_domain::value::{Size, Urgency};

use super::{DUE_OR_FIRST, DUE_OR_LAST, Place, SIZE_RANK, URGENCY_RANK};
use crate::store::db::ReadTx;
use crate::store::db::built::Built;

/// A list is sorted by a number, and then by the number of the task, the highest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sorting {
    pub by: Order,
    pub is_descending: bool,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leg {
    /// All of it.
    Whole,
    /// Tasks with a date, sorted by this expression, which has an index.
    Dated(&'static str),
    /// Tasks without a date.
    Undated,
    /// Tasks with this rank among urgencies, or sizes.
    Rank(i64),
}

/// The order in which tasks are scanned. Conditions with other indices must not lead the planner away from the index with the order:
/// SQLite, which may have no statistics yet, would rather sort every task of a phase than read the first ones of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LegWalk {
    /// In any order.
    Any,
    /// By their numbers.
    Numbers,
    /// By their dates, by this expression.
    Dates(&'static str),
    /// Along another index, or in the order of a list.
    Other,
}

/// Another index that serves a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherIndex {
    /// An index that also contains the numbers of the tasks: it has the order of the newest, too.
    Numbers,
    /// An index of people, which has no order of a list.
    People,
}

impl LegWalk {
    /// Keeps SQLite from using the index of the next condition, unless that has the order.
    pub fn past<'b>(self, built: &'b mut Built, tx: &ReadTx, beside: OtherIndex) -> &'b mut Built {
        let is_served = match self {
            Self::Any => true,
            Self::Numbers => beside == OtherIndex::Numbers,
            Self::Dates(_) | Self::Other => false,
        };
        // Postgres decides by its statistics.
        if is_served || !tx.is_sqlite() { built } else { built.say("+") }
    }

    /// The date of a task that has one.
    pub fn date<'b>(self, built: &'b mut Built, tx: &ReadTx) -> &'b mut Built {
        match self {
            Self::Dates(words) => built.say(words),
            Self::Any => built.say("t.due"),
            Self::Numbers | Self::Other if tx.is_sqlite() => built.say("+t.due"),
            Self::Numbers | Self::Other => built.say("t.due"),
        }
    }
}

/// The sort keys of a task without a date, in a list by date.
const LAST_UPWARDS: i64 = i64::MAX;
const LAST_DOWNWARDS: i64 = -i64::MAX;

impl Sorting {
    pub fn of(sort: Sort) -> Self {
        let begins_high = match sort.by {
            Order::New | Order::Updated | Order::Urgency => true,
            Order::Due | Order::Size | Order::Order => false,
        };
        Self { by: sort.by, is_descending: begins_high != sort.reversed }
    }

    /// The parts of a list in one pursuance, in order. `is_list`: the statement begins with a list of few tasks, and sorts them.
    pub fn legs(self, is_list: bool) -> Vec<Leg> {
        match (self.by, self.is_descending) {
            _ if is_list => vec![Leg::Whole],
            (Order::Due, true) => vec![Leg::Dated(DUE_OR_FIRST), Leg::Undated],
            (Order::Urgency, false) => self.ranks(),
            (Order::Size, true) => self.ranks(),
            (Order::New | Order::Updated | Order::Order | Order::Due | Order::Urgency | Order::Size, _) => {
                vec![Leg::Whole]
            }
        }
    }

    /// The parts of a list in several pursuances: ids decide between equal keys, and no index contains these.
    pub fn legs_everywhere(self, is_list: bool) -> Vec<Leg> {
        match self.by {
            _ if is_list => vec![Leg::Whole],
            Order::New | Order::Updated | Order::Order => vec![Leg::Whole],
            Order::Due if self.is_descending => vec![Leg::Dated(DUE_OR_FIRST), Leg::Undated],
            Order::Due => vec![Leg::Dated(DUE_OR_LAST), Leg::Undated],
            Order::Urgency | Order::Size => self.ranks(),
        }
    }

    /// Every urgency, or every size.
    fn ranks(self) -> Vec<Leg> {
        let all = if self.by == Order::Urgency { Urgency::ALL.len() } else { Size::ALL.len() };
        let ranks = 0..i64::try_from(all).unwrap_or(i64::MAX);
        if self.is_descending { ranks.rev().map(Leg::Rank).collect() } else { ranks.map(Leg::Rank).collect() }
    }

    /// Adds the sort key of a part, which has to be the exact expression of an index: otherwise every task of the pursuance would be sorted
    /// for one page.
    pub fn key(self, built: &mut Built, leg: Leg) -> &mut Built {
        built.say(match (leg, self.by) {
            (Leg::Dated(words), _) => words,
            (_, Order::New) => "t.number",
            (_, Order::Updated) => "t.updated",
            (_, Order::Order) => "t.position",
            // Tasks without a date come last either way.
            (_, Order::Due) if self.is_descending => DUE_OR_FIRST,
            (_, Order::Due) => DUE_OR_LAST,
            (_, Order::Urgency) => URGENCY_RANK,
            (_, Order::Size) => SIZE_RANK,
        })
    }

    /// The order of a part.
    pub fn order(self, leg: Leg) -> &'static str {
        match (leg, self.by, self.is_descending) {
            (Leg::Undated | Leg::Rank(_), ..) => "t.number desc",
            // The key is unique.
            (_, Order::New, true) => "sort_key desc",
            (_, Order::New, false) => "sort_key asc",
            (_, _, true) => "sort_key desc, t.number desc",
            (_, _, false) => "sort_key asc, t.number desc",
        }
    }

    /// The order of the scan.
    pub fn walk(self, leg: Leg, is_list: bool) -> LegWalk {
        match (leg, self.by) {
            _ if is_list => LegWalk::Other,
            (Leg::Dated(words), _) => LegWalk::Dates(words),
            (_, Order::New) => LegWalk::Numbers,
            (Leg::Whole, Order::Due) if !self.is_descending => LegWalk::Dates(DUE_OR_LAST),
            _ => LegWalk::Other,
        }
    }

    /// Adds the condition that a task belongs to a part.
    pub fn among(self, built: &mut Built, leg: Leg) {
        match leg {
            Leg::Whole => {}
            Leg::Dated(words) => {
                built.say(" and t.due is not null");
                if !self.is_descending {
                    // The index contains tasks without a date after them.
                    built.say(" and ").say(words).say(" < 9223372036854775807");
                }
            }
            Leg::Undated => {
                built.say(" and ").say(DUE_OR_LAST).say(" = 9223372036854775807");
            }
            Leg::Rank(rank) => {
                self.key(built.say(" and "), leg).say(" = ").bind(rank);
            }
        }
    }

    /// Whether a place with this key is inside a part, so that only later tasks follow. `None`: the part ends before it.
    pub fn behind(self, leg: Leg, key: i64) -> Option<bool> {
        let first = match leg {
            Leg::Whole => return Some(true),
            Leg::Dated(_) => {
                let is_last = if self.is_descending { key <= LAST_DOWNWARDS } else { key == LAST_UPWARDS };
                return (!is_last).then_some(true);
            }
            Leg::Undated if self.is_descending => LAST_DOWNWARDS,
            Leg::Undated => LAST_UPWARDS,
            Leg::Rank(rank) => rank,
        };
        let is_over = if self.is_descending { first > key } else { first < key };
        (!is_over).then_some(first == key)
    }

    /// Adds the condition that a task comes after a place in a part.
    pub fn say_behind(self, built: &mut Built, leg: Leg, place: Place) {
        let beyond = if self.is_descending { " < " } else { " > " };
        match (leg, self.by) {
            (Leg::Undated | Leg::Rank(_), _) => {
                built.say(" and t.number < ").bind(place.number);
            }
            (_, Order::New) => {
                built.say(" and t.number").say(beyond).bind(place.number);
            }
            _ => {
                // An index can start at the first condition.
                let not_before = if self.is_descending { " <= " } else { " >= " };
                self.key(built.say(" and "), leg).say(not_before).bind(place.key);
                self.key(built.say(" and ("), leg).say(beyond).bind(place.key);
                built.say(" or t.number < ").bind(place.number).say(")");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorting(by: Order, reversed: bool) -> Sorting {
        Sorting::of(Sort { by, reversed })
    }

    #[test]
    fn every_rank_is_a_part_of_the_list() {
        let ranks = |by: Order, reversed: bool| sorting(by, reversed).legs_everywhere(false);
        assert_eq!(ranks(Order::Urgency, false), [Leg::Rank(1), Leg::Rank(0)]);
        assert_eq!(ranks(Order::Urgency, true), [Leg::Rank(0), Leg::Rank(1)]);
        assert_eq!(
            ranks(Order::Size, false),
            [Leg::Rank(0), Leg::Rank(1), Leg::Rank(2), Leg::Rank(3), Leg::Rank(4)]
        );
        assert_eq!(
            ranks(Order::Size, true),
            [Leg::Rank(4), Leg::Rank(3), Leg::Rank(2), Leg::Rank(1), Leg::Rank(0)]
        );
        assert_eq!((Urgency::ALL.len(), Size::ALL.len()), (2, 5));
    }

    #[test]
    fn a_part_that_ends_before_a_place_is_left_out() {
        let (down, up) = (sorting(Order::Size, true), sorting(Order::Size, false));
        let behind = |sort: Sorting, key: i64| [2, 1, 0].map(|rank| sort.behind(Leg::Rank(rank), key));
        assert_eq!(behind(down, 1), [None, Some(true), Some(false)]);
        assert_eq!(behind(up, 1), [Some(false), Some(true), None]);
        assert_eq!(behind(down, 9), [Some(false); 3]);
        for (sort, last) in
            [(sorting(Order::Due, true), LAST_DOWNWARDS), (sorting(Order::Due, false), LAST_UPWARDS)]
        {
            let dated = Leg::Dated(DUE_OR_LAST);
            assert_eq!((sort.behind(dated, 5), sort.behind(Leg::Undated, 5)), (Some(true), Some(false)));
            assert_eq!((sort.behind(dated, last), sort.behind(Leg::Undated, last)), (None, Some(true)));
        }
        let beyond = sorting(Order::Due, true);
        assert_eq!(
            (beyond.behind(Leg::Dated(""), i64::MIN), beyond.behind(Leg::Undated, i64::MIN)),
            (None, None)
        );
    }
}
