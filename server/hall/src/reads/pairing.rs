//! The pairing of a task, for members who may assign it: the people asked, the time of the next wave, and the reasons.

use std::collections::BTreeMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::ActorUri;
use pursuance_domain::id::{OfferId, SkillOfferId};
use pursuance_domain::pairing::{Draw, MentorState, OfferState, PairingRefusal, Reached, Unfit, may_pair};
use pursuance_domain::time::Time;
use pursuance_domain::value::Skill;
use schemars::JsonSchema;
use serde::Serialize;

use super::offers::WhyView;
use super::{Actors, name_of, skill_offers};
use crate::actions::access::Access;
use crate::actions::{PerformError, pairing as rules, succession as successions};
use crate::store::db::ReadTx;
use crate::store::eligible::{self, EligibleSearch, Found};
use crate::store::tasks::Task;
use crate::store::{mentors as mentoring, offers, pairing, succession};

/// The most other pursuances listed.
const ALLIES: usize = 10;
/// The most asked mentors listed: a few are asked at a time.
const MENTORS: i64 = 50;
/// The most people checked for one view, for each word of the rarest skill.
const LOOKED_AT: i64 = 1_000;

/// Whether people are asked about a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairingState {
    /// They are asked in waves.
    Asking,
    /// It was handed on: one person after the other is asked alone whether they go on with it.
    OneAlone,
    /// The task does not want help now.
    NotWanted,
    /// It wants no skills: it stands on the board only.
    NoSkills,
    /// It waits for something.
    Blocked,
    /// Its parts are open, and the work is theirs.
    OpenParts,
    /// It is offered to another pursuance.
    OnOffer,
    /// Somebody has paused it.
    Paused,
}

impl PairingState {
    fn of(ruling: Result<(), PairingRefusal>) -> Self {
        match ruling {
            Ok(()) => Self::Asking,
            Err(PairingRefusal::NoSkills) => Self::NoSkills,
            Err(PairingRefusal::Blocked) => Self::Blocked,
            Err(PairingRefusal::OpenParts) => Self::OpenParts,
            Err(PairingRefusal::OnOffer) => Self::OnOffer,
            Err(PairingRefusal::Paused) => Self::Paused,
            Err(PairingRefusal::NotWanted | PairingRefusal::NoChange | PairingRefusal::Person(_)) => {
                Self::NotWanted
            }
        }
    }
}

/// How a task finds somebody.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Pairing")]
pub struct PairingView {
    pub state: PairingState,
    /// Whether it names skills; without any, people are asked only by name.
    #[serde(skip)]
    pub has_skills: bool,
    /// How many waves were asked.
    pub waves: u32,
    /// The last way that was tried.
    pub reached: Reached,
    /// When the next people are asked, or another way is tried; null while nobody is asked.
    pub next_at: Option<Time>,
    /// Who paused it, and when.
    pub paused: Option<PausedView>,
    /// Who was asked, in the order in which they were.
    pub asked: Vec<AskedView>,
    /// The members who were asked whether they accompany somebody who learns a skill of it, in the order in which they were.
    pub mentors: Vec<MentorAskedView>,
    /// How many members have every skill and can be asked now; at least so many where not all were looked at.
    pub left: usize,
    /// How many others have every skill and were not asked, by the reason why they are not asked now.
    pub unfit: BTreeMap<Unfit, usize>,
    /// Whether everybody with the rarest of its skills was looked at for these counts.
    pub counted_all: bool,
    /// Other pursuances that offer what it needs, once nobody was found here: for those who may hand it over.
    pub allies: Vec<AllyView>,
    /// How many there are.
    pub allies_count: usize,
}

/// A pursuance that offers what a task needs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Ally")]
pub struct AllyView {
    /// Its name in addresses: slug, or slug@server.
    pub pursuance: String,
    /// Its display name.
    pub name: String,
    /// Its offer, for `satisfies` of `delegation.offer`.
    pub offer: SkillOfferId,
    /// Those of the skills that it offers.
    pub skills: Vec<Skill>,
    /// Whether these are all.
    pub whole: bool,
    /// The last moment of the offer.
    pub until: Time,
}

/// Who paused the search.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Paused")]
pub struct PausedView {
    pub by: String,
    pub at: Time,
}

/// A member who was asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Asked")]
pub struct AskedView {
    pub offer: OfferId,
    /// Their name.
    pub person: String,
    pub at: Time,
    pub answer: AnswerView,
    pub answered_at: Option<Time>,
    pub why: WhyView,
}

/// A member who was asked whether they accompany a learner.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "MentorAsked")]
pub struct MentorAskedView {
    /// Their name.
    pub person: String,
    /// The skill that a learner lacks; null in a private pursuance, whose skills have no names here.
    pub skill: Option<Skill>,
    pub at: Time,
    pub state: MentorState,
}

