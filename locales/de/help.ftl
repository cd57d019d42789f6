### Hilfe: die Anleitung, und eine Suche darin.

nav-help = Hilfe
help-title = { $words } · Hilfe
help-about = Die Anleitung für alle, die mitmachen oder organisieren. Sie ist auf Englisch geschrieben.
help-search = Anleitung durchsuchen
help-search-button = Suchen
help-all = Alle Seiten
help-found = { $n ->
    [one] Eine Stelle
   *[other] { $n } Stellen
  }
help-none = Nichts in der Anleitung hat alle diese Wörter. Versuch es mit weniger Wörtern oder dem Anfang eines Wortes.
help-contents = Auf dieser Seite
help-next = Weiter:

## Tasten

keys = Tasten
keys-about = Während du schreibst, tun Buchstaben nichts. In deinem Konto kannst du alle einzelnen Buchstaben und Zeichen abschalten; Pfeile, Esc und Tasten mit Alt bleiben.
keys-close = Schließen
keys-key-shift = Umschalt
keys-key-enter = Eingabe
keys-everywhere = Auf jeder Seite
keys-all = Alle Tasten der Seite
keys-search = Suche
keys-home = Start
keys-offers = Fragen
keys-pursuances = Pursuances
keys-inbox = Posteingang
keys-new = Neue Aufgabe
keys-up = Eine Ebene höher
keys-next = Nächste Zeile, Zeile davor
keys-next-focused = Dasselbe, wenn eine Zeile den Fokus hat
keys-open = Öffnen
keys-done = Erledigt: die Aufgabe der Zeile oder der Seite
keys-escape = Ein Menü oder dieses Fenster schließen
keys-writing = Im Feld für eine neue Aufgabe
keys-add = Hinzufügen und die nächste schreiben
keys-add-below = Zur Teilaufgabe der Aufgabe darüber machen
keys-add-above = Eine Ebene höher
keys-leave = Das Feld verlassen, zur Zeile darüber
keys-outline = Auf einer Zeile der Gliederung
keys-fold = Teilaufgaben aufklappen, zuklappen
keys-move = Unter ihren Nachbarn nach oben oder unten schieben
keys-level = Zur Teilaufgabe der Aufgabe darüber machen; eine Ebene höher
keys-rename = Umbenennen
keys-menu = Ihr Menü öffnen
keys-several = Auf einer Zeile der Gliederung oder der Liste
keys-pick = Auswählen oder nicht mehr auswählen: für mehrere zugleich
keys-pick-more = Auch die Zeile davor oder die nächste auswählen
keys-pick-none = Keine auswählen
keys-board = Auf einer Karte der Tafel
keys-lane = Zur Spur davor, zur nächsten Spur
keys-lane-focused = Dasselbe, wenn eine Karte den Fokus hat
keys-task = Bei einer Aufgabe
keys-edit = Angaben bearbeiten
keys-assign = Zuteilen
keys-phase = Zum nächsten Schritt
keys-reply = Ins Gespräch schreiben
keys-place = In der Gliederung verschieben
keys-talks = In einem Gespräch
keys-tab = Das Gespräch, das an dieser Stelle offen ist
keys-tab-letters = Dasselbe, wo Alt mit einer Zahl etwas anderes tut
keys-tab-list = Zu den offenen Gesprächen
