//! Keyed hashes with the secret of this instance: marks of browsers and addresses that were here before, secrets of links, nonces. Only
//! with the secret can a mark be linked to a person.

use hmac::{Hmac, KeyInit, Mac};
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::time::Time;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::platform::clock::random;

/// How much of a hash stands in the address of returned mail, in hexadecimal digits: 64 bits. Who guesses it stops one
/// person's mail.
const RETURN_DIGITS: usize = 16;
/// How much of a hash names a message at a push service: as much as a name may have (RFC 8030 §5.4).
const TOPIC_DIGITS: usize = 32;

/// Makes and knows marks: keyed hashes (HMAC-SHA-256, RFC 2104).
pub struct KeyedHashes {
    key: Zeroizing<Vec<u8>>,
}

/// The purpose of a mark; the same text under another purpose has another mark.
#[derive(Debug, Clone, Copy)]
enum MarkPurpose {
    Address,
    Browser,
    MailAddress,
    MailLink,
    MailReturn,
    MailStop,
    Network,
    PushEndpoint,
    PushTopic,
    Salt,
    SignIn,
}

impl KeyedHashes {
    /// With the secret of this instance.
    pub fn new(key: Zeroizing<Vec<u8>>) -> Self {
        Self { key }
    }

    /// The mark of an address that a person came from. Addresses are few enough to be tried one by one, but only with
    /// the secret.
    pub fn address(&self, account: &ActorId, address: &str) -> String {
        self.hash(MarkPurpose::Address, account, address)
    }

    /// The mark of a network from which somebody asked for an account.
    pub fn network(&self, network: &str) -> String {
        self.hash(MarkPurpose::Network, &ActorId(String::new()), network)
    }

    /// A new mark of a browser after a sign-in: a random part, and its keyed hash.
    pub fn browser(&self, account: &ActorId) -> String {
        let random = hex::encode(random::<16>());
        let hash = self.hash(MarkPurpose::Browser, account, &random);
        random + &hash
    }

