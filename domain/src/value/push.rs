//! Where the notices of a browser are pushed to, and with which keys.

use std::fmt;

use super::{ValueRefusal, through_text};

/// The address at which a push service takes messages for one browser. Whoever knows it could try to send something there.
#[derive(Clone, PartialEq, Eq)]
pub struct PushEndpoint(String);

impl PushEndpoint {
    /// The longest address in bytes; those of today's push services have less than 600.
    pub const MAX: usize = 1_000;

    /// Reads an address.
    ///
    /// # Errors
    /// When the text is no web address, or too long.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let text = text.trim();
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        let is_sound = is_web && text.len() <= Self::MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
        if is_sound { Ok(Self(text.to_owned())) } else { Err(ValueRefusal::PushForm) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads base64url text without padding, `characters` long.
fn of_base64url(text: &str, characters: usize) -> Result<String, ValueRefusal> {
    let text = text.trim();
    let is_sound = text.len() == characters
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_sound { Ok(text.to_owned()) } else { Err(ValueRefusal::PushForm) }
}

/// The public key of a browser (`p256dh`): 65 bytes in base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct PushKey(String);

impl PushKey {
    /// Reads a key.
    ///
    /// # Errors
    /// When the text has another form. Whether it is a point of the curve is asked elsewhere.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        Ok(Self(of_base64url(text, 87)?))
    }

    /// The key in base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The secret of a browser (`auth`): 16 bytes in base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct PushSecret(String);

impl PushSecret {
    /// Reads a secret.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        Ok(Self(of_base64url(text, 22)?))
    }

    /// The secret in base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Keeps these values out of logs.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )+};
}
hidden!(PushEndpoint, PushKey, PushSecret);

through_text! {
    PushEndpoint: "the address of a push service for one browser, at most 1000 characters",
    PushKey: "65 bytes in base64url: the public key of a browser",
    PushSecret: "16 bytes in base64url: the secret of a browser",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_web_address() {
        for text in ["https://push.example/a/b-c_d:e?f=1", " http://localhost:9/x "] {
            assert_eq!(PushEndpoint::parse(text).unwrap().as_str(), text.trim());
        }
        let long = format!("https://push.example/{}", "a".repeat(PushEndpoint::MAX));
        for text in
            ["", "push.example", "ftp://push.example", "https://push example/", "https://püsh.example", &long]
        {
            assert_eq!(PushEndpoint::parse(text), Err(ValueRefusal::PushForm), "{text:?}");
        }
        assert!(PushEndpoint::parse(&long[..PushEndpoint::MAX]).is_ok());
    }

    #[test]
    fn keys_are_as_long_as_those_of_browsers() {
        assert!(
            PushKey::parse(&"B".repeat(87)).is_ok() && PushSecret::parse(&"a-_9".repeat(6)[..22]).is_ok()
        );
        for text in ["", "short", &"B".repeat(86), &"B".repeat(88), &format!("{}=", "B".repeat(86))] {
            assert_eq!(PushKey::parse(text), Err(ValueRefusal::PushForm), "{text:?}");
        }
        assert_eq!(PushSecret::parse(&"+".repeat(22)), Err(ValueRefusal::PushForm));
    }

    #[test]
    fn nothing_of_it_is_shown_by_accident() {
        let endpoint = PushEndpoint::parse("https://push.example/secret").unwrap();
        assert_eq!(format!("{endpoint:?}"), "PushEndpoint");
    }
}
