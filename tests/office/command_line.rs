//! Every command of the office from the command line: what it prints as JSON, what it ends with, in both languages.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use pingyi::fault::Kind;
use serde_json::Value;

/// Runs the program with `words`, spaces between them, then `more` as they are.
pub(super) fn run(dir: &Path, words: &str, more: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pingyi"))
        .args(words.split_whitespace())
        .args(more)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends early has closed its end: what it printed says why.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    let both = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let both = both.concat();
    assert!(!both.contains('⟦') && !both.contains("panicked"), "{both}");
    both
}

/// What `pingyi office <words> --json` prints.
pub(super) fn json(dir: &Path, words: &str, more: &[&str], input: &str) -> Value {
    let output = run(dir, &format!("office {words} --json"), more, input);
    assert!(output.status.success(), "{words}: {}", text(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `pingyi office <words>` says in each language when it ends with `code`.
pub(super) fn say(dir: &Path, words: &str, code: i32) -> [String; 2] {
    ["zh", "en"].map(|lang| {
        let output = run(dir, &format!("--lang {lang} office {words}"), &[], "");
        let said = text(&output);
        assert_eq!(output.status.code(), Some(code), "{words}: {said}");
        said
    })
}

/// A trial with one opinion loaded from the folder `stick`.
pub(super) fn town(dir: &Path) {
    let card = r#"{"plan":"s10","revision":1,"opinion":{"text":"三号楼的灯坏了"}}"#;
    fs::create_dir(dir.join("stick")).unwrap();
    for (words, input) in [
        ("kiosk submit --json", card),
        ("kiosk sync stick --end-rounds", ""),
        ("office load stick", ""),
    ] {
        let output = run(dir, words, &[], input);
        assert!(output.status.success(), "{words}: {}", text(&output));
    }
}

/// What was said elsewhere is registered; its words come by a file or standard input, never as an argument.
#[test]
fn an_opinion_that_came_without_a_device_is_registered() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let today = chrono::Local::now().date_naive();
    let words = format!("register --plan s10 --channel mailbox --received {today}");
    let case = json(dir.path(), &words, &[], "门前的台阶松动\n");
    assert_eq!(
        (&case["number"], &case["channel"]),
        (&2.into(), &"mailbox".into())
    );
    assert_eq!(case["text"], "门前的台阶松动");
    fs::write(dir.path().join("slip.txt"), "门口的灯\r\n不亮").unwrap();
    let case = json(dir.path(), &words, &["--file", "slip.txt"], "");
    assert_eq!(case["text"], "门口的灯\n不亮");
    let listed = json(dir.path(), "cases --filter registered", &[], "");
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let said = say(dir.path(), "cases", 0);
    assert!(
        said[0].contains("意见箱") && said[1].contains("opinion box"),
        "{said:?}"
    );
    // The last two digits of a code are those of its kind: a plan that is not there, a day to come, no words, no such way.
    let with = |channel: &str, received: &str, plan: &str| {
        format!("register --plan {plan} --channel {channel} --received {received}")
    };
    say(
        dir.path(),
        &with("mailbox", "2999-01-01", "s10"),
        Kind::Input.exit_code().into(),
    );
    say(
        dir.path(),
        &with("mailbox", &today.to_string(), "s10"),
        Kind::Input.exit_code().into(),
    );
    say(dir.path(), &with("kiosk", &today.to_string(), "s10"), 2);
    let missing = with("mailbox", &today.to_string(), "s77");
    say(dir.path(), &missing, Kind::NotFound.exit_code().into());
}

/// A term is extended, and what was found wrong is put right; none of its words is an argument.
#[test]
fn a_case_is_extended_answered_and_put_right() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    town(here);
    let plan = include_str!("../../assets/plans/s10.toml")
        .replacen("revision = 1", "revision = 2", 1)
        .replacen(
            "reply_within_working_days = 15",
            "reply_within_working_days = 15\nextension_working_days = 5",
            1,
        );
    let rule = "\n[follow_up.rectification]\nresponsible = true\ninspection = true\n";
    fs::write(here.join("s10.toml"), format!("{plan}{rule}")).unwrap();
    json(here, "plan add s10.toml", &[], "");
    say(here, "extend 1 --days 6", Kind::Input.exit_code().into());
    let case = json(here, "extend 1 --days 2", &[], "等配件");
    assert_eq!(case["extension"], "等配件");
    let again = run(here, "office extend 1 --days 2", &[], "再等");
    assert_eq!(again.status.code(), Some(Kind::NotNow.exit_code().into()));
    let case = json(here, "start 1 --responsible 赵敏", &[], "");
    assert_eq!(case["responsible"], "赵敏");
    json(here, "reply 1 --text 已换", &[], "");
    let due = chrono::Local::now().date_naive() + chrono::Days::new(7);
    let words = format!("measures 1 --responsible 赵敏 --inspector 钱伟 --due {due}");
    let alone = run(here, &format!("office measures 1 --due {due}"), &[], "换灯");
    assert_eq!(alone.status.code(), Some(Kind::Input.exit_code().into()));
    let case = json(here, &words, &[], "换全部楼道灯");
    assert_eq!(case["measures_words"]["measures"], "换全部楼道灯");
    assert_eq!(case["measures"]["standing"], "underway");
    let listed = json(here, "cases --filter rectifying", &[], "");
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let case = json(here, "inspect 1 --done", &[], "都亮了");
    assert_eq!(case["measures"]["standing"], "done");
    let said = say(here, "cases 1", 0);
    assert!(
        said[0].contains("整改完成") && said[0].contains("督查人：钱伟"),
        "{said:?}"
    );
    assert!(
        said[1].contains("put right") && said[1].contains("都亮了"),
        "{said:?}"
    );
    assert!(
        json(here, "verify", &[], "")["differences"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn what_was_loaded_is_listed_with_counts_only() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let batches = json(dir.path(), "batch list", &[], "");
    let [batch] = batches.as_array().unwrap().as_slice() else {
        panic!("{batches}");
    };
    let names: Vec<&String> = batch.as_object().unwrap().keys().collect();
    let known = [
        "device",
        "loaded_on",
        "number",
        "opinions",
        "ratings",
        "set_aside",
        "week",
    ];
    assert!(names.len() == known.len() && known.iter().all(|name| batch.get(name).is_some()));
    assert_eq!(
        (&batch["opinions"], &batch["ratings"]),
        (&1.into(), &0.into())
    );
    assert!(batch["loaded_on"].is_string());
    for (said, word) in say(dir.path(), "batch list", 0)
        .iter()
        .zip(["装入日期", "Loaded"])
    {
        assert!(said.contains(word) && said.contains("LOBBY1"), "{said}");
    }
}

#[test]
fn nothing_is_destroyed_by_one_person_or_before_it_was_put_away() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let destroy = "destroy s10 --round 2026-09 --overseer 王书记";
    let [zh, en] = say(dir.path(), destroy, 3);
    assert!(
        zh.contains("监销") && en.contains("Two persons"),
        "{zh}\n{en}"
    );
    let [zh, en] = say(dir.path(), &format!("{destroy} --overseer 李四"), 10);
    assert!(
        zh.contains("还没有预告") && en.contains("was not announced"),
        "{zh}\n{en}"
    );
}

#[test]
fn a_case_is_begun_and_answered() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let number = json(dir.path(), "cases", &[], "")[0]["number"].clone();
    let begun = json(dir.path(), &format!("start {number}"), &[], "");
    assert_eq!(
        (&begun["number"], &begun["state"], &begun["text"]),
        (&number, &"in-progress".into(), &"三号楼的灯坏了".into())
    );
    let [zh, en] = say(dir.path(), &format!("start {number}"), 0);
    assert!(
        zh.contains("办理中") && en.contains("In progress"),
        "{zh}\n{en}"
    );
    say(dir.path(), "start 99", 11);
    // What is not given as an argument is read from standard input.
    let answered = json(dir.path(), &format!("reply {number}"), &[], "已换好\n");
    assert_eq!(
        (&answered["state"], &answered["reply"]),
        (&"answered".into(), &"已换好".into())
    );
    say(dir.path(), "verify", 0);
}

#[test]
fn plans_are_listed_added_and_left_out() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let here = dir.path();
    let plan = |rows: &Value| {
        let rows = rows.as_array().unwrap().clone();
        rows.into_iter().find(|row| row["id"] == "s10").unwrap()
    };
    assert_eq!(plan(&json(here, "plan list", &[], ""))["enabled"], true);
    assert_eq!(json(here, "plan disable s10", &[], "")["enabled"], false);
    assert_eq!(plan(&json(here, "plan list", &[], ""))["enabled"], false);
    let [zh, en] = say(here, "plan list", 0);
    assert!(
        zh.contains("不下发") && en.contains("in no pack"),
        "{zh}\n{en}"
    );
    assert_eq!(json(here, "plan enable s10", &[], "")["enabled"], true);
    say(here, "plan enable no-such", 11);

    let shipped = include_str!("../../assets/plans/s10.toml");
    let newer = shipped.replacen("revision = 1", "revision = 2", 1);
    fs::write(here.join("newer.toml"), &newer).unwrap();
    assert_eq!(json(here, "plan add newer.toml", &[], "")["revision"], 2);
    fs::write(
        here.join("bad.toml"),
        newer.replace("\"open\"", "\"anyone\""),
    )
    .unwrap();
    for said in say(here, "plan add bad.toml", 3) {
        assert!(said.contains("bad.toml"), "{said}");
    }
    say(here, "plan add not-there.toml", 6);
    // A file of another encoding is called what it is, and not a broken disk.
    fs::write(here.join("gbk.toml"), b"title = \"\xc6\xc0\xd2\xe9\"").unwrap();
    for said in say(here, "plan add gbk.toml", 3) {
        assert!(said.contains("GBK"), "{said}");
    }
    for said in say(here, "plan list", 0) {
        assert!(said.contains("s13b") && said.contains("s2"), "{said}");
    }
    for said in say(here, "plan show s9", 0) {
        assert!(said.contains("80%"), "{said}");
    }
    for said in say(here, "plan show s9 --toml", 0) {
        assert!(said.contains("at_least = 80"), "{said}");
    }
    say(here, "plan show no-such", 11);
    // A template asks for its blanks when it is taken up.
    let [draft, _] = say(here, "plan new s13", 0);
    assert!(draft.contains("more_than = \"____\""), "{draft}");
    fs::write(here.join("s13.toml"), draft).unwrap();
    for said in say(here, "plan add s13.toml", 3) {
        assert!(
            said.contains("more_than") && said.contains("subject.name"),
            "{said}"
        );
    }
    say(here, "plan new s99", 11);
    assert_eq!(plan(&json(here, "plan list", &[], ""))["revision"], 2);
    say(here, "verify", 0);
}

