//! What packs brought: plans, statuses and sealed replies by tag, notices, revoked slips.

pub const SQL: &str = "
CREATE TABLE plan (
    id       TEXT NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    text     TEXT NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE status (
    tag       BLOB NOT NULL PRIMARY KEY,
    state     TEXT NOT NULL,
    due       TEXT,
    tentative INTEGER NOT NULL DEFAULT 0,
    answered  TEXT
) WITHOUT ROWID, STRICT;
CREATE TABLE reply (
    tag    BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE notice (
    id   TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE revoked (
    hash BLOB NOT NULL PRIMARY KEY
) WITHOUT ROWID, STRICT;
";
