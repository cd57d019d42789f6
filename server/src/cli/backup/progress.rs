//! The progress of long work, on standard error, from time to time.

use std::io::Write;
use std::time::{Duration, Instant};

/// How often it is reported. Work that ends sooner is silent.
pub const EVERY: Duration = Duration::from_secs(5);

/// The time of the last report.
pub struct Progress(Instant);

impl Progress {
    pub fn new() -> Self {
        Self(Instant::now())
    }

    /// Tells it when enough time has passed.
    pub fn tell(&mut self, text: impl FnOnce() -> String) {
        if self.0.elapsed() >= EVERY {
            self.0 = Instant::now();
            say(&text());
        }
    }
}

/// Reports it at once.
pub fn say(text: &str) {
    // An error means that nobody reads it.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A number of bytes as people read it.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["bytes", "KiB", "MiB", "GiB"];
    let unit = (0..UNITS.len()).rfind(|unit| bytes >> (10 * unit) > 0).unwrap_or(0);
    let tenths = (u128::from(bytes) * 10) >> (10 * unit);
    match unit {
        0 => format!("{bytes} bytes"),
        _ => format!("{}.{} {}", tenths / 10, tenths % 10, UNITS.get(unit).unwrap_or(&"")),
    }
}

/// A number of files as people read it.
pub fn files(count: u64) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_the_largest_unit_that_fits() {
        assert_eq!(size(0), "0 bytes");
        assert_eq!(size(1023), "1023 bytes");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(5 << 30), "5.0 GiB");
        assert_eq!(size(5 << 40), "5120.0 GiB");
    }
}
