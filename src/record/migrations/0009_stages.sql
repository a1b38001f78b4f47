-- Stages of a round's procedure that are done, as JSON; empty where none is.
ALTER TABLE round ADD COLUMN stages TEXT NOT NULL DEFAULT '';
