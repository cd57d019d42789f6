//! Bundles of notices about one object: a title, the events, and the reasons for the notices. Of a pursuance with many unread ones,
//! all tasks of one sort are one bundle ([`pursuance_domain::notice::rows`]).

use std::collections::HashMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::event::Happened;
use pursuance_domain::id::{DelegationId, ProposalId, TaskId};
use pursuance_domain::notice::rows::{NoticeSort, TASKS_MOST};
use pursuance_domain::notice::{NoticeId, NoticeKind, NoticeReason};
use pursuance_domain::people::role::Role;

use crate::actions::notice;
use crate::reads::Actors;
use crate::reads::inbox::rows::{Group, Row, Said};
use crate::reads::inbox::{self, Nobodys, ReadableNotice, Target};
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::store::error::StoreResult;
use crate::store::silence::{self, ClockQuestion};
use crate::store::suggestions;
use crate::store::texts;
use crate::text::{Markup, Text, became_key, escape, kind_key, own_key, reason_key, was_asked_key};
use crate::web::cards::answer::Answer;
use crate::web::cards::room::named;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Words;
use crate::web::frame::when::When;
use crate::web::request::session::Visit;
use crate::web::suggestions::suggested::in_words;
use crate::web::task::history;
use crate::web::task::repeated_events::ShownEvent;

/// How many lines of one bundle are shown.
const LINES: usize = 5;
/// How many people one line names.
const NAMED: usize = 3;

/// Notices about one task, or about one pursuance; or about tasks of a pursuance: that nobody was found for them, or of one sort where
/// there are many.
pub struct Bundle {
    /// The title of the task, or the name of the pursuance.
    pub title: Words,
    /// The name of the pursuance, beside the title of a task.
    pub pursuance: Option<Words>,
    /// The page about it.
    pub href: String,
    /// The id of the task or the pursuance, in forms.
    pub object: String,
    pub is_read: bool,
    pub is_muted: bool,
    pub lines: Vec<Line>,
    /// More lines, folded: of many tasks each has one, so that none is read unseen.
    pub folded: Vec<Line>,
    /// The number of notices not shown.
    pub more: usize,
    /// The reasons for the notices: keys of sentences.
    pub reasons: Vec<&'static str>,
    pub icon: &'static str,
    /// The names of the notices in forms, where they are about several tasks.
    pub names: Vec<String>,
    /// The key of the button that leads to its page.
    pub open: &'static str,
    /// The page on which somebody is invited, where that would help and the viewer may.
    pub invite: Option<String>,
    /// The answer that one press gives to what is asked about the task, while it is unread and waits for one.
    pub answer: Option<Answer>,
}

/// An event, or several events of a kind.
pub struct Line {
    pub text: Markup,
    pub at: When,
    /// The reason given in the event, or the words that went with it, as written; empty if there are none, or if they are not for
    /// the viewer.
    pub words: String,
}

/// The rows as they are shown.
pub(super) async fn bundles(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    rows: &[Row],
) -> StoreResult<Vec<Bundle>> {
    let mut actors = Actors::in_pursuances(visit.now);
    let said = rows.iter().flat_map(|row| &row.groups).flat_map(|group| group.said.by.iter().take(NAMED));
    let involved = rows.iter().flat_map(Row::notices).filter_map(|told| told.notice.event.actor.as_ref());
    actors.look_up(tx, said.chain(involved).cloned().collect()).await?;
    let asks = asks(visit, tx, rows).await?;
    let mut bundles = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(sort) = row.sort {
            bundles.extend(of_sort(visit, tx, l, &mut actors, (sort, row)).await?);
            continue;
        }
        for group in &row.groups {
            bundles.extend(match group.shown.first() {
                Some(first) if first.is_search() => {
                    Some(searches(visit, tx, l, &mut actors, (first, &group.shown)).await?)
                }
                _ => bundle(visit, tx, l, &mut actors, (group, &asks)).await?,
            });
        }
    }
    Ok(bundles)
}

/// Whether a group tells unread that the clock of its task asks something.
fn is_question(group: &Group) -> bool {
    group.shown.iter().any(|one| one.notice.kind == NoticeKind::Nudge && !one.notice.is_read)
}

