//! Another key, whatever somebody made of the one before: its last batch was forged, it was renewed a week ago, its numbers are used
//! up, the name is another device's. The device goes on each time, and every true card counts once (protocol §6.1, faults B4).

use std::collections::BTreeMap;

use chrono::Days;
use pingyi::app::AppError;
use pingyi::app::kiosk::{Adopted, Kiosk, Service};
use pingyi::app::office::LoadReport;
use pingyi::domain::device::DeviceStanding;
use pingyi::domain::ids::{BatchNumber, DeviceId};
use pingyi_kit::town::{self, Town};

use crate::new_chain::{forged, lobby2, refused, sound, thief, twin, uncounted};
use crate::rounds::{hand_in, periods};

fn name(name: &str) -> DeviceId {
    DeviceId::new(name).unwrap()
}

fn counted(town: &Town) -> u64 {
    periods(town).values().sum()
}

/// Goes on as `name`, as after a start of the program.
fn renewed(town: &Town, kiosk: Kiosk, to: &str, adopted: Option<Adopted>) -> Kiosk {
    kiosk.renew(&name(to), adopted).unwrap();
    drop(kiosk);
    town.reopened(8 + u64::from(to.as_bytes()[5]), None)
}

/// The stick comes, the clerk accepts this device, and it is loaded.
fn accepted(town: &mut Town, kiosk: &Kiosk) -> LoadReport {
    town.sync(kiosk, "a", false);
    town.load("a");
    let typed = kiosk.status().unwrap().device_fingerprint.typed();
    town.office.accept_device(&kiosk.device(), &typed).unwrap();
    town.load("a")
}

/// A town whose kiosk somebody copied, and retired in its name: the office has its last batch, and the next pack says so.
fn ended_by_a_clone() -> (Town, Kiosk) {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    let twin = twin(&town);
    twin.retire(&name("LOBBY1")).unwrap();
    assert!(town.weekly_sync(&twin, "thief").last.is_some());
    town.load("thief");
    let known = town.office.device(&name("LOBBY1")).unwrap();
    assert_eq!(known.state, DeviceStanding::Retired);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    town.pack("a").unwrap();
    (town, kiosk)
}

#[test]
fn a_last_batch_that_a_clone_forged_ends_no_device() {
    let (mut town, kiosk) = ended_by_a_clone();
    let met = town.weekly_sync(&kiosk, "a");
    assert_eq!(kiosk.service(), Service::Retired);
    assert_eq!(met.needed[0].key(), "kiosk-retired-doubted");
    assert!(kiosk.status().unwrap().is_retirement_doubted);
    // It stood for a day: at a device's end it would be withheld, and destroyed.
    assert!(met.closed.is_empty() && met.last.is_none() && !met.withdrawn);
    let again = town.weekly_sync(&kiosk, "a");
    assert_eq!((again.last, again.needed.len()), (None, 1), "and again");
    // The control: without another key nothing of it is ever taken in.
    town.sync(&kiosk, "a", false);
    assert_eq!(refused(&town.load("a")), 2);
    assert_eq!((counted(&town), town.office.cases().unwrap().len()), (0, 0));
    let refused = kiosk.renew(&lobby2(), None);
    assert!(matches!(refused, Err(AppError::BatchesUnknown { .. })));

    let kiosk = renewed(&town, kiosk, "LOBBY2", Some(Adopted::Forged));
    assert_eq!(kiosk.service(), Service::Open);
    let report = accepted(&mut town, &kiosk);
    assert!(uncounted(&report) > 0, "{report:?}");
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 6)]));
    assert_eq!(town.office.cases().unwrap().len(), 1);
    for (device, state) in [
        ("LOBBY1", DeviceStanding::Revoked),
        ("LOBBY2", DeviceStanding::Accepted),
    ] {
        let known = town.office.device(&name(device)).unwrap();
        assert_eq!((known.state, known.withheld), (state, None), "{device}");
    }
    sound(&town);
    // Life goes on.
    hand_in(&kiosk, 5);
    town.pack("a").unwrap();
    let met = town.sync(&kiosk, "a", false);
    assert_eq!((kiosk.service(), met.needed.len()), (Service::Open, 0));
    town.load("a");
    assert_eq!(counted(&town), 11);
    sound(&town);
}

