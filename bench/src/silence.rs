//! The simulation behind the clock of silence, with many seeds, and its picture (RULES §5). It needs no database.

use std::path::Path;

use pursuance_domain::silence::simulation::{MEDIANS, Rule, SilenceOutcome as Lived, fixed_like, run};

use crate::plot::{Bars, picture};
use crate::table::{Aim, Table, Unit};
use crate::trouble::{Outcome, Trouble};

const PART: &str = "Silence (simulated)";

/// How much is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    seeds: u64,
    tasks: u32,
}

impl Load {
    pub const FULL: Self = Self { seeds: 100, tasks: 1_000 };
    pub const QUICK: Self = Self { seeds: 3, tasks: 300 };
}

/// Lets people work and be silent; the picture goes into `folder`.
pub fn measure(load: Load, folder: &Path, table: &mut Table) -> Outcome<()> {
    let mut by_pace = Vec::new();
    for median in MEDIANS {
        let each = (0..load.seeds).map(|seed| run(Rule::Learnt, median, load.tasks, seed));
        let lived = each.fold(Lived::default(), Lived::and);
        let wrong = format!("wrongly taken, median of {median} d");
        table.add(PART, None, wrong, lived.wrong() * 100.0, Unit::Percent, Aim::AtMost(6.0));
        let aim = if median <= 2.0 { Aim::AtLeast(90.0) } else { Aim::None };
        let freed = format!("abandoned and free within 14 days, median of {median} d");
        table.add(PART, None, freed, lived.in_time() * 100.0, Unit::Percent, aim);
        by_pace.push((median, lived));
    }
    let all = by_pace.iter().fold(Lived::default(), |all, (_, lived)| all.and(*lived));
    let (days, fixed) = fixed_like(all.wrong(), load.tasks, 0);
    table.add(PART, None, "days until free", all.days(), Unit::Count, Aim::AtMost(fixed.days()));
    table.add(PART, None, "days until free, one fixed time", days, Unit::Count, Aim::None);
    let file = folder.join("silence.svg");
    std::fs::write(&file, draw(&by_pace, days)).map_err(Trouble::file(&file))?;
    table.note(format!("The simulation of silence is drawn in {}.", file.display()));
    Ok(())
}

/// For each pace the share of tasks that were taken away wrongly, and the days until an abandoned one is free.
fn draw(by_pace: &[(f64, Lived)], fixed: f64) -> String {
    let mut wrong = Bars::new("Wrongly taken away, in percent (at most 6)", 6.0);
    let mut days = Bars::new("Days until an abandoned task is free", 24.0);
    for (median, lived) in by_pace {
        wrong.add(lived.wrong() * 100.0, &format!("median {median} d"));
        days.add(lived.days(), &format!("median {median} d"));
    }
    days.add(fixed, "one fixed time for all");
    picture(&[wrong, days])
}
