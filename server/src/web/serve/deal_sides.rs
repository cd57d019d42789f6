//! A delegation on a task's page, from whichever side is here.

use std::collections::HashMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::derived::phase_at_origin;
use pursuance_domain::delegation::message::Onward as Question;
use pursuance_domain::delegation::origin::{FORCED_RECALL_AFTER, NUDGE_EVERY};
use pursuance_domain::delegation::{DelegateCopy, Offer, OriginCopy, Side, State, Terms};
use pursuance_domain::task::phase::Phase;
use pursuance_federation::vocab::{self, Act, Delegated};
use serde::de::DeserializeOwned;

use super::deal::{file_view, offered, onward_terms, other_terms, peer_between, places, terms_view};
use crate::actions::PerformError;
use crate::actions::seat::Seat;
use crate::markdown;
use crate::reads::{Actors, name_of};
use crate::store::actors;
use crate::store::channels::Direction;
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation, Submission, TimelineEntry};
use crate::store::discussions;
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};
use crate::store::texts::{self, Field as TextField};
use crate::web::delegation::{
    Change, Counter, DelegationView, FileTick, Incoming, IncomingMay, Onward, OnwardAnswer, OnwardAsked,
    OnwardQuestion, Outgoing, OutgoingMay, SentBack, SubmissionView,
};
use crate::web::failure::PageError;
use crate::web::layout::Layout;
use crate::web::links;
use crate::web::rows::Mine;
use crate::web::session::Visit;
use crate::web::text::Markup;
use crate::web::timeline::{self, Asked, Parties, moments};
use crate::web::view::{Field, FileView, Party, bytes};

/// Messages on a page.
const MOMENTS: i64 = 200;

/// What is needed to show a delegation.
pub(super) struct Around<'a> {
    pub visit: &'a Visit,
    pub tx: &'a mut ReadTx,
    pub l: &'a Layout,
    pub seat: &'a Seat,
    pub mine: &'a Mine,
    pub actors: Actors,
    /// Who wrote the other side's comments, by their address, where people are named.
    pub writers: HashMap<String, String>,
}

/// What both sides have in common, read once.
struct Common {
    view: DelegationView,
    entries: Vec<TimelineEntry>,
    asked: Option<Asked>,
}

fn read_back<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, PerformError> {
    serde_json::from_str(text).map_err(PerformError::damaged(what))
}

