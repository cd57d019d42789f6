//! The page from which the viewer came to a task. The forms of the task lead back to it.

use crate::web::frame::links;
use crate::web::request::form::FormFields;
use crate::web::request::session::local;

/// The address of the board that a form or a link leads back to; empty if it is not the board of this pursuance.
pub(in crate::web) fn came_from(slug: &str, asked: &FormFields) -> String {
    let back = local(asked.text("back"));
    let behind = back.strip_prefix(&links::board(slug));
    let is_board = behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#']));
    if is_board { back.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_a_board_of_its_pursuance_alone() {
        let back = |text: &str| came_from("bees", &FormFields::default().with("back", text.to_owned()));
        for board in ["/p/bees/board", "/p/bees/board#t-3", "/p/bees/board?q=is%3Aopen#t-3"] {
            assert_eq!(back(board), board);
        }
        let others =
            ["", "/p/wasps/board", "/p/bees/boards", "//p/bees/board", "https://evil.example/p/bees/board"];
        for other in others {
            assert_eq!(back(other), "", "{other}");
        }
    }
}
