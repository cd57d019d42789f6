//! What pages of private pursuances give to the script that opens and signs what is in them (`static/sealed/group.js`): its words by the
//! part of a page, and the pursuance that the page is of. The server's own page has no text of a member, and no field for one.

use pursuance_domain::id::TaskId;
use pursuance_domain::pairing::Subject;
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::Level;
use pursuance_domain::value::KeyRenewal;
use pursuance_sealed::log;

use super::layout::Layout;
use super::links;
use super::sealed::{EVERYWHERE, KIT, OPENED, Part, SCAN};
use super::view::{Words, object_of};
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
        Level::of(self.role) >= Level::Writer
    }

    /// Whether the viewer gives the place of a member who has lost all keys to others.
    pub fn replaces(&self) -> bool {
        Level::of(self.role) >= Level::Admin
    }

    /// After how many days a page of an Admin renews the keys.
    pub fn renews_after(&self) -> &'static str {
        if self.is_closed { KeyRenewal::Off } else { self.renew_keys }.as_str()
    }

    /// Whether the viewer makes and ends invitations.
    pub fn invites(&self) -> bool {
        Level::of(self.role) >= Level::Moderator
    }
}

/// The key of the name of a level of the log.
pub fn level_key(level: log::Role) -> &'static str {
    match level {
        log::Role::Reader => "private-level-reader",
        log::Role::Writer => "private-level-writer",
        log::Role::Moderator => "private-level-moderator",
        log::Role::Admin => "private-level-admin",
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

/// Words where keys are opened.
const KEYS: &[&str] = &[
    "sealed-unlock",
    "sealed-keep-legend",
    "sealed-keep-hours",
    "sealed-keep-signout",
    "sealed-keep-page",
    "sealed-frozen",
    "sealed-no-member",
    "sealed-waiting-for-key",
    "sealed-bad-log",
    "sealed-too-busy",
    "sealed-too-many",
    "sealed-unreadable",
    "sealed-unknown-object",
    "sealed-not-allowed",
    "sealed-problem-not-found",
    "sealed-problem-not-allowed",
    "sealed-problem-no-room",
    "sealed-problem-pursuance-closed",
];

/// The levels of the log.
const LEVELS: &[&str] = &["sealed-role-0", "sealed-role-1", "sealed-role-2", "sealed-role-3"];

/// What a task says that is no text.
const MEASURES: &[&str] =
    &["sealed-size-0", "sealed-size-1", "sealed-size-2", "sealed-urgency-0", "sealed-urgency-1"];

/// The names of phases, by their numbers in signed relations.
macro_rules! phases {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            ("phase-new", "phase-0"),
            ("phase-help-wanted", "phase-1"),
            ("phase-started", "phase-2"),
            ("phase-in-progress", "phase-3"),
            ("phase-blocked", "phase-4"),
            ("phase-ready-for-review", "phase-5"),
            ("phase-in-review", "phase-6"),
            ("phase-done", "phase-7"),
            ("phase-dropped", "phase-8"),
        ]
    };
}

