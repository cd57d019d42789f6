### Die Seiten der Betreiber.

op-overview = Überblick
op-peers = Andere Server
op-deliveries = Zustellungen
op-accounts = Konten
op-tokens = Tokens
op-see = Ansehen
op-fine = Alles in Ordnung. Jeder Server antwortet, und nichts hängt.
op-silent = { $host } antwortet nicht. { $n ->
    [one] Eine Zustellung wartet und wird von selbst wieder versucht.
   *[other] { $n } Zustellungen warten und werden von selbst wieder versucht.
  } Nichts geht verloren.
op-silent-since = Still seit { $since }.
op-silent-next = Nächster Versuch { $next }.
op-other-key = Der Schlüssel einer Pursuance auf { $host } hat sich geändert. Mit ihr wird nichts ausgetauscht, bis du den Schlüssel verglichen hast.
op-stopped-there = { $host } hat den Austausch angehalten und nimmt nichts an, bis die Betreiber dort ihn fortsetzen. Bitte sie darum; setze ihn auch hier fort.
op-records = Die Aufzeichnungen von { $host } und die dieses Servers sind verschieden. Nachrichten sind angehalten, bis du mit den Betreibern dort gesprochen hast.
op-forbids = { $host } weist diesen Server ab. { $n ->
    [one] Eine Zustellung wartet und wird von selbst wieder versucht.
   *[other] { $n } Zustellungen warten und werden von selbst wieder versucht.
  } Frag die Betreiber dort.
op-forbids-since = Abgewiesen seit { $since }.
op-stopped = { $n ->
    [one] Eine ist angehalten, bis ein Schlüssel verglichen ist.
   *[other] { $n } sind angehalten, bis ein Schlüssel verglichen ist.
  }
op-stuck = { $n ->
    [one] Eine Zustellung wurde abgewiesen oder aufgegeben. Sie wird nicht von selbst wieder versucht.
   *[other] { $n } Zustellungen wurden abgewiesen oder aufgegeben. Sie werden nicht von selbst wieder versucht.
  }
op-blocked-waiting = { $n ->
    [one] Eine Zustellung wartet auf einen Server, den du gesperrt hast. Sie wird nicht gesendet, solange die Sperre gilt.
   *[other] { $n } Zustellungen warten auf Server, die du gesperrt hast. Sie werden nicht gesendet, solange die Sperre gilt.
  }
op-waiting = Wartende Zustellungen
op-oldest = älteste { $at }
op-nothing-waits = Nichts wartet.
op-today = Heute zugestellt
op-received = { $n } empfangen
op-pursuances = Pursuances
op-tasks = { $n ->
    [one] eine Aufgabe
   *[other] { $n } Aufgaben
  }
op-disk = Datenbank
op-files = Dateien: { $size }
op-free = Frei: { $size }
op-new-accounts = { $n ->
    [one] Ein neues Konto in den letzten sieben Tagen
   *[other] { $n } neue Konten in den letzten sieben Tagen
  }
op-jobs = Fällige Arbeiten
op-jobs-late = Der Server kommt nicht nach.
op-jobs-fine = Der Server kommt nach.
op-program = Pursuance { $version } auf { $database }, läuft seit { $since }.
op-peers-none = Noch kein anderer Server. Übergib einer Pursuance anderswo eine Aufgabe, dann steht ihr Server hier.
op-outbox = Unterwegs
op-outbox-link = Alles, was unterwegs ist, auch Mails
op-outbox-about = Was auf andere Server, den Mailserver und Browser wartet. Jedes wird von selbst wieder versucht, in immer größeren Abständen.
op-outbox-none = Nichts wartet: Alles ist angekommen.
outbox-server = Zustellungen
outbox-mail = Mails
outbox-push = Nachrichten an Browser
outbox-waiting = { $n ->
    [one] Eine wartet, seit { $since }.
   *[other] { $n } warten, die älteste seit { $since }.
  }
