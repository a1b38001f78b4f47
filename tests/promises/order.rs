//! No order, no trace: an attacker who reads SQLite's file format himself (`kit::attacker`), with the kiosk's disk in hand
//! at every moment of its week, against the order in which cards really came.
//!
//! Kendall's tau of every position-like quantity must lie inside the 95 % interval of zero; where many are looked at
//! together the interval is widened so that all of them together stay inside with 95 % (Bonferroni: 0.05 / looks, two-sided). Seeds
//! are fixed. The same attacker wins on a table with row numbers, on overflow pages, without `secure_delete`, and on a box
//! that was never vacuumed.

use std::path::{Path, PathBuf};

use pingyi::app::kiosk::Kiosk;
use pingyi::cardbox::CardBox;
use pingyi::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use pingyi::domain::ids::SheetId;
use pingyi_kit::attacker::links::{Truth, suspects};
use pingyi_kit::attacker::looks::{
    Case, Looks, PAGE_BYTES, TABLES, found_in_leftovers, leftovers, link,
    links_no_better_than_chance,
};
use pingyi_kit::attacker::sqlite::{Disk, journal_pages};
use pingyi_kit::attacker::stats::bound;
use pingyi_kit::life::bytes;
use pingyi_kit::town;
use pingyi_kit::town::Town;
use rand::{SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;

/// A week of a box, looked at in every state its disk is in.
fn week(seed: u64, count: usize) {
    let mut case = Case::new(seed, count);
    let mut looks = Looks::default();
    let journal = case.path.with_extension("db-journal");
    let no_journal = |state: &str| {
        assert!(journal_pages(&journal, PAGE_BYTES).is_empty(), "{state}");
    };
    // The kiosk tidies within moments of each card; what was vacuumed does not depend on how often (tests/cardbox.rs). So
    // this is the disk right after the last card was acknowledged to its resident.
    case.submit(0, count - 1);
    case.cardbox.vacuum().unwrap();
    case.submit(count - 1, count);
    let state = "right after a card";
    looks.take(state, &case.path, &TABLES, &case.truth);
    links_no_better_than_chance(state, &case.path, &case.truth);
    no_journal(state);

    case.cardbox.vacuum().unwrap();
    let state = "vacuumed";
    looks.take(state, &case.path, &TABLES, &case.truth);
    links_no_better_than_chance(state, &case.path, &case.truth);
    no_journal(state);
    let disk = Disk::read(&case.path);
    for table in TABLES {
        assert!(suspects(&disk.cells(table)).is_empty(), "{table}");
    }

    let [(words, opinions), (rated, ratings)] = case.close("s6");
    assert!(opinions.iter().all(|id| is_opinion(&case, id)));
    assert!(!ratings.iter().any(|id| is_opinion(&case, id)));
    looks.take_list("batch: ratings", &ratings, &case.truth);
    looks.take_list("batch: opinions", &opinions, &case.truth);
    let state = "closed";
    looks.take(state, &case.path, &TABLES, &case.truth);
    links_no_better_than_chance(state, &case.path, &case.truth);
    no_journal(state);
    case.cardbox.vacuum().unwrap();
    looks.take("closed and vacuumed", &case.path, &TABLES, &case.truth);

    case.acknowledge(&[&words, &rated]);
    let state = "acknowledged";
    looks.take(state, &case.path, &TABLES, &case.truth);
    links_no_better_than_chance(state, &case.path, &case.truth);
    no_journal(state);
    // Pages that lost most of their rows may keep copies of rows that are still there, until they are written anew.
    let gone = case.leaving("s6");
    assert_eq!(
        found_in_leftovers(&case.path, &gone),
        0,
        "of {}",
        gone.len()
    );
    case.cardbox.vacuum().unwrap();
    assert_eq!(leftovers(&case.path), 0);
    looks.take(
        "acknowledged and vacuumed",
        &case.path,
        &TABLES,
        &case.truth,
    );
    assert!(Disk::read(&case.path).free_pages().is_empty());
    looks.tell_nothing(&format!("{count} cards"));
    // One store and its journal: no file a card, whatever the number of cards.
    assert!(std::fs::read_dir(case.dir.path()).unwrap().count() <= 2);
}

fn is_opinion(case: &Case, id: &[u8]) -> bool {
    let card = &case.cards[case.truth[id]];
    let opinion = card.opinion.as_ref();
    opinion.is_some_and(|sheet| SheetId::of(sheet).0 == id)
}

#[test]
fn fifty_cards_leave_no_order() {
    week(50, 50);
}

#[test]
fn five_hundred_cards_leave_no_order() {
    week(500, 500);
}

#[test]
fn five_thousand_cards_leave_no_order() {
    week(5_000, 5_000);
}

/// Every file below a folder.
fn contains(bytes: &[u8], piece: &[u8]) -> bool {
    let Some((first, rest)) = piece.split_first() else {
        return true;
    };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        let at = from + at + 1;
        if bytes[at..].starts_with(rest) {
            return true;
        }
        from = at;
    }
    false
}

