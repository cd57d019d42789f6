//! Every address of a page or a form, in one place: templates link with these. The plain ones come from the router's own list;
//! here are those with a query or a fragment.
//!
//! Addresses for people may change when something is renamed; those for servers (`/ap/…`) are elsewhere.

use std::fmt::Display;

use pursuance_domain::notice::NoticeId;
use pursuance_domain::time::Time;

use super::{files, scripts};
pub use crate::web::addresses::*;

/// Fingerprints a file at compile time (FNV-1a, 64 bits), so that browsers may cache it for good.
const fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        index += 1;
    }
    hash
}

const STYLE: u64 = fingerprint(include_bytes!("../../../../../templates/static/style.css"));
const ICONS: u64 = fingerprint(include_bytes!("../../../../../templates/static/icons.svg"));

/// The beginning of the paths of links in mails; the rest of the path is a secret.
pub const MAILS: &str = "/mail/";
/// The beginning of the addresses by which a passphrase is set.
pub const RESETS: &str = "/reset/";

/// The beginning of the addresses of requests for an account; the rest of the path is a secret.
pub const ACCOUNT_REQUESTS: &str = "/join/";

/// The notices after one.
pub fn inbox_after(id: &NoticeId) -> String {
    format!("/inbox?after={}", query(&id.to_string()))
}

/// The watches after one.
pub fn inbox_settings_before(since: Time, object: &str) -> String {
    format!("/inbox/settings?before={}", query(&format!("{}.{object}", since.0)))
}

/// The data that the server keeps of one task of a private pursuance.
pub fn seen_task(slug: impl Display, number: impl Display) -> String {
    format!("{}?task={number}", seen(slug))
}

/// The stylesheet.
pub fn style() -> String {
    format!("/static/style.css?v={STYLE:x}")
}

/// One symbol of the sheet of icons.
pub fn icon(name: &str) -> String {
    format!("/static/icons.svg?v={ICONS:x}#{name}")
}

/// The script of a kind of page.
pub fn script(name: &str) -> String {
    format!("/static/js/{}/{name}", files::version())
}

/// The hash of the script of a kind of page, as browsers compare it.
pub fn script_hash(name: &str) -> &'static str {
    files::get(&format!("{}{name}", files::SCRIPTS)).map_or("", |file| file.integrity.as_str())
}

/// The shared script that the script of every page imports: a page names it, so that a browser requests both at once.
pub fn shared_script() -> String {
    script(scripts::SHARED)
}

/// The hash of the shared script.
pub fn shared_script_hash() -> &'static str {
    script_hash(scripts::SHARED)
}

/// Sign-in that leads back.
pub fn signin_to(next: impl AsRef<str>) -> String {
    format!("/signin?next={}", query(next.as_ref()))
}

/// Where somebody goes who wanted to reach a page; to the start where they wanted none.
pub fn onward(next: &str) -> &str {
    if next.is_empty() { home() } else { next }
}

/// Sign-in that leads to a page, where one was wanted.
pub fn signin_onward(next: &str) -> String {
    if next.is_empty() { signin().to_owned() } else { signin_to(next) }
}

/// Sign-in by another device, which leads to a page, where one was wanted.
pub fn signin_device_onward(next: &str) -> String {
    if next.is_empty() { signin_device().to_owned() } else { with(signin_device(), "next", next) }
}

/// Sign-in by a file with the keys of the account, on the same page.
pub fn signin_file_onward(next: &str) -> String {
    format!("{}#file", signin_device_onward(next))
}

/// A new account that leads back.
pub fn join_to(next: impl AsRef<str>) -> String {
    format!("/join?next={}", query(next.as_ref()))
}

/// The page of a request for an account, which leads on to where its person wanted to go; empty: to the start.
pub fn account_request_to(code: &str, next: &str) -> String {
    let page = account_request(code);
    if next.is_empty() { page } else { with(&page, "next", next) }
}

/// All pursuances that match.
pub fn pursuances_search(words: &str) -> String {
    format!("/p?q={}", query(words))
}

/// An address with one more field.
pub fn with(address: &str, name: &str, value: &str) -> String {
    let between = if address.contains('?') { '&' } else { '?' };
    format!("{address}{between}{name}={}", query(value))
}

