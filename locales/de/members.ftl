### Wer dazugehört, und was jede Rolle darf.

role-untrusted = Gast
role-viewer = Mitlesen
role-normal = Mitarbeit
role-assigner = Koordination
role-recruiter = Aufnahme
role-assistant-admin = Mitverwaltung
role-admin = Verwaltung
role-primary = Leitung
role-untrusted-about = Arbeitet an den zugeteilten Aufgaben; wo nur Mitglieder lesen, sind nur diese und freigegebene zu sehen
role-viewer-about = Sieht alles und redet im Gespräch mit
role-normal-about = Übernimmt Aufgaben, die noch niemand hat, bearbeitet sie und teilt sie auf
role-assigner-about = Teilt Aufgaben zu und übergibt sie an andere Pursuances
role-recruiter-about = Lädt Leute ein und nimmt auf, wer beitreten möchte
role-assistant-admin-about = Schreibt, ändert, ordnet und archiviert die Aufgaben, entfernt Kommentare und Dateien anderer, vergibt Rechte an einzelnen Aufgaben, entfernt Mitglieder mit niedrigerer Rolle und schließt sie aus
role-admin-about = Vergibt Rollen unter der eigenen, ändert die Einstellungen und löscht Aufgaben endgültig
role-primary-about = Ist für die Pursuance verantwortlich und kann sie weitergeben, schließen und löschen

