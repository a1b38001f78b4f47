//! 评议票, from the printing to the count: what a slip opens, what it does not, and what can be told from it.

use pingyi::app::AppError;
use pingyi::app::kiosk::{Kiosk, PackStep, SlipRefusal};
use pingyi::app::office::{
    BatchOutcome, Command, OfficeError, RoundCommand, RoundStep, SlipsRefused,
};
use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::keys::SigningKey;
use pingyi::domain::attendance::Attendance;
use pingyi::domain::batch::{BatchFacts, ClosedFacts, Content, RoundFacts, RoundKey};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::BatchNumber;
use pingyi::domain::ids::SlipTag;
use pingyi::domain::receipt::{ReceiptNumber, SlipCode};
use pingyi::domain::round::RoundId;
use pingyi::fault::Fault as _;
use pingyi::words::Lang;
use pingyi_kit::ballot::{self, card, grouped, pass, plan, refusal, round, vote};
use pingyi_kit::town::{Town, opinion, time};
use rand::SeedableRng as _;
use rusqlite::Connection;

/// A real lobby that has read the plan and `count` slips.
fn sitting(count: u64) -> (Town, Kiosk, Vec<String>) {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(ballot::TEXT).unwrap();
    let codes = town.lobby_slips(count);
    told(&mut town, &kiosk);
    (town, kiosk, codes)
}

