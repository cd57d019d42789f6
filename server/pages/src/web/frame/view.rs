//! Parts of many pages: people and groups, skills, files, fields of forms.

use pursuance_domain::task::free::Spare;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Visibility};

use super::links;
use super::when::When;
pub use super::words::{Words, object_of, prose};
use crate::pictures::THUMBNAIL_SIDE;
use crate::store::shown_pictures::ShownPicture;
pub use crate::text::size_key;
use crate::text::{Markup, Text, escape};

/// A person or a pursuance as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The display name.
    pub name: String,
    /// The server, when it is not this one (with a port if it has one).
    pub host: Option<String>,
    /// The page here, when there is one.
    pub href: Option<String>,
    /// Whether it is a pursuance.
    pub is_group: bool,
    /// Whether it is the viewer.
    pub is_you: bool,
    /// The identity of a member of the private pursuance of the page, in hexadecimal: a device writes the name that they signed.
    pub iid: Option<String>,
}

impl Party {
    /// A person of this server.
    pub fn person(name: impl Into<String>) -> Self {
        Self { name: name.into(), host: None, href: None, is_group: false, is_you: false, iid: None }
    }

    /// A pursuance of this server.
    pub fn group(name: impl Into<String>) -> Self {
        Self { is_group: true, ..Self::person(name) }
    }

    /// A person of a pursuance that does not share names.
    pub fn someone_at(t: Text, pursuance: &str) -> Self {
        Self::person(t.with("someone-at").set("name", pursuance).to_string())
    }

    /// A person of a pursuance elsewhere, by the name in its message. A person whose name is not shared has a number instead
    /// (PROTOCOL §1.6).
    pub fn named_there(t: Text, name: &str, pursuance: &str) -> Self {
        let number = name.strip_prefix("Member ").and_then(|number| number.parse::<u32>().ok());
        match number {
            Some(n) => {
                Self::person(t.with("someone-numbered").set("n", n).set("name", pursuance).to_string())
            }
            None => Self::person(name),
        }
    }

    /// The party on the server `host`.
    #[must_use]
    pub fn at(self, host: impl Into<String>) -> Self {
        Self { host: Some(host.into()), ..self }
    }

    /// The party with a page.
    #[must_use]
    pub fn linked(self, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..self }
    }

    /// The party without its link, where the page has that already.
    #[must_use]
    pub fn unlinked(&self) -> Self {
        Self { href: None, ..self.clone() }
    }

    /// The party, marked as the viewer.
    #[must_use]
    pub fn you(self) -> Self {
        Self { is_you: true, ..self }
    }

    /// Two letters for the marker beside the name.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// The name in the address of the page of a person of this server.
    pub fn account(&self) -> Option<&str> {
        let of_here = self.href.as_deref().filter(|_| !self.is_group && self.host.is_none());
        of_here.and_then(|href| href.strip_prefix("/@"))
    }

    /// The marker's classes: round and in one of eight colours for people, square for groups, violet for elsewhere.
    pub fn face(&self) -> &'static str {
        match (self.is_group, self.host.is_some()) {
            (false, false) => colour_of(&self.name),
            (false, true) => "face away",
            (true, false) => "face group",
            (true, true) => "face group away",
        }
    }

    /// The name and, when it lives elsewhere, the server: within a sentence.
    pub fn markup(&self, t: Text) -> Markup {
        self.named(t, t.s("you"))
    }

    /// The name and the server, for the beginning of a line.
    pub fn label(&self, t: Text) -> Markup {
        self.named(t, t.s("you-start"))
    }

    /// A link but for the viewer: nobody looks for their own page there.
    fn named(&self, t: Text, you: &str) -> Markup {
        let (name, iid) = (escape(if self.is_you { you } else { &self.name }), self.by_iid());
        let name = match &self.href {
            Some(href) if !self.is_you => {
                format!("<a href=\"{}\" dir=\"auto\"{iid}>{name}</a>", escape(href))
            }
            _ => format!("<bdi{iid}>{name}</bdi>"),
        };
        Markup::trusted(match &self.host {
            Some(host) => format!("{name} {}", host_markup(t, host)),
            None => name,
        })
    }

    /// The name in bold, as the subject of a sentence.
    pub fn bold(&self, t: Text) -> Markup {
        let name = if self.is_you { escape(t.s("you-start")) } else { escape(&self.name) };
        let iid = self.by_iid();
        Markup::trusted(match &self.host {
            Some(host) => format!("<b dir=\"auto\"{iid}>{name}</b> {}", host_markup(t, host)),
            None => format!("<b dir=\"auto\"{iid}>{name}</b>"),
        })
    }
}

