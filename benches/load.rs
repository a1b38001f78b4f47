//! Loading a batch (verified, opened, counted, kept, committed) beside the bare cost of opening the same HPKE
//! sheets: at most twice. And the tally of 100,000 cards: at most 100 ms.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    reason = "a benchmark may stop, and needs a part of the town only"
)]

use std::fs::File;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hpke::{Deserializable as _, OpModeR, single_shot_open};
use pingyi::app::office::Office;
use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::keys::{OpeningKey, SigningKey, read_secret_file};
use pingyi::courier::seal::{seal_opinion, seal_rating};
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::ids::BatchNumber;
use pingyi::domain::time::{Clock as _, Week};
use pingyi_kit::town;
use pingyi_kit::town::{Town, copy};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const CARDS: usize = 2_000;
const MANY: usize = 100_000;
const KEY: [u8; 32] = [7; 32];

/// Writes one batch of `cards` rating sheets, and an opinion for every fifth, as the paired kiosk would.
fn batch(town: &Town, stick: &str, cards: usize) {
    let community = town.office.community();
    let key_file = town.settings.data_dir.join("kiosk").join("device.key");
    let key = SigningKey::from_minisign_text(&read_secret_file(&key_file).unwrap()).unwrap();
    let header = BatchHeader {
        device: town.settings.device.clone(),
        number: BatchNumber(1),
        community: community.id.clone(),
        previous: None,
        facts: BatchFacts::Mixed(MixedFacts {
            week: Week::of(town.clock.today()),
            counts: BatchCounts {
                issued: cards as u64,
                submitted: cards as u64,
                abandoned: 0,
                slips: 0,
            },
            crowd_override: false,
        }),
    };
    let mut rng = StdRng::seed_from_u64(3);
    let (rating, words) = (town::rating(), town::opinion("三号楼二单元的灯坏了。"));
    let (sheets, _) = rating.into_sheets(None);
    let (_, opinion) = words.into_sheets(None);
    let (sealing, id) = (&community.sealing_key, &community.id);
    let mut ratings: Vec<_> = (0..cards)
        .map(|_| seal_rating(&sheets[0], None, sealing, id, &mut rng).unwrap())
        .collect();
    let mut opinions: Vec<_> = (0..cards / 5)
        .map(|_| seal_opinion(opinion.as_ref().unwrap(), sealing, id, &mut rng).unwrap())
        .collect();
    ratings.sort_by_key(|sheet| sheet.id);
    opinions.sort_by_key(|sheet| sheet.id);
    let folder = town.stick(stick).root.join("PINGYI/FROM/LOBBY1");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("B0000001.JSL");
    let out = std::io::BufWriter::new(File::create(&path).unwrap());
    let mut writer = BatchWriter::new(out, &header).unwrap();
    for sheet in &ratings {
        writer.rating(&sheet.bytes).unwrap();
    }
    for sheet in &opinions {
        writer.opinion(&sheet.bytes).unwrap();
    }
    let written = writer.finish().unwrap();
    std::fs::write(path.with_extension("SIG"), written.signature(&key)).unwrap();
}

/// As many sheets as the batch has, of the same sizes, sealed to a key whose bytes are known here: the
/// office's own never leave their room.
fn sealed(town: &Town, key: [u8; 32]) -> Vec<(String, Vec<u8>)> {
    let id = &town.office.community().id;
    let sealing = OpeningKey::from_bytes(&key).sealing_key();
    let mut rng = StdRng::seed_from_u64(4);
    let (sheets, _) = town::rating().into_sheets(None);
    let (_, opinion) = town::opinion("三号楼二单元的灯坏了。").into_sheets(None);
    let rating = || {
        seal_rating(&sheets[0], None, &sealing, id, &mut rng)
            .unwrap()
            .bytes
    };
    let mut all: Vec<_> = std::iter::repeat_with(rating)
        .take(CARDS)
        .map(|bytes| (format!("pingyi rating v1 real {id}"), bytes))
        .collect();
    let opinion = || {
        let sheet = opinion.as_ref().unwrap();
        seal_opinion(sheet, &sealing, id, &mut rng).unwrap().bytes
    };
    all.extend(
        std::iter::repeat_with(opinion)
            .take(CARDS / 5)
            .map(|bytes| (format!("pingyi opinion v1 real {id}"), bytes)),
    );
    all
}

fn load(criterion: &mut Criterion) {
    type Kem = hpke::kem::X25519HkdfSha256;
    let mut town = Town::real();
    drop(town.paired());
    batch(&town, "few", CARDS);
    let dir = town.office.dir().to_owned();
    let private = <Kem as hpke::Kem>::PrivateKey::from_bytes(&KEY).unwrap();
    let sheets = sealed(&town, KEY);
    let stick = town.stick("few").root;
    let mut group = criterion.benchmark_group("load");
    group.sample_size(12);
    group.bench_function("opening the same sheets, bare HPKE", |bench| {
        bench.iter(|| {
            for (info, bytes) in &sheets {
                let (enc, text) = bytes.split_at(32);
                let enc = <Kem as hpke::Kem>::EncappedKey::from_bytes(enc).unwrap();
                single_shot_open::<hpke::aead::ChaCha20Poly1305, hpke::kdf::HkdfSha256, Kem>(
                    &OpModeR::Base,
                    &private,
                    &enc,
                    info.as_bytes(),
                    text,
                    b"",
                )
                .unwrap();
            }
        });
    });
    let mut count = 0;
    group.bench_function("loading the batch", |bench| {
        bench.iter_batched(
            || {
                count += 1;
                let fresh = town.path(&format!("office{count}"));
                copy(&dir, &fresh);
                let clock = Arc::clone(&town.clock);
                Office::unlock(
                    &fresh,
                    "kabo demi tufa zulo rino pega",
                    clock,
                    &mut rand::rng(),
                )
                .unwrap()
            },
            |mut office| {
                let report = office.load(&stick, &mut |_| {}).unwrap();
                assert_eq!(report.new_batches(), 1);
                office
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn tally(criterion: &mut Criterion) {
    let mut town = Town::real();
    drop(town.paired());
    batch(&town, "many", MANY);
    assert_eq!(town.load("many").totals().ratings_new, MANY as u64);
    let mut group = criterion.benchmark_group("tally");
    group.sample_size(20);
    group.bench_function("100,000 cards", |bench| {
        bench.iter(|| {
            let tallies = town.office.tallies().unwrap();
            assert_eq!(tallies[0].sheets, MANY as u64);
        });
    });
    group.finish();
}

criterion_group!(benches, load, tally);
criterion_main!(benches);
