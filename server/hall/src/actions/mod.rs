//! The hallway: [`App::perform`] carries out an [`Action`] for a principal, in one transaction that holds the rows, the
//! events and the jobs. Every door leads here; messages of other servers come in through [`receive`].
//!
//! Every event is heard by the [listeners] before the commit.
//!
//! Adding an action: its struct in `domain::action`, its function in the file of its family: load facts, ask the domain,
//! write, leave an event; and there its line in `carried_out!`.

/// Names the function of a family that carries out each of its actions.
macro_rules! carried_out {
    ($($action:ident => $function:ident),+ $(,)?) => {$(
        impl crate::actions::CarryOut for pursuance_domain::action::$action {
            fn carry_out(self, cx: &mut crate::actions::Cx) -> crate::actions::Doing<'_> {
                Box::pin($function(cx, self))
            }
        }
    )+};
}

pub mod access;
mod account;
pub mod account_request;
pub mod arriving;
mod bulk;
mod closing;
pub mod comment;
mod credential;
pub mod delegation;
pub mod dependency;
mod discussion;
mod edges;
pub mod ending;
mod error;
mod farewell;
pub mod feed;
pub mod followers;
pub mod grant;
pub mod handover;
pub mod hanging;
mod input;
pub mod invite;
mod keys;
pub mod last_seen;
pub mod leaving;
pub mod limits;
pub mod mail;
pub mod member;
pub mod mentor;
pub mod notice;
mod offer;
mod outbox;
pub mod pairing;
pub mod people;
pub mod pursuance;
pub mod push;
mod reaction;
pub(crate) mod reading;
pub mod receive;
pub mod recruit;
mod rendered;
pub mod retry_deliveries;
mod review;
pub mod room;
pub mod sealed;
pub mod search;
pub mod seeing;
pub mod session;
pub(crate) mod silence;
pub mod skill_offer;
mod stages;
pub mod succession;
pub mod suggestion;
pub mod talk;
pub mod task;
mod thing;
pub(crate) mod thread;
pub mod token;
pub(crate) mod undo;
mod unnumbered;
pub mod uploads;
mod writing;

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use pursuance_domain::action::{Action, Card};
use pursuance_domain::allowed::Principal;
use pursuance_domain::event::{Audience, Event, Happened, Recorded, StreamId};
use pursuance_domain::every_action;
use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::sealed::InPrivate;
use pursuance_domain::time::Time;
use pursuance_domain::wording::Wording;
use pursuance_federation::reach::Origin;
use serde_json::{Value, json};
use url::Url;

pub use self::discussion::FILES_OF_TASK;
pub use self::error::{Newer, NewerProfile, PerformError, Refused};
pub use self::hanging::FILES_OF_COMMENT;
pub use self::input::{InputRefusal, PartnerRefusal};
pub use self::keys::{DEVICE_BOXES_MOST, KeyRefusal, REPLACED_MOST, take_box};
pub use self::notice::READ_AT_ONCE;
use self::outbox::Draft;
use self::rendered::Rendered;
use self::stages::Prepared;
pub use self::stages::{Follow, Stage, Step, Walk};
pub use self::thing::{Counted, LastOne, Thing};
pub use self::token::{LIFE as TOKEN_LIFE, LONGEST as TOKEN_LONGEST};
use self::writing::Writing;
use crate::listeners::{self, Heard};
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::channels::Channel;
use crate::store::db::WriteTx;
use crate::store::error::StoreError;
pub use crate::store::turns::BEHIND as MOST_WAITING;
use crate::store::turns::Lane;
use crate::store::{events, instance, statistics};

/// An action that is being carried out. On the heap: the stack would need room for each kind of action, and twice that where
/// one carries out another.
type Doing<'a> = Pin<Box<dyn Future<Output = Result<Value, PerformError>> + Send + 'a>>;

