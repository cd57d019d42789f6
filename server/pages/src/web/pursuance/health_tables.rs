//! The lists of the health page, as tables for other programs.

use axum::extract::Path;
use axum::response::Response;
use pursuance_domain::health::Week;

use super::health::{LISTS, ListName, Said, said};
use crate::actions::Thing;
use crate::actions::access::{self, Access};
use crate::reads::{health, task_url};
use crate::store::db::ReadTx;
use crate::store::outline::Who;
use crate::store::outline::health::Load;
use crate::text::Text;
use crate::web::frame::csv::Csv;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::Nav;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// Entries of a list as CSV.
const DOWNLOADED: usize = 200;

/// `GET /p/{slug}/health/{list}`
pub async fn download(
    visit: Visit,
    Path((slug, list)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    health::sight(&access)?;
    let table = match list.as_str() {
        "load.csv" => load_table(&visit, &mut tx, &access).await?,
        "flow.csv" => flow_table(visit.t, &health::flow(&mut tx, &access).await?),
        file => {
            let name = LISTS
                .into_iter()
                .find(|name| name.file() == file)
                .ok_or(PageError::not_found(Thing::Page))?;
            task_table(&visit, &mut tx, &access, name).await?
        }
    };
    let name = list.trim_end_matches(".csv");
    Ok(table.download(&format!("{}-{name}-{}", access.pursuance.slug, visit.now.date())))
}

async fn task_table(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    name: ListName,
) -> Result<Csv, PageError> {
    let l = visit.layout(tx, Nav::pursuance(&access.pursuance.slug)).await?;
    let t = l.t;
    let mut table = Csv::default();
    table.line(
        [
            "health-column-number",
            "health-column-title",
            "health-column-phase",
            "health-column-assignee",
            "health-column-due",
            "health-column-since",
            "health-column-reason",
            "health-column-url",
        ]
        .map(|key| t.s(key)),
    );
    for Said { row, reason, since, when: _ } in said(visit, tx, access, &l, name, DOWNLOADED).await?.items {
        table.line([
            row.number.to_string(),
            row.title.said(t).into_owned(),
            t.s(PhaseTag::of(row.phase, row.is_blocked).key()).to_owned(),
            row.assignee.as_ref().map(Who::full_name).unwrap_or_default(),
            row.asked.due.map(pursuance_domain::time::Time::date).unwrap_or_default(),
            since.rfc3339(),
            reason,
            task_url(&visit.app, &row.slug, row.number),
        ]);
    }
    Ok(table)
}

async fn load_table(visit: &Visit, tx: &mut ReadTx, access: &Access) -> Result<Csv, PageError> {
    let load = health::load(tx, access, DOWNLOADED).await?.ok_or(PageError::not_found(Thing::Page))?;
    let t = visit.t;
    let mut table = Csv::default();
    table.line(
        ["health-column-person", "health-column-under-way", "health-column-reviews"].map(|key| t.s(key)),
    );
    let left = DOWNLOADED.saturating_sub(load.items.len());
    for Load { who, under_way, reviews } in load.items {
        table.line([who.full_name(), under_way.to_string(), reviews.to_string()]);
    }
    if left > 0 {
        for one in health::idle(tx, access, left).await?.items {
            table.line([one.member.name, "0".to_owned(), "0".to_owned()]);
        }
    }
    Ok(table)
}

fn flow_table(t: Text, weeks: &[Week]) -> Csv {
    let mut table = Csv::default();
    table.line(
        ["health-column-from", "health-column-until", "health-made", "health-finished", "health-open"]
            .map(|key| t.s(key)),
    );
    for week in weeks {
        let times = [week.from, week.until].map(pursuance_domain::time::Time::rfc3339);
        let counts = [week.made, week.finished, week.open].map(|count| count.to_string());
        table.line(times.iter().chain(&counts));
    }
    table
}
