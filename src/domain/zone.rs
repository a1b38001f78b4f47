//! By which clock a community lives. China has one time; whatever a computer was told of zones, or was told wrongly, moves nobody's
//! last day.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::time::Clock;

const MINUTES_AN_HOUR: i32 = 60;
/// No place on earth is further from Greenwich.
const MOST_MINUTES: i32 = 14 * MINUTES_AN_HOUR;
/// The zones that have a name here; none of them has a summer time.
const NAMED: [(&str, i32); 2] = [("Asia/Shanghai", 480), ("Asia/Urumqi", 360)];

/// A zone: minutes before Greenwich.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    minutes: i32,
}

impl Default for Zone {
    /// `Asia/Shanghai`, which is the time of all of China.
    fn default() -> Self {
        Self { minutes: 480 }
    }
}

impl Zone {
    /// How far it is before Greenwich.
    #[must_use]
    pub fn before_greenwich(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.minutes))
    }
}

/// A zone that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{given} is not known as a zone; use Asia/Shanghai, Asia/Urumqi or +08:00. 不认识这个时区")]
pub struct UnknownZone {
    given: String,
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        let unknown = || UnknownZone {
            given: text.to_owned(),
        };
        if let Some((_, minutes)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(Self { minutes: *minutes });
        }
        let (sign, rest) = match text.strip_prefix('+') {
            Some(rest) => (1, rest),
            None => (-1, text.strip_prefix('-').ok_or_else(unknown)?),
        };
        let (hours, minutes) = rest.split_once(':').ok_or_else(unknown)?;
        let two = |part: &str| match part.len() {
            2 if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<i32>().ok(),
            _ => None,
        };
        let (hours, minutes) = two(hours).zip(two(minutes)).ok_or_else(unknown)?;
        let all = hours * MINUTES_AN_HOUR + minutes;
        if minutes >= MINUTES_AN_HOUR || all > MOST_MINUTES {
            return Err(unknown());
        }
        Ok(Self {
            minutes: sign * all,
        })
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;

    fn try_from(text: String) -> Result<Self, UnknownZone> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.to_string()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMED.iter().find(|(_, named)| *named == self.minutes) {
            return f.write_str(name);
        }
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let all = self.minutes.abs();
        write!(
            f,
            "{sign}{:02}:{:02}",
            all / MINUTES_AN_HOUR,
            all % MINUTES_AN_HOUR
        )
    }
}

/// A clock that shows the time of `Asia/Shanghai`, read in another zone.
pub struct ZonedClock {
    clock: Arc<dyn Clock>,
    zone: Zone,
}

impl ZonedClock {
    /// `clock` as it is read in `zone`.
    #[must_use]
    pub fn of(clock: Arc<dyn Clock>, zone: Zone) -> Arc<dyn Clock> {
        if zone == Zone::default() {
            clock
        } else {
            Arc::new(Self { clock, zone })
        }
    }
}

impl Clock for ZonedClock {
    fn now(&self) -> NaiveDateTime {
        self.clock.now() + self.zone.before_greenwich() - Zone::default().before_greenwich()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::FixedClock;

    #[test]
    fn a_zone_is_read_as_it_is_written_and_nothing_else_is_one() {
        for text in ["Asia/Shanghai", "Asia/Urumqi", "+05:45", "-03:30", "+00:00"] {
            assert_eq!(text.parse::<Zone>().unwrap().to_string(), text);
        }
        assert_eq!("+08:00".parse::<Zone>().unwrap(), Zone::default());
        for text in [
            "",
            "Asia/Shanghia",
            "CST-8",
            "UTC",
            "+8",
            "08:00",
            "+08:60",
            "+15:00",
            "+0a:00",
            "+08:00:00",
        ] {
            assert!(text.parse::<Zone>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_clock_is_read_in_its_zone() {
        let shown = "2026-12-01T01:00:00".parse().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(shown));
        let west = ZonedClock::of(Arc::clone(&clock), "Asia/Urumqi".parse().unwrap());
        assert_eq!(west.today().to_string(), "2026-11-30");
        assert_eq!(ZonedClock::of(clock, Zone::default()).now(), shown);
    }
}
