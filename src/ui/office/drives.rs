//! Which stick the window works with, as sticks come and go.

use std::path::PathBuf;

use super::state::Desk;
use crate::app::sticks::Stick;

impl Desk {
    /// Other sticks are there than before.
    pub(super) fn receive_drives(&mut self, drives: Vec<Stick>) {
        // A folder typed by hand stays chosen; a stick that was pulled does not.
        let gone = |chosen: &PathBuf| {
            self.drives.iter().any(|drive| drive.root == *chosen)
                && !drives.iter().any(|drive| drive.root == *chosen)
        };
        if self.chosen.as_ref().is_some_and(gone) {
            self.chosen = None;
        }
        let first = drives.first().map(|drive| drive.root.clone());
        self.chosen = self.chosen.take().or(first);
        self.drives = drives;
    }
}
