//! A card's JSON, as a script submits it, and the two kinds of sheets, as they lie in what is sealed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::domain::card::{Card, OpinionSheet, RatingSheet, ReplyTo, opinion_bytes};
use pingyi::domain::ids::{ReplyKey, Tag};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One value, one spelling: what is written of what was read reads back, and is written the same again.
fn again<T: Serialize + DeserializeOwned>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    text
}

fuzz_target!(|data: &[u8]| {
    if let Ok(sheet) = serde_json::from_slice::<RatingSheet>(data) {
        again(&sheet);
    }
    if let Ok(sheet) = serde_json::from_slice::<OpinionSheet>(data) {
        // What the screen counts while somebody writes is never less than what is sealed.
        assert!(again(&sheet).len() <= opinion_bytes(&sheet.plan, &sheet.opinion));
    }
    let Ok(card) = serde_json::from_slice::<Card>(data) else {
        return;
    };
    again(&card);
    let rated = card
        .ratings
        .values()
        .filter(|answers| !answers.is_empty())
        .count();
    let written = card
        .opinion
        .as_ref()
        .is_some_and(|it| !it.text.trim().is_empty());
    let reply_to = ReplyTo {
        tag: Tag([4; 16]),
        key: ReplyKey([6; 32]),
        voice: None,
    };
    let (ratings, opinion) = card.into_sheets(Some(reply_to));
    assert_eq!((ratings.len(), opinion.is_some()), (rated, written));
    for sheet in &ratings {
        again(sheet);
    }
    if let Some(sheet) = opinion {
        assert_eq!(
            again(&sheet).len(),
            opinion_bytes(&sheet.plan, &sheet.opinion)
        );
    }
});
