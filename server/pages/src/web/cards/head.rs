//! The head of every page of a pursuance, and the frame around it.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{RoomReaders, Visibility};

use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::reads::suggestion;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Pursuance, PursuancePageFacts};
use crate::text::Markup;
use crate::web::cards::notes::BanShown;
use crate::web::cards::notes::ClosedNote;
use crate::web::frame::counts::Counts;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::private;
use crate::web::frame::view::Words;
use crate::web::request::session::Visit;

/// The most waiting suggestions that are counted.
const COUNTED: usize = 99;

/// The head of every page of a pursuance.
pub struct Head {
    pub slug: String,
    /// Its name; of a private one, a place that its script fills.
    pub name: Words,
    /// `name@server`, for others to find it.
    pub handle: String,
    pub visibility: Visibility,
    pub members: i64,
    pub open_tasks: i64,
    /// Offers that wait for an answer, for members who may give it.
    pub incoming: Option<i64>,
    /// Join requests, for members who may decide.
    pub asking: i64,
    /// Suggestions that the viewer may decide; none for a non-member.
    pub suggestions: Option<usize>,
    /// Tasks that wait for the verdict of the viewer; none for a non-member.
    pub reviews: Option<i64>,
    /// Whether there are rooms that the viewer may read.
    pub has_rooms: bool,
    /// Whether the viewer may see the members.
    pub may_see_members: bool,
    /// Whether the viewer may see the health page.
    pub may_see_health: bool,
    /// Whether the viewer may change the settings.
    pub may_configure: bool,
    /// Whether the viewer may invite people.
    pub may_invite: bool,
    /// Whether the viewer may see the log.
    pub may_see_log: bool,
    /// Whether the viewer may write a task at the top of the outline.
    pub may_write: bool,
    /// The note that the pursuance is closed.
    pub closed: Option<ClosedNote>,
    /// The note that the viewer is banned.
    pub ban: Option<BanShown>,
    pub tab: PursuanceTab,
}

/// The pages of a pursuance that its tabs lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PursuanceTab {
    Tasks,
    Talk,
    Incoming,
    Suggestions,
    Reviews,
    Members,
    Health,
    Files,
    Settings,
    Invites,
    Log,
}

/// The tabs; two of them have several pages, which stand in a second line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Tasks,
    Talk,
    People,
    Requests,
    Health,
    About,
}

impl PursuanceTab {
    fn group(self) -> Group {
        match self {
            Self::Tasks => Group::Tasks,
            Self::Talk => Group::Talk,
            Self::Members => Group::People,
            Self::Incoming | Self::Suggestions | Self::Reviews => Group::Requests,
            Self::Health => Group::Health,
            Self::Files | Self::Settings | Self::Invites | Self::Log => Group::About,
        }
    }
}

/// A tab, or an entry of the second line.
pub struct Entry {
    pub href: String,
    /// The key of its name.
    pub key: &'static str,
    pub count: Option<i64>,
    /// The value of `aria-current`; empty elsewhere.
    current: &'static str,
}

impl Entry {
    pub fn current(&self) -> Markup {
        match self.current {
            "" => Markup::default(),
            value => Markup::trusted(format!(" aria-current=\"{value}\"")),
        }
    }
}

impl Head {
    /// The tabs that the viewer has.
    pub fn tabs(&self) -> Vec<Entry> {
        let (slug, within) = (self.slug.as_str(), self.tab.group());
        let mut tabs = Vec::with_capacity(6);
        let mut add = |group: Group, key, href, count| {
            let has_more = matches!(group, Group::Requests | Group::About);
            let current = match within == group {
                true if has_more => "true",
                true => "page",
                false => "",
            };
            tabs.push(Entry { href, key, count, current });
        };
        add(Group::Tasks, "tab-tasks", links::pursuance(slug), Some(self.open_tasks));
        if self.has_rooms {
            add(Group::Talk, "tab-talk", links::talk(slug), None);
        }
        if self.may_see_members {
            add(Group::People, "tab-people", links::members(slug), Some(self.members));
        }
        let requests = self.requests();
        let waiting = |entry: &&Entry| entry.count.is_some();
        if let Some(first) = requests.iter().find(waiting).or(requests.first()) {
            let all: i64 = requests.iter().filter_map(|entry| entry.count).sum();
            add(Group::Requests, "tab-requests", first.href.clone(), Some(all).filter(|all| *all > 0));
        }
        if self.may_see_health {
            add(Group::Health, "tab-health", links::health(slug), None);
        }
        if let Some(first) = self.about().first() {
            add(Group::About, "tab-about", first.href.clone(), None);
        }
        tabs
    }

    /// The pages of the tab of this page, where it has several.
    pub fn beside(&self) -> Vec<Entry> {
        let pages = match self.tab.group() {
            Group::Tasks | Group::Talk | Group::People | Group::Health => Vec::new(),
            Group::Requests => self.requests(),
            Group::About => self.about(),
        };
        if pages.len() > 1 { pages } else { Vec::new() }
    }

