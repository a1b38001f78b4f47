//! A PostgreSQL database for each record, where `PINGYI_POSTGRES` names a server (`tests/stock/postgres` runs one); else SQLite.

use pingyi::record::Record;

const SERVER: &str = "PINGYI_POSTGRES";

/// Where an office's record is to live: in a new database of its own, or in its folder.
pub fn record_address() -> Option<String> {
    std::env::var(SERVER).ok().map(|server| database(&server))
}

/// An empty record, for tests of the record alone.
pub fn record() -> Record {
    let community = pingyi::domain::ids::CommunityId::from_random([7; 8], false);
    match record_address() {
        Some(address) => Record::connect(&address, &community).unwrap(),
        None => Record::in_memory().unwrap(),
    }
}

#[cfg(feature = "postgres")]
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

#[cfg(not(feature = "postgres"))]
fn database(server: &str) -> String {
    panic!("{server}: these tests were built without --features postgres")
}
