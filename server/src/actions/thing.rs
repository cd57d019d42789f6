//! The nouns of refusals: what was not found, what there is too much of, who is the last one.

macro_rules! things {
    ($($name:ident $key:literal),+ $(,)?) => {
        /// What was not found.
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

/// What one account may have only so many of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Joined,
    Pursuances,
    Tokens,
}

/// Who cannot go before somebody else has taken their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastOne {
    Operator,
    Primary,
}
