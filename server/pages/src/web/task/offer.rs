//! The draft of an offer: its form, and the preview for the other pursuance.

use pursuance_domain::delegation::Side;
use pursuance_domain::delegation::terms::{Redelegation, Terms};
use pursuance_domain::task::Asks;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Note, PRIVATE_PURSUANCE};

use super::candidates::skills_of;
use crate::actions::access::{self, Access};
use crate::actions::delegation::SAID_SO_FAR;
use crate::markdown;
use crate::reads::{Actors, name_of};
use crate::store::actors::Actor;
use crate::store::db::ReadTx;
use crate::store::tasks::Task;
use crate::store::{discussions, pursuances};
use crate::text::{Markup, Text};
use crate::web::cards::file::file_view;
use crate::web::cards::text_beginning::in_short;
use crate::web::delegation::readers::Readers;
use crate::web::delegation::terms::{OnwardTerms, TermsView};
use crate::web::frame::labels::heartbeat_choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::{Choice, Field, FileView, Party, RefusedField, SkillTag, bytes, refused};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, Reader};
use crate::web::request::session::Visit;

/// News once a week, unless the form says otherwise.
const HEARTBEAT: i64 = 7;

/// The pursuance that was looked up.
pub struct ChosenPartner {
    pub party: Party,
    /// The value of the field `to`.
    pub address: String,
    pub mission: String,
    pub skills: Vec<SkillTag>,
    /// The number of its members, if it is public.
    pub members: Option<i64>,
    pub known_since: When,
    /// The preview of the terms, with the current values of the form.
    pub terms: TermsView,
    /// The message of the form, as they will read it; empty without one.
    pub note: Markup,
    /// The readers of the copy.
    pub readers: Readers,
    /// Our name and mission as the other side sees them; the mission is empty if it sees none.
    pub our_name: String,
    pub our_mission: String,
    /// Whether only members can read the task here.
    pub is_closed: bool,
    /// Files of the task.
    pub files: Vec<FileChoice>,
    /// The number of messages so far that may be shared.
    pub messages: i64,
    pub form: OfferForm,
    /// The time at which the offer expires without an answer.
    pub ends: When,
}

impl ChosenPartner {
    /// Whether the name and the mission are hidden from the other server.
    pub fn is_unnamed(&self) -> bool {
        self.is_closed && self.party.host.is_some()
    }

    /// The sentence about the readers.
    pub fn readers(&self, t: Text) -> String {
        self.readers.of_task(t, &self.party.name, self.party.host.as_deref().unwrap_or_default())
    }

    /// The key of the choice about the discussion, with `n`.
    pub fn discussion_key(&self) -> &'static str {
        if self.messages > SAID_SO_FAR { "hand-over-discussion-last" } else { "hand-over-discussion" }
    }

    /// The number of messages that are shared with it.
    pub fn going_along(&self) -> i64 {
        self.messages.min(SAID_SO_FAR)
    }

    /// The key of the sentence about handing on, with `peer`.
    pub fn onward_key(&self) -> &'static str {
        self.terms.onward.key(Side::Origin)
    }
}

/// A file that may be shared with the offer.
pub struct FileChoice {
    pub sha256: String,
    pub name: String,
    pub size: String,
    pub is_ticked: bool,
}

/// POST `to, due, respond_by, heartbeat, redelegation, names, discussion, files, note`.
pub struct OfferForm {
    pub due: Field,
    pub respond_by: Field,
    /// Days between signs of life.
    pub heartbeat: Vec<Choice>,
    pub heartbeat_error: String,
    pub redelegation: OnwardTerms,
    pub names: bool,
    pub discussion: bool,
    pub note: Field,
}

impl OfferForm {
    /// Whether these are the terms for handing on.
    pub fn is_onward(&self, terms: OnwardTerms) -> bool {
        self.redelegation == terms
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("due", "terms-due", &self.due),
            ("respond-by", "terms-respond-by", &self.respond_by),
            ("note", "terms-note", &self.note),
        ])
    }
}

/// The fields of the terms, which are kept when another pursuance is chosen.
const TERMS: [&str; 8] =
    ["due", "respond_by", "heartbeat", "redelegation", "names", "discussion", "files", "note"];

/// The terms of a form by the names of their fields.
pub(super) fn carried(typed: &FormFields) -> Vec<(String, String)> {
    let of = |name: &'static str| typed.all(name).map(move |value| (name.to_owned(), value.to_owned()));
    TERMS.into_iter().flat_map(of).collect()
}

/// The offer with the values of the form.
pub(super) struct TermsDraft {
    pub(super) form: OfferForm,
    pub(super) files: Vec<String>,
    pub(super) due: Option<Option<Time>>,
    pub(super) respond_by: Option<Option<Time>>,
    pub(super) heartbeat: i64,
    /// Whether nothing was typed yet; the form then shows the task's own date.
    pub(super) is_new: bool,
    pub(super) note: Option<Option<Note>>,
}

