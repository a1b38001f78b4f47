//! What a courier meets: keys that are none, and files signed rightly and written wrongly.

use std::io::{Cursor, Read, Seek, SeekFrom, Write as _};
use std::path::Path;

use super::batch::{BatchHeader, BatchWriter};
use super::error::CourierError;
use super::keys::{OpeningKey, PublicKey, SigningKey};
use super::lines::{Bounds, HashedLines, SignedLines};
use super::seal::open_rating;
use super::sign::{Prehash, Purpose, SignatureFile, Statement, sign};
use super::{batch, enrol};
use crate::courier::error::{FormatError, KeyError};
use crate::domain::batch::BatchCounts;
use crate::domain::batch::{BatchFacts, MixedFacts, SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, PackNumber, SlipHash, Tag};
use crate::fault::Fault as _;
use crate::words::Lang;

pub(super) fn key() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

pub(super) fn community() -> CommunityId {
    CommunityId::from_random([3; 8], false)
}

pub(super) fn device(name: &str) -> DeviceId {
    DeviceId::new(name).unwrap()
}

pub(super) fn signed(bytes: &[u8], version: u32, purpose: Purpose) -> String {
    let mut prehash = Prehash::default();
    prehash.write_all(bytes).unwrap();
    prehash.flush().unwrap();
    let statement = Statement {
        version,
        community: community(),
        purpose,
    };
    sign(&key(), &prehash.finish(), &statement)
}

#[test]
fn every_fault_has_its_own_sentence() {
    use super::error::{CourierError as E, FormatError as F, KeyError as K, StickError as S};
    let text = str::to_owned;
    let io = || std::io::Error::other("EIO");
    // The fault, and what its sentence has to name.
    #[rustfmt::skip] // one row, one line
    let table = [
        (E::Format(F::Truncated), ""),
        (E::Format(F::SignatureMissing), ""),
        (E::Format(F::SignatureInvalid), ""),
        (E::Format(F::SignedByAnother { key_id: text("00AA") }), "00AA"),
        (E::Format(F::UnknownDevice { device: device("TAB41") }), "TAB41"),
        (E::Format(F::OtherCommunity { given: community() }), "0303030303030303"),
        (E::Format(F::TrialIntoReal), ""),
        (E::Format(F::RealIntoTrial), ""),
        (E::Format(F::UnknownVersion { version: 42 }), "42"),
        (E::Format(F::UnknownSuite { suite: 43 }), "43"),
        (E::Format(F::NotPingyi), ""),
        (E::Format(F::WrongPurpose { given: "pack", wanted: "batch" }), ""),
        (E::Format(F::DeviceMismatch { signed: text("TAB43"), found: text("TAB44") }), "TAB44"),
        (E::Format(F::NumberMismatch { signed: 45, found: 46 }), "46"),
        (E::Format(F::PackOlder { given: PackNumber(47), last: PackNumber(48) }), "47"),
        (E::Format(F::TooLarge { limit_bytes: 49 << 20 }), "49"),
        (E::Format(F::LineTooLong { line: 50, limit_bytes: 1 }), "50"),
        (E::Format(F::TooManyLines { limit: 51 }), ""),
        (E::bad_line(52, "x"), "52"),
        (E::Format(F::OutOfOrder { line: 53 }), "53"),
        (E::Format(F::RootMismatch), ""),
        (E::Format(F::Changed), ""),
        (E::Format(F::BadBatch { number: BatchNumber(54), reason: "x" }), "54"),
        (E::Format(F::TextTooLong { given_bytes: 55, limit_bytes: 56 }), "55"),
        (E::Format(F::CannotOpen), ""),
        (E::Format(F::NotASheet), ""),
        (E::Key(K::BadSealingKey), ""),
        (E::Key(K::Derivation), ""),
        (E::Key(K::WrongPassphrase), ""),
        (E::Key(K::BadKey), ""),
        (E::Key(K::WrongRecovery), ""),
        (E::Stick(S::Full { free_bytes: 57 << 20 }), "57"),
        (E::Stick(S::ReadOnly), ""),
        (E::Stick(S::Damaged), ""),
        (E::Stick(S::MountedReadOnly), ""),
        (E::Stick(S::Vanished), ""),
        (E::Stick(S::Interrupted { detail: text("x") }), ""),
        (E::Stick(S::Foreign { detail: text("x") }), ""),
        (E::Stick(S::NameTaken { name: text("B0000058.JSL") }), "B0000058.JSL"),
        (E::Stick(S::NameTooLong { name: text("B10000000.JSL") }), "B10000000.JSL"),
        (E::Stick(S::NotThere { name: text("P0000059.JSL") }), "P0000059.JSL"),
        (E::local(Path::new("/data/key"), io()), "/data/key"),
    ];
    for lang in Lang::ALL {
        let mut said: Vec<String> = Vec::new();
        for (fault, named) in &table {
            let sentence = fault.sentence().say(lang);
            assert!(
                sentence.contains(named) && !sentence.contains('⟦'),
                "{sentence}"
            );
            said.push(sentence);
        }
        said.sort();
        said.dedup();
        assert_eq!(said.len(), table.len());
        assert!(E::stream(io()).sentence().say(lang).contains("EIO"));
    }
}

