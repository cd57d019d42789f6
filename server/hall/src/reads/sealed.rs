//! Texts that may be sealed: as programs read them, and in plain words.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use crate::store::texts::{Body, Sealed};

/// The envelope of a text that is sealed: only members who have the key open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Sealed")]
pub struct SealedView {
    /// The id of the object whose text it is.
    pub object: String,
    /// The revision of the object that wrote it last.
    pub revision: i64,
    /// Base64url without padding.
    pub envelope: String,
}

impl SealedView {
    /// The envelope of a text; none where it is not sealed.
    pub fn of(body: &Body) -> Option<Self> {
        body.sealed().map(Self::from)
    }
}

/// Whether `due` of a task says no more than the week that ends then: of a private task a server knows no more (docs/sealed.md §4).
pub fn is_due_in_week(title: &Body, due: Option<Time>) -> bool {
    due.is_some() && title.is_sealed()
}

impl From<&Sealed> for SealedView {
    fn from(sealed: &Sealed) -> Self {
        Self {
            object: sealed.object.clone(),
            revision: sealed.revision,
            envelope: URL_SAFE_NO_PAD.encode(&sealed.envelope),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::text::Text;

    use super::*;

    fn sealed() -> Body {
        let (object, envelope) = ("01d".to_owned(), vec![1, 1, 255]);
        Body::Sealed(Sealed { object, revision: 2, envelope, ..Sealed::default() })
    }

    #[test]
    fn programs_read_a_sealed_text_as_null_and_its_envelope() {
        assert_eq!(json!(Body::from("Count")), json!("Count"));
        assert_eq!(json!(Body::Forgotten), json!(""));
        assert_eq!(json!(sealed()), json!(null));
        let view = SealedView::of(&sealed());
        assert_eq!(json!(view), json!({ "object": "01d", "revision": 2, "envelope": "AQH_" }));
        assert_eq!(SealedView::of(&Body::from("Count")), None);
    }

    #[test]
    fn words_say_that_something_is_there() {
        let t = Text::english();
        assert_eq!(Body::from("Count").said(t), "Count");
        assert_eq!(sealed().said(t), "something in a private pursuance");
        assert_eq!(Body::Forgotten.said(t), "");
    }
}
