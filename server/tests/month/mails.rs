//! RULES §8: what went out by mail: not in quiet hours, each thing once, and once a day what can wait.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::time::{HOUR, SECOND};

use super::Promises;
use super::known::Known;
use super::told::{Mail, Notice, moment};
use super::town::Resident;

pub const ONCE: &str = "no mail is sent twice";
pub const QUIET: &str = "in quiet hours no mail is sent but what is urgent and wanted at once";
pub const NEWS: &str = "each mail tells of something that no mail told before";
pub const SUBJECT: &str = "a subject names the task where everybody may read it, and nowhere else";
pub const TOLD: &str = "what is wanted at once is told by mail within a day";
pub const DIGEST_TIME: &str = "a digest comes at seven, or with the end of the quiet hours";
pub const DIGEST_ONCE: &str = "no more than one digest comes in a day";
pub const DIGEST_SOMETHING: &str = "a digest says something";
pub const DIGEST_NEWS: &str = "a digest tells of nothing that one before told";

/// The step of the clock.
const STEP: u32 = 8 * 60 + 30;
/// A mail waits for the end of the quiet hours, and for two steps of the clock.
const A_DAY: i64 = 30 * HOUR;

/// How a mail says that nobody was found for a task, or has it.
const SEARCHED: [&str; 4] =
    ["Nobody was found yet", "Noch niemand gefunden", "Nobody has this", "Das hat niemand"];

/// When somebody is told of a kind by mail.
fn wanted<'a>(one: &'a Resident, kind: &str) -> &'a str {
    let chosen = one.by_mail.iter().find(|(of, _)| *of == kind).map(|(_, value)| *value);
    let at_once = ["assignment", "verdict", "mention", "reply", "ban", "closing", "task_offer", "offer"]
        .contains(&kind);
    chosen.unwrap_or(if at_once { "now" } else { "digest" })
}

pub fn look(known: &Known<'_>, promises: &mut Promises) {
    let told = &known.told.sides[known.side];
    let mut ids = BTreeSet::new();
    for mail in &told.mails {
        promises.holds(ONCE, ids.insert(mail.id.as_str()), || format!("{} {}", mail.to, mail.subject));
    }
    let slug = &known.town.groups[known.side].slug;
    let line = |title: &str| format!("{title} · The {slug}");
    let titles = told.sheets.values().map(|sheet| (line(&sheet.title), sheet.number)).collect();
    let tasks = told.sheets.iter().map(|(id, sheet)| (sheet.number, id.as_str())).collect();
    // Of somebody who went their inbox shows no more what they were told.
    for one in known.people().filter(|one| one.left.is_none()) {
        let of_one = |mail: &&Mail| mail.to == one.address && !mail.text.contains("/mail/confirm?code=");
        let mails: Vec<&Mail> = told.mails.iter().filter(of_one).collect();
        let notices: Vec<&Notice> = told.notices.iter().filter(|notice| notice.who == one.id).collect();
        let post = Post { known, one, tasks: &tasks, titles: &titles, notices: &notices };
        let (digests, others): (Vec<&Mail>, Vec<&Mail>) = mails.into_iter().partition(|mail| mail.is_digest);
        post.at_once(promises, &others);
        post.daily(promises, &digests);
    }
}

/// The mail of somebody.
struct Post<'a> {
    known: &'a Known<'a>,
    one: &'a Resident,
    /// The tasks by their numbers.
    tasks: &'a BTreeMap<i64, &'a str>,
    /// Their numbers by the lines that name them.
    titles: &'a BTreeMap<String, i64>,
    notices: &'a [&'a Notice],
}

