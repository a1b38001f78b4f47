//! The office from outside: founded, unlocked, loaded from sticks that are whole, broken, foreign or late.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use pingyi::app::AppError;
use pingyi::app::office::{
    BatchLoad, BatchOutcome, FolderFault, InitForm, LoadReport, Office, OfficeError, SheetCounts,
};
use pingyi::courier::keys::{OpeningKey, PassphraseCost};
use pingyi::courier::seal::{SealedSheet, seal_opinion, seal_rating};
use pingyi::domain::card::{Answer, Opinion, OpinionSheet, RatingSheet, ReplyTo};
use pingyi::domain::community::Community;
use pingyi::domain::device::DeviceStanding;
use pingyi::domain::ids::SheetId;
use pingyi::domain::ids::{BatchNumber, Tag};
use pingyi::domain::plan::{Plan, ScaleKind, Voters, shipped};
use pingyi::domain::time::{FixedClock, Week};
use pingyi::fault::{Fault as _, Kind};
use pingyi_kit::device::{Device, Sheets};
use pingyi_kit::town::{Town, time};
use rand::{SeedableRng, rngs::StdRng};
use zeroize::Zeroizing;

/// A real office on a Friday in November.
fn town() -> Town {
    Town::office_alone("2026-11-27T16:00:00")
}

/// A shipped plan that takes ratings and opinions.
fn a_plan() -> Plan {
    shipped()
        .iter()
        .filter_map(|one| Plan::parse(one.text).ok())
        .find(|plan| plan.opinion.is_some() && !plan.subjects.is_empty())
        .unwrap()
}

/// A rating that gives every criterion its first answer.
fn rating(plan: &Plan) -> RatingSheet {
    let (subject, criteria) = plan
        .subjects
        .iter()
        .map(|subject| (subject, plan.criteria_of(subject).collect::<Vec<_>>()))
        .find(|(_, criteria)| !criteria.is_empty())
        .unwrap();
    let mut answers = BTreeMap::new();
    for criterion in criteria {
        let answer = match &plan.scale(&criterion.scale).unwrap().kind {
            ScaleKind::Named(choices) => Answer::Choice(choices[0].id.clone()),
            ScaleKind::Score { min, .. } => Answer::Score(*min),
        };
        answers.insert(criterion.id.clone(), answer);
    }
    RatingSheet {
        plan: plan.id.clone(),
        revision: plan.revision,
        subject: subject.id.clone(),
        group: match &plan.voters {
            Voters::Groups(groups) => Some(groups[0].id.clone()),
            Voters::Open | Voters::BySlip => None,
        },
        answers,
    }
}

fn sheets(device: &mut Device, community: &Community, ratings: usize, opinions: usize) -> Sheets {
    let plan = a_plan();
    let key = &community.sealing_key;
    let mut made = Sheets::default();
    for _ in 0..ratings {
        let sheet = rating(&plan);
        made.ratings
            .push(seal_rating(&sheet, None, key, &community.id, &mut device.rng).unwrap());
    }
    for number in 0..opinions {
        let tag = Tag(rand::RngExt::random(&mut device.rng));
        let sheet = OpinionSheet {
            plan: plan.id.clone(),
            opinion: Opinion {
                subject: None,
                category: None,
                text: format!("路灯不亮 {number}"),
            },
            reply_to: Some(ReplyTo {
                tag,
                key: OpeningKey::random(&mut device.rng).reply_key(),
                voice: None,
            }),
        };
        made.opinions
            .push(seal_opinion(&sheet, key, &community.id, &mut device.rng).unwrap());
        made.tags.push(tag);
    }
    made
}

/// An office that has accepted one device, and its stick.
fn accepted() -> (Town, Device, PathBuf) {
    let mut town = town();
    let device = Device::new("LOBBY1", 1, town.office.community());
    let stick = town.stick("a").root;
    device.enrol(&stick);
    town.accept("a");
    (town, device, stick)
}

fn only(report: &LoadReport) -> &BatchLoad {
    assert_eq!(report.devices.len(), 1);
    report.devices[0].batches.last().unwrap()
}

