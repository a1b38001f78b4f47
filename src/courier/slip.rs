//! From the digits on a voting slip to what it is filed under.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::error::CourierError;
use super::receipt::{ReceiptCost, labelled, stretched};
use crate::domain::ids::{PlanId, ReceiptSalt, SlipTag};
use crate::domain::receipt::SlipCode;
use crate::domain::round::RoundId;

/// What one guess at a slip costs: 19 MiB and two passes, about 0.1 s. A slip is good for one round, a receipt for years.
const COST: ReceiptCost = ReceiptCost::SLIP;

/// What a slip is filed under in the community with this salt, in one round of one plan. Slow on purpose.
pub fn derive(
    code: &SlipCode,
    salt: &ReceiptSalt,
    plan: &PlanId,
    round: RoundId,
) -> Result<SlipTag, CourierError> {
    let salt: [u8; 32] = Sha256::new()
        .chain_update("pingyi slip salt v1\n")
        .chain_update(salt.0)
        .chain_update(format!("{plan}\n{round}"))
        .finalize()
        .into();
    let digits: Zeroizing<String> = code.digits();
    let seed = stretched(digits.as_bytes(), &salt, COST)?;
    let mut tag = [0; 16];
    tag.copy_from_slice(labelled(b"pingyi voting slip v1", &seed).split_at(16).0);
    Ok(SlipTag(tag))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn code_community_plan_and_round_all_matter_and_nothing_else() {
        let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
        let codes = [0, 1].map(|_| SlipCode::random(&mut rng));
        let derived = |code: usize, salt: u8, plan: &str, round: &str| {
            let (plan, round) = (plan.parse().unwrap(), round.parse().unwrap());
            derive(&codes[code], &ReceiptSalt([salt; 16]), &plan, round).unwrap()
        };
        let one = derived(0, 1, "s12", "2026-H2");
        assert_eq!(one, derived(0, 1, "s12", "2026-H2"));
        for other in [
            derived(1, 1, "s12", "2026-H2"),
            derived(0, 2, "s12", "2026-H2"),
            derived(0, 1, "s6", "2026-H2"),
            derived(0, 1, "s12", "2026-H1"),
        ] {
            assert_ne!(one, other);
        }
    }
}
