-- People sign the ledger. Words are sealed: an opinion and its reply lie in `blob`, named by the SHA-256 of their sealed bytes. The program seals
-- what `opinion_case_plain` holds (migrate.rs) and drops it, in the transaction of this step.
ALTER TABLE opinion_case RENAME TO opinion_case_plain;
CREATE TABLE blob (
    id BYTEA PRIMARY KEY,
    bytes BYTEA NOT NULL
) WITHOUT ROWID;
CREATE TABLE opinion_case (
    number BIGINT PRIMARY KEY,
    plan TEXT NOT NULL,
    subject TEXT,
    category TEXT,
    words BYTEA NOT NULL,
    tag BYTEA,
    reply_key BYTEA,
    received_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    provisional BIGINT NOT NULL,
    status TEXT NOT NULL,
    reply BYTEA,
    answered_on TEXT
) WITHOUT ROWID;
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    signing_key TEXT NOT NULL,
    sealing_key BYTEA NOT NULL,
    since TEXT NOT NULL,
    removed_on TEXT
) WITHOUT ROWID;
