//! A pursuance: the outline of its tasks, adding tasks to it, its settings, its files.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::{CreateTask, EditPursuance};
use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Title;

use super::pursuances::read_form;
use crate::actions::seat::{self, Seat};
use crate::actions::{PerformError, Refused, Thing};
use crate::markdown;
use crate::reads::{Actors, Page, one_more};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::{self, Has, Narrow, Row};
use crate::store::pursuances::MemberState;
use crate::store::tasks::Task;
use crate::store::{events, requests, waiting};
use crate::text::Markup;
use crate::web::discussion::LatelyRow;
use crate::web::enter::{Request, RequestPage};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::rows::Beside;
use crate::web::frame::view::{Field, TaskLink};
use crate::web::history::{is_same_again, line};
use crate::web::pursuance::{Counts, Filter, Head, Membership, OutlineRow, PursuancePage, Tab, founded};
use crate::web::pursuance_settings::PursuanceSettingsPage;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Query, Reader};
use crate::web::request::refusal::{said, status_of, words_of};
use crate::web::request::session::{Visit, local, see, see_with};

/// Tasks at the top of one page of the outline, and in a list.
const TOP: usize = 50;
/// Subtasks shown under each.
const EACH: i64 = 20;
/// Rows on one page; what is below those that did not fit is a link away.
const ROWS: usize = 200;
/// Levels shown.
const LEVELS: usize = 3;
/// Events beside the outline, and how many are looked at for them: some say nothing to a reader, so more of them when the
/// newest did not suffice.
const LATELY: usize = 8;
const RECENT: [i64; 2] = [12, 60];

/// Where a pursuance is in the navigation.
pub(super) fn nav(slug: &str) -> Nav {
    Nav::Pursuance(slug.to_owned())
}

/// The frame of a page of a pursuance, which hears of changes.
pub(super) async fn layout(visit: &Visit, tx: &mut ReadTx, seat: &Seat) -> StoreResult<Layout> {
    let slug = &seat.pursuance.slug;
    Ok(Layout { live: Some(links::pursuance_live(slug)), ..visit.layout(tx, nav(slug)).await? })
}

/// What stands on top of every page of a pursuance.
pub(super) async fn head(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    tab: Tab,
) -> Result<Head, PerformError> {
    let counts = visit.sums.of(tx, &seat.sight()?).await?;
    Ok(head_with(visit, tx, seat, tab, counts).await?)
}

async fn head_with(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    tab: Tab,
    counts: Counts,
) -> StoreResult<Head> {
    let pursuance = &seat.pursuance;
    let (answers, decides) = (seat.may(Permission::Delegate, None), seat.may(Permission::DecideMember, None));
    let (incoming, asking) =
        if answers || decides { waiting::in_pursuance(tx, &pursuance.id).await? } else { (0, 0) };
    Ok(Head {
        slug: pursuance.slug.clone(),
        name: pursuance.name.clone(),
        handle: format!("{}@{}", pursuance.slug, visit.app.addresses.authority()),
        visibility: pursuance.visibility,
        members: pursuance.members,
        open_tasks: counts.total() - counts.done,
        incoming: answers.then_some(incoming),
        asking: if decides { asking } else { 0 },
        may_configure: seat.may(Permission::EditPursuance, None),
        tab,
    })
}

/// `GET /p/{slug}`
pub async fn show(visit: Visit, Path(slug): Path<String>, query: Query) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = match seat::look(&mut tx, &visit.who, &slug).await {
        Err(PerformError::Refused(Refused::NotFound(_))) => return asked_page(&visit, &mut tx, &slug).await,
        found => found?,
    };
    if let Some(number) =
        query.0.text("q").trim().strip_prefix('#').and_then(|number| number.parse::<i64>().ok())
        && seat::look_at_task(&mut tx, &seat, number).await.is_ok()
    {
        return Ok(see(&links::task(&slug, number)));
    }
    let mut shown = outline_page(&visit, &mut tx, &seat, &query.0).await?;
    shown.l.document = Some(seat.pursuance.uri.clone());
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&alternate(&seat.pursuance.uri)) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// The page for whoever has asked to join and may not read it; for everybody else there is none.
async fn asked_page(visit: &Visit, tx: &mut ReadTx, slug: &str) -> Result<Response, PageError> {
    let seat = seat::look_at_request(tx, &visit.who, slug).await?;
    let l = visit.layout(tx, Nav::Elsewhere).await?;
    let request = request(tx, &l, &seat).await?.ok_or_else(|| PageError::not_found(Thing::Pursuance))?;
    page(StatusCode::OK, &RequestPage { l, slug: slug.to_owned(), request })
}