/// The search of a private pursuance, which its script makes in the list.
pub fn search_here(slug: &str) -> String {
    format!("{}#search", task_list(slug))
}

/// The page of a view with the query `text`.
pub fn found_at(page: &str, text: &str) -> String {
    format!("{page}?q={}", query(text))
}

/// The page of a view with the query `text`, after the place `place`.
pub fn found_after(page: &str, text: &str, place: &str) -> String {
    format!("{}&after={}", found_at(page, text), query(place))
}

/// The search over everything for these words, begun in the pursuance `within`, if that has a name.
pub fn search_for(words: &str, within: &str) -> String {
    let found = format!("/search?q={}", query(words));
    if within.is_empty() { found } else { format!("{found}&in={}", query(within)) }
}

/// The search over everything for these words, in one kind, before a place.
pub fn search_before(words: &str, within: &str, kind: &str, place: i64) -> String {
    format!("{}&kind={kind}&before={place}", search_for(words, within))
}

/// The head that names a page's document for programs (RFC 8288).
pub fn alternate(uri: &str) -> String {
    format!("<{uri}>; rel=\"alternate\"; type=\"application/activity+json\"")
}

/// The word for a search over everything, whose whole text is one thing; other texts are queries for tasks.
pub const EVERYTHING: &str = "everything";

/// The word for a line that becomes a task.
pub const LINE: &str = "line";

/// The completions of a query for the tasks of a pursuance.
pub fn completions_in(slug: &str) -> String {
    format!("{}?in={}", completions(), query(slug))
}

/// The completions of a line that becomes a task of a pursuance.
pub fn completions_of_line(slug: &str) -> String {
    format!("{}?of={}&in={}", completions(), LINE, query(slug))
}

/// The completions of a search over everything.
pub fn completions_of_everything() -> String {
    format!("{}?of={}", completions(), EVERYTHING)
}

/// A month of the calendar of a pursuance, for the query `text`.
pub fn calendar_of(slug: &str, text: &str, month: &str) -> String {
    if text.is_empty() {
        format!("{}?month={month}", calendar(slug))
    } else {
        format!("{}&month={month}", found_at(&calendar(slug), text))
    }
}

/// The questions of a pursuance to a newcomer, who came for this task.
pub fn arrival_for(slug: &str, task: i64) -> String {
    format!("{}?task={task}", arrival(slug))
}

/// The agenda of a pursuance for the query `text`, from the day `day`, after the place `place`; each of them may be empty.
pub fn agenda_from(slug: &str, text: &str, day: &str, place: &str) -> String {
    let fields = [("q", text), ("from", day), ("after", place)];
    let given = fields.iter().filter(|(_, value)| !value.is_empty());
    let given: Vec<String> = given.map(|(name, value)| format!("{name}={}", query(value))).collect();
    if given.is_empty() { agenda(slug) } else { format!("{}?{}", agenda(slug), given.join("&")) }
}

/// Several tasks at once, below one.
pub fn add_several_under(slug: &str, number: impl Display) -> String {
    format!("{}?parent={number}", add_several(slug))
}

/// The tasks of a pursuance that a query finds.
pub fn tasks_found(slug: &str, text: &str) -> String {
    format!("/p/{slug}?q={}", query(text))
}

/// The tasks of a pursuance that a query finds, after a place.
pub fn tasks_found_after(slug: &str, text: &str, place: &str) -> String {
    format!("/p/{slug}?q={}&after={}", query(text), query(place))
}

/// The outline of the tasks below one.
pub fn pursuance_under(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}?under={number}")
}

/// The page that puts a task elsewhere in the outline, or in the outline of the subtasks of another one.
pub fn order_of(slug: &str, number: i64, under: Option<i64>) -> String {
    let page = task_order(slug, number);
    under.map_or_else(|| page.clone(), |under| with(&page, "under", &under.to_string()))
}

/// One card on the page of offers.
pub fn incoming_offer(slug: &str, delegation: &str) -> String {
    format!("/p/{slug}/incoming#offer-{delegation}")
}

/// The ended delegations, on the page of offers.
pub fn incoming_ended(slug: &str) -> String {
    format!("/p/{slug}/incoming#ended-head")
}

/// The words of the viewer about themselves in a private pursuance.
pub fn members_own(slug: &str) -> String {
    format!("{}#own", members(slug))
}

