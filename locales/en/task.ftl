### One task.

task-facts = Facts
task-facts-more = More facts
task-change = Change
task-more = More
task-edit = Edit details
task-assign = Assign to a member
task-give-others = All members
task-assign-hint = They are told at once.
task-assign-button = Assign
task-assign-withdraws = If you assign it to somebody, the offer to { $peer } is withdrawn.
task-hand-over = Hand to another pursuance
task-call = Ask for help
asking-nobody = Nobody is asked yet.
asking-members = Members with these skills are asked.
asking-board = It stands among the tasks that need help. It names no skills, so nobody is asked.
asking-untagged = It stands among the tasks that need help. Nobody is asked: it names no skills, or they wait for a member who opens a page of this pursuance.
asking-paused = The asking is paused.
asking-parts = Parts of it ask for help.
asking-see = See who
asking-by-name = Ask somebody by name
task-uncall = Stop asking for help
split-into = Subtasks
split-into-hint = One on each line, at most 20.
task-take = Take it
task-begin = Start working
task-hand-in = Hand in for review
task-finish = Done
task-set-reviewer = Choose who reviews it
task-take-up-again = Work on it again
task-let-go = Let go of it…
task-hand-back = Free it for others
task-hand-back-about = The task asks for help again. That is fine, and nothing is lost.
task-put-away = Put it away…
task-drop-about = The task is no longer needed and no longer counts in the progress. A Coordinator can open it again.
task-drop-withdraws = The offer to { $peer } is withdrawn.
task-drop-button = Drop it
task-reopen = Open it again
task-recall-from = Recall from { $peer }
task-return-to = Give back to { $peer }
task-needed = What is needed
task-needed-empty = There is no description yet.
task-describe = Describe it
task-subtasks = Subtasks
task-subtasks-later = { $n ->
    [one] 1 more open subtask
   *[other] { $n } more open subtasks
}
task-subtasks-closed = { $n ->
    [one] One finished subtask
   *[other] { $n } finished subtasks
  }
task-subtasks-all = { $n ->
    [one] One subtask
   *[other] All { $n } subtasks
}
task-subtasks-others = { $n ->
    [one] One more subtask
   *[other] { $n } more subtasks
}
task-progress = Progress
task-past = Earlier hand-overs
back-to-task = Back to the task
done-of = { $done } of { $total } done
more-tasks = { $n ->
    [one] Show one more task
   *[other] Show { $n } more tasks
  }

## What comes next

