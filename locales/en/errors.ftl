### When something is not there, not allowed, too much, or broken.

fault-bad-request = We could not make sense of that
fault-bad-request-about = Nothing was changed. Go back, reload the page and try again.
fault-forbidden = That is not yours to do
fault-forbidden-about = Nothing was changed. Somebody with another role can help; the members page says who.
fault-not-found = There is nothing here
fault-not-found-about = The address may have a typing slip, the thing may be gone, or it may be for members only.
fault-method = That does not work this way
fault-method-about = Nothing was changed. Open the page, and use the button there.
fault-too-large = That is too large
fault-too-large-about = Nothing was stored. The page it belongs to says how much fits.
fault-refused = That did not go through
fault-refused-about = Nothing was changed.
fault-too-many = That was a bit fast
fault-too-many-about = Nothing was changed. Wait a minute and try again.
fault-broken = Something broke on our side
fault-broken-about = It was not your fault, and nothing was half done. Try again. If it happens again, tell whoever runs this server.
fault-unavailable = One moment, please
fault-unavailable-about = The server is just starting, stopping or very busy. Nothing was lost. Try again in a few seconds.
fault-disk-full = There is no room left on this server
fault-disk-full-about = Nothing was changed. What is here can still be read. Tell whoever runs this server, and try again once there is room.
fault-reference = When you tell somebody, name <code>{ $reference }</code>: it finds the entry in the log.
fault-home = Go to the start
fault-again = Try again

## A form that was not taken: what was typed, and how it goes on

carried-signed-out = Sign in to go on
carried-signed-out-about = You are no longer signed in, so nothing was sent. What you wrote is kept on this page. Sign in here, and it is sent.
carried-renewed = Send this now?
carried-renewed-about = You have signed in again since you opened that page, so nothing was sent yet. What you wrote is kept here.
carried-somebody-else = You are signed in as somebody else
carried-somebody-else-about = This was written by another person in this browser, so nothing was sent. Copy the text if you need it.
carried-files = Nothing was sent, and a browser does not keep chosen files. Go back to the page and choose the file again.
carried-signin = Sign in and send it
carried-send = Send it
carried-back = Back to the page
carried-typed = What you wrote
typed-text = Text
typed-reason = Reason
