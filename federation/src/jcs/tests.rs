use proptest::prelude::*;
use serde_json::json;

use super::*;

fn text(value: &Value) -> String {
    String::from_utf8(canonical(value)).unwrap()
}

#[test]
fn the_example_of_rfc_8785_comes_out_byte_for_byte() {
    let value: Value = serde_json::from_str(
        r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
            "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
    )
    .unwrap();

    assert_eq!(
        text(&value),
        concat!(
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
            "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        )
    );
}

#[test]
fn members_are_sorted_by_utf16_code_units() {
    let value = json!({"\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"});

    let canonical = text(&value);

    let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
        .map(|word| canonical.find(word).unwrap());
    assert!(order.is_sorted(), "{canonical}");
}

#[test]
fn doubles_are_written_as_ecmascript_writes_them() {
    // RFC 8785, appendix B.
    for (bits, expected) in [
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x3e7a_d7f2_9abc_af48, "1e-7"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
    ] {
        assert_eq!(text(&json!(f64::from_bits(bits))), expected, "{bits:x}");
    }
}

#[test]
fn the_terms_of_the_protocol_page_have_its_hash() {
    let terms = json!({"type": "DelegationTerms", "due": "2026-12-15T00:00:00Z", "respondBy": "2026-11-25T00:00:00Z",
        "heartbeat": "P7D", "redelegation": "ask", "maxDepth": 2, "exclusive": true, "reviewWithin": "P7D",
        "visibility": "partners"});

    assert_eq!(
        terms_hash(&terms).to_string(),
        "sha256:ce6ace5a2ef185e8f3e80c458e9089730b39ab7a61a9abf4bc15cfddbede8500"
    );
}

#[test]
fn the_proof_is_no_part_of_what_the_next_activity_names() {
    let bare = json!({"id": "https://a.example/1", "seq": 1});
    let mut proved = bare.clone();
    proved["proof"] = json!({"proofValue": "z1"});

    assert_eq!(content_hash(proved.as_object().unwrap()), content_hash(bare.as_object().unwrap()));
    assert_eq!(content_hash(bare.as_object().unwrap()), terms_hash(&bare));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no infinity", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
            proptest::collection::vec((any::<String>(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn it_writes_what_the_reference_writes(value in any_json()) {
        prop_assert_eq!(canonical(&value), serde_json_canonicalizer::to_vec(&value).unwrap());
    }

    #[test]
    fn canonical_bytes_read_back_and_written_again_are_the_same(value in any_json()) {
        let once = canonical(&value);
        let again: Value = serde_json::from_slice(&once).unwrap();
        prop_assert_eq!(canonical(&again), once);
    }
}
