//! Files that somebody sends to harm: each is shown clean, or refused, within the bounds of a picture.

use std::process::Command;

use image::{DynamicImage, GrayImage, ImageFormat};

use super::shown::{self, SHOWN_SENT_MAX, SHOWN_SIDE, THUMBNAIL_SIDE};
use super::small::tests::{WEBP, checksum, claiming, from_a_camera, picture, progressive, segment, sent};
use super::small::{PIXELS_MAX, SCANS_MAX, SIDE_MAX, Unusable};

/// What stands in every file beside its pixels, and in nothing that is made of it.
const MARKER: &[u8] = b"MARKER";
/// What metadata begin with.
const METADATA: &[&[u8]] = &[
    MARKER,
    b"Exif",
    b"GPS",
    b"eXIf",
    b"iCCP",
    b"tEXt",
    b"zTXt",
    b"iTXt",
    b"acTL",
    b"fdAT",
    b"ICC_PROFILE",
    b"http:",
    b"<script",
];

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Shown,
    Refused(Unusable),
    /// A decoder may give up, or leave it out.
    Either,
}
use Becomes::{Either, Refused, Shown};

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let named = [&name[..], content].concat();
    let sum = checksum(&named).to_be_bytes();
    [&length[..], &named, &sum].concat()
}

/// A PNG with more chunks behind its head, and before its end.
fn png_with(behind_head: &[Vec<u8>], before_end: &[Vec<u8>]) -> Vec<u8> {
    let png = sent(&picture(40, 40), ImageFormat::Png);
    let (head, rest) = png.split_at(33);
    let (pixels, end) = rest.split_at(rest.len() - 12);
    [head, &behind_head.concat(), pixels, &before_end.concat(), end].concat()
}

/// What unpacks to twelve million bytes: the pixels of another PNG.
fn bomb() -> Vec<u8> {
    let png = sent(&DynamicImage::ImageLuma8(GrayImage::new(4_000, 3_000)), ImageFormat::Png);
    let (mut rest, mut packed) = (&png[33..], Vec::new());
    while rest.len() >= 12 {
        let length = usize::try_from(u32::from_be_bytes(rest[..4].try_into().unwrap())).unwrap();
        if rest[4..8] == *b"IDAT" {
            packed.extend_from_slice(&rest[8..8 + length]);
        }
        rest = &rest[12 + length..];
    }
    assert!(packed.len() < 100_000, "{} bytes", packed.len());
    packed
}

/// A PNG of eight pixels a side whose data are of many more.
fn too_much_data() -> Vec<u8> {
    let small = claiming(8, 8);
    [&small[..33], &chunk(b"IDAT", &bomb()), &chunk(b"IEND", b"")].concat()
}

/// A PNG that moves, and says that it has a million frames: the first is as it was.
fn moving() -> Vec<u8> {
    let control = |number: u32| {
        let words = [number, 40, 40, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[&words[..], &[0, 1, 0, 1, 0, 0]].concat())
    };
    let count = chunk(b"acTL", &[1_000_000_u32, 0].map(u32::to_be_bytes).concat());
    let frame = |number: u32| chunk(b"fdAT", &[&number.to_be_bytes()[..], MARKER].concat());
    let more: Vec<_> = (0..500).flat_map(|n| [control(2 * n + 1), frame(2 * n + 2)]).collect();
    png_with(&[count, control(0)], &more)
}

fn jpeg() -> Vec<u8> {
    sent(&picture(40, 40), ImageFormat::Jpeg)
}

