### Listen von Pursuances, eine Pursuance, ihre Einstellungen und Dateien.

tab-tasks = Aufgaben
tab-incoming = Mit anderen Pursuances
tab-asking = Wollen mitmachen
tab-people = Leute
tab-talk = Räume
tab-requests = Anfragen
tab-about = Info
tab-mission = Ziel und Dateien
tab-log = Protokoll
tabs-within = Seiten dieses Reiters
tab-settings = Einstellungen
new-task = Neue Aufgabe
join-it = Beitreten
join-ask-no-more = Anfrage zurückziehen
join-ask = Beitritt anfragen
join-asked = Du hast angefragt
leave = Verlassen
members-count = { $n ->
    [one] Ein Mitglied
   *[other] { $n } Mitglieder
  }
open-tasks-count = { $n ->
    [0] keine offenen Aufgaben
    [one] eine offene Aufgabe
   *[other] { $n } offene Aufgaben
  }
with-help-from = mit Hilfe von
progress-label = { $total } Aufgaben: { $done } erledigt, { $review } in Prüfung, { $way } in Arbeit, { $blocked } blockiert, { $open } frei, { $offered } angeboten, { $parts } in Teilen oder später
count-done = { $n } erledigt
count-review = { $n } in Prüfung
count-way = { $n } in Arbeit
count-blocked = { $n } blockiert
count-open = { $n } frei
count-offered = { $n } angeboten
filter = Aufgaben filtern
filter-words = Aufgaben filtern
filter-example = Filtern
filter-phase = Phase
filter-who = Wer
filter-any-phase = Alle Phasen
filter-anyone = Alle
filter-me = Ich
filter-nobody = Noch niemand
filter-elsewhere = Andere Pursuances
filter-button = Filtern
filter-off = Alle zeigen
filter-none = Nichts passt.
filter-meant = Meintest du:
filter-rest = Die Liste zeigt, was der Rest deiner Suche findet.
filter-cut = Mehr als { $n } Aufgaben haben diese Wörter; wir haben die neuesten { $n } angesehen.
filter-filling = Ältere Texte werden noch in die Suche aufgenommen; einige können fehlen.
search-how = So wird gesucht
search-all = Gefunden wird eine Aufgabe, für die alles zutrifft, was du getippt hast. Die Reihenfolge ist egal.
search-words = Wörter, oder wie sie beginnen, im Titel oder in „Was gebraucht wird“; zusammen in Anführungszeichen
search-has = Wer sie hat: du, jemand mit Namen, niemand
search-is = Wie es um sie steht
search-status = Ihre Phase; die Auswahl neben dem Feld schreibt sie für dich
search-skill = Eine Fähigkeit, die sie braucht, oder eine aus einem Bereich
search-due = Ihr Datum: vor diesem Tag, an ihm, oder keines. > ist danach, 2w in zwei Wochen, „2w ago“ vor zwei Wochen
search-asks = Wie viel Arbeit sie ist, und ob sie warten kann
search-people = Wer sie geschrieben hat, wer sie prüft, und was du beobachtest; die ersten beiden auch mit Namen
search-numbers = Eine Aufgabe nach Nummer, die direkt darunter, und die auf sie warten
search-in = Nur in dieser Pursuance, nach ihrem Kurznamen
search-from = Übergeben von einer Pursuance dieses Servers
search-not = ! davor: was nicht so ist
search-sort = Die Reihenfolge: fällige, zuletzt geänderte oder dringende zuerst
search-sort-back = - vor der Reihenfolge kehrt sie um
views = Ansichten der Aufgaben
view-rare = Mehr
view-outline = Gliederung
view-list = Liste
view-board = Tafel
view-calendar = Kalender
view-month = Monat
view-agenda = Agenda
view-waits = Was wartet
list-of = { $name }: Liste
board-of = { $name }: Tafel
order = Reihenfolge:
order-due = Fällige zuerst
order-new = Neueste
order-updated = Zuletzt geändert
order-urgency = Dringende zuerst
order-size = Kleinste zuerst
order-outline = Reihenfolge unter Nachbarn
order-turn = umkehren
columns = Spalten
columns-button = Diese Spalten zeigen
column-number = Nummer
column-title = Aufgabe
column-phase = Phase
column-who = Wer
column-due = Fällig
column-urgency = Dringlichkeit
column-size = Größe
column-skills = Fähigkeiten
column-subtasks = Teilaufgaben
column-waiting = Warten darauf
column-changed = Geändert
list-scroll = Aufgaben; sie lassen sich seitwärts verschieben
lanes = Spuren der Tafel
lane-pick-up = Bei niemandem
lane-under-way = Im Gang
lane-stuck = Blockiert
lane-in-review = In Prüfung
lane-done = Erledigt
lane-empty = Hier ist nichts.
lane-filtered = Der Filter lässt hier nichts übrig.
lane-rest = Liste aller { $count }
lane-others = Dazu { $count }, die in Teilen erledigt werden, später dran oder angeboten sind
board-move = { $title } verschieben
board-move-to = Verschieben nach
board-back = Zurück zur Tafel
outline = Gliederung der Aufgaben
outline-all = Alle Aufgaben
outline-empty = Noch ist hier nichts. Füge die erste Aufgabe mit ein paar Wörtern hinzu; aufteilen kannst du sie später.
outline-empty-visitor = Hier gibt es noch keine Aufgaben.
outline-add = Aufgabe hinzufügen
outline-add-under = Teilaufgabe hinzufügen
outline-new-under = Neue Aufgabe unter { $title }
outline-subtasks-of = Teilaufgaben von { $title }
outline-keys = Die Eingabetaste fügt hinzu und bleibt. Während du schreibst, macht Tab eine Teilaufgabe der Aufgabe darüber daraus, Umschalt mit Tab nimmt das zurück. Esc verlässt das Feld.
outline-said-added = Hinzugefügt
outline-said-waiting = Noch nicht gespeichert
outline-take-back = Zurück ins Feld holen
outline-said-below = Neue Aufgabe unter
outline-said-deepest = Die Gliederung zeigt { $n } Ebenen. Tiefer geht es, wenn du die Aufgabe darüber öffnest.
outline-said-offline = Keine Verbindung. Nichts geht verloren; versuch es mit der Eingabetaste noch einmal.
outline-said-failed = Das ging nicht. Öffne die Seite noch einmal und sieh nach.
outline-rename = Neuer Titel
outline-said-renamed = Inzwischen hat sie jemand umbenannt:
outline-said-moved = Verschoben
outline-chosen = ausgewählt
about-title = Über { $name }
about-run-by = Wer sie leitet
about-address = Adresse
about-readers = Wer liest
about-joining = Beitritt
about-away = Weggelegt
about-founded = Gegründet
about-mission = Ziel
about-founded-by = { $day }, durch { $who }
about-feeds = Feeds
about-feed = Was geschehen ist (Atom)
about-you = Du
lately = Zuletzt
lately-none = Noch ist nichts geschehen.
lately-added = { $who }: { $n } Aufgaben hinzugefügt

