//! The request and the answer of each address of the API, except the actions, which describe themselves.

use pursuance_domain::action::ActionEntry;
use pursuance_domain::event::EventKind;
use pursuance_domain::id::{
    AskId, DelegationId, FeedId, InviteId, MentorId, MessageId, OfferId, ProposalId, PushId, RoomId,
    SearchId, SkillOfferId,
};
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::BoxKind;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::schema_of;
use crate::api::files::Uploaded;
use crate::api::query::{MOST, USUAL};
use crate::api::uploads::{BegunUpload, UploadOffset};
use crate::reads::Page;
use crate::reads::boxes::BoxView;
use crate::reads::delegation::{DelegationView, DetailView};
use crate::reads::dependencies::DependenciesView;
use crate::reads::discussion::{CommentHistory, CommentView, FileView};
use crate::reads::ending::PutAwayView;
use crate::reads::events::EventView;
use crate::reads::feeds::FeedView;
use crate::reads::graph::GraphView;
use crate::reads::health::HealthView;
use crate::reads::inbox::InboxView;
use crate::reads::invites::InviteView;
use crate::reads::karma::MyKarmaView;
use crate::reads::log::{BanView, GrantView, LogEntry};
use crate::reads::mentors::MentoringView;
use crate::reads::mission::MissionView;
use crate::reads::next::NextView;
use crate::reads::offers::OfferView;
use crate::reads::pairing::PairingView;
use crate::reads::people::{LimitsView, WordView};
use crate::reads::person::MeView;
use crate::reads::private::{RecordsView, SuggestedView, TagsView, TakenView};
use crate::reads::pursuance::{MemberView, PursuanceView};
use crate::reads::pushes::BrowserView;
use crate::reads::recruits::{AskView, RecruitView};
use crate::reads::review::ReviewView;
use crate::reads::search::{Kind, MOST_CHARACTERS, ResultsView};
use crate::reads::searches::SavedView;
use crate::reads::seats::KeptView;
use crate::reads::silence::ClockView;
use crate::reads::skill_offers::SkillOfferView;
use crate::reads::suggestion::SuggestionView;
use crate::reads::talk::{RoomView, SaidHistory, SaidView};
use crate::reads::task::{OneTaskView, TaskList};
use crate::store::roster::Show;

/// An address and its method.
pub(super) struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    pub id: &'static str,
    pub summary: &'static str,
    pub tag: &'static str,
    pub parameters: &'static [Parameter],
    pub answer: Answer,
    pub needs_token: bool,
    pub body: Body,
}

/// The kind of the body of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Nothing,
    File,
    /// A file that is announced, and a piece of it.
    Announced,
    Piece,
    /// Records of a private pursuance.
    Records,
    /// Tags of a private pursuance.
    Tags,
}

/// The kind of answer.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// 200 with JSON.
    Json(fn(&mut SchemaGenerator) -> Value),
    /// 201 with JSON.
    Made(fn(&mut SchemaGenerator) -> Value),
    /// 200 with a file.
    Bytes,
    /// 204.
    Nothing,
}

/// A part of the path or of the query.
#[derive(Clone, Copy)]
pub(super) enum Parameter {
    Slug,
    /// A private pursuance, by the hash of its first entry.
    Pid,
    /// The place after which records continue.
    AfterRecord,
    /// An invitation that is shown.
    Invite,
    Number,
    DelegationRow,
    FileRow,
    /// An upload in pieces, and where a piece begins.
    UploadRow,
    UploadOffset,
    Comment,
    RoomRow,
    MessageRow,
    /// The message before which a list of messages ends.
    Before,
    /// The place after which a list continues, by name or id.
    After,
    /// The place after which a list continues, by number.
    AfterNumber,
    Limit,
    Unread,
    Words,
    /// A query for tasks.
    TaskQuery,
    /// The place after which a list of tasks continues.
    AfterTask,
    /// Words of a search over everything.
    Everything,
    /// A kind of what is found.
    FoundKind,
    /// The place after which a list of one kind continues.
    AfterFound,
    /// Words in what people say about themselves.
    PeopleWords,
    /// A part of a skill.
    SkillWords,
    /// The pursuance in which words mean something.
    Within,
    /// Words in names and skills of members.
    MemberWords,
    /// The role of the members.
    OfRole,
    /// Which members are wanted.
    ShowMembers,
    /// Whether the members are answered as a tree.
    Tree,
    /// A task by number, around which is looked.
    Around,
    /// A skill that is offered.
    OfferedSkill,
    Cause,
    /// The server of whoever offers.
    OfServer,
    /// The age of what was told.
    Days,
    /// The contents of personal boxes.
    KindOfBox,
    /// A personal box by its id.
    BoxId,
}