/// The office's newest pack reaches the lobby; what it left out.
fn told(town: &mut Town, kiosk: &Kiosk) -> Vec<String> {
    town.pack("a").unwrap();
    match town.weekly_sync(kiosk, "a").pack {
        PackStep::Imported { left_out, .. } => {
            left_out.iter().map(|why| why.say(Lang::En)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn next_day(town: &Town) {
    let tomorrow = town.office.today().succ_opt().unwrap();
    town.clock.set(time(&format!("{tomorrow}T10:00:00")));
}

#[test]
fn a_plan_is_voted_on_by_slip_from_the_printing_to_the_count() {
    let (mut town, kiosk, codes) = sitting(12);
    assert!(kiosk.plans().iter().any(|one| one.id == plan()));
    let here = kiosk.status().unwrap().ballots;
    assert_eq!((here.len(), here[0].slips[0].number), (1, 12));
    let rounds = town.office.slips().unwrap();
    let list = &rounds[0].lists[0];
    assert_eq!((list.number, list.voided), (12, 0));
    // What the tellers compare is what the ledger says.
    let commitment = list.commitment.to_string();
    assert!(commitment.starts_with(&here[0].slips[0].check));

    for code in &codes[..8] {
        vote(&kiosk, code, "excellent", None);
    }
    for code in &codes[8..10] {
        vote(&kiosk, code, "competent", None);
    }
    for _ in 0..3 {
        assert_eq!(refusal(&kiosk, &codes[0]), SlipRefusal::Used);
    }
    // Not before the round is over.
    assert!(town.weekly_sync(&kiosk, "a").closed.is_empty());
    kiosk.end_round(&plan(), round()).unwrap();
    assert_eq!(refusal(&kiosk, &codes[11]), SlipRefusal::NotOpen);
    assert!(kiosk.plans().iter().all(|one| one.id != plan()));
    let closed = town.weekly_sync(&kiosk, "a").closed;
    assert_eq!(closed.len(), 1);
    let totals = town.load("a").totals();
    assert_eq!((totals.ratings_new, totals.set_aside), (10, 0));

    let tallies = town.office.tallies().unwrap();
    let tally = tallies.iter().find(|tally| tally.plan == plan()).unwrap();
    let account = tally.slips.unwrap();
    assert_eq!(
        (account.issued, account.collected, account.refused),
        (12, 10, 3)
    );
    let committee = &tally.subjects[0];
    assert_eq!(
        (committee.raters, committee.stand),
        (Some(10), Some("stands"))
    );
    // Twos included.
    let counts: Vec<_> = committee.criteria[0]
        .answers
        .iter()
        .map(|one| one.count)
        .collect();
    assert_eq!(counts, [Some(8), Some(2), Some(0)]);
    assert_eq!(committee.grade.as_ref().unwrap().as_str(), "excellent");
    for step in [
        RoundStep::Announce,
        RoundStep::Close {
            attendance: Attendance::default(),
        },
        RoundStep::Count {
            without_waiting: false,
        },
        RoundStep::Decide { body: None },
        RoundStep::Post,
    ] {
        let command = Command::Round(RoundCommand {
            plan: plan(),
            round: Some(round()),
            step,
        });
        town.office
            .run(command, &mut rand::rng(), &mut |_| {})
            .unwrap();
    }
    let notice = town.office.notices().unwrap().pop().unwrap();
    assert!(
        notice
            .body
            .contains("发出 12 张，收回 10 张，重复使用被拒 3 张"),
        "{}",
        notice.body
    );
    assert!(notice.body.contains("优秀 8"), "{}", notice.body);
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
    // A round leaves once: what is left of its slips opens nothing, today and later.
    for _ in 0..2 {
        assert!(town.weekly_sync(&kiosk, "a").closed.is_empty());
        assert_eq!(refusal(&kiosk, &codes[11]), SlipRefusal::NotOpen);
        next_day(&town);
    }
}

#[test]
fn too_few_slips_come_back_and_the_result_does_not_stand() {
    let (mut town, kiosk, codes) = sitting(16);
    for code in &codes[..12] {
        vote(&kiosk, code, "excellent", None);
    }
    kiosk.end_round(&plan(), round()).unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    let tallies = town.office.tallies().unwrap();
    let tally = tallies.iter().find(|tally| tally.plan == plan()).unwrap();
    // 12 ÷ 16 < 4/5.
    assert_eq!(tally.subjects[0].stand, Some("no-quorum"));
    assert_eq!(tally.subjects[0].grade, None);
}

#[test]
fn a_slip_opens_one_card_on_one_device_and_each_refusal_has_its_sentence() {
    let (mut town, kiosk, codes) = sitting(6);
    let elsewhere = town.issue("TABLET9", &[("", 5)]);
    assert!(matches!(
        elsewhere,
        Err(AppError::Office(OfficeError::NotAccepted { .. }))
    ));
    town.void(&[&codes[5]]).unwrap();
    told(&mut town, &kiosk);
    let mut rng = rand::rngs::StdRng::seed_from_u64(4);
    let stranger = SlipCode::random(&mut rng).grouped().to_string();
    let issued = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    let receipt = issued.qr_text.to_string();
    let number = issued.number.grouped();
    assert_eq!(refusal(&kiosk, &number), SlipRefusal::Mistyped(None));
    let mut wrong = codes[0].clone().into_bytes();
    wrong[6] = b'0' + (wrong[6] - b'0' + 1) % 10;
    let wrong = String::from_utf8(wrong).unwrap();
    vote(&kiosk, &codes[1], "excellent", None);
    let mut said = Vec::new();
    for (typed, wanted) in [
        (wrong.as_str(), SlipRefusal::Mistyped(None)),
        ("1234 5", SlipRefusal::Mistyped(Some(2))),
        (&receipt, SlipRefusal::Receipt),
        (&stranger, SlipRefusal::Unknown),
        (&codes[5], SlipRefusal::Voided),
        (&codes[1], SlipRefusal::Used),
    ] {
        assert_eq!(refusal(&kiosk, typed), wanted);
        for lang in Lang::ALL {
            let sentence = wanted.sentence().say(lang);
            assert!(!said.contains(&sentence));
            said.push(sentence);
        }
    }
    // A slip is no receipt either.
    assert!(ReceiptNumber::parse(&codes[0]).is_err());
    // Without a slip, with one of another plan's card, or with one that was used in between, nothing is taken in.
    let good = pass(&kiosk, &codes[0]);
    let mut bare = card(&good, "excellent", None);
    bare.slip = None;
    assert!(kiosk.submit(&bare, false).is_err());
    let mut open = opinion("灯坏了");
    open.slip = Some(good.tag);
    assert!(kiosk.submit(&open, false).is_err());
    let twice = card(&good, "excellent", None);
    kiosk.submit(&twice, false).unwrap();
    assert!(matches!(
        kiosk.submit(&twice, false),
        Err(AppError::Slip(SlipRefusal::Used))
    ));
}

#[test]
fn another_devices_slip_names_the_device() {
    let (mut town, kiosk, codes) = sitting(6);
    // The same slips, had they been printed for a tablet.
    let left_out = forged(&mut town, &kiosk, |lists| {
        lists[0].key.device = "TABLET9".parse().unwrap();
    });
    assert_eq!(left_out, Vec::<String>::new());
    let store = Connection::open(town.path("data/kiosk/box.db")).unwrap();
    let sql = "UPDATE slip_tag SET list = (SELECT key FROM slip_list WHERE NOT own)";
    store.execute(sql, []).unwrap();
    drop(store);
    let SlipRefusal::OtherDevice(device) = refusal(&kiosk, &codes[0]) else {
        panic!()
    };
    assert_eq!(device.as_str(), "TABLET9");
}

#[test]
fn slips_are_never_added_to_an_open_round_and_few_are_printed_for_nobody() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(ballot::TEXT).unwrap();
    let refused =
        |town: &mut Town, device: &str, groups: &[(&str, u64)]| match town.issue(device, groups) {
            Err(AppError::Office(OfficeError::Slips(refused))) => refused,
            other => panic!("{other:?}"),
        };
    assert!(matches!(
        refused(&mut town, "LOBBY1", &[("", 4)]),
        SlipsRefused::Number { .. }
    ));
    assert!(matches!(
        refused(&mut town, "LOBBY1", &[("party", 9)]),
        SlipsRefused::Groups { .. }
    ));
    let first = town.lobby_slips(6);
    // Spoiled in the printing: void, and others made before any device has heard of them.
    town.void(&[&first[0]]).unwrap();
    let more = town.lobby_slips(1);
    told(&mut town, &kiosk);
    assert!(matches!(
        refused(&mut town, "LOBBY1", &[("", 5)]),
        SlipsRefused::RoundOpen { .. }
    ));
    assert!(town.void(&["0000 0000 0000 0000 0000"]).is_err());
    vote(&kiosk, &more[0], "excellent", None);
    let round = &town.office.slips().unwrap()[0];
    // What was void before it could be given out was not given out.
    assert_eq!(
        (
            round.account.issued,
            round.lists[0].number,
            round.lists[0].voided
        ),
        (6, 7, 1)
    );
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
}

#[test]
fn a_small_group_is_counted_in_the_whole_and_whom_a_group_rates_the_slip_says() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(&grouped()).unwrap();
    let cut = town
        .issue("LOBBY1", &[("party", 6), ("residents", 7)])
        .unwrap();
    told(&mut town, &kiosk);
    for code in &cut["party"][..3] {
        assert_eq!(pass(&kiosk, code).group.unwrap().as_str(), "party");
        vote(&kiosk, code, "competent", None);
    }
    for code in &cut["residents"][..6] {
        vote(&kiosk, code, "excellent", None);
    }
    // Residents do not rate the station.
    let own = pass(&kiosk, &cut["residents"][6]);
    let mut other = card(&own, "excellent", None);
    let answers = other.ratings.pop_first().unwrap().1;
    other.ratings.insert("head".parse().unwrap(), answers);
    assert!(kiosk.submit(&other, false).is_err());
    kiosk.end_round(&plan(), round()).unwrap();
    let closed = town.weekly_sync(&kiosk, "a").closed;
    assert_eq!(closed.len(), 2);
    let totals = town.load("a").totals();
    assert_eq!((totals.ratings_new, totals.set_aside), (9, 0));
    let batches = town.office.batches().unwrap();
    assert_eq!(batches.len(), 2);
    let tallies = town.office.tallies().unwrap();
    let tally = tallies.iter().find(|tally| tally.plan == plan()).unwrap();
    let account = tally.slips.unwrap();
    assert_eq!((account.issued, account.collected), (13, 9));
    // The whole body is counted, and no group apart: one has fewer than ten.
    let committee: Vec<_> = tally
        .subjects
        .iter()
        .filter(|one| one.subject.as_str() == "committee")
        .collect();
    assert_eq!(committee.len(), 1);
    assert_eq!(
        (committee[0].group.clone(), committee[0].raters),
        (None, Some(9))
    );
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
}

#[test]
fn words_leave_on_another_day_than_the_ratings_of_a_sitting() {
    let (town, kiosk, codes) = sitting(8);
    for (place, code) in codes.iter().take(7).enumerate() {
        vote(
            &kiosk,
            code,
            "excellent",
            (place < 2).then_some("楼道灯坏了"),
        );
    }
    // A sync before the sitting is over carries words, and no ratings.
    let report = town.weekly_sync(&kiosk, "a");
    assert!(report.words.is_some() && report.closed.is_empty());
    vote(&kiosk, &codes[7], "excellent", Some("谢谢"));
    kiosk.end_round(&plan(), round()).unwrap();
    for _ in 0..2 {
        let report = town.weekly_sync(&kiosk, "a");
        assert!(report.words.is_none() && report.words_held);
    }
    next_day(&town);
    let report = town.weekly_sync(&kiosk, "a");
    assert!(report.words.is_some() && !report.words_held);
}

/// What a device writes again under a new name was collected once: else the vote would be void, for more came back than went out.
#[test]
fn a_ballot_that_is_written_again_is_collected_once() {
    let (mut town, kiosk, codes) = sitting(8);
    for code in &codes {
        vote(&kiosk, code, "excellent", None);
    }
    kiosk.end_round(&plan(), round()).unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    let account = |town: &Town| town.office.slips().unwrap()[0].account;
    assert_eq!((account(&town).issued, account(&town).collected), (8, 8));
    let renewal = kiosk.renew(&"LOBBY2".parse().unwrap(), None).unwrap();
    assert_eq!(renewal.batches, 1);
    drop(kiosk);
    let kiosk = town.reopened(8, None);
    town.weekly_sync(&kiosk, "a");
    town.accept("a");
    town.load("a");
    assert_eq!(account(&town).collected, 8);
}

/// The ballots of a device that got another key come under its new name: a count waits for them, and says without whom it was made.
#[test]
fn a_count_waits_for_the_ballots_of_a_device_that_was_renewed() {
    let (mut town, kiosk, codes) = sitting(8);
    for code in &codes {
        vote(&kiosk, code, "excellent", None);
    }
    kiosk.renew(&"LOBBY2".parse().unwrap(), None).unwrap();
    drop(kiosk);
    let kiosk = town.reopened(8, None);
    town.weekly_sync(&kiosk, "a");
    town.accept("a");
    town.load("a");
    let step = |town: &mut Town, step: RoundStep| {
        let command = Command::Round(RoundCommand {
            plan: plan(),
            round: Some(round()),
            step,
        });
        let office = &mut town.office;
        office.run(command, &mut rand::rng(), &mut |_| {}).map(drop)
    };
    let attendance = Attendance::default();
    step(&mut town, RoundStep::Announce).unwrap();
    step(&mut town, RoundStep::Close { attendance }).unwrap();
    let missing = |town: &Town| -> Vec<String> {
        let expected = town.office.expected_rounds().unwrap().into_iter();
        let of_plan = expected.filter(|round| round.plan == plan());
        let missing = of_plan.flat_map(|round| round.missing);
        missing.map(|device| device.to_string()).collect()
    };
    assert_eq!(missing(&town), ["LOBBY2"]);
    let without_waiting = false;
    let refused = step(&mut town, RoundStep::Count { without_waiting }).unwrap_err();
    assert_eq!(refused.sentence().key(), "app-round-batches-missing");
    assert!(refused.sentence().say(Lang::En).contains("LOBBY2"));
    kiosk.end_round(&plan(), round()).unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    assert_eq!(missing(&town), Vec::<String>::new());
    step(&mut town, RoundStep::Count { without_waiting }).unwrap();
}

/// A batch that whoever has the device's key signs: of a round, with slips that nobody used. It lies on the stick `thief`.
fn claim(town: &Town, of: RoundId) {
    let key = std::fs::read_to_string(town.settings.kiosk_dir().join("device.key")).unwrap();
    let key = SigningKey::from_minisign_text(&key).unwrap();
    let held = pingyi::domain::plan::Plan::parse(ballot::TEXT).unwrap();
    let header = BatchHeader {
        device: "LOBBY1".parse().unwrap(),
        number: BatchNumber(1),
        community: town.office.community().id.clone(),
        previous: None,
        facts: BatchFacts::Ratings(
            ClosedFacts {
                closed_on: town.office.today(),
                content: Content::default().finish(),
                seen: None,
                health: None,
            },
            RoundFacts {
                key: RoundKey {
                    plan: plan(),
                    shape: held.shape(),
                    round: of,
                    group: None,
                },
                channel: Channel::Kiosk,
                carried_over: false,
                withheld: false,
                submitted: 11,
                issued: 10,
                abandoned: 0,
                slips_used: 11,
                slips_refused: 4,
            },
        ),
    };
    let mut bytes = Vec::new();
    let written = BatchWriter::new(&mut bytes, &header).unwrap();
    let written = written.finish().unwrap();
    let folder = town.stick("thief").root.join("PINGYI/FROM/LOBBY1");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("B0000001.JSL"), &bytes).unwrap();
    std::fs::write(folder.join("B0000001.SIG"), written.signature(&key)).unwrap();
}

/// Whoever has the device's key says that slips were used which nobody used: with a new chain they are collected no more.
#[test]
fn slips_that_somebody_else_collected_are_taken_off_the_account() {
    let (mut town, kiosk, codes) = sitting(12);
    for code in &codes[..8] {
        vote(&kiosk, code, "excellent", None);
    }
    kiosk.end_round(&plan(), round()).unwrap();
    claim(&town, round());
    town.load("thief");
    let account = |town: &Town| {
        let account = town.office.slips().unwrap()[0].account;
        (account.collected, account.refused)
    };
    assert_eq!(account(&town), (11, 4), "the control: he is believed");
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    assert_eq!(account(&town), (11, 4), "and the true batch is refused");
    kiosk.renew(&"LOBBY2".parse().unwrap(), None).unwrap();
    town.weekly_sync(&kiosk, "a");
    town.accept("a");
    town.load("a");
    assert_eq!(account(&town), (8, 0));
    let tallies = town.office.tallies().unwrap();
    let tally = tallies.iter().find(|tally| tally.plan == plan()).unwrap();
    assert_eq!(tally.slips.map(|slips| slips.collected), Some(8));
    assert_eq!(tally.subjects[0].raters, Some(8));
    let report = town.office.verify(&mut |_| {}).unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);
}

