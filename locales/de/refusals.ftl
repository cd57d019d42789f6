### Absagen: warum etwas nicht getan wurde, und im Attribut „next“, was man tun kann.

refusal-too-often = Das war zu oft.
    .next = { $seconds ->
        [one] Versuch es in einer Sekunde noch einmal.
       *[other] Versuch es in { $seconds } Sekunden noch einmal.
    }

## Wer darf

refusal-not-visible = Hier ist nichts, was du sehen kannst.
    .next = Prüfe die Adresse, oder melde dich an, falls es nur für Mitglieder ist.
refusal-role-primary = Nur die Leitung kann { $can }.
    .next = Frag sie.
refusal-role = Erst ab der Rolle „{ $roles }“ kann man { $can }.
    .next = Frag jemanden mit dieser Rolle.
refusal-role-suggest = Erst ab der Rolle „{ $roles }“ kann man { $can }.
    .next = Frag jemanden mit dieser Rolle, oder schlag es im Gespräch vor.
refusal-role-ban = Erst ab der Rolle „{ $roles }“ kann man { $can }.
    .next = Frag jemanden mit dieser Rolle, oder schlag es vor.
refusal-not-signed-in = Du bist nicht angemeldet.
    .next = Melde dich an, oder leg auf diesem Server ein Konto an.
refusal-not-a-member = Nur Mitglieder können { $can }.
    .next = Tritt erst bei.
refusal-not-yet-a-member = Du hast den Beitritt angefragt, und noch hat niemand geantwortet.
    .next = Warte auf die Antwort.
refusal-banned = Du wurdest aus dieser Pursuance ausgeschlossen.
    .next = Frag dort jemanden mit der Rolle „Mitverwaltung“, wenn das ein Irrtum ist.
refusal-already-a-member = Du bist schon Mitglied.
    .next = Es ist nichts zu tun.
refusal-not-yours = Nur wer die Aufgabe hat, oder jemand ab der Rolle „Zuteilung“, kann { $can }.
    .next = Frag dort nach.
refusal-not-the-reviewer = Nur wer prüft, oder die Verwaltung, kann { $can }.
    .next = Frag dort nach.
refusal-not-the-creator = Nur wer die Aufgabe hinzugefügt hat, oder die Verwaltung, kann { $can }.
    .next = Frag dort nach.
refusal-own-work = Du hast diese Arbeit gemacht, deshalb prüft sie jemand anderes.
    .next = Frag, wer sie prüft.
refusal-invite-above-own = Du kannst bis zu deiner eigenen Rolle einladen: „{ $role }“.
    .next = Frag jemanden mit einer höheren Rolle.
refusal-role-above-own = Du kannst das für Rollen unter deiner eigenen: „{ $role }“.
    .next = Frag jemanden mit einer höheren Rolle.
refusal-primary-stays = Eine Pursuance hat immer eine Leitung, und das bist du.
    .next = Frag erst ein anderes Mitglied, ob es die Leitung übernimmt.
refusal-not-operator = Nur Betreiber können { $can }.
    .next = Frag einen Betreiber dieses Servers.
refusal-not-party = Das kann nur die andere Seite einer offenen Übergabe dieser Aufgabe.
    .next = Biete sie erst an, nimm sie an oder bestätige sie.
refusal-not-for-this = Das kann nur ein Mitglied.
    .next = Bitte ein Mitglied, es zu tun.

## Alle, die eine Rolle haben: ihr Name

holders-untrusted = Auf Probe
holders-viewer = Mitlesen
holders-normal = Mitarbeit
holders-assigner = Zuteilung
holders-recruiter = Einladung
holders-assistant-admin = Mitverwaltung
holders-admin = Verwaltung
holders-primary = Leitung

## Was jemand tun wollte, nach „kann“

