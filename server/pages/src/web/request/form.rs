//! Incoming forms. Texts are kept as typed, and each error is shown beside its field, in our own words.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use http::{HeaderMap, header};
use pursuance_domain::time::Time;
use pursuance_domain::value::ValueRefusal;

use super::carried_forms::{Carried, Lost, SIGNIN_NAME, SIGNIN_PASSPHRASE, Tray};
use super::failure::PageError;
use super::session::{PROOF, Visit, begin, sign_in};
use super::signin::prove;
use crate::bounds::bodies::{SMALL, Unread, Whose};
use crate::client_ip::client_of;
use crate::state::App;
use crate::store::key_slots::SlotKind;
use crate::text::Text;
use crate::web::frame::csrf;
use crate::web::frame::view::Field;

/// The largest form without files, in bytes: the longest text that people may write, encoded, three times.
pub const MAX_FORM: usize = 256 * 1024;

/// The additional bytes of a form that also signs its sender in: a name and a passphrase, encoded.
const MAX_SIGNIN: usize = 16 * 1024;
/// The largest form that needs no session: a name, passphrases and the page to go on to, encoded.
pub const MAX_OPEN_FORM: usize = SMALL;
/// The most fields of a form: every file of a task may be ticked.
pub const MAX_FIELDS: usize = 2_000;

/// A form from one of our pages, sent by a person who is signed in.
pub struct Posted {
    pub visit: Visit,
    pub form: FormFields,
}

/// A form from one of our pages that anybody may send: to sign in, to sign out.
pub struct OpenForm {
    pub visit: Visit,
    pub form: FormFields,
}

/// The fields of a form or of a query.
#[derive(Debug, Clone, Default)]
pub struct FormFields(Arc<Vec<(String, String)>>);

impl FormFields {
    /// Reads `a=b&c=d`.
    pub fn parse(text: &[u8]) -> Self {
        Self(Arc::new(url::form_urlencoded::parse(text).into_owned().collect()))
    }

    /// Fields that were read one by one.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(Arc::new(fields))
    }

    /// Every field, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All fields except these.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        Self(Arc::new(kept.cloned().collect()))
    }

    /// The fields with another text in one of them.
    #[must_use]
    pub fn with(&self, name: &str, text: String) -> Self {
        let kept = self.0.iter().filter(|(key, _)| key != name).cloned();
        Self(Arc::new(kept.chain([(name.to_owned(), text)]).collect()))
    }

    /// The text of a field; empty when the field is missing.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field that may occur several times.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    /// A field with its typed text.
    pub fn field(&self, name: &str) -> Field {
        Field::of(self.text(name))
    }

    /// A number, when one was given.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name).trim().parse().ok()
    }
}

/// Reads fields into values, and notes each error beside its field.
#[derive(Clone, Copy)]
pub struct Reader {
    t: Text,
}

impl Reader {
    /// Speaks the language of a page.
    pub fn new(t: Text) -> Self {
        Self { t }
    }

    /// A required value.
    pub fn need<T>(
        self,
        field: &mut Field,
        parse: impl FnOnce(&str) -> Result<T, ValueRefusal>,
    ) -> Option<T> {
        match parse(&field.value) {
            Ok(value) => Some(value),
            Err(refusal) => {
                field.error = self.t.say(&refusal.wording());
                None
            }
        }
    }

    /// An optional value: `Some(None)` if it is missing, `None` if it was refused.
    pub fn maybe<T>(
        self,
        field: &mut Field,
        parse: impl FnOnce(&str) -> Result<T, ValueRefusal>,
    ) -> Option<Option<T>> {
        if field.value.trim().is_empty() { Some(None) } else { self.need(field, parse).map(Some) }
    }

    /// An optional date: `Some(None)` if it is missing, `None` if it was refused.
    pub fn date(self, field: &mut Field) -> Option<Option<Time>> {
        if field.value.trim().is_empty() {
            return Some(None);
        }
        match Time::parse(&field.value) {
            Ok(time) => Some(Some(time)),
            Err(refusal) => {
                field.error = self.t.say(&refusal.wording());
                None
            }
        }
    }
}

/// Refuses a request that is not from one of our pages.
///
/// # Errors
/// [`PageError::ForgedForm`].
pub fn check_origin(app: &App, headers: &HeaderMap) -> Result<(), PageError> {
    if csrf::comes_from_us(headers, app.addresses.base()) { Ok(()) } else { Err(PageError::ForgedForm) }
}

/// Refuses a form from another session, with the reason: signed out, signed in again, or another person.
///
/// # Errors
/// [`PageError::Lost`].
pub fn check_token(visit: &Visit, given: &str) -> Result<(), PageError> {
    let (token, by) = csrf::read_field(given);
    let signed_in = visit.signed_in.as_ref().ok_or(Lost::SignedOut)?;
    if csrf::is_token(&signed_in.session.csrf, token) {
        Ok(())
    } else if by == signed_in.account.name {
        Err(Lost::Renewed.into())
    } else {
        Err(Lost::SomebodyElse.into())
    }
}

