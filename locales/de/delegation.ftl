### Eine Aufgabe, die eine Pursuance einer anderen übergibt.

## Zustände, wie jede Seite sie sieht

state-offered-origin = Wartet auf ihre Antwort
state-offered-delegate = Wartet auf unsere Antwort
state-countered-origin = Sie schlagen andere Bedingungen vor
state-countered-delegate = Wir haben andere Bedingungen vorgeschlagen
state-accepting = Wartet auf ihre Bestätigung
state-active = In Arbeit
state-submitted-origin = Abgegeben, wartet auf unsere Prüfung
state-submitted-delegate = Abgegeben, wartet auf ihre Prüfung
state-recalling = Zurückgeholt, wartet auf ihre Bestätigung
state-returning = Zurückgegeben, wartet auf ihre Bestätigung
state-declined = Abgelehnt
state-withdrawn = Angebot zurückgezogen
state-expired = Ohne Antwort beendet
state-lost = Zu spät
state-completed = Erledigt
state-refused = Arbeit nicht angenommen
state-recalled = Zurückgeholt
state-returned = Zurückgegeben
state-void = Ihr Server ist weg
state-we-blocked = Beendet: eure Betreiber haben ihren Server gesperrt
state-they-refuse = Beendet: ihr Server weist diesen ab

## Was als Nächstes kommt

next-origin-offered = { $peer } entscheidet. Ohne Antwort endet das Angebot { $by }, und du erfährst es. Bis zur Zusage ändert sich hier nichts.
next-origin-countered = Hier antwortet jemand mit der Rolle „Koordination“. Bis dahin gilt das Angebot, wie es war.
next-origin-active = { $peer } arbeitet daran und berichtet, wie es läuft. Du kannst jederzeit die Bedingungen ändern oder die Aufgabe zurückholen.
next-origin-submitted = Wer hier prüft, nimmt die Arbeit an oder schickt sie zurück. { $peer } erfährt es sofort.
next-origin-recalling = Du musst nichts tun. Sobald { $peer } bestätigt, ist die Aufgabe wieder frei.
next-origin-refused = Die Aufgabe ist wieder frei und kann jemand anderem angeboten werden.
next-origin-free = Diese Übergabe ist beendet. Solange niemand die Aufgabe hat, kann sie einer anderen Pursuance angeboten werden.
next-delegate-offered = Hier antwortet jemand mit der Rolle „Koordination“ an { $peer }, spätestens { $by }.
next-delegate-countered = { $peer } schickt ein neues Angebot oder zieht dieses zurück.
next-delegate-accepting = { $peer } prüft, ob die Aufgabe noch frei ist, und bestätigt. Dann gehört sie euch.
next-delegate-active = Erledigt die Arbeit, teilt sie auf oder teilt sie hier zu. Gebt sie ab, wenn sie fertig ist; { $peer } prüft sie.
next-delegate-submitted = { $peer } prüft die Arbeit. Du erfährst, wie die Prüfung ausgeht.
next-delegate-returning = Du musst nichts tun. Sobald { $peer } bestätigt, liegt die Aufgabe wieder dort.
next-delegate-refused = { $peer } hat die Arbeit nicht angenommen. Sie bleibt hier.
next-delegate-closed = Hier ist nichts mehr zu tun.
next-delegate-stopped = Die Arbeit hier hat aufgehört. Was getan ist, bleibt hier.
next-origin-completed = Die Arbeit ist angenommen, und die Aufgabe ist erledigt.
next-delegate-completed = { $peer } hat die Arbeit angenommen. Danke.
next-origin-we-blocked = Eure Betreiber haben den Server von { $peer } gesperrt, damit ist die Übergabe beendet. Die Aufgabe ist hier wieder frei.
next-origin-they-refuse = Der Server von { $peer } hat einen Tag lang jede Nachricht von diesem Server abgewiesen. Die Aufgabe ist hier wieder frei; die Kopie dort bleibt.
next-delegate-we-blocked = Eure Betreiber haben den Server von { $peer } gesperrt, damit ist die Übergabe beendet. Die Aufgabe ist jetzt eure eigene: macht weiter oder streicht sie.
next-delegate-they-refuse = Der Server von { $peer } hat einen Tag lang jede Nachricht von diesem Server abgewiesen, deshalb lässt sich die Arbeit nicht abgeben. Die Aufgabe ist jetzt eure eigene: macht weiter oder streicht sie.
next-void = Der Server von { $peer } ist weg. Die Aufgabe geht hier als gewöhnliche Aufgabe weiter.

