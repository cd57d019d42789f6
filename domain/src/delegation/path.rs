//! Chains: the pursuances that have handed a task on, without their names, and the limits of handing on (PROTOCOL
//! §3.5).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::delegate::Admission;
use super::message::ActorUri;
use super::origin::OPEN_OFFERS_PER_PAIR;
use super::reason::Reason;
use super::refusal::DelegationRefusal;

/// One pursuance in a chain: the SHA-256 of its address, in hexadecimal. There is no salt, because each pursuance must
/// be able to find itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hop(String);

/// A text that is no SHA-256 sum in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hop of a chain is a SHA-256 sum in hexadecimal")]
pub struct NotAHop;

impl Hop {
    /// The sum as it is sent and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Hop {
    type Error = NotAHop;
    fn try_from(text: String) -> Result<Self, NotAHop> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(is_digit) { Ok(Self(text)) } else { Err(NotAHop) }
    }
}

impl From<Hop> for String {
    fn from(hop: Hop) -> Self {
        hop.0
    }
}

/// The hop of a pursuance.
pub fn hop(actor: &ActorUri) -> Hop {
    Hop(hex::encode(Sha256::digest(actor.as_str().as_bytes())))
}

/// The path of an offer by `us`: the path of the task so far, and `us`. Empty `so_far`: the task is one's own.
pub fn extend(so_far: &[Hop], us: &ActorUri) -> Vec<Hop> {
    so_far.iter().cloned().chain(std::iter::once(hop(us))).collect()
}

/// Decides whether a task with the path `path` (the own hop last) may be offered to `to`.
///
/// # Errors
/// [`DelegationRefusal::ToItself`] or [`DelegationRefusal::Loop`] with the chain.
pub fn may_offer(path: &[Hop], us: &ActorUri, to: &ActorUri) -> Result<(), DelegationRefusal> {
    if us == to {
        Err(DelegationRefusal::ToItself)
    } else if path.contains(&hop(to)) {
        Err(DelegationRefusal::Loop { chain: path.to_vec() })
    } else {
        Ok(())
    }
}

/// A live delegation with the same root at this pursuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<'a> {
    /// Its path, as received or as sent.
    pub path: &'a [Hop],
    /// Whether the origin's server is down.
    pub is_peer_down: bool,
}

/// The facts about a first offer from another pursuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingOffer<'a> {
    /// Its path.
    pub path: &'a [Hop],
    /// The pursuance that offers.
    pub from: &'a ActorUri,
    /// The pursuance that is asked.
    pub us: &'a ActorUri,
    /// The number of hand-overs that may follow, this one counted.
    pub max_depth: u8,
    /// Whether the offering server is blocked.
    pub is_blocked: bool,
    /// The number of their unanswered offers.
    pub waiting_offers: u32,
    /// The live delegations with the same root here.
    pub held: &'a [Held<'a>],
    /// Whether an own offer of the same root is open.
    pub has_own_open_offer: bool,
}

/// Decides whether a first offer is shown to people.
///
/// # Errors
/// The reason of the automatic decline.
pub fn admit(offer: &IncomingOffer<'_>) -> Result<Admission, Reason> {
    if offer.is_blocked {
        return Err(Reason::Blocked);
    }
    if offer.path.contains(&hop(offer.us)) {
        return Err(Reason::Loop);
    }
    if offer.path.last() != Some(&hop(offer.from)) {
        return Err(Reason::NotPermitted);
    }
    if offer.max_depth < 1 {
        return Err(Reason::Depth);
    }
    let mut may_adopt = false;
    for held in offer.held {
        if is_ancestor(held.path, offer.path) {
            return Err(Reason::Loop);
        }
        if is_ancestor(offer.path, held.path) {
            // An offer from above a silent middleman: the same work, not a circle.
            if !held.is_peer_down {
                return Err(Reason::Loop);
            }
            may_adopt = true;
        }
    }
    if offer.waiting_offers >= OPEN_OFFERS_PER_PAIR {
        return Err(Reason::RateLimit);
    }
    Ok(Admission { may_be_ours: offer.has_own_open_offer, may_adopt })
}

