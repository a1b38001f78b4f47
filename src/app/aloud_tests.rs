//! What is handed to a program that speaks, and how it is ended.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::*;
use crate::fault::{assert_each_is_told, every_fault};

fn shell(script: &str) -> Vec<String> {
    ["sh", "-c", script].map(str::to_owned).to_vec()
}

fn piece(text: &str) -> Piece {
    let name = aloud::key_of(Lang::Zh, text).map(str::to_owned);
    let text = Zeroizing::new(text.to_owned());
    Piece { name, text }
}

/// An engine that notes what it hears, and what everybody can read of it.
fn noting(folder: &Path) -> AloudSettings {
    let folder = folder.display();
    AloudSettings {
        zh: shell(&format!(
            "cat >> {folder}/heard; tr '\\0' ' ' < /proc/$$/cmdline >> {folder}/seen"
        )),
        loudspeaker: true,
        ..AloudSettings::default()
    }
}

fn noted(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_default()
}

#[test]
fn texts_go_in_by_the_standard_input_alone_and_as_they_are_to_sound() {
    let folder = tempfile::tempdir().unwrap();
    let aloud = Aloud::new(&noting(folder.path()));
    let pieces = [piece("请重新输入"), piece("返回")];
    aloud.read(Lang::Zh, &pieces, &Reading::default()).unwrap();
    assert_eq!(noted(folder.path(), "heard"), "请虫新输入\n返回\n");
    let seen = noted(folder.path(), "seen");
    assert!(seen.contains("cat") && !seen.contains("返回"), "{seen}");
}

#[test]
fn what_speaks_ends_at_once_with_all_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let script = format!("sleep 77 & echo $$ > {}; wait", file.display());
    let settings = AloudSettings {
        zh: shell(&script),
        loudspeaker: true,
        ..AloudSettings::default()
    };
    let (aloud, reading) = (Aloud::new(&settings), Arc::new(Reading::default()));
    let of_thread = Arc::clone(&reading);
    let thread = std::thread::spawn(move || {
        aloud.read(Lang::Zh, &[piece("返回"), piece("大字")], &of_thread)
    });
    let begun = Instant::now();
    while noted(folder.path(), "pid").trim().is_empty() {
        assert!(begun.elapsed().as_secs() < 20);
        std::thread::sleep(LOOK);
    }
    let group: i32 = noted(folder.path(), "pid").trim().parse().unwrap();
    let group = Pid::from_raw(group).unwrap();
    assert!(rustix::process::test_kill_process_group(group).is_ok());
    reading.end();
    thread.join().unwrap().unwrap();
    // What it had started is nobody's child; the system buries it in its own time.
    while rustix::process::test_kill_process_group(group).is_ok() {
        let live = std::fs::read_dir("/proc").unwrap().flatten().any(|one| {
            let stat = std::fs::read_to_string(one.path().join("stat")).unwrap_or_default();
            let mut rest = stat
                .rsplit(')')
                .next()
                .unwrap_or_default()
                .split_whitespace();
            let state = rest.next().unwrap_or_default().to_owned();
            let own = rest.nth(1).and_then(|own| own.parse().ok());
            own == Some(group.as_raw_nonzero().get()) && state != "Z"
        });
        if !live {
            break;
        }
        assert!(begun.elapsed().as_secs() < 40, "something speaks on");
        std::thread::sleep(LOOK);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    // What is ended before it begins says nothing.
    let ended = Reading::default();
    ended.end();
    let noting = Aloud::new(&noting(folder.path()));
    noting.read(Lang::Zh, &[piece("返回")], &ended).unwrap();
    assert_eq!(noted(folder.path(), "heard"), "");
}

#[test]
fn without_the_settings_leave_nothing_comes_from_the_loudspeaker() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = noting(folder.path());
    settings.loudspeaker = false;
    assert!(!Aloud::new(&settings).speaks(Lang::Zh), "no way to hear it");
    settings.headset = shell("exit 1");
    let read = |settings: &AloudSettings| {
        let pieces = [piece("返回"), piece("大字")];
        Aloud::new(settings).read(Lang::Zh, &pieces, &Reading::default())
    };
    assert!(matches!(read(&settings), Err(AloudError::NoHeadset)));
    assert_eq!(noted(folder.path(), "heard"), "");
    // Pulled out after the first sentence.
    let once = folder.path().join("once");
    settings.headset = shell(&format!("mkdir {}", once.display()));
    assert!(matches!(read(&settings), Err(AloudError::NoHeadset)));
    assert_eq!(noted(folder.path(), "heard"), "返回\n");
    assert!(Aloud::new(&settings).speaks(Lang::Zh));
    assert!(
        !Aloud::new(&settings).speaks(Lang::En),
        "each language has its own"
    );
}

#[test]
fn a_recording_stands_for_its_text_and_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let recordings = folder.path().join("recordings/zh");
    std::fs::create_dir_all(&recordings).unwrap();
    std::fs::write(recordings.join("kiosk-back.wav"), "a voice says back").unwrap();
    let mut settings = noting(folder.path());
    settings.recordings = Some(folder.path().join("recordings"));
    settings.player = shell(&format!("cat >> {}/played", folder.path().display()));
    let pieces = [piece("返回"), piece("大字")];
    let reading = Reading::default();
    Aloud::new(&settings)
        .read(Lang::Zh, &pieces, &reading)
        .unwrap();
    assert_eq!(noted(folder.path(), "played"), "a voice says back");
    assert_eq!(noted(folder.path(), "heard"), "大字\n");
}

#[test]
fn an_engine_that_fails_is_named() {
    let with = |zh: Vec<String>| AloudSettings {
        zh,
        loudspeaker: true,
        ..AloudSettings::default()
    };
    let read = |zh| Aloud::new(&with(zh)).read(Lang::Zh, &[piece("返回")], &Reading::default());
    let missing = read(vec!["/no/such/engine".to_owned()]);
    assert!(matches!(missing, Err(AloudError::NotStarted { .. })));
    assert!(matches!(
        read(shell("exit 3")),
        Err(AloudError::Ended { .. })
    ));
    // It need not listen to the end.
    read(shell("exit 0")).unwrap();
    let eio = || std::io::Error::other("EIO");
    let program = || "/opt/voice".to_owned();
    let table = every_fault!(AloudError:
        NoHeadset => "";
        NotStarted { program: program(), source: eio() } => "/opt/voice";
        Ended { program: program() } => "/opt/voice";
    );
    assert_each_is_told(&table, AloudError::sentence);
    let kinds: Vec<Kind> = table.iter().map(|(fault, _)| fault.kind()).collect();
    assert_eq!(kinds, [Kind::NotNow, Kind::Settings, Kind::Settings]);
}
