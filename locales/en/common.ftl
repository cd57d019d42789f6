### Words on every page.

# Where the lines begin: ltr, or rtl for a language that is written from right to left.
direction = ltr
# Whose clock and week the pages have where the browser names no region: a code of ISO 3166, or 001 for the world.
region = 001
skip = Skip to content
you = you
you-start = You
by-itself = The server
by-command-line = Somebody at the command line
someone-at = Someone at { $name }
someone-numbered = Member { $n } of { $name }
on-another-server = On another server
# In the place of a text that only members with the key can read: where words stand, and where the page opens it.
sealed-text = something in a private pursuance
sealed-mark = …
on-this-server = On this server.
crumbs = Where this is
live-changed = This page was just updated.
live-lost = This page is from { $time }. The connection is gone; trying again.
live-new = There is something new. This page is from { $time }.
live-ended = This page is from { $time } and is not brought up to date.
live-reload = Reload
add = Add
open = Open
cancel = Cancel
copy = Copy
copied = Copied.
older = Show older ones
newer = Show newer ones
about = About
preview = Preview
no-date = No date
nobody-yet = Nobody yet
skill-have = (yours)

## Navigation

nav-main = Main
nav-home = Home
nav-talk = Talk
nav-talk-unread = with something new
nav-offers = Offers
nav-offers-waiting = waiting for your answer
nav-waiting = waiting for you
nav-pursuances = Pursuances
nav-you = You
nav-search = Search
nav-search-hint = Search or #12
nav-search-pursuance = Find a pursuance
nav-mine = Your pursuances
nav-incoming = offers to answer
nav-closed = Members only
nav-private = Private, encrypted
nav-ended = Closed
nav-start-one = Start one
nav-account = Account
nav-operator = Server
nav-signin = Sign in
nav-ask-account = Ask for an account
nav-join = Join
nav-signout = Sign out
nav-signout-unsent = Lines of an outline that are not saved yet: { $count }. They are lost if you sign out. Sign out all the same?

## Forms

form-refused = Please check:
pick-fits = { $name } · { $tasks ->
    [one] has its skills
   *[other] has their skills
} · { $n ->
    [0] nothing under way
    [one] one under way
   *[other] { $n } under way
}
pick-has = { $name } · { $n ->
    [0] nothing under way
    [one] one under way
   *[other] { $n } under way
}
pick-has-some = { $name } · has { $skills } · { $n ->
    [0] nothing under way
    [one] one under way
   *[other] { $n } under way
}
pick-fits-only = { $name } · { $tasks ->
    [one] has its skills
   *[other] has their skills
}
pick-others = Others, by name
pick-task-hint = Write the number of a task, like 12, or its title. If it is empty, the task is at the top level.
pick-assignee-hint = Write a name. If it is empty, nobody has the task.
pick-reviewer-hint = Write a name. It may stay empty.
pick-no-number = There is no task #{ $number } here.
pick-no-task = No open task here has these words in its title.
pick-some-tasks = These tasks match: { $tasks }. Write the number of one of them.
pick-nobody = Nobody here is called “{ $name }”.
pick-some-people = These people match: { $people }. Write the user name of one of them.

## Choices

size-xs = XS, about 20 minutes
size-s = S, an hour or two
size-none = Not said
size-m = M, about a day
size-l = L, about a week
urgency-normal = Not urgent
urgency-urgent = Urgent
visibility-public = Public
visibility-unlisted = Unlisted
visibility-members = Members only
visibility-sealed = Private
visibility-public-about = Anyone. It is listed for everybody to find.
visibility-unlisted-about = Anyone with the address
visibility-members-about = Members only. The operators of this server can read it too.
visibility-sealed-about = Members only, on their devices. This server cannot read it.
joining-open = Anyone can join at once
joining-approval = Members decide who joins
joining-closed = Nobody joins while it is closed

## Sizes of files

bytes-tenths = { $whole }.{ $tenth } { $unit }

## Phases

phase-new = New
phase-help-wanted = Help wanted
phase-started = Taken
phase-in-progress = In progress
phase-later = Later
phase-blocked = Blocked
phase-ready-for-review = Ready for review
phase-in-review = In review
phase-done = Done
phase-dropped = Dropped

## Times

when-today = today
when-tomorrow = tomorrow
when-yesterday = yesterday
when-today-at = today, { $time }
when-tomorrow-at = tomorrow, { $time }
when-yesterday-at = yesterday, { $time }
when-weekday-at = { $day } { $time }
when-weekday-date = { $day } { $date }
# Of a private task: a server knows the week alone.
when-in-week = in the week to { $day }
when-date-at = { $date }, { $time }
when-date-year = { $date } { $year }
when-day-month = { $day } { $month }
when-full = { $date }, { $time } { $zone }
when-before-noon = { $time }{ "\u00A0" }AM
when-after-noon = { $time }{ "\u00A0" }PM
when-just-now = just now
when-minutes-ago = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
when-hours-ago = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
when-in-minutes = { $n ->
    [one] in { $n } minute
   *[other] in { $n } minutes
}
when-in-hours = { $n ->
    [one] in { $n } hour
   *[other] in { $n } hours
}
times-in = Times are in { $zone }.
times-change = Change
when-mon = Mon
when-tue = Tue
when-wed = Wed
when-thu = Thu
when-fri = Fri
when-sat = Sat
when-sun = Sun
when-jan = Jan
when-feb = Feb
when-mar = Mar
when-apr = Apr
when-may = May
when-jun = Jun
when-jul = Jul
when-aug = Aug
when-sep = Sep
when-oct = Oct
when-nov = Nov
when-dec = Dec
when-january = January
when-february = February
when-march = March
when-april = April
when-may-whole = May
when-june = June
when-july = July
when-august = August
when-september = September
when-october = October
when-november = November
when-december = December
when-month-year = { $month } { $year }
due-by = Due { $day }
due-over = Was due { $day }
row-over = Was due { $day }
change-none = None