/// Returns the questions of the clock to the viewer at the moment, about the tasks whose rows say that it asks.
async fn asks(visit: &Visit, tx: &mut ReadTx, rows: &[Row]) -> StoreResult<HashMap<TaskId, ClockQuestion>> {
    let groups = rows.iter().filter(|row| row.sort.is_none()).flat_map(|row| &row.groups);
    let first = groups.filter(|group| is_question(group)).filter_map(|group| group.shown.first());
    let tasks: Vec<&TaskId> = first.filter_map(|one| one.task.as_ref()).map(|task| &task.id).collect();
    match visit.person() {
        Some(person) if !tasks.is_empty() => silence::asks(tx, person, &tasks).await,
        _ => Ok(HashMap::new()),
    }
}

/// The answer to what is asked in a group.
fn answer(group: &Group, asks: &HashMap<TaskId, ClockQuestion>) -> Option<Answer> {
    let first = group.shown.first().filter(|_| is_question(group))?;
    let (task, slug) = (first.task.as_ref()?, &first.access.pursuance.slug);
    Some(match asks.get(&task.id)? {
        ClockQuestion::StillOnIt => Answer::still_on_it(slug, task.number, !task.title.is_sealed()),
        ClockQuestion::HandOn => Answer::keep(slug, task.number),
    })
}

/// Tasks of a pursuance of which a person is told something of one sort.
async fn of_sort(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    (sort, row): (NoticeSort, &Row),
) -> StoreResult<Option<Bundle>> {
    let mut lines = Vec::new();
    for group in &row.groups {
        let Some(one) = group.shown.first() else { continue };
        actors.go_to(&one.notice.pursuance);
        let title = title_of(l, one);
        let href = Target::of(one).path();
        let link = format!("<a href=\"{}\" dir=\"auto\">{title}</a>", escape(&href));
        let said = if one.is_said() && group.said.count > 1 {
            several(visit, tx, l.t(), actors, (one, &group.said)).await?
        } else {
            sentence(visit, tx, l, actors, one).await?
        };
        let text =
            l.t.rich("inbox-of-task").html("task", Markup::trusted(link)).html("line", said).to_string();
        lines.push(Line {
            text: Markup::trusted(text),
            at: l.moment(one.notice.event.at),
            words: given(tx, one).await?,
        });
    }
    let Some(first) = row.notices().next() else { return Ok(None) };
    let pursuance = &first.access.pursuance;
    // Rooms have no offers and no reviews.
    let has_rooms = row.notices().any(|one| one.room.is_some());
    let (key, href, kind) = match sort {
        NoticeSort::Theirs if has_rooms => {
            ("inbox-many-theirs-rooms", links::pursuance(&pursuance.slug), NoticeKind::Assignment)
        }
        NoticeSort::News if has_rooms => {
            ("inbox-many-news-rooms", links::pursuance(&pursuance.slug), NoticeKind::Comment)
        }
        NoticeSort::Asked => ("inbox-many-asked", links::offers().to_owned(), NoticeKind::TaskOffer),
        NoticeSort::Review => ("inbox-many-review", links::reviews().to_owned(), NoticeKind::Review),
        NoticeSort::Theirs => {
            ("inbox-many-theirs", links::pursuance(&pursuance.slug), NoticeKind::Assignment)
        }
        NoticeSort::News => ("inbox-many-news", links::pursuance(&pursuance.slug), NoticeKind::Comment),
    };
    Ok(Some(Bundle {
        title: l.t.with(key).set("n", row.count).to_string().into(),
        pursuance: Some(l.name_in(&pursuance.slug, &pursuance.name)),
        href,
        object: String::new(),
        is_read: first.notice.is_read,
        is_muted: false,
        more: row.count.saturating_sub(row.groups.len()),
        folded: lines.split_off(lines.len().min(LINES)),
        lines,
        reasons: Vec::new(),
        icon: icon(kind),
        names: row.names.iter().map(NoticeId::to_string).collect(),
        open: "inbox-open",
        invite: None,
        answer: None,
    }))
}

