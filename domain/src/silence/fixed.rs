//! The fixed times of a pursuance: after how many days a silent person is reminded, and after how many the task is handed on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::time::DAY;
use crate::value::{ValueRefusal, number};

number! {
    /// Whole days of a silence.
    SilentDays("the number of days", 1, 90),
}

/// Both times. The reminder comes first, at least a day before the task is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FixedDays {
    /// The days until the reminder.
    remind_after: SilentDays,
    /// The days until the task is handed on.
    hand_on_after: SilentDays,
}

impl Default for FixedDays {
    /// Where a pursuance never said others.
    fn default() -> Self {
        Self { remind_after: SilentDays(1), hand_on_after: SilentDays(2) }
    }
}

impl FixedDays {
    /// Makes a pair.
    ///
    /// # Errors
    /// When the second is not larger than the first.
    pub fn new(remind_after: SilentDays, hand_on_after: SilentDays) -> Result<Self, ValueRefusal> {
        if remind_after < hand_on_after {
            Ok(Self { remind_after, hand_on_after })
        } else {
            Err(ValueRefusal::HandOnFirst)
        }
    }

    /// The pair with other numbers, where they are given.
    ///
    /// # Errors
    /// When the second is then not larger than the first.
    pub fn with(
        self,
        remind_after: Option<SilentDays>,
        hand_on_after: Option<SilentDays>,
    ) -> Result<Self, ValueRefusal> {
        Self::new(remind_after.unwrap_or(self.remind_after), hand_on_after.unwrap_or(self.hand_on_after))
    }

    /// The days until the reminder.
    pub fn remind_after(self) -> SilentDays {
        self.remind_after
    }

    /// The days until the task is handed on.
    pub fn hand_on_after(self) -> SilentDays {
        self.hand_on_after
    }

    /// The times from the beginning of a silence until both.
    pub(super) fn times(self) -> (i64, i64) {
        (i64::from(self.remind_after) * DAY, i64::from(self.hand_on_after) * DAY)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every pair there is.
    pub(in crate::silence) fn any_fixed() -> impl Strategy<Value = FixedDays> {
        (SilentDays::LEAST..SilentDays::MOST)
            .prop_flat_map(|remind| (Just(remind), remind + 1..=SilentDays::MOST))
            .prop_map(|(remind, hand_on)| pair(remind.into(), hand_on.into()).unwrap())
    }

    pub(in crate::silence) fn pair(remind: i64, hand_on: i64) -> Result<FixedDays, ValueRefusal> {
        FixedDays::new(SilentDays::new(remind)?, SilentDays::new(hand_on)?)
    }

    #[test]
    fn days_are_whole_numbers_from_one_to_ninety() {
        for good in ["1", " 7 ", "90"] {
            assert!(SilentDays::parse(good).is_ok(), "{good:?}");
        }
        let refused = ValueRefusal::NotBetween { what: "the number of days", least: 1, most: 90 };
        for wrong in ["0", "91", "-1", "", "a week", "1.5", "346"] {
            assert_eq!(SilentDays::parse(wrong), Err(refused.clone()), "{wrong:?}");
        }
        assert!(serde_json::from_str::<SilentDays>("91").is_err());
    }

    #[test]
    fn a_task_is_handed_on_after_the_reminder() {
        assert!(pair(7, 14).is_ok() && pair(89, 90).is_ok());
        for (remind, hand_on) in [(2, 2), (9, 3)] {
            assert_eq!(pair(remind, hand_on), Err(ValueRefusal::HandOnFirst), "{remind} {hand_on}");
        }
        let usual = FixedDays::default();
        assert_eq!(Ok(usual), pair(1, 2));
        assert_eq!(usual.with(None, SilentDays::new(9).ok()), pair(1, 9));
        assert_eq!(usual.with(SilentDays::new(5).ok(), None), Err(ValueRefusal::HandOnFirst));
        assert_eq!(usual.with(None, None), Ok(usual));
    }
}