#[test]
fn notices_are_posted_and_read() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let here = dir.path();
    assert_eq!(
        json(here, "notice list", &[], "").as_array().unwrap().len(),
        0
    );
    let words = ["--title", "十月办理情况", "--text", "收到一件，正在办理。"];
    let posted = json(here, "notice post", &words, "");
    assert_eq!(
        (&posted["number"], &posted["title"]),
        (&1.into(), &"十月办理情况".into())
    );
    let from_input = json(here, "notice post", &["--title", "又一则"], "从管道来\n");
    assert_eq!(from_input["body"], "从管道来");
    assert_eq!(json(here, "notice show 2", &[], ""), from_input);
    for said in say(here, "notice show 1", 0) {
        assert!(said.contains("收到一件，正在办理。"), "{said}");
    }
    say(here, "notice list", 0);
    say(here, "notice show 9", 11);
    // Nobody rated anything yet.
    say(here, "notice results s10", 10);
    let empty = run(here, "office notice post", &["--title", "空"], " \n");
    assert_eq!(empty.status.code(), Some(3), "{}", text(&empty));
    say(here, "verify", 0);
}

#[test]
fn nothing_more_is_taken_from_a_revoked_device() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let here = dir.path();
    let device = json(here, "devices", &[], "")[0].clone();
    assert_eq!(device["state"], "accepted");
    let name = device["device"].as_str().unwrap();
    let revoked = json(here, &format!("revoke {name}"), &[], "");
    assert_eq!(revoked[0]["state"], "revoked");
    say(here, "devices", 0);
    say(here, "revoke NOBODY", 11);
    // The batch that was counted stays; no other is taken in.
    say(here, "verify", 0);
    let card = r#"{"plan":"s10","revision":1,"opinion":{"text":"再说一遍"}}"#;
    run(here, "kiosk submit --json", &[], card);
    run(here, "kiosk sync stick --end-rounds", &[], "");
    say(here, "load stick", 8);
    let fingerprint = device["fingerprint"].as_str().unwrap();
    let [_, typed] = fingerprint.split_at(fingerprint.len() - 9).into();
    say(here, &format!("accept {name} --fingerprint 00000000"), 8);
    let accepted = json(
        here,
        &format!("accept {name}"),
        &["--fingerprint", typed],
        "",
    );
    assert_eq!(accepted[0]["state"], "accepted");
    say(here, "load stick", 0);
}

