//! Reading: the one way from bytes to values. Nothing is guessed, nothing is left over.

use crate::error::DecodeError;
use crate::limits::GREATEST_NUMBER;

/// The bytes that have not been read yet.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Reads a whole object: `read` must take every byte.
    ///
    /// # Errors
    /// Those of `read`, and [`DecodeError::Trailing`].
    pub fn whole<T>(
        bytes: &'a [u8],
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let mut reader = Self::new(bytes);
        let value = read(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// How many bytes are left.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.rest.len()
    }

    /// # Errors
    /// When bytes are left.
    pub const fn end(self) -> Result<(), DecodeError> {
        if self.rest.is_empty() { Ok(()) } else { Err(DecodeError::Trailing) }
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    /// All that is left.
    pub const fn rest(&mut self) -> &'a [u8] {
        let taken = self.rest;
        self.rest = &[];
        taken
    }

    /// # Errors
    /// When there are fewer bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// # Errors
    /// At the end.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array().map(u8::from_be_bytes)
    }

    /// # Errors
    /// At the end.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_be_bytes)
    }

    /// # Errors
    /// At the end.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// # Errors
    /// At the end, or when it is greater than 2^53-1.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        let number = self.array().map(u64::from_be_bytes)?;
        if number > GREATEST_NUMBER { Err(DecodeError::Number) } else { Ok(number) }
    }

    /// The version byte 1.
    ///
    /// # Errors
    /// When it is another.
    pub fn version(&mut self) -> Result<(), DecodeError> {
        self.expect(1, DecodeError::Version)
    }

    /// A byte with one possible value.
    ///
    /// # Errors
    /// `otherwise`, when it is another.
    pub fn expect(&mut self, value: u8, otherwise: DecodeError) -> Result<(), DecodeError> {
        if self.u8()? == value { Ok(()) } else { Err(otherwise) }
    }

    /// # Errors
    /// When its length goes beyond the end.
    pub fn v8(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.u8()?;
        self.take(length.into())
    }

    /// # Errors
    /// When its length goes beyond the end.
    pub fn v16(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.u16()?;
        self.take(length.into())
    }

    /// # Errors
    /// When its length goes beyond the end.
    pub fn v32(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.u32()?;
        self.take(usize::try_from(length).map_err(|_| DecodeError::Truncated)?)
    }

    /// A text: UTF-8 after its length. A byte order mark is a letter like others.
    ///
    /// # Errors
    /// When its length goes beyond the end, or it is not UTF-8.
    pub fn str(&mut self) -> Result<&'a str, DecodeError> {
        str::from_utf8(self.v16()?).map_err(|_| DecodeError::Utf8)
    }

    /// A count, and as many items.
    ///
    /// # Errors
    /// Those of `item`.
    pub fn many<T>(
        &mut self,
        item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        self.few(usize::from(u16::MAX), item)
    }

    /// A count of no more than `most`, and as many items.
    ///
    /// # Errors
    /// Those of `item`, and [`DecodeError::TooMany`].
    pub fn few<T>(
        &mut self,
        most: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let count = self.u16()?;
        if usize::from(count) > most {
            return Err(DecodeError::TooMany);
        }
        // Not as much room as the count claims: it may lie.
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// A count, and as many items in strictly increasing order.
    ///
    /// # Errors
    /// Those of `item`, and [`DecodeError::Order`].
    pub fn list<T: Ord>(
        &mut self,
        item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let items = self.many(item)?;
        if items.is_sorted_by(|one, next| one < next) { Ok(items) } else { Err(DecodeError::Order) }
    }
}
