//! Markdown that is meant to be expensive, and its form on a page.

use proptest::prelude::*;
use pursuance_domain::value::Body;
use pursuance_federation::vocab::OBJECT_MAX;

use super::addresses::candidates;
use super::*;

#[test]
fn markdown_becomes_html_without_scripts_or_pictures() {
    let html =
        to_html("**Hi** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://t.example/p.png)");
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
fn a_bare_address_becomes_a_link_that_is_not_followed_for_ranking() {
    let link = |to: &str| format!("<a href=\"{to}\" rel=\"nofollow noopener noreferrer ugc\">{to}</a>");
    for (text, expected) in [
        ("See https://a.example/x_y?z=1.", format!("<p>See {}.</p>", link("https://a.example/x_y?z=1"))),
        ("(https://a.example/)", format!("<p>({})</p>", link("https://a.example/"))),
        ("https://a.example/b_(c)", format!("<p>{}</p>", link("https://a.example/b_(c)"))),
        (
            "1 https://a.example, 2 https://b.example",
            format!("<p>1 {}, 2 {}</p>", link("https://a.example"), link("https://b.example")),
        ),
        ("nohttps://a.example", "<p>nohttps://a.example</p>".to_owned()),
        ("https://", "<p>https://</p>".to_owned()),
        ("`https://a.example`", "<p><code>https://a.example</code></p>".to_owned()),
    ] {
        assert_eq!(to_html(text).trim_end(), expected, "{text}");
    }
    let written = to_html("[here: https://a.example](https://b.example)");
    assert_eq!(written.matches("<a ").count(), 1, "{written}");
    let code = to_html("    https://a.example");
    assert!(!code.contains("<a "), "{code}");
    let html = to_html("https://a.example/<script>alert(1)</script>");
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn one_text_has_no_more_than_so_many_links_of_bare_addresses() {
    let html = to_html(&"https://a.example ".repeat(LINKS_MAX + 5));
    assert_eq!(html.matches("<a ").count(), LINKS_MAX);
    assert_eq!(html.matches("https://a.example").count(), 2 * LINKS_MAX + 5);
}

#[test]
fn html_of_others_reads_as_text() {
    assert_eq!(to_text("<p>One &amp; two</p><p>three<script>x</script></p>"), "One & two\n\nthree");
    assert_eq!(to_text("<style>p{}</style><ul>\n<li>a</li>\n<li>b<br>c</ul>"), "a\nb\nc");
    assert_eq!(to_text("1 &lt; 2 <title>and so on"), "1 < 2 and so on");
}

#[test]
fn html_of_others_keeps_its_form_without_what_could_do_harm() {
    let html = clean_html(
        "<p>One<p>two <b>three</p><ul><li>four<li>five</ul><a href=\"https://a.example\" onclick=\"x()\">six</a>\
         <img src=x><script>alert(1)</script><table><tr><td>7<td>8</table>",
    );
    assert_eq!(
        html,
        "<p>One</p><p>two <b>three</b></p><ul><li>four</li><li>five</li></ul>\
         <a href=\"https://a.example\" rel=\"nofollow noopener noreferrer ugc\">six</a>\
         <table><tbody><tr><td>7</td><td>8</td></tr></tbody></table>"
    );
}

#[test]
fn the_headings_of_a_text_stand_below_those_of_its_page() {
    for (written, shown) in [("#", "h3"), ("##", "h4"), ("###", "h5"), ("####", "h6"), ("######", "h6")] {
        let html = to_html(&format!("{written} *One*\n\ntwo"));
        assert_eq!(html, format!("<{shown}><em>One</em></{shown}>\n<p>two</p>\n"), "{written}");
    }
    assert_eq!(to_html("One\n===\n\nTwo\n---"), "<h3>One</h3>\n<h4>Two</h4>\n");
}

#[test]
fn the_headings_of_others_stand_below_those_of_the_page() {
    let html = clean_html("<H1 id=a>One</H1><h2>Two</h2><h3>Three</h3><h4>4</h4><h6>6</h6><p>and</p>");
    assert_eq!(html, "<h3>One</h3><h4>Two</h4><h5>Three</h5><h6>4</h6><h6>6</h6><p>and</p>");
    assert_eq!(clean_html(&html), html, "once more changes nothing");
    assert_eq!(clean_html("<h2>Two<p>and"), "<h4>Two<p>and</p></h4>");
    // Headings that were written for a place on a page have their levels already.
    assert_eq!(clean_html("<h3>One</h3><h4>Two</h4>"), "<h3>One</h3><h4>Two</h4>");
    assert_eq!(clean_html(&to_html("# One\n\n## Two")), to_html("# One\n\n## Two"));
    assert_eq!(to_text("<h1>One</h1><h2>Two</h2>three"), "One\nTwo\nthree");
}

#[test]
fn tables_and_lists_of_usual_size_are_shown() {
    let html = to_html("| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n  - two\n    1. three");
    assert!(html.contains("<td>1</td><td>2</td>"), "{html}");
    assert_eq!(html.matches("<li>").count(), 3, "{html}");
}

/// The greatest depth of elements, in HTML in which each is closed.
fn depth(html: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        if ["br", "hr", "wbr"].iter().any(|empty| tag.starts_with(empty)) {
            continue;
        }
        if tag.starts_with('/') {
            now -= 1;
        } else {
            now += 1;
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// `piece` as often as it fits into a text.
fn full_of(begin: &str, piece: &str, end: &str) -> String {
    let times = (Body::MAX - begin.chars().count() - end.chars().count()) / piece.chars().count();
    format!("{begin}{}{end}", piece.repeat(times))
}

/// Texts that grow or nest when they are read.
fn hard_texts() -> Vec<String> {
    let row = |columns: usize| format!("|{}\n|{}\n", "a|".repeat(columns), "-|".repeat(columns));
    let deeper: String = (0..98).map(|n| format!("{}- x\n", " ".repeat(2 * n))).collect();
    let mut texts = vec![
        format!("{}{}", row(800), "x\n".repeat(2500)),
        format!("{}{}", row(30), "x\n".repeat(4800)),
        format!("{}{}", row(30), "x\n".repeat(300)),
        full_of("[a]: https://a.example/0123456789/0123456789/0123456789\n\n", "[a]", ""),
        full_of("", "- ", &format!("x{}x", "\n".repeat(2000))),
        deeper,
    ];
    for piece in [
        "- ",
        ">",
        "> ",
        "1. ",
        "1) ",
        "+ ",
        "* a ",
        "*a **b ",
        "[",
        "![",
        "\"",
        "&",
        "|",
        "\n\n>",
        "a\n",
        "- x\n> y\n\n",
        "`a`",
        "<b>",
        "<x:y>",
        "~~a ",
        "# \n",
        "9999999. ",
        "- > ",
        "https://)",
        "https://a.b) ",
    ] {
        texts.push(full_of("", piece, "x"));
    }
    texts
}

#[test]
fn tags_of_others_that_never_end_are_read_once() {
    for piece in ["<", "<!--", "<b "] {
        let html = piece.repeat((OBJECT_MAX - 1) / piece.len());
        let mut read = 0;
        let short = foreign::with_short_tags(&html, |rest| {
            let end = rest.find('>');
            read += end.unwrap_or(rest.len());
            end
        });
        assert!(read <= html.len(), "{piece}: {read} bytes of {}", html.len());
        let longest = short.split('>').filter_map(|tag| Some(tag.len() - tag.find('<')?)).max();
        assert!(longest.is_none_or(|longest| longest <= foreign::TAG_MAX), "{piece}: {longest:?}");
        assert!(clean_html(&html).len() <= HTML_MAX);
    }
}

#[test]
fn no_markdown_becomes_deep_or_long() {
    for text in hard_texts() {
        assert!(text.chars().count() <= Body::MAX, "{}", text.len());
        let html = to_html(&text);
        let begin = text.get(..20).unwrap_or(&text);
        assert!(html.len() <= HTML_MAX, "{begin}: {} bytes", html.len());
        assert!(depth(&html) <= DEPTH_MAX, "{begin}: {} levels", depth(&html));
    }
}

#[test]
fn the_words_of_a_deep_list_are_shown_flat() {
    let text = format!("{}one\n\n{}two", "- ".repeat(100), "> ".repeat(100));
    let html = to_html(&text);
    assert!(html.contains("one") && html.contains("two"), "{html}");
    let deeper: String = (0..60).map(|n| format!("{}- w{n}\n", " ".repeat(2 * n))).collect();
    let html = to_html(&deeper);
    assert!((0..60).all(|n| html.contains(&format!("w{n}"))), "{html}");
    assert!(html.contains("w40<br>\nw41"), "{html}");
}

#[test]
fn a_table_that_would_fill_itself_up_is_read_as_words() {
    let text = format!("|{}\n|{}\n{}", "a|".repeat(800), "-|".repeat(800), "x\n".repeat(2500));
    let html = to_html(&text);
    assert!(!html.contains("<td"), "{} bytes", html.len());
    assert!(html.len() < 5 * text.len(), "{} bytes", html.len());
}

#[test]
fn a_word_with_many_addresses_is_read_once() {
    for piece in ["https://", "https://a", "https://a)", "(https://"] {
        let text = full_of("", piece, &")".repeat(Body::MAX / 2));
        let read: usize = candidates(&text).map(|(_, word)| word.len()).sum();
        assert!(read <= text.len(), "{piece}: {read} bytes of {}", text.len());
        assert!(!to_html(&text).contains("<a "), "{piece}: longer than any address");
    }
    let nested = "https://a.example/?to=https://b.example/";
    assert_eq!(to_html(nested).matches("<a ").count(), 1);
    let brackets = format!("https://a.example/({})).", "(".repeat(900) + &")".repeat(900));
    assert!(
        to_html(&brackets).contains("</a>)."),
        "only the bracket that was opened before it belongs to the sentence"
    );
}

/// HTML of another server that grows or nests when a tree is built of it.
fn hard_html() -> Vec<String> {
    let styles: String = (0..2000).map(|n| format!("<b title={n}>")).collect();
    let mut texts = vec![
        format!("<p>{styles}{}", "<p>x".repeat(4000)),
        format!("<table>{styles}{}", "<tr>x<td>y".repeat(2000)),
        format!("<a {}>", (0..9000).map(|n| format!("a{n} ")).collect::<String>()),
        format!("<p>{}", "&".repeat(OBJECT_MAX - 3)),
    ];
    for piece in [
        "<ul><li>",
        "<div>",
        "<blockquote>",
        "<b>",
        "<b><p>",
        "<a href=https://a.example>",
        "<p><i><p><u>",
        "<table>",
        "<table><tr><td>",
        "</b></p>",
        "<svg>",
        "<math><mi>",
        "<style>",
        "<",
        "<!--",
        "<br>",
        "<pre>",
        "<ruby><rt>",
        "<dl><dt><dd>",
        "<font><nobr>",
        "<select><option>",
        "<template>",
    ] {
        texts.push(piece.repeat((OBJECT_MAX - 1) / piece.len()));
    }
    texts
}

#[test]
fn no_html_of_others_becomes_deep_or_long() {
    for text in hard_html() {
        assert!(text.len() <= OBJECT_MAX);
        let begin = text.get(..20).unwrap_or(&text);
        let shallow = foreign::balanced(&text);
        assert!(depth(&shallow) <= DEPTH_MAX, "{begin}: {} levels", depth(&shallow));
        assert!(shallow.matches("</").count() <= ELEMENTS_MAX, "{begin}");
        let html = clean_html(&text);
        assert!(html.len() <= HTML_MAX, "{begin}: {} bytes", html.len());
        assert!(depth(&html) <= DEPTH_MAX, "{begin}: {} levels", depth(&html));
        assert!(to_text(&text).len() <= OBJECT_MAX);
    }
}

/// A tree builder changes nothing in the rewritten HTML, so nothing in it grows there.
fn is_as_the_tree_builder_has_it(html: &str) -> bool {
    let shallow = foreign::balanced(html);
    let tags = |html: &str| html.matches('<').count();
    let clean = CLEANER.clean(&shallow).to_string();
    tags(&clean) <= tags(&shallow)
}

proptest! {
    #[test]
    fn html_of_others_does_not_grow_when_a_tree_is_built_of_it(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href=x>", "</a>", "<ul>", "</ul>", "<li>", "<ol>", "<div>",
                "</div>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<th>", "<tbody>", "<blockquote>", "</blockquote>",
                "<h1>", "</h1>", "<h2>", "<h3>", "</h3>", "<h4>", "<pre>", "<code>", "<dl>", "<dt>", "<dd>", "<ruby>", "<rt>", "<rp>", "x", "<br>", "<hr>", "&lt;",
                "<span>", "</span>", "<strike>", "<section>", "<caption>", "<s>", "<u>", "<small>", "<tt>",
            ]),
            0..60,
        )
    ) {
        let html = pieces.concat();
        prop_assert!(is_as_the_tree_builder_has_it(&html), "{} -> {} -> {}", html, foreign::balanced(&html), clean_html(&html));
    }

    #[test]
    fn no_mixture_of_marks_becomes_deep_or_long(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec!["- ", "> ", "1. ", "\n", "  ", "    ", "x", "|", "|-|-|\n", "*", "**", "[a]", "`", "```\n", "# ", "<b>", "[a]: b\n"]),
            0..400,
        )
    ) {
        let text = pieces.concat();
        let html = to_html(&text);
        prop_assert!(depth(&html) <= DEPTH_MAX, "{}", html);
        prop_assert!(html.len() <= HTML_MAX);
    }
}
