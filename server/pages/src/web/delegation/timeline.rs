//! The timeline of a delegation in words: made from the very messages that the two servers exchanged, so that it reads
//! the same on both sides. The content of a message is untrusted, and goes through the sanitizer.

use std::collections::HashMap;

use pursuance_domain::delegation::{Cut, MessageKind, Side};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Act, Head};

use super::change::AsksAtATime;
use super::notes::{aside, note, percent};
use super::step::{Happening, Moment, step};
use crate::reads::Actors;
use crate::store::channels::ActivityDirection;
use crate::store::db::ReadTx;
use crate::store::delegations::TimelineEntry;
use crate::store::error::StoreResult;
use crate::text::{Markup, Text};
use crate::web::frame::layout::Layout;
use crate::web::frame::view::Party;
use crate::web::request::session::Visit;

/// The two pursuances, as the side that is here sees them.
pub struct Parties {
    pub us: Party,
    pub peer: Party,
    pub side: Side,
    /// The reason and the time of the end, if the two servers do not exchange messages.
    pub cut: Option<(Cut, Time)>,
}

/// The messages about a delegation as steps, the oldest first. Comments are in the discussion instead. Messages before the
/// index `first` are not shown, but they decide the meaning of later ones.
pub async fn moments(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    parties: &Parties,
    entries: &[TimelineEntry],
    first: usize,
) -> StoreResult<Vec<Moment>> {
    let mut moments: Vec<Moment> = Vec::new();
    let (mut asked, mut offered): (Option<AsksAtATime>, Option<AsksAtATime>) = (None, None);
    let mut offers: HashMap<&str, AsksAtATime> = HashMap::new();
    let mut story = Story::default();
    let mut is_offered = false;
    let mut cut = parties.cut;
    for (at, entry) in entries.iter().enumerate() {
        let is_told = at >= first;
        if let Some((why, at)) = cut.filter(|(_, at)| is_told && *at < entry.at) {
            moments.push(cut_off(l, parties, why, at));
            cut = None;
        }
        // Words written with the end have not left this server; the end itself is shown.
        if entry.direction == ActivityDirection::Out
            && matches!(entry.kind, MessageKind::Revoke | MessageKind::Undo | MessageKind::Decline)
            && parties.cut.is_some_and(|(_, at)| at == entry.at)
        {
            continue;
        }
        let message = entry.said();
        let act = message.map(|message| &message.act);
        let Some(step) = step(entry.kind, act) else { continue };
        let what = story.tells(step, act);
        let mut changes = Vec::new();
        match act {
            Some(Act::Offer(offer)) => {
                let now = AsksAtATime::of(&offer.delegation);
                changes = asked.as_ref().map(|before| before.changes(l, &now)).unwrap_or_default();
                offers.insert(&entry.activity, now.clone());
                // Once the work has begun, the agreed terms hold until others are accepted.
                if story.is_granted {
                    offered = Some(now);
                } else {
                    asked = Some(now);
                }
            }
            Some(Act::Grant(_)) if what == Happening::TermsGranted => asked = offered.take().or(asked),
            Some(Act::TentativeAccept(counter)) => {
                // They may have answered an earlier offer than the standing one.
                let read = offers.get(counter.offer.as_str()).or(asked.as_ref());
                changes = read.map(|read| read.changes(l, &read.with(counter.proposed))).unwrap_or_default();
            }
            Some(Act::UpdateTask(update)) if what == Happening::Changed => {
                let now = AsksAtATime::of_task(&update.task);
                changes = asked.as_ref().map(|before| before.changes(l, &now)).unwrap_or_default();
                asked = Some(now);
            }
            _ => {}
        }
        // The first offer begins the delegation; every later offer is the same task on other terms.
        let is_again = what == Happening::Offered && std::mem::replace(&mut is_offered, true);
        if !is_told {
            continue;
        }
        let by = match &entry.human {
            Some(person) => visit.party_of(tx, actors, person).await?,
            None => speaker(l.t, parties, entry.direction, message.map(|message| &message.head)),
        };
        let moment = Moment {
            what: if is_again { Happening::Reoffered } else { what },
            by,
            at: l.moment(entry.at),
            note: act.map(note).unwrap_or_default(),
            changes,
            percent: act.and_then(percent),
            aside: act.and_then(|act| aside(l.t, act)).unwrap_or_default(),
        };
        tell(&mut moments, moment);
    }
    if let Some((why, at)) = cut {
        moments.push(cut_off(l, parties, why, at));
    }
    Ok(moments)
}

/// The end of a delegation between servers that do not talk.
fn cut_off(l: &Layout, parties: &Parties, why: Cut, at: Time) -> Moment {
    let (what, by) = match why {
        Cut::WeBlocked => (Happening::Blocked, &parties.us),
        Cut::TheyRefuse => (Happening::ShutOut, &parties.peer),
    };
    Moment {
        what,
        by: by.clone(),
        at: l.moment(at),
        note: Markup::default(),
        changes: Vec::new(),
        percent: None,
        aside: String::new(),
    }
}

/// Adds a step. News is shown once: a person's words are repeated in every later progress message, and the progress
/// changes with every small step.
fn tell(moments: &mut Vec<Moment>, mut moment: Moment) {
    if moment.what != Happening::Progressed {
        return moments.push(moment);
    }
    let told = || moments.iter().rev().filter(|told| told.what == Happening::Progressed);
    if told().find(|told| !told.note.is_empty()).is_some_and(|told| told.note == moment.note) {
        moment.note = Markup::default();
    }
    let percent = told().next().and_then(|told| told.percent);
    if moment.note.is_empty() && moment.percent.unwrap_or(0) == percent.unwrap_or(0) {
        return;
    }
    // News without words is overtaken by the next.
    moments.pop_if(|last| last.what == Happening::Progressed && last.note.is_empty());
    moments.push(moment);
}

