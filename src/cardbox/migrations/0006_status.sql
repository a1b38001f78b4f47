
ALTER TABLE status RENAME COLUMN tentative TO provisional;
ALTER TABLE status DROP COLUMN answered;
