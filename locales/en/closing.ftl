### Closing a pursuance, opening it again, deleting it.

closing-settings = Close this pursuance
closing-settings-about = From then on it is only read. What ends with it is shown first.
closing-settings-link = What ends with it
closing-title = Close { $name }
closing-title-closed = { $name } is closed
closing-about = Nothing in it changes any more. Its tasks, texts and members stay as they are, and whoever may read it goes on reading. You can open it again at any time, and delete it 14 days later at the earliest.
closing-ends = This ends at once
closing-handed-out = { $n ->
        [one] One task with another pursuance, or on offer to one, is taken back.
       *[other] { $n } tasks with other pursuances, or on offer to them, are taken back.
    }
closing-taken = { $n ->
        [one] One task of another pursuance is given back, or its offer is declined.
       *[other] { $n } tasks of other pursuances are given back, or their offers are declined.
    }
closing-suggestions = { $n ->
        [one] One open suggestion is closed.
       *[other] { $n } open suggestions are closed.
    }
closing-invites = { $n ->
        [one] One invitation lets nobody in any more.
       *[other] { $n } invitations let nobody in any more.
    }
closing-asking = { $n ->
        [one] One person who asks to join is told that it is not possible.
       *[other] { $n } people who ask to join are told that it is not possible.
    }
closing-asked = { $n ->
        [one] One person is no longer asked to join.
       *[other] { $n } people are no longer asked to join.
    }
closing-nothing = Nothing is under way that would end.
closing-stays = What ends now stays ended when the pursuance is opened again.
closing-reason = Reason
closing-reason-hint = Everyone who may read the pursuance reads it. It also goes to the pursuances that have tasks of yours, or whose tasks you have.
closing-button = Close the pursuance
closing-since = This pursuance is closed since { $since }.
closing-since-by = { $who } closed this pursuance { $since }.
closing-decide = Open again or delete
closing-reopen = Open it again
closing-reopen-about = Its members can work in it at once. What ended when it was closed stays ended: offers, invitations, suggestions and questions are made anew.
closing-reopen-button = Open again
closing-delete = Delete it for good
closing-delete-about = Everything in it is removed: tasks, texts, files and memberships. The servers that know it are told; what they have copied, only they can remove. Nothing brings it back, and its name is never given out again.
closing-delete-from = That is possible { $until } or later.
closing-delete-ending = { $n ->
        [one] One task that was handed over is not back yet. It is waited for, 14 days at most.
       *[other] { $n } tasks that were handed over are not back yet. They are waited for, 14 days at most.
    }
closing-confirm = To confirm, type { $slug }
closing-delete-button = Delete for good
closing-mine = Closed
notice-pursuance-closed = The pursuance is closed.
notice-pursuance-reopened = The pursuance is open again.
notice-pursuance-deleted = The pursuance is deleted. Its contents are being removed.
