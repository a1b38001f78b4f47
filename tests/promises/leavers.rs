//! Somebody who worked at the office leaves: what they copied the day before, and what they open with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use pingyi::app::kiosk::{Kiosk, PackStep};
use pingyi::app::office::Office;
use pingyi::courier::keyring::{OpeningKeys, Opens as _};
use pingyi::courier::keys::OpeningKey;
use pingyi::courier::seal::{open_opinion, open_rating_of};
use pingyi::courier::vault::Vault;
use pingyi::domain::batch::RoundKey;
use pingyi::domain::ids::{CaseNumber, CommunityId, PersonId};
use pingyi::domain::time::FixedClock;
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::opinion_place;
use pingyi_kit::server::every_office_key;
use pingyi_kit::town::{PASSPHRASE, Town, answered, copy, files, opinion};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const HIS: &str = "hupa wiso tena mibo gadu refi";

fn person(name: &str) -> PersonId {
    name.parse().unwrap()
}

fn reopen(town: &mut Town) {
    let dir = town.at_office("");
    town.office.reopen(&dir, PASSPHRASE, town.clock.clone());
}

fn next_week(town: &mut Town) {
    days_later(town, 7);
}

fn days_later(town: &mut Town, days: i64) {
    use pingyi::domain::time::Clock as _;
    let later = town.clock.now() + chrono::TimeDelta::days(days);
    town.clock.set(later);
    town.confirm();
}

/// The sealed sheets of one kind in every batch in a folder.
fn sealed_in(folder: &Path, kind: &str) -> Vec<Vec<u8>> {
    let batches = files(folder).into_iter();
    let batches = batches.filter(|path| path.extension().is_some_and(|end| end == "JSL"));
    let mut sheets = Vec::new();
    for path in batches {
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let sealed = line.get(kind).and_then(|sheet| sheet.as_str());
            sheets.extend(sealed.map(|sealed| BASE64.decode(sealed).unwrap()));
        }
    }
    sheets
}

