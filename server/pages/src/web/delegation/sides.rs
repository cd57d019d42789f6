//! The parts of a delegation for the pages of both sides: offers, work, and messages.

use std::collections::HashMap;

use pursuance_domain::allowed::TaskSight;
use pursuance_domain::delegation::{MessageKind, Offer, OfferUri, Side, Terms};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Act, Delegated};

use super::between::peer_between;
use super::change::AsksAtATime;
use super::notes::note;
use super::rounds::{Rounds, just_after};
use super::terms::terms_view;
use super::timeline::{Parties, moments};
use super::view::DelegationView;
use crate::actions::access::Access;
use crate::markdown;
use crate::reads::{Actors, name_of};
use crate::store::actors;
use crate::store::channels::{self, ActivityDirection};
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation, Submission, TimelineEntry, Verdict};
use crate::store::discussions::{self, TaskFile};
use crate::store::error::StoreResult;
use crate::store::texts::{self, Body, ObjectText as TextField};
use crate::text::{Markup, Text};
use crate::web::cards::file::file_view;
use crate::web::frame::asks::ChangedPart;
use crate::web::frame::layout::Layout;
use crate::web::frame::mine::Mine;
use crate::web::frame::view::{Choice, Field, FileView, Party, prose};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most messages read to find the authors of the comments on a page: each comment may have been corrected.
const COMMENTS: i64 = 500;

/// Messages on a page.
const MOMENTS: i64 = 200;

/// The context for showing a delegation.
pub(in crate::web) struct SideContext<'a> {
    pub visit: &'a Visit,
    pub tx: &'a mut ReadTx,
    pub l: &'a Layout,
    pub access: &'a Access,
    /// Leave to read the comments, files and history of the task of the page.
    pub seen: &'a TaskSight,
    pub mine: &'a Mine,
    pub actors: Actors,
    /// The times of the first and the last comment on the page.
    pub said: Option<(Time, Time)>,
    /// The authors of the other side's comments, by address, where people are named.
    pub writers: HashMap<String, String>,
    pub rounds: Rounds,
    /// The offers that were read, by their addresses.
    pub offers: HashMap<String, Option<vocab::Offer>>,
}

/// The parts common to both sides, read once.
pub(super) struct Common {
    pub view: DelegationView,
    pub entries: Vec<TimelineEntry>,
    /// The asks of the standing offer.
    pub agreed: Option<AsksAtATime>,
    /// The asks after the origin's messages since that offer.
    pub asked: Option<AsksAtATime>,
}

