//! Enums whose variants have one machine name each, for stores, `--json` and the wire: written once, read back, listed.

/// Declares an enum with `ALL`, `name()`, `Display`, `FromStr` and serde, all by the names given. A name that has been stored
/// stays as it is.
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum $enum {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $enum {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name in stores and in `--json`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl std::fmt::Display for $enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $enum {
            type Err = $crate::domain::ids::IdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().copied().find(|known| known.name() == text);
                found.ok_or_else(|| $crate::domain::ids::IdError {
                    kind: stringify!($enum),
                    given: text.to_owned(),
                    rule: concat!("one of", $(" ", $name,)+),
                })
            }
        }

        impl From<$enum> for &'static str {
            fn from(value: $enum) -> Self {
                value.name()
            }
        }

        impl TryFrom<String> for $enum {
            type Error = $crate::domain::ids::IdError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}

pub(crate) use named;
