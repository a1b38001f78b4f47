//! The kiosk's screens: one file a screen, one state, one place that performs.

pub mod desk;
pub mod draft;
mod draw;
pub mod found;
pub mod frame;
mod gallery;
mod gate;
pub mod handing;
pub mod idle;
pub mod lookup;
pub mod notices;
pub mod opinion;
mod perform;
pub mod plans;
pub mod promise;
pub mod rating;
pub mod receipt;
pub mod review;
mod run;
mod sample;
mod sample_plans;
pub mod scale;
pub mod screen;
pub mod session;
pub mod staff;
pub mod state;
pub mod subjects;
pub mod welcome;

pub use desk::{Desk, LiveDesk};
pub use gallery::gallery;
pub use run::{run, run_refused};
pub use sample::StillDesk;
pub use screen::{Action, CardAction, Nav, Screen, StaffAction};
pub use state::KioskUi;
