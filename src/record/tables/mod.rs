//! One file a table.

pub(crate) mod batch;
pub(crate) mod blob;
pub(crate) mod calendar;
pub(crate) mod case;
pub(crate) mod case_list;
pub(crate) mod device;
pub(crate) mod follow_up;
pub(crate) mod ledger;
pub(crate) mod measures;
pub(crate) mod meta;
pub(crate) mod notice;
pub(crate) mod outbox;
pub(crate) mod pack;
pub(crate) mod person;
pub(crate) mod plan;
pub(crate) mod posted;
pub(crate) mod round;
pub(crate) mod seen;
pub(crate) mod slip;
pub(crate) mod tally;
