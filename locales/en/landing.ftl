### The page for whoever is signed out, and who sees what.

landing-title = Work on what matters, with people you can count on
landing-lead = On { $instance }, groups of volunteers list tasks, share them, and hand some of them to groups on other servers. No feed, no ads, no tracking.
landing-search = What would you like to work on?
landing-search-example = For example: river, translation, soup
landing-find = Find a pursuance
landing-unset = This server is not set up yet. Whoever runs it has a link that makes the first account.
landing-way = How a task travels
landing-way-1 = A task you cannot do yourselves goes to a group that can.
landing-way-2-head = They decide
landing-wanted = Tasks you could take today
landing-run-by = Run by { $who }.
landing-wanted-none = Nobody is asking for help right now. Look again tomorrow.
landing-pursuances = Public pursuances
landing-all = { $n ->
    [one] All of them
   *[other] All { $n }
  }
landing-missing = Something missing?
landing-missing-about = Start a pursuance. It needs a name and a mission.
landing-start = Start one
landing-about = About this server
landing-how = How it works
landing-how-1 = Join a pursuance
landing-how-1-about = A group with a mission and a list of tasks.
landing-how-2 = Take a task
landing-how-2-about = Do it, split it, or free it for others. Nobody is blamed and nothing is lost.
landing-how-3 = Or hand it over
landing-how-3-about = To another pursuance, here or on another server. You see how it goes, and it comes back done.
landing-sees = Who sees what
landing-sees-public = <b>Public pursuances:</b> anyone.
landing-sees-members = <b>Members only:</b> their members, and the operators of this server.
landing-sees-private = <b>Private pursuances:</b> their members, on their devices.
landing-sees-you = <b>You:</b> a user name. No e-mail or phone number is needed.
landing-numbers = { $people ->
    [one] One person
   *[other] { $people } people
  }, { $pursuances ->
    [one] one public pursuance.
   *[other] { $pursuances } public pursuances.
  }
landing-peers = { $n ->
    [0] Not yet linked with other servers.
    [one] Linked with one other server.
   *[other] Linked with { $n } other servers.
  }
wanted-count = { $n ->
    [one] one task to pick up
   *[other] { $n } tasks to pick up
  }
sees-thing = Thing
sees-open = Public pursuance
sees-closed = Members only
sees-private = Private pursuance
sees-texts = Titles, texts, files
sees-people = Who belongs, and roles
sees-all = Everyone
sees-members = Its members, and the operators of this server
sees-devices = Its members, on their devices
sees-accounts = Its members and this server: accounts and roles
sees-passphrase = Your passphrase
sees-passphrase-about = Where JavaScript runs, the passphrase of a new account stays on your device. Otherwise this server receives it when you sign in, checks it, and keeps only a fingerprint of it, from which nobody can read it.