impl Parameter {
    pub(super) fn describe(&self) -> Value {
        let path = |name: &str, schema: Value, what: &str| json!({ "name": name, "in": "path", "required": true, "description": what, "schema": schema });
        let query = |name: &str, schema: Value, what: &str| json!({ "name": name, "in": "query", "required": false, "description": what, "schema": schema });
        let text = json!({ "type": "string" });
        match self {
            Self::Slug => path("slug", text, "The slug of a pursuance, or its id."),
            Self::Pid => path(
                "pid",
                json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
                "The hash of the first entry of a private pursuance, in hexadecimal.",
            ),
            Self::AfterRecord => {
                query("after", json!({ "type": "integer", "format": "int64" }), "What `next` said.")
            }
            Self::Invite => json!({
                "name": "Pursuance-Invite", "in": "header", "required": false, "schema": text,
                "description": "For somebody who is no member yet: an open invitation, signed with the key of its link (docs/sealed.md §3.11).",
            }),
            Self::Number => path(
                "number",
                json!({ "type": "integer", "format": "int64" }),
                "The number of a task in the pursuance.",
            ),
            Self::DelegationRow => path("id", text, "The row id of the delegation at this pursuance."),
            Self::FileRow => path("id", text, "The id of the file."),
            Self::UploadRow => path("id", text, "The id of the upload."),
            Self::UploadOffset => json!({
                "name": "Upload-Offset", "in": "header", "required": true,
                "description": "Where the piece begins: how many bytes have arrived before.",
                "schema": { "type": "integer", "format": "int64", "minimum": 0 },
            }),
            Self::Comment => path("comment", text, "The id of the comment."),
            Self::RoomRow => path("id", text, "The id of the room."),
            Self::MessageRow => path("message", text, "The id of the message."),
            Self::Before => query("before", text, "What `next` said: the id of a message."),
            Self::After => query("after", text, "What `next` said."),
            Self::AfterNumber => query(
                "after",
                json!({ "type": "integer", "format": "int64" }),
                "What `next` said, or the last number seen.",
            ),
            Self::TaskQuery => query(
                "q",
                text,
                "What is looked for, as in the field above a list of tasks: `@me is:open due:<2w \"river map\" sort:due`.",
            ),
            Self::AfterTask => query(
                "after",
                json!({ "type": ["integer", "string"] }),
                "What `next` said, or without `q` the last number seen.",
            ),
            Self::Limit => query(
                "limit",
                json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL }),
                "How many at most. There may be fewer although more follow; `next` tells.",
            ),
            Self::Around => query(
                "around",
                json!({ "type": "integer", "format": "int64" }),
                "The number of a task: what it waits for and what waits for it, directly or through others.",
            ),
            Self::Unread => query(
                "unread",
                json!({ "type": "boolean", "default": false }),
                "Whether only what is not read is wanted.",
            ),
            Self::PeopleWords => {
                query("q", text, "A part of a skill, of a name, or of what somebody says about themselves.")
            }
            Self::Everything => query(
                "q",
                json!({ "type": "string", "maxLength": MOST_CHARACTERS }),
                "Words; those in quotation marks stand together. The last of them may be the beginning of one.",
            ),
            Self::FoundKind => query(
                "kind",
                json!({ "type": "string", "enum": Kind::ALL.map(Kind::as_str) }),
                "Only what is of this kind; the lists of the others are empty.",
            ),
            Self::AfterFound => query(
                "after",
                json!({ "type": "integer", "format": "int64" }),
                "What `next` of that kind said.",
            ),
            Self::SkillWords => query("q", text, "A part of a skill."),
            Self::OfferedSkill => query(
                "skill",
                text,
                "`Area:Detail`, also where the whole area is offered; `Area:*` for anything of it; or a word, for the detail of a skill.",
            ),
            Self::Cause => query("cause", text, "A cause, in any spelling of its letters."),
            Self::OfServer => query("server", text, "The server of the pursuance that offers."),
            Self::Days => query(
                "days",
                json!({ "type": "integer", "minimum": 0 }),
                "Only what its server has told, or answered for, within so many days.",
            ),
            Self::KindOfBox => json!({
                "name": "kind", "in": "query", "required": true, "description": "What they hold.",
                "schema": { "type": "string", "enum": [BoxKind::Pins.as_str(), BoxKind::Search.as_str()] },
            }),
            Self::BoxId => query(
                "oid",
                json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }),
                "Only the one with this id.",
            ),
            Self::Within => {
                query("in", text, "The slug of a pursuance: words that mean another one there are left out.")
            }
            Self::MemberWords => query("q", text, "Words in a name, or in a skill."),
            Self::OfRole => query(
                "role",
                json!({ "type": "string", "enum": Role::ALL.map(Role::as_str) }),
                "Only members of this role.",
            ),
            Self::ShowMembers => query(
                "show",
                json!({ "type": "string", "enum": Show::ALL.map(Show::as_str), "default": "everybody" }),
                "`newest`: who came last first. `nothing`: only who has no task under way and no review. `silent`: only who did nothing for 14 days, the longest silent first. The last two are for those who may assign tasks; others get everybody.",
            ),
            Self::Tree => query(
                "tree",
                json!({ "type": "boolean", "default": false }),
                "Those who came through somebody, each below the person who invited them, in one part: for those who may see it.",
            ),
            Self::Words => query("q", text, "Words in the name, the slug or the mission."),
        }
    }
}

