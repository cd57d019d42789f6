## In mails

mail-why = Warum du das bekommst: { $reasons }
mail-choose = Wähle, was dir geschickt wird
mail-stop = Keine Mails mehr von { $host }
mail-due = Fällig: { $day }
mail-answer = Ja oder nein sagen: { $title }
mail-on-site = Du antwortest auf der Website, nicht per Mail.
mail-inbox = Dein Posteingang
mail-more = In deinem Posteingang ist noch mehr
mail-confirm-subject = Deine Adresse bei { $host }
mail-confirm-hello = { $name }, bei { $host } angemeldet, möchte Mails an diese Adresse. Bist du das, dann öffne innerhalb eines Tages diesen Link:
mail-confirm-link = Ja, schickt mir Mails hierher
mail-confirm-else = Bist du es nicht, dann tu nichts: sonst wird nichts hierher geschickt.
mail-former-subject = Deine Mails von { $host } kommen nicht mehr hierher
mail-former = Mails für { $name } bei { $host } kommen nicht mehr an diese Adresse: eine andere wurde angegeben, oder diese wurde entfernt.
mail-former-else = Warst du das, dann ist nichts zu tun. Wenn nicht, ist jemand anders in deinem Konto: leg eine neue Passphrase fest, und sieh nach, wohin deine Mails gehen. Kannst du dich nicht mehr anmelden, dann frag einen Betreiber jenes Servers.
mail-former-passphrase = Neue Passphrase festlegen
mail-former-address = Nachsehen, wohin deine Mails gehen
mail-digest-subject = Was ansteht und neu ist bei { $host }
mail-digest-due = In den nächsten 14 Tagen fällig, oder überfällig
mail-digest-new = Was geschehen ist
mail-test-subject = Ein Test von { $host }
mail-test = { $host } kann dir Mails schicken.

## On pages

mail-title = Mails
mail-about = Was in deinen Posteingang kommt, kann dir auch geschickt werden: sofort, oder einmal am Tag um sieben Uhr nach deiner Zeit. In deinen Ruhezeiten wird nur geschickt, was dringend ist.
mail-off = Dieser Server verschickt keine Mails. In deinem Posteingang hier steht alles.
mail-nowhere = Dir wird nichts geschickt.
mail-asked = Ein Link ging an { $address }. Öffne ihn innerhalb eines Tages; vorher wird sonst nichts dorthin geschickt. Kommt er nicht, sieh bei den unerwünschten Mails nach, oder lass ihn noch einmal schicken.
mail-confirmed = Mails gehen an { $address }.
mail-stopped-at = Du hast die Mails an { $address } beendet. Möchtest du wieder welche, dann lass dir einen neuen Link schicken.
mail-refused-at = An { $address } werden keine Mails mehr geschickt: der Mailserver dort hat sie abgelehnt. Schreib eine andere Adresse; oder dieselbe, wenn sie wieder Mails annimmt.
mail-reset-at = Ein Betreiber hat für dich eine neue Passphrase festgelegt. Seitdem gehen keine Mails mehr an { $address }: bestätige die Adresse neu über einen Link, oder gib eine andere an.
mail-suspended-at = Dein Konto war gesperrt. Seitdem gehen keine Mails mehr an { $address }: bestätige die Adresse neu über einen Link, oder gib eine andere an.
mail-address = Deine Mailadresse
mail-address-hint = Niemand sonst sieht sie.
mail-passphrase-hint = Sie wird noch einmal verlangt, damit niemand deine Mails aus deinem offenen Browser anderswohin lenkt.
mail-send-link = Schickt mir einen Link
mail-remove = Adresse vergessen
notice-mail-asked = Ein Link ist unterwegs. Öffne ihn innerhalb eines Tages.
notice-mail-confirmed = Von jetzt an werden dir Mails geschickt.
notice-mail-removed = Die Adresse ist vergessen.
mail-confirm-title = Deine Mailadresse
mail-confirm-about = Von jetzt an gehen Mails über deine Aufgaben an die Adresse, an die dieser Link kam. Du kannst wählen, welche, und sie jederzeit beenden.
mail-confirm-button = Schickt mir Mails dorthin
mail-stop-title = Mails beenden
mail-stop-about = Dann werden dir von hier keine Mails mehr geschickt. Dein Posteingang auf dieser Website bleibt, wie er ist.
mail-stop-button = Alle Mails beenden
mail-stop-done = Von hier werden dir keine Mails mehr geschickt. Dein Posteingang auf dieser Website bleibt, wie er ist.