async fn bundle(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    (group, asks): (&Group, &HashMap<TaskId, ClockQuestion>),
) -> StoreResult<Option<Bundle>> {
    let Some(first) = group.shown.first() else { return Ok(None) };
    let answer = answer(group, asks);
    actors.go_to(&first.notice.pursuance);
    let (mut lines, mut told) = (Vec::new(), 0);
    let mut tells_said = false;
    for one in &group.shown {
        let is_said = one.is_said() && group.said.count > 1;
        if lines.len() == LINES {
            break;
        }
        if is_said && tells_said {
            continue;
        }
        let text = if is_said {
            tells_said = true;
            told += group.said.count;
            several(visit, tx, l.t(), actors, (one, &group.said)).await?
        } else {
            told += 1;
            sentence(visit, tx, l, actors, one).await?
        };
        let words = given(tx, one).await?;
        // An event that has happened twice is said once, with its last time.
        if lines.iter().all(|line: &Line| line.text != text || line.words != words) {
            lines.push(Line { text, at: l.moment(one.notice.event.at), words });
        }
    }
    let pursuance = &first.access.pursuance;
    Ok(Some(Bundle {
        title: title_of(l, first),
        pursuance: (first.task.is_some() || first.room.is_some())
            .then(|| l.name_in(&pursuance.slug, &pursuance.name)),
        href: Target::of(first).path(),
        object: first.notice.object.clone(),
        is_read: first.notice.is_read,
        is_muted: false,
        more: group.count.saturating_sub(told),
        lines,
        folded: Vec::new(),
        // That it is about the reader, each of its lines says.
        reasons: group
            .reasons
            .iter()
            .filter(|it| **it != NoticeReason::About)
            .copied()
            .map(reason_key)
            .collect(),
        icon: icon(first.notice.kind),
        names: Vec::new(),
        open: "inbox-open",
        invite: None,
        answer,
    }))
}

/// The names of notices in forms, as many as are read at once.
fn names<'a>(notices: impl Iterator<Item = &'a ReadableNotice>) -> Vec<String> {
    notices.take(notice::NAMED_MOST).map(|one| one.notice.id().to_string()).collect()
}

/// Tasks of a pursuance that nobody has.
async fn searches(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    (first, group): (&ReadableNotice, &[ReadableNotice]),
) -> StoreResult<Bundle> {
    actors.go_to(&first.notice.pursuance);
    let (t, access) = (l.t, &first.access);
    let slug = &access.pursuance.slug;
    let nobodys = Nobodys::of(group);
    let tasks = &nobodys.tasks;
    let (missing, needing) = inbox::missing(tx, group).await?;
    let mut lines: Vec<Line> = Vec::new();
    let mut say = |text: String| {
        lines.push(Line {
            text: Markup::trusted(escape(&text)),
            at: l.moment(first.notice.event.at),
            words: String::new(),
        });
    };
    if nobodys.is_mixed() {
        let kinds = t.with("inbox-search-kinds").set("searched", nobodys.searched);
        say(kinds.set("due", nobodys.due).to_string());
    }
    if !missing.is_empty() {
        say(t.with("inbox-search-missing").set("n", needing).set("skills", missing.join(", ")).to_string());
    }
    let named = tasks.get(..TASKS_MOST).unwrap_or(tasks);
    let is_named = |one: &ReadableNotice| {
        one.task.as_ref().is_some_and(|of| named.iter().any(|(task, _)| task.id == of.id))
    };
    let open = lines.len() + LINES;
    for (task, one) in named {
        let href = Target::of(one).path();
        let title = Words::of(&task.title, t);
        let link = format!("<a href=\"{}\" dir=\"auto\">{title}</a>", escape(&href));
        let text = match &one.notice.event.what {
            Happened::PairingAllied(_) => {
                let said = sentence(visit, tx, l, actors, one).await?;
                t.rich("inbox-of-task").html("task", Markup::trusted(link)).html("line", said).to_string()
            }
            Happened::TaskDueUnassigned(told) => {
                let due = l.due(&task.title, told.due, false);
                let key = if due.is_over() { "due-over" } else { "due-by" };
                let due = Markup::trusted(t.rich(key).html("day", due.day).to_string());
                t.rich("inbox-search-due").html("task", Markup::trusted(link)).html("due", due).to_string()
            }
            _ => link,
        };
        lines.push(Line {
            text: Markup::trusted(text),
            at: l.moment(one.notice.event.at),
            words: String::new(),
        });
    }
    Ok(Bundle {
        title: t.with("inbox-search").set("n", tasks.len()).to_string().into(),
        pursuance: Some(l.name_in(slug, &access.pursuance.name)),
        href: nobodys.path(slug),
        object: String::new(),
        is_read: first.notice.is_read,
        is_muted: false,
        more: tasks.len() - named.len(),
        folded: lines.split_off(lines.len().min(open)),
        lines,
        reasons: Vec::new(),
        icon: icon(NoticeKind::Pairing),
        names: names(group.iter().filter(|one| is_named(one))),
        open: "do-look",
        invite: access.may(Permission::Invite { role: Role::Normal }, None).then(|| links::invites(slug)),
        answer: None,
    })
}