/// A document that its readers get, without a role of their own.
fn read(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
    answer: Answer,
) -> Operation {
    Operation {
        method: "get",
        path,
        id,
        summary,
        tag: "reads",
        parameters,
        answer,
        needs_token: false,
        body: Body::Nothing,
    }
}

/// Records that a member sends.
fn send(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    let answer = Answer::Json(schema_of::<TakenView>);
    let described = read(path, id, summary, &[Parameter::Pid], answer);
    Operation { method: "post", tag: "sealed", needs_token: true, body: Body::Records, ..described }
}

pub(super) fn all() -> Vec<Operation> {
    use Parameter::{
        After, AfterFound, AfterNumber, AfterRecord, AfterTask, Around, Before, BoxId, Cause, Comment, Days,
        DelegationRow, Everything, FileRow, FoundKind, Invite, KindOfBox, Limit, MemberWords, MessageRow,
        Number, OfRole, OfServer, OfferedSkill, PeopleWords, Pid, RoomRow, ShowMembers, SkillWords, Slug,
        TaskQuery, Tree, Unread, UploadRow, Within, Words,
    };
    vec![
        read(
            "/api/v1/openapi.json",
            "openapi",
            "This description.",
            &[],
            Answer::Json(|_| json!({ "type": "object" })),
        ),
        read(
            "/api/v1/actions",
            "actions",
            "Every action with its JSON Schema.",
            &[],
            Answer::Json(schema_of::<Vec<ActionEntry>>),
        ),
        read(
            "/api/v1/events",
            "event_kinds",
            "Every kind of event with the JSON Schema of its data.",
            &[],
            Answer::Json(schema_of::<Vec<EventKind>>),
        ),
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me",
                "me",
                "Your account and your pursuances.",
                &[],
                Answer::Json(schema_of::<MeView>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/inbox",
                "inbox",
                "What you were told: the unread first, and each part from the newest on.",
                &[Unread, After, Limit],
                Answer::Json(schema_of::<InboxView>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/limits",
                "limits",
                "How much you take on, when you are left alone, and when you are away.",
                &[],
                Answer::Json(schema_of::<LimitsView>),
            )
        },
        read(
            "/api/v1/skills",
            "skills",
            "Words for skills that contain what is typed, for completing it.",
            &[SkillWords, Within, Limit],
            Answer::Json(schema_of::<Page<String, String>>),
        ),
        read(
            "/api/v1/search",
            "search",
            "Everything you may read that has some words, by kind, the newest of each first.",
            &[Everything, FoundKind, AfterFound, Limit],
            Answer::Json(schema_of::<ResultsView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/skills",
            "skill_words",
            "The words of its tasks for skills, and which of them mean another one.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<WordView, String>>),
        ),
        read(
            "/api/v1/skill_offers",
            "skill_offers",
            "What pursuances here and elsewhere say they can do for others, the newest first.",
            &[OfferedSkill, Cause, OfServer, Days, After, Limit],
            Answer::Json(schema_of::<Page<SkillOfferView, SkillOfferId>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/skill_offers",
            "skill_offers_of",
            "What a pursuance says it can do for others, the newest first, as far as you may see it.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<SkillOfferView, SkillOfferId>>),
        ),
        read(
            "/api/v1/pursuances",
            "pursuances",
            "Public pursuances, by slug.",
            &[Words, After, Limit],
            Answer::Json(schema_of::<Page<PursuanceView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}",
            "pursuance",
            "One pursuance.",
            &[Slug],
            Answer::Json(schema_of::<PursuanceView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/members",
            "members",
            "Who is in it, with what they can, and have; or who came through whom.",
            &[Slug, MemberWords, OfRole, ShowMembers, After, Limit, Tree],
            Answer::Json(schema_of::<Page<MemberView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/bans",
            "bans",
            "Who is banned, by name: for those who may lift it.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<BanView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/invites",
            "invites",
            "Its invitations, the newest first: all for those who see the tree, else your own.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<InviteView, InviteId>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/people",
            "people",
            "People of this instance whom you may ask to join, by name: they allow it.",
            &[Slug, PeopleWords, After, Limit],
            Answer::Json(schema_of::<Page<RecruitView, String>>),
        ),
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/mentoring",
                "mentoring",
                "The tasks on which you are asked to accompany a learner, or said that you do, while nobody has them.",
                &[],
                Answer::Json(schema_of::<Page<MentoringView, MentorId>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/asks",
                "asks",
                "The pursuances that ask you to join, and wait for your answer.",
                &[],
                Answer::Json(schema_of::<Page<AskView, AskId>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/feeds",
                "feeds",
                "Your calendars and feeds, the newest first. Their addresses are answered once, when they are made.",
                &[],
                Answer::Json(schema_of::<Page<FeedView, FeedId>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/searches",
                "searches",
                "Your saved searches, and the shared ones on your Home, by name.",
                &[],
                Answer::Json(schema_of::<Page<SavedView, SearchId>>),
            )
        },
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/me/boxes",
                "boxes",
                "What you keep here for yourself, sealed on your devices: saved searches, and how far you saw the logs of private pursuances.",
                &[KindOfBox, BoxId],
                Answer::Json(schema_of::<Page<BoxView, String>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/push",
                "push",
                "The browsers to which your notices are pushed, the newest first. One is added on a page, in the browser itself.",
                &[],
                Answer::Json(schema_of::<Page<BrowserView, PushId>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/reviews",
                "reviews",
                "The tasks whose work waits for your verdict, the longest untouched first.",
                &[After, Limit],
                Answer::Json(schema_of::<Page<ReviewView, String>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/offers",
                "offers",
                "The tasks that you are or were asked about, the newest first, each with why you were.",
                &[After, Limit],
                Answer::Json(schema_of::<Page<OfferView, OfferId>>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/next",
                "next",
                "What is next for you, in all your pursuances: at most ten things, each with the reason.",
                &[],
                Answer::Json(schema_of::<NextView>),
            )
        },
        Operation {
            needs_token: true,
            ..read(
                "/api/v1/me/karma",
                "karma",
                "What you did for your pursuances, and with whom: the newest first, and all points of each.",
                &[After, Limit],
                Answer::Json(schema_of::<MyKarmaView>),
            )
        },
        read(
            "/api/v1/pursuances/{slug}/missions",
            "missions",
            "Its missions, the present one first: each with who wrote it and when.",
            &[Slug, AfterNumber, Limit],
            Answer::Json(schema_of::<Page<MissionView, i64>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/log",
            "log",
            "Who did what to whom among the members, the newest first: for members.",
            &[Slug, AfterNumber, Limit],
            Answer::Json(schema_of::<Page<LogEntry, i64>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/suggestions",
            "suggestions",
            "What was suggested: what you may decide, and what you made.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<SuggestionView, ProposalId>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/searches",
            "searches_of",
            "The searches saved in it that you find there: those it shares, and your own.",
            &[Slug],
            Answer::Json(schema_of::<Page<SavedView, SearchId>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks",
            "tasks",
            "Its tasks, by number; or with `q` those that a query finds, the newest first unless it says otherwise.",
            &[Slug, TaskQuery, AfterTask, Limit],
            Answer::Json(schema_of::<TaskList>),
        ),
        read(
            "/api/v1/pursuances/{slug}/archived",
            "archived",
            "Its archived tasks, the last archived first.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<PutAwayView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/trash",
            "trash",
            "Its tasks in the trash that you may edit, the last one first.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<PutAwayView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}",
            "task",
            "One task.",
            &[Slug, Number],
            Answer::Json(schema_of::<OneTaskView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/comments",
            "comments",
            "What was said about a task, the oldest first.",
            &[Slug, Number, After, Limit],
            Answer::Json(schema_of::<Page<CommentView, MessageId>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/comments/{comment}",
            "comment",
            "One comment, with its former texts.",
            &[Slug, Number, Comment],
            Answer::Json(schema_of::<CommentHistory>),
        ),
        read(
            "/api/v1/pursuances/{slug}/rooms",
            "rooms",
            "The rooms of a pursuance that you may read.",
            &[Slug],
            Answer::Json(schema_of::<Page<RoomView, RoomId>>),
        ),
        read(
            "/api/v1/rooms/{id}/messages",
            "messages",
            "What was said in a room, the newest part first, each in the order of time; `next` goes into `before`.",
            &[RoomRow, Before, Limit],
            Answer::Json(schema_of::<Page<SaidView, MessageId>>),
        ),
        read(
            "/api/v1/rooms/{id}/messages/{message}",
            "message",
            "One message in a room, with its former texts.",
            &[RoomRow, MessageRow],
            Answer::Json(schema_of::<SaidHistory>),
        ),
        read(
            "/api/v1/rooms/{id}/files",
            "files_in",
            "The files that were said along in a room, the newest first.",
            &[RoomRow, After, Limit],
            Answer::Json(schema_of::<Page<FileView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/files",
            "files",
            "The files of a task.",
            &[Slug, Number],
            Answer::Json(schema_of::<Page<FileView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/grants",
            "grants",
            "What single members may do with a task beyond their role: all for those who give it, else your own.",
            &[Slug, Number],
            Answer::Json(schema_of::<Page<GrantView, String>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/dependencies",
            "dependencies",
            "What a task waits for, and what waits for it.",
            &[Slug, Number],
            Answer::Json(schema_of::<DependenciesView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/pairing",
            "pairing",
            "How a task finds somebody: who was asked and why, and when the next are: for those who may assign it.",
            &[Slug, Number],
            Answer::Json(schema_of::<PairingView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/tasks/{number}/clock",
            "clock",
            "Who is waited for in a task, when they are reminded, when it is handed on, and why then: for members.",
            &[Slug, Number],
            Answer::Json(schema_of::<ClockView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/health",
            "health",
            "How a pursuance goes: what waits longest and why, who has how much, the last twelve weeks: for members.",
            &[Slug, Limit],
            Answer::Json(schema_of::<HealthView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/graph",
            "graph",
            "What the tasks of a pursuance wait for, or what is around one task.",
            &[Slug, Around],
            Answer::Json(schema_of::<GraphView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/delegations",
            "delegations",
            "Tasks it handed over and was handed, by row id.",
            &[Slug, After, Limit],
            Answer::Json(schema_of::<Page<DelegationView, DelegationId>>),
        ),
        read(
            "/api/v1/pursuances/{slug}/delegations/{id}",
            "delegation",
            "One delegation, with everything that was said and handed in.",
            &[Slug, DelegationRow],
            Answer::Json(schema_of::<DetailView>),
        ),
        read(
            "/api/v1/pursuances/{slug}/events",
            "events",
            "What happened, by number. Ask again with the last number seen for what is new.",
            &[Slug, AfterNumber, Limit],
            Answer::Json(schema_of::<Page<EventView, i64>>),
        ),
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/sealed/{pid}/log",
                "sealed_log",
                "The signed log of a private pursuance, in the order of its entries: for members, and by an open invitation.",
                &[Pid, AfterRecord, Invite],
                Answer::Json(schema_of::<RecordsView>),
            )
        },
        send(
            "/api/v1/sealed/{pid}/log",
            "sealed_append",
            "Adds signed entries to the log, with the seals of a new key; or founds the pursuance.",
        ),
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/sealed/{pid}/seals",
                "sealed_seals",
                "The keys of a private pursuance that are sealed to you, and who waits for one.",
                &[Pid, AfterRecord],
                Answer::Json(schema_of::<RecordsView>),
            )
        },
        send(
            "/api/v1/sealed/{pid}/seals",
            "sealed_hand_in",
            "Hands in keys that you have sealed to other members.",
        ),
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/sealed/{pid}/objects",
                "sealed_objects",
                "What a private pursuance keeps sealed, in the order of the last changes: each with its newest revision and its fields.",
                &[Pid, AfterRecord],
                Answer::Json(schema_of::<RecordsView>),
            )
        },
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/sealed/{pid}/seen",
                "sealed_seen",
                "How much this server keeps of a private pursuance: for members.",
                &[Pid],
                Answer::Json(schema_of::<KeptView>),
            )
        },
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/sealed/{pid}/suggestions",
                "sealed_suggestions",
                "The open suggestions of a private pursuance that you may decide or made, as their authors signed them.",
                &[Pid],
                Answer::Json(schema_of::<SuggestedView>),
            )
        },
        send(
            "/api/v1/sealed/{pid}/put",
            "sealed_put",
            "Writes signed revisions, each with the fields that it changes.",
        ),
        Operation {
            tag: "sealed",
            needs_token: true,
            ..read(
                "/api/v1/sealed/{pid}/tags",
                "sealed_tags",
                "The skills of the tasks and members of a private pursuance as tags, in the order of the last changes: for members.",
                &[Pid, AfterRecord],
                Answer::Json(schema_of::<TagsView>),
            )
        },
        Operation {
            body: Body::Tags,
            ..send(
                "/api/v1/sealed/{pid}/tags",
                "sealed_set_tags",
                "Says which tags the skills of tasks and members have, for members who write.",
            )
        },
        Operation {
            method: "post",
            tag: "files",
            needs_token: true,
            body: Body::File,
            ..read(
                "/api/v1/files",
                "upload",
                "Keeps a file; then hang it on a task with `task.attach`.",
                &[],
                Answer::Made(schema_of::<Uploaded>),
            )
        },
        Operation {
            tag: "files",
            ..read(
                "/api/v1/files/{id}",
                "download",
                "The bytes of a file, as a download.",
                &[FileRow],
                Answer::Bytes,
            )
        },
        Operation {
            method: "post",
            tag: "files",
            needs_token: true,
            body: Body::Announced,
            ..read(
                "/api/v1/uploads",
                "begin_upload",
                "Announces a file that comes in pieces.",
                &[],
                Answer::Made(schema_of::<BegunUpload>),
            )
        },
        Operation {
            tag: "files",
            needs_token: true,
            ..read(
                "/api/v1/uploads/{id}",
                "upload_offset",
                "How far an upload is; `HEAD` answers the same in `Upload-Offset`.",
                &[UploadRow],
                Answer::Json(schema_of::<UploadOffset>),
            )
        },
        Operation {
            method: "patch",
            tag: "files",
            needs_token: true,
            body: Body::Piece,
            ..read(
                "/api/v1/uploads/{id}",
                "upload_piece",
                "The next piece of an upload. The last one answers the file, for `task.attach`.",
                &[UploadRow, Parameter::UploadOffset],
                Answer::Json(schema_of::<UploadOffset>),
            )
        },
        Operation {
            method: "delete",
            tag: "files",
            needs_token: true,
            ..read(
                "/api/v1/uploads/{id}",
                "forget_upload",
                "Gives an upload up.",
                &[UploadRow],
                Answer::Nothing,
            )
        },
    ]
}
