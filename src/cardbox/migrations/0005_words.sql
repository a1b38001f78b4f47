
ALTER TABLE receipt ADD COLUMN with_words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN rated INTEGER NOT NULL DEFAULT 0;
UPDATE counter SET rated = max(
    submitted - (SELECT count(*) FROM opinion WHERE opinion.plan_key = counter.plan_key AND opinion.batch = 0),
    EXISTS (SELECT 1 FROM rating WHERE rating.plan_key = counter.plan_key AND rating.batch = 0)
);
