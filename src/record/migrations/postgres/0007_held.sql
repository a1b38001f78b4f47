-- Rounds as they are held; texts that begin with { or [ are JSON, and an empty one is nothing.
CREATE TABLE round (
    plan TEXT COLLATE "C" NOT NULL,
    round TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    first_day TEXT COLLATE "C" NOT NULL,
    last_day TEXT COLLATE "C",
    notices TEXT COLLATE "C" NOT NULL,
    attendance TEXT COLLATE "C" NOT NULL,
    counts TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    decided_on TEXT COLLATE "C",
    posting TEXT COLLATE "C" NOT NULL,
    reported_on TEXT COLLATE "C",
    report TEXT COLLATE "C" NOT NULL,
    archive TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (plan, round)
);
CREATE TABLE round_subject (
    plan TEXT COLLATE "C" NOT NULL,
    round TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    raters BIGINT NOT NULL,
    vote TEXT COLLATE "C",
    grade TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    told_on TEXT COLLATE "C",
    statement BYTEA,
    PRIMARY KEY (plan, round, subject)
);
CREATE TABLE objection (
    plan TEXT COLLATE "C" NOT NULL,
    round TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    received_on TEXT COLLATE "C" NOT NULL,
    words BYTEA,
    answered_on TEXT COLLATE "C",
    answer BYTEA,
    PRIMARY KEY (plan, round, number)
);
