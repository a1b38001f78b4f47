//! Exact fractions and the figures of a plan: no grade hangs on a rounded number.

use std::fmt;

use num_rational::BigRational;
use num_traits::{Signed as _, ToPrimitive as _};

/// A fraction of whole numbers of any size.
pub type Exact = BigRational;

/// What stands in a plan where a figure is still to be filled in.
pub const BLANK: &str = "____";

/// `part / whole`; `whole` is not 0.
#[must_use]
pub fn exact(part: impl Into<u128>, whole: impl Into<u128>) -> Exact {
    Exact::new(part.into().into(), whole.into().into())
}

/// The double nearest to it.
#[must_use]
pub fn nearest(value: &Exact) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// `value` with so many decimals, half of the last one upwards.
#[must_use]
pub fn rounded(value: &Exact, decimals: u32) -> String {
    let scale = Exact::from_integer(10.into()).pow(decimals.try_into().unwrap_or(0));
    let steps = (value.abs() * &scale + exact(1_u8, 2_u8)).floor();
    let digits = steps.to_integer().to_string();
    let decimals = usize::try_from(decimals).unwrap_or_default();
    let digits = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let sign = if value.is_negative() { "-" } else { "" };
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

/// A figure of a plan, exact, and as a plan writes it: `80`, `66.7`, `2/3`; or blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    value: Exact,
    written: String,
}

impl Figure {
    /// One that is still to be filled in. No plan that is used has one.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            value: exact(0_u8, 1_u8),
            written: BLANK.to_owned(),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: u32) -> Self {
        Self {
            value: exact(number, 1_u8),
            written: number.to_string(),
        }
    }

    /// A decimal number of TOML, such as `66.7` or `8e1`, not negative.
    #[must_use]
    pub fn decimal(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let digits = digits.trim_start_matches('+');
        // TOML has a zero below zero.
        let is_zero = digits
            .bytes()
            .all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        let digits = if is_zero {
            digits.trim_start_matches('-')
        } else {
            digits
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        let are_digits = all.bytes().all(|byte| byte.is_ascii_digit());
        // Longer ones are no figure of a community, and would only be slow.
        if all.is_empty() || !are_digits || all.len() > 30 || exponent.abs() > 30 {
            return None;
        }
        let shift = exponent - i32::try_from(part.len()).ok()?;
        let value =
            exact(all.parse::<u128>().ok()?, 1_u8) * Exact::from_integer(10.into()).pow(shift);
        let decimals = u32::try_from(-shift).unwrap_or(0);
        let written = rounded(&value, decimals);
        let written = match written.split_once('.') {
            Some((whole, part)) if part.bytes().all(|byte| byte == b'0') => whole.to_owned(),
            Some(_) => written.trim_end_matches('0').to_owned(),
            None => written,
        };
        Some(Self { value, written })
    }

    /// A share such as `4/5`, more than nothing and not more than all; of `whole` (1, or 100 for per cent).
    #[must_use]
    pub fn share(text: &str, whole: u32) -> Option<Self> {
        let (part, of) = text.split_once('/')?;
        let (part, of): (u32, u32) = (part.trim().parse().ok()?, of.trim().parse().ok()?);
        let is_share = (1..=of).contains(&part) && of <= 100;
        is_share.then(|| Self {
            value: exact(u64::from(part) * u64::from(whole), of),
            written: format!("{part}/{of}"),
        })
    }

    /// What it is worth.
    #[must_use]
    pub fn value(&self) -> &Exact {
        &self.value
    }

    /// Whether it is still to be filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.written == BLANK
    }

    /// Whether it is written as a share.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.written.contains('/')
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

/// What a rate, a score or a number must reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// The figure.
    pub figure: Figure,
    /// 超过: the figure itself is not enough.
    pub is_strict: bool,
}

impl Threshold {
    /// Reached by the figure itself.
    #[must_use]
    pub fn at_least(figure: Figure) -> Self {
        Self {
            figure,
            is_strict: false,
        }
    }

    /// Whether `value` reaches it.
    #[must_use]
    pub fn is_met_by(&self, value: &Exact) -> bool {
        value > self.figure.value() || (!self.is_strict && value == self.figure.value())
    }

    /// How a sum that reaches it compares.
    #[must_use]
    pub fn sign_met(&self) -> &'static str {
        if self.is_strict { ">" } else { "≥" }
    }

    /// How a sum that does not reach it compares.
    #[must_use]
    pub fn sign_missed(&self) -> &'static str {
        if self.is_strict { "≤" } else { "<" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact_and_written_short() {
        for (given, written, part, whole) in [
            ("80", "80", 80_u32, 1_u32),
            ("80.0", "80", 80, 1),
            ("66.70", "66.7", 667, 10),
            ("8e1", "80", 80, 1),
            ("7.95E1", "79.5", 159, 2),
            ("0.005", "0.005", 1, 200),
            ("+5", "5", 5, 1),
            ("-0.0", "0", 0, 1),
        ] {
            let figure = Figure::decimal(given).unwrap();
            assert_eq!(figure.to_string(), written, "{given}");
            assert_eq!(*figure.value(), exact(part, whole), "{given}");
        }
        for bad in ["", "nan", "inf", "-1", "1e99", "1.2.3", "."] {
            assert_eq!(Figure::decimal(bad), None, "{bad}");
        }
        let two_thirds = Figure::share("2/3", 100).unwrap();
        assert_eq!(two_thirds.to_string(), "2/3");
        assert_eq!(*two_thirds.value(), exact(200_u8, 3_u8));
        for bad in ["0/3", "4/3", "1/101", "half", "1/"] {
            assert_eq!(Figure::share(bad, 1), None, "{bad}");
        }
    }

    #[test]
    fn a_half_is_rounded_upwards_and_a_threshold_met_exactly_is_met() {
        for (part, whole, decimals, wanted) in [
            (7995_u32, 100_u32, 1, "80.0"),
            (1, 3, 1, "0.3"),
            (2, 3, 0, "1"),
            (5, 1000, 2, "0.01"),
            (0, 1, 1, "0.0"),
        ] {
            assert_eq!(rounded(&exact(part, whole), decimals), wanted);
        }
        let mut needs = Threshold::at_least(Figure::share("2/3", 1).unwrap());
        assert!(needs.is_met_by(&exact(10_u8, 15_u8)));
        assert!(!needs.is_met_by(&exact(666_666_u32, 1_000_000_u32)));
        needs.is_strict = true;
        assert!(!needs.is_met_by(&exact(10_u8, 15_u8)));
        assert!(needs.is_met_by(&exact(11_u8, 15_u8)));
    }
}
