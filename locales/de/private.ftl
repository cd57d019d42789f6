# Private Pursuances: was das Skript ihrer Seiten sagt (`sealed-`), und was die Seiten selbst sagen (`private-`).

sealed-unlock = Meine Schlüssel öffnen
sealed-sealed-locked = [verschlossen]
sealed-sealed-waiting = [wartet auf den Schlüssel]
sealed-sealed-no-key = [kein Schlüssel dafür]
sealed-sealed-damaged = [nicht, was unterschrieben wurde]
sealed-lie-invalid = Das Protokoll dieser Pursuance ist ungültig. Es wird nichts mehr geschrieben. Sag es den anderen auf einem anderen Weg.
sealed-lie-fork = Der Server zeigt dir ein anderes Protokoll als vorher, oder als andere sehen. Es wird nichts mehr geschrieben. Vergleiche die acht Wörter unter „Leute“ mit jemandem, mündlich.
sealed-lie-rollback = Der Server zeigt einen älteren Stand, als dieses Gerät gesehen hat. Es wird nichts geschrieben, bis er den neueren wieder hat.
sealed-lie-withheld = Der Server gibt nicht heraus, was andere schon gesehen haben.
sealed-lie-substituted = Ein Text wurde ausgetauscht: Er ist nicht, was ein Mitglied unterschrieben hat.
sealed-lie-excluded = Der Server hat dir seit mehr als einem Tag keinen Schlüssel gegeben, obwohl du Mitglied bist. Frag ein anderes Mitglied.
sealed-lie-changed = Der Server zeigt etwas, das kein Mitglied unterschrieben hat. Es ist unten gekennzeichnet.
sealed-changed-here = vom Server geändert, nicht von einem Mitglied
sealed-evidence = Was es zeigt
sealed-evidence-save = Als Datei sichern
sealed-no-member = Du bist kein Mitglied dieser Pursuance mehr.
sealed-waiting-for-key = Du bist dabei. Lesen kannst du, sobald die Seite eines anderen Mitglieds offen ist, das dir den Schlüssel gibt.
sealed-at-the-door = Vor der Tür, warten auf einen Schlüssel von dir: { $count }. Sie bekommen ihn, solange diese Seite offen ist.
sealed-not-confirmed = Noch nicht gegengeprüft: Nichts, was ein anderes Mitglied unterschrieben hat, hat dieses Protokoll bestätigt.
sealed-key-changed = { $name } macht unter einem anderen Schlüssel weiter. Vergleiche auf „Leute“ die Zahlen mit { $name }.
sealed-odd-time = Ein Eintrag des Protokolls nennt eine seltsame Zeit. Bei jemandem geht die Uhr falsch.
sealed-renewing = Wird unter dem neuesten Schlüssel neu verschlüsselt: noch { $count }.
sealed-given-back = Der Server hatte einen älteren Stand, wie nach einer zurückgeholten Sicherung. Dieses Gerät hat ihm zurückgegeben, was es hatte: { $entries } Einträge des Protokolls, { $objects } Texte. Nichts fehlt.
sealed-given-back-but = Der Server hatte einen älteren Stand, wie nach einer zurückgeholten Sicherung. Dieses Gerät hat ihm { $entries } Einträge des Protokolls und { $objects } Texte zurückgegeben. Nicht zurückgeben konnte es: { $missing }.
sealed-frozen = Hier kann jetzt nichts geschrieben werden. Warum, steht oben auf der Seite.
sealed-bad-log = Der Server zeigt ein anderes Protokoll als das in deinem Link. Es ist nichts geschehen.
sealed-too-busy = Viele schreiben im selben Augenblick. Versuch es noch einmal.
sealed-too-many = Das sind zu viele auf einmal.
sealed-unreadable = Ein Text davon ist auf diesem Gerät nicht zu lesen, und so kann es hier nicht geändert werden.
sealed-not-allowed = Das lässt das Protokoll nicht zu. Wer eine Pursuance als Letztes verwaltet, geht zum Beispiel nicht und bekommt keine niedrigere Stufe.
sealed-unknown-object = Dieses Gerät hat noch nicht gelesen, worum es geht. Warte einen Augenblick, und versuch es noch einmal.
sealed-problem-not-found = Hier ist nichts für dich.
sealed-problem-storage-full = Dieser Server hat keinen Platz mehr für dich oder für diese Pursuance.

