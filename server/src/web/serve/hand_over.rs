//! Handing a task to another pursuance: whom, what exactly they will see, on which terms.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::OfferDelegation;
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::path::hop;
use pursuance_domain::delegation::terms::Redelegation;
use pursuance_domain::delegation::terms::Terms;
use pursuance_domain::delegation::{ActorUri, DelegateCopy, DelegationRefusal, Side, State};
use pursuance_domain::id::ActorId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::Asks;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{ActorRef, Note, Sha256, Skill, Skills, Urgency};

use super::deal::file_view;
use super::deal_sides::read_back;
use super::pursuance::nav;
use super::pursuances::in_short;
use super::task::parents;
use crate::actions::Refused;
use crate::actions::seat::{self, Seat};
use crate::lookup::DirectoryError;
use crate::markdown;
use crate::reads::{Actors, name_of};
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};
use crate::store::{accounts, delegations, discussions, outline, pursuances, waiting};
use crate::text::Markup;
use crate::web::delegation::{OnwardTerms, TermsView};
use crate::web::frame::labels::heartbeat_choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::rows::Mine;
use crate::web::frame::view::{Field, FileView, Party, bytes, size_key};
use crate::web::hand_over::{Candidate, ChainLink, Chosen, FileChoice, HandOverPage, OfferForm};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Query, Reader};
use crate::web::request::refusal::{field_of, said, status_of, words_of};
use crate::web::request::session::{Visit, see_with};

/// Pursuances one can choose from.
const KNOWN: usize = 20;
/// News once a week, when nobody says otherwise.
const HEARTBEAT: i64 = 7;

/// `GET /p/{slug}/t/{number}/hand-over`
pub async fn form(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: Query,
) -> Result<Response, PageError> {
    check(&visit, &slug, number).await?;
    let typed = query.0;
    // What was typed wins over what was picked: it was typed on purpose.
    let address = typed.text("address").trim();
    let wanted = if address.is_empty() { typed.text("to").trim() } else { address };
    let (mut partner, mut error) = look_up(&visit, wanted).await?;
    // Said before anybody is asked: whoever handed it on would get it back.
    if let Some(named) = &partner
        && is_in_chain(&visit, &slug, number, named).await?
    {
        error = visit.t.with("chain-not-again").set("name", &named.display).to_string();
        partner = None;
    }
    let field =
        Field::of(if address.is_empty() && !error.is_empty() { wanted } else { address }).refused(error);
    let status = if field.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let offer = Draft::begin(&visit, &Fields::default());
    let shown = fill(&visit, &slug, number, partner, field, offer).await?;
    page(status, &shown)
}

/// Whether a task has come through a pursuance already.
async fn is_in_chain(visit: &Visit, slug: &str, number: i64, named: &Actor) -> Result<bool, PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, slug).await?;
    let task = seat::look_at_task(&mut tx, &seat, number).await?;
    let above = tasks::ancestors(&mut tx, &task).await?;
    let hops = hops_of(visit, &mut tx, &seat, &task, &above).await?;
    Ok(hops.contains(&hop(&ActorUri(named.uri.clone()))))
}

/// Who has handed a task on so far, as hashes, this pursuance among them; nobody where it began here.
async fn hops_of(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    task: &Task,
    above: &[Task],
) -> Result<Vec<String>, PageError> {
    let mirror = std::iter::once(task).chain(above).find(|task| task.mirror_of.is_some());
    let Some(row) = (match mirror.and_then(|mirror| mirror.delegation.as_ref()) {
        Some(id) => delegations::by_id(tx, id).await?,
        None => None,
    }) else {
        return Ok(Vec::new());
    };
    let mut hops: Vec<String> = read_back("a chain", &row.path)?;
    hops.push(hop(&ActorUri(visit.app.addresses.group(&seat.pursuance.id))));
    Ok(hops)
}

/// Only those who may hand it over look others up: a look-up asks another server.
async fn check(visit: &Visit, slug: &str, number: i64) -> Result<(), PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, slug).await?;
    let task = seat::look_at_task(&mut tx, &seat, number).await?;
    if visit.person().is_none() {
        return Err(PageError::SignInFirst);
    }
    Ok(seat.demand(Permission::Delegate, Some(&task))?)
}

