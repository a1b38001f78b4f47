//! Programs we did not write agree with us. Needs `minisign`, `openssl` and Python's `cryptography` ≥ 47:
//! `cargo test --test stock tools:: -- --ignored`.

use std::path::Path;
use std::process::Command;

use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::keyring::OpeningKeys;
use pingyi::courier::keys::{OpeningKey, PassphraseCost, SigningKey};
use pingyi::courier::seal::{seal_office_keys, seal_opinion};
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::card::{Opinion, OpinionSheet};
use pingyi::domain::ids::{BatchNumber, CommunityId, DeviceId, PlanId, Tag};
use rand::SeedableRng as _;

fn run(program: &str, arguments: &[&str], dir: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(dir)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {text}{error}");
    text
}

#[test]
#[ignore = "needs minisign"]
fn minisign_verifies_a_batch() {
    let dir = tempfile::tempdir().unwrap();
    let key = SigningKey::from_seed(&[1; 32]);
    let header = BatchHeader {
        device: DeviceId::new("LOBBY1").unwrap(),
        number: BatchNumber(1),
        community: CommunityId::from_random([3; 8], false),
        previous: None,
        facts: BatchFacts::Mixed(MixedFacts {
            week: "2026-W48".parse().unwrap(),
            counts: BatchCounts::default(),
            crowd_override: false,
        }),
    };
    let mut bytes = Vec::new();
    let mut writer = BatchWriter::new(&mut bytes, &header).unwrap();
    writer.receipt(&Tag([4; 16])).unwrap();
    let signature = writer.finish().unwrap().signature(&key);
    std::fs::write(dir.path().join("B.JSL"), bytes).unwrap();
    std::fs::write(dir.path().join("B.SIG"), signature).unwrap();
    std::fs::write(dir.path().join("D.PUB"), key.public().to_pub_text()).unwrap();
    let arguments = ["-V", "-x", "B.SIG", "-p", "D.PUB", "-m", "B.JSL"];
    let said = run("minisign", &arguments, dir.path());
    assert!(
        said.contains("pingyi batch v1 real 0303030303030303 LOBBY1 1"),
        "{said}"
    );
    // And it signs with the device's key file.
    std::fs::write(
        dir.path().join("device.key"),
        key.to_minisign_text().as_bytes(),
    )
    .unwrap();
    run(
        "minisign",
        &["-S", "-s", "device.key", "-m", "B.JSL"],
        dir.path(),
    );
    let arguments = ["-V", "-p", "D.PUB", "-m", "B.JSL"];
    run("minisign", &arguments, dir.path());
}

#[test]
#[ignore = "needs minisign"]
fn minisign_verifies_a_pack() {
    // The frozen vector is signed by the key of this seed.
    let dir = tempfile::tempdir().unwrap();
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let public = SigningKey::from_seed(&[2; 32]).public();
    std::fs::write(dir.path().join("OFFICE.PUB"), public.to_pub_text()).unwrap();
    for name in ["pack-v1.jsl", "pack-v1.sig"] {
        std::fs::copy(vectors.join(name), dir.path().join(name)).unwrap();
    }
    let arguments = [
        "-V",
        "-x",
        "pack-v1.sig",
        "-p",
        "OFFICE.PUB",
        "-m",
        "pack-v1.jsl",
    ];
    let said = run("minisign", &arguments, dir.path());
    assert!(
        said.contains("pingyi pack v1 real 0303030303030303 17"),
        "{said}"
    );
}

#[test]
#[ignore = "needs openssl"]
fn openssl_opens_both_office_keys() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = rand::rngs::StdRng::seed_from_u64(1);
    let cost = PassphraseCost::STANDARD;
    let signing = SigningKey::random(&mut rng)
        .to_pem("correct horse", cost, &mut rng)
        .unwrap();
    let opening = OpeningKey::random(&mut rng)
        .to_pem("correct horse", cost, &mut rng)
        .unwrap();
    for (pem, name) in [(signing, "ED25519"), (opening, "X25519")] {
        std::fs::write(dir.path().join("key.pem"), pem.as_bytes()).unwrap();
        let arguments = [
            "pkey",
            "-in",
            "key.pem",
            "-passin",
            "pass:correct horse",
            "-noout",
            "-text",
        ];
        let said = run("openssl", &arguments, dir.path());
        assert!(said.contains(name), "{said}");
    }
}

#[test]
#[ignore = "needs python3 with cryptography"]
fn python_opens_a_sealed_sheet() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = rand::rngs::StdRng::seed_from_u64(1);
    let key = OpeningKey::from_bytes(&[7; 32]);
    let community = CommunityId::from_random([3; 8], false);
    let sheet = OpinionSheet {
        plan: PlanId::new("s6").unwrap(),
        opinion: Opinion {
            subject: None,
            category: None,
            text: "楼道灯坏了".to_owned(),
        },
        reply_to: None,
    };
    let sealed = seal_opinion(&sheet, &key.sealing_key(), &community, &mut rng).unwrap();
    std::fs::write(dir.path().join("sheet"), sealed.bytes).unwrap();
    let own = OpeningKey::random(&mut rng);
    let pem = own.to_pem("x", PassphraseCost::STANDARD, &mut rng).unwrap();
    std::fs::write(dir.path().join("p1-open.pem"), pem.as_bytes()).unwrap();
    let signing = SigningKey::from_seed(&[9; 32]);
    let to = own.sealing_key();
    let openings = OpeningKeys::new(key, vec![OpeningKey::from_bytes(&[8; 32])]);
    let keys = seal_office_keys(&signing, &openings, &to, &community, &mut rng).unwrap();
    std::fs::write(dir.path().join("keys"), keys).unwrap();
    let program = "\
import json
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
own = load_pem_private_key(open('p1-open.pem', 'rb').read(), b'x')
suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
keys = suite.decrypt(open('keys', 'rb').read(), own, info=b'pingyi office-keys v1 real 0303030303030303')
key = X25519PrivateKey.from_private_bytes(keys[32:64])
info = b'pingyi opinion v1 real 0303030303030303'
print(json.loads(suite.decrypt(open('sheet', 'rb').read(), key, info=info))['opinion']['text'])
";
    let said = run("python3", &["-c", program], dir.path());
    assert_eq!(said.trim(), "楼道灯坏了");
}
