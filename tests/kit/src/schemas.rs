//! Stores as every earlier program left them, made from the steps as they were shipped.

use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

/// The card box's steps with the first bytes of their SHA-256: one that was shipped never changes.
pub const BOX_STEPS: [(&str, &str); 14] = [
    (
        include_str!("../../../src/cardbox/migrations/0001_sheets.sql"),
        "2b4a5b76eac97d14",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0002_batches.sql"),
        "aca6d4aa1a55981b",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0003_office.sql"),
        "b3702ed02e192d38",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0004_device.sql"),
        "a9f5e5292242acd1",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0005_words.sql"),
        "13160ce8f9626fb8",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0006_status.sql"),
        "35b79ca6daf6580c",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0007_rounds.sql"),
        "7faa14aeaa18e29c",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0008_witness.sql"),
        "02da24abe7beb6a8",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0009_days.sql"),
        "db4883b15bbd6616",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0010_slips.sql"),
        "6c7d6eb2253ccb14",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0011_keys.sql"),
        "f84e82201ac0df08",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0012_extended.sql"),
        "40b1073a9c752412",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0013_talk.sql"),
        "1424a221c46725bd",
    ),
    (
        include_str!("../../../src/cardbox/migrations/0014_floor.sql"),
        "a06bfc669f7a7c1c",
    ),
];

/// The record's steps, the same.
pub const RECORD_STEPS: [(&str, &str, &str); 4] = [
    (
        "ground",
        include_str!("../../../src/record/migrations/0001_ground.sql"),
        "6abf5816b52b0eeb",
    ),
    (
        "posted",
        include_str!("../../../src/record/migrations/0002_posted.sql"),
        "1f35272ff6b23aaa",
    ),
    (
        "told",
        include_str!("../../../src/record/migrations/0003_told.sql"),
        "62cfceecd574afbc",
    ),
    (
        "signature",
        include_str!("../../../src/record/migrations/0004_signature.sql"),
        "9431367cf493c0b1",
    ),
];

pub fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..8])
}

fn blob(of: &str, number: u32, len: usize) -> Vec<u8> {
    let seed: [u8; 32] = Sha256::digest(format!("{of}{number}")).into();
    seed.iter().copied().cycle().take(len).collect()
}

/// The rows of batch 1 as the judge reads them: each table by its key, each row after its length.
fn closed_rows() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (table, key_len, sealed_len) in [
        ("rating", 32, Some(1_024)),
        ("opinion", 32, Some(4_000)),
        ("receipt", 16, None),
        ("slip", 32, None),
    ] {
        let mut rows: Vec<(Vec<u8>, Vec<u8>)> = (0..5)
            .map(|number| {
                let key = blob(table, number, key_len);
                let row = sealed_len.map(|len| blob("sealed", number, len));
                (key.clone(), row.unwrap_or(key))
            })
            .collect();
        rows.sort();
        for (_, row) in rows {
            bytes.extend_from_slice(&u32::try_from(row.len()).unwrap().to_le_bytes());
            bytes.extend(row);
        }
    }
    bytes
}