/// The pursuance that was named, or why there is none.
async fn look_up(visit: &Visit, wanted: &str) -> Result<(Option<Actor>, String), PageError> {
    if wanted.is_empty() {
        return Ok((None, String::new()));
    }
    let named = match ActorRef::parse(wanted) {
        Ok(named) => named,
        Err(refusal) => return Ok((None, visit.t.say(&refusal.wording()))),
    };
    match visit.app.find_pursuance(&visit.who, &named).await {
        Ok(actor) => Ok((Some(actor), String::new())),
        Err(DirectoryError::Store(error)) => Err(error.into()),
        Err(DirectoryError::Keys(error)) => Err(crate::actions::PerformError::from(error).into()),
        Err(error @ DirectoryError::NobodyHere(_)) => {
            let mut tx = visit.app.db.read().await?;
            let known = actors::groups_elsewhere(&mut tx, wanted.trim_start_matches(['@', '!']), 3).await?;
            let handles: Vec<String> = known.iter().map(|actor| visit.app.handle(actor)).collect();
            let meant = match handles.is_empty() {
                true => String::new(),
                false => format!(" {}", visit.t.with("hand-over-meant").set("handles", handles.join(", "))),
            };
            Ok((None, format!("{}{meant}", visit.t.say_and_advise(&error.wording()))))
        }
        Err(error) => Ok((None, visit.t.say_and_advise(&error.wording()))),
    }
}

/// The offer as it stands in the form.
struct Draft {
    form: OfferForm,
    files: Vec<String>,
    due: Option<Option<Time>>,
    respond_by: Option<Option<Time>>,
    heartbeat: i64,
    /// Whether nothing was typed yet; the task's own date then stands in the form.
    is_new: bool,
    note: Option<Option<Note>>,
}

impl Draft {
    /// An offer nobody has typed anything into.
    fn begin(visit: &Visit, typed: &Fields) -> Self {
        let respond_by = Terms::usual(visit.now, None).respond_by;
        Self {
            form: OfferForm {
                due: Field::default(),
                respond_by: Field::of(respond_by.date()),
                heartbeat: heartbeat_choices(visit.t, HEARTBEAT),
                heartbeat_error: String::new(),
                redelegation: OnwardTerms::Ask,
                names: false,
                discussion: false,
                note: Field::default(),
            },
            files: typed.all("files").map(str::to_owned).collect(),
            due: Some(None),
            respond_by: Some(Some(respond_by)),
            heartbeat: HEARTBEAT,
            is_new: true,
            note: Some(None),
        }
    }

    /// What was typed.
    fn read(visit: &Visit, typed: &Fields) -> Self {
        let reader = Reader::new(visit.t);
        let begin = Self::begin(visit, typed);
        let heartbeat = typed.number("heartbeat").filter(|days| (1..=90).contains(days)).unwrap_or(HEARTBEAT);
        let mut form = OfferForm {
            due: typed.field("due"),
            respond_by: typed.field("respond_by"),
            heartbeat: heartbeat_choices(visit.t, heartbeat),
            redelegation: match typed.text("redelegation") {
                "no" => OnwardTerms::No,
                "yes" => OnwardTerms::Yes,
                _ => OnwardTerms::Ask,
            },
            names: typed.is_ticked("names"),
            discussion: typed.is_ticked("discussion"),
            note: typed.field("note"),
            ..begin.form
        };
        Self {
            due: reader.date(&mut form.due),
            respond_by: reader.date(&mut form.respond_by),
            note: reader.maybe(&mut form.note, Note::parse),
            heartbeat,
            is_new: false,
            form,
            ..begin
        }
    }

    fn redelegation(&self) -> Redelegation {
        match self.form.redelegation {
            OnwardTerms::No => Redelegation::No,
            OnwardTerms::Ask => Redelegation::Ask,
            OnwardTerms::Yes => Redelegation::Yes,
        }
    }
}

