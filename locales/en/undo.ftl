# Taking back what one did, and the same change of several tasks.

undo = Undo
undo-button = Undo for 10 min
undo-done = Done.

notice-undone = That is taken back.
notice-undone-written = Taken back. It is no longer among the tasks; for 30 days it is in the trash.
notice-undone-assigned = Taken back. The task is whose it was before.
notice-undone-phase = Taken back. It is in the phase that it was in before.
notice-undone-moved = Taken back. It stands where it was before.
notice-undone-edited = Taken back. It reads as it did before.
notice-undone-put-away = Taken back. It is among the tasks again.
notice-undone-brought-back = Taken back. It is archived again.
notice-bulk-done = Done with all the chosen tasks.

bulk = Several tasks
bulk-back = Back to the tasks
bulk-choose = Choose several
bulk-choose-all = Choose all
bulk-choose-off = Choose none
bulk-choose-one = Choose “{ $title }”
bulk-with = With the chosen tasks
bulk-go = Go
bulk-chosen = Chosen
bulk-none = No task is chosen.
bulk-do-assign = { $n ->
    [one] Assign 1 task
   *[other] Assign { $n } tasks
}
bulk-do-take = { $n ->
    [one] Take 1 task
   *[other] Take { $n } tasks
}
bulk-do-finish = { $n ->
    [one] Finish 1 task
   *[other] Finish { $n } tasks
}
bulk-do-ask = { $n ->
    [one] Ask for help with 1 task
   *[other] Ask for help with { $n } tasks
}
bulk-do-phase = { $n ->
    [one] Move 1 task to this phase
   *[other] Move { $n } tasks to this phase
}
bulk-do-reviewer = { $n ->
    [one] Name the reviewer of 1 task
   *[other] Name the reviewer of { $n } tasks
}
bulk-do-move = { $n ->
    [one] Put 1 task there
   *[other] Put { $n } tasks there
}
bulk-do-urgency = { $n ->
    [one] Set the urgency of 1 task
   *[other] Set the urgency of { $n } tasks
}
bulk-do-size = { $n ->
    [one] Set the size of 1 task
   *[other] Set the size of { $n } tasks
}
bulk-do-due = { $n ->
    [one] Set the date of 1 task
   *[other] Set the date of { $n } tasks
}
bulk-do-add-skill = { $n ->
    [one] Add the skill to 1 task
   *[other] Add the skill to { $n } tasks
}
bulk-do-remove-skill = { $n ->
    [one] Take the skill away from 1 task
   *[other] Take the skill away from { $n } tasks
}
bulk-do-archive = { $n ->
    [one] Archive 1 task
   *[other] Archive { $n } tasks
}
bulk-refused = { $n ->
    [one] The task stays as it is:
   *[other] All { $n } tasks stay as they are:
}
bulk-reason = { $n ->
    [one] 1 task:
   *[other] { $n } tasks:
}
bulk-reasons-other = { $n ->
    [one] One more task has another reason.
   *[other] { $n } more tasks have other reasons.
}
bulk-some = Done with { $done } of { $total }. The others stay as they are.
bulk-value = What they get
bulk-left = These stay as they are

bulk-assign = Assign them
bulk-nobody = Nobody
bulk-take = Take them
bulk-take-about = They are yours then. Those that somebody else has stay with them.
bulk-finish = Finish them
bulk-finish-about = Each is done, if nobody else reviews it and all its parts are done. You can undo it for ten minutes.
bulk-ask = Ask for help with them
bulk-ask-about = They look for somebody then: people with the skills of each are asked. Those that somebody has, or that have open parts, stay as they are; finished ones that nobody has are opened again.
bulk-phase = Move them to a phase
bulk-phase-hint = Each task moves only if it could make this step by itself.
bulk-move = Put them below a task
bulk-parent = The task above them
bulk-urgency = Say how urgent they are
bulk-size = Say how large they are
bulk-due = Say when they are due
bulk-due-hint = Without a day, they have no date any more.
bulk-add-skill = Add a skill
bulk-remove-skill = Take a skill away
bulk-skill = Skill
bulk-skill-hint = A word, or Area:Detail like Language:French.
bulk-archive = Archive them
bulk-trash = Put them into the trash
bulk-reviewer = Say who reviews them
bulk-archive-about = They leave the lists, with those below them. Everybody who reads them now still can.
