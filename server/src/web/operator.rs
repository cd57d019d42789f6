//! The operator's pages: how the server does, other servers, deliveries, accounts, tokens, settings.

use askama::Template;
use pursuance_domain::value::TokenScope;

use crate::text::{Markup, Text};
use crate::web::account::me::scope_key;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, Party};
use crate::web::frame::when::When;

/// The tabs of the operator's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Peers,
    Deliveries,
    Accounts,
    Tokens,
    Settings,
}

/// What stands on top of every operator's page.
pub struct Head {
    pub tab: Tab,
    /// Other servers known.
    pub peers: i64,
    /// Deliveries that wait, are stopped or were refused.
    pub deliveries: i64,
    pub accounts: i64,
}

impl Head {
    /// `aria-current` for a tab.
    pub fn current(&self, tab: &str) -> Markup {
        let here = match self.tab {
            Tab::Overview => "overview",
            Tab::Peers => "peers",
            Tab::Deliveries => "deliveries",
            Tab::Accounts => "accounts",
            Tab::Tokens => "tokens",
            Tab::Settings => "settings",
        };
        Markup::trusted(if here == tab { " aria-current=\"page\"".to_owned() } else { String::new() })
    }
}

/// `GET /admin`.
#[derive(Template)]
#[template(path = "operator/overview.html")]
pub struct OverviewPage {
    pub l: Layout,
    pub head: Head,
    /// Servers with which something is wrong: the things to look at, what needs an operator first.
    pub troubles: Vec<PeerRow>,
    pub waiting: i64,
    /// Deliveries that are stopped until the receiver's key has been compared.
    pub stopped: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<When>,
    /// Refused or given up: nothing happens to these by themselves.
    pub stuck: i64,
    pub delivered_today: i64,
    /// Received and applied today.
    pub received_today: i64,
    pub pursuances: i64,
    pub tasks: i64,
    /// Accounts opened within the week.
    pub new_accounts: i64,
    /// Size of the database and of the files, and what is free on the disk, in bytes.
    pub database_bytes: i64,
    pub files_bytes: i64,
    /// What one person, one pursuance and one other server may take.
    pub quotas: crate::config::Quotas,
    pub free_bytes: Option<i64>,
    /// Jobs that wait though they are due.
    pub jobs_due: i64,
    pub version: String,
    pub database: String,
    /// Since when the process runs.
    pub started: When,
    pub lately: Vec<LogRow>,
}

impl OverviewPage {
    /// The database's size in words.
    pub fn database_size(&self) -> String {
        crate::web::frame::view::bytes(self.l.t, self.database_bytes)
    }

    /// The files' size in words.
    pub fn files_size(&self) -> String {
        crate::web::frame::view::bytes(self.l.t, self.files_bytes)
    }

    /// How much files may take, in a sentence.
    pub fn quotas(&self, t: Text) -> String {
        let size = |bytes| crate::web::frame::view::bytes(t, bytes);
        t.with("op-quotas")
            .set("person", size(self.quotas.person))
            .set("pursuance", size(self.quotas.pursuance))
            .set("peer", size(self.quotas.peer))
            .to_string()
    }

    /// The free space in words.
    pub fn free_size(&self) -> Option<String> {
        self.free_bytes.map(|bytes| crate::web::frame::view::bytes(self.l.t, bytes))
    }
}

/// A line about something an operator did, or the server did by itself.
pub struct LogRow {
    /// Who did it, and to whom.
    pub text: Markup,
    pub at: When,
}

/// Another server.
pub struct PeerRow {
    pub host: String,
    pub state: PeerState,
    /// When it last answered.
    pub last_ok: Option<When>,
    /// Deliveries that wait for it.
    pub waiting: i64,
}

/// How another server does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerState {
    Fine,
    /// Does not answer; tried again by itself.
    Silent {
        since: When,
        next_try: When,
    },
    /// Answers, but does not let us in.
    Forbids {
        since: When,
    },
    /// It contradicted itself; what it says is not taken in.
    Suspended,
    /// The key of somebody there is another than before; nothing is exchanged with them.
    OtherKey,
    /// Nothing is exchanged with it.
    Blocked,
}

