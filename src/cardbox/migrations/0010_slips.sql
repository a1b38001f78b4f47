CREATE TABLE slip_list (
    key        BLOB NOT NULL PRIMARY KEY,
    plan       TEXT NOT NULL,
    round      TEXT NOT NULL,
    device     TEXT NOT NULL,
    voters     TEXT NOT NULL,
    last       TEXT NOT NULL,
    own        INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    ended      INTEGER NOT NULL DEFAULT 0,
    in_whole   INTEGER NOT NULL DEFAULT 0,
    told       INTEGER NOT NULL DEFAULT 0,
    refused    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;
CREATE TABLE slip_tag (
    tag    BLOB NOT NULL PRIMARY KEY,
    list   BLOB NOT NULL,
    used   INTEGER NOT NULL DEFAULT 0,
    voided INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;
