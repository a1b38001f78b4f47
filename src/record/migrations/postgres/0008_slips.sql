-- Voting slips by their tags; the codes are on paper only. What is empty or 0 of being void did not happen.
CREATE TABLE slip (
    tag BYTEA PRIMARY KEY,
    plan TEXT COLLATE "C" NOT NULL,
    round TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    voter_group TEXT COLLATE "C" NOT NULL,
    issued_on TEXT COLLATE "C" NOT NULL,
    pack BIGINT NOT NULL,
    voided_on TEXT COLLATE "C" NOT NULL,
    voided_pack BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL
);
