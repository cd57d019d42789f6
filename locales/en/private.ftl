# Private pursuances: what the script of their pages says (`sealed-`), and what the pages themselves say (`private-`).

sealed-unlock = Open my keys
sealed-sealed-locked = [locked]
sealed-sealed-waiting = [waits for the key]
sealed-sealed-no-key = [no key for this]
sealed-sealed-damaged = [not what was signed]
sealed-lie-invalid = The log of this pursuance is not valid. Nothing is written any more. Tell the others by another way.
sealed-lie-fork = The server shows you another log than before, or than others see. Nothing is written any more. Compare the eight words on People with somebody, by voice.
sealed-lie-rollback = The server shows an older state than this device has seen. Nothing is written until it has the newer one again.
sealed-lie-withheld = The server does not give what others have already seen.
sealed-lie-substituted = A text was exchanged: it is not what a member signed.
sealed-lie-excluded = The server has given you no key for more than a day, although you are a member. Ask another member.
sealed-lie-changed = The server shows something that no member signed. It is marked below.
sealed-changed-here = changed by the server, not by a member
sealed-evidence = What shows it
sealed-evidence-save = Save it as a file
sealed-no-member = You are no member of this pursuance any more.
sealed-waiting-for-key = You are in. You can read once a page of another member is open, who gives you the key.
sealed-at-the-door = At the door, waiting for a key from you: { $count }. It is given while this page is open.
sealed-not-confirmed = Not yet cross-checked: nothing that another member signed has confirmed this log.
sealed-key-changed = { $name } goes on under another key. Compare numbers with { $name } on People.
sealed-odd-time = An entry of the log names an odd time. The clock of somebody is wrong.
sealed-renewing = Encrypted anew under the newest key: { $count } to go.
sealed-given-back = The server had an older state, as after a backup was brought back. This device gave it back what it had: { $entries } entries of the log, { $objects } texts. Nothing is missing.
sealed-given-back-but = The server had an older state, as after a backup was brought back. This device gave it back { $entries } entries of the log and { $objects } texts. It could not give back: { $missing }.
sealed-frozen = Nothing can be written here now. The top of the page says why.
sealed-bad-log = The server shows another log than the one in your link. Nothing was done.
sealed-too-busy = Many write at the same moment. Try again.
sealed-too-many = These are too many at once.
sealed-unreadable = A text of it cannot be read on this device, so it cannot be changed here.
sealed-not-allowed = The log does not allow this. The last who organises a pursuance, for example, neither leaves nor gets a lower level.
sealed-unknown-object = This device has not yet read what this is about. Wait a moment, then try again.
sealed-problem-not-found = There is nothing here for you.
sealed-problem-storage-full = This server has no room left for you, or for this pursuance.

sealed-found-name = Name
sealed-mission = Mission
sealed-mission-hint = What you want to reach together. Members read it.
sealed-display = Your name in it
sealed-display-hint = The name that members see. It is encrypted, too.
sealed-history = Who comes later reads
sealed-history-1 = everything from the beginning
sealed-history-2 = what is written from then on
sealed-found = Found it
sealed-no-name = Write a name of at most 80 letters.

sealed-no-link = This page needs the whole link. Copy all of it, with what stands behind the #.
sealed-sign-in-first = Sign in first: your device keeps the rest of the link in this tab.
sealed-ended = This invitation is not open any more. Ask whoever gave it to you for another one.
sealed-bad-note = What the link should show cannot be opened. Ask for another one.
sealed-bad-link = This is not a whole link. Copy all of it.
sealed-invited-for = For: { $purpose }
sealed-invited-as = Your role: { $role }
sealed-people = Members now: { $count }
sealed-member-already = You are in already.
sealed-after-joining = The log of members names your account from then on, for the members and for this server. You read once a member's page is open, who gives you the key.
sealed-enter = Come in

