//! The checks of the request line and the headers, before a body is read (PROTOCOL §2.1, points 1 to 3).

use http::{HeaderMap, HeaderName, Method, header};

use super::{BODY_LIMIT, Check, Environment, InboxRefusal, RequestHead, Verifier};
use crate::reach::Origin;

/// The profile that makes JSON-LD an activity.
const PROFILE: &str = "https://www.w3.org/ns/activitystreams";

impl<E: Environment> Verifier<'_, E> {
    pub(super) fn check_method(&self, head: &RequestHead) -> Result<(), InboxRefusal> {
        if self.makes(Check::Method) && head.method != Method::POST {
            return Err(InboxRefusal::Method);
        }
        Ok(())
    }

    /// The signature covers `Host` as it stands in the request, so only this check notices a signed request to another
    /// server that was passed on to this one.
    pub(super) fn check_host(&self, head: &RequestHead) -> Result<(), InboxRefusal> {
        let own = self.environment.reach().own();
        if self.makes(Check::Host)
            && !only(&head.headers, &header::HOST).is_some_and(|host| is_host(host, own))
        {
            return Err(InboxRefusal::Host);
        }
        Ok(())
    }

    pub(super) fn check_content(&self, head: &RequestHead) -> Result<(), InboxRefusal> {
        let headers = &head.headers;
        if self.makes(Check::ContentType) && !only(headers, &header::CONTENT_TYPE).is_some_and(is_activity) {
            return Err(InboxRefusal::ContentType);
        }
        let is_encoded =
            || headers.get_all(header::CONTENT_ENCODING).iter().any(|coding| coding != "identity");
        if self.makes(Check::ContentEncoding) && is_encoded() {
            return Err(InboxRefusal::ContentEncoding);
        }
        let announced = only(headers, &header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        if self.makes(Check::BodySize) && announced.is_some_and(|length| length > BODY_LIMIT as u64) {
            return Err(InboxRefusal::TooLarge { limit: BODY_LIMIT });
        }
        Ok(())
    }

    pub(super) fn spend_client_budget(&self, head: &RequestHead) -> Result<(), InboxRefusal> {
        if self.makes(Check::ClientBudget) {
            self.environment
                .spend_client_budget(head.client)
                .map_err(|wait| InboxRefusal::ClientBudget { retry_after: wait.0 })?;
        }
        Ok(())
    }
}

/// A header's value, if it occurs once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

/// Whether a `Host` names the own host and port; the default port may be left out.
fn is_host(host: &str, own: &Origin) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) => (name, port.parse().ok()),
        None => (host, Some(own.scheme().default_port())),
    };
    name.eq_ignore_ascii_case(own.host()) && port == Some(own.port())
}

/// `application/activity+json` with any parameters, or `application/ld+json` with the profile of Activity Streams.
fn is_activity(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    if essence.eq_ignore_ascii_case("application/activity+json") {
        return true;
    }
    essence.eq_ignore_ascii_case("application/ld+json")
        && parts.filter_map(|part| part.split_once('=')).any(|(name, value)| {
            name.eq_ignore_ascii_case("profile")
                && value.trim_matches('"').split_ascii_whitespace().any(|profile| profile == PROFILE)
        })
}