impl Around<'_> {
    async fn party(&mut self, id: &pursuance_domain::id::ActorId) -> StoreResult<Party> {
        self.visit.party_of(self.tx, &mut self.actors, id).await
    }

    /// A pursuance by its address, known here or not.
    async fn party_at(&mut self, uri: &str) -> StoreResult<(Party, String)> {
        Ok(match actors::by_uri(self.tx, uri).await? {
            Some(actor) => (self.visit.party(&actor), name_of(&actor)),
            None => (Party::group(uri), uri.to_owned()),
        })
    }

    async fn files(&mut self, object: &str) -> StoreResult<Vec<FileView>> {
        let mut views = Vec::new();
        for file in discussions::files(self.tx, object).await? {
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
        let mut copies = self.files(row.id.as_str()).await?;
        if let Some(task) = &row.task {
            copies.extend(self.files(task.as_str()).await?);
        }
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

    async fn common(&mut self, row: &Delegation, standing: Option<&Offer>) -> Result<Common, PageError> {
        let offer = offered(row);
        let usual = Terms::usual(row.created, None);
        let terms = standing.map_or(&usual, |offer| &offer.terms);
        let task = offer.as_ref().map(|offer| &offer.task);
        let files = self.offered_files(row, task).await?;
        let terms = terms_view(self.l, self.mine, terms, task, files, "");
        let entries = delegations::timeline(self.tx, &row.id, MOMENTS).await?;
        self.writers.extend(entries.iter().filter_map(|entry| {
            let message = (entry.kind == "Note").then(|| timeline::read(entry)).flatten()?;
            let Act::CreateNote(note) = message.act else { return None };
            Some((discussions::uri_of_note(note.id.as_str(), &row.id), message.head.person?))
        }));
        let parties = Parties {
            us: self.party(row.ours()).await?,
            peer: self.party(row.peer()).await?,
            side: row.side,
        };
        let timeline = moments(self.visit, self.tx, self.l, &mut self.actors, &parties, &entries).await?;
        let theirs = row
            .snapshot
            .as_deref()
            .and_then(|text| vocab::Task::read(&serde_json::from_str(text).ok()?).ok());
        let peer_title =
            theirs.map(|task| task.name).filter(|name| row.side == Side::Origin && *name != terms.title);
        let view = DelegationView {
            id: row.id.0.clone(),
            slug: self.seat.pursuance.slug.clone(),
            side: row.side,
            state: row.state,
            peer: parties.peer,
            peer_title: peer_title.unwrap_or_default(),
            terms,
            timeline,
            between: peer_between(self.visit, self.tx, self.l, &mut self.actors, row).await?,
            respond_by: self.l.day(row.respond_by.unwrap_or(row.created)),
            silent_since: None,
            problem: String::new(),
            refused_form: "",
        };
        Ok(Common { view, entries, asked: offer.as_ref().map(Asked::of) })
    }

    async fn work(&mut self, submission: Submission) -> Result<SubmissionView, PageError> {
        let key = submission.key();
        let text = texts::newest(self.tx, &key, TextField::Body).await?.map(|text| text.body);
        Ok(SubmissionView {
            round: submission.round,
            at: self.l.moment(submission.at),
            body: Markup::trusted(markdown::to_html(&text.unwrap_or_default())),
            files: self.files(&key).await?,
            is_late: submission.late,
        })
    }

    /// The origin's side.
    pub async fn outgoing(&mut self, row: &Delegation, task: &Task) -> Result<Outgoing, PageError> {
        let copy: OriginCopy = read_back("a delegation", &row.copy)?;
        let Common { mut view, entries, asked } = self.common(row, copy.standing()).await?;
        let silent = (copy.reminders > 0 || copy.is_stalled) && row.state == State::Active;
        view.silent_since = copy.last_activity.filter(|_| silent).map(|at| self.l.day(at));
        let counter = match row.state {
            State::Countered => self.counter(&entries, asked.as_ref()),
            _ => None,
        };
        let (mut submission, mut earlier) = (None, Vec::new());
        for one in delegations::submissions(self.tx, &row.id).await? {
            let is_open = row.state == State::Submitted && one.verdict.is_none() && !one.late;
            let work = self.work(one).await?;
            if is_open {
                // A newer hand-in of the same round takes the place of the older one.
                earlier.extend(submission.replace(work));
            } else {
                earlier.push(work);
            }
        }
        let pending =
            pending_changes(self.l, copy.standing(), copy.pending.as_ref().and_then(|uri| copy.offer(uri)));
        let due = asked.as_ref().and_then(|asked| asked.due);
        let proposed = last_counter(&entries).filter(|_| row.state == State::Countered);
        let proposed = proposed.zip(asked.as_ref()).map(|(proposed, asked)| asked.with(proposed));
        let begin = proposed.as_ref().or(asked.as_ref());
        let manages = self.seat.may(Permission::Delegate, Some(task));
        let now = self.visit.now;
        Ok(Outgoing {
            counter,
            pending,
            submission,
            earlier,
            onward: self.questions(&copy.onward, &entries).await?,
            is_in_review: task.phase == Phase::InReview,
            is_premature: is_premature(row),
            may: OutgoingMay {
                review: self.seat.may(Permission::Verdict, Some(task)),
                manage: manages,
                nudge: manages && copy.nudged_at.is_none_or(|at| now >= at.plus(NUDGE_EVERY)),
                force: manages
                    && copy.state == State::Recalling
                    && copy.recalled_at.is_some_and(|at| now >= at.plus(FORCED_RECALL_AFTER)),
            },
            reoffer: other_terms(
                self.l,
                begin.map_or(due, |asked| asked.due),
                begin.and_then(|asked| asked.size),
            ),
            accept_comment: Field::default(),
            send_back_comment: Field::default(),
            refuse_comment: Field::default(),
            recall_reason: Field::default(),
            nudge_note: Field::default(),
            d: view,
        })
    }

    /// The newest other terms they suggested.
    fn counter(&self, entries: &[TimelineEntry], asked: Option<&Asked>) -> Option<Counter> {
        let (entry, message) = newest(entries, "Counter")?;
        let Act::TentativeAccept(counter) = message.act else { return None };
        let note = counter.content.as_deref().map(markdown::clean_html).unwrap_or_default();
        let changes = asked.map(|asked| asked.changes(self.l, &asked.with(counter.proposed)));
        Some(Counter {
            note: Markup::trusted(note),
            changes: changes.unwrap_or_default(),
            at: self.l.moment(entry.at),
        })
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
                .find(|entry| entry.kind == "AskOnward")
                .map_or(self.visit.now, |entry| entry.at);
            questions.push(OnwardQuestion { to, address: question.to.to_string(), at: self.l.moment(at) });
        }
        Ok(questions)
    }

    /// The delegate's side.
    pub async fn incoming(
        &mut self,
        row: &Delegation,
        task: &Task,
        files: &[FileView],
    ) -> Result<Incoming, PageError> {
        let copy: DelegateCopy = read_back("a delegation", &row.copy)?;
        let Common { view, entries, asked } = self.common(row, copy.standing()).await?;
        let sent_back = if row.state == State::Active && copy.round > 1 {
            self.sent_back(&entries, copy.round)
        } else {
            None
        };
        let pending =
            pending_changes(self.l, copy.standing(), copy.pending.as_ref().and_then(|uri| copy.offer(uri)));
        let mut work = Vec::new();
        for submission in delegations::submissions(self.tx, &row.id).await? {
            work.push(self.work(submission).await?);
        }
        let manages = self.seat.may(Permission::Delegate, Some(task));
        let works = self.seat.may(Permission::WorkOnTask, Some(task));
        let is_active = row.state == State::Active;
        let parent = match &task.parent {
            Some(id) => tasks::by_id(self.tx, id).await?.map(|parent| parent.number),
            None => None,
        };
        let may_place = self.seat.may(Permission::MoveTask, Some(task));
        let places = if may_place {
            places(self.tx, self.l, self.seat, Some(task), parent).await?
        } else {
            Vec::new()
        };
        let open_subtasks = if task.children > 0 { tasks::open_below(self.tx, &task.id).await? } else { 0 };
        let onward = self.onward(&copy, task).await?;
        Ok(Incoming {
            sent_back,
            pending,
            changed: self.changed(&entries, asked.as_ref()),
            open_subtasks,
            hand_in_files: files.iter().filter(|file| file.href.is_some()).map(tick).collect(),
            may: IncomingMay {
                progress: works && is_active,
                submit: manages && is_active,
                manage: manages,
                place: may_place,
            },
            places,
            onward,
            work,
            progress_note: Field::default(),
            submit_body: Field::default(),
            return_reason: Field::default(),
            decline_reason: Field::default(),
            counter: other_terms(
                self.l,
                asked.as_ref().and_then(|asked| asked.due),
                asked.as_ref().and_then(|asked| asked.size),
            ),
            d: view,
        })
    }

    fn sent_back(&self, entries: &[TimelineEntry], round: u32) -> Option<SentBack> {
        let (entry, message) = newest(entries, "SendBack")?;
        let Act::TentativeReject(answer) = message.act else { return None };
        let comment = match &answer.result {
            Some(vocab::AnswerResult::Review(review)) => {
                timeline::said(review.source.as_ref(), review.content.as_deref())
            }
            Some(vocab::AnswerResult::Mirror(_)) | None => {
                answer.content.as_deref().map(markdown::clean_html)
            }
        };
        Some(SentBack {
            comment: Markup::trusted(comment.unwrap_or_default()),
            round: i64::from(round),
            at: self.l.moment(entry.at),
        })
    }

    /// What they changed since it was offered.
    fn changed(&self, entries: &[TimelineEntry], asked: Option<&Asked>) -> Vec<Change> {
        let told = newest(entries, "TaskChanged").and_then(|(_, message)| match message.act {
            Act::UpdateTask(update) => Some(Asked::of_task(&update.task)),
            _ => None,
        });
        asked.zip(told).map(|(asked, told)| asked.changes(self.l, &told)).unwrap_or_default()
    }

    async fn onward(&mut self, copy: &DelegateCopy, task: &Task) -> Result<Onward, PageError> {
        let mut asked = Vec::new();
        for question in &copy.onward {
            let (to, address) = self.party_at(question.to.as_str()).await?;
            let answer = match question.allowed {
                None => OnwardAnswer::Waiting,
                Some(true) => OnwardAnswer::Allowed,
                Some(false) => OnwardAnswer::Refused,
            };
            asked.push(OnwardAsked { to, address, answer });
        }
        let holds = matches!(copy.state, State::Active | State::Submitted);
        Ok(Onward {
            terms: copy.standing().filter(|_| holds).map(|offer| onward_terms(offer.terms.redelegation)),
            asked,
            hand_over_href: links::hand_over(&self.seat.pursuance.slug, task.number),
            to: Field::default(),
        })
    }
}

