//! Suggestions: a suggested act is stored as its action; the person who accepts it performs it (RULES §2).

use pursuance_domain::action::{
    AcceptSuggestion, Action, AmendSuggestion, DeclineSuggestion, InputError, MakeSuggestion, Suggest,
    WithdrawSuggestion,
};
use pursuance_domain::allowed::{Facts, Permission, Principal, Ruling};
use pursuance_domain::event::happened::{self, SuggestionClosed};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, ProposalId, TaskId};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::{
    Needs, Present, PresentTask, Suggested, SuggestionRefusal, SuggestionState, is_open,
};
use pursuance_domain::value::{ActorRef, Note};
use serde_json::{Value, json};

use super::access::{self, Access};
use super::{Counted, Cx, Follow, InputRefusal, Newer, PerformError, Refused, Stage, Step, Thing, Walk};
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::handover;
use crate::store::pursuances::{Member, MemberState};
use crate::store::sealed;
use crate::store::suggestions::{self, About, DecidedSuggestion, NewSuggestion, Suggestion};
use crate::store::tasks::{self, Task};

carried_out! {
    MakeSuggestion => make,
    AcceptSuggestion => accept,
    AmendSuggestion => amend,
    DeclineSuggestion => decline,
    WithdrawSuggestion => withdraw,
}

/// The most open suggestions of one person in one pursuance.
pub const OPEN_MOST: i64 = 20;

/// The task or the person that a suggestion is about.
#[derive(Debug, Default)]
struct SuggestedOn {
    task: Option<Task>,
    person: Option<(Actor, Option<Member>)>,
}

impl SuggestedOn {
    /// Finds the objects of an action, as far as the person may see them.
    async fn find(
        tx: &mut ReadTx,
        authority: &str,
        access: &Access,
        what: &Suggested,
    ) -> Result<Self, PerformError> {
        let task = match what.task() {
            Some(number) => Some(access::find_task(tx, access, number).await?),
            None => None,
        };
        if what.names_somebody() {
            // Before anybody is looked up: the answer would say who is a member.
            access.demand(Permission::SeeMembers, None)?;
        }
        let person = match what.member() {
            Some(named) => {
                let found = access::actor_named(tx, authority, named.as_str()).await?;
                let actor = found.ok_or(Refused::NotFound(Thing::Person))?;
                let member = access::membership_at(tx, access, &actor.id).await?;
                Some((actor, member))
            }
            None => None,
        };
        Ok(Self { task, person })
    }

    /// The role that counts: a person who only asks to join has none yet.
    fn role(&self) -> Role {
        let member = self.person.as_ref().and_then(|(_, member)| member.as_ref());
        let member = member.filter(|member| member.state != MemberState::Pending);
        member.map_or(Role::Untrusted, |member| member.role)
    }

    /// The permissions that the action needs here.
    fn needs(&self, what: &Suggested) -> Needs {
        what.needs(self.task.as_ref().map(|task| task.phase))
    }

    fn ruling(&self, access: &Access, what: &Suggested) -> Ruling {
        self.needs(what).ruling(&access.who, &access.facts(self.task.as_ref()), self.role())
    }

    /// The present state of the subject.
    async fn present(&self, tx: &mut ReadTx) -> StoreResult<Present> {
        let task = match &self.task {
            Some(task) => Some(PresentTask {
                revision: task.revision,
                asks: tasks::asks(tx, task).await?.open(),
                assignee: task.assignee.clone(),
                phase: task.phase,
            }),
            None => None,
        };
        Ok(Present { task, role: self.person.as_ref().map(|_| self.role()) })
    }
}

/// Answers a person who may suggest what they may not do with the suggestion.
#[derive(Debug)]
pub(super) struct SuggestInstead;

impl Stage for SuggestInstead {
    fn follow<'a>(&'a self, walk: &'a Walk, refused: Refused) -> Step<'a, Follow> {
        Box::pin(async move { Ok(Follow::Refuse(instead(walk, refused).await?)) })
    }
}

