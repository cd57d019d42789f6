### The page for whoever is signed in.

good-morning = Good morning, { $name }
good-afternoon = Good afternoon, { $name }
good-evening = Good evening, { $name }
hello = Hello, { $name }
home-count = { $n ->
    [0] Nobody waits for your answer.
    [one] One thing waits for you.
   *[other] { $n } things wait for you.
  }
home-matching = { $n ->
    [one] You have all the skills for one task that nobody has.
   *[other] You have all the skills for { $n } tasks that nobody has.
  }
home-matching-many = { $n ->
    [one] You have all the skills for one task or more that nobody has.
   *[other] You have all the skills for { $n } tasks or more that nobody has.
  }
home-next = Next for you
home-late = Urgent, late or due soon, with nobody
home-free = Nobody has these yet
free-more = { $n ->
    [one] One more
   *[other] { $n } more
  }
free-more-many = { $n ->
    [0] Further ones
    [one] One more, and further ones
   *[other] { $n } more, and further ones
  }
home-none = All done. Look for a task that needs help, or add a new one.
home-requested = You asked to join
home-requested-at = Asked { $at }. Somebody there decides; the answer comes here.
home-new = Join a pursuance, and its tasks appear here.
home-new-about = A pursuance is a group with a mission and a list of tasks.
home-new-skills = Say what you can do, and you are asked when a task fits.
home-find = Find a pursuance
home-further-offers = Further questions to you
home-further-incoming = Further offers of other pursuances
home-further-between = Further tasks with other pursuances
home-further-members = Further people who ask to join
home-further-tasks = Further tasks about which you decide
home-further-own = Further tasks that you have
home-reviews = { $n ->
    [one] One task waits for your review.
   *[other] { $n } tasks wait for your review.
  }
reviews-title = Waits for your review
reviews-about = Work that was handed in, and that you decide about: as its reviewer, or because you added the task.
reviews-none = No work waits for your review.
home-others = With others
why-other-key = The key of a pursuance there has changed. Nothing is exchanged with it until you compare the key.
why-records-differ = Its records and those of this server differ. Messages are stopped until you have talked to its operators.
why-answer = { $peer } offers you this task. Answer by { $by }.
why-review = { $peer } handed this in { $since }. It waits for your review.
why-review-for = { $by } handed this in for { $peer } { $since }. It waits for your review.
why-review-for-by-you = You handed this in for { $peer } { $since }. It waits for your review.
why-reminded = No news of it for a while. Are you still on it?
why-accompany = May somebody who learns { $skill } do this with your help?
why-accompany-here = May somebody who learns one of its skills do this with your help?
why-hand-on = No news from { $who } for a while, and you review this. Shall others be asked to go on? Without an answer from you they are asked: { $until }.
why-reminded-on = Without an answer others are asked to go on: { $at }.
why-review-begun = The review of the work of { $peer } has begun.
why-sent-back = { $peer } sent the work back. See what is missing.
why-countered = { $peer } suggests other terms.
why-wrote = { $peer } wrote to you about this offer. Read it, then accept the offer or decline it.
why-onward = { $peer } asks whether another pursuance may help.
why-accounts-asked = { $n ->
    [one] Somebody asks for an account.
   *[other] { $n } people ask for an account.
  }
why-newcomer = { $who } asks to join.
why-let-in = You asked to join and were let in { $at }. See the tasks there.
why-let-in-for = They let you in, { $at }. You would like to take this, and nobody has it.
why-not-let-in = Your request to join was declined { $at }.
why-silent = No news from { $peer } since { $since }.
why-new-terms = { $peer } offers new terms. Until somebody here accepts, the old ones hold.
why-nudged = { $peer } asks how it goes.
why-onward-answered = { $peer } answered whether another pursuance may help.
why-declined = { $peer } declined. It can be offered to somebody else, or done here.
why-expired = { $peer } did not answer in time. It can be offered again, or done here.
why-returned = { $peer } gave it back. See what was done, and decide who goes on.
why-stopped = The task is free again; { $peer } no longer has it.
why-unassigned = You accepted this from { $peer }, and nobody has it yet. Take it, or assign it.
why-late-work = { $peer } stopped and sent the work so far. See whether it is useful.
why-lost = { $peer } answered that the task is no longer free. You need not do anything.
why-taken-back = { $peer } recalled it. Nobody needs to work on it any more.
why-we-blocked = Your operators have blocked the server of { $peer }. The hand-over has ended.
why-they-refuse = The server of { $peer } refuses every message from this one. The hand-over has ended.
why-our-offer-we-blocked = Your operators have blocked the server of { $peer }, so your offer has ended. The task can be offered to somebody else, or done here.
why-our-offer-they-refuse = The server of { $peer } refuses every message from this one, so your offer has ended. The task can be offered to somebody else, or done here.
why-their-offer-we-blocked = Your operators have blocked the server of { $peer }, so their offer has ended. You need not answer it.
why-their-offer-they-refuse = The server of { $peer } refuses every message from this one, so their offer has ended. You need not answer it.
why-accepted = { $peer } accepted the work. Thank you.
why-refused = { $peer } did not accept the work.
why-review-late = The work of { $peer } has waited for a review since { $since }.
why-hand-in = It is finished here. Hand it in to { $peer }.
why-left = { $who } does not have this any more. Assign it to somebody, or leave it free for others to take.
why-left-review = { $who } does not review this any more. The person who added it reviews it now; you can name somebody else.
why-begin = It is yours. You have not started yet.
why-continue = You started this.
why-free = Nobody has it yet.
why-free-fits = You have its skills.
why-free-late = Its date is past.
why-free-due-soon = Due within a week.
why-free-urgent = Urgent.
why-free-awaited = Others wait for it.
why-free-small = Small.
why-free-all-fit = You have the skills for each of these.
why-free-all-urgent = Each of these is urgent.
why-free-all-awaited = Others wait for each of these.
do-answer = Answer
do-review = Open review
do-continue = Continue
do-decide = Decide
do-look = Look
do-tell = Tell them
do-hand-in = Hand in
do-begin = Open
do-take = Take it

## What somebody shares from another program

share-title = Make a task of it
share-pursuance = Pursuance
share-suggest-in = { $name } (as a suggestion)
share-readers = Whoever may read its tasks reads this one.
share-choose = Choose a pursuance.
share-button = Add the task
share-cut = More was shared than fits: the first { $n } characters stand here.
share-nowhere = You are in no pursuance yet where you could add a task. Join one or start one.
share-copy = This is what you shared. Copy it, to have it when you come back.
notice-shared = The task is added. Change here what is missing.
spare = I have
spare-choose = Your time
spare-20m = 20 minutes
spare-1h = an hour
spare-4h = an afternoon
spare-any = whatever time it takes
spare-any-tasks = All, whatever time they take
