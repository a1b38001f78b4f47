//! How quickly cards come in: the one sign of somebody who fills in card after card that leaves no trace of any.

use std::time::Duration;

/// Cards are told in such steps: fewer say nothing, and nobody learns of one.
const STEP: u32 = 20;
const HOUR_SECS: u64 = 3600;

/// Cards of plans that are open to all, in the hour that runs, counted from the program's start, and in the one before. Two counts,
/// in memory only: no card's time.
#[derive(Debug, Default)]
pub(super) struct Pace {
    hour: u64,
    now: u32,
    before: u32,
}

impl Pace {
    /// A card came.
    pub(super) fn note(&mut self, uptime: Duration) {
        self.turn(uptime);
        self.now = self.now.saturating_add(1);
    }

    /// At least so many came in the fuller of the two hours, in steps of twenty; 0 where they are fewer.
    pub(super) fn cards_an_hour(&mut self, uptime: Duration) -> u32 {
        self.turn(uptime);
        self.now.max(self.before) / STEP * STEP
    }

    fn turn(&mut self, uptime: Duration) {
        let hour = uptime.as_secs() / HOUR_SECS;
        if hour != self.hour {
            self.before = if hour == self.hour + 1 { self.now } else { 0 };
            (self.hour, self.now) = (hour, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(60 * minutes)
    }

    #[test]
    fn many_cards_within_an_hour_are_told_in_steps_and_forgotten() {
        let mut pace = Pace::default();
        for _ in 0..19 {
            pace.note(minutes(5));
        }
        assert_eq!(pace.cards_an_hour(minutes(5)), 0);
        for _ in 0..26 {
            pace.note(minutes(50));
        }
        assert_eq!(pace.cards_an_hour(minutes(59)), 40);
        assert_eq!(pace.cards_an_hour(minutes(119)), 40);
        assert_eq!(pace.cards_an_hour(minutes(120)), 0);
        pace.note(minutes(600));
        assert_eq!(pace.cards_an_hour(minutes(600)), 0);
    }
}
