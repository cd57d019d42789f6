### Suggestions: what somebody may only suggest, and the answers.

tab-suggestions = Suggestions
suggestion = Suggestion
suggestions-title = Suggestions in { $name }
suggestions-all = All suggestions
suggestions-waiting = For you to decide
suggestions-waiting-none = Nothing waits for you.
suggestions-more = More wait. They appear here once these are decided.
suggestions-made = What you suggested
suggestions-made-none = You have not suggested anything here yet.
suggestions-older = Older ones
suggestions-tick = Decide together with others
suggestions-several = Several at once
suggestions-several-about = Tick the suggestions above. Each is decided by itself; one that cannot be done stays.
suggestions-reason-hint = Needed to decline. Their authors read it.
suggestions-accept = Accept the ticked ones
suggestions-decline = Decline the ticked ones
suggests-task = { $who } suggested a new task
suggests-subtask = { $who } suggested a subtask of
suggests-split = { $who } suggested subtasks of
suggests-edit = { $who } suggested a change of
suggests-assign = { $who } suggested who does
suggests-phase = { $who } suggested another phase of
suggests-role = { $who } suggested a role for
suggests-remove = { $who } suggested to remove
suggests-ban = { $who } suggested to ban
suggests-unban = { $who } suggested to lift the ban of
suggestion-before = Before
suggestion-after = Suggested
suggestion-now = Now
suggestion-no-date = No date
suggestion-ban-until = Banned until
suggestion-ban-until-hint = Leave it empty for good.
suggestion-outdated = Somebody has changed this since. Look at both, and accept with changes.
suggestion-look = Look at both
suggestion-accept = Accept
suggestion-amend = Accept with changes
suggestion-amend-about = It is done as you write it here. Whoever suggested it sees both.
suggestion-amend-button = Accept it like this
suggestion-decline = Decline
suggestion-reason = Reason, if you decline
suggestion-withdraw = Take it back
suggestion-by = by { $who }
suggestion-open = Waits for an answer
suggestion-accepted = Accepted
suggestion-amended = Accepted with changes
suggestion-declined = Declined
suggestion-withdrawn = Taken back
suggestion-closed = Closed: you had left, or might suggest nothing any more
suggest-task = Suggest a task
suggest-head = Suggest a change
suggest-about = Those who may do it decide. You find their answer among the suggestions, and can take yours back until then.
suggest-edit = Text, skills, date, size
suggest-edit-about = You change the task as you would have it; the others see both.
suggest-edit-button = Write the change
suggest-edit-title = Suggest a change of { $title }
suggest-assign = Who does it
suggest-phase = Its phase
suggest-parts = Its subtasks
suggest-role = Suggest another role
suggest-why = Why
suggest-why-hint = Optional. Those who decide read it.
suggest-button = Suggest
outline-suggest = Suggest a task
fact-suggested-by = Suggested by { $who }
task-suggestions = { $n ->
        [one] One suggestion about this task
       *[other] { $n } suggestions about this task
    }

## Said once, after a form

notice-suggested = Suggested. Those who may do it decide; you can take it back until then.
notice-suggestion-accepted = Accepted, and done.
notice-suggestion-amended = Accepted with your changes, and done.
notice-suggestion-declined = Declined. The reason stands with the suggestion.
notice-suggestion-withdrawn = Taken back.
notice-suggestions-none = Nothing was ticked, so nothing was decided.
