-- Rounds as they are held; texts that begin with { or [ are JSON, and an empty one is nothing.
CREATE TABLE round (
    plan TEXT NOT NULL,
    round TEXT NOT NULL,
    revision BIGINT NOT NULL,
    status TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT,
    notices TEXT NOT NULL,
    attendance TEXT NOT NULL,
    counts TEXT NOT NULL,
    body TEXT NOT NULL,
    decided_on TEXT,
    posting TEXT NOT NULL,
    reported_on TEXT,
    report TEXT NOT NULL,
    archive TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (plan, round)
) WITHOUT ROWID;
CREATE TABLE round_subject (
    plan TEXT NOT NULL,
    round TEXT NOT NULL,
    subject TEXT NOT NULL,
    raters BIGINT NOT NULL,
    vote TEXT,
    grade TEXT,
    reason TEXT NOT NULL,
    told_on TEXT,
    statement BYTEA,
    PRIMARY KEY (plan, round, subject)
) WITHOUT ROWID;
CREATE TABLE objection (
    plan TEXT NOT NULL,
    round TEXT NOT NULL,
    number BIGINT NOT NULL,
    received_on TEXT NOT NULL,
    words BYTEA,
    answered_on TEXT,
    answer BYTEA,
    PRIMARY KEY (plan, round, number)
) WITHOUT ROWID;
