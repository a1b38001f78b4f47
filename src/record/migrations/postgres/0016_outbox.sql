-- What no pack has carried yet: answers, and what stood before each, which comes back where one is taken back. Words lie in `blob`.
CREATE TABLE outbox (
    number BIGINT PRIMARY KEY,
    further BIGINT NOT NULL,
    reply BYTEA,
    earlier TEXT COLLATE "C" NOT NULL,
    replied_on TEXT COLLATE "C",
    answered_on TEXT COLLATE "C",
    news TEXT COLLATE "C"
);
-- 补充答复: the day of a reply after the answer, and what names the ones before it that left.
ALTER TABLE opinion_case ADD COLUMN replied_on TEXT COLLATE "C";
ALTER TABLE opinion_case ADD COLUMN earlier TEXT COLLATE "C" NOT NULL DEFAULT '';
-- Notices of the office's own words, and the day one was taken down.
ALTER TABLE notice ADD COLUMN own BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN withdrawn_on TEXT COLLATE "C";
