//! A task as other servers see it (PROTOCOL §1.5).

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;
use url::Url;

use super::{
    VocabRefusal,
    reader::{Reader, need},
    submission::Attachment,
};

pub(super) const TITLE_MAX: usize = 200;
pub(super) const SOURCE_MAX: usize = 10_000;
const SKILLS_MAX: usize = 32;
const SKILL_MAX: usize = 64;
const DEPENDENCIES_MAX: usize = 50;
const PROGRESS_NOTE_MAX: usize = 500;

/// The phase of a task. Unknown words are kept, and mean "in progress".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    New,
    HelpWanted,
    Started,
    InProgress,
    Blocked,
    ReadyForReview,
    InReview,
    Done,
    Dropped,
    Unknown(String),
}

impl Phase {
    pub fn as_str(&self) -> &str {
        match self {
            Self::New => "new",
            Self::HelpWanted => "helpWanted",
            Self::Started => "started",
            Self::InProgress => "inProgress",
            Self::Blocked => "blocked",
            Self::ReadyForReview => "readyForReview",
            Self::InReview => "inReview",
            Self::Done => "done",
            Self::Dropped => "dropped",
            Self::Unknown(word) => word,
        }
    }

    pub fn read(word: &str) -> Self {
        match word {
            "new" => Self::New,
            "helpWanted" => Self::HelpWanted,
            "started" => Self::Started,
            "inProgress" => Self::InProgress,
            "blocked" => Self::Blocked,
            "readyForReview" => Self::ReadyForReview,
            "inReview" => Self::InReview,
            "done" => Self::Done,
            "dropped" => Self::Dropped,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// The amount of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    Xs,
    S,
    M,
    L,
}

impl Size {
    /// Reads other servers' sizes too: five become four, and an unknown one is in the middle.
    pub fn read(word: &str) -> Self {
        match word {
            "xs" => Self::Xs,
            "s" => Self::S,
            "l" | "xl" => Self::L,
            _ => Self::M,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    Normal,
    Urgent,
}

impl Urgency {
    fn read(word: &str) -> Self {
        if word == "urgent" { Self::Urgent } else { Self::Normal }
    }
}

/// The text as written, which counts between servers; `content` is made from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub content: String,
    pub media_type: String,
}

impl Source {
    pub fn markdown(content: impl Into<String>) -> Self {
        Self { content: content.into(), media_type: "text/markdown".to_owned() }
    }

    pub(super) fn read(reader: Reader<'_>) -> Result<Option<Self>, VocabRefusal> {
        let Some(source) = reader.object("source")? else { return Ok(None) };
        let content = source.lines("content", SOURCE_MAX)?.unwrap_or_default();
        let media_type = source.line("mediaType", 100)?.unwrap_or_else(|| "text/markdown".to_owned());
        Ok(Some(Self { content, media_type }))
    }
}

/// A skill as a hashtag, for readers that know no skills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub struct Hashtag {
    pub name: String,
    pub href: Url,
}

/// The delegate's progress, in its own numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub subtasks_done: u64,
    pub subtasks_total: u64,
    pub percent: u64,
}

impl Progress {
    fn read(reader: Reader<'_>) -> Result<Self, VocabRefusal> {
        let number = |field| Ok(reader.number(field)?.unwrap_or_default());
        let progress = Self {
            subtasks_done: number("subtasksDone")?,
            subtasks_total: number("subtasksTotal")?,
            percent: number("percent")?,
        };
        if progress.percent > 100 || progress.subtasks_done > progress.subtasks_total {
            return Err(VocabRefusal::Malformed { field: "progress", expected: "a part of the whole" });
        }
        Ok(progress)
    }
}

/// A task as other servers see it: in full at its own address, in part inside of activities.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Task {
    pub id: Url,
    pub attributed_to: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    /// The origin's task; present in a delegate's mirror.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mirror_of: Option<Url>,
    pub name: String,
    /// HTML made from `source`, for other software. Not sanitised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    pub phase: Phase,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_resolved: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<Hashtag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<Url>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<Url>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assigned_to: Vec<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<Url>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress_note: Option<String>,
    /// The last act of a person for this task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_activity: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<Utc>>,
    /// Counts changes from 1, which is also the value when absent.
    pub revision: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Url>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Url>,
}

