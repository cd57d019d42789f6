### Refusals: why something was not done, and in the attribute "next" what to do about it.

refusal-too-often = That was too often.
    .next = { $seconds ->
        [one] Try again in one second.
       *[other] Try again in { $seconds } seconds.
    }

## Who may

refusal-not-visible = There is nothing here that you can see.
    .next = Check the address, or sign in if it is for members only.
refusal-role-primary = Only the Primary can { $can }.
    .next = Ask them.
refusal-role = Only { $roles } and above can { $can }.
    .next = Ask one of them.
refusal-role-suggest = Only { $roles } and above can { $can }.
    .next = Ask one of them, or suggest it in the discussion.
refusal-role-ban = Only { $roles } and above can { $can }.
    .next = Ask one of them, or suggest it.
refusal-not-signed-in = You are not signed in.
    .next = Sign in, or join this server.
refusal-not-a-member = Only members can { $can }.
    .next = Join first.
refusal-not-yet-a-member = You have asked to join, and nobody has answered yet.
    .next = Wait for their answer.
refusal-banned = You were banned from this pursuance.
    .next = Ask an Assistant admin there if you think that is a mistake.
refusal-already-a-member = You are a member already.
    .next = Nothing needs to be done.
refusal-not-yours = Only the assignee, or Assigners and above, can { $can }.
    .next = Ask the assignee, or an Assigner.
refusal-not-the-reviewer = Only the reviewer or an Admin can { $can }.
    .next = Ask them.
refusal-not-the-creator = Only the person who added the task, or an Admin, can { $can }.
    .next = Ask them.
refusal-own-work = You did this work, so somebody else reviews it.
    .next = Ask the reviewer.
refusal-invite-above-own = You can invite up to your own role, { $role }.
    .next = Ask somebody with a higher role.
refusal-role-above-own = You can do that for roles below your own, { $role }.
    .next = Ask somebody with a higher role.
refusal-primary-stays = A pursuance always has a Primary, and that is you.
    .next = Make somebody else the Primary first.
refusal-not-operator = Only operators can { $can }.
    .next = Ask an operator of this server.
refusal-not-party = Only the other side of an open hand-over of this task can do that.
    .next = Offer, accept or confirm first.
refusal-not-for-this = Only a member can do that.
    .next = Ask a member to do it.

## Everybody who has a role, before "and above"

holders-untrusted = Members
holders-viewer = Viewers
holders-normal = Normal members
holders-assigner = Assigners
holders-recruiter = Recruiters
holders-assistant-admin = Assistant admins
holders-admin = Admins
holders-primary = The Primary

## What somebody wanted to do, after "can"

can-see-pursuance = see this pursuance
can-see-task = see this task
can-see-members = see the members
can-see-log = read the log
can-discuss = join the discussion
can-suggest-task = suggest tasks
can-create-task = add tasks
can-edit-task = change this task
can-move-task = move tasks
can-add-subtask = split this task
can-take-task = take tasks
can-work-on-task = work on this task
can-assign = assign tasks
can-review = decide on this work
can-delegate = hand tasks over
can-verdict = decide on work that comes back
can-archive-task = archive tasks
can-delete-task = delete tasks for good
can-grant-on-task = grant rights on a task
can-invite = invite people
can-revoke-invite = revoke this invitation
can-see-invite-tree = see who invited whom
can-decide-member = let people in
can-suggest-ban = suggest a ban
can-ban = remove and ban members
can-set-role = set roles
can-edit-pursuance = change the settings
can-manage-pacts = make standing agreements
can-transfer-pursuance = pass the pursuance on
can-delete-pursuance = close the pursuance
can-join = join
can-leave = leave
can-create-pursuance = start a pursuance
can-operate-instance = run this server

## Phases of a task

refusal-phase-already = The task is already “{ $phase }”.
    .next = Nothing needs to be done.
refusal-phase-no-move = A task does not go from “{ $from }” to “{ $to }”.
    .next = Reload the page to see where the task is now.
