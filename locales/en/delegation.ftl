### A task handed from one pursuance to another.

## States, as each side sees them

state-offered-origin = Waiting for their answer
state-offered-delegate = Waiting for our answer
state-countered-origin = They suggest other terms
state-countered-delegate = We suggested other terms
state-accepting = Waiting for their confirmation
state-active = Under way
state-submitted-origin = Handed in, waiting for our review
state-submitted-delegate = Handed in, waiting for their review
state-recalling = Recalled, waiting for their confirmation
state-returning = Given back, waiting for their confirmation
state-declined = Declined
state-withdrawn = Offer withdrawn
state-expired = Ended without an answer
state-lost = Too late
state-completed = Done
state-refused = Work not accepted
state-recalled = Recalled
state-returned = Given back
state-void = Their server is gone
state-we-blocked = Ended: your operators blocked their server
state-they-refuse = Ended: their server refuses this one

## What comes next

next-origin-offered = { $peer } decides. Without an answer the offer ends { $by }, and you are told. Nothing changes here until they accept.
next-origin-countered = A Coordinator here answers. Until then the offer stands as it was.
next-origin-active = { $peer } works on it and tells you how it goes. You can change the terms or recall the task at any time.
next-origin-submitted = The reviewer here accepts the work or sends it back. { $peer } is told at once.
next-origin-recalling = You need not do anything. Once { $peer } confirms, the task is free again.
next-origin-refused = The task is free again, and can be offered to somebody else.
next-origin-free = This hand-over has ended. While nobody has the task, it can be offered to another pursuance.
next-delegate-offered = A Coordinator here answers { $peer }, at the latest { $by }.
next-delegate-countered = { $peer } sends a new offer, or withdraws this one.
next-delegate-accepting = { $peer } checks that the task is still free, and confirms. Then it is yours.
next-delegate-active = Do the work, split it or assign it here. Hand it in when it is finished; { $peer } reviews it.
next-delegate-submitted = { $peer } reviews the work. You are told what they decide.
next-delegate-returning = You need not do anything. Once { $peer } confirms, the task is theirs again.
next-delegate-refused = { $peer } did not accept the work. It stays here.
next-delegate-closed = Nothing more is needed here.
next-delegate-stopped = Work here has stopped. The work done so far stays here.
next-origin-completed = The work is accepted, and the task is done.
next-delegate-completed = { $peer } accepted the work. Thank you.
next-origin-we-blocked = Your operators blocked the server of { $peer }, and that ended the hand-over. The task is free again here.
next-origin-they-refuse = The server of { $peer } has refused every message from this one for a day. The task is free again here; their copy stays with them.
next-delegate-we-blocked = Your operators blocked the server of { $peer }, and that ended the hand-over. The task is your own now: go on with it, or drop it.
next-delegate-they-refuse = The server of { $peer } has refused every message from this one for a day, so the work cannot be handed in. The task is your own now: go on with it, or drop it.
next-void = The server of { $peer } is gone. The task goes on here as an ordinary task.

## What comes next, for readers who have no part in it

next-origin-offered-others = { $peer } decides. Without an answer the offer ends { $by }. Nothing changes here until they accept.
next-origin-active-others = { $peer } works on it.
next-origin-recalling-others = Once { $peer } confirms, the task is free again.
next-delegate-accepting-others = { $peer } checks that the task is still free, and confirms. Then the work begins here.
next-delegate-active-others = The work is under way here. Once it is handed in, { $peer } reviews it.
next-delegate-submitted-others = { $peer } reviews the work.
next-delegate-returning-others = Once { $peer } confirms, the task is theirs again.
next-delegate-completed-others = { $peer } accepted the work.
next-origin-we-blocked-others = The operators of this server blocked the server of { $peer }, and that ended the hand-over. The task is free again here.
next-delegate-we-blocked-others = The operators of this server blocked the server of { $peer }, and that ended the hand-over. The task goes on here as an ordinary task.
next-delegate-they-refuse-others = The server of { $peer } has refused every message from this one for a day. The task goes on here as an ordinary task.

## The timeline

