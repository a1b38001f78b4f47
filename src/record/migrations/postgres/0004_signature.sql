-- Room for the signature of the person who made an entry (base64). Entries from here on are written as
-- {n, day, by, kind, version, body}; a program of an earlier step would take them for damage, so it is refused.
ALTER TABLE ledger ADD COLUMN signature TEXT COLLATE "C";
