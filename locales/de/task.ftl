### Eine Aufgabe.

task-facts = Angaben
task-facts-more = Weitere Angaben
task-change = Ändern
task-more = Mehr
task-edit = Angaben bearbeiten
task-assign = Einem Mitglied zuteilen
task-give-others = Alle Mitglieder
task-assign-hint = Das Mitglied erfährt es sofort.
task-assign-withdraws = Wenn du sie jemandem zuteilst, wird das Angebot an { $peer } zurückgezogen.
task-assign-button = Zuteilen
task-hand-over = An eine andere Pursuance übergeben
task-call = Um Hilfe bitten
asking-nobody = Noch wird niemand gefragt.
asking-members = Mitglieder mit diesen Fähigkeiten werden gefragt.
asking-board = Sie steht bei den Aufgaben, die Hilfe brauchen. Sie nennt keine Fähigkeiten, darum wird niemand gefragt.
asking-untagged = Sie steht bei den Aufgaben, die Hilfe brauchen. Niemand wird gefragt: Sie nennt keine Fähigkeiten, oder sie warten auf ein Mitglied, das eine Seite dieser Pursuance öffnet.
asking-paused = Das Fragen ist angehalten.
asking-parts = Für Teile davon wird Hilfe gesucht.
asking-see = Ansehen, wer
asking-by-name = Jemanden namentlich fragen
task-uncall = Nicht mehr um Hilfe bitten
split-into = Teilaufgaben
split-into-hint = Eine in jeder Zeile, höchstens 20.
task-take = Übernehmen
task-begin = Anfangen
task-hand-in = Zur Prüfung abgeben
task-finish = Erledigt
task-set-reviewer = Prüfung ändern
task-take-up-again = Weiter daran arbeiten
task-let-go = Aus der Hand geben…
task-hand-back = Wieder freigeben
task-hand-back-about = Die Aufgabe wird für andere frei. Das ist in Ordnung, und nichts geht verloren.
task-put-away = Weglegen…
task-drop-about = Die Aufgabe wird nicht mehr gebraucht und zählt nicht mehr zum Fortschritt. Jemand mit der Rolle „Koordination“ kann sie wieder öffnen.
task-drop-withdraws = Das Angebot an { $peer } wird zurückgezogen.
task-drop-button = Streichen
task-reopen = Wieder öffnen
task-recall-from = Von { $peer } zurückholen
task-return-to = An { $peer } zurückgeben
task-needed = Was gebraucht wird
task-needed-empty = Noch gibt es keine Beschreibung.
task-describe = Beschreiben
task-subtasks = Teilaufgaben
task-subtasks-later = { $n ->
    [one] 1 weitere offene Teilaufgabe
   *[other] { $n } weitere offene Teilaufgaben
}
task-subtasks-closed = { $n ->
    [one] Eine erledigte Teilaufgabe
   *[other] { $n } erledigte Teilaufgaben
  }
task-subtasks-all = { $n ->
    [one] Eine Teilaufgabe
   *[other] Alle { $n } Teilaufgaben
}
task-subtasks-others = { $n ->
    [one] Eine weitere Teilaufgabe
   *[other] { $n } weitere Teilaufgaben
}
task-progress = Fortschritt
task-past = Frühere Übergaben
back-to-task = Zurück zur Aufgabe
done-of = { $done } von { $total } erledigt
more-tasks = { $n ->
    [one] Noch eine Aufgabe zeigen
   *[other] Noch { $n } Aufgaben zeigen
  }

## Was als Nächstes kommt