pub(super) const GROUP: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        MEASURES,
        &[
            "sealed-sealed-locked",
            "sealed-sealed-waiting",
            "sealed-sealed-no-key",
            "sealed-sealed-damaged",
            "sealed-sealed-doubtful",
            "sealed-lie-invalid",
            "sealed-lie-fork",
            "sealed-lie-rollback",
            "sealed-lie-withheld",
            "sealed-lie-substituted",
            "sealed-lie-excluded",
            "sealed-lie-changed",
            "sealed-changed-here",
            "sealed-evidence",
            "sealed-evidence-save",
            "sealed-at-the-door",
            "sealed-late-at-the-door",
            "sealed-not-confirmed",
            "sealed-key-changed",
            "sealed-odd-time",
            "sealed-renewing",
            "sealed-tags-differ",
            "sealed-older",
            "sealed-older-about",
            "sealed-given-back",
            "sealed-given-back-but",
            "sealed-did-added",
            "sealed-did-asked",
            "sealed-did-taken",
            "sealed-did-assigned",
            "sealed-did-handed-back",
            "sealed-did-begun",
            "sealed-did-handed-in",
            "sealed-did-reviewing",
            "sealed-did-sent-back",
            "sealed-did-done",
            "sealed-did-dropped",
            "sealed-did-reopened",
            "sealed-did-reviewer",
            "sealed-did-moved",
            "sealed-did-put-away",
            "sealed-did-brought-back",
            "sealed-did-changed",
            "sealed-did-several",
            "sealed-undo-partly",
            "sealed-undone",
            "sealed-problem-built-on",
            "sealed-problem-newer-first",
            "sealed-problem-has-parts",
            "sealed-problem-too-late-to-undo",
        ],
    ],
    phases![
        ("sealed-conflict-pressed", "conflict"),
        ("private-leave-really", "really"),
        ("sealed-text", "untitled"),
        ("undo-button", "undo"),
    ],
);
/// The search on the device: its faults are said in the words of the field of open pages.
pub(super) const SEARCH: Part = (
    &[EVERYWHERE, OPENED, &["sealed-problem-no-room"]],
    phases![
        ("private-search", "search"),
        ("private-search-hint", "query-hint"),
        ("private-search-found", "found"),
        ("private-search-most", "found-most"),
        ("filter-none", "found-none"),
        ("private-search-not-here", "not-here"),
        ("saved-searches", "saved"),
        ("private-saved-about", "saved-about"),
        ("saved-none", "saved-none"),
        ("saved-this", "saved-this"),
        ("saved-name", "saved-name"),
        ("private-saved-no-name", "nameless"),
        ("saved-save", "saved-save"),
        ("saved-forget", "saved-forget"),
        ("notice-search-saved", "stored"),
        ("notice-search-forgotten", "forgotten"),
        ("private-saved-closed", "shut"),
        ("private-saved-most", "problem-too-many"),
        ("filter-meant", "meant"),
        ("filter-rest", "rest"),
        ("refusal-query-long", "query-long"),
        ("refusal-query-parts", "query-parts"),
        ("refusal-query-negated", "query-negated"),
        ("refusal-query-words", "query-words"),
        ("refusal-query-phrase", "query-phrase"),
        ("refusal-query-quote", "query-quote"),
        ("refusal-query-no-words", "query-no-words"),
        ("refusal-query-letters", "query-letters"),
        ("refusal-query-not", "query-not"),
        ("refusal-query-key", "query-key"),
        ("refusal-query-nothing", "query-nothing"),
        ("refusal-query-word", "query-word"),
        ("refusal-query-name", "query-name"),
        ("refusal-query-skill", "query-skill"),
        ("refusal-query-day", "query-day"),
        ("refusal-query-number", "query-number"),
        ("refusal-query-host", "query-host"),
        ("refusal-query-sort-not", "query-sort-not"),
        ("refusal-query-sort-twice", "query-sort-twice"),
    ],
);
/// Of pages that are of no private pursuance, where something of one stands.
pub(super) const GROUPS: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-unlock-beside",
            "sealed-sealed-waiting",
            "sealed-sealed-no-key",
            "sealed-sealed-damaged",
            "sealed-sealed-doubtful",
            "sealed-lie-invalid",
            "sealed-lie-fork",
            "sealed-lie-rollback",
            "sealed-lie-withheld",
            "sealed-lie-substituted",
            "sealed-lie-excluded",
            "sealed-evidence",
            "sealed-evidence-save",
        ],
    ],
    &[],
);
pub(super) const FOUND: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-mission",
            "sealed-mission-hint",
            "sealed-display",
            "sealed-display-hint",
            "sealed-history",
            "sealed-history-1",
            "sealed-history-2",
            "sealed-found",
            "sealed-no-name",
        ],
    ],
    &[("sealed-found-name", "name")],
);
pub(super) const ENTER: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        &[
            "sealed-no-link",
            "sealed-ended",
            "sealed-bad-note",
            "sealed-bad-link",
            "sealed-people",
            "sealed-member-already",
            "sealed-after-joining",
            "sealed-enter",
            "sealed-invited-for",
            "sealed-invited-as",
        ],
    ],
    &[],
);
pub(super) const MEMBERS: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        SCAN,
        &[
            "sealed-you",
            "sealed-can",
            "sealed-can-1",
            "sealed-can-2",
            "sealed-tags-differ",
            "sealed-waits-at-the-door",
            "sealed-waits-late",
            "sealed-rekeyed",
            "sealed-compare",
            "sealed-compare-about",
            "sealed-compare-picture",
            "sealed-compare-same",
            "sealed-compare-differs",
            "sealed-set-role",
            "sealed-remove",
            "sealed-remove-about",
            "sealed-remove-about-invites",
            "sealed-remove-now",
            "sealed-without-key",
            "sealed-let-in",
            "sealed-let-in-about",
            "sealed-let-in-now",
            "sealed-renew",
            "sealed-renew-about",
            "sealed-renew-then",
            "sealed-renew-now",
            "sealed-renewed",
            "sealed-renewed-then",
            "sealed-renewed-due",
            "sealed-renewed-off",
        ],
        ANEW,
        COPIED,
    ],
    &[("sealed-level", "role"), ("members-manage", "manage")],
);
/// The words of a text that is copied, to be sent to somebody.
const COPIED: &[&str] = &["sealed-copy", "sealed-copied"];

