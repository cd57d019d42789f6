//! Other pursuances that offer the skills of a task (RULES §4): the choice of those named to members who may hand it over, once
//! nobody was found here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{ActorId, SkillOfferId};

/// The most pursuances that a notice names.
pub const ALLIES_NAMED: usize = 3;

/// An offer of another pursuance that has some of the skills of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlliedOffer {
    pub offer: SkillOfferId,
    /// The pursuance that offers.
    pub maker: ActorId,
    /// Whether it has every skill of the task.
    pub is_whole: bool,
    /// Whether it has room for one more task, as far as that is known here.
    pub has_room: bool,
}

/// The suitable offers, one of each pursuance, in the given order: offers with every skill, or without any such, offers with some
/// skills. An offer without room would decline by itself, so it is left out.
pub fn allied(offers: &[AlliedOffer]) -> Vec<&AlliedOffer> {
    let any_whole = offers.iter().any(|offer| offer.has_room && offer.is_whole);
    let mut chosen: Vec<&AlliedOffer> = Vec::new();
    for offer in offers.iter().filter(|offer| offer.has_room && offer.is_whole == any_whole) {
        if chosen.iter().all(|known| known.maker != offer.maker) {
            chosen.push(offer);
        }
    }
    chosen
}

/// The information for those who may hand a task over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Allies {
    /// Whether each of them offers all the skills; otherwise each offers some.
    pub whole: bool,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub first: Vec<ActorId>,
}

impl Allies {
    /// The allies among `offers`; none without a suitable offer.
    pub fn of(offers: &[AlliedOffer]) -> Option<Self> {
        let chosen = allied(offers);
        let whole = chosen.first()?.is_whole;
        let first = chosen.iter().take(ALLIES_NAMED).map(|offer| offer.maker.clone()).collect();
        Some(Self { whole, count: chosen.len(), first })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn offer(n: usize, maker: &str, is_whole: bool, has_room: bool) -> AlliedOffer {
        let (offer, maker) = (SkillOfferId(format!("o{n}")), ActorId(maker.to_owned()));
        AlliedOffer { offer, maker, is_whole, has_room }
    }

    fn names(allies: &Allies) -> Vec<&str> {
        allies.first.iter().map(ActorId::as_str).collect()
    }

    #[test]
    fn who_offers_everything_is_named_and_otherwise_who_offers_some() {
        let some = [offer(1, "ants", false, true), offer(2, "wasps", false, true)];
        let allies = Allies::of(&some).unwrap();
        assert_eq!((allies.whole, allies.count, names(&allies)), (false, 2, vec!["ants", "wasps"]));
        let all = [some[0].clone(), offer(3, "moths", true, true), some[1].clone()];
        let allies = Allies::of(&all).unwrap();
        assert_eq!((allies.whole, allies.count, names(&allies)), (true, 1, vec!["moths"]));
    }

    #[test]
    fn a_pursuance_with_several_offers_counts_once_and_one_without_room_not_at_all() {
        let offers = [
            offer(1, "full", true, false),
            offer(2, "wasps", true, true),
            offer(3, "wasps", true, true),
            offer(4, "ants", true, true),
            offer(5, "moths", true, true),
            offer(6, "crabs", true, true),
        ];
        let allies = Allies::of(&offers).unwrap();
        assert_eq!((allies.count, names(&allies)), (4, vec!["wasps", "ants", "moths"]));
        assert_eq!(Allies::of(&offers[..1]), None);
        assert_eq!(Allies::of(&[]), None);
    }

    proptest! {
        #[test]
        fn nobody_is_named_twice_and_nobody_who_has_less_than_another(
            all in proptest::collection::vec((0..5_u8, any::<bool>(), any::<bool>()), 0..12),
        ) {
            let offers: Vec<AlliedOffer> = all
                .into_iter()
                .enumerate()
                .map(|(n, (maker, is_whole, has_room))| offer(n, &format!("p{maker}"), is_whole, has_room))
                .collect();
            let chosen = allied(&offers);
            let mut makers: Vec<&ActorId> = chosen.iter().map(|offer| &offer.maker).collect();
            makers.sort_unstable();
            makers.dedup();
            prop_assert_eq!(makers.len(), chosen.len());
            prop_assert!(chosen.iter().all(|offer| offer.has_room));
            let best = offers.iter().filter(|offer| offer.has_room).map(|offer| offer.is_whole).max();
            prop_assert!(chosen.iter().all(|offer| Some(offer.is_whole) == best));
            prop_assert_eq!(chosen.is_empty(), best.is_none());
        }
    }
}
