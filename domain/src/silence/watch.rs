//! A silence: of one person, about one task. It begins when they get the task or the work to review, pauses where nobody can
//! expect anything of them, begins anew with each sign of life, and ends when they have it no more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clock::{Clock, Terms, Why};
use super::reviewer::AskedReviewer;
use super::sign::Sign;
use crate::id::ActorId;
use crate::task::phase::Phase;
use crate::time::{DAY, HOUR, Time};
use crate::value::{HandingOn, Size, Urgency};
use crate::wording::{Wording, refusals};

/// The longest extension that somebody may ask for.
pub const LONGER_MAX: i64 = 90 * DAY;
/// The shortest time for the answer to a reminder, however late the reminder came.
const GRACE_MIN: i64 = DAY;
/// Signs of life within this time are one sitting: nothing is learnt from them.
const SITTING: i64 = HOUR;

/// The part of somebody in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// They do it.
    Assignee,
    /// They review the work.
    Reviewer,
}

impl Part {
    pub const ALL: [Self; 2] = [Self::Assignee, Self::Reviewer];

    /// The word stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assignee => "assignee",
            Self::Reviewer => "reviewer",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == word)
    }

    /// The part whose turn it is in a phase.
    pub fn in_phase(phase: Phase) -> Option<Self> {
        match phase {
            Phase::Started | Phase::InProgress => Some(Self::Assignee),
            Phase::ReadyForReview | Phase::InReview => Some(Self::Reviewer),
            Phase::New | Phase::HelpWanted | Phase::Done | Phase::Dropped => None,
        }
    }
}

/// The task as it is, and the person who is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    pub who: ActorId,
    pub part: Part,
    pub phase: Phase,
    pub size: Size,
    pub urgency: Urgency,
    /// Whether nothing is expected of them meanwhile: the task is blocked.
    pub is_paused: bool,
}

/// A silence, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    pub who: ActorId,
    pub part: Part,
    /// The phase in which it began: its gap is learnt there.
    pub phase: Phase,
    /// Since when they are silent. Pauses move it.
    pub since: Time,
    /// The time of their last work; an answer to a reminder is no work. Pauses move it.
    pub worked_at: Time,
    /// Answers to reminders since then.
    pub answers: u32,
    pub nudged_at: Option<Time>,
    /// The date until which they said they need.
    pub until: Option<Time>,
    pub paused_at: Option<Time>,
    pub nudge_at: Time,
    pub hand_on_at: Time,
    /// The reviewer who was asked whether the task is handed on.
    pub asked: Option<AskedReviewer>,
}

/// The result of [`follow`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    /// The silence from now on; none where nobody is waited for.
    pub silence: Option<Silence>,
    /// A gap to learn from, in microseconds, and the phase it was in.
    pub gap: Option<(Phase, i64)>,
}

impl Watched {
    fn why(&self, answers: u32) -> Why {
        Why { size: self.size, urgency: self.urgency, answers }
    }

    /// A silence that begins now.
    pub fn begin(&self, terms: Terms, now: Time) -> Silence {
        let clock = Clock::of(terms, self.why(0), now);
        Silence {
            who: self.who.clone(),
            part: self.part,
            phase: self.phase,
            since: now,
            worked_at: now,
            answers: 0,
            nudged_at: None,
            until: None,
            paused_at: self.is_paused.then_some(now),
            nudge_at: clock.nudge_at,
            hand_on_at: clock.hand_on_at,
            asked: None,
        }
    }

    /// The present clock, to show it.
    pub fn clock(&self, silence: &Silence, terms: Terms) -> Clock {
        let clock = Clock::of(terms, self.why(silence.answers), silence.since);
        Clock { nudge_at: silence.nudge_at, hand_on_at: silence.hand_on_at, ..clock }
    }