refusal-phase-no-move-yet = A task does not go from “{ $from }” to “{ $to }”.
    .next = Take it or assign it first.
refusal-phase-no-move-ready = A task does not go from “{ $from }” to “{ $to }”.
    .next = Mark it ready for review first.
refusal-phase-no-move-back = A task does not go from “{ $from }” to “{ $to }”.
    .next = Hand the task back instead.
refusal-phase-delegated = Another pursuance has this task, so its phase follows their work.
    .next = Recall it first, or wait for the work to come back.
refusal-phase-mirror = This task belongs to another pursuance. Only they can set it to “{ $to }”.
    .next = Hand the work in; they decide.
refusal-phase-mirror-drop = This task belongs to another pursuance. Only they can set it to “{ $to }”.
    .next = Give it back to them instead.
refusal-phase-nobody = Nobody has this task yet.
    .next = Take it, or assign it to somebody.
refusal-phase-somebody = Somebody has this task.
    .next = The assignee can hand it back, or an Assigner can assign it to nobody.
refusal-phase-not-yours = Only the assignee, or Assigners and above, can change the phase.
    .next = Ask the assignee, or an Assigner.
refusal-phase-own-work = You did this work, so somebody else reviews it.
    .next = Ask the reviewer.
refusal-phase-reviewer = Only the reviewer or an Admin can decide on this work.
    .next = Ask them, or an Admin.
refusal-phase-creator-reviews = Only the person who added the task or an Admin can decide on this work.
    .next = Ask them, or an Admin.
refusal-phase-comment = Say what is missing, so that the work can go on.
    .next = Write a comment and send it back again.
refusal-phase-reopen = Only Assigners and above can open a closed task again.
    .next = Ask an Assigner.
refusal-phase-creator = Only the person who added the task, or Assigners and above, can do that.
    .next = Suggest it in the discussion.
refusal-phase-subtasks = { $open ->
        [one] One subtask is still open.
       *[other] { $open } subtasks are still open.
    }
    .next = Finish or drop the open subtasks too, or finish them one by one.
refusal-phase-subtasks-elsewhere = Other pursuances work on open subtasks: { $tasks }.
    .next = Wait for them, or recall them or give them back first.

## Who has a task, and where it stands

refusal-assign-delegated = Another pursuance has this task.
    .next = Recall it first.
refusal-assign-closed = This task is “{ $phase }”.
    .next = Open it again first.
refusal-assign-taken = Somebody has this task already.
    .next = Choose another one, or ask them whether they need help.
refusal-assign-on-offer = This task is offered to another pursuance. Whoever takes it withdraws the offer, and only Assigners and above can do that.
    .next = Ask one of them, or wait for the answer to the offer.
refusal-assign-would-withdraw = This task is offered to another pursuance. If you take it, the offer is withdrawn.
    .next = Confirm that you withdraw it, or wait for the answer to the offer.
refusal-assign-not-yours = You do not have this task.
    .next = Ask the assignee, or an Assigner.
refusal-assign-not-a-member = Tasks can be assigned only to members.
    .next = Invite them first.
refusal-assign-no-change = Nothing would change.
    .next = Nothing needs to be done.
refusal-assign-role = Only { $roles } and above can do that.
    .next = Ask one of them.
refusal-tree-cycle = A task cannot be part of itself or of one of its own parts.
    .next = Choose a task outside it.
refusal-tree-too-deep = Tasks can be at most { $max } levels deep.
    .next = Choose a task further up.

## Hand-overs

refusal-state = That is not possible while the hand-over is { $state }.
    .next = Reload the page to see what can be done now.
refusal-state-ended = That is not possible while the hand-over is { $state }.
    .next = Start a new hand-over to try again.
while-offered = only offered
while-countered = waiting for an answer to other terms
while-accepting = waiting for confirmation
while-active = under way
while-submitted = waiting for review
while-recalling = being recalled
while-returning = being given back
while-declined = declined
while-withdrawn = withdrawn
while-expired = expired
while-lost = lost to somebody else
while-completed = completed
while-refused = ended with refused work
while-recalled = recalled
while-returned = given back
while-void = ended, because their server is gone
refusal-suspended = The records of the two servers differ. Nothing is sent until operators on both sides have checked them.
    .next = Talk to the people there. Then an operator can resume it.
