//! The reviewer of a task: the choice in forms, and the form that changes it.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::SetReviewer;
use pursuance_domain::allowed::Permission;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{ActorRef, Reviews};

use super::forms::{At, act};
use super::show::load;
use crate::actions::access::{self, Access};
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::tasks::Task;
use crate::text::Text;
use crate::web::cards::pick::{self, Meant, MemberChoices, Pick};
use crate::web::frame::notice::FormNotice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted};
use crate::web::request::refusal::{field_of, refusal_text};

/// The choice of the reviewer of a task.
#[derive(Default)]
pub struct Reviewers {
    /// Members from Normal on, or the creator of the task; empty where the viewer may not choose.
    pub pick: Pick,
    /// Whether the task may skip the review, and whether it does.
    pub may_skip: bool,
    pub skips: bool,
    /// Whether nobody is to be asked about a new task yet.
    pub not_yet: bool,
}

impl Reviewers {
    /// Whether the viewer may choose a reviewer, which requires access to the list of members.
    pub(in crate::web) fn may_choose(access: &Access) -> bool {
        access.may(Permission::SeeMembers, None)
    }

    /// The choice for a new task.
    pub(in crate::web) async fn of_new(tx: &mut ReadTx, t: Text, access: &Access) -> Result<Self, PageError> {
        if !Self::may_choose(access) {
            return Ok(Self::default());
        }
        Ok(Self::of_new_among(&MemberChoices::of(tx, access).await?, t, access))
    }

    /// The choice for a new task, among members already read.
    pub(super) fn of_new_among(members: &MemberChoices, t: Text, access: &Access) -> Self {
        Self::choosing(members, t, access, None, may_skip(access))
    }

    /// The choice for an existing task, with its present reviewer.
    pub(super) async fn of(
        tx: &mut ReadTx,
        (t, actors, members): (Text, &mut Actors, &MemberChoices),
        access: &Access,
        task: &Task,
        is_delegated: bool,
    ) -> Result<Self, PageError> {
        let reviewer = match &task.reviewer {
            Some(id) => Some((actors.name(tx, id).await?, actors.get(tx, id).await?.display.clone())),
            None => None,
        };
        let chosen = reviewer.as_ref().map(|(name, display)| (name.as_str(), display.as_str()));
        let is_ours = !task.is_mirror() && !is_delegated && !task.phase.is_under_review();
        let may_skip = may_skip(access) && is_ours;
        let skips = may_skip && !task.needs_review;
        Ok(Self { skips, ..Self::choosing(members, t, access, chosen, may_skip) })
    }

    fn choosing(
        members: &MemberChoices,
        t: Text,
        access: &Access,
        chosen: Option<(&str, &str)>,
        may_skip: bool,
    ) -> Self {
        if !Self::may_choose(access) {
            return Self::default();
        }
        let pick = members.pick(t.s(nobody_named_key(access)), Role::Normal, chosen);
        Self { pick, may_skip, skips: false, not_yet: false }
    }

    /// Whether the choice differs from the default, or was refused.
    pub fn is_chosen(&self) -> bool {
        let first = self.pick.choices.first().is_none_or(|first| first.selected);
        self.skips
            || self.pick.field.is_refused()
            || (!self.pick.is_searched && !first)
            || (self.pick.is_searched && !self.pick.field.value.is_empty())
    }

    /// Fills in the sent choice, with the reason why it was refused.
    pub(in crate::web) fn refused(&mut self, typed: &FormFields, why: String) {
        self.skips = typed.is_ticked("no_review");
        self.not_yet = typed.is_ticked("not_yet");
        self.pick = std::mem::take(&mut self.pick).refused(typed.text("reviewer"), why);
    }
}

/// Reads the reviewer of a sent form: `reviewer`, a name, or empty for the creator; `no_review` (yes) for none, which takes precedence over
/// a name.
pub(in crate::web) async fn meant(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    typed: &FormFields,
) -> Result<Meant<ActorRef>, PageError> {
    let written = if typed.is_ticked("no_review") { "" } else { typed.text("reviewer") };
    named(tx, t, access, written).await
}

/// Finds the member whom a typed name means as a reviewer; nobody if it is empty.
pub(in crate::web) async fn named(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    written: &str,
) -> Result<Meant<ActorRef>, PageError> {
    if written.is_empty() {
        return Ok(Meant::None);
    }
    access.demand(Permission::SeeMembers, None)?;
    pick::member(tx, t, access, written).await
}

/// `POST /p/{slug}/t/{number}/reviewer`: `reviewer`, and `no_review` (yes) when ticked.
pub async fn set(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let meant = meant(&mut tx, visit.t, &access, &form).await?;
    drop(tx);
    let reviewer = match meant {
        Meant::This(reviewer) => Some(reviewer),
        Meant::None => None,
        Meant::Unclear(why) => {
            let mut shown = load(&visit, &slug, number).await?;
            shown.people.reviewers.refused(&form, why);
            "reviewer".clone_into(&mut shown.form.open);
            return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let needs_review = !form.is_ticked("no_review");
    let action = SetReviewer { pursuance: slug.clone(), task: number, reviewer, needs_review }.into();
    act(&visit, &slug, number, (action, &form), FormNotice::good("notice-reviewer-set"), |shown, refused| {
        "reviewer".clone_into(&mut shown.form.open);
        let is_beside = field_of(refused) == Some("reviewer") && !shown.people.reviewers.pick.is_empty();
        let why = if is_beside { refusal_text(visit.t, refused) } else { String::new() };
        shown.people.reviewers.refused(&form, why);
        is_beside
    })
    .await
}

/// Whether the pursuance lets single tasks skip the review.
fn may_skip(access: &Access) -> bool {
    access.pursuance.may_skip_review && access.pursuance.reviews == Reviews::Always
}

/// The key of the choice of no reviewer.
pub(in crate::web) fn nobody_named_key(access: &Access) -> &'static str {
    match access.pursuance.reviews {
        Reviews::Always => "edit-reviewer-creator",
        Reviews::Named | Reviews::Never => "edit-reviewer-nobody",
    }
}