/// A JPEG with more segments behind its first two bytes.
fn jpeg_with(segments: &[Vec<u8>]) -> Vec<u8> {
    let jpeg = jpeg();
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// A note of a program that says it had four gigabytes.
fn endless_notes() -> Vec<Vec<u8>> {
    let content = |offset: u32| {
        let name = &b"http://ns.adobe.com/xmp/extension/\0"[..];
        [name, &[b'A'; 32], &u32::MAX.to_be_bytes(), &offset.to_be_bytes(), MARKER].concat()
    };
    (0..200).map(|n| segment(0xe1, &content(6 * n))).collect()
}

/// Profiles of colours, each of the longest.
fn endless_colours() -> Vec<Vec<u8>> {
    let content = |n: u8| [&b"ICC_PROFILE\0"[..], &[n, 100], &[7; 65_000], MARKER].concat();
    (1..=100).map(|n| segment(0xe2, &content(n))).collect()
}

fn in_png() -> Vec<(&'static str, Vec<u8>, Becomes)> {
    let packed = |beginning: &[u8]| [beginning, &bomb()].concat();
    let long = [&b"Comment\0"[..], &vec![b'a'; 9 * 1024 * 1024], MARKER].concat();
    let png = sent(&picture(40, 40), ImageFormat::Png);
    vec![
        ("too many pixels on each side", claiming(60_000, 60_000), Refused(Unusable::TooManyPixels)),
        ("one too many on a side", claiming(SIDE_MAX + 1, 1), Refused(Unusable::TooManyPixels)),
        ("too many in all", claiming(SIDE_MAX, SIDE_MAX), Refused(Unusable::TooManyPixels)),
        ("more data than pixels", too_much_data(), Either),
        ("a million frames", moving(), Shown),
        ("a packed text", png_with(&[chunk(b"zTXt", &packed(b"Comment\0\0"))], &[]), Shown),
        (
            "a packed text in Unicode",
            png_with(&[chunk(b"iTXt", &packed(b"Comment\0\x01\0\0\0"))], &[]),
            Shown,
        ),
        ("a text of many bytes", png_with(&[chunk(b"tEXt", &long)], &[]), Refused(Unusable::Damaged)),
        ("many short texts", png_with(&vec![chunk(b"tEXt", b"Comment\0MARKER"); 5_000], &[]), Shown),
        ("packed colours", png_with(&[chunk(b"iCCP", &packed(b"name\0\0"))], &[]), Either),
        ("a place", png_with(&[chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0GPS MARKER")], &[]), Shown),
        ("two files in one", [&png[..], b"PK\x03\x04MARKER<script>alert(1)</script>"].concat(), Shown),
        ("cut off", png[..png.len() / 2].to_vec(), Refused(Unusable::Damaged)),
        ("its beginning alone", png[..8].to_vec(), Refused(Unusable::Damaged)),
        ("too large", [&png[..], &vec![0; SHOWN_SENT_MAX]].concat(), Refused(Unusable::TooLarge)),
    ]
}

fn in_jpeg() -> Vec<(&'static str, Vec<u8>, Becomes)> {
    let jpeg = jpeg();
    let script = segment(0xfe, b"*/alert('MARKER')/*<script>");
    vec![
        ("too many pixels", progressive(65_500, 65_500, 3, 1), Refused(Unusable::TooManyPixels)),
        ("too many in all", progressive(4_096, 4_096, 3, 1), Refused(Unusable::TooManyPixels)),
        ("too many scans", progressive(16, 16, 3, SCANS_MAX + 1), Refused(Unusable::TooManyScans)),
        ("a place", from_a_camera(&jpeg), Shown),
        ("many places", jpeg_with(&vec![segment(0xe1, b"Exif\0\0II*\0\x08\0\0\0\0\0GPS MARKER"); 60]), Shown),
        ("a script in a comment", jpeg_with(&[script]), Shown),
        ("notes without an end", jpeg_with(&endless_notes()), Shown),
        ("colours without an end", jpeg_with(&endless_colours()), Shown),
        ("two files in one", [&jpeg[..], b"<?php MARKER <script>alert(1)</script>"].concat(), Shown),
        ("cut off", jpeg[..jpeg.len() / 2].to_vec(), Either),
        ("cut off in its head", jpeg[..20].to_vec(), Refused(Unusable::Damaged)),
        (
            "a segment longer than the file",
            [&jpeg[..2], b"\xff\xe1\xff\xff"].concat(),
            Refused(Unusable::Damaged),
        ),
    ]
}

fn in_other_forms() -> Vec<(&'static str, Vec<u8>, Becomes)> {
    let png = sent(&picture(8, 8), ImageFormat::Png);
    let other: [(&str, &[u8]); 8] = [
        ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("SVG of billions of words", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><svg>&a;&a;</svg>"),
        ("GIF that is a script", b"GIF89a/*\0\0\0\0\0\0*/=1;alert(1)"),
        ("WebP", WEBP),
        ("AVIF", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"),
        ("PDF", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>"),
        ("BMP", b"BM\x3a\0\0\0\0\0\0\0"),
        ("nothing", b""),
    ];
    let page = [&b"<html><script>alert(1)</script>"[..], &png].concat();
    let other = other.map(|(name, bytes)| (name, bytes.to_vec(), Refused(Unusable::OtherForm)));
    other.into_iter().chain([("a page with a PNG", page, Refused(Unusable::OtherForm))]).collect()
}

#[test]
fn a_hostile_file_is_shown_clean_or_refused() {
    for (name, bytes, becomes) in in_png().into_iter().chain(in_jpeg()).chain(in_other_forms()) {
        let made = match (shown::of(bytes), becomes) {
            (Ok(made), Shown | Either) => made,
            (Err(why), Refused(wanted)) => {
                assert_eq!(why, wanted, "{name}");
                continue;
            }
            (Err(_), Either) => continue,
            (outcome, _) => panic!("{name}: {:?}", outcome.map(|made| (made.width, made.height))),
        };
        for (bytes, side) in [(&made.whole, SHOWN_SIDE), (&made.thumbnail, THUMBNAIL_SIDE)] {
            let read = image::load_from_memory(bytes).unwrap();
            assert!(read.width() <= side && read.height() <= side, "{name}");
            for word in METADATA {
                let found = bytes.windows(word.len()).any(|part| part == *word);
                assert!(!found, "{name}: {}", String::from_utf8_lossy(word));
            }
        }
    }
}

#[test]
fn of_a_picture_that_moves_the_first_frame_is_shown() {
    let made = shown::of(moving()).unwrap();
    let still = shown::of(sent(&picture(40, 40), ImageFormat::Png)).unwrap();
    assert_eq!(made, still);
}

/// A line of what the system says of this process, in bytes.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|said| said.strip_prefix(line)).unwrap();
    1024 * found.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<u64>().unwrap()
}

/// Two of the pictures that take most, each in the largest file, at once.
fn make_two_of_the_largest() {
    let idle = memory("VmRSS");
    let (width, height) = (4_096, u16::try_from(PIXELS_MAX / 4_096).unwrap());
    let make = || {
        let mut bytes = progressive(width, height, 4, 2);
        bytes.resize(SHOWN_SENT_MAX, 0);
        shown::of(bytes).unwrap()
    };
    std::thread::scope(|scope| {
        for made in [scope.spawn(make), scope.spawn(make)] {
            made.join().unwrap();
        }
    });
    let taken = memory("VmHWM").saturating_sub(idle);
    assert!(taken <= 250_000_000, "{taken} bytes");
}

#[test]
fn two_of_the_largest_pictures_at_once_take_less_than_250_megabytes() {
    const ALONE: &str = "PURSUANCE_TEST_ALONE";
    const NAME: &str = "pictures::hostile::two_of_the_largest_pictures_at_once_take_less_than_250_megabytes";
    if std::env::var_os(ALONE).is_some() {
        make_two_of_the_largest();
        return;
    }
    // In a process of its own: other tests take memory, too.
    let this = std::env::current_exe().unwrap();
    let done = Command::new(this).args([NAME, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}
