## Aufgaben in ein paar Wörtern, eingefügte Listen und die Reihenfolge

# Was von einer Zeile verstanden wurde: die Teile stehen hintereinander, mit Kommas dazwischen.
quick-added = Hinzugefügt: { $what }.
quick-title = „{ $title }“
quick-for = für { $who }
quick-asks = Mitglieder werden gefragt
quick-not-yet = noch wird niemand gefragt
quick-urgent = dringend
quick-due = bis { $day }
quick-size-xs = sehr klein
quick-size-s = klein
quick-size-m = mittel
quick-size-l = groß
quick-several-added = { $n ->
    [one] Eine Aufgabe ist hinzugefügt.
   *[other] { $n } Aufgaben sind hinzugefügt.
}

several = Mehrere Aufgaben hinzufügen
several-link = Mehrere
several-about = Schreib in jede Zeile eine Aufgabe. Was eingerückt ist, ist Teil der Zeile darüber. Listen von anderswo kannst du so einfügen, wie sie sind.
several-about-under = Sie werden Teile von { $title }.
several-suggest = Du kannst hier Aufgaben vorschlagen, jede für sich; eine ganze Liste fügt hinzu, wer Aufgaben anlegen darf.
several-text = Aufgaben
several-hint = Bis zu { $max } Zeilen. In jeder sagt @name, wer sie übernimmt; !urgent, due:fri, #Bereich:Einzelheit und ~xs, ~s, ~m oder ~l sagen mehr; bei !not-yet wird noch niemand gefragt.
several-look = Erst ansehen
several-look-again = Noch einmal ansehen
several-read = So sind sie gelesen
several-mistakes = { $n ->
    [one] Eine Zeile braucht noch einen Blick. Noch ist nichts hinzugefügt.
   *[other] { $n } Zeilen brauchen noch einen Blick. Noch ist nichts hinzugefügt.
}
several-line = Zeile { $n }:
several-stays = Bleibt im Titel: { $words }
several-ticked = Ihr Kästchen ist angekreuzt; sie wird offen hinzugefügt.
several-too-many = Das sind mehr als { $max } Aufgaben. Füge sie in zwei Listen hinzu.
several-add = { $n ->
    [one] Eine Aufgabe hinzufügen
   *[other] { $n } Aufgaben hinzufügen
}

order-menu = { $title } verschieben
order-head = Wohin?
order-edit = Titel oder anderes ändern
order-up = Nach oben
order-down = Nach unten
order-in = Unter die Aufgabe darüber
order-out = Eine Ebene höher
notice-order-first = Sie bleibt, wo sie ist: Sie ist dort schon die erste.
notice-order-last = Sie bleibt, wo sie ist: Sie ist dort schon die letzte.
notice-order-none-above = Sie bleibt, wo sie ist: Darüber ist keine Aufgabe, deren Teil sie sein könnte.
notice-order-top = Sie bleibt, wo sie ist: Sie steht schon ganz oben.
notice-order-closed = Sie bleibt, wo sie ist: Die Aufgabe darüber ist erledigt oder gestrichen.

outline-list = Eingefügte Liste:
outline-said-further = Hinzugefügt. Diese Seite ist voll, darum steht sie weiter hinten:
outline-said-closed = Sie bleibt auf dieser Ebene: Die Aufgabe darüber ist erledigt oder gestrichen.
outline-said-first = Die eingefügte Liste wartet auf die Zeilen, die noch nicht gespeichert sind.
outline-said-alone = Sie bleibt auf dieser Ebene: Darüber steht keine Aufgabe, von der sie ein Teil sein könnte.
outline-open = Öffnen:
outline-said-ended = Du bist abgemeldet. Nichts geht verloren: Was du schreibst, wartet hier, bis du dich wieder anmeldest.
outline-said-other = In diesem Browser ist jetzt jemand anderes angemeldet. Was du geschrieben hast, wartet hier, bis du dich wieder anmeldest.
outline-said-unkept = Nur aufgehoben, solange diese Seite offen ist.
outline-sign-in-elsewhere = In einem anderen Tab
outline-said-unreached = Keine Verbindung. Es wurde nichts geändert; versuch es noch einmal.
outline-said-gone = Diese Aufgabe steht nicht mehr in der Gliederung. Du hast geschrieben:
