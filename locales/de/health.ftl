# Wie es in einer Pursuance läuft.

tab-health = Wie es läuft
health-title = Wie es läuft in { $name }
health-about = Was am längsten wartet, und warum. Mitglieder sehen diese Seite.
health-wanting = Hilfe gesucht
health-wanting-none = Keine Aufgabe sucht Hilfe.
health-weighed = Für jede Aufgabe wurden höchstens { $n } Mitglieder angesehen.
health-stuck = Festgefahren
health-stuck-about = Blockiert, oder lange ohne Neues.
health-stuck-none = Nichts ist festgefahren.
health-late = Überfällig
health-late-none = Nichts ist überfällig.
health-in-review = In Prüfung
health-in-review-none = Keine Arbeit wartet auf eine Prüfung.
health-more = { $n ->
    [one] und eine weitere
   *[other] und { $n } weitere
}
health-csv = Als CSV herunterladen
health-since = Seit { $at }
health-due = Fällig { $at }
health-why-closed = Die Pursuance ist geschlossen.
health-why-no-skills = Sie nennt keine Fähigkeiten, deshalb wird niemand automatisch gefragt.
health-why-paused = Die Suche ruht.
health-why-nobody-has = Kein Mitglied hat { $skills }.
health-why-searching = Mitglieder mit ihren Fähigkeiten werden gefragt.
health-why-nobody-has-all = Kein Mitglied hat alle ihre Fähigkeiten.
health-why-unanswered = { $n ->
    [one] Eine Person wurde gefragt und hat nicht geantwortet.
   *[other] { $n } Personen wurden gefragt und haben nicht geantwortet.
}
health-why-all-asked = { $n ->
    [one] Die einzige Person mit ihren Fähigkeiten wurde gefragt.
   *[other] Alle { $n } Personen mit ihren Fähigkeiten wurden gefragt.
}
health-why-all-away = { $n ->
    [one] Die einzige weitere Person mit ihren Fähigkeiten ist abwesend.
   *[other] Die { $n } weiteren Personen mit ihren Fähigkeiten sind abwesend.
}
health-why-nobody-free = { $n ->
    [one] Die einzige weitere Person mit ihren Fähigkeiten kann jetzt nicht gefragt werden.
   *[other] Keine der { $n } weiteren Personen mit ihren Fähigkeiten kann jetzt gefragt werden.
}
health-stuck-blocked = Sie ist blockiert.
health-stuck-after = Blockiert durch #{ $number }.
health-stuck-on = Blockiert durch { $who }.
health-stuck-words = Blockiert: { $words }
health-stuck-elsewhere = Blockiert durch eine Aufgabe einer anderen Pursuance.
health-stuck-silent = Nichts Neues von { $who }.
health-nudged = Erinnert { $at }
health-hand-on = Andere werden gefragt, ob sie weitermachen: { $at }
health-has-it = { $who } hat sie.
health-nobody-has-it = Niemand hat sie.
health-you-have-it = Du hast sie.
health-decides = { $who } entscheidet.
health-you-decide = Du entscheidest.
health-load = Wer wie viel hat
health-load-about = Mitglieder ab der Rolle „Koordination“ sehen das.
health-load-none = Niemand hat eine Aufgabe in Arbeit oder eine Prüfung.
health-load-row = { $tasks ->
    [one] 1 Aufgabe in Arbeit
   *[other] { $tasks } Aufgaben in Arbeit
}, { $reviews ->
    [one] 1 zu prüfen
   *[other] { $reviews } zu prüfen
}
health-idle = { $n ->
    [one] Ein Mitglied hat nichts in der Hand
   *[other] { $n } Mitglieder haben nichts in der Hand
}
health-idle-all = Alle, die nichts in der Hand haben
health-flow = Die letzten zwölf Wochen
health-flow-label = In zwölf Wochen kamen { $made } Aufgaben dazu, { $finished } wurden erledigt.
health-open-label = Zwischen { $least } und { $most } Aufgaben waren offen, jetzt { $now }.
health-flow-table = Dasselbe als Tabelle
health-week = Woche bis
health-made = Dazugekommen
health-finished = Erledigt
health-open = Offen am Ende
health-open-now = Offen am Ende jeder Woche; jetzt { $n }
health-answers = Wie bald sich jemand findet
health-answers-about = In den letzten zwölf Wochen.
health-taken = { $n ->
    [one] Eine Aufgabe, die Hilfe suchte, wurde übernommen: nach { $median }.
   *[other] { $n } Aufgaben, die Hilfe suchten, wurden übernommen: die Hälfte binnen { $median }, neun von zehn binnen { $ninety }.
}
health-taken-few = { $n } Aufgaben wurden übernommen, nachdem sie Hilfe gesucht hatten, jede binnen { $longest }.
health-taken-none = Keine Aufgabe, die Hilfe suchte, wurde übernommen.
health-offers = { $ended } Fragen an Mitglieder sind beendet; { $accepted ->
    [0] keine wurde angenommen.
    [one] 1 davon wurde angenommen, { $percent } %.
   *[other] { $accepted } davon wurden angenommen, { $percent } %.
}
health-offer-accepted = Eine Frage an ein Mitglied ist beendet; sie wurde angenommen.
health-offer-refused = Eine Frage an ein Mitglied ist beendet; sie wurde nicht angenommen.
health-offers-none = Keine Frage an ein Mitglied wurde beantwortet oder lief ab.
health-offers-waiting = { $n ->
    [one] Eine wartet auf Antwort.
   *[other] { $n } warten auf Antwort.
}
health-minutes = { $n ->
    [one] einer Minute
   *[other] { $n } Minuten
}
health-hours = { $n ->
    [one] einer Stunde
   *[other] { $n } Stunden
}
health-days = { $n ->
    [one] einem Tag
   *[other] { $n } Tagen
}
health-column-number = Nummer
health-column-title = Aufgabe
health-column-phase = Phase
health-column-assignee = Wer sie hat
health-column-due = Fällig
health-column-since = Seit
health-column-reason = Grund
health-column-url = Adresse
health-column-person = Person
health-column-under-way = Aufgaben in Arbeit
health-column-reviews = Zu prüfen
health-column-from = Von
health-column-until = Bis
