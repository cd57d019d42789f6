//! The columns of the list, which its reader chose. The browser remembers them.

use axum::extract::Path;
use axum::response::Response;
use http::{HeaderMap, header};
use pursuance_domain::query::Order;

use crate::web::frame::cookies::Cookie;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;
use crate::web::request::session::{Visit, see};
use crate::web::views::tabs::View;

/// How long a browser remembers the columns.
const KEPT_SECONDS: i64 = 365 * 86_400;

/// The value of the cookie of a list without any column but the titles.
const NONE: &str = "none";

/// A column beside number and title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Phase,
    Who,
    Due,
    Urgency,
    Size,
    Skills,
    Subtasks,
    Waiting,
    Changed,
}

impl Column {
    /// Every column, in the order of the list.
    pub const ALL: [Self; 9] = [
        Self::Phase,
        Self::Who,
        Self::Due,
        Self::Urgency,
        Self::Size,
        Self::Skills,
        Self::Subtasks,
        Self::Waiting,
        Self::Changed,
    ];

    /// The default columns.
    const USUAL: [Self; 4] = [Self::Phase, Self::Who, Self::Due, Self::Skills];

    /// Its word in the form and in the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phase => "phase",
            Self::Who => "who",
            Self::Due => "due",
            Self::Urgency => "urgency",
            Self::Size => "size",
            Self::Skills => "skills",
            Self::Subtasks => "subtasks",
            Self::Waiting => "waiting",
            Self::Changed => "changed",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phase => "column-phase",
            Self::Who => "column-who",
            Self::Due => "column-due",
            Self::Urgency => "column-urgency",
            Self::Size => "column-size",
            Self::Skills => "column-skills",
            Self::Subtasks => "column-subtasks",
            Self::Waiting => "column-waiting",
            Self::Changed => "column-changed",
        }
    }

    /// The order by it, if there is one.
    pub(super) fn order(self) -> Option<Order> {
        match self {
            Self::Due => Some(Order::Due),
            Self::Urgency => Some(Order::Urgency),
            Self::Size => Some(Order::Size),
            Self::Changed => Some(Order::Updated),
            Self::Phase | Self::Who | Self::Skills | Self::Subtasks | Self::Waiting => None,
        }
    }

    /// The columns of the viewer.
    pub(super) fn of(visit: &Visit, headers: &HeaderMap) -> Vec<Self> {
        // A page for visitors is the same for all of them.
        Self::read(visit.person().and_then(|_| Cookie::Columns.read(&visit.app.config.base_url, headers)))
    }

    /// The columns in a cookie. Unknown words are left out.
    fn read(written: Option<&str>) -> Vec<Self> {
        let Some(written) = written.filter(|written| !written.is_empty()) else {
            return Self::USUAL.to_vec();
        };
        let is_there = |column: &Self| written.split('.').any(|word| word == column.as_str());
        Self::ALL.into_iter().filter(is_there).collect()
    }

    /// The columns as the value of a cookie.
    fn written(columns: &[Self]) -> String {
        let words: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
        if words.is_empty() { NONE.to_owned() } else { words.join(".") }
    }
}

/// `POST /p/{slug}/list`: `column` once for each ticked one, and `q` (of the list it was sent from).
pub async fn choose(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let is_ticked = |column: &Column| form.all("column").any(|word| word == column.as_str());
    let chosen: Vec<Column> = Column::ALL.into_iter().filter(is_ticked).collect();
    let mut response = see(&View::List.of(&slug, form.text("q").trim()));
    let base = &visit.app.config.base_url;
    let cookie = Cookie::Columns.set(base, &Column::written(&chosen), KEPT_SECONDS);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_were_written_and_nothing_else_is_a_column() {
        for chosen in [&Column::ALL[..], &[Column::Due, Column::Changed], &[]] {
            assert_eq!(Column::read(Some(&Column::written(chosen))), chosen);
        }
        assert_eq!(Column::read(None), Column::USUAL);
        assert_eq!(Column::read(Some("")), Column::USUAL);
        assert_eq!(Column::read(Some("due.<b>.due.nonsense")), [Column::Due]);
    }
}
