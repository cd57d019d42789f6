//! The words that pages of private pursuances give to the script that opens and signs what is in them (`static/sealed/group.js`), by the
//! part of a page.

use crate::web::frame::sealed::{EVERYWHERE, KIT, OPENED, Part, SCAN};

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

/// Words where keys are opened by a file.
const BY_FILE: &[&str] = &[
    "sealed-unlock-file",
    "sealed-unlock-passphrase",
    "sealed-file",
    "sealed-file-of",
    "sealed-file-none",
    "sealed-file-wrong",
    "sealed-file-other",
];

/// The levels of the log.
const LEVELS: &[&str] = &["sealed-role-0", "sealed-role-1", "sealed-role-2", "sealed-role-3"];

/// The parts of a task that are no text.
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

pub(in crate::web::frame) const GROUP: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
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
            "sealed-key-changed",
            "sealed-by-account",
            "sealed-somebody-new",
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
            "sealed-problem-comment-needed",
            "sealed-problem-invalid-input-reviewer",
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
pub(in crate::web::frame) const SEARCH: Part = (
    &[EVERYWHERE, OPENED, &["sealed-problem-no-room", "sealed-file-root"]],
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
pub(in crate::web::frame) const GROUPS: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
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
pub(in crate::web::frame) const FOUND: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
        &[
            "sealed-mission-hint",
            "sealed-display",
            "sealed-display-hint",
            "sealed-history",
            "sealed-history-1",
            "sealed-history-2",
            "sealed-no-name",
        ],
    ],
    &[("form-name", "name"), ("form-mission", "mission"), ("new-pursuance-button", "found")],
);
pub(in crate::web::frame) const ENTER: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
        LEVELS,
        &[
            "sealed-no-link",
            "sealed-ended",
            "sealed-wrong-clock",
            "sealed-bad-note",
            "sealed-bad-link",
            "sealed-people",
            "sealed-after-joining",
            "sealed-invited-for",
            "sealed-invited-as",
        ],
    ],
    &[("invite-join", "enter"), ("invite-there", "member-already")],
);
pub(in crate::web::frame) const MEMBERS: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        SCAN,
        &[
            "sealed-you",
            "sealed-somebody-new",
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
    &[("sealed-level", "role"), ("members-manage", "manage"), ("notice-member-removed", "removed")],
);
/// The words of a text that is copied, to be sent to somebody.
const COPIED: &[&str] = &["sealed-copy", "sealed-copied"];

/// The words of invitations, and of invitations that ended because somebody was removed.
const ANEW: &[&str] = &[
    "sealed-uses-any",
    "sealed-days-never",
    "sealed-invitation",
    "sealed-invitation-made",
    "sealed-invites-ended",
    "sealed-make-anew",
    "sealed-invited",
    "sealed-link",
    "sealed-link-hint",
];

/// The place of a member who has lost all keys: the admin's side, and that of the new keys.
pub(in crate::web::frame) const PLACE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
        COPIED,
        &[
            "sealed-place-who",
            "sealed-somebody-new",
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
pub(in crate::web::frame) const TAKE_PLACE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
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

/// The words of a member about themselves.
pub(in crate::web::frame) const PROFILE: Part = (
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
pub(in crate::web::frame) const HEAD: Part = (&[EVERYWHERE, &["sealed-head-words", "sealed-pid-words"]], &[]);
pub(in crate::web::frame) const INVITE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        &[
            "sealed-uses-1",
            "sealed-uses-5",
            "sealed-uses-25",
            "sealed-uses-any",
            "sealed-invited",
            "sealed-link",
            "sealed-link-hint",
            "sealed-copy",
            "sealed-copied",
        ],
    ],
    &[
        ("invite-purpose", "purpose"),
        ("sealed-invite-purpose-hint", "purpose-hint"),
        ("invite-role", "role"),
        ("invite-uses", "uses"),
        ("invite-life", "days"),
        ("invite-life-1d", "days-1"),
        ("invite-life-7d", "days-7"),
        ("invite-life-30d", "days-30"),
        ("invite-life-never", "days-never"),
        ("invite-make", "invite"),
    ],
);
pub(in crate::web::frame) const INVITES: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        LEVELS,
        ANEW,
        COPIED,
        &[
            "sealed-came-by",
            "sealed-somebody-new",
            "sealed-revoke-and-remove",
            "sealed-revoke-about",
            "sealed-without-key",
            "sealed-no-invites",
        ],
    ],
    &[
        ("invite-end", "revoke"),
        ("sealed-revoke-now", "revoke-and-remove-now"),
        ("notice-invite-ended", "ended"),
        ("notice-invite-ended-with", "ended-with"),
    ],
);
pub(in crate::web::frame) const WRITING: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        MEASURES,
        &[
            "sealed-new-task",
            "sealed-add",
            "sealed-added",
            "sealed-new-task-lines",
            "sealed-too-long",
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
            "sealed-conflict-own",
            "sealed-theirs-own",
            "sealed-take-theirs-own",
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
pub(in crate::web::frame) const SUGGESTIONS: Part = (
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
            "sealed-by-account",
            "sealed-somebody-new",
            "sealed-suggested-void",
            "sealed-suggested-bad",
            "sealed-suggested-why",
            "sealed-suggested-no-why",
            "sealed-suggested-put-away",
        ],
    ],
    &[
        ("suggestions-waiting-none", "nothing-suggested"),
        ("suggestion-before", "former"),
        ("suggestion-after", "newer"),
        ("suggestion-withdraw", "withdraw"),
        ("suggestion-accept", "suggested-apply"),
        ("suggestion-decline", "suggested-decline"),
    ],
);

