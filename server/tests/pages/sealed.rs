//! Texts that this server cannot read, on every page: an element stands in their place, and words where none can stand.

use http::StatusCode;

use super::every_page::visits;
use super::story::Story;

/// The beginning of the element in the place of a sealed text.
const ELEMENT: &str = "<span data-sealed data-object=\"";

/// The links to tasks and comments: their beginning, and what stands in them.
fn links(html: &str) -> impl Iterator<Item = (&str, &str)> {
    let all = html.split("<a ").skip(1).filter_map(|rest| rest.split("</a>").next()?.split_once('>'));
    all.filter(|(head, _)| head.contains("/t/"))
}

/// The text that a reader sees of it, without elements.
fn seen(html: &str) -> String {
    html.split('<').enumerate().map(|(at, piece)| if at == 0 { piece } else { after_tag(piece) }).collect()
}

fn after_tag(piece: &str) -> &str {
    piece.split_once('>').map_or("", |(_, text)| text)
}

#[tokio::test]
async fn every_page_says_of_a_sealed_text_that_it_is_there() {
    let story = Story::told().await;
    story.seal().await;
    for language in ["en", "de"] {
        for visit in visits() {
            let name = visit.name();
            let address = story.address(&visit.at);
            let page = story.browser(&visit.who).speaking(language).open(&address).await;
            // A task is handed over in the clear.
            let is_handed_over = visit.route.ends_with("/hand-over") && visit.at.contains("?to=");
            let expected =
                if is_handed_over { StatusCode::UNPROCESSABLE_ENTITY.as_u16() } else { visit.status };
            assert_eq!(page.status.as_u16(), expected, "{name}: {page:?}");
            assert!(!page.html.contains("=\"<span"), "{name} has an element in an attribute: {page:?}");
            let title = page.html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
            assert!(!title.contains("span") && !title.starts_with(" ·"), "{name}: {title}");
            for (head, inner) in links(&page.html) {
                let has_words = !seen(inner).trim().is_empty() || head.contains("aria-label");
                assert!(has_words, "{name} has a link without words: <a {head}>{inner}</a>");
            }
            for element in page.html.split(ELEMENT).skip(1) {
                let (head, rest) = element.split_once('>').unwrap();
                assert!(rest.starts_with('…'), "{name}: {element:.200}");
                if head.contains("data-env=\"AQH_\"") {
                    continue;
                }
                // The place alone, for which the envelope stands on the page, too.
                let (object, _) = element.split_once('"').unwrap();
                let whole = format!("{ELEMENT}{object}\" data-field=\"title\" data-rev=");
                assert!(page.html.contains(&whole), "{name}: {element:.200}");
            }
            let has_titles =
                visit.status == 200 && (visit.route == "/p/{slug}/t/{number}" || visit.at == "{origin}/list");
            assert!(!has_titles || page.html.contains(ELEMENT), "{name}: {page:?}");
            let has_form = page.html.contains("name=\"title\"") && visit.route.ends_with("/edit");
            assert!(!has_form, "{name} takes a title in the clear: {page:?}");
        }
    }
}
