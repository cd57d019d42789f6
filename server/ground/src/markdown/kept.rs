//! A cache of rendered texts: a page with many of them is requested again and again, and rendering one takes longer than
//! finding it, even a short one. The HTML depends on the text alone, so nothing here can be out of date.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// The most bytes in the cache, with the overhead of each entry.
pub const KEPT_MAX: usize = 8 << 20;
/// The overhead of an entry.
const ENTRY: usize = 128;

static SHELF: LazyLock<Mutex<HtmlCache>> = LazyLock::new(Mutex::default);

/// The origin of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum TextSource {
    Markdown,
    Html,
    /// Markdown behind a line that says where its references lead.
    Linked,
}

type SourceKey = (TextSource, [u8; 32]);

/// HTML by its source text, in two halves: an entry that is found moves to the young half; when that is full, the old
/// half is dropped and the young one becomes old.
#[derive(Default)]
struct HtmlCache {
    young: Half,
    old: Half,
}

#[derive(Default)]
struct Half {
    html: HashMap<SourceKey, String>,
    bytes: usize,
}

impl Half {
    fn put(&mut self, key: SourceKey, html: String) {
        self.bytes += ENTRY + html.len();
        if let Some(before) = self.html.insert(key, html) {
            self.bytes -= ENTRY + before.len();
        }
    }

    fn take(&mut self, key: &SourceKey) -> Option<String> {
        let html = self.html.remove(key)?;
        self.bytes -= ENTRY + html.len();
        Some(html)
    }
}

impl HtmlCache {
    fn get(&mut self, key: SourceKey) -> Option<String> {
        if let Some(html) = self.young.html.get(&key) {
            return Some(html.clone());
        }
        let html = self.old.take(&key)?;
        self.put(key, html.clone());
        Some(html)
    }

    fn put(&mut self, key: SourceKey, html: String) {
        if self.young.bytes + ENTRY + html.len() > KEPT_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.put(key, html);
    }
}

/// The HTML of a text: from the cache, or rendered by `make`.
pub(super) fn or_make(source: TextSource, text: &str, make: impl FnOnce(&str) -> String) -> String {
    let key = (source, Sha256::digest(text).into());
    let found = shelf(|shelf| shelf.get(key));
    found.unwrap_or_else(|| {
        let html = make(text);
        shelf(|shelf| shelf.put(key, html.clone()));
        html
    })
}

/// How many bytes are in the cache now.
pub fn kept() -> usize {
    shelf(|shelf| shelf.young.bytes + shelf.old.bytes)
}

fn shelf<T>(look: impl FnOnce(&mut HtmlCache) -> T) -> T {
    look(&mut SHELF.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> SourceKey {
        (TextSource::Markdown, [n; 32])
    }

    #[test]
    fn a_text_is_made_once_and_as_what_it_is() {
        let text = "<b>a text that nobody else keeps</b>";
        let made = |source| or_make(source, text, |text| format!("{source:?} {text}"));
        let first = made(TextSource::Markdown);
        assert_eq!(or_make(TextSource::Markdown, text, |_| panic!("made again")), first);
        assert!(made(TextSource::Html).starts_with("Html"), "HTML of others is no Markdown of ours");
        assert_eq!(or_make(TextSource::Markdown, &format!("{text}."), |_| "another".to_owned()), "another");
    }

    #[test]
    fn what_is_looked_at_stays_and_the_rest_makes_room() {
        let mut shelf = HtmlCache::default();
        let part = "x".repeat(KEPT_MAX / 8);
        for n in 0..40 {
            shelf.put(key(n), part.clone());
            assert!(shelf.get(key(0)).is_some(), "it is looked at all the time; {n} others came");
            assert!(shelf.young.bytes + shelf.old.bytes <= KEPT_MAX, "{n}");
        }
        assert!(shelf.get(key(20)).is_none(), "nobody looked at it");
        assert!(shelf.get(key(39)).is_some());
        let all: usize = [&shelf.young, &shelf.old]
            .iter()
            .flat_map(|half| half.html.values().map(|html| ENTRY + html.len()))
            .sum();
        assert_eq!(shelf.young.bytes + shelf.old.bytes, all, "the sum is right");
    }
}
