//! A delegation as both sides show it: its state and the next step.

use pursuance_domain::delegation::state::{Cut, Side, State};
use pursuance_domain::time::Time;

use super::between::Between;
use super::step::Moment;
use super::terms::TermsView;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;

/// Lines of the timeline that are not folded.
const LATELY: usize = 1;

/// The parts of a delegation that both sides show.
pub struct DelegationView {
    /// The row id at this pursuance.
    pub id: String,
    /// The pursuance of the page.
    pub slug: String,
    pub side: Side,
    pub state: State,
    /// The reason for the end, if the two servers do not exchange messages.
    pub cut: Option<Cut>,
    /// The pursuance on the other side.
    pub peer: Party,
    /// Its title there, once known.
    pub peer_title: String,
    /// The agreed or offered terms.
    pub terms: TermsView,
    pub timeline: Vec<Moment>,
    /// The upper limit of the older steps and rounds of work, if some did not fit here.
    pub older: Option<Time>,
    /// Whether the newest steps are here.
    pub is_newest: bool,
    pub between: Between,
    /// The date by which an answer to the offer is wanted.
    pub respond_by: When,
    /// The time of the last sign of life, if it is longer ago than agreed.
    pub silent_since: Option<When>,
    /// The time at which they were asked for news last, by a member or by this server.
    pub asked_at: Option<When>,
    /// A refusal that concerns no field.
    pub problem: String,
    /// Whether it is the first on the page: a task may have several, and each id must occur once.
    pub is_first: bool,
    /// The part of the page whose form was refused, as in [`links::DELEGATION_FORMS`]; empty when none was.
    pub refused_form: &'static str,
    /// Whether the viewer may act on it; the hint is shown only then.
    pub is_for_you: bool,
}

impl DelegationView {
    /// The address of one of [`links::DELEGATION_FORMS`].
    pub fn post(&self, form: &str) -> String {
        links::delegation(&self.slug, &self.id, form)
    }

    /// The id of a part of the page that every delegation has.
    pub fn at(&self, part: &str) -> String {
        if self.is_first { part.to_owned() } else { format!("{part}-{}", self.id) }
    }

    /// The key of what is folded about it: for a viewer who does nothing there it has the earlier steps, too.
    pub fn more_key(&self, key: &'static str) -> &'static str {
        if self.is_for_you || self.earlier().is_empty() { key } else { "asked-more" }
    }

    /// `open` for the part whose form was refused.
    pub fn open(&self, form: &str) -> &'static str {
        if self.refused_form == form { " open" } else { "" }
    }

    /// The latest steps, with the next one beneath.
    pub fn lately(&self) -> &[Moment] {
        self.timeline.get(self.earlier().len()..).unwrap_or_default()
    }

    /// The steps before the latest, folded. A single step is not folded.
    pub fn earlier(&self) -> &[Moment] {
        let before = self.timeline.len().saturating_sub(LATELY);
        if before > 1 { self.timeline.get(..before).unwrap_or_default() } else { &[] }
    }

    /// Whether an offer waits for an answer.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether the delegation never got beyond an offer.
    pub fn is_offer(&self) -> bool {
        match self.state {
            State::Offered
            | State::Countered
            | State::Accepting
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost => true,
            State::Active
            | State::Submitted
            | State::Recalling
            | State::Returning
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => false,
        }
    }

    /// Work was handed in and waits for a verdict.
    pub fn is_submitted(&self) -> bool {
        self.state == State::Submitted
    }

    /// The work is in progress there (or here, on a mirror).
    pub fn is_active(&self) -> bool {
        self.state == State::Active
    }

    /// Whether it is over.
    pub fn is_end(&self) -> bool {
        self.state.is_end()
    }

    /// Whether the origin can take the task back.
    pub fn is_recallable(&self) -> bool {
        self.is_open() || matches!(self.state, State::Active | State::Submitted)
    }

