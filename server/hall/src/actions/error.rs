//! The reasons why an action failed: a rule refused it, which a person can act on, or something broke here.

use std::fmt;

use pursuance_domain::action::MakeSuggestion;
use pursuance_domain::refusal::{Refusal, RefusalClass};
use pursuance_domain::task::Asks;
use pursuance_domain::value::{Door, Language, LeveledSkills, Skills};
use pursuance_domain::wording::{NamedValue, Wording};

use super::input::{InputRefusal, PartnerRefusal};
use super::keys::AccountKeyRefusal;
use super::refusal_nouns::{Counted, LastOne, Thing};
use super::room::Full;
use super::sealed::SealedRefusal;
use crate::bounds::uploads::TooManyUploads;
use crate::credentials::{self, TooManyPassphrases};
use crate::keyring::KeyRingError;
use crate::lookup::DirectoryError;
use crate::store::error::StoreError;
use crate::text::Text;

/// A refusal: shown by a page beside the field, and answered by the API as a problem. Its words are in `locales/`.
#[derive(Debug)]
pub enum Refused {
    /// A rule of the domain refuses.
    Rule(Refusal),
    /// The person may only suggest it: why, and the whole body for `suggestion.make`.
    SuggestInstead { because: Box<Self>, suggest: Box<MakeSuggestion> },
    /// None of several tasks may be changed: why not the first one, and the reason of each.
    NoneOf { first: Box<Self>, why: Vec<Wording> },
    /// It does not exist, or the person may not see it.
    NotFound(Thing),
    /// Another person changed it after it was read.
    Stale(Box<Newer>),
    /// The person changed their profile elsewhere after it was read.
    StaleProfile(Box<NewerProfile>),
    /// Another person changed the settings after they were read.
    Outdated,
    /// A name that is in use.
    NameTaken(String),
    /// Somebody cannot open an account like that: who may.
    RegistrationClosed { door: Door },
    /// The one-time link was used before, or is not the newest.
    SetupUsed,
    /// Only for signed-in people.
    SignInFirst,
    /// The key belongs to an earlier, different request.
    KeyReused,
    /// Another pursuance could not be found or reached.
    Unreachable(Wording),
    /// The named actor is no pursuance, or its server cannot take tasks.
    NotAPartner(PartnerRefusal),
    /// The last person who could mend it would be gone.
    LastOne(LastOne),
    /// The limit of one account is reached.
    Full { what: Counted, most: i64 },
    /// The parts of the input contradict each other.
    Input(InputRefusal),
    /// The keys of an account are not taken, or there are none.
    Keys(AccountKeyRefusal),
    /// There is no room for another file.
    NoRoom(Full),
    /// As many files are arriving as may at the same time.
    TooManyUploads(TooManyUploads),
    /// The file was never uploaded here, or by somebody else.
    NoSuchFile,
    /// Its texts are sealed: what changes them carries the signature of a member's device (docs/sealed.md §3.7).
    SignatureNeeded,
    /// Signed and sealed input is not taken, or input did not come so.
    Sealed(Box<SealedRefusal>),
}

impl fmt::Display for Refused {
    /// For logs, the command line and the API.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Text::english().say(&self.wording()))
    }
}

impl std::error::Error for Refused {}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Rule(refusal)
    }
}

impl From<TooManyUploads> for Refused {
    fn from(refusal: TooManyUploads) -> Self {
        Self::TooManyUploads(refusal)
    }
}

impl From<InputRefusal> for Refused {
    fn from(refusal: InputRefusal) -> Self {
        Self::Input(refusal)
    }
}

/// The present state of a task, for a person whose edit came late.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Newer {
    pub revision: i64,
    #[serde(flatten)]
    pub asks: Asks,
    /// The reviewer; the creator when none is named.
    pub reviewer: Option<String>,
}

/// The present state of a profile, for an edit that came late.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct NewerProfile {
    pub revision: i64,
    pub display: String,
    pub about: String,
    pub skills: Skills,
    /// The same with their levels.
    pub levels: LeveledSkills,
    pub discoverable: bool,
    pub askable: bool,
    pub zone: Option<String>,
    pub language: Option<Language>,
}