/// What the viewer asked, when they ask to join.
async fn request(tx: &mut ReadTx, l: &Layout, seat: &Seat) -> StoreResult<Option<Request>> {
    let Some(member) = seat.member.as_ref().filter(|member| member.state == MemberState::Pending) else {
        return Ok(None);
    };
    let note = requests::own_note(tx, &seat.pursuance.id, &member.actor).await?;
    Ok(Some(Request { at: l.moment(member.since), note: note.unwrap_or_default() }))
}

/// Where programs find what a page says (RFC 8288).
pub(in crate::web) fn alternate(uri: &str) -> String {
    format!("<{uri}>; rel=\"alternate\"; type=\"application/activity+json\"")
}

/// The outline, narrowed as asked.
async fn outline_page(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    asked: &Fields,
) -> Result<PursuancePage, PageError> {
    let pursuance = &seat.pursuance;
    let slug = &pursuance.slug;
    let under = match asked.number("under") {
        Some(number) => Some(seat::look_at_task(tx, seat, number).await?),
        None => None,
    };
    let filter = Filter::new(visit.t, asked.text("q").trim(), asked.text("phase"), asked.text("who"));
    let sight = seat.sight()?;
    let found = if filter.is_on || sight.only_of().is_some() {
        narrowed(visit, tx, seat, &sight, asked).await?
    } else {
        tree(tx, seat, &sight, under.as_ref(), asked).await?
    };
    let beside = Beside::of(visit, tx, &found.all).await?;
    let may_arrange = seat.may(Permission::ArchiveTask, None);
    let rows = found
        .shown
        .iter()
        .map(|(row, depth, hidden)| OutlineRow {
            task: beside.row(visit, row),
            depth: *depth,
            is_folded: row.phase.is_closed() || (*depth > 0 && *hidden > 0),
            hidden: *hidden,
            may_add: may_arrange || may_add_below(visit, seat, row),
        })
        .collect();
    let may_add = match &under {
        Some(task) => seat.may(Permission::AddSubtask, Some(task)),
        None => seat.may(Permission::CreateTask, None),
    };
    let l = layout(visit, tx, seat).await?;
    let mut actors = Actors::default();
    let lately = lately(visit, tx, &l, seat, &mut actors).await?;
    let founded = founding(visit, tx, &l, seat, &mut actors).await?;
    let counts = visit.sums.of(tx, &sight).await?;
    Ok(PursuancePage {
        head: head_with(visit, tx, seat, Tab::Tasks, counts).await?,
        mission: Markup::trusted(markdown::to_html(&pursuance.mission)),
        joining: pursuance.joining,
        membership: membership(visit, seat),
        request: request(tx, &l, seat).await?,
        helpers: outline::helpers(tx, &sight).await?,
        counts,
        filter,
        under: under.map(|task| TaskLink {
            href: links::task(slug, task.number),
            number: task.number,
            title: task.title,
        }),
        rows,
        next: found.next,
        may_add,
        add: Field::default(),
        add_under: None,
        lately,
        founded,
        l,
    })
}

/// Whether they may write a subtask under a row: asked of the rule with the facts a row has.
fn may_add_below(visit: &Visit, seat: &Seat, row: &Row) -> bool {
    let facts = pursuance_domain::allowed::Facts {
        is_assignee: visit.person().is_some() && visit.person() == row.assignee.as_ref().map(|who| &who.id),
        ..seat.facts(None)
    };
    pursuance_domain::allowed::allowed(&visit.who, Permission::AddSubtask, &facts).is_ok()
}

fn membership(visit: &Visit, seat: &Seat) -> Membership {
    match (&seat.member, visit.person()) {
        (_, None) => Membership::SignedOut,
        (None, Some(_)) => Membership::Stranger,
        (Some(member), Some(_)) => match member.state {
            MemberState::Active => Membership::Member(member.role),
            MemberState::Pending => Membership::Asked,
            MemberState::Banned => Membership::Stranger,
        },
    }
}

/// Tasks of one page, and where the next begins.
struct Found {
    /// Everything that is shown, in no particular order.
    all: Vec<Row>,
    /// In the order of the page: a row, its depth, and how many of its subtasks are not on the page.
    shown: Vec<(Row, usize, i64)>,
    next: Option<String>,
}

