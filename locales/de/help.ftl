### Hilfe: die Anleitung, und eine Suche darin.

nav-help = Hilfe
help-title = { $words } · Hilfe
help-about = Die Anleitung für alle, die mitmachen oder organisieren. Sie ist auf Englisch geschrieben.
help-search = Anleitung durchsuchen
help-search-button = Suchen
help-all = Alle Seiten
help-found = { $n ->
    [one] Eine Stelle
   *[other] { $n } Stellen
  }
help-none = Nichts in der Anleitung hat alle diese Wörter. Versuch es mit weniger Wörtern oder dem Anfang eines Wortes.
help-contents = Auf dieser Seite
help-next = Weiter:
help-pictures = Die Anleitung ist auf Englisch geschrieben. Was für sich allein kursiv steht, beschreibt ein Bild, das hier fehlt.
