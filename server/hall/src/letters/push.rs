//! The message that is pushed to a browser: the events of one thing, in a few words, and where to look.
//!
//! The title of the task stands in it, also where only members read it: the message is encrypted to the browser of somebody who
//! may read it now (RFC 8291), and its push service learns neither its words nor their length.

use chrono_tz::Tz;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{Channel, Wanted};
use pursuance_domain::people::limits::{first_awake, is_away};
use pursuance_domain::time::Time;
use pursuance_domain::value::Urgency;
use pursuance_federation::push::MESSAGE_MAX;
use serde_json::json;

use super::{reader, sentences};
use crate::reads::inbox::{self, ReadableNotice, Target};
use crate::reads::one_more;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::notices::Notice;
use crate::store::{accounts, availability, notices, watches};
use crate::text::{Text, shortened};

/// How many notices one message tells of.
pub const TOLD_MOST: usize = 20;

/// When somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushMoment {
    Now,
    /// Not before this.
    At(Time),
    /// Not at all: a person who is away finds it in their inbox when they are back.
    Never,
}

/// When somebody is told of something now. What is urgent waits for no morning (RULES §8).
pub async fn moment_of(
    tx: &mut ReadTx,
    account: &ActorId,
    is_urgent: bool,
    now: Time,
) -> StoreResult<PushMoment> {
    let Some(said) = availability::of_person(tx, account).await? else { return Ok(PushMoment::Never) };
    if said.away.is_some_and(|away| is_away(away, now)) {
        return Ok(PushMoment::Never);
    }
    let awake = first_awake(said.limits.quiet, said.zone, now);
    Ok(if awake == now || is_urgent { PushMoment::Now } else { PushMoment::At(awake) })
}

/// When somebody is told what is due about an object.
pub async fn moment(tx: &mut ReadTx, account: &ActorId, object: &str, now: Time) -> StoreResult<PushMoment> {
    let moment = moment_of(tx, account, false, now).await?;
    if !matches!(moment, PushMoment::At(_)) {
        return Ok(moment);
    }
    let due = notices::of_push(tx, account, object, true, one_more(TOLD_MOST)).await?;
    let told = wanted(tx, account, due, now).await?;
    Ok(if told.iter().any(is_urgent) { PushMoment::Now } else { moment })
}

/// A message to the browsers of somebody.
pub struct Pushed {
    /// The JSON that the worker of the pages reads.
    pub text: String,
    pub is_urgent: bool,
}

/// Makes a message of what its person may read now. Of the same object it also tells what messages before it told and nobody has
/// read yet, as it takes their place. None where nothing of it is to be told any more.
pub async fn make(
    app: &App,
    tx: &mut ReadTx,
    to: &ActorId,
    object: &str,
    message: &str,
    now: Time,
) -> StoreResult<Option<Pushed>> {
    let account = accounts::by_actor(tx, to).await?.filter(|account| account.suspended_at.is_none());
    let Some(account) = account else { return Ok(None) };
    let new = notices::of_message(tx, to, object, message, one_more(TOLD_MOST)).await?;
    if wanted(tx, to, new, now).await?.is_empty() {
        return Ok(None);
    }
    let mut waiting = notices::of_push(tx, to, object, false, one_more(TOLD_MOST)).await?;
    let is_more = waiting.len() > TOLD_MOST;
    waiting.truncate(TOLD_MOST);
    let told = wanted(tx, to, waiting, now).await?;
    let Some(first) = told.first() else { return Ok(None) };
    let zone = availability::of_person(tx, to).await?.map_or(Tz::UTC, |said| said.zone);
    let (t, chosen) = (account.language.map_or_else(Text::english, Text::of), account.display_as);
    let t = t.telling(chosen.clock, chosen.first_day).in_zone(zone);
    let mut lines = sentences(t, tx, to, &told).await?;
    if is_more {
        lines.push(t.s("mail-more").to_owned());
    }
    let said = Said {
        title: title_of(t, first),
        url: Target::of(first).url(app),
        tag: object,
        language: t.language(),
    };
    Ok(Some(Pushed { text: said.with(&lines.join("\n")), is_urgent: told.iter().any(is_urgent) }))
}

/// The notices that their person may read now, and still wants to be told of.
async fn wanted(
    tx: &mut ReadTx,
    person: &ActorId,
    mut notices: Vec<Notice>,
    now: Time,
) -> StoreResult<Vec<ReadableNotice>> {
    let chosen = watches::wanted_by(tx, person, Channel::Push).await?;
    let wanted = |kind| chosen.get(&kind).copied().unwrap_or_else(|| Channel::Push.unless_chosen(kind));
    notices.retain(|notice| wanted(notice.kind) == Wanted::Now);
    let mut told = inbox::readable(tx, (&reader(person), now), person, notices).await?;
    // No browser rings for what is gone already.
    told.retain(|one| !one.is_gone);
    Ok(told)
}

fn is_urgent(one: &ReadableNotice) -> bool {
    one.task.as_ref().is_some_and(|task| task.asked.urgency == Urgency::Urgent)
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

/// The notification that a browser shows, but for the sentences.
struct Said<'a> {
    title: String,
    /// Where a click leads.
    url: String,
    /// One notification takes the place of another one with the same.
    tag: &'a str,
    language: &'static str,
}

impl Said<'_> {
    /// The whole, with as much of the sentences as there is room for.
    fn with(&self, sentences: &str) -> String {
        let mut room = sentences.chars().count();
        loop {
            let text = json!({
                "title": self.title,
                "body": shortened(sentences, room),
                "url": self.url,
                "tag": self.tag,
                "lang": self.language,
            });
            let text = text.to_string();
            if text.len() <= MESSAGE_MAX || room == 0 {
                return text;
            }
            room = room * 3 / 4;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_no_longer_than_a_push_service_takes() {
        let said = |title: &str| Said {
            title: title.to_owned(),
            url: format!("https://{}.example/p/bees/t/1", "commons".repeat(30)),
            tag: "01m7xfkdnwen59fh5ebfzxkxvt",
            language: "en",
        };
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let whole = read(&said("Count · Bees").with("Ana gave you this task."));
        assert_eq!(whole["body"], "Ana gave you this task.");
        // As long as a title and a name may be, and in letters of four bytes.
        for sentences in ["🐝".repeat(2_000), "\"\\".repeat(2_000), "a".repeat(MESSAGE_MAX)] {
            let text = said(&"🐝".repeat(283)).with(&sentences);
            assert!(text.len() <= MESSAGE_MAX, "{}", text.len());
            let body = read(&text)["body"].as_str().unwrap().to_owned();
            assert!(body.ends_with('…') && body.chars().count() > 50, "{body}");
        }
    }
}
