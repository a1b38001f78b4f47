//! libFuzzer over `pingyi_parsers::settings`: `kiosk.toml`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pingyi_parsers::settings(data));