/// A flat list of what matches.
async fn narrowed(
    visit: &Visit,
    tx: &mut ReadTx,
    seat: &Seat,
    sight: &Sight,
    asked: &Fields,
) -> Result<Found, PageError> {
    let words = asked.text("q").trim();
    let has = match asked.text("who") {
        "me" => visit.person().map(Has::Person),
        "nobody" => Some(Has::Nobody),
        "elsewhere" => Some(Has::Elsewhere),
        _ => None,
    };
    let narrow = Narrow {
        words: Some(words).filter(|words| !words.is_empty()),
        phase: Phase::parse(asked.text("phase")),
        has,
        ..Narrow::default()
    };
    let before = asked.number("after").unwrap_or(i64::MAX);
    let rows = outline::matching(tx, sight, &narrow, before, one_more(TOP)).await?;
    let Page { items, next } = Page::cut(rows, TOP, |row| row.number);
    let next = next.map(|number| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", words)
            .append_pair("phase", asked.text("phase"))
            .append_pair("who", asked.text("who"))
            .append_pair("after", &number.to_string())
            .finish();
        format!("{}?{query}", links::pursuance(&seat.pursuance.slug))
    });
    // In a flat list nothing unfolds.
    let flat = |row: &Row| (Row { children: 0, children_done: 0, ..row.clone() }, 0, 0);
    Ok(Found { shown: items.iter().map(flat).collect(), all: items, next })
}

/// The outline: the top level from where it was left, and a few levels below it.
async fn tree(
    tx: &mut ReadTx,
    seat: &Seat,
    sight: &Sight,
    under: Option<&Task>,
    asked: &Fields,
) -> Result<Found, PageError> {
    let after = asked
        .text("after")
        .split_once('.')
        .and_then(|(position, number)| Some((position.parse().ok()?, number.parse().ok()?)));
    let after = after.unwrap_or((i64::MIN, i64::MIN));
    let rows = match under {
        Some(task) => outline::below(tx, sight, &task.id, after, one_more(TOP)).await?,
        None => outline::roots(tx, sight, after, one_more(TOP)).await?,
    };
    let Page { items: top, next } = Page::cut(rows, TOP, Row::place);
    let mut all = top.clone();
    let mut level = top.clone();
    let mut below: HashMap<TaskId, Vec<Row>> = HashMap::new();
    for _ in 1..LEVELS {
        // What is finished is folded away, so what is below it can wait until somebody asks.
        let parents: Vec<&TaskId> = level
            .iter()
            .filter(|row| row.children > 0 && !row.phase.is_closed())
            .map(|row| &row.id)
            .collect();
        let mut next_level = outline::below_each(tx, sight, &parents, EACH).await?;
        next_level.truncate(ROWS.saturating_sub(all.len()));
        all.extend(next_level.iter().cloned());
        for row in &next_level {
            if let Some(parent) = &row.parent {
                below.entry(parent.clone()).or_default().push(row.clone());
            }
        }
        level = next_level;
    }
    let mut shown = Vec::with_capacity(all.len());
    for row in top {
        unfold(row, 0, &mut below, &mut shown);
    }
    let slug = &seat.pursuance.slug;
    let next = next.map(|(position, number)| match under {
        Some(task) => format!("{}&after={position}.{number}", links::pursuance_under(slug, task.number)),
        None => format!("{}?after={position}.{number}", links::pursuance(slug)),
    });
    Ok(Found { all, shown, next })
}

/// Puts a row and what is below it in the order of the page. At most [`LEVELS`] deep.
fn unfold(row: Row, depth: usize, below: &mut HashMap<TaskId, Vec<Row>>, shown: &mut Vec<(Row, usize, i64)>) {
    let children = below.remove(&row.id).unwrap_or_default();
    let there =
        i64::try_from(children.iter().filter(|child| child.phase != Phase::Dropped).count()).unwrap_or(0);
    let hidden = (row.children - there).max(0);
    shown.push((row, depth, hidden));
    for child in children {
        unfold(child, depth + 1, below, shown);
    }
}

/// What happened lately, as far as whoever looks may read it.
async fn lately(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    seat: &Seat,
    actors: &mut Actors,
) -> Result<Vec<LatelyRow>, PageError> {
    let sight = seat.sight()?;
    let mut lines = Vec::new();
    for look in RECENT {
        let mut recent = events::newest(tx, &sight, look).await?;
        let are_all = i64::try_from(recent.len()).is_ok_and(|found| found < look);
        recent.dedup_by(|event, newer| is_same_again(newer, event));
        actors.look_up(tx, recent.iter().filter_map(|event| event.actor.clone()).collect()).await?;
        let about: Vec<TaskId> = recent.iter().filter_map(|event| event.task.clone()).collect();
        let titles = outline::titles(tx, &sight, &about).await?;
        lines.clear();
        for event in recent {
            if lines.len() == LATELY {
                break;
            }
            let Some(row) = line(visit, tx, l, actors, &event).await? else { continue };
            let task = event.task.as_ref().and_then(|id| titles.get(id)).map(|(number, title)| TaskLink {
                href: links::task(&seat.pursuance.slug, *number),
                number: *number,
                title: title.clone(),
            });
            lines.push(LatelyRow { row, task });
        }
        if lines.len() == LATELY || are_all {
            break;
        }
    }
    Ok(lines)
}

