//! The contents of the envelopes of fields (docs/sealed.md §3.6, its table).

use crate::envelope::ObjectType;
use crate::error::DecodeError;
use crate::file::Meta;
use crate::limits::TAGS;
use crate::reader::Reader;
use crate::writer::ByteWriter;

/// How well somebody does a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Do,
    Learning,
    Mentor,
}

/// How much work a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskSize {
    Small,
    Medium,
    Large,
}

/// The value of a field.
#[derive(Clone, PartialEq, Eq)]
pub enum FieldContents {
    Text(String),
    /// The skills that a task asks for.
    Skills(Vec<String>),
    /// The skills that a member does.
    Levels(Vec<(String, Level)>),
    /// Milliseconds.
    Due(u64),
    Size(TaskSize),
    IsUrgent(bool),
    /// Seconds after which the messages of a room go; nothing: they stay.
    Life(Option<u32>),
    File(Meta),
}

const LIVES: std::ops::RangeInclusive<u32> = 60..=7_776_000;

impl FieldContents {
    /// Reads the value of a field. The field `x` of all objects holds the text `reenc`.
    ///
    /// # Errors
    /// When the object has no such field, or the value is none of it.
    pub fn decode(object_type: ObjectType, field: &str, bytes: &[u8]) -> Result<Self, DecodeError> {
        use ObjectType as Of;
        Reader::whole(bytes, |reader| match (object_type, field) {
            (Of::Pursuance, "name" | "mission")
            | (Of::Task, "title" | "desc")
            | (Of::Profile, "name")
            | (Of::Room, "name" | "topic")
            | (Of::DelegationNote | Of::BlockNote, "text") => text(reader),
            (Of::Task, "skills") => {
                reader.few(TAGS, |reader| reader.str().map(str::to_owned)).map(Self::Skills)
            }
            (Of::Task, "due") => reader.u64().map(Self::Due),
            (Of::Task, "size") => match reader.u8()? {
                0 => Ok(Self::Size(TaskSize::Small)),
                1 => Ok(Self::Size(TaskSize::Medium)),
                2 => Ok(Self::Size(TaskSize::Large)),
                _ => Err(DecodeError::Value("the size")),
            },
            (Of::Task, "urgency") => match reader.u8()? {
                0 => Ok(Self::IsUrgent(false)),
                1 => Ok(Self::IsUrgent(true)),
                _ => Err(DecodeError::Value("the urgency")),
            },
            (Of::Profile, "skills") => reader
                .few(TAGS, |reader| {
                    let name = reader.str()?.to_owned();
                    match reader.u8()? {
                        0 => Ok((name, Level::Do)),
                        1 => Ok((name, Level::Learning)),
                        2 => Ok((name, Level::Mentor)),
                        _ => Err(DecodeError::Value("the level of a skill")),
                    }
                })
                .map(Self::Levels),
            (Of::Room, "life") => match reader.u32()? {
                0 => Ok(Self::Life(None)),
                life if LIVES.contains(&life) => Ok(Self::Life(Some(life))),
                _ => Err(DecodeError::Value("the life of messages")),
            },
            (Of::File, "meta") => Meta::decode(reader.rest()).map(Self::File),
            (_, crate::revision::RESEALED) if reader.rest() == b"reenc" => Ok(Self::Text("reenc".to_owned())),
            _ => Err(DecodeError::Value("the name of a field")),
        })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<zeroize::Zeroizing<Vec<u8>>, DecodeError> {
        let writer = ByteWriter::new();
        match self {
            Self::Text(text) => writer.raw(text),
            Self::Skills(names) => writer.many(names, |writer, name| writer.v16(name.as_bytes())),
            Self::Levels(skills) => writer.many(skills, |writer, (name, level)| {
                writer.v16(name.as_bytes()).u8(match level {
                    Level::Do => 0,
                    Level::Learning => 1,
                    Level::Mentor => 2,
                })
            }),
            Self::Due(ms) => writer.u64(*ms),
            Self::Size(size) => writer.u8(match size {
                TaskSize::Small => 0,
                TaskSize::Medium => 1,
                TaskSize::Large => 2,
            }),
            Self::IsUrgent(is_urgent) => writer.u8((*is_urgent).into()),
            Self::Life(life) => writer.u32(life.unwrap_or_default()),
            Self::File(meta) => writer.raw(&meta.encode()?[..]),
        }
        .finish()
        .map(zeroize::Zeroizing::new)
    }
}

fn text(reader: &mut Reader<'_>) -> Result<FieldContents, DecodeError> {
    str::from_utf8(reader.rest())
        .map(|text| FieldContents::Text(text.to_owned()))
        .map_err(|_| DecodeError::Utf8)
}