impl Task {
    /// A task with the members of every task.
    pub fn new(id: Url, attributed_to: Url, name: impl Into<String>, phase: Phase, revision: u64) -> Self {
        Self {
            id,
            attributed_to,
            audience: None,
            url: None,
            mirror_of: None,
            name: name.into(),
            content: None,
            source: None,
            media_type: None,
            phase,
            is_resolved: None,
            skills: Vec::new(),
            tag: Vec::new(),
            due: None,
            size: None,
            urgency: None,
            parent: None,
            root: None,
            depends_on: Vec::new(),
            assigned_to: Vec::new(),
            reviewer: None,
            context: None,
            replies: None,
            attachment: Vec::new(),
            progress: None,
            progress_note: None,
            last_activity: None,
            published: None,
            updated: None,
            revision,
            to: Vec::new(),
            cc: Vec::new(),
        }
    }

    /// Reads a task within the limits of PROTOCOL §1.5.
    ///
    /// # Errors
    /// The first member that is missing, malformed or too large.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        Self::from_reader(Reader::new(value, "task")?)
    }

    pub(super) fn from_reader(task: Reader<'_>) -> Result<Self, VocabRefusal> {
        task.expect("task", "Task")?;
        let source = Source::read(task)?;
        let tag = task.objects("tag", SKILLS_MAX)?.into_iter().filter(|tag| tag.is("Hashtag"));
        let tag = tag
            .map(|tag| Ok(Hashtag { name: tag.need_line("name", TITLE_MAX)?, href: tag.need_url("href")? }))
            .collect::<Result<_, VocabRefusal>>()?;
        Ok(Self {
            id: task.need_url("id")?,
            attributed_to: task.need_url("attributedTo")?,
            audience: task.url("audience")?,
            url: task.url("url")?,
            mirror_of: task.url("mirrorOf")?,
            name: task.need_line("name", TITLE_MAX)?,
            content: read_content(task, source.as_ref())?,
            source,
            media_type: task.line("mediaType", 100)?,
            phase: need("phase", task.line("phase", SKILL_MAX)?.as_deref().map(Phase::read))?,
            is_resolved: task.flag("isResolved")?,
            skills: task.line_list("skills", SKILLS_MAX, SKILL_MAX)?,
            tag,
            due: task.time("due")?,
            size: task.str("size")?.map(Size::read),
            urgency: task.str("urgency")?.map(Urgency::read),
            parent: task.url("parent")?,
            root: task.url("root")?,
            depends_on: task.urls("dependsOn", DEPENDENCIES_MAX)?,
            assigned_to: task.urls("assignedTo", DEPENDENCIES_MAX)?,
            reviewer: task.url("reviewer")?,
            context: task.url("context")?,
            replies: task.url("replies")?,
            attachment: Attachment::read_all(task)?,
            progress: task.object("progress")?.map(Progress::read).transpose()?,
            progress_note: task.line("progressNote", PROGRESS_NOTE_MAX)?,
            last_activity: task.time("lastActivity")?,
            published: task.time("published")?,
            updated: task.time("updated")?,
            revision: read_revision(task)?,
            to: task.urls("to", DEPENDENCIES_MAX)?,
            cc: task.urls("cc", DEPENDENCIES_MAX)?,
        })
    }
}

/// Reads the HTML of an object. Beside a source only the size of the whole bounds it, because markup is longer.
pub(super) fn read_content(
    reader: Reader<'_>,
    source: Option<&Source>,
) -> Result<Option<String>, VocabRefusal> {
    let max = if source.is_some() { usize::MAX } else { SOURCE_MAX };
    reader.lines("content", max)
}

pub(super) fn read_revision(reader: Reader<'_>) -> Result<u64, VocabRefusal> {
    match reader.number("revision")?.unwrap_or(1) {
        0 => Err(VocabRefusal::Malformed { field: "revision", expected: "1 or more" }),
        revision => Ok(revision),
    }
}

impl Serialize for Phase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
