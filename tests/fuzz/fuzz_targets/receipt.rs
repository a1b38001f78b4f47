//! libFuzzer over `pingyi_parsers::receipt`: a receipt's number, typed or scanned.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pingyi_parsers::receipt(data));
