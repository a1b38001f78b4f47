//! Putting an office back from a backup, on the page where one is made.

use std::path::PathBuf;

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Entry};
use crate::app::office::RestoreReport;
use crate::ui::widgets::{self, Button};
use crate::words::{Key, Lang, Sentence, key, sentence, text};

/// What is typed.
#[derive(Default)]
pub struct RestoreForm {
    /// The folder of a backup.
    pub backup: String,
    /// The passphrase of then.
    pub first: Zeroizing<String>,
    /// A second person's, where it took two.
    pub second: Zeroizing<String>,
}

/// Whether it is as it was, and what to say of it.
pub(super) fn restored(report: &RestoreReport) -> (bool, Sentence) {
    let (day, differences) = (report.made_on, report.verified.differences.len());
    let people = report.people.join(" · ");
    if differences == 0 {
        let files = report.files;
        let said = sentence!("office-restored", day = day, files = files, people = people);
        (true, said)
    } else {
        let said = sentence!(
            "office-restored-differs",
            day = day,
            count = differences,
            people = people
        );
        (false, said)
    }
}

/// 从备份恢复: on a new computer, or where the folder is lost.
pub(super) fn restore_ui(
    ui: &mut Ui,
    form: &mut RestoreForm,
    lang: Lang,
    actions: &mut Vec<Action>,
) {
    let say = |key: Key| text(lang, key);
    widgets::heading(ui, say(key!("office-restore-title")));
    widgets::field(ui, say(key!("office-restore-folder")), &mut form.backup);
    widgets::beside(ui, 2, |ui, place, _| {
        let (key, value) = if place == 0 {
            (key!("office-restore-passphrase"), &mut form.first)
        } else {
            (key!("office-restore-second"), &mut form.second)
        };
        widgets::secret_field(ui, say(key), value);
    });
    let ready = !form.backup.trim().is_empty() && !form.first.is_empty();
    let restore = Button::quiet(say(key!("office-restore-do"))).enabled(ready);
    if restore.show(ui).clicked() {
        actions.push(Action::Enter(Entry::Restore {
            backup: PathBuf::from(form.backup.trim()),
            first: form.first.clone().into(),
            second: form.second.clone().into(),
        }));
    }
}
