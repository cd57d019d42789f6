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
state-void = The other side is gone
state-we-blocked = Ended: you blocked their server
state-they-refuse = Ended: their server refuses yours

## What comes next

next-origin-offered = { $peer } decides. Without an answer the offer ends by itself { $by }, and you are told. Until they accept, nothing changes here.
next-origin-countered = The Assigners here answer. The suggestion binds nobody; the offer still stands as it was.
next-origin-active = { $peer } works on it and tells you how it goes. You can change the terms or recall it at any time.
next-origin-submitted = Whoever reviews it here accepts it or sends it back, and { $peer } is told at once.
next-origin-recalling = Nobody needs to do anything. Once { $peer } confirms, the task is free again.
next-origin-refused = The task is free again, and can be offered to somebody else.
next-origin-free = It is over with { $peer }. As long as nobody has the task, it can be offered to somebody else.
next-delegate-offered = Somebody here answers { $peer }, at the latest { $by }.
next-delegate-countered = { $peer } answers with a new offer, or withdraws it.
next-delegate-accepting = { $peer } confirms that the task is still free; then it is ours. You may prepare, but it is not sure yet.
next-delegate-active = Do the work, split it or assign it here. When it is finished, hand it in; { $peer } looks at it.
next-delegate-submitted = { $peer } looks at the work. You are told what they decide.
next-delegate-returning = Nobody needs to do anything. Once { $peer } confirms, it is theirs again.
next-delegate-refused = { $peer } did not accept the work. What was done stays here.
next-delegate-closed = Nothing more is needed here.
next-delegate-stopped = Work here has stopped. What was done stays here.
next-origin-completed = The work is accepted, and the task is done.
next-delegate-completed = { $peer } accepted the work. Thank you.
next-origin-we-blocked = Your operators have blocked the server of { $peer }. Nothing is sent there any more, and the task is free again here.
next-origin-they-refuse = The server of { $peer } has refused everything from this one for a day. The task is free again here; what they have of it stays with them.
next-delegate-we-blocked = Your operators have blocked the server of { $peer }. Nothing is sent there any more. What was under way here is a task of your own now: go on with it, or drop it.
next-delegate-they-refuse = The server of { $peer } has refused everything from this one for a day, so the work cannot be handed in. What was under way here is a task of your own now: go on with it, or drop it.
next-void = The server of { $peer } is gone. The task goes on here as an ordinary one.

## The timeline

happened-offered = { $who } offered it
happened-reoffered = { $who } offered it on new terms
happened-countered = { $who } asked for a change
happened-accepted = { $who } said yes
happened-accepted-too-late = { $who } said yes when the offer had changed or ended
happened-granted = { $who } confirmed, and the work began
happened-terms-granted = { $who } confirmed the new terms
happened-terms-declined = { $who } kept the old terms
happened-declined = { $who } declined
happened-withdrawn = { $who } withdrew the offer
happened-expired = { $who } ended the offer: no answer in time
happened-lost = { $who } answered that the task was no longer free
happened-outdated = { $who } answered that the terms had changed in between
happened-too-late = { $who } answered that the yes came after the date for an answer
happened-over = { $who } answered that the offer no longer stood
happened-progressed = { $who } posted an update
happened-changed = { $who } changed what is asked
happened-submitted = { $who } handed in the work
happened-review-started = { $who } began the review
happened-review-reminded = { $who } reminded the reviewer: the work waits longer than agreed
happened-review-escalated = { $who } told the Assigners: the work still waits for its review
happened-work-accepted = { $who } accepted the work
happened-thanked = { $who } thanked for the work all the same
happened-sent-back = { $who } sent it back
happened-work-refused = { $who } refused the work for good
happened-recalling = { $who } recalled the task
happened-recalled = { $who } confirmed the recall and stopped
happened-returning = { $who } gave the task back
happened-returned = { $who } took the task back
happened-nudged = { $who } asked for news
happened-stalled = { $who } noticed that there is no news
happened-onward-asked = { $who } asked whether a third pursuance may help
happened-onward-allowed = { $who } said that a third pursuance may help
happened-onward-refused = { $who } said that no third pursuance may help
happened-suspended = { $who } stopped: the two sides remember different things
happened-key-changed = { $who } stopped: the key of the other side is another than before
happened-key-accepted = { $who } goes on: the key of the other side was compared
happened-voided = { $who } found that the other side is gone
happened-blocked = { $who } ended it: the operators of this server have blocked the other one
happened-shut-out = { $who } cannot be reached: their server refuses everything from this one
happened-not-taken = { $who } could not take a message
happened-undelivered = { $who } could not deliver a message: the other server does not want it
timeline-progress = Update { $at }
timeline-earlier = { $n ->
    [one] One earlier step
   *[other] { $n } earlier steps
  }

