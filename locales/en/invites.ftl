### Invitations: made, looked at, accepted, ended; who came through whom; people who are asked to join.

## For whoever has the link

invite-title = Invitation
invite-title-to = You are invited to { $name }
invite-about = What this is about
invite-from = Invited by
invite-purpose = Purpose
invite-role = Role
invite-task = Task to start with
invite-skills = Skills wanted
invite-sees = You will see
invite-sees-open = All its tasks, discussions and files. Everyone can read them.
invite-sees-all = All its tasks, discussions, files and members. Only members can read them.
invite-sees-assigned = Its mission, and the tasks that you are given.
invite-asked = Asking you
invite-stored = Stored
invite-stored-about = { $members ->
    [only] That you are a member, since when, your role, and who invited you. The members see your name and your role; who invited you, only its Assistant organisers and above.
   *[all] That you are a member, since when, your role, and who invited you. Everyone sees your name and your role; who invited you, only its Assistant organisers and above.
  }
invite-ends = Works until
invite-account = Make an account and join
invite-signin = I have an account
invite-back = A name and a passphrase, about a minute. With it you are a member.
invite-closed = This server takes no new accounts at the moment. With an account here you can sign in and join; { $who }, who invited you, can ask the operators to make one for you.
invite-join = Join { $name }
invite-there = You are a member already.
invite-open = Open it
invite-home = To the start
join-for-an-invite = With it you are a member of the pursuance that invited you.
join-for-a-private-invite = Then you see what the invitation leads to, and join.
join-invite-spent = By this invitation as many accounts were opened here as it lets people in.
join-invite-spent-about = If one of them is yours, sign in. Otherwise ask whoever sent you the link for a new one.

## Made and listed

invites = Invitations
invite-people = Invite people
invites-title = Invitations to { $name }
invites-all = All invitations
invites-yours = Your invitations
invites-none = No invitations yet.
invites-more = Older ones
invite-new = New invitation
invite-role-hint = What they may do here. At most your own role.
invite-uses = How many people
invite-uses-hint = Leave it empty for any number.
invite-life = How long it works
invite-life-10m = Ten minutes
invite-life-1d = A day
invite-life-7d = A week
invite-life-14d = Two weeks
invite-life-30d = 30 days
invite-life-never = Until you revoke it
invite-purpose-hint = Optional. Those who open the link read it.
invite-task-hint = Optional: its number, or words of its title.
invite-make = Make a link
invite-made = Your link
invite-made-about = Copy it now, it is not shown again. Whoever has it can come in by it.
invite-qr = The link as a QR code
invite-open-state = Open
invite-revoked-state = Revoked
invite-expired-state = Over
invite-used-up-state = Used up
invite-void-state = Does not work
invite-used = { $used ->
    [0] Nobody came by it
    [one] One person came by it
   *[other] { $used } people came by it
  }
invite-used-of = { $used } of { $uses } used
invite-made-by = made by { $who } { $made }
invite-until = until { $ends }
invite-end = Revoke
invite-look = Look

## Ended

invite-end-title = Revoke an invitation
invite-end-about = Nobody comes in by the link any more. Those who came stay.
invite-end-only = Revoke the link
invite-came = They came by it
invite-invited = They were invited by these
invite-end-no-tasks = No tasks under way
invite-end-with-about = The link ends, and these people are no longer members. Their tasks look for help again.
invite-end-with = { $n ->
    [one] Revoke it and remove one person
   *[other] Revoke it and remove { $n } people
  }
invite-end-all-about = The same, and those whom they invited go too.
invite-end-all = { $n ->
    [one] Revoke it and remove one person
   *[other] Revoke it and remove all { $n } people
  }
invite-end-reason-hint = Each of them reads it, and the members read it in the log.
invite-end-nobody = Nobody who came by it would be removed.
invite-end-stay = Members with your role or a higher one always stay.

## Who came through whom

tree = Who invited whom
tree-about = Those who came by an invitation, each below the person who invited them. Assistant organisers and above see this.
tree-none = Nobody has come by an invitation yet.
tree-gone = Not here any more
tree-more = There are more people than fit on this page.

## People who are asked

recruit = Ask people of this server
recruit-about = These people allow being asked to join a pursuance.
recruit-search = A skill, a name, or words
recruit-none = Nobody here allows being asked at the moment. You can send a link instead.
recruit-none-such = Nobody like that allows being asked. Try other words, or send a link.
recruit-ask = Ask them to join
recruit-note = Why you ask them
recruit-note-hint = Optional. They read it with your question.
recruit-send = Ask
recruit-more = More people
ask-title = Will you join { $name }?
ask-decline = No, thank you
ask-block = { $name } may not ask me again
ask-block-about = They learn whether you said yes or no, and nothing else.
ask-switch = Nobody may ask me
me-askable = People of this server may find me and ask me to join
me-askable-about = (by your name, your skills and what you wrote about yourself)
why-recruited = { $who } asks you to join, as { $role }.
why-asked = { $n ->
    [one] You are asked whether you take this. Declining is fine.
   *[other] You are asked whether you take this, as one of { $n }. Declining is fine.
}
why-asked-alone = You alone are asked whether you go on with this.
why-asked-by = { $who } asks whether you take this. Declining is fine.

## Said once, after a form

notice-came-in = You are a member now.
notice-invite-ended = The link no longer works. Those who came by it stay.
notice-invite-ended-with = The link no longer works, and the people who came by it are removed.
notice-recruit-asked = Your question is sent. You learn the answer when they give it.
notice-recruit-declined = You said no. They are told that, and nothing else.
