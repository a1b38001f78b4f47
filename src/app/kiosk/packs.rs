//! 回程包 at the kiosk: which one is taken, which is kept as evidence, and which goes back to an office that was set back.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::open::PACKS;
use super::sync::Store;
use super::{Kiosk, PackStep, PlanDeferred, locked, slips};
use crate::app::{AppError, at, private, sticks};
use crate::cardbox::{PackImport, PlanText, Rekey};
use crate::courier::CourierError;
use crate::courier::delivery::Delivery;
use crate::courier::error::{FormatError, StickError};
use crate::courier::keys::PublicKey;
use crate::courier::pack::{
    self, ExpectedPack, MAX_PACK_BYTES, PackContents, PackDevice, PackReader,
};
use crate::courier::seen::SignedSeen;
use crate::courier::stick::{TO, device_folder, pack_stem};
use crate::domain::batch::Seen;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{CommunityId, DeviceId, PackNumber, RootHash};
use crate::domain::plan::Plan;
use crate::domain::witness::{Continuation, LedgerPoint};
use crate::fault::Fault as _;
use crate::words::{Sentence, sentence};

/// Where packs lie that contradict what was seen.
pub(super) const EVIDENCE: &str = "evidence";
/// No more files than these: whoever holds the office's key could make them without end.
pub(super) const MOST_EVIDENCE: usize = 32;

/// A pack that verified.
pub(super) struct FoundPack {
    pub contents: PackContents,
    pub root: RootHash,
    signature: String,
    /// A newer one that lies beside it and does not verify, and why.
    passed_over: Option<(PackNumber, CourierError)>,
}

/// What became of the stick's newest pack.
pub(super) struct PackRead {
    pub step: PackStep,
    /// The office may have been set back: it gets its newest pack back.
    pub goes_back: bool,
    /// What other devices have signed, as the pack that is taken relays it.
    pub relayed: Vec<SignedSeen>,
    /// Why a newer pack on the stick was not read.
    pub passed_over: Option<Sentence>,
}

impl PackRead {
    fn of(step: PackStep) -> Self {
        Self {
            step,
            goes_back: false,
            relayed: Vec::new(),
            passed_over: None,
        }
    }

    fn back(reason: Sentence) -> Self {
        Self {
            step: PackStep::Refused(reason),
            goes_back: true,
            relayed: Vec::new(),
            passed_over: None,
        }
    }
}

/// Whether a pack is taken.
enum Verdict {
    Take { restored: bool },
    Known,
    Older { last: PackNumber },
    Contradicts,
    OutOfReach,
}

