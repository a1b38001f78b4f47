//! What travels, from outside: refusals are told apart, a failing stick loses nothing. Every truncation and every
//! flipped bit: `tests/promises/hostile_bytes.rs`.

use std::cell::Cell;
use std::io::{self, Cursor};
use std::path::Path;
use std::rc::Rc;

use pingyi::courier::CourierError;
use pingyi::courier::CourierError as E;
use pingyi::courier::batch::{BatchHeader, BatchItem, BatchReader, BatchWriter, ExpectedBatch};
use pingyi::courier::enrol;
use pingyi::courier::error::{FormatError, StickError};
use pingyi::courier::files::{Condition, Files, RealFiles, StickFile};
use pingyi::courier::keys::{OpeningKey, PublicKey, SigningKey};
use pingyi::courier::pack::{self, ExpectedPack, PackContents, PackHeader, PackReader};
use pingyi::courier::pack::{PackDevice, SealedReply};
use pingyi::courier::sign::{Prehash, Purpose, Statement, sign};
use pingyi::courier::stick::{Put, StickStore};
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::calendar::DueDate;
use pingyi::domain::case::{CaseStatus, ReceiptStatus};
use pingyi::domain::community::Community;
use pingyi::domain::device::{DeviceFacts, DeviceRole};
use pingyi::domain::document::Document;
use pingyi::domain::ids::SheetId;
use pingyi::domain::ids::*;
use pingyi::domain::notice::Notice;
use pingyi::fault::Fault as _;
use pingyi_kit::stick::guarded::{Call, Guard, Guarded};

pub fn community(trial: bool) -> CommunityId {
    CommunityId::from_random([3; 8], trial)
}

pub fn device() -> DeviceId {
    DeviceId::new("LOBBY1").unwrap()
}

pub fn device_key() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

fn small_batch() -> (Vec<u8>, String, RootHash) {
    let header = BatchHeader {
        device: device(),
        number: BatchNumber(42),
        community: community(false),
        previous: None,
        facts: BatchFacts::Mixed(MixedFacts {
            week: "2026-W48".parse().unwrap(),
            counts: BatchCounts {
                issued: 3,
                submitted: 2,
                abandoned: 1,
                slips: 1,
            },
            crowd_override: false,
        }),
    };
    let mut bytes = Vec::new();
    let mut writer = BatchWriter::new(&mut bytes, &header).unwrap();
    let mut ratings = [vec![1; 1024], vec![2; 1024]];
    ratings.sort_by_key(|sealed| SheetId::of(sealed));
    for sealed in &ratings {
        writer.rating(sealed).unwrap();
    }
    writer.opinion(&[3; 4000]).unwrap();
    writer.receipt(&Tag([4; 16])).unwrap();
    writer.slip(&SlipHash([5; 32])).unwrap();
    let written = writer.finish().unwrap();
    let signature = written.signature(&device_key());
    let root = written.root();
    (bytes, signature, root)
}

fn read_batch(
    bytes: &[u8],
    signature: &str,
    own: &CommunityId,
    key: Option<PublicKey>,
) -> Result<(usize, RootHash), CourierError> {
    let expected = ExpectedBatch {
        community: own,
        device: None,
        number: Some(BatchNumber(42)),
    };
    let reader = BatchReader::open(Cursor::new(bytes), signature, &expected, |_| key)?;
    let mut items = 0;
    let root = reader.read_items(|item: BatchItem<'_>| {
        let _ = item;
        items += 1;
        Ok::<(), CourierError>(())
    })?;
    Ok((items, root))
}

