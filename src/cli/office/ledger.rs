//! `office ledger`: how far the ledger has come, and which devices testify to it.

use clap::Args;

use super::Desk;
use crate::cli::CliError;
use crate::words::{key, sentence};

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every subcommand is run the same way")]
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let page = desk.unlock()?.ledger_page()?;
        let out = &mut *desk.out;
        if out.json {
            return out.json(&page);
        }
        out.say(&sentence!(
            "cli-ledger-head",
            length = page.now.length,
            head = page.now.head
        ))?;
        let packs: Vec<_> = page
            .packs
            .iter()
            .map(|pack| {
                vec![
                    pack.pack.to_string(),
                    pack.made_on.to_string(),
                    pack.point.length.to_string(),
                    pack.point.head.to_string(),
                ]
            })
            .collect();
        let heads = [
            key!("cli-head-pack"),
            key!("cli-head-made"),
            key!("cli-head-entries"),
            key!("cli-head-ledger"),
        ]
        .map(|key| out.text(key));
        out.table(&heads, &packs)?;
        for witness in &page.witnesses {
            let device = witness.device.clone();
            let said = if let (Some(seen), Some(on)) = (witness.seen, witness.on) {
                let pack = seen.pack;
                sentence!("cli-ledger-witness", device = device, day = on, pack = pack)
            } else {
                sentence!("cli-ledger-no-witness", device = device)
            };
            out.say(&said)?;
            let worse = witness
                .testimony
                .and_then(|testimony| testimony.sentence(&witness.device));
            if let Some(worse) = worse {
                out.say(&worse)?;
            }
        }
        Ok(())
    }
}
