//! The link by which a pursuance is found on another server (docs/sealed.md §3.16).

use crate::error::DecodeError;
use crate::ids::{Head, Pid};
use crate::reader::Reader;
use crate::text64;
use crate::writer::ByteWriter;

/// Where a pursuance goes on, and how far its log went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveLink {
    pub pid: Pid,
    pub head: Head,
    pub base_url: String,
}

impl MoveLink {
    /// # Errors
    /// When the address is longer than 65,535 bytes.
    pub fn to_text(&self) -> Result<String, DecodeError> {
        let writer = self.head.write(ByteWriter::version().raw(self.pid)).v16(self.base_url.as_bytes());
        Ok(format!("m1.{}", text64::to_url(&writer.finish()?)))
    }

    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let text = text.strip_prefix("m1.").ok_or(DecodeError::Version)?;
        Reader::whole(&text64::from_url(text)?, |reader| {
            reader.version()?;
            let (pid, head) = (Pid::read(reader)?, Head::read(reader)?);
            Ok(Self { pid, head, base_url: reader.str()?.to_owned() })
        })
    }
}
