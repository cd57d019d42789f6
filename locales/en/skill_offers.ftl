skill-offers = What we can do for others
skill-offers-title = What { $name } can do for others
skill-offers-about = What this pursuance can do for others, and until when.
skill-offers-none = No offer is open.
skill-offers-none-about = Organisers of this pursuance can publish one.
skill-offers-more = Older offers
skill-offers-how = To use an offer, open a task of a pursuance of yours, choose “Hand to another pursuance”, and pick { $handle }. This works between servers that run Pursuance.
skill-offer = An offer
skill-offer-now = The offer as it is now
skill-offer-open = Look at it
skill-offer-new = Offer something
skill-offer-publish = Publish the offer
skill-offer-change = Change it
skill-offer-save = Save the changes
skill-offer-withdraw = Withdraw the offer
skill-offer-withdraw-about = Nobody sees it any more. Tasks that came through it go on.
skill-offer-skills = We can do
skill-offer-skills-hint = Words with commas between them, like Sewing, or Language:French. Design:* stands for everything in Design.
skill-offer-note = More about it
skill-offer-note-hint = May be empty. Markdown.
skill-offer-hours = Hours a week, about
skill-offer-tasks = Tasks at once, at most
skill-offer-tasks-hint = Empty: no limit.
skill-offer-number = Write a whole number, or leave it empty.
skill-offer-until = Until
skill-offer-until-hint = At most 180 days ahead.
skill-offer-until-needed = Say until when the offer holds.
skill-offer-causes = For these causes
skill-offer-causes-hint = Like Rivers, Housing: with commas between them. Empty: for any cause.
skill-offer-seen = Who sees it
skill-offer-seen-everyone = Everyone
skill-offer-seen-named = Only these pursuances
skill-offer-readers = Pursuances
skill-offer-readers-hint = Only for “Only these pursuances”: name@server, with commas between them or each on its own line.
skill-offer-readers-or-everyone = You named pursuances, and everyone would see the offer. Choose “Only these pursuances”, or leave this empty.
skill-offer-named = For some pursuances
skill-offer-about-hours = { $n ->
    [one] about an hour a week
   *[other] about { $n } hours a week
  }
skill-offer-about-tasks = { $n ->
    [one] one task at once
   *[other] { $n } tasks at once
  }
skill-offer-free = { $n ->
    [0] none free
    [one] one free
   *[other] { $n } free
  }
skill-offer-about-until = until { $day }
skill-offer-about-causes = for: { $causes }
skill-offer-told = confirmed by their server { $when }
skill-offer-not-told = The server of these pursuances takes no skill offers, so they are not told:
skill-offer-through = What came through it
skill-offer-through-none = Nothing so far.
skill-offer-state-open = waits for an answer
skill-offer-state-live = under way
skill-offer-state-over = ended
known-offers = Who can do what
known-offers-about = What pursuances here and elsewhere say they can do for others.
known-offers-all = All offers that you can see
known-offers-search = Find offers
known-offers-skill = Skill
known-offers-skill-hint = Language:French, or Language:* for any of it.
known-offers-cause = Cause
known-offers-server = Server
known-offers-age = Last confirmed
known-offers-any = At any time
known-offers-day = In the last day
known-offers-week = In the last 7 days
known-offers-month = In the last 30 days
known-offers-none = Nobody offers anything at the moment.
known-offers-none-about = Organisers publish what their pursuance can do on its page “With other pursuances”.
known-offers-none-such = No offer fits.
known-offers-open = All of theirs
known-offers-use = To use an offer, open a task of a pursuance of yours and choose “Hand to another pursuance”.
known-offers-how = Offers of other servers come from pursuances that know one here, for example by a task between them. Their servers are asked once a week; after 30 days without an answer an offer is not shown until they answer again.
hand-over-offers = They offer it
hand-over-offers-about = These pursuances have said that they can do it.
hand-over-others = Others that are known here
hand-over-offers-whole = Offers all the skills of the task.
hand-over-offers-part = Offers of the skills of the task: { $skills }.
hand-over-offers-full = No room at the moment.
hand-over-through = This goes to them as an answer to their offer.
notice-skill-offer-published = The offer is published.
notice-skill-offer-withdrawn = The offer is withdrawn.
happened-skill-offer-published = { $who } offered to others: { $skills }
happened-skill-offer-changed = { $who } changed what is offered to others: { $skills }
happened-skill-offer-withdrawn = { $who } withdrew what was offered to others: { $skills }
