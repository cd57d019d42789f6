//! The pictures of the last weeks of a pursuance: the tasks made and finished, and the open tasks.

use pursuance_domain::health::Week;

/// The measures of the pictures, in their own units.
const LEFT: i64 = 30;
const TOP: i64 = 10;
const HEIGHT: i64 = 110;
const STEP: i64 = 27;
const BAR: i64 = 10;

/// A bar of a picture.
pub struct Bar {
    pub class: &'static str,
    pub x: i64,
    pub y: i64,
    pub height: i64,
}

/// A line across a picture with its number.
pub struct Grid {
    pub y: i64,
    pub number: i64,
}

/// The tasks made and finished, as a picture.
pub struct FlowPlot {
    pub bars: Vec<Bar>,
    pub grid: Vec<Grid>,
    pub made: i64,
    pub finished: i64,
}

/// The open tasks, as a picture.
pub struct OpenPlot {
    /// The corners of the line.
    pub line: String,
    pub grid: Vec<Grid>,
    /// The end of the line.
    pub end: (i64, i64),
    pub least: i64,
    pub most: i64,
    pub now: i64,
}

/// The numbers beside a picture: 0, a half and the whole, which is at least the greatest number shown.
fn scale(most: i64) -> (i64, Vec<Grid>) {
    let mut steps = (0..18).flat_map(|zeros| [1, 2, 5].map(|digit| digit * 10_i64.pow(zeros)));
    let step = steps.find(|step| step * 2 >= most).unwrap_or(i64::MAX / 2);
    let whole = step * 2;
    let line = |number| Grid { y: y(number, whole), number };
    (whole, vec![line(0), line(step), line(whole)])
}

/// The vertical position of a number in a picture whose top is `whole`.
fn y(number: i64, whole: i64) -> i64 {
    TOP + HEIGHT - number * HEIGHT / whole.max(1)
}

impl FlowPlot {
    pub(super) fn of(weeks: &[Week]) -> Self {
        let most = weeks.iter().map(|week| week.made.max(week.finished)).max().unwrap_or(0);
        let (whole, grid) = scale(most);
        let mut bars = Vec::new();
        for (week, left) in weeks.iter().zip((LEFT..).step_by(usize::try_from(STEP).unwrap_or(1))) {
            for (number, class, x) in
                [(week.made, "f-made", left + 2), (week.finished, "f-good", left + 3 + BAR)]
            {
                let y = y(number, whole);
                bars.push(Bar { class, x, y, height: TOP + HEIGHT - y });
            }
        }
        let sum = |number: fn(&Week) -> i64| weeks.iter().map(number).sum();
        Self { bars, grid, made: sum(|week| week.made), finished: sum(|week| week.finished) }
    }
}

impl OpenPlot {
    pub(super) fn of(weeks: &[Week]) -> Self {
        let open = || weeks.iter().map(|week| week.open);
        let (least, most) = (open().min().unwrap_or(0), open().max().unwrap_or(0));
        let (whole, grid) = scale(most);
        let places = (LEFT + STEP / 2..).step_by(usize::try_from(STEP).unwrap_or(1));
        let points: Vec<(i64, i64)> = places.zip(open()).map(|(x, number)| (x, y(number, whole))).collect();
        let line = points.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>().join("L");
        let (end, now) = (points.last().copied().unwrap_or_default(), open().next_back().unwrap_or(0));
        Self { line, grid, end, least, most, now }
    }

    /// The left and right end of the ground line, and its height.
    pub fn ground(&self) -> (i64, i64, i64) {
        (LEFT + STEP / 2, self.end.0, TOP + HEIGHT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_room_for_its_greatest_number() {
        for (most, whole) in
            [(0, 2), (2, 2), (3, 4), (5, 10), (11, 20), (21, 40), (101, 200), (1_000_001, 2_000_000)]
        {
            let (found, grid) = scale(most);
            assert_eq!((found, grid[2].number, grid[2].y), (whole, whole, TOP), "{most}");
            assert_eq!(y(0, found), TOP + HEIGHT);
        }
    }
}
