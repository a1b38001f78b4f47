CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE device (
    id TEXT PRIMARY KEY,
    signing_key TEXT NOT NULL,
    state TEXT NOT NULL,
    since TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE batch (
    device TEXT NOT NULL,
    number BIGINT NOT NULL,
    root BYTEA NOT NULL,
    previous BYTEA,
    signing_key TEXT NOT NULL,
    week TEXT NOT NULL,
    issued BIGINT NOT NULL,
    submitted BIGINT NOT NULL,
    abandoned BIGINT NOT NULL,
    slips BIGINT NOT NULL,
    ratings BIGINT NOT NULL,
    opinions BIGINT NOT NULL,
    set_aside BIGINT NOT NULL,
    crowd_override BIGINT NOT NULL,
    PRIMARY KEY (device, number)
) WITHOUT ROWID;
CREATE TABLE sheet_seen (
    id BYTEA PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE tally (
    plan TEXT NOT NULL,
    revision BIGINT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    voter_group TEXT NOT NULL,
    criterion TEXT NOT NULL,
    answer TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (plan, revision, period, subject, voter_group, criterion, answer)
) WITHOUT ROWID;
CREATE TABLE rater (
    plan TEXT NOT NULL,
    revision BIGINT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    voter_group TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (plan, revision, period, subject, voter_group)
) WITHOUT ROWID;
CREATE TABLE opinion_case (
    number BIGINT PRIMARY KEY,
    plan TEXT NOT NULL,
    subject TEXT,
    category TEXT,
    body TEXT NOT NULL,
    tag BYTEA,
    reply_key BYTEA,
    received_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    provisional BIGINT NOT NULL,
    status TEXT NOT NULL,
    reply TEXT,
    answered_on TEXT
) WITHOUT ROWID;
CREATE TABLE receipt (
    tag BYTEA PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE pack (
    number BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    made_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE notice (
    number BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    posted_on TEXT NOT NULL,
    ledger_head BYTEA NOT NULL
) WITHOUT ROWID;
CREATE TABLE plan (
    id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body TEXT NOT NULL,
    source TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    PRIMARY KEY (id, revision)
) WITHOUT ROWID;
CREATE TABLE ledger (
    number BIGINT PRIMARY KEY,
    event TEXT NOT NULL,
    hash BYTEA NOT NULL
) WITHOUT ROWID;
