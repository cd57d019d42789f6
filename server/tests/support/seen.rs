//! Observations of a test, the last few: a wait that expires says what was seen.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::{self, Arguments, Write as _};

/// Number of observations that are kept.
const KEPT: usize = 3;
/// Bytes of each.
const LONGEST: usize = 800;

thread_local!(static SEEN: RefCell<VecDeque<String>> = const { RefCell::new(VecDeque::new()) });

/// Text that is cut where it becomes too long; nothing of the rest is made.
struct CutText(String);

impl fmt::Write for CutText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = text.floor_char_boundary(LONGEST.saturating_sub(self.0.len()));
        self.0.push_str(&text[..end]);
        if end == text.len() {
            return Ok(());
        }
        self.0.push('…');
        Err(fmt::Error)
    }
}

/// Keeps what the test on this thread sees.
pub fn note(what: Arguments<'_>) {
    let mut short = CutText(String::new());
    // It only fails where it is cut.
    let _ = short.write_fmt(what);
    SEEN.with_borrow_mut(|seen| {
        seen.truncate(KEPT - 1);
        seen.push_front(short.0);
    });
}

/// The last observations of the test on this thread, the newest first, for the message of its failure.
pub fn last() -> String {
    SEEN.with_borrow(|seen| match seen.len() {
        0 => "nothing was seen".to_owned(),
        _ => format!("seen last:\n{}", Vec::from(seen.clone()).join("\n")),
    })
}

#[test]
fn the_last_observations_are_told_and_long_ones_cut() {
    for number in 1..=4 {
        note(format_args!("{number}"));
    }
    assert_eq!(last(), "seen last:\n4\n3\n2");
    note(format_args!("{}{}", "ä".repeat(LONGEST), "never read"));
    let cut = format!("seen last:\n{}…\n4\n3", "ä".repeat(LONGEST / 2));
    assert_eq!(last(), cut);
}