happened-delegation-offered = { $who } offered it
happened-delegation-reoffered = { $who } offered it on new terms
happened-delegation-countered = { $who } suggested other terms
happened-delegation-accepted = { $who } accepted the offer
happened-delegation-accepted-too-late = { $who } accepted after the offer had changed or ended
happened-delegation-granted = { $who } confirmed, and the work began
happened-delegation-granted-terms = { $who } confirmed the new terms
happened-delegation-declined-terms = { $who } kept the old terms
happened-delegation-declined = { $who } declined
happened-delegation-withdrawn = { $who } withdrew the offer
happened-delegation-expired = { $who } ended the offer: no answer in time
happened-delegation-lost = { $who } answered that the task was no longer free
happened-delegation-lost-outdated = { $who } answered that the terms had changed meanwhile
happened-delegation-lost-too-late = { $who } answered that the acceptance came too late
happened-delegation-lost-over = { $who } answered that the offer had ended
happened-delegation-progressed = { $who } posted an update
happened-delegation-updated = { $who } changed the request
happened-delegation-updated-blocked = { $who } said that the task is blocked
happened-delegation-updated-unblocked = { $who } said that the task is no longer blocked
happened-delegation-submitted = { $who } handed in the work
happened-delegation-review-started = { $who } began the review
happened-delegation-review-reminded = { $who } reminded the reviewer: the work waits longer than agreed
happened-delegation-review-escalated = { $who } told the Coordinators: the work still waits for its review
happened-delegation-work-accepted = { $who } accepted the work
happened-delegation-work-accepted-thanked = { $who } sent thanks for the work
happened-delegation-sent-back = { $who } sent it back
happened-delegation-work-refused = { $who } refused the work for good
happened-delegation-recalling = { $who } recalled the task
happened-delegation-recalled = { $who } confirmed the recall and stopped
happened-delegation-returning = { $who } gave the task back
happened-delegation-returned = { $who } confirmed, and the task is free again there
happened-delegation-nudged = { $who } asked for news
happened-delegation-stalled = { $who } noticed that there is no news
happened-delegation-onward-asked = { $who } asked whether another pursuance may help
happened-delegation-onward-answered = { $who } said that another pursuance may help
happened-delegation-onward-answered-no = { $who } said that no other pursuance may help
happened-delegation-suspended = { $who } stopped: the records of the two sides differ
happened-actor-key-changed = { $who } stopped: the key of the other side has changed
happened-actor-key-accepted = { $who } goes on: the key of the other side was checked
happened-delegation-voided = { $who } found that the other side is gone
happened-delegation-cut-off = { $who } ended it: the operators of this server have blocked the other one
happened-delegation-cut-off-by-them = { $who } cannot be reached: their server refuses every message from this one
happened-delegation-refused-message = { $who } could not accept a message
happened-delegation-undelivered = { $who } could not deliver a message: the other server refused it
timeline-progress = Update { $at }
timeline-earlier = { $n ->
    [one] One earlier step
   *[other] { $n } earlier steps
  }

## Between the servers

between = Between servers
between-same-server = On this server
between-same-server-about = Both pursuances are on this server. Each sees changes within a minute.
between-sending = Sending
between-sending-about = The last message is on its way. It should arrive within a minute.
between-delivered = Delivered { $at }
between-delivered-about = Their server has received it, and has not confirmed it yet.
between-in-step = Up to date since { $at }
between-in-step-word = Up to date
between-in-step-about = Both servers have the same state. Nothing waits to be sent.
between-not-answering = Not delivered yet, next try { $next }
between-not-answering-about = Their server has not answered since { $since }. We try again automatically; nothing is lost.
between-not-let-in = Refused by their server, next try { $next }
between-not-let-in-about = Their server has refused messages since { $since }. We try again automatically, earlier when it writes to us; nothing is lost. The operators of this server can see its answer.
between-refused = Refused by their server
between-refused-about = Their server refused the last message { $at }. The operators of this server can see the details.
between-gave-up = Gave up { $at }
between-gave-up-about = Their server was silent for too long. Recall the task, or ask an operator of this server to try again.
between-shut-out = Refused by their server since { $since }
between-shut-out-about = Their server refuses every message from this one. What you write here is kept and not sent. After a day of this, the hand-over ends.
between-shut-out-over = Their server refuses every message from this one, so nothing can be sent.
between-blocked = Blocked by your operators
between-blocked-about = Nothing is sent to that server, and nothing from it is accepted.
between-suspended = Stopped
  
## The origin's side

