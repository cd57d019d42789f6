//! Addresses of mail.

use std::fmt;

use super::{ValueRefusal, through_text};

/// An address of mail in the form that every server takes: letters, digits and a few signs of ASCII, without comments and
/// quotes (the `dot-atom` of RFC 5322 §3.4.1), so that no header and no command can be made of it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(String);

impl MailAddress {
    /// The longest address in bytes (RFC 5321 §4.5.3.1.3, without the angle brackets).
    pub const MAX: usize = 254;
    /// The longest part before the @ in bytes (RFC 5321 §4.5.3.1.1).
    pub const LOCAL_MAX: usize = 64;

    /// Reads an address.
    ///
    /// # Errors
    /// When the text has another form, or is too long.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(ValueRefusal::MailForm)?;
        let is_sound = text.len() <= Self::MAX
            && local.len() <= Self::LOCAL_MAX
            && parts(local, |byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
            && domain.contains('.')
            && parts(domain, |byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && domain.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
        if is_sound { Ok(Self(text.to_owned())) } else { Err(ValueRefusal::MailForm) }
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in small letters, the same for every spelling.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// Whether a text is made of parts between dots, of these bytes, and none of them empty.
fn parts(text: &str, may: impl Fn(u8) -> bool) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.len() <= 64 && part.bytes().all(&may))
}

impl fmt::Debug for MailAddress {
    /// Without the address: it stands in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress")
    }
}

through_text! {
    MailAddress: "an address of mail, at most 254 characters",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_every_server_takes() {
        for text in ["ana@mail.example", " Ana.B+bees@mail.example ", "o'neil@a-b.example.org"] {
            assert_eq!(MailAddress::parse(text).unwrap().as_str(), text.trim());
        }
        for text in [
            "",
            "ana",
            "@mail.example",
            "ana@",
            "ana@mail",
            "ana@.example",
            "ana@mail..example",
            ".ana@mail.example",
            "a na@mail.example",
            "ana@mail.example\r\nBcc: ben@mail.example",
            "ana@mail.example>\r\nDATA",
            "\"ana\"@mail.example",
            "ana@[127.0.0.1]",
            "ana@-mail.example",
            "änne@mail.example",
            &format!("{}@mail.example", "a".repeat(65)),
            &format!("ana@{}example", "mail.".repeat(60)),
        ] {
            assert_eq!(MailAddress::parse(text), Err(ValueRefusal::MailForm), "{text:?}");
        }
    }

    #[test]
    fn an_address_is_not_shown_by_accident() {
        let address = MailAddress::parse("ana@mail.example").unwrap();
        assert!(!format!("{address:?}").contains("ana"));
    }
}
