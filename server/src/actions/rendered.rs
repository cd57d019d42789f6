//! The HTML of texts for other servers, rendered before the transaction that sends it: rendering takes longer than
//! writing, and on SQLite every other writer waits meanwhile.
//!
//! Only the transaction knows which texts it needs. One that meets a text without HTML goes on to its end, notes all
//! such texts, and is rolled back; they are rendered, and it is retried.

use std::collections::HashMap;
use std::sync::Arc;

use super::PerformError;
use crate::markdown;

/// How often a transaction is tried that meets texts which were missing in the try before.
const TRIES: usize = 4;

/// Texts with their HTML.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered {
    html: Arc<HashMap<String, String>>,
    tries: usize,
}

impl Rendered {
    /// The HTML of a text, when it was made.
    pub(super) fn html(&self, text: &str) -> Option<&String> {
        self.html.get(text)
    }

    /// These and those that a transaction missed, for its retry.
    ///
    /// # Errors
    /// The error it ended with, when it has been tried often enough or missed nothing.
    pub(super) async fn after(self, error: PerformError) -> Result<Self, PerformError> {
        let PerformError::Unrendered(texts) = error else { return Err(error) };
        if self.tries >= TRIES {
            return Err(PerformError::Unrendered(texts));
        }
        let made = tokio::task::spawn_blocking(move || {
            let mut html = Arc::unwrap_or_clone(self.html);
            for text in texts {
                let made = markdown::to_html(&text);
                html.insert(text, made);
            }
            Self { html: Arc::new(html), tries: self.tries + 1 }
        });
        made.await.map_err(|_| PerformError::Interrupted)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn renders(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                renders(&path, found);
            } else if !path.ends_with("rendered.rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let calls = ["markdown::to_html", "markdown::clean_html", "use crate::markdown::"];
                found.extend(
                    calls.iter().filter(|call| source.contains(**call)).map(|_| path.display().to_string()),
                );
            }
        }
    }

    #[test]
    fn nothing_is_rendered_in_a_transaction() {
        let mut found = Vec::new();
        renders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/actions"), &mut found);
        assert!(found.is_empty(), "`Cx::html` has what was rendered before: {found:?}");
    }
}