/// How many of the sheets can be read in part (24 bytes in a row, looked for at eight places) in any file of a folder.
fn readable(folder: &Path, sheets: &[Vec<u8>]) -> usize {
    let files: Vec<Vec<u8>> = town::files(folder)
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let pieces = |sheet: &Vec<u8>| -> Vec<Vec<u8>> {
        let step = sheet.len() / 8;
        (0..8)
            .map(|place| sheet[place * step..place * step + 24].to_vec())
            .collect()
    };
    sheets
        .iter()
        .filter(|sheet| {
            pieces(sheet)
                .iter()
                .any(|piece| files.iter().any(|file| contains(file, piece)))
        })
        .count()
}

fn sheets_in(path: &Path) -> Vec<Vec<u8>> {
    let db = Connection::open(path).unwrap();
    let mut all = Vec::new();
    for table in ["rating", "opinion"] {
        let mut query = db.prepare(&format!("SELECT sealed FROM {table}")).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        all.extend(rows.map(Result::unwrap));
    }
    all
}

/// Fifty residents at a real kiosk, and what lies in its folder from the first card to the acknowledgement.
struct Lobby {
    town: Town,
    kiosk: Kiosk,
    path: PathBuf,
    truth: Truth,
}

impl Lobby {
    fn new() -> Self {
        let mut town = Town::real();
        drop(town.paired());
        let mut parts = town.parts();
        // One thread draws all the random numbers, and tidying happens when the test says: the same run every time.
        parts.receipts_ahead = 0;
        parts.vacuum_after = std::time::Duration::from_secs(1_000_000);
        let kiosk = Kiosk::open_with(&town.settings, town.clock.clone(), parts).unwrap();
        let path = town.settings.data_dir.join("kiosk/box.db");
        Self {
            town,
            kiosk,
            path,
            truth: Truth::new(),
        }
    }

    /// A card with a rating and an opinion, every other one with a receipt.
    fn submit(&mut self, index: usize) {
        let mut card = town::rating();
        card.opinion
            .clone_from(&town::opinion(&format!("第{index}张卡：楼道的灯不亮。")).opinion);
        self.kiosk.submit(&card, index.is_multiple_of(2)).unwrap();
        let db = Connection::open(&self.path).unwrap();
        for (table, key) in [("rating", "id"), ("opinion", "id"), ("receipt", "tag")] {
            let mut query = db.prepare(&format!("SELECT {key} FROM {table}")).unwrap();
            let ids = query.query_map([], |row| row.get(0)).unwrap();
            for id in ids.map(Result::unwrap) {
                self.truth.entry(id).or_insert(index);
            }
        }
    }
}

