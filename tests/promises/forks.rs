//! Whoever copied the office's key can plant a pack. Whatever number it bears, the office's own next pack contradicts it, and the kiosk
//! says so and keeps both (protocol §5.2).

use std::fs;

use pingyi::app::kiosk::{Kiosk, PackStep, SyncReport};
use pingyi::app::office::Office;
use pingyi::domain::ids::PackNumber;
use pingyi_kit::town::{self, PASSPHRASE, Town};

/// Somebody with the office's folder of today and the passphrase, who goes on with it elsewhere.
fn copied(town: &mut Town) -> Office {
    town.office.let_go();
    town::copy(&town.at_office(""), &town.path("copied"));
    let dir = town.at_office("");
    town.office.reopen(&dir, PASSPHRASE, town.clock.clone());
    let clock = town.clock.clone();
    Office::unlock(&town.path("copied"), PASSPHRASE, clock, &mut rand::rng()).unwrap()
}

/// Plants his packs until one has this number.
fn planted(town: &Town, his: &mut Office, number: PackNumber) {
    loop {
        let stick = town.stick("his").root;
        let made = his
            .make_pack(&stick, &mut rand::rng(), &mut |_| {})
            .unwrap();
        if made.number == number {
            return;
        }
    }
}

fn evidence(town: &Town) -> usize {
    let folder = town.path("data/kiosk/evidence");
    fs::read_dir(folder).map_or(0, Iterator::count)
}

fn refusal(met: &SyncReport) -> &str {
    match &met.pack {
        PackStep::Refused(said) => said.key(),
        other => panic!("{other:?}"),
    }
}

/// A kiosk that has read the office's second pack.
fn world() -> (Town, Kiosk) {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    assert_eq!(kiosk.status().unwrap().last_pack, Some(PackNumber(2)));
    (town, kiosk)
}

#[test]
fn a_planted_pack_is_contradicted_by_the_next_true_one_whatever_its_number() {
    // The true one is the third: the same number, the next, and one far ahead.
    for number in [3, 4, 40] {
        for is_longer in [false, true] {
            let (mut town, kiosk) = world();
            let mut his = copied(&mut town);
            let plan = "s1".parse().unwrap();
            his.enable_plan(&plan, false).unwrap();
            planted(&town, &mut his, PackNumber(number));
            let met = town.weekly_sync(&kiosk, "his");
            assert!(matches!(met.pack, PackStep::Imported { .. }), "he has it");
            assert_eq!(
                (kiosk.status().unwrap().contradicted, evidence(&town)),
                (None, 0)
            );
            // The office's own ledger is shorter by then than his, or has grown past it.
            for _ in 0..if is_longer { 60 } else { 1 } {
                let plan = "s10".parse().unwrap();
                town.office.enable_plan(&plan, false).unwrap();
                town.office.enable_plan(&plan, true).unwrap();
            }
            kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
            town.pack("b").unwrap();
            let met = town.weekly_sync(&kiosk, "b");
            assert_eq!(refusal(&met), "app-kiosk-ledger-contradicts", "{number}");
            assert_eq!(kiosk.status().unwrap().contradicted, Some(PackNumber(3)));
            assert_eq!(evidence(&town), 4, "both packs and their signatures");
            assert_eq!(kiosk.notices()[0].number, 0, "residents are told");
            // No batch is held up by it.
            assert_eq!(met.written.len(), 1);
        }
    }
}

/// The control: last week's pack on the stick is no fork, and nobody is alarmed.
#[test]
fn an_older_pack_of_the_same_office_stays_quiet() {
    let (mut town, kiosk) = world();
    for week in 0..3 {
        town::copy(&town.path("a"), &town.path(&format!("old{week}")));
        kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
        town.weekly_sync(&kiosk, "a");
        town.load("a");
        town.pack("a").unwrap();
        town.weekly_sync(&kiosk, "a");
    }
    // One that this kiosk never met, made between two that it took.
    town.pack("missed").unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    for stick in ["old0", "old1", "old2", "missed"] {
        let met = town.weekly_sync(&kiosk, stick);
        assert_eq!(refusal(&met), "courier-pack-older", "{stick}");
        assert_eq!(kiosk.status().unwrap().contradicted, None, "{stick}");
        assert_eq!(evidence(&town), 0, "{stick}");
    }
}
