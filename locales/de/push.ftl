## What is pushed

push-title = Auf diesem Gerät
push-about = Was in deinen Posteingang kommt, kann dein Gerät auch anzeigen, während hier keine Seite offen ist. In deinen Ruhezeiten wird nur angezeigt, was dringend ist, und nichts, während du weg bist. Die Nachricht ist für deinen Browser verschlüsselt; der Dienst, der sie bringt, kann sie nicht lesen.
push-this = Dieser Browser
push-since = Seit { $since }.
push-end = Dort nichts mehr anzeigen
push-start = In diesem Browser anzeigen
push-needs-script = Das braucht JavaScript in deinem Browser. Alles andere auf dieser Seite geht ohne, und in deinem Posteingang steht alles.
push-unable = Dieser Browser kann keine Nachrichten von Websites anzeigen. Auf einem iPhone oder iPad leg diese Website zuerst auf den Home-Bildschirm.
push-denied = Dein Browser lässt diese Website keine Nachrichten anzeigen. Du kannst es in den Einstellungen des Browsers erlauben, neben der Adresse der Website.
push-failed = Das ging nicht: der Browser hat seinen Push-Dienst nicht erreicht. Versuch es später noch einmal, oder mit einem anderen Browser.
notice-push-on = Von jetzt an zeigt dieser Browser Nachrichten an.
notice-push-off = Dort wird nichts mehr angezeigt.
