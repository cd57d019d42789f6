//! The differences of a page from that of this program: what runs in it, and what could be typed into it.

use super::shape::{self, Tag};
use crate::cli::client::shown;
use crate::doors::assets::{self, Page};

/// The elements of these pages.
const ELEMENTS: &[&str] = &[
    "a", "b", "body", "br", "button", "code", "datalist", "details", "div", "dl", "dt", "dd", "em",
    "fieldset", "footer", "form", "h1", "h2", "h3", "head", "header", "hr", "html", "i", "input", "kbd",
    "label", "legend", "li", "link", "main", "meta", "nav", "noscript", "ol", "option", "p", "script",
    "section", "select", "small", "span", "strong", "summary", "svg", "table", "tbody", "td", "template",
    "textarea", "th", "thead", "time", "title", "tr", "ul", "use",
];

/// Attributes that no page of this program has: they run something, lead away, or change what the headers say.
const NEVER: &[&str] = &[
    "style",
    "srcdoc",
    "srcset",
    "ping",
    "http-equiv",
    "nonce",
    "formaction",
    "background",
    "contenteditable",
    "crossorigin",
];

/// Attributes that lead somewhere.
const LEADS: &[&str] = &["href", "src", "action", "data", "poster", "cite", "xlink:href"];

/// Links that load nothing that runs, and lays nothing out.
const HARMLESS: &[&str] = &["icon", "apple-touch-icon", "manifest", "alternate"];

/// Elements that take what people type, or send it.
const TAKES: &[&str] = &["input", "textarea", "select", "button", "form"];

/// Each difference.
pub(super) fn differences(page: &Page, body: &[u8]) -> Vec<String> {
    let Ok(body) = std::str::from_utf8(body) else { return vec!["it is not UTF-8".to_owned()] };
    let tags = match shape::read(body) {
        Ok(tags) => tags,
        Err(place) => return vec![format!("it is written in another way at “{}”", shown(place))],
    };
    let mut found = Vec::new();
    for tag in tags.iter().filter(|tag| !tag.is_end) {
        element(tag, &mut found);
        if tag.name == "link" {
            found.extend(link(tag));
        }
        if TAKES.contains(&tag.name) {
            found.extend(field(page, tag));
        }
    }
    scripts(page, &tags, &mut found);
    found
}

fn element(tag: &Tag<'_>, found: &mut Vec<String>) {
    if !ELEMENTS.contains(&tag.name) {
        found.push(format!("it has an element “{}”", shown(tag.name)));
    }
    for (name, value) in &tag.attributes {
        // The manifest is asked for with the cookie of the session.
        let is_manifest = *name == "crossorigin" && tag.get("rel") == Some("manifest");
        if name.starts_with("on") || NEVER.contains(name) && !is_manifest {
            found.push(format!("a “{}” has the attribute “{}”", shown(tag.name), shown(name)));
        }
        if LEADS.contains(name) && !is_here(value) {
            found.push(format!("a “{}” leads to “{}”", shown(tag.name), shown(value)));
        }
    }
}

/// Whether an address is one of the server itself.
fn is_here(address: &str) -> bool {
    match address.as_bytes() {
        [] | [b'#' | b'?', ..] => true,
        [b'/', rest @ ..] => !matches!(rest.first(), Some(b'/' | b'\\' | b'&' | 0..=b' ')),
        [..] => false,
    }
}

fn link(tag: &Tag<'_>) -> Option<String> {
    let (rel, address) = (tag.get("rel").unwrap_or_default(), tag.get("href").unwrap_or_default());
    let is_known = HARMLESS.contains(&rel)
        || assets::beside_a_page().iter().any(|known| {
            known.rel == rel && known.address == address && known.integrity == tag.get("integrity")
        });
    (!is_known).then(|| format!("a link of the sort “{}” loads “{}”", shown(rel), shown(address)))
}

fn field(page: &Page, tag: &Tag<'_>) -> Option<String> {
    let name = tag.get("name");
    if page.fields.is_empty() {
        return Some(match name {
            Some(name) => format!("a “{}” has the name “{}”", tag.name, shown(name)),
            None => format!("it has a “{}”, where only its script makes any", tag.name),
        });
    }
    if tag.name == "form" {
        let to = tag.get("action").unwrap_or_default();
        return (to != page.path).then(|| format!("a form is sent to “{}”", shown(to)));
    }
    let other = name.filter(|name| !page.fields.contains(name))?;
    Some(format!("a “{}” has the name “{}”", tag.name, shown(other)))
}