fn refusal(batch: &BatchLoad) -> &'static str {
    match &batch.outcome {
        BatchOutcome::Refused { reason } => reason.key(),
        other @ (BatchOutcome::New { .. }
        | BatchOutcome::AlreadyPresent
        | BatchOutcome::Repaired) => panic!("{other:?}"),
    }
}

#[test]
fn an_office_is_founded_once_and_opens_with_its_passphrase_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut rng = StdRng::seed_from_u64(7);
    let form = InitForm {
        name: " 幸福里社区 ".to_owned(),
        person: "王秀兰".to_owned(),
        office_place: "一号楼".to_owned(),
        telephone: "010-1234".to_owned(),
        passphrase: Zeroizing::new("correct horse battery staple".to_owned()),
        trial: false,
        record: pingyi_kit::server::record_address(),
    };
    let dir = folder.path().join("office");
    let clock = Arc::new(FixedClock::new(time("2026-11-27T16:00:00")));
    let mut init = |form: &InitForm| {
        Office::init_at_cost(&dir, form, PassphraseCost::TRIAL, clock.clone(), &mut rng)
    };
    let short = InitForm {
        passphrase: Zeroizing::new("12345678".to_owned()),
        ..form.clone()
    };
    assert_eq!(init(&short).unwrap_err().kind(), Kind::Input);
    assert!(!Office::exists(&dir));
    let (office, sheet) = init(&form).unwrap();
    assert!(Office::exists(&dir) && !Office::is_trial_at(&dir));
    assert_eq!(office.community().name, "幸福里社区");
    assert!(!office.is_trial());
    assert!(
        fs::read_to_string(&sheet.path)
            .unwrap()
            .contains(&sheet.fingerprint)
    );
    let head = office.ledger_head().unwrap();
    let from_start = shipped().iter().filter(|one| one.from_start);
    assert_eq!(office.plans().unwrap().len(), from_start.count());
    drop(office);
    assert_eq!(init(&form).unwrap_err().kind(), Kind::NotNow);
    let wrong =
        Office::unlock(&dir, "wrong passphrase", clock.clone(), &mut rand::rng()).unwrap_err();
    assert_eq!(wrong.kind(), Kind::Secret);
    let again = Office::unlock(
        &dir,
        "correct horse battery staple",
        clock.clone(),
        &mut rand::rng(),
    )
    .unwrap();
    assert_eq!(again.fingerprint(), sheet.fingerprint);
    assert_eq!(again.ledger_head().unwrap(), head);
    for name in ["p1-sign.pem", "p1-open.pem"] {
        let pem = fs::read_to_string(dir.join("people").join(name)).unwrap();
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    }
    drop(again);
    fs::remove_file(dir.join("office.db")).unwrap();
    assert!(matches!(
        Office::unlock(
            &dir,
            "correct horse battery staple",
            clock,
            &mut rand::rng()
        ),
        Err(AppError::Office(OfficeError::Folder(
            FolderFault::RecordLost { .. }
        )))
    ));
}

/// The file that is gone or planted is named, nothing is founded over the rest, and the file from a backup mends it.
#[test]
fn a_file_of_the_office_that_is_gone_or_planted_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("office");
    let form = InitForm {
        person: "王某".to_owned(),
        name: "幸福里社区".to_owned(),
        office_place: "一楼大厅".to_owned(),
        telephone: "010-1234".to_owned(),
        passphrase: Zeroizing::new("correct horse battery staple".to_owned()),
        trial: false,
        record: pingyi_kit::server::record_address(),
    };
    let clock = Arc::new(FixedClock::new(time("2026-11-27T16:00:00")));
    let mut rng = StdRng::seed_from_u64(5);
    let cost = PassphraseCost::TRIAL;
    drop(Office::init_at_cost(&dir, &form, cost, clock.clone(), &mut rng).unwrap());
    let open = || Office::unlock(&dir, &form.passphrase, clock.clone(), &mut rand::rng());
    for file in ["office.toml", "people/p1.toml"] {
        let path = dir.join(file);
        let whole = fs::read(&path).unwrap();
        for planted in [Some("format = 3\n"), None] {
            match planted {
                Some(text) => fs::write(&path, text).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            match open().unwrap_err() {
                AppError::Office(OfficeError::Folder(FolderFault::FileDamaged { path: named })) => {
                    assert_eq!(named, path);
                }
                other => panic!("{file}, {planted:?}: {other:?}"),
            }
            let again = Office::init_at_cost(&dir, &form, cost, clock.clone(), &mut rng);
            assert_eq!(again.unwrap_err().kind(), Kind::NotNow);
        }
        fs::write(&path, whole).unwrap();
        open().unwrap();
    }
}