step-take = Kannst du das?
step-take-about = Noch hat sie niemand. Du kannst sie jederzeit wieder freigeben.
step-take-parts = Das wird in Teilen erledigt. Übernimm einen davon.
step-take-parts-link = Die Teile ansehen
step-take-whole = Die ganze Aufgabe übernehmen
way-in-join = Noch hat sie niemand. Du trittst { $name } bei und übernimmst sie. Du kannst sie jederzeit wieder freigeben.
way-in-account = Noch hat sie niemand. Wer hier ein Konto hat, kann sie übernehmen.
way-in-ask = Noch hat sie niemand. Frag den Beitritt zu { $name } an; wenn du aufgenommen bist, kannst du sie übernehmen.
way-in-asked = Du hast den Beitritt zu { $name } angefragt. Wenn du aufgenommen bist, kannst du sie übernehmen.
step-take-on-offer = Sie ist { $peer } angeboten und noch nicht angenommen.
step-take-withdraws = Wenn du diese Aufgabe übernimmst, wird dein Angebot an { $peer } zurückgezogen. Dort erfährt man es sofort.
step-take-withdraw = Übernehmen und Angebot zurückziehen
can-help-about = Noch hat sie niemand, und deine Rolle übernimmt keine Aufgaben.
can-help-on-offer = Sie ist { $peer } angeboten. Bis zur Antwort kann sie nur übernehmen oder zuteilen, wer das Angebot zurückziehen darf.
can-help-parts = Das wird in Teilen erledigt, und deine Rolle übernimmt keine Aufgaben.
can-help-one = { $one } kann helfen.
can-help-two = { $one } oder { $two } kann helfen.
can-help-three = { $one }, { $two } oder { $three } kann helfen.
step-yours = Das ist deine Aufgabe
step-begin-about = Sie ist dir zugeteilt. Drück „Anfangen“, wenn du beginnst, damit andere es wissen.
step-hand-in-about = Gib sie ab, wenn du fertig bist. Zur Prüfung geht sie an { $who }.
step-hand-in-another = Gib sie ab, wenn du fertig bist. Jemand anderes, der zuteilen darf, prüft sie.
step-finish-about = Das prüft niemand. Drück „Erledigt“, wenn es fertig ist.
step-hand-in-mirror = Gib sie ab, wenn du fertig bist. Zur Prüfung geht sie hier an { $who }, dann wird sie an { $peer } abgegeben.
step-hand-in-mirror-own = Sag hier, wenn du fertig bist. Dann gibt sie jemand mit der Rolle „Koordination“ an { $peer } ab.
step-waits = Abgegeben
step-waits-about = Du hast sie { $at } abgegeben. Zur Prüfung ist sie bei { $who }; mehr musst du nicht tun.
step-waits-another = Du hast sie { $at } abgegeben. Jemand anderes, der zuteilen darf, prüft sie; mehr musst du nicht tun.
step-waits-by = { $by } hat sie { $at } für dich abgegeben. Zur Prüfung ist sie bei { $who }; mehr musst du nicht tun.
step-waits-by-another = { $by } hat sie { $at } für dich abgegeben. Jemand anderes, der zuteilen darf, prüft sie; mehr musst du nicht tun.
step-finished-here = Hier ist sie fertig. Gib sie an { $peer } ab, oder arbeite weiter daran.
step-review = Deine Prüfung
step-review-about = { $who } sagt, das ist fertig. Vergleiche es mit dem, was gebraucht wird. Nimm es dann an, oder schick es mit einem Grund zurück.
step-review-nobody = Das soll fertig sein. Vergleiche es mit dem, was gebraucht wird. Nimm es dann an, oder schick es mit einem Grund zurück.
step-review-by = { $by } hat das für { $who } abgegeben. Vergleiche es mit dem, was gebraucht wird. Nimm es dann an, oder schick es mit einem Grund zurück.
step-review-by-you = Du hast das für { $who } abgegeben. Vergleiche es mit dem, was gebraucht wird. Nimm es dann an, oder schick es mit einem Grund zurück.
step-review-mirror = { $who } sagt, das ist fertig. Vergleiche es mit dem, was gebraucht wird. Gib es dann an { $peer } ab, oder schick es mit einem Grund zurück.
step-review-mirror-only = { $who } sagt, das ist fertig. Vergleiche es mit dem, was gebraucht wird. Ist es gut, gibt es jemand mit der Rolle „Koordination“ an { $peer } ab. Sonst schick es mit einem Grund zurück.
others-begin = { $who } hat diese Aufgabe und hat noch nicht angefangen.
others-work = { $who } arbeitet daran.
others-reviewed-by = Zur Prüfung geht sie an { $who }.
others-you-review = Nach der Abgabe prüfst du sie.
others-another-reviews = Jemand anderes, der zuteilen darf, prüft sie.
others-no-review = Sie braucht keine Prüfung.
others-handed-in = { $who } hat sie abgegeben. Sie wartet auf ihre Prüfung.
others-handed-in-by = { $by } hat sie für { $who } abgegeben. Sie wartet auf ihre Prüfung.
others-handed-in-by-you = Du hast sie für { $who } abgegeben. Sie wartet auf ihre Prüfung.
others-look-at-yours = { $who } prüft deine Arbeit seit { $at }. Mehr musst du nicht tun.
others-in-review = { $by } prüft die Arbeit von { $who }.
others-finished-here = { $who } ist hier fertig. An { $peer } ist sie noch nicht abgegeben.
in-place-work = Für { $who } weiterführen
in-place-work-about = { $who } hat diese Aufgabe. Im Verlauf steht, dass du das getan hast.
in-place-review = Anstelle von { $who } prüfen
in-place-review-about = { $who } prüft diese Aufgabe. Im Verlauf steht, dass du entschieden hast.
sent-back-by-you = Du hast die Arbeit zurückgeschickt, { $at }. Das fehlt noch:
ended-accepted = Angenommen von { $who }, { $at }.
ended-accepted-by-you = Du hast das angenommen, { $at }.
ended-done = Erledigt von { $who }, { $at }.
ended-done-by-you = Du hast das erledigt, { $at }.
ended-thanks = Danke!
ended-can-start = { $n ->
    [one] Eine Aufgabe kann deshalb anfangen:
   *[other] { $n } Aufgaben können deshalb anfangen:
  }
hand-in-words-hint = Wenn du willst: was du getan hast, und Links. Wer prüft, liest das zuerst.
hand-in-no-files-yet = Von dir gehen keine Dateien mit.
hand-in-files-along = Diese Dateien gehen mit:
hand-in-attach = Datei anhängen
hand-in-file = Datei, die mitgeht
hand-in-attach-button = Anhängen
handed-in-at = Abgegeben { $at }
handed-in-before = Vorher abgegeben: { $n ->
    [one] einmal
   *[other] { $n }-mal
}
handed-in-answer = { $who }: zurückgeschickt { $at }
handed-in-sent-back = Zurückgeschickt { $at }
handed-in-no-words = Es wurde nichts dazu geschrieben.
review-word = Ein Wort dazu
review-word-to = Ein Wort an { $who }
step-comment-hint = Nötig, wenn du sie zurückschickst.
step-comment-read-by-all = Das steht dann im Gespräch. Alle, die diese Seite öffnen, können es lesen.
step-comment-read-by-members = Das steht dann im Gespräch. Mitglieder von { $name } können es lesen.
step-open-subtasks = { $n ->
    [one] Eine Teilaufgabe ist noch offen. Wenn du die Arbeit annimmst:
   *[other] { $n } Teilaufgaben sind noch offen. Wenn du die Arbeit annimmst:
  }
step-open-subtasks-done = { $n ->
    [one] Eine Teilaufgabe ist noch offen. Wenn diese Aufgabe erledigt ist:
   *[other] { $n } Teilaufgaben sind noch offen. Wenn diese Aufgabe erledigt ist:
  }
step-subtasks-finish = sind sie auch erledigt
step-subtasks-drop = werden sie gestrichen
step-subtasks-no-undo = Bei mehr als { $n } Teilaufgaben lässt sich das nicht zurücknehmen: sie werden im Hintergrund nacheinander abgeschlossen.
step-closed = Das ist abgeschlossen
step-closed-about = Wenn noch etwas zu tun ist, öffne sie wieder. Es geht weiter, wo sie war.

## Angaben

fact-done-by = Zuständig
fact-accompanied-by = Begleitet von
fact-reviewed-by = Prüfung durch
fact-another-reviews = Jemand anderes, der zuteilen darf
fact-no-review = Braucht keine
fact-checked-by = Prüfung hier durch
fact-taken-on-by = Zusage
fact-due = Fällig
fact-size = Größe
fact-skills = Fähigkeiten
fact-part-of = Teil von
fact-part-of-hidden = Eine Aufgabe, die du nicht siehst
fact-seen-by = Sichtbar für
fact-made-by = Hinzugefügt durch
fact-granted = Du darfst auch
seen-by-address = Alle, die die Adresse haben
seen-by-members = Nur Mitglieder

## Zeilen

hint-you-review = Du prüfst
hint-yours = Deine
hint-offered-to = Angebot an { $peer }
hint-countered = { $peer } schlägt andere Bedingungen vor
hint-for = Für { $peer }

## Dateien