    /// Lists the requests that wait for an answer, with their numbers.
    fn requests(&self) -> Vec<Entry> {
        let slug = self.slug.as_str();
        let asking = Some(self.asking).filter(|asking| *asking > 0);
        let suggestions = self.suggestions.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let entry = |tab: Option<PursuanceTab>, key, href, count: i64| Entry {
            href,
            key,
            count: Some(count).filter(|count| *count > 0),
            current: if tab == Some(self.tab) { "page" } else { "" },
        };
        [
            self.incoming
                .map(|n| entry(Some(PursuanceTab::Incoming), "tab-incoming", links::incoming(slug), n)),
            suggestions.map(|n| {
                entry(Some(PursuanceTab::Suggestions), "tab-suggestions", links::suggestions(slug), n)
            }),
            self.reviews.map(|n| {
                entry(Some(PursuanceTab::Reviews), "tab-reviews", links::pursuance_reviews(slug), n)
            }),
            asking.map(|n| entry(None, "tab-asking", links::members_asking(slug), n)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn about(&self) -> Vec<Entry> {
        let slug = self.slug.as_str();
        let pages = [
            (PursuanceTab::Files, "tab-mission", links::files(slug), !self.visibility.is_private()),
            (PursuanceTab::Settings, "tab-settings", links::pursuance_settings(slug), self.may_configure),
            (PursuanceTab::Invites, "invites", links::invites(slug), self.may_invite),
            (PursuanceTab::Log, "tab-log", links::log(slug), self.may_see_log),
        ];
        let pages = pages.into_iter().filter(|(.., is_there)| *is_there);
        pages
            .map(|(tab, key, href, _)| Entry {
                href,
                key,
                count: None,
                current: if tab == self.tab { "page" } else { "" },
            })
            .collect()
    }
}

/// The frame of a page of a pursuance, which reports changes.
pub(in crate::web) async fn layout(visit: &Visit, tx: &mut ReadTx, access: &Access) -> StoreResult<Layout> {
    let slug = &access.pursuance.slug;
    Ok(Layout { live: Some(links::pursuance_live(slug)), ..visit.layout(tx, Nav::pursuance(slug)).await? })
}

/// The head of every page of a pursuance.
pub(in crate::web) async fn head(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    tab: PursuanceTab,
) -> Result<Head, PerformError> {
    let sight = access.sight()?;
    let beside = pursuances::page_facts(tx, &sight, visit.person(), visit.now).await?;
    let counts = visit.sums.at(tx, &sight, beside.last).await?;
    head_with(visit, tx, access, tab, (counts, &beside)).await
}

pub(in crate::web) async fn head_with(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    tab: PursuanceTab,
    (counts, beside): (Counts, &PursuancePageFacts),
) -> Result<Head, PerformError> {
    let pursuance = &access.pursuance;
    let (answers, decides) =
        (access.may(Permission::Delegate, None), access.may(Permission::DecideMember, None));
    // Nothing is handed to a private pursuance.
    let is_private = pursuance.is_private();
    let suggestions = match access.role() {
        Some(_) if !beside.has_suggestions => Some(0),
        Some(_) => Some(suggestion::waiting(tx, access, "", COUNTED).await?.len()),
        None => None,
    };
    let reviews = match (access.role(), judge(access)) {
        // Nothing is decided in a closed pursuance.
        (Some(_), _) if pursuance.closed_at.is_some() => Some(0),
        (Some(_), Some(_)) => Some(beside.reviews),
        (Some(_), None) => Some(0),
        (None, _) => None,
    };
    Ok(Head {
        slug: pursuance.slug.clone(),
        name: name_of(pursuance),
        handle: format!("{}@{}", pursuance.slug, visit.app.addresses.authority()),
        visibility: pursuance.visibility,
        members: pursuance.members,
        open_tasks: counts.total() - counts.done,
        incoming: (answers && !is_private).then_some(beside.incoming),
        asking: if decides { beside.asking } else { 0 },
        suggestions,
        reviews,
        has_rooms: !is_private && access.may(Permission::SeeRoom { open: RoomReaders::Everyone }, None),
        may_see_members: access.may(Permission::SeeMembers, None),
        may_see_health: access.may(Permission::SeeHealth, None),
        may_configure: access.may(Permission::EditPursuance, None),
        may_invite: access.may(Permission::Invite { role: Role::Untrusted }, None),
        may_see_log: access.may(Permission::SeeLog, None),
        may_write: access.may(Permission::CreateTask, None),
        closed: ClosedNote::of(visit, tx, access).await?,
        ban: BanShown::of_viewer(visit, tx, access).await?,
        tab,
    })
}

fn name_of(pursuance: &Pursuance) -> Words {
    match pursuance.visibility {
        Visibility::Sealed => private::name_of(&pursuance.name),
        Visibility::Public | Visibility::Unlisted | Visibility::Members => pursuance.name.as_str().into(),
    }
}

/// The viewer, if they may decide about work.
pub(in crate::web) fn judge(access: &Access) -> Option<&ActorId> {
    access.who.person().filter(|_| access.role() >= Some(Role::Normal))
}