impl SideContext<'_> {
    pub(super) async fn party(&mut self, id: &pursuance_domain::id::ActorId) -> StoreResult<Party> {
        self.visit.party_of(self.tx, &mut self.actors, id).await
    }

    /// A pursuance by its address, known here or not.
    pub(super) async fn party_at(&mut self, uri: &str) -> StoreResult<(Party, String)> {
        Ok(match actors::by_uri(self.tx, uri).await? {
            Some(actor) => (self.visit.party(&actor), name_of(&actor)),
            None => (Party::group(uri), uri.to_owned()),
        })
    }

    pub(super) async fn shown(&mut self, files: Vec<TaskFile>) -> StoreResult<Vec<FileView>> {
        let mut views = Vec::with_capacity(files.len());
        for file in files {
            views.push(file_view(self.visit, self.tx, self.l, &mut self.actors, file, None).await?);
        }
        Ok(views)
    }

    /// Files of an offer: their names are in it, their copies are attached to it, and to the mirror later.
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
                added: row.created,
                problem: None,
                sha256,
                remove: None,
                message: String::new(),
                picture: None,
                opens: None,
                not_shown: None,
                task: None,
                room: None,
            })
        });
        Ok(views.collect())
    }

    /// An offer as it was sent. It never changes; later offers may have been declined.
    pub(super) async fn sent(&mut self, row: &Delegation, uri: &str) -> StoreResult<Option<vocab::Offer>> {
        let direction = match row.side {
            Side::Origin => ActivityDirection::Out,
            Side::Delegate => ActivityDirection::In,
        };
        if let Some(known) = self.offers.get(uri) {
            return Ok(known.clone());
        }
        let activity = channels::activity(self.tx, uri, direction).await?;
        let sent = activity.and_then(|activity| activity.said()).and_then(|message| match message.act {
            Act::Offer(offer) => Some(*offer),
            _ => None,
        });
        self.offers.insert(uri.to_owned(), sent.clone());
        Ok(sent)
    }

    /// The asks of an offer.
    pub(super) async fn asked(&mut self, row: &Delegation, uri: &str) -> StoreResult<Option<AsksAtATime>> {
        Ok(self.sent(row, uri).await?.map(|offer| AsksAtATime::of(&offer.delegation)))
    }

    /// The changes that new terms would make to the present ones.
    pub(super) async fn new_terms(
        &mut self,
        row: &Delegation,
        pending: Option<&OfferUri>,
        now: Option<&AsksAtATime>,
    ) -> StoreResult<Option<NewTerms>> {
        let Some(uri) = pending else { return Ok(None) };
        let sent = self.sent(row, uri.as_str()).await?;
        let then = sent.as_ref().map(|offer| AsksAtATime::of(&offer.delegation));
        let changes = now.zip(then).map(|(now, then)| now.changes(self.l, &then));
        let note = sent.and_then(|offer| offer.content).as_deref().map(markdown::clean_html);
        Ok(Some(NewTerms {
            offer: uri.to_string(),
            note: Markup::trusted(note.unwrap_or_default()),
            changes: changes.unwrap_or_default(),
            is_accepted: false,
        }))
    }

    /// Reads the common parts. `standing`: the offer with the present terms, or with the terms after acceptance.
    pub(super) async fn common(
        &mut self,
        row: &Delegation,
        standing: Option<&Offer>,
    ) -> Result<Common, PageError> {
        let sent = match standing {
            Some(standing) => self.sent(row, standing.uri.as_str()).await?,
            None => None,
        };
        let offer = match sent {
            Some(offer) => offer.delegation,
            None => row.offered.read()?.clone(),
        };
        let usual = Terms::usual(row.created, None);
        let terms = standing.map_or(&usual, |offer| &offer.terms);
        let task = Some(&offer.task);
        let files = self.offered_files(row, task).await?;
        let terms = terms_view(self.l, self.mine, terms, task, files);
        // One more than the page shows, to tell whether there are more.
        let entries = delegations::story(self.tx, &row.id, Time(i64::MAX), MOMENTS + 1).await?;
        if let Some((from, to)) = self.said {
            let comments = delegations::comments_between(self.tx, &row.id, from, to, COMMENTS).await?;
            self.writers.extend(comments.iter().filter_map(|entry| {
                let message = entry.said()?;
                let Act::CreateNote(note) = &message.act else { return None };
                Some((discussions::uri_of_note(note.id.as_str(), &row.id), message.head.person.clone()?))
            }));
        }
        let (told, is_newest) = match self.rounds.limit() {
            None => (None, true),
            Some(limit) => {
                let told = delegations::story(self.tx, &row.id, limit, MOMENTS + 1).await?;
                (Some(told), false)
            }
        };
        let told = told.as_deref().unwrap_or(&entries);
        let most = usize::try_from(MOMENTS).unwrap_or(usize::MAX);
        let first = self.rounds.first_step(told).max(told.len().saturating_sub(most));
        let hidden = told.get(..first).and_then(<[_]>::last);
        let older = hidden.map(|entry| just_after(entry.at));
        let parties = Parties {
            us: self.party(row.ours()).await?,
            peer: self.party(row.peer()).await?,
            side: row.side,
            cut: row.copy.cut().zip(row.copy.ended_at()).filter(|(_, at)| self.rounds.has(*at)),
        };
        let timeline = moments(self.visit, self.tx, self.l, &mut self.actors, &parties, told, first).await?;
        let peer_title = row
            .snapshot
            .as_ref()
            .filter(|_| row.side == Side::Origin)
            .and_then(|task| Some(task.if_whole()?.name.clone()))
            .filter(|name| name != terms.asks.title.said());
        let view = DelegationView {
            id: row.id.0.clone(),
            slug: self.access.pursuance.slug.clone(),
            side: row.side,
            state: row.state,
            cut: row.copy.cut(),
            peer: parties.peer,
            peer_title: peer_title.unwrap_or_default(),
            terms,
            timeline,
            older,
            is_newest,
            between: peer_between(self.visit, self.tx, self.l, &mut self.actors, row).await?,
            respond_by: self.l.date(row.respond_by.unwrap_or(row.created)),
            silent_since: None,
            asked_at: None,
            problem: String::new(),
            is_first: true,
            refused_form: "",
            is_for_you: false,
        };
        let agreed = Some(AsksAtATime::of(&offer));
        // Messages from before the offer are part of it.
        let shows_task = |kind| matches!(kind, MessageKind::TaskChanged | MessageKind::TaskBlocked);
        let mut shown = entries.iter().rev().filter(|entry| shows_task(entry.kind));
        let told = shown.find_map(|entry| match &entry.said()?.act {
            Act::UpdateTask(update) => Some(&update.task),
            _ => None,
        });
        let told = told.filter(|task| task.revision > offer.task.revision);
        let asked = match (&agreed, told) {
            (Some(agreed), Some(told)) => Some(agreed.told(told)),
            _ => agreed.clone(),
        };
        Ok(Common { view, entries, agreed, asked })
    }

    /// Submitted works, the oldest first: the newest that fit, and the one that waits for a verdict. A round with several works
    /// numbers them as versions. `older`: set to the limit for the works that do not fit.
    pub(super) async fn works(
        &mut self,
        row: &Delegation,
        waiting: Option<&str>,
        older: &mut Option<Time>,
    ) -> Result<Vec<(Submission, SubmissionView)>, PageError> {
        let all = delegations::submissions(self.tx, &row.id).await?;
        let is_version = |one: &Submission, other: &Submission| one.round == other.round && !other.late;
        let mut works = Vec::new();
        let mut is_first = true;
        for (at, one) in all.iter().enumerate().rev() {
            let waits = waiting == Some(one.uri.as_str());
            if !waits && !self.rounds.has(one.at) {
                continue;
            }
            let text = texts::newest(self.tx, &one.key(), TextField::Body).await?;
            let text = text.map_or(Body::Forgotten, |text| text.body);
            if !self.rounds.takes_work(text.size()) && !waits && !is_first {
                *older = (*older).max(Some(just_after(one.at)));
                break;
            }
            is_first &= waits;
            let of_round = all.iter().filter(|other| is_version(one, other)).count();
            let so_far = all.iter().take(at + 1).filter(|other| is_version(one, other)).count();
            let version =
                if one.late || of_round < 2 { 0 } else { i64::try_from(so_far).unwrap_or(i64::MAX) };
            let files = discussions::files_of_work(self.tx, one).await?;
            let view = SubmissionView {
                uri: one.uri.clone(),
                round: one.round,
                version,
                at: self.l.moment(one.at),
                body: prose(&text, self.l.t, markdown::to_html),
                files: self.shown(files).await?,
                late: None,
                may_thank: false,
                is_accepted: !one.late && one.verdict == Some(Verdict::Accepted),
                answer: None,
            };
            works.push((one.clone(), view));
        }
        works.reverse();
        Ok(works)
    }
}

