### Einladungen: angelegt, angesehen, angenommen, beendet; wer durch wen kam; Leute, die gefragt werden.

## Für alle, die den Link haben

invite-title = Einladung
invite-title-to = Du bist zu { $name } eingeladen
invite-about = Worum es geht
invite-from = Eingeladen von
invite-purpose = Zweck
invite-role = Rolle
invite-task = Aufgabe zum Anfangen
invite-skills = Gesuchte Fähigkeiten
invite-sees = Du siehst dann
invite-sees-open = Alle Aufgaben, Gespräche und Dateien. Alle können sie lesen.
invite-sees-all = Alle Aufgaben, Gespräche, Dateien und Mitglieder. Nur Mitglieder können sie lesen.
invite-sees-assigned = Das Ziel und die Aufgaben, die du bekommst.
invite-asked = Ob du gefragt wirst
invite-stored = Gespeichert wird
invite-stored-about = { $members ->
    [only] Dass du Mitglied bist, seit wann, deine Rolle und wer dich eingeladen hat. Die Mitglieder sehen deinen Namen und deine Rolle; wer dich eingeladen hat, sehen nur Mitverwaltung und darüber.
   *[all] Dass du Mitglied bist, seit wann, deine Rolle und wer dich eingeladen hat. Alle sehen deinen Namen und deine Rolle; wer dich eingeladen hat, sehen nur Mitverwaltung und darüber.
  }
invite-ends = Gilt bis
invite-account = Konto anlegen und mitmachen
invite-signin = Ich habe ein Konto
invite-back = Ein Name und eine Passphrase, etwa eine Minute. Damit bist du Mitglied.
invite-closed = Dieser Server nimmt zurzeit keine neuen Konten auf. Mit einem Konto hier kannst du dich anmelden und beitreten; { $who } hat dich eingeladen und kann die Betreiber bitten, eines für dich anzulegen.
invite-join = { $name } beitreten
invite-there = Du bist schon Mitglied.
invite-open = Öffnen
invite-home = Zum Anfang
join-for-an-invite = Damit bist du Mitglied der Pursuance, die dich einlädt.
join-for-a-private-invite = Danach siehst du, wohin die Einladung führt, und trittst bei.
join-invite-spent = Mit dieser Einladung wurden hier so viele Konten eröffnet, wie sie Leute hereinlässt.
join-invite-spent-about = Ist eines davon deins, melde dich an. Sonst bitte um einen neuen Link, wer dir diesen geschickt hat.

## Angelegt und aufgelistet

invites = Einladungen
invite-people = Leute einladen
invites-title = Einladungen zu { $name }
invites-all = Alle Einladungen
invites-yours = Deine Einladungen
invites-none = Noch keine Einladungen.
invites-more = Ältere
invite-new = Neue Einladung
invite-role-hint = Was die Leute hier dürfen. Höchstens deine eigene Rolle.
invite-uses = Wie viele Leute
invite-uses-hint = Leer für beliebig viele.
invite-life = Wie lange sie gilt
invite-life-10m = Zehn Minuten
invite-life-1d = Einen Tag
invite-life-7d = Eine Woche
invite-life-14d = Zwei Wochen
invite-life-30d = 30 Tage
invite-life-never = Bis du sie zurücknimmst
invite-purpose-hint = Freiwillig. Wer den Link öffnet, liest ihn.
invite-task-hint = Freiwillig: ihre Nummer oder Wörter aus ihrem Titel.
invite-make = Link anlegen
invite-made = Dein Link
invite-made-about = Kopiere ihn jetzt, er wird nicht noch einmal gezeigt. Wer ihn hat, kann damit beitreten.
invite-qr = Der Link als QR-Code
invite-open-state = Offen
invite-revoked-state = Zurückgenommen
invite-expired-state = Abgelaufen
invite-used-up-state = Aufgebraucht
invite-void-state = Gilt nicht
invite-used = { $used ->
    [0] Niemand kam damit
    [one] Eine Person kam damit
   *[other] { $used } Leute kamen damit
  }