/// Who asks to join.
pub fn members_asking(slug: &str) -> String {
    format!("{}#asking", members(slug))
}

/// The members after one, filtered by words and a role.
pub fn members_after(slug: &str, after: &str, words: &str, role: &str, show: &str) -> String {
    let (words, role, after) = (query(words), query(role), query(after));
    format!("/p/{slug}/members?q={words}&role={role}&show={show}&after={after}")
}

/// The members who have nothing to do.
pub fn members_with_nothing(slug: &str) -> String {
    format!("/p/{slug}/members?show=nothing")
}

/// The bans after one.
pub fn banned_after(slug: &str, after: &str) -> String {
    format!("/p/{slug}/members?banned_after={}#banned", query(after))
}

/// The tasks about which a member can be asked, on the member's page.
pub fn member_ask(slug: &str, name: &str) -> String {
    format!("{}#ask", member(slug, name))
}

/// The tree of members by inviter.
pub fn members_tree(slug: &str) -> String {
    format!("/p/{slug}/members?tree=true")
}

/// The invitations before one.
pub fn invites_before(slug: &str, id: &str) -> String {
    format!("/p/{slug}/invites?before={}", query(id))
}

/// An invitation, for everybody who has the link. GET, and POST without fields.
pub fn invite(code: &str) -> String {
    crate::actions::invite::path(code)
}

/// The beginning of the address of every feed; what follows is a secret.
pub const FEEDS: &str = crate::actions::feed::BEGINNING;

/// The feeds of a person, with the choice to make one of a pursuance.
pub fn feeds_of(slug: &str) -> String {
    format!("/me/feeds?of={}", query(slug))
}

/// The feeds of a person, with the choice to make one of a saved search.
pub fn feeds_of_search(search: impl Display) -> String {
    format!("/me/feeds?search={search}")
}

/// The saved searches of a person, with a query to be saved.
pub fn searches_with(text: &str) -> String {
    format!("/me/searches?q={}#save", query(text))
}

/// The saved searches of a pursuance, with a query to be saved.
pub fn pursuance_searches_with(slug: &str, text: &str) -> String {
    format!("/p/{slug}/searches?q={}#save", query(text))
}

/// The query for the open tasks of a reader, without tasks due long ago (RULES §7).
const MINE: &str = "@me is:open !due:<2 months ago";

/// The open tasks of a reader.
pub fn my_tasks() -> String {
    found_anywhere(MINE)
}

/// The tasks everywhere that a query finds.
pub fn found_anywhere(text: &str) -> String {
    found_at(help_wanted(), text)
}

/// The skill names after one.
pub fn skills_after(slug: &str, after: &str) -> String {
    format!("/p/{slug}/skills?after={}", query(after))
}

/// People to ask, found by the words `words`.
pub fn recruit_search(slug: &str, words: &str) -> String {
    if words.is_empty() { recruit(slug) } else { format!("/p/{slug}/recruit?q={}", query(words)) }
}

/// The people to ask after one.
pub fn recruit_after(slug: &str, words: &str, after: &str) -> String {
    format!("/p/{slug}/recruit?q={}&after={}", query(words), query(after))
}

/// Suggestions, with one's own from before one.
pub fn suggestions_before(slug: &str, id: &str) -> String {
    format!("/p/{slug}/suggestions?before={}#made", query(id))
}

/// Suggestions, after an answer to several of them: their ids, separated by commas.
pub fn suggestions_answered(slug: &str, ids: &str) -> String {
    format!("/p/{slug}/suggestions?answered={}", query(ids))
}

/// The suggestions about a task.
pub fn suggestions_about(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/suggestions?task={number}")
}

/// POST: an answer to a suggestion, by the last part of its path in `routes!`. The handler documents the fields.
pub fn suggestion_form(slug: &str, id: &str, form: &str) -> String {
    format!("/p/{slug}/suggestions/{id}/{form}")
}

/// The tasks in which a person has a part (made, reviews; or empty: as assignee), after a place or from the first.
pub fn tasks_of_person(name: &str, part: &str, after: &str) -> String {
    match (part, after) {
        ("", "") => format!("{}#tasks", actor(name)),
        (part, "") => format!("{}?tasks={}#tasks", actor(name), query(part)),
        (part, after) => format!("{}?tasks={}&after={}#tasks", actor(name), query(part), query(after)),
    }
}

