### Eine Pursuance schließen, wieder öffnen, löschen.

closing-settings = Diese Pursuance schließen
closing-settings-about = Von da an wird sie nur noch gelesen. Was damit endet, siehst du vorher.
closing-settings-link = Was damit endet
closing-title = { $name } schließen
closing-title-closed = { $name } ist geschlossen
closing-about = Nichts darin ändert sich mehr. Ihre Aufgaben, Texte und Mitglieder bleiben, wie sie sind, und wer sie lesen darf, liest sie weiter. Du kannst sie jederzeit wieder öffnen, und frühestens 14 Tage später löschen.
closing-ends = Das endet sofort
closing-handed-out = { $n ->
        [one] Eine Aufgabe, die eine andere Pursuance hat oder haben soll, wird zurückgeholt.
       *[other] { $n } Aufgaben, die andere Pursuances haben oder haben sollen, werden zurückgeholt.
    }
closing-taken = { $n ->
        [one] Eine Aufgabe einer anderen Pursuance wird zurückgegeben, oder ihr Angebot abgelehnt.
       *[other] { $n } Aufgaben anderer Pursuances werden zurückgegeben, oder ihre Angebote abgelehnt.
    }
closing-suggestions = { $n ->
        [one] Ein offener Vorschlag wird geschlossen.
       *[other] { $n } offene Vorschläge werden geschlossen.
    }
closing-invites = { $n ->
        [one] Eine Einladung lässt niemanden mehr herein.
       *[other] { $n } Einladungen lassen niemanden mehr herein.
    }
closing-asking = { $n ->
        [one] Eine Person, die mitmachen will, erfährt, dass es nicht geht.
       *[other] { $n } Personen, die mitmachen wollen, erfahren, dass es nicht geht.
    }
closing-asked = { $n ->
        [one] Eine Person wird nicht mehr gefragt, ob sie mitmacht.
       *[other] { $n } Personen werden nicht mehr gefragt, ob sie mitmachen.
    }
closing-nothing = Es läuft nichts, was enden würde.
closing-stays = Was jetzt endet, bleibt beendet, auch wenn die Pursuance wieder geöffnet wird.
closing-reason = Grund
closing-reason-hint = Alle, die die Pursuance lesen dürfen, lesen ihn. Er geht auch an die Pursuances, die Aufgaben von euch haben oder deren Aufgaben ihr habt.
closing-button = Pursuance schließen
closing-since = Diese Pursuance ist seit { $since } geschlossen.
closing-since-by = { $who }: diese Pursuance geschlossen, { $since }.
closing-decide = Wieder öffnen oder löschen
closing-reopen = Wieder öffnen
closing-reopen-about = Ihre Mitglieder können sofort darin arbeiten. Was beim Schließen geendet hat, bleibt beendet: Angebote, Einladungen, Vorschläge und Fragen werden neu gemacht.
closing-reopen-button = Wieder öffnen
closing-delete = Endgültig löschen
closing-delete-about = Alles darin wird entfernt: Aufgaben, Texte, Dateien und Mitgliedschaften. Die Server, die sie kennen, erfahren es; was sie kopiert haben, können nur sie entfernen. Nichts bringt sie zurück, und ihr Name wird nie wieder vergeben.
closing-delete-from = Das geht { $until } oder später.
closing-delete-ending = { $n ->
        [one] Eine übergebene Aufgabe ist noch nicht zurück. Darauf wird gewartet, höchstens 14 Tage.
       *[other] { $n } übergebene Aufgaben sind noch nicht zurück. Darauf wird gewartet, höchstens 14 Tage.
    }
closing-confirm = Zur Bestätigung schreib { $slug }
closing-delete-button = Endgültig löschen
closing-mine = Geschlossen
notice-pursuance-closed = Die Pursuance ist geschlossen.
notice-pursuance-reopened = Die Pursuance ist wieder offen.
notice-pursuance-deleted = Die Pursuance ist gelöscht. Ihr Inhalt wird entfernt.