    /// The key of the next step, and of who or what causes it.
    pub fn next_key(&self) -> &'static str {
        let (key, for_others) = match self.cut {
            Some(cut) => (next_after_cut(self.side, cut), next_after_cut_for_others(self.side, cut)),
            None => (next_key(self.side, self.state), next_key_for_others(self.side, self.state)),
        };
        if self.is_for_you { key } else { for_others.unwrap_or(key) }
    }

    /// The key of the sentence about handing on, with `peer`.
    pub fn onward_key(&self) -> &'static str {
        self.terms.onward.key(self.side)
    }

    /// The badge of the state.
    pub fn badge(&self) -> &'static str {
        match self.state {
            State::Offered | State::Countered | State::Accepting | State::Submitted => "badge wait",
            State::Completed => "badge good",
            State::Active | State::Recalling | State::Returning => "badge",
            State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Refused
            | State::Recalled => "badge",
            State::Returned | State::Void => "badge",
        }
    }

    /// The key of the state's name.
    pub fn state_key(&self) -> &'static str {
        key_of(self.side, self.state, self.cut)
    }
}

/// The key of its state, seen from one side: an end without a message between the servers is named by its reason.
pub(super) fn key_of(side: Side, state: State, cut: Option<Cut>) -> &'static str {
    match cut {
        Some(Cut::WeBlocked) => "state-we-blocked",
        Some(Cut::TheyRefuse) => "state-they-refuse",
        None => state_key(side, state),
    }
}

/// The key of the text after a delegation was cut off.
fn next_after_cut(side: Side, cut: Cut) -> &'static str {
    match (side, cut) {
        (Side::Origin, Cut::WeBlocked) => "next-origin-we-blocked",
        (Side::Origin, Cut::TheyRefuse) => "next-origin-they-refuse",
        (Side::Delegate, Cut::WeBlocked) => "next-delegate-we-blocked",
        (Side::Delegate, Cut::TheyRefuse) => "next-delegate-they-refuse",
    }
}

/// The key of a state's name, seen from one side.
pub fn state_key(side: Side, state: State) -> &'static str {
    match (state, side) {
        (State::Offered, Side::Origin) => "state-offered-origin",
        (State::Offered, Side::Delegate) => "state-offered-delegate",
        (State::Countered, Side::Origin) => "state-countered-origin",
        (State::Countered, Side::Delegate) => "state-countered-delegate",
        (State::Accepting, _) => "state-accepting",
        (State::Active, _) => "state-active",
        (State::Submitted, Side::Origin) => "state-submitted-origin",
        (State::Submitted, Side::Delegate) => "state-submitted-delegate",
        (State::Recalling, _) => "state-recalling",
        (State::Returning, _) => "state-returning",
        (State::Declined, _) => "state-declined",
        (State::Withdrawn, _) => "state-withdrawn",
        (State::Expired, _) => "state-expired",
        (State::Lost, _) => "state-lost",
        (State::Completed, _) => "state-completed",
        (State::Refused, _) => "state-refused",
        (State::Recalled, _) => "state-recalled",
        (State::Returned, _) => "state-returned",
        (State::Void, _) => "state-void",
    }
}

/// The key of the next step.
fn next_key(side: Side, state: State) -> &'static str {
    match (side, state) {
        (Side::Origin, State::Offered) => "next-origin-offered",
        (Side::Origin, State::Countered) => "next-origin-countered",
        (Side::Origin, State::Active) => "next-origin-active",
        (Side::Origin, State::Submitted) => "next-origin-submitted",
        (Side::Origin, State::Recalling) => "next-origin-recalling",
        (Side::Delegate, State::Offered) => "next-delegate-offered",
        (Side::Delegate, State::Countered) => "next-delegate-countered",
        (Side::Delegate, State::Active) => "next-delegate-active",
        (Side::Delegate, State::Submitted) => "next-delegate-submitted",
        (Side::Delegate, State::Returning) => "next-delegate-returning",
        (_, State::Accepting) => "next-delegate-accepting",
        // The states below never last on the other side; both have the same words.
        (Side::Origin, State::Returning) => "next-delegate-returning",
        (Side::Delegate, State::Recalling) => "next-origin-recalling",
        (Side::Origin, State::Completed) => "next-origin-completed",
        (Side::Delegate, State::Completed) => "next-delegate-completed",
        (Side::Origin, State::Refused) => "next-origin-refused",
        (Side::Delegate, State::Refused) => "next-delegate-refused",
        (Side::Origin, State::Declined | State::Withdrawn | State::Expired | State::Lost) => {
            "next-origin-free"
        }
        (Side::Origin, State::Recalled | State::Returned) => "next-origin-free",
        (Side::Delegate, State::Declined | State::Withdrawn | State::Expired | State::Lost) => {
            "next-delegate-closed"
        }
        (Side::Delegate, State::Recalled | State::Returned) => "next-delegate-stopped",
        (_, State::Void) => "next-void",
    }
}

