//! People's texts: their lengths, and how many of them one thing may have.

use pursuance::actions::delegation::SAID_SO_FAR;
use pursuance::actions::people::{SYNONYMS_MOST, WORDS_MAX};
use pursuance::actions::pursuance::FORMER_MISSIONS;
use pursuance::actions::talk::ENDED_AT_ONCE;
use pursuance::credentials;
use pursuance::markdown::references::NAMED_MAX;
use pursuance::store::skills::LOOKED_THROUGH;
use pursuance::web::task::quick::LOOKED_UP;
use pursuance_domain::discussion::{EDITS_MAX, KEPT_FOR_APPEAL, KINDS_MAX, OWN_KINDS_MAX};
use pursuance_domain::talk::{Lifetime, ROOMS_MAX};
use pursuance_domain::task::dependency::{
    AWAITED_ELSEWHERE_MAX, AWAITED_OF_STRANGER_MAX, AWAITED_OF_STRANGERS_MAX, BLOCKS_MAX, DEPENDENCIES_MAX,
    LOOKED_AT_MAX,
};
use pursuance_domain::task::ending::{AT_ONCE_MAX, IN_TRASH_FOR};
use pursuance_domain::task::listed::Listed;
use pursuance_domain::task::quick;
use pursuance_domain::task::tree::LEVELS_MAX;
use pursuance_domain::text::INDEXED_MAX;
use pursuance_domain::time::SECOND;
use pursuance_domain::value::{
    BlockReason, Body, Deliverables, DisplayName, FileName, Grounds, Introduction, Label, Mission, Name,
    Note, Parts, ProgressNote, Purpose, RoomName, SearchName, Skill, Skills, TaskRef, Title, Zone,
};

use super::Most::{Bytes, Characters, Count, Depth};
use super::Per::{Person, Pursuance, Request};
use super::Row;
use super::people::lasting;

/// The answer to a field that is too long.
const BESIDE: &str = "422, said beside the field";

