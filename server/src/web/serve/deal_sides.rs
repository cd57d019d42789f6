//! A delegation on a task's page, from whichever side is here.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Seen};
use pursuance_domain::delegation::derived::phase_at_origin;
use pursuance_domain::delegation::message::Onward as Question;
use pursuance_domain::delegation::origin::{Availability, NUDGE_EVERY};
use pursuance_domain::delegation::{
    MessageKind, Offer, OfferUri, OriginCopy, OriginDecision, OriginFacts, Side, State, Terms,
};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Act, Delegated};
use serde::de::DeserializeOwned;

use super::deal::{cut_of, file_view, offered, other_terms, peer_between, terms_view};
use crate::actions::PerformError;
use crate::actions::seat::Seat;
use crate::markdown;
use crate::reads::{Actors, name_of};
use crate::store::channels::{self, Direction};
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation, Submission, TimelineEntry};
use crate::store::discussions::File;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::store::texts::{self, Field as TextField};
use crate::store::{actors, deliveries, discussions};
use crate::text::Markup;
use crate::web::delegation::{
    Counter, DelegationView, NewTerms, OnwardQuestion, Outgoing, OutgoingMay, SubmissionView, Told, WhyForm,
};
use crate::web::frame::labels::why_recalled;
use crate::web::frame::layout::Layout;
use crate::web::frame::rows::Mine;
use crate::web::frame::view::{Field, FileView, Party};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::timeline::{self, Asked, Parties, moments};

/// Messages on a page.
const MOMENTS: i64 = 200;

/// What is needed to show a delegation.
pub(super) struct Around<'a> {
    pub visit: &'a Visit,
    pub tx: &'a mut ReadTx,
    pub l: &'a Layout,
    pub seat: &'a Seat,
    /// Leave to read what hangs on the task whose page it is.
    pub seen: &'a Seen,
    pub mine: &'a Mine,
    pub actors: Actors,
    /// Who wrote the other side's comments, by their address, where people are named.
    pub writers: HashMap<String, String>,
}

/// What both sides have in common, read once.
pub(super) struct Common {
    pub view: DelegationView,
    pub entries: Vec<TimelineEntry>,
    /// What the standing offer asks for.
    pub agreed: Option<Asked>,
    /// The same after what the origin told since.
    pub asked: Option<Asked>,
}

pub(super) fn read_back<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, PerformError> {
    serde_json::from_str(text).map_err(PerformError::damaged(what))
}

