//! Files that somebody sends to harm: each is shown clean, or refused, within the bounds of a picture.

use std::process::Command;

use image::{DynamicImage, GrayImage, ImageFormat};

use super::shown::{self, SHOWN_SENT_MAX, SHOWN_SIDE, THUMBNAIL_SIDE};
use super::small::tests::{WEBP, checksum, claiming, from_a_camera, picture, progressive, segment, sent};
use super::small::{PIXELS_MAX, SCANS_MAX, SIDE_MAX, Unusable};

/// The word that stands in every file beside its pixels, and in nothing that is made of it.
const MARKER: &[u8] = b"MARKER";
/// The beginnings of metadata.
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
    b"GIF8",
    b"NETSCAPE",
    b"XMP Data",
];

/// The outcome of a file.
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

/// Data that unpack to twelve million bytes: the pixels of another PNG.
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

/// Packs `pixels` of one colour in few bytes: each code stands for one pixel more than the one before it (GIF89a, appendix F).
fn packed(pixels: usize) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
    let mut write = |code: u32, width: u32| {
        held |= code << bits;
        bits += width;
        while bits > 0 && (bits >= 8 || code == END) {
            bytes.push(u8::try_from(held & 0xff).unwrap());
            held >>= 8;
            bits = bits.saturating_sub(8);
        }
    };
    let width = |code: u32| (u32::BITS - code.leading_zeros()).max(3);
    let (mut code, mut run, mut left) = (1, 1, pixels);
    write(CLEAR, 3);
    while left > 0 {
        write(code, width(code));
        left = left.saturating_sub(run);
        (code, run) = (if code == 1 { END + 1 } else { code + 1 }, run + 1);
        if code == 4_000 {
            write(CLEAR, width(code));
            (code, run) = (1, 1);
        }
    }
    write(END, width(code));
    bytes
}

/// The codes of GIF with which a table of four colours begins anew, and with which a frame ends.
const CLEAR: u32 = 4;
const END: u32 = 5;

/// Data of a GIF, in blocks of at most 255 bytes.
fn blocks(data: &[u8]) -> Vec<u8> {
    let block = |part: &[u8]| [&[u8::try_from(part.len()).unwrap()], part].concat();
    data.chunks(255).map(block).chain([vec![0]]).flatten().collect()
}

/// A frame with these data: from the left, from the top, its width and height.
fn frame_of(place: [u16; 4], data: &[u8]) -> Vec<u8> {
    [&b","[..], &place.map(u16::to_le_bytes).concat(), &[0, 2], &blocks(data)].concat()
}

/// A frame of one colour.
fn frame(place: [u16; 4]) -> Vec<u8> {
    frame_of(place, &packed(usize::from(place[2]) * usize::from(place[3])))
}

/// Something in a GIF that is no frame: a note of a program, by its name of eleven letters.
fn note(name: &[u8; 11], content: &[u8]) -> Vec<u8> {
    [&b"!\xff\x0b"[..], name, &blocks(content)].concat()
}

/// The colour of every frame.
const COLOUR: [u8; 3] = [10, 20, 30];

fn gif_of(sides: [u16; 2], parts: &[Vec<u8>]) -> Vec<u8> {
    let palette = [[0; 3], COLOUR, [0; 3], [0; 3]].concat();
    let sides = sides.map(u16::to_le_bytes).concat();
    [&b"GIF89a"[..], &sides, &[0x91, 0, 0], &palette, &parts.concat(), b";"].concat()
}

const WHOLE: [u16; 4] = [0, 0, 40, 40];

/// A GIF with something before its frame.
fn gif_with(before: &[Vec<u8>]) -> Vec<u8> {
    gif_of([40, 40], &[before.concat(), frame(WHOLE)])
}

/// A GIF of one frame with these data.
fn gif_with_data(data: &[u8]) -> Vec<u8> {
    gif_of([40, 40], &[frame_of(WHOLE, data)])
}

