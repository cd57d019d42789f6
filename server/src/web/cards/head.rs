//! The head of every page of a pursuance, and the frame around it.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::Visibility;

use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::reads::suggestion;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Beside};
use crate::text::Markup;
use crate::web::cards::notes::BanShown;
use crate::web::cards::notes::ClosedNote;
use crate::web::frame::counts::Counts;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::session::Visit;

/// The most waiting suggestions that are counted.
const COUNTED: usize = 99;

/// The head of every page of a pursuance.
pub struct Head {
    pub slug: String,
    pub name: String,
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
    /// Whether the viewer may see the members.
    pub may_see_members: bool,
    /// Whether the viewer may see the health page.
    pub may_see_health: bool,
    /// Whether the viewer may change the settings.
    pub may_configure: bool,
    /// Whether the viewer may write a task at the top of the outline.
    pub may_write: bool,
    /// The note that the pursuance is closed.
    pub closed: Option<ClosedNote>,
    /// The note that the viewer is banned.
    pub ban: Option<BanShown>,
    pub tab: Tab,
}

/// The tabs of a pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Tasks,
    Incoming,
    Suggestions,
    Reviews,
    Members,
    Files,
    Health,
    Settings,
}

impl Head {
    /// `aria-current` for a tab, by the last part of its key.
    pub fn current(&self, tab: &str) -> Markup {
        let here = match self.tab {
            Tab::Tasks => "tasks",
            Tab::Incoming => "incoming",
            Tab::Suggestions => "suggestions",
            Tab::Reviews => "reviews",
            Tab::Members => "members",
            Tab::Files => "files",
            Tab::Health => "health",
            Tab::Settings => "settings",
        };
        Markup::trusted(if here == tab { " aria-current=\"page\"".to_owned() } else { String::new() })
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
    tab: Tab,
) -> Result<Head, PerformError> {
    let sight = access.sight()?;
    let beside = pursuances::beside(tx, &sight, visit.person()).await?;
    let counts = visit.sums.at(tx, &sight, beside.last).await?;
    head_with(visit, tx, access, tab, (counts, &beside)).await
}

pub(in crate::web) async fn head_with(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    tab: Tab,
    (counts, beside): (Counts, &Beside),
) -> Result<Head, PerformError> {
    let pursuance = &access.pursuance;
    let (answers, decides) =
        (access.may(Permission::Delegate, None), access.may(Permission::DecideMember, None));
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
        name: pursuance.name.clone(),
        handle: format!("{}@{}", pursuance.slug, visit.app.addresses.authority()),
        visibility: pursuance.visibility,
        members: pursuance.members,
        open_tasks: counts.total() - counts.done,
        incoming: answers.then_some(beside.incoming),
        asking: if decides { beside.asking } else { 0 },
        suggestions,
        reviews,
        may_see_members: access.may(Permission::SeeMembers, None),
        may_see_health: access.may(Permission::SeeHealth, None),
        may_configure: access.may(Permission::EditPursuance, None),
        may_write: access.may(Permission::CreateTask, None),
        closed: ClosedNote::of(visit, tx, access).await?,
        ban: BanShown::of_viewer(visit, tx, access).await?,
        tab,
    })
}

/// The viewer, if they may decide about work.
pub(in crate::web) fn judge(access: &Access) -> Option<&ActorId> {
    access.who.person().filter(|_| access.role() >= Some(Role::Normal))
}