can-see-pursuance = diese Pursuance sehen
can-see-task = diese Aufgabe sehen
can-see-members = sehen, wer dabei ist
can-see-log = das Protokoll lesen
can-discuss = im Gespräch mitreden
can-suggest-task = Aufgaben vorschlagen
can-create-task = Aufgaben aufschreiben
can-edit-task = diese Aufgabe ändern
can-move-task = Aufgaben verschieben
can-add-subtask = diese Aufgabe aufteilen
can-take-task = Aufgaben übernehmen
can-work-on-task = diese Aufgabe voranbringen
can-assign = Aufgaben zuteilen
can-review = über diese Arbeit entscheiden
can-delegate = Aufgaben übergeben
can-verdict = über Arbeit entscheiden, die zurückkommt
can-archive-task = Aufgaben weglegen
can-delete-task = Aufgaben endgültig löschen
can-grant-on-task = Rechte an einer Aufgabe vergeben
can-invite = Leute einladen
can-revoke-invite = diese Einladung widerrufen
can-see-invite-tree = sehen, wer wen eingeladen hat
can-decide-member = Leute aufnehmen
can-suggest-ban = einen Ausschluss vorschlagen
can-ban = Mitglieder entfernen und ausschließen
can-set-role = Rollen vergeben
can-edit-pursuance = die Einstellungen ändern
can-manage-pacts = feste Vereinbarungen treffen
can-transfer-pursuance = die Pursuance weitergeben
can-delete-pursuance = die Pursuance schließen
can-join = beitreten
can-leave = die Pursuance verlassen
can-create-pursuance = eine Pursuance gründen
can-operate-instance = diesen Server betreiben

## Phasen einer Aufgabe

refusal-phase-already = Die Aufgabe ist schon „{ $phase }“.
    .next = Es ist nichts zu tun.
refusal-phase-no-move = Eine Aufgabe geht nicht von „{ $from }“ zu „{ $to }“.
    .next = Lade die Seite neu, um zu sehen, wo die Aufgabe jetzt steht.
refusal-phase-no-move-yet = Eine Aufgabe geht nicht von „{ $from }“ zu „{ $to }“.
    .next = Übernimm sie erst, oder teile sie zu.
refusal-phase-no-move-ready = Eine Aufgabe geht nicht von „{ $from }“ zu „{ $to }“.
    .next = Gib sie erst zur Prüfung ab.
refusal-phase-no-move-back = Eine Aufgabe geht nicht von „{ $from }“ zu „{ $to }“.
    .next = Gib die Aufgabe stattdessen wieder frei.
refusal-phase-delegated = Eine andere Pursuance hat diese Aufgabe, ihre Phase folgt also der Arbeit dort.
    .next = Hol sie erst zurück, oder warte, bis die Arbeit zurückkommt.
refusal-phase-mirror = Diese Aufgabe gehört einer anderen Pursuance. Nur sie kann „{ $to }“ setzen.
    .next = Gib die Arbeit ab; dort wird entschieden.
refusal-phase-mirror-drop = Diese Aufgabe gehört einer anderen Pursuance. Nur sie kann „{ $to }“ setzen.
    .next = Gib sie stattdessen zurück.
refusal-phase-nobody = Noch hat niemand diese Aufgabe.
    .next = Übernimm sie, oder teile sie jemandem zu.
refusal-phase-somebody = Jemand hat diese Aufgabe.
    .next = Wer sie hat, kann sie wieder freigeben; jemand mit der Rolle „Zuteilung“ auch.
refusal-phase-not-yours = Nur wer die Aufgabe hat, oder jemand ab der Rolle „Zuteilung“, kann die Phase ändern.
    .next = Frag dort nach.
refusal-phase-own-work = Du hast diese Arbeit gemacht, deshalb prüft sie jemand anderes.
    .next = Frag, wer sie prüft.
refusal-phase-reviewer = Nur wer prüft, oder die Verwaltung, kann über diese Arbeit entscheiden.
    .next = Frag dort nach.
refusal-phase-creator-reviews = Nur wer die Aufgabe hinzugefügt hat, oder die Verwaltung, kann über diese Arbeit entscheiden.
    .next = Frag dort nach.
refusal-phase-comment = Sag, was fehlt, damit die Arbeit weitergehen kann.
    .next = Schreib einen Kommentar und schick sie noch einmal zurück.
refusal-phase-reopen = Erst ab der Rolle „Zuteilung“ kann man eine abgeschlossene Aufgabe wieder öffnen.
    .next = Frag jemanden mit dieser Rolle.
refusal-phase-creator = Das kann nur, wer die Aufgabe hinzugefügt hat, oder jemand ab der Rolle „Zuteilung“.
    .next = Schlag es im Gespräch vor.
