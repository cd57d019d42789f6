### What has just happened, said once.

notice-welcome = Welcome. Look around, or start with a pursuance below.
notice-welcome-back = Your account is ready.
notice-signed-out = You are signed out.
notice-signed-out-everywhere = You are signed out on every device, this one too.
notice-session-ended = That device is signed out.
notice-passphrase-set = Your passphrase is changed. Every other device has been signed out.
notice-token-revoked = The token no longer works.
notice-saved = Saved.
notice-started = Your pursuance is ready. Add its first task in a few words; you can split it later.
notice-joined = You are a member now.
notice-asked-to-join = You asked to join. A member there decides; you find the answer on your home page.
notice-asks-no-more = Your request to join is withdrawn.
notice-left = You have left. You can still read what is public.
notice-role-set = They have the new role.
notice-passed-on = They are the Primary now, and you are an Admin.
notice-work-ready = Handed in. The reviewer is told.
notice-begun = You are working on it. Others see that.
notice-calls-for-help = The task asks for help now.
notice-dropped = Dropped. It counts as no longer needed.
notice-suspended = The account is suspended and signed out everywhere.
notice-unsuspended = They can sign in again.
notice-limits-lifted = The limits of the account are lifted.
notice-limits-set = The account has the usual limits again.
notice-operator-set = They see the change on their next page.
notice-let-in = They are a member now.
notice-not-let-in = The request is declined.
notice-task-added = Added.
notice-taken = It is yours. Write in the discussion if you need help.
notice-handed-back = Handed back. It asks for help again.
notice-assigned = Done. They see it on their home page.
notice-moved = Moved.
notice-phase-set = The phase is changed.
notice-work-accepted = Accepted. The task is done.
notice-work-sent-back = Sent back with your comment.
notice-file-added = The file is there.
notice-offered = The offer is on its way. You see here when it has arrived and what they answer.
notice-offered-again = The new terms are on their way.
notice-offer-accepted = Accepted. It is yours as soon as they confirm, usually within seconds. Next, somebody here takes it.
notice-offer-declined = Declined. They read your reason, if you gave one.
notice-countered = Sent. The terms change only if they send a new offer.
notice-reported = They can read it within a minute.
notice-handed-in = Handed in. They review it and decide.
notice-sent-late = Sent. They can use it; nothing more is needed from you.
notice-review-started = They can see that you are looking at it.
notice-work-refused = Refused. The task is yours again.
notice-thanked = They have been told.
notice-recalled = Recalled. They are told to stop.
notice-given-back = Given back. They are told.
notice-nudged = They have been asked for news.
notice-onward-asked = They have been asked. You see their answer here.
notice-onward-answered = They have been told.
notice-kept-here = Saved here only. Their server refuses every message from this one.
notice-retrying = We try again now.
notice-key-accepted = The key is accepted. What waited goes on.
notice-blocked = The server is blocked.
notice-unblocked = The server is unblocked.

## Why a form was refused

passphrase-differs = The two are not the same. Type it once more.
passphrase-again-after = Passphrases are never sent back to your browser. Please type yours again, in both fields.
signin-refused = The name or the passphrase is not right. Check both for a missing word or a spelling mistake.
signin-suspended = This account is suspended, so it cannot be used for now. An operator of this server can tell you why, and lift it.
signin-too-many = { $minutes ->
    [one] Too many tries. Wait a minute and try again.
   *[other] Too many tries. Wait { $minutes } minutes and try again.
  }

## Why something of a delegation went as it did

why-capacity = No time for it.
why-skills = The skills it needs are missing.
why-due-too-soon = The date is too soon.
why-not-now = Not now.
why-duplicate-offer = It was offered to them already.
why-loop = The task has been there already.
why-depth = It has been handed on as often as was agreed.
why-redelegation-forbidden = The task must not be handed on.
why-rate-limit = Too many offers wait for an answer.
why-blocked = One of the two servers blocks the other.
why-taken = Somebody else has it.
why-return-capacity = No time for it any more.
why-return-blocked = Something blocks the work.
why-not-needed = It is no longer needed.
why-somebody-does-it = Somebody else does it.
why-task-deleted = The task is gone.
why-stalled = There was no news for too long.
why-actor-gone = The other pursuance does not exist any more.
why-not-permitted = The rules do not allow it.
between-suspended-why = The records of the two servers differ. No messages are exchanged until operators have checked them.
between-other-key-why = The key of the other side has changed, so it may be somebody else now. No messages are exchanged until an operator of this server has checked the key.
between-restored-why = Their server has read more from this one than this database remembers, so this database seems to be an older copy. Nothing is sent until an operator has checked it.
blocked-has-task = { $who } has this task. When it is free again, it can be handed over.
blocked-closed = This task is finished. Open it again first; then it can be handed over.
message-retracted = Removed by its author.
file-too-large = This file is too large. At most { $most } fit.
passphrase-wrong = That is not the passphrase of this account.

## What operators did

log-operator-set = { $who } made { $name } an operator
log-operator-ended = { $who } made { $name } no longer an operator
log-suspended = { $who } suspended the account { $name }
log-unsuspended = { $who } let { $name } sign in again
log-limits-lifted = { $who } lifted the limits of the account { $name }
log-limits-set = { $who } set the limits of the account { $name } again
log-configured = { $who } changed the settings of this server
log-host-blocked = { $who } blocked the server { $name }
log-host-unblocked = { $who } unblocked the server { $name }
log-channel-suspended = { $who } stopped the exchange with { $name }, whose records differ; “pursuance admin peer show” says more
log-channel-resumed = { $who } resumed the exchange with { $name }
log-key-changed = { $who } stopped the exchange with { $name }, whose key has changed; check it on the page of its server
log-key-accepted = { $who } accepted the key of { $name }
log-not-let-in = { $who } was refused by the server { $name }
log-actor-gone = { $who } learnt that { $name } no longer exists
delivery-status = status { $status }
notice-files-asked-for = The files are being copied. Reload the page in a moment.
