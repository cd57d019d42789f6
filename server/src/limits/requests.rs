//! Requests of any client: bodies, lists and the time for an answer.

use pursuance_domain::query;

use super::Most::{Bytes, Characters, Count, Time};
use super::Per::Request;
use super::Row;
use crate::actions::dependency::TOLD_AT_ONCE;
use crate::actions::leaving::LET_GO_AT_ONCE;
use crate::actions::notice::{NAMED_MOST, READ_AT_ONCE};
use crate::actions::task::SETTLED_AT_ONCE;
use crate::{api, config, route, web};

pub const ROWS: &[Row] = &[
    Row::new("form", "form of a page", Bytes(web::request::form::MAX_FORM), Request, "413"),
    Row::new("form-fields", "fields of a form", Count(web::request::form::MAX_FIELDS as u64), Request, "413"),
    Row::new("action", "body of an action at the API", Bytes(api::MAX_ACTION), Request, "413 `too-large`"),
    Row::new("upload", "file", Bytes(config::DEFAULT_UPLOAD), Request, "413 `too-large`")
        .set_by("max-upload-mib"),
    Row::new(
        "unread",
        "rest of a refused form or file that is read so that the answer arrives",
        Bytes(web::request::unread::MOST),
        Request,
        "the connection ends",
    ),
    Row::new(
        "notices-named",
        "notices that one action names",
        Count(NAMED_MOST as u64),
        Request,
        "422 `invalid-value`",
    ),
    Row::new(
        "notices-read",
        "notices marked as read, or unread, at once",
        Count(READ_AT_ONCE.unsigned_abs()),
        Request,
        "the rest follows at once",
    )
    .tested_in("tests/notices/inbox.rs", "a_very_long_inbox_is_read_by_and_by"),
    Row::new(
        "idempotency-key",
        "header Idempotency-Key",
        Characters(api::MAX_KEY),
        Request,
        "400 `invalid-header`",
    ),
    Row::new(
        "list",
        "items of a list at the API",
        Count(api::MOST_ITEMS as u64),
        Request,
        "400 `invalid-query`",
    ),
    Row::new(
        "query",
        "query for tasks",
        Characters(query::MOST_CHARACTERS),
        Request,
        "400 `bad-query`; a page shows what the beginning finds",
    ),
    Row::new(
        "query-parts",
        "parts of a query for tasks",
        Count(query::MOST_PARTS as u64),
        Request,
        "400 `bad-query`; a page shows what the first ones find",
    ),
    Row::new(
        "settled",
        "subtasks that are closed together with their task in one transaction",
        Count(SETTLED_AT_ONCE as u64),
        Request,
        "a job closes the rest",
    ),
    Row::new(
        "let-go",
        "tasks and reviews that are let go of in one transaction when somebody leaves or is suspended",
        Count(LET_GO_AT_ONCE as u64),
        Request,
        "a job lets go of the rest",
    ),
    Row::new(
        "told-waiting",
        "waiting tasks that are told in one transaction that a task was closed or opened again",
        Count(TOLD_AT_ONCE.unsigned_abs()),
        Request,
        "a job tells the rest",
    )
    .tested_in(
        "tests/reads/blocked.rs",
        "more_waiting_tasks_than_one_transaction_tells_are_told_all_the_same",
    ),
    Row::new("answer", "time until an answer begins", Time(route::REQUEST_TIME), Request, "503"),
];