step-take = Can you do this?
step-take-about = Nobody has it yet. You can free it for others at any time.
step-take-parts = This is done by its parts. Take one of them.
step-take-parts-link = See its parts
step-take-whole = Take the whole task
way-in-join = Nobody has it yet. You join { $name } and take it. You can free it for others at any time.
way-in-account = Nobody has it yet. People with an account here can take it.
way-in-ask = Nobody has it yet. Ask to join { $name }; when you are let in, you can take it.
way-in-asked = You asked to join { $name }. When you are let in, you can take it.
step-take-on-offer = It is offered to { $peer }, and they have not accepted yet.
step-take-withdraws = If you take this task, your offer to { $peer } is withdrawn. They are told at once.
step-take-withdraw = Take it and withdraw the offer
can-help-on-offer = It is offered to { $peer }. Until they answer, only somebody who may withdraw the offer can take it or assign it.
can-help-about = Nobody has this task yet, and your role cannot take tasks.
can-help-parts = This is done by its parts, and your role cannot take tasks.
can-help-one = { $one } can help.
can-help-two = { $one } or { $two } can help.
can-help-three = { $one }, { $two } or { $three } can help.
step-yours = This is yours
step-begin-about = It is assigned to you. Press “Start working” when you begin, so that others know.
step-hand-in-about = Hand it in when you have finished. { $who } reviews it.
step-hand-in-another = Hand it in when you have finished. Somebody else who may assign tasks reviews it.
step-finish-about = Nobody reviews this. Press “Done” when it is finished.
step-hand-in-mirror = Hand it in when you have finished. { $who } reviews it here; then it is handed in to { $peer }.
step-hand-in-mirror-own = Say here when you have finished. A Coordinator here then hands it in to { $peer }.
step-waits = Handed in
step-waits-about = You handed it in { $at }. It waits for its review by { $who }; you need not do more.
step-waits-another = You handed it in { $at }. It waits for its review by somebody else who may assign tasks; you need not do more.
step-waits-by = { $by } handed it in for you { $at }. It waits for its review by { $who }; you need not do more.
step-waits-by-another = { $by } handed it in for you { $at }. It waits for its review by somebody else who may assign tasks; you need not do more.
step-finished-here = It is finished here. Hand it in to { $peer }, or work on it again.
step-review = Your review
step-review-about = { $who } says this is finished. Check it against what was asked, then accept it or send it back with a reason.
step-review-nobody = This is said to be finished. Check it against what was asked. Then accept it, or send it back with a reason.
step-review-by = { $by } handed this in for { $who }. Check it against what was asked, then accept it or send it back with a reason.
step-review-by-you = You handed this in for { $who }. Check it against what was asked, then accept it or send it back with a reason.
step-review-mirror = { $who } says this is finished. Check it against what was asked. Then hand it in to { $peer }, or send it back with a reason.
step-review-mirror-only = { $who } says this is finished. Check it against what was asked. If it is good, a Coordinator here hands it in to { $peer }. Otherwise send it back with a reason.
others-begin = { $who } has this task and has not begun yet.
others-work = { $who } is working on it.
others-reviewed-by = { $who } reviews it.
others-you-review = You review it when it is handed in.
others-another-reviews = Somebody else who may assign tasks reviews it.
others-no-review = It needs no review.
others-handed-in = { $who } handed it in. It waits for its review.
others-handed-in-by = { $by } handed it in for { $who }. It waits for its review.
others-handed-in-by-you = You handed it in for { $who }. It waits for its review.
others-look-at-yours = { $who } has been reviewing your work since { $at }. You need not do more.
others-in-review = { $by } is reviewing the work of { $who }.
others-finished-here = { $who } has finished it here. It has not been handed in to { $peer } yet.
in-place-work = Move it on for { $who }
in-place-work-about = { $who } has this task. The history shows that you did this.
in-place-review = Review it for { $who }
in-place-review-about = { $who } reviews this task. The history shows that you decided.
sent-back-by-you = You sent the work back { $at }. This is still missing:
ended-accepted = Accepted by { $who }, { $at }.
ended-accepted-by-you = You accepted this, { $at }.
ended-done = Done by { $who }, { $at }.
ended-done-by-you = You finished this, { $at }.
ended-thanks = Thank you!
ended-can-start = { $n ->
    [one] One task can start because of it:
   *[other] { $n } tasks can start because of it:
  }
hand-in-words-hint = If you like: what you did, and links. Whoever reviews it reads it first.
hand-in-no-files-yet = No files of yours go along with it.
hand-in-files-along = These files go along with it:
hand-in-attach = Attach a file
hand-in-file = File that goes along
hand-in-attach-button = Attach it
handed-in-at = Handed in { $at }
handed-in-before = Handed in before: { $n ->
    [one] once
   *[other] { $n } times
}
handed-in-answer = { $who } sent it back { $at }
handed-in-sent-back = Sent back { $at }
handed-in-no-words = Nothing was written with it.
review-word = A word about it
review-word-to = A word to { $who }
step-comment-hint = Needed if you send it back.
step-comment-read-by-all = It stands in the discussion. Anyone who opens this page can read it.
step-comment-read-by-members = It stands in the discussion. Members of { $name } can read it.
step-open-subtasks = { $n ->
    [one] One subtask is still open. When you accept the work:
   *[other] { $n } subtasks are still open. When you accept the work:
  }
step-open-subtasks-done = { $n ->
    [one] One subtask is still open. When this task is done:
   *[other] { $n } subtasks are still open. When this task is done:
  }
step-subtasks-finish = they are done too
step-subtasks-drop = they are dropped
step-subtasks-no-undo = With more than { $n } subtasks this cannot be taken back: they are closed one after another in the background.
step-closed = This is closed
step-closed-about = If there is more to do, open it again. It goes on from where it was.

## Facts

fact-done-by = Done by
fact-accompanied-by = Accompanied by
fact-reviewed-by = Reviewed by
fact-another-reviews = Somebody else who may assign tasks
fact-no-review = Needs no review
fact-checked-by = Reviewed here by
fact-taken-on-by = Taken on by
fact-due = Due
fact-size = Size
fact-skills = Skills
fact-part-of = Part of
fact-part-of-hidden = A task you cannot see
fact-seen-by = Seen by
fact-made-by = Added by
fact-granted = You may also
seen-by-address = Anyone who has the address
seen-by-members = Members only

## Rows

hint-you-review = You review
hint-yours = Yours
hint-offered-to = Offered to { $peer }
hint-countered = { $peer } suggests other terms
hint-for = For { $peer }

## Files

