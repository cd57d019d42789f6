//! Tests of the formats and rules of private pursuances (docs/sealed.md).
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bundles;
mod edges;
mod fuzzing;
mod known;
mod more;
mod put;
mod random;
mod replica;
mod shapes;
mod support;
mod vectors;
