//! What bad input gets from the command line: a sentence, an exit code, nothing lost.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use pingyi_kit::readers::last_date;

const CARD: &str = r#"{"plan":"s10","revision":1,"opinion":{"text":"三号楼的灯坏了"}}"#;

fn pingyi(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pingyi"));
    command.args(arguments).current_dir(dir);
    run(command, "")
}

fn run(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends early has closed its end: what it printed says why.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn submit(dir: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pingyi"));
    command.args(["kiosk", "submit", "--json"]).current_dir(dir);
    run(command, CARD)
}

fn expect(output: &Output, code: i32, part: &str) {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    assert!(
        err.contains(part) || out.contains(part),
        "{part}: {out}\n{err}"
    );
    assert!(!out.contains('⟦') && !err.contains('⟦'), "{out}\n{err}");
    assert!(!err.contains("panicked"), "{err}");
}

fn rows(dir: &Path) -> u32 {
    let store = rusqlite::Connection::open(dir.join("data/trial/kiosk/box.db")).unwrap();
    store
        .query_row("SELECT count(*) FROM opinion", [], |row| row.get(0))
        .unwrap()
}

/// B5: with a zone that is misspelt every other program takes Greenwich for home, and from midnight to eight it is yesterday.
#[test]
fn a_misspelt_zone_moves_no_day() {
    let dir = tempfile::tempdir().unwrap();
    for zone in ["Asia/Shanghia", "", "America/New_York", "Asia/Shanghai"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pingyi"));
        command.args(["kiosk", "submit", "--json"]);
        command.current_dir(dir.path()).env("TZ", zone);
        let output = run(command, CARD);
        assert_eq!(output.status.code(), Some(0), "{zone}");
        // When the kiosk was taken stands in its lock, to the second.
        let note = fs::read_to_string(dir.path().join("data/trial/kiosk/LOCK")).unwrap();
        let since = note.lines().nth(2).unwrap();
        let since = chrono::NaiveDateTime::parse_from_str(since, "%Y-%m-%d %H:%M:%S").unwrap();
        let beijing = chrono::Utc::now().naive_utc() + chrono::TimeDelta::hours(8);
        let off = (beijing - since).num_minutes();
        assert!((0..10).contains(&off), "{zone}: {since}, {off} minutes off");
        // The control: the system's own date goes wrong with it.
        let date = Command::new("date")
            .arg("+%z")
            .env("TZ", zone)
            .output()
            .unwrap();
        let is_right = String::from_utf8_lossy(&date.stdout).trim() == "+0800";
        assert_eq!(is_right, zone == "Asia/Shanghai", "{zone}");
    }
}

/// Who types something that is no card is sent to the help, and what stands there is one.
#[test]
fn the_card_in_the_help_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let run_with = |args: &[&str], input: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pingyi"));
        command.args(args).current_dir(dir.path());
        run(command, input)
    };
    expect(
        &run_with(&["kiosk", "submit"], "{"),
        3,
        "pingyi kiosk submit --help",
    );
    let help = run_with(&["kiosk", "submit", "--help"], "");
    let help = String::from_utf8(help.stdout).unwrap();
    let card = &help[help.find("{\"plan\"").unwrap()..];
    let output = run_with(&["kiosk", "submit", "--json"], card);
    expect(&output, 0, "number");
    assert_eq!(rows(dir.path()), 1);
}

#[test]
fn a_full_disk_keeps_what_is_there_and_gives_no_receipt() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(submit(dir.path()).status.code(), Some(0));
    assert_eq!(rows(dir.path()), 1);
    // No file may grow beyond 16 blocks of 512 bytes; the signal that says so is ignored, so that writing fails.
    let mut limited = Command::new("sh");
    limited
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" kiosk submit --json",
        ])
        .arg(env!("CARGO_BIN_EXE_pingyi"))
        .current_dir(dir.path());
    let output = run(limited, CARD);
    expect(&output, 6, "");
    assert!(output.stdout.is_empty(), "no receipt");
    assert!(!output.stderr.is_empty());
    assert_eq!(rows(dir.path()), 1);
    // Room again: the same card goes in.
    assert_eq!(submit(dir.path()).status.code(), Some(0));
    assert_eq!(rows(dir.path()), 2);
}