fn tick(file: &FileView) -> FileTick {
    FileTick {
        sha256: file.sha256.clone(),
        name: file.name.clone(),
        size: bytes(file.bytes),
        // What is on the task is usually what was made.
        is_ticked: file.by.host.is_none() && !file.by.is_group,
    }
}

/// The newest message of a kind that can be read.
fn newest<'a>(entries: &'a [TimelineEntry], kind: &str) -> Option<(&'a TimelineEntry, Delegated)> {
    entries
        .iter()
        .rev()
        .filter(|entry| entry.kind == kind)
        .find_map(|entry| Some((entry, timeline::read(entry)?)))
}

fn last_counter(entries: &[TimelineEntry]) -> Option<vocab::ProposedTerms> {
    let incoming = |entry: &&TimelineEntry| entry.kind == "Counter" && entry.direction == Direction::In;
    let entry = entries.iter().rev().find(incoming)?;
    match timeline::read(entry)?.act {
        Act::TentativeAccept(counter) => Some(counter.proposed),
        _ => None,
    }
}

/// What new terms would change while the old ones hold.
fn pending_changes(l: &Layout, standing: Option<&Offer>, pending: Option<&Offer>) -> Vec<Change> {
    let asked = |offer: &Offer| Asked { title: String::new(), due: offer.terms.due, size: None };
    standing.zip(pending).map(|(now, then)| asked(now).changes(l, &asked(then))).unwrap_or_default()
}

/// Whether their mirror says done though nothing was handed in.
fn is_premature(row: &Delegation) -> bool {
    let task =
        row.snapshot.as_deref().and_then(|text| vocab::Task::read(&serde_json::from_str(text).ok()?).ok());
    row.state == State::Active
        && task.is_some_and(|task| phase_at_origin(Phase::from_wire(task.phase.as_str())).is_premature)
}
