-- People sign the ledger. Words are sealed: an opinion and its reply lie in `blob`, named by the SHA-256 of their sealed bytes. The program seals
-- what `opinion_case_plain` holds (migrate.rs) and drops it, in the transaction of this step.
ALTER TABLE opinion_case RENAME TO opinion_case_plain;
CREATE TABLE blob (
    id BYTEA PRIMARY KEY,
    bytes BYTEA NOT NULL
);
CREATE TABLE opinion_case (
    number BIGINT PRIMARY KEY,
    plan TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C",
    category TEXT COLLATE "C",
    words BYTEA NOT NULL,
    tag BYTEA,
    reply_key BYTEA,
    received_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    provisional BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    reply BYTEA,
    answered_on TEXT COLLATE "C"
);
CREATE TABLE person (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    signing_key TEXT COLLATE "C" NOT NULL,
    sealing_key BYTEA NOT NULL,
    since TEXT COLLATE "C" NOT NULL,
    removed_on TEXT COLLATE "C"
);
