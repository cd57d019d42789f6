//! The files of the pages, from within the program: style, icons and scripts.
//!
//! The scripts (`static/js`, see [`scripts`]) stand below one folder that is named by the version of all of them: a changed script
//! changes the address of each, so that browsers keep them for good and a page never gets scripts of two versions. A script is added
//! by its file alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::Embed;
use sha2::{Digest, Sha256, Sha384};

use super::scripts;

#[derive(Embed)]
#[folder = "../../templates/static"]
struct Embedded;

/// The folder of the scripts.
pub const SCRIPTS: &str = "js/";

/// The folder of the scripts that `sealed/js/build.mjs` makes.
pub const MADE: &str = "sealed/";

/// The bytes of a digest in a version, and in the tag of a file.
const VERSION_BYTES: usize = 6;
const TAG_BYTES: usize = 16;

/// A file as it is sent.
pub struct File {
    pub bytes: Cow<'static, [u8]>,
    /// The `ETag` of these bytes.
    pub tag: String,
    /// The hash by which a page names a script, as browsers compare it; nothing for what is none.
    pub integrity: String,
}

impl File {
    fn of(path: &str, bytes: Cow<'static, [u8]>) -> Self {
        let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..TAG_BYTES]));
        let integrity = if path.ends_with(".js") {
            format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes)))
        } else {
            String::new()
        };
        Self { bytes, tag, integrity }
    }
}

/// The files of this program by their paths, and the version of the scripts among them.
static FILES: LazyLock<(BTreeMap<String, File>, String)> = LazyLock::new(|| {
    let (mut files, mut modules) = (BTreeMap::new(), BTreeMap::new());
    for path in Embedded::iter() {
        let Some(bytes) = Embedded::get(&path).map(|file| file.data) else { continue };
        let text = std::str::from_utf8(&bytes).ok().filter(|_| is_written(&path)).map(bare);
        match (path.strip_prefix(SCRIPTS), text) {
            (Some(name), Some(text)) => drop(modules.insert(name.to_owned(), text)),
            (_, text) => {
                let bytes = text.map_or(bytes, |text| Cow::Owned(text.into_bytes()));
                let file = File::of(&path, bytes);
                files.insert(path.into_owned(), file);
            }
        }
    }
    let mut digest = Sha256::new();
    for (name, text) in scripts::joined(&modules) {
        digest.update(format!("{name} {}\n{text}", text.len()));
        let path = format!("{SCRIPTS}{name}");
        let file = File::of(&path, Cow::Owned(text.into_bytes()));
        files.insert(path, file);
    }
    (files, hex::encode(&digest.finalize()[..VERSION_BYTES]))
});

/// Whether people wrote the file, with comments. What was made by a program is sent byte for byte, since others compare it.
fn is_written(path: &str) -> bool {
    !path.starts_with(MADE) && (path.ends_with(".js") || path.ends_with(".css"))
}

/// A text without comments and indentation, which would be a third of the bytes that browsers load. Each comment has lines of
/// its own.
fn bare(text: &str) -> String {
    let mut is_open = false;
    let mut kept = String::new();
    for line in text.lines().map(str::trim) {
        let is_comment = is_open || line.starts_with("//") || line.starts_with("/*");
        is_open = (is_open || line.starts_with("/*")) && !line.ends_with("*/");
        if !is_comment && !line.is_empty() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// A file by its path below `templates/static`.
pub fn get(path: &str) -> Option<&'static File> {
    FILES.0.get(path)
}

/// Every file, with its path.
pub fn all() -> impl Iterator<Item = (&'static str, &'static File)> {
    FILES.0.iter().map(|(path, file)| (path.as_str(), file))
}

/// The version of the scripts.
pub fn version() -> &'static str {
    &FILES.1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The scripts and the style as they are written.
    fn written() -> BTreeMap<String, String> {
        let text = |path: Cow<'static, str>| {
            let bytes = Embedded::get(&path).unwrap().data.into_owned();
            (path.into_owned(), String::from_utf8(bytes).unwrap())
        };
        Embedded::iter().filter(|path| is_written(path)).map(text).collect()
    }

    #[test]
    fn scripts_import_and_export_as_it_is_read() {
        let all = written();
        assert!(all.len() > 5, "{:?}", all.keys());
        for (path, text) in all.iter().filter(|(path, _)| path.starts_with(SCRIPTS)) {
            for line in bare(text).lines() {
                let imports = line.starts_with("import ") || line.contains(" from '");
                assert!(
                    !imports || scripts::import(line).is_some(),
                    "{path}: imports in another way: {line}"
                );
                let exports = line.starts_with("export ");
                assert!(
                    !exports || scripts::exported(line).is_some(),
                    "{path}: exports in another way: {line}"
                );
            }
        }
    }

    #[test]
    fn no_script_is_used_before_it_has_begun() {
        let scripts = written()
            .into_iter()
            .filter_map(|(path, text)| Some((path.strip_prefix(SCRIPTS)?.to_owned(), bare(&text))));
        let files = scripts::joined(&scripts.collect());
        assert_eq!(files.len(), 4, "three kinds of page, and what they share: {:?}", files.keys());
        for (file, text) in &files {
            let mut begun = BTreeSet::new();
            for line in text.lines() {
                if let Some((names, _)) = scripts::import(line) {
                    begun.extend(names.split(',').map(str::trim));
                } else if let Some(name) =
                    line.strip_suffix(" = (() => {").and_then(|line| line.strip_prefix("const "))
                {
                    begun.insert(name);
                } else if let Some((_, used)) =
                    line.strip_suffix(';').and_then(|line| line.split_once(" } = $"))
                {
                    assert!(
                        begun.contains(format!("${used}").as_str()),
                        "{file}: scripts import each other: {line}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_sent_has_no_comments_and_no_indentation() {
        let text = "// What it is.\n/** One. */\nlet a = 'b // c';\n\n/**\n * Two.\n */\n  let d = 1; // e\n";
        assert_eq!(bare(text), "let a = 'b // c';\nlet d = 1; // e\n");
        for (path, text) in written() {
            for line in text.lines().map(str::trim) {
                let begins = line.starts_with("/*") && line.contains("*/");
                assert!(!begins || line.ends_with("*/"), "{path}: a comment has lines of its own: {line}");
                let is_whole = line.matches('`').count() % 2 == 0;
                assert!(is_whole || line.starts_with(['/', '*']), "{path}: a text in one line: {line}");
            }
        }
    }

    #[test]
    fn a_changed_script_has_another_address() {
        assert_eq!(version().len(), 2 * VERSION_BYTES);
        for name in ["main.js", "choosing.js", "outline.js", scripts::SHARED] {
            assert!(get(&format!("{SCRIPTS}{name}")).is_some(), "{name}");
        }
        assert!(get("js/dom.js").is_none(), "a module goes with others");
    }
}
