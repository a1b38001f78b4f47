-- How many sheets about one subject leave together, by the highest that was asked for while any waited: a plan that asks for fewer
-- from now on, or that is gone, frees nothing that was taken in under more. 0 where no pack came since.
ALTER TABLE round ADD COLUMN fewest INTEGER NOT NULL DEFAULT 0;
