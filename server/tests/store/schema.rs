//! docs/schema.md is made from an empty database, and from a sentence for each table.

mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use self::tables::TABLES;
use crate::support::inspect::Inspect;
use crate::support::{postgres, sqlite};

/// The tables that the page shows. Left out are SQLite's own, which hold its statistics, and those of its full text: `search_words` and
/// `search_vocabulary` are virtual, and keep their rows in shadow tables that nothing but FTS5 reads. PostgreSQL has none of these.
const SHOWN: &str = "t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite^_%' escape '^'";

/// The columns that only PostgreSQL has: there the words of the full text are a column.
const ON_POSTGRES_ALONE: [(&str, &str); 1] = [("searched", "words")];

/// A table as SQLite describes it.
#[derive(Default)]
struct Table {
    columns: Vec<Column>,
    /// By name, with those that SQLite makes for keys and for columns that are unique.
    indexes: BTreeMap<String, Index>,
}

struct Column {
    name: String,
    kind: String,
    is_required: bool,
    /// As SQL; empty where there is none.
    default: String,
    /// Its place in the primary key, from 1 on; 0 outside of it.
    place: usize,
    /// The columns of other tables that it names, with what happens to the row when that one goes.
    targets: Vec<String>,
}

struct Index {
    /// `c`: made by `create index`; `u`: of a column that is unique; `pk`: of the primary key.
    origin: String,
    is_unique: bool,
    /// Whether it has only some of the rows.
    is_partial: bool,
    /// An expression has an empty name.
    columns: Vec<String>,
}

impl Index {
    /// Whether no two rows of the table are equal in its columns, besides the primary key.
    fn is_rule(&self) -> bool {
        self.is_unique && !self.is_partial && self.origin != "pk"
    }
}

impl Table {
    /// A column of the primary key is not null on PostgreSQL, whatever SQLite lets in, so that is not said of it.
    fn rules(&self, column: &Column) -> String {
        let mut rules = Vec::new();
        match (column.place, self.columns.iter().filter(|one| one.place > 0).count()) {
            (0, _) if column.is_required => rules.push("not null".to_owned()),
            (0, _) => {}
            (_, 1) => rules.push("primary key".to_owned()),
            (place, all) => rules.push(format!("primary key ({place} of {all})")),
        }
        for index in self.indexes.values().filter(|index| index.is_rule()) {
            if !index.columns.contains(&column.name) {
                continue;
            }
            let others: Vec<_> = index.columns.iter().filter(|other| **other != column.name).collect();
            match others.as_slice() {
                [] => rules.push("unique".to_owned()),
                others => {
                    let others: Vec<_> = others.iter().map(|other| format!("`{other}`")).collect();
                    rules.push(format!("unique with {}", others.join(" and ")));
                }
            }
        }
        if !column.default.is_empty() {
            rules.push(format!("default `{}`", column.default));
        }
        rules.extend_from_slice(&column.targets);
        rules.join(", ")
    }

    /// The indexes that a migration names, in one line; empty without any.
    fn index_line(&self) -> String {
        let named = self.indexes.iter().filter(|(_, index)| index.origin == "c");
        let names: Vec<_> = named
            .map(|(name, index)| match (index.is_unique, index.is_partial) {
                (true, true) => format!("`{name}` (unique among some rows)"),
                _ => format!("`{name}`"),
            })
            .collect();
        match names.len() {
            0 => String::new(),
            1 => format!("\nIndex: {}.\n", names.concat()),
            _ => format!("\nIndexes: {}.\n", names.join(", ")),
        }
    }
}

/// The tables of an SQLite database.
async fn tables_of(inspect: &Inspect) -> BTreeMap<String, Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let columns = format!(
        r#"select t.name, c.name, lower(c.type), cast(c."notnull" as text), coalesce(c.dflt_value, ''), cast(c.pk as text)
           from pragma_table_list t join pragma_table_info(t.name) c where {SHOWN} order by t.name, c.cid"#
    );
    for row in inspect.rows(&columns).await {
        let [table, name, kind, required, default, place] = <[String; 6]>::try_from(row).unwrap();
        let (is_required, place) = (required == "1", place.parse().unwrap());
        let column = Column { name, kind, is_required, default, place, targets: Vec::new() };
        tables.entry(table).or_default().columns.push(column);
    }
    let keys = format!(
        r#"select t.name, f."from", '→ ' || f."table" || '(' || f."to" || ')' ||
             case f.on_delete when 'NO ACTION' then '' else ' on delete ' || lower(f.on_delete) end
           from pragma_table_list t join pragma_foreign_key_list(t.name) f where {SHOWN} order by t.name, f.id, f.seq"#
    );
    for row in inspect.rows(&keys).await {
        let [table, from, target] = <[String; 3]>::try_from(row).unwrap();
        let mut columns = tables.get_mut(&table).unwrap().columns.iter_mut();
        columns.find(|column| column.name == from).unwrap().targets.push(target);
    }
    let indexes = format!(
        r#"select t.name, i.name, i.origin, cast(i."unique" as text), cast(i.partial as text), coalesce(x.name, '')
           from pragma_table_list t join pragma_index_list(t.name) i join pragma_index_info(i.name) x
           where {SHOWN} order by t.name, i.name, x.seqno"#
    );
    for row in inspect.rows(&indexes).await {
        let [table, name, origin, unique, partial, column] = <[String; 6]>::try_from(row).unwrap();
        let (is_unique, is_partial) = (unique == "1", partial == "1");
        let indexes = &mut tables.get_mut(&table).unwrap().indexes;
        let made = || Index { origin, is_unique, is_partial, columns: Vec::new() };
        indexes.entry(name).or_insert_with(made).columns.push(column);
    }
    tables
}

