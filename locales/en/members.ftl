### Who belongs, and what each role may do.

role-untrusted = Guest
role-viewer = Reader
role-normal = Helper
role-assigner = Coordinator
role-recruiter = Recruiter
role-assistant-admin = Assistant organiser
role-admin = Organiser
role-primary = Owner
role-untrusted-about = Works on the tasks assigned to them; where only members read, sees only those and what was granted
role-viewer-about = Sees everything and joins the discussion
role-normal-about = Takes tasks that nobody has, works on them and splits them
role-assigner-about = Assigns tasks to people and hands them over to other pursuances
role-recruiter-about = Invites people, and lets in those who ask to join
role-assistant-admin-about = Adds, edits, orders and archives the tasks, removes comments and files of others, grants rights on single tasks, removes and bans members below them
role-admin-about = Sets roles below their own, and the settings; deletes tasks for good
role-primary-about = Is responsible for the pursuance, and can pass it on, close it and delete it

members-title = People of { $name }
members-people = People
members-search = A name, or a skill
members-role = Role
members-any-role = Any role
members-show = Which people
members-show-everybody = Everybody, by name
members-show-newest = Newest first
members-show-nothing = With nothing to do
members-show-silent = Silent for two weeks
members-more-skills = { $n ->
    [one] and one more
   *[other] and { $n } more
}
members-under-way = { $n ->
    [0] Nothing under way
    [one] 1 task under way
   *[other] { $n } tasks under way
}
members-reviews = { $n ->
    [one] 1 to review
   *[other] { $n } to review
}
members-asked = { $n ->
    [one] asked about one task, no answer yet
   *[other] asked about { $n } tasks, no answer yet
}
members-last = last active { $day }
members-silent = silent since { $day }
members-ask = Ask
members-asks = { $who } asks to join.
members-asks-again = They were here before, and come back with the role they had: { $role }.
members-let-in = Let them in
members-say-no = Decline
members-no-reason = Reason
members-no-reason-hint = Optional. They read it on their home page.
members-wants = Would like to take:
members-since = Here since { $day }
members-change = Change
members-more = More members
members-roles = What each role may do
members-roles-about = Every role can also do what the roles listed before it can.
members-yours = Yours
leave-title = Leave { $name }
leave-about = You stop being a member of { $name } and no longer see what is for members only. Your texts stay.
leave-again-open = You can join again at any time.
leave-again-asked = You can ask to join again; members decide about it.
leave-again-invited = Only its members can see it. You come back by an invitation, or when somebody there asks you.
leave-again-closed = Nobody joins while it is closed.
leave-role-lost = Your role, { $role }, is not kept: whoever comes back begins as { $normal }.
leave-role-kept = Whoever comes back has no more rights than before: { $role }.
leave-button = Leave
leave-primary = You are responsible for this pursuance. Ask a member to become the owner; once they have said yes, you can leave.
leave-primary-members = Choose a member
leave-held = Your tasks
leave-held-free = They look for help again.
leave-tasks-free = They look for help again
leave-tasks-to = Who gets them
leave-tasks-to-hint = They become the tasks of this member at once, as they stand.
leave-tasks-to-many = Write a name. If you leave it empty, they look for help again.
leave-reviews = Your reviews
leave-reviews-about = They go to whoever wrote the task.
leave-more = And more.
transfer-title = Will you become the owner of { $name }?
transfer-about = You are asked to be responsible for { $name }. If you say yes, the present owner becomes an Organiser, and only you can pass it on.
transfer-accept = Become the owner
transfer-decline = No, thank you
transfer-waits = { $who } is asked to become the owner
transfer-waits-about = You stay the owner until { $who } says yes.
members-manage = Manage
members-banned = Banned
members-banned-more = More bans
members-away = away until { $day }
members-log = The log: who did what, and why
members-you-may = Here you can:
may-see-tasks = see all tasks
banned-until = Until { $until }
banned-for-good = For good
member-title = { $who } in { $name }
member-facts = About them
member-banned = Banned
member-unusable = Cannot sign in
member-unusable-about = This account cannot be used at present, and its person gets no task. Why, only they and the operators of this server know.
member-none = No member at present.
member-banned-since = Banned since { $since }, for good.
member-banned-until = Banned since { $since }, until { $until }.
member-held = Tasks under way
member-ask = Ask { $who } about a task
member-ask-none = No task here waits for somebody to be asked.
member-ask-fits = Nobody has it yet, and they have its skills.
member-ask-due = due { $day }
member-ask-more = All tasks that help is wanted for
karma-head = Karma
karma-about = What somebody did counts for one thing: when a task is handed on, whoever has done the most here may be asked earlier. It gives no rights and no votes. Members see what it is for.
karma-none = Nothing yet. It counts when somebody else accepts the work, and with each review.
karma-work = work, accepted by { $with }
karma-mentor = help to { $with }, who learnt by it
karma-review = review of work by { $with }
karma-back = taken back, the task was opened again
take-over-head = Pass the pursuance on
take-over-about = You can ask { $who } to become the owner of { $name }. You stay the owner until { $who } says yes; then you are an Organiser, and only { $who } can give it back.
take-over-ask = Ask { $who }
take-over-asked = { $who } is asked to become the owner and has not answered yet.
take-over-withdraw = Ask no more
unban-head = Lift the ban
unban-about = They can join again like anybody else. A ban with an end lifts itself.
unban-button = Lift the ban
end-head = Remove or ban
end-head-ban = Ban
end-about = Their tasks look for help again, and what they wrote stays. From that moment they see only what strangers see.
end-how = What happens
end-how-hint = While a ban lasts, they cannot join again.
end-remove = Remove; they may join again
end-ban-day = Ban for a day
end-ban-week = Ban for a week
end-ban-month = Ban for 30 days
end-ban-year = Ban for a year
end-ban = Ban for good
end-reason = Reason
end-reason-hint = They read it, and the members read it in the log.
log = Log
log-title = Log of { $name }
log-about = Who did what to whom among the members. Members read it.
log-empty = Nothing has happened yet.
you-are-banned = You are banned here.
you-are-banned-until = You are banned here until { $until }.
you-are-banned-about = You can still read what everybody can read.
grants = Special permissions
grants-about = What single members may do with this task beyond their role.
grant-member = Member
grant-member-many = Write a name.
grant-nobody = Choose a member
grant-whom = Choose a member.
grant-may = They may
grant-view = see it
grant-discuss = discuss it
grant-suggest = suggest changes
grant-edit = change it
grant-button = Grant
grant-end = Take back