#[test]
fn sticks_batches_and_stores_have_their_exit_codes() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    assert_eq!(submit(here).status.code(), Some(0));
    expect(&pingyi(here, &["kiosk", "sync", "no-stick"]), 7, "");
    fs::create_dir(here.join("foreign")).unwrap();
    fs::write(here.join("foreign/PINGYI"), "x").unwrap();
    expect(&pingyi(here, &["kiosk", "sync", "foreign"]), 7, "");
    fs::create_dir(here.join("stick")).unwrap();
    let sync = ["kiosk", "sync", "stick", "--end-rounds"];
    expect(&pingyi(here, &sync), 0, "");
    let batch = here.join("stick/PINGYI/FROM/LOBBY1/B0000001.JSL");
    let whole = fs::read(&batch).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    fs::write(&batch, flipped).unwrap();
    expect(&pingyi(here, &["office", "load", "stick"]), 8, "");
    fs::write(&batch, &whole).unwrap();
    expect(&pingyi(here, &["office", "load", "stick"]), 0, "");
    expect(&pingyi(here, &["office", "load", "stick"]), 0, "");
    expect(&pingyi(here, &["office", "verify"]), 0, "");
    expect(
        &pingyi(here, &["office", "reply", "99", "--text", "好"]),
        11,
        "99",
    );
    fs::write(here.join("bad.toml"), "format = 1\n").unwrap();
    expect(&pingyi(here, &["plan", "check", "bad.toml"]), 3, "bad.toml");
    let slip = include_str!("../vectors/plans/s14.toml");
    fs::write(here.join("s14.toml"), slip).unwrap();
    let refused = pingyi(here, &["plan", "check", "s14.toml"]);
    // Explained whole, and refused by the name of each rule.
    expect(&refused, 3, "每年一次");
    expect(&refused, 3, "unscheduled");
    fs::write(here.join("kiosk.toml"), "rolle = \"lobby\"\n").unwrap();
    expect(&pingyi(here, &["kiosk", "lookup", "1"]), 4, "role");
    fs::remove_file(here.join("kiosk.toml")).unwrap();
    for (store, arguments) in [
        ("data/trial/kiosk/box.db", &["kiosk", "lookup", "1"][..]),
        ("data/trial/office/office.db", &["office", "tally"][..]),
    ] {
        let newer = rusqlite::Connection::open(here.join(store)).unwrap();
        newer.pragma_update(None, "user_version", 99).unwrap();
        if arguments[0] == "office" {
            // The record counts its steps in a table of its own.
            let later = "INSERT INTO schema_step VALUES (99, 'later')";
            newer.execute(later, []).unwrap();
        }
        drop(newer);
        let before = fs::read(here.join(store)).unwrap();
        expect(&pingyi(here, arguments), 5, "99");
        assert_eq!(fs::read(here.join(store)).unwrap(), before, "{store}");
    }
}

#[test]
fn a_date_that_is_not_this_computers_confirms_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("stick")).unwrap();
    let made = pingyi(
        dir.path(),
        &["office", "init", "--trial", "--data", "office"],
    );
    expect(&made, 0, "");
    let pack = |date: &str| {
        let given = [
            "office", "pack", "stick", "--data", "office", "--date", date,
        ];
        pingyi(dir.path(), &given)
    };
    let refused = pack("2099-03-01");
    expect(&refused, 3, "2099-03-01");
    expect(&pack("tomorrow"), 2, "tomorrow");
    assert!(!dir.path().join("stick/PINGYI").exists());
    let today = last_date(&String::from_utf8_lossy(&refused.stderr));
    expect(&pack(&today), 0, "");
}
