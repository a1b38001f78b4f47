CREATE TABLE pack (
    number INTEGER NOT NULL PRIMARY KEY,
    root   BLOB,
    length INTEGER,
    head   BLOB
) WITHOUT ROWID, STRICT;
INSERT INTO pack (number, root)
    SELECT CAST(value AS INTEGER), (SELECT unhex(value) FROM meta WHERE key = 'last-pack-root')
    FROM meta WHERE key = 'last-pack';
DELETE FROM meta WHERE key IN ('last-pack', 'last-pack-root');
ALTER TABLE batch ADD COLUMN acknowledged_on TEXT;
