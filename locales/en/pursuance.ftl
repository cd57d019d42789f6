### Lists of pursuances, one pursuance, its settings and files.

tab-tasks = Tasks
tab-incoming = Incoming
tab-members = Members
tab-settings = Settings
new-task = New task
join-it = Join
join-ask = Ask to join
join-asked = You asked to join
join-signin = Sign in to join
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
progress-label = { $total } tasks: { $done } done, { $review } in review, { $way } under way, { $blocked } blocked, { $open } to pick up
count-done = { $n } done
count-review = { $n } in review
count-way = { $n } under way
count-blocked = { $n } blocked
count-open = { $n } to pick up
filter = Filter tasks
filter-words = Filter tasks
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
outline = Task outline
outline-all = All tasks
outline-empty = Nothing here yet. Write the first task in a few words; you can split it later.
outline-empty-visitor = There are no tasks here yet.
outline-add = Add a task
outline-add-under = Add a task under “{ $title }”
outline-new-under = New task under { $title }
outline-subtasks-of = Subtasks of { $title }
about-address = Address
about-readers = Readers
about-joining = Joining
about-founded = Started
about-founded-by = { $day }, by { $who }
about-you = You
lately = Lately
lately-none = Nothing has happened yet.