async fn fill(
    visit: &Visit,
    slug: &str,
    number: i64,
    partner: Option<Actor>,
    address: Field,
    mut draft: Draft,
) -> Result<HandOverPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, slug).await?;
    let task = seat::look_at_task(&mut tx, &seat, number).await?;
    let l = visit.layout(&mut tx, nav(slug)).await?;
    if draft.is_new {
        draft.form.due = Field::of(task.due.map(Time::date).unwrap_or_default());
        draft.due = Some(task.due);
    }
    let (known, known_more) = known(visit, &mut tx, &seat, &task, &l, partner.as_ref()).await?;
    let above = outline::above(&mut tx, &seat.sight()?, &task).await?;
    let blocked = blocked(visit, &mut tx, &task).await?;
    let chosen = match partner {
        Some(partner) => Some(chosen(visit, &mut tx, &l, (&seat, &task), partner, draft).await?),
        None => None,
    };
    Ok(HandOverPage {
        slug: slug.to_owned(),
        pursuance: seat.pursuance.name.clone(),
        number,
        parents: parents(above),
        title: task.title,
        known,
        known_more,
        address,
        chosen,
        problem: String::new(),
        chain: Vec::new(),
        blocked,
        l,
    })
}

/// Why nobody can be asked at all.
async fn blocked(visit: &Visit, tx: &mut ReadTx, task: &Task) -> Result<String, PageError> {
    if let Err(refusal) = may_go_on(tx, task).await? {
        return Ok(visit.t.say_and_advise(&refusal.wording()));
    }
    Ok(match &task.assignee {
        Some(id) => {
            let who = visit.party_of(tx, &mut Actors::default(), id).await?;
            visit.t.with("blocked-has-task").set("who", who.name).to_string()
        }
        None if task.phase.is_closed() => visit.t.s("blocked-closed").to_owned(),
        None => String::new(),
    })
}

/// Whether a task that came from another pursuance, or is part of one that did, may be handed on.
///
/// # Errors
/// When the database fails, or what is stored cannot be read back.
pub(super) async fn may_go_on(
    tx: &mut ReadTx,
    task: &Task,
) -> Result<Result<(), DelegationRefusal>, PageError> {
    // The chain of pursuances is a question of the whole tree, whoever looks.
    let above = tasks::ancestors(tx, task).await?;
    let mirror = std::iter::once(task).chain(&above).find(|task| task.mirror_of.is_some());
    let Some(row) = (match mirror.and_then(|mirror| mirror.delegation.as_ref()) {
        Some(id) => delegations::by_id(tx, id).await?,
        None => None,
    }) else {
        return Ok(Ok(()));
    };
    let copy: DelegateCopy = read_back("a delegation", &row.copy)?;
    Ok(copy.may_hand_on_to_anybody().map(drop))
}

/// Pursuances known here that could be asked: those that have worked for this one first.
async fn known(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    task: &Task,
    l: &Layout,
    partner: Option<&Actor>,
) -> Result<(Vec<Candidate>, i64), PageError> {
    let record: HashMap<ActorId, (i64, i64)> = waiting::record(tx, &seat.pursuance.id)
        .await?
        .into_iter()
        .map(|(id, taken, finished)| (id, (taken, finished)))
        .collect();
    let before = delegations::of_task(tx, &task.id).await?;
    let declined = before.iter().filter(|row| row.side == Side::Origin && row.state == State::Declined);
    let declined: HashMap<&ActorId, Time> = declined.map(|row| (&row.delegate, row.updated)).collect();
    let above = tasks::ancestors(tx, task).await?;
    let hops = hops_of(visit, tx, seat, task, &above).await?;
    let candidate = |id: &ActorId, uri: String, party: Party, address: String, since: Option<Time>| {
        let (taken, finished) = record.get(id).copied().unwrap_or_default();
        let candidate = Candidate {
            party,
            address,
            skills: Vec::new(),
            finished,
            taken,
            known_since: since.map(|since| l.day(since)),
            declined: declined.get(id).map(|at| l.day(*at)),
            is_in_chain: hops.contains(&hop(&ActorUri(uri))),
            is_chosen: partner.is_some_and(|partner| partner.id == *id),
        };
        (id.clone(), candidate)
    };
    let mut all = Vec::new();
    for actor in actors::known_groups(tx, 200).await? {
        let uri = actor.uri.clone();
        all.push(candidate(&actor.id, uri, visit.party(&actor), name_of(&actor), Some(actor.created)));
    }
    let mut here = pursuances::public_page(tx, "", "", 200).await?;
    if let Some(person) = visit.person() {
        for mine in pursuances::of_member(tx, person).await? {
            if !here.iter().any(|known| known.id == mine.id) {
                here.push(mine);
            }
        }
    }
    for pursuance in here.into_iter().filter(|pursuance| pursuance.id != seat.pursuance.id) {
        let party = Party::group(&pursuance.name).linked(links::pursuance(&pursuance.slug));
        let uri = visit.app.addresses.group(&pursuance.id);
        all.push(candidate(&pursuance.id, uri, party, pursuance.slug, None));
    }
    all.sort_by_key(|(_, one)| (one.is_in_chain, !one.is_chosen, Reverse(one.finished), Reverse(one.taken)));
    let more = i64::try_from(all.len().saturating_sub(KNOWN)).unwrap_or(0);
    all.truncate(KNOWN);
    let (needed, mine) = (tasks::skills(tx, &task.id).await?, Mine::of(visit, tx).await?);
    let mut candidates = Vec::with_capacity(all.len());
    for (id, mut one) in all {
        if !needed.is_empty() {
            let theirs = skills_of(tx, &id, one.party.host.is_none()).await?;
            one.skills = mine.tags(needed.iter().filter(|skill| theirs.contains(skill)).map(Skill::as_str));
        }
        candidates.push(one);
    }
    Ok((candidates, more))
}

