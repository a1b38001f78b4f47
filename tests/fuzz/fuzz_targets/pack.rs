//! libFuzzer over `pingyi_parsers::pack`: a pack, rightly signed.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pingyi_parsers::pack(data));
