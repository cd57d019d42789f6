### Rooms of a pursuance, and what is said in them.

rooms = Rooms
rooms-title = Rooms of { $name }
room-general = General
room-for-members = members only
room-archived = archived
room-archived-about = An archived room is only read. It can be brought back.
room-no-files = No files were sent in this room.
room-file-said = Show the message
room-settings = Settings of the room
room-new = A new room
room-name = Name
room-open = Who reads it
room-open-everyone = Everyone who sees the pursuance
room-open-members = Members only
room-make = Make the room
room-save = Save
room-read-by-all = Anyone who opens this page reads it.
room-read-by-members = Members read it.
room-kept = How long messages are kept
room-kept-hint = When this time is over, a message is gone within a minute, with its words in the search. A backup that was made before keeps it.
room-kept-always = Until somebody deletes them
room-kept-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
room-kept-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
room-kept-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
room-kept-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
room-kept-about = Messages are kept here for { $kept }, since { $since }.
room-kept-goes = { $n ->
    [one] { $n } message is older than that, and goes in a minute.
   *[other] { $n } messages are older than that, and go in a minute.
}
room-kept-confirm = They may go
room-slow = Slow the room
room-slow-about = For an hour everybody says one thing a minute here. You wait, too.
room-slow-button = Slow it for an hour
room-slow-end = End that now
room-slowed-about = Everybody says one thing a minute here until { $until }.
room-archive = Archive the room
room-archive-button = Archive
room-bring-back = Bring the room back
room-bring-back-button = Bring it back
notice-room-saved = Saved.
notice-room-archived = The room is archived.
notice-room-back = The room is back.
notice-room-slowed = The room is slowed for an hour.
notice-room-not-slowed = The room is not slowed any more.
room-message-title = Message by { $who }
room-message-now = The message
room-message-gone = This message is gone
room-message-kept-until = Read by its author and by members who may remove messages, until { $until }. Then it is gone for good.
room-message-text-hint = Whoever may read the message can also read its former texts.
room-message-edit-button = Save the message
room-message-delete = Delete this message
room-message-appeal = If you disagree, you can appeal until { $until }: write to { $who }, or to another member who may remove messages.
room-message-remove-button = Remove the message
notice-message-deleted = The message is deleted.
notice-message-removed = The message is removed. The reason is in the log.
happened-room-created = { $who } made a room for discussion
happened-room-edited = { $who } changed the settings of a room
happened-room-archived = { $archived ->
    [yes] { $who } archived a room
   *[no] { $who } brought an archived room back
}
happened-room-slowed = { $who } slowed a room, or ended that
happened-room-message-removed = { $who } removed a message of { $of } from a room
talk-everywhere-about = Rooms and discussions of your pursuances: what is new for you first, then the latest.
talk-everywhere-none = You are in no pursuance with rooms.
talk-of-tasks = Tasks
talk-of-tasks-none = No task was discussed in the last 30 days.
tabs = Open discussions
tabs-all = All rooms and discussions
tabs-close = Close
talk-said = New message from { $who }
talk-said-more = New messages: { $count }
talk-hint-call = Markdown works: **bold**, lists, links. @room tells all who read this room as members.
talk-call-told = @room tells all who read this room as members, but those who muted it.
notice-room-call-role = @room is a word here, and tells nobody: telling a whole room is for Coordinators and above.
notice-room-call-many = @room is a word this time, and tells nobody: you told whole rooms here as often as you may in an hour.
notice-names-cut = Only the first 30 people whom a message names are told. The other names are words.