#[test]
fn a_recovery_sheet_is_renewed_proved_and_opens_the_office() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let sheet = dir.path().join("data/trial/office-recovery.html");
    let first = fs::read_to_string(&sheet).unwrap();
    let written = json(dir.path(), "recovery", &[], "");
    assert_eq!(written["standing"], "waiting");
    assert!(
        written["path"]
            .as_str()
            .unwrap()
            .ends_with("office-recovery.html")
    );
    let second = fs::read_to_string(&sheet).unwrap();
    assert_ne!(second, first);
    let digits = |html: &str| {
        let lines = html.split("class=\"print\">").skip(2).take(2);
        let lines: Vec<&str> = lines.map(|part| part.split('<').next().unwrap()).collect();
        lines.join(" ")
    };
    // The first sheet is no longer the one that holds.
    let refused = run(dir.path(), "office recovery --prove", &[], &digits(&first));
    assert_eq!(refused.status.code(), Some(Kind::Input.exit_code().into()));
    let proved = json(dir.path(), "recovery --prove", &[], &digits(&second));
    assert_eq!(
        (proved["standing"].as_str(), proved["path"].is_null()),
        (Some("proved"), true)
    );
    assert!(!sheet.exists());
    let file = dir.path().join("typed");
    fs::write(&file, digits(&second)).unwrap();
    let arguments = [
        "--name",
        "李明",
        "--sheet-file",
        "typed",
        "--passphrase-file",
        "typed",
    ];
    let next = json(dir.path(), "recover", &arguments, "");
    assert_eq!(next["groups"].as_array().unwrap().len(), 10);
    let people = json(dir.path(), "person list", &[], "");
    assert_eq!(people[1]["name"], "李明");
}

