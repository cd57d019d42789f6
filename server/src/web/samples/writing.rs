//! Samples of the page where several tasks are added at once.

use super::delegation::head;
use super::*;
use crate::web::cards::head::Tab;
use crate::web::frame::view::Field;
use crate::web::views::add::{AddPage, LineShown};

fn line(number: usize, (opens, closes): (bool, usize), said: &[&str]) -> LineShown {
    let said = said.iter().map(ToString::to_string).collect();
    LineShown { number, opens, closes, said, error: String::new(), is_ticked: false }
}

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let text = "Report\n  Draw the map @mara ~s\n  [x] Ask the council\nParty";
    let several = || AddPage {
        l: in_river_watch(),
        head: head(Tab::Tasks),
        under: Some(link(180, "October report")),
        may_add: true,
        suggests: false,
        text: Field::of(text),
        lines: vec![
            line(1, (false, 0), &["“Report”"]),
            line(2, (true, 0), &["“Draw the map”", "for Mara", "small"]),
            LineShown { is_ticked: true, ..line(3, (false, 0), &["“Ask the council”"]) },
            line(4, (false, 1), &["“Party”"]),
        ],
        mistakes: 0,
        problem: String::new(),
    };
    page(pages, "several", &several());
    let mut mistaken = several();
    mistaken.lines.truncate(3);
    mistaken
        .lines
        .push(LineShown { error: words().s("refusal-empty").to_owned(), ..line(4, (false, 1), &["@mara"]) });
    (mistaken.mistakes, mistaken.under) = (1, None);
    mistaken.text.error = words().with("several-too-many").set("max", 100_usize).to_string();
    page(pages, "several-mistaken", &mistaken);
    let empty = AddPage {
        under: None,
        may_add: false,
        suggests: true,
        text: Field::default(),
        lines: Vec::new(),
        problem: "Somebody has closed it.".to_owned(),
        ..several()
    };
    page(pages, "several-suggesting", &empty);
}
