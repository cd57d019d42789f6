//! An instance in full swing: pursuances of ours that have handed tasks to generated peers, every delegation active and
//! brought there by the program itself, offer, acceptance and grant going over the wire.

use std::path::Path;
use std::time::{Duration, Instant};

use pursuance::platform::clock::Clock;
use pursuance::platform::config::Settings;
use pursuance::state::{App, Use};
use pursuance_domain::action::{
    Action, CreateAccount, CreatePursuance, CreateTask, LiftLimits, OfferDelegation,
};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::task::Asks;
use pursuance_domain::value::{Joining, Reviews, Visibility};
use serde_json::{Value, json};

use crate::database::Place;
use crate::http::Client;
use crate::peer::{KnownDelegation, Peer};
use crate::server::Server;
use crate::sink::Sink;
use crate::trouble::{Outcome, Trouble};

/// How long messages may take to come and go before something is wrong.
const PATIENCE: Duration = Duration::from_secs(120);
/// Room for the texts of a person and of a pursuance, in MiB.
const TEXTS_MIB: u32 = 1024;

/// How much of everything there is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Peers, each on a host of its own.
    pub peers: usize,
    /// Delegations with each peer.
    pub delegations: usize,
    /// Pursuances of ours, which the peers share out among them.
    pub pursuances: usize,
}

/// A task that was handed over: by whom, in which pursuance, under which number.
#[derive(Debug, Clone)]
pub struct Offered {
    pub by: Principal,
    pub slug: String,
    pub number: i64,
}

/// The instance, its peers, and what is between them.
pub struct World {
    pub place: Place,
    pub sink: Sink,
    pub peers: Vec<Peer>,
    /// By peer.
    pub delegations: Vec<Vec<KnownDelegation>>,
    pub offered: Vec<Offered>,
    pub clock: Clock,
}

/// Opens the instance of a place in this process: nothing listens and no worker runs.
pub async fn open(place: &Place) -> Outcome<App> {
    let settings = Settings {
        data_dir: Some(place.folder.clone()),
        bind: Some(([127, 0, 0, 1], place.port).into()),
        base_url: Some(place.base_url()),
        database_url: place.postgres.clone(),
        // A million tasks are more than one pursuance has room for as it comes.
        quota_text_person_mib: Some(TEXTS_MIB),
        quota_text_pursuance_mib: Some(TEXTS_MIB),
        ..Settings::default()
    };
    Ok(App::start(settings.check(None)?, Clock::System, Use::Serve).await?)
}

/// Opens an account; its principal.
pub async fn account(app: &App, name: &str) -> Outcome<Principal> {
    let action = CreateAccount {
        name: read(json!(name))?,
        display: None,
        // No passphrase fits this: nobody signs in by one here.
        credential: "$none$".to_owned().into(),
        operator: true,
        setup: None,
        server: None,
        invite: None,
        private_invite: None,
    };
    let made = app.perform(&Principal::Operator, action.into()).await?;
    let id = made.result.get("id").and_then(Value::as_str).unwrap_or_default();
    let actor = ActorId(id.to_owned());
    // It does what many would.
    app.perform(&Principal::Operator, LiftLimits { account: actor.clone(), lifted: true }.into()).await?;
    Ok(Principal::Person { actor, via: Via::Session })
}

