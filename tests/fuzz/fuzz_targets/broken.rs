//! The negative control: a parser with a fault on what nobody types by chance. To come upon twenty right digits out of nothing, the
//! fuzzer has to see its way through `pingyi`'s own code: `run` fails if the fault is not found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::domain::receipt::ReceiptNumber;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    assert!(ReceiptNumber::parse(text).is_err(), "planted");
});
