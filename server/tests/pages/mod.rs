//! The pages as people use them, without JavaScript. The folders are those of `src/web`.

mod account;
mod damaged;
pub mod delegation;
pub mod every_page;
mod frame;
mod help;
mod home;
mod operator;
mod pursuance;
mod request;
mod sealed;
mod search;
mod statements;
mod story;
mod strangers;
mod task;

use crate::support::browser::{Browser, Page};

/// Starts a pursuance in a browser.
pub async fn start_pursuance(browser: &mut Browser, slug: &str, name: &str) -> Page {
    let form = browser.open("/p/new").await.shown();
    let fields = [
        ("slug", slug),
        ("name", name),
        ("mission", "We count."),
        ("visibility", "public"),
        ("reviews", "always"),
    ];
    browser.fill(&form, "/p/new", &fields).await.shown()
}

/// Writes a task into the outline.
async fn write_task(browser: &mut Browser, slug: &str, title: &str) -> Page {
    let outline = browser.open(&format!("/p/{slug}")).await.shown();
    browser.fill(&outline, &format!("/p/{slug}/tasks"), &[("title", title)]).await.shown()
}
