//! The people who can read what goes to another pursuance.

use pursuance_domain::id::ActorId;

use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::delegations::Delegation;
use crate::store::error::StoreResult;
use crate::store::pursuances;
use crate::text::Text;

/// The people who can read a copy at another pursuance, the fewest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readers {
    /// Its members: it is on this server, and for members only.
    Members,
    /// Everybody: it is on this server, and open.
    All,
    /// Unknown: another server decides, and its operators read along.
    Elsewhere,
}

impl Readers {
    /// The readers at a pursuance among the actors of a page.
    pub async fn among(tx: &mut ReadTx, actors: &mut Actors, pursuance: &ActorId) -> StoreResult<Self> {
        if actors.get(tx, pursuance).await?.host.is_some() {
            return Ok(Self::Elsewhere);
        }
        Self::at(tx, pursuance).await
    }

    /// The readers at one pursuance.
    pub async fn at(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Self> {
        Ok(match pursuances::by_id(tx, pursuance).await? {
            Some(here) if here.visibility.is_open() => Self::All,
            Some(_) => Self::Members,
            None => Self::Elsewhere,
        })
    }

    /// The sentence about a task that is handed over. `there`: the server of the peer.
    pub fn of_task(self, t: Text, peer: &str, there: &str) -> String {
        let key = match self {
            Self::Members => "reads-members",
            Self::All => "reads-all",
            Self::Elsewhere => "reads-elsewhere",
        };
        t.with(key).set("peer", peer).set("there", there).to_string()
    }

    /// The key of the sentence about work that is handed in, with `peer`.
    pub fn of_work(self) -> &'static str {
        match self {
            Self::Members => "hand-in-about-members",
            Self::All => "hand-in-about-all",
            Self::Elsewhere => "hand-in-about",
        }
    }

    /// The key of the sentence about a comment, with `peer`.
    pub fn of_comment(self) -> &'static str {
        match self {
            Self::Members => "talk-share-members",
            Self::All => "talk-share-all",
            Self::Elsewhere => "talk-share",
        }
    }
}

/// Whether the discussion is shared, as agreed in the offer: the default of the box beside a new comment.
pub(in crate::web) fn shares_discussion(row: &Delegation) -> bool {
    row.copy.standing().is_some_and(|offer| offer.terms.discussion)
}
