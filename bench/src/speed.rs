//! How fast the cores are at what cannot be left out: verifying and signing.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use http::{HeaderMap, Method};
use pursuance_federation::proof::Proof;
use pursuance_federation::reach::{Origin, Reach};
use pursuance_federation::sign::{Claim, HashedBody, PublicKey, RequestParts, Scheme, Signer, sign_request};
use url::{Position, Url};

use crate::peer::{self, Message, Peer};
use crate::trouble::{Outcome, Trouble};

/// How many cores this machine has.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Runs a piece of work on every core for a while; how often it was done in a second, by all together.
fn on_all_cores(span: Duration, work: impl Fn(usize) -> bool + Sync) -> Outcome<f64> {
    let begun = Instant::now();
    let counts: Vec<Option<u64>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores())
            .map(|core| {
                let work = &work;
                scope.spawn(move || {
                    let mut done = 0_u64;
                    while begun.elapsed() < span {
                        for turn in 0..16 {
                            if !work(core.wrapping_add(turn).wrapping_add(done as usize)) {
                                return None;
                            }
                        }
                        done += 16;
                    }
                    Some(done)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().ok().flatten()).collect()
    });
    let elapsed = begun.elapsed().as_secs_f64();
    let total: Option<u64> = counts.into_iter().sum();
    total
        .map(|total| total as f64 / elapsed)
        .ok_or_else(|| Trouble::odd("a yardstick did not do what it should"))
}

/// Two verifications of an activity, the request's signature and the document's proof, as often as all cores can. The
/// document is parsed already.
pub fn verifications(messages: &[Message], peer: &Peer, span: Duration) -> Outcome<f64> {
    let key: PublicKey = peer.key().public();
    let now = pursuance::platform::clock::Clock::System.now().unix_seconds();
    on_all_cores(span, |turn| {
        let Some(message) = messages.get(turn % messages.len().max(1)) else { return false };
        let is_proved = || Proof::of(&message.value).and_then(|proof| proof.verify(&key, now)).is_ok();
        is_signed(message, &key) && is_proved()
    })
}

fn is_signed(message: &Message, key: &PublicKey) -> bool {
    let Ok(origin) = Origin::of(&message.inbox) else { return false };
    let request = RequestParts {
        method: "POST",
        origin: &origin,
        path_and_query: &message.inbox[Position::BeforePath..Position::AfterQuery],
        headers: &message.headers,
    };
    let digest =
        message.headers.get("content-digest").and_then(|digest| digest.to_str().ok()).unwrap_or_default();
    HashedBody::new(&message.body).check_content_digest(digest).is_ok()
        && Claim::read_all(&message.headers)
            .is_ok_and(|claims| claims.iter().any(|claim| claim.verify(&request, key).is_ok()))
}

/// Signatures of deliveries, as often as all cores can.
pub fn signatures(peer: &Peer, inbox: &Url, body: &[u8], span: Duration) -> Outcome<f64> {
    let now = pursuance::platform::clock::Clock::System.now().unix_seconds();
    Reach::from_base_url(&inbox[..Position::BeforePath])
        .map_err(|refusal| Trouble::Odd(refusal.to_string()))?;
    on_all_cores(span, |_| {
        let signer = Signer { key_id: peer.key_id(), key: peer.key() };
        let signed: Result<HeaderMap, _> =
            sign_request(&Method::POST, inbox, peer::headers(), Some(body), signer, Scheme::Rfc9421, now);
        signed.is_ok()
    })
}
