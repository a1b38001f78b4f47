//! Plans, cards, scales, tallies, grades, receipts, working days, cases: types and rules, no I/O.

pub mod card;
pub mod community;
pub mod ids;
pub mod plan;
pub mod receipt;
pub mod time;
