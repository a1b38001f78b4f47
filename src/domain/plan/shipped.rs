//! The plans that come with the program.

/// A plan that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its identifier, which is the name of its file too.
    pub name: &'static str,
    /// Its TOML text; `____` stands where the community has to fill something in.
    pub text: &'static str,
    /// Whether a new office has it from the start.
    pub from_start: bool,
}

macro_rules! shipped {
    ($($name:literal $from_start:literal)*) => {
        [$(Shipped {
            name: $name,
            text: include_str!(concat!("../../../assets/plans/", $name, ".toml")),
            from_start: $from_start,
        },)*]
    };
}

/// The plans that come with the program.
const SHIPPED: [Shipped; 19] = shipped!(
    "s1" true
    "s2" false
    "s3" false
    "s4" false
    "s5" false
    "s6" false
    "s7" false
    "s8" false
    "s9" true
    "s9b" false
    "s10" true
    "s11" false
    "s12" false
    "s13" false
    "s13b" false
    "s14" false
    "s15" false
    "s16" false
    "law" false
);

/// The plans that come with the program, in the order of their texts.
#[must_use]
pub fn shipped() -> &'static [Shipped] {
    &SHIPPED
}
