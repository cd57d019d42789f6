//! Makes one delivery: to another server by HTTP, to a local pursuance by handing over the same bytes.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use pursuance_domain::id::ActorId;
use pursuance_federation::deliver::{ACK, CHANNEL, CHANNEL_STOPPED, PostOutcome, SignatureTry};
use pursuance_federation::fetch::{ACTIVITY_JSON, FetchError, PostReply};
use url::Url;

use super::WorkerCx;
use crate::actions::receive::{self, ReceiveOutcome};
use crate::peers::signing::{Learnt, SignatureForm, form_for};
use crate::peers::{StoredRefusal, verify_stored_at};
use crate::state::App;
use crate::store::deliveries::{DueDelivery, Host};

/// The result of an attempt.
#[derive(Debug)]
pub(super) enum DeliveryResult {
    /// Accepted. `learnt` is the signature form that the host accepted, when the host was not known to; `ack` is how
    /// far the other side says it has processed our channel, as epoch and number.
    Delivered {
        status: Option<u16>,
        learnt: Option<Learnt>,
        clock_offset: Option<i64>,
        ack: Option<(String, i64)>,
    },
    /// Not taken in, since its channel is stopped there until the operators of the host resume it.
    Untaken { status: Option<u16>, clock_offset: Option<i64>, ack: Option<(String, i64)> },
    /// It will never be accepted, however often it is sent.
    Refused { status: Option<u16>, error: String },
    /// Forbidden; `is_block`: because its operators do not want to talk to this server.
    Forbidden { status: u16, error: String, clock_offset: Option<i64>, is_block: bool },
    /// The inbox is not at this address.
    Missing { status: u16 },
    /// The inbox is gone for good.
    Gone,
    /// Nothing was decided; not before `after` if the host named a time.
    Failed {
        fault: Fault,
        status: Option<u16>,
        after: Option<Duration>,
        error: String,
        clock_offset: Option<i64>,
    },
}

/// The party at fault when nothing was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The host is down, or asks us to wait.
    Host,
    /// The host has a problem, with everything or with this message: its answers to others will tell.
    Unclear,
    /// This server failed.
    Ours,
}

impl DeliveryResult {
    pub fn clock_offset(&self) -> Option<i64> {
        match self {
            Self::Delivered { clock_offset, .. }
            | Self::Untaken { clock_offset, .. }
            | Self::Forbidden { clock_offset, .. }
            | Self::Failed { clock_offset, .. } => *clock_offset,
            Self::Refused { .. } | Self::Missing { .. } | Self::Gone => None,
        }
    }

    /// The position up to which the other side says it has processed the channel.
    pub fn ack(&self) -> Option<(&str, i64)> {
        match self {
            Self::Delivered { ack, .. } | Self::Untaken { ack, .. } => {
                ack.as_ref().map(|(epoch, seq)| (epoch.as_str(), *seq))
            }
            Self::Refused { .. }
            | Self::Forbidden { .. }
            | Self::Missing { .. }
            | Self::Gone
            | Self::Failed { .. } => None,
        }
    }

    /// Whether the host lets this server's requests in.
    pub fn is_let_in(&self) -> bool {
        matches!(self, Self::Delivered { .. } | Self::Untaken { .. })
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Delivered { status, .. }
            | Self::Untaken { status, .. }
            | Self::Refused { status, .. }
            | Self::Failed { status, .. } => *status,
            Self::Forbidden { status, .. } | Self::Missing { status } => Some(*status),
            Self::Gone => Some(410),
        }
    }

    /// This server failed; the other side has no part in it.
    fn broken(cx: &WorkerCx, error: &(dyn std::error::Error + 'static)) -> Self {
        if cx.disk.is_news(error) {
            tracing::error!(error, "A delivery could not be made");
        }
        Self::Failed {
            fault: Fault::Ours,
            status: None,
            after: None,
            error: "something broke on this server".to_owned(),
            clock_offset: None,
        }
    }
}

