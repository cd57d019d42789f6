//! How far somebody has read a discussion (RULES §9). Messages stand in the order of their times, and of their ids where those are equal.

use crate::id::MessageId;
use crate::time::{DAY, Time};

/// For how long something is unread at most. So the marker of a discussion that its reader has not opened for as long says nothing any
/// more: it is forgotten.
pub const UNREAD_FOR: i64 = 365 * DAY;

/// A place between the messages of a discussion: what stands up to it is read, and what stands behind it is unread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The time of the last message before it.
    pub at: Time,
    /// The id of that message.
    pub message: MessageId,
}

impl Place {
    /// Right behind a message.
    pub fn behind(at: Time, message: &MessageId) -> Self {
        Self { at, message: message.clone() }
    }

    /// Right before a message.
    pub fn before(at: Time, message: &MessageId) -> Self {
        // The beginning of a text sorts before it, and behind everything that sorts before that beginning.
        let mut beginning = message.0.clone();
        beginning.pop();
        Self { at, message: MessageId(beginning) }
    }

    /// Behind everything that was said up to a moment.
    pub fn of_moment(at: Time) -> Self {
        // Ids are of letters that sort before it.
        Self { at, message: MessageId("~".to_owned()) }
    }
}

/// The marker of somebody in a discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    pub place: Place,
    /// When they said so.
    pub moved: Time,
}

/// From when on something may be unread for a member, whatever stands in their markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// When they became a member.
    pub joined: Time,
    /// The last moment before there were markers here.
    pub begun: Time,
    /// When they said last that all is read.
    pub all_read: Option<Time>,
}

impl Floor {
    /// The moment up to which everything counts as read.
    pub fn at(self, now: Time) -> Time {
        let Self { joined, begun, all_read } = self;
        now.plus(-UNREAD_FOR).max(joined).max(begun).max(all_read.unwrap_or(begun))
    }
}

/// The place behind which messages are unread. What was said last counts: a marker, or that all is read.
pub fn read_up_to(marker: Option<&Marker>, floor: Time) -> Place {
    match marker.filter(|marker| marker.moved >= floor) {
        Some(marker) => marker.place.clone(),
        None => Place::of_moment(floor),
    }
}

/// Where a marker stands once a message is read, or unread from there on; none where it stays. Reading moves it forward alone: pages of
/// one person may be answered in any order.
pub fn moved_to(
    marker: Option<&Marker>,
    floor: Time,
    (at, message): (Time, &MessageId),
    read: bool,
) -> Option<Place> {
    let now = read_up_to(marker, floor);
    if read {
        return Some(Place::behind(at, message)).filter(|place| *place > now);
    }
    Some(Place::before(at, message)).filter(|place| *place != now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> MessageId {
        MessageId(text.to_owned())
    }

    fn marker(at: i64, message: &str, moved: i64) -> Marker {
        Marker { place: Place { at: Time(at), message: id(message) }, moved: Time(moved) }
    }

    fn is_unread(place: &Place, at: i64, message: &str) -> bool {
        Place::behind(Time(at), &id(message)) > *place
    }

    #[test]
    fn a_marker_goes_forward_and_never_back_by_reading() {
        let here = marker(20, "b", 30);
        for (at, message, moves) in
            [(10, "z", false), (20, "a", false), (20, "b", false), (20, "c", true), (21, "a", true)]
        {
            let moved = moved_to(Some(&here), Time(0), (Time(at), &id(message)), true);
            assert_eq!(moved, moves.then(|| Place::behind(Time(at), &id(message))), "{at} {message}");
        }
        // Without one, all is unread that came after the floor.
        assert_eq!(moved_to(None, Time(20), (Time(20), &id("z")), true), None);
        assert!(moved_to(None, Time(20), (Time(21), &id("a")), true).is_some());
    }

    #[test]
    fn unread_from_here_goes_back_right_before_that_message() {
        let here = marker(20, "bb", 30);
        let moved = moved_to(Some(&here), Time(0), (Time(10), &id("bc")), false).unwrap();
        assert!(is_unread(&moved, 10, "bc") && is_unread(&moved, 10, "bd") && is_unread(&moved, 11, "aa"));
        assert!(!is_unread(&moved, 10, "az") && !is_unread(&moved, 9, "zz"));
        // Said twice it is where it was.
        let again = Marker { place: moved, moved: Time(31) };
        assert_eq!(moved_to(Some(&again), Time(0), (Time(10), &id("bc")), false), None);
    }

    #[test]
    fn what_was_said_last_counts() {
        let here = marker(10, "a", 30);
        assert_eq!(
            read_up_to(Some(&here), Time(20)),
            here.place,
            "also back behind an earlier word about all"
        );
        let all = read_up_to(Some(&here), Time(31));
        assert!(!is_unread(&all, 31, "zzz") && is_unread(&all, 32, "a"));
        // After that word, reading an older message moves nothing.
        assert_eq!(moved_to(Some(&here), Time(31), (Time(25), &id("a")), true), None);
    }

    #[test]
    fn nothing_is_unread_from_before_somebody_came_and_for_longer_than_a_year() {
        let floor = Floor { joined: Time(5), begun: Time(3), all_read: None };
        assert_eq!(floor.at(Time(10)), Time(5));
        assert_eq!(Floor { begun: Time(7), ..floor }.at(Time(10)), Time(7));
        assert_eq!(Floor { all_read: Some(Time(9)), ..floor }.at(Time(10)), Time(9));
        // A marker that is forgotten then changes nothing: all that it leaves unread came after it.
        let late = Time(10).plus(UNREAD_FOR);
        assert_eq!(floor.at(late), Time(10));
        let old = marker(8, "a", 9);
        assert_eq!(read_up_to(Some(&old), floor.at(late)), read_up_to(None, floor.at(late)));
    }
}