files = Dateien
files-add = Datei hinzufügen
files-file = Datei
files-hint = Höchstens { $most }. Ein JPEG, PNG oder GIF wird gezeigt und neu gemacht, ohne was sonst in seiner Datei steht. Wer die Aufgabe hier sieht, kann die Datei öffnen. An einen anderen Server wird sie nur mit einer Übergabe oder mit abgegebener Arbeit gesendet.
files-room = Deine Dateien auf diesem Server belegen { $taken } von { $most }.
files-texts = Deine Texte auf diesem Server belegen { $taken } von { $most }, frühere Fassungen mitgezählt.
files-texts-lifted = Deine Texte auf diesem Server belegen { $taken }, frühere Fassungen mitgezählt.
files-storage-head = Platz, den du belegst
files-add-button = Datei hinzufügen
files-original = Das Original eines Bildes behalten (es kann den Ort enthalten, an dem es entstanden ist)
file-open = In einem Tab öffnen
sending = Dateien unterwegs
sending-part = { $done } von { $all }
sending-waits = Wartet, bis sie an der Reihe ist
sending-lost = Keine Verbindung. Es geht von selbst weiter, wo es aufgehört hat.
sending-over = Du bist nicht mehr angemeldet. Melde dich in einem anderen Tab an, dann geht es hier weiter.
sending-ending = Wird geprüft
sending-along-waits = Die Nachricht wird gesendet, sobald ihre Dateien angekommen sind.
sending-unreadable = Dein Browser kann diese Datei nicht mehr lesen. Wähl sie noch einmal aus.
sending-failed = Der Server nimmt diese Datei gerade nicht an. Versuch es später noch einmal.
sending-no-room = Für diese Datei ist kein Platz, neben denen, die noch unterwegs sind.
sending-too-many = Zu viele Dateien von dir sind nicht ganz angekommen. Warte, bis einige da sind.
sending-again = Sie ist nicht ganz angekommen. Wähle dieselbe Datei noch einmal, dann geht es dort weiter, wo es war.
sending-another = Das ist eine andere Datei, oder sie wurde geändert.
sending-choose = Datei wählen
sending-stop = Anhalten
file-coming = Die Kopie ist unterwegs.
file-missing = Hier gibt es keine Kopie: { $reason }
no-copy-no-address = ihre Adresse fehlt, oder sie liegt nicht auf dem Server des Absenders.
no-copy-not-given = der Server des Absenders gibt sie nicht heraus.
no-copy-too-large = sie ist größer, als dieser Server behält.
no-copy-no-room = auf diesem Server ist dafür kein Platz.
no-copy-other-file = es kam eine andere Datei als angekündigt.
no-copy-blocked = ihr Server ist hier gesperrt.
no-copy-not-reached = ihr Server war nicht erreichbar. Es wird wieder versucht.
no-copy-failed = sie ließ sich nicht holen.
file-unshown-too-large = Nicht gezeigt: zu groß für ein Bild. Die Datei ist, wie sie gesendet wurde.
file-unshown-other-form = Nicht gezeigt: weder JPEG noch PNG noch GIF.
file-unshown-too-many-pixels = Nicht gezeigt: zu viele Pixel. Die Datei ist, wie sie gesendet wurde.
file-unshown-damaged = Nicht gezeigt: Es lässt sich nicht als Bild lesen. Die Datei ist, wie sie gesendet wurde.

## Gespräch

talk = Gespräch
talk-none = Noch keine Nachrichten.
talk-none-write = Noch keine Nachrichten. Frag, was unklar ist, oder sag, was du herausgefunden hast.
talk-earlier = { $n ->
    [one] Eine frühere Nachricht
   *[other] { $n } frühere Nachrichten
  }
talk-earlier-more = Mehr als { $count } frühere Nachrichten
talk-newest = Die neuesten
talk-add = Etwas zum Gespräch schreiben
talk-hint = Mit Markdown: **fett**, Listen, Links.
talk-send = Senden
talk-attach = Eine Datei mitschicken
talk-attach-file = Datei, die mitgeschickt wird
talk-attach-hint = Höchstens { $most }. Ein JPEG, PNG oder GIF wird gezeigt und neu gemacht, ohne was sonst in der Datei steht. Wer die Nachricht hier lesen kann, kann die Datei öffnen.
talk-read-by-all = { $name } liest es, und alle, die diese Seite öffnen.
talk-read-by-members = Mitglieder von { $name } lesen es.
talk-share = Auch an { $peer } senden. Alle, die die Aufgabe dort lesen dürfen, und die Betreiber jenes Servers können es lesen: alle überhaupt, wenn { $peer } öffentlich ist.
talk-share-members = Auch an { $peer } senden. Die Mitglieder dort können es lesen.
talk-share-all = Auch an { $peer } senden, wo alle es lesen können.
talk-shared = auch für { $peer }
talk-refused = von { $peer } nicht angenommen
talk-send-again = Noch einmal senden
talk-answers = Antwortet auf eine frühere Nachricht
talk-replying = Du antwortest auf diese Nachricht.
talk-quoting = Du zitierst diese Nachricht.
talk-answer-not = Doch nicht
talk-reply-gone = Die Nachricht, auf die das hier antworten sollte, ist nicht mehr da. Dein Text wird ohne sie gesendet.
talk-quote-gone = Die Nachricht, die hier zitiert werden sollte, ist nicht mehr da. Dein Text wird ohne sie gesendet.
talk-along-gone = Die Datei { $name } hat hier einen Tag gewartet und ist nicht mehr auf dem Server. Wähl sie noch einmal aus.
talk-reply = Antworten
talk-quote = Zitieren
talk-react = Reagieren
talk-emoji-other = Ein anderes Emoji
talk-emoji = Emoji
talk-emoji-hint = Irgendein einzelnes, wie deine Tastatur es schreibt.
talk-menu = Mehr zur Nachricht von { $who }
talk-preview = Vorschau
talk-preview-title = Vorschau deiner Nachricht
quote-changed = Diese Nachricht hat jetzt andere Worte, als sie beim Zitieren hatte.
quote-gone = Diese Nachricht ist weg.
quote-unreadable = Eine Nachricht, die du nicht lesen darfst.
talk-reaction = { $others ->
    [0] { $emoji } { $all }, { $names }
    [one] { $emoji } { $all }, { $names } und noch jemand
   *[other] { $emoji } { $all }, { $names } und { $others } weitere
}
talk-said-before = Du hast dieses Formular schon gesendet, und was du da geschrieben hast, steht im Gespräch. Soll auch das hier gesagt werden, sende es noch einmal.
talk-unread = { $count } neu
talk-read = Als gelesen markieren
talk-new = Neu
talk-new-since = Neu seit { $at }
talk-unread-from = Ab hier ungelesen
task-unread = { $count } neu im Gespräch
row-unread = neu im Gespräch
row-mentions = nennen dich oder antworten dir
list-read-all = Alle Gespräche hier als gelesen markieren
notice-unread = Ab dort ist es wieder ungelesen.

