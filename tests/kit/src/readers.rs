//! A genuine batch and pack, the readers a kiosk and an office have for them, and a judge who notes what they accept.

use std::cell::Cell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pingyi::courier::CourierError;
use pingyi::courier::batch::{BatchItem, BatchReader, ExpectedBatch};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::pack::{ExpectedPack, PackReader};
use pingyi::courier::sign::{Prehash, Purpose, Statement, sign};
use pingyi::domain::ids::{BatchNumber, CommunityId, DeviceId, PackNumber};
use pingyi::fault::Fault as _;
use pingyi::words::Lang;

/// The frozen bytes of `tests/vectors`, and who made them.
pub struct Genuine {
    pub bytes: Vec<u8>,
    pub signature: String,
}

pub fn batch() -> Genuine {
    Genuine {
        bytes: include_bytes!("../../vectors/batch-v1.jsl").to_vec(),
        signature: include_str!("../../vectors/batch-v1.sig").to_owned(),
    }
}

pub fn pack() -> Genuine {
    Genuine {
        bytes: include_bytes!("../../vectors/pack-v1.jsl").to_vec(),
        signature: include_str!("../../vectors/pack-v1.sig").to_owned(),
    }
}

pub fn community(trial: bool) -> CommunityId {
    CommunityId::from_random([3; 8], trial)
}

pub fn device() -> DeviceId {
    DeviceId::new("LOBBY1").unwrap()
}

pub fn device_key() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

pub fn office_key() -> SigningKey {
    SigningKey::from_seed(&[2; 32])
}

pub fn stranger() -> SigningKey {
    SigningKey::from_seed(&[9; 32])
}

/// Counts what a reader takes from its source: what bounds its time and, with its lines bounded, its memory.
pub struct Counting<'a, R> {
    pub inner: R,
    pub read: &'a Cell<u64>,
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

impl<R: Seek> Seek for Counting<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// What a kiosk or an office does with a file and its signature: read to the end, or refuse. Gives the items seen.
pub trait Reader {
    fn read(&self, bytes: &[u8], signature: &str, read: &Cell<u64>) -> Result<u64, CourierError>;
}

#[derive(Clone, Copy)]
pub struct Batches;

pub fn read_batch(source: impl Read + Seek, signature: &str) -> Result<u64, CourierError> {
    let (community, device, key) = (community(false), device(), device_key().public());
    let expected = ExpectedBatch {
        community: &community,
        device: Some(&device),
        number: Some(BatchNumber(42)),
    };
    let known = |asked: &DeviceId| (*asked == device).then_some(key);
    let mut items = 0;
    BatchReader::open(source, signature, &expected, known)?.read_items(|_: BatchItem<'_>| {
        items += 1;
        Ok::<(), CourierError>(())
    })?;
    Ok(items)
}

impl Reader for Batches {
    fn read(&self, bytes: &[u8], signature: &str, read: &Cell<u64>) -> Result<u64, CourierError> {
        let inner = Cursor::new(bytes);
        read_batch(Counting { inner, read }, signature)
    }
}

#[derive(Clone, Copy)]
pub struct Packs;

pub fn read_pack(
    source: impl Read + Seek,
    signature: &str,
    last: u32,
) -> Result<u64, CourierError> {
    let (community, key) = (community(false), office_key().public());
    let expected = ExpectedPack {
        key: &key,
        community: Some(&community),
        number: Some(PackNumber(17)),
        last: Some(PackNumber(last)),
    };
    let mut items = 0;
    PackReader::open(source, signature, &expected)?.read_items(|_| {
        items += 1;
        Ok::<(), CourierError>(())
    })?;
    Ok(items)
}

impl Reader for Packs {
    fn read(&self, bytes: &[u8], signature: &str, read: &Cell<u64>) -> Result<u64, CourierError> {
        let inner = Cursor::new(bytes);
        read_pack(Counting { inner, read }, signature, 17)
    }
}

/// The negative control: as a reader that does not look at the signature of the file, by giving it one that fits.
pub struct Unchecked<R>(pub R, pub fn(&[u8]) -> String);

impl<R: Reader> Reader for Unchecked<R> {
    fn read(&self, bytes: &[u8], _: &str, read: &Cell<u64>) -> Result<u64, CourierError> {
        self.0.read(bytes, &(self.1)(bytes), read)
    }
}

pub fn batch_statement() -> Statement {
    Statement {
        version: 1,
        community: community(false),
        purpose: Purpose::Batch {
            device: device(),
            number: BatchNumber(42),
        },
    }
}

