//! 双人开启: two persons together open the office, and nobody alone.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use pingyi::app::AppError;
use pingyi::app::office::{Office, OfficeError, Passphrases};
use pingyi::courier::keys::OpeningKey;
use pingyi::courier::seal::{open_office_keys, open_office_keys_of_pair};
use pingyi::domain::ids::{CommunityId, PersonId};
use pingyi::fault::{Fault as _, Kind};
use pingyi_kit::town::{PASSPHRASE, Town, files};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const SECOND: &str = "hupa wiso tena mibo gadu refi";
const THIRD: &str = "tifo nawe sido pumi gera kobu";
const OTHER: &str = "wodi hene puga tofi rasu mide";

fn person(name: &str) -> PersonId {
    name.parse().unwrap()
}

/// Three persons, and an office that takes two.
fn three(rng: &mut StdRng) -> (Town, PathBuf) {
    let mut town = Town::real();
    town.office.admit_person("李明", SECOND, rng).unwrap();
    town.office.admit_person("赵军", THIRD, rng).unwrap();
    town.office.take_two_persons(true, rng).unwrap();
    town.office.let_go();
    let dir = town.at_office("");
    (town, dir)
}

fn together(town: &Town, dir: &Path, one: &str, other: &str) -> Result<Office, AppError> {
    let both = Passphrases::of_two(one, other);
    Office::unlock(dir, both, town.clock.clone(), &mut rand::rng())
}

fn alone(town: &Town, dir: &Path, one: &str) -> AppError {
    Office::unlock(dir, one, town.clock.clone(), &mut rand::rng()).unwrap_err()
}

/// The files of pairs, by name.
fn pairs(dir: &Path) -> Vec<String> {
    let names = files(&dir.join("people")).into_iter();
    let names = names.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
    names
        .filter(|name| name.contains('-') && name.contains(".toml"))
        .collect()
}

/// How many sealed texts in the folder one person's key opens, whatever it is tried as.
fn opened_by(dir: &Path, name: &str, passphrase: &str, community: &CommunityId) -> usize {
    let pem = std::fs::read_to_string(dir.join(format!("people/{name}-open.pem"))).unwrap();
    let key = OpeningKey::from_pem(&pem, passphrase).unwrap();
    let mut opened = 0;
    for path in files(&dir.join("people")) {
        let Ok(table) = std::fs::read_to_string(path)
            .unwrap()
            .parse::<toml::Table>()
        else {
            continue;
        };
        let Some(sealed) = table.get("sealed").and_then(toml::Value::as_str) else {
            continue;
        };
        let sealed = BASE64.decode(sealed).unwrap();
        opened += usize::from(open_office_keys(&sealed, &key, community).is_ok());
        let pair = open_office_keys_of_pair(&sealed, [&key, &key], community);
        opened += usize::from(pair.is_ok());
    }
    opened
}

#[test]
fn any_two_open_the_office_and_nobody_alone() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut town = Town::real();
    let dir = town.at_office("");
    let community = read_community(&dir);
    town.office.admit_person("李明", SECOND, &mut rng).unwrap();
    // One alone is too few, and a trial has no passphrases.
    let only = Town::real()
        .office
        .take_two_persons(true, &mut rng)
        .unwrap_err();
    assert!(matches!(
        only,
        AppError::Office(OfficeError::TwoPersonsMissing)
    ));
    let trial = Town::trial()
        .office
        .take_two_persons(true, &mut rng)
        .unwrap_err();
    assert_eq!(trial.kind(), Kind::NotNow);
    // The control: each opens a slot of their own.
    assert_eq!(opened_by(&dir, "p2", SECOND, &community), 1);
    drop(town);
    let (mut town, dir) = three(&mut rng);
    assert_eq!(pairs(&dir), ["p1-p2.toml", "p1-p3.toml", "p2-p3.toml"]);
    for (name, own) in [("p1", PASSPHRASE), ("p2", SECOND), ("p3", THIRD)] {
        let refused = alone(&town, &dir, own);
        assert!(
            matches!(refused, AppError::Office(OfficeError::SecondWanted)),
            "{refused}"
        );
        assert_eq!(refused.kind(), Kind::Secret);
        // The same person twice is one person.
        let twice = together(&town, &dir, own, own).unwrap_err();
        assert!(matches!(twice, AppError::Office(OfficeError::SecondWanted)));
        assert_eq!(
            together(&town, &dir, own, "nobody's").unwrap_err().kind(),
            Kind::Secret
        );
        let id = read_community(&dir);
        assert_eq!(opened_by(&dir, name, own, &id), 0);
    }
    for (one, other, at_desk) in [
        (PASSPHRASE, SECOND, "p1"),
        (SECOND, PASSPHRASE, "p2"),
        (THIRD, PASSPHRASE, "p3"),
        (SECOND, THIRD, "p2"),
    ] {
        let office = together(&town, &dir, one, other).unwrap();
        let own = office
            .people()
            .unwrap()
            .into_iter()
            .find(|row| row.own)
            .unwrap();
        assert_eq!(own.person, person(at_desk));
        assert!(office.opening_standing().unwrap().two_persons);
        assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
    }
    town.office.let_go();
}

