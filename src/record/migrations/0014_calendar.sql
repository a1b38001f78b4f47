-- The years whose working days the office took in: the holidays of the newest notice of each, as JSON.
CREATE TABLE calendar_year (
    year BIGINT PRIMARY KEY,
    accepted_on TEXT NOT NULL,
    holidays TEXT NOT NULL
) WITHOUT ROWID;
