use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::event::StreamId;
use crate::event::happened::{
    Archived, Bytes, PhaseSet, Restored, TaskAssigned, TaskCount, TaskCreated, TaskEdited, TaskMoved,
    TaskNumber, Trashed,
};
use crate::id::DelegationId;
use crate::value::{Size, Urgency};

fn event(what: Happened) -> Recorded {
    let task = TaskId("t".to_owned());
    let at = Time(0);
    let actor = Some(ActorId("ana".to_owned()));
    let seen = if what.trashed().is_some() { None } else { Some(task.clone()) };
    Recorded {
        stream: StreamId("bees".to_owned()),
        seq: 1,
        at,
        actor,
        what,
        object: task.0,
        task: seen,
        action: None,
    }
}

fn created() -> TaskCreated {
    TaskCreated {
        number: 3,
        parent: None,
        mirror_of: None,
        delegation: None,
        reviewer: None,
        needs_review: None,
        asks: None,
    }
}

/// The facts of a task that the rules of the way back need to know.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    place: TaskPlace,
    phase: Phase,
    holder: Option<ActorId>,
    size: Size,
    urgency: Urgency,
    is_archived: bool,
    is_trashed: bool,
}

#[derive(Debug, Clone)]
enum Act {
    Move(Option<TaskNumber>, Option<TaskNumber>),
    Phase(Phase),
    Give(Option<u8>, Phase),
    Edit(Size, Urgency),
    Archive,
    Trash,
    Restore,
}

fn acts() -> impl Strategy<Value = Act> {
    let phase = || proptest::sample::select(Phase::ALL.to_vec());
    let number = || proptest::option::of((1..9_i64).prop_map(TaskNumber));
    let size = proptest::sample::select(Size::ALL.to_vec());
    let urgency = proptest::sample::select(vec![Urgency::Normal, Urgency::Urgent]);
    prop_oneof![
        (number(), number()).prop_map(|(parent, behind)| Act::Move(parent, behind)),
        phase().prop_map(Act::Phase),
        (proptest::option::of(0..3_u8), phase()).prop_map(|(who, phase)| Act::Give(who, phase)),
        (size, urgency).prop_map(|(size, urgency)| Act::Edit(size, urgency)),
        Just(Act::Archive),
        Just(Act::Trash),
        Just(Act::Restore),
    ]
}

impl Model {
    fn new() -> Self {
        Self {
            place: TaskPlace { parent: None, behind: None },
            phase: Phase::New,
            holder: None,
            size: Size::M,
            urgency: Urgency::Normal,
            is_archived: false,
            is_trashed: false,
        }
    }

    /// Does it, and tells it as the program tells it.
    fn act(&mut self, act: &Act) -> Option<Happened> {
        let was = self.clone();
        Some(match act {
            Act::Move(parent, behind) => {
                self.place = TaskPlace { parent: *parent, behind: *behind };
                let (before, after) = (Some(was.place), Some(self.place.clone()));
                Happened::TaskMoved(TaskMoved { parent: *parent, before, after, delegation: None })
            }
            Act::Phase(phase) => {
                self.phase = *phase;
                let left = was.holder.clone().filter(|_| phase.is_unassigned());
                if phase.is_unassigned() {
                    self.holder = None;
                }
                Happened::TaskPhaseSet(PhaseSet { before: was.phase, after: *phase, delegation: None, left })
            }
            Act::Give(who, phase) => {
                self.holder = who.map(|who| ActorId(who.to_string()));
                self.phase = *phase;
                Happened::TaskAssigned(TaskAssigned {
                    before: was.holder,
                    after: self.holder.clone(),
                    phase: *phase,
                    was: Some(was.phase),
                    because: None,
                    delegation: None,
                })
            }
            Act::Edit(size, urgency) => {
                (self.size, self.urgency) = (*size, *urgency);
                let fields = |of: &Self| Fields {
                    size: Some(of.size),
                    urgency: Some(of.urgency),
                    ..Fields::default()
                };
                let (before, after) = (Some(fields(&was)), Some(fields(self)));
                let changed = vec!["size".to_owned(), "urgency".to_owned()];
                Happened::TaskEdited(TaskEdited {
                    revision: 2,
                    changed,
                    before,
                    after,
                    because: None,
                    delegation: None,
                })
            }
            Act::Archive if !self.is_archived && !self.is_trashed => {
                self.is_archived = true;
                Happened::TaskArchived(Archived { tasks: TaskCount(1) })
            }
            Act::Trash if !self.is_trashed => {
                self.is_trashed = true;
                Happened::TaskTrashed(Trashed {
                    task: TaskId("t".to_owned()),
                    number: TaskNumber(3),
                    tasks: TaskCount(1),
                    assignee: None,
                    creator: ActorId("ana".to_owned()),
                })
            }
            Act::Restore if self.is_trashed => {
                self.is_trashed = false;
                Happened::TaskRestored(Restored { tasks: TaskCount(1), from_trash: true })
            }
            Act::Restore if self.is_archived => {
                self.is_archived = false;
                Happened::TaskRestored(Restored { tasks: TaskCount(1), from_trash: false })
            }
            Act::Archive | Act::Trash | Act::Restore => return None,
        })
    }

