//! A search that names one object by a sign redirects to it: `#184`, `river-watch#184`, `@mara`, `mara@server`. The name of a
//! pursuance or of a skill is searched for as a word, and the page has a link to it on top. Objects that the reader may not read are
//! treated as missing.

use pursuance_domain::value::{Name, Skill};

use crate::actions::{PerformError, access};
use crate::reads::people;
use crate::store::db::ReadTx;
use crate::store::{accounts, tasks};
use crate::text::Text;
use crate::web::frame::links;
use crate::web::offers::remote;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most skill names that are compared with the text.
const WORDS: usize = 20;
/// The most pursuances of the reader in which a number is looked for.
const PLACES: i64 = 20;

/// The object that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Named<'a> {
    /// A task. `within`: its pursuance; `None` for the pursuance in which the search began, or those of the reader.
    Task { within: Option<&'a str>, number: i64 },
    /// `@name`: a pursuance or a person of this instance.
    Here(&'a str),
    /// `name@server`
    There { name: &'a str, host: &'a str },
    /// A name without a sign, or a skill; it is also a word to search for.
    Word(&'a str),
}

impl<'a> Named<'a> {
    /// Reads a text; `None` where it can only be words.
    fn parse(text: &'a str) -> Option<Self> {
        if let Some((slug, number)) = text.split_once('#') {
            let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
            let number = number.parse().ok().filter(|_| is_number)?;
            let within = Some(slug).filter(|slug| !slug.is_empty());
            return within.is_none_or(is_name).then_some(Self::Task { within, number });
        }
        match text.strip_prefix(['@', '!']).unwrap_or(text).split_once('@') {
            Some((name, host)) => {
                let is_handle = !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
                (is_handle && !host.contains('@')).then_some(Self::There { name, host })
            }
            None => match text.strip_prefix('@') {
                Some(name) => is_name(name).then_some(Self::Here(name)),
                // In queries for tasks, `!` excludes a term.
                None => (!text.is_empty() && !text.starts_with(['"', '!'])).then_some(Self::Word(text)),
            },
        }
    }
}

/// Whether the text is a name, in upper or lower case: phones capitalize the first letter.
fn is_name(text: &str) -> bool {
    let small = text.to_lowercase();
    Name::parse(&small).is_ok_and(|name| name.as_str() == small)
}

/// The address of the object that a text names, for a reader who came from the pursuance `from` (a slug, or empty).
///
/// # Errors
/// When the database fails.
pub(super) async fn place(
    visit: &Visit,
    tx: &mut ReadTx,
    text: &str,
    from: &str,
) -> Result<Option<String>, PageError> {
    match Named::parse(text) {
        None => Ok(None),
        Some(Named::Task { within: None, number }) if from.is_empty() => mine(visit, tx, number).await,
        Some(Named::Task { within, number }) => {
            task(visit, tx, &within.unwrap_or(from).to_lowercase(), number).await
        }
        Some(Named::Here(name)) => here(visit, tx, &name.to_lowercase()).await,
        Some(Named::There { name, host }) if host.eq_ignore_ascii_case(visit.app.addresses.authority()) => {
            here(visit, tx, &name.to_lowercase()).await
        }
        Some(Named::There { name, host }) => {
            let known = remote::known(visit, tx, name, &host.to_ascii_lowercase()).await?;
            Ok(known.map(|actor| links::actor(crate::reads::name_of(&actor))))
        }
        Some(Named::Word(_)) => Ok(None),
    }
}

/// The object whose name a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedObject {
    Pursuance {
        slug: String,
        name: String,
    },
    /// A skill name, as written on this instance.
    Skill(String),
}

impl NamedObject {
    /// Its address.
    pub fn href(&self) -> String {
        match self {
            Self::Pursuance { slug, .. } => links::pursuance(slug),
            Self::Skill(word) => links::help_wanted_for(word),
        }
    }

    /// The words of the link to it.
    pub fn label(&self, t: Text) -> String {
        match self {
            Self::Pursuance { name, .. } => t.with("search-go-to").set("name", name).to_string(),
            Self::Skill(word) => t.with("search-go-to-skill").set("skill", word).to_string(),
        }
    }
}

/// The object whose name a text without a sign is: a pursuance by its slug, or a skill.
///
/// # Errors
/// When the database fails.
pub(super) async fn called(
    visit: &Visit,
    tx: &mut ReadTx,
    text: &str,
) -> Result<Option<NamedObject>, PageError> {
    let Some(Named::Word(word)) = Named::parse(text) else { return Ok(None) };
    if word.contains(':') {
        return Ok(skill(visit, tx, word).await?.map(NamedObject::Skill));
    }
    if !is_name(word) {
        return Ok(None);
    }
    let found = pursuance(visit, tx, &word.to_lowercase()).await?;
    Ok(found.map(|(slug, name)| NamedObject::Pursuance { slug, name }))
}

/// The page that looks up a text, if it is an address on another server.
pub(super) fn elsewhere(visit: &Visit, text: &str) -> Option<String> {
    match Named::parse(text)? {
        Named::There { name, host } if !host.eq_ignore_ascii_case(visit.app.addresses.authority()) => {
            let address = format!("{name}@{host}");
            let read = pursuance_federation::discover::Handle::parse(&address, visit.app.fetcher.reach());
            read.ok().map(|_| links::actor(address))
        }
        Named::There { .. } | Named::Task { .. } | Named::Here(_) | Named::Word(_) => None,
    }
}

async fn task(visit: &Visit, tx: &mut ReadTx, slug: &str, number: i64) -> Result<Option<String>, PageError> {
    if slug.is_empty() {
        return Ok(None);
    }
    let access = match access::find(tx, &visit.who, slug, visit.now).await {
        Ok(access) => access,
        Err(PerformError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    match access::find_task(tx, &access, number).await {
        Ok(task) => Ok(Some(links::task(&access.pursuance.slug, task.number))),
        Err(PerformError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The task with that number in the reader's pursuances, or the list of them where several have one.
async fn mine(visit: &Visit, tx: &mut ReadTx, number: i64) -> Result<Option<String>, PageError> {
    let Some(person) = visit.person() else { return Ok(None) };
    let mut found = None;
    for slug in tasks::places_of_number(tx, person, number, PLACES).await? {
        if let Some(there) = task(visit, tx, &slug, number).await? {
            if found.is_some() {
                return Ok(Some(links::found_anywhere(&format!("#{number}"))));
            }
            found = Some(there);
        }
    }
    Ok(found)
}

/// The name in addresses and the display name of a pursuance.
async fn pursuance(
    visit: &Visit,
    tx: &mut ReadTx,
    slug: &str,
) -> Result<Option<(String, String)>, PageError> {
    match access::find(tx, &visit.who, slug, visit.now).await {
        Ok(access) => Ok(Some((access.pursuance.slug, access.pursuance.name))),
        Err(PerformError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn here(visit: &Visit, tx: &mut ReadTx, name: &str) -> Result<Option<String>, PageError> {
    if let Some((slug, _)) = pursuance(visit, tx, name).await? {
        return Ok(Some(links::pursuance(&slug)));
    }
    let account = accounts::by_name(tx, name).await?.filter(|account| account.suspended_at.is_none());
    Ok(account.map(|account| links::actor(&account.name)))
}

/// A skill name, if the reader can know it.
async fn skill(visit: &Visit, tx: &mut ReadTx, typed: &str) -> Result<Option<String>, PageError> {
    let Ok(skill) = Skill::parse(typed) else { return Ok(None) };
    let known = people::completions(tx, &visit.who, None, skill.as_str(), WORDS).await?;
    let is_same = |word: &String| Skill::parse(word).is_ok_and(|word| word.key() == skill.key());
    Ok(known.into_iter().find(is_same))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_task_a_person_a_pursuance_or_is_words() {
        for (text, named) in [
            ("#184", Some(Named::Task { within: None, number: 184 })),
            ("river-watch#184", Some(Named::Task { within: Some("river-watch"), number: 184 })),
            ("#", None),
            ("#-1", None),
            ("#+1", None),
            ("#99999999999999999999", None),
            ("River Watch#1", None),
            ("a#b#1", None),
            ("@mara", Some(Named::Here("mara"))),
            ("!River-Watch", None),
            ("!maps@lingua.example", Some(Named::There { name: "maps", host: "lingua.example" })),
            ("@Mara Okafor", None),
            ("@", None),
            ("@mara@lingua.example", Some(Named::There { name: "mara", host: "lingua.example" })),
            ("mara@127.0.0.1:8002", Some(Named::There { name: "mara", host: "127.0.0.1:8002" })),
            ("mara @ home", None),
            ("a@b@c", None),
            ("mara@", None),
            ("river-watch", Some(Named::Word("river-watch"))),
            ("River Watch", Some(Named::Word("River Watch"))),
            ("Language:French", Some(Named::Word("Language:French"))),
            ("\"river-watch\"", None),
            ("", None),
        ] {
            assert_eq!(Named::parse(text), named, "{text}");
        }
    }
}
