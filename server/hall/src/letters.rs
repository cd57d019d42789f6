//! The text of a mail. The mail is made when it is sent, asks the reading rule then, and tells nothing that the inbox of its
//! person does not show: what happened, to what, why they are told, and where to look. Text for members alone stands in the body.

mod body;
pub mod push;

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::event::Happened;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{Channel, NoticeKind, Wanted};
use pursuance_domain::people::digest;
use pursuance_domain::people::limits::first_awake;
use pursuance_domain::time::Time;
use pursuance_domain::value::{MailAddress, Urgency};

use self::body::Body;
use crate::platform::smtp::Letter;
use crate::reads::inbox::{self, Nobodys, ReadableNotice, Target};
use crate::reads::{Actors, message_extras, one_more, person, task_url};
use crate::state::App;
use crate::store::accounts::{self, Account};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::mails::{self, AddressState, Mail, MailReceiver, Purpose};
use crate::store::notices::Notice;
use crate::store::outline::{Row, next};
use crate::store::{availability, instance, notices, tasks, watches};
use crate::text::{Text, became_key, kind_key, mail_key, own_key, reason_key, size_key, was_asked_key};

/// How many notices one mail tells of.
pub const TOLD_MOST: usize = 50;
/// How many tasks with a date one digest names.
pub const DUE_MOST: usize = 20;
/// How many of the tasks that nobody has are named for each pursuance.
const SEARCHED: usize = 5;
/// How many people one sentence names.
const NAMED: usize = 3;

/// A mail, or that there is nothing to send.
pub enum MadeMail {
    Letter {
        letter: Box<Letter>,
        /// The mark of its address.
        mark: String,
    },
    Nothing,
}

/// Until when a mail is held back; none where it may be sent now. A link to confirm an address was just asked for, and what
/// is urgent and wanted at once waits for no morning (RULES §8).
pub async fn held_back(tx: &mut ReadTx, mail: &Mail, now: Time) -> StoreResult<Option<Time>> {
    if matches!(mail.purpose, Purpose::Confirm | Purpose::Former) {
        return Ok(None);
    }
    let Some(said) = availability::of_person(tx, &mail.account).await? else { return Ok(None) };
    let awake_from = |at| first_awake(said.limits.quiet, said.zone, at);
    if mail.purpose == Purpose::Digest && !digest::is_time(said.zone, now) {
        let then = awake_from(digest::next(said.zone, now));
        // With quiet hours from before seven until after midnight it comes at night: else it would wait for ever.
        if digest::is_time(said.zone, then) {
            return Ok(Some(then));
        }
    }
    let awake = awake_from(now);
    if awake == now {
        return Ok(None);
    }
    let (told, _) = told_of(tx, mail, now).await?;
    let is_urgent =
        |one: &ReadableNotice| one.task.as_ref().is_some_and(|task| task.asked.urgency == Urgency::Urgent);
    let goes = mail.purpose == Purpose::Notices && told.iter().any(is_urgent);
    Ok(Some(awake).filter(|_| !goes))
}