## Was als Nächstes kommt, für Leser ohne Anteil daran

next-origin-offered-others = { $peer } entscheidet. Ohne Antwort endet das Angebot { $by }. Bis zur Zusage ändert sich hier nichts.
next-origin-active-others = { $peer } arbeitet daran.
next-origin-recalling-others = Sobald { $peer } bestätigt, ist die Aufgabe wieder frei.
next-delegate-accepting-others = { $peer } prüft, ob die Aufgabe noch frei ist, und bestätigt. Dann beginnt hier die Arbeit.
next-delegate-active-others = Die Arbeit ist hier im Gang. Nach der Abgabe prüft { $peer } sie.
next-delegate-submitted-others = { $peer } prüft die Arbeit.
next-delegate-returning-others = Sobald { $peer } bestätigt, liegt die Aufgabe wieder dort.
next-delegate-completed-others = { $peer } hat die Arbeit angenommen.
next-origin-we-blocked-others = Die Betreiber dieses Servers haben den Server von { $peer } gesperrt, damit ist die Übergabe beendet. Die Aufgabe ist hier wieder frei.
next-delegate-we-blocked-others = Die Betreiber dieses Servers haben den Server von { $peer } gesperrt, damit ist die Übergabe beendet. Die Aufgabe geht hier als gewöhnliche Aufgabe weiter.
next-delegate-they-refuse-others = Der Server von { $peer } hat einen Tag lang jede Nachricht von diesem Server abgewiesen. Die Aufgabe geht hier als gewöhnliche Aufgabe weiter.

## Der Ablauf

happened-delegation-offered = { $who }: Aufgabe angeboten
happened-delegation-reoffered = { $who }: zu neuen Bedingungen angeboten
happened-delegation-countered = { $who }: andere Bedingungen vorgeschlagen
happened-delegation-accepted = { $who }: Angebot angenommen
happened-delegation-accepted-too-late = { $who }: angenommen, nachdem das Angebot geändert oder beendet war
happened-delegation-granted = { $who }: bestätigt, die Arbeit beginnt
happened-delegation-granted-terms = { $who }: neue Bedingungen bestätigt
happened-delegation-declined-terms = { $who }: alte Bedingungen behalten
happened-delegation-declined = { $who }: abgelehnt
happened-delegation-withdrawn = { $who }: Angebot zurückgezogen
happened-delegation-expired = { $who }: Angebot beendet, keine Antwort in der Zeit
happened-delegation-lost = { $who }: geantwortet, dass die Aufgabe nicht mehr frei war
happened-delegation-lost-outdated = { $who }: geantwortet, dass die Bedingungen inzwischen andere waren
happened-delegation-lost-too-late = { $who }: geantwortet, dass die Zusage zu spät kam
happened-delegation-lost-over = { $who }: geantwortet, dass das Angebot beendet war
happened-delegation-progressed = { $who }: Zwischenstand gemeldet
happened-delegation-updated = { $who }: Auftrag geändert
happened-delegation-updated-blocked = { $who }: Aufgabe als blockiert gemeldet
happened-delegation-updated-unblocked = { $who }: Aufgabe als nicht mehr blockiert gemeldet
happened-delegation-submitted = { $who }: Arbeit abgegeben
happened-delegation-review-started = { $who }: Prüfung begonnen
happened-delegation-review-reminded = { $who }: an die Prüfung erinnert, die Arbeit wartet länger als vereinbart
happened-delegation-review-escalated = { $who }: der Rolle „Koordination“ gemeldet, dass die Arbeit noch auf ihre Prüfung wartet
happened-delegation-work-accepted = { $who }: Arbeit angenommen
happened-delegation-work-accepted-thanked = { $who }: für die Arbeit gedankt
happened-delegation-sent-back = { $who }: Arbeit zurückgeschickt
happened-delegation-work-refused = { $who }: Arbeit endgültig abgelehnt
happened-delegation-recalling = { $who }: Aufgabe zurückgeholt
happened-delegation-recalled = { $who }: Rückholung bestätigt und aufgehört
happened-delegation-returning = { $who }: Aufgabe zurückgegeben
happened-delegation-returned = { $who }: bestätigt, die Aufgabe ist dort wieder frei
happened-delegation-nudged = { $who }: nach dem Stand gefragt
happened-delegation-stalled = { $who }: bemerkt, dass es nichts Neues gibt
happened-delegation-onward-asked = { $who }: gefragt, ob eine weitere Pursuance helfen darf
happened-delegation-onward-answered = { $who }: einer weiteren Pursuance zugestimmt
happened-delegation-onward-answered-no = { $who }: keiner weiteren Pursuance zugestimmt
happened-delegation-suspended = { $who }: angehalten, die Aufzeichnungen der beiden Seiten stimmen nicht überein
happened-actor-key-changed = { $who }: angehalten, der Schlüssel der anderen Seite hat sich geändert
happened-actor-key-accepted = { $who }: fortgesetzt, der Schlüssel der anderen Seite ist geprüft
happened-delegation-voided = { $who }: festgestellt, dass die andere Seite weg ist
happened-delegation-cut-off = { $who }: beendet, die Betreiber dieses Servers haben den anderen gesperrt
happened-delegation-cut-off-by-them = { $who }: nicht erreichbar, ihr Server weist jede Nachricht von diesem ab
happened-delegation-refused-message = { $who }: konnte eine Nachricht nicht annehmen
happened-delegation-undelivered = { $who }: konnte eine Nachricht nicht zustellen, der andere Server hat sie abgewiesen
timeline-progress = Zwischenstand { $at }
timeline-earlier = { $n ->
    [one] Ein früherer Schritt
   *[other] { $n } frühere Schritte
  }

