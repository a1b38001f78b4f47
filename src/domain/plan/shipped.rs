//! The plans that come with the program.

/// A plan that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its identifier.
    pub name: &'static str,
    /// Its TOML text; `____` stands where the community has to fill something in.
    pub text: &'static str,
    /// Whether a new office has it from the start.
    pub from_start: bool,
}

/// The plans that come with the program, those that a new office has from the start first.
#[must_use]
pub fn shipped() -> [(&'static str, &'static str); 4] {
    [
        ("s1", include_str!("../../../assets/plans/s1.toml")),
        ("s6", include_str!("../../../assets/plans/s6.toml")),
        ("s9", include_str!("../../../assets/plans/s9.toml")),
        ("s10", include_str!("../../../assets/plans/s10.toml")),
    ]
}
