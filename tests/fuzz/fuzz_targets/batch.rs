//! A batch: as it stands its signature refuses it; rightly signed, and with its root mended, it is read to the end.
#![no_main]

mod signed;

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pingyi::courier::CourierError;
use pingyi::courier::batch::{BatchReader, ExpectedBatch};
use pingyi::courier::keys::{PublicKey, SigningKey};
use pingyi::courier::sign::{Purpose, SignatureFile};
use pingyi::fault::Fault as _;
use pingyi::domain::ids::{BatchNumber, DeviceId};
use pingyi::words::Lang;

static KEYS: LazyLock<(SigningKey, PublicKey)> = LazyLock::new(|| signed::keys(1));

fn read(bytes: &[u8], signature: &str) -> Result<(), CourierError> {
    let community = signed::community();
    let expected = ExpectedBatch {
        community: &community,
        device: None,
        number: None,
    };
    BatchReader::open(Cursor::new(bytes), signature, &expected, |_| Some(KEYS.1))?
        .read_items(|_| Ok::<(), CourierError>(()))
        .map(drop)
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(file) = SignatureFile::parse(text)
    {
        let _stated = file.claim();
        assert!(read(b"{\"batch\":{}}\n", text).is_err());
    }
    let purpose = || Purpose::Batch {
        device: DeviceId::new("LOBBY1").unwrap(),
        number: BatchNumber(42),
    };
    let sign = |bytes: &[u8]| signed::signed(bytes, &KEYS.0, purpose());
    if let Err(error) = signed::read_both(data, |bytes| read(bytes, &sign(bytes))) {
        assert!(!error.sentence().say(Lang::Zh).is_empty());
    }
});
