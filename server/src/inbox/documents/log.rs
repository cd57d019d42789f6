//! The two logs of a channel: the messages that a local pursuance sent to one peer, and those it received from the peer
//! (PROTOCOL §1.4, §2.6). Each is for the peer alone, in the exact bytes of the wire, oldest first.

use axum::extract::{Path, State};
use pursuance_domain::id::ActorId;
use pursuance_federation::vocab::{OrderType, OrderedCollection, OrderedCollectionPage, PAGE_MAX};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::{Answer, Reader, RefusedActivity, UrlQuery, own_url, private, refuse};
use crate::state::App;
use crate::store::actors;
use crate::store::channels::{self, ActivityDirection, Channel, ChannelState, StoredActivity};

/// A page ends here even when it could hold more activities; well below the limit that readers put on one document.
const PAGE_BYTES: usize = 640 * 1024;

/// The place in the log: `epoch`, and the number `after` which to begin.
#[derive(Debug, Deserialize)]
pub struct LogPosition {
    epoch: Option<String>,
    after: Option<i64>,
    limit: Option<usize>,
}

/// A page with its items exactly as they were sent.
#[derive(Serialize)]
struct LogPage {
    #[serde(flatten)]
    head: Map<String, Value>,
    #[serde(rename = "orderedItems")]
    items: Vec<Box<RawValue>>,
}

/// `GET /ap/p/{id}/log/{channel}`: the sent messages.
pub async fn sent(
    State(app): State<App>,
    reader: Reader,
    Path((id, channel)): Path<(String, String)>,
    UrlQuery(place): UrlQuery<LogPosition>,
) -> Answer {
    serve(&app, &reader, ActivityDirection::Out, ActorId(id), &channel, &place).await
}

/// `GET /ap/p/{id}/received/{channel}`: the received messages.
pub async fn received(
    State(app): State<App>,
    reader: Reader,
    Path((id, channel)): Path<(String, String)>,
    UrlQuery(place): UrlQuery<LogPosition>,
) -> Answer {
    serve(&app, &reader, ActivityDirection::In, ActorId(id), &channel, &place).await
}

async fn serve(
    app: &App,
    reader: &Reader,
    direction: ActivityDirection,
    group: ActorId,
    id: &str,
    place: &LogPosition,
) -> Answer {
    let signer = reader.need_signer().await?;
    let mut tx = app.db.read().await?;
    let owner = actors::by_id(&mut tx, &group).await?.filter(actors::Actor::is_here);
    if let Some(owner) = owner.filter(|owner| owner.gone_at.is_some()) {
        return Err(refuse::gone(&owner.uri).into());
    }
    let channel = channels::by_id(&mut tx, id).await?.filter(|channel| channel.local == group.0);
    let channel = channel.ok_or_else(refuse::nothing)?;
    let peer = actors::by_id(&mut tx, &ActorId(channel.peer.clone())).await?;
    peer.filter(|peer| reader.speaks_for(&signer, peer)).ok_or_else(refuse::nothing)?;
    let name = match direction {
        ActivityDirection::Out => "log",
        ActivityDirection::In => "received",
    };
    let group = own_url(&app.addresses.group(&group))?;
    let list = own_url(&format!("{group}/{name}/{id}"))?;
    let Some(epoch) = &place.epoch else {
        return Ok(private(whole(&channel, direction, list, group).to_string()));
    };
    let after = place.after.unwrap_or(0);
    let most = place.limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    // One extra row shows whether there is a next page.
    let wanted = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let found = if is_withheld(&channel, direction, epoch) {
        Vec::new()
    } else {
        channels::log(&mut tx, id, direction, epoch, after, wanted).await?
    };
    let fits = how_many_fit(&found, most);
    let last = found.get(fits.wrapping_sub(1)).and_then(|activity| activity.seq);
    let next = last.filter(|_| found.len() > fits).map(|seq| page_at(&list, epoch, seq, place.limit));
    let page = OrderedCollectionPage {
        id: page_at(&list, epoch, after, place.limit),
        part_of: list,
        attributed_to: group,
        next,
        order_type: Some(OrderType::Forward),
        ordered_items: Vec::new(),
    };
    let items = found.into_iter().take(fits).map(verbatim).collect::<Result<_, _>>()?;
    let mut head = match page.to_value() {
        Value::Object(head) => head,
        _ => Map::new(),
    };
    head.remove("orderedItems");
    let text = serde_json::to_string(&LogPage { head, items }).map_err(|error| refuse::failure(&error))?;
    Ok(private(text))
}

