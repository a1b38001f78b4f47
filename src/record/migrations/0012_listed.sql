-- What a device said of itself when it asked.
ALTER TABLE device ADD COLUMN role TEXT;
ALTER TABLE device ADD COLUMN program TEXT;
-- The list of cases, open ones by their last day, and how many there are: without a look through all of them at every click.
CREATE INDEX opinion_case_listed ON opinion_case (status, due_on, number, plan, provisional);
CREATE INDEX opinion_case_without_receipt ON opinion_case (status, plan) WHERE tag IS NULL OR reply_key IS NULL;
CREATE INDEX opinion_case_registered ON opinion_case (number, plan) WHERE channel IS NOT NULL;
CREATE INDEX opinion_case_provisional ON opinion_case (status, plan, received_on, due_on) WHERE provisional = 1;
