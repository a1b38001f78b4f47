//! Every step of the card box's schema, in order: scripts that SQLite runs whole. A step once shipped never changes.

use rusqlite::{Connection, TransactionBehavior};

use super::error::CardBoxError;

const STEPS: [&str; 14] = [
    // Sealed sheets, receipt tags, used slips and the counters. No table has a rowid, a time or a sequence.
    include_str!("0001_sheets.sql"),
    // Closed batches: what is needed to make their bytes again. The sheets go when the office has them; this
    // line of counts stays, for the root of a batch is named by the one after it.
    include_str!("0002_batches.sql"),
    // What packs brought: plans, statuses and sealed replies by tag, notices, revoked slips.
    include_str!("0003_office.sql"),
    // Single facts about this device and its office; never about a card.
    include_str!("0004_device.sql"),
    // Words leave at every sync, ratings when their crowd is there: a receipt leaves with the words of its card where
    // there are any, and a plan's crowd is the cards that rate something.
    //
    // Of the cards that waited at the upgrade nobody knows which had both. Their receipts leave with the ratings, as they
    // would have; the crowd is counted as if each opinion had come alone, which is never too large.
    include_str!("0005_words.sql"),
    // A status says of its day what the calendar does, and no day of an answer: that one is sealed with the reply.
    include_str!("0006_status.sql"),
    // Rating sheets wait for the end of their round: a queue a subject, a row of counters a round, and what a batch of
    // version 2 says of itself, as JSON. Tags of receipts leave with no batch any more, so that none is kept: those of closed
    // batches go with their batch.
    include_str!("0007_rounds.sql"),
    // Every pack that was taken, with the office's ledger by it: the device is a witness. An acknowledged batch is kept until
    // a second acknowledgement; those of before are gone already.
    include_str!("0008_witness.sql"),
    // For how long a plan has been asked here and a round has run: too short a one does not leave by itself.
    include_str!("0009_days.sql"),
    // Voting slips, each in a row of its own before it can be used. The tables `slip` and `revoked` of before, in which no
    // program ever put anything but for a batch of version 1, stay as they are.
    include_str!("0010_slips.sql"),
    // What waits goes on with the key of the office that it was sealed to, when the office has a new one.
    include_str!("0011_keys.sql"),
    include_str!("0012_extended.sql"),
    // 回访: how many answers a receipt has, whether the last is asked about, and what its holder reads of what they said.
    include_str!("0013_talk.sql"),
    // The highest floor that a round ever had here, whatever its plan asks for by the end.
    include_str!("0014_floor.sql"),
];

/// The newest version this program knows.
pub(super) const KNOWN: u32 = 14;

/// Brings the box to the newest version, each step in its own transaction.
pub(super) fn run(connection: &mut Connection) -> Result<(), CardBoxError> {
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
pub(super) fn mark(connection: &Connection) -> Result<(), CardBoxError> {
    Ok(connection.pragma_update(None, "user_version", KNOWN)?)
}

/// The version a box has; 0 is a new, empty one.
pub(super) fn version(connection: &Connection) -> Result<u32, CardBoxError> {
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