impl Post<'_> {
    /// Whether there is a notice of a task that is told so, from a time on until another one.
    fn has(&self, number: i64, how: &str, from: i64, until: i64) -> bool {
        self.notices.iter().any(|notice| {
            let at = moment(&notice.event["at"]);
            let is_then = from < at && at < until + SECOND;
            notice.task == Some(number) && wanted(self.one, &notice.kind) == how && is_then
        })
    }

    /// The numbers of the tasks that a text names in a line, in its order; what is to be done may stand before the name.
    fn numbers(&self, text: &str) -> Vec<i64> {
        let named = |line: &str| self.titles.get(line.rsplit(": ").next().unwrap_or(line).trim()).copied();
        text.lines().filter_map(named).collect()
    }

    /// The tasks of which a text says that nobody was found: these notices are taken back once somebody is, and no inbox shows then
    /// what a mail told.
    fn searched(&self, text: &str) -> BTreeSet<i64> {
        let (mut found, mut of) = (BTreeSet::new(), None);
        for line in text.lines() {
            of = self.titles.get(line.trim()).copied().or(of);
            if SEARCHED.iter().any(|said| line.contains(said)) {
                found.extend(of);
            }
        }
        found
    }

    fn at_once(&self, promises: &mut Promises, mails: &[&Mail]) {
        let mut last: BTreeMap<i64, i64> = BTreeMap::new();
        for mail in mails {
            let said = self.one.said_at(mail.at);
            let task = self.numbers(&mail.text).first().copied();
            let at = || {
                format!(
                    "{} of {task:?} to {} at {:?} {}",
                    mail.subject,
                    mail.to,
                    said.clock(mail.at),
                    said.zone
                )
            };
            let id = task.and_then(|number| self.tasks.get(&number));
            let is_urgent = id.is_some_and(|id| self.known.task(id).is_urgent);
            promises
                .holds(QUIET, !said.is_quiet(mail.at) || is_urgent, || format!("{}: {}", at(), mail.text));
            if let (Some(number), Some(id)) = (task, id) {
                let before = last.insert(number, mail.at).unwrap_or(0);
                promises.holds(NEWS, self.has(number, "now", before, mail.at), || {
                    format!("{} after {before} {}", at(), mail.text)
                });
                let is_named = mail.subject.contains(&self.known.sheet(id).title);
                // The first pursuance is for its members alone, the second one for everybody.
                promises.holds(SUBJECT, is_named == (self.known.side == 1), at);
            }
        }
        let end = self.known.town.diary.moments.last().copied().unwrap_or_default();
        for notice in self.notices.iter().filter(|notice| wanted(self.one, &notice.kind) == "now") {
            let happened = moment(&notice.event["at"]);
            // Of what they have read meanwhile no mail tells.
            let Some(number) = notice.task.filter(|_| happened + A_DAY < end && !notice.is_read) else {
                continue;
            };
            let is_in_time = |mail: &&&Mail| (happened - SECOND..=happened + A_DAY).contains(&mail.at);
            let is_told =
                mails.iter().filter(is_in_time).any(|mail| self.numbers(&mail.text).contains(&number));
            promises.holds(TOLD, is_told, || {
                let texts: Vec<_> = mails.iter().filter(is_in_time).map(|mail| &mail.text).collect();
                format!("{}: {} {texts:?}", self.one.name, notice.event)
            });
        }
    }

    fn daily(&self, promises: &mut Promises, digests: &[&Mail]) {
        let (mut days, mut before) = (BTreeSet::new(), 0);
        for mail in digests {
            let said = self.one.said_at(mail.at);
            let (minute, day) = said.clock(mail.at);
            let at = || format!("{} at {minute} of {day} {} {:?}", mail.to, said.zone, said.quiet);
            // Quiet hours that are over later than seven hold it back.
            let opens = said
                .quiet
                .map_or(7 * 60, |(from, until)| if from > until { until.max(7 * 60) } else { 7 * 60 });
            let is_time = (7 * 60..=opens + STEP).contains(&minute) && !said.is_quiet(mail.at);
            promises.holds(DIGEST_TIME, is_time, at);
            promises.holds(DIGEST_ONCE, days.insert(day.clone()), at);
            let (due, news) = mail.text.split_once("What happened\n").unwrap_or((&mail.text, ""));
            let is_due = due.contains("Due within 14 days") && due.contains("/t/");
            // A line of several tasks leads to a list of them.
            let is_news = news.contains("/p/") || news.contains("/tasks?");
            promises.holds(DIGEST_SOMETHING, is_due || is_news, || format!("{} {}", at(), mail.text));
            let searched = self.searched(news);
            for number in self.numbers(news).into_iter().filter(|number| !searched.contains(number)) {
                promises.holds(DIGEST_NEWS, self.has(number, "digest", before, mail.at), || {
                    format!("{} task {number} {}", at(), mail.text)
                });
            }
            before = mail.at;
        }
    }
}