    fn go_back(&mut self, back: &BackChange) {
        match back {
            BackChange::Remove => self.is_trashed = true,
            BackChange::Fields(fields) => {
                self.size = fields.size.unwrap_or(self.size);
                self.urgency = fields.urgency.unwrap_or(self.urgency);
            }
            BackChange::Place(place) => self.place = place.clone(),
            BackChange::Phase { before, left, .. } => {
                self.phase = *before;
                self.holder = left.clone().or_else(|| self.holder.clone());
            }
            BackChange::Holder { before, was, .. } => {
                self.holder.clone_from(before);
                self.phase = *was;
            }
            BackChange::BringBack { from_trash: true } => self.is_trashed = false,
            BackChange::BringBack { from_trash: false } => self.is_archived = false,
            BackChange::PutAway { to_trash: true } => self.is_trashed = true,
            BackChange::PutAway { to_trash: false } => self.is_archived = true,
        }
    }
}

proptest! {
    #[test]
    fn the_way_back_leads_to_where_it_was_before(acts in proptest::collection::vec(acts(), 1..12)) {
        let before = Model::new();
        let mut task = before.clone();
        let told: Vec<Recorded> = acts.iter().filter_map(|act| task.act(act)).map(event).collect();
        prop_assume!(!told.is_empty());
        for step in way_back(&told).expect("all of it has a way back") {
            prop_assert_eq!(&step.task.0, "t");
            task.go_back(&step.back);
        }
        prop_assert_eq!(task, before);
    }

    #[test]
    fn nothing_is_taken_back_later_or_over_what_others_did(at in 0..i64::MAX / 2, later in 0..3 * WITHIN, task in 1..99_i64) {
        let (at, now) = (Time(at), Time(at + later));
        let may = |since| may_undo(at, now, since);
        prop_assert_eq!(may(UndoObstacle::Nothing).is_ok(), later <= WITHIN);
        if later <= WITHIN {
            prop_assert_eq!(may(UndoObstacle::Other(task)), Err(UndoRefusal::BuiltOn { task }));
            prop_assert_eq!(may(UndoObstacle::Own(task)), Err(UndoRefusal::NewerFirst { task }));
            prop_assert_eq!(may(UndoObstacle::Parts(task)), Err(UndoRefusal::HasParts { task }));
        } else {
            prop_assert_eq!(may(UndoObstacle::Other(task)), Err(UndoRefusal::Late));
        }
    }
}

#[test]
fn the_last_step_is_taken_back_first() {
    let phase = |before, after| {
        event(Happened::TaskPhaseSet(PhaseSet { before, after, delegation: None, left: None }))
    };
    let act = [phase(Phase::New, Phase::HelpWanted), phase(Phase::Started, Phase::Dropped)];
    let back: Vec<BackChange> = way_back(&act).unwrap().into_iter().map(|step| step.back).collect();
    let step = |before, after| BackChange::Phase { before, after, left: None };
    assert_eq!(back, [step(Phase::Started, Phase::Dropped), step(Phase::New, Phase::HelpWanted)]);
}

