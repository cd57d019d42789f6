### Offers: the tasks that somebody is asked about, and how a task finds somebody.

offers-title = Offers for you
offers-about = Tasks that fit what you listed. Declining is fine: the task goes to the next person, and nobody sees why.
offers-none = No offers right now.
offers-none-about = You are asked when a task in one of your pursuances needs what you can do.
offers-none-waiting = No offer waits for you.
offers-skills = Change your skills
offers-asked = asked { $at }
offers-why = Why me?
offers-exactly = Exactly
offers-why-by = { $who } asked you by name.
offers-alone = You alone are asked, until { $until }. Then the next person is.
offers-why-heir = Whoever had this task does not go on with it.
offers-why-stand-by = You stand by for it.
offers-why-last-active = Of those with all its skills, you were active here last.
offers-why-fewest-tasks = Of those with all its skills, you have the fewest tasks under way.
offers-why-most-karma = Of those with all its skills, you have the most karma here.
offers-why-inviter = You invited the person who had it.
offers-why-skills = { $n ->
    [0] You have all the skills it needs.
    [one] You have the skill it needs.
   *[other] You have all { $n } skills it needs.
}
offers-why-record = { $offered ->
    [0] Nobody asked you in the last year; so you come earlier.
   *[other] In the last year you accepted { $accepted } of { $offered }.
}
offers-why-open = { $n ->
    [0] You had no task under way.
    [one] You had one task under way.
   *[other] You had { $n } tasks under way.
}
offers-why-together = { $n ->
    [one] Nobody else was asked with you.
   *[other] You were asked as one of { $n }.
}
# What stands before the hundredths of a number.
offers-decimal = .
offers-why-draw = Drawn: { $draw }, between 0.50 and 1.50.
offers-mentor = You learn one of its skills. { $who } has said that they accompany you.
offers-mentor-gone = You learn one of its skills. { $who } accompanies you no longer; others are asked whether they do.
offers-why-learner = You learn the skill you lack for it, and { $who } accompanies you.
offers-why-learner-alone = You learn the skill you lack for it. { $who } had said that they accompany you.
lesson-title = Would you accompany a learner?
lesson-about = Nobody with all its skills was found. Somebody who learns { $skill } could do this with your help: they are asked once you say yes. You review the work, unless somebody else was named.
# What stands in the place of a skill that has no name on this server.
lesson-skill = one of its skills
lesson-about-here = Nobody with all its skills was found. Somebody who learns { $skill } could do this with your help: they are asked once you say yes.
lesson-title-ready = You accompany a learner
lesson-about-ready = Members who learn { $skill } are asked whether they do this with your help. You review the work, unless somebody else was named.
lesson-about-ready-here = Members who learn { $skill } are asked whether they do this with your help.
lesson-yes = I accompany somebody
lesson-no = Not this time
lesson-ready = You said yes
lesson-back = Take my yes back
offers-accept = Accept
offers-accept-there = Take it on its page
offers-not-now = Not now
offers-more = Later, or never
offers-until = Ask me again on
offers-later = Ask me then
offers-which = For this skill
offers-never = Never ask me for that
offers-never-about = You say no to this task, and are not asked for that skill any more.
offers-earlier = Earlier
offers-stand-by = Stand by
offers-stand-down = Stand by no longer
offers-state-taken = Somebody has it
offers-state-not-asked = You are not asked now
offers-state-accepted = You accepted
offers-state-standing-by = You stand by: if it becomes free, you are asked first
offers-state-no = You declined
offers-state-lapsed = You did not answer in time, and others were asked
offers-state-later = You will be asked again
offers-state-stood-down = You stand by no longer
offers-state-released = It has ended; you stood by
offers-state-over = It has ended
notice-offer-yours = It is yours now. Thank you.
notice-offer-standing-by = Somebody was faster. You stand by: if it becomes free again, you are asked first.
notice-offer-next = Somebody else is asked first. You stand by, and are the next.
notice-offer-not-now = Declined. The task goes to the next person.
notice-offer-never = Declined, and you are not asked for that skill any more.
notice-offer-later = You are asked again on that day, if help is still wanted.
notice-offer-stood-down = You stand by no longer.

