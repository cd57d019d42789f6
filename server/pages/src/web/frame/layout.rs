//! The frame of every page: the instance, the viewer, the navigation. Built once per request.

use std::sync::Arc;

use chrono_tz::Tz;
use http::HeaderMap;
use pursuance_domain::time::{MINUTE, Time};
use pursuance_domain::value::Door;
use url::Url;

use super::cookies::Cookie;
use super::links;
use super::private::PrivateGroup;
use super::view::{Party, Words, initials};
use super::when::{self, Due, When};
use super::{csrf, keys, private};
use crate::pictures::Known;
use crate::store::deliveries::Host;
use crate::store::standing::Standing;
use crate::store::texts::Body;
use crate::store::{notices, read_markers};
use crate::text::{Markup, Text, escape};
use crate::web::frame::undo::UndoButton;

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The texts in the language of the viewer.
    pub t: Text,
    /// The current time, for times in words.
    pub now: Time,
    /// The time zone of every time on the page, which the page names.
    pub zone: Tz,
    /// The cookie in which a script stores the time zone of the browser.
    pub zone_cookie: String,
    /// The name of the instance.
    pub instance: String,
    /// The part after the `@` in handles of this instance.
    pub host: String,
    /// Whether newcomers may open an account.
    pub door: Door,
    /// The viewer; none when signed out.
    pub viewer: Option<Viewer>,
    /// The colour theme: light, dark, or that of the system.
    pub theme: Theme,
    /// Whether single letters are keys.
    pub single_keys: bool,
    /// The people who have a picture.
    pub pictures: Arc<Known>,
    /// The number of things that wait for the person, including offers; shown beside Home.
    pub waiting: i64,
    /// The number of offers and mentoring questions that wait for the person's answer; shown beside Offers.
    pub offers: i64,
    /// The number of unread notices, up to [`notices::COUNTED`]; shown beside the bell.
    pub unread: i64,
    /// The number of discussions with unread messages, up to [`read_markers::COUNTED`]; shown beside Talk.
    pub talk: i64,
    /// The people who ask to join, among the things that wait.
    pub newcomers: i64,
    /// For operators: the number of requests for an account, among the things that wait.
    pub requests: i64,
    /// For operators: the servers that wait for their decision.
    pub stopped: Vec<(Host, Standing)>,
    /// The person's pursuances, for the sidebar.
    pub pursuances: Vec<SidebarPursuance>,
    /// The place of this page in the navigation.
    pub nav: Nav,
    /// The private pursuance that this page is of.
    pub private: Option<PrivateGroup>,
    /// The private pursuances of the viewer.
    pub theirs: Vec<PrivateGroup>,
    /// Other private pursuances of which this page shows something for its script to decrypt.
    pub opens: Vec<PrivateGroup>,
    /// Whether the frame must have no input fields either: typed text on this page is only for a script.
    pub is_bare: bool,
    /// The result of the last form.
    pub flash: Option<Flash>,
    /// The button that undoes the last form.
    pub undo: Option<UndoButton>,
    /// The address of the event stream with changes of this page, if there is one.
    pub live: Option<String>,
    /// The page to return to after signing in, or opening an account, at the top of this page.
    pub back: Option<String>,
    /// The address of this page, to which a box "Done" in a list leads back; empty after a form.
    pub here: String,
    /// The address of this page's document for programs.
    pub document: Option<String>,
    /// The address of the public feed of events, for feed readers.
    pub feed: Option<String>,
}

/// The viewer of the page.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The name they sign in with.
    pub name: String,
    /// The name that others see.
    pub display: String,
    /// The CSRF token of the session.
    pub csrf: String,
    /// Whether they run the instance.
    pub is_operator: bool,
    /// Whether their passphrase stays on their device.
    pub has_keys: bool,
    /// The public id of their session; open streams of the browser end with it.
    pub session: String,
}

impl Viewer {
    /// The viewer as others see them.
    pub fn party(&self) -> Party {
        Party::person(&self.display).linked(links::actor(&self.name))
    }
}

/// Formats a number that is counted only up to `most`; empty for none.
pub fn counted(count: i64, most: i64) -> String {
    match count {
        0 => String::new(),
        many if many >= most => format!("{}+", most - 1),
        few => few.to_string(),
    }
}

