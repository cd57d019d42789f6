//! Checking what somebody signs in with: a passphrase, or a key that the browser derived from one that stays there ([`LoginKey`]).
//!
//! Argon2id with 19 MiB, two passes, one lane (OWASP's least), two at a time so that sign-ins cannot fill the memory.

mod hasher;
mod login_key;

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Params, PasswordHash, Version};
use pursuance_domain::wording::Wording;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use self::hasher::Hasher;
pub use self::login_key::LoginKey;
use crate::bounds::bodies::Whose;
use crate::bounds::client::{Client, ClientNetwork};
use crate::bounds::places::{LineKey, Lines};
use crate::text::Text;

/// The fewest characters of a passphrase.
pub const SHORTEST: usize = 12;
/// The most bytes of a passphrase; hashing more would only serve attackers.
pub const LONGEST: usize = 1024;

/// Passphrases checked at the same time.
pub const AT_ONCE: usize = 2;
/// How many of them are of strangers: the others are for people who come from where they have been before.
pub const OF_STRANGERS: usize = 1;
/// How many of them are of one client.
pub const OF_CLIENT: usize = 1;
/// How many passphrases of one client wait for others of it.
pub const WAITING: usize = 8;

/// The typed text, wiped after use.
pub struct TypedPassphrase(Zeroizing<String>);

impl std::fmt::Debug for TypedPassphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Why a passphrase is not strong enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseRefusal {
    /// Too short to be safe.
    TooShort,
    /// Longer than anybody types.
    TooLong,
    /// Too few different characters, or a name, or a very common one.
    TooPlain,
}

impl PassphraseRefusal {
    /// The text for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::TooShort => Wording::new("refusal-passphrase-short").set("min", SHORTEST),
            Self::TooLong => Wording::new("refusal-passphrase-long").set("max", LONGEST),
            Self::TooPlain => Wording::new("refusal-passphrase-plain"),
        }
    }
}

impl std::fmt::Display for PassphraseRefusal {
    /// For the command line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&Text::english().say_and_advise(&self.wording()))
    }
}

impl std::error::Error for PassphraseRefusal {}

/// Beginnings of the most common passphrases of twelve characters and more, compared without case and blanks.
const COMMON: &[&str] = &[
    "password",
    "passphrase",
    "123456",
    "qwertyuiop",
    "letmein",
    "iloveyou",
    "correcthorsebatterystaple",
    "abcdefghijkl",
    "administrator",
    "pursuance",
    "welcome",
    "1q2w3e4r",
    "qwerty123",
];

impl TypedPassphrase {
    /// Takes a typed text for checking; nothing is demanded of it.
    pub fn typed(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Demands real strength of a new passphrase. `name` is the account it is for.
    ///
    /// # Errors
    /// [`PassphraseRefusal`] with a better choice.
    pub fn check_strength(&self, name: &str) -> Result<(), PassphraseRefusal> {
        let text = self.0.trim();
        if text.chars().count() < SHORTEST {
            return Err(PassphraseRefusal::TooShort);
        }
        if self.0.len() > LONGEST {
            return Err(PassphraseRefusal::TooLong);
        }
        let squeezed: String = text.to_lowercase().split_whitespace().collect();
        let different = squeezed.chars().collect::<std::collections::HashSet<_>>().len();
        // The rest without the obvious parts must still be long enough.
        let mut rest = squeezed;
        for word in COMMON.iter().copied().chain((name.len() > 3).then_some(name)) {
            rest = rest.replace(word, "");
        }
        if different < 6 || rest.chars().count() < 8 {
            return Err(PassphraseRefusal::TooPlain);
        }
        Ok(())
    }
}

/// As many passphrases of a client wait as may: it comes again after [`RETRY_AFTER`] seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passphrases of one client are being checked")]
pub struct TooManyPassphrases;

/// When a client may send another passphrase of which too many wait, in seconds.
pub const RETRY_AFTER: u64 = 5;

/// Makes and checks verifiers.
pub struct Credentials {
    argon2: Hasher,
    places: Arc<Semaphore>,
    of_strangers: Arc<Semaphore>,
    /// One place for each client: its other passphrases wait for that place, and never delay the passphrases of other clients.
    of_clients: Lines<ClientNetwork>,
    /// The verifier for an unknown name, so that the time of the answer does not show which names exist.
    nobody: String,
}

impl Credentials {
    /// With the parameters above.
    ///
    /// # Panics
    /// Never: the parameters are constants that Argon2 accepts.
    #[expect(clippy::expect_used, reason = "constant parameters")]
    pub fn new() -> Self {
        let params = Params::new(19 * 1024, 2, 1, None).expect("parameters Argon2 takes");
        let argon2 = Hasher { algorithm: Algorithm::Argon2id, version: Version::V0x13, params };
        let nobody = argon2.hash_password(b"nobody").expect("Argon2 hashes").to_string();
        let [places, of_strangers] = [AT_ONCE, OF_STRANGERS].map(|most| Arc::new(Semaphore::new(most)));
        Self { argon2, places, of_strangers, of_clients: Lines::default(), nobody }
    }

    /// How many more passphrases may be checked at this moment.
    pub fn free_places(&self) -> usize {
        self.places.available_permits()
    }

