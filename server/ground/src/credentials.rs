//! Checking what somebody signs in with: a passphrase, or a key that the browser derived from one that stays there ([`LoginKey`]).
//!
//! Argon2id with 19 MiB, two passes, one lane (OWASP's least), two at a time so that sign-ins cannot fill the memory.

mod hasher;
mod login_key;

use std::net::IpAddr;
use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Params, PasswordHash, Version};
use pursuance_domain::wording::Wording;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use self::hasher::Hasher;
pub use self::login_key::LoginKey;
use crate::bounds::places::Queues;
use crate::text::Text;

/// The fewest characters of a passphrase.
pub const SHORTEST: usize = 12;
/// The most bytes of a passphrase; hashing more would only serve attackers.
pub const LONGEST: usize = 1024;

/// Passphrases checked at the same time.
pub const AT_ONCE: usize = 2;
/// How many of them are of one client.
pub const OF_CLIENT: usize = 1;

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

/// Makes and checks verifiers.
pub struct Credentials {
    argon2: Hasher,
    places: Arc<Semaphore>,
    /// One place for each client: its other passphrases wait for that place, and never delay the passphrases of other clients.
    of_clients: Queues<IpAddr>,
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
        Self { argon2, places: Arc::new(Semaphore::new(AT_ONCE)), of_clients: Queues::default(), nobody }
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

    /// Whether a passphrase that comes from a `client`, the key for limits of its address, matches a verifier. Without a verifier the
    /// answer is no, after the same work.
    pub async fn matches(
        &self,
        client: IpAddr,
        passphrase: TypedPassphrase,
        verifier: Option<String>,
    ) -> bool {
        if passphrase.0.len() > LONGEST {
            return false;
        }
        let own = self.of_clients.of(client, OF_CLIENT).acquire_owned().await;
        let place = self.places.clone().acquire_owned().await;
        let argon2 = self.argon2.clone();
        let known = verifier.is_some();
        let verifier = verifier.unwrap_or_else(|| self.nobody.clone());
        let matched = tokio::task::spawn_blocking(move || {
            let _places = (own, place);
            PasswordHash::new(&verifier)
                .is_ok_and(|hash| argon2.verify_password(passphrase.0.as_bytes(), &hash).is_ok())
        });
        matched.await.unwrap_or(false) && known
    }
}

impl Default for Credentials {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

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

    const EVE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const ANA: IpAddr = IpAddr::V4(Ipv4Addr::BROADCAST);

    #[tokio::test]
    async fn the_passphrases_of_one_client_wait_for_one_another_and_not_those_of_others() {
        let credentials = Arc::new(Credentials::new());
        let guess = |client: IpAddr| {
            let credentials = credentials.clone();
            async move { credentials.matches(client, TypedPassphrase::typed("otter lamp".into()), None).await }
        };
        let guessed: Vec<_> = (0..20).map(|_| tokio::spawn(guess(EVE))).collect();
        tokio::task::yield_now().await;
        guess(ANA).await;
        let done = guessed.iter().filter(|one| one.is_finished()).count();
        assert!(done <= 3, "{done} of another client were checked before");
    }

    #[tokio::test]
    async fn a_verifier_knows_its_passphrase_only() {
        let credentials = Credentials::new();
        let verifier =
            credentials.verifier(TypedPassphrase::typed("otter lamp quarry".into())).await.unwrap();
        assert!(verifier.starts_with("$argon2id$"));
        assert!(
            credentials
                .matches(EVE, TypedPassphrase::typed("otter lamp quarry".into()), Some(verifier.clone()))
                .await
        );
        assert!(!credentials.matches(EVE, TypedPassphrase::typed("otter lamp".into()), Some(verifier)).await);
        assert!(!credentials.matches(EVE, TypedPassphrase::typed("nobody".into()), None).await);
    }
}
