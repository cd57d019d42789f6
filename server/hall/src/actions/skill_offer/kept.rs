//! Skill offers of other servers: kept as long as they hold and their server answers, replaced by newer versions, given up when
//! withdrawn, and read again once a week (PROTOCOL §1.8).

use std::sync::Arc;

use http::StatusCode;
use pursuance_domain::id::{ActorId, SkillOfferId};
use pursuance_domain::skill_offer::{
    self, ASKED_EVERY, CAUSES_MOST, HOURS_MOST, LONGEST, OPEN_MOST, SkillOfferHearing, SkillOfferVersion,
    TASKS_MOST,
};
use pursuance_domain::time::{DAY, HOUR, Time};
use pursuance_domain::value::{Label, Note, Skill, Skills};
use pursuance_federation::fetch::FetchError;
use pursuance_federation::verify::Verified;
use pursuance_federation::vocab::Proposal;
use serde_json::Value;
use url::Url;

use super::wire::moment;
use crate::actions::unnumbered::received;
use crate::lookup::DirectoryError;
use crate::markdown;
use crate::peers::signing::AskError;
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::channels;
use crate::store::db::{ReadTx, WriteTx};
use crate::store::error::{StoreError, StoreResult};
use crate::store::skill_offers::{self, SkillOffer};

/// The largest activity about an offer, and the largest document of one.
pub const OFFER_LIMIT: usize = 64 * 1024;
/// The most offers kept of one server, withdrawn offers included.
pub const KEPT_OF_HOST: i64 = 2_000;
/// The most offers kept of all servers. A new one then replaces an offer of the server with the most: server names cost nothing,
/// so nobody can keep out all others by filling this.
pub const KEPT_IN_ALL: i64 = 20_000;
/// How many withdrawn offers of a pursuance are remembered, so that an old message does not bring them back.
const GONE_KEPT: i64 = OPEN_MOST as i64;
/// The revision of an offer of which only the withdrawal arrived: real revisions begin with 1.
const NEVER_TOLD: i64 = 0;
/// How far the clock of another server may be ahead.
const AHEAD: i64 = HOUR;

/// Why an offer is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    #[error("the offer is on another server than its maker")]
    OtherOrigin,
    #[error("the offer belongs to somebody else")]
    OtherMaker,
    #[error("the offer is for nobody here")]
    NotForUs,
    #[error("the offer names no skill that can be read")]
    NoSkills,
    #[error("the words of the offer are too long")]
    TooLong,
    #[error("the offer ends too late, or was made in the future")]
    TooFar,
    #[error("as many offers as may be are kept of you")]
    TooMany,
}

impl NotKept {
    /// The stable word for other servers.
    pub fn word(self) -> &'static str {
        match self {
            Self::OtherOrigin => "other-origin",
            Self::OtherMaker => "not-permitted",
            Self::NotForUs => "not-for-us",
            Self::NoSkills | Self::TooFar => "bad-offer",
            Self::TooLong => "too-large",
            Self::TooMany => "rate-limit",
        }
    }
}

