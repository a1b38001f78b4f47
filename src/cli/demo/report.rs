//! What a demo leaves to look at: a table, `demo.json`, and the receipts as pictures.

use std::path::Path;

use serde_json::json;

use super::Device;
use super::week::Played;
use crate::app::kiosk::Lookup;
use crate::app::office::SheetCounts;
use crate::cli::kiosk::{lookup, sync};
use crate::cli::output::Output;
use crate::cli::{CliError, office};
use crate::words::{Key, key, sentence};

/// Pictures of so many receipts of each device.
const PICTURES: usize = 20;

fn write(file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(file, bytes).map_err(|source| CliError::File {
        file: file.to_owned(),
        source,
    })
}

impl Played {
    /// What both loads brought.
    fn totals(&self) -> SheetCounts {
        let (mut all, round) = (self.load.totals(), self.round.totals());
        all.add(round);
        all
    }
}

pub(super) fn write_files(dir: &Path, seed: u64, played: &Played) -> Result<(), CliError> {
    let folder = dir.join("receipts");
    std::fs::create_dir_all(&folder).map_err(|source| CliError::File {
        file: folder.clone(),
        source,
    })?;
    let mut receipts = Vec::new();
    for device in &played.devices {
        for (index, receipt) in device.receipts.iter().enumerate() {
            if index < PICTURES {
                let name = format!("{}-{:02}.png", device.name, index + 1);
                write(&folder.join(name), &receipt.png()?)?;
            }
            receipts.push(json!({
                "device": device.name,
                "number": receipt.number.grouped().as_str(),
                "reply_by": receipt.promise.due().map(|due| due.date),
            }));
        }
    }
    let totals = played.totals();
    let document = json!({
        "seed": seed,
        "cards": played.devices.iter().map(|device| (device.name, device.cards)).collect::<std::collections::BTreeMap<_, _>>(),
        "sheets": totals,
        "opinions": totals.opinions_new,
        "batches": played.devices.iter().map(|device| json!({
            "device": device.name,
            "sync": device.sync.as_ref().map(sync::as_json),
            "round": device.round.as_ref().map(sync::as_json),
        })).collect::<Vec<_>>(),
        "load": played.load,
        "round": played.round,
        "replies": played.replies,
        "pack": played.pack,
        "lookups": played.lookups.iter().map(|(number, found)| json!({
            "number": number,
            "result": lookup::as_json(found),
        })).collect::<Vec<_>>(),
        "receipts": receipts,
        "verify": played.verify,
    });
    write(
        &dir.join("demo.json"),
        &serde_json::to_vec_pretty(&document)?,
    )
}

pub(super) fn print(dir: &Path, played: &Played, out: &mut Output) -> Result<(), CliError> {
    let row = |key: Key, count: &dyn Fn(&Device) -> u64, out: &Output| {
        let counts: Vec<u64> = played.devices.iter().map(count).collect();
        let sum: u64 = counts.iter().sum();
        std::iter::once(out.text(key))
            .chain(counts.iter().map(ToString::to_string))
            .chain(std::iter::once(sum.to_string()))
            .collect::<Vec<_>>()
    };
    let length = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let written = |device: &Device| {
        device
            .sync
            .iter()
            .chain(&device.round)
            .flat_map(|sync| sync.written.clone())
            .collect::<Vec<_>>()
    };
    let rows = [
        row(
            key!("cli-demo-cards"),
            &|device| u64::from(device.cards),
            out,
        ),
        row(
            key!("cli-demo-receipts"),
            &|device| length(device.receipts.len()),
            out,
        ),
        row(
            key!("cli-demo-batches"),
            &|device| length(written(device).len()),
            out,
        ),
        row(
            key!("cli-demo-bytes"),
            &|device| written(device).iter().map(|batch| batch.bytes).sum(),
            out,
        ),
    ];
    let heads = [
        key!("cli-demo-head-what"),
        key!("cli-demo-head-lobby"),
        key!("cli-demo-head-tablet"),
        key!("cli-demo-head-sum"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)?;
    office::load::print(&played.load, out)?;
    office::load::print(&played.round, out)?;
    for round in played
        .devices
        .iter()
        .filter_map(|device| device.round.as_ref())
    {
        sync::print_waiting(round, out)?;
    }
    let totals = played.totals();
    out.say(&sentence!(
        "cli-demo-loaded",
        ratings = totals.ratings_new,
        opinions = totals.opinions_new
    ))?;
    out.say(&sentence!(
        "cli-demo-replies",
        replies = played.replies,
        pack = played.pack.number
    ))?;
    print_lookups(played, out)?;
    out.say(&sentence!(
        "cli-demo-verified",
        batches = played.verify.batches,
        cells = played.verify.cells,
        differences = played.verify.differences.len()
    ))?;
    out.say(&sentence!("cli-demo-done", dir = dir.display()))
}

fn print_lookups(played: &Played, out: &mut Output) -> Result<(), CliError> {
    let count =
        |is: fn(&Lookup) -> bool| played.lookups.iter().filter(|(_, found)| is(found)).count();
    out.say(&sentence!(
        "cli-demo-lookups",
        lookups = played.lookups.len(),
        answered = count(|found| matches!(found, Lookup::Answered { .. })),
        waiting = count(|found| matches!(
            found,
            Lookup::Received { .. } | Lookup::InProgress { .. } | Lookup::Extended { .. }
        )),
        counted = count(|found| matches!(found, Lookup::Counted)),
        unknown = count(|found| matches!(found, Lookup::Unknown))
    ))
}
