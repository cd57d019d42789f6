//! How many things wait for the answer of a person (RULES §7): the number beside Home and in its first line, and for programs.

use pursuance_domain::allowed::{Permission, Sights};

use crate::store::sidebar::{Frame, MemberPursuance};

/// The things in a pursuance that wait for the answer of a member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Here {
    /// Offers to it.
    pub incoming: i64,
    /// People who ask to join it.
    pub newcomers: i64,
}

/// Counts the things in a pursuance that wait for the answer of a member, who may do there what `sights` says.
pub fn here(mine: &MemberPursuance, sights: &Sights) -> Here {
    let may = |permission| sights.of(&mine.id).is_some_and(|sight| sight.may(permission));
    Here {
        incoming: if may(Permission::Delegate) { mine.incoming } else { 0 },
        newcomers: if may(Permission::DecideMember) { mine.asking } else { 0 },
    }
}

/// The number of things that wait for the answer of a person, in their pursuances and besides; without the servers that wait for an
/// operator.
pub fn in_all(frame: &Frame, mine: &[MemberPursuance], sights: &Sights) -> i64 {
    let Frame { reviews, offers, questions, requests, .. } = frame;
    let there = mine.iter().map(|mine| here(mine, sights)).map(|here| here.incoming + here.newcomers);
    reviews + offers + questions + requests + there.sum::<i64>()
}
