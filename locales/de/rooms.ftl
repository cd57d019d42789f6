### Räume einer Pursuance, und was darin gesagt wird.

rooms = Räume
rooms-title = Räume von { $name }
room-general = Allgemein
room-for-members = nur Mitglieder
room-archived = archiviert
room-archived-about = Ein archivierter Raum wird nur gelesen. Er lässt sich zurückholen.
room-no-files = In diesem Raum wurden keine Dateien geschickt.
room-file-said = Nachricht zeigen
room-settings = Einstellungen des Raums
room-new = Ein neuer Raum
room-name = Name
room-open = Wer ihn liest
room-open-everyone = Alle, die die Pursuance sehen
room-open-members = Nur Mitglieder
room-make = Raum anlegen
room-save = Speichern
room-read-by-all = Alle, die diese Seite öffnen, lesen es.
room-read-by-members = Mitglieder lesen es.
room-kept = Wie lange Beiträge bleiben
room-kept-hint = Ist diese Zeit um, ist ein Beitrag binnen einer Minute weg, auch seine Wörter in der Suche. Eine vorher gemachte Sicherung behält ihn.
room-kept-always = Bis sie jemand löscht
room-kept-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
room-kept-hours = { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
room-kept-minutes = { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
room-kept-seconds = { $n ->
    [one] { $n } Sekunde
   *[other] { $n } Sekunden
}
room-kept-about = Beiträge bleiben hier { $kept }, seit { $since }.
room-kept-goes = { $n ->
    [one] { $n } Beitrag ist älter und geht in einer Minute.
   *[other] { $n } Beiträge sind älter und gehen in einer Minute.
}
room-kept-confirm = Sie dürfen gehen
room-slow = Den Raum verlangsamen
room-slow-about = Eine Stunde lang sagen hier alle höchstens eine Sache pro Minute. Auch du wartest.
room-slow-button = Für eine Stunde verlangsamen
room-slow-end = Jetzt beenden
room-slowed-about = Bis { $until } sagen hier alle höchstens eine Sache pro Minute.
room-archive = Den Raum archivieren
room-archive-button = Archivieren
room-bring-back = Den Raum zurückholen
room-bring-back-button = Zurückholen
notice-room-saved = Gespeichert.
notice-room-archived = Der Raum ist archiviert.
notice-room-back = Der Raum ist wieder da.
notice-room-slowed = Der Raum ist für eine Stunde verlangsamt.
notice-room-not-slowed = Der Raum ist nicht mehr verlangsamt.
room-message-title = Beitrag von { $who }
room-message-now = Der Beitrag
room-message-gone = Diesen Beitrag gibt es nicht mehr
room-message-kept-until = Das lesen, wer ihn geschrieben hat und wer Beiträge entfernen darf, bis { $until }. Dann ist es endgültig weg.
room-message-text-hint = Wer den Beitrag lesen darf, kann auch seine früheren Texte lesen.
room-message-edit-button = Beitrag speichern
room-message-delete = Diesen Beitrag löschen
room-message-appeal = Wenn du das anders siehst, kannst du bis { $until } widersprechen: Schreib { $who } oder einem anderen Mitglied, das Beiträge entfernen darf.
room-message-remove-button = Beitrag entfernen
notice-message-deleted = Der Beitrag ist gelöscht.
notice-message-removed = Der Beitrag ist entfernt. Der Grund steht im Protokoll.
happened-room-created = { $who }: einen Raum angelegt
happened-room-edited = { $who }: die Einstellungen eines Raums geändert
happened-room-archived = { $archived ->
    [yes] { $who }: einen Raum archiviert
   *[no] { $who }: einen archivierten Raum zurückgeholt
}
happened-room-slowed = { $who }: einen Raum verlangsamt, oder das beendet
happened-room-message-removed = { $who }: einen Beitrag von { $of } aus einem Raum entfernt
talk-everywhere-about = Räume und Diskussionen deiner Pursuances: erst, was für dich neu ist, dann die neuesten.
talk-everywhere-none = Du bist in keiner Pursuance mit Räumen.
talk-of-tasks = Aufgaben
talk-of-tasks-none = In den letzten 30 Tagen wurde keine Aufgabe besprochen.
tabs = Offene Gespräche
tabs-all = Alle Räume und Gespräche
tabs-close = Schließen
talk-said = Neuer Beitrag von { $who }
talk-said-more = Neue Beiträge: { $count }
talk-hint-call = Mit Markdown: **fett**, Listen, Links. @room benachrichtigt alle, die diesen Raum als Mitglieder lesen.
talk-call-told = @room benachrichtigt alle, die diesen Raum als Mitglieder lesen und ihn nicht stummgeschaltet haben.
notice-room-call-role = @room ist hier ein Wort und benachrichtigt niemanden: einen ganzen Raum benachrichtigt man erst ab der Rolle „Koordination“.
notice-room-call-many = @room ist diesmal ein Wort und benachrichtigt niemanden: so oft, wie es in einer Stunde geht, hast du hier schon ganze Räume benachrichtigt.
notice-names-cut = Nur die ersten 30 Leute, die ein Beitrag nennt, werden benachrichtigt. Die anderen Namen sind Wörter.
