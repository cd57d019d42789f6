//! The nouns of refusals: the missing thing, the thing with a limit, the last person in a role.

macro_rules! things {
    ($($name:ident $key:literal),+ $(,)?) => {
        /// The thing that was not found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Thing { $($name),+ }

        impl Thing {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The key of its name.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }
    };
}

things! {
    Account "thing-account",
    AccountRequest "thing-account-request",
    Action "thing-action",
    Actor "thing-actor",
    Ask "thing-ask",
    Browser "thing-browser",
    Comment "thing-comment",
    Delegation "thing-delegation",
    Delivery "thing-delivery",
    Feed "thing-feed",
    File "thing-file",
    Form "thing-form",
    Instance "thing-instance",
    Invite "thing-invite",
    JoinRequest "thing-join-request",
    Member "thing-member",
    Offer "thing-offer",
    Page "thing-page",
    Person "thing-person",
    Pursuance "thing-pursuance",
    Room "thing-room",
    Search "thing-search",
    Server "thing-server",
    SkillOffer "thing-skill-offer",
    Suggestion "thing-suggestion",
    Task "thing-task",
    Token "thing-token",
}

/// The things with a limit per account, task or pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    AccountRequests,
    Bans,
    Browsers,
    Feeds,
    GrantsOfMember,
    GrantsOnTask,
    InviteAccounts,
    InviteAccountsOfDay,
    Invites,
    Joined,
    Muted,
    Pursuances,
    Rooms,
    Searches,
    SearchesOnHome,
    SearchesShared,
    Suggestions,
    Synonyms,
    Tokens,
    Uploads,
    Watched,
}

/// The people who cannot go before somebody takes their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastOne {
    Operator,
    Primary,
}
