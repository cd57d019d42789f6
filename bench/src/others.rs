//! What other programs do of the same kind, to stand beside our figures. They are not measured here.

use serde::Serialize;

/// A figure of another program.
#[derive(Debug, Serialize)]
pub struct Other {
    pub program: &'static str,
    pub figure: &'static str,
    pub value: &'static str,
}

/// Where they are from.
pub const SOURCE: &str =
    "measured by this project in November 2026, on a machine of the same kind (two cores)";

/// Every figure.
pub const FIGURES: &[Other] = &[
    Other {
        program: "Lemmy 0.19",
        figure: "signed Create applied",
        value: "153/s (0.5 % of the durable-commit limit; 72 statements in as many transactions)",
    },
    Other { program: "Lemmy 0.19", figure: "signed Like applied", value: "435/s" },
    Other {
        program: "Lemmy 0.19",
        figure: "lists of 20 posts",
        value: "1,500/s (1.5 % of a static axum page)",
    },
    Other { program: "Lemmy 0.19", figure: "start to first answer", value: "86 ms" },
    Other { program: "Lemmy 0.19", figure: "resident memory, idle", value: "63 MB" },
    Other { program: "GoToSocial", figure: "signed activities applied", value: "211/s" },
    Other { program: "GoToSocial", figure: "start to first answer", value: "0.9 s" },
    Other { program: "GoToSocial", figure: "resident memory, idle", value: "124 MB" },
];

/// For people.
pub fn to_text() -> String {
    let lines =
        FIGURES.iter().map(|other| format!("  {:<11} {:<27} {}\n", other.program, other.figure, other.value));
    format!("Others ({SOURCE})\n{}", lines.collect::<String>())
}
