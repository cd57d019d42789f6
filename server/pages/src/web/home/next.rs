//! The next things as the page shows them: the symbol, the words of the button and the address of each.

use pursuance_domain::delegation::{Cut, Side};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;

use crate::reads::next::{self as read, Place};
use crate::store::outline::Who;
use crate::text::role_key;
use crate::web::cards::answer::Answer;
use crate::web::frame::free::is_said_apart;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, Words, size_key};
use crate::web::frame::when::{Due, When};
use crate::web::request::session::Visit;

/// One next thing.
pub struct NextThingView {
    pub title: Words,
    pub href: String,
    /// Empty where the title names it.
    pub pursuance: Words,
    pub due: Option<Due>,
    /// The key of the size's words, where the size matters.
    pub size: Option<&'static str>,
    /// How many open tasks wait for it.
    pub waiting: i64,
    pub is_urgent: bool,
    /// Whether it waits for something.
    pub is_blocked: bool,
    /// The address that finishes it with one press.
    pub done: Option<String>,
    /// The address that takes it with one press.
    pub take: Option<String>,
    /// The page where it is assigned, for its coordinators.
    pub assign: Option<String>,
    /// The answer that one press gives to what it asks.
    pub answer: Option<Answer>,
    pub why: Why,
}

impl NextThingView {
    /// A thing as this visitor reads it.
    pub(super) fn of(visit: &Visit, l: &Layout, thing: read::NextThing) -> Self {
        // A date is the same day everywhere; for old events the day is enough.
        let how: fn(&Layout, Time) -> When = match &thing.why {
            read::Why::Answer { .. } => Layout::date,
            read::Why::Silent { .. } | read::Why::ReviewLate { .. } | read::Why::Reminded { .. } => {
                Layout::day
            }
            _ => Layout::moment,
        };
        let href = match (&thing.place, &thing.why) {
            // The question is far down on the page.
            (Place::Task { slug, number }, read::Why::HandOn { .. }) => links::task_clock(slug, *number),
            (place, _) => href(place),
        };
        // A step of a sealed task is signed on its own page: no form says it.
        let is_open = !thing.title.is_sealed();
        let done = match &thing.place {
            Place::Task { slug, number } if thing.finishes && is_open => {
                Some(links::task_form(slug, *number, "phase"))
            }
            _ => None,
        };
        // A proposed task is free, where the viewer may take it.
        let take = match (&thing.place, &thing.why) {
            (Place::Task { slug, number }, read::Why::Wanted { .. }) if is_open => {
                Some(links::task_take(slug, *number))
            }
            _ => None,
        };
        let answer = match (&thing.place, &thing.why) {
            (Place::Task { slug, number }, read::Why::Reminded { .. }) => {
                Some(Answer::still_on_it(slug, *number, is_open))
            }
            (Place::Task { slug, number }, read::Why::HandOn { .. }) => Some(Answer::keep(slug, *number)),
            _ => None,
        };
        Self {
            title: Words::of(&thing.title, l.t),
            href,
            pursuance: match thing.place.slug() {
                Some(slug) => l.name_in(slug, &thing.pursuance),
                None => thing.pursuance.into(),
            },
            due: thing.due.map(|due| l.due(&thing.title, due, false)),
            size: thing.size.filter(|size| size.is_said()).map(size_key),
            waiting: thing.waiting,
            is_urgent: thing.is_urgent,
            is_blocked: thing.is_blocked,
            done,
            take,
            assign: None,
            answer,
            why: thing.why.map(|who: Who| visit.who(&who), |at| how(l, at)),
        }
    }
}

impl NextThingView {
    /// Whether its reason is said in its row, where it is not `said_above`. A task that nobody has stands under a heading that says so, and
    /// the line with its facts says that it is late, due soon, urgent or small.
    pub fn says_why(&self, said_above: bool) -> bool {
        let Why::Wanted { because } = self.why else { return true };
        !said_above && is_said_apart(because)
    }

    /// A task that nobody has, for a member who may assign it: they give it to somebody, or take it themselves.
    pub(super) fn to_assign(visit: &Visit, l: &Layout, thing: read::NextThing) -> Self {
        let assign = match &thing.place {
            Place::Task { slug, number } => Some(links::task_open(slug, *number, "assign")),
            _ => None,
        };
        Self { assign, ..Self::of(visit, l, thing) }
    }
}

/// The address of a thing.
fn href(place: &Place) -> String {
    match place {
        Place::Task { slug, number } => links::task(slug, number),
        Place::Offer { offer } => links::offer_card(offer.as_str()),
        Place::Lesson { mentor } => links::lesson_card(mentor.as_str()),
        Place::Incoming { slug, delegation } => links::incoming_offer(slug, delegation.as_str()),
        Place::Ended { slug } => links::incoming_ended(slug),
        Place::Members { slug } => links::members(slug),
        Place::Question { ask } => links::ask(ask.as_str()),
        Place::Pursuance { slug } => links::pursuance(slug),
        Place::Arrival { slug } => links::arrival(slug),
        Place::Pursuances => links::pursuances().to_owned(),
        Place::Server { host } => links::operator_peer(host),
        Place::AccountRequests => links::operator_requests(),
    }
}

