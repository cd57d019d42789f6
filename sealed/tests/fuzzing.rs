//! What the fuzz targets do, with bytes that are known and with such as are near to them: the same ones each time.

use std::collections::BTreeSet;

use pursuance_sealed::fuzzing::{FuzzTarget, TARGETS};
use rand_core::TryRng as _;
use serde_json::Value;

use crate::shapes::shapes_once;
use crate::support::{Same, json};

/// What is done to each seed that a target reads.
const ROUNDS: usize = 16;

/// The bytes and texts in a file of vectors.
fn collect(value: &Value, seeds: &mut BTreeSet<Vec<u8>>) {
    match value {
        Value::String(text) => {
            seeds.insert(hex::decode(text).unwrap_or_else(|_| text.as_bytes().to_vec()));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, seeds)),
        Value::Object(members) => members.values().for_each(|value| collect(value, seeds)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What targets begin with: all that stands in the vectors, and a sample of each format.
fn seeds() -> BTreeSet<Vec<u8>> {
    let mut seeds: BTreeSet<_> = shapes_once().iter().map(|shape| shape.sample.clone()).collect();
    collect(&json(include_str!("vectors.json")), &mut seeds);
    seeds
}

/// Whether a target has more to say of these bytes than that they are none.
fn reads(target: &FuzzTarget, bytes: &[u8]) -> bool {
    target.decoders.iter().any(|(_, again)| again(bytes).is_ok())
}

fn below(random: &mut Same, most: usize) -> usize {
    let Ok(drawn) = random.try_next_u32();
    usize::try_from(drawn).unwrap() % most
}

/// Bytes near others: one is another, one bit is, some go, some come twice, or it ends there.
fn near(bytes: &[u8], random: &mut Same) -> Vec<u8> {
    let mut other = bytes.to_vec();
    let at = below(random, bytes.len().max(1));
    let end = (at + below(random, 9)).min(bytes.len());
    match (below(random, 5), other.get_mut(at)) {
        (0, Some(byte)) => *byte = u8::try_from(below(random, 256)).unwrap(),
        (1, Some(byte)) => *byte ^= 1 << below(random, 8),
        (2, Some(_)) => drop(other.drain(at..end)),
        (3, Some(_)) => other.extend_from_slice(&bytes[at..end]),
        _ => other.truncate(at),
    }
    other
}

#[test]
fn no_target_fails_on_what_is_known_or_near_it() {
    let seeds = seeds();
    assert!(seeds.len() > 250);
    let (mut random, mut cases) = (Same(29), 0);
    for target in &TARGETS {
        for seed in &seeds {
            (target.run)(seed);
            let rounds = if reads(target, seed) || target.decoders.is_empty() { ROUNDS } else { 1 };
            for _ in 0..rounds {
                (target.run)(&near(seed, &mut random));
            }
            cases += 1 + rounds;
        }
    }
    assert!(cases > 3000, "{cases}");
}

#[test]
fn every_decoder_of_a_target_reads_one_of_the_seeds() {
    let seeds = seeds();
    for (name, again) in TARGETS.iter().flat_map(|target| target.decoders) {
        assert!(seeds.iter().any(|seed| again(seed).is_ok()), "{name}");
    }
}

/// cargo-fuzz builds what the manifest names.
#[test]
fn every_target_has_its_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz");
    let manifest = std::fs::read_to_string(format!("{folder}/Cargo.toml")).unwrap();
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
    for FuzzTarget { name, .. } in &TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
        let text = std::fs::read_to_string(format!("{folder}/targets/{name}.rs")).unwrap();
        assert!(text.contains(&format!("fuzzing::{name}")), "{name}");
    }
}

/// `SEEDS=1 cargo test -p pursuance-sealed seeds_are_written` gives each target the seeds that it reads as its corpus.
#[test]
fn seeds_are_written_where_they_are_asked_for() {
    if std::env::var_os("SEEDS").is_none() {
        return;
    }
    for target in &TARGETS {
        let folder = format!("{}/fuzz/corpus/{}", env!("CARGO_MANIFEST_DIR"), target.name);
        std::fs::create_dir_all(&folder).unwrap();
        let known = seeds().into_iter().filter(|seed| target.decoders.is_empty() || reads(target, seed));
        for (number, seed) in known.enumerate() {
            std::fs::write(format!("{folder}/seed-{number:03}"), seed).unwrap();
        }
    }
}