impl PeerState {
    /// The class of its words.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Fine => "good",
            Self::Silent { .. } => "wait",
            Self::Forbids { .. } | Self::Suspended | Self::OtherKey | Self::Blocked => "stop",
        }
    }

    /// The key of its words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Fine => "peer-fine",
            Self::Silent { .. } => "peer-silent",
            Self::Forbids { .. } => "peer-forbids",
            Self::Suspended => "peer-suspended",
            Self::OtherKey => "peer-other-key",
            Self::Blocked => "peer-blocked",
        }
    }

    /// The key of the sentence about it on the overview; none when all is well with it.
    pub fn trouble(&self) -> Option<&'static str> {
        match self {
            Self::Silent { .. } => Some("op-silent"),
            Self::Forbids { .. } => Some("op-forbids"),
            Self::Suspended => Some("op-records"),
            Self::OtherKey => Some("op-other-key"),
            Self::Fine | Self::Blocked => None,
        }
    }

    /// When it is tried again.
    pub fn next_try(&self) -> Option<&When> {
        match self {
            Self::Silent { next_try, .. } => Some(next_try),
            Self::Fine | Self::Forbids { .. } | Self::Suspended | Self::OtherKey | Self::Blocked => None,
        }
    }

    /// Since when it has been silent.
    pub fn silent_since(&self) -> Option<&When> {
        match self {
            Self::Silent { since, .. } => Some(since),
            Self::Fine | Self::Forbids { .. } | Self::Suspended | Self::OtherKey | Self::Blocked => None,
        }
    }

    /// Since when it has not let us in.
    pub fn forbids_since(&self) -> Option<&When> {
        match self {
            Self::Forbids { since } => Some(since),
            Self::Fine | Self::Silent { .. } | Self::Suspended | Self::OtherKey | Self::Blocked => None,
        }
    }

    /// Whether an operator has blocked it.
    pub fn is_blocked(&self) -> bool {
        match self {
            Self::Blocked => true,
            Self::Fine | Self::Silent { .. } | Self::Forbids { .. } | Self::Suspended | Self::OtherKey => {
                false
            }
        }
    }
}

/// `GET /admin/peers`.
#[derive(Template)]
#[template(path = "operator/peers.html")]
pub struct PeersPage {
    pub l: Layout,
    pub head: Head,
    pub peers: Vec<PeerRow>,
    pub next: Option<String>,
}

/// `GET /admin/peers/{host}`.
#[derive(Template)]
#[template(path = "operator/peer.html")]
pub struct PeerPage {
    pub l: Layout,
    pub head: Head,
    pub peer: PeerRow,
    /// Why an operator has blocked it; empty when nobody said.
    pub block_reason: String,
    /// The signature it understands; empty when not yet known.
    pub signature: String,
    /// How far its clock is from ours, in seconds, when that is known.
    pub clock_offset_seconds: Option<i64>,
    /// What it said, or did not say, last.
    pub last_error: String,
    /// Failures since it last answered.
    pub failures: i64,
    /// What its files take here, and how much they may.
    pub files_bytes: i64,
    pub files_most: i64,
    /// Conversations between a pursuance here and one there.
    pub channels: Vec<ChannelRow>,
    /// Those whose key is another than before.
    pub changed: Vec<ChangedKey>,
    pub deliveries: Vec<DeliveryRow>,
}

/// Somebody elsewhere whose key is another than before.
pub struct ChangedKey {
    pub actor: String,
    pub name: String,
    pub uri: String,
    /// The key they were known by.
    pub before: String,
    /// The one that stands in its place; empty where there is none.
    pub now: String,
}

impl PeerPage {
    /// What its files take here, in a sentence.
    pub fn files_room(&self, t: Text) -> String {
        let size = |bytes| crate::web::frame::view::bytes(t, bytes);
        t.with("peer-files-room")
            .set("taken", size(self.files_bytes))
            .set("most", size(self.files_most))
            .to_string()
    }
}

/// A conversation with a pursuance there.
pub struct ChannelRow {
    pub ours: Party,
    pub theirs: Party,
    /// The last number sent, and the last they say they have read.
    pub sent: i64,
    pub read: i64,
    /// The last number received and applied.
    pub received: i64,
    /// Messages that wait for one that is missing.
    pub held: i64,
    pub is_stopped: bool,
}