/// Every word that these keys open in an office's folder and on sticks.
fn words(
    keys: &OpeningKeys,
    community: &CommunityId,
    office: &Path,
    sticks: &[PathBuf],
) -> Vec<String> {
    let mut found = Vec::new();
    for folder in sticks.iter().map(PathBuf::as_path).chain([office]) {
        for sheet in sealed_in(folder, "opinion") {
            let opened = open_opinion(&sheet, keys, community);
            found.extend(opened.map(|sheet| sheet.opinion.text.clone()));
        }
    }
    let vault = Vault::new(keys, community);
    let record = office.join("office.db");
    if record.exists() {
        let record = rusqlite::Connection::open(record).unwrap();
        let mut query = record.prepare("SELECT bytes FROM blob").unwrap();
        let blobs = query.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        for blob in blobs.map(Result::unwrap) {
            for number in 1..20 {
                let place = opinion_place(CaseNumber(number));
                found.extend(vault.open(&place, &blob).map(|words| words.to_string()));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// He works there, and has a copy of the folder from the day before he leaves.
struct Leaver {
    town: Town,
    kiosk: Kiosk,
    kept: PathBuf,
}

impl Leaver {
    fn new() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        let mut rng = StdRng::seed_from_u64(1);
        town.office.admit_person("李明", HIS, &mut rng).unwrap();
        kiosk.submit(&opinion("写在他在职的时候"), false).unwrap();
        town.pack("a").unwrap();
        town.weekly_sync(&kiosk, "a");
        town.load("a");
        town.office.let_go();
        let kept = town.path("kept");
        copy(&town.at_office(""), &kept);
        reopen(&mut town);
        Self { town, kiosk, kept }
    }

    /// What he reads of everything there is now.
    fn reads(&mut self) -> Vec<String> {
        self.town.office.let_go();
        let now = self.town.path("now");
        copy(&self.town.at_office(""), &now);
        reopen(&mut self.town);
        let keys = every_office_key(&self.kept, "p2", HIS).1;
        // His own key may open what others' slots hold, old and new.
        let community = self.town.office.community().id.clone();
        let found = words(&keys, &community, &now, &[self.town.path("a")]);
        // He puts his files back, or the whole folder of keys, or the record beside what came since.
        let clock: Arc<FixedClock> = self.town.clock.clone();
        for (number, put) in ["people/p2.toml", "people", "office.db"].iter().enumerate() {
            let tried = self.town.path(&format!("tried{number}"));
            copy(&now, &tried);
            let (from, to) = (self.kept.join(put), tried.join(put));
            if from.is_dir() {
                copy(&from, &to);
            } else if from.exists() {
                std::fs::copy(&from, &to).unwrap();
                for pem in ["people/p2-sign.pem", "people/p2-open.pem"] {
                    std::fs::copy(self.kept.join(pem), tried.join(pem)).unwrap();
                }
            }
            let opened = Office::unlock(&tried, HIS, clock.clone(), &mut rand::rng());
            if let Ok(office) = opened {
                for row in office.cases().unwrap() {
                    let text = office.case(row.number).map(|case| case.text.to_string());
                    assert!(text.map_or(true, |text| found.contains(&text)), "{put}");
                }
            }
        }
        found
    }
}

/// The same steps with and without his removal.
fn what_he_reads(is_removed: bool) -> Vec<String> {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(2);
    next_week(&mut leaver.town);
    if is_removed {
        leaver
            .town
            .office
            .remove_person(&person("p2"), &mut rng)
            .unwrap();
    }
    leaver
        .kiosk
        .submit(&opinion("评议机还不知道"), false)
        .unwrap();
    leaver.town.pack("a").unwrap();
    leaver.town.weekly_sync(&leaver.kiosk, "a");
    leaver
        .kiosk
        .submit(&opinion("评议机知道以后"), false)
        .unwrap();
    leaver.town.load("a");
    next_week(&mut leaver.town);
    leaver.town.pack("a").unwrap();
    leaver.town.weekly_sync(&leaver.kiosk, "a");
    leaver.town.load("a");
    let report = leaver.town.office.verify(&mut |_| {}).unwrap();
    assert_eq!(report.differences, []);
    assert_eq!(leaver.town.office.cases().unwrap().len(), 3);
    for row in leaver.town.office.cases().unwrap() {
        assert!(!leaver.town.office.case(row.number).unwrap().text.is_empty());
    }
    leaver.reads()
}

#[test]
fn who_left_opens_what_was_there_and_nothing_that_is_sealed_after() {
    let old = ["写在他在职的时候", "评议机还不知道"];
    let mut before: Vec<_> = old.map(str::to_owned).to_vec();
    before.sort();
    assert_eq!(what_he_reads(true), before);
    // The control: nobody renewed the key.
    assert_eq!(what_he_reads(false).len(), 3);
}

/// Who left has no person's slot and no recovery sheet's; those who stay have every key, old and new.
#[test]
fn everybody_who_stays_opens_everything_after_a_renewal() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(3);
    let sheet = leaver.town.office.renew_recovery_sheet(&mut rng).unwrap();
    let third = "tifo nawe sido pumi gera kobu";
    leaver
        .town
        .office
        .admit_person("赵军", third, &mut rng)
        .unwrap();
    leaver
        .town
        .office
        .remove_person(&person("p2"), &mut rng)
        .unwrap();
    leaver.town.office.renew_opening_key(&mut rng).unwrap();
    let newest = leaver.town.office.community().sealing_key;
    leaver.town.office.let_go();
    let dir = leaver.town.at_office("");
    for (name, passphrase) in [("p1", PASSPHRASE), ("p3", third)] {
        let keys = every_office_key(&dir, name, passphrase).1;
        assert_eq!(keys.keys().count(), 3);
        assert_eq!(keys.newest().sealing_key(), newest);
        let clock = leaver.town.clock.clone();
        let office = Office::unlock(&dir, passphrase, clock, &mut rng).unwrap();
        assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
        let number = office.cases().unwrap()[0].number;
        assert_eq!(&*office.case(number).unwrap().text, "写在他在职的时候");
    }
    let left: Vec<_> = files(&dir.join("people"));
    assert!(
        left.iter()
            .all(|path| !path.display().to_string().contains("p2"))
    );
    let groups: Vec<&str> = sheet.groups.iter().map(|group| &**group).collect();
    let person = ("王秀兰", "wodi hene puga tofi rasu mide");
    let clock = leaver.town.clock.clone();
    let (office, _) = Office::recover(&dir, &groups.join(""), person, clock, &mut rng).unwrap();
    assert_eq!(office.community().sealing_key, newest);
    assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
}

/// An older copy of a person's keys put back beside the ledger is named, and opens nothing.
#[test]
fn an_older_copy_of_somebodys_keys_is_named() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(4);
    leaver.town.office.renew_opening_key(&mut rng).unwrap();
    leaver.town.office.let_go();
    let dir = leaver.town.at_office("");
    std::fs::copy(
        leaver.kept.join("people/p1.toml"),
        dir.join("people/p1.toml"),
    )
    .unwrap();
    let clock = leaver.town.clock.clone();
    let refused = Office::unlock(&dir, PASSPHRASE, clock.clone(), &mut rng).unwrap_err();
    assert_eq!(refused.kind(), Kind::Store, "{refused}");
    Office::unlock(&dir, HIS, clock, &mut rng).unwrap();
}

/// A kiosk that was not visited while the key was renewed three times.
#[test]
fn a_kiosk_that_missed_three_packs_takes_the_newest_key_and_what_waits_is_opened() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(5);
    leaver.kiosk.submit(&opinion("等着"), false).unwrap();
    for stick in ["b", "c", "d", "a"] {
        next_week(&mut leaver.town);
        leaver.town.office.renew_opening_key(&mut rng).unwrap();
        leaver.town.stick(stick);
        leaver.town.pack(stick).unwrap();
    }
    let newest = leaver.town.office.community().sealing_key;
    assert_ne!(leaver.kiosk.community().sealing_key, newest);
    let report = leaver.town.weekly_sync(&leaver.kiosk, "a");
    assert!(matches!(report.pack, PackStep::Imported { .. }));
    assert_eq!(leaver.kiosk.community().sealing_key, newest);
    leaver.kiosk.submit(&opinion("新的"), false).unwrap();
    leaver.town.load("a");
    leaver.town.weekly_sync(&leaver.kiosk, "a");
    leaver.town.load("a");
    assert_eq!(leaver.town.office.cases().unwrap().len(), 3);
    assert_eq!(
        leaver.town.office.verify(&mut |_| {}).unwrap().differences,
        []
    );
}