/// An action with the function that carries it out: see `carried_out!`.
trait CarryOut: Into<Action> {
    fn carry_out(self, cx: &mut Cx) -> Doing<'_>;
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Performed {
    /// The names of the things that were made or changed.
    pub result: Value,
    /// What happened.
    pub events: Vec<Recorded>,
    /// How it is taken back, where it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undoable>,
    /// Of a change of several tasks: the number of each that was left as it is, and why.
    #[serde(skip)]
    pub left_out: Vec<(i64, Wording)>,
    /// Whether it is the answer of an earlier request with the same key.
    #[serde(skip)]
    pub is_kept: bool,
}

/// What `task.undo` takes back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Undoable {
    /// The id of the pursuance.
    pub pursuance: ActorId,
    /// The number of the first event of the act.
    pub event: i64,
    /// Until then.
    pub until: Time,
}

/// How an action is carried out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Find out the result, and roll back.
    pub dry_run: bool,
    /// A key chosen by the account, and the hash of its request: the same key gets the same answer.
    pub idempotency: Option<(String, String)>,
    /// The key of the address from which a visitor acts: the visitors of one address have turns of their own.
    pub from: Option<IpAddr>,
    /// Stages that it passes besides those of the program.
    pub further: Vec<Arc<dyn Stage>>,
}

/// A transaction in which an action is carried out, and its results so far.
pub struct Cx {
    pub app: App,
    pub tx: WriteTx,
    pub who: Principal,
    pub now: Time,
    events: Vec<Event>,
    /// Pursuances in which something that pages show has changed without an event.
    changed: Vec<StreamId>,
    /// People whose unread notices have changed without an event.
    have_read: Vec<ActorId>,
    outbox: Vec<Draft>,
    /// Channels that are locked and changed already: the one through which a message came.
    channels: Vec<Channel>,
    prepared: Prepared,
    further: Vec<Arc<dyn Stage>>,
    /// Texts that are sent and have no HTML yet.
    unrendered: Vec<String>,
    /// Whether its person can take back for a time what it does, or it takes something back.
    way_back: undo::WayBack,
    /// Whether a job goes on with it, or it was the act of others, so that it is not taken back.
    is_bound: bool,
    /// The action that is carried out now, within others perhaps; none before and behind.
    action: Option<&'static Card>,
    /// What becomes of it where it is about a private pursuance.
    in_private: InPrivate,
    /// The signed revision that says what is carried out now.
    signed: Option<Signed>,
    /// The tasks that a change of several leaves as they are, and why.
    left_out: Vec<(i64, Wording)>,
    /// Whether the message that came is refused unread.
    is_refused: bool,
    /// The delegation that it is about, which was under way and has ended.
    ended: Option<DelegationId>,
}

/// A signed revision of a private pursuance, where an action is carried out because it says so.
#[derive(Debug, Clone)]
struct Signed {
    pursuance: ActorId,
    /// Whether a message about the task came with it.
    has_comment: bool,
}

impl App {
    /// Carries out an action. It is finished even when the caller goes away.
    ///
    /// # Errors
    /// [`PerformError::Refused`] when a rule says no; then nothing has changed.
    pub async fn perform(&self, who: &Principal, action: Action) -> Result<Performed, PerformError> {
        self.perform_with(who, action, Options::default()).await
    }

    /// Carries out an action of a visitor, who comes from the key of an address.
    ///
    /// # Errors
    /// As [`App::perform`].
    pub async fn perform_from(&self, client: IpAddr, action: Action) -> Result<Performed, PerformError> {
        let options = Options { from: Some(client), ..Options::default() };
        self.perform_with(&Principal::Visitor, action, options).await
    }

    /// Carries out an action with [`Options`].
    ///
    /// # Errors
    /// As [`App::perform`].
    pub async fn perform_with(
        &self,
        who: &Principal,
        action: Action,
        options: Options,
    ) -> Result<Performed, PerformError> {
        let walk = Walk::new(self, who, action, options);
        // axum drops a handler whose client has gone; a transaction must not depend on that (docs/decisions/0005).
        tokio::spawn(walk.go()).await.map_err(|_| PerformError::Interrupted)?
    }

