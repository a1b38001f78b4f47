CREATE TABLE posted (
    plan TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    voter_group TEXT COLLATE "C" NOT NULL,
    criterion TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL,
    notice BIGINT NOT NULL,
    PRIMARY KEY (plan, revision, period, subject, voter_group, criterion)
);