/// The tables of an empty SQLite database with every step.
async fn tables_here() -> BTreeMap<String, Table> {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite::database(&folder.path().join("schema.db")).await;
    tables_of(&Inspect::open(&url).await).await
}

/// The text above the tables of docs/schema.md.
const HEAD: &str = "# Tables of the database

For operators and programmers who look into it. This page is written by the test `server/tests/store/schema.rs`, from an empty
database with every step of [migrations](../migrations/README.md) and a sentence for each table; it is not edited. The reasons are in
the [decisions about data](data.md), and the columns are explained in the comments of the steps. Look, and do not write into these
tables by hand: what follows from a change (events, sums, the index of the search, messages to other servers) is written with it by
the program.

Ids are made by the program and sort by time. Times are microseconds UTC since 1970. What people wrote stands in `text_version`, by
the id of the thing and the name of the text. One SQL text serves both databases
([decision 1](decisions/0001-two-databases-one-sql-text.md)); types are written here as SQLite knows them: on PostgreSQL a `blob` is
`bytea`, and a `text` that is sorted is `text collate \"C\"`. `→` leads to the column that a value names; other ids name something,
too, where no constraint holds them.
";

/// docs/schema.md.
fn page(tables: &BTreeMap<String, Table>) -> String {
    let mut page = HEAD.to_owned();
    for (noun, told) in TABLES {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n## {noun}\n");
        for (name, sentence) in *told {
            let table = tables.get(*name).unwrap_or_else(|| panic!("the database has no table {name}"));
            let _ = write!(page, "\n### `{name}`\n\n{sentence}\n\n| column | type | rule |\n|---|---|---|\n");
            for column in &table.columns {
                let _ = writeln!(page, "| `{}` | {} | {} |", column.name, column.kind, table.rules(column));
            }
            page.push_str(&table.index_line());
        }
    }
    page
}

#[tokio::test]
async fn the_page_about_the_schema_is_made_from_the_database() {
    let page = page(&tables_here().await);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "write it anew: UPDATE=1 cargo test -p pursuance the_page_about_the_schema");
}

#[tokio::test]
async fn every_table_has_one_sentence_and_every_sentence_a_table() {
    let tables = tables_here().await;
    let mut told = BTreeSet::new();
    for (name, _) in TABLES.iter().flat_map(|(_, told)| *told) {
        assert!(tables.contains_key(*name), "{name} has a sentence, and the database has no such table");
        assert!(told.insert(*name), "{name} has two sentences");
    }
    let silent: Vec<_> = tables.keys().filter(|name| !told.contains(name.as_str())).collect();
    assert!(
        silent.is_empty(),
        "tables without a sentence in server/tests/store/schema/tables.rs: {silent:?}"
    );
}

#[tokio::test]
async fn postgres_has_the_tables_and_the_columns_of_the_page() {
    let inspect = Inspect::open(&postgres::migrated().await).await;
    let there = inspect
        .rows(
            "select cast(c.table_name as text), cast(c.column_name as text)
             from information_schema.columns c join information_schema.tables t on
               t.table_schema = c.table_schema and t.table_name = c.table_name
             where t.table_type = 'BASE TABLE' and c.table_schema = current_schema()",
        )
        .await;
    let there: BTreeSet<(String, String)> =
        there.into_iter().map(|row| <[String; 2]>::try_from(row).unwrap().into()).collect();
    let tables = tables_here().await;
    let here: BTreeSet<(String, String)> = tables
        .iter()
        .flat_map(|(name, table)| table.columns.iter().map(|column| (name.clone(), column.name.clone())))
        .collect();
    let differing: Vec<_> =
        there.symmetric_difference(&here).map(|(table, column)| (table.as_str(), column.as_str())).collect();
    assert_eq!(differing, ON_POSTGRES_ALONE, "columns that one database has and the other has not");
}