sealed-found-name = Name
sealed-mission = Ziel
sealed-mission-hint = Was ihr zusammen erreichen wollt. Mitglieder lesen es.
sealed-display = Dein Name darin
sealed-display-hint = Der Name, den Mitglieder sehen. Auch er wird verschlüsselt.
sealed-history = Wer später kommt, liest
sealed-history-1 = alles von Anfang an
sealed-history-2 = was von da an geschrieben wird
sealed-found = Gründen
sealed-no-name = Schreib einen Namen von höchstens 80 Buchstaben.

sealed-no-link = Diese Seite braucht den ganzen Link. Kopiere ihn ganz, mit dem, was hinter dem # steht.
sealed-sign-in-first = Melde dich erst an: Dein Gerät behält den Rest des Links in diesem Tab.
sealed-ended = Diese Einladung ist nicht mehr offen. Bitte die Person, von der du sie hast, um eine andere.
sealed-bad-note = Was der Link zeigen soll, lässt sich nicht öffnen. Bitte um einen anderen.
sealed-bad-link = Das ist kein ganzer Link. Kopiere ihn ganz.
sealed-invited-for = Wofür: { $purpose }
sealed-invited-as = Deine Rolle: { $role }
sealed-people = Mitglieder jetzt: { $count }
sealed-member-already = Du bist schon dabei.
sealed-after-joining = Von da an nennt das Protokoll der Mitglieder dein Konto, für die Mitglieder und für diesen Server. Lesen kannst du, sobald die Seite eines Mitglieds offen ist, das dir den Schlüssel gibt.
sealed-enter = Hereinkommen

sealed-role-0 = liest
sealed-role-1 = liest und schreibt
sealed-role-2 = moderiert
sealed-role-3 = verwaltet
sealed-you = (du)
sealed-waits-at-the-door = Wartet vor der Tür auf einen Schlüssel.
sealed-rekeyed = Hat einen anderen Schlüssel, den { $by } unterschrieben hat. Niemand hat ihn bisher verglichen.
sealed-compare = Zahlen mit { $name } vergleichen
sealed-compare-about = Lest einander diese Zahl vor, mündlich oder nebeneinander. Sieht { $name } dieselbe, steht niemand zwischen euch.
sealed-level = Stufe
sealed-set-role = Stufe setzen
sealed-remove = { $name } entfernen
sealed-remove-about = { $name } liest von da an nichts Neues. Was gelesen wurde, kann aufgehoben sein. Alle bekommen einen neuen Schlüssel.
sealed-remove-about-invites = { $name } liest von da an nichts Neues. Alle bekommen einen neuen Schlüssel, und alle offenen Einladungen enden: { $count }.
sealed-remove-now = { $name } wirklich entfernen
sealed-head-words = Dieses Protokoll, jetzt:
sealed-pid-words = Diese Pursuance:

sealed-invite-purpose = Wofür
sealed-invite-purpose-hint = Wer den Link hat, liest es. Es ist für diese Leute verschlüsselt.
sealed-invite-role = Sie dürfen
sealed-uses = Für wie viele
sealed-uses-1 = eine Person
sealed-uses-5 = bis zu 5
sealed-uses-25 = bis zu 25
sealed-uses-any = beliebig viele
sealed-days = Er gilt
sealed-days-1 = einen Tag
sealed-days-7 = eine Woche
sealed-days-30 = 30 Tage
sealed-days-never = solange ihn niemand beendet
sealed-invite = Link machen
sealed-invited = Der Link ist gemacht. Er wird nur jetzt gezeigt, und dieser Server kennt ihn nicht.
sealed-link = Link
sealed-link-hint = Wer ihn hat, kann hereinkommen. Ein Messenger, der Links auf seinen eigenen Servern vorab zeigt, liest ihn ganz.
sealed-copy = Kopieren
sealed-copied = Kopiert.
sealed-invitation = { $role }; damit gekommen: { $used } von { $uses }; bis: { $until }
sealed-came-by = Damit gekommen: { $names }
sealed-revoke = Beenden
sealed-revoke-and-remove = Beenden, und entfernen, wer damit kam ({ $count })
sealed-no-invites = Keine Einladung ist offen.

