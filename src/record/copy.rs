//! A copy of the whole record, as it stands.

use std::path::Path;

use super::sql::text;
use super::{Record, RecordError};

impl Record {
    /// Copies a record that lives in a file into `path`, where there is no file or an empty one: one consistent state, without
    /// anything that was freed. Whether it lasts is the caller's: the engine does not wait for the disk.
    pub fn copy_to(&self, path: &Path) -> Result<(), RecordError> {
        let path = path
            .to_str()
            .ok_or_else(|| RecordError::damaged("a path in UTF-8"))?;
        self.sql().execute("VACUUM INTO $1", &[text(path)])?;
        Ok(())
    }
}