    /// The random part of a browser's mark, when it was made here for that account.
    pub fn known_browser<'a>(&self, account: &ActorId, mark: &'a str) -> Option<&'a str> {
        let (random, hash) = mark.split_at_checked(32)?;
        let right = self.hash(MarkPurpose::Browser, account, random);
        bool::from(hash.as_bytes().ct_eq(right.as_bytes())).then_some(random)
    }

    /// The mark of an address of mail, by which it is counted.
    pub fn mail_address(&self, folded: &str) -> String {
        self.hash(MarkPurpose::MailAddress, &ActorId(String::new()), folded)
    }

    /// The secret of the link that confirms an address, by its mark and the moment at which it was given.
    pub fn mail_link(&self, account: &ActorId, mark: &str, at: Time) -> String {
        self.hash(MarkPurpose::MailLink, account, &format!("{mark} {}", at.0))
    }

    /// Returns the text in the address to which mail for an address returns. Short, as the part before the @ has a bound.
    pub fn mail_return(&self, account: &ActorId, mark: &str) -> String {
        let hash: String =
            self.hash(MarkPurpose::MailReturn, account, mark).chars().take(RETURN_DIGITS).collect();
        format!("{account}-{hash}")
    }

    /// Whether that was made here for an address.
    pub fn is_mail_return(&self, account: &ActorId, mark: &str, given: &str) -> bool {
        given.as_bytes().ct_eq(self.mail_return(account, mark).as_bytes()).into()
    }

    /// Returns the text in the link that ends the mail to an address.
    pub fn mail_stop(&self, account: &ActorId, mark: &str) -> String {
        format!("{account}-{}", self.hash(MarkPurpose::MailStop, account, mark))
    }

    /// The account that such a link names.
    pub fn account_of_stop(&self, token: &str) -> Option<ActorId> {
        let (account, _) = token.split_once('-')?;
        is_own_id(account).then(|| ActorId(account.to_owned()))
    }

    /// Whether such a link was made here for an address.
    pub fn is_mail_stop(&self, account: &ActorId, mark: &str, given: &str) -> bool {
        given.as_bytes().ct_eq(self.mail_stop(account, mark).as_bytes()).into()
    }

    /// The mark of the address at which the push service of a browser takes messages.
    pub fn push_endpoint(&self, endpoint: &str) -> String {
        self.hash(MarkPurpose::PushEndpoint, &ActorId(String::new()), endpoint)
    }

    /// The name under which a push service keeps what is told of an object: it cannot tell by it that two people are told of the
    /// same thing.
    pub fn push_topic(&self, account: &ActorId, object: &str) -> String {
        self.hash(MarkPurpose::PushTopic, account, object).chars().take(TOPIC_DIGITS).collect()
    }

    /// The salt that is told for a name without an account whose passphrase stays on its device: always the same, so that nobody can
    /// tell it from one that was drawn.
    pub fn salt(&self, name: &str) -> [u8; 16] {
        let hash = self.mac(MarkPurpose::Salt, &ActorId(String::new()), name);
        let mut salt = [0; 16];
        salt.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        salt
    }

    /// A nonce for somebody who signs in with a key: the time, a random part, and their keyed hash. So nothing is kept of it before it is
    /// answered.
    pub fn nonce(&self, now: Time) -> [u8; 32] {
        let head = [now.0.to_be_bytes(), random::<8>()].concat();
        let hash = self.mac(MarkPurpose::SignIn, &ActorId(String::new()), &hex::encode(&head));
        let mut nonce = [0; 32];
        nonce.iter_mut().zip(head.into_iter().chain(hash)).for_each(|(to, from)| *to = from);
        nonce
    }

    /// When a nonce was made, if it was made here.
    pub fn nonce_made(&self, nonce: &[u8; 32]) -> Option<Time> {
        let (head, hash) = nonce.split_at_checked(16)?;
        let right = self.mac(MarkPurpose::SignIn, &ActorId(String::new()), &hex::encode(head));
        let is_ours = bool::from(hash.ct_eq(right.get(..16)?));
        let time = head.first_chunk::<8>()?;
        is_ours.then(|| Time(i64::from_be_bytes(*time)))
    }

    fn hash(&self, purpose: MarkPurpose, account: &ActorId, text: &str) -> String {
        hex::encode(self.mac(purpose, account, text))
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104 §2)")]
    fn mac(&self, purpose: MarkPurpose, account: &ActorId, text: &str) -> [u8; 32] {
        let purpose = match purpose {
            MarkPurpose::Address => "address",
            MarkPurpose::Browser => "browser",
            MarkPurpose::MailAddress => "mail address",
            MarkPurpose::MailLink => "mail link",
            MarkPurpose::MailReturn => "mail return",
            MarkPurpose::MailStop => "mail stop",
            MarkPurpose::Network => "network",
            MarkPurpose::PushEndpoint => "push endpoint",
            MarkPurpose::PushTopic => "push topic",
            MarkPurpose::Salt => "salt",
            MarkPurpose::SignIn => "sign in",
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a key of any length");
        for part in [purpose, account.as_str(), text] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(byte: u8) -> KeyedHashes {
        KeyedHashes::new(Zeroizing::new(vec![byte; 32]))
    }

    #[test]
    fn a_mark_is_known_here_and_for_its_account_only() {
        let (ana, ben) = (ActorId("ana".into()), ActorId("ben".into()));
        let mark = marks(1).browser(&ana);
        assert_eq!(marks(1).known_browser(&ana, &mark), Some(&mark[..32]));
        assert_eq!(marks(1).known_browser(&ben, &mark), None);
        assert_eq!(marks(2).known_browser(&ana, &mark), None);
        for bad in ["", "0", &mark[..40], &mark[..32], &"é".repeat(48)] {
            assert_eq!(marks(1).known_browser(&ana, bad), None, "{bad}");
        }
    }

    #[test]
    fn the_salt_of_a_name_stays_the_same_and_is_that_of_no_other() {
        assert_eq!(marks(1).salt("ana"), marks(1).salt("ana"));
        assert_ne!(marks(1).salt("ana"), marks(1).salt("ben"));
        assert_ne!(marks(1).salt("ana"), marks(2).salt("ana"));
    }

    #[test]
    fn a_nonce_is_known_here_with_its_time_and_changed_nowhere() {
        let nonce = marks(1).nonce(Time(7));
        assert_eq!(marks(1).nonce_made(&nonce), Some(Time(7)));
        assert_eq!(marks(2).nonce_made(&nonce), None);
        assert_ne!(marks(1).nonce(Time(7)), nonce);
        for at in [0, 7, 8, 15, 16, 31] {
            let mut other = nonce;
            other[at] ^= 1;
            assert_eq!(marks(1).nonce_made(&other), None, "{at}");
        }
    }

    #[test]
    fn an_address_cannot_be_told_from_its_mark() {
        let ana = ActorId("ana".into());
        let mark = marks(1).address(&ana, "192.0.2.7");
        assert_eq!(mark, marks(1).address(&ana, "192.0.2.7"));
        assert!(!mark.contains("192") && mark.len() == 64);
        assert_ne!(mark, marks(2).address(&ana, "192.0.2.7"));
        assert_ne!(mark, marks(1).address(&ActorId("ben".into()), "192.0.2.7"));
    }
}
