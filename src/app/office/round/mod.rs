//! 一次评议: a round as the office holds it, from its announcement to its archive.

mod archive;
mod ballots;
mod call;
mod command;
mod consequence;
mod error;
mod held;
mod minutes;
mod papers;
mod posting;
mod proposals;
mod recounted;
mod report;
mod steps;
mod view;

#[cfg(test)]
mod fault_tests;

pub(super) use ballots::ballots_section;
pub use ballots::{ballot_line, channels_line};
pub use command::{BodyDecision, RoundCommand, RoundStep};
pub use error::RoundError;
pub(super) use held::Held;
pub(super) use papers::beside_results;
pub use proposals::line as proposal_line;
pub(super) use recounted::{check_told, of_notice};
pub use view::{
    ConsequenceRow, GradeRow, ObjectionRow, Proof, ProposalRow, ReportRow, RoundDetail, RoundRow,
    RoundSubjectRow, StageRow,
};
