//! Every address of a page or a form, in one place: templates link with these, and the router has the same.
//!
//! Addresses for people may change when something is renamed; those for servers (`/ap/…`) are elsewhere.

use std::fmt::Display;

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

const STYLE: u64 = fingerprint(include_bytes!("../../../../templates/static/style.css"));
const ICONS: u64 = fingerprint(include_bytes!("../../../../templates/static/icons.svg"));
const SCRIPT: u64 = fingerprint(include_bytes!("../../../../templates/static/app.js"));

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident = $path:literal),+ $(,)?) => {$(
        $(#[$doc])*
        pub fn $name() -> &'static str {
            $path
        }
    )+};
}

fixed! {
    /// Landing page or home.
    home = "/",
    /// Opening an account. GET with `?next=`, and POST `name, passphrase, passphrase_again, next`.
    join = "/join",
    /// Signing in. GET with `?next=`, and POST `name, passphrase, next`.
    signin = "/signin",
    /// POST, no fields.
    signout = "/signout",
    /// POST `code, name, passphrase, passphrase_again`. GET is [`setup_with`].
    setup = "/setup",
    /// All pursuances, with `?q=`.
    pursuances = "/p",
    /// The form for a new pursuance. GET, and POST `slug, name, mission, visibility, joining`.
    pursuance_new = "/p/new",
    /// A person's own account.
    account = "/me",
    /// POST `display, about, skills`, and `discoverable` when ticked.
    account_profile = "/me/profile",
    /// POST `theme` (system, light, dark).
    account_theme = "/me/theme",
    /// POST `old, passphrase, passphrase_again`.
    account_passphrase = "/me/passphrase",
    /// POST, no fields: signs out everywhere.
    sessions_end = "/me/sessions/end",
    /// POST `name`: makes a token and shows it once.
    tokens = "/me/tokens",
    /// The operator's overview.
    operator = "/admin",
    /// Other servers.
    operator_peers = "/admin/peers",
    /// Deliveries, with `?state=`.
    operator_deliveries = "/admin/deliveries",
    /// The form to block a server, and POST `host`, `reason`.
    operator_block = "/admin/block",
    /// Accounts, with `?q=`.
    operator_accounts = "/admin/accounts",
    /// Pursuances whose Primary cannot act, with `?after=`.
    operator_primaries = "/admin/primaries",
    /// Tokens of all accounts.
    operator_tokens = "/admin/tokens",
    /// Settings of the instance. GET, and POST `name`, and `registration_open` when ticked.
    operator_settings = "/admin/settings",
}

/// The stylesheet.
pub fn style() -> String {
    format!("/static/style.css?v={STYLE:x}")
}

/// One symbol of the sheet of icons.
pub fn icon(name: &str) -> String {
    format!("/static/icons.svg?v={ICONS:x}#{name}")
}

/// The script.
pub fn script() -> String {
    format!("/static/app.js?v={SCRIPT:x}")
}

/// The page of the one-time link for the first operator.
pub fn setup_with(code: &str) -> String {
    format!("/setup?code={}", query(code))
}

/// Sign-in that leads back.
pub fn signin_to(next: impl AsRef<str>) -> String {
    format!("/signin?next={}", query(next.as_ref()))
}

/// A new account that leads back.
pub fn join_to(next: impl AsRef<str>) -> String {
    format!("/join?next={}", query(next.as_ref()))
}

/// A person here (`/@name`), or a person or pursuance elsewhere (`/@name@server`).
pub fn actor(name: &str) -> String {
    format!("/@{name}")
}

/// All pursuances that match.
pub fn pursuances_search(words: &str) -> String {
    format!("/p?q={}", query(words))
}

/// The outline. With `?under=` only the tasks below one, with `?after=` further tasks, with `?q=` those that match.
pub fn pursuance(slug: &str) -> String {
    format!("/p/{slug}")
}

/// The tasks below one in the outline.
pub fn pursuance_under(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}?under={number}")
}

/// Joining, or asking to. GET, and POST `note`.
pub fn pursuance_join(slug: &str) -> String {
    format!("/p/{slug}/join")
}

/// What becomes of one's tasks. GET, and POST `tasks_to` (a member, or empty: they look for help again).
pub fn pursuance_leave(slug: &str) -> String {
    format!("/p/{slug}/leave")
}

/// Offers from other pursuances, and all delegations.
pub fn incoming(slug: &str) -> String {
    format!("/p/{slug}/incoming")
}

/// One card on that page.
pub fn incoming_offer(slug: &str, delegation: &str) -> String {
    format!("/p/{slug}/incoming#offer-{delegation}")
}