impl TermsDraft {
    /// An offer without any typed text.
    pub(super) fn begin(visit: &Visit, typed: &FormFields) -> Self {
        let respond_by = Terms::usual(visit.now, None).respond_by;
        Self {
            form: OfferForm {
                due: Field::default(),
                respond_by: Field::of(respond_by.date()),
                heartbeat: heartbeat_choices(visit.t, HEARTBEAT),
                heartbeat_error: String::new(),
                redelegation: OnwardTerms::Ask,
                names: false,
                discussion: false,
                note: Field::default(),
            },
            files: typed.all("files").map(str::to_owned).collect(),
            due: Some(None),
            respond_by: Some(Some(respond_by)),
            heartbeat: HEARTBEAT,
            is_new: true,
            note: Some(None),
        }
    }

    /// The typed values.
    pub(super) fn read(visit: &Visit, typed: &FormFields) -> Self {
        let reader = Reader::new(visit.t);
        let begin = Self::begin(visit, typed);
        let heartbeat = typed.number("heartbeat").filter(|days| (1..=90).contains(days)).unwrap_or(HEARTBEAT);
        let mut form = OfferForm {
            due: typed.field("due"),
            respond_by: typed.field("respond_by"),
            heartbeat: heartbeat_choices(visit.t, heartbeat),
            redelegation: match typed.text("redelegation") {
                "no" => OnwardTerms::No,
                "yes" => OnwardTerms::Yes,
                _ => OnwardTerms::Ask,
            },
            names: typed.is_ticked("names"),
            discussion: typed.is_ticked("discussion"),
            note: typed.field("note"),
            ..begin.form
        };
        Self {
            due: reader.date(&mut form.due),
            respond_by: reader.date(&mut form.respond_by),
            note: reader.maybe(&mut form.note, Note::parse),
            heartbeat,
            is_new: false,
            form,
            ..begin
        }
    }

    pub(super) fn redelegation(&self) -> Redelegation {
        match self.form.redelegation {
            OnwardTerms::No => Redelegation::No,
            OnwardTerms::Ask => Redelegation::Ask,
            OnwardTerms::Yes => Redelegation::Yes,
        }
    }
}

pub(super) async fn chosen(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    (access, task): (&Access, &Task),
    partner: Actor,
    draft: TermsDraft,
) -> Result<ChosenPartner, PageError> {
    let (mut files, seen) = (Vec::new(), &access.seen(task)?);
    for file in discussions::files(tx, seen).await? {
        files.push(file_view(visit, tx, l, &mut Actors::default(), file, None).await?);
    }
    let here = pursuances::by_id(tx, &partner.id).await?;
    let skills = skills_of(tx, &partner.id, partner.is_here()).await?;
    let ticked = |file: &FileView| draft.files.contains(&file.sha256);
    let choices = files.iter().filter(|file| file.href.is_some()).map(|file| FileChoice {
        sha256: file.sha256.clone(),
        name: file.name.clone(),
        size: bytes(l.t, file.bytes),
        is_ticked: ticked(file),
    });
    let choices = choices.collect();
    let sent = files.iter().filter(|file| ticked(file)).cloned().collect();
    let is_closed = !access.pursuance.visibility.is_open();
    // Other servers do not get the name of a pursuance that only its members may see (PROTOCOL §1.3).
    let is_unnamed = is_closed && !partner.is_here();
    let ends = draft.respond_by.flatten().unwrap_or(visit.now.plus(7 * DAY));
    Ok(ChosenPartner {
        party: visit.party(&partner),
        address: name_of(&partner),
        mission: if partner.is_here() {
            in_short(&partner.summary)
        } else {
            markdown::to_text(&partner.summary)
        },
        skills: visit.mine().tags_of(&skills),
        members: here.map(|here| here.members),
        known_since: l.day(partner.created),
        terms: preview(visit, tx, l, task, &draft, sent).await?,
        note: Markup::trusted(match draft.note.as_ref().and_then(Option::as_ref) {
            Some(note) => markdown::to_html(note.as_str()),
            None => String::new(),
        }),
        readers: Readers::at(tx, &partner.id).await?,
        our_name: if is_unnamed { PRIVATE_PURSUANCE.to_owned() } else { access.pursuance.name.clone() },
        is_closed,
        // The mission as the other side's page shows it: shortened on this server, as plain text elsewhere.
        our_mission: if is_unnamed {
            String::new()
        } else if partner.is_here() {
            in_short(&access.pursuance.mission)
        } else {
            markdown::to_text(&markdown::to_html(&access.pursuance.mission))
        },
        files: choices,
        messages: discussions::count_own_said(tx, seen).await?,
        form: draft.form,
        ends: l.date(ends),
    })
}

/// Builds the preview with the current values of the form.
async fn preview(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    task: &Task,
    draft: &TermsDraft,
    files: Vec<FileView>,
) -> Result<TermsView, PageError> {
    let asks = access::asks_of(tx, task).await?;
    let asks = Asks { due: draft.due.flatten().or(asks.due), ..asks };
    Ok(TermsView {
        heartbeat_days: draft.heartbeat,
        onward: draft.form.redelegation,
        names: draft.form.names,
        discussion: draft.form.discussion,
        files,
        ..TermsView::of(l, &visit.mine(), asks)
    })
}