## Zwischen den Servern

between = Zwischen den Servern
between-same-server = Auf diesem Server
between-same-server-about = Beide Pursuances sind auf diesem Server. Jede sieht Änderungen innerhalb einer Minute.
between-sending = Wird gesendet
between-sending-about = Die letzte Nachricht ist unterwegs. Sie sollte in einer Minute da sein.
between-delivered = Zugestellt { $at }
between-delivered-about = Ihr Server hat sie empfangen und noch nicht bestätigt.
between-in-step = Auf gleichem Stand seit { $at }
between-in-step-word = Auf gleichem Stand
between-in-step-about = Beide Server haben denselben Stand. Nichts wartet darauf, gesendet zu werden.
between-not-answering = Noch nicht zugestellt, nächster Versuch { $next }
between-not-answering-about = Ihr Server antwortet seit { $since } nicht. Wir versuchen es von selbst weiter; nichts geht verloren.
between-not-let-in = Von ihrem Server abgewiesen, nächster Versuch { $next }
between-not-let-in-about = Ihr Server weist seit { $since } Nachrichten ab. Wir versuchen es von selbst weiter, früher, wenn er uns schreibt; nichts geht verloren. Die Betreiber dieses Servers sehen seine Antwort.
between-refused = Von ihrem Server abgewiesen
between-refused-about = Ihr Server hat die letzte Nachricht abgewiesen, { $at }. Die Betreiber dieses Servers sehen die Einzelheiten.
between-gave-up = Aufgegeben { $at }
between-gave-up-about = Ihr Server war zu lange still. Hol die Aufgabe zurück, oder bitte einen Betreiber dieses Servers, es noch einmal zu versuchen.
between-shut-out = Von ihrem Server abgewiesen seit { $since }
between-shut-out-about = Ihr Server weist jede Nachricht von diesem ab. Was du hier schreibst, wird behalten und nicht gesendet. Bleibt das einen Tag lang so, endet die Übergabe.
between-shut-out-over = Ihr Server weist jede Nachricht von diesem ab, deshalb kann nichts gesendet werden.
between-blocked = Von euren Betreibern gesperrt
between-blocked-about = An diesen Server wird nichts gesendet, und nichts von ihm wird angenommen.
between-suspended = Angehalten

## Die Seite, die übergibt