## Listen

list-search = Name, Wörter oder eine Adresse
list-search-button = Suchen
list-found = Passend zu „{ $words }“
list-others = Andere öffentliche Pursuances
list-none = Es gibt noch keine öffentlichen Pursuances. Gründe die erste.
list-none-found = Hier passt nichts. Versuch es mit weniger Wörtern, oder gründe sie selbst.
list-next = Mehr zeigen
list-elsewhere = Das sieht nach einer Adresse auf einem anderen Server aus.
list-elsewhere-button = Dort nachsehen

## Eine gründen, und ihre Einstellungen

new-pursuance-title = Pursuance gründen
new-pursuance-about = Eine Gruppe mit einem Ziel und einer Liste von Aufgaben. Du bist für sie verantwortlich, bis du sie weitergibst.
new-pursuance-button = Gründen
form-name = Name
form-slug = Kurzer Name für Adressen
form-slug-hint = Kleine Buchstaben, Ziffern, - und _. Andere finden sie als name@{ $host }. Er lässt sich später nicht ändern.
form-mission = Ziel
form-mission-hint = Wofür ist sie da? Ein oder zwei Sätze, mit Markdown, wenn du willst.
form-members-about = Sonst niemand, außer den Betreibern dieses Servers.
form-visibility = Wer darf sie lesen?
settings-title = Einstellungen von { $name }
settings-about = Alle sehen, dass die Einstellungen geändert wurden, und wer sie geändert hat.
tab-reviews = Prüfungen
reviews-of = Prüfungen in { $name }
reviews-none-here = Keine Arbeit wartet auf eine Prüfung.
reviews-yours = Wartet auf deine Prüfung
reviews-others = Andere entscheiden
reviews-by = Entscheidung durch { $who }.
reviews-since = Letzte Änderung: { $since }
missions = Frühere Ziele
missions-title = Ziele von { $name }
missions-now = Ziel
missions-before = Früheres Ziel
missions-by = Geschrieben von { $who }, { $at }
missions-at = Seit { $at }
form-reviews = Wird Arbeit geprüft?
reviews-named = Nur, wo jemand zum Prüfen benannt ist
reviews-named-about = Alle anderen Aufgaben sind mit einem Klick erledigt, von denen, die sie haben.
reviews-always = Immer
reviews-always-about = Ist niemand benannt, prüft, wer zuteilen darf: wer die Aufgabe angelegt hat, falls die Person das darf, sonst jemand anderes. Niemand prüft die eigene Arbeit.
reviews-never = Nie
reviews-never-about = Jede Aufgabe erledigt mit einem Klick, wer sie hat.
settings-may-skip-review = Wo alle Arbeit geprüft wird, dürfen einzelne Aufgaben ohne Prüfung auskommen
settings-may-skip-review-about = Wer wählen darf, wer eine Aufgabe prüft, kann dann auch wählen, dass sie keine Prüfung braucht. Ohne Häkchen wird jede Aufgabe geprüft.
settings-key = Öffentlicher Schlüssel
settings-key-about = Daran erkennen andere Server diese Pursuance. Wenn deren Betreiber fragen, ob der Schlüssel sich geändert hat, lies ihn vor.
files-title = Dateien von { $name }
files-storage = Dateien belegen hier { $files } von { $files_most }, Texte { $texts } von { $texts_most }.
files-own-texts = Deine Texte hier belegen { $taken } von { $most }.
files-empty = Noch keine Dateien. Dateien gehören zu Aufgaben; füge auf der Seite einer Aufgabe eine hinzu.
files-to-tasks = Zu den Aufgaben

