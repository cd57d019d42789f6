//! Choosing a task or a member in a form: a list, or a field with proposals, and the choice behind a typed text.

use std::collections::HashMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::value::ActorRef;

use crate::actions::access::{self, Access};
use crate::actions::sealed::MEMBERS_MOST;
use crate::actions::{PerformError, Refused};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::{self, Row, TitleCondition};
use crate::store::pursuances::{self, Member};
use crate::store::roster::{self, Able};
use crate::store::tasks::Task;
use crate::text::Text;
use crate::web::frame::view::{Choice, Field, TaskLink};
use crate::web::request::failure::PageError;

/// One more than the field proposes, to tell whether there are more.
const LOOKED_AT: i64 = PROPOSED as i64 + 1;
/// How many members with exactly this name are read: one by user name; two by display name show that the name is
/// ambiguous.
const CALLED: i64 = 3;
/// As many members as a private pursuance has at most.
const PRIVATE: i64 = MEMBERS_MOST as i64;
/// Matches that a refusal names.
const NAMED: usize = 5;

/// The most entries of a list; more entries become a search field.
pub const FEW: usize = 20;
/// How many proposals a browser shows for a search field.
pub const PROPOSED: usize = 50;

/// A choice among few, or among many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pick {
    /// The entries of the list, or the proposals of the field.
    pub choices: Vec<Choice>,
    /// The text of the field, and the reason why the choice was refused.
    pub field: Field,
    /// The meaning of an empty field.
    pub none: String,
    /// Whether it is a search field instead of a list.
    pub is_searched: bool,
    /// The entries of the list behind the proposed ones.
    pub others: Vec<Choice>,
}

impl Pick {
    /// A list with an entry for none.
    pub fn few(none: &str, choices: Vec<Choice>) -> Self {
        let selected = choices.iter().all(|choice| !choice.selected);
        let first = Choice { value: String::new(), label: none.to_owned(), selected };
        Self {
            choices: std::iter::once(first).chain(choices).collect(),
            none: none.to_owned(),
            ..Self::default()
        }
    }

    /// A search field that proposes the first choices.
    pub fn many(none: &str, mut choices: Vec<Choice>, written: String) -> Self {
        choices.truncate(PROPOSED);
        Self {
            choices,
            field: Field::of(written),
            none: none.to_owned(),
            is_searched: true,
            others: Vec::new(),
        }
    }

    /// Adds the typed text and the reason why it was refused. A list selects the entry again.
    #[must_use]
    pub fn refused(mut self, written: &str, why: impl Into<String>) -> Self {
        for choice in self.choices.iter_mut().chain(&mut self.others) {
            choice.selected = choice.value == written;
        }
        self.field = Field::of(written).refused(why);
        self
    }

    /// The label of the choice.
    pub fn chosen(&self) -> &str {
        if self.is_searched { &self.field.value } else { label_of(&self.choices) }
    }

    /// Whether there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && !self.is_searched
    }
}

/// The label of the chosen entry of a list.
pub fn label_of(choices: &[Choice]) -> &str {
    choices.iter().find(|choice| choice.selected).map_or("", |choice| &choice.label)
}

/// The choice behind a typed text.
pub(in crate::web) enum Meant<T> {
    This(T),
    /// The empty field.
    None,
    /// The text is ambiguous or unknown, with the reason.
    Unclear(String),
}

impl<T> Meant<T> {
    /// The chosen one.
    pub(in crate::web) fn this(self) -> Option<T> {
        match self {
            Self::This(this) => Some(this),
            Self::None | Self::Unclear(_) => None,
        }
    }
}

