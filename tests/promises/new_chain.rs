//! A device whose key was stolen or whose disk was copied: what somebody else made of it bars its true batches at the office. Under
//! another name and another key all of them count, once, and what was not its own counts no more (protocol §6.1, faults B).

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::{Adopted, Kiosk, Renewal, Service};
use pingyi::app::office::{BatchOutcome, LoadReport};
use pingyi::app::settings::Settings;
use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::seal::seal_rating;
use pingyi::domain::batch::{BatchFacts, ClosedFacts, Content};
use pingyi::domain::ids::{BatchNumber, DeviceId};
use pingyi_kit::device::{Device, Sheets};
use pingyi_kit::town::{self, Town};

use crate::rounds::{hand_in, periods};

fn key_file(town: &Town) -> PathBuf {
    town.settings.kiosk_dir().join("device.key")
}

/// Whoever has the kiosk's key, and signs batches of his own with it.
pub fn thief(town: &Town) -> Device {
    let key = SigningKey::from_minisign_text(&fs::read_to_string(key_file(town)).unwrap()).unwrap();
    let mut thief = Device::new("LOBBY1", 66, town.office.community());
    thief.key = key;
    thief
}

pub fn forged(town: &Town, thief: &mut Device, cards: usize) -> Sheets {
    let community = town.office.community();
    let (sheets, _) = town::answered(2, None).into_sheets(None);
    let mut seal = || {
        let (key, id) = (&community.sealing_key, &community.id);
        seal_rating(&sheets[0], None, key, id, &mut thief.rng).unwrap()
    };
    Sheets {
        ratings: (0..cards).map(|_| seal()).collect(),
        ..Sheets::default()
    }
}

pub fn lobby2() -> DeviceId {
    DeviceId::new("LOBBY2").unwrap()
}

fn renewed(town: &mut Town, kiosk: Kiosk) -> (Kiosk, Renewal) {
    let renewal = kiosk.renew(&lobby2(), None).unwrap();
    drop(kiosk);
    (town.reopened(8, None), renewal)
}

pub fn refused(report: &LoadReport) -> usize {
    let batches = report.devices.iter().flat_map(|device| &device.batches);
    let refused = |batch: &&pingyi::app::office::BatchLoad| {
        matches!(batch.outcome, BatchOutcome::Refused { .. })
    };
    batches.filter(refused).count()
}

pub fn uncounted(report: &LoadReport) -> usize {
    let batches = report.devices.iter().flat_map(|device| &device.batches);
    let of = |outcome: &BatchOutcome| match outcome {
        BatchOutcome::New { uncounted, .. } => uncounted.len(),
        _ => 0,
    };
    batches.map(|batch| of(&batch.outcome)).sum()
}

pub fn sound(town: &Town) {
    let report = town.office.verify(&mut |_| {}).unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);
}

/// Whoever plants a key of his own under the new name is not taken for the device in place of the former.
#[test]
fn a_planted_key_does_not_inherit_whom_a_device_replaces() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let (kiosk, _) = renewed(&mut town, kiosk);
    town.sync(&kiosk, "a", false);
    assert!(town.load("a").enrolments[0].former.is_some());
    let planted = Device::new("LOBBY2", 7, town.office.community());
    planted.enrol(&town.stick("planted").root);
    assert_eq!(town.load("planted").enrolments[0].former, None);
    // It comes again, and is itself again.
    assert!(town.load("a").enrolments[0].former.is_some());
    town.accept("a");
    sound(&town);
}

/// The stick comes, the clerk accepts the device in place of its former name, and it is loaded.
fn replaced(town: &mut Town, kiosk: &Kiosk) -> LoadReport {
    town.sync(kiosk, "a", false);
    let asking = town.load("a").enrolments;
    assert_eq!(asking[0].former.as_ref().unwrap().as_str(), "LOBBY1");
    town.accept("a");
    town.load("a")
}

