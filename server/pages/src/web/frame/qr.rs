//! A link as a picture that phones read: a QR code, drawn as one path.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// The white border that readers need around the code, in modules (ISO/IEC 18004 §9.1).
const QUIET: usize = 4;

/// A QR code, as the template draws it: dark squares on white, whatever the colours of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// The width and height with the border, in modules.
    pub size: usize,
    /// The runs of dark modules, as the data of an SVG path.
    pub path: String,
}

impl Qr {
    /// The code of a text; none if the text is too long.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let colors = code.to_colors();
        let mut path = String::new();
        for (y, row) in colors.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&Color::Dark) {
                    let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{left} {top}h{long}v1h-{long}z");
                }
                x += run.len();
            }
        }
        Some(Self { size: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_other() {
        let text = "https://commons.example/i/0f3c5a7b9d1e2f40516273849a5bc6d7";
        let qr = Qr::of(text).unwrap();
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let mut drawn = vec![vec![false; qr.size]; qr.size];
        for line in qr.path.split('M').filter(|line| !line.is_empty()) {
            let (at, long) = line.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let long: usize = long.split('v').next().unwrap().parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            drawn[y][x..x + long].fill(true);
        }
        let width = code.width();
        for (y, row) in drawn.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (QUIET..QUIET + width).contains(&x) && (QUIET..QUIET + width).contains(&y);
                let wanted = inside && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(*dark, wanted, "{x} {y}");
            }
        }
    }

    #[test]
    fn a_text_that_does_not_fit_has_no_code() {
        assert_eq!(Qr::of(&"x".repeat(5_000)), None);
    }
}
