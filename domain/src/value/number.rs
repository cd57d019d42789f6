//! Whole numbers between two bounds, which people choose.

/// Makes types of such numbers: `Name("what it is", least, most)`.
macro_rules! number {
    ($($(#[$doc:meta])* $name:ident($what:literal, $least:literal, $most:literal)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(u8);

        impl $name {
            /// The least.
            pub const LEAST: u8 = $least;
            /// The most.
            pub const MOST: u8 = $most;

            /// Checks a number.
            ///
            /// # Errors
            /// When it is outside the bounds.
            pub fn new(number: i64) -> Result<Self, $crate::value::ValueRefusal> {
                let refused =
                    $crate::value::ValueRefusal::NotBetween { what: $what, least: $least, most: $most };
                let number = u8::try_from(number).map_err(|_| refused.clone())?;
                if ($least..=$most).contains(&number) { Ok(Self(number)) } else { Err(refused) }
            }

            /// Reads a number as typed into a field.
            ///
            /// # Errors
            /// When it is none, or outside the bounds.
            pub fn parse(text: &str) -> Result<Self, $crate::value::ValueRefusal> {
                Self::new(text.trim().parse().unwrap_or(-1))
            }

            /// The number.
            pub fn get(self) -> u8 {
                self.0
            }
        }

        impl From<$name> for i64 {
            fn from(number: $name) -> Self {
                number.0.into()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = <i64 as serde::Deserialize>::deserialize(deserializer)?;
                Self::new(number).map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "integer", "minimum": $least, "maximum": $most })
            }
        }
    )+};
}

pub(crate) use number;
