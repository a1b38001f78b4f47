-- Since when a plan's questions are asked here, and the first day of a round here; empty where no day binds it: what was there
-- before, and a trial.
ALTER TABLE plan ADD COLUMN since TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN first TEXT NOT NULL DEFAULT '';
