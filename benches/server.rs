//! A PostgreSQL server with the ratings of two hundred communities: what loading costs beside `COPY` of the same rows (at most
//! three times), and how long every view of the office's window takes (at most 200 ms). Fails where either is not held.
//!
//!     tests/stock/postgres cargo bench --bench server
//!
//! A rating row is a sheet that was counted: its identifier in `sheet_seen` and what its answers add to `rater` and `tally`.
//! `PINGYI_ROWS` (100,000) says how many in all; the promise is about ten million, `tests/nightly/run rows`. Every fifth has
//! a receipt, every twenty-fifth came with an opinion. Loading is measured from the opened batch to the commit (opening sheets
//! is `benches/load.rs`), a batch at a time as an office does it; `COPY` writes all rows of a community in one transaction, in
//! the binary form.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a benchmark may stop, and says its figures"
)]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use pingyi::app::office::{CaseQuery, InitForm, Office};
use pingyi::courier::keys::{PassphraseCost, SigningKey};
use pingyi::courier::vault::Vault;
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::calendar::DueDate;
use pingyi::domain::card::RatingSheet;
use pingyi::domain::ids::{
    BatchNumber, BlobId, CaseNumber, CommunityId, DeviceId, ReplyKey, RootHash, SheetId, Tag,
};
use pingyi::domain::time::{Clock as _, FixedClock, Week};
use pingyi::record::{
    BatchContent, BatchEntry, Body, Content, Counts, NewCase, Opinion, RaterKey, Record,
    opinion_place,
};
use pingyi::words::Lang;
use pingyi_kit::server::By;
use pingyi_kit::town::{self, PASSPHRASE};
use postgres::{Client, NoTls};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const COMMUNITIES: usize = 200;
const ROWS: usize = 100_000;
/// Sheets in a batch: a good week of a lobby.
const BATCH: usize = 2_500;
const MOST_TIMES_COPY: f64 = 3.0;
const MOST_VIEW: Duration = Duration::from_millis(200);
/// What a load writes.
const TABLES: [&str; 8] = [
    "batch",
    "blob",
    "ledger",
    "opinion_case",
    "rater",
    "receipt",
    "sheet_seen",
    "tally",
];

fn form(address: &str) -> InitForm {
    InitForm {
        trial: false,
        record: Some(address.to_owned()),
        passphrase: PASSPHRASE.to_owned().into(),
        ..InitForm::trial(Lang::Zh)
    }
}

/// Sheets of S1 about every subject, with every answer as likely.
fn ratings(count: usize, rng: &mut StdRng) -> BTreeMap<RaterKey, Counts> {
    let plan = town::s1();
    let mut counts = BTreeMap::new();
    for number in 0..count {
        let subject = &plan.subjects[number % plan.subjects.len()];
        let answers = plan.criteria_of(subject).map(|criterion| {
            let mut choices = town::choices(&plan, criterion);
            let chosen = rng.random_range(..choices.len());
            (criterion.id.clone(), choices.swap_remove(chosen))
        });
        let sheet = RatingSheet {
            plan: plan.id.clone(),
            revision: plan.revision,
            subject: subject.id.clone(),
            group: None,
            answers: answers.collect(),
        };
        Counts::add(&mut counts, sheet, "2026");
    }
    counts
}

fn opinions(
    first: CaseNumber,
    count: usize,
    vault: &Vault,
    rng: &mut StdRng,
) -> Vec<(CaseNumber, NewCase)> {
    let opinion = |number| {
        let words = "三号楼二单元的灯坏了，晚上上下楼看不见，请尽快修好。";
        let sealed = vault.seal(&opinion_place(CaseNumber(number)), words);
        let opinion = Opinion {
            plan: town::s1().id,
            subject: None,
            category: None,
            words: BlobId::of(&sealed),
            tag: Some(Tag(rng.random())),
            reply_key: Some(ReplyKey(rng.random())),
            voice: None,
        };
        (CaseNumber(number), NewCase { opinion, sealed })
    };
    (first.0..).take(count).map(opinion).collect()
}