impl Kiosk {
    /// A pack that is refused stops nothing: the batches leave all the same. A stick that is gone does.
    pub(super) fn read_pack(&self, store: &Store) -> Result<PackRead, AppError> {
        let community = self.known(|known| known.community.id.clone());
        let found = match newest_pack(store, &self.office_key, Some(&community)) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(PackRead::of(PackStep::None)),
            Err(CourierError::Stick(StickError::Vanished)) => {
                return Err(CourierError::Stick(StickError::Vanished).into());
            }
            Err(error) => return Ok(PackRead::of(PackStep::Refused(error.sentence()))),
        };
        let passed_over = found.passed_over.as_ref().map(|(number, fault)| {
            let reason = fault.sentence();
            sentence!(
                "app-kiosk-pack-passed-over",
                number = number,
                reason = reason
            )
        });
        Ok(PackRead {
            passed_over,
            ..self.meet(store, found)?
        })
    }

    /// What becomes of a pack that verified.
    fn meet(&self, store: &Store, found: FoundPack) -> Result<PackRead, AppError> {
        let given = found.contents.header.number;
        match self.judge(&found)? {
            Verdict::Known => Ok(PackRead::of(PackStep::Known(given))),
            Verdict::Older { last } => {
                let older = CourierError::Format(FormatError::PackOlder { given, last });
                Ok(PackRead::back(older.sentence()))
            }
            Verdict::OutOfReach => Ok(PackRead::of(PackStep::Refused(sentence!(
                "app-kiosk-ledger-out-of-reach",
                number = given
            )))),
            Verdict::Contradicts => {
                keep_evidence(&self.dir, store, &found)?;
                locked(&self.cardbox).set_contradicted(given)?;
                self.reread()?;
                Ok(PackRead::back(sentence!(
                    "app-kiosk-ledger-contradicts",
                    number = given
                )))
            }
            Verdict::Take { restored } => {
                let step = self.take(store, &found, restored)?;
                Ok(PackRead {
                    relayed: found.contents.seen,
                    ..PackRead::of(step)
                })
            }
        }
    }

    /// Identity is number and root, and the ledger has to go on from what this device has seen of it.
    fn judge(&self, found: &FoundPack) -> Result<Verdict, AppError> {
        let cardbox = locked(&self.cardbox);
        let (held, seen) = (cardbox.last_pack()?, cardbox.packs_seen()?);
        drop(cardbox);
        let given = found.contents.header.number;
        let known = seen.iter().find(|seen| seen.pack == given);
        if known.is_some_and(|seen| seen.root != found.root) {
            return Ok(Verdict::Contradicts);
        }
        if held == Some(given) {
            return Ok(Verdict::Known);
        }
        if let Some(last) = held.filter(|last| given < *last) {
            return Ok(if self.is_forked(&found.contents, &seen) {
                Verdict::Contradicts
            } else {
                Verdict::Older { last }
            });
        }
        let points: Vec<LedgerPoint> = seen.iter().filter_map(|seen| seen.ledger).collect();
        let Some(ledger) = &found.contents.ledger else {
            // Who has told of the ledger once tells of it always.
            return Ok(if points.is_empty() {
                Verdict::Take { restored: false }
            } else {
                Verdict::Contradicts
            });
        };
        Ok(match ledger.continues(&points) {
            // An office keeps the keys it had: one that does not know what is sealed to here is another.
            Continuation::Extends if self.rekey(&found.contents) == Rekey::Lost => {
                Verdict::Contradicts
            }
            Continuation::Extends => Verdict::Take { restored: false },
            Continuation::Restored(_) => Verdict::Take { restored: true },
            Continuation::Contradicts => Verdict::Contradicts,
            Continuation::OutOfReach => Verdict::OutOfReach,
        })
    }

    /// Whether a pack of a lower number is no earlier one of the same office: its ledger is no piece of the one that this device holds.
    /// Whoever has the office's key may have planted the one that is held, under a number of his own choosing.
    fn is_forked(&self, given: &PackContents, seen: &[Seen]) -> bool {
        let Some(given) = given.ledger.as_ref().map(|ledger| ledger.now) else {
            return false;
        };
        let is_another = |point: LedgerPoint| point.length == given.length && point != given;
        let mut points = seen.iter().filter_map(|seen| seen.ledger);
        let held = self.told().and_then(|told| told.ledger);
        held.map_or_else(|| points.any(is_another), |held| !held.has_come_by(&given))
    }

    fn take(&self, store: &Store, found: &FoundPack, restored: bool) -> Result<PackStep, AppError> {
        let cardbox = locked(&self.cardbox);
        let today = self.believed_day(cardbox.office_time()?);
        drop(cardbox);
        let (mut import, mut left_out) =
            pack_import(&found.contents, found.root, &self.known_by(), Some(today))?;
        import.rekey = self.rekey(&found.contents);
        let deferred = self.settle_plans(&mut import, &mut left_out)?;
        let outcome = locked(&self.cardbox).import(&import)?;
        self.clock.live_by(import.zone);
        left_out.extend(slips::late(&outcome.slips_late));
        self.reread()?;
        keep_pack(&self.dir, store, found);
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok(PackStep::Imported {
            number: found.contents.header.number,
            plans: count(import.plans.len()),
            statuses: count(import.statuses.len()),
            replies: count(import.replies.len()),
            notices: count(import.notices.len()),
            acknowledged: count(outcome.acknowledged.len()),
            forgotten: outcome.forgotten,
            mismatched: outcome.mismatched,
            restored,
            deferred,
            left_out,
        })
    }

    /// What a pack changes of the key that is sealed to. Version 1 tells of one key only.
    fn rekey(&self, contents: &PackContents) -> Rekey {
        let held = self.known(|known| known.community.sealing_key);
        let header = &contents.header;
        if header.community.sealing_key == held {
            Rekey::Same
        } else if header.older_keys.contains(&held) || contents.ledger.is_none() {
            Rekey::From(held)
        } else {
            Rekey::Lost
        }
    }

    /// Since when each plan's questions are asked here. One that asks otherwise in the middle of a round that has not stood long
    /// enough waits until it has, where cards of that round do.
    fn settle_plans(
        &self,
        import: &mut PackImport,
        left_out: &mut Vec<Sentence>,
    ) -> Result<Vec<PlanDeferred>, AppError> {
        if self.is_trial() {
            return Ok(Vec::new());
        }
        let cardbox = locked(&self.cardbox);
        let (texts, rounds) = (cardbox.plans()?, cardbox.waiting_rounds()?);
        drop(cardbox);
        let today = self.believed_day(Some(import.time));
        import.begin_plans(today);
        let mut deferred = Vec::new();
        for next in &mut import.plans {
            let text = texts.iter().find(|text| text.id == next.id);
            let (Some(text), Some(held), Ok(plan)) =
                (text, self.plan(&next.id), Plan::parse(&next.text))
            else {
                continue;
            };
            if text.revision == next.revision && text.text != next.text {
                // Another text is another revision. Whoever swapped two words in the office's record swaps what residents meant.
                let (plan, revision) = (held.plan.title.zh.clone(), next.revision);
                left_out.push(sentence!(
                    "app-kiosk-plan-differs",
                    plan = plan,
                    revision = revision
                ));
                next.clone_from(text);
                continue;
            }
            if let Some(name) = plan.exchanged_since(&held.plan) {
                // Counted together with what was asked before, under names that meant something else.
                let (plan, revision) = (held.plan.title.zh.clone(), next.revision);
                left_out.push(sentence!(
                    "app-kiosk-plan-names",
                    plan = plan,
                    revision = revision,
                    name = name
                ));
                next.clone_from(text);
                continue;
            }
            let running = held.round(today).map(|round| round.id);
            let waits = rounds.iter().any(|round| {
                let key = &round.label.key;
                let is_its = key.plan == next.id && Some(key.round) == running;
                is_its && key.shape == held.plan.shape() && !round.queues.is_empty()
            });
            if held.goes_on_as(&plan, today) {
                next.since = text.since;
            } else if let Some(from) = held.stands_until(&plan, today).filter(|_| waits) {
                next.clone_from(text);
                let title = held.plan.title.zh;
                let plan = next.id.clone();
                deferred.push(PlanDeferred { plan, title, from });
            }
        }
        Ok(deferred)
    }

    /// Writes the newest pack into this device's folder on the stick, for an office whose packs are older or others: it takes its
    /// own signed pack back and learns that it was set back.
    pub(super) fn give_back(&self, delivery: &mut Delivery) -> Result<(), AppError> {
        let Some(Seen { pack, .. }) = locked(&self.cardbox).seen()? else {
            return Ok(());
        };
        let (folder, stem) = (device_folder(&self.device()), pack_stem(pack));
        let kept = self.dir.join(PACKS).join(&stem);
        let Ok(signature) = fs::read(kept.with_extension("SIG")) else {
            // Taken before version 0.2, or the disk was full: there is no copy.
            return Ok(());
        };
        let path = kept.with_extension("JSL");
        delivery.put(&folder, &format!("{stem}.JSL"), &mut |out| {
            let file = File::open(&path).map_err(|error| CourierError::local(&path, error))?;
            io::copy(&mut BufReader::new(file), out).map_err(CourierError::stream)?;
            Ok(())
        })?;
        delivery.put_bytes(&folder, &format!("{stem}.SIG"), &signature)?;
        Ok(())
    }
}

