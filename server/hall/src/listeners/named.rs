//! The people whom a text names and its previous version did not.

use pursuance_domain::notice::Written;

use crate::markdown::references::{NamedHandle, named_in_room, people};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::texts::{self, ObjectText};

/// Finds the people newly named in a text of this object. `in_room`: the text is in a room, where `@room` is no name of a person.
pub(super) async fn named_in(
    tx: &mut ReadTx,
    object: &str,
    written: Written,
    in_room: bool,
) -> StoreResult<Vec<NamedHandle>> {
    let people = |text: &str| if in_room { named_in_room(text).people } else { people(text) };
    let (field, before, revision) = match written {
        Written::Comment { before, revision } => (ObjectText::Body, before, revision),
        Written::Description { before, revision } => (ObjectText::Deliverables, before, revision),
    };
    // The server cannot read a sealed text; the device that wrote it lists the named people.
    let mut named =
        texts::at_revision(tx, object, field, revision).await?.open().map(people).unwrap_or_default();
    if let Some(before) = before.filter(|_| !named.is_empty()) {
        let known =
            texts::at_revision(tx, object, field, before).await?.open().map(people).unwrap_or_default();
        named.retain(|handle| !known.contains(handle));
    }
    Ok(named)
}
