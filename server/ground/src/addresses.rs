//! Addresses of our objects for other servers. They are opaque and never change (PROTOCOL §1.3); the addresses for
//! people are in `web::frame::links`.

use pursuance_domain::id::{ActorId, TaskId};
use url::Url;

/// Makes addresses below the instance's base URL.
#[derive(Debug, Clone)]
pub struct Addresses {
    base: String,
    authority: String,
}

/// The object of a local address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named<'a> {
    Instance,
    Person(&'a str),
    Group(&'a str),
    Task(&'a str),
}

impl Addresses {
    /// Below a base URL without a path.
    pub fn new(base: &Url) -> Self {
        let base = base.as_str().trim_end_matches('/').to_owned();
        let authority = base.split_once("://").map_or(base.as_str(), |(_, rest)| rest).to_owned();
        Self { base, authority }
    }

    /// `https://host` without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The host, with the port when it is not the scheme's own: the part of a handle after the @.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Any path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The instance's own actor.
    pub fn instance(&self) -> String {
        self.at("/ap/instance")
    }

    /// The inbox everything public may go to.
    pub fn shared_inbox(&self) -> String {
        self.at("/ap/inbox")
    }

    /// A person.
    pub fn person(&self, id: &ActorId) -> String {
        self.at(&format!("/ap/u/{id}"))
    }

    /// A pursuance.
    pub fn group(&self, id: &ActorId) -> String {
        self.at(&format!("/ap/p/{id}"))
    }

    /// A task.
    pub fn task(&self, id: &TaskId) -> String {
        self.at(&format!("/ap/t/{id}"))
    }

    /// An activity with a new id.
    pub fn activity(&self, id: &str) -> String {
        self.at(&format!("/ap/act/{id}"))
    }

    /// A delegation with a new id.
    pub fn delegation(&self, id: &str) -> String {
        self.at(&format!("/ap/d/{id}"))
    }

    /// Handed-in work with a new id.
    pub fn submission(&self, id: &str) -> String {
        self.at(&format!("/ap/s/{id}"))
    }

    /// A comment.
    pub fn note(&self, id: &str) -> String {
        self.at(&format!("/ap/n/{id}"))
    }

    /// A review with a new id.
    pub fn review(&self, id: &str) -> String {
        self.at(&format!("/ap/rev/{id}"))
    }

    /// A skill offer.
    pub fn skill_offer(&self, id: &str) -> String {
        self.at(&format!("/ap/so/{id}"))
    }

    /// The copy of a file that a peer may fetch.
    pub fn file(&self, id: &str) -> String {
        self.at(&format!("/ap/file/{id}"))
    }

    /// The log of the messages that a pursuance sent to one peer.
    pub fn channel(&self, group: &ActorId, channel: &str) -> String {
        self.at(&format!("/ap/p/{group}/log/{channel}"))
    }

    /// The pursuance and the number of a task by the address of its page here.
    pub fn task_page<'a>(&self, address: &'a str) -> Option<(&'a str, i64)> {
        let path = address.strip_prefix(&self.base)?.strip_prefix("/p/")?;
        let (pursuance, number) = path.split_once("/t/")?;
        Some((pursuance, number.trim_end_matches('/').parse().ok()?))
    }

    /// The object of a local address; `None` for remote addresses and for objects without a page of their own.
    pub fn named<'a>(&self, uri: &'a str) -> Option<Named<'a>> {
        let path = uri.strip_prefix(&self.base)?;
        if path == "/ap/instance" {
            return Some(Named::Instance);
        }
        let (kind, id) = path.strip_prefix("/ap/")?.split_once('/')?;
        if !pursuance_domain::id::is_own_id(id) {
            return None;
        }
        match kind {
            "u" => Some(Named::Person(id)),
            "p" => Some(Named::Group(id)),
            "t" => Some(Named::Task(id)),
            _ => None,
        }
    }
}

/// The name in the path of a page of a pursuance or a person, or of a page below it.
pub fn name_on_page(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/p/").or_else(|| path.strip_prefix("/@"))?;
    rest.split('/').next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_on_a_page_stands_first_whatever_follows() {
        for path in ["/p/lingua", "/p/lingua/", "/p/lingua/tasks", "/@lingua", "/@lingua/"] {
            assert_eq!(name_on_page(path), Some("lingua"), "{path}");
        }
        for path in ["/", "/p/", "/p//evil.example", "/@", "/about", "/ap/p/lingua"] {
            assert_eq!(name_on_page(path), None, "{path}");
        }
    }

    #[test]
    fn addresses_read_back() {
        let addresses = Addresses::new(&Url::parse("http://localhost:8001/").unwrap());
        assert_eq!(addresses.authority(), "localhost:8001");
        let id = TaskId("01jd0000000000000000000000".into());
        assert_eq!(addresses.named(&addresses.task(&id)), Some(Named::Task("01jd0000000000000000000000")));
        assert_eq!(addresses.named(&addresses.instance()), Some(Named::Instance));
        assert_eq!(addresses.named("http://localhost:8002/ap/t/01jd0000000000000000000000"), None);
        assert_eq!(addresses.named("http://localhost:8001/ap/t/../p"), None);
    }
}
