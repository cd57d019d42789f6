### Was in einer Pursuance geschehen ist, so weit es zurückgeht.

activity = Was geschehen ist
activity-title = Was in { $name } geschehen ist
activity-all = Alles, was geschehen ist
activity-narrow = Nur einen Teil zeigen
activity-kind = Worum es geht
activity-any-kind = Alles
activity-tasks = Aufgaben
activity-discussion = Gespräch
activity-people = Leute und Rollen
activity-servers = Andere Pursuances und Server
activity-decisions = Vorschläge und Einstellungen
activity-kind-unknown = Das steht nicht zur Wahl. Wähle eins davon.
activity-who = Wer es getan hat
activity-who-hint = Ein Name, oder name@server
activity-who-unknown = Niemand ist hier unter diesem Namen bekannt.
activity-task = Nummer einer Aufgabe
activity-task-form = Schreib die Nummer einer Aufgabe, etwa 12.
activity-task-unknown = Du siehst hier keine Aufgabe mit dieser Nummer.
activity-from = Von
activity-until = Bis
activity-until-before = Dieser Tag ist vor dem ersten.
activity-none-such = So etwas ist nicht geschehen.
activity-cut = { $n } Einträge wurden hier durchgesehen; was passt, wird gezeigt. Unter den älteren kann mehr sein.