## Ein Kommentar

comment-title = Kommentar von { $who }
comment-edited = bearbeitet
comment-change = Bearbeiten oder löschen
comment-now = Der Kommentar
comment-gone = Diesen Kommentar gibt es nicht mehr
comment-former = Frühere Texte
comment-kept = Was darin stand
comment-kept-until = Das lesen, wer ihn geschrieben hat und wer Kommentare entfernen darf, bis { $until }. Dann ist es endgültig weg.
comment-text = Text
comment-text-hint = Wer den Kommentar lesen darf, kann auch seine früheren Texte lesen.
comment-edit-button = Kommentar speichern
comment-edit-elsewhere = Andere Server haben diesen Kommentar. Sie werden gebeten, den neuen Text zu zeigen; mehr als bitten geht nicht.
comment-delete = Diesen Kommentar löschen
comment-delete-about = Der Text und seine früheren Texte sind sofort weg. An ihrer Stelle bleibt stehen, dass du ihn gelöscht hast.
comment-delete-elsewhere = Auch andere Server haben ihn. Sie werden gebeten, ihn zu löschen; mehr als bitten geht nicht.
comment-delete-button = Löschen
comment-remove = Entfernen
comment-appeal = Wenn du das anders siehst, kannst du bis { $until } widersprechen: Schreib { $who } oder einem anderen Mitglied, das Kommentare entfernen darf.
comment-appeal-members = Die Mitglieder und ihre Rollen
comment-remove-about = Niemand liest ihn mehr. { $who } erfährt den Grund und kann 30 Tage lang widersprechen; dann ist der Text endgültig weg.
comment-why = Grund
comment-why-hint = Er steht für alle Mitglieder im Protokoll.
comment-why-link = Warum?
comment-remove-button = Kommentar entfernen
notice-comment-deleted = Der Kommentar ist gelöscht.
notice-comment-removed = Der Kommentar ist entfernt. Der Grund steht im Protokoll.
file-remove = Löschen
file-remove-title = Eine Datei löschen
file-remove-own = Niemand findet sie hier mehr. Andere Server, die eine Kopie geholt haben, behalten sie.
file-remove-other = Niemand findet sie hier mehr; wer sie hinzugefügt hat, erfährt den Grund. Andere Server, die eine Kopie geholt haben, behalten sie.
notice-file-removed = Die Datei ist gelöscht.

## Das Ende einer Aufgabe

end-archive = Archivieren
end-archive-about = Die Aufgabe steht dann in keiner Liste, keiner Zahl und nicht im Bild. Wer sie lesen konnte, liest sie weiter: unter ihrer Adresse und bei den archivierten Aufgaben.
end-archive-button = Archivieren
end-trash = In den Papierkorb legen
end-trash-about = Niemand sieht die Aufgabe mehr, außer wer sie bearbeiten darf. 30 Tage lang kann man sie zurückholen; dann wird sie endgültig gelöscht.
end-trash-button = In den Papierkorb legen
end-delete = Endgültig löschen
end-delete-about = Texte, Kommentare und Dateien der Aufgabe sind sofort weg, und niemand kann sie zurückholen. Ihre Nummer wird nicht wieder vergeben. Was mit anderen Servern ausgetauscht wurde, bleibt in den gespeicherten Nachrichten, hier und dort.
end-delete-button = Endgültig löschen
end-others = { $n ->
    [one] Eine Aufgabe darunter geht mit.
   *[other] { $n } Aufgaben darunter gehen mit.
  }
away-by = Durch { $who }, { $at }
away-archived = Diese Aufgabe ist archiviert.
away-archived-about = Sie steht in keiner Liste mehr und bleibt, wie sie ist.
away-trashed = Diese Aufgabe liegt im Papierkorb.
away-trashed-until = Am { $until } wird sie endgültig gelöscht.
away-along = Sie ging mit #{ $task } mit und kommt mit ihr zurück.
away-below = Das ging mit:
away-restore = Zurückholen
away-with = { $n ->
    [one] und eine Aufgabe darunter
   *[other] und { $n } Aufgaben darunter
  }
archived = Archivierte Aufgaben
archived-title = Archivierte Aufgaben von { $name }
archived-about = Sie stehen in keiner anderen Liste. Was unter einer Aufgabe steht, steht auf ihrer Seite.
archived-empty = Nichts ist archiviert.
trash = Papierkorb
trash-title = Papierkorb von { $name }
trash-about = Aufgaben, die du bearbeiten darfst. Nach 30 Tagen werden sie endgültig gelöscht.
trash-empty = Der Papierkorb ist leer.
trash-until = { $at }. Am { $until } wird sie endgültig gelöscht.
notice-task-archived = Die Aufgabe ist archiviert.
notice-task-trashed = Die Aufgabe liegt im Papierkorb.
notice-task-restored = Die Aufgabe ist wieder da.
notice-task-deleted = Die Aufgabe ist endgültig gelöscht.

## Verlauf

history = Verlauf
history-more = { $n ->
    [one] Und eine frühere Änderung.
   *[other] Und { $n } frühere Änderungen.
  }