/// Tasks that can be the parent of another: open ones, never the task itself.
pub(in crate::web) async fn places(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    but: Option<&Task>,
    chosen: Option<&TaskLink>,
) -> Result<Pick, PageError> {
    let sight = access.sight()?;
    let mut rows = outline::roots(tx, &sight, (i64::MIN, i64::MIN), LOOKED_AT).await?;
    let open: Vec<_> = rows.iter().filter(|row| !row.phase.is_closed()).map(|row| &row.id).collect();
    let below = outline::below_each(tx, &sight, &open, 10).await?;
    rows.extend(below);
    rows.retain(|row| !row.phase.is_closed() && but.is_none_or(|task| task.id != row.id));
    let none = t.s("place-top");
    if rows.len() > FEW {
        let written = chosen.map(|task| numbered(task.number, task.title.said())).unwrap_or_default();
        let proposed = rows.iter().map(|row| Choice {
            value: numbered(row.number, &row.title.said(t)),
            label: String::new(),
            selected: false,
        });
        return Ok(Pick::many(none, proposed.collect(), written));
    }
    let choice = |number: i64, title: &str| Choice {
        value: number.to_string(),
        label: format!("{title} #{number}"),
        selected: chosen.is_some_and(|task| task.number == number),
    };
    let mut choices: Vec<Choice> = rows.iter().map(|row| choice(row.number, &row.title.said(t))).collect();
    // The chosen task may be closed or deeper in the tree: saving must not move the task away from it.
    if let Some(task) = chosen.filter(|_| choices.iter().all(|choice| !choice.selected)) {
        choices.push(choice(task.number, task.title.said()));
    }
    Ok(Pick::few(none, choices))
}

fn numbered(number: i64, title: &str) -> String {
    format!("#{number} {title}")
}

/// The task behind a text: by its number, or by its title. A task that the viewer may not read is not found.
pub(in crate::web) async fn task(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    written: &str,
) -> Result<Meant<i64>, PageError> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(Meant::None);
    }
    if let Some(number) = number_in(written) {
        return Ok(match access::find_task(tx, access, number).await {
            Ok(task) => Meant::This(task.number),
            Err(PerformError::Refused(Refused::NotFound(_))) => {
                Meant::Unclear(t.with("pick-no-number").set("number", number).to_string())
            }
            Err(error) => return Err(error.into()),
        });
    }
    let sight = access.sight()?;
    // Asked for by itself: of many that have the words in them, it need not be among the newest.
    let mut exact = outline::titled(tx, &sight, TitleCondition::As(written), LOOKED_AT).await?;
    exact.retain(|row| {
        !row.phase.is_closed() && row.title.open().is_some_and(|title| is_same(title, written))
    });
    if let [only] = exact.as_slice() {
        return Ok(Meant::This(only.number));
    }
    let mut found = outline::titled(tx, &sight, TitleCondition::With(written), LOOKED_AT).await?;
    found.retain(|row| !row.phase.is_closed());
    let named = |row: &Row| numbered(row.number, &row.title.said(t));
    let names: Vec<String> = found.iter().take(NAMED).map(named).collect();
    Ok(Meant::Unclear(if names.is_empty() {
        t.s("pick-no-task").to_owned()
    } else {
        t.with("pick-some-tasks").set("tasks", names.join(", ")).to_string()
    }))
}

/// `12`, `#12`, or a proposal of the field: `#12 Count the hives`.
pub(in crate::web) fn number_in(written: &str) -> Option<i64> {
    match written.strip_prefix('#') {
        Some(rest) => rest.split_whitespace().next()?.parse().ok(),
        None => written.parse().ok(),
    }
}

/// Skills without their areas.
fn details(skills: &[String]) -> String {
    let detail =
        |skill: &String| skill.split_once(':').map_or(skill.clone(), |(_, detail)| detail.to_owned());
    skills.iter().map(detail).collect::<Vec<_>>().join(", ")
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.to_lowercase()
}

/// The members for all choices of a page, read once. `None` if there are more members than a field proposes: the first by name
/// would not be the right ones.
pub(in crate::web) struct MemberChoices(Option<Vec<Member>>);

impl MemberChoices {
    /// No members, for a page without a choice of members.
    pub(in crate::web) fn nobody() -> Self {
        Self(Some(Vec::new()))
    }

    pub(in crate::web) async fn of(tx: &mut ReadTx, access: &Access) -> StoreResult<Self> {
        if access.pursuance.members >= LOOKED_AT {
            return Ok(Self(None));
        }
        // Suspended members are among them, and are refused wherever one is chosen.
        let found = pursuances::members_in(tx, &access.pursuance.id, &Role::ALL, LOOKED_AT).await?;
        Ok(Self(Some(found)))
    }

    /// The choice of whom tasks are given to: who fits them first, then who has least, each with why.
    fn able(t: Text, proposed: ProposedMembers, none: &str, chosen: Option<(&str, &str)>) -> Pick {
        let ProposedMembers { mut found, tasks, is_all, told, parts } = proposed;
        found.sort_by_key(|one| (!one.fits(), std::cmp::Reverse(one.has), one.under_way));
        let names: HashMap<String, String> = found
            .iter()
            .map(|one| {
                let skills = parts.get(&one.member.actor).filter(|_| !one.fits());
                let key = match (one.fits(), told) {
                    (true, true) => "pick-fits",
                    (false, true) if skills.is_some() => "pick-has-some",
                    (false, true) => "pick-has",
                    (true, false) => "pick-fits-only",
                    (false, false) => return (one.member.name.clone(), one.member.display.clone()),
                };
                let said = t.with(key).set("name", one.member.display.as_str()).set("n", one.under_way);
                let skills = skills.map_or_else(String::new, |skills| details(skills));
                let said = said.set("tasks", tasks).set("skills", skills.as_str());
                (one.member.name.clone(), said.to_string())
            })
            .collect();
        let members = Self(Some(found.into_iter().map(|one| one.member).collect()));
        let mut pick = members.pick(none, Role::Untrusted, chosen);
        if !is_all {
            pick.choices.retain(|choice| !choice.value.is_empty());
            // The chosen person stays among the choices.
            if let Some((name, display)) = chosen
                && pick.choices.iter().take(FEW).all(|choice| !choice.selected)
            {
                let has_it = Choice { value: name.to_owned(), label: display.to_owned(), selected: true };
                pick.choices.retain(|choice| !choice.selected);
                pick.choices.insert(0, has_it);
            }
            pick.choices.truncate(FEW);
            let written = chosen.map(|(name, _)| name.to_owned()).unwrap_or_default();
            pick = Pick::many(none, pick.choices, written);
        }
        for choice in &mut pick.choices {
            if let Some(said) = names.get(&choice.value) {
                choice.label.clone_from(said);
            }
        }
        pick
    }

    /// The choice of members with at least the role `least`. `chosen`: user name and display name, also of a member who left.
    pub(in crate::web) fn pick(&self, none: &str, least: Role, chosen: Option<(&str, &str)>) -> Pick {
        let written = || chosen.map(|(name, _)| name.to_owned()).unwrap_or_default();
        let Some(found) = &self.0 else { return Pick::many(none, Vec::new(), written()) };
        let able = found.iter().filter(|member| member.role >= least);
        let mut choices: Vec<Choice> = able
            .map(|member| Choice {
                selected: chosen.is_some_and(|(name, _)| name == member.name),
                value: member.name.clone(),
                label: member.display.clone(),
            })
            .collect();
        if found.len() > FEW {
            return Pick::many(none, choices, written());
        }
        if let Some((name, display)) = chosen.filter(|_| choices.iter().all(|choice| !choice.selected)) {
            choices.push(Choice { value: name.to_owned(), label: display.to_owned(), selected: true });
        }
        Pick::few(none, choices)
    }
}

/// The choice of members for a page that has only one.
pub(in crate::web) async fn members(
    tx: &mut ReadTx,
    access: &Access,
    none: &str,
    least: Role,
    chosen: Option<(&str, &str)>,
) -> Result<Pick, PageError> {
    Ok(MemberChoices::of(tx, access).await?.pick(none, least, chosen))
}

/// Members who are proposed for tasks.
struct ProposedMembers {
    found: Vec<Able>,
    /// For how many tasks.
    tasks: usize,
    /// Whether these are all members; if not, the best of them are proposed, and others are named.
    is_all: bool,
    /// Whether the viewer is told who has how much.
    told: bool,
    /// The skills of the people who have some of the skills that are asked for.
    parts: HashMap<ActorId, Vec<String>>,
}