files = Files
files-add = Add a file
files-file = File
files-hint = At most { $most }. A JPEG, PNG or GIF is shown, and made anew without what else is in its file. Everyone who can see the task here can open the file. It is sent to another server only with a hand-over, or with work that is handed in.
files-room = Your uploads on this server use { $taken } of { $most }.
files-texts = Your texts on this server use { $taken } of { $most }, former versions among them.
files-texts-lifted = Your texts on this server use { $taken }, former versions among them.
files-storage-head = Space that you use
files-add-button = Add the file
files-original = Keep the original of a picture (it may hold the place where it was taken)
file-open = Open in a tab
sending = Files on their way
sending-part = { $done } of { $all }
sending-waits = Waits for its turn
sending-lost = No connection. It goes on by itself, from where it was.
sending-over = You are not signed in any more. Sign in in another tab, and it goes on here.
sending-ending = Being checked
sending-along-waits = The message is sent when its files have arrived.
sending-unreadable = Your browser cannot read this file any more. Choose it again.
sending-failed = The server does not take this file now. Try again later.
sending-no-room = There is no room for this file beside those that are on their way.
sending-too-many = Too many files of yours have not arrived completely. Wait until some have.
sending-again = It has not arrived completely. Choose the same file again, and it goes on from where it was.
sending-another = This is another file, or it was changed.
sending-choose = Choose the file
sending-stop = Stop
file-coming = The copy is on its way.
file-missing = No copy here: { $reason }
no-copy-no-address = its address is missing, or not on the sender’s server.
no-copy-not-given = the sender’s server does not give it out.
no-copy-too-large = it is larger than this server keeps.
no-copy-no-room = there is no room for it on this server.
no-copy-other-file = the file that arrived is not the one that was announced.
no-copy-blocked = its server is blocked here.
no-copy-not-reached = its server could not be reached. It is tried again.
no-copy-failed = it could not be fetched.
file-unshown-too-large = Not shown: too large for a picture. The file is as it was sent.
file-unshown-other-form = Not shown: not JPEG, PNG or GIF.
file-unshown-too-many-pixels = Not shown: too many pixels. The file is as it was sent.
file-unshown-damaged = Not shown: it cannot be read as a picture. The file is as it was sent.

## Discussion

talk = Discussion
talk-none = No messages yet.
talk-none-write = No messages yet. Ask what is unclear, or say what you found out.
talk-earlier = { $n ->
    [one] One earlier message
   *[other] { $n } earlier messages
  }
talk-earlier-more = More than { $count } earlier messages
talk-newest = The newest
talk-add = Add to the discussion
talk-hint = Markdown works: **bold**, lists, links.
talk-send = Send
talk-attach = Send a file along
talk-attach-file = File that is sent along
talk-attach-hint = At most { $most }. A JPEG, PNG or GIF is shown, and made anew without what else is in its file. Everyone here who can read the message can open the file.
talk-read-by-all = Read by { $name } and by anyone who opens this page.
talk-read-by-members = Read by members of { $name }.
talk-share = Send it to { $peer } too. Everyone who may read the task there, and the operators of that server, can read it: anyone, if { $peer } is public.
talk-share-members = Send it to { $peer } too. The members there can read it.
talk-share-all = Send it to { $peer } too, where anyone can read it.
talk-shared = also read by { $peer }
talk-refused = not taken by { $peer }
talk-send-again = Send again
talk-answers = Answers an earlier message
talk-replying = You answer this message.
talk-quoting = You quote this message.
talk-answer-not = Take it back
talk-reply-gone = The message that this was to answer is not there any more. Your text is sent without it.
talk-quote-gone = The message that this was to quote is not there any more. Your text is sent without it.
talk-along-gone = The file { $name } waited here for a day and is not on the server any more. Choose it again.
talk-reply = Reply
talk-quote = Quote
talk-react = React
talk-emoji-other = Another emoji
talk-emoji = Emoji
talk-emoji-hint = Any single one, as your keyboard writes it.
talk-menu = More on the message of { $who }
talk-preview = Preview
talk-preview-title = Preview of your message
quote-changed = This message has other words now than when it was quoted.
quote-gone = This message is gone.
quote-unreadable = A message you may not read.
talk-reaction = { $others ->
    [0] { $emoji } { $all }, { $names }
    [one] { $emoji } { $all }, { $names } and one more
   *[other] { $emoji } { $all }, { $names } and { $others } more
}
talk-said-before = You sent this form before, and what you wrote then is in the discussion. If this is to be said as well, send it once more.
talk-unread = { $count } new
talk-read = Mark as read
talk-new = New
talk-new-since = New since { $at }
talk-unread-from = Unread from here
task-unread = { $count } new in the discussion
row-unread = new in the discussion
row-mentions = name or answer you
list-read-all = Mark all discussions here as read
notice-unread = It is unread again from there on.