fn in_gif() -> Vec<(&'static str, Vec<u8>, Becomes)> {
    let gif = gif_with(&[]);
    let side = u16::try_from(SIDE_MAX).unwrap();
    let damaged = Refused(Unusable::Damaged);
    let many = Refused(Unusable::TooManyPixels);
    let comment = |words: &[u8]| [&b"!\xfe"[..], &blocks(words)].concat();
    let text = [&b"!\x01\x0c"[..], &[0; 12], &blocks(b"MARKER")].concat();
    let noise: Vec<u8> = (0..9_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let clear = [0x24, 0x49, 0x92].repeat(30_000);
    let huge = [frame(WHOLE), frame([0, 0, 4_000, 3_000]).repeat(200)];
    let zip = [&gif[..], b"PK\x03\x04MARKER<script>alert(1)</script>"].concat();
    vec![
        ("a picture", gif.clone(), Shown),
        ("a screen of too many pixels, a frame of few", gif_of([60_000, 60_000], &[frame(WHOLE)]), many),
        ("one too many on a side", gif_of([side + 1, 1], &[frame(WHOLE)]), many),
        ("too many in all", gif_of([side, side], &[frame(WHOLE)]), many),
        ("no pixels", gif_of([0, 40], &[frame(WHOLE)]), damaged),
        ("a frame of no pixels", gif_of([40, 40], &[frame([0, 0, 40, 0])]), damaged),
        ("a frame of too many", gif_of([40, 40], &[frame_of([0, 0, 60_000, 60_000], &noise)]), damaged),
        ("a frame larger than the screen", gif_of([40, 40], &[frame([9, 0, 80, 80])]), Shown),
        ("a frame outside of it", gif_of([40, 40], &[frame([50, 60_000, 40, 40])]), Shown),
        ("thousands of frames", gif_of([40, 40], &vec![frame(WHOLE); 5_000]), Shown),
        ("large frames behind the first", gif_of([40, 40], &huge), Shown),
        ("no frame", gif_of([40, 40], &[]), damaged),
        ("noise for a frame", gif_with_data(&noise), Either),
        ("codes that say nothing", gif_with_data(&clear), damaged),
        ("too few pixels", gif_with_data(&packed(900)), damaged),
        ("more pixels than its frame has", gif_with_data(&packed(9_000_000)), Shown),
        ("a script in a comment", gif_with(&[comment(b"*/alert('MARKER')/*<script>")]), Shown),
        ("many comments", gif_with(&vec![comment(b"MARKER"); 5_000]), Shown),
        ("a text over it", gif_with(&[text]), Shown),
        ("a place", gif_with(&[note(b"XMP DataXMP", b"<x http:='GPS MARKER'/>")]), Shown),
        ("notes without an end", gif_with(&[note(b"XMP DataXMP", &b"MARKER".repeat(1_500_000))]), Shown),
        ("colours", gif_with(&[note(b"ICCRGBG1012", b"ICC_PROFILE MARKER")]), Shown),
        ("it moves for ever", gif_with(&[note(b"NETSCAPE2.0", &[1, 0, 0])]), Shown),
        ("two files in one", zip, Shown),
        ("a script that begins as one", b"GIF89a/*\0\0\0\0\0\0*/=1;alert(1)".to_vec(), many),
        ("cut off", gif[..gif.len() - 20].to_vec(), damaged),
        ("its beginning alone", gif[..6].to_vec(), damaged),
        ("too large", [&gif[..], &vec![0; SHOWN_SENT_MAX]].concat(), Refused(Unusable::TooLarge)),
    ]
}

fn in_other_forms() -> Vec<(&'static str, Vec<u8>, Becomes)> {
    let png = sent(&picture(8, 8), ImageFormat::Png);
    let other: [(&str, &[u8]); 7] = [
        ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("SVG of billions of words", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><svg>&a;&a;</svg>"),
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
    for (name, bytes, becomes) in [in_png(), in_jpeg(), in_gif(), in_other_forms()].concat() {
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

    let made = shown::of(gif_of([40, 40], &[frame(WHOLE), frame([0, 0, 90, 90])])).unwrap();
    assert_eq!((made.form, made.width, made.height), ("image/png", 40, 40));
    let [red, green, blue] = COLOUR;
    for bytes in [&made.whole, &made.thumbnail] {
        let pixels = image::load_from_memory(bytes).unwrap().to_rgba8();
        assert!(pixels.pixels().all(|pixel| pixel.0 == [red, green, blue, 255]));
    }
}

#[test]
fn of_a_frame_beside_the_picture_nothing_is_seen() {
    let made = shown::of(gif_of([40, 40], &[frame([20, 0, 40, 40])])).unwrap();
    let pixels = image::load_from_memory(&made.whole).unwrap().to_rgba8();
    assert!(pixels.enumerate_pixels().all(|(x, _, pixel)| (pixel.0[3] == 255) == (x >= 20)));
}

/// A line of what the system says of this process, in bytes.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|said| said.strip_prefix(line)).unwrap();
    1024 * found.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<u64>().unwrap()
}

/// A picture that takes most, in the largest file.
fn largest(form: &str) -> Vec<u8> {
    let high = u16::try_from(PIXELS_MAX / 4_096).unwrap();
    match form {
        "JPEG" => {
            let mut bytes = progressive(4_096, high, 4, 2);
            bytes.resize(SHOWN_SENT_MAX, 0);
            bytes
        }
        "GIF" => largest_gif(4_096, high),
        // The largest that is read beside another one.
        "smaller GIF" => largest_gif(2_550, 2_550),
        other => panic!("{other}"),
    }
}

/// Its frame is beside the picture, and before it stand words of a program.
fn largest_gif(width: u16, height: u16) -> Vec<u8> {
    let frame = frame([1, 0, width, height]);
    let mut bytes = Vec::with_capacity(SHOWN_SENT_MAX);
    bytes.extend(gif_of([width, height], &[]));
    // Its end.
    bytes.pop();
    bytes.extend(b"!\xff\x0bXMP DataXMP");
    while bytes.len() + 256 + 1 + frame.len() <= SHOWN_SENT_MAX {
        bytes.extend([255; 256]);
    }
    bytes.push(0);
    bytes.extend(frame);
    bytes
}

/// Two of the pictures that take most at once.
fn make_both(pair: &str) {
    let idle = memory("VmRSS");
    let make = |form: &str| match shown::of(largest(form)) {
        Ok(_) => {}
        // A program that is not optimised may take longer than it should.
        Err(why) => assert_eq!(why, Unusable::Damaged, "{form}"),
    };
    let (one, other) = pair.split_once(", ").unwrap();
    std::thread::scope(|scope| {
        for made in [one, other].map(|form| scope.spawn(move || make(form))) {
            made.join().unwrap();
        }
    });
    let taken = memory("VmHWM").saturating_sub(idle);
    assert!((100_000_000..=250_000_000).contains(&taken), "{pair}: {taken} bytes");
}

#[test]
fn two_of_the_largest_pictures_at_once_take_less_than_250_megabytes() {
    const ALONE: &str = "PURSUANCE_TEST_ALONE";
    const NAME: &str = "pictures::hostile::two_of_the_largest_pictures_at_once_take_less_than_250_megabytes";
    if let Ok(pair) = std::env::var(ALONE) {
        make_both(&pair);
        return;
    }
    for pair in ["JPEG, JPEG", "GIF, GIF", "JPEG, GIF", "GIF, smaller GIF"] {
        // In a process of its own: other tests take memory, too.
        let this = std::env::current_exe().unwrap();
        let alone = Command::new(this).args([NAME, "--exact", "--nocapture"]).env(ALONE, pair).output();
        let done = alone.unwrap();
        let said = [done.stdout, done.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(done.status.success() && said.contains("1 passed"), "{said}");
    }
}
