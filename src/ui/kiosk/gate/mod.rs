//! The gate: what a finger does, before any screen sees it.
//!
//! Screens change under a finger that is still on its way. After a change of page the spot that was just
//! tapped is deaf for a moment ([`deaf`]), on every screen, so that no screen has to think of it.

mod deaf;
mod place;

use egui::{Context, Plugin, RawInput};

use deaf::Deaf;
pub(super) use place::Place;

/// Sits between the window and egui, for the input is taken in before any screen is drawn.
#[derive(Debug, Default)]
pub(super) struct Gate {
    deaf: Deaf,
    /// A page was turned that the kiosk's own state does not tell.
    turned: bool,
}

impl Plugin for Gate {
    fn debug_name(&self) -> &'static str {
        "pingyi gate"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let now = input.time.unwrap_or_else(|| ctx.input(|last| last.time));
        self.deaf.begin_frame(now);
        let events = std::mem::take(&mut input.events);
        input.events.reserve(events.len() + 1);
        for event in events {
            self.deaf.pass_on(event, now, &mut input.events);
        }
    }
}

/// What the gate has to know at the end of a frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrameEnd {
    /// Another page or dialog is up than at the end of the frame before.
    pub changed: bool,
    /// A finger is down.
    pub finger_down: bool,
    /// The window's time in seconds.
    pub now: f64,
}

/// Tells the gate what became of the frame's input; the first call puts the gate up.
pub(super) fn end_frame(ctx: &Context, end: FrameEnd) {
    let handle = ctx.plugin_or_default::<Gate>();
    let mut gate = handle.lock();
    if std::mem::take(&mut gate.turned) || end.changed {
        gate.deaf.page_changed(end.finger_down, end.now);
    }
}

/// A page was turned by something that only egui remembers, such as how far it is scrolled.
pub(super) fn page_turned(ctx: &Context) {
    ctx.with_plugin(|gate: &mut Gate| gate.turned = true);
}