/// The key of the text after a cut, for readers without a part in the delegation; none if the usual text fits them.
fn next_after_cut_for_others(side: Side, cut: Cut) -> Option<&'static str> {
    match (side, cut) {
        (Side::Origin, Cut::WeBlocked) => Some("next-origin-we-blocked-others"),
        (Side::Origin, Cut::TheyRefuse) => None,
        (Side::Delegate, Cut::WeBlocked) => Some("next-delegate-we-blocked-others"),
        (Side::Delegate, Cut::TheyRefuse) => Some("next-delegate-they-refuse-others"),
    }
}

/// The key of the next step, for readers without a part in the delegation; none if the usual text fits them.
fn next_key_for_others(side: Side, state: State) -> Option<&'static str> {
    match (side, state) {
        (Side::Origin, State::Offered) => Some("next-origin-offered-others"),
        (Side::Origin, State::Active) => Some("next-origin-active-others"),
        (Side::Delegate, State::Active) => Some("next-delegate-active-others"),
        (Side::Delegate, State::Submitted) => Some("next-delegate-submitted-others"),
        (Side::Delegate, State::Completed) => Some("next-delegate-completed-others"),
        (_, State::Accepting) => Some("next-delegate-accepting-others"),
        (_, State::Recalling) => Some("next-origin-recalling-others"),
        (_, State::Returning) => Some("next-delegate-returning-others"),
        (Side::Origin, State::Countered | State::Submitted | State::Completed) => None,
        (Side::Delegate, State::Offered | State::Countered) => None,
        (_, State::Declined | State::Withdrawn | State::Expired | State::Lost | State::Refused) => None,
        (_, State::Recalled | State::Returned | State::Void) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::delegation::step::Happening;

    use crate::text::Text;

    #[test]
    fn every_state_says_what_it_is_and_what_comes_next() {
        let t = Text::english();
        for side in [Side::Origin, Side::Delegate] {
            for state in State::ALL {
                assert!(!t.s(state_key(side, state)).is_empty());
                assert!(
                    t.rich(next_key(side, state)).set("peer", "Lingua").set("by", "26 Nov").to_string().len()
                        > 10
                );
            }
            for cut in [Cut::WeBlocked, Cut::TheyRefuse] {
                assert!(!t.s(key_of(side, State::Recalled, Some(cut))).is_empty());
                assert!(
                    t.rich(next_after_cut(side, cut)).set("peer", "Lingua").to_string().contains("Lingua")
                );
            }
        }
    }

    #[test]
    fn what_comes_next_speaks_to_nobody_who_has_no_part_in_it() {
        let t = Text::english();
        let sentence = |key| t.rich(key).set("peer", "Lingua").set("by", "26 Nov").to_string().to_lowercase();
        let speaks_to_the_reader = |key| sentence(key).contains("you");
        for side in [Side::Origin, Side::Delegate] {
            for state in State::ALL {
                let key = next_key_for_others(side, state).unwrap_or(next_key(side, state));
                assert!(!speaks_to_the_reader(key), "{}", sentence(key));
            }
            for cut in [Cut::WeBlocked, Cut::TheyRefuse] {
                let key = next_after_cut_for_others(side, cut).unwrap_or(next_after_cut(side, cut));
                assert!(!speaks_to_the_reader(key), "{}", sentence(key));
            }
        }
    }

    #[test]
    fn every_step_of_the_timeline_has_a_sentence_with_who_did_it() {
        let who = Party::group("Lingua").at("lingua.example");
        for &what in Happening::ALL {
            let sentence =
                Text::english().rich(what.key()).html("who", who.bold(Text::english())).to_string();
            assert!(sentence.contains("<b dir=\"auto\">Lingua</b>"), "{what:?}: {sentence}");
        }
    }
}
