//! Words leave at every sync, ratings when their crowd is there: a receipt leaves with the words of its card where
//! there are any, and a plan's crowd is the cards that rate something.
//!
//! Of the cards that waited at the upgrade nobody knows which had both. Their receipts leave with the ratings, as they
//! would have; the crowd is counted as if each opinion had come alone, which is never too large.

pub const SQL: &str = "
ALTER TABLE receipt ADD COLUMN with_words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN rated INTEGER NOT NULL DEFAULT 0;
UPDATE counter SET rated = max(
    submitted - (SELECT count(*) FROM opinion WHERE opinion.plan_key = counter.plan_key AND opinion.batch = 0),
    EXISTS (SELECT 1 FROM rating WHERE rating.plan_key = counter.plan_key AND rating.batch = 0)
);
";
