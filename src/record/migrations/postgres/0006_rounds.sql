-- What a batch of version 2 says of itself, as JSON; none for one of version 1.
ALTER TABLE batch ADD COLUMN facts TEXT COLLATE "C" NOT NULL DEFAULT '';
