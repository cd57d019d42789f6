//! The forms of the rules for silent tasks: what holds from now on, and what is tried out.

use pursuance_domain::action::SetPace;
use pursuance_domain::silence::{FixedDays, HeirRule, Heirs, SilentDays};
use pursuance_domain::value::{HandingOn, ValueRefusal};

use crate::store::silence::HeirOrder;
use crate::text::Text;
use crate::web::frame::labels::choices;
use crate::web::frame::view::{Choice, Field};
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Reader};
use crate::web::task::pairing::rule_key;

/// The rules as the form shows them: as they hold, or as they were sent.
pub struct PaceForm {
    pub mode: HandingOn,
    pub days: DaysForm,
    pub heirs: Heirs,
    pub assigns: bool,
    pub asks_reviewer: bool,
}

/// The numbers of days for fixed times.
#[derive(Default)]
pub struct DaysForm {
    pub remind_after: Field,
    pub hand_on_after: Field,
}

/// A place in the order of handing on.
pub struct Place {
    /// The name and the id of its field.
    pub name: String,
    pub label: String,
    pub choices: Vec<Choice>,
}

/// The rules to try out.
pub struct Trial {
    pub mode: HandingOn,
    pub days: DaysForm,
    pub asks_reviewer: bool,
}

impl DaysForm {
    /// The numbers that hold.
    pub fn of(days: FixedDays) -> Self {
        let field = |days: SilentDays| Field::of(days.get().to_string());
        Self { remind_after: field(days.remind_after()), hand_on_after: field(days.hand_on_after()) }
    }

    fn typed(sent: &FormFields) -> Self {
        Self { remind_after: sent.field("remind_after"), hand_on_after: sent.field("hand_on_after") }
    }

    /// The numbers, if none is wrong. An empty field leaves its number as it is.
    fn read(&mut self, reader: Reader) -> Option<(Option<SilentDays>, Option<SilentDays>)> {
        let remind_after = reader.maybe(&mut self.remind_after, SilentDays::parse);
        let hand_on_after = reader.maybe(&mut self.hand_on_after, SilentDays::parse);
        remind_after.zip(hand_on_after)
    }

    /// The pair of the typed numbers and the present ones; none if it is refused.
    fn made(&mut self, t: Text, held: FixedDays) -> Option<FixedDays> {
        let (remind_after, hand_on_after) = self.read(Reader::new(t))?;
        match held.with(remind_after, hand_on_after) {
            Ok(made) => Some(made),
            Err(refusal) => {
                self.refuse(t, &refusal);
                None
            }
        }
    }

    /// Notes that the two do not go together, beside the second.
    pub fn refuse(&mut self, t: Text, refusal: &ValueRefusal) {
        self.hand_on_after.error = t.say(&refusal.wording());
    }
}

impl PaceForm {
    /// The rules that hold.
    pub fn of(mode: HandingOn, days: FixedDays, order: HeirOrder) -> Self {
        let HeirOrder { heirs, assigns, asks_reviewer } = order;
        Self { mode, days: DaysForm::of(days), heirs, assigns, asks_reviewer }
    }

    /// The rules that were sent.
    ///
    /// # Errors
    /// When a choice is none that the page offers.
    pub fn sent(sent: &FormFields) -> Result<Self, PageError> {
        let mode = HandingOn::parse(sent.text("handing_on")).map_err(|_| PageError::BadRequest)?;
        let mut rules = Vec::new();
        for at in 1..=HeirRule::ALL.len() {
            match sent.text(&format!("heir_{at}")) {
                "" => {}
                word => rules.push(HeirRule::parse(word).ok_or(PageError::BadRequest)?),
            }
        }
        Ok(Self {
            mode,
            days: DaysForm::typed(sent),
            heirs: Heirs::new(rules),
            assigns: sent.is_ticked("assigns"),
            asks_reviewer: sent.is_ticked("asks_reviewer"),
        })
    }

    /// The action, if no number is wrong.
    pub fn read(&mut self, t: Text, slug: &str) -> Option<SetPace> {
        let (remind_after, hand_on_after) = self.days.read(Reader::new(t))?;
        Some(SetPace {
            pursuance: slug.to_owned(),
            mode: self.mode,
            remind_after,
            hand_on_after,
            heirs: Some(self.heirs.clone()),
            assigns: Some(self.assigns),
            asks_reviewer: Some(self.asks_reviewer),
        })
    }

    /// Whether people are asked in another way than where nobody has decided it.
    pub fn is_own_order(&self) -> bool {
        self.assigns || self.heirs != Heirs::default()
    }

    /// Lists the things that may happen after a silence.
    pub fn modes(&self, t: Text) -> Vec<Choice> {
        mode_choices(t, HandingOn::ALL, self.mode)
    }

    /// The places in the order of heirs, each with every rule to choose from, or nobody.
    pub fn places(&self, t: Text) -> Vec<Place> {
        let chosen: Vec<HeirRule> = self.heirs.iter().collect();
        let place = |at: usize| {
            let here = chosen.get(at).map_or("", |rule| rule.as_str());
            let rules = HeirRule::ALL.iter().map(|rule| (rule.as_str(), t.s(rule_key(*rule))));
            Place {
                name: format!("heir_{}", at + 1),
                label: t.with("pace-place").set("n", at + 1).to_string(),
                choices: choices(std::iter::once(("", t.s("pace-nobody"))).chain(rules), here),
            }
        };
        (0..HeirRule::ALL.len()).map(place).collect()
    }
}

impl Trial {
    /// Reads the choice that is asked for; where nothing is, the other way than the one that holds. With the fixed times, unless
    /// they are refused.
    pub fn read(
        t: Text,
        asked: &FormFields,
        mode: HandingOn,
        days: FixedDays,
        order: &HeirOrder,
    ) -> (Self, Option<FixedDays>) {
        let tried = match HandingOn::parse(asked.text("try")) {
            Ok(tried @ (HandingOn::Learnt | HandingOn::Fixed)) => tried,
            Ok(HandingOn::Off) | Err(_) if mode == HandingOn::Learnt => HandingOn::Fixed,
            Ok(HandingOn::Off) | Err(_) => HandingOn::Learnt,
        };
        // Without a trial the stored terms apply.
        let is_trial = !asked.text("try").is_empty();
        let asks_reviewer = if is_trial { asked.is_ticked("reviewer") } else { order.asks_reviewer };
        let mut typed = DaysForm::typed(asked);
        let made = if tried == HandingOn::Fixed { typed.made(t, days) } else { Some(days) };
        let days = made.map_or(typed, DaysForm::of);
        (Self { mode: tried, days, asks_reviewer }, made)
    }

    /// The ways that can be tried out.
    pub fn modes(&self, t: Text) -> Vec<Choice> {
        mode_choices(t, &[HandingOn::Learnt, HandingOn::Fixed], self.mode)
    }
}

fn mode_choices(t: Text, modes: &[HandingOn], chosen: HandingOn) -> Vec<Choice> {
    let words = |mode: &HandingOn| (mode.as_str(), t.s(mode_key(*mode)));
    choices(modes.iter().map(words), chosen.as_str())
}

fn mode_key(mode: HandingOn) -> &'static str {
    match mode {
        HandingOn::Learnt => "pace-learnt",
        HandingOn::Fixed => "pace-fixed",
        HandingOn::Off => "pace-off",
    }
}
