### Said once after a form of any page, why something went as it did, and what operators did.

notice-saved = Saved.

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
between-stopped-there-why = Their server has stopped this exchange and takes in nothing until its operators resume it. What you write is kept and sent then.
between-restored-why = Their server has read more from this one than this database remembers, so this database seems to be an older copy. Nothing is sent until an operator has checked it.
blocked-has-task = { $who } has this task. When it is free again, it can be handed over.
blocked-closed = This task is finished. Open it again first; then it can be handed over.
message-retracted = Deleted by its author.
message-removed = Removed by { $who }.
file-too-large = This file is too large. At most { $most } fit.
passphrase-wrong = That is not the passphrase of this account.

## What operators did

log-operator-set = { $who } made { $name } an operator
log-operator-ended = { $who } made { $name } no longer an operator
log-suspended = { $who } suspended the account { $name }
log-unsuspended = { $who } let { $name } sign in again
log-link-made = { $who } made a link for a new passphrase of { $name }
log-request-let-in = { $who } let { $name } in, who asked for an account
log-request-declined = { $who } said no to { $name }, who asked for an account
log-limits-lifted = { $who } lifted the limits of the account { $name }
log-limits-set = { $who } set the limits of the account { $name } again
log-picture-removed = { $who } took the picture of the account { $name } away
log-configured = { $who } changed the settings of this server
log-primary-named = { $who } made { $name } the owner of a pursuance
log-host-blocked = { $who } blocked the server { $name }
log-host-unblocked = { $who } unblocked the server { $name }
log-channel-suspended = { $who } stopped the exchange with { $name }, whose records differ; “pursuance admin peer show” says more
log-channel-resumed = { $who } resumed the exchange with { $name }
log-key-changed = { $who } stopped the exchange with { $name }, whose key has changed; check it on the page of its server
log-key-accepted = { $who } accepted the key of { $name }
log-not-let-in = { $who } was refused by the server { $name }
log-actor-gone = { $who } learnt that { $name } no longer exists
log-pursuance-deleted = { $who } deleted the pursuance { $name }
delivery-status = status { $status }