/// The choice of the member who gets some tasks, or is asked about them: the best fitting first. A viewer who may not assign tasks
/// chooses among few members by name.
pub(in crate::web) async fn able(
    tx: &mut ReadTx,
    t: Text,
    (access, tasks): (&Access, &[&TaskId]),
    none: &str,
    least: Role,
    chosen: Option<(&str, &str)>,
) -> Result<Pick, PageError> {
    let (sight, told) = (access.sight()?, access.may(Permission::Assign, None));
    let is_all = access.pursuance.members < LOOKED_AT;
    let found = match (is_all, told) {
        (true, false) => return members(tx, access, none, least, chosen).await,
        (true, true) => roster::able(tx, &sight, (tasks, least), LOOKED_AT).await?,
        (false, _) => roster::fitting(tx, &sight, (tasks, least), FEW as i64).await?,
    };
    let have_some = found.iter().filter(|one| one.has > 0 && !one.fits()).map(|one| &one.member.actor);
    let have_some: Vec<&ActorId> = have_some.collect();
    let parts = roster::skills_among(tx, &sight, tasks, &have_some).await?;
    let proposed = ProposedMembers { found, tasks: tasks.len(), is_all, told, parts };
    let mut pick = MemberChoices::able(t, proposed, none, chosen);
    if access.pursuance.is_private() {
        // A private page has no text field: there all are in a list, with an entry for none.
        if pick.choices.iter().all(|choice| !choice.value.is_empty()) {
            let selected = pick.choices.iter().all(|choice| !choice.selected);
            pick.choices.insert(0, Choice { value: String::new(), label: none.to_owned(), selected });
        }
        if !is_all {
            let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| *role >= least).collect();
            let others = pursuances::members_in(tx, &access.pursuance.id, &roles, PRIVATE).await?;
            let others = others.into_iter().map(|member| Choice {
                value: member.name,
                label: member.display,
                selected: false,
            });
            let is_proposed = |one: &Choice| pick.choices.iter().any(|choice| choice.value == one.value);
            pick.others = others.filter(|one| !is_proposed(one)).collect();
        }
    }
    Ok(pick)
}

/// The member behind a text: by user name, or by display name. The viewer may see the members.
pub(in crate::web) async fn member(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    written: &str,
) -> Result<Meant<ActorRef>, PageError> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(Meant::None);
    }
    // Read separately: among many names that contain the words, the exact one need not be among the first.
    let called = pursuances::members_called(tx, &access.pursuance.id, written, CALLED).await?;
    let by_name = called.iter().find(|member| is_same(&member.name, written));
    let mut by_display = called.iter().filter(|member| is_same(&member.display, written));
    let only = match (by_display.next(), by_display.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    if let Some(member) = by_name.or(only) {
        let named = ActorRef::parse(&member.name).map_err(|_| PageError::BadRequest)?;
        return Ok(Meant::This(named));
    }
    let some = i64::try_from(NAMED).unwrap_or(i64::MAX);
    let found = pursuances::matching_members(tx, &access.pursuance.id, written, some).await?;
    let names: Vec<String> = found.iter().map(both_names).collect();
    if !names.is_empty() {
        return Ok(Meant::Unclear(t.with("pick-some-people").set("people", names.join(", ")).to_string()));
    }
    // A non-member: the rule refuses them.
    Ok(match ActorRef::parse(written) {
        Ok(named) => Meant::This(named),
        Err(_) => Meant::Unclear(t.with("pick-nobody").set("name", written).to_string()),
    })
}

fn both_names(member: &Member) -> String {
    format!("{} ({})", member.name, member.display)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: usize) -> Vec<Choice> {
        let one = |n: usize| Choice { value: n.to_string(), label: format!("Task {n}"), selected: n == 2 };
        (1..=count).map(one).collect()
    }

    #[test]
    fn a_list_has_an_entry_for_none_and_a_field_proposes_no_more_than_fits() {
        let few = Pick::few("Top level", numbered(3));
        assert_eq!(few.choices.len(), 4);
        assert!(!few.choices[0].selected && few.choices[2].selected);
        let many = Pick::many("Top level", numbered(300), "#2 Task 2".to_owned());
        assert_eq!((many.choices.len(), many.field.value.as_str()), (PROPOSED, "#2 Task 2"));
    }

    #[test]
    fn a_refused_choice_stands_as_it_was_made() {
        let few = Pick::few("Top level", numbered(3)).refused("3", "It is closed.");
        assert!(few.choices[3].selected && !few.choices[2].selected && few.field.is_refused());
        let many = Pick::many("Top level", numbered(30), String::new()).refused("repart", "Nothing.");
        assert_eq!(many.field.value, "repart");
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (written, number) in [("12", Some(12)), ("#12", Some(12)), ("#12 Count the hives", Some(12))] {
            assert_eq!(number_in(written), number, "{written}");
        }
        for words in ["2026 report", "Count", "#", "#bees", "12a"] {
            assert_eq!(number_in(words), None, "{words}");
        }
    }
}