happened-task-created = { $who }: Aufgabe hinzugefügt
happened-task-edited = { $who }: Angaben geändert
happened-task-moved = { $who }: Aufgabe in der Gliederung verschoben
happened-task-phase-set = { $who }: Phase von „{ $from }“ zu „{ $to }“ geändert
happened-task-phase-set-called = { $who }: um Hilfe gebeten
happened-task-phase-set-uncalled = { $who }: nicht mehr um Hilfe gebeten
happened-task-phase-set-begun = { $who }: mit der Arbeit angefangen
happened-task-phase-set-handed-in = { $who }: zur Prüfung abgegeben
happened-task-phase-set-taken-up-again = { $who }: Arbeit wieder aufgenommen
happened-task-phase-set-in-review = { $who }: Prüfung begonnen
happened-task-phase-set-sent-back = { $who }: mit einem Kommentar zurückgeschickt
happened-task-phase-set-accepted = { $who }: Arbeit angenommen
happened-task-phase-set-finished = { $who }: Aufgabe abgeschlossen
happened-task-phase-set-reopened = { $who }: wieder geöffnet
happened-task-phase-set-dropped = { $who }: Aufgabe gestrichen
happened-task-assigned = { $who }: Aufgabe an { $to } zugeteilt
happened-task-assigned-to-nobody = { $who }: Aufgabe frei gemacht
happened-task-assigned-to-oneself = { $who }: Aufgabe übernommen
happened-task-assigned-back = { $who }: Aufgabe wieder freigegeben
happened-task-waits = { $who }: „wartet auf { $task }“ vermerkt
happened-task-waits-no-more = { $who }: „wartet nicht mehr auf { $task }“ vermerkt
happened-task-awaited = { $who }: „{ $task } wartet darauf“ vermerkt
happened-task-awaited-for-members = { $who }: „{ $task } wartet darauf“ vermerkt; das sehen nur Mitglieder, bis jemand zustimmt, der die Aufgabe bearbeiten darf
happened-task-waiting-shown = { $who }: allen gezeigt, dass { $task } darauf wartet
happened-task-awaited-named = { $who }: allen gezeigt, dass es auf { $task } wartet
happened-task-awaited-no-more = { $who }: „{ $task } wartet nicht mehr darauf“ vermerkt
happened-task-asked = { $of } ist gefragt, das zu übernehmen
happened-offer-answered = { $of }: hat darauf geantwortet
happened-mentor-asked = { $of } ist gefragt, jemanden zu begleiten, der das lernt
happened-mentor-answered = { $of }: geantwortet, ob jemand begleitet wird
happened-task-accompanied = { $mentor } begleitet { $learner } beim Lernen von { $skill }
happened-task-accompanied-here = { $mentor } begleitet { $learner } beim Lernen einer Fähigkeit
happened-pairing-moved-learners = Noch niemand gefunden. Mitglieder, die beim Lernen helfen, sind gefragt, jemanden zu begleiten
happened-offer-ended = { $of }: steht nicht mehr bereit, das ist in anderen Händen
happened-offer-ended-early = { $of }: steht nicht mehr bereit
happened-pairing-paused = { $paused ->
    [yes] { $who }: die Suche nach jemandem angehalten, der das übernimmt
   *[no] { $who }: die Suche nach jemandem fortgesetzt, der das übernimmt
}
happened-pairing-moved-split = Noch niemand gefunden. Vielleicht geht es in Teilen leichter: wer das geschrieben hat, kann es aufteilen
happened-pairing-moved-allied = Noch niemand gefunden. Vielleicht hilft eine andere Pursuance: wer zuteilen darf, kann das übergeben
happened-pairing-allied = { $more ->
    [0] Noch niemand gefunden. Bekannte Pursuances, die alle Fähigkeiten dafür anbieten ({ $n }): { $names }
   *[other] Noch niemand gefunden. Bekannte Pursuances, die alle Fähigkeiten dafür anbieten ({ $n }): { $names } und { $more } weitere
}
happened-pairing-allied-some = { $more ->
    [0] Noch niemand gefunden. Bekannte Pursuances, die einige der Fähigkeiten dafür anbieten ({ $n }): { $names }
   *[other] Noch niemand gefunden. Bekannte Pursuances, die einige der Fähigkeiten dafür anbieten ({ $n }): { $names } und { $more } weitere
}
happened-pairing-moved = Noch niemand gefunden. Das steht bei den Aufgaben, die Hilfe suchen, für alle
happened-task-blocked = { $who }: als blockiert gemeldet: { $reason }
happened-task-blocked-silent = { $who }: als blockiert gemeldet
happened-task-blocked-on = { $who }: „wartet auf { $on }“ gemeldet
happened-task-unblocked = { $who }: als nicht mehr blockiert gemeldet
happened-task-unblocked-gone = Sie wartet nicht mehr auf ein Mitglied, das gegangen ist
happened-task-blocker-moved = Sie wartet nicht mehr auf { $task }: erledigt, gestrichen oder weggelegt
happened-task-blocker-moved-open = { $task }, worauf sie wartet, ist wieder offen
happened-task-commented = { $who }: im Gespräch geschrieben
happened-task-archived = { $tasks ->
    [one] { $who }: die Aufgabe archiviert
   *[other] { $who }: die Aufgabe und die darunter archiviert, zusammen { $tasks }
  }
happened-task-archived-along = { $who }: { $task } archiviert, und diese Aufgabe mit ihr
happened-task-trashed-along = { $who }: eine Aufgabe in den Papierkorb gelegt, und diese mit ihr
happened-task-restored = { $tasks ->
    [one] { $who }: die Aufgabe zurückgeholt
   *[other] { $who }: die Aufgabe und die darunter zurückgeholt, zusammen { $tasks }
  }
happened-task-trashed = { $tasks ->
    [one] { $who }: Aufgabe #{ $number } in den Papierkorb gelegt
   *[other] { $who }: Aufgabe #{ $number } und die darunter in den Papierkorb gelegt, zusammen { $tasks }
  }
happened-task-deleted = { $tasks ->
    [one] { $who }: Aufgabe #{ $number } endgültig gelöscht
   *[other] { $who }: Aufgabe #{ $number } und die darunter endgültig gelöscht, zusammen { $tasks }
  }
