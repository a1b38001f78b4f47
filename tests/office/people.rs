//! Who works at an office: admitted, removed, with passphrases of their own; the recovery sheet; and what the office tells of
//! itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pingyi::app::office::{Difference, Office, OfficeError, ProfileChange, RecoveryStanding};
use pingyi::app::{AppError, Progress};
use pingyi::courier::keys::{OpeningKey, PassphraseCost, SigningKey};
use pingyi::domain::ids::PersonId;
use pingyi::domain::time::FixedClock;
use pingyi::fault::{Fault as _, Kind};
use pingyi_kit::town::{PASSPHRASE, Town};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const OTHERS: &str = "a passphrase of her own";

fn folder(town: &Town) -> PathBuf {
    town.settings.data_dir.join("office")
}

fn quiet(_: Progress) {}

fn found(office: &Office) -> Vec<String> {
    let report = office.verify(&mut quiet).unwrap();
    report.differences.iter().map(Difference::place).collect()
}

fn open(dir: &Path, passphrase: &str, clock: &Arc<FixedClock>) -> Result<Office, AppError> {
    Office::unlock(dir, passphrase, clock.clone(), &mut rand::rng())
}

#[test]
fn everybody_opens_the_office_with_a_passphrase_of_their_own_until_removed() {
    let mut town = Town::real();
    let dir = folder(&town);
    let mut rng = StdRng::seed_from_u64(1);
    let short = town.office.admit_person("李明", "short", &mut rng);
    assert_eq!(short.unwrap_err().kind(), Kind::Input);
    let nameless = town.office.admit_person(" ", OTHERS, &mut rng);
    assert_eq!(nameless.unwrap_err().kind(), Kind::Input);
    let second = town.office.admit_person("李明", OTHERS, &mut rng).unwrap();
    assert_eq!((second.person.as_str(), second.own), ("p2", false));
    town.office.let_go();

    // She works under her own name.
    let mut office = open(&dir, OTHERS, &town.clock).unwrap();
    let own: Vec<bool> = office.people().unwrap().iter().map(|it| it.own).collect();
    assert_eq!(own, [false, true]);
    office.post_notice("通知", "周日来水。").unwrap();
    assert_eq!(found(&office), Vec::<String>::new());
    // Nobody removes themselves, and nobody who never worked here is removed.
    for nobody in ["p2", "p9"] {
        let refused = office.remove_person(&PersonId::new(nobody).unwrap(), &mut rng);
        assert_eq!(refused.unwrap_err().kind(), Kind::NotFound, "{nobody}");
    }
    drop(office);

    let mut office = open(&dir, PASSPHRASE, &town.clock).unwrap();
    let removed = office.remove_person(&second.person, &mut rng).unwrap();
    assert_eq!(removed.removed_on, Some(office.today()));
    let third = office
        .admit_person("赵军", "words of the third: gopa heni tuwi", &mut rng)
        .unwrap();
    assert_eq!(third.person.as_str(), "p3", "a name is never used again");
    assert_eq!(found(&office), Vec::<String>::new());
    drop(office);
    let gone = open(&dir, OTHERS, &town.clock).unwrap_err();
    assert_eq!(gone.kind(), Kind::Secret);
}

/// One person's damaged files keep nobody else out, and are told where they are what keeps somebody out.
#[test]
fn damaged_files_of_one_person_keep_nobody_else_out() {
    let mut town = Town::real();
    let dir = folder(&town);
    let mut rng = StdRng::seed_from_u64(5);
    town.office.admit_person("李明", OTHERS, &mut rng).unwrap();
    town.office.let_go();
    for file in ["p1-sign.pem", "p1-open.pem", "p1.toml"] {
        let path = dir.join("people").join(file);
        let kept = fs::read_to_string(&path).unwrap();
        fs::write(&path, "x").unwrap();
        let told = open(&dir, PASSPHRASE, &town.clock).unwrap_err();
        assert_ne!(told.kind(), Kind::Secret, "{file}");
        open(&dir, OTHERS, &town.clock).unwrap();
        fs::write(&path, kept).unwrap();
    }
    // Another's keys under his own name: what he signed is another office.
    let kept = fs::read_to_string(dir.join("people/p2.toml")).unwrap();
    fs::write(dir.join("people/p1.toml"), kept).unwrap();
    let told = open(&dir, PASSPHRASE, &town.clock).unwrap_err();
    assert_eq!(told.kind(), Kind::Store);
}

