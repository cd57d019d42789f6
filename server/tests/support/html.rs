//! The rules of every page. Each page that a test's browser gets is checked, and the page of each
//! failure.

use std::collections::BTreeSet;

/// Elements without an end.
const VOID: &[&str] = &["br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use", "wbr"];

/// Names that pages may use: by its first word, the fields that people type into and the forms about a delegation; and the paths that take
/// a form, as the router writes them.
pub struct Known<'a, T, F> {
    pub typed: &'a [(&'a str, T)],
    pub forms: &'a [(&'a str, F)],
    pub posts: Vec<&'a str>,
}

/// The same, names alone.
struct Names<'a> {
    typed: BTreeSet<&'a str>,
    forms: BTreeSet<&'a str>,
    posts: &'a [&'a str],
}

/// The fault of a page, if it has one.
type Verdict = Result<(), String>;

/// A rule, and a page that breaks it.
type Rule = (fn(&[Tag], &Names) -> Verdict, &'static str);

const RULES: &[Rule] = &[
    (what_is_opened_is_closed_in_the_right_order, "<h1></h1><p><b></p></b>"),
    (ids_are_unique, "<h1 id=\"a\"></h1><p id=\"a\"></p>"),
    (whatever_names_an_id_finds_it, "<h1></h1><label for=\"a\"></label>"),
    (what_a_narrow_screen_hides_is_opened_from_the_menu, "<h1></h1><div class=\"in-menu\" id=\"a\"></div>"),
    (
        every_form_that_changes_something_carries_the_token_of_the_session,
        "<h1></h1><div class=\"app\"><form method=\"post\" action=\"/me\"></form></div>",
    ),
    (pages_hold_no_script_and_no_style_of_their_own, "<h1 onclick=\"a()\"></h1>"),
    (a_page_has_one_title, "<h1></h1><h1></h1>"),
    (a_page_has_at_most_one_main_button, "<h1></h1><a class=\"btn primary\"></a><a class=\"primary\"></a>"),
    (every_field_has_a_label_and_a_name, "<h1></h1><input name=\"a\">"),
    (
        a_refused_field_says_why_beside_it,
        "<h1 aria-invalid=\"true\" aria-describedby=\"a-hint\" id=\"a-hint\"></h1>",
    ),
    (
        every_form_is_sent_to_an_address_that_takes_it,
        "<h1></h1><form method=\"post\" action=\"/p/bees/t/1/unheard\"></form>",
    ),
    (
        every_form_about_a_delegation_is_one_the_router_knows,
        "<h1></h1><form action=\"/p/bees/d/1/unheard\"></form>",
    ),
    (
        what_people_type_has_a_name_on_the_page_that_brings_it_back,
        "<h1></h1><form method=\"post\"><textarea name=\"unheard\" aria-label=\"a\"></textarea></form>",
    ),
];

/// Asks a page for every rule.
#[track_caller]
pub fn hold<T, F>(page: &str, html: &str, known: &Known<T, F>) {
    let (tags, names) = (tags(html), names(known));
    for (rule, _) in RULES {
        if let Err(broken) = rule(&tags, &names) {
            panic!("{page}: {broken}");
        }
    }
}

fn names<'a, T, F>(known: &'a Known<'a, T, F>) -> Names<'a> {
    Names {
        typed: known.typed.iter().map(|(name, _)| *name).collect(),
        forms: known.forms.iter().map(|(name, _)| *name).collect(),
        posts: &known.posts,
    }
}

#[test]
fn every_rule_refuses_the_page_that_breaks_it() {
    let names = Names { typed: BTreeSet::new(), forms: BTreeSet::new(), posts: &["/me"] };
    for (at, (rule, page)) in RULES.iter().enumerate() {
        assert!(rule(&tags(page), &names).is_err(), "rule {at} lets this pass: {page}");
        for (other, (rule, _)) in RULES.iter().enumerate().filter(|(other, _)| *other != at) {
            assert_eq!(
                rule(&tags(page), &names),
                Ok(()),
                "{page} is an example of rule {at}, not of {other}"
            );
        }
    }
}

/// One tag: `<name attributes>` or `</name>`.
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    is_end: bool,
    is_closed: bool,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }

    /// The form about a delegation that it sends, when it sends one.
    pub fn delegation_form(&self) -> Option<&str> {
        let address = self.get("action").or(self.get("formaction"))?;
        address.split_once("/d/")?.1.rsplit('/').next()
    }
}

