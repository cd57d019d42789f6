//! The answer that one press gives where somebody is asked about a task: on Home, and in the inbox. Whoever wants to say more goes to
//! the page of the task.

use crate::web::frame::links;

/// An answer, as the button of a list sends it.
pub struct Answer {
    /// The address that takes it.
    pub to: String,
    pub name: &'static str,
    pub value: &'static str,
    /// The key of its words.
    pub key: &'static str,
    /// The place of the other answers.
    pub others: String,
    /// The key of the words that lead there.
    pub others_key: &'static str,
}

impl Answer {
    /// “Still on it”. Where a date can be said (`has_dates`), "I need longer" is the other answer.
    pub fn still_on_it(slug: &str, number: i64, has_dates: bool) -> Self {
        let (others, others_key) = if has_dates {
            (links::task_open(slug, number, "longer"), "clock-longer")
        } else {
            (links::task(slug, number), "do-continue")
        };
        let to = links::task_form(slug, number, "still-on-it");
        Self { to, name: "at", value: "row", key: "clock-still", others, others_key }
    }

    /// Of the reviewer who is asked whether others go on: whoever has it keeps it.
    pub fn keep(slug: &str, number: i64) -> Self {
        Self {
            to: links::task_form(slug, number, "silence"),
            name: "answer",
            value: "keep",
            key: "clock-reviewer-keep",
            others: links::task_clock(slug, number),
            others_key: "clock-reviewer-hand-on",
        }
    }
}
