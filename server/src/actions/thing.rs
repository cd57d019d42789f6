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
    Action "thing-action",
    Actor "thing-actor",
    Delegation "thing-delegation",
    Delivery "thing-delivery",
    File "thing-file",
    Form "thing-form",
    Instance "thing-instance",
    JoinRequest "thing-join-request",
    Member "thing-member",
    Offer "thing-offer",
    Page "thing-page",
    Person "thing-person",
    Pursuance "thing-pursuance",
    Server "thing-server",
    Task "thing-task",
    Token "thing-token",
}

/// The things of which one account may have only so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    GrantsOfMember,
    GrantsOnTask,
    Joined,
    Pursuances,
    Tokens,
}

/// The people who cannot go before somebody takes their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastOne {
    Operator,
    Primary,
}
