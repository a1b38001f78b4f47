//! A card's JSON, as a script submits it, and the two kinds of sheets, as they lie in what is sealed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::domain::card::{Card, OpinionSheet, RatingSheet};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One value, one spelling: what is written of what was read reads back, and is written the same again.
fn again<T: Serialize + DeserializeOwned>(data: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(data).ok()?;
    let text = serde_json::to_vec(&value).unwrap();
    let back: T = serde_json::from_slice(&text).unwrap();
    assert_eq!(serde_json::to_vec(&back).unwrap(), text);
    Some(value)
}

fuzz_target!(|data: &[u8]| {
    let _rating: Option<RatingSheet> = again(data);
    let _opinion: Option<OpinionSheet> = again(data);
    if let Ok(card) = serde_json::from_slice::<Card>(data) {
        let rated = card.ratings.values().filter(|answers| !answers.is_empty()).count();
        let (ratings, _opinion) = card.into_sheets(None);
        assert_eq!(ratings.len(), rated);
    }
});
