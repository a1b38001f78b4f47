//! What is typed, by a person or by a scanner that types what it reads and ends with Enter or Tab.

use egui::{Event, Key};

/// Between two signs of a scanner, and a frame's length more, in seconds; no person strikes Enter so soon
/// after a letter and means a button.
const BURST_SECS: f64 = 0.06;

/// Tells bursts from keys that are meant.
#[derive(Debug, Default)]
pub(super) struct Typing {
    /// A dialog is up.
    pub(super) dialog: bool,
    last: Option<f64>,
    typed: bool,
    ended: bool,
}

impl Typing {
    pub(super) fn begin_frame(&mut self) {
        self.typed = false;
        self.ended = false;
    }

    /// Whether something was typed in this frame, and whether a key came that ends a burst.
    pub(super) fn this_frame(&self) -> (bool, bool) {
        (self.typed, self.ended)
    }

    /// Whether the screens get to see `event`.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "typing is few kinds among many"
    )]
    pub(super) fn lets_through(
        &mut self,
        event: &Event,
        now: f64,
        is_repeated: impl Fn(Key) -> bool,
    ) -> bool {
        match event {
            Event::Text(text) => {
                // A blank alone is the space bar, which presses a button as Enter does.
                if !text.trim().is_empty() {
                    self.last = Some(now);
                    self.typed = true;
                }
                !self.dialog
            }
            Event::Key {
                key, pressed: true, ..
            } => {
                let ends = matches!(key, Key::Enter | Key::Tab | Key::Space);
                if ends && self.last.is_some_and(|last| now - last <= BURST_SECS) {
                    self.last = Some(now);
                    self.ended = true;
                    return !self.dialog;
                }
                !self.dialog || (walks(*key) && !is_repeated(*key))
            }
            Event::Ime(_) | Event::Paste(_) | Event::MouseWheel { .. } => !self.dialog,
            _ => true,
        }
    }
}

/// Keys that lead from one button to the next and press it.
fn walks(key: Key) -> bool {
    matches!(
        key,
        Key::Tab
            | Key::Enter
            | Key::Space
            | Key::Escape
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        }
    }

    #[test]
    fn a_burst_ends_with_a_key_that_presses_nothing() {
        let mut typing = Typing::default();
        assert!(typing.lets_through(&key(Key::Enter), 1.0, |_| false));
        assert!(!typing.this_frame().1, "Enter alone is meant");
        typing.begin_frame();
        assert!(typing.lets_through(&Event::Text("7".to_owned()), 2.0, |_| false));
        assert!(typing.lets_through(&key(Key::Tab), 2.03, |_| false));
        assert!(typing.lets_through(&key(Key::Enter), 2.06, |_| false));
        assert_eq!(
            typing.this_frame(),
            (true, true),
            "still seen by the look-up"
        );
        typing.begin_frame();
        assert!(typing.lets_through(&key(Key::Enter), 2.5, |_| false));
        assert_eq!(typing.this_frame(), (false, false));
    }

    #[test]
    fn a_dialog_lets_nothing_through_but_single_steps() {
        let mut typing = Typing {
            dialog: true,
            ..Typing::default()
        };
        assert!(!typing.lets_through(&Event::Text("a".to_owned()), 1.0, |_| false));
        assert!(
            !typing.lets_through(&key(Key::Enter), 1.01, |_| false),
            "a burst"
        );
        assert!(!typing.lets_through(&key(Key::A), 2.0, |_| false));
        assert!(typing.lets_through(&key(Key::Tab), 2.0, |_| false));
        assert!(
            !typing.lets_through(&key(Key::Enter), 2.0, |_| true),
            "held down"
        );
        assert!(typing.lets_through(&key(Key::Enter), 2.0, |_| false));
    }
}
