//! The record on PostgreSQL: for a house of many communities, each with an office of its own.
//!
//! One schema a community, named by its id, so that the house's SQL is the same on both engines and no statement can
//! reach a neighbour's rows. The server is on this computer: a unix socket or loopback, never a network.

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error as _;

use bytes::BytesMut;
use postgres::config::Host;
use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use sha2::{Digest, Sha256};

use super::server::ServerError;
use super::{Migrations, RecordError, Row, Sql, Value};
use crate::domain::ids::CommunityId;

/// A connection that owns the record of one community for as long as it lives.
pub(crate) struct Postgres {
    client: RefCell<Client>,
    prepared: RefCell<HashMap<String, Statement>>,
}

impl Postgres {
    /// Connects to `address` (`postgres://user@/database?host=/run/postgresql`), takes the community's record for
    /// itself and makes its schema when there is none.
    pub(crate) fn open(address: &str, community: &CommunityId) -> Result<Self, RecordError> {
        let config = local(address)?;
        let mut client = config.connect(NoTls).map_err(|error| unreachable(&error))?;
        let encoding: String = client.query_one("SHOW server_encoding", &[])?.try_get(0)?;
        if encoding != "UTF8" {
            return Err(ServerError::Encoding { encoding }.into());
        }
        own(&mut client, community)?;
        // The id is 16 lower-case hex digits, so it needs no quoting.
        client.batch_execute(&format!(
            "SET client_min_messages = warning; SET synchronous_commit = on;
             CREATE SCHEMA IF NOT EXISTS pingyi_{community}; SET search_path = pingyi_{community};"
        ))?;
        Ok(Self {
            client: RefCell::new(client),
            prepared: RefCell::default(),
        })
    }