/// Makes one delivery.
pub(super) async fn post(cx: &WorkerCx, host: &Host, due: &DueDelivery) -> DeliveryResult {
    if host.name == cx.app.addresses.authority() {
        return hand_over(cx, due).await;
    }
    let Ok(inbox) = Url::parse(&due.inbox) else {
        return DeliveryResult::Refused { status: None, error: "the inbox has no usable address".to_owned() };
    };
    // Messages about delegations go only to servers with this protocol, which understand the newer form (PROTOCOL
    // §4.2).
    let now = cx.app.clock.now();
    let expected =
        if due.channel.is_some() { SignatureForm::Rfc9421Ed25519 } else { form_for(Some(host), now) };
    let reply = match send_signed(cx, due, &inbox, expected).await {
        Ok(reply) => reply,
        Err(result) => return result,
    };
    match PostOutcome::of(&reply, SignatureTry::First) {
        PostOutcome::TryOtherFormat { .. } => {
            let learnt = Learnt { form: expected.other(), instead_of: Some(expected) };
            match send_signed(cx, due, &inbox, learnt.form).await {
                Ok(reply) => {
                    read(&cx.app, &reply, PostOutcome::of(&reply, SignatureTry::Second), Some(learnt))
                }
                Err(result) => result,
            }
        }
        outcome => read(&cx.app, &reply, outcome, Learnt::at_once(expected, host, now)),
    }
}

/// One request, signed now: a signature is good for an hour only.
async fn send_signed(
    cx: &WorkerCx,
    due: &DueDelivery,
    inbox: &Url,
    form: SignatureForm,
) -> Result<Result<PostReply, FetchError>, DeliveryResult> {
    let sender = ActorId(due.sender.clone());
    let app = &cx.app;
    let signing = app
        .signing_as(&sender, &due.sender_uri, form)
        .await
        .map_err(|error| DeliveryResult::broken(cx, &error))?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
    let headers = signing
        .headers(&Method::POST, inbox, headers, Some(&due.bytes))
        .map_err(|error| DeliveryResult::Refused { status: None, error: error.to_string() })?;
    Ok(app.fetcher.post(inbox, headers, Bytes::copy_from_slice(&due.bytes)).await)
}

/// The meaning of an answer, or of its absence.
fn read(
    app: &App,
    reply: &Result<PostReply, FetchError>,
    outcome: PostOutcome,
    learnt: Option<Learnt>,
) -> DeliveryResult {
    let clock_offset =
        reply.as_ref().ok().and_then(|reply| clock_offset(&reply.headers, app.clock.now().unix_seconds()));
    let status = reply.as_ref().ok().map(|reply| reply.status.as_u16());
    match outcome {
        PostOutcome::Delivered => {
            let ack = reply.as_ref().ok().and_then(|reply| ack(&reply.headers));
            if reply.as_ref().is_ok_and(says_stopped) {
                return DeliveryResult::Untaken { status, clock_offset, ack };
            }
            DeliveryResult::Delivered { status, learnt, clock_offset, ack }
        }
        PostOutcome::Forbidden { status } | PostOutcome::TryOtherFormat { status } => {
            let is_block = reply.as_ref().is_ok_and(says_blocked);
            DeliveryResult::Forbidden {
                status: status.as_u16(),
                error: failure_text(reply),
                clock_offset,
                is_block,
            }
        }
        PostOutcome::Missing { status } => DeliveryResult::Missing { status: status.as_u16() },
        PostOutcome::Gone => DeliveryResult::Gone,
        PostOutcome::Refused { .. } => DeliveryResult::Refused { status, error: failure_text(reply) },
        PostOutcome::OutOfReach(refusal) => {
            DeliveryResult::Refused { status: None, error: refusal.to_string() }
        }
        PostOutcome::Retry { after } => {
            let fault = fault(reply, after);
            DeliveryResult::Failed { fault, status, after, error: failure_text(reply), clock_offset }
        }
    }
}

/// Whether a server says that it does not talk to this one (PROTOCOL §3.6).
fn says_blocked(reply: &PostReply) -> bool {
    let problem: serde_json::Value = serde_json::from_str(&reply.text).unwrap_or_default();
    let kind = problem.get("type").and_then(serde_json::Value::as_str).and_then(|kind| kind.split_once('#'));
    reply.status == StatusCode::FORBIDDEN && matches!(kind, Some((_, "blocked" | "host-denied")))
}

