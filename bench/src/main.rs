//! Measures the program, as its users get it: the `dist` build, as a process of its own, over HTTP on this machine, on
//! both databases. Beside each figure stands its aim, and beside those with a natural limit that limit, measured in the
//! same run. `README.md` says what each of them means.

mod bare;
mod brought;
mod bulk;
mod database;
mod footprint;
mod http;
mod incoming;
mod live;
mod notices;
mod others;
mod outgoing;
mod pages;
mod pairing;
mod peer;
mod plot;
mod private;
mod queries;
mod replay;
mod rush;
mod sealing;
mod server;
mod shown;
mod silence;
mod sink;
mod speed;
mod statements;
mod sweep;
mod table;
mod talk;
mod times;
mod trouble;
mod waiting;
mod world;
mod written;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, ValueEnum};

use self::database::Databases;
use self::table::Table;
use self::trouble::{Outcome, Trouble};

/// Where pictures go.
const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/results");

/// Measures the program and prints one table.
#[derive(Debug, Parser)]
#[command(name = "pursuance-bench")]
struct Wanted {
    /// Print JSON instead of the table
    #[arg(long)]
    json: bool,
    /// Small sizes, only to see that everything works; the figures mean nothing
    #[arg(long)]
    quick: bool,
    /// Only this part; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// A PostgreSQL to make databases in, instead of one started for the run
    #[arg(long, value_name = "URL", conflicts_with = "sqlite_only")]
    postgres: Option<String>,
    /// Leave PostgreSQL out
    #[arg(long)]
    sqlite_only: bool,
    /// Leave SQLite out
    #[arg(long, conflicts_with = "sqlite_only")]
    postgres_only: bool,
    /// So many tasks for the queries, instead of 100,000
    #[arg(long, value_name = "NUMBER", conflicts_with = "quick")]
    tasks: Option<u64>,
    /// The program to measure, instead of the build made now
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Be the bare handler that pages are compared with
    #[arg(long, value_name = "FILE", hide = true)]
    bare: Option<PathBuf>,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Incoming,
    Outgoing,
    Pages,
    Private,
    Notices,
    Pairing,
    Queries,
    Footprint,
    Waiting,
    Silence,
    Shown,
    Sweep,
    Rush,
    Live,
    Talk,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Wanted::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("pursuance-bench: {trouble}");
            let mut cause = std::error::Error::source(&trouble);
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(wanted: Wanted) -> Outcome<()> {
    if let Some(page) = &wanted.bare {
        return bare::run(page.clone()).await;
    }
    let is_wanted = |part: Part| wanted.only.is_empty() || wanted.only.contains(&part);
    let mut table = Table::default();
    if is_wanted(Part::Silence) {
        let load = if wanted.quick { silence::Load::QUICK } else { silence::Load::FULL };
        silence::measure(load, Path::new(RESULTS), &mut table)?;
    }
    if is_wanted(Part::Shown) {
        let load = if wanted.quick { shown::Load::QUICK } else { shown::Load::FULL };
        shown::measure(load, &mut table).await?;
    }
    let without_program = [Part::Silence, Part::Shown];
    if wanted.only.is_empty() || wanted.only.iter().any(|part| !without_program.contains(part)) {
        measure_program(&wanted, is_wanted, &mut table).await?;
    }
    if wanted.json {
        println!("{:#}", table.to_json());
    } else {
        print!("{}", table.to_text());
    }
    Ok(())
}

/// Measures what needs the program itself.
async fn measure_program(
    wanted: &Wanted,
    is_wanted: impl Fn(Part) -> bool,
    table: &mut Table,
) -> Outcome<()> {
    statements::install();
    let binary = match &wanted.binary {
        Some(binary) => binary.clone(),
        None => build()?,
    };
    let databases = Databases::open(!wanted.postgres_only, !wanted.sqlite_only, wanted.postgres.clone())?;
    if is_wanted(Part::Footprint) {
        footprint::measure(&binary, &databases, table).await?;
    }
    if is_wanted(Part::Incoming) {
        let load = if wanted.quick { incoming::Load::QUICK } else { incoming::Load::FULL };
        incoming::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Outgoing) {
        let load = if wanted.quick { outgoing::Load::QUICK } else { outgoing::Load::FULL };
        outgoing::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Pages) {
        let load = if wanted.quick { pages::Load::QUICK } else { pages::Load::FULL };
        pages::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Private) {
        let load = if wanted.quick { private::Load::QUICK } else { private::Load::FULL };
        private::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Waiting) {
        let load = if wanted.quick { waiting::Load::QUICK } else { waiting::Load::FULL };
        waiting::measure(&databases, load, table).await?;
    }
    if is_wanted(Part::Pairing) {
        let load = if wanted.quick { pairing::Load::QUICK } else { pairing::Load::FULL };
        pairing::measure(&databases, load, Path::new(RESULTS), table).await?;
    }
    if is_wanted(Part::Queries) {
        let mut load = if wanted.quick { queries::Load::QUICK } else { queries::Load::FULL };
        load.tasks = wanted.tasks.unwrap_or(load.tasks);
        queries::measure(&databases, load, table).await?;
    }
    if is_wanted(Part::Sweep) {
        let load = if wanted.quick { sweep::Load::QUICK } else { sweep::Load::FULL };
        sweep::measure(&databases, load, table).await?;
    }
    if is_wanted(Part::Rush) {
        let load = if wanted.quick { rush::Load::QUICK } else { rush::Load::FULL };
        rush::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Live) {
        let load = if wanted.quick { live::Load::QUICK } else { live::Load::FULL };
        live::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Talk) {
        let load = if wanted.quick { talk::Load::QUICK } else { talk::Load::FULL };
        talk::measure(&binary, &databases, load, table).await?;
    }
    if is_wanted(Part::Notices) {
        let load = if wanted.quick { notices::Load::QUICK } else { notices::Load::FULL };
        notices::measure(&binary, &databases, load, table).await?;
    }
    Ok(())
}

/// Builds the program as operators do, and says where it is.
fn build() -> Outcome<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "build",
        "--quiet",
        "--profile",
        "dist",
        "--locked",
        "--package",
        "pursuance",
        "--bin",
        "pursuance",
    ]);
    command.arg("--manifest-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
    let built = command.status().map_err(Trouble::io("build the program"))?;
    if !built.success() {
        return Err(Trouble::odd("the program could not be built"));
    }
    let here = std::env::current_exe().map_err(Trouble::io("find this program"))?;
    let target = here.ancestors().nth(2).map(|target| target.join("dist/pursuance"));
    target
        .filter(|binary| binary.exists())
        .ok_or_else(|| Trouble::odd("the program was built, but not beside this one; name it with --binary"))
}
