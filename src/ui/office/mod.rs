//! The office window: a clerk's Friday, from the stick to the stick.

pub mod about;
pub mod action;
pub mod ask;
pub mod case;
pub mod cases;
pub mod check;
mod clerk;
pub mod devices;
mod expected;
pub mod idle;
pub mod job;
pub mod ledger;
mod load;
pub mod notices;
pub mod pack;
mod perform;
pub mod plans;
pub mod recover;
mod recovery;
pub mod round;
mod rounds;
mod run;
pub mod screen;
pub mod setup;
mod shell;
pub mod state;
pub mod tallies;
pub mod unlock;
pub mod view;
pub mod week;
mod words;

pub use clerk::{OfficeClerk, OfficeFolders};
pub use run::run;
pub use shell::desk_ui;
pub use state::Desk;
