### Offers: the tasks that somebody is asked about, and how a task finds somebody.

offers-title = Fragen an dich
offers-about = Aufgaben, die zu dem passen, was du angegeben hast. Nein zu sagen ist in Ordnung: die Aufgabe geht an die nächste Person, und niemand sieht, warum.
offers-none = Im Moment keine Fragen.
offers-none-about = Du wirst gefragt, wenn eine Aufgabe in einer deiner Pursuances braucht, was du kannst.
offers-none-waiting = Keine Frage wartet auf dich.
offers-skills = Fähigkeiten ändern
offers-asked = gefragt { $at }
offers-why = Warum ich?
offers-exactly = Genau
offers-why-by = { $who }: dich mit Namen gefragt.
offers-alone = Nur du wirst gefragt, bis { $until }. Danach die nächste Person.
offers-why-heir = Wer diese Aufgabe hatte, macht nicht weiter.
offers-why-stand-by = Du stehst dafür bereit.
offers-why-last-active = Von allen mit den nötigen Fähigkeiten warst du hier zuletzt aktiv.
offers-why-fewest-tasks = Von allen mit den nötigen Fähigkeiten hast du am wenigsten in Arbeit.
offers-why-most-karma = Von allen mit den nötigen Fähigkeiten hast du hier am meisten Karma.
offers-why-inviter = Du hast die Person eingeladen, die sie hatte.
offers-why-skills = { $n ->
    [0] Du hast alle Fähigkeiten, die es braucht.
    [one] Du hast die Fähigkeit, die es braucht.
   *[other] Du hast alle { $n } Fähigkeiten, die es braucht.
}
offers-why-record = { $offered ->
    [0] Im letzten Jahr hat dich niemand gefragt; darum kommst du früher an die Reihe.
   *[other] Im letzten Jahr hast du { $accepted } von { $offered } angenommen.
}
offers-why-open = { $n ->
    [0] Du hattest keine Aufgabe in Arbeit.
    [one] Du hattest eine Aufgabe in Arbeit.
   *[other] Du hattest { $n } Aufgaben in Arbeit.
}
offers-why-together = { $n ->
    [one] Mit dir wurde niemand sonst gefragt.
   *[other] Du wurdest als eine von { $n } Personen gefragt.
}
# What stands before the hundredths of a number.
offers-decimal = ,
offers-why-draw = Gelost: { $draw }, zwischen 0,50 und 1,50.
offers-mentor = Du lernst eine der Fähigkeiten. { $who } begleitet dich dabei.
offers-mentor-gone = Du lernst eine der Fähigkeiten. { $who } begleitet dich nicht mehr; andere werden gefragt, ob sie es tun.
offers-why-learner = Du lernst die Fähigkeit, die dir dafür fehlt, und { $who } begleitet dich.
offers-why-learner-alone = Du lernst die Fähigkeit, die dir dafür fehlt. { $who } wollte dich begleiten.
lesson-title = Würdest du jemanden beim Lernen begleiten?
lesson-about = Mit allen Fähigkeiten wurde niemand gefunden. Wer { $skill } lernt, könnte das mit deiner Hilfe tun, und wird gefragt, sobald du Ja sagst. Du prüfst die Arbeit, wenn sonst niemand genannt ist.
# Was anstelle einer Fähigkeit steht, die auf diesem Server keinen Namen hat.
lesson-skill = eine der Fähigkeiten
lesson-about-here = Mit allen Fähigkeiten wurde niemand gefunden. Wer { $skill } lernt, könnte das mit deiner Hilfe tun, und wird gefragt, sobald du Ja sagst.
lesson-title-ready = Du begleitest jemanden beim Lernen
lesson-about-ready = Mitglieder, die { $skill } lernen, werden gefragt, ob sie das mit deiner Hilfe tun. Du prüfst die Arbeit, wenn sonst niemand genannt ist.
lesson-about-ready-here = Mitglieder, die { $skill } lernen, werden gefragt, ob sie das mit deiner Hilfe tun.
lesson-yes = Ich begleite jemanden
lesson-no = Diesmal nicht
lesson-ready = Du hast Ja gesagt
lesson-back = Mein Ja zurücknehmen
offers-accept = Annehmen
offers-accept-there = Auf ihrer Seite übernehmen
offers-not-now = Jetzt nicht
offers-more = Später oder nie
offers-until = Frag mich wieder am
offers-later = Dann wieder fragen
offers-which = Für diese Fähigkeit
offers-never = Dafür nie wieder fragen
offers-never-about = Du sagst hier nein und wirst für diese Fähigkeit nicht mehr gefragt.
offers-earlier = Früher
offers-stand-by = Bereitstehen
offers-stand-down = Nicht mehr bereitstehen
offers-state-taken = Jemand hat sie
offers-state-not-asked = Du wirst gerade nicht gefragt
offers-state-accepted = Von dir angenommen
offers-state-standing-by = Du stehst bereit: wird sie frei, wirst du zuerst gefragt
offers-state-no = Von dir abgelehnt
offers-state-lapsed = Keine Antwort in der Frist; andere wurden gefragt
offers-state-later = Du wirst wieder gefragt
offers-state-stood-down = Du stehst nicht mehr bereit
offers-state-released = Zu Ende; du hast bereitgestanden
offers-state-over = Zu Ende
notice-offer-yours = Die Aufgabe gehört jetzt dir. Danke.
notice-offer-standing-by = Jemand war schneller. Du stehst bereit: wird sie wieder frei, wirst du zuerst gefragt.
notice-offer-next = Erst wird jemand anderes gefragt. Du stehst bereit und kommst danach.
notice-offer-not-now = Abgelehnt. Die Aufgabe geht an die nächste Person.
notice-offer-never = Abgelehnt; für diese Fähigkeit wirst du nicht mehr gefragt.
notice-offer-later = Du wirst an dem Tag wieder gefragt, wenn dann noch Hilfe gesucht wird.
notice-offer-stood-down = Du stehst nicht mehr bereit.

