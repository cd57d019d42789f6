//! The rules for every set of databases of instances that exchanged messages, whatever happened on the way.

use std::collections::BTreeMap;

use pursuance_domain::delegation::{DelegateCopy, OriginCopy, Side};

use super::inspect::Inspect;

/// The parts of a side's stored copy that both sides of a delegation compare.
pub fn public_state(side: Side, copy: &str) -> String {
    match side {
        Side::Origin => serde_json::from_str::<OriginCopy>(copy).unwrap().public_state(),
        Side::Delegate => serde_json::from_str::<DelegateCopy>(copy).unwrap().public_state(),
    }
}

/// Nothing is missing and nothing happened twice in one database.
pub async fn assert_whole(inspect: &Inspect) {
    let gaps =
        "select s.id, cast(s.last as text), cast(count(e.seq) as text), cast(coalesce(max(e.seq), 0) as text)
        from stream s left join event e on e.stream = s.id group by s.id, s.last
        having count(e.seq) <> s.last or coalesce(max(e.seq), 0) <> s.last";
    assert_eq!(inspect.rows(gaps).await, Vec::<Vec<String>>::new(), "the events of these streams have gaps");
    let gaps = "select channel, direction, epoch, cast(count(*) as text), cast(max(seq) as text) from activity
        where channel is not null group by channel, direction, epoch having count(*) <> max(seq) or min(seq) <> 1";
    assert_eq!(inspect.rows(gaps).await, Vec::<Vec<String>>::new(), "these channels have gaps");
    let behind = "select c.id from channel c where c.out_seq <> (select count(*) from activity a where a.channel = c.id and a.direction = 'out' and a.epoch = c.out_epoch)
        or c.in_seq <> (select count(*) from activity a where a.channel = c.id and a.direction = 'in' and a.epoch = c.in_epoch)";
    assert_eq!(
        inspect.rows(behind).await,
        Vec::<Vec<String>>::new(),
        "these channels do not count what went through them"
    );
    let twice = "select mirror_of, pursuance, delegation, cast(count(*) as text) from task where mirror_of is not null and delegation is not null
        group by mirror_of, pursuance, delegation having count(*) > 1";
    assert_eq!(inspect.rows(twice).await, Vec::<Vec<String>>::new(), "these tasks have two mirrors");
    let twice = "select task from delegation where side = 'origin' and state in ('active', 'submitted', 'recalling') group by task having count(*) > 1";
    assert_eq!(inspect.rows(twice).await, Vec::<Vec<String>>::new(), "these tasks were granted twice");
    let undelivered = "select a.uri from activity a where a.direction = 'out' and a.channel is not null
        and (select count(*) from delivery d where d.activity = a.uri) <> 1";
    assert_eq!(
        inspect.rows(undelivered).await,
        Vec::<Vec<String>>::new(),
        "these messages have no delivery, or two"
    );
    let contradictions = "select id from channel where state <> 'open'";
    assert_eq!(inspect.rows(contradictions).await, Vec::<Vec<String>>::new(), "these channels are suspended");
}

/// Everything that one said to another here has arrived there, once, byte for byte.
pub async fn assert_in_step(inspects: &[Inspect]) {
    let mut sent: BTreeMap<String, String> = BTreeMap::new();
    let mut received: BTreeMap<String, String> = BTreeMap::new();
    for inspect in inspects {
        for (direction, found) in [("out", &mut sent), ("in", &mut received)] {
            let sql = format!(
                "select uri, sha256 from activity where direction = '{direction}' and channel is not null"
            );
            for row in inspect.rows(&sql).await {
                let [uri, sha256] = row.try_into().unwrap();
                assert!(found.insert(uri.clone(), sha256).is_none(), "two servers have {uri}");
            }
        }
    }
    let lost: Vec<&String> = sent.keys().filter(|uri| !received.contains_key(*uri)).collect();
    assert!(lost.is_empty(), "said and never heard: {lost:?}");
    assert_eq!(sent, received, "heard otherwise than said");
}