/// She kept a copy of her files and puts them back.
#[test]
fn the_files_of_somebody_removed_open_nothing() {
    let mut town = Town::real();
    let dir = folder(&town);
    let mut rng = StdRng::seed_from_u64(2);
    let second = town.office.admit_person("李明", OTHERS, &mut rng).unwrap();
    let kept = town.path("kept");
    pingyi_kit::town::copy(&dir.join("people"), &kept);
    for others in ["p1.toml", "recovery.toml"] {
        fs::remove_file(kept.join(others)).unwrap();
    }
    town.office.remove_person(&second.person, &mut rng).unwrap();
    town.office.let_go();
    pingyi_kit::town::copy(&kept, &dir.join("people"));
    let refused = open(&dir, OTHERS, &town.clock).unwrap_err();
    assert_eq!(refused.kind(), Kind::Refused);
    open(&dir, PASSPHRASE, &town.clock).unwrap();
}

#[test]
fn a_passphrase_is_changed_and_the_old_one_opens_nothing() {
    let mut town = Town::real();
    let dir = folder(&town);
    let mut rng = StdRng::seed_from_u64(3);
    let wrong = town
        .office
        .change_passphrase("not this one", OTHERS, &mut rng);
    assert_eq!(wrong.unwrap_err().kind(), Kind::Secret);
    town.office
        .change_passphrase(PASSPHRASE, OTHERS, &mut rng)
        .unwrap();
    town.office.let_go();
    assert_eq!(
        open(&dir, PASSPHRASE, &town.clock).unwrap_err().kind(),
        Kind::Secret
    );
    open(&dir, OTHERS, &town.clock).unwrap();
}

/// `faults` B7: an input method or an editor wrote it otherwise the first time.
#[test]
fn a_passphrase_of_before_opens_however_it_is_written() {
    let mut town = Town::real();
    let dir = folder(&town);
    town.office.let_go();
    let pems = ["people/p1-sign.pem", "people/p1-open.pem"].map(|name| dir.join(name));
    let [signing, opening] = pems
        .each_ref()
        .map(|path| fs::read_to_string(path).unwrap());
    let signing = SigningKey::from_pem(&signing, PASSPHRASE).unwrap();
    let opening = OpeningKey::from_pem(&opening, PASSPHRASE).unwrap();
    let composed = "l\u{1d8}s\u{e8}-sh\u{e8}q\u{16b}-2026";
    let apart = "lu\u{308}\u{301}se\u{300}-she\u{300}qu\u{304}-2026";
    let mut rng = StdRng::seed_from_u64(6);
    for (kept, typed) in [
        (composed, apart),
        (apart, composed),
        ("ｋｏｕ－ｌｉｎｇ－１２３", "kou-ling-123"),
        ("kou-ling-123", "ｋｏｕ－ｌｉｎｇ－１２３"),
        ("\u{feff}kou-ling-12345", "kou-ling-12345"),
        ("口令 一二三", "口令\u{3000}一二三"),
    ] {
        let cost = PassphraseCost::TEST;
        let texts = [
            signing.to_pem(kept, cost, &mut rng).unwrap(),
            opening.to_pem(kept, cost, &mut rng).unwrap(),
        ];
        for (path, text) in pems.iter().zip(&texts) {
            fs::write(path, text.as_str()).unwrap();
        }
        let mut office = open(&dir, typed, &town.clock).unwrap();
        // It is no new one, though; and whoever changes it need not know how it was written.
        let same = office.change_passphrase(typed, typed, &mut rng);
        assert_eq!(same.unwrap_err().kind(), Kind::Input);
        office.change_passphrase(typed, OTHERS, &mut rng).unwrap();
        drop(office);
        open(&dir, OTHERS, &town.clock).unwrap();
        let wrong = open(&dir, typed, &town.clock).unwrap_err();
        assert_eq!(wrong.kind(), Kind::Secret);
    }
}

#[test]
fn the_recovery_sheet_opens_an_office_whose_passphrases_are_lost() {
    let mut town = Town::real();
    let dir = folder(&town);
    let mut rng = StdRng::seed_from_u64(4);
    let sheet = town.office.renew_recovery_sheet(&mut rng).unwrap();
    assert_eq!(
        sheet.path,
        town.settings.data_dir.join("office-recovery.html")
    );
    let html = fs::read_to_string(&sheet.path).unwrap();
    let groups: Vec<&str> = sheet.groups.iter().map(|group| &**group).collect();
    assert!(html.contains(&groups[..5].join(" ")) && html.contains(&sheet.fingerprint));
    assert_eq!(
        town.office.recovery_standing().unwrap(),
        RecoveryStanding::Waiting
    );
    // Two groups are typed back: it is on paper, and its file is gone.
    let differs = town.office.prove_recovery_sheet("12345 67890").unwrap_err();
    assert_eq!(differs.kind(), Kind::Input);
    town.office
        .prove_recovery_sheet(&format!("{} {}", groups[2], groups[7]))
        .unwrap();
    assert_eq!(
        town.office.recovery_standing().unwrap(),
        RecoveryStanding::Proved
    );
    assert!(!sheet.path.exists());
    town.office.let_go();

    let digits = groups.join(" ");
    let clock = town.clock.clone();
    let mut recover = |digits: &str| {
        let person = ("李明", OTHERS);
        Office::recover(&dir, digits, person, clock.clone(), &mut rng)
    };
    let slip = digits.replacen(groups[4], "00001", 1);
    let refused = recover(&slip).unwrap_err();
    assert!(matches!(
        refused,
        AppError::Office(OfficeError::RecoveryGroup { group: 5 })
    ));
    assert_eq!(recover("1234").unwrap_err().kind(), Kind::Input);
    assert_eq!(recover("").unwrap_err().kind(), Kind::Input);
    let (office, next) = recover(&digits).unwrap();
    let people = office.people().unwrap();
    assert_eq!((people.len(), people[1].own), (2, true));
    assert_eq!(found(&office), Vec::<String>::new());
    drop(office);
    // It is used up: the new sheet opens, the old one does not.
    assert_eq!(recover(&digits).unwrap_err().kind(), Kind::Secret);
    open(&dir, OTHERS, &town.clock).unwrap();
    let digits: Vec<&str> = next.groups.iter().map(|group| &**group).collect();
    let person = ("王秀兰", "a third one of words: gopa heni tuwi");
    Office::recover(&dir, &digits.join(""), person, town.clock.clone(), &mut rng).unwrap();
}