/// The ended delegations, on the page of offers.
pub fn incoming_ended(slug: &str) -> String {
    format!("/p/{slug}/incoming#ended-head")
}

/// Who belongs.
pub fn members(slug: &str) -> String {
    format!("/p/{slug}/members")
}

/// The members after one, filtered by words and a role.
pub fn members_after(slug: &str, after: &str, words: &str, role: &str) -> String {
    format!("/p/{slug}/members?q={}&role={}&after={}", query(words), query(role), query(after))
}

/// POST `member` (name or name@server), `role`.
pub fn member_role(slug: &str) -> String {
    format!("/p/{slug}/members/role")
}

/// POST `answer` (accept, decline): of the member who is asked to become the Primary.
pub fn take_over(slug: &str) -> String {
    format!("/p/{slug}/members/take-over")
}

/// A member.
pub fn member(slug: &str, name: &str) -> String {
    format!("/p/{slug}/m/{name}")
}

/// POST `how` (remove, or the length of a ban: 1d, 7d, 30d, 365d, forever), `reason`.
pub fn member_end(slug: &str, name: &str) -> String {
    format!("/p/{slug}/m/{name}/end")
}

/// POST, no fields.
pub fn member_unban(slug: &str, name: &str) -> String {
    format!("/p/{slug}/m/{name}/unban")
}

/// POST `ask` (yes, no): whether they are to become the Primary.
pub fn member_take_over(slug: &str, name: &str) -> String {
    format!("/p/{slug}/m/{name}/take-over")
}

/// Who did what to whom among the members.
pub fn log(slug: &str) -> String {
    format!("/p/{slug}/log")
}

/// The same, before a number.
pub fn log_before(slug: &str, seq: i64) -> String {
    format!("/p/{slug}/log?before={seq}")
}

/// POST `member`, `answer` (accept, decline).
pub fn member_decide(slug: &str) -> String {
    format!("/p/{slug}/members/decide")
}

/// All files. With `?after=`.
pub fn files(slug: &str) -> String {
    format!("/p/{slug}/files")
}

/// The picture of what waits for what.
pub fn graph(slug: &str) -> String {
    format!("/p/{slug}/graph")
}

/// The same around a task.
pub fn graph_around(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/graph?around={number}")
}

/// Settings. GET, and POST `name, mission, visibility, joining`.
pub fn pursuance_settings(slug: &str) -> String {
    format!("/p/{slug}/settings")
}

/// POST `title`, `parent` (a number, or absent), `back` (where to return to).
pub fn tasks(slug: &str) -> String {
    format!("/p/{slug}/tasks")
}

/// One task.
pub fn task(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/t/{number}")
}

/// The same with one of its folded parts open.
pub fn task_open(slug: &str, number: impl Display, part: impl AsRef<str>) -> String {
    let part = part.as_ref();
    format!("/p/{slug}/t/{number}?open={}#{part}", query(part))
}

/// The same with the rounds of work from before a moment.
pub fn task_rounds(slug: &str, number: impl Display, before: impl Display) -> String {
    format!("/p/{slug}/t/{number}?rounds={before}")
}

/// Its events, for open pages.
pub fn task_live(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/t/{number}/live")
}

/// Events of a pursuance, for open pages.
pub fn pursuance_live(slug: &str) -> String {
    format!("/p/{slug}/live")
}

/// GET, and POST `revision, title, deliverables, skills, due, size, urgency, reviewer`.
pub fn task_edit(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/t/{number}/edit")
}

/// The fragment that [`task_answer`] opens.
pub const ANSWER: &str = "answer";

/// The discussion of a task, with the box ticked that sends a message to the other side.
pub fn task_answer(slug: &str, number: impl Display) -> String {
    format!("{}?open={ANSWER}#discussion", task(slug, number))
}

/// Taking it: at once, or by joining first. GET, and POST `note`, and `withdraw` (yes) to withdraw an offer with it.
pub fn task_take(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/t/{number}/take")
}

/// Special permissions. GET, and POST `member`, and `may` (view, discuss, suggest, edit) for each ticked one.
pub fn task_grants(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/t/{number}/grants")
}

/// POST: a form of a task, by the last part of its path in `routes!`. The fields stand beside the handler.
pub fn task_form(slug: &str, number: impl Display, form: &str) -> String {
    format!("/p/{slug}/t/{number}/{form}")
}

/// GET, with `to` (one of those known) or `address` (as typed, which wins); and POST `to, note, due, respond_by, heartbeat, redelegation`, each of
/// `names, discussion` (yes) when ticked, and `files` (a SHA-256) once for each ticked file.
pub fn hand_over(slug: &str, number: impl Display) -> String {
    format!("/p/{slug}/t/{number}/hand-over")
}