#[test]
fn a_folder_without_an_office_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::new(time("2026-11-27T16:00:00")));
    assert!(!Office::is_trial_at(folder.path()));
    let error = Office::unlock(folder.path(), "trial", clock, &mut rand::rng()).unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
}

#[test]
fn a_device_is_accepted_by_its_fingerprint_only() {
    let mut town = town();
    let mut device = Device::new("LOBBY1", 1, town.office.community());
    let stick = town.stick("a").root;
    device.enrol(&stick);
    let community = town.office.community().clone();
    let some = sheets(&mut device, &community, 1, 0);
    device.batch(&stick, "2026-W48", some);
    let report = town.load("a");
    assert_eq!(refusal(only(&report)), "app-office-not-accepted");
    assert_eq!(report.enrolments.len(), 1);
    assert_eq!(
        report.enrolments[0].fingerprint,
        device.key.public().fingerprint().covered()
    );
    let shown = device.key.public().fingerprint();
    // What stands on the office's own screen is not enough, nor is another's.
    for other in [
        report.enrolments[0].fingerprint.as_str(),
        &shown.compared(),
        "0000 0000",
        "",
    ] {
        let wrong = town.office.accept_device(&device.id, other);
        assert_eq!(wrong.unwrap_err().kind(), Kind::Refused, "{other}");
    }
    assert_eq!(
        town.office.devices().unwrap()[0].fingerprint,
        shown.covered()
    );
    town.office
        .accept_device(&device.id, &shown.typed())
        .unwrap();
    assert_eq!(
        town.office.devices().unwrap()[0].fingerprint,
        shown.to_string()
    );
    let spaced = shown.to_string().replace(' ', "  ");
    town.office.accept_device(&device.id, &spaced).unwrap();
    let report = town.load("a");
    assert!(matches!(only(&report).outcome, BatchOutcome::New { .. }));
    assert!(report.enrolments.is_empty());
    town.office.revoke_device(&device.id).unwrap();
    assert_eq!(
        town.office.devices().unwrap()[0].state,
        DeviceStanding::Revoked
    );
    device.batch(&stick, "2026-W49", Sheets::default());
    let report = town.load("a");
    assert_eq!(refusal(only(&report)), "app-office-revoked");
}

#[test]
fn a_planted_enrolment_puts_no_device_out_of_work() {
    let (mut town, mut device, stick) = accepted();
    device.batch(&stick, "2026-W48", Sheets::default());
    let planted = Device::new("LOBBY1", 9, town.office.community());
    planted.enrol(&stick);
    let report = town.load("a");
    assert!(matches!(only(&report).outcome, BatchOutcome::New { .. }));
    assert!(report.enrolments[0].replaces);
    // Two devices under one name would share numbers: the second needs a name of its own.
    let shown = planted.key.public().fingerprint();
    let taken = town.office.accept_device(&planted.id, &shown.typed());
    assert_eq!(taken.unwrap_err().kind(), Kind::Refused);
}

