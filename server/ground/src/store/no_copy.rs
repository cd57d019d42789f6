//! Reasons why a file of another server has no copy here.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        /// The reason why a file has no copy.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum NoCopy { $($(#[$doc])* $name),+ }

        impl NoCopy {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in the database.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The key of the text that people read.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => concat!("no-copy-", $word)),+ }
            }
        }
    };
}

reasons! {
    /// It has no address, or not one of its sender's server.
    NoAddress "no-address",
    /// Its server does not give it out.
    NotGiven "not-given",
    /// Larger than this server stores.
    TooLarge "too-large",
    /// No room is left.
    NoRoom "no-room",
    /// The bytes are not the announced ones.
    OtherFile "other-file",
    /// Its server is blocked here.
    Blocked "blocked",
    /// Its server did not answer.
    NotReached "not-reached",
    /// Something failed here.
    Failed "failed",
}

impl NoCopy {
    /// Reads the word. A sentence from an earlier version of the program counts as a failure.
    pub fn read(text: &str) -> Self {
        Self::ALL.iter().copied().find(|why| why.as_str() == text).unwrap_or(Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::NoCopy;

    #[test]
    fn every_reason_reads_back_and_a_sentence_of_before_is_a_failure() {
        for why in NoCopy::ALL {
            assert_eq!(NoCopy::read(why.as_str()), *why);
        }
        assert_eq!(NoCopy::read("It is larger than this server keeps."), NoCopy::Failed);
    }
}
