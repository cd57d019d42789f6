//! The name of a room, as pages show it.

use pursuance_domain::talk::GENERAL;

use crate::store::rooms::Room;
use crate::text::Text;

/// The name of a room: of the first one in the words of the reader, as long as nobody has given it another.
pub(in crate::web) fn named(t: Text, room: &Room) -> String {
    if room.is_general && room.name == GENERAL { t.s("room-general").to_owned() } else { room.name.clone() }
}