members-title = Leute bei { $name }
members-people = Leute
members-search = Ein Name oder eine Fähigkeit
members-role = Rolle
members-any-role = Alle Rollen
members-show = Welche Leute
members-show-everybody = Alle, nach Namen
members-show-newest = Die Neuesten zuerst
members-show-nothing = Die nichts zu tun haben
members-show-silent = Seit zwei Wochen still
members-more-skills = { $n ->
    [one] und eine weitere
   *[other] und { $n } weitere
}
members-under-way = { $n ->
    [0] Nichts in Arbeit
    [one] 1 Aufgabe in Arbeit
   *[other] { $n } Aufgaben in Arbeit
}
members-reviews = { $n ->
    [one] eine zu prüfen
   *[other] { $n } zu prüfen
}
members-asked = { $n ->
    [one] nach einer Aufgabe gefragt, noch ohne Antwort
   *[other] nach { $n } Aufgaben gefragt, noch ohne Antwort
}
members-last = zuletzt aktiv { $day }
members-silent = still seit { $day }
members-ask = Fragen
members-asks = { $who } möchte beitreten.
members-asks-again = War schon einmal hier und kommt mit der damaligen Rolle zurück: { $role }.
members-let-in = Aufnehmen
members-say-no = Ablehnen
members-no-reason = Grund
members-no-reason-hint = Freiwillig. Er steht auf der Startseite der anderen Person.
members-wants = Möchte übernehmen:
members-since = Hier seit { $day }
members-change = Ändern
members-more = Weitere Mitglieder
members-roles = Was jede Rolle darf
members-roles-about = Jede Rolle darf auch, was die Rollen vor ihr dürfen.
members-yours = Deine
leave-title = { $name } verlassen
leave-about = Du bist dann nicht mehr Mitglied von { $name } und siehst nicht mehr, was nur für Mitglieder ist. Deine Texte bleiben.
leave-again-open = Du kannst jederzeit wieder beitreten.
leave-again-asked = Du kannst wieder um Aufnahme bitten; Mitglieder entscheiden darüber.
leave-again-invited = Nur Mitglieder sehen sie. Zurück kommst du mit einer Einladung, oder wenn dich dort jemand fragt.
leave-again-closed = Solange sie geschlossen ist, tritt niemand bei.
leave-role-lost = Deine Rolle „{ $role }“ bleibt dir nicht: Wer zurückkommt, beginnt mit der Rolle „{ $normal }“.
leave-role-kept = Wer zurückkommt, darf nicht mehr als vorher: Rolle „{ $role }“.
leave-button = Verlassen
leave-primary = Du bist für diese Pursuance verantwortlich. Frag ein Mitglied, ob es die Leitung übernimmt; sobald es Ja sagt, kannst du gehen.
leave-primary-members = Mitglied auswählen
leave-held = Deine Aufgaben
leave-held-free = Sie suchen wieder Hilfe.
leave-tasks-free = Sie suchen wieder Hilfe
leave-tasks-to = Wer bekommt sie
leave-tasks-to-hint = Dieses Mitglied hat sie sofort, so wie sie stehen.
leave-tasks-to-many = Schreib einen Namen. Bleibt das Feld leer, suchen sie wieder Hilfe.
leave-reviews = Deine Prüfungen
leave-reviews-about = Sie gehen an die Person, die die Aufgabe geschrieben hat.
leave-more = Und weitere.
transfer-title = Möchtest du die Leitung von { $name } übernehmen?
transfer-about = Du bist gefragt, die Verantwortung für { $name } zu übernehmen. Sagst du Ja, hat die bisherige Leitung danach die Rolle „Verwaltung“, und nur du kannst die Leitung weitergeben.
transfer-accept = Leitung übernehmen
transfer-decline = Nein, danke
transfer-waits = { $who } ist gefragt, die Leitung zu übernehmen
transfer-waits-about = Du behältst die Leitung, bis { $who } Ja sagt.
members-manage = Verwalten
members-banned = Ausgeschlossen
members-banned-more = Weitere Ausgeschlossene
members-away = weg bis { $day }
members-log = Das Protokoll: wer was getan hat, und warum
members-you-may = Hier kannst du:
may-see-tasks = alle Aufgaben sehen
banned-until = Bis { $until }
banned-for-good = Auf Dauer
member-title = { $who } in { $name }
member-facts = Über diese Person
member-banned = Ausgeschlossen
member-unusable = Kann sich nicht anmelden
member-unusable-about = Dieses Konto ist gerade nicht benutzbar, und seine Person bekommt keine Aufgabe. Warum, wissen nur sie und die Betreiber dieses Servers.
member-none = Zurzeit kein Mitglied.
member-banned-since = Ausgeschlossen seit { $since }, auf Dauer.
member-banned-until = Ausgeschlossen seit { $since }, bis { $until }.
member-held = Laufende Aufgaben
member-ask = { $who } nach einer Aufgabe fragen
member-ask-none = Keine Aufgabe wartet hier darauf, dass jemand gefragt wird.
member-ask-fits = Noch hat sie niemand, und die Fähigkeiten dafür sind da.
member-ask-due = fällig { $day }
member-ask-more = Alle Aufgaben, für die Hilfe gesucht wird
karma-head = Karma
karma-about = Was jemand getan hat, dient nur einem: Wird eine Aufgabe weitergegeben, wird vielleicht eher gefragt, wer hier am meisten getan hat. Rechte oder Stimmen gibt das nicht. Mitglieder sehen, wofür es ist.
karma-none = Noch nichts. Es zählt, wenn jemand anderes die Arbeit annimmt, und jede Prüfung.
karma-work = Arbeit, angenommen von { $with }
karma-mentor = Begleitung von { $with } beim Lernen
karma-review = Prüfung der Arbeit von { $with }
karma-back = zurückgenommen, die Aufgabe wurde wieder geöffnet
take-over-head = Die Leitung weitergeben
take-over-about = Du kannst { $who } fragen, die Leitung von { $name } zu übernehmen. Du behältst sie, bis { $who } Ja sagt; danach hast du die Rolle „Verwaltung“, und nur { $who } kann dir die Leitung zurückgeben.
take-over-ask = { $who } fragen
take-over-asked = { $who } ist gefragt und hat noch nicht geantwortet.
take-over-withdraw = Nicht mehr fragen
unban-head = Ausschluss aufheben
unban-about = Die Person kann wieder beitreten wie alle anderen. Ein Ausschluss mit Ende hebt sich selbst auf.
unban-button = Ausschluss aufheben
end-head = Entfernen oder ausschließen
end-head-ban = Ausschließen
end-about = Die Aufgaben suchen wieder Hilfe; was die Person geschrieben hat, bleibt. Ab diesem Moment sieht sie nur noch, was Fremde sehen.
end-how = Was geschieht
end-how-hint = Solange ein Ausschluss dauert, ist kein neuer Beitritt möglich.
end-remove = Entfernen; ein neuer Beitritt ist möglich
end-ban-day = Für einen Tag ausschließen
end-ban-week = Für eine Woche ausschließen
end-ban-month = Für 30 Tage ausschließen
end-ban-year = Für ein Jahr ausschließen
end-ban = Auf Dauer ausschließen
end-reason = Grund
end-reason-hint = Die Person liest ihn, und die Mitglieder lesen ihn im Protokoll.
log = Protokoll
log-title = Protokoll von { $name }
log-about = Wer was mit wem getan hat. Mitglieder lesen es.
log-empty = Bisher ist nichts geschehen.
you-are-banned = Du bist hier ausgeschlossen.
you-are-banned-until = Du bist hier bis { $until } ausgeschlossen.
you-are-banned-about = Was alle lesen können, kannst du weiter lesen.
grants = Besondere Rechte
grants-about = Was einzelne Mitglieder über ihre Rolle hinaus mit dieser Aufgabe dürfen.
grant-member = Mitglied
grant-member-many = Schreib einen Namen.
grant-nobody = Ein Mitglied wählen
grant-whom = Wähle ein Mitglied.
grant-may = Erlaubt ist
grant-view = sie sehen
grant-discuss = mitreden
grant-suggest = Änderungen vorschlagen
grant-edit = sie ändern
grant-button = Erlauben
grant-end = Zurücknehmen

