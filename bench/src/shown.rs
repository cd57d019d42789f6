//! A picture of a telephone, made anew for a task: in this process, through the program's own way, without network and disk.

use std::convert::Infallible;
use std::io::Cursor;
use std::time::Instant;

use image::{ImageFormat, Rgb, RgbImage};
use pursuance::pictures::Pictures;
use pursuance::platform::clock::Clock;
use pursuance_domain::id::ActorId;

use crate::table::{Aim, Table, Unit};
use crate::trouble::{Outcome, Trouble};

const PART: &str = "Pictures";

/// How large the picture is, and how often it is made.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    sides: (u32, u32),
    times: usize,
}

impl Load {
    pub const FULL: Self = Self { sides: (4_032, 3_024), times: 9 };
    pub const QUICK: Self = Self { sides: (400, 300), times: 1 };
}

/// Makes it again and again; what counts is the one in the middle.
pub async fn measure(load: Load, table: &mut Table) -> Outcome<()> {
    let pictures = Pictures::new(&Clock::System);
    let person = ActorId("bench".to_owned());
    for (name, form) in [("JPEG", ImageFormat::Jpeg), ("PNG", ImageFormat::Png)] {
        let sent = photograph(load.sides, form)?;
        let mut took = Vec::with_capacity(load.times);
        for _ in 0..load.times {
            let begun = Instant::now();
            let bytes = std::future::ready(Ok::<_, Infallible>(sent.clone()));
            let Ok(made) = pictures.make_shown(&person, bytes).await;
            made.map_err(|why| Trouble::Odd(format!("a picture is not made: {why:?}")))?;
            took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        took.sort_by(f64::total_cmp);
        let median = took.get(took.len() / 2).copied().unwrap_or_default();
        let figure = format!("{name} of 12 megapixels ({} kB) made anew", sent.len() / 1_000);
        table.add(PART, None, figure, median, Unit::Millis, Aim::AtMost(1_500.0));
    }
    Ok(())
}

/// Something with slopes and with grain, as a camera sees it.
fn photograph((width, height): (u32, u32), form: ImageFormat) -> Outcome<Vec<u8>> {
    let mut grain = 1_u32;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [noise, ..] = grain.to_be_bytes();
        let slope = |n: u32| u8::try_from(n / 24 % 240).unwrap_or_default();
        Rgb([slope(x) + noise % 8, slope(y) + noise % 8, slope(x + y) + noise % 8])
    });
    let mut bytes = Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, form);
    written.map_err(|error| Trouble::Odd(format!("no picture is written: {error}")))?;
    Ok(bytes.into_inner())
}