/// One of the person's pursuances.
#[derive(Debug, Clone)]
pub struct SidebarPursuance {
    pub name: String,
    pub slug: String,
    /// Whether only members may read it.
    pub is_members_only: bool,
    /// Whether the server cannot read it.
    pub is_private: bool,
    /// Whether it is closed: readable, but without any changes.
    pub is_closed: bool,
    /// Offers there that wait for an answer the viewer may give.
    pub incoming: i64,
}

impl SidebarPursuance {
    /// Two letters for the marker.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// Its name. For a private pursuance a script fills it in, on pages where the group is loaded.
    pub fn named(&self, l: &Layout) -> Words {
        let is_here = self.is_private && l.private.as_ref().is_some_and(|here| here.slug == self.slug);
        if is_here { private::name_of(&self.name) } else { l.name_in(&self.slug, &self.name) }
    }
}

/// The colours a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// The colours of the system.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The background of the pages, `--bg` of the stylesheet: a phone paints it around them.
    pub const LIGHT_PLANE: &str = "#f5f6f4";
    pub const DARK_PLANE: &str = "#0f1413";

    /// The word in the form and the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads that word; any other means the theme of the system.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word).unwrap_or_default()
    }

    /// The choice stored in a browser.
    pub fn asked(base: &Url, headers: &HeaderMap) -> Self {
        Cookie::Theme.read(base, headers).map(Self::parse).unwrap_or_default()
    }

    /// The attribute of `<html>` that overrides the system.
    pub fn attribute(self) -> Markup {
        match self {
            Self::System => Markup::default(),
            Self::Light | Self::Dark => Markup::trusted(format!(" data-theme=\"{}\"", self.as_str())),
        }
    }

    /// The `theme-color` elements: the colours that a phone paints around a page.
    pub fn around(self) -> Markup {
        let of = |plane: &str, when: &str| format!("<meta name=\"theme-color\" content=\"{plane}\"{when}>");
        let by_system = |scheme: &str| format!(" media=\"(prefers-color-scheme: {scheme})\"");
        Markup::trusted(match self {
            Self::System => {
                of(Self::LIGHT_PLANE, &by_system("light")) + &of(Self::DARK_PLANE, &by_system("dark"))
            }
            Self::Light => of(Self::LIGHT_PLANE, ""),
            Self::Dark => of(Self::DARK_PLANE, ""),
        })
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::System => "theme-system",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
        }
    }
}

/// The place of a page in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Nav {
    /// Nowhere in particular.
    #[default]
    Elsewhere,
    Home,
    Offers,
    Talk,
    Inbox,
    Search,
    Help,
    Pursuances,
    /// In the pursuance with this slug.
    Pursuance(String),
    Account,
    Operator,
}

impl Nav {
    /// In a pursuance.
    pub fn pursuance(slug: &str) -> Self {
        Self::Pursuance(slug.to_owned())
    }
}

/// The tone of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A success.
    Good,
    /// Information.
    Info,
    /// Something waits or needs care.
    Wait,
}

impl Tone {
    /// The notice's classes.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "notice ok",
            Self::Info => "notice info",
            Self::Wait => "notice",
        }
    }

    /// The notice's symbol.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Good => "i-check",
            Self::Info | Self::Wait => "i-bell",
        }
    }
}

/// A notice shown once.
#[derive(Debug, Clone)]
pub struct Flash {
    pub tone: Tone,
    pub text: String,
}

impl Layout {
    /// A reduced frame for a part of a page: only texts and times, the viewer, and the pictures beside names.
    pub fn part((t, zone): (Text, Tz), now: Time, viewer: Option<Viewer>, pictures: Arc<Known>) -> Self {
        Self {
            t,
            now,
            zone,
            viewer,
            pictures,
            zone_cookie: String::new(),
            instance: String::new(),
            host: String::new(),
            door: Door::Nobody,
            theme: Theme::System,
            single_keys: true,
            waiting: 0,
            offers: 0,
            unread: 0,
            talk: 0,
            newcomers: 0,
            requests: 0,
            stopped: Vec::new(),
            pursuances: Vec::new(),
            nav: Nav::Elsewhere,
            private: None,
            theirs: Vec::new(),
            opens: Vec::new(),
            is_bare: false,
            flash: None,
            undo: None,
            live: None,
            back: None,
            here: String::new(),
            document: None,
            feed: None,
        }
    }

    /// The texts, for the arguments of functions: a template passes fields by reference and calls by value.
    pub fn t(&self) -> Text {
        self.t
    }

