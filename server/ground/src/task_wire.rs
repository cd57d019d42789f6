//! A task on the wire: the one place that writes the asks of a task into the vocabulary of PROTOCOL §1.5, and the one
//! that reads them.

use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::WirePhase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Deliverables, Size, Skill, Skills, Title, Urgency};
use pursuance_federation::vocab::{self, Source};
use url::Url;

use crate::markdown;

/// Which task it is, and how far.
pub struct Head {
    pub id: Url,
    /// The pursuance it belongs to.
    pub attributed_to: Url,
    pub phase: WirePhase,
    pub revision: i64,
    pub updated: Time,
}

/// Whether members with the usual value are written. The document of a task has them; activities leave them out, with
/// the same meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usual {
    Said,
    LeftOut,
}

/// A task with its asks. `html`: its text for readers without Markdown.
pub fn write(head: Head, asks: Asks, html: String, usual: Usual) -> vocab::Task {
    let Head { id, attributed_to, phase, revision, updated } = head;
    let Asks { title, deliverables, skills, due, size, urgency } = asks;
    let revision = u64::try_from(revision).unwrap_or(1);
    vocab::Task {
        content: Some(html),
        source: Some(Source::markdown(deliverables)),
        media_type: Some("text/html".to_owned()),
        skills: skills.iter().map(|skill| skill.as_str().to_owned()).collect(),
        due: due.map(Time::utc),
        size: write_size(size),
        urgency: match (urgency, usual) {
            (Urgency::Urgent, Usual::Said | Usual::LeftOut) => Some(vocab::Urgency::Urgent),
            (Urgency::Normal, Usual::Said) => Some(vocab::Urgency::Normal),
            (Urgency::Normal, Usual::LeftOut) => None,
        },
        updated: Some(updated.utc()),
        // A member that is added is asked for by `read`.
        ..vocab::Task::new(id, attributed_to, String::from(title), self::phase(phase), revision)
    }
}

/// The asks of another server's task, as far as the rules here know them.
pub fn read(task: &vocab::Task) -> Asks {
    let vocab::Task {
        name,
        content,
        source,
        skills,
        due,
        size,
        urgency,
        // The id, the progress and the private parts of its pursuance are no asks.
        id: _,
        attributed_to: _,
        audience: _,
        url: _,
        mirror_of: _,
        media_type: _,
        phase: _,
        is_resolved: _,
        tag: _,
        parent: _,
        root: _,
        depends_on: _,
        assigned_to: _,
        reviewer: _,
        context: _,
        replies: _,
        attachment: _,
        progress: _,
        progress_note: _,
        last_activity: _,
        published: _,
        updated: _,
        revision: _,
        to: _,
        cc: _,
    } = task;
    let text = match (source, content) {
        (Some(source), _) => source.content.clone(),
        (None, Some(html)) => markdown::to_text(html),
        (None, None) => String::new(),
    };
    Asks {
        title: Title::checked(name.clone()),
        deliverables: Deliverables::checked(text),
        skills: Skills::new(skills.iter().filter_map(|skill| Skill::parse(skill).ok())).unwrap_or_default(),
        due: due.map(|due| Time(due.timestamp_micros())),
        size: size.map_or(Size::Unsaid, read_size),
        urgency: match urgency {
            Some(vocab::Urgency::Urgent) => Urgency::Urgent,
            Some(vocab::Urgency::Normal) | None => Urgency::Normal,
        },
    }
}

/// A size as it goes over the wire: an unknown one is left out.
pub fn write_size(size: Size) -> Option<vocab::Size> {
    Some(match size {
        Size::Xs => vocab::Size::Xs,
        Size::S => vocab::Size::S,
        Size::Unsaid => return None,
        Size::M => vocab::Size::M,
        Size::L => vocab::Size::L,
    })
}

/// A size as the rules know it.
pub fn read_size(size: vocab::Size) -> Size {
    match size {
        vocab::Size::Xs => Size::Xs,
        vocab::Size::S => Size::S,
        vocab::Size::M => Size::M,
        vocab::Size::L => Size::L,
    }
}

/// A phase as it goes over the wire.
pub fn phase(phase: WirePhase) -> vocab::Phase {
    vocab::Phase::read(phase.as_wire())
}
