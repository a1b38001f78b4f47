
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
