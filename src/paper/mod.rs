//! What can be held in a hand: receipt images and printable sheets.
