//! Closed batches: what is needed to make their bytes again. The sheets go when the office has them; this
//! line of counts stays, for the root of a batch is named by the one after it.

pub const SQL: &str = "
CREATE TABLE batch (
    number         INTEGER NOT NULL PRIMARY KEY,
    week           TEXT NOT NULL,
    issued         INTEGER NOT NULL,
    submitted      INTEGER NOT NULL,
    abandoned      INTEGER NOT NULL,
    slips          INTEGER NOT NULL,
    crowd_override INTEGER NOT NULL,
    previous       BLOB,
    root           BLOB NOT NULL,
    signature      TEXT NOT NULL,
    bytes          INTEGER NOT NULL,
    acknowledged   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;
";
