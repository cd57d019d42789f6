### The search over everything, and the form that writes a search.

search-everything = Search everything
search-title = { $words } · Search
search-about = Tasks, pursuances, people, comments and files that you may read are found by their words. A number, or a name behind @, leads straight to its page.
search-examples = What you can write
search-example-words = Words, in capitals or not; in quotation marks they stand together
search-example-room = What was said in the room Kitchen; in:river-watch/kitchen is one of another pursuance
search-example-number = A task by number, in the pursuance you come from
search-example-task = A task of a pursuance
search-example-person = Somebody here
search-example-there = Somebody, or a pursuance, on another server
search-example-pursuance = A pursuance, by its name or its short name: a link leads there
search-example-skill = A link to the tasks that need help with this skill
search-in-tasks = Above the tasks of a pursuance is a field of its own: it finds them by phase, person, date and more.
search-tasks = Tasks
search-pursuances = Pursuances
search-people-head = People
search-comments = Comments
search-files = Files
search-on = On
search-inside = In
search-more = Show more
search-only = Only:
search-all-kinds = Show all kinds
search-cut = More than 1,000 have these words. Only the newest 1,000 were looked through.
search-filling = Older texts are still being read for the first time. Some are not found yet.
search-none = Nothing that you may read has these words. Try fewer words, or the beginning of one.
search-nothing-asked = There is no letter and no digit in it to look for.
search-go-to = Go to { $name }
search-go-to-skill = Tasks that need help with { $skill }
search-without = “!” in front of a word leaves it out in a search of tasks. Here it is looked for.
search-without-button = Search tasks
search-narrowed = You are in more than { $n } pursuances. Words were looked for in { $n } of them and in public ones.

## Completing what is typed

complete-list = What may stand here

## Choices that write a search

build-search = Filter
build-about = What you choose is written into the field, in place of what it says of the same already.
build-person = Who has it, by name
build-skill = Skill
build-size = Size
build-any-size = Any size
build-urgency = Urgency
build-any-urgency = Urgent or not
build-due = Due
build-any-due = Any date
build-due-overdue = Overdue
build-due-today = Today
build-due-week = Within a week, or overdue
build-due-fortnight = Within two weeks, or overdue
build-due-none = No date
build-sort = Order
build-usual-order = As usual
build-sort-due = Due first
build-sort-new = Newest first
build-sort-updated = Last changed first
build-sort-urgency = Urgent first
build-sort-size = Smallest first
build-sort-order = By the order among neighbours
build-write = Show
