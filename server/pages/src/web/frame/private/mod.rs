//! The private pursuance that a page is of, its name and its mission. The script opens them (`static/sealed/group.js`): the server's own page
//! has no text of a member, and no field for one.

pub(super) mod words;

use pursuance_domain::id::TaskId;
use pursuance_domain::pairing::Subject;
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::LogLevel;
use pursuance_domain::value::KeyRenewal;
use pursuance_sealed::log;

use super::layout::Layout;
use super::links;
use super::view::{Party, Words, object_of};
use crate::text::{Markup, Text, escape};

/// The policy of a page that loads no other script of ours: with it no text becomes a script, whatever goes wrong.
pub const TRUSTED_POLICY: &str = "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types pv";

/// The private pursuance of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateGroup {
    pub slug: String,
    /// The hash of its first entry, in hexadecimal.
    pub pid: String,
    /// The role of the viewer, as this server keeps it.
    pub role: Role,
    /// After how many days its keys are renewed, as it is chosen.
    pub renew_keys: KeyRenewal,
    /// Whether it is closed: nothing is written there any more, and so no key.
    pub is_closed: bool,
}

impl PrivateGroup {
    /// Whether the viewer signs revisions: who only reads does not, and so has no name and no skills in it.
    pub fn signs(&self) -> bool {
        LogLevel::of(self.role) >= LogLevel::Writer
    }

    /// Whether the viewer gives the place of a member who has lost all keys to others.
    pub fn replaces(&self) -> bool {
        LogLevel::of(self.role) >= LogLevel::Admin
    }

    /// After how many days a page of an Admin renews the keys.
    pub fn renews_after(&self) -> &'static str {
        if self.is_closed { KeyRenewal::Off } else { self.renew_keys }.as_str()
    }

    /// Whether the viewer makes and ends invitations.
    pub fn invites(&self) -> bool {
        LogLevel::of(self.role) >= LogLevel::Moderator
    }
}

/// The key of the name of a level of the log.
pub fn level_key(level: log::LogRole) -> &'static str {
    match level {
        log::LogRole::Reader => "private-level-reader",
        log::LogRole::Writer => "private-level-writer",
        log::LogRole::Moderator => "private-level-moderator",
        log::LogRole::Admin => "private-level-admin",
    }
}

/// The place of a field of the pursuance itself, which the script fills; `said` stands there until then. `of` is its slug, on a page
/// that is not its own.
fn place_of(of: Option<&str>, field: &str, said: &str) -> Markup {
    let of = of.map(|slug| format!(" data-group=\"{}\"", escape(slug))).unwrap_or_default();
    Markup::trusted(format!(
        "<span data-sealed data-otype=\"0\" data-object=\"{:032}\" data-field=\"{field}\"{of} dir=\"auto\">{}</span>",
        0,
        escape(said)
    ))
}

/// The name of a private pursuance on one of its own pages: `said` is what this server calls it.
pub fn name_of(said: &str) -> Words {
    Words::placed(said, place_of(None, "name", said))
}

/// The place of its mission.
pub fn mission_of() -> Markup {
    place_of(None, "mission", "")
}

/// The skill of a task that a learner lacks; of a private one the place where the script names it by its tag.
pub fn subject_of(t: Text, task: &TaskId, subject: &Subject) -> Words {
    let tag = match subject {
        Subject::Skill(skill) => return skill.to_string().into(),
        Subject::Tag(tag) => tag,
    };
    let said = t.s("lesson-skill");
    let element = format!(
        "<span data-sealed=\"skill\" data-object=\"{}\" data-tag=\"{}\" data-epoch=\"{}\" dir=\"auto\">{}</span>",
        escape(&object_of(task.as_str())),
        escape(&tag.tag),
        tag.epoch,
        escape(said)
    );
    Words::placed(said, Markup::trusted(element))
}

impl Party {
    /// The party under the identity of a member; the viewer is named by no name.
    #[must_use]
    pub fn signed(self, iid: Option<String>) -> Self {
        Self { iid: iid.filter(|_| !self.is_you), ..self }
    }

