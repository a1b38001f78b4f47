//! A batch: as it stands its signature refuses it; rightly signed, and with its root mended, it is read to the end.
#![no_main]

mod signed;

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use pingyi::courier::CourierError;
use pingyi::courier::batch::{BatchReader, ExpectedBatch};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::sign::{Purpose, SignatureFile};
use pingyi::domain::ids::{BatchNumber, DeviceId};
use pingyi::words::Lang;

fn read(bytes: &[u8], signature: &str) -> Result<(), CourierError> {
    let community = signed::community();
    let expected = ExpectedBatch {
        community: &community,
        device: None,
        number: None,
    };
    let key = SigningKey::from_seed(&[1; 32]).public();
    BatchReader::open(Cursor::new(bytes), signature, &expected, |_| Some(key))?
        .read_items(|_| Ok::<(), CourierError>(()))
        .map(drop)
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        if let Ok(file) = SignatureFile::parse(text) {
            let _stated = file.claim();
        }
        let unsigned = read(b"{\"batch\":{}}\n", text);
        assert!(unsigned.is_err());
    }
    let purpose = || Purpose::Batch {
        device: DeviceId::new("LOBBY1").unwrap(),
        number: BatchNumber(42),
    };
    let key = SigningKey::from_seed(&[1; 32]);
    for bytes in [data.to_vec(), signed::rooted(data)] {
        if let Err(error) = read(&bytes, &signed::signed(&bytes, &key, purpose())) {
            assert!(!error.sentence().say(Lang::Zh).is_empty());
        }
    }
});
