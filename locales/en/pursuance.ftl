### Lists of pursuances, one pursuance, its settings and files.

tab-tasks = Tasks
tab-incoming = With other pursuances
tab-asking = Ask to join
tab-people = People
tab-talk = Rooms
tab-requests = Requests
tab-about = About
tab-mission = Mission and files
tab-log = Log
tabs-within = Pages of this tab
tab-settings = Settings
new-task = New task
join-it = Join
join-ask-no-more = Withdraw your request
join-ask = Ask to join
join-asked = You asked to join
request-title = You asked to join { $slug }
request-hidden = Only its members can read it, so nothing else is shown here until you are let in.
request-waits = You asked to join { $at }. Nobody has answered yet: a Recruiter, or somebody with a higher role, decides. Your home page tells you the answer.
request-note = You wrote:
leave = Leave
members-count = { $n ->
    [one] One member
   *[other] { $n } members
  }
open-tasks-count = { $n ->
    [0] no open tasks
    [one] one open task
   *[other] { $n } open tasks
  }
with-help-from = with help from
progress-label = { $total } tasks: { $done } done, { $review } in review, { $way } under way, { $blocked } blocked, { $open } to pick up, { $offered } on offer, { $parts } in parts or later
count-done = { $n } done
count-review = { $n } in review
count-way = { $n } under way
count-blocked = { $n } blocked
count-open = { $n } to pick up
count-offered = { $n } on offer
filter = Filter tasks
filter-words = Filter tasks
filter-example = Filter
filter-phase = Phase
filter-who = Who
filter-any-phase = Any phase
filter-anyone = Anyone
filter-me = Me
filter-nobody = Nobody yet
filter-elsewhere = Other pursuances
filter-button = Filter
filter-off = Show all
filter-none = Nothing matches.
filter-meant = Did you mean:
filter-rest = The list shows what the rest of your search finds.
filter-cut = More than { $n } tasks have these words; we looked at the newest { $n }.
filter-filling = Older texts are still being taken into the search; some may be missing.
search-how = How to search
search-all = A task is found when everything you typed is true of it. The order does not matter.
search-words = Words, or how they begin, in the title or in “What is needed”; together in quotation marks
search-has = Who has it: you, somebody by name, nobody
search-is = How it stands
search-status = Its phase; the choice beside the field writes it for you
search-skill = A skill it needs, or any of an area
search-due = Its date: before that day, on it, or none. > is after, 2w is in two weeks, “2w ago” two weeks ago
search-asks = How much work it is, and whether it can wait
search-people = Who wrote it, who reviews it, and what you watch; the first two also with a name
search-numbers = A task by number, those right below it, and those that wait for it
search-in = Only in this pursuance, by its short name
search-from = Handed over by a pursuance of that server
search-not = ! in front: what is not so
search-sort = The order: due, last changed, or urgent first
search-sort-back = - in front of the order turns it round
views = Views of the tasks
view-rare = More
view-outline = Outline
view-list = List
view-board = Board
view-calendar = Calendar
view-month = Month
view-agenda = Agenda
view-waits = What waits
list-of = { $name }: list
board-of = { $name }: board
order = Order:
order-due = Due first
order-new = Newest
order-updated = Last changed
order-urgency = Urgent first
order-size = Smallest first
order-outline = Order among neighbours
order-turn = turn round
columns = Columns
columns-button = Show these columns
column-number = Number
column-title = Task
column-phase = Phase
column-who = Who
column-due = Due
column-urgency = Urgency
column-size = Size
column-skills = Skills
column-subtasks = Subtasks
column-waiting = Waiting for it
column-changed = Changed
list-scroll = Tasks, to be scrolled
lanes = Lanes of the board
lane-pick-up = With nobody
lane-under-way = Under way
lane-stuck = Stuck
lane-in-review = In review
lane-done = Done
lane-empty = Nothing here.
lane-filtered = The filter leaves nothing here.
lane-rest = List of all { $count }
lane-others = And { $count } done by their parts, planned for later, or on offer
board-move = Move { $title }
board-move-to = Move to
board-back = Back to the board
outline = Task outline
outline-all = All tasks
outline-empty = Nothing here yet. Add the first task in a few words; you can split it later.
outline-empty-visitor = There are no tasks here yet.
outline-add = Add a task
outline-add-under = Add a subtask
outline-new-under = New task under { $title }
outline-subtasks-of = Subtasks of { $title }
outline-keys = Enter adds and stays. While you write, Tab makes it a subtask of the task above, and Shift with Tab takes it up again. Esc leaves the field.
outline-said-added = Added
outline-said-waiting = Not saved yet
outline-take-back = Take back into the field
outline-said-below = New task under
outline-said-deepest = The outline shows { $n } levels. To go deeper, open the task above.
outline-said-offline = No connection. Nothing is lost; press Enter to try again.
outline-said-failed = That did not work. Open the page again, and look.
outline-rename = New title
outline-said-renamed = Somebody has renamed it meanwhile:
outline-said-moved = Moved
outline-chosen = chosen
about-title = About { $name }
about-run-by = Who runs it
about-address = Address
about-readers = Readers
about-joining = Joining
about-away = Put away
about-founded = Started
about-mission = Mission
about-founded-by = { $day }, by { $who }
about-feeds = Feeds
about-feed = What happened (Atom)
about-you = You
lately = Lately
lately-none = Nothing has happened yet.
lately-added = { $who } added { $n } tasks

