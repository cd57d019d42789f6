//! People and pursuances as pages show them: a name, the server when it is another one, and a link to a page.

use pursuance_domain::id::ActorId;

use crate::reads::{Actors, name_of};
use crate::store::actors::{Actor, ActorKind};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::Who;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::request::session::Visit;

impl Visit {
    /// An actor as a page shows it.
    pub fn party(&self, actor: &Actor) -> Party {
        self.named(&actor.id, actor.kind, actor.host.as_deref(), &name_of(actor), &actor.display)
    }

    /// An actor from a list as a page shows it.
    pub fn who(&self, who: &Who) -> Party {
        let name = match &who.host {
            None => who.name.clone(),
            Some(host) => format!("{}@{host}", who.name),
        };
        self.named(&who.id, who.kind, who.host.as_deref(), &name, &who.display)
    }

    fn named(&self, id: &ActorId, kind: ActorKind, host: Option<&str>, name: &str, display: &str) -> Party {
        let called = if display.is_empty() { name } else { display };
        let (party, href) = match kind {
            ActorKind::Group if host.is_none() => (Party::group(called), links::pursuance(name)),
            ActorKind::Group => (Party::group(called), links::actor(name)),
            ActorKind::Person | ActorKind::Instance => (Party::person(called), links::actor(name)),
        };
        // The actor of a whole server has no page.
        let party = if kind == ActorKind::Instance { party } else { party.linked(href) };
        let party = match host {
            Some(host) => party.at(host),
            None => party,
        };
        if self.person() == Some(id) { party.you() } else { party }
    }

    /// The actor with this id as a page shows it; on a page of a private pursuance a device writes the name that they signed there.
    pub async fn party_of(&self, tx: &mut ReadTx, actors: &mut Actors, id: &ActorId) -> StoreResult<Party> {
        let party = self.party(actors.get(tx, id).await?);
        Ok(party.signed(actors.seat(id)))
    }

    /// The actor with this id as a page shows it, if there is an id.
    pub async fn party_if_any(
        &self,
        tx: &mut ReadTx,
        actors: &mut Actors,
        id: Option<&ActorId>,
    ) -> StoreResult<Option<Party>> {
        match id {
            Some(id) => Ok(Some(self.party_of(tx, actors, id).await?)),
            None => Ok(None),
        }
    }
}
