//! The rows of an inbox: of the unread notices only those are read whole that their rows show.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use pursuance_domain::allowed::{Principal, Sights};
use pursuance_domain::id::{ActorId, RoomId};
use pursuance_domain::notice::rows::{self, NoticeSort, TASKS_MOST};
use pursuance_domain::notice::{NoticeId, NoticeReason};
use pursuance_domain::time::Time;

use super::{Page, ReadableNotice, readable, rooms_of};
use crate::actions::notice::NAMED_MOST;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::notices::{self, GroupNotice, Place};

/// The most notices about one object that are looked at for its lines: what has happened twice is said once.
const LOOKED_AT: usize = 12;

/// Notices about one object, or that nobody was found for tasks of one pursuance.
#[derive(Default)]
pub struct Group {
    /// The notices that the row shows, the newest first: all where nobody was found, the one that says most where the object stands
    /// among others of its sort.
    pub shown: Vec<ReadableNotice>,
    /// How many there are.
    pub count: usize,
    pub said: Said,
    /// The reasons for all of them, each once.
    pub reasons: Vec<NoticeReason>,
}

/// The new comments and messages of which a group tells, as far as they still stand.
#[derive(Default)]
pub struct Said {
    pub count: usize,
    /// Their authors, the last one first.
    pub by: Vec<ActorId>,
}