sealed-role-0 = reads
sealed-role-1 = reads and writes
sealed-role-2 = moderates
sealed-role-3 = organises
sealed-you = (you)
sealed-waits-at-the-door = Waits at the door for a key.
sealed-rekeyed = Has another key, which { $by } signed. Nobody has compared it yet.
sealed-compare = Compare numbers with { $name }
sealed-compare-about = Read this number to each other, by voice or side by side. If { $name } sees the same, nobody stands between you.
sealed-level = Level
sealed-set-role = Set the level
sealed-remove = Remove { $name }
sealed-remove-about = { $name } reads nothing new from then on. What was read can be kept. Everybody gets a new key.
sealed-remove-about-invites = { $name } reads nothing new from then on. Everybody gets a new key, and all open invitations end: { $count }.
sealed-remove-now = Really remove { $name }
sealed-head-words = This log, now:
sealed-pid-words = This pursuance:

sealed-invite-purpose = What for
sealed-invite-purpose-hint = Whoever has the link reads it. It is encrypted for them.
sealed-invite-role = They may
sealed-uses = For how many
sealed-uses-1 = one person
sealed-uses-5 = up to 5
sealed-uses-25 = up to 25
sealed-uses-any = any number
sealed-days = It works for
sealed-days-1 = one day
sealed-days-7 = a week
sealed-days-30 = 30 days
sealed-days-never = as long as nobody ends it
sealed-invite = Make a link
sealed-invited = The link is made. It is shown only now, and this server does not know it.
sealed-link = Link
sealed-link-hint = Whoever has it can come in. A messenger that previews links on its own servers reads the whole of it.
sealed-copy = Copy
sealed-copied = Copied.
sealed-invitation = { $role }; came by it: { $used } of { $uses }; until: { $until }
sealed-came-by = Came by it: { $names }
sealed-revoke = End it
sealed-revoke-and-remove = End it, and remove who came by it ({ $count })
sealed-no-invites = No invitation is open.

sealed-new-task = New task
sealed-add = Add
sealed-added = Added: { $title }
sealed-no-title = Write something here.
sealed-field-title = Title
sealed-field-desc = What is needed
sealed-field-skills = Skills
sealed-field-due = Wanted by
sealed-field-size = Size
sealed-field-urgency = Urgency
sealed-size-0 = Small, an hour or two
sealed-size-1 = Middle, about a day
sealed-size-2 = Large, about a week
sealed-urgency-0 = Not urgent
sealed-urgency-1 = Urgent
sealed-field-name = Name
sealed-field-mission = Mission
sealed-skills-hint = Separated by commas
sealed-save = Save
sealed-saved = Saved, encrypted and signed.
sealed-conflict = Somebody else changed the same meanwhile: { $field }. Which one stays?
sealed-conflict-pressed = Somebody else changed the same meanwhile. Load the page again, and look whether it is still needed.
sealed-theirs = Theirs
sealed-mine = Yours
sealed-take-mine = Keep mine
sealed-take-theirs = Keep theirs

private-joining = By an invitation that a member makes
private-need-script = This is encrypted. It opens on your device, which needs JavaScript.
private-lock = What this server sees
private-unreviewed = The encryption is not yet independently reviewed.

private-kind = Who can read it
private-kind-open = Open
private-kind-open-about = The server can read it: public, for those with the address, or for members only.
private-kind-private = Private
private-kind-private-about = Encrypted on your devices. The server moves the work and cannot read it.
private-kind-go = Found a private one