/// The query of an address.
pub struct AddressQuery(pub FormFields);

impl FromRequestParts<App> for AddressQuery {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, PageError> {
        Ok(Self(FormFields::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

/// Reads a form from one of our pages, of at most `most` bytes.
async fn read(app: &App, request: Request, most: usize) -> Result<(Parts, FormFields), PageError> {
    let (parts, body) = request.into_parts();
    check_origin(app, &parts.headers)?;
    let form = parts.headers.get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes).unwrap_or_default();
    if !form.starts_with(b"application/x-www-form-urlencoded") && !form.is_empty() {
        return Err(PageError::BadRequest);
    }
    let client = client_of(&parts, &app.config.trusted_proxies);
    let mut held = app.bodies.forms.hold(client);
    let whose = whose(app, &parts.headers);
    let bytes = held.read(body, most, whose).await.map_err(|unread| match unread {
        Unread::TooLarge => PageError::TooLarge,
        Unread::NoRoom(_) => PageError::Busy,
        Unread::Broken(_) | Unread::Slow => PageError::BadRequest,
    })?;
    let form = FormFields::parse(&bytes);
    let signs_in = !form.text(SIGNIN_NAME).is_empty();
    if !signs_in && bytes.len() > MAX_FORM || form.0.len() > MAX_FIELDS {
        return Err(PageError::TooLarge);
    }
    // No text contains a NUL character, and Postgres cannot store one (its documentation, §8.3).
    if form.0.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
        return Err(PageError::BadRequest);
    }
    Ok((parts, form))
}

/// Whether a long form comes from a signed-in person. A form whose session has ended counts as a stranger's; it is still read,
/// because its error page gives the text back.
async fn whose(app: &App, headers: &HeaderMap) -> Whose {
    let visit = Visit::read(app, headers).await;
    if visit.is_ok_and(|visit| visit.session().is_some()) { Whose::Known } else { Whose::Stranger }
}

impl FromRequest<App> for Posted {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (parts, sent) = read(app, request, MAX_FORM + MAX_SIGNIN).await?;
        let (token, by) = csrf::read_field(sent.text(csrf::FIELD));
        let form = sent.without(&[csrf::FIELD, SIGNIN_NAME, SIGNIN_PASSPHRASE]);
        let tray = parts.extensions.get::<Tray>().cloned().unwrap_or_default();
        tray.keep(Carried::new(parts.uri.path(), by, &form));
        let client = client_of(&parts, &app.config.trusted_proxies);
        let visit = Visit::read(app, &parts.headers).await?.with_sums(&parts.extensions).from(client);
        let name = sent.text(SIGNIN_NAME);
        if visit.session().is_some() || name.is_empty() {
            check_token(&visit, &csrf::field_value(token, by))?;
            return Ok(Self { visit, form });
        }
        let passphrase = sent.all(SIGNIN_PASSPHRASE).next();
        let tried = match passphrase {
            Some(passphrase) => sign_in(&visit, client, name, passphrase).await?,
            None if sent.text(PROOF).is_empty() => {
                return Err(Lost::Named { name: name.to_owned() }.into());
            }
            None => prove(&visit, client, name, sent.text(PROOF), SlotKind::Passphrase).await?,
        };
        let proven = match tried {
            Ok(proven) => proven,
            Err(no) => return Err(no.beside_a_form(visit.t, name).into()),
        };
        let began = begin(&visit, &proven, client).await?;
        tray.begin(began.clone());
        let visit = Visit::read_as(app, &parts.headers, Some(&began.secret)).await?;
        let is_theirs = visit.signed_in.as_ref().is_some_and(|found| found.account.name == by);
        if !is_theirs {
            return Err(Lost::SomebodyElse.into());
        }
        Ok(Self { visit: visit.with_sums(&parts.extensions).from(client), form })
    }
}

impl FromRequest<App> for OpenForm {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (parts, form) = read(app, request, MAX_OPEN_FORM).await?;
        let client = client_of(&parts, &app.config.trusted_proxies);
        let visit = Visit::read(app, &parts.headers).await?.with_sums(&parts.extensions).from(client);
        Ok(Self { visit, form })
    }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::value::Title;

    use super::*;

    #[test]
    fn a_field_may_be_there_several_times() {
        let form = FormFields::parse(b"files=a&title=Two+words&files=b&share=yes&n=+7");
        assert_eq!(form.all("files").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(form.text("title"), "Two words");
        assert_eq!(form.text("absent"), "");
        assert!(form.is_ticked("share") && !form.is_ticked("title"));
        assert_eq!((form.number("n"), form.number("title")), (Some(7), None));
    }

    #[test]
    fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays() {
        let reader = Reader::new(Text::english());
        let mut field = Field::of("x".repeat(201));
        assert_eq!(reader.need(&mut field, Title::parse), None);
        assert!(field.is_refused() && field.value.len() == 201);
        let mut date = Field::of("soon");
        assert_eq!(reader.date(&mut date), None);
        assert!(date.is_refused());
        assert_eq!(reader.date(&mut Field::default()), Some(None));
    }
}
