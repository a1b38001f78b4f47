//! The kiosk's store of sealed sheets.