/// The tasks that need help with a skill.
pub fn help_wanted_for(skill: &str) -> String {
    format!("/tasks?skill={}", query(skill))
}

/// The tasks that need help in a pursuance.
pub fn help_wanted_in(slug: &str) -> String {
    format!("/tasks?in={}", query(slug))
}

/// The free tasks that are urgent, late or due soon, where the viewer may assign.
pub fn late() -> &'static str {
    "/tasks?late=1"
}

/// The free tasks in the viewer's pursuances.
pub fn free_mine() -> &'static str {
    "/tasks?mine=1"
}

/// The earlier offers before one.
pub fn offers_before(id: &str) -> String {
    format!("/offers?before={}", query(id))
}

/// One card on the page of offers.
pub fn offer_card(id: &str) -> String {
    format!("/offers#offer-{id}")
}

/// One mentoring question on the page of offers.
pub fn lesson_card(id: &str) -> String {
    format!("/offers#lesson-{id}")
}

/// The part of a task's page about the person it waits for, with the question to an asked reviewer.
pub fn task_clock(slug: &str, number: i64) -> String {
    format!("{}#clock", task(slug, number))
}

/// The tasks that wait for the verdict of the viewer, after one.
pub fn reviews_after(after: &impl Display) -> String {
    format!("/reviews?after={}", query(&after.to_string()))
}

/// The tasks of a pursuance that wait for a verdict, after one. `others`: the tasks that other people decide.
pub fn pursuance_reviews_after(slug: &str, after: &str, others: bool) -> String {
    let others = if others { "&others=yes" } else { "" };
    format!("/p/{slug}/reviews?after={}{others}", query(after))
}

/// The skill offers of a pursuance before one.
pub fn skill_offers_before(slug: &str, id: &str) -> String {
    format!("/p/{slug}/skill-offers?before={}", query(id))
}

/// Older skill offers of this kind.
pub fn known_offers_before(filter: &[(&str, &String)], id: &str) -> String {
    let mut address = format!("/skill-offers?before={}", query(id));
    for (name, value) in filter.iter().filter(|(_, value)| !value.is_empty()) {
        address.push_str(&format!("&{name}={}", query(value)));
    }
    address
}

/// The missions of a pursuance before a revision.
pub fn missions_before(slug: &str, revision: i64) -> String {
    format!("/p/{slug}/missions?before={revision}")
}

/// The events of a pursuance before the number `seq`, filtered by these fields.
pub fn activity_before(slug: &str, fields: &[(&str, &str)], seq: i64) -> String {
    let mut address = format!("/p/{slug}/activity?before={seq}");
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        address.push_str(&format!("&{name}={}", query(value)));
    }
    address
}

/// The log of a pursuance before a number.
pub fn log_before(slug: &str, seq: i64) -> String {
    format!("/p/{slug}/log?before={seq}")
}

/// The picture of the tasks around one.
pub fn graph_around(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/graph?around={number}")
}

/// A task with one of its folded parts open.
pub fn task_open(slug: &str, number: impl Display, part: impl AsRef<str>) -> String {
    let part = part.as_ref();
    format!("/p/{slug}/t/{number}?open={}#{part}", query(part))
}

/// A task with one of its folded parts open, at the anchor `place`, and with the page `back` to return to.
pub fn task_from(slug: &str, number: impl Display, part: &str, place: &str, back: &str) -> String {
    format!("/p/{slug}/t/{number}?open={}&back={}#{place}", query(part), query(back))
}

/// A comment on a task, with those around it.
pub fn said(slug: &str, number: impl Display, id: impl Display) -> String {
    format!("{}?around={id}#m-{id}", task(slug, number))
}

/// A message in a room, with those around it.
pub fn said_in_room(slug: &str, room: impl Display, id: impl Display) -> String {
    format!("{}?around={id}#m-{id}", self::room(slug, room))
}

/// A room with the messages from before one.
pub fn room_before(slug: &str, room: impl Display, before: impl Display) -> String {
    format!("{}?before={before}#discussion", self::room(slug, room))
}