#[test]
fn a_debugger_is_shown_no_secret() {
    let key = key();
    assert_eq!(
        format!("{key:?}"),
        format!("SigningKey({})", key.public().key_id_text())
    );
    assert_eq!(
        format!("{:?}", key.public()),
        format!("PublicKey({})", key.public())
    );
    assert_eq!(
        format!("{:?}", OpeningKey::from_bytes(&[7; 32])),
        "OpeningKey(…)"
    );
    assert_eq!(format!("{:?}", Prehash::default()), "Prehash(…)");
}

#[test]
fn what_is_no_key_is_refused() {
    let good = key().public().to_string();
    assert_eq!(good.parse::<PublicKey>().unwrap(), key().public());
    for bad in [
        "",
        "RWQ",
        "=",
        &good[4..],
        &format!("{good}AAAA"),
        &good.replacen("RW", "RX", 1),
    ] {
        assert!(
            matches!(
                bad.parse::<PublicKey>(),
                Err(CourierError::Key(KeyError::BadKey))
            ),
            "{bad}"
        );
    }
    let whole = key().to_minisign_text();
    assert!(SigningKey::from_minisign_text(&whole).is_ok());
    for bad in [
        "",
        "untrusted comment: x",
        "untrusted comment: x\n!\n",
        "untrusted comment: x\nAAAA\n",
    ] {
        let read = SigningKey::from_minisign_text(bad);
        assert!(
            matches!(read, Err(CourierError::Key(KeyError::BadKey))),
            "{bad}"
        );
    }
    for bad in [
        "",
        "x",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ] {
        assert!(
            matches!(
                SigningKey::from_pem(bad, "p"),
                Err(CourierError::Key(KeyError::BadKey))
            ),
            "{bad}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent").join("key");
    let read = super::keys::read_secret_file(&absent);
    assert!(
        matches!(read, Err(CourierError::Local { path, .. }) if path == absent.display().to_string())
    );
    let written = super::keys::write_secret_file(&absent, "secret");
    assert!(matches!(written, Err(CourierError::Local { .. })));
}

#[test]
fn a_signature_file_of_another_shape_is_told_apart() {
    let whole = signed(
        b"x",
        1,
        Purpose::Enrol {
            device: device("LOBBY1"),
        },
    );
    assert!(SignatureFile::parse(&whole).is_ok());
    let refused = |text: &str| SignatureFile::parse(text).unwrap_err();
    assert!(matches!(
        refused(" \n"),
        CourierError::Format(FormatError::SignatureMissing)
    ));
    assert!(matches!(
        refused(whole.trim_end()),
        CourierError::Format(FormatError::Truncated)
    ));
    let line = |number: usize| whole.lines().nth(number).unwrap();
    for bad in [
        format!("{whole}\n"),
        whole.replace("trusted comment", "comment"),
        whole.replace(line(1), "AAAA"),
        whole.replace(line(3), "!"),
        whole.replace(line(1), &line(1).replacen("RU", "RW", 1)),
        format!("{}{whole}", "x".repeat(1024)),
    ] {
        assert!(
            matches!(
                refused(&bad),
                CourierError::Format(FormatError::SignatureInvalid)
            ),
            "{bad}"
        );
    }
    let statement = |text: &str| Statement::parse(text).unwrap_err();
    let id = community();
    for bad in [
        format!("pingyi batch v1 real {id} LOBBY1 x"),
        format!("pingyi batch v1 real {id} lobby 1"),
        format!("pingyi pack v1 real {id} x"),
        format!("pingyi enrol v1 real {id} lobby"),
        format!("pingyi enrol v1 real {id} LOBBY1 1"),
        format!("pingyi enrol v1 trial {id} LOBBY1"),
        format!("pingyi enrol v01 real {id} LOBBY1"),
        format!("pingyi enrol 1 real {id} LOBBY1"),
        format!("pingyi card v1 real {id} LOBBY1"),
        format!("minisign enrol v1 real {id} LOBBY1"),
        "pingyi enrol v1 real x LOBBY1".to_owned(),
        "pingyi".to_owned(),
    ] {
        assert!(
            matches!(
                statement(&bad),
                CourierError::Format(FormatError::NotPingyi)
            ),
            "{bad}"
        );
    }
    let later = format!("pingyi enrol v2 real {id} LOBBY1 and more");
    assert!(matches!(
        statement(&later),
        CourierError::Format(FormatError::UnknownVersion { version: 2 })
    ));
    let enrol = Statement::parse(&format!("pingyi enrol v1 real {id} LOBBY1")).unwrap();
    assert_eq!(enrol.purpose.word(), "enrol");
}

#[test]
fn a_device_that_asks_says_the_same_inside_and_outside() {
    let (bytes, _) = enrol::write(
        &device("LOBBY1"),
        &community(),
        &key(),
        None,
        crate::domain::device::DeviceFacts::own(crate::domain::device::DeviceRole::Lobby),
    )
    .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let read = |text: &str, version, purpose| {
        let signature = signed(text.as_bytes(), version, purpose);
        enrol::read(text.as_bytes(), &signature, &key().public(), &community())
    };
    let asks = || Purpose::Enrol {
        device: device("LOBBY1"),
    };
    assert!(read(&text, 2, asks()).is_ok());
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from));
        read(&text.replace(from, to), 2, asks()).unwrap_err()
    };
    let other = SigningKey::from_seed(&[2; 32]).public().to_string();
    assert!(matches!(
        refused("LOBBY1", "LOBBY2"),
        CourierError::Format(FormatError::DeviceMismatch { .. })
    ));
    assert!(matches!(
        refused("0303", "0304"),
        CourierError::Format(FormatError::OtherCommunity { .. })
    ));
    assert!(matches!(
        refused(&key().public().to_string(), &other),
        CourierError::Format(FormatError::SignatureInvalid)
    ));
    assert!(matches!(
        refused("pingyi-enrol", "pingyi-pack"),
        CourierError::Format(FormatError::NotPingyi)
    ));
    assert!(matches!(
        refused(":2,", ":1,"),
        CourierError::Format(FormatError::UnknownVersion { version: 1 })
    ));
    // What is signed as version 1 says nothing more than that had.
    assert!(matches!(
        read(&text, 1, asks()),
        Err(CourierError::Format(FormatError::BadLine { line: 1, .. }))
    ));
    assert!(matches!(
        refused("{", "["),
        CourierError::Format(FormatError::BadLine { line: 1, .. })
    ));
    assert!(matches!(
        read(&text, 3, asks()),
        Err(CourierError::Format(FormatError::UnknownVersion {
            version: 3
        }))
    ));
    let pack = Purpose::Pack {
        number: PackNumber(1),
    };
    assert!(matches!(
        read(&text, 1, pack),
        Err(CourierError::Format(FormatError::WrongPurpose {
            wanted: "enrol",
            ..
        }))
    ));
    let signature = signed(text.as_bytes(), 1, asks());
    let changed = text.replace("LOBBY1", "LOBBY2");
    let read = enrol::read(
        changed.as_bytes(),
        &signature,
        &key().public(),
        &community(),
    );
    assert!(matches!(
        read,
        Err(CourierError::Format(FormatError::SignatureInvalid))
    ));
}