pub fn pack_statement() -> Statement {
    Statement {
        version: 1,
        community: community(false),
        purpose: Purpose::Pack {
            number: PackNumber(17),
        },
    }
}

pub fn signed(bytes: &[u8], key: &SigningKey, statement: &Statement) -> String {
    let mut prehash = Prehash::default();
    prehash.update(bytes);
    sign(key, &prehash.finish(), statement)
}

pub fn signed_batch(bytes: &[u8]) -> String {
    signed(bytes, &device_key(), &batch_statement())
}

pub fn signed_pack(bytes: &[u8]) -> String {
    signed(bytes, &office_key(), &pack_statement())
}

/// The text with the root its other lines call for, as anybody can reckon it.
pub fn rooted(text: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    let end = body
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let root = hex::encode(sha2::Sha256::digest(&text[..end]));
    [
        &text[..end],
        format!("{{\"root\":\"{root}\"}}\n").as_bytes(),
    ]
    .concat()
}

#[derive(Default)]
pub struct Judge {
    pub tried: u64,
    pub accepted: Vec<String>,
    pub panicked: Vec<String>,
    pub most_read: u64,
}

impl Judge {
    pub fn hears(&mut self, reader: &dyn Reader, what: &str, bytes: &[u8], signature: &str) {
        self.tried += 1;
        let read = Cell::new(0);
        let outcome = catch_unwind(AssertUnwindSafe(|| reader.read(bytes, signature, &read)));
        self.most_read = self.most_read.max(read.get());
        match outcome {
            Ok(Err(refusal)) => {
                // Every refusal is something a person can be told, whatever the bytes were.
                if self.tried.is_multiple_of(1_000) {
                    assert!(!refusal.sentence().say(Lang::Zh).contains('⟦'), "{refusal}");
                }
            }
            Ok(Ok(_)) => self.accepted.push(what.to_owned()),
            Err(_) => self.panicked.push(what.to_owned()),
        }
    }

    /// Every truncation and every flipped bit, of the file and of its signature; and each byte changed with the
    /// root made to fit again.
    pub fn hears_all_of(&mut self, reader: &dyn Reader, name: &str, genuine: &Genuine) {
        let Genuine { bytes, signature } = genuine;
        for length in 0..bytes.len() {
            let what = format!("{name} cut at {length}");
            self.hears(reader, &what, &bytes[..length], signature);
        }
        let mut changed = bytes.clone();
        for bit in 0..bytes.len() * 8 {
            changed[bit / 8] ^= 1 << (bit % 8);
            let what = format!("{name} bit {bit}");
            self.hears(reader, &what, &changed, signature);
            changed[bit / 8] ^= 1 << (bit % 8);
        }
        self.hears_rooted(reader, name, genuine);
        for length in 0..signature.len() {
            let what = format!("{name}'s signature cut at {length}");
            self.hears(reader, &what, bytes, &signature[..length]);
        }
        // The first line of a signature file is minisign's untrusted comment: it says nothing.
        let trusted = signature.find('\n').unwrap() + 1;
        for bit in trusted * 8..signature.len() * 8 {
            let mut flipped = signature.clone().into_bytes();
            flipped[bit / 8] ^= 1 << (bit % 8);
            // What is not text never comes so far: `StickStore::read_signature` refuses it.
            if let Ok(text) = String::from_utf8(flipped) {
                self.hears(
                    reader,
                    &format!("{name}'s signature bit {bit}"),
                    bytes,
                    &text,
                );
            }
        }
    }

    pub fn hears_rooted(&mut self, reader: &dyn Reader, name: &str, genuine: &Genuine) {
        let mut changed = genuine.bytes.clone();
        for byte in 0..changed.len() - 76 {
            changed[byte] ^= 1;
            let what = format!("{name} byte {byte}, with its root");
            self.hears(reader, &what, &rooted(&changed), &genuine.signature);
            changed[byte] ^= 1;
        }
    }

    pub fn is_content(&self) -> bool {
        self.accepted.is_empty() && self.panicked.is_empty()
    }

    pub fn report(&self, name: &str) {
        println!(
            "{name}: {} tried, {} accepted, {} panics; at most {} bytes read",
            self.tried,
            self.accepted.len(),
            self.panicked.len(),
            self.most_read
        );
    }
}

/// The last date that a text names: a program that refuses a typed date tells its own.
pub fn last_date(text: &str) -> String {
    let mut words = text.split(|c: char| c != '-' && !c.is_ascii_digit());
    let date = words.rfind(|word| word.parse::<chrono::NaiveDate>().is_ok());
    date.unwrap().to_owned()
}
