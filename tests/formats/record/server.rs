//! What a record on a server promises, and that the tables of both engines are the same ones.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pingyi::domain::ids::CommunityId;
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::ServerError;
use postgres::{Client, NoTls};

use super::*;

fn community(byte: u8) -> CommunityId {
    CommunityId::from_random([byte; 8], false)
}

fn refusal(address: &str, community: &CommunityId) -> ServerError {
    match Record::connect(address, community, &sealer) {
        Err(RecordError::Server(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// A database of its own.
fn database() -> String {
    let address = pingyi_kit::server::record_address();
    address.expect("to be run by tests/stock/postgres")
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let nobody = tempfile::tempdir().unwrap();
    let address = format!(
        "postgres://pingyi@/records?host={}",
        nobody.path().display()
    );
    let refused = refusal(&address, &community(1));
    assert!(
        matches!(refused, ServerError::Unreachable { .. }),
        "{refused:?}"
    );
    assert_eq!(refused.kind(), Kind::NotNow);
}

#[test]
#[ignore = "needs a server: tests/stock/postgres"]
fn one_record_has_one_owner_and_a_neighbour_does_not_mind() {
    let address = database();
    let mine = Record::connect(&address, &community(1), &sealer).unwrap();
    accept(&mine, "key").unwrap();
    let refused = refusal(&address, &community(1));
    assert!(matches!(refused, ServerError::InUse), "{refused:?}");
    assert_eq!(refused.kind(), Kind::NotNow);
    // The controls: another community's is free meanwhile and empty, and this one when its owner is gone.
    let other = Record::connect(&address, &community(2), &sealer).unwrap();
    assert!(other.devices().unwrap().is_empty());
    drop(mine);
    let again = Record::connect(&address, &community(1), &sealer).unwrap();
    assert_eq!(again.devices().unwrap().len(), 1);
}

/// Whoever can write to the database could have rows shown to a recount and others to a signature.
#[test]
#[ignore = "needs a server: tests/stock/postgres"]
fn what_changes_rows_behind_the_programs_back_is_found_on_a_server_too() {
    let address = database();
    let record = Record::connect(&address, &community(1), &sealer).unwrap();
    let mut admin = Client::connect(&address, NoTls).unwrap();
    let schema = format!("pingyi_{}", community(1));
    admin
        .batch_execute(&format!("SET search_path = {schema}"))
        .unwrap();
    record.check_tables().unwrap();
    for (planted, back) in [
        (
            "CREATE FUNCTION heal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
             CREATE TRIGGER heal BEFORE INSERT ON pack FOR EACH ROW EXECUTE FUNCTION heal()",
            "DROP TRIGGER heal ON pack; DROP FUNCTION heal()",
        ),
        (
            "CREATE RULE heal AS ON UPDATE TO notice DO INSTEAD NOTHING",
            "DROP RULE heal ON notice",
        ),
        (
            "ALTER TABLE tally RENAME TO tallied; CREATE VIEW tally AS SELECT * FROM tallied",
            "DROP VIEW tally; ALTER TABLE tallied RENAME TO tally",
        ),
        (
            "ALTER TABLE receipt ENABLE ROW LEVEL SECURITY; ALTER TABLE receipt FORCE ROW LEVEL SECURITY",
            "ALTER TABLE receipt NO FORCE ROW LEVEL SECURITY; ALTER TABLE receipt DISABLE ROW LEVEL SECURITY",
        ),
        (
            "CREATE SCHEMA beside; CREATE TABLE beside.more () INHERITS (receipt)",
            "DROP SCHEMA beside CASCADE",
        ),
    ] {
        admin.batch_execute(planted).unwrap();
        let found = record.check_tables();
        assert!(found.is_err_and(|error| error.is_damage()), "{planted}");
        admin.batch_execute(back).unwrap();
        record.check_tables().unwrap();
    }
}

#[test]
#[ignore = "needs a server: tests/stock/postgres"]
fn a_server_that_goes_away_is_told() {
    let address = database();
    let record = Record::connect(&address, &community(1), &sealer).unwrap();
    let mut admin = Client::connect(&address, NoTls).unwrap();
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(admin.execute(others, &[]).unwrap(), 1);
    for _ in 0..2 {
        let told = accept(&record, "key");
        let is_told = matches!(
            &told,
            Err(RecordError::Server(ServerError::Unreachable { .. }))
        );
        assert!(is_told, "{told:?}");
    }
    // Its lock went with the connection.
    Record::connect(&address, &community(1), &sealer).unwrap();
}

/// Table, column and its type, `NOT NULL`, place in the primary key (from 1, else 0).
type Columns = BTreeSet<(String, String, String, bool, i64)>;

fn of_sqlite(connection: &rusqlite::Connection) -> Columns {
    let columns = "SELECT t.name, c.name, lower(c.type), c.\"notnull\", c.pk
                   FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'";
    let mut columns = connection.prepare(columns).unwrap();
    let rows = columns.query_map([], |row| {
        let name = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((name.0, name.1, name.2, row.get(3)?, row.get(4)?))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn of_postgres(client: &mut Client) -> Columns {
    let columns = "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'NO',
            COALESCE((SELECT k.ordinal_position FROM information_schema.key_column_usage AS k
                JOIN information_schema.table_constraints AS p USING (constraint_schema, constraint_name)
                WHERE p.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema
                AND k.table_name = c.table_name AND k.column_name = c.column_name), 0)::bigint,
            c.data_type <> 'text' OR c.collation_name = 'C'
        FROM information_schema.columns AS c WHERE c.table_schema = current_schema()";
    let rows = client.query(columns, &[]).unwrap();
    rows.iter()
        .map(|row| {
            let column: (String, String) = (row.get(0), row.get(1));
            // Or texts would be ordered and compared by the rules of some language.
            assert!(
                row.get::<_, bool>(5),
                "{column:?} is not compared byte by byte"
            );
            (column.0, column.1, row.get(2), row.get(3), row.get(4))
        })
        .collect()
}

/// Number and name of each step, from the files in `folder`, with its script.
fn steps(folder: &str) -> Vec<(i64, String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("src/record")
        .join(folder);
    let mut steps: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let (number, name) = stem.split_once('_').unwrap();
            let script = std::fs::read_to_string(&path).unwrap();
            (number.parse().unwrap(), name.to_owned(), script)
        })
        .collect();
    steps.sort();
    steps
}

#[test]
#[ignore = "needs a server: tests/stock/postgres"]
fn after_every_step_both_engines_have_the_same_tables() {
    let (sqlite, postgres) = (steps("migrations"), steps("migrations/postgres"));
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let mut client = Client::connect(&database(), NoTls).unwrap();
    client
        .batch_execute("CREATE SCHEMA steps; SET search_path = steps")
        .unwrap();
    let (mut columns, mut told) = (0, Vec::new());
    for (number, (one, other)) in (0..).zip(sqlite.iter().zip(&postgres)) {
        assert_eq!((number, &one.1), (one.0, &other.1));
        assert_eq!(one.0, other.0);
        connection.execute_batch(&one.2).unwrap();
        client.batch_execute(&other.2).unwrap();
        let (one, other) = (of_sqlite(&connection), of_postgres(&mut client));
        assert_eq!(one, other, "step {number}");
        assert!(one.len() >= columns);
        columns = one.len();
    }
    assert_eq!(sqlite.len(), postgres.len());
    assert!(columns > 60, "{columns}");
    // A column more on one side is seen.
    client
        .batch_execute("ALTER TABLE meta ADD COLUMN more BIGINT")
        .unwrap();
    assert_ne!(of_sqlite(&connection), of_postgres(&mut client));

    // And a record takes these steps and no other, on either engine.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    drop(Record::open(&path, &sealer).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    let mut taken = connection
        .prepare("SELECT number, name FROM schema_step ORDER BY number")
        .unwrap();
    let taken = taken
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    told.push(taken.collect::<Result<Vec<(i64, String)>, _>>().unwrap());
    let address = database();
    drop(Record::connect(&address, &community(1), &sealer).unwrap());
    let mut client = Client::connect(&address, NoTls).unwrap();
    let taken = format!(
        "SELECT number, name FROM pingyi_{}.schema_step ORDER BY number",
        community(1)
    );
    let taken = client.query(&taken, &[]).unwrap();
    told.push(taken.iter().map(|row| (row.get(0), row.get(1))).collect());
    let written: Vec<_> = sqlite
        .iter()
        .skip(1)
        .map(|(number, name, _)| (*number, name.clone()))
        .collect();
    assert_eq!(told, [written.clone(), written]);
}