/// What the people of a pursuance can do, as far as they tell others.
async fn skills_of(tx: &mut ReadTx, pursuance: &ActorId, is_here: bool) -> StoreResult<Skills> {
    if is_here {
        accounts::skills_of_members(tx, pursuance).await
    } else {
        accounts::skills(tx, pursuance).await
    }
}

async fn chosen(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    (seat, task): (&Seat, &Task),
    partner: Actor,
    draft: Draft,
) -> Result<Chosen, PageError> {
    let (mut files, seen) = (Vec::new(), &seat.seen(task)?);
    for file in discussions::files(tx, seen).await? {
        files.push(file_view(visit, tx, l, &mut Actors::default(), file, None).await?);
    }
    let here = pursuances::by_id(tx, &partner.id).await?;
    let skills = skills_of(tx, &partner.id, partner.is_here()).await?;
    let ticked = |file: &FileView| draft.files.contains(&file.sha256);
    let choices = files.iter().filter(|file| file.href.is_some()).map(|file| FileChoice {
        sha256: file.sha256.clone(),
        name: file.name.clone(),
        size: bytes(l.t, file.bytes),
        is_ticked: ticked(file),
    });
    let choices = choices.collect();
    let sent = files.iter().filter(|file| ticked(file)).cloned().collect();
    let ends = draft.respond_by.flatten().unwrap_or(visit.now.plus(7 * DAY));
    Ok(Chosen {
        party: visit.party(&partner),
        address: name_of(&partner),
        mission: if partner.is_here() {
            in_short(&partner.summary)
        } else {
            markdown::to_text(&partner.summary)
        },
        skills: Mine::of(visit, tx).await?.tags_of(&skills),
        members: here.map(|here| here.members),
        known_since: l.day(partner.created),
        terms: preview(visit, tx, l, task, &draft, sent).await?,
        note: Markup::trusted(match draft.note.as_ref().and_then(Option::as_ref) {
            Some(note) => markdown::to_html(note.as_str()),
            None => String::new(),
        }),
        // As much of it as their page shows.
        our_mission: if partner.is_here() {
            in_short(&seat.pursuance.mission)
        } else {
            markdown::to_text(&markdown::to_html(&seat.pursuance.mission))
        },
        files: choices,
        messages: discussions::count_before(tx, seen, Time(i64::MAX)).await?,
        form: draft.form,
        ends: l.date(ends),
    })
}

/// What they will see, as it stands in the form.
async fn preview(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    task: &Task,
    draft: &Draft,
    files: Vec<FileView>,
) -> Result<TermsView, PageError> {
    let Asks { title, deliverables, skills, due, size, urgency } = tasks::asks(tx, task).await?;
    let due = draft.due.flatten().or(due);
    Ok(TermsView {
        title: title.into(),
        deliverables: Markup::trusted(markdown::to_html(deliverables.as_str())),
        skills: Mine::of(visit, tx).await?.tags_of(&skills),
        size: size_key(size),
        is_urgent: urgency == Urgency::Urgent,
        due: due.map(|due| l.due(due, false)),
        heartbeat_days: draft.heartbeat,
        onward: draft.form.redelegation,
        names: draft.form.names,
        discussion: draft.form.discussion,
        files,
    })
}