/// Whether a server says that the channel is stopped there (PROTOCOL §2.3).
fn says_stopped(reply: &PostReply) -> bool {
    reply.headers.get(CHANNEL).is_some_and(|value| value == CHANNEL_STOPPED)
}

fn fault(reply: &Result<PostReply, FetchError>, after: Option<Duration>) -> Fault {
    match reply {
        Ok(reply) if after.is_some() || reply.status == StatusCode::TOO_MANY_REQUESTS => Fault::Host,
        Ok(_) | Err(FetchError::TimedOut { .. } | FetchError::Interrupted(_)) => Fault::Unclear,
        Err(_) => Fault::Host,
    }
}

/// The other server's answer, for our operators.
fn failure_text(reply: &Result<PostReply, FetchError>) -> String {
    match reply {
        Ok(reply) if reply.text.trim().is_empty() => format!("it answered {}", reply.status),
        Ok(reply) => format!(
            "it answered {}: {}",
            reply.status,
            reply.text.trim().chars().take(500).collect::<String>()
        ),
        Err(error) => {
            let mut text = error.to_string();
            let mut cause = std::error::Error::source(error);
            while let Some(inner) = cause {
                text = format!("{text}: {inner}");
                cause = inner.source();
            }
            text.chars().take(500).collect()
        }
    }
}

/// The difference of the other server's clock to ours, in seconds; positive when it is ahead.
fn clock_offset(headers: &HeaderMap, now: i64) -> Option<i64> {
    let date = httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?).ok()?;
    let theirs = i64::try_from(date.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()?;
    Some(theirs.saturating_sub(now))
}

/// The position up to which the other side says it has processed our channel.
fn ack(headers: &HeaderMap) -> Option<(String, i64)> {
    let (epoch, seq) = headers.get(ACK)?.to_str().ok()?.split_once(' ')?;
    Some((epoch.to_owned(), seq.parse().ok()?))
}

/// Hands the bytes to the local pursuance that receives them, through the same checks as remote bytes.
async fn hand_over(cx: &WorkerCx, due: &DueDelivery) -> DeliveryResult {
    let Some(owner) = due.inbox.strip_suffix("/inbox") else {
        return DeliveryResult::Refused {
            status: None,
            error: "this is no inbox of anybody here".to_owned(),
        };
    };
    let verified = match verify_stored_at(&cx.gate, Bytes::copy_from_slice(&due.bytes), owner).await {
        Ok(verified) => verified,
        Err(StoredRefusal::Refused(refusal)) => {
            return DeliveryResult::Refused {
                status: Some(refusal.status().as_u16()),
                error: refusal.to_string(),
            };
        }
        Err(StoredRefusal::Store(error)) => return DeliveryResult::broken(cx, &error),
    };
    match receive::receive(&cx.app, Arc::new(verified)).await {
        Ok(receipt) if receipt.outcome == ReceiveOutcome::Suspended => {
            DeliveryResult::Untaken { status: None, clock_offset: None, ack: receipt.processed }
        }
        Ok(receipt) => DeliveryResult::Delivered {
            status: None,
            learnt: None,
            clock_offset: None,
            ack: receipt.processed,
        },
        Err(error) => DeliveryResult::broken(cx, &error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ack_is_an_epoch_and_a_number() {
        let mut headers = HeaderMap::new();
        assert_eq!(ack(&headers), None);
        for (value, expected) in [("01jd 7", Some(("01jd".to_owned(), 7))), ("01jd", None), ("01jd x", None)]
        {
            headers.insert(ACK, value.parse().unwrap());
            assert_eq!(ack(&headers), expected, "{value}");
        }
    }

    #[test]
    fn the_other_clock_is_ahead_or_behind() {
        let mut headers = HeaderMap::new();
        assert_eq!(clock_offset(&headers, 0), None);
        headers.insert(header::DATE, "Thu, 01 Jan 1970 00:01:40 GMT".parse().unwrap());
        assert_eq!(clock_offset(&headers, 40), Some(60));
        assert_eq!(clock_offset(&headers, 160), Some(-60));
        headers.insert(header::DATE, "soon".parse().unwrap());
        assert_eq!(clock_offset(&headers, 0), None);
    }
}