#[test]
fn a_batch_comes_back_and_refusals_are_told_apart() {
    let (bytes, signature, root) = small_batch();
    let key = Some(device_key().public());
    let own = community(false);
    assert_eq!(
        read_batch(&bytes, &signature, &own, key).unwrap(),
        (5, root)
    );
    let refusal = |bytes: &[u8], signature: &str, own: &CommunityId, key| {
        read_batch(bytes, signature, own, key).unwrap_err()
    };
    let other = Some(SigningKey::from_seed(&[9; 32]).public());
    assert!(matches!(
        refusal(&bytes, &signature, &own, other),
        E::Format(FormatError::SignedByAnother { .. })
    ));
    assert!(matches!(
        refusal(&bytes, &signature, &own, None),
        E::Format(FormatError::UnknownDevice { .. })
    ));
    assert!(matches!(
        refusal(&bytes, &signature, &community(true), key),
        E::Format(FormatError::RealIntoTrial)
    ));
    let elsewhere = CommunityId::from_random([8; 8], false);
    assert!(matches!(
        refusal(&bytes, &signature, &elsewhere, key),
        E::Format(FormatError::OtherCommunity { .. })
    ));
    assert!(matches!(
        refusal(&bytes, "", &own, key),
        E::Format(FormatError::SignatureMissing)
    ));
    assert!(matches!(
        refusal(b"hello", &signature, &own, key),
        E::Format(FormatError::NotPingyi)
    ));
    let mut flipped = bytes.clone();
    flipped[500] ^= 1;
    assert!(matches!(
        refusal(&flipped, &signature, &own, key),
        E::Format(FormatError::SignatureInvalid)
    ));
    assert!(matches!(
        refusal(&bytes[..800], &signature, &own, key),
        E::Format(FormatError::Truncated)
    ));
}

pub fn small_pack() -> (PackContents, SigningKey) {
    let key = SigningKey::from_seed(&[2; 32]);
    let header = PackHeader {
        number: PackNumber(17),
        time: "2026-11-24T09:30:00".parse().unwrap(),
        community: Community {
            id: community(false),
            name: "幸福里社区".to_owned(),
            office_place: "一楼".to_owned(),
            telephone: "010-0000".to_owned(),
            protection: None,
            receipt_salt: ReceiptSalt([6; 16]),
            sealing_key: OpeningKey::from_bytes(&[7; 32]).sealing_key(),
        },
        older_keys: Vec::new(),
        signing_key: key.public(),
        devices: vec![PackDevice {
            device: device(),
            key: device_key().public(),
            standing: pingyi::domain::device::DeviceStanding::Accepted,
        }],
        zone: pingyi::domain::zone::Zone::default(),
    };
    let contents = PackContents {
        header,
        ledger: None,
        plans: vec!["id = \"s6\"".to_owned()],
        calendar: Some("# 2026".to_owned()),
        acks: vec![pack::Ack {
            device: device(),
            batch: BatchNumber(41),
            root: RootHash([8; 32]),
        }],
        statuses: vec![(
            Tag([9; 16]),
            ReceiptStatus::Case {
                status: CaseStatus::InProgress,
                due: Some(DueDate {
                    date: "2026-12-15".parse().unwrap(),
                    provisional: false,
                }),
                extended: false,
                talk: pingyi::domain::case::ReceiptTalk::default(),
            },
        )],
        replies: vec![SealedReply {
            tag: Tag([9; 16]),
            sealed: vec![1; 4000],
        }],
        notices: vec![Notice {
            number: 1,
            posted: "2026-11-20".parse().unwrap(),
            document: Document::from_plain("公示", "一\n二"),
            ledger_head: String::new(),
        }],
        revoked: vec![SlipHash([5; 32])],
        slips: Vec::new(),
        seen: Vec::new(),
        pin_codes: Vec::new(),
    };
    (contents, key)
}

#[test]
fn a_pack_comes_back_and_an_older_one_is_refused() {
    let (contents, key) = small_pack();
    let mut bytes = Vec::new();
    let written = pack::write(&mut bytes, &contents).unwrap();
    let signature = written.signature(&key);
    let public = key.public();
    let read = |bytes: &[u8], last: u32| {
        let expected = ExpectedPack {
            key: &public,
            community: Some(&contents.header.community.id),
            number: None,
            last: Some(PackNumber(last)),
        };
        PackReader::open(Cursor::new(bytes.to_vec()), &signature, &expected)?.contents()
    };
    let (back, root) = read(&bytes, 17).unwrap();
    assert_eq!((back, root), (contents.clone(), written.root()));
    assert!(matches!(
        read(&bytes, 18),
        Err(CourierError::Format(FormatError::PackOlder { .. }))
    ));
}

// ── a stick that fails at its k-th operation ────────────────────────────────────────────────────

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Eio,
    Full,
    Gone,
    Torn,
}