## One comment

comment-title = Comment by { $who }
comment-edited = edited
comment-change = Edit or delete
comment-now = The comment
comment-gone = This comment is gone
comment-former = Former texts
comment-kept = What it said
comment-kept-until = Read by its author and by members who may remove comments, until { $until }. Then it is gone for good.
comment-text = Text
comment-text-hint = Whoever may read the comment can also read its former texts.
comment-edit-button = Save the comment
comment-edit-elsewhere = Other servers have this comment. They are asked to show the new text; asking is all that can be done.
comment-delete = Delete this comment
comment-delete-about = The text and its former texts are gone at once. “Deleted by its author” stays in its place.
comment-delete-elsewhere = Other servers have it, too. They are asked to delete it; asking is all that can be done.
comment-delete-button = Delete it
comment-remove = Remove
comment-appeal = If you disagree, you can appeal until { $until }: write to { $who }, or to another member who may remove comments.
comment-appeal-members = The members and their roles
comment-remove-about = Nobody reads it any more. { $who } is told why, and can appeal for 30 days; then the text is gone for good.
comment-why = Reason
comment-why-hint = It stands in the log, for all members.
comment-why-link = Why?
comment-remove-button = Remove the comment
notice-comment-deleted = The comment is deleted.
notice-comment-removed = The comment is removed. The reason is in the log.
file-remove = Delete
file-remove-title = Delete a file
file-remove-own = Nobody finds it here any more. Other servers that fetched a copy keep it.
file-remove-other = Nobody finds it here any more; whoever added it is told why. Other servers that fetched a copy keep it.
notice-file-removed = The file is deleted.

## The end of a task

end-archive = Archive
end-archive-about = The task leaves the lists, the counts and the picture. Everybody who could read it still does, at its address and among the archived tasks.
end-archive-button = Archive it
end-trash = Put into the trash
end-trash-about = Nobody sees the task any more but those who may edit it. For 30 days it can be brought back; then it is deleted for good.
end-trash-button = Put it into the trash
end-delete = Delete for good
end-delete-about = The texts, comments and files of the task are gone at once, and nobody can bring them back. Its number is not used again. What was exchanged with other servers stays in the stored messages, here and there.
end-delete-button = Delete it for good
end-others = { $n ->
    [one] One task below it goes along.
   *[other] { $n } tasks below it go along.
  }
away-by = By { $who }, { $at }
away-archived = This task is archived.
away-archived-about = It stands in no list any more, and stays as it is.
away-trashed = This task is in the trash.
away-trashed-until = It is deleted for good on { $until }.
away-along = It went along with #{ $task }, and comes back with that one.
away-below = These went along:
away-restore = Bring it back
away-with = { $n ->
    [one] and one task below it
   *[other] and { $n } tasks below it
  }
archived = Archived tasks
archived-title = Archived tasks of { $name }
archived-about = They stand in no other list. Those below a task stand on its page.
archived-empty = Nothing is archived.
trash = Trash
trash-title = Trash of { $name }
trash-about = Tasks that you may edit. After 30 days they are deleted for good.
trash-empty = Nothing is in the trash.
trash-until = { $at }. Deleted for good on { $until }.
notice-task-archived = The task is archived.
notice-task-trashed = The task is in the trash.
notice-task-restored = The task is back.
notice-task-deleted = The task is deleted for good.

## History

history = History
history-more = { $n ->
    [one] And one earlier change.
   *[other] And { $n } earlier changes.
  }