    /// The silence of the same person in the same part, after the sign `heard`.
    fn goes_on(&self, before: Silence, heard: Option<Sign>, terms: Terms, now: Time) -> Silence {
        let mut silence = before.resumed(now);
        let said = (silence.nudge_at, silence.hand_on_at);
        match heard {
            Some(Sign::Work) => {
                silence = Silence { answers: 0, worked_at: now, phase: self.phase, ..silence };
            }
            Some(Sign::Word { until }) => {
                silence.answers += u32::from(silence.nudged_at.is_some());
                silence.until = until.or(silence.until);
            }
            Some(Sign::Edited) | None => {}
        }
        let lives = heard.is_some_and(Sign::is_of_life);
        if lives {
            silence = Silence { since: now, nudged_at: None, asked: None, ..silence };
        }
        if heard.is_some() {
            let clock = Clock::of(terms, self.why(silence.answers), silence.since)
                .not_before(silence.until)
                .not_earlier_than(Some(said).filter(|_| lives));
            silence = Silence { nudge_at: clock.nudge_at, hand_on_at: clock.hand_on_at, ..silence };
        }
        if let Some(nudged_at) = silence.nudged_at {
            silence.hand_on_at = silence.hand_on_at.max(nudged_at.plus(GRACE_MIN));
        }
        if let Some(asked) = &silence.asked {
            silence.hand_on_at = silence.hand_on_at.max(asked.until());
        }
        silence.paused_at = self.is_paused.then_some(now);
        silence
    }
}

/// The silence after an event. `watched`: the person who is waited for now, if anybody is; `heard`: the sign of the person who
/// was waited for before.
pub fn follow(
    before: Option<Silence>,
    watched: Option<&Watched>,
    heard: Option<Sign>,
    terms: impl Into<Terms>,
    now: Time,
) -> Now {
    let terms = terms.into();
    let gap = before.as_ref().filter(|_| heard == Some(Sign::Work)).and_then(|before| before.gap(now));
    let same = |watched: &Watched, before: &Silence| before.who == watched.who && before.part == watched.part;
    let silence = watched.map(|watched| match before.filter(|before| same(watched, before)) {
        Some(before) => watched.goes_on(before, heard, terms, now),
        None => watched.begin(terms, now),
    });
    Now { silence, gap }
}

impl Silence {
    /// When something is to be done about it; never while it pauses.
    pub fn due_at(&self) -> Option<Time> {
        let next = if self.nudged_at.is_some() { self.hand_on_at } else { self.nudge_at };
        self.paused_at.is_none().then_some(next)
    }

    /// The silence without a time that does not count.
    #[must_use]
    pub fn moved(self, by: i64) -> Self {
        Self {
            since: self.since.plus(by),
            worked_at: self.worked_at.plus(by),
            nudge_at: self.nudge_at.plus(by),
            hand_on_at: self.hand_on_at.plus(by),
            ..self
        }
    }

    /// The gap that ends now, to learn from. Work within the hour belongs to the same sitting.
    fn gap(&self, now: Time) -> Option<(Phase, i64)> {
        let counted = self.clone().resumed(now);
        let gap = now.0 - counted.worked_at.0;
        (gap >= SITTING).then_some((self.phase, gap))
    }

    /// The silence after its pause, if it has one.
    fn resumed(self, now: Time) -> Self {
        match self.paused_at {
            Some(paused_at) => Self { paused_at: None, ..self.moved((now.0 - paused_at.0).max(0)) },
            None => self,
        }
    }

    /// The step that would be due now under other terms. A person is always reminded first, however late it is.
    pub fn would(&self, (size, urgency): (Size, Urgency), terms: Terms, now: Time) -> Would {
        let clock =
            Clock::of(terms, Why { size, urgency, answers: self.answers }, self.since).not_before(self.until);
        let answered_by = self.asked.as_ref().map_or(self.since, AskedReviewer::until);
        let hand_on_at = self.nudged_at.map(|at| clock.hand_on_at.max(at.plus(GRACE_MIN)).max(answered_by));
        if self.paused_at.is_some() || terms.mode == HandingOn::Off || now < clock.nudge_at {
            Would::Nothing
        } else if hand_on_at.is_some_and(|at| at <= now) {
            Would::HandOn
        } else if self.nudged_at.is_none() {
            Would::Remind
        } else {
            Would::Nothing
        }
    }

