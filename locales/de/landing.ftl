### Die Seite für alle, die nicht angemeldet sind, und wer was sieht.

landing-title = Arbeite an dem, was zählt, mit Leuten, auf die du zählen kannst
landing-lead = Auf { $instance } schreiben Gruppen von Freiwilligen Aufgaben auf, teilen sie und übergeben einige davon an Gruppen auf anderen Servern. Kein Feed, keine Werbung, kein Tracking.
landing-search = Woran möchtest du arbeiten?
landing-search-example = Zum Beispiel: Fluss, Übersetzung, Suppe
landing-find = Pursuance finden
landing-unset = Dieser Server ist noch nicht eingerichtet. Wer ihn betreibt, hat einen Link, der das erste Konto anlegt.
landing-way = Wie eine Aufgabe reist
landing-way-1 = Eine Aufgabe, die ihr nicht selbst könnt, geht zu einer Gruppe, die sie kann.
landing-way-2-head = Sie entscheiden
landing-wanted = Aufgaben, die du heute übernehmen kannst
landing-run-by = Betrieben von { $who }.
landing-wanted-none = Gerade sucht niemand Hilfe. Sieh morgen wieder nach.
landing-pursuances = Öffentliche Pursuances
landing-all = { $n ->
    [one] Alle
   *[other] Alle { $n }
  }
landing-missing = Fehlt etwas?
landing-missing-about = Gründe eine Pursuance. Sie braucht einen Namen und ein Ziel.
landing-start = Pursuance gründen
landing-about = Über diesen Server
landing-how = Wie es geht
landing-how-1 = Einer Pursuance beitreten
landing-how-1-about = Eine Gruppe mit einem Ziel und einer Liste von Aufgaben.
landing-how-2 = Eine Aufgabe übernehmen
landing-how-2-about = Erledige sie, teile sie auf oder gib sie wieder frei. Niemand macht dir Vorwürfe, und nichts geht verloren.
landing-how-3 = Oder übergeben
landing-how-3-about = An eine andere Pursuance, hier oder auf einem anderen Server. Du siehst, wie es läuft, und sie kommt erledigt zurück.
landing-sees = Wer was sieht
landing-sees-public = <b>Öffentliche Pursuances:</b> alle.
landing-sees-members = <b>Nur für Mitglieder:</b> ihre Mitglieder und die Betreiber dieses Servers.
landing-sees-private = <b>Private Pursuances:</b> ihre Mitglieder, auf ihren Geräten.
landing-sees-you = <b>Du:</b> ein Benutzername. E-Mail und Telefonnummer braucht es nicht.
landing-numbers = { $people ->
    [one] Eine Person
   *[other] { $people } Leute
  }, { $pursuances ->
    [one] eine öffentliche Pursuance.
   *[other] { $pursuances } öffentliche Pursuances.
  }
landing-peers = { $n ->
    [0] Noch mit keinem anderen Server verbunden.
    [one] Mit einem anderen Server verbunden.
   *[other] Mit { $n } anderen Servern verbunden.
  }
wanted-count = { $n ->
    [one] eine freie Aufgabe
   *[other] { $n } freie Aufgaben
  }
sees-thing = Was
sees-open = Öffentliche Pursuance
sees-closed = Nur für Mitglieder
sees-private = Private Pursuance
sees-texts = Titel, Texte, Dateien
sees-people = Wer dazugehört, und Rollen
sees-all = Alle
sees-members = Ihre Mitglieder und die Betreiber dieses Servers
sees-devices = Ihre Mitglieder, auf ihren Geräten
sees-accounts = Ihre Mitglieder und dieser Server: Konten und Rollen
sees-passphrase = Deine Passphrase
sees-passphrase-about = Wo JavaScript läuft, bleibt die Passphrase eines neuen Kontos auf deinem Gerät. Sonst bekommt sie dieser Server, wenn du dich anmeldest, prüft sie und behält nur einen Fingerabdruck davon, aus dem sie niemand lesen kann.
