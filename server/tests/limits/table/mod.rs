//! Every limit on input from outside, in one table: docs/limits.md is made from it, and a test exceeds each row.
//!
//! Adding a limit: the constant beside its use; its row here, in the file of its section; one folder above the case that
//! exceeds it, or in the row the name of the test that does, where no request can. Then `UPDATE=1 cargo test -p pursuance
//! the_page_about_limits`.

pub mod answers;
pub mod files;
pub mod peers;
pub mod people;
pub mod requests;
pub mod texts;

use std::fmt::Write;
use std::time::Duration;

use pursuance::bounds::rate::Allowance;

/// The sections of the table, in the order of the page: the subject of each, and its rows.
pub const TABLE: &[(&str, &[Row])] = &[
    ("What people write", texts::ROWS),
    ("Requests", requests::ROWS),
    ("Files, markup and connections", files::ROWS),
    ("People", people::ROWS),
    ("What other servers send", peers::ROWS),
    ("What other servers answer", answers::ROWS),
];

/// One bound.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name in tests and on other pages.
    pub id: &'static str,
    /// The limited thing, in plain English.
    pub input: &'static str,
    pub most: Most,
    pub per: Per,
    /// The setting that changes it.
    pub setting: Option<&'static str>,
    /// The effect of exceeding it.
    pub beyond: &'static str,
    pub counted: Counted,
    /// The file and the name of the test that exceeds it, where no request does.
    pub test: Option<(&'static str, &'static str)>,
}

impl Row {
    /// A bound that no setting changes.
    pub const fn new(
        id: &'static str,
        input: &'static str,
        most: Most,
        per: Per,
        beyond: &'static str,
    ) -> Self {
        let counted = Counted::usually(most, per);
        Self { id, input, most, per, setting: None, beyond, counted, test: None }
    }

    /// The same, counted in memory although others of its kind are counted in rows.
    #[must_use]
    pub const fn in_memory(self) -> Self {
        Self { counted: Counted::InMemory, ..self }
    }

    /// The same, counted in rows although others of its kind are counted in memory.
    #[must_use]
    pub const fn in_database(self) -> Self {
        Self { counted: Counted::InDatabase, ..self }
    }

    /// The same, measured each time although others of its kind are counted.
    #[must_use]
    pub const fn measured_anew(self) -> Self {
        Self { counted: Counted::Nowhere, ..self }
    }

    /// The same, exceeded by a test of this file and name: no request gets so far.
    #[must_use]
    pub const fn tested_in(self, file: &'static str, test: &'static str) -> Self {
        Self { test: Some((file, test)), ..self }
    }

    /// The same, changed by a setting.
    #[must_use]
    pub const fn set_by(self, setting: &'static str) -> Self {
        Self { setting: Some(setting), ..self }
    }
}

/// The limit itself.
#[derive(Debug, Clone, Copy)]
pub enum Most {
    /// Unicode scalar values of a text.
    Characters(usize),
    Bytes(usize),
    /// Things, in all or in one request.
    Count(u64),
    /// One inside the other.
    Depth(u64),
    /// In progress at the same moment.
    AtOnce(u64),
    /// So many at once, and then one in each span.
    Rate(Allowance),
    /// So many in each slot of time, in the unit of [`pursuance_domain::time::Time`].
    InSlot {
        count: i64,
        micros: i64,
    },
    Time(Duration),
    /// Bytes of memory.
    Memory(u64),
    /// Bytes on the disk.
    Disk(u64),
}

impl Most {
    /// The number that one more would exceed.
    pub fn number(self) -> u64 {
        match self {
            Self::Characters(n) | Self::Bytes(n) => n as u64,
            Self::Count(n) | Self::Depth(n) | Self::AtOnce(n) | Self::Memory(n) | Self::Disk(n) => n,
            Self::Rate(allowance) => u64::from(allowance.at_once),
            Self::InSlot { count, .. } => count.unsigned_abs(),
            Self::Time(time) => time.as_secs(),
        }
    }

    /// The unit of the limit.
    fn measure(self) -> &'static str {
        match self {
            Self::Characters(_) => "length",
            Self::Bytes(_) => "bytes",
            Self::Count(_) | Self::AtOnce(_) => "count",
            Self::Depth(_) => "depth",
            Self::Rate(_) | Self::InSlot { .. } => "rate",
            Self::Time(_) => "time",
            Self::Memory(_) => "memory",
            Self::Disk(_) => "disk",
        }
    }
}