/// The messages of a room behind one of them.
pub fn room_after(slug: &str, room: impl Display, message: impl Display) -> String {
    format!("{}?after={message}#discussion", self::room(slug, room))
}

/// A room with a message and those around it.
pub fn room_around(slug: &str, room: impl Display, message: &str) -> String {
    format!("{}?around={message}#m-{message}", self::room(slug, room))
}

/// The place on the page of a discussion behind which all is unread.
pub const FIRST_UNREAD: &str = "first-unread";

/// The first unread message of the discussion of a page, with those around it.
pub fn first_unread(page: &str, id: impl Display) -> String {
    format!("{page}?around={id}#{FIRST_UNREAD}")
}

/// A message on the page of its discussion that was sent with the form of this key: a script forgets what it kept of it. `was_said`: it
/// may be no news, so it comes with those around it.
pub fn said_by(page: &str, id: &str, key: &str, was_said: bool) -> String {
    let around = if was_said { format!("&around={id}") } else { String::new() };
    format!("{page}?said={}{around}#m-{id}", query(key))
}

/// A task with the rounds of work from before a moment.
pub fn task_rounds(slug: &str, number: impl Display, before: impl Display) -> String {
    format!("/p/{slug}/t/{number}?rounds={before}")
}

/// The fragment that [`task_answer`] opens.
pub const ANSWER: &str = "answer";

/// The discussion of a task, with the box ticked that sends a message to the other side.
pub fn task_answer(slug: &str, number: impl Display) -> String {
    format!("{}?open={ANSWER}#discussion", task(slug, number))
}

/// The question before a task ends, with `how` (archive, trash, delete).
pub fn task_end(slug: &str, number: impl Display, how: &str) -> String {
    format!("{}?how={how}", task_ending(slug, number))
}

/// Archived tasks after a place.
pub fn archived_after(slug: &str, after: &str) -> String {
    format!("/p/{slug}/archived?after={}", query(after))
}

/// Tasks in the trash after a place.
pub fn trash_after(slug: &str, after: &str) -> String {
    format!("/p/{slug}/trash?after={}", query(after))
}

/// POST: a form of a task, by the last part of its path in `routes!`. The handler documents the fields.
pub fn task_form(slug: &str, number: impl Display, form: &str) -> String {
    format!("/p/{slug}/t/{number}/{form}")
}

/// Handing over with a partner chosen.
pub fn hand_over_to(slug: &str, number: impl Display, to: &str) -> String {
    format!("/p/{slug}/t/{number}/hand-over?to={}", query(to))
}

/// The forms of a delegation: the last part of the address of [`delegation`], and the fields.
pub const DELEGATION_FORMS: &[(&str, &str)] = &[
    ("accept", "offer, parent (a number, or empty)"),
    ("fetch-files", ""),
    ("decline", "offer, code, reason"),
    ("counter", "offer, due, size, note"),
    ("reoffer", "due, size, note"),
    ("progress", "note"),
    ("submit", "body, files (a SHA-256 for each ticked file), waived (yes) when ticked"),
    ("start-review", ""),
    ("accept-work", "submission, comment"),
    ("send-back", "submission, comment"),
    ("refuse-work", "submission, comment"),
    ("thank", "submission, comment"),
    ("recall", "code, reason; force (yes) when ticked"),
    ("return", "code, reason, files"),
    ("nudge", "note"),
    ("ask-onward", "to"),
    ("answer-onward", "to, allow (yes, no)"),
];

/// Accounts that match.
pub fn operator_accounts_search(words: &str) -> String {
    if words.is_empty() {
        operator_accounts().to_owned()
    } else {
        format!("/admin/accounts?q={}", query(words))
    }
}

/// The requests for an account.
pub fn operator_requests() -> String {
    format!("{}#requests", operator_accounts())
}

/// Asks whether a server is to be blocked.
pub fn operator_block_of(host: &str) -> String {
    format!("/admin/block?host={}", query(host))
}

/// Deliveries in one state (waiting, refused, given_up, delivered).
pub fn operator_deliveries_in(state: &str) -> String {
    format!("/admin/deliveries?state={}", query(state))
}

/// The last attempts at a receiver, by the word of an outbox.
pub fn operator_outbox_of(word: &str, receiver: &str) -> String {
    format!("/admin/outbox?by={}&to={}#attempts", query(word), query(receiver))
}

