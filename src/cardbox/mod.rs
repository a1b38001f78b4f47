//! The kiosk's store of sealed sheets.

mod error;

pub use error::CardBoxError;