refusal-phase-subtasks = { $open ->
        [one] Eine Teilaufgabe ist noch offen.
       *[other] { $open } Teilaufgaben sind noch offen.
    }
    .next = Erledige oder streich auch die offenen Teilaufgaben, oder erledige sie einzeln.
refusal-phase-subtasks-elsewhere = Andere Pursuances arbeiten an offenen Teilaufgaben: { $tasks }.
    .next = Warte auf sie, hol die Aufgaben zurück oder gib sie erst zurück.

## Wer eine Aufgabe hat, und wo sie steht

refusal-assign-delegated = Eine andere Pursuance hat diese Aufgabe.
    .next = Hol sie erst zurück.
refusal-assign-closed = Diese Aufgabe ist „{ $phase }“.
    .next = Öffne sie erst wieder.
refusal-assign-taken = Jemand hat diese Aufgabe schon.
    .next = Wähle eine andere, oder frag, ob Hilfe gebraucht wird.
refusal-assign-on-offer = Diese Aufgabe ist einer anderen Pursuance angeboten. Wer sie übernimmt, zieht das Angebot zurück, und das geht erst ab der Rolle „Zuteilung“.
    .next = Frag jemanden mit dieser Rolle, oder warte auf die Antwort zum Angebot.
refusal-assign-would-withdraw = Diese Aufgabe ist einer anderen Pursuance angeboten. Wenn du sie übernimmst, wird das Angebot zurückgezogen.
    .next = Bestätige, dass du es zurückziehst, oder warte auf die Antwort zum Angebot.
refusal-assign-not-yours = Du hast diese Aufgabe nicht.
    .next = Frag, wer sie hat, oder jemanden mit der Rolle „Zuteilung“.
refusal-assign-not-a-member = Nur Mitglieder können eine Aufgabe bekommen.
    .next = Lade die Person erst ein.
refusal-assign-no-change = Nichts würde sich ändern.
    .next = Es ist nichts zu tun.
refusal-assign-role = Das geht erst ab der Rolle „{ $roles }“.
    .next = Frag jemanden mit dieser Rolle.
refusal-tree-cycle = Eine Aufgabe kann nicht Teil von sich selbst oder von einem ihrer Teile sein.
    .next = Wähle eine Aufgabe außerhalb.
refusal-tree-too-deep = Aufgaben können höchstens { $max } Ebenen tief stehen.
    .next = Wähle eine Aufgabe weiter oben.

## Übergaben

refusal-state = Das geht nicht, solange die Übergabe { $state } ist.
    .next = Lade die Seite neu, um zu sehen, was jetzt geht.
refusal-state-ended = Das geht nicht mehr: die Übergabe ist { $state }.
    .next = Beginne eine neue Übergabe, um es noch einmal zu versuchen.
while-offered = erst angeboten
while-countered = mit anderen Bedingungen beantwortet
while-accepting = noch nicht bestätigt
while-active = in Arbeit
while-submitted = in Prüfung
while-recalling = zurückgeholt und noch nicht bestätigt
while-returning = zurückgegeben und noch nicht bestätigt
while-declined = abgelehnt
while-withdrawn = zurückgezogen
while-expired = abgelaufen
while-lost = an jemand anderen vergeben
while-completed = erledigt
while-refused = ohne angenommene Arbeit beendet
while-recalled = zurückgeholt
while-returned = zurückgegeben
while-void = hinfällig
refusal-suspended = Die Aufzeichnungen der beiden Server stimmen nicht überein. Bis Betreiber auf beiden Seiten sie verglichen haben, wird nichts gesendet.
    .next = Sprich mit den Leuten dort. Dann kann ein Betreiber sie fortsetzen.
refusal-task-closed = Die Aufgabe ist abgeschlossen.
    .next = Öffne sie erst wieder.
refusal-assigned = Jemand hat diese Aufgabe schon.
    .next = Nimm sie erst zurück, dann übergib sie.
refusal-already-delegated = Eine andere Pursuance hat diese Aufgabe schon.
    .next = Hol sie dort erst zurück.
refusal-already-offered = Diese Pursuance ist schon gefragt.
    .next = Warte auf die Antwort, oder ändere das Angebot.