impl std::fmt::Display for Most {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Characters(n) => write!(f, "{} characters", grouped(n as u64)),
            Self::Bytes(n) => f.write_str(&bytes(n as u64)),
            Self::Count(n) => f.write_str(&grouped(n)),
            Self::Depth(n) => write!(f, "{n} levels"),
            Self::AtOnce(n) => write!(f, "{} at once", grouped(n)),
            Self::Rate(Allowance { at_once, then_every }) => {
                write!(f, "{} at once, then one every {}", grouped(at_once.into()), span(then_every))
            }
            Self::InSlot { count, micros } => {
                let slot = span(Duration::from_micros(micros.unsigned_abs()));
                write!(f, "{} in {slot}", grouped(count.unsigned_abs()))
            }
            Self::Time(time) => f.write_str(&span(time)),
            Self::Memory(n) | Self::Disk(n) => f.write_str(&bytes(n)),
        }
    }
}

/// The subject of the limit: each can reach it without holding up another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    Request,
    Person,
    /// A network address; of IPv6 the network of one customer.
    Address,
    /// An address of mail, whoever gives it.
    Mailbox,
    /// Another server, by its host name.
    PeerHost,
    Pursuance,
    /// One task between two pursuances.
    Delegation,
    /// A calendar or a feed of somebody, by its address.
    Feed,
    Instance,
}

impl Per {
    fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Person => "person",
            Self::Address => "address",
            Self::Mailbox => "mailbox",
            Self::PeerHost => "other server",
            Self::Pursuance => "pursuance",
            Self::Delegation => "delegation",
            Self::Feed => "feed",
            Self::Instance => "instance",
        }
    }
}

/// Where is counted how much of a bound is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Nowhere: each request, text or row is measured by itself.
    Nowhere,
    /// In the database: a restart changes nothing, and several processes count together.
    InDatabase,
    /// In the memory of each process, and lost at its end.
    InMemory,
}

impl Counted {
    const fn usually(most: Most, per: Per) -> Self {
        match (most, per) {
            (Most::Rate(_) | Most::AtOnce(_), _) => Self::InMemory,
            (Most::Time(_) | Most::Characters(_) | Most::Depth(_), _) | (_, Per::Request) => Self::Nowhere,
            (Most::Bytes(_) | Most::Count(_) | Most::InSlot { .. } | Most::Memory(_) | Most::Disk(_), _) => {
                Self::InDatabase
            }
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Nowhere => "",
            Self::InDatabase => "in the database",
            Self::InMemory => "in memory",
        }
    }
}

/// The text above the tables of docs/limits.md.
const HEAD: &str = "# Limits

Whatever comes from outside has a bound. This page is made from the table in `server/tests/limits/table`, whose values
are the ones the program uses; a test exceeds each of them through the door it guards. *Per* says whose the bound is: who
reaches it holds up nobody else. Where no setting is named, the value is fixed.

*Per address* is per IPv4 address, or /64 of IPv6. Customers have wider networks, so each such bound holds for the /56 with 4
times as much, and for the /48, or the /24 of IPv4, with 16 times as much.

*Counted* says where the use of a bound is counted. *In the database*: a restart changes nothing, and several processes
on one PostgreSQL database count together. *In memory*: each process counts for itself and forgets at its end, so a
restart begins anew, and two processes let twice as much through. Where nothing is said, each request, text or row is
measured by itself.
";

/// docs/limits.md.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for (title, rows) in TABLE {
        page.push_str(&format!("\n## {title}\n\n"));
        page.push_str(
            "| what | most | measure | per | counted | setting | beyond it | id |\n|---|---|---|---|---|---|---|---|\n",
        );
        for row in *rows {
            let setting = row.setting.map(|setting| format!("`--{setting}`")).unwrap_or_default();
            let (measure, per, counted) = (row.most.measure(), row.per.as_str(), row.counted.as_str());
            // Writing to a String cannot fail.
            let _ = writeln!(
                page,
                "| {} | {} | {measure} | {per} | {counted} | {setting} | {} | `{}` |",
                row.input, row.most, row.beyond, row.id
            );
        }
    }
    page
}

/// With a comma between thousands.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn bytes(n: u64) -> String {
    const KIB: u64 = 1024;
    const UNITS: [(u64, &str); 3] = [(KIB * KIB * KIB, "GiB"), (KIB * KIB, "MiB"), (KIB, "KiB")];
    let whole = UNITS.iter().find(|(unit, _)| n >= *unit && n.is_multiple_of(*unit));
    whole.map_or_else(
        || format!("{} bytes", grouped(n)),
        |(unit, name)| format!("{} {name}", grouped(n / unit)),
    )
}

fn span(time: Duration) -> String {
    const UNITS: [(u64, &str); 4] =
        [(86_400_000, "days"), (3_600_000, "hours"), (60_000, "min"), (1_000, "s")];
    let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let whole = UNITS.iter().find(|(unit, _)| millis >= *unit && millis.is_multiple_of(*unit));
    match whole {
        Some((86_400_000, _)) if millis == 86_400_000 => "1 day".to_owned(),
        Some((3_600_000, _)) if millis == 3_600_000 => "1 hour".to_owned(),
        Some((unit, name)) => format!("{} {name}", grouped(millis / unit)),
        None => format!("{} ms", grouped(millis)),
    }
}
