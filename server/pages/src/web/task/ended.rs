//! The end of a finished task, shown on top of its page: who accepted or finished it, their comment, and the tasks that can start now.

use pursuance_domain::task::phase::Phase;

use super::dependencies::Known;
use super::page::TaskPage;
use super::parts::{SignedWords, WorkRound};
use crate::text::Markup;
use crate::web::delegation::step::Happening;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{FileView, Party};
use crate::web::frame::when::When;

/// The end of a task.
pub struct EndedShown<'a> {
    by: &'a Party,
    at: &'a When,
    is_accepted: bool,
    /// Empty where nothing was written.
    pub words: &'a Markup,
    /// The message with the comment, if it is signed.
    pub signed: Option<&'a SignedWords>,
}

impl TaskPage {
    /// The end of the task: here, or in the last step of its delegation.
    pub fn ended(&self) -> Option<EndedShown<'_>> {
        if self.phase != PhaseTag::Is(Phase::Done) {
            return None;
        }
        if let Some(end) = &self.steps.parts.end {
            let told = &end.told;
            return Some(EndedShown {
                by: &told.by,
                at: &told.at,
                is_accepted: end.is_accepted,
                words: &told.words,
                signed: told.signed.as_ref(),
            });
        }
        let last = self.sides.outgoing.first().map(|out| &out.d);
        let between = last.or(self.sides.incoming.as_ref().map(|mirror| &mirror.d))?;
        let step = between.timeline.iter().rev().find(|step| step.what == Happening::WorkAccepted)?;
        Some(EndedShown { by: &step.by, at: &step.at, is_accepted: true, words: &step.note, signed: None })
    }

    /// Names the person who ended it, and the time.
    pub fn ended_by(&self, end: &EndedShown<'_>) -> Markup {
        let key = match (end.is_accepted, end.by.is_you) {
            (true, true) => "ended-accepted-by-you",
            (true, false) => "ended-accepted",
            (false, true) => "ended-done-by-you",
            (false, false) => "ended-done",
        };
        let t = self.l.t;
        Markup::trusted(t.rich(key).html("who", end.by.bold(t)).html("at", end.at.clone()).to_string())
    }

    /// Whether to thank the viewer: they did the work, and somebody else accepted it.
    pub fn is_thanked(&self, end: &EndedShown<'_>) -> bool {
        end.is_accepted && self.steps.parts.is_yours && !end.by.is_you
    }

    /// The tasks that waited for it, and can begin now.
    pub fn can_start(&self) -> Vec<&Known> {
        let begins = [Phase::New, Phase::HelpWanted, Phase::Started].map(PhaseTag::Is);
        let waiting = self.dependencies.waiting.iter().filter_map(|end| end.task.as_ref());
        waiting.filter(|known| begins.contains(&known.phase)).collect()
    }

    /// The files of the work: those that the assignee added.
    pub fn files_of_work(&self) -> Vec<&FileView> {
        match &self.people.assignee {
            Some(worker) => self.files.files.iter().filter(|file| file.by == *worker).collect(),
            None => Vec::new(),
        }
    }

    /// The files of the assignee that came with an earlier round of the work.
    pub fn files_of_round(&self, round: &WorkRound) -> Vec<&FileView> {
        let (after, until) = round.between;
        self.files_of_work().into_iter().filter(|file| file.added > after && file.added <= until).collect()
    }
}
