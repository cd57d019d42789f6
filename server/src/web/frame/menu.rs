//! Menus: the entries of one are written first, since a single entry needs no menu around it.

use crate::text::Markup;

/// The entries of a menu, as they are written.
pub struct Entries {
    written: String,
    count: usize,
}

/// Elements without an end.
const VOID: [&str; 4] = ["input", "br", "hr", "img"];

impl Entries {
    /// Entries that a template of this program has written.
    pub fn of(written: String) -> Self {
        let count = elements(&written);
        Self { written, count }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether there is one: it stands in place of the menu.
    pub fn is_alone(&self) -> bool {
        self.count == 1
    }

    /// The entries.
    pub fn all(&self) -> Markup {
        Markup::trusted(self.written.clone())
    }

    /// The one entry, with the look of a button outside of menus.
    pub fn alone(&self) -> Markup {
        Markup::trusted(self.written.replace("class=\"btn quiet\"", "class=\"btn\""))
    }
}

/// The number of elements that are in no other one. Values of attributes are escaped: no `<` or `>` is in them.
fn elements(html: &str) -> usize {
    let (mut count, mut depth) = (0, 0_usize);
    for tag in html.split('<').skip(1) {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_whole = tag.split('>').next().is_some_and(|tag| tag.ends_with('/')) || VOID.contains(&name);
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        count += usize::from(depth == 0);
        depth += usize::from(!is_whole);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_alone_is_a_button_without_a_menu() {
        let form = "<form method=\"post\"><input type=\"hidden\" name=\"a\"><button class=\"btn quiet\">Go<br>on</button></form>";
        let link = "<a class=\"btn quiet\" href=\"/t\"><svg><use href=\"#i\"/></svg>Look</a>";
        for (written, count) in [
            (String::new(), 0),
            (" \n ".to_owned(), 0),
            (form.to_owned(), 1),
            (link.to_owned(), 1),
            (format!("{form}\n{link}"), 2),
            (format!("{link}{form}{link}"), 3),
        ] {
            let entries = Entries::of(written.clone());
            assert_eq!(
                (entries.count, entries.is_empty(), entries.is_alone()),
                (count, count == 0, count == 1),
                "{written}"
            );
        }
        let alone = Entries::of(link.to_owned()).alone().to_string();
        assert!(alone.starts_with("<a class=\"btn\" "), "{alone}");
    }
}
