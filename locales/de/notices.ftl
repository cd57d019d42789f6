### Was gerade geschehen ist, einmal gesagt.

notice-welcome = Willkommen. Sieh dich um, oder fang unten mit einer Pursuance an.
notice-welcome-back = Dein Konto ist bereit.
notice-signed-out = Du bist abgemeldet.
notice-signed-out-everywhere = Du bist auf allen Geräten abgemeldet, auch auf diesem.
notice-session-ended = Das Gerät ist abgemeldet.
notice-passphrase-set = Deine Passphrase ist geändert. Alle anderen Geräte sind abgemeldet.
notice-token-revoked = Das Token gilt nicht mehr.
notice-saved = Gespeichert.
notice-started = Deine Pursuance ist bereit. Füge ihre erste Aufgabe mit ein paar Wörtern hinzu; aufteilen kannst du sie später.
notice-joined = Du bist jetzt Mitglied.
notice-asked-to-join = Du hast den Beitritt angefragt. Ein Mitglied dort entscheidet; die Antwort steht auf deiner Startseite.
notice-asks-no-more = Deine Anfrage ist zurückgezogen.
notice-left = Du hast sie verlassen. Was öffentlich ist, kannst du weiter lesen.
notice-role-set = Die neue Rolle gilt.
notice-passed-on = Die Leitung ist übergeben. Du hast jetzt die Rolle „Verwaltung“.
notice-work-ready = Abgegeben. Wer prüft, erfährt es.
notice-begun = Du arbeitest daran. Andere sehen das.
notice-calls-for-help = Die Aufgabe bittet jetzt um Hilfe.
notice-dropped = Gestrichen. Sie wird nicht mehr gebraucht.
notice-suspended = Das Konto ist gesperrt und überall abgemeldet.
notice-unsuspended = Die Anmeldung ist wieder möglich.
notice-limits-lifted = Die Grenzen des Kontos sind aufgehoben.
notice-limits-set = Für das Konto gelten wieder die üblichen Grenzen.
notice-operator-set = Die Änderung ist auf der nächsten Seite zu sehen.
notice-let-in = Aufgenommen.
notice-not-let-in = Die Anfrage ist abgelehnt.
notice-task-added = Hinzugefügt.
notice-taken = Die Aufgabe gehört dir. Schreib ins Gespräch, wenn du nicht weiterkommst.
notice-handed-back = Freigegeben. Die Aufgabe bittet wieder um Hilfe.
notice-assigned = Zugeteilt. Es steht auf der Startseite des Mitglieds.
notice-moved = Verschoben.
notice-phase-set = Die Phase ist geändert.
notice-work-accepted = Angenommen. Die Aufgabe ist erledigt.
notice-work-sent-back = Mit deinem Kommentar zurückgeschickt.
notice-file-added = Die Datei ist da.
notice-offered = Das Angebot ist unterwegs. Hier siehst du, wann es ankommt und wie die Antwort lautet.
notice-offered-again = Die neuen Bedingungen sind unterwegs.
notice-offer-accepted = Angenommen. Die Aufgabe gehört euch, sobald die andere Seite bestätigt, meist in Sekunden. Jetzt übernimmt sie jemand.
notice-offer-declined = Abgelehnt. Wenn du einen Grund genannt hast, wird er dort gelesen.
notice-countered = Gesendet. Die Bedingungen ändern sich nur durch ein neues Angebot.
notice-reported = In einer Minute ist es dort zu lesen.
notice-handed-in = Abgegeben. Die andere Seite prüft und entscheidet.
notice-sent-late = Gesendet. Die andere Seite kann es benutzen; du musst nichts mehr tun.
notice-review-started = Die andere Seite sieht, dass du prüfst.
notice-work-refused = Nicht angenommen. Die Aufgabe ist wieder bei euch.
notice-thanked = Der Dank ist unterwegs.
notice-recalled = Zurückgeholt. Die andere Seite erfährt, dass sie aufhören soll.
notice-given-back = Zurückgegeben. Die andere Seite erfährt es.
notice-nudged = Du hast nach dem Stand gefragt.
notice-onward-asked = Du hast gefragt. Die Antwort steht dann hier.
notice-onward-answered = Deine Antwort ist unterwegs.
notice-kept-here = Nur hier gespeichert. Ihr Server weist jede Nachricht von diesem Server ab.
notice-retrying = Wir versuchen es jetzt noch einmal.
notice-key-accepted = Der Schlüssel ist angenommen. Was gewartet hat, geht weiter.
notice-blocked = Der Server ist gesperrt.
notice-unblocked = Der Server ist nicht mehr gesperrt.