fn read_community(dir: &Path) -> CommunityId {
    let profile: toml::Table = std::fs::read_to_string(dir.join("office.toml"))
        .unwrap()
        .parse()
        .unwrap();
    profile["community"]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

/// Who comes, goes or changes a passphrase: nobody else has to be there.
#[test]
fn the_slots_of_pairs_follow_who_works_there() {
    let mut rng = StdRng::seed_from_u64(2);
    let (town, dir) = three(&mut rng);
    let mut office = together(&town, &dir, PASSPHRASE, SECOND).unwrap();
    office
        .change_passphrase(PASSPHRASE, OTHER, &mut rng)
        .unwrap();
    let fourth = "gopa heni tuwi bado resi muka";
    office.admit_person("孙丽", fourth, &mut rng).unwrap();
    drop(office);
    assert_eq!(pairs(&dir).len(), 6);
    // The third was at home all the time.
    drop(together(&town, &dir, THIRD, OTHER).unwrap());
    drop(together(&town, &dir, fourth, THIRD).unwrap());
    assert_eq!(
        together(&town, &dir, THIRD, PASSPHRASE).unwrap_err().kind(),
        Kind::Secret
    );
    let mut office = together(&town, &dir, fourth, THIRD).unwrap();
    office.remove_person(&person("p1"), &mut rng).unwrap();
    office.remove_person(&person("p2"), &mut rng).unwrap();
    let last = office.remove_person(&person("p3"), &mut rng).unwrap_err();
    assert!(matches!(
        last,
        AppError::Office(OfficeError::TwoPersonsMissing)
    ));
    assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
    drop(office);
    assert_eq!(pairs(&dir), ["p3-p4.toml"]);
    let mut office = together(&town, &dir, fourth, THIRD).unwrap();
    office.take_two_persons(false, &mut rng).unwrap();
    drop(office);
    assert_eq!(pairs(&dir), [""; 0]);
    let office = Office::unlock(&dir, THIRD, town.clock.clone(), &mut rng).unwrap();
    assert!(!office.opening_standing().unwrap().two_persons);
    assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
}

/// The recovery sheet stands in for both, and then one opens it.
#[test]
fn the_recovery_sheet_works_alone() {
    let mut rng = StdRng::seed_from_u64(3);
    let (mut town, dir) = three(&mut rng);
    let mut office = together(&town, &dir, PASSPHRASE, SECOND).unwrap();
    let sheet = office.renew_recovery_sheet(&mut rng).unwrap();
    drop(office);
    let groups: Vec<&str> = sheet.groups.iter().map(|group| &**group).collect();
    let named = ("孙丽", OTHER);
    let clock = town.clock.clone();
    let (office, _) = Office::recover(&dir, &groups.join(""), named, clock, &mut rng).unwrap();
    assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
    drop(office);
    drop(Office::unlock(&dir, OTHER, town.clock.clone(), &mut rng).unwrap());
    assert_eq!(pairs(&dir), [""; 0]);
    town.office.let_go();
}

/// A backup of it is put back by two.
#[test]
fn a_backup_takes_two_as_well() {
    if pingyi_kit::server::record_address().is_some() {
        return;
    }
    let mut rng = StdRng::seed_from_u64(4);
    let (town, dir) = three(&mut rng);
    let office = together(&town, &dir, PASSPHRASE, SECOND).unwrap();
    let backup = office.back_up(&town.path("disk"), &mut |_| {}).unwrap();
    drop(office);
    let beside = town.path("other/office");
    let put_back = |passphrases: Passphrases<'_>| {
        let clock = town.clock.clone();
        let mut rng = rand::rng();
        Office::restore(
            &backup.path,
            &beside,
            passphrases,
            clock,
            &mut rng,
            &mut |_| {},
        )
    };
    let refused = put_back(PASSPHRASE.into()).unwrap_err();
    assert!(matches!(
        refused,
        AppError::Office(OfficeError::SecondWanted)
    ));
    let report = put_back(Passphrases::of_two(THIRD, SECOND)).unwrap();
    assert_eq!(report.verified.differences, []);
    drop(together(&town, &beside, PASSPHRASE, THIRD).unwrap());
}
