//! Documents that other servers may fetch.

use super::peers::Instance;

/// Every address of a document that other servers may fetch, for what there is.
pub async fn addresses(instance: &Instance) -> Vec<String> {
    let inspect = &instance.inspect;
    let mut all = vec!["/ap/instance".to_owned(), "/ap/instance/outbox".to_owned()];
    for id in inspect.rows("select id from actor where host is null and kind <> 'instance'").await.concat() {
        for of in ["p", "u"] {
            for what in ["", "/outbox", "/followers", "/tasks", "/tasks?before=start"] {
                all.push(format!("/ap/{of}/{id}{what}"));
            }
        }
        for channel in inspect.rows("select id from channel").await.concat() {
            all.push(format!("/ap/p/{id}/log/{channel}"));
            all.push(format!("/ap/p/{id}/received/{channel}"));
        }
    }
    for (kind, table) in [("t", "task"), ("d", "delegation"), ("file", "file")] {
        let ids = inspect.rows(&format!("select id from {table}")).await.concat();
        all.extend(ids.into_iter().map(|id| format!("/ap/{kind}/{id}")));
    }
    for uri in inspect.rows("select uri from activity where direction = 'out'").await.concat() {
        all.extend(uri.split_once("/ap/").map(|(_, rest)| format!("/ap/{rest}")));
    }
    all.extend(["/nodeinfo/2.0".to_owned(), "/nodeinfo/2.1".to_owned()]);
    all
}