pairing-title = Jemanden finden
pairing-about = Wer die Fähigkeiten für diese Aufgabe hat, wird gefragt, einige auf einmal, bis jemand zusagt.
pairing-state = Jetzt
pairing-next = Die nächsten werden { $at } gefragt, oder ein anderer Weg wird versucht.
pairing-soon = Gleich wird gefragt.
pairing-alone = Sie wurde weitergegeben: eine Person nach der anderen wird einzeln gefragt, ob sie weitermacht.
pairing-alone-until = Sie wurde weitergegeben: eine einzige Person wird gefragt, ob sie weitermacht, bis { $at }. Danach die nächste, oder wieder Leute mit den Fähigkeiten.
heirs-stand-by = Leute, die bereitstehen
heirs-last-active = wer hier zuletzt aktiv war, mit allen Fähigkeiten
heirs-fewest-tasks = wer am wenigsten in Arbeit hat, mit allen Fähigkeiten
heirs-most-karma = wer hier das meiste Karma hat, mit allen Fähigkeiten
heirs-inviter = wer die Person eingeladen hat, die sie hatte
pairing-left = { $n ->
    [0] Niemand sonst mit allen Fähigkeiten kann jetzt gefragt werden.
    [one] Noch ein Mitglied mit allen Fähigkeiten kann gefragt werden.
   *[other] Noch { $n } Mitglieder mit allen Fähigkeiten können gefragt werden.
}
pairing-left-of-many = { $n ->
    [0] Von den angesehenen Mitgliedern kann niemand sonst mit allen Fähigkeiten jetzt gefragt werden. Es gibt mehr, als hier angesehen werden: Die nächste Runde sieht auch andere an.
    [one] Mindestens noch ein Mitglied mit allen Fähigkeiten kann gefragt werden: Es gibt mehr, als hier angesehen werden.
   *[other] Mindestens noch { $n } Mitglieder mit allen Fähigkeiten können gefragt werden: Es gibt mehr, als hier angesehen werden.
}
pairing-paused = { $who }: { $at } angehalten. Niemand wird gefragt.
pairing-not-wanted = Niemand wird gefragt: jemand hat diese Aufgabe, oder sie sucht keine Hilfe.
pairing-unfit = Nicht gefragt:
pairing-no-skills = Automatisch wird niemand gefragt: diese Aufgabe nennt keine Fähigkeiten. Du kannst jemanden mit Namen fragen.
pairing-untagged = Automatisch wird niemand gefragt: Diese Aufgabe nennt keine Fähigkeiten, oder sie warten auf ein Mitglied, das eine Seite dieser Pursuance öffnet. Du kannst jemanden mit Namen fragen.
pairing-blocked = Niemand wird gefragt, solange diese Aufgabe auf etwas wartet. Danach geht es von selbst weiter.
pairing-open-parts = Niemand wird gefragt, solange ein Teil dieser Aufgabe offen ist: Bitte um Hilfe bei ihren Teilen. Sind sie erledigt, geht es von selbst weiter.
pairing-on-offer = Niemand wird gefragt, solange diese Aufgabe einer anderen Pursuance angeboten ist.
pairing-allied = { $n ->
    [one] Hier wurde niemand gefunden. Eine bekannte Pursuance bietet alle Fähigkeiten dafür an.
   *[other] Hier wurde niemand gefunden. { $n } bekannte Pursuances bieten alle Fähigkeiten dafür an.
}
pairing-allied-some = { $n ->
    [one] Hier wurde niemand gefunden. Eine bekannte Pursuance bietet einige der Fähigkeiten dafür an.
   *[other] Hier wurde niemand gefunden. { $n } bekannte Pursuances bieten einige der Fähigkeiten dafür an.
}
pairing-allies = Pursuances, die helfen können
pairing-allies-about = Sie haben gesagt, dass sie so etwas machen. Ob die Aufgabe übergeben wird, entscheidest du.
pairing-allies-hand-over = Übergeben
pairing-allies-more = { $n ->
    [one] Und eine weitere.
   *[other] Und { $n } weitere.
}
pairing-unfit-reviews = { $n ->
    [one] Ein Mitglied prüft sie
   *[other] { $n } prüfen sie
}
pairing-unfit-had-it = { $n ->
    [one] Ein Mitglied hatte sie schon
   *[other] { $n } hatten sie schon
}
pairing-unfit-asked-not-to = { $n ->
    [one] Ein Mitglied möchte dafür nicht gefragt werden
   *[other] { $n } möchten dafür nicht gefragt werden
}
pairing-unfit-away = { $n ->
    [one] Ein Mitglied ist abwesend
   *[other] { $n } sind abwesend
}
pairing-unfit-quiet = { $n ->
    [one] Ein Mitglied hat gerade Ruhezeit
   *[other] { $n } haben gerade Ruhezeit
}
pairing-unfit-busy = { $n ->
    [one] Ein Mitglied hat genug zu tun
   *[other] { $n } haben genug zu tun
}
pairing-unfit-enough = { $n ->
    [one] Ein Mitglied wurde diese Woche oft genug gefragt
   *[other] { $n } wurden diese Woche oft genug gefragt
}
pairing-unfit-other = { $n ->
    [one] Ein Mitglied kann nicht gefragt werden
   *[other] { $n } können nicht gefragt werden
}
pairing-call = Jetzt die nächsten fragen
pairing-pause = Anhalten
pairing-go-on = Fortsetzen
pairing-member = Mit Namen fragen
pairing-member-many = Schreib den Anfang eines Namens.
pairing-nobody = Niemand ausgewählt
pairing-whom = Wähle jemanden aus.
pairing-ask = Fragen
pairing-asked = Wer gefragt wurde
pairing-asked-nobody = Noch niemand.
pairing-answer-none = noch keine Antwort
pairing-answer-yes = hat zugesagt
pairing-answer-stands-by = steht bereit
pairing-answer-no = kann jetzt nicht
pairing-answer-no-longer = stand bereit, jetzt nicht mehr
pairing-mentors = Wer gefragt wurde, eine lernende Person zu begleiten
pairing-mentor-ready = hat zugesagt
pairing-mentor-accompanies = begleitet jemanden
pairing-mentor-over = wird nicht mehr gebraucht
pairing-answer-later = möchte wieder gefragt werden
pairing-answer-over = nicht rechtzeitig geantwortet
pairing-why-by = { $who }: mit Namen gefragt
pairing-why-skills = wegen der Fähigkeiten gefragt
pairing-why = Runde { $wave }: { $accepted } von { $offered } im Jahr angenommen, { $open } in Arbeit, gelost { $draw }
notice-pairing-next = Die nächsten werden gefragt.
notice-pairing-paused = Angehalten. Niemand wird gefragt, bis jemand fortsetzt.
notice-pairing-goes-on = Es wird wieder gefragt.
notice-pairing-asked = Gefragt. Die Antwort siehst du hier.

