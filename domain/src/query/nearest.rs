//! The word that was probably meant by a misspelt word.

/// The most slips between a typed word and the meant word.
const MOST_SLIPS: usize = 2;

/// The nearest of some words: it differs in at most two letters, and in no more than half of them; else the only word that
/// begins with the typed text.
pub(super) fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.chars().flat_map(char::to_lowercase).collect();
    let words: Vec<(&str, Vec<char>)> =
        words.into_iter().map(|word| (word, word.chars().collect())).collect();
    let near = words.iter().filter_map(|(word, letters)| {
        let slips = slips(&typed, letters)?;
        (slips <= letters.len() / 2).then_some((slips, *word))
    });
    if let Some((_, word)) = near.min_by_key(|(slips, _)| *slips) {
        return Some(word);
    }
    let mut begun = words.iter().filter(|(_, letters)| !typed.is_empty() && letters.starts_with(&typed));
    match (begun.next(), begun.next()) {
        (Some((word, _)), None) => Some(word),
        _ => None,
    }
}

/// Number of letters that are missing, extra, different or swapped with their neighbour; `None` for more than
/// [`MOST_SLIPS`].
fn slips(one: &[char], other: &[char]) -> Option<usize> {
    if one.len().abs_diff(other.len()) > MOST_SLIPS {
        return None;
    }
    // Rows of the table of distances between beginnings: before the last letter but one, before the last, and this one.
    let mut rows: [Vec<usize>; 3] = [vec![], vec![], (0..=other.len()).collect()];
    for (row, letter) in one.iter().enumerate() {
        rows.rotate_left(1);
        let [earlier, before, now] = &mut rows;
        now.clear();
        now.push(row + 1);
        for (column, wanted) in other.iter().enumerate() {
            let least = [
                before.get(column).map(|slips| slips + usize::from(letter != wanted)),
                before.get(column + 1).map(|slips| slips + 1),
                now.get(column).map(|slips| slips + 1),
                swapped(one, other, row, column)
                    .then(|| earlier.get(column - 1).map(|slips| slips + 1))
                    .flatten(),
            ];
            now.push(least.into_iter().flatten().min().unwrap_or(usize::MAX));
        }
    }
    rows[2].last().copied().filter(|slips| *slips <= MOST_SLIPS)
}

/// Whether two neighbours have changed places.
fn swapped(one: &[char], other: &[char], row: usize, column: usize) -> bool {
    row > 0 && column > 0 && one[row] == other[column - 1] && one[row - 1] == other[column]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_by_one_that_differs_in_two_letters() {
        let words = ["open", "blocked", "delegated", "overdue"];
        for (typed, meant) in [
            ("opne", Some("open")),
            ("Opened", Some("open")),
            ("overude", Some("overdue")),
            ("blokd", Some("blocked")),
            ("dele", Some("delegated")),
            ("", None),
            ("o", None),
            ("finished", None),
        ] {
            assert_eq!(nearest(typed, words), meant, "{typed}");
        }
        assert_eq!(nearest("xy", ["by", "in"]), Some("by"));
        assert_eq!(nearest("xx", ["by", "in"]), None, "nothing of it is the same");
    }
}