offered-to = Angebot an { $peer }
handed-to = An { $peer } übergeben
peer-title = Dort heißt sie „{ $title }“.
they-see = Was sie sehen können
review-yours = Deine Prüfung
review-theirs = Abgegebene Arbeit
review-since = Wartet seit { $at }
review-about = { $peer } sagt, das ist fertig. Vergleiche es mit dem, was gebraucht wird. Nimm es dann an, oder schick es mit einem Grund zurück.
review-left = Zuletzt gemeldet: { $done } von { $total } Teilaufgaben sind erledigt.
review-note-hint = Nötig, wenn du die Arbeit zurückschickst. Die andere Seite kann es lesen.
start-review = Prüfung beginnen
start-review-about = Die andere Seite erfährt, dass die Prüfung begonnen hat.
accept-work = Arbeit annehmen
send-back = Zurückschicken
refuse-work = Endgültig ablehnen
refuse-work-about = Das beendet die Übergabe: { $peer } erfährt, dass die Arbeit nicht angenommen wird, und kann sie nicht noch einmal abgeben. Die Aufgabe ist hier wieder frei. Für einen weiteren Versuch schick sie stattdessen zurück.
refuse-work-why = Grund
refuse-work-button = Endgültig ablehnen
rounds-older = Frühere Runden
rounds-newest = Zurück zur neuesten Runde
work-round = Runde { $n } · { $at }
work-version = Runde { $n }, Fassung { $v } · { $at }
work-late = kam nach der Rückholung
work-thanked = kam nach der Rückholung; ihr habt gedankt
work-after-verdict = kam nach der Entscheidung
work-crossed = war unterwegs, als die Arbeit zurückgeschickt wurde
thank = Dafür danken
thank-about = { $peer } erfährt, dass die Arbeit nützlich ist. Die Aufgabe bleibt hier.
work-accepted = Die angenommene Arbeit
work-handed-in = Abgegebene Arbeit, Runde { $n }
work-handed-in-version = Abgegebene Arbeit, Runde { $n }, Fassung { $v }
counter-head = { $peer } schlägt andere Bedingungen vor
counter-about = Ein Vorschlag ändert noch nichts. Schick ein neues Angebot mit den Bedingungen, denen du zustimmst, oder zieh das Angebot zurück.
counter-answer = Eine Frage im Gespräch beantworten
counter-answer-about = { $peer } liest deine Nachricht neben dem Angebot, und die Bedingungen bleiben, wie sie sind.
counter-about-active = Ein Vorschlag ändert noch nichts: die alten Bedingungen gelten. Schick neue, oder lass alles, wie es ist.
counter-earlier = Gelesen war eine frühere Fassung deines Angebots.
counter-agree = Neues Angebot senden
counter-withdraw = Angebot zurückziehen
counter-withdraw-about = Die andere Seite erfährt es sofort, und die Aufgabe bleibt hier.
pending-about = Du hast neue Bedingungen geschickt. Bis { $peer } sie annimmt, gelten die alten.
onward-question = { $peer } fragt, ob { $third } helfen darf. Die Aufgabe wäre dann auch dort zu sehen.
onward-allow = Erlauben
onward-deny = Nicht erlauben
silent-since = Seit { $since } hat bei { $peer } niemand etwas dazu geschrieben.
silent-asked = Nach dem Stand gefragt wurde { $at }.
premature = { $peer } nennt sie erledigt, hat aber nichts abgegeben. Bitte darum, sie abzugeben.
nudge = Nach dem Stand fragen
nudge-note = Nachricht
nudge-hint = Höchstens einmal am Tag.
nudge-button = Fragen
nudge-later = Am letzten Tag wurde schon gefragt. Bitte lass Zeit für eine Antwort.
reoffer = Bedingungen ändern
reoffer-about = { $peer } muss sie annehmen und hat dafür so viel Zeit wie beim ersten Mal. Bis dahin gelten die alten Bedingungen.
reoffer-button = Neue Bedingungen senden
withdraw = Angebot zurückziehen
withdraw-about = { $peer } erfährt es sofort, und die Aufgabe bleibt hier. Das Angebot ist dort schon gelesen.
withdraw-button = Zurückziehen
recall-about = { $peer } hört mit der Arbeit auf und behält die Kopie. Was nicht abgegeben ist, kann verloren gehen. Mit der Bestätigung ist die Aufgabe hier wieder frei.
recall-reason = Grund
recall-force = Hier jetzt beenden, ohne auf { $peer } zu warten. Die andere Seite erfährt es, sobald ihr Server antwortet.
recall-button = Aufgabe zurückholen