#[derive(Clone)]
struct Count {
    left: Rc<Cell<i64>>,
    fault: Fault,
}

impl Count {
    /// Some when this operation, or for a pulled stick any after it, fails.
    fn step(&self) -> Option<io::Error> {
        let left = self.left.get();
        self.left.set(left - 1);
        let hit = left == 0 || (left < 0 && self.fault == Fault::Gone);
        hit.then(|| match self.fault {
            Fault::Eio | Fault::Torn => io::Error::from_raw_os_error(5),
            Fault::Full => io::Error::from_raw_os_error(28),
            Fault::Gone => io::Error::from_raw_os_error(19),
        })
    }
}

impl Guard for Count {
    fn pass(&self, _: Call) -> io::Result<()> {
        self.step().map_or(Ok(()), Err)
    }
    fn write(&self, file: &mut dyn StickFile, bytes: &[u8]) -> io::Result<usize> {
        if let Some(error) = self.step() {
            if self.fault == Fault::Torn {
                file.write_all(&bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        // Never more than half at once: short writes are the rule here.
        file.write(&bytes[..bytes.len().div_ceil(2)])
    }
    fn condition(&self, real: Condition) -> Condition {
        if self.fault == Fault::Gone && self.left.get() < 0 {
            Condition::Gone
        } else {
            real
        }
    }
}

fn put<F: Files>(store: &StickStore<F>, bytes: &[u8]) -> Result<Put, CourierError> {
    let folder = Path::new("PINGYI/FROM/LOBBY1");
    store.put(folder, "B0000042.JSL", &mut |out| {
        out.write_all(bytes).map_err(CourierError::stream)
    })
}

#[test]
fn a_fault_at_any_step_leaves_the_whole_file_or_none() {
    let (bytes, _, _) = small_batch();
    for fault in [Fault::Eio, Fault::Full, Fault::Gone, Fault::Torn] {
        let mut failures = 0;
        for step in 0.. {
            let dir = tempfile::tempdir().unwrap();
            let left = Rc::new(Cell::new(step));
            let count = Count {
                left: left.clone(),
                fault,
            };
            let result = put(&StickStore::new(Guarded::new(dir.path(), count)), &bytes);
            let path = dir.path().join("PINGYI/FROM/LOBBY1/B0000042.JSL");
            let there = std::fs::read(&path).ok();
            assert!(
                there.is_none() || there.as_ref() == Some(&bytes),
                "{fault:?} {step}"
            );
            match result {
                Ok(_) => assert_eq!(there.as_ref(), Some(&bytes), "{fault:?} {step}"),
                Err(error) => {
                    failures += 1;
                    match fault {
                        Fault::Gone => {
                            assert!(matches!(error, E::Stick(StickError::Vanished)), "{error}");
                        }
                        Fault::Full => assert!(matches!(
                            error,
                            E::Stick(StickError::Full { .. } | StickError::Interrupted { .. })
                        )),
                        Fault::Eio | Fault::Torn => {
                            assert!(
                                matches!(error, E::Stick(StickError::Interrupted { .. })),
                                "{error}"
                            );
                        }
                    }
                    // Plugged in again, the next export is whole.
                    let again = StickStore::new(RealFiles::new(dir.path()));
                    put(&again, &bytes).unwrap();
                    assert_eq!(std::fs::read(&path).unwrap(), bytes);
                }
            }
            if left.get() >= 0 {
                break; // Every operation has had its turn.
            }
        }
        assert!(failures > 10, "{fault:?} {failures}");
    }
}

#[test]
fn names_are_never_taken_over_and_links_never_followed() {
    let dir = tempfile::tempdir().unwrap();
    let store = StickStore::new(RealFiles::new(dir.path()));
    assert!(matches!(
        put(&store, b"one two").unwrap(),
        Put::Written { .. }
    ));
    assert!(matches!(
        put(&store, b"one two").unwrap(),
        Put::AlreadyThere { .. }
    ));
    assert!(matches!(
        put(&store, b"other"),
        Err(CourierError::Stick(StickError::NameTaken { .. }))
    ));
    // An interrupted export is moved aside, not lost.
    assert!(matches!(
        put(&store, b"one two three").unwrap(),
        Put::Written { .. }
    ));
    let folder = dir.path().join("PINGYI/FROM/LOBBY1");
    assert_eq!(
        std::fs::read(folder.join("B0000042.X00")).unwrap(),
        b"one two"
    );
    assert_eq!(store.batches(&device()).unwrap(), [BatchNumber(42)]);
    assert_eq!(store.devices().unwrap(), [device()]);

    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("secret"), b"x").unwrap();
    let link = folder.join("B0000043.JSL");
    std::os::unix::fs::symlink(elsewhere.path().join("secret"), &link).unwrap();
    let path = Path::new("PINGYI/FROM/LOBBY1/B0000043.JSL");
    assert!(store.open(path, 100).is_err());

    let planted = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), planted.path().join("PINGYI")).unwrap();
    let store = StickStore::new(RealFiles::new(planted.path()));
    assert!(matches!(
        put(&store, b"x"),
        Err(CourierError::Stick(StickError::Foreign { .. }))
    ));
}

