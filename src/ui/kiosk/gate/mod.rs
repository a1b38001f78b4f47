//! The gate: what a finger, a keyboard or a scanner does, before any screen sees it.
//!
//! Screens change under a finger that is still on its way, and scanners type wherever they happen to be
//! pointed. Three rules hold for every screen, so that no screen has to think of them:
//!
//! 1. After a change of page the spot that was just tapped is deaf for a moment ([`deaf`]).
//! 2. While a dialog is up nothing can be typed, and of the keyboard only the keys that walk through the
//!    dialog's own buttons get through, one press at a time ([`typing`]).
//! 3. What is typed in a burst takes the focus from any button, and the key that ends it presses nothing
//!    ([`typing`]).

mod deaf;
mod typing;

use egui::{Context, FocusDirection, Plugin, RawInput};

use deaf::Deaf;
use typing::Typing;

/// Sits between the window and egui, for the input is taken in before any screen is drawn.
#[derive(Debug, Default)]
pub(super) struct Gate {
    deaf: Deaf,
    typing: Typing,
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
        self.typing.begin_frame();
        let events = std::mem::take(&mut input.events);
        input.events.reserve(events.len() + 1);
        for event in events {
            let is_repeated = |key| ctx.input(|last| last.key_down(key));
            if self.typing.lets_through(&event, now, is_repeated) {
                self.deaf.pass_on(event, now, &mut input.events);
            }
        }
    }
}

/// What the gate has to know at the end of a frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrameEnd {
    /// Another page or dialog is up than at the end of the frame before.
    pub changed: bool,
    /// A dialog is up.
    pub dialog: bool,
    /// A finger is down.
    pub finger_down: bool,
    /// The window's time in seconds.
    pub now: f64,
}

/// Tells the gate what became of the frame's input; the first call puts the gate up.
pub(super) fn end_frame(ctx: &Context, end: FrameEnd) {
    let handle = ctx.plugin_or_default::<Gate>();
    let mut gate = handle.lock();
    gate.typing.dialog = end.dialog;
    if std::mem::take(&mut gate.turned) || end.changed {
        gate.deaf.page_changed(end.finger_down, end.now);
    }
}

/// A page was turned by something that only egui remembers, such as how far it is scrolled.
pub(super) fn page_turned(ctx: &Context) {
    ctx.with_plugin(|gate: &mut Gate| gate.turned = true);
}

/// Before a frame is drawn: whoever types has no button in mind.
pub(super) fn keep_typing_off_buttons(ctx: &Context) {
    let Some((typed, ended)) = ctx.with_plugin(|gate: &mut Gate| gate.typing.this_frame()) else {
        return;
    };
    let in_field = ctx.text_edit_focused();
    ctx.memory_mut(|memory| {
        if ended {
            memory.move_focus(FocusDirection::None);
        }
        if (typed || ended) && !in_field {
            memory.stop_text_input();
        }
    });
}
