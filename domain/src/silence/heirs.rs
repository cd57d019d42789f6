//! Heirs: the people asked, one after the other, to go on with a task that was handed on or has a silent assignee (RULES §5).
//! Pure functions over facts: the same facts name the same heir, in whatever order they come.

use std::borrow::Cow;
use std::cmp::Reverse;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::id::{ActorId, OfferId};
use crate::pairing::{Standing, Unfit};
use crate::time::{DAY, Time};
use crate::value::{ValueRefusal, at_most};

/// The time for which one person alone is asked.
pub const ANSWER_WITHIN: i64 = DAY;

/// A way to find somebody who goes on with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeirRule {
    /// The people who stand by, the first first.
    StandBy,
    /// The member with all its skills who was active here last.
    LastActive,
    /// The one with the fewest tasks under way.
    FewestTasks,
    /// The one with the most karma here.
    MostKarma,
    /// The person who invited the one who had it.
    Inviter,
}

impl HeirRule {
    /// Every one, in the order that holds where a pursuance has not decided another.
    pub const ALL: [Self; 5] =
        [Self::StandBy, Self::LastActive, Self::FewestTasks, Self::MostKarma, Self::Inviter];

    /// The word stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StandBy => "stand_by",
            Self::LastActive => "last_active",
            Self::FewestTasks => "fewest_tasks",
            Self::MostKarma => "most_karma",
            Self::Inviter => "inviter",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == word)
    }
}

/// The order of handing on: each rule at most once, and those left out are not used. Afterwards the task looks for help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Heirs(Vec<HeirRule>);

impl Default for Heirs {
    fn default() -> Self {
        Self(HeirRule::ALL.to_vec())
    }
}

impl Heirs {
    /// Makes an order; a repeated rule counts at its first place.
    pub fn new(rules: impl IntoIterator<Item = HeirRule>) -> Self {
        let mut order = Vec::new();
        for rule in rules {
            if !order.contains(&rule) {
                order.push(rule);
            }
        }
        Self(order)
    }

    /// The order with only the people who stand by: the assignee keeps the task meanwhile.
    pub fn standing_by() -> Self {
        Self(vec![HeirRule::StandBy])
    }

    /// The rules in their order.
    pub fn iter(&self) -> impl Iterator<Item = HeirRule> {
        self.0.iter().copied()
    }

    /// As stored: words with commas between them.
    pub fn to_words(&self) -> String {
        let words: Vec<&str> = self.iter().map(HeirRule::as_str).collect();
        words.join(",")
    }

    /// Reads an order from the stored words.
    ///
    /// # Errors
    /// When one of the words names no rule.
    pub fn parse(words: &str) -> Result<Self, ValueRefusal> {
        let none = ValueRefusal::NotAChoice {
            what: "the order of handing on",
            choices: "stand_by, last_active, fewest_tasks, most_karma, inviter",
        };
        let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
        let rules: Option<Vec<HeirRule>> = words.map(HeirRule::parse).collect();
        rules.map(Self::new).ok_or(none)
    }
}

impl<'de> Deserialize<'de> for Heirs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        at_most(deserializer, "rules", HeirRule::ALL.len()).map(Self::new)
    }
}

impl JsonSchema for Heirs {
    fn schema_name() -> Cow<'static, str> {
        "Heirs".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = generator.subschema_for::<HeirRule>();
        json_schema!({ "type": "array", "items": rule, "maxItems": HeirRule::ALL.len() })
    }
}

/// Somebody who may go on with a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heir {
    pub person: ActorId,
    pub standing: Standing,
    /// The time since which they stand by for it.
    pub stands_by: Option<Time>,
    /// The time of their last act in the pursuance; none where that is long ago.
    pub last_active: Option<Time>,
    /// Their points in the pursuance.
    pub karma: i64,
    /// Whether they invited the person who had it.
    pub invited: bool,
}

impl Heir {
    /// Whether a rule may name them. Quiet hours are no hindrance: the question waits for their end.
    fn fits(&self, rule: HeirRule) -> Result<(), Unfit> {
        let awake = Standing { is_quiet: false, ..self.standing };
        match rule {
            // People who stand by were asked before.
            HeirRule::StandBy => Standing { was_asked: false, ..awake }.may_be_asked(),
            HeirRule::LastActive | HeirRule::FewestTasks | HeirRule::MostKarma => awake.fits(),
            HeirRule::Inviter if awake.had_it => Err(Unfit::HadIt),
            HeirRule::Inviter => awake.may_be_asked(),
        }
    }
}