/// The refusal of an action that its person may suggest, with the suggestion; every other refusal as it is.
async fn instead(walk: &Walk, refused: Refused) -> Result<Refused, PerformError> {
    let Walk { app, who, action, .. } = walk;
    let may_be = action.card().suggest != Suggest::Nobody;
    if !may_be || refused.status() != 403 || !matches!(who, Principal::Person { .. }) {
        return Ok(refused);
    }
    let Ok(what) = Suggested::try_from(action.clone()) else { return Ok(refused) };
    let mut tx = app.db.read().await?;
    let may = async {
        let access = access::find(&mut tx, who, what.pursuance(), app.clock.now()).await?;
        let subject = SuggestedOn::find(&mut tx, app.addresses.authority(), &access, &what).await?;
        Ok(subject.ruling(&access, &what))
    };
    match may.await {
        Ok(Ruling::Suggest(_)) => {
            let suggest = MakeSuggestion { pursuance: what.pursuance().to_owned(), what, why: None };
            Ok(Refused::SuggestInstead { because: Box::new(refused), suggest: Box::new(suggest) })
        }
        Ok(Ruling::Yes | Ruling::No(_)) | Err(PerformError::Refused(_)) => Ok(refused),
        Err(error) => Err(error),
    }
}

/// Replaces names by ids, which never change: of the pursuance, and of a named person.
async fn by_ids(cx: &mut Cx, access: &Access, mut what: Suggested) -> Result<Suggested, PerformError> {
    let named = what.pursuance();
    if named != access.pursuance.slug && named != access.pursuance.id.as_str() {
        return Err(Refused::Input(InputRefusal::OtherPursuance).into());
    }
    what.set_pursuance(&access.pursuance.id);
    if let Some(named) = what.named_mut() {
        // Somebody unknown is refused by the action itself.
        if let Some(actor) = access::find_actor(cx, named.as_str()).await?
            && let Ok(id) = ActorRef::parse(actor.id.as_str())
        {
            *named = id;
        }
    }
    Ok(what)
}

async fn make(cx: &mut Cx, a: MakeSuggestion) -> Result<Value, PerformError> {
    let author = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    let authority = cx.app.addresses.authority().to_owned();
    let subject = SuggestedOn::find(&mut cx.tx, &authority, &access, &a.what).await?;
    match subject.ruling(&access, &a.what) {
        Ruling::Yes | Ruling::Suggest(_) => {}
        Ruling::No(refusal) => return Err(refusal.into()),
    }
    let what = by_ids(cx, &access, a.what).await?;
    let pursuance = access.pursuance.id.clone();
    if suggestions::count_open(&mut cx.tx, &pursuance, &author).await? >= OPEN_MOST {
        return Err(Refused::Full { what: Counted::Suggestions, most: OPEN_MOST }.into());
    }
    let id = ProposalId(cx.new_id());
    // An action that nobody could do is refused at once, as the action itself would be: the Primary has every member's rights.
    if let Some((by, _)) = handover::primary(&mut cx.tx, &pursuance).await? {
        let decision = Principal::Decision { proposal: id.clone(), by };
        cx.try_out(decision, what.clone().into()).await?;
    }
    let present = subject.present(&mut cx.tx).await?;
    // The suggestion would hold in the clear what its task keeps sealed.
    let is_sealed = present.task.as_ref().is_some_and(|task| task.asks.is_none());
    if is_sealed && matches!(what, Suggested::EditTask(_)) {
        return Err(Refused::SignatureNeeded.into());
    }
    let (what, base) = what.against(&present)?;
    let new = NewSuggestion {
        id: &id,
        pursuance: &pursuance,
        what: &what,
        needs: subject.needs(&what),
        base: base.as_ref(),
        task: subject.task.as_ref().map(|task| &task.id),
        member: subject.person.as_ref().map(|(actor, _)| &actor.id),
        author: &author,
        why: a.why.as_ref().map(Note::as_str),
        now: cx.now,
    };
    suggestions::add(&mut cx.tx, new).await?;
    let task = subject.task.as_ref().map(|task| &task.id);
    tell(cx, &pursuance, Happened::SuggestionMade(told(&id, &what, &author)), &id, task);
    Ok(json!({ "suggestion": id, "state": SuggestionState::Open }))
}

pub(super) fn told(id: &ProposalId, what: &Suggested, author: &ActorId) -> happened::Suggestion {
    happened::Suggestion { suggestion: id.clone(), action: what.name().to_owned(), by: author.clone() }
}