/// Who can help, in a sentence: up to three people.
pub fn can_help(t: Text, people: &[Party]) -> Option<Markup> {
    let said = match people {
        [] => return None,
        [one] => t.rich("can-help-one").html("one", one.markup(t)).to_string(),
        [one, two] => {
            t.rich("can-help-two").html("one", one.markup(t)).html("two", two.markup(t)).to_string()
        }
        [one, two, three, ..] => {
            let said = t.rich("can-help-three").html("one", one.markup(t)).html("two", two.markup(t));
            said.html("three", three.markup(t)).to_string()
        }
    };
    Some(Markup::trusted(said))
}

/// A server's name: violet, never shortened, and breaking only before dots and the port.
pub fn host_markup(t: Text, host: &str) -> Markup {
    let host = escape(host).replace('.', "<wbr>.").replace(':', "<wbr>:");
    Markup::trusted(format!(
        "<span class=\"remote\" title=\"{}\">@{host}</span>",
        escape(t.s("on-another-server"))
    ))
}

/// A handle `name@server` that breaks where a reader would break it.
pub fn handle_markup(handle: &str) -> Markup {
    Markup::trusted(format!(
        "<code>{}</code>",
        escape(handle).replace('@', "<wbr>@").replace('.', "<wbr>.").replace(':', "<wbr>:")
    ))
}

/// The classes of the marker of a person: always the same colour for the same name.
fn colour_of(name: &str) -> &'static str {
    const COLOURS: [&str; 8] =
        ["face h0", "face h1", "face h2", "face h3", "face h4", "face h5", "face h6", "face h7"];
    let sum = name.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    COLOURS.get(sum % COLOURS.len()).copied().unwrap_or("face")
}

/// The first letters of the first two words, or the first two letters of a single one.
pub fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let letters: String = match (words.next(), words.next()) {
        (Some(first), Some(second)) => first.chars().take(1).chain(second.chars().take(1)).collect(),
        (Some(only), None) => only.chars().take(2).collect(),
        (None, _) => "?".to_owned(),
    };
    letters.to_uppercase()
}

/// A skill, and whether the viewer has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillTag {
    pub name: String,
    pub have: bool,
}

/// A file people can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileView {
    /// When it was added.
    pub added: Time,
    pub name: String,
    /// The address to open it; `None` until a checked copy is here.
    pub href: Option<String>,
    pub bytes: i64,
    pub by: Party,
    pub at: When,
    /// The reason why there is no copy, when fetching it failed.
    pub problem: Option<String>,
    /// Its name in forms.
    pub sha256: String,
    /// The address to remove it from its task, if the viewer may.
    pub remove: Option<String>,
    /// The id of the comment that it came with; empty without one.
    pub message: String,
    /// The picture that is shown of it, if it is one.
    pub picture: Option<PictureView>,
    /// The address that opens it in a tab of its own, if it is a PDF.
    pub opens: Option<String>,
    /// Why nothing is shown of it, where somebody may expect it.
    pub not_shown: Option<String>,
    /// Its task, in lists over several tasks.
    pub task: Option<TaskLink>,
    /// The address of its message in a room and the name of that, in lists over several rooms.
    pub room: Option<(String, String)>,
}

/// A picture beside the link to its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureView {
    /// The whole one, and the small one.
    pub href: String,
    pub thumbnail: String,
    /// The sides of the small one, so that nothing moves when it comes.
    pub width: i64,
    pub height: i64,
}

impl PictureView {
    /// Returns the picture that is shown of the file with an id.
    pub fn of(file: &str, shown: &ShownPicture) -> Self {
        let file = links::file(file);
        let most = i64::from(THUMBNAIL_SIDE);
        let longest = shown.width.max(shown.height).max(1);
        let side = |side: i64| if longest <= most { side } else { (side * most / longest).max(1) };
        Self {
            href: format!("{file}?show=picture"),
            thumbnail: format!("{file}?show=thumbnail"),
            width: side(shown.width),
            height: side(shown.height),
        }
    }
}