refusal-task-closed = The task is closed.
    .next = Open it again first.
refusal-assigned = Somebody has this task already.
    .next = Take it back first, then hand it over.
refusal-already-delegated = Another pursuance has this task already.
    .next = Recall it there first.
refusal-already-offered = This pursuance has been asked already.
    .next = Wait for their answer, or change the offer.
refusal-shut-out = Their server refuses everything that comes from this one.
    .next = Choose another pursuance, or ask your operators to talk to theirs.
refusal-cut-we-blocked = Your operators have blocked their server, so nothing is sent there.
    .next = Your work stays yours.
refusal-cut-they-refuse = Their server refuses everything that comes from this one, so nothing can be sent there.
    .next = Your work stays yours.
refusal-peer-blocked = This pursuance is blocked here.
    .next = Ask an Admin why, or choose another pursuance.
refusal-to-itself = A pursuance cannot hand a task to itself.
    .next = Choose another pursuance.
refusal-loop = This task has been there already, so it would go round in a circle.
    .next = Choose another pursuance.
refusal-depth = The task has been handed on as often as was agreed.
    .next = Do it here, or give it back.
refusal-redelegation = It was agreed that this task is not handed on.
    .next = Do it here, or give it back.
refusal-origin-not-asked = The pursuance that handed you this task wants to be asked first.
    .next = Ask them, then offer it once they agree.
refusal-too-many-offers = { $waiting ->
        [one] One offer to this pursuance still waits for an answer.
       *[other] { $waiting } offers to this pursuance still wait for an answer.
    }
    .next = Wait for answers, or withdraw one of them.
refusal-terms-respond-by = The date for an answer has passed.
    .next = Choose a later date.
refusal-terms-due = The wanted date has passed.
    .next = Choose a later date.
refusal-terms-heartbeat = The time between news is from one hour to 90 days.
    .next = Choose another length of time.
refusal-terms-review = The time for a review is from one hour to 90 days.
    .next = Choose another length of time.
refusal-terms-depth = The task has been handed on as often as was agreed.
    .next = Ask the pursuance that handed it to you to allow more.
refusal-offer-replaced = The offer has changed while you were looking at it.
    .next = Look at the new terms, then answer again.
refusal-already-answered = You have answered this already.
    .next = Wait for the other side.
refusal-nothing-submitted = Nothing has been handed in yet.
    .next = Wait for the work, or ask how it goes.
refusal-submission-replaced = A newer version has been handed in while you were looking.
    .next = Look at the newer version, then decide.
refusal-unknown-submission = This work did not come after the recall.
    .next = Reload the page.
refusal-delegation-subtasks = { $open ->
        [one] One subtask is still open.
       *[other] { $open } subtasks are still open.
    }
    .next = Finish them, or hand in without them.
refusal-too-soon = It is too early for that.
    .next = Try again after { $time }.
refusal-too-late = It is too late for that.
    .next = Start a new hand-over to try again.

## What was typed

refusal-empty = Please fill this in.
    .next = Change it and try again.
refusal-too-long = At most { $max } characters are allowed. You wrote { $got }.
    .next = Change it and try again.
refusal-name-form = Use 2 to 30 small letters, digits, - and _. Begin with a letter; end with a letter or a digit.
    .next = Change it and try again.
refusal-reserved = “{ $name }” is reserved for the server. Please choose another name.
    .next = Change it and try again.
refusal-skill-form = A skill is written Area:Detail, for example Language:French.
    .next = Change it and try again.
refusal-too-many = At most { $max } are allowed.
    .next = Change it and try again.
refusal-not-a-choice = Please choose one of the options.
    .next = Change it and try again.
refusal-actor-form = Write a name, name@server, or the address of a page.
    .next = Change it and try again.
refusal-file = This file is not known here.
    .next = Change it and try again.
