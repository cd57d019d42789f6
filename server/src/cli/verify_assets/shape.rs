//! Reads a page as strictly as the pages of this program are written: each `<` begins a tag, no tag has one within, and values have no
//! quotes, `<` or `>` in them. Of such a page every browser sees the same tags, in whatever part of it they stand; what else comes, such
//! as a comment behind which one of them could see a script and another one none, is refused.

/// A tag, and the text behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub is_end: bool,
    pub attributes: Vec<(&'a str, &'a str)>,
    /// The text between it and the next tag.
    pub text: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute; empty where it has none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// How a page begins.
const BEGIN: &str = "<!doctype html>";

/// The tags of a page, or what no page of this program has.
///
/// # Errors
/// The place that is written in another way.
pub fn read(page: &str) -> Result<Vec<Tag<'_>>, &str> {
    let rest = page.strip_prefix(BEGIN).ok_or_else(|| excerpt(page))?;
    if let Some(at) = rest.find('\0') {
        return Err(excerpt(rest.get(at..).unwrap_or_default()));
    }
    let mut pieces = rest.split('<');
    if let Some(before) = pieces.next().filter(|before| !before.trim_ascii().is_empty()) {
        return Err(excerpt(before));
    }
    pieces.map(|piece| tag(piece).ok_or_else(|| excerpt(piece))).collect()
}

/// The beginning of a place, to be shown.
fn excerpt(place: &str) -> &str {
    let end = place.char_indices().nth(60).map_or(place.len(), |(at, _)| at);
    place.get(..end).unwrap_or_default()
}

/// One tag, behind its `<`, with the text after it.
fn tag(piece: &str) -> Option<Tag<'_>> {
    let (inside, text) = piece.split_once('>')?;
    let (inside, is_end) = match inside.strip_prefix('/') {
        Some(inside) => (inside, true),
        None => (inside.strip_suffix('/').unwrap_or(inside), false),
    };
    let end = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
    let (name, rest) = inside.split_at_checked(end)?;
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    let is_name = begins && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let attributes = attributes(rest)?;
    let is_sound = is_name && (!is_end || attributes.is_empty());
    is_sound.then_some(Tag { name, is_end, attributes, text })
}

/// The attributes of a tag: ` name`, ` name=value` and ` name="value"`, each once.
fn attributes(mut rest: &str) -> Option<Vec<(&str, &str)>> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    loop {
        let behind = rest.trim_ascii_start();
        if behind.is_empty() {
            return Some(found);
        }
        if behind.len() == rest.len() {
            return None;
        }
        let end = behind.find(|c: char| !is_of_a_name(c)).unwrap_or(behind.len());
        let (name, after) = behind.split_at_checked(end)?;
        let value;
        if let Some(quoted) = after.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"')?;
        } else if let Some(bare) = after.strip_prefix('=') {
            let end = bare.find(|c: char| c.is_ascii_whitespace()).unwrap_or(bare.len());
            (value, rest) = bare.split_at_checked(end)?;
            if value.is_empty() || value.contains(['"', '\'', '=', '`']) {
                return None;
            }
        } else {
            (value, rest) = ("", after);
        }
        if name.is_empty() || found.iter().any(|(known, _)| *known == name) {
            return None;
        }
        found.push((name, value));
    }
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == ':'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Result<Vec<Tag<'_>>, &str> {
        // A test page lives as long as the test.
        read(Box::leak(format!("{BEGIN}\n{body}").into_boxed_str()))
    }

    #[test]
    fn tags_have_their_attributes_and_the_text_behind_them() {
        let tags = of("<script src=\"/a.js?v=1\" type=module async></script>\n<use href=\"/b\"/>").unwrap();
        let names: Vec<_> = tags.iter().map(|tag| (tag.name, tag.is_end, tag.text)).collect();
        assert_eq!(names, [("script", false, ""), ("script", true, "\n"), ("use", false, "")]);
        let [script, _, image] = tags.as_slice() else { panic!("{tags:?}") };
        let attributes = [("src", "/a.js?v=1"), ("type", "module"), ("async", "")];
        assert_eq!(script.attributes, attributes);
        assert_eq!((image.get("href"), image.get("src")), (Some("/b"), None));
        assert_eq!(of("<p>a > b").unwrap()[0].text, "a > b");
    }

    #[test]
    fn what_one_reader_could_take_for_another_thing_is_refused() {
        for bad in [
            "<!-- <script> -->",
            "<![CDATA[",
            "<?xml?>",
            "< p>",
            "<P>",
            "<p a=\"<script>\">",
            "<title><a b=\"</title><script>x</script>\">",
            "<p a='b'>",
            "<p a=b`>",
            "<p a=\"b\"c>",
            "<p a a>",
            "<p =b>",
            "<p a= >",
            "<p/a>",
            "</p a>",
            "<p",
            "<",
            "<p>\0",
            "before<p>",
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
        assert!(read("<html>").is_err() && read(" <!doctype html>").is_err() && read("").is_err());
    }
}
