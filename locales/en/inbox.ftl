nav-inbox = Inbox
nav-unread = unread
inbox-settings = What you are told
inbox-next = Open the next one
inbox-all-read = Mark all as read
inbox-discussions-read = Mark all discussions as read
notice-all-read = All discussions are read.
inbox-unread = Unread
inbox-read = Read
inbox-none-unread = You have read everything.
inbox-empty = Nothing here yet.
inbox-empty-about = You are told here when a task is yours, when work waits for you, and when somebody writes about what you watch.
inbox-older = Older ones
inbox-open = Open
inbox-mark-read = Mark as read
inbox-mark-unread = Mark as unread
inbox-mute = Mute
inbox-unmute = Unmute
inbox-is-muted = You muted this: only your duties are told.
inbox-search = { $n ->
    [one] One task has nobody yet
   *[other] { $n } tasks have nobody yet
  }
inbox-search-kinds = { $searched ->
    [one] One looks for help
   *[other] { $searched } look for help
  }, { $due ->
    [one] one is late or due soon.
   *[other] { $due } are late or due soon.
  }
inbox-search-missing = { $n ->
    [one] One needs skills that no member has: { $skills }.
   *[other] { $n } need skills that no member has: { $skills }.
  }
inbox-search-due = { $task } · { $due }
inbox-of-task = { $task }: { $line }
inbox-many-asked = { $n ->
    [one] You are asked about one task
   *[other] You are asked about { $n } tasks
  }
inbox-many-review = { $n ->
    [one] One task is yours to review
   *[other] { $n } tasks are yours to review
  }
inbox-many-theirs = { $n ->
    [one] One task has something for you
   *[other] { $n } tasks have something for you
  }
inbox-many-news = { $n ->
    [one] News of one task
   *[other] News of { $n } tasks
  }
inbox-many-theirs-rooms = { $n ->
    [one] One task or room has something for you
   *[other] { $n } tasks and rooms have something for you
  }
inbox-many-news-rooms = { $n ->
    [one] News of one task or room
   *[other] News of { $n } tasks and rooms
  }
inbox-search-invite = Invite somebody
inbox-more = { $n ->
    [one] and one more
   *[other] and { $n } more
}
inbox-messages = { $n ->
    [one] { $n } new message by { $who }
   *[other] { $others ->
        [0] { $n } new messages by { $who }
        [one] { $n } new messages by { $who } and one other
       *[other] { $n } new messages by { $who } and { $others } others
    }
  }
inbox-comments = { $n ->
    [one] { $n } comment by { $who }
   *[other] { $others ->
        [0] { $n } comments by { $who }
        [one] { $n } comments by { $who } and one other
       *[other] { $n } comments by { $who } and { $others } others
    }
}
inbox-named-in-room = { $who } named you in a room
inbox-called-room = { $who } calls all who are in this room
inbox-said-in-room = { $who } said something
inbox-message-removed = { $who } removed your message
inbox-named-in-discussion = { $who } named you in the discussion
inbox-answered = { $who } answered your message
inbox-comment-removed = { $who } removed your comment. The page of the task says why.
inbox-file-removed = { $who } deleted your file. The log says why.
inbox-named-in-description = { $who } named you in the description
inbox-named-reviewer = { $who } asks you to review this
inbox-reviewer-gone = Nobody else reviews this any more: the review is yours
inbox-review-yours = Whoever reviewed this does not go on: the review is yours
inbox-nudged = Are you still on it? Without an answer others are asked to go on.
inbox-nudged-review = Is your review on its way? Without an answer, somebody else may do it.
inbox-handed-on = There was no news for a while, so others are asked to go on with it. You can take it back while nobody has it.
inbox-review-handed-on = There was no news for a while, so somebody else reviews it now.
inbox-hand-on-asked = You review this, and there was no news for a while. Shall others be asked to go on? Without an answer within a day they are.
inbox-ready-for-review = { $who } says that this is ready for your review
inbox-accepted = { $who } accepted your work
inbox-sent-back = { $who } sent your work back
inbox-done = { $who } finished this
inbox-done-accepted = { $who } accepted the work: this is done
inbox-two = { $one } and { $two }
told-words = { $line }: “{ $words }”
told-assigned = { $who } assigned this to you
told-assigned-to = { $who } assigned this to { $to }: you do not have it any more
told-freed = { $who } made this free: you do not have it any more
told-asked-to-join = { $who } asks you to join
told-let-in = { $who } let you in
told-role = { $who } gave you another role
told-removed = { $who } removed you from this pursuance
told-banned = { $who } banned you from this pursuance
told-unbanned = { $who } lifted your ban
told-transfer-asked = { $who } asks you to become the owner
told-transfer-ended = The question who becomes the owner has ended: nobody is asked any more
told-grant = { $who } changed what you may do with this
told-suggested = { $who } suggested something that you may decide
told-suggestion-accepted = { $who } accepted what you had suggested
told-suggestion-accepted-changed = { $who } accepted, with changes, what you had suggested
told-suggestion-declined = { $who } declined what you had suggested
told-accompanied = You accompany somebody who learns this
told-allied = Nobody was found yet. Other pursuances that are known here might help: you may hand this over
told-due-unassigned = Nobody has this, and it is late or due soon
told-awaited = { $who } noted that another task waits for this
told-blocked-on-you = { $who } said that this waits for you
told-waits = { $who } noted that this waits for another task
told-waits-no-more = { $who } noted that this no longer waits for another task
told-blocker-open = What this waits for is open again
told-blocker-ended = One of the tasks that this waits for has ended. It still waits
told-free = What this waited for has ended. Nothing holds it up any more.
told-archived = { $who } archived this, with what is below it
told-trashed = { $who } put a task of yours into the trash, or one above it
told-restored = { $who } brought this back, with what is below it
mail-subject-assigned = A task is assigned to you
inbox-dropped = { $who } dropped this
inbox-reopened = { $who } opened this again
inbox-at-the-door = Somebody waits at the door. They can read once a page of this pursuance is open in your browser.
inbox-rekeyed = { $who } has a new key, which nobody has compared with them yet. Compare numbers on People, best when you meet.
inbox-not-let-in = { $who } did not let you in
inbox-asked = You are asked whether you take this
inbox-asked-by = { $who } asks whether you take this
inbox-asked-alone = You alone are asked, for a day, whether you go on with this
inbox-asked-again = You are asked once more whether you take this
inbox-mentor-asked = You are asked whether you accompany somebody who learns this
inbox-was-asked = You were asked whether you take this
inbox-was-asked-by = { $who } asked whether you take this
inbox-was-asked-alone = You alone were asked, for a day, whether you go on with this
inbox-was-asked-again = You were asked once more whether you take this
inbox-mentor-was-asked = You were asked whether you accompany somebody who learns this
inbox-became = { $line }. { $became }
became-taken = You took it.
became-stands-by = You said yes, and stand by.
became-stood-by = You said yes, and stood by.
became-yes = You said yes.
became-no = You said no.
became-later = You wanted to be asked later.
became-late = The time for an answer is over.
became-somebody-elses = That is over: somebody else has it.
became-over = That is over: nobody is asked any more.
inbox-stood-by = This has ended without you. Thank you for standing by.
inbox-stood-by-early = You no longer stand by for this: your role, what you review, or what you said about being asked has changed. Thank you for standing by.
inbox-suggested = { $who } suggested { $what }
inbox-suggestion = { $line }: { $what }
inbox-offer = { $line }: “{ $title }”
inbox-gone = { $line }. That is gone.
inbox-free = { $line }. Nothing holds it up any more.