/// The earlier steps, as far as they change the meaning of a later message.
#[derive(Default)]
struct Story {
    is_in_review: bool,
    is_recalled: bool,
    /// Whether the work has begun; terms that are agreed or declined after that are new ones.
    is_granted: bool,
}

impl Story {
    /// The meaning of a step, after the steps before it.
    fn tells(&mut self, step: Happening, act: Option<&Act>) -> Happening {
        match (step, act) {
            // The first phase "in review" in the origin's task after the hand-in means that the review has begun.
            (Happening::Changed, Some(Act::UpdateTask(update))) => {
                let was_in_review = self.is_in_review;
                self.is_in_review = update.task.phase == vocab::Phase::InReview;
                if self.is_in_review && !was_in_review { Happening::ReviewStarted } else { step }
            }
            (Happening::Submitted | Happening::SentBack, _) => {
                self.is_in_review = false;
                step
            }
            (Happening::Recalling, _) => {
                self.is_recalled = true;
                step
            }
            (Happening::Granted, _) if self.is_granted => Happening::TermsGranted,
            (Happening::Granted, _) => {
                self.is_granted = true;
                step
            }
            (Happening::Declined, _) if self.is_granted => Happening::TermsDeclined,
            (Happening::WorkAccepted, _) if self.is_recalled => Happening::Thanked,
            _ => step,
        }
    }
}

/// The author, when it was not a local account.
fn speaker(t: Text, parties: &Parties, direction: ActivityDirection, head: Option<&Head>) -> Party {
    match direction {
        ActivityDirection::Out => parties.us.clone(),
        ActivityDirection::In => match (head.and_then(|head| head.person.as_deref()), &parties.peer.host) {
            (Some(name), Some(host)) => Party::named_there(t, name, &parties.peer.name).at(host.clone()),
            (Some(name), None) => Party::named_there(t, name, &parties.peer.name),
            (None, _) => parties.peer.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::frame::asks::differing;

    fn entry(kind: MessageKind, text: &str) -> TimelineEntry {
        let activity = "https://there.example/ap/act/1".to_owned();
        TimelineEntry::new(ActivityDirection::In, activity, kind, Time(0), text.as_bytes().to_vec())
    }

    #[test]
    fn what_the_other_side_wrote_is_cleaned() {
        let text = include_str!("../../../../../federation/tests/fixtures/pursuance/decline.json");
        let mut decline: serde_json::Value = serde_json::from_str(text).unwrap();
        decline["content"] = "<p onclick=x>Not <script>now</script></p>".into();
        let entry = entry(MessageKind::Decline, &decline.to_string());
        let note = note(&entry.said().unwrap().act).to_string();
        assert_eq!(note, "<p>Not </p>");
    }

    #[test]
    fn news_is_told_once() {
        let when = crate::web::frame::when::moment(Text::english(), chrono_tz::Tz::UTC, Time(0), Time(0));
        let mut moments = Vec::new();
        let mut hear = |note: &str, percent| {
            let moment = Moment {
                what: Happening::Progressed,
                by: Party::group("Wasps"),
                at: when.clone(),
                note: Markup::trusted(note.to_owned()),
                changes: Vec::new(),
                percent,
                aside: String::new(),
            };
            tell(&mut moments, moment);
            moments.iter().map(|told| (told.note.to_string(), told.percent)).collect::<Vec<_>>()
        };
        let begun = ("<p>Begun</p>".to_owned(), Some(10));
        assert_eq!(hear("", Some(0)), []);
        assert_eq!(hear("<p>Begun</p>", Some(10)), std::slice::from_ref(&begun));
        assert_eq!(hear("<p>Begun</p>", Some(10)), std::slice::from_ref(&begun));
        // The words are from Tuesday; only the progress is new. And that only once it has grown.
        assert_eq!(hear("<p>Begun</p>", Some(20)), [begun.clone(), (String::new(), Some(20))]);
        assert_eq!(hear("<p>Begun</p>", Some(30)), [begun.clone(), (String::new(), Some(30))]);
        assert_eq!(hear("<p>Half</p>", Some(50)), [begun, ("<p>Half</p>".to_owned(), Some(50))]);
    }

    #[test]
    fn of_two_texts_only_the_lines_that_differ_are_shown() {
        assert_eq!(differing("a\nb\nc", "a\nB\nc"), ("b".to_owned(), "B".to_owned()));
        assert_eq!(differing("a\nc", "a\nb\nc"), (String::new(), "b".to_owned()));
        assert_eq!(differing("a\na", "a"), ("a".to_owned(), String::new()));
        assert_eq!(differing("", "a"), (String::new(), "a".to_owned()));
    }

    #[test]
    fn what_is_agreed_after_the_work_began_are_new_terms() {
        let mut story = Story::default();
        assert_eq!(story.tells(Happening::Declined, None), Happening::Declined);
        assert_eq!(story.tells(Happening::Granted, None), Happening::Granted);
        assert_eq!(story.tells(Happening::Declined, None), Happening::TermsDeclined);
        assert_eq!(story.tells(Happening::Granted, None), Happening::TermsGranted);
    }

    #[test]
    fn a_message_that_cannot_be_read_is_still_a_step() {
        assert!(entry(MessageKind::Progress, "{}").said().is_none());
        assert_eq!(step(MessageKind::Progress, None), Some(Happening::Progressed));
    }
}
