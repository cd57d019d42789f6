//! The hallway: [`App::perform`] carries out an [`Action`] for a principal, in one transaction that holds the rows, the
//! events and the jobs. Every door leads here; messages of other servers come in through [`receive`].
//!
//! Every event is heard by the [listeners] before the commit.
//!
//! Adding an action: its struct in `domain::action`, its arm in `dispatch`, its function in the file of its family:
//! load facts, ask the domain, write, leave an event.

pub mod access;
mod account;
mod changes;
pub mod delegation;
mod discussion;
mod error;
mod input;
pub mod last_seen;
pub(crate) mod leaving;
pub mod limits;
mod outbox;
pub(crate) mod pursuance;
pub mod receive;
mod rendered;
pub mod retry_deliveries;
pub mod room;
pub(crate) mod session;
pub(crate) mod task;
mod thing;
pub(crate) mod token;

use pursuance_domain::action::Action;
use pursuance_domain::allowed::Principal;
use pursuance_domain::event::{Audience, Event, Happened, Recorded, StreamId};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;
use serde_json::{Value, json};

pub use self::error::{Newer, PerformError, Refused};
pub use self::input::{InputRefusal, PartnerRefusal};
use self::outbox::Draft;
use self::rendered::Rendered;
pub use self::thing::{Counted, LastOne, Thing};
pub use self::token::{LIFE as TOKEN_LIFE, LONGEST as TOKEN_LONGEST};
use crate::listeners::{self, Heard};
use crate::state::App;
use crate::store::channels::Channel;
use crate::store::db::WriteTx;
use crate::store::error::StoreError;
use crate::store::{events, instance};

/// The result of an action.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Performed {
    /// The names of the things that were made or changed.
    pub result: Value,
    /// What happened.
    pub events: Vec<Recorded>,
}

/// How an action is carried out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Find out the result, and roll back.
    pub dry_run: bool,
    /// A key chosen by the account, and the hash of its request: the same key gets the same answer.
    pub idempotency: Option<(String, String)>,
}

/// A transaction in which an action is carried out, and its results so far.
pub(crate) struct Cx {
    pub app: App,
    pub tx: WriteTx,
    pub who: Principal,
    pub now: Time,
    events: Vec<Event>,
    outbox: Vec<Draft>,
    /// Channels that are locked and changed already: the one through which a message came.
    channels: Vec<Channel>,
    rendered: Rendered,
    /// Texts that are sent and have no HTML yet.
    unrendered: Vec<String>,
}

impl App {
    /// Carries out an action. It is finished even when the caller goes away.
    ///
    /// # Errors
    /// [`PerformError::Refused`] when a rule says no; then nothing has changed.
    pub async fn perform(&self, who: &Principal, action: Action) -> Result<Performed, PerformError> {
        self.perform_with(who, action, Options::default()).await
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
        let (app, who) = (self.clone(), who.clone());
        // axum drops a handler whose client has gone; a transaction must not depend on that (docs/decisions/0005).
        let done = tokio::spawn(async move {
            limits::act(&app, &who, &action).await?;
            // Requests to other servers may take long, so they come before the transaction.
            delegation::prepare(&app, &who, &action).await?;
            let rendered = Rendered::foreseen(&app, &action).await?;
            match app.attempt(&who, &action, &options, rendered.clone()).await {
                // Of two simultaneous requests with one key, the second gets the answer of the first.
                Err(PerformError::Store(error))
                    if error.is_retryable() || matches!(error, StoreError::Taken(instance::KEY)) =>
                {
                    app.attempt(&who, &action, &options, rendered).await
                }
                outcome => outcome,
            }
        });
        done.await.map_err(|_| PerformError::Interrupted)?
    }

    async fn attempt(
        &self,
        who: &Principal,
        action: &Action,
        options: &Options,
        mut rendered: Rendered,
    ) -> Result<Performed, PerformError> {
        loop {
            match self.transact(who, action, options, rendered.clone()).await {
                Ok(performed) => return Ok(performed),
                Err(error) => rendered = rendered.after(error).await?,
            }
        }
    }

    async fn transact(
        &self,
        who: &Principal,
        action: &Action,
        options: &Options,
        rendered: Rendered,
    ) -> Result<Performed, PerformError> {
        let mut cx = Cx::begin(self, who.clone()).await?.with_html(rendered);
        let keep = match (&options.idempotency, who.person()) {
            (Some((key, hash)), Some(account)) => {
                if let Some((kept, answer)) = instance::kept_answer(&mut cx.tx, account, key, cx.now).await? {
                    if kept != *hash {
                        return Err(Refused::KeyReused.into());
                    }
                    return serde_json::from_str(&answer).map_err(PerformError::damaged("the kept answer"));
                }
                Some((account.clone(), key.clone(), hash.clone()))
            }
            _ => None,
        };
        let result = dispatch(&mut cx, action.clone()).await?;
        let mut settled = cx.settle(result).await?;
        if options.dry_run {
            return Ok(settled.performed);
        }
        if let Some((account, key, hash)) = keep {
            let answer =
                serde_json::to_string(&settled.performed).map_err(PerformError::damaged("the answer"))?;
            instance::keep_answer(&mut settled.tx, &account, &key, &hash, &answer, self.clock.now()).await?;
        }
        Ok(settled.commit().await?)
    }
}

/// All effects of an action, written and heard by the listeners; only the commit is missing.
pub(crate) struct Settled {
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
    pub(crate) async fn begin(app: &App, who: Principal) -> Result<Self, StoreError> {
        let tx = app.db.write().await?;
        Ok(Self {
            now: app.clock.now(),
            app: app.clone(),
            tx,
            who,
            events: Vec::new(),
            outbox: Vec::new(),
            channels: Vec::new(),
            rendered: Rendered::default(),
            unrendered: Vec::new(),
        })
    }