#[test]
fn a_batch_counts_once_however_often_it_comes() {
    let (mut town, mut device, stick) = accepted();
    let community = town.office.community().clone();
    let some = sheets(&mut device, &community, 6, 2);
    let stem = device.batch(&stick, "2026-W48", some);
    let mut steps = 0;
    let report = town.office.load(&stick, &mut |_| steps += 1).unwrap();
    assert!(steps > 0);
    let expected = SheetCounts {
        ratings_new: 6,
        opinions_new: 2,
        receipts: 2,
        ..SheetCounts::default()
    };
    assert_eq!(report.totals(), expected);
    let batch = only(&report);
    assert_eq!(batch.number, Some(BatchNumber(1)));
    assert_eq!(batch.week, Some("2026-W48".parse::<Week>().unwrap()));
    let head = town.office.ledger_head().unwrap();
    let report = town.load("a");
    assert!(matches!(
        only(&report).outcome,
        BatchOutcome::AlreadyPresent
    ));
    assert_eq!(town.office.ledger_head().unwrap(), head);
    let summary = town.office.summary().unwrap();
    assert_eq!((summary.ratings, summary.cases_open), (6, 2));
    let kept = town.at_office("batches/LOBBY1/B0000001.JSL");
    assert_eq!(
        fs::read(kept).unwrap(),
        fs::read(stem.with_extension("JSL")).unwrap()
    );
    let left = fs::read_dir(town.at_office("incoming")).unwrap().count();
    assert_eq!(left, 0);
}

#[test]
fn a_sheet_in_two_batches_counts_once() {
    let (mut town, mut device, stick) = accepted();
    let community = town.office.community().clone();
    let some = sheets(&mut device, &community, 3, 1);
    device.batch(&stick, "2026-W48", some.clone());
    device.batch(&stick, "2026-W49", some);
    let totals = town.load("a").totals();
    assert_eq!((totals.ratings_new, totals.ratings_present), (3, 3));
    assert_eq!((totals.opinions_new, totals.opinions_present), (1, 1));
}

#[test]
fn what_does_not_open_or_fit_is_set_aside() {
    let (mut town, mut device, stick) = accepted();
    let community = town.office.community().clone();
    let mut some = sheets(&mut device, &community, 1, 0);
    let plan = a_plan();
    let mut seal = |change: &dyn Fn(&mut RatingSheet)| {
        let mut sheet = rating(&plan);
        change(&mut sheet);
        seal_rating(
            &sheet,
            None,
            &community.sealing_key,
            &community.id,
            &mut device.rng,
        )
        .unwrap()
    };
    let newer = seal(&|sheet| sheet.revision.0 += 1);
    some.ratings.push(seal(&|sheet| sheet.answers.clear()));
    some.ratings.push(seal(&|sheet| {
        sheet.subject = "nobody-of-this-name".parse().unwrap();
    }));
    some.ratings.push(seal(&|sheet| {
        sheet
            .answers
            .insert("no-such".parse().unwrap(), Answer::Score(1));
    }));
    some.ratings.push(seal(&|sheet| {
        let first = sheet.answers.keys().next().unwrap().clone();
        sheet.answers.insert(first, Answer::Score(60_000));
    }));
    some.ratings.push(seal(&|sheet| {
        sheet.group = Some("no-such".parse().unwrap());
    }));
    let bytes = vec![5; 1024];
    some.ratings.push(SealedSheet {
        id: SheetId::of(&bytes),
        bytes,
    });
    device.batch(&stick, "2026-W48", some);
    let totals = town.load("a").totals();
    assert_eq!((totals.ratings_new, totals.set_aside), (1, 6));
    assert_eq!(town.office.summary().unwrap().ratings, 1);
    // What answers a revision that this office does not have is not taken in, and counts when that has come.
    let ahead = Sheets {
        ratings: vec![newer],
        ..Sheets::default()
    };
    device.batch(&stick, "2026-W49", ahead);
    assert_eq!(town.load("a").refused(), 1);
    let plans = shipped().iter().map(|one| one.text);
    let mut same = plans.filter(|toml| Plan::parse(toml).is_ok_and(|one| one.id == plan.id));
    let newer = same
        .next()
        .unwrap()
        .replacen("revision = 1", "revision = 2", 1);
    assert_eq!(town.office.add_plan(&newer).unwrap().revision.0, 2);
    assert_eq!(town.load("a").totals().ratings_new, 1);
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
}