/// A delivery.
pub struct DeliveryRow {
    pub id: String,
    /// What kind of message: `Offer`, `Grant` …
    pub kind: String,
    pub host: String,
    /// Its number in the conversation, for messages that have one.
    pub seq: Option<i64>,
    pub state: DeliveryState,
    pub attempts: i64,
    /// What went wrong last, in words; empty when nothing did.
    pub reason: String,
    pub at: When,
    pub may_retry: bool,
}

/// How a delivery stands.
pub enum DeliveryState {
    Waiting {
        next_try: When,
    },
    /// Waits for an earlier message of the same conversation, so that order is kept.
    Behind,
    /// Waits until somebody has compared a key.
    Stopped,
    Delivered {
        at: When,
    },
    Refused,
    GaveUp,
}

impl DeliveryState {
    /// The sentence of the state.
    pub fn markup(&self, l: &Layout) -> Markup {
        let (class, text) = match self {
            Self::Waiting { next_try } => {
                ("wait", l.t.rich("delivery-waiting").html("next", next_try.clone()).to_string())
            }
            Self::Behind => ("mute", l.t.s("delivery-behind").to_owned()),
            Self::Stopped => ("stop", l.t.s("delivery-stopped").to_owned()),
            Self::Delivered { at } => {
                ("good", l.t.rich("delivery-delivered").html("at", at.clone()).to_string())
            }
            Self::Refused => ("stop", l.t.s("delivery-refused").to_owned()),
            Self::GaveUp => ("stop", l.t.s("delivery-gave-up").to_owned()),
        };
        Markup::trusted(format!("<span class=\"{class}\">{text}</span>"))
    }
}

/// `GET /admin/deliveries`, with `?state=` (waiting, refused, given_up, delivered) and `?after=`.
#[derive(Template)]
#[template(path = "operator/deliveries.html")]
pub struct DeliveriesPage {
    pub l: Layout,
    pub head: Head,
    /// What they are narrowed to.
    pub states: Vec<Choice>,
    pub deliveries: Vec<DeliveryRow>,
    pub next: Option<String>,
}

/// The states to narrow deliveries to; the value is that of `?state=`.
pub fn delivery_state_choices(t: Text, selected: &str) -> Vec<Choice> {
    let states = [
        ("", t.s("op-deliveries-all")),
        ("waiting", t.s("op-deliveries-waiting")),
        ("refused", t.s("op-deliveries-refused")),
        ("given_up", t.s("op-deliveries-gave-up")),
        ("stopped", t.s("op-deliveries-stopped")),
        ("delivered", t.s("op-deliveries-delivered")),
    ];
    choices(states, selected)
}

/// `GET /admin/accounts`, with `?q=` and `?after=`.
#[derive(Template)]
#[template(path = "operator/accounts.html")]
pub struct AccountsPage {
    pub l: Layout,
    pub head: Head,
    pub words: String,
    pub accounts: Vec<AccountRow>,
    pub next: Option<String>,
    pub problem: String,
}

/// An account.
pub struct AccountRow {
    pub who: Party,
    pub name: String,
    pub made: When,
    /// When somebody signed in last or used a page.
    pub seen: Option<When>,
    pub is_operator: bool,
    pub is_suspended: bool,
    /// Whether the limits that hold for one account are lifted.
    pub is_unbounded: bool,
    /// Nobody changes their own account here.
    pub is_you: bool,
}

/// `GET /admin/tokens`.
#[derive(Template)]
#[template(path = "operator/tokens.html")]
pub struct TokensPage {
    pub l: Layout,
    pub head: Head,
    pub tokens: Vec<AnyTokenRow>,
    pub next: Option<String>,
}

/// A token of anybody.
pub struct AnyTokenRow {
    pub id: String,
    pub name: String,
    pub of: Party,
    pub made: When,
    pub ends: When,
    pub scope: TokenScope,
    pub used: Option<When>,
}

impl AnyTokenRow {
    /// What it opens, as a key of its words.
    pub fn scope_key(&self) -> &'static str {
        scope_key(self.scope)
    }
}

/// `GET` and, when refused, `POST /admin/settings`: `name`, and `registration_open` (yes) when ticked.
#[derive(Template)]
#[template(path = "operator/settings.html")]
pub struct SettingsPage {
    pub l: Layout,
    pub head: Head,
    pub form: SettingsForm,
    /// Fixed at the first start: ids contain it.
    pub base_url: String,
}

/// The settings that can be changed here.
pub struct SettingsForm {
    pub name: Field,
    pub registration_open: bool,
}
