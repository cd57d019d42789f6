### Wörter auf jeder Seite.

# Wo die Zeilen beginnen: ltr, oder rtl bei einer Sprache, die von rechts nach links geschrieben wird.
direction = ltr
# Wessen Uhr und Woche die Seiten haben, wenn der Browser keine Region nennt: ein Code der ISO 3166, oder 001 für die Welt.
region = 001
skip = Zum Inhalt springen
# Steht nach „für“, „an“ und „durch“, nie nach „von“.
you = dich
# Steht am Anfang einer Zeile, vor einem Doppelpunkt.
you-start = Du
by-itself = Der Server
by-command-line = Jemand an der Befehlszeile
someone-at = Jemand bei { $name }
someone-numbered = Mitglied { $n } von { $name }
on-another-server = Auf einem anderen Server
# An der Stelle eines Textes, den nur Mitglieder mit dem Schlüssel lesen können: wo Worte stehen, und wo die Seite ihn öffnet.
sealed-text = etwas in einer privaten Pursuance
sealed-mark = …
on-this-server = Auf diesem Server.
crumbs = Wo das ist
live-changed = Diese Seite wurde gerade aktualisiert.
live-lost = Diese Seite zeigt den Stand von { $time }. Die Verbindung ist weg; es wird wieder versucht.
live-new = Es gibt etwas Neues. Diese Seite zeigt den Stand von { $time }.
live-ended = Diese Seite zeigt den Stand von { $time } und wird nicht mehr aktualisiert.
live-reload = Neu laden
add = Hinzufügen
open = Öffnen
cancel = Abbrechen
copy = Kopieren
copied = Kopiert.
older = Ältere zeigen
newer = Neuere zeigen
about = Info
preview = Vorschau
no-date = Kein Datum
nobody-yet = Noch niemand
skill-have = (deine)

## Navigation

nav-main = Hauptmenü
nav-home = Start
nav-talk = Reden
nav-talk-unread = mit Neuem
nav-offers = Fragen
nav-offers-waiting = warten auf deine Antwort
nav-waiting = wartet auf dich
nav-pursuances = Pursuances
nav-you = Du
nav-search = Suche
nav-search-hint = Suche oder #12
nav-search-pursuance = Pursuance suchen
nav-mine = Deine Pursuances
nav-incoming = Angebote zu beantworten
nav-closed = Nur für Mitglieder
nav-private = Privat, verschlüsselt
nav-ended = Geschlossen
nav-start-one = Neue gründen
nav-account = Konto
nav-operator = Server
nav-signin = Anmelden
nav-ask-account = Konto anfragen
nav-join = Mitmachen
nav-signout = Abmelden
nav-signout-unsent = Noch nicht gespeicherte Zeilen einer Gliederung: { $count }. Wenn du dich abmeldest, gehen sie verloren. Trotzdem abmelden?

## Formulare

form-refused = Bitte prüfe:
pick-fits = { $name } · { $tasks ->
    [one] hat die Fähigkeiten
   *[other] hat die Fähigkeiten für alle
} · { $n ->
    [0] nichts in Arbeit
    [one] eine in Arbeit
   *[other] { $n } in Arbeit
}
pick-has = { $name } · { $n ->
    [0] nichts in Arbeit
    [one] eine in Arbeit
   *[other] { $n } in Arbeit
}
pick-has-some = { $name } · hat { $skills } · { $n ->
    [0] nichts in Arbeit
    [one] eine in Arbeit
   *[other] { $n } in Arbeit
}
pick-fits-only = { $name } · { $tasks ->
    [one] hat die Fähigkeiten
   *[other] hat die Fähigkeiten für alle
}
pick-others = Andere, nach Namen
pick-task-hint = Schreib die Nummer einer Aufgabe, etwa 12, oder ihren Titel. Wenn das Feld leer ist, steht die Aufgabe auf der obersten Ebene.
pick-assignee-hint = Schreib einen Namen. Wenn das Feld leer ist, hat niemand die Aufgabe.
pick-reviewer-hint = Schreib einen Namen. Das Feld darf leer bleiben.
pick-no-number = Eine Aufgabe #{ $number } gibt es hier nicht.
pick-no-task = Keine offene Aufgabe hier hat diese Wörter im Titel.
pick-some-tasks = Diese Aufgaben passen: { $tasks }. Schreib die Nummer einer davon.
pick-nobody = Niemand hier heißt „{ $name }“.
pick-some-people = Diese Leute passen: { $people }. Schreib den Benutzernamen von jemandem.

