//! One task: its needs, its assignee, its delegations, the discussion, the history. The page is made of cards: each is a struct that
//! takes what it shows from the scene, and the templates of `task/` show one each.

use askama::Template;
use pursuance_domain::task::phase::Phase;

use super::answers::emoji_field;
use super::assignee_search::AssigneeSearch;
use super::clock::ClockShown;
use super::delegations::Sides;
use super::dependencies::Dependencies;
use super::discussion::Talk;
use super::facts::FactsCard;
use super::files::Files;
use super::history::History;
use super::notes::Notes;
use super::people::People;
use super::people_buttons::{Receiver, Receivers};
use super::pieces;
use super::step::Steps;
use super::subtasks::SubtasksCard;
use crate::web::cards::watching::Watching;
use crate::web::delegation::origin::Outgoing;
use crate::web::frame::asks::AsksView;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, RefusedField, refused};
use crate::web::request::carried_forms::Typed;
use crate::web::request::unplaced_texts::FormPage;

/// `GET /p/{slug}/t/{number}`. Refused forms of the task come back as this page with status 422.
#[derive(Template)]
#[template(path = "task/page.html")]
pub struct TaskPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub number: i64,
    pub phase: PhaseTag,
    pub asks: AsksView,
    pub notes: Notes,
    pub people: People,
    pub facts: FactsCard,
    pub steps: Steps,
    pub taking: AssigneeSearch,
    /// In a private pursuance: the members to whom the viewer may give it.
    pub receivers: Receivers,
    /// In a private pursuance: the members for whom it may be marked as waiting.
    pub blockers: Vec<Receiver>,
    /// The person it waits for, and the next steps.
    pub clock: Option<ClockShown>,
    pub subtasks: SubtasksCard,
    /// The dependencies in both directions.
    pub dependencies: Dependencies,
    pub sides: Sides,
    pub files: Files,
    pub talk: Talk,
    pub history: History,
    /// Whether the viewer watches it; none for a visitor.
    pub watching: Option<Watching>,
    pub form: FormShown,
}

/// The state of a sent form, and the page that the viewer came from.
#[derive(Default)]
pub struct FormShown {
    /// The folded part to open.
    pub open: String,
    /// The board that the viewer came from, to which a form leads back; empty without one.
    pub board: String,
    /// A refusal that concerns no field.
    pub problem: String,
    /// The next step after it.
    pub advice: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl TaskPage {
    /// Whether this folded part is to be open.
    pub fn is_unfolded(&self, part: impl AsRef<str>) -> bool {
        self.form.open == part.as_ref()
    }

    /// The number of a phase in a signed revision.
    pub fn phase_number(&self, phase: &Phase) -> u8 {
        phase.signed_number()
    }

    /// Further facts of a private task: the names of its sealed fields, each with the key of its label.
    pub fn sealed_facts(&self) -> [(&'static str, &'static str); 4] {
        [
            ("due", "sealed-field-due"),
            ("skills", "sealed-field-skills"),
            ("size", "sealed-field-size"),
            ("urgency", "sealed-field-urgency"),
        ]
    }

    /// Whether it can be put away: dropped, archived or trashed.
    pub fn is_put_away_here(&self) -> bool {
        let (may, ends) = (&self.steps.may, &self.steps.ends);
        may.drop || ends.archive || ends.trash
    }

    /// Whether the viewer may suggest other texts for a private task.
    pub fn suggests_edit(&self) -> bool {
        self.steps.suggests.edit && self.l.signs()
    }

    /// Whether a private task has several rarely used steps, including the one to its texts, so that they need a menu.
    pub fn has_rare_steps(&self) -> bool {
        let edits = self.steps.may.edit || self.suggests_edit();
        let rare = [edits, self.steps.may.uncall, self.facts.may_move, self.is_put_away_here()];
        rare.into_iter().filter(|is_there| *is_there).count() > 1
    }

    /// Whether the viewer is the assignee and may let others be asked to take over.
    pub fn hands_on(&self) -> bool {
        self.clock.as_ref().is_some_and(|clock| clock.is_you && !clock.is_review)
    }

    /// ` open` for the folded part to open.
    pub fn unfolded(&self, part: &str) -> &'static str {
        if self.is_unfolded(part) { " open" } else { "" }
    }

    /// Shows a person among the facts: always with a link for a viewer who assigns tasks; for others only if the person has a task of this
    /// pursuance, since the page of a mirror has many other links.
    pub fn looked_up(&self, party: &Party, has_it: bool) -> Party {
        let is_link = self.steps.may.assign || (has_it && !party.is_group && self.sides.incoming.is_none());
        if is_link { party.clone() } else { party.unlinked() }
    }

