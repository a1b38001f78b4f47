//! `kiosk.toml`: read, or every fault of it said.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::app::settings;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Err(faults) = settings::parse(text) {
        assert!(!faults.is_empty());
    }
});
