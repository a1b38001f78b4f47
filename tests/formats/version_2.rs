//! Version 2 of batches and packs: its bytes, and what it refuses.

use std::io::Cursor;

use pingyi::courier::batch::{BatchHeader, BatchReader, BatchWriter, ExpectedBatch};
use pingyi::courier::error::{CourierError, FormatError};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::pack::{self, ExpectedPack, PackContents, PackPinCode, PackReader};
use pingyi::courier::seen::{SeenStatement, SignedSeen};
use pingyi::domain::batch::{
    BatchFacts, ClosedFacts, Content, LastFacts, RoundFacts, RoundKey, Seen,
};
use pingyi::domain::channel::Channel;
use pingyi::domain::health::{Health, ProgramVersion, Restarts};
use pingyi::domain::ids::{
    BatchNumber, PackNumber, PinCodeDigest, RootHash, SealingKey, Shape, SheetId, SlipTag,
};
use pingyi::domain::slip::{SlipKey, SlipList};
use pingyi::domain::witness::{Excerpt, LedgerPoint, Restoration};
use sha2::Digest as _;

use crate::courier::{community, device, device_key, frozen, small_pack};

/// The root of a batch that the device closed under its former name.
const OWN: RootHash = RootHash([5; 32]);

fn batch_of_version_2(facts: BatchFacts, sheet: &[u8]) -> (Vec<u8>, String) {
    let mut bytes = Vec::new();
    let header = BatchHeader {
        device: device(),
        number: BatchNumber(42),
        community: community(false),
        previous: Some(RootHash([7; 32])),
        facts,
    };
    let mut writer = BatchWriter::new(&mut bytes, &header).unwrap();
    match &header.facts {
        BatchFacts::Ratings(..) => writer.rating(sheet).unwrap(),
        BatchFacts::Words(_) | BatchFacts::Mixed(_) => writer.opinion(sheet).unwrap(),
        BatchFacts::Chain(..) => writer.own(&OWN).unwrap(),
        BatchFacts::Last(..) => {}
    }
    let signature = writer.finish().unwrap().signature(&device_key());
    let expected = ExpectedBatch {
        community: &header.community,
        device: None,
        number: Some(BatchNumber(42)),
    };
    let key = device_key().public();
    let read = BatchReader::open(Cursor::new(&bytes), &signature, &expected, |_| Some(key));
    assert_eq!(*read.unwrap().header(), header);
    (bytes, signature)
}

fn seen() -> Seen {
    Seen {
        pack: PackNumber(16),
        root: RootHash([6; 32]),
        ledger: Some(LedgerPoint {
            length: 12,
            head: RootHash([12; 32]),
        }),
    }
}

fn statement() -> SignedSeen {
    let said = SeenStatement {
        device: device(),
        seen: seen(),
        day: "2026-11-29".parse().unwrap(),
    };
    SignedSeen::sign(&said, &community(false), &device_key()).unwrap()
}

fn small_pack_of_version_2() -> (PackContents, SigningKey) {
    let (mut contents, key) = small_pack();
    contents.revoked = Vec::new();
    let key_of = |group: Option<&str>| SlipKey {
        plan: "s12".parse().unwrap(),
        round: "2026-H2".parse().unwrap(),
        device: device(),
        group: group.map(|group| group.parse().unwrap()),
    };
    let tags = |first| (first..first + 5).map(|byte| SlipTag([byte; 16])).collect();
    contents.slips = vec![
        SlipList::new(key_of(None), tags(1), vec![SlipTag([3; 16])]),
        SlipList::new(key_of(Some("party")), tags(11), Vec::new()),
    ];
    contents.seen = vec![statement()];
    contents.pin_codes = vec![PackPinCode {
        device: device(),
        digest: PinCodeDigest([14; 32]),
    }];
    let head = RootHash([13; 32]);
    // The key was renewed twice.
    contents.header.older_keys = vec![SealingKey([5; 32]), SealingKey([4; 32])];
    contents.ledger = Some(Excerpt {
        now: LedgerPoint { length: 13, head },
        first: 12,
        hashes: vec![RootHash([12; 32]), head],
        restored: vec![Restoration {
            lost: LedgerPoint {
                length: 9,
                head: RootHash([9; 32]),
            },
            kept: LedgerPoint {
                length: 5,
                head: RootHash([5; 32]),
            },
        }],
    });
    (contents, key)
}

