-- 回访: how many answers a case had, whether it was taken up again, what its holder reads; and the voice of its receipt.
ALTER TABLE opinion_case ADD COLUMN voice BYTEA;
ALTER TABLE opinion_case ADD COLUMN answers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE opinion_case ADD COLUMN reopened BIGINT NOT NULL DEFAULT 0;
ALTER TABLE opinion_case ADD COLUMN news TEXT;
UPDATE opinion_case SET answers = 1 WHERE answered_on IS NOT NULL;
-- What holders said since, and what staff heard. Words lie in `blob`.
CREATE TABLE follow_up (
    id BYTEA PRIMARY KEY,
    voice BYTEA,
    tag BYTEA,
    number BIGINT,
    reply BIGINT NOT NULL,
    grade TEXT,
    words BYTEA,
    channel TEXT,
    heard_on TEXT NOT NULL,
    fate TEXT NOT NULL
) WITHOUT ROWID;