/// The head of a batch that says it has so many slips.
pub(super) fn batch_header(slips: u64) -> BatchHeader {
    BatchHeader {
        device: device("LOBBY1"),
        number: BatchNumber(41),
        community: community(),
        previous: None,
        facts: BatchFacts::Mixed(MixedFacts {
            week: "2026-W48".parse().unwrap(),
            counts: BatchCounts {
                slips,
                ..BatchCounts::default()
            },
            crowd_override: false,
        }),
    }
}

#[test]
fn a_batch_that_breaks_its_own_rules_is_not_written() {
    let begin = |slips| BatchWriter::new(std::io::sink(), &batch_header(slips)).unwrap();
    let why = |result: Result<(), CourierError>| {
        let error = result.unwrap_err();
        let CourierError::Format(FormatError::BadBatch { number, reason }) = error else {
            panic!("{error}")
        };
        assert_eq!(number, BatchNumber(41));
        reason
    };
    let mut writer = begin(1);
    assert_eq!(format!("{writer:?}"), "BatchWriter(41)");
    let short = [0; SEALED_RATING_BYTES - 1];
    assert_eq!(why(writer.rating(&short)), "a sheet of the wrong size");
    let long = [0; SEALED_OPINION_BYTES + 1];
    assert_eq!(why(writer.opinion(&long)), "a sheet of the wrong size");
    writer.rating(&[0; SEALED_RATING_BYTES]).unwrap();
    assert_eq!(
        why(writer.rating(&[0; SEALED_RATING_BYTES])),
        "entries out of order"
    );
    writer.receipt(&Tag([2; 16])).unwrap();
    assert_eq!(why(writer.receipt(&Tag([1; 16]))), "entries out of order");
    assert_eq!(
        why(writer.opinion(&[0; SEALED_OPINION_BYTES])),
        "entries out of order"
    );
    assert_eq!(why(writer.finish().map(drop)), "fewer slips than counted");
    let mut writer = begin(1);
    writer.slip(&SlipHash([2; 32])).unwrap();
    assert_eq!(why(writer.slip(&SlipHash([2; 32]))), "entries out of order");
    assert_eq!(
        why(writer.slip(&SlipHash([3; 32]))),
        "more slips than counted"
    );
    assert_eq!(batch::MAX_BATCH_BYTES, 512 << 20);
}