/// The reason, with people and times as the page shows them.
pub type Why = read::Why<Party, When>;

/// The key of the text for an offer that ended because the two servers do not talk.
pub fn offer_cut_key(side: &Side, cut: &Cut) -> &'static str {
    match (side, cut) {
        (Side::Origin, Cut::WeBlocked) => "why-our-offer-we-blocked",
        (Side::Origin, Cut::TheyRefuse) => "why-our-offer-they-refuse",
        (Side::Delegate, Cut::WeBlocked) => "why-their-offer-we-blocked",
        (Side::Delegate, Cut::TheyRefuse) => "why-their-offer-they-refuse",
    }
}

/// The key of a role's name.
pub fn role_words(role: &Role) -> &'static str {
    role_key(*role)
}

/// The look of a reason.
pub trait WhyLook {
    /// The symbol before the title.
    fn icon(&self) -> &'static str;

    /// The key of the verb on the button.
    fn action(&self) -> &'static str;
}

impl WhyLook for Why {
    fn icon(&self) -> &'static str {
        match self {
            Self::Answer { .. }
            | Self::Asked { .. }
            | Self::AskedBy { .. }
            | Self::AskedAlone
            | Self::Accompany { .. } => "i-offer",
            Self::HandOn { .. } => "i-clock",
            Self::Review { .. } | Self::ReviewFor { .. } | Self::ReviewBegun { .. } => "i-eye",
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::SentBack { .. }
            | Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::Nudged { .. }
            | Self::Reminded { .. }
            | Self::TakenBack { .. }
            | Self::WeBlocked { .. }
            | Self::TheyRefuse { .. }
            | Self::OfferCut { .. }
            | Self::Refused { .. } => "i-bell",
            Self::Countered { .. }
            | Self::Wrote { .. }
            | Self::Onward { .. }
            | Self::NewTerms { .. }
            | Self::OnwardAnswered { .. } => "i-hand",
            Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Returned { .. }
            | Self::Stopped { .. }
            | Self::Unassigned { .. }
            | Self::LateWork { .. }
            | Self::Lost { .. } => "i-offer",
            Self::Accepted { .. } => "i-check",
            Self::Newcomer { .. }
            | Self::AccountsAsked { .. }
            | Self::Recruited { .. }
            | Self::LetIn { .. }
            | Self::LetInFor { .. }
            | Self::NotLetIn { .. }
            | Self::Left { .. }
            | Self::LeftReview { .. } => "i-group",
            Self::HandIn { .. } => "i-send",
            Self::Begin => "p-started",
            Self::Continue => "p-working",
            Self::Wanted { .. } => "p-help",
        }
    }

    fn action(&self) -> &'static str {
        match self {
            Self::Answer { .. }
            | Self::Asked { .. }
            | Self::AskedBy { .. }
            | Self::AskedAlone
            | Self::Accompany { .. }
            | Self::HandOn { .. }
            | Self::Wrote { .. }
            | Self::Recruited { .. } => "do-answer",
            Self::Review { .. } | Self::ReviewFor { .. } | Self::ReviewBegun { .. } => "do-review",
            Self::SentBack { .. } | Self::Continue | Self::Reminded { .. } => "do-continue",
            Self::OtherKey
            | Self::RecordsDiffer
            | Self::Countered { .. }
            | Self::Onward { .. }
            | Self::NewTerms { .. }
            | Self::Unassigned { .. } => "do-decide",
            Self::Newcomer { .. } | Self::AccountsAsked { .. } | Self::Left { .. } => "do-decide",
            Self::Nudged { .. } => "do-tell",
            Self::Silent { .. }
            | Self::ReviewLate { .. }
            | Self::OnwardAnswered { .. }
            | Self::LateWork { .. }
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
            | Self::LetIn { .. }
            | Self::NotLetIn { .. }
            | Self::LeftReview { .. } => "do-look",
            Self::HandIn { .. } => "do-hand-in",
            Self::LetInFor { .. } | Self::Wanted { .. } => "do-take",
            Self::Begin => "do-begin",
        }
    }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::id::{AskId, DelegationId, MentorId, OfferId};

    use super::*;

    #[test]
    fn programs_are_told_the_addresses_that_pages_link_to() {
        let slug = || "river-watch".to_owned();
        for place in [
            Place::Task { slug: slug(), number: 3 },
            Place::Offer { offer: OfferId("01a".to_owned()) },
            Place::Lesson { mentor: MentorId("01d".to_owned()) },
            Place::Incoming { slug: slug(), delegation: DelegationId("01b".to_owned()) },
            Place::Ended { slug: slug() },
            Place::Members { slug: slug() },
            Place::Question { ask: AskId("01c".to_owned()) },
            Place::Pursuance { slug: slug() },
            Place::Arrival { slug: slug() },
            Place::Pursuances,
            Place::Server { host: "other.example".to_owned() },
            Place::AccountRequests,
        ] {
            assert_eq!(href(&place), place.path());
        }
    }
}