/// When it was founded, and by whom.
async fn founding(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    seat: &Seat,
    actors: &mut Actors,
) -> Result<Markup, PageError> {
    let sight = seat.sight()?;
    if sight.only_of().is_some() {
        return Ok(Markup::default());
    }
    let first = events::after(tx, &sight, 0, 1).await?;
    let Some(founder) = first.into_iter().next().and_then(|event| event.actor) else {
        return Ok(Markup::default());
    };
    let by = visit.party_of(tx, actors, &founder).await?;
    Ok(founded(visit.t, l.day(seat.pursuance.created), &by))
}

/// `POST /p/{slug}/tasks`
pub async fn add_task(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let parent = form.number("parent");
    let mut field = form.field("title");
    let refused = match Reader::new(visit.t).need(&mut field, Title::parse) {
        Some(title) => {
            let create = CreateTask::asking(slug.clone(), parent, Asks::titled(title));
            match said(visit.app.perform(&visit.who, create.into()).await)? {
                // A field that adds one after the other needs no notice: the new task says it.
                Ok(_) => {
                    let back = form.text("back");
                    let to = if back.is_empty() { links::pursuance(&slug) } else { local(back).to_owned() };
                    let anchor = if parent.is_some() { String::new() } else { "#new-task".to_owned() };
                    return Ok(see(&format!(
                        "{to}{}",
                        if back.contains("/t/") { "#subtasks".to_owned() } else { anchor }
                    )));
                }
                Err(refused) => {
                    field.error = words_of(visit.t, &refused);
                    status_of(&refused)
                }
            }
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    // On the page of the task above, or on the outline: wherever it was written.
    if let (Some(number), true) = (parent, form.text("back").contains("/t/")) {
        let mut shown = super::task::load(&visit, &slug, number).await?;
        shown.add = field;
        return page(refused, &shown);
    }
    let asked = form.text("back").split_once('?').map_or("", |(_, query)| query);
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, &slug).await?;
    let mut shown = outline_page(&visit, &mut tx, &seat, &Fields::parse(asked.as_bytes())).await?;
    (shown.add, shown.add_under) = (field, parent);
    page(refused, &shown)
}

/// `GET /p/{slug}/settings`
pub async fn settings_form(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, &slug).await?;
    seat.demand(Permission::EditPursuance, None)?;
    let form = crate::web::pursuances::PursuanceForm {
        name: Field::of(&seat.pursuance.name),
        mission: Field::of(&seat.pursuance.mission),
        visibility: seat.pursuance.visibility,
        joining: seat.pursuance.joining,
    };
    let head = head(&visit, &mut tx, &seat, Tab::Settings).await?;
    let l = visit.layout(&mut tx, nav(&slug)).await?;
    let revision = seat.pursuance.revision;
    page(StatusCode::OK, &PursuanceSettingsPage { l, head, form, revision, problem: String::new() })
}

/// `POST /p/{slug}/settings`
pub async fn settings(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    let (form, read) = read_form(&visit, &typed);
    let seen = typed.number("revision");
    let mut was_told = false;
    let (problem, status) = match read {
        Some((name, mission)) => {
            let edit = EditPursuance {
                pursuance: slug.clone(),
                revision: seen,
                name: Some(name),
                mission: Some(mission),
                visibility: Some(form.visibility),
                joining: Some(form.joining),
            };
            match said(visit.app.perform(&visit.who, edit.into()).await)? {
                Ok(_) => return Ok(see_with(&visit.app, &links::pursuance_settings(&slug), Notice::Saved)),
                Err(refused) => {
                    was_told = matches!(refused, Refused::Outdated);
                    (words_of(visit.t, &refused), status_of(&refused))
                }
            }
        }
        None => (String::new(), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let mut tx = visit.app.db.read().await?;
    let seat = seat::look(&mut tx, &visit.who, &slug).await?;
    seat.demand(Permission::EditPursuance, None)?;
    let head = head(&visit, &mut tx, &seat, Tab::Settings).await?;
    let l = visit.layout(&mut tx, nav(&slug)).await?;
    // Whoever was told that somebody else changed it may replace that; for whoever only mistyped it is still to be told.
    let revision = seen.filter(|_| !was_told).unwrap_or(seat.pursuance.revision);
    page(status, &PursuanceSettingsPage { l, head, form, revision, problem })
}
