### Die Suche über alles, und das Formular, das eine Suche schreibt.

search-everything = Alles durchsuchen
search-title = { $words } · Suche
search-about = Aufgaben, Pursuances, Leute, Kommentare und Dateien, die du lesen darfst, findest du durch ihre Wörter. Eine Nummer, oder ein Name hinter @, führt gleich auf die Seite.
search-examples = Was du schreiben kannst
search-example-words = Wörter, groß oder klein; in Anführungszeichen stehen sie zusammen
search-example-room = Was im Raum Kitchen gesagt wurde; in:river-watch/kitchen ist der einer anderen Pursuance
search-example-number = Eine Aufgabe nach Nummer, in der Pursuance, aus der du kommst
search-example-task = Eine Aufgabe einer Pursuance
search-example-person = Jemand von hier
search-example-there = Jemand, oder eine Pursuance, auf einem anderen Server
search-example-pursuance = Eine Pursuance, nach Name oder Kurzname: Ein Link führt dorthin
search-example-skill = Ein Link zu den Aufgaben, die Hilfe mit dieser Fähigkeit suchen
search-in-tasks = Über den Aufgaben einer Pursuance ist ein eigenes Feld: Es findet sie nach Phase, Person, Datum und mehr.
search-tasks = Aufgaben
search-pursuances = Pursuances
search-people-head = Leute
search-comments = Kommentare
search-files = Dateien
search-on = Zu
search-inside = In
search-more = Mehr zeigen
search-only = Nur:
search-all-kinds = Alle Arten zeigen
search-cut = Mehr als 1.000 haben diese Wörter. Nur die neuesten 1.000 wurden durchgesehen.
search-filling = Ältere Texte werden noch zum ersten Mal gelesen. Manche werden noch nicht gefunden.
search-none = Nichts, was du lesen darfst, hat diese Wörter. Versuch es mit weniger Wörtern oder dem Anfang eines Wortes.
search-nothing-asked = Darin ist kein Buchstabe und keine Ziffer, wonach gesucht werden kann.
search-go-to = Zu { $name }
search-go-to-skill = Aufgaben, die Hilfe mit { $skill } suchen
search-without = „!“ vor einem Wort schließt es in der Suche nach Aufgaben aus. Hier wird danach gesucht.
search-without-button = Aufgaben durchsuchen
search-narrowed = Du bist in mehr als { $n } Pursuances. Die Wörter wurden in { $n } davon und in öffentlichen gesucht.

## Ergänzen beim Tippen

complete-list = Was hier stehen kann

## Auswahl, die eine Suche schreibt

build-search = Filter
build-about = Was du wählst, wird in das Feld geschrieben und ersetzt, was dort schon darüber steht.
build-person = Wer sie hat (Name)
build-skill = Fähigkeit
build-size = Größe
build-any-size = Jede Größe
build-urgency = Dringlichkeit
build-any-urgency = Jede
build-due = Fällig
build-any-due = Jedes Datum
build-due-overdue = Überfällig
build-due-today = Heute
build-due-week = In einer Woche oder überfällig
build-due-fortnight = In zwei Wochen oder überfällig
build-due-none = Kein Datum
build-sort = Reihenfolge
build-usual-order = Wie üblich
build-sort-due = Fällige zuerst
build-sort-new = Neueste zuerst
build-sort-updated = Zuletzt geänderte zuerst
build-sort-urgency = Dringende zuerst
build-sort-size = Kleinste zuerst
build-sort-order = Nach der Reihenfolge unter Nachbarn
build-write = Zeigen
