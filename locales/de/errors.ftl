### Wenn etwas nicht da, nicht erlaubt, zu viel oder kaputt ist.

fault-bad-request = Diese Anfrage war nicht lesbar
fault-bad-request-about = Nichts wurde geändert. Geh zurück, lade die Seite neu und versuch es noch einmal.
fault-forbidden = Das kannst du nicht
fault-forbidden-about = Nichts wurde geändert.
fault-not-found = Hier ist nichts
fault-not-found-about = Eines davon trifft zu. Welches, sagt diese Seite niemandem, damit niemand erfährt, was verborgen ist:
fault-not-found-address = Die Adresse ist falsch geschrieben, oder ein Teil von ihr fehlt.
fault-not-found-gone = Es wurde weggelegt oder gelöscht.
fault-not-found-members = Nur Mitglieder sehen es.
fault-not-found-signed-out = Nur Mitglieder sehen es, und du bist nicht angemeldet.
fault-method = Diese Adresse nimmt nur Formulare an
fault-method-about = Nichts wurde geändert. Öffne die Seite und benutze ihren Knopf.
fault-gone = Das ist nicht mehr hier
fault-gone-about = Was unter dieser Adresse stand, wurde weggelegt oder gelöscht.
fault-too-large = Das ist zu groß
fault-too-large-about = Nichts wurde gespeichert. Auf der Seite davor steht, wie viel erlaubt ist.
fault-refused = Das ging nicht
fault-refused-about = Nichts wurde geändert.
fault-too-slow = Diese Suche dauert zu lange
fault-too-slow-about = Sie wurde abgebrochen. Lass Teile weg, oder nimm einen dazu, der auf wenige Aufgaben zutrifft: eine Person, eine Fähigkeit, ein seltenes Wort.
fault-too-many = Das war zu schnell
fault-too-many-about = Nichts wurde geändert. Versuch es etwas später noch einmal.
fault-searches = Zu viele Suchen auf einmal
fault-searches-about = Deine Suchen, oder die anderer mit deiner Adresse, haben diesen Server länger beschäftigt, als eine Adresse es darf. Warte eine Minute und suche dann noch einmal. Alles andere geht inzwischen.
fault-broken = Auf diesem Server gab es einen Fehler
fault-broken-about = Du hast nichts falsch gemacht, und nichts ist halb getan. Versuch es noch einmal. Wenn es wieder passiert, sag einem Betreiber dieses Servers Bescheid.
fault-unavailable = Einen Moment, bitte
fault-unavailable-about = Der Server startet gerade, hält an oder hat sehr viel zu tun. Nichts ging verloren. Versuch es in ein paar Sekunden noch einmal.
fault-unsure = Schau nach, bevor du es noch einmal sendest
fault-unsure-about = Der Server verlor seine Datenbank, während dies gespeichert wurde. Vielleicht ist es geschehen. Geh zurück und schau nach; sende es nur dann noch einmal, wenn es fehlt.
fault-disk-full = Auf diesem Server ist kein Platz mehr
fault-disk-full-about = Nichts wurde geändert. Alles hier lässt sich noch lesen. Sag einem Betreiber dieses Servers Bescheid und versuch es später noch einmal.
fault-reference = Wenn du es meldest, nenne diese Nummer: <code>{ $reference }</code>.
fault-home = Zur Startseite
fault-again = Noch einmal versuchen

## Ein Formular, das nicht angenommen wurde: was geschrieben war, und wie es weitergeht

carried-signed-out = Melde dich an, um weiterzumachen
carried-signed-out-about = Du bist nicht mehr angemeldet, deshalb wurde nichts gesendet. Was du geschrieben hast, steht noch auf dieser Seite. Melde dich hier an, dann wird es gesendet.
carried-renewed = Jetzt senden?
carried-renewed-about = Du hast dich neu angemeldet, seit du die Seite geöffnet hast, deshalb wurde noch nichts gesendet. Was du geschrieben hast, steht noch hier.
carried-somebody-else = Du bist als jemand anderes angemeldet
carried-somebody-else-about = Das hat in diesem Browser jemand anderes geschrieben, deshalb wurde nichts gesendet. Kopiere den Text, wenn du ihn brauchst.
carried-files = Nichts wurde gesendet, und ein Browser behält gewählte Dateien nicht. Geh zurück zur Seite und wähle die Datei noch einmal.
carried-without-file = Die gewählte Datei wird nicht mitgesendet: Geh zurück und wähle sie noch einmal, oder schick sie mit einer weiteren Nachricht.
carried-signin = Anmelden und senden
carried-send = Senden
carried-back = Zurück zur Seite
carried-typed = Was du geschrieben hast
typed-no-field = Das Feld dafür gibt es auf dieser Seite nicht mehr. Kopiere den Text, wenn du ihn brauchst.
typed-text = Text
typed-reason = Grund