// ── frozen bytes ────────────────────────────────────────────────────────────────────────────────

/// The bytes of a version for ever. `PINGYI_BLESS=1` writes them, which only a new vector may need.
pub fn frozen(name: &str, bytes: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name);
    if std::env::var_os("PINGYI_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(
        std::fs::read(&path).unwrap() == bytes,
        "{name} is no longer what it was"
    );
}

#[test]
fn version_1_is_frozen() {
    let (bytes, signature, _) = small_batch();
    frozen("batch-v1.jsl", &bytes);
    frozen("batch-v1.sig", signature.as_bytes());
    let (contents, key) = small_pack();
    let mut bytes = Vec::new();
    let written = pack::write(&mut bytes, &contents).unwrap();
    frozen("pack-v1.jsl", &bytes);
    frozen("pack-v1.sig", written.signature(&key).as_bytes());
}

/// Signed by the device's own key, as `ENROL.SIG` lies beside it.
fn enrolment(line: &str, version: u32) -> Result<enrol::Enrolment, CourierError> {
    let mut digest = Prehash::default();
    digest.update(line.as_bytes());
    let (key, community) = (device_key(), community(false));
    let statement = Statement {
        version,
        community: community.clone(),
        purpose: Purpose::Enrol { device: device() },
    };
    let signature = sign(&key, &digest.finish(), &statement);
    enrol::read(line.as_bytes(), &signature, &key.public(), &community)
}

