//! Tasks in a few words (RULES §7), as people type and paste them: reading a line with the members of this pursuance and the
//! days of its author.

use pursuance_domain::allowed::Permission;
use pursuance_domain::pairing::asks_by_itself;
use pursuance_domain::query::{HandleTerm, HostTerm, PersonTerm};
use pursuance_domain::task::Asks;
use pursuance_domain::task::listed::{Listed, ListedTask};
use pursuance_domain::task::quick::{self, Quick};
use pursuance_domain::value::{ActorRef, Parts};

use crate::actions::access::Access;
use crate::store::actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState};
use crate::text::Text;
use crate::web::request::session::Visit;

/// The most names looked up for one form; further names stay words of a title.
pub const LOOKED_UP: usize = 100;

/// The values read from a line.
#[derive(Debug, Clone)]
pub struct Understood {
    pub asks: Asks,
    /// The assignee.
    pub assignee: Option<ActorRef>,
    /// The display name of the assignee.
    pub who: Option<String>,
    /// Whether help is asked for at once; none if the skills decide.
    pub ask: Option<bool>,
}

impl Understood {
    /// Whether the task asks for help at once, if its author may.
    pub(in crate::web) fn is_asking(&self) -> bool {
        asks_by_itself(self.ask, !self.asks.skills.is_empty(), self.assignee.is_none())
    }

    /// The task of a list.
    pub fn listed(self, depth: usize) -> ListedTask {
        ListedTask { ask: self.ask, ..ListedTask::asking(self.asks, self.assignee, depth) }
    }
}

/// Reads the typed subtasks, one on each line; or returns the reason for a refusal.
pub(in crate::web) async fn parts(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    typed: &str,
) -> StoreResult<Result<Vec<Understood>, String>> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    // One more than allowed, to tell that there are too many.
    let lines: Vec<&str> = lines.take(Parts::MOST + 1).collect();
    let known = Known::of(visit, tx, access, lines.iter().copied()).await?;
    let read: Result<Vec<Understood>, String> =
        lines.into_iter().map(|line| known.understand(line)).collect();
    Ok(read.and_then(|read| {
        let titles = read.iter().map(|part| part.asks.title.clone()).collect();
        Parts::new(titles).map_err(|refusal| visit.t.say(&refusal.wording()))?;
        Ok(read)
    }))
}

/// Builds the tree of tasks from some lines.
pub fn listed(t: Text, read: Vec<Understood>) -> Result<Listed, String> {
    let tasks = read.into_iter().map(|part| part.listed(0)).collect();
    Listed::new(tasks).map_err(|refusal| t.say(&refusal.wording()))
}

/// The reason why lines cannot be suggested: an assignee can be suggested only for an existing task.
pub(in crate::web) fn not_suggested<'r>(
    t: Text,
    read: impl IntoIterator<Item = &'r Understood>,
) -> Option<String> {
    let who = read.into_iter().find_map(|part| part.who.as_deref())?;
    Some(t.with("suggest-for-nobody").set("who", who).to_string())
}

/// The members named in lines: user name and display name.
pub(in crate::web) struct Known<'a> {
    visit: &'a Visit,
    here: Option<HostTerm>,
    members: Vec<(String, String)>,
}

impl<'a> Known<'a> {
    /// Looks up the names in lines, if the viewer may see the members; otherwise every name stays a word of a title.
    pub(in crate::web) async fn of<'l>(
        visit: &'a Visit,
        tx: &mut ReadTx,
        access: &Access,
        lines: impl IntoIterator<Item = &'l str>,
    ) -> StoreResult<Self> {
        let here = HostTerm::parse(visit.app.addresses.authority());
        let mut known = Self { visit, here, members: Vec::new() };
        if !access.may(Permission::SeeMembers, None) {
            return Ok(known);
        }
        let mut names: Vec<String> = Vec::new();
        for name in lines.into_iter().flat_map(quick::names).filter_map(|handle| known.name_here(handle)) {
            if names.len() == LOOKED_UP {
                break;
            }
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            // By indices: a form may name a hundred, and a pursuance may have thousands of members.
            let Some(actor) = actors::by_name_here(tx, &name).await? else { continue };
            let member = pursuances::member(tx, &access.pursuance.id, &actor.id).await?;
            let member = member.filter(|member| member.state == MemberState::Active);
            known.members.extend(member.map(|member| (name, member.display)));
        }
        Ok(known)
    }

    /// The user name, if the handle is of this instance.
    fn name_here(&self, handle: HandleTerm) -> Option<String> {
        let handle = match &self.here {
            Some(here) => handle.seen_from(here),
            None => handle,
        };
        handle.host().is_none().then(|| handle.name().to_owned())
    }

    fn member(&self, handle: &HandleTerm) -> Option<&(String, String)> {
        let name = self.name_here(handle.clone())?;
        self.members.iter().find(|(known, _)| *known == name)
    }

    /// Reads a line, or returns the reason for a refusal.
    pub(in crate::web) fn understand(&self, line: &str) -> Result<Understood, String> {
        let t = self.visit.t;
        let quick = quick::read(line, |handle| self.member(handle).is_some())
            .map_err(|refusal| t.say(&refusal.wording()))?;
        let due = quick.due(self.visit.now, self.visit.zone).map_err(|refusal| t.say(&refusal.wording()))?;
        let asks = quick.asks(due).map_err(|refusal| t.say(&refusal.wording()))?;
        let Quick { assignee, ask, .. } = quick;
        let account = self.visit.signed_in.as_ref().map(|found| &found.account);
        let person = assignee.and_then(|person| match person {
            PersonTerm::Me => account.map(|account| (account.name.clone(), account.display.clone())),
            PersonTerm::Named(handle) => self.member(&handle).cloned(),
        });
        let (assignee, who) = match person {
            Some((name, called)) => (ActorRef::parse(&name).ok(), Some(called)),
            None => (None, None),
        };
        Ok(Understood { asks, assignee, who, ask })
    }
}
