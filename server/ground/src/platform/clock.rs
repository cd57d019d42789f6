//! The one clock. Time is read here and nowhere else, so that tests can move it; ids are made from it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::UNIX_EPOCH;

use pursuance_domain::id;
use pursuance_domain::time::{SECOND, Time};

/// The source of the time.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's clock.
    System,
    /// The system's clock plus the seconds in a file; processes that share the file share the time.
    File(PathBuf),
    /// The system's clock plus microseconds a test sets.
    Moved(Arc<AtomicI64>),
    /// The system's clock plus microseconds the demo sets, only during its story.
    Told(Arc<AtomicI64>),
}

impl Clock {
    /// Now.
    #[expect(clippy::disallowed_methods, reason = "this is where time enters")]
    pub fn now(&self) -> Time {
        let system =
            std::time::SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
        let system = Time(i64::try_from(system).unwrap_or(i64::MAX));
        match self {
            Self::System => system,
            Self::File(path) => {
                let seconds = std::fs::read_to_string(path)
                    .ok()
                    .and_then(|text| text.trim().parse::<f64>().ok())
                    .unwrap_or(0.0);
                #[expect(clippy::cast_possible_truncation, reason = "a test's offset; as saturates")]
                let micros = (seconds * SECOND as f64) as i64;
                system.plus(micros)
            }
            Self::Moved(micros) | Self::Told(micros) => system.plus(micros.load(Ordering::SeqCst)),
        }
    }

    /// Whether a test moves this clock; idle workers then look more often.
    pub fn is_moved(&self) -> bool {
        match self {
            Self::System => false,
            Self::File(_) | Self::Moved(_) => true,
            Self::Told(micros) => micros.load(Ordering::SeqCst) != 0,
        }
    }

    /// A new id.
    pub fn new_id(&self) -> String {
        self.new_id_at(self.now())
    }

    /// A new id of a moment.
    pub fn new_id_at(&self, now: Time) -> String {
        id::new_id(now, random())
    }
}

/// Random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness: nothing safe can be done then.
#[expect(clippy::expect_used, reason = "without randomness no key, id or token would be safe")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
