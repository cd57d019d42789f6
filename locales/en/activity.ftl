### What happened in a pursuance, as far back as it goes.

activity = Activity
activity-title = Activity of { $name }
activity-all = All activity
activity-narrow = Show only some of it
activity-kind = About
activity-any-kind = Everything
activity-tasks = Tasks
activity-discussion = Discussion
activity-people = People and roles
activity-servers = Other pursuances and servers
activity-decisions = Suggestions and settings
activity-kind-unknown = This is not one of the choices. Choose one of them.
activity-who = Who did it
activity-who-hint = A name, or name@server
activity-who-unknown = Nobody is known here by this name.
activity-task = Number of a task
activity-task-form = Write the number of a task, like 12.
activity-task-unknown = You see no task with this number here.
activity-from = From
activity-until = Until
activity-until-before = This day is before the first one.
activity-none-such = Nothing like that has happened.
activity-cut = { $n } entries were looked through here, and what fits is shown. There may be more among the older ones.