/// The zone in which a person gets the next digest; none where nothing is sent to them.
pub async fn digest_zone(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Option<Tz>> {
    let is_confirmed =
        mails::address(tx, account).await?.is_some_and(|address| address.state == AddressState::Confirmed);
    let said = availability::of_person(tx, account).await?.filter(|_| is_confirmed);
    Ok(said.map(|said| said.zone))
}

/// The unread notices that a mail is to tell of, as far as their person may read them now and wants any mail about them; and
/// whether there are more.
async fn told_of(tx: &mut ReadTx, mail: &Mail, now: Time) -> StoreResult<(Vec<ReadableNotice>, bool)> {
    let who = reader(&mail.account);
    // Of a room that is watched a digest has one line, however much was said there.
    let most = if mail.purpose == Purpose::Digest { notices::IN_ROWS } else { one_more(TOLD_MOST) };
    let mut waiting = notices::of_mail(tx, &mail.account, &mail.id, most).await?;
    let fitting = fitting(&waiting);
    let is_more = fitting < waiting.len();
    waiting.truncate(fitting);
    let chosen = watches::wanted_by(tx, &mail.account, Channel::Mail).await?;
    waiting.retain(|notice| wanted(&chosen, notice.kind) != Wanted::Never);
    Ok((inbox::readable(tx, (&who, now), &mail.account, waiting).await?, is_more))
}

/// How many of some notices fit into one mail: comments on one thing are one line, and so are the tasks of a pursuance that nobody has.
fn fitting(notices: &[Notice]) -> usize {
    let (mut lines, mut together) = (0, HashSet::new());
    for (place, notice) in notices.iter().enumerate() {
        let with = if is_search(notice) { notice.pursuance.as_str() } else { notice.object.as_str() };
        let is_told_with_others = (says(notice) || is_search(notice)) && !together.insert(with);
        if !is_told_with_others {
            lines += 1;
        }
        if lines > TOLD_MOST {
            return place;
        }
    }
    notices.len()
}

/// When a person wants mail about a kind, by what they chose.
fn wanted(chosen: &HashMap<NoticeKind, Wanted>, kind: NoticeKind) -> Wanted {
    chosen.get(&kind).copied().unwrap_or_else(|| Channel::Mail.unless_chosen(kind))
}

/// The person as one who looks into their inbox.
fn reader(account: &ActorId) -> Principal {
    Principal::Person { actor: account.clone(), via: Via::Session }
}

/// Makes a mail of what its person may read now.
pub async fn make(app: &App, tx: &mut ReadTx, mail: &Mail, now: Time) -> StoreResult<MadeMail> {
    let found = (address_of(tx, mail, now).await?, accounts::by_actor(tx, &mail.account).await?);
    let (Some(address), Some(account)) = found else { return Ok(MadeMail::Nothing) };
    if account.suspended_at.is_some() {
        return Ok(MadeMail::Nothing);
    }
    let zone = availability::of_person(tx, &mail.account).await?.map_or(Tz::UTC, |said| said.zone);
    let (t, chosen) = (account.language.map_or_else(Text::english, Text::of), account.display_as);
    let t = t.telling(chosen.clock, chosen.first_day).in_zone(zone);
    let house = instance::called(tx, app.addresses.authority()).await?;
    let desk = Desk { app, t, now, address: &address, account: &account, mail, house };
    let written = match mail.purpose {
        Purpose::Confirm => Some(desk.confirmation()),
        Purpose::Notices => desk.notices(tx).await?,
        Purpose::Digest => desk.digest(tx).await?,
        Purpose::Former => Some(desk.farewell()),
    };
    Ok(written.and_then(|written| desk.sealed(written)).unwrap_or(MadeMail::Nothing))
}

/// The address to which a mail goes; none where it is not to be sent any more.
async fn address_of(tx: &mut ReadTx, mail: &Mail, now: Time) -> StoreResult<Option<MailReceiver>> {
    if mail.purpose == Purpose::Former {
        return Ok(mails::former(tx, &mail.id).await?.map(|sealed| MailReceiver {
            account: mail.account.clone(),
            sealed,
            mark: mail.object.clone(),
            state: AddressState::Confirmed,
            since: mail.made_at,
            link_until: None,
            was_confirmed: true,
        }));
    }
    let is_meant = |address: &MailReceiver| match address.state {
        AddressState::Asked => {
            mail.purpose == Purpose::Confirm && address.link_until.is_some_and(|until| until > now)
        }
        AddressState::Confirmed => mail.purpose != Purpose::Confirm,
        AddressState::Paused(_) => false,
    };
    Ok(mails::address(tx, &mail.account).await?.filter(is_meant))
}

/// A mail as it is written.
struct Written {
    subject: String,
    body: Body,
    /// The conversation that it belongs to.
    thread: Option<String>,
}

/// Whether a notice asks a question that is still open, as far as it knows.
fn asks(one: &ReadableNotice) -> bool {
    let is_open = one.notice.kind != NoticeKind::TaskOffer || Target::of(one) == Target::Offers;
    one.notice.kind.is_asked() && is_open
}

/// Where a mail is written: everything about its person.
struct Desk<'a> {
    app: &'a App,
    t: Text,
    now: Time,
    address: &'a MailReceiver,
    account: &'a Account,
    mail: &'a Mail,
    /// The server by its name and host.
    house: String,
}