#[test]
fn one_refused_batch_does_not_hold_up_the_rest() {
    let (mut town, mut device, stick) = accepted();
    let community = town.office.community().clone();
    let mut stems = Vec::new();
    for week in ["2026-W46", "2026-W47", "2026-W48"] {
        let some = sheets(&mut device, &community, 2, 0);
        stems.push(device.batch(&stick, week, some));
    }
    let second = stems[1].with_extension("JSL");
    let whole = fs::read(&second).unwrap();
    let mut flipped = whole.clone();
    flipped[300] ^= 1;
    fs::write(&second, &flipped).unwrap();
    let report = town.load("a");
    assert_eq!((report.new_batches(), report.refused()), (2, 1));
    assert_eq!(
        refusal(&report.devices[0].batches[1]),
        "courier-signature-invalid"
    );
    assert_eq!(report.devices[0].missing, [BatchNumber(2)]);
    assert_eq!(town.office.summary().unwrap().ratings, 4);
    fs::write(&second, &whole[..whole.len() / 2]).unwrap();
    let report = town.load("a");
    assert_eq!(refusal(&report.devices[0].batches[1]), "courier-truncated");
    fs::write(&second, &whole).unwrap();
    let report = town.load("a");
    assert_eq!((report.new_batches(), report.refused()), (1, 0));
    assert!(report.devices[0].missing.is_empty());
    assert_eq!(town.office.summary().unwrap().ratings, 6);
}

#[test]
fn a_number_used_twice_and_a_foreign_community_are_refused() {
    let (mut town, mut device, stick) = accepted();
    let community = town.office.community().clone();
    let some = sheets(&mut device, &community, 2, 0);
    device.batch(&stick, "2026-W48", some);
    town.load("a");
    let mut twin = Device::new("LOBBY1", 1, &community);
    let other = sheets(&mut device, &community, 3, 0);
    twin.batch(&stick, "2026-W48", other);
    let report = town.load("a");
    assert_eq!(refusal(only(&report)), "record-other-content");
    let mut trial = community.clone();
    trial.id = pingyi::domain::ids::CommunityId::from_random([5; 8], true);
    let mut stranger = Device::new("LOBBY1", 1, &trial);
    stranger.batch(&stick, "2026-W48", Sheets::default());
    let report = town.load("a");
    assert_eq!(refusal(only(&report)), "courier-trial-into-real");
    assert_eq!(town.office.summary().unwrap().ratings, 2);
    // Nothing of a refused batch is left in the record.
    assert_eq!(town.record().sheets_seen().unwrap().len(), 2);
}

#[test]
fn a_device_that_falls_silent_is_late() {
    let (mut town, mut device, stick) = accepted();
    device.batch(&stick, "2026-W48", Sheets::default());
    assert!(town.load("a").overdue.is_empty());
    // The week ends on Sunday, 29 November.
    town.clock.set(time("2026-12-06T16:00:00"));
    assert!(!town.office.devices().unwrap()[0].overdue);
    town.clock.set(time("2026-12-07T16:00:00"));
    let row = &town.office.devices().unwrap()[0];
    assert_eq!((row.overdue, row.quiet_days), (true, Some(8)));
    assert_eq!(town.load("a").overdue.len(), 1);
    assert_eq!(town.office.summary().unwrap().devices_overdue, 1);
}

#[test]
fn plans_go_into_packs_or_not_and_faults_are_told() {
    let mut town = town();
    let plan = town.office.plans().unwrap().remove(0);
    assert!(plan.enabled);
    town.office.enable_plan(&plan.id, false).unwrap();
    let head = town.office.ledger_head().unwrap();
    town.office.enable_plan(&plan.id, false).unwrap();
    assert_eq!(town.office.ledger_head().unwrap(), head);
    assert!(!town.office.plans().unwrap()[0].enabled);
    let unknown = town.office.enable_plan(&"no-such".parse().unwrap(), true);
    assert_eq!(unknown.unwrap_err().kind(), Kind::NotFound);
    let faulty = town.office.add_plan("not a plan").unwrap_err();
    assert_eq!(faulty.kind(), Kind::Input);
    // The same text again is no fault, and no event.
    let toml = shipped()[0].text;
    town.office.add_plan(toml).unwrap();
    assert_eq!(town.office.ledger_head().unwrap(), head);
}
