//! Nothing of a resident is left in the program's memory once the screen is wiped.
//!
//! The test runs itself again under glibc's `MALLOC_PERTURB_`, which overwrites whatever is freed, types a
//! text nobody else has, lets the kiosk wipe it, and then reads its own whole memory as a thief with a
//! debugger would. So it sees every copy somebody still *holds*: state, egui's memory, laid-out text, undo
//! history, the accessibility tree, a thread's stack. What it cannot see, and what the kiosk cannot do: copies
//! that egui and the system freed without overwriting them stay in freed pages until these are used
//! again, unless the kiosk itself is started with `MALLOC_PERTURB_` set; and what the display server or the graphics
//! driver keeps of the last picture is out of reach.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::io::{Read, Seek, SeekFrom};

use pingyi::ui::kiosk::Screen;
use pingyi::words::key;
use pingyi_kit::stand::Stand;

/// Set in the process that does the looking.
const INSIDE: &str = "PINGYI_WIPE_INSIDE";
/// The secret, each letter one higher, so that looking for it does not put it into memory.
const SECRET_PLUS_ONE: &[u8] = b"rvftujpo.xjqf.5931";

fn secret() -> impl Iterator<Item = char> {
    SECRET_PLUS_ONE.iter().map(|byte| char::from(byte - 1))
}

/// How many times a secret, each letter one higher, stands in this process's own writable memory.
fn copies_in_memory(secret_plus_one: &[u8]) -> usize {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
    let mut copies = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|hex| u64::from_str_radix(hex, 16).unwrap());
        if !rights.starts_with("rw") || memory.seek(SeekFrom::Start(from)).is_err() {
            continue;
        }
        let mut part = vec![0; usize::try_from(to - from).unwrap()];
        if memory.read_exact(&mut part).is_err() {
            continue;
        }
        copies += part
            .windows(secret_plus_one.len())
            .filter(|window| {
                window
                    .iter()
                    .zip(secret_plus_one)
                    .all(|(here, plus_one)| *here == plus_one - 1)
            })
            .count();
        // What was read is a copy too; the next part must not find it.
        part.fill(0);
        std::hint::black_box(&part);
    }
    copies
}

/// Whether the secret stands in any file below a folder, in UTF-8, UTF-16 or UTF-32.
fn on_disk(folder: &std::path::Path) -> bool {
    let wide = |zeros: usize| -> Vec<u8> {
        let letters = SECRET_PLUS_ONE.iter();
        let form =
            letters.flat_map(|byte| std::iter::once(byte - 1).chain(std::iter::repeat_n(0, zeros)));
        form.collect()
    };
    let forms = [wide(0), wide(1), wide(3)];
    let found = std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return on_disk(&path);
        }
        let bytes = std::fs::read(&path).unwrap();
        forms
            .iter()
            .any(|form| bytes.windows(form.len()).any(|part| part == form))
    });
    for mut form in forms {
        // Looking for it must not leave it behind.
        form.fill(0);
        std::hint::black_box(&form);
    }
    found
}

/// The folder for everything temporary, the kiosk's own data included, is one that this run has for itself.
fn nothing_on_disk(when: &str) {
    let folder = std::env::temp_dir();
    assert!(!on_disk(&folder), "{when}: nothing of a draft on the disk");
    let planted = folder.join("planted");
    let text: String = secret().collect();
    std::fs::write(&planted, text).unwrap();
    assert!(on_disk(&folder), "{when}: the looking itself works");
    std::fs::remove_file(planted).unwrap();
}

fn written() -> Stand {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    // What is freed loses its first bytes to the allocator's own lists: the secret comes after them.
    stand.type_text("a long beginning that may be lost: ");
    for letter in secret() {
        let mut typed = [0; 4];
        stand.type_text(letter.encode_utf8(&mut typed));
    }
    stand
}

/// Frames that let egui's caches and the test's own picture of the screen go.
fn rest(stand: &mut Stand) {
    for _ in 0..3 {
        stand.pass(0.1);
    }
}

#[test]
fn a_wiped_draft_is_held_nowhere() {
    if std::env::var_os(INSIDE).is_some() {
        return;
    }
    for way in ["idle", "submit", "receipt", "receipt left"] {
        let own = tempfile::tempdir().unwrap();
        let done = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "screens::wipe::inside",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(INSIDE, way)
            .env("MALLOC_PERTURB_", "165")
            .env("TMPDIR", own.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        let faults = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{way}: {said} {faults}");
        assert!(said.contains("1 passed"), "{said}");
    }
}

/// The number of the receipt that waits to be taken, as it stands in its code, each letter one higher.
fn number_plus_one(stand: &Stand) -> Vec<u8> {
    let session = stand.harness.state().session();
    let number = session.issued.as_ref().unwrap().number.grouped();
    number.bytes().map(|byte| byte + 1).collect()
}

/// The part that runs under `MALLOC_PERTURB_`; by itself it looks at nothing.
#[test]
fn inside() {
    let Some(way) = std::env::var_os(INSIDE) else {
        return;
    };
    let mut stand = written();
    assert!(
        copies_in_memory(SECRET_PLUS_ONE) > 0,
        "the looking itself works"
    );
    assert!(stand.settings.data_dir.starts_with(std::env::temp_dir()));
    nothing_on_disk("while it is written");
    let mut number = Vec::new();
    if way != "idle" {
        stand.tap(key!("kiosk-to-review"));
        stand.tap(key!("kiosk-review-next"));
        number = number_plus_one(&stand);
        assert!(copies_in_memory(&number) > 0, "the looking itself works");
    }
    match way.to_str().unwrap() {
        "submit" => stand.tap(key!("kiosk-finish")),
        "receipt" => {
            stand.tap(key!("kiosk-thanks-take"));
            stand.tap(key!("kiosk-receipt-finish"));
        }
        _ => {
            stand.pass(61.0);
            stand.pass(20.0);
        }
    }
    assert_eq!(stand.screen(), Screen::Welcome);
    rest(&mut stand);
    nothing_on_disk("afterwards");
    assert_eq!(copies_in_memory(SECRET_PLUS_ONE), 0, "after {way:?}");
    if !number.is_empty() {
        assert_eq!(copies_in_memory(&number), 0, "after {way:?}");
    }
}