#[test]
fn what_a_stolen_key_brought_counts_no_more_and_every_true_card_does() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    let mut thief = thief(&town);
    let sheets = forged(&town, &mut thief, 7);
    thief.batch(&town.stick("thief").root, "2026-W38", sheets);
    town.load("thief");
    assert_eq!(periods(&town).values().sum::<u64>(), 7);
    town.sync(&kiosk, "a", false);
    // The control: without a new chain its own batches are refused for good.
    assert_eq!(refused(&town.load("a")), 2);
    sound(&town);

    let (kiosk, renewal) = renewed(&mut town, kiosk);
    assert_eq!(renewal.batches, 2);
    let report = replaced(&mut town, &kiosk);
    assert_eq!(
        (uncounted(&report), refused(&report)),
        (1, 2),
        "only the former name's"
    );
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 6)]));
    assert_eq!(town.office.cases().unwrap().len(), 1);
    sound(&town);
    // Again: nothing twice; and the stolen key opens no door.
    assert_eq!(uncounted(&town.load("a")), 0);
    let sheets = forged(&town, &mut thief, 5);
    thief.batch(&town.stick("thief").root, "2026-W38", sheets);
    assert_eq!(refused(&town.load("thief")), 2);
    assert_eq!(periods(&town).values().sum::<u64>(), 6);
    // Life goes on.
    hand_in(&kiosk, 5);
    kiosk.submit(&town::opinion("谢谢"), true).unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    town.load("a");
    assert_eq!(periods(&town).values().sum::<u64>(), 11);
    assert_eq!(town.office.cases().unwrap().len(), 2);
    sound(&town);
}

/// The kiosk as somebody runs it who copied its disk.
pub fn twin(town: &Town) -> Kiosk {
    let copied = Settings {
        data_dir: town.path("copied"),
        ..town.settings.clone()
    };
    town::copy(&town.settings.kiosk_dir(), &copied.kiosk_dir());
    let parts = pingyi::app::kiosk::Tunables {
        seed: Some(99),
        ..town.parts()
    };
    Kiosk::open_with(&copied, town.clock.clone(), parts).unwrap()
}

/// What the notice of the results of September says of the first subject, after it was posted once more.
fn posted(town: &mut Town) -> String {
    let plan = "s1".parse().unwrap();
    let notice = town.office.post_results(&plan, None).unwrap();
    sound(town);
    notice.body
}

/// Results were on the boards before anybody knew: the notice stays as it was, the next one takes its place, or says that it is not
/// to be gone by where today's figures would tell what a few said.
#[test]
fn results_that_were_posted_and_are_counted_no_more_are_taken_back() {
    for (forged_cards, own_cards, is_told) in [(12, 6, true), (7, 6, false), (7, 9, false)] {
        let mut town = Town::real();
        let kiosk = town.paired();
        let twin = twin(&town);
        hand_in(&kiosk, own_cards);
        hand_in(&twin, forged_cards);
        town.sync(&twin, "thief", false);
        town.load("thief");
        let before = posted(&mut town);
        assert!(
            before.contains(&format!("参评 {forged_cards} 人")),
            "{before}"
        );
        town.sync(&kiosk, "a", false);
        town.load("a");
        let (kiosk, _) = renewed(&mut town, kiosk);
        replaced(&mut town, &kiosk);
        assert_eq!(periods(&town).values().sum::<u64>(), own_cards as u64);
        sound(&town);
        let after = posted(&mut town);
        let figures = after.contains(&format!("参评 {own_cards} 人"));
        let doubted = after.contains("第 1 号公示里的数字，有一部分后来查明不算数");
        assert_eq!((figures, doubted), (is_told, !is_told), "{after}");
        assert!(!after.contains("以该公示为准"), "{after}");
        // What stands on the wall is what the ledger says was posted then.
        assert_eq!(town.office.notice(1).unwrap().body, before);
    }
}

#[test]
fn a_copied_disk_takes_no_card_away() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    let twin = twin(&town);
    hand_in(&twin, 5);
    town.sync(&twin, "twin", false);
    town.load("twin");
    assert_eq!(periods(&town).values().sum::<u64>(), 11, "six of them true");
    hand_in(&kiosk, 2);
    town.sync(&kiosk, "a", false);
    assert_eq!(refused(&town.load("a")), 1);
    let (kiosk, _) = renewed(&mut town, kiosk);
    let report = replaced(&mut town, &kiosk);
    assert_eq!(uncounted(&report), 1);
    // What its own batch says of itself is in it, whoever brought the sheets first.
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 8)]));
    sound(&town);
}