happened-task-created = { $who } added the task
happened-task-edited = { $who } changed the details
happened-task-moved = { $who } moved the task in the outline
happened-task-phase-set = { $who } changed the phase from { $from } to { $to }
happened-task-phase-set-called = { $who } asked for help
happened-task-phase-set-uncalled = { $who } stopped asking for help
happened-task-phase-set-begun = { $who } started working on it
happened-task-phase-set-handed-in = { $who } handed it in for review
happened-task-phase-set-taken-up-again = { $who } took it up again
happened-task-phase-set-in-review = { $who } began the review
happened-task-phase-set-sent-back = { $who } sent it back with a comment
happened-task-phase-set-accepted = { $who } accepted the work
happened-task-phase-set-finished = { $who } finished it
happened-task-phase-set-reopened = { $who } opened it again
happened-task-phase-set-dropped = { $who } dropped it
happened-task-assigned = { $who } assigned it to { $to }
happened-task-assigned-to-nobody = { $who } made the task free
happened-task-assigned-to-oneself = { $who } took it
happened-task-assigned-back = { $who } freed it for others
happened-task-waits = { $who } noted that it waits for { $task }
happened-task-waits-no-more = { $who } noted that it no longer waits for { $task }
happened-task-awaited = { $who } noted that { $task } waits for it
happened-task-awaited-for-members = { $who } noted that { $task } waits for it; only members see that, until somebody who may edit it says yes
happened-task-waiting-shown = { $who } lets everyone see that { $task } waits for it
happened-task-awaited-named = { $who } lets everyone see that it waits for { $task }
happened-task-awaited-no-more = { $who } noted that { $task } no longer waits for it
happened-task-asked = { $of } is asked to do this
happened-offer-answered = { $of } answered that
happened-mentor-asked = { $of } is asked to accompany somebody who learns this
happened-mentor-answered = { $of } answered whether they accompany somebody
happened-task-accompanied = { $mentor } accompanies { $learner }, who learns { $skill }
happened-task-accompanied-here = { $mentor } accompanies { $learner }, who learns a skill by it
happened-pairing-moved-learners = Nobody was found yet. Members who help learners are asked to accompany one
happened-offer-ended = { $of } no longer stands by: somebody else has this in hand
happened-offer-ended-early = { $of } no longer stands by
happened-pairing-paused = { $paused ->
    [yes] { $who } paused the search for somebody who takes this
   *[no] { $who } went on with the search for somebody who takes this
}
happened-pairing-moved-split = Nobody was found yet. Perhaps it is easier in parts: whoever wrote this may split it
happened-pairing-moved-allied = Nobody was found yet. Perhaps another pursuance can help: Coordinators may hand this over
happened-pairing-allied = { $more ->
    [0] Nobody was found yet. Known pursuances that offer all the skills for this ({ $n }): { $names }
   *[other] Nobody was found yet. Known pursuances that offer all the skills for this ({ $n }): { $names }, and { $more } more
}
happened-pairing-allied-some = { $more ->
    [0] Nobody was found yet. Known pursuances that offer some of the skills for this ({ $n }): { $names }
   *[other] Nobody was found yet. Known pursuances that offer some of the skills for this ({ $n }): { $names }, and { $more } more
}
happened-pairing-moved = Nobody was found yet. This stands among the tasks that need help, for everybody
happened-task-blocked = { $who } said that it is blocked: { $reason }
happened-task-blocked-silent = { $who } said that it is blocked
happened-task-blocked-on = { $who } said that it waits for { $on }
happened-task-unblocked = { $who } said that it is no longer blocked
happened-task-unblocked-gone = It no longer waits for a member who went
happened-task-blocker-moved = It waits no longer for { $task }, which is finished, dropped or put away
happened-task-blocker-moved-open = { $task }, which it waits for, is open again
happened-task-commented = { $who } wrote in the discussion
happened-task-archived = { $tasks ->
    [one] { $who } archived the task
   *[other] { $who } archived the task with those below it, { $tasks } in all
  }
happened-task-archived-along = { $who } archived { $task }, and this with it
happened-task-trashed-along = { $who } put a task into the trash, and this with it
happened-task-restored = { $tasks ->
    [one] { $who } brought the task back
   *[other] { $who } brought the task back with those below it, { $tasks } in all
  }
happened-task-trashed = { $tasks ->
    [one] { $who } put task #{ $number } into the trash
   *[other] { $who } put task #{ $number } into the trash with those below it, { $tasks } in all
  }
happened-task-deleted = { $tasks ->
    [one] { $who } deleted task #{ $number } for good
   *[other] { $who } deleted task #{ $number } for good with those below it, { $tasks } in all
  }
