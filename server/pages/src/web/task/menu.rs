//! The menu of the page of a task: the rarely used actions.

use pursuance_domain::task::phase::Phase;

use super::page::TaskPage;
use super::step::Steps;
use crate::web::frame::links;
use crate::web::frame::menu::Entry;

/// The number of entries that every member has in the menu of a mirror.
const MIRROR_ENTRIES: usize = 2;

impl TaskPage {
    /// The entries of the menu. Many open a folded part of the page.
    pub fn menu(&self) -> Vec<Entry> {
        let (t, slug, number) = (self.l.t, self.slug.as_str(), self.number);
        let Steps { may, in_place, suggests, .. } = &self.steps;
        let opens = |part: &str, said: &str| Entry::leads(said, links::task_open(slug, number, part));
        let takes_the_place = in_place.has_step().then(|| opens("in-place", &self.in_place_head()));
        let uncalls = || {
            let to = links::task_form(slug, number, "phase");
            Entry::sends(t.s("task-uncall"), to, ("phase", Phase::New.as_str()))
        };
        let sees_asked = may.assign && self.people.assignee.is_none();
        let entries = [
            may.edit.then(|| Entry::leads(t.s("task-edit"), links::task_edit(slug, number)).by_key("e")),
            self.may_name_reviewer().then(|| opens("reviewer", t.s("task-set-reviewer"))),
            takes_the_place.map(|entry| if may.has_step() { entry } else { entry.by_key("p") }),
            self.hands_over_rarely()
                .then(|| Entry::leads(t.s("task-hand-over"), links::hand_over(slug, number))),
            self.takes_whole_rarely().then(|| opens("take", t.s("step-take-whole"))),
            suggests.any().then(|| Entry::leads(t.s("suggest-head"), links::task_suggest(slug, number))),
            may.uncall.then(uncalls),
            sees_asked.then(|| Entry::leads(t.s("pairing-title"), links::task_pairing(slug, number))),
            self.adds_rarely().then(|| Entry::leads(t.s("several"), links::add_several_under(slug, number))),
            self.waits_rarely().then(|| opens("waits", t.s("dependencies-say"))),
            self.is_mirror_of_a_member().then(|| opens("asked-more", t.s("asked-more"))),
            self.is_mirror_of_a_member().then(|| opens("watch", t.s("watching"))),
            may.grant.then(|| Entry::leads(t.s("grants"), links::task_grants(slug, number))),
            may.hand_back.then(|| opens("let-go", t.s("task-let-go"))),
            self.hangs_rarely().then(|| opens("add-file", t.s("files-add"))),
        ];
        let looked_at = self.sides.outgoing.iter().filter(|out| self.sees_rarely(out));
        let sees = looked_at.map(|out| opens(&out.d.at("they-see"), t.s(out.d.more_key("they-see"))));
        // An open offer has its own button to withdraw it.
        let recalled = self.sides.outgoing.iter().filter(|out| out.may.manage && !out.d.is_open());
        let recalls = recalled.filter(|out| out.d.is_recallable()).map(|out| {
            let recall = t.with("task-recall-from").set("peer", out.d.peer.name.as_str()).to_string();
            opens(&out.d.at("recall"), &recall)
        });
        let gives_back = self.sides.incoming.as_ref().filter(|mirror| mirror.may.give_back).map(|mirror| {
            let said = t.with("task-return-to").set("peer", mirror.d.peer.name.as_str()).to_string();
            opens("return", &said)
        });
        let puts_away = self.is_put_away_here().then(|| opens("put-away", t.s("task-put-away")));
        entries.into_iter().flatten().chain(sees).chain(recalls).chain(gives_back).chain(puts_away).collect()
    }

    /// The key of the menu's label. On a mirror the menu has entries that change nothing; some viewers have only these.
    pub fn menu_key(&self) -> &'static str {
        let changes = self.menu().len() > MIRROR_ENTRIES || !self.is_mirror_of_a_member();
        if changes { "task-change" } else { "task-more" }
    }

    /// Whether the viewer may ask one more pursuance for a task that is on offer.
    fn hands_over_rarely(&self) -> bool {
        self.steps.may.hand_over && self.sides.on_offer_to().is_some()
    }

    /// Whether the viewer may ask a first pursuance for it.
    pub fn hands_over(&self) -> bool {
        self.steps.may.hand_over && !self.hands_over_rarely()
    }

    /// Whether the menu has the form that adds several subtasks: on a mirror, where this is rare.
    fn adds_rarely(&self) -> bool {
        self.sides.incoming.is_some() && self.steps.may.add_subtask
    }

    /// Whether the menu leads to the form for dependencies: on a mirror without any.
    pub fn waits_rarely(&self) -> bool {
        self.sides.incoming.is_some() && self.dependencies.may_say() && self.dependencies.is_untied()
    }

    /// Whether it is a mirror and the viewer may watch it: the menu then leads to the notification settings and to the exact request. A
    /// visitor has no menu.
    fn is_mirror_of_a_member(&self) -> bool {
        self.sides.incoming.is_some() && self.watching.is_some()
    }

    /// The class of a folded part that is then opened by the menu.
    pub fn rarely_on_mirror(&self) -> &'static str {
        if self.is_mirror_of_a_member() { " in-menu" } else { "" }
    }

    /// Whether the viewer may name its reviewer, and there is somebody to choose.
    pub fn may_name_reviewer(&self) -> bool {
        self.steps.may.set_reviewer && !self.people.reviewers.pick.is_empty()
    }
}
