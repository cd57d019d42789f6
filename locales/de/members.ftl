### Wer dazugehört, und was jede Rolle darf.

role-untrusted = Auf Probe
role-viewer = Mitlesen
role-normal = Mitarbeit
role-assigner = Zuteilung
role-recruiter = Einladung
role-assistant-admin = Mitverwaltung
role-admin = Verwaltung
role-primary = Leitung
role-untrusted-about = Sieht nur die Aufgaben, die zugeteilt wurden
role-viewer-about = Sieht alles, redet im Gespräch mit und macht Vorschläge
role-normal-about = Übernimmt Aufgaben, die Hilfe suchen, bearbeitet sie und teilt sie auf
role-assigner-about = Teilt Aufgaben zu und übergibt sie an andere Pursuances
role-recruiter-about = Lädt Leute ein
role-assistant-admin-about = Schreibt, ändert und ordnet die Aufgaben, schließt Mitglieder aus und lässt sie wieder zu
role-admin-about = Vergibt Rollen unter der eigenen und ändert die Einstellungen
role-primary-about = Ist für die Pursuance verantwortlich und kann sie weitergeben oder schließen

members-title = Mitglieder von { $name }
members-people = Leute
members-search = Name eines Mitglieds
members-role = Rolle
members-any-role = Alle Rollen
members-asks = { $who } möchte beitreten.
members-let-in = Aufnehmen
members-say-no = Ablehnen
members-since = Hier seit { $day }
members-role-of = Rolle von { $name }
members-change = Ändern
members-more = Weitere Mitglieder
members-roles = Was jede Rolle darf
members-roles-about = Jede Rolle umfasst die darüber.
members-yours = Deine
leave-title = { $name } verlassen
leave-about = Du bist dann nicht mehr Mitglied von { $name } und siehst nicht mehr, was nur für Mitglieder ist. Deine Texte bleiben. Du kannst wieder beitreten wie alle anderen.
leave-button = Verlassen
leave-primary = Du bist für diese Pursuance verantwortlich. Übergib erst jemand anderem die Leitung; dann kannst du sie verlassen.
transfer-title = Die Leitung von { $name } an { $who } übergeben?
transfer-about = { $who } ist dann für { $name } verantwortlich und kann sie weitergeben oder schließen. Du hast danach die Rolle „Verwaltung“. Du kannst das nicht rückgängig machen; nur { $who } kann dir die Leitung zurückgeben.
transfer-button = Leitung an { $who } übergeben
transfer-keep = Alles so lassen

## Einmal gesagt, nach einem Formular

notice-asks-no-more = Deine Anfrage ist zurückgezogen.
notice-left = Du hast sie verlassen. Was öffentlich ist, kannst du weiter lesen.
notice-role-set = Die neue Rolle gilt.
notice-passed-on = Die Leitung ist übergeben. Du hast jetzt die Rolle „Verwaltung“.
notice-let-in = Aufgenommen.
notice-not-let-in = Die Anfrage ist abgelehnt.