/// Version 2 is frozen with the program's 0.2.0; until then its bytes change only in a commit that says so.
#[test]
fn version_2_is_what_it_was() {
    let closed = |sheet: &[u8]| {
        let mut content = Content::default();
        content.add(&SheetId::of(sheet));
        ClosedFacts {
            health: Some(Health {
                disk_low: false,
                clock_doubted: true,
                restarts: Restarts::Few,
                version: ProgramVersion::try_from("0.2.0".to_owned()).unwrap(),
            }),
            closed_on: "2026-11-29".parse().unwrap(),
            content: content.finish(),
            seen: Some(seen()),
        }
    };
    let (words, rating) = ([3; 4000], [1; 1024]);
    let (bytes, signature) = batch_of_version_2(BatchFacts::Words(closed(&words)), &words);
    frozen("batch-v2-words.jsl", &bytes);
    frozen("batch-v2-words.sig", signature.as_bytes());
    let round = RoundFacts {
        key: RoundKey {
            plan: "s1".parse().unwrap(),
            shape: Shape([7; 32]),
            round: "2026-10".parse().unwrap(),
            group: None,
        },
        channel: Channel::Kiosk,
        carried_over: true,
        withheld: false,
        submitted: 6,
        issued: 5,
        abandoned: 0,
        slips_used: 0,
        slips_refused: 0,
    };
    let facts = BatchFacts::Ratings(closed(&rating), round);
    let (bytes, signature) = batch_of_version_2(facts, &rating);
    frozen("batch-v2-ratings.jsl", &bytes);
    frozen("batch-v2-ratings.sig", signature.as_bytes());
    let mut content = Content::default();
    content.add(&SheetId(OWN.0));
    let chain = ClosedFacts {
        content: content.finish(),
        ..closed(&words)
    };
    let facts = BatchFacts::Chain(chain, "LOBBY0".parse().unwrap());
    let (bytes, signature) = batch_of_version_2(facts, &[]);
    frozen("batch-v2-chain.jsl", &bytes);
    frozen("batch-v2-chain.sig", signature.as_bytes());
    let last = ClosedFacts {
        content: Content::default().finish(),
        ..closed(&words)
    };
    let facts = BatchFacts::Last(last, LastFacts { withheld: true });
    let (bytes, signature) = batch_of_version_2(facts, &[]);
    frozen("batch-v2-last.jsl", &bytes);
    frozen("batch-v2-last.sig", signature.as_bytes());
    frozen("seen-v2.jsl", statement().statement.as_bytes());
    frozen("seen-v2.sig", statement().signature.as_bytes());
    let (contents, key) = small_pack_of_version_2();
    let mut bytes = Vec::new();
    let written = pack::write(&mut bytes, &contents).unwrap();
    let signature = written.signature(&key);
    frozen("pack-v2.jsl", &bytes);
    frozen("pack-v2.sig", signature.as_bytes());
    let expected = ExpectedPack {
        key: &key.public(),
        community: Some(&contents.header.community.id),
        number: None,
        last: None,
    };
    let read = PackReader::open(Cursor::new(bytes), &signature, &expected).unwrap();
    assert_eq!(read.contents().unwrap(), (contents, written.root()));
}

/// Rightly signed and whole, and wrong all the same: a line out of its place, twice, too few, or of another kind.
#[test]
fn a_pack_of_version_2_with_a_line_out_of_place_is_refused() {
    use pingyi::courier::sign::{Prehash, Purpose, Statement, sign};
    let (contents, key) = small_pack_of_version_2();
    let mut bytes = Vec::new();
    pack::write(&mut bytes, &contents).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let read = |lines: &[&str]| {
        let mut text = lines.join("\n") + "\n";
        let root: [u8; 32] = sha2::Sha256::digest(&text).into();
        text += &format!("{{\"root\":\"{}\"}}\n", RootHash(root));
        let mut hash = Prehash::default();
        hash.update(text.as_bytes());
        let statement = Statement {
            version: 2,
            community: community(false),
            purpose: Purpose::Pack {
                number: PackNumber(17),
            },
        };
        let signature = sign(&key, &hash.finish(), &statement);
        let expected = ExpectedPack {
            key: &key.public(),
            community: Some(&contents.header.community.id),
            number: None,
            last: None,
        };
        PackReader::open(Cursor::new(text.into_bytes()), &signature, &expected)?.contents()
    };
    let own = &lines[..lines.len() - 1];
    assert!(read(own).is_ok(), "the control");
    assert!(own.len() > 12, "every list has an entry");
    for (place, line) in own.iter().enumerate() {
        // Devices and lists may be empty; what stands for the office, and the ledger, may not.
        let mut fewer = own.to_vec();
        fewer.remove(place);
        let needed = ["pack", "profile", "office_key", "ledger", "entry"];
        let is_needed = needed
            .iter()
            .any(|key| line.starts_with(&format!("{{\"{key}\"")));
        assert_eq!(read(&fewer).is_err(), is_needed, "without {line}");
        let mut twice = own.to_vec();
        twice.insert(place, line);
        let is_told_twice = line.starts_with("{\"restored\"");
        assert_eq!(read(&twice).is_err(), !is_told_twice, "twice {line}");
        if place > 0 {
            let mut swapped = own.to_vec();
            swapped.swap(place - 1, place);
            assert!(read(&swapped).is_err(), "{place} before {}", place - 1);
        }
    }
    for (from, to) in [
        ("\"suite\":1", "\"suite\":2"),
        ("\"realm\":\"real\"", "\"realm\":\"trial\""),
        ("\"length\":13", "\"length\":14"),
        ("\"first\":12", "\"first\":11"),
        ("\"state\":\"in-progress\"", "\"state\":\"lost\""),
        ("\"round\":\"2026-H2\"", "\"round\":\"2026-H3\""),
        ("\"voided\":[", "\"voided\":[7,"),
        ("\"group\":null", "\"group\":\"\""),
        ("\"number\":17", "\"number\":17,\"more\":1"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let lines: Vec<&str> = changed.lines().collect();
        assert!(read(&lines[..lines.len() - 1]).is_err(), "{to}");
    }
    // Whoever meets other ciphers needs a newer program, and is told so.
    let newer = text.replacen("\"suite\":1", "\"suite\":2", 1);
    let lines: Vec<&str> = newer.lines().collect();
    assert!(matches!(
        read(&lines[..lines.len() - 1]),
        Err(CourierError::Format(FormatError::UnknownSuite { suite: 2 }))
    ));
}
