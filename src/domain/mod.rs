//! Plans, cards, scales, tallies, grades, receipts, working days, cases: types and rules, no I/O.

pub mod batch;
pub mod calendar;
pub mod card;
pub mod case;
pub mod channel;
pub mod community;
pub mod contact;
pub mod departure;
pub mod device;
pub mod document;
pub mod entitled;
pub mod exact;
pub mod grade;
pub mod ids;
pub(crate) mod named;
pub mod notice;
pub mod person;
pub mod plan;
pub mod receipt;
pub mod reply;
pub mod round;
pub mod slip;
pub mod tally;
pub mod time;
pub mod transition;
pub mod witness;
