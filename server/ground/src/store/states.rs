//! Lists of states of delegations for statements. They are made from the properties of each state in the domain, so that a new state
//! is in the right lists.

use pursuance_domain::delegation::{Side, State};

type IsIn = fn(State) -> bool;

/// The names in braces in a statement, and the states that they mean.
const LISTS: [(&str, IsIn); 10] = [
    ("{live}", State::is_live),
    ("{open}", State::is_open),
    ("{asked}", |state| state.is_live() && !state.holds_task()),
    ("{held}", State::holds_task),
    ("{at_work}", State::is_at_work),
    ("{in_vain}", State::is_in_vain),
    ("{ended_for_origin}", |state| state.is_ended_for(Side::Origin)),
    ("{ended_for_delegate}", |state| state.is_ended_for(Side::Delegate)),
    ("{cut_for_origin}", |state| state.is_offer_cut_for(Side::Origin)),
    ("{cut_for_delegate}", |state| state.is_offer_cut_for(Side::Delegate)),
];

/// A statement with the lists of states that it names. The text is constant, so that each database prepares it once and
/// sees the states when it plans.
macro_rules! with_states {
    ($sql:expr) => {{
        static FILLED: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| $crate::store::states::filled($sql));
        FILLED.as_str()
    }};
}
pub(in crate::store) use with_states;

pub(in crate::store) fn filled(sql: &str) -> String {
    LISTS.iter().fold(sql.to_owned(), |sql, (name, is_in)| sql.replace(name, &listed(*is_in)))
}

fn listed(is_in: IsIn) -> String {
    let words: Vec<String> =
        State::ALL.into_iter().filter(|state| is_in(*state)).map(|state| format!("'{state}'")).collect();
    format!("({})", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_names_the_states_of_its_list() {
        assert_eq!(
            filled("state in {live} or state in {open}"),
            "state in ('offered', 'countered', 'accepting', 'active', 'submitted', 'recalling', 'returning') or state in ('offered', 'countered')"
        );
        assert_eq!(filled("{asked}"), "('offered', 'countered', 'accepting')");
        assert_eq!(
            filled("{held} {at_work}"),
            "('active', 'submitted', 'recalling', 'returning') ('active', 'submitted')"
        );
        assert_eq!(filled("{in_vain}"), "('declined', 'withdrawn', 'expired', 'lost', 'void')");
        assert_eq!(filled("{ended_for_origin}"), "('declined', 'expired', 'recalled', 'returned')");
        assert_eq!(filled("{ended_for_delegate}"), "('lost', 'completed', 'refused', 'recalled')");
        assert_eq!(filled("{cut_for_origin} {cut_for_delegate}"), "('withdrawn') ('declined', 'withdrawn')");
    }

    #[test]
    fn no_list_is_empty_and_every_state_is_live_or_ends() {
        for (name, is_in) in LISTS {
            assert!(State::ALL.into_iter().any(is_in), "{name}");
        }
    }
}