offered-to = Offered to { $peer }
handed-to = Handed to { $peer }
peer-title = They call it “{ $title }”.
they-see = What they can see
review-yours = Your review
review-theirs = Work handed in
review-since = Waiting since { $at }
review-about = { $peer } says this is finished. Check it against what was asked, then accept it or send it back with a reason.
review-left = As last reported, { $done } of { $total } subtasks are done.
review-note-hint = Needed if you send the work back. They can read it.
start-review = Start the review
start-review-about = They are told that the review has begun.
accept-work = Accept the work
send-back = Send back
refuse-work = Refuse for good
refuse-work-about = This ends the hand-over: { $peer } is told that the work will not be accepted, and cannot hand it in again. The task is free again here. To let them try once more, send it back instead.
refuse-work-why = Reason
refuse-work-button = Refuse for good
rounds-older = Earlier rounds
rounds-newest = Back to the newest round
work-round = Round { $n } · { $at }
work-version = Round { $n }, version { $v } · { $at }
work-late = came after the recall
work-thanked = came after the recall; thanks were sent
work-after-verdict = came after the decision
work-crossed = was on its way when the work was sent back
thank = Thank them for it
thank-about = { $peer } is told that the work is useful. The task stays here.
work-accepted = The accepted work
work-handed-in = Work handed in, round { $n }
work-handed-in-version = Work handed in, round { $n }, version { $v }
counter-head = { $peer } suggests other terms
counter-about = A suggestion changes nothing yet. Send a new offer with the terms you agree to, or withdraw the offer.
counter-answer = Answer a question in the discussion
counter-answer-about = { $peer } reads your message beside the offer, and the terms stay as they are.
counter-about-active = A suggestion changes nothing yet: the old terms hold. Send new terms, or leave everything as it is.
counter-earlier = They had read an earlier version of your offer.
counter-agree = Send the new offer
counter-withdraw = Withdraw the offer
counter-withdraw-about = They are told at once, and the task stays here.
pending-about = You sent new terms. Until { $peer } accepts them, the old ones hold.
onward-question = { $peer } asks whether { $third } may help. They would see the task too.
onward-allow = Allow it
onward-deny = Do not allow it
silent-since = The people of { $peer } have not written about it since { $since }.
silent-asked = They were asked for news { $at }.
premature = { $peer } says that it is done, but has not handed anything in. Ask them to hand it in.
nudge = Ask for news
nudge-note = Message
nudge-hint = At most once a day.
nudge-button = Ask them
nudge-later = They were asked within the last day. Please give them time to answer.
reoffer = Change the terms
reoffer-about = { $peer } has to accept them, and has as much time for that as the first time. Until then the old terms hold.
reoffer-button = Send the new terms
withdraw = Withdraw the offer
withdraw-about = { $peer } is told at once, and the task stays here. They have already read the offer.
withdraw-button = Withdraw it
recall-about = { $peer } stops the work and keeps its copy. Work that is not handed in may be lost. Once they confirm, the task is free again here.
recall-reason = Reason
recall-force = End it here now, without waiting for { $peer }. They are told once their server answers.
recall-button = Recall the task

## The delegate's side

asked-by = Asked by { $peer }
asked-more = More about this hand-over
asked-exactly = The exact request
asked-changed = { $peer } changed the request:
sent-back-about = { $peer } sent the work back { $at }. This is still missing:
new-terms = { $peer } offers new terms
new-terms-about = Until you accept them, the old terms hold.
new-terms-accepted = You accepted. Once { $peer } confirms, the new terms hold.
new-terms-accept = Accept the new terms
new-terms-decline = Keep the old terms
hand-in-head = Hand in to { $peer }
hand-in-now = Hand it in now
hand-in-open = { $n ->
    [one] One subtask is still open.
   *[other] { $n } subtasks are still open.
  }
hand-in-waived = { $n ->
    [one] Hand in without the open subtask.
   *[other] Hand in without the { $n } open subtasks.
  }
hand-in-see-open = See them
hand-in-body = What was done
hand-in-body-hint = They compare it with the request. Markdown works.
hand-in-files = Files to send with it
hand-in-no-files = No files here yet.
hand-in-late = Send your work to { $peer }
hand-in-late-sent = You sent work. You can send more until { $until }.
hand-in-late-about = { $peer } recalled the task. Your work may still be useful to them. You can send it until { $until }.
hand-in-waits = Handed in
hand-in-waits-about = { $peer } reviews it. You need not do more.
hand-in-again = Replace what you handed in
hand-in-button = Hand in
hand-in-about = Everyone who may read the task there, and the operators of that server, can read it: anyone, if { $peer } is public.
hand-in-about-members = The members of { $peer } can read it.
hand-in-about-all = { $peer } is public: anyone can read it.
progress-note = How does it go?
progress-head = Post an update
progress-hint = One or two sentences. They can read it, with the number of finished subtasks.
progress-button = Post the update
place = Move it in the outline
place-under = Part of
place-hint = Only your pursuance sees this.
place-top = Top level
place-button = Move it
return-about = { $peer } gets the task back with your reason. The work done so far stays here. Giving a task back is fine.
return-reason = Reason
return-reason-hint = Optional. It helps them find somebody else.
return-files = Files that help to go on with the work
return-button = Give it back
onward-hand = Hand it on to another pursuance
onward-ask-about = You agreed to ask first. { $peer } reads which pursuance it would be, and decides.
onward-to = Their address
onward-ask-button = Ask { $peer }
onward-none = You agreed with { $peer } not to hand this on.
onward-exhausted = It has been handed on as often as was agreed.
onward-waiting = Waiting for their answer
onward-allowed = Allowed
onward-refused = Not allowed
onward-go = Offer it

