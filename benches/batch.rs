//! Writing a batch of 10,000 cards to a stick, read back and compared, beside `cp` and `sync` of the same
//! bytes, and beside `cp`, `sync` and reading back. Promise: at least four fifths of that speed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    reason = "a benchmark may stop, and needs a part of the town only"
)]

use std::process::{Command, Stdio};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use pingyi::app::sticks::Stick;
use pingyi_kit::town;

const CARDS: usize = 10_000;

fn batch(criterion: &mut Criterion) {
    let mut town = town::Town::real();
    let kiosk = town.paired();
    let (rating, mut both) = (town::rating(), town::rating());
    both.opinion
        .clone_from(&town::opinion("三号楼二单元的灯坏了。").opinion);
    for card in 0..CARDS {
        let card = if card % 5 == 0 { &both } else { &rating };
        kiosk.submit(card, false).unwrap();
    }
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    let file = town.path("a").join("PINGYI/FROM/LOBBY1/B0000001.JSL");
    let bytes = std::fs::metadata(&file).unwrap().len();
    let mut group = criterion.benchmark_group("batch");
    group.sample_size(12).throughput(Throughput::Bytes(bytes));
    let mut count = 0;
    let mut fresh = || -> Stick {
        count += 1;
        town.stick(&format!("s{count}"))
    };
    group.bench_function("cp and sync", |bench| {
        bench.iter_batched(
            &mut fresh,
            |stick| {
                let copy = stick.root.join("B.JSL");
                let cp = Command::new("cp").arg(&file).arg(&copy).status().unwrap();
                let sync = Command::new("sync").arg(&copy).status().unwrap();
                assert!(cp.success() && sync.success());
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("cp, sync, and sha256sum of what the disk holds", |bench| {
        bench.iter_batched(
            &mut fresh,
            |stick| {
                let copy = stick.root.join("B.JSL");
                let run = |program: &str, arguments: &[&str]| {
                    let mut command = Command::new(program);
                    command.args(arguments).arg(&copy).stdout(Stdio::null());
                    assert!(command.status().unwrap().success());
                };
                run("cp", &[file.to_str().unwrap()]);
                run("sync", &[]);
                // `dd` with a count of 0 only drops the file's cache.
                let of = format!("of={}", copy.display());
                let drop = [
                    "if=/dev/null",
                    &of,
                    "oflag=nocache",
                    "conv=notrunc,fdatasync",
                    "count=0",
                ];
                let dropped = Command::new("dd").args(drop).stderr(Stdio::null()).status();
                assert!(dropped.unwrap().success());
                run("sha256sum", &[]);
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("writing and reading back", |bench| {
        bench.iter_batched(
            &mut fresh,
            |stick| {
                let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
                assert_eq!(report.written.len(), 1);
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, batch);
criterion_main!(benches);