happened-task-comment-edited = { $who } edited a comment
happened-task-comment-deleted = { $who } deleted a comment
happened-task-comment-removed = { $who } removed a comment by { $of }
happened-task-file-attached = { $who } added the file { $name }
happened-task-file-attached-gone = { $who } added a file that is gone
happened-task-file-deleted = { $who } deleted a file
happened-task-file-removed = { $who } deleted a file of { $of }
happened-member-joined = { $who } joined
happened-member-let-in = { $who } gave { $of } the key
happened-member-rekeyed = { $who } has a new key
happened-member-asked = { $who } asked to join
happened-member-left = { $who } left
happened-member-role-set = { $who } gave { $of } the role { $role }
happened-member-role-set-primary = { $who } became the owner
happened-member-role-set-before = { $who } took over from { $of }, now { $role }
happened-member-decided = { $who } let { $of } in as { $role }
happened-member-removed = { $who } removed { $of }
happened-member-removed-with = { $who } revoked an invitation, and with it removed { $of }
happened-member-banned = { $who } banned { $of } until { $until }
happened-member-banned-for-good = { $who } banned { $of } for good
happened-member-unbanned = { $who } lifted the ban of { $of }
happened-invite-created = { $who } made an invitation: { $role }
happened-invite-used = { $who } came in by your invitation
happened-recruit-asked = { $who } asks you to join, as { $role }
happened-recruit-answered = { $who } said yes to your question, and is a member now
happened-recruit-answered-no = { $who } said no to your question
happened-invite-revoked = { $who } revoked an invitation
happened-invite-revoked-with = { $who } revoked an invitation, with those who came by it
happened-pursuance-transfer-asked = { $who } asked { $of } to become the owner
happened-pursuance-transfer-ended = { $who } stopped asking { $of } to become the owner
happened-pursuance-transfer-ended-declined = { $of } did not want to become the owner
happened-pursuance-transfer-ended-lapsed = { $of } is no longer asked to become the owner
happened-task-grant-set = { $who } gave { $of } rights on a task: { $may }
happened-task-grant-set-none = { $who } took back the rights of { $of } on a task
happened-suggestion-made = { $action ->
    [create] { $who } suggested a new task
    [split] { $who } suggested subtasks
    [assign] { $who } suggested who does it
    [phase] { $who } suggested another phase
    [role] { $who } suggested another role for somebody
    [remove] { $who } suggested to remove somebody
    [ban] { $who } suggested to ban somebody
    [unban] { $who } suggested to lift a ban
   *[other] { $who } suggested a change
  }
happened-suggestion-accepted = { $who } accepted what { $of } had suggested
happened-suggestion-accepted-changed = { $who } accepted, with changes, what { $of } had suggested
happened-suggestion-declined = { $who } declined what { $of } had suggested
happened-suggestion-withdrawn = { $who } took a suggestion back
happened-suggestion-closed = A suggestion of { $of } was closed: they went, or might suggest nothing any more
happened-skill-merged = { $on ->
    [yes] { $who } made “{ $skill }” mean “{ $means }”
   *[no] { $who } made “{ $skill }” a skill of its own again, beside “{ $means }”
  }
happened-search-shared = { $on ->
    [yes] { $who } shared the search “{ $name }”
   *[no] { $who } took the shared search “{ $name }” away
  }
happened-pursuance-edited = { $who } changed the settings
happened-pursuance-pace-set = { $who } changed what happens after a silence
happened-pursuance-pace-set-days = { $remind ->
    [one] { $who } changed what happens after a silence: a reminder after a day, handed on after { $hand_on } days
   *[other] { $who } changed what happens after a silence: a reminder after { $remind } days, handed on after { $hand_on } days
  }
happened-pursuance-closed = { $who } closed the pursuance
happened-pursuance-reopened = { $who } opened the pursuance again
happened-pursuance-deleted = { $who } deleted the pursuance for good
happened-pursuance-created = { $who } started the pursuance

## What waits for what

dependencies = What waits for what
dependencies-none = It waits for no other task, and no other task waits for it.
dependencies-waits-for = This task waits for
dependencies-waiting = Waiting for this task
dependencies-waiting-more = { $n ->
    [one] One more task waits for it.
   *[other] { $n } more tasks wait for it.
  }
dependencies-hidden = A task you cannot see
dependencies-origin = from { $origin }
dependencies-remove = Does not wait for it
dependencies-send-away = Need not wait for this
dependencies-for-members = Only members see this here
dependencies-show = Show it to everyone
# What holds a task up, in its head.
task-blocked-by = Blocked by { $what }
task-waits-for = Waits for { $what }
task-held-up-more = { $n ->
    [one] { $what } and one more
   *[other] { $what } and { $n } more
  }
task-held-up-hidden = a task you cannot see
dependencies-say = Say what it waits for
dependencies-on = A task that comes before it
dependencies-on-hint = Its number, like #12, or words of its title. For a task of another pursuance here: name#12, or its address.
dependencies-add-button = It waits for this
dependencies-blocked-by = Blocked by
dependencies-blocked-there = On the side of { $peer }
dependencies-said-by = { $who } said so { $since }
dependencies-unblock = It is no longer blocked
dependencies-blocker = What blocks it?
dependencies-blocker-hint = A task like #12 (or name#12), a member like @name, or a few words.
dependencies-share = The pursuance on the other side reads these words. Otherwise it reads only that the task is blocked.
dependencies-block-button = It is blocked
notice-split = The subtasks are written down.
notice-blocked-now = Noted: it is blocked. Work that can go on goes on.
notice-blocked-no-more = Noted: nothing that was said blocks it any more.
row-after = after #{ $number }
row-waiting = { $n ->
    [one] One task waits for this
   *[other] { $n } tasks wait for this
  }