/// `faults` A2: the salt set to zeros made every older receipt unknown.
#[test]
fn a_profile_that_somebody_changed_is_not_opened() {
    let mut town = Town::real();
    let dir = folder(&town);
    town.office.let_go();
    let path = dir.join("office.toml");
    let signed = fs::read_to_string(&path).unwrap();
    let line = |name: &str| signed.lines().find(|line| line.starts_with(name)).unwrap();
    for (name, other) in [
        ("telephone", "telephone = \"010-6666-6666\""),
        (
            "receipt_salt",
            "receipt_salt = \"00000000000000000000000000000000\"",
        ),
        ("name", "name = \"别的社区\""),
        ("signed_from ", "signed_from = 3"),
        ("made_on", "made_on = \"2020-01-01\""),
        ("signature", "signature = \"\""),
    ] {
        fs::write(&path, signed.replacen(line(name), other, 1)).unwrap();
        let refused = open(&dir, PASSPHRASE, &town.clock).unwrap_err();
        assert_eq!(refused.kind(), Kind::Store, "{name}: {refused}");
    }
    fs::write(&path, &signed).unwrap();
    open(&dir, PASSPHRASE, &town.clock).unwrap();
}

#[test]
fn the_profile_is_changed_by_a_command_and_signed_anew() {
    let mut town = Town::real();
    let dir = folder(&town);
    let change = ProfileChange {
        telephone: Some(" 010-7777 ".to_owned()),
        ..ProfileChange::default()
    };
    let salt = town.office.community().receipt_salt;
    let community = town.office.change_profile(&change).unwrap();
    assert_eq!(community.telephone, "010-7777");
    assert_eq!(found(&town.office), Vec::<String>::new());
    let nameless = ProfileChange {
        name: Some(" ".to_owned()),
        ..ProfileChange::default()
    };
    let refused = town.office.change_profile(&nameless).unwrap_err();
    assert_eq!(refused.kind(), Kind::Input);
    town.office.let_go();
    let office = open(&dir, PASSPHRASE, &town.clock).unwrap();
    assert_eq!(office.community().telephone, "010-7777");
    assert_eq!(office.community().receipt_salt, salt);
    drop(office);
    // An older profile was signed as well; the ledger tells which holds.
    let path = dir.join("office.toml");
    let newest = fs::read_to_string(&path).unwrap();
    let mut office = open(&dir, PASSPHRASE, &town.clock).unwrap();
    let change = ProfileChange {
        office_place: Some("二号楼".to_owned()),
        ..ProfileChange::default()
    };
    office.change_profile(&change).unwrap();
    fs::write(&path, newest).unwrap();
    assert_eq!(found(&office), ["meta profile office.toml"]);
}

/// What a thief of the folder reads without a passphrase.
#[test]
fn no_word_lies_in_the_clear_in_the_office() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let words = "三号楼的路灯不亮";
    kiosk
        .submit(&pingyi_kit::town::answered(1, Some(words)), true)
        .unwrap();
    town.sync(&kiosk, "a", false);
    town.load("a");
    let number = town.office.cases().unwrap()[0].number;
    let reply = "已经换了新的灯泡";
    town.office.reply(number, reply).unwrap();
    let case = town.office.case(number).unwrap();
    assert_eq!((&*case.text, case.reply.as_deref()), (words, Some(reply)));
    if pingyi_kit::server::record_address().is_some() {
        return;
    }
    let mut files = vec![folder(&town)];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for word in [words, reply] {
            let holds = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!holds, "{word} in {}", path.display());
        }
        // The control: what is public does lie there.
        read += usize::from(bytes.windows(6).any(|part| part == "体验".as_bytes()));
    }
    assert!(read > 0);
}