#[test]
fn a_kiosk_leaves_no_order_in_any_file() {
    let mut lobby = Lobby::new();
    let tables = &TABLES[..3];
    let mut looks = Looks::default();
    let folder = lobby.town.settings.data_dir.join("kiosk");
    let before = town::files(&folder).len();
    for index in 0..49 {
        lobby.submit(index);
    }
    lobby.kiosk.vacuum().unwrap();
    lobby.submit(49);
    looks.take("right after a card", &lobby.path, tables, &lobby.truth);
    assert_eq!(town::files(&folder).len(), before, "no file a card");
    lobby.kiosk.vacuum().unwrap();
    looks.take("vacuumed", &lobby.path, tables, &lobby.truth);
    links_no_better_than_chance("vacuumed", &lobby.path, &lobby.truth);
    let deleted = sheets_in(&lobby.path);
    assert_eq!((deleted.len(), readable(&folder, &deleted)), (100, 100));

    lobby.town.sync(&lobby.kiosk, "a", false);
    looks.take("exported", &lobby.path, tables, &lobby.truth);
    links_no_better_than_chance("exported", &lobby.path, &lobby.truth);
    // Words in the first, ratings in the second.
    for (number, kind) in [(1, "opinion"), (2, "rating")] {
        let name = format!("PINGYI/FROM/LOBBY1/B000000{number}.JSL");
        let batch = lobby.town.path("a").join(name);
        let order = listed(&batch, kind);
        looks.take_list(&format!("batch {number}: {kind}"), &order, &lobby.truth);
    }
    lobby.town.load("a");
    lobby.town.pack("a").unwrap();
    let report = lobby.town.sync(&lobby.kiosk, "a", false);
    assert!(report.closed.is_empty());
    looks.take("acknowledged", &lobby.path, tables, &lobby.truth);
    links_no_better_than_chance("acknowledged", &lobby.path, &lobby.truth);
    // Four weeks later the office says once more that it has them.
    town::four_weeks_later(&lobby.path);
    lobby.town.pack("a").unwrap();
    lobby.town.sync(&lobby.kiosk, "a", false);
    assert_eq!(readable(&folder, &deleted), 0, "of 100 deleted sheets");
    let journal = lobby.path.with_extension("db-journal");
    assert_eq!(std::fs::metadata(journal).map_or(0, |data| data.len()), 0);
    assert!(Disk::read(&lobby.path).cells("rating").is_empty());
    assert_eq!(town::files(&folder).len(), before, "no file a card");
    looks.tell_nothing("a kiosk, 50 cards");
}

#[test]
fn a_kiosk_that_is_ended_right_after_a_card_leaves_a_tidy_box() {
    let mut lobby = Lobby::new();
    for index in 0..200 {
        lobby.submit(index);
    }
    lobby.kiosk.vacuum().unwrap();
    for index in 200..203 {
        lobby.submit(index);
    }
    let found = |path: &Path| {
        let disk = Disk::read(path);
        let tables = ["rating", "opinion", "receipt"];
        let suspects = tables.map(|table| suspects(&disk.cells(table)).len());
        suspects.iter().sum::<usize>()
    };
    assert!(found(&lobby.path) > 0, "the look itself works");
    drop(lobby.kiosk);
    assert_eq!(found(&lobby.path), 0);
}

/// The identifiers of one kind in a batch file, line by line.
fn listed(batch: &Path, kind: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    let text = std::fs::read_to_string(batch).unwrap();
    let lines = text.lines().filter_map(|line| {
        let item: serde_json::Value = serde_json::from_str(line).unwrap();
        let value = item.get(kind)?.as_str()?.to_owned();
        Some(if kind == "receipt" {
            hex::decode(&value).unwrap()
        } else {
            let sealed = base64::engine::general_purpose::STANDARD
                .decode(value)
                .unwrap();
            SheetId::of(&sealed).0.to_vec()
        })
    });
    lines.collect()
}

