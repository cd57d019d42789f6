### Help: the guide, and a search in it.

nav-help = Help
help-title = { $words } · Help
help-about = The guide for volunteers and organisers.
help-search = Search the guide
help-search-button = Search
help-all = All pages
help-found = { $n ->
    [one] One place
   *[other] { $n } places
  }
help-none = Nothing in the guide has all of these words. Try fewer words, or the beginning of one.
help-contents = On this page
help-next = Next:
help-pictures = What stands in italics by itself describes a picture, which is left out here.