private-new-title = A private pursuance
private-new-about = What you write in it is encrypted on your devices: titles, descriptions, the discussion, names of skills, days, and the names of members in it.
private-new-sees-head = What this server sees all the same
private-new-sees-people = Which accounts are in it, and at which level: reading, writing, moderating, organising
private-new-sees-tree = That there are tasks, how they lie below each other, which waits for which, in which phase each is, who has it and who reviews it
private-new-sees-week = The week by which something is wanted, how many skills a task has and which of them are equal, and how long texts are, in steps
private-new-sees-times = When something is written, read and changed, and by whom
private-new-cannot-head = What it cannot protect you from
private-new-cannot-script = A server that serves other scripts. Whoever runs it, or breaks into it, could send you a page that gives away what you open on it. It protects you against a stolen database, a seized machine, a curious operator, and a server that was bad before.
private-new-cannot-device = A device that somebody else uses, and a passphrase that somebody guesses
private-new-cannot-member = A member who passes on what they read. Whoever is removed keeps what they have read.
private-new-lost = Your passphrase cannot be reset without your recovery kit. If you lose both, another member lets you in again; what nobody else has is lost.
private-new-not-head = What there is not
private-new-not = Handing tasks to other pursuances, files, people from other servers, and asking people by their profile. A private pursuance never becomes an open one, nor the other way round.
private-new-form = Found it
private-new-plain = Your passphrase is known to this server, so it could open your keys. First choose a new one that stays on your device.
private-new-plain-link = Choose a passphrase that stays on your device
private-new-guide = More in the guide

private-not-there-title = Not in a private pursuance
private-not-there-back = To the tasks
private-not-there-join = People come into a private pursuance by an invitation alone: a link that a member makes under Invitations.
private-not-there-arrival = Whoever comes in waits until a member's page is open, who gives the key. There is nothing to fill in: skills would be read by the server.
private-not-there-recruit = People are not asked here by their profile: the question would tell the server what the pursuance is about. Make a link under Invitations, and give it to them yourself.
private-not-there-skills = The names of skills are encrypted here, so the server has no list of them. Each task has its own.
private-not-there-offers = A private pursuance hands nothing to other pursuances and takes nothing from them, and so it offers no skills to them.
private-not-there-files = There are no files in a private pursuance yet.
private-not-there-missions = The mission is encrypted, and the server keeps no list of its versions that it could show. The newest stands below the tasks.
private-not-there-searches = The server gets no search of a private pursuance, and so it keeps none.
private-not-there-suggestions = Suggestions are texts that the server would read. There are none in a private pursuance yet.
private-not-there-several = Each change is signed on your device, one task at a time. Several at once are not there yet.
private-not-there-comments = A comment of a private pursuance is changed where it stands, on the page of its task.
private-not-there-grants = Rights on a single task would need a key of its own for somebody. There are none here.
private-not-there-step = Such a step is signed on your device: its button stands on the page of the task.
private-not-there-invite = An invitation is ended on the page Invitations, where your device signs it.
private-not-there-place = A task is moved on its own page, where your device signs it.

private-closing-invites = As long as it is closed, no invitation lets anybody in. Those that have not ended do so again once it is open.
private-closing-words = No reason is asked for, since this server would read it. Tell the others why before you close it, for example in the mission. Nobody signs that it is closed: it is what this server says.
private-closing-reopen = Its members can work in it at once, and invitations that have not ended let people in again.
private-closing-delete = Everything that this server keeps of it is removed: its log, the sealed keys, tasks, texts and memberships. What the devices of members have, this server cannot remove. Nothing brings it back, and its name in addresses is never given out again.
private-closing-sure = Yes, delete it. Nothing brings it back.
private-closing-tick = Tick this, so that nothing is deleted by mistake.

private-members-about = Who is in stands in a log that members sign. Your device checks it; what stands below is what the server keeps.
private-members-server = What this server keeps
private-members-log = What the log proves
private-members-role = Role (kept by this server)
private-members-level = Level (proved by the log)
private-members-words = Eight words
private-members-words-about = If two members see the same eight words at the same moment, the server shows both of them the same log. Compare them by voice.
private-members-waits = waits at the door for a key
private-level-reader = reads
private-level-writer = reads and writes
private-level-moderator = moderates
private-level-admin = organises

private-invites-about = A link carries its secret behind the #, which no server gets. Whoever comes by it stands in the log for everybody.
private-invites-new = New link
private-invites-open = Open invitations
private-invites-server = As this server keeps them
private-invites-row = { $role }; came by it: { $used } of { $uses }
private-invites-row-any = { $role }; came by it: { $used }
private-invites-until = until { $until }
private-invites-never = until somebody ends it
private-invites-none = No invitation is open. If somebody left, was removed or took a new key, those that were open ended with it: make new ones if they are still wanted.
private-invites-may-not = Whoever moderates or organises makes invitations.
private-invites-end = When somebody leaves, is removed or takes a new key, all open invitations end, those on posters too: else they could come back by one. Make new ones then.

