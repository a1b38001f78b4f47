//! Pictures of every screen without a display: made-up kiosks and offices, and the rasteriser that draws them. Nothing of
//! the windows names this room.

pub mod kiosk;
mod made_up;
pub mod office;
mod office_calendar;
mod office_cases;
mod office_people;
mod office_plans;
mod office_rounds;
mod office_slips;
mod pictures;
pub mod raster;
mod sample;
mod sample_plans;

pub use pictures::{GalleryError, GalleryOptions, Scene, draw, picture};
