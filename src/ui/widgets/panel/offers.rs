//! What the panel offers to write, and what becomes of the engine's input when one is taken.

use zeroize::Zeroize;

/// What taking a candidate uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Uses {
    /// The ink on the pad.
    Ink,
    /// So many of the letters typed, from the first.
    Letters(usize),
    /// The strokes struck.
    Code,
    /// Nothing: a word that may follow.
    Nothing,
    /// Nothing; it stands in for the character written at this place.
    Place(usize),
}

/// One candidate.
#[derive(Debug)]
pub(super) struct Offered {
    pub text: String,
    pub uses: Uses,
}

/// The candidates, best first, and the page of them that is shown.
#[derive(Debug, Default)]
pub(super) struct Offers {
    all: Vec<Offered>,
    /// The first one shown.
    first: usize,
    /// The first ones of the pages before, so that turning back shows the same.
    before: Vec<usize>,
}

impl Offers {
    pub(super) fn set(&mut self, texts: impl IntoIterator<Item = (String, Uses)>) {
        self.clear();
        self.all
            .extend(texts.into_iter().map(|(text, uses)| Offered { text, uses }));
    }

    pub(super) fn clear(&mut self) {
        for offered in &mut self.all {
            offered.text.zeroize();
        }
        self.all.clear();
        self.first = 0;
        self.before.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those from the page's first one on, with their places.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &Offered)> {
        self.all.iter().enumerate().skip(self.first)
    }

    /// All texts, whatever page is shown.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|offered| offered.text.as_str())
    }

    pub(super) fn get(&self, place: usize) -> Option<&Offered> {
        self.all.get(place)
    }

    pub(super) fn has_page_before(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether there are more than `shown` from the page's first one on.
    pub(super) fn has_more_than(&self, shown: usize) -> bool {
        self.all.len() > self.first + shown
    }

    /// Turns a page of `shown` candidates; beyond the last begins the first again.
    pub(super) fn turn_on(&mut self, shown: usize) {
        if self.has_more_than(shown) {
            self.before.push(self.first);
            self.first += shown.max(1);
        } else {
            self.first = 0;
            self.before.clear();
        }
    }

    pub(super) fn turn_back(&mut self) {
        self.first = self.before.pop().unwrap_or(0);
    }
}

impl Drop for Offers {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_turn_both_ways_and_round() {
        let mut offers = Offers::default();
        let texts = ["一", "二", "三", "四", "五"];
        offers.set(texts.map(|text| (text.to_owned(), Uses::Nothing)));
        let page = |offers: &Offers| {
            offers
                .shown()
                .map(|(place, _)| place)
                .take(2)
                .collect::<Vec<_>>()
        };
        assert_eq!(page(&offers), vec![0, 1]);
        offers.turn_on(2);
        offers.turn_on(2);
        assert_eq!(page(&offers), vec![4]);
        assert!(!offers.has_more_than(2));
        offers.turn_back();
        assert_eq!(page(&offers), vec![2, 3]);
        offers.turn_on(2);
        offers.turn_on(2);
        assert_eq!(page(&offers), vec![0, 1], "beyond the last the first again");
        assert!(!offers.has_page_before());
    }
}