pub const ROWS: &[Row] = &[
    Row::new("title", "title of a task", Characters(Title::MAX), Request, BESIDE),
    Row::new("description", "description of a task", Characters(Deliverables::MAX), Request, BESIDE),
    Row::new("comment", "comment, hand-in or reason", Characters(Body::MAX), Request, BESIDE),
    Row::new(
        "index-words",
        "words of a task or a comment that are found in searches",
        Count(INDEXED_MAX as u64),
        Request,
        "words further behind are not found",
    )
    .tested_in("../domain/src/text/tests.rs", "as_much_of_a_thing_is_kept_as_both_databases_take"),
    Row::new("message", "short message with a decision", Characters(Note::MAX), Request, BESIDE),
    Row::new(
        "comment-edits",
        "edits of one comment; as many former texts are kept",
        Count(EDITS_MAX as u64),
        Request,
        "409 `too-many-edits`",
    )
    .tested_in("tests/endings/comments.rs", "a_comment_is_edited_only_so_often"),
    Row::new(
        "reaction-kinds",
        "kinds of reactions to one comment, each person once with each",
        Count(KINDS_MAX as u64),
        Request,
        "409 `too-many-reactions`",
    )
    .tested_in("tests/endings/answers.rs", "a_comment_has_so_many_kinds_of_reactions"),
    Row::new(
        "reaction-kinds-own",
        "of these, those that one person gives",
        Count(OWN_KINDS_MAX as u64),
        Person,
        "409 `too-many-reactions`",
    )
    .in_database()
    .tested_in("tests/endings/answers.rs", "a_comment_has_so_many_kinds_of_reactions"),
    Row::new(
        "removed-comment-kept",
        "time the text of a removed comment is kept for an appeal",
        lasting(KEPT_FOR_APPEAL),
        Pursuance,
        "deleted",
    )
    .tested_in("tests/endings/comments.rs", "the_text_of_a_removed_comment_is_gone_after_a_month"),
    Row::new("grounds", "reason of a removal, a ban or a closing", Characters(Grounds::MAX), Request, BESIDE),
    Row::new("purpose", "purpose of an invitation", Characters(Purpose::MAX), Request, BESIDE),
    Row::new("progress-note", "news of the work", Characters(ProgressNote::MAX), Request, BESIDE),
    Row::new(
        "introduction",
        "words of somebody who asks for an account",
        Characters(Introduction::MAX),
        Request,
        BESIDE,
    )
    .tested_in("tests/pages/account/requests.rs", "words_are_no_longer_than_they_may_be_and_stay"),
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
        "former-missions",
        "former missions that are kept",
        Count(FORMER_MISSIONS.unsigned_abs()),
        Pursuance,
        "the oldest goes",
    )
    .in_database()
    .tested_in("tests/reviews/missions.rs", "of_very_many_former_missions_the_oldest_go"),
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
        "ends-at-once",
        "tasks that are archived or deleted with one, or with several that are archived at once",
        Count(AT_ONCE_MAX as u64),
        Request,
        "409 `too-many-tasks`",
    )
    .tested_in("../domain/src/task/ending.rs", "only_so_many_tasks_go_along"),
    Row::new("in-trash", "time a task stays in the trash", lasting(IN_TRASH_FOR), Pursuance, "deleted")
        .tested_in("tests/endings/tasks.rs", "a_task_leaves_the_trash_for_good_after_a_month"),
    Row::new(
        "dependencies",
        "tasks that one task waits for",
        Count(DEPENDENCIES_MAX as u64),
        Request,
        "409 `too-many-dependencies`",
    ),
    Row::new(
        "awaited-elsewhere",
        "tasks of other pursuances that wait for one task",
        Count(AWAITED_ELSEWHERE_MAX as u64),
        Request,
        "409 `too-awaited`",
    )
    .tested_in("tests/api/awaited.rs", "only_so_many_tasks_of_other_pursuances_wait_for_one"),
    Row::new(
        "awaited-of-stranger",
        "of these, those that one person noted who is no member there",
        Count(AWAITED_OF_STRANGER_MAX as u64),
        Person,
        "409 `too-awaited`",
    )
    .in_database()
    .tested_in("tests/api/awaited.rs", "a_stranger_has_only_so_many_tasks_wait_for_one"),
    Row::new(
        "awaited-of-strangers",
        "of these, those that people noted who are no members there, together",
        Count(AWAITED_OF_STRANGERS_MAX as u64),
        Request,
        "409 `too-awaited`",
    )
    .in_database()
    .tested_in("tests/api/awaited.rs", "strangers_together_leave_room_for_members"),
    Row::new(
        "connected",
        "tasks on either side of a new dependency that are looked at; refused where both sides have more, and this server has more than \
         250,000 dependencies",
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
    Row::new(
        "quick-line",
        "line for a new task, with quick words",
        Characters(quick::MOST_CHARACTERS),
        Request,
        BESIDE,
    )
    .tested_in("../domain/src/task/quick.rs", "a_line_has_so_many_characters"),
    Row::new(
        "listed-tasks",
        "tasks of a list that are added at once",
        Count(Listed::MOST as u64),
        Request,
        BESIDE,
    )
    .tested_in("../domain/src/task/listed.rs", "a_list_is_a_tree_of_at_most_a_hundred_tasks"),
    Row::new(
        "quick-names",
        "names in the lines of one form for new tasks that are looked up",
        Count(LOOKED_UP as u64),
        Request,
        "words of a title",
    )
    .tested_in("tests/writing.rs", "only_so_many_names_of_a_list_are_looked_up"),
    Row::new("parts", "parts into which a task is split at once", Count(Parts::MOST as u64), Request, BESIDE),
    Row::new("file-name", "name of a file", Characters(FileName::MAX), Request, BESIDE),
    Row::new("skill", "one skill", Characters(Skill::MAX), Request, BESIDE),
    Row::new("skills", "skills of a task or a person", Count(Skills::MOST as u64), Request, BESIDE),
    Row::new("zone", "name of a time zone", Characters(Zone::MAX), Request, BESIDE),
    Row::new(
        "skill-words",
        "words of the tasks of a pursuance for skills; further ones are not proposed to whoever types one",
        Count(WORDS_MAX.unsigned_abs()),
        Pursuance,
        "not proposed",
    )
    .tested_in("tests/people/words.rs", "only_so_many_words_are_kept_for_completing_them"),
    Row::new(
        "skill-words-looked",
        "words for skills that are looked through for one: those of people for one that is typed, those of public pursuances for one \
         without an area in a query",
        Count(LOOKED_THROUGH.unsigned_abs()),
        Request,
        "not found; `Other:word` is looked for",
    )
    .tested_in("tests/people/words.rs", "only_so_many_words_are_looked_through_for_one_that_is_alone"),
    Row::new(
        "synonyms",
        "words for skills that mean another one",
        Count(SYNONYMS_MOST.unsigned_abs()),
        Pursuance,
        "409 `too-many-synonyms`",
    )
    .tested_in("tests/people/words.rs", "only_so_many_words_mean_another_one"),
    Row::new("token-name", "name of a token", Characters(Label::MAX), Request, BESIDE),
    Row::new("room-name", "name of a room", Characters(RoomName::MAX), Request, BESIDE),
    Row::new(
        "rooms",
        "rooms of a pursuance, archived ones among them",
        Count(ROOMS_MAX.unsigned_abs()),
        Pursuance,
        "409 `too-many-rooms`",
    )
    .tested_in("tests/talk/rooms.rs", "a_pursuance_has_so_many_rooms"),
    Row::new(
        "room-lifetime",
        "time messages of a room are kept, where an Admin sets one; 60 seconds at least",
        lasting(Lifetime::MOST * SECOND),
        Pursuance,
        "422 `invalid-input`",
    )
    .tested_in("tests/talk/rooms.rs", "a_room_is_made_renamed_and_archived_by_assistant_admins"),
    Row::new(
        "room-ending",
        "messages that have ended and that another lifetime of their room deletes at once",
        Count(ENDED_AT_ONCE as u64),
        Request,
        "409 `room-ending`; a sweep deletes them",
    )
    .tested_in("tests/talk/many.rs", "another_lifetime_deletes_so_many_that_have_ended_and_no_more"),
    Row::new("searches-name", "name of a saved search", Characters(SearchName::MAX), Request, BESIDE),
    Row::new(
        "named-people",
        "people whom one text names",
        Count(NAMED_MAX as u64),
        Request,
        "the others are plain words",
    )
    .tested_in("ground/src/markdown/references.rs", "one_text_names_so_many_people_and_no_more"),
    Row::new("passphrase", "passphrase", Bytes(credentials::LONGEST), Request, BESIDE),
];
