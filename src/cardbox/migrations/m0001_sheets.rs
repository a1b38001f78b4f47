//! Sealed sheets, receipt tags, used slips and the counters. No table has a rowid, a time or a sequence.

pub const SQL: &str = "
CREATE TABLE rating (
    id       BLOB NOT NULL PRIMARY KEY,
    plan_key BLOB NOT NULL,
    batch    INTEGER NOT NULL DEFAULT 0,
    sealed   BLOB NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE opinion (
    id       BLOB NOT NULL PRIMARY KEY,
    plan_key BLOB NOT NULL,
    batch    INTEGER NOT NULL DEFAULT 0,
    sealed   BLOB NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE receipt (
    tag      BLOB NOT NULL PRIMARY KEY,
    plan_key BLOB NOT NULL,
    batch    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;
CREATE TABLE slip (
    hash     BLOB NOT NULL PRIMARY KEY,
    plan_key BLOB NOT NULL,
    batch    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;
CREATE TABLE counter (
    plan_key  BLOB NOT NULL PRIMARY KEY,
    issued    INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    abandoned INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
";