/// The newest pack that verifies with `key`; an error only when there are packs and none does.
pub(super) fn newest_pack(
    store: &Store,
    key: &PublicKey,
    community: Option<&CommunityId>,
) -> Result<Option<FoundPack>, CourierError> {
    let mut first_fault: Option<(PackNumber, CourierError)> = None;
    for number in store.packs()? {
        let (folder, stem) = (Path::new(TO), pack_stem(number));
        let read = || -> Result<FoundPack, CourierError> {
            let signature = store.read_signature(folder, &stem)?;
            let file = store.open(&folder.join(format!("{stem}.JSL")), MAX_PACK_BYTES)?;
            let expected = ExpectedPack {
                key,
                community,
                number: Some(number),
                last: None,
            };
            let (contents, root) = PackReader::open(file, &signature, &expected)?.contents()?;
            Ok(FoundPack {
                contents,
                root,
                signature,
                passed_over: None,
            })
        };
        match read() {
            Ok(found) => {
                return Ok(Some(FoundPack {
                    passed_over: first_fault,
                    ..found
                }));
            }
            Err(CourierError::Stick(StickError::Vanished)) => {
                return Err(CourierError::Stick(StickError::Vanished));
            }
            Err(error) => first_fault = first_fault.or(Some((number, error))),
        }
    }
    first_fault.map_or(Ok(None), |(_, fault)| Err(fault))
}

