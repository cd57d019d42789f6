//! Storage, memory and time for accepted things: files, the markup of texts, connections.

use std::time::Duration;

use pursuance::actions::delegation::FILES_MOST;
use pursuance::actions::uploads as pieces;
use pursuance::actions::{FILES_OF_COMMENT, FILES_OF_TASK, room};
use pursuance::bounds::uploads;
use pursuance::platform::config;
use pursuance::{connections, markdown, pictures, reads, web};

use super::Most::{AtOnce, Bytes, Count, Depth, Disk, Memory, Rate, Time};
use super::Per::{Address, Instance, PeerHost, Person, Pursuance, Request};
use super::Row;

const MIB: u64 = 1024 * 1024;
/// Markup beyond the limit is lost; its words stay.
const AS_WORDS: &str = "shown as words";

pub const ROWS: &[Row] = &[
    Row::new(
        "nesting",
        "lists, quotes and the like, one in the other",
        Depth(markdown::DEPTH_MAX as u64),
        Request,
        AS_WORDS,
    ),
    Row::new("columns", "columns of a table", Count(markdown::COLUMNS_MAX as u64), Request, AS_WORDS),
    Row::new("cells", "cells of the tables of a text", Count(markdown::CELLS_MAX as u64), Request, AS_WORDS),
    Row::new(
        "elements",
        "elements of another server's HTML",
        Count(markdown::ELEMENTS_MAX as u64),
        Request,
        AS_WORDS,
    ),
    Row::new(
        "bare-addresses",
        "bare web addresses of a text that become links",
        Count(markdown::LINKS_MAX as u64),
        Request,
        AS_WORDS,
    ),
    Row::new("html", "HTML that comes of a text", Bytes(markdown::HTML_MAX), Request, AS_WORDS),
    Row::new(
        "kept-html",
        "HTML of long texts that is kept, so that a page need not make it again",
        Memory(markdown::KEPT_MAX as u64),
        Instance,
        "what nobody looked at for longest is made again",
    )
    .in_memory(),
    Row::new(
        "talk",
        "messages on one page of a task or a room, and of a room in one answer of the API, counted together",
        Bytes(reads::message_extras::TEXT_MAX),
        Request,
        "older ones are a link away",
    ),
    Row::new(
        "rounds",
        "work handed in, on one page of a task, counted together",
        Bytes(web::delegation::rounds::WORK_MAX),
        Request,
        "older rounds are a link away",
    ),
    Row::new(
        "steps",
        "messages between two sides, in the timelines on one page of a task, counted together",
        Bytes(web::delegation::rounds::STEPS_MAX),
        Request,
        "older ones are a link away",
    ),
    Row::new("files-task", "files of a task", Count(FILES_OF_TASK as u64), Request, "422 `invalid-input`"),
    Row::new(
        "files-comment",
        "files that come with a comment or a message in a room",
        Count(FILES_OF_COMMENT as u64),
        Request,
        "422 `invalid-input`",
    )
    .tested_in("tests/api/files.rs", "files_come_with_a_comment_and_go_with_it"),
    Row::new(
        "files-work",
        "files of a task, together with those that came with work",
        Count(FILES_MOST as u64),
        Request,
        "those of accepted work stay with it; those of a task given back are not kept",
    )
    .tested_in("tests/federation/two_apps/files.rs", "no_more_files_hang_on_a_task_than_are_shown"),
    Row::new(
        "uploads-each",
        "uploads under way",
        AtOnce(uploads::AT_ONCE_EACH as u64),
        Person,
        "429 `too-many-uploads`",
    ),
    Row::new(
        "uploads-address",
        "uploads under way, of all accounts there together",
        AtOnce(uploads::AT_ONCE_OF_ADDRESS as u64),
        Address,
        "429 `too-many-uploads`",
    ),
    Row::new(
        "uploads",
        "uploads under way in all",
        AtOnce(uploads::AT_ONCE as u64),
        Instance,
        "429 `too-many-uploads`",
    ),
    Row::new(
        "upload-idle",
        "time between two pieces of an upload",
        Time(uploads::IDLE),
        Request,
        "400 `incomplete`",
    ),
    Row::new(
        "upload-slow",
        "time an upload may bring less than 4 KiB a second",
        Time(uploads::GRACE),
        Request,
        "400 `incomplete`",
    ),
    Row::new(
        "upload-before",
        "form with a file before its file begins",
        Bytes(uploads::BEFORE_FILE),
        Request,
        "400 `incomplete`",
    )
    .tested_in("ground/src/bounds/uploads.rs", "a_form_whose_file_does_not_begin_is_ended"),
    Row::new("pieces-size", "one piece of a file", Bytes(pieces::PIECE_MAX), Request, "413 `too-large`")
        .tested_in("tests/api/uploads.rs", "a_piece_and_a_file_are_no_larger_than_they_may_be"),
    Row::new(
        "pieces-bytes",
        "files in pieces that have not all arrived, as announced; one of the largest, where that is more",
        Disk(pieces::UNFINISHED_BYTES as u64),
        Person,
        "413 `no-room`",
    )
    .tested_in("tests/api/uploads.rs", "somebody_has_only_so_much_under_way"),
    Row::new(
        "pieces-files",
        "files in pieces that have not all arrived",
        Count(pieces::UNFINISHED_MOST as u64),
        Person,
        "409 `too-many-uploads`",
    )
    .tested_in("tests/api/uploads.rs", "somebody_has_only_so_many_under_way"),
    Row::new(
        "pieces-kept",
        "time after its last piece for which a file in pieces is kept",
        Time(Duration::from_micros(pieces::PIECES_WAIT as u64)),
        Request,
        "404 `not-found`, and its bytes go",
    )
    .tested_in("tests/api/uploads.rs", "an_upload_that_does_not_go_on_is_forgotten"),
    Row::new(
        "pieces-begun",
        "announcement of a file in pieces",
        Bytes(pursuance::api::uploads::MOST),
        Request,
        "413 `too-large`",
    )
    .tested_in("tests/api/uploads.rs", "a_piece_and_a_file_are_no_larger_than_they_may_be"),
    Row::new(
        "pictures-size",
        "file of the picture beside a name",
        Bytes(pictures::SENT_MAX),
        Request,
        "413, and the page says so beside the field",
    ),
    Row::new(
        "pictures-sides",
        "pixels of such a picture on each side",
        Count(pictures::SIDE_MAX as u64),
        Request,
        "422, and the page says so beside the field",
    ),
    Row::new(
        "pictures-pixels",
        "pixels of such a picture in all",
        Count(pictures::PIXELS_MAX),
        Request,
        "422, and the page says so beside the field",
    )
    .tested_in(
        "hall/src/pictures/small.rs",
        "more_pixels_than_a_telephone_makes_are_refused_before_they_are_read",
    ),
    Row::new(
        "pictures-scans",
        "scans of such a picture, each of which goes through all of it",
        Count(pictures::SCANS_MAX as u64),
        Request,
        "422, and the page says so beside the field",
    )
    .tested_in("hall/src/pictures/small.rs", "a_jpeg_of_very_many_scans_is_refused_before_they_are_read"),
    Row::new(
        "pictures-made",
        "pictures that are made small or anew, 150 MiB of memory each at most",
        AtOnce(pictures::MADE_AT_ONCE as u64),
        Instance,
        "the next waits",
    )
    .tested_in("hall/src/pictures.rs", "no_more_pictures_than_few_are_made_at_the_same_time"),
    Row::new("pictures-each", "pictures that are made small or anew", AtOnce(1), Person, "the next waits").tested_in(
        "hall/src/pictures.rs",
        "the_pictures_of_one_person_are_made_one_after_the_other_and_hold_up_nobody_else",
    ),
    Row::new(
        "pictures-time",
        "seconds of one core for pictures that are made small or anew; one that hangs somewhere already is not made again",
        Rate(pictures::SECONDS),
        Person,
        "429 with Retry-After; what was typed stays",
    )
    .tested_in("tests/talk/files.rs", "a_picture_is_made_once_where_it_hangs_and_within_the_time_of_its_sender"),
    Row::new(
        "shown-size",
        "file of a picture that is shown on a task",
        Bytes(pictures::SHOWN_SENT_MAX),
        Request,
        "a download, and its reason beside the link",
    )
    .tested_in("hall/src/pictures/hostile.rs", "a_hostile_file_is_shown_clean_or_refused"),
    Row::new(
        "shown-sides",
        "pixels of such a picture on each side; in all, and its scans: as beside a name",
        Count(pictures::SIDE_MAX as u64),
        Request,
        "a download, and its reason beside the link",
    )
    .tested_in("hall/src/pictures/hostile.rs", "a_hostile_file_is_shown_clean_or_refused"),
    Row::new(
        "shown-memory",
        "memory for such a picture, two of which are read at once only if one takes little",
        Memory(pictures::SHOWN_MEMORY_MAX),
        Request,
        "the next waits",
    )
    .tested_in(
        "hall/src/pictures/hostile.rs",
        "two_of_the_largest_pictures_at_once_take_less_than_250_megabytes",
    ),
    Row::new(
        "shown-time",
        "time of one core for such a picture",
        Time(pictures::SHOWN_TIME_MAX),
        Request,
        "given up: a download, and its reason beside the link",
    )
    .tested_in("hall/src/pictures/shown.rs", "no_step_is_begun_after_the_time"),
    Row::new(
        "room-person",
        "files that one person uploaded",
        Disk(config::PERSON_MIB as u64 * MIB),
        Person,
        "413 `no-room`",
    )
    .set_by("quota-person-mib"),
    Row::new(
        "room-pursuance",
        "files in one pursuance",
        Disk(config::PURSUANCE_MIB as u64 * MIB),
        Pursuance,
        "413 `no-room`",
    )
    .set_by("quota-pursuance-mib"),
    Row::new(
        "room-peer",
        "files from one other server",
        Disk(config::PEER_MIB as u64 * MIB),
        PeerHost,
        "not fetched, and the page says why",
    )
    .set_by("quota-peer-mib"),
    Row::new(
        "room-texts-person",
        "texts of one person, with their former versions and the skills of their tasks, until an operator lifts it",
        Disk(config::TEXT_PERSON_MIB as u64 * MIB),
        Person,
        "413 `no-room`",
    )
    .set_by("quota-text-person-mib"),
    Row::new(
        "room-texts-pursuance",
        "texts in one pursuance, with their former versions and the skills of its tasks; removed ones that are kept for an appeal are not counted",
        Disk(config::TEXT_PURSUANCE_MIB as u64 * MIB),
        Pursuance,
        "413 `no-room`",
    )
    .set_by("quota-text-pursuance-mib"),
    Row::new(
        "room-texts-member",
        "of these, those of one person who is not an Admin there: a quarter, until an operator lifts it",
        Disk(config::TEXT_PURSUANCE_MIB as u64 * MIB / room::MEMBERS_PART as u64),
        Person,
        "413 `no-room`",
    )
    .set_by("quota-text-pursuance-mib"),
    Row::new(
        "room-texts-peer",
        "texts from one other server",
        Disk(config::PEER_MIB as u64 * MIB),
        PeerHost,
        "Reject, `rate-limit`",
    )
    .set_by("quota-peer-mib"),
    Row::new(
        "room-files",
        "different files of one person, pursuance or other server",
        Count(room::FILES_MAX as u64),
        Person,
        "413 `no-room`",
    ),
    Row::new(
        "room-free",
        "what files, and with SQLite the database, leave free of the disk; a tenth of a small one",
        Disk(room::KEPT_FREE as u64),
        Instance,
        "507 `no-room`",
    )
    .set_by("keep-free-mib")
    .measured_anew(),
    Row::new(
        "connections",
        "open connections",
        AtOnce(connections::AT_ONCE as u64),
        Instance,
        "the longest of the client that has most on which no request is under way is closed, then an unfinished body, the oldest open page of \
         a visitor, one with an answer under way, a body that has arrived for 2 s, other open pages last; or the next, where nobody has more; \
         from 127.0.0.1, ::1 and trusted proxies it waits",
    )
    .tested_in("src/connections.rs", "a_crowd_of_silent_addresses_keeps_nobody_out_and_ends_no_open_page"),
    Row::new(
        "connections-client",
        "open connections, but from 127.0.0.1, ::1 and trusted proxies",
        AtOnce(connections::OF_CLIENT as u64),
        Address,
        "the next is closed",
    )
    .tested_in("src/connections.rs", "one_client_has_few_of_the_places_and_one_more_is_closed_at_once"),
    Row::new(
        "requests-under-way",
        "requests under way, behind a trusted proxy, too; open pages are not among them",
        AtOnce(connections::UNDER_WAY as u64),
        Address,
        "503, the connection is closed",
    )
    .tested_in("ground/src/bounds/seats.rs", "behind_a_proxy_a_request_is_that_of_its_client_and_each_has_so_many"),
    Row::new(
        "streams-visitors",
        "open pages of visitors that follow what happens",
        AtOnce((connections::AT_ONCE - connections::AT_ONCE / 4) as u64),
        Instance,
        "the oldest ends; its browser connects anew",
    )
    .tested_in("ground/src/bounds/seats.rs", "streams_of_visitors_give_way_to_everybody_and_never_have_all"),
    Row::new("head", "head of a request", Bytes(connections::HEAD_SIZE), Request, "431"),
    Row::new(
        "head-time",
        "time for the head of a request",
        Time(connections::HEAD_TIME),
        Request,
        "the connection is closed",
    ),
    Row::new(
        "stall-time",
        "time in which a client reads nothing of an answer",
        Time(connections::STALL_TIME),
        Request,
        "the connection is closed",
    ),
];