/// The scripts: those of the page, each with its hash, and nothing within.
fn scripts(page: &Page, tags: &[Tag<'_>], found: &mut Vec<String>) {
    let mut there: Vec<(&str, Option<&str>)> = Vec::new();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.name == "script" && !tag.is_end) {
        let ends = tags.get(at + 1).is_some_and(|next| next.name == "script" && next.is_end);
        match tag.get("src") {
            Some(address) if ends && tag.text.is_empty() && tag.get("type") == Some("module") => {
                there.push((address, tag.get("integrity")));
            }
            Some(_) | None => found.push("a script stands in the page itself".to_owned()),
        }
    }
    let ours: Vec<_> =
        page.scripts.iter().map(|script| (script.address.as_str(), script.integrity)).collect();
    let without_last = ours.split_last().map(|(_, before)| before);
    if there == ours || page.may_be_closed && Some(there.as_slice()) == without_last {
        return;
    }
    let said = |(address, hash): &(&str, Option<&str>)| match hash {
        Some(hash) => format!("“{}” with the hash “{}”", shown(address), shown(hash)),
        None => format!("“{}” without a hash", shown(address)),
    };
    let before = found.len();
    found.extend(
        there.iter().filter(|script| !ours.contains(script)).map(|it| format!("it loads {}", said(it))),
    );
    found.extend(
        ours.iter()
            .filter(|script| !there.contains(script))
            .map(|it| format!("it does not load {}", said(it))),
    );
    if found.len() == before {
        found.push("its scripts stand in another order, or twice".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page of somebody whose passphrase stays on their device, as far as it matters here.
    fn derived(more: &str) -> String {
        let page = signin();
        let hash = |hash: Option<&str>| hash.map(|hash| format!(" integrity=\"{hash}\"")).unwrap_or_default();
        let [style, shared] = assets::beside_a_page().map(|beside| {
            format!("<link rel={} href=\"{}\"{}>", beside.rel, beside.address, hash(beside.integrity))
        });
        let scripts: String = page
            .scripts
            .iter()
            .map(|script| {
                let hash = hash(script.integrity);
                format!("<script src=\"{}\" type=\"module\"{hash}></script>", script.address)
            })
            .collect();
        format!("<!doctype html>\n<html><head>{style}{shared}</head><body>{more}{scripts}</body></html>")
    }

    fn signin() -> Page {
        assets::pages("ana", None).into_iter().find(|page| page.sent.is_some()).unwrap()
    }

    fn found(html: &str) -> Vec<String> {
        differences(&signin(), html.as_bytes())
    }

    #[test]
    fn a_page_as_this_program_writes_it_differs_in_nothing() {
        assert_eq!(found(&derived("<div data-sealed=\"signin\"><p>a &#60; b</p></div>")), [""; 0]);
    }

    #[test]
    fn each_way_to_run_or_to_take_something_else_is_found() {
        for (more, said) in [
            ("<script>alert(1)</script>", "in the page itself"),
            ("<script src=\"/static/js/main.js\" type=\"module\"></script>", "it loads"),
            ("<script src=\"https://elsewhere.example/a.js\" type=\"module\"></script>", "leads to"),
            ("<p onclick=\"a\">", "attribute"),
            ("<a href=\"javascript:a\">", "leads to"),
            ("<a href=\"/&#47;elsewhere.example\">", "leads to"),
            ("<meta http-equiv=\"refresh\" content=\"0\">", "attribute"),
            ("<iframe src=\"/\">", "element"),
            ("<base href=\"/\">", "element"),
            ("<link rel=\"stylesheet\" href=\"/static/other.css\">", "of the sort"),
            ("<input name=\"passphrase\" type=\"password\">", "the name"),
            ("<textarea>", "only its script"),
            ("<form action=\"/signin\">", "only its script"),
            ("<!-- <p> -->", "another way"),
            ("\u{1b}[2J<p a='\u{1b}'>", "another way"),
        ] {
            let lines = found(&derived(more));
            assert!(lines.iter().any(|line| line.contains(said)), "{more}: {lines:?}");
            assert!(lines.iter().all(|line| !line.contains(char::is_control)), "{lines:?}");
        }
        let other = derived("").replace("sha384-", "sha384-A");
        // Two scripts are not there and others are; and what is loaded beside the page is another one.
        assert_eq!(found(&other).len(), 5, "{:?}", found(&other));
        assert_eq!(found("<!doctype html>").len(), 2);
        assert_eq!(differences(&signin(), b"\xff"), ["it is not UTF-8"]);
    }

    #[test]
    fn a_page_of_an_open_form_has_its_own_fields() {
        let pages = assets::pages("ana", None);
        let first = &pages[0];
        let page = |more: &str| {
            let html = derived(more);
            differences(first, html.as_bytes())
        };
        // The script of keys is one too many here.
        assert_eq!(page("<form action=\"/signin\"><input name=\"name\"><button>").len(), 1);
        assert_eq!(page("<input name=\"passphrase\">").len(), 2);
        assert_eq!(page("<form action=\"/elsewhere\">").len(), 2);
    }
}
