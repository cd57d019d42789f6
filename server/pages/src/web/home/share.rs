//! `/share`: makes a task of a text shared from another program through the share menu of a phone (the manifest names this page).
//! Opening the page writes nothing: the text is put into a form.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use pursuance_domain::action::{CreateTask, MakeSuggestion};
use pursuance_domain::allowed::{Facts, Membership, Ruling};
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::Needs;
use pursuance_domain::task::Asks;
use pursuance_domain::value::{Deliverables, Title};

use crate::actions::Refused;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::sidebar::MemberPursuance;
use crate::web::frame::cookies::Cookie;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, RefusedField, refused};
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::suggest::suggested;

/// The most characters of a shared text that become part of a task: the limit of a description.
pub const MOST: usize = Deliverables::MAX;
/// How long a browser remembers the pursuance of the last shared text.
const KEPT_SECONDS: i64 = 365 * 86_400;

/// `GET`, and when refused `POST /share`.
#[derive(Template)]
#[template(path = "home/share.html")]
pub struct SharePage {
    pub l: Layout,
    /// The pursuances in which the viewer may write or suggest a task, the last used one on top; empty for a viewer without any.
    pub places: Vec<Choice>,
    pub form: ShareForm,
    /// Whether more was shared than fits.
    pub is_cut: bool,
    /// A refusal that concerns no field.
    pub problem: String,
}

/// `pursuance, title, deliverables`.
#[derive(Default)]
pub struct ShareForm {
    pub pursuance: Field,
    pub title: Field,
    pub deliverables: Field,
}

impl SharePage {
    /// The most characters of a text.
    pub fn most(&self) -> usize {
        MOST
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("pursuance", "share-pursuance", &self.form.pursuance),
            ("title", "edit-task-title", &self.form.title),
            ("deliverables", "edit-deliverables", &self.form.deliverables),
        ])
    }

    /// The text to copy, for a viewer who has no pursuance for it.
    pub fn typed(&self) -> Vec<Typed> {
        let fields = [("edit-task-title", &self.form.title), ("edit-deliverables", &self.form.deliverables)];
        let typed = fields.into_iter().filter(|(_, field)| !field.value.is_empty());
        typed.map(|(key, field)| Typed { label: self.l.t.s(key), text: field.value.clone() }).collect()
    }
}

/// `GET /share`, with `?title=`, `?text=` and `?url=`, as the program that shares has them.
pub async fn form(visit: Visit, headers: HeaderMap, query: AddressQuery) -> Result<Response, PageError> {
    visit.signed_in()?;
    let shared = ShareFields::of(query.0.text("title"), query.0.text("text"), query.0.text("url"));
    let form = ShareForm {
        pursuance: Field::of(kept(&visit, &headers)),
        title: Field::of(shared.title),
        deliverables: Field::of(shared.deliverables),
    };
    let shown = SharePage { is_cut: shared.is_cut, ..load(&visit, form).await? };
    page(StatusCode::OK, &shown)
}

/// `POST /share`: `pursuance` (a slug), `title`, `deliverables`. The task is written; it is suggested where its writer may do no more.
pub async fn make(headers: HeaderMap, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    visit.signed_in()?;
    let mut form = ShareForm {
        pursuance: sent.field("pursuance"),
        title: sent.field("title"),
        deliverables: sent.field("deliverables"),
    };
    let reader = Reader::new(visit.t);
    let title = reader.need(&mut form.title, Title::parse);
    let deliverables = reader.need(&mut form.deliverables, Deliverables::parse);
    let slug = form.pursuance.value.trim().to_owned();
    if slug.is_empty() {
        visit.t.s("share-choose").clone_into(&mut form.pursuance.error);
        form.pursuance.value = kept(&visit, &headers);
    }
    let (Some(title), Some(deliverables), false) = (title, deliverables, slug.is_empty()) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &load(&visit, form).await?);
    };
    let asks = Asks { deliverables, ..Asks::titled(title) };
    let create = CreateTask::asking(slug.clone(), None, asks);
    let refused = match split_refusal(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(done) => {
            let number = done.result.get("task").and_then(serde_json::Value::as_i64);
            let to = number.map_or_else(|| links::pursuance(&slug), |number| links::task(&slug, number));
            return Ok(remember(&visit, &slug, see_with(&visit.app, &to, FormNotice::good("notice-shared"))));
        }
        Err(Refused::SuggestInstead { suggest, .. }) => {
            let suggest = MakeSuggestion { why: None, ..*suggest };
            match split_refusal(visit.app.perform(&visit.who, suggest.into()).await)? {
                Ok(_) => return Ok(remember(&visit, &slug, suggested(&visit, &slug))),
                Err(refused) => refused,
            }
        }
        Err(refused) => refused,
    };
    let mut shown = load(&visit, form).await?;
    let why = refusal_text(visit.t, &refused);
    match field_of(&refused) {
        Some("title") => shown.form.title.error = why,
        Some("deliverables") => shown.form.deliverables.error = why,
        _ => shown.problem = why,
    }
    page(status_of(&refused), &shown)
}