/// The pursuances without a Primary after one.
pub fn operator_primaries_after(slug: &str) -> String {
    format!("/admin/primaries?after={}", query(slug))
}

/// The page of a form, for addresses that only accept forms.
pub fn page_of(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    Some(match parts.as_slice() {
        ["signout"] => home().to_owned(),
        ["inbox", "skills"] | ["inbox", "mail" | "push", ..] => inbox_settings().to_owned(),
        ["mail", ..] => path.to_owned(),
        ["inbox", "settings"] => path.to_owned(),
        ["inbox", _] => inbox().to_owned(),
        ["offers" | "mentoring", _] => offers().to_owned(),
        ["p", slug, "tasks" | "order" | "undo"] => pursuance(slug),
        ["p", slug, "read-all"] => task_list(slug),
        ["p", slug, "talk", id, "read"] => room(slug, id),
        ["p", _, "leave" | "board" | "table"] | ["p", _, "settings", "pace"] => path.to_owned(),
        ["p", slug, "close" | "reopen" | "delete"] => pursuance_close(slug),
        ["p", slug, "m", name, _] => member(slug, name),
        ["p", slug, "members", _] => members(slug),
        ["p", slug, "skill-offers", id, _] => skill_offer(slug, id),
        ["p", _, "skill-offers"] | ["p", _, "skill-offers", _] => path.to_owned(),
        ["p", _, "skills"] | ["p", _, "invites"] | ["p", _, "invites", _] | ["p", _, "recruit"] => {
            path.to_owned()
        }
        ["i" | "join", _] | ["me", "asks", _] => path.to_owned(),
        ["p", slug, "suggestions", _, _] => suggestions(slug),
        ["p", slug, "t", number, "move"] => task_edit(slug, number),
        ["p", _, "t", _, "edit" | "grants" | "hand-over" | "pairing" | "take"] => path.to_owned(),
        ["p", slug, "t", number, _] => task(slug, number),
        ["p", slug, "d", id, _] => delegation_page(slug, id),
        ["me", "feeds", ..] => feeds().to_owned(),
        ["me", "searches"] | ["p", _, "searches"] => path.to_owned(),
        ["searches", id, ..] => saved_search(id),
        ["me", "skills" | "limits" | "away"] => work().to_owned(),
        ["me", _, ..] => account().to_owned(),
        ["admin", "peers", host, _] => operator_peer(host),
        ["admin", "outbox", ..] => operator_outbox().to_owned(),
        ["admin", "deliveries", ..] => operator_deliveries().to_owned(),
        ["admin", "accounts" | "requests", ..] => operator_accounts().to_owned(),
        ["admin", "primaries", ..] => operator_primaries().to_owned(),
        ["admin", "tokens", ..] => operator_tokens().to_owned(),
        _ => return None,
    })
}

/// The pursuance and the number of the task whose page to take it this is.
pub fn task_to_take(path: &str) -> Option<(&str, i64)> {
    let (slug, rest) = path.strip_prefix("/p/")?.split_once("/t/")?;
    let number = rest.strip_suffix("/take")?.parse().ok()?;
    (!slug.contains('/')).then_some((slug, number))
}

/// A text as the value of a query parameter.
fn query(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_to_take_a_task_names_it() {
        assert_eq!(task_to_take(&task_take("bees", 3)), Some(("bees", 3)));
        for other in
            ["", "/p/bees/t/3", "/p/bees/t/x/take", "/p/a/b/t/3/take", "/i/take", "/p/bees/t/3/take?x=1"]
        {
            assert_eq!(task_to_take(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_typed_cannot_break_out_of_an_address() {
        assert_eq!(
            hand_over_to("bees", 3, "a@b.example&x=\"1"),
            "/p/bees/t/3/hand-over?to=a%40b.example%26x%3D%221"
        );
    }

    #[test]
    fn a_changed_file_has_another_address() {
        assert_ne!(fingerprint(b"a{}"), fingerprint(b"b{}"));
        assert!(style().starts_with("/static/style.css?v=") && icon("i-home").ends_with("#i-home"));
        assert!(script("main.js").ends_with("/main.js") && shared_script().starts_with("/static/js/"));
    }
}
