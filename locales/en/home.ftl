### The page for whoever is signed in.

good-morning = Good morning, { $name }
good-afternoon = Good afternoon, { $name }
good-evening = Good evening, { $name }
home-count = { $n ->
    [0] Nothing waits for you.
    [one] One thing to do next.
   *[other] { $n } things to do next.
  }
home-next = Next for you
home-none = All done. See whether something wants help, or add what needs doing.
home-new = Join a pursuance, and what needs doing appears here.
home-new-about = A pursuance is a group with a mission and a list of tasks.
home-find = Find a pursuance
home-more = { $n ->
    [one] And one more, in your pursuances.
   *[other] And { $n } more, in your pursuances.
  }
home-others = With others
home-others-none = Tasks you hand to other pursuances appear here, with how they go.
why-answer = { $peer } asks whether you would take it. Answer by { $by }.
why-review = { $peer } handed this in { $since }. It waits for your review.
why-sent-back = { $peer } sent the work back. See what is missing.
why-countered = { $peer } suggests other terms.
why-onward = { $peer } asks you a question before going on.
why-newcomer = { $who } asks to join.
why-let-in = You asked to join and were let in { $at }. See what needs doing.
why-silent = No news from { $peer } since { $since }.
why-new-terms = { $peer } asks for other terms. Until somebody here says yes, the old ones hold.
why-nudged = { $peer } asks how it goes.
why-onward-answered = { $peer } answered whether a third pursuance may help.
why-declined = { $peer } said no. It can be offered to somebody else, or done here.
why-expired = { $peer } did not answer in time. It can be offered again, or done here.
why-returned = { $peer } gave it back. See what was done, and who goes on with it.
why-stopped = It is no longer with { $peer }, and free again.
why-unassigned = You said yes to { $peer }, and nobody has it yet. Take it, or say who does it.
why-late-work = { $peer } stopped, and sent what they had. See whether it is of use.
why-lost = { $peer } answered that the task is no longer free. Nothing more to do here.
why-taken-back = { $peer } took it back. Nobody needs to work on it any more.
why-we-blocked = Your operators have blocked the server of { $peer }. What was shared with them has ended.
why-they-refuse = The server of { $peer } refuses everything from this one. What was shared with them has ended.
why-accepted = { $peer } accepted the work. Thank you.
why-refused = { $peer } did not accept the work.
why-review-late = What { $peer } handed in waits for a review since { $since }.
why-hand-in = It is finished here. Hand it in to { $peer }.
why-left = { $who } had this and cannot go on with it. Say who does it now, or leave it to be picked up.
why-left-review = { $who } was to review this and cannot. Whoever wrote it reviews it now; you can name somebody else.
why-begin = It is yours. You have not begun yet.
why-continue = You started this.
why-wanted = Nobody has it yet.
why-wanted-skill = Nobody has it yet, and you know { $skill }.
do-answer = Answer
do-review = Open review
do-continue = Continue
do-decide = Decide
do-look = Look
do-tell = Tell them
do-hand-in = Hand in
do-begin = Begin
