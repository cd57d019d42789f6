//! Credentials: everything that lets somebody in, or sends something to somebody, on the strength of an account; and the fate
//! of each when the account is to be safe again. For a new credential, the compiler asks about every cause.

/// An enum with the list of its members.
macro_rules! listed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    };
}

listed! {
    /// One of the credentials of an account.
    Credential {
        /// A browser that is signed in.
        Session,
        /// A bearer token of the API.
        Token,
        /// The secret address of a feed.
        Feed,
        /// A browser to which notices are pushed.
        Push,
        /// The confirmed address to which mail is sent.
        MailAddress,
        /// A link that waits to confirm an address of mail.
        MailLink,
        /// The link in every mail that ends mail.
        MailStop,
        /// An address that the person came from: guesses from elsewhere do not count there.
        KnownAddress,
        /// The mark of a browser in which the person has signed in: guesses from elsewhere do not count there.
        KnownBrowser,
        /// The answer kept for a key, so that a request that is sent again does nothing twice.
        KeptAnswer,
        /// The link of an invitation that the person made.
        Invitation,
        /// The link by which an operator lets somebody set the passphrase.
        AccountLink,
        /// The keys that wait for another device of the person, sealed to it.
        DeviceBox,
        /// The code on a recovery kit, by which the person sets another passphrase; and, sealed with it, the keys of the person.
        Recovery,
    }
}

listed! {
    /// The reason why credentials end, or why somebody may expect it.
    Cause {
        /// The person set a new passphrase.
        OwnPassphrase,
        /// The person set a new passphrase, and wants tokens and feeds ended with the old one.
        OwnPassphraseAndTokens,
        /// An operator set a new passphrase: a person who asks for one may have lost more than that.
        OperatorPassphrase,
        /// The account is signed out everywhere.
        SignedOut,
        /// Operators suspended the account.
        Suspended,
        /// The account may sign in again.
        Lifted,
    }
}

/// The fate of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is over, and nothing brings it back.
    Ended,
    /// All credentials of the kind are over, except that of the acting session.
    EndedElsewhere,
    /// It rests until its person confirms it anew, or until the account may sign in again.
    Paused,
    /// It rested for as long as the account might not sign in.
    Resumed,
    /// It stays as it is.
    Kept(Why),
}

/// The reason why a credential stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The person did not ask for its end, and sees it on their own pages.
    Chosen,
    /// Only its person could set it: that takes the passphrase, and the former address is told.
    Proved,
    /// It opens nothing; without it strangers who guess could lock the person out.
    OpensNothing,
    /// It works only for somebody who is signed in as this person, or has a token of theirs.
    NeedsAnother,
    /// It can do nothing but end something.
    EndsOnly,
    /// It belongs to a pursuance, which lists it with its maker; members who decide there can end it.
    OfItsPursuance,
    /// An ended or paused credential stays so.
    NothingComesBack,
}

/// The fate of a credential for a reason.
pub fn fate(credential: Credential, cause: Cause) -> Fate {
    use Cause::{Lifted, OperatorPassphrase, OwnPassphrase, OwnPassphraseAndTokens, SignedOut, Suspended};
    match credential {
        Credential::Session => match cause {
            OwnPassphrase | OwnPassphraseAndTokens => Fate::EndedElsewhere,
            OperatorPassphrase | SignedOut | Suspended => Fate::Ended,
            Lifted => Fate::Kept(Why::NothingComesBack),
        },
        Credential::Push => match cause {
            // A subscription ends with its session.
            OwnPassphrase => Fate::EndedElsewhere,
            OwnPassphraseAndTokens | OperatorPassphrase | SignedOut | Suspended => Fate::Ended,
            Lifted => Fate::Kept(Why::NothingComesBack),
        },
        Credential::AccountLink | Credential::DeviceBox => match cause {
            OwnPassphrase | OwnPassphraseAndTokens | OperatorPassphrase | SignedOut | Suspended => {
                Fate::Ended
            }
            Lifted => Fate::Kept(Why::NothingComesBack),
        },
        Credential::Token | Credential::Feed => match cause {
            OwnPassphraseAndTokens | OperatorPassphrase | Suspended => Fate::Ended,
            OwnPassphrase | SignedOut => Fate::Kept(Why::Chosen),
            Lifted => Fate::Kept(Why::NothingComesBack),
        },
        Credential::MailAddress => match cause {
            OperatorPassphrase | Suspended => Fate::Paused,
            OwnPassphrase | OwnPassphraseAndTokens | SignedOut => Fate::Kept(Why::Proved),
            Lifted => Fate::Kept(Why::NothingComesBack),
        },
        Credential::MailLink => match cause {
            OperatorPassphrase | Suspended => Fate::Ended,
            OwnPassphrase | OwnPassphraseAndTokens | SignedOut => Fate::Kept(Why::NeedsAnother),
            Lifted => Fate::Kept(Why::NothingComesBack),
        },
        Credential::MailStop => every(cause, Fate::Kept(Why::EndsOnly)),
        Credential::KnownAddress | Credential::KnownBrowser => every(cause, Fate::Kept(Why::OpensNothing)),
        Credential::KeptAnswer => every(cause, Fate::Kept(Why::NeedsAnother)),
        Credential::Recovery => match cause {
            // The new passphrase is one that the server checks: it opens no keys.
            OperatorPassphrase => Fate::Ended,
            OwnPassphrase | OwnPassphraseAndTokens | SignedOut => Fate::Kept(Why::Chosen),
            Suspended => Fate::Paused,
            Lifted => Fate::Resumed,
        },
        Credential::Invitation => match cause {
            OwnPassphrase | OwnPassphraseAndTokens | OperatorPassphrase | SignedOut => {
                Fate::Kept(Why::OfItsPursuance)
            }
            Suspended => Fate::Paused,
            Lifted => Fate::Resumed,
        },
    }
}

/// Gives the same fate for each cause; the match makes the compiler ask about a new cause.
fn every(cause: Cause, fate: Fate) -> Fate {
    match cause {
        Cause::OwnPassphrase
        | Cause::OwnPassphraseAndTokens
        | Cause::OperatorPassphrase
        | Cause::SignedOut
        | Cause::Suspended
        | Cause::Lifted => fate,
    }
}
