//! XML 1.0 read strictly, as far as Atom is written in it here: whatever is not well-formed fails.

use std::collections::BTreeMap;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    /// Its own text, with references resolved.
    pub text: String,
}

impl Element {
    /// The children with a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The only child with a name.
    #[track_caller]
    pub fn one<'a>(&'a self, name: &'a str) -> &'a Element {
        let found: Vec<&Element> = self.all(name).collect();
        assert_eq!(found.len(), 1, "{} has {} × {name}", self.name, found.len());
        found[0]
    }
}

/// The root of a document.
pub fn read(document: &str) -> Element {
    for c in document.chars() {
        let may_be =
            matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(may_be, "no document holds {c:?} (XML 1.0 §2.2)");
    }
    let rest =
        document.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").expect("its declaration");
    let mut reader = Reader { rest };
    let root = reader.element();
    assert_eq!(reader.rest.trim(), "", "nothing follows the root");
    root
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, text: &str) {
        self.rest =
            self.rest.strip_prefix(text).unwrap_or_else(|| panic!("{text:?} before {:.80}", self.rest));
    }

    fn until(&mut self, end: &str) -> &'a str {
        let (before, _) =
            self.rest.split_once(end).unwrap_or_else(|| panic!("{end:?} after {:.80}", self.rest));
        self.rest = &self.rest[before.len()..];
        before
    }

    fn name(&mut self) -> String {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
        let length = self.rest.find(|c| !is_name(c)).unwrap();
        assert!(self.rest.starts_with(|c: char| c.is_ascii_alphabetic()), "{:.80}", self.rest);
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        name.to_owned()
    }

    fn element(&mut self) -> Element {
        self.take("<");
        let mut element = Element { name: self.name(), ..Element::default() };
        loop {
            if let Some(rest) = self.rest.strip_prefix("/>") {
                self.rest = rest;
                return element;
            }
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                break;
            }
            self.take(" ");
            let name = self.name();
            self.take("=\"");
            let value = resolved(self.until("\""));
            self.take("\"");
            assert!(element.attributes.insert(name.clone(), value).is_none(), "{name} twice");
        }
        loop {
            element.text.push_str(&resolved(self.until("<")));
            if self.rest.starts_with("</") {
                self.take("</");
                assert_eq!(self.name(), element.name, "elements end in order");
                self.take(">");
                return element;
            }
            element.children.push(self.element());
        }
    }
}

/// Character data, with its references resolved.
fn resolved(text: &str) -> String {
    assert!(!text.contains("]]>") && !text.contains('<'), "{text:?}");
    let mut parts = text.split('&');
    let mut read = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').unwrap_or_else(|| panic!("a bare & in {text:?}"));
        read.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => panic!("&{name}; is declared nowhere"),
        });
        read.push_str(after);
    }
    read
}

/// A document that keeps RFC 4287: its feed.
#[track_caller]
pub fn atom(document: &str) -> Element {
    let feed = read(document);
    assert_eq!(
        (feed.name.as_str(), feed.attributes["xmlns"].as_str()),
        ("feed", "http://www.w3.org/2005/Atom")
    );
    let is_iri = |text: &str| url::Url::parse(text).is_ok();
    let is_date = |text: &str| chrono::DateTime::parse_from_rfc3339(text).is_ok();
    // §4.1.1: an author of the feed, where not every entry has one.
    assert!(!feed.one("author").one("name").text.is_empty());
    let mut ids = std::collections::BTreeSet::new();
    for one in std::iter::once(&feed).chain(feed.all("entry")) {
        assert!(is_iri(&one.one("id").text) && ids.insert(one.one("id").text.clone()), "{one:?}");
        assert!(is_date(&one.one("updated").text), "{one:?}");
        assert!(!one.one("title").text.trim().is_empty(), "{one:?}");
        let links: Vec<_> =
            one.all("link").map(|link| (&link.attributes["rel"], &link.attributes["href"])).collect();
        // §4.1.2: an entry without content has a page, and no two of one kind.
        assert_eq!(links.iter().filter(|(relation, _)| *relation == "alternate").count(), 1, "{one:?}");
        assert!(links.iter().all(|(_, href)| is_iri(href)), "{one:?}");
    }
    let times: Vec<&str> = feed.all("entry").map(|entry| entry.one("updated").text.as_str()).collect();
    assert!(times.is_sorted_by(|one, next| one >= next), "the newest first: {times:?}");
    feed
}

#[test]
fn what_is_not_well_formed_is_not_read() {
    let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    assert_eq!(read(&format!("{head}<a b=\"&lt;\"><c/>&amp;</a>\n")).text, "&");
    for bad in [
        "<a>",
        "<a></b>",
        "<a>&nbsp;</a>",
        "<a>&</a>",
        "<a b=\"<\"/>",
        "<a/><a/>",
        "<a>\u{1}</a>",
        "<a>]]></a>",
    ] {
        let read = std::panic::catch_unwind(|| read(&format!("{head}{bad}")));
        assert!(read.is_err(), "{bad}");
    }
}
