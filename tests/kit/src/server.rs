//! A PostgreSQL database for each record, where `PINGYI_POSTGRES` names a server (`tests/stock/postgres` runs one); else SQLite.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use pingyi::courier::keyring::{OpeningKeys, Opens as _};
use pingyi::courier::keys::{OpeningKey, SigningKey};
use pingyi::courier::seal::open_office_keys;
use pingyi::domain::ids::RootHash;
use pingyi::domain::person::Actor;
use pingyi::record::{Record, Signer};

/// Seals words for a record of which nobody has the key: legibly.
pub fn sealer(place: &str, words: &str) -> Vec<u8> {
    format!("{place}|{words}").into_bytes()
}

/// Signs as whoever it is told, with a signature that nobody made: what a record notes, and a recount would name.
pub struct By(pub Actor);

impl Signer for By {
    fn actor(&self) -> Actor {
        self.0.clone()
    }
    fn sign(&self, number: u64, _: &RootHash) -> Option<String> {
        Some(format!("signature {number}"))
    }
}

/// The key that signs packs and the one that is sealed to now, opened by the office's first person.
pub fn office_keys(dir: &Path, passphrase: &str) -> (SigningKey, OpeningKey) {
    let (signing, opening) = every_office_key(dir, "p1", passphrase);
    (signing, opening.newest().clone())
}

/// All of the office's keys, opened by a person as stock tools do it: two PEM files, then HPKE.
pub fn every_office_key(dir: &Path, person: &str, passphrase: &str) -> (SigningKey, OpeningKeys) {
    let people = dir.join("people");
    let read = |end: &str| std::fs::read_to_string(people.join(format!("{person}{end}"))).unwrap();
    let own = OpeningKey::from_pem(&read("-open.pem"), passphrase).unwrap();
    let file: toml::Table = read(".toml").parse().unwrap();
    let sealed = BASE64.decode(file["sealed"].as_str().unwrap()).unwrap();
    let profile: toml::Table = std::fs::read_to_string(dir.join("office.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let community = profile["community"]["id"].as_str().unwrap();
    open_office_keys(&sealed, &own, &community.parse().unwrap()).unwrap()
}

const SERVER: &str = "PINGYI_POSTGRES";

/// Where an office's record is to live: in a new database of its own, or in its folder.
pub fn record_address() -> Option<String> {
    std::env::var(SERVER).ok().map(|server| database(&server))
}

/// An empty record, for tests of the record alone.
pub fn record() -> Record {
    let community = pingyi::domain::ids::CommunityId::from_random([7; 8], false);
    match record_address() {
        Some(address) => Record::connect(&address, &community, &sealer).unwrap(),
        None => Record::in_memory().unwrap(),
    }
}

fn database(server: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let mut client = postgres::Client::connect(server, postgres::NoTls).unwrap();
    client
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let address = server.replacen("/postgres?", &format!("/{name}?"), 1);
    assert_ne!(address, server);
    address
}
