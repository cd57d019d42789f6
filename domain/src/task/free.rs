//! Free tasks: nobody has them, they have no open parts, they wait for nothing, and no other pursuance is asked for them. The order
//! in which they are proposed (docs/rules.md §7), and the reason that is told with each.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::time::{DAY, Time};
use crate::value::Size;

/// The time before its date from which a free task comes forward.
pub const SOON: i64 = 7 * DAY;

/// The time before its date from which those who may assign are told of a free task.
pub const LATE_SOON: i64 = 2 * DAY;

/// How much time somebody has at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spare {
    /// 20 minutes.
    Minutes,
    Hour,
    Afternoon,
}

impl Spare {
    /// From the shortest on.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hour, Self::Afternoon];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minutes => "20m",
            Self::Hour => "1h",
            Self::Afternoon => "4h",
        }
    }

    /// Reads the word; none where it is another one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spare| spare.as_str() == word)
    }

    /// The largest size that is proposed for it, in the order of [`Size::ALL`]: in an afternoon also a task of unknown size is begun.
    pub fn largest(self) -> Size {
        match self {
            Self::Minutes => Size::Xs,
            Self::Hour => Size::S,
            Self::Afternoon => Size::Unsaid,
        }
    }
}

/// The facts of a free task that decide its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free {
    /// Whether the reader has all the skills that it names, and it names some.
    pub fits: bool,
    pub due: Option<Time>,
    pub is_urgent: bool,
    /// Whether an open task of its pursuance waits for it.
    pub is_awaited: bool,
    pub size: Size,
    /// The time since which it looks for somebody, or is new.
    pub since: Time,
    pub number: i64,
}

/// Why a free task stands where it does: the first that is true of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FreeReason")]
pub enum Reason {
    /// The reader has all its skills.
    Fits,
    /// Its date is past.
    Late,
    /// Its date is within a week.
    DueSoon,
    Urgent,
    /// Others wait for it.
    Awaited,
    /// It is small.
    Small,
    /// Nobody has it.
    Free,
}

impl Reason {
    /// Why a free task stands before those who may assign it: its date is past or within [`LATE_SOON`], or else it is urgent.
    pub fn of_late(due: Option<Time>, now: Time) -> Self {
        match due {
            Some(due) if due < now => Self::Late,
            Some(due) if due <= now.plus(LATE_SOON) => Self::DueSoon,
            Some(_) | None => Self::Urgent,
        }
    }
}

/// The date, where it is past or within [`SOON`].
fn pressing(due: Option<Time>, now: Time) -> Option<Time> {
    due.filter(|due| *due <= now.plus(SOON))
}

/// The place of a task among others by what presses, first ones first: late or due within [`SOON`], sooner first; then urgent.
pub fn press(due: Option<Time>, is_urgent: bool, now: Time) -> impl Ord + use<> {
    let due = pressing(due, now);
    (due.is_none(), due, Reverse(is_urgent))
}

impl Free {
    /// Whether it is late, due within [`SOON`], or urgent.
    pub fn presses(&self, now: Time) -> bool {
        self.is_urgent || pressing(self.due, now).is_some()
    }

    /// Its place among others, first ones first: it fits the reader, its date presses, it is urgent, others wait for it, it is
    /// smaller, it is wanted for longer, its number is lower.
    pub fn place(&self, now: Time) -> impl Ord + use<> {
        (
            Reverse(self.fits),
            press(self.due, self.is_urgent, now),
            Reverse(self.is_awaited),
            self.size,
            self.since,
            self.number,
        )
    }

    /// The reason that is told with it.
    pub fn reason(&self, now: Time) -> Reason {
        match pressing(self.due, now) {
            _ if self.fits => Reason::Fits,
            Some(due) if due < now => Reason::Late,
            Some(_) => Reason::DueSoon,
            None if self.is_urgent => Reason::Urgent,
            None if self.is_awaited => Reason::Awaited,
            None if matches!(self.size, Size::Xs | Size::S) => Reason::Small,
            None => Reason::Free,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(100 * DAY);

    const PLAIN: Free = Free {
        fits: false,
        due: None,
        is_urgent: false,
        is_awaited: false,
        size: Size::M,
        since: Time(50 * DAY),
        number: 10,
    };

    #[test]
    fn free_tasks_are_proposed_in_the_order_of_the_rules() {
        let in_order = [
            Free { fits: true, is_urgent: true, ..PLAIN },
            Free { fits: true, ..PLAIN },
            Free { due: Some(Time(98 * DAY)), ..PLAIN },
            Free { due: Some(Time(106 * DAY)), ..PLAIN },
            Free { is_urgent: true, due: Some(Time(108 * DAY)), ..PLAIN },
            Free { is_awaited: true, size: Size::L, ..PLAIN },
            Free { size: Size::S, ..PLAIN },
            Free { since: Time(40 * DAY), number: 11, ..PLAIN },
            Free { number: 9, ..PLAIN },
            PLAIN,
            Free { size: Size::L, ..PLAIN },
        ];
        let reasons = in_order.map(|free| free.reason(NOW));
        for pair in in_order.windows(2) {
            assert!(pair[0].place(NOW) < pair[1].place(NOW), "{:?} before {:?}", pair[0], pair[1]);
        }
        let told = [
            (2, Reason::Fits),
            (1, Reason::Late),
            (1, Reason::DueSoon),
            (1, Reason::Urgent),
            (1, Reason::Awaited),
            (1, Reason::Small),
            (4, Reason::Free),
        ];
        let told: Vec<Reason> = told.into_iter().flat_map(|(n, reason)| vec![reason; n]).collect();
        assert_eq!(reasons.to_vec(), told);
    }
}