/// Gives one text while the signature is checked, and another afterwards.
struct Changing(Cursor<Vec<u8>>, Option<Vec<u8>>);

impl Read for Changing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Changing {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if let Some(other) = self.1.take() {
            self.0 = Cursor::new(other);
        }
        self.0.seek(to)
    }
}

/// Reads lines to the footer, as a reader of a format does.
fn read_lines(first: &[u8], second: &[u8], bounds: Bounds) -> Result<usize, CourierError> {
    let mut prehash = Prehash::default();
    prehash.update(first);
    let purpose = Purpose::Pack {
        number: PackNumber(1),
    };
    let signature = SignatureFile::parse(&signed(first, 1, purpose)).unwrap();
    let source = Changing(Cursor::new(first.to_vec()), Some(second.to_vec()));
    let mut lines = SignedLines::verify(source, &signature, &key().public(), bounds, "a")?;
    assert_eq!(lines.total_bytes(), first.len() as u64);
    for count in 0.. {
        lines.advance()?;
        match lines.footer() {
            Some(root) => return lines.finish(root).map(|_| count),
            None => lines.keep(),
        }
    }
    unreachable!()
}

#[test]
fn a_file_stays_what_was_signed_and_within_its_bounds() {
    let mut file = Vec::new();
    let mut lines = HashedLines::new(&mut file);
    for line in [b"a1", b"a2", b"a3"] {
        lines.line(&[line]).unwrap();
    }
    lines.finish().unwrap();
    let roomy = Bounds {
        file_bytes: 1000,
        line_bytes: 80,
        lines: 9,
    };
    assert_eq!(read_lines(&file, &file, roomy).unwrap(), 3);
    let exact = Bounds {
        file_bytes: file.len() as u64,
        line_bytes: 75,
        lines: 4,
    };
    assert_eq!(read_lines(&file, &file, exact).unwrap(), 3);
    let with = |change: &dyn Fn(&mut Bounds)| {
        let mut bounds = exact;
        change(&mut bounds);
        read_lines(&file, &file, bounds).unwrap_err()
    };
    assert!(matches!(
        with(&|it| it.file_bytes -= 1),
        CourierError::Format(FormatError::TooLarge { .. })
    ));
    assert!(matches!(
        with(&|it| it.lines = 3),
        CourierError::Format(FormatError::TooManyLines { limit: 3 })
    ));
    let long = with(&|it| it.line_bytes = 74);
    assert!(
        matches!(
            long,
            CourierError::Format(FormatError::LineTooLong {
                line: 4,
                limit_bytes: 74
            })
        ),
        "{long}"
    );
    // Another text the second time.
    let text = String::from_utf8(file.clone()).unwrap();
    let second = |text: &str| read_lines(&file, text.as_bytes(), roomy).unwrap_err();
    assert!(matches!(
        second(&text.replace("a2", "b2")),
        CourierError::Format(FormatError::Changed)
    ));
    assert!(matches!(
        second(&format!("{text}a\n")),
        CourierError::Format(FormatError::BadLine { line: 5, .. })
    ));
    assert!(matches!(
        second("a1\na2"),
        CourierError::Format(FormatError::Truncated)
    ));
    assert!(matches!(
        second("a1\n"),
        CourierError::Format(FormatError::Truncated)
    ));
    // As long as a line may be, and its end is missing.
    let cut = read_lines(&file, text.trim_end().as_bytes(), exact);
    assert!(matches!(
        cut,
        Err(CourierError::Format(FormatError::Truncated))
    ));
    // A root that is not that of the lines above it.
    let wrong = text.replace("a2", "b2");
    let error = read_lines(wrong.as_bytes(), wrong.as_bytes(), roomy).unwrap_err();
    assert!(matches!(
        error,
        CourierError::Format(FormatError::RootMismatch)
    ));
}

#[test]
fn what_is_too_short_to_be_sealed_does_not_open() {
    let key = OpeningKey::from_bytes(&[7; 32]);
    for bytes in [
        0,
        1,
        48,
        SEALED_RATING_BYTES - 1,
        SEALED_RATING_BYTES,
        SEALED_RATING_BYTES + 1,
    ] {
        let opened = open_rating(&vec![9; bytes], &key, &community());
        assert!(
            matches!(opened, Err(CourierError::Format(FormatError::CannotOpen))),
            "{bytes}"
        );
    }
}