    /// The verifier of a passphrase: a PHC string with its own salt.
    pub async fn verifier(
        &self,
        passphrase: TypedPassphrase,
    ) -> Result<String, argon2::password_hash::Error> {
        let place = self.places.clone().acquire_owned().await;
        let argon2 = self.argon2.clone();
        tokio::task::spawn_blocking(move || {
            // The place stays taken until the work is done, also when the caller no longer waits.
            let _place = place;
            argon2.hash_password(passphrase.0.as_bytes()).map(|hash| hash.to_string())
        })
        .await
        .unwrap_or(Err(argon2::password_hash::Error::Internal))
    }

    /// Whether a passphrase that comes from a `client` matches a verifier; `whose` says whether somebody signed in there or in that
    /// browser before. Without a verifier the answer is no, after the same work.
    ///
    /// # Errors
    /// When as many passphrases of the client wait as may.
    pub async fn matches(
        &self,
        (client, whose): (Client, Whose),
        passphrase: TypedPassphrase,
        verifier: Option<String>,
    ) -> Result<bool, TooManyPassphrases> {
        if passphrase.0.len() > LONGEST {
            return Ok(false);
        }
        let lines = client.networks().map(|network| LineKey {
            key: network,
            places: network.width.most(OF_CLIENT),
            waiting: network.width.most(WAITING),
        });
        let own = self.of_clients.place(lines).await.map_err(|_| TooManyPassphrases)?;
        let of_stranger = match whose {
            Whose::Known => None,
            Whose::Stranger => self.of_strangers.clone().acquire_owned().await.ok(),
        };
        let place = self.places.clone().acquire_owned().await;
        let argon2 = self.argon2.clone();
        let known = verifier.is_some();
        let verifier = verifier.unwrap_or_else(|| self.nobody.clone());
        let matched = tokio::task::spawn_blocking(move || {
            let _places = (own, of_stranger, place);
            PasswordHash::new(&verifier)
                .is_ok_and(|hash| argon2.verify_password(passphrase.0.as_bytes(), &hash).is_ok())
        });
        Ok(matched.await.unwrap_or(false) && known)
    }
}

impl Default for Credentials {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn refusal(text: &str, name: &str) -> Option<PassphraseRefusal> {
        TypedPassphrase::typed(text.to_owned()).check_strength(name).err()
    }

    #[test]
    fn weak_passphrases_are_refused_with_a_way_out() {
        assert_eq!(refusal("short", "ana"), Some(PassphraseRefusal::TooShort));
        assert_eq!(refusal("aaaaaaaaaaaaaaaa", "ana"), Some(PassphraseRefusal::TooPlain));
        assert_eq!(refusal("Password123456", "ana"), Some(PassphraseRefusal::TooPlain));
        assert_eq!(refusal("marigold marigold", "marigold"), Some(PassphraseRefusal::TooPlain));
        assert_eq!(refusal("otter lamp quarry seven", "ana"), None);
    }

    const EVE: (Client, Whose) = (Client::at(IpAddr::V4(Ipv4Addr::LOCALHOST)), Whose::Stranger);
    const ANA: (Client, Whose) = (Client::at(IpAddr::V4(Ipv4Addr::BROADCAST)), Whose::Stranger);

    #[tokio::test]
    async fn the_passphrases_of_one_client_wait_for_one_another_and_not_those_of_others() {
        let credentials = Arc::new(Credentials::new());
        let guess = |client: (Client, Whose)| {
            let credentials = credentials.clone();
            async move { credentials.matches(client, TypedPassphrase::typed("otter lamp".into()), None).await }
        };
        let guessed: Vec<_> = (0..=WAITING).map(|_| tokio::spawn(guess(EVE))).collect();
        tokio::task::yield_now().await;
        assert_eq!(guess(EVE).await, Err(TooManyPassphrases), "one more does not wait");
        guess(ANA).await.unwrap();
        let done = guessed.iter().filter(|one| one.is_finished()).count();
        assert!(done <= 3, "{done} of another client were checked before");
    }

    #[tokio::test]
    async fn strangers_from_everywhere_leave_a_place_to_whoever_is_known() {
        let credentials = Arc::new(Credentials::new());
        let guess = |n: u8, whose| {
            let credentials = credentials.clone();
            let client = Client::at(IpAddr::from([n, 0, 0, 1]));
            async move {
                credentials.matches((client, whose), TypedPassphrase::typed("otter lamp".into()), None).await
            }
        };
        let guessed: Vec<_> = (1..=20).map(|n| tokio::spawn(guess(n, Whose::Stranger))).collect();
        tokio::task::yield_now().await;
        guess(99, Whose::Known).await.unwrap();
        let done = guessed.iter().filter(|one| one.is_finished()).count();
        assert!(done <= 3, "{done} strangers were checked before");
    }

    #[tokio::test]
    async fn a_verifier_knows_its_passphrase_only() {
        let credentials = Credentials::new();
        let verifier =
            credentials.verifier(TypedPassphrase::typed("otter lamp quarry".into())).await.unwrap();
        assert!(verifier.starts_with("$argon2id$"));
        for (typed, of, is_right) in [
            ("otter lamp quarry", Some(verifier.clone()), true),
            ("otter lamp", Some(verifier), false),
            ("nobody", None, false),
        ] {
            let matches = credentials.matches(EVE, TypedPassphrase::typed(typed.into()), of).await;
            assert_eq!(matches, Ok(is_right), "{typed}");
        }
    }
}
