//! The reasons why something is next.

use pursuance_domain::delegation::{Cut, Side};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::free;
use schemars::JsonSchema;
use serde::Serialize;

/// The reason why something is next. `P`: a person or a pursuance, `T`: a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
#[schemars(rename = "NextReason")]
pub enum Why<P, T> {
    /// For operators: the key of a pursuance on another server has to be compared.
    #[schemars(title = "NextOtherKey")]
    OtherKey,
    /// For operators: the records of another server and of this one differ.
    #[schemars(title = "NextRecordsDiffer")]
    RecordsDiffer,
    /// For operators: so many people ask for an account.
    #[schemars(title = "NextAccountsAsked")]
    AccountsAsked { people: i64 },
    /// They are asked whether they take it, with so many others.
    #[schemars(title = "NextAsked")]
    Asked { together: u32 },
    /// They are asked by a member whether they take it.
    #[schemars(title = "NextAskedBy")]
    AskedBy { who: String },
    /// They alone are asked whether they go on with it.
    #[schemars(title = "NextAskedAlone")]
    AskedAlone,
    /// They are asked whether they accompany somebody who learns this skill; it is null in a private pursuance.
    #[schemars(title = "NextAccompany")]
    Accompany { skill: Option<String> },
    /// They review it, and are asked whether it is handed on: whoever has it is silent. `until`: then it is by itself.
    #[schemars(title = "NextHandOn")]
    HandOn { who: P, until: T },
    /// An offer waits for an answer.
    #[schemars(title = "NextAnswer")]
    Answer { from: P, by: T },
    /// Work waits for a verdict.
    #[schemars(title = "NextReview")]
    Review { by: P, since: T },
    /// The same, handed in in the place of its assignee.
    #[schemars(title = "NextReviewFor")]
    ReviewFor { by: P, of: P, since: T },
    /// Its review has begun here.
    #[schemars(title = "NextReviewBegun")]
    ReviewBegun { of: P },
    /// Their request to join was accepted lately, and nobody has the task that they wanted.
    #[schemars(title = "NextLetInFor")]
    LetInFor { at: T },
    /// Work was sent back.
    #[schemars(title = "NextSentBack")]
    SentBack { by: P },
    /// Other terms were suggested.
    #[schemars(title = "NextCountered")]
    Countered { by: P },
    /// They wrote about an offer of theirs after this side suggested other terms, or asked.
    #[schemars(title = "NextWrote")]
    Wrote { by: P },
    /// A delegate asks for new terms, or whether a third pursuance may help.
    #[schemars(title = "NextOnward")]
    Onward { by: P },
    /// A person asked to join.
    #[schemars(title = "NextNewcomer")]
    Newcomer { who: P },
    /// A pursuance asks them to join.
    #[schemars(title = "NextRecruited")]
    Recruited { by: P, role: Role },
    /// They asked to join, and were admitted.
    #[schemars(title = "NextLetIn")]
    LetIn { at: T },
    /// They asked to join, and were declined.
    #[schemars(title = "NextNotLetIn")]
    NotLetIn { at: T, reason: Option<String> },
    /// Another pursuance has been silent.
    #[schemars(title = "NextSilent")]
    Silent { who: P, since: T },
    /// The review of others' work is late.
    #[schemars(title = "NextReviewLate")]
    ReviewLate { by: P, since: T },
    /// The origin asks for other terms.
    #[schemars(title = "NextNewTerms")]
    NewTerms { by: P },
    /// The origin asks for news.
    #[schemars(title = "NextNudged")]
    Nudged { by: P },
    /// The origin answered whether a third pursuance may help.
    #[schemars(title = "NextOnwardAnswered")]
    OnwardAnswered { by: P },
    /// They declined an offer.
    #[schemars(title = "NextDeclined")]
    Declined { by: P },
    /// They did not answer an offer.
    #[schemars(title = "NextExpired")]
    Expired { by: P },
    /// They gave the task back.
    #[schemars(title = "NextReturned")]
    Returned { by: P },
    /// They confirmed a recall.
    #[schemars(title = "NextStopped")]
    Stopped { by: P },
    /// Our acceptance came too late.
    #[schemars(title = "NextLost")]
    Lost { by: P },
    /// They took the task back.
    #[schemars(title = "NextTakenBack")]
    TakenBack { by: P },
    /// The operators here blocked their server.
    #[schemars(title = "NextWeBlocked")]
    WeBlocked { by: P },
    /// Their server refuses everything from this one.
    #[schemars(title = "NextTheyRefuse")]
    TheyRefuse { by: P },
    /// An offer, ours or theirs, ended because the two servers do not talk.
    #[schemars(title = "NextOfferCut")]
    OfferCut { by: P, side: Side, cut: Cut },
    /// They accepted our work.
    #[schemars(title = "NextAccepted")]
    Accepted { by: P },
    /// They refused our work for good.
    #[schemars(title = "NextRefused")]
    Refused { by: P },
    /// A task of others that was accepted, and has no assignee yet.
    #[schemars(title = "NextUnassigned")]
    Unassigned { from: P },
    /// Their own work when the task was recalled.
    #[schemars(title = "NextLateWork")]
    LateWork { by: P },
    /// A mirror is ready to be handed in.
    #[schemars(title = "NextHandIn")]
    HandIn { to: P },
    /// Its assignee is gone; somebody chooses the next one.
    #[schemars(title = "NextLeft")]
    Left { who: P },
    /// Its reviewer is gone; its creator reviews it now.
    #[schemars(title = "NextLeftReview")]
    LeftReview { who: P },
    /// It was assigned to them, or taken, and has not begun.
    #[schemars(title = "NextBegin")]
    Begin,
    /// Nothing was heard of it for long, and they were reminded. `on_at`: when it is handed on, where it is.
    #[schemars(title = "NextReminded")]
    Reminded { on_at: Option<T> },
    /// They are at it.
    #[schemars(title = "NextContinue")]
    Continue,
    /// Nobody has it. `because`: why it is proposed before others.
    #[schemars(title = "NextWanted")]
    Wanted { because: free::Reason },
}

