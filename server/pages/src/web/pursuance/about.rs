//! The tab *About* of a pursuance: its mission, who reads it, how one joins it, and who runs it.

use pursuance_domain::people::role::Role;
use pursuance_domain::value::{Joining, Visibility};

use super::page::{founded, mission};
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Member, PursuancePageFacts};
use crate::text::Markup;
use crate::web::cards::head::Head;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::Party;
use crate::web::frame::{labels, links};
use crate::web::request::session::Visit;

/// The most people who run it that are named.
const NAMED: i64 = 20;

/// The description of a pursuance.
pub struct About {
    /// The mission, from Markdown.
    pub mission: Markup,
    /// The key of the words about its readers.
    pub readers: &'static str,
    /// The key of the way to become a member.
    pub joining: &'static str,
    /// Who may change its settings, as far as the viewer may see members.
    pub runners: Vec<Party>,
    /// When it was started, and by whom; empty where that is not known.
    pub founded: Markup,
    /// Whether the mission has earlier versions.
    pub had_missions: bool,
}

impl About {
    /// Returns the description of a pursuance whose texts the server reads; none of a private one.
    pub(super) async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        l: &Layout,
        access: &Access,
        (head, beside): (&Head, &PursuancePageFacts),
    ) -> StoreResult<Option<Self>> {
        let pursuance = &access.pursuance;
        if pursuance.is_private() {
            return Ok(None);
        }
        let runners = if head.may_see_members {
            pursuances::members_in(tx, &pursuance.id, &[Role::Admin, Role::Primary], NAMED).await?
        } else {
            Vec::new()
        };
        let party = |one: Member| Party::person(&one.display).linked(links::actor(&one.name));
        let is_closed = head.closed.is_some();
        Ok(Some(Self {
            mission: mission(pursuance),
            readers: readers_key(pursuance.visibility, is_closed),
            joining: joining_key(pursuance.visibility, pursuance.joining, is_closed),
            runners: runners.into_iter().map(party).collect(),
            founded: match &beside.founder {
                Some(founder) => founded(visit.t, l.day(pursuance.created), &visit.who(founder)),
                None => Markup::default(),
            },
            had_missions: beside.had_missions,
        }))
    }
}

/// The text key for the readers of a pursuance.
pub(super) fn readers_key(visibility: Visibility, is_closed: bool) -> &'static str {
    match visibility {
        // A closed pursuance is in no list for others.
        Visibility::Public if is_closed => labels::visibility_about_key(Visibility::Unlisted),
        readers => labels::visibility_about_key(readers),
    }
}

/// The key of the way to become a member.
pub(super) fn joining_key(visibility: Visibility, joining: Joining, is_closed: bool) -> &'static str {
    match visibility {
        Visibility::Sealed => "private-joining",
        Visibility::Public | Visibility::Unlisted | Visibility::Members if is_closed => "joining-closed",
        Visibility::Public | Visibility::Unlisted | Visibility::Members => labels::joining_key(joining),
    }
}