/// Whoever keeps a kiosk's key from it: a pack of an office that does not know it is another office's, unless it was set back and
/// says so.
#[test]
fn a_kiosk_goes_back_to_an_older_key_only_with_an_office_that_says_that_it_was_set_back() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(6);
    let first = leaver.town.office.community().sealing_key;
    leaver.town.office.let_go();
    let kept = leaver.town.path("copy");
    copy(&leaver.town.at_office(""), &kept);
    reopen(&mut leaver.town);
    leaver.town.office.renew_opening_key(&mut rng).unwrap();
    let second = leaver.town.office.community().sealing_key;
    leaver.town.pack("a").unwrap();
    leaver.town.weekly_sync(&leaver.kiosk, "a");
    assert_eq!(leaver.kiosk.community().sealing_key, second);
    // It goes on from the copy, and does not know what it has done.
    leaver
        .town
        .office
        .reopen(&kept, PASSPHRASE, leaver.town.clock.clone());
    next_week(&mut leaver.town);
    leaver.town.stick("b");
    for _ in 0..2 {
        leaver.town.pack("b").unwrap();
    }
    let report = leaver.town.weekly_sync(&leaver.kiosk, "b");
    assert!(
        matches!(report.pack, PackStep::Refused(_)),
        "{:?}",
        report.pack
    );
    assert_eq!(leaver.kiosk.community().sealing_key, second);
    // By the kiosk's own pack it learns of it.
    leaver.town.load("b");
    leaver.town.pack("b").unwrap();
    let report = leaver.town.weekly_sync(&leaver.kiosk, "b");
    assert!(
        matches!(report.pack, PackStep::Imported { restored: true, .. }),
        "{:?}",
        report.pack
    );
    assert_eq!(leaver.kiosk.community().sealing_key, first);
    leaver.kiosk.submit(&opinion("还送得到"), false).unwrap();
    leaver.town.weekly_sync(&leaver.kiosk, "b");
    leaver.town.load("b");
    let cases = leaver.town.office.cases().unwrap();
    assert!(
        cases
            .iter()
            .any(|row| { &*leaver.town.office.case(row.number).unwrap().text == "还送得到" })
    );
}

/// Which of some keys, the newest first, opens each of the ratings that left in the newest batch of a device.
fn keys_of_ratings(town: &Town, keys: &[OpeningKey]) -> Vec<Vec<usize>> {
    let community = town.office.community().id.clone();
    let folder = town.at_office("batches/LOBBY1");
    let mut all = Vec::new();
    for path in files(&folder) {
        if path.extension().is_none_or(|end| end != "JSL") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let header: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        let header = &header["batch"];
        if header["kind"] != "ratings" {
            continue;
        }
        let of = &header["of"];
        let round = RoundKey {
            plan: serde_json::from_value(of["plan"].clone()).unwrap(),
            shape: serde_json::from_value(of["shape"].clone()).unwrap(),
            round: of["round"].as_str().unwrap().parse().unwrap(),
            group: None,
        };
        let mut found = Vec::new();
        for line in text.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let Some(sheet) = line.get("rating") else {
                continue;
            };
            let sealed = BASE64.decode(sheet.as_str().unwrap()).unwrap();
            let opens =
                |key: &&OpeningKey| open_rating_of(&round, &sealed, *key, &community).is_ok();
            found.push(keys.len() - 1 - keys.iter().position(|key| opens(&key)).unwrap());
        }
        all.push(found);
    }
    all
}