refusal-date-form = We cannot read this date. Write it like 2026-12-15.
    .next = Change it and try again.
refusal-date-range = This date is outside the years 2000 to 2199.
    .next = Change it and try again.
refusal-zone = No time zone has this name.
    .next = Write it like Europe/Warsaw.
refusal-message-too-long = This text is too long to send to another server. With its formatting it may have at most { $max } kB.
    .next = Write less, or write two messages.
refusal-key-not-compared = The key of this server has changed.
    .next = Compare the new key and accept it first.
refusal-nothing-stopped = Nothing between this server and { $host } is stopped.
    .next = There is nothing to do.
refusal-key-unchanged = The key of { $name } has not changed.
    .next = There is nothing to do.
refusal-sealed-later = This version has no end-to-end encryption yet.
    .next = Choose “members”: then only members and the operators of this server can read it.
refusal-no-key = This is not a key.
    .next = Copy it again.
refusal-other-key = This is neither the old key nor the new one.
    .next = Compare it again.
refusal-no-other-server = This is not the name of another server.
    .next = Write it like law.example.
refusal-nothing-suggested = These are the terms of the offer.
    .next = Suggest another date or size, or ask a question.
refusal-too-many-files = At most { $max } files can be sent along.
    .next = Choose fewer files.
refusal-token-life = A token ends in the future, at most one year from now.
    .next = Choose another end.
refusal-asked-elsewhere = The pursuance that asked for this task decides about its title, description, skills, date, size and urgency.
    .next = Write to them in the discussion.
refusal-reviewer-not-a-member = Only members can review a task.
    .next = Choose a member.
refusal-reviewer-role = Only Normal members and above can review a task.
    .next = Choose somebody else.
refusal-reviewer-does-it = This person does the work.
    .next = Choose somebody else to review it.
refusal-passphrase-short = Use at least { $min } characters.
    .next = Four or five unrelated words are easy to remember and hard to guess.
refusal-passphrase-long = Use at most { $max } bytes.
    .next = Choose a shorter one.
refusal-passphrase-plain = This one is easy to guess.
    .next = Four or five unrelated words are easy to remember and hard to guess.

## As things stand

refusal-not-found = There is no such { $what } here.
    .next = Check the address. Perhaps you are not allowed to see it.
thing-account = account
thing-action = action
thing-actor = actor
thing-delegation = delegation
thing-delivery = delivery
thing-file = file
thing-form = form
thing-instance = instance
thing-join-request = request to join
thing-member = member
thing-offer = offer
thing-page = page
thing-person = person
thing-pursuance = pursuance
thing-server = server
thing-task = task
thing-token = token
refusal-stale = Somebody changed this task while you wrote.
    .next = Your text is kept below. Choose one of the two, or combine them.
refusal-outdated = Somebody changed these settings while you wrote.
    .next = Your text is kept below. Look at the new text, then save again to replace it.
refusal-name-taken = The name “{ $name }” is in use here.
    .next = Choose another name.
refusal-registration-closed = This server takes no new accounts at the moment.
    .next = Ask an operator of this server for an account.
refusal-setup-used = This link has been used, or a newer one was made.
    .next = Restart the server for a new link, or sign in.
refusal-sign-in-first = Sign in first.
    .next = Sign in, then try again.
refusal-key-reused = This Idempotency-Key was used for another request.
    .next = Use a new key for a new request.
refusal-last-operator = This is the last operator of this server.
    .next = Make somebody else an operator first.
refusal-last-primary = You are responsible for this pursuance, so somebody else becomes its Primary before you leave.
    .next = Ask a member to take over first.
refusal-full-grants-of-member = This member has rights on { $most } tasks here, as many as one member may have.
    .next = Take some of them back first, or give the member another role.
refusal-full-grants-on-task = { $most } members have rights on this task, as many as one task may have.
    .next = Take some of them back first.
refusal-member-unavailable = This account cannot be used at present.
    .next = Choose somebody else.
refusal-not-banned = This person is not banned here.
    .next = Nothing needs to be done.