outbox-next = Nächster Versuch { $at }.
outbox-attempts = Letzte Versuche
outbox-attempts-none = In den letzten 30 Tagen gab es keinen Versuch.
outbox-tried = In den letzten 30 Tagen versucht
outbox-taken = Angenommen
outbox-later = Nicht jetzt
outbox-unreachable = Nicht erreichbar
outbox-refused = Abgewiesen
outbox-given-up = Aufgegeben
op-deliveries-none = Keine solchen Zustellungen.
op-deliveries-all = Alle
op-deliveries-waiting = Wartend
op-deliveries-refused = Abgewiesen
op-deliveries-gave-up = Aufgegeben
op-deliveries-delivered = Zugestellt
op-deliveries-stopped = Angehalten
op-accounts-search = Konto suchen
op-account-made = Angelegt { $made }.
op-account-seen = Zuletzt hier { $seen }.
op-account-texts = Texte: { $taken }.
op-operator = Betreiber
op-suspended = Gesperrt
op-make-operator = Zum Betreiber machen
op-unmake-operator = Nicht mehr Betreiber
op-suspend = Sperren: keine Anmeldung mehr
op-unsuspend = Anmeldung wieder zulassen
op-unbounded = Ohne Grenzen
op-lift-limits = Grenzen aufheben
op-remove-picture = Bild wegnehmen
op-set-limits = Grenzen wieder setzen
op-tokens-about = Programme, die hier für jemanden handeln. Behalten werden nur Fingerabdrücke.
op-tokens-none = Niemand hat ein Token angelegt.
op-name = Name dieses Servers
op-name-hint = Er steht oben auf jeder Seite.
op-door = Wer ein Konto anlegen darf
op-about = Über diesen Server, in einem Satz
op-about-hint = Besucher lesen ihn auf der ersten Seite.
op-run-by = Wer ihn betreibt
op-run-by-hint = Ein Name, oder wie man euch erreicht. Besucher lesen es auf der ersten Seite.
door-anybody = Alle
door-invited = Nur mit Einladung: in eine Pursuance, oder von einem Betreiber
door-request = Auf Anfrage: ein Betreiber entscheidet; auch eine Einladung gilt
op-requests = Anfragen nach einem Konto
op-requests-more = { $n ->
    [one] Danach wartet noch eine.
   *[other] Danach warten noch { $n }.
  }
op-request-let-in = Hereinlassen
op-request-no = Nein
notice-request-let-in = Aufgenommen. Das steht auf der eigenen Seite der Person; dort wählt sie eine Passphrase.
notice-request-declined = Die Antwort ist Nein. Das steht auf der eigenen Seite der Person.
door-nobody = Niemand; auch keine Einladung gilt für neue Leute
op-link = Link für eine neue Passphrase
op-link-made = Ein Link für { $name }: jetzt kopieren, er wird einmal gezeigt.
op-link-about = Er setzt eine Passphrase, einmal, und gilt bis { $until }. Wer ihn hat, kommt in das Konto: gib ihn nur dieser Person.
op-new-account = Konto anlegen
op-new-account-hint = Du bekommst einen Link, mit dem die Person eine Passphrase wählt.
op-new-account-button = Anlegen
notice-server-set-up = Dein Server ist bereit. Starte eine Pursuance, dann lade Leute ein.
op-base-url = Beim ersten Start festgelegt, weil jede Adresse, die andere Server kennen, sie enthält.

peer-server = Server
peer-state = Zustand
peer-last = Letzte Antwort
peer-waiting = Wartend
peer-action = Aktion
peer-fine = In Ordnung
peer-silent = Antwortet nicht
peer-suspended = Aufzeichnungen verschieden
peer-stopped-there = Dort angehalten
peer-other-key = Schlüssel geändert
peer-keys = Geänderte Schlüssel
peer-keys-about = Jede Pursuance anderswo ist an ihrem Schlüssel zu erkennen. Diese hier benutzen einen anderen als vorher, und niemand hat das bestätigt: ihr Server könnte jetzt jemand anderem gehören. Mit ihnen werden keine Nachrichten ausgetauscht. Bitte die Betreiber jenes Servers auf einem anderen Weg als diesem, dir ihren Schlüssel vorzulesen. Nimm den neuen Schlüssel nur an, wenn er derselbe ist.
peer-key-before = Vorher bekannter Schlüssel
peer-key-now = Jetziger Schlüssel
peer-key-none = Keiner
peer-key-accept = Neuen Schlüssel annehmen
peer-key-accept-about = Von da an spricht für { $name }, wer den neuen Schlüssel hat: die wartenden Nachrichten werden dorthin gesendet, und der vorherige Schlüssel gilt nicht mehr. Das lässt sich hier nicht zurücknehmen.
peer-key-accept-button = Ich habe ihn verglichen: neuen Schlüssel annehmen
peer-key-keep = Vorherigen Schlüssel behalten
peer-blocked = Von euch gesperrt
peer-forbids = Weist diesen Server ab
peer-forbids-since = Weist diesen Server ab seit
peer-said = Seine Antwort
peer-block-reason = Gesperrt, weil
peer-block = Diesen Server sperren…
peer-unblock = Entsperren
block-open = Einen Server sperren…
block-title = Einen Server sperren
block-host = Server
block-host-hint = Sein Name, etwa law.example. Die Server unter diesem Namen gehören dazu.
block-host-wrong = Das ist nicht der Name eines anderen Servers. Schreib ihn so: law.example.
block-look = Ansehen, was das beendet
block-sure = { $host } sperren?
block-means = Nichts wird mehr dorthin gesendet, und nichts von dort wird angenommen. Aufgaben, die dort für euch liegen, bitten hier wieder um Hilfe; Aufgaben, die ihr von dort habt, werden eure eigenen. Die Übergaben dorthin und von dort enden für immer: auch ein späteres Entsperren bringt sie nicht zurück.
block-ends = Diese Übergaben enden:
block-ends-nothing = Mit diesem Server gibt es keine offenen Übergaben.
block-ending = { $ours } und { $theirs }: { $n ->
    [one] eine Aufgabe
   *[other] { $n } Aufgaben
  }
