//! Extra facts for the pages of a pursuance, by one statement: the numbers on the tabs, and small values.

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::Cause;
use pursuance_domain::time::Time;

use crate::store::actors::ActorKind;
use crate::store::db::{ReadTx, one};
use crate::store::error::StoreResult;
use crate::store::outline::Who;
use crate::store::outline::reviews::waits;
use crate::store::states::with_states;
use crate::store::words::called;
use crate::store::words::read_cause;

/// The extra facts of a pursuance for a reader. The caller checks which numbers they may see.
#[derive(Debug, Clone)]
pub struct PursuancePageFacts {
    /// Offers that wait for an answer.
    pub incoming: i64,
    /// People who ask to join.
    pub asking: i64,
    /// Whether suggestions wait.
    pub has_suggestions: bool,
    /// Tasks that wait for the verdict of the reader, up to a hundred.
    pub reviews: i64,
    /// Whether its mission has read otherwise before.
    pub had_missions: bool,
    /// Servers of the pursuances that have a task of this one, for readers of all its tasks; at most twenty.
    pub helpers: Vec<String>,
    /// Its founder, for the same readers.
    pub founder: Option<Who>,
    /// The number of its last event.
    pub last: i64,
    /// Why the reader watches it.
    pub watched: Option<Cause>,
    pub is_muted: bool,
    /// Whether searches are saved here that the reader may find.
    pub has_searches: bool,
    /// Whether the reader has said what they can, in a private pursuance.
    pub has_said_skills: bool,
}

#[derive(sqlx::FromRow)]
struct BesideRow {
    incoming: i64,
    asking: i64,
    has_suggestions: bool,
    reviews: i64,
    missions: i64,
    helpers: Option<String>,
    founder: Option<String>,
    founder_name: Option<String>,
    founder_display: Option<String>,
    last: i64,
    watched: Option<String>,
    is_muted: bool,
    has_searches: bool,
    has_said_skills: bool,
}

/// The extra facts of the pursuance of a sight. `person`: the reader, if they are signed in.
pub async fn page_facts(
    tx: &mut ReadTx,
    sight: &Sight,
    person: Option<&ActorId>,
    now: Time,
) -> StoreResult<PursuancePageFacts> {
    // The casts make SQLite begin at the reviews of the person, and not at all that the pursuance has in these phases.
    const SQL: &str = concat!(
        "select (select count(*) from delegation d where d.delegate = $1 and d.side = 'delegate' and d.state = 'offered') as incoming,
          (select count(*) from member m where m.pursuance = $1 and m.state = 'pending') as asking,
          exists (select 1 from proposal s where s.pursuance = $1 and s.state = 'open') as has_suggestions,
          (select count(*) from (select 1 as n from task t where t.reviewer = $2 and cast(t.pursuance as text) = $1 and ",
        waits!(),
        " union all select 1 from task t where t.creator = $2 and t.reviewer is null and cast(t.pursuance as text) = $1 and ",
        waits!(),
        " limit 100) c) as reviews,
          (select count(*) from (select 1 as n from text_version v where v.object = $1 and v.field = 'mission' limit 2) v) as missions,
          (select string_agg(h.host, ' ' order by h.host) from (select distinct a.host from delegation d
            join actor a on a.id = d.delegate where d.origin = $1 and d.side = 'origin' and d.state in {held} and a.host is not null
            order by a.host limit 20) h) as helpers,
          f.id as founder, f.name as founder_name, ",
        called!("f", "$1", "$3"),
        " as founder_display, coalesce((select r.last from stream r where r.id = $1), 0) as last,
          (select w.cause from watch w where w.account = $2 and w.object = $1 and w.is_on) as watched,
          exists (select 1 from mute u where u.account = $2 and u.object = $1) as is_muted,
          exists (select 1 from saved_search q where q.pursuance = $1 and (q.shared or q.account = $2)) as has_searches,
          exists (select 1 from sealed_tagged k where k.pursuance = $1 and k.actor = $2 and k.epoch > 0) as has_said_skills
        from (select 1 as n) one left join event e on e.stream = $1 and e.seq = 1 and e.verb = 'pursuance.created'
          left join actor f on f.id = e.actor"
    );
    let of = sight.pursuance().as_str();
    let row = one!(tx, BesideRow, with_states!(SQL), of, person.map(ActorId::as_str), now.0)?;
    let is_whole = sight.only_of().is_none();
    // A founder is a person of this server.
    let founder = row.founder.filter(|_| is_whole).map(|id| Who {
        id: ActorId(id),
        kind: ActorKind::Person,
        host: None,
        name: row.founder_name.unwrap_or_default(),
        display: row.founder_display.unwrap_or_default(),
    });
    let helpers = row.helpers.filter(|_| is_whole);
    Ok(PursuancePageFacts {
        incoming: row.incoming,
        asking: row.asking,
        has_suggestions: row.has_suggestions,
        reviews: row.reviews,
        had_missions: row.missions > 1,
        // No name of a host has a space in it.
        helpers: helpers.map(|hosts| hosts.split(' ').map(str::to_owned).collect()).unwrap_or_default(),
        founder,
        last: row.last,
        watched: row.watched.map(|word| read_cause(&word, of)).transpose()?,
        is_muted: row.is_muted,
        has_searches: row.has_searches,
        has_said_skills: row.has_said_skills,
    })
}
