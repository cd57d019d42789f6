### Joining, signing in, one's own account, and profiles.

join-title = Join { $instance }
join-about = A name and a passphrase, about a minute. No e-mail and no phone number.
join-for-a-task = After that you can take the task.
join-closed = New accounts are closed on this server.
join-closed-about = An operator of this server can still make an account for you.
join-1 = 1. Your name here
join-2 = 2. A passphrase
join-name = User name
join-name-hint = Small letters, digits, - and _. Others find you as name@{ $host }. It need not be your real name.
join-have = Do you have an account already?
passphrase = Passphrase
passphrase-again = Passphrase again
passphrase-about = The passphrase opens your account. It cannot be reset by e-mail, so keep it in a safe place.
passphrase-hint = At least 12 characters, for example four or five words that do not belong together.
signin-title = Sign in
signin-to = Sign in to { $instance }
signin-new = New here?
signin-forgot = Forgot the passphrase? An operator of this server can set a new one with you.
setup-title = Set up this server
setup-about = You become the first operator of { $host }. Operators look after the server, its accounts and its links with other servers.
setup-button = Make my account
setup-used = This link does not work any more.
setup-used-about = The link works once. Restart the server for a new one, or sign in.

## One's own account

me-title = You
me-about-name = Others find you as <code>{ $handle }</code>.
me-public = Your public profile
me-more = More settings
me-profile = Profile
me-display = Name
me-about = About you
me-about-hint = A few sentences, if you like. Markdown works.
me-skills = Skills
me-skills-hint = Separated by commas, each written Area:Detail: Language:French, Design:Icons.
me-zone = Time zone
me-zone-hint = Like Europe/Warsaw. If it is empty, your browser decides.
me-language = Language
me-language-browser = As in the browser
me-discoverable = Other servers may find me by my skills
me-discoverable-about = (otherwise only people on this server see them)
me-sessions = Signed in as you
me-session-this = This browser
me-session-other = Another browser
me-session-times = Since { $since }, last used { $seen }
me-sessions-end = Sign out everywhere
me-sessions-end-about = This browser too. Tokens keep working until they end or you revoke them.
me-tokens = Tokens for programs
me-tokens-about = A program with a token can read or act as you. It never operates the server.
me-token = Token
me-token-name = Label
me-token-scope = What it may do
me-token-days = How long it works
me-token-passphrase = Your passphrase
me-token-passphrase-hint = It is asked again, so that nobody makes a token in a browser that you left open.
me-token-make = Make a token
me-token-new = This is the new token. Copy it now; it is not shown again.
token-made = Made { $made }.
token-used = Last used { $used }.
token-unused = Not used yet.
token-ends = Ends { $ends }.
token-scope-read = Reads what you can read
token-scope-act = Does everything you can do
token-days-7 = A week
token-days-30 = A month
token-days-90 = Three months
token-days-365 = A year
token-revoke = Revoke
me-theme = Colours
theme-system = Same as your device
theme-light = Light
theme-dark = Dark
me-passphrase = Passphrase
me-passphrase-old = Current passphrase
me-passphrase-new = New passphrase
me-passphrase-change = Change it
me-passphrase-tokens = End all tokens too
me-passphrase-about = Every other browser is signed out.

## Profiles

profile-edit = Change
profile-since = here since { $day }
profile-none = Nothing is written here yet.
profile-none-you = You have written nothing here yet.
profile-in = Member of
profile-skills = Skills
profile-skills-none = No skills listed.

## Said once, after a form

notice-welcome = Welcome. Look around, or start with a pursuance below.
notice-welcome-back = Your account is ready.
notice-signed-out = You are signed out.
notice-signed-out-everywhere = You are signed out on every device, this one too.
notice-session-ended = That device is signed out.
notice-passphrase-set = Your passphrase is changed. Every other device has been signed out.
