//! libFuzzer over `pingyi_parsers::plan`: a plan's TOML.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pingyi_parsers::plan(data));
