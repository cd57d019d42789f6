//! Secrets of 32 bytes: overwritten when they are dropped, compared in constant time, never printed.

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The bytes themselves: whoever asks for them keeps them secret.
            #[must_use]
            pub const fn expose(&self) -> &[u8; 32] {
                &self.0
            }

            /// A new one.
            pub fn random(rng: &mut impl rand_core::CryptoRng) -> Self {
                let mut secret = Self([0; 32]);
                rng.fill_bytes(&mut secret.0);
                secret
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                subtle::ConstantTimeEq::ct_eq(&self.0[..], &other.0[..]).into()
            }
        }

        impl Eq for $name {}
    )*};
}

secrets! {
    /// The result of Argon2id for a passphrase.
    MasterKey;
    /// The key that signs a person in; the server keeps its hash.
    AuthKey;
    /// The key that a slot is sealed with; it never leaves the device.
    SlotKey;
    /// The key below which an identity and its private notes lie.
    RootKey;
    /// The seed of an Ed25519 key.
    EdSeed;
    /// The secret key of X25519.
    XSecret;
    /// The secret on a recovery kit.
    RecoverySecret;
    /// The secret of an epoch, from which its keys come.
    EpochSecret;
    /// The key of an epoch's contents, from which those of its units come.
    ContentKey;
    /// The key of an epoch's tags.
    TagKey;
    /// The key of one unit, in one epoch and generation.
    UnitKey;
    /// The key of one file.
    FileKey;
    /// The seed in an invitation's link.
    InviteSeed;
    /// A key with no other name: it is used where it is made.
    OtherKey;
}
