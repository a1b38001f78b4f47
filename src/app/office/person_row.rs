//! One who works here, as a list shows them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::ids::PersonId;

/// A person who works or worked at the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// Never used for another.
    pub person: PersonId,
    /// As colleagues call them.
    pub name: String,
    /// Whether it is who sits at the desk.
    pub own: bool,
    /// The day they were admitted.
    pub since: NaiveDate,
    /// The day they were removed.
    pub removed_on: Option<NaiveDate>,
}
