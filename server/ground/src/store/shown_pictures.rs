//! The picture that pages show of a file that is one.

use pursuance_domain::id::FileId;
use pursuance_domain::value::Sha256;

use super::db::{ReadTx, WriteTx, optional, run};
use super::error::StoreResult;

/// The same picture made anew, and small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPicture {
    /// The hash of what was made anew.
    pub whole: String,
    /// The hash of the small one.
    pub thumbnail: String,
    /// The sides of the first, in pixels.
    pub width: i64,
    pub height: i64,
}

/// Why pages show nothing of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotShown {
    TooLarge,
    OtherForm,
    /// It is of another form, and a browser can open it apart from all pages.
    Pdf,
    TooManyPixels,
    Damaged,
}

impl NotShown {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::OtherForm => "other-form",
            Self::Pdf => "pdf",
            Self::TooManyPixels => "too-many-pixels",
            Self::Damaged => "damaged",
        }
    }

    /// The key of the text that people read.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLarge => "file-unshown-too-large",
            Self::OtherForm | Self::Pdf => "file-unshown-other-form",
            Self::TooManyPixels => "file-unshown-too-many-pixels",
            Self::Damaged => "file-unshown-damaged",
        }
    }

    /// Reads the word. One that a later version wrote says that it cannot be read.
    pub fn read(word: &str) -> Self {
        let known = [Self::TooLarge, Self::OtherForm, Self::Pdf, Self::TooManyPixels];
        known.into_iter().find(|why| why.as_str() == word).unwrap_or(Self::Damaged)
    }
}

/// Finds the picture that was made of bytes that hang somewhere already, or that came there and were made anew.
pub async fn made_of(tx: &mut ReadTx, sha256: &Sha256) -> StoreResult<Option<ShownPicture>> {
    const SQL: &str = "select shown, thumbnail, width, height from file where sha256 = $1 and shown is not null
        union all select shown, thumbnail, width, height from file where sent = $1 and shown is not null limit 1";
    let row = optional!(tx, (String, String, i64, i64), SQL, sha256.as_str())?;
    Ok(row.map(|(whole, thumbnail, width, height)| ShownPicture { whole, thumbnail, width, height }))
}

/// Notes what is shown of a file.
pub async fn set(tx: &mut WriteTx, file: &FileId, shown: &ShownPicture) -> StoreResult<()> {
    const SQL: &str =
        "update file set shown = $2, thumbnail = $3, width = $4, height = $5, not_shown = null where id = $1";
    run!(tx, SQL, file.as_str(), &shown.whole, &shown.thumbnail, shown.width, shown.height).map(drop)
}

/// Notes of which bytes a file was made anew, where they are not its own.
pub async fn set_sent(tx: &mut WriteTx, file: &FileId, sent: &Sha256) -> StoreResult<()> {
    run!(tx, "update file set sent = $2 where id = $1", file.as_str(), sent.as_str()).map(drop)
}

/// Notes why nothing is shown of a file.
pub async fn set_not(tx: &mut WriteTx, file: &FileId, why: NotShown) -> StoreResult<()> {
    run!(tx, "update file set not_shown = $2 where id = $1", file.as_str(), why.as_str()).map(drop)
}