/// Starts a pursuance.
pub async fn pursuance(app: &App, who: &Principal, slug: &str) -> Outcome<String> {
    let action = CreatePursuance {
        slug: read(json!(slug))?,
        name: read(json!(format!("Watch {slug}")))?,
        mission: read(json!("We measure what flows into the river, and publish every number."))?,
        visibility: Visibility::Public,
        joining: Joining::Open,
        reviews: Reviews::Always,
    };
    let made = app.perform(who, action.into()).await?;
    Ok(made.result.get("id").and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// Reads a value of the domain the way a door does.
pub fn read<T: serde::de::DeserializeOwned>(value: Value) -> Outcome<T> {
    Ok(serde_json::from_value(value)?)
}

impl World {
    /// Builds it: half in this process, half by the running program.
    pub async fn build(binary: &Path, place: Place, size: Size) -> Outcome<Self> {
        let sink = Sink::listen(size.peers).await?;
        let mut peers = Vec::new();
        for number in 0..size.peers {
            let peer = Peer::new(number, &sink.authority(number))?;
            sink.arrivals.publish(number, &peer.document()?);
            peers.push(peer);
        }
        let app = open(&place).await?;
        // Each pursuance has somebody of its own: a person may look at so many other servers in a minute.
        let mut people = Vec::new();
        for number in 0..size.pursuances {
            let person = account(&app, &format!("ana-{number}")).await?;
            pursuance(&app, &person, &slug(number)).await?;
            people.push(person);
        }
        let mut offered = Vec::new();
        for (peer, (number, by)) in peers.iter().zip(people.iter().enumerate().cycle()) {
            for _ in 0..size.delegations {
                let slug = slug(number);
                let task = task(&app, by, &slug).await?;
                offer(&app, by, &slug, task, peer).await?;
                offered.push(Offered { by: by.clone(), slug, number: task });
            }
        }
        app.db.close().await;
        drop(app);
        let mut world = Self {
            place,
            sink,
            delegations: vec![Vec::new(); peers.len()],
            peers,
            offered,
            clock: Clock::System,
        };
        world.shake_hands(binary).await?;
        Ok(world)
    }

    /// Lets the program deliver its offers, accepts them, and waits for the grants.
    async fn shake_hands(&mut self, binary: &Path) -> Outcome<()> {
        let server = Server::start(binary, &self.place, "warn").await?;
        for (peer, offer) in self.wait_for("Offer").await? {
            if let (Some(peer), Some(delegations)) =
                (self.peers.get_mut(peer), self.delegations.get_mut(peer))
            {
                delegations.push(peer.read_offer(&offer)?);
            }
        }
        let mut client = Client::connect(self.place.port).await?;
        for (peer, delegations) in self.peers.iter_mut().zip(&self.delegations) {
            for delegation in delegations {
                let message = peer.accept(delegation, self.clock.now())?;
                client.expect(&message.request, 202).await?;
            }
        }
        for (peer, grant) in self.wait_for("Grant").await? {
            let text = |name: &str| grant.get(name).and_then(Value::as_str).unwrap_or_default();
            let delegation = self
                .delegations
                .get_mut(peer)
                .into_iter()
                .flatten()
                .find(|delegation| delegation.uri.as_str() == text("delegation"));
            if let Some(delegation) = delegation {
                delegation.grant = Some(text("id").parse()?);
            }
        }
        if self.delegations.iter().flatten().any(|delegation| delegation.grant.is_none()) {
            return Err(Trouble::odd("not every accepted offer was granted"));
        }
        server.stop().await
    }

    /// Waits until a message of a kind has come for every delegation.
    async fn wait_for(&self, kind: &str) -> Outcome<Vec<(usize, Value)>> {
        let begun = Instant::now();
        let mut found = Vec::new();
        while found.len() < self.offered.len() {
            if begun.elapsed() > PATIENCE {
                let message =
                    format!("{} of {} messages of kind {kind} have come", found.len(), self.offered.len());
                return Err(Trouble::Odd(message));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            let came = self.sink.arrivals.drain();
            found.extend(came.into_iter().filter(|(_, message)| is_of(message, kind)));
        }
        Ok(found)
    }
}

/// Whether a message is of a kind, which may stand before the type it is to others.
fn is_of(message: &Value, kind: &str) -> bool {
    let said = message.get("type");
    said.and_then(|said| said.as_str().or_else(|| said.get(0)?.as_str())) == Some(kind)
}

fn slug(number: usize) -> String {
    format!("watch-{number}")
}

/// Writes down a task; its number.
async fn task(app: &App, who: &Principal, slug: &str) -> Outcome<i64> {
    let asks = Asks {
        deliverables: read(json!("One table for each place, with the hour, the level and who read it."))?,
        skills: read(json!(["Field:Sampling"]))?,
        ..Asks::titled(read(json!("Measure the levels below the weir"))?)
    };
    let action = CreateTask::asking(slug.to_owned(), None, asks);
    let made = app.perform(who, action.into()).await?;
    made.result.get("task").and_then(Value::as_i64).ok_or_else(|| Trouble::odd("a task without a number"))
}

async fn offer(app: &App, who: &Principal, slug: &str, task: i64, peer: &Peer) -> Outcome<()> {
    let action: OfferDelegation =
        read(json!({ "pursuance": slug, "task": task, "to": peer.uri.as_str(), "note": "Could you?" }))?;
    app.perform(who, Action::from(action)).await?;
    Ok(())
}
