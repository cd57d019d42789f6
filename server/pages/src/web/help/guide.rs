//! The guide (docs/guide): its pages are within the program, and so is a search in them.

use std::sync::LazyLock;

use pursuance_domain::text::Phrase;

use crate::markdown::{Section, TextDocument, document};
use crate::web::frame::links;

/// The pages in the order of docs/guide/index.md, by the names of their files; a test holds the list against the folder. The index
/// itself is the list at `/help`.
macro_rules! pages {
    ($($name:literal)+) => {
        const SOURCES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../../../docs/guide/", $name, ".md")))),+];
    };
}

pages! {
    "first-steps" "find-tasks" "views" "writing" "review" "waiting" "inbox" "suggestions" "offers" "skills-and-time"
    "roles" "invitations" "another-server" "skill-offers" "how-it-goes" "endings" "private" "rooms"
}

/// The index, which has a short description of each page.
const INDEX: &str = include_str!("../../../../../docs/guide/index.md");

/// A page of the guide.
#[derive(Debug)]
pub struct GuidePage {
    /// The last part of its address.
    pub name: &'static str,
    /// The short description of the page.
    pub lead: String,
    pub text: TextDocument,
}

/// A section that contains all phrases of a search.
#[derive(Debug)]
pub struct Hit {
    pub page: &'static GuidePage,
    pub section: &'static Section,
    /// The paragraph with the most phrases; empty if only the heading has some.
    pub block: &'static str,
}

/// Every page.
pub fn pages() -> &'static [GuidePage] {
    static PAGES: LazyLock<Vec<GuidePage>> = LazyLock::new(|| {
        let page = |&(name, source)| GuidePage { name, lead: lead(name), text: document(source, there) };
        SOURCES.iter().map(page).collect()
    });
    &PAGES
}

/// The description of a page in the index, with a capital first letter.
fn lead(name: &str) -> String {
    let link = format!("]({name}.md): ");
    let said = INDEX.lines().find_map(|line| line.split_once(&link)).map(|(_, said)| said);
    let mut letters = said.unwrap_or_default().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The page with a name.
pub fn find(name: &str) -> Option<&'static GuidePage> {
    pages().iter().find(|page| page.name == name)
}

/// The address here of a link in the guide; none if it leads to another file of the repository.
fn there(to: &str) -> Option<String> {
    if to.starts_with("https://") || to.starts_with('#') {
        return Some(to.to_owned());
    }
    let (file, part) = to.split_once('#').map_or((to, ""), |(file, part)| (file, part));
    let page = match file {
        "index.md" => links::help().to_owned(),
        _ => {
            let name = file.strip_suffix(".md")?;
            let (known, _) = SOURCES.iter().find(|(known, _)| *known == name)?;
            links::help_page(known)
        }
    };
    Some(if part.is_empty() { page } else { format!("{page}#{part}") })
}

impl GuidePage {
    /// The headings that have a place of their own.
    pub fn headings(&self) -> impl Iterator<Item = &Section> {
        self.text.sections.iter().filter(|section| !section.id.is_empty())
    }

    /// The words above a section: its heading, or the title of the page.
    pub fn heading_of<'a>(&'a self, section: &'a Section) -> &'a str {
        if section.heading.is_empty() { &self.text.title } else { &section.heading }
    }
}

