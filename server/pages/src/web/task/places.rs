//! The targets of references in the texts of a page: tasks by number, and people known here.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::actions::PerformError;
use crate::actions::access::{self, Access};
use crate::markdown::ReferenceTargets;
use crate::markdown::references::{NamedHandle, candidates, task_candidates};
use crate::store::db::ReadTx;
use crate::store::{actors, outline};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most people of other servers looked up for one page; further names stay plain words.
const LOOKED_UP: usize = 10;

/// The most tasks looked up for one page, and the most other pursuances; further references stay plain words.
const TASKS: usize = 500;
const PURSUANCES: usize = 10;

/// Looks up the targets of the references in some texts of a pursuance.
pub(in crate::web) async fn places<'t>(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    texts: impl Iterator<Item = &'t str> + Clone,
) -> Result<ReferenceTargets, PageError> {
    let tasks = tasks(visit, tx, access, texts.clone()).await?;
    let named: HashSet<NamedHandle> = texts.filter(|text| text.contains('@')).flat_map(candidates).collect();
    let here = visit.app.addresses.authority();
    let is_here = |handle: &&NamedHandle| handle.host.as_deref().is_none_or(|host| host == here);
    let names: Vec<&str> = named.iter().filter(is_here).map(|handle| handle.name.as_str()).collect();
    let known = if names.is_empty() { HashSet::new() } else { actors::people_here(tx, &names).await? };
    let mut people = HashSet::new();
    let mut looked_up = 0;
    for handle in named {
        let is_known = match &handle.host {
            Some(host) if host != here => {
                looked_up += 1;
                looked_up <= LOOKED_UP && actors::by_handle(tx, &handle.name, host).await?.is_some()
            }
            Some(_) | None => known.contains(&handle.name),
        };
        if is_known {
            people.insert(handle);
        }
    }
    let slug = access.pursuance.slug.clone();
    Ok(ReferenceTargets { base: visit.app.addresses.base().to_owned(), slug, people, tasks })
}

/// Looks up the referenced tasks that the viewer may see.
async fn tasks<'t>(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    texts: impl Iterator<Item = &'t str>,
) -> Result<HashSet<(Option<String>, i64)>, PageError> {
    let named = texts.filter(|text| text.contains('#')).flat_map(task_candidates);
    let mut numbers: BTreeMap<Option<String>, BTreeSet<i64>> = BTreeMap::new();
    for (slug, number) in named.take(TASKS) {
        numbers.entry(slug).or_default().insert(number);
    }
    let mut found = HashSet::new();
    // The own pursuance (`None`) comes first.
    for (slug, numbers) in numbers.into_iter().take(PURSUANCES + 1) {
        let sight = match &slug {
            None => access.sight()?,
            Some(slug) => match access::find(tx, &visit.who, slug, visit.now).await.and_then(|a| a.sight()) {
                Ok(sight) => sight,
                Err(PerformError::Refused(_)) => continue,
                Err(broken) => return Err(broken.into()),
            },
        };
        let seen = outline::numbers_among(tx, &sight, &numbers).await?;
        found.extend(seen.into_iter().map(|number| (slug.clone(), number)));
    }
    Ok(found)
}