async fn load(visit: &Visit, form: ShareForm) -> Result<SharePage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let places = places(visit, &mut tx, &form.pursuance.value).await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    Ok(SharePage { l, places, form, is_cut: false, problem: String::new() })
}

/// The right to write in a pursuance.
#[derive(Clone, Copy)]
enum WriteRight {
    Task,
    Suggestion,
}

/// The pursuances in which the viewer may write a task, or suggest one: the chosen one first, then by name.
async fn places(visit: &Visit, tx: &mut ReadTx, chosen: &str) -> StoreResult<Vec<Choice>> {
    let may = |mine: &MemberPursuance| {
        let facts = Facts::about(mine.visibility, Membership::Active(mine.role));
        match Needs::CreateTask.ruling(&visit.who, &facts, Role::Untrusted) {
            Ruling::Yes => Some(WriteRight::Task),
            Ruling::Suggest(_) => Some(WriteRight::Suggestion),
            Ruling::No(_) => None,
        }
    };
    // Text that is typed on this page reaches the server, and no private pursuance takes it.
    let takes = |mine: &&MemberPursuance| !mine.is_closed && !mine.visibility.is_private();
    let open = visit.memberships(tx).await?.iter().filter(takes);
    let mut mine: Vec<(&MemberPursuance, WriteRight)> =
        open.filter_map(|mine| Some((mine, may(mine)?))).collect();
    mine.sort_by_key(|(mine, _)| mine.slug != chosen);
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for (mine, _) in &mine {
        *named.entry(mine.name.as_str()).or_default() += 1;
    }
    let choice = |(mine, writes): &(&MemberPursuance, WriteRight)| {
        // Pursuances with the same name also show their slug.
        let is_one = named.get(mine.name.as_str()) == Some(&1);
        let name = if is_one { mine.name.clone() } else { format!("{} ({})", mine.name, mine.slug) };
        let label = match writes {
            WriteRight::Task => name,
            WriteRight::Suggestion => visit.t.with("share-suggest-in").set("name", name).to_string(),
        };
        Choice { value: mine.slug.clone(), label, selected: mine.slug == chosen }
    };
    Ok(mine.iter().map(choice).collect())
}

/// The pursuance for which the viewer last shared a text in this browser. A value of another person is ignored.
fn kept(visit: &Visit, headers: &HeaderMap) -> String {
    let whose = visit.signed_in.as_ref().map(|found| found.account.name.as_str());
    let kept = Cookie::Shared.read(&visit.app.config.base_url, headers);
    let parts = kept.and_then(|kept| kept.split_once('!')).filter(|(by, _)| Some(*by) == whose);
    parts.map(|(_, slug)| slug.to_owned()).unwrap_or_default()
}