## Warum ein Formular nicht angenommen wurde

passphrase-differs = Die beiden sind nicht gleich. Schreib sie noch einmal.
passphrase-again-after = Passphrasen werden nie an deinen Browser zurückgeschickt. Schreib deine bitte noch einmal, in beide Felder.
signin-refused = Der Name oder die Passphrase stimmt nicht. Sieh nach, ob ein Wort fehlt oder falsch geschrieben ist.
signin-suspended = Dieses Konto ist gesperrt und gerade nicht benutzbar. Ein Betreiber dieses Servers kann dir sagen, warum, und es entsperren.
signin-too-many = { $minutes ->
    [one] Zu viele Versuche. Warte eine Minute und versuch es noch einmal.
   *[other] Zu viele Versuche. Warte { $minutes } Minuten und versuch es noch einmal.
  }

## Warum etwas mit einer Übergabe so ausging

why-capacity = Keine Zeit dafür.
why-skills = Die nötigen Fähigkeiten fehlen.
why-due-too-soon = Das Datum ist zu früh.
why-not-now = Nicht jetzt.
why-duplicate-offer = Sie wurde dort schon angeboten.
why-loop = Die Aufgabe war schon dort.
why-depth = Sie wurde so oft weitergegeben, wie vereinbart war.
why-redelegation-forbidden = Die Aufgabe sollte nicht weitergegeben werden.
why-rate-limit = Zu viele Angebote warten auf eine Antwort.
why-blocked = Einer der beiden Server sperrt den anderen.
why-taken = Jemand anderes hat sie.
why-return-capacity = Keine Zeit mehr dafür.
why-return-blocked = Etwas steht der Arbeit im Weg.
why-not-needed = Sie wird nicht mehr gebraucht.
why-somebody-does-it = Jemand anderes macht es.
why-task-deleted = Die Aufgabe ist weg.
why-stalled = Zu lange gab es nichts Neues.
why-actor-gone = Die andere Pursuance gibt es nicht mehr.
why-not-permitted = Die Regeln erlauben es nicht.
between-suspended-why = Die Aufzeichnungen der beiden Server stimmen nicht überein. Bis Betreiber sie verglichen haben, werden keine Nachrichten ausgetauscht.
between-other-key-why = Der Schlüssel der anderen Seite hat sich geändert, es könnte also jetzt jemand anderes sein. Bis ein Betreiber dieses Servers den Schlüssel verglichen hat, werden keine Nachrichten ausgetauscht.
between-restored-why = Ihr Server hat mehr von diesem gelesen, als diese Datenbank noch weiß; sie scheint also eine ältere Kopie zu sein. Bis ein Betreiber nachgesehen hat, wird nichts gesendet.
blocked-has-task = { $who } hat diese Aufgabe. Wenn sie wieder frei ist, kann sie übergeben werden.
blocked-closed = Diese Aufgabe ist abgeschlossen. Öffne sie erst wieder; dann kann sie übergeben werden.
message-retracted = Vom Autor entfernt.
file-too-large = Diese Datei ist zu groß. Höchstens { $most } passen.
passphrase-wrong = Das ist nicht die Passphrase dieses Kontos.

## Was Betreiber getan haben

log-operator-set = { $who }: { $name } zum Betreiber gemacht
log-operator-ended = { $who }: { $name } ist nicht mehr Betreiber
log-suspended = { $who }: Konto { $name } gesperrt
log-unsuspended = { $who }: Konto { $name } entsperrt
log-limits-lifted = { $who }: Grenzen des Kontos { $name } aufgehoben
log-limits-set = { $who }: Grenzen des Kontos { $name } wieder gesetzt
log-configured = { $who }: Einstellungen dieses Servers geändert
log-host-blocked = { $who }: Server { $name } gesperrt
log-host-unblocked = { $who }: Server { $name } entsperrt
log-channel-suspended = { $who }: Austausch mit { $name } angehalten, die Aufzeichnungen stimmen nicht überein; mehr sagt „pursuance admin peer show“
log-channel-resumed = { $who }: Austausch mit { $name } fortgesetzt
log-key-changed = { $who }: Austausch mit { $name } angehalten, der Schlüssel hat sich geändert; vergleiche ihn auf der Seite des Servers
log-key-accepted = { $who }: Schlüssel von { $name } angenommen
log-not-let-in = { $who }: vom Server { $name } abgewiesen
log-actor-gone = { $who }: { $name } gibt es nicht mehr
delivery-status = Status { $status }
notice-files-asked-for = Die Dateien werden kopiert. Lade die Seite gleich noch einmal.