/// The office did mean it, and the disk had been put back from an older copy: staff say so, and it ends as ever.
#[test]
fn staff_who_mean_it_end_a_device_that_doubts() {
    let (mut town, kiosk) = ended_by_a_clone();
    town.weekly_sync(&kiosk, "a");
    kiosk.retire(&name("LOBBY1")).unwrap();
    assert!(!kiosk.status().unwrap().is_retirement_doubted);
    let met = town.weekly_sync(&kiosk, "a");
    assert!(met.last.is_some() && met.needed.is_empty() && met.closed[0].withheld);
    // Packs do not make it doubt again.
    town.pack("a").unwrap();
    assert!(town.weekly_sync(&kiosk, "a").needed.is_empty());
}

/// Its own staff retired it, and think better of it before it has wiped itself.
#[test]
fn a_device_that_was_retired_goes_on_under_another_key_until_it_has_wiped_itself() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    let day = town.office.today() + Days::new(20);
    town.clock.set(day.and_hms_opt(10, 0, 0).unwrap());
    town.confirm();
    kiosk.retire(&name("LOBBY1")).unwrap();
    assert!(town.weekly_sync(&kiosk, "a").last.is_some());
    let renewal = kiosk.renew(&lobby2(), None).unwrap();
    assert_eq!(renewal.batches, 1, "its last is none any more");
    assert_eq!(kiosk.service(), Service::Open, "at once");
    drop(kiosk);
    let kiosk = town.reopened(9, None);
    accepted(&mut town, &kiosk);
    assert_eq!(counted(&town), 6);
    let known = town.office.device(&lobby2()).unwrap();
    assert_eq!(known.state, DeviceStanding::Accepted);
    sound(&town);
    kiosk.retire(&lobby2()).unwrap();
    town.sync(&kiosk, "a", false);
    town.load("a");
    town.pack("a").unwrap();
    assert!(town.weekly_sync(&kiosk, "a").withdrawn);
    let refused = kiosk.renew(&name("LOBBY3"), None);
    assert!(matches!(refused, Err(AppError::Retired)), "{refused:?}");
}

/// How far the first new key has come when the second one is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Come {
    Nowhere,
    Asked,
    Accepted,
    Heard,
}

#[test]
fn a_device_gets_a_third_key_before_and_after_the_second_was_accepted() {
    for come in [Come::Nowhere, Come::Asked, Come::Accepted, Come::Heard] {
        let mut town = Town::real();
        let kiosk = town.paired();
        hand_in(&kiosk, 6);
        kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
        let mut thief = thief(&town);
        let sheets = forged(&town, &mut thief, 7);
        thief.batch(&town.stick("thief").root, "2026-W38", sheets);
        town.load("thief");
        town.sync(&kiosk, "a", false);
        assert_eq!(refused(&town.load("a")), 2);
        let kiosk = renewed(&town, kiosk, "LOBBY2", None);
        if come == Come::Asked {
            town.sync(&kiosk, "a", false);
            town.load("a");
        }
        if come >= Come::Accepted {
            assert_eq!(uncounted(&accepted(&mut town, &kiosk)), 1);
        }
        if come == Come::Heard {
            town.pack("a").unwrap();
            town.sync(&kiosk, "a", false);
        }
        // The second key is stolen as well, with the disk.
        let twin = twin(&town);
        hand_in(&twin, 8);
        town.sync(&twin, "twin", false);
        town.load("twin");
        let believed = match come {
            Come::Nowhere | Come::Asked => 7,
            Come::Accepted | Come::Heard => 6 + 8,
        };
        assert_eq!(counted(&town), believed, "{come:?}");

        let kiosk = renewed(&town, kiosk, "LOBBY3", None);
        let report = accepted(&mut town, &kiosk);
        assert_eq!(uncounted(&report), 1, "{come:?} {report:?}");
        assert_eq!(counted(&town), 6, "{come:?}");
        assert_eq!(town.office.cases().unwrap().len(), 1, "{come:?}");
        let rounds = town.office.tallies().unwrap();
        assert_eq!(rounds.len(), 1, "{come:?}");
        sound(&town);
        for device in ["LOBBY1", "LOBBY2"] {
            if let Ok(known) = town.office.device(&name(device)) {
                let served = [DeviceStanding::Accepted, DeviceStanding::Retired];
                assert!(!served.contains(&known.state), "{come:?} {device}");
            }
        }
        hand_in(&kiosk, 5);
        town.pack("a").unwrap();
        town.sync(&kiosk, "a", false);
        assert_eq!(refused_of(&town.load("a"), "LOBBY3"), 0, "{come:?}");
        assert_eq!(counted(&town), 11, "{come:?}");
        sound(&town);
    }
}

