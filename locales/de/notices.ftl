### Einmal gesagt nach einem Formular jeder Seite, warum etwas so ausging, und was Betreiber taten.

notice-saved = Gespeichert.

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
between-stopped-there-why = Ihr Server hat diesen Austausch angehalten und nimmt nichts an, bis seine Betreiber ihn fortsetzen. Was du schreibst, wird behalten und dann gesendet.
between-restored-why = Ihr Server hat mehr von diesem gelesen, als diese Datenbank noch weiß; sie scheint also eine ältere Kopie zu sein. Bis ein Betreiber nachgesehen hat, wird nichts gesendet.
blocked-has-task = { $who } hat diese Aufgabe. Wenn sie wieder frei ist, kann sie übergeben werden.
blocked-closed = Diese Aufgabe ist abgeschlossen. Öffne sie erst wieder; dann kann sie übergeben werden.
message-retracted = Gelöscht von der Person, die es geschrieben hat.
message-removed = Entfernt von { $who }.
file-too-large = Diese Datei ist zu groß. Höchstens { $most } passen.
passphrase-wrong = Das ist nicht die Passphrase dieses Kontos.

## Was Betreiber getan haben

log-operator-set = { $who }: { $name } zum Betreiber gemacht
log-operator-ended = { $who }: { $name } ist nicht mehr Betreiber
log-suspended = { $who }: Konto { $name } gesperrt
log-unsuspended = { $who }: Konto { $name } entsperrt
log-link-made = { $who }: Link für eine neue Passphrase von { $name }
log-request-let-in = { $who }: { $name } aufgenommen, auf Anfrage nach einem Konto
log-request-declined = { $who }: Nein zur Anfrage von { $name } nach einem Konto
log-limits-lifted = { $who }: Grenzen des Kontos { $name } aufgehoben
log-limits-set = { $who }: Grenzen des Kontos { $name } wieder gesetzt
log-picture-removed = { $who }: Bild des Kontos { $name } weggenommen
log-configured = { $who }: Einstellungen dieses Servers geändert
log-primary-named = { $who }: { $name } hat jetzt die Leitung einer Pursuance
log-host-blocked = { $who }: Server { $name } gesperrt
log-host-unblocked = { $who }: Server { $name } entsperrt
log-channel-suspended = { $who }: Austausch mit { $name } angehalten, die Aufzeichnungen stimmen nicht überein; mehr sagt „pursuance admin peer show“
log-channel-resumed = { $who }: Austausch mit { $name } fortgesetzt
log-key-changed = { $who }: Austausch mit { $name } angehalten, der Schlüssel hat sich geändert; vergleiche ihn auf der Seite des Servers
log-key-accepted = { $who }: Schlüssel von { $name } angenommen
log-not-let-in = { $who }: vom Server { $name } abgewiesen
log-actor-gone = { $who }: { $name } gibt es nicht mehr
log-pursuance-deleted = { $who }: Pursuance { $name } gelöscht
delivery-status = Status { $status }