    /// The silence after a reminder.
    #[must_use]
    pub fn nudged(self, now: Time) -> Self {
        let hand_on_at = self.hand_on_at.max(now.plus(GRACE_MIN));
        Self { nudged_at: Some(now), hand_on_at, ..self }
    }
}

/// The part of the time between `from` and `to` that lies in `times`, which are sorted by their beginning.
pub fn time_in(times: &[(Time, Time)], from: Time, to: Time) -> i64 {
    let (mut sum, mut counted) = (0, from);
    for (began, ended) in times {
        let (begin, end) = (counted.max(*began), to.min(*ended));
        if begin < end {
            sum += end.0 - begin.0;
            counted = end;
        }
    }
    sum
}

/// The step that would be due for a silent person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Would {
    Nothing,
    /// They would be reminded.
    Remind,
    /// The reviewer would be asked whether the task is handed on.
    AskReviewer,
    /// The task, or the review, would be handed on.
    HandOn,
}

/// The reason why somebody does not get longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongerRefusal {
    /// The date has passed.
    Past,
    /// The date is too far ahead.
    TooFar { latest: Time },
    /// Nobody waits for the person: the task is not theirs to go on with.
    NotWaitedFor,
    /// Nobody else would review it: its creator does, or did the work.
    NobodyElse,
    /// Nobody asks the person whether it is handed on.
    NotAsked,
}

refusals!(LongerRefusal);

impl LongerRefusal {
    /// The stable word for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Past => "date-past",
            Self::TooFar { .. } => "date-too-far",
            Self::NotWaitedFor => "not-waited-for",
            Self::NobodyElse => "nobody-else",
            Self::NotAsked => "hand-on-not-asked",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(self) -> Wording {
        match self {
            Self::Past => Wording::new("refusal-longer-past"),
            Self::TooFar { latest } => Wording::new("refusal-longer-far").set("latest", latest),
            Self::NotWaitedFor => Wording::new("refusal-not-waited-for"),
            Self::NobodyElse => Wording::new("refusal-nobody-else"),
            Self::NotAsked => Wording::new("refusal-hand-on-not-asked"),
        }
    }
}