happened-task-comment-edited = { $who }: einen Kommentar bearbeitet
happened-task-comment-deleted = { $who }: einen eigenen Kommentar gelöscht
happened-task-comment-removed = { $who }: einen Kommentar von { $of } entfernt
happened-task-file-attached = { $who }: Datei { $name } hinzugefügt
happened-task-file-attached-gone = { $who }: eine Datei hinzugefügt, die es nicht mehr gibt
happened-task-file-deleted = { $who }: eine eigene Datei gelöscht
happened-task-file-removed = { $who }: eine Datei von { $of } gelöscht
happened-member-joined = { $who }: beigetreten
happened-member-let-in = { $who }: den Schlüssel an { $of } gegeben
happened-member-rekeyed = { $who } hat einen neuen Schlüssel
happened-member-asked = { $who }: Beitritt angefragt
happened-member-left = { $who }: Pursuance verlassen
happened-member-role-set = { $who }: neue Rolle für { $of }: { $role }
happened-member-role-set-primary = { $who }: Leitung übernommen
happened-member-role-set-before = { $who }: Leitung übernommen von { $of }, jetzt { $role }
happened-member-decided = { $who }: { $of } aufgenommen, Rolle: { $role }
happened-member-removed = { $who }: { $of } entfernt
happened-member-removed-with = { $who }: Einladung zurückgenommen, und damit { $of } entfernt
happened-member-banned = { $who }: { $of } bis { $until } ausgeschlossen
happened-member-banned-for-good = { $who }: { $of } auf Dauer ausgeschlossen
happened-member-unbanned = { $who }: Ausschluss von { $of } aufgehoben
happened-invite-created = { $who }: Einladung angelegt: { $role }
happened-invite-used = { $who }: durch deine Einladung gekommen
happened-recruit-asked = { $who }: gefragt, ob du beitrittst, als { $role }
happened-recruit-answered = { $who }: auf deine Frage ja gesagt und jetzt Mitglied
happened-recruit-answered-no = { $who }: auf deine Frage nein gesagt
happened-invite-revoked = { $who }: Einladung zurückgenommen
happened-invite-revoked-with = { $who }: Einladung zurückgenommen, mit denen, die damit kamen
happened-pursuance-transfer-asked = { $who }: { $of } gefragt, die Leitung zu übernehmen
happened-pursuance-transfer-ended = { $who }: Frage nach der Leitung an { $of } zurückgenommen
happened-pursuance-transfer-ended-declined = { $of } wollte die Leitung nicht übernehmen
happened-pursuance-transfer-ended-lapsed = { $of } ist nicht mehr gefragt, die Leitung zu übernehmen
happened-task-grant-set = { $who }: Rechte für { $of } an einer Aufgabe: { $may }
happened-task-grant-set-none = { $who }: Rechte von { $of } an einer Aufgabe zurückgenommen
happened-suggestion-made = { $action ->
    [create] { $who }: neue Aufgabe vorgeschlagen
    [split] { $who }: Teilaufgaben vorgeschlagen
    [assign] { $who }: Zuteilung vorgeschlagen
    [phase] { $who }: andere Phase vorgeschlagen
    [role] { $who }: andere Rolle für jemanden vorgeschlagen
    [remove] { $who }: vorgeschlagen, jemanden zu entfernen
    [ban] { $who }: vorgeschlagen, jemanden auszuschließen
    [unban] { $who }: vorgeschlagen, einen Ausschluss aufzuheben
   *[other] { $who }: Änderung vorgeschlagen
  }
happened-suggestion-accepted = { $who }: Vorschlag von { $of } angenommen
happened-suggestion-accepted-changed = { $who }: Vorschlag von { $of } mit Änderungen angenommen
happened-suggestion-declined = { $who }: Vorschlag von { $of } abgelehnt
happened-suggestion-withdrawn = { $who }: Vorschlag zurückgezogen
happened-suggestion-closed = Ein Vorschlag von { $of } wurde geschlossen: nicht mehr dabei, oder ohne das Recht vorzuschlagen
happened-skill-merged = { $on ->
    [yes] { $who }: „{ $skill }“ bedeutet jetzt „{ $means }“
   *[no] { $who }: „{ $skill }“ ist wieder eine eigene Fähigkeit neben „{ $means }“
  }
happened-search-shared = { $on ->
    [yes] { $who }: Suche „{ $name }“ geteilt
   *[no] { $who }: geteilte Suche „{ $name }“ entfernt
  }
happened-pursuance-edited = { $who }: Einstellungen geändert
happened-pursuance-pace-set = { $who }: geändert, was nach einer Stille geschieht
happened-pursuance-pace-set-days = { $remind ->
    [one] { $who }: geändert, was nach einer Stille geschieht; erinnert wird nach einem Tag, weitergegeben nach { $hand_on } Tagen
   *[other] { $who }: geändert, was nach einer Stille geschieht; erinnert wird nach { $remind } Tagen, weitergegeben nach { $hand_on } Tagen
  }
happened-pursuance-closed = { $who }: Pursuance geschlossen
happened-pursuance-reopened = { $who }: Pursuance wieder geöffnet
happened-pursuance-deleted = { $who }: Pursuance endgültig gelöscht
happened-pursuance-created = { $who }: Pursuance gegründet

## Was worauf wartet

dependencies = Was worauf wartet
dependencies-none = Sie wartet auf keine andere Aufgabe, und keine andere wartet auf sie.
dependencies-waits-for = Diese Aufgabe wartet auf
dependencies-waiting = Auf diese Aufgabe warten
dependencies-waiting-more = { $n ->
    [one] Eine weitere Aufgabe wartet darauf.
   *[other] { $n } weitere Aufgaben warten darauf.
  }
dependencies-hidden = Eine Aufgabe, die du nicht sehen kannst
dependencies-origin = von { $origin }
dependencies-remove = Wartet nicht darauf
dependencies-send-away = Muss nicht auf diese warten
dependencies-for-members = Das sehen hier nur Mitglieder
dependencies-show = Allen zeigen
# Was eine Aufgabe aufhält, in ihrem Kopf.
task-blocked-by = Blockiert durch { $what }
task-waits-for = Wartet auf { $what }
task-held-up-more = { $n ->
    [one] { $what } und eine weitere
   *[other] { $what } und { $n } weitere
  }
task-held-up-hidden = eine Aufgabe, die du nicht sehen kannst
dependencies-say = Sagen, worauf sie wartet
dependencies-on = Eine Aufgabe, die vorher kommt
dependencies-on-hint = Ihre Nummer, etwa #12, oder Wörter ihres Titels. Für eine Aufgabe einer anderen Pursuance hier: name#12, oder ihre Adresse.
dependencies-add-button = Darauf wartet sie
dependencies-blocked-by = Blockiert durch
dependencies-blocked-there = Auf der Seite von { $peer }
dependencies-said-by = { $who }: gesagt { $since }
dependencies-unblock = Sie ist nicht mehr blockiert
dependencies-blocker = Was blockiert sie?
dependencies-blocker-hint = Eine Aufgabe wie #12 (oder name#12), ein Mitglied wie @name, oder ein paar Wörter.
dependencies-share = Die Pursuance auf der anderen Seite liest diese Wörter. Sonst liest sie nur, dass die Aufgabe blockiert ist.
dependencies-block-button = Sie ist blockiert
notice-split = Die Teilaufgaben sind aufgeschrieben.
notice-blocked-now = Vermerkt: Sie ist blockiert. Was weitergehen kann, geht weiter.
notice-blocked-no-more = Vermerkt: Was gesagt war, blockiert sie nicht mehr.
row-after = nach #{ $number }
row-waiting = { $n ->
    [one] Eine Aufgabe wartet darauf
   *[other] { $n } Aufgaben warten darauf
  }