pairing-title = Finding somebody
pairing-about = People who have the skills of this task are asked a few at a time, until somebody says yes.
pairing-state = Now
pairing-next = The next people are asked { $at }, or another way is tried.
pairing-soon = People are asked in a moment.
pairing-alone = It was handed on: one person after the other is asked alone whether they go on with it.
pairing-alone-until = It was handed on: one person alone is asked whether they go on with it, until { $at }. Then the next one is, or people with its skills are asked again.
heirs-stand-by = people who stand by
heirs-last-active = whoever was active here last, with all its skills
heirs-fewest-tasks = whoever has the fewest tasks under way, with all its skills
heirs-most-karma = whoever has the most karma here, with all its skills
heirs-inviter = whoever invited the person who had it
pairing-left = { $n ->
    [0] Nobody else with all its skills can be asked now.
    [one] One more member with all its skills can be asked.
   *[other] { $n } more members with all its skills can be asked.
}
pairing-left-of-many = { $n ->
    [0] Of the members who were looked at, nobody else with all its skills can be asked now. There are more than are looked at here: those who are asked next are looked for among the others, too.
    [one] At least one more member with all its skills can be asked: there are more than are looked at here.
   *[other] At least { $n } more members with all its skills can be asked: there are more than are looked at here.
}
pairing-paused = { $who } paused this { $at }. Nobody is asked.
pairing-not-wanted = Nobody is asked: somebody has this task, or it does not look for help.
pairing-unfit = Not asked:
pairing-no-skills = Nobody is asked automatically: this task names no skills. You can ask somebody by name.
pairing-untagged = Nobody is asked automatically: this task names no skills, or they wait for a member who opens a page of this pursuance. You can ask somebody by name.
pairing-blocked = Nobody is asked while this task waits for something. It goes on by itself.
pairing-open-parts = Nobody is asked while a part of this task is open: ask for help with its parts. It goes on by itself once they are finished.
pairing-on-offer = Nobody is asked while this task is offered to another pursuance.
pairing-allied = { $n ->
    [one] Nobody was found here. One known pursuance offers all the skills for this.
   *[other] Nobody was found here. { $n } known pursuances offer all the skills for this.
}
pairing-allied-some = { $n ->
    [one] Nobody was found here. One known pursuance offers some of the skills for this.
   *[other] Nobody was found here. { $n } known pursuances offer some of the skills for this.
}
pairing-allies = Pursuances that may help
pairing-allies-about = They have said that they can do such work. You decide whether you hand the task over.
pairing-allies-hand-over = Hand over
pairing-allies-more = { $n ->
    [one] And one more.
   *[other] And { $n } more.
}
pairing-unfit-reviews = { $n ->
    [one] One reviews it
   *[other] { $n } review it
}
pairing-unfit-had-it = { $n ->
    [one] One had it before
   *[other] { $n } had it before
}
pairing-unfit-asked-not-to = { $n ->
    [one] One does not want to be asked for this
   *[other] { $n } do not want to be asked for this
}
pairing-unfit-away = { $n ->
    [one] One is away
   *[other] { $n } are away
}
pairing-unfit-quiet = { $n ->
    [one] For one it is a quiet hour
   *[other] For { $n } it is a quiet hour
}
pairing-unfit-busy = { $n ->
    [one] One has enough to do
   *[other] { $n } have enough to do
}
pairing-unfit-enough = { $n ->
    [one] One was asked often enough this week
   *[other] { $n } were asked often enough this week
}
pairing-unfit-other = { $n ->
    [one] One cannot be asked
   *[other] { $n } cannot be asked
}
pairing-call = Ask the next people now
pairing-pause = Pause
pairing-go-on = Go on
pairing-member = Ask by name
pairing-member-many = Begin to write a name.
pairing-nobody = Nobody chosen
pairing-whom = Choose somebody.
pairing-ask = Ask
pairing-asked = Who was asked
pairing-asked-nobody = Nobody yet.
pairing-answer-none = no answer yet
pairing-answer-yes = said yes
pairing-answer-stands-by = stands by
pairing-answer-no = cannot now
pairing-answer-no-longer = stood by, and no longer does
pairing-mentors = Who was asked to accompany a learner
pairing-mentor-ready = said yes
pairing-mentor-accompanies = accompanies somebody
pairing-mentor-over = not needed any more
pairing-answer-later = wants to be asked again
pairing-answer-over = did not answer in time
pairing-why-by = { $who } asked by name
pairing-why-skills = asked for their skills
pairing-why = Wave { $wave }: accepted { $accepted } of { $offered } in a year, { $open } under way, drawn { $draw }
notice-pairing-next = The next people are being asked.
notice-pairing-paused = Paused. Nobody is asked until somebody goes on.
notice-pairing-goes-on = People are asked again.
notice-pairing-asked = Asked. You see the answer here.

board-title = Tasks that nobody has
board-about = In public pursuances and in yours: what fits you, is due or urgent first.
board-mine = In your pursuances.
board-only-mine = Only in your pursuances
board-further = Further ones
board-cut = { $n ->
    [one] Only the first one is compared. Narrow the list to a skill, or search.
   *[other] Only the first { $n } are compared. Narrow the list to a skill, or search.
  }
board-late = Where you may assign tasks: what is late or due within two days, sooner first, then what is urgent.
board-told = Those of which you were told.
board-late-cut = { $n ->
    [one] Only the first one is listed. Others follow once it has somebody.
   *[other] Only the first { $n } are listed. Others follow once these have somebody.
  }
board-everywhere = Everywhere
board-skill = With the skill { $skill }.
board-found-title = Tasks
board-found-about = What a search finds here and in your pursuances.
board-query = Search in all tasks
board-query-example = Search
board-query-button = Search all
board-none = There is no such task at the moment.
board-none-so-small = No task takes so little time at the moment.
board-all = All tasks that nobody has
my-tasks = All your open tasks
board-here = Tasks that nobody has here
notice-mentor-yes = Thank you. Learners are asked now.
notice-mentor-no = That is fine. Somebody else may accompany.
