//! Private pursuances: what their log proves of members, and the invitations that it has. All of it is read without any key.

use pursuance_domain::time::Time;
use pursuance_sealed::ids::InviteId;
use pursuance_sealed::log::{Fold, LogInvite};

use crate::reads::seats;
use crate::web::frame::layout::Layout;
use crate::web::frame::private::level_key;
use crate::web::frame::when::When;

/// The facts that the log of a private pursuance proves of a member.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Their identity there, in hexadecimal.
    pub iid: String,
    /// The number of their level, and the key of its name.
    pub number: u8,
    pub level: &'static str,
    /// How many entries of the log that is of: a script compares it with the log as of as many.
    pub entries: u64,
    /// Whether nobody has sealed the newest key to them yet so that it opens.
    pub waits: bool,
    /// Whose seals did not open, as they say: the names of accounts, or nothing.
    pub unopened: String,
}

impl From<seats::ProvenSeat> for Seat {
    fn from(seats::ProvenSeat { iid, level, entries, waits, unopened }: seats::ProvenSeat) -> Self {
        let unopened = unopened.iter().map(|name| format!("@{name}")).collect::<Vec<_>>().join(", ");
        Self {
            iid: iid.to_string(),
            number: level.number(),
            level: level_key(level),
            entries,
            waits,
            unopened,
        }
    }
}

/// An open invitation, as the log has it. What it is for, nobody reads here.
pub struct OpenInvite {
    pub id: String,
    /// The key of the name of the level that it gives.
    pub level: &'static str,
    pub used: u32,
    /// None: any number may come.
    pub uses: Option<u16>,
    /// None: until somebody ends it.
    pub until: Option<When>,
}

/// 2200-01-01: a later end, up to the greatest number, means none; and a calendar ends somewhere, too.
const NEVER: u64 = 7_258_118_400_000;

/// The open invitations of a private pursuance.
pub(super) fn open_invites(l: &Layout, fold: &Fold) -> Vec<OpenInvite> {
    let row = |(id, invite): (&InviteId, &LogInvite)| OpenInvite {
        id: id.to_string(),
        level: level_key(invite.role),
        used: invite.uses,
        uses: invite.most_uses(),
        until: Some(invite.expires_ms).filter(|end| *end < NEVER).map(|end| l.moment(moment(end))),
    };
    seats::open_invites(fold).map(row).collect()
}

/// A moment that a device names, in milliseconds.
fn moment(ms: u64) -> Time {
    Time(i64::try_from(ms).unwrap_or(i64::MAX).saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_a_device_is_one_of_ours() {
        assert_eq!(moment(1_700_000_000_000), Time(1_700_000_000_000_000));
        assert_eq!(moment(u64::MAX), Time(i64::MAX));
        assert_eq!(moment(NEVER).rfc3339(), "2200-01-01T00:00:00Z");
    }
}
