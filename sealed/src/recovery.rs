//! Recovery kits: a secret on paper that opens the second slot (docs/sealed.md §3.2).

use zeroize::Zeroizing;

use crate::error::DecodeError;
use crate::frame::{hash, kdf};
use crate::secret::{AuthKey, RecoverySecret, SlotKey};

/// Crockford's letters: without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl RecoverySecret {
    /// The key of the recovery slot.
    #[must_use]
    pub fn wrap_key(&self) -> SlotKey {
        SlotKey::from_bytes(kdf(self.expose(), "pv1/recovery-wrap", &[]))
    }

    /// The key that signs in for one purpose: to fetch that slot, and to set a new passphrase.
    #[must_use]
    pub fn auth_key(&self) -> AuthKey {
        AuthKey::from_bytes(kdf(self.expose(), "pv1/recovery-auth", &[]))
    }

    /// Two bytes by which a slip of the pen is found.
    #[must_use]
    pub fn check(&self) -> [u8; 2] {
        let [first, second, ..] = *hash("pv1/rec-check", &[self.expose()]).as_bytes();
        [first, second]
    }

    /// As it stands on the kit: 56 letters in groups of four.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(35));
        bytes.push(1);
        bytes.extend_from_slice(self.expose());
        bytes.extend_from_slice(&self.check());
        let mut text = Zeroizing::new(String::with_capacity(69));
        let (mut held, mut bits, mut letters) = (0_u32, 0_u32, 0_usize);
        for byte in bytes.iter() {
            held = ((held << 8) | u32::from(*byte)) & 0xfff;
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                if letters > 0 && letters.is_multiple_of(4) {
                    text.push('-');
                }
                let index = (held >> bits) & 31;
                let letter = LETTERS.get(usize::try_from(index).unwrap_or_default());
                text.push(char::from(letter.copied().unwrap_or_default()));
                letters += 1;
            }
        }
        text
    }

    /// Reads what somebody typed from a kit: in any case, with any spaces and hyphens, O for 0, I and L for 1.
    ///
    /// # Errors
    /// When a letter is none, there are more or fewer, or the check does not fit.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(35));
        let (mut held, mut bits) = (0_u32, 0_u32);
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = LETTERS
                .iter()
                .zip(0_u32..)
                .find_map(|(known, value)| (char::from(*known) == letter).then_some(value))
                .ok_or(DecodeError::Value("a letter of the recovery secret"))?;
            held = ((held << 5) | value) & 0xfff;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from((held >> bits) & 0xff).unwrap_or_default());
            }
            if bytes.len() > 35 {
                return Err(DecodeError::Length);
            }
        }
        if bits != 0 || bytes.len() != 35 {
            return Err(DecodeError::Length);
        }
        crate::reader::Reader::whole(&bytes, |reader| {
            reader.version()?;
            let secret = Self::from_bytes(reader.array()?);
            let check: [u8; 2] = reader.array()?;
            if check == secret.check() {
                Ok(secret)
            } else {
                Err(DecodeError::Value("the check of the recovery secret"))
            }
        })
    }
}
