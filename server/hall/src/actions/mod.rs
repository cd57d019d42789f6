//! The hallway: [`App::perform`] carries out an [`Action`] for a principal, in one transaction that holds the rows, the
//! events and the jobs. Every door leads here; messages of other servers come in through [`receive`].
//!
//! The [listeners] process every event before the commit.
//!
//! Adding an action: its struct in `domain::action`, its function in the file of its family: load facts, ask the domain,
//! write, leave an event; and there its line in `carried_out!`.

/// Names the function of a family that carries out each of its actions.
macro_rules! carried_out {
    ($($action:ident => $function:ident),+ $(,)?) => {$(
        impl crate::actions::CarryOut for pursuance_domain::action::$action {
            fn carry_out(self, cx: &mut crate::actions::Cx) -> crate::actions::ActionFuture<'_> {
                Box::pin($function(cx, self))
            }
        }
    )+};
}

pub mod access;
mod account;
pub mod account_request;
pub mod arriving;
pub mod attached_files;
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
mod refusal_nouns;
mod rendered;
pub mod retry_deliveries;
mod review;
pub mod room;
pub mod sealed;
pub mod search;
pub mod session;
pub(crate) mod silence;
pub mod skill_offer;
mod stages;
pub mod succession;
pub mod suggestion;
pub mod talk;
pub mod task;
pub(crate) mod thread;
pub mod token;
pub(crate) mod undo;
mod unnumbered;
pub mod uploads;
pub mod visible_tasks;
mod writing;

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

pub use self::attached_files::FILES_OF_COMMENT;
pub use self::discussion::FILES_OF_TASK;
pub use self::error::{Newer, NewerProfile, PerformError, Refused};
pub use self::input::{InputRefusal, PartnerRefusal};
pub use self::keys::{AccountKeyRefusal, DEVICE_BOXES_MOST, REPLACED_MOST, take_box};
pub use self::notice::READ_AT_ONCE;
use self::outbox::MessageDraft;
pub use self::refusal_nouns::{Counted, LastOne, Thing};
use self::rendered::Rendered;
use self::stages::Prepared;
pub use self::stages::{Follow, Stage, Step, Walk};
pub use self::token::{LIFE as TOKEN_LIFE, LONGEST as TOKEN_LONGEST};
use self::writing::Writing;
use crate::bounds::client::Client;
use crate::listeners::{self, Heard};
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::channels::Channel;
use crate::store::db::WriteTx;
use crate::store::error::StoreError;
pub use crate::store::turns::BEHIND as MOST_WAITING;
use crate::store::turns::TurnLane;
use crate::store::{events, instance, statistics};

/// An action in progress. Boxed: otherwise the stack would need space for the largest action, and twice that if one action performs
/// another.
type ActionFuture<'a> = Pin<Box<dyn Future<Output = Result<Value, PerformError>> + Send + 'a>>;

/// An action with the function that carries it out: see `carried_out!`.
trait CarryOut: Into<Action> {
    fn carry_out(self, cx: &mut Cx) -> ActionFuture<'_>;
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Performed {
    /// The names of the created or changed objects.
    pub result: Value,
    /// The recorded events.
    pub events: Vec<Recorded>,
    /// The way to undo it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undoable>,
    /// For a change of several tasks: the number of each task that was left unchanged, and the reason.
    #[serde(skip)]
    pub left_out: Vec<(i64, Wording)>,
    /// Whether it is the stored response of an earlier request with the same idempotency key.
    #[serde(skip)]
    pub is_kept: bool,
}

/// The act that `task.undo` can undo.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Undoable {
    /// The id of the pursuance.
    pub pursuance: ActorId,
    /// The number of the first event of the act.
    pub event: i64,
    /// The time until which it can be undone.
    pub until: Time,
}

/// Options for performing an action.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Compute the result, and roll back.
    pub dry_run: bool,
    /// The idempotency key chosen by the account, and the hash of its request: the same key gets the same response.
    pub idempotency: Option<(String, String)>,
    /// The client of a visitor: the visitors of one network share a lane.
    pub from: Option<Client>,
    /// Additional stages after those of the program.
    pub further: Vec<Arc<dyn Stage>>,
}