fn refused_of(report: &LoadReport, device: &str) -> usize {
    let own = report
        .devices
        .iter()
        .filter(|it| it.device.as_str() == device);
    let own = own.cloned().collect();
    refused(&LoadReport {
        devices: own,
        ..LoadReport::default()
    })
}

#[test]
fn a_name_that_another_device_has_is_refused_and_one_that_was_not_known_is_given_up() {
    let mut town = Town::real();
    let kiosk = town.paired();
    hand_in(&kiosk, 6);
    drop(town.paired_as("LOBBY2"));
    // The control: nobody told this kiosk, and no office ever accepts it in place of itself.
    let kiosk = renewed(&town, kiosk, "LOBBY2", None);
    town.sync(&kiosk, "b", false);
    assert!(refused(&town.load("b")) > 0);
    let kiosk = renewed(&town, kiosk, "LOBBY3", None);
    accepted(&mut town, &kiosk);
    assert_eq!(counted(&town), 6);
    sound(&town);
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    for taken in ["LOBBY1", "LOBBY2"] {
        let refused = kiosk.renew(&name(taken), None);
        assert!(
            matches!(refused, Err(AppError::NameTaken { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(kiosk.device(), name("LOBBY3"), "nothing was changed");
    kiosk.renew(&kiosk.next_name(), None).unwrap();
}

/// Whoever had its key made the office acknowledge a number just below the last: what is left is one.
#[test]
fn a_device_that_used_up_its_numbers_says_so_and_goes_on_under_another_key() {
    let mut town = Town::real();
    let kiosk = town.paired();
    drop(kiosk);
    let store = rusqlite::Connection::open(town.settings.kiosk_dir().join("box.db")).unwrap();
    let sql = "INSERT INTO batch (number, week, issued, submitted, abandoned, slips, crowd_override, root, signature, bytes, acknowledged)
        VALUES (9999998, '', 0, 0, 0, 0, 0, ?1, '', 0, 1)";
    store.execute(sql, [[7_u8; 32]]).unwrap();
    drop(store);
    let kiosk = town.reopened(7, None);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    let met = town.weekly_sync(&kiosk, "a");
    assert_eq!(met.words, Some(BatchNumber::LAST));
    assert_eq!(met.needed[0].key(), "cardbox-numbers-used-up");
    // No more than it can carry is closed, and nothing is lost: it takes cards as ever.
    hand_in(&kiosk, 6);
    kiosk.submit(&town::opinion("井盖松了"), true).unwrap();
    let met = town.sync(&kiosk, "a", false);
    assert_eq!((met.words, met.closed.len()), (None, 0));
    assert_eq!((met.written.len(), met.needed.len()), (1, 1));
    assert!(kiosk.status().unwrap().is_numbered_out);
    // The control: what would have been the next name is none that anybody lists.
    let beyond = town.path("a").join("PINGYI/FROM/LOBBY1/B10000000.JSL");
    assert!(!beyond.exists());

    let kiosk = renewed(&town, kiosk, "LOBBY2", Some(Adopted::Forged));
    accepted(&mut town, &kiosk);
    assert!(!kiosk.status().unwrap().is_numbered_out);
    assert_eq!((counted(&town), town.office.cases().unwrap().len()), (6, 2));
    sound(&town);
}