    /// The page to sign in, which leads back.
    pub fn signin(&self) -> String {
        self.back.as_ref().map_or_else(|| links::signin().to_owned(), links::signin_to)
    }

    /// The page to open an account, which leads back.
    pub fn join(&self) -> String {
        self.back.as_ref().map_or_else(|| links::join().to_owned(), links::join_to)
    }

    /// Whether the viewer's passphrase stays on their device: no form may ask for it.
    pub fn has_keys(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.has_keys)
    }

    /// The name that the viewer signs in with; empty for a visitor.
    pub fn viewer_name(&self) -> &str {
        self.viewer.as_ref().map_or("", |viewer| viewer.name.as_str())
    }

    /// A moment in words.
    pub fn moment(&self, at: Time) -> When {
        when::moment(self.t, self.zone, self.now, at)
    }

    /// The minute in which the page was written, counted as in [`Time`]: the script updates relative times from there on.
    pub fn minute(&self) -> i64 {
        self.now.0.div_euclid(MINUTE)
    }

    /// The time of day of a moment, in the viewer's time zone.
    pub fn clock(&self, at: Time) -> String {
        when::clock(self.t, self.zone, at)
    }

    /// Whether anybody may open an account.
    pub fn takes_anybody(&self) -> bool {
        self.door == Door::Anybody
    }

    /// Whether nobody but people with an invitation may open an account.
    pub fn takes_invited_only(&self) -> bool {
        self.door == Door::Invited
    }

    /// Whether somebody with an invitation may open an account.
    pub fn takes_invited(&self) -> bool {
        match self.door {
            Door::Anybody | Door::Invited | Door::Request => true,
            Door::Nobody => false,
        }
    }

    /// Whether nobody may open an account.
    pub fn takes_nobody(&self) -> bool {
        self.door == Door::Nobody
    }

    /// Whether people ask the operators for an account.
    pub fn takes_requests(&self) -> bool {
        self.door == Door::Request
    }

    /// Whether a viewer who would have to open an account can, now or after asking for it.
    pub fn leads_in(&self) -> bool {
        self.is_signed_in() || self.takes_anybody() || self.takes_requests()
    }

    /// The day of a moment in words.
    pub fn day(&self, at: Time) -> When {
        when::day(self.t, self.zone, self.now, at)
    }

    /// A date that a person wrote, in words: the same day everywhere.
    pub fn date(&self, at: Time) -> When {
        when::date(self.t, self.zone, self.now, at)
    }

    /// The due date of a task; `title` tells whether it is a private one.
    pub fn due(&self, title: &Body, at: Time, finished: bool) -> Due {
        when::due(self.t, self.zone, self.now, at, title, finished)
    }

    /// The token for forms, with the name of its person; empty when signed out, where the origin alone is checked.
    pub fn csrf(&self) -> String {
        self.viewer.as_ref().map(|viewer| csrf::field_value(&viewer.csrf, &viewer.name)).unwrap_or_default()
    }

    /// The marker beside a name: the picture of the person, or else two letters. It carries no information beyond the name.
    pub fn face(&self, party: &Party) -> Markup {
        let (class, picture) = (party.face(), party.account().and_then(|name| self.pictures.of(name)));
        Markup::trusted(match picture {
            // The width and height reserve the space until the picture is loaded.
            Some(picture) => {
                let address = links::picture(picture);
                format!(
                    "<img class=\"{class}\" src=\"{address}\" alt=\"\" width=\"28\" height=\"28\" loading=\"lazy\" decoding=\"async\">"
                )
            }
            None => {
                format!("<span class=\"{class}\" aria-hidden=\"true\">{}</span>", escape(&party.initials()))
            }
        })
    }

    /// Whether there is a picture of them.
    pub fn has_picture(&self, party: &Party) -> bool {
        party.account().is_some_and(|name| self.pictures.of(name).is_some())
    }

    /// Whether there is a picture of the viewer.
    pub fn has_own_picture(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| self.has_picture(&viewer.party()))
    }

    /// The marker of the viewer.
    pub fn own_face(&self) -> Markup {
        self.viewer.as_ref().map(|viewer| self.face(&viewer.party())).unwrap_or_default()
    }

    /// The attribute of `<body>` that turns off single-letter keys (WCAG 2.1, 2.1.4).
    pub fn keys(&self) -> Markup {
        if self.single_keys { Markup::default() } else { Markup::trusted(" data-keys=\"off\"".to_owned()) }
    }

    /// Whether the viewer is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.viewer.is_some()
    }

    /// `aria-current` for Home.
    pub fn current_home(&self) -> Markup {
        current(self.nav == Nav::Home, "page")
    }

    /// `aria-current` for the offers.
    pub fn current_offers(&self) -> Markup {
        current(self.nav == Nav::Offers, "page")
    }

    /// `aria-current` for rooms and discussions.
    pub fn current_talk(&self) -> Markup {
        current(self.nav == Nav::Talk, "page")
    }

    /// `aria-current` for the inbox.
    pub fn current_inbox(&self) -> Markup {
        current(self.nav == Nav::Inbox, "page")
    }

    /// `aria-current` for the search.
    pub fn current_search(&self) -> Markup {
        current(self.nav == Nav::Search, "page")
    }

    /// `aria-current` for the help.
    pub fn current_help(&self) -> Markup {
        current(self.nav == Nav::Help, "page")
    }

    /// The pursuance of this page: a task number in a search means one of its tasks.
    pub fn within(&self) -> Option<&str> {
        match &self.nav {
            Nav::Pursuance(slug) => Some(slug),
            Nav::Elsewhere
            | Nav::Home
            | Nav::Offers
            | Nav::Talk
            | Nav::Inbox
            | Nav::Search
            | Nav::Help
            | Nav::Pursuances
            | Nav::Account
            | Nav::Operator => None,
        }
    }

    /// The number beside the bell; empty when everything is read.
    pub fn unread_text(&self) -> String {
        counted(self.unread, notices::COUNTED)
    }

    /// The number beside Talk; empty where nothing is unread.
    pub fn talk_text(&self) -> String {
        counted(self.talk, read_markers::COUNTED)
    }

    /// `aria-current` for the list of pursuances: the page itself, or the section of the page.
    pub fn current_pursuances(&self) -> Markup {
        match self.nav {
            Nav::Pursuances => current(true, "page"),
            Nav::Pursuance(_) => current(true, "true"),
            Nav::Elsewhere
            | Nav::Home
            | Nav::Offers
            | Nav::Talk
            | Nav::Inbox
            | Nav::Search
            | Nav::Help
            | Nav::Account
            | Nav::Operator => Markup::default(),
        }
    }

    /// `aria-current` for one pursuance.
    pub fn current_pursuance(&self, slug: &str) -> Markup {
        current(matches!(&self.nav, Nav::Pursuance(here) if here == slug), "true")
    }

    /// `aria-current` for one's account.
    pub fn current_account(&self) -> Markup {
        current(self.nav == Nav::Account, "page")
    }

    /// `aria-current` for You in the bar of a telephone, from where the operator's pages are reached.
    pub fn current_you(&self) -> Markup {
        match self.nav {
            Nav::Operator => current(true, "true"),
            Nav::Account
            | Nav::Elsewhere
            | Nav::Home
            | Nav::Offers
            | Nav::Talk
            | Nav::Inbox
            | Nav::Search
            | Nav::Help
            | Nav::Pursuances
            | Nav::Pursuance(_) => self.current_account(),
        }
    }

    /// `aria-current` for the operator's pages.
    pub fn current_operator(&self) -> Markup {
        current(self.nav == Nav::Operator, "true")
    }

    /// The attributes of an element that a key leads to, if single letters are keys.
    pub fn key(&self, key: &str) -> Markup {
        if self.single_keys { keys::hook(key) } else { Markup::default() }
    }
}

fn current(is_current: bool, value: &str) -> Markup {
    if is_current { Markup::trusted(format!(" aria-current=\"{value}\"")) } else { Markup::default() }
}

#[cfg(test)]
impl Layout {
    /// The frame of a page for tests: nobody looks, on a Friday morning.
    pub(crate) fn of_nobody(t: Text) -> Self {
        // 2026-11-20T08:55:00Z
        let now = Time(1_795_164_900_000_000);
        Self {
            zone_cookie: "pursuance-zone-8001".to_owned(),
            instance: "Commons".to_owned(),
            host: "commons.example".to_owned(),
            door: Door::Anybody,
            here: "/".to_owned(),
            ..Self::part((t, Tz::UTC), now, None, Arc::default())
        }
    }
}
