//! Tasks that were found by their words, in all pursuances of a reader and in public ones.

use pursuance_domain::allowed::Sights;

use super::next::list;
use super::{Raw, Row, selected};
use crate::store::damage::{Stored, listed};
use crate::store::db::{ReadTx, each};
use crate::store::error::{StoreError, StoreResult};
use crate::store::fulltext::{TaskHit, may_find};

#[derive(sqlx::FromRow)]
struct FoundRow {
    #[sqlx(flatten)]
    row: Raw,
    place: i64,
    text: String,
}

impl Stored for FoundRow {
    fn key(&self) -> String {
        self.row.key()
    }
}

impl TryFrom<FoundRow> for TaskHit {
    type Error = StoreError;

    fn try_from(found: FoundRow) -> StoreResult<Self> {
        Ok(Self { place: found.place, row: Row::try_from(found.row)?, text: found.text })
    }
}

/// The readable tasks at some places of the index, the newest first. `places`: a list of numbers.
pub(in crate::store) async fn at(
    tx: &mut ReadTx,
    sights: &Sights,
    places: &str,
    limit: i64,
) -> StoreResult<Vec<TaskHit>> {
    macro_rules! sql {
        ($places:literal, $whole:literal, $partly:literal) => {
            concat!(
                "select s.seq as place, coalesce(d.body, '') as text, ",
                selected!(
                    "searched s join task t on t.id = s.object left join text_version d
                      on d.object = t.id and d.field = 'deliverables' and d.revision = t.deliverables_revision";
                    "where s.seq ", $places, " and ", may_find!("t", $whole, $partly), "
                    order by s.seq desc limit +$5"
                )
            )
        };
    }
    let sql = may_find!(sql, tx);
    let reader = sights.partly().map(|(_, reader)| reader.as_str()).next();
    let (whole, partly) = (list(sights.whole()), list(sights.partly().map(|(pursuance, _)| pursuance)));
    Ok(listed(each!(tx, FoundRow, sql, places, whole, partly, reader, limit)?))
}