impl Around<'_> {
    async fn party(&mut self, id: &pursuance_domain::id::ActorId) -> StoreResult<Party> {
        self.visit.party_of(self.tx, &mut self.actors, id).await
    }

    /// A pursuance by its address, known here or not.
    pub(super) async fn party_at(&mut self, uri: &str) -> StoreResult<(Party, String)> {
        Ok(match actors::by_uri(self.tx, uri).await? {
            Some(actor) => (self.visit.party(&actor), name_of(&actor)),
            None => (Party::group(uri), uri.to_owned()),
        })
    }

    async fn shown(&mut self, files: Vec<File>) -> StoreResult<Vec<FileView>> {
        let mut views = Vec::with_capacity(files.len());
        for file in files {
            views.push(file_view(self.visit, self.tx, self.l, &mut self.actors, file, None).await?);
        }
        Ok(views)
    }

    /// Files that went along with an offer: their names are in it, their copies hang on it, and on the mirror later.
    async fn offered_files(
        &mut self,
        row: &Delegation,
        task: Option<&vocab::Task>,
    ) -> StoreResult<Vec<FileView>> {
        let names = task.map(|task| task.attachment.as_slice()).unwrap_or_default();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut files = discussions::files_of_offer(self.tx, row).await?;
        if row.task.as_ref() == Some(self.seen.task()) {
            files.extend(discussions::files(self.tx, self.seen).await?);
        }
        let copies = self.shown(files).await?;
        let by = self.party(&row.origin).await?;
        let at = self.l.moment(row.created);
        let views = names.iter().map(|file| {
            let sha256 = file.sha256.hex();
            let copy = copies.iter().find(|copy| copy.sha256 == sha256).cloned();
            copy.unwrap_or_else(|| FileView {
                name: file.name.clone(),
                href: None,
                bytes: i64::try_from(file.byte_size).unwrap_or(i64::MAX),
                by: by.clone(),
                at: at.clone(),
                problem: None,
                sha256,
                task: None,
            })
        });
        Ok(views.collect())
    }

    /// An offer as it was sent. It never changes; what was offered since may have been declined.
    pub(super) async fn sent(&mut self, row: &Delegation, uri: &str) -> StoreResult<Option<vocab::Offer>> {
        let direction = match row.side {
            Side::Origin => Direction::Out,
            Side::Delegate => Direction::In,
        };
        let bytes = channels::activity(self.tx, uri, direction).await?.map(|activity| activity.bytes);
        let value = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(value.and_then(|value| Delegated::read(&value).ok()).and_then(|message| match message.act {
            Act::Offer(offer) => Some(*offer),
            _ => None,
        }))
    }

    /// What an offer asked for.
    pub(super) async fn asked(&mut self, row: &Delegation, uri: &str) -> StoreResult<Option<Asked>> {
        Ok(self.sent(row, uri).await?.map(|offer| Asked::of(&offer.delegation)))
    }

    /// What new terms would change of what holds now.
    pub(super) async fn new_terms(
        &mut self,
        row: &Delegation,
        pending: Option<&OfferUri>,
        now: Option<&Asked>,
    ) -> StoreResult<Option<NewTerms>> {
        let Some(uri) = pending else { return Ok(None) };
        let sent = self.sent(row, uri.as_str()).await?;
        let then = sent.as_ref().map(|offer| Asked::of(&offer.delegation));
        let changes = now.zip(then).map(|(now, then)| now.changes(self.l, &then));
        let note = sent.and_then(|offer| offer.content).as_deref().map(markdown::clean_html);
        Ok(Some(NewTerms {
            offer: uri.to_string(),
            note: Markup::trusted(note.unwrap_or_default()),
            changes: changes.unwrap_or_default(),
            is_accepted: false,
        }))
    }

    /// `standing`: the offer whose terms hold, or would hold if it were accepted.
    pub(super) async fn common(
        &mut self,
        row: &Delegation,
        standing: Option<&Offer>,
    ) -> Result<Common, PageError> {
        let sent = match standing {
            Some(standing) => self.sent(row, standing.uri.as_str()).await?,
            None => None,
        };
        let offer = sent.map(|offer| offer.delegation).or_else(|| offered(row));
        let usual = Terms::usual(row.created, None);
        let terms = standing.map_or(&usual, |offer| &offer.terms);
        let task = offer.as_ref().map(|offer| &offer.task);
        let files = self.offered_files(row, task).await?;
        let terms = terms_view(self.l, self.mine, terms, task, files, "");
        let entries = delegations::timeline(self.tx, &row.id, MOMENTS).await?;
        self.writers.extend(entries.iter().filter_map(|entry| {
            let message = (entry.kind == MessageKind::Note).then(|| timeline::read(entry)).flatten()?;
            let Act::CreateNote(note) = message.act else { return None };
            Some((discussions::uri_of_note(note.id.as_str(), &row.id), message.head.person?))
        }));
        let parties = Parties {
            us: self.party(row.ours()).await?,
            peer: self.party(row.peer()).await?,
            side: row.side,
            cut: cut_of(row).zip(ended_at(row)),
        };
        let timeline = moments(self.visit, self.tx, self.l, &mut self.actors, &parties, &entries).await?;
        let peer_title = snapshot(row)
            .map(|task| task.name)
            .filter(|name| row.side == Side::Origin && *name != terms.title);
        let view = DelegationView {
            id: row.id.0.clone(),
            slug: self.seat.pursuance.slug.clone(),
            side: row.side,
            state: row.state,
            cut: cut_of(row),
            peer: parties.peer,
            peer_title: peer_title.unwrap_or_default(),
            terms,
            timeline,
            between: peer_between(self.visit, self.tx, self.l, &mut self.actors, row).await?,
            respond_by: self.l.date(row.respond_by.unwrap_or(row.created)),
            silent_since: None,
            problem: String::new(),
            is_first: true,
            refused_form: "",
            is_for_you: false,
        };
        let agreed = offer.as_ref().map(Asked::of);
        // What was told before the offer is in it.
        let told = newest(&entries, MessageKind::TaskChanged).and_then(|(_, message)| match message.act {
            Act::UpdateTask(update) => Some(update.task),
            _ => None,
        });
        let told =
            told.filter(|task| offer.as_ref().is_some_and(|offer| task.revision > offer.task.revision));
        let asked = match (&agreed, told) {
            (Some(agreed), Some(told)) => Some(agreed.told(&told)),
            _ => agreed.clone(),
        };
        Ok(Common { view, entries, agreed, asked })
    }

    /// Works as they were handed in, the oldest first, with what tells several of one round apart.
    pub(super) async fn works(
        &mut self,
        row: &Delegation,
    ) -> Result<Vec<(Submission, SubmissionView)>, PageError> {
        let all = delegations::submissions(self.tx, &row.id).await?;
        let is_version = |one: &Submission, other: &Submission| one.round == other.round && !other.late;
        let mut works = Vec::with_capacity(all.len());
        for (at, one) in all.iter().enumerate() {
            let of_round = all.iter().filter(|other| is_version(one, other)).count();
            let so_far = all.iter().take(at + 1).filter(|other| is_version(one, other)).count();
            let version =
                if one.late || of_round < 2 { 0 } else { i64::try_from(so_far).unwrap_or(i64::MAX) };
            let files = discussions::files_of_work(self.tx, one).await?;
            let text = texts::newest(self.tx, &one.key(), TextField::Body).await?.map(|text| text.body);
            let view = SubmissionView {
                uri: one.uri.clone(),
                round: one.round,
                version,
                at: self.l.moment(one.at),
                body: Markup::trusted(markdown::to_html(&text.unwrap_or_default())),
                files: self.shown(files).await?,
                late: None,
                may_thank: false,
                is_accepted: !one.late && one.verdict.as_deref() == Some("accepted"),
            };
            works.push((one.clone(), view));
        }
        Ok(works)
    }

    /// The origin's side.
    pub async fn outgoing(&mut self, row: &Delegation, task: &Task) -> Result<Outgoing, PageError> {
        let copy: OriginCopy = read_back("a delegation", &row.copy)?;
        let Common { mut view, entries, asked, .. } = self.common(row, copy.standing()).await?;
        let silent = (copy.reminders > 0 || copy.is_stalled) && row.state == State::Active;
        view.silent_since = copy.last_activity.filter(|_| silent).map(|at| self.l.day(at));
        let reviews = self.seat.may(Permission::Verdict, Some(task));
        let (mut submission, mut earlier) = (None, Vec::new());
        for (one, mut work) in self.works(row).await? {
            let is_newest = copy.submission.as_ref().is_some_and(|newest| newest.as_str() == one.uri);
            work.late = one.late.then(|| late_key(&copy, &one));
            work.may_thank = reviews
                && copy.cut.is_none()
                && one.verdict.is_none()
                && matches!(row.state, State::Recalling | State::Recalled)
                && copy.late.iter().any(|late| late.as_str() == one.uri);
            if is_newest && row.state == State::Submitted {
                submission = Some(work);
            } else {
                earlier.push(work);
            }
        }
        let newest = match copy.newest() {
            Some(newest) => self.asked(row, newest.uri.as_str()).await?,
            None => None,
        };
        let suggested = self.suggested(row, &copy, &entries).await?;
        let begin = match (&suggested, newest) {
            (Some((_, proposed)), Some(newest)) => Some(newest.with(*proposed)),
            (_, newest) => newest,
        };
        let manages = self.seat.may(Permission::Delegate, Some(task));
        view.is_for_you = manages;
        let now = self.visit.now;
        let peer_down_since = self.down_since(row).await?;
        // Ending it here needs neither the task nor the channel.
        let facts = OriginFacts { now, task: Availability::Free, peer_down_since, is_suspended: false };
        Ok(Outgoing {
            counter: suggested.map(|(counter, _)| counter),
            pending: self.new_terms(row, copy.pending.as_ref(), asked.as_ref()).await?,
            told: self.told(row, &entries),
            submission,
            earlier,
            onward: self.questions(&copy.onward, &entries).await?,
            is_in_review: task.phase == Phase::InReview,
            is_premature: is_premature(row),
            may: OutgoingMay {
                review: reviews,
                manage: manages,
                nudge: manages && copy.nudged_at.is_none_or(|at| now >= at.plus(NUDGE_EVERY)),
                force: manages && copy.decide(OriginDecision::ForceRecall, &facts).is_ok(),
            },
            reoffer: other_terms(
                self.l,
                begin.as_ref().and_then(|asked| asked.asks.due),
                begin.as_ref().map(|asked| asked.asks.size),
            ),
            send_back_comment: Field::default(),
            refuse_comment: Field::default(),
            recall: WhyForm { codes: why_recalled(self.l.t, ""), reason: Field::default() },
            nudge_note: Field::default(),
            d: view,
        })
    }

    /// Since when the other side's server does not answer.
    async fn down_since(&mut self, row: &Delegation) -> StoreResult<Option<Time>> {
        let host = self.actors.get(self.tx, row.peer()).await?.host.clone();
        let Some(host) = host else { return Ok(None) };
        Ok(deliveries::host(self.tx, &host).await?.and_then(|host| host.down_since).map(Time))
    }

    /// How the mirror stands, as its server told last.
    fn told(&self, row: &Delegation, entries: &[TimelineEntry]) -> Option<Told> {
        // Once work was handed in or the end has begun, what was told before says nothing any more.
        let mirror = snapshot(row).filter(|_| row.state == State::Active)?;
        let is_word = |entry: &&TimelineEntry| {
            entry.direction == Direction::In
                && matches!(entry.kind, MessageKind::Accept | MessageKind::Progress)
        };
        let ends_round = |entry: &TimelineEntry| entry.kind == MessageKind::SendBack;
        let this_round = entries.iter().rposition(ends_round).map_or(0, |last| last + 1);
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let progress = mirror.progress.filter(|progress| progress.subtasks_total > 0);
        let progress =
            progress.map(|progress| (count(progress.subtasks_done), count(progress.subtasks_total)));
        Some(Told {
            phase: Phase::from_wire(mirror.phase.as_str()).into(),
            progress,
            at: self.l.moment(entries.get(this_round..)?.iter().rev().find(is_word)?.at),
        })
    }

    /// The other terms they suggested since the last offer, with the difference to the offer they had read.
    async fn suggested(
        &mut self,
        row: &Delegation,
        copy: &OriginCopy,
        entries: &[TimelineEntry],
    ) -> Result<Option<(Counter, vocab::ProposedTerms)>, PageError> {
        if !row.state.is_open() && copy.pending.is_none() {
            return Ok(None);
        }
        let last = entries
            .iter()
            .rev()
            .find(|entry| matches!(entry.kind, MessageKind::Counter | MessageKind::Offer));
        let Some(entry) = last.filter(|entry| entry.kind == MessageKind::Counter) else { return Ok(None) };
        let Some(Act::TentativeAccept(counter)) = timeline::read(entry).map(|message| message.act) else {
            return Ok(None);
        };
        let read = self.asked(row, counter.offer.as_str()).await?;
        let changes = read.map(|read| read.changes(self.l, &read.with(counter.proposed)));
        let note = counter.content.as_deref().map(markdown::clean_html).unwrap_or_default();
        let shown = Counter {
            is_earlier: copy.newest().is_none_or(|newest| newest.uri.as_str() != counter.offer.as_str()),
            note: Markup::trusted(note),
            changes: changes.unwrap_or_default(),
            at: self.l.moment(entry.at),
        };
        Ok(Some((shown, counter.proposed)))
    }

    /// Third pursuances they would like to bring in, unanswered.
    async fn questions(
        &mut self,
        onward: &[Question],
        entries: &[TimelineEntry],
    ) -> Result<Vec<OnwardQuestion>, PageError> {
        let mut questions = Vec::new();
        for question in onward.iter().filter(|question| question.allowed.is_none()) {
            let (to, _) = self.party_at(question.to.as_str()).await?;
            let at = entries
                .iter()
                .rev()
                .find(|entry| entry.kind == MessageKind::AskOnward)
                .map_or(self.visit.now, |entry| entry.at);
            questions.push(OnwardQuestion { to, address: question.to.to_string(), at: self.l.moment(at) });
        }
        Ok(questions)
    }
}