/// A pack acknowledged what a thief had brought first, or what the device itself closed before its disk was put back from an older
/// copy: the device cannot tell the one from the other, and staff are asked.
#[test]
fn what_a_pack_acknowledged_and_the_device_never_closed_counts_as_staff_say() {
    for (adopted, counted) in [(Adopted::Forged, 6), (Adopted::Own, 13)] {
        let mut town = Town::real();
        let kiosk = town.paired();
        let mut thief = thief(&town);
        let sheets = forged(&town, &mut thief, 7);
        thief.batch(&town.stick("thief").root, "2026-W38", sheets);
        town.load("thief");
        town.pack("a").unwrap();
        town.sync(&kiosk, "a", false);
        hand_in(&kiosk, 6);
        town.sync(&kiosk, "a", true);
        town.load("a");
        assert_eq!(periods(&town).values().sum::<u64>(), 13);
        assert_eq!(kiosk.status().unwrap().adopted, [BatchNumber(1)]);

        let refused = kiosk.renew(&lobby2(), None);
        let Err(AppError::BatchesUnknown { numbers }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(numbers, [BatchNumber(1)]);
        kiosk.renew(&lobby2(), Some(adopted)).unwrap();
        drop(kiosk);
        let kiosk = town.reopened(8, None);
        assert!(kiosk.status().unwrap().adopted.is_empty());
        replaced(&mut town, &kiosk);
        assert_eq!(periods(&town).values().sum::<u64>(), counted, "{adopted:?}");
        sound(&town);
    }
}

#[test]
fn what_was_acknowledged_counts_once_under_both_names() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    town.sync(&kiosk, "a", false);
    town.load("a");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    hand_in(&kiosk, 3);
    let (kiosk, renewal) = renewed(&mut town, kiosk);
    assert_eq!(renewal.batches, 1, "kept, for the office might be set back");
    let report = replaced(&mut town, &kiosk);
    assert_eq!((uncounted(&report), refused(&report)), (0, 1));
    assert_eq!(periods(&town).values().sum::<u64>(), 6);
    sound(&town);
}

#[test]
fn a_renewal_that_was_interrupted_is_finished_or_begun_again() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    let (key, next) = (
        key_file(&town),
        town.settings.kiosk_dir().join("device.key.next"),
    );
    let former = fs::read(&key).unwrap();
    // Before the card box knew of it.
    fs::write(&next, "half a key").unwrap();
    drop(kiosk);
    let kiosk = town.reopened(9, None);
    assert_eq!(kiosk.status().unwrap().device.as_str(), "LOBBY1");
    let (kiosk, renewal) = renewed(&mut town, kiosk);
    drop(kiosk);
    // After it, and before the key took its place.
    fs::rename(&key, &next).unwrap();
    fs::write(&key, former).unwrap();
    let kiosk = town.reopened(10, None);
    let status = kiosk.status().unwrap();
    assert_eq!(status.device.as_str(), "LOBBY2");
    assert_eq!(status.device_fingerprint, renewal.fingerprint);
    assert!(!next.exists());
    replaced(&mut town, &kiosk);
    assert_eq!(periods(&town).values().sum::<u64>(), 6);
}

