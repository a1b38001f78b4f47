//! The kiosk's screens: one file a screen, one state, one place that performs.

pub mod desk;
pub mod draft;
mod draw;
pub mod found;
pub mod frame;
pub mod handing;
pub mod idle;
pub mod job;
pub mod lookup;
pub mod notices;
pub mod opinion;
pub mod panel;
mod perform;
pub mod plans;
pub mod promise;
pub mod rating;
pub mod receipt;
pub mod review;
pub mod scale;
pub mod screen;
pub mod session;
pub mod staff;
pub mod state;
pub mod subjects;
pub mod welcome;

pub use desk::{Desk, LiveDesk};
pub use screen::{Action, Screen};
pub use state::KioskUi;
