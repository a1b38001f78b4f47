//! `kiosk.toml`: every setting of a kiosk, with all faults of a file named at once.

mod fault;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use self::fault::{SettingFault, SettingFaultKind, SettingsError};
use super::aloud::AloudSettings;
use crate::domain::device::DeviceRole;
use crate::domain::ids::DeviceId;
use crate::words::Lang;

/// The file looked for when none is named.
pub const FILE_NAME: &str = "kiosk.toml";

/// The key a scanner sends after what it scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanEnd {
    /// Return
    Enter,
    /// Tab
    Tab,
}

/// Every setting of a kiosk. `Default` is what a missing key means.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in kiosk.toml"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the stores lie; a relative path starts at the settings file.
    pub data_dir: PathBuf,
    /// The name offered when pairing; afterwards the card box remembers it.
    pub device: DeviceId,
    /// Lobby or tablet.
    pub role: DeviceRole,
    /// The language a resident starts with.
    pub language: Lang,
    /// Large type from the start.
    pub large_type: bool,
    /// High contrast from the start.
    pub high_contrast: bool,
    /// Idle time before the warning, in seconds.
    pub idle_warning_secs: u32,
    /// The warning's countdown, in seconds; then everything typed is wiped.
    pub idle_countdown_secs: u32,
    /// The office's window locks itself after so many minutes without a touch; 0 means never.
    pub office_lock_minutes: u32,
    /// The office is reminded of its backup when the last one is older than so many days; 0 means never.
    pub backup_after_days: u32,
    /// How long a receipt stays on the screen, in seconds.
    pub receipt_shown_secs: u32,
    /// A touchscreen: the pointer is hidden.
    pub touch_mode: bool,
    /// Fill the screen.
    pub fullscreen: bool,
    /// Width and height of the window in points, when not full screen.
    pub window_size: [u32; 2],
    /// A sync is late after so many days.
    pub sync_interval_days: u32,
    /// Folders that stand for sticks, besides the drives found.
    pub stick_folders: Vec<PathBuf>,
    /// The key that ends a scan.
    pub scan_ends_with: ScanEnd,
    /// Pinyin understands confused sounds (z/zh, n/l, in/ing, …).
    pub pinyin_fuzzy: bool,
    /// Pinyin data instead of the program's own.
    pub pinyin_data: Option<PathBuf>,
    /// Stroke data instead of the program's own.
    pub strokes_data: Option<PathBuf>,
    /// What reads pages aloud.
    pub aloud: AloudSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            // The literal has the right shape, which a test checks.
            device: DeviceId::new("LOBBY1").unwrap_or_else(|_| unreachable!()),
            role: DeviceRole::Lobby,
            language: Lang::Zh,
            large_type: false,
            high_contrast: false,
            idle_warning_secs: 60,
            idle_countdown_secs: 20,
            office_lock_minutes: 10,
            backup_after_days: 7,
            receipt_shown_secs: 90,
            touch_mode: false,
            fullscreen: false,
            window_size: [1280, 800],
            sync_interval_days: 7,
            stick_folders: Vec::new(),
            scan_ends_with: ScanEnd::Enter,
            pinyin_fuzzy: true,
            pinyin_data: None,
            strokes_data: None,
            aloud: AloudSettings::default(),
        }
    }
}

impl Settings {
    /// The office's folder: the real one where there is one, else the trial's.
    #[must_use]
    pub fn office_dir(&self) -> PathBuf {
        let real = self.real_office_dir();
        if real.exists() {
            real
        } else {
            self.trial_office_dir()
        }
    }

    /// Where a real office lies, or is made.
    #[must_use]
    pub fn real_office_dir(&self) -> PathBuf {
        self.data_dir.join("office")
    }

    /// Where a paired kiosk keeps its store.
    #[must_use]
    pub fn kiosk_dir(&self) -> PathBuf {
        self.data_dir.join("kiosk")
    }

    /// Where everything of a trial (体验模式) lies.
    #[must_use]
    pub fn trial_dir(&self) -> PathBuf {
        self.data_dir.join("trial")
    }

    /// The folder of the trial's kiosk.
    #[must_use]
    pub fn trial_kiosk_dir(&self) -> PathBuf {
        self.trial_dir().join("kiosk")
    }

