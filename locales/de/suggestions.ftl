### Vorschläge: was jemand nur vorschlagen darf, und die Antworten.

tab-suggestions = Vorschläge
suggestion = Vorschlag
suggestions-title = Vorschläge in { $name }
suggestions-all = Alle Vorschläge
suggestions-waiting = Für deine Entscheidung
suggestions-waiting-none = Nichts wartet auf dich.
suggestions-more = Es warten noch mehr. Sie erscheinen hier, sobald diese entschieden sind.
suggestions-made = Was du vorgeschlagen hast
suggestions-made-none = Du hast hier noch nichts vorgeschlagen.
suggestions-older = Ältere
suggestions-tick = Zusammen mit anderen entscheiden
suggestions-several = Mehrere auf einmal
suggestions-several-about = Kreuz oben die Vorschläge an. Jeder wird für sich entschieden; was nicht geht, bleibt stehen.
suggestions-reason-hint = Zum Ablehnen nötig. Wer vorgeschlagen hat, liest sie.
suggestions-accept = Angekreuzte annehmen
suggestions-decline = Angekreuzte ablehnen
suggests-task = { $who }: neue Aufgabe vorgeschlagen
suggests-subtask = { $who }: Teilaufgabe vorgeschlagen zu
suggests-split = { $who }: Teilaufgaben vorgeschlagen zu
suggests-edit = { $who }: Änderung vorgeschlagen an
suggests-assign = { $who }: Zuteilung vorgeschlagen für
suggests-phase = { $who }: andere Phase vorgeschlagen für
suggests-role = { $who }: Rolle vorgeschlagen für
suggests-remove = { $who }: vorgeschlagen zu entfernen:
suggests-ban = { $who }: vorgeschlagen auszuschließen:
suggests-unban = { $who }: vorgeschlagen, den Ausschluss aufzuheben von
suggestion-before = Vorher
suggestion-after = Vorgeschlagen
suggestion-now = Jetzt
suggestion-no-date = Kein Datum
suggestion-ban-until = Ausgeschlossen bis
suggestion-ban-until-hint = Leer heißt: für immer.
suggestion-outdated = Jemand hat das seitdem geändert. Sieh dir beides an, und nimm es mit Änderungen an.
suggestion-look = Beides ansehen
suggestion-accept = Annehmen
suggestion-amend = Mit Änderungen annehmen
suggestion-amend-about = Es geschieht so, wie du es hier schreibst. Wer es vorgeschlagen hat, sieht beides.
suggestion-amend-button = So annehmen
suggestion-decline = Ablehnen
suggestion-reason = Grund, falls du ablehnst
suggestion-withdraw = Zurückziehen
suggestion-by = durch { $who }
suggestion-open = Wartet auf eine Antwort
suggestion-accepted = Angenommen
suggestion-amended = Mit Änderungen angenommen
suggestion-declined = Abgelehnt
suggestion-withdrawn = Zurückgezogen
suggestion-closed = Geschlossen: du warst nicht mehr dabei, oder durftest nichts mehr vorschlagen
suggest-task = Aufgabe vorschlagen
suggest-head = Änderung vorschlagen
suggest-about = Wer es darf, entscheidet. Die Antwort findest du bei den Vorschlägen; bis dahin kannst du deinen zurückziehen.
suggest-edit = Text, Fähigkeiten, Datum, Größe
suggest-edit-about = Du änderst die Aufgabe, wie du sie haben willst; die anderen sehen beides.
suggest-edit-button = Änderung schreiben
suggest-edit-title = Änderung vorschlagen an { $title }
suggest-assign = Wer sie macht
suggest-phase = Ihre Phase
suggest-parts = Ihre Teilaufgaben
suggest-role = Andere Rolle vorschlagen
suggest-why = Warum
suggest-why-hint = Freiwillig. Wer entscheidet, liest es.
suggest-button = Vorschlagen
outline-suggest = Aufgabe vorschlagen
fact-suggested-by = Vorgeschlagen durch { $who }
task-suggestions = { $n ->
        [one] Ein Vorschlag zu dieser Aufgabe
       *[other] { $n } Vorschläge zu dieser Aufgabe
    }

## Einmal gesagt nach einem Formular

notice-suggested = Vorgeschlagen. Wer es darf, entscheidet; bis dahin kannst du es zurückziehen.
notice-suggestion-accepted = Angenommen und getan.
notice-suggestion-amended = Mit deinen Änderungen angenommen und getan.
notice-suggestion-declined = Abgelehnt. Der Grund steht beim Vorschlag.
notice-suggestion-withdrawn = Zurückgezogen.
notice-suggestions-none = Nichts war angekreuzt, also ist nichts entschieden.