#[test]
fn enrolments_of_both_versions_are_read_for_ever() {
    let (id, key) = (community(false), device_key().public());
    let head = |version| {
        format!(
            r#"{{"enrol":{{"format":"pingyi-enrol","version":{version},"community":"{id}","device":"LOBBY1","key":"{key}""#
        )
    };
    let first = enrolment(&format!("{}}}}}\n", head(1)), 1).unwrap();
    assert_eq!((first.facts, first.replaces), (None, None));
    let told = format!(
        r#"{},"role":"tablet","program":"0.1.1"}}}}{}"#,
        head(2),
        "\n"
    );
    let second = enrolment(&told, 2).unwrap();
    let facts = DeviceFacts {
        role: DeviceRole::Tablet,
        program: "0.1.1".to_owned().try_into().unwrap(),
    };
    assert_eq!((second.facts, second.replaces), (Some(facts), None));
    let (written, _) = enrol::write(&device(), &id, &device_key(), None, facts).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), told);
    // No newer line passes for an older one, and nothing half told for a whole.
    for (line, version) in [
        (
            format!(
                r#"{},"role":"tablet","program":"0.1.1"}}}}{}"#,
                head(1),
                "\n"
            ),
            1,
        ),
        (format!("{}}}}}\n", head(2)), 2),
        (
            format!(r#"{},"role":"car","program":"0.1.1"}}}}{}"#, head(2), "\n"),
            2,
        ),
        (
            format!(r#"{},"role":"lobby","program":"1"}}}}{}"#, head(2), "\n"),
            2,
        ),
        (told, 1),
    ] {
        assert!(enrolment(&line, version).is_err(), "{line}");
    }
}

/// Rightly signed, wrong all the same: the file's name says which refusal is due.
#[test]
fn signed_but_broken_batches_are_refused_by_name() {
    use pingyi::courier::sign::{Prehash, Purpose, Statement, sign};
    let (bytes, _, _) = small_batch();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let swapped = [&lines[..1], &[lines[2], lines[1]], &lines[3..]]
        .concat()
        .join("\n")
        + "\n";
    let doubled = [&lines[..2], &lines[1..]].concat().join("\n") + "\n";
    let headless = lines[..lines.len() - 1].join("\n") + "\n";
    let long = text.replacen(
        "{\"receipt\"",
        &format!("{}{{\"receipt\"", " ".repeat(9000)),
        1,
    );
    let cases = [
        ("out-of-order", swapped, 1),
        ("out-of-order", doubled, 1),
        ("truncated", headless, 1),
        ("line-too-long", long, 1),
        (
            "root-mismatch",
            text.replace("{\"root\":\"", "{\"root\":\"00")
                .replace(&lines[6][lines[6].len() - 4..], "\"}"),
            1,
        ),
        ("bad-line", text.replace("{\"receipt\"", "{\"recipe\""), 1),
        ("bad-line", format!("{text}x\n"), 1),
        (
            "number-mismatch",
            text.replace("\"number\":42", "\"number\":43"),
            1,
        ),
        ("device-mismatch", text.replace("LOBBY1", "LOBBY2"), 1),
        ("unknown-version", text.clone(), 3),
        ("bad-line", text.clone(), 2),
    ];
    for (wanted, text, version) in cases {
        let mut prehash = Prehash::default();
        prehash.update(text.as_bytes());
        let statement = Statement {
            version,
            community: community(false),
            purpose: Purpose::Batch {
                device: device(),
                number: BatchNumber(42),
            },
        };
        let signature = sign(&device_key(), &prehash.finish(), &statement);
        let key = Some(device_key().public());
        let error = read_batch(text.as_bytes(), &signature, &community(false), key).unwrap_err();
        assert_eq!(
            error.sentence().key(),
            format!("courier-{wanted}"),
            "{error}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_opinion_that_fits_comes_back_and_any_other_is_told(text in "\\PC{0,1500}", seed: u64) {
        use pingyi::courier::seal::{open_opinion, seal_opinion};
        use pingyi::domain::batch::OPINION_PLAIN_BYTES;
        use pingyi::domain::card::opinion_bytes;
        use pingyi::domain::card::{Opinion, OpinionSheet};
        let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(seed);
        let key = OpeningKey::random(&mut rng);
        let opinion = Opinion { subject: None, category: None, text };
        let plan = PlanId::new("s6").unwrap();
        let bytes = opinion_bytes(&plan, &opinion);
        let tag = Tag([9; 16]);
        let reply_to = Some(pingyi::domain::card::ReplyTo {
            tag,
            key: key.reply_key(),
            voice: Some(pingyi::domain::ids::VoiceKey([8; 32])),
        });
        let sheet = OpinionSheet { plan, opinion, reply_to };
        let own = community(false);
        match seal_opinion(&sheet, &key.sealing_key(), &own, &mut rng) {
            Ok(sealed) => {
                assert!(bytes <= OPINION_PLAIN_BYTES && sealed.bytes.len() == 4000);
                assert_eq!(open_opinion(&sealed.bytes, &key, &own).unwrap(), sheet);
            }
            Err(error) => {
                assert!(bytes > OPINION_PLAIN_BYTES);
                assert!(matches!(error, E::Format(FormatError::TextTooLong { .. })));
            }
        }
    }
}

/// How long the two slow derivations take: `cargo test --test formats courier:: -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn slow_derivations() {
    use pingyi::courier::keys::PassphraseCost;
    use pingyi::courier::receipt::{ReceiptCost, derive};
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
    let number = pingyi::domain::receipt::ReceiptNumber::random(&mut rng);
    let start = std::time::Instant::now();
    derive(&number, &ReceiptSalt([1; 16]), ReceiptCost::STANDARD).unwrap();
    println!("receipt {:?}", start.elapsed());
    let start = std::time::Instant::now();
    device_key()
        .to_pem("x", PassphraseCost::STANDARD, &mut rng)
        .unwrap();
    println!("passphrase {:?}", start.elapsed());
}