    /// The folder that stands for a stick in trial mode.
    #[must_use]
    pub fn trial_stick_dir(&self) -> PathBuf {
        self.trial_dir().join("stick")
    }

    /// The trial (体验模式) office's folder.
    #[must_use]
    pub fn trial_office_dir(&self) -> PathBuf {
        self.trial_dir().join("office")
    }
}

/// Every key there is, in the order of `kiosk.toml`.
pub const KEYS: [&str; 26] = [
    "data_dir",
    "device",
    "role",
    "language",
    "large_type",
    "high_contrast",
    "idle_warning_secs",
    "idle_countdown_secs",
    "receipt_shown_secs",
    "touch_mode",
    "fullscreen",
    "window_size",
    "sync_interval_days",
    "stick_folders",
    "scan_ends_with",
    "pinyin_fuzzy",
    "pinyin_data",
    "strokes_data",
    "aloud_zh",
    "aloud_en",
    "aloud_loudspeaker",
    "aloud_headset",
    "aloud_recordings",
    "aloud_player",
    "office_lock_minutes",
    "backup_after_days",
];

/// Reads the file named, or `kiosk.toml` here when none is named; without either, the defaults.
pub fn load(named: Option<&Path>) -> Result<Settings, SettingsError> {
    let path = named.unwrap_or(Path::new(FILE_NAME));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Settings::default());
        }
        Err(source) => {
            return Err(SettingsError::Unreadable {
                path: path.to_owned(),
                source,
            });
        }
    };
    let mut settings = parse(&text).map_err(|faults| SettingsError::Faults {
        path: path.to_owned(),
        faults,
    })?;
    if let Some(folder) = path.parent() {
        settings.data_dir = folder.join(&settings.data_dir);
        for stick in &mut settings.stick_folders {
            *stick = folder.join(&stick);
        }
        let data = [
            &mut settings.pinyin_data,
            &mut settings.strokes_data,
            &mut settings.aloud.recordings,
        ];
        for data in data.into_iter().flatten() {
            *data = folder.join(&data);
        }
    }
    Ok(settings)
}

/// Reads the text of a settings file; the error lists every fault.
pub fn parse(text: &str) -> Result<Settings, Vec<SettingFault>> {
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        vec![SettingFault {
            line: line_of(text, start),
            kind: SettingFaultKind::Syntax {
                reason: error.message().to_owned(),
            },
        }]
    })?;
    let mut settings = Settings::default();
    let mut faults = Vec::new();
    for (key, value) in table.get_ref() {
        let name: &str = key.get_ref();
        let Err(allowed) = set(&mut settings, name, value.get_ref()) else {
            continue;
        };
        let kind = match allowed {
            Refusal::NoSuchKey => SettingFaultKind::UnknownKey {
                key: name.to_owned(),
                nearest: nearest_key(name),
            },
            Refusal::Allowed(allowed) => SettingFaultKind::BadValue {
                key: name.to_owned(),
                given: written(text, value),
                allowed,
            },
        };
        let line = line_of(text, key.span().start);
        faults.push(SettingFault { line, kind });
    }
    if faults.is_empty() {
        Ok(settings)
    } else {
        faults.sort_by_key(|fault| fault.line);
        Err(faults)
    }
}

enum Refusal {
    NoSuchKey,
    Allowed(String),
}