## Auf einem anderen Server

remote-about = Hier bekannt seit { $day }. Stand ihres Servers: { $fetched }.
remote-together = Gemeinsame Aufgaben
remote-together-none = Noch keine.
remote-hand = Um ihnen eine Aufgabe zu übergeben, öffne sie, wähle „An eine andere Pursuance übergeben“ und schreib <code>{ $handle }</code>.
remote-page = Ihre Seite
remote-open = Auf ihrem Server öffnen
remote-incapable = Ihr Server versteht keine Übergaben, deshalb kann man ihnen keine Aufgabe übergeben.

## Beitreten

enter-title = { $name } beitreten
enter-title-ask = Beitritt zu { $name } anfragen
enter-task = Du möchtest übernehmen:
enter-joins = Du wirst Mitglied von { $name }. { $members ->
    [only] Die Mitglieder sehen deinen Namen.
   *[all] Alle können deinen Namen in der Liste der Mitglieder sehen.
  } Du kannst sie jederzeit verlassen.
enter-asks = Ein Mitglied von { $name } entscheidet, ob du aufgenommen wirst. Die Antwort steht auf deiner Startseite.
asked-at-most = { $n ->
    [0] Du wirst nach keinen Aufgaben gefragt: Das hast du so gewählt.
    [one] Du wirst höchstens einmal in der Woche nach einer Aufgabe gefragt, die zu deinen Fähigkeiten passt, in allen Pursuances zusammen.
   *[other] Du wirst nach Aufgaben gefragt, die zu deinen Fähigkeiten passen, höchstens { $n }-mal in der Woche in allen Pursuances zusammen.
  }