## How it stands there

told-by = At { $peer }:
told-at = reported { $at }
told-unbegun = nobody there has begun yet

## Why, to choose from

choose-why = Why
choose-other = Something else, or no reason
choose-capacity = We have no time for it
choose-skills = Nobody here has the skills
choose-due-too-soon = The date is too soon
choose-not-now = Not now, perhaps later
choose-return-capacity = We no longer have time for it
choose-return-skills = It needs skills that nobody here has
choose-return-blocked = Something blocks the work
choose-superseded = It is no longer needed
choose-taken = Somebody else does it
choose-stalled = There was no news for too long

## Terms

onward-no = They do it themselves
onward-ask = They ask before handing it on
onward-yes = They may hand it on
onward-no-here = Not handed on
onward-ask-here = { $peer } is asked first
onward-yes-here = May be handed on
fact-news = News
fact-onward = Handing on
fact-names = Names
fact-from = Their mission
fact-way = Came through
names-yes = Names are sent
names-no = Names are not sent
discussion-yes = Sent
discussion-no = Not sent
discussion-stays = Not sent. It stays with { $peer }.
discussion-comes = Sent: what { $peer } has written so far, and what they write later.
discussion-for-all = Anyone who opens the task here can read it.
discussion-for-members = Members of { $name } can read it here.
every-days = { $n ->
    [one] At least every day
   *[other] At least every { $n } days
  }
terms-due = Finished by
terms-respond-by = Answer by
terms-heartbeat = News from them
terms-heartbeat-hint = If they are silent for longer, the server asks them.
terms-onward = Handing on
terms-note = Message with the offer
terms-note-hint = They read it first.
known-since = Known here since { $day }.

## Handing over

hand-over-title = Hand “{ $title }” to another pursuance
hand-over-crumb = Hand over
hand-over-about = You offer it; they accept, decline or suggest other terms. Until they accept, nothing changes here. You can recall it at any time.
hand-over-1 = 1. To whom?
hand-over-2 = 2. What may they see?
hand-over-3 = 3. On what terms?
hand-over-other = Or another address
hand-over-address = Their address
hand-over-address-hint = Like name@server. You find it on their page, under About.
hand-over-meant = Did you mean { $handles }?
hand-over-look = Look them up
hand-over-go-on = Go on
hand-over-look-again = Choose another pursuance
hand-over-asked = It has been asked already.
hand-over-always = Title, what is needed, skills, size, date
hand-over-always-word = (always)
hand-over-file = The file { $name }, { $size }
hand-over-discussion = { $n ->
    [0] The discussion
    [one] The discussion so far, one message, and later messages unless you choose otherwise
   *[other] The discussion so far, { $n } messages, and later messages unless you choose otherwise
  }
hand-over-discussion-last = The last { $n } messages of the discussion, and what is added later unless you say otherwise
hand-over-names = Names of people
hand-over-names-about = (otherwise they read only “{ $name }”)
hand-over-send = Send the offer
hand-over-preview = Show what they will see
hand-over-ends = Sent at once. Without an answer the offer ends { $day }, and you are told.
hand-over-how = How it goes
hand-over-how-1 = You offer
hand-over-how-1-about = You see exactly what they will see before anything is sent.
hand-over-how-2 = They decide
hand-over-how-2-about = Yes, no, or yes on other terms.
hand-over-how-3 = They work
hand-over-how-3-about = News and discussion appear here.
hand-over-how-4 = You accept the work
hand-over-how-4-about = Or send it back with what is missing.
heartbeat-days = { $n ->
    [one] Every day
    [7] Once a week
    [14] Every two weeks
    [30] Once a month
   *[other] Every { $n } days
  }
finished-of = Finished { $done } of { $total } tasks for you.
taken-of = { $n ->
    [one] Has taken on one task of yours.
   *[other] Has taken on { $n } tasks of yours.
}
first-time = First time with them.
declined-this = Declined this task { $day }.
known-more = { $n ->
    [one] One more is known here; write its address.
   *[other] { $n } more are known here; write the address.
  }