/// Whether somebody may say that they need until a date.
///
/// # Errors
/// [`LongerRefusal`] when the date has passed or is too far ahead.
pub fn longer(until: Time, now: Time) -> Result<Time, LongerRefusal> {
    let latest = now.plus(LONGER_MAX);
    if until <= now {
        Err(LongerRefusal::Past)
    } else if until > latest {
        Err(LongerRefusal::TooFar { latest })
    } else {
        Ok(until)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::silence::SilencePace;
    use crate::silence::fixed::tests::{any_fixed, pair};

    fn watched(who: &str, is_paused: bool) -> Watched {
        Watched {
            who: ActorId(who.to_owned()),
            part: Part::Assignee,
            phase: Phase::Started,
            size: Size::M,
            urgency: Urgency::Normal,
            is_paused,
        }
    }

    fn at(hours: i64) -> Time {
        Time(hours * HOUR)
    }

    fn anas(before: Option<Silence>, is_paused: bool, heard: Option<Sign>, hours: i64) -> Now {
        follow(before, Some(&watched("ana", is_paused)), heard, SilencePace::default(), at(hours))
    }

    fn silence(before: Option<Silence>, is_paused: bool, heard: Option<Sign>, hours: i64) -> Silence {
        anas(before, is_paused, heard, hours).silence.unwrap()
    }

    #[test]
    fn the_next_one_who_has_it_begins_with_the_whole_time() {
        let ana = silence(None, false, None, 0).nudged(at(130));
        let ben = follow(Some(ana), Some(&watched("ben", false)), None, SilencePace::default(), at(140))
            .silence
            .unwrap();
        assert_eq!((ben.since, ben.nudged_at), (at(140), None));
    }

    #[test]
    fn the_same_person_in_another_part_begins_with_the_whole_time() {
        let reviewing = Watched { part: Part::Reviewer, phase: Phase::InReview, ..watched("ana", false) };
        let begin = follow(None, Some(&reviewing), None, SilencePace::default(), at(0))
            .silence
            .unwrap()
            .nudged(at(130));
        let doing = silence(Some(begin), false, None, 140);
        assert_eq!((doing.since, doing.nudged_at, doing.part), (at(140), None, Part::Assignee));
    }

    #[test]
    fn time_in_which_the_task_is_blocked_does_not_count() {
        let free = silence(None, false, None, 0);
        let blocked = silence(Some(free.clone()), true, None, 24);
        assert_eq!(blocked.due_at(), None);
        let again = silence(Some(blocked), false, None, 24 + 240);
        assert_eq!(again.due_at(), free.due_at().map(|due| due.plus(240 * HOUR)));
        assert_eq!(again.since, at(240));
    }

    #[test]
    fn a_pause_is_no_gap_to_learn_from() {
        let blocked = silence(Some(silence(None, false, None, 0)), true, None, 24);
        let now = anas(Some(blocked), false, Some(Sign::Work), 240);
        assert_eq!(now.gap, Some((Phase::Started, 24 * HOUR)));
    }

    #[test]
    fn the_answer_to_a_reminder_gives_the_time_again_and_is_no_gap_to_learn_from() {
        let reminded = silence(None, false, None, 0).nudged(at(130));
        let word = Some(Sign::Word { until: None });
        let now = anas(Some(reminded.clone()), false, word, 140);
        let answered = now.silence.unwrap();
        assert_eq!((answered.answers, answered.nudged_at, answered.since, now.gap), (1, None, at(140), None));
        assert!(answered.hand_on_at > reminded.hand_on_at);
        // Without a reminder it is only a sign of life.
        assert_eq!(silence(Some(silence(None, false, None, 0)), false, word, 24).answers, 0);
        // The next thing that they do tells how long they did nothing.
        let now = anas(Some(answered), false, Some(Sign::Work), 150);
        assert_eq!((now.gap, now.silence.unwrap().answers), (Some((Phase::Started, 150 * HOUR)), 0));
    }

    #[test]
    fn who_was_reminded_has_a_day_for_the_answer_however_late_the_reminder_came() {
        let late = silence(None, false, None, 0).nudged(at(24 * 60));
        assert_eq!(late.due_at(), Some(at(24 * 61)));
        // Also where the task becomes urgent afterwards.
        let urgent = Watched { urgency: Urgency::Urgent, ..watched("ana", false) };
        let urgent =
            follow(Some(late), Some(&urgent), Some(Sign::Edited), SilencePace::default(), at(24 * 60 + 1));
        let urgent = urgent.silence.unwrap();
        assert_eq!(urgent.due_at(), Some(at(24 * 61)));
    }

    #[test]
    fn what_is_done_in_one_sitting_is_no_gap_and_the_one_before_it_is() {
        let first = silence(None, false, None, 0);
        assert_eq!(
            anas(Some(first.clone()), false, Some(Sign::Work), 30).gap,
            Some((Phase::Started, 30 * HOUR))
        );
        let late = follow(
            Some(first),
            Some(&watched("ana", false)),
            Some(Sign::Work),
            SilencePace::default(),
            Time(HOUR / 2),
        );
        assert_eq!(late.gap, None);
    }

    #[test]
    fn whoever_hands_in_leaves_a_gap_to_learn_from_and_the_reviewer_begins() {
        let held = silence(None, false, None, 0);
        let judge = Watched { part: Part::Reviewer, phase: Phase::ReadyForReview, ..watched("ben", false) };
        let now = follow(Some(held.clone()), Some(&judge), Some(Sign::Work), SilencePace::default(), at(50));
        assert_eq!(now.gap, Some((Phase::Started, 50 * HOUR)));
        let begun = now.silence.unwrap();
        assert_eq!((begun.part, begun.since), (Part::Reviewer, at(50)));
        assert_eq!(follow(Some(held), None, None, SilencePace::default(), at(60)), Now::default());
    }

    #[test]
    fn a_time_in_two_outages_counts_once() {
        let outages = [(at(1), at(5)), (at(3), at(6)), (at(8), at(20))];
        assert_eq!(time_in(&outages, at(2), at(10)), 6 * HOUR);
        assert_eq!(time_in(&outages, at(6), at(8)), 0);
    }

    #[test]
    fn longer_is_a_date_ahead_and_not_far() {
        assert_eq!(longer(at(1), at(1)), Err(LongerRefusal::Past));
        assert_eq!(longer(at(2), at(1)), Ok(at(2)));
        let latest = at(1).plus(LONGER_MAX);
        assert_eq!(longer(latest.plus(1), at(1)), Err(LongerRefusal::TooFar { latest }));
    }

    #[test]
    fn other_terms_are_tried_out_on_a_silence_as_it_is() {
        let usual = (Size::M, Urgency::Normal);
        let terms = |mode| Terms { mode, ..SilencePace::default().into() };
        let quiet = silence(None, false, None, 0);
        let would = |silence: &Silence, mode, hours| silence.would(usual, terms(mode), at(hours));
        assert_eq!(would(&quiet, HandingOn::Fixed, 25), Would::Remind);
        assert_eq!(would(&quiet, HandingOn::Fixed, 60), Would::Remind);
        assert_eq!(would(&quiet, HandingOn::Learnt, 60), Would::Nothing);
        let reminded = quiet.clone().nudged(at(30));
        assert_eq!(would(&reminded, HandingOn::Fixed, 40), Would::Nothing);
        assert_eq!(would(&reminded, HandingOn::Fixed, 60), Would::HandOn);
        assert_eq!(would(&reminded, HandingOn::Off, 600), Would::Nothing);
        let blocked = Silence { paused_at: Some(at(31)), ..reminded.clone() };
        assert_eq!(would(&blocked, HandingOn::Fixed, 600), Would::Nothing);
        let own = Terms { days: pair(7, 14).unwrap(), ..terms(HandingOn::Fixed) };
        assert_eq!(quiet.would(usual, own, at(167)), Would::Nothing);
        assert_eq!(quiet.would(usual, own, at(169)), Would::Remind);
        assert_eq!(reminded.would(usual, own, at(335)), Would::Nothing);
        assert_eq!(reminded.would(usual, own, at(337)), Would::HandOn);
    }

    fn any_sign() -> impl Strategy<Value = Option<Sign>> {
        let until = proptest::option::of((0..4_000_i64).prop_map(at));
        prop_oneof![Just(None), Just(Some(Sign::Work)), until.prop_map(|until| Some(Sign::Word { until })),]
    }

    proptest! {
        #[test]
        fn no_sign_of_life_and_no_pause_ever_makes_a_hand_on_earlier(
            steps in proptest::collection::vec((1..400_i64, any_sign(), any::<bool>(), any::<bool>()), 1..30),
            mode in proptest::sample::select(HandingOn::ALL.to_vec()), days in any_fixed(),
        ) {
            let (mut now, mut pace) = (0, SilencePace::default());
            let mut silence = silence(None, false, None, 0);
            for (hours, sign, is_paused, is_reminded) in steps {
                now += hours;
                if is_reminded && silence.due_at().is_some_and(|due| due <= at(now)) {
                    silence = silence.nudged(at(now));
                }
                let terms = Terms { mode, days, pace };
                let after = follow(Some(silence.clone()), Some(&watched("ana", is_paused)), sign, terms, at(now));
                if let Some((_, gap)) = after.gap {
                    pace = pace.learn(gap);
                }
                let after = after.silence.unwrap();
                prop_assert!(after.hand_on_at >= silence.hand_on_at);
                if sign.is_some() {
                    prop_assert!(after.nudge_at >= silence.nudge_at && after.nudge_at > at(now));
                }
                prop_assert!(after.hand_on_at >= after.nudge_at);
                silence = after;
            }
        }
    }
}
