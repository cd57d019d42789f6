### Die Seite für alle, die angemeldet sind.

good-morning = Guten Morgen, { $name }
good-afternoon = Guten Tag, { $name }
good-evening = Guten Abend, { $name }
hello = Hallo, { $name }
home-count = { $n ->
    [0] Niemand wartet auf deine Antwort.
    [one] Eine Sache wartet auf dich.
   *[other] { $n } Dinge warten auf dich.
  }
home-matching = { $n ->
    [one] Für eine Aufgabe, die niemand hat, hast du alle Fähigkeiten.
   *[other] Für { $n } Aufgaben, die niemand hat, hast du alle Fähigkeiten.
  }
home-matching-many = { $n ->
    [one] Für eine oder mehr Aufgaben, die niemand hat, hast du alle Fähigkeiten.
   *[other] Für { $n } oder mehr Aufgaben, die niemand hat, hast du alle Fähigkeiten.
  }
home-next = Als Nächstes für dich
home-late = Dringend, verspätet oder bald fällig, und niemand hat sie
home-free = Noch hat sie niemand
free-more = { $n ->
    [one] Noch eine
   *[other] Noch { $n }
  }
free-more-many = { $n ->
    [0] Weitere
    [one] Noch eine, und weitere
   *[other] Noch { $n }, und weitere
  }
home-none = Alles erledigt. Such eine Aufgabe, die Hilfe braucht, oder füge eine neue hinzu.
home-requested = Du möchtest beitreten
home-requested-at = Gefragt { $at }. Jemand dort entscheidet; die Antwort kommt hierher.
home-new = Tritt einer Pursuance bei, dann stehen ihre Aufgaben hier.
home-new-about = Eine Pursuance ist eine Gruppe mit einem Ziel und einer Liste von Aufgaben.
home-new-skills = Sag, was du kannst, dann wirst du gefragt, wenn eine Aufgabe passt.
home-find = Pursuance finden
home-further-offers = Weitere Fragen an dich
home-further-incoming = Weitere Angebote anderer Pursuances
home-further-between = Weitere Aufgaben mit anderen Pursuances
home-further-members = Weitere Leute, die beitreten möchten
home-further-tasks = Weitere Aufgaben, über die du entscheidest
home-further-own = Weitere Aufgaben, die du hast
home-reviews = { $n ->
    [one] Eine Aufgabe wartet auf deine Prüfung.
   *[other] { $n } Aufgaben warten auf deine Prüfung.
  }
reviews-title = Wartet auf deine Prüfung
reviews-about = Abgegebene Arbeit, über die du entscheidest: weil du prüfst, oder weil du die Aufgabe hinzugefügt hast.
reviews-none = Keine Arbeit wartet auf deine Prüfung.
home-others = Bei anderen
why-other-key = Der Schlüssel einer Pursuance dort hat sich geändert. Mit ihr wird nichts ausgetauscht, bis du den Schlüssel verglichen hast.
why-records-differ = Seine Aufzeichnungen und die dieses Servers sind verschieden. Nachrichten sind angehalten, bis du mit den Betreibern dort gesprochen hast.
why-answer = { $peer } bietet dir diese Aufgabe an. Antworte bis { $by }.
why-review = Abgegeben von { $peer }, { $since }. Deine Prüfung fehlt noch.
why-review-for = Abgegeben von { $by } für { $peer }, { $since }. Deine Prüfung fehlt noch.
why-review-for-by-you = Von dir abgegeben für { $peer }, { $since }. Deine Prüfung fehlt noch.
why-reminded = Länger nichts Neues. Bist du noch dran?
why-accompany = Darf jemand, der { $skill } lernt, das mit deiner Hilfe machen?
why-accompany-here = Darf jemand, der eine der Fähigkeiten lernt, das mit deiner Hilfe machen?
why-hand-on = Eine Weile nichts Neues von { $who }, und du prüfst das. Sollen andere gefragt werden, ob sie weitermachen? Ohne Antwort von dir werden sie gefragt: { $until }.
why-reminded-on = Ohne Antwort werden andere gefragt, ob sie weitermachen: { $at }.
why-review-begun = Die Prüfung der Arbeit von { $peer } hat begonnen.
why-sent-back = { $peer } hat die Arbeit zurückgeschickt. Sieh nach, was fehlt.
why-countered = { $peer } schlägt andere Bedingungen vor.
why-onward = { $peer } fragt, ob eine weitere Pursuance helfen darf.
why-accounts-asked = { $n ->
    [one] Jemand fragt nach einem Konto.
   *[other] { $n } Leute fragen nach einem Konto.
  }