/// Names and slugs have only characters that cookies may have.
fn remember(visit: &Visit, slug: &str, mut response: Response) -> Response {
    if let Some(found) = &visit.signed_in {
        let kept = format!("{}!{slug}", found.account.name);
        let cookie = Cookie::Shared.set(&visit.app.config.base_url, &kept, KEPT_SECONDS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A shared text as the fields of a task.
#[derive(Debug, PartialEq, Eq)]
struct ShareFields {
    title: String,
    deliverables: String,
    /// Whether more was shared than fits.
    is_cut: bool,
}

impl ShareFields {
    /// Reads a shared text. Programs differ in the fields they fill; most put an address into the text. The first line becomes the
    /// title, and everything else the description.
    fn of(title: &str, text: &str, url: &str) -> Self {
        let (text, url) = (text.trim(), url.trim());
        let (line, rest) = match first_line(title) {
            Some(line) => (line, text),
            // A bare address is not a useful title in a list of tasks.
            None => match first_line(text).filter(|line| !is_address(line)) {
                Some(line) => (line, text.strip_prefix(line).unwrap_or(text).trim()),
                None => ("", text),
            },
        };
        let short: String = line.chars().take(Title::MAX).collect();
        let whole = if short.len() < line.len() { line } else { "" };
        let address = if text.contains(url) { "" } else { url };
        let rest = if rest == line { "" } else { rest };
        let all = joined([whole, rest, address]);
        let is_cut = all.chars().nth(MOST).is_some();
        // If the text is too long, the address must not be cut off.
        let all = if is_cut { joined([address, whole, rest]) } else { all };
        Self { title: short.trim_end().to_owned(), deliverables: all.chars().take(MOST).collect(), is_cut }
    }
}

fn joined(parts: [&str; 3]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

fn first_line(text: &str) -> Option<&str> {
    text.lines().map(str::trim).find(|line| !line.is_empty())
}

fn is_address(line: &str) -> bool {
    (line.starts_with("https://") || line.starts_with("http://")) && !line.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes((title, text, url): (&str, &str, &str), expected: (&str, &str)) {
        let shared = ShareFields::of(title, text, url);
        assert_eq!((shared.title.as_str(), shared.deliverables.as_str()), expected);
        assert!(!shared.is_cut);
    }

    const PAGE: &str = "https://water.example/levels?at=7";

    #[test]
    fn whatever_a_program_puts_where_becomes_a_title_and_a_description() {
        becomes(("Levels", PAGE, ""), ("Levels", PAGE));
        becomes(("Levels", "", PAGE), ("Levels", PAGE));
        becomes(("Levels", PAGE, PAGE), ("Levels", PAGE));
        becomes(("Levels", "Levels", PAGE), ("Levels", PAGE));
        becomes(("", PAGE, ""), ("", PAGE));
        becomes(("", "  Call Ana  ", ""), ("Call Ana", ""));
        becomes(
            ("", "Call Ana\r\nabout the bridge", PAGE),
            ("Call Ana", &format!("about the bridge\n\n{PAGE}")),
        );
        becomes(("One\nTwo", "Text", ""), ("One", "Text"));
        becomes(("", "", ""), ("", ""));
        becomes(("", "http://a and b", ""), ("http://a and b", ""));
    }

    #[test]
    fn a_long_line_is_cut_for_the_title_and_stands_whole_in_the_description() {
        let long = "ü".repeat(Title::MAX + 1);
        let shared = ShareFields::of(&long, "Text", "");
        assert_eq!(shared.title, "ü".repeat(Title::MAX));
        assert_eq!(shared.deliverables, format!("{long}\n\nText"));
        becomes(("ü".repeat(Title::MAX).as_str(), "", ""), ("ü".repeat(Title::MAX).as_str(), ""));
    }

    #[test]
    fn of_a_very_long_text_the_beginning_is_kept() {
        let fits = "ü".repeat(MOST);
        assert!(!ShareFields::of("Long", &fits, "").is_cut);
        let shared = ShareFields::of("Long", &format!("{fits}!"), "");
        assert!(shared.is_cut && shared.deliverables == fits);
        let shared = ShareFields::of("Long", &fits, PAGE);
        assert!(shared.is_cut && shared.deliverables.starts_with(PAGE));
        assert_eq!(shared.deliverables.chars().count(), MOST);
    }
}
