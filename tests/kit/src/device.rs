//! A device as far as a stick shows it: its key, its folder, its batches. Where a test wants the office alone, without a
//! kiosk behind the stick.

use std::fs;
use std::path::{Path, PathBuf};

use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::enrol;
use pingyi::courier::keys::SigningKey;
use pingyi::courier::seal::SealedSheet;
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::community::Community;
use pingyi::domain::device::{DeviceFacts, DeviceRole};
use pingyi::domain::ids::{BatchNumber, DeviceId, RootHash, Tag};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

pub struct Device {
    pub id: DeviceId,
    pub key: SigningKey,
    /// What it says it is for.
    pub role: DeviceRole,
    /// For sealing what it writes.
    pub rng: StdRng,
    community: Community,
    /// Of its newest batch.
    pub number: u32,
    /// The root of its newest batch.
    pub root: Option<RootHash>,
}

/// What a batch of version 1 says of itself, with cards begun, submitted and left.
pub fn mixed(week: &str, [issued, submitted, abandoned]: [u64; 3]) -> BatchFacts {
    BatchFacts::Mixed(MixedFacts {
        week: week.parse().unwrap(),
        counts: BatchCounts {
            issued,
            submitted,
            abandoned,
            slips: 0,
        },
        crowd_override: false,
    })
}

/// What a batch holds, in any order.
#[derive(Clone, Default)]
pub struct Sheets {
    pub ratings: Vec<SealedSheet>,
    pub opinions: Vec<SealedSheet>,
    pub tags: Vec<Tag>,
}

impl Device {
    pub fn new(name: &str, seed: u8, community: &Community) -> Self {
        Self {
            id: DeviceId::new(name).unwrap(),
            key: SigningKey::from_seed(&[seed; 32]),
            role: DeviceRole::Lobby,
            rng: StdRng::seed_from_u64(seed.into()),
            community: community.clone(),
            number: 0,
            root: None,
        }
    }

    /// Its folder on a stick.
    pub fn folder(&self, stick: &Path) -> PathBuf {
        let folder = stick.join("PINGYI/FROM").join(self.id.as_str());
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Asks to be accepted.
    pub fn enrol(&self, stick: &Path) {
        let folder = self.folder(stick);
        let (bytes, signature) = enrol::write(
            &self.id,
            &self.community.id,
            &self.key,
            None,
            DeviceFacts::own(self.role),
        )
        .unwrap();
        fs::write(folder.join("ENROL.JSL"), bytes).unwrap();
        fs::write(folder.join("ENROL.SIG"), signature).unwrap();
        fs::write(folder.join("DEVICE.PUB"), self.key.public().to_pub_text()).unwrap();
    }

    /// Writes the next batch; its path without ending.
    pub fn batch(&mut self, stick: &Path, week: &str, mut sheets: Sheets) -> PathBuf {
        self.number += 1;
        let header = BatchHeader {
            device: self.id.clone(),
            number: BatchNumber(self.number),
            community: self.community.id.clone(),
            previous: self.root,
            facts: mixed(week, [9, 8, 1]),
        };
        let mut bytes = Vec::new();
        let mut writer = BatchWriter::new(&mut bytes, &header).unwrap();
        sheets.ratings.sort_by_key(|sheet| sheet.id);
        sheets.opinions.sort_by_key(|sheet| sheet.id);
        sheets.tags.sort();
        for sheet in &sheets.ratings {
            writer.rating(&sheet.bytes).unwrap();
        }
        for sheet in &sheets.opinions {
            writer.opinion(&sheet.bytes).unwrap();
        }
        for tag in &sheets.tags {
            writer.receipt(tag).unwrap();
        }
        let written = writer.finish().unwrap();
        self.root = Some(written.root());
        let stem = self.folder(stick).join(format!("B{:07}", self.number));
        fs::write(stem.with_extension("JSL"), &bytes).unwrap();
        fs::write(stem.with_extension("SIG"), written.signature(&self.key)).unwrap();
        stem
    }
}
