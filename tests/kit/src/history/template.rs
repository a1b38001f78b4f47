//! Two offices and their kiosks as every history begins with them.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use pingyi::app::kiosk::{Kiosk, PinCost, Tunables};
use pingyi::app::office::{InitForm, Office};
use pingyi::app::settings::Settings;
use pingyi::app::sticks::Stick;
use pingyi::courier::keys::{OpeningKey, PassphraseCost, PublicKey};
use pingyi::courier::receipt::ReceiptCost;
use pingyi::domain::ids::{CommunityId, DeviceId};
use pingyi::domain::time::FixedClock;
use pingyi::words::Lang;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::town::{PASSPHRASE, START, folder};

/// Kiosks, and the office each belongs to.
pub(super) const KIOSKS: [(&str, usize); 3] = [("LOBBY1", 0), ("TABLET1", 0), ("LOBBY9", 1)];
pub(super) const OFFICES: usize = 2;
pub(super) const STICKS: usize = 3;

const PLAN: &str = r#"
format = "pingyi-plan"
version = 1
id = "h"
revision = 1
source = "H"
title = { zh = "历史", en = "History" }
summary = { zh = "历史", en = "History" }
voters = "open"
cadence = "always"
smallest_crowd = 2
skip_allowed = true

[[scale]]
id = "level"
kind = "named"
[[scale.choice]]
id = "good"
name = { zh = "好", en = "Good" }
[[scale.choice]]
id = "poor"
name = { zh = "差", en = "Poor" }

[[criterion]]
id = "all"
name = { zh = "总体", en = "Overall" }
scale = "level"

[[subject]]
id = "p1"
kind = "person"
name = { zh = "甲", en = "A" }
role = { zh = "甲", en = "A" }

[grading]
kind = "majority"
[[grading.grade]]
id = "good"
name = { zh = "好", en = "Good" }
choices = ["good"]
[[grading.grade]]
id = "poor"
name = { zh = "差", en = "Poor" }
choices = ["poor"]

[opinion]
[[opinion.category]]
id = "other"
name = { zh = "其他", en = "Other" }

[follow_up]
reply_within_working_days = 15

[publication]
results = true
opinions = false
decisions = false
"#;

/// Two offices and their paired kiosks, made once and copied for every history.
pub struct Template {
    pub folder: tempfile::TempDir,
    pub clock: Arc<FixedClock>,
    pub communities: Vec<CommunityId>,
    pub opening: Vec<OpeningKey>,
    pub keys: Vec<PublicKey>,
}

pub(super) fn settings(root: &Path, kiosk: usize) -> Settings {
    Settings {
        data_dir: root.join(format!("kiosk{kiosk}")),
        device: DeviceId::new(KIOSKS[kiosk].0).unwrap(),
        ..Settings::default()
    }
}

pub(super) fn parts(seed: u64) -> Tunables {
    Tunables {
        receipt_cost: ReceiptCost::TEST,
        pin_cost: PinCost {
            memory_kib: 64,
            passes: 1,
        },
        seed: Some(seed),
        receipts_ahead: 0,
        vacuum_after: Duration::from_secs(1_000_000),
        ..Tunables::default()
    }
}

impl Template {
    pub fn new() -> Self {
        let folder = folder();
        let root = folder.path();
        let clock = Arc::new(FixedClock::new(START.parse().unwrap()));
        let mut rng = StdRng::seed_from_u64(77);
        let (mut communities, mut opening, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..OFFICES {
            let form = InitForm {
                trial: false,
                record: None,
                passphrase: PASSPHRASE.to_owned().into(),
                ..InitForm::trial(Lang::Zh)
            };
            let dir = root.join(format!("office{number}"));
            let cost = PassphraseCost::TEST;
            let (mut office, _) =
                Office::init_at_cost(&dir, &form, cost, clock.clone(), &mut rng).unwrap();
            for plan in office.plans().unwrap() {
                office.enable_plan(&plan.id, false).unwrap();
            }
            office.add_plan(PLAN).unwrap();
            let stick = root.join(format!("first{number}"));
            fs::create_dir(&stick).unwrap();
            office.make_pack(&stick, &mut rng, &mut |_| {}).unwrap();
            let mut asking = Vec::new();
            for (kiosk, _) in KIOSKS
                .iter()
                .enumerate()
                .filter(|(_, (_, of))| *of == number)
            {
                let settings = settings(root, kiosk);
                let parts = parts(kiosk as u64);
                let trial = Kiosk::open_with(&settings, clock.clone(), parts).unwrap();
                let at = Stick::at_folder(&stick);
                let offer = trial.pairing_offer(&at).unwrap().unwrap();
                trial.set_pin("2580").unwrap();
                trial.pair(&offer, &settings.device).unwrap();
                drop(trial);
                fs::remove_dir_all(settings.data_dir.join("trial")).unwrap();
                let text = fs::read_to_string(settings.data_dir.join("kiosk/DEVICE.PUB")).unwrap();
                let key = PublicKey::from_pub_text(&text).unwrap();
                asking.push((settings.device.clone(), key.fingerprint().typed()));
                keys.push(key);
            }
            office.load(&stick, &mut |_| {}).unwrap();
            for (device, typed) in asking {
                office.accept_device(&device, &typed).unwrap();
            }
            communities.push(office.community().id.clone());
            opening.push(crate::server::office_keys(&dir, PASSPHRASE).1);
        }
        Self {
            folder,
            clock,
            communities,
            opening,
            keys,
        }
    }
}
