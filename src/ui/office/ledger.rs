//! 账本: how far the ledger has come, what packs told of it, and which devices testify to that.

use egui::Ui;

use super::words;
use crate::app::office::{LedgerPage, Testimony, WitnessRow};
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, text};

/// So much of a hash is compared by eye.
const SHOWN_DIGITS: usize = 16;
/// The newest packs are listed here; `office ledger` lists more.
const PACKS_SHOWN: usize = 8;

/// The section.
pub fn ledger_ui(ui: &mut Ui, lang: Lang, page: &LedgerPage) {
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-ledger-title"));
        widgets::strong(
            ui,
            text!(
                lang,
                "office-ledger-head",
                length = page.now.length,
                head = start(&page.now.head.to_string())
            ),
        );
        widgets::body(ui, text!(lang, "office-ledger-text"));
        if page.witnesses.is_empty() {
            widgets::note(ui, text!(lang, "office-ledger-no-device"));
        }
        for witness in &page.witnesses {
            witness_ui(ui, lang, witness);
        }
        if !page.packs.is_empty() {
            widgets::layout::rule(ui);
            widgets::note(ui, text!(lang, "office-ledger-packs"));
        }
        for pack in page.packs.iter().take(PACKS_SHOWN) {
            let said = text!(
                lang,
                "office-ledger-pack",
                pack = pack.pack,
                day = words::full_day(lang, pack.made_on),
                length = pack.point.length,
                head = start(&pack.point.head.to_string())
            );
            widgets::body(ui, said);
        }
    });
}

fn witness_ui(ui: &mut Ui, lang: Lang, witness: &WitnessRow) {
    ui.horizontal_wrapped(|ui| {
        let (tone, said) = match (witness.testimony, witness.on) {
            (None, _) | (_, None) => (Tone::Muted, text!(lang, "office-ledger-not-yet")),
            (Some(Testimony::Differs { .. } | Testimony::Ahead { .. }), _) => {
                (Tone::Seal, text!(lang, "office-ledger-differs"))
            }
            (Some(Testimony::Lost { .. }), _) => (Tone::Warn, text!(lang, "office-ledger-lost")),
            (Some(Testimony::Agrees), Some(_)) if witness.is_late => {
                (Tone::Seal, text!(lang, "office-ledger-late"))
            }
            (Some(Testimony::Agrees), Some(_)) => (Tone::Good, text!(lang, "office-ledger-agrees")),
        };
        widgets::strong(ui, witness.device.to_string());
        widgets::badge(ui, tone, said);
        if let (Some(seen), Some(on)) = (witness.seen, witness.on) {
            let day = words::full_day(lang, on);
            let said = text!(lang, "office-ledger-seen", day = day, pack = seen.pack);
            widgets::body(ui, said);
        }
    });
    if let Some(said) = witness
        .testimony
        .and_then(|testimony| testimony.sentence(&witness.device))
    {
        widgets::notice(ui, Tone::Seal, said.say(lang));
    }
}

fn start(hash: &str) -> String {
    hash.chars().take(SHOWN_DIGITS).collect()
}
