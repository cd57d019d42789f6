//! People's texts: their lengths, and how many of them one thing may have.

use pursuance_domain::task::dependency::{BLOCKS_MAX, DEPENDENCIES_MAX, LOOKED_AT_MAX};
use pursuance_domain::task::tree::LEVELS_MAX;
use pursuance_domain::value::{
    BlockReason, Body, Deliverables, DisplayName, FileName, Grounds, Label, Mission, Name, Note,
    ProgressNote, Skill, Skills, TaskRef, Title, Zone,
};

use super::Most::{Bytes, Characters, Count, Depth};
use super::Per::{Pursuance, Request};
use super::Row;
use crate::actions::delegation::SAID_SO_FAR;
use crate::credentials;

/// The answer to a field that is too long.
const BESIDE: &str = "422, said beside the field";

pub const ROWS: &[Row] = &[
    Row::new("title", "title of a task", Characters(Title::MAX), Request, BESIDE),
    Row::new("description", "description of a task", Characters(Deliverables::MAX), Request, BESIDE),
    Row::new("comment", "comment, hand-in or reason", Characters(Body::MAX), Request, BESIDE),
    Row::new("message", "short message with a decision", Characters(Note::MAX), Request, BESIDE),
    Row::new("grounds", "reason of a removal or a ban", Characters(Grounds::MAX), Request, BESIDE),
    Row::new("progress-note", "news of the work", Characters(ProgressNote::MAX), Request, BESIDE),
    Row::new(
        "said-so-far",
        "comments from before that go along with an offer",
        Count(SAID_SO_FAR as u64),
        Request,
        "the newest go along",
    )
    .tested_in(
        "tests/federation/two_apps/privacy.rs",
        "as_much_of_the_discussion_goes_along_as_the_form_says",
    ),
    Row::new("mission", "mission, or words about oneself", Characters(Mission::MAX), Request, BESIDE),
    Row::new(
        "display-name",
        "what a person or pursuance is called",
        Characters(DisplayName::MAX),
        Request,
        BESIDE,
    ),
    Row::new("name", "name in addresses", Characters(Name::MAX), Request, BESIDE),
    Row::new(
        "task-levels",
        "tasks, one part of the other",
        Depth(LEVELS_MAX as u64),
        Pursuance,
        "409 `too-deep`",
    ),
    Row::new(
        "dependencies",
        "tasks that one task waits for",
        Count(DEPENDENCIES_MAX as u64),
        Request,
        "409 `too-many-dependencies`",
    ),
    Row::new(
        "connected",
        "tasks that hang together on either side of a new dependency; refused where both sides have more",
        Count(LOOKED_AT_MAX as u64),
        Request,
        "409 `too-connected`",
    )
    .tested_in("tests/store/dependencies.rs", "a_search_is_given_up_only_where_both_sides_are_too_large"),
    Row::new(
        "blocks",
        "people and reasons that block one task at the same time",
        Count(BLOCKS_MAX as u64),
        Request,
        "409 `too-many-blocks`",
    ),
    Row::new("block-reason", "what blocks a task, in words", Characters(BlockReason::MAX), Request, BESIDE),
    Row::new("task-reference", "number or address of a task", Bytes(TaskRef::MAX), Request, BESIDE),
    Row::new("file-name", "name of a file", Characters(FileName::MAX), Request, BESIDE),
    Row::new("skill", "one skill", Characters(Skill::MAX), Request, BESIDE),
    Row::new("skills", "skills of a task or a person", Count(Skills::MOST as u64), Request, BESIDE),
    Row::new("zone", "name of a time zone", Characters(Zone::MAX), Request, BESIDE),
    Row::new("token-name", "name of a token", Characters(Label::MAX), Request, BESIDE),
    Row::new("passphrase", "passphrase", Bytes(credentials::LONGEST), Request, BESIDE),
];