sealed-new-task = Neue Aufgabe
sealed-add = Hinzufügen
sealed-added = Hinzugefügt: { $title }
sealed-no-title = Schreib hier etwas.
sealed-field-title = Titel
sealed-field-desc = Was gebraucht wird
sealed-field-skills = Fähigkeiten
sealed-field-due = Gewünscht bis
sealed-field-size = Größe
sealed-field-urgency = Dringlichkeit
sealed-size-0 = Klein, ein, zwei Stunden
sealed-size-1 = Mittel, etwa ein Tag
sealed-size-2 = Groß, etwa eine Woche
sealed-urgency-0 = Nicht dringend
sealed-urgency-1 = Dringend
sealed-field-name = Name
sealed-field-mission = Ziel
sealed-skills-hint = Durch Kommas getrennt
sealed-save = Speichern
sealed-saved = Gespeichert, verschlüsselt und unterschrieben.
sealed-conflict = Jemand anderes hat inzwischen dasselbe geändert: { $field }. Was bleibt?
sealed-conflict-pressed = Jemand anderes hat inzwischen dasselbe geändert. Lade die Seite neu und sieh nach, ob es noch nötig ist.
sealed-theirs = Von der anderen Person
sealed-mine = Von dir
sealed-take-mine = Meines behalten
sealed-take-theirs = Das andere behalten

private-joining = Durch eine Einladung, die ein Mitglied macht
private-need-script = Das ist verschlüsselt. Es öffnet sich auf deinem Gerät, und das braucht JavaScript.
private-lock = Was dieser Server sieht
private-unreviewed = Die Verschlüsselung ist noch nicht von unabhängiger Seite geprüft.

private-kind = Wer sie lesen kann
private-kind-open = Offen
private-kind-open-about = Der Server kann sie lesen: öffentlich, für alle mit der Adresse, oder nur für Mitglieder.
private-kind-private = Privat
private-kind-private-about = Auf euren Geräten verschlüsselt. Der Server bewegt die Arbeit und kann sie nicht lesen.
private-kind-go = Eine private gründen

private-new-title = Eine private Pursuance
private-new-about = Was ihr darin schreibt, wird auf euren Geräten verschlüsselt: Titel, Beschreibungen, das Gespräch, Namen von Fähigkeiten, Tage, und die Namen der Mitglieder darin.
private-new-sees-head = Was dieser Server trotzdem sieht
private-new-sees-people = Welche Konten dabei sind, und auf welcher Stufe: lesen, schreiben, moderieren, verwalten
private-new-sees-tree = Dass es Aufgaben gibt, wie sie untereinander liegen, welche auf welche wartet, in welcher Phase jede ist, wer sie hat und wer sie prüft
private-new-sees-week = Die Woche, bis zu der etwas gewünscht ist, wie viele Fähigkeiten eine Aufgabe hat und welche davon gleich sind, und in Stufen, wie lang Texte sind
private-new-sees-times = Wann etwas geschrieben, gelesen und geändert wird, und von wem
private-new-cannot-head = Wovor sie dich nicht schützen kann
private-new-cannot-script = Vor einem Server, der andere Skripte schickt. Wer ihn betreibt oder in ihn einbricht, könnte dir eine Seite schicken, die verrät, was du auf ihr öffnest. Sie schützt dich vor einer gestohlenen Datenbank, einem beschlagnahmten Rechner, neugierigen Betreibenden, und vor einem Server, der früher böse war.
private-new-cannot-device = Vor einem Gerät, das jemand anderes benutzt, und vor einer Passphrase, die jemand errät
private-new-cannot-member = Vor einem Mitglied, das weitersagt, was es liest. Wer entfernt wird, behält, was er gelesen hat.
private-new-lost = Deine Passphrase lässt sich ohne dein Blatt für den Notfall nicht zurücksetzen. Verlierst du beide, lässt dich ein anderes Mitglied wieder herein; was niemand sonst hat, ist verloren.
private-new-not-head = Was es nicht gibt
private-new-not = Aufgaben an andere Pursuances übergeben, Dateien, Leute von anderen Servern, und Leute nach ihrem Profil fragen. Eine private Pursuance wird nie eine offene, und umgekehrt auch nicht.
private-new-form = Gründen
private-new-plain = Dieser Server kennt deine Passphrase, und so könnte er deine Schlüssel öffnen. Wähle erst eine neue, die auf deinem Gerät bleibt.
private-new-plain-link = Eine Passphrase wählen, die auf deinem Gerät bleibt
private-new-guide = Mehr in der Anleitung

private-not-there-title = Nicht in einer privaten Pursuance
private-not-there-back = Zu den Aufgaben
private-not-there-join = In eine private Pursuance kommt man nur durch eine Einladung: einen Link, den ein Mitglied unter „Einladungen“ macht.
private-not-there-arrival = Wer hereinkommt, wartet, bis die Seite eines Mitglieds offen ist, das den Schlüssel gibt. Es gibt nichts auszufüllen: Fähigkeiten würde der Server lesen.
private-not-there-recruit = Hier werden Leute nicht nach ihrem Profil gefragt: Die Frage würde dem Server sagen, worum es geht. Mach unter „Einladungen“ einen Link, und gib ihn selbst weiter.
private-not-there-skills = Die Namen der Fähigkeiten sind hier verschlüsselt, und so hat der Server keine Liste davon. Jede Aufgabe hat ihre eigenen.
private-not-there-offers = Eine private Pursuance übergibt anderen nichts und nimmt nichts von ihnen, und so bietet sie ihnen keine Fähigkeiten an.
private-not-there-files = In einer privaten Pursuance gibt es noch keine Dateien.
private-not-there-missions = Das Ziel ist verschlüsselt, und der Server hat keine Liste seiner Fassungen, die er zeigen könnte. Die neueste steht unter den Aufgaben.
private-not-there-searches = Der Server bekommt keine Suche einer privaten Pursuance, und so hebt er keine auf.
private-not-there-suggestions = Vorschläge sind Texte, die der Server lesen würde. In einer privaten Pursuance gibt es sie noch nicht.
private-not-there-several = Jede Änderung wird auf deinem Gerät unterschrieben, eine Aufgabe nach der anderen. Mehrere auf einmal gibt es noch nicht.
private-not-there-comments = Ein Kommentar einer privaten Pursuance wird dort geändert, wo er steht: auf der Seite seiner Aufgabe.
private-not-there-grants = Rechte an einer einzelnen Aufgabe bräuchten einen eigenen Schlüssel für jemanden. Die gibt es hier nicht.
private-not-there-step = Ein solcher Schritt wird auf deinem Gerät unterschrieben: Sein Knopf steht auf der Seite der Aufgabe.
private-not-there-invite = Eine Einladung wird auf der Seite „Einladungen“ beendet, wo dein Gerät das unterschreibt.
private-not-there-place = Eine Aufgabe wird auf ihrer eigenen Seite verschoben, wo dein Gerät das unterschreibt.

private-closing-invites = Solange sie geschlossen ist, lässt keine Einladung jemanden herein. Die, die nicht beendet sind, tun es wieder, sobald sie offen ist.
private-closing-words = Nach einem Grund wird nicht gefragt, denn ihn würde dieser Server lesen. Sag den anderen vorher, warum du sie schließt, zum Beispiel im Ziel. Dass sie geschlossen ist, unterschreibt niemand: Es ist, was dieser Server sagt.
private-closing-reopen = Ihre Mitglieder können sofort darin arbeiten, und Einladungen, die nicht beendet sind, lassen wieder Leute herein.
private-closing-delete = Alles wird entfernt, was dieser Server von ihr hat: ihr Protokoll, die versiegelten Schlüssel, Aufgaben, Texte und Mitgliedschaften. Was die Geräte der Mitglieder haben, kann dieser Server nicht entfernen. Nichts bringt sie zurück, und ihr Name in Adressen wird nie wieder vergeben.
private-closing-sure = Ja, lösch sie. Nichts bringt sie zurück.
private-closing-tick = Kreuz das an, damit nichts aus Versehen gelöscht wird.

private-members-about = Wer dabei ist, steht in einem Protokoll, das Mitglieder unterschreiben. Dein Gerät prüft es; unten steht, was der Server hat.
private-members-server = Was dieser Server hat
private-members-log = Was das Protokoll beweist
private-members-role = Rolle (weiß dieser Server)
private-members-level = Stufe (beweist das Protokoll)
private-members-words = Acht Wörter
private-members-words-about = Sehen zwei Mitglieder im selben Augenblick dieselben acht Wörter, zeigt der Server beiden dasselbe Protokoll. Vergleicht sie mündlich.
private-members-waits = wartet vor der Tür auf einen Schlüssel
private-level-reader = liest
private-level-writer = liest und schreibt
private-level-moderator = moderiert
private-level-admin = verwaltet

private-invites-about = Ein Link trägt sein Geheimnis hinter dem #, das kein Server bekommt. Wer mit ihm kommt, steht für alle im Protokoll.
private-invites-new = Neuer Link
private-invites-open = Offene Einladungen
private-invites-server = Wie dieser Server sie hat
private-invites-row = { $role }; damit gekommen: { $used } von { $uses }
private-invites-row-any = { $role }; damit gekommen: { $used }
private-invites-until = bis { $until }
private-invites-never = bis jemand sie beendet
private-invites-none = Keine Einladung ist offen. Wenn jemand ging, entfernt wurde oder einen neuen Schlüssel nahm, endeten die offenen damit: Mach neue, wenn sie noch gebraucht werden.
private-invites-may-not = Einladungen macht, wer moderiert oder verwaltet.
private-invites-end = Wenn jemand geht, entfernt wird oder einen neuen Schlüssel nimmt, enden alle offenen Einladungen, auch die auf Plakaten: Sonst käme die Person mit einer davon zurück. Macht dann neue.

private-enter-title = Einladung in eine private Pursuance
private-enter-about = Name, Ziel und wofür sie ist, öffnen sich auf deinem Gerät, mit dem Geheimnis, das in deinem Link hinter dem # steht.
private-enter-means = Was Hereinkommen heißt
private-enter-means-log = Die Mitglieder und dieser Server sehen dein Konto im Protokoll der Mitglieder, mit der Zeit.
private-enter-means-key = Lesen kannst du, sobald die Seite eines Mitglieds offen ist, das dir den Schlüssel gibt.
private-enter-means-name = Der Name, den du darin hast, ist verschlüsselt. Der deines Kontos ist es nicht.
private-enter-signin = Anmelden
private-enter-account = Ein Konto anlegen
private-enter-first = Melde dich erst an. Dieser Tab behält inzwischen das Geheimnis des Links; schließt du ihn, öffne den Link noch einmal.
private-enter-plain = Wähle erst eine Passphrase, die auf deinem Gerät bleibt, und öffne dann deinen Link noch einmal.
private-enter-closed = Auf diesem Server gibt es keine neuen Konten. Frag die, die ihn betreiben.
private-enter-there = Du bist dabei.
private-enter-shut = Diese Einladung lässt gerade niemanden herein: Das, wohin sie führt, ist geschlossen. Frag die Person, von der du sie hast.

private-leave-about = Dein Gerät unterschreibt, dass du gehst. Die anderen lesen weiter; was du gelesen hast, bleibt bei dir. Was du gerade tust, sucht wieder jemanden.
private-leave-invites = Offene Einladungen enden damit: { $n ->
    [0] jetzt gibt es keine
    [one] jetzt eine
   *[other] jetzt { $n }
}. Wer bleibt, macht neue.
private-leave-last = Nur du verwaltest sie. Lass erst jemand anderen sie verwalten, unter „Leute“.
private-leave-do = Gehen
private-leave-really = Wirklich gehen

private-settings-about = Name und Ziel sind verschlüsselt und von denen unterschrieben, die verwalten, auf deren Gerät.
private-settings-server = Das weiß dieser Server

private-take = Übernehmen
private-hand-back = Wieder freigeben
private-begin = Anfangen
private-hand-in = Fertig zum Prüfen
private-done = Erledigt
private-review = Ansehen
private-send-back = Zurückschicken
private-accept = Annehmen
private-reopen = Wieder öffnen
private-drop = Streichen
private-drop-really = Wirklich streichen
private-call = Hilfe suchen
private-uncall = Nicht mehr suchen
private-edit-title = #{ $number } ändern
private-talk = In privaten Pursuances gibt es noch kein Gespräch.
private-show-later = Filter, gespeicherte Suchen und die Auswahl mehrerer Aufgaben gibt es in einer privaten Pursuance nicht: Der Server bekommt keine Suche davon.

seen-title = Was dieser Server sieht
seen-about = Alles, was dieser Server von der Pursuance hat, und was davon hier zu lesen ist. Außerdem sieht er, wann welcher Browser etwas von ihm will, und von welcher Adresse.
seen-people = Mitglieder
seen-people-account = Konto
seen-people-identity = Identität (ein Hash der Schlüssel)
seen-log = Das Protokoll der Mitglieder
seen-entries = { $n ->
    [one] ein Eintrag
   *[other] { $n } Einträge
}, vom { $first } bis { $last }
seen-epoch = Schlüssel bisher: { $count }. Jeder ist für jedes Mitglied versiegelt; der Server hat keinen davon offen.
seen-seals = Versiegelte Schlüssel: { $count }
seen-invites = Offene Einladungen: { $count }
seen-objects = Was verschlüsselt ist
seen-objects-about = Die neuesten { $shown } von { $all }. Eine Größe ist die des Textes in Stufen, und 50 Byte.
seen-objects-none = Noch nichts.
seen-kind = Was es ist
seen-kind-pursuance = die Pursuance selbst
seen-kind-task = eine Aufgabe
seen-kind-profile = das Profil eines Mitglieds
seen-kind-other = etwas anderes
seen-revision = Fassung
seen-by = Von
seen-at = Zuletzt geändert
seen-fields = Felder und Bytes
seen-bytes = { $field }: { $n ->
    [one] ein Byte
   *[other] { $n } Byte
}
seen-task = Aufgabe #{ $number }
seen-task-open = im Klartext
seen-task-phase = Phase
seen-task-parent = Unter
seen-task-top = nichts
seen-task-assignee = Wer sie hat
seen-task-reviewer = Wer sie prüft
seen-task-nobody = niemand
seen-stored = Hier gespeichert
seen-opened = Auf deinem Gerät geöffnet
seen-cut = die ersten { $shown } Byte von { $all }
seen-own = Die Pursuance selbst
seen-back = Zur Aufgabe
seen-not = Titel, Beschreibungen, das Gespräch, Namen von Fähigkeiten, Tage und die Namen der Mitglieder darin sieht er nicht.
seen-open = Alles: Diese Pursuance ist nicht privat. Wer den Server betreibt, kann sie lesen wie ihre Mitglieder. Eine private wird neu gegründet; keine wird später privat.