/// Whether the messages of the present epoch wait for other numbers: the peer knows others under these, since this database is
/// an older copy of itself (PROTOCOL §3.6).
fn is_withheld(channel: &Channel, direction: ActivityDirection, epoch: &str) -> bool {
    direction == ActivityDirection::Out
        && channel.state == ChannelState::Restored
        && channel.out_epoch == epoch
}

/// The whole log: the length of the present epoch, and its first page.
fn whole(channel: &Channel, direction: ActivityDirection, list: Url, group: Url) -> Value {
    let (epoch, length) = match direction {
        ActivityDirection::Out => (&channel.out_epoch, channel.out_seq),
        ActivityDirection::In => (&channel.in_epoch, channel.in_seq),
    };
    OrderedCollection {
        first: Some(page_at(&list, epoch, 0, None)),
        id: list,
        attributed_to: group,
        total_items: u64::try_from(length).unwrap_or(0),
        order_type: Some(OrderType::Forward),
        ordered_items: None,
    }
    .to_value()
}

fn page_at(list: &Url, epoch: &str, after: i64, limit: Option<usize>) -> Url {
    let mut page = list.clone();
    {
        let mut query = page.query_pairs_mut();
        query.append_pair("epoch", epoch).append_pair("after", &after.to_string());
        if let Some(limit) = limit {
            query.append_pair("limit", &limit.to_string());
        }
    }
    page
}

/// How many of the activities fit onto one page: at least one, so that every log comes to an end.
fn how_many_fit(found: &[StoredActivity], most: usize) -> usize {
    let mut bytes = 0;
    let fitting = found.iter().take(most).take_while(|activity| {
        let is_first = bytes == 0;
        bytes += activity.bytes.len();
        is_first || bytes <= PAGE_BYTES
    });
    fitting.count()
}

/// The bytes that were sent, not written anew: the proof covers every byte.
fn verbatim(activity: StoredActivity) -> Result<Box<RawValue>, RefusedActivity> {
    let text = String::from_utf8(activity.bytes).map_err(|error| refuse::failure(&error))?;
    Ok(RawValue::from_string(text).map_err(|error| refuse::failure(&error))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(bytes: usize) -> StoredActivity {
        StoredActivity {
            uri: String::new(),
            direction: "out".to_owned(),
            actor: String::new(),
            kind: String::new(),
            channel: None,
            epoch: None,
            seq: Some(1),
            bytes: vec![b'1'; bytes],
            sha256: String::new(),
            at: 0,
            outcome: String::new(),
        }
    }

    #[test]
    fn a_page_is_full_by_number_or_by_size_and_never_empty() {
        assert_eq!(how_many_fit(&[], 50), 0);
        assert_eq!(how_many_fit(&[stored(10), stored(10), stored(10)], 2), 2);
        assert_eq!(how_many_fit(&[stored(PAGE_BYTES + 1), stored(1)], 50), 1);
        assert_eq!(how_many_fit(&[stored(PAGE_BYTES - 1), stored(1), stored(1)], 50), 2);
    }

    #[test]
    fn what_was_sent_stands_in_the_page_letter_by_letter() {
        let odd = br#"{"z": 1.0,  "a":"\u00e4"}"#;
        let item = verbatim(StoredActivity { bytes: odd.to_vec(), ..stored(0) });
        let page = LogPage {
            head: Map::from_iter([("type".to_owned(), "x".into())]),
            items: vec![item.ok().unwrap()],
        };
        let text = serde_json::to_string(&page).unwrap();
        assert_eq!(text, format!(r#"{{"type":"x","orderedItems":[{}]}}"#, std::str::from_utf8(odd).unwrap()));
    }

    #[test]
    fn a_page_has_the_address_it_is_asked_at() {
        let list = Url::parse("https://a.example/ap/p/1/log/2").unwrap();
        assert_eq!(
            page_at(&list, "E1", 3, Some(50)).as_str(),
            "https://a.example/ap/p/1/log/2?epoch=E1&after=3&limit=50"
        );
    }
}
