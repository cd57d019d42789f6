//! The greatest sizes and numbers (docs/sealed.md §3, “Bounds”).

/// The greatest number: what JavaScript counts exactly.
pub const GREATEST_NUMBER: u64 = (1 << 53) - 1;
/// Bytes of a log entry, and of an envelope.
pub const OBJECT_BYTES: usize = 64 * 1024;
/// Entries of a log.
pub const LOG_ENTRIES: u64 = 20_000;
/// Bytes of one batch.
pub const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Objects in one batch of changes.
pub const BATCH_OBJECTS: usize = 200;
/// Seals of one epoch for one member, from different members.
pub const SEALS_EACH: usize = 3;
/// How much further ahead a revision is that is given back to a restored server: else a member makes one after which no number is left.
pub const AHEAD_MOST: u64 = 1_000;
/// Skills, and so tags, of a task or profile.
pub const TAGS: usize = 32;
/// Milliseconds by which a time may differ from the clock of a relay.
pub const RELAY_SKEW_MS: u64 = 5 * 60 * 1000;
/// Bytes of data in one chunk of a file.
pub const CHUNK_BYTES: u32 = 64 * 1024;
/// Code points of a passphrase that somebody types.
pub const PASSPHRASE_CHARS: usize = 14;