refusal-shut-out = Ihr Server weist alles ab, was von diesem kommt.
    .next = Wähle eine andere Pursuance, oder bitte deine Betreiber, mit denen dort zu sprechen.
refusal-cut-we-blocked = Deine Betreiber haben ihren Server gesperrt, deshalb wird dorthin nichts gesendet.
    .next = Deine Arbeit bleibt deine.
refusal-cut-they-refuse = Ihr Server weist alles ab, was von diesem kommt, deshalb kann dorthin nichts gesendet werden.
    .next = Deine Arbeit bleibt deine.
refusal-peer-blocked = Diese Pursuance ist hier gesperrt.
    .next = Frag die Verwaltung nach dem Grund, oder wähle eine andere Pursuance.
refusal-to-itself = Eine Pursuance kann sich nicht selbst eine Aufgabe übergeben.
    .next = Wähle eine andere Pursuance.
refusal-loop = Diese Aufgabe war schon dort, sie ginge also im Kreis.
    .next = Wähle eine andere Pursuance.
refusal-depth = Die Aufgabe wurde so oft weitergegeben, wie vereinbart war.
    .next = Erledige sie hier, oder gib sie zurück.
refusal-redelegation = Es ist vereinbart, dass diese Aufgabe nicht weitergegeben wird.
    .next = Erledige sie hier, oder gib sie zurück.
refusal-origin-not-asked = Die Pursuance, die euch diese Aufgabe übergeben hat, möchte vorher gefragt werden.
    .next = Frag sie, und biete die Aufgabe an, wenn sie zustimmt.
refusal-too-many-offers = { $waiting ->
        [one] Ein Angebot an diese Pursuance wartet noch auf eine Antwort.
       *[other] { $waiting } Angebote an diese Pursuance warten noch auf eine Antwort.
    }
    .next = Warte auf Antworten, oder zieh eines zurück.
refusal-terms-respond-by = Das Datum für eine Antwort ist vorbei.
    .next = Wähle ein späteres Datum.
refusal-terms-due = Das gewünschte Datum ist vorbei.
    .next = Wähle ein späteres Datum.
refusal-terms-heartbeat = Die Zeit zwischen Berichten geht von einer Stunde bis 90 Tage.
    .next = Wähle eine andere Dauer.
refusal-terms-review = Die Zeit für eine Prüfung geht von einer Stunde bis 90 Tage.
    .next = Wähle eine andere Dauer.
refusal-terms-depth = Die Aufgabe wurde so oft weitergegeben, wie vereinbart war.
    .next = Bitte die Pursuance, die sie euch übergeben hat, mehr zu erlauben.
refusal-offer-replaced = Das Angebot hat sich geändert, während du es angesehen hast.
    .next = Sieh dir die neuen Bedingungen an, dann antworte noch einmal.
refusal-already-answered = Du hast das schon beantwortet.
    .next = Warte auf die andere Seite.
refusal-nothing-submitted = Noch ist nichts abgegeben.
    .next = Warte auf die Arbeit, oder frag, wie es läuft.
refusal-submission-replaced = Während du nachgesehen hast, wurde eine neuere Fassung abgegeben.
    .next = Sieh dir die neuere Fassung an, dann entscheide.
refusal-unknown-submission = Diese Arbeit kam nicht nach der Rückholung.
    .next = Lade die Seite neu.
refusal-delegation-subtasks = { $open ->
        [one] Eine Teilaufgabe ist noch offen.
       *[other] { $open } Teilaufgaben sind noch offen.
    }
    .next = Erledige sie, oder gib ohne sie ab.
refusal-too-soon = Dafür ist es zu früh.
    .next = Versuch es noch einmal nach { $time }.
refusal-too-late = Dafür ist es zu spät.
    .next = Beginne eine neue Übergabe, um es noch einmal zu versuchen.

## Was geschrieben wurde

refusal-empty = Bitte fülle das aus.
    .next = Ändere es und versuch es noch einmal.
refusal-too-long = Höchstens { $max } Zeichen sind erlaubt. Du hast { $got } geschrieben.
    .next = Ändere es und versuch es noch einmal.
refusal-name-form = Nimm 2 bis 30 kleine Buchstaben, Ziffern, - und _. Am Anfang ein Buchstabe, am Ende ein Buchstabe oder eine Ziffer.
    .next = Ändere es und versuch es noch einmal.
