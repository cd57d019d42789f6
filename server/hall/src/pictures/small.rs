//! A picture that somebody sent, as a small square without anything else that was in its file.

use std::io::Cursor;
use std::sync::{Mutex, MutexGuard, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::error::LimitErrorKind;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage, RgbaImage,
};

use crate::text::Text;

/// The largest file.
pub const SENT_MAX: usize = 2 * 1024 * 1024;
/// The longest side of what is sent, in pixels.
pub const SIDE_MAX: u32 = 4_096;
/// The most pixels of what is sent, in millions: telephones make pictures of twelve and a half.
pub const MILLIONS_MAX: i64 = 13;
/// The same, counted.
pub const PIXELS_MAX: u64 = 1_000_000 * MILLIONS_MAX.unsigned_abs();
/// The most memory of one picture. A progressive JPEG takes most: two bytes for each of up to four components of a pixel, as all of
/// them are there at the same time, and three for what they make. Of PNG a pixel takes eight at most.
pub const MEMORY_MAX: u64 = 144 * 1024 * 1024;
const _: () = assert!((2 * 4 + 3) * PIXELS_MAX + 2 * SENT_MAX as u64 <= MEMORY_MAX, "the file is held twice");
/// The most memory for what stands beside the pixels of a PNG: its profile of colours and its texts, which may be much in few bytes. The
/// frame of a GIF of few pixels may have as much.
const BESIDE_MAX: u64 = 8 * 1024 * 1024;
/// The bytes of pixels from which on a picture is heavy: heavy pictures are read one at a time.
const HEAVY: u64 = 56 * 1024 * 1024;
/// The most scans of a JPEG. Each goes through all of its pixels, however few bytes it has; programs write ten, or fifteen.
pub const SCANS_MAX: usize = 20;
/// How many are made at the same time.
pub const MADE_AT_ONCE: usize = 2;
/// The sides of what is shown, in pixels: three times the largest size on a page.
pub const SIDE: u32 = 192;
/// The quality of the JPEG, of 100: some ten kilobytes, where the same picture without loss has fifty.
pub const QUALITY: u8 = 82;

/// Why a file becomes no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// The file is too large.
    TooLarge,
    /// It is of no form that is read here.
    OtherForm,
    /// It has too many pixels.
    TooManyPixels,
    /// It is a JPEG of too many scans.
    TooManyScans,
    /// It cannot be read to its end.
    Damaged,
}

impl Unusable {
    /// In words.
    pub fn words(self, t: Text) -> String {
        match self {
            Self::TooLarge => {
                t.with("picture-too-large").set("most", format!("{} MB", SENT_MAX >> 20)).to_string()
            }
            Self::OtherForm => t.s("picture-other-form").to_owned(),
            Self::TooManyPixels => t
                .with("picture-too-many-pixels")
                .set("most", i64::from(SIDE_MAX))
                .set("millions", MILLIONS_MAX)
                .to_string(),
            Self::TooManyScans => {
                let most = i64::try_from(SCANS_MAX).unwrap_or(i64::MAX);
                t.with("picture-too-many-scans").set("most", most).to_string()
            }
            Self::Damaged => t.s("picture-damaged").to_owned(),
        }
    }
}

impl From<ImageError> for Unusable {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(limit) if limit.kind() == LimitErrorKind::DimensionError => {
                Self::TooManyPixels
            }
            ImageError::Limits(_)
            | ImageError::Decoding(_)
            | ImageError::Encoding(_)
            | ImageError::Parameter(_)
            | ImageError::Unsupported(_)
            | ImageError::IoError(_) => Self::Damaged,
        }
    }
}

/// The picture as a small square JPEG: its middle, upright, without places, names of cameras and what else was in the file. Of a moving
/// one the first frame. What cannot be seen through it is white.
pub(super) fn of(sent: &[u8]) -> Result<Vec<u8>, Unusable> {
    let form = form_of(sent, &[ImageFormat::Png, ImageFormat::Jpeg])?;
    let ReadPicture { picture: whole, orientation, turn: _turn } = read(sent, form)?;
    let (width, height) = (whole.width(), whole.height());
    let side = width.min(height);
    let middle = imageops::crop_imm(&whole, (width - side) / 2, (height - side) / 2, side, side);
    let small = imageops::resize(&*middle, SIDE, SIDE, FilterType::Triangle);
    let mut upright = DynamicImage::ImageRgb8(on_white(&small));
    upright.apply_orientation(orientation);
    let mut made = Vec::new();
    JpegEncoder::new_with_quality(&mut made, QUALITY).encode_image(&upright.into_rgb8())?;
    Ok(made)
}