tasks-left-out = { $n ->
    [one] … one more task …
   *[other] … { $n } more tasks …
}
task-you-cannot-see = a task you cannot see
dependencies-picture = Picture

## The picture of what waits for what

graph-title = What waits for what in { $name }
graph-title-around = What waits for what around “{ $title }”
graph-whole = The whole pursuance
graph-empty = No task here waits for another one. What one waits for is said on its page: “Say what it waits for”.
graph-about = Each task stands to the right of everything it waits for.
graph-chain = The longest chain of unfinished work, by size: <b>{ $chain }</b>.
graph-scroll = Picture; it scrolls sideways
graph-label = { $n ->
    [one] { $n } task and what it waits for, { $open } not finished. The list below says the same.
   *[other] { $n } tasks and what they wait for, { $open } of them not finished. The list below says the same.
}
graph-left-out = { $n ->
    [one] One more task is not in the picture.
   *[other] { $n } more tasks are not in the picture.
  }
graph-list = The same as a list
graph-waits-for = Waits for { $tasks }
graph-here = This task
graph-in-chain = Longest chain

## Editing

edit-title = Edit “{ $title }”
edit-sealed = The texts of this task are sealed. They are written on the devices of members who have the key, never on this server.
edit-task-title = Title
edit-deliverables = What is needed
edit-deliverables-hint = The result you expect. Markdown works.
edit-skills = Skills
edit-skills-hint = Words separated by commas, like Sewing, or Area:Detail like Language:French.
edit-due = Due
edit-due-past = This date has passed. Choose another, or save once more to keep it.
edit-size = Size
edit-urgency = Urgency
edit-reviewer = Reviewed by
edit-reviewer-creator = Somebody else who may assign tasks
edit-reviewer-nobody = Nobody: it needs no review
edit-reviewer-hint = Choose somebody other than the person who does the work.
new-task-more = Who reviews it, who is asked
new-task-asked = Who is asked
new-task-not-yet = Ask nobody yet
new-task-not-yet-about = Otherwise members are asked at once where the task names skills.
no-review = Needs no review
no-review-about = Whoever has the task finishes it. Then nobody is asked to look at it.
edit-save = Save
edit-conflict = { $who } changed the same while you wrote. Your text is kept in the fields; their text stands here. Choose one or combine them, and save again. All other changes are joined already.
edit-conflict-theirs = Theirs
edit-conflict-own = You saved this task somewhere else while you wrote here, in another tab perhaps. Your new text is kept in the fields; the saved text stands here. Choose one or combine them, and save again. All other changes are joined already.
edit-conflict-own-before = Saved
edit-conflict-empty = (nothing)
edit-conflict-take = Use this instead
edit-place = Place in the outline
edit-place-button = Move it
edit-delegated = { $peer } has this task. New words reach them at once. An earlier date, a larger size or more skills are sent as a new offer, and the old terms hold until they accept.
edit-mirror = { $peer } decides about the request. You decide who reviews the work before it is handed in, and about its place in your outline.

## Said once, after a form

notice-work-ready = Handed in. The reviewer is told.
notice-begun = You are working on it. Others see that.
notice-saved-together = Saved, together with what was changed while you wrote.
notice-begun-in-place = It is in progress now. The history shows that you did this.
notice-work-ready-in-place = Handed in for the person who has the task. The history shows that you did this.
notice-reopened = It is open again.
notice-calls-for-help = The task asks for help now.
notice-dropped = Dropped. It counts as no longer needed.
notice-taken = It is yours. Write in the discussion if you need help.
notice-handed-back = Others can take it now. It asks for help again.
notice-assigned = Done. They are told at once.
notice-moved = Moved.
notice-waits-for = Noted: this task waits for the other one.
notice-waits-no-more = Noted: this task no longer waits for the other one.
notice-waiting-shown = Noted: everyone sees that the other task waits for this one.
notice-awaited-named = Noted: everyone sees that this task waits for the other one.
notice-awaited-no-more = Noted: the other task no longer waits for this one.
notice-phase-set = The phase is changed.
notice-work-accepted = Accepted. The task is done.
notice-finished = Finished. The task is done.
notice-reviewer-set = Saved. Whoever reviews it now is told.
notice-work-sent-back = Sent back with your comment.
notice-file-added = The file is there.
notice-review-started = They can see that you are looking at it.

## If it goes quiet

