//! Changing one's own profile; of two changes at the same moment, the second is joined with the first field by field.

use axum::response::Response;
use chrono_tz::Tz;
use http::header;
use pursuance_domain::action::EditProfile;
use pursuance_domain::value::{DisplayName, Language, Mission, Zone};

use super::me::{answer, load, refuse};
use crate::actions::{InputRefusal, NewerProfile, Refused};
use crate::web::frame::cookies::Cookie;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Field;
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::task::conflict::Theirs;
use crate::web::task::merge::{self, MARKS};

/// The most attempts to merge an edit with concurrent changes, before the person is asked to save again.
const TRIES: usize = 3;

/// POST `/me/profile`: `revision, was, display, about, zone, language`, and each of `discoverable, askable` (yes) when
/// ticked.
#[derive(Default)]
pub struct ProfileForm {
    /// The revision on which the form is based; none where that is not compared.
    pub revision: Option<i64>,
    /// The marks of the fields as saved in that revision.
    pub was: String,
    pub display: Field,
    pub about: Field,
    /// The time zone; empty for the zone of the browser.
    pub zone: Field,
    /// The tag of the language; empty for the language of the browser.
    pub language: Field,
    pub is_discoverable: bool,
    /// Whether people of this server may find them and ask them to join.
    pub is_askable: bool,
}

/// The fields of a profile as the form writes them, by name, each with the key of its label.
const FIELDS: [(&str, &str); 6] = [
    ("display", "me-display"),
    ("about", "me-about"),
    ("zone", "me-zone"),
    ("language", "me-language"),
    ("discoverable", "me-discoverable"),
    ("askable", "me-askable"),
];

fn ticked(is_on: bool) -> String {
    if is_on { "yes".to_owned() } else { String::new() }
}

/// A profile as the form writes it, in the order of [`FIELDS`].
fn texts(newer: &NewerProfile) -> [String; 6] {
    let NewerProfile { display, about, discoverable, askable, zone, language, .. } = newer;
    [
        display.clone(),
        about.clone(),
        zone.clone().unwrap_or_default(),
        language.map_or("", Language::as_str).to_owned(),
        ticked(*discoverable),
        ticked(*askable),
    ]
}

impl ProfileForm {
    /// The form of a profile as it is.
    pub fn of(newer: &NewerProfile) -> Self {
        Self::upon(newer, texts(newer))
    }

    /// The form based on the profile `newer` and filled with the texts `shown`, in the order of [`FIELDS`].
    fn upon(newer: &NewerProfile, shown: [String; 6]) -> Self {
        let [display, about, zone, language, discoverable, askable] = shown.map(Field::of);
        Self {
            revision: Some(newer.revision),
            was: merge::marks_of(named(&texts(newer))),
            display,
            about,
            zone,
            language,
            is_discoverable: !discoverable.value.is_empty(),
            is_askable: !askable.value.is_empty(),
        }
    }

    /// The form as it was sent.
    fn typed(form: &FormFields) -> Self {
        Self {
            revision: form.number("revision"),
            was: form.text(MARKS).to_owned(),
            display: form.field("display"),
            about: form.field("about"),
            zone: form.field("zone"),
            language: form.field("language"),
            is_discoverable: form.is_ticked("discoverable"),
            is_askable: form.is_ticked("askable"),
        }
    }

    /// The values, when none is wrong.
    fn read(&mut self, reader: Reader) -> Option<EditProfile> {
        let display = reader.need(&mut self.display, DisplayName::parse);
        let about = reader.need(&mut self.about, Mission::parse);
        let zone = reader.need(&mut self.zone, Zone::parse);
        let language = reader.maybe(&mut self.language, Language::parse);
        Some(EditProfile {
            revision: self.revision,
            display: Some(display?),
            about: Some(about?),
            skills: None,
            discoverable: Some(self.is_discoverable),
            askable: Some(self.is_askable),
            zone: Some(zone?),
            language: Some(language?),
        })
    }

    /// Merges the form with the profile saved meanwhile: a field that only one side has changed takes that change. Returns
    /// the fields that both sides have changed; in these the form keeps its own text.
    fn join(self, newer: &NewerProfile) -> (Self, Vec<Theirs>) {
        let mine = [
            self.display.value,
            self.about.value,
            self.zone.value,
            self.language.value,
            ticked(self.is_discoverable),
            ticked(self.is_askable),
        ];
        let saved = texts(newer);
        let mut clashes = Vec::new();
        let mut joined = saved.clone();
        for ((&(name, label), mine), (saved, joined)) in
            FIELDS.iter().zip(mine).zip(saved.iter().zip(&mut joined))
        {
            let is_untouched = |text: &str| merge::is_untouched(&self.was, name, text);
            if mine == *saved || is_untouched(&mine) {
                continue;
            }
            if !is_untouched(saved) {
                clashes.push(Theirs { name, label, text: saved.clone() });
            }
            *joined = mine;
        }
        (Self::upon(newer, joined), clashes)
    }
}

/// Whether a text is the name of a time zone, or empty.
fn is_zone(text: &str) -> bool {
    text.trim().is_empty() || text.trim().parse::<Tz>().is_ok()
}

/// Each text with the name of its field.
fn named(texts: &[String; 6]) -> impl Iterator<Item = (&'static str, &str)> {
    FIELDS.iter().map(|(name, _)| *name).zip(texts.iter().map(String::as_str))
}

/// `POST /me/profile`
pub async fn profile(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.signed_in()?;
    let mut typed = ProfileForm::typed(&form);
    let reader = Reader::new(visit.t);
    for left in (0..TRIES).rev() {
        let Some(edit) = typed.read(reader) else {
            // The rule is not checked then, but the answer still names every wrong field.
            if !typed.zone.is_refused() && !is_zone(&typed.zone.value) {
                typed.zone.error = refusal_text(visit.t, &Refused::Input(InputRefusal::Zone));
            }
            return refused(&visit, typed, None).await;
        };
        let language = edit.language.flatten();
        match split_refusal(visit.app.perform(&visit.who, edit.into()).await)? {
            Ok(_) => {
                let mut saved = see_with(&visit.app, links::account(), FormNotice::good("notice-saved"));
                let cookie = Cookie::language(&visit.app.config.base_url, language);
                saved.headers_mut().append(header::SET_COOKIE, cookie);
                return Ok(saved);
            }
            Err(Refused::StaleProfile(newer)) => {
                let (joined, clashes) = typed.join(&newer);
                if !clashes.is_empty() || left == 0 {
                    let mut shown = load(&visit).await?;
                    (shown.profile, shown.conflict) = (joined, clashes);
                    return answer(status_of(&Refused::StaleProfile(newer)), &shown);
                }
                typed = joined;
            }
            Err(no) if field_of(&no) == Some("zone") => {
                typed.zone.error = refusal_text(visit.t, &no);
                return refused(&visit, typed, None).await;
            }
            Err(no) => return refused(&visit, typed, Some(&no)).await,
        }
    }
    refused(&visit, typed, None).await
}

async fn refused(visit: &Visit, typed: ProfileForm, why: Option<&Refused>) -> Result<Response, PageError> {
    let mut shown = load(visit).await?;
    shown.profile = typed;
    refuse(shown, why)
}
