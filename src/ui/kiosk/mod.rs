//! The kiosk's screens: one file a screen, one state, one place that performs.

pub mod about;
pub mod desk;
pub mod draft;
mod draw;
pub mod follow_up;
pub mod frame;
mod gate;
pub mod idle;
pub mod lookup;
pub mod lookup_result;
pub mod lost;
pub mod message_screens;
pub mod notices;
pub mod opinion;
mod page;
mod perform;
pub mod plans;
pub mod promise;
mod question;
pub mod rating;
pub mod receipt;
pub mod review;
mod run;
pub mod scale;
pub mod screen;
pub mod session;
pub mod slip;
pub mod staff;
pub mod state;
pub mod subjects;
pub mod thanks;
pub mod welcome;

pub use desk::{Desk, LiveDesk};
pub use run::{run, run_refused};
pub use screen::{Action, CardAction, Nav, Screen, StaffAction};
pub use state::KioskUi;