    /// The creator of the task; without a link if a fact above already links to the same person.
    pub fn written_by(&self) -> Party {
        let People { assignee, reviewer, creator, needs_review, is_own_work, .. } = &self.people;
        let checks = match &self.sides.incoming {
            Some(_) => reviewer.as_ref(),
            None => (*needs_review && !is_own_work).then(|| self.people.checks()),
        };
        let is_named = [assignee.as_ref(), checks].into_iter().flatten().any(|one| one.href == creator.href);
        if is_named { creator.unlinked() } else { self.looked_up(creator, false) }
    }

    /// Whether the menu leads to the form for a file: the viewer may add one, but it is rarely needed. On a mirror, the card that hands
    /// work in has its own form; otherwise the task has no files yet, and is done in subtasks or is not the viewer's work.
    pub fn hangs_rarely(&self) -> bool {
        let Steps { may, .. } = &self.steps;
        let is_rare = match &self.sides.incoming {
            Some(mirror) => mirror.may.submit || (!may.edit && !may.has_step()),
            None => {
                self.files.files.is_empty() && (self.is_done_in_parts() || (!may.edit && !may.has_step()))
            }
        };
        self.files.may_add && is_rare
    }

    /// Whether the menu leads to the view of the other pursuance: only if the menu has further entries for the viewer.
    pub fn sees_rarely(&self, out: &Outgoing) -> bool {
        out.may.manage || self.steps.suggests.any()
    }

    /// Whether it has no assignee and open subtasks, which are the work then.
    pub fn is_done_in_parts(&self) -> bool {
        self.steps.has_open_parts && self.people.assignee.is_none()
    }

    /// Whether only the menu offers the viewer to take the whole task: it has open subtasks to take instead, and the viewer, who may
    /// assign, has a menu.
    pub fn takes_whole_rarely(&self) -> bool {
        self.steps.has_open_parts
            && self.steps.may.take
            && self.steps.may.assign
            && self.sides.on_offer_to().is_none()
    }

    /// Whether the subtasks come before the delegations: if the work is done here.
    pub fn splits_first(&self) -> bool {
        self.sides.outgoing.is_empty()
    }

    /// Whether to show the files: there are some, some may be added, or the task is a mirror, whose assignee looks for files before handing
    /// in.
    pub fn has_files(&self) -> bool {
        self.files.may_add || !self.files.files.is_empty() || self.sides.incoming.is_some()
    }

    /// Whether it has an assignee, or was done by one.
    pub fn has_worker(&self) -> bool {
        use Phase::{Done, Dropped, InReview, ReadyForReview};
        let is_done = matches!(self.phase, PhaseTag::Is(ReadyForReview | InReview | Done | Dropped));
        self.people.assignee.is_some() || !is_done
    }

    /// The address and the label of its tab among the open discussions. The server has no title of a private task.
    pub fn tab(&self) -> (String, String) {
        let number = format!("#{}", self.number);
        let called =
            if self.l.is_private() { number } else { format!("{number} {}", self.asks.title.said()) };
        (links::task(&self.slug, self.number), called)
    }

    /// The refused fields of forms folded further below; the page names them on top.
    pub fn refused(&self) -> Vec<RefusedField> {
        let (file, label) = self.files.refused_field();
        let fields = [
            ("blocker", "dependencies-blocker", &self.dependencies.blocker),
            ("depend-on", "dependencies-on", &self.dependencies.field),
            (file, label, &self.files.field),
            ("say-file", "talk-attach-file", &self.talk.along.field),
        ];
        let emoji = emoji_field(&self.talk.messages).map(|field| ("emoji", "talk-emoji", field));
        refused(&fields.into_iter().chain(emoji).collect::<Vec<_>>())
    }
}

impl FormPage for TaskPage {
    /// Keeps the texts. Without the field, the reason beside it would be missing too, so it is shown on top.
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.form.typed = texts;
        let beside = [
            &mut self.steps.send_back_comment.error,
            &mut self.talk.body.error,
            &mut self.talk.along.field.error,
            &mut self.subtasks.add.error,
            &mut self.dependencies.blocker.error,
        ];
        if let Some(why) = self.sides.problems().chain(beside).find(|why| !why.is_empty())
            && self.form.problem.is_empty()
        {
            self.form.problem = std::mem::take(why);
        }
    }
}