refusal-reserved = „{ $name }“ braucht der Server selbst. Bitte wähle einen anderen Namen.
    .next = Ändere es und versuch es noch einmal.
refusal-skill-form = Eine Fähigkeit schreibt man als Bereich:Einzelheit, zum Beispiel Language:French.
    .next = Ändere es und versuch es noch einmal.
refusal-too-many = Höchstens { $max } sind erlaubt.
    .next = Ändere es und versuch es noch einmal.
refusal-not-a-choice = Bitte wähle eine der Möglichkeiten.
    .next = Ändere es und versuch es noch einmal.
refusal-actor-form = Schreib einen Namen, name@server oder die Adresse einer Seite.
    .next = Ändere es und versuch es noch einmal.
refusal-file = Diese Datei ist hier nicht bekannt.
    .next = Ändere es und versuch es noch einmal.
refusal-date-form = Dieses Datum können wir nicht lesen. Schreib es wie 2026-12-15.
    .next = Ändere es und versuch es noch einmal.
refusal-date-range = Dieses Datum liegt außerhalb der Jahre 2000 bis 2199.
    .next = Ändere es und versuch es noch einmal.
refusal-zone = Keine Zeitzone heißt so.
    .next = Schreib sie wie Europe/Warsaw.
refusal-message-too-long = Dieser Text ist zu lang, um ihn an einen anderen Server zu senden. Mit seinen Formatierungen darf er höchstens { $max } kB haben.
    .next = Schreib weniger, oder schreib zwei Nachrichten.
refusal-key-not-compared = Der Schlüssel dieses Servers hat sich geändert.
    .next = Vergleiche den neuen Schlüssel und nimm ihn erst an.
refusal-nothing-stopped = Zwischen diesem Server und { $host } ist nichts angehalten.
    .next = Es ist nichts zu tun.
refusal-key-unchanged = Der Schlüssel von { $name } hat sich nicht geändert.
    .next = Es ist nichts zu tun.
refusal-sealed-later = Diese Version hat noch keine Ende-zu-Ende-Verschlüsselung.
    .next = Wähle „Nur Mitglieder“: dann können nur Mitglieder und die Betreiber dieses Servers sie lesen.
refusal-no-key = Das ist kein Schlüssel.
    .next = Kopiere ihn noch einmal.
refusal-other-key = Das ist weder der alte Schlüssel noch der neue.
    .next = Vergleiche ihn noch einmal.
refusal-no-other-server = Das ist nicht der Name eines anderen Servers.
    .next = Schreib ihn wie law.example.
refusal-nothing-suggested = Das sind die Bedingungen des Angebots.
    .next = Schlag ein anderes Datum oder eine andere Größe vor, oder frag etwas.
refusal-too-many-files = Höchstens { $max } Dateien können mitgehen.
    .next = Wähle weniger Dateien.
refusal-token-life = Ein Token endet in der Zukunft, höchstens ein Jahr von heute an.
    .next = Wähle ein anderes Ende.
refusal-asked-elsewhere = Die Pursuance, von der die Aufgabe kommt, entscheidet über Titel, Beschreibung, Fähigkeiten, Datum, Größe und Dringlichkeit.
    .next = Schreib ihr im Gespräch.
refusal-reviewer-not-a-member = Nur Mitglieder können eine Aufgabe prüfen.
    .next = Wähle ein Mitglied.
refusal-reviewer-role = Erst ab der Rolle „Mitarbeit“ kann man eine Aufgabe prüfen.
    .next = Wähle jemand anderen.
refusal-reviewer-does-it = Diese Person macht die Arbeit.
    .next = Wähle jemand anderen zum Prüfen.
refusal-passphrase-short = Nimm mindestens { $min } Zeichen.
    .next = Vier oder fünf Wörter, die nicht zusammengehören, merkt man sich leicht und errät man schwer.
refusal-passphrase-long = Nimm höchstens { $max } Bytes.
    .next = Wähle eine kürzere.
refusal-passphrase-plain = Diese ist leicht zu erraten.
    .next = Vier oder fünf Wörter, die nicht zusammengehören, merkt man sich leicht und errät man schwer.

## Wie die Dinge stehen

