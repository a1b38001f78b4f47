//! The office's screens, clicked by label, measured and drawn.

mod calendar;
mod clerk;
mod desk;
mod looks;
mod pages;
mod plan_editor;
mod rounds;
