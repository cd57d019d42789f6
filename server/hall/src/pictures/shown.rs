//! A picture beside what somebody wrote, made anew: whole, and small.

use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};
use rustix::time::{ClockId, clock_gettime};

use super::small::{PIXELS_MAX, QUALITY, ReadPicture, Unusable, form_of, read};

/// The largest file: cameras write some megabytes.
pub const SHOWN_SENT_MAX: usize = 12 * 1024 * 1024;
/// The most memory of one picture: as for people's pictures, with a larger file, which is held once.
pub const SHOWN_MEMORY_MAX: u64 = 150 * 1024 * 1024;
const _: () = assert!((2 * 4 + 3) * PIXELS_MAX + SHOWN_SENT_MAX as u64 <= SHOWN_MEMORY_MAX);
// A GIF: what programs wrote into it is held twice; the picture, its frame, and the numbers of the colours of that.
const _: () = assert!((4 + 4 + 1) * PIXELS_MAX + 2 * SHOWN_SENT_MAX as u64 <= SHOWN_MEMORY_MAX);
/// The most time of one core for a picture; beyond, it is given up.
pub const SHOWN_TIME_MAX: Duration = Duration::from_secs(5);
/// The longest side of what is shown, in pixels.
pub const SHOWN_SIDE: u32 = 1_600;
/// The longest side of the small one.
pub const THUMBNAIL_SIDE: u32 = 320;

/// The forms of what is shown.
pub(super) const FORMS: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif];

/// A picture as pages show it.
#[derive(Debug, PartialEq, Eq)]
pub struct MadePicture {
    pub whole: Vec<u8>,
    pub thumbnail: Vec<u8>,
    /// The media type of both.
    pub form: &'static str,
    /// The sides of the first, in pixels.
    pub width: u32,
    pub height: u32,
}

/// The picture, upright, as a JPEG or PNG, without anything else that was in its file. Of a moving one the first frame.
pub(super) fn of(sent: Vec<u8>) -> Result<MadePicture, Unusable> {
    within_time(sent, of_this_thread)
}

