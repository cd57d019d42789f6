### Mitmachen, anmelden, das eigene Konto und Profile.

join-title = Bei { $instance } mitmachen
join-about = Ein Name und eine Passphrase, etwa eine Minute. Keine E-Mail, keine Telefonnummer.
join-for-a-task = Danach kannst du die Aufgabe übernehmen.
join-closed = Auf diesem Server gibt es gerade keine neuen Konten.
join-closed-about = Ein Betreiber dieses Servers kann trotzdem ein Konto für dich anlegen.
join-1 = 1. Dein Name hier
join-2 = 2. Eine Passphrase
join-name = Benutzername
join-name-hint = Kleine Buchstaben, Ziffern, - und _. Andere finden dich als name@{ $host }. Es muss nicht dein echter Name sein.
join-have = Hast du schon ein Konto?
passphrase = Passphrase
passphrase-again = Passphrase noch einmal
passphrase-about = Die Passphrase öffnet dein Konto. Sie lässt sich nicht per E-Mail zurücksetzen, bewahre sie also gut auf.
passphrase-hint = Mindestens 12 Zeichen, zum Beispiel vier oder fünf Wörter, die nicht zusammengehören.
signin-title = Anmelden
signin-to = Bei { $instance } anmelden
signin-new = Neu hier?
signin-forgot = Passphrase vergessen? Ein Betreiber dieses Servers kann mit dir eine neue festlegen.
setup-title = Diesen Server einrichten
setup-about = Du wirst der erste Betreiber von { $host }. Betreiber kümmern sich um den Server, seine Konten und die Verbindungen zu anderen Servern.
setup-button = Mein Konto anlegen
setup-used = Dieser Link gilt nicht mehr.
setup-used-about = Der Link gilt nur einmal. Starte den Server neu, um einen neuen zu bekommen, oder melde dich an.

## Das eigene Konto

me-title = Du
me-about-name = Andere finden dich als <code>{ $handle }</code>.
me-public = Dein öffentliches Profil
me-more = Weitere Einstellungen
me-profile = Profil
me-display = Name
me-about = Über dich
me-about-hint = Ein paar Sätze, wenn du magst. Mit Markdown, wenn du willst.
me-skills = Fähigkeiten
me-skills-hint = Mit Kommas getrennt, jede als Bereich:Einzelheit: Language:French, Design:Icons.
me-zone = Zeitzone
me-zone-hint = Zum Beispiel Europe/Warsaw. Wenn das Feld leer ist, entscheidet dein Browser.
me-language = Sprache
me-language-browser = Wie im Browser eingestellt
me-discoverable = Andere Server dürfen mich über meine Fähigkeiten finden
me-discoverable-about = (sonst sehen sie nur Leute auf diesem Server)
me-sessions = Angemeldet als du
me-session-this = Dieser Browser
me-session-other = Ein anderer Browser
me-session-times = Seit { $since }, zuletzt benutzt { $seen }
me-sessions-end = Überall abmelden
me-sessions-end-about = Auch in diesem Browser. Tokens gelten weiter, bis sie ablaufen oder du sie widerrufst.
me-tokens = Tokens für Programme
me-tokens-about = Ein Programm mit einem Token kann für dich lesen oder handeln. Die Rechte von Betreibern hat es nie.
me-token = Token
me-token-name = Bezeichnung
me-token-scope = Was es darf
me-token-days = Wie lange es gilt
me-token-passphrase = Deine Passphrase
me-token-passphrase-hint = Sie wird noch einmal verlangt, damit niemand in deinem offenen Browser ein Token anlegt.
me-token-make = Token anlegen
me-token-new = Das ist das neue Token. Kopiere es jetzt; es wird nicht noch einmal gezeigt.
token-made = Angelegt { $made }.
token-used = Zuletzt benutzt { $used }.
token-unused = Noch nicht benutzt.
token-ends = Gilt bis { $ends }.
token-scope-read = Liest, was du lesen kannst
token-scope-act = Tut alles, was du tun kannst
token-days-7 = Eine Woche
token-days-30 = Einen Monat
token-days-90 = Drei Monate
token-days-365 = Ein Jahr
token-revoke = Widerrufen
me-theme = Farben
theme-system = Wie dein Gerät
theme-light = Hell
theme-dark = Dunkel
me-passphrase = Passphrase
me-passphrase-old = Jetzige Passphrase
me-passphrase-new = Neue Passphrase
me-passphrase-change = Ändern
me-passphrase-tokens = Auch alle Tokens beenden
me-passphrase-about = Alle anderen Browser werden abgemeldet.

## Profile

profile-edit = Ändern
profile-since = hier seit { $day }
profile-none = Hier steht noch nichts.
profile-none-you = Du hast hier noch nichts geschrieben.
profile-in = Mitglied bei
profile-skills = Fähigkeiten
profile-skills-none = Keine Fähigkeiten angegeben.

## Einmal gesagt, nach einem Formular

notice-welcome = Willkommen. Sieh dich um, oder fang unten mit einer Pursuance an.
notice-welcome-back = Dein Konto ist bereit.
notice-signed-out = Du bist abgemeldet.
notice-signed-out-everywhere = Du bist auf allen Geräten abgemeldet, auch auf diesem.
notice-session-ended = Das Gerät ist abgemeldet.
notice-passphrase-set = Deine Passphrase ist geändert. Alle anderen Geräte sind abgemeldet.
