-- Voting slips by their tags; the codes are on paper only. What is empty or 0 of being void did not happen.
CREATE TABLE slip (
    tag BYTEA PRIMARY KEY,
    plan TEXT NOT NULL,
    round TEXT NOT NULL,
    device TEXT NOT NULL,
    voter_group TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    pack BIGINT NOT NULL,
    voided_on TEXT NOT NULL,
    voided_pack BIGINT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;
