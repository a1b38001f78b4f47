//! libFuzzer over `pingyi_parsers::card`: a card's JSON and its two kinds of sheets.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pingyi_parsers::card(data));