## Lists

list-search = Name, words or an address
list-search-button = Search
list-found = Matching “{ $words }”
list-others = Other public pursuances
list-none = There are no public pursuances yet. Start the first one.
list-none-found = Nothing here matches. Try fewer words, or start it yourself.
list-next = Show more
list-elsewhere = That looks like an address on another server.
list-elsewhere-button = Look it up there

## Starting one, and its settings

new-pursuance-title = Start a pursuance
new-pursuance-about = A group with a mission and a list of tasks. You are responsible for it until you pass it on.
new-pursuance-button = Start
form-name = Name
form-slug = Short name for addresses
form-slug-hint = Small letters, digits, - and _. Others find it as name@{ $host }. It cannot be changed later.
form-mission = Mission
form-mission-hint = What is it for? One or two sentences; Markdown works.
form-members-about = Nobody else, but for the operators of this server.
form-visibility = Who may read it?
settings-title = Settings of { $name }
settings-about = Everyone sees that the settings changed, and who changed them.
tab-reviews = Reviews
reviews-of = Reviews in { $name }
reviews-none-here = No work waits for a review.
reviews-yours = Waits for your review
reviews-others = Others decide
reviews-by = { $who } decides.
reviews-since = Last change: { $since }
missions = Former missions
missions-title = Missions of { $name }
missions-now = Mission
missions-before = Former mission
missions-by = Written by { $who }, { $at }
missions-at = Since { $at }
form-reviews = Is work reviewed?
reviews-named = Only where a reviewer is named
reviews-named-about = All other tasks are done with one press by those who have them.
reviews-always = Always
reviews-always-about = Where nobody is named, somebody reviews it who may assign tasks: the person who added it, if they may, else another. Nobody reviews their own work.
reviews-never = Never
reviews-never-about = Every task is done with one press by those who have it.
settings-may-skip-review = Where all work is reviewed, single tasks may go without a review
settings-may-skip-review-about = Whoever may choose the reviewer of a task can then choose that it needs none. Without the tick, every task is reviewed.
settings-key = Public key
settings-key-about = Other servers recognise this pursuance by it. If their operators ask whether the key has changed, read it to them.
files-title = Files of { $name }
files-storage = Files take { $files } of { $files_most } here, and texts { $texts } of { $texts_most }.
files-own-texts = Your texts here take { $taken } of { $most }.
files-empty = No files yet. Files belong to tasks; add one on a task’s page.
files-to-tasks = Go to the tasks

## On another server

remote-about = Known here since { $day }. This is what their server said { $fetched }.
remote-together = Tasks you share
remote-together-none = None yet.
remote-hand = To hand them a task, open it, choose “Hand to another pursuance”, and write <code>{ $handle }</code>.
remote-page = Their page
remote-open = Open it on their server
remote-incapable = Their server does not understand hand-overs, so no task can be handed there.

## Coming in

enter-title = Join { $name }
enter-title-ask = Ask to join { $name }
enter-task = You would like to take:
enter-joins = You become a member of { $name }. { $members ->
    [only] Its members see your name.
   *[all] Everyone can see your name in its list of members.
  } You can leave at any time.
enter-asks = A member of { $name } decides whether to let you in. You find the answer on your home page.
asked-at-most = { $n ->
    [0] You are asked about no tasks: you have chosen that.
    [one] You are asked about a task that fits your skills once a week at most, in all your pursuances together.
   *[other] You are asked about tasks that fit your skills, at most { $n } times a week in all your pursuances together.
  }
asked-change = Change that
enter-note = Why would you like to join?
enter-note-hint = Optional: what you can do, or why you would like to help. Those who decide can read it.
enter-take = Join and take it

## Said once, after a form

outline-alone = Nobody else is here yet. Invite people by a link that you copy.
outline-alone-link = It works for two weeks; everybody who has it can come in and take tasks.
notice-started = Your pursuance is ready.
notice-joined = You are a member now.
notice-arrived = Saved.
notice-asked-to-join = You asked to join. A member there decides; you find the answer on your home page.

## After a silence