tasks-left-out = { $n ->
    [one] … eine weitere Aufgabe …
   *[other] … { $n } weitere Aufgaben …
}
task-you-cannot-see = eine Aufgabe, die du nicht sehen kannst
dependencies-picture = Bild

## Das Bild davon, was worauf wartet

graph-title = Was in { $name } worauf wartet
graph-title-around = Was rund um „{ $title }“ worauf wartet
graph-whole = Die ganze Pursuance
graph-empty = Keine Aufgabe hier wartet auf eine andere. Worauf eine wartet, sagst du auf ihrer Seite: „Sagen, worauf sie wartet“.
graph-about = Jede Aufgabe steht rechts von allem, worauf sie wartet.
graph-chain = Die längste Kette unfertiger Arbeit, nach Größe: <b>{ $chain }</b>.
graph-scroll = Bild; es lässt sich seitwärts verschieben
graph-label = { $n ->
    [one] { $n } Aufgabe und worauf sie wartet, { $open } davon nicht fertig. Die Liste darunter sagt dasselbe.
   *[other] { $n } Aufgaben und worauf sie warten, { $open } davon nicht fertig. Die Liste darunter sagt dasselbe.
}
graph-left-out = { $n ->
    [one] Eine weitere Aufgabe ist nicht im Bild.
   *[other] { $n } weitere Aufgaben sind nicht im Bild.
  }
graph-list = Dasselbe als Liste
graph-waits-for = Wartet auf { $tasks }
graph-here = Diese Aufgabe
graph-in-chain = Längste Kette

## Bearbeiten

edit-title = „{ $title }“ bearbeiten
edit-sealed = Die Texte dieser Aufgabe sind versiegelt. Sie werden auf den Geräten von Mitgliedern geschrieben, die den Schlüssel haben, nie auf diesem Server.
edit-task-title = Titel
edit-deliverables = Was gebraucht wird
edit-deliverables-hint = Das Ergebnis, das du erwartest. Mit Markdown, wenn du willst.
edit-skills = Fähigkeiten
edit-skills-hint = Wörter mit Kommas getrennt, wie Nähen, oder Bereich:Einzelheit wie Language:French.
edit-due = Fällig
edit-due-past = Dieses Datum ist vorbei. Wähle ein anderes, oder speichere noch einmal, um es zu behalten.
edit-size = Größe
edit-urgency = Dringlichkeit
edit-reviewer = Prüfung durch
edit-reviewer-creator = Jemand anderes, der zuteilen darf
edit-reviewer-nobody = Niemand: sie braucht keine Prüfung
edit-reviewer-hint = Wähle eine andere Person als die, von der die Arbeit ist.
new-task-more = Wer prüft, wer gefragt wird
new-task-asked = Wer gefragt wird
new-task-not-yet = Noch niemanden fragen
new-task-not-yet-about = Sonst werden Mitglieder sofort gefragt, wenn die Aufgabe Fähigkeiten nennt.
no-review = Braucht keine Prüfung
no-review-about = Wer die Aufgabe hat, schließt sie ab. Dann wird niemand zum Prüfen gebeten.
edit-save = Speichern
edit-conflict = Dasselbe hat, während du geschrieben hast, auch geändert: { $who }. Dein Text steht noch in den Feldern, der andere hier. Wähle einen oder füge beide zusammen, und speichere noch einmal. Alle anderen Änderungen sind schon zusammengeführt.
edit-conflict-theirs = Der andere Text
edit-conflict-own = Du hast diese Aufgabe woanders gespeichert, während du hier geschrieben hast, vielleicht in einem anderen Tab. Dein neuer Text steht noch in den Feldern, der gespeicherte hier. Wähle einen oder füge beide zusammen, und speichere noch einmal. Alle anderen Änderungen sind schon zusammengeführt.
edit-conflict-own-before = Gespeichert
edit-conflict-empty = (nichts)
edit-conflict-take = Stattdessen diesen nehmen
edit-place = Platz in der Gliederung
edit-place-button = Verschieben
edit-delegated = { $peer } hat diese Aufgabe. Neue Texte kommen sofort dort an. Ein früheres Datum, eine größere Größe oder mehr Fähigkeiten werden als neues Angebot geschickt, und die alten Bedingungen gelten, bis es angenommen ist.
edit-mirror = { $peer } entscheidet, was gebraucht wird. Du entscheidest, wer die Arbeit vor der Abgabe prüft, und über ihren Platz in eurer Gliederung.

## Einmal gesagt, nach einem Formular

notice-work-ready = Abgegeben. Wer prüft, erfährt es.
notice-begun = Du arbeitest daran. Andere sehen das.
notice-saved-together = Gespeichert, zusammen mit dem, was während des Schreibens geändert wurde.
notice-begun-in-place = Sie ist jetzt in Arbeit. Im Verlauf steht, dass du das getan hast.
notice-work-ready-in-place = Abgegeben für die Person, die die Aufgabe hat. Im Verlauf steht, dass du das getan hast.
notice-reopened = Sie ist wieder offen.
notice-calls-for-help = Die Aufgabe bittet jetzt um Hilfe.
notice-dropped = Gestrichen. Sie wird nicht mehr gebraucht.
notice-taken = Die Aufgabe gehört dir. Schreib ins Gespräch, wenn du nicht weiterkommst.
notice-handed-back = Freigegeben. Die Aufgabe bittet wieder um Hilfe.
notice-assigned = Zugeteilt. Das Mitglied erfährt es sofort.
notice-moved = Verschoben.
notice-waits-for = Vermerkt: Diese Aufgabe wartet auf die andere.
notice-waits-no-more = Vermerkt: Diese Aufgabe wartet nicht mehr auf die andere.
notice-waiting-shown = Vermerkt: Alle sehen, dass die andere Aufgabe auf diese wartet.
notice-awaited-named = Vermerkt: Alle sehen, dass diese Aufgabe auf die andere wartet.
notice-awaited-no-more = Vermerkt: Die andere Aufgabe wartet nicht mehr auf diese.
notice-phase-set = Die Phase ist geändert.
notice-work-accepted = Angenommen. Die Aufgabe ist erledigt.
notice-finished = Abgeschlossen. Die Aufgabe ist erledigt.
notice-reviewer-set = Gespeichert. Wer jetzt prüft, bekommt eine Nachricht.
notice-work-sent-back = Mit deinem Kommentar zurückgeschickt.
notice-file-added = Die Datei ist da.
notice-review-started = Die andere Seite sieht, dass du prüfst.

## If it goes quiet

