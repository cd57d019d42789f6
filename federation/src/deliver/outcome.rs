//! The meaning of a server's answer to a delivery.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use crate::{
    fetch::{FetchError, PostReply},
    reach::ReachRefusal,
};

/// The longest wait that another server may impose.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 3600);

/// The first or the second try within one attempt (PROTOCOL §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureTry {
    /// The format that the host is believed to read; the other one is left.
    First,
    /// The other format, in the same attempt.
    Second,
}

/// The outcome of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostOutcome {
    /// Any 2xx: the other server has the activity.
    Delivered,
    /// The server may not read this signature format: try the other one at once.
    TryOtherFormat { status: StatusCode },
    /// The server refuses both formats. Hold, tell the operator, never drop.
    Forbidden { status: StatusCode },
    /// The inbox is not at this address: fetch the actor anew.
    Missing { status: StatusCode },
    /// The inbox is gone for good: ask for the actor.
    Gone,
    /// The server refuses this message for good.
    Refused { status: StatusCode },
    /// The inbox is outside of the reach of this server.
    OutOfReach(ReachRefusal),
    /// No decision: try again, not before `after` if the server named a time.
    Retry { after: Option<Duration> },
}

impl PostOutcome {
    /// Reads the answer, or its absence.
    pub fn of(reply: &Result<PostReply, FetchError>, tried: SignatureTry) -> Self {
        match reply {
            Ok(reply) => Self::of_status(reply.status, &reply.headers, tried),
            // A name may lead to a private address today and to a public one tomorrow; the other rules are about the
            // address itself.
            Err(FetchError::Reach(refusal)) if !matches!(refusal, ReachRefusal::Address { .. }) => {
                Self::OutOfReach(refusal.clone())
            }
            Err(_) => Self::Retry { after: None },
        }
    }

    fn of_status(status: StatusCode, headers: &HeaderMap, tried: SignatureTry) -> Self {
        match (status.as_u16(), tried) {
            (200..=299, _) => Self::Delivered,
            // A server that misses a digest or a readable signature answers one of these three.
            (400 | 401 | 403, SignatureTry::First) => Self::TryOtherFormat { status },
            (401 | 403, SignatureTry::Second) => Self::Forbidden { status },
            // A redirect means that the inbox has moved; only its actor can name the new place.
            (404 | 300..=399, _) => Self::Missing { status },
            (410, _) => Self::Gone,
            (408 | 421 | 425 | 429, _) => Self::Retry { after: retry_after(headers) },
            (400..=499, _) => Self::Refused { status },
            _ => Self::Retry { after: retry_after(headers) },
        }
    }
}

