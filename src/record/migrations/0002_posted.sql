CREATE TABLE posted (
    plan TEXT NOT NULL,
    revision BIGINT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    voter_group TEXT NOT NULL,
    criterion TEXT NOT NULL,
    count BIGINT NOT NULL,
    notice BIGINT NOT NULL,
    PRIMARY KEY (plan, revision, period, subject, voter_group, criterion)
) WITHOUT ROWID;