impl FileView {
    /// The size in a readable unit.
    pub fn size(&self, t: Text) -> String {
        bytes(t, self.bytes)
    }
}

/// A limit of files, in the unit in which it is set.
pub fn limit(bytes: usize) -> String {
    format!("{} MB", bytes >> 20)
}

/// A number of bytes in a readable unit: 980 B, 48 kB, 1.4 MB, 31 GB.
pub fn bytes(t: Text, count: i64) -> String {
    let mut value = count.max(0);
    let mut rest = 0;
    for (step, unit) in ["B", "kB", "MB", "GB"].iter().enumerate() {
        if value < 1000 || step == 3 {
            let tenth = rest / 100;
            return if value < 10 && step > 1 && tenth > 0 {
                t.with("bytes-tenths").set("whole", value).set("tenth", tenth).set("unit", *unit).to_string()
            } else {
                format!("{value} {unit}")
            };
        }
        (value, rest) = (value / 1000, value % 1000);
    }
    format!("{count} B")
}

/// A link to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLink {
    pub number: i64,
    pub title: Words,
    pub href: String,
}

impl TaskLink {
    /// Its number, by value.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The link itself.
    pub fn markup(&self) -> Markup {
        let (href, title) = (escape(&self.href), &self.title);
        Markup::trusted(format!("<a href=\"{href}\" dir=\"auto\">{title}</a>"))
    }
}

/// One field of a form: the typed text, and its error (empty when there is none).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    pub value: String,
    pub error: String,
}

impl Field {
    /// A field with a text.
    pub fn of(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: String::new() }
    }

    /// The field with an error.
    #[must_use]
    pub fn refused(self, error: impl Into<String>) -> Self {
        Self { error: error.into(), ..self }
    }

    /// Whether it was refused.
    pub fn is_refused(&self) -> bool {
        !self.error.is_empty()
    }
}

/// A field that was refused, for the list on top of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedField {
    /// The id of the field.
    pub id: &'static str,
    /// The key of its label.
    pub label: &'static str,
}

/// The fields of a form with errors, given as (id, key of the label, field).
pub fn refused(fields: &[(&'static str, &'static str, &Field)]) -> Vec<RefusedField> {
    fields
        .iter()
        .filter(|(_, _, field)| field.is_refused())
        .map(|(id, label, _)| RefusedField { id, label })
        .collect()
}

/// One entry of a `<select>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// A pursuance in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PursuanceCard {
    pub party: Party,
    pub mission: String,
    pub members: i64,
    /// Tasks that want help.
    pub to_pick_up: i64,
    pub skills: Vec<SkillTag>,
    pub visibility: Visibility,
}

impl PursuanceCard {
    /// The address of its page.
    pub fn href(&self) -> &str {
        self.party.href.as_deref().unwrap_or("#")
    }

    /// Whether only members may read it.
    pub fn is_closed(&self) -> bool {
        matches!(self.visibility, Visibility::Members | Visibility::Sealed)
    }
}

/// The key of the words for a size, where something is said of it; empty where not.
pub fn said_size(size: Size) -> &'static str {
    if size.is_said() { size_key(size) } else { "" }
}

/// The key of the words for the time that somebody has.
pub fn spare_key(spare: Spare) -> &'static str {
    match spare {
        Spare::Minutes => "spare-20m",
        Spare::Hour => "spare-1h",
        Spare::Afternoon => "spare-4h",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_two_words_or_two_letters() {
        for (name, letters) in [
            ("Mara Okafor", "MO"),
            ("river-watch", "RW"),
            ("  Élan  vital force", "ÉV"),
            ("李", "李"),
            ("– –", "?"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn bytes_are_said_as_people_say_them() {
        for (count, words) in [
            (0, "0 B"),
            (980, "980 B"),
            (48_211, "48 kB"),
            (1_420_000, "1.4 MB"),
            (31_000_000_000, "31 GB"),
            (25_000_000_000_000, "25000 GB"),
        ] {
            assert_eq!(bytes(Text::english(), count), words);
        }
    }

    #[test]
    fn a_name_from_elsewhere_cannot_bring_markup() {
        let party = Party::group("<b>x</b>").at("a\"b.example");
        let html = party.markup(Text::english()).to_string();
        assert!(!html.contains("<b>") && html.contains("a&#34;b<wbr>.example"), "{html}");
    }
}