/// The same; `worked` says for how long this thread has worked.
fn within_time(sent: Vec<u8>, worked: impl Fn() -> Duration) -> Result<MadePicture, Unusable> {
    let begun = worked();
    let in_time = || in_time(begun, worked());
    let form = form_of(&sent, &FORMS)?;
    if sent.len() > SHOWN_SENT_MAX {
        return Err(Unusable::TooLarge);
    }
    let sent = if form == ImageFormat::Jpeg { lean(sent) } else { sent };
    let ReadPicture { picture, orientation, turn } = read(sent, form)?;
    in_time()?;
    // A GIF has few colours and sharp edges, and lets see through.
    let form = if form == ImageFormat::Gif { ImageFormat::Png } else { form };
    // A picture that has sixteen bits for a colour has eight from here on, and no profile.
    let shrunk = fitted(picture, SHOWN_SIDE);
    drop(turn);
    let mut whole = if form == ImageFormat::Png && shrunk.color().has_alpha() {
        DynamicImage::ImageRgba8(shrunk.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(shrunk.into_rgb8())
    };
    whole.apply_orientation(orientation);
    in_time()?;
    let written_whole = written(&whole, form)?;
    in_time()?;
    let (width, height) = (whole.width(), whole.height());
    let small = fitted(whole, THUMBNAIL_SIDE);
    Ok(MadePicture {
        thumbnail: written(&small, form)?,
        form: if form == ImageFormat::Png { "image/png" } else { "image/jpeg" },
        width,
        height,
        whole: written_whole,
    })
}

/// Each step has a bound of its own; what stays to be done is not begun after the time is over.
fn in_time(begun: Duration, now: Duration) -> Result<(), Unusable> {
    if now.saturating_sub(begun) > SHOWN_TIME_MAX { Err(Unusable::Damaged) } else { Ok(()) }
}

/// The time that this thread has worked: on a busy computer nothing is given up for waiting.
pub(super) fn of_this_thread() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// A JPEG without the segments that its pixels do not need, which the decoder would copy: comments, and all of programs but how it
/// is turned (Exif) and how its colours are meant (Adobe). What is not understood stays for the decoder to refuse.
fn lean(mut jpeg: Vec<u8>) -> Vec<u8> {
    let (mut from, mut to) = (2, 2);
    let mut has_exif = false;
    while let Some(end) = end_of_segment(&jpeg, from) {
        let is_kept = match jpeg.get(from + 1) {
            Some(0xe1) => {
                let is_exif = jpeg.get(from + 4..end).is_some_and(|content| content.starts_with(b"Exif\0"));
                is_exif && !std::mem::replace(&mut has_exif, true)
            }
            Some(0xe0 | 0xe2..=0xed | 0xef | 0xfe) => false,
            _ => true,
        };
        if is_kept {
            jpeg.copy_within(from..end, to);
            to += end - from;
        }
        from = end;
    }
    let rest = jpeg.len().saturating_sub(from);
    jpeg.copy_within(from..from + rest, to);
    jpeg.truncate(to + rest);
    jpeg
}

/// Where a segment of a JPEG ends (ITU-T T.81 §B.1.1.4), one that begins a scan with its data.
fn end_of_segment(jpeg: &[u8], from: usize) -> Option<usize> {
    let &[0xff, marker, high, low] = jpeg.get(from..from + 4)? else { return None };
    if matches!(marker, 0 | 1 | 0xd0..=0xd9 | 0xff) {
        return None;
    }
    let end = from + 2 + usize::from(u16::from_be_bytes([high, low]));
    let behind = jpeg.get(end..)?;
    if marker != 0xda {
        return Some(end);
    }
    let is_marker = |two: &[u8]| matches!(two, [0xff, marker] if !matches!(marker, 0 | 0xd0..=0xd7 | 0xff));
    Some(end + behind.windows(2).position(is_marker).unwrap_or(behind.len()))
}

/// Not larger than it was. The way that needs no memory but for what it makes.
fn fitted(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side { picture } else { picture.thumbnail(side, side) }
}

fn written(picture: &DynamicImage, form: ImageFormat) -> Result<Vec<u8>, Unusable> {
    let mut made = std::io::Cursor::new(Vec::new());
    if form == ImageFormat::Png {
        picture.write_to(&mut made, ImageFormat::Png)?;
    } else {
        JpegEncoder::new_with_quality(&mut made, QUALITY).encode_image(&picture.to_rgb8())?;
    }
    Ok(made.into_inner())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Cursor;

    use image::RgbaImage;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(RgbaImage::new(width, height))
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_made_anew_whole_and_small_and_never_larger() {
        for (sides, whole, small) in
            [((2_000, 1_000), (1_600, 800), (320, 160)), ((20, 10), (20, 10), (20, 10))]
        {
            let made = of(png(sides.0, sides.1)).unwrap();
            assert_eq!((made.width, made.height), whole);
            let shown = image::load_from_memory_with_format(&made.thumbnail, ImageFormat::Png).unwrap();
            assert_eq!((shown.width(), shown.height()), small);
        }
    }

    #[test]
    fn a_picture_is_given_up_after_its_time() {
        let begun = Duration::from_secs(7);
        assert_eq!(in_time(begun, begun + SHOWN_TIME_MAX), Ok(()));
        assert_eq!(in_time(begun, begun + SHOWN_TIME_MAX + Duration::from_millis(1)), Err(Unusable::Damaged));
        // It goes on while this works.
        let before = of_this_thread();
        let mut sum = 0_u64;
        while of_this_thread() == before {
            sum = sum.wrapping_add(std::hint::black_box(1));
        }
        assert!(of_this_thread() > before, "{sum}");
    }

    #[test]
    fn no_step_is_begun_after_the_time() {
        // The clock is asked at the beginning, and before each step. It stands still but for one of these.
        let made = |over_at: usize| {
            let asked = Cell::new(0);
            let worked = || {
                let at = asked.replace(asked.get() + 1);
                if at == over_at { SHOWN_TIME_MAX + Duration::from_millis(1) } else { Duration::ZERO }
            };
            (within_time(png(20, 10), worked), asked.get())
        };
        for step in 1..=3 {
            assert_eq!(made(step), (Err(Unusable::Damaged), step + 1), "step {step}");
        }
        let (in_time, asked) = made(usize::MAX);
        assert!(in_time.is_ok());
        assert_eq!(asked, 4);
    }

    #[test]
    fn what_programs_wrote_into_a_jpeg_goes_before_it_is_read() {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(40, 40).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let jpeg = bytes.into_inner();
        let bare = lean(jpeg.clone());
        let with = [&jpeg[..2], b"\xff\xfe\0\x08MARKER\xff\xe3\0\x08MARKER", &jpeg[2..], b"MARKER"].concat();
        assert_eq!(lean(with), [&bare[..], b"MARKER"].concat());
        assert_eq!(of(bare).unwrap(), of(jpeg).unwrap());
    }
}