private-enter-title = Invitation to a private pursuance
private-enter-about = The name, the mission and what it is for open on your device, with the secret that stands in your link behind the #.
private-enter-means = What coming in means
private-enter-means-log = The members and this server see your account in the log of members, with the time.
private-enter-means-key = You read once a member's page is open, who gives you the key.
private-enter-means-name = The name that you have in it is encrypted. Your account's name is not.
private-enter-signin = Sign in
private-enter-account = Open an account
private-enter-first = Sign in first. This tab keeps the secret of the link meanwhile; if you close it, open the link again.
private-enter-plain = First choose a passphrase that stays on your device, then open your link again.
private-enter-closed = This server opens no new accounts. Ask whoever runs it.
private-enter-there = You are in.
private-enter-shut = This invitation lets nobody in now: what it leads to is closed. Ask the person from whom you have it.

private-leave-about = Your device signs that you leave. The others read on; what you have read stays with you. What you have under way looks for somebody again.
private-leave-invites = Open invitations end with it: { $n ->
    [0] there is none now
    [one] one now
   *[other] { $n } now
}. Who stays makes new ones.
private-leave-last = You are the only one who organises it. Let somebody else organise it first, under People.
private-leave-do = Leave
private-leave-really = Really leave

private-settings-about = The name and the mission are encrypted and signed by whoever organises, on their device.
private-settings-server = Kept by this server

private-take = Take it
private-hand-back = Hand it back
private-begin = Begin
private-hand-in = Ready for review
private-done = Done
private-review = Look at it
private-send-back = Send back
private-accept = Accept
private-reopen = Open again
private-drop = Drop it
private-drop-really = Really drop it
private-call = Ask for help
private-uncall = Do not ask any more
private-edit-title = Change #{ $number }
private-talk = There is no discussion in private pursuances yet.
private-show-later = Filters, saved searches and the choice of several tasks are not there in a private pursuance: the server gets no search of it.

seen-title = What this server sees
seen-about = Everything that this server keeps of the pursuance, and what of it can be read here. It sees besides when each browser asks it for something, and from which address.
seen-people = Members
seen-people-account = Account
seen-people-identity = Identity (a hash of their keys)
seen-log = The log of members
seen-entries = { $n ->
    [one] one entry
   *[other] { $n } entries
}, from { $first } to { $last }
seen-epoch = Keys so far: { $count }. Each of them is sealed to each member; the server has none of them open.
seen-seals = Sealed keys: { $count }
seen-invites = Open invitations: { $count }
seen-objects = What is encrypted
seen-objects-about = The newest { $shown } of { $all }. A size is that of the text in steps, and 50 bytes.
seen-objects-none = Nothing yet.
seen-kind = What it is
seen-kind-pursuance = the pursuance itself
seen-kind-task = a task
seen-kind-profile = the profile of a member
seen-kind-other = another thing
seen-revision = Revision
seen-by = By
seen-at = Last change
seen-fields = Fields and bytes
seen-bytes = { $field }: { $n ->
    [one] one byte
   *[other] { $n } bytes
}
seen-task = Task #{ $number }
seen-task-open = in the open
seen-task-phase = Phase
seen-task-parent = Below
seen-task-top = nothing
seen-task-assignee = Who has it
seen-task-reviewer = Who reviews it
seen-task-nobody = nobody
seen-stored = Stored here
seen-opened = Opened on your device
seen-cut = the first { $shown } bytes of { $all }
seen-own = The pursuance itself
seen-back = To the task
seen-not = It does not see titles, descriptions, the discussion, names of skills, days, or the names of members in it.
seen-open = Everything: this pursuance is not private. Whoever runs the server can read it as its members do. A private one is founded anew; none becomes private later.