refusal-not-found = Hier nicht gefunden: { $what }.
    .next = Prüfe die Adresse. Vielleicht darfst du es nicht sehen.
thing-account = Konto
thing-action = Aktion
thing-actor = Absender
thing-delegation = Übergabe
thing-delivery = Zustellung
thing-file = Datei
thing-form = Formular
thing-instance = Server
thing-join-request = Beitrittsanfrage
thing-member = Mitglied
thing-offer = Angebot
thing-page = Seite
thing-person = Person
thing-pursuance = Pursuance
thing-server = Server
thing-task = Aufgabe
thing-token = Token
refusal-stale = Jemand hat diese Aufgabe geändert, während du geschrieben hast.
    .next = Dein Text steht noch unten. Wähle einen der beiden, oder füge sie zusammen.
refusal-outdated = Jemand hat diese Einstellungen geändert, während du geschrieben hast.
    .next = Dein Text steht noch unten. Sieh dir den neuen an, dann speichere noch einmal, um ihn zu ersetzen.
refusal-name-taken = Der Name „{ $name }“ ist hier vergeben.
    .next = Wähle einen anderen Namen.
refusal-registration-closed = Auf diesem Server gibt es gerade keine neuen Konten.
    .next = Bitte einen Betreiber dieses Servers um ein Konto.
refusal-setup-used = Dieser Link ist benutzt, oder es gibt einen neueren.
    .next = Starte den Server neu, um einen neuen zu bekommen, oder melde dich an.
refusal-sign-in-first = Melde dich erst an.
    .next = Melde dich an, dann versuch es noch einmal.
refusal-key-reused = Dieser Idempotency-Key gehört zu einer anderen Anfrage.
    .next = Nimm für eine neue Anfrage einen neuen.
refusal-last-operator = Das ist der letzte Betreiber dieses Servers.
    .next = Mach erst jemand anderen zum Betreiber.
refusal-last-primary = Du bist für diese Pursuance verantwortlich; bevor du gehst, bekommt jemand anderes die Leitung.
    .next = Übergib erst jemand anderem die Leitung.
refusal-full-grants-of-member = Dieses Mitglied hat hier Rechte an { $most } Aufgaben, mehr gehen nicht.
    .next = Nimm erst einige davon zurück, oder gib dem Mitglied eine andere Rolle.
refusal-full-grants-on-task = { $most } Mitglieder haben Rechte an dieser Aufgabe, mehr gehen nicht.
    .next = Nimm erst einige davon zurück.
refusal-member-unavailable = Dieses Konto ist zurzeit nicht benutzbar.
    .next = Wähle jemand anderen.
refusal-not-banned = Diese Person ist hier nicht ausgeschlossen.
    .next = Es ist nichts zu tun.
refusal-end-is-past = Dieser Ausschluss wäre schon vorbei.
    .next = Wähle einen späteren Tag.
refusal-is-primary = Dieses Mitglied hat die Leitung schon.
    .next = Wähle jemand anderen.
refusal-not-asked = Zurzeit ist niemand gefragt, die Leitung zu übernehmen.
    .next = Lade die Seite neu, um den Stand zu sehen.
refusal-primary-acts = Die Leitung dieser Pursuance kann handeln.
    .next = Bitte sie, die Leitung selbst weiterzugeben.
refusal-not-an-admin = Dieses Mitglied hat nicht die Rolle „Verwaltung“.
    .next = Wähle jemanden mit dieser Rolle.
refusal-receiver-gone = Deine Aufgaben können nur an jemanden gehen, der Mitglied bleibt.
    .next = Wähle jemand anderen, oder lass die Aufgaben wieder Hilfe suchen.
refusal-full-pursuances = Du hast { $most } Pursuances, so viele, wie ein Konto haben darf.
    .next = Bitte einen Betreiber dieses Servers, die Grenze für dich aufzuheben.
refusal-full-joined = Du bist in { $most } Pursuances, so vielen, wie ein Konto darf.
    .next = Verlasse erst eine davon, oder bitte einen Betreiber dieses Servers, die Grenze für dich aufzuheben.
refusal-full-tokens = Du hast { $most } Tokens, so viele, wie ein Konto haben darf.
    .next = Bitte einen Betreiber dieses Servers, die Grenze für dich aufzuheben.