    /// Carries the action of a walk out, with what its stages have prepared.
    async fn transact(&self, walk: &Walk, prepared: Prepared) -> Result<Performed, PerformError> {
        let Walk { who, action, options, .. } = walk;
        let mut cx = Cx::begin_from(self, who.clone(), options.from).await?;
        (cx.prepared, cx.further) = (prepared, options.further.clone());
        let writing = Writing::begin(self, who);
        for stage in stages::all(&options.further) {
            stage.begin(&mut cx, action);
        }
        let keep = match (&options.idempotency, who.person()) {
            (Some((key, hash)), Some(account)) => {
                if let Some((kept, answer)) = instance::kept_answer(&mut cx.tx, account, key, cx.now).await? {
                    if kept != *hash {
                        return Err(Refused::KeyReused.into());
                    }
                    let kept = serde_json::from_str(&answer);
                    let kept: Performed = kept.map_err(PerformError::damaged("the kept answer"))?;
                    return Ok(Performed { is_kept: true, ..kept });
                }
                let keeps = limits::keeps_answer(&mut cx.tx, account, key, cx.now).await?;
                keeps.then(|| (account.clone(), key.clone(), hash.clone()))
            }
            _ => None,
        };
        let result = dispatch(&mut cx, action.clone()).await?;
        let mut settled = cx.settle(result).await?;
        if options.dry_run {
            // There is nothing to take back.
            return Ok(Performed { undo: None, ..settled.performed });
        }
        if let Some((account, key, hash)) = keep {
            let answer =
                serde_json::to_string(&settled.performed).map_err(PerformError::damaged("the answer"))?;
            instance::keep_answer(&mut settled.tx, &account, &key, &hash, &answer, self.clock.now()).await?;
        }
        // The commit is that of others, too.
        drop(writing);
        let left = settled.tx.history();
        let performed = settled.commit().await?;
        limits::left(self, who, left);
        Ok(performed)
    }
}

/// All effects of an action, written and heard by the listeners; only the commit is missing.
pub struct Settled {
    pub performed: Performed,
    pub tx: WriteTx,
    app: App,
    heard: Heard,
}

impl Settled {
    /// Commits, and lets the listeners follow up.
    pub async fn commit(self) -> Result<Performed, StoreError> {
        let Self { performed, tx, app, heard } = self;
        tx.commit().await?;
        heard.follow(&app);
        Ok(performed)
    }
}

impl Cx {
    /// Begins when it is the turn of the person who acts, or of the workers: one action may leave much for them to do.
    pub async fn begin(app: &App, who: Principal) -> Result<Self, StoreError> {
        Self::begin_from(app, who, None).await
    }

    /// Begins when it is the turn of the person who acts, of the visitors of an address, or of the workers.
    async fn begin_from(app: &App, who: Principal, client: Option<IpAddr>) -> Result<Self, StoreError> {
        let lane = match &who {
            Principal::Person { actor, .. } | Principal::Decision { by: actor, .. } => {
                Some(Lane::of(actor.as_str()))
            }
            Principal::Clock { job } => Some(Lane::of(format!("clock {job}"))),
            Principal::Visitor => Some(lane_of_visitors(client)),
            Principal::RemoteActor { .. } | Principal::Operator => None,
        };
        Self::begin_in(app, who, lane).await
    }

    /// Begins with what a server says, when it is its turn.
    pub(crate) async fn begin_for(app: &App, peer: &Url) -> Result<Self, StoreError> {
        let host = Origin::of(peer).ok().map(|origin| Lane::of(origin.authority()));
        Self::begin_in(app, Principal::Visitor, host).await
    }

    /// Begins with what an actor of a server said before, when it is that server's turn.
    pub(crate) async fn begin_as(app: &App, peer: &Actor) -> Result<Self, StoreError> {
        let host = Url::parse(&peer.uri).ok().and_then(|url| Origin::of(&url).ok());
        let who = Principal::RemoteActor { actor: peer.id.clone() };
        Self::begin_in(app, who, host.map(|origin| Lane::of(origin.authority()))).await
    }