clock-head = Wenn es still wird
clock-calm = Wenn es still wird, kommt eine Erinnerung nach { $days ->
    [one] einem Tag
   *[other] { $days } Tagen
 }
clock-you = { $days ->
    [0] Von dir gab es am letzten Tag etwas Neues
    [one] Von dir gibt es seit { $days } Tag nichts Neues
   *[other] Von dir gibt es seit { $days } Tagen nichts Neues
 }; üblich ist hier { $usual ->
    [1] eine Nachricht am Tag
   *[other] eine Nachricht alle { $usual } Tage
 }.
clock-other = { $days ->
    [0] Von { $who } gab es am letzten Tag etwas Neues
    [one] Von { $who } gibt es seit { $days } Tag nichts Neues
   *[other] Von { $who } gibt es seit { $days } Tagen nichts Neues
 }; üblich ist hier { $usual ->
    [1] eine Nachricht am Tag
   *[other] eine Nachricht alle { $usual } Tage
 }.
clock-you-new = { $days ->
    [0] Von dir gab es am letzten Tag etwas Neues
    [one] Von dir gibt es seit { $days } Tag nichts Neues
   *[other] Von dir gibt es seit { $days } Tagen nichts Neues
 }{ $asks ->
    [0] .
    [one] ; nach einem Tag ohne Nachricht kommt eine Erinnerung.
   *[other] ; nach { $asks } Tagen ohne Nachricht kommt eine Erinnerung.
 }
clock-other-new = { $days ->
    [0] Von { $who } gab es am letzten Tag etwas Neues
    [one] Von { $who } gibt es seit { $days } Tag nichts Neues
   *[other] Von { $who } gibt es seit { $days } Tagen nichts Neues
 }{ $asks ->
    [0] .
    [one] ; nach einem Tag ohne Nachricht kommt eine Erinnerung.
   *[other] ; nach { $asks } Tagen ohne Nachricht kommt eine Erinnerung.
 }
clock-nudge = Eine freundliche Erinnerung: { $at }.
clock-nudged = Eine Erinnerung kam: { $at }.
clock-looks-for-help = Ohne Antwort werden andere gefragt, ob sie weitermachen: { $at }.
clock-asks-reviewer = Ohne Antwort wird gefragt, wer prüft, ob andere weitermachen: { $at }.
clock-reviewer = { $of } prüft und ist gefragt, ob andere weitermachen. Ohne Antwort werden andere gefragt: { $until }.
clock-reviewer-you = Du prüfst das. Behält { $who } es, oder werden andere gefragt, ob sie weitermachen? Ohne Antwort von dir werden andere gefragt: { $until }.
clock-reviewer-keep = Bei der Person lassen
clock-reviewer-hand-on = Andere fragen
clock-review-goes = Ohne Antwort prüft jemand anderes: { $at }.
clock-paused = Solange die Aufgabe blockiert ist, fragt niemand nach.
clock-until-you = Du brauchst bis { $until }.
clock-until = { $who } braucht bis { $until }.
clock-still = Bin noch dran
clock-hand-on-about = Andere werden gefragt, ob sie weitermachen, eine Person nach der anderen. Bis jemand die Aufgabe hat, kannst du sie zurücknehmen. Das kostet dich nichts.
clock-hand-on = Weitergeben
clock-hand-on-review = Prüfung weitergeben
clock-longer = Ich brauche länger
clock-longer-button = Wartet auf mich
clock-until-field = Bis
clock-until-hint = Vor diesem Tag fragt niemand nach. Höchstens 90 Tage voraus.
clock-until-missing = Wähle einen Tag.
notice-still-on-it = Gut zu wissen. Eine Weile fragt niemand nach.
notice-longer = Notiert. Vor diesem Tag fragt niemand nach.
notice-handed-on = Weitergegeben. Andere werden gefragt, ob sie weitermachen; bis jemand die Aufgabe hat, kannst du sie zurücknehmen.
notice-review-handed-on = Jetzt prüft jemand anderes.
notice-reviewer-handed-on = Jetzt werden andere gefragt, ob sie weitermachen.
notice-reviewer-kept = Gut zu wissen. Die Zeit läuft neu.
happened-task-still-on-it = { $who }: noch dran
happened-task-still-on-it-until = { $who }: dran, bis { $until }
happened-task-due-unassigned = Niemand hat sie, und sie ist fällig: { $due }
happened-task-nudged = Eine freundliche Erinnerung ging hinaus
happened-task-hand-on-asked = Wer das prüft, ist gefragt, ob andere weitermachen
happened-task-kept = { $who }: geantwortet, dass es bleibt, wo es ist
task-asked-mentor = Du wirst gefragt, ob du jemanden begleitest, der oder die eine Fähigkeit dieser Aufgabe lernt.
task-asked-learner = Du wirst gefragt, ob du das übernimmst und dabei eine der Fähigkeiten lernst: Jemand begleitet dich.
task-asked-answer = Lesen und antworten
heir-head = Erst wird jemand gefragt
heir-head-you = Machst du hier weiter?
heir-head-yours = Du hattest diese Aufgabe
heir-you = Wer diese Aufgabe hatte, macht nicht weiter. Nur du wirst gefragt, bis { $until }; danach die nächste Person.
heir-you-relieve = Wer diese Aufgabe hat, ist abwesend, und du stehst bereit. Nur du wirst gefragt, ob du weitermachst, bis { $until }.
heir-others = Eine einzige Person wird gefragt, ob sie hier weitermacht, bis { $until }. Danach die nächste, oder die Aufgabe sucht Hilfe. Wer sie hatte, kann sie zurücknehmen, und wer zuteilt, kann sie jemandem geben.
heir-yours = Sie sucht Hilfe. Solange niemand sie hat, kannst du sie zurücknehmen.
heir-yours-asked = Jemand wird gefragt, ob es weitergeht, bis { $until }. Solange niemand sie hat, kannst du sie zurücknehmen.
heir-accept = Ich mache weiter
heir-take-back = Zurücknehmen
happened-task-assigned-silent = Nach einer Stille sucht die Aufgabe wieder Hilfe
happened-task-assigned-gone = Die Aufgabe sucht wieder Hilfe: { $of } hat sie nicht mehr
happened-task-edited-review = Die Prüfung ging an die Person, die die Aufgabe geschrieben hat; vorher hatte sie { $of }
happened-task-edited-review-to = Die Prüfung ging an { $to }; vorher hatte sie { $of }
follows-from = { $what }. { $end }
follows-from-why = { $what }. { $end }: „{ $why }“
