//! A search that names one thing leads there: `#184`, `river-watch#184`, `@mara`, `mara@server`, a name, a skill. What its reader may
//! not read does not exist for it.

use pursuance_domain::value::{Name, Skill};

use crate::actions::{PerformError, access};
use crate::reads::people;
use crate::store::db::ReadTx;
use crate::store::{accounts, actors};
use crate::web::frame::links;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// Words for skills among which one is looked for.
const WORDS: usize = 20;

/// What a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Named<'a> {
    /// A task of a pursuance; `None` is the one in which the search began.
    Task { within: Option<&'a str>, number: i64 },
    /// `@name`: a pursuance or a person of this instance.
    Here(&'a str),
    /// `name@server`
    There { name: &'a str, host: &'a str },
    /// A name without a sign, or a skill: a word as well.
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
        let bare = text.strip_prefix(['@', '!']);
        match bare.unwrap_or(text).split_once('@') {
            Some((name, host)) => {
                let is_handle = !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
                (is_handle && !host.contains('@')).then_some(Self::There { name, host })
            }
            None if bare.is_some() => bare.filter(|name| is_name(name)).map(Self::Here),
            None => (!text.is_empty() && !text.starts_with('"')).then_some(Self::Word(text)),
        }
    }
}

/// Whether it is a name, in whatever case: a phone begins with a capital letter.
fn is_name(text: &str) -> bool {
    let small = text.to_lowercase();
    Name::parse(&small).is_ok_and(|name| name.as_str() == small)
}

/// Where a text leads, for a reader who came from the pursuance `from` (a slug, or empty).
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
        Some(Named::Task { within, number }) => {
            task(visit, tx, &within.unwrap_or(from).to_lowercase(), number).await
        }
        Some(Named::Here(name)) => here(visit, tx, &name.to_lowercase()).await,
        Some(Named::There { name, host }) if host.eq_ignore_ascii_case(visit.app.addresses.authority()) => {
            here(visit, tx, &name.to_lowercase()).await
        }
        Some(Named::There { name, host }) => {
            let known = actors::by_handle(tx, name, &host.to_ascii_lowercase()).await?;
            Ok(known.map(|actor| links::actor(crate::reads::name_of(&actor))))
        }
        Some(Named::Word(word)) if word.contains(':') => skill(visit, tx, word).await,
        Some(Named::Word(word)) if is_name(word) => pursuance(visit, tx, &word.to_lowercase()).await,
        Some(Named::Word(_)) => Ok(None),
    }
}

/// A text that is an address on another server: its page, where it can be looked up.
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

async fn pursuance(visit: &Visit, tx: &mut ReadTx, slug: &str) -> Result<Option<String>, PageError> {
    match access::find(tx, &visit.who, slug, visit.now).await {
        Ok(access) => Ok(Some(links::pursuance(&access.pursuance.slug))),
        Err(PerformError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn here(visit: &Visit, tx: &mut ReadTx, name: &str) -> Result<Option<String>, PageError> {
    if let Some(found) = pursuance(visit, tx, name).await? {
        return Ok(Some(found));
    }
    let account = accounts::by_name(tx, name).await?.filter(|account| account.suspended_at.is_none());
    Ok(account.map(|account| links::actor(&account.name)))
}

/// The tasks that need a skill, where the reader knows it.
async fn skill(visit: &Visit, tx: &mut ReadTx, typed: &str) -> Result<Option<String>, PageError> {
    let Ok(skill) = Skill::parse(typed) else { return Ok(None) };
    let known = people::completions(tx, &visit.who, None, skill.as_str(), WORDS).await?;
    let is_same = |word: &String| Skill::parse(word).is_ok_and(|word| word.key() == skill.key());
    Ok(known.iter().find(|word| is_same(word)).map(|word| links::help_wanted_for(word)))
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
            ("!River-Watch", Some(Named::Here("River-Watch"))),
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