/// Whether a chain goes on from another. Equal chains do not: two parts of one task may go the same way.
pub fn is_ancestor(earlier: &[Hop], later: &[Hop]) -> bool {
    earlier.len() < later.len() && later.starts_with(earlier)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn actor(name: &str) -> ActorUri {
        ActorUri(format!("https://{name}.example/ap/p/{name}"))
    }

    fn path(names: &[&str]) -> Vec<Hop> {
        names.iter().map(|name| hop(&actor(name))).collect()
    }

    fn incoming<'a>(path: &'a [Hop], from: &'a ActorUri, us: &'a ActorUri) -> IncomingOffer<'a> {
        IncomingOffer {
            path,
            from,
            us,
            max_depth: 2,
            is_blocked: false,
            waiting_offers: 0,
            held: &[],
            has_own_open_offer: false,
        }
    }

    #[test]
    fn a_hop_is_the_digest_the_protocol_gives() {
        assert_eq!(
            hop(&ActorUri::from("https://a.example/ap/p/01JA2Q")).as_str(),
            "b30ebb374d7fa378205aeb889822b1a2b550bdc31ace6aa2f6260c528438daca"
        );
    }

    #[test]
    fn a_stored_chain_is_read_back_and_no_other_text_is_a_hop() {
        let chain = path(&["a", "b"]);
        let stored = serde_json::to_string(&chain).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Hop>>(&stored).unwrap(), chain);
        for text in ["", "b30e", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
            assert_eq!(Hop::try_from(text.to_owned()), Err(NotAHop), "{text}");
        }
    }

    #[test]
    fn a_task_is_not_offered_back_along_its_chain_and_the_chain_is_shown() {
        let chain = extend(&path(&["a", "b"]), &actor("c"));
        for back in ["a", "b"] {
            let refusal = may_offer(&chain, &actor("c"), &actor(back));
            assert_eq!(refusal, Err(DelegationRefusal::Loop { chain: chain.clone() }));
        }
        assert_eq!(may_offer(&chain, &actor("c"), &actor("c")), Err(DelegationRefusal::ToItself));
        assert_eq!(may_offer(&chain, &actor("c"), &actor("d")), Ok(()));
    }

    #[test]
    fn an_offer_that_has_been_here_is_a_loop() {
        let (a, b) = (actor("a"), actor("b"));
        let came = path(&["a", "b"]);
        assert_eq!(admit(&incoming(&came, &b, &a)), Err(Reason::Loop));
    }

    #[test]
    fn the_last_hop_is_whoever_offers() {
        let (a, b, c) = (actor("a"), actor("b"), actor("c"));
        let came = path(&["a"]);
        assert_eq!(admit(&incoming(&came, &b, &c)), Err(Reason::NotPermitted));
        assert_eq!(admit(&incoming(&[], &a, &c)), Err(Reason::NotPermitted));
        assert_eq!(admit(&incoming(&came, &a, &c)), Ok(Admission::default()));
    }

    #[test]
    fn depth_blocks_and_limits_are_refused_by_rule() {
        let (a, c) = (actor("a"), actor("c"));
        let came = path(&["a"]);
        let offer = incoming(&came, &a, &c);
        assert_eq!(admit(&IncomingOffer { max_depth: 0, ..offer.clone() }), Err(Reason::Depth));
        assert_eq!(admit(&IncomingOffer { is_blocked: true, ..offer.clone() }), Err(Reason::Blocked));
        assert_eq!(admit(&IncomingOffer { waiting_offers: 20, ..offer.clone() }), Err(Reason::RateLimit));
        let own = IncomingOffer { has_own_open_offer: true, ..offer };
        assert_eq!(admit(&own), Ok(Admission { may_be_ours: true, may_adopt: false }));
    }

    #[test]
    fn the_same_root_from_above_or_below_is_a_loop_unless_the_middleman_is_silent() {
        let (a, b, c) = (actor("a"), actor("b"), actor("c"));
        let (short, long) = (path(&["a"]), path(&["a", "b"]));
        let from_b = Held { path: &long, is_peer_down: false };
        let offer_by_a = IncomingOffer { held: std::slice::from_ref(&from_b), ..incoming(&short, &a, &c) };
        assert_eq!(admit(&offer_by_a), Err(Reason::Loop));
        let silent = Held { is_peer_down: true, ..from_b.clone() };
        let adoptable = IncomingOffer { held: std::slice::from_ref(&silent), ..incoming(&short, &a, &c) };
        assert_eq!(admit(&adoptable), Ok(Admission { may_be_ours: false, may_adopt: true }));
        let from_a = Held { path: &short, is_peer_down: true };
        let offer_by_b = IncomingOffer { held: std::slice::from_ref(&from_a), ..incoming(&long, &b, &c) };
        assert_eq!(admit(&offer_by_b), Err(Reason::Loop));
        let second_part = IncomingOffer { held: std::slice::from_ref(&from_b), ..incoming(&long, &b, &c) };
        assert_eq!(admit(&second_part), Ok(Admission::default()));
    }

    proptest! {
        #[test]
        fn however_a_task_wanders_nobody_gets_it_twice(steps in prop::collection::vec(0_u8..6, 0..40)) {
            let mut so_far = Vec::new();
            let mut holder = actor("root");
            let mut held_it = vec![holder.clone()];
            for step in steps {
                let next = actor(&format!("p{step}"));
                let chain = extend(&so_far, &holder);
                let offered = may_offer(&chain, &holder, &next).is_ok();
                let admitted = admit(&incoming(&chain, &holder, &next)).is_ok();
                prop_assert!(!offered || admitted, "what may be offered is admitted");
                prop_assert_eq!(offered, !held_it.contains(&next));
                if offered {
                    so_far = chain;
                    held_it.push(next.clone());
                    holder = next;
                }
            }
        }
    }
}