    /// With the HTML of texts that it may send.
    fn with_html(self, rendered: Rendered) -> Self {
        Self { rendered, ..self }
    }

    /// The HTML of a text that is sent. When it is not rendered yet, this transaction will be rolled back.
    pub fn html(&mut self, text: &str) -> String {
        match self.rendered.html(text) {
            Some(html) => html.clone(),
            None => {
                self.unrendered.push(text.to_owned());
                String::new()
            }
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
        self.events.push(Event { stream, actor, what, object, task, audience });
    }

    /// Writes the events and the outgoing messages, and lets the listeners hear; the transaction is then ready to
    /// commit.
    pub(crate) async fn settle(mut self, result: Value) -> Result<Settled, PerformError> {
        if !self.unrendered.is_empty() {
            return Err(PerformError::Unrendered(self.unrendered));
        }
        let recorded = events::add(&mut self.tx, std::mem::take(&mut self.events), self.now).await?;
        let mut heard = Heard::default();
        for event in &recorded {
            listeners::hear(&mut heard, event);
        }
        outbox::send(&mut self).await?;
        let performed = Performed { result, events: recorded };
        Ok(Settled { performed, tx: self.tx, app: self.app, heard })
    }
}

/// One arm per action, each calling one function.
async fn dispatch(cx: &mut Cx, action: Action) -> Result<Value, PerformError> {
    match action {
        Action::CreateAccount(a) => account::create(cx, a).await,
        Action::SetVerifier(a) => account::set_verifier(cx, a).await,
        Action::SetOperator(a) => account::set_operator(cx, a).await,
        Action::SuspendAccount(a) => account::suspend(cx, a).await,
        Action::StartSession(a) => session::start(cx, a).await,
        Action::EndSession(a) => session::end(cx, a).await,
        Action::EndAllSessions(a) => session::end_all(cx, a).await,
        Action::CreateToken(a) => token::create(cx, a).await,
        Action::RevokeToken(a) => token::revoke(cx, a).await,
        Action::LiftLimits(a) => account::lift_limits(cx, a).await,
        Action::ConfigureInstance(a) => account::configure_instance(cx, a).await,
        Action::BlockHost(a) => delegation::block_host(cx, a).await,
        Action::ResumeChannels(a) => receive::resume(cx, a).await,
        Action::ActorGone(a) => delegation::actor_gone(cx, a).await,
        Action::NoteKeyChange(a) => delegation::note_key_change(cx, a).await,
        Action::VouchForKey(a) => delegation::vouch_for_key(cx, a).await,
        Action::AcceptKey(a) => delegation::accept_key(cx, a).await,
        Action::HostShutOut(a) => delegation::host_shut_out(cx, a).await,
        Action::EditProfile(a) => account::edit_profile(cx, a).await,
        Action::CreatePursuance(a) => pursuance::create(cx, a).await,
        Action::EditPursuance(a) => pursuance::edit(cx, a).await,
        Action::JoinPursuance(a) => pursuance::join(cx, a).await,
        Action::LeavePursuance(a) => pursuance::leave(cx, a).await,
        Action::SetRole(a) => pursuance::set_role(cx, a).await,
        Action::DecideMember(a) => pursuance::decide_member(cx, a).await,
        Action::CreateTask(a) => task::create(cx, a).await,
        Action::EditTask(a) => task::edit(cx, a).await,
        Action::MoveTask(a) => task::place(cx, a).await,
        Action::SetPhase(a) => task::set_phase(cx, a).await,
        Action::SettleSubtasks(a) => task::settle(cx, a).await,
        Action::AssignTask(a) => task::assign(cx, a).await,
        Action::TakeTask(a) => task::take(cx, a).await,
        Action::HandBackTask(a) => task::hand_back(cx, a).await,
        Action::CommentTask(a) => discussion::comment(cx, a).await,
        Action::AttachFile(a) => discussion::attach(cx, a).await,
        Action::AddFile(a) => discussion::add_file(cx, a).await,
        Action::OfferDelegation(a) => delegation::offer(cx, a).await,
        Action::FetchFiles(a) => delegation::fetch(cx, a).await,
        Action::ReofferDelegation(a) => delegation::reoffer(cx, a).await,
        Action::AcceptDelegation(a) => delegation::accept(cx, a).await,
        Action::DeclineDelegation(a) => delegation::decline(cx, a).await,
        Action::CounterDelegation(a) => delegation::counter(cx, a).await,
        Action::ReportProgress(a) => delegation::progress(cx, a).await,
        Action::SubmitDelegation(a) => delegation::submit(cx, a).await,
        Action::StartReview(a) => delegation::start_review(cx, a).await,
        Action::AcceptWork(a) => delegation::accept_work(cx, a).await,
        Action::SendBack(a) => delegation::send_back(cx, a).await,
        Action::RefuseWork(a) => delegation::refuse_work(cx, a).await,
        Action::ThankForWork(a) => delegation::thank(cx, a).await,
        Action::RecallDelegation(a) => delegation::recall(cx, a).await,
        Action::ReturnDelegation(a) => delegation::give_back(cx, a).await,
        Action::NudgeDelegation(a) => delegation::nudge(cx, a).await,
        Action::AskOnward(a) => delegation::ask_onward(cx, a).await,
        Action::AnswerOnward(a) => delegation::answer_onward(cx, a).await,
        Action::LetGo(a) => leaving::go_on(cx, a).await,
        Action::TickDelegation(a) => delegation::tick(cx, a).await,
    }
}

/// The result of an action on a task.
fn names_task(number: i64, id: &TaskId) -> Value {
    json!({ "task": number, "id": id })
}