/// The title of the task that a notice is about, or the name of the pursuance.
fn title_of(l: &Layout, one: &ReadableNotice) -> Words {
    let pursuance = &one.access.pursuance;
    let name = || match &one.room {
        Some(room) => named(l.t, room).as_str().into(),
        None => l.name_in(&pursuance.slug, &pursuance.name),
    };
    one.task.as_ref().map_or_else(name, |task| Words::of(&task.title, l.t))
}

/// The reason given in an event, for the person that a decision is about, and for the members of an ended pursuance; or the words
/// that went with a step in the work.
async fn given(tx: &mut ReadTx, one: &ReadableNotice) -> StoreResult<String> {
    let is_theirs =
        matches!(one.notice.reason, NoticeReason::About | NoticeReason::Parted | NoticeReason::Member);
    match one.notice.event.what.reason().filter(|_| is_theirs) {
        Some(reason) => texts::reason(tx, reason).await,
        None => inbox::words(tx, one).await,
    }
}

fn icon(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Assignment => "p-started",
        NoticeKind::Review => "i-eye",
        NoticeKind::Verdict | NoticeKind::Outcome => "i-check",
        NoticeKind::Waiting | NoticeKind::Nudge => "i-clock",
        NoticeKind::Mention | NoticeKind::Reply | NoticeKind::Comment => "i-talk",
        NoticeKind::Pairing => "p-help",
        NoticeKind::TaskOffer | NoticeKind::Offer | NoticeKind::Delegation | NoticeKind::Suggestion => {
            "i-offer"
        }
        NoticeKind::JoinRequest
        | NoticeKind::Admission
        | NoticeKind::Invitation
        | NoticeKind::Role
        | NoticeKind::Ban
        | NoticeKind::Closing => "i-group",
    }
}

/// “3 comments by Ana and Ben”, or “3 new messages” in a room. `first`: the newest of them.
async fn several(
    visit: &Visit,
    tx: &mut ReadTx,
    t: Text,
    actors: &mut Actors,
    (first, said): (&ReadableNotice, &Said),
) -> StoreResult<Markup> {
    let people = &said.by;
    let mut names = Vec::new();
    for actor in people.iter().take(NAMED) {
        names.push(visit.party_of(tx, actors, actor).await?.markup(t).to_string());
    }
    let who = match names.as_slice() {
        [one, two] if people.len() == 2 => {
            let (one, two) = (Markup::trusted(one.clone()), Markup::trusted(two.clone()));
            Markup::trusted(t.rich("inbox-two").html("one", one).html("two", two).to_string())
        }
        _ => Markup::trusted(names.join(", ")),
    };
    let others = people.len().saturating_sub(NAMED);
    let key = if first.room.is_some() { "inbox-messages" } else { "inbox-comments" };
    let text = t.rich(key).set("n", said.count).set("others", others).html("who", who);
    Ok(Markup::trusted(text.to_string()))
}

/// The sentence about the event; of a message that is gone it says so.
pub(in crate::web) async fn sentence(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    told: &ReadableNotice,
) -> StoreResult<Markup> {
    let line = happened(visit, tx, l, actors, told).await?;
    if !told.is_gone {
        return Ok(line);
    }
    Ok(Markup::trusted(l.t.rich("inbox-gone").html("line", line).to_string()))
}

