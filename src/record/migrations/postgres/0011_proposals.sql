-- What was noted of the proposals that a round votes on, as JSON; empty where nothing was.
ALTER TABLE round ADD COLUMN proposals TEXT COLLATE "C" NOT NULL DEFAULT '';
