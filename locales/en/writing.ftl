## Tasks in a few words, lists that people paste, and the order of tasks

# What was understood of a line: the parts stand one after the other, with commas between them.
quick-added = Added: { $what }.
quick-title = “{ $title }”
quick-for = for { $who }
quick-asks = members are asked
quick-not-yet = nobody is asked yet
quick-urgent = urgent
quick-due = due { $day }
quick-size-xs = very small
quick-size-s = small
quick-size-m = medium
quick-size-l = large
quick-several-added = { $n ->
    [one] One task is added.
   *[other] { $n } tasks are added.
}

several = Add several tasks
several-link = Several
several-about = Write one task on each line. What is indented is part of the line above it. Lists from elsewhere can be pasted as they are.
several-about-under = They become parts of { $title }.
several-suggest = You may suggest tasks here, one at a time; a whole list is for people who may add tasks.
several-text = Tasks
several-hint = Up to { $max } lines. In each, @name says who does it, and !urgent, due:fri, #Area:Detail and ~xs, ~s, ~m or ~l say more; !not-yet asks nobody yet.
several-look = Show them first
several-look-again = Show them again
several-read = How they are read
several-mistakes = { $n ->
    [one] One line needs another look. Nothing is added yet.
   *[other] { $n } lines need another look. Nothing is added yet.
}
several-line = Line { $n }:
several-stays = Stays in the title: { $words }
several-ticked = Its box is ticked; it is added as open.
several-too-many = There are more than { $max } tasks. Add them in two lists.
several-add = { $n ->
    [one] Add one task
   *[other] Add { $n } tasks
}

order-menu = Move { $title }
order-head = Where to?
order-edit = Change its title or more
order-up = Up
order-down = Down
order-in = Under the task above
order-out = One level up
notice-order-first = It stays: it is the first there already.
notice-order-last = It stays: it is the last there already.
notice-order-none-above = It stays: there is no task above it that it could be a part of.
notice-order-top = It stays: it is at the top already.
notice-order-closed = It stays: the task above it is finished or dropped.

outline-list = Pasted list:
outline-said-further = Added. This page is full, so it stands further on:
outline-said-closed = It stays at this level: the task above is finished or dropped.
outline-said-first = The pasted list waits for the lines that are not saved yet.
outline-said-alone = It stays at this level: there is no task above it that it could be a part of.
outline-open = Open
outline-said-ended = You are signed out. Nothing is lost: what you write waits here until you sign in again.
outline-said-other = Somebody else is signed in in this browser now. What you wrote waits here until you sign in again.
outline-said-unkept = Kept only as long as this page is open.
outline-sign-in-elsewhere = In another tab
outline-said-unreached = No connection. Nothing was changed; try again.
outline-said-gone = This task is not in the outline any more. You wrote:
