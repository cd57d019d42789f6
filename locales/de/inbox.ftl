nav-inbox = Posteingang
nav-unread = ungelesen
inbox-settings = Was du erfährst
inbox-next = Nächste öffnen
inbox-all-read = Alles als gelesen markieren
inbox-discussions-read = Alle Gespräche als gelesen markieren
notice-all-read = Alle Gespräche sind gelesen.
inbox-unread = Ungelesen
inbox-read = Gelesen
inbox-none-unread = Du hast alles gelesen.
inbox-empty = Noch nichts hier.
inbox-empty-about = Hier erfährst du, wenn du eine Aufgabe bekommst, wenn etwas auf dich wartet und wenn jemand über etwas schreibt, das du beobachtest.
inbox-older = Ältere
inbox-open = Öffnen
inbox-mark-read = Als gelesen markieren
inbox-mark-unread = Als ungelesen markieren
inbox-mute = Stummschalten
inbox-unmute = Nicht mehr stumm
inbox-is-muted = Du hast das stummgeschaltet: du erfährst nur, was du tun musst.
inbox-search = { $n ->
    [one] Eine Aufgabe hat noch niemand
   *[other] { $n } Aufgaben hat noch niemand
  }
inbox-search-kinds = { $searched ->
    [one] Eine sucht Hilfe
   *[other] { $searched } suchen Hilfe
  }, { $due ->
    [one] eine ist verspätet oder bald fällig.
   *[other] { $due } sind verspätet oder bald fällig.
  }
inbox-search-missing = { $n ->
    [one] Eine braucht Fähigkeiten, die kein Mitglied hat: { $skills }.
   *[other] { $n } brauchen Fähigkeiten, die kein Mitglied hat: { $skills }.
  }
inbox-search-due = { $task } · { $due }
inbox-of-task = { $task }: { $line }
inbox-many-asked = { $n ->
    [one] Du wirst nach einer Aufgabe gefragt
   *[other] Du wirst nach { $n } Aufgaben gefragt
  }
inbox-many-review = { $n ->
    [one] Eine Aufgabe prüfst du
   *[other] { $n } Aufgaben prüfst du
  }
inbox-many-theirs = { $n ->
    [one] Eine Aufgabe hat etwas für dich
   *[other] { $n } Aufgaben haben etwas für dich
  }
inbox-many-news = { $n ->
    [one] Neues von einer Aufgabe
   *[other] Neues von { $n } Aufgaben
  }
inbox-many-theirs-rooms = { $n ->
    [one] Eine Aufgabe oder ein Raum hat etwas für dich
   *[other] { $n } Aufgaben und Räume haben etwas für dich
  }
inbox-many-news-rooms = { $n ->
    [one] Neues von einer Aufgabe oder einem Raum
   *[other] Neues von { $n } Aufgaben und Räumen
  }
inbox-search-invite = Jemanden einladen
inbox-more = { $n ->
    [one] und noch eine
   *[other] und { $n } weitere
}
inbox-messages = { $n ->
    [one] { $n } neuer Beitrag von { $who }
   *[other] { $others ->
        [0] { $n } neue Beiträge von { $who }
        [one] { $n } neue Beiträge von { $who } und einer weiteren Person
       *[other] { $n } neue Beiträge von { $who } und { $others } weiteren Leuten
    }
  }
inbox-comments = { $n ->
    [one] { $n } Kommentar von { $who }
   *[other] { $others ->
        [0] { $n } Kommentare von { $who }
        [one] { $n } Kommentare von { $who } und einer weiteren Person
       *[other] { $n } Kommentare von { $who } und { $others } weiteren
    }
}
inbox-named-in-room = { $who }: du bist in einem Raum genannt
inbox-called-room = { $who }: alle in diesem Raum gerufen
inbox-said-in-room = { $who }: etwas gesagt
inbox-message-removed = { $who }: deinen Beitrag entfernt
inbox-named-in-discussion = { $who }: du bist im Gespräch genannt
inbox-answered = { $who } hat auf deine Nachricht geantwortet
inbox-comment-removed = { $who }: deinen Kommentar entfernt. Warum, steht auf der Seite der Aufgabe.
inbox-file-removed = { $who }: deine Datei gelöscht. Warum, steht im Protokoll.
inbox-named-in-description = { $who }: du bist in der Beschreibung genannt
inbox-named-reviewer = { $who }: um deine Prüfung gebeten
inbox-reviewer-gone = Sonst prüft das niemand mehr: jetzt prüfst du
inbox-review-yours = Wer das geprüft hat, macht nicht weiter: jetzt prüfst du
inbox-nudged = Bist du noch dran? Ohne Antwort werden andere gefragt, ob sie weitermachen.
inbox-nudged-review = Kommt deine Prüfung? Ohne Antwort darf jemand anderes sie machen.
inbox-handed-on = Eine Weile gab es nichts Neues, darum werden andere gefragt, ob sie weitermachen. Solange niemand die Aufgabe hat, kannst du sie zurücknehmen.
inbox-review-handed-on = Eine Weile gab es nichts Neues, darum prüft jetzt jemand anderes.
inbox-hand-on-asked = Du prüfst das, und eine Weile gab es nichts Neues. Sollen andere gefragt werden, ob sie weitermachen? Ohne Antwort binnen eines Tages werden sie gefragt.
inbox-ready-for-review = { $who }: bereit für deine Prüfung
inbox-accepted = { $who }: deine Arbeit angenommen
inbox-sent-back = { $who }: deine Arbeit zurückgeschickt
inbox-done = { $who }: erledigt
inbox-done-accepted = { $who }: Arbeit angenommen, das ist erledigt
inbox-two = { $one } und { $two }
told-words = { $line }: „{ $words }“
told-assigned = { $who } hat dir das zugeteilt
told-assigned-to = { $who } hat das { $to } zugeteilt: du hast es nicht mehr
told-freed = { $who } hat das freigegeben: du hast es nicht mehr
told-asked-to-join = { $who }: gefragt, ob du beitrittst
told-let-in = { $who }: dich aufgenommen
told-role = { $who }: dir eine andere Rolle gegeben
told-removed = { $who }: dich aus dieser Pursuance entfernt
told-banned = { $who }: dich aus dieser Pursuance ausgeschlossen
told-unbanned = { $who }: deinen Ausschluss aufgehoben
told-transfer-asked = { $who }: gefragt, ob du die Pursuance übernimmst
told-transfer-ended = Die Frage, wer die Pursuance übernimmt, ist zu Ende: niemand wird mehr gefragt
told-grant = { $who }: geändert, was du damit tun darfst
told-suggested = { $who }: etwas vorgeschlagen, worüber du entscheiden darfst
told-suggestion-accepted = { $who }: deinen Vorschlag angenommen
told-suggestion-accepted-changed = { $who }: deinen Vorschlag mit Änderungen angenommen
told-suggestion-declined = { $who }: deinen Vorschlag abgelehnt
told-accompanied = Du begleitest jemanden, der das lernt
told-allied = Noch niemand gefunden. Andere Pursuances, die hier bekannt sind, könnten helfen: du darfst das übergeben
told-due-unassigned = Das hat niemand, und es ist überfällig oder bald fällig
told-awaited = { $who }: vermerkt, dass eine andere Aufgabe darauf wartet
told-blocked-on-you = { $who }: gemeldet, dass das auf dich wartet
told-waits = { $who }: vermerkt, dass das auf eine andere Aufgabe wartet
told-waits-no-more = { $who }: vermerkt, dass das nicht mehr auf eine andere Aufgabe wartet
told-blocker-open = Worauf das wartet, ist wieder offen
told-blocker-ended = Eine der Aufgaben, auf die das wartet, ist zu Ende. Es wartet weiter
told-free = Worauf das gewartet hat, ist zu Ende. Nichts hält es mehr auf.
told-archived = { $who }: das archiviert, mit dem, was darunter ist
told-trashed = { $who }: eine Aufgabe von dir oder eine darüber in den Papierkorb gelegt
told-restored = { $who }: das zurückgeholt, mit dem, was darunter ist
mail-subject-assigned = Eine Aufgabe ist dir zugeteilt
inbox-dropped = { $who }: gestrichen
inbox-reopened = { $who }: wieder geöffnet
inbox-at-the-door = Jemand wartet an der Tür und kann lesen, sobald in deinem Browser eine Seite dieser Pursuance offen ist.
inbox-rekeyed = { $who } hat einen neuen Schlüssel, den noch niemand verglichen hat. Vergleiche die Zahlen auf „Leute“, am besten, wenn ihr euch trefft.
inbox-not-let-in = { $who }: dich nicht aufgenommen
inbox-asked = Du wirst gefragt, ob du das übernimmst
inbox-asked-by = { $who }: gefragt, ob du das übernimmst
inbox-asked-alone = Nur du wirst gefragt, einen Tag lang, ob du hier weitermachst
inbox-asked-again = Du wirst noch einmal gefragt, ob du das übernimmst
inbox-mentor-asked = Du wirst gefragt, ob du jemanden begleitest, der das lernt
inbox-was-asked = Du wurdest gefragt, ob du das übernimmst
inbox-was-asked-by = { $who }: gefragt, ob du das übernimmst
inbox-was-asked-alone = Nur du wurdest gefragt, einen Tag lang, ob du hier weitermachst
inbox-was-asked-again = Du wurdest noch einmal gefragt, ob du das übernimmst
inbox-mentor-was-asked = Du wurdest gefragt, ob du jemanden begleitest, der das lernt
inbox-became = { $line }. { $became }
became-taken = Du hast es übernommen.
became-stands-by = Du hast zugesagt und stehst bereit.
became-stood-by = Du hast zugesagt und bereitgestanden.
became-yes = Du hast zugesagt.
became-no = Du hast abgelehnt.
became-later = Du wolltest später gefragt werden.
became-late = Die Zeit für eine Antwort ist um.
became-somebody-elses = Das ist vorbei: jemand anderes hat es.
became-over = Das ist vorbei: niemand wird mehr gefragt.
inbox-stood-by = Das ist ohne dich zu Ende gegangen. Danke, dass du bereitgestanden hast.
inbox-stood-by-early = Du stehst dafür nicht mehr bereit: deine Rolle, deine Prüfungen oder deine Angaben, wozu du gefragt wirst, haben sich geändert. Danke, dass du bereitgestanden hast.
inbox-suggested = { $who } schlägt vor: { $what }
inbox-suggestion = { $line }: { $what }
inbox-offer = { $line }: „{ $title }“
inbox-gone = { $line }. Das ist weg.
inbox-free = { $line }. Nichts hält sie mehr auf.

## Why somebody is told

reason-assignee = Du hast diese Aufgabe.
reason-reviewer = Du prüfst das.
reason-creator = Du hast diese Aufgabe geschrieben.
reason-mentioned = Du bist genannt.
reason-in-room = Der Beitrag ist für alle im Raum.
reason-answered = Du hast geschrieben, worauf geantwortet wird.
reason-below = Du hast eine Aufgabe darunter oder hast sie geschrieben.
reason-about = Es betrifft dich.
reason-asked = Du wirst gefragt, ob du beitrittst.
reason-parted = Es geht um deine Mitgliedschaft.
reason-member = Du bist Mitglied.
reason-partner = Du hast das übergeben oder angenommen.
reason-decider = Du entscheidest, wer mitmacht.
reason-answerer = Du beantwortest Angebote.
reason-able = Du darfst, was vorgeschlagen ist, also entscheidest du.
reason-assigner = Du darfst diese Aufgabe zuteilen.
reason-watches-task = Du beobachtest das.
reason-watches-room = Du beobachtest den Raum.
reason-watches-pursuance = Du beobachtest diese Pursuance.
reason-watches-skill = Du beobachtest eine Fähigkeit, die hier gebraucht wird.

## What somebody wants to be told

inbox-kinds = Arten von Neuigkeiten
inbox-kinds-about = Wähle, was in deinen Posteingang kommt und was davon dir auch geschickt wird. Was mit „Immer“ bezeichnet ist, kommt auf jeden Fall.
inbox-mail-needs = Als Mail kommt es, sobald du unten eine Adresse angegeben hast.
inbox-kind = Was geschieht
inbox-on-this-site = In deinem Posteingang
inbox-by-mail = Als Mail
inbox-by-push = Auf deinen Geräten
wanted-now = Sofort
wanted-digest = Einmal am Tag
wanted-never = Nie
inbox-always = Immer
inbox-now = Sag es mir
kind-assignment = Du bekommst eine Aufgabe, oder sie wird dir genommen
kind-review = Arbeit wartet auf deine Prüfung
kind-verdict = Deine Arbeit wird angenommen oder zurückgeschickt
kind-mention = Du wirst genannt
kind-reply = Jemand antwortet auf eine Nachricht von dir
kind-comment = Jemand schreibt über etwas, das du beobachtest
kind-outcome = Was du beobachtest, wird erledigt, gestrichen oder wieder geöffnet
kind-waiting = Andere warten auf dich oder auf etwas, das du beobachtest; oder deine Aufgabe wartet, oder nicht mehr
kind-task-offer = Du wirst gefragt, ob du eine Aufgabe übernimmst, oder eine ist zu Ende, für die du bereitstandst
kind-pairing = Für eine Aufgabe von dir, oder für eine, die du übergeben darfst, ist noch niemand gefunden; oder eine, die du zuweisen darfst, ist bald fällig oder überfällig
kind-nudge = Du warst lange still: eine Erinnerung, oder jemand anderes darf weitermachen
kind-offer = Angebote anderer Pursuances und Antworten auf deine
kind-delegation = Andere Neuigkeiten über übergebene Aufgaben
kind-suggestion = Vorschläge, über die du entscheidest, und Antworten auf deine
kind-join-request = Jemand möchte mitmachen oder wartet an der Tür
kind-admission = Du wirst aufgenommen oder nicht
kind-invitation = Jemand kommt durch deine Einladung, antwortet dir oder fragt, ob du beitrittst
kind-role = Deine Rolle ändert sich
kind-ban = Du wirst entfernt oder ausgeschlossen, oder ein Ausschluss endet
kind-closing = Eine deiner Pursuances wird geschlossen, wieder geöffnet oder gelöscht
watches = Was du beobachtest
watches-about = Du erfährst, wenn dort jemand schreibt und wenn eine Aufgabe erledigt, gestrichen oder wieder geöffnet wird.
watches-made = Was du selbst geschrieben hast
watches-none = Du beobachtest noch nichts. Was du schreibst, übernimmst, prüfst oder kommentierst, wird automatisch beobachtet.
watching = Nachrichten
watching-on = Du beobachtest das.
watching-around = Du beobachtest ihre Pursuance oder eine Fähigkeit, die sie braucht.
watching-off = Du beobachtest das nicht.
watch-hidden = Etwas, das du nicht mehr sehen kannst
watch-made = Du hast es geschrieben
watch-brought = Du hast es hierher geholt
watch-took = Es ist oder war bei dir
watch-reviews = Du prüfst es
watch-commented = Du hast im Gespräch dazu geschrieben
watch-chosen = Du wolltest es beobachten
watch-off = Du beobachtest es nicht
watch-start = Beobachten
watch-stop = Nicht mehr beobachten
watch-skill = Eine Fähigkeit beobachten
watch-skill-hint = Ein Wort, oder Bereich:Einzelheit wie Language:French. Du erfährst von Aufgaben, die sie brauchen.
watch-skill-button = Diese Fähigkeit beobachten
mutes = Was du stummgeschaltet hast
mutes-about = Davon erfährst du nur, was du tun musst.
mutes-more = Mehr ist stumm. Es erscheint hier, sobald du einiges davon nicht mehr stummschaltest.

## What was done

notice-muted = Stummgeschaltet. Du erfährst davon nur, was du tun musst.
notice-unmuted = Du erfährst wieder davon.
notice-watched = Du beobachtest es jetzt.
notice-unwatched = Du beobachtest es nicht mehr.
