### The pages of operators.

op-overview = Overview
op-peers = Other servers
op-deliveries = Deliveries
op-accounts = Accounts
op-tokens = Tokens
op-see = See them
op-fine = All is well. Every server answers, and nothing is stuck.
op-silent = { $host } does not answer. { $n ->
    [one] One delivery waits for it and is tried again automatically.
   *[other] { $n } deliveries wait for it and are tried again automatically.
  } Nothing is lost.
op-silent-since = Silent since { $since }.
op-silent-next = Next try { $next }.
op-other-key = The key of a pursuance on { $host } has changed. Nothing is exchanged with it until you compare the key.
op-stopped-there = { $host } has stopped the exchange and takes in nothing until its operators resume it. Ask them; resume it here as well.
op-records = The records of { $host } and of this server differ. Messages are stopped until you have talked to its operators.
op-forbids = { $host } refuses this server. { $n ->
    [one] One delivery waits for it and is tried again automatically.
   *[other] { $n } deliveries wait for it and are tried again automatically.
  } Ask its operators.
op-forbids-since = It has refused since { $since }.
op-stopped = { $n ->
    [one] One is stopped until a key is compared.
   *[other] { $n } are stopped until a key is compared.
  }
op-stuck = { $n ->
    [one] One delivery was refused or given up. It is not tried again automatically.
   *[other] { $n } deliveries were refused or given up. They are not tried again automatically.
  }
op-blocked-waiting = { $n ->
    [one] One delivery waits for a server that you have blocked. It is not sent while the block lasts.
   *[other] { $n } deliveries wait for servers that you have blocked. They are not sent while the block lasts.
  }
op-waiting = Deliveries waiting
op-oldest = oldest from { $at }
op-nothing-waits = Nothing waits.
op-today = Delivered today
op-received = { $n } received
op-pursuances = Pursuances
op-tasks = { $n ->
    [one] one task
   *[other] { $n } tasks
  }
op-disk = Database
op-files = Files: { $size }
op-free = Free: { $size }
op-new-accounts = { $n ->
    [one] One new account in the last seven days
   *[other] { $n } new accounts in the last seven days
  }
op-jobs = Jobs due
op-jobs-late = The server is behind with them.
op-jobs-fine = The server keeps up with them.
op-program = Pursuance { $version } on { $database }, running since { $since }.
op-peers-none = No other server yet. Hand a task to a pursuance elsewhere, and its server appears here.
op-outbox = On its way
op-outbox-link = Everything on its way, mail too
op-outbox-about = What waits for other servers, the mail server and browsers. Each is tried again by itself, ever more seldom.
op-outbox-none = Nothing waits: everything has arrived.
outbox-server = Deliveries
outbox-mail = Mail
outbox-push = Messages to browsers
outbox-waiting = { $n ->
    [one] One waits, since { $since }.
   *[other] { $n } wait, the oldest since { $since }.
  }
outbox-next = Next try { $at }.
outbox-attempts = Last attempts
outbox-attempts-none = There was no attempt in the last 30 days.
outbox-tried = Tried in the last 30 days
outbox-taken = Taken
outbox-later = Not now
outbox-unreachable = Cannot be reached
outbox-refused = Refused
outbox-given-up = Given up
op-deliveries-none = No such deliveries.
op-deliveries-all = All
op-deliveries-waiting = Waiting
op-deliveries-refused = Refused
op-deliveries-gave-up = Given up
op-deliveries-delivered = Delivered
op-deliveries-stopped = Stopped
op-accounts-search = Find an account
op-account-made = Made { $made }.
op-account-seen = Last here { $seen }.
op-account-texts = Texts: { $taken }.
op-operator = Operator
op-suspended = Suspended
op-make-operator = Make operator
op-unmake-operator = No longer operator
op-suspend = Suspend: they cannot sign in
op-unsuspend = Let them sign in again
op-unbounded = No limits
op-lift-limits = Lift its limits
op-remove-picture = Take its picture away
op-set-limits = Set its limits again
op-tokens-about = Programs that act for somebody here. Only fingerprints are kept.
op-tokens-none = Nobody has made a token.
op-name = Name of this server
op-name-hint = It stands at the top of every page.
op-door = Who may open an account
op-about = About this server, in one sentence
op-about-hint = Visitors read it on the first page.
op-run-by = Who runs it
op-run-by-hint = A name, or how you are reached. Visitors read it on the first page.
door-anybody = Anybody
door-invited = Only with an invitation: into a pursuance, or from an operator
door-request = On request: an operator decides; an invitation works, too
op-requests = Requests for an account
op-requests-more = { $n ->
    [one] One more waits after these.
   *[other] { $n } more wait after these.
  }
op-request-let-in = Let in
op-request-no = No
notice-request-let-in = They are let in. Their own page says so, and there they choose a passphrase.
notice-request-declined = The answer is no. Their own page says so.
door-nobody = Nobody; no invitation works for new people either
op-link = Make a link for a new passphrase
op-link-made = A link for { $name }: copy it now, it is shown once.
op-link-about = It sets a passphrase, once, and works until { $until }. Whoever has it gets into the account: give it to that person alone.
op-new-account = Make an account
op-new-account-hint = You get a link, with which its person chooses a passphrase.
op-new-account-button = Make it
notice-server-set-up = Your server is ready. Start a pursuance, then invite people.
op-base-url = Fixed at the first start, because it is part of every address that other servers know.

