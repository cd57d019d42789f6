//! Contradictions in the input, by field; and named actors that take no tasks.

use pursuance_domain::people::limits::AwayRefusal;
use pursuance_domain::wording::Wording;

/// The reason why a well-formed input was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputRefusal {
    /// No time zone of that name.
    Zone,
    /// Quiet hours that begin when they end.
    QuietHours,
    /// Somebody goes, and no day is said on which they are back.
    AwayWithoutEnd,
    /// The absence breaks a rule.
    Away(AwayRefusal),
    /// A word is to mean itself, or a word that means it.
    SameSkill,
    /// With everything around it, a message to another server would be longer than it reads.
    MessageTooLong { max_kb: usize },
    /// Operators go on with a server before they have compared its key.
    KeyNotCompared,
    /// An operator resumes a server that nothing has stopped.
    NothingStopped { host: String },
    /// An operator accepts the key that an actor has had all along.
    KeyUnchanged { name: String },
    /// A private pursuance stays so, and no other one becomes private.
    StaysAsItIs,
    /// A pursuance that is not private has no keys to be renewed.
    NoKeys,
    /// Not a public key.
    NoKey,
    /// Neither of the two keys that are known.
    OtherKey,
    /// Not the name of another server.
    NoOtherServer,
    /// The suggested terms are those of the offer.
    NothingSuggested,
    /// More files than one message carries.
    TooManyFiles { max: usize },
    /// The task has as many files as it may have.
    TaskHasFiles { max: i64 },
    /// A token that ends too early or too late.
    TokenLife,
    /// The origin decides about the request.
    AskedElsewhere,
    /// The reviewer is no member.
    ReviewerNotAMember,
    /// The reviewer's role is too low.
    ReviewerRole,
    /// The reviewer does the work.
    ReviewerDoesIt,
    /// A dependency that ends is named by neither end, or by both.
    OneEnd,
    /// A block names nothing that blocks, or two things.
    OneBlocker,
    /// Only members can be named as blockers of a task.
    BlockerNotAMember,
    /// A task does not wait for the person who has it.
    BlockerHasIt,
    /// Everything is to be unread again.
    AllUnread,
    /// Notices about duties cannot be turned off.
    Duty,
    /// The inbox tells nothing once a day.
    NoDigest,
    /// This server sends no mail.
    NoMail,
    /// The link to confirm an address is over, was opened before, or is that of somebody else.
    MailLink,
    /// The push service of a browser is at no address that this server goes to.
    PushService,
    /// A suggestion is for the pursuance it is made in.
    OtherPursuance,
    /// A search that looks everywhere is shared with nobody.
    SharedNowhere,
    /// A feed is about one thing.
    FeedOfTwo,
    /// The changed input of a suggestion is no input of its action.
    NoSuchInput { why: String },
}

