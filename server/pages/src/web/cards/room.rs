//! The name of a room, as pages show it.

use pursuance_domain::talk::GENERAL;

use crate::store::rooms::Room;
use crate::text::Text;

/// The name of a room: of the first one in the words of the reader, as long as nobody has given it another.
pub(in crate::web) fn named(t: Text, room: &Room) -> String {
    called(t, room.is_general, &room.name)
}

/// The same of a room of which no more is known.
pub(in crate::web) fn called(t: Text, is_general: bool, name: &str) -> String {
    if is_general && name == GENERAL { t.s("room-general").to_owned() } else { name.to_owned() }
}