refusal-room-person = Für diese Datei ist kein Platz: alles, was du hochlädst, darf zusammen { $most } MiB einnehmen.
    .next = Bitte einen Betreiber dieses Servers um mehr Platz.
refusal-room-pursuance = Für diese Datei ist kein Platz: alle Dateien einer Pursuance dürfen zusammen { $most } MiB einnehmen.
    .next = Bitte einen Betreiber dieses Servers um mehr Platz.
refusal-room-peer = Für diese Datei ist kein Platz: alle Dateien von einem anderen Server dürfen hier zusammen { $most } MiB einnehmen.
    .next = Bitte einen Betreiber dieses Servers um mehr Platz.
refusal-room-disk = Für diese Datei ist kein Platz: die Festplatte dieses Servers ist fast voll.
    .next = Bitte einen Betreiber dieses Servers um mehr Platz.
refusal-uploads-yours = Du lädst gerade so viele Dateien hoch, wie gleichzeitig erlaubt sind.
    .next = Warte, bis eine davon angekommen ist, dann versuch es noch einmal.
refusal-uploads = Dieser Server empfängt gerade so viele Dateien, wie er kann.
    .next = Warte, bis eine davon angekommen ist, dann versuch es noch einmal.
refusal-no-such-file = Diese Datei wurde hier nicht hochgeladen.
    .next = Lade sie erst hoch.

## Jemanden nachsehen

refusal-lookup-form = „{ $name }“ ist keine Adresse.
    .next = Schreib sie wie name@server, oder füge die Adresse der Seite ein.
refusal-lookup-unreadable = „{ $name }“ ist keine Adresse.
    .next = Prüfe die Schreibweise.
refusal-lookup-nobody-here = „{ $name }“ gibt es auf diesem Server nicht.
    .next = Prüfe die Schreibweise, oder schreib name@server.
refusal-lookup-nobody-there = Auf { $host } heißt niemand { $name }.
    .next = Prüfe die Schreibweise.
refusal-lookup-silent = { $host } antwortet nicht.
    .next = Versuch es in ein paar Minuten noch einmal.
refusal-lookup-trouble = { $host } hat ein Problem; die Antwort war { $status }.
    .next = Versuch es in ein paar Minuten noch einmal.
refusal-lookup-too-many = Du hast nach vielen Namen gesucht.
    .next = { $seconds ->
        [one] Warte eine Sekunde, dann mach weiter.
       *[other] Warte { $seconds } Sekunden, dann mach weiter.
    }
refusal-lookup-not-let-in = { $host } zeigt diesem Server seine Leute und Pursuances nicht.
    .next = Bitte deine Betreiber, mit denen dort zu sprechen.
refusal-lookup-unsound = { $host } hat etwas geantwortet, das dieser Server nicht lesen kann.
    .next = Prüfe die Schreibweise, oder versuch es später noch einmal.
refusal-lookup-blocked = Dieser Server spricht nicht mit { $host }.
    .next = Frag einen Betreiber dieses Servers nach dem Grund.
refusal-lookup-out-of-reach = { $host } ist kein Server, den dieser erreichen kann.
    .next = Prüfe die Schreibweise.
refusal-lookup-gone = { $name } gibt es nicht mehr.
    .next = Wähle jemand anderen.
refusal-lookup-key-changed = Der Schlüssel von { $name } hat sich geändert, es könnte also jetzt jemand anderes sein.
    .next = Ein Betreiber dieses Servers muss ihn erst vergleichen.
refusal-lookup-foreign-inbox = { $host } möchte seine Nachrichten an einen anderen Server bekommen. Das tut dieser Server nicht.
    .next = Bitte die Leute dort, es ihren Betreibern zu sagen.
refusal-lookup-failed = Dieser Server konnte nicht nachsehen.
    .next = Versuch es später noch einmal.
refusal-not-a-pursuance = { $name } ist keine Pursuance und nimmt deshalb keine Aufgaben an.
    .next = Frag dort nach der Adresse, die oben auf ihrer Seite steht.
refusal-takes-no-tasks = Der Server von { $name } nimmt keine Aufgaben von anderen Pursuances an.
    .next = Wähle eine andere Pursuance.
refusal-partner-gone = { $name } gibt es nicht mehr.
    .next = Wähle eine andere Pursuance.
