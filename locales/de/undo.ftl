# Zurücknehmen, was man getan hat, und dieselbe Änderung mehrerer Aufgaben.

undo = Zurücknehmen
undo-button = Zurücknehmen (10 Min.)
undo-done = Erledigt.

notice-undone = Das ist zurückgenommen.
notice-undone-written = Zurückgenommen. Sie ist nicht mehr unter den Aufgaben; 30 Tage lang liegt sie im Papierkorb.
notice-undone-assigned = Zurückgenommen. Die Zuständigkeit ist wieder wie vorher.
notice-undone-phase = Zurückgenommen. Sie ist wieder in der Phase von vorher.
notice-undone-moved = Zurückgenommen. Sie steht wieder, wo sie war.
notice-undone-edited = Zurückgenommen. Ihre Angaben sind wieder wie vorher.
notice-undone-put-away = Zurückgenommen. Sie ist wieder unter den Aufgaben.
notice-undone-brought-back = Zurückgenommen. Sie ist wieder archiviert.
notice-bulk-done = Alle ausgewählten Aufgaben sind geändert.

bulk = Mehrere Aufgaben
bulk-back = Zurück zu den Aufgaben
bulk-choose = Mehrere auswählen
bulk-choose-all = Alle auswählen
bulk-choose-off = Keine auswählen
bulk-choose-one = „{ $title }“ auswählen
bulk-with = Mit den ausgewählten Aufgaben
bulk-go = Weiter
bulk-chosen = Ausgewählt
bulk-none = Es ist keine Aufgabe ausgewählt.
bulk-do-assign = { $n ->
    [one] Eine Aufgabe zuteilen
   *[other] { $n } Aufgaben zuteilen
}
bulk-do-take = { $n ->
    [one] Eine Aufgabe übernehmen
   *[other] { $n } Aufgaben übernehmen
}
bulk-do-finish = { $n ->
    [one] Eine Aufgabe abschließen
   *[other] { $n } Aufgaben abschließen
}
bulk-do-ask = { $n ->
    [one] Bei einer Aufgabe um Hilfe bitten
   *[other] Bei { $n } Aufgaben um Hilfe bitten
}
bulk-do-phase = { $n ->
    [one] Eine Aufgabe in diese Phase bringen
   *[other] { $n } Aufgaben in diese Phase bringen
}
bulk-do-reviewer = { $n ->
    [one] Prüfung einer Aufgabe festlegen
   *[other] Prüfung von { $n } Aufgaben festlegen
}
bulk-do-move = { $n ->
    [one] Eine Aufgabe dorthin stellen
   *[other] { $n } Aufgaben dorthin stellen
}
bulk-do-urgency = { $n ->
    [one] Dringlichkeit einer Aufgabe setzen
   *[other] Dringlichkeit von { $n } Aufgaben setzen
}
bulk-do-size = { $n ->
    [one] Größe einer Aufgabe setzen
   *[other] Größe von { $n } Aufgaben setzen
}
bulk-do-due = { $n ->
    [one] Datum einer Aufgabe setzen
   *[other] Datum von { $n } Aufgaben setzen
}
bulk-do-add-skill = { $n ->
    [one] Fähigkeit zu einer Aufgabe hinzufügen
   *[other] Fähigkeit zu { $n } Aufgaben hinzufügen
}
bulk-do-remove-skill = { $n ->
    [one] Fähigkeit von einer Aufgabe wegnehmen
   *[other] Fähigkeit von { $n } Aufgaben wegnehmen
}
bulk-do-archive = { $n ->
    [one] Eine Aufgabe archivieren
   *[other] { $n } Aufgaben archivieren
}
bulk-refused = { $n ->
    [one] Die Aufgabe bleibt, wie sie ist:
   *[other] Alle { $n } Aufgaben bleiben, wie sie sind:
}
bulk-reason = { $n ->
    [one] Eine Aufgabe:
   *[other] { $n } Aufgaben:
}
bulk-reasons-other = { $n ->
    [one] Eine weitere Aufgabe hat einen anderen Grund.
   *[other] { $n } weitere Aufgaben haben andere Gründe.
}
bulk-some = { $done } von { $total } sind geändert. Die anderen bleiben, wie sie sind.
bulk-value = Was sie bekommen
bulk-left = Diese bleiben, wie sie sind

bulk-assign = Zuteilen
bulk-nobody = Niemand
bulk-take = Übernehmen
bulk-take-about = Dann gehören sie dir. Wer schon eine davon hat, behält sie.
bulk-finish = Abschließen
bulk-finish-about = Jede ist erledigt, wenn niemand sonst sie prüft und alle ihre Teile erledigt sind. Du kannst es zehn Minuten lang zurücknehmen.
bulk-ask = Dafür um Hilfe bitten
bulk-ask-about = Dann wird für sie jemand gesucht: Wer die nötigen Fähigkeiten hat, wird gefragt. Was jemand hat oder offene Teile hat, bleibt, wie es ist; erledigte, die niemand hat, werden wieder geöffnet.
bulk-phase = In eine Phase bringen
bulk-phase-hint = Eine Aufgabe rückt nur weiter, wenn sie diesen Schritt auch allein machen könnte.
bulk-move = Unter eine Aufgabe stellen
bulk-parent = Die Aufgabe darüber
bulk-urgency = Sagen, wie dringend sie sind
bulk-size = Sagen, wie groß sie sind
bulk-due = Sagen, wann sie fällig sind
bulk-due-hint = Ohne einen Tag haben sie kein Datum mehr.
bulk-add-skill = Eine Fähigkeit hinzufügen
bulk-remove-skill = Eine Fähigkeit wegnehmen
bulk-skill = Fähigkeit
bulk-skill-hint = Ein Wort, oder Bereich:Einzelheit wie Language:French.
bulk-archive = Archivieren
bulk-trash = In den Papierkorb legen
bulk-reviewer = Sagen, wer sie prüft
bulk-archive-about = Sie verlassen die Listen, mit denen darunter. Wer sie jetzt lesen kann, kann es weiterhin.