## Die Seite, die übernimmt

asked-by = Für { $peer }
asked-exactly = Der genaue Auftrag
asked-changed = { $peer } hat den Auftrag geändert:
asked-more = Mehr über diese Übergabe
sent-back-about = { $peer } hat die Arbeit zurückgeschickt, { $at }. Das fehlt noch:
new-terms = { $peer } bietet neue Bedingungen an
new-terms-about = Bis du sie annimmst, gelten die alten.
new-terms-accepted = Du hast angenommen. Sobald { $peer } bestätigt, gelten die neuen Bedingungen.
new-terms-accept = Neue Bedingungen annehmen
new-terms-decline = Alte Bedingungen behalten
hand-in-head = Bei { $peer } abgeben
hand-in-now = Jetzt abgeben
hand-in-open = { $n ->
    [one] Eine Teilaufgabe ist noch offen.
   *[other] { $n } Teilaufgaben sind noch offen.
  }
hand-in-waived = { $n ->
    [one] Ohne die offene Teilaufgabe abgeben.
   *[other] Ohne die { $n } offenen Teilaufgaben abgeben.
  }
hand-in-see-open = Ansehen
hand-in-body = Was getan ist
hand-in-body-hint = Es wird mit dem Auftrag verglichen. Mit Markdown, wenn du willst.
hand-in-files = Dateien, die mitgehen
hand-in-no-files = Hier gibt es noch keine Dateien.
hand-in-late = Deine Arbeit an { $peer } schicken
hand-in-late-sent = Du hast Arbeit geschickt. Du kannst noch mehr schicken: bis { $until }.
hand-in-late-about = { $peer } hat die Aufgabe zurückgeholt. Deine Arbeit kann dort trotzdem nützlich sein. Du kannst sie noch schicken: bis { $until }.
hand-in-waits = Abgegeben
hand-in-waits-about = { $peer } prüft sie. Mehr musst du nicht tun.
hand-in-again = Das Abgegebene ersetzen
hand-in-button = Abgeben
hand-in-about = Alle, die die Aufgabe dort lesen dürfen, und die Betreiber jenes Servers können es lesen; ist { $peer } öffentlich, dann können es alle.
hand-in-about-members = Die Mitglieder von { $peer } können es lesen.
hand-in-about-all = { $peer } ist öffentlich: alle können es lesen.
progress-note = Wie läuft es?
progress-head = Zwischenstand melden
progress-hint = Ein oder zwei Sätze. Die andere Seite liest sie, mit der Zahl der erledigten Teilaufgaben.
progress-button = Zwischenstand melden
place = In der Gliederung verschieben
place-under = Teil von
place-hint = Das sieht nur deine Pursuance.
place-top = Oberste Ebene
place-button = Verschieben
return-about = { $peer } bekommt die Aufgabe mit deinem Grund zurück. Was getan ist, bleibt hier. Eine Aufgabe zurückzugeben ist in Ordnung.
return-reason = Grund
return-reason-hint = Freiwillig. Er hilft, jemand anderen zu finden.
return-files = Dateien, mit denen die Arbeit weitergehen kann
return-button = Zurückgeben
onward-hand = An eine weitere Pursuance weitergeben
onward-ask-about = Ihr habt vereinbart, dass ihr vorher fragt. { $peer } liest, welche Pursuance es wäre, und entscheidet.
onward-to = Ihre Adresse
onward-ask-button = { $peer } fragen
onward-none = Ihr habt mit { $peer } vereinbart, sie nicht weiterzugeben.
onward-exhausted = Sie wurde so oft weitergegeben, wie vereinbart war.
onward-waiting = Wartet auf ihre Antwort
onward-allowed = Erlaubt
onward-refused = Nicht erlaubt
onward-go = Anbieten

