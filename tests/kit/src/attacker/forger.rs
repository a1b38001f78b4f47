//! Somebody who knows how a ledger is made, and has a key of his own but nobody's passphrase.

use pingyi::courier::keys::SigningKey;
use pingyi::courier::sign::{Said, sign_said};
use pingyi::domain::ids::{CommunityId, RootHash};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

/// Adds an entry, chained rightly; its number. `signature` is over number and hash.
pub fn append(
    db: &Connection,
    event: impl FnOnce(i64) -> String,
    signature: impl FnOnce(i64, RootHash) -> Option<String>,
) -> i64 {
    let (last, head): (i64, Vec<u8>) = db
        .query_row(
            "SELECT number, hash FROM ledger ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let number = last + 1;
    let event = event(number);
    let hash = chained(&head, &event);
    db.execute(
        "INSERT INTO ledger (number, event, hash, signature) VALUES (?1, ?2, ?3, ?4)",
        (number, event, hash.0.as_slice(), signature(number, hash)),
    )
    .unwrap();
    number
}

/// An entry in the form of today, with this number.
pub fn entry(number: i64, by: &str, kind: &str, body: &str) -> String {
    format!(
        r#"{{"n":{number},"day":"2026-12-22","by":"{by}","kind":"{kind}","version":1,"body":{body}}}"#
    )
}

/// Hashes the whole chain anew.
pub fn chain_anew(db: &Connection) {
    retell(db, str::to_owned, |_, _, signature| signature);
}

/// Tells the entries from `from` on as `change` has it, chained and signed rightly by `key`: by somebody who works here.
pub fn retell_from(
    db: &Connection,
    community: &CommunityId,
    key: &SigningKey,
    from: i64,
    change: impl Fn(&str) -> String,
) {
    retell(db, change, |number, hash, signature| {
        let own = u64::try_from(number).unwrap();
        let said = Said::Entry(own, &hash.to_string());
        if number < from {
            signature
        } else {
            Some(sign_said(key, community, said))
        }
    });
}

/// Tells every entry as `change` has it, chained rightly; `sign` is given number, hash and the signature it had.
fn retell(
    db: &Connection,
    change: impl Fn(&str) -> String,
    sign: impl Fn(i64, RootHash, Option<String>) -> Option<String>,
) {
    let mut query = db
        .prepare("SELECT number, event, signature FROM ledger ORDER BY number")
        .unwrap();
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    let entries: Vec<(i64, String, Option<String>)> = rows.map(Result::unwrap).collect();
    let mut head = vec![0; 32];
    for (number, event, signature) in entries {
        let event = change(&event);
        let hash = chained(&head, &event);
        db.execute(
            "UPDATE ledger SET event = ?2, hash = ?3, signature = ?4 WHERE number = ?1",
            (
                number,
                event,
                hash.0.as_slice(),
                sign(number, hash, signature),
            ),
        )
        .unwrap();
        head = hash.0.to_vec();
    }
}

pub struct Forger(SigningKey);

impl Forger {
    pub fn new(seed: u8) -> Self {
        Self(SigningKey::from_seed(&[seed; 32]))
    }

    pub fn public(&self) -> String {
        self.0.public().to_string()
    }

    /// Adds an entry, chained rightly and signed by himself; its number.
    pub fn append(
        &self,
        db: &Connection,
        community: &CommunityId,
        by: &str,
        kind: &str,
        body: &str,
    ) -> i64 {
        append(
            db,
            |number| entry(number, by, kind, body),
            |number, hash| Some(self.sign(community, number, hash)),
        )
    }

    /// Puts his own key in place of everybody's, and signs every entry anew.
    pub fn tell_anew(&self, db: &Connection, community: &CommunityId) {
        retell(
            db,
            |event| self.with_own_key(event),
            |number, hash, _| (number > 1).then(|| self.sign(community, number, hash)),
        );
    }

    fn with_own_key(&self, event: &str) -> String {
        const MARK: &str = r#""signing_key":""#;
        let concerns_people = ["recovery-set", "person-admitted"];
        let Some((before, after)) = event.split_once(MARK) else {
            return event.to_owned();
        };
        if !concerns_people.iter().any(|kind| before.contains(kind)) {
            return event.to_owned();
        }
        let (_, rest) = after.split_once('"').unwrap();
        format!("{before}{MARK}{}\"{rest}", self.public())
    }

    fn sign(&self, community: &CommunityId, number: i64, hash: RootHash) -> String {
        let number = u64::try_from(number).unwrap();
        sign_said(&self.0, community, Said::Entry(number, &hash.to_string()))
    }
}

fn chained(head: &[u8], event: &str) -> RootHash {
    let hash = Sha256::new().chain_update(head).chain_update(event);
    RootHash(hash.finalize().into())
}