why-newcomer = { $who } möchte beitreten.
why-let-in = Du wolltest beitreten und wurdest { $at } aufgenommen. Sieh dir die Aufgaben dort an.
why-let-in-for = Du bist aufgenommen, { $at }. Das wolltest du übernehmen, und niemand hat es.
why-not-let-in = Deine Anfrage beizutreten wurde { $at } abgelehnt.
why-silent = Seit { $since } nichts Neues von { $peer }.
why-new-terms = { $peer } bietet neue Bedingungen an. Bis hier jemand annimmt, gelten die alten.
why-nudged = { $peer } fragt, wie es läuft.
why-wrote = { $peer } hat dir zu diesem Angebot geschrieben. Lies es, dann nimm das Angebot an oder lehne es ab.
why-onward-answered = { $peer } hat geantwortet, ob eine weitere Pursuance helfen darf.
why-declined = { $peer } hat abgelehnt. Die Aufgabe kann jemand anderem angeboten oder hier erledigt werden.
why-expired = { $peer } hat nicht rechtzeitig geantwortet. Die Aufgabe kann noch einmal angeboten oder hier erledigt werden.
why-returned = { $peer } hat sie zurückgegeben. Sieh nach, was getan ist, und entscheide, wer weitermacht.
why-stopped = Die Aufgabe ist wieder frei; { $peer } hat sie nicht mehr.
why-unassigned = Du hast sie von { $peer } angenommen, und noch hat sie niemand. Übernimm sie oder teile sie jemandem zu.
why-late-work = { $peer } hat aufgehört und die bisherige Arbeit geschickt. Sieh nach, ob sie nützlich ist.
why-lost = { $peer } hat geantwortet, dass die Aufgabe nicht mehr frei ist. Du musst nichts tun.
why-taken-back = { $peer } hat sie zurückgeholt. Niemand muss mehr daran arbeiten.
why-we-blocked = Deine Betreiber haben den Server von { $peer } gesperrt. Die Übergabe ist beendet.
why-they-refuse = Der Server von { $peer } weist jede Nachricht von diesem Server ab. Die Übergabe ist beendet.
why-our-offer-we-blocked = Deine Betreiber haben den Server von { $peer } gesperrt, deshalb ist dein Angebot beendet. Die Aufgabe kann jemand anderem angeboten oder hier erledigt werden.
why-our-offer-they-refuse = Der Server von { $peer } weist jede Nachricht von diesem ab, deshalb ist dein Angebot beendet. Die Aufgabe kann jemand anderem angeboten oder hier erledigt werden.
why-their-offer-we-blocked = Deine Betreiber haben den Server von { $peer } gesperrt, deshalb ist das Angebot von dort beendet. Du musst nicht antworten.
why-their-offer-they-refuse = Der Server von { $peer } weist jede Nachricht von diesem ab, deshalb ist das Angebot von dort beendet. Du musst nicht antworten.
why-accepted = { $peer } hat die Arbeit angenommen. Danke.
why-refused = { $peer } hat die Arbeit nicht angenommen.
why-review-late = Die Arbeit von { $peer } wartet seit { $since } auf eine Prüfung.
why-hand-in = Hier ist es fertig. Gib es bei { $peer } ab.
why-left = { $who } hat das nicht mehr. Teile es jemandem zu, oder lass es frei.
why-left-review = { $who } prüft das nicht mehr. Jetzt prüft, wer die Aufgabe hinzugefügt hat; du kannst jemand anderen nennen.
why-begin = Die Aufgabe gehört dir. Du hast noch nicht angefangen.
why-continue = Du hast das angefangen.
why-free = Noch hat sie niemand.
why-free-fits = Du hast die Fähigkeiten dafür.
why-free-late = Der Termin ist vorbei.
why-free-due-soon = In den nächsten sieben Tagen fällig.
why-free-urgent = Dringend.
why-free-awaited = Andere warten darauf.
why-free-small = Klein.
why-free-all-fit = Für jede davon hast du die Fähigkeiten.
why-free-all-urgent = Jede davon ist dringend.
why-free-all-awaited = Auf jede davon warten andere.
do-answer = Antworten
do-review = Prüfung öffnen
do-continue = Weitermachen
do-decide = Entscheiden
do-look = Ansehen
do-tell = Berichten
do-hand-in = Abgeben
do-begin = Öffnen
do-take = Übernehmen

## Was jemand aus einem anderen Programm teilt

share-title = Mach eine Aufgabe daraus
share-pursuance = Pursuance
share-suggest-in = { $name } (als Vorschlag)
share-readers = Wer ihre Aufgaben lesen darf, liest auch diese.
share-choose = Wähle eine Pursuance.
share-button = Aufgabe hinzufügen
share-cut = Das ist mehr, als hineinpasst: Hier stehen die ersten { $n } Zeichen.
share-nowhere = Du bist noch in keiner Pursuance, in der du eine Aufgabe hinzufügen könntest. Mach bei einer mit, oder gründe eine.
share-copy = Das hast du geteilt. Kopiere es, damit du es hast, wenn du wiederkommst.
notice-shared = Die Aufgabe ist hinzugefügt. Ergänze hier, was fehlt.
spare = Ich habe
spare-choose = Deine Zeit
spare-20m = 20 Minuten
spare-1h = eine Stunde
spare-4h = einen Nachmittag
spare-any = egal, wie lange es dauert
spare-any-tasks = Alle, egal, wie lange sie dauern