## Einmal gesagt, nach einem Formular

notice-asks-no-more = Deine Anfrage ist zurückgezogen.
notice-left = Du hast sie verlassen. Was öffentlich ist, kannst du weiter lesen.
notice-role-set = Die neue Rolle gilt.
notice-asked-to-take-over = Die Frage ist gestellt. Du hast die Leitung, bis die Person Ja sagt.
notice-not-asked-to-take-over = Die Frage ist zurückgenommen. Du behältst die Leitung.
notice-took-over = Du hast jetzt die Leitung.
notice-did-not-take-over = Du hast Nein gesagt. Es bleibt, wie es war.
notice-member-removed = Die Person ist kein Mitglied mehr.
notice-member-banned = Die Person ist ausgeschlossen.
notice-member-unbanned = Der Ausschluss ist aufgehoben. Die Person kann wieder beitreten wie alle anderen.
notice-granted = Diese Rechte gelten jetzt.
notice-grant-ended = An dieser Aufgabe gelten keine eigenen Rechte mehr.
notice-let-in = Aufgenommen.
notice-not-let-in = Die Anfrage ist abgelehnt.

## Die Wörter einer Pursuance für Fähigkeiten

words = Benutzte Fähigkeiten
words-title = Benutzte Fähigkeiten in { $name }
words-about = Was die Aufgaben hier verlangt haben. Wer eine Fähigkeit tippt, sieht diese Wörter.
words-none = Noch hat hier keine Aufgabe eine Fähigkeit verlangt.
words-means = bedeutet { $means }
words-more = Weitere Wörter
words-apart = Wieder eine eigene Fähigkeit
words-merge = Zwei Wörter für eine Fähigkeit?
words-merge-about = Wer eine dieser Fähigkeiten hat, hat dann auch die andere, nur in dieser Pursuance, und beim Tippen erscheint nur eine. Was in Aufgaben und Profilen steht, bleibt, wie es ist.
words-skill = Dieses Wort
words-into = bedeutet diese Fähigkeit
words-merge-button = Als eine Fähigkeit behandeln
notice-words-merged = Die beiden Wörter bedeuten jetzt eine Fähigkeit.
notice-words-apart = Das Wort ist wieder eine eigene Fähigkeit.

# Ankommen in einer Gruppe.
arrival-head = Willkommen bei { $name }
arrival-title = Wonach dürfen wir dich fragen?
arrival-about = { $name } fragt Leute, deren Fähigkeiten zu einer Aufgabe passen. Gefragt wirst du nur nach Fähigkeiten, die du nennst.
arrival-boxes = Diese Fähigkeiten werden hier gesucht. Kreuze deine an.
arrival-known = Schon genannt:
arrival-others = Andere Fähigkeiten
arrival-others-hint = Freiwillig, mit Kommas getrennt: Backen, oder Language:French.
arrival-time = Zeit dafür
arrival-hours-unsaid = Sage ich nicht
arrival-hours = { $n ->
    [one] etwa 1 Stunde in der Woche
   *[other] etwa { $n } Stunden in der Woche
}
arrival-save = Speichern
arrival-later = Später
arrival-could = { $n ->
    [one] Eine, die du machen könntest
    [2] Zwei, die du machen könntest
   *[other] Drei, die du machen könntest
}
arrival-none = Gerade ist nichts frei
arrival-none-about = Du wirst gefragt, sobald eine Aufgabe braucht, was du kannst.
arrival-all = Alle Aufgaben von { $name }
