//! Bodies with a signature behind them, which are kept, sent and verified as the bytes that came: entries of the log, cards of epochs,
//! revisions.

/// `signed!(Name of Body, "label", "label of the hash")`: a body with its signature. The labels stand before the bytes that are signed
/// and hashed (docs/sealed.md §3.0), so that no signature of one kind counts for another.
macro_rules! signed {
    ($(#[$doc:meta])* $name:ident of $body:ty, $signed:literal, $hashed:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            pub body: $body,
            pub signature: $crate::ids::Signature,
            bytes: Vec<u8>,
        }

        impl $name {
            /// Reads one; whether its signature holds, and whether it may stand where it stands, is decided elsewhere.
            ///
            /// # Errors
            /// When it is none, or larger than 64 KiB.
            pub fn decode(bytes: &[u8]) -> Result<Self, $crate::error::DecodeError> {
                if bytes.len() > $crate::limits::OBJECT_BYTES {
                    return Err($crate::error::DecodeError::TooLarge);
                }
                let (body, signature) = $crate::reader::Reader::whole(bytes, |reader| {
                    Ok((<$body>::read(reader)?, $crate::ids::Signature::read(reader)?))
                })?;
                Ok(Self { body, signature, bytes: bytes.to_vec() })
            }

            /// Signs a body.
            ///
            /// # Errors
            /// When it would be larger than 64 KiB, a number or length is too great, or it is none that a reader takes.
            pub fn sign(
                body: $body,
                key: &$crate::sign::SigningKey,
            ) -> Result<Self, $crate::error::DecodeError> {
                let mut bytes = body.encode()?;
                let signature = key.sign($signed, &[&bytes]);
                bytes.extend_from_slice(signature.as_bytes());
                Ok(Self { body, signature, bytes })
            }

            /// Its bytes, as they came.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8] {
                &self.bytes
            }

            /// The hash by which the next one names it.
            #[must_use]
            pub fn hash(&self) -> $crate::ids::Hash {
                $crate::frame::hash($hashed, &[&self.bytes])
            }

            /// # Errors
            /// When it is not signed by this key.
            pub fn verify(
                &self,
                key: &$crate::sign::VerifyKey,
            ) -> Result<(), $crate::error::BadSignature> {
                let length = self.bytes.len().checked_sub($crate::ids::Signature::LEN);
                let body = length.and_then(|length| self.bytes.get(..length));
                key.verify($signed, &[body.ok_or($crate::error::BadSignature)?], &self.signature)
            }
        }
    };
}

pub(crate) use signed;