/// The same with a partner chosen.
pub fn hand_over_to(slug: &str, number: impl Display, to: &str) -> String {
    format!("/p/{slug}/t/{number}/hand-over?to={}", query(to))
}

/// A file hung on a task or handed in.
pub fn file(id: &str) -> String {
    format!("/files/{id}")
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

/// Redirects to the page of a delegation: its task, or the waiting offers.
pub fn delegation_page(slug: &str, id: &str) -> String {
    format!("/p/{slug}/d/{id}")
}

/// POST one of [`DELEGATION_FORMS`]. `id` is the row id at this pursuance. `back` (incoming, task) names the page that
/// shows a refused form.
pub fn delegation(slug: &str, id: &str, form: &str) -> String {
    format!("/p/{slug}/d/{id}/{form}")
}

/// POST, no fields.
pub fn session_end(id: &str) -> String {
    format!("/me/sessions/{id}/end")
}

/// POST, no fields.
pub fn token_revoke(id: &str) -> String {
    format!("/me/tokens/{id}/revoke")
}

/// POST, no fields: an operator revokes any token.
pub fn operator_token_revoke(id: &str) -> String {
    format!("/admin/tokens/{id}/revoke")
}

/// Accounts that match.
pub fn operator_accounts_search(words: &str) -> String {
    if words.is_empty() {
        operator_accounts().to_owned()
    } else {
        format!("/admin/accounts?q={}", query(words))
    }
}

/// One other server.
pub fn operator_peer(host: &str) -> String {
    format!("/admin/peers/{host}")
}

/// POST, no fields: unblocks a server.
pub fn operator_peer_unblock(host: &str) -> String {
    format!("/admin/peers/{host}/unblock")
}

/// Asks whether a server is to be blocked.
pub fn operator_block_of(host: &str) -> String {
    format!("/admin/block?host={}", query(host))
}

/// POST `actor`, `key`.
pub fn operator_peer_key(host: &str) -> String {
    format!("/admin/peers/{host}/key")
}

/// POST, no fields: tries the deliveries to a server now.
pub fn operator_peer_retry(host: &str) -> String {
    format!("/admin/peers/{host}/retry")
}

/// Deliveries in one state (waiting, refused, given_up, delivered).
pub fn operator_deliveries_in(state: &str) -> String {
    format!("/admin/deliveries?state={}", query(state))
}

/// POST, no fields: retries one delivery now.
pub fn operator_delivery_retry(id: &str) -> String {
    format!("/admin/deliveries/{id}/retry")
}

/// The same after one.
pub fn operator_primaries_after(slug: &str) -> String {
    format!("/admin/primaries?after={}", query(slug))
}

/// POST `admin`: an Admin of the pursuance by name.
pub fn operator_primary(slug: &str) -> String {
    format!("/admin/primaries/{slug}")
}

/// POST `operator` (yes, no).
pub fn operator_account_operator(name: &str) -> String {
    format!("/admin/accounts/{name}/operator")
}

/// POST `suspended` (yes, no).
pub fn operator_account_suspend(name: &str) -> String {
    format!("/admin/accounts/{name}/suspend")
}

/// POST `lifted` (yes, no).
pub fn operator_account_limits(name: &str) -> String {
    format!("/admin/accounts/{name}/limits")
}

/// The page of a form, for addresses that only accept forms.
pub fn page_of(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    Some(match parts.as_slice() {
        ["signout"] => home().to_owned(),
        ["p", slug, "tasks"] => pursuance(slug),
        ["p", _, "leave"] => path.to_owned(),
        ["p", slug, "m", name, _] => member(slug, name),
        ["p", slug, "members", _] => members(slug),
        ["p", slug, "t", number, "move"] => task_edit(slug, number),
        ["p", _, "t", _, "edit" | "grants" | "hand-over" | "take"] => path.to_owned(),
        ["p", slug, "t", number, _] => task(slug, number),
        ["p", slug, "d", id, _] => delegation_page(slug, id),
        ["me", _, ..] => account().to_owned(),
        ["admin", "peers", host, _] => operator_peer(host),
        ["admin", "deliveries", ..] => operator_deliveries().to_owned(),
        ["admin", "accounts", ..] => operator_accounts().to_owned(),
        ["admin", "primaries", ..] => operator_primaries().to_owned(),
        ["admin", "tokens", ..] => operator_tokens().to_owned(),
        _ => return None,
    })
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
        assert!(script().starts_with("/static/app.js?v="));
    }
}
