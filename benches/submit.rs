//! A submission (checked, sealed, committed, on the disk) beside a bare one-row commit of the same durability
//! on the same disk. Promise: at most three times as long.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    reason = "a benchmark may stop, and needs a part of the town only"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use pingyi_kit::town;
use rand::{Rng as _, SeedableRng as _};
use rusqlite::Connection;

fn bare(path: &std::path::Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "PRAGMA page_size = 16384; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;
             PRAGMA secure_delete = ON;
             CREATE TABLE row (id BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;",
        )
        .unwrap();
    connection
}

fn submit(criterion: &mut Criterion) {
    let mut town = town::Town::real();
    let kiosk = town.paired();
    let mut both = town::rating();
    both.plan = "s1".parse().unwrap();
    both.opinion
        .clone_from(&town::opinion("三号楼二单元的灯坏了，请尽快修好。").opinion);
    let store = bare(&town.path("bare.db"));
    let mut rng = rand::rngs::StdRng::seed_from_u64(1);
    let mut group = criterion.benchmark_group("submit");
    group.sample_size(60);
    group.bench_function("bare one-row commit", |bench| {
        bench.iter(|| {
            let (mut id, mut value) = ([0_u8; 32], [0_u8; 1000]);
            rng.fill_bytes(&mut id);
            rng.fill_bytes(&mut value);
            let mut insert = store
                .prepare_cached("INSERT INTO row (id, value) VALUES (?1, ?2)")
                .unwrap();
            insert.execute((id, value)).unwrap();
        });
    });
    group.bench_function("card with a rating and an opinion", |bench| {
        bench.iter(|| kiosk.submit(&both, false).unwrap());
    });
    group.finish();
}

criterion_group!(benches, submit);
criterion_main!(benches);
