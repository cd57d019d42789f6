//! Pages: a folder for each family, a file for each page.
//!
//! The file of a page holds its struct, filled from plain values, and the handlers that fill it: they read the data, or
//! make an Action of a form, perform it, and redirect. [`Access`](crate::actions::access::Access) and the rules decide
//! what may be shown or done. The answer to a form is a redirect; the answer to a refused form is its page, with
//! everything typed and the reason (422).
//!
//! The parts common to pages are in [`frame`], the parts common to requests in [`request`], the parts that several families show in
//! [`cards`]; the families stand on floors (docs/architecture.md). The template of a page is in the folder of its family in `templates/`,
//! words in `locales/`. How to add a page: docs/contributing.md.

pub mod account;
pub mod cards;
pub mod delegation;
pub mod feed;
pub mod frame;
pub mod help;
pub mod home;
pub mod inbox;
pub mod offers;
pub mod operator;
pub mod people;
pub mod pursuance;
pub mod request;
pub mod search;
pub mod suggestions;
pub mod talk;
pub mod task;
pub mod views;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};

use self::frame::counts::Sums;
pub use self::frame::links::DELEGATION_FORMS;
use self::operator::overview::RunningSince;
use self::request::page_cache::{PageCache, unchanged};
use self::request::{failure, live, manifest, secret_links, static_files};
use crate::reads::news::SaidCache;
use crate::route::{Route, erased, routes};
use crate::state::App;
use crate::unread;

