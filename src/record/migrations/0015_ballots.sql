-- What was voted in a round by a show of hands or on paper, as JSON; empty where nothing was.
ALTER TABLE round ADD COLUMN ballots TEXT NOT NULL DEFAULT '';