impl Refused {
    /// The stable word for programs: the end of the problem's `type`.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Rule(refusal) => refusal.slug(),
            Self::SuggestInstead { .. } => "suggest-instead",
            Self::NoneOf { first, .. } => first.slug(),
            Self::NotFound(_) => "not-found",
            Self::Stale(_) | Self::StaleProfile(_) | Self::Outdated => "stale-revision",
            Self::NameTaken(_) => "name-taken",
            Self::RegistrationClosed { .. }
            | Self::Full {
                what: Counted::AccountRequests | Counted::InviteAccounts | Counted::InviteAccountsOfDay,
                ..
            } => "registration-closed",
            Self::SetupUsed => "setup-used",
            Self::SignInFirst => "sign-in-first",
            Self::KeyReused => "idempotency-key-reused",
            Self::Unreachable(_) => "unreachable",
            Self::NotAPartner(_) => "not-a-partner",
            Self::LastOne(_) => "last-one",
            Self::Full { what: Counted::GrantsOfMember | Counted::GrantsOnTask, .. } => "too-many-grants",
            Self::Full { what: Counted::Bans, .. } => "too-many-bans",
            Self::Full { what: Counted::Suggestions, .. } => "too-many-suggestions",
            Self::Full { what: Counted::Synonyms, .. } => "too-many-synonyms",
            Self::Full { what: Counted::Rooms, .. } => "too-many-rooms",
            Self::Full { what: Counted::SearchesOnHome | Counted::SearchesShared, .. } => "too-many-searches",
            Self::Full { what: Counted::Uploads, .. } => "too-many-uploads",
            Self::Full { .. } => "account-full",
            Self::Input(_) => "invalid-input",
            Self::Keys(refusal) => refusal.slug(),
            Self::NoRoom(_) => "no-room",
            Self::TooManyUploads(_) => "too-many-uploads",
            Self::NoSuchFile => "no-such-file",
            Self::SignatureNeeded => "signature-needed",
            Self::Sealed(refusal) => refusal.slug(),
        }
    }

    /// The text for people: the reason, and the next step.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Rule(refusal) => refusal.wording(),
            Self::SuggestInstead { because, .. } => because.wording(),
            Self::NoneOf { first, .. } => first.wording(),
            Self::NotFound(thing) => {
                Wording::new("refusal-not-found").set("what", NamedValue::Key(thing.key()))
            }
            Self::Stale(_) => Wording::new("refusal-stale"),
            Self::StaleProfile(_) => Wording::new("refusal-stale-profile"),
            Self::Outdated => Wording::new("refusal-outdated"),
            Self::NameTaken(name) => Wording::new("refusal-name-taken").set("name", name.clone()),
            Self::RegistrationClosed { door } => Wording::new(match door {
                Door::Anybody => "refusal-door-open",
                Door::Invited => "refusal-invited-only",
                Door::Request => "refusal-ask-for-account",
                Door::Nobody => "refusal-registration-closed",
            }),
            Self::SetupUsed => Wording::new("refusal-setup-used"),
            Self::SignInFirst => Wording::new("refusal-sign-in-first"),
            Self::KeyReused => Wording::new("refusal-key-reused"),
            Self::Unreachable(wording) => wording.clone(),
            Self::NotAPartner(refusal) => refusal.wording(),
            Self::LastOne(LastOne::Operator) => Wording::new("refusal-last-operator"),
            Self::LastOne(LastOne::Primary) => Wording::new("refusal-last-primary"),
            Self::Full { what: Counted::AccountRequests, most } => {
                Wording::new("refusal-full-account-requests").set("most", *most)
            }
            Self::Full { what: Counted::Bans, most } => Wording::new("refusal-full-bans").set("most", *most),
            Self::Full { what: Counted::Browsers, most } => {
                Wording::new("refusal-full-browsers").set("most", *most)
            }
            Self::Full { what: Counted::Feeds, most } => {
                Wording::new("refusal-full-feeds").set("most", *most)
            }
            Self::Full { what: Counted::GrantsOfMember, most } => {
                Wording::new("refusal-full-grants-of-member").set("most", *most)
            }
            Self::Full { what: Counted::GrantsOnTask, most } => {
                Wording::new("refusal-full-grants-on-task").set("most", *most)
            }
            Self::Full { what: Counted::InviteAccounts, most } => {
                Wording::new("refusal-full-invite-accounts").set("most", *most)
            }
            Self::Full { what: Counted::InviteAccountsOfDay, most } => {
                Wording::new("refusal-full-invite-accounts-of-day").set("most", *most)
            }
            Self::Full { what: Counted::Invites, most } => {
                Wording::new("refusal-full-invites").set("most", *most)
            }
            Self::Full { what: Counted::Joined, most } => {
                Wording::new("refusal-full-joined").set("most", *most)
            }
            Self::Full { what: Counted::Pursuances, most } => {
                Wording::new("refusal-full-pursuances").set("most", *most)
            }
            Self::Full { what: Counted::Rooms, most } => {
                Wording::new("refusal-full-rooms").set("most", *most)
            }
            Self::Full { what: Counted::Searches, most } => {
                Wording::new("refusal-full-searches").set("most", *most)
            }
            Self::Full { what: Counted::SearchesOnHome, most } => {
                Wording::new("refusal-full-searches-home").set("most", *most)
            }
            Self::Full { what: Counted::SearchesShared, most } => {
                Wording::new("refusal-full-searches-shared").set("most", *most)
            }
            Self::Full { what: Counted::Suggestions, most } => {
                Wording::new("refusal-full-suggestions").set("most", *most)
            }
            Self::Full { what: Counted::Synonyms, most } => {
                Wording::new("refusal-full-synonyms").set("most", *most)
            }
            Self::Full { what: Counted::Tokens, most } => {
                Wording::new("refusal-full-tokens").set("most", *most)
            }
            Self::Full { what: Counted::Uploads, most } => {
                Wording::new("refusal-full-uploads").set("most", *most)
            }
            Self::Full { what: Counted::Watched, most } => {
                Wording::new("refusal-full-watched").set("most", *most)
            }
            Self::Full { what: Counted::Muted, most } => {
                Wording::new("refusal-full-muted").set("most", *most)
            }
            Self::Input(refusal) => refusal.wording(),
            Self::Keys(refusal) => refusal.wording(),
            Self::NoRoom(full) => full.wording(),
            Self::TooManyUploads(refusal) => refusal.wording(),
            Self::NoSuchFile => Wording::new("refusal-no-such-file"),
            Self::SignatureNeeded => Wording::new("refusal-signature-needed"),
            Self::Sealed(refusal) => refusal.wording(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Rule(refusal) => match refusal.class() {
                RefusalClass::Invalid => 422,
                RefusalClass::Forbidden => 403,
                RefusalClass::NotFound => 404,
                RefusalClass::Gone => 410,
                RefusalClass::Conflict => 409,
                RefusalClass::TooMany => 429,
            },
            Self::NoneOf { first, .. } => first.status(),
            Self::Keys(refusal) => refusal.status(),
            Self::Sealed(refusal) => refusal.status(),
            Self::NotFound(_) => 404,
            Self::Stale(_)
            | Self::StaleProfile(_)
            | Self::Outdated
            | Self::NameTaken(_)
            | Self::LastOne(_)
            | Self::Full { .. } => 409,
            Self::RegistrationClosed { .. } | Self::SetupUsed | Self::SuggestInstead { .. } => 403,
            Self::NoRoom(Full::Disk | Full::Database) => 507,
            Self::NoRoom(_) => 413,
            Self::TooManyUploads(_) => 429,
            Self::SignInFirst => 401,
            Self::KeyReused
            | Self::Unreachable(_)
            | Self::NotAPartner(_)
            | Self::Input(_)
            | Self::NoSuchFile
            | Self::SignatureNeeded => 422,
        }
    }
}