## Auswahl

size-xs = XS, etwa 20 Minuten
size-s = S, ein bis zwei Stunden
size-none = Nicht gesagt
size-m = M, etwa ein Tag
size-l = L, etwa eine Woche
urgency-normal = Nicht dringend
urgency-urgent = Dringend
visibility-public = Öffentlich
visibility-unlisted = Nicht gelistet
visibility-members = Nur Mitglieder
visibility-sealed = Privat
visibility-public-about = Alle. Sie steht in der Liste, damit alle sie finden.
visibility-unlisted-about = Alle, die die Adresse haben
visibility-members-about = Nur Mitglieder. Auch die Betreiber dieses Servers können es lesen.
visibility-sealed-about = Nur Mitglieder, auf ihren Geräten. Dieser Server kann es nicht lesen.
joining-open = Alle können sofort beitreten
joining-approval = Mitglieder entscheiden, wer beitritt
joining-closed = Solange sie geschlossen ist, tritt niemand bei

## Größen von Dateien

bytes-tenths = { $whole },{ $tenth } { $unit }

## Phasen

phase-new = Neu
phase-help-wanted = Hilfe gesucht
phase-started = Übernommen
phase-in-progress = In Arbeit
phase-later = Später
phase-blocked = Blockiert
phase-ready-for-review = Bereit zur Prüfung
phase-in-review = In Prüfung
phase-done = Erledigt
phase-dropped = Gestrichen

## Zeiten

when-today = heute
when-tomorrow = morgen
when-yesterday = gestern
when-today-at = heute, { $time }
when-tomorrow-at = morgen, { $time }
when-yesterday-at = gestern, { $time }
when-weekday-at = { $day } { $time }
when-weekday-date = { $day } { $date }
# Of a private task: a server knows the week alone.
when-in-week = in der Woche bis { $day }
when-date-at = { $date }, { $time }
when-date-year = { $date } { $year }
when-day-month = { $day }. { $month }
when-full = { $date }, { $time } { $zone }
when-before-noon = { $time }{ "\u00A0" }AM
when-after-noon = { $time }{ "\u00A0" }PM
when-just-now = gerade eben
when-minutes-ago = { $n ->
    [one] vor { $n } Minute
   *[other] vor { $n } Minuten
}
when-hours-ago = { $n ->
    [one] vor { $n } Stunde
   *[other] vor { $n } Stunden
}
when-in-minutes = { $n ->
    [one] in { $n } Minute
   *[other] in { $n } Minuten
}
when-in-hours = { $n ->
    [one] in { $n } Stunde
   *[other] in { $n } Stunden
}
times-in = Zeiten in { $zone }.
times-change = Ändern
when-mon = Mo
when-tue = Di
when-wed = Mi
when-thu = Do
when-fri = Fr
when-sat = Sa
when-sun = So
when-jan = Jan
when-feb = Feb
when-mar = März
when-apr = Apr
when-may = Mai
when-jun = Juni
when-jul = Juli
when-aug = Aug
when-sep = Sept
when-oct = Okt
when-nov = Nov
when-dec = Dez
when-january = Januar
when-february = Februar
when-march = März
when-april = April
when-may-whole = Mai
when-june = Juni
when-july = Juli
when-august = August
when-september = September
when-october = Oktober
when-november = November
when-december = Dezember
when-month-year = { $month } { $year }
due-by = Fällig { $day }
due-over = War fällig { $day }
row-over = War fällig { $day }
change-none = Keine
