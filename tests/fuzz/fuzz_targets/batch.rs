//! libFuzzer over `pingyi_parsers::batch`: a batch, whether its signature is right or not.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pingyi_parsers::batch(data));
