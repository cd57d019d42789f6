//! The pages as people meet them, without JavaScript. Mirrors `src/web`.

mod accounts;
mod blocks;
mod credentials;
mod delegations;
mod every_page;
mod forms;
mod hand_over;
mod incoming;
mod languages;
mod live;
mod lost_sessions;
mod manners;
mod mirror;
mod newcomers;
mod on_offer;
mod operators;
mod page_cache;
mod picks;
mod pursuances;
mod questions;
mod requests;
mod tasks;

use crate::support::browser::{Browser, Page};

/// Starts a pursuance in a browser.
async fn start_pursuance(browser: &mut Browser, slug: &str, name: &str) -> Page {
    let form = browser.open("/p/new").await.shown();
    let fields = [("slug", slug), ("name", name), ("mission", "We count."), ("visibility", "public")];
    browser.fill(&form, "/p/new", &fields).await.shown()
}

/// Writes a task into the outline.
async fn write_task(browser: &mut Browser, slug: &str, title: &str) -> Page {
    let outline = browser.open(&format!("/p/{slug}")).await.shown();
    browser.fill(&outline, &format!("/p/{slug}/tasks"), &[("title", title)]).await.shown()
}
