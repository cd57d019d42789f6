//! An invitation, as the log knows it.

use super::payload::LogRole;
use crate::ids::EdKey;

/// An invitation, open or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogInvite {
    pub key: EdKey,
    pub role: LogRole,
    pub max_uses: u16,
    pub uses: u32,
    pub expires_ms: u64,
    /// Whether nobody revoked it, and nobody left since.
    pub is_open: bool,
}

/// The number of uses that means: as many as want.
const UNLIMITED: u16 = u16::MAX;

impl LogInvite {
    /// Whether it lets somebody in at this time.
    #[must_use]
    pub fn lets_in(&self, now_ms: u64) -> bool {
        self.is_open && self.has_room() && self.expires_ms >= now_ms
    }

    /// Whether one more may join by it, whatever the clock says.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.most_uses().is_none_or(|most| self.uses < u32::from(most))
    }

    /// How many it lets in; none: as many as want.
    #[must_use]
    pub fn most_uses(&self) -> Option<u16> {
        (self.max_uses != UNLIMITED).then_some(self.max_uses)
    }
}