/// The next batch of the device, opened: the event and what it names.
fn batch(
    entry: BatchEntry,
    first: CaseNumber,
    on: NaiveDate,
    vault: &Vault,
    rng: &mut StdRng,
) -> (Body, Content) {
    let count = usize::try_from(entry.ratings).unwrap();
    let cases = opinions(first, count / 25, vault, rng);
    let mut sheets: Vec<SheetId> = (0..count + cases.len())
        .map(|_| SheetId(rng.random()))
        .collect();
    sheets.sort_unstable();
    let due = DueDate {
        date: on + chrono::Days::new(21),
        provisional: false,
    };
    let told = Body::BatchLoaded {
        device: entry.device.clone(),
        number: entry.number,
        root: entry.root,
        ratings: entry.ratings,
        cases: cases.len() as u64,
        set_aside: 0,
        due: BTreeMap::from([(town::s1().id, due)]),
        own_due: BTreeMap::new(),
        follow_ups: 0,
        again: Vec::new(),
    };
    let content = BatchContent {
        entry,
        sheets,
        cases,
        follow_ups: Vec::new(),
        receipts: (0..count / 5).map(|_| Tag(rng.random())).collect(),
        counts: ratings(count, rng),
    };
    (told, Content::Batch(Box::new(content)))
}

/// Loads so many rating rows into the record of `community`; how long that took, without making them up.
fn load(
    address: &str,
    community: &CommunityId,
    vault: &Vault,
    rows: usize,
    on: NaiveDate,
    rng: &mut StdRng,
) -> Duration {
    let record = Record::connect(address, community, &pingyi_kit::server::sealer).unwrap();
    let device: DeviceId = "LOBBY1".parse().unwrap();
    let signing_key = SigningKey::random(rng).public().to_string();
    let accepted = Body::DeviceAccepted {
        device: device.clone(),
        signing_key: signing_key.clone(),
        replaces: None,
        facts: None,
    };
    let by = By("p1".parse().unwrap());
    let note = |body: Body, content: &Content| {
        let began = Instant::now();
        record
            .within(|record| record.note(on, body, content, &by))
            .unwrap();
        began.elapsed()
    };
    note(accepted, &Content::Nothing);
    let (mut took, mut left, mut previous) = (Duration::ZERO, rows, None);
    for number in 1.. {
        let count = left.min(BATCH);
        if count == 0 {
            break;
        }
        left -= count;
        let entry = BatchEntry {
            device: device.clone(),
            number: BatchNumber(number),
            root: RootHash(rng.random()),
            previous,
            signing_key: signing_key.clone(),
            facts: BatchFacts::Mixed(MixedFacts {
                week: Week::of(on),
                counts: BatchCounts {
                    issued: count as u64,
                    submitted: count as u64,
                    abandoned: 0,
                    slips: 0,
                },
                crowd_override: false,
            }),
            ratings: count as u64,
            opinions: (count / 25) as u64,
            set_aside: 0,
        };
        previous = Some(entry.root);
        let first = record.next_case().unwrap();
        let (told, content) = batch(entry, first, on, vault, rng);
        took += note(told, &content);
    }
    took
}

/// The rows of `community` once more, by `COPY` into tables that are made alike.
fn copy(client: &mut Client, community: &CommunityId) -> Duration {
    let (from, to) = (format!("pingyi_{community}"), "copied");
    client
        .batch_execute(&format!("CREATE SCHEMA {to}"))
        .unwrap();
    let rows = TABLES.map(|table| {
        let alike = format!("CREATE TABLE {to}.{table} (LIKE {from}.{table} INCLUDING ALL)");
        client.batch_execute(&alike).unwrap();
        let mut rows = Vec::new();
        let out = format!("COPY {from}.{table} TO STDOUT (FORMAT binary)");
        let mut out = client.copy_out(&out).unwrap();
        out.read_to_end(&mut rows).unwrap();
        rows
    });
    let began = Instant::now();
    let mut transaction = client.transaction().unwrap();
    for (table, rows) in TABLES.iter().zip(&rows) {
        let into = format!("COPY {to}.{table} FROM STDIN (FORMAT binary)");
        let mut into = transaction.copy_in(&into).unwrap();
        into.write_all(rows).unwrap();
        into.finish().unwrap();
    }
    transaction.commit().unwrap();
    let took = began.elapsed();
    client
        .batch_execute(&format!("DROP SCHEMA {to} CASCADE"))
        .unwrap();
    took
}

