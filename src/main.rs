//! Picks a front end.

fn main() {}