impl<P, T> Why<P, T> {
    /// Whether somebody waits for an answer of the reader: they are asked something, or others wait for their verdict or their word.
    pub fn asks(&self) -> bool {
        match self {
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::AccountsAsked { .. }
            | Self::Asked { .. }
            | Self::AskedBy { .. }
            | Self::AskedAlone
            | Self::Accompany { .. }
            | Self::HandOn { .. }
            | Self::Answer { .. }
            | Self::Review { .. }
            | Self::ReviewFor { .. }
            | Self::ReviewBegun { .. }
            | Self::Countered { .. }
            | Self::Wrote { .. }
            | Self::Onward { .. }
            | Self::Newcomer { .. }
            | Self::Recruited { .. }
            | Self::NewTerms { .. }
            | Self::Nudged { .. }
            | Self::Reminded { .. } => true,
            Self::LetInFor { .. }
            | Self::SentBack { .. }
            | Self::LetIn { .. }
            | Self::NotLetIn { .. }
            | Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::OnwardAnswered { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Returned { .. }
            | Self::Stopped { .. }
            | Self::Lost { .. }
            | Self::TakenBack { .. }
            | Self::WeBlocked { .. }
            | Self::TheyRefuse { .. }
            | Self::OfferCut { .. }
            | Self::Accepted { .. }
            | Self::Refused { .. }
            | Self::Unassigned { .. }
            | Self::LateWork { .. }
            | Self::HandIn { .. }
            | Self::Left { .. }
            | Self::LeftReview { .. }
            | Self::Begin
            | Self::Continue
            | Self::Wanted { .. } => false,
        }
    }

    /// Converts its people and times.
    pub fn map<Q, U>(self, mut person: impl FnMut(P) -> Q, mut time: impl FnMut(T) -> U) -> Why<Q, U> {
        match self {
            Self::OtherKey => Why::OtherKey,
            Self::RecordsDiffer => Why::RecordsDiffer,
            Self::AccountsAsked { people } => Why::AccountsAsked { people },
            Self::Asked { together } => Why::Asked { together },
            Self::AskedBy { who } => Why::AskedBy { who },
            Self::AskedAlone => Why::AskedAlone,
            Self::Accompany { skill } => Why::Accompany { skill },
            Self::HandOn { who, until } => Why::HandOn { who: person(who), until: time(until) },
            Self::Answer { from, by } => Why::Answer { from: person(from), by: time(by) },
            Self::Review { by, since } => Why::Review { by: person(by), since: time(since) },
            Self::ReviewFor { by, of, since } => {
                Why::ReviewFor { by: person(by), of: person(of), since: time(since) }
            }
            Self::ReviewBegun { of } => Why::ReviewBegun { of: person(of) },
            Self::SentBack { by } => Why::SentBack { by: person(by) },
            Self::Countered { by } => Why::Countered { by: person(by) },
            Self::Wrote { by } => Why::Wrote { by: person(by) },
            Self::Onward { by } => Why::Onward { by: person(by) },
            Self::Newcomer { who } => Why::Newcomer { who: person(who) },
            Self::Recruited { by, role } => Why::Recruited { by: person(by), role },
            Self::LetIn { at } => Why::LetIn { at: time(at) },
            Self::LetInFor { at } => Why::LetInFor { at: time(at) },
            Self::NotLetIn { at, reason } => Why::NotLetIn { at: time(at), reason },
            Self::Silent { who, since } => Why::Silent { who: person(who), since: time(since) },
            Self::ReviewLate { by, since } => Why::ReviewLate { by: person(by), since: time(since) },
            Self::NewTerms { by } => Why::NewTerms { by: person(by) },
            Self::Nudged { by } => Why::Nudged { by: person(by) },
            Self::OnwardAnswered { by } => Why::OnwardAnswered { by: person(by) },
            Self::Declined { by } => Why::Declined { by: person(by) },
            Self::Expired { by } => Why::Expired { by: person(by) },
            Self::Returned { by } => Why::Returned { by: person(by) },
            Self::Stopped { by } => Why::Stopped { by: person(by) },
            Self::Lost { by } => Why::Lost { by: person(by) },
            Self::TakenBack { by } => Why::TakenBack { by: person(by) },
            Self::WeBlocked { by } => Why::WeBlocked { by: person(by) },
            Self::TheyRefuse { by } => Why::TheyRefuse { by: person(by) },
            Self::OfferCut { by, side, cut } => Why::OfferCut { by: person(by), side, cut },
            Self::Accepted { by } => Why::Accepted { by: person(by) },
            Self::Refused { by } => Why::Refused { by: person(by) },
            Self::Unassigned { from } => Why::Unassigned { from: person(from) },
            Self::LateWork { by } => Why::LateWork { by: person(by) },
            Self::HandIn { to } => Why::HandIn { to: person(to) },
            Self::Left { who } => Why::Left { who: person(who) },
            Self::LeftReview { who } => Why::LeftReview { who: person(who) },
            Self::Begin => Why::Begin,
            Self::Reminded { on_at } => Why::Reminded { on_at: on_at.map(time) },
            Self::Continue => Why::Continue,
            Self::Wanted { because } => Why::Wanted { because },
        }
    }
}
