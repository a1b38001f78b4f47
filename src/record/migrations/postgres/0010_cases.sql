-- By which way an opinion came that the office registered; none came on a device.
ALTER TABLE opinion_case ADD COLUMN channel TEXT COLLATE "C";
-- 整改: who answers for a case, and what is set right after its answer. Words lie in `blob`.
ALTER TABLE opinion_case ADD COLUMN responsible TEXT COLLATE "C";
CREATE TABLE measures (
    number BIGINT PRIMARY KEY,
    set_on TEXT COLLATE "C" NOT NULL,
    responsible TEXT COLLATE "C" NOT NULL,
    inspector TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    words BYTEA,
    inspected_on TEXT COLLATE "C",
    done BIGINT NOT NULL,
    conclusion BYTEA
);
-- 延期: by how many working days, when and why.
ALTER TABLE opinion_case ADD COLUMN extended_days BIGINT;
ALTER TABLE opinion_case ADD COLUMN extended_on TEXT COLLATE "C";
ALTER TABLE opinion_case ADD COLUMN extension BYTEA;