routes! {
    mod addresses;

    /// Landing page or home.
    page get "/" as home() => erased(home::page::show).layer(from_fn(unchanged)),
    /// The form that makes a task of a text shared from another program. GET with `?title=`, `?text=`, `?url=`, and POST `pursuance, title,
    /// deliverables`.
    page get "/share" as share() => home::share::form,
    post "/share" => home::share::make,
    /// Every task that waits for the verdict of the viewer, with `?after=`.
    page get "/reviews" as reviews() => home::reviews::show,
    /// The tasks that need help, with `?skill=`, `?in=` (the slug of a pursuance) and `?before=`; or with `?q=` and `?after=` the tasks
    /// that a query finds everywhere.
    page get "/tasks" as help_wanted() => erased(home::tasks::show).layer(from_fn(unchanged)),
    /// The tasks that the viewer is asked about, with `?before=`.
    page get "/offers" as offers() => offers::my_offers::show,
    /// POST `answer` (accept, not_now, later, never, stand_down), and `until` or `skill` with it.
    post "/offers/{id}" as offer(id) => offers::my_offers::answer,
    /// POST `answer` (accept, decline).
    post "/mentoring/{id}" as mentoring(id) => offers::my_offers::accompany,
    page get "/about" => erased(home::landing::about).layer(from_fn(unchanged)),
    /// Opening an account. GET with `?next=`, and POST `name, passphrase, passphrase_again, next`; where operators let people in,
    /// `name, words, key, next`.
    page get "/join" as join() => account::join::form,
    post "/join" => account::join::join,
    /// The request of somebody who asked for an account. GET, and after a yes POST `passphrase, passphrase_again`, with `name` where
    /// somebody took theirs.
    page get "/join/{code}" as account_request(code) => account::account_request::show,
    post "/join/{code}" => account::account_request::come_in,
    /// Signing in. GET with `?next=`, and POST `name, next` for the page of that account, or `name, passphrase, next`.
    page get "/signin" as signin() => account::signin::form,
    post "/signin" => account::signin::signin,
    /// A code by which this device signs in; its script makes it. `?next=`
    page get "/signin/device" as signin_device() => account::keys::device,
    /// A new passphrase by a recovery kit; its script does it.
    page get "/recover" as recover() => account::keys::recover,
    /// POST, no fields.
    post "/signout" as signout() => account::signin::signout,
    /// POST `code, name, passphrase, passphrase_again`. GET with `?code=`, by the one-time link for the first operator.
    page get "/setup" as setup() => account::setup::form,
    post "/setup" => account::setup::setup,
    /// A new passphrase by a link. GET, and POST `passphrase, passphrase_again`.
    page get "/reset/{code}" as reset(code) => account::reset::form,
    post "/reset/{code}" => account::reset::set,
    /// The notices of the viewer, with `?after=`.
    page get "/inbox" as inbox() => inbox::page::show,
    /// Reports how many notices are unread.
    get "/inbox/live" as inbox_live() => live::inbox,
    /// Reports changes to all open pages of a browser, with `?as=` (the name of the viewer) and `?at=` for each page: the slug of a
    /// pursuance, `/` and the number of a task, `:` and the number of the last event that the page knows.
    get "/live" as live() => live::browser,
    /// POST `object` and `read` (yes, no), or `all` (yes).
    post "/inbox/read" as inbox_read() => inbox::forms::read,
    /// POST, no fields: all discussions are read.
    post "/inbox/read-all" as inbox_read_all() => inbox::forms::read_all,
    /// POST `object`, `to`: marks the notices about the object as read, and redirects to it.
    post "/inbox/open" as inbox_open() => inbox::forms::open,
    /// POST, no fields: opens the newest that is unread.
    post "/inbox/next" as inbox_next() => inbox::forms::next,
    /// POST `object`, `on` (yes, no), `back`.
    post "/inbox/mute" as inbox_mute() => inbox::forms::mute,
    /// POST `object`, `on` (yes, no), `back`.
    post "/inbox/watch" as inbox_watch() => inbox::forms::watch,
    /// The choice of notices, and the watches. GET with `?before=`, and POST a box for each kind of notice.
    page get "/inbox/settings" as inbox_settings() => inbox::settings::show,
    post "/inbox/settings" => inbox::settings::save,
    /// POST `address`: has a link sent there.
    post "/inbox/mail" as inbox_mail() => inbox::mail::set,
    /// POST, no fields: forgets the address.
    post "/inbox/mail/remove" as inbox_mail_remove() => inbox::mail::remove,
    /// POST `endpoint, p256dh, auth`, which the script fills in: has notices pushed to this browser.
    post "/inbox/push" as inbox_push() => inbox::push::subscribe,
    /// POST, no fields.
    post "/inbox/push/{id}/end" as inbox_push_end(id) => inbox::push::end,
    /// The page that the link in a mail opens, to confirm the address. GET with `?code=`, and POST `code`.
    page get "/mail/confirm" as mail_confirm() => inbox::mail::confirm_form,
    post "/mail/confirm" => inbox::mail::confirm,
    /// Ends all mail to an account, by the link in any mail. GET, and POST without fields.
    page get "/mail/stop/{token}" as mail_stop(token) => inbox::mail::stop_form,
    post "/mail/stop/{token}" => inbox::mail::stop,
    /// POST `skill`: watches it.
    post "/inbox/skills" as inbox_skills() => inbox::settings::watch_skill,
    /// The search over everything, with `?q=`, `?in=`, and `?kind=` and `?before=` for one kind.
    page get "/search" as search() => search::page::show,
    /// The proposals at the cursor of a search, with `?q=`, `?at=`, and `?in=` or `?of=`, for the script that completes it.
    get "/complete" as completions() => search::complete::show,
    /// The guide: its pages, or with `?q=` the sections that contain the words.
    page get "/help" as help() => erased(help::page::show).layer(from_fn(unchanged)),
    /// The keys of the pages.
    page get "/help/keys" as help_keys() => erased(help::keys::show).layer(from_fn(unchanged)),
    /// A page of the guide.
    page get "/help/{page}" as help_page(page) => erased(help::page::show_page).layer(from_fn(unchanged)),
    /// All pursuances, with `?q=`.
    page get "/p" as pursuances() => erased(pursuance::list::show).layer(from_fn(unchanged)),
    /// The form for a new pursuance. GET, and POST `slug, name, mission, visibility, joining`.
    page get "/p/new" as pursuance_new() => pursuance::new::form,
    post "/p/new" => pursuance::new::create,
    /// The page on which a private pursuance is founded; its script does it.
    page get "/p/new/private" as pursuance_new_private() => pursuance::new::private,
    /// The outline. With `?under=` only the tasks below one, with `?after=` further tasks, with `?q=` only matching tasks.
    page get "/p/{slug}" as pursuance(slug) => erased(pursuance::page::show).layer(from_fn(unchanged)),
    /// The tasks that a query finds, one line for each, with the columns that the reader chose. GET with `?q=`, `?after=`, and POST
    /// `column` once for each ticked one, `q`.
    page get "/p/{slug}/list" as task_list(slug) => erased(views::task_list::show).layer(from_fn(unchanged)),
    post "/p/{slug}/list" => views::columns::choose,
    get "/p/{slug}/table" => views::task_list::former,
    /// The board with five lanes. GET with `?q=`, and POST `task, to` (pick-up, under-way, stuck, in-review, done), `q`: moves a card.
    page get "/p/{slug}/board" as board(slug) => erased(views::board::show).layer(from_fn(unchanged)),
    post "/p/{slug}/board" => views::board::act,
    /// The days on which tasks are due. GET with `?q=`, `?month=` (2026-11).
    page get "/p/{slug}/calendar" as calendar(slug) => erased(views::calendar::show).layer(from_fn(unchanged)),
    /// The due tasks day by day. GET with `?q=`, `?from=` (2026-11-22) and `?after=`.
    page get "/p/{slug}/agenda" as agenda(slug) => erased(views::agenda::show).layer(from_fn(unchanged)),
    /// Events of a pursuance, for open pages.
    get "/p/{slug}/live" as pursuance_live(slug) => live::pursuance,
    /// The Atom feed of the events that a visitor may read.
    get "/p/{slug}/feed.atom" as pursuance_atom(slug) => feed::public,
    /// The data that the server keeps of a private pursuance, with `?task=` (a number) of one task.
    page get "/p/{slug}/seen" as seen(slug) => pursuance::seen::show,
    /// Joining, or asking to. GET, and POST `note`.
    page get "/p/{slug}/join" as pursuance_join(slug) => people::enter::join_form,
    post "/p/{slug}/join" => people::enter::join,
    page get "/p/{slug}/arrival" as arrival(slug) => people::arrival::show,
    post "/p/{slug}/arrival" => people::arrival::answer,
    /// The form to leave a pursuance. GET, and POST `tasks_to` (the member who gets the tasks, or empty: the tasks look for help again).
    page get "/p/{slug}/leave" as pursuance_leave(slug) => people::leave::show,
    post "/p/{slug}/leave" => people::leave::leave,
    /// Closing a pursuance, reopening or deleting a closed one. GET, and POST `reason`.
    page get "/p/{slug}/close" as pursuance_close(slug) => pursuance::closing::show,
    post "/p/{slug}/close" => pursuance::closing::close,
    /// POST, no fields: opens a closed pursuance again.
    post "/p/{slug}/reopen" as pursuance_reopen(slug) => pursuance::closing::reopen,
    /// POST `confirm`: deletes a closed pursuance for good.
    post "/p/{slug}/delete" as pursuance_delete(slug) => pursuance::closing::delete,
    /// Offers from other pursuances, and all delegations.
    page get "/p/{slug}/incoming" as incoming(slug) => offers::incoming::show,
    /// The list of members, with `?q=`, `?role=`, `?show=`, `?after=`, or with `?tree=true` who came through whom.
    page get "/p/{slug}/members" as members(slug) => erased(people::members::show).layer(from_fn(unchanged)),
    /// POST `member` (name or name@server), `role`.
    post "/p/{slug}/members/role" as member_role(slug) => people::members::set_role,
    /// POST `member`, `answer` (accept, decline).
    post "/p/{slug}/members/decide" as member_decide(slug) => people::members::decide,
    /// POST `answer` (accept, decline): from the member who is asked to become the Primary.
    post "/p/{slug}/members/take-over" as take_over(slug) => people::member::answer,
    /// A member.
    page get "/p/{slug}/m/{name}" as member(slug, name) => people::member::show,
    /// POST `how` (remove, or the length of a ban: 1d, 7d, 30d, 365d, forever), `reason`.
    post "/p/{slug}/m/{name}/end" as member_end(slug, name) => people::member::end,
    /// POST, no fields.
    post "/p/{slug}/m/{name}/unban" as member_unban(slug, name) => people::member::unban,
    /// POST `ask` (yes, no): asks the member to become the Primary, or withdraws the question.
    post "/p/{slug}/m/{name}/take-over" as member_take_over(slug, name) => people::member::ask,
    /// Invitations. GET with `?before=`, and POST `role, purpose, expires, uses, skills, task`.
    page get "/p/{slug}/invites" as invites(slug) => people::invites::show,
    post "/p/{slug}/invites" => people::invites::make,
    /// The end of an invitation. GET, and POST `how` (only, members, invited).
    page get "/p/{slug}/invites/{id}" as invite_end(slug, id) => people::invite_end::show,
    post "/p/{slug}/invites/{id}" => people::invite_end::end,
    /// People to ask. GET with `?q=`, and POST `person, role, note, q`.
    page get "/p/{slug}/recruit" as recruit(slug) => people::recruit::show,
    post "/p/{slug}/recruit" => people::recruit::ask,
    page get "/i/{code}" => people::invite::show,
    post "/i/{code}" => people::invite::accept,
    /// Suggestions. GET, with `?task=`; and POST `suggestion` (an id) once for each ticked one, `answer` (accept, decline), `reason`.
    page get "/p/{slug}/suggestions" as suggestions(slug) => suggestions::list::show,
    post "/p/{slug}/suggestions" => suggestions::list::several,
    /// One suggestion.
    page get "/p/{slug}/suggestions/{id}" as suggestion(slug, id) => suggestions::amend::show,
    post "/p/{slug}/suggestions/{id}/accept" => suggestions::list::accept,
    post "/p/{slug}/suggestions/{id}/amend" => suggestions::amend::amend,
    post "/p/{slug}/suggestions/{id}/decline" => suggestions::list::decline,
    post "/p/{slug}/suggestions/{id}/withdraw" => suggestions::list::withdraw,
    /// The rooms and discussions of the viewer's pursuances.
    page get "/talk" as all_talk() => talk::everywhere::show,
    /// The rooms of a pursuance. GET, and POST `name`, `open` (everyone, members).
    page get "/p/{slug}/talk" as talk(slug) => talk::list::show,
    post "/p/{slug}/talk" => talk::list::create,
    /// One room. GET with `?before=`, or `?around=` with `&reply=`, `&quote=` or `&react=`, and POST `key, body, reply_to, quote, along, file,
    /// original, preview`.
    page get "/p/{slug}/talk/{room}" as room(slug, room) => talk::room::show,
    upload post "/p/{slug}/talk/{room}" => erased(talk::room::post).layer(DefaultBodyLimit::disable()),
    /// The messages of a room with `?after=` a message, for its page that is open: these alone, or nothing (204).
    get "/p/{slug}/talk/{room}/news" as room_news(slug, room) => talk::room::news,
    // POST `message, unread, quiet`, as on a task.
    post "/p/{slug}/talk/{room}/read" => talk::room::read,
    /// The files that were sent in a room. GET with `?after=`.
    page get "/p/{slug}/talk/{room}/files" as room_files(slug, room) => talk::files::show,
    /// The settings of a room. GET, and POST `name, open, has_lifetime, lifetime, confirm`.
    page get "/p/{slug}/talk/{room}/settings" as room_settings(slug, room) => talk::settings::show,
    post "/p/{slug}/talk/{room}/settings" => talk::settings::save,
    // POST `on` (yes, no).
    post "/p/{slug}/talk/{room}/settings/archive" => talk::settings::archive,
    post "/p/{slug}/talk/{room}/settings/slow" => talk::settings::slow,
    /// One message in a room: its earlier versions, and the forms that change it.
    page get "/p/{slug}/talk/{room}/m/{message}" as room_message(slug, room, message) => talk::message::show,
    // POST `body, revision`.
    post "/p/{slug}/talk/{room}/m/{message}/edit" => talk::message::edit,
    // POST `add` or `take`, an emoji; or `emoji`, a typed one.
    post "/p/{slug}/talk/{room}/m/{message}/react" => talk::room::react,
    // POST `reason`, for a message of somebody else.
    post "/p/{slug}/talk/{room}/m/{message}/delete" => talk::message::delete,
    /// The tasks of a pursuance that wait for a verdict, with `?after=&others=`.
    page get "/p/{slug}/reviews" as pursuance_reviews(slug) => pursuance::reviews::show,
    /// The mission of a pursuance in all its versions, with `?before=`.
    page get "/p/{slug}/missions" as missions(slug) => pursuance::missions::show,
    /// The events, with `?kind=` (tasks, discussion, people, servers, decisions), `?who=`, `?task=`, `?from=`, `?until=` and `?before=`.
    page get "/p/{slug}/activity" as activity(slug) => erased(pursuance::activity::show).layer(from_fn(unchanged)),
    /// The log of decisions about members.
    page get "/p/{slug}/log" as log(slug) => pursuance::log::show,
    /// Members by the beginning of a name, with `?q=`, for the script that completes names.
    get "/p/{slug}/names" as names(slug) => people::names::show,
    /// The skill names that its tasks use. GET with `?after=`, and POST `skill`, and `into` or `apart` (yes).
    page get "/p/{slug}/skills" as skills(slug) => pursuance::skills::show,
    post "/p/{slug}/skills" => pursuance::skills::merge,
    /// Its skill offers. GET with `?before=`, and POST `skills, note, hours, tasks, until, causes, seen` (everyone,
    /// named), `readers`.
    page get "/p/{slug}/skill-offers" as skill_offers(slug) => offers::skill_offers::show,
    post "/p/{slug}/skill-offers" => offers::skill_offers::publish,
    /// One skill offer, for Admins. GET, and POST the fields of a new one with `revision`.
    page get "/p/{slug}/skill-offers/{id}" as skill_offer(slug, id) => offers::skill_offers::one,
    post "/p/{slug}/skill-offers/{id}" => offers::skill_offers::change,
    /// POST, no fields.
    post "/p/{slug}/skill-offers/{id}/withdraw" as skill_offer_withdraw(slug, id) => offers::skill_offers::withdraw,
    /// The skill offers of pursuances here and elsewhere, with `?skill=&cause=&server=&days=&before=`.
    page get "/skill-offers" as known_offers() => offers::known_offers::show,
    /// Saved searches of a pursuance. GET with `?q=`, and POST `name, query`, and each of `shared, home` (yes) when ticked.
    page get "/p/{slug}/searches" as pursuance_searches(slug) => views::searches::of_pursuance,
    post "/p/{slug}/searches" => views::searches::save_in,
    /// Archived tasks, with `?after=`.
    page get "/p/{slug}/archived" as archived(slug) => views::archived::archived,
    /// Tasks in the trash, with `?after=`.
    page get "/p/{slug}/trash" as trash(slug) => views::archived::trash,
    /// All files. With `?after=`.
    page get "/p/{slug}/files" as files(slug) => pursuance::files::list,
    /// The graph of dependencies between tasks.
    page get "/p/{slug}/graph" as graph(slug) => erased(views::graph::show).layer(from_fn(unchanged)),
    /// The health of a pursuance: the tasks that wait longest, the load of each member, the last weeks.
    page get "/p/{slug}/health" as health(slug) => pursuance::health::show,
    /// One list of the health page as CSV: `wanting.csv`, `stuck.csv`, `late.csv`, `in-review.csv`, `load.csv`, `flow.csv`.
    get "/p/{slug}/health/{list}" as health_list(slug, list) => pursuance::health_tables::download,
    /// Settings. GET, and POST `name, mission, visibility, joining`.
    page get "/p/{slug}/settings" as pursuance_settings(slug) => pursuance::settings::form,
    post "/p/{slug}/settings" => pursuance::settings::save,
    /// The rules for silent tasks. GET with `?try=`, `?remind_after=`, `?hand_on_after=` and `?reviewer=`, and POST `handing_on`,
    /// `remind_after`, `hand_on_after`, `heir_1` to `heir_5`, `assigns`, `asks_reviewer`.
    page get "/p/{slug}/settings/pace" as pursuance_pace(slug) => pursuance::pace::show,
    post "/p/{slug}/settings/pace" => pursuance::pace::save,
    /// POST, no fields: all discussions there are read.
    post "/p/{slug}/read-all" as read_all(slug) => task::reading::read_all,
    /// POST `title`, `parent` (a number, or absent), `back` (where to return to).
    post "/p/{slug}/tasks" as tasks(slug) => pursuance::page::add_task,
    /// POST `event` (the number of an event of the viewer's own action), `back` (a page of this server): undoes the action.
    post "/p/{slug}/undo" as undo(slug) => pursuance::undo::act,
    /// One change of several tasks. GET with `?chosen=` for each number, `?change=` and `?back=`, and POST the same fields with `value`.
    page get "/p/{slug}/bulk" as bulk(slug) => views::bulk::show,
    post "/p/{slug}/bulk" => views::bulk::act,
    /// Several tasks at once. GET with `?parent=`, `?text=`, and POST `text`, `parent`: shows the tasks that the lines make, or adds them
    /// with `add` (yes).
    page get "/p/{slug}/add" as add_several(slug) => views::add::show,
    post "/p/{slug}/add" => views::add::send,
    /// The moves of a task in the outline. GET with `?under=`, the task whose subtasks the outline showed.
    page get "/p/{slug}/order/{number}" as task_order(slug, number) => views::order::show,
    /// POST `up`, `down`, `in` or `out` (the number of a task), `back`.
    post "/p/{slug}/order" as order(slug) => views::order::place,
    /// One task.
    page get "/p/{slug}/t/{number}" as task(slug, number) => erased(task::show::show).layer(from_fn(unchanged)),
    /// Its events, for open pages.
    get "/p/{slug}/t/{number}/live" as task_live(slug, number) => live::task,
    /// The messages on a task with `?after=` a message, as in a room.
    get "/p/{slug}/t/{number}/news" as task_news(slug, number) => task::news::show,
    /// GET, and POST `revision, reviewer`, and the fields of `task/fields.rs`.
    page get "/p/{slug}/t/{number}/edit" as task_edit(slug, number) => task::edit::form,
    post "/p/{slug}/t/{number}/edit" => task::edit::save,
    /// The changes of a task that the viewer may only suggest.
    page get "/p/{slug}/t/{number}/suggest" as task_suggest(slug, number) => task::suggest::show,
    /// Takes a task: at once, or after joining. GET, and POST `note`, and `withdraw` (yes) to withdraw an offer with it.
    page get "/p/{slug}/t/{number}/take" as task_take(slug, number) => people::enter::take_form,
    post "/p/{slug}/t/{number}/take" => people::enter::take,
    /// The question before a task ends. GET with `?how=`.
    page get "/p/{slug}/t/{number}/end" as task_ending(slug, number) => task::ending::form,
    /// Special permissions. GET, and POST `member`, and `may` (view, discuss, suggest, edit) for each ticked one.
    page get "/p/{slug}/t/{number}/grants" as task_grants(slug, number) => task::grants::form,
    post "/p/{slug}/t/{number}/grants" => task::grants::save,
    /// The search for an assignee. GET, and POST `what` (next, pause, go_on, ask), and `member`.
    page get "/p/{slug}/t/{number}/pairing" as task_pairing(slug, number) => task::pairing::show,
    post "/p/{slug}/t/{number}/pairing" => task::pairing::act,
    /// One comment: its earlier versions, and the forms that change it.
    page get "/p/{slug}/t/{number}/comments/{comment}" as comment(slug, number, comment) => task::comment::show,
    // POST `body, revision`.
    post "/p/{slug}/t/{number}/comments/{comment}/edit" => task::comment::edit,
    // POST `add` or `take`, an emoji; or `emoji`, a typed one.
    post "/p/{slug}/t/{number}/comments/{comment}/react" => task::forms::react,
    // POST `reason`, for a comment of somebody else.
    post "/p/{slug}/t/{number}/comments/{comment}/delete" => task::comment::delete,
    /// The question before a file is removed from a task, and POST `reason`, for a file of somebody else.
    page get "/p/{slug}/t/{number}/files/{id}/remove" as file_remove(slug, number, id) => task::file_remove::form,
    post "/p/{slug}/t/{number}/files/{id}/remove" => task::file_remove::remove,
    /// GET, with `to` (one of those known, or `offer:` with the id of a skill offer) or `address` (as typed, which wins); and POST `to, note, due, respond_by, heartbeat, redelegation`, each of
    /// `names, discussion` (yes) when ticked, and `files` (a SHA-256) once for each ticked file.
    page get "/p/{slug}/t/{number}/hand-over" as hand_over(slug, number) => task::hand_over::form,
    post "/p/{slug}/t/{number}/hand-over" => task::hand_over::offer,
    /// Redirects to the page of a delegation: its task, or the waiting offers.
    get "/p/{slug}/d/{id}" as delegation_page(slug, id) => offers::delegation_forms::show_page,
    /// POST one of `DELEGATION_FORMS`. `id` is the row id at this pursuance. `back` (incoming, task) names the page that
    /// shows a refused form.
    post "/p/{slug}/d/{id}/{form}" as delegation(slug, id, form) => offers::delegation_forms::post,
    /// A file hung on a task or handed in.
    upload get "/files/{id}" as file(id) => pursuance::files::show,
    /// A person here (`/@name`, with `?tasks=` and `?after=`), or a person or pursuance elsewhere (`/@name@server`).
    page get "/@{name}" as actor(name) => account::profile::show,
    /// A person's own account.
    page get "/me" as account() => account::me::show,
    /// POST `display, about, zone, language`, and each of `discoverable, askable` (yes) when ticked.
    post "/me/profile" as account_profile() => account::edit::profile,
    /// The viewer's skills, limits and absence.
    page get "/me/work" as work() => account::work::show,
    /// POST `revision`; `known` and `known_level` for each skill that is there, `skill` and `level` for each new one.
    post "/me/skills" as account_skills() => account::work::skills,
    /// POST `revision, hours, in_progress, offers, quiet_from, quiet_until, not_skills`, and `not_pursuance` once for each ticked one.
    post "/me/limits" as account_limits() => account::work::limits,
    /// POST `from, until, tasks`; or `back` (yes).
    post "/me/away" as account_away() => account::work::away,
    /// Calendar and feeds. GET with `?of=` (the slug of a pursuance) or `?search=`, and POST `name, form`, and `of` or `search`: makes
    /// one and shows its address once.
    page get "/me/feeds" as feeds() => account::feeds::show,
    post "/me/feeds" => account::feeds::make,
    /// POST, no fields: another address instead of the one it has, shown once.
    post "/me/feeds/{id}/replace" as feed_replace(id) => account::feeds::replace,
    /// POST, no fields.
    post "/me/feeds/{id}/revoke" as feed_revoke(id) => account::feeds::revoke,
    get "/f/{file}" => feed::show,
    /// Saved searches of a person. GET with `?q=`, and POST `name, query`, and `home` (yes) when ticked.
    page get "/me/searches" as searches() => views::searches::mine,
    post "/me/searches" => views::searches::save,
    /// One saved search. GET, and POST `name, query`.
    page get "/searches/{id}" as saved_search(id) => views::searches::show,
    post "/searches/{id}" => views::searches::change,
    /// POST `on` (yes, no).
    post "/searches/{id}/home" as saved_search_home(id) => views::searches::set_home,
    /// POST, no fields.
    post "/searches/{id}/forget" as saved_search_forget(id) => views::searches::forget,
    /// Words for skills, with `?q=`, for the script that completes them.
    get "/skills" as skill_words() => account::words::show,
    /// A question to the viewer to join a pursuance. GET, and POST `answer` (accept, decline), and `block` (yes) when ticked.
    page get "/me/asks/{id}" as ask(id) => account::ask::show,
    post "/me/asks/{id}" => account::ask::answer,
    /// POST `file` (multipart): sets the viewer's picture.
    upload post "/me/picture" as account_picture() => erased(account::picture::upload).layer(DefaultBodyLimit::disable()),
    /// POST, no fields.
    post "/me/picture/remove" as account_picture_remove() => account::picture::remove,
    /// POST `clock` (12, 24), `first_day` (monday, sunday, friday, saturday), each or empty, and `single_keys` (yes) when ticked.
    post "/me/display" as account_display() => account::display::save,
    /// The picture of somebody, by the hash of its bytes.
    get "/pictures/{sha256}" as picture(sha256) => account::picture::show,
    /// POST `theme` (system, light, dark).
    post "/me/theme" as account_theme() => account::me::theme,
    /// A new recovery kit; its script makes it.
    page get "/me/recovery" as recovery() => account::keys::recovery,
    /// Other keys in place of one's own; its script makes them, and goes over to them in each private pursuance.
    page get "/me/key" as own_key() => account::keys::own_key,
    /// POST `old, passphrase, passphrase_again`.
    post "/me/passphrase" as account_passphrase() => account::me::passphrase,
    /// POST, no fields: signs out everywhere.
    post "/me/sessions/end" as sessions_end() => account::me::end_sessions,
    /// POST, no fields.
    post "/me/sessions/{id}/end" as session_end(id) => account::me::end_session,
    /// POST `name`: makes a token and shows it once.
    post "/me/tokens" as tokens() => account::me::make_token,
    /// POST, no fields.
    post "/me/tokens/{id}/revoke" as token_revoke(id) => account::me::revoke_token,
    /// The operator's overview.
    page get "/admin" as operator() => operator::overview::show,
    /// Other servers.
    page get "/admin/peers" as operator_peers() => operator::peers::show,
    /// One other server.
    page get "/admin/peers/{host}" as operator_peer(host) => operator::peer::show,
    /// The form to block a server, and POST `host`, `reason`.
    page get "/admin/block" as operator_block() => operator::block::form,
    post "/admin/block" => operator::block::block,
    /// POST, no fields: unblocks a server.
    post "/admin/peers/{host}/unblock" as operator_peer_unblock(host) => operator::block::unblock,
    /// POST, no fields: tries the deliveries to a server now.
    post "/admin/peers/{host}/retry" as operator_peer_retry(host) => operator::peer::try_again,
    /// POST `actor`, `key`.
    post "/admin/peers/{host}/key" as operator_peer_key(host) => operator::peer::accept_key,
    /// Deliveries, with `?state=`.
    page get "/admin/deliveries" as operator_deliveries() => operator::deliveries::show,
    /// POST, no fields: retries one delivery now.
    post "/admin/deliveries/{id}/retry" as operator_delivery_retry(id) => operator::deliveries::try_again,
    /// Everything on its way, with `?by=` and `?to=` for the last attempts at one receiver.
    page get "/admin/outbox" as operator_outbox() => operator::outbox::show,
    /// POST `by`, `to`: tries what waits for a receiver now.
    post "/admin/outbox/retry" as operator_outbox_retry() => operator::outbox::try_again,
    /// Accounts, with `?q=`; POST `name` makes one, and a link by which its passphrase is set.
    page get "/admin/accounts" as operator_accounts() => operator::accounts::show,
    post "/admin/accounts" => operator::accounts::create,
    /// POST `answer` (accept, decline): to a request for an account.
    post "/admin/requests/{id}" as operator_request(id) => operator::accounts::answer,
    /// POST `operator` (yes, no).
    post "/admin/accounts/{name}/operator" as operator_account_operator(name) => operator::accounts::set_operator,
    /// POST `suspended` (yes, no).
    post "/admin/accounts/{name}/suspend" as operator_account_suspend(name) => operator::accounts::suspend,
    /// POST `lifted` (yes, no).
    post "/admin/accounts/{name}/limits" as operator_account_limits(name) => operator::accounts::lift_limits,
    /// POST, no fields but `q`: makes a link by which the passphrase is set.
    post "/admin/accounts/{name}/link" as operator_account_link(name) => operator::accounts::make_link,
    /// POST, no fields but `q`: takes the picture of a person away.
    post "/admin/accounts/{name}/picture" as operator_account_picture(name) => operator::accounts::remove_picture,
    /// Pursuances whose Primary cannot act, with `?after=`.
    page get "/admin/primaries" as operator_primaries() => operator::primaries::show,
    /// POST `admin`: an Admin of the pursuance by name.
    post "/admin/primaries/{slug}" as operator_primary(slug) => operator::primaries::name,
    /// Tokens of all accounts.
    page get "/admin/tokens" as operator_tokens() => operator::tokens::show,
    /// POST, no fields: an operator revokes any token.
    post "/admin/tokens/{id}/revoke" as operator_token_revoke(id) => operator::tokens::revoke,
    /// Settings of the instance. GET, and POST `name`, and `door`, `about`, `run_by`.
    page get "/admin/settings" as operator_settings() => operator::settings::form,
    post "/admin/settings" => operator::settings::save,
    get "/static/{file}" => static_files::show,
    get "/static/js/{version}/{file}" => static_files::script,
    get "/static/sealed/{file}" => static_files::made,
    get "/worker.js" => static_files::worker,
    /// The name and the pictures of the instance for a home screen.
    get "/manifest.webmanifest" as manifest() => manifest::show,
}

/// Every address of this door.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().chain(task::forms::ROUTES)
}

/// Every page and form. `doors` answers the other addresses, in the same words. `negotiated` adds the layer that leads other servers
/// from a page to its document.
pub fn router(app: App, negotiated: impl FnOnce(Router<App>) -> Router<App>) -> Router {
    let pages = task::forms::table(table(Router::new()))
        .method_not_allowed_fallback(failure::other_method)
        .layer(from_fn_with_state(app.clone(), pursuance::not_there::gate))
        .layer(Extension(feed::Guard::new(&app.clock)))
        .layer(Extension(live::Hub::new(app.clone())))
        .layer(Extension(PageCache::new(app.clone())))
        .layer(Extension(SaidCache::default()))
        .layer(Extension(Sums::default()))
        .layer(Extension(RunningSince(app.clock.now())))
        .layer(from_fn(unread::read_to_the_end));
    negotiated(pages)
        .layer(from_fn_with_state(app.clone(), failure::as_page))
        .layer(from_fn(secret_links::keep))
        .with_state(app)
}

#[cfg(test)]
mod tests;