/// A store as somebody might have built it: one table a kind, filled in the order of arrival.
fn naive(
    schema: &str,
    pragmas: &str,
    seed: u64,
    count: usize,
) -> (tempfile::TempDir, PathBuf, Truth) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("box.db");
    let db = Connection::open(&path).unwrap();
    db.execute_batch(pragmas).unwrap();
    for table in ["rating", "opinion"] {
        db.execute_batch(&schema.replace("NAME", table)).unwrap();
    }
    let mut rng = StdRng::seed_from_u64(seed);
    let mut truth = Truth::new();
    db.execute_batch("BEGIN").unwrap();
    for index in 0..count {
        for (table, size) in [
            ("rating", SEALED_RATING_BYTES),
            ("opinion", SEALED_OPINION_BYTES),
        ] {
            let sealed = bytes(&mut rng, size);
            let id = SheetId::of(&sealed).0;
            truth.insert(id.to_vec(), index);
            db.execute(
                &format!("INSERT INTO {table} VALUES (?1, ?2)"),
                (id, sealed),
            )
            .unwrap();
        }
    }
    db.execute_batch("COMMIT").unwrap();
    (dir, path, truth)
}

const WITH_ROWID: &str = "CREATE TABLE NAME (id BLOB NOT NULL, sealed BLOB NOT NULL)";
const WITHOUT_ROWID: &str =
    "CREATE TABLE NAME (id BLOB NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID";

#[test]
fn the_attacker_wins_on_row_numbers() {
    let (_dir, path, truth) = naive(WITH_ROWID, "PRAGMA page_size = 16384", 1, 200);
    let mut looks = Looks::default();
    looks.take("naive", &path, &["rating", "opinion"], &truth);
    for table in ["rating", "opinion"] {
        let tau = looks.find(&format!("{table}, row number")).tau;
        assert!(tau > 0.999, "{tau}");
        assert!(looks.find(&format!("{table}, page number")).tau > 0.9);
    }
    let (_, hits, chance) = link(&path, &truth)
        .into_iter()
        .find(|(by, ..)| *by == "row number")
        .unwrap();
    assert!((hits, chance < 10) == (200, true), "{hits} beside {chance}");
}

#[test]
fn the_attacker_wins_on_overflow_pages() {
    let (_dir, path, truth) = naive(WITHOUT_ROWID, "PRAGMA page_size = 4096", 2, 200);
    let mut looks = Looks::default();
    looks.take("naive", &path, &["opinion"], &truth);
    let tau = looks.find("opinion, overflow page").tau;
    assert!(tau > 0.99, "{tau}");
}

#[test]
fn the_attacker_reads_deleted_sheets_where_they_are_not_overwritten() {
    for (secure, least, most) in [("OFF", 60, 200), ("ON", 0, 0)] {
        let pragmas = format!("PRAGMA page_size = 16384; PRAGMA secure_delete = {secure}");
        let (dir, path, _) = naive(WITHOUT_ROWID, &pragmas, 3, 50);
        let deleted = sheets_in(&path);
        let db = Connection::open(&path).unwrap();
        db.execute_batch(&format!(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA secure_delete = {secure};
             DELETE FROM rating; DELETE FROM opinion"
        ))
        .unwrap();
        drop(db);
        let read = readable(dir.path(), &deleted);
        eprintln!(
            "secure_delete {secure}: {read} of {} deleted sheets readable",
            deleted.len()
        );
        assert!((least..=most).contains(&read), "{secure}: {read}");
        let left = leftovers(&path);
        assert!((left == 0) == (secure == "ON"), "{secure}: {left}");
    }
}

#[test]
fn the_attacker_reads_a_journal_that_is_kept() {
    let (dir, path, _) = naive(WITHOUT_ROWID, "PRAGMA page_size = 16384", 4, 50);
    let deleted = sheets_in(&path);
    let db = Connection::open(&path).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = PERSIST; PRAGMA secure_delete = ON;
         DELETE FROM rating; DELETE FROM opinion",
    )
    .unwrap();
    drop(db);
    let journal = path.with_extension("db-journal");
    assert!(!journal_pages(&journal, PAGE_BYTES).is_empty());
    assert!(readable(dir.path(), &deleted) > 0);
}

