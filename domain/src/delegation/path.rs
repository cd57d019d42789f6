//! Chains: who has handed a task on so far, told without names, and where that has to stop (PROTOCOL §3.5).

use sha2::{Digest, Sha256};

use super::delegate::Admission;
use super::message::ActorUri;
use super::origin::OPEN_OFFERS_PER_PAIR;
use super::reason::Reason;
use super::refusal::DelegationRefusal;

/// One pursuance in a chain: the SHA-256 of its address, in hexadecimal. No salt, because everyone must be able to tell
/// whether it is in the chain itself.
pub fn hop(actor: &ActorUri) -> String {
    hex::encode(Sha256::digest(actor.as_str().as_bytes()))
}

/// The path of an offer by `us`: the one the task came with, and ourselves. Empty `so_far`: the task is our own.
pub fn extend(so_far: &[String], us: &ActorUri) -> Vec<String> {
    so_far.iter().cloned().chain(std::iter::once(hop(us))).collect()
}

/// Decides whether a task that came along `path` (our own hop last) may be offered to `to`.
///
/// # Errors
/// [`DelegationRefusal::ToItself`] or [`DelegationRefusal::Loop`] with the chain.
pub fn may_offer(path: &[String], us: &ActorUri, to: &ActorUri) -> Result<(), DelegationRefusal> {
    if us == to {
        Err(DelegationRefusal::ToItself)
    } else if path.contains(&hop(to)) {
        Err(DelegationRefusal::Loop { chain: path.to_vec() })
    } else {
        Ok(())
    }
}

/// A live delegation of ours with the same root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<'a> {
    /// The path it came with, or that we sent it with.
    pub path: &'a [String],
    /// Whether whoever handed it to us does not answer any more.
    pub is_peer_down: bool,
}

/// What a first offer from another pursuance is measured by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming<'a> {
    /// The path it came with.
    pub path: &'a [String],
    /// Who offers.
    pub from: &'a ActorUri,
    /// Who is asked: a pursuance of ours.
    pub us: &'a ActorUri,
    /// How many hand-overs may follow, this one counted.
    pub max_depth: u8,
    /// What we do not take anything from.
    pub is_blocked: bool,
    /// Their offers to us that wait for an answer.
    pub waiting_offers: u32,
    /// Our live delegations with the same root.
    pub held: &'a [Held<'a>],
    /// Whether an offer of the same root by us waits for an answer.
    pub has_own_open_offer: bool,
}

/// Decides whether a first offer is shown to people.
///
/// # Errors
/// The reason it is declined with, without asking anybody.
pub fn admit(offer: &Incoming<'_>) -> Result<Admission, Reason> {
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
            // Somebody above a silent middleman turns to us directly: the same work, not a circle.
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

/// Whether a chain goes on from another. Equal ones do not: two parts of one task may go the same way.
pub fn is_ancestor(earlier: &[String], later: &[String]) -> bool {
    earlier.len() < later.len() && later.starts_with(earlier)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn actor(name: &str) -> ActorUri {
        ActorUri(format!("https://{name}.example/ap/p/{name}"))
    }

    fn path(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| hop(&actor(name))).collect()
    }

    fn incoming<'a>(path: &'a [String], from: &'a ActorUri, us: &'a ActorUri) -> Incoming<'a> {
        Incoming {
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
            hop(&ActorUri::from("https://a.example/ap/p/01JA2Q")),
            "b30ebb374d7fa378205aeb889822b1a2b550bdc31ace6aa2f6260c528438daca"
        );
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
        assert_eq!(admit(&Incoming { max_depth: 0, ..offer.clone() }), Err(Reason::Depth));
        assert_eq!(admit(&Incoming { is_blocked: true, ..offer.clone() }), Err(Reason::Blocked));
        assert_eq!(admit(&Incoming { waiting_offers: 20, ..offer.clone() }), Err(Reason::RateLimit));
        let own = Incoming { has_own_open_offer: true, ..offer };
        assert_eq!(admit(&own), Ok(Admission { may_be_ours: true, may_adopt: false }));
    }

    #[test]
    fn the_same_root_from_above_or_below_is_a_loop_unless_the_middleman_is_silent() {
        let (a, b, c) = (actor("a"), actor("b"), actor("c"));
        let (short, long) = (path(&["a"]), path(&["a", "b"]));
        let from_b = Held { path: &long, is_peer_down: false };
        let offer_by_a = Incoming { held: std::slice::from_ref(&from_b), ..incoming(&short, &a, &c) };
        assert_eq!(admit(&offer_by_a), Err(Reason::Loop));
        let silent = Held { is_peer_down: true, ..from_b.clone() };
        let adoptable = Incoming { held: std::slice::from_ref(&silent), ..incoming(&short, &a, &c) };
        assert_eq!(admit(&adoptable), Ok(Admission { may_be_ours: false, may_adopt: true }));
        let from_a = Held { path: &short, is_peer_down: true };
        let offer_by_b = Incoming { held: std::slice::from_ref(&from_a), ..incoming(&long, &b, &c) };
        assert_eq!(admit(&offer_by_b), Err(Reason::Loop));
        let second_part = Incoming { held: std::slice::from_ref(&from_b), ..incoming(&long, &b, &c) };
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