    fn statement(&self, text: &str) -> Result<Statement, RecordError> {
        if let Some(known) = self.prepared.borrow().get(text) {
            return Ok(known.clone());
        }
        let statement = self.client.borrow_mut().prepare(text)?;
        let mut prepared = self.prepared.borrow_mut();
        prepared.insert(text.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Takes the community's record, until the connection ends, however it ends: a lock in a table would outlive a crash.
fn own(client: &mut Client, community: &CommunityId) -> Result<(), RecordError> {
    let mut waiting = client.transaction()?;
    // The server takes a moment to notice that a connection is gone, so the next program waits as long as it does for a
    // folder. For this one lock: what a statement waits for later is another matter.
    waiting.batch_execute("SET LOCAL lock_timeout = '5s'")?;
    let taken = waiting.execute("SELECT pg_advisory_lock($1)", &[&lock_key(community)]);
    if let Err(error) = taken {
        return Err(match error.code() {
            Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE => ServerError::InUse.into(),
            _ => error.into(),
        });
    }
    // Of the session, not of the transaction.
    Ok(waiting.commit()?)
}

/// Reads an address and refuses one that leads off this computer.
fn local(address: &str) -> Result<Config, ServerError> {
    let mut config: Config = address.parse().map_err(|error| {
        let reason = reason_of(&error);
        ServerError::BadAddress { reason }
    })?;
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        let reason = "host".to_owned();
        return Err(ServerError::BadAddress { reason });
    }
    for host in config.get_hosts() {
        match host {
            Host::Tcp(name) if is_loopback(name) => {}
            Host::Tcp(name) => {
                let host = name.clone();
                return Err(ServerError::NotLocal { host });
            }
            Host::Unix(_) => {}
        }
    }
    if let Some(address) = config.get_hostaddrs().iter().find(|ip| !ip.is_loopback()) {
        let host = address.to_string();
        return Err(ServerError::NotLocal { host });
    }
    config.application_name("pingyi");
    Ok(config)
}

/// A name other than `localhost` could be made to mean any computer.
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// The advisory lock of a community's record: 64 bits, so that two communities hardly ever share one.
fn lock_key(community: &CommunityId) -> i64 {
    let digest = Sha256::digest(format!("pingyi record {community}"));
    digest
        .iter()
        .take(8)
        .fold(0, |key, byte| (key << 8) | i64::from(*byte))
}

/// Texts are compared byte by byte, as SQLite does, whatever language the server was set up in: `COLLATE "C"`.
const MIGRATIONS: Migrations = Migrations {
    table: include_str!("migrations/postgres/0000_steps.sql"),
    steps: &[
        (
            1,
            "ground",
            include_str!("migrations/postgres/0001_ground.sql"),
        ),
        (
            2,
            "posted",
            include_str!("migrations/postgres/0002_posted.sql"),
        ),
        (3, "told", include_str!("migrations/postgres/0003_told.sql")),
        (
            4,
            "signature",
            include_str!("migrations/postgres/0004_signature.sql"),
        ),
        (
            5,
            "sealed",
            include_str!("migrations/postgres/0005_sealed.sql"),
        ),
        (
            6,
            "rounds",
            include_str!("migrations/postgres/0006_rounds.sql"),
        ),
        (7, "held", include_str!("migrations/postgres/0007_held.sql")),
        (
            8,
            "slips",
            include_str!("migrations/postgres/0008_slips.sql"),
        ),
        (
            9,
            "stages",
            include_str!("migrations/postgres/0009_stages.sql"),
        ),
        (
            10,
            "cases",
            include_str!("migrations/postgres/0010_cases.sql"),
        ),
        (
            11,
            "proposals",
            include_str!("migrations/postgres/0011_proposals.sql"),
        ),
        (
            12,
            "listed",
            include_str!("migrations/postgres/0012_listed.sql"),
        ),
        (
            13,
            "follow_up",
            include_str!("migrations/postgres/0013_follow_up.sql"),
        ),
        (
            14,
            "calendar",
            include_str!("migrations/postgres/0014_calendar.sql"),
        ),
        (
            15,
            "ballots",
            include_str!("migrations/postgres/0015_ballots.sql"),
        ),
        (
            16,
            "outbox",
            include_str!("migrations/postgres/0016_outbox.sql"),
        ),
    ],
};

/// What lies behind an error: its own text says only that something did.
fn reason_of(error: &postgres::Error) -> String {
    let source = error.source();
    source.map_or_else(|| error.to_string(), ToString::to_string)
}

fn unreachable(error: &postgres::Error) -> ServerError {
    let reason = reason_of(error);
    ServerError::Unreachable { reason }
}

impl From<postgres::Error> for RecordError {
    fn from(error: postgres::Error) -> Self {
        // A connection that broke is told as closed, or by the system's error on the socket: which of
        // the two is a matter of moments.
        let is_broken = error
            .source()
            .is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
        if error.is_closed() || is_broken {
            return unreachable(&error).into();
        }
        match error.code() {
            Some(code) if *code == SqlState::DISK_FULL => Self::Full,
            Some(code) if *code == SqlState::READ_ONLY_SQL_TRANSACTION => Self::ReadOnly,
            Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            Some(code)
                if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED =>
            {
                Self::damaged("a sound database")
            }
            Some(code)
                if *code == SqlState::ADMIN_SHUTDOWN
                    || *code == SqlState::CRASH_SHUTDOWN
                    || *code == SqlState::CANNOT_CONNECT_NOW =>
            {
                unreachable(&error).into()
            }
            _ => {
                let reason = reason_of(&error);
                ServerError::Refused { reason }.into()
            }
        }
    }
}

type BoxedError = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, BoxedError> {
        match self {
            Self::Null | Self::Foreign => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        <i64 as ToSql>::accepts(kind)
            || <String as ToSql>::accepts(kind)
            || <Vec<u8> as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, BoxedError> {
        Ok(if *kind == Type::INT8 {
            Self::Int(i64::from_sql(kind, raw)?)
        } else if *kind == Type::INT4 {
            Self::Int(i32::from_sql(kind, raw)?.into())
        } else if *kind == Type::BYTEA {
            Self::Bytes(raw.to_vec())
        } else if <String as FromSql>::accepts(kind) {
            Self::Text(String::from_sql(kind, raw)?)
        } else {
            Self::Foreign
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, BoxedError> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// What the client wants for `$1`, `$2`, …
fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// What is neither a table, an index nor a sequence; and what rewrites, filters or adds to the rows of a table.
const PLANTED: &str = "SELECT EXISTS (
    SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
      AND (c.relkind NOT IN ('r', 'i', 'S', 't') OR c.relrowsecurity
        OR EXISTS (SELECT 1 FROM pg_rewrite w WHERE w.ev_class = c.oid)
        OR EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
        OR EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhparent = c.oid)))";

impl Sql for Postgres {
    fn has_planted(&self) -> Result<bool, RecordError> {
        let row = self.client.borrow_mut().query_one(PLANTED, &[])?;
        Ok(row.try_get(0)?)
    }

    fn begin(&self) -> Result<(), RecordError> {
        // What is read twice in one transaction is read alike, as on SQLite.
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ")
    }

    fn run(&self, script: &str) -> Result<(), RecordError> {
        Ok(self.client.borrow_mut().batch_execute(script)?)
    }

    fn migrations(&self) -> Migrations {
        MIGRATIONS
    }

    fn execute(&self, statement: &str, values: &[Value]) -> Result<u64, RecordError> {
        let statement = self.statement(statement)?;
        let mut client = self.client.borrow_mut();
        Ok(client.execute(&statement, &parameters(values))?)
    }

    fn query(
        &self,
        statement: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        let statement = self.statement(statement)?;
        // Taken whole before `each` sees the first: it may ask something in turn.
        let rows = (self.client.borrow_mut()).query(&statement, &parameters(values))?;
        for row in rows {
            let columns = (0..row.len()).map(|column| row.try_get(column));
            each(Row::new(columns.collect::<Result<_, _>>()?))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(address: &str) -> ServerError {
        local(address).unwrap_err()
    }

    #[test]
    fn only_this_computer_may_hold_a_record() {
        for here in [
            "postgres://pingyi@/records?host=/run/postgresql",
            "postgres://pingyi@localhost/records",
            "postgres://pingyi@127.0.0.1:5433/records",
            "postgres://pingyi@[::1]/records",
            "host=/tmp user=pingyi dbname=records",
        ] {
            assert!(local(here).is_ok(), "{here}");
        }
        for elsewhere in [
            "postgres://pingyi@records.example/records",
            "postgres://pingyi@10.0.0.7/records",
            "postgres://pingyi@localhost,10.0.0.7/records",
            "host=localhost hostaddr=10.0.0.7 user=pingyi",
            "host=localhost.example user=pingyi",
        ] {
            let refusal = refusal(elsewhere);
            assert!(
                matches!(refusal, ServerError::NotLocal { .. }),
                "{elsewhere}: {refusal}"
            );
        }
        for nonsense in ["", "postgres://", "mysql://x", "host=", "port=x"] {
            let refusal = refusal(nonsense);
            assert!(
                matches!(refusal, ServerError::BadAddress { .. }),
                "{nonsense}: {refusal}"
            );
        }
    }

    #[test]
    fn two_communities_have_two_locks() {
        let [one, other] = [[1; 8], [2; 8]].map(|id| CommunityId::from_random(id, false));
        assert_eq!(lock_key(&one), lock_key(&one));
        assert_ne!(lock_key(&one), lock_key(&other));
    }
}
