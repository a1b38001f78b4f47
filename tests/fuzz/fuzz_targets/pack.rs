//! A pack, rightly signed: read to the end, and its plans and its calendar as a kiosk reads them.
#![no_main]

mod signed;

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pingyi::courier::CourierError;
use pingyi::courier::keys::{PublicKey, SigningKey};
use pingyi::courier::pack::{ExpectedPack, PackContents, PackReader};
use pingyi::courier::sign::Purpose;
use pingyi::fault::Fault as _;
use pingyi::domain::calendar::CalendarTable;
use pingyi::domain::ids::PackNumber;
use pingyi::domain::plan::Plan;
use pingyi::words::Lang;

static KEYS: LazyLock<(SigningKey, PublicKey)> = LazyLock::new(|| signed::keys(2));

fn read(bytes: &[u8], signature: &str) -> Result<PackContents, CourierError> {
    let expected = ExpectedPack {
        key: &KEYS.1,
        community: None,
        number: None,
        last: None,
    };
    Ok(PackReader::open(Cursor::new(bytes), signature, &expected)?
        .contents()?
        .0)
}

fuzz_target!(|data: &[u8]| {
    let purpose = || Purpose::Pack {
        number: PackNumber(17),
    };
    let sign = |bytes: &[u8]| signed::signed(bytes, &KEYS.0, purpose());
    match signed::read_both(data, |bytes| read(bytes, &sign(bytes))) {
        Ok(contents) => {
            let calendar = contents
                .calendar
                .and_then(|it| CalendarTable::from_text(&it).ok());
            if let Some(calendar) = calendar.map(CalendarTable::with_built_in) {
                let _due = calendar.due(contents.header.time.date(), 15);
            }
            for text in &contents.plans {
                let _plan = Plan::parse(text);
            }
        }
        Err(error) => assert!(!error.sentence().say(Lang::En).is_empty()),
    }
});