/// Where one task is chosen for another: what it waits for, or what it is a part of.
pub(in crate::web::frame) const CHOOSING: Part = (
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

/// The blocks of a task, in words.
pub(in crate::web::frame) const BLOCKING: Part = (
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
pub(in crate::web::frame) const BULK: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        MEASURES,
        &[
            "sealed-bulk-who",
            "sealed-by-account",
            "sealed-bulk-progress",
            "sealed-bulk-no-place",
            "sealed-bulk-left",
            "sealed-bulk-changed-meanwhile",
            "sealed-move-hint",
            "sealed-move-top",
            "sealed-problem-cycle",
            "sealed-problem-too-deep",
            "sealed-problem-no-such-move",
            "sealed-problem-comment-needed",
            "sealed-problem-invalid-input-reviewer",
            "sealed-problem-nobody-has-it",
            "sealed-problem-somebody-has-it",
            "sealed-problem-taken",
            "sealed-problem-not-yours",
            "sealed-problem-own-work",
            "sealed-problem-open-subtasks",
            "sealed-problem-open-parts",
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
pub(in crate::web::frame) const TALK: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &[
            "sealed-talk-say-hint",
            "sealed-talk-remove-hint",
            "sealed-talk-removes",
            "sealed-talk-retract-now",
            "sealed-somebody-new",
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
        ("talk-add", "talk-say"),
        ("talk-send", "talk-say-send"),
        ("comment-now", "talk-edit"),
        ("comment-edit-button", "talk-edit-send"),
        ("comment-why", "talk-remove"),
        ("comment-remove-button", "talk-remove-send"),
        ("cancel", "talk-cancel"),
        ("comment-edited", "talk-edited"),
    ],
);

/// The decision of a reviewer, with a word about it.
pub(in crate::web::frame) const VERDICT: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        &["sealed-problem-own-work", "sealed-fate", "sealed-fate-needed", "sealed-fate-most"],
    ],
    &[
        ("step-subtasks-finish", "fate-finish"),
        ("step-subtasks-drop", "fate-drop"),
        ("sealed-fate-others", "problem-open-subtasks"),
        ("review-word", "word"),
        ("review-word-to", "word-to"),
        ("sealed-verdict-hint", "word-hint"),
        ("sealed-verdict-needed", "problem-comment-needed"),
        ("sealed-conflict-pressed", "conflict"),
    ],
);

/// Handing work in, with words about it.
pub(in crate::web::frame) const HAND_IN: Part = (
    &[EVERYWHERE, OPENED, KEYS, &["sealed-problem-not-yours", "sealed-problem-nobody-has-it"]],
    &[
        ("hand-in-body", "word"),
        ("sealed-hand-in-hint", "word-hint"),
        ("sealed-conflict-pressed", "conflict"),
    ],
);

/// Other keys in place of one's own, and where the former ones are still in use.
pub(in crate::web::frame) const REPLACE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        KEYS,
        BY_FILE,
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

#[cfg(test)]
mod tests {
    use pursuance_domain::value::Language;

    use crate::text::Text;

    /// Words of private pages that name what pages of open pursuances have, too, and are not theirs by key.
    const SAME: [(&str, &str); 7] = [
        ("sealed-add", "add"),
        ("sealed-copy", "copy"),
        ("sealed-field-due", "edit-due"),
        ("seen-field-due", "edit-due"),
        ("sealed-size-0", "size-s"),
        ("sealed-size-1", "size-m"),
        ("sealed-size-2", "size-l"),
    ];

    #[test]
    fn private_pages_say_the_same_of_the_same_act() {
        for t in Language::ALL.iter().copied().map(Text::of) {
            for (private, open) in SAME {
                assert_eq!(t.s(private), t.s(open), "{private}");
            }
        }
    }
}