/// Which of these forms it is, by the bytes.
pub(super) fn form_of(sent: &[u8], forms: &[ImageFormat]) -> Result<ImageFormat, Unusable> {
    image::guess_format(sent).ok().filter(|form| forms.contains(form)).ok_or(Unusable::OtherForm)
}

/// A picture that was read.
pub(super) struct ReadPicture {
    pub picture: DynamicImage,
    /// How it is to be turned.
    pub orientation: Orientation,
    /// Of one that takes much memory, the turn of those, which is over when this is dropped.
    pub turn: Option<MutexGuard<'static, ()>>,
}

/// Two of the largest pictures at the same time would take too much memory.
static HEAVY_TURN: Mutex<()> = Mutex::new(());

/// Reads the pixels of a picture. The decoder of JPEG has a copy of the bytes: owned bytes are dropped before it decodes.
pub(super) fn read(sent: impl AsRef<[u8]>, form: ImageFormat) -> Result<ReadPicture, Unusable> {
    let is_jpeg = form == ImageFormat::Jpeg;
    if is_jpeg && scans(sent.as_ref()) > SCANS_MAX {
        return Err(Unusable::TooManyScans);
    }
    let is_progressive = is_jpeg && (scans(sent.as_ref()) > 1 || says_progressive(sent.as_ref()));
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(BESIDE_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(sent), form);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let (pixels, whole) = (u64::from(width) * u64::from(height), decoder.total_bytes());
    if pixels > PIXELS_MAX {
        return Err(Unusable::TooManyPixels);
    }
    // A GIF may say so.
    if pixels == 0 {
        return Err(Unusable::Damaged);
    }
    // The frame of a GIF may have other sides than the picture, and is there besides, with a byte more for each pixel.
    let frame = (form == ImageFormat::Gif).then(|| whole.max(BESIDE_MAX));
    limits.max_alloc = Some(frame.map_or(MEMORY_MAX, |frame| whole + frame));
    limits.reserve(whole)?;
    decoder.set_limits(limits)?;
    let coefficients = if is_progressive { 2 * 4 * pixels } else { 0 };
    let is_heavy = whole + coefficients + frame.map_or(0, |frame| frame + frame / 4) > HEAVY;
    let turn = is_heavy.then(|| HEAVY_TURN.lock().unwrap_or_else(PoisonError::into_inner));
    // Wrong data of the camera do not make the picture unusable.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(ReadPicture { picture: DynamicImage::from_decoder(decoder)?, orientation, turn })
}

/// How many scans a JPEG has at most. A marker stands nowhere in what is between two of them, but in a small picture within the file
/// (ITU-T T.81 §B.1.1.5); the length behind this one is less than 256 (ibid., §B.2.3), or the decoder refuses it.
fn scans(jpeg: &[u8]) -> usize {
    jpeg.windows(3).filter(|bytes| *bytes == [0xff, 0xda, 0]).count()
}

/// Whether a JPEG says that it is progressive, or a small picture within it does.
fn says_progressive(jpeg: &[u8]) -> bool {
    jpeg.windows(2).any(|bytes| bytes == [0xff, 0xc2])
}

fn on_white(picture: &RgbaImage) -> RgbImage {
    let mut white = RgbImage::new(picture.width(), picture.height());
    for (below, above) in white.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, opacity] = above.0.map(u32::from);
        let blended = |colour: u32| {
            let sum = (colour * opacity + 255 * (255 - opacity)) / 255;
            u8::try_from(sum).unwrap_or(u8::MAX)
        };
        *below = Rgb([blended(red), blended(green), blended(blue)]);
    }
    white
}

#[cfg(test)]
pub(super) mod tests {
    use image::Rgba;

    use super::*;