/// An answer as others read it: why somebody says no is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerView {
    /// None yet.
    None,
    /// They took it.
    Yes,
    /// They stand by.
    StandsBy,
    /// No.
    No,
    /// They stood by, and do no longer.
    NoLonger,
    /// They want to be asked again.
    Later,
    /// None in time, or the task has ended meanwhile.
    Over,
}

impl From<OfferState> for AnswerView {
    fn from(state: OfferState) -> Self {
        match state {
            OfferState::Open => Self::None,
            OfferState::Accepted => Self::Yes,
            OfferState::StandingBy => Self::StandsBy,
            OfferState::NotNow | OfferState::Never => Self::No,
            OfferState::StoodDown | OfferState::Released => Self::NoLonger,
            OfferState::Later => Self::Later,
            OfferState::Lapsed | OfferState::Over => Self::Over,
        }
    }
}

/// The pairing of a task. `own`: the address of its pursuance.
///
/// # Errors
/// When the reader may not assign it, or the database fails.
pub async fn of(
    tx: &mut ReadTx,
    own: &ActorUri,
    access: &Access,
    task: &Task,
) -> Result<PairingView, PerformError> {
    access.demand(Permission::Assign, Some(task))?;
    let known = pairing::find(tx, &task.id).await?;
    let wanted = rules::wanted(tx, &access.pursuance, task, known.as_ref()).await?;
    let mut state = PairingState::of(may_pair(&wanted, false));
    let handed_on = succession::find(tx, &task.id).await?.filter(|found| found.is_running && !found.keeps);
    let mut alone_until = None;
    if let Some(found) = handed_on.filter(|_| may_pair(&wanted, true).is_ok()) {
        state = PairingState::OneAlone;
        alone_until = successions::asked_alone(tx, &found).await?.and_then(|asked| asked.until);
    }
    let mut actors = Actors::default();
    let mut asked = Vec::new();
    for offer in offers::of_task(tx, &access.sight()?, &task.id).await? {
        asked.push(AskedView {
            person: actors.name(tx, &offer.person).await?,
            answer: offer.state.into(),
            why: WhyView::of(tx, &mut actors, &offer.asked).await?,
            offer: offer.id,
            at: offer.at,
            answered_at: offer.answered_at,
        });
    }
    let mut mentors = Vec::new();
    for one in mentoring::of_task(tx, &task.id, MENTORS).await? {
        let (skill, at, state) = (one.subject.skill().cloned(), one.at, one.state);
        mentors.push(MentorAskedView { person: actors.name(tx, &one.person).await?, skill, at, state });
    }
    let stand = known.as_ref().map(|known| known.stand).unwrap_or_default();
    let place = Draw::of(&task.id, stand.waves.saturating_add(1), &task.pursuance).0;
    let (pursuance, members) = (&task.pursuance, access.pursuance.members);
    let search = EligibleSearch { task: &task.id, pursuance, members, place, most: LOOKED_AT };
    let Found { people, is_all: counted_all } = eligible::reachable(tx, search).await?;
    let found = pairing::candidates(tx, rules::about(&access.pursuance, task), &people, access.now).await?;
    let (mut left, mut unfit) = (0, BTreeMap::new());
    for one in found {
        match one.standing.fits() {
            Ok(()) => left += 1,
            Err(why) => *unfit.entry(why).or_insert(0) += 1,
        }
    }
    let paused = match known.as_ref().and_then(|known| known.paused.clone()) {
        Some((by, at)) => Some(PausedView { by: actors.name(tx, &by).await?, at }),
        None => None,
    };
    let next_at = known.and_then(|known| known.next_at).filter(|_| state == PairingState::Asking);
    let next_at = next_at.or(alone_until);
    let (waves, reached) = (stand.waves, stand.reached);
    let has_skills = wanted.has_skills;
    let is_tried = reached >= Reached::Allied && matches!(state, PairingState::Asking | PairingState::Paused);
    let mut allies = Vec::new();
    if is_tried && access.may(Permission::Delegate, Some(task)) {
        for one in skill_offers::allied(tx, own, task, access.now).await? {
            allies.push(AllyView {
                pursuance: name_of(&one.known.maker),
                name: one.known.maker.display,
                offer: one.known.offer.id,
                skills: one.covered,
                whole: one.is_whole,
                until: one.known.offer.until,
            });
        }
    }
    let allies_count = allies.len();
    allies.truncate(ALLIES);
    Ok(PairingView {
        state,
        has_skills,
        waves,
        reached,
        next_at,
        paused,
        asked,
        mentors,
        left,
        unfit,
        counted_all,
        allies,
        allies_count,
    })
}
