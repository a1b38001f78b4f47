//! A pack, rightly signed: read to the end, and its plans and its calendar as a kiosk reads them.
#![no_main]

mod signed;

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use pingyi::courier::CourierError;
use pingyi::courier::keys::SigningKey;
use pingyi::courier::pack::{ExpectedPack, PackContents, PackReader};
use pingyi::courier::sign::Purpose;
use pingyi::domain::calendar::CalendarTable;
use pingyi::domain::ids::PackNumber;
use pingyi::domain::plan::Plan;
use pingyi::words::Lang;

fn read(bytes: &[u8], signature: &str) -> Result<PackContents, CourierError> {
    let key = SigningKey::from_seed(&[2; 32]).public();
    let expected = ExpectedPack {
        key: &key,
        community: None,
        number: None,
        last: None,
    };
    Ok(PackReader::open(Cursor::new(bytes), signature, &expected)?.contents()?.0)
}

fuzz_target!(|data: &[u8]| {
    let key = SigningKey::from_seed(&[2; 32]);
    for bytes in [data.to_vec(), signed::rooted(data)] {
        let purpose = Purpose::Pack {
            number: PackNumber(17),
        };
        match read(&bytes, &signed::signed(&bytes, &key, purpose)) {
            Ok(contents) => {
                let calendar = contents.calendar.and_then(|it| CalendarTable::from_text(&it).ok());
                if let Some(calendar) = calendar.map(CalendarTable::or_newer_built_in) {
                    let _due = calendar.due(contents.header.time.date(), 15);
                }
                for text in &contents.plans {
                    let _plan = Plan::parse(text);
                }
            }
            Err(error) => assert!(!error.sentence().say(Lang::En).is_empty()),
        }
    }
});