invite-used-of = { $used } von { $uses } benutzt
invite-made-by = angelegt von { $who } { $made }
invite-until = bis { $ends }
invite-end = Zurücknehmen
invite-look = Ansehen

## Beendet

invite-end-title = Eine Einladung zurücknehmen
invite-end-about = Mit dem Link kommt niemand mehr herein. Wer schon da ist, bleibt.
invite-end-only = Link zurücknehmen
invite-came = Sie kamen damit
invite-invited = Sie wurden von diesen eingeladen
invite-end-no-tasks = Keine Aufgaben in Arbeit
invite-end-with-about = Der Link gilt nicht mehr, und diese Leute sind keine Mitglieder mehr. Ihre Aufgaben suchen wieder Hilfe.
invite-end-with = { $n ->
    [one] Zurücknehmen und eine Person entfernen
   *[other] Zurücknehmen und { $n } Leute entfernen
  }
invite-end-all-about = Dasselbe, und wen sie eingeladen haben, der geht auch.
invite-end-all = { $n ->
    [one] Zurücknehmen und eine Person entfernen
   *[other] Zurücknehmen und alle { $n } Leute entfernen
  }
invite-end-reason-hint = Alle, die gehen, lesen ihn, und die Mitglieder lesen ihn im Protokoll.
invite-end-nobody = Von denen, die damit kamen, würde niemand entfernt.
invite-end-stay = Mitglieder mit deiner oder einer höheren Rolle bleiben immer.

## Wer durch wen kam

tree = Wer wen eingeladen hat
tree-about = Alle, die durch eine Einladung kamen, jeweils unter der Person, die sie eingeladen hat. Mitverwaltung und darüber sehen das.
tree-none = Noch niemand kam durch eine Einladung.
tree-gone = Nicht mehr hier
tree-more = Es sind mehr Leute, als auf diese Seite passen.

## Leute, die gefragt werden

recruit = Leute dieses Servers fragen
recruit-about = Diese Leute erlauben, dass man sie fragt, ob sie einer Pursuance beitreten.
recruit-search = Eine Fähigkeit, ein Name oder Wörter
recruit-none = Zurzeit erlaubt hier niemand, gefragt zu werden. Du kannst stattdessen einen Link schicken.
recruit-none-such = Niemand mit diesen Wörtern erlaubt, gefragt zu werden. Nimm andere Wörter oder schicke einen Link.
recruit-ask = Fragen, ob sie beitreten
recruit-note = Warum du fragst
recruit-note-hint = Freiwillig. Es steht bei deiner Frage.
recruit-send = Fragen
recruit-more = Weitere Leute
ask-title = Möchtest du { $name } beitreten?
ask-decline = Nein, danke
ask-block = { $name } soll mich nicht wieder fragen
ask-block-about = Es wird nur gesagt, ob du ja oder nein gesagt hast, sonst nichts.
ask-switch = Niemand soll mich fragen
me-askable = Leute dieses Servers dürfen mich finden und fragen, ob ich beitrete
me-askable-about = (nach deinem Namen, deinen Fähigkeiten und dem, was du über dich schreibst)
why-recruited = { $who } fragt, ob du beitrittst, als { $role }.
why-asked = { $n ->
    [one] Du wirst gefragt, ob du das übernimmst. Nein zu sagen ist in Ordnung.
   *[other] Du wirst als eine von { $n } Personen gefragt, ob du das übernimmst. Nein zu sagen ist in Ordnung.
}
why-asked-alone = Nur du wirst gefragt, ob du hier weitermachst.
why-asked-by = { $who } fragt, ob du das übernimmst. Nein zu sagen ist in Ordnung.

## Einmal gesagt, nach einem Formular

notice-came-in = Du bist jetzt Mitglied.
notice-invite-ended = Der Link gilt nicht mehr. Wer damit kam, bleibt.
notice-invite-ended-with = Der Link gilt nicht mehr, und die Leute, die damit kamen, sind entfernt.
notice-recruit-asked = Deine Frage ist gestellt. Du erfährst die Antwort, sobald sie da ist.
notice-recruit-declined = Du hast nein gesagt. Das wird mitgeteilt, sonst nichts.
