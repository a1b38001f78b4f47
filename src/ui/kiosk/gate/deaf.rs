//! The second of two quick taps is meant for the page that the first one turned.

use egui::{Event, PointerButton, Pos2};

/// How long the tapped spot is deaf after a change of page, in seconds: longer than between two taps of a
/// trembling or impatient finger, shorter than it takes to read anything.
const DEAF_SECS: f64 = 0.4;
/// How far around the tap, in points. Elsewhere nobody has to wait.
const SPOT: f32 = 48.0;
/// A page that changes so long after the last tap changed by itself, in seconds.
const RECENT_SECS: f64 = 1.0;
/// Too far from anything for a release to be a click.
const AWAY: Pos2 = Pos2::new(-10_000.0, -10_000.0);

#[derive(Debug, Clone, Copy)]
struct Spot {
    at: Pos2,
    /// Counted from the first frame that shows the new page; `None` before it.
    until: Option<f64>,
}

/// Swallows presses where a page has just changed.
#[derive(Debug, Default)]
pub(super) struct Deaf {
    /// Where a finger last came down or was lifted, and when.
    last: Option<(Pos2, f64)>,
    spot: Option<Spot>,
    /// Buttons whose press was swallowed: their release is too.
    swallowed: Vec<PointerButton>,
    /// The press that is held began on an earlier page.
    outlived: bool,
}

impl Deaf {
    pub(super) fn begin_frame(&mut self, now: f64) {
        if let Some(spot) = &mut self.spot {
            let until = *spot.until.get_or_insert(now + DEAF_SECS);
            if now >= until {
                self.spot = None;
            }
        }
    }

    /// Another page is up from the next frame on.
    pub(super) fn page_changed(&mut self, finger_down: bool, now: f64) {
        self.outlived = finger_down;
        if let Some((at, when)) = self.last
            && now - when <= RECENT_SECS
        {
            self.spot = Some(Spot { at, until: None });
        }
    }

    /// Puts `event` into `out`, unless it belongs to a press that is swallowed.
    pub(super) fn pass_on(&mut self, event: Event, now: f64, out: &mut Vec<Event>) {
        let Event::PointerButton {
            pos,
            button,
            pressed,
            ..
        } = event
        else {
            out.push(event);
            return;
        };
        self.last = Some((pos, now));
        let before = self.swallowed.len();
        self.swallowed.retain(|one| *one != button);
        let was_swallowed = self.swallowed.len() < before;
        if pressed {
            self.outlived = false;
            if self.spot.is_some_and(|spot| spot.at.distance(pos) <= SPOT) {
                self.swallowed.push(button);
                return;
            }
        } else if was_swallowed {
            return;
        } else if std::mem::take(&mut self.outlived) {
            // What was pressed is gone, but something of the same name may stand in its place.
            out.push(Event::PointerMoved(AWAY));
        }
        out.push(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Pos2 = Pos2::new(100.0, 100.0);

    fn tap(deaf: &mut Deaf, pos: Pos2, now: f64) -> usize {
        deaf.begin_frame(now);
        let mut out = Vec::new();
        for pressed in [true, false] {
            let event = Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: egui::Modifiers::NONE,
            };
            deaf.pass_on(event, now, &mut out);
        }
        out.len()
    }

    #[test]
    fn only_the_tapped_spot_is_deaf_and_only_for_a_moment() {
        let mut deaf = Deaf::default();
        assert_eq!(tap(&mut deaf, HERE, 5.0), 2);
        deaf.page_changed(false, 5.0);
        assert_eq!(tap(&mut deaf, HERE, 5.2), 0);
        // Counted from the frame that shows the page.
        assert_eq!(tap(&mut deaf, HERE, 5.59), 0);
        assert_eq!(tap(&mut deaf, HERE + egui::vec2(60.0, 0.0), 5.59), 2);
        assert_eq!(tap(&mut deaf, HERE, 5.61), 2);
    }

    #[test]
    fn a_page_that_changes_by_itself_makes_nothing_deaf() {
        let mut deaf = Deaf::default();
        tap(&mut deaf, HERE, 5.0);
        deaf.page_changed(false, 65.0);
        assert_eq!(tap(&mut deaf, HERE, 65.1), 2);
    }

    #[test]
    fn a_press_that_outlives_its_page_is_no_click() {
        let mut deaf = Deaf::default();
        tap(&mut deaf, HERE, 5.0);
        deaf.page_changed(true, 60.0);
        let mut out = Vec::new();
        let event = Event::PointerButton {
            pos: HERE,
            button: PointerButton::Primary,
            pressed: false,
            modifiers: egui::Modifiers::NONE,
        };
        deaf.pass_on(event, 61.0, &mut out);
        assert_eq!(out.first(), Some(&Event::PointerMoved(AWAY)));
        assert_eq!(out.len(), 2, "but the release is not lost");
    }
}