## Said once, after a form

notice-asks-no-more = Your request to join is withdrawn.
notice-left = You have left. You can still read what is public.
notice-role-set = They have the new role.
notice-asked-to-take-over = They are asked. You stay the owner until they say yes.
notice-not-asked-to-take-over = They are no longer asked. You stay the owner.
notice-took-over = You are the owner now.
notice-did-not-take-over = You said no. Nothing has changed.
notice-member-removed = They are no longer a member.
notice-member-banned = They are banned.
notice-member-unbanned = The ban is lifted. They can join again like anybody else.
notice-granted = They have these rights now.
notice-grant-ended = They have no rights of their own on this task any more.
notice-let-in = They are a member now.
notice-not-let-in = The request is declined.

## The words of a pursuance for skills

words = Skills in use
words-title = Skills in use in { $name }
words-about = What the tasks here have asked for. Whoever types a skill is shown these words.
words-none = No task here has asked for a skill yet.
words-means = means { $means }
words-more = Further words
words-apart = A skill of its own again
words-merge = Two words for one skill?
words-merge-about = Whoever has one of these skills then counts as having the other, here only, and only one is shown to whoever types. What is written in tasks and profiles stays as it is.
words-skill = This word
words-into = means this skill
words-merge-button = Treat them as one skill
notice-words-merged = The two words mean one skill now.
notice-words-apart = The word is a skill of its own again.

# Arriving in a pursuance.
arrival-head = Welcome to { $name }
arrival-title = What could we ask you about?
arrival-about = { $name } asks people whose skills fit a task. It asks you only for skills that you name.
arrival-boxes = These skills are wanted here. Tick yours.
arrival-known = You told before:
arrival-others = Other skills
arrival-others-hint = Optional, separated by commas: Baking, or Language:French.
arrival-time = Time for it
arrival-hours-unsaid = I do not say
arrival-hours = { $n ->
    [one] about 1 hour a week
   *[other] about { $n } hours a week
}
arrival-save = Save
arrival-later = Later
arrival-could = { $n ->
    [one] Here is one you could do
    [2] Here are two you could do
   *[other] Here are three you could do
}
arrival-none = Nothing is free at the moment
arrival-none-about = You are asked as soon as a task needs what you can do.
arrival-all = All tasks of { $name }