impl Desk<'_> {
    fn host(&self) -> &str {
        &self.house
    }

    /// The link to confirm the address.
    fn confirmation(&self) -> Written {
        let t = self.t;
        let code =
            self.app.keyed_hashes.mail_link(&self.mail.account, &self.address.mark, self.address.since);
        let mut body = Body::default();
        let hello = t.with("mail-confirm-hello").set("host", self.host()).set("name", &self.account.name);
        body.line(hello.to_string());
        body.link(t.s("mail-confirm-link"), self.app.addresses.at(&format!("/mail/confirm?code={code}")));
        body.small(t.s("mail-confirm-else"));
        let subject = t.with("mail-confirm-subject").set("host", self.host()).to_string();
        Written { subject, body, thread: None }
    }

    /// Says that no more mail comes to an address, and what to do if its owner did not want that.
    fn farewell(&self) -> Written {
        let t = self.t;
        let mut body = Body::default();
        let what = t.with("mail-former").set("host", self.host()).set("name", &self.account.name);
        body.line(what.to_string());
        body.line(t.s("mail-former-else"));
        body.link(t.s("mail-former-passphrase"), self.app.addresses.at("/me"));
        body.link(t.s("mail-former-address"), self.app.addresses.at("/inbox/settings"));
        let subject = t.with("mail-former-subject").set("host", self.host()).to_string();
        Written { subject, body, thread: None }
    }

    /// Writes the events of one thing.
    async fn notices(&self, tx: &mut ReadTx) -> StoreResult<Option<Written>> {
        let (told, is_more) = told_of(tx, self.mail, self.now).await?;
        // Nobody is called for what is gone already; their inbox says that it was there.
        let Some(first) = told.iter().find(|one| !one.is_gone) else { return Ok(None) };
        let mut body = Body::default();
        for line in sentences(self.t, tx, &self.mail.account, &told).await? {
            body.line(line);
        }
        self.asked(tx, &told, &mut body).await?;
        let title = title_of(self.t, first);
        let target = Target::of(first);
        let words = match target {
            Target::Offers => self.t.with("mail-answer").set("title", title).to_string(),
            _ => title,
        };
        body.link(&words, target.url(self.app));
        if is_more {
            body.link(self.t.s("mail-more"), self.app.addresses.at("/inbox"));
        }
        if told.iter().any(asks) {
            body.line(self.t.s("mail-on-site"));
        }
        body.small(self.t.with("mail-why").set("reasons", self.reasons(&told)).to_string());
        self.foot(&mut body);
        let thread = Some(format!("{}.{}", self.mail.object, self.mail.account));
        Ok(Some(Written { subject: self.subject(first), body, thread }))
    }

    /// Adds what a person wants to know first of a task that they are asked about or given: its date, its size, and how the text about it
    /// begins, where everybody may read that.
    async fn asked(&self, tx: &mut ReadTx, told: &[ReadableNotice], body: &mut Body) -> StoreResult<()> {
        let of_task = |one: &ReadableNotice| match (one.notice.kind, &one.notice.event.what, &one.task) {
            (NoticeKind::TaskOffer, _, Some(task)) if asks(one) => {
                Some((one.access.pursuance.visibility, task.clone()))
            }
            (NoticeKind::Assignment, Happened::TaskAssigned(given), Some(task)) => {
                let is_theirs = given.after.as_ref() == Some(&self.mail.account);
                is_theirs.then(|| (one.access.pursuance.visibility, task.clone()))
            }
            _ => None,
        };
        let Some((visibility, task)) = told.iter().find_map(of_task) else { return Ok(()) };
        // The day that somebody wrote is the same day everywhere, as on pages.
        let due = task.asked.due.map(|due| self.t.with("mail-due").set("day", due.date()).to_string());
        let size = task.asked.size.is_said().then(|| self.t.s(size_key(task.asked.size)).to_owned());
        let facts: Vec<String> = due.into_iter().chain(size).collect();
        if !facts.is_empty() {
            body.line(facts.join(" · "));
        }
        if visibility.is_open() {
            let asks = tasks::asks(tx, &task).await?;
            let begins = message_extras::excerpt(asks.deliverables.open().unwrap_or_default());
            if !begins.is_empty() {
                body.line(begins);
            }
        }
        Ok(())
    }

    /// The subject, which mail servers on the way and a locked screen show, too. Of a pursuance that its members alone read it
    /// says what sort of news comes, and names neither the task nor the pursuance: that one exists is for members as well.
    fn subject(&self, first: &ReadableNotice) -> String {
        if first.access.pursuance.visibility.is_open() {
            title_of(self.t, first)
        } else {
            let key = match &first.notice.event.what {
                Happened::TaskAssigned(told) if told.after.as_ref() == Some(&self.mail.account) => {
                    "mail-subject-assigned"
                }
                _ => kind_key(first.notice.kind),
            };
            self.t.s(key).to_owned()
        }
    }

    /// Writes the events since the last digest, and the due tasks; none where there is nothing.
    async fn digest(&self, tx: &mut ReadTx) -> StoreResult<Option<Written>> {
        let due = if self.wants_digest(tx).await? { self.due(tx).await? } else { Vec::new() };
        let (told, is_more) = told_of(tx, self.mail, self.now).await?;
        if due.is_empty() && told.is_empty() {
            return Ok(None);
        }
        let mut body = Body::default();
        if !due.is_empty() {
            body.head(self.t.s("mail-digest-due"));
        }
        for row in &due {
            // The day that somebody wrote is the same day everywhere, as on pages.
            let day = row.asked.due.map(Time::date).unwrap_or_default();
            let title = format!("{day} · {} · {}", row.title.said(self.t), row.pursuance);
            body.link(&title, task_url(self.app, &row.slug, row.number));
        }
        if !told.is_empty() {
            body.head(self.t.s("mail-digest-new"));
        }
        for group in groups(told) {
            let Some(first) = group.first() else { continue };
            if is_search(&first.notice) {
                self.searches(tx, (first, &group), &mut body).await?;
                continue;
            }
            body.link(&title_of(self.t, first), Target::of(first).url(self.app));
            for line in sentences(self.t, tx, &self.mail.account, &group).await? {
                body.line(line);
            }
            body.small(self.reasons(&group));
        }
        let inbox = self.t.s(if is_more { "mail-more" } else { "mail-inbox" });
        body.link(inbox, self.app.addresses.at("/inbox"));
        self.foot(&mut body);
        let subject = self.t.with("mail-digest-subject").set("host", self.host()).to_string();
        Ok(Some(Written { subject, body, thread: Some(format!("digest.{}", self.mail.account)) }))
    }

    /// The tasks of a pursuance that nobody has: how many, the first of them, and what no member can.
    async fn searches(
        &self,
        tx: &mut ReadTx,
        (first, group): (&ReadableNotice, &[ReadableNotice]),
        body: &mut Body,
    ) -> StoreResult<()> {
        let nobodys = Nobodys::of(group);
        let tasks = &nobodys.tasks;
        let pursuance = &first.access.pursuance;
        let count = self.t.with("inbox-search").set("n", tasks.len());
        let path = nobodys.path(&pursuance.slug);
        body.link(&format!("{count} · {}", pursuance.name), self.app.addresses.at(&path));
        if nobodys.is_mixed() {
            let kinds = self.t.with("inbox-search-kinds").set("searched", nobodys.searched);
            body.line(kinds.set("due", nobodys.due).to_string());
        }
        let (missing, needing) = inbox::missing(tx, group).await?;
        if !missing.is_empty() {
            let line =
                self.t.with("inbox-search-missing").set("n", needing).set("skills", missing.join(", "));
            body.line(line.to_string());
        }
        for (task, one) in tasks.iter().take(SEARCHED) {
            let title = task.title.said(self.t).to_string();
            body.line(match &one.notice.event.what {
                Happened::PairingAllied(_) => {
                    let told = sentences(self.t, tx, &self.mail.account, std::slice::from_ref(*one)).await?;
                    self.t.with("inbox-of-task").set("task", title).set("line", told.join(" ")).to_string()
                }
                Happened::TaskDueUnassigned(told) => {
                    let due = self.t.with("mail-due").set("day", told.due.date());
                    format!("{title} · {due}")
                }
                _ => title,
            });
        }
        if tasks.len() > SEARCHED {
            body.line(self.t.with("inbox-more").set("n", tasks.len() - SEARCHED).to_string());
        }
        Ok(())
    }

    /// Whether anything is to come once a day.
    async fn wants_digest(&self, tx: &mut ReadTx) -> StoreResult<bool> {
        let chosen = watches::wanted_by(tx, &self.mail.account, Channel::Mail).await?;
        Ok(NoticeKind::ALL.iter().any(|kind| wanted(&chosen, *kind) == Wanted::Digest))
    }

    /// The tasks of the person that are due soon, or late.
    async fn due(&self, tx: &mut ReadTx) -> StoreResult<Vec<Row>> {
        let sights = person::sights(tx, &reader(&self.mail.account)).await?;
        let limit = i64::try_from(DUE_MOST).unwrap_or(i64::MAX);
        let until = self.now.plus(digest::AHEAD);
        let mut due = next::of_assignee(tx, &sights, &self.mail.account, until, limit).await?;
        due.retain(|row| row.asked.due.is_some_and(|due| due <= until));
        due.sort_by_key(|row| row.asked.due);
        due.truncate(DUE_MOST);
        Ok(due)
    }

    fn reasons(&self, told: &[ReadableNotice]) -> String {
        let mut reasons: Vec<_> = told.iter().map(|one| one.notice.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons.into_iter().map(|reason| self.t.s(reason_key(reason))).collect::<Vec<_>>().join(" ")
    }

    fn stop(&self) -> String {
        self.app.addresses.at(&stop_path(self.app, &self.mail.account, &self.address.mark))
    }

    /// How to get other mail, or none.
    fn foot(&self, body: &mut Body) {
        body.small_link(self.t.s("mail-choose"), self.app.addresses.at("/inbox/settings"));
        body.small_link(&self.t.with("mail-stop").set("host", self.host()).to_string(), self.stop());
    }

    /// The mail with its addresses; none where the stored address cannot be opened.
    fn sealed(&self, written: Written) -> Option<MadeMail> {
        let (app, account) = (self.app, &self.mail.account);
        let opened = app.keys.open_address(account, &self.address.sealed);
        let text = match opened {
            Ok(text) => text,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "An address of mail cannot be opened"
                );
                return None;
            }
        };
        let to = MailAddress::parse(std::str::from_utf8(&text).ok()?).ok()?;
        let domain = app.config.mail.as_ref()?.from.domain();
        let can_stop = match self.mail.purpose {
            Purpose::Notices | Purpose::Digest => true,
            // It is one mail, and the address is asked, or none any more.
            Purpose::Confirm | Purpose::Former => false,
        };
        let letter = Letter {
            id: format!("{}@{domain}", self.mail.id),
            to,
            returns: Some(app.keyed_hashes.mail_return(account, &self.address.mark)),
            at: self.now,
            subject: written.subject,
            text: written.body.text(),
            html: written.body.html(self.t.language()),
            language: self.t.language(),
            thread: written.thread.map(|thread| format!("{thread}@{domain}")),
            stop: can_stop.then(|| self.stop()),
        };
        Some(MadeMail::Letter { letter: Box::new(letter), mark: self.address.mark.clone() })
    }
}

