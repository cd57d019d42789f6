//! Base64url without padding, as it stands in links and JSON.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::error::DecodeError;

pub(crate) fn to_url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Strict: no padding, no bits left over, no other letters.
pub(crate) fn from_url(text: &str) -> Result<Vec<u8>, DecodeError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| DecodeError::Value("base64url"))
}

pub(crate) fn to_lines(bytes: &[u8]) -> Vec<String> {
    let text = STANDARD.encode(bytes);
    text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect()
}

pub(crate) fn from_text(text: &str) -> Result<Vec<u8>, DecodeError> {
    STANDARD.decode(text).map_err(|_| DecodeError::Value("base64"))
}