/// Every view of the window of the office in `dir`; how long each took, into `slowest` where it took longer.
fn look(dir: &Path, clock: Arc<FixedClock>, slowest: &mut BTreeMap<&str, Duration>) -> u64 {
    let office = Office::unlock(dir, PASSPHRASE, clock, &mut rand::rng()).unwrap();
    let mut view = |name, looked: &dyn Fn() -> u64| {
        let began = Instant::now();
        let seen = looked();
        let took = slowest.entry(name).or_default();
        *took = began.elapsed().max(*took);
        seen
    };
    view("devices", &|| office.devices().unwrap().len() as u64);
    view("plans", &|| office.plans().unwrap().len() as u64);
    view("notices", &|| office.notices().unwrap().len() as u64);
    view("a page of cases", &|| {
        office.case_page(&CaseQuery::default()).unwrap().total
    });
    view("a case", &|| {
        office.case(CaseNumber(1)).unwrap().row.number.0.into()
    });
    view("summary", &|| office.summary().unwrap().ratings);
    view("tallies", &|| {
        let tallies = office.tallies().unwrap();
        tallies.iter().map(|tally| tally.sheets).sum()
    })
}

fn main() {
    let rows = std::env::var("PINGYI_ROWS").map_or(ROWS, |rows| rows.parse().unwrap());
    let each = rows / COMMUNITIES;
    // Without a server there is nothing to measure: tests/stock/postgres runs one.
    let address = pingyi_kit::server::record_address().unwrap();
    let mut client = Client::connect(&address, NoTls).unwrap();
    let clock = Arc::new(FixedClock::new(town::time(town::START)));
    let (on, folder) = (clock.today(), town::folder());
    let mut rng = StdRng::seed_from_u64(9);
    let (mut loaded, mut copied) = (Duration::ZERO, Duration::ZERO);
    let mut offices = Vec::new();
    for number in 0..COMMUNITIES {
        let dir = folder.path().join(number.to_string());
        let cost = PassphraseCost::TRIAL;
        let made = Office::init_at_cost(&dir, &form(&address), cost, clock.clone(), &mut rng);
        let community = made.unwrap().0.community().id.clone();
        let (_, opening) = pingyi_kit::server::office_keys(&dir, PASSPHRASE);
        let vault = Vault::new(&opening, &community);
        loaded += load(&address, &community, &vault, each, on, &mut rng);
        copied += copy(&mut client, &community);
        offices.push(dir);
        if (number + 1) % 20 == 0 {
            let times = loaded.as_secs_f64() / copied.as_secs_f64();
            println!("{} communities, {times:.2} times COPY", number + 1);
        }
    }
    let mut slowest = BTreeMap::new();
    for dir in &offices {
        assert_eq!(look(dir, clock.clone(), &mut slowest), each as u64);
    }
    let times = loaded.as_secs_f64() / copied.as_secs_f64();
    let per_row = |took: Duration| took.as_secs_f64() * 1e6 / rows as f64;
    println!("{rows} rating rows of {COMMUNITIES} communities, batches of at most {BATCH}");
    println!(
        "load {:.1} s ({:.1} µs a row), COPY of the same rows {:.1} s ({:.1} µs): {times:.2} times",
        loaded.as_secs_f64(),
        per_row(loaded),
        copied.as_secs_f64(),
        per_row(copied)
    );
    for (view, took) in &slowest {
        println!("view {view}: {:.1} ms", took.as_secs_f64() * 1e3);
    }
    assert!(times <= MOST_TIMES_COPY, "{times:.2} times COPY");
    let slow: Vec<_> = slowest
        .iter()
        .filter(|(_, took)| **took > MOST_VIEW)
        .collect();
    assert!(slow.is_empty(), "{slow:?}");
}