## Between the servers

between = Between servers
between-same-server = On this server
between-same-server-about = Both pursuances are here. Whatever one does, the other sees at once.
between-sending = Sending
between-sending-about = It is on its way and should arrive within seconds.
between-delivered = Delivered { $at }
between-delivered-about = Their server has it. It has not said yet that it has read everything.
between-in-step = In step since { $at }
between-in-step-word = In step
between-in-step-about = Both servers hold the same state. Nothing is waiting to be sent.
between-not-answering = Not delivered yet, next try { $next }
between-not-answering-about = Their server has not answered since { $since }. We try again automatically; nothing is lost.
between-refused = Refused: { $reason }
between-refused-about = Their server did not take the last message, { $at }. Whoever runs this server can see the details.
between-gave-up = Gave up { $at }
between-gave-up-about = Their server was silent for too long. You can recall the task, or ask whoever runs this server to try again.
between-shut-out = Their server refuses yours since { $since }
between-shut-out-about = It answers that it does not talk to this server. What you write here is kept and not sent. If that goes on for a day, this ends here.
between-shut-out-over = It answers that it does not talk to this server, so nothing can be sent there.
between-blocked = Blocked by your operators
between-blocked-about = Nothing is sent to that server and nothing is taken from it.
between-suspended = Stopped
  
## The origin's side

offered-to = Offered to { $peer }
handed-to = Handed to { $peer }
peer-title = On their side this is “{ $title }”.
they-see = What they can see
review-yours = Your review
review-theirs = Work handed in
review-since = Waiting since { $at }
review-about = { $peer } says this is finished. Check it against what was asked, then accept it or send it back with a reason.
review-note = A word to them
review-note-hint = Needed if you send it back. They read it on their side.
start-review = Start the review
start-review-about = Tells them that somebody is looking.
accept-work = Accept the work
send-back = Send back
refuse-work = Refuse for good
refuse-work-about = This ends the hand-over: { $peer } is told that the work will not be accepted, and cannot hand it in again. The task is free again here. To let them try once more, send it back instead.
refuse-work-why = Why it cannot be accepted
refuse-work-button = Refuse for good
work-round = Round { $n } · { $at }
work-version = Round { $n }, version { $v } · { $at }
work-late = came after the task was taken back
work-thanked = came after the task was taken back, and was thanked for
work-after-verdict = came after the verdict
work-crossed = was on its way while the work was sent back
thank = Thank them for it
thank-about = { $peer } is told that it was of use. The task stays here.
work-accepted = The work that was accepted
work-handed-in = What was handed in, round { $n }
work-handed-in-version = What was handed in, round { $n }, version { $v }
counter-head = { $peer } suggests other terms
counter-about = It binds nobody. Send a new offer with what you agree to, or withdraw the offer.
counter-about-active = It binds nobody, and the old terms hold. Send other terms, or leave it as it is.
counter-earlier = They had read an earlier version of your offer.
counter-agree = Send the new offer
counter-withdraw = Withdraw the offer
counter-withdraw-about = They are told at once, and the task stays here.
pending-about = You sent new terms. Until { $peer } says yes, the old ones hold.
onward-question = { $peer } asks whether { $third } may help. They would see the task too.
onward-allow = They may
onward-deny = They may not
silent-since = No news from { $peer } since { $since }. Ask them how it goes, or recall the task.
premature = { $peer } calls it done on their side, but has not handed anything in. Ask them to hand it in.
nudge = Ask for news
nudge-note = A word with it
nudge-hint = At most once a day.
nudge-button = Ask them
nudge-later = You asked within the last day. Please give them time to answer.
reoffer = Change the terms
reoffer-about = { $peer } has to say yes, and gets as long for it as the first time. Until then the old terms hold.
reoffer-button = Send the new terms
withdraw = Withdraw the offer
withdraw-about = { $peer } is told at once, and the task stays here. What they have read they have read.
withdraw-button = Withdraw it
recall-about = { $peer } stops working on it and is asked to delete its copy; that cannot be forced. Work they have not handed in may be lost. The task is free again here once they confirm.
recall-reason = Reason
recall-force = Do not wait for { $peer }. End it here now; they are told once their server answers.
recall-button = Recall the task

