### Joining, signing in, one's own account, and profiles.

join-title = Join { $instance }
join-about = A name and a passphrase, about a minute. No e-mail and no phone number.
join-for-a-task = After that you can take the task.
join-closed = This server takes no new people right now.
join-closed-about = Whoever runs it can still make an account for you.
join-1 = 1. Your name here
join-2 = 2. A passphrase
join-name = User name
join-name-hint = Small letters, digits, - and _. Others find you as name@{ $host }. It need not be your real name.
join-have = You have an account already?
passphrase = Passphrase
passphrase-again = Passphrase again
passphrase-about = It opens your account. There is no e-mail to reset it with, so keep it where you find it again.
passphrase-hint = At least 12 characters. Four or five words that do not belong together are good.
signin-title = Sign in
signin-to = Sign in to { $instance }
signin-new = New here?
signin-forgot = Forgot the passphrase? Ask whoever runs this server; they can set a new one with you.
setup-title = Set up this server
setup-about = You become the first operator of { $host }: you can see how the server does, other servers, and accounts.
setup-button = Make my account
setup-used = This link does not work any more.
setup-used-about = It works once, until the first operator has an account. Start the server again to get a fresh one, or sign in.

## One's own account

me-title = You
me-about-name = Others find you as <code>{ $handle }</code>.
me-public = What others see of you
me-more = More settings
me-profile = Profile
me-display = Name
me-about = About you
me-about-hint = A few sentences, if you like. Markdown works.
me-skills = What you can do
me-skills-hint = Separated by commas, each as Area:Detail: Language:French, Design:Icons.
me-zone = Time zone
me-zone-hint = Like Europe/Warsaw. If it is empty, times are in the zone of your browser.
me-discoverable = Other servers may find me by my skills
me-discoverable-about = (otherwise only people here see them)
me-sessions = Where you are signed in
me-session-this = This browser
me-session-other = Another browser
me-session-times = Since { $since }, last used { $seen }
me-sessions-end = Sign out everywhere
me-sessions-end-about = Here too. Tokens keep working.
me-tokens = Tokens for programs
me-tokens-about = A program that has a token can do whatever you can do here.
me-token-name = Label
me-token-make = Make a token
me-token-new = This is the new token. Copy it now; it is not shown again.
token-made = Made { $made }.
token-used = Last used { $used }.
token-unused = Not used yet.
token-revoke = Revoke
me-theme = Colours
theme-system = Same as your device
theme-light = Light
theme-dark = Dark
me-passphrase = Passphrase
me-passphrase-old = Current passphrase
me-passphrase-new = New passphrase
me-passphrase-change = Change it
me-passphrase-about = You are signed out everywhere but here.

## Profiles

profile-edit = Change
profile-since = here since { $day }
profile-none = They have not written anything about themselves.
profile-none-you = You have not written anything about yourself.
profile-in = Belongs to
profile-skills = Can do
profile-skills-none = No skills listed.
