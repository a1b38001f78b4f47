//! A status says of its day what the calendar does, and no day of an answer: that one is sealed with the reply.

pub const SQL: &str = "
ALTER TABLE status RENAME COLUMN tentative TO provisional;
ALTER TABLE status DROP COLUMN answered;
";
