### When something is not there, not allowed, too much, or broken.

fault-bad-request = This request could not be read
fault-bad-request-about = Nothing was changed. Go back, reload the page and try again.
fault-forbidden = You cannot do this
fault-forbidden-about = Nothing was changed.
fault-not-found = There is nothing here
fault-not-found-about = It is one of these. Which one, this page tells nobody, so that nobody learns what is hidden:
fault-not-found-address = The address has a spelling mistake, or a part of it is missing.
fault-not-found-gone = It was put away or deleted.
fault-not-found-members = Only its members see it.
fault-not-found-signed-out = Only its members see it, and you are not signed in.
fault-method = This address only takes forms
fault-method-about = Nothing was changed. Open the page and use its button.
fault-gone = This is no longer here
fault-gone-about = What was at this address was put away or deleted.
fault-too-large = That is too large
fault-too-large-about = Nothing was stored. The page before says how much is allowed.
fault-refused = This was not possible
fault-refused-about = Nothing was changed.
fault-too-slow = This search takes too long
fault-too-slow-about = It was given up. Leave parts out, or begin with one that few tasks have: a person, a skill, a rare word.
fault-too-many = That was too fast
fault-too-many-about = Nothing was changed. Try again a little later.
fault-searches = Too many searches at once
fault-searches-about = Your searches, or those of others at your address, kept this server busy for longer than one address may. Wait a minute and search again. Everything else works meanwhile.
fault-broken = There was an error on this server
fault-broken-about = It was not your fault, and nothing was half done. Try again. If it happens again, tell an operator of this server.
fault-unavailable = One moment, please
fault-unavailable-about = The server is starting, stopping or very busy. Nothing was lost. Try again in a few seconds.
fault-unsure = Look before you send it again
fault-unsure-about = The server lost its database while this was saved. It may have been done. Go back and look; send it again only if it is missing.
fault-disk-full = There is no room left on this server
fault-disk-full-about = Nothing was changed. Everything here can still be read. Tell an operator of this server, and try again later.
fault-reference = When you report it, give this number: <code>{ $reference }</code>.
fault-home = Go to the start page
fault-again = Try again

## A form that was not taken: what was typed, and how it goes on

carried-signed-out = Sign in to continue
carried-signed-out-about = You are no longer signed in, so nothing was sent. What you wrote is kept on this page. Sign in here, and it is sent.
carried-renewed = Send this now?
carried-renewed-about = You have signed in again since you opened that page, so nothing was sent yet. What you wrote is kept here.
carried-somebody-else = You are signed in as somebody else
carried-somebody-else-about = This was written by another person in this browser, so nothing was sent. Copy the text if you need it.
carried-files = Nothing was sent, and a browser does not keep chosen files. Go back to the page and choose the file again.
carried-without-file = The file that you chose is not sent with it: go back to choose it again, or send it with another message.
carried-signin = Sign in and send it
carried-send = Send it
carried-back = Back to the page
carried-typed = What you wrote
typed-no-field = The field for this is no longer on the page. Copy the text if you need it.
typed-text = Text
typed-reason = Reason
