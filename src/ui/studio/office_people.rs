//! Those who work in the made-up office.

use super::made_up::in_days;
use crate::app::office::PersonRow;
use crate::domain::ids::{IdError, PersonId};

pub(super) fn people() -> Result<Vec<PersonRow>, IdError> {
    let row = |id: &str, name: &str, own, removed_on| -> Result<PersonRow, IdError> {
        Ok(PersonRow {
            person: PersonId::new(id)?,
            name: name.to_owned(),
            own,
            since: in_days(-200),
            removed_on,
        })
    };
    Ok(vec![
        row("p1", "王秀兰", true, None)?,
        row("p2", "李明", false, None)?,
        row("p3", "赵军", false, Some(in_days(-30)))?,
    ])
}
