## In mails

mail-why = Why you get this: { $reasons }
mail-choose = Choose what is sent to you
mail-stop = Stop all mail from { $host }
mail-due = Due: { $day }
mail-answer = Say yes or no: { $title }
mail-on-site = You answer on the site, not by mail.
mail-inbox = Your inbox
mail-more = There is more in your inbox
mail-confirm-subject = Your address at { $host }
mail-confirm-hello = { $name }, who is signed in at { $host }, asks for mail to this address. If that is you, open this link within a day:
mail-confirm-link = Yes, send me mail here
mail-confirm-else = If it is not you, do nothing: nothing else is sent here.
mail-former-subject = Your mail from { $host } no longer comes here
mail-former = Mail for { $name } at { $host } no longer comes to this address: another one was given, or this one was taken away.
mail-former-else = If that was you, there is nothing to do. If not, somebody else has got into your account: set a new passphrase, and look where your mail goes. If you cannot sign in any more, ask an operator of that server.
mail-former-passphrase = Set a new passphrase
mail-former-address = Look where your mail goes
mail-digest-subject = What is due and new at { $host }
mail-digest-due = Due within 14 days, or late
mail-digest-new = What happened
mail-test-subject = A test from { $host }
mail-test = { $host } can send mail to you.

## On pages

mail-title = Mail
mail-about = What comes to your inbox can also be sent to you: at once, or once a day at seven in the morning by your clocks. In your quiet hours only what is urgent is sent.
mail-off = This server sends no mail. Everything is in your inbox here.
mail-nowhere = Nothing is sent to you.
mail-asked = A link was sent to { $address }. Open it within a day; before that nothing else is sent there. If it does not come, look among the unwanted mail, or have it sent again.
mail-confirmed = Mail is sent to { $address }.
mail-stopped-at = You stopped the mail to { $address }. For mail again, have a new link sent.
mail-refused-at = No mail is sent to { $address } any more: the mail server there refused it. Write another address; or the same one, once it takes mail again.
mail-reset-at = An operator set a new passphrase for you. Since then no mail is sent to { $address }: confirm it anew by a link, or give another address.
mail-suspended-at = Your account was suspended. Since then no mail is sent to { $address }: confirm it anew by a link, or give another address.
mail-address = Your mail address
mail-address-hint = Nobody else sees it.
mail-passphrase-hint = It is asked again, so that nobody has your mail sent elsewhere from a browser that you left open.
mail-send-link = Send me a link
mail-remove = Forget the address
notice-mail-asked = A link is on its way. Open it within a day.
notice-mail-confirmed = From now on mail is sent to you.
notice-mail-removed = The address is forgotten.
mail-confirm-title = Your mail address
mail-confirm-about = From now on mail about your tasks is sent to the address to which this link came. You can choose what, and stop it at any time.
mail-confirm-button = Send me mail there
mail-stop-title = Stop mail
mail-stop-about = No more mail is sent to you from here then. Your inbox on this site goes on as before.
mail-stop-button = Stop all mail
mail-stop-done = No more mail is sent to you from here. Your inbox on this site goes on as before.