refusal-end-is-past = This ban would be over already.
    .next = Choose a later day.
refusal-is-primary = This member is the Primary already.
    .next = Choose somebody else.
refusal-not-asked = Nobody is asked to take over at present.
    .next = Reload the page to see how things stand.
refusal-primary-acts = The Primary of this pursuance can act.
    .next = Ask them to pass it on themselves.
refusal-not-an-admin = This member is no Admin of the pursuance.
    .next = Choose one of its Admins.
refusal-receiver-gone = Your tasks can go only to somebody who stays a member.
    .next = Choose somebody else, or let the tasks look for help again.
refusal-full-pursuances = You have { $most } pursuances, as many as one account may have.
    .next = Ask an operator of this server to lift the limit for you.
refusal-full-joined = You are in { $most } pursuances, as many as one account may be in.
    .next = Leave one of them first, or ask an operator of this server to lift the limit for you.
refusal-full-tokens = You have { $most } tokens, as many as one account may have.
    .next = Ask an operator of this server to lift the limit for you.
refusal-room-person = There is no room for this file: all your uploads together may use { $most } MiB.
    .next = Ask an operator of this server for more room.
refusal-room-pursuance = There is no room for this file: all files of a pursuance together may use { $most } MiB.
    .next = Ask an operator of this server for more room.
refusal-room-peer = There is no room for this file: all files from one other server together may use { $most } MiB here.
    .next = Ask an operator of this server for more room.
refusal-room-disk = There is no room for this file: the disk of this server is nearly full.
    .next = Ask an operator of this server for more room.
refusal-uploads-yours = You are uploading as many files as you may at the same time.
    .next = Wait until one of them has arrived, then try again.
refusal-uploads = This server is receiving as many files as it can at the moment.
    .next = Wait until one of them has arrived, then try again.
refusal-no-such-file = This file has not been uploaded here.
    .next = Upload it first.

## Looking somebody up

refusal-lookup-form = “{ $name }” is not an address.
    .next = Write it like name@server, or paste the address of their page.
refusal-lookup-unreadable = “{ $name }” is not an address.
    .next = Check the spelling.
refusal-lookup-nobody-here = There is no “{ $name }” on this server.
    .next = Check the spelling, or write name@server.
refusal-lookup-nobody-there = There is nobody called { $name } on { $host }.
    .next = Check the spelling.
refusal-lookup-silent = { $host } is not answering.
    .next = Try again in a few minutes.
refusal-lookup-trouble = { $host } has a problem: it answered { $status }.
    .next = Try again in a few minutes.
refusal-lookup-too-many = You have looked up many names.
    .next = { $seconds ->
        [one] Wait one second, then go on.
       *[other] Wait { $seconds } seconds, then go on.
    }
refusal-lookup-not-let-in = { $host } does not show this server its people and pursuances.
    .next = Ask your operators to talk to theirs.
refusal-lookup-unsound = { $host } answered something that this server cannot read.
    .next = Check the spelling, or try again later.
refusal-lookup-blocked = This server does not talk to { $host }.
    .next = Ask an operator of this server why.
refusal-lookup-out-of-reach = { $host } is not a server that this one can reach.
    .next = Check the spelling.
refusal-lookup-gone = { $name } no longer exists.
    .next = Choose somebody else.
refusal-lookup-key-changed = The key of { $name } has changed, so it may be somebody else now.
    .next = An operator of this server has to check it first.
refusal-lookup-foreign-inbox = { $host } asks for its messages to be sent to another server. This server does not do that.
    .next = Ask the people there to tell their operators.
refusal-lookup-failed = This server could not look it up.
    .next = Try again later.
refusal-not-a-pursuance = { $name } is not a pursuance, so it takes no tasks.
    .next = Ask them for the address at the top of their page.
refusal-takes-no-tasks = The server of { $name } does not take tasks from other pursuances.
    .next = Choose another pursuance.
refusal-partner-gone = { $name } does not exist any more.
    .next = Choose another pursuance.