/// Reads and checks an offer. It is new here, or will replace the known version.
fn read(app: &App, maker: &Actor, said: &Proposal, now: Time) -> Result<Option<SkillOffer>, NotKept> {
    let is_theirs = Url::parse(&maker.uri).is_ok_and(|maker| maker.origin() == said.id.origin());
    let mut intent = said.publishes.id.clone();
    intent.set_fragment(None);
    if !is_theirs || said.id.fragment().is_some() || intent != said.id {
        return Err(NotKept::OtherOrigin);
    }
    if said.attributed_to.as_str() != maker.uri {
        return Err(NotKept::OtherMaker);
    }
    let (until, updated) = (moment(said.until), moment(said.updated));
    if now.plus(LONGEST + 2 * DAY) < until || now.plus(AHEAD) < updated {
        return Err(NotKept::TooFar);
    }
    if until <= now || !said.offers_work() {
        return Ok(None);
    }
    let skills = said.skills.iter().filter_map(|skill| Skill::parse(skill).ok());
    let skills = Skills::new(skills).unwrap_or_default();
    if skills.is_empty() {
        return Err(NotKept::NoSkills);
    }
    let words = match (&said.source, &said.content) {
        (Some(source), _) => source.content.clone(),
        (None, Some(html)) => markdown::to_text(html),
        (None, None) => String::new(),
    };
    let number = |said: Option<u64>, most: u16| {
        said.and_then(|said| u16::try_from(said).ok()).filter(|number| (1..=most).contains(number))
    };
    Ok(Some(SkillOffer {
        id: SkillOfferId(app.clock.new_id_at(now)),
        uri: said.id.to_string(),
        actor: maker.id.clone(),
        note: Note::parse(&words).map_err(|_| NotKept::TooLong)?,
        skills,
        hours: number(said.capacity.hours, HOURS_MOST),
        tasks: number(said.capacity.tasks, TASKS_MOST),
        causes: said.causes().filter_map(|cause| Label::parse(cause).ok()).take(CAUSES_MOST).collect(),
        public: said.is_public(),
        until,
        revision: i64::try_from(said.revision).unwrap_or(i64::MAX),
        published: moment(said.published),
        updated,
        gone_at: None,
        heard_at: Some(now),
        due_at: Some(now.plus(ASKED_EVERY)),
    }))
}

/// Takes in an offer that its maker has told: signed, proved, and said by nobody else.
///
/// # Errors
/// When the database fails.
pub async fn take_in(
    app: &App,
    verified: &Verified,
    maker: &Actor,
    said: &Proposal,
) -> StoreResult<Result<(), NotKept>> {
    let now = app.clock.now();
    let offer = match read(app, maker, said, now) {
        Ok(Some(offer)) => offer,
        Ok(None) => return Ok(Ok(())),
        Err(why) => return Ok(Err(why)),
    };
    match told(app, verified, said, &offer, now).await {
        // Told twice at the same moment: now it is known.
        Err(StoreError::Taken(_)) => told(app, verified, said, &offer, now).await,
        done => done,
    }
}

async fn told(
    app: &App,
    verified: &Verified,
    said: &Proposal,
    offer: &SkillOffer,
    now: Time,
) -> StoreResult<Result<(), NotKept>> {
    let mut tx = app.db.write().await?;
    let reader = if offer.public {
        None
    } else {
        let to = verified.addressee().filter(|to| said.to.iter().any(|one| one.as_str() == *to));
        match reader_here(&mut tx, to).await? {
            Some(reader) => Some(reader),
            None => return Ok(Err(NotKept::NotForUs)),
        }
    };
    if !channels::add_activity(&mut tx, &received(verified, now)).await? {
        return Ok(Ok(()));
    }
    let kept = keep(&mut tx, offer, Some(reader.as_ref()), now).await?;
    if kept.is_ok() {
        tx.commit().await?;
    }
    Ok(kept)
}

/// Takes in an offer that stands for everybody in the list of its maker.
///
/// # Errors
/// When the database fails.
pub(super) async fn take_listed(
    app: &App,
    maker: &Actor,
    said: &Proposal,
) -> StoreResult<Result<(), NotKept>> {
    let now = app.clock.now();
    let offer = match read(app, maker, said, now) {
        Ok(Some(offer)) if offer.public => offer,
        Ok(_) => return Ok(Ok(())),
        Err(why) => return Ok(Err(why)),
    };
    let mut tx = app.db.write().await?;
    match keep(&mut tx, &offer, Some(None), now).await {
        Ok(Ok(())) => {
            tx.commit().await?;
            Ok(Ok(()))
        }
        // Told at the same moment: now it is known.
        Err(StoreError::Taken(_)) => Ok(Ok(())),
        done => done,
    }
}