/// What a pack tells one device, and why it leaves some lists of slips out. `today` is not known while pairing.
pub(super) fn pack_import(
    contents: &PackContents,
    root: RootHash,
    own: &(DeviceId, PublicKey),
    today: Option<NaiveDate>,
) -> Result<(PackImport, Vec<Sentence>), AppError> {
    let (device, key) = own;
    let header = &contents.header;
    let mut import = PackImport::new(header.number, root, header.time);
    import.ledger = contents.ledger.as_ref().map(|ledger| ledger.now);
    // A name that another key bore before says nothing of this device.
    let own = |listed: &&PackDevice| listed.device == *device && listed.key == *key;
    let own = header.devices.iter().find(own);
    import.standing = own.map_or(DeviceStanding::Waiting, |own| own.standing);
    let codes = contents.pin_codes.iter();
    let mut codes = codes.filter(|code| code.device == *device);
    import.pin_code = codes.next().map(|code| code.digest);
    import.zone = header.zone;
    import.community =
        serde_json::to_string(&header.community).map_err(|_| AppError::Machine { what: "JSON" })?;
    import.calendar.clone_from(&contents.calendar);
    let mut plans = Vec::new();
    for text in &contents.plans {
        // A plan this program cannot run is left out by name of the check, never run with a rule ignored.
        if let Ok(plan) = Plan::parse(text) {
            import.plans.push(PlanText {
                id: plan.id.clone(),
                revision: plan.revision.0,
                text: text.clone(),
                since: None,
            });
            plans.push(plan);
        }
    }
    let own = contents.acks.iter().filter(|ack| ack.device == *device);
    import.acknowledged = own.map(|ack| (ack.batch, ack.root)).collect();
    import.statuses.clone_from(&contents.statuses);
    let replies = contents.replies.iter();
    import.replies = replies
        .map(|reply| (reply.tag, reply.sealed.clone()))
        .collect();
    for notice in &contents.notices {
        let text = pack::notice_text(notice)?;
        import.notices.push((notice.number.to_string(), text));
    }
    import.revoked.clone_from(&contents.revoked);
    let made_on = header.time.date();
    let day = today.map_or(made_on, |today| today.max(made_on));
    let fewest = Kiosk::fewest_slips(header.community.id.is_trial());
    let (taken, left_out) = Kiosk::judge_lists(&contents.slips, &plans, device, (day, fewest));
    import.slips = taken;
    Ok((import, left_out))
}

/// Keeps the newest pack as it was signed, and only that one. Where it cannot be kept, the next one is.
pub(super) fn keep_pack(dir: &Path, store: &Store, found: &FoundPack) {
    let folder = dir.join(PACKS);
    let stem = pack_stem(found.contents.header.number);
    if copy(&folder.join(&stem), store, found).is_err() {
        return;
    }
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(&stem) {
            let _older = fs::remove_file(entry.path());
        }
    }
}

/// Keeps a pack that contradicts what was seen, beside the others.
fn keep_evidence(dir: &Path, store: &Store, found: &FoundPack) -> Result<(), AppError> {
    let folder = dir.join(EVIDENCE);
    private::own_folder(&folder)?;
    let held = fs::read_dir(&folder).map_err(at(&folder))?.count();
    if held >= MOST_EVIDENCE {
        return Ok(());
    }
    let root = found.root.to_string();
    let start: String = root.chars().take(8).collect();
    let stem = format!("{}-{start}", pack_stem(found.contents.header.number));
    copy(&folder.join(stem), store, found)?;
    keep_own(dir);
    Ok(())
}

/// The newest pack that was taken, beside what contradicts it: the next one replaces it, and what it told of the ledger is one half
/// of the evidence. A name of its own for the same bytes; where the disk cannot, the other half is kept alone.
pub(super) fn keep_own(dir: &Path) {
    let Some(pack) = newest_kept(&dir.join(PACKS)) else {
        return;
    };
    for ending in ["JSL", "SIG"] {
        let from = pack.with_extension(ending);
        let to = dir
            .join(EVIDENCE)
            .join(from.file_name().unwrap_or_default());
        let _kept = fs::hard_link(&from, &to);
    }
}

/// The pack of the highest number that lies whole in the kiosk's folder.
pub(super) fn newest_kept(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let packs = entries.map(|entry| entry.path()).filter(|path| {
        path.extension().is_some_and(|it| it == "JSL") && path.with_extension("SIG").exists()
    });
    packs.max()
}

fn copy(to: &Path, store: &Store, found: &FoundPack) -> Result<(), AppError> {
    let stem = pack_stem(found.contents.header.number);
    let from = Path::new(TO).join(format!("{stem}.JSL"));
    sticks::keep_pack(store, &from, &found.signature, to)
}