impl InputRefusal {
    /// The member of the input it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::QuietHours => "quiet",
            Self::AwayWithoutEnd | Self::Away(_) => "until",
            Self::SameSkill => "into",
            Self::MessageTooLong { .. } => "body",
            Self::KeyNotCompared | Self::NothingStopped { .. } | Self::NoOtherServer => "host",
            Self::StaysAsItIs => "visibility",
            Self::NoKeys => "renew_keys",
            Self::KeyUnchanged { .. } | Self::NoKey | Self::OtherKey => "key",
            Self::NothingSuggested => "note",
            Self::TooManyFiles { .. } => "files",
            Self::TaskHasFiles { .. } => "file",
            Self::TokenLife => "expires",
            Self::AskedElsewhere => "title",
            Self::ReviewerNotAMember | Self::ReviewerRole | Self::ReviewerDoesIt => "reviewer",
            Self::OtherPursuance | Self::NoSuchInput { .. } => "input",
            Self::OneEnd | Self::OneBlocker | Self::BlockerNotAMember | Self::BlockerHasIt => "on",
            Self::AllUnread => "all",
            Self::Duty | Self::NoDigest => "value",
            Self::NoMail => "address",
            Self::MailLink => "secret_hash",
            Self::PushService => "endpoint",
            Self::SharedNowhere => "shared",
            Self::FeedOfTwo => "search",
        }
    }

    /// The text for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Zone => Wording::new("refusal-zone"),
            Self::QuietHours => Wording::new("refusal-quiet-hours"),
            Self::AwayWithoutEnd => Wording::new("refusal-away-without-end"),
            Self::Away(AwayRefusal::Over) => Wording::new("refusal-away-over"),
            Self::Away(AwayRefusal::TooLong) => Wording::new("refusal-away-too-long"),
            Self::SameSkill => Wording::new("refusal-same-skill"),
            Self::MessageTooLong { max_kb } => Wording::new("refusal-message-too-long").set("max", *max_kb),
            Self::KeyNotCompared => Wording::new("refusal-key-not-compared"),
            Self::NothingStopped { host } => {
                Wording::new("refusal-nothing-stopped").set("host", host.clone())
            }
            Self::KeyUnchanged { name } => Wording::new("refusal-key-unchanged").set("name", name.clone()),
            Self::StaysAsItIs => Wording::new("refusal-stays-as-it-is"),
            Self::NoKeys => Wording::new("refusal-no-group-keys"),
            Self::NoKey => Wording::new("refusal-no-key"),
            Self::OtherKey => Wording::new("refusal-other-key"),
            Self::NoOtherServer => Wording::new("refusal-no-other-server"),
            Self::NothingSuggested => Wording::new("refusal-nothing-suggested"),
            Self::TooManyFiles { max } => Wording::new("refusal-too-many-files").set("max", *max),
            Self::TaskHasFiles { max } => Wording::new("refusal-task-has-files").set("max", *max),
            Self::TokenLife => Wording::new("refusal-token-life"),
            Self::AskedElsewhere => Wording::new("refusal-asked-elsewhere"),
            Self::ReviewerNotAMember => Wording::new("refusal-reviewer-not-a-member"),
            Self::ReviewerRole => Wording::new("refusal-reviewer-role"),
            Self::ReviewerDoesIt => Wording::new("refusal-reviewer-does-it"),
            Self::OneEnd => Wording::new("refusal-one-end"),
            Self::OneBlocker => Wording::new("refusal-one-blocker"),
            Self::BlockerNotAMember => Wording::new("refusal-blocker-not-a-member"),
            Self::OtherPursuance => Wording::new("refusal-other-pursuance"),
            Self::NoSuchInput { why } => Wording::new("refusal-no-such-input").set("why", why.clone()),
            Self::BlockerHasIt => Wording::new("refusal-blocker-has-it"),
            Self::AllUnread => Wording::new("refusal-all-unread"),
            Self::Duty => Wording::new("refusal-duty"),
            Self::NoDigest => Wording::new("refusal-no-digest"),
            Self::NoMail => Wording::new("refusal-no-mail"),
            Self::MailLink => Wording::new("refusal-mail-link"),
            Self::PushService => Wording::new("refusal-push-service"),
            Self::SharedNowhere => Wording::new("refusal-shared-nowhere"),
            Self::FeedOfTwo => Wording::new("refusal-feed-of-two"),
        }
    }
}

/// The reason why a task cannot be handed to an actor, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnerRefusal {
    NotAPursuance(String),
    /// Their server does not know hand-overs.
    TakesNoTasks(String),
    /// A private pursuance takes no tasks from others.
    Private(String),
    Gone(String),
}

impl PartnerRefusal {
    /// The text for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NotAPursuance(name) => Wording::new("refusal-not-a-pursuance").set("name", name.clone()),
            Self::TakesNoTasks(name) => Wording::new("refusal-takes-no-tasks").set("name", name.clone()),
            Self::Private(name) => Wording::new("refusal-partner-private").set("name", name.clone()),
            Self::Gone(name) => Wording::new("refusal-partner-gone").set("name", name.clone()),
        }
    }
}
