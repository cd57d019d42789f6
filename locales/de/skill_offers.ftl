skill-offers = Was wir für andere tun können
skill-offers-title = Was { $name } für andere tun kann
skill-offers-about = Was diese Pursuance für andere tun kann, und bis wann.
skill-offers-none = Kein Angebot ist offen.
skill-offers-none-about = Mitglieder mit der Rolle „Verwaltung“ können eines veröffentlichen.
skill-offers-more = Ältere Angebote
skill-offers-how = Um ein Angebot anzunehmen, öffne eine Aufgabe in einer deiner Pursuances, wähle „An eine andere Pursuance übergeben“ und dann { $handle }. Das geht zwischen Servern, auf denen Pursuance läuft.
skill-offer = Ein Angebot
skill-offer-now = Das Angebot, wie es jetzt lautet
skill-offer-open = Ansehen
skill-offer-new = Etwas anbieten
skill-offer-publish = Angebot veröffentlichen
skill-offer-change = Ändern
skill-offer-save = Änderungen speichern
skill-offer-withdraw = Angebot zurückziehen
skill-offer-withdraw-about = Niemand sieht es mehr. Aufgaben, die darüber kamen, gehen weiter.
skill-offer-skills = Wir können
skill-offer-skills-hint = Wörter mit Kommas dazwischen, wie Nähen, oder Language:French. Design:* steht für alles in Design.
skill-offer-note = Mehr dazu
skill-offer-note-hint = Darf leer sein. Markdown.
skill-offer-hours = Stunden pro Woche, etwa
skill-offer-tasks = Aufgaben zugleich, höchstens
skill-offer-tasks-hint = Leer: keine Grenze.
skill-offer-number = Schreib eine ganze Zahl, oder lass das Feld leer.
skill-offer-until = Bis
skill-offer-until-hint = Höchstens 180 Tage voraus.
skill-offer-until-needed = Sag, bis wann das Angebot gilt.
skill-offer-causes = Für diese Anliegen
skill-offer-causes-hint = Etwa Flüsse, Wohnen: mit Kommas dazwischen. Leer: für jedes Anliegen.
skill-offer-seen = Wer es sieht
skill-offer-seen-everyone = Alle
skill-offer-seen-named = Nur diese Pursuances
skill-offer-readers = Pursuances
skill-offer-readers-hint = Nur bei „Nur diese Pursuances“: name@server, mit Kommas dazwischen oder jede auf einer eigenen Zeile.
skill-offer-readers-or-everyone = Du hast Pursuances genannt, und alle würden das Angebot sehen. Wähle „Nur diese Pursuances“, oder lass das Feld leer.
skill-offer-named = Für einige Pursuances
skill-offer-about-hours = { $n ->
    [one] etwa eine Stunde pro Woche
   *[other] etwa { $n } Stunden pro Woche
  }
skill-offer-about-tasks = { $n ->
    [one] eine Aufgabe zugleich
   *[other] { $n } Aufgaben zugleich
  }
skill-offer-free = { $n ->
    [0] keine frei
    [one] eine frei
   *[other] { $n } frei
  }
skill-offer-about-until = bis { $day }
skill-offer-about-causes = für: { $causes }
skill-offer-told = vom Server dort bestätigt { $when }
skill-offer-not-told = Der Server dieser Pursuances nimmt keine Angebote entgegen, deshalb erfahren sie nichts davon:
skill-offer-through = Was darüber kam
skill-offer-through-none = Bisher nichts.
skill-offer-state-open = wartet auf Antwort
skill-offer-state-live = in Arbeit
skill-offer-state-over = beendet
known-offers = Wer was tun kann
known-offers-about = Was Pursuances hier und anderswo nach eigenen Angaben für andere tun können.
known-offers-all = Alle Angebote, die du sehen kannst
known-offers-search = Angebote suchen
known-offers-skill = Fähigkeit
known-offers-skill-hint = Language:French, oder Language:* für alles davon.
known-offers-cause = Anliegen
known-offers-server = Server
known-offers-age = Zuletzt bestätigt
known-offers-any = Irgendwann
known-offers-day = Am letzten Tag
known-offers-week = In den letzten 7 Tagen
known-offers-month = In den letzten 30 Tagen
known-offers-none = Im Augenblick bietet niemand etwas an.
known-offers-none-about = Mitglieder mit der Rolle „Verwaltung“ veröffentlichen auf der Seite „Mit anderen Pursuances“, was ihre Pursuance tun kann.
known-offers-none-such = Kein Angebot passt.
known-offers-open = Alle von dort
known-offers-use = Um ein Angebot anzunehmen, öffne eine Aufgabe in einer deiner Pursuances und wähle „An eine andere Pursuance übergeben“.
known-offers-how = Angebote anderer Server kommen von Pursuances, die eine von hier kennen, zum Beispiel durch eine Aufgabe zwischen ihnen. Ihre Server werden einmal in der Woche gefragt; nach 30 Tagen ohne Antwort wird ein Angebot nicht gezeigt, bis sie wieder antworten.
hand-over-offers = Sie bieten es an
hand-over-offers-about = Diese Pursuances haben gesagt, dass sie es können.
hand-over-others = Andere, die hier bekannt sind
hand-over-offers-whole = Bietet alle Fähigkeiten der Aufgabe.
hand-over-offers-part = Bietet von den Fähigkeiten der Aufgabe: { $skills }.
hand-over-offers-full = Im Augenblick kein Platz.
hand-over-through = Das geht als Antwort auf ihr Angebot an sie.
notice-skill-offer-published = Das Angebot ist veröffentlicht.
notice-skill-offer-withdrawn = Das Angebot ist zurückgezogen.
happened-skill-offer-published = { $who }: anderen angeboten: { $skills }
happened-skill-offer-changed = { $who }: Angebot an andere geändert: { $skills }
happened-skill-offer-withdrawn = { $who }: Angebot an andere zurückgezogen: { $skills }