/// A card box of version `version` with content in every table it has.
pub fn old_box(path: &Path, version: u32) {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA page_size = 16384; PRAGMA journal_mode = TRUNCATE; PRAGMA application_id = 1348026968;")
        .unwrap();
    for (sql, _) in &BOX_STEPS[..version as usize] {
        connection.execute_batch(sql).unwrap();
    }
    connection
        .pragma_update(None, "user_version", version)
        .unwrap();
    for number in 0..12 {
        let batch = u32::from(version > 1 && number < 5);
        for (table, key, len) in [("rating", "id", 1_024), ("opinion", "id", 4_000)] {
            connection
                .execute(
                    &format!("INSERT INTO {table} ({key}, plan_key, batch, sealed) VALUES (?1, ?2, ?3, ?4)"),
                    params![blob(table, number, 32), blob("s1", 0, 8), batch, blob("sealed", number, len)],
                )
                .unwrap();
        }
        for (table, key, len) in [("receipt", "tag", 16), ("slip", "hash", 32)] {
            connection
                .execute(
                    &format!("INSERT INTO {table} ({key}, plan_key, batch) VALUES (?1, ?2, ?3)"),
                    params![blob(table, number, len), blob("s1", 0, 8), batch],
                )
                .unwrap();
        }
    }
    connection
        .execute(
            "INSERT INTO counter (plan_key, issued, submitted, abandoned) VALUES (?1, 9, 7, 2)",
            [blob("s1", 0, 8)],
        )
        .unwrap();
    if version > 1 {
        let closed = closed_rows();
        connection
            .execute(
                "INSERT INTO batch VALUES (1, '2026-W40', 6, 5, 1, 5, 0, NULL, ?1, 'signed', ?2, 0)",
                params![&Sha256::digest(&closed)[..], i64::try_from(closed.len()).unwrap()],
            )
            .unwrap();
    }
    if version > 2 {
        // Step 6 dropped the last column of a status.
        let answered = if version > 5 { "" } else { ", NULL" };
        connection
            .execute_batch(&format!(
                "INSERT INTO plan VALUES ('s1', 3, 'text'); INSERT INTO notice VALUES ('1', '{{}}');
                 INSERT INTO status VALUES (x'01020304050607080910111213141516', 'received', '2026-12-01', 1{answered});
                 INSERT INTO reply VALUES (x'01020304050607080910111213141516', x'0102');
                 INSERT INTO revoked VALUES (x'07');"
            ))
            .unwrap();
    }
}

/// A record of version `version` with content in every table it has.
pub fn old_record(path: &Path, version: usize) {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("CREATE TABLE schema_step (number BIGINT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID")
        .unwrap();
    for (number, (name, sql, _)) in (1..).zip(&RECORD_STEPS[..version]) {
        connection.execute_batch(sql).unwrap();
        connection
            .execute(
                "INSERT INTO schema_step VALUES (?1, ?2)",
                params![number, name],
            )
            .unwrap();
    }
    for table in tables(&connection) {
        let columns: Vec<String> = connection
            .prepare(&format!("SELECT type FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for number in 1..40 {
            let values: Vec<String> = columns
                .iter()
                .map(|kind| match kind.as_str() {
                    "TEXT" => format!("'第{number}件'"),
                    "BYTEA" => format!("x'{}'", hex::encode(blob(&table, number, 32))),
                    _ => number.to_string(),
                })
                .collect();
            if table != "schema_step" {
                let row = format!("INSERT INTO {table} VALUES ({})", values.join(", "));
                connection.execute_batch(&row).unwrap();
            }
        }
    }
}

fn tables(connection: &Connection) -> Vec<String> {
    connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Every row of every table, as text.
pub fn rows(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut all = Vec::new();
    for table in tables(&connection) {
        let mut query = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns = query.column_count();
        let mut found = query.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<_> = (0..columns)
                .map(|column| row.get_ref(column).unwrap())
                .collect();
            all.push(format!("{table}: {values:?}"));
        }
    }
    all
}

/// The words and the reply of every case of a record, of any step: from step 5 on as [`crate::server::sealer`] seals them.
pub fn words(path: &Path) -> Vec<(i64, String, Option<String>)> {
    let connection = Connection::open(path).unwrap();
    let plain = "SELECT number, body, reply FROM opinion_case ORDER BY number";
    if let Ok(mut query) = connection.prepare(plain) {
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        return rows.unwrap().map(Result::unwrap).collect();
    }
    let mut query = connection
        .prepare(
            "SELECT number, w.bytes, r.bytes FROM opinion_case JOIN blob w ON w.id = words
             LEFT JOIN blob r ON r.id = reply ORDER BY number",
        )
        .unwrap();
    let opened = |sealed: Vec<u8>, place: String| {
        let sealed = String::from_utf8(sealed).unwrap();
        sealed.strip_prefix(&place).unwrap().to_owned()
    };
    let rows = query.query_map([], |row| {
        let (number, words): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let reply: Option<Vec<u8>> = row.get(2)?;
        let reply = reply.map(|reply| opened(reply, format!("reply {number}|")));
        Ok((number, opened(words, format!("opinion {number}|")), reply))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