impl Common {
    /// The words with which work was sent back that was handed in at a time, before it was handed in again.
    pub(super) fn answer(&self, l: &Layout, (from, until): (Time, Time)) -> Option<Answer> {
        let answers = |entry: &&TimelineEntry| {
            entry.kind == MessageKind::SendBack && entry.at >= from && entry.at < until
        };
        let sent_back = self.entries.iter().find(answers)?;
        let words = sent_back.said().map(|message| note(&message.act)).unwrap_or_default();
        Some(Answer { words, at: l.moment(sent_back.at) })
    }
}

/// The newest message of a kind that can be read.
pub(super) fn newest(entries: &[TimelineEntry], kind: MessageKind) -> Option<(&TimelineEntry, &Delegated)> {
    entries.iter().rev().filter(|entry| entry.kind == kind).find_map(|entry| Some((entry, entry.said()?)))
}

/// New terms on offer while the old ones hold.
pub struct NewTerms {
    /// The address of the offer: an answer belongs to the offer that was read.
    pub offer: String,
    /// Their note in it.
    pub note: Markup,
    pub changes: Vec<ChangedPart>,
    /// Whether we accepted and they have not confirmed.
    pub is_accepted: bool,
}

/// The reason, chosen and in words: `code`, `reason`.
#[derive(Default)]
pub struct WhyForm {
    pub codes: Vec<Choice>,
    pub reason: Field,
}

/// Work handed in.
pub struct SubmissionView {
    /// Its address: a verdict is about the work that the reviewer has read.
    pub uri: String,
    pub round: i64,
    /// Its version within the round, from 1; 0 when it is the only one.
    pub version: i64,
    pub at: When,
    pub body: Markup,
    pub files: Vec<FileView>,
    /// The key of the reason, when it came too late to count.
    pub late: Option<&'static str>,
    /// Whether a viewer may still thank for it.
    pub may_thank: bool,
    /// Whether it is the work that was accepted.
    pub is_accepted: bool,
    /// The words with which it was sent back, if it was.
    pub answer: Option<Answer>,
}

/// The words with which work was sent back.
pub struct Answer {
    pub words: Markup,
    pub at: When,
}

impl SubmissionView {
    /// Its heading where several works are listed.
    pub fn heading(&self, t: Text) -> String {
        if self.is_accepted {
            t.s("work-accepted").to_owned()
        } else if self.version > 0 {
            t.with("work-handed-in-version").set("n", self.round).set("v", self.version).to_string()
        } else {
            t.with("work-handed-in").set("n", self.round).to_string()
        }
    }
}