asked-change = Das ändern
enter-note = Warum möchtest du beitreten?
enter-note-hint = Freiwillig: was du kannst, oder was dich herführt. Wer entscheidet, kann es lesen.
enter-take = Beitreten und übernehmen

## Wer auf Antwort wartet

request-title = Du hast den Beitritt zu { $slug } angefragt
request-hidden = Nur Mitglieder können sie lesen, deshalb steht hier sonst nichts, bis du aufgenommen bist.
request-waits = Du hast { $at } angefragt. Noch hat niemand geantwortet: jemand ab der Rolle „Aufnahme“ entscheidet. Die Antwort steht auf deiner Startseite.
request-note = Du hast geschrieben:


## Einmal gesagt, nach einem Formular

outline-alone = Außer dir ist noch niemand hier. Lade Leute mit einem Link ein, den du kopierst.
outline-alone-link = Er gilt zwei Wochen; alle, die ihn haben, können hereinkommen und Aufgaben übernehmen.
notice-started = Deine Pursuance ist bereit.
notice-joined = Du bist jetzt Mitglied.
notice-arrived = Gespeichert.
notice-asked-to-join = Du hast den Beitritt angefragt. Ein Mitglied dort entscheidet; die Antwort steht auf deiner Startseite.

## After a silence

pace-head = Wenn es still wird
pace-field = Was mit Aufgaben geschieht, um die es still ist
pace-asks-reviewer = Zuerst fragen, wer prüft
pace-asks-reviewer-about = Bevor eine Aufgabe weitergegeben wird, hat einen Tag, wer sie prüft, um zu sagen, ob sie bleibt, wo sie ist. Ohne Antwort wird sie weitergegeben.
pace-hint = Wer eine Aufgabe hat oder prüft, wird zuerst erinnert. Später werden andere gefragt, ob sie weitermachen, und jemand anderes prüft.
pace-learnt = Wenn eine Stille hier ungewöhnlich ist
pace-fixed = Nach einer festen Zahl von Tagen
pace-days = Die Zahl der Tage
pace-days-hint = Ganze Zahlen von 1 bis 90, die zweite größer. Sie zählen nur bei „Nach einer festen Zahl von Tagen“; ein leeres Feld bleibt, wie es war.
pace-remind-after = Erinnern nach so vielen Tagen
pace-hand-on-after = Weitergeben nach so vielen Tagen
pace-off = Nichts
pace-link = Wer gefragt wird, wie bald, und ein Probelauf mit anderen Regeln
pace-who = Wer gefragt wird
pace-order = Wer gefragt wird, ob es weitergeht
pace-order-about = Eine Person nach der anderen wird gefragt, jede einzeln einen Tag lang. Zu einer Aufgabe wird niemand zweimal gefragt.
pace-place = Platz { $n }
pace-nobody = niemand
pace-order-then = Danach sucht die Aufgabe Hilfe, und Leute mit ihren Fähigkeiten werden gefragt.
pace-assigns = Die erste Person bekommt die Aufgabe sofort
pace-assigns-about = Niemand wird gefragt, ob er sie will. Wer sie bekommt, kann sie weitergeben.
pace-plots = Wie oft hier geschrieben wird
pace-plots-about = Die Linie fällt, wenn wieder geschrieben wird: wo sie niedrig ist, ist eine Stille ungewöhnlich. Gelernt wird aus dem, was in dieser Pursuance geschieht; gezeichnet ist eine mittlere Aufgabe, die warten kann.
pace-plot = In Tagen gezählt: nach { $usual } hat die Hälfte geschrieben, nach { $nudge } kommt eine Erinnerung, und nach { $hand_on } wird weitergegeben.
pace-plot-nudge = Erinnerung
pace-plot-hand-on = weitergegeben
pace-learnt-from = { $n ->
    [one] Gelernt aus einer Pause zwischen zwei Lebenszeichen; neuere zählen mehr.
   *[other] Gelernt aus etwa { $n } Pausen zwischen zwei Lebenszeichen; neuere zählen mehr.
}
pace-learnt-nothing = So beginnen alle.
pace-unlearnt = Wo noch nichts gelernt ist
pace-would = Was jetzt geschähe
pace-would-about = Das Nachsehen ändert nichts.
pace-would-terms = Nach diesen Regeln
pace-would-reviewer = Zuerst fragen, wer prüft
pace-would-show = Zeigen
pace-would-nothing = Jetzt geschähe nichts.
pace-would-hand-on = { $days ->
    [one] Seit einem Tag nichts von { $who }: sie würde weitergegeben.
   *[other] Seit { $days } Tagen nichts von { $who }: sie würde weitergegeben.
}
pace-would-ask = { $days ->
    [one] Seit einem Tag nichts von { $who }: gefragt würde, wer prüft.
   *[other] Seit { $days } Tagen nichts von { $who }: gefragt würde, wer prüft.
}
pace-would-remind = { $days ->
    [0] { $who } würde erinnert.
    [one] Seit einem Tag nichts von { $who }: erst käme eine Erinnerung.
   *[other] Seit { $days } Tagen nichts von { $who }: erst käme eine Erinnerung.
}
pace-would-badge = weitergegeben
pace-would-badge-ask = wer prüft, gefragt
pace-would-cut = Das sind die längsten; es gibt mehr.
pace-save = Das speichern