/// The pursuance here that an offer is for.
async fn reader_here(tx: &mut ReadTx, to: Option<&str>) -> StoreResult<Option<ActorId>> {
    let Some(to) = to else { return Ok(None) };
    let found = actors::by_uri(tx, to).await?;
    let found =
        found.filter(|actor| actor.is_here() && actor.kind == ActorKind::Group && actor.gone_at.is_none());
    Ok(found.map(|actor| actor.id))
}

/// Keeps an offer, or replaces its known version. `told`: its reader here, where it was sent to us; an offer that we asked for
/// keeps its readers.
async fn keep(
    tx: &mut WriteTx,
    offer: &SkillOffer,
    told: Option<Option<&ActorId>>,
    now: Time,
) -> StoreResult<Result<(), NotKept>> {
    let readers: Vec<ActorId> = told.flatten().into_iter().cloned().collect();
    let Some(known) = skill_offers::by_uri(tx, &offer.uri).await? else {
        if !has_room(tx, offer, true, now).await? {
            return Ok(Err(NotKept::TooMany));
        }
        skill_offers::add(tx, offer).await?;
        skill_offers::set_readers(tx, &offer.id, &readers).await?;
        return Ok(Ok(()));
    };
    if known.actor != offer.actor {
        return Ok(Err(NotKept::OtherMaker));
    }
    let said = SkillOfferVersion { updated: offer.updated, revision: offer.revision };
    match skill_offer::hear(known.kept(), said) {
        SkillOfferHearing::Newer => {
            if !known.is_open(now) && !has_room(tx, offer, false, now).await? {
                return Ok(Err(NotKept::TooMany));
            }
            let was_public = known.public;
            let is_told = told.is_some();
            let offer = SkillOffer {
                id: known.id,
                published: if known.revision == NEVER_TOLD { offer.published } else { known.published },
                // An offer that we asked for is the copy for one reader.
                public: if is_told { offer.public } else { was_public && offer.public },
                ..offer.clone()
            };
            skill_offers::save(tx, &offer).await?;
            if is_told && (offer.public || was_public || known.gone_at.is_some()) {
                skill_offers::set_readers(tx, &offer.id, &readers).await?;
            } else {
                add_readers(tx, &offer, &readers).await?;
            }
        }
        // It was read again before it was told that it is for everybody by now.
        SkillOfferHearing::Same if told.is_some() && offer.public && !known.public => {
            let offer = SkillOffer { id: known.id, published: known.published, ..offer.clone() };
            skill_offers::save(tx, &offer).await?;
            skill_offers::set_readers(tx, &offer.id, &[]).await?;
        }
        SkillOfferHearing::Same => {
            skill_offers::set_heard(tx, &known.id, now, now.plus(ASKED_EVERY)).await?;
            add_readers(tx, &known, &readers).await?;
        }
        SkillOfferHearing::Stale => {}
    }
    Ok(Ok(()))
}

async fn add_readers(tx: &mut WriteTx, offer: &SkillOffer, readers: &[ActorId]) -> StoreResult<()> {
    if !offer.public {
        for reader in readers {
            skill_offers::add_reader(tx, &offer.id, reader).await?;
        }
    }
    Ok(())
}

/// Whether one more offer of its maker may be kept. `is_new`: it takes a new row, and an old row may have to go.
async fn has_room(tx: &mut WriteTx, offer: &SkillOffer, is_new: bool, now: Time) -> StoreResult<bool> {
    if skill_offer::one_more(skill_offers::count_open(tx, &offer.actor, now).await?).is_err() {
        return Ok(false);
    }
    if !is_new {
        return Ok(true);
    }
    has_row(tx, &offer.actor).await
}

/// Whether one more row of a maker may be kept. Another one may have to go for it.
async fn has_row(tx: &mut WriteTx, maker: &ActorId) -> StoreResult<bool> {
    let host = actors::by_id(tx, maker).await?.and_then(|maker| maker.host).unwrap_or_default();
    let (of_host, in_all) = skill_offers::count_kept(tx, &host).await?;
    if KEPT_OF_HOST <= of_host {
        return Ok(false);
    }
    Ok(in_all < KEPT_IN_ALL || skill_offers::forget_of_fullest(tx, of_host).await?)
}

