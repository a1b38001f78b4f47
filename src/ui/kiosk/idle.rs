//! Knowing that a resident has walked away, from the window's own time.

use egui::{Event, ImeEvent, TouchPhase};

/// When to warn and when to wipe.
#[derive(Debug, Clone, Copy)]
pub struct IdleRule {
    /// Seconds without a touch before the warning shows.
    pub warn_after_secs: f64,
    /// Seconds the warning counts down before everything is wiped.
    pub countdown_secs: f64,
}

/// How long nobody has touched the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdleState {
    /// Somebody is there.
    Present,
    /// Nobody for a while; the whole seconds left are shown.
    Warning {
        /// Seconds until everything is wiped, from the countdown to 1.
        secs_left: u32,
    },
    /// They have gone.
    Gone,
}

/// The last sign of life.
#[derive(Debug, Clone, Copy, Default)]
pub struct Idle {
    last_touch: f64,
}

impl Idle {
    /// Somebody touched the screen (or a new resident begins) at `now`, in seconds.
    pub fn touch(&mut self, now: f64) {
        self.last_touch = now;
    }

    /// How it stands at `now`, with each limit of the rule stretched by `patience`.
    #[must_use]
    pub fn state(&self, rule: IdleRule, patience: f64, now: f64) -> IdleState {
        let quiet = now - self.last_touch;
        let left = rule.warn_after_secs * patience + rule.countdown_secs - quiet;
        if left <= 0.0 {
            return IdleState::Gone;
        }
        if left > rule.countdown_secs {
            return IdleState::Present;
        }
        IdleState::Warning {
            secs_left: whole_secs(left),
        }
    }

    /// Seconds until the state can next look different; a window at rest sleeps until then.
    #[must_use]
    pub fn next_change_secs(&self, rule: IdleRule, patience: f64, now: f64) -> f64 {
        let quiet = now - self.last_touch;
        let warn_after = rule.warn_after_secs * patience;
        if quiet < warn_after {
            return warn_after - quiet;
        }
        let left = warn_after + rule.countdown_secs - quiet;
        // To the next whole second, a hair later so that the number has changed when it is drawn.
        (left - left.floor()).max(0.02)
    }
}

/// Whole seconds, rounded up; a countdown ends at 1, not at 0.
#[must_use]
pub fn whole_secs(secs: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a countdown's range first"
    )]
    let whole = secs.ceil().clamp(0.0, 86_400.0) as u32;
    whole
}

/// Whether this frame brought a sign of life: something newly pressed, touched or typed, a wheel turned. A
/// pointer that merely drifts is not one (a mouse on a shaking table would keep a stranger's draft open for
/// ever), and neither is what merely stays down: a resting hand, a bag on the keyboard.
#[must_use]
pub fn somebody_is_there(input: &egui::InputState) -> bool {
    let key = |repeated: bool| {
        input.events.iter().any(|event| {
            matches!(event, Event::Key { pressed: true, repeat, .. } if *repeat == repeated)
        })
    };
    // The letter of a key that is held comes with the key's repetition.
    let typed = || !key(true) && input.events.iter().any(is_typed);
    key(false) || input.events.iter().any(is_touched) || typed()
}

fn is_touched(event: &Event) -> bool {
    matches!(
        event,
        Event::PointerButton { pressed: true, .. }
            | Event::Touch {
                phase: TouchPhase::Start,
                ..
            }
            | Event::MouseWheel { .. }
    )
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "typing is two kinds of event among many"
)]
fn is_typed(event: &Event) -> bool {
    match event {
        Event::Text(_) | Event::Ime(ImeEvent::Commit(_)) => true,
        Event::Ime(ImeEvent::Preedit { text, .. }) => !text.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: IdleRule = IdleRule {
        warn_after_secs: 60.0,
        countdown_secs: 20.0,
    };

    #[test]
    fn present_then_warned_then_gone() {
        let mut idle = Idle::default();
        idle.touch(100.0);
        assert_eq!(idle.state(RULE, 1.0, 159.0), IdleState::Present);
        assert_eq!(
            idle.state(RULE, 1.0, 160.5),
            IdleState::Warning { secs_left: 20 }
        );
        assert_eq!(
            idle.state(RULE, 1.0, 179.5),
            IdleState::Warning { secs_left: 1 }
        );
        assert_eq!(idle.state(RULE, 1.0, 180.0), IdleState::Gone);
        idle.touch(180.0);
        assert_eq!(idle.state(RULE, 1.0, 181.0), IdleState::Present);
    }

    #[test]
    fn patience_stretches_the_quiet_time_only() {
        let idle = Idle::default();
        assert_eq!(idle.state(RULE, 3.0, 179.0), IdleState::Present);
        assert_eq!(idle.state(RULE, 3.0, 200.0), IdleState::Gone);
    }
}
