//! 回程包: what the office sends back to its devices.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write as _};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use rand::CryptoRng;

use super::calendar::known_calendar;
use super::cases::rated_until;
use super::folder::{PACKS, sync_folder};
use super::profile::Profile;
use super::{Confidential, Office, OfficeError, PackReport, cases};
use crate::app::{AppError, Progress, at, private};
use crate::courier::CourierError;
use crate::courier::delivery::Delivery;
use crate::courier::error::{KeyError, StickError};
use crate::courier::files::{Condition, RealFiles, StickFile};
use crate::courier::pack::{
    self, Ack, ExpectedPack, MAX_PACK_BYTES, PackContents, PackDevice, PackHeader, PackPinCode,
    PackReader, SealedReply,
};
use crate::courier::seal;
use crate::courier::stick::{StickStore, TO, pack_stem};
use crate::domain::case::ReceiptStatus;
use crate::domain::case::{CaseNews, ReceiptTalk};
use crate::domain::device::DeviceStanding;
use crate::domain::document::Document;
use crate::domain::ids::{PackNumber, RootHash, Tag};
use crate::domain::notice::Notice;
use crate::domain::reply::Reply;
use crate::record::{Body, CaseEntry, Content, NoticeEntry};
use crate::words::{Key, Sentence, key};

const OFFICE_PUB: &str = "OFFICE.PUB";
/// Collecting, sealing, keeping, writing, reading back.
const STEPS: u64 = 5;

