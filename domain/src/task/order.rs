//! The order among siblings: each task has a position, a number with gaps to its neighbours, so that a task is put between two
//! others without a word about the rest. Where a gap is used up, the positions around it are spread anew.

/// The usual distance between two siblings.
pub const GAP: i64 = 1 << 20;

/// The least distance between two siblings with new positions; with less room, more siblings are spread anew.
const LEAST: i64 = 1 << 8;

/// The position at the end of a list, behind `last`.
pub fn behind(last: Option<i64>) -> i64 {
    last.map_or(GAP, |last| last.saturating_add(GAP))
}

/// A position between two neighbours, either of them optional; `None` where there is no room between them.
pub fn between(lower: Option<i64>, upper: Option<i64>) -> Option<i64> {
    match (lower, upper) {
        (lower, None) => lower.map_or(Some(GAP), |lower| lower.checked_add(GAP)),
        (None, Some(upper)) => upper.checked_sub(GAP),
        (Some(lower), Some(upper)) => {
            let middle = i64::midpoint(lower, upper);
            (lower < middle && middle < upper).then_some(middle)
        }
    }
}

/// Positions for `count` siblings between two that keep theirs, at equal distances; `None` where these would be too small. At an
/// end of the list there is always room.
pub fn spread(lower: Option<i64>, upper: Option<i64>, count: usize) -> Option<Vec<i64>> {
    let count = i64::try_from(count).ok()?;
    let (first, step) = match (lower, upper) {
        (None, None) => (GAP, GAP),
        (Some(lower), None) => (lower.checked_add(GAP)?, GAP),
        (None, Some(upper)) => (upper.checked_sub(count.checked_mul(GAP)?)?, GAP),
        (Some(lower), Some(upper)) => {
            let step = upper.checked_sub(lower)? / count.checked_add(1)?;
            if step < LEAST {
                return None;
            }
            (lower.checked_add(step)?, step)
        }
    };
    (0..count).map(|place| first.checked_add(step.checked_mul(place)?)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_task_at_an_end_has_room_and_one_between_neighbours_stands_in_the_middle() {
        assert_eq!(between(None, None), Some(GAP));
        assert_eq!(between(Some(GAP), None), Some(2 * GAP));
        assert_eq!(between(None, Some(GAP)), Some(0));
        assert_eq!(between(Some(GAP), Some(2 * GAP)), Some(GAP + GAP / 2));
        assert_eq!(between(Some(7), Some(8)), None);
        assert_eq!(between(Some(7), Some(7)), None, "rows that are older than the gaps");
        assert_eq!((behind(None), behind(Some(GAP))), (GAP, 2 * GAP));
    }

    #[test]
    fn a_used_up_gap_is_not_spread_within_itself() {
        assert_eq!(spread(Some(7), Some(8), 1), None);
        assert_eq!(spread(Some(0), Some(3 * LEAST), 2), Some(vec![LEAST, 2 * LEAST]));
        assert_eq!(spread(Some(0), Some(3 * LEAST - 1), 2), None);
        assert_eq!(spread(Some(5), None, 2), Some(vec![5 + GAP, 5 + 2 * GAP]));
        assert_eq!(spread(None, Some(5), 2), Some(vec![5 - 2 * GAP, 5 - GAP]));
    }

    proptest! {
        #[test]
        fn positions_lie_between_their_neighbours_in_order(
            lower in prop::option::of(any::<i64>()), upper in prop::option::of(any::<i64>()), count in 0_usize..300,
        ) {
            let inside = |position: i64| {
                lower.is_none_or(|lower| lower < position) && upper.is_none_or(|upper| position < upper)
            };
            if let Some(position) = between(lower, upper) {
                prop_assert!(inside(position));
            }
            if let Some(positions) = spread(lower, upper, count) {
                prop_assert_eq!(positions.len(), count);
                prop_assert!(positions.is_sorted_by(|one, next| one < next));
                prop_assert!(positions.into_iter().all(inside));
            }
        }
    }
}