    async fn begin_in(app: &App, who: Principal, lane: Option<Lane>) -> Result<Self, StoreError> {
        let tx = app.db.write_in(lane).await?;
        Ok(Self {
            now: app.clock.now(),
            app: app.clone(),
            tx,
            who,
            events: Vec::new(),
            changed: Vec::new(),
            have_read: Vec::new(),
            outbox: Vec::new(),
            channels: Vec::new(),
            prepared: Prepared::default(),
            further: Vec::new(),
            unrendered: Vec::new(),
            way_back: undo::WayBack::None,
            is_bound: false,
            action: None,
            in_private: InPrivate::AsItIs,
            signed: None,
            left_out: Vec::new(),
            is_refused: false,
            ended: None,
        })
    }

    /// With the HTML of texts that it may send.
    fn with_html(mut self, rendered: Rendered) -> Self {
        self.prepared.rendered = rendered;
        self
    }

    /// The HTML of a text that is sent. When it is not rendered yet, this transaction will be rolled back.
    pub fn html(&mut self, text: &str) -> String {
        match self.prepared.rendered.html(text) {
            Some(html) => html.clone(),
            None => {
                self.unrendered.push(text.to_owned());
                String::new()
            }
        }
    }

    /// Carries out another action within this one, in the name of another principal.
    pub(super) async fn carry_out_as(
        &mut self,
        who: Principal,
        action: Action,
    ) -> Result<Value, PerformError> {
        let who = std::mem::replace(&mut self.who, who);
        let done = dispatch(self, action).await;
        self.who = who;
        done
    }

    /// Carries out another action within this one, as a signed revision says it.
    async fn carry_out_signed(&mut self, signed: Signed, action: Action) -> Result<(), PerformError> {
        let around = self.signed.replace(signed);
        let done = dispatch(self, action).await;
        self.signed = around;
        done.map(drop)
    }

    /// Carries out an action and undoes it again, to learn whether it would be refused.
    pub(super) async fn try_out(&mut self, who: Principal, action: Action) -> Result<(), PerformError> {
        self.tx.mark().await?;
        let events = std::mem::take(&mut self.events);
        let outbox = std::mem::take(&mut self.outbox);
        let channels = std::mem::take(&mut self.channels);
        let unrendered = std::mem::take(&mut self.unrendered);
        let done = self.carry_out_as(who, action).await;
        (self.events, self.outbox) = (events, outbox);
        (self.channels, self.unrendered) = (channels, unrendered);
        self.tx.undo().await?;
        done.map(drop)
    }

    /// Carries out another action as a part of this one: where a rule refuses it, nothing of it stays, and the rest goes on.
    pub(super) async fn carry_out_part(
        &mut self,
        action: Action,
    ) -> Result<Result<Value, Refused>, PerformError> {
        self.tx.mark().await?;
        let (events, outbox, unrendered) = (self.events.len(), self.outbox.len(), self.unrendered.len());
        let (channels, is_bound) = (self.channels.clone(), self.is_bound);
        match dispatch(self, action).await {
            Ok(done) => {
                self.tx.keep().await?;
                Ok(Ok(done))
            }
            Err(PerformError::Refused(refused)) => {
                self.tx.undo().await?;
                self.events.truncate(events);
                self.outbox.truncate(outbox);
                self.unrendered.truncate(unrendered);
                (self.channels, self.is_bound) = (channels, is_bound);
                Ok(Err(refused))
            }
            Err(error) => Err(error),
        }
    }

    /// The person who acts.
    pub fn person(&self) -> Result<ActorId, Refused> {
        self.who.person().cloned().ok_or(Refused::SignInFirst)
    }

    /// A new id.
    pub fn new_id(&self) -> String {
        self.app.clock.new_id_at(self.now)
    }