## Wie es dort steht

told-by = Bei { $peer }:
told-at = gemeldet { $at }
told-unbegun = dort hat noch niemand angefangen

## Warum, zur Auswahl

choose-why = Warum
choose-other = Etwas anderes, oder kein Grund
choose-capacity = Wir haben keine Zeit dafür
choose-skills = Hier hat niemand die Fähigkeiten
choose-due-too-soon = Das Datum ist zu früh
choose-not-now = Nicht jetzt, vielleicht später
choose-return-capacity = Wir haben keine Zeit mehr dafür
choose-return-skills = Sie braucht Fähigkeiten, die hier niemand hat
choose-return-blocked = Etwas steht der Arbeit im Weg
choose-superseded = Sie wird nicht mehr gebraucht
choose-taken = Jemand anderes macht es
choose-stalled = Zu lange gab es nichts Neues

## Bedingungen

onward-no = Sie machen es selbst
onward-ask = Sie fragen, bevor sie es weitergeben
onward-yes = Sie dürfen es weitergeben
onward-no-here = Wird nicht weitergegeben
onward-ask-here = { $peer } wird vorher gefragt
onward-yes-here = Darf weitergegeben werden
fact-news = Berichte
fact-onward = Weitergabe
fact-names = Namen
fact-from = Ihr Ziel
fact-way = Gekommen über
names-yes = Namen werden gesendet
names-no = Namen werden nicht gesendet
discussion-yes = Wird gesendet
discussion-no = Wird nicht gesendet
discussion-stays = Wird nicht gesendet. Es bleibt bei { $peer }.
discussion-comes = Wird gesendet: was { $peer } bisher geschrieben hat und später schreibt.
discussion-for-all = Alle, die die Aufgabe hier öffnen, können es lesen.
discussion-for-members = Mitglieder von { $name } können es hier lesen.
every-days = { $n ->
    [one] Mindestens jeden Tag
   *[other] Mindestens alle { $n } Tage
  }
terms-due = Fertig bis
terms-respond-by = Antwort bis
terms-heartbeat = Berichte von dort
terms-heartbeat-hint = Wenn es länger still bleibt, fragt der Server nach.
terms-onward = Weitergabe
terms-note = Nachricht zum Angebot
terms-note-hint = Sie wird dort zuerst gelesen.
known-since = Hier bekannt seit { $day }.

## Übergeben

hand-over-title = „{ $title }“ an eine andere Pursuance übergeben
hand-over-crumb = Übergeben
hand-over-about = Du bietest sie an; die andere Seite nimmt an, lehnt ab oder schlägt andere Bedingungen vor. Bis zur Zusage ändert sich hier nichts. Du kannst sie jederzeit zurückholen.
hand-over-1 = 1. An wen?
hand-over-2 = 2. Was dürfen sie sehen?
hand-over-3 = 3. Zu welchen Bedingungen?
hand-over-other = Oder eine andere Adresse
hand-over-address = Ihre Adresse
hand-over-address-hint = Zum Beispiel name@server. Du findest sie auf ihrer Seite unter „Info“.
hand-over-meant = Meintest du { $handles }?
hand-over-look = Suchen
hand-over-go-on = Weiter
hand-over-look-again = Eine andere Pursuance wählen
hand-over-asked = Ist schon gefragt.
hand-over-always = Titel, was gebraucht wird, Fähigkeiten, Größe, Datum
hand-over-always-word = (immer)
hand-over-file = Die Datei { $name }, { $size }
hand-over-discussion = { $n ->
    [0] Das Gespräch
    [one] Das bisherige Gespräch, eine Nachricht, und was später dazukommt, wenn du nichts anderes sagst
   *[other] Das bisherige Gespräch, { $n } Nachrichten, und was später dazukommt, wenn du nichts anderes sagst
  }