/// The sentences about the events, each thing once; comments together.
async fn sentences(
    t: Text,
    tx: &mut ReadTx,
    reader: &ActorId,
    told: &[ReadableNotice],
) -> StoreResult<Vec<String>> {
    let (mut lines, mut actors): (Vec<String>, Actors) = (Vec::new(), Actors::default());
    let mut writers: Vec<String> = Vec::new();
    let mut comments = 0_usize;
    for one in told {
        let who = match &one.notice.event.actor {
            Some(actor) => actors.name(tx, actor).await?,
            None => t.s("by-itself").to_owned(),
        };
        if is_comment(one) {
            comments += 1;
            if !writers.contains(&who) {
                writers.push(who);
            }
            continue;
        }
        let was_asked = one.became.zip(was_asked_key(&one.notice.event.what));
        let line = match (own_key(one.notice.kind, &one.notice.event.what), &one.notice.event.what) {
            (Some(key), _) => match was_asked {
                Some((became, was_asked)) => {
                    let line = t.with(was_asked).set("who", who).to_string();
                    t.with("inbox-became")
                        .set("line", line)
                        .set("became", t.s(became_key(became)))
                        .to_string()
                }
                None => t.with(key).set("who", who).to_string(),
            },
            (None, Happened::TaskAssigned(told)) => match &told.after {
                Some(to) if to == reader => t.with("told-assigned").set("who", who).to_string(),
                Some(to) => {
                    let to = actors.name(tx, to).await?;
                    t.with("told-assigned-to").set("who", who).set("to", to).to_string()
                }
                None => t.with("told-freed").set("who", who).to_string(),
            },
            (None, what) => match mail_key(what, reader) {
                Some(key) => t.with(key).set("who", who).to_string(),
                None => t.s(kind_key(one.notice.kind)).to_owned(),
            },
        };
        let line = if one.is_gone { t.with("inbox-gone").set("line", line).to_string() } else { line };
        let words = inbox::words(tx, one).await?;
        let line = if words.is_empty() {
            line
        } else {
            t.with("told-words").set("line", line).set("words", words).to_string()
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if comments > 0 {
        let named: Vec<&str> = writers.iter().take(NAMED).map(String::as_str).collect();
        let others = writers.len().saturating_sub(NAMED);
        let is_room = told.iter().any(|one| one.room.is_some());
        let key = if is_room { "inbox-messages" } else { "inbox-comments" };
        let line = t.with(key).set("n", comments).set("others", others);
        lines.push(line.set("who", named.join(", ")).to_string());
    }
    Ok(lines)
}

/// The path that ends the mail to an address.
fn stop_path(app: &App, account: &ActorId, mark: &str) -> String {
    format!("/mail/stop/{}", app.keyed_hashes.mail_stop(account, mark))
}

/// Whether it is told together with other comments on the same thing.
fn is_comment(one: &ReadableNotice) -> bool {
    says(&one.notice) && !one.is_gone
}

fn says(notice: &Notice) -> bool {
    notice.kind == NoticeKind::Comment
        && matches!(notice.event.what, Happened::TaskCommented(_) | Happened::RoomSaid(_))
}

/// Whether it tells that nobody has a task.
fn is_search(notice: &Notice) -> bool {
    notice.kind == NoticeKind::Pairing && notice.object != notice.pursuance.as_str()
}

/// The title of the task with its pursuance, or the name of the pursuance.
fn title_of(t: Text, one: &ReadableNotice) -> String {
    let pursuance = &one.access.pursuance.name;
    match (&one.task, &one.room) {
        (Some(task), _) => format!("{} · {pursuance}", task.title.said(t)),
        (None, Some(room)) => format!("{} · {pursuance}", room.name),
        (None, None) => pursuance.clone(),
    }
}

/// Notices by what they are about, in the order of the newest of each; the tasks of a pursuance that nobody has together.
fn groups(told: Vec<ReadableNotice>) -> Vec<Vec<ReadableNotice>> {
    let mut groups: Vec<Vec<ReadableNotice>> = Vec::new();
    for one in told {
        let is_same = |group: &&mut Vec<ReadableNotice>| {
            group.first().is_some_and(|first| match (is_search(&first.notice), is_search(&one.notice)) {
                (true, true) => first.notice.pursuance == one.notice.pursuance,
                (false, false) => first.notice.object == one.notice.object,
                (true, false) | (false, true) => false,
            })
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}