/// What tidying is for: cards that come one after another without it lie in the order in which they came. Used slips show nothing
/// even then: a flag moves no row.
#[test]
fn the_attacker_wins_on_a_box_that_is_never_tidied() {
    for count in [500, 5_000] {
        let mut case = Case::new(7, count);
        case.submit(0, count);
        let mut looks = Looks::default();
        looks.take("untidy", &case.path, &TABLES, &case.truth);
        let widest = bound(0.05, looks.0.len());
        let mut outside: Vec<_> = looks
            .0
            .iter()
            .filter(|(_, tau)| tau.z.abs() > widest)
            .collect();
        outside.sort_by(|a, b| b.1.z.abs().total_cmp(&a.1.z.abs()));
        for (name, tau) in outside.iter().take(8) {
            eprintln!("{count} untidy: tau {:.3}, z {:.1}, {name}", tau.tau, tau.z);
        }
        assert!(!outside.is_empty());
        assert!(outside.iter().all(|(name, _)| !name.contains("slip_tag")));
    }
}

/// What remains: between the commit of a card and the tidying after it, the pages taken into use last hold that one card.
#[test]
fn only_the_newest_card_shows_and_only_until_the_box_is_tidied() {
    let rounds = 20;
    let (mut found, mut among) = ([0_usize; 2], [0_usize; 2]);
    for seed in 0..rounds {
        let mut case = Case::new(100 + seed, 200);
        case.submit(0, 199);
        case.cardbox.vacuum().unwrap();
        case.submit(199, 200);
        let disk = Disk::read(&case.path);
        for (which, table) in ["rating", "opinion"].into_iter().enumerate() {
            let suspects = suspects(&disk.cells(table));
            if suspects.iter().any(|id| case.truth[id] == 199) {
                found[which] += 1;
                among[which] += suspects.len();
            }
        }
        case.cardbox.vacuum().unwrap();
        let disk = Disk::read(&case.path);
        for table in TABLES {
            assert!(suspects(&disk.cells(table)).is_empty(), "{table}");
        }
    }
    for (which, table) in ["rating", "opinion"].into_iter().enumerate() {
        eprintln!(
            "before tidying: the newest of 200 cards was among the suspected {table} sheets in {} of {rounds} boxes, {} suspects each",
            found[which],
            among[which] / found[which].max(1)
        );
    }
    // The look that finds nothing in a vacuumed box does find something in one that is not.
    assert!(found[0] > 5 && found[1] > 5, "{found:?}");
}

/// How long the newest card shows: the time a commit and the tidying after it take, on the disk of the temporary folder.
#[test]
#[ignore = "measures; run it by name with --nocapture"]
fn how_long_tidying_takes() {
    for count in [50, 200, 1_000, 5_000] {
        let dir = tempfile::tempdir().unwrap();
        let mut case = Case::new(9, count + 20);
        case.path = dir.path().join("box.db");
        case.cardbox = CardBox::open(&case.path).unwrap();
        case.submit(0, count);
        case.cardbox.vacuum().unwrap();
        let (mut commits, mut tidyings) = (Vec::new(), Vec::new());
        for card in count..count + 20 {
            let start = std::time::Instant::now();
            case.submit(card, card + 1);
            commits.push(start.elapsed());
            let start = std::time::Instant::now();
            case.cardbox.vacuum().unwrap();
            tidyings.push(start.elapsed());
        }
        commits.sort();
        tidyings.sort();
        let size = std::fs::metadata(&case.path).unwrap().len() / 1024;
        eprintln!(
            "{count} cards, {size} KiB: commit {:?}, tidying {:?}, slowest {:?} (medians of 20)",
            commits[10], tidyings[10], tidyings[19]
        );
    }
}