#[test]
fn a_real_office_wants_a_passphrase_that_is_not_soon_guessed() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    let strong = "kabo demi tufa zulo rino pega";
    for (name, line) in [
        ("digits", "12345678\n".to_owned()),
        ("spaces", "        \n".to_owned()),
        (
            "composed",
            "l\u{1d8}s\u{e8}-sh\u{e8}q\u{16b}-2026-zhongguancun".to_owned(),
        ),
        ("marked", format!("\u{feff}{strong}\r\n")),
        ("plain", strong.to_owned()),
        ("trailing", format!("{strong} \n")),
    ] {
        fs::write(here.join(name), line).unwrap();
    }
    let init = "init --data o --name Lanxin --place Room-2 --telephone 010 --passphrase-file";
    for (file, zh, en) in [
        ("digits", "太容易猜", "soon guessed"),
        ("spaces", "太容易猜", "soon guessed"),
        ("composed", "关掉输入法", "input method off"),
    ] {
        let said = say(here, &format!("{init} {file}"), 3);
        assert!(said[0].contains(zh) && said[1].contains(en), "{said:?}");
    }
    assert!(!here.join("o").exists());
    let founded = run(here, &format!("office {init} marked"), &[], "");
    assert!(founded.status.success(), "{}", text(&founded));
    // The mark of an editor is none of it, and neither is the end of the line; a space is.
    json(here, "devices --data o --passphrase-file plain", &[], "");
    let wrong = run(
        here,
        "office --data o --passphrase-file trailing devices",
        &[],
        "",
    );
    assert_eq!(wrong.status.code(), Some(Kind::Secret.exit_code().into()));
    let environment = Command::new(env!("CARGO_BIN_EXE_pingyi"))
        .args(["office", "--data", "o", "person", "list", "--json"])
        .env("PINGYI_PASSPHRASE", strong)
        .current_dir(here)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(environment.status.success(), "{}", text(&environment));
}

#[test]
fn two_persons_open_the_office_from_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    for (name, line) in [
        ("one", "kabo demi tufa zulo rino pega"),
        ("two", "hupa wiso tena mibo gadu refi"),
    ] {
        fs::write(here.join(name), line).unwrap();
    }
    let init = "init --data o --name Lanxin --place Room-2 --telephone 010 --passphrase-file one";
    json(here, init, &[], "");
    let alone = "--data o --passphrase-file one";
    let few = run(here, &format!("office {alone} person together on"), &[], "");
    assert_eq!(few.status.code(), Some(Kind::NotNow.exit_code().into()));
    json(
        here,
        &format!("{alone} person add Li"),
        &["--new-passphrase-file", "two"],
        "",
    );
    let renewed = say(here, &format!("{alone} person renew"), 0);
    assert!(renewed[0].contains("钥匙已换新") && renewed[1].contains("new opening key"));
    json(here, &format!("{alone} person together on"), &[], "");
    // Nobody is there to be asked for the second.
    let half = run(here, &format!("office {alone} devices"), &[], "");
    assert_eq!(half.status.code(), Some(Kind::Secret.exit_code().into()));
    let both = format!("{alone} --passphrase-file two");
    json(here, &format!("{both} devices"), &[], "");
    say(here, &format!("{both} verify"), 0);
    let made = json(here, &format!("{both} backup disk"), &[], "");
    let backup = made["path"].as_str().unwrap();
    say(here, &format!("{both} verify --backup {backup}"), 0);
    json(here, &format!("{both} person together off"), &[], "");
    json(here, &format!("{alone} devices"), &[], "");
}

#[test]
fn people_and_the_profile_are_changed_from_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    fs::write(dir.path().join("new"), "a passphrase of her own").unwrap();
    let added = json(
        dir.path(),
        "person add 李明",
        &["--new-passphrase-file", "new"],
        "",
    );
    assert_eq!(
        (added[1]["person"].as_str(), added.as_array().unwrap().len()),
        (Some("p2"), 2)
    );
    let removed = json(dir.path(), "person remove p2", &[], "");
    assert!(removed[1]["removed_on"].is_string());
    // A trial's passphrase is known to everybody and stays.
    let refused = run(
        dir.path(),
        "office person passphrase",
        &["--new-passphrase-file", "new"],
        "",
    );
    assert_eq!(refused.status.code(), Some(Kind::NotNow.exit_code().into()));
    let changed = json(dir.path(), "profile", &["--telephone", "010-7777"], "");
    assert_eq!(changed["telephone"], "010-7777");
    assert_eq!(json(dir.path(), "profile", &[], ""), changed);
    say(dir.path(), "verify", 0);
}