#[test]
fn what_another_pursuance_knows_of_has_no_way_back() {
    let ours = event(Happened::TaskCreated(created()));
    assert!(way_back([&ours]).is_some());
    let mirror = TaskCreated { delegation: Some(DelegationId("d".to_owned())), ..created() };
    let bound = [
        event(Happened::TaskCreated(mirror)),
        event(Happened::TaskPhaseSet(PhaseSet {
            before: Phase::New,
            after: Phase::Done,
            delegation: Some(DelegationId("d".to_owned())),
            left: None,
        })),
        // A mirror that went on by itself, and a task that somebody lost who is gone.
        event(Happened::TaskMoved(TaskMoved { parent: None, before: None, after: None, delegation: None })),
        event(Happened::TaskAssigned(TaskAssigned {
            before: None,
            after: None,
            phase: Phase::HelpWanted,
            was: None,
            because: None,
            delegation: None,
        })),
    ];
    for other in &bound {
        assert_eq!(way_back([&ours, other]), None, "{other:?}");
    }
}

#[test]
fn words_and_files_stay_and_are_no_act_by_themselves() {
    let file = event(Happened::TaskFileAttached(Bytes { bytes: 1 }));
    assert_eq!(way_back([&file]), None);
    let both = [event(Happened::TaskCreated(created())), file];
    assert_eq!(way_back(&both).unwrap().len(), 1);
}

#[test]
fn others_build_with_words_too_and_oneself_with_changes_alone() {
    let (others, own): (Vec<_>, Vec<_>) = (built_on_by_others().collect(), newer_of_ones_own().collect());
    for verb in [Verb::TaskEdited, Verb::TaskMoved, Verb::TaskAssigned, Verb::TaskPhaseSet] {
        assert!(others.contains(&verb) && own.contains(&verb), "{verb:?}");
    }
    for verb in [Verb::TaskCommented, Verb::TaskFileAttached, Verb::TaskWaits] {
        assert!(others.contains(&verb) && !own.contains(&verb), "{verb:?}");
    }
    // A wave of offers is asked because of the act, and answers that are no taking of it are told to nobody.
    for verb in [Verb::TaskAsked, Verb::OfferAnswered, Verb::TaskBlockerMoved] {
        assert!(!others.contains(&verb), "{verb:?}");
    }
}

/// Kinds that bind: somebody was decided about, or nothing is left to take back.
const BINDS: &[Verb] = &[Verb::SuggestionAccepted, Verb::TaskDeleted];

#[test]
fn of_every_kind_about_a_task_it_is_decided_whether_it_is_taken_back() {
    let about_tasks = ["task", "pairing", "offer", "mentor", "suggestion"];
    for verb in Verb::ALL.iter().copied() {
        let about = verb.as_str().split_once('.').unwrap().0;
        let decided = [has_way_back(verb), is_aside(verb), adds(verb), BINDS.contains(&verb)];
        let times = decided.into_iter().filter(|is| *is).count();
        assert!(times <= 1, "{verb:?} is one of the four");
        assert!(
            times == 1 || !about_tasks.contains(&about),
            "{verb:?}: is it taken back, aside, added, or does it bind?"
        );
    }
}

#[test]
fn a_kind_with_a_way_back_is_one_of_those_that_say_so() {
    let shapes =
        include_str!("../../event/happened/told.txt").lines().map(|line| line.split_once(' ').unwrap());
    let led_back = shapes.filter_map(|(word, data)| {
        let verb = Verb::parse(word).unwrap();
        let told = event(Happened::read(verb, serde_json::from_str(data).unwrap()).unwrap());
        way_back([&told]).map(|_| verb)
    });
    let led_back: HashSet<Verb> = led_back.collect();
    let said: HashSet<Verb> = Verb::ALL.iter().copied().filter(|verb| has_way_back(*verb)).collect();
    assert_eq!(led_back, said);
}
