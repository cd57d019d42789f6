//! Writing: the other way, in as few words.

use crate::error::DecodeError;

/// Bytes that grow. A length that does not fit is remembered, and told at the end.
#[derive(Debug, Default)]
pub struct ByteWriter {
    bytes: Vec<u8>,
    is_too_long: bool,
}

impl ByteWriter {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins with the version byte 1.
    #[must_use]
    pub fn version() -> Self {
        Self::new().u8(1)
    }

    #[must_use]
    pub fn raw(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.bytes.extend_from_slice(bytes.as_ref());
        self
    }

    #[must_use]
    pub fn u8(self, number: u8) -> Self {
        self.raw([number])
    }

    #[must_use]
    pub fn u16(self, number: u16) -> Self {
        self.raw(number.to_be_bytes())
    }

    #[must_use]
    pub fn u32(self, number: u32) -> Self {
        self.raw(number.to_be_bytes())
    }

    /// A number that a reader refuses is not written.
    #[must_use]
    pub fn u64(mut self, number: u64) -> Self {
        self.is_too_long |= number > crate::limits::GREATEST_NUMBER;
        self.raw(number.to_be_bytes())
    }

    #[must_use]
    pub fn v8(mut self, bytes: &[u8]) -> Self {
        let length = u8::try_from(bytes.len());
        self.is_too_long |= length.is_err();
        self.u8(length.unwrap_or_default()).raw(bytes)
    }

    #[must_use]
    pub fn v16(mut self, bytes: &[u8]) -> Self {
        let length = u16::try_from(bytes.len());
        self.is_too_long |= length.is_err();
        self.u16(length.unwrap_or_default()).raw(bytes)
    }

    #[must_use]
    pub fn v32(mut self, bytes: &[u8]) -> Self {
        let length = u32::try_from(bytes.len());
        self.is_too_long |= length.is_err();
        self.u32(length.unwrap_or_default()).raw(bytes)
    }

    /// A count, and as many items.
    #[must_use]
    pub fn many<T>(mut self, items: &[T], item: impl FnMut(Self, &T) -> Self) -> Self {
        let count = u16::try_from(items.len());
        self.is_too_long |= count.is_err();
        items.iter().fold(self.u16(count.unwrap_or_default()), item)
    }

    /// The bytes that were written.
    ///
    /// # Errors
    /// When a number or a length was greater than its place.
    pub fn finish(self) -> Result<Vec<u8>, DecodeError> {
        if self.is_too_long { Err(DecodeError::TooLarge) } else { Ok(self.bytes) }
    }
}
