//! The display settings of a person: the clock, the first day of the week, and whether single letters are keys.

use axum::response::Response;
use pursuance_domain::action::SetDisplay;
use pursuance_domain::value::{HourClock, WeekStart};

use super::me::{load, refuse};
use crate::store::accounts::DisplayAs;
use crate::text::Text;
use crate::web::frame::labels::choices;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field};
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::split_refusal;
use crate::web::request::session::see_with;

/// POST `/me/display`: `clock, first_day`, each or empty, and `single_keys` (yes) when ticked.
pub struct DisplayForm {
    pub clock: Field,
    pub first_day: Field,
    pub single_keys: bool,
}

impl DisplayForm {
    /// The form filled with the stored settings.
    pub fn of(chosen: DisplayAs) -> Self {
        Self {
            clock: Field::of(chosen.clock.map_or("", HourClock::as_str)),
            first_day: Field::of(chosen.first_day.map_or("", WeekStart::as_str)),
            single_keys: chosen.single_keys,
        }
    }

    /// The form as sent.
    fn typed(form: &FormFields) -> Self {
        Self {
            clock: form.field("clock"),
            first_day: form.field("first_day"),
            single_keys: form.is_ticked("single_keys"),
        }
    }

    /// The values, when none is wrong.
    fn read(&mut self, reader: Reader) -> Option<SetDisplay> {
        let clock = reader.maybe(&mut self.clock, HourClock::parse);
        let first_day = reader.maybe(&mut self.first_day, WeekStart::parse);
        Some(SetDisplay {
            clock: Some(clock?),
            first_day: Some(first_day?),
            single_keys: Some(self.single_keys),
        })
    }

    /// The clocks to choose from.
    pub fn clocks(&self, t: Text) -> Vec<Choice> {
        let all = HourClock::ALL.iter().map(|clock| {
            let key = match clock {
                HourClock::Twelve => "me-clock-12",
                HourClock::TwentyFour => "me-clock-24",
            };
            (clock.as_str(), t.s(key))
        });
        choices(std::iter::once(("", t.s("me-by-language"))).chain(all), &self.clock.value)
    }

    /// The days with which a week may begin.
    pub fn first_days(&self, t: Text) -> Vec<Choice> {
        let all = WeekStart::ALL.iter().map(|day| {
            let key = match day {
                WeekStart::Monday => "me-week-monday",
                WeekStart::Sunday => "me-week-sunday",
                WeekStart::Friday => "me-week-friday",
                WeekStart::Saturday => "me-week-saturday",
            };
            (day.as_str(), t.s(key))
        });
        choices(std::iter::once(("", t.s("me-by-language"))).chain(all), &self.first_day.value)
    }
}

/// `POST /me/display`
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.signed_in()?;
    let mut typed = DisplayForm::typed(&form);
    let no = match typed.read(Reader::new(visit.t)) {
        None => None,
        Some(set) => match split_refusal(visit.app.perform(&visit.who, set.into()).await)? {
            Ok(_) => return Ok(see_with(&visit.app, links::account(), FormNotice::good("notice-saved"))),
            Err(no) => Some(no),
        },
    };
    let mut shown = load(&visit).await?;
    shown.display = typed;
    refuse(shown, no.as_ref())
}
