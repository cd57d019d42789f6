//! The JSON that a page of this server sends.

use std::future::ready;

use axum::extract::{FromRequest, Request};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::value::{Sha256, ValueRefusal};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::actions::{AccountKeyRefusal, PerformError};
use crate::api::ApiError;
use crate::api::sealed::demand_json;
use crate::bounds::bodies::Whose;
use crate::bounds::client::Client;
use crate::client_ip::client_of;
use crate::state::App;
use crate::web::request::form::check_origin;
use crate::web::request::session::Visit;

/// The most bytes of it: keys, hashes and a name.
pub const MOST: usize = 8 * 1024;

/// It, with who sent it.
pub(super) struct Said<T> {
    pub visit: Visit,
    pub client: Client,
    pub input: T,
}

impl<T: DeserializeOwned + Send> FromRequest<App> for Said<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        check_origin(app, &parts.headers).map_err(|_| ApiError::NotFromHere)?;
        demand_json(&parts)?;
        let client = client_of(&parts, &app.config.trusted_proxies);
        let mut held = app.bodies.forms.hold(client);
        let bytes = held.read(body, MOST, ready(Whose::Stranger)).await;
        let bytes = bytes.map_err(|why| ApiError::unread(&why, MOST))?;
        let input = read(&bytes)?;
        let visit = Visit::read(app, &parts.headers).await?.from(client);
        Ok(Self { visit, client, input })
    }
}

/// Reads a body. What is wrong is said without what was sent: it holds keys.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    const NUL: &[u8] = b"\\u0000";
    if bytes.windows(NUL.len()).any(|letters| letters == NUL) {
        return Err(ApiError::Nul);
    }
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut text).map_err(|error| {
        let field = error.path().to_string();
        match error.inner().classify() {
            Category::Data => ApiError::Input {
                field: Some(field).filter(|field| field != "."),
                message: "A member is missing, has another form, or is not known.".to_owned(),
            },
            Category::Io | Category::Syntax | Category::Eof => {
                ApiError::Syntax("it breaks off, or is none".to_owned())
            }
        }
    })?;
    text.end().map_err(|_| ApiError::Syntax("something follows it".to_owned()))?;
    Ok(read)
}

/// The hash of a key, as it is sent, in base64url; and as it is kept, in hexadecimal.
pub(super) fn hash(text: &str, refusal: AccountKeyRefusal) -> Result<Sha256, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let hash = bytes.and_then(|bytes| Sha256::parse(&hex::encode(bytes)).ok());
    hash.ok_or_else(|| PerformError::from(refusal).into())
}

/// A value that a member has to be.
pub(super) fn value<T>(field: &str, read: Result<T, ValueRefusal>) -> Result<T, ApiError> {
    read.map_err(|refusal| ApiError::Input { field: Some(field.to_owned()), message: refusal.to_string() })
}

/// A member that is needed here.
pub(super) fn need<T>(field: &str, given: Option<T>) -> Result<T, ApiError> {
    let missing =
        || ApiError::Input { field: Some(field.to_owned()), message: "It is needed here.".to_owned() };
    given.ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Pair {
        name: String,
    }

    #[test]
    fn a_body_is_read_to_its_end_and_nothing_of_it_is_repeated() {
        assert_eq!(read::<Pair>(br#"{"name":"ana"}"#).unwrap().name, "ana");
        for (body, said) in [
            (&br#"{"name":7}"#[..], "A member is missing, has another form, or is not known."),
            (br#"{"name":"ana","key":"secret"}"#, "A member is missing, has another form, or is not known."),
            (b"{}", "A member is missing, has another form, or is not known."),
            (br#"{"name":"sec"#, "The body is not JSON: it breaks off, or is none."),
            (br#"{"name":"ana"} secret"#, "The body is not JSON: something follows it."),
            (br#"{"name":"\u0000"}"#, "A text holds the character NUL."),
        ] {
            assert_eq!(read::<Pair>(body).unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn a_hash_has_its_length() {
        assert_eq!(hash(&"A".repeat(43), AccountKeyRefusal::Verifier).unwrap().as_str(), "0".repeat(64));
        for text in ["", "A", &"A".repeat(42), &"A".repeat(44), &"/".repeat(43)] {
            assert!(hash(text, AccountKeyRefusal::Verifier).is_err(), "{text}");
        }
    }
}
