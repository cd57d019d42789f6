### Help: the guide, and a search in it.

nav-help = Help
help-title = { $words } · Help
help-about = The guide for volunteers and organisers.
help-search = Search the guide
help-search-button = Search
help-all = All pages
help-found = { $n ->
    [one] One place
   *[other] { $n } places
  }
help-none = Nothing in the guide has all of these words. Try fewer words, or the beginning of one.
help-contents = On this page
help-next = Next:

## Keys

keys = Keys
keys-about = Letters do nothing while you type. In your account you can switch all single letters and signs off; arrows, Esc and keys with Alt stay.
keys-close = Close
keys-key-shift = Shift
keys-key-enter = Enter
keys-everywhere = On every page
keys-all = All keys of the page
keys-search = Search
keys-home = Home
keys-offers = Offers
keys-pursuances = Pursuances
keys-inbox = Inbox
keys-new = New task
keys-up = One level up
keys-next = Next line, line before
keys-next-focused = The same, from a line that has the focus
keys-open = Open
keys-done = Done: finish the task of the line, or of the page
keys-escape = Close a menu or this window
keys-writing = In the field for a new task
keys-add = Add it, and write the next one
keys-add-below = Make it a subtask of the task above
keys-add-above = One level up
keys-leave = Leave the field, to the line above it
keys-outline = On a line of the outline
keys-fold = Unfold its subtasks, fold them
keys-move = Move it up or down among its neighbours
keys-level = Make it a subtask of the task above; one level up
keys-rename = Rename
keys-menu = Open its menu
keys-several = On a line of the outline or the list
keys-pick = Choose it, or let it go: for several at once
keys-pick-more = Choose the line before or the next one as well
keys-pick-none = Choose none
keys-board = On a card of the board
keys-lane = To the lane before, to the next lane
keys-lane-focused = The same, from a card that has the focus
keys-task = On a task
keys-edit = Edit details
keys-assign = Assign
keys-phase = To its next step
keys-reply = Write in the discussion
keys-place = Move it in the outline
keys-talks = In a discussion
keys-tab = The discussion that is open at this place
keys-tab-letters = The same, where Alt with a number does something else
keys-tab-list = To the open discussions