pace-head = If it goes quiet
pace-field = What happens to tasks whose people are silent
pace-asks-reviewer = Ask the reviewer first
pace-asks-reviewer-about = Before a task is handed on, whoever reviews it has a day to say whether it stays where it is. Without an answer it is handed on.
pace-hint = Whoever has a task, or reviews it, is reminded first. Later others are asked to go on, and somebody else reviews.
pace-learnt = When a silence is unusual here
pace-fixed = After a set number of days
pace-days = The number of days
pace-days-hint = Whole numbers from 1 to 90, the second one larger. They count only with “After a set number of days”; an empty field stays as it was.
pace-remind-after = Remind after this many days
pace-hand-on-after = Hand on after this many days
pace-off = Nothing
pace-link = Who is asked, how soon, and a preview of other rules
pace-who = Who is asked
pace-order = Who is asked to go on
pace-order-about = One person after the other is asked, each alone for a day. Nobody is asked twice about a task.
pace-place = Place { $n }
pace-nobody = nobody
pace-order-then = After the last of them the task looks for help, and people with its skills are asked.
pace-assigns = The first one gets the task at once
pace-assigns-about = Nobody is asked whether they want it. They can hand it on.
pace-plots = How often people write here
pace-plots-about = The line falls as people write again: where it is low, a silence is unusual. It is learnt from what happens in this pursuance, and drawn for a task of medium size that can wait.
pace-plot = Counted in days: half of the people have written after { $usual }, a reminder comes after { $nudge }, and after { $hand_on } it is handed on.
pace-plot-nudge = reminder
pace-plot-hand-on = handed on
pace-learnt-from = { $n ->
    [one] Learnt from one pause between two signs of life; newer ones count more.
   *[other] Learnt from about { $n } pauses between two signs of life; newer ones count more.
}
pace-learnt-nothing = This is where everybody begins.
pace-unlearnt = Where nothing is learnt yet
pace-would = What would happen now
pace-would-about = Nothing is changed by looking.
pace-would-terms = By these terms
pace-would-reviewer = Ask the reviewer first
pace-would-show = Show
pace-would-nothing = Nothing would happen now.
pace-would-hand-on = { $days ->
    [one] No news from { $who } for one day: it would be handed on.
   *[other] No news from { $who } for { $days } days: it would be handed on.
}
pace-would-ask = { $days ->
    [one] No news from { $who } for one day: the reviewer would be asked.
   *[other] No news from { $who } for { $days } days: the reviewer would be asked.
}
pace-would-remind = { $days ->
    [0] { $who } would be reminded.
    [one] No news from { $who } for one day: a reminder would come first.
   *[other] No news from { $who } for { $days } days: a reminder would come first.
}
pace-would-badge = handed on
pace-would-badge-ask = reviewer asked
pace-would-cut = These are the longest silences; there are more.
pace-save = Save this

## Saved searches

saved-searches = Saved searches
saved-title-of = Saved searches of { $name }
saved-about = Searches that you saved, in your pursuances or everywhere, and shared ones that stand on your Home.
saved-about-shared = Searches that everybody who reads this pursuance can see, and your own.
saved-list = The searches
saved-none = No search is saved yet.
saved-shared = For everybody
saved-on-home = On your Home
saved-everywhere = Everywhere
saved-hidden = You may not read its pursuance any more, so it finds nothing.
saved-new = Save a search
saved-name = Name
saved-query = What it looks for
saved-query-hint = As in the field above a list of tasks. “me” and “today” are those of whoever reads it.
saved-share = For everybody who reads this pursuance
saved-home = Show on my Home
saved-off-home = Take off my Home
saved-save = Save
saved-this = Save this search
saved-change = Change
saved-find = Show what it finds
saved-feed = Calendar or feed of it
saved-forget = Forget
saved-forget-about = Its calendars and feeds lead nowhere from then on.
saved-is-shared = Everybody who reads this pursuance sees it; each finds only the tasks they may read.
saved-is-yours = Only you find it.
saved-more = All that it finds
saved-finds-none = It finds nothing right now.
saved-too-slow = Your saved searches took too long to be shown here. Look again later, or make one of them shorter.
notice-search-saved = Saved.
notice-search-home = It stands on your Home.
notice-search-not-home = It is off your Home.
notice-search-forgotten = The search is forgotten.

## Calendar

calendar-of = Calendar of { $name }
calendar-month = Tasks that are due in { $month }
calendar-months = Months
calendar-now = This month
calendar-no-day = “{ $text }” is no day of the calendar. Today is shown instead.
calendar-none = Nothing is due in { $month }.
calendar-none-left = Nothing more is due in { $month }.
calendar-next = Next:
calendar-more = { $n } more
calendar-undated = { $n ->
    [one] One task has no date
   *[other] { $n } tasks have no date
  }
calendar-undated-many = { $n } tasks or more have no date
agenda-of = Agenda of { $name }
agenda-days = Other days
agenda-from = Earlier, from { $day }
agenda-today = Today
agenda-overdue = Overdue
agenda-overdue-all = All that is overdue
agenda-later = Later
agenda-none = Nothing is due from here on.