/// Why `perform` did not do it.
#[derive(Debug, thiserror::Error)]
pub enum PerformError {
    /// A rule refuses: shown to the person, never logged as an error.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed: logged once, with its causes.
    #[error(transparent)]
    Store(StoreError),
    /// A private key is not to be had.
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    /// A document that this program wrote cannot be read back.
    #[error("{what} cannot be read back")]
    Damaged {
        what: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Texts that it sends have no HTML yet; the hallway makes it and tries again.
    #[error("{} texts to be sent have not been rendered", .0.len())]
    Unrendered(Vec<String>),
    /// The task that carried it out ended early.
    #[error("the work was interrupted")]
    Interrupted,
}

impl PerformError {
    /// Whether a retry would end the same way: the reason is in the request, not in the present state of this server.
    pub(crate) fn recurs(&self) -> bool {
        match self {
            Self::Refused(_) if self.retry_after().is_some() => false,
            Self::Refused(_) | Self::Damaged { .. } => true,
            Self::Store(error) => error.is_about_data(),
            Self::Keys(_) | Self::Unrendered(_) | Self::Interrupted => false,
        }
    }

    /// After how many seconds there is room again, where there was too much.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Refused(Refused::Rule(Refusal::TooMany { retry_after })) => Some(*retry_after),
            Self::Refused(_)
            | Self::Store(_)
            | Self::Keys(_)
            | Self::Damaged { .. }
            | Self::Unrendered(_)
            | Self::Interrupted => None,
        }
    }

    /// A document that this program wrote cannot be read back.
    pub(crate) fn damaged(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Damaged { what, source: Box::new(source) }
    }
}