/// When it ended.
fn ended_at(row: &Delegation) -> Option<Time> {
    let copy: serde_json::Value = serde_json::from_str(&row.copy).ok()?;
    serde_json::from_value(copy.get("ended_at")?.clone()).ok()
}

/// The newest message of a kind that can be read.
pub(super) fn newest(entries: &[TimelineEntry], kind: MessageKind) -> Option<(&TimelineEntry, Delegated)> {
    entries
        .iter()
        .rev()
        .filter(|entry| entry.kind == kind)
        .find_map(|entry| Some((entry, timeline::read(entry)?)))
}

/// Why work came too late to count.
fn late_key(copy: &OriginCopy, work: &Submission) -> &'static str {
    let is_after = |moment: Option<Time>| moment.is_some_and(|moment| work.at >= moment);
    if work.verdict.is_some() {
        "work-thanked"
    } else if is_after(copy.recalled_at) {
        "work-late"
    } else if is_after(copy.ended_at) {
        "work-after-verdict"
    } else {
        "work-crossed"
    }
}

/// The other side's task as told last.
fn snapshot(row: &Delegation) -> Option<vocab::Task> {
    vocab::Task::read(&serde_json::from_str(row.snapshot.as_deref()?).ok()?).ok()
}

/// Whether their mirror says done though nothing was handed in.
fn is_premature(row: &Delegation) -> bool {
    row.state == State::Active
        && snapshot(row)
            .is_some_and(|task| phase_at_origin(Phase::from_wire(task.phase.as_str())).is_premature)
}