block-reason = Warum
block-reason-hint = Für andere Betreiber dieses Servers. Sonst sieht es niemand.
block-do = Sperren
peer-never = Nie
peer-unknown = Noch nicht bekannt
peer-silent-since = Still seit
peer-next = Nächster Versuch
peer-failures = Fehlversuche
peer-signature = Signaturen
peer-clock = Seine Uhr
peer-clock-ahead = { $n ->
    [0] Wie unsere
    [one] Eine Sekunde vor unserer
   *[other] { $n } Sekunden vor unserer
  }
peer-clock-behind = { $n ->
    [one] Eine Sekunde hinter unserer
   *[other] { $n } Sekunden hinter unserer
  }
peer-retry = { $n ->
    [one] Die wartende jetzt versuchen
   *[other] Die { $n } wartenden jetzt versuchen
  }
peer-channels = Kanäle
peer-channels-none = Noch tauscht keine Pursuance von hier Nachrichten mit einer dort aus.
channel-ours = Unsere
channel-theirs = Ihre
channel-sent = Gesendet
channel-read = Dort gelesen
channel-received = Empfangen
channel-held = Zurückgehalten
channel-stopped-there = Dort angehalten
try-now = Jetzt versuchen
delivery-number = Nachricht { $n }
delivery-since = Erstellt { $at }.
delivery-attempts = { $n ->
    [0] Noch nicht versucht.
    [one] Einmal versucht.
   *[other] { $n }-mal versucht.
  }
delivery-details = Einzelheiten
message-offer = Angebot einer Aufgabe
message-accept = Zusage
message-other-terms = Andere Bedingungen
message-changes = Bitte um Änderungen
message-reject = Absage
message-grant = Bestätigung
message-undo = Zurückgezogenes Angebot
message-revoke = Rückruf einer Aufgabe
message-leave = Zurückgegebene Aufgabe
message-update = Neues zu einer Aufgabe
message-create = Arbeit oder Nachricht
message-delete = Etwas wurde entfernt
message-join = Frage, ob jemand anderes helfen darf
message-nudge = Bitte um Neuigkeiten
message-other = Nachricht
said-not-let-in = Der andere Server hat sie nicht angenommen, weil er diesen nicht einlässt.
said-nobody = Der andere Server kennt diesen Empfänger nicht.
said-later = Der andere Server bittet um einen späteren Versuch.
said-too-large = Sie war dem anderen Server zu groß.
said-trouble = Der andere Server hatte selbst ein Problem.
said-no = Der andere Server hat sie nicht angenommen.
delivery-waiting = Wartet, nächster Versuch { $next }.
delivery-blocked = Wird nicht gesendet: du hast diesen Server gesperrt.
delivery-behind = Wartet hinter einer früheren Nachricht, damit die Reihenfolge stimmt.
delivery-delivered = Zugestellt { $at }.
delivery-refused = Abgewiesen.
delivery-stopped = Angehalten, bis der neue Schlüssel des Empfängers geprüft ist.
delivery-gave-up = Aufgegeben.
op-quotas = Höchstens { $person } für die Dateien einer Person, { $pursuance } für die einer Pursuance und { $peer } für die eines anderen Servers.
peer-texts = Texte
peer-files-room = { $taken } von höchstens { $most }
op-primaries = Pursuances ohne Leitung
op-primaries-about = Wer die Leitung hat, ist gesperrt oder nicht mehr da. Bestimme jemanden mit der Rolle „Verwaltung“, damit jemand handeln kann.
op-primaries-none = Jede Pursuance hat eine Leitung, die handeln kann.
op-primaries-no-admin = Dort hat niemand die Rolle „Verwaltung“.
op-primaries-admin = Neue Leitung von { $name }
op-primaries-button = Leitung geben

## Einmal gesagt, nach einem Formular

notice-token-revoked = Das Token gilt nicht mehr.
notice-suspended = Das Konto ist gesperrt und überall abgemeldet.
notice-unsuspended = Die Anmeldung ist wieder möglich.
notice-limits-lifted = Die Grenzen des Kontos sind aufgehoben.
notice-limits-set = Für das Konto gelten wieder die üblichen Grenzen.
notice-picture-of-account-removed = Das Bild ist weggenommen.
notice-operator-set = Die Änderung ist auf der nächsten Seite zu sehen.
notice-retrying = Wir versuchen es jetzt noch einmal.
notice-not-sent-blocked = Es wird nichts gesendet: du hast diesen Server gesperrt.
notice-key-accepted = Der Schlüssel ist angenommen. Was gewartet hat, geht weiter.
notice-blocked = Der Server ist gesperrt.
notice-unblocked = Der Server ist nicht mehr gesperrt.
notice-primary-named = Die Pursuance hat eine neue Leitung.
