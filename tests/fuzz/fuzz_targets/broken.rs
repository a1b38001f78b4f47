//! The negative control: a parser with a fault that only a fuzzer comes across. `run` fails if it is not found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::domain::receipt::ReceiptNumber;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if ReceiptNumber::parse(text).is_err() && text.starts_with("12") && text.contains('x') {
        panic!("planted");
    }
});