/// The tags of a page. The templates quote every attribute that holds more than a word.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    for piece in html.split('<').skip(1) {
        let inside = &piece[..piece.find('>').unwrap()];
        if inside.starts_with('!') {
            continue;
        }
        let is_end = inside.starts_with('/');
        let is_closed = inside.ends_with('/');
        let inside = inside.trim_matches('/');
        let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            let value;
            if let Some(quoted) = after.strip_prefix("=\"") {
                (value, rest) = quoted.split_once('"').unwrap();
            } else if let Some(bare) = after.strip_prefix('=') {
                (value, rest) = bare.split_once(char::is_whitespace).unwrap_or((bare, ""));
            } else {
                (value, rest) = ("", after);
            }
            attributes.push((attribute.to_owned(), value.to_owned()));
        }
        tags.push(Tag { name: name.to_owned(), attributes, is_end, is_closed });
    }
    tags
}

fn what_is_opened_is_closed_in_the_right_order(tags: &[Tag], _: &Names) -> Verdict {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if tag.is_end {
            if open.pop() != Some(tag.name.as_str()) {
                return Err(format!("</{}> closes another element", tag.name));
            }
        } else if !tag.is_closed && !VOID.contains(&tag.name.as_str()) {
            open.push(&tag.name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

fn ids_are_unique(tags: &[Tag], _: &Names) -> Verdict {
    let mut ids = BTreeSet::new();
    let twice = tags.iter().filter_map(|tag| tag.get("id")).find(|id| !ids.insert(*id));
    twice.map_or(Ok(()), |id| Err(format!("the id {id} is there twice")))
}

fn whatever_names_an_id_finds_it(tags: &[Tag], _: &Names) -> Verdict {
    let ids: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    for tag in tags {
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for id in tag.get(attribute).into_iter().flat_map(|value| value.split(' ')) {
                if !ids.contains(id) {
                    return Err(format!("{attribute} names {id}, which is not there"));
                }
            }
        }
        if let Some(id) =
            tag.get("href").and_then(|href| href.strip_prefix('#')).filter(|id| !ids.contains(id))
        {
            return Err(format!("a link leads to #{id}, which is not there"));
        }
    }
    Ok(())
}

fn what_a_narrow_screen_hides_is_opened_from_the_menu(tags: &[Tag], _: &Names) -> Verdict {
    for hidden in tags.iter().filter(|tag| tag.has_class("in-menu")) {
        let part = hidden.get("id").unwrap_or_default();
        let opens = |href: &str| href.contains(&format!("?open={part}#{part}"));
        if !tags.iter().any(|tag| tag.get("href").is_some_and(opens)) {
            return Err(format!("nothing opens {part}"));
        }
    }
    Ok(())
}

fn every_form_that_changes_something_carries_the_token_of_the_session(tags: &[Tag], _: &Names) -> Verdict {
    if !tags.iter().any(|tag| tag.has_class("app")) {
        return Ok(());
    }
    let mut form: Option<(&str, bool)> = None;
    for tag in tags {
        match (tag.name.as_str(), tag.is_end) {
            ("form", false) => {
                form = (tag.get("method") == Some("post"))
                    .then(|| (tag.get("action").unwrap_or_default(), false));
            }
            ("input", false) if tag.get("name") == Some("csrf") => {
                let value = tag.get("value").unwrap_or_default();
                if value.split_once('.').is_none_or(|(token, whose)| token.is_empty() || whose.is_empty()) {
                    return Err(format!("{value} is no token of a session"));
                }
                if let Some((_, has_token)) = &mut form {
                    *has_token = true;
                }
            }
            ("form", true) => {
                if let Some((action, false)) = form.take() {
                    return Err(format!("the form to {action} has no token"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn pages_hold_no_script_and_no_style_of_their_own(tags: &[Tag], _: &Names) -> Verdict {
    for tag in tags {
        if tag.name == "style" || tag.get("style").is_some() {
            return Err("style inside the page".to_owned());
        }
        if tag.name == "script" && !tag.is_end && tag.get("src").is_none() {
            return Err("a script inside the page".to_owned());
        }
        if tag.attributes.iter().any(|(name, _)| name.starts_with("on")) {
            return Err("a script in an attribute".to_owned());
        }
    }
    Ok(())
}

fn a_page_has_one_title(tags: &[Tag], _: &Names) -> Verdict {
    let titles = tags.iter().filter(|tag| !tag.is_end && tag.name == "h1").count();
    if titles == 1 { Ok(()) } else { Err(format!("{titles} titles")) }
}

fn a_page_has_at_most_one_main_button(tags: &[Tag], _: &Names) -> Verdict {
    let buttons = tags.iter().filter(|tag| tag.has_class("primary")).count();
    if buttons <= 1 { Ok(()) } else { Err(format!("{buttons} main buttons")) }
}

fn every_field_has_a_label_and_a_name(tags: &[Tag], _: &Names) -> Verdict {
    let labelled: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("for")).collect();
    let mut inside_label = false;
    for tag in tags {
        if tag.name == "label" {
            inside_label = !tag.is_end;
        }
        let is_field = matches!(tag.name.as_str(), "input" | "select" | "textarea") && !tag.is_end;
        if !is_field || tag.get("type") == Some("hidden") || tag.get("aria-hidden").is_some() {
            continue;
        }
        let has_label = inside_label
            || tag.get("aria-label").is_some()
            || tag.get("id").is_some_and(|id| labelled.contains(id));
        // A script alone reads the box of a line that no form sends.
        let needs_name = tag.get("disabled").is_none() && tag.get("data-pick").is_none();
        if !has_label || (tag.get("name").is_none() && needs_name) {
            return Err(format!("a field without a label or a name: {:?}", tag.attributes));
        }
    }
    Ok(())
}

fn a_refused_field_says_why_beside_it(tags: &[Tag], _: &Names) -> Verdict {
    for tag in tags.iter().filter(|tag| tag.get("aria-invalid") == Some("true")) {
        let described = tag.get("aria-describedby").unwrap_or_default();
        if !described.split(' ').any(|id| id.ends_with("-error")) {
            return Err(format!("refused without a reason: {:?}", tag.attributes));
        }
    }
    Ok(())
}

/// Whether a path is one of a route, as the router writes it.
pub fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    let is = |part: &str, given: &str| match part.split_once('{') {
        Some((before, _)) => given.len() > before.len() && given.starts_with(before),
        None => part == given,
    };
    route.len() == path.len() && route.iter().zip(path).all(|(part, given)| is(part, given))
}

/// The paths that the forms of a page are sent to.
pub fn posts(tags: &[Tag]) -> impl Iterator<Item = &str> {
    let addresses = tags.iter().flat_map(|tag| {
        let is_post = tag.get("method") == Some("post");
        [tag.get("action").filter(|_| is_post), tag.get("formaction")]
    });
    addresses.flatten().filter_map(|address| address.split(['?', '#']).next())
}

fn every_form_is_sent_to_an_address_that_takes_it(tags: &[Tag], names: &Names) -> Verdict {
    let lost = posts(tags).find(|path| !names.posts.iter().any(|route| fits(route, path)));
    lost.map_or(Ok(()), |path| Err(format!("no form can be sent to {path}")))
}

fn every_form_about_a_delegation_is_one_the_router_knows(tags: &[Tag], names: &Names) -> Verdict {
    let unknown = tags.iter().filter_map(Tag::delegation_form).find(|form| !names.forms.contains(form));
    unknown.map_or(Ok(()), |form| Err(format!("the router knows no form {form}")))
}

fn what_people_type_has_a_name_on_the_page_that_brings_it_back(tags: &[Tag], names: &Names) -> Verdict {
    let mut is_post = false;
    for tag in tags {
        if tag.name == "form" {
            is_post = tag.get("method") == Some("post");
        }
        let is_text = tag.name == "textarea"
            || (tag.name == "input" && matches!(tag.get("type"), None | Some("text" | "date" | "search")));
        // A name to sign in with, or to join under, belongs to nothing that was written.
        let is_signing_in = tag.get("autocomplete") == Some("username");
        let name = tag.get("name").unwrap_or_default();
        if is_post && !tag.is_end && is_text && !is_signing_in && !names.typed.contains(name) {
            return Err(format!("{name} is not in TYPED"));
        }
    }
    Ok(())
}