/// The transaction of an action, and its results so far.
pub struct Cx {
    pub app: App,
    pub tx: WriteTx,
    pub who: Principal,
    pub now: Time,
    events: Vec<Event>,
    /// Pursuances with visible changes that leave no event.
    changed: Vec<StreamId>,
    /// People whose unread notices changed without an event.
    have_read: Vec<ActorId>,
    outbox: Vec<MessageDraft>,
    /// Channels that are already locked and changed: the channel of the received message.
    channels: Vec<Channel>,
    prepared: Prepared,
    further: Vec<Arc<dyn Stage>>,
    /// Texts to send that are not rendered to HTML yet.
    unrendered: Vec<String>,
    /// Whether the actor can undo it for some time, or it is an undo itself.
    way_back: undo::WayBack,
    /// Whether it cannot be undone, because a job continues it or others acted.
    is_bound: bool,
    /// The action in progress, perhaps nested in others; none before and after.
    action: Option<&'static Card>,
    /// The rule for it in a private pursuance.
    in_private: InPrivate,
    /// The signed revision that requests the action in progress.
    signed: Option<SignedRevision>,
    /// The tasks that a change of several leaves unchanged, and the reasons.
    left_out: Vec<(i64, Wording)>,
    /// Whether the received message is refused without processing.
    is_refused: bool,
    /// The delegation of the action, if it ended just now.
    ended: Option<DelegationId>,
}

/// A signed revision of a private pursuance that requests an action.
#[derive(Debug, Clone)]
struct SignedRevision {
    pursuance: ActorId,
    /// Whether a message about the task came with it.
    has_comment: bool,
}

impl App {
    /// Performs an action. It is finished even if the caller is dropped.
    ///
    /// # Errors
    /// [`PerformError::Refused`] when a rule says no; then nothing has changed.
    pub async fn perform(&self, who: &Principal, action: Action) -> Result<Performed, PerformError> {
        self.perform_with(who, action, Options::default()).await
    }

    /// Performs an action of a visitor. `client`: the rate-limit key of their address.
    ///
    /// # Errors
    /// As [`App::perform`].
    pub async fn perform_from(&self, client: Client, action: Action) -> Result<Performed, PerformError> {
        let options = Options { from: Some(client), ..Options::default() };
        self.perform_with(&Principal::Visitor, action, options).await
    }

    /// Performs an action with [`Options`].
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
        // axum drops a handler whose client has disconnected; a transaction must not depend on that (docs/decisions/0005).
        tokio::spawn(walk.go()).await.map_err(|_| PerformError::Interrupted)?
    }

    /// Performs the action of a walk in a transaction, with the results of its stages.
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
            // A dry run leaves nothing to undo.
            return Ok(Performed { undo: None, ..settled.performed });
        }
        if let Some((account, key, hash)) = keep {
            let answer =
                serde_json::to_string(&settled.performed).map_err(PerformError::damaged("the answer"))?;
            instance::keep_answer(&mut settled.tx, &account, &key, &hash, &answer, self.clock.now()).await?;
        }
        // Others may share the commit, so it does not count as work of this action.
        drop(writing);
        let left = settled.tx.history();
        let performed = settled.commit().await?;
        limits::left(self, who, left);
        Ok(performed)
    }
}

/// An action whose effects are written and processed by the listeners; only the commit is missing.
pub struct Settled {
    pub performed: Performed,
    pub tx: WriteTx,
    app: App,
    heard: Heard,
}

impl Settled {
    /// Commits, and then runs the effects that the listeners left.
    pub async fn commit(self) -> Result<Performed, StoreError> {
        let Self { performed, tx, app, heard } = self;
        tx.commit().await?;
        heard.follow(&app);
        Ok(performed)
    }
}

impl Cx {
    /// Begins the transaction in the lane of the actor, or of the workers.
    pub async fn begin(app: &App, who: Principal) -> Result<Self, StoreError> {
        Self::begin_from(app, who, None).await
    }

    /// Begins the transaction in the lane of the actor, of the visitors of an address, or of the workers.
    async fn begin_from(app: &App, who: Principal, client: Option<Client>) -> Result<Self, StoreError> {
        let lane = match &who {
            Principal::Person { actor, .. } | Principal::Decision { by: actor, .. } => {
                Some(TurnLane::of(actor.as_str()))
            }
            Principal::Clock { job } => Some(TurnLane::of(format!("clock {job}"))),
            Principal::Visitor => Some(lane_of_visitors(client)),
            Principal::RemoteActor { .. } | Principal::Operator => None,
        };
        Self::begin_in(app, who, lane).await
    }