/// The sections that contain all words and phrases in their text, their heading or the title of their page. Sections with all of
/// them in the heading come first, then sections with all of them in one paragraph.
pub fn search(phrases: &[Phrase]) -> Vec<Hit> {
    if phrases.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for page in pages() {
        for section in &page.text.sections {
            hits.extend(hit(page, section, phrases));
        }
    }
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(page: &'static GuidePage, section: &'static Section, phrases: &[Phrase]) -> Option<(usize, Hit)> {
    let (title, heading) = (page.text.title.as_str(), page.heading_of(section));
    let count = |text: &str| phrases.iter().filter(|phrase| phrase.is_in(text)).count();
    let blocks: Vec<(&'static str, usize)> =
        section.blocks.iter().map(|block| (block.as_str(), count(block))).collect();
    let in_heading = count(heading);
    // A phrase only in the title of the page is found once, with the section above its headings.
    if in_heading == 0 && blocks.iter().all(|(_, found)| *found == 0) {
        return None;
    }
    let is_somewhere = |phrase: &Phrase| {
        [title, heading]
            .into_iter()
            .chain(blocks.iter().map(|(block, _)| *block))
            .any(|text| phrase.is_in(text))
    };
    if !phrases.iter().all(is_somewhere) {
        return None;
    }
    // The first block, if several have the same count.
    let (block, in_block) = blocks.iter().rev().max_by_key(|(_, found)| *found).copied().unwrap_or_default();
    let rank = if in_heading == phrases.len() {
        0
    } else if in_block == phrases.len() {
        1
    } else {
        2
    };
    Some((rank, Hit { page, section, block }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use pursuance_domain::text::phrases;

    use super::*;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide")
    }

    #[test]
    fn the_program_has_every_page_of_the_guide_in_the_order_of_its_index() {
        let files =
            fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let there: BTreeSet<String> = files
            .filter_map(|file| file.strip_suffix(".md").map(str::to_owned))
            .filter(|name| name != "index")
            .collect();
        let here: Vec<&str> = pages().iter().map(|page| page.name).collect();
        assert_eq!(here.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), there);
        let index = fs::read_to_string(folder().join("index.md")).unwrap();
        let listed: Vec<&str> = index
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
            .filter_map(|line| line.split_once("](")?.1.split_once(".md)").map(|(name, _)| name))
            .collect();
        assert_eq!(here, listed);
    }

    #[test]
    fn every_page_has_a_title_a_line_in_the_index_and_a_text_without_pictures() {
        for page in pages() {
            assert!(!page.text.title.is_empty(), "{}", page.name);
            let is_capital = page.lead.starts_with(|first: char| first.is_uppercase());
            assert!(is_capital && page.lead.ends_with('.'), "{}: {}", page.name, page.lead);
            assert!(page.text.html.len() > 500, "{}: {}", page.name, page.text.html);
            for rest in ["<img", ".png", "<p></p>", "</em></p>"] {
                assert!(!page.text.html.contains(rest), "{}: {rest}", page.name);
            }
        }
    }

    /// The places of a page: its headings.
    fn has(page: &GuidePage, id: &str) -> bool {
        page.headings().any(|section| section.id == id)
    }

    #[test]
    fn every_link_of_the_guide_leads_to_a_page_or_a_heading_that_is_there() {
        let mut seen = 0;
        for page in pages() {
            let hrefs = page.text.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for href in hrefs.filter(|href| !href.starts_with("https://")) {
                let (path, part) = href.split_once('#').unwrap_or((href, ""));
                let to = match path {
                    "" => Some(page),
                    "/help" => None,
                    _ => Some(
                        path.strip_prefix("/help/")
                            .and_then(find)
                            .unwrap_or_else(|| panic!("{}: {href}", page.name)),
                    ),
                };
                assert!(part.is_empty() || to.is_some_and(|to| has(to, part)), "{}: {href}", page.name);
                seen += 1;
            }
        }
        assert!(seen > 5, "{seen} links");
    }

    #[test]
    fn a_place_outside_of_the_guide_is_no_link() {
        assert_eq!(there("offers.md#you-are-asked").as_deref(), Some("/help/offers#you-are-asked"));
        assert_eq!(there("index.md").as_deref(), Some("/help"));
        for outside in
            ["../api.md", "../../README.md#see-it", "offers", "http://server.example", "javascript:a()"]
        {
            assert_eq!(there(outside), None, "{outside}");
        }
    }

    fn found(words: &str) -> Vec<(&'static str, &'static str)> {
        search(&phrases(words)).iter().map(|hit| (hit.page.name, hit.section.id.as_str())).collect()
    }

    #[test]
    fn a_search_finds_the_section_with_all_of_the_words() {
        let asked = found("YOU are ASKED");
        assert_eq!(asked.first(), Some(&("offers", "you-are-asked")), "its heading has them: {asked:?}");
        let quiet = search(&phrases("\"quiet hours\" device"));
        assert!(
            quiet.iter().any(|hit| hit.page.name == "inbox" && hit.block.contains("quiet hours")),
            "{quiet:?}"
        );
        for words in ["nosuchword", "device nosuchword", "", "→"] {
            assert!(found(words).is_empty(), "{words}: {:?}", found(words));
        }
    }

    #[test]
    fn the_title_of_a_page_counts_for_each_of_its_sections() {
        let text = document("# Birds\n\nThey fly.\n\n## Nests\n\nNo.\n\nAn egg.\n\nTwo eggs.", there);
        let page: &'static GuidePage =
            Box::leak(Box::new(GuidePage { name: "birds", lead: String::new(), text }));
        let of = |words: &str| {
            let hits = page.text.sections.iter().filter_map(|section| hit(page, section, &phrases(words)));
            hits.map(|(rank, hit)| (rank, hit.section.id.as_str(), hit.block)).collect::<Vec<_>>()
        };
        assert_eq!(of("birds egg"), [(2, "nests", "An egg.")]);
        assert_eq!(of("nest"), [(0, "nests", "No.")]);
        assert_eq!(of("two eggs"), [(1, "nests", "Two eggs.")]);
        assert_eq!(of("birds"), [(0, "", "They fly.")], "and not each of its sections");
        assert!(of("fly egg").is_empty(), "they stand in two sections");
    }
}
