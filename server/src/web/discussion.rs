//! The discussion of a task, its files and its history, as they stand on the task's page.

use super::delegation::Happening;
use crate::text::{Markup, Text};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{Field, FileView, Party};
use crate::web::frame::when::When;

/// The most bytes of comments on one page: making HTML of them takes a page no longer than it should.
pub const TALK_MAX: usize = 32 * 1024;

/// The discussion of a task.
pub struct Talk {
    pub messages: Vec<MessageView>,
    /// Messages before these.
    pub earlier: i64,
    /// Where those are.
    pub earlier_href: String,
    /// Whether the viewer may write.
    pub may_write: bool,
    pub body: Field,
    /// The pursuance that owns the task.
    pub pursuance: String,
    /// Whether anybody may read the pursuance.
    pub is_public: bool,
    /// The other pursuances of live delegations, to whom a message may go.
    pub share: Option<Share>,
}

/// Whether a message goes to other pursuances too.
pub struct Share {
    /// All who would read it: one, or several who are asked.
    pub peers: Vec<Party>,
    /// As agreed in the offer, or as ticked before.
    pub is_ticked: bool,
}

impl Share {
    /// Who would read it.
    pub fn names(&self, t: Text) -> Markup {
        let names: Vec<String> = self.peers.iter().map(|peer| peer.markup(t).to_string()).collect();
        Markup::trusted(names.join(", "))
    }
}

/// One message.
pub struct MessageView {
    pub id: String,
    pub by: Party,
    pub at: When,
    pub body: Markup,
    /// The pursuance that reads it too.
    pub shared_with: Option<Party>,
}

/// The files of a task, and the form that adds one: POST `file` (multipart).
pub struct Files {
    /// How large one may be.
    pub most: String,
    pub files: Vec<FileView>,
    pub may_add: bool,
    /// What the files of whoever looks take, and how much they may.
    pub taken: i64,
    pub may_take: i64,
    /// What is wrong with a file just sent.
    pub field: Field,
}

impl Files {
    /// How much more may be uploaded, in a sentence.
    pub fn room(&self, t: Text) -> String {
        let size = |bytes| crate::web::frame::view::bytes(t, bytes);
        t.with("files-room").set("taken", size(self.taken)).set("most", size(self.may_take)).to_string()
    }
}

/// One line of the history.
pub struct HistoryRow {
    /// Who did it; nobody when it happened by itself.
    pub by: Option<Party>,
    pub what: Line,
    pub at: When,
}

/// What a line of the history says.
pub enum Line {
    Created,
    Edited,
    Moved,
    Phase {
        from: PhaseTag,
        to: PhaseTag,
    },
    Assigned {
        to: Option<Party>,
    },
    Took,
    HandedBack,
    Commented,
    Attached {
        name: String,
    },
    Delegation {
        what: Happening,
    },
    /// In a pursuance.
    Joined,
    AskedToJoin,
    Left,
    RoleSet {
        of: Party,
        role: &'static str,
    },
    /// Somebody who asked was let in.
    LetIn {
        of: Party,
        role: &'static str,
    },
    SettingsChanged,
    Founded,
}

impl From<Happening> for Line {
    fn from(what: Happening) -> Self {
        Self::Delegation { what }
    }
}

impl HistoryRow {
    /// The line as a sentence. A delegation's sentences are those of its timeline.
    pub fn sentence(&self, t: Text) -> Markup {
        let who = match &self.by {
            Some(party) => party.bold(t),
            None => Markup::trusted(format!("<b>{}</b>", t.s("by-itself"))),
        };
        let line = |key| t.rich(key).html("who", who.clone());
        let text = match &self.what {
            Line::Created => line("happened-task-created"),
            Line::Edited => line("happened-task-edited"),
            Line::Moved => line("happened-task-moved"),
            Line::Phase { from, to } => {
                line("happened-task-phase-set").set("from", t.s(from.key())).set("to", t.s(to.key()))
            }
            Line::Assigned { to: Some(to) } => line("happened-task-assigned").html("to", to.markup(t)),
            Line::Assigned { to: None } => line("happened-task-assigned-to-nobody"),
            Line::Took => line("happened-task-assigned-to-oneself"),
            Line::HandedBack => line("happened-task-assigned-back"),
            Line::Commented => line("happened-task-commented"),
            Line::Attached { name } => line("happened-task-file-attached").set("name", name),
            Line::Delegation { what } => line(what.key()),
            Line::Joined => line("happened-member-joined"),
            Line::AskedToJoin => line("happened-member-asked"),
            Line::Left => line("happened-member-left"),
            Line::RoleSet { of, role } => {
                line("happened-member-role-set").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::LetIn { of, role } => {
                line("happened-member-decided").html("of", of.markup(t)).set("role", t.s(role))
            }
            Line::SettingsChanged => line("happened-pursuance-edited"),
            Line::Founded => line("happened-pursuance-created"),
        };
        Markup::trusted(text.to_string())
    }
}

/// The same line with the task it happened to, for a pursuance's page.
pub struct LatelyRow {
    pub row: HistoryRow,
    pub task: Option<crate::web::frame::view::TaskLink>,
}