async fn happened(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    told: &ReadableNotice,
) -> StoreResult<Markup> {
    let event = &told.notice.event;
    let t = l.t();
    let own = |key: &'static str, by: Markup| Markup::trusted(t.rich(key).html("who", by).to_string());
    if let Some(key) = own_key(told.notice.kind, &event.what) {
        let by = match &event.actor {
            Some(actor) => visit.party_of(tx, actors, actor).await?.bold(t),
            None => Markup::trusted(format!("<b>{}</b>", escape(t.s("by-itself")))),
        };
        let Some((became, was_asked)) = told.became.zip(was_asked_key(&event.what)) else {
            return Ok(own(key, by));
        };
        let line = t.rich("inbox-became").html("line", own(was_asked, by));
        return Ok(Markup::trusted(line.set("became", t.s(became_key(became))).to_string()));
    }
    let once = ShownEvent::alone(event.clone());
    let line = match history::line(visit, tx, l, actors, &once).await? {
        Some(row) => row.sentence(t),
        None => Markup::trusted(escape(t.s(kind_key(told.notice.kind)))),
    };
    if let Happened::TaskBlockerMoved(moved) = &event.what
        && !moved.blocked
        && !moved.is_open()
    {
        return Ok(Markup::trusted(t.rich("inbox-free").html("line", line).to_string()));
    }
    if told.notice.kind == NoticeKind::Suggestion
        && let Ok(sight) = told.access.sight()
        && let Some(row) =
            suggestions::by_id(tx, &told.access.pursuance.id, &ProposalId(event.object.clone())).await?
    {
        let what = in_words(t, tx, actors, &sight, &row).await?;
        // The words for the suggestion say of which kind it is.
        let said = match (&event.what, &event.actor) {
            (Happened::SuggestionMade(_), Some(actor)) => {
                let who = visit.party_of(tx, actors, actor).await?.bold(t);
                t.rich("inbox-suggested").html("who", who).set("what", what).to_string()
            }
            _ => t.rich("inbox-suggestion").html("line", line).set("what", what).to_string(),
        };
        return Ok(Markup::trusted(said));
    }
    // An offer has no task in this pursuance until it is accepted.
    if told.task.is_none()
        && told.notice.kind == NoticeKind::Offer
        && let Some(offer) = delegations::by_id(tx, &DelegationId(event.object.clone())).await?
        && let Ok(offered) = offer.offered.read()
    {
        let text = t.rich("inbox-offer").html("line", line).set("title", offered.task.name.as_str());
        return Ok(Markup::trusted(text.to_string()));
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use pursuance_domain::id::AskId;

    use super::*;

    #[test]
    fn whoever_is_told_is_led_to_an_address_of_a_page() {
        let slug = || "river-watch".to_owned();
        for (target, page) in [
            (Target::Offers, links::offers().to_owned()),
            (Target::Task { slug: slug(), number: 3 }, links::task("river-watch", 3)),
            (
                Target::Discussion { slug: slug(), number: 3 },
                format!("{}#discussion", links::task("river-watch", 3)),
            ),
            (
                Target::Said { slug: slug(), number: 3, message: "m7".to_owned() },
                links::said("river-watch", 3, "m7"),
            ),
            (Target::HandOver { slug: slug(), number: 3 }, links::hand_over("river-watch", 3)),
            (Target::Suggestions { slug: slug() }, links::suggestions("river-watch")),
            (
                Target::Incoming { slug: slug(), delegation: "01b".to_owned() },
                links::incoming_offer("river-watch", "01b"),
            ),
            (Target::Question { ask: AskId("01c".to_owned()) }, links::ask("01c")),
            (Target::Recruit { slug: slug() }, links::recruit("river-watch")),
            (Target::Members { slug: slug() }, links::members("river-watch")),
            (Target::Pursuance { slug: slug() }, links::pursuance("river-watch")),
            (Target::Inbox, links::inbox().to_owned()),
        ] {
            assert_eq!(target.path(), page);
        }
    }
}
