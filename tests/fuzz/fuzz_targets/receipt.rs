//! A receipt's number as it is typed, and the text of its QR code as a scanner types it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::paper::receipt::parse_scanned;
use pingyi::words::Lang;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let scanned = parse_scanned(text);
    for typed in [Some(text), scanned.as_ref().map(|number| number.as_str())] {
        let Some(typed) = typed else { continue };
        match ReceiptNumber::parse(typed) {
            Ok(number) => {
                assert_eq!(number.digits().len(), 20);
                let again = ReceiptNumber::parse(&number.grouped()).unwrap();
                assert_eq!(*again.digits(), *number.digits());
            }
            Err(error) => assert!(!error.sentence().say(Lang::Zh).is_empty()),
        }
        for (_, near) in ReceiptNumber::neighbours_of(typed) {
            assert!(ReceiptNumber::parse(&near.digits()).is_ok());
        }
    }
});