    /// Begins the transaction of a received message, in the lane of its server.
    pub(crate) async fn begin_for(app: &App, peer: &Url) -> Result<Self, StoreError> {
        let host = Origin::of(peer).ok().map(|origin| TurnLane::of(origin.authority()));
        Self::begin_in(app, Principal::Visitor, host).await
    }

    /// Begins the transaction of an earlier message of a remote actor, in the lane of its server.
    pub(crate) async fn begin_as(app: &App, peer: &Actor) -> Result<Self, StoreError> {
        let host = Url::parse(&peer.uri).ok().and_then(|url| Origin::of(&url).ok());
        let who = Principal::RemoteActor { actor: peer.id.clone() };
        Self::begin_in(app, who, host.map(|origin| TurnLane::of(origin.authority()))).await
    }

    async fn begin_in(app: &App, who: Principal, lane: Option<TurnLane>) -> Result<Self, StoreError> {
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

    /// Sets the HTML of texts that it may send.
    fn with_html(mut self, rendered: Rendered) -> Self {
        self.prepared.rendered = rendered;
        self
    }

    /// Returns the HTML of a text to send. If it is not rendered yet, this transaction will be rolled back.
    pub fn html(&mut self, text: &str) -> String {
        match self.prepared.rendered.html(text) {
            Some(html) => html.clone(),
            None => {
                self.unrendered.push(text.to_owned());
                String::new()
            }
        }
    }

    /// Performs another action within this one, as another principal.
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

    /// Performs another action within this one, as a signed revision requests it.
    async fn carry_out_signed(&mut self, signed: SignedRevision, action: Action) -> Result<(), PerformError> {
        let around = self.signed.replace(signed);
        let done = dispatch(self, action).await;
        self.signed = around;
        done.map(drop)
    }

    /// Performs an action and rolls it back, to check whether it would be refused.
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

    /// Performs another action in a savepoint: a refusal rolls back only this part, and the rest continues.
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

    /// Records an event for the readers of the pursuance.
    pub fn event(
        &mut self,
        pursuance: &ActorId,
        what: Happened,
        object: impl Into<String>,
        task: Option<&TaskId>,
    ) {
        self.leave(StreamId::of(pursuance), Audience::Readers, what, object, task);
    }

    /// Records an event of an account or of the instance.
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

    /// Whether it has visible changes in a pursuance.
    pub fn changes_in(&self, pursuance: &ActorId) -> bool {
        let stream = StreamId::of(pursuance);
        self.changed.contains(&stream) || self.events.iter().any(|event| event.stream == stream)
    }

    /// Reloads the open pages of a pursuance after a change that leaves no event.
    pub fn changes(&mut self, pursuance: &ActorId) {
        self.changed.push(StreamId::of(pursuance));
    }

    /// Sets the actor of the last event, for jobs that act on behalf of a person.
    pub(crate) fn name_last(&mut self, by: &ActorId) {
        if let Some(event) = self.events.last_mut() {
            event.actor = Some(by.clone());
        }
    }

    /// Writes the events and the outgoing messages, and calls the listeners; the transaction is then ready to commit.
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

/// Performs an action. [`access::lock`] reads its rule for private pursuances.
fn dispatch(cx: &mut Cx, action: Action) -> ActionFuture<'_> {
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
        /// Calls the function that the family of the action names for it.
        fn carry_out(cx: &mut Cx, action: Action) -> ActionFuture<'_> {
            match action {
                $(Action::$action(input) => input.carry_out(cx)),+
            }
        }
    };
}
every_action!(dispatch);

/// The lane of the visitors of a client's widest network; without a client, the lane of all visitors. They share it, because most of
/// their actions are refused.
fn lane_of_visitors(client: Option<Client>) -> TurnLane {
    let network = client.and_then(|client| client.networks().next_back());
    TurnLane::of(network.map_or_else(|| "visitors".to_owned(), |network| format!("visitors {network}")))
}

/// The result of an action on a task.
fn names_task(number: i64, id: &TaskId) -> Value {
    json!({ "task": number, "id": id })
}