## Why somebody is told

reason-assignee = You have this task.
reason-reviewer = You review this.
reason-creator = You wrote this task.
reason-mentioned = You are named.
reason-in-room = The message is for all who are in the room.
reason-answered = You wrote what is answered.
reason-below = You have or wrote a task below it.
reason-about = It concerns you.
reason-asked = You are asked to join.
reason-parted = It is about your membership.
reason-member = You are a member.
reason-partner = You handed this over, or accepted it.
reason-decider = You decide who joins.
reason-answerer = You answer offers.
reason-able = You may do what is suggested, so you decide.
reason-assigner = You may assign this task.
reason-watches-task = You watch this.
reason-watches-room = You watch the room.
reason-watches-pursuance = You watch this pursuance.
reason-watches-skill = You watch a skill that it needs.

## What somebody wants to be told

inbox-kinds = Kinds of news
inbox-kinds-about = Choose what comes to your inbox, and what of that is also sent to you. What says “Always” comes in any case.
inbox-mail-needs = By mail it comes once you have given an address below.
inbox-kind = What happens
inbox-on-this-site = In your inbox
inbox-by-mail = By mail
inbox-by-push = On your devices
wanted-now = At once
wanted-digest = Once a day
wanted-never = Never
inbox-always = Always
inbox-now = Tell me
kind-assignment = A task is given to you, or taken from you
kind-review = Work waits for your review
kind-verdict = Your work is accepted or sent back
kind-mention = You are named
kind-reply = Somebody answers a message of yours
kind-comment = Somebody writes about what you watch
kind-outcome = What you watch is done, dropped or opened again
kind-waiting = Others wait for you or for what you watch; or your task waits, or no longer
kind-task-offer = You are asked whether you take a task, or one for which you stood by has ended
kind-pairing = Nobody was found yet for a task of yours, or for one that you may hand over; or one that you may assign is late or soon due
kind-nudge = You were quiet for long: a reminder, or somebody else may go on
kind-offer = Offers of other pursuances, and answers to yours
kind-delegation = Other news of tasks that are handed over
kind-suggestion = Suggestions you may decide, and answers to yours
kind-join-request = Somebody asks to join, or waits at the door
kind-admission = You are let in, or not
kind-invitation = Somebody comes by your invitation, answers you, or asks you to join
kind-role = Your role changes
kind-ban = You are removed or banned, or a ban is lifted
kind-closing = A pursuance of yours is closed, opened again or deleted
watches = What you watch
watches-about = You are told when somebody writes there, and when a task is done, dropped or opened again.
watches-made = What you wrote yourself
watches-none = You watch nothing yet. What you write, take, review or comment on is watched automatically.
watching = Notices
watching-on = You watch this.
watching-around = You watch its pursuance, or a skill that it wants.
watching-off = You do not watch this.
watch-hidden = Something you cannot see any more
watch-made = You wrote it
watch-brought = You brought it here
watch-took = It is or was yours
watch-reviews = You review it
watch-commented = You wrote in its discussion
watch-chosen = You chose to watch it
watch-off = You do not watch it
watch-start = Watch
watch-stop = Stop watching
watch-skill = Watch a skill
watch-skill-hint = A word, or Area:Detail like Language:French. You are told of tasks that need it.
watch-skill-button = Watch this skill
mutes = What you muted
mutes-about = Of these you are told your duties only.
mutes-more = More is muted. It appears here once you mute some of these no longer.

## What was done

notice-muted = Muted. You are told only your duties there.
notice-unmuted = You are told of it again.
notice-watched = You watch it now.
notice-unwatched = You do not watch it any more.
