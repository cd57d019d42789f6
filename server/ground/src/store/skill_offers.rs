//! Skill offers: of pursuances here, and the ones that other servers have told us. Their readers are in [`known()`], the pursuances
//! that were told and the tasks that came through them in [`copies`].

mod copies;
mod known;

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, DelegationId, SkillOfferId};
use pursuance_domain::skill_offer::{Kept, SkillOfferVersion};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Label, Note, Skill, Skills};

pub use self::copies::{
    Peer, add_use, ask_soon, forget_copy, has_met, note_copy, open_through, open_through_each, through,
    to_look_up, to_take_from, to_tell,
};
pub use self::known::{
    ToldTo, Wanted, count_told_to, for_task, has_offer_for, is_kept_up, is_read_by, known, told_to,
    unread_lists, visible, visible_of,
};
use super::damage::{StoredRow, listed, or_none, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::list;

/// A pursuance's statement of what it can do for others.
#[derive(Debug, Clone, PartialEq)]
pub struct SkillOffer {
    pub id: SkillOfferId,
    /// Its address, made by the server of the pursuance that offers.
    pub uri: String,
    /// The pursuance that offers.
    pub actor: ActorId,
    /// Markdown; may be empty.
    pub note: Note,
    pub skills: Skills,
    /// About this many a week.
    pub hours: Option<u16>,
    /// This many open at once.
    pub tasks: Option<u16>,
    pub causes: Vec<Label>,
    /// Whether everybody may read it.
    pub public: bool,
    pub until: Time,
    pub revision: i64,
    pub published: Time,
    pub updated: Time,
    /// When it was withdrawn.
    pub gone_at: Option<Time>,
    /// When its server said it last, or answered for it; none for ours.
    pub heard_at: Option<Time>,
    pub due_at: Option<Time>,
}

impl SkillOffer {
    /// Whether it still holds.
    pub fn is_open(&self, now: Time) -> bool {
        self.gone_at.is_none() && now < self.until
    }

    /// The facts of a kept offer for the rules.
    pub fn kept(&self) -> Kept {
        Kept {
            version: SkillOfferVersion { updated: self.updated, revision: self.revision },
            gone: self.gone_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct SkillOfferRow {
    id: String,
    uri: String,
    actor: String,
    note: String,
    hours: Option<i64>,
    tasks: Option<i64>,
    causes: String,
    public: bool,
    until: i64,
    revision: i64,
    published: i64,
    updated: i64,
    gone_at: Option<i64>,
    heard_at: Option<i64>,
    due_at: Option<i64>,
}

impl StoredRow for SkillOfferRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<SkillOfferRow> for SkillOffer {
    type Error = StoreError;
    fn try_from(row: SkillOfferRow) -> StoreResult<Self> {
        let causes: Vec<String> = serde_json::from_str(&row.causes)
            .map_err(|error| StoreError::unreadable("skill_offer", "causes", &error))?;
        let small = |number: Option<i64>| number.and_then(|number| u16::try_from(number).ok());
        Ok(Self {
            id: SkillOfferId(row.id),
            uri: row.uri,
            actor: ActorId(row.actor),
            note: Note::checked(row.note),
            skills: Skills::default(),
            hours: small(row.hours),
            tasks: small(row.tasks),
            causes: causes.into_iter().map(Label::checked).collect(),
            public: row.public,
            until: Time(row.until),
            revision: row.revision,
            published: Time(row.published),
            updated: Time(row.updated),
            gone_at: row.gone_at.map(Time),
            heard_at: row.heard_at.map(Time),
            due_at: row.due_at.map(Time),
        })
    }
}

macro_rules! select {
    ($($rest:expr),+ $(,)?) => {
        concat!(
            "select o.id, o.uri, o.actor, o.note, o.hours, o.tasks, o.causes, o.public, o.until, o.revision, o.published, o.updated, ",
            "o.gone_at, o.heard_at, o.due_at from skill_offer o ",
            $($rest),+
        )
    };
}
use select;

/// The offers with their skills.
async fn with_skills(tx: &mut ReadTx, mut offers: Vec<SkillOffer>) -> StoreResult<Vec<SkillOffer>> {
    const SQLITE: &str = "select offer, skill from skill_offer_skill
        where offer in (select value from json_each($1)) order by offer, position";
    const POSTGRES: &str = "select offer, skill from skill_offer_skill
        where offer = any (array(select json_array_elements_text(cast($1 as json)))) order by offer, position";
    if offers.is_empty() {
        return Ok(offers);
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String, String), sql, list(offers.iter().map(|offer| offer.id.as_str())))?;
    let mut skills: HashMap<String, Vec<Skill>> = HashMap::new();
    for (offer, skill) in rows {
        let damaged = |_| StoreError::no_skill("skill_offer_skill").in_row(offer.clone());
        if let Some(read) = or_none(Skill::parse(&skill).map_err(damaged)) {
            skills.entry(offer).or_default().push(read);
        }
    }
    for offer in &mut offers {
        let found = skills.remove(offer.id.as_str()).unwrap_or_default();
        offer.skills = Skills::new(found.into_iter().take(Skills::MOST)).unwrap_or_default();
    }
    Ok(offers)
}

async fn alone(tx: &mut ReadTx, row: Option<SkillOfferRow>) -> StoreResult<Option<SkillOffer>> {
    let found: Option<SkillOffer> = single(row)?;
    Ok(with_skills(tx, found.into_iter().collect()).await?.pop())
}

/// The offer with this id.
pub async fn by_id(tx: &mut ReadTx, id: &SkillOfferId) -> StoreResult<Option<SkillOffer>> {
    let row = optional!(tx, SkillOfferRow, select!("where o.id = $1"), id.as_str())?;
    alone(tx, row).await
}

/// The offer with this address.
pub async fn by_uri(tx: &mut ReadTx, uri: &str) -> StoreResult<Option<SkillOffer>> {
    let row = optional!(tx, SkillOfferRow, select!("where o.uri = $1"), uri)?;
    alone(tx, row).await
}

/// The offer through which a delegation came, where it is known.
pub async fn used_by(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Option<SkillOffer>> {
    const SQL: &str = select!("join skill_offer_use u on u.offer = o.uri where u.delegation = $1");
    let row = optional!(tx, SkillOfferRow, SQL, delegation.as_str())?;
    alone(tx, row).await
}

/// The open offers of a pursuance, the newest first, after one.
pub async fn open_of(
    tx: &mut ReadTx,
    actor: &ActorId,
    now: Time,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<SkillOffer>> {
    const SQL: &str = select!(
        "where o.actor = $1 and o.gone_at is null and o.until > $2 and ($3 = '' or o.id < $3)
         order by o.id desc limit +$4"
    );
    let found = each!(tx, SkillOfferRow, SQL, actor.as_str(), now.0, before, limit)?;
    with_skills(tx, listed(found)).await
}

/// Counts the open offers of a pursuance.
pub async fn count_open(tx: &mut ReadTx, actor: &ActorId, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from skill_offer where actor = $1 and gone_at is null and until > $2";
    Ok(one!(tx, (i64,), SQL, actor.as_str(), now.0)?.0)
}

/// Counts the kept offers of other servers: of `host`, and in all; withdrawn ones included.
pub async fn count_kept(tx: &mut ReadTx, host: &str) -> StoreResult<(i64, i64)> {
    const SQL: &str = "select count(case when a.host = $1 then 1 end), count(*) from skill_offer o
        join actor a on a.id = o.actor where a.host is not null";
    one!(tx, (i64, i64), SQL, host)
}

/// Runs a statement with the id of an offer, its present values (`$2` to `$13`), and the values in `$more`.
macro_rules! write_offer {
    ($tx:expr, $sql:expr, $offer:expr $(, $more:expr)* $(,)?) => {{
        let (causes, keys) = causes($offer);
        run!(
            $tx,
            $sql,
            $offer.id.as_str(),
            $offer.note.as_str(),
            $offer.hours.map(i64::from),
            $offer.tasks.map(i64::from),
            causes,
            keys,
            $offer.public,
            $offer.until.0,
            $offer.revision,
            $offer.updated.0,
            $offer.gone_at.map(|at| at.0),
            $offer.heard_at.map(|at| at.0),
            $offer.due_at.map(|at| at.0)
            $(, $more)*
        )
    }};
}

/// Writes a new offer.
pub async fn add(tx: &mut WriteTx, offer: &SkillOffer) -> StoreResult<()> {
    const SQL: &str = "insert into skill_offer (id, note, hours, tasks, causes, cause_keys, public, until, revision, updated,
        gone_at, heard_at, due_at, uri, actor, published)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    write_offer!(tx, SQL, offer, &offer.uri, offer.actor.as_str(), offer.published.0)
        .map_err(|error| error.or_taken("the skill offer"))?;
    set_skills(tx, offer).await
}

/// Writes what an offer says now.
pub async fn save(tx: &mut WriteTx, offer: &SkillOffer) -> StoreResult<()> {
    const SQL: &str =
        "update skill_offer set note = $2, hours = $3, tasks = $4, causes = $5, cause_keys = $6, public = $7,
        until = $8, revision = $9, updated = $10, gone_at = $11, heard_at = $12, due_at = $13 where id = $1";
    write_offer!(tx, SQL, offer)?;
    set_skills(tx, offer).await
}

/// The causes as JSON, and as they are searched.
fn causes(offer: &SkillOffer) -> (String, String) {
    let words: Vec<&str> = offer.causes.iter().map(Label::as_str).collect();
    let mut keys = String::from("|");
    for word in &words {
        keys.push_str(&cause_key(word));
        keys.push('|');
    }
    (serde_json::json!(words).to_string(), keys)
}

/// The form under which two causes are the same.
fn cause_key(word: &str) -> String {
    word.trim_start_matches('#').to_lowercase().replace('|', " ")
}

async fn set_skills(tx: &mut WriteTx, offer: &SkillOffer) -> StoreResult<()> {
    const SQL: &str =
        "insert into skill_offer_skill (offer, skill_key, area, skill, position) values ($1, $2, $3, $4, $5)";
    run!(tx, "delete from skill_offer_skill where offer = $1", offer.id.as_str())?;
    for (position, skill) in (0_i64..).zip(offer.skills.iter()) {
        let key = skill.key();
        let area = key.split(':').next().unwrap_or_default();
        run!(tx, SQL, offer.id.as_str(), &key, area, skill.as_str(), position)?;
    }
    Ok(())
}

/// Notes that the server of an offer has said it again, or answered for it.
pub async fn set_heard(tx: &mut WriteTx, id: &SkillOfferId, now: Time, due_at: Time) -> StoreResult<()> {
    const SQL: &str = "update skill_offer set heard_at = $2, due_at = $3 where id = $1";
    run!(tx, SQL, id.as_str(), now.0, due_at.0).map(drop)
}

/// Replaces the readers of an offer that is not for everybody.
pub async fn set_readers(tx: &mut WriteTx, id: &SkillOfferId, readers: &[ActorId]) -> StoreResult<()> {
    run!(tx, "delete from skill_offer_reader where offer = $1", id.as_str())?;
    for reader in readers {
        add_reader(tx, id, reader).await?;
    }
    Ok(())
}

/// Lets one more pursuance read an offer.
pub async fn add_reader(tx: &mut WriteTx, id: &SkillOfferId, reader: &ActorId) -> StoreResult<()> {
    const SQL: &str =
        "insert into skill_offer_reader (offer, actor) values ($1, $2) on conflict (offer, actor) do nothing";
    run!(tx, SQL, id.as_str(), reader.as_str()).map(drop)
}

/// Lets a pursuance read an offer no longer.
pub async fn remove_reader(tx: &mut WriteTx, id: &SkillOfferId, reader: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from skill_offer_reader where offer = $1 and actor = $2";
    run!(tx, SQL, id.as_str(), reader.as_str()).map(drop)
}

/// The readers of an offer that is not for everybody.
pub async fn readers(tx: &mut ReadTx, id: &SkillOfferId) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = "select actor from skill_offer_reader where offer = $1 order by actor";
    Ok(all!(tx, (String,), SQL, id.as_str())?.into_iter().map(|(id,)| ActorId(id)).collect())
}

/// The readers of an offer that are not told: their server takes no skill offers.
pub async fn readers_not_told(tx: &mut ReadTx, id: &SkillOfferId) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = "select r.actor from skill_offer_reader r join actor a on a.id = r.actor
        where r.offer = $1 and a.host is not null and not a.takes_offers order by r.actor";
    Ok(all!(tx, (String,), SQL, id.as_str())?.into_iter().map(|(id,)| ActorId(id)).collect())
}

/// Offers with something due: ours are told to others, the servers of other offers are asked.
pub async fn due(tx: &mut ReadTx, now: Time, limit: i64) -> StoreResult<Vec<DueSkillOffer>> {
    const SQL: &str =
        "select id, uri, heard_at is null from skill_offer where due_at <= $1 order by due_at limit +$2";
    let rows = all!(tx, (String, String, bool), SQL, now.0, limit)?;
    Ok(rows
        .into_iter()
        .map(|(id, uri, is_ours)| DueSkillOffer { id: SkillOfferId(id), uri, is_ours })
        .collect())
}

/// An offer about which something is due.
#[derive(Debug, Clone)]
pub struct DueSkillOffer {
    pub id: SkillOfferId,
    pub uri: String,
    pub is_ours: bool,
}

/// Has others told again what becomes of the open offers of a pursuance of ours.
pub async fn tell_again(tx: &mut WriteTx, actor: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update skill_offer set due_at = $2
        where actor = $1 and heard_at is null and gone_at is null and until > $2";
    run!(tx, SQL, actor.as_str(), now.0).map(drop)
}

/// Notes when something is due about an offer again.
pub async fn set_due(tx: &mut WriteTx, id: &SkillOfferId, at: Option<Time>) -> StoreResult<()> {
    run!(tx, "update skill_offer set due_at = $2 where id = $1", id.as_str(), at.map(|at| at.0)).map(drop)
}

/// Withdraws all open offers of a pursuance of ours; returns them. Others tell by `updated` which version is newer, also where the
/// clock was moved back.
pub async fn withdraw_all(tx: &mut WriteTx, actor: &ActorId, now: Time) -> StoreResult<Vec<SkillOfferId>> {
    const SQL: &str =
        "update skill_offer set gone_at = case when updated < $2 then $2 else updated + 1 end,
          updated = case when updated < $2 then $2 else updated + 1 end, revision = revision + 1, due_at = null
        where actor = $1 and heard_at is null and gone_at is null and until > $2 returning id";
    let rows = all!(tx, (String,), SQL, actor.as_str(), now.0)?;
    Ok(rows.into_iter().map(|(id,)| SkillOfferId(id)).collect())
}

/// The statements that remove an offer, with its id as `$1`.
pub(super) const REMOVE: &[&str] = &[
    "delete from skill_offer_skill where offer = $1",
    "delete from skill_offer_reader where offer = $1",
    "delete from skill_offer_copy where offer = $1",
    "delete from skill_offer where id = $1",
];

/// Forgets offers that ended before a moment: nobody needs to be told, and an old message about them says nothing any more.
pub async fn forget_ended(tx: &mut WriteTx, before: Time, limit: i64) -> StoreResult<()> {
    const SQL: &str = "select id from skill_offer where until < $1 order by until limit +$2";
    for (id,) in all!(tx, (String,), SQL, before.0, limit)? {
        remove(tx, &SkillOfferId(id)).await?;
    }
    Ok(())
}

/// Forgets the oldest withdrawn offers of a pursuance of another server beyond a number.
pub async fn forget_gone(tx: &mut WriteTx, actor: &ActorId, keep: i64) -> StoreResult<()> {
    const SQL: &str = "select id from skill_offer where actor = $1 and gone_at is not null
        order by gone_at desc, id desc limit 1000 offset +$2";
    for (id,) in all!(tx, (String,), SQL, actor.as_str(), keep)? {
        remove(tx, &SkillOfferId(id)).await?;
    }
    Ok(())
}

/// Forgets an offer of the server with the most kept offers, if these are more than `most`: a withdrawn one, or else the one
/// heard of the longest ago. Answers whether there was one.
pub async fn forget_of_fullest(tx: &mut WriteTx, most: i64) -> StoreResult<bool> {
    const FULLEST: &str = "select a.host, count(*) from skill_offer o join actor a on a.id = o.actor
        where a.host is not null group by a.host order by count(*) desc, a.host limit 1";
    const FIRST: &str = "select o.id from skill_offer o join actor a on a.id = o.actor where a.host = $1
        order by case when o.gone_at is null then 1 else 0 end, o.heard_at, o.id limit 1";
    let fullest = optional!(tx, (String, i64), FULLEST)?;
    let Some((host, _)) = fullest.filter(|(_, kept)| most < *kept) else { return Ok(false) };
    let Some((id,)) = optional!(tx, (String,), FIRST, host)? else { return Ok(false) };
    remove(tx, &SkillOfferId(id)).await?;
    Ok(true)
}

async fn remove(tx: &mut WriteTx, id: &SkillOfferId) -> StoreResult<()> {
    for sql in REMOVE {
        run!(tx, *sql, id.as_str())?;
    }
    Ok(())
}
