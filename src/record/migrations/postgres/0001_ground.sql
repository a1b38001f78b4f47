CREATE TABLE meta (
    key TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
CREATE TABLE device (
    id TEXT COLLATE "C" PRIMARY KEY,
    signing_key TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    since TEXT COLLATE "C" NOT NULL
);
CREATE TABLE batch (
    device TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    root BYTEA NOT NULL,
    previous BYTEA,
    signing_key TEXT COLLATE "C" NOT NULL,
    week TEXT COLLATE "C" NOT NULL,
    issued BIGINT NOT NULL,
    submitted BIGINT NOT NULL,
    abandoned BIGINT NOT NULL,
    slips BIGINT NOT NULL,
    ratings BIGINT NOT NULL,
    opinions BIGINT NOT NULL,
    set_aside BIGINT NOT NULL,
    crowd_override BIGINT NOT NULL,
    PRIMARY KEY (device, number)
);
CREATE TABLE sheet_seen (
    id BYTEA PRIMARY KEY
);
CREATE TABLE tally (
    plan TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    voter_group TEXT COLLATE "C" NOT NULL,
    criterion TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (plan, revision, period, subject, voter_group, criterion, answer)
);
CREATE TABLE rater (
    plan TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    voter_group TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (plan, revision, period, subject, voter_group)
);
CREATE TABLE opinion_case (
    number BIGINT PRIMARY KEY,
    plan TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C",
    category TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    tag BYTEA,
    reply_key BYTEA,
    received_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    provisional BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    reply TEXT COLLATE "C",
    answered_on TEXT COLLATE "C"
);
CREATE TABLE receipt (
    tag BYTEA PRIMARY KEY
);
CREATE TABLE pack (
    number BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL
);
CREATE TABLE notice (
    number BIGINT PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    posted_on TEXT COLLATE "C" NOT NULL,
    ledger_head BYTEA NOT NULL
);
CREATE TABLE plan (
    id TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    enabled BIGINT NOT NULL,
    PRIMARY KEY (id, revision)
);
CREATE TABLE ledger (
    number BIGINT PRIMARY KEY,
    event TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL
);