#[test]
fn a_backup_is_made_checked_and_put_back() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let here = dir.path();
    let made = json(here, "backup disk", &[], "");
    let path = made["path"].as_str().unwrap().to_owned();
    assert!(made["files"].as_u64().unwrap() > 5 && path.contains("PINGYI-BACKUP-"));
    for said in say(here, &format!("verify --backup {path}"), 0) {
        assert!(
            said.contains(made["ledger_head"].as_str().unwrap()),
            "{said}"
        );
    }
    // Over an office: refused, with what to do.
    let [zh, en] = say(here, &format!("restore {path}"), 10);
    assert!(zh.contains("改名") && en.contains("Rename"), "{zh}\n{en}");
    let words = format!("--lang en office restore {path} --data new/office");
    let output = run(here, &words, &[], "");
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("Sync each kiosk soon"));
    say(here, "verify --data new/office", 0);
    say(here, "restore disk --data other/office", 11);
    say(here, "backup data/trial/office/disk", 3);
    fs::write(format!("{path}/OFFICE.PUB"), "x").unwrap();
    for said in say(here, &format!("verify --backup {path}"), 5) {
        assert!(said.contains("OFFICE.PUB"), "{said}");
    }
    say(here, &format!("restore {path} --data third/office"), 5);
    assert!(!here.join("third/office").exists());
}

/// Ends a backup at its first file longer than so many KiB: killed, or told that there is no room.
#[test]
fn a_disk_that_fills_and_a_program_that_is_killed_leave_no_backup() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let here = dir.path();
    let record = here.join("data/trial/office/office.db");
    let most = fs::metadata(record).unwrap().len() / 1024;
    let mut ended = Vec::new();
    for kib in [0, 1, 2, 4, 8, 16, most / 2] {
        for trap in ["", "trap '' XFSZ; "] {
            let place = format!("disk{kib}{}", trap.len());
            let script = format!(
                "{trap}ulimit -f {kib}; exec {} --lang zh office backup {place}",
                env!("CARGO_BIN_EXE_pingyi")
            );
            let output = Command::new("bash")
                .args(["-c", &script])
                .current_dir(here)
                .output()
                .unwrap();
            let code = output.status.code();
            assert_ne!(code, Some(0), "{script}");
            ended.push(code);
            let left: Vec<_> = fs::read_dir(here.join(&place))
                .into_iter()
                .flatten()
                .map(|entry| entry.unwrap().path())
                .collect();
            for path in left {
                assert!(
                    path.extension().is_some_and(|end| end == "part"),
                    "{path:?}"
                );
                let words = format!("verify --backup {}", path.display());
                say(here, &words, 11);
            }
        }
    }
    assert!(
        ended.contains(&None) && ended.iter().any(|code| matches!(code, Some(5 | 6))),
        "{ended:?}"
    );
    json(here, "backup disk", &[], "");
}

#[test]
fn a_round_is_announced_listed_and_refused_what_is_not_its_next_step() {
    let dir = tempfile::tempdir().unwrap();
    town(dir.path());
    let here = dir.path();
    let round = &json(here, "round announce s1", &[], "")["round"];
    assert!(round.as_str().unwrap().starts_with("20"), "{round}");
    let listed = json(here, "round list", &[], "");
    assert_eq!(
        (&listed[0]["plan"], &listed[0]["status"]),
        (&"s1".into(), &"open".into())
    );
    assert_eq!(
        json(here, "round show s1", &[], "")["subjects"][0]["raters"],
        serde_json::Value::Null
    );
    for said in say(here, "round count s1", Kind::NotNow.exit_code().into()) {
        assert!(!said.is_empty());
    }
    say(here, "round show s9", Kind::NotFound.exit_code().into());
}