/// The words of invitations, and of those that ended because somebody was removed.
const ANEW: &[&str] = &[
    "sealed-uses-any",
    "sealed-days-never",
    "sealed-invitation",
    "sealed-invites-ended",
    "sealed-make-anew",
    "sealed-invited",
    "sealed-link",
    "sealed-link-hint",
];

/// The place of a member who has lost all keys: the admin's side, and that of the new keys.
pub(super) const PLACE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        COPIED,
        &[
            "sealed-place-who",
            "sealed-place-begin",
            "sealed-place-about",
            "sealed-place-link",
            "sealed-place-link-hint",
            "sealed-place-answer",
            "sealed-place-answer-hint",
            "sealed-place-check",
            "sealed-place-bad",
            "sealed-place-other",
            "sealed-place-member",
            "sealed-place-compare",
            "sealed-place-then",
            "sealed-place-now",
            "sealed-place-done",
        ],
    ],
    &[("sealed-place-refused", "problem-bad-author")],
);
pub(super) const TAKE_PLACE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        COPIED,
        &[
            "sealed-take-place",
            "sealed-take-place-code",
            "sealed-take-place-code-hint",
            "sealed-take-place-bad",
            "sealed-take-place-own",
            "sealed-take-place-answer",
            "sealed-take-place-answer-hint",
            "sealed-take-place-number",
        ],
    ],
    &[],
);

/// What a member says of themselves.
pub(super) const PROFILE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-field-name",
            "sealed-no-title",
            "sealed-skills-0",
            "sealed-skills-0-hint",
            "sealed-skills-1",
            "sealed-skills-1-hint",
            "sealed-skills-2",
            "sealed-skills-2-hint",
            "sealed-skills-server",
            "sealed-too-many-skills",
            "sealed-save",
            "sealed-saved",
        ],
    ],
    &[("sealed-conflict-pressed", "conflict")],
);
pub(super) const HEAD: Part = (&[EVERYWHERE, &["sealed-head-words", "sealed-pid-words"]], &[]);
pub(super) const INVITE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        &[
            "sealed-uses",
            "sealed-uses-1",
            "sealed-uses-5",
            "sealed-uses-25",
            "sealed-uses-any",
            "sealed-days",
            "sealed-days-1",
            "sealed-days-7",
            "sealed-days-30",
            "sealed-days-never",
            "sealed-invite",
            "sealed-invited",
            "sealed-link",
            "sealed-link-hint",
            "sealed-copy",
            "sealed-copied",
        ],
    ],
    &[
        ("sealed-invite-purpose", "purpose"),
        ("sealed-invite-purpose-hint", "purpose-hint"),
        ("sealed-invite-role", "role"),
    ],
);
pub(super) const INVITES: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        ANEW,
        COPIED,
        &[
            "sealed-came-by",
            "sealed-revoke",
            "sealed-revoke-and-remove",
            "sealed-revoke-about",
            "sealed-revoke-now",
            "sealed-without-key",
            "sealed-no-invites",
        ],
    ],
    &[],
);
pub(super) const WRITING: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        MEASURES,
        &[
            "sealed-new-task",
            "sealed-add",
            "sealed-added",
            "sealed-no-title",
            "sealed-field-title",
            "sealed-field-desc",
            "sealed-field-skills",
            "sealed-field-due",
            "sealed-field-size",
            "sealed-field-urgency",
            "sealed-field-name",
            "sealed-field-mission",
            "sealed-skills-hint",
            "sealed-too-many-skills",
            "sealed-save",
            "sealed-saved",
            "sealed-conflict",
            "sealed-theirs",
            "sealed-mine",
            "sealed-take-mine",
            "sealed-take-theirs",
            "sealed-problem-too-many-suggestions",
        ],
    ],
    &[
        ("outline-add", "new-task-here"),
        ("outline-add-under", "new-task-under"),
        ("suggest-button", "suggest"),
    ],
);