impl From<StoreError> for PerformError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Crowded) {
            return Self::Refused(Refused::Rule(Refusal::TooMany { retry_after: 1 }));
        }
        Self::Store(error)
    }
}

impl From<TooManyPassphrases> for PerformError {
    fn from(_: TooManyPassphrases) -> Self {
        Self::Refused(Refused::Rule(Refusal::TooMany { retry_after: credentials::RETRY_AFTER }))
    }
}

/// The families of refusals, by name: an implementation for all of them could meet that of another error.
macro_rules! from_refusals {
    ($($refusal:ty),+ $(,)?) => {$(
        impl From<$refusal> for PerformError {
            fn from(refusal: $refusal) -> Self {
                Self::Refused(Refused::Rule(refusal.into()))
            }
        }
    )+};
}
from_refusals!(
    Refusal,
    pursuance_domain::allowed::NotAllowed,
    pursuance_domain::task::phase::PhaseRefusal,
    pursuance_domain::people::membership::MemberRefusal,
    pursuance_domain::people::closing::ClosingRefusal,
    pursuance_domain::people::invite::InviteRefusal,
    pursuance_domain::task::assign::AssignRefusal,
    pursuance_domain::pairing::PairingRefusal,
    pursuance_domain::pairing::OfferRefusal,
    pursuance_domain::task::tree::TreeRefusal,
    pursuance_domain::task::dependency::DependencyRefusal,
    pursuance_domain::suggestion::SuggestionRefusal,
    pursuance_domain::task::ending::EndRefusal,
    pursuance_domain::task::undo::UndoRefusal,
    pursuance_domain::discussion::CommentRefusal,
    pursuance_domain::talk::TalkRefusal,
    pursuance_domain::silence::LongerRefusal,
    pursuance_domain::skill_offer::SkillOfferRefusal,
    pursuance_domain::delegation::DelegationRefusal,
    pursuance_domain::value::ValueRefusal,
    pursuance_domain::time::TimeRefusal,
    pursuance_domain::task::review::ReviewRefusal,
);

impl From<DirectoryError> for PerformError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Store(error) => Self::Store(error),
            DirectoryError::Keys(error) => Self::Keys(error),
            DirectoryError::NotAPursuance(name) => {
                Refused::NotAPartner(PartnerRefusal::NotAPursuance(name)).into()
            }
            DirectoryError::TooManyLookups { retry_after } => Refusal::TooMany { retry_after }.into(),
            DirectoryError::Form { .. }
            | DirectoryError::Unreadable(_)
            | DirectoryError::NobodyHere(_)
            | DirectoryError::NobodyThere { .. }
            | DirectoryError::NotAnswering { .. }
            | DirectoryError::InTrouble { .. }
            | DirectoryError::NotLetIn { .. }
            | DirectoryError::Unsound { .. }
            | DirectoryError::Blocked { .. }
            | DirectoryError::OutOfReach { .. }
            | DirectoryError::KeyChanged(_)
            | DirectoryError::ForeignInbox { .. }
            | DirectoryError::Gone(_) => Refused::Unreachable(error.wording()).into(),
        }
    }
}
