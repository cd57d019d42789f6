use proptest::prelude::*;
use serde_json::json;

use super::*;

fn strict(text: &str) -> Result<Value, JsonRefusal> {
    parse_strict(text.as_bytes(), Limits::STRICT)
}

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn a_plain_document_is_read_as_serde_json_reads_it() {
    let text = r#"{"a":[1,-2,3.5,true,false,null,"é"],"b":{"c":{}},"d":-71.184902}"#;

    assert_eq!(strict(text), Ok(serde_json::from_str(text).unwrap()));
}

#[test]
fn members_keep_their_order() {
    let value = strict(r#"{"z":1,"a":2}"#).unwrap();

    assert_eq!(value.to_string(), r#"{"z":1,"a":2}"#);
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let bytes = b"{\"a\":\"\xff\"}";

    assert_eq!(parse_strict(bytes, Limits::STRICT), Err(JsonRefusal::Utf8));
    assert_eq!(
        parse_strict(bytes, Limits { utf8: false, ..Limits::STRICT }),
        Ok(json!({"a": "\u{fffd}"})),
        "without the rule they are replaced"
    );
}

#[test]
fn thirty_two_levels_are_read_and_thirty_three_refused() {
    assert!(strict(&nested(32)).is_ok());
    assert_eq!(strict(&nested(33)), Err(JsonRefusal::Depth { limit: 32 }));
    assert!(parse_strict(nested(33).as_bytes(), Limits { depth: None, ..Limits::STRICT }).is_ok());
}

#[test]
fn without_a_depth_rule_a_very_deep_document_still_cannot_exhaust_the_stack() {
    let refused = parse_strict(nested(100_000).as_bytes(), Limits { depth: None, ..Limits::STRICT });

    assert!(matches!(refused, Err(JsonRefusal::Syntax(_))));
}

#[test]
fn four_thousand_values_are_read_and_one_more_refused() {
    let list = |items: usize| format!("[{}1]", "1,".repeat(items - 1));

    assert!(strict(&list(3_999)).is_ok(), "3999 numbers and the array itself");
    assert_eq!(strict(&list(4_000)), Err(JsonRefusal::Nodes { limit: 4_000 }));
    assert!(parse_strict(list(4_000).as_bytes(), Limits { nodes: None, ..Limits::STRICT }).is_ok());
}

#[test]
fn a_member_given_twice_is_refused_at_any_depth_and_however_it_is_written() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"[{"b":{"actor":"x","type":"y","actor":"z"}}]"#,
        r#"{"":1,"":2}"#,
        r#"{"😀":1,"\ud83d\ude00":2}"#,
    ] {
        assert_eq!(strict(text), Err(JsonRefusal::DuplicateKey), "{text}");
    }
    assert_eq!(
        parse_strict(br#"{"a":1,"a":2}"#, Limits { unique_keys: false, ..Limits::STRICT }),
        Ok(json!({"a": 2})),
        "without the rule the last one wins"
    );
}

#[test]
fn integers_are_read_up_to_two_to_the_53_less_one() {
    assert!(strict("[9007199254740991,-9007199254740991]").is_ok());
    for text in [
        "9007199254740992",
        "-9007199254740992",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775809",
        "100000000000000000000000000",
        "1e300",
        "9007199254740992.0",
    ] {
        assert_eq!(strict(text), Err(JsonRefusal::Integer), "{text}");
        assert!(parse_strict(text.as_bytes(), Limits { safe_integers: false, ..Limits::STRICT }).is_ok());
    }
}

#[test]
fn fractions_are_read_to_the_nearest_double() {
    // A shortcut in reading these would be one unit off in the last place, and every proof over them wrong.
    assert_eq!(strict("0.1234567890123456789").unwrap(), json!(0.123_456_789_012_345_68));
    assert_eq!(
        strict("51.24817837550540").unwrap().as_f64().unwrap().to_bits(),
        "51.2481783755054".parse::<f64>().unwrap().to_bits()
    );
}

#[test]
fn the_character_nul_is_in_no_text_and_no_name() {
    for text in [r#""\u0000""#, r#"{"a":["b",{"c":"d\u0000"}]}"#, r#"{"a\u0000":1}"#] {
        assert_eq!(strict(text), Err(JsonRefusal::Nul), "{text}");
        assert!(parse_strict(text.as_bytes(), Limits { no_nul: false, ..Limits::STRICT }).is_ok());
    }
    // A backslash and five letters are no NUL.
    assert_eq!(strict(r#""\\u0000""#), Ok(json!("\\u0000")));
}

#[test]
fn what_is_not_one_json_document_is_refused() {
    for text in ["", "{", "{}{}", "{\"a\":NaN}", "[1,]", "'a'", "\u{feff}{}", "{\"a\":1e999}", r#""\ud800""#]
    {
        assert!(matches!(strict(text), Err(JsonRefusal::Syntax(_))), "{text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse_strict(&bytes, Limits::STRICT);
    }

    #[test]
    fn nothing_that_looks_like_json_makes_it_panic(text in r#"[\[\]{}",:0-9eE+.\\u\-a-f tn]{0,120}"#) {
        if let Ok(value) = strict(&text) {
            prop_assert_eq!(value, serde_json::from_str::<Value>(&text).unwrap());
        }
    }
}