board-title = Aufgaben, die niemand hat
board-about = In öffentlichen Pursuances und in deinen: was zu dir passt, fällig oder dringend ist, zuerst.
board-mine = In deinen Pursuances.
board-only-mine = Nur in deinen Pursuances
board-further = Weitere
board-cut = { $n ->
    [one] Nur die erste wird verglichen. Grenze die Liste auf eine Fähigkeit ein, oder suche.
   *[other] Nur die ersten { $n } werden verglichen. Grenze die Liste auf eine Fähigkeit ein, oder suche.
  }
board-late = Wo du Aufgaben zuweisen darfst: was verspätet oder in zwei Tagen fällig ist, das Frühere zuerst, dann das Dringende.
board-told = Die, von denen dir berichtet wurde.
board-late-cut = { $n ->
    [one] Nur die erste steht hier. Andere folgen, sobald jemand sie hat.
   *[other] Nur die ersten { $n } stehen hier. Andere folgen, sobald jemand diese hat.
  }
board-everywhere = Überall
board-skill = Mit der Fähigkeit { $skill }.
board-found-title = Aufgaben
board-found-about = Was eine Suche hier und in deinen Pursuances findet.
board-query = In allen Aufgaben suchen
board-query-example = Suchen
board-query-button = Alle durchsuchen
board-none = Gerade gibt es keine solche Aufgabe.
board-none-so-small = Gerade braucht keine Aufgabe so wenig Zeit.
board-all = Alle Aufgaben, die niemand hat
my-tasks = Alle deine offenen Aufgaben
board-here = Aufgaben, die hier niemand hat
notice-mentor-yes = Danke. Lernende werden jetzt gefragt.
notice-mentor-no = Kein Problem. Vielleicht begleitet jemand anders.
