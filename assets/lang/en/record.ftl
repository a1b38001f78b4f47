# record

record-newer = This record was written by a newer program (step { $found }; this program knows up to { $known }). Install the newer version, then open it again; nothing was changed.
record-not-a-record = This file is not an office record. Check the data folder, or restore it from a backup.
record-busy = Another program is writing to the office record. Wait a moment, then try again.
record-full = The office computer's disk is full, so this step was not taken. Free some space and try again; the record is whole.
record-read-only = The office record cannot be written. Check the permissions of the data folder, then try again.
record-damaged = Something in the office record is not as the program wrote it (expected { $expected }). Please stop here, restore a backup, or run verify.
record-engine = The office record could not be read or written: { $reason }. Try again; if it happens again, check the disk.
record-server-not-built-in = This program was built without PostgreSQL and cannot open a record in a database server. Install the version with PostgreSQL; nothing was changed.
record-server-bad-address = The record's address cannot be read ({ $reason }). Write `record` in office.toml like postgres://user@/database?host=/run/postgresql.
record-server-not-local = The record's address leads to another computer ({ $host }). A record lives on this computer only: use a local socket or 127.0.0.1.
record-server-unreachable = The database server of this computer cannot be reached ({ $reason }). See whether it is running, then open the office again; nothing was changed.
record-server-encoding = This database does not keep texts as UTF-8 ({ $encoding }) and cannot hold Chinese. Make another one that does.
record-server-no-record = This database holds no record of this community. Check `record` in office.toml, or restore the database from a backup.
record-server-in-use = Another program has this community's record open. Close it there, then open it here.
record-server-refused = The database server did not do it: { $reason }. The step was not taken and the record is whole; try again, and if it happens again ask whoever looks after the server.
record-other-content = Batch { $number } of device { $device } was loaded before with other content, so none of it was loaded. Keep this stick and look at the device.
record-broken-chain = Batch { $number } of device { $device } does not follow the batch beside it, so none of it was loaded. Keep this stick and look at the device.
record-unknown-device = There is no device called { $device }. Check the name.
record-name-taken = Another device has used the name { $device }. Pair the new device under another name.
record-unknown-case = There is no case { $number }. Check the number.
record-already-answered = Case { $number } has its reply; a reply is not changed once given.
record-unknown-plan = There is no plan { $plan }. Check its id.
record-unknown-person = Nobody called { $person } works here, or it is yourself. Check the identifier; nobody removes themselves.
record-not-entitled = { $by } may not do this, and the ledger does not take it. Let somebody do it who works here.
record-old-revision = Revision { $revision } of plan { $plan } is not newer than the one here. Raise its revision by one, then add it again.
record-damaged-row = In the office record's table of { $table ->
    [batch] batches
    [device] devices
    [ledger] ledger entries
    [meta] basic facts
    [notice] notices
    [opinion_case] cases
    [pack] packs
    [plan] plans
    [objection] objections
    [posted] numbers of people behind notices
    [round] rounds
    [round_subject] what came of each subject
    [rater] numbers of raters
    [receipt] receipts
    [schema_step] steps of upgrades
    [sheet_seen] sheets
    [slip] voting slips
    [tally] counts
   *[other] { $table }
}, this row is not as the program wrote it and cannot be read: { $row }. Leave it as it is and compare with a copy.
record-other-than-named = What belongs to this entry of the ledger is not what the entry names, so nothing was written. Run verify, and compare with a copy.
record-round-stands = This round stands at “{ $status }”, and the step was not taken. { $when }
record-round-unknown = This round was not announced, and the step was not taken. { $when }
record-still-kept = By the years it was put away for, what this round came from is kept until { $until } and cannot be destroyed yet.
record-kept-for-ever = What this round came from is kept for ever and cannot be destroyed.