## The delegate's side

asked-by = Asked by { $peer }
asked-exactly = What exactly was asked
asked-changed = { $peer } changed what is asked:
sent-back-about = { $peer } sent the work back { $at }. This is still missing:
new-terms = { $peer } asks for other terms
new-terms-about = Until you say yes, what you agreed to before holds.
new-terms-accepted = You said yes. Once { $peer } confirms, they hold.
new-terms-accept = Agree to them
new-terms-decline = Keep the old ones
hand-in-head = Hand in to { $peer }
hand-in-now = Hand in at once, if it is finished
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
hand-in-body-hint = They check it against what they asked. Markdown works.
hand-in-files = Files that go along
hand-in-no-files = No files here yet.
hand-in-late = Hand in what there is to { $peer }
hand-in-late-sent = You sent something. Until { $until } you can send more.
hand-in-late-about = { $peer } took the task back. What you have may still be of use to them; it is taken until { $until }.
hand-in-waits = Handed in
hand-in-waits-about = { $peer } looks at it. Nothing more is needed from you.
hand-in-again = Replace what you handed in
hand-in-button = Hand in
hand-in-about = { $peer } and whoever runs their server can read it.
progress-note = How does it go?
progress-head = Post an update
progress-hint = One or two sentences. They read it on their side, with how many subtasks are done.
progress-button = Post the update
place = Place it among your tasks
place-under = Part of
place-hint = Only you see where it stands here.
place-top = Top level
place-button = Place it
return-about = { $peer } gets the task back and reads why. What was done so far stays here. Giving a task back is fine.
return-reason = Reason
return-reason-hint = Helps them find somebody else. You may leave it empty.
return-files = Files that may help whoever goes on with it
return-button = Give it back
onward-hand = Hand it on to a third pursuance
onward-ask-about = You agreed to ask first. { $peer } is told whom you would like to bring in, and says yes or no.
onward-to = Whom?
onward-ask-button = Ask { $peer }
onward-none = You agreed with { $peer } not to hand this on.
onward-exhausted = It has been handed on as often as was agreed.
onward-waiting = Waiting for their answer
onward-allowed = They may help
onward-refused = They may not
onward-go = Offer it

## How it stands there

told-by = At { $peer }:
told-at = told { $at }
told-unbegun = nobody has taken it yet

## Why, to choose from

choose-why = Why
choose-other = Something else, or no reason
choose-capacity = We have no time for it
choose-skills = Nobody here has the skills
choose-due-too-soon = The date is too soon
choose-not-now = Not now, perhaps later
choose-return-capacity = We no longer have time for it
choose-return-skills = It needs skills that nobody here has
choose-return-blocked = Something stands in the way
choose-superseded = It is no longer needed
choose-taken = Somebody else does it
choose-stalled = There was no news for too long

## Terms