/// Words are never late because of us: neither is a clock that was ahead when the ratings left a reason.
#[test]
fn a_clock_that_was_ahead_holds_no_words_back() {
    let (town, kiosk, codes) = sitting(8);
    for code in &codes {
        vote(&kiosk, code, "excellent", Some("楼道灯坏了"));
    }
    kiosk.end_round(&plan(), round()).unwrap();
    town.clock.set(time("2026-11-20T10:00:00"));
    let report = town.weekly_sync(&kiosk, "a");
    assert!(!report.closed.is_empty() && report.words_held);
    town.clock.set(time("2026-09-24T10:00:00"));
    let report = town.weekly_sync(&kiosk, "a");
    assert!(report.words.is_some() && !report.words_held);
}

/// A pack that the office's own key signed, with lists that its ledger does not name.
fn forged(
    town: &mut Town,
    kiosk: &Kiosk,
    change: impl FnOnce(&mut Vec<pingyi::domain::slip::SlipList>),
) -> Vec<String> {
    use pingyi::courier::pack::{self, ExpectedPack, PackReader};
    let report = town.pack("a").unwrap();
    let (key, _) =
        pingyi_kit::server::office_keys(&town.path("data/office"), pingyi_kit::town::PASSPHRASE);
    let path = report.path;
    let signature = std::fs::read_to_string(path.with_extension("SIG")).unwrap();
    let expected = ExpectedPack {
        key: &key.public(),
        community: None,
        number: None,
        last: None,
    };
    let file = std::fs::File::open(&path).unwrap();
    let (mut contents, _) = PackReader::open(file, &signature, &expected)
        .unwrap()
        .contents()
        .unwrap();
    change(&mut contents.slips);
    let written = pack::write(std::fs::File::create(&path).unwrap(), &contents).unwrap();
    std::fs::write(path.with_extension("SIG"), written.signature(&key)).unwrap();
    match town.weekly_sync(kiosk, "a").pack {
        PackStep::Imported { left_out, .. } => {
            left_out.iter().map(|why| why.say(Lang::En)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn lists_that_do_not_match_are_left_out_and_an_open_round_keeps_its_own() {
    let (mut town, kiosk, codes) = sitting(6);
    vote(&kiosk, &codes[0], "excellent", None);
    let own = kiosk.status().unwrap().ballots[0].slips[0].clone();
    // Tags slipped in under the old commitment; then with a commitment of their own; then a list that is too short.
    let left_out = forged(&mut town, &kiosk, |lists| {
        lists[0].tags.push(SlipTag([255; 16]));
    });
    assert!(
        left_out[0].contains("not the one the ledger names"),
        "{left_out:?}"
    );
    let left_out = forged(&mut town, &kiosk, |lists| {
        let list = &mut lists[0];
        let mut tags = list.tags.clone();
        tags.push(SlipTag([255; 16]));
        *list = pingyi::domain::slip::SlipList::new(list.key.clone(), tags, Vec::new());
    });
    assert!(left_out[0].contains("has begun"), "{left_out:?}");
    let left_out = forged(&mut town, &kiosk, |lists| {
        let list = &mut lists[0];
        list.key.round = "2027-H1".parse().unwrap();
        *list = pingyi::domain::slip::SlipList::new(
            list.key.clone(),
            list.tags[..4].to_vec(),
            Vec::new(),
        );
    });
    assert!(left_out[0].contains("fewer than 5"), "{left_out:?}");
    // No list at all, and one that takes back that a slip is void: what was taken stays.
    town.void(&[&codes[5]]).unwrap();
    told(&mut town, &kiosk);
    assert_eq!(forged(&mut town, &kiosk, Vec::clear), Vec::<String>::new());
    forged(&mut town, &kiosk, |lists| lists[0].voided.clear());
    assert_eq!(refusal(&kiosk, &codes[5]), SlipRefusal::Voided);
    assert_eq!(refusal(&kiosk, &codes[0]), SlipRefusal::Used);
    let here = kiosk.status().unwrap().ballots[0].slips[0].clone();
    assert_eq!((here.number, &here.check), (own.number - 1, &own.check));
    vote(&kiosk, &codes[1], "excellent", None);
}

/// What can be told from slips by whoever printed them and knows who drew which: nothing from the stick, nothing from the disk
/// as it is found; everything from two images of the disk around one card. SECURITY.md says so.
#[test]
fn a_clerk_who_knows_every_slip_links_none_but_with_two_images_around_a_card() {
    let (town, kiosk, codes) = sitting(16);
    let path = town.path("data/kiosk/box.db");
    let store = Connection::open(&path).unwrap();
    let rows = |sql: &str| -> Vec<Vec<u8>> {
        let mut query = store.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let used = || rows("SELECT tag FROM slip_tag WHERE used ORDER BY tag");
    let sheets = || rows("SELECT id FROM rating ORDER BY id");
    let (mut truth, mut linked) = (Vec::new(), 0);
    for code in &codes {
        let before = (used(), sheets());
        vote(&kiosk, code, "excellent", None);
        let after = (used(), sheets());
        let new = |before: &[Vec<u8>], after: Vec<Vec<u8>>| -> Vec<Vec<u8>> {
            after
                .into_iter()
                .filter(|row| !before.contains(row))
                .collect()
        };
        let (tags, ids) = (new(&before.0, after.0), new(&before.1, after.1));
        linked += usize::from(tags.len() == 1 && ids.len() == 1);
        truth.push((tags[0].clone(), ids[0].clone()));
    }
    assert_eq!(linked, codes.len(), "two images around each card");
    kiosk.vacuum().unwrap();
    // The disk as it is found: both lists in their order, matched place by place.
    let (tags, ids) = (used(), sheets());
    let hits = tags
        .iter()
        .zip(&ids)
        .filter(|(tag, id)| truth.iter().any(|(of, to)| of == *tag && to == *id));
    let hits = hits.count();
    println!(
        "slips: {linked} of {} linked by two images, {hits} by one (chance 1)",
        codes.len()
    );
    assert!(hits <= 4, "{hits}");
    kiosk.end_round(&plan(), round()).unwrap();
    town.weekly_sync(&kiosk, "a");
    // The stick: no tag of a slip, in any form.
    for file in pingyi_kit::town::files(&town.path("a/PINGYI/FROM")) {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for (tag, _) in &truth {
            assert!(!text.contains(&hex::encode(tag)), "{}", file.display());
        }
    }
}

#[test]
fn ratings_of_a_round_that_had_not_begun_are_refused() {
    let (mut town, _kiosk, _) = sitting(12);
    claim(&town, "2099-H1".parse().unwrap());
    let loaded = town.load("thief");
    let batch = &loaded.devices[0].batches[0];
    let BatchOutcome::Refused { reason } = &batch.outcome else {
        panic!("{batch:?}")
    };
    assert_eq!(reason.key(), "app-office-round-to-come");
    // The control: of the round that runs they are taken in.
    claim(&town, round());
    assert_eq!(town.load("thief").refused(), 0);
}