they-will-see = What they will see
preview-from = Offer from <b>{ $name }</b>
preview-mission = Your mission
stays-here = Not sent
stays-discussion = The discussion
stays-others = Other tasks, members, history
stays-names = Names of people
leaves-about = This copy leaves { $here }.
reads-members = The members of { $peer } can read it.
reads-all = { $peer } is public: anyone can read it.
reads-elsewhere = Everyone who may read tasks of { $peer } there and the operators of { $there } can read it. If { $peer } is public, anyone can.
reads-closed-offerer = Here, only members of { $name } can read this task.
reads-kept = A recall stops the work; the copy stays there.
preview-private = Other servers are not told the name and the mission of a pursuance that is for members only.
mission-untold = None is known here.
no-mission = No mission is written yet.
chain-has-had = It has handed this task on already.
chain-not-again = { $name } has handed this task on already, so it would go round in a circle. Choose another pursuance.
chain-refused = The task cannot go there, because it has been there already.
chain-unknown = an unknown pursuance

## With other pursuances

incoming-title = With other pursuances, for { $name }
incoming-about = Tasks that other pursuances offer you or have from you. They find you as <code>{ $handle }</code>.
incoming-offers = Offers
incoming-may-not = Only Coordinators and above can answer. You can read the offers.
incoming-strangers = { $n ->
    [one] One offer from a server nobody here has worked with
   *[other] { $n } offers from servers nobody here has worked with
  }
incoming-more-offers = More offers
incoming-none = No offers right now.
incoming-none-about = Other pursuances, here or on other servers, can offer you a task.
incoming-live = Under way
incoming-live-none = No task is handed over right now.
incoming-ended = Ended
row-to = Handed to { $peer }
row-from = For { $peer }
answer-by = Answer by { $day }
offer-from = From { $peer }
offer-may-adopt = You already work on this for a pursuance whose server no longer answers. If you accept, your task goes on with everything in it, and the other hand-over is given back.
offer-answers = They answer what you offer to do:
offer-may-be-ours = Careful: you have offered the same task to others. This may be your own work coming back.
offer-changed = They changed their offer:
offer-accepting = You accepted. They check that the task is still free.
offer-countered = You suggested other terms or asked something. They answer with a new offer, or with a message that you find here. You can still accept the offer as it is.
offer-said = { $n ->
    [one] One message from { $peer }
   *[other] { $n } messages from { $peer }
  }
offer-said-more = { $n ->
    [one] One earlier message can be read once you have accepted.
   *[other] { $n } earlier messages can be read once you have accepted.
  }
offer-files-there = { $n ->
    [one] One file is still on the server of { $peer }. It is copied here when you accept the offer. To read it before, copy it now.
   *[other] { $n } files are still on the server of { $peer }. They are copied here when you accept the offer. To read them before, copy them now.
  }
offer-files-fetch = Copy to this server ({ $size })
offer-place = Put it under
offer-accept = Accept
offer-not-yet-about = Otherwise members with these skills are asked as soon as the other side has confirmed it.
offer-counter = Suggest other terms, or ask something
offer-counter-about = A suggestion or a question changes nothing yet. They can send a new offer, write a message that you find here, or leave the offer as it is.
offer-counter-note = Your question or suggestion
offer-counter-button = Send it
offer-decline = Decline
offer-decline-about = Declining is fine. { $peer } can ask somebody else. Nobody is counted or ranked.
offer-decline-reason = Reason (optional)
offer-decline-button = Decline the offer
hops = { $n ->
    [one] Handed on by one pursuance before
   *[other] Handed on by { $n } pursuances before
  }

## Said once, after a form

notice-offered = The offer is on its way. You see here when it has arrived and what they answer.
notice-offered-again = The new terms are on their way.
notice-offer-accepted = Accepted. They confirm it, usually within seconds. Then somebody here takes it.
notice-offer-declined = Declined. They read your reason, if you gave one.
notice-countered = Sent. The terms change only if they send a new offer.
notice-reported = They can read it within a minute.
notice-handed-in = Handed in. They review it and decide.
notice-sent-late = Sent. They can use it; nothing more is needed from you.
notice-work-refused = Refused. The task is yours again.
notice-thanked = They have been told.
notice-recalled = Recalled. They are told to stop.
notice-given-back = Given back. They are told.
notice-nudged = They have been asked for news.
notice-onward-asked = They have been asked. You see their answer here.
notice-onward-answered = They have been told.
notice-kept-here = Saved here only. Their server refuses every message from this one.
notice-files-asked-for = The files are being copied. Reload the page in a moment.
