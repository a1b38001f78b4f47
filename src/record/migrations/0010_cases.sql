-- By which way an opinion came that the office registered; none came on a device.
ALTER TABLE opinion_case ADD COLUMN channel TEXT;
-- 整改: who answers for a case, and what is set right after its answer. Words lie in `blob`.
ALTER TABLE opinion_case ADD COLUMN responsible TEXT;
CREATE TABLE measures (
    number BIGINT PRIMARY KEY,
    set_on TEXT NOT NULL,
    responsible TEXT NOT NULL,
    inspector TEXT NOT NULL,
    due_on TEXT NOT NULL,
    words BYTEA,
    inspected_on TEXT,
    done BIGINT NOT NULL,
    conclusion BYTEA
) WITHOUT ROWID;
-- 延期: by how many working days, when and why.
ALTER TABLE opinion_case ADD COLUMN extended_days BIGINT;
ALTER TABLE opinion_case ADD COLUMN extended_on TEXT;
ALTER TABLE opinion_case ADD COLUMN extension BYTEA;
