//! Whether this server is found under its base URL, as another server would find it, and what the clock there says.

use std::time::Duration;

use http::header;
use pursuance_federation::sign::claim::MAX_AGE;
use serde_json::Value;

use super::folder::CLOCK_SLACK;
use super::{Finding, look};
use crate::addresses::Addresses;
use crate::cli::error::with_causes;
use crate::cli::settings;
use crate::platform::clock::Clock;
use crate::platform::config::Config;

/// Half of the age at which servers refuse a signature (PROTOCOL §2.1), in seconds.
const FAR_OFF: i64 = MAX_AGE / 2;

/// `is_named`: whether the settings come from a file, which a running server has too.
pub(super) async fn look_at(config: &Config, is_named: bool) -> Vec<Finding> {
    let mut findings = webfinger(config).await;
    findings.push(proxy(config, is_named));
    findings
}

/// The answer of our own WebFinger.
struct Answer {
    status: http::StatusCode,
    date: Option<String>,
    body: String,
}

/// Asks for the instance's own actor. Not with the client for other servers: that one never sends requests to its own
/// server.
async fn ask(config: &Config) -> Result<Answer, reqwest::Error> {
    // An error only means that the same provider was set up before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let addresses = Addresses::new(&config.base_url);
    let mut url = config.base_url.clone();
    url.set_path("/.well-known/webfinger");
    url.query_pairs_mut().append_pair("resource", &format!("acct:{0}@{0}", addresses.authority()));
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy();
    // A machine without certificates can still run servers that know each other.
    let client = if url.scheme() == "http" { client.tls_certs_only([]) } else { client };
    let response = client.build()?.get(url).send().await?;
    let date = response.headers().get(header::DATE).and_then(|date| date.to_str().ok()).map(str::to_owned);
    Ok(Answer { status: response.status(), date, body: response.text().await? })
}

async fn webfinger(config: &Config) -> Vec<Finding> {
    let addresses = Addresses::new(&config.base_url);
    let looking = look("own WebFinger", addresses.at("/.well-known/webfinger"));
    let answer = match ask(config).await {
        Ok(answer) => answer,
        Err(error) => {
            let advice = if config.base_url.scheme() == "https" {
                "Check that the server runs, that DNS leads here, and that the proxy passes everything on."
            } else {
                "Start the server: pursuance serve."
            };
            return vec![looking.fail(with_causes(&error), advice)];
        }
    };
    let date = clock(answer.date.as_deref(), &settings::clock(config));
    if answer.status == http::StatusCode::MISDIRECTED_REQUEST {
        let finding = looking.fail(
            "it answers 421: Host does not arrive as it was sent",
            "Let the proxy pass Host on unchanged (docs/operator/proxy.md).",
        );
        return vec![finding, date];
    }
    let finding = if !answer.status.is_success() {
        looking.fail(
            format!("it answers {}", answer.status),
            "Something else answers there; check the proxy and base-url.",
        )
    } else if names(&answer.body, &addresses.instance()) {
        looking.ok("it answers with this server's own actor")
    } else {
        looking.fail(
            "it answers, but not with this server's own actor",
            "Another server answers there; check the proxy, its cache and base-url.",
        )
    };
    vec![finding, date]
}

/// Whether a WebFinger answer links to an actor.
fn names(body: &str, actor: &str) -> bool {
    let Ok(answer) = serde_json::from_str::<Value>(body) else { return false };
    answer["links"]
        .as_array()
        .is_some_and(|links| links.iter().any(|link| link["rel"] == "self" && link["href"] == actor))
}

/// Whether the clock of the answering server agrees with this machine's.
fn clock(date: Option<&str>, ours: &Clock) -> Finding {
    let look = look("clock", "the Date of that answer");
    let Some(there) = date.and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok()) else {
        return look.warn("the answer has no date to compare with", "Let the proxy pass Date on, or set it.");
    };
    let apart = ours.now().unix_seconds().saturating_sub(there.timestamp()).abs();
    let found = format!("it is {apart} s apart from this machine's clock");
    let advice =
        "Let both take their time from the same server (NTP): others refuse signatures of another hour.";
    if apart > FAR_OFF {
        look.fail(found, advice)
    } else if apart > CLOCK_SLACK {
        look.warn(found, advice)
    } else {
        look.ok("it agrees with this machine's clock")
    }
}

fn proxy(config: &Config, is_named: bool) -> Finding {
    let look = look("reverse proxy", "base-url, bind and trusted-proxy");
    let behind_proxy = config.base_url.scheme() == "https";
    if behind_proxy && config.trusted_proxies.is_empty() {
        const SET: &str = "Set trusted-proxy to the proxy's address, mostly 127.0.0.1/32, and let the proxy set X-Forwarded-For.";
        if is_named {
            look.warn(
                "a proxy answers https for this server, but none is trusted: all visitors share one limit",
                SET,
            )
        } else {
            look.warn(
                "a proxy answers https for this server, and no flag or variable here says that it is trusted",
                format!("If the running server has a file of settings, name it: --config FILE. If it has none: {SET}"),
            )
        }
    } else if behind_proxy && !config.bind.ip().is_loopback() {
        look.warn(
            format!("it listens on {}, where others may get past the proxy", config.bind),
            "Listen on loopback if the proxy is on this machine, or let a firewall keep others out.",
        )
    } else {
        look.ok(if behind_proxy { "it is named" } else { "none is needed on this machine alone" })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Status;
    use super::*;
    use crate::platform::config::Settings;

    #[test]
    fn what_cannot_be_known_of_another_process_is_not_claimed() {
        let settings = |proxy: Option<&str>| Settings {
            base_url: Some("https://commons.example".to_owned()),
            trusted_proxy: proxy.map(|proxy| vec![proxy.to_owned()]),
            ..Settings::default()
        };
        let none = settings(None).check(None).unwrap();
        let blind = proxy(&none, false);
        assert!(!blind.found.contains("none is trusted"), "{}", blind.found);
        assert!(blind.advice.unwrap().contains("--config"));
        assert!(proxy(&none, true).found.contains("none is trusted"));
        let one = settings(Some("127.0.0.1/32")).check(None).unwrap();
        assert_eq!(proxy(&one, true).status, Status::Ok);
    }

    #[test]
    fn only_an_answer_that_links_to_our_actor_is_ours() {
        let body = r#"{"links":[{"rel":"self","href":"https://a.example/ap/instance"}]}"#;
        assert!(names(body, "https://a.example/ap/instance"));
        assert!(!names(body, "https://b.example/ap/instance"));
        assert!(!names("<html>", "https://a.example/ap/instance"));
    }
}
