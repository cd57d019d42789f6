//! Canonical JSON (RFC 8785) and the hashes over it.
//!
//! `serde_json` keeps members in their order of arrival, so the output of `to_string` must not be signed or hashed.
//! Strings are escaped alike by RFC 8785 and `serde_json`; the differences are the order of members (by UTF-16 code
//! units) and numbers (as ECMAScript writes doubles). The order is made here, by sorting references, because every
//! proof needs it; `serde_json_canonicalizer` writes the numbers, and the tests compare with it.

use std::{cmp::Ordering, io::Write as _};

use serde_json::{Map, Number, Value};

use crate::{json::MAX_SAFE_INTEGER, vocab::Sha256Sum};

#[cfg(test)]
mod tests;

/// Members outside of every hash over the content: the proof itself, and a linked-data signature beside it (PROTOCOL
/// §1.1).
const NOT_CONTENT: [&str; 2] = ["proof", "signature"];

/// The canonical bytes of a value.
#[must_use]
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    write_value(&mut out, value);
    out
}

/// The canonical bytes of an object without some of its members.
pub(crate) fn canonical_without(object: &Map<String, Value>, left_out: &[&str]) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    write_object(&mut out, object, left_out);
    out
}

/// The hash of an activity without its proof: the `prev` of the next one in its channel (PROTOCOL §2.4).
#[must_use]
pub fn content_hash(activity: &Map<String, Value>) -> Sha256Sum {
    Sha256Sum::of(&canonical_without(activity, &NOT_CONTENT))
}

/// The `termsHash` of a delegation's terms (PROTOCOL §1.6).
#[must_use]
pub fn terms_hash(terms: &Value) -> Sha256Sum {
    Sha256Sum::of(&canonical(terms))
}

fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_number(out, number),
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(out, item);
            }
            out.push(b']');
        }
        Value::Object(object) => write_object(out, object, &[]),
    }
}

fn write_object(out: &mut Vec<u8>, object: &Map<String, Value>, left_out: &[&str]) {
    let mut members: Vec<_> = object.iter().filter(|(name, _)| !left_out.contains(&name.as_str())).collect();
    members.sort_unstable_by(|(a, _), (b, _)| by_utf16(a, b));
    out.push(b'{');
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(out, name);
        out.push(b':');
        write_value(out, value);
    }
    out.push(b'}');
}

/// RFC 8785 §3.2.3. The order of bytes differs from it only beyond the first 2^16 characters.
fn by_utf16(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn write_number(out: &mut Vec<u8>, number: &Number) {
    let safe = number.as_i64().filter(|n| n.unsigned_abs() <= MAX_SAFE_INTEGER);
    let written = match safe {
        Some(integer) => write!(out, "{integer}"),
        None => serde_json_canonicalizer::to_writer(number, out).map_err(Into::into),
    };
    debug_assert!(written.is_ok(), "a JSON number is finite, and memory takes every byte");
}

fn write_string(out: &mut Vec<u8>, text: &str) {
    let written = serde_json::to_writer(out, text);
    debug_assert!(written.is_ok(), "memory takes every byte");
}