/// An office that renews its key every week would learn which ratings came in which, and so beside which words.
#[test]
fn a_renewed_key_does_not_tell_when_the_ratings_of_a_round_came() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(7);
    let rate = |leaver: &Leaver, cards: usize| {
        for card in 0..cards {
            leaver.kiosk.submit(&answered(card, None), false).unwrap();
        }
    };
    // Three of the first week, too few for a batch of their own.
    rate(&leaver, 3);
    for _ in 0..2 {
        days_later(&mut leaver.town, 3);
        leaver.town.office.renew_opening_key(&mut rng).unwrap();
        leaver.town.pack("a").unwrap();
        leaver.town.weekly_sync(&leaver.kiosk, "a");
        rate(&leaver, 3);
    }
    leaver.kiosk.submit(&opinion("用新钥匙"), false).unwrap();
    town_sync(&mut leaver.town, &leaver.kiosk);
    // The next round, for which nothing waits, is sealed to the key of its day.
    rate(&leaver, 6);
    town_sync(&mut leaver.town, &leaver.kiosk);
    let dir = leaver.town.at_office("");
    leaver.town.office.let_go();
    let keys: Vec<OpeningKey> = every_office_key(&dir, "p1", PASSPHRASE)
        .1
        .keys()
        .cloned()
        .collect();
    reopen(&mut leaver.town);
    assert_eq!(keys.len(), 3);
    let by_round = keys_of_ratings(&leaver.town, &keys);
    assert_eq!(by_round, [vec![0; 9], vec![2; 6]]);
    // The control: words, which leave every week, are sealed to the newest key at once.
    let community = leaver.town.office.community().id.clone();
    let newest = sealed_in(&leaver.town.at_office("batches"), "opinion")
        .iter()
        .filter(|sheet| open_opinion(sheet, &keys[0], &community).is_ok())
        .count();
    assert_eq!(newest, 1);
    assert_eq!(
        leaver.town.office.verify(&mut |_| {}).unwrap().differences,
        []
    );
}

/// Three of September are too few, and leave with those of October: nobody shall see which they are.
#[test]
fn what_joins_the_next_round_and_what_it_joins_are_sealed_to_one_key() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(10);
    let rate = |leaver: &Leaver, cards: usize| {
        for card in 0..cards {
            leaver.kiosk.submit(&answered(card, None), false).unwrap();
        }
    };
    let sync = |leaver: &mut Leaver| {
        leaver.town.pack("a").unwrap();
        leaver.town.weekly_sync(&leaver.kiosk, "a");
        leaver.town.load("a");
    };
    rate(&leaver, 3);
    days_later(&mut leaver.town, 3);
    leaver.town.office.renew_opening_key(&mut rng).unwrap();
    sync(&mut leaver);
    // The second of October, before anybody has come for what waits, and after.
    days_later(&mut leaver.town, 12);
    rate(&leaver, 2);
    sync(&mut leaver);
    rate(&leaver, 4);
    days_later(&mut leaver.town, 31);
    rate(&leaver, 5);
    sync(&mut leaver);
    days_later(&mut leaver.town, 30);
    sync(&mut leaver);
    let dir = leaver.town.at_office("");
    leaver.town.office.let_go();
    let keys: Vec<OpeningKey> = every_office_key(&dir, "p1", PASSPHRASE)
        .1
        .keys()
        .cloned()
        .collect();
    reopen(&mut leaver.town);
    assert_eq!(
        keys_of_ratings(&leaver.town, &keys),
        [vec![0; 9], vec![1; 5]]
    );
}

/// The rounds end, and what is due leaves.
fn town_sync(town: &mut Town, kiosk: &Kiosk) {
    town.pack("a").unwrap();
    town.sync(kiosk, "a", false);
    town.load("a");
}

/// The kiosk is killed with power: what it keeps of the key comes back.
#[test]
fn a_kiosk_that_starts_again_knows_to_which_key_its_round_is_sealed() {
    let mut leaver = Leaver::new();
    let mut rng = StdRng::seed_from_u64(8);
    for card in 0..3 {
        leaver.kiosk.submit(&answered(card, None), false).unwrap();
    }
    next_week(&mut leaver.town);
    leaver.town.office.renew_opening_key(&mut rng).unwrap();
    leaver.town.pack("a").unwrap();
    leaver.town.weekly_sync(&leaver.kiosk, "a");
    let Leaver {
        mut town, kiosk, ..
    } = leaver;
    drop(kiosk);
    let kiosk = town.reopened(9, None);
    for card in 0..3 {
        kiosk.submit(&answered(card, None), false).unwrap();
    }
    town_sync(&mut town, &kiosk);
    let dir = town.at_office("");
    town.office.let_go();
    let keys: Vec<OpeningKey> = every_office_key(&dir, "p1", PASSPHRASE)
        .1
        .keys()
        .cloned()
        .collect();
    reopen(&mut town);
    assert_eq!(keys_of_ratings(&town, &keys), [vec![0; 6]]);
}