fn set(settings: &mut Settings, key: &str, value: &DeValue<'_>) -> Result<(), Refusal> {
    match key {
        "data_dir" => settings.data_dir = folder(value)?,
        "device" => {
            settings.device = value
                .as_str()
                .and_then(|text| DeviceId::new(text).ok())
                .ok_or_else(|| Refusal::Allowed("\"A-Z 0-9\" × 1–8".to_owned()))?;
        }
        "role" => {
            settings.role = one_of(
                value,
                &DeviceRole::ALL
                    .iter()
                    .map(|role| (role.name(), *role))
                    .collect::<Vec<_>>(),
            )?;
        }
        "language" => {
            settings.language = one_of(value, &[("zh", Lang::Zh), ("en", Lang::En)])?;
        }
        "large_type" => settings.large_type = yes_no(value)?,
        "high_contrast" => settings.high_contrast = yes_no(value)?,
        "idle_warning_secs" => settings.idle_warning_secs = number(value, 10..=3600)?,
        "idle_countdown_secs" => settings.idle_countdown_secs = number(value, 5..=300)?,
        "receipt_shown_secs" => settings.receipt_shown_secs = number(value, 10..=600)?,
        "touch_mode" => settings.touch_mode = yes_no(value)?,
        "fullscreen" => settings.fullscreen = yes_no(value)?,
        "window_size" => settings.window_size = size(value)?,
        "sync_interval_days" => settings.sync_interval_days = number(value, 1..=60)?,
        "stick_folders" => settings.stick_folders = folders(value)?,
        "aloud_loudspeaker" => settings.aloud.loudspeaker = yes_no(value)?,
        "aloud_zh" => settings.aloud.zh = command(value)?,
        "aloud_en" => settings.aloud.en = command(value)?,
        "aloud_headset" => settings.aloud.headset = command(value)?,
        "aloud_player" => settings.aloud.player = command(value)?,
        "scan_ends_with" => {
            settings.scan_ends_with =
                one_of(value, &[("enter", ScanEnd::Enter), ("tab", ScanEnd::Tab)])?;
        }
        "pinyin_fuzzy" => settings.pinyin_fuzzy = yes_no(value)?,
        "pinyin_data" => settings.pinyin_data = file_or_none(value)?,
        "aloud_recordings" => settings.aloud.recordings = file_or_none(value)?,
        "strokes_data" => settings.strokes_data = file_or_none(value)?,
        "office_lock_minutes" => settings.office_lock_minutes = number(value, 0..=240)?,
        "backup_after_days" => settings.backup_after_days = number(value, 0..=366)?,
        _ => return Err(Refusal::NoSuchKey),
    }
    Ok(())
}

fn file_or_none(value: &DeValue<'_>) -> Result<Option<PathBuf>, Refusal> {
    let text = value
        .as_str()
        .ok_or_else(|| Refusal::Allowed("\"\" | \"file/path\"".to_owned()))?;
    Ok((!text.is_empty()).then(|| PathBuf::from(text)))
}

fn yes_no(value: &DeValue<'_>) -> Result<bool, Refusal> {
    value
        .as_bool()
        .ok_or_else(|| Refusal::Allowed("true | false".to_owned()))
}

fn number(value: &DeValue<'_>, range: RangeInclusive<u32>) -> Result<u32, Refusal> {
    value
        .as_integer()
        .and_then(|digits| u32::from_str_radix(digits.as_str(), digits.radix()).ok())
        .filter(|number| range.contains(number))
        .ok_or_else(|| Refusal::Allowed(format!("{}–{}", range.start(), range.end())))
}

fn one_of<T: Copy>(value: &DeValue<'_>, choices: &[(&str, T)]) -> Result<T, Refusal> {
    let given = value.as_str();
    choices
        .iter()
        .find(|(name, _)| given == Some(name))
        .map(|(_, choice)| *choice)
        .ok_or_else(|| {
            let names: Vec<String> = choices
                .iter()
                .map(|(name, _)| format!("{name:?}"))
                .collect();
            Refusal::Allowed(names.join(" | "))
        })
}

fn folder(value: &DeValue<'_>) -> Result<PathBuf, Refusal> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(PathBuf::from)
        .ok_or_else(|| Refusal::Allowed("\"folder/path\"".to_owned()))
}

fn folders(value: &DeValue<'_>) -> Result<Vec<PathBuf>, Refusal> {
    let refusal = || Refusal::Allowed("[\"folder/path\", \"folder/path\"]".to_owned());
    value
        .as_array()
        .ok_or_else(refusal)?
        .iter()
        .map(|one| folder(one.get_ref()).map_err(|_| refusal()))
        .collect()
}

/// A program and its arguments.
fn command(value: &DeValue<'_>) -> Result<Vec<String>, Refusal> {
    let refusal = || Refusal::Allowed("[\"program\", \"argument\"]".to_owned());
    let part = |one: &DeValue<'_>| one.as_str().map(str::to_owned).ok_or_else(refusal);
    let parts = value.as_array().ok_or_else(refusal)?.iter();
    let parts: Vec<String> = parts
        .map(|one| part(one.get_ref()))
        .collect::<Result<_, _>>()?;
    if parts.first().is_some_and(String::is_empty) {
        return Err(refusal());
    }
    Ok(parts)
}