    /// Leaves an event that readers of the pursuance see.
    pub fn event(
        &mut self,
        pursuance: &ActorId,
        what: Happened,
        object: impl Into<String>,
        task: Option<&TaskId>,
    ) {
        self.leave(StreamId::of(pursuance), Audience::Readers, what, object, task);
    }

    /// Leaves an event of an account or of the instance.
    pub fn leave(
        &mut self,
        stream: StreamId,
        audience: Audience,
        what: Happened,
        object: impl Into<String>,
        task: Option<&TaskId>,
    ) {
        let actor = self.who.actor().cloned();
        let (object, task) = (object.into(), task.cloned());
        self.events.push(Event { stream, actor, what, object, task, audience, action: self.action });
    }

    /// Whether it changes something of a pursuance that people see.
    pub fn changes_in(&self, pursuance: &ActorId) -> bool {
        let stream = StreamId::of(pursuance);
        self.changed.contains(&stream) || self.events.iter().any(|event| event.stream == stream)
    }

    /// Has the open pages of a pursuance read anew after a change that leaves no event.
    pub fn changes(&mut self, pursuance: &ActorId) {
        self.changed.push(StreamId::of(pursuance));
    }

    /// Names the person who brought the last event about, where a job carries it out.
    pub(crate) fn name_last(&mut self, by: &ActorId) {
        if let Some(event) = self.events.last_mut() {
            event.actor = Some(by.clone());
        }
    }

    /// Writes the events and the outgoing messages, and lets the listeners hear; the transaction is then ready to
    /// commit.
    pub async fn settle(mut self, result: Value) -> Result<Settled, PerformError> {
        if !self.unrendered.is_empty() {
            return Err(PerformError::Unrendered(self.unrendered));
        }
        let further = self.further.clone();
        for stage in stages::all(&further) {
            stage.check(&mut self).await?;
        }
        let recorded = events::add(&mut self.tx, std::mem::take(&mut self.events), self.now).await?;
        statistics::after(&mut self.tx, &self.app.clock, recorded.len(), self.now).await?;
        let mut heard = Heard::of(std::mem::take(&mut self.changed));
        heard.renews(std::mem::take(&mut self.have_read));
        let person = self.person().ok();
        listeners::hear(&mut heard, &self.app, &mut self.tx, person.as_ref(), &recorded).await?;
        outbox::send(&mut self).await?;
        let events: Vec<Recorded> = recorded.into_iter().map(|(event, _)| event).collect();
        let undo = undo::note(&mut self, &mut heard, &events).await?;
        let left_out = std::mem::take(&mut self.left_out);
        let performed = Performed { result, events, undo, left_out, is_kept: false };
        Ok(Settled { performed, tx: self.tx, app: self.app, heard })
    }
}

/// Carries out an action. [`access::lock`] asks what becomes of it in a private pursuance.
fn dispatch(cx: &mut Cx, action: Action) -> Doing<'_> {
    Box::pin(async move {
        let around = std::mem::replace(&mut cx.in_private, action.in_private());
        let outer = cx.action.replace(action.card());
        let done = carry_out(cx, action).await;
        (cx.in_private, cx.action) = (around, outer);
        done
    })
}

macro_rules! dispatch {
    ($($action:ident)+) => {
        /// Calls the function that the action's family names for it.
        fn carry_out(cx: &mut Cx, action: Action) -> Doing<'_> {
            match action {
                $(Action::$action(input) => input.carry_out(cx)),+
            }
        }
    };
}
every_action!(dispatch);

/// The lane of the visitors of an address; without one, that of all visitors. They share it: most of them may not do what
/// they ask for.
fn lane_of_visitors(client: Option<IpAddr>) -> Lane {
    Lane::of(client.map_or_else(|| "visitors".to_owned(), |client| format!("visitors {client}")))
}

/// The result of an action on a task.
fn names_task(number: i64, id: &TaskId) -> Value {
    json!({ "task": number, "id": id })
}
