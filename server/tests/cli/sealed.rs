//! `pursuance sealed dump`: objects of private pursuances as text. What is in them is tested in `sealed/tests`.

use serde_json::Value;

use super::{path, run};

/// The bytes of a vector, in hex.
pub fn vector(pointer: &str) -> Vec<u8> {
    let file: Value = serde_json::from_str(include_str!("../../../sealed/tests/vectors.json")).unwrap();
    hex::decode(file.pointer(pointer).unwrap().as_str().unwrap()).unwrap()
}

#[test]
fn an_object_is_printed_or_refused_with_the_first_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("object");
    std::fs::write(&file, vector("/identity/alice/card")).unwrap();
    let card = run(&["sealed", "dump", &path(&file), "--as", "card"]);
    assert_eq!(card.code, Some(0), "{}", card.err);
    assert!(
        card.out.contains("591bb2b40b277d735ffd9f38e0bbe9d461814065bd3636c6be55b1802f16f427"),
        "{}",
        card.out
    );

    std::fs::write(&file, vector("/records/1/record")).unwrap();
    let record = run(&["sealed", "dump", &path(&file)]);
    assert_eq!(record.code, Some(0), "{}", record.err);
    assert!(record.out.starts_with("record 1: field\n"), "{}", record.out);
    run(&["sealed", "dump", &path(&file), "--as", "card"]).refused_with(&["is not right: "]);
    run(&["sealed", "dump", &path(&folder.path().join("nothing"))]).refused_with(&["cannot read "]);
    assert_eq!(run(&["sealed", "dump", &path(&file), "--as", "letter"]).code, Some(2));
}
