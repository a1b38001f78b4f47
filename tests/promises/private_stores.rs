//! Stores, keys and the trial are for the account that runs the program alone: folders 0700, files 0600.

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use pingyi::app::office::Office;
use pingyi_kit::town::{PASSPHRASE, Town, answered};
use rustix::fs::Mode;

const SECRET: &str = "kabo demi tufa zulo rino pega";
const CARD: &str = r#"{"plan":"s10","revision":1,"opinion":{"text":"三号楼的灯坏了"}}"#;

fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut at = 0;
    while at < found.len() {
        if found[at].symlink_metadata().unwrap().is_dir() {
            let entries = fs::read_dir(&found[at]).unwrap();
            found.extend(entries.map(|entry| entry.unwrap().path()));
        }
        at += 1;
    }
    found
}

/// What others may read, write or enter.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mode = |path: &PathBuf| path.symlink_metadata().unwrap().permissions().mode() & 0o7777;
    everything(folder)
        .iter()
        .filter(|path| !path.is_symlink() && mode(path) & 0o077 != 0)
        .map(|path| format!("{:o} {}", mode(path), path.display()))
        .collect()
}

/// As earlier versions left it.
fn open_up(folder: &Path) {
    for path in everything(folder).iter().filter(|path| !path.is_symlink()) {
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
}

fn usual_umask() {
    rustix::process::umask(Mode::from_raw_mode(0o022));
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn the_library_makes_every_store_private() {
    usual_umask();
    let mut town = Town::real();
    let kiosk = town.paired();
    for card in 0..6 {
        kiosk.submit(&answered(card, Some("灯坏了")), true).unwrap();
    }
    town.sync(&kiosk, "a", true);
    assert_eq!(town.load("a").new_batches(), 2);
    town.pack("a").unwrap();
    let data = town.settings.data_dir.clone();
    for part in ["kiosk", "office", "trial/kiosk", "trial/office"] {
        assert_eq!(open_to_others(&data.join(part)), none());
    }
    let names = everything(&data);
    for name in [
        "kiosk/box.db",
        "kiosk/box.db-journal",
        "kiosk/device.key",
        "kiosk/DEVICE.PUB",
        "office/office.toml",
        "office/office.db",
        "office/incoming",
        "office/batches/LOBBY1/B0000001.JSL",
        "office/packs/P0000002.JSL",
    ] {
        assert!(names.contains(&data.join(name)), "{name}: {names:?}");
    }
    let trial = fs::metadata(data.join("trial")).unwrap();
    assert_eq!(trial.permissions().mode() & 0o7777, 0o700);
}

#[test]
fn what_an_earlier_version_left_open_is_closed_at_the_start() {
    usual_umask();
    let mut town = Town::real();
    let kiosk = town.paired();
    kiosk.submit(&answered(1, None), true).unwrap();
    drop(kiosk);
    let (data, clock) = (town.settings.data_dir.clone(), town.clock.clone());
    let outside = town.path("outside");
    fs::write(&outside, "another's").unwrap();
    for part in ["kiosk", "office"] {
        symlink(&outside, data.join(part).join("link")).unwrap();
    }
    open_up(&data);
    fs::set_permissions(&outside, Permissions::from_mode(0o644)).unwrap();
    drop(town.open().unwrap());
    assert_eq!(open_to_others(&data.join("kiosk")), none());
    town.office
        .reopen(&data.join("office"), PASSPHRASE, clock.clone());
    assert_eq!(open_to_others(&data.join("office")), none());
    // A link leads elsewhere, and what lies there is none of ours.
    let mode = fs::metadata(&outside).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o644);
    // A trial, with the folder that stands for a stick.
    fs::remove_dir_all(data.join("kiosk")).unwrap();
    assert!(!open_to_others(&data.join("trial")).is_empty());
    drop(town.open().unwrap());
    assert_eq!(open_to_others(&data.join("trial")), none());
    open_up(&data.join("trial/office"));
    drop(Office::unlock(&data.join("trial/office"), "", clock, &mut rand::rng()).unwrap());
    assert_eq!(open_to_others(&data.join("trial")), none());
}

/// The program as a shell with the usual umask starts it.
fn pingyi(dir: &Path, arguments: &[&str], as_user: Option<u32>) -> Output {
    let program = std::env::var_os("PINGYI_OTHER_BUILD")
        .map_or_else(|| env!("CARGO_BIN_EXE_pingyi").into(), PathBuf::from);
    let mut command = Command::new("sh");
    command
        .args(["-c", "umask 022; exec \"$0\" \"$@\""])
        .arg(program)
        .args(arguments)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(user) = as_user {
        command.uid(user).gid(user);
    }
    let mut child = command.spawn().unwrap();
    // A program that ends early has closed its end: what it printed says why.
    let _ = child.stdin.take().unwrap().write_all(CARD.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn the_program_makes_everything_private_but_what_a_stick_carries() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir(here.join("stick")).unwrap();
    fs::set_permissions(here.join("stick"), Permissions::from_mode(0o755)).unwrap();
    for arguments in [
        &["kiosk", "submit", "--json"][..],
        &["kiosk", "sync", "stick", "--end-rounds"],
        &["office", "load", "stick"],
        &["office", "pack", "stick"],
        &["demo", "played", "--cards", "10"],
    ] {
        let output = pingyi(here, arguments, None);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    }
    assert_eq!(open_to_others(&here.join("data/trial/kiosk")), none());
    assert_eq!(open_to_others(&here.join("data/trial/office")), none());
    for store in ["office", "lobby", "tablet"] {
        assert_eq!(open_to_others(&here.join("played").join(store)), none());
    }
    // It is carried to another account's computer: what it holds must be read there.
    for path in everything(&here.join("stick")) {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let right = if path.is_dir() { 0o755 } else { 0o644 };
        assert_eq!(mode, right, "{}", path.display());
    }
}

/// Only root can make a store that belongs to another account.
#[test]
fn a_store_that_cannot_be_closed_is_not_opened() {
    if !rustix::process::getuid().is_root() {
        return;
    }
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let here = folder.path();
    assert_eq!(
        pingyi(here, &["kiosk", "submit"], None).status.code(),
        Some(0)
    );
    for path in everything(here) {
        fs::set_permissions(&path, Permissions::from_mode(0o777)).unwrap();
    }
    let output = pingyi(here, &["kiosk", "submit"], Some(65_534));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(6), "{said}");
    assert!(said.contains("chmod -R go="), "{said}");
    assert!(output.stdout.is_empty(), "no receipt");
}

/// A program that waits for its standard input, as `user`, with a passphrase in its environment.
fn waiting(program: &Path, arguments: &[&str], user: Option<u32>) -> Child {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("PINGYI_PASSPHRASE", SECRET)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(user) = user {
        command.uid(user).gid(user);
    }
    command.spawn().unwrap()
}

/// Looks at `/proc/PID/<file>` until it is as wanted, for ten seconds at most; what stood there last.
fn proc(child: &Child, file: &str, wanted: impl Fn(&str) -> bool) -> String {
    let path = format!("/proc/{}/{file}", child.id());
    let mut text = String::new();
    for _ in 0..200 {
        // To whoever may not read it, it says nothing.
        let bytes = fs::read(&path).unwrap_or_default();
        text = String::from_utf8_lossy(&bytes).into_owned();
        if wanted(&text) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    text
}

/// Neither the passphrase that a script put there, nor a core file, nor the memory itself.
#[test]
fn no_other_program_finds_a_passphrase_in_this_one() {
    let is_root = rustix::process::getuid().is_root();
    let user = is_root.then_some(65_534);
    let program = PathBuf::from(env!("CARGO_BIN_EXE_pingyi"));
    let mut child = waiting(&program, &["pen", "pinyin"], user);
    let environment = proc(&child, "environ", |text| !text.contains(SECRET));
    assert!(!environment.contains(SECRET));
    let is_none = |limits: &str| {
        let line = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        line.is_some_and(|line| {
            line.split_whitespace()
                .skip(4)
                .take(2)
                .all(|word| word == "0")
        })
    };
    assert!(is_none(&proc(&child, "limits", is_none)));
    // What belongs to root in /proc is a program that may not be looked into (proc(5)).
    let owner = |child: &Child| {
        fs::metadata(format!("/proc/{}/mem", child.id()))
            .unwrap()
            .uid()
    };
    assert_eq!(owner(&child), 0);
    child.kill().unwrap();
    child.wait().unwrap();
    // The control: another program keeps it for everybody of its account to read.
    let mut control = waiting(Path::new("/bin/cat"), &[], user);
    assert!(proc(&control, "environ", |text| text.contains(SECRET)).contains(SECRET));
    assert_eq!(
        owner(&control),
        user.unwrap_or_else(|| rustix::process::getuid().as_raw())
    );
    control.kill().unwrap();
    control.wait().unwrap();
}
