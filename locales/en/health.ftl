# How a pursuance goes.

tab-health = How it goes
health-title = How it goes in { $name }
health-about = What waits longest, and why. Members see this page.
health-wanting = Looking for help
health-wanting-none = No task looks for help.
health-weighed = For each task, at most { $n } members were looked at.
health-stuck = Stuck
health-stuck-about = Blocked, or without news for long.
health-stuck-none = Nothing is stuck.
health-late = Late
health-late-none = Nothing is late.
health-in-review = In review
health-in-review-none = No work waits for a review.
health-more = { $n ->
    [one] and one more
   *[other] and { $n } more
}
health-csv = Download as CSV
health-since = Since { $at }
health-due = Due { $at }
health-why-closed = The pursuance is closed.
health-why-no-skills = It names no skills, so nobody is asked automatically.
health-why-paused = The search is paused.
health-why-nobody-has = No member has { $skills }.
health-why-searching = Members with its skills are asked.
health-why-nobody-has-all = No member has all of its skills.
health-why-unanswered = { $n ->
    [one] One person was asked and has not answered.
   *[other] { $n } people were asked and have not answered.
}
health-why-all-asked = { $n ->
    [one] The only person with its skills was asked.
   *[other] All { $n } people with its skills were asked.
}
health-why-all-away = { $n ->
    [one] The only other person with its skills is away.
   *[other] The { $n } other people with its skills are away.
}
health-why-nobody-free = { $n ->
    [one] The only other person with its skills cannot be asked now.
   *[other] None of the { $n } other people with its skills can be asked now.
}
health-stuck-blocked = It is blocked.
health-stuck-after = Blocked by #{ $number }.
health-stuck-on = Blocked by { $who }.
health-stuck-words = Blocked: { $words }
health-stuck-elsewhere = Blocked by a task of another pursuance.
health-stuck-silent = No news from { $who }.
health-nudged = Reminded { $at }
health-hand-on = Others are asked to go on: { $at }
health-has-it = { $who } has it.
health-nobody-has-it = Nobody has it.
health-you-have-it = You have it.
health-decides = { $who } decides.
health-you-decide = You decide.
health-load = Who has how much
health-load-about = Coordinators and above see this.
health-load-none = Nobody has a task under way or a review.
health-load-row = { $tasks ->
    [one] 1 task under way
   *[other] { $tasks } tasks under way
}, { $reviews ->
    [one] 1 to review
   *[other] { $reviews } to review
}
health-idle = { $n ->
    [one] One member has nothing in hand
   *[other] { $n } members have nothing in hand
}
health-idle-all = All who have nothing in hand
health-flow = The last twelve weeks
health-flow-label = In twelve weeks { $made } tasks were made and { $finished } finished.
health-open-label = Between { $least } and { $most } tasks were open, now { $now }.
health-flow-table = The same as a table
health-week = Week until
health-made = Made
health-finished = Finished
health-open = Open at its end
health-open-now = Open at the end of each week; { $n } now
health-answers = How soon somebody is found
health-answers-about = Of the last twelve weeks.
health-taken = { $n ->
    [one] One task was taken after it had looked for help: { $median } later.
   *[other] { $n } tasks were taken after they had looked for help: half of them within { $median }, nine of ten within { $ninety }.
}
health-taken-few = { $n } tasks were taken after they had looked for help, each within { $longest }.
health-taken-none = No task was taken after it had looked for help.
health-offers = { $ended } offers have ended; { $accepted ->
    [0] none was accepted.
    [one] 1 of them was accepted, { $percent } %.
   *[other] { $accepted } of them were accepted, { $percent } %.
}
health-offer-accepted = One offer has ended; it was accepted.
health-offer-refused = One offer has ended; it was not accepted.
health-offers-none = No offer to a member was answered or ran out.
health-offers-waiting = { $n ->
    [one] One waits for an answer.
   *[other] { $n } wait for an answer.
}
health-minutes = { $n ->
    [one] one minute
   *[other] { $n } minutes
}
health-hours = { $n ->
    [one] one hour
   *[other] { $n } hours
}
health-days = { $n ->
    [one] one day
   *[other] { $n } days
}
health-column-number = Number
health-column-title = Task
health-column-phase = Phase
health-column-assignee = Who has it
health-column-due = Due
health-column-since = Since
health-column-reason = Reason
health-column-url = Address
health-column-person = Person
health-column-under-way = Tasks under way
health-column-reviews = To review
health-column-from = From
health-column-until = Until