## Gespeicherte Suchen

saved-searches = Gespeicherte Suchen
saved-title-of = Gespeicherte Suchen von { $name }
saved-about = Suchen, die du gespeichert hast, in deinen Pursuances oder überall, und geteilte, die auf deiner Startseite stehen.
saved-about-shared = Suchen, die alle sehen, die diese Pursuance lesen, und deine eigenen.
saved-list = Die Suchen
saved-none = Noch ist keine Suche gespeichert.
saved-shared = Für alle
saved-on-home = Auf deiner Startseite
saved-everywhere = Überall
saved-hidden = Du darfst ihre Pursuance nicht mehr lesen, also findet sie nichts.
saved-new = Eine Suche speichern
saved-name = Name
saved-query = Wonach sie sucht
saved-query-hint = Wie im Feld über einer Liste von Aufgaben. „me“ und „today“ gelten für die Person, die liest.
saved-share = Für alle, die diese Pursuance lesen
saved-home = Auf meiner Startseite zeigen
saved-off-home = Von meiner Startseite nehmen
saved-save = Speichern
saved-this = Diese Suche speichern
saved-change = Ändern
saved-find = Zeigen, was sie findet
saved-feed = Kalender oder Feed davon
saved-forget = Vergessen
saved-forget-about = Ihre Kalender und Feeds führen dann nirgendwohin mehr.
saved-is-shared = Alle, die diese Pursuance lesen, sehen sie; gefunden werden nur Aufgaben, die man lesen darf.
saved-is-yours = Nur du findest sie.
saved-more = Alles, was sie findet
saved-finds-none = Gerade findet sie nichts.
saved-too-slow = Deine gespeicherten Suchen haben zu lange gedauert, um hier zu stehen. Sieh später wieder nach, oder kürze eine davon.
notice-search-saved = Gespeichert.
notice-search-home = Sie steht auf deiner Startseite.
notice-search-not-home = Sie steht nicht mehr auf deiner Startseite.
notice-search-forgotten = Die Suche ist vergessen.

## Calendar

calendar-of = Kalender von { $name }
calendar-month = Aufgaben, die im { $month } fällig sind
calendar-months = Monate
calendar-now = Dieser Monat
calendar-no-day = „{ $text }“ ist kein Tag des Kalenders. Gezeigt wird heute.
calendar-none = Im { $month } ist nichts fällig.
calendar-none-left = Im { $month } ist nichts mehr fällig.
calendar-next = Als Nächstes:
calendar-more = { $n } weitere
calendar-undated = { $n ->
    [one] Eine Aufgabe hat kein Datum
   *[other] { $n } Aufgaben haben kein Datum
  }
calendar-undated-many = { $n } Aufgaben oder mehr haben kein Datum
agenda-of = Agenda von { $name }
agenda-days = Andere Tage
agenda-from = Früher, ab { $day }
agenda-today = Heute
agenda-overdue = Überfällig
agenda-overdue-all = Alles Überfällige
agenda-later = Später
agenda-none = Von hier an ist nichts fällig.