onward-no = They do it themselves
onward-ask = They ask before handing it on
onward-yes = They may hand it on
fact-news = News
fact-onward = Handing on
fact-names = Names
fact-from = Their mission
fact-way = Its way
names-yes = Names are sent
names-no = Names are not sent
discussion-yes = Sent
discussion-no = Not sent
discussion-stays = Not sent. It stays with { $peer }.
discussion-comes = Sent when you accept: what { $peer } has written so far, and what they write later.
discussion-for-all = Anyone who opens the task here can read it.
discussion-for-members = Members of { $name } can read it here.
every-days = { $n ->
    [one] At least every day
   *[other] At least every { $n } days
  }
terms-due = Finished by
terms-respond-by = Answer by
terms-heartbeat = News from them
terms-heartbeat-hint = If they are silent for longer, we ask them automatically.
terms-onward = A third pursuance
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
hand-over-address-hint = Like name@server. It stands on their page, under About.
hand-over-meant = Did you mean { $handles }?
hand-over-look = Look them up
hand-over-look-again = Look up somebody else
hand-over-always = Title, what is needed, skills, size, date
hand-over-always-word = (always)
hand-over-file = The file { $name }, { $size }
hand-over-discussion = { $n ->
    [0] The discussion
    [one] The discussion so far, one message, and what is added later unless you say otherwise
   *[other] The discussion so far, { $n } messages, and what is added later unless you say otherwise
  }
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
hand-over-how-3-about = News and the discussion appear here while it happens.
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
first-time = First time with them.
declined-this = Said no to this task { $day }.
known-more = { $n ->
    [one] One more is known here; write its address.
   *[other] { $n } more are known here; write the address.
  }
they-will-see = What they will see
preview-from = Offer from <b>{ $name }</b>
stays-here = What is not sent
stays-discussion = The discussion
stays-others = Other tasks, members, history
stays-names = Names of people
leaves-about = This copy leaves { $here }. The members of { $peer } and whoever runs { $there } can read it. A recall asks them to delete it; it cannot force them.
no-mission = They have not said what they do.
chain-has-had = It has handed this task on already.
chain-not-again = { $name } has handed this task on already, so it would go round in a circle. Choose another pursuance.
chain-refused = It cannot go there: it would come back to where it has been.
chain-unknown = a pursuance we do not know

## Incoming

incoming-title = Incoming for { $name }
incoming-about = What other pursuances ask of you. They find you as <code>{ $handle }</code>.
incoming-offers = Offers
incoming-may-not = Only Assigners and above can answer. You can read along.
incoming-strangers = { $n ->
    [one] One offer from a server nobody here has worked with
   *[other] { $n } offers from servers nobody here has worked with
  }
incoming-more-offers = More offers
incoming-none = No offers right now.
incoming-none-about = Other pursuances, here or on other servers, can offer you a task. They find you as <code>{ $handle }</code>.
incoming-live = Under way
incoming-live-none = Nothing is handed over right now, in either direction.
incoming-ended = Ended
row-to = Handed to { $peer }
row-from = For { $peer }
answer-by = Answer by { $day }
offer-from = From { $peer }
offer-may-adopt = You already work on this for a pursuance whose server no longer answers. If you say yes, your task goes on with everything in it, and the other hand-over is given back.
offer-may-be-ours = Careful: you have an offer of your own out that began with the same task. This may be the work you sent out.
offer-changed = They changed their offer:
offer-accepting = You said yes. They confirm that the task is still free.
offer-countered = You suggested other terms. They answer; you can still say yes to the offer as it stands.
offer-place = Put it under
offer-accept = Accept
offer-counter = Suggest other terms, or ask something
offer-counter-about = It binds nobody. They can send a new offer, or leave it as it is.
offer-counter-note = Your question or suggestion
offer-counter-button = Send the suggestion
offer-decline = Decline
offer-decline-about = Declining is fine. { $peer } asks somebody else; nobody is counted or ranked.
offer-decline-reason = Reason (if you like)
offer-decline-button = Decline the offer
hops = { $n ->
    [one] Handed on by one pursuance before
   *[other] Handed on by { $n } pursuances before
  }