/// Suggestions: what they change, and the answers.
pub(super) const SUGGESTIONS: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        MEASURES,
        &[
            "sealed-field-title",
            "sealed-field-desc",
            "sealed-field-skills",
            "sealed-field-due",
            "sealed-field-size",
            "sealed-field-urgency",
            "sealed-suggested-by",
            "sealed-suggested-by-you",
            "sealed-suggested-void",
            "sealed-suggested-bad",
            "sealed-suggested-why",
            "sealed-suggested-no-why",
            "sealed-suggested-apply",
            "sealed-suggested-decline",
            "sealed-suggested-put-away",
        ],
    ],
    &[
        ("suggestions-waiting-none", "nothing-suggested"),
        ("suggestion-before", "former"),
        ("suggestion-after", "newer"),
        ("suggestion-withdraw", "withdraw"),
    ],
);

/// Where one task is chosen for another: what it waits for, or what it is a part of.
pub(super) const CHOOSING: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-depend-hint",
            "sealed-move-hint",
            "sealed-move-top",
            "sealed-no-match",
            "sealed-more-match",
            "sealed-problem-cycle",
            "sealed-problem-too-many-dependencies",
            "sealed-problem-too-deep",
        ],
    ],
    &[("dependencies-on", "depend"), ("place-under", "move"), ("sealed-conflict-pressed", "conflict")],
);

/// What blocks a task, in words.
pub(super) const BLOCKING: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-block-hint",
            "sealed-block-empty",
            "sealed-problem-too-many-blocks",
            "sealed-problem-closed",
        ],
    ],
    &[("dependencies-blocker", "block"), ("dependencies-block-button", "say-blocked")],
);

/// Where several tasks are changed at once.
pub(super) const BULK: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        MEASURES,
        &[
            "sealed-bulk-who",
            "sealed-bulk-progress",
            "sealed-bulk-no-place",
            "sealed-bulk-left",
            "sealed-bulk-changed-meanwhile",
            "sealed-move-hint",
            "sealed-move-top",
            "sealed-problem-cycle",
            "sealed-problem-too-deep",
            "sealed-problem-no-such-move",
            "sealed-problem-nobody-has-it",
            "sealed-problem-somebody-has-it",
            "sealed-problem-taken",
            "sealed-problem-not-yours",
            "sealed-problem-own-work",
            "sealed-problem-open-subtasks",
            "sealed-problem-cannot-reopen",
        ],
    ],
    phases![
        ("bulk-go", "bulk-go"),
        ("bulk-none", "bulk-none"),
        ("bulk-nobody", "bulk-nobody"),
        ("bulk-value", "which-change"),
        ("bulk-parent", "move"),
    ],
);

/// The discussion of a task.
pub(super) const TALK: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-talk-say",
            "sealed-talk-say-hint",
            "sealed-talk-say-send",
            "sealed-talk-edit",
            "sealed-talk-edit-send",
            "sealed-talk-remove",
            "sealed-talk-remove-hint",
            "sealed-talk-remove-send",
            "sealed-talk-cancel",
            "sealed-talk-edited",
            "sealed-talk-closed",
            "sealed-talk-unsigned",
            "sealed-talk-find",
            "sealed-talk-find-words",
            "sealed-talk-find-hint",
            "sealed-no-title",
            "sealed-problem-comment-gone",
            "sealed-problem-too-many-edits",
        ],
    ],
    &[
        ("private-search-found", "found"),
        ("private-talk-found-most", "found-most"),
        ("filter-none", "found-none"),
    ],
);

/// Other keys in place of one's own, and where the former ones are still in use.
pub(super) const REPLACE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        KIT,
        &[
            "sealed-replace",
            "sealed-replace-left",
            "sealed-replace-going",
            "sealed-replace-gone",
            "sealed-replace-done",
            "sealed-replace-but",
            "sealed-problem-invalid-key",
        ],
    ],
    &[("refusal-keys-replaced-too-often", "problem-too-many"), ("sealed-replace-waits", "waiting-for-key")],
);

impl Layout {
    /// Whether the page is one of a private pursuance: then nothing on it asks for a text that would be sent in the clear.
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Whether the viewer signs changes on this page of a private pursuance.
    pub fn signs(&self) -> bool {
        self.private.as_ref().is_some_and(|here| Level::of(here.role) >= Level::Writer)
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
