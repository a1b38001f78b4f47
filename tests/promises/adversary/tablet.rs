//! A grid worker with the tablet, after a resident handed it back: every screen within reach, every label and value a screen
//! reader would announce, the settings of the screen, and every file of the data folder.

use std::path::{Path, PathBuf};

use pingyi::domain::device::DeviceRole;
use pingyi::ui::kiosk::Screen;
use pingyi::words::key;
use pingyi_kit::stand::Stand;

const SECRET: &str = "worker-must-not-see-7351";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Whether a text stands in any file, as UTF-8, UTF-16 or UTF-32.
fn on_disk(folder: &Path, text: &str) -> bool {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf32: Vec<u8> = text
        .chars()
        .flat_map(|sign| u32::from(sign).to_le_bytes())
        .collect();
    files(folder).iter().any(|path| {
        let bytes = std::fs::read(path).unwrap();
        [text.as_bytes(), &utf16, &utf32]
            .iter()
            .any(|form| bytes.windows(form.len()).any(|part| part == *form))
    })
}

/// Back to the first screen, over the one that asks for the tablet where it is shown.
fn home(stand: &mut Stand) {
    stand.tap(key!("kiosk-back"));
    if stand.screen() == Screen::HandBack {
        stand.tap(key!("kiosk-hand-back-next"));
    }
    assert_eq!(stand.screen(), Screen::Welcome);
}

#[test]
fn a_worker_finds_nothing_on_a_tablet_that_was_handed_back() {
    let mut stand = Stand::sized([800.0, 1280.0], |settings| {
        settings.role = DeviceRole::Tablet;
    });
    let folder = stand.settings.data_dir.clone();
    let fresh = stand.everything_said();
    let manner = format!("{:?}", stand.harness.state().manner());
    let before = files(&folder).len();
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text(SECRET);
    assert!(
        stand.everything_said().contains(SECRET),
        "the look itself works"
    );
    assert!(!on_disk(&folder, SECRET), "nothing of a draft on the disk");
    stand.tap(key!("kiosk-to-review"));
    assert!(!on_disk(&folder, SECRET), "nothing of a draft on the disk");
    stand.tap(key!("kiosk-review-next"));
    stand.tap(key!("kiosk-thanks-take"));
    let number = stand.harness.state().session().receipt.is_some();
    assert!(number, "a receipt is shown");
    stand.tap(key!("kiosk-receipt-finish"));
    assert_eq!(stand.screen(), Screen::HandBack);
    let nothing_left = |stand: &Stand, place: &str| {
        assert!(!stand.everything_said().contains(SECRET), "{place}");
        let session = stand.harness.state().session();
        assert!(
            session.draft().is_none() && session.issued.is_none() && session.receipt.is_none(),
            "{place}"
        );
    };
    nothing_left(&stand, "hand-back");
    for key in [
        egui::Key::Escape,
        egui::Key::Backspace,
        egui::Key::BrowserBack,
        egui::Key::Tab,
    ] {
        stand.harness.key_press(key);
    }
    // What one resident copied the next could paste.
    stand.harness.event(egui::Event::Paste(String::new()));
    stand.settle();
    assert_eq!(stand.screen(), Screen::HandBack);
    stand.tap(key!("kiosk-hand-back-next"));
    nothing_left(&stand, "welcome");
    assert_eq!(
        stand.everything_said(),
        fresh,
        "the first screen is as it was before anybody came"
    );
    assert_eq!(format!("{:?}", stand.harness.state().manner()), manner);
    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    nothing_left(&stand, "look-up");
    home(&mut stand);
    stand.press_starting(&stand.say(key!("kiosk-welcome-notices")));
    nothing_left(&stand, "notices");
    home(&mut stand);
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    assert!(!stand.everything_said().contains(SECRET), "a new card");
    assert!(!on_disk(&folder, SECRET));
    assert_eq!(files(&folder).len(), before, "no file a card");
    std::fs::write(folder.join("planted"), format!("x{SECRET}")).unwrap();
    assert!(on_disk(&folder, SECRET), "the search itself works");
}