/// Leaves an event for the members who decide about tasks. It names neither a concerned member nor a text.
pub(super) fn tell(cx: &mut Cx, pursuance: &ActorId, what: Happened, id: &ProposalId, task: Option<&TaskId>) {
    cx.leave(StreamId::of(pursuance), Audience::Answerers, what, id.as_str(), task);
}

/// Whether a reader may carry out a suggestion, could only suggest it, or neither.
pub fn ruling(access: &Access, about: &About) -> Ruling {
    let is = |other: Option<&ActorId>| other.is_some() && access.who.person() == other;
    let facts = Facts {
        is_assignee: is(about.assignee.as_ref()),
        is_creator: is(about.creator.as_ref()),
        is_mirror: about.is_mirror,
        granted: about.task.as_ref().map(|task| access.grants.on(task)).unwrap_or_default(),
        ..access.facts(None)
    };
    about.needs.ruling(&access.who, &facts, about.role(access.now))
}

/// Whether a reader may decide a suggestion: they must be allowed to do it themselves.
pub fn decides(access: &Access, about: &About) -> bool {
    about.state == SuggestionState::Open && matches!(ruling(access, about), Ruling::Yes)
}

/// A suggestion that the person made or may decide; any other is not there.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn find(tx: &mut ReadTx, access: &Access, id: &ProposalId) -> Result<Suggestion, PerformError> {
    let found = suggestions::by_id(tx, &access.pursuance.id, id).await?;
    let seen = |row: &Suggestion| {
        (access.role().is_some() && access.who.person() == Some(&row.about.author))
            || matches!(ruling(access, &row.about), Ruling::Yes)
    };
    Ok(found.filter(seen).ok_or(Refused::NotFound(Thing::Suggestion))?)
}

/// An open suggestion that the person decides.
async fn to_decide(cx: &mut Cx, access: &Access, id: &ProposalId) -> Result<Suggestion, PerformError> {
    let row = find(&mut cx.tx, access, id).await?;
    is_open(row.about.state)?;
    match ruling(access, &row.about) {
        Ruling::Yes => Ok(row),
        Ruling::Suggest(refusal) | Ruling::No(refusal) => Err(refusal.into()),
    }
}

async fn accept(cx: &mut Cx, a: AcceptSuggestion) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let row = to_decide(cx, &access, &a.suggestion).await?;
    let (outdated, present) = compared(&mut cx.tx, &access, &row).await?;
    if outdated {
        return Err(now_reads(present).into());
    }
    let what = match &present.task {
        Some(task) => row.what.clone().on_revision(task.revision),
        None => row.what.clone(),
    };
    carry_out(cx, &access, &row, what, false).await
}

/// Whether the object of a suggestion has changed since it was made, and its present state.
///
/// # Errors
/// When the database fails.
pub async fn compared(
    tx: &mut ReadTx,
    access: &Access,
    row: &Suggestion,
) -> Result<(bool, Present), PerformError> {
    let task = match &row.about.task {
        Some(id) => tasks::by_id(tx, id).await?,
        None => None,
    };
    let person = match &row.about.member {
        Some(id) => match actors::by_id(tx, id).await? {
            Some(actor) => Some((actor, access::membership_at(tx, access, id).await?)),
            None => None,
        },
        None => None,
    };
    let present = SuggestedOn { task, person }.present(tx).await?;
    Ok((row.what.is_outdated(row.base.as_ref(), &present), present))
}

/// The refusal of a suggestion whose object has changed, with its present state.
fn now_reads(present: Present) -> Refused {
    match present.task {
        Some(PresentTask { revision, asks: Some(asks), .. }) => {
            Refused::Stale(Box::new(Newer { revision, asks, reviewer: None }))
        }
        Some(PresentTask { asks: None, .. }) | None => Refused::Rule(SuggestionRefusal::Outdated.into()),
    }
}

async fn amend(cx: &mut Cx, a: AmendSuggestion) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let row = to_decide(cx, &access, &a.suggestion).await?;
    let read = Action::read(row.what.name(), a.input).ok_or(Refused::NotFound(Thing::Action))?;
    let why =
        |error: InputError| Refused::Input(InputRefusal::NoSuchInput { why: error.into_inner().to_string() });
    let action = read.map_err(why)?;
    let what = by_ids(cx, &access, Suggested::try_from(action)?).await?;
    let is_same = matches!(what, Suggested::CreateTask(_)) || what.task() == row.what.task();
    if !is_same || what.member() != row.what.member() {
        return Err(SuggestionRefusal::AnotherObject.into());
    }
    carry_out(cx, &access, &row, what, true).await
}