/// `POST /p/{slug}/t/{number}/hand-over`
pub async fn offer(Path((slug, number)): Path<(String, i64)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    check(&visit, &slug, number).await?;
    let draft = Draft::read(&visit, &typed);
    let is_preview = typed.is_ticked("preview");
    let to = ActorRef::parse(typed.text("to")).map_err(|_| PageError::BadRequest)?;
    let files: Result<Vec<Sha256>, _> = typed.all("files").map(Sha256::parse).collect();
    let files = files.map_err(|_| PageError::BadRequest)?;
    let refused = match (draft.due, draft.respond_by, draft.note.clone()) {
        (Some(due), Some(respond_by), Some(note)) if !is_preview => {
            let offer = OfferDelegation {
                pursuance: slug.clone(),
                task: number,
                to: to.clone(),
                note,
                due,
                respond_by,
                heartbeat: u16::try_from(draft.heartbeat).ok(),
                redelegation: draft.redelegation(),
                names: draft.form.names,
                discussion: draft.form.discussion,
                files,
            };
            match said(visit.app.perform(&visit.who, offer.into()).await)? {
                Ok(_) => return Ok(see_with(&visit.app, &links::task(&slug, number), Notice::Offered)),
                Err(refused) => Some(refused),
            }
        }
        _ => None,
    };
    let (partner, error) = look_up(&visit, to.as_str()).await?;
    let chain = match &refused {
        Some(Refused::Rule(Refusal::Delegation(DelegationRefusal::Loop { chain }))) => {
            way(&visit, &slug, number, chain, partner.as_ref()).await?
        }
        _ => Vec::new(),
    };
    let address = if error.is_empty() { Field::default() } else { Field::of(to.as_str()).refused(error) };
    let status = match &refused {
        Some(refused) => status_of(refused),
        None if is_preview => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut shown = fill(&visit, &slug, number, partner, address, draft).await?;
    shown.chain = chain;
    if let Some(refused) = &refused {
        let field = shown.chosen.as_mut().and_then(|chosen| match field_of(refused) {
            Some("due") => Some(&mut chosen.form.due),
            Some("respond_by") => Some(&mut chosen.form.respond_by),
            Some("note") => Some(&mut chosen.form.note),
            _ => None,
        });
        match field {
            Some(field) => field.error = words_of(visit.t, refused),
            None if shown.chain.is_empty() => shown.problem = words_of(visit.t, refused),
            // The chain says it all.
            None => {}
        }
    }
    page(status, &shown)
}

/// The way a task went. Hops are hashes, so only those pursuances are named that are known here to be part of it.
async fn way(
    visit: &Visit,
    slug: &str,
    number: i64,
    chain: &[String],
    partner: Option<&Actor>,
) -> Result<Vec<ChainLink>, PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, slug).await?;
    let task = seat::look_at_task(&mut tx, &seat, number).await?;
    let mut known: Vec<Actor> = partner.cloned().into_iter().collect();
    known.extend(actors::by_id(&mut tx, &seat.pursuance.id).await?);
    let mut above = vec![task.clone()];
    above.extend(tasks::ancestors(&mut tx, &task).await?);
    for id in above.iter().filter_map(|task| task.delegation.as_ref()) {
        if let Some(row) = delegations::by_id(&mut tx, id).await? {
            known.extend(actors::by_id(&mut tx, &row.origin).await?);
        }
    }
    let hash = |actor: &Actor| hop(&ActorUri(actor.uri.clone()));
    let stations = chain.iter().map(|station| ChainLink {
        party: known.iter().find(|actor| hash(actor) == *station).map(|actor| visit.party(actor)),
        is_repeated: partner.is_some_and(|partner| hash(partner) == *station),
    });
    // Where it would go next is where the loop closes.
    let next = partner.map(|partner| ChainLink { party: Some(visit.party(partner)), is_repeated: true });
    Ok(stations.chain(next).collect())
}