fn size(value: &DeValue<'_>) -> Result<[u32; 2], Refusal> {
    let refusal = || Refusal::Allowed("[640–7680, 480–7680]".to_owned());
    let parts = value.as_array().ok_or_else(refusal)?;
    let mut parts = parts.iter();
    let (Some(width), Some(height), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(refusal());
    };
    Ok([
        number(width.get_ref(), 640..=7680).map_err(|_| refusal())?,
        number(height.get_ref(), 480..=7680).map_err(|_| refusal())?,
    ])
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    1 + before
        .split(|byte| *byte == b'\n')
        .count()
        .saturating_sub(1)
}

fn written(text: &str, value: &Spanned<DeValue<'_>>) -> String {
    text.get(value.span()).unwrap_or_default().trim().to_owned()
}

/// The setting spelt most like it: good enough to spot a slip of the finger.
fn nearest_key(given: &str) -> &'static str {
    KEYS.into_iter()
        .min_by_key(|key| strsim::damerau_levenshtein(given, key))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault as _;

    const SHIPPED: &str = include_str!("../../../kiosk.toml");

    #[test]
    fn the_shipped_file_runs_and_says_every_default() {
        assert_eq!(parse(SHIPPED).unwrap(), Settings::default());
        let table: toml::Table = SHIPPED.parse().unwrap();
        let mut given: Vec<&str> = table.keys().map(String::as_str).collect();
        let mut known = KEYS.to_vec();
        given.sort_unstable();
        known.sort_unstable();
        assert_eq!(given, known);
    }

    #[test]
    fn the_default_written_in_each_comment_is_the_default_in_the_code() {
        let lines: Vec<&str> = SHIPPED.lines().collect();
        for key in KEYS {
            let at = lines
                .iter()
                .position(|line| line.starts_with(&format!("{key} =")))
                .unwrap_or_else(|| panic!("{key}"));
            let value = lines[at].split_once('=').unwrap().1.trim();
            let comment = lines[..at]
                .iter()
                .rev()
                .take_while(|line| line.starts_with('#'))
                .copied()
                .collect::<Vec<_>>()
                .join("\n");
            assert!(
                comment.contains(&format!("默认 {value}")),
                "{key}: {comment}"
            );
            assert!(
                comment.contains(&format!("default {value}")),
                "{key}: {comment}"
            );
        }
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let faults = parse("rôle = 1\n").unwrap_err();
        assert!(matches!(faults[0].kind, SettingFaultKind::Syntax { .. }));
        let text = "roll = \"lobby\"\n\nidle_warning_secs = 5\nrole = \"window\"\nlarge_type = 1\n\
                    window_size = [1, 2, 3]\ndevice = \"大堂\"\nstick_folders = [1]\n";
        let faults = parse(text).unwrap_err();
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 3, 4, 5, 6, 7, 8]);
        assert_eq!(
            faults[0].kind,
            SettingFaultKind::UnknownKey {
                key: "roll".to_owned(),
                nearest: "role"
            }
        );
        assert_eq!(
            faults[1].kind,
            SettingFaultKind::BadValue {
                key: "idle_warning_secs".to_owned(),
                given: "5".to_owned(),
                allowed: "10–3600".to_owned()
            }
        );
        let error = SettingsError::Faults {
            path: FILE_NAME.into(),
            faults,
        };
        for sentence in error.sentences() {
            for lang in Lang::ALL {
                let said = sentence.say(lang);
                assert!(!said.contains('⟦') && said.contains(FILE_NAME), "{said}");
            }
        }
    }

    #[test]
    fn relative_folders_start_at_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("k.toml");
        std::fs::write(&file, "data_dir = \"d\"\nstick_folders = [\"s\", \"/t\"]\n").unwrap();
        let settings = load(Some(&file)).unwrap();
        assert_eq!(settings.data_dir, dir.path().join("d"));
        assert_eq!(settings.stick_folders, [dir.path().join("s"), "/t".into()]);
        assert!(load(Some(&dir.path().join("absent.toml"))).is_err());
    }
}