hand-over-discussion-last = Die letzten { $n } Nachrichten des Gesprächs, und was später dazukommt, wenn du nichts anderes sagst
hand-over-names = Namen von Leuten
hand-over-names-about = (sonst lesen sie nur „{ $name }“)
hand-over-send = Angebot senden
hand-over-preview = Zeigen, was sie sehen werden
hand-over-ends = Wird sofort gesendet. Ohne Antwort endet das Angebot { $day }, und du erfährst es.
hand-over-how = Wie es abläuft
hand-over-how-1 = Du bietest an
hand-over-how-1-about = Bevor etwas gesendet wird, siehst du genau, was sie sehen werden.
hand-over-how-2 = Sie entscheiden
hand-over-how-2-about = Ja, nein oder ja zu anderen Bedingungen.
hand-over-how-3 = Sie arbeiten
hand-over-how-3-about = Berichte und Gespräch erscheinen hier.
hand-over-how-4 = Du nimmst die Arbeit an
hand-over-how-4-about = Oder schickst sie mit dem zurück, was fehlt.
heartbeat-days = { $n ->
    [one] Jeden Tag
    [7] Einmal in der Woche
    [14] Alle zwei Wochen
    [30] Einmal im Monat
   *[other] Alle { $n } Tage
  }
finished-of = { $done } von { $total } Aufgaben für euch erledigt.
taken-of = { $n ->
    [one] Hat eine Aufgabe von euch angenommen.
   *[other] Hat { $n } Aufgaben von euch angenommen.
}
first-time = Das erste Mal mit ihnen.
declined-this = Hat diese Aufgabe abgelehnt, { $day }.
known-more = { $n ->
    [one] Noch eine ist hier bekannt; schreib ihre Adresse.
   *[other] Noch { $n } sind hier bekannt; schreib die Adresse.
  }
they-will-see = Was sie sehen werden
preview-from = Angebot von <b>{ $name }</b>
preview-mission = Euer Ziel
stays-here = Wird nicht gesendet
stays-discussion = Das Gespräch
stays-others = Andere Aufgaben, Mitglieder, Verlauf
stays-names = Namen von Leuten
leaves-about = Diese Kopie verlässt { $here }.
reads-members = Die Mitglieder von { $peer } können sie lesen.
reads-all = { $peer } ist öffentlich: alle können sie lesen.
reads-elsewhere = Alle, die dort die Aufgaben von { $peer } lesen dürfen, und die Betreiber von { $there } können sie lesen. Ist { $peer } öffentlich, dann können es alle.
reads-closed-offerer = Hier können nur die Mitglieder von { $name } diese Aufgabe lesen.
reads-kept = Zurückholen beendet die Arbeit; die Kopie bleibt dort.
preview-private = Andere Server erfahren weder Namen noch Ziel einer Pursuance, die nur für Mitglieder ist.
mission-untold = Hier ist keines bekannt.
no-mission = Noch ist kein Ziel beschrieben.
chain-has-had = Hat diese Aufgabe schon weitergegeben.
chain-not-again = { $name } hat diese Aufgabe schon weitergegeben, sie ginge also im Kreis. Wähle eine andere Pursuance.
chain-refused = Dorthin kann die Aufgabe nicht, denn sie war schon dort.
chain-unknown = eine unbekannte Pursuance

## Mit anderen Pursuances

incoming-title = Mit anderen Pursuances, für { $name }
incoming-about = Aufgaben, die andere Pursuances euch anbieten oder von euch haben. Sie finden euch als <code>{ $handle }</code>.
incoming-offers = Angebote
incoming-may-not = Antworten kann man erst ab der Rolle „Koordination“. Du kannst mitlesen.
incoming-strangers = { $n ->
    [one] Ein Angebot von einem Server, mit dem hier noch niemand gearbeitet hat
   *[other] { $n } Angebote von Servern, mit denen hier noch niemand gearbeitet hat
  }