clock-head = If it goes quiet
clock-calm = If it goes quiet, a reminder comes after { $days ->
    [one] a day
   *[other] { $days } days
 }
clock-you = { $days ->
    [0] There was news from you within the last day
    [one] No news from you for { $days } day
   *[other] No news from you for { $days } days
 }; people here usually write { $usual ->
    [1] within a day
   *[other] after { $usual } days
 }.
clock-other = { $days ->
    [0] There was news from { $who } within the last day
    [one] No news from { $who } for { $days } day
   *[other] No news from { $who } for { $days } days
 }; people here usually write { $usual ->
    [1] within a day
   *[other] after { $usual } days
 }.
clock-you-new = { $days ->
    [0] There was news from you within the last day
    [one] No news from you for { $days } day
   *[other] No news from you for { $days } days
 }{ $asks ->
    [0] .
    [one] ; a reminder comes after a day without news.
   *[other] ; a reminder comes after { $asks } days without news.
 }
clock-other-new = { $days ->
    [0] There was news from { $who } within the last day
    [one] No news from { $who } for { $days } day
   *[other] No news from { $who } for { $days } days
 }{ $asks ->
    [0] .
    [one] ; a reminder comes after a day without news.
   *[other] ; a reminder comes after { $asks } days without news.
 }
clock-nudge = A friendly reminder: { $at }.
clock-nudged = A reminder came: { $at }.
clock-looks-for-help = Without an answer others are asked to go on: { $at }.
clock-asks-reviewer = Without an answer whoever reviews this is asked whether others go on: { $at }.
clock-reviewer = { $of }, who reviews this, is asked whether others go on. Without an answer others are asked: { $until }.
clock-reviewer-you = You review this. Does { $who } keep it, or are others asked to go on? Without an answer from you others are asked: { $until }.
clock-reviewer-keep = Leave it with them
clock-reviewer-hand-on = Ask others to go on
clock-review-goes = Without an answer somebody else reviews it: { $at }.
clock-paused = While the task is blocked, nobody asks.
clock-until-you = You need until { $until }.
clock-until = { $who } needs until { $until }.
clock-still = Still on it
clock-hand-on = Hand it on
clock-hand-on-about = Others are asked to go on with this, one after the other. You can take it back until somebody has it. This costs you nothing.
clock-hand-on-review = Hand the review on
clock-longer = I need longer
clock-longer-button = Wait for me
clock-until-field = Until
clock-until-hint = Nobody asks before that day. At most 90 days ahead.
clock-until-missing = Choose a day.
notice-still-on-it = Good to know. Nobody asks for a while.
notice-longer = Noted. Nobody asks before that day.
notice-handed-on = Handed on. Others are asked to go on with it, and you can take it back until somebody has it.
notice-review-handed-on = Somebody else reviews it now.
notice-reviewer-handed-on = Others are asked to go on with it now.
notice-reviewer-kept = Good to know. They get their time again.
happened-task-still-on-it = { $who }: still on it
happened-task-still-on-it-until = { $who }: on it, until { $until }
happened-task-due-unassigned = Nobody has it, and it is due: { $due }
happened-task-nudged = A friendly reminder was sent
happened-task-hand-on-asked = Whoever reviews this was asked whether others go on with it
happened-task-kept = { $who } answered that it stays with whoever has it
task-asked-mentor = You are asked whether you accompany somebody who learns a skill of this task.
task-asked-learner = You are asked whether you do this and learn one of its skills by it: somebody accompanies you.
task-asked-answer = Read and answer
heir-head = Somebody is asked first
heir-head-you = Do you go on with this?
heir-head-yours = You had this task
heir-you = Whoever had this does not go on with it. You alone are asked, until { $until }; then the next person is.
heir-you-relieve = Whoever has this is away, and you stand by. You alone are asked whether you go on with it, until { $until }.
heir-others = One person alone is asked whether they go on with this, until { $until }. Then it goes to the next one, or looks for help. Whoever had it can take it back, and Coordinators can give it to somebody.
heir-yours = It looks for help. You can take it back as long as nobody has it.
heir-yours-asked = Somebody is asked to go on with it, until { $until }. You can take it back as long as nobody has it.
heir-accept = Go on with it
heir-take-back = Take it back
happened-task-assigned-silent = After a silence the task looks for help again
happened-task-assigned-gone = The task looks for help again: { $of } does not have it any more
happened-task-edited-review = The review went to whoever wrote the task: { $of } had it before
happened-task-edited-review-to = The review went to { $to }: { $of } had it before
follows-from = { $what }. { $end }
follows-from-why = { $what }. { $end }: “{ $why }”