/// Reads `Retry-After`, seconds or a date (RFC 9110 §10.2.3).
///
/// A date is compared with the answer's own `Date`, so the two clocks need not agree.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok();
    let value = text(header::RETRY_AFTER)?.trim();
    let wait = match value.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = httpdate::parse_http_date(value).ok()?;
            let said_at = httpdate::parse_http_date(text(header::DATE)?).ok()?;
            until.duration_since(said_at).unwrap_or_default()
        }
    };
    Some(wait.min(RETRY_AFTER_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, tried: SignatureTry) -> PostOutcome {
        let reply = PostReply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            text: String::new(),
        };
        PostOutcome::of(&Ok(reply), tried)
    }

    fn retry_after(headers: &[(&str, &str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let reply = PostReply {
            status: StatusCode::SERVICE_UNAVAILABLE,
            headers: headers.collect(),
            text: String::new(),
        };
        match PostOutcome::of(&Ok(reply), SignatureTry::First) {
            PostOutcome::Retry { after } => after,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_status_has_one_meaning() {
        use SignatureTry::{First, Second};
        let named = |status: u16| StatusCode::from_u16(status).unwrap();
        for (status, first, second) in [
            (200, PostOutcome::Delivered, PostOutcome::Delivered),
            (202, PostOutcome::Delivered, PostOutcome::Delivered),
            (299, PostOutcome::Delivered, PostOutcome::Delivered),
            (301, PostOutcome::Missing { status: named(301) }, PostOutcome::Missing { status: named(301) }),
            (308, PostOutcome::Missing { status: named(308) }, PostOutcome::Missing { status: named(308) }),
            (
                400,
                PostOutcome::TryOtherFormat { status: named(400) },
                PostOutcome::Refused { status: named(400) },
            ),
            (
                401,
                PostOutcome::TryOtherFormat { status: named(401) },
                PostOutcome::Forbidden { status: named(401) },
            ),
            (
                403,
                PostOutcome::TryOtherFormat { status: named(403) },
                PostOutcome::Forbidden { status: named(403) },
            ),
            (404, PostOutcome::Missing { status: named(404) }, PostOutcome::Missing { status: named(404) }),
            (405, PostOutcome::Refused { status: named(405) }, PostOutcome::Refused { status: named(405) }),
            (408, PostOutcome::Retry { after: None }, PostOutcome::Retry { after: None }),
            (410, PostOutcome::Gone, PostOutcome::Gone),
            (413, PostOutcome::Refused { status: named(413) }, PostOutcome::Refused { status: named(413) }),
            (415, PostOutcome::Refused { status: named(415) }, PostOutcome::Refused { status: named(415) }),
            (422, PostOutcome::Refused { status: named(422) }, PostOutcome::Refused { status: named(422) }),
            (425, PostOutcome::Retry { after: None }, PostOutcome::Retry { after: None }),
            (429, PostOutcome::Retry { after: None }, PostOutcome::Retry { after: None }),
            (500, PostOutcome::Retry { after: None }, PostOutcome::Retry { after: None }),
            (503, PostOutcome::Retry { after: None }, PostOutcome::Retry { after: None }),
            (599, PostOutcome::Retry { after: None }, PostOutcome::Retry { after: None }),
        ] {
            assert_eq!(answered(status, First), first, "{status}");
            assert_eq!(answered(status, Second), second, "{status}, the other format");
        }
    }

    #[test]
    fn no_answer_is_tried_again_and_a_forbidden_address_is_not() {
        let timed_out = Err(FetchError::TimedOut { limit: Duration::from_secs(15) });
        assert_eq!(PostOutcome::of(&timed_out, SignatureTry::First), PostOutcome::Retry { after: None });
        let private = ReachRefusal::Address { addr: [10, 0, 0, 1].into(), range: "private" };
        let outcome = PostOutcome::of(&Err(FetchError::Reach(private)), SignatureTry::First);
        assert_eq!(outcome, PostOutcome::Retry { after: None });
        let outcome = PostOutcome::of(&Err(FetchError::Reach(ReachRefusal::Own)), SignatureTry::First);
        assert_eq!(outcome, PostOutcome::OutOfReach(ReachRefusal::Own));
    }

    #[test]
    fn the_other_server_may_name_a_time_within_a_day() {
        let seconds = |n| Some(Duration::from_secs(n));
        let said_at = ("date", "Wed, 18 Nov 2026 10:00:00 GMT");
        assert_eq!(retry_after(&[("retry-after", "120")]), seconds(120));
        assert_eq!(retry_after(&[("retry-after", "99999999")]), seconds(86_400));
        assert_eq!(retry_after(&[("retry-after", "Wed, 18 Nov 2026 10:02:00 GMT"), said_at]), seconds(120));
        assert_eq!(retry_after(&[("retry-after", "Wed, 18 Nov 2026 09:00:00 GMT"), said_at]), seconds(0));
        for unusable in ["", "-5", "soon", "99999999999999999999999", "Wed, 18 Nov 2026 10:02:00 GMT"] {
            assert_eq!(retry_after(&[("retry-after", unusable)]), None, "{unusable}");
        }
        assert_eq!(retry_after(&[]), None);
    }
}