/// Performs the suggested action, in the name of the person who accepts it.
async fn carry_out(
    cx: &mut Cx,
    access: &Access,
    row: &Suggestion,
    what: Suggested,
    is_changed: bool,
) -> Result<Value, PerformError> {
    let by = cx.person()?;
    let decision = Principal::Decision { proposal: row.id.clone(), by: by.clone() };
    let result = cx.carry_out_as(decision, what.clone().into()).await?;
    let makes = matches!(what, Suggested::CreateTask(_));
    let made = result.get("id").and_then(Value::as_str).filter(|_| makes).map(str::to_owned);
    let state = if is_changed { SuggestionState::Amended } else { SuggestionState::Accepted };
    let done = is_changed.then_some(&what);
    let decided =
        DecidedSuggestion { state, by: &by, reason: None, done, made: made.as_deref(), now: cx.now };
    suggestions::decide(&mut cx.tx, &row.id, decided).await?;
    let accepted = happened::SuggestionAccepted {
        of: told(&row.id, &row.what, &row.about.author),
        changed: is_changed,
        member: row.about.member.is_some(),
    };
    // The history of the task, or the log, names both.
    let (audience, object) = match &row.about.member {
        Some(member) => (Audience::Members, member.as_str().to_owned()),
        None => (Audience::Readers, row.id.as_str().to_owned()),
    };
    let task = made.map(TaskId).or_else(|| row.about.task.clone());
    let stream = StreamId::of(&access.pursuance.id);
    cx.leave(stream, audience, Happened::SuggestionAccepted(accepted), object, task.as_ref());
    Ok(json!({ "suggestion": row.id, "state": state, "done": result }))
}

async fn decline(cx: &mut Cx, a: DeclineSuggestion) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let row = to_decide(cx, &access, &a.suggestion).await?;
    let told = Happened::SuggestionDeclined(told(&row.id, &row.what, &row.about.author));
    end(cx, &access, &row, (SuggestionState::Declined, told), Some(a.reason.as_str())).await
}

async fn withdraw(cx: &mut Cx, a: WithdrawSuggestion) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let row = find(&mut cx.tx, &access, &a.suggestion).await?;
    if cx.person()? != row.about.author {
        return Err(SuggestionRefusal::NotYours.into());
    }
    is_open(row.about.state)?;
    let told = Happened::SuggestionWithdrawn(told(&row.id, &row.what, &row.about.author));
    end(cx, &access, &row, (SuggestionState::Withdrawn, told), None).await
}

/// Ends a suggestion that is not carried out.
async fn end(
    cx: &mut Cx,
    access: &Access,
    row: &Suggestion,
    (state, told): (SuggestionState, Happened),
    reason: Option<&str>,
) -> Result<Value, PerformError> {
    let by = cx.person()?;
    let decided = DecidedSuggestion { state, by: &by, reason, done: None, made: None, now: cx.now };
    suggestions::decide(&mut cx.tx, &row.id, decided).await?;
    tell(cx, &access.pursuance.id, told, &row.id, row.about.task.as_ref());
    Ok(json!({ "suggestion": row.id, "state": state }))
}

/// Closes the suggestions of an author who is no longer a member, or may no longer suggest anything.
pub(super) async fn close_of(
    cx: &mut Cx,
    pursuance: &ActorId,
    author: &ActorId,
    because: Parting,
) -> Result<(), PerformError> {
    let closed = suggestions::close_of(&mut cx.tx, pursuance, author, because, cx.now).await?;
    if !closed.is_empty() {
        sealed::suggestions::forget_of(&mut cx.tx, pursuance, author, cx.now).await?;
    }
    for (id, what, task) in closed {
        let closed = SuggestionClosed { of: told(&id, &what, author), because };
        tell(cx, pursuance, Happened::SuggestionClosed(closed), &id, task.as_ref());
    }
    Ok(())
}
