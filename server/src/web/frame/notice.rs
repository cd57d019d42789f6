//! Notices: the result of a form, shown once on the next page. The cookie in between holds a word of our own list, so
//! that nobody can make a page show other text.

use http::HeaderValue;
use url::Url;

use super::layout::{Flash, Tone};
use crate::text::Text;
use crate::web::request::cookies::Cookie;

/// How long the cookie waits for the next page.
const SECONDS: i64 = 60;

macro_rules! notices {
    ($($name:ident $word:literal $tone:ident),+ $(,)?) => {
        /// The result of a form.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Notice { $($name),+ }

        impl Notice {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in the cookie, which is also the end of its key.
            fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            fn tone(self) -> Tone {
                match self { $(Self::$name => Tone::$tone),+ }
            }

            fn key(self) -> &'static str {
                match self { $(Self::$name => concat!("notice-", $word)),+ }
            }
        }
    };
}

notices! {
    Welcome "welcome" Good,
    WelcomeBack "welcome-back" Good,
    SignedOut "signed-out" Info,
    SignedOutEverywhere "signed-out-everywhere" Info,
    SessionEnded "session-ended" Good,
    PassphraseSet "passphrase-set" Good,
    TokenRevoked "token-revoked" Good,
    Saved "saved" Good,
    Started "started" Good,
    Joined "joined" Good,
    AskedToJoin "asked-to-join" Info,
    Left "left" Info,
    AsksNoMore "asks-no-more" Info,
    RoleSet "role-set" Good,
    PassedOn "passed-on" Good,
    WorkReady "work-ready" Good,
    Begun "begun" Good,
    CallsForHelp "calls-for-help" Good,
    Dropped "dropped" Info,
    Suspended "suspended" Info,
    Unsuspended "unsuspended" Good,
    LimitsLifted "limits-lifted" Good,
    LimitsSet "limits-set" Info,
    OperatorSet "operator-set" Good,
    LetIn "let-in" Good,
    NotLetIn "not-let-in" Info,
    FilesAskedFor "files-asked-for" Info,
    TaskAdded "task-added" Good,
    Taken "taken" Good,
    HandedBack "handed-back" Info,
    Assigned "assigned" Good,
    Moved "moved" Good,
    PhaseSet "phase-set" Good,
    WorkAccepted "work-accepted" Good,
    WorkSentBack "work-sent-back" Info,
    FileAdded "file-added" Good,
    Offered "offered" Good,
    OfferedAgain "offered-again" Good,
    OfferAccepted "offer-accepted" Good,
    OfferDeclined "offer-declined" Info,
    Countered "countered" Good,
    Reported "reported" Good,
    HandedIn "handed-in" Good,
    SentLate "sent-late" Good,
    ReviewStarted "review-started" Good,
    WorkRefused "work-refused" Info,
    Thanked "thanked" Good,
    Recalled "recalled" Info,
    GivenBack "given-back" Info,
    Nudged "nudged" Good,
    OnwardAsked "onward-asked" Good,
    OnwardAnswered "onward-answered" Good,
    KeptHere "kept-here" Wait,
    Retrying "retrying" Info,
    KeyAccepted "key-accepted" Info,
    Blocked "blocked" Info,
    Unblocked "unblocked" Good,
}

impl Notice {
    /// Reads the word of a cookie; any other word means no notice.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|notice| notice.word() == word)
    }

    /// As the page shows it.
    pub fn flash(self, t: Text) -> Flash {
        Flash { tone: self.tone(), text: t.s(self.key()).to_owned() }
    }

    /// The cookie that brings it to the next page.
    pub fn cookie(self, base: &Url) -> HeaderValue {
        Cookie::Notice.set(base, self.word(), SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_reads_back_and_has_words() {
        for notice in Notice::ALL {
            assert_eq!(Notice::parse(notice.word()), Some(*notice));
            assert!(!notice.flash(Text::english()).text.is_empty());
        }
        assert_eq!(Notice::parse("<b>free money</b>"), None);
    }
}
