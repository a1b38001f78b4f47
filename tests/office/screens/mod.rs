//! The office's screens, clicked by label.

mod clerk;
mod pages;
