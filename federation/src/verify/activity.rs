//! The actor and the id of an activity, and whether they fit together (PROTOCOL §2.1, points 6 to 8).

use serde_json::{Map, Value};
use url::Url;

use super::{Check, Checks, InboxRefusal};
use crate::{
    json::Limits,
    reach::{Reach, ReachRefusal},
};

/// The longest address. Longer ones would not fit into a database's index.
pub(super) const ADDRESS_MAX: usize = 2_048;

/// The addresses and the kind of an activity.
///
/// Addresses are compared as URLs, so that one address has one spelling; the texts are those in the document.
pub(super) struct Names<'a> {
    pub id: Url,
    pub actor: Url,
    pub kind: &'a str,
    id_text: &'a str,
    actor_text: &'a str,
}

/// The limits on JSON that belong to these checks.
pub(super) fn limits(checks: Checks) -> Limits {
    Limits {
        utf8: checks.makes(Check::Utf8),
        depth: Limits::STRICT.depth.filter(|_| checks.makes(Check::Depth)),
        nodes: Limits::STRICT.nodes.filter(|_| checks.makes(Check::Nodes)),
        unique_keys: checks.makes(Check::DuplicateKeys),
        safe_integers: checks.makes(Check::Integers),
        no_nul: true,
    }
}

/// Reads the names of an activity.
///
/// # Errors
/// When one is missing or malformed.
pub(super) fn read_names(activity: &Map<String, Value>, checks: Checks) -> Result<Names<'_>, InboxRefusal> {
    let kind = types_of(activity)
        .next()
        .filter(|kind| is_plain(kind))
        .ok_or(InboxRefusal::Malformed { member: "type" })?;
    let id_text =
        activity.get("id").and_then(Value::as_str).ok_or(InboxRefusal::Malformed { member: "id" })?;
    let actor_text = read_actor(activity, checks)?;
    let url = |text: &str, member| Url::parse(text).map_err(|_| InboxRefusal::Malformed { member });
    Ok(Names { id: url(id_text, "id")?, actor: url(actor_text, "actor")?, kind, id_text, actor_text })
}

/// The one actor.
fn read_actor(activity: &Map<String, Value>, checks: Checks) -> Result<&str, InboxRefusal> {
    let actor = match activity.get("actor") {
        Some(Value::Array(list)) if list.len() > 1 && checks.makes(Check::SingleActor) => {
            return Err(InboxRefusal::SeveralActors);
        }
        Some(Value::Array(list)) => list.first().and_then(address),
        other => other.and_then(one_address),
    };
    actor.ok_or(InboxRefusal::Malformed { member: "actor" })
}

/// The one address in a member: alone or in a list, as text or as an object with an `id` (PROTOCOL §1.1).
pub fn one_address(member: &Value) -> Option<&str> {
    match member {
        Value::Array(list) => match list.as_slice() {
            [one] => address(one),
            _ => None,
        },
        one => address(one),
    }
}

fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(address) => Some(address),
        Value::Object(object) => object.get("id")?.as_str(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}

/// The names in `type`, which is one name or a list of them.
pub(super) fn types_of(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, list) = match object.get("type") {
        Some(Value::String(name)) => (Some(name.as_str()), [].as_slice()),
        Some(Value::Array(names)) => (None, names.as_slice()),
        _ => (None, [].as_slice()),
    };
    one.into_iter().chain(list.iter().filter_map(Value::as_str))
}

/// Whether an address is short, and without characters that a URL reader drops silently: otherwise each spelling of one
/// address would count as new.
pub(super) fn is_plain(address: &str) -> bool {
    address.len() <= ADDRESS_MAX && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// Checks the names of an activity, before the comparison of actor and signer.
///
/// # Errors
/// The first broken rule of PROTOCOL §2.1 point 7.
pub(super) fn check_names(
    names: &Names<'_>,
    is_class_d: bool,
    reach: &Reach,
    checks: Checks,
) -> Result<(), InboxRefusal> {
    let both = [("id", names.id_text, &names.id), ("actor", names.actor_text, &names.actor)];
    if checks.makes(Check::IdForm) {
        for (member, text, url) in both {
            // Mastodon names its Follow, Undo and Delete activities by fragments. Class D is kept for good and given
            // back by its address, so it has an address of its own.
            let has_fragment = url.fragment().is_some() && (is_class_d || member == "actor");
            // It is stored as it is written after reading: percent signs make a character up to twelve bytes long.
            let is_long = url.as_str().len() > ADDRESS_MAX;
            if !is_plain(text) || is_long || has_userinfo(url) || has_fragment {
                return Err(InboxRefusal::IdForm { member });
            }
        }
    }
    if checks.makes(Check::IdReach) {
        for (member, _, url) in both {
            check_reach(url, reach).map_err(|refusal| InboxRefusal::IdReach { member, refusal })?;
        }
    }
    if checks.makes(Check::SameOrigin) && names.id.origin() != names.actor.origin() {
        return Err(InboxRefusal::OtherOrigin);
    }
    Ok(())
}

fn has_userinfo(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether this address is within reach, own ones included. Other checks decide about own addresses and about the parts
/// beside the server.
fn check_reach(url: &Url, reach: &Reach) -> Result<(), ReachRefusal> {
    match reach.check_form(url) {
        Err(ReachRefusal::UserInfo) => {
            let mut bare = url.clone();
            // A URL that has a user name has a host, so both can be set.
            let _ = bare.set_username("");
            let _ = bare.set_password(None);
            reach.check_form(&bare).map(drop)
        }
        other => other.map(drop),
    }
}