impl Office {
    /// Makes the next pack, keeps it in the office's folder and writes it to the stick.
    ///
    /// [`super::OfficeError::DayDoubtful`] when the clock's date cannot be believed: [`Self::confirm_day`].
    ///
    /// Its number is taken before anything reaches the stick: what fails later leaves a number unused, and no
    /// number ever stands for two packs.
    pub fn make_pack(
        &mut self,
        stick_root: &Path,
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<PackReport, AppError> {
        let mut delivery = Delivery::to(stick_root);
        writable(delivery.store().condition())?;
        let (number, time) = self.next_pack(delivery.store())?;
        self.follow_ratings(time.date())?;
        let contents = self.record.within(|_| {
            // In one transaction: what was checked is what is signed.
            self.check_before_signing(None, progress)?;
            tell(progress, 0, key!("app-office-step-collect"));
            let mut contents = self.collect(number, time)?;
            tell(progress, 1, key!("app-office-step-seal"));
            contents.replies = self.replies(rng)?;
            Ok::<_, AppError>(contents)
        })?;
        let mut done = 1;
        let mut step = |key: Key| {
            done += 1;
            tell(progress, done, key);
        };
        step(key!("app-office-step-keep"));
        let kept = self.keep_pack(&contents)?;
        step(key!("app-office-step-write"));
        self.put_pack(&mut delivery, &kept, number)?;
        step(key!("app-office-step-read-back"));
        let delivered = delivery.finish()?;
        Ok(PackReport {
            number,
            time,
            path: stick_root
                .join(TO)
                .join(format!("{}.JSL", pack_stem(number))),
            root: kept.root,
            plans: contents.plans.len() as u64,
            acks: contents.acks.len() as u64,
            statuses: contents.statuses.len() as u64,
            replies: contents.replies.len() as u64,
            notices: contents.notices.len() as u64,
            delivered,
        })
    }

    /// The number and time of the next pack: the number after every pack known, the time that of the clock. Only
    /// within a day does it not go back: what the clock's date may be, [`super::days`] says.
    fn next_pack(
        &self,
        stick: &StickStore<RealFiles>,
    ) -> Result<(PackNumber, NaiveDateTime), AppError> {
        let on_stick = self.newest_on(stick)?;
        let today = self.believable_at_stick(on_stick.as_ref())?;
        let now = self.clock.now();
        let minute = now.with_second(0).and_then(|now| now.with_nanosecond(0));
        let mut time = minute.unwrap_or(now);
        let mut last = self.record.last_pack()?.map_or(0, |pack| pack.number.0);
        if let Some(pack) = self.newest_pack(on_stick.as_ref())? {
            last = last.max(pack.number);
            if pack.time.date() == today {
                time = time.max(pack.time);
            }
        }
        // What does not read there takes its own name and no more.
        let taken = names(&self.dir.join(PACKS));
        let free = (last.saturating_add(1)..=MOST_PACKS).find(|number| !taken.contains(number));
        let number = free.ok_or(OfficeError::PackNumbersUsedUp)?;
        Ok((PackNumber(number), time))
    }

    /// The number and time of the newest pack in the office's folder that this office signed, where it is newer than the record's:
    /// a name alone takes no number.
    pub(super) fn newest_kept(&self) -> Option<(u32, NaiveDateTime)> {
        let known = self.record.last_pack().ok()?;
        let known = known.map_or(0, |pack| pack.number.0);
        let newer = names(&self.dir.join(PACKS)).into_iter().rev();
        newer
            .filter(|number| (known + 1..=most_ahead(known)).contains(number))
            .find_map(|number| Some((number, self.kept_pack(PackNumber(number)).ok()?.0)))
    }

    /// The newest pack on the stick that this office signed.
    pub(super) fn newest_on(
        &self,
        stick: &StickStore<RealFiles>,
    ) -> Result<Option<PackHeader>, AppError> {
        let known = self.record.last_pack().ok().flatten();
        let most = most_ahead(known.map_or(0, |pack| pack.number.0));
        let numbers = stick.packs()?.into_iter();
        for number in numbers.filter(|number| number.0 <= most) {
            // Whatever is wrong with an older file is no reason not to write a new one.
            if let Ok((reader, _)) = self.own_on(stick, Path::new(TO), number) {
                return Ok(Some(reader.header().clone()));
            }
        }
        Ok(None)
    }

    /// A pack of this office in a folder of a stick, and its signature.
    pub(super) fn own_on(
        &self,
        stick: &StickStore<RealFiles>,
        folder: &Path,
        number: PackNumber,
    ) -> Result<(PackReader<Box<dyn StickFile>>, String), CourierError> {
        let stem = pack_stem(number);
        let signature = stick.read_signature(folder, &stem)?;
        let file = stick.open(&folder.join(format!("{stem}.JSL")), MAX_PACK_BYTES)?;
        Ok((self.own_pack(file, &signature, number)?, signature))
    }

    /// Reads a pack that this office signed under that number.
    fn own_pack<R: Read + Seek>(
        &self,
        file: R,
        signature: &str,
        number: PackNumber,
    ) -> Result<PackReader<R>, CourierError> {
        let expected = ExpectedPack {
            key: &self.signing.public(),
            community: Some(&self.community.id),
            number: Some(number),
            last: None,
        };
        PackReader::open(file, signature, &expected)
    }

    /// Everything but the replies.
    fn collect(&self, number: PackNumber, time: NaiveDateTime) -> Result<PackContents, AppError> {
        let (mut devices, mut seen, mut pin_codes) = (Vec::new(), Vec::new(), Vec::new());
        for device in self.record.devices()? {
            if device.standing == DeviceStanding::Waiting {
                continue;
            }
            let revoked = device.standing == DeviceStanding::Revoked;
            let key = match device.signing_key.parse() {
                Ok(key) => key,
                // Before step 3 the ledger did not tell who asked: a key that was revoked may be unknown.
                Err(_) if revoked => continue,
                Err(error) => return Err(AppError::from(error)),
            };
            if !revoked {
                seen.extend(self.relayed(&device.id)?);
            }
            if let Some(digest) = self.record.pin_code(&device.id)?
                && device.standing == DeviceStanding::Accepted
            {
                let device = device.id.clone();
                pin_codes.push(PackPinCode { device, digest });
            }
            devices.push(PackDevice {
                device: device.id,
                key,
                standing: device.standing,
            });
        }
        let book = self.book()?;
        let mut plans = Vec::new();
        for held in book.all_newest().filter(|held| held.entry.enabled) {
            if self.may_travel(&book, &held.plan.id)? {
                plans.push(held.entry.toml.clone());
            }
        }
        let down = self.taken_down(time.date())?;
        let batches = self.record.batches()?.into_iter().map(|batch| Ack {
            device: batch.device,
            batch: batch.number,
            root: batch.root,
        });
        let notices = self.record.notices()?.into_iter();
        let hangs =
            |notice: &NoticeEntry| notice.withdrawn_on.is_none() && !down.contains(&notice.number);
        let notices = notices.filter(hangs);
        Ok(PackContents {
            header: PackHeader {
                number,
                time,
                community: self.community.clone(),
                older_keys: self.opening.older_sealing_keys(),
                signing_key: self.signing.public(),
                devices,
                zone: Profile::read(&self.dir)?.zone.unwrap_or_default(),
            },
            ledger: Some(self.excerpt()?),
            plans,
            calendar: Some(known_calendar(&self.record).to_text()),
            acks: batches.collect(),
            statuses: self.statuses()?,
            replies: Vec::new(),
            notices: notices
                .map(|notice| Notice {
                    number: notice.number,
                    posted: notice.posted_on,
                    document: Document::from_plain(notice.title, &notice.body),
                    ledger_head: notice.ledger_head.to_string(),
                })
                .collect(),
            revoked: Vec::new(),
            slips: self.slip_lists(&book)?,
            seen,
            pin_codes,
        })
    }

    /// How far every receipt is. A tag without a case stands for ratings alone.
    fn statuses(&self) -> Result<Vec<(Tag, ReceiptStatus)>, AppError> {
        let book = self.book()?;
        let receipts = self.record.receipts()?.into_iter();
        let mut statuses: BTreeMap<Tag, ReceiptStatus> =
            receipts.map(|tag| (tag, ReceiptStatus::Counted)).collect();
        for (tag, case) in by_tag(self.record.cases()?) {
            let status = ReceiptStatus::Case {
                status: case.status,
                due: case
                    .status
                    .is_open()
                    .then(|| cases::due(&case, &self.calendar)),
                extended: case.status.is_open()
                    && case.extension.is_some()
                    && case.talk.answers == 0,
                talk: ReceiptTalk {
                    answers: case.talk.answers,
                    rates: rated_until(&case, &book).is_some()
                        && case.opinion.voice.is_some()
                        && case.talk.news != Some(CaseNews::Rated),
                    news: case.talk.news,
                },
            };
            statuses.insert(tag, status);
        }
        Ok(statuses.into_iter().collect())
    }

    /// Every reply, sealed afresh to its receipt; of a case that waits longer than was promised, the reason.
    fn replies(&self, rng: &mut impl CryptoRng) -> Result<Vec<SealedReply>, AppError> {
        let mut replies = Vec::new();
        for (tag, case) in by_tag(self.record.cases()?) {
            let Some((key, (text, on))) = case.opinion.reply_key.zip(self.told_outside(&case)?)
            else {
                continue;
            };
            let text = text.to_string();
            match seal::seal_reply(&Reply { on, text }, &key, &self.community.id, rng) {
                Ok(sealed) => replies.push(SealedReply { tag, sealed }),
                // A key that was never one: its reply can reach no one, the others still can.
                Err(CourierError::Key(KeyError::BadSealingKey)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(replies)
    }

    /// What a receipt's holder is told in words, and of which day: the answer, or why there is none yet.
    fn told_outside(
        &self,
        case: &CaseEntry,
    ) -> Result<Option<(Confidential, NaiveDate)>, AppError> {
        if let Some((text, on)) = self
            .as_read(case)?
            .zip(case.replied_on.or(case.answered_on))
        {
            return Ok(Some((text, on)));
        }
        let on = case.extension.as_ref().map(|one| one.on);
        let on = on.filter(|_| case.status.is_open());
        Ok(self.extension_reason(case)?.zip(on))
    }

    /// Writes the pack to the office's folder, then notes it.
    fn keep_pack(&mut self, contents: &PackContents) -> Result<KeptPack, AppError> {
        let number = contents.header.number;
        let folder = self.dir.join(PACKS);
        private::own_folder(&folder)?;
        let stem = pack_stem(number);
        let path = folder.join(format!("{stem}.JSL"));
        let file = private::create_new(&path).map_err(at(&path))?;
        let written = pack::write(BufWriter::new(&file), contents)?;
        file.sync_all().map_err(at(&path))?;
        let signature = written.signature(&self.signing);
        let beside = folder.join(format!("{stem}.SIG"));
        let mut file = private::create_new(&beside).map_err(at(&beside))?;
        file.write_all(signature.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(at(&beside))?;
        sync_folder(&folder)?;
        let root = written.root();
        let made_at = contents.header.time;
        self.record.within(|record| {
            let told = Body::PackMade { number, root };
            let content = Content::Pack { made_at };
            record.note(made_at.date(), told, &content, &self.hand)?;
            Ok::<(), AppError>(())
        })?;
        Ok(KeptPack {
            path,
            signature,
            root,
        })
    }

    /// The time and the root of a pack in the office's folder.
    pub(super) fn kept_pack(
        &self,
        number: PackNumber,
    ) -> Result<(NaiveDateTime, RootHash), AppError> {
        let path = self.dir.join(PACKS).join(pack_stem(number));
        let (path, beside) = (path.with_extension("JSL"), path.with_extension("SIG"));
        let signature = std::fs::read_to_string(&beside).map_err(at(&beside))?;
        let file = File::open(&path).map_err(at(&path))?;
        let reader = self.own_pack(file, &signature, number)?;
        let time = reader.header().time;
        let root = reader.read_items(|_| Ok::<_, CourierError>(()))?;
        Ok((time, root))
    }

    /// Writes the pack, its signature and the office's public key. The signature comes last: until it is there,
    /// nothing of the pack loads.
    fn put_pack(
        &self,
        delivery: &mut Delivery,
        kept: &KeptPack,
        number: PackNumber,
    ) -> Result<(), AppError> {
        let (folder, stem) = (Path::new(TO), pack_stem(number));
        delivery.put(folder, &format!("{stem}.JSL"), &mut |out| {
            let file =
                File::open(&kept.path).map_err(|error| CourierError::local(&kept.path, error))?;
            std::io::copy(&mut BufReader::new(file), out).map_err(CourierError::stream)?;
            Ok(())
        })?;
        let public = self.signing.public().to_pub_text();
        delivery.replace(folder, OFFICE_PUB, public.as_bytes())?;
        let signature = kept.signature.as_bytes();
        delivery.put_bytes(folder, &format!("{stem}.SIG"), signature)?;
        Ok(())
    }
}

fn tell(progress: &mut dyn FnMut(Progress), done: u64, step: Key) {
    progress(Progress {
        done,
        total: STEPS,
        step: Sentence::from(step),
    });
}

/// A pack in the office's folder.
struct KeptPack {
    path: PathBuf,
    signature: String,
    root: RootHash,
}

/// Refuses a stick that cannot be written before a number is taken.
fn writable(condition: Condition) -> Result<(), CourierError> {
    match condition {
        Condition::Gone => Err(CourierError::Stick(StickError::Vanished)),
        Condition::Present { access, .. } => access.fault().map_or(Ok(()), Err),
    }
}

/// The last number of which a stick can bear the name (8.3).
const MOST_PACKS: u32 = 9_999_999;

/// No pack of this office is so many numbers ahead of its record, however old the copy that it was put back from: a number beyond
/// would let whoever copied its key use them all up.
const MOST_AHEAD: u32 = 1_000;

fn most_ahead(known: u32) -> u32 {
    known.saturating_add(MOST_AHEAD).min(MOST_PACKS)
}

/// The numbers that files in the office's folder bear.
fn names(folder: &Path) -> BTreeSet<u32> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return BTreeSet::new();
    };
    entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name();
            let (stem, _) = name.to_str()?.split_once('.')?;
            stem.strip_prefix('P')?.parse().ok()
        })
        .collect()
}

/// The case behind each tag. Two opinions under one tag are no work of this program: the first counts.
fn by_tag(cases: Vec<CaseEntry>) -> BTreeMap<Tag, CaseEntry> {
    let mut found = BTreeMap::new();
    for case in cases {
        if let Some(tag) = case.opinion.tag {
            found.entry(tag).or_insert(case);
        }
    }
    found
}
