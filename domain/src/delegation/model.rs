//! The reference model of PROTOCOL Appendix A, run on the real functions: one task, several delegates, any permitted
//! decision in any order, time that passes, and a network that loses, repeats and reorders. In the end both sides of
//! every delegation agree, every owed answer was given, and no work is lost.

mod channel;
mod checks;
mod world;

use proptest::prelude::*;
use proptest::sample::Index;

use super::message::MessageKind;
use super::state::State;
use world::World;

/// One happening, picked among the happenings possible at that point.
#[derive(Debug, Clone)]
enum ModelHappening {
    /// The origin offers the task to one more delegate.
    Offer,
    /// A person at the origin decides something.
    OriginDecides(Index, Index),
    /// The same, with other terms if possible.
    OriginReoffers(Index),
    /// The same, with a verdict if possible.
    OriginJudges(Index),
    /// A person at a delegate decides something.
    DelegateDecides(Index, Index),
    /// The same, with an acceptance if possible.
    DelegateSaysYes(Index),
    /// The same, with a submission if possible.
    DelegateHandsIn(Index),
    /// The task is taken, done, deleted or free again at the origin, without the delegates.
    TaskChangesHere(Index),
    /// A packet arrives.
    Deliver(Index, Index),
    /// A packet is lost.
    Lose(Index, Index),
    /// A packet comes twice.
    Duplicate(Index, Index),
    /// A side sends unacknowledged messages again.
    Retransmit(Index),
    /// Hours pass, and the timers run.
    Wait(i64),
}

fn happening() -> impl Strategy<Value = ModelHappening> {
    let two = || (any::<Index>(), any::<Index>());
    prop_oneof![
        1 => Just(ModelHappening::Offer),
        8 => two().prop_map(|(which, what)| ModelHappening::OriginDecides(which, what)),
        4 => any::<Index>().prop_map(ModelHappening::OriginReoffers),
        6 => any::<Index>().prop_map(ModelHappening::OriginJudges),
        8 => two().prop_map(|(which, what)| ModelHappening::DelegateDecides(which, what)),
        12 => any::<Index>().prop_map(ModelHappening::DelegateSaysYes),
        8 => any::<Index>().prop_map(ModelHappening::DelegateHandsIn),
        1 => any::<Index>().prop_map(ModelHappening::TaskChangesHere),
        60 => two().prop_map(|(line, packet)| ModelHappening::Deliver(line, packet)),
        6 => two().prop_map(|(line, packet)| ModelHappening::Lose(line, packet)),
        6 => two().prop_map(|(line, packet)| ModelHappening::Duplicate(line, packet)),
        12 => any::<Index>().prop_map(ModelHappening::Retransmit),
        3 => (1_i64..24 * 16).prop_map(ModelHappening::Wait),
    ]
}

fn run(happenings: &[ModelHappening]) -> World {
    let mut world = World::with_offers(2);
    for happening in happenings {
        match happening {
            ModelHappening::Offer => world.offer(),
            ModelHappening::OriginDecides(which, what) => world.origin_decides(which, what),
            ModelHappening::OriginReoffers(which) => world.origin_reoffers(which),
            ModelHappening::OriginJudges(which) => world.origin_judges(which),
            ModelHappening::DelegateHandsIn(which) => world.delegate_hands_in(which),
            ModelHappening::DelegateDecides(which, what) => world.delegate_decides(which, what),
            ModelHappening::DelegateSaysYes(which) => world.delegate_says_yes(which),
            ModelHappening::TaskChangesHere(what) => world.task_changes_here(what),
            ModelHappening::Deliver(line, packet) => world.deliver(line, packet),
            ModelHappening::Lose(line, packet) => world.lose(line, packet),
            ModelHappening::Duplicate(line, packet) => world.duplicate(line, packet),
            ModelHappening::Retransmit(line) => world.retransmit(line),
            ModelHappening::Wait(hours) => world.wait(*hours),
        }
        world.assert_one_holder();
    }
    world.drain();
    world.assert_one_holder();
    world
}

/// Number of rounds: one, or more as `./test long` asks.
fn rounds() -> u32 {
    std::env::var("PURSUANCE_TEST_ROUNDS").map_or(1, |text| text.parse().expect("a number of rounds"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000 * rounds(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_crosses_all_sides_agree_in_the_end_and_no_work_is_lost(
        happenings in prop::collection::vec(happening(), 0..200)
    ) {
        let world = run(&happenings);
        world.assert_agreement();
        world.assert_everything_owed_was_answered();
        world.assert_no_work_was_lost();
        world.assert_nothing_was_misunderstood();
    }
}

/// The generator has to reach every state, and to say every message.
#[test]
fn the_model_reaches_every_state_and_says_every_message_of_two_talking_servers() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = prop::collection::vec(happening(), 100..200);
    let (mut seen, mut said) = (std::collections::BTreeSet::new(), std::collections::HashSet::new());
    for _ in 0..400 {
        let happenings = strategy.new_tree(&mut runner).expect("the strategy rejects nothing").current();
        let world = run(&happenings);
        seen.extend(world.states_seen());
        said.extend(world.kinds_said());
    }
    // Void needs a server that is gone, and so nobody to agree with.
    let missing: Vec<State> =
        State::ALL.into_iter().filter(|state| *state != State::Void && !seen.contains(state)).collect();
    assert_eq!(missing, []);
    // Comments change no state, and the rules do not see them.
    let unsaid: Vec<_> =
        MessageKind::ALL.iter().filter(|kind| **kind != MessageKind::Note && !said.contains(kind)).collect();
    assert_eq!(unsaid, Vec::<&MessageKind>::new());
}