peer-server = Server
peer-state = State
peer-last = Last answered
peer-waiting = Waiting
peer-action = Action
peer-fine = Fine
peer-silent = Not answering
peer-suspended = Records differ
peer-stopped-there = Stopped on its side
peer-other-key = Its key changed
peer-keys = Changed keys
peer-keys-about = Each pursuance elsewhere is known by its key. These use another key than before, and nobody has confirmed it: their server may belong to somebody else now. No messages are exchanged with them. Ask the operators of that server, by another way than this one, to read their key to you. Accept the new key only if it is the same.
peer-key-before = Key known before
peer-key-now = Key now
peer-key-none = None
peer-key-accept = Accept the new key
peer-key-accept-about = From now on, whoever has the new key speaks for { $name }: the messages that waited are sent to them, and the key known before no longer counts. You cannot take this back here.
peer-key-accept-button = I compared it: accept the new key
peer-key-keep = Keep the key known before
peer-blocked = Blocked by you
peer-forbids = Refuses this server
peer-forbids-since = Refuses this server since
peer-said = It said
peer-block-reason = Blocked because
peer-block = Block this server…
peer-unblock = Unblock
block-open = Block a server…
block-title = Block a server
block-host = Server
block-host-hint = Its name, like law.example. This includes the servers below that name.
block-host-wrong = This is not the name of another server. Write it like law.example.
block-look = See what would end
block-sure = Block { $host }?
block-means = Nothing is sent to it, and nothing from it is accepted any more. Tasks it has for us ask for help here again; tasks we have for it become our own. The hand-overs with it end for good: unblocking it later does not bring them back.
block-ends = These hand-overs with it end:
block-ends-nothing = There are no open hand-overs with it.
block-ending = { $ours } and { $theirs }: { $n ->
    [one] one task
   *[other] { $n } tasks
  }
block-reason = Why
block-reason-hint = For other operators of this server. Nobody else sees it.
block-do = Block it
peer-never = Never
peer-unknown = Not known yet
peer-silent-since = Silent since
peer-next = Next try
peer-failures = Failures
peer-signature = Signatures
peer-clock = Its clock
peer-clock-ahead = { $n ->
    [0] The same as ours
    [one] One second ahead of ours
   *[other] { $n } seconds ahead of ours
  }
peer-clock-behind = { $n ->
    [one] One second behind ours
   *[other] { $n } seconds behind ours
  }
peer-retry = { $n ->
    [one] Try the waiting one now
   *[other] Try the { $n } waiting ones now
  }
peer-channels = Channels
peer-channels-none = No pursuance here exchanges messages with one there yet.
channel-ours = Ours
channel-theirs = Theirs
channel-sent = Sent
channel-read = Read there
channel-received = Received
channel-held = Held
channel-stopped-there = Stopped on their side
try-now = Try now
delivery-number = message { $n }
delivery-since = Created { $at }.
delivery-attempts = { $n ->
    [0] Not tried yet.
    [one] Tried once.
   *[other] Tried { $n } times.
  }
delivery-details = Details
message-offer = Offer of a task
message-accept = Acceptance
message-other-terms = Other terms
message-changes = Request for changes
message-reject = Refusal
message-grant = Confirmation
message-undo = Withdrawn offer
message-revoke = Recall of a task
message-leave = Task given back
message-update = News of a task
message-create = Work or a message
message-delete = Something removed
message-join = Question whether somebody else may help
message-nudge = Request for news
message-other = Message
said-not-let-in = Their server refused it, because it does not accept messages from this server.
said-nobody = Their server knows no such receiver.
said-later = Their server asked to be tried later.
said-too-large = It was too large for their server.
said-trouble = Their server had a problem of its own.
said-no = Their server refused it.
delivery-waiting = Waiting, next try { $next }.
delivery-blocked = Not sent: you have blocked this server.
delivery-behind = Waits behind an earlier message, so that order is kept.
delivery-delivered = Delivered { $at }.
delivery-refused = Refused.
delivery-stopped = Stopped until the new key of the receiver is checked.
delivery-gave-up = Given up.
op-quotas = At most { $person } for the files of one person, { $pursuance } for those of one pursuance, and { $peer } for those of one other server.
peer-texts = Texts
peer-files-room = { $taken } of at most { $most }
op-primaries = Pursuances without an owner
op-primaries-about = Their owner is suspended or gone. Name one of their Organisers, so that somebody can act.
op-primaries-none = Every pursuance has an owner who can act.
op-primaries-no-admin = It has no Organiser who could be named.
op-primaries-admin = New owner of { $name }
op-primaries-button = Make owner

## Said once, after a form

notice-token-revoked = The token no longer works.
notice-suspended = The account is suspended and signed out everywhere.
notice-unsuspended = They can sign in again.
notice-limits-lifted = The limits of the account are lifted.
notice-limits-set = The account has the usual limits again.
notice-picture-of-account-removed = The picture is taken away.
notice-operator-set = They see the change on their next page.
notice-retrying = We try again now.
notice-not-sent-blocked = Nothing is sent: you have blocked this server.
notice-key-accepted = The key is accepted. What waited goes on.
notice-blocked = The server is blocked.
notice-unblocked = The server is unblocked.
notice-primary-named = The pursuance has a new owner.
