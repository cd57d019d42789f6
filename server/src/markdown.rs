//! Texts as HTML. What people here wrote is Markdown; what comes from other servers is HTML. Both go through ammonia,
//! which keeps only what cannot do harm.

use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Event, Options, Parser, html};

/// What may stand in a text: no pictures (they would tell other servers who reads), no headings above the page's own.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .rm_tags(["img", "map", "area", "h1", "h2", "details", "summary", "figure", "figcaption", "center"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("nofollow noopener noreferrer ugc"))
        .url_relative(ammonia::UrlRelative::Deny)
        .generic_attributes(["lang", "title"].into());
    cleaner
});

/// Markdown as HTML that cannot do harm. HTML inside of it is shown as text.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // People press Enter to begin a new line, and mean it.
        Event::SoftBreak => Event::HardBreak,
        // A box to tick would be a field of a form; here it is only read.
        Event::TaskListMarker(is_done) => Event::Text(if is_done { "☑ " } else { "☐ " }.into()),
        other => other,
    });
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events);
    clean_html(&text)
}

/// HTML of another server without what could do harm.
pub fn clean_html(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// HTML of another server as plain text, for places that hold only text.
pub fn to_text(html: &str) -> String {
    let spaced =
        html.replace("</p>", "</p>\n\n").replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    let bare = Builder::empty().clean(&spaced).to_string();
    let text = bare
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html_without_scripts_or_pictures() {
        let html = to_html(
            "**Hi** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://t.example/p.png)",
        );
        assert!(html.contains("<strong>Hi</strong>"));
        for bad in ["<script", "javascript:", "<img"] {
            assert!(!html.contains(bad), "{html}");
        }
    }

    #[test]
    fn links_lead_on_without_telling_where_from() {
        let html = to_html("[map](https://a.example/map)");
        assert!(html.contains("rel=\"nofollow noopener noreferrer ugc\""), "{html}");
    }

    #[test]
    fn html_of_others_reads_as_text() {
        assert_eq!(to_text("<p>One &amp; two</p><p>three<script>x</script></p>"), "One & two\n\nthree");
    }
}