    pub(in crate::pictures) fn picture(width: u32, height: u32) -> DynamicImage {
        // The left half is black, the right half is white.
        let half = width / 2;
        DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |x, _| {
            if x < half { Rgba([0, 0, 0, 255]) } else { Rgba([255, 255, 255, 255]) }
        }))
    }

    pub(in crate::pictures) fn sent(picture: &DynamicImage, form: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = if form == ImageFormat::Jpeg {
            DynamicImage::ImageRgb8(picture.to_rgb8())
        } else {
            picture.clone()
        };
        picture.write_to(&mut bytes, form).unwrap();
        bytes.into_inner()
    }

    fn pixels(made: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(made, ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    fn is_dark(made: &RgbImage, x: u32, y: u32) -> bool {
        made.get_pixel(x, y).0.iter().all(|colour| *colour < 100)
    }

    #[test]
    fn every_form_becomes_the_same_small_square_of_its_middle() {
        for form in [ImageFormat::Png, ImageFormat::Jpeg] {
            for (width, height) in [(400, 300), (300, 500), (20, 20), (1, 1)] {
                let made = of(&sent(&picture(width, height), form)).unwrap();
                let shown = pixels(&made);
                assert_eq!((shown.width(), shown.height()), (SIDE, SIDE), "{form:?}");
                assert!(made.len() < 40_000, "{} bytes", made.len());
                if width > 1 {
                    assert!(
                        is_dark(&shown, 20, 96) && !is_dark(&shown, 170, 96),
                        "{form:?} {width}x{height}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_one_sees_through_is_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(64, 64, Rgba([0, 0, 0, 0])));
        let shown = pixels(&of(&sent(&clear, ImageFormat::Png)).unwrap());
        assert!(shown.pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
    }

    /// The data that a camera writes behind the first two bytes of a JPEG: where the picture was taken, and that it is to be
    /// turned to the right.
    pub(in crate::pictures) fn from_a_camera(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
        exif.extend([1, 0]);
        exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        exif.extend([0, 0, 0, 0]);
        exif.extend(b"GPS 52.5 13.4");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_turned_picture_stands_upright_and_tells_nothing_of_where_it_was_taken() {
        let made = of(&from_a_camera(&sent(&picture(300, 300), ImageFormat::Jpeg))).unwrap();
        let shown = pixels(&made);
        assert!(is_dark(&shown, 96, 20) && !is_dark(&shown, 96, 170), "its left is on top");
        for secret in [&b"Exif"[..], b"GPS"] {
            assert!(!made.windows(secret.len()).any(|window| window == secret));
        }
    }

    /// The checksum of a chunk of PNG (its specification, annex D).
    pub(in crate::pictures) fn checksum(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8)
                .fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
        })
    }

    /// A small PNG that says it had other sides.
    pub(in crate::pictures) fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = sent(&picture(8, 8), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = checksum(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    #[test]
    fn a_small_file_with_many_pixels_is_refused_before_they_are_made() {
        assert!(of(&claiming(8, 8)).is_ok(), "the checksum is right");
        for (width, height) in [(SIDE_MAX + 1, 8), (8, SIDE_MAX + 1), (60_000, 60_000), (u32::MAX >> 1, 1)] {
            let refused = of(&claiming(width, height)).unwrap_err();
            assert!(
                matches!(refused, Unusable::TooManyPixels | Unusable::Damaged),
                "{width}x{height}: {refused:?}"
            );
        }
        assert_eq!(of(&claiming(SIDE_MAX + 1, 8)), Err(Unusable::TooManyPixels));
    }

    #[test]
    fn more_pixels_than_a_telephone_makes_are_refused_before_they_are_read() {
        let high = u32::try_from(PIXELS_MAX / u64::from(SIDE_MAX)).unwrap();
        for (width, height, refused) in [
            (SIDE_MAX, high, Unusable::Damaged),
            (4_080, 3_072, Unusable::Damaged),
            (SIDE_MAX, high + 1, Unusable::TooManyPixels),
            (SIDE_MAX, SIDE_MAX, Unusable::TooManyPixels),
        ] {
            assert_eq!(of(&claiming(width, height)), Err(refused), "PNG, {width}x{height}");
        }
        let jpeg = |width, height| of(&progressive(width, height, 3, 1));
        assert!(jpeg(4_032, 3_024).is_ok());
        assert_eq!(jpeg(4_096, 4_096), Err(Unusable::TooManyPixels));
    }

    pub(in crate::pictures) fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    }

    /// A progressive JPEG, of 16 × 16 pixels or more, in which all but the first of its scans say nothing (ITU-T T.81 annex B).
    pub(in crate::pictures) fn progressive(width: u16, height: u16, components: u8, scans: usize) -> Vec<u8> {
        let one_code_each = |class: u8, values: [u8; 2]| {
            segment(0xc4, &[&[class << 4, 1, 1][..], &[0; 14], &values].concat())
        };
        let scan = |of: &[u8], from: u8, to: u8, low: u8| {
            let of: Vec<u8> = of.iter().flat_map(|component| [*component, 0]).collect();
            let count = u8::try_from(of.len() / 2).unwrap();
            [segment(0xda, &[&[count][..], &of, &[from, to, low]].concat()), vec![0; 2]].concat()
        };
        let all: Vec<u8> = (1..=components).collect();
        let sampled: Vec<u8> = all.iter().flat_map(|component| [*component, 0x11, 0]).collect();
        let ([high, low], [wide, narrow]) = (height.to_be_bytes(), width.to_be_bytes());
        let frame = [&[8, high, low, wide, narrow, components][..], &sampled].concat();
        let mut jpeg = [
            vec![0xff, 0xd8],
            segment(0xdb, &[&[0][..], &[1; 64]].concat()),
            segment(0xc2, &frame),
            one_code_each(0, [0, 1]),
            one_code_each(1, [1, 0]),
            scan(&all, 0, 0, 0),
        ]
        .concat();
        for n in 1..scans {
            jpeg.extend(scan(&[all[n % all.len()]], 1, 63, 1));
        }
        jpeg.extend([0xff, 0xd9]);
        jpeg
    }

    #[test]
    fn a_jpeg_of_very_many_scans_is_refused_before_they_are_read() {
        assert!(of(&progressive(16, 16, 3, SCANS_MAX)).is_ok());
        assert_eq!(of(&progressive(16, 16, 3, SCANS_MAX + 1)), Err(Unusable::TooManyScans));
        // A small picture within the file has a scan, too.
        let within = segment(0xe1, &progressive(8, 8, 1, 1));
        let with_another = |jpeg: &[u8]| [&jpeg[..2], &within, &jpeg[2..]].concat();
        assert!(of(&with_another(&progressive(16, 16, 3, 10))).is_ok());
    }

    /// Run by itself under `/usr/bin/time -v` it tells the memory of the largest picture: 141 MiB more than the others take.
    #[test]
    fn the_largest_picture_is_made_small() {
        let (width, height) = (4_096, u16::try_from(PIXELS_MAX / u64::from(SIDE_MAX)).unwrap());
        assert!(of(&progressive(width, height, 4, 2)).is_ok());
    }

    /// A picture of 4 × 4 pixels whose decoder would take gigabytes, if it said that it had 65,536 tables in place of one.
    pub(in crate::pictures) const WEBP: &[u8] = b"RIFF6\0\0\0WEBPVP8L*\0\0\0/\x03\xc0\0\0n\x88\x88\x08\x0b\0\0\0\0@\xd6\xff\x22\x22\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    #[test]
    fn no_webp_is_decoded() {
        assert_eq!(of(WEBP), Err(Unusable::OtherForm));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let png = sent(&picture(200, 200), ImageFormat::Png);
        assert_eq!(of(&png[..png.len() / 2]), Err(Unusable::Damaged), "cut off");
        for other in [
            &b""[..],
            b"hello",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
            b"<?xml version=\"1.0\"?><svg/>",
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
            b"BM\x3a\0\0\0\0\0\0\0",
            b"%PDF-1.7",
        ] {
            assert_eq!(of(other), Err(Unusable::OtherForm), "{:?}", String::from_utf8_lossy(other));
        }
        for start in [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0"] {
            assert!(of(start).is_err());
            let noise: Vec<u8> = (0..=u8::MAX).map(|n| n.wrapping_mul(119)).collect();
            assert!(of(&[start, &noise, &noise].concat()).is_err());
        }
    }
}