    /// The attribute by which a device finds the name of a member.
    pub(in crate::web::frame) fn by_iid(&self) -> String {
        self.iid.as_ref().map(|iid| format!(" data-iid=\"{}\"", escape(iid))).unwrap_or_default()
    }
}

impl Layout {
    /// Whether the page is one of a private pursuance: then nothing on it asks for a text that would be sent in the clear.
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Whether the viewer signs changes on this page of a private pursuance.
    pub fn signs(&self) -> bool {
        self.private.as_ref().is_some_and(|here| LogLevel::of(here.role) >= LogLevel::Writer)
    }

    /// Has what stands on this page of a private pursuance opened: of the one with this slug, or of all where it is not known which one
    /// it is. Nothing is opened for who is no member.
    pub fn open_in(&mut self, slug: Option<&str>) {
        if self.is_private() {
            return;
        }
        for group in self.theirs.iter().filter(|group| slug.is_none_or(|slug| group.slug == slug)) {
            if !self.opens.contains(group) {
                self.opens.push(group.clone());
            }
        }
    }

    /// The name of a pursuance; of a private one that this page opens, its place.
    pub fn name_in(&self, slug: &str, said: &str) -> Words {
        if self.opens.iter().any(|group| group.slug == slug) {
            Words::placed(said, place_of(Some(slug), "name", said))
        } else {
            said.into()
        }
    }

    /// Where one searches: on a page of a private pursuance on the device, in its list; the server gets no query of it.
    pub fn search_href(&self) -> String {
        let here = self.private.as_ref();
        here.map_or_else(|| links::search().to_owned(), |here| links::search_here(&here.slug))
    }

    /// The name of the viewer that others see, which a private pursuance proposes for theirs.
    pub fn viewer_display(&self) -> &str {
        self.viewer.as_ref().map_or("", |viewer| viewer.display.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn what_is_offered_goes_by_the_level_of_the_log() {
        let group = |role| PrivateGroup {
            slug: String::new(),
            pid: String::new(),
            role,
            renew_keys: KeyRenewal::Quarter,
            is_closed: false,
        };
        assert!(!group(Role::Normal).invites() && group(Role::Assigner).invites());
    }

    #[test]
    fn what_is_opened_beside_other_things_is_of_ones_own_pursuances() {
        let group = |slug: &str| PrivateGroup {
            slug: slug.to_owned(),
            pid: "0f".to_owned(),
            role: Role::Normal,
            renew_keys: KeyRenewal::Quarter,
            is_closed: false,
        };
        let mut l = Layout::of_nobody(Text::english());
        l.theirs = vec![group("private-1"), group("private-2")];
        l.open_in(Some("private-3"));
        assert!(l.opens.is_empty() && !l.name_in("private-1", "Private pursuance").is_sealed());
        l.open_in(Some("private-2"));
        l.open_in(Some("private-2"));
        assert_eq!(l.opens, [group("private-2")]);
        let name = l.name_in("private-2", "Private pursuance").to_string();
        assert!(name.contains(" data-group=\"private-2\" dir=\"auto\">Private pursuance<"), "{name}");
        assert!(!l.name_in("private-1", "Private pursuance").is_sealed());
        l.open_in(None);
        assert_eq!(l.opens.len(), 2);
        l.private = Some(group("private-1"));
        l.opens.clear();
        l.open_in(None);
        assert!(l.opens.is_empty());
    }

    #[test]
    fn the_name_is_a_place_that_the_script_finds() {
        let name = name_of("Private <pursuance>");
        assert!(name.is_sealed());
        assert_eq!(name.said(), "Private <pursuance>");
        let html = name.to_string();
        assert!(
            html.starts_with(
                "<span data-sealed data-otype=\"0\" data-object=\"00000000000000000000000000000000\""
            ),
            "{html}"
        );
        assert!(
            html.contains("data-field=\"name\"") && html.contains("Private &#60;pursuance&#62;"),
            "{html}"
        );
    }
}