impl Group {
    /// The group of some notices, all of which are there.
    fn of(told: Vec<ReadableNotice>) -> Self {
        let mut said = Said::default();
        for one in told.iter().filter(|one| one.is_said()) {
            said.count += 1;
            said.by.extend(one.notice.event.actor.clone().filter(|by| !said.by.contains(by)));
        }
        let mut reasons: Vec<NoticeReason> = told.iter().map(|one| one.notice.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        Self { count: told.len(), shown: told, said, reasons }
    }
}

/// The notices of one bundle, grouped by object.
pub struct Row {
    /// The sort, if several objects are put together.
    pub sort: Option<NoticeSort>,
    /// The first [`TASKS_MOST`] groups: of those that wait for the person the longest waiting first, otherwise the newest.
    pub groups: Vec<Group>,
    /// How many groups there are.
    pub count: usize,
    /// The names of the notices of several objects, as many as are read at once.
    pub names: Vec<NoticeId>,
}

impl Row {
    /// The notices that the row shows.
    pub fn notices(&self) -> impl Iterator<Item = &ReadableNotice> {
        self.groups.iter().flat_map(|group| &group.shown)
    }
}

/// The unread rows of a person, and how many there are in all.
pub struct Unread {
    /// A page of them.
    pub page: Page<Row, NoticeId>,
    pub count: usize,
}

/// A page of the unread rows behind a place. A row has all its notices on one page, as it is counted: pages are made of rows, and
/// not of notices.
///
/// # Errors
/// When the database fails.
pub async fn unread(
    tx: &mut ReadTx,
    (who, now): (&Principal, Time),
    (person, sights): (&ActorId, &Sights),
    after: Option<&Place>,
    limit: usize,
) -> StoreResult<Unread> {
    let passed = match after {
        Some(place) => notices::count_to(tx, person, place).await?,
        None => 0,
    };
    let groups = notices::groups(tx, person, sights).await?;
    let mut made = rows::rows(groups, |group| (group.pursuance.clone(), group.sort()));
    let count = made.len();
    let newest = |of: &[notices::Group]| of.first().map_or(i64::MAX, notices::Group::newest);
    made.retain(|(_, of)| newest(of) > passed);
    let Page { items: made, next } = Page::cut(made, limit, |(_, of)| newest(of));
    let mut drafts: Vec<RowDraft> = made.into_iter().map(RowDraft::of).collect();
    let said = said(tx, (person, now), &drafts).await?;
    let mut shown = shown(tx, (who, now), person, &drafts, &said).await?;
    let places = drafts.iter().flat_map(|draft| &draft.groups).map(notices::Group::newest);
    let mut said: HashMap<i64, Said> = places.zip(said).map(|(place, said)| (place, said.all)).collect();
    // Messages in a room have readers of their own.
    for draft in &mut drafts {
        draft.keep(|group| shown.contains_key(&group.newest()));
    }
    let wanted = drafts.iter().flat_map(RowDraft::named).chain(next).collect::<Vec<_>>();
    let mut named = notices::names(tx, person, &wanted).await?;
    let next = next.and_then(|place| named.get(&place).cloned());
    let items = drafts
        .into_iter()
        .filter(|draft| !draft.groups.is_empty())
        .map(|draft| {
            let names = draft.named().filter_map(|place| named.remove(&place)).collect();
            let group = |group: notices::Group| Group {
                shown: shown.remove(&group.newest()).unwrap_or_default(),
                count: group.told.len(),
                said: said.remove(&group.newest()).unwrap_or_default(),
                reasons: group.reasons,
            };
            let RowDraft { sort, groups, count } = draft;
            Row { sort, groups: groups.into_iter().map(group).collect(), count, names }
        })
        .collect();
    Ok(Unread { page: Page { items, next }, count })
}

/// The rows of read notices: none has several objects but of tasks for which nobody was found.
pub fn read(told: Vec<ReadableNotice>) -> Vec<Row> {
    let mut groups: Vec<Vec<ReadableNotice>> = Vec::new();
    let mut places: HashMap<(String, bool), usize> = HashMap::new();
    for one in told {
        let is_search = one.is_search();
        let of = if is_search { one.notice.pursuance.as_str() } else { &one.notice.object };
        let place = *places.entry((of.to_owned(), is_search)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let row = |told| Row { sort: None, groups: vec![Group::of(told)], count: 1, names: Vec::new() };
    groups.into_iter().map(row).collect()
}

/// A row before its notices are read.
struct RowDraft {
    sort: Option<NoticeSort>,
    groups: Vec<notices::Group>,
    count: usize,
}

impl RowDraft {
    fn of((sort, mut groups): (Option<NoticeSort>, Vec<notices::Group>)) -> Self {
        let count = groups.len();
        let sort = sort.filter(|_| count > 1);
        if let Some(sort) = sort.filter(|sort| sort.waits()) {
            groups.sort_by_key(|group| Reverse(first_of(group, Some(sort)).map(|told| told.place)));
        }
        groups.truncate(TASKS_MOST);
        Self { sort, groups, count }
    }

    /// Leaves out the groups of which the row shows nothing: neither its number nor its form knows them.
    fn keep(&mut self, is_shown: impl Fn(&notices::Group) -> bool) {
        let before = self.groups.len();
        self.groups.retain(is_shown);
        self.count -= before - self.groups.len();
    }

    /// The places of the notices that a form names, where the row has several objects.
    fn named(&self) -> impl Iterator<Item = i64> {
        let groups = if self.sort.is_some() { self.groups.as_slice() } else { &[] };
        groups.iter().flat_map(|group| &group.told).map(|told| told.place).take(NAMED_MOST)
    }

    /// The notice that says most of an object among others.
    fn first_of<'g>(&self, group: &'g notices::Group) -> Option<&'g GroupNotice> {
        first_of(group, self.sort)
    }

    /// Whether the row says who spoke in a group.
    fn says(&self, group: &notices::Group) -> bool {
        !group.is_search && (self.sort.is_none() || self.first_of(group).is_some_and(|told| told.is_comment))
    }

    /// The places of the notices that a group shows. Of several comments that stand only the newest counts: its line tells of all.
    fn shown(&self, group: &notices::Group, said: &Standing) -> Vec<i64> {
        let places = group.told.iter().map(|told| told.place);
        if group.is_search {
            return places.collect();
        }
        if self.sort.is_some() {
            return self.first_of(group).map(|told| told.place).into_iter().collect();
        }
        let first = said.places.first();
        places.filter(|at| Some(at) == first || !said.places.contains(at)).take(LOOKED_AT).collect()
    }
}

/// The newest notice of a sort in a group.
fn first_of(group: &notices::Group, sort: Option<NoticeSort>) -> Option<&GroupNotice> {
    group.told.iter().find(|told| told.sort == sort)
}

/// The messages of a group that still stand.
#[derive(Default)]
struct Standing {
    places: BTreeSet<i64>,
    all: Said,
}

/// Returns the messages of each of the groups, in their order.
async fn said(
    tx: &mut ReadTx,
    (person, now): (&ActorId, Time),
    drafts: &[RowDraft],
) -> StoreResult<Vec<Standing>> {
    let each = || drafts.iter().flat_map(|draft| draft.groups.iter().map(move |group| (draft, group)));
    let comments = |(draft, group): (&RowDraft, &notices::Group)| -> Vec<i64> {
        let told = group.told.iter().filter(|told| told.is_comment && draft.says(group));
        told.map(|told| told.place).collect()
    };
    let rooms: Vec<RoomId> = each()
        .filter(|each| !comments(*each).is_empty())
        .map(|(_, group)| RoomId::from(group.object.as_str()))
        .collect();
    let rooms = rooms_of(tx, rooms.iter()).await?;
    let ended = |object: &str| rooms.get(&RoomId::from(object)).and_then(|room| room.ended_before(now));
    // Of each place the group in which it is, and the time before which nothing stands there any more.
    let of_places: HashMap<i64, (usize, Option<Time>)> = each()
        .enumerate()
        .flat_map(|(at, of)| comments(of).into_iter().map(move |place| (place, (at, ended(&of.1.object)))))
        .collect();
    let places: Vec<i64> = of_places.keys().copied().collect();
    let mut standing: Vec<Standing> = each().map(|_| Standing::default()).collect();
    for said in notices::said(tx, person, &places).await? {
        let Some((at, ended)) = of_places.get(&said.place) else { continue };
        let Some(of) = standing.get_mut(*at).filter(|_| ended.is_none_or(|ended| said.at >= ended)) else {
            continue;
        };
        of.places.insert(said.place);
        of.all.count += 1;
        of.all.by.extend(said.by.filter(|by| !of.all.by.contains(by)));
    }
    Ok(standing)
}

/// The notices that the groups show, by the place of the newest of each group.
async fn shown(
    tx: &mut ReadTx,
    reader: (&Principal, Time),
    person: &ActorId,
    drafts: &[RowDraft],
    said: &[Standing],
) -> StoreResult<HashMap<i64, Vec<ReadableNotice>>> {
    let groups = drafts.iter().flat_map(|draft| draft.groups.iter().map(move |group| (draft, group)));
    let of_places: HashMap<i64, i64> = groups
        .zip(said)
        .flat_map(|((draft, group), said)| {
            draft.shown(group, said).into_iter().map(|place| (place, group.newest()))
        })
        .collect();
    let mut places: Vec<i64> = of_places.keys().copied().collect();
    places.sort_unstable();
    let mut found = notices::at(tx, person, &places).await?;
    found.sort_by_key(|(place, _)| *place);
    let of_ids: HashMap<NoticeId, i64> = found.iter().map(|(place, notice)| (notice.id(), *place)).collect();
    let mut shown: HashMap<i64, Vec<ReadableNotice>> = HashMap::new();
    let found = found.into_iter().map(|(_, notice)| notice).collect();
    for one in readable(tx, reader, person, found).await? {
        if let Some(group) = of_ids.get(&one.notice.id()).and_then(|place| of_places.get(place)) {
            shown.entry(*group).or_default().push(one);
        }
    }
    Ok(shown)
}
