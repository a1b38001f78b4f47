//! Every step of the card box's schema, in order. A step once shipped never changes.

mod m0001_sheets;
mod m0002_batches;
mod m0003_office;
mod m0004_device;
mod m0005_words;
mod m0006_status;

use rusqlite::{Connection, TransactionBehavior};

use super::error::CardBoxError;

const STEPS: [&str; 6] = [
    m0001_sheets::SQL,
    m0002_batches::SQL,
    m0003_office::SQL,
    m0004_device::SQL,
    m0005_words::SQL,
    m0006_status::SQL,
];

/// The newest version this program knows.
pub const KNOWN: u32 = 6;

/// Brings the box to the newest version, each step in its own transaction.
pub fn run(connection: &mut Connection) -> Result<(), CardBoxError> {
    let found = version(connection)?;
    if found > KNOWN {
        return Err(CardBoxError::Newer {
            found,
            known: KNOWN,
        });
    }
    for (number, sql) in (1u32..).zip(STEPS) {
        if number > found {
            let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            step.execute_batch(sql)?;
            step.pragma_update(None, "user_version", number)?;
            step.commit()?;
        }
    }
    Ok(())
}

/// Writes down the version the box has already: the smallest transaction that reaches the disk.
pub fn mark(connection: &Connection) -> Result<(), CardBoxError> {
    Ok(connection.pragma_update(None, "user_version", KNOWN)?)
}

/// The version a box has; 0 is a new, empty one.
pub fn version(connection: &Connection) -> Result<u32, CardBoxError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_version_is_the_last_step() {
        assert_eq!(usize::try_from(KNOWN).unwrap(), STEPS.len());
    }
}
