//! Rows, and the statements that read and write them, each made from one list of named columns: a second list could
//! have another order, or miss a column.

/// The row of a list of columns, as it is read. After `and` come the columns that only this statement selects, and rows
/// inside this one. A list is a macro that hands its columns to `row`, to `names` or to `emptied`.
macro_rules! row {
    (
        (
            $(#[$meta:meta])* $vis:vis struct $row:ident
            and { $($(#[$extra_meta:meta])* $extra:ident: $extra_type:ty),* $(,)? }
        )
        $table:ident: $($column:ident: $type:ty $(=> $left:ident)?),+ $(,)?
    ) => {
        $(#[$meta])*
        #[derive(sqlx::FromRow)]
        $vis struct $row { $($vis $column: $type,)+ $($(#[$extra_meta])* $extra: $extra_type,)* }
    };
}

/// The names of a list of columns for a select list, each with a comma after it.
macro_rules! names {
    (() $table:ident: $($column:ident: $type:ty $(=> $left:ident)?),+ $(,)?) => {
        concat!($(stringify!($table), ".", stringify!($column), ", "),+)
    };
}

/// `column = value, ` for each column that is emptied when its object is deleted for good: `due: Option<i64> => null`.
macro_rules! emptied {
    (() $table:ident: $($column:ident: $type:ty $(=> $left:ident)?),+ $(,)?) => {
        concat!($($(stringify!($column), " = ", stringify!($left), ", ",)?)+)
    };
}

/// A new row: `insert` writes it, and `COLUMNS` names its columns.
macro_rules! inserted {
    (
        $(#[$meta:meta])* $vis:vis struct $row:ident<$life:lifetime> into $table:literal
            { $first:ident: $first_type:ty $(, $column:ident: $type:ty)* $(,)? }
    ) => {
        $(#[$meta])*
        $vis struct $row<$life> { $first: $first_type, $($column: $type),* }

        impl $row<'_> {
            const COLUMNS: &'static [&'static str] = &[stringify!($first), $(stringify!($column)),*];

            async fn insert(self, tx: &mut $crate::store::db::WriteTx) -> $crate::store::error::StoreResult<()> {
                const SQL: &str = concat!(
                    "insert into ", $table, " (", stringify!($first), $(", ", stringify!($column),)* ") values (",
                    $crate::store::columns::placeholders!(
                        ($first $($column)*) 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
                    ), ")"
                );
                let Self { $first, $($column),* } = self;
                $crate::store::db::run!(tx, SQL, $first, $($column),*).map(drop)
            }
        }
    };
}

/// `column = value` for each pair, from `$5` on; `$1` to `$4` are for the rest of the statement.
macro_rules! updated {
    (
        $tx:expr, $table:literal, { $($column:ident = $value:expr),+ $(,)? },
        $rest:literal, $one:expr, $two:expr, $three:expr, $four:expr $(,)?
    ) => {{
        const SQL: &str = concat!(
            "update ", $table, " set ",
            $crate::store::columns::assignments!(($($column)+) 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20), ", ", $rest
        );
        $crate::store::db::run!($tx, SQL, $one, $two, $three, $four, $($value),+)
    }};
}

macro_rules! placeholders {
    (($last:ident) $number:literal $($left:literal)*) => { concat!("$", $number) };
    (($column:ident $($columns:ident)+) $number:literal $($left:literal)+) => {
        concat!("$", $number, ", ", $crate::store::columns::placeholders!(($($columns)+) $($left)+))
    };
}

macro_rules! assignments {
    (($last:ident) $number:literal $($left:literal)*) => { concat!(stringify!($last), " = $", $number) };
    (($column:ident $($columns:ident)+) $number:literal $($left:literal)+) => {
        concat!(
            stringify!($column), " = $", $number, ", ",
            $crate::store::columns::assignments!(($($columns)+) $($left)+)
        )
    };
}

pub(super) use {assignments, emptied, inserted, names, placeholders, row, updated};