#[test]
fn nobody_takes_the_place_of_a_device_unless_a_clerk_says_so() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    town.sync(&kiosk, "a", false);
    town.load("a");
    // Another device, accepted as itself, says that nothing of LOBBY1's was its own.
    let other = Device::new("LOBBY9", 9, town.office.community());
    let stick = town.stick("other").root;
    other.enrol(&stick);
    town.accept("other");
    let header = BatchHeader {
        device: other.id.clone(),
        number: BatchNumber(1),
        community: town.office.community().id.clone(),
        previous: None,
        facts: BatchFacts::Chain(
            ClosedFacts {
                health: None,
                closed_on: NaiveDate::from_ymd_opt(2026, 9, 17).unwrap(),
                content: Content::default().finish(),
                seen: None,
            },
            DeviceId::new("LOBBY1").unwrap(),
        ),
    };
    let mut bytes = Vec::new();
    let written = BatchWriter::new(&mut bytes, &header)
        .unwrap()
        .finish()
        .unwrap();
    let stem = other.folder(&stick).join("B0000001");
    fs::write(stem.with_extension("JSL"), &bytes).unwrap();
    fs::write(stem.with_extension("SIG"), written.signature(&other.key)).unwrap();
    assert_eq!(refused(&town.load("other")), 1);
    assert_eq!(periods(&town).values().sum::<u64>(), 6);
    sound(&town);
    assert!(
        kiosk
            .renew(&DeviceId::new("LOBBY1").unwrap(), None)
            .is_err(),
        "a new key needs a new name"
    );
}

/// A kiosk whose key the office revoked hears of it, takes no card that nobody would count, and loses none it has.
#[test]
fn a_revoked_kiosk_takes_no_cards_until_it_has_another_key_or_is_accepted_again() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    let own = kiosk.device();
    let fingerprint = kiosk.status().unwrap().device_fingerprint;
    town.office.revoke_device(&own).unwrap();
    let shown = town.office.device(&own).unwrap().fingerprint;
    assert!(
        shown.ends_with("____ ____"),
        "accepted again by whoever stands before it: {shown}"
    );
    assert_eq!(kiosk.service(), Service::Open, "nobody told it yet");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    assert_eq!(kiosk.service(), Service::Revoked);
    assert!(kiosk.plans().is_empty());
    let refused = kiosk.submit(&town::opinion("灯坏了"), true);
    assert!(matches!(refused, Err(AppError::Retired)), "{refused:?}");
    drop(kiosk);
    let kiosk = town.open().unwrap();
    assert_eq!(kiosk.service(), Service::Revoked, "after a restart too");

    // A mistake is taken back.
    town.office
        .accept_device(&own, &fingerprint.typed())
        .unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    assert_eq!(kiosk.service(), Service::Open);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();

    // Another key: what was said of the former one says nothing of this.
    town.office.revoke_device(&own).unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    assert_eq!(kiosk.service(), Service::Revoked);
    let (kiosk, _) = renewed(&mut town, kiosk);
    assert_eq!(kiosk.service(), Service::Open);
    town.sync(&kiosk, "a", false);
    assert_eq!(
        kiosk.service(),
        Service::Open,
        "the old name stands revoked beside it"
    );
    replaced(&mut town, &kiosk);
    assert_eq!(town.office.cases().unwrap().len(), 1);
    assert_eq!(periods(&town).values().sum::<u64>(), 6);
    sound(&town);
}

/// A machine that gets the name of one that was revoked or retired is another machine.
#[test]
fn what_is_said_of_another_key_under_its_name_stops_no_device() {
    let mut town = Town::real();
    let former = Device::new("LOBBY1", 7, town.office.community());
    former.enrol(&town.stick("former").root);
    town.load("former");
    let typed = former.key.public().fingerprint().typed();
    town.office.accept_device(&former.id, &typed).unwrap();
    town.office.revoke_device(&former.id).unwrap();
    let kiosk = town.paired();
    assert_eq!(kiosk.device(), former.id);
    assert_eq!(kiosk.service(), Service::Open);
}

/// Whoever has a device's key may not use up its numbers: the true device would have none left.
#[test]
fn a_number_far_ahead_is_refused_and_the_device_goes_on() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let mut thief = thief(&town);
    for number in [9_999_998, 1_000] {
        thief.number = number;
        let sheets = forged(&town, &mut thief, 5);
        thief.batch(&town.stick("thief").root, "2026-W38", sheets);
    }
    let report = town.load("thief");
    assert_eq!(refused(&report), 2, "{report:?}");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.words, Some(BatchNumber(1)));
    town.load("a");
    assert_eq!(town.office.cases().unwrap().len(), 1);
    sound(&town);
}
