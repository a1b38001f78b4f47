//! The kiosk's screens, clicked by label, measured and drawn.

mod aloud;
mod follow_up;
mod full_disk;
mod help;
mod in_turn;
mod measures;
mod panel;
mod snapshots;
mod staff;
mod taps;
mod touch;
mod walk;
mod wipe;