/// How it stood with a task that was handed on when people were searched for. What was found is of use as long as that is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "HeirTurn")]
pub struct Turn {
    /// Who had the task.
    pub former: ActorId,
    /// The rules that had named somebody.
    pub tried: Vec<HeirRule>,
    /// The question to whoever was asked last.
    pub offer: Option<OfferId>,
    pub order: Heirs,
    /// That of the task: its skills may be others.
    pub revision: i64,
}

/// The next person to ask, and the rule; none where nobody is left. `tried`: the rules that have named somebody. People who
/// stand by are asked one after the other.
pub fn next_heir(order: &Heirs, tried: &[HeirRule], people: &[Heir]) -> Option<(HeirRule, ActorId)> {
    let is_open = |rule: &HeirRule| *rule == HeirRule::StandBy || !tried.contains(rule);
    order.iter().filter(is_open).find_map(|rule| Some((rule, first_by(rule, people)?)))
}

/// The first `each` people by every rule. A later look at them needs no others.
pub fn foremost(order: &Heirs, people: &[Heir], each: usize) -> Vec<ActorId> {
    let mut named: Vec<ActorId> = Vec::new();
    for rule in order.iter() {
        let mut left = people.to_vec();
        for _ in 0..each {
            let Some(first) = first_by(rule, &left) else { break };
            left.retain(|heir| heir.person != first);
            if !named.contains(&first) {
                named.push(first);
            }
        }
    }
    named
}