incoming-more-offers = Weitere Angebote
incoming-none = Gerade keine Angebote.
incoming-none-about = Andere Pursuances, hier oder auf anderen Servern, können euch eine Aufgabe anbieten.
incoming-live = In Arbeit
incoming-live-none = Gerade ist keine Aufgabe übergeben.
incoming-ended = Beendet
row-to = An { $peer } übergeben
row-from = Für { $peer }
answer-by = Antwort bis { $day }
offer-from = Von { $peer }
offer-may-adopt = Du arbeitest schon daran, für eine Pursuance, deren Server nicht mehr antwortet. Wenn du annimmst, geht deine Aufgabe mit allem darin weiter, und die andere Übergabe wird zurückgegeben.
offer-answers = Das ist die Antwort auf euer Angebot:
offer-may-be-ours = Vorsicht: ihr habt dieselbe Aufgabe anderen angeboten. Das hier könnte eure eigene Arbeit sein, die zurückkommt.
offer-changed = Das Angebot wurde geändert:
offer-accepting = Du hast angenommen. Die andere Seite prüft, ob die Aufgabe noch frei ist.
offer-countered = Du hast andere Bedingungen vorgeschlagen oder etwas gefragt. Die Antwort ist ein neues Angebot oder eine Nachricht, die du hier findest. Du kannst das Angebot weiter annehmen, wie es ist.
offer-said = { $n ->
    [one] Eine Nachricht von { $peer }
   *[other] { $n } Nachrichten von { $peer }
  }
offer-said-more = { $n ->
    [one] Eine frühere Nachricht ist zu lesen, wenn du angenommen hast.
   *[other] { $n } frühere Nachrichten sind zu lesen, wenn du angenommen hast.
  }
offer-files-there = { $n ->
    [one] Eine Datei liegt noch auf dem Server von { $peer }. Sie wird hierher kopiert, wenn du das Angebot annimmst. Um sie vorher zu lesen, kopiere sie jetzt.
   *[other] { $n } Dateien liegen noch auf dem Server von { $peer }. Sie werden hierher kopiert, wenn du das Angebot annimmst. Um sie vorher zu lesen, kopiere sie jetzt.
  }
offer-files-fetch = Auf diesen Server kopieren ({ $size })
offer-place = Einordnen unter
offer-accept = Annehmen
offer-not-yet-about = Sonst werden Mitglieder mit diesen Fähigkeiten gefragt, sobald die andere Seite sie bestätigt hat.
offer-counter = Andere Bedingungen vorschlagen oder etwas fragen
offer-counter-about = Ein Vorschlag oder eine Frage ändert noch nichts. Die andere Seite kann ein neues Angebot schicken, eine Nachricht schreiben, die du hier findest, oder das Angebot lassen, wie es ist.
offer-counter-note = Deine Frage oder dein Vorschlag
offer-counter-button = Senden
offer-decline = Ablehnen
offer-decline-about = Ablehnen ist in Ordnung. { $peer } kann jemand anderen fragen. Niemand wird gezählt oder bewertet.
offer-decline-reason = Grund (freiwillig)
offer-decline-button = Angebot ablehnen
hops = { $n ->
    [one] Vorher von einer Pursuance weitergegeben
   *[other] Vorher von { $n } Pursuances weitergegeben
  }

## Einmal gesagt, nach einem Formular

notice-offered = Das Angebot ist unterwegs. Hier siehst du, wann es ankommt und wie die Antwort lautet.
notice-offered-again = Die neuen Bedingungen sind unterwegs.
notice-offer-accepted = Angenommen. Die andere Seite bestätigt das, meist in Sekunden. Dann übernimmt sie hier jemand.
notice-offer-declined = Abgelehnt. Wenn du einen Grund genannt hast, wird er dort gelesen.
notice-countered = Gesendet. Die Bedingungen ändern sich nur durch ein neues Angebot.
notice-reported = In einer Minute ist es dort zu lesen.
notice-handed-in = Abgegeben. Die andere Seite prüft und entscheidet.
notice-sent-late = Gesendet. Die andere Seite kann es benutzen; du musst nichts mehr tun.
notice-work-refused = Nicht angenommen. Die Aufgabe ist wieder bei euch.
notice-thanked = Der Dank ist unterwegs.
notice-recalled = Zurückgeholt. Die andere Seite erfährt, dass sie aufhören soll.
notice-given-back = Zurückgegeben. Die andere Seite erfährt es.
notice-nudged = Du hast nach dem Stand gefragt.
notice-onward-asked = Du hast gefragt. Die Antwort steht dann hier.
notice-onward-answered = Deine Antwort ist unterwegs.
notice-kept-here = Nur hier gespeichert. Ihr Server weist jede Nachricht von diesem Server ab.
notice-files-asked-for = Die Dateien werden kopiert. Lade die Seite gleich noch einmal.