/// Processes the withdrawal of an offer by its maker, from everybody or from one pursuance. An unknown offer is remembered as
/// withdrawn, since an older message about it may come later. Without room to remember it, the withdrawal is refused.
///
/// # Errors
/// When the database fails.
pub async fn take_back(
    app: &App,
    verified: &Verified,
    maker: &Actor,
    uri: &str,
) -> StoreResult<Result<(), NotKept>> {
    match taken_back(app, verified, maker, uri).await {
        // Told at the same moment: now it is known.
        Err(StoreError::Taken(_)) => taken_back(app, verified, maker, uri).await,
        done => done,
    }
}

async fn taken_back(
    app: &App,
    verified: &Verified,
    maker: &Actor,
    uri: &str,
) -> StoreResult<Result<(), NotKept>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let said = verified.value().get("published").and_then(Value::as_str);
    let said = said.and_then(|said| chrono::DateTime::parse_from_rfc3339(said).ok());
    let at = said.map_or(now, |said| Time(said.timestamp_micros()).min(now.plus(AHEAD)));
    let Some(known) = skill_offers::by_uri(&mut tx, uri).await? else {
        if !channels::add_activity(&mut tx, &received(verified, now)).await? {
            return Ok(Ok(()));
        }
        if !has_row(&mut tx, &maker.id).await? {
            // Without remembering the withdrawal, an older message about the offer would come later and stay.
            return Ok(Err(NotKept::TooMany));
        }
        remember(app, &mut tx, maker, uri, at, now).await?;
        tx.commit().await?;
        return Ok(Ok(()));
    };
    if known.actor != maker.id {
        return Ok(Err(NotKept::OtherMaker));
    }
    let is_later = known.gone_at.is_some_and(|gone| gone < at);
    if !(is_later || skill_offer::ends(known.kept(), at))
        || !channels::add_activity(&mut tx, &received(verified, now)).await?
    {
        return Ok(Ok(()));
    }
    if is_later {
        // It was withdrawn from somebody else before: messages between the two withdrawals are outdated now.
        end(&mut tx, known, at).await?;
        tx.commit().await?;
        return Ok(Ok(()));
    }
    let reader = if known.public { None } else { reader_here(&mut tx, verified.addressee()).await? };
    if let Some(reader) = &reader {
        skill_offers::remove_reader(&mut tx, &known.id, reader).await?;
    }
    let is_read = !known.public && !skill_offers::readers(&mut tx, &known.id).await?.is_empty();
    if is_read {
        // The remaining readers still get the change that removed one reader. An older message cannot add that reader again.
        let updated = known.updated.max(at.plus(-1));
        skill_offers::save(&mut tx, &SkillOffer { updated, ..known }).await?;
    } else {
        end(&mut tx, known, at).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// Remembers the withdrawal of an unknown offer, as long as an offer made before it could hold.
async fn remember(
    app: &App,
    tx: &mut WriteTx,
    maker: &Actor,
    uri: &str,
    at: Time,
    now: Time,
) -> StoreResult<()> {
    let offer = SkillOffer {
        id: SkillOfferId(app.clock.new_id_at(now)),
        uri: uri.to_owned(),
        actor: maker.id.clone(),
        note: Note::checked(String::new()),
        skills: Skills::default(),
        hours: None,
        tasks: None,
        causes: Vec::new(),
        public: false,
        until: at.plus(LONGEST + 2 * DAY),
        revision: NEVER_TOLD,
        published: at,
        // Everything that its maker says from then on is newer.
        updated: at.plus(-1),
        gone_at: Some(at),
        heard_at: Some(now),
        due_at: None,
    };
    skill_offers::add(tx, &offer).await?;
    skill_offers::forget_gone(tx, &maker.id, GONE_KEPT).await
}

async fn end(tx: &mut WriteTx, known: SkillOffer, at: Time) -> StoreResult<()> {
    let actor = known.actor.clone();
    skill_offers::save(tx, &SkillOffer { gone_at: Some(at), due_at: None, ..known }).await?;
    skill_offers::forget_gone(tx, &actor, GONE_KEPT).await
}

/// Reads a kept offer again at its address. Its server need not answer: it is asked again in a week.
///
/// # Errors
/// When the database fails.
pub async fn ask(app: &App, uri: &str) -> StoreResult<()> {
    let now = app.clock.now();
    let (known, maker) = {
        let mut tx = app.db.read().await?;
        let Some(known) = skill_offers::by_uri(&mut tx, uri).await? else { return Ok(()) };
        let Some(maker) = actors::by_id(&mut tx, &known.actor).await? else { return Ok(()) };
        (known, maker)
    };
    if maker.is_here() || maker.gone_at.is_some() || !known.is_open(now) {
        return Ok(());
    }
    let Ok(url) = Url::parse(&known.uri) else { return Ok(()) };
    let host = maker.host.as_deref().unwrap_or_default();
    let question = format!("skill offers of {host}");
    if app.lookups.failed_before(&question, now).is_some() {
        // The server did not answer about another offer a moment ago: each of its offers would keep a worker for that long.
        let mut tx = app.db.write().await?;
        skill_offers::set_due(&mut tx, &known.id, Some(now.plus(DAY))).await?;
        return tx.commit().await;
    }
    let answered = match app.ask(&app.instance_actor, &url, OFFER_LIMIT).await {
        Ok(document) => document,
        Err(AskError::Fetch(FetchError::Status { status: StatusCode::GONE | StatusCode::NOT_FOUND })) => {
            end_as_known(app, &known).await?;
            return Ok(());
        }
        Err(AskError::Fetch(error)) => {
            tracing::debug!(peer.host = host, "A skill offer could not be read again: {error}");
            if is_silence(&error) {
                let silent = DirectoryError::NotAnswering { host: host.to_owned(), source: Arc::new(error) };
                app.lookups.note(&question, &silent, app.clock.now());
            }
            return Ok(());
        }
        Err(AskError::Keys(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "A skill offer cannot be asked for");
            return Ok(());
        }
        Err(AskError::Store(error)) => return Err(error),
    };
    let said = Proposal::read(&answered.value).ok().filter(|said| said.id == url);
    let Some(said) = said else { return Ok(()) };
    match read(app, &maker, &said, now) {
        Ok(Some(offer)) => {
            let mut tx = app.db.write().await?;
            if keep(&mut tx, &offer, None, now).await?.is_ok() {
                tx.commit().await?;
            }
        }
        // It says itself that it is over, or offers nothing more.
        Ok(None) if known.updated <= moment(said.updated) => end_as_known(app, &known).await?,
        // As it was before.
        Ok(None) => {}
        Err(why) => tracing::debug!(peer.host = maker.host, "A skill offer is not what it was: {why}"),
    }
    Ok(())
}

/// Whether a server gave no answer at all, and had this one wait for that.
fn is_silence(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Unreachable(_)
            | FetchError::TimedOut { .. }
            | FetchError::TooSlow { .. }
            | FetchError::Interrupted(_)
    )
}

/// Ends an offer as its server answered, unless it was told anew while that was asked.
async fn end_as_known(app: &App, asked: &SkillOffer) -> StoreResult<()> {
    let mut tx = app.db.write().await?;
    let newest = skill_offers::by_uri(&mut tx, &asked.uri).await?;
    let Some(newest) = newest.filter(|newest| newest.kept() == asked.kept()) else { return Ok(()) };
    let at = newest.updated;
    end(&mut tx, newest, at).await?;
    tx.commit().await
}