/// The first person by a rule. Equal people stand in the order of their ids.
fn first_by(rule: HeirRule, people: &[Heir]) -> Option<ActorId> {
    let fit = people.iter().filter(|heir| heir.fits(rule).is_ok());
    let first = match rule {
        HeirRule::StandBy => {
            fit.filter(|heir| heir.stands_by.is_some()).min_by_key(|heir| (heir.stands_by, &heir.person))
        }
        HeirRule::LastActive => fit
            .filter(|heir| heir.last_active.is_some())
            .min_by_key(|heir| (Reverse(heir.last_active), &heir.person)),
        HeirRule::FewestTasks => fit.min_by_key(|heir| (heir.standing.open_tasks, &heir.person)),
        HeirRule::MostKarma => {
            fit.filter(|heir| heir.karma > 0).min_by_key(|heir| (Reverse(heir.karma), &heir.person))
        }
        HeirRule::Inviter => fit.filter(|heir| heir.invited).min_by_key(|heir| &heir.person),
    };
    first.map(|heir| heir.person.clone())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pairing::Limits;
    use crate::people::role::Role;

    fn heir(name: &str) -> Heir {
        let standing = Standing {
            role: Some(Role::Normal),
            has_skills: true,
            reviews: false,
            was_asked: false,
            had_it: false,
            refuses_skill: false,
            refuses_pursuance: false,
            is_away: false,
            is_quiet: false,
            open_tasks: 1,
            asked_this_week: 0,
            limits: Limits::default(),
        };
        let person = ActorId(name.to_owned());
        Heir { person, standing, stands_by: None, last_active: None, karma: 0, invited: false }
    }

    /// Asks one after the other, and nobody says yes.
    fn all_asked(order: &Heirs, mut people: Vec<Heir>) -> Vec<(HeirRule, ActorId)> {
        let (mut asked, mut tried) = (Vec::new(), Vec::new());
        while let Some((rule, person)) = next_heir(order, &tried, &people) {
            assert!(asked.len() <= people.len(), "{asked:?}");
            tried.push(rule);
            for heir in people.iter_mut().filter(|heir| heir.person == person) {
                heir.stands_by = None;
                heir.standing.was_asked = true;
            }
            asked.push((rule, person));
        }
        asked
    }

    #[test]
    fn whoever_stands_by_comes_first_and_then_one_by_each_rule() {
        let asked_before = Standing { was_asked: true, ..heir("").standing };
        let people = vec![
            Heir { karma: 9_000, ..heir("karma") },
            Heir { standing: Standing { open_tasks: 0, ..heir("").standing }, ..heir("free") },
            Heir { last_active: Some(Time(9)), ..heir("active") },
            Heir { last_active: Some(Time(3)), ..heir("quieter") },
            Heir {
                invited: true,
                standing: Standing { has_skills: false, ..heir("").standing },
                ..heir("host")
            },
            Heir { stands_by: Some(Time(5)), standing: asked_before, ..heir("second") },
            Heir { stands_by: Some(Time(4)), standing: asked_before, ..heir("first") },
        ];
        let named: Vec<String> =
            all_asked(&Heirs::default(), people.clone()).into_iter().map(|(_, person)| person.0).collect();
        assert_eq!(named, ["first", "second", "active", "free", "karma", "host"]);
        let order = Heirs::parse("inviter, stand_by").unwrap();
        let named: Vec<String> = all_asked(&order, people).into_iter().map(|(_, person)| person.0).collect();
        assert_eq!(named, ["host", "first", "second"]);
    }

    #[test]
    fn nobody_is_named_for_karma_who_has_none() {
        let order = Heirs::new([HeirRule::MostKarma]);
        assert_eq!(next_heir(&order, &[], &[heir("ana"), Heir { karma: -5, ..heir("ben") }]), None);
    }

    #[test]
    fn quiet_hours_are_no_hindrance_since_the_question_waits_for_their_end() {
        let quiet = Heir { standing: Standing { is_quiet: true, ..heir("").standing }, ..heir("ana") };
        let named = next_heir(&Heirs::new([HeirRule::FewestTasks]), &[], &[quiet]);
        assert_eq!(named, Some((HeirRule::FewestTasks, ActorId("ana".to_owned()))));
    }

    #[test]
    fn an_order_is_read_as_it_was_written() {
        let order = Heirs::new([HeirRule::MostKarma, HeirRule::StandBy, HeirRule::MostKarma]);
        assert_eq!(order.to_words(), "most_karma,stand_by");
        assert_eq!(Heirs::parse(&order.to_words()), Ok(order));
        assert_eq!(Heirs::parse(""), Ok(Heirs(Vec::new())));
        assert!(Heirs::parse("stand_by,oldest").is_err());
    }

    fn any_heir() -> impl Strategy<Value = Heir> {
        let time = || proptest::option::of((0..5_i64).prop_map(Time));
        (0..30_u8, time(), time(), 0..3_i64, any::<[bool; 7]>(), 0..5_u32, 0..9_u32).prop_map(
            |(name, stands_by, last_active, karma, flags, open_tasks, asked_this_week)| {
                let [has_skills, was_asked, had_it, is_away, is_quiet, reviews, invited] = flags;
                let one = heir(&format!("p{name:02}"));
                let standing = Standing {
                    has_skills,
                    was_asked,
                    had_it,
                    is_away,
                    is_quiet,
                    reviews,
                    open_tasks,
                    asked_this_week,
                    ..one.standing
                };
                Heir { standing, stands_by, last_active, karma, invited, ..one }
            },
        )
    }

    fn any_people() -> impl Strategy<Value = Vec<Heir>> {
        proptest::collection::vec(any_heir(), 0..12).prop_map(|mut people| {
            people.sort_by(|one, other| one.person.cmp(&other.person));
            people.dedup_by(|one, other| one.person == other.person);
            people
        })
    }

    fn any_order() -> impl Strategy<Value = Heirs> {
        proptest::sample::subsequence(HeirRule::ALL.to_vec(), 0..=5).prop_shuffle().prop_map(Heirs::new)
    }

    proptest! {
        #[test]
        fn nobody_is_asked_twice_and_the_order_of_the_facts_makes_no_difference(
            (people, shuffled) in any_people().prop_flat_map(|people| (Just(people.clone()), Just(people).prop_shuffle())),
            order in any_order(),
        ) {
            let asked = all_asked(&order, people.clone());
            prop_assert_eq!(&asked, &all_asked(&order, shuffled));
            let mut named: Vec<&ActorId> = asked.iter().map(|(_, person)| person).collect();
            named.sort_unstable();
            named.dedup();
            prop_assert_eq!(named.len(), asked.len());
        }

        #[test]
        fn whoever_is_away_reviews_it_or_had_it_is_never_asked(people in any_people(), order in any_order()) {
            for (rule, person) in all_asked(&order, people.clone()) {
                let standing = people.iter().find(|heir| heir.person == person).unwrap().standing;
                prop_assert!(!standing.is_away && !standing.reviews);
                prop_assert!(standing.asked_this_week < standing.limits.offers_week);
                prop_assert!(rule == HeirRule::StandBy || !(standing.had_it || standing.was_asked));
            }
        }
    }
}
